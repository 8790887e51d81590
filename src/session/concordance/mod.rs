//! Concordance 语境检索: where a query stands in all that can be read, as lines with the node in the middle. Lines are made as they
//! are shown; what is kept of a hit is its place.

mod corpus;
mod find;
mod order;
mod tagging;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::notebook::QueryOptions;
use crate::page::{ArticleId, ParagraphId};
use crate::search::{DocumentId, Hit as ShelfHit, Mode, Options, Search, SearchError, Variants};
use crate::text::CharSpan;

pub use corpus::Corpus;
pub use find::{Finding, find_hits};
pub use order::{SortBy, order_of};
pub use tagging::{Place, passage_of, passages_of};

/// What is looked for, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConcordanceQuery {
    /// As the user has written it.
    pub text: String,
    /// How it is understood.
    pub options: QueryOptions,
    /// Where it is looked for.
    pub scope: Scope,
}

impl ConcordanceQuery {
    /// The query ready to be used.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn search(&self) -> Result<Search, SearchError> {
        let QueryOptions { regex, exact, scripts, misread, whole_words } = self.options;
        let variants = Variants { script: scripts, misread };
        Search::parse(&self.text, Options { mode: Mode { regex, exact }, variants, whole_words })
    }

    /// Whether it can ask for tags, days and the like, as far as a look tells.
    #[must_use]
    pub fn may_need_facts(&self) -> bool {
        !self.options.regex && !self.options.exact && self.text.contains([':', '：'])
    }
}

/// Which texts are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Scope {
    /// Articles of open pages.
    pub articles: bool,
    /// Quotations of annotations; where articles are searched, too, only those that stand in none.
    pub quotations: bool,
    /// Comments of annotations.
    pub comments: bool,
    /// Notes.
    pub notes: bool,
}

impl Default for Scope {
    fn default() -> Self {
        Self { articles: true, quotations: true, comments: true, notes: true }
    }
}

/// A place at which a query was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hit {
    /// Which of the corpus' shelves it stands on.
    pub(super) shelf: u32,
    pub(super) hit: ShelfHit,
}

impl Hit {
    /// Whether it differs from what was typed by more than width, case and white space.
    #[must_use]
    pub fn is_variant(self) -> bool {
        self.hit.is_variant
    }
}

/// What was found for a query, in the order in which it is shown.
#[derive(Clone, Debug, Default)]
pub struct Concordance {
    corpus: Arc<Corpus>,
    hits: Arc<Vec<Hit>>,
    order: Option<(SortBy, Vec<u32>)>,
    /// What the lines are of.
    query: Option<ConcordanceQuery>,
    error: Option<SearchError>,
    articles: usize,
    state: State,
    version: u64,
    generation: u64,
}

/// How far the search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// The lines are those of the query.
    #[default]
    Whole,
    /// More of them are looked for.
    Growing,
    /// They are those of the query before; the next are looked for.
    Old,
    /// There were more than are kept.
    Cut,
}

impl Concordance {
    /// What the lines are of.
    #[must_use]
    pub fn query(&self) -> Option<&ConcordanceQuery> {
        self.query.as_ref()
    }

    /// The texts in which the lines stand.
    #[must_use]
    pub fn corpus(&self) -> &Arc<Corpus> {
        &self.corpus
    }

    /// The hits in the order in which they were found: article by article, in reading order.
    #[must_use]
    pub fn hits(&self) -> &Arc<Vec<Hit>> {
        &self.hits
    }

    /// Number of lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether there are no lines.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Articles, quotations, comments and notes in which the lines stand.
    #[must_use]
    pub fn text_count(&self) -> usize {
        self.articles
    }

    /// What is wrong with the query that was asked for last; the lines are then those of the one before.
    #[must_use]
    pub fn error(&self) -> Option<&SearchError> {
        self.error.as_ref()
    }

