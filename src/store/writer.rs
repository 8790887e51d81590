//! The open notebook: writes edits to the journal, and the whole in full saves.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backup::{self, BackupKind};
use super::disk::{self, Disk};
use super::file::write_notebook;
use super::journal::Journal;
use super::load::{Doubt, load, sha256_hex, warn};
use super::lock::Lock;
use super::places::{free_path_on, keep_aside, with_suffix};
use super::tally::Tally;
use super::{AsideKind, JournalEntry, MAX_NOTEBOOK_BYTES, Opened, Opener, StoreError, history};
use crate::i18n::Message;
use crate::library::{Library, shown_path};
use crate::notebook::{Notebook, Revision, Trail, Violation, violations};
use crate::task::Diagnostic;

/// A transaction of so many edits is a bulk edit: a snapshot is made before it.
pub const BULK_EDITS: usize = 50;

/// A journal of fewer bytes never calls for a full save.
const LEAST_JOURNAL_BYTES: u64 = 4 << 20;

/// A notebook as it was at a moment, with what a full save needs beside it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The notebook.
    pub notebook: Notebook,
    /// The way back, to outlive a restart.
    pub trail: Trail,
    /// The sources that are open: quotations are read again in them before the file is replaced.
    pub library: Library,
}

/// What stands in the notebook's place.
#[derive(Debug, PartialEq, Eq)]
enum OnDisk {
    /// A version that this store has read or written, by its hash.
    Ours(String),
    /// A version of another program.
    Another,
    /// Nothing, or nothing that can be read: while that is so, backups stay.
    NoNotebook,
}

impl From<Notebook> for Snapshot {
    fn from(notebook: Notebook) -> Self {
        Self { notebook, trail: Trail::default(), library: Library::default() }
    }
}

/// A notebook opened for writing: holds its lock and its journal.
#[derive(Debug)]
pub struct Store {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    journal: Journal,
    /// Hash of the file as last written or read.
    base_sha256: String,
    /// Hashes of all files that may be ours: after a save that failed half-way, two. Any other was written by another program.
    ours: BTreeSet<String>,
    /// Another program's version that was kept already.
    kept_conflict: Option<String>,
    tally: Tally,
    /// The file, as it was opened, lacks something: it is not replaced before the user has said that this is right.
    pub(super) doubt: Option<Doubt>,
    /// Violations that the user has accepted.
    pub(super) accepted: Vec<Violation>,
    /// Violations are to be saved all the same: the user has said so.
    accepts_violations: bool,
    /// The version with violations that was put beside the file.
    kept_suspect: Option<(String, PathBuf)>,
    backup_failed: bool,
    pub(super) base_bytes: u64,
    pub(super) notices: Vec<Diagnostic<Message>>,
    lock: Lock,
}

impl Store {
    pub(super) fn assemble(
        opener: &Opener,
        path: &Path,
        journal: Journal,
        base_sha256: String,
        tally: Tally,
        lock: Lock,
    ) -> Self {
        Self {
            disk: Arc::clone(&opener.disk),
            path: path.to_owned(),
            journal,
            ours: BTreeSet::from([base_sha256.clone()]),
            base_sha256,
            kept_conflict: None,
            tally,
            doubt: None,
            accepted: Vec::new(),
            accepts_violations: false,
            kept_suspect: None,
            backup_failed: false,
            base_bytes: 0,
            notices: Vec::new(),
            lock,
        }
    }

    /// Writes `notebook` as a new file at `path` and holds it open.
    ///
    /// # Errors
    /// If there is a file already, another window holds the lock, or the file cannot be written.
    pub fn create(path: &Path, notebook: &Notebook) -> Result<Self, StoreError> {
        Opener::default().create(path, notebook)
    }

    /// As [`create`](Self::create), but a notebook that is there is moved aside, with its journal, and its new place given:
    /// whatever somebody wrote is kept.
    ///
    /// # Errors
    /// If another window holds it, or files cannot be moved or written.
    pub fn create_in_place_of(path: &Path, notebook: &Notebook) -> Result<(Self, Option<PathBuf>), StoreError> {
        Opener::default().create_in_place_of(path, notebook)
    }

