//! Which tags meet: on one passage, or on passages that overlap.

use std::collections::{BTreeMap, BTreeSet};

use crate::notebook::{Annotation, AnnotationId, Notebook, Tag, TagId, tag_path};
use crate::page::SourceId;
use crate::text::CharSpan;

/// How often any two tags meet.
///
/// Two tags meet at an annotation that carries both, and at every pair of annotations of one source that have a character in
/// common and of which one carries the first tag and the other the second. Each annotation, and each pair, counts once.
///
/// With what stands under them, a tag is also carried by what carries one under it. A tag and one under it would then meet
/// wherever the lower one is: they count as they do alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meetings {
    alone: Counts,
    with_under: Counts,
}

type Counts = BTreeMap<(TagId, TagId), usize>;

/// Where two tags meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// One of them.
    pub one: TagId,
    /// The other.
    pub other: TagId,
    /// Whether the tags under them count, too; see [`Meetings`].
    pub with_under: bool,
}

/// Where tags are, for a worker to take along: as much of a notebook as their meetings need.
#[derive(Clone, Debug)]
pub struct TaggedPlaces {
    places: Vec<TaggedPlace>,
    /// The tags above each tag.
    above: BTreeMap<TagId, Vec<TagId>>,
}

#[derive(Clone, Debug)]
struct TaggedPlace {
    source: SourceId,
    spans: Vec<CharSpan>,
    tags: Vec<TagId>,
    /// The tags and those above them.
    with_above: Vec<TagId>,
}

impl TaggedPlaces {
    /// The places of a notebook's annotations that carry tags.
    #[must_use]
    pub fn of(notebook: &Notebook) -> Self {
        let by_name: BTreeMap<&str, TagId> = notebook.tags().values().map(|tag| (tag.name.as_str(), tag.id)).collect();
        let above = |tag: &Tag| {
            let paths = std::iter::successors(tag_path::parent(&tag.name), |path| tag_path::parent(path));
            paths.filter_map(|path| by_name.get(path).copied()).collect()
        };
        let above: BTreeMap<TagId, Vec<TagId>> = notebook.tags().values().map(|tag| (tag.id, above(tag))).collect();
        let place = |it: &Annotation| {
            let all = it.tags.iter().chain(it.tags.iter().filter_map(|tag| above.get(tag)).flatten());
            let with_above: BTreeSet<TagId> = all.copied().collect();
            let with_above = with_above.into_iter().collect();
            TaggedPlace { source: it.source, spans: it.spans.clone(), tags: it.tags.clone(), with_above }
        };
        let tagged = notebook.annotations().values().filter(|it| !it.tags.is_empty());
        let places = tagged.map(place).collect();
        Self { places, above }
    }

    /// Whether one of two tags stands under the other.
    fn in_line(&self, (one, other): (TagId, TagId)) -> bool {
        let is_above = |one, other| self.above.get(&other).is_some_and(|above| above.contains(&one));
        is_above(one, other) || is_above(other, one)
    }
}

impl Meetings {
    /// The meetings of all tags. Takes time in proportion to the places and to the pairs of them that overlap: some 30 ms for
    /// 10,000 on five pages, so a job does it.
    #[must_use]
    pub fn of(all: &TaggedPlaces) -> Self {
        let mut meetings = Self::default();
        let places = &all.places;
        let overlaps = overlaps(places.iter().map(|it| (it.source, it.spans.as_slice())));
        let alone = (0..places.len()).map(|at| (at, at));
        for (one, other) in alone.chain(overlaps) {
            let (one, other) = (&places[one], &places[other]);
            for_pairs(&one.tags, &other.tags, |pair| *meetings.alone.entry(pair).or_default() += 1);
            for_pairs(&one.with_above, &other.with_above, |pair| *meetings.with_under.entry(pair).or_default() += 1);
        }
        meetings.with_under.retain(|pair, _| !all.in_line(*pair));
        let in_line = meetings.alone.iter().filter(|(pair, _)| all.in_line(**pair));
        meetings.with_under.extend(in_line.map(|(pair, count)| (*pair, *count)));
        meetings
    }

    fn counts(&self, with_under: bool) -> &Counts {
        if with_under { &self.with_under } else { &self.alone }
    }

    /// How often two tags meet, in whichever order they are named.
    #[must_use]
    pub fn count(&self, meeting: Meeting) -> usize {
        let Meeting { one, other, with_under } = meeting;
        self.counts(with_under).get(&(one.min(other), one.max(other))).copied().unwrap_or(0)
    }

    /// Pairs that meet, the smaller id first, and how often; with what stands under them, if `with_under`.
    pub fn pairs(&self, with_under: bool) -> impl Iterator<Item = ((TagId, TagId), usize)> {
        self.counts(with_under).iter().map(|(pair, count)| (*pair, *count))
    }

    /// Whether no two tags meet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.alone.is_empty()
    }

    /// The highest count.
    #[must_use]
    pub fn most(&self, with_under: bool) -> usize {
        self.counts(with_under).values().copied().max().unwrap_or(0)
    }
}

/// The annotations at which two tags meet: those that carry both, and those that carry one and overlap one with the other.
#[must_use]
pub fn meeting(notebook: &Notebook, Meeting { one, other, with_under }: Meeting) -> BTreeSet<AnnotationId> {
    let name = |id: TagId| notebook.tags().get(&id).map_or("", |tag| tag.name.as_str());
    let is_in_line = tag_path::is_within(name(one), name(other)) || tag_path::is_within(name(other), name(one));
    let family = |of: TagId| -> BTreeSet<TagId> {
        let under = |tag: &&Tag| with_under && !is_in_line && tag_path::is_within(&tag.name, name(of));
        notebook.tags().values().filter(under).map(|tag| tag.id).chain([of]).collect()
    };
    let (one, other) = (family(one), family(other));
    let carries = |annotation: &Annotation, tags: &BTreeSet<TagId>| annotation.tags.iter().any(|it| tags.contains(it));
    let concerned = |it: &&Annotation| carries(it, &one) || carries(it, &other);
    let all: Vec<&Annotation> = notebook.annotations().values().filter(concerned).collect();
    let both = all.iter().filter(|it| carries(it, &one) && carries(it, &other)).map(|it| it.id);
    let mut found: BTreeSet<AnnotationId> = both.collect();
    for (left, right) in overlaps(all.iter().map(|it| (it.source, it.spans.as_slice()))) {
        let (left, right) = (all[left], all[right]);
        if (carries(left, &one) && carries(right, &other)) || (carries(left, &other) && carries(right, &one)) {
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
