//! Sentences, by their marks.

use super::{CharSpan, is_closing_mark};

/// The sentence around border `at`: up to and with 。！？…… and the marks that close after them.
#[must_use]
pub fn sentence_at(text: &str, at: u32) -> CharSpan {
    let mut start = 0;
    let mut has_ended = false;
    for (here, ch) in (0..).zip(text.chars()) {
        let ends = matches!(ch, '。' | '！' | '？' | '…' | '!' | '?');
        if has_ended && !ends && !is_closing_mark(ch) {
            if at < here {
                return CharSpan::new(start, here);
            }
            start = here;
            has_ended = false;
        }
        has_ended |= ends;
    }
    CharSpan::new(start, text.chars().count() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_goes_up_to_its_mark_and_what_closes_behind_it() {
        let text = "他说：“好！”displays，截至11月。完";
        let sentence = |at: u32| {
            let span = sentence_at(text, at);
            text.chars().skip(span.start as usize).take(span.len() as usize).collect::<String>()
        };
        assert_eq!([1, 8, 99].map(sentence), ["他说：“好！”", "displays，截至11月。", "完"]);
    }
}
