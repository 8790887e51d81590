//! Notebooks: opening, making, writing, closing.

use std::path::PathBuf;

use super::work::{OpenedNotebook, PagesFor, PagesFrom, Then, pending};
use super::{App, OpenFile};
use crate::i18n::Message;
use crate::jobs::dialogs::{Answer, Ask, ask};
use crate::jobs::{Runner, Saver};
use crate::library::{sample_by_id, samples};
use crate::notebook::{Notebook, NotebookId, Revision};
use crate::page::SourceId;
use crate::session::Action;
use crate::store::{Store, StoreError, backups, first_there, free_path, same_file};
use crate::task::{Diagnostic, Severity};
use crate::ui::{Command, Dialog, PathPurpose};

/// A journal longer than this is folded into the file.
const FULL_SAVE_JOURNAL_BYTES: u64 = 1 << 20;

/// Opens the notebook at `path`, or makes it. With `or_beside`, one that another window holds is left alone and a new one is
/// made beside it.
fn open_or_make(path: PathBuf, or_beside: bool, then: Then) -> OpenedNotebook {
    let make = |path: &PathBuf| {
        let notebook = Notebook::new(NotebookId::generate());
        let store = Store::create(path, &notebook)?;
        Ok(crate::store::Opened { store, notebook, notices: Vec::new() })
    };
    let found = Store::open(&path);
    let is_new = matches!(found, Err(StoreError::NotFound { .. }));
    let result = if is_new { make(&path) } else { found };
    if or_beside && matches!(result, Err(StoreError::Locked { .. })) {
        let beside = free_path(&path);
        let result = make(&beside);
        return OpenedNotebook { path: beside, result, has_backup: false, is_new: true, then };
    }
    let has_backup = result.is_err() && backups(&path).is_ok_and(|found| !found.is_empty());
    OpenedNotebook { path, result, has_backup, is_new, then }
}

impl App {
    /// Opens what the command line names, or what was open last, or the user's first notebook.
    pub(super) fn begin(&mut self, named: Option<PathBuf>, paths: Vec<PathBuf>) {
        let is_named = named.is_some();
        let usual = [self.settings.last_notebook.clone(), self.default_notebook.clone()].into_iter().flatten();
        let candidates = named.map_or_else(|| usual.collect(), |named| vec![named]);
        if candidates.is_empty() {
            self.tell(Severity::Error, Message::new("no-data-folder"));
            return;
        }
        let then = if paths.is_empty() { Then::Own { samples: !is_named } } else { Then::Paths(paths) };
        let job = self
            .runner
            .start("notebook", move |_, _| open_or_make(first_there(candidates).unwrap_or_default(), !is_named, then));
        self.work.notebook = pending((), job);
    }

    /// Opens another notebook; what is open is written and closed first.
    pub(super) fn open_notebook(&mut self, path: PathBuf) {
        if self.file.as_ref().is_some_and(|file| same_file(&file.path, &path)) {
            return;
        }
        if self.tells_of_unsaved() {
            return;
        }
        let then = Then::Own { samples: false };
        let job = self.runner.start("notebook", move |_, _| {
            let opened = Store::open(&path);
            let has_backup = opened.is_err() && backups(&path).is_ok_and(|found| !found.is_empty());
            OpenedNotebook { path, result: opened, has_backup, is_new: false, then }
        });
        self.work.notebook = pending((), job);
    }

    /// Makes a new notebook at `path` and opens it. A file that is there stays as it is, and the user is told.
    pub(super) fn new_notebook(&mut self, path: PathBuf) {
        if self.tells_of_unsaved() {
            return;
        }
        let then = Then::Own { samples: false };
        let job = self.runner.start("notebook", move |_, _| {
            let notebook = Notebook::new(NotebookId::generate());
            let result = Store::create(&path, &notebook);
            let result = result.map(|store| crate::store::Opened { store, notebook, notices: Vec::new() });
            OpenedNotebook { path, result, has_backup: false, is_new: true, then }
        });
        self.work.notebook = pending((), job);
    }

    /// A notebook whose edits cannot be written is not left for another: they would be gone. Tells why.
    fn tells_of_unsaved(&mut self) -> bool {
        let failing = self.file.as_ref().and_then(|file| file.saver.status().failing);
        let is_failing = failing.is_some();
        self.notices.extend(failing.map(|why| Diagnostic::new(Severity::Error, why)));
        is_failing
    }

    pub(super) fn restore_backup(&mut self, path: PathBuf) {
        let then = Then::Own { samples: false };
        let job = self.runner.start("notebook", move |_, _| {
            let result = Store::restore(&path);
            OpenedNotebook { path, result, has_backup: false, is_new: false, then }
        });
        self.work.notebook = pending((), job);
    }

