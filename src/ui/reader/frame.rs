//! One frame of the reader: what is visible is laid out, drawn, and asked whether the pointer did something to it.

use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::{
    CornerRadius, CursorIcon, Id, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2,
};

use super::page::Page;
use super::paragraph::{SetBlock, Shown};
use super::selection::{Caret, Selection, ends, sentence_at, span_in, word_at};
use super::view::settle;
use super::voice::{RULE_INSET, Voices};
use super::{Marks, ReaderDoc, ReaderEvent, ReaderLabels, ReaderState, ReaderStyle, joins, margin, marks};
use crate::page::ParagraphId;
use crate::text::CharSpan;

/// How far left of the text a selection can be begun; further out are stripes to be clicked.
const GRAB_PX: f32 = 12.0;

/// What does not change while one frame is drawn, and what the user did in it.
pub(super) struct Frame<'a> {
    pub ui: &'a Ui,
    pub id: Id,
    pub pane: Rect,
    /// Left edge of the text.
    pub left: f32,
    pub doc: &'a ReaderDoc,
    pub marks: &'a Marks,
    pub style: &'a ReaderStyle,
    pub labels: &'a ReaderLabels,
    pub events: Vec<ReaderEvent>,
}

impl<'a> Frame<'a> {
    pub(super) fn show(&mut self, state: &mut ReaderState, page: &mut Page, ground: &egui::Response) {
        let jump = state.overview.show(
            self.ui,
            self.id.with("overview"),
            self.pane,
            (self.doc, self.marks),
            &page.key,
            &mut page.heights,
            state.anchor,
            (self.style, self.labels),
        );
        if let Some(anchor) = jump {
            state.anchor = anchor;
            state.glide.stop();
            settle(self.ui.ctx(), self.pane, self.doc, state, page);
            self.ui.ctx().request_repaint();
        }

        let blocks = self.visible_blocks(state, page);
        let shown: Vec<Shown<'_>> = blocks.into_iter().map(|block| self.lay_out(&page.voices, block)).collect();
        state.visible = shown.first().map_or(0, |first| first.place)..shown.last().map_or(0, |last| last.place + 1);

        self.select_by_drag(state, &shown, ground);
        state.selection_rect = self.paint(state, &shown);
        for block in &shown {
            self.interact(state, block);
        }
        drop(shown);
        page.forget_far(&state.visible);
    }

    /// Blocks from the anchor down to the pane's lower edge, and where the first line of each begins.
    fn visible_blocks(&self, state: &ReaderState, page: &mut Page) -> Vec<(usize, Arc<SetBlock>, Pos2)> {
        // On whole pixels, or lines of neighbours would be drawn with different sharpness.
        let pixels_per_point = page.key.pixels_per_point;
        let round = |at: f32| at.round_to_pixels(pixels_per_point);
        let mut top = self.pane.top() - state.anchor.offset;
        let mut blocks = Vec::new();
        for place in state.anchor.place..self.doc.blocks().len() {
            if top >= self.pane.bottom() {
                break;
            }
            let inset = Page::inset(page.voices.of(self.doc.blocks()[place].role));
            let origin = pos2(round(self.left + inset), round(top + page.space_above(self.doc, place)));
            blocks.push((place, page.set(self.ui.ctx(), self.doc, place), origin));
            top += page.heights.get(place);
        }
        blocks
    }

