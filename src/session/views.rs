//! What panes show of a session: it follows the edits, and is never made while drawing.

mod follow;

use std::collections::BTreeMap;

use super::{Session, TagSets, TagTree};
use crate::exchange::{Proof, quoted_text};
use crate::lexis::WordCache;
use crate::library::{ArticleText, Library};
use crate::notebook::{Annotation, AnnotationId, ArticleMark, ArticleMarkId, Color, NoteId, Notebook, Tag, TagId};
use crate::page::{ArticleId, IssueData, IssueDoubt, SourceId};
use crate::search::{KeywordHit, KeywordMatcher, KeywordTerms, ListIndex, TermIndex};
use crate::text::CharSpan;

/// A row of the library: an article.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    /// The article.
    pub id: ArticleId,
    /// What it is called.
    pub title: String,
    /// Who wrote it; may be empty.
    pub byline: String,
    /// Characters that are not white space.
    pub chars: u32,
    /// Annotations in it.
    pub annotations: usize,
    /// Notes on it.
    pub notes: usize,
    /// Colours of the tags in it, in the codebook's order.
    pub tag_colors: Vec<Color>,
    /// Whether it was opened.
    pub read: bool,
    /// Whether it is starred.
    pub starred: bool,
}

impl ArticleRow {
    /// Whether anything stands below its title: then its row is higher.
    #[must_use]
    pub fn has_tag_line(&self) -> bool {
        !self.tag_colors.is_empty() || self.annotations > 0
    }
}

/// A source of the library with its articles.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceGroup {
    /// The source.
    pub source: SourceId,
    /// Its file's name.
    pub name: String,
    /// What its masthead tells.
    pub issue: IssueData,
    /// What cannot be right about it.
    pub doubts: Vec<IssueDoubt>,
    /// Whether its layout was put right by hand.
    pub is_corrected: bool,
    /// In the order of the page.
    pub articles: Vec<ArticleRow>,
}

/// A card of the inspector: an annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The annotation.
    pub id: AnnotationId,
    /// Its source.
    pub source: SourceId,
    /// Where it points.
    pub spans: Vec<CharSpan>,
    /// What stands there, as read; as kept where the source is missing.
    pub quote: String,
    /// May be empty.
    pub comment: String,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// Number of the paragraph in which it begins.
    pub paragraph: Option<u32>,
    /// Lines of the source, from 1.
    pub lines: Option<(u32, u32)>,
    /// Whether the quotation is proved.
    pub proof: Proof,
}

/// A row of the codebook.
#[derive(Clone, Debug, PartialEq)]
pub struct TagRow {
    /// The tag.
    pub id: TagId,
    /// Annotations that carry it.
    pub count: usize,
}

/// All that is derived from a notebook and the open pages. Made as a whole when pages are opened or closed; after an edit only
/// what it touches is made anew.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Views {
    /// The notebook, and the count of what is open.
    made_of: Option<(Notebook, u64)>,
    /// The library, in the order in which sources were opened.
    pub groups: Vec<SourceGroup>,
    /// Counts how often rows of the library, of sources or of articles, came, went or became as high as others.
    pub rows_version: u64,
    /// Annotations of each article, in the order of the article.
    pub by_article: BTreeMap<ArticleId, Vec<AnnotationId>>,
    /// Notes on each article, the oldest first.
    pub notes_by_article: BTreeMap<ArticleId, Vec<NoteId>>,
    /// Notes on each source itself, the oldest first; for a source that is missing, with those on its articles.
    pub notes_by_source: BTreeMap<SourceId, Vec<NoteId>>,
    /// Notes on the notebook as a whole, the oldest first.
    pub notebook_notes: Vec<NoteId>,
    /// Notes that link to an annotation, the oldest first.
    pub notes_by_annotation: BTreeMap<AnnotationId, Vec<NoteId>>,
    /// What the notes that link to annotations are called.
    pub note_titles: BTreeMap<NoteId, String>,
    /// Annotations of open pages that stand in no article, and those whose article is unknown because the source is missing.
    pub elsewhere: BTreeMap<SourceId, Vec<AnnotationId>>,
    /// The codebook in its order.
    pub tags: Vec<TagRow>,
    /// The codebook as a tree.
    pub tag_tree: TagTree,
    /// Articles in all.
    pub article_count: usize,
    /// Characters in all.
    pub char_count: u64,
    /// What annotations carry, in all.
    tag_sets: TagSets,
    /// What those of each article carry.
    tag_sets_by_article: BTreeMap<ArticleId, TagSets>,
    marks: Marks,
}

