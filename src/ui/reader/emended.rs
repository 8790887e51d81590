//! Where something else is read than stands in the source: a fine dotted line below it, and what stands there on hover.

use egui::{Id, Sense, Shape, Ui, WidgetInfo, pos2};

use super::ReaderStyle;
use super::paragraph::Shown;
use crate::text::CharSpan;

/// Size of the dots and the space between their middles, in points.
const DOT_RADIUS_PX: f32 = 0.8;
const DOT_SPACING_PX: f32 = 3.2;
/// From the middle of a line down to the dots, in em: above the underlines of tags.
const BELOW_EM: f32 = 0.6;

/// Draws the lines of a block that are on screen.
pub(super) fn show(ui: &Ui, id: Id, shown: &Shown<'_>, emended: &[(CharSpan, String)], style: &ReaderStyle) {
    for (nth, (span, told)) in emended.iter().enumerate() {
        for (line, rect) in shown.rects(*span).into_iter().enumerate() {
            let y = rect.center().y + BELOW_EM * shown.voice.setting.em;
            let ends = [pos2(rect.left() + 1.0, y), pos2(rect.right() - 1.0, y)];
            ui.painter().extend(Shape::dotted_line(&ends, style.palette.accent, DOT_SPACING_PX, DOT_RADIUS_PX));
            let mark = ui.interact(rect, id.with(("emended", nth, line)), Sense::hover()).on_hover_text(told);
            mark.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, told));
        }
    }
}
