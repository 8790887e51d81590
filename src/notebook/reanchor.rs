//! Finding a quotation again in a text that has changed: a better scan, other line breaks, another encoding.
//!
//! What is sought is the quotation without white space, width and case folded, among the same of the text. What is found exactly
//! and once is sure, and so is what is found more than once if the context tells which it is; what is found with differences is
//! sure only if it is long, little of it differs and its context stands on both sides. Everything else is the user's to decide,
//! and what has no likeness anywhere is an orphan. Nothing is guessed: a wrong place is worse than a question. The weights of
//! context are those of Hypothesis's anchoring (quotation 50, prefix 20, suffix 20, position 2), of which the position is
//! used to order alone.

use std::collections::HashMap;

use super::Quotation;
use crate::text::{CharSpan, Text, fold_char};

/// Fewest characters of a quotation that is found by itself, without its context.
const LONG_ENOUGH: usize = 8;

/// Fewest characters of each piece of one that stands in pieces.
const PIECE_CHARS: usize = 6;

/// Most such pieces.
const MAX_PIECES: usize = 4;

/// Where a quotation shares no piece of [`SEED_CHARS`] with the text, all of the text is compared, if that takes no more steps.
const MAX_STEPS: usize = 20_000_000;

/// Fewest characters of one that may differ and still be sure.
const LONG_TO_DIFFER: usize = 12;

/// Most places that are offered.
const MAX_OFFERED: usize = 5;

/// How much of a context must be the same for it to be the same context.
const SAME_CONTEXT: f64 = 0.7;

/// How much of it must be the same for a long quotation that stands but once: what was put in may part it from one side.
const LEAST_CONTEXT: f64 = 0.45;

/// By how much the context of the right place must be more alike than that of any other.
const MARGIN: f64 = 0.25;

/// Share of the characters of a quotation that must be the same, to be sure, and to be offered at all.
const SURE_LIKENESS: f64 = 0.9;
const LEAST_LIKENESS: f64 = 0.5;

/// Most differences that are looked for, as in Hypothesis: 256, or half of the quotation.
const MAX_ERRORS: usize = 256;

/// Characters of the pieces by which a place with differences is found.
const SEED_CHARS: usize = 4;

/// What became of a quotation.
#[derive(Clone, Debug, PartialEq)]
pub enum Refound {
    /// It stands here.
    Sure(Place),
    /// It perhaps stands at one of these, the likeliest first.
    Unsure(Vec<Place>),
    /// It stands nowhere.
    Orphan,
}

/// A place at which a quotation was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Where, in reading order.
    pub spans: Vec<CharSpan>,
    /// How much of the quotation is the same, 0 to 1.
    pub likeness: f64,
    /// How much of its context is the same, 0 to 1.
    pub context: f64,
}

/// A text in which quotations are sought, made ready once for all of them.
pub struct Haystack<'a> {
    text: &'a Text,
    /// Without white space, folded.
    chars: Vec<char>,
    /// Where each of `chars` stands.
    origins: Vec<u32>,
    seeds: HashMap<[char; SEED_CHARS], Vec<u32>>,
}

fn solid(text: &str) -> Vec<char> {
    text.chars().filter(|ch| !ch.is_whitespace()).map(fold_char).collect()
}

impl<'a> Haystack<'a> {
    /// Makes `text` ready. Takes time and memory in proportion to it.
    #[must_use]
    pub fn new(text: &'a Text) -> Self {
        let mut chars = Vec::new();
        let mut origins = Vec::new();
        for (at, ch) in (0u32..).zip(text.as_str().chars()) {
            if !ch.is_whitespace() {
                chars.push(fold_char(ch));
                origins.push(at);
            }
        }
        let mut seeds: HashMap<[char; SEED_CHARS], Vec<u32>> = HashMap::new();
        for (at, window) in (0u32..).zip(chars.windows(SEED_CHARS)) {
            if let Ok(key) = <[char; SEED_CHARS]>::try_from(window) {
                seeds.entry(key).or_default().push(at);
            }
        }
        Self { text, chars, origins, seeds }
    }

