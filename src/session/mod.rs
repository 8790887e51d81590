//! The app without a screen: an open notebook over open pages. Whoever wants a change, window or script, makes a
//! [`Request`]; [`Session::perform`] turns it into a transaction, applies it, remembers the way back, and leaves what must
//! be written to disk in the [outbox](Session::take_outbox). Nothing here reads or writes a file.

mod command;
mod error;
mod request;
mod resolve;
mod views;
mod workspace;

use std::sync::Arc;

use jiff::Timestamp;

use crate::exchange::{Proof, prove};
use crate::i18n::Message;
use crate::library::{Library, Page};
use crate::notebook::{Annotation, Edit, History, Key, Notebook, Record, Revision, SourceRecord, Stamp, Transaction};
use crate::page::{ArticleId, SourceId};
use crate::store::{JournalEntry, entry};

pub use command::{Action, COMMANDS, CommandInfo, Context, Edge, Motion};
pub use error::RequestError;
pub use request::{ParseRequestError, Request, Target};
pub use views::{ArticleRow, Card, KeywordHits, Keywords, SourceGroup, TagRow, Views};
pub use workspace::{Inspected, Pane, Workspace};

/// Colours that new tags take in turn. They stay apart for readers who do not see red and green as different; a test of the
/// window's theme computes it.
pub const TAG_COLORS: [&str; 8] =
    ["#B23A26", "#1C7771", "#3A6BD8", "#D88A02", "#723AA5", "#6BB4FA", "#C8ADA3", "#BBA94C"];

/// Colours that new keyword lists take in turn: they are shown as pale washes.
pub const KEYWORD_COLORS: [&str; 6] = ["#F2C94C", "#6FAF7A", "#7FA8E0", "#E39A6B", "#B99AD9", "#7CC2C4"];

/// An open notebook over open pages.
pub struct Session {
    notebook: Notebook,
    library: Library,
    /// Counts changes of what is open.
    pages_revision: u64,
    history: History,
    author: String,
    outbox: Vec<JournalEntry>,
}

/// How a request came to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Asked,
    Typed,
    Unasked,
}

/// What a request has led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Performed {
    /// What was done, for the status bar.
    pub label: Message,
    /// A record that was made, if it was one.
    pub made: Option<Key>,
}

impl Session {
    /// A session on `notebook`, no page open yet; new records carry the name `author`.
    #[must_use]
    pub fn new(notebook: Notebook, author: impl Into<String>) -> Self {
        Self {
            notebook,
            library: Library::default(),
            pages_revision: 0,
            history: History::default(),
            author: author.into(),
            outbox: Vec::new(),
        }
    }

    /// The name that new records carry from now on.
    pub fn set_author(&mut self, name: &str) {
        name.clone_into(&mut self.author);
    }

    /// The notebook as it is now.
    #[must_use]
    pub fn notebook(&self) -> &Notebook {
        &self.notebook
    }

