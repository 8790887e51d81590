//! The words of a page as pairs of neighbouring characters: which lines speak of the same thing, and which two
//! characters this page is used to seeing side by side. Pairs need no dictionary, and a page is its own best one.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::line::Line;
use crate::text::{fold_char, is_han};

/// Counted pairs of one page.
pub(super) struct Wording {
    /// Number and count of each pair of Han characters or letters.
    pairs: HashMap<u64, (u32, u32), BuildHasherDefault<PairHasher>>,
    /// How often each character stands on the page.
    singles: HashMap<u64, u32, BuildHasherDefault<PairHasher>>,
    /// How often any does.
    total: f32,
    /// How rare each pair is among the lines of the page, by number.
    weights: Vec<f32>,
    /// Numbers of the pairs of all lines, line by line.
    found: Vec<u32>,
    /// Where the pairs of each line start in `found`, and where the last ones end.
    line_starts: Vec<u32>,
    scratch: RefCell<Scratch>,
}

/// Which pairs are those of the topic that was compared last. One topic is compared with many in a row, and to look at a
/// mark is cheaper than to walk through two sorted lists side by side.
#[derive(Default)]
struct Scratch {
    /// For each pair the topic that marked it last.
    marks: Vec<u32>,
    /// The topic whose pairs are all marked; 0 is none.
    marked: u32,
    last_id: u32,
}

impl Scratch {
    fn mark(&mut self, topic: &Topic) {
        if std::mem::replace(&mut self.marked, topic.id) != topic.id {
            topic.pairs.iter().for_each(|&pair| self.marks[pair as usize] = topic.id);
        }
    }
}

/// A bag of pairs, each once, with the length of its vector of weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Topic {
    /// Tells it from the other topics of the page; 0 is that of nothing.
    id: u32,
    pairs: Vec<u32>,
    norm: f32,
}

impl Topic {
    /// Number of different pairs.
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }
}

impl Wording {
    /// Counts the pairs of all lines. Two characters with a line's end between them are none: whether they belong
    /// together is what the page is asked about.
    pub(super) fn new(lines: &[Line<'_>]) -> Self {
        let mut out = Self {
            pairs: HashMap::default(),
            singles: HashMap::default(),
            total: 0.0,
            weights: Vec::new(),
            found: Vec::new(),
            line_starts: vec![0],
            scratch: RefCell::default(),
        };
        let mut spread: Vec<u32> = Vec::new();
        let mut seen: Vec<u32> = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let mut before = None;
            for ch in line.text.chars().filter(|ch| !ch.is_whitespace()).map(fold_char) {
                *out.singles.entry(u64::from(ch)).or_default() += 1;
                out.total += 1.0;
                let word = is_word(ch);
                if let Some(before) = before.filter(|_| word) {
                    let next = spread.len() as u32;
                    let (pair, count) = out.pairs.entry(key(before, ch)).or_insert((next, 0));
                    *count += 1;
                    if *pair == next {
                        spread.push(0);
                        seen.push(u32::MAX);
                    }
                    // A line counts once for the spread of a pair.
                    if std::mem::replace(&mut seen[*pair as usize], number as u32) != number as u32 {
                        spread[*pair as usize] += 1;
                        out.found.push(*pair);
                    }
                }
                before = word.then_some(ch);
            }
            out.line_starts.push(out.found.len() as u32);
        }
        let all = lines.len() as f32 + 1.0;
        out.scratch = RefCell::new(Scratch { marks: vec![u32::MAX; spread.len()], marked: 0, last_id: 0 });
        out.weights = spread.iter().map(|&lines| (all / lines as f32).ln().max(0.05)).collect();
        out
    }

    /// Numbers of the pairs of some lines in a row, a pair once a line.
    fn pairs_of(&self, lines: Range<usize>) -> &[u32] {
        &self.found[self.line_starts[lines.start] as usize..self.line_starts[lines.end] as usize]
    }

    /// What some stretches of lines speak of.
    pub(super) fn topic(&self, stretches: impl IntoIterator<Item = Range<usize>>) -> Topic {
        let mut scratch = self.scratch.borrow_mut();
        let scratch = &mut *scratch;
        scratch.last_id += 1;
        let id = scratch.last_id;
        // Marked by its own making: who compares it next finds it so.
        scratch.marked = id;
        let mut pairs = Vec::new();
        let mut squares = 0.0;
        for &pair in stretches.into_iter().flat_map(|lines| self.pairs_of(lines)) {
            if std::mem::replace(&mut scratch.marks[pair as usize], id) != id {
                pairs.push(pair);
                squares += self.weights[pair as usize].powi(2);
            }
        }
        Topic { id, pairs, norm: squares.sqrt() }
    }

