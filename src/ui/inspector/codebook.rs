use egui::{RichText, ScrollArea, Sense, Ui};

use super::{Inspector, count_label};
use crate::notebook::Tag;
use crate::session::{Request, TAG_COLORS};
use crate::ui::command::{Command, Commands};
use crate::ui::view::{View, labelled};
use crate::ui::widgets;

/// The fields of a tag while its details are open.
pub(super) struct TagDraft {
    name: String,
    description: String,
}

impl Inspector {
    pub(super) fn codebook(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            let hint = view.text("codebook-new");
            let width = ui.available_width() - 76.0;
            let edit = egui::TextEdit::singleline(&mut self.new_tag).hint_text(hint.as_str()).desired_width(width);
            let response = ui.add(edit);
            widgets::name_field(&response, &hint);
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let clicked = ui.button(view.text("button-add")).clicked();
            if (entered || clicked) && !self.new_tag.trim().is_empty() {
                let name = std::mem::take(&mut self.new_tag);
                let request = Request::AddTag { name, color: None, description: String::new(), shortcut: None };
                commands.push(Command::Request(request));
                response.request_focus();
            }
        });
        ui.add_space(4.0);
        if view.views.tags.is_empty() {
            widgets::hint(ui, view, &view.text("codebook-empty"));
            return;
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let last = view.views.tags.len() - 1;
            for (at, row) in view.views.tags.iter().enumerate() {
                if let Some(tag) = view.session.notebook().tags().get(&row.id) {
                    self.tag_row(ui, view, tag, row.count, (at, last), commands);
                }
            }
            ui.add_space(24.0);
        });
    }

    fn tag_row(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        tag: &Tag,
        count: usize,
        (at, last): (usize, usize),
        commands: &mut Commands,
    ) {
        let is_open = self.edited_tag.as_ref().is_some_and(|(id, _)| *id == tag.id);
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            let digit = tag.shortcut.map_or_else(|| " ".to_owned(), |digit| digit.to_string());
            ui.add_sized([14.0, 18.0], egui::Label::new(RichText::new(digit).color(view.palette.muted)));
            let chip = widgets::chip(ui, tag, &tag.name).on_hover_text(if tag.description.is_empty() {
                view.text("codebook-row-hint")
            } else {
                tag.description.clone()
            });
            let mut toggle = chip.clicked();
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(12.0);
                let more = egui::Button::new(RichText::new("⋯").color(view.palette.muted)).frame(false);
                let more = ui.add(more).on_hover_text(view.text("codebook-edit"));
                toggle |= labelled(more, &view.text("codebook-edit"), is_open).clicked();
                ui.label(count_label(view, "count-times", count));
            });
            if toggle {
                self.edited_tag = (!is_open)
                    .then(|| (tag.id, TagDraft { name: tag.name.clone(), description: tag.description.clone() }));
            }
        });
        let Some((id, draft)) = &mut self.edited_tag else { return };
        if *id != tag.id {
            return;
        }
        let mut close = false;
        ui.horizontal_top(|ui| {
            ui.add_space(34.0);
            ui.vertical(|ui| {
                ui.set_width(ui.available_width() - 14.0);
                close = details(ui, view, tag, draft, (at, last), commands);
            });
        });
        if close {
            self.edited_tag = None;
        }
    }
}

/// Name, description, colour, shortcut, place, and deletion of a tag; tells whether they are to be closed.
fn details(
    ui: &mut Ui,
    view: &View<'_>,
    tag: &Tag,
    draft: &mut TagDraft,
    (at, last): (usize, usize),
    commands: &mut Commands,
) -> bool {
    let name = || tag.name.clone();
    let field = view.text("field-tag-name");
    let response = ui.add(egui::TextEdit::singleline(&mut draft.name).desired_width(f32::INFINITY));
    widgets::name_field(&response, &field);
    if response.lost_focus() && draft.name.trim() != tag.name {
        commands.push(Command::Request(Request::RenameTag { tag: name(), to: draft.name.clone() }));
    }
    let hint = view.text("hint-tag-description");
    let edit = egui::TextEdit::multiline(&mut draft.description).hint_text(hint.as_str()).desired_rows(2);
    let response = ui.add(edit.desired_width(f32::INFINITY));
    widgets::name_field(&response, &hint);
    if response.lost_focus() && draft.description != tag.description {
        let description = draft.description.clone();
        commands.push(Command::Request(Request::DescribeTag { tag: name(), description }));
    }
    if let Some(color) = widgets::color_choice(ui, &TAG_COLORS, tag.color) {
        commands.push(Command::Request(Request::RecolorTag { tag: name(), color }));
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.label(RichText::new(view.text("field-shortcut")).color(view.palette.muted));
        for digit in 1..=9u8 {
            let selected = tag.shortcut == Some(digit);
            let text =
                RichText::new(digit.to_string()).color(if selected { view.palette.accent } else { view.palette.muted });
            let button =
                ui.add(egui::Button::new(text).frame(selected).min_size(egui::vec2(20.0, 20.0)).sense(Sense::click()));
            if button.clicked() {
                let shortcut = (!selected).then_some(digit);
                commands.push(Command::Request(Request::SetShortcut { tag: name(), shortcut }));
            }
        }
    });
    let mut close = false;
    ui.horizontal(|ui| {
        if ui.add_enabled(at > 0, egui::Button::new("↑")).on_hover_text(view.text("codebook-up")).clicked() {
            commands.push(Command::Request(Request::MoveTag { tag: name(), to: at.saturating_sub(1) }));
        }
        if ui.add_enabled(at < last, egui::Button::new("↓")).on_hover_text(view.text("codebook-down")).clicked() {
            commands.push(Command::Request(Request::MoveTag { tag: name(), to: at + 1 }));
        }
        let remove = ui.button(view.text("codebook-remove")).on_hover_text(view.text("codebook-remove-hint"));
        if remove.clicked() {
            commands.push(Command::Request(Request::RemoveTag { tag: name() }));
            close = true;
        }
        if ui.button(view.text("button-done")).clicked() {
            close = true;
        }
    });
    ui.add_space(8.0);
    close
}
