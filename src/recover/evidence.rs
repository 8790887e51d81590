//! What speaks for one text going on with another where a sentence breaks off: signs that are seen at the two ends and
//! the words that the two share, each with a weight that was fitted on labelled pages.
//!
//! The sum is the logarithm of how much likelier the pair is than a pair taken at random, as a conditional logistic
//! regression over each text that breaks off and all lines that it could go on with tells it
//! (`examples/fit_weights.rs` makes the table). Where the two stand on the page is not asked here.

use super::lexicon::{Joint, TextEnd, TextStart};
use super::weights::FITTED;
use super::wording::{Topic, Wording};
use crate::text::{is_closing_mark, is_opening_mark};

/// Lines of its own text that tell what a line goes on from.
pub(super) const CONTEXT: usize = 8;
/// Lines that tell what a text goes on with.
pub(super) const AHEAD: usize = 5;
/// Lines right after a cut, which tell it from the places next to it.
pub(super) const NEXT: usize = 2;
/// Likeness of texts that have nothing to do with each other, where the page does not tell.
pub(super) const USUAL: f32 = 0.03;

/// Number of signs.
pub(super) const COUNT: usize = 11;

/// Which of them tell of common words.
const KINSHIP: usize = 4;
const NEXT_KINSHIP: usize = 5;

/// How much each sign weighs, in natural logarithms of odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(pub(super) [f32; COUNT]);

impl Default for Weights {
    fn default() -> Self {
        Self(FITTED)
    }
}

/// A text that breaks off.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    pub(super) words: TextEnd,
    last: char,
    /// The last mark that it opens and does not close.
    opened: Option<char>,
}

/// A text that another may go on with.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub(super) words: TextStart,
    first: char,
    /// The first mark that it closes and has not opened.
    closed: Option<char>,
}

impl Broken {
    /// The end of a paragraph of some lines; what it opens is looked for in all of them.
    pub(super) fn new<'t>(lines: impl DoubleEndedIterator<Item = &'t str> + Clone) -> Self {
        let mut tail: Vec<&str> = lines.clone().rev().take(2).collect();
        tail.reverse();
        let tail = tail.concat();
        let mut opened = Vec::new();
        for ch in lines.flat_map(str::chars) {
            if is_opening_mark(ch) {
                opened.push(ch);
            } else if is_closing_mark(ch) {
                opened.pop();
            }
        }
        Self { words: TextEnd::new(&tail), last: tail.chars().next_back().unwrap_or(' '), opened: opened.pop() }
    }
}

impl Opening {
    /// The beginning of what some lines hold; what it closes is looked for in all of them.
    pub(super) fn new<'t>(lines: impl Iterator<Item = &'t str> + Clone) -> Self {
        let first = lines.clone().next().unwrap_or_default();
        let mut depth = 0_u32;
        let mut closed = None;
        for ch in lines.flat_map(str::chars) {
            if is_opening_mark(ch) {
                depth += 1;
            } else if is_closing_mark(ch) {
                match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => {
                        closed = Some(ch);
                        break;
                    }
                }
            }
        }
        Self { words: TextStart::new(first), first: first.chars().next().unwrap_or(' '), closed }
    }
}

/// What the page says of a pair: each 0 where it says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OfPage {
    /// [`Wording::bridge`](super::wording::Wording::bridge) of the two characters at the cut.
    pub(super) bridge: f32,
    /// [`Habit::across`](super::habit::Habit::across).
    pub(super) habit: f32,
    /// Likeness of what was told and of what comes, as a logarithm against that of texts that have nothing in common.
    pub(super) kinship: f32,
    /// The same of the very next lines.
    pub(super) next_kinship: f32,
}

/// Logarithm of the likeness of two topics against the usual one, drawn to 0 where the shorter of them has few pairs: two
/// short texts share none whether they are one or not.
pub(super) fn kinship(wording: &Wording, told: &Topic, after: &Topic, usual: f32) -> f32 {
    let shorter = told.len().min(after.len()) as f32;
    let likeness = wording.likeness(told, after);
    shorter / (shorter + 6.0) * ((likeness + 0.25 * usual) / (1.25 * usual)).ln()
}

