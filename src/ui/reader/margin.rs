//! The left margin: paragraph numbers, a stripe for each tag, and the sign of a doubtful paragraph.

use egui::{Align2, CornerRadius, Id, Rect, Sense, Ui, pos2};

use super::lanes::Lanes;
use super::paragraph::Shown;
use super::{Block, BlockMarks, ReaderEvent, ReaderLabels, ReaderStyle};
use crate::notebook::AnnotationId;
use crate::ui::fonts;

const STRIPE_PX: f32 = 4.0;
const PITCH_PX: f32 = 7.0;
const NARROW_PITCH_PX: f32 = 4.5;
/// Room for these is kept, so that the text does not move when a tag is given.
const ROOMY_LANES: usize = 4;
/// Lanes beyond these share the same room, each narrower.
const MOST_ROOM: usize = 8;
const NUMBERS_PX: f32 = 34.0;
const NARROW_NUMBERS_PX: f32 = 24.0;
/// Between the stripes and the text; the mark of the focus stands in it.
const GUTTER_PX: f32 = 16.0;

impl Lanes {
    /// Width of the margin, from the numbers to the text.
    pub(super) fn width(&self) -> f32 {
        let numbers = if self.narrow { NARROW_NUMBERS_PX } else { NUMBERS_PX };
        numbers + self.room() + GUTTER_PX
    }

    fn room(&self) -> f32 {
        self.most.clamp(ROOMY_LANES, MOST_ROOM) as f32 * self.pitch()
    }

    /// From one lane to the next, where there is room for all.
    fn pitch(&self) -> f32 {
        if self.narrow { NARROW_PITCH_PX } else { PITCH_PX }
    }

    /// Left edge and width of a stripe, from the left edge of the text.
    fn column(&self, place: usize, number: usize) -> (f32, f32) {
        let pitch = self.pitch().min(self.room() / self.most.max(1) as f32);
        (f32::from(self.stripe(place, number)) * pitch - self.room() - GUTTER_PX, STRIPE_PX.min(pitch * 0.7))
    }
}

/// A stripe as it is drawn: a tag's stripes that touch are one.
struct Bar {
    rect: Rect,
    /// Which of [`BlockMarks::stripes`] it stands for; the first is the one that a click is about.
    stripes: Vec<usize>,
    has_comment: bool,
}

fn bars(shown: &Shown<'_>, left: f32, marks: &BlockMarks, lanes: &Lanes) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    for (number, stripe) in marks.stripes.iter().enumerate() {
        let (x, width) = lanes.column(shown.place, number);
        // Beside the lines of its passages, or along the whole paragraph.
        let (top, bottom) = match (stripe.underline.first(), stripe.underline.last()) {
            (Some(first), Some(last)) => {
                let bottom = shown.block.y_of(last.end.saturating_sub(1), shown.voice) + shown.voice.line_height;
                (shown.block.y_of(first.start, shown.voice), bottom)
            }
            _ => (0.0, shown.block.height(shown.voice)),
        };
        let rect = Rect::from_min_max(
            pos2(left + x, shown.origin.y + top + 3.0),
            pos2(left + x + width, shown.origin.y + bottom - 3.0),
        );
        let is_same = |bar: &&mut Bar| {
            bar.stripes.iter().any(|&other| marks.stripes[other].name == stripe.name)
                && bar.rect.y_range().expand(4.0).intersects(rect.y_range())
        };
        match bars.iter_mut().find(is_same) {
            Some(bar) => {
                bar.rect = bar.rect.union(rect);
                bar.stripes.push(number);
                bar.has_comment |= stripe.has_comment;
            }
            None => bars.push(Bar { rect, stripes: vec![number], has_comment: stripe.has_comment }),
        }
    }
    bars
}

/// Draws the margin of one block and tells what was clicked in it. Gives the annotations of the stripe under the pointer.
#[expect(clippy::too_many_arguments, reason = "all of a block's surroundings, each of another kind")]
pub(super) fn show(
    ui: &Ui,
    id: Id,
    shown: &Shown<'_>,
    left: f32,
    (block, marks): (&Block, &BlockMarks),
    lanes: &Lanes,
    (style, labels): (&ReaderStyle, &ReaderLabels),
    is_focused: bool,
    events: &mut Vec<ReaderEvent>,
) -> Option<(Vec<AnnotationId>, Rect)> {
    let palette = &style.palette;
    let rect = shown.rect();
    let first_line = rect.top() + shown.voice.line_height / 2.0;
    let number_right = left - lanes.room() - GUTTER_PX - 8.0;
    if let Some(number) = block.number {
        let color = if is_focused { palette.accent } else { palette.muted };
        let at = pos2(number_right, first_line);
        let drawn = ui.painter().text(at, Align2::RIGHT_CENTER, number.to_string(), fonts::sans(11.0), color);
        let sign = ui.interact(drawn.expand(3.0), id.with("number"), Sense::CLICK).on_hover_text(&labels.number);
        let sign = sign.on_hover_cursor(egui::CursorIcon::PointingHand);
        sign.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{} {number}", labels.number)));
        if sign.clicked() {
            events.push(ReaderEvent::NumberClicked(block.id));
        }
    }
    if let Some(doubt) = &block.doubt {
        let line = if block.number.is_some() { shown.voice.line_height.min(20.0) } else { 0.0 };
        let at = pos2(number_right, first_line + line);
        let drawn = ui.painter().text(at, Align2::RIGHT_CENTER, "?", fonts::sans_bold(12.0), palette.warning);
        let sign = ui.interact(drawn.expand(4.0), id.with("doubt"), Sense::CLICK).on_hover_text(doubt);
        sign.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, doubt));
        if sign.clicked() {
            events.push(ReaderEvent::DoubtClicked(block.id));
        }
    }
    if is_focused {
        let rule = Rect::from_min_max(pos2(left - 9.0, rect.top() + 4.0), pos2(left - 7.5, rect.bottom() - 4.0));
        ui.painter().rect_filled(rule, CornerRadius::ZERO, palette.focus);
    }
    let mut hovered = None;
    for bar in bars(shown, left, marks, lanes) {
        let number = bar.stripes[0];
        let stripe = &marks.stripes[number];
        let response = ui.interact(bar.rect.expand2(egui::vec2(1.5, 0.0)), id.with(("stripe", number)), Sense::CLICK);
        let wide = if response.hovered() { bar.rect.expand2(egui::vec2(1.0, 0.0)) } else { bar.rect };
        ui.painter().rect_filled(wide, CornerRadius::same(2), palette.tag_line(stripe.color));
        if bar.has_comment {
            let dot = pos2(wide.center().x, wide.top() + 5.0);
            ui.painter().circle(dot, 3.5, palette.paper, egui::Stroke::new(1.5, palette.tag_line(stripe.color)));
        }
        let annotations: Vec<_> = bar.stripes.iter().filter_map(|at| marks.stripes[*at].annotation).collect();
        if response.hovered() && !annotations.is_empty() {
            hovered = Some((annotations, wide));
        }
        let response = if stripe.annotation.is_none() { response.on_hover_text(&stripe.name) } else { response };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &stripe.name));
        if response.clicked() {
            events.push(ReaderEvent::StripeClicked { paragraph: block.id, stripe: number });
        }
    }
    hovered
}
