//! Tables of quotations in CSV: one that was exported, or any with a column of quotations.

use csv::ReaderBuilder;

use super::{Block, DraftError, Kind, decoded};
use crate::exchange::csv_text::{armed, delimiter};
use crate::exchange::format::table::{column, places};
use crate::exchange::mark::Mark;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, DraftError> {
    let text = decoded(bytes)?;
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(&text)).from_reader(text.as_bytes());
    let mut columns: Option<Vec<Option<usize>>> = None;
    let mut blocks = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| DraftError::Damaged(error.to_string()))?;
        let Some(columns) = &columns else {
            let cells: Vec<&str> = record.iter().collect();
            let found = places(&cells);
            columns = Some(found.ok_or_else(|| DraftError::Damaged(cells.join(", ").chars().take(80).collect()))?);
            continue;
        };
        let cell = |name: &str| armed(columns[column(name)].and_then(|place| record.get(place)).unwrap_or(""));
        let quotation = cell("quotation").to_owned();
        let mark = Mark::of_parts(cell("source_sha256"), cell("spans"));
        let marked = mark.map(|mark| (0..quotation.len(), mark)).into_iter().collect();
        blocks.push(Block { text: quotation, kind: Kind::Quote, marked });
        // Two rows are never one quotation.
        blocks.push(Block { kind: Kind::Aside, ..Block::default() });
    }
    if columns.is_none() { Err(DraftError::Damaged(String::new())) } else { Ok(blocks) }
}
