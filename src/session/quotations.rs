//! Quotations across articles: those that pass a filter, by article.

use std::collections::BTreeSet;

use super::{FilterError, QuotationFilter, Session, Views};
use crate::notebook::AnnotationId;
use crate::page::{ArticleId, SourceId};

/// Quotations of one article, or of a source of which no article holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotationGroup {
    /// The source.
    pub source: SourceId,
    /// The article; `None` where the source is missing, or no article holds the place.
    pub article: Option<ArticleId>,
    /// What the article, or else the source, is called.
    pub title: String,
    /// In the order of the article.
    pub annotations: Vec<AnnotationId>,
}

/// Quotations that pass a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotations {
    /// In the library's order; sources that are missing come last.
    pub groups: Vec<QuotationGroup>,
    /// Quotations in all.
    pub total: usize,
}

impl Quotations {
    /// The quotations of a session that pass `filter`; `views` are those of the session as it is.
    ///
    /// # Errors
    /// If the filter cannot be read.
    pub fn of(session: &Session, views: &Views, filter: &QuotationFilter) -> Result<Self, FilterError> {
        let passing = filter.passing(session.notebook())?;
        let kept = |ids: &[AnnotationId]| -> Vec<AnnotationId> {
            ids.iter().filter(|id| passing.contains(id)).copied().collect()
        };
        let mut groups = Vec::new();
        let mut push = |source, article, title: &str, ids: &[AnnotationId]| {
            let annotations = kept(ids);
            if !annotations.is_empty() {
                groups.push(QuotationGroup { source, article, title: title.to_owned(), annotations });
            }
        };
        let mut listed: BTreeSet<ArticleId> = BTreeSet::new();
        for row in views.groups.iter().flat_map(|group| &group.articles) {
            listed.insert(row.id);
            if let Some(ids) = views.by_article.get(&row.id) {
                push(row.id.source, Some(row.id), &row.title, ids);
            }
        }
        // Those of sources that are open though the user has removed them.
        for (id, ids) in views.by_article.iter().filter(|(id, _)| !listed.contains(id)) {
            let title = session.article(*id).map_or("", |(page, at)| page.articles[at].title.as_str());
            push(id.source, Some(*id), title, ids);
        }
        for (source, ids) in &views.elsewhere {
            let record = session.notebook().sources().get(source);
            let name = record.map_or_else(|| source.short(), |record| record.name().to_owned());
            push(*source, None, &name, ids);
        }
        let total = groups.iter().map(|group| group.annotations.len()).sum();
        Ok(Self { groups, total })
    }
}
