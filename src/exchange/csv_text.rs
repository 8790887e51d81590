//! CSV (RFC 4180) that spreadsheets open.

use csv::{Terminator, WriterBuilder};

/// Tells Excel that the file is in UTF-8.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Rows of one length as CSV with a byte order mark. A cell that a spreadsheet would take for a formula is preceded by an
/// apostrophe.
pub(super) fn csv_text<const COLUMNS: usize>(rows: impl Iterator<Item = [String; COLUMNS]>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let written = writer.write_record(row.iter().map(|cell| defused(cell)));
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
fn defused(cell: &str) -> String {
    if begins_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell as it was before it was [`defused`].
pub(super) fn armed(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}