/// What marks say of the articles at these places: whether they are read, and whether starred. Of several the last holds.
type Marks = BTreeMap<(SourceId, u32), BTreeMap<ArticleMarkId, (bool, bool)>>;

impl Views {
    /// Makes the views anew if notebook or pages have changed since; tells whether it did.
    pub fn refresh(&mut self, session: &Session) -> bool {
        let (notebook, pages) = (session.notebook(), session.pages_revision());
        let before = self.made_of.take();
        match &before {
            Some((of, with)) if *with == pages && of.revision == notebook.revision => {
                self.made_of = before;
                return false;
            }
            Some((of, with)) if *with == pages && self.follow(session, of) => {}
            _ => *self = Self { rows_version: self.rows_version + 1, ..Self::of(session) },
        }
        self.made_of = Some((notebook.clone(), pages));
        true
    }

    fn of(session: &Session) -> Self {
        let notebook = session.notebook();
        let mut views = Self::default();
        views.place_annotations(session);
        for note in notebook.notes().values() {
            views.add_note(session, note);
        }
        notebook.article_marks().values().for_each(|mark| views.add_mark(mark));
        let codebook = notebook.codebook();
        let groups = session.pages().map(|page| {
            let rows = page.articles.iter().map(|article| views.row(page.source.id, article, &codebook));
            SourceGroup {
                source: page.source.id,
                name: page.source.name.clone(),
                issue: page.issue.clone(),
                doubts: page.doubts.clone(),
                is_corrected: page.is_corrected(),
                articles: rows.collect(),
            }
        });
        let groups: Vec<SourceGroup> = groups.collect();
        views.article_count = groups.iter().map(|group| group.articles.len()).sum();
        views.char_count = groups.iter().flat_map(|group| &group.articles).map(|row| u64::from(row.chars)).sum();
        views.groups = groups;
        views.tag_tree = TagTree::of(notebook, &views.tag_sets);
        views.tags = views.tag_rows(&codebook);
        views
    }

    fn place_annotations(&mut self, session: &Session) {
        let mut placed: BTreeMap<ArticleId, Vec<(usize, u32, AnnotationId)>> = BTreeMap::new();
        for annotation in session.notebook().annotations().values() {
            self.tag_sets.add(&annotation.tags);
            match home(session.library(), annotation) {
                Home::Article(article, part) => {
                    self.tag_sets_by_article.entry(article).or_default().add(&annotation.tags);
                    placed.entry(article).or_default().push((part, start(annotation), annotation.id));
                }
                Home::Elsewhere(source) => self.elsewhere.entry(source).or_default().push(annotation.id),
            }
        }
        for (article, mut list) in placed {
            list.sort_unstable();
            self.by_article.insert(article, list.into_iter().map(|(_, _, id)| id).collect());
        }
    }

    fn add_mark(&mut self, mark: &ArticleMark) {
        self.marks.entry((mark.source, mark.at)).or_default().insert(mark.id, (mark.read, mark.starred));
    }

    fn row(&self, source: SourceId, article: &ArticleText, codebook: &[&Tag]) -> ArticleRow {
        let tags = self.tags_in(article.id);
        let marks = self.marks.get(&(source, article.anchor())).and_then(BTreeMap::last_key_value);
        let (read, starred) = marks.map(|(_, mark)| *mark).unwrap_or_default();
        let carried = codebook.iter().filter(|tag| tags.is_some_and(|tags| tags.count(tag.id) > 0));
        ArticleRow {
            id: article.id,
            title: article.title.clone(),
            byline: article.byline.clone(),
            chars: article.chars,
            annotations: self.by_article.get(&article.id).map_or(0, Vec::len),
            notes: self.notes_by_article.get(&article.id).map_or(0, Vec::len),
            tag_colors: carried.map(|tag| tag.color).collect(),
            read,
            starred,
        }
    }

    fn tag_rows(&self, codebook: &[&Tag]) -> Vec<TagRow> {
        codebook.iter().map(|tag| TagRow { id: tag.id, count: self.tag_sets.count(tag.id) }).collect()
    }

    /// What the annotations of an article carry; `None` if it has none.
    #[must_use]
    pub fn tags_in(&self, article: ArticleId) -> Option<&TagSets> {
        self.tag_sets_by_article.get(&article)
    }
}

