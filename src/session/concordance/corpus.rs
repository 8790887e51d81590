//! All texts that a search goes through, as they were at one moment: for a worker to take along.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{Hit, Scope};
use crate::library::{ArticleText, Page, PartText};
use crate::notebook::{Annotation, AnnotationId, CorrectedIssue, Note, NoteId, Records, SourceRecord};
use crate::page::{IssueDate, SourceId};
use crate::search::{DocumentId, Kwic, Shelf};
use crate::session::Session;

/// All texts that a search goes through. Pages and records are shared, so that it is made in no time; what a search needs beside
/// the texts it makes for itself when it first comes there.
#[derive(Debug, Default)]
pub struct Corpus {
    pages: Arc<ShelvedPages>,
    annotations: Records<AnnotationId, Annotation>,
    notes: Records<NoteId, Note>,
    sources: Records<SourceId, SourceRecord>,
    issues: Records<SourceId, CorrectedIssue>,
    own: OnceLock<Shelf>,
}

/// The pages that are shown, in the library's order.
#[derive(Debug, Default)]
struct ShelvedPages {
    /// What was open then.
    revision: u64,
    list: Vec<Arc<ShelvedPage>>,
    places: BTreeMap<SourceId, usize>,
}

/// A page, and its texts made ready to be searched, once they are. Passed on from one corpus to the next.
#[derive(Debug)]
struct ShelvedPage {
    page: Arc<Page>,
    date: Option<IssueDate>,
    shelf: OnceLock<Shelf>,
}

/// Two are equal if the same is found in both.
impl PartialEq for Corpus {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |before: &Annotation, after: &Annotation| {
            let placed = |corpus: &Self, it: &Annotation| (corpus.is_in_article(it), corpus.issue_date(it.source));
            before.quotation.exact == after.quotation.exact
                && before.comment == after.comment
                && placed(other, before) == placed(self, after)
        };
        let is_same_note = |before: &Note, after: &Note| {
            let date = |corpus: &Self, note: &Note| note.target.source().and_then(|source| corpus.issue_date(source));
            before.text == after.text && date(other, before) == date(self, after)
        };
        let annotations = self.annotations.changes(&other.annotations);
        let notes = self.notes.changes(&other.notes);
        self.has_pages_of(other)
            && self.has_dates_of(other)
            && annotations.iter().all(|it| it.before.zip(it.after).is_some_and(|(old, new)| is_same(old, new)))
            && notes.iter().all(|it| it.before.zip(it.after).is_some_and(|(old, new)| is_same_note(old, new)))
    }
}

impl ShelvedPages {
    /// Of the pages before is kept what holds still.
    fn of(session: &Session, before: &Self) -> Self {
        let mut known = before.list.iter().peekable();
        let pages = session.pages().map(|page| {
            let date = session.issue_date(page.source.id);
            // Pages stay in their order: the next one of before is most often the same.
            let is_it = |other: &&Arc<ShelvedPage>| Arc::ptr_eq(&other.page, page) && other.date == date;
            let same = known.next_if(|other| is_it(other)).or_else(|| before.list.iter().find(is_it));
            let shelved = || Arc::new(ShelvedPage { page: Arc::clone(page), date, shelf: OnceLock::new() });
            same.map_or_else(shelved, Arc::clone)
        });
        let list: Vec<Arc<ShelvedPage>> = pages.collect();
        let places = list.iter().enumerate().map(|(at, shelved)| (shelved.page.source.id, at)).collect();
        Self { revision: session.pages_revision(), list, places }
    }
}

impl Corpus {
    /// What can be searched in a session as it is now. Of the corpus before is kept what holds still.
    #[must_use]
    pub fn of(session: &Session, before: &Self) -> Self {
        let notebook = session.notebook();
        let (sources, issues) = (notebook.sources().clone(), notebook.issues().clone());
        let same = before.pages.revision == session.pages_revision()
            && sources.is_same(&before.sources)
            && issues.is_same(&before.issues);
        let pages = if same { Arc::clone(&before.pages) } else { Arc::new(ShelvedPages::of(session, &before.pages)) };
        let (annotations, notes) = (notebook.annotations().clone(), notebook.notes().clone());
        Self { pages, annotations, notes, sources, issues, own: OnceLock::new() }
    }

