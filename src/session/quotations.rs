//! Quotations across articles: those that pass a filter, by article.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::views::{Home, home, start};
use super::{FilterError, QuotationFilter};
use crate::library::{Library, Page};
use crate::notebook::{AnnotationId, Notebook};
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
    /// The quotations of `notebook` that pass `filter`, by the articles of the pages that are open. Takes time in proportion to the
    /// notebook: a job does it.
    ///
    /// # Errors
    /// If the filter cannot be read.
    pub fn of(notebook: &Notebook, library: &Library, filter: &QuotationFilter) -> Result<Self, FilterError> {
        let passing = filter.passing(notebook)?;
        let mut placed: BTreeMap<ArticleId, Vec<(usize, u32, AnnotationId)>> = BTreeMap::new();
        let mut elsewhere: BTreeMap<SourceId, Vec<AnnotationId>> = BTreeMap::new();
        for annotation in passing.iter().filter_map(|id| notebook.annotations().get(id)) {
            match home(library, annotation) {
                Home::Article(article, part) => {
                    placed.entry(article).or_default().push((part, start(annotation), annotation.id));
                }
                Home::Elsewhere(source) => elsewhere.entry(source).or_default().push(annotation.id),
            }
        }
        let mut groups = Vec::new();
        let is_removed = |page: &&Arc<Page>| notebook.sources().get(&page.source.id).is_some_and(|it| it.removed);
        // Those of sources that are open though the user has removed them come behind the others.
        let pages = library.iter().filter(|page| !is_removed(page)).chain(library.iter().filter(is_removed));
        for article in pages.flat_map(|page| &page.articles) {
            let Some(mut list) = placed.remove(&article.id) else { continue };
            list.sort_unstable();
            groups.push(QuotationGroup {
                source: article.id.source,
                article: Some(article.id),
                title: article.title.clone(),
                annotations: list.into_iter().map(|(_, _, id)| id).collect(),
            });
        }
        for (source, annotations) in elsewhere {
            let record = notebook.sources().get(&source);
            let title = record.map_or_else(|| source.short(), |record| record.name().to_owned());
            groups.push(QuotationGroup { source, article: None, title, annotations });
        }
        let total = groups.iter().map(|group| group.annotations.len()).sum();
        Ok(Self { groups, total })
    }
}
