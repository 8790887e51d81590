//! What the reader is given: paragraphs, marks on them, a style, and words in the user's language.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use egui::Color32;

use super::{Caret, Passage};
use crate::notebook::AnnotationId;
use crate::page::{ParagraphId, ReadingText, Role};
use crate::session::Edge;
use crate::text::CharSpan;
use crate::ui::theme::Palette;

/// Height of the room for a heading above a block.
pub const HEAD_PX: f32 = 44.0;

/// Paragraphs in the order in which they are read: one article, or several one after the other.
#[derive(Clone, Debug, Default)]
pub struct ReaderDoc {
    key: u64,
    blocks: Vec<Block>,
    places: HashMap<ParagraphId, usize>,
    /// Blocks with room for a heading of their own above them.
    headed: HashSet<usize>,
    /// Where something else is read than stands in the source, and what the user is told there, by block.
    emended: HashMap<usize, Vec<(CharSpan, String)>>,
}

/// One part of a page as it is read.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its name in marks and events.
    pub id: ParagraphId,
    /// What it is; decides how it is set.
    pub role: Role,
    /// Its text, with the way to the source.
    pub text: Arc<ReadingText>,
    /// Shown in the margin.
    pub number: Option<u32>,
    /// What the reader is told if the text or its borders are a guess: the tooltip of the sign beside it.
    pub doubt: Option<String>,
    /// Where it was put together by a guess, or broken off.
    pub joins: Vec<Join>,
}

/// A place between two characters at which a text was joined or parted by a guess.
#[derive(Clone, Debug)]
pub struct Join {
    /// The character behind it, counted in code points of the block's text.
    pub at: u32,
    /// What the reader is told: the tooltip.
    pub reason: String,
}

impl ReaderDoc {
    /// `key` must differ whenever the blocks differ; layout is kept for as long as it stays.
    #[must_use]
    pub fn new(key: u64, blocks: Vec<Block>) -> Self {
        let mut places = HashMap::with_capacity(blocks.len());
        for (at, block) in blocks.iter().enumerate() {
            places.entry(block.id).or_insert(at);
        }
        Self { key, blocks, places, headed: HashSet::new(), emended: HashMap::new() }
    }

    /// With room above these blocks, [`HEAD_PX`] high, for what the caller draws there: where one of several articles begins.
    #[must_use]
    pub fn headed(self, headed: HashSet<usize>) -> Self {
        Self { headed, ..self }
    }

    /// With stretches of these blocks that are read otherwise than they stand in the source, and what is told at each.
    #[must_use]
    pub fn emended(self, emended: HashMap<usize, Vec<(CharSpan, String)>>) -> Self {
        Self { emended, ..self }
    }

    /// What is read otherwise in a block.
    pub(super) fn emended_in(&self, place: usize) -> &[(CharSpan, String)] {
        self.emended.get(&place).map_or(&[], Vec::as_slice)
    }

    /// Room above a block for a heading.
    pub(super) fn head_px(&self, place: usize) -> f32 {
        if self.headed.contains(&place) { HEAD_PX } else { 0.0 }
    }

    /// Differs whenever the content differs.
    #[must_use]
    pub fn key(&self) -> u64 {
        self.key
    }

    /// In reading order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Where a paragraph stands in [`Self::blocks`].
    #[must_use]
    pub fn place(&self, id: ParagraphId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// The paragraph `steps` further on, backwards if negative, stopping at both ends; from `None` the first or the last.
    #[must_use]
    pub fn step_from(&self, id: Option<ParagraphId>, steps: isize) -> Option<ParagraphId> {
        let last = self.blocks.len().checked_sub(1)?;
        let to = match id.and_then(|id| self.place(id)) {
            Some(place) => place.saturating_add_signed(steps).min(last),
            None if steps < 0 => last,
            None => 0,
        };
        Some(self.blocks[to].id)
    }
}

/// Tags, comments and hits. Apart from the document, so that they change without new layout.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Differs whenever the marks differ.
    pub revision: u64,
    /// One for each block of the document, in the same order; what is missing at the end has no marks.
    pub blocks: Vec<BlockMarks>,
    /// The annotations of the document, in the order in which they begin; of those that begin together the longer first.
    pub passages: Vec<Passage>,
}

