//! What a notebook's files come to, read and not yet written: the file, then the journal's transactions, whatever state a
//! crash, a full disk or another program has left them in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::backup::{BackupKind, backups_on, is_of};
use super::disk::Disk;
use super::file::parse_any_format;
use super::journal::{JournalEntry, JournalRead, Version};
use super::places::with_suffix;
use super::{MAX_NOTEBOOK_BYTES, StoreError, history};
use crate::i18n::{Arg, Message};
use crate::library::shown_path;
use crate::notebook::{Edit, History, Key, Notebook, Record, Revision, Violation, violations};
use crate::task::{Diagnostic, Severity};

/// How often both files are read again when they do not fit: another window may be between writing the one and the other.
const READ_AGAIN: usize = 5;

/// Violations that are told one by one.
const TOLD: usize = 5;

/// What was found.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) notebook: Notebook,
    pub(super) history: History,
    /// Format of the file.
    pub(super) format: u32,
    /// The file that the journal continues.
    pub(super) base: Base,
    /// Transactions behind the base, all applied.
    pub(super) entries: Vec<JournalEntry>,
    pub(super) has_journal: bool,
    /// The journal holds what could not be applied: a copy is to be kept.
    pub(super) keeps_journal: bool,
    /// The file lacks something that it had when this program wrote it last.
    pub(super) doubt: Option<Doubt>,
    /// Violations that the user has accepted.
    pub(super) accepted: Vec<Violation>,
    pub(super) notices: Vec<Diagnostic<Message>>,
}

/// The notebook's file is not the one that this program wrote last, and lacks something of that.
#[derive(Clone, Debug)]
pub(super) struct Doubt {
    /// The version that it stands in the place of.
    pub(super) before: Version,
    /// What it lacks.
    pub(super) why: Message,
    /// Records that it lacks, as far as they are known; at least one.
    pub(super) count: usize,
}

/// A file and its notebook, before the journal.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) notebook: Notebook,
    pub(super) sha256: String,
    /// Where it was found, if not at the notebook's own place: then that holds what another program has put there.
    pub(super) backup: Option<PathBuf>,
    pub(super) bytes: Vec<u8>,
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn warn(message: Message) -> Diagnostic<Message> {
    Diagnostic::new(Severity::Warning, message)
}

/// Reads file and journal, up to before the edit that led to a revision. Writes nothing.
pub(super) fn load(disk: &dyn Disk, path: &Path, before: Option<Revision>) -> Result<Loaded, StoreError> {
    let mut again = 0;
    loop {
        let bytes = match disk.read(path, MAX_NOTEBOOK_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::NotFound { path: path.to_owned() });
            }
            Err(error) => return Err(StoreError::io(path, error)),
        };
        let (notebook, format) = parse_any_format(path, &bytes)?;
        let base = Base { notebook, sha256: sha256_hex(&bytes), backup: None, bytes };
        let mut journal = JournalRead::of(disk, path)?;
        if let (Some(before), Some(journal)) = (before, &mut journal) {
            journal.entries.retain(|entry| entry.revision < before);
        }
        let fits = journal.as_ref().is_none_or(|journal| journal.continues(base.notebook.id, &base.sha256));
        again += 1;
        if fits || again >= READ_AGAIN {
            return Ok(join(disk, path, base, format, journal));
        }
    }
}

fn join(disk: &dyn Disk, path: &Path, base: Base, format: u32, journal: Option<JournalRead>) -> Loaded {
    let mut loaded = Loaded {
        notebook: base.notebook.clone(),
        history: History::default(),
        format,
        base,
        entries: Vec::new(),
        has_journal: journal.is_some(),
        keeps_journal: false,
        doubt: None,
        accepted: journal.as_ref().map_or_else(Vec::new, |journal| journal.asides.accepted.clone()),
        notices: Vec::new(),
    };
    loaded.tell_of_strangers(disk, path, journal.is_some());
    if let Some(journal) = journal {
        let continues = loaded.choose_base(disk, path, &journal);
        loaded.find_history(disk, path);
        loaded.tell_of_damage(&journal);
        loaded.replay(journal, continues);
    } else {
        loaded.find_history(disk, path);
    }
    loaded.tell_of_violations();
    loaded
}

impl Loaded {
    fn find_history(&mut self, disk: &dyn Disk, path: &Path) {
        let trail = history::read(disk, path, self.base.notebook.id, &self.base.sha256);
        self.history = trail.map_or_else(History::default, History::from_trail);
    }

