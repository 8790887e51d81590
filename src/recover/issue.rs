//! What the masthead and the datelines tell of the issue.

use super::signs;
use crate::page::{IssueData, IssueDate, Layout, LunarDate, Role, Weekday};
use crate::text::{Text, fold_text};

/// Paper, day, number and page as the masthead's lines give them, places as the datelines do. A dateline (本报…讯) names no
/// paper.
#[must_use]
pub fn issue_data(text: &Text, layout: &Layout) -> IssueData {
    let mut data = IssueData { places: places(text, layout), ..IssueData::default() };
    for part in layout.furniture.iter().filter(|part| part.role == Role::Masthead) {
        for line in part.spans.iter().flat_map(|&span| text.slice(span).lines()) {
            let line = line.trim();
            if data.paper.is_none() && signs::is_paper_name(line) {
                data.paper = Some(line.chars().filter(|ch| !ch.is_whitespace()).collect());
            }
            let line = in_half_width(line);
            if data.date.is_none() {
                data.date = signs::date(&line).map(|(year, month, day)| IssueDate { year, month, day });
            }
            data.weekday = data.weekday.or_else(|| Weekday::find(&line));
            data.lunar = data.lunar.or_else(|| LunarDate::find(&line));
            data.number = data.number.or_else(|| signs::issue_number(&line));
            if data.page.is_none() {
                data.page = signs::page_number(&line);
            }
        }
    }
    data
}

/// Digits and letters in half width: ２０２２年 is 2022年, Ａ3版 is A3版.
fn in_half_width(line: &str) -> String {
    fold_text(line).to_ascii_uppercase()
}

/// Where the stories are dated from, in the order of the page, none twice.
fn places(text: &Text, layout: &Layout) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for part in layout.articles.iter().flat_map(|article| &article.parts) {
        let Some(first) = part.spans.first().filter(|_| matches!(part.role, Role::Body | Role::Byline | Role::Info))
        else {
            continue;
        };
        // A dateline is broken at the edge of the column as any text is.
        let start: String = text.slice(*first).chars().filter(|ch| *ch != '\n').take(LONGEST_DATELINE_CHARS).collect();
        let place = signs::dated_from(&in_half_width(start.trim_start())).map(str::to_owned);
        places.extend(place.filter(|place| !places.contains(place)));
    }
    places
}

/// Longest dateline that is looked for, in characters.
const LONGEST_DATELINE_CHARS: usize = 40;

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

    fn data(text: &str) -> crate::page::IssueData {
        let text = Text::new(text);
        issue_data(&text, &recover(&text))
    }

    #[test]
    fn a_masthead_tells_the_day_of_both_calendars_and_the_number() {
        let data = data("江城日报\n２０２２年６月２７日 星期一\n壬寅年五月廿九 第2296期 今日8版\n\n河水涨了。");
        assert_eq!(data.date.map(|date| date.to_string()).as_deref(), Some("2022-06-27"));
        assert_eq!(data.weekday.map(crate::page::Weekday::number), Some(1));
        assert_eq!(data.lunar.map(|day| day.to_string()).as_deref(), Some("壬寅年五月廿九"));
        assert_eq!((data.number, data.page.as_deref()), (Some(2296), None));
        assert_eq!(data.doubts(), []);
    }

    #[test]
    fn datelines_tell_places() {
        let story = "（记者王一）河水涨了，堤上的人都在看。水位到了警戒线，有关部门已经派人去看过。";
        let page = format!(
            "水涨了\n\n新华社海州５月２日电{story}\n\n桥修好了\n\n本报江城讯{story}\n\n路通了\n\n本报讯{story}"
        );
        assert_eq!(data(&page).places, ["海州", "江城"]);
    }
}
