use std::io;
use std::path::{Path, PathBuf};

use crate::i18n::Message;

/// Why a notebook could not be opened or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no notebook at {}", path.display())]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new notebook would overwrite a file.
    #[error("there is a file already at {}", path.display())]
    Exists {
        /// The file in the way.
        path: PathBuf,
    },
    /// Another window or command has it open.
    #[error("{} is open elsewhere", path.display())]
    Locked {
        /// The notebook.
        path: PathBuf,
    },
    /// The file is not a notebook that can be read.
    #[error("line {line}, column {column}: {what}: {}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the parser says.
        what: String,
    },
    /// It was written by a later version of the program.
    #[error("format {format} is newer than this program: {}", path.display())]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// A damaged notebook has no backup that can be read.
    #[error("there is no readable backup of {}", path.display())]
    NoBackup {
        /// The notebook.
        path: PathBuf,
    },
    /// A record could not be put into words.
    #[error("could not serialise the notebook: {0}")]
    Serialise(#[from] ron::Error),
    /// The system said no.
    #[error("{source}: {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl StoreError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }

    /// The sentence for the user: what failed, why, what to do, and the path last.
    #[must_use]
    pub fn message(&self) -> Message {
        let shown = |path: &Path| path.display().to_string();
        match self {
            Self::NotFound { path } => Message::new("store-not-found").with("path", shown(path)),
            Self::Exists { path } => Message::new("store-exists").with("path", shown(path)),
            Self::Locked { path } => Message::new("store-locked").with("path", shown(path)),
            Self::Syntax { path, line, column, what } => Message::new("store-syntax")
                .with("path", shown(path))
                .with("line", *line)
                .with("column", *column)
                .with("what", what.as_str()),
            Self::NewerFormat { path, format } => {
                Message::new("store-newer-format").with("path", shown(path)).with("format", *format)
            }
            Self::NoBackup { path } => Message::new("store-no-backup").with("path", shown(path)),
            Self::Serialise(error) => Message::new("store-serialise").with("what", error.to_string()),
            Self::Io { path, source } => {
                let id = match source.kind() {
                    io::ErrorKind::PermissionDenied => "store-permission",
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "store-disk-full",
                    io::ErrorKind::ReadOnlyFilesystem => "store-read-only",
                    io::ErrorKind::NotFound => "store-folder-gone",
                    _ => "store-io",
                };
                Message::new(id).with("path", shown(path)).with("what", source.to_string())
            }
        }
    }
}
