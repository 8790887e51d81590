//! A notebook of a format to come: shown as far as it is understood, and never written.

use std::path::Path;

use serde::Deserialize;

use super::disk::{Disk as _, RealDisk};
use super::file::{format_of, from_ron};
use super::{MAX_NOTEBOOK_BYTES, StoreError};
use crate::notebook::{Binned, Edit, FORMAT, Notebook, NotebookId, Record, Revision};

/// What could be understood of a notebook of a newer format.
#[derive(Debug)]
pub struct Understood {
    /// As far as it was understood.
    pub notebook: Notebook,
    /// Its format.
    pub format: u32,
    /// Records, or lines of another kind, that were not understood.
    pub left_out: usize,
}

/// Reads what is understood of the notebook at `path`, which is of a newer format: line by line, since every format has a
/// record a line. Its journal is not read. To be shown, never to be written.
///
/// # Errors
/// If it cannot be read, or is of this or an older format and does not parse.
pub fn read_newer(path: &Path) -> Result<Understood, StoreError> {
    let bytes = RealDisk.read(path, MAX_NOTEBOOK_BYTES).map_err(|error| StoreError::io(path, error))?;
    let text = String::from_utf8_lossy(&bytes);
    let Some(format) = format_of(&text).filter(|format| *format > FORMAT) else {
        let notebook = super::parse_notebook(path, &bytes)?;
        return Ok(Understood { notebook, format: FORMAT, left_out: 0 });
    };
    let mut lines = Lines { notebook: Notebook::new(NotebookId::generate()), section: "", left_out: 0 };
    let mut waiting: Vec<Record> = Vec::new();
    for line in text.lines() {
        waiting.extend(lines.take(line));
    }
    // Sources and tags first, since annotations name them, wherever the sections stand.
    waiting.sort_by_key(|record| match record {
        Record::Source(_) => 0,
        Record::Tag(_) => 1,
        _ => 2,
    });
    for record in waiting {
        lines.left_out += usize::from(Edit::Put(record).apply(&mut lines.notebook).is_err());
    }
    Ok(Understood { notebook: lines.notebook, format, left_out: lines.left_out })
}

struct Lines<'a> {
    notebook: Notebook,
    section: &'a str,
    left_out: usize,
}

impl<'a> Lines<'a> {
    fn take(&mut self, line: &'a str) -> Option<Record> {
        let line = line.trim();
        if let Some(name) = line.strip_suffix(": [") {
            self.section = name;
            return None;
        }
        if matches!(line, "" | "(" | ")" | "]," | "],)" | "]") {
            return None;
        }
        let body = line.strip_suffix(',').unwrap_or(line);
        if let Some((name, value)) = body.split_once(": ").filter(|_| !body.starts_with('(')) {
            match name {
                "format" => {}
                "id" => self.notebook.id = from_ron(value).unwrap_or(self.notebook.id),
                "revision" => self.notebook.revision = from_ron(value).unwrap_or(Revision::default()),
                _ => self.left_out += 1,
            }
            return None;
        }
        let record = self.record(body);
        self.left_out += usize::from(record.is_none());
        record
    }

    fn record(&self, body: &str) -> Option<Record> {
        fn of<T: for<'de> Deserialize<'de>>(body: &str, make: fn(T) -> Record) -> Option<Record> {
            from_ron(body).ok().map(make)
        }
        match self.section {
            "sources" => of(body, Record::Source),
            "tags" => of(body, Record::Tag),
            "annotations" => of(body, Record::Annotation),
            "notes" => of(body, Record::Note),
            "keyword_lists" => of(body, Record::KeywordList),
            "bin" => of(body, |binned: Binned| Record::Binned(Box::new(binned))),
            "article_marks" => of(body, Record::ArticleMark),
            "layouts" => of(body, Record::Layout),
            "issues" => of(body, Record::Issue),
            "texts" => of(body, Record::Text),
            "emendations" => of(body, Record::Emendation),
            "queries" => of(body, Record::Query),
            "words" => of(body, Record::Word),
            _ => None,
        }
    }
}
