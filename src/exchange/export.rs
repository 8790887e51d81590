//! What goes out, in whatever format: one function from a notebook and its pages to the bytes of a file. A preview is the same
//! with a limit.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::codebook::codebook_csv;
use super::format::{csv_table, docx, html, markdown_file, qda, web_annotation, xlsx};
use super::gathered::Gathered;
use super::report;
use crate::i18n::{Catalogue, Message};
use crate::library::Library;
use crate::notebook::{AnnotationId, Notebook, TagId};
use crate::page::ArticleId;
use crate::task::{Cancel, Progress};

/// A kind of file that is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Markdown.
    #[default]
    Markdown,
    /// One HTML file, which prints well.
    Html,
    /// Word, Office Open XML.
    Docx,
    /// A quotation a line, for spreadsheets and programs.
    Csv,
    /// Excel: quotations, tags, sources.
    Xlsx,
    /// A collection of W3C Web Annotations.
    WebAnnotation,
    /// A REFI-QDA codebook.
    Qdc,
    /// A REFI-QDA project with its sources.
    Qdpx,
    /// The codebook as a list.
    CodebookCsv,
    /// The report for the desk editor as HTML.
    ReportHtml,
    /// The report for the desk editor for Word.
    ReportDocx,
}

impl Format {
    /// All formats, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Markdown,
        Self::Html,
        Self::Docx,
        Self::Csv,
        Self::Xlsx,
        Self::WebAnnotation,
        Self::Qdc,
        Self::Qdpx,
        Self::CodebookCsv,
        Self::ReportHtml,
        Self::ReportDocx,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::WebAnnotation => "json",
            Self::Qdc => "qdc",
            Self::Qdpx => "qdpx",
            Self::CodebookCsv => "codebook-csv",
            Self::ReportHtml => "report-html",
            Self::ReportDocx => "report-docx",
        }
    }

    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html | Self::ReportHtml => "html",
            Self::Docx | Self::ReportDocx => "docx",
            Self::Csv | Self::CodebookCsv => "csv",
            Self::Xlsx => "xlsx",
            Self::WebAnnotation => "json",
            Self::Qdc => "qdc",
            Self::Qdpx => "qdpx",
        }
    }

    /// The format that a file of this name is in by its ending.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "md" | "markdown" => Self::Markdown,
            "htm" | "html" | "xhtml" => Self::Html,
            "json" | "jsonld" => Self::WebAnnotation,
            other => Self::ALL.into_iter().find(|format| format.extension() == other)?,
        })
    }

    /// Whether it holds quotations, so that filter, order and citation have a meaning.
    #[must_use]
    pub fn has_quotations(self) -> bool {
        !matches!(self, Self::Qdc | Self::CodebookCsv)
    }
}

/// How notes are grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportOrder {
    /// Under each article, in the order of its text.
    #[default]
    ByArticle,
    /// Under each tag of the codebook; an annotation with two tags stands under both.
    ByTag,
    /// Under each article, those of the oldest issue first; what has no date comes last.
    ByDate,
    /// One after the other as they were made.
    AsMade,
}

/// How a citation is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CitationStyle {
    /// The house style: paper, date, page, article, byline, paragraph, lines of the source.
    #[default]
    House,
    /// GB/T 7714-2015, 4.6: an article of a newspaper.
    GbT7714,
    /// The same facts as a plain list, for whoever sets them otherwise.
    Plain,
}

/// What is exported, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Grouping.
    pub order: ExportOrder,
    /// Only annotations with this tag or one that stands under it; then no notes.
    pub tag: Option<TagId>,
    /// Only this article.
    pub article: Option<ArticleId>,
    /// Only these annotations, what a filter lets through; then no notes.
    pub only: Option<BTreeSet<AnnotationId>>,
    /// So many characters of the article before and behind each quotation; none if 0.
    pub context_chars: usize,
    /// How citations are written.
    pub citation: CitationStyle,
    /// So many quotations at most: a preview.
    pub limit: Option<usize>,
    /// Heading of the whole.
    pub title: String,
}

