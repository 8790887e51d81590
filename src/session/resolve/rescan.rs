//! A source that has come back changed: what was said about the old one is found again in the new one.

use super::{Resolved, Resolver, Result};
use crate::i18n::Message;
use crate::library::Page;
use crate::notebook::{
    Annotation, AnnotationId, Edit, Emendation, Haystack, Note, NoteTarget, Notebook, Quotation, Record, Refound,
};
use crate::page::SourceId;
use crate::session::RequestError;
use crate::text::{CharSpan, without_space};

/// What becomes of what was said about a source when another one takes its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rescan {
    /// Annotations, in the order in which they were made, and where they stand in the new source.
    pub annotations: Vec<(AnnotationId, Refound)>,
    /// Notes on the source or on articles that are there again, as they are to be.
    notes: Vec<Note>,
    /// Emendations that are found again, as they are to be.
    emendations: Vec<Emendation>,
    /// Notes and emendations that are not found again, and stay with the old source.
    pub others_left: usize,
}

impl Rescan {
    /// Annotations that are sure, unsure, and orphans.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |is_it: fn(&Refound) -> bool| self.annotations.iter().filter(|(_, found)| is_it(found)).count();
        (
            count(|found| matches!(found, Refound::Sure(_))),
            count(|found| matches!(found, Refound::Unsure(_))),
            count(|found| matches!(found, Refound::Orphan)),
        )
    }
}

/// Looks for what `notebook` says about the source `from` in the page `to`; `old` is the old source's page, if it is still open.
/// Takes time in proportion to the annotations and to the page: a job does it.
#[must_use]
pub fn rescan(notebook: &Notebook, from: SourceId, old: Option<&Page>, to: &Page) -> Rescan {
    let text = &to.source.text;
    let haystack = Haystack::new(text);
    let mut rescan = Rescan::default();
    let annotations = notebook.annotations().values().filter(|annotation| annotation.source == from);
    rescan.annotations = annotations
        .map(|annotation| {
            let was = annotation.spans.first().map_or(0, |span| span.start);
            (annotation.id, haystack.find(&annotation.quotation, was))
        })
        .collect();
    for note in notebook.notes().values() {
        let target = match &note.target {
            NoteTarget::Source(source) if *source == from => Some(NoteTarget::Source(to.source.id)),
            NoteTarget::Article { source, title, .. } if *source == from => article_called(to, title),
            _ => continue,
        };
        match target {
            Some(target) => rescan.notes.push(Note { target, ..note.clone() }),
            None => rescan.others_left += 1,
        }
    }
    // An emendation is of a character or two: only with its context, from the old text, it is found again.
    let old = old.map(|page| &page.source.text);
    for emendation in notebook.emendations().values().filter(|emendation| emendation.source == from) {
        let quotation = old.and_then(|old| Quotation::at(old, &[emendation.span]));
        let found = quotation.map(|quotation| haystack.find(&quotation, emendation.span.start));
        match found {
            Some(Refound::Sure(place)) if place.likeness >= 1.0 && place.spans.len() == 1 => {
                let span = place.spans[0];
                let original = text.slice(span).to_owned();
                rescan.emendations.push(Emendation { source: to.source.id, span, original, ..emendation.clone() });
            }
            _ => rescan.others_left += 1,
        }
    }
    rescan
}

/// The article of a page with this headline, as what a note is on.
fn article_called(page: &Page, title: &str) -> Option<NoteTarget> {
    let wanted = without_space(title);
    let mut found = page.articles.iter().filter(|article| without_space(&article.title) == wanted);
    let article = found.next()?;
    let (source, at) = (page.source.id, article.anchor());
    found.next().is_none().then(|| NoteTarget::Article { source, at, title: article.title.clone() })
}

impl Resolver<'_> {
    /// Takes along what is sure; the rest stays with the old source, and is not dropped.
    pub(super) fn move_to_source(&self, from: &str, to: &str) -> Result<Resolved> {
        let (from, page) = (self.source(from)?, self.open_source(to)?);
        if from == page.source.id {
            return Err(RequestError::UnderItself(to.to_owned()));
        }
        let old = self.session.page(from).map(AsRef::as_ref);
        let rescan = rescan(&self.session.notebook, from, old, page);
        let (sure, unsure, orphans) = rescan.counts();
        let label = Message::new("label-move-to-source")
            .with("name", page.source.name.as_str())
            .with("sure", sure)
            .with("left", unsure + orphans);
        let mut edits = Vec::new();
        for (id, found) in rescan.annotations {
            if let (Refound::Sure(place), Some(old)) = (found, self.session.notebook.annotations().get(&id)) {
                edits.push(Edit::Put(Record::Annotation(self.on_page(old, page, place.spans)?)));
            }
        }
        edits.extend(rescan.notes.into_iter().map(|note| Edit::Put(Record::Note(note))));
        edits.extend(rescan.emendations.into_iter().map(|emendation| Edit::Put(Record::Emendation(emendation))));
        Ok(Resolved::new(label, edits).about(page.source.id))
    }

    /// Puts one annotation where the user says.
    pub(super) fn place_annotation(&self, id: AnnotationId, source: &str, spans: Vec<CharSpan>) -> Result<Resolved> {
        let (old, page) = (self.annotation(id)?, self.open_source(source)?);
        let annotation = self.on_page(old, page, spans)?;
        Ok(Resolved::put(Message::new("label-place-annotation"), Record::Annotation(annotation)).about(page.source.id))
    }

    fn on_page(&self, old: &Annotation, page: &Page, spans: Vec<CharSpan>) -> Result<Annotation> {
        Ok(Annotation { source: page.source.id, ..self.placed(old, page, spans)? })
    }
}
