//! What the reader remembers between frames: place, focus, selection.

use std::ops::Range;

use egui::{Pos2, Rect};

use super::lanes::Lanes;
use super::overview::Overview;
use super::page::{Page, PageKey};
use super::scroll::{Anchor, Glide};
use super::{Caret, ReaderDoc, Selection};
use crate::notebook::AnnotationId;
use crate::page::ParagraphId;
use crate::session::{Edge, Motion};
use crate::text::CharSpan;

/// State of one reading pane. Keep one for each pane; it follows its document through changes of text and width.
#[derive(Default)]
pub struct ReaderState {
    /// The paragraph that keys and commands are about.
    pub focus: Option<ParagraphId>,
    /// The annotation that keys and commands are about, if it is one: drawn stronger, with handles at its edges.
    pub current: Option<AnnotationId>,
    /// Whether page keys belong to another pane, unless the pointer is here.
    pub leaves_keys: bool,
    /// Room that is kept free left of the margin, in pixels, for what the caller draws there.
    pub margin_px: f32,
    pub(super) selection: Option<Selection>,
    pub(super) anchor: Anchor,
    /// The paragraph at the anchor, to find the place again when the document has changed.
    pub(super) anchor_id: Option<ParagraphId>,
    pub(super) glide: Glide,
    /// How far the text is to go along with another pane at the next frame, in pixels.
    pub(super) push: f32,
    pub(super) travel: Travel,
    /// Where to stand once the page is made: a block and the share of its height that is above the pane.
    pub(super) stand: Option<(ParagraphId, f32)>,
    pub(super) target: Option<Target>,
    pub(super) page: Option<Page>,
    pub(super) lanes: Lanes,
    pub(super) overview: Overview,
    pub(super) visible: Range<usize>,
    /// The text of each block that is on screen, and where the left margin begins.
    pub(super) shown: Vec<(usize, Rect)>,
    pub(super) margin_left: f32,
    /// What is to stand at a height of the pane with the next frame.
    pub(super) pin: Option<Pin>,
    /// What must not be covered: the lines of the selection, or of the current annotation, that are on screen.
    pub(super) marked_rects: Vec<Rect>,
    /// Annotations under the pointer, and what they are under there.
    pub(super) hovered: Vec<AnnotationId>,
    pub(super) hovered_rect: Option<Rect>,
    pub(super) press: Press,
    pub(super) is_selecting: bool,
    pub(super) dragged_edge: Option<DraggedEdge>,
    /// Steps of the caret that wait for a frame, which knows where lines end; and whether they select.
    pub(super) motions: Vec<(Motion, bool)>,
    /// Where the caret would like to be while it goes through lines of different lengths, from the left of the column.
    pub(super) goal_x: Option<f32>,
    /// Whether the caret was moved by keys and is to be seen.
    pub(super) shows_caret: bool,
}

/// How the text moved in the last frame, in pixels: more than zero for up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Travel {
    /// By what the user did in this pane.
    pub by_user: f32,
    /// Along with another pane.
    pub along: f32,
    /// How far it is from the start of the text, at the upper edge of the pane, to its end at the lower edge.
    pub length: f32,
}

/// The last press of the pointer: how many quickly followed each other, and what the first of them took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Press {
    pub pos: Pos2,
    /// Seconds, as egui counts them.
    pub time: f64,
    pub count: u32,
    /// What the press took, which a drag only adds to: nothing, a word, a sentence.
    pub taken: Option<(Caret, Caret)>,
}

/// An edge of the current annotation while it is dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DraggedEdge {
    pub annotation: AnnotationId,
    pub edge: Edge,
    pub to: Caret,
}

/// A border between two characters, and how far below the pane's upper edge its line is to begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pin {
    pub caret: Caret,
    pub y_px: f32,
}

/// What is to be brought into view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub paragraph: ParagraphId,
    pub span: Option<CharSpan>,
}

impl ReaderState {
    /// Brings a paragraph, or a passage of it, into view with the next frame: a third from the top, and only if it is not
    /// to be seen already.
    pub fn scroll_to(&mut self, paragraph: ParagraphId, span: Option<CharSpan>) {
        self.target = Some(Target { paragraph, span });
    }

    /// Goes back to the start of the text.
    pub fn scroll_to_top(&mut self) {
        self.anchor = Anchor::default();
        self.anchor_id = None;
        self.glide.stop();
        self.target = None;
    }

    /// Moves the text up by `distance_px`, calmly; down if negative.
    pub fn scroll_by(&mut self, distance_px: f32) {
        self.glide = Glide::by(distance_px);
    }

    /// How the text moved in the last frame.
    #[must_use]
    pub fn travel(&self) -> Travel {
        self.travel
    }

    /// Moves the text up with the next frame because another pane was moved.
    pub fn push(&mut self, distance_px: f32) {
        self.push = distance_px;
    }

