//! The bar at the top: the notebook, the palette's field, and what is done most.

use std::ops::RangeInclusive;

use egui::{Align, Layout, RichText, Ui, vec2};

use super::command::{Command, Commands};
use super::view::View;
use super::{fonts, theme, widgets};
use crate::i18n::Message;
use crate::session::{Action, MAX_PANES};

/// Least width of the field, and what is left free beside it.
const LEAST_FIELD_PX: f32 = 110.0;
const BESIDE_FIELD_PX: f32 = 8.0;

/// Draws the bar.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.horizontal_centered(|ui| {
        ui.add_space(8.0);
        let name = view.text("app-name");
        let seal = RichText::new(name).font(fonts::serif_bold(18.0)).color(view.palette.accent);
        menu(
            ui,
            view,
            seal,
            "menu-app",
            commands,
            &[
                &[Action::OpenFiles, Action::OpenFolder, Action::Samples],
                &[Action::NewNotebook, Action::OpenNotebook, Action::Save, Action::SaveAs],
                &[Action::Desk, Action::CopyArticle, Action::SaveArticle],
                &[Action::ExportNotes, Action::ImportNotes, Action::VerifyDraft, Action::LastCheck],
                &[Action::Typography, Action::ToggleTheme, Action::SwitchLanguage],
                &[Action::ZoomIn, Action::ZoomOut, Action::ZoomReset],
                &[Action::ScaleUp, Action::ScaleDown, Action::ScaleReset],
                &[Action::SetAuthor, Action::Shortcuts, Action::Quit],
            ],
        );
        let name = match view.read_only {
            Some(_) => view.say(&Message::new("title-read-only").with("name", view.notebook_name)),
            None => view.notebook_name.to_owned(),
        };
        let notebook = RichText::new(name).color(view.palette.muted);
        menu(
            ui,
            view,
            notebook,
            "menu-notebook",
            commands,
            &[
                &[Action::NewNotebook, Action::OpenNotebook],
                &[Action::Save, Action::SaveAs],
                &[Action::Backups, Action::Bin],
            ],
        );
        let left = ui.cursor().left();
        let buttons = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(10.0);
            let export = theme::primary_button(&view.palette, view.text("button-export"));
            let response = ui.add_enabled(view.is_enabled(Action::ExportNotes), export);
            if response
                .on_hover_text(view.help(Action::ExportNotes))
                .on_disabled_hover_text(view.text("export-nothing"))
                .clicked()
            {
                commands.push(Command::Do(Action::ExportNotes));
            }
            if view.workspace.panes().len() > 1 {
                button(ui, view, "button-one-pane", Action::JoinPanes, commands);
            }
            if view.workspace.panes().len() < MAX_PANES {
                button(ui, view, "button-split", Action::SplitPane, commands);
            }
            button(ui, view, "button-redo", Action::Redo, commands);
            button(ui, view, "button-undo", Action::Undo, commands);
            ui.cursor().right()
        });
        palette_field(ui, view, left..=buttons.inner, commands);
    });
}

fn menu(ui: &mut Ui, view: &View<'_>, text: RichText, hint: &str, commands: &mut Commands, groups: &[&[Action]]) {
    let button = egui::Button::new(text).frame_when_inactive(false);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        commands.extend(widgets::action_menu(ui, view, groups).map(Command::Do));
    });
    response.on_hover_text(view.text(hint));
}

fn button(ui: &mut Ui, view: &View<'_>, id: &str, action: Action, commands: &mut Commands) {
    let response = ui.add_enabled(view.is_enabled(action), egui::Button::new(view.text(id)));
    let response = response.on_hover_text(view.help(action)).on_disabled_hover_text(view.help(action));
    if response.clicked() {
        commands.push(Command::Do(action));
    }
}

/// Looks like a field and opens the palette, which is one.
fn palette_field(ui: &mut Ui, view: &View<'_>, room: RangeInclusive<f32>, commands: &mut Commands) {
    let bar = ui.max_rect();
    let width = (bar.width() * 0.32).clamp(180.0, 520.0);
    // In the middle of the bar, or where there is room between what stands at both sides.
    let (left, right) = (room.start() + BESIDE_FIELD_PX, room.end() - BESIDE_FIELD_PX);
    let width = width.min(right - left);
    if width < LEAST_FIELD_PX {
        return;
    }
    let middle = bar.center().x.clamp(left + width / 2.0, right - width / 2.0);
    let rect = egui::Rect::from_center_size(egui::pos2(middle, bar.center().y), vec2(width, 28.0));
    let text = view.text("palette-hint");
    let response = ui.interact(rect, ui.scope_id().with("palette"), egui::Sense::click());
    let border = if response.hovered() { view.palette.muted } else { view.palette.line };
    ui.painter().rect(rect, 5.0, view.palette.card, egui::Stroke::new(1.0, border), egui::StrokeKind::Inside);
    let lens = rect.left_center() + vec2(14.0, -1.0);
    ui.painter().circle_stroke(lens, 4.0, egui::Stroke::new(1.3, view.palette.muted));
    let handle = [lens + vec2(3.0, 3.0), lens + vec2(6.5, 6.5)];
    ui.painter().line_segment(handle, egui::Stroke::new(1.3, view.palette.muted));
    let place = rect.left_center() + vec2(26.0, 0.0);
    widgets::elided(ui, &text, fonts::sans(13.0), view.palette.muted, place, width - 90.0);
    let keys = Action::Palette.info().map_or_else(String::new, super::keys::shown);
    let right = rect.right_center() - vec2(10.0, 0.0);
    ui.painter().text(right, egui::Align2::RIGHT_CENTER, keys, fonts::sans(11.5), view.palette.muted);
    if super::view::labelled(response, &text, false).on_hover_text(view.help(Action::Palette)).clicked() {
        commands.push(Command::Do(Action::Palette));
    }
}
