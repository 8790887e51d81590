//! Notebooks: opening, making, writing, closing.

use std::path::{Path, PathBuf};

use super::drafts::{DRAFT_ENDINGS, IMPORT_ENDINGS};
use super::work::{OpenedAs, OpenedNotebook, Opening, PagesFor, PagesFrom, Then, pending};
use super::{App, LookedAt, OpenFile};
use crate::exchange::KeywordsFormat;
use crate::i18n::Message;
use crate::jobs::dialogs::{Answer, Ask, ask};
use crate::jobs::{Runner, Saver};
use crate::library::{sample_by_id, samples, shown_path};
use crate::notebook::{History, Notebook, NotebookId, Revision};
use crate::page::SourceId;
use crate::session::Action;
use crate::store::{
    Opened, Opener, StoreError, backups, first_there, free_path, kept_aside, numbered_paths, read_newer, same_file,
};
use crate::task::{Diagnostic, Severity};
use crate::ui::{BackupRow, Command, Dialog, PathPurpose};

/// How many notebooks are tried where the wanted one does not open.
const MOST_BESIDE: usize = 20;

fn make(opener: &Opener, path: &Path) -> Opening {
    opener.create_empty(path).map(OpenedAs::from)
}

/// Opens the notebook at `path` to be changed; where another window holds it, it was written by a later version, or it must
/// not be written, to be looked at.
fn open_or_look(opener: &Opener, path: &Path) -> Opening {
    let error = match opener.open(path) {
        Ok(opened) => return Ok(opened.into()),
        Err(error) => error,
    };
    match &error {
        StoreError::NewerFormat { .. } => {
            let understood = read_newer(path)?;
            let why =
                Message::new("read-only-newer").with("format", understood.format).with("count", understood.left_out);
            let (notebook, notices) = (understood.notebook, Vec::new());
            let opened = Opened { store: (), notebook, history: History::default(), notices };
            Ok(OpenedAs::ToLook(Box::new(opened), why))
        }
        StoreError::Locked { .. } => Ok(OpenedAs::ToLook(Box::new(opener.read(path)?), error.message())),
        StoreError::Io { source, .. } if is_refusal(source.kind()) => match opener.read(path) {
            Ok(opened) => Ok(OpenedAs::ToLook(Box::new(opened), error.message())),
            Err(_) => Err(error),
        },
        _ => Err(error),
    }
}

/// Whether a file can perhaps be read though it must not be written.
fn is_refusal(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(kind, PermissionDenied | ReadOnlyFilesystem | StorageFull | QuotaExceeded)
}

/// Opens the notebook at `path`, or makes it; tells whether it made it.
fn open_or_make(opener: &Opener, path: &Path) -> (Opening, bool) {
    match open_or_look(opener, path) {
        Err(StoreError::NotFound { .. }) => (make(opener, path), true),
        found => (found, false),
    }
}

/// A notebook to work in where the wanted one does not open: the usual one, or the first beside it that no other window
/// holds and that can be read. It is not the one to begin with at the next start.
fn open_beside(opener: &Opener, usual: &Path, then: Then) -> OpenedNotebook {
    let mut tried = numbered_paths(usual).take(MOST_BESIDE).map(|path| {
        let opening = open_or_make(opener, &path);
        (path, opening)
    });
    let found = tried.find(|(_, (result, _))| matches!(result, Ok(OpenedAs::Whole(_))));
    let (path, (result, is_new)) = found.unwrap_or_else(|| (usual.to_owned(), open_or_make(opener, usual)));
    OpenedNotebook { path, result, has_backup: false, is_new, is_chosen: false, notices: Vec::new(), then }
}

