use std::ops::Range;
use std::sync::Arc;

use super::kwic::Kwic;
use crate::library::Page;
use crate::notebook::{AnnotationId, NoteId, Notebook};
use crate::page::{ArticleId, ParagraphId, ReadingText, Role};
use crate::text::{CharSpan, fold_char};

/// Stands between two texts, and in none: folding drops it.
const BETWEEN: char = '\n';

/// What a query is asked of as a whole: an article, or something that the user has marked or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentId {
    /// An article of a page.
    Article(ArticleId),
    /// What an annotation quotes.
    Quotation(AnnotationId),
    /// What an annotation says.
    Comment(AnnotationId),
    /// A note.
    Note(NoteId),
}

/// Texts made ready to be searched: folded once, and laid one behind the other, so that a search reads them at the speed of memory.
/// It never changes; whoever keeps one makes it anew when the page or the notebook has changed, and may throw it away at any time.
///
/// Where a part is read otherwise than it stands in its source, the shelf holds both, so that either is found.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Width and case folded, white space dropped; a line feed behind every text.
    folded: String,
    texts: Vec<ShelfText>,
    /// Byte of `folded` where each text starts: apart from the rest, because every hit is looked up here.
    starts: Vec<u32>,
    /// Whether a text says what stands in the source where something else is read.
    has_originals: bool,
    documents: Vec<ShelfDocument>,
    /// For every character of white space that was dropped, the byte of `folded` before which it stood.
    dropped: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct ShelfDocument {
    id: DocumentId,
    /// Its first text.
    first: u32,
}

/// A text of a shelf: a part of an article, a comment, a note.
#[derive(Clone, Debug)]
pub(super) struct ShelfText {
    pub(super) document: u32,
    /// How many characters of white space were dropped before it.
    first_dropped: u32,
    pub(super) reading: Arc<ReadingText>,
    /// What it is a part of, and which.
    pub(super) part: Option<(ParagraphId, Role)>,
    /// If this is what stands in the source where something else is read: what is read.
    pub(super) read_as: Option<Arc<ReadingText>>,
}

/// A place where a query hits, named by bytes of the folded text, so that a hundred thousand of them are found and kept at little
/// cost; [`Shelf::line`] tells where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hit {
    pub(super) text: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Whether it differs from what was typed by more than width, case and white space.
    pub is_variant: bool,
}

impl Shelf {
    /// The articles of a page, in its order.
    #[must_use]
    pub fn of_page(page: &Page) -> Self {
        let mut shelf = Self::default();
        shelf.folded.reserve(page.source.text.as_str().len());
        for article in &page.articles {
            shelf.begin(DocumentId::Article(article.id));
            for part in &article.parts {
                let of = Some((part.id, part.part.role));
                shelf.push(Arc::clone(&part.text), of, None);
                if part.text.emended().next().is_some() {
                    let original = Arc::new(ReadingText::of_part(&page.source.text, &part.part));
                    shelf.push(original, of, Some(Arc::clone(&part.text)));
                }
            }
        }
        shelf
    }

    /// The comments and the notes of a notebook, the oldest first; with the quotations before them if they are wanted (what they
    /// quote stands in the articles, too, if these are open).
    #[must_use]
    pub fn of_notebook(notebook: &Notebook, with_quotations: bool) -> Self {
        let mut shelf = Self::default();
        for annotation in notebook.annotations().values() {
            if with_quotations {
                shelf.add(DocumentId::Quotation(annotation.id), &annotation.quotation.exact);
            }
            shelf.add(DocumentId::Comment(annotation.id), &annotation.comment);
        }
        for note in notebook.notes().values() {
            shelf.add(DocumentId::Note(note.id), &note.text);
        }
        shelf
    }

    /// Adds a document of one text. A blank one is left out.
    pub fn add(&mut self, id: DocumentId, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.begin(id);
        self.push(Arc::new(ReadingText::plain(text)), None, None);
    }

    fn begin(&mut self, id: DocumentId) {
        self.documents.push(ShelfDocument { id, first: self.texts.len() as u32 });
    }

    fn push(
        &mut self,
        reading: Arc<ReadingText>,
        part: Option<(ParagraphId, Role)>,
        read_as: Option<Arc<ReadingText>>,
    ) {
        let document = self.documents.len().saturating_sub(1) as u32;
        let first_dropped = self.dropped.len() as u32;
        let start = self.folded.len() as u32;
        for ch in reading.as_str().chars() {
            if ch.is_whitespace() {
                self.dropped.push(self.folded.len() as u32);
            } else {
                self.folded.push(fold_char(ch));
            }
        }
        self.folded.push(BETWEEN);
        self.has_originals |= read_as.is_some();
        self.starts.push(start);
        self.texts.push(ShelfText { document, first_dropped, reading, part, read_as });
    }

