//! The beginning of an export, to be read before there is a file.

use super::export::{ExportError, ExportInput, ExportOptions, Exported, Format, Pace, export};
use super::format::markdown_file;
use super::gathered::Gathered;
use super::report;
use crate::task::{Cancel, Progress};

impl Format {
    /// Whether [`preview`] gives the file itself; else the same notes in a format that can be read as text.
    #[must_use]
    pub fn is_previewed_as_it_is(self) -> bool {
        matches!(self, Self::Markdown | Self::Csv | Self::WebAnnotation | Self::Qdc | Self::CodebookCsv)
    }
}

/// What [`export`] would write, in UTF-8: tables as CSV, and what is no text, or nothing but markup, as Markdown.
///
/// # Errors
/// As [`export`].
pub fn preview(
    format: Format,
    options: &ExportOptions,
    input: ExportInput<'_>,
    cancel: &Cancel,
    progress: &Progress,
) -> Result<Exported, ExportError> {
    match format {
        Format::ReportHtml | Format::ReportDocx => {
            let pace = Pace { cancel, progress };
            let gathered = Gathered::new(input, options, &pace)?;
            markdown_file::write(&report::document(&gathered, &pace)?, &gathered, &pace)
        }
        Format::Xlsx => export(Format::Csv, options, input, cancel, progress),
        Format::Html | Format::Docx | Format::Qdpx => export(Format::Markdown, options, input, cancel, progress),
        Format::Markdown | Format::Csv | Format::WebAnnotation | Format::Qdc | Format::CodebookCsv => {
            export(format, options, input, cancel, progress)
        }
    }
}
