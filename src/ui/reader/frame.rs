//! One frame of the reader: what is visible is laid out, drawn, and asked whether the pointer did something to it.

use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::{CornerRadius, CursorIcon, Id, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::marks::Emphasis;
use super::page::Page;
use super::paragraph::{SetBlock, Shown};
use super::selection::{ends, span_in};
use super::view::settle;
use super::voice::{RULE_INSET, Voices};
use super::{Marks, ReaderDoc, ReaderEvent, ReaderLabels, ReaderState, ReaderStyle, emended, joins, margin, marks};
use crate::lexis::Lexicon;

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
    pub lexicon: Option<&'a Lexicon>,
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

        state.shown = shown.iter().map(|block| (block.place, block.rect())).collect();

        self.select_by_drag(state, &shown, ground);
        state.marked_rects = self.paint(state, &shown);
        let hovered = std::mem::take(&mut state.hovered);
        state.hovered_rect = None;
        for block in &shown {
            self.interact(state, block);
        }
        self.handles(state, &shown);
        if hovered != state.hovered {
            // What stands out was painted before it was known.
            self.ui.ctx().request_repaint();
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

    /// Everything below the text, then the text. Gives back what the selection, or the current annotation, takes up.
    fn paint(&self, state: &ReaderState, shown: &[Shown<'_>]) -> Vec<Rect> {
        let painter = self.ui.painter();
        let palette = &self.style.palette;
        let selected = state.selection().and_then(|selection| ends(self.doc, selection));
        let current = self.current_pieces(state);
        let dragged = state.dragged_edge.is_some();
        let emphasis = Emphasis { current: state.current, hovered: &state.hovered };
        let mut marked = Vec::new();
        for block in shown {
            if block.voice.ruled {
                let x = block.origin.x - RULE_INSET;
                painter.vline(x, block.rect().y_range(), Stroke::new(1.5, palette.line));
            }
            marks::paint_washes(painter, block, self.marks.of(block.place), self.style, emphasis);
            let len = self.doc.blocks()[block.place].text.len();
            let span = selected.and_then(|(first, last)| span_in(block.place, len, first, last));
            let pieces = current.iter().filter(|piece| piece.place == block.place).map(|piece| piece.span);
            let pieces: Vec<Rect> = pieces.flat_map(|span| block.rects(span)).collect();
            let tinted: Vec<Rect> = span.into_iter().flat_map(|span| block.rects(span)).collect();
            for rect in tinted.iter().chain(pieces.iter().filter(|_| dragged)) {
                painter.rect_filled(*rect, CornerRadius::ZERO, palette.text_selection);
            }
            marked.extend(if selected.is_some() { tinted } else { pieces });
            let lanes = state.lanes.underlines(block.place);
            marks::paint_underlines(painter, block, self.marks.of(block.place), lanes, self.style);
            block.paint_text(painter);
            self.paint_caret(state, block);
        }
        marked.iter().map(|rect| rect.intersect(self.pane)).filter(Rect::is_positive).collect()
    }

    /// The caret, once keys have moved it.
    fn paint_caret(&self, state: &ReaderState, block: &Shown<'_>) {
        let Some(caret) = state.caret().filter(|_| state.shows_caret) else { return };
        if self.doc.place(caret.paragraph) != Some(block.place) {
            return;
        }
        let line = block.block.line_of(caret.at);
        let x = block.x_of(line, caret.at);
        let top = block.origin.y + line as f32 * block.voice.line_height;
        let band = Rect::from_min_size(pos2(x, top), vec2(0.0, block.voice.line_height)).shrink2(vec2(0.0, 5.0));
        self.ui.painter().vline(x, band.y_range(), Stroke::new(1.5, self.style.palette.accent));
    }

    /// Clicks into a block's text and margin.
    fn interact(&mut self, state: &mut ReaderState, shown: &Shown<'_>) {
        let block = &self.doc.blocks()[shown.place];
        let id = self.id.with(block.id);
        let is_focused = state.focus == Some(block.id);
        let response = self.ui.interact(shown.rect(), id, Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, shown.text));
        self.ui.ctx().accesskit_node_builder(id, |node| {
            node.set_selected(is_focused);
            // What the eye sees as stripes and underlines.
            let mut names: Vec<&str> = Vec::new();
            for stripe in &self.marks.of(shown.place).stripes {
                if !names.contains(&stripe.name.as_str()) {
                    names.push(&stripe.name);
                }
            }
            if !names.is_empty() {
                node.set_description(names.join(" "));
            }
        });
        if response.hovered() || state.is_selecting {
            self.ui.set_cursor_icon(CursorIcon::Text);
        }
        if let Some(pos) = response.hover_pos().filter(|_| !state.is_selecting()) {
            self.hover(state, shown, pos);
        }

        self.quick_click(state, shown, &response);
        let pos = response.interact_pointer_pos();
        // A screen reader clicks without a pointer.
        let presses = if self.ui.input(|input| input.pointer.any_released()) { state.press.count } else { 1 };
        if response.clicked() && presses <= 1 && state.selection().is_none() {
            state.focus = Some(block.id);
            state.current = pos.and_then(|pos| self.picked(state, shown, pos));
            self.events.push(state.current.map_or(ReaderEvent::Focus(block.id), ReaderEvent::Picked));
        } else if response.secondary_clicked() {
            state.focus = Some(block.id);
            if state.selection().is_none() {
                state.current = pos.and_then(|pos| self.picked(state, shown, pos)).or(state.current);
            }
            let at = pos.map_or(0, |pos| shown.char_under(pos));
            self.events.push(ReaderEvent::Menu { paragraph: block.id, at });
        }

        joins::show(self.ui, id, shown, block, self.style);
        emended::show(self.ui, id, shown, self.doc.emended_in(shown.place), self.style);
        let marked = (block, self.marks.of(shown.place));
        let hovered = margin::show(
            self.ui,
            id,
            shown,
            self.left,
            marked,
            &state.lanes,
            (self.style, self.labels),
            is_focused,
            &mut self.events,
        );
        if let Some((annotations, rect)) = hovered {
            state.hovered = annotations;
            state.hovered_rect = Some(rect);
        }
    }
}
