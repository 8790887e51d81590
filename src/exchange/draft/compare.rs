//! What stands at a place of a source, and whether a text is that: as it stands, as it is read, with something left out.

use super::Remark;
use super::canon::{ELLIPSIS, GAP, LINE_END, READ, READ_END, canonical, fold, folded, shown, spaced};
use crate::exchange::citation::is_gap;
use crate::exchange::difference::Difference;
use crate::library::Page;
use crate::text::{CharSpan, is_closing_mark, is_opening_mark};

/// Words as they stand, and as they are read.
pub(super) type ReadWords = Vec<(String, String)>;

/// What a text is, held against what is expected.
pub(super) struct Same {
    /// The readings that it takes.
    pub(super) readings: ReadWords,
    pub(super) remarks: Vec<Remark>,
}

/// What stands at the spans of a page.
pub(super) struct Expected {
    /// In the canonical form, with gaps and line ends.
    chars: Vec<char>,
    /// Where misread words stand in it, as they stand, and as they are read.
    readings: Vec<(std::ops::Range<usize>, String, String)>,
}

impl Expected {
    pub(super) fn at(page: &Page, spans: &[CharSpan]) -> Self {
        let mut chars: Vec<(u32, char)> = Vec::new();
        let mut before: Option<CharSpan> = None;
        for span in spans {
            if let Some(before) = before.replace(*span) {
                chars.push((before.end, if is_gap(page, before, *span) { GAP } else { '\n' }));
            }
            chars.extend((span.start..).zip(page.source.text.slice(*span).chars()));
        }
        let solid = canonical(chars);
        let mut readings = Vec::new();
        for reading in within(page, spans) {
            let mut places = (0..solid.len()).filter(|at| reading.span.contains(solid[*at].at) && solid[*at].ch != GAP);
            let Some(first) = places.next() else { continue };
            let last = places.next_back().unwrap_or(first);
            let original = page.source.text.slice(reading.span).to_owned();
            readings.push((first..last + 1, original, reading.text.to_string()));
        }
        readings.sort_by_key(|(range, ..)| range.start);
        Self { chars: solid.into_iter().map(|solid| solid.ch).collect(), readings }
    }

    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// What it may be: as it stands, then as it is read, the reading beside each word or in its place.
    fn forms(&self) -> Vec<(Vec<char>, ReadWords)> {
        let mut forms = vec![(self.chars.clone(), Vec::new())];
        if !self.readings.is_empty() {
            let all = || self.readings.iter().map(|(_, original, read)| (original.clone(), read.clone())).collect();
            forms.extend([true, false].map(|beside| (self.read(|_| Some(beside)), all())));
        }
        forms
    }

    /// With readings: beside the word, in its place, or not at all.
    fn read(&self, how: impl Fn(usize) -> Option<bool>) -> Vec<char> {
        let (mut out, mut at) = (Vec::new(), 0);
        for (number, (range, _, read)) in self.readings.iter().enumerate() {
            out.extend(&self.chars[at.min(range.start)..range.start]);
            let read = super::canon::solid(read);
            match how(number) {
                Some(true) => {
                    out.extend(&self.chars[range.clone()]);
                    out.push(READ);
                    out.extend(read);
                    out.push(READ_END);
                }
                Some(false) => out.extend(read),
                None => out.extend(&self.chars[range.clone()]),
            }
            at = range.end;
        }
        out.extend(&self.chars[at..]);
        out
    }

    /// Whether `text`, in the canonical form, is this.
    pub(super) fn same(&self, text: &[char]) -> Option<Same> {
        let forms = self.forms();
        for (form, readings) in &forms {
            if let Some(remarks) = whole(text, form) {
                return Some(Same { readings: readings.clone(), remarks });
            }
        }
        if let Some(readings) = self.mixed(text) {
            return Some(Same { readings, remarks: Vec::new() });
        }
        for (form, readings) in forms {
            if let Some(remarks) = shortened(text, &form) {
                return Some(Same { readings, remarks });
            }
        }
        None
    }