    /// Transactions so far.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.notebook.revision
    }

    /// Counts changes of what is open: with [`revision`](Self::revision), the key of all that is derived.
    #[must_use]
    pub fn pages_revision(&self) -> u64 {
        self.pages_revision
    }

    /// Puts another notebook in the place of this one, over the same pages. The history starts anew.
    pub fn switch_notebook(&mut self, notebook: Notebook) {
        self.notebook = notebook;
        self.history = History::default();
        self.outbox.clear();
        self.pages_revision += 1;
    }

    /// Closes all pages.
    pub fn close_pages(&mut self) {
        self.library = Library::default();
        self.pages_revision += 1;
    }

    /// The open pages, in the order in which they were opened; those that the user has removed are not among them.
    pub fn pages(&self) -> impl Iterator<Item = &Arc<Page>> {
        self.library.iter().filter(|page| !self.is_removed(page.source.id))
    }

    /// The open page of a source, removed or not.
    #[must_use]
    pub fn page(&self, source: SourceId) -> Option<&Arc<Page>> {
        self.library.get(source)
    }

    /// All open pages, those of removed sources too.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The page of an article, and its place among the page's articles.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<(&Arc<Page>, usize)> {
        let page = self.page(id.source)?;
        page.articles.iter().position(|article| article.id == id).map(|at| (page, at))
    }

    /// Whether a source is open and the user has not removed it.
    #[must_use]
    pub fn is_shown(&self, source: SourceId) -> bool {
        self.library.get(source).is_some() && !self.is_removed(source)
    }

    fn is_removed(&self, source: SourceId) -> bool {
        self.notebook.sources().get(&source).is_some_and(|record| record.removed)
    }

    /// Opens pages. A source that was removed comes back. The source table learns names and paths; that is no step to undo.
    pub fn open_pages(&mut self, pages: impl IntoIterator<Item = Arc<Page>>) {
        let mut edits = Vec::new();
        for page in pages {
            edits.extend(self.source_record(&page).map(|record| Edit::Put(Record::Source(record))));
            self.library.insert(page);
        }
        self.pages_revision += 1;
        self.keep_house("label-open-sources", edits);
    }

    /// Opens pages to look things up in, without telling the source table: it learns of a source when something is said
    /// about it.
    pub fn consult_pages(&mut self, pages: impl IntoIterator<Item = Arc<Page>>) {
        for page in pages {
            self.library.insert(page);
        }
        self.pages_revision += 1;
    }

    /// The row of the source table for `page` where it tells something new.
    fn source_record(&self, page: &Page) -> Option<SourceRecord> {
        let source = &page.source;
        let now = Timestamp::now();
        let known = self.notebook.sources().get(&source.id);
        let mut record = known.cloned().unwrap_or_else(|| SourceRecord {
            id: source.id,
            text_sha256: source.text_sha256.clone(),
            names: Vec::new(),
            paths: Vec::new(),
            encoding: source.encoding.to_owned(),
            issue: page.issue.clone(),
            removed: false,
            stamp: Stamp::new(&self.author, now),
        });
        record.removed = false;
        remember_last(&mut record.names, &source.name);
        for path in source.paths() {
            remember_last(&mut record.paths, &path.display().to_string());
        }
        if known == Some(&record) {
            return None;
        }
        record.stamp.modified = now;
        Some(record)
    }

    /// A transaction that is written down but is no step of the user's.
    fn keep_house(&mut self, label: &'static str, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        let transaction = self.transaction(Message::new(label), edits);
        let applied = self.apply(transaction);
        debug_assert!(applied.is_ok(), "what the session keeps house with can always be put: {applied:?}");
    }

    fn transaction(&self, label: Message, edits: Vec<Edit>) -> Transaction {
        Transaction { label, author: self.author.clone(), at: Timestamp::now(), edits }
    }

    /// Applies, and leaves the transaction in the outbox; gives its inverse.
    fn apply(&mut self, transaction: Transaction) -> Result<Transaction, RequestError> {
        let inverse = transaction.clone().apply(&mut self.notebook)?;
        self.outbox.push(entry(self.notebook.revision, transaction));
        Ok(inverse)
    }

    /// Does what is asked for. `Ok(None)`: there was nothing to do.
    ///
    /// # Errors
    /// If a name means nothing or too much, or a span is not in its source: nothing has been changed then.
    pub fn perform(&mut self, request: Request) -> Result<Option<Performed>, RequestError> {
        self.perform_as(request, Manner::Asked)
    }

    /// As [`perform`](Self::perform), for text that is being typed: steps on the same record that directly follow each
    /// other are undone as one.
    ///
    /// # Errors
    /// As [`perform`](Self::perform).
    pub fn perform_typing(&mut self, request: Request) -> Result<Option<Performed>, RequestError> {
        self.perform_as(request, Manner::Typed)
    }

    /// As [`perform`](Self::perform), for what the user did not ask for: it is written down and is no step to undo.
    ///
    /// # Errors
    /// As [`perform`](Self::perform).
    pub fn perform_unasked(&mut self, request: Request) -> Result<Option<Performed>, RequestError> {
        self.perform_as(request, Manner::Unasked)
    }

    fn perform_as(&mut self, request: Request, manner: Manner) -> Result<Option<Performed>, RequestError> {
        match request {
            Request::Undo => return self.undo(),
            Request::Redo => return self.redo(),
            _ => {}
        }
        let resolved = resolve::resolve(self, request)?;
        // The source table learns of the source in a step of its own, so that undo takes back the annotation alone.
        if let Some(page) = resolved.source.and_then(|source| self.library.get(source).cloned())
            && !self.notebook.sources().contains_key(&page.source.id)
        {
            let record = self.source_record(&page);
            self.keep_house("label-open-sources", record.into_iter().map(|it| Edit::Put(Record::Source(it))).collect());
        }
        if resolved.edits.is_empty() {
            return Ok(None);
        }
        let made = resolved.made;
        let typed = resolved.edits.last().filter(|_| manner == Manner::Typed).map(key_of);
        let transaction = self.transaction(resolved.label.clone(), resolved.edits);
        let inverse = self.apply(transaction)?;
        if resolved.is_step && manner != Manner::Unasked {
            self.history.push(inverse, typed);
        }
        Ok(Some(Performed { label: resolved.label, made }))
    }

    /// Ends a run of typing: what is typed next is a step of its own.
    pub fn end_typing(&mut self) {
        self.history.end_typing();
    }

    /// What undo would take back.
    #[must_use]
    pub fn next_undo(&self) -> Option<&Message> {
        self.history.next_undo().map(|transaction| &transaction.label)
    }

    /// What redo would do again.
    #[must_use]
    pub fn next_redo(&self) -> Option<&Message> {
        self.history.next_redo().map(|transaction| &transaction.label)
    }

    fn undo(&mut self) -> Result<Option<Performed>, RequestError> {
        let applied = self.history.undo(&mut self.notebook)?;
        Ok(self.record_step(applied, "label-undone"))
    }

    fn redo(&mut self) -> Result<Option<Performed>, RequestError> {
        let applied = self.history.redo(&mut self.notebook)?;
        Ok(self.record_step(applied, "label-redone"))
    }

    fn record_step(&mut self, applied: Option<Transaction>, id: &'static str) -> Option<Performed> {
        let mut transaction = applied?;
        let label = Message::new(id).with("what", transaction.label);
        transaction.label = label.clone();
        transaction.at = Timestamp::now();
        self.outbox.push(entry(self.notebook.revision, transaction));
        Some(Performed { label, made: None })
    }

    /// Transactions that are to be written to the journal, the oldest first. They are handed out once.
    pub fn take_outbox(&mut self) -> Vec<JournalEntry> {
        std::mem::take(&mut self.outbox)
    }

    /// Whether the annotation's quotation stands in its source, or cannot be checked.
    #[must_use]
    pub fn prove(&self, annotation: &Annotation) -> Proof {
        prove(annotation, self.page(annotation.source).map(AsRef::as_ref))
    }

    /// Sources that the user took out of the library.
    pub fn removed_sources(&self) -> impl Iterator<Item = &SourceRecord> {
        self.notebook.sources().values().filter(|record| record.removed)
    }

    /// Sources of the notebook that the user has not removed and that are not open.
    pub fn missing_sources(&self) -> impl Iterator<Item = &SourceRecord> {
        let records = self.notebook.sources().values();
        records.filter(|record| !record.removed && self.library.get(record.id).is_none())
    }
}

fn key_of(edit: &Edit) -> Key {
    match edit {
        Edit::Put(record) => record.key(),
        Edit::Remove(key) => *key,
    }
}

/// Puts `item` at the end of `list`, once.
fn remember_last(list: &mut Vec<String>, item: &str) {
    if list.last().map(String::as_str) != Some(item) {
        list.retain(|known| known != item);
        list.push(item.to_owned());
    }
}

#[cfg(test)]
mod tests;
