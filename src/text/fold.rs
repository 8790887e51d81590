use super::CharSpan;

/// The character that `ch` is compared as: full-width forms as half-width, capitals as small letters, Chinese commas,
/// stops and quotes as their half-width cousins. One character stays one character.
#[must_use]
pub fn fold_char(ch: char) -> char {
    let ch = match ch {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(ch as u32 - 0xfee0).unwrap_or(ch),
        '\u{3000}' => ' ',
        '。' => '.',
        '“' | '”' | '„' | '〝' | '〞' => '"',
        '‘' | '’' => '\'',
        _ => ch,
    };
    if ch.is_ascii() { ch.to_ascii_lowercase() } else { ch }
}

/// The string with every character folded, white space kept: for filters that look for words.
#[must_use]
pub fn fold_text(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The string without any white space.
#[must_use]
pub fn without_space(text: &str) -> String {
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

/// Whether both strings hold the same characters, white space left out: how quotations are compared.
#[must_use]
pub fn same_ignoring_space(left: &str, right: &str) -> bool {
    left.chars().filter(|ch| !ch.is_whitespace()).eq(right.chars().filter(|ch| !ch.is_whitespace()))
}

/// A text made comparable (width and case folded, white space dropped), with the way back to where each character stood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each folded character, its code point in the original.
    origin: Vec<u32>,
    /// For each folded character, the byte where it starts; one more for the end.
    bytes: Vec<u32>,
}

impl Folded {
    /// Folds width and case and drops white space.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::with(text, |ch| (!ch.is_whitespace()).then(|| fold_char(ch)))
    }

    /// Keeps every character as it is but for line breaks, which are dropped.
    #[must_use]
    pub fn exact(text: &str) -> Self {
        Self::with(text, |ch| (ch != '\n').then_some(ch))
    }

    fn with(text: &str, keep: impl Fn(char) -> Option<char>) -> Self {
        let mut out = Self::default();
        for (at, ch) in text.chars().enumerate() {
            if let Some(folded) = keep(ch) {
                out.bytes.push(out.text.len() as u32);
                out.origin.push(at as u32);
                out.text.push(folded);
            }
        }
        out.bytes.push(out.text.len() as u32);
        out
    }

    /// The code points of the original that the folded bytes from `start` to `end` came from; `None` if there are none.
    #[must_use]
    pub fn original(&self, start: usize, end: usize) -> Option<CharSpan> {
        let first = self.bytes.partition_point(|&byte| (byte as usize) < start);
        let last = self.bytes.partition_point(|&byte| (byte as usize) < end).checked_sub(1)?;
        let (from, to) = (*self.origin.get(first)?, *self.origin.get(last)?);
        (first <= last).then(|| CharSpan::new(from, to + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_knows_the_way_back() {
        let folded = Folded::new("Ａ 股，\n9,1");
        assert_eq!(folded.text, "a股,9,1");
        let at = folded.text.find("股,9").unwrap();
        assert_eq!(folded.original(at, at + "股,9".len()), Some(CharSpan::new(2, 6)));
        assert_eq!(folded.original(3, 3), None);
    }

    #[test]
    fn white_space_never_decides() {
        assert!(same_ignoring_space("9 名 农民工", "9名农\n民工"));
        assert!(!same_ignoring_space("9名", "9各"));
    }
}
