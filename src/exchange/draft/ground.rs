//! The text of a page as quotations are looked up in it: in the order of reading, as it is read, as its lines stand; in the
//! canonical form, with the way back to the source.

use std::ops::Range;

use super::canon::{canonical, folded, spaced};
use crate::library::Page;
use crate::text::CharSpan;

/// The text of a page in one order.
pub(super) struct Ground {
    /// In the canonical form.
    pub(super) chars: Vec<char>,
    /// The same, folded.
    pub(super) folded: Vec<char>,
    /// The same as a string.
    pub(super) haystack: String,
    /// Where each character stands in the source.
    origins: Vec<u32>,
    /// For each character, its byte in `haystack`.
    bytes: Vec<u32>,
    /// The texts that it is made of: a quotation is from one of them.
    texts: Vec<Range<usize>>,
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

    fn new(texts: impl Iterator<Item = Vec<(u32, char)>>, is_read: bool) -> Self {
        let (mut chars, mut origins, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
        for text in texts {
            let start = chars.len();
            for solid in canonical(text) {
                chars.push(spaced(solid.ch));
                origins.push(solid.at);
            }
            ranges.push(start..chars.len());
        }
        let folded = folded(&chars);
        let (mut haystack, mut bytes) = (String::new(), Vec::with_capacity(folded.len()));
        for ch in &folded {
            bytes.push(haystack.len() as u32);
            haystack.push(*ch);
        }
        Self { chars, folded, haystack, origins, bytes, texts: ranges, is_read }
    }

    pub(super) fn as_it_stands(page: &Page) -> Self {
        let text = &page.source.text;
        let of_part = |spans: &[CharSpan]| -> Vec<(u32, char)> {
            let chars = spans.iter().flat_map(|span| {
                (span.start..).zip(text.slice(*span).chars()).chain([(span.end.saturating_sub(1), '\n')])
            });
            chars.collect()
        };
        let article = |article: &crate::library::ArticleText| {
            article.parts.iter().flat_map(|part| of_part(&part.part.spans)).collect::<Vec<_>>()
        };
        let furniture = page.furniture.iter().map(|part| of_part(&part.part.spans));
        Self::new(page.articles.iter().map(article).chain(furniture), false)
    }

    fn as_it_is_read(page: &Page) -> Self {
        let of_part = |part: &crate::library::PartText| {
            let chars = (0u32..).zip(part.text.as_str().chars()).map(|(at, ch)| {
                let source = part.text.to_source(CharSpan::new(at, at + 1));
                (source.first().map_or(part.part.start(), |span| span.start), ch)
            });
            chars.chain([(part.part.start(), '\n')]).collect::<Vec<_>>()
        };
        let articles = page.articles.iter().map(|article| article.parts.iter().flat_map(of_part).collect());
        Self::new(articles.chain(page.furniture.iter().map(of_part)), true)
    }

    fn as_lines(page: &Page) -> Self {
        Self::new(std::iter::once((0u32..).zip(page.source.text.as_str().chars()).collect()), false)
    }

    /// The characters of bytes of `haystack`.
    pub(super) fn range_of(&self, start: usize, end: usize) -> Range<usize> {
        let at = |byte: usize| self.bytes.partition_point(|other| (*other as usize) < byte);
        at(start)..at(end)
    }

    /// The text that a range lies in; `None` if it lies in two.
    pub(super) fn text_of(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let text = self.texts.get(self.texts.partition_point(|text| text.end <= range.start))?;
        (text.start <= range.start && range.end <= text.end).then(|| text.clone())
    }

    /// The spans of the source that these characters came from. What only white space parts is one.
    pub(super) fn spans(&self, page: &Page, range: Range<usize>) -> Vec<CharSpan> {
        let mut spans: Vec<CharSpan> = Vec::new();
        for &origin in self.origins.get(range).unwrap_or(&[]) {
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
        // An ellipsis is one character here.
        if let Some(last) = spans.last_mut() {
            let rest = CharSpan::new(last.end, page.source.text.len().max(last.end));
            let behind = page.source.text.slice(rest).chars();
            let is_ellipsis = page.source.text.slice(CharSpan::new(last.end - 1, last.end)).starts_with(['…', '⋯']);
            last.end +=
                if is_ellipsis { behind.take_while(|ch| matches!(ch, '…' | '⋯')).count() as u32 } else { 0 };
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