    /// Where the journal does not continue the file, another program has put another version there. With edits in the journal
    /// that this version lacks, the one that they continue is looked for among the backups: the edits were called saved. With
    /// none, the version that was put there is taken, and whatever it lacks is told. Tells whether the journal goes on from
    /// what was chosen.
    fn choose_base(&mut self, disk: &dyn Disk, path: &Path, journal: &JournalRead) -> bool {
        let continues = journal.continues(self.base.notebook.id, &self.base.sha256);
        if continues && !journal.is_in_doubt() {
            return true;
        }
        if journal.notebook.is_some_and(|id| id != self.base.notebook.id) {
            // What its journal holds is told where it cannot be replayed.
            return false;
        }
        let Some(last) = journal.last_written().cloned() else { return continues };
        let known = find_version(disk, path, |sha256| match journal.is_in_doubt() {
            true => last.sha256 == sha256,
            false => journal.names_base(sha256),
        });
        match known {
            // Other line ends, another order: the same notebook.
            Some(known) if known.base.notebook == self.base.notebook => true,
            Some(known) if !continues && !are_in(&journal.entries, &self.base.notebook) => {
                self.notebook = known.base.notebook.clone();
                self.format = known.format;
                self.base = known.base;
                true
            }
            known => {
                self.compare(last, known.map(|known| known.base), &journal.entries, continues);
                continues
            }
        }
    }

    /// Tells what the file lacks that the version had which was written last. The journal goes on from that version, or, if
    /// `continues`, from the file.
    fn compare(&mut self, before: Version, known: Option<Base>, entries: &[JournalEntry], continues: bool) {
        let there = &self.base.notebook;
        let mut expected = known.as_ref().map(|known| known.notebook.clone());
        let now = if continues { with_entries(there, entries) } else { there.clone() };
        if !continues {
            expected = expected.map(|expected| with_entries(&expected, entries));
        }
        if expected.as_ref() == Some(&now) {
            return;
        }
        let removed: BTreeSet<Key> = if continues { removed_by(entries) } else { BTreeSet::new() };
        let is_lacking = |key: &Key| !now.holds(*key) && !removed.contains(key);
        let lacking = expected.as_ref().map_or(0, |expected| expected.keys().filter(is_lacking).count());
        let is_older = there.revision < expected.map_or(before.revision, |expected| expected.revision);
        if lacking == 0 && !is_older {
            // With edits that cannot be followed here, that is told.
            if entries.is_empty() || known.is_some() {
                self.notices.push(warn(Message::new("store-file-changed")));
            }
            return;
        }
        let id = match (lacking, is_older) {
            (0, _) => "store-file-older",
            (_, true) => "store-file-older-lacks",
            (_, false) => "store-file-lacks",
        };
        let backup = known.and_then(|known| known.backup);
        let at =
            backup.map_or_else(|| Message::new("store-no-such-backup").into(), |path| Arg::from(shown_path(&path)));
        let why = Message::new(id)
            .with("count", lacking)
            .with("now", there.revision.0)
            .with("before", before.revision.0)
            .with("backup", at);
        self.notices.push(Diagnostic::new(Severity::Error, why.clone()));
        self.doubt = Some(Doubt { before, why, count: lacking.max(1) });
    }

    /// Where all that lies beside the file is of another notebook, that was replaced by this one; where the journal is missing, edits
    /// may be missing with it.
    fn tell_of_strangers(&mut self, disk: &dyn Disk, path: &Path, has_journal: bool) {
        let newest = backups_on(disk, path).unwrap_or_default().into_iter().next();
        let Some(newest) = newest else { return };
        if !is_of(disk, &newest.path, self.base.notebook.id) {
            self.notices.push(warn(Message::new("store-another-notebook")));
        } else if !has_journal && was_open_here(disk, path) {
            self.notices.push(Diagnostic::new(Severity::Error, Message::new("store-journal-gone")));
        }
    }

    fn tell_of_damage(&mut self, journal: &JournalRead) {
        let mut tell = |severity, message| self.notices.push(Diagnostic::new(severity, message));
        if journal.torn_bytes > 0 {
            tell(Severity::Warning, Message::new("store-journal-torn").with("bytes", journal.torn_bytes));
        }
        if journal.broken_lines > 0 {
            tell(Severity::Error, Message::new("store-journal-broken").with("lines", journal.broken_lines));
        }
        if journal.is_headless {
            tell(Severity::Error, Message::new("store-journal-headless"));
        }
        if journal.was_disordered {
            tell(Severity::Warning, Message::new("store-journal-disordered"));
        }
        self.keeps_journal |= journal.broken_lines > 0 || journal.is_headless || journal.was_disordered;
    }

