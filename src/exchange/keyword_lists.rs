//! Keyword lists as text, a term a line below the list's name, and as CSV that spreadsheets open.

use super::csv_text::{BYTE_ORDER_MARK, armed, csv_text, places, rows_of};
use crate::i18n::Catalogue;
use crate::notebook::{Color, Notebook};

/// How keyword lists are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeywordsFormat {
    /// A term a line; a line that begins with `#` names the list of those below it.
    Text,
    /// Comma-separated values: a term a row, with its list.
    Csv,
}

impl KeywordsFormat {
    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Csv => "csv",
        }
    }
}

/// A list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeywordRow {
    /// What it is called; `None` for terms above the first name.
    pub list: Option<String>,
    /// Its colour, if given.
    pub color: Option<Color>,
    /// Its terms as they are written; not yet looked at.
    pub terms: Vec<String>,
}

/// What stands before the name of a list in a text.
const NAME_SIGN: char = '#';

/// The columns: the names by which scripts call them, and the ids of their headings.
const COLUMNS: [(&str, &str); 3] =
    [("list", "keywords-column-list"), ("color", "codebook-column-color"), ("term", "keywords-column-term")];

/// All keyword lists of a notebook, in their order.
#[must_use]
pub fn keyword_lists_text(catalogue: &Catalogue, notebook: &Notebook, format: KeywordsFormat) -> String {
    let lists = notebook.ordered_keyword_lists();
    match format {
        KeywordsFormat::Text => {
            let mut out = String::new();
            for list in lists {
                out.push_str(&format!("{NAME_SIGN} {}\n", list.name));
                list.terms.iter().for_each(|term| out.push_str(&format!("{term}\n")));
                out.push('\n');
            }
            out
        }
        KeywordsFormat::Csv => {
            let rows = lists.into_iter().flat_map(|list| {
                list.terms.iter().map(|term| [list.name.clone(), list.color.to_string(), term.clone()])
            });
            csv_text(std::iter::once(COLUMNS.map(|(_, id)| catalogue.get(id))).chain(rows))
        }
    }
}

/// The lists that a text holds: CSV where its first line has the headings, in either language; otherwise lines.
#[must_use]
pub fn parse_keyword_lists(text: &str) -> Vec<KeywordRow> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut lists: Vec<KeywordRow> = Vec::new();
    let mut add = |name: Option<&str>, color: Option<Color>, term: Option<&str>| {
        let name = name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        let at = lists.iter().position(|list| list.list == name).unwrap_or_else(|| {
            lists.push(KeywordRow { list: name, ..KeywordRow::default() });
            lists.len() - 1
        });
        lists[at].color = lists[at].color.or(color);
        lists[at].terms.extend(term.map(str::trim).filter(|term| !term.is_empty()).map(str::to_owned));
    };
    if let Some((columns, rows)) = csv_rows(text) {
        for row in rows {
            let cell = |at: usize| columns[at].and_then(|place| row.get(place)).map(armed);
            if row.iter().any(|cell| !cell.trim().is_empty()) {
                add(cell(0), cell(1).and_then(|color| color.trim().parse().ok()), cell(2));
            }
        }
        return lists;
    }
    let mut name = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix(NAME_SIGN) {
            Some(heading) => {
                name = Some(heading.trim());
                add(name, None, None);
            }
            None => add(name, None, Some(line)),
        }
    }
    lists
}

type Columns = [Option<usize>; 3];

/// The rows below the headings, where there are headings.
fn csv_rows(text: &str) -> Option<(Columns, Vec<csv::StringRecord>)> {
    let mut reader = rows_of(text);
    let mut rows = reader.records().map_while(Result::ok);
    let columns = places(&COLUMNS, &rows.next()?);
    columns[2]?;
    Some((columns, rows.collect()))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::i18n::Language;
    use crate::notebook::{Edit, KeywordList, KeywordListId, NotebookId, Record, Stamp};

    fn notebook() -> Notebook {
        let mut notebook = Notebook::new(NotebookId::generate());
        for (order, (name, terms)) in
            [("单位", vec!["人社局 = 人社部门", "/第\\d+中学/"]), ("=词", vec!["=1", "a,b"])].into_iter().enumerate()
        {
            let list = KeywordList {
                id: KeywordListId::generate(),
                name: name.to_owned(),
                color: Color([1, 2, 3]),
                on: true,
                terms: terms.into_iter().map(str::to_owned).collect(),
                whole_words: false,
                order: order as u32,
                stamp: Stamp::new("", Timestamp::UNIX_EPOCH),
            };
            Edit::Put(Record::KeywordList(list)).apply(&mut notebook).unwrap();
        }
        notebook
    }

    #[test]
    fn lists_come_back_as_they_went_out() {
        let (notebook, catalogue) = (notebook(), Catalogue::new(Language::Chinese));
        for format in [KeywordsFormat::Text, KeywordsFormat::Csv] {
            let text = keyword_lists_text(&catalogue, &notebook, format);
            let back = parse_keyword_lists(&text);
            let shown: Vec<(Option<&str>, &[String])> =
                back.iter().map(|list| (list.list.as_deref(), list.terms.as_slice())).collect();
            let lists = notebook.ordered_keyword_lists();
            let expected: Vec<(Option<&str>, &[String])> =
                lists.iter().map(|list| (Some(list.name.as_str()), list.terms.as_slice())).collect();
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn lines_without_a_name_are_a_list_too() {
        let lists = parse_keyword_lists("欠薪\n\n 追回, 讨薪\n# 单位\n人社局\n");
        let shown: Vec<(Option<&str>, Vec<&str>)> =
            lists.iter().map(|list| (list.list.as_deref(), list.terms.iter().map(String::as_str).collect())).collect();
        assert_eq!(shown, [(None, vec!["欠薪", "追回, 讨薪"]), (Some("单位"), vec!["人社局"])]);
    }
}