    /// The readings that a text takes which has some words as they stand and others as they are read.
    fn mixed(&self, text: &[char]) -> Option<ReadWords> {
        let (mut how, mut taken) = (vec![None; self.readings.len()], Vec::new());
        for (number, (_, original, read)) in self.readings.iter().enumerate() {
            // What follows decides nothing: the longest of the three that fits so far is meant.
            let mut choices = [Some(true), Some(false), None].map(|choice| {
                how[number] = choice;
                let until = self.readings.get(number + 1).map_or(self.chars.len(), |(next, ..)| next.start);
                let rest = self.chars.len() - until;
                let form = self.read(|at| if at <= number { how[at] } else { None });
                let fits = text.starts_with(form.get(..form.len() - rest)?);
                fits.then_some((form.len(), choice))
            });
            choices.sort();
            let (_, choice) = choices.into_iter().flatten().next_back()?;
            how[number] = choice;
            if choice.is_some() {
                taken.push((original.clone(), read.clone()));
            }
        }
        (!taken.is_empty() && text == self.read(|at| how[at])).then_some(taken)
    }

    /// From what stands there to what a text has.
    pub(super) fn differences(&self, text: &[char], reading_marks: (&str, &str)) -> Vec<Difference> {
        differences(&self.chars, text, reading_marks)
    }
}

/// The readings of a page within spans.
pub(super) fn within<'a>(page: &'a Page, spans: &'a [CharSpan]) -> impl Iterator<Item = &'a crate::page::Reading> {
    let is_in = |reading: &&crate::page::Reading| {
        spans.iter().any(|span| span.start <= reading.span.start && reading.span.end <= span.end)
    };
    page.readings.iter().filter(is_in)
}

/// What a line's end may be: a space, then nothing.
fn line_ends(form: &[char]) -> impl Iterator<Item = Vec<char>> {
    let spaced = form.iter().map(|ch| spaced(*ch)).collect();
    let tight = form.contains(&LINE_END).then(|| form.iter().copied().filter(|ch| *ch != LINE_END).collect());
    std::iter::once(spaced).chain(tight)
}

/// Whether a text is all of `form`, in whatever width.
fn whole(text: &[char], form: &[char]) -> Option<Vec<Remark>> {
    let text: Vec<char> = text.iter().map(|ch| spaced(*ch)).collect();
    // That more stands before or behind is no claim about what is quoted.
    let before = usize::from(text.first() == Some(&ELLIPSIS) && form.first() != Some(&ELLIPSIS));
    let behind = usize::from(text.last() == Some(&ELLIPSIS) && form.last() != Some(&ELLIPSIS));
    let text = text.get(before..text.len() - behind)?;
    for form in line_ends(form) {
        let is_same = |(one, other): (&char, &char)| one == other || (*one == ELLIPSIS && *other == GAP);
        if text.len() == form.len() && text.iter().zip(&form).all(is_same) {
            return Some(Vec::new());
        }
        if folded(text) == folded(&form) {
            return Some(vec![Remark::Width]);
        }
    }
    None
}

/// Whether a text is `form` with something left out, and says so with ellipses: its pieces stand there in order. It begins and ends
/// where the form does, unless there is an ellipsis there, too.
fn shortened(text: &[char], form: &[char]) -> Option<Vec<Remark>> {
    let (form, text) = (folded(form), folded(text));
    if !text.contains(&ELLIPSIS) {
        return None;
    }
    let pieces: Vec<&[char]> = text.split(|ch| *ch == ELLIPSIS).map(without_marks).collect();
    let mut at = 0;
    for (number, piece) in pieces.iter().enumerate().filter(|(_, piece)| !piece.is_empty()) {
        let is_first = number == 0;
        let start =
            if is_first { at + form.len() - trimmed_start(&form).len() } else { at + position(&form[at..], piece)? };
        if !form[start..].starts_with(piece) {
            return None;
        }
        at = start + piece.len();
    }
    // The last piece may stand again further on: what counts is whether it ends the whole.
    let last = pieces.last().copied().unwrap_or_default();
    let end = trimmed_end(&form);
    let ends = last.is_empty() || (end.ends_with(last) && end.len() >= at) || without_marks(&form[at..]).is_empty();
    (ends && pieces.iter().any(|piece| !piece.is_empty())).then(|| vec![Remark::Shortened])
}

