//! What comes back: files that an editor has worked on, whose quotations are checked, and files of other programs, whose
//! annotations are taken in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::App;
use super::work::{PagesFor, PagesFrom, finished, pending};
use crate::exchange::{Against, DraftReport, Incoming, check_draft, is_draft, read_draft, read_import, write_sources};
use crate::i18n::Message;
use crate::library::{self, Library, OnDisk, Page, Source, as_on_disk, sample_by_id, shown_path};
use crate::notebook::{Notebook, NotebookId};
use crate::page::SourceId;
use crate::session::{Action, Intake, RequestError};
use crate::task::{Cancel, Diagnostic, Progress, Severity};
use crate::text::CharSpan;
use crate::ui::{Dialog, TakenInDialog, Verified};

/// Endings of the files that can be checked.
pub(super) const DRAFT_ENDINGS: &[&str] =
    &["md", "markdown", "txt", "html", "htm", "xhtml", "docx", "csv", "xlsx", "ods"];
/// Endings of the files that can be taken in.
pub(super) const IMPORT_ENDINGS: &[&str] = &["qdpx", "qdc", "json", "jsonld", "csv"];

/// What a job has made of a file that is to be checked.
pub(super) enum DraftRead {
    /// Its quotations, and what became of the files of open sources.
    Report(DraftReport, Vec<(SourceId, OnDisk)>),
    /// It was dropped and quotes nothing: a page.
    Page,
    /// The user stopped it.
    Cancelled,
    /// Why it cannot be checked.
    Wrong(Message),
}

/// What a job has read of a file that is to be taken in.
pub(super) struct ReadImport {
    /// The notebook for which it was read.
    notebook: NotebookId,
    incoming: Incoming,
    /// What that changes in the notebook as it was.
    intake: Intake,
    /// Pages that the file has brought or speaks of.
    pages: Vec<Arc<Page>>,
    /// What was written beside the notebook.
    told: Option<Message>,
    diagnostics: Vec<Diagnostic<Message>>,
}

/// What becomes of a file that is dropped on the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dropped {
    /// It is opened as a page, or as a folder of pages.
    Page,
    /// Its quotations are checked.
    Draft,
    /// Its annotations are taken in.
    Import,
}

/// A page is plain text; Markdown is a draft, and is still opened as a page if it quotes nothing; what can be no page is what
/// its name says.
fn dropped(path: &Path) -> Dropped {
    let extension = path.extension().and_then(|it| it.to_str()).unwrap_or("").to_ascii_lowercase();
    match extension.as_str() {
        "txt" => Dropped::Page,
        "qdpx" | "qdc" | "json" | "jsonld" => Dropped::Import,
        _ if is_draft(path) => Dropped::Draft,
        _ => Dropped::Page,
    }
}

/// Whether a file that is checked might be a page as well.
fn may_be_page(path: &Path) -> bool {
    path.extension().is_some_and(|it| it.eq_ignore_ascii_case("md") || it.eq_ignore_ascii_case("txt"))
}

impl App {
    /// Takes what was dropped on the window; gives those that are pages.
    pub(super) fn take_dropped_files(&mut self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        let mut pages = Vec::new();
        for path in paths {
            match dropped(&path) {
                Dropped::Draft if !self.is_known_page(&path) => self.verify_draft(path, true),
                Dropped::Import => self.import_notes(path),
                Dropped::Page | Dropped::Draft => pages.push(path),
            }
        }
        pages
    }

    /// Whether a page was read from this file, now or before.
    fn is_known_page(&self, path: &Path) -> bool {
        let records = self.session.notebook().sources().values();
        self.session.library().iter().any(|page| page.source.paths().any(|known| known == path))
            || records.flat_map(|record| &record.paths).any(|known| Path::new(known) == path)
    }

