//! The app without a screen: an open notebook over open pages. Whoever wants a change, window or script, makes a
//! [`Request`]; [`Session::perform`] turns it into a transaction, applies it, remembers the way back, and leaves what must
//! be written to disk in the [outbox](Session::take_outbox). Nothing here reads or writes a file.

mod arrangement;
mod autocode;
mod bin;
mod codebook;
mod command;
mod concordance;
mod desk;
mod desk_action;
mod error;
mod filter;
mod meeting;
mod misread;
mod note_edit;
mod notes;
mod on_disk;
mod quotations;
mod request;
mod resolve;
mod saved_layout;
mod statistics;
mod tag_expr;
mod tag_sets;
mod tag_tree;
mod take_in;
mod tally;
mod together;
mod trail;
mod views;
mod workspace;

use std::sync::Arc;

use jiff::Timestamp;

use crate::exchange::{Proof, prove};
use crate::i18n::Message;
use crate::library::{Library, Page};
use crate::notebook::{
    Annotation, Edit, History, Key, Manner, Notebook, Record, Revision, SourceRecord, Stamp, Transaction, Violation,
    violations,
};
use crate::page::{ArticleId, IssueData, IssueDate, ParagraphId, SourceId};
use crate::store::{JournalEntry, MAX_HISTORY_BYTES, Snapshot};

pub use arrangement::{Arrangement, Section, SectionHead, sections};
pub use autocode::{AutocodePlan, CodingState};
pub use bin::{BinItem, BinRow};
pub use command::{Action, COMMANDS, CommandInfo, Context, Edge, Motion};
pub use concordance::{
    Concordance, ConcordanceQuery, Corpus, Finding, Hit, Place, Scope, SelectedLines, SortBy, find_hits, order_of,
    passage_of, passages_of,
};
pub use desk::{Rejected, Uncertain, article_begun, article_joined, moved, rejected, uncertain};
pub use desk_action::{DeskAction, LinesAction, MisreadAction, WordsLeaf};
pub use error::RequestError;
pub use filter::{FilterError, QuotationFilter, WhichDate};
pub use meeting::{Meeting, Meetings, TaggedPlaces, meeting};
pub use misread::MisreadReview;
pub use note_edit::{NoteMark, mark_note};
pub use notes::{LinkState, NoteRow, NotesOf, note_rows};
pub use quotations::{QuotationGroup, Quotations};
pub use request::{ParseRequestError, Passage, Request, Target};
pub use resolve::{CarriedLayout, Rescan, query_of_terms, rescan, role_name};
pub use saved_layout::{ReadingPlace, SavedLayout, SavedLayouts, SavedPane, SavedTab};
pub use statistics::{KeynessTarget, StatisticsTask, WordStatistics};
pub use tag_expr::{TagExpr, TagExprError, WrongExpr, quoted};
pub use tag_sets::TagSets;
pub use tag_tree::{TagNode, TagTree};
pub use take_in::{Intake, TakenIn};
pub use tally::{ArticleTally, KeywordTally, ListTally, STRIP_CELLS};
pub use together::{ScrollLink, Scrolled, Together};
pub use trail::{Trail, TrailPlace};
pub use views::{ArticleRow, Card, KeywordHits, Keywords, SourceGroup, TagRow, Views, card, quote_of};
pub use workspace::{Carried, Inspected, Landing, MAX_PANES, Pane, ReadingTab, TabId, Workspace};

/// Colours that new tags take in turn. They stay apart for readers who see no green, no red or no blue: chosen so that the two
/// most alike differ as much as can be under the simulation of Machado, Oliveira and Fernandes ("A Physiologically-based Model
/// for Simulation of Color Vision Deficiency", IEEE TVCG 15 (6), 2009, severity 1); a test in `ui::theme` computes it.
pub const TAG_COLORS: [&str; 8] =
    ["#B23A26", "#1C7771", "#3A6BD8", "#D88A02", "#723AA5", "#6BB4FA", "#840000", "#84B454"];

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
    read_only: bool,
}