    fn lay_out<'p>(&self, voices: &'p Voices, (place, block, origin): (usize, Arc<SetBlock>, Pos2)) -> Shown<'p>
    where
        'a: 'p,
    {
        let text = self.doc.blocks()[place].text.as_str();
        let voice = voices.of(self.doc.blocks()[place].role);
        let (top, bottom) = (self.pane.top() - origin.y, self.pane.bottom() - origin.y);
        let sets = self.ui.fonts_mut(|fonts| block.galleys(fonts, text, voice, top, bottom));
        Shown { place, text, voice, block, sets, origin }
    }

    /// A drag anywhere selects; it may begin and end in the space around the text, and go on past the pane's edges.
    fn select_by_drag(&mut self, state: &mut ReaderState, shown: &[Shown<'_>], ground: &Response) {
        let Some(pointer) = self.ui.ctx().pointer_interact_pos() else { return };
        if ground.drag_started_by(PointerButton::Primary) && pointer.x > self.left - GRAB_PX {
            let had_selection = state.selection().is_some();
            let extends = self.ui.input(|input| input.modifiers.shift) && state.selection.is_some();
            let origin = self.ui.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
            if let Some(caret) = self.caret_at(shown, origin) {
                if extends {
                    state.selection = state.selection.map(|selection| Selection { head: caret, ..selection });
                } else {
                    state.selection = Some(Selection { anchor: caret, head: caret });
                    if had_selection {
                        self.events.push(ReaderEvent::SelectionCleared);
                    }
                }
                state.is_selecting = true;
            }
        }
        if state.is_selecting
            && ground.dragged()
            && let Some(head) = self.caret_at(shown, pointer)
        {
            state.selection = state.selection.map(|selection| Selection { head, ..selection });
        }
        if state.is_selecting && !ground.dragged() {
            state.is_selecting = false;
            if state.selection().is_some() {
                self.events.push(ReaderEvent::Selected);
            }
        }
    }

    fn caret_at(&self, shown: &[Shown<'_>], pos: Pos2) -> Option<Caret> {
        let below = shown.iter().take_while(|block| block.origin.y <= pos.y).last();
        let block = below.or(shown.first())?;
        Some(Caret { paragraph: self.doc.blocks()[block.place].id, at: block.char_at(pos) })
    }

    /// Everything below the text, then the text. Gives back what the selection takes up.
    fn paint(&self, state: &ReaderState, shown: &[Shown<'_>]) -> Option<Rect> {
        let painter = self.ui.painter();
        let palette = &self.style.palette;
        let ends = state.selection().and_then(|selection| ends(self.doc, selection));
        let mut selected: Option<Rect> = None;
        for block in shown {
            if block.voice.ruled {
                let x = block.origin.x - RULE_INSET;
                painter.vline(x, block.rect().y_range(), Stroke::new(1.5, palette.line));
            }
            marks::paint_washes(painter, block, self.marks.of(block.place), self.style);
            let span = ends
                .and_then(|(first, last)| span_in(block.place, self.doc.blocks()[block.place].text.len(), first, last));
            for rect in span.into_iter().flat_map(|span| block.rects(span)) {
                painter.rect_filled(rect, CornerRadius::ZERO, palette.text_selection);
                selected = Some(selected.map_or(rect, |all| all.union(rect)));
            }
            marks::paint_underlines(painter, block, self.marks.of(block.place), self.style);
            block.paint_text(painter);
        }
        selected.map(|rect| rect.intersect(self.pane))
    }

    /// Clicks into a block's text and margin.
    fn interact(&mut self, state: &mut ReaderState, shown: &Shown<'_>) {
        let block = &self.doc.blocks()[shown.place];
        let id = self.id.with(block.id);
        let is_focused = state.focus == Some(block.id);
        let response = self.ui.interact(shown.rect(), id, Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, shown.text));
        self.ui.ctx().accesskit_node_builder(id, |node| node.set_selected(is_focused));
        if response.hovered() || state.is_selecting {
            self.ui.set_cursor_icon(CursorIcon::Text);
        }

        let under = response.interact_pointer_pos().map_or(0, |pos| shown.char_under(pos));
        if response.triple_clicked() {
            self.select(state, block.id, sentence_at(shown.text, under));
        } else if response.double_clicked() {
            self.select(state, block.id, word_at(shown.text, under));
            self.events.push(ReaderEvent::Word { paragraph: block.id, at: under });
        } else if response.clicked() {
            state.focus = Some(block.id);
            self.events.push(ReaderEvent::Focus(block.id));
        } else if response.secondary_clicked() {
            state.focus = Some(block.id);
            self.events.push(ReaderEvent::Menu { paragraph: block.id, at: under });
        }

        joins::show(self.ui, id, shown, block, self.style);
        let marked = (block, self.marks.of(shown.place));
        margin::show(self.ui, id, shown, self.left, marked, &state.lanes, self.style, is_focused, &mut self.events);
    }

    fn select(&mut self, state: &mut ReaderState, paragraph: ParagraphId, span: CharSpan) {
        state.select(Caret { paragraph, at: span.start }, Caret { paragraph, at: span.end });
        self.events.push(ReaderEvent::Selected);
    }
}
