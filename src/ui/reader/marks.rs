//! What is drawn on the text: washes behind it, underlines below it.

use egui::{Color32, CornerRadius, Painter, Rect, Stroke, StrokeKind};

use super::lanes::{MOST_UNDERLINES, Underline, passages};
use super::paragraph::{Bands, Shown};
use super::{BlockMarks, ReaderStyle};
use crate::notebook::AnnotationId;

const UNDERLINE_PX: f32 = 2.5;
const UNDERLINE_PITCH_PX: f32 = 3.5;
/// Underlines of full thickness that fit between two lines of text.
const FULL_LANES: f32 = 3.0;
/// A line of dots stands for all passages for which there is no lane left.
const DOT_PX: f32 = 1.5;

/// Annotations that stand out from the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Emphasis<'a> {
    /// The one that keys are about.
    pub current: Option<AnnotationId>,
    /// Those that the pointer is on.
    pub hovered: &'a [AnnotationId],
}

impl Emphasis<'_> {
    fn is_on(&self, annotation: Option<AnnotationId>) -> bool {
        annotation.is_some_and(|id| self.current == Some(id) || self.hovered.contains(&id))
    }
}

/// Washes of tagged passages, those that stand out above the others, and over all of them the hits.
pub(super) fn paint_washes(
    painter: &Painter,
    shown: &Shown<'_>,
    marks: &BlockMarks,
    style: &ReaderStyle,
    emphasis: Emphasis<'_>,
) {
    let palette = &style.palette;
    let bands = Bands::new(shown.voice.setting.em);
    let corner = CornerRadius::same(3);
    let visible = shown.chars();
    let mut strong: Vec<(Rect, Color32)> = Vec::new();
    for (stripe, span) in passages(marks).filter(|(_, span)| span.overlaps(visible)) {
        for rect in shown.rects(span) {
            if emphasis.is_on(stripe.annotation) {
                strong.push((bands.wash(rect), palette.strong_tag_wash(stripe.color)));
            } else {
                painter.rect_filled(bands.wash(rect), corner, palette.tag_wash(stripe.color));
            }
        }
    }
    // One on the whole paragraph has no wash of its own; it gets a pale one while the user stands on it.
    for stripe in marks.stripes.iter().filter(|stripe| stripe.underline.is_empty() && stripe.annotation.is_some()) {
        if emphasis.current == stripe.annotation {
            for rect in shown.rects(visible) {
                painter.rect_filled(bands.wash(rect), corner, palette.tag_wash(stripe.color));
            }
        }
    }
    for (rect, color) in strong {
        painter.rect_filled(rect, corner, color);
    }
    for hit in marks.hits.iter().filter(|hit| hit.span.overlaps(visible)) {
        for rect in shown.rects(hit.span) {
            painter.rect_filled(bands.wash(rect), corner, palette.keyword_wash(hit.color));
            if hit.current {
                painter.rect_stroke(bands.wash(rect), corner, Stroke::new(1.5, palette.accent), StrokeKind::Outside);
            }
        }
    }
}

/// A line below each tagged passage; where passages overlap, one below the other, and thinner the more there are.
pub(super) fn paint_underlines(
    painter: &Painter,
    shown: &Shown<'_>,
    marks: &BlockMarks,
    lanes: &[Underline],
    style: &ReaderStyle,
) {
    let bands = Bands::new(shown.voice.setting.em);
    let visible = shown.chars();
    for ((stripe, span), line) in passages(marks).zip(lanes) {
        if !span.overlaps(visible) {
            continue;
        }
        let depth = f32::from(line.depth.min(MOST_UNDERLINES));
        let squeeze = (FULL_LANES / depth).min(1.0);
        let (thick, pitch) = (UNDERLINE_PX * squeeze, UNDERLINE_PITCH_PX * squeeze);
        let is_told_apart = line.depth <= MOST_UNDERLINES || line.lane < MOST_UNDERLINES - 1;
        for rect in shown.rects(span) {
            if is_told_apart {
                let bar = bands.underline(rect, usize::from(line.lane), thick, pitch);
                painter.rect_filled(bar, CornerRadius::ZERO, style.palette.tag_line(stripe.color));
            } else {
                let bar = bands.underline(rect, usize::from(MOST_UNDERLINES - 1), DOT_PX, pitch);
                dots(painter, bar, style.palette.ink);
            }
        }
    }
}

/// Dots at places that do not depend on where the line begins, so that several lie on each other.
fn dots(painter: &Painter, bar: Rect, color: Color32) {
    let step = 2.5 * DOT_PX;
    let mut x = (bar.left() / step).ceil() * step;
    while x + DOT_PX <= bar.right() {
        let dot = Rect::from_min_size(egui::pos2(x, bar.top()), egui::Vec2::splat(DOT_PX));
        painter.rect_filled(dot, CornerRadius::ZERO, color);
        x += step;
    }
}
