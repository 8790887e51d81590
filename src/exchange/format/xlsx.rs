//! Annotations, tags, notes and sources as an Excel workbook, to be sorted, filtered and printed. What is no number and no day is a
//! text: no cell is a formula, whatever it begins with.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::table;
use crate::exchange::clean::Cleaner;
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::Gathered;
use crate::i18n::Message;
use crate::notebook::NoteTarget;
use crate::page::IssueDate;
use crate::text::em_width;

/// Most characters of a cell, as Excel counts them: UTF-16 code units.
const MAX_CELL_UNITS: usize = 32_767;

/// The face of Excel since 2016 where it speaks Chinese; others have it by another name or take their own.
const FONT: &str = "等线";

/// Height of a line, and of the highest row that Excel has, in points.
const LINE_PT: f64 = 15.0;
const HIGHEST_PT: f64 = 409.0;

/// How much of a line is filled on the average, as words are not broken.
const WRAPPED: f64 = 0.9;

/// A4, as Excel numbers sizes of paper.
const A4: u8 = 9;

/// Widths of the columns of the first sheet, in digits.
const WIDTHS: [f64; table::COLUMNS.len()] = [
    46.0, 14.0, 24.0, 32.0, 10.0, 11.0, 6.0, 20.0, 10.0, 14.0, 8.0, 9.0, 16.0, 16.0, 10.0, 22.0, 22.0, 38.0, 68.0, 14.0,
];

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::Format(error.to_string())
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// Numbers, as far as they are some.
    Number,
    /// Days, as far as they are some.
    Day,
}

/// Writes rows into sheets and counts texts that were too long.
struct Sheets<'a> {
    cut: usize,
    title: String,
    head: Format,
    cell: Format,
    day: Format,
    cleaner: &'a Cleaner,
}

/// A sheet with its columns.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    widths: &'a [f64],
    kinds: &'a [Kind],
    /// Rows by now, the headings too.
    rows: u32,
}

