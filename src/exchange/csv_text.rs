//! CSV (RFC 4180) that spreadsheets open.

use csv::{Reader, ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use crate::i18n::{Catalogue, Language};

/// Tells Excel that the file is in UTF-8.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Rows of one length as CSV with a byte order mark. A cell that a spreadsheet would take for a formula is preceded by an
/// apostrophe.
pub(super) fn csv_text(rows: impl Iterator<Item: AsRef<[String]>>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let written = writer.write_record(row.as_ref().iter().map(|cell| defused(cell)));
        debug_assert!(written.is_ok(), "a list in memory can always be written, its rows are of one length");
    }
    let bytes = writer.into_inner().unwrap_or_default();
    let mut text = String::from(BYTE_ORDER_MARK);
    text.push_str(&String::from_utf8_lossy(&bytes));
    text
}

/// What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection).
fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A cell that is no formula. An apostrophe that was there already gets another, so that [`armed`] gives back what was.
pub(super) fn defused(cell: &str) -> String {
    if begins_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell as it was before it was [`defused`].
pub(super) fn armed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

/// Reads the rows of a list, headings too, whatever parts their cells.
pub(super) fn rows_of(text: &str) -> Reader<&[u8]> {
    let mut reader = ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(delimiter(text));
    reader.from_reader(text.as_bytes())
}

/// Where each of `columns`, a name for scripts and the id of a heading, stands among cells that may be headings: in any language,
/// or by the names for scripts.
pub(super) fn places<const COLUMNS: usize>(
    columns: &[(&str, &str); COLUMNS],
    cells: &StringRecord,
) -> [Option<usize>; COLUMNS] {
    let catalogues = Language::ALL.map(Catalogue::new);
    columns.map(|(code, id)| {
        let called = catalogues.each_ref().map(|catalogue| catalogue.get(id));
        cells.iter().position(|cell| {
            let cell = cell.trim();
            cell.eq_ignore_ascii_case(code) || called.iter().any(|name| cell.eq_ignore_ascii_case(name))
        })
    })
}

/// What parts the cells of a list: what the first line has of these.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    [b',', b'\t', b';'].into_iter().find(|sign| first.as_bytes().contains(sign)).unwrap_or(b',')
}

/// The line, from 1, of what begins at a byte or after the line ends that stand there.
pub(super) fn line_at(text: &str, byte: u64) -> usize {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let ends = text.as_bytes()[byte..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    text.as_bytes()[..byte + ends].iter().filter(|byte| **byte == b'\n').count() + 1
}
