//! Which quotations are shown: by any combination of tags, source, date, author, and words of the comment.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::{Meeting, TagExpr, TagExprError, meeting};
use crate::i18n::Message;
use crate::notebook::{Annotation, AnnotationId, Notebook};
use crate::page::{IssueDate, SourceId};
use crate::text::fold_text;

/// Which quotations are shown, as the user has written it. What is empty lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuotationFilter {
    /// A combination of tags; see [`TagExpr::parse`].
    pub tags: String,
    /// On this source.
    pub source: Option<SourceId>,
    /// Made by this author.
    pub author: Option<String>,
    /// Within these days; see [`DateRange::parse`].
    pub dates: String,
    /// Which day is meant.
    pub which_date: WhichDate,
    /// The comment holds all of these words, in whatever width and case.
    pub words: String,
    /// Where these two tags meet.
    pub meeting: Option<Meeting>,
}

/// Which day of a quotation is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhichDate {
    /// That of the newspaper's issue.
    #[default]
    Issue,
    /// That on which the annotation was made.
    Made,
}

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub first: IssueDate,
    /// The last day.
    pub last: IssueDate,
}

/// Why a filter cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterError {
    /// The combination of tags is wrong.
    Tags(TagExprError),
    /// These are no days.
    Dates(String),
}

impl FilterError {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Tags(error) => error.message(),
            Self::Dates(text) => Message::new("filter-bad-dates").with("text", text.as_str()),
        }
    }
}

impl DateRange {
    /// The days that `text` means: `2022`, `2022-06`, `2022-06-27`, `2022年6月27日`, and from one to another, `2022-06..2022-08`, of which
    /// either may be left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|ch| !ch.is_whitespace()).map(crate::text::fold_char).collect();
        let parted = ["..", "~", "—", "–", "至", "到"].iter().find_map(|sign| text.split_once(sign));
        let (from, to) = parted.unwrap_or((&text, &text));
        let (from, to) = (from.trim_matches(['.', '—']), to.trim_matches(['.', '—']));
        if from.is_empty() && to.is_empty() {
            return None;
        }
        let earliest = IssueDate { year: 0, month: 1, day: 1 };
        let latest = IssueDate { year: 9999, month: 12, day: 31 };
        let first = if from.is_empty() { earliest } else { days(from)?.first };
        let last = if to.is_empty() { latest } else { days(to)?.last };
        Some(Self { first, last })
    }

    /// Whether a day lies within.
    #[must_use]
    pub fn contains(&self, day: IssueDate) -> bool {
        self.first <= day && day <= self.last
    }
}

/// A year, a month or a day.
fn days(text: &str) -> Option<DateRange> {
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let year = parts.first()?.parse::<i16>().ok().filter(|year| (1000..=9999).contains(year))?;
    let number = |at: usize, most: i8| match parts.get(at) {
        None => Some(None),
        Some(text) => text.parse::<i8>().ok().filter(|number| (1..=most).contains(number)).map(Some),
    };
    let (month, day) = (number(1, 12)?, number(2, 31)?);
    if parts.len() > 3 {
        return None;
    }
    let first = IssueDate { year, month: month.unwrap_or(1), day: day.unwrap_or(1) };
    let last = IssueDate { year, month: month.unwrap_or(12), day: day.unwrap_or(31) };
    Some(DateRange { first, last })
}

impl QuotationFilter {
    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { which_date: self.which_date, ..Self::default() }
    }

    /// The annotations of `notebook` that pass, by id.
    ///
    /// # Errors
    /// If tags or days cannot be read.
    pub fn passing(&self, notebook: &Notebook) -> Result<BTreeSet<AnnotationId>, FilterError> {
        let expr = TagExpr::parse(&self.tags, notebook).map_err(FilterError::Tags)?;
        let dates = match self.dates.trim() {
            "" => None,
            text => Some(DateRange::parse(text).ok_or_else(|| FilterError::Dates(text.to_owned()))?),
        };
        let words: Vec<String> = self.words.split_whitespace().map(fold_text).collect();
        let met = self.meeting.map(|tags| meeting(notebook, tags));
        let zone = TimeZone::system();
        let day = |annotation: &Annotation| match self.which_date {
            WhichDate::Issue => notebook.issue(annotation.source).and_then(|issue| issue.date),
            WhichDate::Made => {
                let made = annotation.stamp.created.to_zoned(zone.clone()).date();
                Some(IssueDate { year: made.year(), month: made.month(), day: made.day() })
            }
        };
        let passes = |annotation: &&Annotation| {
            self.source.is_none_or(|source| annotation.source == source)
                && self.author.as_ref().is_none_or(|author| annotation.stamp.author == *author)
                && expr.as_ref().is_none_or(|expr| expr.passes(&annotation.tags))
                && met.as_ref().is_none_or(|met| met.contains(&annotation.id))
                && dates.is_none_or(|dates| day(annotation).is_some_and(|day| dates.contains(day)))
                && (words.is_empty() || {
                    let comment = fold_text(&annotation.comment);
                    words.iter().all(|word| comment.contains(word.as_str()))
                })
        };
        Ok(notebook.annotations().values().filter(passes).map(|annotation| annotation.id).collect())
    }
}
