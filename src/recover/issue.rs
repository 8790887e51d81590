//! What the masthead tells of the issue.

use super::signs;
use crate::page::{IssueData, IssueDate, Layout, Role};
use crate::text::Text;

/// Paper, day and page as the masthead's lines give them. A dateline (本报…讯) names no paper.
#[must_use]
pub fn issue_data(text: &Text, layout: &Layout) -> IssueData {
    let mut data = IssueData::default();
    for part in layout.furniture.iter().filter(|part| part.role == Role::Masthead) {
        for line in part.spans.iter().flat_map(|&span| text.slice(span).lines()) {
            let line = line.trim();
            if data.paper.is_none() && signs::is_paper_name(line) {
                data.paper = Some(line.chars().filter(|ch| !ch.is_whitespace()).collect());
            }
            if data.date.is_none() {
                data.date = signs::date(line).map(|(year, month, day)| IssueDate { year, month, day });
            }
            if data.page.is_none() {
                data.page = signs::page_number(line);
            }
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use crate::recover::{issue_data, recover};
    use crate::text::Text;

    fn check(text: &str, paper: Option<&str>, date: Option<&str>, page: Option<&str>) {
        let text = Text::new(text);
        let data = issue_data(&text, &recover(&text));
        assert_eq!(data.paper.as_deref(), paper);
        assert_eq!(data.date.map(|date| date.to_string()).as_deref(), date);
        assert_eq!(data.page.as_deref(), page);
    }

    #[test]
    fn a_masthead_tells_paper_day_and_page() {
        check(
            "江 城 日 报\n2022年6月27日 星期一\n第08版\n\n河水涨了。",
            Some("江城日报"),
            Some("2022-06-27"),
            Some("08版"),
        );
    }

    #[test]
    fn a_dateline_names_no_paper() {
        check("本报讯 河水在2022年6月27日涨了。", None, None, None);
    }
}