    /// Finds `quotation` again, which stood at `was` (of use only to order what is equally likely).
    #[must_use]
    pub fn find(&self, quotation: &Quotation, was: u32) -> Refound {
        let wanted = solid(&quotation.exact);
        if wanted.is_empty() || self.chars.is_empty() {
            return Refound::Orphan;
        }
        let (prefix, suffix) = (solid(&quotation.prefix), solid(&quotation.suffix));
        let exact = self.exactly(&wanted);
        if exact.is_empty() {
            return match self.in_pieces(&wanted, &prefix, &suffix) {
                Some(place) => Refound::Sure(place),
                None => self.nearly(&wanted, &prefix, &suffix),
            };
        }
        let near = |start: usize| self.origins[start].abs_diff(was);
        let mut places: Vec<(Place, u32)> = exact
            .iter()
            .map(|&start| (self.place(start, start + wanted.len(), 1.0, &prefix, &suffix), near(start)))
            .collect();
        places.sort_by(|(left, l), (right, r)| right.context.total_cmp(&left.context).then(l.cmp(r)));
        let best = &places[0].0;
        let second = places.get(1).map_or(0.0, |(place, _)| place.context);
        // Another copy of a passage whose own place has changed stands alone, too, but among other words.
        let least = if wanted.len() >= LONG_ENOUGH { LEAST_CONTEXT } else { SAME_CONTEXT };
        let is_alone = places.len() == 1 && best.context >= least;
        let is_told = best.context >= SAME_CONTEXT && best.context - second >= MARGIN;
        if is_alone || is_told {
            return Refound::Sure(places.swap_remove(0).0);
        }
        Refound::Unsure(places.into_iter().map(|(place, _)| place).take(MAX_OFFERED).collect())
    }

    /// Starts of all places at which `wanted` stands.
    fn exactly(&self, wanted: &[char]) -> Vec<usize> {
        let is_at = |start: usize| self.chars[start..].starts_with(wanted);
        match wanted.first_chunk::<SEED_CHARS>() {
            Some(seed) => {
                let starts = self.seeds.get(seed).map_or(&[][..], Vec::as_slice);
                starts.iter().map(|&start| start as usize).filter(|&start| is_at(start)).collect()
            }
            None => (0..self.chars.len()).filter(|&start| is_at(start)).collect(),
        }
    }

    /// The quotation cut into pieces that stand apart, as a column or a picture puts them: each must be long and stand but once.
    fn in_pieces(&self, wanted: &[char], prefix: &[char], suffix: &[char]) -> Option<Place> {
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        let mut rest = wanted;
        while !rest.is_empty() {
            let (start, len) = self.longest(rest)?;
            if len < PIECE_CHARS {
                return None;
            }
            pieces.push((start, start + len));
            rest = &rest[len..];
        }
        let (first, last) = (*pieces.first()?, *pieces.last()?);
        // A piece may also be part of another passage: then it is hardly on the way.
        if !pieces.is_sorted_by(|one, other| one.1 <= other.0) || pieces.len() > MAX_PIECES {
            return None;
        }
        let sides = [self.before(first.0, prefix), self.behind(last.1, suffix)];
        let spans = pieces.iter().map(|&(start, end)| self.span(start, end)).collect();
        let is_told = sides.iter().all(|side| *side >= LEAST_CONTEXT);
        is_told.then_some(Place { spans, likeness: 1.0, context: f64::midpoint(sides[0], sides[1]) })
    }

    /// The only place of the longest beginning of `wanted` that stands anywhere, and its length.
    fn longest(&self, wanted: &[char]) -> Option<(usize, usize)> {
        let seed = wanted.first_chunk::<SEED_CHARS>()?;
        let starts = self.seeds.get(seed)?;
        let length =
            |start: usize| self.chars[start..].iter().zip(wanted).take_while(|(one, other)| one == other).count();
        let mut found: Vec<(usize, usize)> =
            starts.iter().map(|&start| (length(start as usize), start as usize)).collect();
        found.sort_unstable();
        let (len, start) = found.pop()?;
        let is_only = found.last().is_none_or(|(other, _)| *other < len);
        is_only.then_some((start, len))
    }

    /// Places that are like `wanted` though not the same.
    fn nearly(&self, wanted: &[char], prefix: &[char], suffix: &[char]) -> Refound {
        let mut places: Vec<Place> = Vec::new();
        for window in self.windows(wanted) {
            let Some((start, end, errors)) = best_in(&self.chars[window.0..window.1], wanted) else { continue };
            let (start, end) = (window.0 + start, window.0 + end);
            let likeness = 1.0 - errors as f64 / wanted.len() as f64;
            if likeness >= LEAST_LIKENESS && start < end {
                places.push(self.place(start, end, likeness, prefix, suffix));
            }
        }
        let score = |place: &Place| 50.0 * place.likeness + 40.0 * place.context;
        places.sort_by(|left, right| score(right).total_cmp(&score(left)));
        places.dedup_by(|later, earlier| later.spans == earlier.spans);
        let Some(best) = places.first() else { return Refound::Orphan };
        let second = places[1..].iter().find(|other| other.spans[0].start != best.spans[0].start);
        let is_sure = wanted.len() >= LONG_TO_DIFFER
            && best.likeness >= SURE_LIKENESS
            && best.context >= SAME_CONTEXT
            && second.is_none_or(|second| score(best) - score(second) >= 50.0 * MARGIN);
        if is_sure {
            return Refound::Sure(places.swap_remove(0));
        }
        places.truncate(MAX_OFFERED);
        Refound::Unsure(places)
    }

