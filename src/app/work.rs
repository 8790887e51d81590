//! What is under way in threads, and what is done with what they bring.

use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::drafts::{DraftRead, ReadImport};
use super::exports::{NotWritten, Written};
use crate::i18n::Message;
use crate::jobs::dialogs::Answer;
use crate::jobs::{Job, Poll};
use crate::lexis::{Lexicon, Misreading, Suggestion};
use crate::library::{self, Page, Source};
use crate::notebook::{Notebook, Revision};
use crate::page::SourceId;
use crate::session::{FilterError, KeywordTally, Meetings, WordStatistics};
use crate::store::{Aside, JournalEntry, Opened, Store, StoreError};
use crate::task::{Diagnostic, Severity};
use crate::ui::fonts::{FoundFace, find_fallback};
use crate::ui::{BackupRow, PathPurpose, Preview, PreviewKey, QuotationRows, QuotationsOf};

/// Jobs under way; one of a kind at a time.
#[derive(Default)]
pub(super) struct Work {
    pub(super) notebook: Option<Pending<(), OpenedNotebook>>,
    pub(super) pages: Option<Pending<PagesFor, ReadPages>>,
    /// Pages that wait until the job before is done.
    pub(super) waiting: Vec<(PagesFor, PagesFrom)>,
    pub(super) lexicon: Option<Pending<super::keywords::OwnWords, Lexicon>>,
    pub(super) tally: Option<Pending<(), KeywordTally>>,
    /// Keyword lists that are being read, and the name of the list for terms without one.
    pub(super) keyword_file: Option<Pending<String, Result<String, Message>>>,
    pub(super) statistics: Option<Pending<super::words::StatisticsOf, WordStatistics>>,
    pub(super) suggestions: Option<Pending<(), Vec<Suggestion>>>,
    /// What was perhaps misread on a page, as of a revision of pages.
    pub(super) misreadings: Option<Pending<(SourceId, u64), Vec<Misreading>>>,
    pub(super) concordance: super::concordance::ConcordanceWork,
    pub(super) dialog: Option<Pending<PathPurpose, Answer>>,
    pub(super) export: Option<Pending<PathPurpose, Result<Written, NotWritten>>>,
    /// The beginning of an export, to be looked at.
    pub(super) preview: Option<Pending<PreviewKey, Option<Result<Preview, Message>>>>,
    /// A file whose quotations are being checked.
    pub(super) draft: Option<Pending<PathBuf, DraftRead>>,
    /// Files that wait for that, and whether each was dropped.
    pub(super) drafts: Vec<(PathBuf, bool)>,
    /// A file whose annotations are to be taken in.
    pub(super) import: Option<Pending<PathBuf, Option<Result<ReadImport, Message>>>>,
    pub(super) fonts: Option<Pending<(), Vec<FoundFace>>>,
    pub(super) save_as: Option<Pending<SaveAs, SavedAs>>,
    /// Which tags meet, as of a revision.
    pub(super) meetings: Option<Pending<Revision, Meetings>>,
    /// The quotations that pass a filter.
    pub(super) quotations: Option<Pending<QuotationsOf, Result<QuotationRows, FilterError>>>,
    /// A list of tags that is being read.
    pub(super) codebook: Option<Pending<(), Result<String, Message>>>,
    /// What was said about a source, looked for in another one.
    pub(super) rescan: Option<Pending<(SourceId, Arc<Page>), crate::session::Rescan>>,
    /// Files of open sources that are being looked at.
    pub(super) look: Option<Pending<(), library::Looked>>,
    pub(super) backups: Option<Pending<(), FoundBackups>>,
    settings: Option<Pending<(), Result<(), StoreError>>>,
    /// The settings have changed since the job began to write them.
    settings_changed: bool,
    /// Notebooks that were left and are being written and closed.
    pub(super) closing: Vec<Job<Result<(), Message>>>,
}

/// The versions of a notebook, and what else lies beside it.
pub(super) type FoundBackups = Result<(Vec<BackupRow>, Vec<Aside>), Message>;

/// A notebook as it could be opened, or why it could not.
pub(super) type Opening = Result<OpenedAs, StoreError>;

