//! Where a paragraph was put together by a guess: a dotted mark between two characters, with the reason on hover.

use egui::{Id, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2};

use super::paragraph::Shown;
use super::{Block, ReaderStyle};
use crate::text::CharSpan;

/// Size of the dots and the space between their middles, in points.
const DOT_RADIUS_PX: f32 = 1.1;
const DOT_SPACING_PX: f32 = 3.6;
/// How far from the mark the pointer may be.
const NEAR_PX: f32 = 5.0;

/// Draws the marks of a block that are on screen.
pub(super) fn show(ui: &Ui, id: Id, shown: &Shown<'_>, block: &Block, style: &ReaderStyle) {
    for (nth, join) in block.joins.iter().enumerate() {
        let Some((x, line)) = place(shown, join.at, block.text.len()) else { continue };
        let half = style.body_px * 0.62;
        let (top, bottom) = (pos2(x, line.center().y - half), pos2(x, line.center().y + half));
        let stroke = Stroke::new(DOT_RADIUS_PX, style.palette.warning);
        ui.painter().extend(Shape::dotted_line(&[top, bottom], stroke.color, DOT_SPACING_PX, DOT_RADIUS_PX));
        let near = Rect::from_min_max(top, bottom).expand2(egui::vec2(NEAR_PX, 0.0));
        let mark = ui.interact(near, id.with(("join", nth)), Sense::hover()).on_hover_text(&join.reason);
        mark.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &join.reason));
    }
}

/// Left edge of the mark, and the line that it is on: between the characters before and behind `at`.
fn place(shown: &Shown<'_>, at: u32, len: u32) -> Option<(f32, Rect)> {
    let behind = (at < len).then(|| shown.rects(CharSpan::new(at, at + 1)).into_iter().next()).flatten();
    if let Some(rect) = behind {
        return Some((rect.left(), rect));
    }
    let before = at.checked_sub(1).and_then(|last| shown.rects(CharSpan::new(last, at)).into_iter().next())?;
    Some((before.right(), before))
}
