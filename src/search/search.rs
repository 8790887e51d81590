use std::collections::BTreeMap;
use std::ops::Range;

use super::facts::Facts;
use super::language::{self, Field, Node, Options, SearchError};
use super::shelf::{DocumentId, Hit, Shelf};
use super::term::Term;
use crate::lexis::WordCache;
use crate::page::Role;
use crate::task::Cancel;

/// Bytes of folded text that are searched between two looks at whether to stop: about a millisecond of work for words.
pub const PIECE_BYTES: usize = 1 << 20;

/// A query in the query language, ready to be asked of many shelves from several threads. See [`Search::parse`].
#[derive(Clone, Debug)]
pub struct Search {
    text: String,
    options: Options,
    root: Node,
    terms: Vec<Term>,
    joined: Vec<u32>,
}

/// What a search needs to know beside the texts.
#[derive(Clone, Copy, Default)]
pub struct Knowledge<'a> {
    /// Tells what fields ask for; without it no field matches.
    pub facts: Option<&'a (dyn Fn(DocumentId) -> Facts + Sync)>,
    /// Cuts texts where whole words are wanted; without it every hit counts as whole.
    pub words: Option<&'a WordCache>,
}

impl Search {
    /// Reads a query.
    ///
    /// - A blank between Han characters: both. Beside a letter, a digit or a mark it is how text is set and parts nothing
    ///   (`9 名`, `open source`); there, ` & ` stands for both.
    /// - `|`: one or the other. `-` before a word: not. `( )` around several of them binds them together.
    /// - `"…"`: a phrase, blanks and signs and all; `“…”` and `「…」` where a blank or `|` is inside, otherwise they are text.
    /// - `A NEAR/n B`: hits of both in one document with at most n characters between them, white space not counted.
    /// - `标题: 标签: 来源: 日期: 作者: 批注:` (`title: tag: source: date: author: comment:`) before a word, phrase, group or expression.
    ///   A word is part of the field; a phrase is the whole of a tag, or a tag above it.
    /// - `/…/`: a regular expression.
    /// - What binds closest: `-`, NEAR, both, `|`.
    ///
    /// A query without any of these is text, found as it stands but for width, case and white space.
    ///
    /// # Errors
    /// What is wrong, and at which character.
    pub fn parse(text: &str, options: Options) -> Result<Self, SearchError> {
        let parsed = language::parse(text, options)?;
        Ok(Self { text: text.to_owned(), options, root: parsed.root, terms: parsed.terms, joined: parsed.joined })
    }

    /// What the user typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it is understood.
    #[must_use]
    pub fn options(&self) -> Options {
        self.options
    }

    /// The characters, from 1, at which a blank stands that was taken as part of the text and not as "both".
    #[must_use]
    pub fn joined_blanks(&self) -> &[u32] {
        &self.joined
    }

    /// Whether it asks for facts.
    #[must_use]
    pub fn needs_facts(&self) -> bool {
        any_node(&self.root, &|node| matches!(node, Node::Field { .. } | Node::Date(_)))
    }

    /// Whether it asks for whole words.
    #[must_use]
    pub fn needs_words(&self) -> bool {
        self.terms.iter().any(|term| term.whole_words)
    }

    /// Whether an article from a source with this text could match, as far as the text's characters tell: a look that is much
    /// cheaper than reading the page. Only for sources that are read as they stand.
    #[must_use]
    pub fn could_match(&self, source: &str) -> bool {
        let has = |term: &Term| term.needed().into_iter().all(|ch| source.contains(ch));
        could_hold(&self.root, &|term| has(&self.terms[term]))
    }

    /// The hits in a shelf, document by document in its order; what was found so far if cancelled.
    ///
    /// A document matches as a whole. In one that does, the hits of all terms that are wanted count, none overlapping another; where
    /// nothing but fields is asked for, the headline or else the first text is the hit.
    #[must_use]
    pub fn hits(&self, shelf: &Shelf, knowledge: &Knowledge<'_>, cancel: &Cancel) -> Vec<Hit> {
        let mut hits = Vec::new();
        for piece in shelf.pieces(PIECE_BYTES) {
            if cancel.is_cancelled() {
                break;
            }
            hits.append(&mut self.hits_among(shelf, piece, knowledge));
        }
        hits
    }

