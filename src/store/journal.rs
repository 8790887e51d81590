//! The journal: transactions since the last full save, one line each: a CRC-32 of the rest in eight hexadecimal digits, a
//! space, RON. The first line names the notebook, and the hash and revision of the file that the journal continues. A full
//! save first writes a line with the hash of the file to come: whichever of the two stands there after a crash, the journal
//! continues it.
//!
//! What failed once is not trusted again. After an error of a write or a sync nobody knows which bytes are on the disk, and a
//! later sync that succeeds says nothing about them; so the journal is then written anew as a whole, under a new name, and
//! renamed. The lines are kept in memory for that; a full save, which is due when they are many, lets go of them.
//!
//! A journal is only ever made as a whole, by a rename, and then grows line by line. So a crash leaves at most one line that was
//! begun and not ended, at its end; whatever else is wrong with one was done to it, and is told as damage.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{Disk, DiskFile, replace_like};
use super::file::{BYTE_ORDER_MARK, from_ron, to_line};
use super::places::{keep_aside, with_suffix};
use super::{AsideKind, MAX_NOTEBOOK_BYTES, StoreError};
use crate::notebook::{Manner, NotebookId, Revision, Transaction, Violation};

/// A transaction and the revision that it led to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// The notebook's revision after the transaction.
    pub revision: Revision,
    /// What it means for undo.
    #[serde(default, skip_serializing_if = "Manner::is_step")]
    pub manner: Manner,
    /// What was done.
    pub transaction: Transaction,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    journal: u32,
    notebook: NotebookId,
    base_sha256: String,
    revision: Revision,
    /// The version that stood there before another program put this one in its place, which lacks something of it. Named until
    /// the user has said that this is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Version>,
    /// What does not hold of the notebook, and is to stay so: the user has said it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    accepted: Vec<Violation>,
}

/// What a journal's first line tells beside the file that it continues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asides {
    /// See [`Header::before`].
    pub(super) before: Option<Version>,
    /// See [`Header::accepted`].
    pub(super) accepted: Vec<Violation>,
}

/// A version of the notebook's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) sha256: String,
    pub(super) revision: Revision,
}

/// Another file that the journal continues: written before that file takes the place of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Checkpoint {
    checkpoint: String,
    revision: Revision,
}

pub(super) fn journal_path(notebook: &Path) -> PathBuf {
    with_suffix(notebook, ".journal")
}

/// What a journal on disk holds, as far as its checksums hold.
#[derive(Debug, Default)]
pub(super) struct JournalRead {
    pub(super) notebook: Option<NotebookId>,
    /// Versions of the file that the lines continue, in the order in which they are named.
    bases: Vec<Version>,
    /// See [`Header::before`] and [`Header::accepted`].
    pub(super) asides: Asides,
    /// In the order of their revisions.
    pub(super) entries: Vec<JournalEntry>,
    /// Lines changed places.
    pub(super) was_disordered: bool,
    /// Bytes of a last line that was being written when the machine stopped.
    pub(super) torn_bytes: u64,
    /// Lines that cannot be read and are not such a line: damage, not a crash.
    pub(super) broken_lines: u64,
    /// Its first line is not there: of what came behind it, nobody knows how much is left.
    pub(super) is_headless: bool,
}

impl JournalRead {
    /// Reads the journal of the notebook at `path`; `None` if there is none.
    pub(super) fn of(disk: &dyn Disk, path: &Path) -> Result<Option<Self>, StoreError> {
        let journal = journal_path(path);
        match disk.read(&journal, MAX_NOTEBOOK_BYTES) {
            Ok(bytes) => Ok(Some(Self::parse(&bytes))),
            // Said twice: edits are not given up because of one wrong answer.
            Err(error) if error.kind() == io::ErrorKind::NotFound && matches!(disk.size(&journal), Ok(None)) => {
                Ok(None)
            }
            Err(error) => Err(StoreError::io(&journal, error)),
        }
    }

    /// Whether the journal of the notebook at `path` holds an edit.
    pub(super) fn has_edits(disk: &dyn Disk, path: &Path) -> Result<bool, StoreError> {
        Ok(Self::of(disk, path)?.is_some_and(|read| !read.entries.is_empty()))
    }

