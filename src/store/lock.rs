use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::StoreError;
use super::places::with_suffix;

/// The lock of a notebook, held on a file of its own: one on the notebook's file would be lost at the first rename.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    pub(super) fn take(notebook: &Path) -> Result<Self, StoreError> {
        let path = with_suffix(notebook, ".lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        // The user knows the notebook, not the lock beside it.
        let file = file.map_err(|error| StoreError::io(notebook, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: notebook.to_owned() }),
            Err(TryLockError::Error(error)) => Err(StoreError::io(notebook, error)),
        }
    }
}
