//! The notebook's file: records sorted by id and one a line, so that two versions diff and merge in git.

use std::fmt::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::disk::{self, RealDisk};
use super::places::with_suffix;
use super::ron_words::ron_message;
use crate::i18n::Message;
use crate::notebook::{
    Annotation, ArticleMark, Binned, CorrectedIssue, CorrectedLayout, Emendation, FORMAT, KeptText, KeywordList,
    LexiconWord, Note, Notebook, NotebookId, Records, Revision, SavedQuery, SourceRecord, Tag,
};

/// Revisions beyond this cannot come from counting, and would run over.
const MAX_REVISION: Revision = Revision(1 << 62);

/// What some programs put before UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotebookFile {
    format: u32,
    id: NotebookId,
    revision: Revision,
    #[serde(default)]
    sources: Vec<SourceRecord>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    annotations: Vec<Annotation>,
    #[serde(default)]
    notes: Vec<Note>,
    #[serde(default)]
    keyword_lists: Vec<KeywordList>,
    #[serde(default)]
    bin: Vec<Binned>,
    #[serde(default)]
    article_marks: Vec<ArticleMark>,
    #[serde(default)]
    layouts: Vec<CorrectedLayout>,
    #[serde(default)]
    issues: Vec<CorrectedIssue>,
    #[serde(default)]
    texts: Vec<KeptText>,
    #[serde(default)]
    emendations: Vec<Emendation>,
    #[serde(default)]
    queries: Vec<SavedQuery>,
    #[serde(default)]
    words: Vec<LexiconWord>,
}

/// The notebook as the text of its file.
///
/// # Errors
/// If a record cannot be serialised, which would be a mistake in the program.
pub fn write_notebook(notebook: &Notebook) -> Result<String, StoreError> {
    let mut out = String::new();
    let revision = notebook.revision.0;
    let _ = writeln!(out, "(\nformat: {FORMAT},\nid: \"{}\",\nrevision: {revision},", notebook.id);
    section(&mut out, "sources", notebook.sources.values())?;
    section(&mut out, "tags", notebook.tags.values())?;
    section(&mut out, "annotations", notebook.annotations.values())?;
    section(&mut out, "notes", notebook.notes.values())?;
    section(&mut out, "keyword_lists", notebook.keyword_lists.values())?;
    section(&mut out, "bin", notebook.bin.values())?;
    section(&mut out, "article_marks", notebook.article_marks.values())?;
    section(&mut out, "layouts", notebook.layouts.values())?;
    section(&mut out, "issues", notebook.issues.values())?;
    section(&mut out, "texts", notebook.texts.values())?;
    section(&mut out, "emendations", notebook.emendations.values())?;
    section(&mut out, "queries", notebook.queries.values())?;
    section(&mut out, "words", notebook.words.values())?;
    out.push_str(")\n");
    Ok(out)
}

fn section<'a, T: Serialize + 'a>(
    out: &mut String,
    name: &str,
    records: impl Iterator<Item = &'a T>,
) -> Result<(), StoreError> {
    let _ = writeln!(out, "{name}: [");
    for record in records {
        out.push_str(&to_line(record)?);
        out.push_str(",\n");
    }
    out.push_str("],\n");
    Ok(())
}

/// A value as one line of RON: line breaks in texts are escaped.
pub(super) fn to_line<T: Serialize>(value: &T) -> Result<String, ron::Error> {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME).to_string(value)
}

/// Reads what [`to_line`] wrote, or a whole file of it.
pub(super) fn from_ron<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, ron::error::SpannedError> {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME).from_str(text)
}

/// The notebook that the bytes of a file hold; `path` is for the error.
///
/// # Errors
/// If the bytes are not UTF-8 or not such a file (where and why), were written by a later version, or name an id twice.
pub fn parse_notebook(path: &Path, bytes: &[u8]) -> Result<Notebook, StoreError> {
    parse_any_format(path, bytes).map(|parsed| parsed.0)
}

/// As [`parse_notebook`], with the format in which the file is.
pub(super) fn parse_any_format(path: &Path, bytes: &[u8]) -> Result<(Notebook, u32), StoreError> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let syntax = |line, column, what: Message| StoreError::Syntax { path: path.to_owned(), line, column, what };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        syntax(line, column, Message::new("ron-not-utf8"))
    })?;
    let file: NotebookFile = match from_ron(text) {
        Ok(file) => file,
        Err(error) => {
            return Err(match format_of(text) {
                Some(format) if format > FORMAT => StoreError::NewerFormat { path: path.to_owned(), format },
                _ => syntax(error.span.start.line, error.span.start.col, ron_message(&error.code)),
            });
        }
    };
    if file.format > FORMAT {
        return Err(StoreError::NewerFormat { path: path.to_owned(), format: file.format });
    }
    let twice = |id: String| {
        let line = text.lines().position(|line| line.contains(&id)).map_or(1, |at| at + 1);
        syntax(line, 1, Message::new("ron-id-twice").with("id", id))
    };
    if file.format == 0 || file.revision > MAX_REVISION {
        return Err(syntax(1, 1, Message::new("ron-out-of-range")));
    }
    let mut notebook = Notebook::new(file.id);
    notebook.revision = file.revision;
    notebook.sources = by_id(file.sources, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.tags = by_id(file.tags, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.annotations = by_id(file.annotations, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.notes = by_id(file.notes, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.keyword_lists = by_id(file.keyword_lists, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.article_marks = by_id(file.article_marks, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.layouts = by_id(file.layouts, |record| record.source).map_err(|id| twice(id.to_string()))?;
    notebook.issues = by_id(file.issues, |record| record.source).map_err(|id| twice(id.to_string()))?;
    notebook.texts = by_id(file.texts, |record| record.source).map_err(|id| twice(id.to_string()))?;
    notebook.emendations = by_id(file.emendations, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.queries = by_id(file.queries, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.words = by_id(file.words, |record| record.id).map_err(|id| twice(id.to_string()))?;
    notebook.bin = by_id(file.bin, |record| record.id).map_err(|id| twice(id.to_string()))?;
    Ok((notebook, file.format))
}

/// Records under their ids, or the first id that is there twice.
fn by_id<K: Ord + Copy, T: Clone>(records: Vec<T>, id: impl Fn(&T) -> K) -> Result<Records<K, T>, K> {
    let mut map = Records::default();
    for record in records {
        let key = id(&record);
        if map.insert(key, record).is_some() {
            return Err(key);
        }
    }
    Ok(map)
}

/// The format that a file says it is in, read from its first lines, whatever the rest holds.
pub(super) fn format_of(text: &str) -> Option<u32> {
    let line = text.lines().take(8).find_map(|line| line.trim().trim_start_matches('(').strip_prefix("format:"))?;
    line.trim().trim_end_matches(',').parse().ok()
}

/// Replaces the file at `path` as a whole: a reader sees the old bytes or the new ones, and so does the next start after a
/// loss of power.
///
/// # Errors
/// If it could not be written; what was there before is then still there, and no half file beside it.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = with_suffix(path, &format!(".tmp-{}", std::process::id()));
    disk::replace(&RealDisk, path, &temporary, bytes).map_err(|error| StoreError::io(path, error))
}

/// As [`replace_file`], but a file that is there stays unless `may_replace`.
///
/// # Errors
/// [`StoreError::Exists`] if there is one; else as [`replace_file`].
pub fn write_file(path: &Path, bytes: &[u8], may_replace: bool) -> Result<(), StoreError> {
    if !may_replace && path.exists() {
        return Err(StoreError::Exists { path: path.to_owned() });
    }
    replace_file(path, bytes)
}