    /// Whether both have just the same pages.
    pub(super) fn has_pages_of(&self, other: &Self) -> bool {
        let is_same = |one: &Arc<ShelvedPage>, other: &Arc<ShelvedPage>| Arc::ptr_eq(&one.page, &other.page);
        let (one, two) = (&self.pages.list, &other.pages.list);
        Arc::ptr_eq(&self.pages, &other.pages)
            || (one.len() == two.len() && one.iter().zip(two).all(|(one, two)| is_same(one, two)))
    }

    /// Whether the days of all issues are the same in both.
    fn has_dates_of(&self, other: &Self) -> bool {
        let all =
            || self.sources.keys().chain(self.issues.keys()).chain(other.sources.keys()).chain(other.issues.keys());
        let is_same = self.sources.is_same(&other.sources) && self.issues.is_same(&other.issues);
        is_same || all().all(|source| self.issue_date(*source) == other.issue_date(*source))
    }

    /// The day of a source's issue, where it is known.
    fn issue_date(&self, source: SourceId) -> Option<IssueDate> {
        let told = self.sources.get(&source).map(|record| &record.issue);
        match self.issues.get(&source).map(|record| &record.issue).or(told) {
            Some(issue) => issue.date,
            None => self.page_of(source)?.issue.date,
        }
    }

    fn page_of(&self, source: SourceId) -> Option<&Arc<Page>> {
        let at = *self.pages.places.get(&source)?;
        self.pages.list.get(at).map(|shelved| &shelved.page)
    }

    /// Whether an annotation begins where an article is read that can be searched.
    fn is_in_article(&self, annotation: &Annotation) -> bool {
        let start = annotation.spans.first().map_or(0, |span| span.start);
        self.page_of(annotation.source).is_some_and(|page| page.place(start).is_some())
    }

    /// The pages.
    pub fn pages(&self) -> impl ExactSizeIterator<Item = &Arc<Page>> {
        self.pages.list.iter().map(|shelved| &shelved.page)
    }

    /// The texts of the page at this place, made ready to be searched; behind all pages, what is the notebook's.
    #[must_use]
    pub fn shelf(&self, at: u32) -> &Shelf {
        match self.pages.list.get(at as usize) {
            Some(shelved) => shelved.shelf.get_or_init(|| Shelf::of_page(&shelved.page)),
            None => self.own.get_or_init(|| self.own_shelf()),
        }
    }

    /// The texts of a page, if they are ready.
    pub(super) fn ready_shelf(&self, at: u32) -> Option<&Shelf> {
        self.pages.list.get(at as usize)?.shelf.get()
    }

    fn own_shelf(&self) -> Shelf {
        let mut shelf = Shelf::default();
        for annotation in self.annotations.values() {
            shelf.add(DocumentId::Quotation(annotation.id), &annotation.quotation.exact);
        }
        for annotation in self.annotations.values() {
            shelf.add(DocumentId::Comment(annotation.id), &annotation.comment);
        }
        for note in self.notes.values() {
            shelf.add(DocumentId::Note(note.id), &note.text);
        }
        shelf
    }

    /// Whether a document is searched.
    pub(super) fn is_wanted(&self, document: DocumentId, scope: Scope) -> bool {
        match document {
            DocumentId::Article(_) => scope.articles,
            DocumentId::Quotation(id) => {
                let stands_in_article = self.annotations.get(&id).is_some_and(|it| self.is_in_article(it));
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
        let page = &self.pages.list.get(hit.shelf as usize)?.page;
        let article = page.article(id)?;
        Some((page, article, article.part(line.part?.0)?))
    }

    /// Day of the newspaper's issue, where it is known.
    #[must_use]
    pub fn date(&self, hit: Hit) -> Option<IssueDate> {
        match self.document(hit) {
            DocumentId::Article(_) => self.pages.list.get(hit.shelf as usize)?.date,
            DocumentId::Quotation(id) | DocumentId::Comment(id) => self.issue_date(self.annotations.get(&id)?.source),
            DocumentId::Note(id) => self.issue_date(self.notes.get(&id)?.target.source()?),
        }
    }
}
