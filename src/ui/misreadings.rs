//! What was perhaps misread on a page: a list below the readers, in which each is accepted or dismissed by one key while its
//! passage is shown above.

use egui::{Align, Frame, Layout, Margin, Panel, RichText, ScrollArea, Sense, Ui, vec2};

use super::command::{Command, Commands};
use super::view::{View, labelled};
use super::{fonts, keys, theme, widgets};
use crate::i18n::Message;
use crate::lexis::Misreading;
use crate::session::{Action, MisreadAction, MisreadReview};

const ROW_PX: f32 = 26.0;
/// What stands above the rows, and the room around all.
const HEAD_PX: f32 = 48.0;
/// Rows that are seen at once.
const ROWS: usize = 4;
/// Room for the original and what is read.
const PROPOSAL_PX: f32 = 190.0;

/// Draws the list, if there is one.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(review) = view.misreadings else { return };
    let frame = Frame::new().fill(view.palette.card).inner_margin(Margin::symmetric(14, 6));
    let height = review.open().len().min(ROWS) as f32 * ROW_PX;
    Panel::bottom("suspected").exact_size(height + HEAD_PX).frame(frame).show(ui, |ui| {
        head(ui, view, review, commands);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (at, one) in review.open().enumerate() {
                row(ui, view, one, (at, at == review.at()), commands);
            }
        });
    });
}

fn head(ui: &mut Ui, view: &View<'_>, review: &MisreadReview, commands: &mut Commands) {
    let text = |id, action| {
        let keys = Action::Misread(action).info().map_or_else(String::new, keys::shown);
        format!("{}  {keys}", view.text(id))
    };
    ui.horizontal(|ui| {
        let count = review.open().len();
        let title = Message::new("misread-title").with("at", review.at() + 1).with("count", count);
        ui.label(RichText::new(view.say(&title)).font(fonts::sans_bold(13.0)).color(view.palette.ink));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let mut command = |ui: &mut Ui, button: egui::Button<'_>, action: MisreadAction, enabled: bool| {
                let action = Action::Misread(action);
                if ui.add_enabled(enabled, button).on_hover_text(view.help(action)).clicked() {
                    commands.push(Command::Do(action));
                }
            };
            command(ui, egui::Button::new(view.text("button-close")), MisreadAction::Close, true);
            let dismiss = egui::Button::new(text("misread-dismiss", MisreadAction::Dismiss));
            command(ui, dismiss, MisreadAction::Dismiss, true);
            let proposes = review.current().is_some_and(|one| one.reading.is_some());
            let accept = theme::primary_button(&view.palette, text("misread-accept", MisreadAction::Accept));
            command(ui, accept, MisreadAction::Accept, proposes);
        });
    });
}

fn row(ui: &mut Ui, view: &View<'_>, one: &Misreading, (at, is_current): (usize, bool), commands: &mut Commands) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_PX), Sense::click());
    let palette = &view.palette;
    if is_current {
        ui.painter().rect_filled(rect, 3.0, palette.selection);
        let bar = egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 1.0, palette.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 3.0, palette.hover);
    }
    let original = one.original.replace('\n', "");
    let proposal = match &one.reading {
        Some(reading) => Message::new("misread-proposal").with("original", original).with("reading", reading.as_str()),
        None => Message::new("misread-wrong").with("original", original),
    };
    let proposal = view.say(&proposal);
    let left = rect.left_center() + vec2(12.0, 0.0);
    widgets::elided(ui, &proposal, fonts::serif(14.5), palette.ink, left, PROPOSAL_PX);
    let why = view.say(&one.why.message());
    let left = left + vec2(PROPOSAL_PX + 12.0, 0.0);
    widgets::elided(ui, &why, fonts::sans(12.5), palette.muted, left, rect.right() - left.x - 8.0);
    // Once it is come to; afterwards the wheel may go elsewhere.
    let seen = ui.scope_id().with("seen");
    if is_current && ui.data(|data| data.get_temp(seen)) != Some((at, one.span)) {
        ui.data_mut(|data| data.insert_temp(seen, (at, one.span)));
        response.scroll_to_me(None);
    }
    let label = format!("{proposal} · {why}");
    if labelled(response, &label, is_current).on_hover_text(why).clicked() {
        commands.push(Command::LookAtMisreading(at));
    }
}
