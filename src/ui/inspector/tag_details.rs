//! What can be changed of one tag: path, description, colour, shortcut, place.

use egui::{RichText, Sense, Ui};

use crate::notebook::Tag;
use crate::session::{Request, TAG_COLORS};
use crate::ui::command::{Command, Commands};
use crate::ui::tag_chooser::TagChoice;
use crate::ui::theme::parse_color;
use crate::ui::view::View;
use crate::ui::widgets;

/// Names of [`TAG_COLORS`]: colour is never the only sign, not even of a colour.
const COLOR_NAMES: [&str; TAG_COLORS.len()] = [
    "color-vermilion",
    "color-teal",
    "color-cobalt",
    "color-amber",
    "color-purple",
    "color-sky",
    "color-maroon",
    "color-leaf",
];

/// The fields of a tag while its details are open.
pub(super) struct TagDraft {
    name: String,
    description: String,
}

impl TagDraft {
    /// What they hold at first.
    pub(super) fn of(tag: &Tag) -> Self {
        Self { name: tag.name.clone(), description: tag.description.clone() }
    }
}

/// Draws the fields; tells whether they are to be closed.
pub(super) fn details(ui: &mut Ui, view: &View<'_>, tag: &Tag, draft: &mut TagDraft, commands: &mut Commands) -> bool {
    let name = || tag.name.clone();
    let field = view.text("field-tag-name");
    let response = ui.add(egui::TextEdit::singleline(&mut draft.name).desired_width(f32::INFINITY));
    let response = response.on_hover_text(view.text("field-tag-name-hint"));
    widgets::name_field(&response, &field);
    if response.lost_focus() && draft.name.trim() != tag.name {
        commands.push(Command::Request(Request::RenameTag { tag: name(), to: draft.name.clone() }));
    } else if !response.has_focus() && draft.name != tag.name {
        // It was moved or renamed from elsewhere.
        draft.name.clone_from(&tag.name);
    }
    let hint = view.text("hint-tag-description");
    let edit = egui::TextEdit::multiline(&mut draft.description).hint_text(hint.as_str()).desired_rows(2);
    let response = ui.add(edit.desired_width(f32::INFINITY));
    widgets::name_field(&response, &hint);
    if response.lost_focus() && draft.description != tag.description {
        let description = draft.description.clone();
        commands.push(Command::Request(Request::DescribeTag { tag: name(), description }));
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (code, id) in TAG_COLORS.iter().zip(COLOR_NAMES) {
            let (Some(shown), Ok(color)) = (parse_color(code), code.parse()) else { continue };
            let called = view.text(id);
            let swatch = widgets::swatch(ui, shown, color == tag.color, &format!("{called} {code}"));
            if swatch.on_hover_text(called).clicked() {
                commands.push(Command::Request(Request::RecolorTag { tag: name(), color }));
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.label(RichText::new(view.text("field-shortcut")).color(view.palette.muted));
        for digit in 1..=9u8 {
            let selected = tag.shortcut == Some(digit);
            let others = view.session.notebook().tags().values();
            let taken = others.into_iter().find(|other| other.shortcut == Some(digit) && other.id != tag.id);
            let color = match (selected, taken) {
                (true, _) => view.palette.accent,
                (false, Some(_)) => view.palette.faint,
                (false, None) => view.palette.ink,
            };
            let text = RichText::new(digit.to_string()).color(color);
            let button =
                ui.add(egui::Button::new(text).frame(selected).min_size(egui::vec2(20.0, 20.0)).sense(Sense::click()));
            let button = match taken {
                Some(other) => {
                    // Whose it is: it is taken from that tag.
                    let dot = button.rect.center_bottom() - egui::vec2(0.0, 1.0);
                    ui.painter().circle_filled(dot, 2.5, widgets::color32(other.color));
                    button.on_hover_text(&other.name)
                }
                None => button,
            };
            if button.clicked() {
                let shortcut = (!selected).then_some(digit);
                commands.push(Command::Request(Request::SetShortcut { tag: name(), shortcut }));
            }
        }
    });
    let mut close = false;
    ui.horizontal_wrapped(|ui| {
        if ui.button(view.text("codebook-move")).on_hover_text(view.text("command-move-tag")).clicked() {
            commands.push(Command::ChooseTag(TagChoice::Move(Some(name()))));
        }
        if ui.button(view.text("codebook-merge")).on_hover_text(view.text("command-merge-tags")).clicked() {
            commands.push(Command::ChooseTag(TagChoice::Merge(Some(name()))));
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
    close
}
