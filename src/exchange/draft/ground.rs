//! The text of a page as quotations are looked up in it: in the order of reading, as it is read, as its lines stand; folded, with
//! the way back to the source.

use crate::library::{Page, is_unsafe_to_show};
use crate::page::Reading;
use crate::text::{CharSpan, fold_char};

/// Whether a character says nothing: white space, and what is not seen.
pub(super) fn is_silent(ch: char) -> bool {
    ch.is_whitespace()
        || is_unsafe_to_show(ch)
        || matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}')
}

pub(super) fn solid(text: &str) -> Vec<char> {
    text.chars().filter(|ch| !is_silent(*ch)).collect()
}

/// As quotations without a mark are compared.
pub(super) fn fold(ch: char) -> char {
    match ch {
        '「' | '」' | '『' | '』' | '‘' | '’' | '\'' => '"',
        _ => fold_char(ch),
    }
}

pub(super) fn within<'a>(page: &'a Page, spans: &'a [CharSpan]) -> impl Iterator<Item = &'a Reading> {
    let is_in =
        |reading: &&Reading| spans.iter().any(|span| span.start <= reading.span.start && reading.span.end <= span.end);
    page.readings.iter().filter(is_in)
}

pub(super) fn readings_within(page: &Page, spans: &[CharSpan]) -> Vec<(String, String)> {
    within(page, spans)
        .map(|reading| (page.source.text.slice(reading.span).to_owned(), reading.text.to_string()))
        .collect()
}

/// The readings that `wanted` takes, if it is what stands at the spans with some of the misread words put right.
pub(super) fn as_read(wanted: &[char], page: &Page, spans: &[CharSpan]) -> Option<Vec<(String, String)>> {
    let text = &page.source.text;
    let mut rest = wanted;
    let mut taken = Vec::new();
    for span in spans {
        let mut at = span.start;
        for reading in within(page, std::slice::from_ref(span)) {
            rest = rest.strip_prefix(solid(text.slice(CharSpan::new(at, reading.span.start))).as_slice())?;
            let (original, read) = (solid(text.slice(reading.span)), solid(&reading.text));
            // Where one begins with the other, the longer one is what is meant.
            let mut both = [(&read, true), (&original, false)];
            both.sort_by_key(|(chars, _)| std::cmp::Reverse(chars.len()));
            let (chars, is_read) = both.into_iter().find(|(chars, _)| rest.starts_with(chars))?;
            rest = &rest[chars.len()..];
            if is_read {
                taken.push((text.slice(reading.span).to_owned(), reading.text.to_string()));
            }
            at = reading.span.end;
        }
        rest = rest.strip_prefix(solid(text.slice(CharSpan::new(at, span.end))).as_slice())?;
    }
    (rest.is_empty() && !taken.is_empty()).then_some(taken)
}

/// The text of a page in one order, folded, with the way back.
pub(super) struct Ground {
    /// As it is, in this order, without line breaks.
    pub(super) text: String,
    /// Folded, without what says nothing.
    pub(super) folded: String,
    /// For each character of `text`, its code point in the source.
    origins: Vec<u32>,
    /// For each character of `folded`, its byte there and its place in `origins`.
    places: Vec<(u32, u32)>,
    /// Whether misread words are as they were put right.
    pub(super) is_read: bool,
}

impl Ground {
    /// The page in the order of reading, as it is read where that is something else, and as the lines stand.
    pub(super) fn all(page: &Page) -> impl Iterator<Item = Self> {
        let read = (!page.readings.is_empty()).then_some(());
        let grounds: [Box<dyn Fn() -> Option<Self> + '_>; 3] = [
            Box::new(|| Some(Self::as_it_stands(page))),
            Box::new(move || read.map(|()| Self::as_it_is_read(page))),
            Box::new(|| Some(Self::as_lines(page))),
        ];
        grounds.into_iter().filter_map(|make| make())
    }

    fn new(chars: impl Iterator<Item = (u32, char)>, is_read: bool) -> Self {
        let mut ground =
            Self { text: String::new(), folded: String::new(), origins: Vec::new(), places: Vec::new(), is_read };
        for (origin, ch) in chars.filter(|(_, ch)| *ch != '\n') {
            if !is_silent(ch) {
                ground.places.push((ground.folded.len() as u32, ground.origins.len() as u32));
                ground.folded.push(fold(ch));
            }
            ground.text.push(ch);
            ground.origins.push(origin);
        }
        ground
    }

    pub(super) fn as_it_stands(page: &Page) -> Self {
        let articles = page.articles.iter().flat_map(|article| &article.parts).chain(&page.furniture);
        let spans = articles.flat_map(|part| &part.part.spans);
        let chars = spans.flat_map(|span| (span.start..).zip(page.source.text.slice(*span).chars()));
        Self::new(chars, false)
    }

    fn as_it_is_read(page: &Page) -> Self {
        let parts = page.articles.iter().flat_map(|article| &article.parts).chain(&page.furniture);
        let chars = parts.flat_map(|part| {
            (0u32..).zip(part.text.as_str().chars()).map(|(at, ch)| {
                let source = part.text.to_source(CharSpan::new(at, at + 1));
                (source.first().map_or(part.part.start(), |span| span.start), ch)
            })
        });
        Self::new(chars, true)
    }

    fn as_lines(page: &Page) -> Self {
        Self::new((0u32..).zip(page.source.text.as_str().chars()), false)
    }

    /// The spans of the source that the folded bytes from `start` to `end` came from.
    pub(super) fn spans(&self, page: &Page, start: usize, end: usize) -> Vec<CharSpan> {
        let first = self.places.partition_point(|(byte, _)| (*byte as usize) < start);
        let last = self.places.partition_point(|(byte, _)| (*byte as usize) < end);
        let place = |at: usize| self.places.get(at).map_or(0, |(_, place)| *place);
        self.spans_of_chars(page, CharSpan::new(place(first), place(last.saturating_sub(1)) + 1))
    }

    /// The spans of the source that these characters of the text came from. What only white space parts is one.
    pub(super) fn spans_of_chars(&self, page: &Page, chars: CharSpan) -> Vec<CharSpan> {
        let mut spans: Vec<CharSpan> = Vec::new();
        let origins = self.origins.get(chars.start as usize..(chars.end as usize).min(self.origins.len()));
        for &origin in origins.unwrap_or(&[]) {
            match spans.last_mut() {
                Some(last) if last.contains(origin) => {}
                Some(last)
                    if last.end <= origin
                        && page.source.text.slice(CharSpan::new(last.end, origin)).chars().all(char::is_whitespace) =>
                {
                    last.end = origin + 1;
                }
                _ => spans.push(CharSpan::new(origin, origin + 1)),
            }
        }
        if self.is_read {
            // A misread word is read as a whole.
            for span in &mut spans {
                let there = *span;
                for reading in page.readings.iter().filter(|reading| reading.span.overlaps(there)) {
                    *span = CharSpan::new(span.start.min(reading.span.start), span.end.max(reading.span.end));
                }
            }
        }
        spans
    }
}