    /// Number of documents.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// About how much memory it takes beside the texts that it shares with its page, in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        self.folded.len()
            + self.texts.len() * (size_of::<ShelfText>() + size_of::<u32>())
            + self.documents.len() * size_of::<ShelfDocument>()
            + self.dropped.len() * size_of::<u32>()
    }

    /// The documents, in order.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = DocumentId> {
        self.documents.iter().map(|document| document.id)
    }

    /// Documents, by their places, in pieces of about `bytes` bytes: each is work for one thread, and a look at whether to stop
    /// belongs between two of them.
    #[must_use]
    pub fn pieces(&self, bytes: usize) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut from = 0;
        for at in 0..self.documents.len() {
            if self.bytes(from..at + 1).len() >= bytes || at + 1 == self.documents.len() {
                pieces.push(from..at + 1);
                from = at + 1;
            }
        }
        pieces
    }

    /// The document that a hit is in.
    #[must_use]
    pub fn document(&self, hit: &Hit) -> DocumentId {
        self.documents[self.texts[hit.text as usize].document as usize].id
    }

    /// The line of a hit, with `context_chars` characters on either side.
    #[must_use]
    pub fn line(&self, hit: &Hit, context_chars: u32) -> Kwic {
        Kwic::new(self, hit, context_chars, &[])
    }

    /// The lines of hits that are in order, as they are asked for: cheaper than one by one where many are in one text.
    pub fn lines<'a>(
        &'a self,
        hits: impl IntoIterator<Item = Hit> + 'a,
        context_chars: u32,
    ) -> impl Iterator<Item = Kwic> + 'a {
        // Where the characters of a text stand, made when a second hit in it asks.
        let mut places: (u32, Vec<u32>) = (u32::MAX, Vec::new());
        hits.into_iter().map(move |hit| {
            if places.0 != hit.text {
                let text = self.texts[hit.text as usize].reading.as_str();
                places.0 = hit.text;
                places.1.clear();
                places.1.extend(text.char_indices().map(|(byte, _)| byte as u32).chain([text.len() as u32]));
            }
            Kwic::new(self, &hit, context_chars, &places.1)
        })
    }

    /// The texts of the documents at `documents`.
    pub(super) fn texts(&self, documents: Range<usize>) -> Range<usize> {
        let first = |at: usize| self.documents.get(at).map_or(self.texts.len(), |document| document.first as usize);
        first(documents.start)..first(documents.end)
    }

    /// The folded text of the documents at `documents`.
    pub(super) fn bytes(&self, documents: Range<usize>) -> Range<usize> {
        let texts = self.texts(documents);
        self.start(texts.start)..self.start(texts.end)
    }

    fn start(&self, text: usize) -> usize {
        self.starts.get(text).map_or(self.folded.len(), |start| *start as usize)
    }

    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    pub(super) fn text(&self, at: u32) -> &ShelfText {
        &self.texts[at as usize]
    }

    pub(super) fn document_id(&self, at: usize) -> DocumentId {
        self.documents[at].id
    }

    /// Where the folded text at `at` stands, without the line feed behind it.
    pub(super) fn text_bytes(&self, at: u32) -> Range<usize> {
        self.start(at as usize)..self.start(at as usize + 1) - BETWEEN.len_utf8()
    }

    /// The text that holds the byte at `byte`, where the search goes from left to right: `near` is the one before.
    pub(super) fn text_at(&self, byte: usize, near: u32) -> u32 {
        let near = near as usize;
        if byte < self.start(near + 1) {
            return near as u32;
        }
        // Most hits are in one of the next texts: steps that double until one goes too far.
        let behind = &self.starts[near + 1..];
        let is_before = |start: &u32| *start as usize <= byte;
        let mut reach = 1;
        while behind.get(reach).is_some_and(is_before) {
            reach *= 2;
        }
        let within = &behind[..behind.len().min(reach + 1)];
        (near + within.partition_point(is_before)) as u32
    }

    /// The code points of the text that a hit is in.
    pub(super) fn reading_span(&self, hit: &Hit) -> CharSpan {
        let text = self.text(hit.text);
        let last = self.folded[..hit.end as usize].char_indices().next_back().map_or(0, |(byte, _)| byte as u32);
        let dropped = &self.dropped[text.first_dropped as usize..];
        let counted = |from: u32, to: u32| self.folded[from as usize..to as usize].chars().count() as u32;
        let before = |byte: u32| dropped.partition_point(|at| *at <= byte) as u32;
        let to_start = counted(self.starts[hit.text as usize], hit.start);
        let to_last = to_start + counted(hit.start, last);
        CharSpan::new(to_start + before(hit.start), to_last + before(last) + 1)
    }

    /// The bytes of the folded text for code points of its reading text; `None` if they are white space.
    pub(super) fn hit_at(&self, text: u32, span: CharSpan) -> Option<(u32, u32)> {
        let bytes = self.text_bytes(text);
        let reading = self.text(text).reading.as_str();
        let solid = |chars: &mut dyn Iterator<Item = char>| chars.filter(|ch| !ch.is_whitespace()).count();
        let before = solid(&mut reading.chars().take(span.start as usize));
        let within = solid(&mut reading.chars().skip(span.start as usize).take(span.len() as usize));
        let mut places = self.folded[bytes.clone()].char_indices().map(|(byte, _)| byte).chain([bytes.len()]);
        let start = places.by_ref().nth(before)?;
        let end = if within == 0 { return None } else { places.nth(within - 1)? };
        Some(((bytes.start + start) as u32, (bytes.start + end) as u32))
    }

    /// Whether a hit tells something that stands in no other text: it lies where the original is read otherwise.
    pub(super) fn is_told_once(&self, hit: &Hit) -> bool {
        if !self.has_originals {
            return true;
        }
        let text = self.text(hit.text);
        let Some(read) = &text.read_as else { return true };
        let spans = text.reading.to_source(self.reading_span(hit));
        read.emended().any(|(_, emended)| spans.iter().any(|span| span.overlaps(emended)))
    }
}
