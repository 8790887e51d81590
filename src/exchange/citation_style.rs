//! Citations in the styles that editors ask for.

use super::citation::{cite_article, cite_record, cite_spans};
use super::export::CitationStyle;
use crate::i18n::Catalogue;
use crate::library::{ArticleText, Page, shown};
use crate::notebook::{Annotation, Notebook};
use crate::page::IssueData;
use crate::text::is_han;

/// Most authors that are named; GB/T 7714-2015, 8.1.2.
const NAMED_AUTHORS: usize = 3;

/// What people are called in a byline: whatever stands before and with it is no part of a name.
const ROLES: [&str; 9] = ["记者", "通讯员", "实习生", "本报讯", "编辑", "撰稿", "供图", "供稿", "摄影"];

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
    facts.cite(style, catalogue)
}

/// The citation of a whole article, in a style.
pub(super) fn cite_whole(style: CitationStyle, catalogue: &Catalogue, page: &Page, article: &ArticleText) -> String {
    if style == CitationStyle::House {
        return cite_article(catalogue, page, article);
    }
    let file = shown(&page.source.name).into_owned();
    Facts { issue: &page.issue, article: Some(article), file }.cite(style, catalogue)
}

struct Facts<'a> {
    issue: &'a IssueData,
    article: Option<&'a ArticleText>,
    file: String,
}

impl Facts<'_> {
    fn cite(&self, style: CitationStyle, catalogue: &Catalogue) -> String {
        match style {
            CitationStyle::GbT7714 => self.gb_t_7714(catalogue),
            CitationStyle::Plain | CitationStyle::House => self.plain(),
        }
    }

    /// `作者. 题名[N]. 报纸名, 2023-02-15(8).` What is not known is said between brackets, as the standard does it for publishers (8.4.2);
    /// then the name of the file stands last, where the way to an electronic text stands.
    fn gb_t_7714(&self, catalogue: &Catalogue) -> String {
        let mut out = String::new();
        if let Some(article) = self.article {
            let names = authors(&article.byline);
            if !names.is_empty() {
                out.push_str(&names[..names.len().min(NAMED_AUTHORS)].join(", "));
                if names.len() > NAMED_AUTHORS {
                    out.push_str(", ");
                    out.push_str(&catalogue.get("cite-and-others"));
                }
                out.push_str(". ");
            }
            out.push_str(&article.title);
        }
        out.push_str("[N]. ");
        let IssueData { paper, date, page, .. } = self.issue;
        out.push_str(paper.as_ref().unwrap_or(&catalogue.get("cite-no-paper")));
        out.push_str(", ");
        out.push_str(&date.map_or_else(|| catalogue.get("cite-no-date"), |date| date.to_string()));
        if let Some(page) = page {
            let page: String = page.chars().filter(|ch| !matches!(ch, '第' | '版')).collect();
            let page = page.trim_start_matches('0');
            out.push_str(&format!("({})", page.trim()));
        }
        out.push('.');
        if paper.is_none() || date.is_none() {
            out.push_str(&format!(" {}.", self.file));
        }
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
    let is_mark = |ch: char| matches!(ch, '、' | '，' | ',' | '/' | '／' | '|' | '｜' | '：' | ':' | '；');
    let says_nothing = |name: &&str| name.is_empty() || matches!(*name, "文" | "图" | "摄" | "作者" | "本报");
    let mut names: Vec<String> = Vec::new();
    for between_marks in byline.split(is_mark) {
        let words = between_marks.split_whitespace().map(without_role).filter(|word| !says_nothing(word));
        // A name of two characters is often set as wide as one of three: 成 峥.
        let mut half = String::new();
        for word in words {
            if word.chars().count() > 1 {
                names.extend((!half.is_empty()).then(|| std::mem::take(&mut half)));
                names.push(word.to_owned());
                continue;
            }
            half.push_str(word);
            if half.chars().count() == 2 {
                names.push(std::mem::take(&mut half));
            }
        }
        names.extend((!half.is_empty()).then_some(half));
    }
    // Two to four characters make a Chinese name; the dot parts the names of other peoples.
    let is_name = |name: &String| {
        let chars = name.chars().count();
        let is_foreign = name.contains('·');
        name.chars().all(|ch| is_han(ch) || ch == '·') && (is_foreign || (2..=4).contains(&chars))
    };
    if !names.is_empty() && names.iter().all(is_name) { names } else { vec![byline.to_owned()] }
}

/// What stands behind the role that a word begins with: 本报记者李明 is 李明, 株洲日报全媒体记者 is nobody.
fn without_role(word: &str) -> &str {
    let ends = ROLES.iter().filter_map(|role| word.rfind(role).map(|at| at + role.len()));
    ends.max().map_or(word, |end| &word[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::page::IssueDate;

    #[test]
    fn names_are_taken_from_a_byline_where_that_is_sure() {
        let check = |byline: &str, expected: &[&str]| assert_eq!(authors(byline), expected, "{byline}");
        check("本报记者 李明 通讯员 王小红、赵青", &["李明", "王小红", "赵青"]);
        check("（记者李明）", &["李明"]);
        check("阿依古丽·买买提", &["阿依古丽·买买提"]);
        check("株洲日报全媒体记者/黎世伟 通讯员/陈邝娜", &["黎世伟", "陈邝娜"]);
        check("李梅花 付丽芬 成 峥", &["李梅花", "付丽芬", "成峥"]);
        check("文/王　明 图/李四", &["王明", "李四"]);
        check("新华社记者王一 李二", &["王一", "李二"]);
        check("河湾镇人民政府办公室", &["河湾镇人民政府办公室"]);
        check("王", &["王"]);
        check("", &[]);
    }

    #[test]
    fn what_is_not_known_is_said() {
        let mut issue = IssueData::default();
        let facts = |issue: &IssueData, language| {
            Facts { issue, article: None, file: "a.txt".into() }.gb_t_7714(&Catalogue::new(language))
        };
        assert_eq!(facts(&issue, Language::Chinese), "[N]. [出版者不详], [日期不详]. a.txt.");
        assert_eq!(facts(&issue, Language::English), "[N]. [s.n.], [n.d.]. a.txt.");
        issue.paper = Some("河湾日报".into());
        issue.date = Some(IssueDate { year: 2023, month: 2, day: 5 });
        issue.page = Some("第08版".into());
        assert_eq!(facts(&issue, Language::Chinese), "[N]. 河湾日报, 2023-02-05(8).");
        assert_eq!(
            Facts { issue: &issue, article: None, file: "a.txt".into() }.plain(),
            "河湾日报, 2023-02-05, 第08版, a.txt"
        );
    }
}