/// Where `piece` begins in `chars`.
pub(super) fn position(chars: &[char], piece: &[char]) -> Option<usize> {
    chars.windows(piece.len().max(1)).position(|window| window == piece)
}

/// Where it begins for the last time.
pub(super) fn last_position(chars: &[char], piece: &[char]) -> Option<usize> {
    chars.windows(piece.len().max(1)).rposition(|window| window == piece)
}

/// Whether a mark makes a pause. A question or an exclamation is another thing: it says how something was said.
pub(super) fn is_pause(ch: char) -> bool {
    matches!(ch, '，' | '。' | '、' | '；' | '：' | ',' | '.' | ';' | ':')
}

fn trimmed_start(chars: &[char]) -> &[char] {
    let is_edge = |ch: char| matches!(fold(ch), '"' | ' ' | '—') || is_opening_mark(ch);
    &chars[chars.iter().take_while(|ch| is_edge(**ch)).count()..]
}

fn trimmed_end(chars: &[char]) -> &[char] {
    let is_edge = |ch: char| is_pause(ch) || matches!(fold(ch), '"' | ' ' | '—') || is_closing_mark(ch);
    &chars[..chars.len() - chars.iter().rev().take_while(|ch| is_edge(**ch)).count()]
}

/// A piece without the marks at its edges that may be the sentence's around it: what opens before it, what pauses or closes behind.
pub(super) fn without_marks(chars: &[char]) -> &[char] {
    trimmed_end(trimmed_start(chars))
}

/// Characters, but each number as one: 198 is no 189 with an 8 put in and one taken out.
fn tokens(chars: &[char]) -> Vec<Vec<char>> {
    let is_digit = |ch: char| fold(ch).is_ascii_digit();
    chars.chunk_by(|left, right| is_digit(*left) && is_digit(*right)).map(<[char]>::to_vec).collect()
}

/// From what stands in a source to what stands in a file, character by character, numbers as a whole, both in the canonical form.
pub(super) fn differences(old: &[char], new: &[char], reading_marks: (&str, &str)) -> Vec<Difference> {
    // One ellipsis is the other, but the difference is told with that of the file.
    let key = |chars: &[char]| -> Vec<char> {
        chars
            .iter()
            .map(|ch| {
                if *ch == GAP {
                    ELLIPSIS
                } else if *ch == LINE_END {
                    ' '
                } else {
                    *ch
                }
            })
            .collect()
    };
    Difference::between(&tokens(&key(old)), &tokens(&key(new)), |tokens| shown(&tokens.concat(), reading_marks))
}

#[cfg(test)]
mod tests {
    use super::super::canon::solid;
    use super::*;

    #[test]
    fn what_is_left_out_must_be_told_and_be_in_order() {
        let form = solid("我没有收过一分钱，更没有拖欠工资。");
        let check = |text: &str, expected: Option<&[Remark]>| {
            let text = solid(text);
            let found = whole(&text, &form).or_else(|| shortened(&text, &form));
            assert_eq!(found.as_deref(), expected, "{text:?}");
        };
        check("我没有收过一分钱，更没有拖欠工资。", Some(&[]));
        check("我没有收过一分钱,更没有拖欠工资.", Some(&[Remark::Width]));
        check("我没有收过……更没有拖欠工资。", Some(&[Remark::Shortened]));
        check("……更没有拖欠工资", Some(&[Remark::Shortened]));
        check("……我没有收过一分钱，更没有拖欠工资。……", Some(&[]));
        check("我没有收过一分钱……", Some(&[Remark::Shortened]));
        check("我收过一分钱，更没有拖欠工资。", None);
        check("更没有拖欠工资……我没有收过", None);
        check("我……收过一分钱", None);
        check("没有收过……更没有拖欠工资", None);
        check("我没有收过……更没有拖欠他们工资。", None);
    }
}
