//! Earlier versions of the notebook: when, how much is in them, how they differ from now.

use std::path::PathBuf;

use egui::{Key, RichText, ScrollArea, Ui};

use super::{DialogState, title};
use crate::i18n::Message;
use crate::library::shown_path;
use crate::store::{Aside, BackupEntry, BackupFacts};
use crate::ui::command::{Command, Commands};
use crate::ui::theme;
use crate::ui::view::{View, labelled};

/// A version that can be brought back.
#[derive(Clone, Debug)]
pub struct BackupRow {
    /// Where it lies, when and why it was made.
    pub entry: BackupEntry,
    /// What is in it, or why it cannot be read.
    pub facts: Result<BackupFacts, Message>,
}

/// The dialog: empty until a job has read the versions.
#[derive(Clone, Debug, Default)]
pub struct Backups {
    /// The versions, the latest first, once they are read; or why they cannot be.
    pub rows: Option<Result<Vec<BackupRow>, Message>>,
    /// Files that were put beside the notebook.
    pub aside: Vec<Aside>,
    chosen: Option<PathBuf>,
}

impl Backups {
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, state: &mut DialogState, commands: &mut Commands) {
        ui.set_width(620.0);
        title(ui, &view.text("backups-title"));
        ui.label(RichText::new(view.text("backups-hint")).color(view.palette.muted));
        ui.add_space(8.0);
        match &self.rows {
            None => {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(view.text("backups-reading"));
                });
            }
            Some(Err(why)) => {
                ui.label(view.say(why));
            }
            Some(Ok(rows)) if rows.is_empty() && self.aside.is_empty() => {
                ui.label(view.text("backups-none"));
            }
            Some(Ok(rows)) => {
                let readable = || rows.iter().filter(|row| row.facts.is_ok()).map(|row| &row.entry.path);
                if self.chosen.is_none() && self.aside.is_empty() {
                    self.chosen = readable().next().cloned();
                }
                let steps = ui.input_mut(|input| {
                    let mut key = |key| input.consume_key(egui::Modifiers::NONE, key);
                    isize::from(key(Key::ArrowDown)) - isize::from(key(Key::ArrowUp))
                });
                let mut is_moved = false;
                if steps != 0 {
                    let all: Vec<&PathBuf> = readable().collect();
                    let here = all.iter().position(|path| Some(*path) == self.chosen.as_ref());
                    let next = here.map_or(0, |at| at.saturating_add_signed(steps).min(all.len().saturating_sub(1)));
                    self.chosen = all.get(next).copied().cloned();
                    is_moved = true;
                }
                let height = ui.ctx().content_rect().height() * 0.5;
                ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                    self.chosen = show_aside(ui, view, &self.aside, self.chosen.take());
                    for row in rows {
                        let selected = self.chosen.as_ref() == Some(&row.entry.path);
                        let said = sentence(view, row);
                        let response = ui.add_enabled(row.facts.is_ok(), egui::Button::selectable(selected, said));
                        if response.clicked() {
                            self.chosen = Some(row.entry.path.clone());
                        }
                        if selected && is_moved {
                            response.scroll_to_me(None);
                        }
                    }
                });
            }
        }
        ui.add_space(10.0);
        let is_free = ui.memory(|memory| memory.focused()).is_none();
        let entered = is_free && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
        ui.horizontal(|ui| {
            let restore = theme::primary_button(&view.palette, view.text("backups-restore"));
            let response = ui.add_enabled(self.chosen.is_some(), restore);
            let response = labelled(response, &view.text("backups-restore"), false);
            if (response.on_hover_text(view.text("backups-restore-hint")).clicked() || entered)
                && let Some(path) = self.chosen.take()
            {
                commands.push(Command::RestoreVersion(path));
                *state = DialogState::Closed;
            }
            if ui.button(view.text("button-close")).clicked() {
                *state = DialogState::Closed;
            }
        });
    }
}

/// What was put beside the notebook, of which whatever is a notebook can be chosen, too.
fn show_aside(ui: &mut Ui, view: &View<'_>, aside: &[Aside], chosen: Option<PathBuf>) -> Option<PathBuf> {
    let mut chosen = chosen;
    for file in aside {
        let said = format!("{}　{}", view.say(&file.kind.message()), shown_path(&file.path));
        let selected = chosen.as_ref() == Some(&file.path);
        if ui.add_enabled(file.is_notebook, egui::Button::selectable(selected, said).wrap()).clicked() {
            chosen = Some(file.path.clone());
        }
    }
    if !aside.is_empty() {
        ui.separator();
    }
    chosen
}

fn sentence(view: &View<'_>, row: &BackupRow) -> String {
    let time = row.entry.made_shown();
    let kind = view.say(&row.entry.kind.message());
    let what = match &row.facts {
        Ok(facts) => view.say(&facts.message()),
        Err(why) => view.say(why),
    };
    format!("{time}　{kind}　{what}")
}