    pub(super) fn notebook_opened(&mut self, opened: OpenedNotebook) {
        let OpenedNotebook { path, result, has_backup, is_new, then } = opened;
        let whole = match result {
            Ok(whole) => whole,
            Err(error) => {
                self.window.dialog = Some(Dialog::Unopened { path, why: error.message(), has_backup });
                if self.file.is_none() {
                    // Work can begin all the same, in a notebook of its own beside the one that does not open.
                    self.begin_beside(then);
                }
                return;
            }
        };
        self.notices.extend(whole.notices);
        let revision = whole.notebook.revision;
        let saver = Saver::start(&self.runner, whole.store, revision);
        self.session.switch_notebook(whole.notebook);
        self.session.close_pages();
        self.workspace.clear();
        self.suggestions = None;
        self.said = None;
        self.wants_first_list = is_new;
        self.put_file(path, saver, revision);
        match then {
            Then::Paths(paths) => self.read_pages(PagesFor::User, PagesFrom::Paths(paths)),
            Then::Own { samples } => self.read_own_pages(samples),
        }
    }

    /// A notebook to go on with where the wanted one does not open.
    fn begin_beside(&mut self, then: Then) {
        if let Some(path) = self.default_notebook.clone() {
            let job = self.runner.start("notebook", move |_, _| open_or_make(free_path(&path), true, then));
            self.work.notebook = pending((), job);
        }
    }

    /// Opens the sources of the notebook that are not removed; with `or_samples`, the samples if it has none.
    fn read_own_pages(&mut self, or_samples: bool) {
        if or_samples && self.session.notebook().sources().is_empty() {
            self.read_pages(PagesFor::User, PagesFrom::Samples(samples()));
        } else {
            self.read_missing_pages();
        }
    }

    /// Opens the sources of the notebook that are neither removed nor open, as far as they are where they were.
    pub(super) fn read_missing_pages(&mut self) {
        let records: Vec<_> = self.session.missing_sources().collect();
        let samples: Vec<_> = records.iter().filter_map(|record| sample_by_id(record.id)).collect();
        let known: Vec<SourceId> = samples.iter().map(|sample| sample.id).collect();
        let others = records.iter().filter(|record| !known.contains(&record.id));
        // Files that are gone are no news, the library lists their sources as missing.
        let paths: Vec<Vec<String>> = others.map(|record| record.paths.clone()).filter(|it| !it.is_empty()).collect();
        if !samples.is_empty() || !paths.is_empty() {
            self.read_pages(PagesFor::Notebook, PagesFrom::Known(samples, paths));
        }
    }

    /// Makes this file the notebook's; the one before is written and closed.
    pub(super) fn put_file(&mut self, path: PathBuf, saver: Saver, saved_whole: Revision) {
        let old = self.file.replace(OpenFile { path: path.clone(), saver, saved_whole });
        if let Some(old) = old {
            // Its last entries may still be on their way to the disk: not a thing to wait for in a frame.
            self.work.closing.push(self.runner.start("close", move |_, _| old.saver.close()));
        }
        self.settings.last_notebook = Some(path);
        self.save_settings();
    }

    /// Hands what was done to the saver.
    pub(super) fn write_outbox(&mut self) {
        let entries = self.session.take_outbox();
        let Some(file) = &mut self.file else { return };
        if !entries.is_empty() {
            if let Some(save_as) = &mut self.work.save_as {
                save_as.about_mut().since.extend(entries.iter().cloned());
            }
            file.saver.append(entries);
        }
        if file.saver.status().journal_bytes > FULL_SAVE_JOURNAL_BYTES && file.saved_whole < self.session.revision() {
            file.saved_whole = self.session.revision();
            file.saver.save(self.session.notebook().clone());
        }
    }

    /// Writes the notebook in full.
    pub(super) fn save_now(&mut self) {
        self.write_outbox();
        if let Some(file) = &mut self.file {
            file.saved_whole = self.session.revision();
            file.saver.save(self.session.notebook().clone());
            self.said = Some(Message::new("said-saved"));
        }
    }

    /// Writes what is left and closes the notebook.
    pub fn close_file(&mut self) {
        self.write_outbox();
        if let Some(file) = self.file.take() {
            if file.saved_whole < self.session.revision() {
                file.saver.save(self.session.notebook().clone());
            }
            if let Err(why) = file.saver.close() {
                self.notices.push(Diagnostic::new(Severity::Error, why));
            }
        }
        self.finish_writing();
    }

