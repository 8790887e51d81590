//! The card that a user finds at the first start: five lines on what to do, gone for good with one click. It stands below the
//! annotations, where there are none yet, and covers nothing.

use egui::{Frame, Margin, Panel, RichText, Stroke, Ui, vec2};

use super::command::{Command, Commands};
use super::view::View;
use super::{fonts, theme, widgets};

/// The lines, each with the keys that stand before it.
const LINES: [(&str, &str); 5] = [
    ("Ctrl+O", "welcome-open"),
    ("1–9 T", "welcome-tag"),
    ("N", "welcome-comment"),
    ("Ctrl+K", "welcome-palette"),
    ("Ctrl+E", "welcome-export"),
];
/// Width of the place for the keys.
const KEYS_PX: f32 = 62.0;

/// Takes the lower part of the right panel for the card.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let palette = &view.palette;
    let room = Frame::new().fill(palette.chrome).inner_margin(Margin { left: 12, right: 12, top: 6, bottom: 12 });
    Panel::bottom("welcome").resizable(false).show_separator_line(false).frame(room).show(ui, |ui| {
        let card = Frame::new().fill(palette.card).inner_margin(12).corner_radius(5);
        card.stroke(Stroke::new(1.0, palette.line)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(view.text("welcome-title")).font(fonts::serif_bold(16.0)).color(palette.accent));
            ui.add_space(4.0);
            for (keys, id) in LINES {
                ui.horizontal_top(|ui| {
                    ui.allocate_ui(vec2(KEYS_PX, 20.0), |ui| {
                        ui.set_min_width(KEYS_PX);
                        widgets::key_cap(ui, keys);
                    });
                    ui.vertical(|ui| ui.label(RichText::new(view.text(id)).color(palette.ink)));
                });
            }
            ui.add_space(6.0);
            if ui.add(theme::primary_button(palette, view.text("welcome-done"))).clicked() {
                commands.push(Command::Welcomed);
            }
        });
    });
}
