use std::io;
use std::path::{Path, PathBuf};

use super::Holder;
use crate::i18n::Message;
use crate::library::{shown, shown_path};

/// Why a notebook could not be opened or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no notebook at {}", path.display())]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is no such file, but there are earlier versions of it, or edits that only its journal holds: it was moved or
    /// deleted, and no new one begins in its place unasked.
    #[error("there is no notebook at {}, but {backups} backups of one", path.display())]
    Gone {
        /// Where it was looked for.
        path: PathBuf,
        /// Backups beside it.
        backups: usize,
        /// When the latest was made, in local time; empty if there is none.
        latest: String,
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
        /// By whom and since when, as far as the lock file tells.
        holder: Option<Holder>,
    },
    /// It is larger than anything this program reads, so it was not read.
    #[error("more than {limit_bytes} bytes: {}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How large it may be.
        limit_bytes: u64,
    },
    /// What is in memory cannot be what the user made, so it was not put in the place of the file. The journal goes on.
    #[error("{count} records are not whole: {}", path.display())]
    NotWhole {
        /// The notebook, which stays as it is.
        path: PathBuf,
        /// Where the version in memory was put.
        kept: PathBuf,
        /// Records that are not whole.
        count: usize,
        /// What is wrong with the first.
        first: Message,
    },
    /// A backup, read back, is not what was written.
    #[error("the backup differs from what was written: {}", path.display())]
    BackupDiffers {
        /// The backup.
        path: PathBuf,
    },
    /// What is exported would take the place of the notebook, of a file that belongs to it, or of a source.
    #[error("an export must not be written to {}", path.display())]
    Protected {
        /// The file.
        path: PathBuf,
    },
    /// The file is not a notebook that can be read.
    #[error("line {line}, column {column}: {what:?}: {}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the parser says.
        what: Message,
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
        if source.kind() == io::ErrorKind::FileTooLarge {
            return Self::TooLarge { path: path.to_owned(), limit_bytes: super::MAX_NOTEBOOK_BYTES };
        }
        Self::Io { path: path.to_owned(), source }
    }

    /// Whether an earlier version, brought back, would help.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Syntax { .. } | Self::Gone { .. })
    }

    /// The sentence for the user: what failed, why, what to do, and the path last.
    #[must_use]
    pub fn message(&self) -> Message {
        let words = |text: &str| shown(text).into_owned();
        let shown = |path: &Path| shown_path(path);
        match self {
            Self::NotFound { path } => Message::new("store-not-found").with("path", shown(path)),
            Self::Gone { path, backups: 0, .. } => Message::new("store-gone-but-journal").with("path", shown(path)),
            Self::Gone { path, backups, latest } => Message::new("store-gone")
                .with("path", shown(path))
                .with("backups", *backups)
                .with("latest", latest.as_str()),
            Self::Exists { path } => Message::new("store-exists").with("path", shown(path)),
            Self::Locked { path, holder: None } => Message::new("store-locked").with("path", shown(path)),
            Self::Locked { path, holder: Some(holder) } => {
                let id = if holder.author.trim().is_empty() { "store-locked-on" } else { "store-locked-by" };
                Message::new(id)
                    .with("path", shown(path))
                    .with("who", words(holder.author.trim()))
                    .with("host", words(&holder.host))
                    .with("since", holder.since_shown())
            }
            Self::Protected { path } => Message::new("store-protected").with("path", shown(path)),
            Self::BackupDiffers { path } => Message::new("store-backup-differs").with("path", shown(path)),
            Self::TooLarge { path, limit_bytes } => {
                Message::new("store-too-large").with("path", shown(path)).with("megabytes", limit_bytes >> 20)
            }
            Self::NotWhole { path, kept, count, first } => Message::new("store-not-whole")
                .with("path", shown(path))
                .with("kept", shown(kept))
                .with("count", *count)
                .with("first", first.clone()),
            Self::Syntax { path, line, column, what } => Message::new("store-syntax")
                .with("path", shown(path))
                .with("line", *line)
                .with("column", *column)
                .with("what", what.clone()),
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
                    io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory => "store-not-a-file",
                    _ => "store-io",
                };
                Message::new(id).with("path", shown(path)).with("what", io_message(source))
            }
        }
    }
}

/// What the system says, where it can be said in the user's language.
fn io_message(error: &io::Error) -> Message {
    use io::ErrorKind as Kind;
    let id = match error.kind() {
        Kind::NotADirectory => "io-not-a-folder",
        Kind::IsADirectory => "io-is-a-folder",
        Kind::InvalidFilename => "io-name",
        Kind::ResourceBusy | Kind::ExecutableFileBusy | Kind::WouldBlock => "io-busy",
        Kind::TimedOut => "io-slow",
        Kind::Unsupported => "io-unsupported",
        Kind::UnexpectedEof | Kind::WriteZero => "io-short",
        Kind::StaleNetworkFileHandle | Kind::NetworkDown | Kind::HostUnreachable | Kind::NetworkUnreachable => {
            "io-network"
        }
        Kind::DirectoryNotEmpty | Kind::AlreadyExists => "io-in-the-way",
        _ => return Message::new("io-other").with("what", error.to_string()),
    };
    Message::new(id)
}