    /// Applies what the journal holds beyond the base. One that cannot be applied, since a line before it was damaged, is
    /// passed over: what comes behind it was saved, too.
    fn replay(&mut self, journal: JournalRead, continues: bool) {
        if !continues {
            if !are_in(&journal.entries, &self.base.notebook) {
                self.keeps_journal = true;
                self.notices.push(Diagnostic::new(Severity::Error, Message::new("store-journal-foreign")));
            }
            return;
        }
        let mut lacking = 0;
        let mut last: Option<JournalEntry> = None;
        for entry in journal.entries {
            if entry.revision <= self.notebook.revision {
                // A line twice is no matter; two edits under one number are.
                if last.as_ref().is_some_and(|last| last.revision == entry.revision && *last != entry) {
                    self.entry_fails(&entry, Message::new("store-journal-number-twice"));
                }
                continue;
            }
            // Every transaction counts one.
            lacking += entry.revision.0 - self.notebook.revision.0 - 1;
            match entry.transaction.clone().apply(&mut self.notebook) {
                Ok(inverse) => {
                    self.history.replay(manner_of(&entry), inverse);
                    self.entries.push(entry.clone());
                }
                Err(error) => self.entry_fails(&entry, error.message()),
            }
            self.notebook.revision = entry.revision;
            last = Some(entry);
        }
        if lacking > 0 {
            self.keeps_journal = true;
            let message = Message::new("store-journal-lacks").with("count", lacking);
            self.notices.push(Diagnostic::new(Severity::Error, message));
        }
    }

    fn entry_fails(&mut self, entry: &JournalEntry, why: Message) {
        self.keeps_journal = true;
        let message = Message::new("store-journal-entry-fails").with("revision", entry.revision.0).with("error", why);
        self.notices.push(Diagnostic::new(Severity::Error, message));
    }

    fn tell_of_violations(&mut self) {
        let mut found = violations(&self.notebook, |_| None);
        found.retain(|violation| !self.accepted.contains(violation));
        for violation in found.iter().take(TOLD) {
            self.notices.push(Diagnostic::new(Severity::Error, violation.message(&self.notebook)));
        }
        if found.len() > TOLD {
            self.notices.push(warn(Message::new("wrong-more").with("count", found.len() - TOLD)));
        }
    }
}

/// Records that edits have taken out and not put in again.
fn removed_by(entries: &[JournalEntry]) -> BTreeSet<Key> {
    let mut removed = BTreeSet::new();
    for edit in entries.iter().flat_map(|entry| &entry.transaction.edits) {
        match edit {
            Edit::Put(record) => removed.remove(&record.key()),
            Edit::Remove(key) => removed.insert(*key),
        };
    }
    removed
}

/// Whether this program has had the notebook open at this very place: it leaves a lock file there, and a journal.
fn was_open_here(disk: &dyn Disk, path: &Path) -> bool {
    matches!(disk.size(&with_suffix(path, ".lock")), Ok(Some(_)))
}

/// What `notebook` comes to with the transactions behind it.
fn with_entries(notebook: &Notebook, entries: &[JournalEntry]) -> Notebook {
    let mut notebook = notebook.clone();
    for entry in entries {
        if entry.revision > notebook.revision && entry.transaction.clone().apply(&mut notebook).is_ok() {
            notebook.revision = entry.revision;
        }
    }
    notebook
}

/// A version of the file among the backups.
struct Known {
    base: Base,
    format: u32,
}

/// The newest backup of a full save whose hash `is_it`.
fn find_version(disk: &dyn Disk, path: &Path, is_it: impl Fn(&str) -> bool) -> Option<Known> {
    let saves = backups_on(disk, path).unwrap_or_default().into_iter();
    let mut saves = saves.filter(|entry| entry.kind == BackupKind::Save);
    saves.find_map(|entry| {
        let bytes = disk.read(&entry.path, MAX_NOTEBOOK_BYTES).ok()?;
        let sha256 = sha256_hex(&bytes);
        let (notebook, format) = is_it(&sha256).then(|| parse_any_format(&entry.path, &bytes).ok()).flatten()?;
        Some(Known { base: Base { notebook, sha256, backup: Some(entry.path), bytes }, format })
    })
}

/// What an entry means for undo; format 1 did not say, but for the label.
fn manner_of(entry: &JournalEntry) -> crate::notebook::Manner {
    use crate::notebook::Manner;
    match (entry.manner, entry.transaction.label.id.as_ref()) {
        (Manner::Step, "label-undone") => Manner::Undone,
        (Manner::Step, "label-redone") => Manner::Redone,
        (Manner::Step, "label-open-sources" | "label-read") => Manner::Aside,
        (manner, _) => manner,
    }
}

/// Whether `notebook` holds all that the entries come to.
fn are_in(entries: &[JournalEntry], notebook: &Notebook) -> bool {
    let mut last: BTreeMap<Key, Option<&Record>> = BTreeMap::new();
    for edit in entries.iter().flat_map(|entry| &entry.transaction.edits) {
        match edit {
            Edit::Put(record) => last.insert(record.key(), Some(record)),
            Edit::Remove(key) => last.insert(*key, None),
        };
    }
    last.into_iter().all(|(key, record)| notebook.record(key).as_ref() == record)
}
