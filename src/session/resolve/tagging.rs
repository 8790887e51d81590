//! A tag on many places at once.

use std::collections::BTreeMap;

use super::{Resolved, Resolver, Result};
use crate::i18n::Message;
use crate::notebook::{Annotation, AnnotationId, Edit, Record, TagId};
use crate::page::SourceId;
use crate::session::{Passage, RequestError};
use crate::text::CharSpan;

/// The annotations of a notebook by the places at which they stand, the oldest first.
pub(super) struct ByPlace<'a>(BTreeMap<SourceId, BTreeMap<&'a [CharSpan], Vec<&'a Annotation>>>);

impl<'a> ByPlace<'a> {
    pub(super) fn of(resolver: &Resolver<'a>) -> Self {
        let mut places = Self(BTreeMap::new());
        for annotation in resolver.session.notebook.annotations().values() {
            let here = places.0.entry(annotation.source).or_default().entry(annotation.spans.as_slice());
            here.or_default().push(annotation);
        }
        places
    }

    /// Those that stand at just these spans.
    pub(super) fn at(&self, source: SourceId, spans: &[CharSpan]) -> &[&'a Annotation] {
        self.0.get(&source).and_then(|places| places.get(spans)).map_or(&[], Vec::as_slice)
    }
}

impl Resolver<'_> {
    /// Puts the tag on all passages, or takes it off all; where it is so already, nothing is done.
    pub(super) fn tag_passages(&self, name: &str, passages: Vec<Passage>, on: bool) -> Result<Resolved> {
        let tag = self.tag(name)?.id;
        let there = ByPlace::of(self);
        let mut changed: BTreeMap<AnnotationId, Annotation> = BTreeMap::new();
        let mut made: Vec<Annotation> = Vec::new();
        let mut binned: Vec<Record> = Vec::new();
        let mut sources: BTreeMap<String, SourceId> = BTreeMap::new();
        let mut places = std::collections::BTreeSet::new();
        for Passage { source, spans } in passages {
            let id = match sources.get(&source) {
                Some(id) => *id,
                None => {
                    let id = self.open_source(&source)?.source.id;
                    *sources.entry(source).or_insert(id)
                }
            };
            if !places.insert((id, spans.clone())) {
                continue;
            }
            let here = there.at(id, &spans);
            if on {
                match here {
                    _ if here.iter().any(|annotation| annotation.tags.contains(&tag)) => {}
                    [first, ..] => {
                        let mut new = self.touched_annotation(first);
                        new.tags.push(tag);
                        changed.insert(new.id, new);
                    }
                    [] => made.push(self.tagged(id, spans, tag)?),
                }
                continue;
            }
            for old in here.iter().filter(|annotation| annotation.tags.contains(&tag)) {
                let mut new = self.touched_annotation(old);
                new.tags.retain(|other| *other != tag);
                if new.tags.is_empty() && new.comment.trim().is_empty() {
                    binned.push(Record::Annotation((*old).clone()));
                } else {
                    changed.insert(new.id, new);
                }
            }
        }
        let count = changed.len() + made.len() + binned.len();
        let label = Message::new(if on { "label-tag-many" } else { "label-untag-many" });
        let label = label.with("name", name).with("count", count);
        let mut edits: Vec<Edit> =
            changed.into_values().chain(made).map(|it| Edit::Put(Record::Annotation(it))).collect();
        if !binned.is_empty() {
            let keys: Vec<_> = binned.iter().map(Record::key).collect();
            edits.push(self.bin(&label, binned, Vec::new()));
            edits.extend(keys.into_iter().map(Edit::Remove));
        }
        let resolved = Resolved::new(label, edits);
        Ok(sources.into_values().fold(resolved, Resolved::about))
    }

    /// A new annotation that carries just a tag.
    pub(super) fn tagged(&self, source: SourceId, spans: Vec<CharSpan>, tag: TagId) -> Result<Annotation> {
        let page = self.session.page(source).ok_or_else(|| RequestError::SourceNotOpen(source.short()))?;
        self.new_annotation(page, spans, vec![tag], String::new())
    }
}
