//! The bin 回收站: what was deleted waits in the notebook until it is brought back or deleted for good.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::resolve::{Resolved, Resolver, Result};
use super::{RequestError, Session};
use crate::i18n::Message;
use crate::notebook::{
    Annotation, AnnotationId, Binned, BinnedId, Edit, Key, KeywordList, Notebook, Record, Removal, Tag, TagId,
};
use crate::page::SourceId;

/// What a row of the bin stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinItem {
    /// Brought back by [`Request::RestoreBinned`](super::Request::RestoreBinned).
    Records(BinnedId),
    /// Brought back by [`Request::RestoreSource`](super::Request::RestoreSource).
    Source(SourceId),
}

/// A row of the bin.
#[derive(Clone, Debug, PartialEq)]
pub struct BinRow {
    /// What it is.
    pub item: BinItem,
    /// What was deleted.
    pub label: Message,
    /// What it said: the quotation, the note's text, the terms. Empty where the label says it all.
    pub what: String,
    /// By whom; empty where a notebook of format 1 does not say.
    pub by: String,
    /// When; for a source of a notebook of format 1, when it was last changed.
    pub at: Timestamp,
    /// Records that come back with it.
    pub records: usize,
}

impl Session {
    /// What lies in the bin, the latest first.
    #[must_use]
    pub fn bin(&self) -> Vec<BinRow> {
        let binned = self.notebook().bin().values().map(|binned| BinRow {
            item: BinItem::Records(binned.id),
            label: binned.label.clone(),
            what: binned.records.first().map_or_else(String::new, what),
            by: binned.removal.by.clone(),
            at: binned.removal.at,
            records: binned.records.len(),
        });
        let sources = self.removed_sources().map(|source| BinRow {
            item: BinItem::Source(source.id),
            label: Message::new("label-remove-source").with("name", source.name()),
            what: String::new(),
            by: source.removal.as_ref().map_or_else(String::new, |removal| removal.by.clone()),
            at: source.removal.as_ref().map_or(source.stamp.modified, |removal| removal.at),
            records: 1,
        });
        let mut rows: Vec<BinRow> = binned.chain(sources).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.at));
        rows
    }
}

impl Resolver<'_> {
    /// Puts records into the bin.
    pub(super) fn bin(&self, label: &Message, records: Vec<Record>, untagged: Vec<AnnotationId>) -> Edit {
        let removal = Removal { by: self.session.author.clone(), at: self.now };
        let binned = Binned { id: BinnedId::generate(), label: label.clone(), records, untagged, removal };
        Edit::Put(Record::Binned(Box::new(binned)))
    }

    /// Takes a record out of the notebook and puts it into the bin.
    pub(super) fn delete(&self, label: Message, record: Record) -> Resolved {
        let key = record.key();
        let edits = vec![self.bin(&label, vec![record], Vec::new()), Edit::Remove(key)];
        Resolved::new(label, edits)
    }

    fn binned(&self, id: BinnedId) -> Result<&Binned> {
        self.session.notebook.bin().get(&id).ok_or_else(|| RequestError::NotBinned(id.to_string()))
    }

    pub(super) fn discard_binned(&self, id: BinnedId) -> Result<Resolved> {
        self.binned(id)?;
        Ok(Resolved::new(Message::new("label-discard-binned"), vec![Edit::Remove(Key::Binned(id))]))
    }

    pub(super) fn empty_bin(&self) -> Resolved {
        let notebook = &self.session.notebook;
        let mut edits: Vec<Edit> = notebook.bin().keys().map(|id| Edit::Remove(Key::Binned(*id))).collect();
        for source in self.session.removed_sources().filter(|source| !notebook.is_spoken_of(source.id)) {
            let marks = notebook.article_marks().values().filter(|mark| mark.source == source.id);
            edits.extend(marks.map(|mark| Edit::Remove(Key::ArticleMark(mark.id))));
            let own = [Key::Layout(source.id), Key::Issue(source.id), Key::Text(source.id)];
            edits.extend(own.into_iter().filter(|key| notebook.holds(*key)).map(Edit::Remove));
            let emendations = notebook.emendations().values().filter(|emendation| emendation.source == source.id);
            edits.extend(emendations.map(|emendation| Edit::Remove(Key::Emendation(emendation.id))));
            edits.push(Edit::Remove(Key::Source(source.id)));
        }
        Resolved::new(Message::new("label-empty-bin"), edits)
    }

    pub(super) fn restore_binned(&self, id: BinnedId) -> Result<Resolved> {
        let binned = self.binned(id)?.clone();
        let mut back = Back { notebook: &self.session.notebook, tags: BTreeMap::new(), edits: Vec::new() };
        let main = binned.records.first().map(Record::key);
        for record in binned.records {
            back.bring(record)?;
        }
        if let Some(Key::Tag(tag)) = main {
            let lost = binned.untagged.iter().filter_map(|id| self.session.notebook.annotations().get(id));
            for annotation in lost.filter(|annotation| !annotation.tags.contains(&tag)) {
                let mut new = annotation.clone();
                new.stamp = new.stamp.touched(self.now);
                new.tags.push(tag);
                back.edits.push(Edit::Put(Record::Annotation(new)));
            }
        }
        back.edits.push(Edit::Remove(Key::Binned(id)));
        let label = Message::new("label-restore-binned").with("what", binned.label);
        let resolved = Resolved::new(label, back.edits);
        Ok(match main {
            Some(key) => resolved.making(key),
            None => resolved,
        })
    }
}

