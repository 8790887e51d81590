//! How the caret goes from place to place by keys, as far as the text alone decides it; lines are the frame's business.

use unicode_segmentation::UnicodeSegmentation;

use super::words::word_at;
use super::{Caret, ReaderDoc};
use crate::lexis::Lexicon;
use crate::session::Motion;
use crate::text::sentence_at;

/// Code points before a caret among which the last grapheme cluster is looked for.
const CLUSTER_WINDOW: usize = 64;

/// Where a step of a character, a word or a paragraph leads from `caret`; it stays at both ends of the document. `None` if
/// the paragraph is gone, or if the motion goes by lines.
pub(super) fn step(doc: &ReaderDoc, caret: Caret, motion: Motion, lexicon: Option<&Lexicon>) -> Option<Caret> {
    let place = doc.place(caret.paragraph)?;
    let (text, len) = (doc.blocks()[place].text.as_str(), doc.blocks()[place].text.len());
    let at = caret.at.min(len);
    let in_block = |at: u32| Some(Caret { at, ..caret });
    // The border at the end of one paragraph and that at the start of the next are two places.
    let start_of_next = || match doc.blocks().get(place + 1) {
        Some(next) => Some(Caret { paragraph: next.id, at: 0 }),
        None => in_block(len),
    };
    let end_of_last = || match place.checked_sub(1).and_then(|before| doc.blocks().get(before)) {
        Some(before) => Some(Caret { paragraph: before.id, at: before.text.len() }),
        None => in_block(0),
    };
    match motion {
        Motion::CharForward if at == len => start_of_next(),
        Motion::CharForward => in_block(at + cluster_after(text, at)),
        Motion::CharBack if at == 0 => end_of_last(),
        Motion::CharBack => in_block(at - cluster_before(text, at)),
        Motion::WordForward if at == len => start_of_next(),
        Motion::WordForward => {
            let end = word_at(text, at, lexicon).end.max(at + 1);
            let blank = text.chars().skip(end as usize).take_while(|ch| ch.is_whitespace()).count() as u32;
            in_block((end + blank).min(len))
        }
        Motion::WordBack if at == 0 => end_of_last(),
        Motion::WordBack => {
            let blank = text.chars().rev().skip((len - at) as usize).take_while(|ch| ch.is_whitespace()).count() as u32;
            let before = (at - blank.min(at)).saturating_sub(1);
            in_block(word_at(text, before, lexicon).start.min(before))
        }
        Motion::SentenceForward if at == len => start_of_next(),
        Motion::SentenceForward => in_block(sentence_at(text, at).end.max(at + 1).min(len)),
        Motion::SentenceBack if at == 0 => end_of_last(),
        Motion::SentenceBack => in_block(sentence_at(text, at - 1).start.min(at - 1)),
        Motion::ParagraphForward if at == len => start_of_next().map(|next| Caret { at: len_of(doc, next), ..next }),
        Motion::ParagraphForward => in_block(len),
        Motion::ParagraphBack if at == 0 => end_of_last().map(|before| Caret { at: 0, ..before }),
        Motion::ParagraphBack => in_block(0),
        Motion::LineUp | Motion::LineDown | Motion::LineStart | Motion::LineEnd => None,
    }
}

fn len_of(doc: &ReaderDoc, caret: Caret) -> u32 {
    doc.place(caret.paragraph).map_or(0, |place| doc.blocks()[place].text.len())
}

/// Code points of the grapheme cluster after border `at`, at least one.
fn cluster_after(text: &str, at: u32) -> u32 {
    let rest: String = text.chars().skip(at as usize).take(CLUSTER_WINDOW).collect();
    rest.graphemes(true).next().map_or(1, |cluster| cluster.chars().count() as u32)
}

/// Code points of the grapheme cluster before border `at`, at least one; `at` is not 0.
fn cluster_before(text: &str, at: u32) -> u32 {
    let from = (at as usize).saturating_sub(CLUSTER_WINDOW);
    let before: String = text.chars().skip(from).take(at as usize - from).collect();
    before.graphemes(true).next_back().map_or(1, |cluster| cluster.chars().count() as u32)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::page::{ParagraphId, ReadingText, Role, SourceId};
    use crate::ui::reader::Block;

    fn doc(texts: &[&str]) -> ReaderDoc {
        let source = SourceId::of_bytes(b"page");
        let block = |(start, text): (u32, &&str)| Block {
            id: ParagraphId { source, start },
            role: Role::Body,
            text: Arc::new(ReadingText::plain(text)),
            number: None,
            doubt: None,
            joins: Vec::new(),
        };
        ReaderDoc::new(1, (0..).zip(texts).map(block).collect())
    }

    /// The places that a motion leads to, as (paragraph, character), until it leads nowhere new.
    fn walk(doc: &ReaderDoc, from: (u32, u32), motion: Motion) -> Vec<(u32, u32)> {
        let source = SourceId::of_bytes(b"page");
        let mut caret = Caret { paragraph: ParagraphId { source, start: from.0 }, at: from.1 };
        let mut seen = Vec::new();
        while let Some(next) = step(doc, caret, motion, None).filter(|next| *next != caret) {
            caret = next;
            seen.push((caret.paragraph.start, caret.at));
        }
        seen
    }

    #[test]
    fn the_caret_goes_through_characters_words_and_paragraphs() {
        let doc = doc(&["截至11 月", "e\u{301}👨\u{200d}👩\u{200d}👧", "完"]);
        assert_eq!(walk(&doc, (0, 4), Motion::CharForward)[..4], [(0, 5), (0, 6), (1, 0), (1, 2)]);
        assert_eq!(walk(&doc, (1, 7), Motion::CharBack)[..3], [(1, 2), (1, 0), (0, 6)]);
        assert_eq!(walk(&doc, (0, 0), Motion::WordForward)[..4], [(0, 1), (0, 2), (0, 5), (0, 6)]);
        assert_eq!(walk(&doc, (0, 6), Motion::WordBack), [(0, 5), (0, 2), (0, 1), (0, 0)]);
        assert_eq!(walk(&doc, (0, 3), Motion::ParagraphForward), [(0, 6), (1, 7), (2, 1)]);
        assert_eq!(walk(&doc, (2, 1), Motion::ParagraphBack), [(2, 0), (1, 0), (0, 0)]);
    }

    proptest! {
        #[test]
        fn forth_and_back_visit_the_same_borders(texts in prop::collection::vec("[一二a1 。\u{301}😀]{0,12}", 1..5)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let doc = doc(&texts);
            let last = (texts.len() as u32 - 1, doc.blocks()[texts.len() - 1].text.len());
            let mut there = walk(&doc, (0, 0), Motion::CharForward);
            let mut here = walk(&doc, last, Motion::CharBack);
            there.insert(0, (0, 0));
            here.insert(0, last);
            here.reverse();
            prop_assert_eq!(there, here);
            for motion in [Motion::WordForward, Motion::ParagraphForward] {
                prop_assert_eq!(walk(&doc, (0, 0), motion).last().copied().unwrap_or(last), last);
            }
            for motion in [Motion::WordBack, Motion::ParagraphBack] {
                prop_assert_eq!(walk(&doc, last, motion).last().copied().unwrap_or((0, 0)), (0, 0));
            }
        }
    }
}
