use std::collections::BTreeSet;

use super::JournalEntry;
use crate::notebook::{Edit, Key, Notebook, Revision, Violation, Wrong};

/// Which records there must be, by what was read and by every edit since. A notebook in memory that lacks one was damaged
/// there.
#[derive(Debug)]
pub(super) struct Tally {
    /// Records as of the last full save.
    keys: BTreeSet<Key>,
    /// What came and went since: the revision after the edit, and whether the record is there then.
    changes: Vec<(Revision, Key, bool)>,
    /// Up to which revision edits were told.
    told: Revision,
}

impl Tally {
    pub(super) fn new(notebook: &Notebook) -> Self {
        Self { keys: notebook.keys().collect(), changes: Vec::new(), told: notebook.revision }
    }

    /// Learns of edits, once each.
    pub(super) fn hear(&mut self, entries: &[JournalEntry]) {
        for entry in entries.iter().filter(|entry| entry.revision > self.told) {
            for edit in &entry.transaction.edits {
                self.changes.push(match edit {
                    Edit::Put(record) => (entry.revision, record.key(), true),
                    Edit::Remove(key) => (entry.revision, *key, false),
                });
            }
        }
        self.told = entries.iter().map(|entry| entry.revision).max().map_or(self.told, |last| last.max(self.told));
    }

    fn expected(&self, revision: Revision) -> BTreeSet<Key> {
        let mut keys = self.keys.clone();
        for (_, key, is_there) in self.changes.iter().filter(|change| change.0 <= revision) {
            if *is_there {
                keys.insert(*key);
            } else {
                keys.remove(key);
            }
        }
        keys
    }

    /// Records that `notebook` lacks though no edit has removed them.
    pub(super) fn gone(&self, notebook: &Notebook) -> Vec<Violation> {
        let expected = self.expected(notebook.revision);
        let gone = expected.into_iter().filter(|key| !notebook.holds(*key));
        gone.map(|key| Violation { key, wrong: Wrong::Gone }).collect()
    }

    /// `notebook` is on the disk.
    pub(super) fn rebase(&mut self, notebook: &Notebook) {
        self.keys = notebook.keys().collect();
        self.changes.retain(|change| change.0 > notebook.revision);
        self.told = self.told.max(notebook.revision);
    }
}
