//! The codebook as a list: one tag a line, in CSV (RFC 4180) that spreadsheets open.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::csv_text::{BYTE_ORDER_MARK, armed, csv_text, line_at, places, rows_of};
use super::file::decoded;
use crate::i18n::{Catalogue, Message};
use crate::notebook::{Color, Notebook, tag_path};

/// Largest list that is read, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// The columns in their order: the name by which scripts call them, and the id of their heading.
const COLUMNS: [(&str, &str); 4] = [
    ("name", "codebook-column-name"),
    ("color", "codebook-column-color"),
    ("description", "codebook-column-description"),
    ("shortcut", "codebook-column-shortcut"),
];

/// What Taguette calls its columns: `tag`, in later versions `parent`, which the path says too, `description`, `number of highlights`.
const TAGUETTE: (&str, &str) = ("tag", "description");

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookRow {
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// A tag's path, cleaned.
    pub name: String,
    /// Its colour, if given.
    pub color: Option<Color>,
    /// When to use it; may be empty.
    pub description: String,
    /// 1 to 9, if given.
    pub shortcut: Option<u8>,
}

/// A line that is no line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookError {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub wrong: WrongRow,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongRow {
    /// There is no name.
    BlankName,
    /// A line above has the name.
    NameTwice(String),
    /// The name has more steps than a path may have.
    TooDeep(String),
    /// This is not a colour.
    Color(String),
    /// This is not a digit from 1 to 9.
    Shortcut(String),
    /// A line above has the shortcut.
    ShortcutTwice(u8),
    /// The line cannot be read.
    Unreadable,
    /// There is no line at all.
    Nothing,
}

impl CodebookError {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self) -> Message {
        let message = match &self.wrong {
            WrongRow::BlankName => Message::new("codebook-line-blank"),
            WrongRow::NameTwice(name) => Message::new("codebook-line-twice").with("name", name.as_str()),
            WrongRow::TooDeep(name) => Message::new("codebook-line-deep").with("name", name.as_str()),
            WrongRow::Color(text) => Message::new("codebook-line-color").with("text", text.as_str()),
            WrongRow::Shortcut(text) => Message::new("codebook-line-shortcut").with("text", text.as_str()),
            WrongRow::ShortcutTwice(digit) => {
                Message::new("codebook-line-shortcut-twice").with("digit", u32::from(*digit))
            }
            WrongRow::Unreadable => Message::new("codebook-line-unreadable"),
            WrongRow::Nothing => Message::new("codebook-line-nothing"),
        };
        message.with("line", self.line.to_string())
    }
}

/// The codebook as a list, with headings in the language of `catalogue` and a byte order mark. A cell that a spreadsheet would
/// take for a formula is preceded by an apostrophe.
#[must_use]
pub fn codebook_csv(catalogue: &Catalogue, notebook: &Notebook) -> String {
    let headings = COLUMNS.map(|(_, id)| catalogue.get(id));
    let rows = notebook.codebook().into_iter().map(|tag| {
        let shortcut = tag.shortcut.map_or_else(String::new, |digit| digit.to_string());
        [tag.name.clone(), tag.color.to_string(), tag.description.clone(), shortcut]
    });
    csv_text(std::iter::once(headings).chain(rows))
}

