//! The words of a page as pairs of neighbouring characters: which pieces speak of the same thing, and which two
//! characters this page is used to seeing side by side. Pairs need no dictionary, and a page is its own best one.

use std::collections::HashMap;

use super::line::Line;
use super::paragraph::Piece;
use crate::text::{fold_char, is_han};

/// Counted pairs of one page.
pub(super) struct Wording {
    /// Number and count of each pair of Han characters or letters.
    pairs: HashMap<(char, char), (u32, u32)>,
    /// How often each character stands on the page.
    singles: HashMap<char, u32>,
    /// How often any does.
    total: f32,
    /// In how many pieces each pair stands, by number.
    spread: Vec<u32>,
    /// The pairs of each piece, sorted.
    by_piece: Vec<Vec<u32>>,
}

/// A bag of pairs, sorted by number, each once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Topic(Vec<u32>);

impl Topic {
    /// Both together.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut all = Vec::with_capacity(self.0.len() + other.0.len());
        all.extend(self.0.iter().chain(&other.0));
        all.sort_unstable();
        all.dedup();
        Self(all)
    }
}

impl Wording {
    /// Counts the pairs of all pieces.
    pub(super) fn new(lines: &[Line<'_>], pieces: &[Piece]) -> Self {
        let mut out = Self {
            pairs: HashMap::new(),
            singles: HashMap::new(),
            total: 0.0,
            spread: Vec::new(),
            by_piece: Vec::new(),
        };
        for piece in pieces {
            let mut found = Vec::new();
            let mut before = None;
            for ch in lines[piece.lines.clone()].iter().flat_map(|line| line.text.chars()) {
                if ch.is_whitespace() {
                    continue;
                }
                let ch = fold_char(ch);
                *out.singles.entry(ch).or_default() += 1;
                out.total += 1.0;
                let word = is_word(ch);
                if let Some(before) = before
                    && word
                {
                    let next = out.pairs.len() as u32;
                    let (number, count) = out.pairs.entry((before, ch)).or_insert((next, 0));
                    *count += 1;
                    found.push(*number);
                }
                before = word.then_some(ch);
            }
            found.sort_unstable();
            found.dedup();
            out.spread.resize(out.pairs.len(), 0);
            found.iter().for_each(|&number| out.spread[number as usize] += 1);
            out.by_piece.push(found);
        }
        out
    }

    /// What some pieces speak of.
    pub(super) fn topic(&self, pieces: impl IntoIterator<Item = usize>) -> Topic {
        let mut all: Vec<u32> = pieces.into_iter().flat_map(|piece| self.by_piece[piece].iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        Topic(all)
    }

    /// What a text of this page speaks of; pairs across line ends are left out.
    pub(super) fn topic_of_text<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Topic {
        let mut found = Vec::new();
        for text in texts {
            let mut before = None;
            for ch in text.chars().filter(|ch| !ch.is_whitespace()).map(fold_char) {
                let word = is_word(ch);
                if let Some(before) = before.filter(|_| word) {
                    found.extend(self.pairs.get(&(before, ch)).map(|&(number, _)| number));
                }
                before = word.then_some(ch);
            }
        }
        found.sort_unstable();
        found.dedup();
        Topic(found)
    }

    /// How rare a pair is among the pieces of the page.
    fn weight(&self, pair: u32) -> f32 {
        let pieces = self.by_piece.len() as f32 + 1.0;
        (pieces / self.spread[pair as usize] as f32).ln().max(0.05)
    }

    fn norm(&self, topic: &Topic) -> f32 {
        topic.0.iter().map(|&pair| self.weight(pair).powi(2)).sum::<f32>().sqrt()
    }

    /// Cosine of two topics, pairs weighted by their rarity; 0 to 1.
    pub(super) fn likeness(&self, left: &Topic, right: &Topic) -> f32 {
        let norms = self.norm(left) * self.norm(right);
        if norms > 0.0 { self.common(left, right, |weight| weight * weight) / norms } else { 0.0 }
    }

    /// Share of a short text's pairs, weighted by their rarity, that a topic holds; 0 to 1.
    pub(super) fn held(&self, short: &Topic, topic: &Topic) -> f32 {
        let all: f32 = short.0.iter().map(|&pair| self.weight(pair)).sum();
        if all > 0.0 { self.common(short, topic, |weight| weight) / all } else { 0.0 }
    }

    fn common(&self, left: &Topic, right: &Topic, value: impl Fn(f32) -> f32) -> f32 {
        let (mut a, mut b) = (left.0.iter().peekable(), right.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some(&&x), Some(&&y)) = (a.peek(), b.peek()) {
            if x == y {
                sum += value(self.weight(x));
            }
            if x <= y {
                a.next();
            }
            if y <= x {
                b.next();
            }
        }
        sum
    }

    /// How much more often the page sets the two characters side by side than chance would, as a logarithm cut to
    /// −0.7 … 4, for what a page does not say proves little. 0 says nothing.
    pub(super) fn bridge(&self, last: char, first: char) -> f32 {
        self.bridge_but(last, first, 0.0)
    }

    /// The same for two characters that already stand side by side at one place, which does not count.
    pub(super) fn bridge_elsewhere(&self, last: char, first: char) -> f32 {
        self.bridge_but(last, first, 1.0)
    }

    fn bridge_but(&self, last: char, first: char, here: f32) -> f32 {
        let (last, first) = (fold_char(last), fold_char(first));
        if last.is_ascii_digit() && first.is_ascii_digit() {
            return 3.0;
        }
        if !is_word(last) || !is_word(first) {
            return 0.0;
        }
        let together = self.pairs.get(&(last, first)).map_or(0.0, |&(_, count)| (count as f32 - here).max(0.0));
        let alone = |ch: char| self.singles.get(&ch).copied().unwrap_or(0) as f32 + 1.0;
        let expected = alone(last) * alone(first) / self.total.max(1.0);
        ((together + 0.3) / (expected + 0.3)).ln().clamp(-0.7, 4.0)
    }
}

fn is_word(ch: char) -> bool {
    is_han(ch) || ch.is_ascii_alphanumeric()
}
