//! What is known of the language without a page: words and how frequent they are.
//!
//! `assets/lexicon.bin` holds it, made by `examples/make_lexicon.rs`. Numbers are big-endian, so that words can be looked
//! up where they lie, by bisection, and nothing is loaded but an index of their first characters. For words of 1, 2, 3, 4 characters each:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | their number *m* |
//! | *m* × length × 2 | the words as UTF-16, sorted |
//! | *m* | their costs: −ln of their share of all words, × 10 |

use std::sync::LazyLock;

use crate::text::is_han;

/// The file, in the binary.
static BYTES: &[u8] = include_bytes!("../../assets/lexicon.bin");
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(BYTES));

/// Longest word in characters.
const LONGEST: usize = 4;
/// Characters on either side of a cut that are cut into words.
const WINDOW: usize = 7;
/// Cost of a character that is no word, and of one that is a mark or a digit, in natural logarithms.
const UNKNOWN: f32 = 17.0;
const MARK: f32 = 6.0;

/// A table of words of one length.
struct Words {
    length: usize,
    keys: &'static [u8],
    costs: &'static [u8],
    /// For each first character where its words begin, and one more for the end.
    firsts: Vec<u32>,
}

/// First and last character that a word can begin with.
const FIRST_HAN: u16 = 0x4e00;
const LAST_HAN: u16 = 0x9fff;

impl Words {
    fn new(length: usize, keys: &'static [u8], costs: &'static [u8]) -> Self {
        let mut firsts = Vec::with_capacity(usize::from(LAST_HAN - FIRST_HAN) + 2);
        let starts = keys.chunks_exact(length * 2).map(|key| u16::from_be_bytes([key[0], key[1]]));
        for (at, first) in (0..).zip(starts) {
            while firsts.len() <= usize::from(first.saturating_sub(FIRST_HAN)) {
                firsts.push(at);
            }
        }
        firsts.resize(usize::from(LAST_HAN - FIRST_HAN) + 2, costs.len() as u32);
        Self { length, keys, costs, firsts }
    }
}

struct Lexicon {
    words: Vec<Words>,
}

/// The end of a text that breaks off, as words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TextEnd {
    /// Its last characters.
    chars: Vec<char>,
    /// Least cost of all but the last 0, 1, 2, 3 of them.
    costs: [f32; LONGEST],
}

/// The beginning of a text that may go on with another, as words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TextStart {
    chars: Vec<char>,
    /// Least cost of all but the first 0, 1, 2, 3 of them.
    costs: [f32; LONGEST],
}

/// What the language says of two texts set end to end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Joint {
    /// How much likelier the two are as one text with a word across the cut than as two, as a logarithm; 0 if no word is.
    pub(super) gain: f32,
    /// Characters of that word before and behind the cut.
    across: (usize, usize),
}

impl Lexicon {
    fn new(bytes: &'static [u8]) -> Self {
        let mut rest = bytes;
        let mut words = Vec::with_capacity(LONGEST);
        for length in 1..=LONGEST {
            let mut take = |count: usize| {
                let (taken, after) = rest.split_at_checked(count).unwrap_or_default();
                rest = after;
                taken
            };
            let count = <[u8; 4]>::try_from(take(4)).map_or(0, u32::from_be_bytes) as usize;
            words.push(Words::new(length, take(count * length * 2), take(count)));
        }
        Self { words }
    }

    /// Cost of a word.
    fn find(&self, word: &[char]) -> Option<f32> {
        let words = self.words.get(word.len().checked_sub(1)?)?;
        let mut key = [0_u8; LONGEST * 2];
        for (slot, &ch) in key.chunks_exact_mut(2).zip(word) {
            slot.copy_from_slice(&u16::try_from(u32::from(ch)).ok()?.to_be_bytes());
        }
        let size = words.length * 2;
        let key = &key[..size];
        let first = usize::from(u16::try_from(u32::from(word[0])).ok()?.checked_sub(FIRST_HAN)?);
        let (mut low, mut high) = (*words.firsts.get(first)? as usize, *words.firsts.get(first + 1)? as usize);
        while low < high {
            let middle = low.midpoint(high);
            match words.keys[middle * size..(middle + 1) * size].cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(f32::from(words.costs[middle]) / 10.0),
            }
        }
        None
    }

    fn cost(&self, word: &[char]) -> Option<f32> {
        match word {
            [ch] if !is_han(*ch) => Some(MARK),
            [_] => Some(self.find(word).unwrap_or(UNKNOWN)),
            _ if word.iter().all(|&ch| is_han(ch)) => self.find(word),
            _ => None,
        }
    }
}