/// The lines of a list, with a line of headings (in either language, or `name`, `color`, `description`, `shortcut`, in any order)
/// or without. Commas, semicolons or tabs part its cells; cells at the end of a line may be left out.
///
/// # Errors
/// All that is wrong with its lines.
pub fn parse_codebook(text: &str) -> Result<Vec<CodebookRow>, Vec<CodebookError>> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut reader = rows_of(text);
    let mut columns: Option<[Option<usize>; COLUMNS.len()]> = None;
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    let mut seen = Seen::default();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, |place| line_at(text, place.byte()));
                errors.push(CodebookError { line, wrong: WrongRow::Unreadable });
                break;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if columns.is_none() {
            // Headings are those of which one calls itself the name.
            columns = Some(headings(&record)).filter(|places| places[0].is_some());
            if columns.is_some() {
                continue;
            }
            columns = Some(std::array::from_fn(Some));
        }
        let cells = COLUMNS.iter().enumerate().map(|(at, _)| {
            let place = columns.and_then(|columns| columns[at]);
            armed(place.and_then(|place| record.get(place)).unwrap_or(""))
        });
        let cells: Vec<&str> = cells.collect();
        let line = record.position().map_or(1, |place| line_at(text, place.byte()));
        match seen.row(line, &cells) {
            Ok(row) => rows.push(row),
            Err(wrong) => errors.push(CodebookError { line, wrong }),
        }
    }
    if rows.is_empty() && errors.is_empty() {
        errors.push(CodebookError { line: 1, wrong: WrongRow::Nothing });
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

/// Where each column stands among cells that may be headings.
fn headings(cells: &StringRecord) -> [Option<usize>; COLUMNS.len()] {
    let mut found = places(&COLUMNS, cells);
    let place = |name: &str| cells.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    // A tag may be called tag: only beside the other one is it a heading.
    if found[0].is_none() && place(TAGUETTE.1).is_some() {
        found[0] = place(TAGUETTE.0);
    }
    found
}

/// What lines above have taken.
#[derive(Default)]
struct Seen {
    names: BTreeSet<String>,
    digits: BTreeSet<u8>,
}

impl Seen {
    fn row(&mut self, line: usize, cells: &[&str]) -> Result<CodebookRow, WrongRow> {
        let cell = |at: usize| cells.get(at).copied().unwrap_or("");
        let name = tag_path::clean(cell(0));
        if name.is_empty() {
            return Err(WrongRow::BlankName);
        }
        if tag_path::is_too_deep(&name) {
            return Err(WrongRow::TooDeep(name));
        }
        if !self.names.insert(name.clone()) {
            return Err(WrongRow::NameTwice(name));
        }
        let color = match cell(1).trim() {
            "" => None,
            text => Some(text.parse::<Color>().map_err(|_| WrongRow::Color(text.to_owned()))?),
        };
        let shortcut = match cell(3).trim() {
            "" => None,
            text => {
                let digit = text.parse::<u8>().ok().filter(|digit| (1..=9).contains(digit));
                Some(digit.ok_or_else(|| WrongRow::Shortcut(text.to_owned()))?)
            }
        };
        if let Some(digit) = shortcut.filter(|digit| !self.digits.insert(*digit)) {
            return Err(WrongRow::ShortcutTwice(digit));
        }
        let description = if cell(2).trim().is_empty() { String::new() } else { cell(2).to_owned() };
        Ok(CodebookRow { line, name, color, description, shortcut })
    }
}

/// The text of a list at `path`, of tags or of keywords, in whatever encoding a spreadsheet has written it.
///
/// # Errors
/// If it cannot be read, or is no text.
pub fn read_list_file(path: &std::path::Path) -> Result<String, Message> {
    let shown = || crate::library::shown_path(path);
    let unreadable = |error: std::io::Error| {
        Message::new("codebook-file-unreadable").with("what", error.to_string()).with("path", shown())
    };
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() || about.len() > MAX_BYTES {
        return Err(Message::new("codebook-file-no-list").with("path", shown()));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    decoded(&bytes).map_err(|_| Message::new("codebook-file-no-list").with("path", shown()))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::i18n::Language;
    use crate::notebook::{Edit, NotebookId, Record, Stamp, Tag, TagId, Transaction};

    fn notebook(tags: &[(String, Color, String, Option<u8>)]) -> Notebook {
        let mut notebook = Notebook::new(NotebookId::generate());
        let stamp = Stamp::new("记者", Timestamp::UNIX_EPOCH);
        let put = |((name, color, description, shortcut), order): (&(String, Color, String, Option<u8>), u32)| {
            let (name, description) = (name.clone(), description.clone());
            let tag = Tag {
                id: TagId::generate(),
                name,
                color: *color,
                description,
                shortcut: *shortcut,
                order,
                stamp: stamp.clone(),
            };
            Edit::Put(Record::Tag(tag))
        };
        let edits = tags.iter().zip(0u32..).map(put).collect();
        let label = Message::new("label-add-tag");
        let transaction = Transaction { label, author: String::new(), at: Timestamp::UNIX_EPOCH, edits };
        transaction.apply(&mut notebook).unwrap();
        notebook
    }

    /// Line, name, colour, description and digit.
    type Told<'a> = (usize, &'a str, Option<&'a str>, &'a str, Option<u8>);

    /// What is told of each row, or line and error.
    fn check(text: &str, expected: Result<&[Told<'_>], &[(usize, WrongRow)]>) {
        let found = parse_codebook(text);
        match (found, expected) {
            (Ok(rows), Ok(expected)) => {
                let rows: Vec<_> = rows
                    .iter()
                    .map(|row| (row.line, row.name.clone(), row.color, row.description.clone(), row.shortcut))
                    .collect();
                let expected: Vec<_> = expected
                    .iter()
                    .map(|(line, name, color, description, shortcut)| {
                        let color = color.map(|color| color.parse().unwrap());
                        (*line, (*name).to_owned(), color, (*description).to_owned(), *shortcut)
                    })
                    .collect();
                assert_eq!(rows, expected, "{text:?}");
            }
            (Err(errors), Err(expected)) => {
                let errors: Vec<_> = errors.into_iter().map(|error| (error.line, error.wrong)).collect();
                assert_eq!(errors, expected, "{text:?}");
            }
            (found, _) => panic!("{text:?}: {found:?}"),
        }
    }

    #[test]
    fn lists_with_headings_in_any_order_and_without_are_read() {
        check(
            "名称,颜色,说明,快捷键\r\n欠薪/追回,#B23A26,讨回工资,1\r\n",
            Ok(&[(2, "欠薪/追回", Some("#B23A26"), "讨回工资", Some(1))]),
        );
        check(
            "\u{feff}Shortcut;Name\n;甲\n3; 乙 ／ 丙\n",
            Ok(&[(2, "甲", None, "", None), (3, "乙/丙", None, "", Some(3))]),
        );
        check("tag,description,number of highlights\r\n标签甲,说明,3\r\n", Ok(&[(2, "标签甲", None, "说明", None)]));
        check("tag,parent,description,number of highlights\na.b,a,,0\n", Ok(&[(2, "a.b", None, "", None)]));
        check("tag\n甲\n", Ok(&[(1, "tag", None, "", None), (2, "甲", None, "", None)]));
        check(
            "甲\n\n  \n乙,,\"两\n行\"\n丙\n",
            Ok(&[(1, "甲", None, "", None), (4, "乙", None, "两\n行", None), (6, "丙", None, "", None)]),
        );
        check(
            "name,description\n甲,'=1+1\n乙,'只是引号\n",
            Ok(&[(2, "甲", None, "=1+1", None), (3, "乙", None, "'只是引号", None)]),
        );
    }

    #[test]
    fn every_wrong_line_is_named() {
        check(
            "甲,红\n,#B23A26\n乙,,,0\n丙,,,2\r\n丁,,,2\n丙\n",
            Err(&[
                (1, WrongRow::Color("红".into())),
                (2, WrongRow::BlankName),
                (3, WrongRow::Shortcut("0".into())),
                (5, WrongRow::ShortcutTwice(2)),
                (6, WrongRow::NameTwice("丙".into())),
            ]),
        );
        check("名称,颜色\n", Err(&[(1, WrongRow::Nothing)]));
        check("", Err(&[(1, WrongRow::Nothing)]));
    }

    #[test]
    fn a_spreadsheet_is_not_given_formulas() {
        let color = Color([0xB2, 0x3A, 0x26]);
        let tags = [("=cmd|' /C calc'!A0".to_owned(), color, "@SUM(1)".to_owned(), None)];
        let csv = codebook_csv(&Catalogue::new(Language::Chinese), &notebook(&tags));
        assert!(csv.starts_with("\u{feff}名称,颜色,说明,快捷键\r\n"), "{csv}");
        assert!(csv.contains("'=cmd") && csv.contains("'@SUM"), "{csv}");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            tags in prop::collection::btree_map("[^/／\\s\\p{Cc}][^/／\\p{Cc}]{0,8}[^/／\\s\\p{Cc}]", (any::<[u8; 3]>(), "[-=+@',;\"\\t\\r\\n a-c甲乙丙]{0,12}"), 1..8),
            chinese in any::<bool>(),
        ) {
            let tags: Vec<_> = tags
                .into_iter()
                .zip(1u8..)
                .map(|((name, (color, text)), at)| {
                    let text = if text.trim().is_empty() { String::new() } else { text };
                    (name, Color(color), text, Some(at))
                })
                .collect();
            let language = if chinese { Language::Chinese } else { Language::English };
            let csv = codebook_csv(&Catalogue::new(language), &notebook(&tags));
            let rows = parse_codebook(&csv).unwrap();
            let read: Vec<_> =
                rows.into_iter().map(|row| (row.name, row.color.unwrap(), row.description, row.shortcut)).collect();
            prop_assert_eq!(read, tags);
        }
    }
}
