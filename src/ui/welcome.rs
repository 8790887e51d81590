//! The card that a user finds at the first start: five lines on what to do, gone for good with one click.

use egui::{Align2, Area, Frame, Id, Order, RichText, Ui, vec2};

use super::command::{Command, Commands};
use super::theme;
use super::view::View;

/// The lines, each with the keys that stand before it.
const LINES: [(&str, &str); 5] = [
    ("Ctrl+O", "welcome-open"),
    ("1–9 T", "welcome-tag"),
    ("N", "welcome-comment"),
    ("Ctrl+K", "welcome-palette"),
    ("Ctrl+E", "welcome-export"),
];

/// Draws the card above the reader's lower right corner.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let palette = &view.palette;
    let place = vec2(-(ui.ctx().content_rect().width() * 0.22).clamp(220.0, 360.0), -44.0);
    Area::new(Id::unique("welcome")).order(Order::Middle).anchor(Align2::RIGHT_BOTTOM, place).show(ui.ctx(), |ui| {
        let frame = Frame::popup(ui.style()).fill(palette.card).inner_margin(16);
        frame.show(ui, |ui| {
            ui.set_width(330.0);
            ui.label(RichText::new(view.text("welcome-title")).heading());
            ui.add_space(6.0);
            egui::Grid::new("welcome").num_columns(2).spacing([14.0, 7.0]).show(ui, |ui| {
                for (keys, id) in LINES {
                    super::widgets::key_cap(ui, keys);
                    ui.label(RichText::new(view.text(id)).color(palette.ink));
                    ui.end_row();
                }
            });
            ui.add_space(10.0);
            if ui.add(theme::primary_button(palette, view.text("welcome-done"))).clicked() {
                commands.push(Command::Welcomed);
            }
        });
    });
}
