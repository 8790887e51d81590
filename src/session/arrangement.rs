//! In what order, and under what heads, the sources of the library stand.

use serde::{Deserialize, Serialize};

use super::SourceGroup;
use crate::library::natural_cmp;

/// What the library is arranged by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Arrangement {
    /// The order in which sources were opened.
    #[default]
    Opened,
    /// The day of issue, under heads of months.
    Date,
    /// The paper, under its name; within it the day of issue.
    Paper,
    /// The first place that a story is dated from, under its name; within it the day of issue.
    Place,
    /// The name of the file.
    Name,
}

impl Arrangement {
    /// All of them, in the order in which they are chosen from.
    pub const ALL: [Self; 5] = [Self::Opened, Self::Date, Self::Paper, Self::Place, Self::Name];

    /// The one after this, round at the end.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|it| *it == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// Id of its name.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Opened => "arrange-opened",
            Self::Date => "arrange-date",
            Self::Paper => "arrange-paper",
            Self::Place => "arrange-place",
            Self::Name => "arrange-name",
        }
    }
}

/// What the sources of a [`Section`] have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SectionHead {
    /// They are of one month.
    Month(i16, i8),
    /// They are of one paper or place.
    Named(String),
    /// It is not known of them.
    Unknown,
}

/// Sources that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What is written above them, if anything.
    pub head: Option<SectionHead>,
    /// Their places among the groups that were arranged.
    pub groups: Vec<usize>,
}

/// The groups, arranged. Those of which it is not known come last; what is alike stays in the order in which it was opened.
#[must_use]
pub fn sections(groups: &[SourceGroup], arrangement: Arrangement) -> Vec<Section> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    let head = |at: &usize| -> Option<SectionHead> {
        let issue = &groups[*at].issue;
        let named = |name: Option<&String>| name.map_or(SectionHead::Unknown, |name| SectionHead::Named(name.clone()));
        match arrangement {
            Arrangement::Opened | Arrangement::Name => None,
            Arrangement::Date => {
                Some(issue.date.map_or(SectionHead::Unknown, |date| SectionHead::Month(date.year, date.month)))
            }
            Arrangement::Paper => Some(named(issue.paper.as_ref())),
            Arrangement::Place => Some(named(issue.places.first())),
        }
    };
    let day = |at: usize| (groups[at].issue.date.is_none(), groups[at].issue.date, groups[at].issue.page.as_deref());
    match arrangement {
        Arrangement::Opened => {}
        Arrangement::Date => order.sort_by_key(|at| day(*at)),
        Arrangement::Name => order.sort_by(|one, other| natural_cmp(&groups[*one].name, &groups[*other].name)),
        Arrangement::Paper | Arrangement::Place => order.sort_by(|one, other| {
            let by_name = match (head(one), head(other)) {
                (Some(SectionHead::Named(one)), Some(SectionHead::Named(other))) => natural_cmp(&one, &other),
                (one, other) => (one == Some(SectionHead::Unknown)).cmp(&(other == Some(SectionHead::Unknown))),
            };
            by_name.then_with(|| day(*one).cmp(&day(*other)))
        }),
    }
    let alike = order.chunk_by(|one, other| head(one) == head(other));
    alike.map(|groups| Section { head: groups.first().and_then(head), groups: groups.to_vec() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{IssueData, SourceId};

    fn group(name: &str, date: &str, paper: &str, place: &str) -> SourceGroup {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let issue = IssueData {
            date: date.parse().ok(),
            paper: some(paper),
            places: some(place).into_iter().collect(),
            ..IssueData::default()
        };
        let source = SourceId::of_bytes(name.as_bytes());
        SourceGroup {
            source,
            name: name.to_owned(),
            issue,
            doubts: Vec::new(),
            is_corrected: false,
            articles: Vec::new(),
        }
    }

    /// Each section as its head and the files on it.
    #[track_caller]
    fn check(arrangement: Arrangement, expected: &[(&str, &str)]) {
        let groups = [
            group("10.txt", "2022-06-28", "江城日报", ""),
            group("9.txt", "", "", "海州"),
            group("1.txt", "2022-06-27", "江城日报", "江城"),
            group("2.txt", "2021-12-31", "安州晚报", "海州"),
        ];
        let shown = |section: &Section| {
            let head = match &section.head {
                None => String::new(),
                Some(SectionHead::Month(year, month)) => format!("{year}-{month}"),
                Some(SectionHead::Named(name)) => name.clone(),
                Some(SectionHead::Unknown) => "?".to_owned(),
            };
            let names: Vec<&str> = section.groups.iter().map(|at| groups[*at].name.trim_end_matches(".txt")).collect();
            (head, names.join(" "))
        };
        let found: Vec<(String, String)> = sections(&groups, arrangement).iter().map(shown).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(head, names)| (head.as_str(), names.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sources_stand_by_what_is_known_of_their_issues() {
        check(Arrangement::Opened, &[("", "10 9 1 2")]);
        check(Arrangement::Name, &[("", "1 2 9 10")]);
        check(Arrangement::Date, &[("2021-12", "2"), ("2022-6", "1 10"), ("?", "9")]);
        check(Arrangement::Paper, &[("安州晚报", "2"), ("江城日报", "1 10"), ("?", "9")]);
        check(Arrangement::Place, &[("江城", "1"), ("海州", "2 9"), ("?", "10")]);
    }
}