    /// Opens the notebook at `path`: file, then journal. One of an older format is written in the new one at once, with a
    /// snapshot before.
    ///
    /// # Errors
    /// If it is not there, another window holds it, it cannot be read, or it does not parse ([`StoreError::Syntax`] says
    /// where; [`Store::restore`] is the way on).
    pub fn open(path: &Path) -> Result<Opened<Self>, StoreError> {
        Opener::default().open(path)
    }

    /// Puts the newest good backup in the place of a file that does not parse, applies the journal where it continues that
    /// backup, and keeps the damaged file beside it.
    ///
    /// # Errors
    /// If there is no good backup, or files cannot be written. The damaged file is then still where it was.
    pub fn restore(path: &Path) -> Result<Opened<Self>, StoreError> {
        Opener::default().restore(path)
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

    /// Whether the journal has grown so long beside the file that a full save is worth its time.
    #[must_use]
    pub fn is_save_due(&self) -> bool {
        self.journal.bytes() > LEAST_JOURNAL_BYTES.max(self.base_bytes / 2)
    }

    /// Takes what there is to tell.
    #[must_use]
    pub fn take_notices(&mut self) -> Vec<Diagnostic<Message>> {
        std::mem::take(&mut self.notices)
    }

    /// Lets full saves write what is not whole, after a snapshot of what is on the disk: for when the user has seen what is
    /// wrong and wants to go on.
    pub fn accept_violations(&mut self) {
        self.snapshot(BackupKind::BeforeAccepting, None);
        self.accepts_violations = true;
    }

    /// What a panic of the writing thread has left is not trusted: the journal is written anew with the next edit.
    pub(crate) fn distrust(&mut self) {
        self.journal.distrust();
    }

    /// Writes transactions to the journal; on return they are on the disk. Of the notebook before an edit of many
    /// records a snapshot is kept.
    ///
    /// # Errors
    /// If they could not be written and synced. They may be given again: nothing half-written stays.
    pub fn append(&mut self, entries: &[JournalEntry]) -> Result<(), StoreError> {
        if entries.is_empty() {
            return Ok(());
        }
        self.tally.hear(entries);
        self.trust()?;
        let kept = self.journal.append(self.disk.as_ref(), entries)?;
        self.notices.extend(kept.map(|path| conflict(&path)));
        // From file and journal, so that the edit need not wait for it.
        for entry in entries.iter().filter(|entry| entry.transaction.edits.len() >= BULK_EDITS) {
            self.snapshot(BackupKind::BeforeBulk, Some(entry.revision));
        }
        Ok(())
    }

    /// Before writing: the folder may have gone and come back, and the lock with it, or somebody may have removed the lock.
    fn trust(&mut self) -> Result<(), StoreError> {
        self.lock.renew(self.disk.as_ref())
    }

    /// Keeps what is on the disk, as it was before the edit that led to a revision, as a backup of its own. That this fails is
    /// told and keeps nobody from working.
    fn snapshot(&mut self, kind: BackupKind, before: Option<Revision>) {
        match load(self.disk.as_ref(), &self.path, before) {
            Ok(loaded) => match write_notebook(&loaded.notebook) {
                Ok(text) => drop(self.keep_backup(text.as_bytes(), &loaded.notebook, kind)),
                Err(error) => self.notices.push(warn(error.message())),
            },
            Err(error) => self.notices.push(warn(error.message())),
        }
    }

    /// Keeps a backup; gives its place, if it could be made.
    pub(super) fn keep_backup(&mut self, bytes: &[u8], notebook: &Notebook, kind: BackupKind) -> Option<PathBuf> {
        let kept = backup::keep(self.disk.as_ref(), &self.path, bytes, notebook, kind);
        if let Err(error) = &kept
            && !self.backup_failed
        {
            self.notices.push(warn(Message::new("store-no-new-backup").with("why", error.message())));
        }
        self.backup_failed = kept.is_err();
        kept.ok()
    }

    /// Looks whether another program has changed the file. Its version is then kept beside ours, and told, once.
    ///
    /// # Errors
    /// If the file cannot be read or the copy not be written.
    pub fn look(&mut self) -> Result<Vec<Diagnostic<Message>>, StoreError> {
        self.look_for_conflict()?;
        Ok(self.take_notices())
    }

    /// As [`look`](Self::look), and tells what stands there.
    fn look_for_conflict(&mut self) -> Result<OnDisk, StoreError> {
        let disk = Arc::clone(&self.disk);
        let sha256 = match disk.read(&self.path, MAX_NOTEBOOK_BYTES) {
            Ok(bytes) => {
                let sha256 = sha256_hex(&bytes);
                if self.ours.contains(&sha256) {
                    return Ok(OnDisk::Ours(sha256));
                }
                let found = match super::parse_notebook(&self.path, &bytes) {
                    Ok(_) => OnDisk::Another,
                    Err(_) => OnDisk::NoNotebook,
                };
                if self.kept_conflict.as_ref() == Some(&sha256) {
                    return Ok(found);
                }
                Some((sha256, found))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(OnDisk::NoNotebook),
            // Larger than anything that is read: kept by moving it away.
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => None,
            Err(error) => return Err(StoreError::io(&self.path, error)),
        };
        let Some((sha256, found)) = sha256 else {
            let aside = free_path_on(disk.as_ref(), &AsideKind::Conflict.beside(&self.path));
            disk.rename(&self.path, &aside).map_err(|error| StoreError::io(&self.path, error))?;
            self.notices.push(conflict(&aside));
            return Ok(OnDisk::NoNotebook);
        };
        self.notices.push(conflict(&keep_conflict(disk.as_ref(), &self.path)?));
        self.kept_conflict = Some(sha256);
        Ok(found)
    }

    /// Full save: replaces the file by `notebook` and starts a new journal. See [`save_snapshot`](Self::save_snapshot), which
    /// also keeps the way back and reads quotations again.
    ///
    /// # Errors
    /// As there.
    pub fn save(&mut self, notebook: &Notebook) -> Result<Vec<Diagnostic<Message>>, StoreError> {
        self.save_with(notebook, None, &Library::default())?;
        Ok(self.take_notices())
    }

    /// Full save: replaces the file by what the notebook was at a moment, and starts a new journal; what the journal holds
    /// beyond that moment is carried over. If another program has changed the file since, its version is kept beside ours, and
    /// told.
    ///
    /// # Errors
    /// [`StoreError::NotWhole`] if the notebook cannot be what the user made: then the file stays, and the version in memory is
    /// put beside it. Otherwise if it could not be written; the old file and the journal are then still good.
    pub fn save_snapshot(&mut self, snapshot: &Snapshot) -> Result<Vec<Diagnostic<Message>>, StoreError> {
        self.save_with(&snapshot.notebook, Some(&snapshot.trail), &snapshot.library)?;
        Ok(self.take_notices())
    }

    fn save_with(&mut self, notebook: &Notebook, trail: Option<&Trail>, library: &Library) -> Result<(), StoreError> {
        if notebook.revision < self.journal.base_revision() {
            // What came after it is no longer in the journal: this would lose it.
            return Ok(());
        }
        self.trust()?;
        let disk = Arc::clone(&self.disk);
        let disk = disk.as_ref();
        let text = write_notebook(notebook)?;
        let bytes = text.as_bytes();
        if bytes.len() as u64 > MAX_NOTEBOOK_BYTES {
            return Err(StoreError::TooLarge { path: self.path.clone(), limit_bytes: MAX_NOTEBOOK_BYTES });
        }
        self.check_whole(notebook, bytes, library)?;
        let on_disk = self.look_for_conflict()?;
        let sha256 = sha256_hex(bytes);
        if sha256 == self.base_sha256 && !self.accepts_violations && on_disk == OnDisk::Ours(sha256.clone()) {
            // Nothing has changed: no backup is pushed out for it.
            return Ok(());
        }
        let kept = self.journal.checkpoint(disk, &sha256, notebook.revision)?;
        self.notices.extend(kept.map(|path| conflict(&path)));
        // Before the file: so there is always a good version that the journal continues, whatever happens to the other.
        let backup = self.keep_backup(bytes, notebook, BackupKind::Save);
        self.ours.insert(sha256.clone());
        if let Err(error) = replace(disk, &self.path, bytes) {
            // It will be tried again, on a full disk every second: its backups must not be what fills it.
            let _ = backup.map(|backup| disk.remove(&backup));
            return Err(error);
        }
        self.ours.retain(|own| *own == sha256);
        self.base_sha256 = sha256;
        self.base_bytes = bytes.len() as u64;
        self.kept_conflict = None;
        self.tally.rebase(notebook);
        self.doubt = None;
        // If the new journal cannot be begun, the old one continues the new file, too, and the next append tries again.
        let accepted = self.accepted.clone();
        let _ = self.journal.restart(disk, &self.base_sha256, notebook.revision, accepted);
        if on_disk != OnDisk::NoNotebook && !self.backup_failed {
            let _ = backup::rotate(disk, &self.path, notebook.id);
        }
        if let Some(trail) = trail {
            // Nobody misses it but undo, after the next start.
            let _ = history::write(disk, &self.path, notebook.id, &self.base_sha256, trail);
        }
        Ok(())
    }

    /// Where a version that is not whole is put: in the place of an earlier one of the same notebook, which it goes on from.
    fn place_of_suspect(&self, notebook: &Notebook) -> PathBuf {
        let first = AsideKind::Suspect.beside(&self.path);
        let earlier = backup::read(self.disk.as_ref(), &first);
        let goes_on = earlier.is_ok_and(|it| it.id == notebook.id && it.revision <= notebook.revision);
        if goes_on { first } else { free_path_on(self.disk.as_ref(), &first) }
    }

    /// A notebook that cannot be what the user made is put beside the file, not in its place.
    fn check_whole(&mut self, notebook: &Notebook, bytes: &[u8], library: &Library) -> Result<(), StoreError> {
        let mut found = violations(notebook, |source| library.get(source).map(|page| Arc::clone(&page.source.text)));
        found.extend(self.tally.gone(notebook));
        if self.accepts_violations {
            // Neither now nor after the next start is it asked again.
            self.accepted = found;
            return Ok(());
        }
        found.retain(|violation| !self.accepted.contains(violation));
        let first = self.doubt.as_ref().map(|doubt| doubt.why.clone());
        let first = first.or_else(|| found.first().map(|violation| violation.message(notebook)));
        let Some(first) = first else { return Ok(()) };
        let sha256 = sha256_hex(bytes);
        let kept = match &self.kept_suspect {
            Some((known, path)) if *known == sha256 => path.clone(),
            Some((_, path)) => path.clone(),
            None => self.place_of_suspect(notebook),
        };
        replace(self.disk.as_ref(), &kept, bytes)?;
        self.kept_suspect = Some((sha256, kept.clone()));
        let count = found.len() + self.doubt.as_ref().map_or(0, |doubt| doubt.count);
        Err(StoreError::NotWhole { path: self.path.clone(), kept, count, first })
    }
}

pub(super) fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    disk::replace(disk, path, &with_suffix(path, ".tmp"), bytes).map_err(|error| StoreError::io(path, error))
}

/// Keeps a copy of what stands at `path`.
pub(super) fn keep_conflict(disk: &dyn Disk, path: &Path) -> Result<PathBuf, StoreError> {
    let kept =
        disk.read(path, MAX_NOTEBOOK_BYTES).and_then(|bytes| keep_aside(disk, path, AsideKind::Conflict, &bytes, path));
    kept.map_err(|error| StoreError::io(path, error))
}

pub(super) fn conflict(aside: &Path) -> Diagnostic<Message> {
    warn(Message::new("store-conflict").with("path", shown_path(aside)))
}

pub(super) fn journal_kept(aside: &Path) -> Diagnostic<Message> {
    warn(Message::new("store-journal-set-aside").with("path", shown_path(aside)))
}