    /// Checks the quotations of a file, in a job, or once the one before is done. One that was dropped is opened as a page
    /// if it may be one and quotes nothing.
    pub(super) fn verify_draft(&mut self, path: PathBuf, is_dropped: bool) {
        if self.work.draft.is_some() {
            self.work.drafts.push((path, is_dropped));
            return;
        }
        let (library, file) = (self.session.library().clone(), path.clone());
        let job = self.runner.start("verify", move |cancel, progress| {
            let draft = match read_draft(&file) {
                Ok(draft) => draft,
                Err(_) if is_dropped && may_be_page(&file) => return DraftRead::Page,
                Err(error) => return DraftRead::Wrong(error.message(&file)),
            };
            if is_dropped && may_be_page(&file) && draft.is_empty() {
                return DraftRead::Page;
            }
            // What is quoted must stand in the file, not only in memory.
            let (library, looked) = as_on_disk(&library, cancel);
            let against = Against { library: &library, has_notebook: true };
            let report = check_draft(&draft, against, cancel, progress);
            if cancel.is_cancelled() { DraftRead::Cancelled } else { DraftRead::Report(report, looked.found) }
        });
        self.work.draft = pending(path, job);
    }

    /// Fetches what was checked and what is to be taken in, unless something else is being asked or read.
    pub(super) fn drain_drafts(&mut self) {
        if matches!(self.window.dialog, None | Some(Dialog::Verified(_)))
            && let Some((path, read)) = finished(&mut self.work.draft, &mut self.notices)
        {
            match read {
                DraftRead::Report(report, found) => {
                    self.found_on_disk(&found);
                    let changed = found.iter().filter(|(_, state)| *state != OnDisk::AsRead).count();
                    let verified = Verified::new(path.clone(), report, may_be_page(&path), changed);
                    self.window.dialog = Some(Dialog::Verified(Box::new(verified)));
                }
                DraftRead::Page => self.read_pages(PagesFor::User, PagesFrom::Paths(vec![path])),
                DraftRead::Cancelled => self.said = Some(Message::new("verify-cancelled")),
                DraftRead::Wrong(why) => self.tell(Severity::Error, why),
            }
        }
        if self.window.dialog.is_none()
            && let Some((path, read)) = finished(&mut self.work.import, &mut self.notices)
        {
            match read {
                Some(Ok(read)) => self.take_in(path, read),
                Some(Err(why)) => self.tell(Severity::Error, why),
                None => self.said = Some(Message::new("import-cancelled")),
            }
        }
        if self.work.draft.is_none() && self.window.dialog.is_none() && !self.work.drafts.is_empty() {
            let (path, is_dropped) = self.work.drafts.remove(0);
            self.verify_draft(path, is_dropped);
        }
    }

    /// Goes to the passage of a quotation that was checked, and says how to come back to the others.
    pub(super) fn go_to_checked(&mut self, source: SourceId, spans: &[CharSpan]) {
        self.window.desk.close();
        self.go_to(source, spans);
        let keys = Action::LastCheck.info().map_or("", |info| info.keys);
        self.said = Some(Message::new("said-check-left").with("keys", keys));
    }

    pub(super) fn show_last_check(&mut self) {
        if let Some(verified) = self.window.checked.take() {
            self.window.dialog = Some(Dialog::Verified(verified));
        }
    }

    /// Reads a file whose annotations are to be taken in, in a job.
    pub(super) fn import_notes(&mut self, path: PathBuf) {
        if self.session.is_read_only() {
            self.said = Some(RequestError::ReadOnly.message());
            return;
        }
        let Some(own) = self.notebook_path().map(Path::to_owned) else { return };
        if self.work.import.is_some() {
            self.tell(Severity::Warning, Message::new("import-one-at-a-time"));
            return;
        }
        let into = Receiver {
            own,
            notebook: self.session.notebook().clone(),
            library: self.session.library().clone(),
            author: self.settings.author.clone(),
        };
        let file = path.clone();
        let job = self.runner.start("import", move |cancel, progress| into.read(&file, cancel, progress).transpose());
        self.work.import = pending(path, job);
    }

