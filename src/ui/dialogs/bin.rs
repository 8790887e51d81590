//! The bin: what was deleted, by whom and when, to be brought back or to be deleted for good.

use egui::{RichText, ScrollArea, Ui};
use jiff::tz::TimeZone;

use super::{DialogState, title};
use crate::i18n::Message;
use crate::notebook::Revision;
use crate::session::{BinItem, BinRow, Request};
use crate::ui::command::{Command, Commands};
use crate::ui::theme;
use crate::ui::view::{View, labelled};

/// Height of a row, in points.
const ROW_PX: f32 = 28.0;

/// The dialog.
#[derive(Clone, Debug, Default)]
pub struct Bin {
    /// What lies in it, as of a revision.
    rows: Option<(Revision, Vec<BinRow>)>,
    /// The user has asked to empty it and is asked back.
    emptying: bool,
}

impl Bin {
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, state: &mut DialogState, commands: &mut Commands) {
        ui.set_width(620.0);
        title(ui, &view.text("bin-title"));
        let revision = view.session.revision();
        let rows = match &mut self.rows {
            Some((of, rows)) if *of == revision => rows,
            rows => &mut rows.insert((revision, view.session.bin())).1,
        };
        let hint = if rows.is_empty() { "bin-empty" } else { "bin-hint" };
        ui.label(RichText::new(view.text(hint)).color(view.palette.muted));
        ui.add_space(8.0);
        let height = ui.ctx().content_rect().height() * 0.5;
        let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        area.show_rows(ui, ROW_PX, rows.len(), |ui, shown| {
            for row in rows.get(shown).unwrap_or_default() {
                item(ui, view, row, commands);
            }
        });
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            if self.emptying {
                ui.label(view.say(&Message::new("bin-empty-sure").with("count", rows.len())));
                if ui.add(theme::primary_button(&view.palette, view.text("bin-empty-yes"))).clicked() {
                    commands.push(Command::Request(Request::EmptyBin));
                    self.emptying = false;
                }
                if ui.button(view.text("button-cancel")).clicked() {
                    self.emptying = false;
                }
            } else {
                if ui.add_enabled(!rows.is_empty(), egui::Button::new(view.text("bin-empty-all"))).clicked() {
                    self.emptying = true;
                }
                if ui.button(view.text("button-close")).clicked() {
                    *state = DialogState::Closed;
                }
            }
        });
    }
}

fn item(ui: &mut Ui, view: &View<'_>, row: &BinRow, commands: &mut Commands) {
    let what = view.say(&row.label);
    let what = if row.what.is_empty() { what } else { format!("{what}　{}", crate::library::shown(&row.what)) };
    let when = row.at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    ui.horizontal(|ui| {
        ui.set_height(ROW_PX - ui.spacing().item_spacing.y);
        let restore = labelled(
            ui.button(view.text("button-bring-back")),
            &format!("{}：{what}", view.text("button-bring-back")),
            false,
        );
        if restore.clicked() {
            commands.push(match row.item {
                BinItem::Records(binned) => Command::Request(Request::RestoreBinned { binned }),
                BinItem::Source(source) => Command::BringBack(source),
            });
        }
        let by = if row.by.is_empty() { when } else { format!("{} {when}", row.by) };
        let width = (ui.available_width() - 190.0).max(80.0);
        ui.add_sized([width, ROW_PX - 6.0], egui::Label::new(&what).truncate().halign(egui::Align::Min));
        ui.label(RichText::new(by).color(view.palette.muted).small());
    });
}