/// How a notebook could be opened.
pub(super) enum OpenedAs {
    /// To be changed.
    Whole(Box<Opened<Store>>),
    /// To be looked at only, and why.
    ToLook(Box<Opened<()>>, Message),
}

impl From<Opened<Store>> for OpenedAs {
    fn from(opened: Opened<Store>) -> Self {
        Self::Whole(Box::new(opened))
    }
}

/// A notebook that a job has opened, or not.
pub(super) struct OpenedNotebook {
    pub(super) path: PathBuf,
    pub(super) result: Opening,
    pub(super) has_backup: bool,
    /// Whether it was made just now.
    pub(super) is_new: bool,
    /// Whether it is the one that the user wants, and so the one to begin with at the next start.
    pub(super) is_chosen: bool,
    /// What there is to tell.
    pub(super) notices: Vec<Diagnostic<Message>>,
    pub(super) then: Then,
}

/// Which pages are opened after a notebook.
#[derive(Clone, Debug)]
pub(super) enum Then {
    /// Those named on the command line.
    Paths(Vec<PathBuf>),
    /// The notebook's own; the samples if it has none and `samples` says so.
    Own { samples: bool },
    /// Those that are open, and the notebook's own.
    Same,
}

/// Why pages are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PagesFor {
    /// The user asked for them.
    User,
    /// The notebook names them: what has other bytes by now is not opened.
    Notebook,
    /// The file of a missing source was pointed at.
    Locate(SourceId),
}

/// Where pages come from.
#[derive(Clone, Debug)]
pub(super) enum PagesFrom {
    Paths(Vec<PathBuf>),
    Samples(Vec<Source>),
    /// What a notebook knows: samples, and files, each with the paths under which it was met.
    Known(Vec<Source>, Vec<Vec<String>>),
}

/// Pages that a job has read.
pub(super) struct ReadPages {
    pages: Vec<Arc<Page>>,
    diagnostics: Vec<Diagnostic<Message>>,
}

/// The notebook under its new name, and where the one is that was there before.
type SavedAs = Result<(Store, Option<PathBuf>), StoreError>;

/// The notebook is being written under another name. What is done meanwhile goes to both.
pub(super) struct SaveAs {
    pub(super) path: PathBuf,
    pub(super) revision: Revision,
    pub(super) since: Vec<JournalEntry>,
}

impl<K, T> Pending<K, T> {
    /// What is to be known when it is done.
    pub(super) fn about(&self) -> &K {
        &self.about
    }

    /// Asks it to stop.
    pub(super) fn cancel(&self) {
        self.job.cancel();
    }

    /// What is to be known when it is done.
    pub(super) fn about_mut(&mut self) -> &mut K {
        &mut self.about
    }
}

impl Work {
    /// Whether something is under way that ends by itself.
    pub(super) fn is_busy(&self) -> bool {
        self.notebook.is_some()
            || self.pages.is_some()
            || !self.waiting.is_empty()
            || self.lexicon.is_some()
            || self.suggestions.is_some()
            || self.misreadings.is_some()
            || self.concordance.is_busy()
            || self.tally.is_some()
            || self.keyword_file.is_some()
            || self.statistics.is_some()
            || self.export.is_some()
            || self.preview.is_some()
            || self.draft.is_some()
            || self.import.is_some()
            || self.save_as.is_some()
            || self.backups.is_some()
            || self.rescan.is_some()
            || self.look.is_some()
            || self.codebook.is_some()
            || self.meetings.is_some()
            || self.quotations.is_some()
            || self.settings.is_some()
            || !self.closing.is_empty()
    }

    /// What the status bar tells of it.
    pub(super) fn shown(&self) -> Option<(Message, Option<f32>)> {
        if self.notebook.is_some() {
            return Some((Message::new("work-notebook"), None));
        }
        if let Some(pages) = &self.pages {
            return Some((Message::new("work-pages"), pages.job.fraction()));
        }
        if let Some(export) = &self.export {
            return Some((Message::new("work-export"), export.job.fraction()));
        }
        if let Some(draft) = &self.draft {
            return Some((Message::new("work-verify"), draft.job.fraction()));
        }
        if let Some(import) = &self.import {
            return Some((Message::new("work-import"), import.job.fraction()));
        }
        self.save_as.as_ref().map(|_| (Message::new("work-save-as"), None))
    }

