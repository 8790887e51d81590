//! All that the user made: source table, codebook, annotations, notes, keyword lists, marks on articles. Pure values:
//! nothing here reads a file, a clock or a page.
//!
//! Every change is an [`Edit`], which carries its own inverse; a [`Transaction`] is a labelled group of edits that is
//! undone as one; a [`History`] keeps the inverses. An annotation points at a source by spans and quotation
//! (see [`Quotation`]), never at an article or a paragraph, so it survives any new splitting of the page.

mod anchor;
mod edit;
mod history;
mod ids;
mod link;
pub mod markdown;
mod reanchor;
mod record;
mod records;
mod searching;
pub mod tag_path;
mod whole;

use crate::page::{IssueData, Reading, SourceId};

pub use anchor::{CONTEXT_CHARS, Quotation};
pub use edit::{Edit, EditError, Transaction};
pub use history::{History, Manner, Trail};
pub use ids::{
    AnnotationId, ArticleMarkId, BinnedId, EmendationId, KeywordListId, LexiconWordId, NoteId, NotebookId,
    SavedQueryId, TagId,
};
pub use link::{NoteLink, ParseNoteLinkError};
pub use reanchor::{Haystack, Place, Refound};
pub use record::{
    Annotation, ArticleMark, Binned, Color, CorrectedIssue, CorrectedLayout, Emendation, KeptText, Key, KeywordList,
    Note, NoteTarget, ParseColorError, Record, Removal, SourceRecord, Stamp, Tag,
};
pub use records::{Change, Records};
pub use searching::{CodedIn, Extent, LexiconWord, QueryOptions, SavedQuery, WordRole};
pub use whole::{Violation, Wrong, violations};

/// The format of notebook files that this program writes. Format 1 had no bin, format 2 no corrected layouts and no
/// emendations, format 3 no issue data put right by hand, no kept texts and no context of emendations.
pub const FORMAT: u32 = 4;

/// Counts the transactions that a notebook has seen. Caches, job results and "saved" are keyed by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// All that the user made. Each record lies under its id, so that two notebooks with the same records are equal and are
/// written the same. A clone shares the records and costs next to nothing, so that every job may have one.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook {
    /// Stays the same for the life of the notebook, under whatever name it lies.
    pub id: NotebookId,
    /// Transactions so far.
    pub revision: Revision,
    pub(crate) sources: Records<SourceId, SourceRecord>,
    pub(crate) tags: Records<TagId, Tag>,
    pub(crate) annotations: Records<AnnotationId, Annotation>,
    pub(crate) notes: Records<NoteId, Note>,
    pub(crate) keyword_lists: Records<KeywordListId, KeywordList>,
    pub(crate) article_marks: Records<ArticleMarkId, ArticleMark>,
    pub(crate) layouts: Records<SourceId, CorrectedLayout>,
    pub(crate) issues: Records<SourceId, CorrectedIssue>,
    pub(crate) texts: Records<SourceId, KeptText>,
    pub(crate) emendations: Records<EmendationId, Emendation>,
    pub(crate) queries: Records<SavedQueryId, SavedQuery>,
    pub(crate) words: Records<LexiconWordId, LexiconWord>,
    pub(crate) bin: Records<BinnedId, Binned>,
}

impl Notebook {
    /// A notebook with nothing in it.
    #[must_use]
    pub fn new(id: NotebookId) -> Self {
        Self {
            id,
            revision: Revision::default(),
            sources: Records::default(),
            tags: Records::default(),
            annotations: Records::default(),
            notes: Records::default(),
            keyword_lists: Records::default(),
            article_marks: Records::default(),
            layouts: Records::default(),
            issues: Records::default(),
            texts: Records::default(),
            emendations: Records::default(),
            queries: Records::default(),
            words: Records::default(),
            bin: Records::default(),
        }
    }

    /// The source table.
    #[must_use]
    pub fn sources(&self) -> &Records<SourceId, SourceRecord> {
        &self.sources
    }

    /// The tags by id; see [`codebook`](Self::codebook) for their order.
    #[must_use]
    pub fn tags(&self) -> &Records<TagId, Tag> {
        &self.tags
    }

    /// The annotations by id, which is the order in which they were made.
    #[must_use]
    pub fn annotations(&self) -> &Records<AnnotationId, Annotation> {
        &self.annotations
    }