    /// The hits in the documents at `documents`: see [`Shelf::pieces`].
    #[must_use]
    pub fn hits_among(&self, shelf: &Shelf, documents: Range<usize>, knowledge: &Knowledge<'_>) -> Vec<Hit> {
        if let Node::Term(term) = self.root {
            return self.term_hits(term, shelf, documents, knowledge);
        }
        let mut by_term: Vec<Found> = Vec::with_capacity(self.terms.len());
        let in_text = self.terms_in_text();
        for (term, in_text) in in_text.iter().enumerate() {
            let hits = if *in_text { self.term_hits(term, shelf, documents.clone(), knowledge) } else { Vec::new() };
            by_term.push(Found { hits, at: 0 });
        }
        let needs_hit = needs_hit(&self.root);
        let mut out = Vec::new();
        let mut next = documents.start;
        while next < documents.end {
            if needs_hit {
                // Only documents with a hit of some term can match.
                let first = by_term.iter().filter_map(|found| found.hits.get(found.at)).map(|hit| hit.text).min();
                let Some(first) = first else { break };
                next = shelf.text(first).document as usize;
            }
            let texts = shelf.texts(next..next + 1);
            let here: Vec<&[Hit]> = by_term
                .iter_mut()
                .map(|found| found.up_to(texts.end as u32))
                .map(|(hits, range)| &hits[range])
                .collect();
            let asked = Asked { search: self, shelf, document: next, hits: &here, facts: FactsOnce::new(knowledge) };
            if let Some(found) = asked.matches(&self.root) {
                out.append(&mut asked.shown(found));
            }
            next += 1;
        }
        out
    }

    fn term_hits(&self, term: usize, shelf: &Shelf, documents: Range<usize>, knowledge: &Knowledge<'_>) -> Vec<Hit> {
        let term = &self.terms[term];
        let mut hits = term.hits(shelf, documents);
        if let Some(cache) = knowledge.words.filter(|_| term.whole_words) {
            let mut bounds: (u32, Vec<u32>) = (u32::MAX, Vec::new());
            hits.retain(|hit| {
                if bounds.0 != hit.text {
                    bounds = (hit.text, cache.cut(shelf.text(hit.text).reading.as_str()).bounds());
                }
                let span = shelf.reading_span(hit);
                bounds.1.binary_search(&span.start).is_ok() && bounds.1.binary_search(&span.end).is_ok()
            });
        }
        hits
    }

    /// For each term, whether it is looked for in texts, and not in fields alone.
    fn terms_in_text(&self) -> Vec<bool> {
        fn mark(node: &Node, marks: &mut [bool]) {
            match node {
                Node::Term(term) | Node::Field { field: Field::Title, term, .. } => marks[*term] = true,
                Node::Field { .. } | Node::Date(_) => {}
                Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| mark(node, marks)),
                Node::Not(node) => mark(node, marks),
                Node::Near(left, right, _) => [left, right].into_iter().for_each(|node| mark(node, marks)),
            }
        }
        let mut marks = vec![false; self.terms.len()];
        mark(&self.root, &mut marks);
        marks
    }
}

/// The hits of a term, and how far they were looked at.
struct Found {
    hits: Vec<Hit>,
    at: usize,
}

impl Found {
    /// Those that come before the text at `text`.
    fn up_to(&mut self, text: u32) -> (&[Hit], Range<usize>) {
        let from = self.at;
        self.at += self.hits[from..].iter().take_while(|hit| hit.text < text).count();
        (&self.hits, from..self.at)
    }
}

