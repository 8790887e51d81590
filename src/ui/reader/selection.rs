//! What is selected: two borders between characters, in one paragraph or across several.

use super::words::word_at;
use super::{ReaderDoc, ReaderState};
use crate::lexis::Lexicon;
use crate::page::ParagraphId;
use crate::text::{CharSpan, merge_touching, sentence_at};

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

/// Where the selection stands in the source, in reading order.
#[must_use]
pub fn selected_spans(doc: &ReaderDoc, state: &ReaderState) -> Vec<CharSpan> {
    let Some((first, last)) = state.selection().and_then(|selection| ends(doc, selection)) else { return Vec::new() };
    let spans = doc.blocks()[first.0..=last.0].iter().zip(first.0..).filter_map(|(block, place)| {
        let span = span_in(place, block.text.len(), first, last)?;
        Some(block.text.to_source(span))
    });
    merge_touching(spans.flatten())
}

/// Where the word at the caret stands in the source.
#[must_use]
pub fn word_at_caret(doc: &ReaderDoc, state: &ReaderState, lexicon: Option<&Lexicon>) -> Option<Vec<CharSpan>> {
    let caret = state.caret()?;
    let word = grown(doc, Selection { anchor: caret, head: caret }, lexicon)?;
    let (from, to) = (word.anchor.at.min(word.head.at), word.anchor.at.max(word.head.at));
    let block = &doc.blocks()[doc.place(caret.paragraph)?];
    Some(block.text.to_source(CharSpan::new(from, to)))
}

/// A wider selection: the word at the caret, its sentence, its paragraph. `None` if it is wider already.
#[must_use]
pub fn grown(doc: &ReaderDoc, selection: Selection, lexicon: Option<&Lexicon>) -> Option<Selection> {
    let (first, last) = ends(doc, selection)?;
    let block = doc.blocks().get(first.0).filter(|_| first.0 == last.0)?;
    let (text, len) = (block.text.as_str(), block.text.len());
    let now = CharSpan::new(first.1.min(len), last.1.min(len));
    // The caret behind the last character means that one.
    let at = now.start.min(len.saturating_sub(1));
    let units = [word_at(text, at, lexicon), sentence_at(text, at), CharSpan::new(0, len)];
    let holds = |unit: &CharSpan| unit.start <= now.start && now.end <= unit.end && unit.len() > now.len();
    let unit = units.into_iter().find(holds)?;
    let caret = |at: u32| Caret { paragraph: block.id, at };
    Some(Selection { anchor: caret(unit.start), head: caret(unit.end) })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_takes_whole_paragraphs_between_its_ends() {
        assert_eq!(span_in(1, 10, (1, 4), (3, 2)), Some(CharSpan::new(4, 10)));
        assert_eq!(span_in(2, 10, (1, 4), (3, 2)), Some(CharSpan::new(0, 10)));
        assert_eq!(span_in(3, 10, (1, 4), (3, 2)), Some(CharSpan::new(0, 2)));
        assert_eq!(span_in(3, 10, (1, 4), (3, 0)), None);
        assert_eq!(span_in(4, 10, (1, 4), (3, 2)), None);
    }
}