    /// The notes by id.
    #[must_use]
    pub fn notes(&self) -> &Records<NoteId, Note> {
        &self.notes
    }

    /// The keyword lists by id.
    #[must_use]
    pub fn keyword_lists(&self) -> &Records<KeywordListId, KeywordList> {
        &self.keyword_lists
    }

    /// Which articles are read or starred.
    #[must_use]
    pub fn article_marks(&self) -> &Records<ArticleMarkId, ArticleMark> {
        &self.article_marks
    }

    /// The layouts that were put right by hand.
    #[must_use]
    pub fn layouts(&self) -> &Records<SourceId, CorrectedLayout> {
        &self.layouts
    }

    /// What the user says of the issues of sources.
    #[must_use]
    pub fn issues(&self) -> &Records<SourceId, CorrectedIssue> {
        &self.issues
    }

    /// The texts of sources whose layouts were put right by hand.
    #[must_use]
    pub fn texts(&self) -> &Records<SourceId, KeptText> {
        &self.texts
    }

    /// What is known of the issue of a source in the source table: what the user says, else what its page tells.
    #[must_use]
    pub fn issue(&self, source: SourceId) -> Option<&IssueData> {
        let told = self.sources.get(&source).map(|record| &record.issue);
        self.issues.get(&source).map(|record| &record.issue).or(told)
    }

    /// What is read in the place of what was misread, by id.
    #[must_use]
    pub fn emendations(&self) -> &Records<EmendationId, Emendation> {
        &self.emendations
    }

    /// The saved queries by id.
    #[must_use]
    pub fn queries(&self) -> &Records<SavedQueryId, SavedQuery> {
        &self.queries
    }

    /// The saved queries in the order of their names.
    #[must_use]
    pub fn ordered_queries(&self) -> Vec<&SavedQuery> {
        let mut queries: Vec<&SavedQuery> = self.queries.values().collect();
        queries.sort_by(|one, other| one.name.cmp(&other.name));
        queries
    }

    /// The words that the user has given to the lexicon, by id.
    #[must_use]
    pub fn words(&self) -> &Records<LexiconWordId, LexiconWord> {
        &self.words
    }

    /// The words of a role, in their order.
    #[must_use]
    pub fn words_of(&self, role: WordRole) -> Vec<&str> {
        let mut words: Vec<&str> =
            self.words.values().filter(|it| it.role == role).map(|it| it.text.as_str()).collect();
        words.sort_unstable();
        words
    }

    /// What is read in a source in the place of what was misread, in its order.
    #[must_use]
    pub fn readings(&self, source: SourceId) -> Vec<Reading> {
        let own = self.emendations.values().filter(|emendation| emendation.source == source);
        let mut readings: Vec<Reading> = own
            .filter_map(|it| it.reading.as_ref().map(|text| Reading { span: it.span, text: text.as_str().into() }))
            .collect();
        readings.sort();
        readings
    }

    /// What was deleted and can be brought back, the oldest first. Removed sources are in the source table.
    #[must_use]
    pub fn bin(&self) -> &Records<BinnedId, Binned> {
        &self.bin
    }

