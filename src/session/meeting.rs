//! Which tags meet: on one passage, or on passages that overlap.

use std::collections::{BTreeMap, BTreeSet};

use crate::notebook::{Annotation, AnnotationId, Notebook, TagId};
use crate::page::SourceId;
use crate::text::CharSpan;

/// How often any two tags meet.
///
/// Two tags meet at an annotation that carries both, and at every pair of annotations of one source that have a character in
/// common and of which one carries the first tag and the other the second. Each annotation, and each pair, counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meetings {
    counts: BTreeMap<(TagId, TagId), usize>,
}

/// Where tags are: as much of an annotation as their meetings need.
#[derive(Clone, Debug)]
pub struct TaggedPlace {
    source: SourceId,
    spans: Vec<CharSpan>,
    tags: Vec<TagId>,
}

impl TaggedPlace {
    /// The places of a notebook's annotations that carry tags, for a worker to take along.
    #[must_use]
    pub fn all(notebook: &Notebook) -> Vec<Self> {
        let tagged = notebook.annotations().values().filter(|it| !it.tags.is_empty());
        tagged.map(|it| Self { source: it.source, spans: it.spans.clone(), tags: it.tags.clone() }).collect()
    }
}

impl Meetings {
    /// The meetings of all tags. Takes time in proportion to the places and to the pairs of them that overlap: some 13 ms for
    /// 10,000 on five pages, so a job does it.
    #[must_use]
    pub fn of(all: &[TaggedPlace]) -> Self {
        let mut counts: BTreeMap<(TagId, TagId), usize> = BTreeMap::new();
        for annotation in all {
            for_pairs(&annotation.tags, &annotation.tags, |pair| *counts.entry(pair).or_default() += 1);
        }
        for (one, other) in overlaps(all.iter().map(|it| (it.source, it.spans.as_slice()))) {
            for_pairs(&all[one].tags, &all[other].tags, |pair| *counts.entry(pair).or_default() += 1);
        }
        Self { counts }
    }

    /// How often two tags meet, in whichever order they are named.
    #[must_use]
    pub fn count(&self, one: TagId, other: TagId) -> usize {
        self.counts.get(&(one.min(other), one.max(other))).copied().unwrap_or(0)
    }

    /// Pairs that meet, the smaller id first, and how often.
    pub fn pairs(&self) -> impl Iterator<Item = ((TagId, TagId), usize)> {
        self.counts.iter().map(|(pair, count)| (*pair, *count))
    }

    /// Whether no two tags meet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The highest count.
    #[must_use]
    pub fn most(&self) -> usize {
        self.counts.values().copied().max().unwrap_or(0)
    }
}

/// The annotations at which two tags meet: those that carry both, and those that carry one and overlap one with the other.
#[must_use]
pub fn meeting(notebook: &Notebook, one: TagId, other: TagId) -> BTreeSet<AnnotationId> {
    let carries = |annotation: &Annotation, tag| annotation.tags.contains(&tag);
    let concerned = |it: &&Annotation| carries(it, one) || carries(it, other);
    let all: Vec<&Annotation> = notebook.annotations().values().filter(concerned).collect();
    let both = all.iter().filter(|it| carries(it, one) && carries(it, other)).map(|it| it.id);
    let mut found: BTreeSet<AnnotationId> = both.collect();
    for (left, right) in overlaps(all.iter().map(|it| (it.source, it.spans.as_slice()))) {
        let (left, right) = (all[left], all[right]);
        if (carries(left, one) && carries(right, other)) || (carries(left, other) && carries(right, one)) {
            found.extend([left.id, right.id]);
        }
    }
    found
}

/// Each unordered pair of different tags, one from either list, once.
fn for_pairs(left: &[TagId], right: &[TagId], mut each: impl FnMut((TagId, TagId))) {
    let mut pairs: Vec<(TagId, TagId)> = left
        .iter()
        .flat_map(|one| right.iter().map(move |other| (*one.min(other), *one.max(other))))
        .filter(|(one, other)| one != other)
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().for_each(&mut each);
}

/// Places of all pairs of annotations of one source that have a character in common, each pair once.
fn overlaps<'a>(places: impl Iterator<Item = (SourceId, &'a [CharSpan])>) -> Vec<(usize, usize)> {
    let mut by_source: BTreeMap<SourceId, Vec<(CharSpan, usize)>> = BTreeMap::new();
    for (at, (source, spans)) in places.enumerate() {
        let spans = spans.iter().filter(|span| !span.is_empty());
        by_source.entry(source).or_default().extend(spans.map(|span| (*span, at)));
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for mut spans in by_source.into_values() {
        spans.sort_unstable();
        let mut open: Vec<(u32, usize)> = Vec::new();
        for (span, at) in spans {
            open.retain(|(end, _)| *end > span.start);
            let met = open.iter().filter(|(_, other)| *other != at);
            pairs.extend(met.map(|(_, other)| (at.min(*other), at.max(*other))));
            open.push((span.end, at));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