/// The card of one annotation.
#[must_use]
pub fn card(session: &Session, id: AnnotationId) -> Option<Card> {
    let annotation = session.notebook().annotations().get(&id)?;
    let page = session.page(annotation.source);
    let start = annotation.spans.first().map_or(0, |span| span.start);
    let part = page.and_then(|page| page.at(start)).map(|(_, part)| part);
    Some(Card {
        id,
        source: annotation.source,
        spans: annotation.spans.clone(),
        quote: quote_of(session, annotation),
        comment: annotation.comment.clone(),
        tags: annotation.tags.clone(),
        paragraph: part.and_then(|part| part.number),
        lines: page.and_then(|page| page.lines_of(&annotation.spans)),
        proof: session.prove(annotation),
    })
}

/// What stands at the spans of an annotation, …… where something is left out between them; what was kept of it where it cannot be
/// checked.
#[must_use]
pub fn quote_of(session: &Session, annotation: &Annotation) -> String {
    let proved = session.page(annotation.source).filter(|_| session.prove(annotation) == Proof::Exact);
    proved.map_or_else(|| annotation.quotation.exact.clone(), |page| quoted_text(page, &annotation.spans))
}

/// Where an annotation is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// With those of this article, where the part at this place begins.
    Article(ArticleId, usize),
    /// With those of a source that stand in no article.
    Elsewhere(SourceId),
}

pub(super) fn home(library: &Library, annotation: &Annotation) -> Home {
    let page = library.get(annotation.source);
    let place = page.and_then(|page| {
        page.place(start(annotation))
            .and_then(|(article, part)| page.articles.get(article).map(|article| Home::Article(article.id, part)))
    });
    place.unwrap_or(Home::Elsewhere(annotation.source))
}

/// Where an annotation begins.
pub(super) fn start(annotation: &Annotation) -> u32 {
    annotation.spans.first().map_or(0, |span| span.start)
}

/// The terms of all keyword lists that are on, ready to be found in one pass.
#[derive(Clone, Debug)]
pub struct Keywords {
    matcher: KeywordMatcher,
    /// For each list, on or off, the number that its first term has among all.
    first_terms: Vec<u32>,
    terms: usize,
}

/// Hits of the keyword lists in one article.
#[derive(Clone, Debug, Default)]
pub struct KeywordHits {
    /// For each part of the article, its hits in the reading text, from left to right.
    pub by_part: Vec<Vec<KeywordHit>>,
    /// Hits in all.
    pub total: usize,
    /// Hits of each term, as the terms are numbered by [`Keywords`].
    counts: Vec<u32>,
}

impl Keywords {
    /// The terms of the session's notebook. A hit's list is a place among
    /// [`ordered_keyword_lists`](crate::notebook::Notebook::ordered_keyword_lists).
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let lists = session.notebook().ordered_keyword_lists();
        let mut terms = 0;
        let mut first_terms = Vec::new();
        for list in &lists {
            first_terms.push(terms as u32);
            terms += if list.on { list.terms.len() } else { 0 };
        }
        let lit = lists.iter().zip(0..).filter(|(list, _)| list.on);
        let matcher = KeywordMatcher::new(lit.map(|(list, at)| KeywordTerms {
            list: ListIndex(at),
            terms: &list.terms,
            whole_words: list.whole_words,
        }));
        Self { matcher, first_terms, terms }
    }

    /// The hits in `article`; `words` cuts its texts where a list wants whole words.
    #[must_use]
    pub fn hits(&self, article: &ArticleText, words: Option<&WordCache>) -> KeywordHits {
        let by_part: Vec<Vec<KeywordHit>> =
            article.parts.iter().map(|part| self.matcher.hits(part.text.as_str(), words)).collect();
        let mut counts = vec![0; self.terms];
        for hit in by_part.iter().flatten() {
            counts[hit.term.0 as usize] += 1;
        }
        KeywordHits { total: by_part.iter().map(Vec::len).sum(), by_part, counts }
    }

    /// The number of the `term`th term of a list that is on.
    #[must_use]
    pub fn number(&self, list: ListIndex, term: usize) -> TermIndex {
        TermIndex(self.first_terms.get(list.0 as usize).copied().unwrap_or(0) + term as u32)
    }

    /// How many of `hits` are of the `term`th term of a list that is on.
    #[must_use]
    pub fn count(&self, hits: &KeywordHits, list: ListIndex, term: usize) -> u32 {
        hits.counts.get(self.number(list, term).0 as usize).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
