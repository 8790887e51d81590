use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

/// Whether `ch` acts on a screen instead of being seen there: control characters, and the marks that turn the direction of
/// writing, with which a name or a sentence can pass for another one.
#[must_use]
pub fn is_unsafe_to_show(ch: char) -> bool {
    ch.is_control()
        || matches!(ch, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

/// The text with characters that act on a screen written as escapes: `\n`, `\u{202e}`.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe_to_show) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for ch in text.chars() {
        match ch {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_unsafe_to_show(ch) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "{}", ch.escape_unicode());
            }
            _ => out.push(ch),
        }
    }
    Cow::Owned(out)
}

/// The path as it can be shown: not UTF-8 as U+FFFD, then as [`shown`].
#[must_use]
pub fn shown_path(path: &Path) -> String {
    shown(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_screen_is_escaped() {
        assert_eq!(shown("版面 01.txt"), "版面 01.txt");
        assert_eq!(shown("甲\n\u{1b}[31m乙\u{202e}丙\t"), "甲\\n\\u{1b}[31m乙\\u{202e}丙\\t");
    }
}
