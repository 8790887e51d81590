//! Tables of quotations in CSV: one that was exported, or any with a column of quotations.

use super::{Block, Fault, Kind, Marked, decoded};
use crate::exchange::csv_text::{armed, rows_of};
use crate::exchange::format::table::{column, table_places};
use crate::exchange::mark::Mark;

/// Most rows above the headings.
const MOST_ABOVE: usize = 10;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Fault> {
    let text = decoded(bytes)?;
    let mut reader = rows_of(&text);
    let (mut columns, mut above) = (None, 0);
    let mut blocks = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Fault::Damaged(error.to_string()))?;
        let Some(columns) = &columns else {
            columns = table_places(&record);
            above += 1;
            // An editor may have put a title above the headings.
            if columns.is_none() && above > MOST_ABOVE {
                break;
            }
            continue;
        };
        let cell = |name: &str| armed(columns[column(name)].and_then(|place| record.get(place)).unwrap_or(""));
        let quotation = cell("quotation").to_owned();
        let mark = Mark::of_parts(cell("source_sha256"), cell("spans"));
        let marked = mark.map(|mark| Marked { range: 0..quotation.len(), mark, is_loose: false });
        blocks.push(Block {
            text: quotation,
            kind: Kind::Quote,
            marked: marked.into_iter().collect(),
            ..Block::default()
        });
        // Two rows are never one quotation.
        blocks.push(Block { kind: Kind::Aside, ..Block::default() });
    }
    if columns.is_none() { Err(Fault::Damaged(String::new())) } else { Ok(blocks) }
}
