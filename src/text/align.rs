use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{CharSpan, fold_char};

/// Differences up to which two texts are compared character by character; beyond, the comparison would take too long and tell
/// too little.
const MOST_CHARS: usize = 400_000;

/// Which code point of a text answers to which of another that was made from the same page: a better scan, another encoding,
/// other line breaks. White space and width make no difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// Runs that are the same, in order: code points of the one text and of the other.
    runs: Vec<(Vec<u32>, Vec<u32>)>,
    /// The first character of the old text that is not white space.
    first: u32,
    /// The end of the new text.
    end: u32,
    likeness: f32,
}

/// The characters of a text that are not white space, folded, and where they stand.
fn solid(text: &str) -> (Vec<char>, Vec<u32>) {
    text.chars().zip(0..).filter(|(ch, _)| !ch.is_whitespace()).map(|(ch, at)| (fold_char(ch), at)).unzip()
}

impl Alignment {
    /// Compares two texts by Myers' algorithm (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986). Takes time
    /// in proportion to length and differences: a job does it.
    #[must_use]
    pub fn new(old: &str, new: &str) -> Self {
        let ((old_chars, old_places), (new_chars, new_places)) = (solid(old), solid(new));
        let all = old_chars.len() + new_chars.len();
        let (first, end) = (old_places.first().copied().unwrap_or(0), new.chars().count() as u32);
        if all > 2 * MOST_CHARS && old_chars != new_chars {
            return Self { runs: Vec::new(), first, end, likeness: 0.0 };
        }
        let same = |op: DiffOp| match op {
            DiffOp::Equal { old_index, new_index, len } => {
                Some((old_places[old_index..old_index + len].to_vec(), new_places[new_index..new_index + len].to_vec()))
            }
            _ => None,
        };
        let ops = capture_diff_slices(Algorithm::Myers, &old_chars, &new_chars);
        let runs: Vec<_> = ops.into_iter().filter_map(same).collect();
        let alike: usize = runs.iter().map(|run| run.0.len()).sum();
        let likeness = if all == 0 { 1.0 } else { 2.0 * alike as f32 / all as f32 };
        Self { runs, first, end, likeness }
    }

    /// Share of the characters that answer to one of the other text, 0 to 1.
    #[must_use]
    pub fn likeness(&self) -> f32 {
        self.likeness
    }

    /// Where what stands at `at` or behind it in the old text stands in the new one: the start for the first character,
    /// the end behind the last that answers to one. Never goes back where `at` goes on.
    #[must_use]
    pub fn place(&self, at: u32) -> u32 {
        if at <= self.first {
            return 0;
        }
        let run = self.runs.partition_point(|(old, _)| old.last().is_none_or(|last| *last < at));
        self.runs.get(run).map_or(self.end, |(old, new)| new[old.partition_point(|old| *old < at)])
    }

    /// Behind the last character of `span` that answers to one of the new text; where the span begins there if none does.
    #[must_use]
    pub fn end_of(&self, span: CharSpan) -> u32 {
        let run = self.runs.partition_point(|(old, _)| old.first().is_some_and(|first| *first < span.end));
        let last = run.checked_sub(1).and_then(|run| {
            let (old, new) = &self.runs[run];
            let last = old.partition_point(|old| *old < span.end).checked_sub(1)?;
            (old[last] >= span.start).then(|| new[last] + 1)
        });
        last.unwrap_or_else(|| self.place(span.start))
    }

    /// The code points of the new text that answer to those of `span` and are nothing but them; `None` if one has no answer
    /// or something was put in between.
    #[must_use]
    pub fn exactly(&self, span: CharSpan) -> Option<CharSpan> {
        let run = self.runs.partition_point(|(old, _)| old.last().is_none_or(|last| *last < span.start));
        let (old, new) = self.runs.get(run)?;
        let first = old.partition_point(|old| *old < span.start);
        let last = old.partition_point(|old| *old < span.end).checked_sub(1)?;
        (old.get(first) == Some(&span.start) && old.get(last).is_some_and(|last| last + 1 == span.end))
            .then(|| CharSpan::new(new[first], new[last] + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(old: &str, new: &str, at: u32) -> String {
        let alignment = Alignment::new(old, new);
        new.chars().skip(alignment.place(at) as usize).take(2).collect()
    }

    #[test]
    fn places_move_with_their_characters() {
        let old = "甲乙\n丙丁\n\n戊己庚辛";
        assert_eq!(place(old, "甲 乙丙\n丁戊己庚辛", 3), "丙\n");
        assert_eq!(place(old, "（新）甲乙丙丁戊己庚辛", 0), "（新", "what is put before the first belongs to it");
        assert_eq!(place(old, "甲乙丙戊己庚辛", 4), "戊己", "one that is gone gives its place to the next");
        assert_eq!(place(old, "甲乙丙丁戊己", 9), "");
        assert_eq!(Alignment::new("ＡＢ，", "ab,").likeness(), 1.0);
        assert_eq!(Alignment::new("", "").likeness(), 1.0);
        assert!(Alignment::new("甲乙丙丁", "子丑寅卯").likeness() < 0.01);
    }

    #[test]
    fn a_span_is_found_only_as_it_was() {
        let alignment = Alignment::new("甲乙丙丁戊", "甲乙\n丙子丁戊");
        assert_eq!(alignment.exactly(CharSpan::new(1, 3)), Some(CharSpan::new(1, 4)));
        assert_eq!(alignment.exactly(CharSpan::new(2, 4)), None, "something was put in between");
        assert_eq!(alignment.exactly(CharSpan::new(4, 9)), None);
    }
}
