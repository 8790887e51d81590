//! Copies of earlier versions, in `NAME.ron.backups/`: the last saves, one a day of the time before, and snapshots from before
//! something large.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::disk::{Disk, RealDisk, folder_of, replace_like};
use super::file::parse_notebook;
use super::places::{free_path_on, with_suffix};
use super::{MAX_NOTEBOOK_BYTES, StoreError};
use crate::i18n::Message;
use crate::notebook::{Key, Notebook, NotebookId};

/// Full saves that are kept.
const KEPT: usize = 10;

/// Of older saves, the last one of each of so many days is kept.
const KEPT_DAYS: i64 = 30;

/// Snapshots of each kind that are kept; they do not count among the saves.
const KEPT_SNAPSHOTS: usize = 10;

/// A backup that is from so far in the future is from a clock that was wrong.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_hours(1);

/// Within so many bytes a notebook's file says which it is.
const HEAD_BYTES: u64 = 512;

/// How a backup's name tells when it was made, in UTC.
const MADE: &str = "%Y%m%dT%H%M%S%.6fZ";

/// Characters of such a name.
const MADE_CHARS: usize = 23;

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackupKind {
    /// With a full save.
    Save,
    /// Before an edit of many records.
    BeforeBulk,
    /// Before the file was written in a newer format.
    BeforeMigration,
    /// Before violations were accepted.
    BeforeAccepting,
}

impl BackupKind {
    const ALL: [Self; 4] = [Self::Save, Self::BeforeBulk, Self::BeforeMigration, Self::BeforeAccepting];

    /// Why it was made, for people.
    #[must_use]
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Save => "backup-save",
            Self::BeforeBulk => "backup-before-bulk",
            Self::BeforeMigration => "backup-before-migration",
            Self::BeforeAccepting => "backup-before-accepting",
        })
    }

    /// What stands behind the time in the file's name.
    fn suffix(self) -> &'static str {
        match self {
            Self::Save => "",
            Self::BeforeBulk => "-bulk",
            Self::BeforeMigration => "-format",
            Self::BeforeAccepting => "-accepted",
        }
    }
}

/// A backup on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupEntry {
    /// The file.
    pub path: PathBuf,
    /// When it was made, in UTC, as its name tells: `20261125T100516.261022Z`.
    pub made: String,
    /// Why.
    pub kind: BackupKind,
}

/// What the user wants to know of a backup before taking it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupFacts {
    /// Annotations in it.
    pub annotations: usize,
    /// Notes in it.
    pub notes: usize,
    /// Tags in it.
    pub tags: usize,
    /// Records that it has and the notebook has not.
    pub only_there: usize,
    /// Records that the notebook has and it has not.
    pub only_now: usize,
    /// Records that both have, with other contents.
    pub changed: usize,
    /// It is of another notebook.
    pub is_of_another: bool,
}

impl BackupEntry {
    /// When it was made; `None` if the file has another name than the program gives.
    #[must_use]
    pub fn made_at(&self) -> Option<Timestamp> {
        let name = self.made.get(..22).filter(|_| self.made.len() == MADE_CHARS).map(|stem| format!("{stem}Z"))?;
        jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S%.fZ", &name)
            .ok()
            .and_then(|at| at.to_zoned(TimeZone::UTC).ok())
            .map(|zoned| zoned.timestamp())
    }

    /// When it was made, in local time, to the second; what its name tells if that is no time.
    #[must_use]
    pub fn made_shown(&self) -> String {
        match self.made_at() {
            Some(made) => made.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
            None => self.made.clone(),
        }
    }

    /// The notebook as it was then. Takes as long as opening it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn notebook(&self) -> Result<Notebook, StoreError> {
        read(&RealDisk, &self.path)
    }

    /// What is in it, beside `now`. Takes as long as opening it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn facts(&self, now: &Notebook) -> Result<BackupFacts, StoreError> {
        Ok(BackupFacts::of(&self.notebook()?, now))
    }
}

impl BackupFacts {
    /// What is in `then`, beside `now`.
    #[must_use]
    pub fn of(then: &Notebook, now: &Notebook) -> Self {
        let mut facts = Self {
            annotations: then.annotations().len(),
            notes: then.notes().len(),
            tags: then.tags().len(),
            is_of_another: then.id != now.id,
            ..Self::default()
        };
        let keys_now: BTreeSet<Key> = now.keys().collect();
        for key in then.keys() {
            if !keys_now.contains(&key) {
                facts.only_there += 1;
            } else if then.record(key) != now.record(key) {
                facts.changed += 1;
            }
        }
        facts.only_now = keys_now.iter().filter(|key| !then.holds(**key)).count();
        facts
    }
}

impl BackupFacts {
    /// What is in it, and what is not as now, for people.
    #[must_use]
    pub fn message(&self) -> Message {
        let same = self.only_now + self.only_there + self.changed == 0;
        if self.is_of_another {
            return self.counts_message("backup-of-another");
        }
        let message = Message::new(if same { "backup-same" } else { "backup-differs" })
            .with("annotations", self.annotations)
            .with("notes", self.notes);
        if same {
            return message;
        }
        message.with("missing", self.only_now).with("more", self.only_there).with("changed", self.changed)
    }
}

