//! A file that an editor has worked on, read for the quotations that it holds: those that carry a mark, and those in quotation
//! marks or set apart.
//!
//! A reader for each format makes [`Block`]s of a file; `quotes` makes [`Claim`]s of those; `check` holds each against its source
//! by its mark, or has `seek` look for it in all of them. Texts are compared in the form that `canon` gives them.

mod canon;
mod check;
mod compare;
mod docx;
mod ground;
mod html;
mod markdown;
mod quotes;
mod seek;
mod table;
mod told;

use std::ops::Range;
use std::path::Path;

use super::file::{self, Fault, FileError, FileKind};
use super::mark::Mark;

pub use check::{Against, Checked, DraftReport, Finding, Remark, check_draft};
pub use told::quotation_beginning;

const DRAFTS: FileKind = FileKind { max_bytes: 64 << 20, formats: "draft-unknown-format" };

/// A stretch of text of a file: a paragraph, a block quotation, a cell.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) is_heading: bool,
    /// Its row, from 1, if it stands in a table of quotations, of which each is one by itself.
    pub(super) row: Option<usize>,
    /// What carries a mark, in order.
    pub(super) marked: Vec<Marked>,
}

/// A stretch of a block that carries a mark.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marked {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    pub(super) mark: Mark,
    /// Whether the mark only stands beside the quotation, so that what an editor has written around it may be within the stretch.
    pub(super) is_loose: bool,
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
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Claim {
    /// What it may be, the likeliest first; one without a mark is one text alone.
    pub(super) texts: Vec<String>,
    /// The quotations in quotation marks within a block quotation, which may be all of it that is quoted.
    pub(super) inner: Vec<String>,
    /// `None` for one without a mark.
    pub(super) mark: Option<Mark>,
    /// Whether what an editor has written around the quotation may be within its text.
    pub(super) is_loose: bool,
    /// Whether it may go on with the claim before: a quotation of several paragraphs carries its mark in each.
    pub(super) goes_on: bool,
    /// Whether its quotation marks are no pair.
    pub(super) is_unpaired: bool,
    /// Number of its block in the file, from 1.
    pub(super) block: usize,
    /// The heading that it stands under; empty if there is none.
    pub(super) under: String,
}

/// Quotations of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub(super) claims: Vec<Claim>,
    /// Quotations without a mark that are too short to be looked up.
    pub(super) short: usize,
    /// Quotations in comments, citations and context of an export, which are not looked up.
    pub(super) asides: usize,
    /// Marks whose quotation is gone.
    pub(super) emptied: usize,
}

impl Draft {
    /// Whether it quotes nothing that can be looked up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }
}

/// Whether a file of this name can be checked: Markdown, HTML, Word, CSV, a workbook, plain text.
#[must_use]
pub fn is_draft(path: &Path) -> bool {
    reader(path).is_some()
}

type Reader = fn(&[u8]) -> Result<Vec<Block>, Fault>;

fn reader(path: &Path) -> Option<Reader> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match extension.as_str() {
        "md" | "markdown" | "txt" => markdown::read,
        "html" | "htm" | "xhtml" => html::read,
        "docx" => docx::read,
        "csv" => table::read,
        "xlsx" | "ods" => table::read_workbook,
        _ => return None,
    })
}

/// The quotations of the file at `path`.
///
/// # Errors
/// If it cannot be read, is too large, or is not what its name says.
pub fn read_draft(path: &Path) -> Result<Draft, FileError> {
    parse_draft(path, &DRAFTS.read(path)?)
}

/// The quotations of a file of this name with these bytes.
///
/// # Errors
/// As [`read_draft`].
pub fn parse_draft(name: &Path, bytes: &[u8]) -> Result<Draft, FileError> {
    let read = reader(name).ok_or(Fault::UnknownFormat);
    let blocks = read.and_then(|read| read(bytes)).map_err(|fault| DRAFTS.error(fault))?;
    Ok(quotes::claims(&blocks))
}

/// A file's text, whatever its encoding, without a byte order mark.
fn decoded(bytes: &[u8]) -> Result<String, Fault> {
    let text = file::decoded(bytes)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