/// Facts of a document, asked for once at most.
struct FactsOnce<'a> {
    source: Option<&'a (dyn Fn(DocumentId) -> Facts + Sync)>,
    known: std::cell::OnceCell<Option<Facts>>,
}

impl<'a> FactsOnce<'a> {
    fn new(knowledge: &Knowledge<'a>) -> Self {
        Self { source: knowledge.facts, known: std::cell::OnceCell::new() }
    }

    fn get(&self, document: DocumentId) -> Option<&Facts> {
        self.known.get_or_init(|| self.source.map(|facts| facts(document))).as_ref()
    }
}

/// A document that a query is asked of.
struct Asked<'a> {
    search: &'a Search,
    shelf: &'a Shelf,
    document: usize,
    /// The hits of each term in it.
    hits: &'a [&'a [Hit]],
    facts: FactsOnce<'a>,
}

impl Asked<'_> {
    /// If the document matches: the hits that are to be shown, in whatever order.
    fn matches(&self, node: &Node) -> Option<Vec<Hit>> {
        match node {
            Node::Term(term) => (!self.hits[*term].is_empty()).then(|| self.hits[*term].to_vec()),
            Node::Field { field, term, whole } => self.in_field(*field, *term, *whole),
            Node::Date(days) => {
                let facts = self.facts.get(self.shelf.document_id(self.document))?;
                facts.dates.iter().any(|day| days.contains(*day)).then(Vec::new)
            }
            Node::All(all) => {
                let mut shown = Vec::new();
                for node in all {
                    shown.append(&mut self.matches(node)?);
                }
                Some(shown)
            }
            Node::Any(any) => {
                let found: Vec<Vec<Hit>> = any.iter().filter_map(|node| self.matches(node)).collect();
                (!found.is_empty()).then(|| found.concat())
            }
            Node::Not(node) => self.matches(node).is_none().then(Vec::new),
            Node::Near(left, right, reach) => {
                let shown = self.near(&self.matches(left)?, &self.matches(right)?, *reach);
                (!shown.is_empty()).then_some(shown)
            }
        }
    }

    fn in_field(&self, field: Field, term: usize, whole: bool) -> Option<Vec<Hit>> {
        let facts = self.facts.get(self.shelf.document_id(self.document))?;
        let asked = &self.search.terms[term];
        let is_in = |texts: &[String]| texts.iter().any(|text| asked.is_in(text));
        let found = match field {
            Field::Title => asked.is_in(&facts.title),
            Field::Tag if whole => facts.tags.iter().any(|tag| branches(tag).any(|branch| asked.is_whole(branch))),
            Field::Tag => is_in(&facts.tags),
            Field::Source => is_in(&facts.sources),
            Field::Author => is_in(&facts.authors),
            Field::Comment => is_in(&facts.comments),
            Field::Date => false,
        };
        let in_headline = |hit: &&Hit| matches!(self.shelf.text(hit.text).part, Some((_, Role::Headline)));
        found.then(|| self.hits[term].iter().filter(in_headline).copied().collect())
    }

    /// The hits of either side that stand near one of the other.
    fn near(&self, left: &[Hit], right: &[Hit], reach: u32) -> Vec<Hit> {
        let places = Places::new(self.shelf, self.document, left.iter().chain(right));
        let mut shown = Vec::new();
        for (own, others) in [(left, right), (right, left)] {
            let mut others: Vec<(u32, u32)> = others.iter().map(|hit| places.of(hit)).collect();
            others.sort_unstable();
            let longest = others.iter().map(|(from, to)| to - from).max().unwrap_or(0);
            shown.extend(own.iter().filter(|hit| {
                let (from, to) = places.of(hit);
                let first = from.saturating_sub(reach).saturating_sub(longest);
                let candidates = others[others.partition_point(|other| other.0 < first)..].iter();
                candidates.take_while(|other| other.0 <= to.saturating_add(reach)).any(|(start, end)| {
                    // One that overlaps is no neighbour.
                    (*start >= to && start - to <= reach) || (*end <= from && from - end <= reach)
                })
            }));
        }
        shown
    }

    /// The hits in order, of those that overlap the first and longest one; the title if there are none.
    fn shown(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        if hits.is_empty() {
            return self.title().into_iter().collect();
        }
        hits.sort_unstable_by_key(|hit| (hit.start, u32::MAX - hit.end, hit.is_variant));
        let mut end = 0;
        hits.retain(|hit| {
            let is_free = hit.start >= end;
            end = if is_free { hit.end } else { end };
            is_free
        });
        hits
    }

    /// The headline, or else the first text, as a hit.
    fn title(&self) -> Option<Hit> {
        let texts = self.shelf.texts(self.document..self.document + 1);
        let is_headline = |text: &u32| matches!(self.shelf.text(*text).part, Some((_, Role::Headline)));
        let mut all = texts.start as u32..texts.end as u32;
        let text = all.clone().find(is_headline).or_else(|| all.next())?;
        let bytes = self.shelf.text_bytes(text);
        Some(Hit { text, start: bytes.start as u32, end: bytes.end as u32, is_variant: false })
    }
}

