//! What is tagged where a hit is: the hit itself, its sentence, or its paragraph.

use std::collections::BTreeSet;

use super::{Corpus, Hit};
use crate::notebook::Extent;
use crate::page::SourceId;
use crate::task::Cancel;
use crate::text::{CharSpan, sentence_at};

/// A place in a source: its spans in reading order.
pub type Place = (SourceId, Vec<CharSpan>);

/// Where in its source stands what is tagged for a hit; `None` for one that is in no article.
#[must_use]
pub fn passage_of(corpus: &Corpus, hit: Hit, extent: Extent) -> Option<Place> {
    let line = corpus.line(hit, 0);
    let (page, _, part) = corpus.part(hit, &line)?;
    let spans = match extent {
        Extent::Paragraph => part.part.spans.clone(),
        Extent::Hit => line.spans,
        Extent::Sentence => {
            let text = part.text.as_str();
            let first = sentence_at(text, line.reading.start);
            let last = sentence_at(text, line.reading.end.saturating_sub(1).max(line.reading.start));
            part.text.to_source(trimmed(text, CharSpan::new(first.start, last.end)))
        }
    };
    (!spans.is_empty()).then_some((page.source.id, spans))
}

/// The places of many hits, each once, in the order of the hits.
#[must_use]
pub fn passages_of(corpus: &Corpus, hits: &[Hit], extent: Extent, cancel: &Cancel) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    let places = hits.iter().take_while(|_| !cancel.is_cancelled()).filter_map(|hit| passage_of(corpus, *hit, extent));
    places.filter(|place| seen.insert(place.clone())).collect()
}

/// The span without the white space at its ends.
fn trimmed(text: &str, span: CharSpan) -> CharSpan {
    let blank = |chars: &mut dyn Iterator<Item = char>| chars.take_while(|ch| ch.is_whitespace()).count() as u32;
    let sentence: Vec<char> = text.chars().skip(span.start as usize).take(span.len() as usize).collect();
    let (lead, trail) = (blank(&mut sentence.iter().copied()), blank(&mut sentence.iter().rev().copied()));
    CharSpan::new(span.start + lead, span.end.saturating_sub(trail))
}
