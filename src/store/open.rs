//! How a notebook comes to be open: made, read, brought up to date, restored.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backup::{self, BackupKind};
use super::disk::{self, Disk};
use super::file::write_notebook;
use super::journal::{self, Journal};
use super::load::{Loaded, load, sha256_hex, warn};
use super::lock::Lock;
use super::places::{free_path_on, with_suffix};
use super::tally::Tally;
use super::writer::{Store, conflict, journal_kept, keep_conflict, replace};
use super::{MAX_NOTEBOOK_BYTES, Opened, StoreError};
use crate::i18n::Message;
use crate::library::shown_path;
use crate::notebook::{FORMAT, History, Notebook};
use crate::task::{Diagnostic, Severity};

/// How notebooks are opened: in whose name, and on which disk.
#[derive(Clone, Debug)]
pub struct Opener {
    pub(super) disk: Arc<dyn Disk>,
    author: String,
}

impl Default for Opener {
    fn default() -> Self {
        Self::new("")
    }
}

impl Opener {
    /// Opens on the machine's disk, in the name of `author`, which others are told who find the notebook locked.
    #[must_use]
    pub fn new(author: impl Into<String>) -> Self {
        Self::on(disk::real(), author)
    }

    /// Opens on another disk.
    #[must_use]
    pub fn on(disk: Arc<dyn Disk>, author: impl Into<String>) -> Self {
        Self { disk, author: author.into() }
    }

    fn lock(&self, path: &Path) -> Result<Lock, StoreError> {
        Lock::take(self.disk.as_ref(), path, &self.author)
    }

    fn is_there(&self, path: &Path) -> Result<bool, StoreError> {
        self.disk.size(path).map(|size| size.is_some()).map_err(|error| StoreError::io(path, error))
    }

