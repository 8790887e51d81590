use std::sync::Arc;

use super::{Part, Role};
use crate::text::{CharSpan, Text, is_han, merge_touching, parts_words};

/// Characters that stand in a row both in the reading text and in the source; or, where the two have other lengths or
/// `is_emended`, what is read in the place of what stands there, as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    reading: u32,
    source: u32,
    len: u32,
    source_len: u32,
    is_emended: bool,
}

/// What is read in the place of what the scanner made of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// What stands in the source.
    pub span: CharSpan,
    /// What is read.
    pub text: Arc<str>,
}

/// What is shown for a part: its spans joined, line breaks inside dropped, with the way to the source and back.
///
/// Two lines are joined without anything between them, but for a space between two Latin letters or digits, and between
/// the lines of a headline. Such a space has no place in the source. Where a [`Reading`] is given, it is shown, and stands for the
/// whole of what it replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingText {
    text: String,
    runs: Vec<Run>,
    len: u32,
}

impl Run {
    fn source_span(self) -> CharSpan {
        CharSpan::new(self.source, self.source + self.source_len)
    }
}

impl ReadingText {
    /// The reading text of `part`.
    #[must_use]
    pub fn of_part(text: &Text, part: &Part) -> Self {
        Self::of_spans(text, &part.spans, part.role)
    }

    /// The reading text of `part` with `readings`, which are in the order of the source and do not overlap. One that does not stand
    /// wholly in one span of the part is passed over.
    #[must_use]
    pub fn of_part_with(text: &Text, part: &Part, readings: &[Reading]) -> Self {
        let mut out = Self::default();
        for span in &part.spans {
            let first = readings.partition_point(|reading| reading.span.start < span.start);
            let mut at = span.start;
            let mut begins = true;
            for reading in readings[first..].iter().take_while(|reading| reading.span.end <= span.end) {
                if reading.span.is_empty() || reading.text.is_empty() || reading.span.start < at {
                    continue;
                }
                begins = out.lines(text, CharSpan::new(at, reading.span.start), part.role, begins, true);
                if begins {
                    out.join(&reading.text, part.role);
                }
                out.push_emended(reading);
                begins = false;
                at = reading.span.end;
            }
            out.lines(text, CharSpan::new(at, span.end), part.role, begins, false);
        }
        out
    }

    /// The reading text of spans in reading order, joined as in a part of `role`.
    #[must_use]
    pub fn of_spans(text: &Text, spans: &[CharSpan], role: Role) -> Self {
        let mut out = Self::default();
        for span in spans {
            out.lines(text, *span, role, true, false);
        }
        out
    }

    /// Adds the lines of `span`. The first of them begins a line of the page if `begins`, and what follows the last stands on the
    /// same line if `goes_on`: there, white space is kept. Tells whether what follows begins a line.
    fn lines(&mut self, text: &Text, span: CharSpan, role: Role, begins: bool, goes_on: bool) -> bool {
        let mut line_start = span.start;
        let mut begins = begins;
        let mut lines = text.slice(span).split('\n').peekable();
        while let Some(line) = lines.next() {
            let chars = line.chars().count() as u32;
            let begun = if begins { line.trim_start() } else { line };
            let lead = chars - begun.chars().count() as u32;
            let is_last = lines.peek().is_none();
            let solid = if is_last && goes_on { begun } else { begun.trim_end() };
            if !solid.is_empty() {
                if begins {
                    self.join(solid, role);
                }
                self.push(solid, line_start + lead);
                begins = false;
            }
            begins |= !is_last;
            line_start += chars + 1;
        }
        begins
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
        let latin_sentence = matches!(last, ',' | '.' | ';' | ':') && first.is_ascii_alphabetic();
        let names = role == Role::Byline && is_han(last) && is_han(first);
        let lines = matches!(role, Role::Headline | Role::Kicker | Role::Deck | Role::SectionHead) && is_han(first);
        if parts_words(last, first) || latin_sentence || names || lines {
            self.text.push(' ');
            self.len += 1;
        }
    }

    fn push(&mut self, solid: &str, source: u32) {
        let len = solid.chars().count() as u32;
        match self.runs.last_mut() {
            Some(run) if !run.is_emended && run.source + run.len == source && run.reading + run.len == self.len => {
                run.len += len;
                run.source_len += len;
            }
            _ => self.runs.push(Run { reading: self.len, source, len, source_len: len, is_emended: false }),
        }
        self.text.push_str(solid);
        self.len += len;
    }

    fn push_emended(&mut self, reading: &Reading) {
        let len = reading.text.chars().count() as u32;
        let (source, source_len) = (reading.span.start, reading.span.len());
        self.runs.push(Run { reading: self.len, source, len, source_len, is_emended: true });
        self.text.push_str(&reading.text);
        self.len += len;
    }

    /// Where something else is read than stands in the source: in the reading text, and in the source.
    pub fn emended(&self) -> impl Iterator<Item = (CharSpan, CharSpan)> {
        let emended = self.runs.iter().filter(|run| run.is_emended);
        emended.map(|run| (CharSpan::new(run.reading, run.reading + run.len), run.source_span()))
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
            if run.is_emended {
                return run.source_span();
            }
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
            let here = run.source_span();
            for both in spans.iter().filter_map(|span| span.intersection(here)) {
                if run.is_emended {
                    found.push(CharSpan::new(run.reading, run.reading + run.len));
                    continue;
                }
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
    fn what_is_emended_is_read_and_stands_for_the_whole() {
        let text = Text::new("屏幕 displays 了\n日曰期\n望");
        let part = part(Role::Body, &[(0, 19)]);
        let reading = |start, end, text: &str| Reading { span: CharSpan::new(start, end), text: text.into() };
        let readings = [reading(3, 11, "显示"), reading(14, 16, "日"), reading(16, 19, "企望")];
        let read = ReadingText::of_part_with(&text, &part, &readings);
        assert_eq!(read.as_str(), "屏幕 显示 了日企望");
        assert_eq!(read.to_source(CharSpan::new(4, 5)), [CharSpan::new(3, 11)]);
        assert_eq!(read.to_source(CharSpan::new(0, read.len())), [(0, 13).into(), (14, 19).into()]);
        assert_eq!(read.from_source(&[CharSpan::new(5, 6)]), [CharSpan::new(3, 5)]);
        assert_eq!(read.emended().count(), 3);
        assert_eq!(ReadingText::of_part_with(&text, &part, &[]), ReadingText::of_part(&text, &part));
        // One that goes beyond the part is passed over.
        assert_eq!(
            ReadingText::of_part_with(&text, &part, &[reading(18, 25, "x")]).as_str(),
            "屏幕 displays 了日曰期望"
        );
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
