//! Tables that were exported as CSV, perhaps changed in a spreadsheet since.

use std::collections::HashMap;

use super::{Fault, Incoming, IncomingAnnotation, IncomingSource, IncomingStamp, IncomingTag, counted, time, uuid};
use crate::exchange::codebook::parse_codebook;
use crate::exchange::csv_text::{armed, rows_of};
use crate::exchange::file::decoded;
use crate::exchange::format::table::{TAG_SEPARATOR, column, table_places};
use crate::exchange::mark::Mark;
use crate::i18n::Message;
use crate::notebook::tag_path;

pub(super) fn read(bytes: &[u8]) -> Result<Incoming, Fault> {
    let text = decoded(bytes)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // In what a cell quotes there may be anything, but no headings hold such a character.
    if text.lines().next().is_some_and(|line| line.contains('\0')) {
        return Err(Fault::Wrong(Message::new("draft-no-text")));
    }
    let mut reader = rows_of(text);
    let mut columns = None;
    let mut incoming = Incoming::default();
    let (mut tags, mut sources) = (HashMap::new(), HashMap::new());
    let mut without_place = 0;
    for record in reader.records() {
        let record = record.map_err(|error| Fault::Damaged(error.to_string()))?;
        let Some(columns) = &columns else {
            match table_places(&record) {
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
            tags: own,
            comment: cell("comment").to_owned(),
            stamp: IncomingStamp {
                author: (!author.is_empty()).then(|| author.to_owned()),
                created: time(cell("created")),
                modified: time(cell("modified")),
            },
            ..IncomingAnnotation::default()
        });
    }
    if columns.is_none() {
        return Err(Fault::Wrong(Message::new("import-no-table")));
    }
    incoming.notices.extend(counted("import-rows-without-place", without_place));
    Ok(incoming)
}

/// A list of tags, which Taguette writes too.
fn codebook(text: &str) -> Result<Incoming, Fault> {
    let rows = parse_codebook(text).map_err(|errors| {
        let first = errors.first().map(|error| Message::new("import-list-wrong").with("what", error.message()));
        Fault::Wrong(first.unwrap_or_else(|| Message::new("import-no-table")))
    })?;
    let tag = |row: crate::exchange::CodebookRow| IncomingTag {
        id: None,
        name: row.name,
        color: row.color,
        description: row.description,
    };
    Ok(Incoming { tags: rows.into_iter().map(tag).collect(), ..Incoming::default() })
}
