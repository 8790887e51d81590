//! An article while it is put together, and how its parts are made of pieces at the end.

use super::paragraph::Border;
use super::sheet::{Sheet, first_words, last_words};
use super::thread::Seat;
use super::wording::Topic;
use crate::page::{Article, Confidence, Doubt, Part, Reason, Role};

/// Pieces of an article that tell what it begins with, and what it speaks of.
const LEAD_PIECES: usize = 3;
const MOST_PIECES: usize = 60;

/// How sure a paragraph's border is that was called unsure.
const UNSURE: f32 = 0.45;

/// A piece with the role that it has in its article.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) piece: usize,
    pub(super) role: Role,
    sure: f32,
    doubts: Vec<(Spot, Reason)>,
}

/// Where at a piece a doubt stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spot {
    /// At its first character.
    Start,
    /// At the first character of one of its lines.
    Line(usize),
    /// Behind its last character.
    End,
}

impl Spot {
    /// As a code point of the source.
    fn of(self, sheet: &Sheet<'_, '_>, piece: usize) -> u32 {
        match self {
            Self::Start => sheet.span(piece).start,
            Self::Line(line) => sheet.lines[line].span.start,
            Self::End => sheet.span(piece).end,
        }
    }
}

impl Placed {
    /// A piece that is well placed.
    pub(super) fn sure(piece: usize, role: Role, sure: f32) -> Self {
        Self { piece, role, sure, doubts: Vec::new() }
    }

    /// A piece that is as well placed as its seat is sure.
    pub(super) fn new(piece: usize, role: Role, seat: Seat) -> Self {
        let mut out = Self::sure(piece, role, 1.0);
        out.doubt(Spot::Start, seat);
        out
    }

    /// Takes one more thing into account.
    pub(super) fn doubt(&mut self, spot: Spot, seat: Seat) {
        self.sure = self.sure.min(seat.sure);
        self.doubts.extend(seat.reason.map(|reason| (spot, reason)));
    }
}

/// An article while it is put together.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Kicker, headline, deck, byline.
    pub(super) top: Vec<Placed>,
    /// Paragraphs with the section heads before them.
    pub(super) body: Vec<Placed>,
    /// Everything that stands after the body.
    pub(super) rest: Vec<Placed>,
    /// What the first paragraphs speak of, and all of them.
    pub(super) lead: Topic,
    pub(super) whole: Topic,
}

impl Draft {
    /// A draft of running text only.
    pub(super) fn new(sheet: &Sheet<'_, '_>, body: Vec<Placed>) -> Self {
        let topic = |most: usize| {
            let paragraphs = body.iter().filter(|placed| placed.role == Role::Body);
            sheet.topic(paragraphs.map(|placed| placed.piece).take(most))
        };
        let (lead, whole) = (topic(LEAD_PIECES), topic(MOST_PIECES));
        Self { body, lead, whole, ..Self::default() }
    }

    /// Whether a part before or after the body has the role.
    pub(super) fn has(&self, role: Role) -> bool {
        self.top.iter().chain(&self.rest).any(|placed| placed.role == role)
    }

    /// The article, its parts in reading order.
    pub(super) fn article(&self, sheet: &Sheet<'_, '_>) -> Article {
        let mut parts: Vec<Part> = Vec::new();
        let rank = |role: Role| Role::ALL.iter().position(|&other| other == role);
        let mut top: Vec<&Placed> = self.top.iter().collect();
        top.sort_by_key(|placed| (rank(placed.role), placed.piece));
        let mut rest: Vec<&Placed> = self.rest.iter().collect();
        rest.sort_by_key(|placed| (rank(placed.role), placed.piece));
        let mut unfinished = false;
        let mut before: Option<&Placed> = None;
        for placed in top.into_iter().chain(&self.body).chain(rest) {
            let same_role = before.filter(|before| before.role == placed.role);
            let joins = match placed.role {
                Role::Body => unfinished && same_role.is_some(),
                Role::Headline | Role::Byline | Role::Deck => same_role.is_some(),
                Role::SectionHead | Role::Kicker => same_role.is_some_and(|before| before.piece + 1 == placed.piece),
                _ => false,
            };
            let mut placed_here = placed.clone();
            let healed = before.is_some_and(|before| before.piece + 1 == placed.piece);
            if let Some((spot, seat)) = border_of(sheet, placed.piece, healed) {
                placed_here.doubt(spot, seat);
            }
            let doubts =
                placed_here.doubts.into_iter().map(|(spot, reason)| Doubt { at: spot.of(sheet, placed.piece), reason });
            let span = sheet.span(placed.piece);
            match parts.last_mut().filter(|_| joins) {
                Some(part) => {
                    let adjacent = before.is_some_and(|before| sheet.touch(before.piece, placed.piece));
                    match part.spans.last_mut() {
                        Some(last) if adjacent => last.end = span.end,
                        _ => part.spans.push(span),
                    }
                    part.confidence = Confidence::new(part.confidence.share().min(placed_here.sure));
                    part.doubts.extend(doubts);
                    part.doubts.dedup_by(|one, other| one.reason == other.reason);
                }
                None => parts.push(Part {
                    role: placed.role,
                    spans: vec![span],
                    confidence: Confidence::new(placed_here.sure),
                    doubts: doubts.collect(),
                }),
            }
            if placed.role == Role::Body {
                unfinished = !sheet.pieces[placed.piece].ended;
            }
            before = Some(placed);
        }
        Article { parts }
    }
}

/// What is not sure of the piece's borders. A seam that is `healed` is none.
fn border_of(sheet: &Sheet<'_, '_>, piece: usize, healed: bool) -> Option<(Spot, Seat)> {
    let (line, seam) = match sheet.pieces[piece].border {
        Border::Sure => return None,
        Border::Seam if healed => return None,
        Border::Unsure(line) => (line, false),
        Border::Seam => (sheet.pieces[piece].lines.start, true),
    };
    let end = line.checked_sub(1).map(|before| last_words(&sheet.lines[before])).unwrap_or_default();
    let start = first_words(&sheet.lines[line]);
    let seat =
        Seat::new(UNSURE, || if seam { Reason::Seam { end, start } } else { Reason::ParagraphBorder { end, start } });
    Some((Spot::Line(line), seat))
}
