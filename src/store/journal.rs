//! The journal: transactions since the last full save, one line each: a CRC-32 of the rest in eight hexadecimal digits, a
//! space, RON. The first line names the notebook, and the hash and revision of the file that the journal continues.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::file::{from_ron, rename, replace_file, sync_folder_of, to_line};
use super::places::{free_path, with_suffix};
use crate::notebook::{Notebook, NotebookId, Revision, Transaction};

/// A transaction and the revision that it led to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// The notebook's revision after the transaction.
    pub revision: Revision,
    /// What was done.
    pub transaction: Transaction,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    journal: u32,
    notebook: NotebookId,
    base_sha256: String,
    revision: Revision,
}

fn journal_path(notebook: &Path) -> PathBuf {
    with_suffix(notebook, ".journal")
}

/// Moves a journal that cannot be used out of the way; gives its new place.
pub(super) fn set_aside(notebook: &Path) -> Result<PathBuf, StoreError> {
    let journal = journal_path(notebook);
    let aside = free_path(&with_suffix(&journal, ".unused"));
    rename(&journal, &aside).map_err(|error| StoreError::io(&journal, error))?;
    sync_folder_of(&journal)?;
    Ok(aside)
}

/// What a journal on disk holds, as far as its checksums hold.
#[derive(Debug)]
pub(super) struct JournalRead {
    header: Option<Header>,
    pub(super) entries: Vec<JournalEntry>,
    /// Bytes up to the end of the last good line.
    good_bytes: u64,
    /// Bytes behind it: a line that was being written when the machine stopped.
    pub(super) torn_bytes: u64,
}

impl JournalRead {
    /// Reads the journal of the notebook at `path`; `None` if there is none.
    pub(super) fn of(path: &Path) -> Result<Option<Self>, StoreError> {
        let journal = journal_path(path);
        let bytes = match fs::read(&journal) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&journal, error)),
        };
        let mut read = Self { header: None, entries: Vec::new(), good_bytes: 0, torn_bytes: bytes.len() as u64 };
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let Some(ron) = checked(line) else { break };
            if read.header.is_none() {
                let Ok(header) = from_ron(ron) else { break };
                read.header = Some(header);
            } else {
                let Ok(entry) = from_ron(ron) else { break };
                read.entries.push(entry);
            }
            read.good_bytes += line.len() as u64;
            read.torn_bytes -= line.len() as u64;
        }
        Ok(Some(read))
    }

    /// Whether the journal's lines go on from `notebook` as it was read from a file with this hash.
    pub(super) fn is_continued_by(&self, notebook: &Notebook, base_sha256: &str) -> bool {
        let header = self.header.as_ref();
        header.is_some_and(|header| header.base_sha256 == base_sha256 && header.notebook == notebook.id)
    }

    /// The revision that its last line leads to.
    pub(super) fn last_revision(&self) -> Revision {
        self.entries.last().map_or(Revision::default(), |entry| entry.revision)
    }
}

/// The RON of a whole line whose checksum holds.
fn checked(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?;
    let (sum, ron) = line.split_once(' ')?;
    (u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(ron.as_bytes())).then_some(ron)
}

fn line_of<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let ron = to_line(value)?;
    Ok(format!("{:08x} {ron}\n", crc32fast::hash(ron.as_bytes())))
}

/// The journal of an open notebook, open at its end.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    /// Bytes that are known to be on the disk.
    good_bytes: u64,
    /// The revision that its last line leads to.
    last_revision: Revision,
}

impl Journal {
    /// A new journal that continues the file with this hash, in the place of the old one.
    pub(super) fn restart(notebook_path: &Path, base_sha256: &str, notebook: &Notebook) -> Result<Self, StoreError> {
        let path = journal_path(notebook_path);
        let header = Header {
            journal: 1,
            notebook: notebook.id,
            base_sha256: base_sha256.to_owned(),
            revision: notebook.revision,
        };
        let line = line_of(&header)?;
        replace_file(&path, line.as_bytes())?;
        Self::open_at(path, line.len() as u64, notebook.revision)
    }

    /// Goes on with the journal that was read, cutting off what was torn.
    pub(super) fn resume(notebook_path: &Path, read: &JournalRead) -> Result<Self, StoreError> {
        Self::open_at(journal_path(notebook_path), read.good_bytes, read.last_revision())
    }

    fn open_at(path: PathBuf, good_bytes: u64, last_revision: Revision) -> Result<Self, StoreError> {
        let opened = OpenOptions::new().write(true).open(&path).and_then(|file| {
            if file.metadata()?.len() > good_bytes {
                file.set_len(good_bytes)?;
                file.sync_all()?;
            }
            Ok(file)
        });
        match opened {
            Ok(file) => Ok(Self { path, file, good_bytes, last_revision }),
            Err(error) => Err(StoreError::io(&path, error)),
        }
    }

    pub(super) fn last_revision(&self) -> Revision {
        self.last_revision
    }

    pub(super) fn bytes(&self) -> u64 {
        self.good_bytes
    }

    /// Writes the entries and syncs them. After an error the same entries can be given again: writing starts at the last
    /// byte that is known to be good.
    pub(super) fn append(&mut self, entries: &[JournalEntry]) -> Result<(), StoreError> {
        let mut lines = String::new();
        for entry in entries {
            lines.push_str(&line_of(entry)?);
        }
        let written = self.file.set_len(self.good_bytes).and_then(|()| {
            self.file.seek(SeekFrom::Start(self.good_bytes))?;
            self.file.write_all(lines.as_bytes())?;
            self.file.sync_data()
        });
        written.map_err(|error| StoreError::io(&self.path, error))?;
        self.good_bytes += lines.len() as u64;
        self.last_revision = entries.last().map_or(self.last_revision, |entry| entry.revision);
        Ok(())
    }
}
