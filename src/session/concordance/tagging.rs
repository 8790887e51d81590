//! What is tagged where a hit is: the hit itself, its sentence, or its paragraph.

use std::collections::BTreeSet;

use super::{Corpus, Hit};
use crate::notebook::Extent;
use crate::page::{ReadingText, SourceId};
use crate::task::Cancel;
use crate::text::{CharSpan, sentence_at};

/// Where in their sources stands what is tagged for `hits`, each place once, in the order of the hits. Hits that are in no article
/// have no place.
#[must_use]
pub fn passages_of(corpus: &Corpus, hits: &[Hit], extent: Extent, cancel: &Cancel) -> Vec<(SourceId, Vec<CharSpan>)> {
    let mut seen = BTreeSet::new();
    let places = hits.iter().take_while(|_| !cancel.is_cancelled()).filter_map(|hit| passage(corpus, *hit, extent));
    places.filter(|place| seen.insert(place.clone())).collect()
}

fn passage(corpus: &Corpus, hit: Hit, extent: Extent) -> Option<(SourceId, Vec<CharSpan>)> {
    let (page, _, part) = corpus.part(hit.place)?;
    let original;
    let reading = if hit.is_original {
        original = ReadingText::of_part(&page.source.text, &part.part);
        &original
    } else {
        part.text.as_ref()
    };
    let spans = match extent {
        Extent::Paragraph => part.part.spans.clone(),
        Extent::Hit => reading.to_source(hit.span),
        Extent::Sentence => {
            let first = sentence_at(reading.as_str(), hit.span.start);
            let last = sentence_at(reading.as_str(), hit.span.end.saturating_sub(1).max(hit.span.start));
            reading.to_source(trimmed(reading.as_str(), CharSpan::new(first.start, last.end)))
        }
    };
    (!spans.is_empty()).then_some((page.source.id, spans))
}

/// The span without the white space at its ends.
fn trimmed(text: &str, span: CharSpan) -> CharSpan {
    let blank = |chars: &mut dyn Iterator<Item = char>| chars.take_while(|ch| ch.is_whitespace()).count() as u32;
    let sentence: Vec<char> = text.chars().skip(span.start as usize).take(span.len() as usize).collect();
    let (lead, trail) = (blank(&mut sentence.iter().copied()), blank(&mut sentence.iter().rev().copied()));
    CharSpan::new(span.start + lead, span.end.saturating_sub(trail))
}
