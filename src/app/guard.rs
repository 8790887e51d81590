//! A mistake of the program in one place does not take the user's work with it: a panic is caught at the window's edge, what was
//! done is written, and the user is told and goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::App;
use crate::i18n::Message;
use crate::task::Severity;

/// Frames in a row that may break before the panes are put away.
const PATIENCE: u32 = 3;

/// How often drawing has broken lately.
#[derive(Debug, Default)]
pub(super) struct Broken {
    in_a_row: u32,
}

impl Broken {
    /// Whether the panes break each time and are not drawn any more.
    pub(super) fn is_hopeless(&self) -> bool {
        self.in_a_row >= PATIENCE
    }

    /// Tries the panes again.
    pub(super) fn try_again(&mut self) {
        self.in_a_row = 0;
    }
}

impl App {
    /// Does `work`, and if it panics, writes what was done so far and tells the user. Gives back whether it went well.
    ///
    /// What the panes remember may be half changed then, so they begin anew; the session's changes are transactions, which
    /// are applied as a whole or not at all, and its views are made again.
    pub(super) fn guarded(&mut self, work: impl FnOnce(&mut Self)) -> bool {
        let well = catch_unwind(AssertUnwindSafe(|| work(self))).is_ok();
        if well {
            return true;
        }
        self.broken.in_a_row += 1;
        self.window = crate::ui::Window::default();
        self.views = crate::session::Views::default();
        self.keywords_made_for = None;
        self.write_outbox();
        let told = Message::new("work-broke-window");
        if !self.notices.iter().any(|notice| notice.message == told) {
            self.tell(Severity::Error, told);
        }
        false
    }

    /// A frame that went well.
    pub(super) fn went_well(&mut self) {
        if !self.broken.is_hopeless() {
            self.broken.in_a_row = 0;
        }
    }

    /// What is drawn in the place of panes that break each time.
    pub(super) fn draw_broken(&mut self, ui: &mut egui::Ui) {
        egui::CentralPanel::default().show(ui, |ui| {
            ui.add_space(40.0);
            ui.vertical_centered(|ui| {
                ui.heading(self.texts.get("broken-title"));
                ui.add_space(8.0);
                ui.label(self.texts.get("broken-hint"));
                ui.add_space(16.0);
                if ui.button(self.texts.get("broken-again")).clicked() {
                    self.workspace.clear();
                    self.broken.try_again();
                }
                if ui.button(self.texts.get("command-quit")).clicked() {
                    ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Start;
    use crate::jobs::Runner;
    use crate::session::Request;
    use crate::store::read;

    fn app(ctx: &egui::Context, folder: &std::path::Path) -> App {
        let start = Start { default_notebook: Some(folder.join("采访.ron")), ..Start::default() };
        let mut app = App::new(ctx, start, Runner::quiet());
        while app.notebook_path().is_none() {
            app.drain_jobs(ctx);
            std::thread::yield_now();
        }
        app
    }

    #[test]
    fn a_panic_is_told_and_what_was_done_before_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = egui::Context::default();
        let mut app = app(&ctx, folder.path());
        let well = app.guarded(|app| {
            let add = Request::parse("AddTag(name: \"欠薪\")").unwrap();
            app.session.perform(add).unwrap();
            panic!("in a pane");
        });
        assert!(!well && !app.broken.is_hopeless());
        assert!(app.notices.iter().any(|notice| notice.message.id == "work-broke-window"));
        while app.file.as_ref().is_some_and(|file| file.saver.status().saved < app.session.revision()) {
            std::thread::yield_now();
        }
        let notebook = read(&folder.path().join("采访.ron")).unwrap().notebook;
        assert!(notebook.tags().values().any(|tag| tag.name == "欠薪"));
        assert!(app.guarded(|_| {}));
    }

    #[test]
    fn panes_that_break_each_time_are_put_away() {
        let folder = tempfile::tempdir().unwrap();
        let ctx = egui::Context::default();
        let mut app = app(&ctx, folder.path());
        for _ in 0..PATIENCE {
            app.guarded(|_| panic!("in a pane"));
        }
        assert!(app.broken.is_hopeless());
        assert_eq!(app.notices.iter().filter(|notice| notice.message.id == "work-broke-window").count(), 1);
        app.broken.try_again();
        assert!(!app.broken.is_hopeless());
    }
}
