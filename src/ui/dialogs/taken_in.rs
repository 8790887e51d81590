//! What came in from a file, and what did not.

use std::path::PathBuf;

use egui::{RichText, ScrollArea, Ui};

use super::{DialogState, title};
use crate::i18n::Message;
use crate::library::shown_path;
use crate::session::Action;
use crate::ui::command::{Command, Commands};
use crate::ui::theme;
use crate::ui::view::View;

/// The dialog.
#[derive(Clone, Debug)]
pub struct TakenInDialog {
    path: PathBuf,
    outcome: Message,
    notices: Vec<Message>,
    is_changed: bool,
    /// The keyboard is to come to it.
    takes_keyboard: bool,
}

impl TakenInDialog {
    /// What came of the file at `path`; `notices` tell what was left out, found elsewhere, or is doubtful. Where something has
    /// changed, it can be undone.
    #[must_use]
    pub fn new(path: PathBuf, outcome: Message, notices: Vec<Message>, is_changed: bool) -> Self {
        Self { path, outcome, notices, is_changed, takes_keyboard: true }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, state: &mut DialogState, commands: &mut Commands) {
        ui.set_width(560.0);
        title(ui, &view.text("taken-in-title"));
        ui.label(RichText::new(shown_path(&self.path)).color(view.palette.muted).small());
        ui.add_space(6.0);
        ui.label(view.say(&self.outcome));
        ui.add_space(6.0);
        if self.notices.is_empty() {
            ui.label(RichText::new(view.text("taken-in-whole")).color(view.palette.muted));
        }
        let height = ui.ctx().content_rect().height() * 0.5;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for notice in &self.notices {
                ui.label(RichText::new(view.say(notice)).color(view.palette.warning));
            }
        });
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let close = ui.add(theme::primary_button(&view.palette, view.text("button-close")));
            if std::mem::take(&mut self.takes_keyboard) {
                close.request_focus();
            }
            if close.clicked() {
                *state = DialogState::Closed;
            }
            let undo = egui::Button::new(view.text("taken-in-undo"));
            let undo = ui.add_enabled(self.is_changed, undo).on_hover_text(view.help(Action::Undo));
            if undo.clicked() {
                commands.push(Command::Do(Action::Undo));
                *state = DialogState::Closed;
            }
        });
    }
}
