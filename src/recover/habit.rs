//! What a page writes elsewhere where two of its texts could be set end to end: after the last two characters of a text
//! that breaks off, and before the first two of one that begins in the middle of a sentence. A name or a term that a cut
//! divides often stands on the page a second time, whole.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::line::Line;
use super::wording::{PairHasher, is_word, key};
use crate::text::fold_char;

/// By pair, characters next to it and how often each stands there.
type Counts = HashMap<u64, Vec<(char, u32)>, BuildHasherDefault<PairHasher>>;

/// Counted characters next to those pairs that stand at a cut.
#[derive(Default)]
pub(super) struct Habit {
    /// For each pair that ends a text: what follows it on the page, and how often.
    behind: Counts,
    /// For each pair that begins a text: what stands before it on the page, and how often.
    before: Counts,
}

impl Habit {
    /// Counts on all lines what stands next to the last pairs of `ends` and the first pairs of `starts`.
    pub(super) fn new<'t>(
        lines: &[Line<'_>],
        ends: impl IntoIterator<Item = &'t str>,
        starts: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let mut out = Self::default();
        for pair in ends.into_iter().filter_map(last_pair) {
            out.behind.entry(key(pair.0, pair.1)).or_default();
        }
        for pair in starts.into_iter().filter_map(first_pair) {
            out.before.entry(key(pair.0, pair.1)).or_default();
        }
        if out.behind.is_empty() && out.before.is_empty() {
            return out;
        }
        for line in lines {
            let mut seen = [' '; 2];
            for ch in line.text.chars().filter(|ch| !ch.is_whitespace()).map(fold_char) {
                if is_word(ch) {
                    if let Some(counts) = out.behind.get_mut(&key(seen[0], seen[1])) {
                        count(counts, ch);
                    }
                    if is_word(seen[0])
                        && let Some(counts) = out.before.get_mut(&key(seen[1], ch))
                    {
                        count(counts, seen[0]);
                    }
                }
                seen = [seen[1], ch];
            }
        }
        out
    }

    /// How much more often than `expected` times the page writes the three characters across the cut, as a logarithm.
    pub(super) fn across(&self, end: &str, start: &str) -> f32 {
        let (Some(last), Some(first)) = (last_pair(end), first_pair(start)) else { return 0.0 };
        let times = |counts: Option<&Vec<(char, u32)>>, ch: char| {
            let counts = counts.map_or(&[][..], Vec::as_slice);
            let all: u32 = counts.iter().map(|&(_, times)| times).sum();
            let these = counts.iter().find(|&&(other, _)| other == ch).map_or(0, |&(_, times)| times);
            (these as f32, all as f32)
        };
        let (behind, all_behind) = times(self.behind.get(&key(last.0, last.1)), first.0);
        let (before, all_before) = times(self.before.get(&key(first.0, first.1)), last.1);
        // A pair that goes on a hundred ways says nothing by going on in another.
        ((behind + 0.3) / (0.05 * all_behind + 0.3)).ln() + ((before + 0.3) / (0.05 * all_before + 0.3)).ln()
    }
}

fn count(counts: &mut Vec<(char, u32)>, ch: char) {
    match counts.iter_mut().find(|(other, _)| *other == ch) {
        Some((_, times)) => *times += 1,
        None => counts.push((ch, 1)),
    }
}

fn last_pair(text: &str) -> Option<(char, char)> {
    let mut back = text.chars().rev().filter(|ch| !ch.is_whitespace()).map(fold_char);
    let (last, before) = (back.next()?, back.next()?);
    (is_word(last) && is_word(before)).then_some((before, last))
}

fn first_pair(text: &str) -> Option<(char, char)> {
    let mut chars = text.chars().filter(|ch| !ch.is_whitespace()).map(fold_char);
    let (first, next) = (chars.next()?, chars.next()?);
    (is_word(first) && is_word(next)).then_some((first, next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recover::line::lines_of;
    use crate::text::Text;

    #[test]
    fn a_name_that_stands_whole_elsewhere_goes_on() {
        let text = Text::new("周南山说\n昨天周南山来到江边\n昨天周南\n山来到");
        let habit = Habit::new(&lines_of(&text), ["昨天周南"], ["山来到", "江边人"]);
        assert!(habit.across("昨天周南", "山来到") > 1.0);
        assert!(habit.across("昨天周南", "江边人") < 0.0);
        assert_eq!(habit.across("，", "山来到"), 0.0);
    }
}
