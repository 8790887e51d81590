//! What a format can carry of a text: characters that act on a screen, and those that XML forbids.

use std::borrow::Cow;
use std::cell::Cell;

use crate::i18n::Message;
use crate::library::is_unsafe_to_show;

/// Cleans texts and counts what they lost.
#[derive(Debug, Default)]
pub(super) struct Cleaner {
    dropped: Cell<usize>,
    replaced: Cell<usize>,
}

impl Cleaner {
    /// The text as people read it: control characters, marks that turn the direction of writing and what no XML holds
    /// are left out, a tabulator is a space; line feeds stay.
    pub(super) fn seen<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let is_unfit = |ch: char| is_unsafe_to_show(ch) || !is_xml_char(ch);
        if !text.contains(|ch| ch != '\n' && is_unfit(ch)) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        for ch in text.replace("\r\n", "\n").chars() {
            match ch {
                '\n' => out.push('\n'),
                '\r' => out.push('\n'),
                '\t' => out.push(' '),
                _ if is_unfit(ch) => self.dropped.set(self.dropped.get() + 1),
                _ => out.push(ch),
            }
        }
        Cow::Owned(out)
    }

    /// As [`seen`](Self::seen), on one line.
    pub(super) fn line(&self, text: &str) -> String {
        self.seen(text).replace('\n', " ")
    }

    /// The text as XML 1.0 can hold it: each forbidden character is replaced by the picture of it (U+2400 …) or by U+FFFD, so that
    /// positions stay what they are.
    pub(super) fn xml<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.chars().all(is_xml_char) {
            return Cow::Borrowed(text);
        }
        let replaced = text.chars().map(|ch| {
            if is_xml_char(ch) {
                return ch;
            }
            self.replaced.set(self.replaced.get() + 1);
            match ch {
                '\0'..='\u{1f}' => char::from_u32(0x2400 + ch as u32).unwrap_or('\u{fffd}'),
                _ => '\u{fffd}',
            }
        });
        Cow::Owned(replaced.collect())
    }

    /// What there is to tell of losses.
    pub(super) fn notices(&self) -> Vec<Message> {
        let told = |id, count: usize| (count > 0).then(|| Message::new(id).with("count", count));
        let dropped = told("export-dropped-characters", self.dropped.get());
        dropped.into_iter().chain(told("export-replaced-characters", self.replaced.get())).collect()
    }
}

/// The production `Char` of XML 1.0 (W3C, fifth edition, 2.2).
fn is_xml_char(ch: char) -> bool {
    matches!(ch, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_counted() {
        let cleaner = Cleaner::default();
        assert_eq!(cleaner.seen("甲\u{1b}乙\r\n\u{202e}丙\t丁"), "甲乙\n丙 丁");
        assert_eq!(cleaner.xml("甲\u{1b}\u{202e}\u{fffe}"), "甲\u{241b}\u{202e}\u{fffd}");
        let notices = cleaner.notices();
        let counted = |count: usize| crate::i18n::Arg::from(count);
        assert_eq!(notices.iter().map(|it| it.args["count"].clone()).collect::<Vec<_>>(), [counted(2), counted(2)]);
        assert!(Cleaner::default().notices().is_empty());
    }
}
