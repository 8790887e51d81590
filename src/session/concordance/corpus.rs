//! All texts that a search goes through, as they were at one moment: for a worker to take along.

use std::borrow::Cow;
use std::sync::Arc;

use super::Hit;
use crate::library::{ArticleText, Page, PartText};
use crate::notebook::{AnnotationId, NoteId};
use crate::page::{IssueDate, ReadingText, SourceId};
use crate::session::Session;
use crate::text::CharSpan;

/// All texts that a search goes through. Pages are shared, and what is the notebook's is one string each: so it is made in no time.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    pages: Vec<Arc<Page>>,
    annotations: Vec<AnnotationRow>,
    quotations: Texts,
    comments: Texts,
    notes: Vec<NoteRow>,
    note_texts: Texts,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct AnnotationRow {
    id: AnnotationId,
    source: SourceId,
    /// Whether its place is read in an article that is open.
    in_article: bool,
    date: Option<IssueDate>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct NoteRow {
    id: NoteId,
    date: Option<IssueDate>,
}

/// A text of a [`Corpus`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitPlace {
    /// A part of an article: places of the page, of the article in it, and of the part in that.
    Part {
        /// The page.
        page: u32,
        /// The article.
        article: u32,
        /// The part.
        part: u32,
    },
    /// The quotation of an annotation.
    Quotation(u32),
    /// The comment of an annotation.
    Comment(u32),
    /// A note.
    Note(u32),
}

/// A hit in its context (KWIC, key word in context; Luhn 1960). Context ends where the paragraph does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KwicLine {
    /// What stands before it.
    pub left: String,
    /// The hit.
    pub node: String,
    /// What stands behind it.
    pub right: String,
}

impl PartialEq for Corpus {
    fn eq(&self, other: &Self) -> bool {
        self.has_pages_of(other)
            && self.annotations == other.annotations
            && self.quotations == other.quotations
            && self.comments == other.comments
            && self.notes == other.notes
            && self.note_texts == other.note_texts
    }
}

/// Many texts in one string.
#[derive(Clone, Debug, Default, PartialEq)]
struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    fn get(&self, at: u32) -> &str {
        let at = at as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[at]]
    }
}