    /// Stops what can be stopped.
    pub(super) fn cancel(&mut self) {
        self.waiting.clear();
        if let Some(pages) = &self.pages {
            pages.job.cancel();
        }
        if let Some(suggestions) = &self.suggestions {
            suggestions.job.cancel();
        }
        self.drafts.clear();
        self.export.iter().for_each(Pending::cancel);
        self.draft.iter().for_each(Pending::cancel);
        self.import.iter().for_each(Pending::cancel);
    }
}

/// A job under way and what is to be known when it is done.
pub(super) struct Pending<K, T> {
    about: K,
    job: Job<T>,
}

/// Begins to wait for a job.
pub(super) fn pending<K, T>(about: K, job: Job<T>) -> Option<Pending<K, T>> {
    Some(Pending { about, job })
}

/// Takes a job out of its place once it is done. One that panicked is told and forgotten.
pub(super) fn finished<K, T>(
    slot: &mut Option<Pending<K, T>>,
    notices: &mut Vec<Diagnostic<Message>>,
) -> Option<(K, T)> {
    match slot.as_ref()?.job.poll() {
        Poll::Running => None,
        Poll::Done(value) => slot.take().map(|pending| (pending.about, value)),
        Poll::Gone => {
            *slot = None;
            notices.push(Diagnostic::new(Severity::Error, Message::new("work-broke")));
            None
        }
    }
}

impl App {
    /// Fetches what jobs have brought.
    pub(super) fn drain_jobs(&mut self, ctx: &egui::Context) {
        if let Some((_, opened)) = finished(&mut self.work.notebook, &mut self.notices) {
            self.notebook_opened(opened);
        }
        if let Some((purpose, read)) = finished(&mut self.work.pages, &mut self.notices) {
            self.pages_read(purpose, read);
        }
        if self.work.pages.is_none() && !self.work.waiting.is_empty() {
            let (purpose, from) = self.work.waiting.remove(0);
            self.read_pages(purpose, from);
        }
        if let Some((words, lexicon)) = finished(&mut self.work.lexicon, &mut self.notices) {
            self.lexicon_loaded(words, lexicon);
        }
        if let Some((_, tally)) = finished(&mut self.work.tally, &mut self.notices) {
            self.tally = tally;
        }
        if let Some((list, read)) = finished(&mut self.work.keyword_file, &mut self.notices) {
            self.keywords_read(list, read);
        }
        if let Some(counted) = finished(&mut self.work.statistics, &mut self.notices) {
            self.statistics = Some(counted);
            self.statistics_version += 1;
        }
        if let Some((_, suggestions)) = finished(&mut self.work.suggestions, &mut self.notices) {
            self.suggested(suggestions);
        }
        if let Some((key, found)) = finished(&mut self.work.misreadings, &mut self.notices) {
            self.misreadings_found(key, found);
        }
        if let Some((purpose, answer)) = finished(&mut self.work.dialog, &mut self.notices) {
            self.dialog_answered(ctx, purpose, answer);
        }
        self.drain_exports();
        self.drain_drafts();
        if let Some(counted) = finished(&mut self.work.meetings, &mut self.notices) {
            self.meetings = Some(counted);
        }
        if let Some((of, made)) = finished(&mut self.work.quotations, &mut self.notices) {
            self.window.quotations.take(of, made);
        }
        if let Some((_, read)) = finished(&mut self.work.codebook, &mut self.notices) {
            self.codebook_read(read);
        }
        if let Some((of, found)) = finished(&mut self.work.rescan, &mut self.notices) {
            self.rescanned(of, found);
        }
        if let Some((_, looked)) = finished(&mut self.work.look, &mut self.notices) {
            self.looked_at_files(looked);
        }
        if let Some((_, rows)) = finished(&mut self.work.backups, &mut self.notices)
            && let Some(crate::ui::Dialog::Backups(backups)) = &mut self.window.dialog
        {
            match rows {
                Ok((rows, aside)) => (backups.rows, backups.aside) = (Some(Ok(rows)), aside),
                Err(why) => backups.rows = Some(Err(why)),
            }
        }
        if let Some((saved, result)) = finished(&mut self.work.save_as, &mut self.notices) {
            self.saved_as(saved, result);
        }
        if let Some((_, faces)) = finished(&mut self.work.fonts, &mut self.notices)
            && !faces.is_empty()
        {
            self.fonts.add(ctx, faces);
            ctx.request_repaint();
        }
        if let Some((_, written)) = finished(&mut self.work.settings, &mut self.notices) {
            self.settings_written(written);
        }
        let notices = &mut self.notices;
        self.work.closing.retain(|job| match job.poll() {
            Poll::Running => true,
            Poll::Done(Ok(())) => false,
            Poll::Done(Err(why)) => {
                notices.push(Diagnostic::new(Severity::Error, why));
                false
            }
            Poll::Gone => {
                notices.push(Diagnostic::new(Severity::Error, Message::new("work-broke")));
                false
            }
        });
        if let Some(file) = &self.file {
            let notices = file.saver.take_notices();
            self.notices.extend(notices);
        }
        self.begin_waiting_work();
    }