    /// What names each of its records.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        let sources = self.sources.keys().copied().map(Key::Source);
        let tags = self.tags.keys().copied().map(Key::Tag);
        let annotations = self.annotations.keys().copied().map(Key::Annotation);
        let notes = self.notes.keys().copied().map(Key::Note);
        let lists = self.keyword_lists.keys().copied().map(Key::KeywordList);
        let marks = self.article_marks.keys().copied().map(Key::ArticleMark);
        let layouts = self.layouts.keys().copied().map(Key::Layout);
        let issues = self.issues.keys().copied().map(Key::Issue);
        let texts = self.texts.keys().copied().map(Key::Text);
        let emendations = self.emendations.keys().copied().map(Key::Emendation);
        let queries = self.queries.keys().copied().map(Key::Query);
        let words = self.words.keys().copied().map(Key::Word);
        let bin = self.bin.keys().copied().map(Key::Binned);
        sources
            .chain(tags)
            .chain(annotations)
            .chain(notes)
            .chain(lists)
            .chain(marks)
            .chain(layouts)
            .chain(issues)
            .chain(texts)
            .chain(emendations)
            .chain(queries)
            .chain(words)
            .chain(bin)
    }

    /// Whether it holds the record with this key.
    #[must_use]
    pub fn holds(&self, key: Key) -> bool {
        match key {
            Key::Source(id) => self.sources.contains_key(&id),
            Key::Tag(id) => self.tags.contains_key(&id),
            Key::Annotation(id) => self.annotations.contains_key(&id),
            Key::Note(id) => self.notes.contains_key(&id),
            Key::KeywordList(id) => self.keyword_lists.contains_key(&id),
            Key::ArticleMark(id) => self.article_marks.contains_key(&id),
            Key::Layout(id) => self.layouts.contains_key(&id),
            Key::Issue(id) => self.issues.contains_key(&id),
            Key::Text(id) => self.texts.contains_key(&id),
            Key::Emendation(id) => self.emendations.contains_key(&id),
            Key::Query(id) => self.queries.contains_key(&id),
            Key::Word(id) => self.words.contains_key(&id),
            Key::Binned(id) => self.bin.contains_key(&id),
        }
    }

    /// Whether the record with this key was deleted and waits in the bin.
    #[must_use]
    pub fn is_binned(&self, key: Key) -> bool {
        self.bin.values().flat_map(|binned| &binned.records).any(|record| record.key() == key)
    }

    /// The record with this key.
    #[must_use]
    pub fn record(&self, key: Key) -> Option<Record> {
        match key {
            Key::Source(id) => self.sources.get(&id).cloned().map(Record::Source),
            Key::Tag(id) => self.tags.get(&id).cloned().map(Record::Tag),
            Key::Annotation(id) => self.annotations.get(&id).cloned().map(Record::Annotation),
            Key::Note(id) => self.notes.get(&id).cloned().map(Record::Note),
            Key::KeywordList(id) => self.keyword_lists.get(&id).cloned().map(Record::KeywordList),
            Key::ArticleMark(id) => self.article_marks.get(&id).cloned().map(Record::ArticleMark),
            Key::Layout(id) => self.layouts.get(&id).cloned().map(Record::Layout),
            Key::Issue(id) => self.issues.get(&id).cloned().map(Record::Issue),
            Key::Text(id) => self.texts.get(&id).cloned().map(Record::Text),
            Key::Emendation(id) => self.emendations.get(&id).cloned().map(Record::Emendation),
            Key::Query(id) => self.queries.get(&id).cloned().map(Record::Query),
            Key::Word(id) => self.words.get(&id).cloned().map(Record::Word),
            Key::Binned(id) => self.bin.get(&id).cloned().map(|binned| Record::Binned(Box::new(binned))),
        }
    }

    /// The tags in the user's order.
    #[must_use]
    pub fn codebook(&self) -> Vec<&Tag> {
        let mut tags: Vec<&Tag> = self.tags.values().collect();
        tags.sort_by_key(|tag| (tag.order, tag.id));
        tags
    }

    /// The keyword lists in the user's order.
    #[must_use]
    pub fn ordered_keyword_lists(&self) -> Vec<&KeywordList> {
        let mut lists: Vec<&KeywordList> = self.keyword_lists.values().collect();
        lists.sort_by_key(|list| (list.order, list.id));
        lists
    }

    /// The tag of this name.
    #[must_use]
    pub fn tag_named(&self, name: &str) -> Option<&Tag> {
        self.tags.values().find(|tag| tag.name == name)
    }

    /// Whether an annotation or a note is about a source.
    #[must_use]
    pub fn is_spoken_of(&self, source: SourceId) -> bool {
        self.annotations.values().any(|annotation| annotation.source == source)
            || self.notes.values().any(|note| note.target.source() == Some(source))
    }

    /// Whether the user has said or corrected anything about a source.
    #[must_use]
    pub fn has_work_on(&self, source: SourceId) -> bool {
        self.is_spoken_of(source)
            || self.emendations.values().any(|emendation| emendation.source == source)
            || self.layouts.contains_key(&source)
            || self.issues.contains_key(&source)
    }

    /// Whether the user has made nothing yet but looked at sources.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.tags.is_empty()
            && self.annotations.is_empty()
            && self.notes.is_empty()
            && self.keyword_lists.is_empty()
            && self.layouts.is_empty()
            && self.issues.is_empty()
            && self.emendations.is_empty()
            && self.queries.is_empty()
            && self.words.is_empty()
    }
}
