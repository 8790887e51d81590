//! Tables of quotations, in CSV or in a spreadsheet: one that was exported, or any with a column of quotations.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataType as _, Reader as _, open_workbook_auto_from_rs};
use csv::StringRecord;

use super::{Block, Fault, Kind, Marked, decoded};
use crate::exchange::archive::Unpacker;
use crate::exchange::csv_text::{armed, rows_of};
use crate::exchange::format::table::{column, table_places};
use crate::exchange::mark::Mark;

/// Most rows above the headings.
const MOST_ABOVE: usize = 10;

/// Largest file in a workbook that is read, in bytes.
const MAX_PART_BYTES: u64 = 128 << 20;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Fault> {
    let text = decoded(bytes)?;
    let mut table = Table::default();
    for record in rows_of(&text).records() {
        let record = record.map_err(|error| Fault::Damaged(error.to_string()))?;
        // What was written before a formula so that it is none goes.
        table.row(record.iter().map(|cell| armed(cell).to_owned()).collect());
    }
    table.blocks.ok_or(Fault::Damaged(String::new()))
}

/// The sheets of an Excel or OpenDocument workbook that have a column of quotations.
pub(super) fn read_workbook(bytes: &[u8]) -> Result<Vec<Block>, Fault> {
    // The library believes what the file says of its sizes: they are looked at before.
    let mut archive = Unpacker::new(bytes)?;
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    for name in names {
        archive.read(&name, MAX_PART_BYTES)?;
    }
    // It is made for files of other programs, but a damaged one may still be one that it did not think of.
    let read = catch_unwind(AssertUnwindSafe(|| sheets(bytes)));
    read.unwrap_or_else(|_| Err(Fault::Damaged(String::new())))
}

fn sheets(bytes: &[u8]) -> Result<Vec<Block>, Fault> {
    let wrong = |error: calamine::Error| Fault::Damaged(error.to_string());
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(wrong)?;
    let mut blocks: Option<Vec<Block>> = None;
    for name in workbook.sheet_names() {
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let mut table = Table { rows: first, ..Table::default() };
        for row in range.rows() {
            table.row(row.iter().map(|cell| cell.as_string().unwrap_or_default()).collect());
        }
        if let Some(found) = table.blocks {
            blocks.get_or_insert_default().extend(found);
        }
    }
    blocks.ok_or(Fault::Damaged(String::new()))
}

/// A table as its rows come.
#[derive(Default)]
struct Table {
    /// Rows so far.
    rows: usize,
    /// Where each column stands, once the headings have come.
    places: Option<[Option<usize>; crate::exchange::format::table::COLUMNS.len()]>,
    /// Its quotations, if it has a column of them.
    blocks: Option<Vec<Block>>,
}

impl Table {
    fn row(&mut self, cells: Vec<String>) {
        self.rows += 1;
        let (Some(places), Some(blocks)) = (&self.places, &mut self.blocks) else {
            // An editor may have put a title above the headings.
            if self.rows <= MOST_ABOVE {
                self.places = table_places(&StringRecord::from(cells));
                self.blocks = self.places.map(|_| Vec::new());
            }
            return;
        };
        let cell = |name: &str| places[column(name)].and_then(|place| cells.get(place)).map_or("", String::as_str);
        let quotation = cell("quotation").to_owned();
        let mark = Mark::of_parts(cell("source_sha256"), cell("spans"));
        let marked = mark.map(|mark| Marked { range: 0..quotation.len(), mark, is_loose: false });
        blocks.push(Block {
            text: quotation,
            kind: Kind::Quote,
            marked: marked.into_iter().collect(),
            row: Some(self.rows),
            ..Block::default()
        });
    }
}
