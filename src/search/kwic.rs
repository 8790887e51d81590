use super::shelf::{DocumentId, Hit, Shelf};
use crate::page::{ParagraphId, Role};
use crate::text::CharSpan;

/// Characters of context on each side of a hit, unless the user asks for more.
pub const CONTEXT_CHARS: u32 = 30;

/// A hit in its context (KWIC, key word in context; Luhn 1960). Context ends where the text does: at the end of the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kwic {
    /// What it is in.
    pub document: DocumentId,
    /// The part of an article that it is in, and what that part is.
    pub part: Option<(ParagraphId, Role)>,
    /// Code points of the reading text.
    pub reading: CharSpan,
    /// Where it stands in the source, in reading order: several spans where lines or pieces are joined. In a comment or a note, the
    /// code points of that.
    pub spans: Vec<CharSpan>,
    /// Reading text before it.
    pub left: String,
    /// Its own reading text.
    pub node: String,
    /// Reading text after it.
    pub right: String,
    /// Whether it is found in what stands in the source and is read otherwise; then the texts are those of the source, and
    /// `reading` is where that is read.
    pub is_original: bool,
    /// Whether it differs from what was typed by more than width, case and white space.
    pub is_variant: bool,
}

impl Kwic {
    /// `places` are the bytes of all characters of the text and of its end, or nothing.
    pub(super) fn new(shelf: &Shelf, hit: &Hit, context_chars: u32, places: &[u32]) -> Self {
        let text = shelf.text(hit.text);
        let span = shelf.reading_span(hit);
        let reading = text.reading.as_str();
        let len = text.reading.len();
        let from = span.start.saturating_sub(context_chars);
        let to = span.end.saturating_add(context_chars).min(len);
        let slice = |from: u32, to: u32| match (places.get(from as usize), places.get(to as usize)) {
            (Some(from), Some(to)) => reading[*from as usize..*to as usize].to_owned(),
            _ => reading.chars().skip(from as usize).take(to.saturating_sub(from) as usize).collect(),
        };
        let spans = text.reading.to_source(span);
        let read = text.read_as.as_ref().map(|read| read.from_source(&spans));
        let ends = read.as_ref().and_then(|read| Some(CharSpan::new(read.first()?.start, read.last()?.end)));
        Self {
            document: shelf.document(hit),
            part: text.part,
            reading: ends.unwrap_or(span),
            left: slice(from, span.start),
            node: slice(span.start, span.end),
            right: slice(span.end, to),
            spans,
            is_original: text.read_as.is_some(),
            is_variant: hit.is_variant,
        }
    }
}
