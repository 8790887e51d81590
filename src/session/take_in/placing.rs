//! Where what comes in stands in a source. A place is taken as the file has it where that is what it says; what it quotes and
//! does not stand there is sought, and is placed where nothing else can be meant: where it stands but once, or where its context
//! tells which it is.

use std::cell::OnceCell;

use crate::exchange::{IncomingAnnotation, IncomingSelector};
use crate::notebook::{Haystack, Quotation, Refound};
use crate::text::{CharSpan, Folded, Text};

/// Fewest characters of a quotation that needs no context where it stands but once.
const LONG_ENOUGH: usize = 2;

/// Most places that are looked at.
const MAX_PLACES: usize = 4_000;

/// How much of the context must be the same where one side of it is not known and the place is at an end of the text, where
/// [`Haystack`] takes what is not known for the end.
const ONE_SIDED_CONTEXT: f64 = 0.85;

/// How a place was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manner {
    /// What is quoted stands where the file says.
    Agreed,
    /// The file quotes nothing, and the place was taken as it says.
    Position,
    /// The file has only the quotation.
    Quotation,
    /// What is quoted stands elsewhere than the file says.
    Elsewhere,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Miss {
    /// It would not be within the source.
    Outside,
    /// What is quoted does not stand there.
    Nowhere,
    /// It stands in several places, and nothing tells which is meant.
    Several,
}

type Found = Result<(Vec<CharSpan>, Manner), Miss>;

