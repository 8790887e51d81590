//! What is drawn on the text: washes behind it, underlines below it.

use egui::{Color32, CornerRadius, Painter, Stroke, StrokeKind};

use super::paragraph::{Bands, Shown};
use super::{BlockMarks, ReaderStyle};
use crate::text::CharSpan;

const UNDERLINE_PX: f32 = 2.5;
const UNDERLINE_PITCH_PX: f32 = 3.5;
/// Underlines that fit between two lines of text.
const FULL_LANES: usize = 3;

/// Washes of tagged passages and, over them, of hits.
pub(super) fn paint_washes(painter: &Painter, shown: &Shown<'_>, marks: &BlockMarks, style: &ReaderStyle) {
    let palette = &style.palette;
    let bands = Bands::new(shown.voice.setting.em);
    let corner = CornerRadius::same(3);
    for (span, color) in passages(marks) {
        for rect in shown.rects(span) {
            painter.rect_filled(bands.wash(rect), corner, palette.tag_wash(color));
        }
    }
    for hit in &marks.hits {
        for rect in shown.rects(hit.span) {
            painter.rect_filled(bands.wash(rect), corner, palette.keyword_wash(hit.color));
            if hit.current {
                painter.rect_stroke(bands.wash(rect), corner, Stroke::new(1.5, palette.accent), StrokeKind::Outside);
            }
        }
    }
}

/// A line below each tagged passage; where passages overlap, one below the other.
pub(super) fn paint_underlines(painter: &Painter, shown: &Shown<'_>, marks: &BlockMarks, style: &ReaderStyle) {
    let bands = Bands::new(shown.voice.setting.em);
    let lanes = lanes(&passages(marks).map(|(span, _)| span).collect::<Vec<_>>());
    let most = lanes.iter().max().map_or(1, |&lane| lane + 1);
    let squeeze = (FULL_LANES as f32 / most as f32).min(1.0);
    for ((span, color), lane) in passages(marks).zip(lanes) {
        for rect in shown.rects(span) {
            let line = bands.underline(rect, lane, UNDERLINE_PX * squeeze, UNDERLINE_PITCH_PX * squeeze);
            painter.rect_filled(line, CornerRadius::ZERO, style.palette.tag_line(color));
        }
    }
}

fn passages(marks: &BlockMarks) -> impl Iterator<Item = (CharSpan, Color32)> {
    marks.stripes.iter().flat_map(|stripe| stripe.underline.iter().map(|&span| (span, stripe.color)))
}

/// A lane for each span, so that no two that overlap share one. The longer of two is nearer to the text.
fn lanes(spans: &[CharSpan]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(spans[at].len()), spans[at].start));
    let mut lanes = vec![0; spans.len()];
    let mut taken: Vec<Vec<CharSpan>> = Vec::new();
    for at in order {
        let span = spans[at];
        let free = taken.iter().position(|lane| !lane.iter().any(|other| other.overlaps(span)));
        let lane = free.unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        taken[lane].push(span);
        lanes[at] = lane;
    }
    lanes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_passages_are_underlined_below_each_other() {
        let spans = [(0, 4), (2, 12), (12, 14), (3, 4)].map(CharSpan::from);
        assert_eq!(lanes(&spans), [1, 0, 0, 2]);
    }
}