/// All signs of a pair, in the order of the weights.
pub(super) fn signs_of(broken: &Broken, opening: &Opening, page: OfPage) -> [f32; COUNT] {
    let mut out = [0.0; COUNT];
    each_sign(broken, opening, page, |at, value| out[at] = value);
    out
}

/// How well a text goes on with another, as a logarithm.
pub(super) fn weigh(weights: &Weights, broken: &Broken, opening: &Opening, page: OfPage) -> f32 {
    let mut sum = 0.0;
    each_sign(broken, opening, page, |at, value| sum += weights.0[at] * value);
    sum
}

/// What [`weigh`] adds for the words that the two share: few pairs are worth the look, so they come last.
pub(super) fn weigh_kinship(weights: &Weights, kinship: f32, next_kinship: f32) -> f32 {
    weights.0[KINSHIP] * kinship + weights.0[NEXT_KINSHIP] * next_kinship
}

fn each_sign(broken: &Broken, opening: &Opening, page: OfPage, mut sign: impl FnMut(usize, f32)) {
    let gain = Joint::new(&broken.words, &opening.words).gain;
    let quotation = match (broken.opened, opening.closed) {
        (Some(open), Some(close)) if are_a_pair(open, close) => Some(6),
        (Some(_), _) => Some(7),
        (None, Some(_)) => Some(8),
        (None, None) => None,
    };
    sign(0, page.bridge);
    sign(1, f32::from(gain > 0.0));
    sign(2, gain);
    sign(3, page.habit);
    sign(KINSHIP, page.kinship);
    sign(NEXT_KINSHIP, page.next_kinship);
    if let Some(at) = quotation {
        sign(at, 1.0);
    }
    sign(9, f32::from(broken.last.is_numeric() && (opening.first.is_numeric() || is_unit(opening.first))));
    sign(10, f32::from(matches!(opening.first, '（' | '(' | '【')));
}

fn is_unit(ch: char) -> bool {
    matches!(
        ch,
        '年' | '月'
            | '日'
            | '时'
            | '分'
            | '点'
            | '号'
            | '％'
            | '%'
            | '万'
            | '亿'
            | '元'
            | '个'
            | '名'
            | '人'
            | '多'
            | '余'
            | '岁'
    ) || matches!(ch, '．' | '.' | '—' | '-' | '～' | '：' | ':' | '·')
}

fn are_a_pair(open: char, close: char) -> bool {
    const PAIRS: [(char, char); 16] = [
        ('“', '”'),
        ('‘', '’'),
        ('（', '）'),
        ('（', ')'),
        ('(', ')'),
        ('(', '）'),
        ('《', '》'),
        ('〈', '〉'),
        ('「', '」'),
        ('『', '』'),
        ('【', '】'),
        ('〔', '〕'),
        ('［', '］'),
        ('[', ']'),
        ('｛', '｝'),
        ('{', '}'),
    ];
    PAIRS.contains(&(open, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(end: &str, start: &str) -> [f32; COUNT] {
        signs_of(&Broken::new([end].into_iter()), &Opening::new([start].into_iter()), OfPage::default())
    }

    #[test]
    fn a_quotation_is_closed_where_it_was_opened() {
        assert_eq!(check("他说“江水", "涨了”，人们")[6..9], [1.0, 0.0, 0.0]);
        assert_eq!(check("他说“江水", "涨了，“人们”")[6..9], [0.0, 1.0, 0.0]);
        assert_eq!(check("他说江水", "涨了”，人们")[6..9], [0.0, 0.0, 1.0]);
        assert_eq!(check("他说“江”水", "涨了，“人们”")[6..9], [0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_figure_goes_on_with_its_unit() {
        assert_eq!(check("到１９９７", "年底")[9], 1.0);
        assert_eq!(check("到年底", "１９９７")[9], 0.0);
    }
}
