//! What a double click takes: words as jieba cuts them.

use unicode_segmentation::UnicodeSegmentation;

use crate::lexis::Lexicon;
use crate::text::CharSpan;

/// Code points on each side that are looked at to find a word: jieba needs the clause, and a text without paragraphs is
/// not to be cut as a whole at every click.
const AROUND_CHARS: u32 = 120;

/// The word around the character after border `at`, as jieba cuts it. Without a lexicon, while it loads, by the rules of
/// Unicode: a Latin word, a number, or one Han character.
pub(super) fn word_at(text: &str, at: u32, lexicon: Option<&Lexicon>) -> CharSpan {
    let from = at.saturating_sub(AROUND_CHARS);
    let clause: String = text.chars().skip(from as usize).take(2 * AROUND_CHARS as usize).collect();
    let within = at - from;
    let found = match lexicon {
        Some(lexicon) => lexicon.words(&clause).into_iter().map(|word| word.span).find(|span| span.contains(within)),
        None => unicode_word(&clause, within),
    };
    found.map_or(CharSpan::new(at, at), |span| CharSpan::new(from + span.start, from + span.end))
}

fn unicode_word(text: &str, at: u32) -> Option<CharSpan> {
    let mut start = 0;
    text.split_word_bounds().find_map(|word| {
        let span = CharSpan::new(start, start + word.chars().count() as u32);
        start = span.end;
        span.contains(at).then_some(span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, span: CharSpan) -> String {
        text.chars().skip(span.start as usize).take(span.len() as usize).collect()
    }

    #[test]
    fn words_are_found() {
        let text = "他说：“好！”displays，截至11月。完";
        assert_eq!(cut(text, word_at(text, 9, None)), "displays");
        assert_eq!(cut(text, word_at(text, 0, None)), "他");
        assert!(word_at(text, 99, None).is_empty());
    }

    #[test]
    fn a_lexicon_knows_words_of_several_characters() {
        let lexicon = Lexicon::load();
        let text = format!("{}人社局为9名农民工追回欠薪5241.5万元。", "前文。".repeat(200));
        let word = |at: u32| cut(&text, word_at(&text, 600 + at, Some(&lexicon)));
        assert_eq!([0, 2, 6, 8, 9, 16].map(word), ["人社局", "人社局", "农民工", "农民工", "追回", "5241.5"]);
        assert_eq!(cut(&text, word_at(&text, 606, None)), "农");
    }
}
