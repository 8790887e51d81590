//! The records of one kind by id, as an ordered map whose copies share what they have in common: a clone costs next to nothing,
//! so does the first change after it, and what two copies differ in is found without comparing the rest.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Index;
use std::slice;
use std::sync::Arc;

/// Most records of a chunk. A change copies one chunk's keys and pointers, a clone one pointer a chunk: with 100,000 records
/// that are some 800 chunks, and both take microseconds.
const CHUNK: usize = 128;

/// The records of one kind by id, cheap to clone: a sorted list, cut into chunks that clones share until one changes.
#[derive(Clone)]
pub struct Records<K, V> {
    /// In the order of the ids; none is empty.
    chunks: Vec<Arc<Vec<Entry<K, V>>>>,
    len: usize,
}

type Entry<K, V> = (K, Arc<V>);

/// A record of which two copies differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Change<'a, K, V> {
    /// Its id.
    pub key: K,
    /// As it was; `None` if it was not there.
    pub before: Option<&'a V>,
    /// As it is; `None` if it is no longer there.
    pub after: Option<&'a V>,
}

impl<K, V> Default for Records<K, V> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0 }
    }
}

impl<K: Ord + Copy, V> Records<K, V> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All records with their ids, in the order of the ids.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter { entries: self.chunks.iter().flat_map(|chunk| chunk.iter()) }
    }

    /// All ids, in their order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
        self.iter().map(|(key, _)| key)
    }

    /// All records, in the order of their ids.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
        self.iter().map(|(_, record)| record)
    }

    /// The record with this id.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        let (chunk, at) = self.place(key).ok()?;
        Some(&self.chunks[chunk][at].1)
    }

    /// Whether there is a record with this id.
    #[must_use]
    pub fn contains_key(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    /// Chunk and place of a record; the place at which it would stand, where it is not there. That may be behind the last chunk.
    fn place(&self, key: &K) -> Result<(usize, usize), (usize, usize)> {
        let chunk = self.chunks.partition_point(|chunk| chunk.last().is_some_and(|(last, _)| last < key));
        let Some(entries) = self.chunks.get(chunk) else { return Err((chunk, 0)) };
        match entries.binary_search_by_key(key, |(key, _)| *key) {
            Ok(at) => Ok((chunk, at)),
            Err(at) => Err((chunk, at)),
        }
    }

    /// Whether the two are copies between which nothing has changed. That of two which were made apart is not known: they are
    /// then taken to differ.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let mut pairs = self.chunks.iter().zip(&other.chunks);
        self.len == other.len
            && self.chunks.len() == other.chunks.len()
            && pairs.all(|(one, two)| Arc::ptr_eq(one, two))
    }

    /// In what this differs from a copy that was taken `before`, in the order of the ids. A record that was put in its own
    /// place counts as changed. Takes time in proportion to the chunks and to what has changed.
    #[must_use]
    pub fn changes<'a>(&'a self, before: &'a Self) -> Vec<Change<'a, K, V>> {
        let mut changes = Vec::new();
        let (mut old, mut new) = (Cursor::of(before), Cursor::of(self));
        loop {
            while old.shares_chunk(&new) {
                old.skip_chunk();
                new.skip_chunk();
            }
            let (one, two) = (old.entry(), new.entry());
            let (gone, come) = match (one, two) {
                (None, None) => return changes,
                (Some(_), None) => (one, None),
                (None, Some(_)) => (None, two),
                (Some((left, _)), Some((right, _))) => (one.filter(|_| left <= right), two.filter(|_| right <= left)),
            };
            gone.iter().for_each(|_| old.step());
            come.iter().for_each(|_| new.step());
            let is_same = matches!((gone, come), (Some((_, before)), Some((_, after))) if Arc::ptr_eq(before, after));
            if let Some((key, _)) = gone.or(come).filter(|_| !is_same) {
                let record = |entry: Option<&'a Entry<K, V>>| entry.map(|(_, record)| &**record);
                changes.push(Change { key: *key, before: record(gone), after: record(come) });
            }
        }
    }
}

