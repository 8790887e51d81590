//! How a notebook comes to be open: made, read, brought up to date, restored.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backup::{self, BackupEntry, BackupKind};
use super::disk::{self, Disk};
use super::file::write_notebook;
use super::journal::{self, Asides, Journal, JournalRead};
use super::load::{Loaded, load, sha256_hex, warn};
use super::lock::Lock;
use super::places::{free_path_on, same_file, with_suffix};
use super::tally::Tally;
use super::writer::{Store, conflict, journal_kept, keep_conflict, replace};
use super::{AsideKind, MAX_NOTEBOOK_BYTES, Opened, StoreError};
use crate::i18n::Message;
use crate::library::shown_path;
use crate::notebook::{FORMAT, History, Notebook, NotebookId};
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
        self.refuse_if_gone(path)?;
        let lock = self.lock(path)?;
        let disk = self.disk.as_ref();
        let text = write_notebook(notebook)?;
        let sha256 = sha256_hex(text.as_bytes());
        let mut journal = Journal::new(path, notebook.id, &sha256, notebook.revision, &[], Asides::default())?;
        journal.begin(disk, true)?;
        replace(disk, path, text.as_bytes())?;
        let mut store = Store::assemble(self, path, journal, sha256, Tally::new(notebook), lock);
        store.base_bytes = text.len() as u64;
        let _ = store.keep_backup(text.as_bytes(), notebook, BackupKind::Save);
        Ok(store)
    }

    /// Nothing begins where a notebook was moved or deleted and what it held may be here alone: in its backups, or in edits
    /// that only its journal has.
    fn refuse_if_gone(&self, path: &Path) -> Result<(), StoreError> {
        let disk = self.disk.as_ref();
        let backups = backup::backups_on(disk, path)?;
        if backups.is_empty() && !JournalRead::has_edits(disk, path)? {
            return Ok(());
        }
        let latest = backups.first().map_or_else(String::new, BackupEntry::made_shown);
        Err(StoreError::Gone { path: path.to_owned(), backups: backups.len(), latest })
    }

    /// Why a notebook that is not there cannot be opened.
    fn not_found(&self, path: &Path) -> StoreError {
        self.refuse_if_gone(path).err().unwrap_or_else(|| StoreError::NotFound { path: path.to_owned() })
    }

    /// See [`Store::create_in_place_of`].
    ///
    /// # Errors
    /// As there.
    pub fn create_in_place_of(&self, path: &Path, notebook: &Notebook) -> Result<(Store, Option<PathBuf>), StoreError> {
        let disk = self.disk.as_ref();
        let has_backups = !backup::backups_on(disk, path)?.is_empty();
        if !has_backups && !self.is_there(path)? && !self.is_there(&with_suffix(path, ".journal"))? {
            return self.create(path, notebook).map(|store| (store, None));
        }
        let lock = self.lock(path)?;
        let aside = free_path_on(disk, &AsideKind::Replaced.beside(path));
        // The journal first: without its notebook it is nothing, and a crash in between must not leave it beside another.
        for suffix in [".journal", ".history", "", ".backups"] {
            let (from, to) = (with_suffix(path, suffix), with_suffix(&aside, suffix));
            let is_there = if suffix == ".backups" { has_backups } else { self.is_there(&from)? };
            if is_there {
                let moved = disk.rename(&from, &to).and_then(|()| disk.sync_folder(disk::folder_of(path)));
                moved.map_err(|error| StoreError::io(&from, error))?;
            }
        }
        drop(lock);
        self.create(path, notebook).map(|store| (store, Some(aside)))
    }

    /// Makes a notebook with nothing in it at `path`.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_empty(&self, path: &Path) -> Result<Opened<Store>, StoreError> {
        let notebook = Notebook::new(NotebookId::generate());
        let mut store = self.create(path, &notebook)?;
        let notices = store.take_notices();
        Ok(Opened { store, notebook, history: History::default(), notices })
    }

    /// Opens the notebook at `path`, or makes one with nothing in it where there is none.
    ///
    /// # Errors
    /// As [`open`](Self::open) and [`create`](Self::create).
    pub fn open_or_create(&self, path: &Path) -> Result<Opened<Store>, StoreError> {
        match self.open(path) {
            Err(StoreError::NotFound { .. }) => self.create_empty(path),
            opened => opened,
        }
    }

    /// See [`Store::open`].
    ///
    /// # Errors
    /// As there.
    pub fn open(&self, path: &Path) -> Result<Opened<Store>, StoreError> {
        let (named, path) = (path, &resolved(path));
        if !self.is_there(path)? {
            return Err(self.not_found(path));
        }
        let lock = self.lock(path)?;
        let adopted = self.adopt_journal(named, path)?;
        let loaded = load(self.disk.as_ref(), path, None)?;
        let mut opened = self.begin(path, lock, loaded)?;
        opened.notices.splice(0..0, adopted);
        Ok(opened)
    }

    /// Where `named` is a link to `path`: the notebook may have been moved there and the link left in its place, while its
    /// journal stayed where it was. That is taken along; where there is one at both places, both stay, and it is told.
    fn adopt_journal(&self, named: &Path, path: &Path) -> Result<Option<Diagnostic<Message>>, StoreError> {
        let disk = self.disk.as_ref();
        let (from, to) = (with_suffix(named, ".journal"), with_suffix(path, ".journal"));
        if !left_behind(disk, named, path)? {
            return Ok(None);
        }
        if self.is_there(&to)? {
            return Ok(Some(journal_elsewhere(&from)));
        }
        let fails = |error| StoreError::io(&to, error);
        let bytes = disk.read(&from, MAX_NOTEBOOK_BYTES).map_err(fails)?;
        disk::replace_like(disk, &to, &with_suffix(&to, ".tmp"), &bytes, path).map_err(fails)?;
        let moved = free_path_on(disk, &AsideKind::Moved.beside(&from));
        disk.rename(&from, &moved).map_err(|error| StoreError::io(&from, error))?;
        Ok(Some(warn(Message::new("store-journal-adopted").with("path", shown_path(&moved)))))
    }

    fn begin(&self, path: &Path, lock: Lock, loaded: Loaded) -> Result<Opened<Store>, StoreError> {
        let disk = self.disk.as_ref();
        let Loaded {
            notebook,
            history,
            format,
            base,
            entries,
            has_journal,
            keeps_journal,
            doubt,
            accepted,
            mut notices,
        } = loaded;
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
        let before = doubt.as_ref().map(|doubt| doubt.before.clone());
        let asides = Asides { before, accepted: accepted.clone() };
        let (id, revision) = (base.notebook.id, base.notebook.revision);
        let mut journal = Journal::new(path, id, &base.sha256, revision, &entries, asides)?;
        // A notebook on a full disk opens all the same: the first edit will tell.
        let _ = journal.begin(disk, has_journal);
        let mut store = Store::assemble(self, path, journal, base.sha256, tally, lock);
        store.base_bytes = base.bytes.len() as u64;
        store.doubt = doubt;
        store.accepted = accepted;
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
        let read = JournalRead::of(disk, path)?.unwrap_or_default();
        // The one that the journal continues, since then nothing is missing; otherwise the one of the highest revision, of
        // the notebook that the journal is of.
        let mut best = None;
        for entry in backup::backups_on(disk, path)? {
            let Ok(bytes) = disk.read(&entry.path, MAX_NOTEBOOK_BYTES) else { continue };
            let Ok(notebook) = super::parse_notebook(&entry.path, &bytes) else { continue };
            let is_of_journal = read.notebook.is_none_or(|id| id == notebook.id);
            let rank = (read.names_base(&sha256_hex(&bytes)), is_of_journal, notebook.revision);
            if best.as_ref().is_none_or(|(other, _)| rank > *other) {
                best = Some((rank, bytes));
            }
            if rank.0 {
                break;
            }
        }
        let bytes = best.map(|(_, bytes)| bytes).ok_or_else(|| StoreError::NoBackup { path: path.to_owned() })?;
        let aside = free_path_on(disk, &AsideKind::Damaged.beside(path));
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
        let mut loaded = load(disk, path, None)?;
        if let Some(doubt) = loaded.doubt.take() {
            // That it is another version is what was asked for.
            loaded.notices.retain(|notice| notice.message != doubt.why);
        }
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
        let (named, path, disk) = (path, &resolved(path), self.disk.as_ref());
        let loaded = load(disk, path, None).map_err(|error| match error {
            StoreError::NotFound { path } => self.not_found(&path),
            error => error,
        })?;
        let Loaded { notebook, history, mut notices, .. } = loaded;
        if left_behind(disk, named, path)? {
            notices.push(journal_elsewhere(&with_suffix(named, ".journal")));
        }
        Ok(Opened { store: (), notebook, history, notices })
    }
}

/// Whether a journal with edits lies beside the link `named` to the notebook at `path`.
fn left_behind(disk: &dyn Disk, named: &Path, path: &Path) -> Result<bool, StoreError> {
    if named == path || same_file(&with_suffix(named, ".journal"), &with_suffix(path, ".journal")) {
        return Ok(false);
    }
    JournalRead::has_edits(disk, named)
}

fn journal_elsewhere(journal: &Path) -> Diagnostic<Message> {
    Diagnostic::new(Severity::Error, Message::new("store-journal-elsewhere").with("path", shown_path(journal)))
}

/// The file that a link at `path` leads to: a rename would put a file in the place of the link, and two names of one file
/// would have two locks.
fn resolved(path: &Path) -> PathBuf {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|meta| meta.file_type().is_symlink());
    if is_link { path.canonicalize().unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() }
}
