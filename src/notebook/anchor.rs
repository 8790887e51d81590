use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{CharSpan, Text, same_ignoring_space};

/// Code points of context that are kept on each side of a quotation.
pub const CONTEXT_CHARS: u32 = 32;

/// What stands in a source at some spans, and around them: the W3C's TextQuoteSelector. Together with the spans, which
/// are its TextPositionSelector, it anchors an annotation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The source's text at the spans in order, joined without line breaks.
    pub exact: String,
    /// Up to [`CONTEXT_CHARS`] code points before the first span.
    #[serde(default)]
    pub prefix: String,
    /// Up to [`CONTEXT_CHARS`] code points after the last span.
    #[serde(default)]
    pub suffix: String,
}

impl Quotation {
    /// What stands in `text` at `spans`; `None` if there is no span, or one is empty or ends past the text.
    #[must_use]
    pub fn at(text: &Text, spans: &[CharSpan]) -> Option<Self> {
        let (first, last) = (spans.first()?, spans.last()?);
        if !spans.iter().all(|span| text.holds(*span)) {
            return None;
        }
        let before = text.slice(CharSpan::new(first.start.saturating_sub(2 * CONTEXT_CHARS), first.start));
        let after = text.slice(CharSpan::new(last.end, last.end.saturating_add(2 * CONTEXT_CHARS)));
        Some(Self { exact: text.quote(spans), prefix: last_chars(before), suffix: first_chars(after) })
    }

    /// Whether this is what stands in `text` at `spans`, white space left out.
    #[must_use]
    pub fn stands_at(&self, text: &Text, spans: &[CharSpan]) -> bool {
        !spans.is_empty()
            && spans.iter().all(|span| text.holds(*span))
            && same_ignoring_space(&self.exact, &text.quote(spans))
    }

    /// Bytes of its three texts.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        self.exact.len() + self.prefix.len() + self.suffix.len()
    }
}

/// Whole grapheme clusters from the start of `text`, [`CONTEXT_CHARS`] code points at most, without line breaks.
fn first_chars(text: &str) -> String {
    collect_clusters(text.graphemes(true)).concat()
}

/// Whole grapheme clusters up to the end of `text`, [`CONTEXT_CHARS`] code points at most, without line breaks.
fn last_chars(text: &str) -> String {
    let mut clusters = collect_clusters(text.graphemes(true).rev());
    clusters.reverse();
    clusters.concat()
}

fn collect_clusters<'a>(clusters: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut left = CONTEXT_CHARS as usize;
    let solid = clusters.filter(|cluster| *cluster != "\n");
    solid
        .take_while(|cluster| {
            let chars = cluster.chars().count();
            let fits = chars <= left;
            left = left.saturating_sub(chars);
            fits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_proved_without_regard_to_white_space() {
        let text = Text::new("唐某等 9 名\n农民工拿到");
        let spans = [CharSpan::new(4, 11)];
        let quotation = Quotation::at(&text, &spans).unwrap();
        assert_eq!((quotation.exact.as_str(), quotation.prefix.as_str()), ("9 名农民工", "唐某等 "));
        assert_eq!(quotation.suffix, "拿到");
        assert!(quotation.stands_at(&Text::new("唐某等 9名 \n农民工拿到"), &spans));
        assert!(!quotation.stands_at(&Text::new("唐某等 8 名\n农民工拿到"), &spans));
        assert!(!quotation.stands_at(&text, &[CharSpan::new(4, 99)]));
    }

    #[test]
    fn context_never_cuts_a_cluster() {
        let family = "👨‍👩‍👧";
        let text = Text::new(format!("{}甲{}", family.repeat(9), family.repeat(9)));
        let at = 9 * 5;
        let quotation = Quotation::at(&text, &[CharSpan::new(at, at + 1)]).unwrap();
        assert_eq!(quotation.prefix, family.repeat(6));
        assert_eq!(quotation.suffix, family.repeat(6));
    }
}
