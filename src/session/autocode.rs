//! Autocode 自动标注: a saved query puts its tag on what it finds. What carries the tag already stays as it is, and what was untagged
//! by hand is not tagged again.

use std::collections::BTreeMap;

use super::{ConcordanceQuery, Corpus, Hit, Place, Scope, Session, passage_of};
use crate::notebook::{Annotation, Notebook, SavedQuery, TagId};
use crate::page::SourceId;
use crate::task::Cancel;
use crate::text::CharSpan;

/// What a saved query would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AutocodePlan {
    /// Places that would be tagged, each once, in the order of their hits.
    pub places: Vec<Place>,
    /// Numbers of the hits for which.
    pub numbers: Vec<u32>,
    /// Places that carry the tag already, by hand or not.
    pub there: usize,
    /// Places that the query has tagged before and that were untagged since.
    pub declined: usize,
}

/// What a notebook tells a query that is about to tag.
#[derive(Clone, Debug)]
pub struct CodingState {
    query: SavedQuery,
    /// Where the tag is, merged and sorted.
    tagged: BTreeMap<SourceId, Vec<CharSpan>>,
}

/// What becomes of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    New,
    There,
    Declined,
}

impl SavedQuery {
    /// What it looks for: articles alone are tagged.
    #[must_use]
    pub fn query(&self) -> ConcordanceQuery {
        let scope = Scope { articles: true, quotations: false, comments: false, notes: false };
        ConcordanceQuery { text: self.text.clone(), options: self.options, scope }
    }
}

impl CodingState {
    /// As things are; `None` if the query has no tag.
    #[must_use]
    pub fn of(notebook: &Notebook, query: &SavedQuery) -> Option<Self> {
        let tag = query.tag?;
        Some(Self { query: query.clone(), tagged: tagged(notebook, tag) })
    }

    fn coding(&self, (source, spans): &Place, again: bool) -> Coding {
        let is_there = self.tagged.get(source).is_some_and(|tagged| {
            spans.iter().any(|span| {
                let at = tagged.partition_point(|other| other.end <= span.start);
                tagged.get(at).is_some_and(|other| other.overlaps(*span))
            })
        });
        let was_there = || spans.first().is_some_and(|first| self.query.has_coded(*source, *first));
        match is_there {
            true => Coding::There,
            false if !again && was_there() => Coding::Declined,
            false => Coding::New,
        }
    }

    /// What the query would do about `hits`; about those gone through so far if cancelled. With `again`, what was untagged by hand
    /// is tagged again.
    #[must_use]
    pub fn plan(&self, corpus: &Corpus, hits: &[Hit], again: bool, cancel: &Cancel) -> AutocodePlan {
        let mut plan = AutocodePlan::default();
        let mut seen: BTreeMap<Place, Coding> = BTreeMap::new();
        for (hit, number) in hits.iter().zip(0..).take_while(|_| !cancel.is_cancelled()) {
            let Some(place) = passage_of(corpus, *hit, self.query.extent) else { continue };
            let known = seen.get(&place).copied();
            let coding = known.unwrap_or_else(|| self.coding(&place, again));
            if coding == Coding::New {
                plan.numbers.push(number);
            }
            if known.is_some() {
                continue;
            }
            match coding {
                Coding::New => plan.places.push(place.clone()),
                Coding::There => plan.there += 1,
                Coding::Declined => plan.declined += 1,
            }
            seen.insert(place, coding);
        }
        plan
    }

    /// Of places those that are still to be tagged.
    pub(super) fn sift(&self, places: Vec<Place>, again: bool) -> Vec<Place> {
        places.into_iter().filter(|place| self.coding(place, again) == Coding::New).collect()
    }
}

/// Where a tag is, source by source, what overlaps made one, in order.
fn tagged(notebook: &Notebook, tag: TagId) -> BTreeMap<SourceId, Vec<CharSpan>> {
    let mut spans: BTreeMap<SourceId, Vec<CharSpan>> = BTreeMap::new();
    let carries = |annotation: &&Annotation| annotation.tags.contains(&tag);
    for annotation in notebook.annotations().values().filter(carries) {
        spans.entry(annotation.source).or_default().extend(&annotation.spans);
    }
    for spans in spans.values_mut() {
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let overlaps = next.overlaps(*kept);
            kept.end = if overlaps { kept.end.max(next.end) } else { kept.end };
            overlaps
        });
    }
    spans
}

impl Session {
    /// The saved query of this name.
    #[must_use]
    pub fn query_named(&self, name: &str) -> Option<&SavedQuery> {
        self.notebook().queries().values().find(|query| query.name == name)
    }
}