/// A source in which places are sought, made ready as far as is needed.
pub(super) struct Ground<'a> {
    text: &'a Text,
    folded: OnceCell<Folded>,
    haystack: OnceCell<Haystack<'a>>,
    /// Where each character starts in UTF-16, and the text ends.
    utf16: OnceCell<Vec<u32>>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(text: &'a Text) -> Self {
        Self { text, folded: OnceCell::new(), haystack: OnceCell::new(), utf16: OnceCell::new() }
    }

    /// Where an annotation stands.
    pub(super) fn place(&self, annotation: &IncomingAnnotation) -> Found {
        if annotation.selectors.is_empty() {
            return self.spans(&annotation.spans, annotation.quotation.as_ref());
        }
        let (mut spans, mut manner) = (Vec::new(), Manner::Agreed);
        for selector in &annotation.selectors {
            let (found, how) = self.select(selector, None)?;
            spans.extend(found);
            manner = manner.max(how);
        }
        Ok((spans, manner))
    }

    pub(super) fn text(&self) -> &'a Text {
        self.text
    }

    fn all(&self) -> CharSpan {
        CharSpan::new(0, self.text.len())
    }

    fn spans(&self, spans: &[CharSpan], quotation: Option<&Quotation>) -> Found {
        match quotation {
            Some(quotation) if quotation.stands_at(self.text, spans) => Ok((spans.to_vec(), Manner::Agreed)),
            Some(quotation) => {
                let manner = if spans.is_empty() { Manner::Quotation } else { Manner::Elsewhere };
                let by_utf16 = spans.iter().map(|span| self.of_utf16(*span)).collect::<Option<Vec<_>>>();
                if let Some(spans) = by_utf16.filter(|spans| quotation.stands_at(self.text, spans)) {
                    return Ok((spans, manner));
                }
                self.seek(quotation, None).map(|spans| (spans, manner))
            }
            None if !spans.is_empty() && spans.iter().all(|span| self.text.holds(*span)) => {
                Ok((spans.to_vec(), Manner::Position))
            }
            None => Err(Miss::Outside),
        }
    }

    /// Where a selector leads, within another place or in all of the text.
    fn select(&self, selector: &IncomingSelector, within: Option<CharSpan>) -> Found {
        let region = within.unwrap_or(self.all());
        let inside = selector.span.and_then(|span| {
            let (start, end) = (region.start.checked_add(span.start)?, region.start.checked_add(span.end)?);
            (end <= region.end).then_some(CharSpan::new(start, end))
        });
        let (spans, manner) = match (selector.span, &selector.quotation) {
            (None, None) => (vec![self.text.trimmed(region)], Manner::Agreed),
            (span, quotation) if within.is_none() => self.spans(span.as_slice(), quotation.as_ref())?,
            (Some(_), None) => (vec![inside.ok_or(Miss::Outside)?], Manner::Position),
            (span, Some(quotation)) => match inside.filter(|inside| quotation.stands_at(self.text, &[*inside])) {
                Some(inside) => (vec![inside], Manner::Agreed),
                None => {
                    let manner = if span.is_some() { Manner::Elsewhere } else { Manner::Quotation };
                    (self.seek(quotation, within)?, manner)
                }
            },
        };
        let Some(refined) = &selector.refined else {
            return if spans.iter().any(|span| span.is_empty()) { Err(Miss::Outside) } else { Ok((spans, manner)) };
        };
        let [outer] = spans.as_slice() else { return Err(Miss::Nowhere) };
        let (spans, inner) = match (&selector.quotation, refined.span, &refined.quotation) {
            // What is counted is the quotation as the file has it, not the lines of the source.
            (Some(outside), Some(span), None) => {
                let piece = self.piece(*outer, &outside.exact, span).ok_or(Miss::Outside)?;
                let inside = IncomingSelector { refined: refined.refined.clone(), ..IncomingSelector::default() };
                let (spans, _) = self.select(&inside, Some(piece))?;
                (spans, manner)
            }
            _ => self.select(refined, Some(*outer))?,
        };
        Ok((spans, manner.max(inner)))
    }

    /// The place of some characters of what stands at `outer`, counted in `exact`, which is that but for white space.
    fn piece(&self, outer: CharSpan, exact: &str, span: CharSpan) -> Option<CharSpan> {
        let solid = |from: u32, to: u32| {
            let chars = exact.chars().skip(from as usize).take((to - from) as usize);
            chars.filter(|ch| !ch.is_whitespace()).count()
        };
        if span.end as usize > exact.chars().count() {
            return None;
        }
        let (before, len) = (solid(0, span.start), solid(span.start, span.end));
        let there = self.text.slice(outer).chars().zip(outer.start..).filter(|(ch, _)| !ch.is_whitespace());
        let places: Vec<u32> = there.map(|(_, at)| at).skip(before).take(len).collect();
        let (first, last) = (places.first()?, places.last()?);
        (places.len() == len).then(|| CharSpan::new(*first, last + 1))
    }

    /// What a span in UTF-16 code units is in code points, where that is another one.
    fn of_utf16(&self, span: CharSpan) -> Option<CharSpan> {
        let starts = self.utf16.get_or_init(|| {
            let mut at = 0;
            let mut starts: Vec<u32> = Vec::with_capacity(self.text.len() as usize + 1);
            for ch in self.text.as_str().chars() {
                starts.push(at);
                at += ch.len_utf16() as u32;
            }
            starts.push(at);
            starts
        });
        let place = |at: u32| starts.binary_search(&at).ok().map(|at| at as u32);
        let found = CharSpan::new(place(span.start)?, place(span.end)?);
        (found != span).then_some(found)
    }

    /// Where a quotation stands for sure.
    fn seek(&self, quotation: &Quotation, within: Option<CharSpan>) -> Result<Vec<CharSpan>, Miss> {
        let folded = self.folded.get_or_init(|| Folded::new(self.text.as_str()));
        let wanted = Folded::new(&quotation.exact).text;
        let (prefix, suffix) = (Folded::new(&quotation.prefix).text, Folded::new(&quotation.suffix).text);
        let Some(first) = wanted.chars().next() else { return Err(Miss::Nowhere) };
        let region = within.unwrap_or(self.all());
        let mut places: Vec<(CharSpan, bool)> = Vec::new();
        let mut from = 0;
        while let Some(at) = folded.text.get(from..).and_then(|rest| rest.find(&wanted)).map(|at| at + from) {
            from = at + first.len_utf8();
            let end = at + wanted.len();
            let Some(span) = folded.original(at, end) else { continue };
            if span.start >= region.start && span.end <= region.end {
                let is_told = folded.text[..at].ends_with(&prefix) && folded.text[end..].starts_with(&suffix);
                places.push((span, is_told));
            }
            if places.len() > MAX_PLACES {
                return Err(Miss::Several);
            }
        }
        let (has_context, is_two_sided) =
            (!(prefix.is_empty() && suffix.is_empty()), !prefix.is_empty() && !suffix.is_empty());
        let told: Vec<CharSpan> = places.iter().filter(|(_, is_told)| *is_told).map(|(span, _)| *span).collect();
        match (places.as_slice(), told.as_slice()) {
            ([(only, is_told)], _) if wanted.chars().count() >= LONG_ENOUGH || (has_context && *is_told) => {
                Ok(vec![*only])
            }
            (_, [only]) if has_context => Ok(vec![*only]),
            ([], _) if within.is_none() && has_context => self.nearly(quotation, is_two_sided),
            ([], _) => Err(Miss::Nowhere),
            _ if within.is_none() && is_two_sided => self.nearly(quotation, true).map_err(|_| Miss::Several),
            _ => Err(Miss::Several),
        }
    }

    /// Where it stands with differences, or its context does.
    fn nearly(&self, quotation: &Quotation, is_two_sided: bool) -> Result<Vec<CharSpan>, Miss> {
        let haystack = self.haystack.get_or_init(|| Haystack::new(self.text));
        match haystack.find(quotation, 0) {
            Refound::Sure(place) if is_two_sided || place.context >= ONE_SIDED_CONTEXT => Ok(place.spans),
            Refound::Sure(_) | Refound::Unsure(_) | Refound::Orphan => Err(Miss::Nowhere),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "会议标题\n\n本报讯　会议召开。与会者认为，这次会\n议很重要。\n\n第二段也讲会议很重要。\n\n😀会议很重要\n";

    fn quotation(exact: &str, prefix: &str, suffix: &str) -> Quotation {
        Quotation { exact: exact.to_owned(), prefix: prefix.to_owned(), suffix: suffix.to_owned() }
    }

    fn at(span: (u32, u32), exact: &str) -> IncomingSelector {
        let quotation = (!exact.is_empty()).then(|| quotation(exact, "", ""));
        IncomingSelector { span: Some(CharSpan::from(span)), quotation, refined: None }
    }

    fn quoted(exact: &str, prefix: &str, suffix: &str) -> IncomingSelector {
        IncomingSelector { quotation: Some(quotation(exact, prefix, suffix)), ..IncomingSelector::default() }
    }

    fn refined(outer: IncomingSelector, inner: IncomingSelector) -> IncomingSelector {
        IncomingSelector { refined: Some(Box::new(inner)), ..outer }
    }

    #[track_caller]
    fn check(selector: IncomingSelector, expected: Result<(u32, u32, Manner), Miss>) {
        let text = Text::new(PAGE);
        let annotation = IncomingAnnotation { selectors: vec![selector], ..IncomingAnnotation::default() };
        let found = Ground::new(&text).place(&annotation);
        assert_eq!(found.map(|(spans, manner)| (spans[0].start, spans[0].end, manner)), expected);
    }

    #[test]
    fn what_stands_more_than_once_needs_a_context_or_its_position() {
        check(quoted("会议很重要", "", ""), Err(Miss::Several));
        check(quoted("会议", "", ""), Err(Miss::Several));
        check(quoted("会议很重要", "这次", ""), Ok((23, 29, Manner::Quotation)));
        check(quoted("会议很重要", "也讲", "。"), Ok((37, 42, Manner::Quotation)));
        check(quoted("会议很重要", "", "。"), Err(Miss::Several));
        check(at((23, 29), "会议很重要"), Ok((23, 29, Manner::Agreed)));
        check(at((24, 30), "会议很重要"), Err(Miss::Several));
        // As Hypothesis counts.
        check(at((47, 52), "会议很重要"), Ok((46, 51, Manner::Elsewhere)));
    }

    #[test]
    fn what_stands_once_is_found_whatever_is_around_it() {
        check(quoted("召开", "", ""), Ok((12, 14, Manner::Quotation)));
        check(quoted("召开", "别的", "上下文"), Ok((12, 14, Manner::Quotation)));
        check(at((0, 2), "召开"), Ok((12, 14, Manner::Elsewhere)));
        check(quoted("召", "", ""), Err(Miss::Several));
        check(quoted("没有这样的话", "", ""), Err(Miss::Nowhere));
    }

    #[test]
    fn what_refines_is_sought_within() {
        check(refined(at((6, 20), ""), at((4, 6), "")), Ok((10, 12, Manner::Position)));
        check(refined(at((6, 20), ""), at((10, 60), "")), Err(Miss::Outside));
        check(refined(at((32, 43), ""), quoted("会议", "", "")), Ok((37, 39, Manner::Quotation)));
        check(refined(quoted("第二段也讲会议很重要", "", ""), quoted("会议", "", "")), Ok((37, 39, Manner::Quotation)));
        check(refined(quoted("第二段也讲", "", ""), quoted("会议", "", "")), Err(Miss::Nowhere));
        // Lines of the source do not count in a quotation without them.
        check(refined(quoted("这次会议很重要", "", ""), at((2, 4), "")), Ok((23, 26, Manner::Quotation)));
        check(refined(IncomingSelector::default(), quoted("召开", "", "")), Ok((12, 14, Manner::Quotation)));
    }
}