    /// Whether the lines are those of an earlier query, because the next is wrong or still looked for.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        !self.is_empty() && (self.error.is_some() || self.state == State::Old)
    }

    /// Whether lines are still looked for.
    #[must_use]
    pub fn is_growing(&self) -> bool {
        matches!(self.state, State::Growing | State::Old)
    }

    /// Whether there are more hits than lines.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.state == State::Cut
    }

    /// Where lines stand in an article: in which part, and where in its reading text. No more than `most` of them: a long article may
    /// have a hundred thousand.
    #[must_use]
    pub fn places_in(&self, article: ArticleId, most: usize) -> Vec<(ParagraphId, CharSpan)> {
        let Some(shelf) = self.corpus.pages().position(|page| page.source.id == article.source) else {
            return Vec::new();
        };
        let here = self.hits.iter().filter(|hit| hit.shelf as usize == shelf);
        let here = here.filter(|hit| self.corpus.document(**hit) == DocumentId::Article(article)).take(most);
        let lines = here.map(|hit| self.corpus.line(*hit, 0));
        lines.filter_map(|line| line.part.map(|(part, _)| (part, line.reading))).collect()
    }

    /// Another whenever the lines are not the same any more, or stand in another order; more of them at the end count as the same.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Another whenever the lines are others; those that are only sorted anew, or followed by more, are the same.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// By what the lines are sorted.
    #[must_use]
    pub fn sorted_by(&self) -> SortBy {
        self.order.as_ref().map_or(SortBy::Text, |(by, _)| *by)
    }

    /// Number of the hit that is shown in a row.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<u32> {
        match &self.order {
            Some((_, order)) => order.get(row).copied(),
            None => (row < self.hits.len()).then_some(row as u32),
        }
    }

    /// The hit that is shown in a row.
    #[must_use]
    pub fn hit(&self, row: usize) -> Option<Hit> {
        self.hits.get(self.number(row)? as usize).copied()
    }

    /// The next query is looked for; its lines are not there yet.
    pub fn begin(&mut self) {
        self.error = None;
        self.state = State::Old;
    }

    /// The query that was asked for cannot be used. The lines stay.
    pub fn refuse(&mut self, error: SearchError) {
        self.error = Some(error);
        self.state = State::Whole;
    }

    /// Takes the first lines of a query, in the place of what was there.
    pub fn replace(&mut self, query: ConcordanceQuery, corpus: Arc<Corpus>, hits: Arc<Vec<Hit>>) {
        self.articles = count_texts(&corpus, None, &hits);
        (self.query, self.corpus, self.hits) = (Some(query), corpus, hits);
        self.generation += 1;
        (self.order, self.error, self.state) = (None, None, State::Growing);
        self.version += 1;
    }

    /// The same query has been looked for again, because something has changed. Tells whether its hits are the same: then all stays
    /// as it is, what is selected, too.
    pub fn renew(&mut self, corpus: &Arc<Corpus>, hits: &[Hit]) -> bool {
        let is_same = *self.hits == hits && self.corpus.has_pages_of(corpus);
        if is_same {
            self.corpus = Arc::clone(corpus);
        }
        is_same
    }

    /// Takes more lines of the same query.
    pub fn extend(&mut self, more: &[Hit]) {
        self.articles += count_texts(&self.corpus, self.hits.last(), more);
        Arc::make_mut(&mut self.hits).extend_from_slice(more);
    }

    /// All lines are there, or as many as are kept.
    pub fn finish(&mut self, is_cut: bool) {
        self.state = if is_cut { State::Cut } else { State::Whole };
    }

    /// Puts the lines into an order; `None` is that in which they were found.
    pub fn sort(&mut self, order: Option<(SortBy, Vec<u32>)>) {
        self.order = order.filter(|(_, order)| order.len() == self.hits.len());
        self.version += 1;
    }

    /// Lets all lines go.
    pub fn clear(&mut self) {
        *self = Self { version: self.version + 1, generation: self.generation + 1, ..Self::default() };
    }
}

/// Texts in which `hits` stand, and `before` does not.
fn count_texts(corpus: &Corpus, before: Option<&Hit>, hits: &[Hit]) -> usize {
    let text = |hit: &Hit| corpus.document(*hit);
    let before = before.map(text);
    hits.chunk_by(|one, other| text(one) == text(other)).filter(|same| Some(text(&same[0])) != before).count()
}

/// Which lines are selected, by the numbers of their hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectedLines {
    chosen: BTreeSet<u32>,
    /// The row from which a stretch is selected.
    from: Option<usize>,
}

impl SelectedLines {
    /// Whether a hit is selected.
    #[must_use]
    pub fn holds(&self, number: u32) -> bool {
        self.chosen.contains(&number)
    }

    /// How many are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Their numbers, from the first that was found to the last.
    #[must_use]
    pub fn numbers(&self) -> Vec<u32> {
        self.chosen.iter().copied().collect()
    }

    /// Selects a row's line, or lets it go.
    pub fn toggle(&mut self, lines: &Concordance, row: usize) {
        if let Some(number) = lines.number(row)
            && !self.chosen.remove(&number)
        {
            self.chosen.insert(number);
        }
        self.from = Some(row);
    }

    /// Selects all lines from the row selected last, or else from `from`, to `to`, and no others.
    pub fn stretch(&mut self, lines: &Concordance, from: usize, to: usize) {
        let from = *self.from.get_or_insert(from);
        self.chosen = (from.min(to)..=from.max(to)).filter_map(|row| lines.number(row)).collect();
    }

    /// Selects all lines, or none if all are.
    pub fn toggle_all(&mut self, lines: &Concordance) {
        self.chosen = if self.len() == lines.len() { BTreeSet::new() } else { (0..lines.len() as u32).collect() };
        self.from = None;
    }

    /// Lets all go.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests;
