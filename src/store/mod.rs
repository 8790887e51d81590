//! Notebooks on disk. Four things lie beside each other:
//!
//! | file | what it is |
//! |---|---|
//! | `NAME.ron` | the notebook as of the last full save, one record a line |
//! | `NAME.ron.journal` | every transaction since, one a line with a checksum, synced before it counts as saved |
//! | `NAME.ron.lock` | held while the notebook is open; never renamed |
//! | `NAME.ron.backups/` | a copy of each of the last full saves |
//!
//! A full save writes a new file, syncs it, renames it over the old one and only then starts a new journal. Every journal
//! line carries the revision that it leads to, and a line that the file already holds is passed over: so a crash at any
//! point loses nothing and replays nothing twice. A file that does not parse never becomes an empty notebook.

mod backup;
mod error;
mod file;
mod journal;
mod lock;
mod places;
mod settings;

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::i18n::Message;
use crate::notebook::{Notebook, Revision, Transaction};
use crate::task::{Diagnostic, Severity};

pub use backup::{BackupEntry, backups};
pub use error::StoreError;
pub use file::{parse_notebook, replace_file, write_file, write_notebook};
pub use journal::JournalEntry;
pub use places::{
    default_notebook_path, first_there, free_path, numbered_paths, same_file, settings_path, typed_path, with_suffix,
};
pub use settings::{BODY_PX, LINE_HEIGHT_EM, MEASURE_EM, Settings, ThemeChoice};

use journal::{Journal, JournalRead};
use lock::Lock;

/// A notebook opened for writing: holds its lock, and its journal open at the end.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    journal: Journal,
    /// Hash of the file as last written or read: another hash on disk means that another program wrote it.
    base_sha256: String,
    _lock: Lock,
}

/// A notebook as read from disk, with what there is to tell.
#[derive(Debug)]
pub struct Opened<S> {
    /// What writes it from now on; nothing for a notebook that is only read.
    pub store: S,
    /// Its contents, the journal's transactions applied.
    pub notebook: Notebook,
    /// What was noticed: a torn last line, a journal that belongs to another version.
    pub notices: Vec<Diagnostic<Message>>,
}