    /// See [`Store::create`].
    ///
    /// # Errors
    /// As there.
    pub fn create(&self, path: &Path, notebook: &Notebook) -> Result<Store, StoreError> {
        if self.is_there(path)? {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        let lock = self.lock(path)?;
        let disk = self.disk.as_ref();
        let text = write_notebook(notebook)?;
        let sha256 = sha256_hex(text.as_bytes());
        let mut notices = Vec::new();
        // A journal without its notebook: that was moved or deleted, and what it lacks is here alone.
        if journal::JournalRead::of(disk, path)?.is_some_and(|read| !read.entries.is_empty()) {
            notices.push(journal_kept(&journal::keep_copy(disk, path)?));
        }
        let mut journal = Journal::new(path, notebook.id, &sha256, notebook.revision, &[])?;
        journal.begin(disk, true)?;
        replace(disk, path, text.as_bytes())?;
        let mut store = Store::assemble(self, path, journal, sha256, Tally::new(notebook), lock);
        store.notices = notices;
        store.base_bytes = text.len() as u64;
        let _ = store.keep_backup(text.as_bytes(), notebook, BackupKind::Save);
        Ok(store)
    }

    /// See [`Store::create_in_place_of`].
    ///
    /// # Errors
    /// As there.
    pub fn create_in_place_of(&self, path: &Path, notebook: &Notebook) -> Result<(Store, Option<PathBuf>), StoreError> {
        if !self.is_there(path)? {
            return self.create(path, notebook).map(|store| (store, None));
        }
        let lock = self.lock(path)?;
        let disk = self.disk.as_ref();
        let aside = free_path_on(disk, &with_suffix(path, ".replaced"));
        // The journal first: without its notebook it is nothing, and a crash in between must not leave it beside another.
        for suffix in [".journal", ".history", ""] {
            let (from, to) = (with_suffix(path, suffix), with_suffix(&aside, suffix));
            if self.is_there(&from)? {
                let moved = disk.rename(&from, &to).and_then(|()| disk.sync_folder(disk::folder_of(path)));
                moved.map_err(|error| StoreError::io(&from, error))?;
            }
        }
        drop(lock);
        self.create(path, notebook).map(|store| (store, Some(aside)))
    }

    /// See [`Store::open`].
    ///
    /// # Errors
    /// As there.
    pub fn open(&self, path: &Path) -> Result<Opened<Store>, StoreError> {
        let path = &resolved(path);
        if !self.is_there(path)? {
            return Err(StoreError::NotFound { path: path.to_owned() });
        }
        let lock = self.lock(path)?;
        let loaded = load(self.disk.as_ref(), path, None)?;
        self.begin(path, lock, loaded)
    }

    fn begin(&self, path: &Path, lock: Lock, loaded: Loaded) -> Result<Opened<Store>, StoreError> {
        let disk = self.disk.as_ref();
        let Loaded { notebook, history, format, base, entries, has_journal, keeps_journal, mut notices } = loaded;
        if keeps_journal {
            notices.push(journal_kept(&journal::keep_copy(disk, path)?));
        }
        if base.backup.is_some() {
            // Another program's version stands there, and ours has edits that were called saved: both are kept.
            notices.push(conflict(&keep_conflict(disk, path)?));
            replace(disk, path, &base.bytes)?;
        }
        let mut tally = Tally::new(&base.notebook);
        tally.hear(&entries);
        let mut journal = Journal::new(path, base.notebook.id, &base.sha256, base.notebook.revision, &entries)?;
        // A notebook on a full disk opens all the same: the first edit will tell.
        let _ = journal.begin(disk, has_journal);
        let mut store = Store::assemble(self, path, journal, base.sha256, tally, lock);
        store.base_bytes = base.bytes.len() as u64;
        if format < FORMAT {
            let _ = store.keep_backup(&base.bytes, &base.notebook, BackupKind::BeforeMigration);
            if store.save(&notebook).is_ok() {
                let message = Message::new("store-migrated").with("from", format).with("to", FORMAT);
                notices.push(Diagnostic::new(Severity::Info, message));
            }
        }
        notices.extend(store.take_notices());
        Ok(Opened { store, notebook, history, notices })
    }

    /// See [`Store::restore`].
    ///
    /// # Errors
    /// As there.
    pub fn restore(&self, path: &Path) -> Result<Opened<Store>, StoreError> {
        let path = &resolved(path);
        let lock = self.lock(path)?;
        let disk = self.disk.as_ref();
        let read = journal::JournalRead::of(disk, path)?.unwrap_or_default();
        let all = backup::backups_on(disk, path)?;
        let good = all.iter().filter_map(|entry| {
            let bytes = disk.read(&entry.path, MAX_NOTEBOOK_BYTES).ok()?;
            super::parse_notebook(&entry.path, &bytes).ok().map(|_| (read.names_base(&sha256_hex(&bytes)), bytes))
        });
        // The one that the journal continues, since then nothing is missing; otherwise the newest.
        let mut newest = None;
        for (is_continued, bytes) in good {
            if is_continued || newest.is_none() {
                newest = Some(bytes);
            }
            if is_continued {
                break;
            }
        }
        let bytes = newest.ok_or_else(|| StoreError::NoBackup { path: path.to_owned() })?;
        let aside = free_path_on(disk, &with_suffix(path, ".damaged"));
        let is_kept = match disk.read(path, MAX_NOTEBOOK_BYTES) {
            Ok(damaged) => {
                let temporary = with_suffix(path, ".tmp");
                disk::replace(disk, &aside, &temporary, &damaged).map_err(|error| StoreError::io(&aside, error))?;
                true
            }
            // Said twice: a damaged file is not given up because of one wrong answer.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !self.is_there(path)? => false,
            // Too large to be read, or on a bad block.
            Err(_) => disk.rename(path, &aside).map(|()| true).map_err(|error| StoreError::io(path, error))?,
        };
        replace(disk, path, &bytes)?;
        let loaded = load(disk, path, None)?;
        let mut opened = self.begin(path, lock, loaded)?;
        if is_kept {
            opened.notices.push(warn(Message::new("store-damaged-kept").with("path", shown_path(&aside))));
        }
        Ok(opened)
    }

    /// Writes a backup as a new notebook at `to` and opens it; what stands elsewhere is left alone. Whoever asks for it saves
    /// the open notebook first.
    ///
    /// # Errors
    /// If the backup cannot be read, or there is a file at `to` already, or it cannot be written.
    pub fn restore_as(&self, backup: &Path, to: &Path) -> Result<Opened<Store>, StoreError> {
        let notebook = backup::read(self.disk.as_ref(), backup)?;
        let store = self.create(to, &notebook)?;
        Ok(Opened { store, notebook, history: History::default(), notices: Vec::new() })
    }

    /// See [`read`](super::read).
    ///
    /// # Errors
    /// As there.
    pub fn read(&self, path: &Path) -> Result<Opened<()>, StoreError> {
        let loaded = load(self.disk.as_ref(), &resolved(path), None)?;
        Ok(Opened { store: (), notebook: loaded.notebook, history: loaded.history, notices: loaded.notices })
    }
}

/// The file that a link at `path` leads to: a rename would put a file in the place of the link, and two names of one file
/// would have two locks.
fn resolved(path: &Path) -> PathBuf {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|meta| meta.file_type().is_symlink());
    if is_link { path.canonicalize().unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() }
}
