use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CorrectedIssue, CorrectedLayout, KeptText, Key, Notebook, Record, SavedQuery};
use crate::i18n::Message;

/// The smallest reversible change of a notebook, in ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "nearly every edit is a Put")]
pub enum Edit {
    /// Adds a record, or puts it in the place of the one with its id.
    Put(Record),
    /// Takes a record out.
    Remove(Key),
}

/// Why an edit cannot be made. The notebook is then as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such record.
    #[error("there is no {0:?}")]
    NoSuchRecord(Key),
    /// An annotation names a tag, a source or a place that is not there, or names a tag twice.
    #[error("the annotation names {0:?}, which is not there or is there twice")]
    BadReference(Key),
    /// An annotation points nowhere.
    #[error("a span is empty, or there is none")]
    EmptySpan,
    /// A tag's name is blank or another tag's.
    #[error("the tag name {0:?} is blank or taken")]
    BadTagName(String),
    /// A record is still named by another one.
    #[error("{0:?} is still in use")]
    InUse(Key),
}

impl EditError {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self) -> Message {
        Message::new(match self {
            Self::NoSuchRecord(_) => "edit-no-such-record",
            Self::BadReference(_) => "edit-bad-reference",
            Self::EmptySpan => "edit-empty-span",
            Self::BadTagName(_) => "edit-bad-tag-name",
            Self::InUse(_) => "edit-in-use",
        })
    }
}

impl Edit {
    /// Makes the change and gives its inverse.
    ///
    /// # Errors
    /// If it would leave the notebook with a reference to nothing, a blank name or an empty span; nothing is changed then.
    pub fn apply(self, notebook: &mut Notebook) -> Result<Self, EditError> {
        match self {
            Self::Put(record) => {
                check(notebook, &record)?;
                let key = record.key();
                Ok(put(notebook, record).map_or(Self::Remove(key), Self::Put))
            }
            Self::Remove(key) => {
                if let Some(user) = user_of(notebook, key) {
                    return Err(EditError::InUse(user));
                }
                remove(notebook, key).map(Self::Put).ok_or(EditError::NoSuchRecord(key))
            }
        }
    }

    fn size_bytes(&self) -> usize {
        match self {
            Self::Put(record) => record.size_bytes(),
            Self::Remove(_) => size_of::<Self>(),
        }
    }
}

fn put(notebook: &mut Notebook, record: Record) -> Option<Record> {
    match record {
        Record::Source(new) => notebook.sources.insert(new.id, new).map(Record::Source),
        Record::Tag(new) => notebook.tags.insert(new.id, new).map(Record::Tag),
        Record::Annotation(new) => notebook.annotations.insert(new.id, new).map(Record::Annotation),
        Record::Note(new) => notebook.notes.insert(new.id, new).map(Record::Note),
        Record::KeywordList(new) => notebook.keyword_lists.insert(new.id, new).map(Record::KeywordList),
        Record::ArticleMark(new) => notebook.article_marks.insert(new.id, new).map(Record::ArticleMark),
        Record::Layout(new) => notebook.layouts.insert(new.source, new).map(Record::Layout),
        Record::Issue(new) => notebook.issues.insert(new.source, new).map(Record::Issue),
        Record::Text(new) => notebook.texts.insert(new.source, new).map(Record::Text),
        Record::Emendation(new) => notebook.emendations.insert(new.id, new).map(Record::Emendation),
        Record::Query(new) => notebook.queries.insert(new.id, new).map(Record::Query),
        Record::Word(new) => notebook.words.insert(new.id, new).map(Record::Word),
        Record::Binned(new) => notebook.bin.insert(new.id, *new).map(|old| Record::Binned(Box::new(old))),
    }
}

fn remove(notebook: &mut Notebook, key: Key) -> Option<Record> {
    match key {
        Key::Source(id) => notebook.sources.remove(&id).map(Record::Source),
        Key::Tag(id) => notebook.tags.remove(&id).map(Record::Tag),
        Key::Annotation(id) => notebook.annotations.remove(&id).map(Record::Annotation),
        Key::Note(id) => notebook.notes.remove(&id).map(Record::Note),
        Key::KeywordList(id) => notebook.keyword_lists.remove(&id).map(Record::KeywordList),
        Key::ArticleMark(id) => notebook.article_marks.remove(&id).map(Record::ArticleMark),
        Key::Layout(id) => notebook.layouts.remove(&id).map(Record::Layout),
        Key::Issue(id) => notebook.issues.remove(&id).map(Record::Issue),
        Key::Text(id) => notebook.texts.remove(&id).map(Record::Text),
        Key::Emendation(id) => notebook.emendations.remove(&id).map(Record::Emendation),
        Key::Query(id) => notebook.queries.remove(&id).map(Record::Query),
        Key::Word(id) => notebook.words.remove(&id).map(Record::Word),
        Key::Binned(id) => notebook.bin.remove(&id).map(|old| Record::Binned(Box::new(old))),
    }
}

