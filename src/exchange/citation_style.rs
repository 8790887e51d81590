//! Citations in the styles that editors ask for.

use super::citation::{cite_record, cite_spans};
use super::export::CitationStyle;
use crate::i18n::Catalogue;
use crate::library::{ArticleText, Page, shown};
use crate::notebook::{Annotation, Notebook};
use crate::page::IssueData;
use crate::text::is_han;

/// Most authors that are named; GB/T 7714-2015, 8.1.2.
const NAMED_AUTHORS: usize = 3;

/// Words of a byline that are no part of a name.
const BYLINE_WORDS: [&str; 14] = [
    "本报首席记者",
    "本报特约记者",
    "本报见习记者",
    "本报记者",
    "本报通讯员",
    "本报讯",
    "首席记者",
    "特约记者",
    "见习记者",
    "实习记者",
    "记者",
    "特约通讯员",
    "通讯员",
    "实习生",
];

/// Where an annotation stands, in a style.
pub(super) fn cite(
    style: CitationStyle,
    catalogue: &Catalogue,
    notebook: &Notebook,
    annotation: &Annotation,
    page: Option<&Page>,
) -> String {
    let record = notebook.sources().get(&annotation.source);
    let nameless = || annotation.source.short();
    if style == CitationStyle::House {
        return match (page, record) {
            (Some(page), _) => cite_spans(catalogue, page, &annotation.spans),
            (None, Some(record)) => cite_record(catalogue, notebook, record),
            (None, None) => nameless(),
        };
    }
    let nothing = IssueData::default();
    let start = annotation.spans.first().map_or(0, |span| span.start);
    let facts = Facts {
        issue: page.map(|page| &page.issue).or_else(|| notebook.issue(annotation.source)).unwrap_or(&nothing),
        article: page.and_then(|page| page.at(start)).map(|(article, _)| article),
        file: match (page, record) {
            (Some(page), _) => shown(&page.source.name).into_owned(),
            (None, Some(record)) => shown(record.name()).into_owned(),
            (None, None) => nameless(),
        },
    };
    match style {
        CitationStyle::GbT7714 => facts.gb_t_7714(&catalogue.get("cite-and-others")),
        CitationStyle::Plain | CitationStyle::House => facts.plain(),
    }
}

struct Facts<'a> {
    issue: &'a IssueData,
    article: Option<&'a ArticleText>,
    file: String,
}

impl Facts<'_> {
    /// `作者. 题名[N]. 报纸名, 2023-02-15(8).` What is not known is left out; without the paper's name the file's stands there.
    fn gb_t_7714(&self, and_others: &str) -> String {
        let mut out = String::new();
        if let Some(article) = self.article {
            let names = authors(&article.byline);
            if !names.is_empty() {
                out.push_str(&names[..names.len().min(NAMED_AUTHORS)].join(", "));
                if names.len() > NAMED_AUTHORS {
                    out.push_str(", ");
                    out.push_str(and_others);
                }
                out.push_str(". ");
            }
            out.push_str(&article.title);
        }
        out.push_str("[N]. ");
        out.push_str(self.issue.paper.as_deref().unwrap_or(&self.file));
        if let Some(date) = self.issue.date {
            out.push_str(&format!(", {date}"));
        }
        if let Some(page) = &self.issue.page {
            let page: String = page.chars().filter(|ch| !matches!(ch, '第' | '版')).collect();
            let page = page.trim_start_matches('0');
            out.push_str(&format!("({})", page.trim()));
        }
        out.push('.');
        out
    }

    /// Paper, date, page, headline, byline, file, parted by commas.
    fn plain(&self) -> String {
        let date = self.issue.date.map(|date| date.to_string());
        let article = self.article;
        let parts = [
            self.issue.paper.as_deref(),
            date.as_deref(),
            self.issue.page.as_deref(),
            article.map(|article| article.title.as_str()),
            article.map(|article| article.byline.as_str()),
            Some(self.file.as_str()),
        ];
        let known: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        known.join(", ")
    }
}

/// The names in a byline; the byline as it is printed where they cannot be told for sure.
fn authors(byline: &str) -> Vec<String> {
    let byline = byline.trim().trim_matches(['（', '）', '(', ')', '【', '】', '/', '■', '□', '○', '◎', '●']);
    if byline.is_empty() {
        return Vec::new();
    }
    let mut names = byline.to_owned();
    for word in BYLINE_WORDS {
        names = names.replace(word, " ");
    }
    let is_part = |ch: char| ch.is_whitespace() || matches!(ch, '、' | '，' | ',' | '/' | '：' | ':' | '；');
    let says_nothing = |name: &&str| name.is_empty() || matches!(*name, "文" | "图" | "摄" | "作者");
    let names: Vec<&str> = names.split(is_part).filter(|name| !says_nothing(name)).collect();
    // Two to four characters make a Chinese name; the dot parts the names of other peoples.
    let is_name = |name: &&str| {
        let chars = name.chars().count();
        let is_foreign = name.contains('·');
        name.chars().all(|ch| is_han(ch) || ch == '·') && (is_foreign || (2..=4).contains(&chars))
    };
    if !names.is_empty() && names.iter().all(is_name) {
        names.into_iter().map(str::to_owned).collect()
    } else {
        vec![byline.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::IssueDate;

    #[test]
    fn names_are_taken_from_a_byline_where_that_is_sure() {
        let check = |byline: &str, expected: &[&str]| assert_eq!(authors(byline), expected, "{byline}");
        check("本报记者 李明 通讯员 王小红、赵青", &["李明", "王小红", "赵青"]);
        check("（记者李明）", &["李明"]);
        check("阿依古丽·买买提", &["阿依古丽·买买提"]);
        check("河湾镇人民政府办公室", &["河湾镇人民政府办公室"]);
        check("", &[]);
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut issue = IssueData::default();
        let facts = |issue: &IssueData| Facts { issue, article: None, file: "a.txt".into() }.gb_t_7714("等");
        assert_eq!(facts(&issue), "[N]. a.txt.");
        issue.paper = Some("河湾日报".into());
        issue.date = Some(IssueDate { year: 2023, month: 2, day: 5 });
        issue.page = Some("第08版".into());
        assert_eq!(facts(&issue), "[N]. 河湾日报, 2023-02-05(8).");
        assert_eq!(
            Facts { issue: &issue, article: None, file: "a.txt".into() }.plain(),
            "河湾日报, 2023-02-05, 第08版, a.txt"
        );
    }
}