impl<K: Ord + Copy, V: Clone> Records<K, V> {
    /// Puts a record under an id, and gives the one that was there.
    pub fn insert(&mut self, key: K, record: V) -> Option<V> {
        let record = Arc::new(record);
        match self.place(&key) {
            Ok((chunk, at)) => {
                let old = std::mem::replace(&mut Arc::make_mut(&mut self.chunks[chunk])[at].1, record);
                Some(Arc::unwrap_or_clone(old))
            }
            Err((chunk, at)) => {
                self.len += 1;
                self.insert_new(chunk, at, (key, record));
                None
            }
        }
    }

    fn insert_new(&mut self, mut chunk: usize, mut at: usize, entry: Entry<K, V>) {
        if chunk == self.chunks.len() {
            // Behind all others, where nearly every new record comes: full chunks stay full.
            match self.chunks.last_mut().filter(|last| last.len() < CHUNK) {
                Some(last) => Arc::make_mut(last).push(entry),
                None => self.chunks.push(Arc::new(vec![entry])),
            }
            return;
        }
        if self.chunks[chunk].len() >= CHUNK {
            let second = Arc::make_mut(&mut self.chunks[chunk]).split_off(CHUNK / 2);
            self.chunks.insert(chunk + 1, Arc::new(second));
            if at > CHUNK / 2 {
                (chunk, at) = (chunk + 1, at - CHUNK / 2);
            }
        }
        Arc::make_mut(&mut self.chunks[chunk]).insert(at, entry);
    }

    /// Takes a record out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let (chunk, at) = self.place(key).ok()?;
        self.len -= 1;
        let entries = Arc::make_mut(&mut self.chunks[chunk]);
        let (_, record) = entries.remove(at);
        if entries.is_empty() {
            self.chunks.remove(chunk);
        }
        Some(Arc::unwrap_or_clone(record))
    }

    /// Changes a record behind the back of edits and history, to see what comes of it.
    #[cfg(test)]
    pub(crate) fn change(&mut self, key: &K, change: impl FnOnce(&mut V)) {
        if let Some(mut record) = self.get(key).cloned() {
            change(&mut record);
            self.insert(*key, record);
        }
    }
}

/// All records with their ids, from either end.
pub struct Iter<'a, K, V> {
    entries: Entries<'a, K, V>,
}

type Entries<'a, K, V> = std::iter::FlatMap<
    slice::Iter<'a, Arc<Vec<Entry<K, V>>>>,
    slice::Iter<'a, Entry<K, V>>,
    fn(&'a Arc<Vec<Entry<K, V>>>) -> slice::Iter<'a, Entry<K, V>>,
>;

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone() }
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        self.entries.next().map(|(key, record)| (key, &**record))
    }

    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, mut each: F) -> B {
        self.entries.fold(init, |all, (key, record)| each(all, (key, record)))
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.entries.next_back().map(|(key, record)| (key, &**record))
    }
}

impl<'a, K: Ord + Copy, V> IntoIterator for &'a Records<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A place in [`Records`]: a chunk, and an entry of it.
struct Cursor<'a, K, V> {
    chunks: &'a [Arc<Vec<Entry<K, V>>>],
    at: usize,
}

impl<'a, K, V> Cursor<'a, K, V> {
    fn of(records: &'a Records<K, V>) -> Self {
        Self { chunks: &records.chunks, at: 0 }
    }

    fn entry(&self) -> Option<&'a Entry<K, V>> {
        self.chunks.first()?.get(self.at)
    }

    fn step(&mut self) {
        self.at += 1;
        if self.chunks.first().is_some_and(|chunk| self.at >= chunk.len()) {
            self.skip_chunk();
        }
    }

    fn skip_chunk(&mut self) {
        self.chunks = self.chunks.get(1..).unwrap_or_default();
        self.at = 0;
    }

    /// Whether both stand at the beginning of a chunk that they share.
    fn shares_chunk(&self, other: &Self) -> bool {
        let both = self.chunks.first().zip(other.chunks.first());
        self.at == 0 && other.at == 0 && both.is_some_and(|(one, two)| Arc::ptr_eq(one, two))
    }
}

