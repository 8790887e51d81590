//! Where an annotation is read, and what becomes of that when one of its edges moves.

use super::motion::step;
use super::selection::span_in;
use super::{Caret, ReaderDoc};
use crate::notebook::AnnotationId;
use crate::session::{Edge, Motion};
use crate::text::{CharSpan, merge_touching};

/// An annotation as it stands in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The annotation.
    pub annotation: AnnotationId,
    /// In reading order, none empty, none twice; at least one.
    pub pieces: Vec<Piece>,
    /// Whether all that it points at is in the document. If not, nobody sees what moving an edge would do.
    pub is_all_here: bool,
}

/// A stretch of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The block's place in the document.
    pub place: usize,
    /// In its reading text.
    pub span: CharSpan,
}

impl ReaderDoc {
    /// Whether two pieces overlap or touch.
    #[must_use]
    pub fn adjoin(&self, one: Piece, other: Piece) -> bool {
        let (first, second) =
            if (one.place, one.span.start) <= (other.place, other.span.start) { (one, other) } else { (other, one) };
        if first.place == second.place {
            return second.span.start <= first.span.end;
        }
        let ends = self.blocks().get(first.place).is_some_and(|block| first.span.end >= block.text.len());
        first.place + 1 == second.place && ends && second.span.start == 0
    }
}

impl Passage {
    /// Block and code point at which it begins.
    #[must_use]
    pub fn start(&self) -> (usize, u32) {
        self.pieces.first().map_or((0, 0), |piece| (piece.place, piece.span.start))
    }

    /// Block and code point at which it ends.
    #[must_use]
    pub fn end(&self) -> (usize, u32) {
        self.pieces.last().map_or((0, 0), |piece| (piece.place, piece.span.end))
    }

    /// Code points in all.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.pieces.iter().map(|piece| piece.span.len()).sum()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it holds the code point after border `at` of a block.
    #[must_use]
    pub fn holds(&self, place: usize, at: u32) -> bool {
        self.pieces.iter().any(|piece| piece.place == place && piece.span.contains(at))
    }

    /// Whether it and what lies between two places have a common code point.
    #[must_use]
    pub fn overlaps(&self, first: (usize, u32), last: (usize, u32)) -> bool {
        self.pieces.iter().any(|piece| (piece.place, piece.span.start) < last && first < (piece.place, piece.span.end))
    }

    /// Its pieces with one edge at another place. Outwards it takes in all that lies between; inwards it lets go of that, and
    /// of everything if the edge passes the other one.
    #[must_use]
    pub fn with_edge(&self, doc: &ReaderDoc, edge: Edge, to: (usize, u32)) -> Vec<Piece> {
        let grown = match edge {
            Edge::Start => between(doc, to, self.start()),
            Edge::End => between(doc, self.end(), to),
        };
        let kept = self.pieces.iter().filter_map(|piece| {
            let CharSpan { start, end } = piece.span;
            let (start, end) = match edge {
                Edge::Start if piece.place < to.0 => (end, end),
                Edge::Start if piece.place == to.0 => (start.max(to.1), end),
                Edge::End if piece.place > to.0 => (start, start),
                Edge::End if piece.place == to.0 => (start, end.min(to.1)),
                Edge::Start | Edge::End => (start, end),
            };
            (start < end).then(|| Piece { place: piece.place, span: CharSpan::new(start, end) })
        });
        let all: Vec<Piece> = match edge {
            Edge::Start => grown.chain(kept).collect(),
            Edge::End => kept.chain(grown).collect(),
        };
        let mut joined: Vec<Piece> = Vec::with_capacity(all.len());
        for piece in all {
            match joined.last_mut() {
                Some(last) if last.place == piece.place && last.span.end == piece.span.start => {
                    last.span.end = piece.span.end;
                }
                _ => joined.push(piece),
            }
        }
        joined
    }

    /// The source's spans once an edge has moved by one character that stands there; `None` where it cannot.
    #[must_use]
    pub fn edge_step(&self, doc: &ReaderDoc, edge: Edge, outward: bool) -> Option<Vec<CharSpan>> {
        let now = source_spans(doc, &self.pieces);
        let (mut at, motion) = match (edge, outward) {
            (Edge::Start, true) => (self.start(), Motion::CharBack),
            (Edge::Start, false) => (self.start(), Motion::CharForward),
            (Edge::End, true) => (self.end(), Motion::CharForward),
            (Edge::End, false) => (self.end(), Motion::CharBack),
        };
        loop {
            let caret = Caret { paragraph: doc.blocks().get(at.0)?.id, at: at.1 };
            let next = step(doc, caret, motion, None).filter(|next| *next != caret)?;
            at = (doc.place(next.paragraph)?, next.at);
            let spans = source_spans(doc, &self.with_edge(doc, edge, at));
            if spans.is_empty() {
                return None;
            }
            // A space between two joined lines stands nowhere, nor does the border between two paragraphs.
            if spans != now {
                return Some(spans);
            }
        }
    }
}

/// What lies between two places.
fn between(doc: &ReaderDoc, first: (usize, u32), last: (usize, u32)) -> impl Iterator<Item = Piece> {
    let places = if first < last { first.0..last.0 + 1 } else { 0..0 };
    places.filter_map(move |place| {
        let len = doc.blocks().get(place)?.text.len();
        span_in(place, len, first, last).map(|span| Piece { place, span })
    })
}