/// How a request came to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
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
            read_only: false,
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

    /// As [`new`](Self::new), with the way back as it was kept over a restart.
    #[must_use]
    pub fn resume(notebook: Notebook, history: History, author: impl Into<String>) -> Self {
        Self { history, ..Self::new(notebook, author) }
    }

    /// Whether the notebook is only looked at: every change is refused.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Lets the notebook be looked at only, or be changed again.
    pub fn set_read_only(&mut self, read_only: bool) {
        self.read_only = read_only;
    }

    /// Puts another notebook in the place of this one, over the same pages, with the way back as it was kept.
    pub fn switch_notebook(&mut self, notebook: Notebook, history: History) {
        self.notebook = notebook;
        self.history = history;
        self.outbox.clear();
        self.pages_revision += 1;
        self.follow_layouts();
    }

    /// Has every open page be as the notebook has it.
    fn follow_layouts(&mut self) {
        let changed: Vec<Page> = self.library.iter().filter_map(|page| page.as_in(&self.notebook)).collect();
        if !changed.is_empty() {
            self.pages_revision += 1;
        }
        changed.into_iter().for_each(|page| self.library.replace(Arc::new(page)));
    }

    /// As [`follow_layouts`](Self::follow_layouts), where a transaction has to do with how pages are read.
    fn follow(&mut self, transaction: &Transaction) {
        if transaction
            .edits
            .iter()
            .any(|edit| matches!(key_of(edit), Key::Layout(_) | Key::Issue(_) | Key::Emendation(_)))
        {
            self.follow_layouts();
        }
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

    /// The article and the part that hold a place of an open source by now.
    #[must_use]
    pub fn holder(&self, source: SourceId, at: u32) -> Option<(ArticleId, ParagraphId)> {
        self.page(source)?.at(at).map(|(article, part)| (article.id, part.id))
    }

    /// The day of a source's issue, where it is known.
    #[must_use]
    pub fn issue_date(&self, source: SourceId) -> Option<IssueDate> {
        match self.notebook.issue(source) {
            Some(issue) => issue.date,
            None => self.page(source)?.issue.date,
        }
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
        if self.read_only {
            return self.consult_pages(pages);
        }
        let mut edits = Vec::new();
        for page in pages {
            edits.extend(self.source_record(&page).map(|record| Edit::Put(Record::Source(record))));
            self.library.insert(page);
        }
        self.pages_revision += 1;
        self.follow_layouts();
        self.keep_house("label-open-sources", edits);
    }

    /// Opens pages to look things up in, without telling the source table: it learns of a source when something is said
    /// about it.
    pub fn consult_pages(&mut self, pages: impl IntoIterator<Item = Arc<Page>>) {
        for page in pages {
            self.library.insert(page);
        }
        self.pages_revision += 1;
        self.follow_layouts();
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
            issue: IssueData::default(),
            removed: false,
            removal: None,
            stamp: Stamp::new(&self.author, now),
        });
        record.removed = false;
        record.removal = None;
        record.issue.clone_from(&page.printed);
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
        let applied = self.apply(transaction, |_, _| Manner::Aside);
        debug_assert!(applied.is_ok(), "what the session keeps house with can always be put: {applied:?}");
    }

    fn transaction(&self, label: Message, edits: Vec<Edit>) -> Transaction {
        Transaction { label, author: self.author.clone(), at: Timestamp::now(), edits }
    }

    /// Applies, has the history take the inverse, and leaves the transaction in the outbox.
    fn apply(
        &mut self,
        transaction: Transaction,
        remember: impl FnOnce(&mut History, Transaction) -> Manner,
    ) -> Result<(), RequestError> {
        let inverse = transaction.clone().apply(&mut self.notebook)?;
        let manner = remember(&mut self.history, inverse);
        self.follow(&transaction);
        self.outbox.push(JournalEntry { revision: self.notebook.revision, manner, transaction });
        Ok(())
    }

    /// Does what is asked for. `Ok(None)`: there was nothing to do.
    ///
    /// # Errors
    /// If a name means nothing or too much, or a span is not in its source: nothing has been changed then.
    pub fn perform(&mut self, request: Request) -> Result<Option<Performed>, RequestError> {
        self.perform_as(request, Asking::Asked)
    }

    /// As [`perform`](Self::perform), for text that is being typed: steps on the same record that directly follow each
    /// other are undone as one.
    ///
    /// # Errors
    /// As [`perform`](Self::perform).
    pub fn perform_typing(&mut self, request: Request) -> Result<Option<Performed>, RequestError> {
        self.perform_as(request, Asking::Typed)
    }

    /// As [`perform`](Self::perform), for what the user did not ask for: it is written down and is no step to undo.
    ///
    /// # Errors
    /// As [`perform`](Self::perform).
    pub fn perform_unasked(&mut self, request: Request) -> Result<Option<Performed>, RequestError> {
        self.perform_as(request, Asking::Unasked)
    }

    fn perform_as(&mut self, request: Request, asking: Asking) -> Result<Option<Performed>, RequestError> {
        if self.read_only {
            return Err(RequestError::ReadOnly);
        }
        match request {
            Request::Undo => return self.undo(),
            Request::Redo => return self.redo(),
            _ => {}
        }
        let resolved = resolve::resolve(self, request)?;
        // The source table learns of the source in a step of its own, so that undo takes back the annotation alone.
        let unknown = resolved.sources.iter().filter(|source| !self.notebook.sources().contains_key(source));
        let records = unknown.filter_map(|source| self.source_record(self.library.get(*source)?));
        let learned = records.map(|record| Edit::Put(Record::Source(record))).collect();
        self.keep_house("label-open-sources", learned);
        if resolved.edits.is_empty() {
            return Ok(None);
        }
        let made = resolved.made;
        let is_step = resolved.is_step && asking != Asking::Unasked;
        // What is typed changes one record; what deletes one is a step of its own.
        let typed = match resolved.edits.as_slice() {
            [edit] if asking == Asking::Typed => Some(key_of(edit)),
            _ => None,
        };
        let transaction = self.transaction(resolved.label.clone(), resolved.edits);
        self.apply(transaction, |history, inverse| {
            if !is_step {
                return Manner::Aside;
            }
            let goes_on = history.push(inverse, typed);
            match typed {
                Some(key) if goes_on => Manner::TypedOn(key),
                Some(key) => Manner::Typed(key),
                None => Manner::Step,
            }
        })?;
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
        let step = self.history.undo(&mut self.notebook)?.ok_or(RequestError::NoStep { redo: false })?;
        Ok(Some(self.record_step(step, "label-undone", Manner::Undone)))
    }

    fn redo(&mut self) -> Result<Option<Performed>, RequestError> {
        let step = self.history.redo(&mut self.notebook)?.ok_or(RequestError::NoStep { redo: true })?;
        Ok(Some(self.record_step(step, "label-redone", Manner::Redone)))
    }

    fn record_step(&mut self, mut transaction: Transaction, id: &'static str, manner: Manner) -> Performed {
        self.follow(&transaction);
        let label = Message::new(id).with("what", transaction.label);
        transaction.label = label.clone();
        transaction.at = Timestamp::now();
        self.outbox.push(JournalEntry { revision: self.notebook.revision, manner, transaction });
        Performed { label, made: None }
    }

    /// Transactions that are to be written to the journal, the oldest first. They are handed out once.
    pub fn take_outbox(&mut self) -> Vec<JournalEntry> {
        std::mem::take(&mut self.outbox)
    }

    /// What a full save writes: the notebook, the way back, and the sources in which quotations are read again before. All of it
    /// is shared, nothing copied.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            notebook: self.notebook.clone(),
            trail: self.history.trail(MAX_HISTORY_BYTES),
            library: self.library.clone(),
        }
    }

    /// What does not hold of the notebook, quotations of open sources included. Takes time in proportion to it.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        violations(&self.notebook, |source| self.page(source).map(|page| Arc::clone(&page.source.text)))
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
mod codebook_tests;
#[cfg(test)]
mod tests;