    /// The block at the upper edge of the pane, and the share of its height that is above the edge.
    #[must_use]
    pub fn place(&self) -> Option<(ParagraphId, f32)> {
        let height = self.page.as_ref().filter(|page| self.anchor.place < page.heights.len())?;
        let height = height.heights.get(self.anchor.place).max(1.0);
        Some((self.anchor_id?, self.anchor.offset / height))
    }

    /// Stands at a [`place`](Self::place) again with the next frame.
    pub fn stand_at(&mut self, paragraph: ParagraphId, share: f32) {
        self.stand = Some((paragraph, share));
    }

    /// Has the line of a caret begin this far below the pane's upper edge with the next frame, however the text has changed.
    pub fn pin(&mut self, caret: Caret, y_px: f32) {
        self.glide.stop();
        self.pin = Some(Pin { caret, y_px });
    }

    /// The text of each block that was on screen in the last frame: its place in the document, and where it was.
    #[must_use]
    pub fn shown(&self) -> &[(usize, Rect)] {
        &self.shown
    }

    /// Where the left margin began in the last frame, with the room that is kept free in it.
    #[must_use]
    pub fn margin_left(&self) -> f32 {
        self.margin_left
    }

    /// Puts the caret somewhere, to be seen.
    pub fn put_caret(&mut self, caret: Caret) {
        self.select(caret, caret);
        self.shows_caret = true;
        self.goal_x = None;
    }

    /// Has the caret be seen where it is, also where the pointer has put it.
    pub fn show_caret(&mut self) {
        self.shows_caret = true;
    }

    /// The selection, if it holds at least one character.
    #[must_use]
    pub fn selection(&self) -> Option<Selection> {
        self.selection.filter(|selection| selection.anchor != selection.head)
    }

    /// Selects from one border between characters to another.
    pub fn select(&mut self, anchor: Caret, head: Caret) {
        self.selection = Some(Selection { anchor, head });
    }

    /// Drops the selection.
    pub fn clear_selection(&mut self) {
        self.selection = None;
    }

    /// What the selection, or else the current annotation, took up on screen in the last frame, a rectangle a line: a bar
    /// beside it must cover none of these.
    #[must_use]
    pub fn marked_rects(&self) -> &[Rect] {
        &self.marked_rects
    }

    /// Annotations that the pointer was on in the last frame, and what of them it was on.
    #[must_use]
    pub fn hovered(&self) -> Option<(&[AnnotationId], Rect)> {
        self.hovered_rect.filter(|_| !self.hovered.is_empty()).map(|rect| (self.hovered.as_slice(), rect))
    }

    /// Where the caret is: the end of the selection that moves.
    #[must_use]
    pub fn caret(&self) -> Option<Caret> {
        self.selection.map(|selection| selection.head)
    }

    /// Moves the caret with the next frame; with `extends`, the selection goes along.
    pub fn move_caret(&mut self, motion: Motion, extends: bool) {
        self.motions.push((motion, extends));
    }

    /// Whether the pointer is still drawing the selection, or dragging an edge.
    #[must_use]
    pub fn is_selecting(&self) -> bool {
        self.is_selecting || self.dragged_edge.is_some()
    }

    /// Places of the blocks that were on screen in the last frame.
    #[must_use]
    pub fn visible(&self) -> Range<usize> {
        self.visible.clone()
    }

    /// The page for `key`, made anew if something that it hangs on has changed; the reader stays at the same text.
    pub(super) fn follow(&mut self, key: PageKey, doc: &ReaderDoc) {
        let Some(old) = &self.page else {
            self.page = Some(Page::new(key, doc));
            return;
        };
        if old.key == key {
            return;
        }
        let share = if self.anchor.place < old.heights.len() {
            self.anchor.offset / old.heights.get(self.anchor.place).max(1.0)
        } else {
            0.0
        };
        if old.key.doc != key.doc {
            self.follow_text(doc);
        }
        let page = Page::new(key, doc);
        if self.anchor.place < page.heights.len() {
            self.anchor.offset = share * page.heights.get(self.anchor.place);
        }
        self.page = Some(page);
    }

    /// Finds the anchor's paragraph in a changed document, or the last one before it in the same source.
    fn follow_text(&mut self, doc: &ReaderDoc) {
        let Some(id) = self.anchor_id else { return };
        let nearest = || {
            let before = doc
                .blocks()
                .iter()
                .enumerate()
                .filter(|(_, block)| block.id.source == id.source && block.id.start <= id.start);
            before.max_by_key(|(_, block)| block.id.start).map(|(place, _)| place)
        };
        self.anchor.place = doc.place(id).or_else(nearest).unwrap_or(0);
        self.selection = self.selection.filter(|selection| {
            [selection.anchor, selection.head].iter().all(|caret| doc.place(caret.paragraph).is_some())
        });
    }
}