impl ExportOptions {
    /// Whether something chooses among the annotations, so that what belongs to the notebook as a whole is left out.
    #[must_use]
    pub fn is_chosen(&self) -> bool {
        self.tag.is_some() || self.article.is_some() || self.only.is_some()
    }
}

/// What an export is made from; nothing is changed in it.
#[derive(Clone, Copy)]
pub struct ExportInput<'a> {
    /// Sentences, in the language of the file.
    pub catalogue: &'a Catalogue,
    /// The notebook.
    pub notebook: &'a Notebook,
    /// Its pages, as far as they are open.
    pub library: &'a Library,
    /// When the export is made.
    pub now: Timestamp,
}

/// What an export came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the format could not carry, and other things to tell.
    pub notices: Vec<Message>,
    /// Quotations that it holds.
    pub quotations: usize,
}

/// Why there is no export.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It was cancelled.
    #[error("the export was cancelled")]
    Cancelled,
    /// The library that writes the format failed.
    #[error("the file could not be made: {0}")]
    Format(String),
}

impl ExportError {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Cancelled => Message::new("export-cancelled"),
            Self::Format(what) => Message::new("export-failed").with("what", what.as_str()),
        }
    }
}

impl From<super::archive::ArchiveError> for ExportError {
    fn from(error: super::archive::ArchiveError) -> Self {
        Self::Format(error.to_string())
    }
}

/// Counts quotations as they are written, and stops where it is asked to.
pub(super) struct Pace<'a> {
    pub(super) cancel: &'a Cancel,
    pub(super) progress: &'a Progress,
}

impl Pace<'_> {
    /// One more quotation is written.
    pub(super) fn step(&self) -> Result<(), ExportError> {
        self.progress.advance(1);
        self.check()
    }

    pub(super) fn check(&self) -> Result<(), ExportError> {
        if self.cancel.is_cancelled() { Err(ExportError::Cancelled) } else { Ok(()) }
    }
}

/// The file in `format`. Progress counts quotations, once as they are gathered and once as they are written.
///
/// # Errors
/// If it is cancelled, or the format cannot be written.
pub fn export(
    format: Format,
    options: &ExportOptions,
    input: ExportInput<'_>,
    cancel: &Cancel,
    progress: &Progress,
) -> Result<Exported, ExportError> {
    let pace = Pace { cancel, progress };
    if format == Format::CodebookCsv {
        let bytes = codebook_csv(input.catalogue, input.notebook).into_bytes();
        return Ok(Exported { bytes, notices: Vec::new(), quotations: 0 });
    }
    if format == Format::Qdc {
        return qda::codebook(input);
    }
    let gathered = Gathered::new(input, options, &pace)?;
    progress.set_total(2 * gathered.len() as u64);
    match format {
        Format::Markdown => markdown_file::write(&gathered.document(&pace)?, &gathered, &pace),
        Format::Html => html::write(&gathered.document(&pace)?, &gathered, &pace),
        Format::Docx => docx::write(&gathered.document(&pace)?, &gathered, &pace),
        Format::ReportHtml => html::write(&report::document(&gathered, &pace)?, &gathered, &pace),
        Format::ReportDocx => docx::write(&report::document(&gathered, &pace)?, &gathered, &pace),
        Format::Csv => csv_table::write(&gathered, &pace),
        Format::Xlsx => xlsx::write(&gathered, &pace),
        Format::WebAnnotation => web_annotation::write(&gathered, &pace),
        Format::Qdpx => qda::project(&gathered, &pace),
        Format::Qdc | Format::CodebookCsv => Err(ExportError::Format(String::new())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_its_name_and_its_ending() {
        for format in Format::ALL {
            let path = format!("笔记.{}", format.extension().to_uppercase());
            let found = Format::of_path(Path::new(&path)).unwrap();
            assert_eq!(found.extension(), format.extension());
            assert_eq!(Format::ALL.iter().filter(|other| other.code() == format.code()).count(), 1);
        }
        assert_eq!(Format::of_path(Path::new("a.htm")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a.csv")), Some(Format::Csv));
        assert_eq!(Format::of_path(Path::new("a.pdf")), None);
        assert_eq!(Format::of_path(Path::new("-")), None);
    }
}