/// Where pieces stand in the source, in reading order.
#[must_use]
pub fn source_spans(doc: &ReaderDoc, pieces: &[Piece]) -> Vec<CharSpan> {
    let spans = pieces.iter().filter_map(|piece| Some(doc.blocks().get(piece.place)?.text.to_source(piece.span)));
    merge_touching(spans.flatten())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::page::{ParagraphId, ReadingText, Role, SourceId};
    use crate::text::Text;
    use crate::ui::reader::Block;

    /// Three paragraphs of one source; the second is read first, and the last is joined of two lines.
    fn doc() -> ReaderDoc {
        let text = Text::new("甲乙丙丁\n戊己庚辛\n壬癸\n子丑");
        let source = SourceId::of_bytes(b"page");
        let block = |spans: &[(u32, u32)]| {
            let spans: Vec<CharSpan> = spans.iter().map(|&span| span.into()).collect();
            Block {
                id: ParagraphId { source, start: spans[0].start },
                role: Role::Body,
                text: Arc::new(ReadingText::of_spans(&text, &spans, Role::Body)),
                number: None,
                doubt: None,
                joins: Vec::new(),
            }
        };
        ReaderDoc::new(1, vec![block(&[(5, 9)]), block(&[(0, 4)]), block(&[(10, 15)])])
    }

    fn passage(pieces: &[(usize, u32, u32)]) -> Passage {
        let piece = |&(place, start, end): &(usize, u32, u32)| Piece { place, span: CharSpan::new(start, end) };
        let pieces = pieces.iter().map(piece).collect();
        Passage { annotation: AnnotationId::from(Uuid::nil()), pieces, is_all_here: true }
    }

    fn moved(pieces: &[(usize, u32, u32)], edge: Edge, to: (usize, u32)) -> Vec<(usize, u32, u32)> {
        let pieces = passage(pieces).with_edge(&doc(), edge, to);
        pieces.iter().map(|piece| (piece.place, piece.span.start, piece.span.end)).collect()
    }

    #[test]
    fn an_edge_takes_in_and_lets_go() {
        assert_eq!(moved(&[(1, 1, 3)], Edge::End, (1, 4)), [(1, 1, 4)]);
        assert_eq!(moved(&[(1, 1, 3)], Edge::End, (2, 1)), [(1, 1, 4), (2, 0, 1)]);
        assert_eq!(moved(&[(1, 1, 3)], Edge::End, (1, 2)), [(1, 1, 2)]);
        assert_eq!(moved(&[(1, 1, 3)], Edge::Start, (0, 2)), [(0, 2, 4), (1, 0, 3)]);
        assert_eq!(moved(&[(0, 2, 4), (1, 0, 3)], Edge::Start, (1, 1)), [(1, 1, 3)]);
        assert_eq!(moved(&[(1, 1, 3)], Edge::Start, (2, 0)), []);
        assert_eq!(moved(&[(1, 1, 3)], Edge::End, (1, 0)), []);
    }

    #[test]
    fn what_lies_between_two_pieces_is_not_taken_in() {
        assert_eq!(moved(&[(0, 0, 1), (0, 3, 4)], Edge::End, (1, 1)), [(0, 0, 1), (0, 3, 4), (1, 0, 1)]);
        assert_eq!(moved(&[(0, 0, 1), (0, 3, 4)], Edge::End, (0, 2)), [(0, 0, 1)]);
    }

    #[test]
    fn an_edge_goes_by_characters_of_the_source() {
        let doc = doc();
        let step = |pieces: &[(usize, u32, u32)], edge, outward| passage(pieces).edge_step(&doc, edge, outward);
        assert_eq!(step(&[(0, 1, 4)], Edge::End, true), Some(vec![CharSpan::new(6, 9), CharSpan::new(0, 1)]));
        assert_eq!(step(&[(2, 0, 2)], Edge::End, true), Some(vec![CharSpan::new(10, 12), CharSpan::new(13, 14)]));
        assert_eq!(step(&[(2, 0, 2)], Edge::End, false), Some(vec![CharSpan::new(10, 11)]));
        assert_eq!(step(&[(2, 0, 1)], Edge::End, false), None, "nothing would be left");
        assert_eq!(step(&[(0, 0, 2)], Edge::Start, true), None, "the text begins there");
        assert_eq!(step(&[(2, 2, 4)], Edge::End, true), None, "the text ends there");
    }

    proptest! {
        #[test]
        fn an_edge_moved_out_and_back_leaves_all_as_it_was(start in 0u32..3, len in 1u32..3, end in any::<bool>()) {
            let doc = doc();
            let before = passage(&[(1, start, (start + len).min(4))]);
            let edge = if end { Edge::End } else { Edge::Start };
            let back = if end { before.end() } else { before.start() };
            for to in (0..3).flat_map(|place| (0..=4).map(move |at| (place, at))) {
                let out = before.with_edge(&doc, edge, to);
                let grows = if end { to >= before.end() } else { to <= before.start() };
                if grows {
                    let out = Passage { pieces: out, ..before.clone() };
                    prop_assert_eq!(out.with_edge(&doc, edge, back), before.pieces.clone());
                } else {
                    prop_assert!(out.iter().all(|piece| before.holds(piece.place, piece.span.start)));
                }
            }
        }
    }
}
