use super::{ByteSpan, CharSpan};

/// Code points between two stored byte positions: a look-up scans at most this many characters.
const STRIDE: usize = 64;

/// A source's text, decoded once: no byte order mark, every line end a single line feed. Immutable.
///
/// Finds bytes for code points and lines for positions without scanning the text from its start.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Text {
    string: String,
    /// Byte position of every [`STRIDE`]th code point.
    checkpoints: Vec<u32>,
    /// Code point at which each line starts.
    line_starts: Vec<u32>,
    chars: u32,
}

impl Text {
    /// Takes a decoded string; strips a byte order mark and turns CRLF and CR into LF.
    ///
    /// # Panics
    /// If the string is 4 GiB or longer: the library refuses such files before they get here.
    #[must_use]
    pub fn new(decoded: impl Into<String>) -> Self {
        let mut string: String = decoded.into();
        if string.starts_with('\u{feff}') {
            string.drain(..'\u{feff}'.len_utf8());
        }
        if string.contains('\r') {
            string = string.replace("\r\n", "\n").replace('\r', "\n");
        }
        assert!(u32::try_from(string.len()).is_ok(), "a source is smaller than 4 GiB");
        let mut checkpoints = Vec::with_capacity(string.len() / STRIDE + 1);
        let mut line_starts = vec![0];
        let mut chars = 0;
        for (byte, ch) in string.char_indices() {
            if (chars as usize).is_multiple_of(STRIDE) {
                checkpoints.push(byte as u32);
            }
            chars += 1;
            if ch == '\n' {
                line_starts.push(chars);
            }
        }
        Self { string, checkpoints, line_starts, chars }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Number of code points.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.chars
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars == 0
    }

    /// Byte position of the code point at `at`; the text's length in bytes for anything past the end.
    #[must_use]
    pub fn byte_of(&self, at: u32) -> usize {
        if at >= self.chars {
            return self.string.len();
        }
        let checkpoint = self.checkpoints[at as usize / STRIDE] as usize;
        let rest = &self.string[checkpoint..];
        rest.char_indices().nth(at as usize % STRIDE).map_or(self.string.len(), |(byte, _)| checkpoint + byte)
    }

    /// Code point that starts at or before byte `byte`.
    #[must_use]
    pub fn char_of(&self, byte: usize) -> u32 {
        let slot = self.checkpoints.partition_point(|&b| b as usize <= byte).saturating_sub(1);
        let Some(&checkpoint) = self.checkpoints.get(slot) else { return 0 };
        let within = self.string[checkpoint as usize..].char_indices();
        let passed = within.take_while(|(offset, _)| checkpoint as usize + offset < byte).count();
        ((slot * STRIDE + passed) as u32).min(self.chars)
    }

    /// The bytes of `span`, cut to the text.
    #[must_use]
    pub fn bytes_of(&self, span: CharSpan) -> ByteSpan {
        let start = self.byte_of(span.start);
        ByteSpan { start, end: self.byte_of(span.end).max(start) }
    }

    /// The text of `span`, cut to what is there.
    #[must_use]
    pub fn slice(&self, span: CharSpan) -> &str {
        &self.string[self.bytes_of(span).range()]
    }

    /// The texts of `spans`, one after the other, without line breaks: a quotation.
    #[must_use]
    pub fn quote(&self, spans: &[CharSpan]) -> String {
        spans.iter().flat_map(|&span| self.slice(span).chars()).filter(|&ch| ch != '\n').collect()
    }

    /// Whether `span` is not empty and ends inside the text.
    #[must_use]
    pub fn holds(&self, span: CharSpan) -> bool {
        span.start < span.end && span.end <= self.chars
    }

    /// Number of lines, counting an empty one after a final line feed.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// Line, counted from 0, that holds the code point at `at`.
    #[must_use]
    pub fn line_of(&self, at: u32) -> u32 {
        self.line_starts.partition_point(|&start| start <= at).saturating_sub(1) as u32
    }

    /// Span of the line counted from 0, without its line feed; empty past the last line.
    #[must_use]
    pub fn line(&self, line: u32) -> CharSpan {
        let Some(&start) = self.line_starts.get(line as usize) else { return CharSpan::new(self.chars, self.chars) };
        let end = self.line_starts.get(line as usize + 1).map_or(self.chars, |&next| next - 1);
        CharSpan::new(start, end)
    }

    /// `span` without the white space at its ends; empty if there is nothing else in it.
    #[must_use]
    pub fn trimmed(&self, span: CharSpan) -> CharSpan {
        let content = self.slice(span);
        let lead = content.chars().take_while(|ch| ch.is_whitespace()).count() as u32;
        let start = span.start + lead;
        CharSpan::new(start, start + content.trim().chars().count() as u32)
    }

    /// Spans of all lines, without their line feeds.
    pub fn lines(&self) -> impl Iterator<Item = CharSpan> + '_ {
        (0..self.line_count()).map(|line| self.line(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_byte_order_mark_are_dropped() {
        assert_eq!(Text::new("\u{feff}甲\r\n乙\r丙\n").as_str(), "甲\n乙\n丙\n");
    }

    #[test]
    fn positions_go_both_ways_across_checkpoints() {
        let text = Text::new("报a😀é".repeat(100));
        for at in 0..=text.len() {
            assert_eq!(text.char_of(text.byte_of(at)), at);
        }
    }

    #[test]
    fn lines_are_found_by_position() {
        let text = Text::new("一\n\n二三\n");
        let lines: Vec<&str> = text.lines().map(|span| text.slice(span)).collect();
        assert_eq!(lines, ["一", "", "二三", ""]);
        assert_eq!(text.line_of(0), 0);
        assert_eq!(text.line_of(3), 2);
        assert_eq!(text.line_of(99), 3);
    }

    #[test]
    fn a_quote_drops_line_breaks_only() {
        let text = Text::new("用 工\n荒，甲\n乙");
        assert_eq!(text.quote(&[CharSpan::new(0, 6), CharSpan::new(8, 9)]), "用 工荒，乙");
    }
}
