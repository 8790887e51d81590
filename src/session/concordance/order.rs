//! The order of the lines of a concordance.

use std::cmp::Reverse;
use std::sync::LazyLock;

use pinyin::ToPinyin as _;

use super::{Corpus, Hit};
use crate::task::Cancel;
use crate::text::{fold_char, is_han};

/// Characters of context that decide, and of context that they are taken from: some of it is white space.
const KEY_CHARS: usize = 16;
const CONTEXT_CHARS: u32 = 24;

/// By what lines are sorted. Lines that are the same in that stay as they were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SortBy {
    /// As they were found: article by article, in reading order.
    #[default]
    Text,
    /// By what stands before the node, from there to the left.
    Left,
    /// By the node, then by what stands behind it.
    Node,
    /// By what stands behind the node.
    Right,
    /// By the day of the issue, the oldest first, unknown days last.
    Date,
}

/// The numbers of `hits` in the order `by`; what there is so far, unordered, if cancelled. Characters are compared by their pinyin,
/// width and case folded, white space left out.
#[must_use]
pub fn order_of(corpus: &Corpus, hits: &[Hit], by: SortBy, cancel: &Cancel) -> Vec<u32> {
    let mut order: Vec<u32> = (0..hits.len() as u32).collect();
    match by {
        SortBy::Text => {}
        SortBy::Date => order.sort_by_key(|&number| {
            let date = corpus.date(hits[number as usize]);
            (Reverse(date.is_some()), date)
        }),
        SortBy::Left | SortBy::Node | SortBy::Right => {
            let keys = keys(corpus, hits, by, cancel);
            if keys.len() == hits.len() {
                order.sort_by_key(|&number| keys[number as usize]);
            }
        }
    }
    order
}

type Key = [u16; KEY_CHARS];

/// The keys of all hits, which stand text by text; fewer if cancelled.
fn keys(corpus: &Corpus, hits: &[Hit], by: SortBy, cancel: &Cancel) -> Vec<Key> {
    let mut keys = Vec::with_capacity(hits.len());
    for same in hits.chunk_by(|one, other| one.shelf == other.shelf) {
        if cancel.is_cancelled() {
            break;
        }
        let lines = corpus.shelf(same[0].shelf).lines(same.iter().map(|hit| hit.hit), CONTEXT_CHARS);
        keys.extend(lines.map(|line| match by {
            SortBy::Left => key(line.left.chars().rev()),
            SortBy::Right => key(line.right.chars()),
            _ => key(line.node.chars().chain(line.right.chars())),
        }));
    }
    keys
}

fn key(chars: impl Iterator<Item = char>) -> Key {
    let mut key = [0; KEY_CHARS];
    let ranks = chars.filter(|ch| !ch.is_whitespace()).map(rank);
    key.iter_mut().zip(ranks).for_each(|(place, rank)| *place = rank);
    key
}

/// Place of a character among all: marks, digits, Latin letters, Han characters by pinyin, others. 0 is the end of a text.
fn rank(ch: char) -> u16 {
    let ch = fold_char(ch);
    RANKS.get(ch as usize).copied().unwrap_or(u16::MAX)
}

static RANKS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let all = (0..=0xfffe_u32).filter_map(char::from_u32);
    let mut sorted: Vec<(u8, &'static str, char)> = all
        .map(|ch| match ch {
            _ if is_han(ch) => (3, ch.to_pinyin().map_or("zz", |pinyin| pinyin.plain()), ch),
            '0'..='9' => (1, "", ch),
            _ if ch.is_ascii_alphabetic() => (2, "", ch),
            _ if ch.is_alphanumeric() => (4, "", ch),
            _ => (0, "", ch),
        })
        .collect();
    sorted.sort_unstable();
    let mut ranks = vec![0; 0x1_0000];
    for ((_, _, ch), rank) in sorted.into_iter().zip(1..) {
        ranks[ch as usize] = rank;
    }
    ranks
});
