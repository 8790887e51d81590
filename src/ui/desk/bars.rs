//! Above the desk what lies there, below it what is asked about, or else the keys.

use egui::{Align, Layout, Rect, RichText, Ui, UiBuilder, vec2};

use super::super::command::{Command, Commands};
use super::super::view::View;
use super::super::{fonts, keys, theme, widgets};
use super::Desk;
use crate::i18n::Message;
use crate::library::{Page, shown};
use crate::session::{Action, DeskAction};

/// The keys that are named below the desk, the most used first.
const HINTS: [(&[DeskAction], &str); 8] = [
    (&[DeskAction::NextDoubt], "desk-hint-doubt"),
    (&[DeskAction::Split], "desk-hint-split"),
    (&[DeskAction::Join], "desk-hint-join"),
    (&[DeskAction::PickRole], "desk-hint-role"),
    (&[DeskAction::MoveUp, DeskAction::MoveDown], "desk-hint-move"),
    (&[DeskAction::SendTo], "desk-hint-send"),
    (&[DeskAction::Hide], "desk-hint-hide"),
    (&[DeskAction::Leave], "desk-hint-leave"),
];

impl Desk {
    pub(super) fn head_bar(&self, ui: &mut Ui, view: &View<'_>, page: &Page, rect: Rect, commands: &mut Commands) {
        let palette = &view.palette;
        ui.painter().rect_filled(rect, 0.0, palette.chrome);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, palette.line));
        let mut ui = ui.new_child(UiBuilder::new().id_salt("head").max_rect(rect.shrink2(vec2(14.0, 0.0))));
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.label(RichText::new(view.text("desk-title")).font(fonts::sans_bold(13.5)).color(palette.ink));
            let name = shown(page.source.name.trim_end_matches(".txt")).into_owned();
            ui.add(egui::Label::new(RichText::new(name).color(palette.muted)).truncate());
            if page.is_corrected() {
                let text = RichText::new(view.text("desk-corrected")).small().color(palette.accent);
                ui.label(text);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                let leave = egui::Button::new(view.text("button-close"));
                command(ui, view, leave, DeskAction::Leave, commands);
                if page.is_corrected() {
                    let restore = egui::Button::new(view.text("desk-restore"));
                    command(ui, view, restore, DeskAction::RestorePage, commands);
                }
                let count = self.doubts.len();
                let text = if count == 0 {
                    view.text("desk-doubts-none")
                } else {
                    view.say(&Message::new("desk-doubts").with("count", count))
                };
                if count == 0 {
                    ui.label(RichText::new(text).color(palette.muted));
                } else {
                    let doubts = egui::Button::new(RichText::new(text).color(palette.warning));
                    command(ui, view, doubts, DeskAction::NextDoubt, commands);
                }
            });
        });
    }

    pub(super) fn question_bar(&self, ui: &mut Ui, view: &View<'_>, rect: Rect, commands: &mut Commands) {
        let palette = &view.palette;
        ui.painter().rect_filled(rect, 0.0, palette.chrome);
        ui.painter().hline(rect.x_range(), rect.top() + 0.5, egui::Stroke::new(1.0, palette.line));
        let mut ui = ui.new_child(UiBuilder::new().id_salt("question").max_rect(rect.shrink2(vec2(14.0, 0.0))));
        ui.shrink_clip_rect(rect);
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let Some((asked, at)) = self.asked().zip(self.asked) else {
                hints(ui, view);
                return;
            };
            let count = Message::new("desk-question").with("at", at + 1).with("count", self.doubts.len());
            let count = RichText::new(view.say(&count)).font(fonts::sans_bold(13.0)).color(palette.warning);
            ui.label(count);
            let reason = view.say(&asked.doubt.reason.message());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = |id, action| {
                    let keys = Action::OnDesk(action).info().map_or_else(String::new, keys::shown);
                    format!("{}  {keys}", view.text(id))
                };
                let button = egui::Button::new(text("desk-no", DeskAction::No));
                command(ui, view, button, DeskAction::No, commands);
                let button = theme::primary_button(palette, text("desk-yes", DeskAction::Yes));
                command(ui, view, button, DeskAction::Yes, commands);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = RichText::new(&reason).color(palette.ink);
                    ui.add(egui::Label::new(text).truncate()).on_hover_text(&reason);
                });
            });
        });
    }
}

fn command(ui: &mut Ui, view: &View<'_>, button: egui::Button<'_>, action: DeskAction, commands: &mut Commands) {
    let action = Action::OnDesk(action);
    if ui.add(button).on_hover_text(view.help(action)).clicked() {
        commands.push(Command::Do(action));
    }
}

/// As many of the keys as there is room for.
fn hints(ui: &mut Ui, view: &View<'_>) {
    let width = |ui: &Ui, (actions, id): (&[DeskAction], &str)| {
        let text = ui.painter().layout_no_wrap(view.text(id), fonts::sans(12.0), view.palette.muted);
        text.size().x + 44.0 * actions.len() as f32
    };
    // How to leave is told whatever else there is no room for.
    let [most @ .., leave] = HINTS;
    let mut room = ui.available_width() - width(ui, leave);
    let fitting = most.into_iter().take_while(|hint| {
        room -= width(ui, *hint) + 6.0;
        room >= 0.0
    });
    let shown: Vec<(&[DeskAction], &str)> = fitting.chain([leave]).collect();
    for (actions, id) in shown {
        let text = view.text(id);
        for info in actions.iter().filter_map(|action| Action::OnDesk(*action).info()) {
            widgets::key_cap(ui, &keys::shown(info));
        }
        ui.label(RichText::new(text).small().color(view.palette.muted));
        ui.add_space(6.0);
    }
}