impl Store {
    /// Writes `notebook` as a new file at `path` and holds it open.
    ///
    /// # Errors
    /// If there is a file already, another window holds the lock, or the file cannot be written.
    pub fn create(path: &Path, notebook: &Notebook) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        let lock = Lock::take(path)?;
        let bytes = write_notebook(notebook)?;
        replace_file(path, bytes.as_bytes())?;
        let base_sha256 = sha256_hex(bytes.as_bytes());
        let journal = Journal::restart(path, &base_sha256, notebook)?;
        backup::keep(path, bytes.as_bytes())?;
        Ok(Self { path: path.to_owned(), journal, base_sha256, _lock: lock })
    }

    /// As [`create`](Self::create), but a notebook that is there is moved aside, with its journal, and its new place given:
    /// whatever somebody wrote is kept.
    ///
    /// # Errors
    /// If another window holds it, or files cannot be moved or written.
    pub fn create_in_place_of(path: &Path, notebook: &Notebook) -> Result<(Self, Option<PathBuf>), StoreError> {
        if !path.exists() {
            return Self::create(path, notebook).map(|store| (store, None));
        }
        let lock = Lock::take(path)?;
        let aside = free_path(&with_suffix(path, ".replaced"));
        for suffix in ["", ".journal"] {
            let (from, to) = (with_suffix(path, suffix), with_suffix(&aside, suffix));
            if from.exists() {
                file::rename(&from, &to).map_err(|error| StoreError::io(&from, error))?;
            }
        }
        drop(lock);
        Self::create(path, notebook).map(|store| (store, Some(aside)))
    }

    /// Opens the notebook at `path`: file, then journal.
    ///
    /// # Errors
    /// If it is not there, another window holds it, it cannot be read, or it does not parse ([`StoreError::Syntax`] says
    /// where; [`Store::restore`] is the way on).
    pub fn open(path: &Path) -> Result<Opened<Self>, StoreError> {
        if !path.exists() {
            return Err(StoreError::NotFound { path: path.to_owned() });
        }
        let lock = Lock::take(path)?;
        let (notebook, base_sha256, read, mut notices) = read_both(path)?;
        let journal = match read {
            Some(read) if read.is_continued_by(&notebook, &base_sha256) => Journal::resume(path, &read)?,
            Some(read) => {
                // Its lines are in the file already, or belong to another version: what cannot be used is set aside.
                if read.last_revision() > notebook.revision {
                    let aside = journal::set_aside(path)?;
                    notices.push(journal_set_aside(&aside));
                }
                Journal::restart(path, &base_sha256, &notebook)?
            }
            None => Journal::restart(path, &base_sha256, &notebook)?,
        };
        let store = Self { path: path.to_owned(), journal, base_sha256, _lock: lock };
        Ok(Opened { store, notebook, notices })
    }

    /// Puts the newest good backup in the place of a file that does not parse, applies the journal where it continues that
    /// backup, and keeps the damaged file beside it.
    ///
    /// # Errors
    /// If there is no good backup, or files cannot be written. The damaged file is then still where it was.
    pub fn restore(path: &Path) -> Result<Opened<Self>, StoreError> {
        let lock = Lock::take(path)?;
        let newest = backup::newest_good(path)?.ok_or_else(|| StoreError::NoBackup { path: path.to_owned() })?;
        let aside = free_path(&with_suffix(path, ".damaged"));
        fs::copy(path, &aside).map_err(|error| StoreError::io(&aside, error))?;
        let bytes = fs::read(&newest).map_err(|error| StoreError::io(&newest, error))?;
        replace_file(path, &bytes)?;
        drop(lock);
        let mut opened = Self::open(path)?;
        let kept = Message::new("store-damaged-kept").with("path", aside.display().to_string());
        opened.notices.push(Diagnostic::new(Severity::Warning, kept));
        Ok(opened)
    }

    /// Where the notebook lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of the journal so far: when there are many, a full save is due.
    #[must_use]
    pub fn journal_bytes(&self) -> u64 {
        self.journal.bytes()
    }

    /// Writes transactions to the journal; on return they are on the disk.
    ///
    /// # Errors
    /// If they could not be written and synced. They may be given again: nothing half-written stays.
    pub fn append(&mut self, entries: &[JournalEntry]) -> Result<(), StoreError> {
        self.journal.append(entries)
    }

    /// Full save: replaces the file by `notebook` and starts a new journal. If another program has changed the file since,
    /// its version is kept beside ours, and told. A state older than the journal's last entry is passed over: starting the
    /// journal anew would lose what came after it.
    ///
    /// # Errors
    /// If it could not be written; the old file and the journal are then still good.
    pub fn save(&mut self, notebook: &Notebook) -> Result<Vec<Diagnostic<Message>>, StoreError> {
        let mut notices = Vec::new();
        if notebook.revision < self.journal.last_revision() {
            return Ok(notices);
        }
        match fs::read(&self.path) {
            Ok(bytes) if sha256_hex(&bytes) != self.base_sha256 => {
                let aside = free_path(&with_suffix(&self.path, ".conflict"));
                replace_file(&aside, &bytes)?;
                let message = Message::new("store-conflict").with("path", aside.display().to_string());
                notices.push(Diagnostic::new(Severity::Warning, message));
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(StoreError::io(&self.path, error)),
        }
        let bytes = write_notebook(notebook)?;
        replace_file(&self.path, bytes.as_bytes())?;
        self.base_sha256 = sha256_hex(bytes.as_bytes());
        self.journal = Journal::restart(&self.path, &self.base_sha256, notebook)?;
        backup::keep(&self.path, bytes.as_bytes())?;
        Ok(notices)
    }
}

/// Reads the notebook at `path`, journal and all, without a lock and without writing anything.
///
/// # Errors
/// If it is not there, cannot be read, or does not parse.
pub fn read(path: &Path) -> Result<Opened<()>, StoreError> {
    if !path.exists() {
        return Err(StoreError::NotFound { path: path.to_owned() });
    }
    let (notebook, _, _, notices) = read_both(path)?;
    Ok(Opened { store: (), notebook, notices })
}

type ReadBoth = (Notebook, String, Option<JournalRead>, Vec<Diagnostic<Message>>);

fn read_both(path: &Path) -> Result<ReadBoth, StoreError> {
    let bytes = fs::read(path).map_err(|error| StoreError::io(path, error))?;
    let base_sha256 = sha256_hex(&bytes);
    let mut notebook = parse_notebook(path, &bytes)?;
    let mut notices = Vec::new();
    let Some(read) = JournalRead::of(path)? else { return Ok((notebook, base_sha256, None, notices)) };
    if read.torn_bytes > 0 {
        let message = Message::new("store-journal-torn").with("bytes", read.torn_bytes);
        notices.push(Diagnostic::new(Severity::Warning, message));
    }
    if read.is_continued_by(&notebook, &base_sha256) {
        for entry in &read.entries {
            if entry.revision <= notebook.revision {
                continue;
            }
            if let Err(error) = entry.transaction.clone().apply(&mut notebook) {
                let message = Message::new("store-journal-entry-fails")
                    .with("revision", entry.revision.0)
                    .with("error", error.to_string());
                notices.push(Diagnostic::new(Severity::Error, message));
                break;
            }
        }
    }
    Ok((notebook, base_sha256, Some(read), notices))
}

fn journal_set_aside(aside: &Path) -> Diagnostic<Message> {
    let message = Message::new("store-journal-set-aside").with("path", aside.display().to_string());
    Diagnostic::new(Severity::Warning, message)
}

/// A journal entry for a transaction that has led to `revision`.
#[must_use]
pub fn entry(revision: Revision, transaction: Transaction) -> JournalEntry {
    JournalEntry { revision, transaction }
}

fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