    /// Cosine of two topics, pairs weighted by their rarity; 0 to 1.
    pub(super) fn likeness(&self, left: &Topic, right: &Topic) -> f32 {
        let norms = left.norm * right.norm;
        if norms > 0.0 { self.common(left, right, |weight| weight * weight) / norms } else { 0.0 }
    }

    /// Share of a short text's pairs, weighted by their rarity, that a topic holds; 0 to 1.
    pub(super) fn held(&self, short: &Topic, topic: &Topic) -> f32 {
        let all: f32 = short.pairs.iter().map(|&pair| self.weights[pair as usize]).sum();
        if all > 0.0 { self.common(short, topic, |weight| weight) / all } else { 0.0 }
    }

    fn common(&self, left: &Topic, right: &Topic, value: impl Fn(f32) -> f32) -> f32 {
        let mut scratch = self.scratch.borrow_mut();
        scratch.mark(left);
        let held = right.pairs.iter().filter(|&&pair| scratch.marks[pair as usize] == left.id);
        held.map(|&pair| value(self.weights[pair as usize])).sum()
    }

    /// For each of some lines in a row how much of a topic it holds: the weights of their common pairs.
    pub(super) fn shares(&self, topic: &Topic, lines: Range<usize>) -> Vec<f32> {
        let mut scratch = self.scratch.borrow_mut();
        scratch.mark(topic);
        let share = |line: usize| {
            let held = self.pairs_of(line..line + 1).iter().filter(|&&pair| scratch.marks[pair as usize] == topic.id);
            held.map(|&pair| self.weights[pair as usize]).sum()
        };
        lines.map(share).collect()
    }

    /// How much more often the page sets the two characters side by side than chance would, as a logarithm cut to
    /// −0.7 … 4, for what a page does not say proves little. 0 says nothing.
    pub(super) fn bridge(&self, last: char, first: char) -> f32 {
        let (last, first) = (fold_char(last), fold_char(first));
        if last.is_ascii_digit() && first.is_ascii_digit() {
            return 3.0;
        }
        if !is_word(last) || !is_word(first) {
            return 0.0;
        }
        let together = self.pairs.get(&key(last, first)).map_or(0.0, |&(_, count)| count as f32);
        let alone = |ch: char| self.singles.get(&u64::from(ch)).copied().unwrap_or(0) as f32 + 1.0;
        let expected = alone(last) * alone(first) / self.total.max(1.0);
        ((together + 0.3) / (expected + 0.3)).ln().clamp(-0.7, 4.0)
    }
}

/// Whether the character can be part of a word.
pub(super) fn is_word(ch: char) -> bool {
    is_han(ch) || ch.is_ascii_alphanumeric()
}

/// Two characters as one number.
pub(super) fn key(first: char, second: char) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// Hashes one number by a multiplication: the keys are characters, nobody chooses them to collide.
#[derive(Default)]
pub(super) struct PairHasher(u64);

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // 2^64 divided by the golden ratio, as in Fibonacci hashing; the high bits are folded down for the table.
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recover::line::lines_of;
    use crate::text::Text;

    fn check(text: &str, test: impl Fn(&Wording)) {
        let text = Text::new(text);
        test(&Wording::new(&lines_of(&text)));
    }

    #[test]
    fn lines_on_one_subject_are_alike() {
        check("河水涨过堤防\n堤防挡住河水\n球队赢得冠军\n冠军属于球队", |wording| {
            let topic = |line: usize| wording.topic(std::iter::once(line..line + 1));
            assert!(wording.likeness(&topic(0), &topic(1)) > wording.likeness(&topic(0), &topic(2)));
            assert!(wording.held(&topic(2), &topic(3)) > 0.2);
            assert_eq!(wording.shares(&topic(0), 2..3), [0.0]);
        });
    }

    #[test]
    fn a_page_knows_which_characters_go_together() {
        check("干部下乡\n干部进村\n部门开会\n水在干", |wording| {
            assert!(wording.bridge('干', '部') > wording.bridge('干', '会'));
            assert_eq!(wording.bridge('，', '部'), 0.0);
            assert!(wording.bridge('２', '０') > 1.0);
        });
    }
}