impl Corpus {
    /// What can be searched in a session as it is now.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let notebook = session.notebook();
        let mut corpus = Self { pages: session.pages().cloned().collect(), ..Self::default() };
        let date = |source: SourceId| {
            let page = session.page(source).and_then(|page| page.issue.date);
            page.or_else(|| notebook.sources().get(&source).and_then(|record| record.issue.date))
        };
        for annotation in notebook.annotations().values() {
            let start = annotation.spans.first().map_or(0, |span| span.start);
            let page = session.page(annotation.source).filter(|_| session.is_shown(annotation.source));
            corpus.annotations.push(AnnotationRow {
                id: annotation.id,
                source: annotation.source,
                in_article: page.is_some_and(|page| page.at(start).is_some()),
                date: date(annotation.source),
            });
            corpus.quotations.push(&annotation.quotation.exact);
            corpus.comments.push(&annotation.comment);
        }
        for note in notebook.notes().values() {
            let date = note.target.source().and_then(date);
            corpus.notes.push(NoteRow { id: note.id, date });
            corpus.note_texts.push(&note.text);
        }
        corpus
    }

    /// The pages.
    #[must_use]
    pub fn pages(&self) -> &[Arc<Page>] {
        &self.pages
    }

    /// Whether both have just the same pages.
    pub(super) fn has_pages_of(&self, other: &Self) -> bool {
        self.pages.len() == other.pages.len()
            && self.pages.iter().zip(&other.pages).all(|(one, other)| Arc::ptr_eq(one, other))
    }

    /// Texts that are no articles, in their order, as `scope` wants them.
    pub(super) fn other_texts(&self, scope: super::Scope) -> impl Iterator<Item = (HitPlace, &str)> {
        let all = 0..self.annotations.len() as u32;
        let is_wanted = move |at: &u32| !(scope.articles && self.annotations[*at as usize].in_article);
        let quotations = all.clone().filter(move |at| scope.quotations && is_wanted(at));
        let quotations = quotations.map(|at| (HitPlace::Quotation(at), self.quotations.get(at)));
        let comments = all.filter(move |_| scope.comments).map(|at| (HitPlace::Comment(at), self.comments.get(at)));
        let notes = (0..self.notes.len() as u32).filter(move |_| scope.notes);
        let notes = notes.map(|at| (HitPlace::Note(at), self.note_texts.get(at)));
        quotations.chain(comments).chain(notes).filter(|(_, text)| !text.is_empty())
    }

    /// The page, the article and the part of a place in an article.
    #[must_use]
    pub fn part(&self, place: HitPlace) -> Option<(&Arc<Page>, &ArticleText, &PartText)> {
        let HitPlace::Part { page, article, part } = place else { return None };
        let page = self.pages.get(page as usize)?;
        let article = page.articles.get(article as usize)?;
        Some((page, article, article.parts.get(part as usize)?))
    }

    /// The annotation whose quotation or comment it is.
    #[must_use]
    pub fn annotation(&self, place: HitPlace) -> Option<AnnotationId> {
        match place {
            HitPlace::Quotation(at) | HitPlace::Comment(at) => self.annotations.get(at as usize).map(|row| row.id),
            HitPlace::Part { .. } | HitPlace::Note(_) => None,
        }
    }

    /// The note that it is.
    #[must_use]
    pub fn note(&self, place: HitPlace) -> Option<NoteId> {
        match place {
            HitPlace::Note(at) => self.notes.get(at as usize).map(|row| row.id),
            _ => None,
        }
    }

    /// Day of the newspaper's issue, where it is known.
    #[must_use]
    pub fn date(&self, place: HitPlace) -> Option<IssueDate> {
        match place {
            HitPlace::Part { page, .. } => self.pages.get(page as usize)?.issue.date,
            HitPlace::Quotation(at) | HitPlace::Comment(at) => self.annotations.get(at as usize)?.date,
            HitPlace::Note(at) => self.notes.get(at as usize)?.date,
        }
    }

    /// The text in which a hit stands.
    #[must_use]
    pub fn text(&self, hit: Hit) -> Cow<'_, str> {
        match hit.place {
            HitPlace::Part { .. } => match self.part(hit.place) {
                Some((page, _, part)) if hit.is_original => {
                    Cow::Owned(ReadingText::of_part(&page.source.text, &part.part).as_str().to_owned())
                }
                Some((_, _, part)) => Cow::Borrowed(part.text.as_str()),
                None => Cow::Borrowed(""),
            },
            HitPlace::Quotation(at) => Cow::Borrowed(self.quotations.get(at)),
            HitPlace::Comment(at) => Cow::Borrowed(self.comments.get(at)),
            HitPlace::Note(at) => Cow::Borrowed(self.note_texts.get(at)),
        }
    }

    /// Where a hit in an article stands in its source, in reading order; empty for one in another text.
    #[must_use]
    pub fn source_spans(&self, hit: Hit) -> Vec<CharSpan> {
        match self.part(hit.place) {
            Some((page, _, part)) if hit.is_original => {
                ReadingText::of_part(&page.source.text, &part.part).to_source(hit.span)
            }
            Some((_, _, part)) => part.text.to_source(hit.span),
            None => Vec::new(),
        }
    }

    /// A hit with so many characters on each side, or as many as its paragraph has.
    #[must_use]
    pub fn line(&self, hit: Hit, context_chars: u32) -> KwicLine {
        let text = self.text(hit);
        let mut chars = text.chars();
        let from = hit.span.start.saturating_sub(context_chars);
        let mut take = |from: u32, to: u32| -> String {
            let is_break = |ch: char| if matches!(ch, '\n' | '\r' | '\t') { ' ' } else { ch };
            chars.by_ref().take(to.saturating_sub(from) as usize).map(is_break).collect()
        };
        take(0, from);
        KwicLine {
            left: take(from, hit.span.start),
            node: take(hit.span.start, hit.span.end),
            right: take(hit.span.end, hit.span.end.saturating_add(context_chars)),
        }
    }
}