    /// Writes the settings in a job, one at a time: two at once could leave the older ones on the disk.
    pub(super) fn save_settings(&mut self) {
        let Some(path) = self.settings_path.clone() else { return };
        self.work.settings_changed = self.work.settings.is_some();
        if !self.work.settings_changed {
            let settings = self.settings.clone();
            self.work.settings = pending((), self.runner.start("settings", move |_, _| settings.save(&path)));
        }
    }

    fn settings_written(&mut self, written: Result<(), StoreError>) {
        if let Err(error) = written {
            self.tell(Severity::Warning, error.message());
        }
        if self.work.settings_changed {
            self.save_settings();
        }
    }

    /// Waits until the settings, and notebooks that were left, are on the disk.
    pub(super) fn finish_writing(&mut self) {
        while let Some(Pending { job, .. }) = self.work.settings.take() {
            if let Some(written) = job.wait() {
                self.settings_written(written);
            }
        }
        for job in std::mem::take(&mut self.work.closing) {
            if let Some(Err(why)) = job.wait() {
                self.tell(Severity::Error, why);
            }
        }
    }

    /// Begins what had to wait for something else.
    fn begin_waiting_work(&mut self) {
        self.follow_concordance();
        self.count_meetings();
        if self.work.fonts.is_none() {
            let missing = self.fonts.take_missing();
            if !missing.is_empty() {
                self.work.fonts = pending((), self.runner.start("fonts", move |_, _| find_fallback(&missing)));
            }
        }
        // jieba is loaded once the pages are on the screen: the first frame does not wait for it.
        let has_pages = self.session.pages().next().is_some();
        if has_pages {
            self.load_lexicon();
        }
        self.count_keywords();
        self.count_words();
        let reading = self.work.pages.is_some() || !self.work.waiting.is_empty();
        if self.wants_first_list && has_pages && !reading && self.lexicon.is_some() && self.work.suggestions.is_none() {
            self.suggest_keywords();
        }
    }

    /// Begins to read pages, or has them wait for the job before.
    pub(super) fn read_pages(&mut self, purpose: PagesFor, from: PagesFrom) {
        if self.work.pages.is_some() {
            self.work.waiting.push((purpose, from));
            return;
        }
        let job = self.runner.start("pages", move |cancel, progress| {
            let (samples, paths) = match from {
                PagesFrom::Paths(paths) => (Vec::new(), paths),
                PagesFrom::Samples(samples) => (samples, Vec::new()),
                PagesFrom::Known(samples, paths) => {
                    (samples, paths.iter().filter_map(|paths| library::latest_there(paths)).collect())
                }
            };
            let (mut sources, mut diagnostics) = (samples, Vec::new());
            if !paths.is_empty() {
                let outcome = library::load(&paths, cancel, progress);
                sources.extend(outcome.value);
                diagnostics = outcome.diagnostics;
            }
            let pages = sources.into_iter().take_while(|_| !cancel.is_cancelled()).map(|it| Arc::new(Page::new(it)));
            ReadPages { pages: pages.collect(), diagnostics }
        });
        self.work.pages = pending(purpose, job);
    }