impl TextEnd {
    /// The end of `text`.
    pub(super) fn new(text: &str) -> Self {
        let lexicon = &*LEXICON;
        let mut chars: Vec<char> = text.chars().rev().filter(|ch| !ch.is_whitespace()).take(WINDOW).collect();
        chars.reverse();
        let mut best = vec![f32::INFINITY; chars.len() + 1];
        // A word that the window cuts costs nothing.
        best[..=chars.len().min(2)].fill(0.0);
        for end in 1..=chars.len() {
            for start in end.saturating_sub(LONGEST)..end {
                if let Some(cost) = lexicon.cost(&chars[start..end]) {
                    best[end] = best[end].min(best[start] + cost);
                }
            }
        }
        let mut costs = [f32::INFINITY; LONGEST];
        for (behind, slot) in costs.iter_mut().enumerate() {
            if let Some(at) = chars.len().checked_sub(behind) {
                *slot = best[at];
            }
        }
        Self { costs, chars }
    }
}

impl TextStart {
    /// The beginning of `text`.
    pub(super) fn new(text: &str) -> Self {
        let lexicon = &*LEXICON;
        let chars: Vec<char> = text.chars().filter(|ch| !ch.is_whitespace()).take(WINDOW).collect();
        let len = chars.len();
        let mut best = vec![f32::INFINITY; len + 1];
        best[len.saturating_sub(2)..].fill(0.0);
        for start in (0..len).rev() {
            for end in start + 1..=(start + LONGEST).min(len) {
                if let Some(cost) = lexicon.cost(&chars[start..end]) {
                    best[start] = best[start].min(best[end] + cost);
                }
            }
        }
        let mut costs = [f32::INFINITY; LONGEST];
        for (ahead, slot) in costs.iter_mut().enumerate().take(len + 1) {
            *slot = best[ahead];
        }
        Self { costs, chars }
    }
}

impl Joint {
    /// Most that a word can prove.
    const MOST: f32 = 15.0;

    /// What the language says of `start` set behind `end`.
    pub(super) fn new(end: &TextEnd, start: &TextStart) -> Self {
        let lexicon = &*LEXICON;
        let mut out = Self::default();
        let apart = end.costs[0] + start.costs[0];
        let mut word = [' '; LONGEST];
        for before in 1..LONGEST.min(end.chars.len() + 1) {
            for behind in 1..=(LONGEST - before).min(start.chars.len()) {
                word[..before].copy_from_slice(&end.chars[end.chars.len() - before..]);
                word[before..before + behind].copy_from_slice(&start.chars[..behind]);
                let word = &word[..before + behind];
                if !word.iter().all(|&ch| is_han(ch)) {
                    continue;
                }
                if let Some(cost) = lexicon.find(word) {
                    let gain = apart - (end.costs[before] + cost + start.costs[behind]);
                    if gain > out.gain {
                        (out.gain, out.across) = (gain, (before, behind));
                    }
                }
            }
        }
        out.gain = out.gain.min(Self::MOST);
        out
    }

    /// The word across the cut, in two.
    pub(super) fn halves(self, end: &TextEnd, start: &TextStart) -> Option<(String, String)> {
        let (before, behind) = self.across;
        let first = end.chars[end.chars.len().saturating_sub(before)..].iter().collect();
        let second = start.chars[..behind.min(start.chars.len())].iter().collect();
        (before > 0).then_some((first, second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joint(end: &str, start: &str) -> Joint {
        Joint::new(&TextEnd::new(end), &TextStart::new(start))
    }

    #[test]
    fn a_word_bridges_a_cut() {
        assert!(joint("昔日的雄", "风又回来了").gain > 3.0);
        assert_eq!(joint("昔日的雄", "风又回来了").across, (1, 1));
        assert!(joint("会做加", "减法了").gain > joint("会做加", "河水").gain);
        assert_eq!(joint("河水", "足球").gain, 0.0);
    }

    #[test]
    fn every_text_has_an_end_and_a_beginning() {
        for text in ["", "河", "，", "3", "abc", "鑫淼犇", "😀"] {
            assert!(joint(text, text).gain.is_finite(), "{text}");
        }
    }
}