    /// Stretches that share pieces with `wanted`, those that share most first.
    fn windows(&self, wanted: &[char]) -> Vec<(usize, usize)> {
        let slack = (wanted.len() / 4).clamp(4, MAX_ERRORS);
        let bucket = (slack / 2).max(2);
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for (at, seed) in wanted.windows(SEED_CHARS).enumerate() {
            let Ok(key) = <[char; SEED_CHARS]>::try_from(seed) else { continue };
            for &start in self.seeds.get(&key).map_or(&[][..], Vec::as_slice) {
                let begins = (start as usize + wanted.len()).saturating_sub(at);
                *votes.entry(begins / bucket).or_default() += 1;
            }
        }
        let mut voted: Vec<(usize, usize)> = votes.into_iter().map(|(place, votes)| (votes, place * bucket)).collect();
        voted.sort_unstable_by(|left, right| right.cmp(left));
        if voted.is_empty() && self.chars.len().saturating_mul(wanted.len()) <= MAX_STEPS {
            return vec![(0, self.chars.len())];
        }
        let window = |(_, begins): (usize, usize)| {
            let start = begins.saturating_sub(wanted.len() + slack);
            (start, (begins + slack + bucket).min(self.chars.len()))
        };
        let windows = voted.into_iter().take(4 * MAX_OFFERED).map(window);
        windows.filter(|(start, end)| start < end).collect()
    }

    fn place(&self, start: usize, end: usize, likeness: f64, prefix: &[char], suffix: &[char]) -> Place {
        let context = f64::midpoint(self.before(start, prefix), self.behind(end, suffix));
        Place { spans: vec![self.span(start, end)], likeness, context }
    }

    fn span(&self, start: usize, end: usize) -> CharSpan {
        CharSpan::new(self.origins[start], self.origins[end - 1] + 1)
    }

    /// How much of `prefix` stands before `start`: 1 where there is none to compare and the text begins there.
    fn before(&self, start: usize, prefix: &[char]) -> f64 {
        let there: Vec<char> = self.chars[start.saturating_sub(prefix.len())..start].iter().rev().copied().collect();
        let wanted: Vec<char> = prefix.iter().rev().copied().collect();
        alike(&there, &wanted, start == 0)
    }

    fn behind(&self, end: usize, suffix: &[char]) -> f64 {
        let there = &self.chars[end..(end + suffix.len()).min(self.chars.len())];
        alike(there, suffix, end == self.chars.len())
    }

    /// The text in which it is sought.
    #[must_use]
    pub fn text(&self) -> &'a Text {
        self.text
    }
}

/// How alike two contexts are, read away from the quotation: by their edit distance, what is nearer counting more by being
/// compared twice.
fn alike(there: &[char], wanted: &[char], at_edge: bool) -> f64 {
    if wanted.is_empty() {
        return if at_edge { 1.0 } else { 0.5 };
    }
    let likeness = |len: usize| {
        let (one, other) = (&there[..len.min(there.len())], &wanted[..len.min(wanted.len())]);
        let longest = one.len().max(other.len()).max(1);
        1.0 - distance(one, other) as f64 / longest as f64
    };
    f64::midpoint(likeness(wanted.len()), likeness(8))
}

/// Levenshtein distance.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, ch) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, wanted) in other.iter().enumerate() {
            let best = (diagonal + usize::from(ch != wanted)).min(row[column] + 1).min(row[column + 1] + 1);
            diagonal = std::mem::replace(&mut row[column + 1], best);
        }
    }
    row[other.len()]
}

