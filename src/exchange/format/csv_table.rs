//! Annotations as CSV (RFC 4180), a byte order mark first so that Excel opens Chinese.

use csv::{Terminator, WriterBuilder};

use super::table;
use crate::exchange::csv_text::{BYTE_ORDER_MARK, defused};
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::Gathered;
use crate::i18n::Message;

/// The annotations, a row each. A cell that a spreadsheet would take for a formula is preceded by an apostrophe.
pub(in crate::exchange) fn write(gathered: &Gathered<'_>, pace: &Pace<'_>) -> Result<Exported, ExportError> {
    let wrong = |error: csv::Error| ExportError::Format(error.to_string());
    let mut bytes = BYTE_ORDER_MARK.to_string().into_bytes();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(table::headings(gathered.input.catalogue)).map_err(wrong)?;
    for placed in &gathered.placed {
        pace.step()?;
        let cells = table::row(gathered, placed);
        writer.write_record(cells.iter().map(|cell| defused(cell))).map_err(wrong)?;
    }
    writer.flush().map_err(|error| ExportError::Format(error.to_string()))?;
    drop(writer);
    let mut notices = gathered.cleaner.notices();
    notices.extend(lost(gathered));
    Ok(Exported { bytes, notices, quotations: gathered.len() })
}

/// A table has no place for notes, nor for what a tag means.
fn lost(gathered: &Gathered<'_>) -> Option<Message> {
    let notes = gathered.input.notebook.notes().len();
    (notes > 0 && !gathered.options.is_chosen()).then(|| Message::new("export-lost-notes").with("count", notes))
}