    /// The good lines of `bytes`. Never fails: what is not good is counted.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let mut read = Self::default();
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            if line.trim_ascii().is_empty() || checked(line).is_some_and(|ron| read.take(ron)) {
                continue;
            }
            if was_begun(line) {
                read.torn_bytes = line.len() as u64;
            } else {
                read.broken_lines += 1;
            }
        }
        read.is_headless = read.notebook.is_none();
        if read.is_headless {
            read.broken_lines += u64::from(read.torn_bytes > 0);
            read.torn_bytes = 0;
        }
        read.was_disordered = !read.entries.is_sorted_by_key(|entry| entry.revision);
        read.entries.sort_by_key(|entry| entry.revision);
        read
    }

    fn take(&mut self, ron: &str) -> bool {
        if ron.starts_with("(revision:") {
            let Ok(entry) = from_ron::<JournalEntry>(ron) else { return false };
            self.entries.push(entry);
        } else if ron.starts_with("(checkpoint:") {
            let Ok(Checkpoint { checkpoint, revision }) = from_ron(ron) else { return false };
            self.bases.push(Version { sha256: checkpoint, revision });
        } else {
            let Ok(header) = from_ron::<Header>(ron) else { return false };
            self.notebook = Some(header.notebook);
            self.asides = Asides { before: header.before, accepted: header.accepted };
            self.bases.push(Version { sha256: header.base_sha256, revision: header.revision });
        }
        true
    }

    /// Whether its lines go on from a file of this notebook with this hash. A journal whose first line is damaged is taken
    /// to be the one of the file that it lies beside.
    pub(super) fn continues(&self, notebook: NotebookId, base_sha256: &str) -> bool {
        match self.notebook {
            Some(own) => own == notebook && self.names_base(base_sha256),
            None => !self.entries.is_empty(),
        }
    }

    /// Whether it continues some file with this hash.
    pub(super) fn names_base(&self, sha256: &str) -> bool {
        self.bases.iter().any(|base| base.sha256 == sha256)
    }

    /// The version of the file that must stand there if only this program has written it: where the one that does stand
    /// there is in doubt, the one from before.
    pub(super) fn last_written(&self) -> Option<&Version> {
        self.asides.before.as_ref().or(self.bases.last())
    }

    /// Whether the file that it continues is one that the user has not yet accepted.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.asides.before.is_some()
    }
}

/// The RON of a whole line whose checksum holds. It may lack its end, and a program that changes line ends may have been at it.
fn checked(line: &[u8]) -> Option<&str> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = std::str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line)).ok()?;
    let (sum, ron) = line.split_once(' ')?;
    (sum.len() == 8 && u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(ron.as_bytes())).then_some(ron)
}

/// Whether this is how a line looks whose writing was cut short.
fn was_begun(line: &[u8]) -> bool {
    let text = match std::str::from_utf8(line) {
        Ok(text) => text,
        // Cut within a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&line[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let begins = text.chars().enumerate().all(|(at, ch)| match at {
        0..8 => ch.is_ascii_hexdigit(),
        8 => ch == ' ',
        9 => ch == '(',
        _ => !ch.is_control(),
    });
    begins && !text.is_empty()
}

/// A value as a line with its checksum.
pub(super) fn line_of<T: Serialize>(value: &T) -> Result<String, StoreError> {
    let ron = to_line(value)?;
    Ok(format!("{:08x} {ron}\n", crc32fast::hash(ron.as_bytes())))
}

/// The lines of `text` whose checksum holds, up to the first whose does not.
pub(super) fn good_lines(text: &[u8]) -> impl Iterator<Item = &str> {
    text.split_inclusive(|&byte| byte == b'\n').map_while(checked)
}

/// The journal of an open notebook.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    /// Who may read the journal is as for this file.
    notebook_path: PathBuf,
    notebook: NotebookId,
    /// All its lines, as they must be on the disk.
    bytes: Vec<u8>,
    /// Where in `bytes` each entry begins, and the revision that it leads to.
    starts: Vec<(Revision, usize)>,
    /// Open at its end; `None` while what is on the disk cannot be trusted.
    file: Option<Box<dyn DiskFile>>,
    /// What else of ours may stand on the disk while `file` is `None`.
    bytes_before: Vec<u8>,
    /// The revision of the file that it continues.
    base_revision: Revision,
}

