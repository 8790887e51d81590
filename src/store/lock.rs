use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::disk::{Disk, DiskLock};
use super::file::{from_ron, to_line};
use super::places::with_suffix;

/// A lock file is this long at most; a longer one was not written by this program.
const MAX_LOCK_BYTES: u64 = 4096;

/// Who has a notebook open, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Name from the settings; may be empty.
    pub author: String,
    /// The machine's name; empty if it does not say.
    pub host: String,
    /// Number of the process on that machine.
    pub pid: u32,
    /// When it was opened.
    pub since: Timestamp,
}

impl Holder {
    /// Since when, in local time, to the minute.
    #[must_use]
    pub fn since_shown(&self) -> String {
        self.since.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// The lock of a notebook, held on a file of its own: one on the notebook's file would be lost at the first rename.
#[derive(Debug)]
pub(super) struct Lock {
    notebook: PathBuf,
    holder: Vec<u8>,
    held: Box<dyn DiskLock>,
}

fn lock_path(notebook: &Path) -> PathBuf {
    with_suffix(notebook, ".lock")
}

impl Lock {
    pub(super) fn take(disk: &dyn Disk, notebook: &Path, author: &str) -> Result<Self, StoreError> {
        let holder =
            Holder { author: author.to_owned(), host: host(), pid: std::process::id(), since: Timestamp::now() };
        let holder = to_line(&holder)?.into_bytes();
        let held = hold(disk, notebook, &holder)?;
        Ok(Self { notebook: notebook.to_owned(), holder, held })
    }

    /// Takes the lock again where the folder has gone and come back with another lock file, or with none.
    pub(super) fn renew(&mut self, disk: &dyn Disk) -> Result<(), StoreError> {
        if !self.held.is_at(&lock_path(&self.notebook)) {
            self.held = hold(disk, &self.notebook, &self.holder)?;
        }
        Ok(())
    }
}

fn hold(disk: &dyn Disk, notebook: &Path, holder: &[u8]) -> Result<Box<dyn DiskLock>, StoreError> {
    let path = lock_path(notebook);
    // The user knows the notebook, not the lock beside it, unless that is what stands in the way.
    let blamed = |error: io::Error| match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory => StoreError::io(&path, error),
        _ => StoreError::io(notebook, error),
    };
    match disk.lock(&path, holder).map_err(blamed)? {
        Some(held) => Ok(held),
        None => Err(StoreError::Locked { path: notebook.to_owned(), holder: holder_of(disk, notebook) }),
    }
}

/// Who holds the notebook at `notebook`, or held it last, as far as the lock file tells.
pub(super) fn holder_of(disk: &dyn Disk, notebook: &Path) -> Option<Holder> {
    let bytes = disk.read(&lock_path(notebook), MAX_LOCK_BYTES).ok()?;
    from_ron(std::str::from_utf8(&bytes).ok()?).ok()
}

/// The machine's name, where the system tells it without being asked by a foreign function.
fn host() -> String {
    let named = ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let read =
        || ["/proc/sys/kernel/hostname", "/etc/hostname"].iter().find_map(|path| std::fs::read_to_string(path).ok());
    named.or_else(read).unwrap_or_default().trim().to_owned()
}
