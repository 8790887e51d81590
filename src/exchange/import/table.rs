//! Tables that were exported as CSV, perhaps changed in a spreadsheet since.

use std::collections::HashMap;

use csv::ReaderBuilder;

use super::{
    ImportError, Incoming, IncomingAnnotation, IncomingSource, IncomingStamp, IncomingTag, counted, time, uuid,
};
use crate::exchange::codebook::parse_codebook;
use crate::exchange::csv_text::{armed, delimiter};
use crate::exchange::format::table::{TAG_SEPARATOR, column, places};
use crate::exchange::mark::Mark;
use crate::notebook::tag_path;

pub(super) fn read(bytes: &[u8]) -> Result<Incoming, ImportError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let decoded = crate::library::decode(bytes).map_err(|error| ImportError::Damaged(error.to_string()))?;
            decoded.text.as_str().to_owned()
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut columns: Option<Vec<Option<usize>>> = None;
    let mut incoming = Incoming::default();
    let (mut tags, mut sources) = (HashMap::new(), HashMap::new());
    let mut without_place = 0;
    for record in reader.records() {
        let record = record.map_err(|error| ImportError::Damaged(error.to_string()))?;
        let Some(columns) = &columns else {
            let cells: Vec<&str> = record.iter().collect();
            match places(&cells) {
                Some(found) => columns = Some(found),
                None => return codebook(text),
            }
            continue;
        };
        let cell = |name: &str| armed(columns[column(name)].and_then(|place| record.get(place)).unwrap_or(""));
        let mark = Mark::of_parts(cell("source_sha256"), cell("spans"));
        let Some((mark, id)) =
            mark.and_then(|mark| Some((mark.digits.parse().ok()?, mark))).map(|(id, mark)| (mark, id))
        else {
            without_place += usize::from(record.iter().any(|cell| !cell.trim().is_empty()));
            continue;
        };
        let source = *sources.entry(id).or_insert_with(|| {
            let name = cell("source").to_owned();
            incoming.sources.push(IncomingSource { id: Some(id), name, ..IncomingSource::default() });
            incoming.sources.len() - 1
        });
        let mut own = Vec::new();
        for name in cell("tags").split(TAG_SEPARATOR).map(tag_path::clean).filter(|name| !name.is_empty()) {
            let tag = *tags.entry(name.clone()).or_insert_with(|| {
                incoming.tags.push(IncomingTag { id: None, name, color: None, description: String::new() });
                incoming.tags.len() - 1
            });
            if !own.contains(&tag) {
                own.push(tag);
            }
        }
        let author = cell("author");
        incoming.annotations.push(IncomingAnnotation {
            id: uuid(cell("id")),
            source,
            spans: mark.spans,
            quotation: None,
            tags: own,
            comment: cell("comment").to_owned(),
            stamp: IncomingStamp {
                author: (!author.is_empty()).then(|| author.to_owned()),
                created: time(cell("created")),
                modified: time(cell("modified")),
            },
        });
    }
    if columns.is_none() {
        return Err(ImportError::Damaged(String::new()));
    }
    incoming.notices.extend(counted("import-rows-without-place", without_place));
    Ok(incoming)
}

/// A list of tags, which Taguette writes too.
fn codebook(text: &str) -> Result<Incoming, ImportError> {
    let rows = parse_codebook(text).map_err(|errors| {
        ImportError::Damaged(errors.first().map_or_else(String::new, |error| error.line.to_string()))
    })?;
    let tag = |row: crate::exchange::CodebookRow| IncomingTag {
        id: None,
        name: row.name,
        color: row.color,
        description: row.description,
    };
    Ok(Incoming { tags: rows.into_iter().map(tag).collect(), ..Incoming::default() })
}
