//! Annotations, tags, notes and sources as an Excel workbook. Every cell is a text: none is a formula, whatever it begins with.

use rust_xlsxwriter::{Color, DocProperties, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::table;
use crate::exchange::clean::Cleaner;
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::Gathered;
use crate::i18n::Message;
use crate::notebook::NoteTarget;

/// Most characters of a cell, as Excel counts them: UTF-16 code units.
const MAX_CELL_UNITS: usize = 32_767;

/// Widths of the columns of the first sheet, in characters.
const WIDTHS: [f64; 20] = [
    10.0, 60.0, 20.0, 20.0, 18.0, 30.0, 40.0, 14.0, 12.0, 8.0, 30.0, 16.0, 20.0, 8.0, 10.0, 10.0, 22.0, 22.0, 20.0,
    14.0,
];

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::Format(error.to_string())
    }
}

/// Writes texts into sheets and counts those that were too long.
struct Sheets<'a> {
    cut: usize,
    head: Format,
    cell: Format,
    cleaner: &'a Cleaner,
}

/// The workbook. Rows are put to disk as they are written, so that memory does not grow with them.
pub(in crate::exchange) fn write(gathered: &Gathered<'_>, pace: &Pace<'_>) -> Result<Exported, ExportError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(gathered.cleaner.line(&gathered.options.title));
    workbook.set_properties(&properties);
    let mut sheets = Sheets {
        cut: 0,
        head: Format::new().set_bold().set_background_color(Color::RGB(0x00F3_EFE7)),
        cell: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        cleaner: &gathered.cleaner,
    };
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheets.begin(sheet, &gathered.get("sheet-annotations"), &table::headings(gathered.input.catalogue), &WIDTHS)?;
    for (placed, row) in gathered.placed.iter().zip(1..) {
        pace.step()?;
        sheets.row(sheet, row, &table::row(gathered, placed))?;
    }
    tags(gathered, &mut sheets, workbook.add_worksheet_with_constant_memory()?)?;
    if !gathered.options.is_chosen() {
        notes(gathered, &mut sheets, workbook.add_worksheet_with_constant_memory()?)?;
    }
    sources(gathered, &mut sheets, workbook.add_worksheet_with_constant_memory()?)?;
    let bytes = workbook.save_to_buffer()?;
    let mut notices = gathered.cleaner.notices();
    if sheets.cut > 0 {
        notices.push(Message::new("export-cut-cells").with("count", sheets.cut).with("most", MAX_CELL_UNITS));
    }
    Ok(Exported { bytes, notices, quotations: gathered.len() })
}

impl Sheets<'_> {
    fn begin(&self, sheet: &mut Worksheet, name: &str, head: &[String], widths: &[f64]) -> Result<(), XlsxError> {
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (width, column) in widths.iter().zip(0..) {
            sheet.set_column_width(column, *width)?;
        }
        for (text, column) in head.iter().zip(0..) {
            sheet.write_string_with_format(0, column, text, &self.head)?;
        }
        Ok(())
    }

    fn row(&mut self, sheet: &mut Worksheet, row: u32, cells: &[String]) -> Result<(), XlsxError> {
        for (text, column) in cells.iter().zip(0..) {
            let text = self.fitting(&self.cleaner.xml(text)).to_owned();
            sheet.write_string_with_format(row, column, text, &self.cell)?;
        }
        Ok(())
    }

    /// As much of a text as a cell holds.
    fn fitting<'b>(&mut self, text: &'b str) -> &'b str {
        if text.len() <= MAX_CELL_UNITS {
            return text;
        }
        let mut units = 0;
        let over = text.char_indices().find(|(_, ch)| {
            units += ch.len_utf16();
            units > MAX_CELL_UNITS
        });
        self.cut += usize::from(over.is_some());
        over.map_or(text, |(at, _)| &text[..at])
    }
}

fn tags(gathered: &Gathered<'_>, sheets: &mut Sheets<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = ["codebook-column-name", "codebook-column-color", "codebook-column-description", "column-count"];
    sheets.begin(sheet, &gathered.get("sheet-tags"), &head.map(|id| gathered.get(id)), &[24.0, 10.0, 60.0, 8.0])?;
    for (tag, row) in gathered.input.notebook.codebook().into_iter().zip(1..) {
        let count = gathered.placed.iter().filter(|placed| placed.annotation.tags.contains(&tag.id)).count();
        let cells = [
            gathered.cleaner.line(&tag.name),
            tag.color.to_string(),
            gathered.cleaner.seen(&tag.description).into_owned(),
            count.to_string(),
        ];
        sheets.row(sheet, row, &cells)?;
    }
    Ok(())
}

fn notes(gathered: &Gathered<'_>, sheets: &mut Sheets<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = ["column-note-on", "column-note"].map(|id| gathered.get(id));
    sheets.begin(sheet, &gathered.get("sheet-notes"), &head, &[30.0, 80.0])?;
    for (note, row) in gathered.input.notebook.notes().values().zip(1..) {
        let target = match &note.target {
            NoteTarget::Notebook => gathered.get("export-notebook-note"),
            NoteTarget::Source(source) => gathered.source_name(*source),
            NoteTarget::Article { title, .. } => gathered.cleaner.line(title),
        };
        sheets.row(sheet, row, &[target, gathered.cleaner.seen(&note.text).into_owned()])?;
    }
    Ok(())
}

fn sources(gathered: &Gathered<'_>, sheets: &mut Sheets<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let rows = gathered.source_rows();
    let mut rows = rows.into_iter();
    let head = rows.next().unwrap_or_default();
    sheets.begin(sheet, &gathered.get("sheet-sources"), &head, &[24.0, 14.0, 12.0, 8.0, 50.0, 10.0, 10.0, 24.0])?;
    for (cells, row) in rows.zip(1..) {
        sheets.row(sheet, row, &cells)?;
    }
    Ok(())
}