/// The workbook. Rows are put to disk as they are written, so that memory does not grow with them.
pub(in crate::exchange) fn write(gathered: &Gathered<'_>, pace: &Pace<'_>) -> Result<Exported, ExportError> {
    let mut workbook = Workbook::new();
    let title = gathered.cleaner.line(&gathered.options.title);
    let properties = DocProperties::new().set_title(&title).set_author(gathered.authors().join("; "));
    workbook.set_properties(&properties);
    let cell = Format::new().set_font_name(FONT).set_text_wrap().set_align(FormatAlign::Top);
    let head = cell.clone().set_bold().set_background_color(Color::RGB(0x00F3_EFE7));
    let day = cell.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left);
    let mut sheets = Sheets { cut: 0, title, head, cell, day, cleaner: &gathered.cleaner };
    let kinds = table::COLUMNS.map(|(name, _)| match name {
        "date" => Kind::Day,
        "page" | "lines" => Kind::Number,
        _ => Kind::Text,
    });
    let worksheet = workbook.add_worksheet_with_constant_memory()?;
    let columns = column(table::COLUMNS.len());
    let first_folded =
        if gathered.options.context_chars > 0 { table::FIRST_TECHNICAL } else { table::FIRST_OF_CONTEXT };
    worksheet.group_columns_collapsed(column(table::column(first_folded)), columns - 1)?;
    let mut sheet = sheets.begin(
        worksheet,
        &gathered.get("sheet-annotations"),
        &table::headings(gathered.input.catalogue),
        &WIDTHS,
        &kinds,
    )?;
    for placed in &gathered.placed {
        pace.step()?;
        sheets.row(&mut sheet, &table::row(gathered, placed))?;
    }
    sheet.end()?;
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
    /// The headings, which stay on the screen and stand on every printed page, which lies across and is as wide as the table.
    fn begin<'b>(
        &self,
        sheet: &'b mut Worksheet,
        name: &str,
        head: &[String],
        widths: &'b [f64],
        kinds: &'b [Kind],
    ) -> Result<Sheet<'b>, XlsxError> {
        sheet.set_name(name)?.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        // Signs that begin a code of Excel's own are written twice.
        let title: String = self.title.chars().take(100).collect();
        sheet.set_header(format!("&R{}", title.replace('&', "&&"))).set_footer("&C&P / &N");
        for (width, column) in widths.iter().zip(0..) {
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_row_height(0, LINE_PT * 1.4)?;
        for (text, column) in head.iter().zip(0..) {
            sheet.write_string_with_format(0, column, text, &self.head)?;
        }
        Ok(Sheet { sheet, widths, kinds, rows: 1 })
    }

    fn row(&mut self, sheet: &mut Sheet<'_>, cells: &[String]) -> Result<(), XlsxError> {
        let row = sheet.rows;
        sheet.rows += 1;
        let lines = cells.iter().zip(sheet.widths).map(|(text, width)| lines(text, *width));
        sheet.sheet.set_row_height(row, (lines.max().unwrap_or(1) as f64 * LINE_PT).min(HIGHEST_PT))?;
        for ((text, kind), at) in cells.iter().zip(sheet.kinds).zip(0..) {
            let number = (*kind == Kind::Number).then(|| number(text)).flatten();
            let day = (*kind == Kind::Day).then(|| day(text)).flatten();
            if let Some(number) = number {
                sheet.sheet.write_number_with_format(row, at, number, &self.cell)?;
            } else if let Some(day) = day {
                sheet.sheet.write_datetime_with_format(row, at, &day, &self.day)?;
            } else {
                let text = self.fitting(&self.cleaner.xml(text)).to_owned();
                sheet.sheet.write_string_with_format(row, at, text, &self.cell)?;
            }
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

impl Sheet<'_> {
    /// All columns can be filtered.
    fn end(self) -> Result<(), XlsxError> {
        self.sheet.autofilter(0, 0, self.rows - 1, column(self.widths.len()) - 1)?;
        Ok(())
    }
}

/// The number of a column as Excel has it.
fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Lines of a text in a column that is so many digits wide.
fn lines(text: &str, width: f64) -> usize {
    let of_line = |line: &str| {
        let digits: f64 = line.chars().map(|ch| f64::from(em_width(ch)) * 2.0).sum();
        (digits / (width * WRAPPED)).ceil().max(1.0) as usize
    };
    text.split('\n').map(of_line).sum()
}

/// What a text says if it is nothing but a number, and written as a number would be.
fn number(text: &str) -> Option<f64> {
    let number: u32 = text.parse().ok()?;
    (number.to_string() == text).then(|| f64::from(number))
}

/// The day that a text names, if it is one that Excel knows.
fn day(text: &str) -> Option<ExcelDateTime> {
    let IssueDate { year, month, day } = text.parse().ok()?;
    ExcelDateTime::from_ymd(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

fn tags(gathered: &Gathered<'_>, sheets: &mut Sheets<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = ["codebook-column-name", "codebook-column-color", "codebook-column-description", "column-count"];
    let kinds = [Kind::Text, Kind::Text, Kind::Text, Kind::Number];
    let (widths, head) = ([24.0, 10.0, 60.0, 8.0], head.map(|id| gathered.get(id)));
    let mut sheet = sheets.begin(sheet, &gathered.get("sheet-tags"), &head, &widths, &kinds)?;
    for tag in gathered.input.notebook.codebook() {
        let count = gathered.placed.iter().filter(|placed| placed.annotation.tags.contains(&tag.id)).count();
        let cells = [
            gathered.cleaner.line(&tag.name),
            tag.color.to_string(),
            gathered.cleaner.seen(&tag.description).into_owned(),
            count.to_string(),
        ];
        let row = sheet.rows;
        sheets.row(&mut sheet, &cells)?;
        let [red, green, blue] = tag.color.0.map(u32::from);
        // ITU-R BT.601: how bright a colour is to the eye.
        let is_bright = 299 * red + 587 * green + 114 * blue > 140_000;
        let fill = Color::RGB(red << 16 | green << 8 | blue);
        let ink = Color::RGB(if is_bright { 0 } else { 0x00FF_FFFF });
        let filled = sheets.cell.clone().set_background_color(fill).set_font_color(ink);
        sheet.sheet.write_string_with_format(row, 1, tag.color.to_string(), &filled)?;
    }
    sheet.end()
}

fn notes(gathered: &Gathered<'_>, sheets: &mut Sheets<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let head = ["column-note-on", "column-note"].map(|id| gathered.get(id));
    let (widths, kinds) = ([30.0, 90.0], [Kind::Text; 2]);
    let mut sheet = sheets.begin(sheet, &gathered.get("sheet-notes"), &head, &widths, &kinds)?;
    for note in gathered.input.notebook.notes().values() {
        let target = match &note.target {
            NoteTarget::Notebook => gathered.get("export-notebook-note"),
            NoteTarget::Source(source) => gathered.source_name(*source),
            NoteTarget::Article { title, .. } => gathered.cleaner.line(title),
        };
        sheets.row(&mut sheet, &[target, gathered.cleaner.seen(&note.text).into_owned()])?;
    }
    sheet.end()
}

fn sources(gathered: &Gathered<'_>, sheets: &mut Sheets<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let widths = [24.0, 14.0, 11.0, 8.0, 50.0, 10.0, 8.0, 68.0];
    let kinds = [Kind::Text, Kind::Text, Kind::Day, Kind::Number, Kind::Text, Kind::Text, Kind::Number, Kind::Text];
    sheet.group_columns_collapsed(7, 7)?;
    let head = gathered.source_headings();
    let mut sheet = sheets.begin(sheet, &gathered.get("sheet-sources"), &head, &widths, &kinds)?;
    for source in gathered.sources() {
        let (day, count, hash) = (source.day(), source.count.to_string(), source.id.to_string());
        sheets
            .row(&mut sheet, &[source.name, source.paper, day, source.page, source.path, source.state, count, hash])?;
    }
    sheet.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_number_or_a_day_is_one_and_nothing_else() {
        assert_eq!(number("12"), Some(12.0));
        assert!(["08", "1-2", "", "第8版", "99999999999"].iter().all(|text| number(text).is_none()));
        assert!(day("2023-02-15").is_some());
        assert!(["1023-02-15", "2023-02-31", "", "2023"].iter().all(|text| day(text).is_none()));
    }

    #[test]
    fn a_row_is_as_high_as_its_lines() {
        assert_eq!(lines("", 10.0), 1);
        assert_eq!(lines("甲乙丙丁戊", 9.0), 2);
        assert_eq!(lines("甲\n乙", 10.0), 2);
    }
}
