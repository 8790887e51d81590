//! Where the keywords of all lists stand in all open articles: how many, and how dense.

use std::collections::BTreeMap;

use super::Keywords;
use crate::lexis::WordCache;
use crate::library::Page;
use crate::page::ArticleId;
use crate::search::ListIndex;

/// Stretches into which an article is cut to show where hits stand.
pub const STRIP_CELLS: usize = 48;

/// Hits of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleTally {
    /// Hits of each list that has some, in the lists' order.
    pub lists: Vec<(ListIndex, u32)>,
    /// For each stretch of the article, from its beginning, the list of its first hit.
    pub strip: [Option<ListIndex>; STRIP_CELLS],
}

/// Hits of a list in all articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListTally {
    /// Hits in all.
    pub hits: u32,
    /// Articles that hold one.
    pub articles: u32,
}

/// Hits of all lists in all articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeywordTally {
    by_article: BTreeMap<ArticleId, ArticleTally>,
    lists: BTreeMap<ListIndex, ListTally>,
}

impl KeywordTally {
    /// The hits in one page; added to others with [`merge`](Self::merge).
    #[must_use]
    pub fn of_page(keywords: &Keywords, page: &Page, words: Option<&WordCache>) -> Self {
        let mut tally = Self::default();
        for article in &page.articles {
            let hits = keywords.hits(article, words);
            if hits.total == 0 {
                continue;
            }
            let mut lists: BTreeMap<ListIndex, u32> = BTreeMap::new();
            let mut strip = [None; STRIP_CELLS];
            let chars: u64 = article.parts.iter().map(|part| u64::from(part.text.len())).sum();
            let mut before = 0;
            for (part, hits) in article.parts.iter().zip(&hits.by_part) {
                for hit in hits {
                    *lists.entry(hit.list).or_default() += 1;
                    let at = (before + u64::from(hit.span.start)) * STRIP_CELLS as u64 / chars.max(1);
                    strip[(at as usize).min(STRIP_CELLS - 1)].get_or_insert(hit.list);
                }
                before += u64::from(part.text.len());
            }
            for (list, hits) in &lists {
                let of_list = tally.lists.entry(*list).or_default();
                of_list.hits += hits;
                of_list.articles += 1;
            }
            tally.by_article.insert(article.id, ArticleTally { lists: lists.into_iter().collect(), strip });
        }
        tally
    }

    /// Adds the hits of another page.
    pub fn merge(&mut self, other: Self) {
        self.by_article.extend(other.by_article);
        for (list, hits) in other.lists {
            let of_list = self.lists.entry(list).or_default();
            of_list.hits += hits.hits;
            of_list.articles += hits.articles;
        }
    }

    /// The hits of an article, if it has any.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<&ArticleTally> {
        self.by_article.get(&id)
    }

    /// The hits of a list.
    #[must_use]
    pub fn list(&self, list: ListIndex) -> ListTally {
        self.lists.get(&list).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::library::{Origin, Source};
    use crate::notebook::{Notebook, NotebookId};
    use crate::session::{Request, Session};

    #[test]
    fn hits_are_counted_by_list_and_article_and_where_they_stand() {
        let text = "追回欠薪\n\n该局为工人追回工资，工人满意。\n";
        let page = Page::new(Source::from_bytes("页.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap());
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "");
        session.open_pages([Arc::new(page.clone())]);
        for (name, terms) in [("一", vec!["追回"]), ("二", vec!["工人 = 职工"])] {
            let terms = terms.into_iter().map(str::to_owned).collect();
            session.perform(Request::AddKeywordList { name: name.to_owned(), color: None, terms }).unwrap();
        }
        let mut tally = KeywordTally::default();
        tally.merge(KeywordTally::of_page(&Keywords::of(&session), &page, None));
        assert_eq!(tally.list(ListIndex(0)), ListTally { hits: 2, articles: 1 });
        assert_eq!(tally.list(ListIndex(1)), ListTally { hits: 2, articles: 1 });
        let article = tally.article(page.articles[0].id).unwrap();
        assert_eq!(article.lists, [(ListIndex(0), 2), (ListIndex(1), 2)]);
        assert_eq!(article.strip[0], Some(ListIndex(0)), "the headline begins with it");
        assert_eq!(article.strip.iter().flatten().count(), 4);
    }
}
