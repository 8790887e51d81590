//! The lines of a concordance as a list: in CSV for spreadsheets, in Markdown for people.

use super::csv_text::csv_text;
use super::markdown::escape;
use crate::i18n::Catalogue;
use crate::library::shown;

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinesFormat {
    /// Comma-separated values (RFC 4180).
    Csv,
    /// A table in Markdown.
    Markdown,
}

impl LinesFormat {
    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Markdown => "md",
        }
    }
}

/// A line with where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportedLine {
    /// What stands before the node.
    pub left: String,
    /// What was found.
    pub node: String,
    /// What stands behind it.
    pub right: String,
    /// The article, or what else the text is called.
    pub title: String,
    /// Number of the paragraph, if it has one.
    pub paragraph: Option<u32>,
    /// Newspaper, day and page of the issue, as far as they are known.
    pub paper: String,
    /// `2022-06-27`; empty if not known.
    pub date: String,
    /// The source's file.
    pub source: String,
    /// Lines of the source, from 1.
    pub lines: Option<(u32, u32)>,
    /// Names of the tags on it.
    pub tags: Vec<String>,
}

/// The columns: ids of their headings.
const COLUMNS: [&str; 10] = [
    "lines-column-left",
    "lines-column-node",
    "lines-column-right",
    "lines-column-title",
    "lines-column-paragraph",
    "lines-column-paper",
    "lines-column-date",
    "lines-column-source",
    "lines-column-lines",
    "lines-column-tags",
];

/// The lines as a list, with headings in the language of `catalogue`.
#[must_use]
pub fn lines_text(catalogue: &Catalogue, title: &str, lines: &[ExportedLine], format: LinesFormat) -> String {
    match format {
        LinesFormat::Csv => {
            let rows = lines.iter().map(|line| cells(catalogue, line));
            csv_text(std::iter::once(COLUMNS.map(|id| catalogue.get(id))).chain(rows))
        }
        LinesFormat::Markdown => markdown(catalogue, title, lines),
    }
}

fn cells(catalogue: &Catalogue, line: &ExportedLine) -> [String; 10] {
    let lines = line.lines.map_or_else(String::new, |(first, last)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    });
    [
        line.left.clone(),
        line.node.clone(),
        line.right.clone(),
        line.title.clone(),
        line.paragraph.map_or_else(String::new, |number| number.to_string()),
        line.paper.clone(),
        line.date.clone(),
        shown(&line.source).into_owned(),
        lines,
        line.tags.join(&catalogue.get("list-separator")),
    ]
}

fn markdown(catalogue: &Catalogue, title: &str, lines: &[ExportedLine]) -> String {
    let heading = |id: &str| catalogue.get(id);
    let [left, node, right] = ["lines-column-left", "lines-column-node", "lines-column-right"].map(heading);
    let (article, tags) = (heading("lines-column-title"), heading("lines-column-tags"));
    let mut out = format!("# {}\n\n| {left} | {node} | {right} | {article} | {tags} |\n", escape(title));
    out.push_str("| ---: | :---: | :--- | :--- | :--- |\n");
    for line in lines {
        let mut place = vec![escape(&line.title)];
        place.extend(line.paragraph.map(|number| format!("¶{number}")));
        place.extend([&line.paper, &line.date].into_iter().filter(|it| !it.is_empty()).map(|it| escape(it)));
        let separator = catalogue.get("list-separator");
        let tags = escape(&line.tags.join(&separator));
        let (left, node, right) = (escape(&line.left), escape(&line.node), escape(&line.right));
        out.push_str(&format!("| {left} | **{node}** | {right} | {} | {tags} |\n", place.join(" · ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn line() -> ExportedLine {
        ExportedLine {
            left: "=为".to_owned(),
            node: "追回".to_owned(),
            right: "欠薪|三万".to_owned(),
            title: "题, 目".to_owned(),
            paragraph: Some(3),
            date: "2022-06-27".to_owned(),
            source: "页.txt".to_owned(),
            lines: Some((4, 5)),
            tags: vec!["欠薪".to_owned()],
            ..ExportedLine::default()
        }
    }

    #[test]
    fn no_cell_is_taken_for_a_formula_or_ends_a_table() {
        let catalogue = Catalogue::new(Language::Chinese);
        let csv = lines_text(&catalogue, "", &[line()], LinesFormat::Csv);
        assert_eq!(csv.lines().nth(1), Some("'=为,追回,欠薪|三万,\"题, 目\",3,,2022-06-27,页.txt,4–5,欠薪"));
        let markdown = lines_text(&catalogue, "追回", &[line()], LinesFormat::Markdown);
        assert!(
            markdown.ends_with("| =为 | **追回** | 欠薪\\|三万 | 题, 目 · ¶3 · 2022-06-27 | 欠薪 |\n"),
            "{markdown}"
        );
    }
}
