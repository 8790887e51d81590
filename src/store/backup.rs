use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::StoreError;
use super::file::{parse_notebook, replace_file};
use super::places::{free_path, with_suffix};

/// Full saves that are kept.
const KEPT: usize = 10;

/// A backup on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupEntry {
    /// The file.
    pub path: PathBuf,
    /// Its name without the extension: when it was made, in UTC.
    pub made: String,
}

fn folder_of(notebook: &Path) -> PathBuf {
    with_suffix(notebook, ".backups")
}

/// The backups of the notebook at `path`, the newest first.
///
/// # Errors
/// If their folder is there and cannot be read.
pub fn backups(path: &Path) -> Result<Vec<BackupEntry>, StoreError> {
    let folder = folder_of(path);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(&folder, error)),
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<BackupEntry> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
        .filter_map(|path| Some(BackupEntry { made: path.file_stem()?.to_str()?.to_owned(), path: path.clone() }))
        .collect();
    found.sort_by(|left, right| right.made.cmp(&left.made));
    Ok(found)
}

/// Keeps `bytes`, the notebook just saved at `path`, as its newest backup, and lets go of the oldest.
///
/// The saved version itself is kept, not only the one before it: should the file be damaged, this one and the journal
/// together hold every edit.
pub(super) fn keep(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = folder_of(path);
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
    let name = format!("{}.ron", Timestamp::now().strftime("%Y%m%dT%H%M%S%.6fZ"));
    replace_file(&free_path(&folder.join(name)), bytes)?;
    for old in backups(path)?.into_iter().skip(KEPT) {
        fs::remove_file(&old.path).map_err(|error| StoreError::io(&old.path, error))?;
    }
    Ok(())
}

/// The newest backup that parses.
pub(super) fn newest_good(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let good =
        |entry: &BackupEntry| fs::read(&entry.path).is_ok_and(|bytes| parse_notebook(&entry.path, &bytes).is_ok());
    Ok(backups(path)?.into_iter().find(good).map(|entry| entry.path))
}
