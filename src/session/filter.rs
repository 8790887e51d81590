//! Which quotations are shown: by any combination of tags, source, date, author, and words of the comment.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::{Meeting, TagExpr, TagExprError, meeting};
use crate::i18n::Message;
use crate::notebook::{Annotation, AnnotationId, Notebook};
use crate::page::{DateRange, IssueDate, SourceId};
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
