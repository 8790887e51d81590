//! Files of other programs that are read: how large they may be, their text in whatever encoding, and what can be wrong with them.

use std::path::Path;

use super::archive::ArchiveError;
use crate::i18n::Message;
use crate::library::decode;

/// What is read, as far as its errors tell of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileKind {
    /// Largest file that is read.
    pub(super) max_bytes: u64,
    /// Id of the sentence that tells which formats are known.
    pub(super) formats: &'static str,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{fault}")]
pub struct FileError {
    kind: &'static FileKind,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(std::io::Error),
    /// It is larger than is read.
    #[error("the file is too large")]
    TooLarge,
    /// Its name ends in nothing that is known.
    #[error("no format that is known")]
    UnknownFormat,
    /// It is not what its name says; what the library that reads such files says of it.
    #[error("{0}")]
    Damaged(String),
    /// It is not what its name says; the sentence for people, but for the path.
    #[error("{}", .0.id)]
    Wrong(Message),
}

impl FileError {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self, path: &Path) -> Message {
        let message = match &self.fault {
            Fault::Unreadable(error) => match error.kind() {
                std::io::ErrorKind::NotFound => Message::new("library-not-found"),
                std::io::ErrorKind::InvalidInput => Message::new("library-not-a-file"),
                std::io::ErrorKind::PermissionDenied => {
                    Message::new("draft-unreadable").with("what", Message::new("library-permission-denied"))
                }
                _ => Message::new("draft-unreadable").with("what", error.to_string()),
            },
            Fault::TooLarge => Message::new("draft-too-large").with("megabytes", self.kind.max_bytes >> 20),
            Fault::UnknownFormat => Message::new(self.kind.formats),
            Fault::Damaged(what) if what.is_empty() => Message::new("draft-damaged-somehow"),
            Fault::Damaged(what) => Message::new("draft-damaged").with("what", what.as_str()),
            Fault::Wrong(message) => message.clone(),
        };
        message.with("path", crate::library::shown_path(path))
    }
}

impl From<ArchiveError> for Fault {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::TooLarge => Self::TooLarge,
            ArchiveError::Damaged(_) => Self::Wrong(Message::new("draft-no-archive")),
        }
    }
}

impl FileKind {
    /// What is wrong with a file of this kind.
    pub(super) fn error(&'static self, fault: Fault) -> FileError {
        FileError { kind: self, fault }
    }

    /// The bytes of the file at `path`, if they are not too many.
    pub(super) fn read(&'static self, path: &Path) -> Result<Vec<u8>, FileError> {
        let unreadable = |error| self.error(Fault::Unreadable(error));
        let about = std::fs::metadata(path).map_err(unreadable)?;
        if !about.is_file() {
            return Err(unreadable(std::io::Error::from(std::io::ErrorKind::InvalidInput)));
        }
        if about.len() > self.max_bytes {
            return Err(self.error(Fault::TooLarge));
        }
        std::fs::read(path).map_err(unreadable)
    }
}

/// The text of a file as it lies there, line ends and byte order mark kept where it is UTF-8.
pub(super) fn decoded(bytes: &[u8]) -> Result<String, Fault> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let decoded = decode(bytes).map_err(|_| Fault::Wrong(Message::new("draft-no-text")))?;
    Ok(decoded.text.as_str().to_owned())
}