    /// The user closes the window: nothing is asked, unless something is not on the disk and cannot be put there.
    pub(super) fn close_if_asked(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.window.quit_anyway {
            return;
        }
        let failing = self.file.as_ref().and_then(|file| file.saver.status().failing);
        if let Some(why) = failing {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.window.dialog = Some(Dialog::Unsaved(why));
        }
    }

    /// Asks for a path: in a dialog of the system, or, without one, in a field.
    pub(super) fn ask_for(&mut self, purpose: PathPurpose) {
        let proposed = self.proposed_name(&purpose);
        if !self.system_dialogs {
            self.window.dialog = Some(Dialog::Path { purpose, text: proposed });
            return;
        }
        if self.work.dialog.is_some() {
            return;
        }
        let (what, title) = match &purpose {
            PathPurpose::Pages => (Ask::Files, "path-pages"),
            PathPurpose::Notebook => (Ask::Notebook, "path-notebook"),
            PathPurpose::NewNotebook => (Ask::SaveAs(proposed), "path-new-notebook"),
            PathPurpose::SaveAs => (Ask::SaveAs(proposed), "path-save-as"),
            PathPurpose::Export(_) => (Ask::SaveAs(proposed), "path-export"),
            PathPurpose::Article => (Ask::SaveAs(proposed), "path-article"),
            PathPurpose::Locate(_) => (Ask::Files, "path-locate"),
        };
        self.start_dialog(purpose, what, title);
    }

    /// Asks for a folder with pages.
    pub(super) fn ask_for_folder(&mut self) {
        if self.system_dialogs {
            self.start_dialog(PathPurpose::Pages, Ask::Folder, "command-open-folder");
        } else {
            self.ask_for(PathPurpose::Pages);
        }
    }

    fn start_dialog(&mut self, purpose: PathPurpose, what: Ask, title: &str) {
        let kinds = [self.texts.get("kind-pages"), self.texts.get("kind-notebooks")];
        let runner: &Runner = &self.runner;
        self.work.dialog = pending(purpose, ask(runner, what, self.texts.get(title), kinds));
    }

    /// The name that a new file is given unless the user says otherwise.
    fn proposed_name(&self, purpose: &PathPurpose) -> String {
        match purpose {
            PathPurpose::Pages | PathPurpose::Notebook | PathPurpose::Locate(_) => String::new(),
            PathPurpose::NewNotebook | PathPurpose::SaveAs => {
                format!("{}.ron", self.texts.get("notebook-new-name"))
            }
            PathPurpose::Export(_) => format!("{}.md", self.notebook_name()),
            PathPurpose::Article => {
                let article = self.workspace.active().article.and_then(|id| self.session.article(id));
                let title = article.map_or_else(String::new, |(page, at)| page.articles[at].title.clone());
                let safe: String = title.chars().filter(|ch| !"/\\:*?\"<>|\n".contains(*ch)).take(40).collect();
                format!("{safe}.md")
            }
        }
    }

    pub(super) fn dialog_answered(&mut self, ctx: &egui::Context, purpose: PathPurpose, answer: Answer) {
        match answer {
            Answer::Cancelled => {}
            Answer::Unavailable => {
                self.system_dialogs = false;
                self.ask_for(purpose);
            }
            Answer::Chosen(paths) if purpose == PathPurpose::Pages => self.act(ctx, Command::OpenPaths(paths)),
            Answer::Chosen(paths) => {
                for path in paths.into_iter().take(1) {
                    self.act(ctx, Command::PathGiven(purpose.clone(), path));
                }
            }
        }
    }

    /// What was dropped on the window.
    pub(super) fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        let paths: Vec<PathBuf> = dropped.into_iter().map(|file| file.path().to_owned()).collect();
        let (notebooks, pages): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| path.extension().is_some_and(|extension| extension == "ron"));
        if let Some(notebook) = notebooks.into_iter().next() {
            self.open_notebook(notebook);
        }
        if !pages.is_empty() {
            self.act(ctx, Command::OpenPaths(pages));
        }
    }

    /// A command that only asks for a path.
    pub(super) fn purpose_of(action: Action) -> Option<PathPurpose> {
        match action {
            Action::OpenFiles => Some(PathPurpose::Pages),
            Action::NewNotebook => Some(PathPurpose::NewNotebook),
            Action::OpenNotebook => Some(PathPurpose::Notebook),
            Action::SaveAs => Some(PathPurpose::SaveAs),
            Action::SaveArticle => Some(PathPurpose::Article),
            _ => None,
        }
    }
}
