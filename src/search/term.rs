use std::ops::Range;

use aho_corasick::AhoCorasick;
use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{Finder, FinderBuilder};
use regex::Regex;

use super::pattern;
use super::query::{Mode, Query, QueryError, compile};
use super::shelf::{Hit, Shelf};
use super::variants::Variants;
use crate::text::{CharSpan, Folded};

/// One thing to look for: words or an expression.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// As typed.
    pub(super) typed: String,
    matcher: Matcher,
    /// Whether hits count only where words begin and end.
    pub(super) whole_words: bool,
}

#[derive(Clone, Debug)]
enum Matcher {
    /// Looks for these folded characters in folded texts.
    Words(Box<Finder<'static>>),
    /// Looks for these folded characters and their variants in folded texts.
    Variants { regex: Regex, folded: String },
    /// Looks in folded texts; only in those that hold what `needed` finds.
    Expression { regex: Regex, needed: Option<Needed> },
    /// Looks in texts as they are; where `folded` is not found in the folded text, it does not stand there either.
    Exact { query: Query, folded: Option<Box<Finder<'static>>> },
}

/// How common bytes are in Chinese text in UTF-8. A search looks for the two rarest bytes of what it is after, and what is common in
/// code and English would mislead it: here every character begins with one of a few bytes, and many end with those of 的 and of marks.
struct ChineseBytes;

impl HeuristicFrequencyRank for ChineseBytes {
    fn rank(&self, byte: u8) -> u8 {
        match byte {
            0xe4..=0xe9 => 255,
            0xe3 | 0xef | 0x80 | 0xbc => 240,
            0x8c | 0x82 | 0x84 | 0x9a | 0xb8 | 0xbd => 220,
            0x81..=0xbf => 180,
            _ => 100,
        }
    }
}

fn finder(folded: &str) -> Box<Finder<'static>> {
    Box::new(FinderBuilder::new().build_forward_with_ranker(ChineseBytes, folded).into_owned())
}

#[derive(Clone, Debug)]
enum Needed {
    One(Box<Finder<'static>>),
    Several(AhoCorasick),
}

impl Needed {
    fn new(texts: &[String]) -> Option<Self> {
        match texts {
            [] => None,
            [text] => Some(Self::One(finder(text))),
            _ => AhoCorasick::new(texts).ok().map(Self::Several),
        }
    }

    /// The places where one of the texts stands.
    fn places<'a>(&'a self, folded: &'a str) -> Box<dyn Iterator<Item = usize> + 'a> {
        match self {
            Self::One(finder) => Box::new(finder.find_iter(folded.as_bytes())),
            Self::Several(automaton) => Box::new(automaton.find_iter(folded).map(|found| found.start())),
        }
    }
}

impl Term {
    /// Words, with whatever variants of their characters.
    pub(super) fn words(typed: &str, variants: Variants, whole_words: bool) -> Result<Self, QueryError> {
        let folded = Folded::new(typed).text;
        if folded.is_empty() {
            return Err(QueryError::Empty);
        }
        let classes: Vec<Vec<char>> = folded.chars().map(|ch| variants.of(ch)).collect();
        let matcher = if classes.iter().all(|class| class.len() == 1) {
            Matcher::Words(finder(&folded))
        } else {
            let regex = compile(Some(pattern::of_classes(&classes)), false)?;
            Matcher::Variants { regex, folded }
        };
        Ok(Self { typed: typed.to_owned(), matcher, whole_words })
    }

    /// A regular expression.
    pub(super) fn expression(typed: &str) -> Result<Self, QueryError> {
        // As a query first, which knows what is wrong with it and where.
        let query = Query::parse(typed, Mode { regex: true, exact: false })?;
        let folded = pattern::fold_expression(&pattern::without_line_breaks(query.text()));
        let apart = pattern::between_lines(&folded).ok_or(QueryError::Unfoldable)?;
        let needed = Needed::new(&apart.needed);
        let matcher = Matcher::Expression { regex: compile(Some(apart.expression), false)?, needed };
        Ok(Self { typed: typed.to_owned(), matcher, whole_words: false })
    }

    /// What nothing but line breaks is folded in.
    pub(super) fn exact(typed: &str, regex: bool, whole_words: bool) -> Result<Self, QueryError> {
        let query = Query::parse(typed, Mode { regex, exact: true })?;
        let folded = (!regex).then(|| finder(&Folded::new(typed).text));
        Ok(Self {
            typed: typed.to_owned(),
            matcher: Matcher::Exact { query, folded },
            whole_words: whole_words && !regex,
        })
    }