/// Records on their way back into a notebook that has changed since.
struct Back<'a> {
    notebook: &'a Notebook,
    /// Tags that come back.
    tags: BTreeMap<TagId, Tag>,
    edits: Vec<Edit>,
}

impl Back<'_> {
    fn bring(&mut self, record: Record) -> Result<()> {
        // What is there again already stays as it is.
        if self.notebook.holds(record.key()) {
            return Ok(());
        }
        match record {
            Record::Tag(tag) => self.bring_tag(tag),
            Record::Annotation(annotation) => return self.bring_annotation(annotation),
            Record::KeywordList(list) => self.bring_list(list),
            Record::Query(mut query) => {
                let queries = self.notebook.queries();
                query.name = free_name(&query.name, |name| queries.values().any(|other| other.name == name));
                query.tag = query.tag.filter(|tag| self.notebook.tags().contains_key(tag));
                self.edits.push(Edit::Put(Record::Query(query)));
            }
            other => self.edits.push(Edit::Put(other)),
        }
        Ok(())
    }

    fn bring_tag(&mut self, mut tag: Tag) {
        let all = || self.notebook.tags().values().chain(self.tags.values());
        tag.name = free_name(&tag.name, |name| all().any(|other| other.name == name));
        tag.shortcut = tag.shortcut.filter(|digit| !all().any(|other| other.shortcut == Some(*digit)));
        tag.order = all().map(|other| other.order.saturating_add(1)).max().unwrap_or(0);
        self.tags.insert(tag.id, tag.clone());
        self.edits.push(Edit::Put(Record::Tag(tag)));
    }

    fn bring_annotation(&mut self, mut annotation: Annotation) -> Result<()> {
        for id in &annotation.tags {
            if !self.notebook.tags().contains_key(id)
                && !self.tags.contains_key(id)
                && let Some(tag) = tag_in_bin(self.notebook, *id)
            {
                self.bring_tag(tag);
            }
        }
        annotation.tags.retain(|id| self.notebook.tags().contains_key(id) || self.tags.contains_key(id));
        if annotation.tags.is_empty() && annotation.comment.trim().is_empty() {
            return Err(RequestError::Nothing);
        }
        self.edits.push(Edit::Put(Record::Annotation(annotation)));
        Ok(())
    }

    fn bring_list(&mut self, mut list: KeywordList) {
        let lists = self.notebook.keyword_lists();
        list.name = free_name(&list.name, |name| lists.values().any(|other| other.name == name));
        list.order = lists.values().map(|other| other.order.saturating_add(1)).max().unwrap_or(0);
        self.edits.push(Edit::Put(Record::KeywordList(list)));
    }
}

/// What a record says, in a few words.
fn what(record: &Record) -> String {
    const SHOWN_CHARS: usize = 40;
    let text = match record {
        Record::Annotation(annotation) if annotation.comment.is_empty() => annotation.quotation.exact.clone(),
        Record::Annotation(annotation) => format!("{}　{}", annotation.quotation.exact, annotation.comment),
        Record::Note(note) => note.text.clone(),
        Record::KeywordList(list) => list.terms.join(" "),
        _ => String::new(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN_CHARS).collect()
}

/// A tag that was deleted after the annotation that carries it.
fn tag_in_bin(notebook: &Notebook, id: TagId) -> Option<Tag> {
    let records = notebook.bin().values().flat_map(|binned| &binned.records);
    records
        .filter_map(|record| if let Record::Tag(tag) = record { Some(tag) } else { None })
        .find(|tag| tag.id == id)
        .cloned()
}

/// The name, or the first of `name 2`, `name 3` … that nobody has.
fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2u32..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}
