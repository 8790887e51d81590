//! The way back over a restart: `NAME.ron.history`, written with each full save and never needed. If it is missing, torn or
//! of another version of the file, undo begins with what the journal tells.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::disk::{Disk, replace_like};
use super::file::from_ron;
use super::journal::{good_lines, line_of};
use super::places::with_suffix;
use crate::notebook::{NotebookId, Trail, Transaction};

/// What is kept of the past over a restart, in bytes of memory; the file is of about the same size.
pub const MAX_HISTORY_BYTES: usize = 8 << 20;

/// A file that is longer was not written by this program.
const MAX_FILE_BYTES: u64 = 8 * MAX_HISTORY_BYTES as u64;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Header {
    history: u32,
    notebook: NotebookId,
    /// Hash of the notebook's file that the steps lead back from.
    base_sha256: String,
    done: usize,
    undone: usize,
}

fn history_path(notebook: &Path) -> PathBuf {
    with_suffix(notebook, ".history")
}

/// Keeps the way back from the file with this hash.
pub(super) fn write(
    disk: &dyn Disk,
    notebook_path: &Path,
    notebook: NotebookId,
    base_sha256: &str,
    trail: &Trail,
) -> Result<(), StoreError> {
    let path = history_path(notebook_path);
    let (done, undone) = (trail.done.len(), trail.undone.len());
    let mut text = line_of(&Header { history: 1, notebook, base_sha256: base_sha256.to_owned(), done, undone })?;
    for transaction in trail.done.iter().chain(&trail.undone) {
        text.push_str(&line_of(transaction)?);
    }
    replace_like(disk, &path, &with_suffix(&path, ".tmp"), text.as_bytes(), notebook_path)
        .map_err(|error| StoreError::io(&path, error))
}

/// The way back from the file with this hash; nothing if it is not there whole.
pub(super) fn read(disk: &dyn Disk, notebook_path: &Path, notebook: NotebookId, base_sha256: &str) -> Option<Trail> {
    let bytes = disk.read(&history_path(notebook_path), MAX_FILE_BYTES).ok()?;
    let mut lines = good_lines(&bytes);
    let header: Header = from_ron(lines.next()?).ok()?;
    if header.history != 1 || header.notebook != notebook || header.base_sha256 != base_sha256 {
        return None;
    }
    let steps: Vec<Arc<Transaction>> = lines.map(|line| from_ron(line).ok()).collect::<Option<_>>()?;
    if steps.len() != header.done.checked_add(header.undone)? {
        return None;
    }
    let mut done = steps;
    let undone = done.split_off(header.done);
    Some(Trail { done, undone })
}