/// Where hits stand in their document, counted in characters without white space. What is read otherwise than it stands has the
/// same place as what stands there.
struct Places<'a> {
    shelf: &'a Shelf,
    /// For each text with a hit, the characters before it.
    before: BTreeMap<u32, u32>,
}

impl<'a> Places<'a> {
    fn new<'h>(shelf: &'a Shelf, document: usize, hits: impl Iterator<Item = &'h Hit>) -> Self {
        let last = hits.map(|hit| hit.text).max().unwrap_or(0);
        let first = shelf.texts(document..document + 1).start as u32;
        let mut before = BTreeMap::new();
        let (mut counted, mut own) = (0, 0);
        for text in first..=last {
            if shelf.text(text).read_as.is_none() {
                counted += own;
                own = shelf.folded()[shelf.text_bytes(text)].chars().count() as u32;
            }
            before.insert(text, counted);
        }
        Self { shelf, before }
    }

    fn of(&self, hit: &Hit) -> (u32, u32) {
        let folded = self.shelf.folded();
        let chars = |from: usize, to: usize| folded[from..to].chars().count() as u32;
        let before = self.before.get(&hit.text).copied().unwrap_or(0);
        let start = before + chars(self.shelf.text_bytes(hit.text).start, hit.start as usize);
        (start, start + chars(hit.start as usize, hit.end as usize))
    }
}

/// A tag's path and all that it lies under: `欠薪/追回`, `欠薪`.
fn branches(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |path| path.rsplit_once('/').map(|(parent, _)| parent))
}

fn any_node(node: &Node, is_meant: &impl Fn(&Node) -> bool) -> bool {
    is_meant(node)
        || match node {
            Node::Term(_) | Node::Field { .. } | Node::Date(_) => false,
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(|node| any_node(node, is_meant)),
            Node::Not(node) => any_node(node, is_meant),
            Node::Near(left, right, _) => any_node(left, is_meant) || any_node(right, is_meant),
        }
}

/// Whether no document without a hit can match.
fn needs_hit(node: &Node) -> bool {
    match node {
        Node::Term(_) | Node::Near(..) => true,
        Node::Field { .. } | Node::Date(_) | Node::Not(_) => false,
        Node::All(all) => all.iter().any(needs_hit),
        Node::Any(any) => any.iter().all(needs_hit),
    }
}

/// Whether a document could match in which terms stand only where `has` says so.
fn could_hold(node: &Node, has: &impl Fn(usize) -> bool) -> bool {
    match node {
        Node::Term(term) => has(*term),
        Node::Field { .. } | Node::Date(_) | Node::Not(_) => true,
        Node::All(all) => all.iter().all(|node| could_hold(node, has)),
        Node::Any(any) => any.iter().any(|node| could_hold(node, has)),
        Node::Near(left, right, _) => could_hold(left, has) && could_hold(right, has),
    }
}