impl Marks {
    /// The passage of an annotation.
    #[must_use]
    pub fn passage(&self, annotation: AnnotationId) -> Option<&Passage> {
        self.passages.iter().find(|passage| passage.annotation == annotation)
    }

    /// The marks of the block at `place`.
    #[must_use]
    pub fn of(&self, place: usize) -> &BlockMarks {
        static NONE: BlockMarks = BlockMarks { stripes: Vec::new(), hits: Vec::new() };
        self.blocks.get(place).unwrap_or(&NONE)
    }
}

/// The marks of one paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockMarks {
    /// In the order of the events' indices.
    pub stripes: Vec<Stripe>,
    /// In the order of the text.
    pub hits: Vec<Hit>,
}

/// A tag, or a comment without one, on a paragraph or a passage of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripe {
    /// Whose it is; of nobody's where it only tells articles apart.
    pub annotation: Option<AnnotationId>,
    /// The tag's colour.
    pub color: Color32,
    /// Names it in the tooltip; the same name in neighbouring paragraphs keeps its lane.
    pub name: String,
    /// Passages in the reading text; none for the whole paragraph.
    pub underline: Vec<CharSpan>,
    /// Whether somebody wrote something to it.
    pub has_comment: bool,
}

/// Something found: a keyword, or a hit of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// In the reading text.
    pub span: CharSpan,
    /// The list's full colour; the wash is made from it.
    pub color: Color32,
    /// Whether it is the hit that the user stands on.
    pub current: bool,
}

/// How the page is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReaderStyle {
    /// Colours.
    pub palette: Palette,
    /// Type size of a paragraph, 14 to 28; all other sizes follow it.
    pub body_px: f32,
    /// 宋体 for paragraphs; else 黑体.
    pub serif: bool,
    /// Distance of two lines, in em.
    pub line_height_em: f32,
    /// Longest line, 28 to 38 em. A narrow pane has shorter ones.
    pub measure_em: f32,
}

impl ReaderStyle {
    /// The default setting in the colours of `palette`.
    #[must_use]
    pub fn new(palette: Palette) -> Self {
        Self { palette, body_px: 17.0, serif: true, line_height_em: 1.8, measure_em: 34.0 }
    }
}

/// Words that the reader shows, in the user's language.
#[derive(Clone, Debug, Default)]
pub struct ReaderLabels {
    /// Name of the strip at the right, for screen readers.
    pub overview: String,
    /// What a click on a paragraph's number does.
    pub number: String,
    /// Name of the handle at the start of the current annotation.
    pub edge_start: String,
    /// Name of the handle at its end.
    pub edge_end: String,
}

/// What the user did. The reader has changed nothing but its own state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReaderEvent {
    /// A click into a paragraph, which now has the focus.
    Focus(ParagraphId),
    /// Keys have moved the caret, which is now in this paragraph; so is the focus.
    CaretMoved(ParagraphId),
    /// The selection was changed and the pointer released, or keys have changed it; it is in the state.
    Selected,
    /// The selection is gone.
    SelectionCleared,
    /// A click into a tagged passage: the innermost, and at the same place the next one out.
    Picked(AnnotationId),
    /// An edge of an annotation was dragged somewhere else.
    EdgeMoved {
        /// The annotation.
        annotation: AnnotationId,
        /// Which edge.
        edge: Edge,
        /// Where it was let go.
        to: Caret,
    },
    /// A click on the number of a paragraph.
    NumberClicked(ParagraphId),
    /// A click on the sign of a doubtful paragraph.
    DoubtClicked(ParagraphId),
    /// A click on a stripe in the margin.
    StripeClicked {
        /// Whose margin.
        paragraph: ParagraphId,
        /// Which of [`BlockMarks::stripes`].
        stripe: usize,
    },
    /// A click with the other button.
    Menu {
        /// Where it was.
        paragraph: ParagraphId,
        /// The code point that was hit, in the reading text.
        at: u32,
    },
}