    fn pages_read(&mut self, purpose: PagesFor, read: ReadPages) {
        let ReadPages { mut pages, diagnostics } = read;
        match purpose {
            PagesFor::User => {
                self.notices.extend(diagnostics);
                if let Some((from, page)) = pages.iter().find_map(|page| Some((self.earlier_at_its_path(page)?, page)))
                {
                    self.look_for_what_was_said(from, Arc::clone(page));
                }
            }
            PagesFor::Notebook => {
                // Files that are gone are listed in the library as missing; only what is wrong with files that are there is
                // told.
                let known = self.session.notebook().sources();
                let (own, changed): (Vec<_>, Vec<_>) =
                    pages.into_iter().partition(|page| known.contains_key(&page.source.id));
                pages = own;
                // In the order in which the user once opened them.
                pages.sort_by_key(|page| known.get(&page.source.id).map(|record| record.stamp.created));
                changed.into_iter().for_each(|page| self.scanned_anew(page));
            }
            PagesFor::Locate(wanted) => {
                self.notices.extend(diagnostics);
                if let Some(other) = pages.first().filter(|_| !pages.iter().any(|page| page.source.id == wanted)) {
                    self.look_for_what_was_said(wanted, Arc::clone(other));
                }
                pages.retain(|page| page.source.id == wanted);
            }
        }
        let first = pages.first().and_then(|page| page.articles.first()).map(|article| article.id);
        if pages.is_empty() {
            return;
        }
        // At the start, what was open comes back; later, what the user has opened is what he wants to see.
        let is_wanted = purpose == PagesFor::User && self.saved_layout.is_none();
        let is_new = pages.iter().any(|page| !self.session.is_shown(page.source.id));
        let articles: usize = pages.iter().map(|page| page.articles.len()).sum();
        let opened = Message::new("said-opened").with("pages", pages.len()).with("articles", articles);
        self.session.open_pages(pages);
        self.restore_layout(first);
        if let Some(article) = first.filter(|_| is_wanted) {
            if is_new {
                self.said = Some(opened);
            }
            if self.workspace.active().article != Some(article) {
                self.show_article(article, crate::ui::Place::Active);
            }
        }
    }

    /// A notebook that is written under a new name is there: from now on it is the one.
    fn saved_as(&mut self, saved: SaveAs, result: SavedAs) {
        match result {
            Ok((store, aside)) => {
                let saver = crate::jobs::Saver::start(&self.runner, store, saved.revision);
                saver.append(saved.since);
                self.said = Some(Message::new("said-saved-as").with("path", saved.path.display().to_string()));
                if let Some(aside) = aside {
                    self.tell(
                        Severity::Info,
                        Message::new("said-kept-aside").with("path", aside.display().to_string()),
                    );
                }
                self.put_file(saved.path, saver, saved.revision, true);
            }
            Err(error) => self.ask_to_replace(PathPurpose::SaveAs, &error),
        }
    }

    /// There is a file where one was to be written: asks. Whatever else went wrong is told.
    pub(super) fn ask_to_replace(&mut self, purpose: PathPurpose, error: &StoreError) {
        match error {
            StoreError::Exists { path } => {
                self.window.dialog = Some(crate::ui::Dialog::Replace { purpose, path: path.clone() });
            }
            _ => self.tell(Severity::Error, error.message()),
        }
    }

    /// Writes the notebook under a new name, in a job. With `may_replace`, a notebook that is there is moved aside.
    pub(super) fn start_save_as(&mut self, path: PathBuf, may_replace: bool) {
        let notebook: Notebook = self.session.notebook().clone();
        let revision = notebook.revision;
        let (target, opener) = (path.clone(), self.opener());
        let job = self.runner.start("save-as", move |_, _| {
            if may_replace {
                opener.create_in_place_of(&target, &notebook)
            } else {
                opener.create(&target, &notebook).map(|store| (store, None))
            }
        });
        self.work.save_as = pending(SaveAs { path, revision, since: Vec::new() }, job);
    }
}