/// Whether `record` may stand in `notebook`.
fn check(notebook: &Notebook, record: &Record) -> Result<(), EditError> {
    match record {
        Record::Annotation(annotation) => {
            if annotation.spans.is_empty() || annotation.spans.iter().any(|span| span.is_empty()) {
                return Err(EditError::EmptySpan);
            }
            if !notebook.sources.contains_key(&annotation.source) {
                return Err(EditError::BadReference(Key::Source(annotation.source)));
            }
            for (at, tag) in annotation.tags.iter().enumerate() {
                if !notebook.tags.contains_key(tag) || annotation.tags[..at].contains(tag) {
                    return Err(EditError::BadReference(Key::Tag(*tag)));
                }
            }
            Ok(())
        }
        Record::Tag(tag) => {
            let taken = notebook.tags.values().any(|other| other.name == tag.name && other.id != tag.id);
            if taken || tag.name.trim().is_empty() {
                return Err(EditError::BadTagName(tag.name.clone()));
            }
            Ok(())
        }
        Record::Layout(CorrectedLayout { source, .. })
        | Record::Issue(CorrectedIssue { source, .. })
        | Record::Text(KeptText { source, .. }) => match notebook.sources.contains_key(source) {
            true => Ok(()),
            false => Err(EditError::BadReference(Key::Source(*source))),
        },
        Record::Emendation(new) => {
            let mut others = notebook.emendations.values().filter(|other| other.id != new.id);
            if new.span.is_empty() {
                return Err(EditError::EmptySpan);
            }
            if !notebook.sources.contains_key(&new.source) {
                return Err(EditError::BadReference(Key::Source(new.source)));
            }
            match others.find(|other| other.source == new.source && other.span.overlaps(new.span)) {
                Some(other) => Err(EditError::InUse(Key::Emendation(other.id))),
                None => Ok(()),
            }
        }
        Record::Query(SavedQuery { tag: Some(tag), .. }) if !notebook.tags.contains_key(tag) => {
            Err(EditError::BadReference(Key::Tag(*tag)))
        }
        Record::Source(_)
        | Record::Note(_)
        | Record::KeywordList(_)
        | Record::ArticleMark(_)
        | Record::Query(_)
        | Record::Word(_)
        | Record::Binned(_) => Ok(()),
    }
}

/// A record that names the one with `key`, and would be left naming nothing without it.
fn user_of(notebook: &Notebook, key: Key) -> Option<Key> {
    if let Key::Source(id) = key {
        let own = [Key::Layout(id), Key::Issue(id), Key::Text(id)].into_iter().find(|key| notebook.holds(*key));
        let mut emendations = notebook.emendations.values().filter(|emendation| emendation.source == id);
        let user = own.or_else(|| emendations.next().map(|emendation| Key::Emendation(emendation.id)));
        if user.is_some() {
            return user;
        }
    }
    let mut annotations = notebook.annotations.values();
    let user = match key {
        Key::Source(id) => annotations.find(|annotation| annotation.source == id),
        Key::Tag(id) => {
            let query = notebook.queries.values().find(|query| query.tag == Some(id));
            if let Some(query) = query {
                return Some(Key::Query(query.id));
            }
            annotations.find(|annotation| annotation.tags.contains(&id))
        }
        Key::Annotation(_)
        | Key::Note(_)
        | Key::KeywordList(_)
        | Key::ArticleMark(_)
        | Key::Layout(_)
        | Key::Issue(_)
        | Key::Text(_)
        | Key::Emendation(_)
        | Key::Query(_)
        | Key::Word(_)
        | Key::Binned(_) => None,
    };
    user.map(|annotation| Key::Annotation(annotation.id))
}

/// A labelled group of edits that is done and undone as one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transaction {
    /// What the user did, for the status bar and the history.
    pub label: Message,
    /// Who did it.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// In the order in which they are made.
    pub edits: Vec<Edit>,
}

impl Transaction {
    /// Makes all edits, counts the revision up, and gives the transaction that takes them back.
    ///
    /// # Errors
    /// That of the first edit that cannot be made; the notebook is then as it was.
    pub fn apply(self, notebook: &mut Notebook) -> Result<Self, EditError> {
        let mut inverse = Vec::with_capacity(self.edits.len());
        for edit in self.edits {
            match edit.apply(notebook) {
                Ok(back) => inverse.push(back),
                Err(error) => {
                    for back in inverse.into_iter().rev() {
                        let undone = back.apply(notebook);
                        debug_assert!(undone.is_ok(), "the inverse of an edit just made can be made");
                    }
                    return Err(error);
                }
            }
        }
        inverse.reverse();
        notebook.revision = notebook.revision.next();
        Ok(Self { label: self.label, author: self.author, at: self.at, edits: inverse })
    }

    /// About how much memory it takes, in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        size_of::<Self>() + self.edits.iter().map(Edit::size_bytes).sum::<usize>()
    }
}
