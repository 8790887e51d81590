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
mod record;

use std::collections::BTreeMap;

use crate::page::SourceId;

pub use anchor::{CONTEXT_CHARS, Quotation};
pub use edit::{Edit, EditError, Transaction};
pub use history::History;
pub use ids::{AnnotationId, ArticleMarkId, KeywordListId, NoteId, NotebookId, TagId};
pub use record::{
    Annotation, ArticleMark, Color, Key, KeywordList, Note, NoteTarget, ParseColorError, Record, SourceRecord, Stamp,
    Tag,
};

/// The format of notebook files that this program writes.
pub const FORMAT: u32 = 1;

/// Counts the transactions that a notebook has seen. Caches, job results and "saved" are keyed by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// All that the user made. Each record lies under its id, so that two notebooks with the same records are equal and are
/// written the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook {
    /// Stays the same for the life of the notebook, under whatever name it lies.
    pub id: NotebookId,
    /// Transactions so far.
    pub revision: Revision,
    pub(crate) sources: BTreeMap<SourceId, SourceRecord>,
    pub(crate) tags: BTreeMap<TagId, Tag>,
    pub(crate) annotations: BTreeMap<AnnotationId, Annotation>,
    pub(crate) notes: BTreeMap<NoteId, Note>,
    pub(crate) keyword_lists: BTreeMap<KeywordListId, KeywordList>,
    pub(crate) article_marks: BTreeMap<ArticleMarkId, ArticleMark>,
}

impl Notebook {
    /// A notebook with nothing in it.
    #[must_use]
    pub fn new(id: NotebookId) -> Self {
        Self {
            id,
            revision: Revision::default(),
            sources: BTreeMap::new(),
            tags: BTreeMap::new(),
            annotations: BTreeMap::new(),
            notes: BTreeMap::new(),
            keyword_lists: BTreeMap::new(),
            article_marks: BTreeMap::new(),
        }
    }

    /// The source table.
    #[must_use]
    pub fn sources(&self) -> &BTreeMap<SourceId, SourceRecord> {
        &self.sources
    }

    /// The tags by id; see [`codebook`](Self::codebook) for their order.
    #[must_use]
    pub fn tags(&self) -> &BTreeMap<TagId, Tag> {
        &self.tags
    }

    /// The annotations by id, which is the order in which they were made.
    #[must_use]
    pub fn annotations(&self) -> &BTreeMap<AnnotationId, Annotation> {
        &self.annotations
    }

    /// The notes by id.
    #[must_use]
    pub fn notes(&self) -> &BTreeMap<NoteId, Note> {
        &self.notes
    }

    /// The keyword lists by id.
    #[must_use]
    pub fn keyword_lists(&self) -> &BTreeMap<KeywordListId, KeywordList> {
        &self.keyword_lists
    }

    /// Which articles are read or starred.
    #[must_use]
    pub fn article_marks(&self) -> &BTreeMap<ArticleMarkId, ArticleMark> {
        &self.article_marks
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

    /// Whether the user has made nothing yet but looked at sources.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.tags.is_empty() && self.annotations.is_empty() && self.notes.is_empty() && self.keyword_lists.is_empty()
    }
}
