//! Where selections of other programs stand. The standard counts code points of the plain text, the end excluded; programs also
//! count carriage returns, a byte order mark, UTF-16 code units, or the last character. Which it was is told by selections whose
//! names are what they hold.

use crate::text::{CharSpan, Text};

/// A way to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    /// A line end is two.
    is_crlf: bool,
    /// The byte order mark is one.
    has_mark: bool,
    /// In UTF-16 code units.
    is_utf16: bool,
    /// The end is the last character of the selection.
    is_inclusive: bool,
}

/// A selection as a file has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Selection {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) name: String,
}

/// Where selections stand in a text.
pub(super) struct Placed {
    /// `None` for one that is not in the text.
    pub(super) spans: Vec<Option<CharSpan>>,
    /// Selections whose name is not what they hold, so that nothing tells whether they are right.
    pub(super) unsure: usize,
}

/// The text of a source, and what its line ends and its beginning were.
pub(super) struct Counted {
    pub(super) text: Text,
    raw_is_crlf: bool,
    raw_has_mark: bool,
}

impl Counted {
    pub(super) fn new(raw: &str) -> Self {
        let (raw_is_crlf, raw_has_mark) = (raw.contains("\r\n"), raw.starts_with('\u{feff}'));
        Self { text: Text::new(raw), raw_is_crlf, raw_has_mark }
    }

    /// Finds the way to count under which most names are what the selections hold. Without any such name it is the standard's, for
    /// the file as it lies there.
    pub(super) fn place(&self, selections: &[Selection]) -> Placed {
        let mut best: Option<(usize, Vec<Option<CharSpan>>, usize)> = None;
        for count in self.ways() {
            let starts = self.starts(count);
            let spans: Vec<Option<CharSpan>> =
                selections.iter().map(|selection| self.span(selection, count, &starts)).collect();
            let holds: Vec<usize> = selections.iter().zip(&spans).map(|(it, span)| self.holds(it, *span)).collect();
            let (score, unsure) = (holds.iter().sum(), holds.iter().filter(|score| **score == 0).count());
            if best.as_ref().is_none_or(|(other, ..)| score > *other) {
                best = Some((score, spans, unsure));
            }
            if unsure == 0 {
                break;
            }
        }
        let (_, spans, unsure) = best.unwrap_or_default();
        Placed { spans, unsure }
    }

    /// The likeliest first.
    fn ways(&self) -> Vec<Count> {
        let mut ways = Vec::new();
        for is_inclusive in [false, true] {
            for is_utf16 in [false, true] {
                for mark in [false, true] {
                    for crlf in [self.raw_is_crlf, !self.raw_is_crlf] {
                        let has_mark = mark && (self.raw_has_mark || !crlf || self.raw_is_crlf);
                        let way = Count { is_crlf: crlf, has_mark, is_utf16, is_inclusive };
                        if !ways.contains(&way) {
                            ways.push(way);
                        }
                    }
                }
            }
        }
        ways
    }

    /// The position of each character of the text, and of its end.
    fn starts(&self, count: Count) -> Vec<u32> {
        let mut at = u32::from(count.has_mark);
        let mut starts = Vec::with_capacity(self.text.len() as usize + 1);
        for ch in self.text.as_str().chars() {
            starts.push(at);
            at += match ch {
                '\n' if count.is_crlf => 2,
                _ if count.is_utf16 => ch.len_utf16() as u32,
                _ => 1,
            };
        }
        starts.push(at);
        starts
    }

    fn span(&self, selection: &Selection, count: Count, starts: &[u32]) -> Option<CharSpan> {
        let end = selection.end.checked_add(u32::from(count.is_inclusive))?;
        // A position within a character or a line end means the character.
        let start = starts.partition_point(|at| *at <= selection.start).checked_sub(1)?;
        let end = starts.partition_point(|at| *at < end);
        let is_in = end < starts.len() && selection.start >= starts[0];
        let span = CharSpan::new(start as u32, end as u32);
        (is_in && self.text.holds(span)).then_some(span)
    }

    /// How sure the name makes that the selection holds this: 2 if it is just that, 1 if it begins so.
    fn holds(&self, selection: &Selection, span: Option<CharSpan>) -> usize {
        let Some(span) = span else { return 0 };
        let solid = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<String>();
        let (name, there) = (solid(&selection.name), solid(self.text.slice(span)));
        let beginning = name.trim_end_matches(['…', '.']);
        match () {
            () if name.is_empty() => 0,
            () if name == there => 2,
            () if !beginning.is_empty() && there.starts_with(beginning) => 1,
            () => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What selections (start, end, name) of a raw text hold.
    fn check(raw: &str, selections: &[(u32, u32, &str)], expected: &[Option<&str>], unsure: usize) {
        let counted = Counted::new(raw);
        let selections: Vec<Selection> = selections
            .iter()
            .map(|(start, end, name)| Selection { start: *start, end: *end, name: (*name).to_owned() })
            .collect();
        let placed = counted.place(&selections);
        let found: Vec<Option<&str>> =
            placed.spans.iter().map(|span| span.map(|span| counted.text.slice(span))).collect();
        assert_eq!((found.as_slice(), placed.unsure), (expected, unsure), "{raw:?}");
    }

    #[test]
    fn names_tell_how_positions_were_counted() {
        check("甲乙\n丙丁", &[(3, 5, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\r\n丙丁", &[(4, 6, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\r\n丙丁", &[(3, 5, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\n丙丁", &[(4, 6, "丙丁")], &[Some("丙丁")], 0);
        check("\u{feff}甲乙\n丙丁", &[(4, 6, "丙丁")], &[Some("丙丁")], 0);
        check("😀甲乙丙丁", &[(4, 6, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\n丙丁", &[(3, 4, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\n丙丁戊", &[(3, 6, "丙丁…")], &[Some("丙丁戊")], 0);
    }

    #[test]
    fn without_names_the_file_is_taken_as_it_lies_there() {
        check("甲乙\r\n丙丁", &[(4, 6, "")], &[Some("丙丁")], 1);
        check("甲乙\n丙丁", &[(3, 5, "Memo 1"), (3, 99, "")], &[Some("丙丁"), None], 2);
        check("", &[(0, 1, "x")], &[None], 1);
        check("甲", &[(0, u32::MAX, "")], &[None], 1);
    }
}