/// The stretch of `text` that is most like `wanted`, and its distance: Sellers's algorithm ("The theory and computation of
/// evolutionary distances", 1980), which lets the stretch begin and end anywhere. Of stretches that are as like, the one whose
/// length is nearest: a last character that is another one was put in its place, not behind what is there.
fn best_in(text: &[char], wanted: &[char]) -> Option<(usize, usize, usize)> {
    // For each length of the beginning of `wanted`: distance, and where the stretch begins.
    let mut column: Vec<(usize, usize)> = (0..=wanted.len()).map(|at| (at, 0)).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for (at, ch) in text.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, at + 1);
        for (row, sought) in wanted.iter().enumerate() {
            let put = (diagonal.0 + usize::from(ch != sought), diagonal.1);
            let left = (column[row + 1].0 + 1, column[row + 1].1);
            let up = (column[row].0 + 1, column[row].1);
            let least = [put, left, up].into_iter().min_by_key(|it| it.0).unwrap_or(put);
            diagonal = std::mem::replace(&mut column[row + 1], least);
        }
        let (errors, start) = column[wanted.len()];
        let rank = |(start, end, errors): (usize, usize, usize)| (errors, (end - start).abs_diff(wanted.len()));
        let here = (start, at + 1, errors);
        if best.is_none_or(|best| rank(here) < rank(best)) {
            best = Some(here);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, quote: &str, new: &str) -> Refound {
        let (old, new) = (Text::new(old), Text::new(new));
        let start = old.as_str().find(quote).map(|byte| old.as_str()[..byte].chars().count() as u32).unwrap();
        let span = CharSpan::new(start, start + quote.chars().count() as u32);
        Haystack::new(&new).find(&Quotation::at(&old, &[span]).unwrap(), start)
    }

    #[track_caller]
    fn sure(old: &str, quote: &str, new: &str, expected: &str) {
        let text = Text::new(new);
        match check(old, quote, new) {
            Refound::Sure(place) => assert_eq!(text.quote(&place.spans), expected),
            other => panic!("{other:?}"),
        }
    }

    const OLD: &str = "河湾镇图书室重新开放\n本报讯 周六上午，河湾镇图书室在修缮三个月后重\n新开放，首日接待读者四百余人。\n馆员赵青说，新书架由镇上木工制作。";

    #[test]
    fn what_is_wrapped_otherwise_is_found() {
        let new = "河湾镇图书室\n重新开放\n\n  本报讯  周六上午，河湾镇图书室在修缮三\n个月后重新开放，首日接待读者四百余人。\n馆员赵青说,新书架由镇上\n木工制作。";
        sure(OLD, "在修缮三个月后重\n新开放", new, "在修缮三个月后重新开放");
        sure(OLD, "赵青", new, "赵青");
        sure(OLD, "赵青说，新书架", new, "赵青说,新书架");
    }

    #[test]
    fn the_context_tells_which_of_several_it_is() {
        sure(OLD, "河湾镇图书室在", &format!("新闻\n{OLD}"), "河湾镇图书室在");
        let twice = "甲乙丙丁读者戊己庚辛。子丑寅卯读者辰巳午未。";
        sure(twice, "读者戊", twice, "读者戊");
        match check(twice, "读者", "前文读者后文，另有读者在此。") {
            Refound::Unsure(places) => assert_eq!(places.len(), 2),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn misread_characters_are_bridged_where_it_is_sure_and_asked_about_where_it_is_not() {
        let new = OLD.replace("三个月后", "三個月后");
        sure(OLD, "周六上午，河湾镇图书室在修缮三个月后重", &new, "周六上午，河湾镇图书室在修缮三個月后重");
        let new = OLD.replace("赵青说，新书架", "起责说，新出架");
        match check(OLD, "赵青说，新书架由", &new) {
            Refound::Unsure(places) => assert_eq!(Text::new(new.as_str()).quote(&places[0].spans), "起责说，新出架由"),
            other => panic!("{other:?}"),
        }
        let new = OLD.replace("四百余人", "四百余入");
        sure(OLD, "新开放，首日接待读者四百余人", &new, "新开放，首日接待读者四百余入");
        assert_eq!(check(OLD, "馆员赵青说", "完全是另一页的文字，没有相同之处。"), Refound::Orphan);
    }

    #[test]
    fn what_a_column_has_cut_apart_is_put_together() {
        let new = "本报讯 周六上午，河湾镇图书室在修缮三\n【广告】本店七折酬宾，欲购从速。\n个月后重新开放，首日接待读者四百余人。";
        let text = Text::new(new);
        match check(OLD, "河湾镇图书室在修缮三个月后重\n新开放", new) {
            Refound::Sure(place) => {
                assert_eq!(text.quote(&place.spans), "河湾镇图书室在修缮三个月后重新开放");
                assert_eq!(place.spans.len(), 2);
            }
            other => panic!("{other:?}"),
        }
    }
}
