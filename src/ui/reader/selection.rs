//! What is selected: two borders between characters, in one paragraph or across several.

use unicode_segmentation::UnicodeSegmentation;

use super::{ReaderDoc, ReaderState};
use crate::page::ParagraphId;
use crate::text::{CharSpan, is_closing_mark};

/// A border between two characters of a paragraph's reading text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    /// Whose text.
    pub paragraph: ParagraphId,
    /// Code points before it.
    pub at: u32,
}

/// Where a selection began and where it went. The head may stand before the anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where it began.
    pub anchor: Caret,
    /// Where it went.
    pub head: Caret,
}

/// The selected part of one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Whose text.
    pub paragraph: ParagraphId,
    /// In the reading text.
    pub span: CharSpan,
    /// In the source, in reading order.
    pub source: Vec<CharSpan>,
}

/// The selected text, one paragraph a line and without the page's line breaks, and where it stands.
#[must_use]
pub fn selected_text(doc: &ReaderDoc, state: &ReaderState) -> Option<(String, Vec<Selected>)> {
    let selection = state.selection()?;
    let (first, last) = ends(doc, selection)?;
    let mut texts = Vec::new();
    let mut parts = Vec::new();
    for place in first.0..=last.0 {
        let block = &doc.blocks()[place];
        let Some(span) = span_in(place, block.text.len(), first, last) else { continue };
        let selected = block.text.as_str().chars().skip(span.start as usize).take(span.len() as usize);
        texts.push(selected.collect::<String>());
        parts.push(Selected { paragraph: block.id, span, source: block.text.to_source(span) });
    }
    (!parts.is_empty()).then(|| (texts.join("\n"), parts))
}

/// Both ends as (block, code point), in reading order.
pub(super) fn ends(doc: &ReaderDoc, selection: Selection) -> Option<((usize, u32), (usize, u32))> {
    let end = |caret: Caret| Some((doc.place(caret.paragraph)?, caret.at));
    let (one, other) = (end(selection.anchor)?, end(selection.head)?);
    Some((one.min(other), one.max(other)))
}

/// What a selection from `first` to `last` takes of the block at `place`, which is `len` code points long.
pub(super) fn span_in(place: usize, len: u32, first: (usize, u32), last: (usize, u32)) -> Option<CharSpan> {
    if place < first.0 || last.0 < place {
        return None;
    }
    let start = if place == first.0 { first.1.min(len) } else { 0 };
    let end = if place == last.0 { last.1.min(len) } else { len };
    (start < end).then(|| CharSpan::new(start, end))
}

/// The word around the character after border `at`, by the rules of Unicode: a Latin word, a number, or one Han
/// character.
pub(super) fn word_at(text: &str, at: u32) -> CharSpan {
    let mut start = 0;
    for word in text.split_word_bounds() {
        let end = start + word.chars().count() as u32;
        if at < end {
            return CharSpan::new(start, end);
        }
        start = end;
    }
    CharSpan::new(start, start)
}

/// The sentence around border `at`: up to and with 。！？…… and the marks that close after them.
pub(super) fn sentence_at(text: &str, at: u32) -> CharSpan {
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
    fn words_and_sentences_are_found() {
        let text = "他说：“好！”displays，截至11月。完";
        let cut = |span: CharSpan| text.chars().skip(span.start as usize).take(span.len() as usize).collect::<String>();
        assert_eq!(cut(word_at(text, 9)), "displays");
        assert_eq!(cut(word_at(text, 0)), "他");
        assert_eq!(cut(sentence_at(text, 1)), "他说：“好！”");
        assert_eq!(cut(sentence_at(text, 8)), "displays，截至11月。");
        assert_eq!(cut(sentence_at(text, 99)), "完");
        assert!(word_at(text, 99).is_empty());
    }

    #[test]
    fn a_selection_takes_whole_paragraphs_between_its_ends() {
        assert_eq!(span_in(1, 10, (1, 4), (3, 2)), Some(CharSpan::new(4, 10)));
        assert_eq!(span_in(2, 10, (1, 4), (3, 2)), Some(CharSpan::new(0, 10)));
        assert_eq!(span_in(3, 10, (1, 4), (3, 2)), Some(CharSpan::new(0, 2)));
        assert_eq!(span_in(3, 10, (1, 4), (3, 0)), None);
        assert_eq!(span_in(4, 10, (1, 4), (3, 2)), None);
    }
}
