//! All texts that a search goes through, as they were at one moment: for a worker to take along.

use std::sync::{Arc, OnceLock};

use super::{Hit, Scope};
use crate::library::{ArticleText, Page, PartText};
use crate::notebook::{AnnotationId, NoteId};
use crate::page::IssueDate;
use crate::search::{DocumentId, Kwic, Shelf};
use crate::session::Session;

/// All texts that a search goes through. Pages are shared, and what is the notebook's is one string each, so that it is made in no
/// time; what a search needs beside the texts it makes for itself when it first comes there.
#[derive(Debug, Default)]
pub struct Corpus {
    pages: Vec<Arc<ShelvedPage>>,
    annotations: Vec<AnnotationRow>,
    quotations: Texts,
    comments: Texts,
    notes: Vec<NoteRow>,
    note_texts: Texts,
    own: OnceLock<Shelf>,
}

/// A page, and its texts made ready to be searched, once they are. Passed on from one corpus to the next.
#[derive(Debug)]
struct ShelvedPage {
    page: Arc<Page>,
    date: Option<IssueDate>,
    shelf: OnceLock<Shelf>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct AnnotationRow {
    id: AnnotationId,
    /// Whether its place is read in an article that is open.
    in_article: bool,
    date: Option<IssueDate>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct NoteRow {
    id: NoteId,
    date: Option<IssueDate>,
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

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.all[start..*end])
    }
}

impl Corpus {
    /// What can be searched in a session as it is now. Of the corpus before is kept what holds still.
    #[must_use]
    pub fn of(session: &Session, before: &Self) -> Self {
        let notebook = session.notebook();
        let mut known = before.pages.iter().peekable();
        let pages = session.pages().map(|page| {
            let date = session.issue_date(page.source.id);
            // Pages stay in their order: the next one of before is most often the same.
            let is_it = |other: &&Arc<ShelvedPage>| Arc::ptr_eq(&other.page, page) && other.date == date;
            let same = known.next_if(|other| is_it(other)).or_else(|| before.pages.iter().find(is_it));
            let shelved = || Arc::new(ShelvedPage { page: Arc::clone(page), date, shelf: OnceLock::new() });
            same.map_or_else(shelved, Arc::clone)
        });
        let mut corpus = Self { pages: pages.collect(), ..Self::default() };
        for annotation in notebook.annotations().values() {
            let start = annotation.spans.first().map_or(0, |span| span.start);
            let page = session.page(annotation.source).filter(|_| session.is_shown(annotation.source));
            corpus.annotations.push(AnnotationRow {
                id: annotation.id,
                in_article: page.is_some_and(|page| page.at(start).is_some()),
                date: session.issue_date(annotation.source),
            });
            corpus.quotations.push(&annotation.quotation.exact);
            corpus.comments.push(&annotation.comment);
        }
        for note in notebook.notes().values() {
            let date = note.target.source().and_then(|source| session.issue_date(source));
            corpus.notes.push(NoteRow { id: note.id, date });
            corpus.note_texts.push(&note.text);
        }
        corpus
    }

    /// Whether both have just the same pages.
    pub(super) fn has_pages_of(&self, other: &Self) -> bool {
        let is_same = |one: &Arc<ShelvedPage>, other: &Arc<ShelvedPage>| Arc::ptr_eq(&one.page, &other.page);
        self.pages.len() == other.pages.len()
            && self.pages.iter().zip(&other.pages).all(|(one, other)| is_same(one, other))
    }

    /// The pages.
    pub fn pages(&self) -> impl ExactSizeIterator<Item = &Arc<Page>> {
        self.pages.iter().map(|shelved| &shelved.page)
    }

    /// The texts of the page at this place, made ready to be searched; behind all pages, what is the notebook's.
    #[must_use]
    pub fn shelf(&self, at: u32) -> &Shelf {
        match self.pages.get(at as usize) {
            Some(shelved) => shelved.shelf.get_or_init(|| Shelf::of_page(&shelved.page)),
            None => self.own.get_or_init(|| self.own_shelf()),
        }
    }

    /// The texts of a page, if they are ready.
    pub(super) fn ready_shelf(&self, at: u32) -> Option<&Shelf> {
        self.pages.get(at as usize)?.shelf.get()
    }

    fn own_shelf(&self) -> Shelf {
        let mut shelf = Shelf::default();
        for (row, text) in self.annotations.iter().zip(self.quotations.iter()) {
            shelf.add(DocumentId::Quotation(row.id), text);
        }
        for (row, text) in self.annotations.iter().zip(self.comments.iter()) {
            shelf.add(DocumentId::Comment(row.id), text);
        }
        for (row, text) in self.notes.iter().zip(self.note_texts.iter()) {
            shelf.add(DocumentId::Note(row.id), text);
        }
        shelf
    }

    fn annotation_row(&self, id: AnnotationId) -> Option<&AnnotationRow> {
        let at = self.annotations.binary_search_by_key(&id, |row| row.id).ok()?;
        self.annotations.get(at)
    }

    /// Whether a document is searched.
    pub(super) fn is_wanted(&self, document: DocumentId, scope: Scope) -> bool {
        match document {
            DocumentId::Article(_) => scope.articles,
            DocumentId::Quotation(id) => {
                let stands_in_article = self.annotation_row(id).is_some_and(|row| row.in_article);
                scope.quotations && !(scope.articles && stands_in_article)
            }
            DocumentId::Comment(_) => scope.comments,
            DocumentId::Note(_) => scope.notes,
        }
    }

    /// What a hit is in.
    #[must_use]
    pub fn document(&self, hit: Hit) -> DocumentId {
        self.shelf(hit.shelf).document(&hit.hit)
    }

    /// A hit with so many characters on each side, or as many as its paragraph has.
    #[must_use]
    pub fn line(&self, hit: Hit, context_chars: u32) -> Kwic {
        self.shelf(hit.shelf).line(&hit.hit, context_chars)
    }

    /// The page, the article and the part of a line in an article.
    #[must_use]
    pub fn part(&self, hit: Hit, line: &Kwic) -> Option<(&Arc<Page>, &ArticleText, &PartText)> {
        let DocumentId::Article(id) = line.document else { return None };
        let page = &self.pages.get(hit.shelf as usize)?.page;
        let article = page.article(id)?;
        Some((page, article, article.part(line.part?.0)?))
    }

    /// Day of the newspaper's issue, where it is known.
    #[must_use]
    pub fn date(&self, hit: Hit) -> Option<IssueDate> {
        match self.document(hit) {
            DocumentId::Article(_) => self.pages.get(hit.shelf as usize)?.date,
            DocumentId::Quotation(id) | DocumentId::Comment(id) => self.annotation_row(id)?.date,
            DocumentId::Note(id) => {
                let at = self.notes.binary_search_by_key(&id, |row| row.id).ok()?;
                self.notes.get(at)?.date
            }
        }
    }
}
