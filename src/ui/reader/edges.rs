//! The annotation that the user stands on: handles at its edges, and what the pointer finds of others in the text.

use egui::{CornerRadius, CursorIcon, Pos2, Rect, Role, Sense, Stroke, WidgetInfo, pos2, vec2};

use super::frame::Frame;
use super::paragraph::{Bands, Shown};
use super::passage::{Passage, Piece};
use super::state::DraggedEdge;
use super::{BlockMarks, ReaderEvent, ReaderState};
use crate::notebook::AnnotationId;
use crate::session::Edge;
use crate::text::CharSpan;

/// How far from an edge it can be taken hold of.
const GRAB_PX: f32 = 5.0;
const KNOB_PX: f32 = 3.5;

impl Frame<'_> {
    /// Where the current annotation is, or would be if its edge were let go of now.
    pub(super) fn current_pieces(&self, state: &ReaderState) -> Vec<Piece> {
        let Some(passage) = state.current.and_then(|current| self.marks.passage(current)) else { return Vec::new() };
        let dragged = state.dragged_edge.filter(|dragged| dragged.annotation == passage.annotation);
        let moved = dragged.and_then(|dragged| {
            let pieces =
                passage.with_edge(self.doc, dragged.edge, (self.doc.place(dragged.to.paragraph)?, dragged.to.at));
            (!pieces.is_empty()).then_some(pieces)
        });
        moved.unwrap_or_else(|| passage.pieces.clone())
    }

    /// Handles at both ends of the current annotation, as far as they are on screen.
    pub(super) fn handles(&mut self, state: &mut ReaderState, shown: &[Shown<'_>]) {
        let Some(passage) = state.current.and_then(|current| self.marks.passage(current)).cloned() else {
            state.dragged_edge = None;
            return;
        };
        if !passage.is_all_here {
            return;
        }
        let pieces = self.current_pieces(state);
        for edge in [Edge::Start, Edge::End] {
            self.handle(state, shown, &passage, &pieces, edge);
        }
    }

    fn handle(
        &mut self,
        state: &mut ReaderState,
        shown: &[Shown<'_>],
        passage: &Passage,
        pieces: &[Piece],
        edge: Edge,
    ) {
        let id = self.id.with(("edge", edge == Edge::Start));
        let is_dragged = state.dragged_edge.is_some_and(|dragged| dragged.edge == edge);
        // While it is dragged it is at the pointer, even if its edge has left the screen.
        let at_pointer = || {
            let pointer = self.ui.ctx().pointer_interact_pos().filter(|_| is_dragged)?;
            let em = self.style.body_px;
            Some((Rect::from_center_size(pointer, vec2(0.0, em)), Bands::new(em)))
        };
        let Some((line, bands)) = edge_line(shown, pieces, edge).or_else(at_pointer) else { return };
        let area = Rect::from_center_size(line.center(), vec2(2.0 * GRAB_PX, line.height()));
        let response = self.ui.interact(area, id, Sense::DRAG);
        let label = if edge == Edge::Start { &self.labels.edge_start } else { &self.labels.edge_end };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
        if response.hovered() || response.dragged() {
            self.ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
        }

        let color = self.passage_color(passage);
        let band = bands.wash(line);
        let bar = Rect::from_center_size(band.center(), vec2(2.0, band.height()));
        let painter = self.ui.painter();
        painter.rect_filled(bar, CornerRadius::ZERO, color);
        let knob = if edge == Edge::Start { bar.center_top() } else { bar.center_bottom() };
        let grown = if response.hovered() || response.dragged() { 1.5 } else { 0.0 };
        painter.circle(knob, KNOB_PX + grown, color, Stroke::new(1.5, self.style.palette.paper));

        if let Some(pointer) = response.interact_pointer_pos()
            && response.dragged()
            && let Some(to) = self.caret_at(shown, pointer)
        {
            state.dragged_edge = Some(DraggedEdge { annotation: passage.annotation, edge, to });
            self.ui.ctx().request_repaint();
        }
        if response.drag_stopped()
            && let Some(DraggedEdge { annotation, edge, to }) = state.dragged_edge.take()
        {
            self.events.push(ReaderEvent::EdgeMoved { annotation, edge, to });
        }
    }

    /// The colour of an annotation's first tag, as a line on paper.
    fn passage_color(&self, passage: &Passage) -> egui::Color32 {
        let stripes = &self.marks.of(passage.start().0).stripes;
        let stripe = stripes.iter().find(|stripe| stripe.annotation == Some(passage.annotation));
        self.style.palette.tag_line(stripe.map_or(self.style.palette.muted, |stripe| stripe.color))
    }

    /// Annotations whose passage the pointer is on; those on whole paragraphs are met at their stripes.
    pub(super) fn hover(&self, state: &mut ReaderState, block: &Shown<'_>, pos: Pos2) {
        let found = annotations_at(self.marks.of(block.place), block, pos);
        if let Some((annotations, rect)) = found.filter(|(annotations, _)| !annotations.is_empty()) {
            state.hovered = annotations;
            state.hovered_rect = Some(rect);
        }
    }

    /// The annotation that a click picks: the innermost under it, or the next one out from the current one.
    pub(super) fn picked(&self, state: &ReaderState, block: &Shown<'_>, pos: Pos2) -> Option<AnnotationId> {
        let (mut annotations, _) = annotations_at(self.marks.of(block.place), block, pos)?;
        annotations.sort_by_key(|id| self.marks.passage(*id).map_or(u32::MAX, Passage::len));
        let current = annotations.iter().position(|id| state.current == Some(*id));
        let next = current.map_or(0, |at| (at + 1) % annotations.len());
        annotations.get(next).copied()
    }
}

/// Where an edge is drawn: a line of no width, as high as the line of text.
fn edge_line(shown: &[Shown<'_>], pieces: &[Piece], edge: Edge) -> Option<(Rect, Bands)> {
    let piece = if edge == Edge::Start { pieces.first() } else { pieces.last() }?;
    let block = shown.iter().find(|block| block.place == piece.place)?;
    let CharSpan { start, end } = piece.span;
    let span = if edge == Edge::Start { CharSpan::new(start, start + 1) } else { CharSpan::new(end - 1, end) };
    let rect = block.rects(span).into_iter().next()?;
    let x = if edge == Edge::Start { rect.left() } else { rect.right() };
    let line = Rect::from_min_max(pos2(x, rect.top()), pos2(x, rect.bottom()));
    Some((line, Bands::new(block.voice.setting.em)))
}

/// The annotations with a passage under `pos`, and the character there. `None` beside the text.
fn annotations_at(marks: &BlockMarks, block: &Shown<'_>, pos: Pos2) -> Option<(Vec<AnnotationId>, Rect)> {
    if marks.stripes.iter().all(|stripe| stripe.underline.is_empty()) {
        return None;
    }
    let at = block.char_under(pos);
    let rect = block.rects(CharSpan::new(at, at + 1)).into_iter().find(|rect| rect.expand(1.0).contains(pos))?;
    let mut found = Vec::new();
    for stripe in &marks.stripes {
        let Some(annotation) = stripe.annotation else { continue };
        if stripe.underline.iter().any(|span| span.contains(at)) && !found.contains(&annotation) {
            found.push(annotation);
        }
    }
    Some((found, rect))
}
