//! The left margin: paragraph numbers, a stripe for each tag, and the sign of a doubtful paragraph.

use egui::{Align2, CornerRadius, Id, Rect, Sense, Ui, pos2};

use super::paragraph::Shown;
use super::{Block, BlockMarks, Marks, ReaderEvent, ReaderStyle, Stripe};
use crate::ui::fonts;

const STRIPE_PX: f32 = 4.0;
const PITCH_PX: f32 = 7.0;
/// Room for these is kept, so that the text does not move when the first tags are given.
const FEWEST_LANES: usize = 3;
/// Lanes beyond these share the same room, each narrower.
const FULL_LANES: usize = 5;
const NUMBERS_PX: f32 = 34.0;
/// Between the stripes and the text; the mark of the focus stands in it.
const GUTTER_PX: f32 = 16.0;

/// Which lane each stripe of each block is in. A tag keeps its lane through neighbouring paragraphs.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    key: Option<(u64, u64)>,
    blocks: Vec<Vec<u8>>,
    most: usize,
}

impl Lanes {
    /// Assigns lanes anew if the document or its marks have changed.
    pub(super) fn follow(&mut self, doc: u64, marks: &Marks) {
        let key = Some((doc, marks.revision));
        if self.key != key {
            let blocks = assign(&marks.blocks);
            let most = blocks.iter().flatten().map(|&lane| usize::from(lane) + 1).max().unwrap_or(0);
            *self = Self { key, blocks, most };
        }
    }

    /// Width of the margin, from the numbers to the text.
    pub(super) fn width(&self) -> f32 {
        NUMBERS_PX + self.most.clamp(FEWEST_LANES, FULL_LANES) as f32 * PITCH_PX + GUTTER_PX
    }

    /// The stripe `number` of a block: its left edge and width, from the left edge of the text.
    fn stripe(&self, place: usize, number: usize) -> (f32, f32) {
        let lane = self.blocks.get(place).and_then(|lanes| lanes.get(number)).copied().unwrap_or(0);
        let room = self.most.clamp(FEWEST_LANES, FULL_LANES) as f32 * PITCH_PX;
        let pitch = PITCH_PX.min(room / self.most.max(1) as f32);
        (f32::from(lane) * pitch - room - GUTTER_PX, STRIPE_PX.min(pitch * 0.7))
    }
}

fn assign(blocks: &[BlockMarks]) -> Vec<Vec<u8>> {
    let mut before: Vec<(&str, u8)> = Vec::new();
    let mut out = Vec::with_capacity(blocks.len());
    for marks in blocks {
        let is_here = |name: &str| marks.stripes.iter().any(|stripe| stripe.name == name);
        let mut here = before;
        here.retain(|(name, _)| is_here(name));
        let mut lanes = Vec::with_capacity(marks.stripes.len());
        for Stripe { name, .. } in &marks.stripes {
            let known = here.iter().find(|(other, _)| other == name).map(|&(_, lane)| lane);
            lanes.push(known.unwrap_or_else(|| {
                let free = (0..u8::MAX).find(|lane| here.iter().all(|(_, taken)| taken != lane)).unwrap_or(u8::MAX);
                here.push((name, free));
                free
            }));
        }
        before = here;
        out.push(lanes);
    }
    out
}

/// Draws the margin of one block and tells what was clicked in it.
#[expect(clippy::too_many_arguments, reason = "all of a block's surroundings, each of another kind")]
pub(super) fn show(
    ui: &Ui,
    id: Id,
    shown: &Shown<'_>,
    left: f32,
    (block, marks): (&Block, &BlockMarks),
    lanes: &Lanes,
    style: &ReaderStyle,
    is_focused: bool,
    events: &mut Vec<ReaderEvent>,
) {
    let palette = &style.palette;
    let rect = shown.rect();
    let first_line = rect.top() + shown.voice.line_height / 2.0;
    let number_right = left - lanes.width() + NUMBERS_PX - 8.0;
    if let Some(number) = block.number {
        let color = if is_focused { palette.accent } else { palette.faint };
        let at = pos2(number_right, first_line);
        ui.painter().text(at, Align2::RIGHT_CENTER, number.to_string(), fonts::sans(11.0), color);
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
    for (number, stripe) in marks.stripes.iter().enumerate() {
        // One stripe a tag, however many passages of the paragraph have it.
        if marks.stripes[..number].iter().any(|before| before.name == stripe.name) {
            continue;
        }
        let (x, width) = lanes.stripe(shown.place, number);
        let x = left + x;
        let bar = Rect::from_min_max(pos2(x, rect.top() + 3.0), pos2(x + width, rect.bottom() - 3.0));
        let response = ui.interact(bar.expand2(egui::vec2(1.5, 0.0)), id.with(("stripe", number)), Sense::CLICK);
        let bar = if response.hovered() { bar.expand2(egui::vec2(1.0, 0.0)) } else { bar };
        ui.painter().rect_filled(bar, CornerRadius::same(2), palette.tag_line(stripe.color));
        if stripe.has_comment {
            let dot = pos2(bar.center().x, bar.top() + 5.0);
            ui.painter().circle(dot, 3.5, palette.paper, egui::Stroke::new(1.5, palette.tag_line(stripe.color)));
        }
        let response = response.on_hover_text(&stripe.name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &stripe.name));
        if response.clicked() {
            events.push(ReaderEvent::StripeClicked { paragraph: block.id, stripe: number });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(blocks: &[&[&str]]) -> Vec<Vec<u8>> {
        let stripe = |name: &&str| Stripe {
            color: egui::Color32::RED,
            name: (*name).to_owned(),
            underline: Vec::new(),
            has_comment: false,
        };
        let marks = |names: &&[&str]| BlockMarks { stripes: names.iter().map(stripe).collect(), hits: Vec::new() };
        assign(&blocks.iter().map(marks).collect::<Vec<_>>())
    }

    #[test]
    fn a_tag_keeps_its_lane_through_neighbours() {
        assert_eq!(lanes(&[&["欠薪", "调解"], &["调解"], &["引语", "调解"]]), [vec![0, 1], vec![1], vec![0, 1]]);
    }

    #[test]
    fn one_tag_has_one_lane_and_gives_it_back() {
        assert_eq!(lanes(&[&["欠薪", "欠薪"], &[], &["调解"]]), [vec![0, 0], vec![], vec![0]]);
    }
}
