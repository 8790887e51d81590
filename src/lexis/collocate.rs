use std::borrow::Cow;
use std::collections::HashMap;

use super::cut::WordCache;
use super::frequency::{Texts, is_word, key, says_something};
use super::lexicon::Word;
use crate::task::Cancel;
use crate::text::CharSpan;

/// Words on each side of a node in which collocates are looked for, unless the user asks for more.
pub const WINDOW_WORDS: u32 = 5;

/// A word that stands near the node.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocate {
    /// The word as it stands where it comes first; width and case make no difference.
    pub word: String,
    /// Tokens of it near the node.
    pub count: u32,
    /// Of these, those that stand before the nearest node.
    pub left: u32,
    /// Tokens of it in all documents.
    pub frequency: u32,
    /// See [`log_dice`].
    pub log_dice: f64,
    /// See [`WordCount::is_content`](super::WordCount::is_content).
    pub is_content: bool,
}

/// What stands near a node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collocations {
    /// How often the node comes.
    pub node: u32,
    /// The words near it, that with the highest logDice first, then in the order of their characters.
    pub rows: Vec<Collocate>,
}

/// logDice (Rychlý 2008, *A Lexicographer-Friendly Association Score*, RASLAN): 14 + log₂(2·f(xy) / (f(x) + f(y))). 14 where two words
/// come only together; a point more means twice as often. It does not grow with the texts.
#[must_use]
pub fn log_dice(together: u32, node: u32, collocate: u32) -> f64 {
    14.0 + (2.0 * f64::from(together) / (f64::from(node) + f64::from(collocate))).log2()
}

#[derive(Default)]
struct Tally<'a> {
    shown: &'a str,
    is_content: bool,
    frequency: u32,
    count: u32,
    left: u32,
}

/// The words within `window` words of the node in each text of `documents`; what was counted so far if cancelled. `find` gives the
/// places of the node in a text, so that it may be a phrase or part of a word.
///
/// Each token counts once, however many nodes are near (surface co-occurrence: Evert 2008, *Corpora and collocations*, § 3); tokens
/// of the node itself do not. A window ends with its text, that is with the paragraph; marks are no words.
#[must_use]
pub fn collocates(
    documents: &[Texts<'_>],
    cache: &WordCache,
    find: &dyn Fn(&str) -> Vec<CharSpan>,
    window: u32,
    cancel: &Cancel,
) -> Collocations {
    let mut tallies: HashMap<Cow<'_, str>, Tally<'_>> = HashMap::new();
    let mut node = 0;
    for text in documents.iter().flatten() {
        if cancel.is_cancelled() {
            break;
        }
        let mut rest = *text;
        let mut words: Vec<(&str, Word)> = Vec::new();
        for word in cache.cut(text).words() {
            let at = rest.char_indices().nth(word.span.len() as usize).map_or(rest.len(), |(byte, _)| byte);
            let (shown, behind) = rest.split_at(at);
            rest = behind;
            if is_word(word.class) {
                words.push((shown, word));
            }
        }
        let nodes = find(text);
        node += nodes.len() as u32;
        let sides = sides(&words, &nodes, window as usize);
        for ((shown, word), side) in words.iter().zip(sides) {
            let tally = tallies.entry(key(shown)).or_insert_with(|| {
                let is_content = says_something(word.class, shown, cache.lexicon());
                Tally { shown, is_content, ..Tally::default() }
            });
            tally.frequency += 1;
            tally.count += u32::from(matches!(side, Some(Side::Left | Side::Right)));
            tally.left += u32::from(side == Some(Side::Left));
        }
    }
    let rows = tallies.into_values().filter(|tally| tally.count > 0).map(|tally| Collocate {
        word: tally.shown.to_owned(),
        count: tally.count,
        left: tally.left,
        frequency: tally.frequency,
        log_dice: log_dice(tally.count, node, tally.frequency),
        is_content: tally.is_content,
    });
    let mut rows: Vec<Collocate> = rows.collect();
    rows.sort_unstable_by(|a, b| b.log_dice.total_cmp(&a.log_dice).then_with(|| a.word.cmp(&b.word)));
    Collocations { node, rows }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Node,
}

/// On which side of the nearest node each word stands, if it is near one.
fn sides(words: &[(&str, Word)], nodes: &[CharSpan], window: usize) -> Vec<Option<Side>> {
    let mut near: Vec<Option<(usize, Side)>> = vec![None; words.len()];
    let mut put = |at: usize, distance: usize, side: Side| {
        if near[at].is_none_or(|(nearest, _)| distance < nearest) {
            near[at] = Some((distance, side));
        }
    };
    for span in nodes {
        let first = words.partition_point(|(_, word)| word.span.end <= span.start);
        let behind = words.partition_point(|(_, word)| word.span.start < span.end).max(first);
        (first..behind).for_each(|at| put(at, 0, Side::Node));
        (first.saturating_sub(window)..first).for_each(|at| put(at, first - at, Side::Left));
        (behind..words.len().min(behind.saturating_add(window))).for_each(|at| put(at, at + 1 - behind, Side::Right));
    }
    near.into_iter().map(|near| near.map(|(_, side)| side)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::lexis::Lexicon;

    /// Rychlý 2008: at most 14; 0 where there is less than one co-occurrence per 16,000 of either word; a point more is twice as often.
    #[test]
    fn log_dice_has_the_published_properties() {
        assert!((log_dice(250, 250, 250) - 14.0).abs() < 1e-9);
        assert!(log_dice(1, 16_384, 16_384).abs() < 1e-9);
        assert!((log_dice(20, 300, 700) - log_dice(10, 300, 700) - 1.0).abs() < 1e-9);
        // 14 + log₂(2 · 8 / (16 + 48)) = 14 − 2
        assert!((log_dice(8, 16, 48) - 12.0).abs() < 1e-9);
    }

    #[track_caller]
    fn check(texts: &[&str], node: &str, window: u32, expected: &[&str]) {
        let cache = WordCache::new(Arc::new(Lexicon::load()));
        let find = |text: &str| {
            let at = |byte: usize| text[..byte].chars().count() as u32;
            text.match_indices(node).map(|(byte, hit)| CharSpan::new(at(byte), at(byte + hit.len()))).collect()
        };
        let documents: Vec<Texts<'_>> = texts.iter().map(|text| vec![*text]).collect();
        let found = collocates(&documents, &cache, &find, window, &Cancel::default());
        let mut shown: Vec<String> = found
            .rows
            .iter()
            .map(|row| format!("{} {}-{} of {}", row.word, row.left, row.count - row.left, row.frequency))
            .collect();
        shown.sort();
        assert_eq!(shown, expected);
    }

    #[test]
    fn windows_count_words_on_both_sides() {
        check(&["农民工追回欠薪，企业道歉。", "企业农民工"], "欠薪", 1, &["企业 0-1 of 2", "追回 1-0 of 1"]);
        check(
            &["农民工追回欠薪，企业道歉。", "企业农民工"],
            "欠薪",
            2,
            &["企业 0-1 of 2", "农民工 1-0 of 2", "追回 1-0 of 1", "道歉 0-1 of 1"],
        );
    }

    #[test]
    fn a_token_between_two_nodes_counts_once_and_the_node_not_at_all() {
        check(&["欠薪企业欠薪"], "欠薪", 5, &["企业 0-1 of 1"]);
        check(&["企业追回欠薪"], "回欠薪", 5, &["企业 1-0 of 1"]);
    }
}