/// Where another program's journal was put, if there was one in the way.
type Conflict = Option<PathBuf>;

impl Journal {
    /// A journal, only in memory yet, that continues the file with this hash.
    pub(super) fn new(
        notebook_path: &Path,
        notebook: NotebookId,
        base_sha256: &str,
        revision: Revision,
        entries: &[JournalEntry],
        asides: Asides,
    ) -> Result<Self, StoreError> {
        let Asides { before, accepted } = asides;
        let base_sha256 = base_sha256.to_owned();
        let header = Header { journal: 2, notebook, base_sha256, revision, before, accepted };
        let mut journal = Self {
            path: journal_path(notebook_path),
            notebook_path: notebook_path.to_owned(),
            notebook,
            bytes: line_of(&header)?.into_bytes(),
            starts: Vec::new(),
            file: None,
            bytes_before: Vec::new(),
            base_revision: revision,
        };
        let (lines, starts) = journal.lines(entries)?;
        journal.grow(&lines, &starts);
        Ok(journal)
    }

    pub(super) fn base_revision(&self) -> Revision {
        self.base_revision
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Holds what is on the disk for unknown: the next append writes the journal anew.
    pub(super) fn distrust(&mut self) {
        self.file = None;
    }

    fn lines(&self, entries: &[JournalEntry]) -> Result<(String, Vec<(Revision, usize)>), StoreError> {
        let mut lines = String::new();
        let mut starts = Vec::with_capacity(entries.len());
        for entry in entries {
            starts.push((entry.revision, self.bytes.len() + lines.len()));
            lines.push_str(&line_of(entry)?);
        }
        Ok((lines, starts))
    }

    fn grow(&mut self, lines: &str, starts: &[(Revision, usize)]) {
        self.bytes.extend_from_slice(lines.as_bytes());
        self.starts.extend_from_slice(starts);
    }

    /// Writes the entries; on return they are durable. After an error the same entries can be given again.
    pub(super) fn append(&mut self, disk: &dyn Disk, entries: &[JournalEntry]) -> Result<Conflict, StoreError> {
        let (lines, starts) = self.lines(entries)?;
        let conflict = self.write(disk, &lines)?;
        self.grow(&lines, &starts);
        Ok(conflict)
    }

    /// Writes that the journal also continues the file with this hash, which is about to be put in the place of its base.
    pub(super) fn checkpoint(
        &mut self,
        disk: &dyn Disk,
        sha256: &str,
        revision: Revision,
    ) -> Result<Conflict, StoreError> {
        let line = line_of(&Checkpoint { checkpoint: sha256.to_owned(), revision })?;
        let conflict = self.write(disk, &line)?;
        self.grow(&line, &[]);
        Ok(conflict)
    }

    /// Makes what is in memory, and `lines` behind it, what is on the disk.
    fn write(&mut self, disk: &dyn Disk, lines: &str) -> Result<Conflict, StoreError> {
        let end = (self.bytes.len() + lines.len()) as u64;
        if end > MAX_NOTEBOOK_BYTES {
            return Err(StoreError::TooLarge { path: self.path.clone(), limit_bytes: MAX_NOTEBOOK_BYTES });
        }
        if let Some(file) = &mut self.file {
            let start = self.bytes.len() as u64;
            // Somebody may have cut it or written over it, too: then it is written anew, not gone on with.
            let written = match disk.is_at(&self.path, file.as_ref(), start) {
                Ok(true) => file.write_at(start, lines.as_bytes()).and_then(|()| file.sync()).map(|()| true),
                other => other,
            };
            match written.and_then(|whole| Ok(whole && disk.is_at(&self.path, file.as_ref(), end)?)) {
                Ok(true) => return Ok(None),
                Ok(false) => self.file = None,
                Err(error) => {
                    // So that the next to read it finds no half line, if that much still works.
                    let _ = file.set_len(start);
                    self.file = None;
                    return Err(StoreError::io(&self.path, error));
                }
            }
        }
        self.rewrite(disk, lines).map_err(|error| StoreError::io(&self.path, error))
    }

    fn rewrite(&mut self, disk: &dyn Disk, lines: &str) -> io::Result<Conflict> {
        let conflict = self.keep_foreign(disk)?;
        let mut bytes = self.bytes.clone();
        bytes.extend_from_slice(lines.as_bytes());
        replace_like(disk, &self.path, &with_suffix(&self.path, ".tmp"), &bytes, &self.notebook_path)?;
        let file = disk.open(&self.path)?;
        if !disk.is_at(&self.path, file.as_ref(), bytes.len() as u64)? {
            return Err(io::Error::from(io::ErrorKind::ResourceBusy));
        }
        self.file = Some(file);
        self.bytes_before.clear();
        Ok(conflict)
    }

    /// Another program may have put its journal where ours is to be: that one is kept.
    fn keep_foreign(&self, disk: &dyn Disk) -> io::Result<Conflict> {
        let there = match disk.read(&self.path, MAX_NOTEBOOK_BYTES) {
            Ok(there) => there,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let before = &self.bytes_before;
        let is_ours = there.starts_with(&self.bytes)
            || self.bytes.starts_with(&there)
            || (!before.is_empty() && (there.starts_with(before) || before.starts_with(&there)));
        if is_ours || JournalRead::parse(&there).entries.is_empty() {
            return Ok(None);
        }
        keep_aside(disk, &self.path, AsideKind::Conflict, &there, &self.notebook_path).map(Some)
    }

    /// Begins anew after a full save of `revision` as a file with this hash; what is newer is carried over. If it cannot be
    /// written, nothing is lost: the old journal continues the new file, too, and the next append tries again.
    pub(super) fn restart(
        &mut self,
        disk: &dyn Disk,
        base_sha256: &str,
        revision: Revision,
        accepted: Vec<Violation>,
    ) -> Result<(), StoreError> {
        let asides = Asides { before: None, accepted };
        let mut next = Self::new(&self.notebook_path, self.notebook, base_sha256, revision, &[], asides)?;
        for (at, (led_to, start)) in self.starts.iter().enumerate() {
            if *led_to > revision {
                let end = self.starts.get(at + 1).map_or(self.bytes.len(), |next| next.1);
                // A checkpoint may stand behind the entry: the line alone is carried over.
                let line = self.bytes[*start..end].split_inclusive(|&byte| byte == b'\n').next().unwrap_or_default();
                next.starts.push((*led_to, next.bytes.len()));
                next.bytes.extend_from_slice(line);
            }
        }
        next.bytes_before = std::mem::take(&mut self.bytes);
        *self = next;
        self.write(disk, "").map(|_| ())
    }

    /// Writes what is in memory in the place of what was read: a system that was told to write and could not may show bytes
    /// that are not on the disk, so what was read is not trusted before it is written again.
    pub(super) fn begin(&mut self, disk: &dyn Disk, was_read: bool) -> Result<(), StoreError> {
        if was_read {
            // Whatever of it could not be used has been kept.
            self.bytes_before = disk.read(&self.path, MAX_NOTEBOOK_BYTES).unwrap_or_default();
        }
        let there = self.bytes_before.starts_with(&self.bytes);
        match self.write(disk, "") {
            Err(StoreError::Io { source, .. }) if there && source.kind() == io::ErrorKind::StorageFull => {
                self.resume(disk).map_err(|error| StoreError::io(&self.path, error))
            }
            written => written.map(|_| ()),
        }
    }

    /// Goes on with the file that is there: on a disk that has no room for another one, there may be room for a line.
    fn resume(&mut self, disk: &dyn Disk) -> io::Result<()> {
        let mut file = disk.open(&self.path)?;
        file.set_len(self.bytes.len() as u64)?;
        file.sync()?;
        self.file = Some(file);
        self.bytes_before.clear();
        Ok(())
    }
}

/// Keeps a copy of a journal that cannot be used; gives its place.
pub(super) fn keep_copy(disk: &dyn Disk, notebook: &Path) -> Result<PathBuf, StoreError> {
    let journal = journal_path(notebook);
    let copied = disk.read(&journal, MAX_NOTEBOOK_BYTES);
    copied
        .and_then(|bytes| keep_aside(disk, &journal, AsideKind::Unused, &bytes, notebook))
        .map_err(|error| StoreError::io(&journal, error))
}
