use super::{Part, Role};
use crate::text::{CharSpan, Text, is_han, merge_touching};

/// Characters that stand in a row both in the reading text and in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    reading: u32,
    source: u32,
    len: u32,
}

/// What is shown for a part: its spans joined, line breaks inside dropped, with the way to the source and back.
///
/// Two lines are joined without anything between them, but for a space between two Latin letters or digits, and between
/// the lines of a headline. Such a space has no place in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingText {
    text: String,
    runs: Vec<Run>,
    len: u32,
}

impl ReadingText {
    /// The reading text of `part`.
    #[must_use]
    pub fn of_part(text: &Text, part: &Part) -> Self {
        Self::of_spans(text, &part.spans, part.role)
    }

    /// The reading text of spans in reading order, joined as in a part of `role`.
    #[must_use]
    pub fn of_spans(text: &Text, spans: &[CharSpan], role: Role) -> Self {
        let mut out = Self::default();
        for span in spans {
            let mut line_start = span.start;
            for line in text.slice(*span).split('\n') {
                let chars = line.chars().count() as u32;
                let lead = line.chars().take_while(|ch| ch.is_whitespace()).count() as u32;
                let solid = line.trim();
                if !solid.is_empty() {
                    out.join(solid, role);
                    out.push(solid, line_start + lead);
                }
                line_start += chars + 1;
            }
        }
        out
    }

    /// A text that stands nowhere in a source but in this very order from position 0: for tests and previews.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut out = Self::default();
        out.push(text, 0);
        out
    }

    fn join(&mut self, next: &str, role: Role) {
        let (Some(last), Some(first)) = (self.text.chars().next_back(), next.chars().next()) else { return };
        let words = last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric();
        let latin_sentence = matches!(last, ',' | '.' | ';' | ':') && first.is_ascii_alphabetic();
        let names = role == Role::Byline && is_han(last) && is_han(first);
        let lines = matches!(role, Role::Headline | Role::Kicker | Role::Deck | Role::SectionHead) && is_han(first);
        // A number cut by a line's end (20|23) is far more frequent on these pages than two numbers in a row.
        let number = last.is_ascii_digit() && first.is_ascii_digit();
        if (words && !number) || latin_sentence || names || lines {
            self.text.push(' ');
            self.len += 1;
        }
    }

    fn push(&mut self, solid: &str, source: u32) {
        let len = solid.chars().count() as u32;
        match self.runs.last_mut() {
            Some(run) if run.source + run.len == source && run.reading + run.len == self.len => run.len += len,
            _ => self.runs.push(Run { reading: self.len, source, len }),
        }
        self.text.push_str(solid);
        self.len += len;
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its number of code points.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the code points `range` of the reading text stand in the source, in reading order. Spaces put in by joining
    /// stand nowhere.
    #[must_use]
    pub fn to_source(&self, range: CharSpan) -> Vec<CharSpan> {
        let first = self.runs.partition_point(|run| run.reading + run.len <= range.start);
        let runs = self.runs[first..].iter().take_while(|run| run.reading < range.end);
        merge_touching(runs.map(|run| {
            let from = range.start.max(run.reading) - run.reading;
            let to = range.end.min(run.reading + run.len) - run.reading;
            CharSpan::new(run.source + from, run.source + to)
        }))
    }

    /// Where what stands in the source at `spans` is read, in reading order; stretches that touch, or that are parted only
    /// by a space put in by joining, are one.
    #[must_use]
    pub fn from_source(&self, spans: &[CharSpan]) -> Vec<CharSpan> {
        let mut found: Vec<CharSpan> = Vec::new();
        for run in &self.runs {
            let here = CharSpan::new(run.source, run.source + run.len);
            for both in spans.iter().filter_map(|span| span.intersection(here)) {
                let start = run.reading + both.start - run.source;
                found.push(CharSpan::new(start, start + both.len()));
            }
        }
        found.sort_unstable();
        let mut out: Vec<CharSpan> = Vec::new();
        for span in found {
            match out.last_mut() {
                Some(last) if span.start <= last.end || self.is_joint(last.end, span.start) => {
                    last.end = last.end.max(span.end);
                }
                _ => out.push(span),
            }
        }
        out
    }

    /// Whether the reading text from `start` to `end` stands nowhere in the source.
    fn is_joint(&self, start: u32, end: u32) -> bool {
        end == start + 1 && self.to_source(CharSpan::new(start, end)).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Confidence;

    fn part(role: Role, spans: &[(u32, u32)]) -> Part {
        let spans = spans.iter().map(|&(start, end)| CharSpan::new(start, end)).collect();
        Part { role, spans, confidence: Confidence::SURE, doubts: Vec::new() }
    }

    #[test]
    fn line_breaks_go_and_positions_stay() {
        let text = Text::new("初夏，到\n\n处澎湃\n图\n着。");
        let reading = ReadingText::of_part(&text, &part(Role::Body, &[(0, 9), (12, 14)]));
        assert_eq!(reading.as_str(), "初夏，到处澎湃着。");
        assert_eq!(reading.to_source(CharSpan::new(3, 8)), [(3, 4).into(), (6, 9).into(), (12, 13).into()]);
        assert_eq!(reading.from_source(&[CharSpan::new(3, 13)]), [CharSpan::new(3, 8)]);
    }

    #[test]
    fn latin_words_and_headline_lines_keep_a_space() {
        let text = Text::new("open\nsource 20\n23\n让政策");
        let body = ReadingText::of_part(&text, &part(Role::Body, &[(0, 21)]));
        assert_eq!(body.as_str(), "open source 2023让政策");
        let head = ReadingText::of_part(&text, &part(Role::Headline, &[(15, 21)]));
        assert_eq!(head.as_str(), "23 让政策");
        assert_eq!(head.from_source(&[CharSpan::new(0, 99)]), [CharSpan::new(0, 6)]);
    }
}
