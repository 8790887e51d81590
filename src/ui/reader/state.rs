//! What the reader remembers between frames: place, focus, selection.

use std::ops::Range;

use egui::Rect;

use super::margin::Lanes;
use super::overview::Overview;
use super::page::{Page, PageKey};
use super::scroll::{Anchor, Glide};
use super::{Caret, ReaderDoc, Selection};
use crate::page::ParagraphId;
use crate::text::CharSpan;

/// State of one reading pane. Keep one for each pane; it follows its document through changes of text and width.
#[derive(Default)]
pub struct ReaderState {
    /// The paragraph that keys and commands are about.
    pub focus: Option<ParagraphId>,
    pub(super) selection: Option<Selection>,
    pub(super) anchor: Anchor,
    /// The paragraph at the anchor, to find the place again when the document has changed.
    pub(super) anchor_id: Option<ParagraphId>,
    pub(super) glide: Glide,
    pub(super) target: Option<Target>,
    pub(super) page: Option<Page>,
    pub(super) lanes: Lanes,
    pub(super) overview: Overview,
    pub(super) visible: Range<usize>,
    pub(super) selection_rect: Option<Rect>,
    pub(super) is_selecting: bool,
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

    /// What the selection took up on screen in the last frame: a bar beside it must not cover this.
    #[must_use]
    pub fn selection_rect(&self) -> Option<Rect> {
        self.selection_rect.filter(|_| self.selection().is_some())
    }

    /// Whether the pointer is still drawing the selection.
    #[must_use]
    pub fn is_selecting(&self) -> bool {
        self.is_selecting
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
