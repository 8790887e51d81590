//! A file that an editor has worked on, read for the quotations that it holds: those that carry a mark, and those in quotation
//! marks or set apart.

mod check;
mod docx;
mod html;
mod markdown;
mod quotes;
mod table;

use std::ops::Range;
use std::path::Path;

use super::mark::Mark;
use crate::i18n::Message;

pub use check::{Checked, Difference, DraftReport, Finding, check_draft};

/// Largest file that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// A stretch of text of a file: a paragraph, a block quotation, a cell.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// What carries a mark, in order, as bytes of the text.
    pub(super) marked: Vec<(Range<usize>, Mark)>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text in which there may be quotations.
    #[default]
    Body,
    /// A block quotation: a quotation as a whole.
    Quote,
    /// Citations, comments, context of an export: nothing of it is looked up.
    Aside,
}

/// A quotation of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claim {
    pub(super) text: String,
    /// All that the mark may be meant for, where `text` is but what stands between quotation marks before it.
    pub(super) wider: Option<String>,
    /// `None` for one without a mark.
    pub(super) mark: Option<Mark>,
    /// Whether it may go on with the claim before: a quotation of several paragraphs carries its mark in each.
    pub(super) goes_on: bool,
    /// Number of its block in the file, from 1.
    pub(super) block: usize,
}

/// Quotations of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub(super) claims: Vec<Claim>,
    /// Quotations without a mark that are too short to be looked up.
    pub(super) short: usize,
}

/// Why a file cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(std::io::Error),
    /// It is larger than is read.
    #[error("the file is too large")]
    TooLarge,
    /// Its name ends in nothing that is known.
    #[error("no format that is known")]
    UnknownFormat,
    /// It is not what its name says.
    #[error("{0}")]
    Damaged(String),
}

impl DraftError {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self, path: &Path) -> Message {
        let message = match self {
            Self::Unreadable(error) => Message::new("draft-unreadable").with("what", error.to_string()),
            Self::TooLarge => Message::new("draft-too-large").with("megabytes", MAX_BYTES >> 20),
            Self::UnknownFormat => Message::new("draft-unknown-format"),
            Self::Damaged(what) => Message::new("draft-damaged").with("what", what.as_str()),
        };
        message.with("path", crate::library::shown_path(path))
    }
}

impl From<super::archive::ArchiveError> for DraftError {
    fn from(error: super::archive::ArchiveError) -> Self {
        match error {
            super::archive::ArchiveError::TooLarge => Self::TooLarge,
            super::archive::ArchiveError::Damaged(what) => Self::Damaged(what),
        }
    }
}

/// Whether a file of this name can be checked: Markdown, HTML, Word, CSV, plain text.
#[must_use]
pub fn is_draft(path: &Path) -> bool {
    reader(path).is_some()
}

type Reader = fn(&[u8]) -> Result<Vec<Block>, DraftError>;

fn reader(path: &Path) -> Option<Reader> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match extension.as_str() {
        "md" | "markdown" | "txt" => markdown::read,
        "html" | "htm" | "xhtml" => html::read,
        "docx" => docx::read,
        "csv" => table::read,
        _ => return None,
    })
}

/// The quotations of the file at `path`.
///
/// # Errors
/// If it cannot be read, is too large, or is not what its name says.
pub fn read_draft(path: &Path) -> Result<Draft, DraftError> {
    let about = std::fs::metadata(path).map_err(DraftError::Unreadable)?;
    if !about.is_file() {
        return Err(DraftError::Unreadable(std::io::Error::from(std::io::ErrorKind::InvalidInput)));
    }
    if about.len() > MAX_BYTES {
        return Err(DraftError::TooLarge);
    }
    parse_draft(path, &std::fs::read(path).map_err(DraftError::Unreadable)?)
}

/// The quotations of a file of this name with these bytes.
///
/// # Errors
/// As [`read_draft`].
pub fn parse_draft(name: &Path, bytes: &[u8]) -> Result<Draft, DraftError> {
    let read = reader(name).ok_or(DraftError::UnknownFormat)?;
    Ok(quotes::claims(&read(bytes)?))
}

/// A file's text, whatever its encoding.
fn decoded(bytes: &[u8]) -> Result<String, DraftError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned());
    }
    let decoded = crate::library::decode(bytes).map_err(|error| DraftError::Damaged(error.to_string()))?;
    Ok(decoded.text.as_str().to_owned())
}