fn has_backup(result: &Opening, path: &Path) -> bool {
    result.as_ref().is_err_and(StoreError::is_damage) && backups(path).is_ok_and(|found| !found.is_empty())
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
        let opener = self.opener();
        let job = self.runner.start("notebook", move |_, _| {
            let path = first_there(candidates).unwrap_or_default();
            let (result, is_new) = open_or_make(&opener, &path);
            let has_backup = has_backup(&result, &path);
            OpenedNotebook { path, result, has_backup, is_new, is_chosen: true, notices: Vec::new(), then }
        });
        self.work.notebook = pending((), job);
    }

    /// Opens notebooks in the user's name.
    pub(super) fn opener(&self) -> Opener {
        Opener::new(self.settings.author.clone())
    }

    /// Opens another notebook; what is open is written and closed first.
    pub(super) fn open_notebook(&mut self, path: PathBuf) {
        if self.file.as_ref().is_some_and(|file| same_file(&file.path, &path)) {
            return;
        }
        if self.tells_of_unsaved() {
            return;
        }
        let (then, opener) = (Then::Own { samples: false }, self.opener());
        let job = self.runner.start("notebook", move |_, _| {
            let result = open_or_look(&opener, &path);
            let has_backup = has_backup(&result, &path);
            OpenedNotebook { path, result, has_backup, is_new: false, is_chosen: true, notices: Vec::new(), then }
        });
        self.work.notebook = pending((), job);
    }

    /// Makes a new notebook at `path` and opens it. A file that is there stays as it is, and the user is told.
    pub(super) fn new_notebook(&mut self, path: PathBuf) {
        if self.tells_of_unsaved() {
            return;
        }
        let (then, opener) = (Then::Own { samples: false }, self.opener());
        let job = self.runner.start("notebook", move |_, _| {
            let result = make(&opener, &path);
            OpenedNotebook { path, result, has_backup: false, is_new: true, is_chosen: true, notices: Vec::new(), then }
        });
        self.work.notebook = pending((), job);
    }

    /// Makes a new notebook where one was moved or deleted; what is left of that one is kept under another name.
    pub(super) fn begin_anew(&mut self, path: PathBuf) {
        if self.tells_of_unsaved() {
            return;
        }
        let (then, opener) = (Then::Own { samples: false }, self.opener());
        let job = self.runner.start("notebook", move |_, _| {
            let notebook = Notebook::new(NotebookId::generate());
            let made = opener.create_in_place_of(&path, &notebook);
            let mut notices = Vec::new();
            let result = made.map(|(store, aside)| {
                let kept = aside.map(|aside| Message::new("said-kept-aside").with("path", shown_path(&aside)));
                notices.extend(kept.map(|kept| Diagnostic::new(Severity::Info, kept)));
                Opened { store, notebook, history: History::default(), notices: Vec::new() }.into()
            });
            OpenedNotebook { path, result, has_backup: false, is_new: true, is_chosen: true, notices, then }
        });
        self.work.notebook = pending((), job);
    }

    /// A notebook whose edits cannot be written is not left for another: they would be gone. Tells why.
    fn tells_of_unsaved(&mut self) -> bool {
        let failing = self.file.as_ref().and_then(|file| file.saver.status().failing);
        let is_failing = failing.is_some();
        self.notices.extend(failing.map(|failing| Diagnostic::new(Severity::Error, failing.why)));
        is_failing
    }

    pub(super) fn restore_backup(&mut self, path: PathBuf) {
        let (then, opener) = (Then::Own { samples: false }, self.opener());
        let job = self.runner.start("notebook", move |_, _| {
            let result = opener.restore(&path).map(OpenedAs::from);
            OpenedNotebook {
                path,
                result,
                has_backup: false,
                is_new: false,
                is_chosen: true,
                notices: Vec::new(),
                then,
            }
        });
        self.work.notebook = pending((), job);
    }

    pub(super) fn notebook_opened(&mut self, opened: OpenedNotebook) {
        let OpenedNotebook { path, result, has_backup, is_new, is_chosen, notices, then } = opened;
        let whole = match result {
            Ok(whole) => whole,
            Err(error) => {
                let is_gone = matches!(error, StoreError::Gone { .. });
                self.window.dialog = Some(Dialog::Unopened { path, why: error.message(), has_backup, is_gone, is_new });
                self.notices.extend(notices);
                if self.file.is_none() && is_chosen {
                    // Work can begin all the same, in a notebook of its own beside the one that does not open.
                    self.begin_beside(then);
                }
                return;
            }
        };
        if self.notebook_path().is_some() {
            // What was told has to do with the notebook that goes.
            self.notices.clear();
        }
        self.keep_layout();
        // What is being typed belongs to the notebook that goes.
        self.keep_note(true);
        self.write_outbox();
        self.notices.extend(notices);
        let (notebook, history) = match whole {
            OpenedAs::Whole(whole) => {
                self.notices.extend(whole.notices);
                let revision = whole.notebook.revision;
                let saver = Saver::start(&self.runner, whole.store, revision);
                self.put_file(path, saver, revision, is_chosen);
                (whole.notebook, whole.history)
            }
            OpenedAs::ToLook(opened, why) => {
                self.notices.extend(opened.notices);
                self.leave_file();
                self.looked_at = Some(LookedAt { path, why });
                self.session.set_read_only(true);
                (opened.notebook, History::default())
            }
        };
        let is_same = notebook.id == self.session.notebook().id;
        self.window.inspector.change_notebook(&notebook, is_same);
        self.session.switch_notebook(notebook, history);
        let open: Vec<_> = self.session.library().iter().cloned().collect();
        self.session.close_pages();
        self.workspace.clear();
        self.take_up_layout();
        self.suggestions = None;
        (self.meetings, self.work.meetings) = (None, None);
        self.said = None;
        // A first start may have been cut short before there was anything to suggest.
        self.wants_first_list = self.session.notebook().is_untouched() && !self.session.is_read_only();
        match then {
            Then::Paths(paths) => self.read_pages(PagesFor::User, PagesFrom::Paths(paths)),
            Then::Own { samples } => self.read_own_pages(samples),
            Then::Same => {
                self.session.open_pages(open);
                self.read_own_pages(false);
            }
        }
    }

    /// A notebook to go on with where the wanted one does not open.
    fn begin_beside(&mut self, then: Then) {
        if let Some(usual) = self.default_notebook.clone() {
            let opener = self.opener();
            let job = self.runner.start("notebook", move |_, _| open_beside(&opener, &usual, then));
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
    ///
    /// With `is_chosen`, it is the one to begin with at the next start.
    pub(super) fn put_file(&mut self, path: PathBuf, saver: Saver, saved_whole: Revision, is_chosen: bool) {
        self.leave_file();
        self.file = Some(OpenFile { path: path.clone(), saver, saved_whole });
        self.looked_at = None;
        self.session.set_read_only(false);
        if is_chosen {
            self.settings.opened(path);
            self.save_settings();
        }
    }

    /// Has the open notebook written and closed.
    fn leave_file(&mut self) {
        if let Some(old) = self.file.take() {
            // Its last entries may still be on their way to the disk: not a thing to wait for in a frame.
            self.work.closing.push(self.runner.start("close", move |_, _| old.saver.close()));
        }
    }

    /// When the user comes back to the window, another program may have changed the notebook's file: it is looked at, and the
    /// other version kept beside ours. The files of open sources are looked at, too.
    pub(super) fn look_when_focused(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.events.contains(&egui::Event::WindowFocused(true))) {
            return;
        }
        if let Some(file) = &self.file {
            file.saver.look();
        }
        self.look_at_files();
    }

    /// Shows the earlier versions of a notebook, of the open one if none is named.
    pub(super) fn show_backups(&mut self, path: Option<PathBuf>) {
        let Some(path) = path.or_else(|| self.notebook_path().map(Path::to_owned)) else { return };
        self.window.dialog = Some(Dialog::Backups(crate::ui::Backups::default()));
        let now = self.session.notebook().clone();
        let job = self.runner.start("backups", move |cancel, _| {
            let entries = backups(&path).map_err(|error| error.message())?;
            let rows = entries.into_iter().take_while(|_| !cancel.is_cancelled());
            let rows = rows.map(|entry| BackupRow { facts: entry.facts(&now).map_err(|error| error.message()), entry });
            Ok((rows.collect(), kept_aside(&path).map_err(|error| error.message())?))
        });
        self.work.backups = pending((), job);
    }

    /// Writes an earlier version as a notebook of its own beside the open one, which is saved first, and opens it.
    pub(super) fn restore_version(&mut self, backup: PathBuf) {
        if self.tells_of_unsaved() {
            return;
        }
        self.save_now();
        let usual = self.notebook_path().map_or_else(|| self.folder().join("backup.ron"), Path::to_owned);
        let (then, opener) = (Then::Same, self.opener());
        let job = self.runner.start("notebook", move |_, _| {
            let path = free_path(&usual);
            let result = opener.restore_as(&backup, &path).map(OpenedAs::from);
            let restored = Message::new("said-version-restored").with("path", shown_path(&path));
            let notices = vec![Diagnostic::new(Severity::Info, restored)];
            OpenedNotebook { path, result, has_backup: false, is_new: true, is_chosen: true, notices, then }
        });
        self.work.notebook = pending((), job);
    }

    /// Tries to open the notebook that is only looked at, to be changed.
    pub(super) fn open_again(&mut self) {
        if let Some(looked_at) = self.looked_at.as_ref() {
            self.open_notebook(looked_at.path.clone());
        }
    }

    /// Lets the saver write a notebook that is not whole, because the user says so.
    pub(super) fn accept_violations(&mut self) {
        if let Some(file) = &mut self.file {
            file.saver.accept_violations();
            file.save(&self.session);
        }
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
        if file.saver.status().save_due && file.saved_whole < self.session.revision() {
            file.save(&self.session);
        }
    }

    /// Writes the notebook in full.
    pub(super) fn save_now(&mut self) {
        self.write_outbox();
        if let Some(file) = &mut self.file {
            file.save(&self.session);
            self.said = Some(Message::new("said-saved"));
        }
    }

    /// Writes what is left and closes the notebook.
    pub fn close_file(&mut self) {
        self.keep_note(true);
        self.write_outbox();
        if let Some(mut file) = self.file.take() {
            if file.saved_whole < self.session.revision() {
                file.save(&self.session);
            }
            if let Err(why) = file.saver.close() {
                self.notices.push(Diagnostic::new(Severity::Error, why));
            }
        }
        self.finish_writing();
    }

    /// The user closes the window: nothing is asked, unless something is not on the disk and cannot be put there.
    pub(super) fn close_if_asked(&mut self, ctx: &egui::Context) {
        let is_failing = self.file.as_ref().is_some_and(|file| file.saver.status().failing.is_some());
        if !is_failing && matches!(self.window.dialog, Some(Dialog::Unsaved(_))) {
            // It has been written after all.
            self.window.dialog = None;
        }
        if !ctx.input(|input| input.viewport().close_requested()) || self.window.quit_anyway {
            return;
        }
        let failing = self.file.as_ref().and_then(|file| file.saver.status().failing);
        if let Some(crate::jobs::Failing { why, .. }) = failing {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.window.dialog = Some(Dialog::Unsaved(why));
        }
    }

    /// Asks for a path: in a dialog of the system, or, without one, in a field.
    pub(super) fn ask_for(&mut self, purpose: PathPurpose) {
        let proposed = self.proposed_name(&purpose);
        if !self.system_dialogs {
            // Where the user has been last is most likely where he wants to go on.
            let text = match (&self.last_folder, proposed.is_empty()) {
                (None, true) => proposed,
                // An empty name leaves a folder with its separator behind it.
                (Some(folder), _) => folder.join(proposed).display().to_string(),
                (None, false) => self.folder().join(proposed).display().to_string(),
            };
            self.window.dialog = Some(Dialog::Path { purpose, text });
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
            PathPurpose::ImportCodebook => (Ask::Files, "command-import-codebook"),
            PathPurpose::Verify => (Ask::File(DRAFT_ENDINGS), "command-verify-draft"),
            PathPurpose::Import => (Ask::File(IMPORT_ENDINGS), "command-import-notes"),
            PathPurpose::ExportCodebook => (Ask::SaveAs(proposed), "command-export-codebook"),
            PathPurpose::Lines(_) => (Ask::SaveAs(proposed), "path-lines"),
            PathPurpose::Words => (Ask::SaveAs(proposed), "path-words"),
            PathPurpose::ImportKeywords => (Ask::Files, "command-import-keywords"),
            PathPurpose::ExportKeywords(_) => (Ask::SaveAs(proposed), "path-keywords"),
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

    /// The folder in which a new file lies unless the user says otherwise: the notebook's.
    pub(super) fn folder(&self) -> PathBuf {
        let path = self.notebook_path().or(self.default_notebook.as_deref());
        path.and_then(Path::parent).map_or_else(PathBuf::new, Path::to_owned)
    }

    /// The name that a new file is given unless the user says otherwise.
    pub(super) fn proposed_name(&self, purpose: &PathPurpose) -> String {
        match purpose {
            PathPurpose::Pages
            | PathPurpose::Notebook
            | PathPurpose::Locate(_)
            | PathPurpose::ImportCodebook
            | PathPurpose::Verify
            | PathPurpose::Import
            | PathPurpose::ImportKeywords => String::new(),
            PathPurpose::ExportKeywords(format) => {
                format!("{}-{}.{}", self.notebook_name(), self.texts.get("tab-keywords"), format.extension())
            }
            PathPurpose::ExportCodebook => format!("{}-{}.csv", self.notebook_name(), self.texts.get("tab-codebook")),
            PathPurpose::Lines(format) => self.lines_name(*format),
            PathPurpose::Words => format!("{}-{}.csv", self.notebook_name(), self.texts.get("words-file")),
            PathPurpose::NewNotebook => format!("{}.ron", self.texts.get("notebook-new-name")),
            PathPurpose::SaveAs => format!("{}-2.ron", self.notebook_name()),
            PathPurpose::Export(plan) => self.export_name(plan),
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
                    // The system's dialog has asked whether to replace what is there.
                    self.act(ctx, Command::PathGiven { purpose: purpose.clone(), path, may_replace: true });
                }
            }
        }
    }

    /// What was dropped on the window.
    pub(super) fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        let paths: Vec<PathBuf> = dropped.into_iter().map(|file| file.path().to_owned()).collect();
        let (notebooks, others): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| path.extension().is_some_and(|extension| extension == "ron"));
        if let Some(notebook) = notebooks.into_iter().next() {
            self.open_notebook(notebook);
        }
        let pages = self.take_dropped_files(others);
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
            Action::ImportCodebook => Some(PathPurpose::ImportCodebook),
            Action::ExportCodebook => Some(PathPurpose::ExportCodebook),
            Action::ImportKeywords => Some(PathPurpose::ImportKeywords),
            Action::ExportKeywordsText => Some(PathPurpose::ExportKeywords(KeywordsFormat::Text)),
            Action::ExportKeywordsCsv => Some(PathPurpose::ExportKeywords(KeywordsFormat::Csv)),
            Action::VerifyDraft => Some(PathPurpose::Verify),
            Action::ImportNotes => Some(PathPurpose::Import),
            _ => None,
        }
    }
}