    fn take_in(&mut self, path: PathBuf, read: ReadImport) {
        let ReadImport { notebook, incoming, intake, pages, told, diagnostics } = read;
        if notebook != self.session.notebook().id {
            // Another one was opened meanwhile.
            self.said = Some(Message::new("import-cancelled"));
            return;
        }
        self.notices.extend(diagnostics);
        self.session.end_typing();
        let is_as_it_was = intake.revision() == self.session.revision();
        let first = pages.first().and_then(|page| page.articles.first()).map(|article| article.id);
        if !pages.is_empty() {
            self.session.open_pages(pages);
            self.restore_layout(first);
        }
        // What the user has done meanwhile may have to do with it: then it is worked out anew.
        let taken_in = if is_as_it_was { self.session.take_up(intake) } else { self.session.take_in(&incoming) };
        match taken_in {
            Ok((performed, taken)) => {
                let mut messages = taken.messages();
                let outcome = messages.remove(0);
                self.said = Some(performed.as_ref().map_or_else(|| outcome.clone(), |done| done.label.clone()));
                let notices = told.into_iter().chain(incoming.notices).chain(messages).collect();
                let is_changed = performed.is_some();
                let dialog = TakenInDialog::new(path, outcome, notices, is_changed);
                self.window.dialog = Some(Dialog::TakenIn(dialog));
            }
            Err(error) => self.tell(Severity::Error, error.message()),
        }
    }
}

/// What a file is taken into, as it is when the job begins.
struct Receiver {
    /// The notebook's file.
    own: PathBuf,
    notebook: Notebook,
    library: Library,
    author: String,
}

impl Receiver {
    /// Reads a file, writes the texts that it brings beside the notebook, opens them, and works out what is to be changed; `None`
    /// if it was cancelled before anything was written.
    fn read(mut self, file: &Path, cancel: &Cancel, progress: &Progress) -> Result<Option<ReadImport>, Message> {
        let mut incoming = read_import(file).map_err(|error| error.message(file))?;
        if cancel.is_cancelled() {
            return Ok(None);
        }
        // The samples are at hand wherever they are spoken of.
        let named = incoming.sources.iter().filter_map(|source| source.id);
        let samples = named.filter(|id| self.library.get(*id).is_none()).filter_map(sample_by_id).collect();
        let mut pages = self.open(samples);
        let written = write_sources(&incoming, &self.own, &self.notebook, &self.library);
        let written = written.map_err(|error| error.message())?;
        let (mut told, mut diagnostics) = (None, Vec::new());
        if !written.is_empty() {
            let folder = shown_path(&self.own.with_extension("sources"));
            told = Some(Message::new("import-sources-written").with("count", written.len()).with("path", folder));
            let loaded = library::load(&written, &Cancel::default(), progress);
            diagnostics = loaded.diagnostics;
            pages.extend(self.open(loaded.value));
        }
        // To know each source takes hashing whole texts: should it have to be worked out anew, it is known already.
        for source in &mut incoming.sources {
            source.known_as = source.known(&self.notebook, &self.library);
        }
        let intake = Intake::of(&self.notebook, &self.library, &self.author, &incoming);
        Ok(Some(ReadImport { notebook: self.notebook.id, incoming, intake, pages, told, diagnostics }))
    }

    /// Makes pages of sources, as the notebook has them.
    fn open(&mut self, sources: Vec<Source>) -> Vec<Arc<Page>> {
        let mut pages = Vec::new();
        for source in sources {
            let page = Page::new(source);
            let page = Arc::new(page.as_in(&self.notebook).unwrap_or(page));
            self.library.insert(Arc::clone(&page));
            pages.push(page);
        }
        pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_is_taken_for_what_it_is() {
        let check = |name: &str, expected: Dropped| assert_eq!(dropped(Path::new(name)), expected, "{name}");
        check("版.txt", Dropped::Page);
        check("版.TXT", Dropped::Page);
        check("pages", Dropped::Page);
        check("版.ocr", Dropped::Page);
        check("稿.md", Dropped::Draft);
        check("稿.DOCX", Dropped::Draft);
        check("稿.htm", Dropped::Draft);
        check("引文.csv", Dropped::Draft);
        check("项目.qdpx", Dropped::Import);
        check("标签.qdc", Dropped::Import);
        check("批注.json", Dropped::Import);
        assert!(may_be_page(Path::new("稿.md")) && !may_be_page(Path::new("稿.docx")));
        assert!(DRAFT_ENDINGS.iter().all(|ending| is_draft(Path::new(&format!("a.{ending}")))));
    }
}