impl BackupFacts {
    /// What is in it, for people, where there is nothing to compare it with.
    #[must_use]
    pub fn counts(&self) -> Message {
        self.counts_message("backup-alone")
    }

    fn counts_message(&self, id: &'static str) -> Message {
        let message = Message::new(id).with("annotations", self.annotations);
        message.with("notes", self.notes).with("tags", self.tags)
    }
}

pub(super) fn read(disk: &dyn Disk, path: &Path) -> Result<Notebook, StoreError> {
    let bytes = disk.read(path, MAX_NOTEBOOK_BYTES).map_err(|error| StoreError::io(path, error))?;
    parse_notebook(path, &bytes)
}

fn backup_folder(notebook: &Path) -> PathBuf {
    with_suffix(notebook, ".backups")
}

/// The backups of the notebook at `path`, the newest first.
///
/// # Errors
/// If their folder is there and cannot be read.
pub fn backups(path: &Path) -> Result<Vec<BackupEntry>, StoreError> {
    backups_on(&RealDisk, path)
}

pub(super) fn backups_on(disk: &dyn Disk, path: &Path) -> Result<Vec<BackupEntry>, StoreError> {
    let folder = backup_folder(path);
    let paths = disk.list(&folder).map_err(|error| StoreError::io(&folder, error))?;
    let entry = |path: PathBuf| {
        let stem = path.file_stem()?.to_str()?.to_owned();
        let is_notebook = path.extension().is_some_and(|extension| extension == "ron");
        let kind = BackupKind::ALL.into_iter().rev().find(|kind| stem.contains(kind.suffix()))?;
        let made = stem.split('-').next()?.to_owned();
        is_notebook.then_some(BackupEntry { path, made, kind })
    };
    let mut found: Vec<BackupEntry> = paths.into_iter().filter_map(entry).collect();
    found.sort_by(|left, right| (&right.made, &right.path).cmp(&(&left.made, &left.path)));
    Ok(found)
}

/// Keeps `bytes`, which are `notebook`, and reads them back: a backup that cannot be read is none. Gives its place.
pub(super) fn keep(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    notebook: &Notebook,
    kind: BackupKind,
) -> Result<PathBuf, StoreError> {
    let folder = backup_folder(path);
    let fails = |error| StoreError::io(&folder, error);
    disk.create_folder(&folder).and_then(|()| disk.sync_folder(folder_of(&folder))).map_err(fails)?;
    let name = format!("{}{}.ron", Timestamp::now().strftime(MADE), kind.suffix());
    let target = free_path_on(disk, &folder.join(name));
    replace_like(disk, &target, &folder.join("backup.tmp"), bytes, path)
        .map_err(|error| StoreError::io(&target, error))?;
    if read(disk, &target)? != *notebook {
        return Err(StoreError::BackupDiffers { path: target });
    }
    Ok(target)
}

/// Lets go of backups of the notebook `id` that are too many. Not called while the notebook's own file is damaged.
///
/// Names that tell of a time to come are passed over: a clock was wrong, then or now, and what was made since must not be
/// pushed out by them.
pub(super) fn rotate(disk: &dyn Disk, path: &Path, id: NotebookId) -> Result<(), StoreError> {
    let now = Timestamp::now();
    let is_past = |entry: &BackupEntry| entry.made_at().is_some_and(|made| made <= now + CLOCKS_DIFFER);
    let all: Vec<BackupEntry> = backups_on(disk, path)?.into_iter().filter(is_past).collect();
    let oldest_day = now.checked_sub((KEPT_DAYS * 24).hours()).map(|at| at.strftime("%Y%m%d").to_string());
    let oldest_day = oldest_day.unwrap_or_default();
    for kind in BackupKind::ALL {
        let of_kind: Vec<&BackupEntry> = all.iter().filter(|entry| entry.kind == kind).collect();
        let mut days = BTreeSet::new();
        for (at, entry) in of_kind.into_iter().enumerate() {
            let day = entry.made.get(..8).unwrap_or_default();
            let is_last_of_day = days.insert(day.to_owned());
            let stays = match kind {
                BackupKind::Save => at < KEPT || (is_last_of_day && day >= oldest_day.as_str()),
                _ => at < KEPT_SNAPSHOTS,
            };
            if !stays && is_of(disk, &entry.path, id) {
                disk.remove(&entry.path).map_err(|error| StoreError::io(&entry.path, error))?;
            }
        }
    }
    Ok(())
}

/// Whether the file at `path` says that it is a version of the notebook `id`. It may have been put there by hand.
pub(super) fn is_of(disk: &dyn Disk, path: &Path, id: NotebookId) -> bool {
    let Ok(head) = disk.head(path, HEAD_BYTES) else { return false };
    String::from_utf8_lossy(&head).contains(&format!("id: \"{id}\""))
}