    /// The hits in the documents at `documents` of a shelf, in order, none empty, none overlapping another.
    pub(super) fn hits(&self, shelf: &Shelf, documents: Range<usize>) -> Vec<Hit> {
        let bytes = shelf.bytes(documents.clone());
        let folded = &shelf.folded()[bytes.clone()];
        let first = shelf.texts(documents.clone()).start as u32;
        let mut hits = Hits { shelf, offset: bytes.start, near: first, found: Vec::new() };
        match &self.matcher {
            Matcher::Words(finder) => {
                let len = finder.needle().len();
                finder.find_iter(folded.as_bytes()).for_each(|at| hits.push(at..at + len, false));
            }
            Matcher::Variants { regex, folded: typed } => {
                regex.find_iter(folded).for_each(|hit| hits.push(hit.range(), hit.as_str() != typed));
            }
            Matcher::Expression { regex, needed: None } => {
                regex.find_iter(folded).for_each(|hit| hits.push(hit.range(), false));
            }
            Matcher::Expression { regex, needed: Some(needed) } => {
                hits.each_text(needed.places(folded), |hits, text| {
                    let within = shelf.text_bytes(text);
                    let from = within.start - bytes.start;
                    for hit in regex.find_iter(&shelf.folded()[within]) {
                        hits.push(from + hit.start()..from + hit.end(), false);
                    }
                });
            }
            Matcher::Exact { query, folded: Some(finder) } => {
                hits.each_text(finder.find_iter(folded.as_bytes()), |hits, text| hits.push_exact(query, text));
            }
            Matcher::Exact { query, folded: None } => {
                shelf.texts(documents).for_each(|text| hits.push_exact(query, text as u32));
            }
        }
        hits.found.retain(|hit| shelf.is_told_once(hit));
        hits.found
    }

    /// Whether it stands in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        match &self.matcher {
            Matcher::Words(finder) => finder.find(Folded::new(text).text.as_bytes()).is_some(),
            Matcher::Variants { regex, .. } | Matcher::Expression { regex, .. } => {
                regex.is_match(&Folded::new(text).text)
            }
            Matcher::Exact { query, .. } => !query.find(text).is_empty(),
        }
    }

    /// Whether it is the whole of a text.
    pub(super) fn is_whole(&self, text: &str) -> bool {
        let folded = Folded::new(text).text;
        match &self.matcher {
            Matcher::Words(finder) => finder.needle() == folded.as_bytes(),
            Matcher::Variants { regex, .. } | Matcher::Expression { regex, .. } => {
                regex.find(&folded).is_some_and(|hit| hit.range() == (0..folded.len()))
            }
            Matcher::Exact { query, .. } => query.find(text) == [CharSpan::new(0, text.chars().count() as u32)],
        }
    }

    /// The characters that must all stand in a source for this to stand in an article of it, as far as they are known.
    pub(super) fn needed(&self) -> Vec<char> {
        match &self.matcher {
            Matcher::Words(_) => self.typed.chars().filter(|ch| crate::text::is_han(*ch)).collect(),
            _ => Vec::new(),
        }
    }
}

/// Hits as they are found, with the text that the last one was in.
struct Hits<'a> {
    shelf: &'a Shelf,
    /// Byte of the folded text at which the search begins.
    offset: usize,
    near: u32,
    found: Vec<Hit>,
}

impl Hits<'_> {
    /// Does something to each text in which one of `places` is, once.
    fn each_text(&mut self, places: impl Iterator<Item = usize>, mut then: impl FnMut(&mut Self, u32)) {
        let mut last = None;
        let mut near = self.near;
        for at in places {
            near = self.shelf.text_at(self.offset + at, near);
            if last.replace(near) != Some(near) {
                then(self, near);
            }
        }
    }

    fn push(&mut self, bytes: Range<usize>, is_variant: bool) {
        if bytes.is_empty() {
            return;
        }
        let (start, end) = (self.offset + bytes.start, self.offset + bytes.end);
        self.near = self.shelf.text_at(start, self.near);
        self.found.push(Hit { text: self.near, start: start as u32, end: end as u32, is_variant });
    }

    fn push_exact(&mut self, query: &Query, text: u32) {
        for span in query.find_in(&self.shelf.text(text).reading) {
            // A regular expression can hit nothing but the space that joins two lines, which stands nowhere.
            if let Some((start, end)) = self.shelf.hit_at(text, span) {
                self.found.push(Hit { text, start, end, is_variant: false });
            }
        }
    }
}