impl<K: Ord + Copy, V: PartialEq> PartialEq for Records<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || (self.len == other.len && self.iter().eq(other.iter()))
    }
}

impl<K: Ord + Copy + fmt::Debug, V: fmt::Debug> fmt::Debug for Records<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord + Copy, V, Q: Borrow<K>> Index<Q> for Records<K, V> {
    type Output = V;

    /// # Panics
    /// If there is none with this id.
    fn index(&self, key: Q) -> &V {
        self.get(key.borrow()).expect("there is a record with this id")
    }
}

impl<K: Ord + Copy, V: Clone> FromIterator<(K, V)> for Records<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(records: I) -> Self {
        let mut all = Self::default();
        for (key, record) in records {
            all.insert(key, record);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// A step: the number of a record, and what is put there; `None` takes it out.
    type Step = (u16, Option<u8>);

    fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
        // Numbers in a narrow range hit what is there; runs upwards are how notebooks grow.
        let step = prop_oneof![
            (0..600_u16, proptest::option::weighted(0.7, any::<u8>())).prop_map(|step| vec![step]),
            (0..600_u16, 1..300_u16, any::<u8>())
                .prop_map(|(from, count, what)| (from..from + count).map(|at| (at, Some(what))).collect()),
            (0..600_u16, 1..300_u16).prop_map(|(from, count)| (from..from + count).map(|at| (at, None)).collect()),
        ];
        proptest::collection::vec(step, 0..most).prop_map(|runs| runs.concat())
    }

    fn take(steps: &[Step], records: &mut Records<u16, u8>, map: &mut BTreeMap<u16, u8>) {
        for (at, what) in steps {
            match what {
                Some(what) => assert_eq!(records.insert(*at, *what), map.insert(*at, *what)),
                None => assert_eq!(records.remove(at), map.remove(at)),
            }
        }
    }

    proptest! {
        #[test]
        fn they_are_an_ordered_map(steps in steps(20)) {
            let (mut records, mut map) = (Records::default(), BTreeMap::new());
            take(&steps, &mut records, &mut map);
            prop_assert!(records.iter().eq(map.iter()));
            prop_assert!(records.iter().rev().eq(map.iter().rev()));
            prop_assert_eq!((records.len(), records.is_empty()), (map.len(), map.is_empty()));
            prop_assert!((0..1000).all(|at| records.get(&at) == map.get(&at)));
            prop_assert!(records.chunks.iter().all(|chunk| !chunk.is_empty() && chunk.len() <= CHUNK));
            prop_assert_eq!(&records, &map.into_iter().collect());
        }

        #[test]
        fn a_copy_stays_as_it_was_and_the_changes_lead_from_it_to_what_is(first in steps(12), then in steps(6)) {
            let (mut records, mut map) = (Records::default(), BTreeMap::new());
            take(&first, &mut records, &mut map);
            let (copy, before) = (records.clone(), map.clone());
            prop_assert!(copy.is_same(&records));
            take(&then, &mut records, &mut map);
            prop_assert!(copy.iter().eq(before.iter()));
            let mut touched: Vec<u16> = then.iter().map(|(at, _)| *at).collect();
            touched.sort_unstable();
            let mut followed = before.clone();
            for Change { key, before, after } in records.changes(&copy) {
                prop_assert!(touched.binary_search(&key).is_ok(), "only what was touched");
                prop_assert_eq!(before.copied(), followed.get(&key).copied());
                match after {
                    Some(after) => followed.insert(key, *after),
                    None => followed.remove(&key),
                };
            }
            prop_assert_eq!(followed, map);
            prop_assert!(records.changes(&records.clone()).is_empty());
        }
    }
}
