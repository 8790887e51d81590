//! What a notebook's files come to, read and not yet written: the file, then the journal's transactions, whatever state a
//! crash, a full disk or another program has left them in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::backup::{BackupKind, backups_on};
use super::disk::Disk;
use super::file::parse_any_format;
use super::journal::{JournalEntry, JournalRead};
use super::{MAX_NOTEBOOK_BYTES, StoreError, history};
use crate::i18n::Message;
use crate::notebook::{Edit, History, Key, Notebook, Record, Revision, violations};
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
    pub(super) notices: Vec<Diagnostic<Message>>,
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
        notices: Vec::new(),
    };
    if let Some(journal) = journal {
        loaded.choose_base(disk, path, &journal);
        loaded.find_history(disk, path);
        loaded.tell_of_damage(&journal);
        loaded.replay(journal);
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
    /// that this version lacks, the one that they continue is looked for among the backups: the edits were called saved.
    fn choose_base(&mut self, disk: &dyn Disk, path: &Path, journal: &JournalRead) {
        if journal.continues(self.base.notebook.id, &self.base.sha256) || are_in(&journal.entries, &self.base.notebook)
        {
            return;
        }
        for entry in backups_on(disk, path).unwrap_or_default() {
            if entry.kind != BackupKind::Save {
                continue;
            }
            let Ok(bytes) = disk.read(&entry.path, MAX_NOTEBOOK_BYTES) else { continue };
            let sha256 = sha256_hex(&bytes);
            if let (true, Ok((notebook, format))) = (journal.names_base(&sha256), parse_any_format(&entry.path, &bytes))
            {
                self.notebook = notebook.clone();
                self.format = format;
                self.base = Base { notebook, sha256, backup: Some(entry.path), bytes };
                return;
            }
        }
    }

    fn tell_of_damage(&mut self, journal: &JournalRead) {
        if journal.torn_bytes > 0 {
            self.notices.push(warn(Message::new("store-journal-torn").with("bytes", journal.torn_bytes)));
        }
        if journal.broken_lines > 0 {
            self.keeps_journal = true;
            let message = Message::new("store-journal-broken").with("lines", journal.broken_lines);
            self.notices.push(Diagnostic::new(Severity::Error, message));
        }
    }

    /// Applies what the journal holds beyond the base. One that cannot be applied, since a line before it was damaged, is
    /// passed over: what comes behind it was saved, too.
    fn replay(&mut self, journal: JournalRead) {
        if !journal.continues(self.base.notebook.id, &self.base.sha256) {
            if !are_in(&journal.entries, &self.base.notebook) {
                self.keeps_journal = true;
                self.notices.push(warn(Message::new("store-journal-foreign")));
            }
            return;
        }
        for entry in journal.entries {
            if entry.revision <= self.notebook.revision {
                continue;
            }
            match entry.transaction.clone().apply(&mut self.notebook) {
                Ok(inverse) => {
                    self.notebook.revision = entry.revision;
                    self.history.replay(manner_of(&entry), inverse);
                    self.entries.push(entry);
                }
                Err(error) => {
                    self.keeps_journal = true;
                    let message = Message::new("store-journal-entry-fails")
                        .with("revision", entry.revision.0)
                        .with("error", error.to_string());
                    self.notices.push(Diagnostic::new(Severity::Error, message));
                }
            }
        }
    }

    fn tell_of_violations(&mut self) {
        let found = violations(&self.notebook, |_| None);
        for violation in found.iter().take(TOLD) {
            self.notices.push(warn(violation.message(&self.notebook)));
        }
        if found.len() > TOLD {
            self.notices.push(warn(Message::new("wrong-more").with("count", found.len() - TOLD)));
        }
    }
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
