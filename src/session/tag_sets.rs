//! How many annotations carry just which tags: what all counts of tags are made of, and little even where annotations are many.

use std::collections::BTreeMap;

use crate::notebook::{Annotation, TagId};

/// Annotations by the tags that they carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagSets {
    /// Of each list of tags, in the order in which annotations carry it, how many do.
    sets: BTreeMap<Vec<TagId>, usize>,
    /// Of each tag.
    counts: BTreeMap<TagId, usize>,
}

impl TagSets {
    /// Those of some annotations.
    #[must_use]
    pub fn of<'a>(annotations: impl Iterator<Item = &'a Annotation>) -> Self {
        let mut sets = Self::default();
        annotations.for_each(|annotation| sets.add(&annotation.tags));
        sets
    }

    /// One annotation more carries just these.
    pub(super) fn add(&mut self, tags: &[TagId]) {
        match self.sets.get_mut(tags) {
            Some(count) => *count += 1,
            None => {
                self.sets.insert(tags.to_vec(), 1);
            }
        }
        for tag in tags {
            *self.counts.entry(*tag).or_default() += 1;
        }
    }

    /// One annotation less does.
    pub(super) fn take(&mut self, tags: &[TagId]) {
        if let Some(count) = self.sets.get_mut(tags) {
            *count -= 1;
            if *count == 0 {
                self.sets.remove(tags);
            }
        }
        for tag in tags {
            if let Some(count) = self.counts.get_mut(tag) {
                *count -= 1;
                if *count == 0 {
                    self.counts.remove(tag);
                }
            }
        }
    }

    /// Whether there is no annotation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// Each list of tags that annotations carry, and how many do.
    pub fn iter(&self) -> impl Iterator<Item = (&[TagId], usize)> {
        self.sets.iter().map(|(tags, count)| (tags.as_slice(), *count))
    }

    /// Annotations that carry this tag.
    #[must_use]
    pub fn count(&self, tag: TagId) -> usize {
        self.counts.get(&tag).copied().unwrap_or(0)
    }
}
