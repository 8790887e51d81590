//! A source that has come back changed: what was said about the old one is found again in the new one.

use super::{Resolved, Resolver, Result};
use crate::exchange::{Difference, reworded};
use crate::i18n::Message;
use crate::library::Page;
use crate::notebook::{
    Annotation, AnnotationId, ArticleMark, CorrectedIssue, Edit, Emendation, Haystack, Note, NoteTarget, Notebook,
    Quotation, Record, Refound,
};
use crate::page::{Layout, SourceId};
use crate::session::RequestError;
use crate::text::{Alignment, CharSpan, Text, without_space};

/// What becomes of what was said about a source when another one takes its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rescan {
    /// Annotations, in the order in which they were made, and where they stand in the new source.
    pub annotations: Vec<(AnnotationId, Refound)>,
    /// Those that are sure and of which the new source has other words: from the old ones to the new.
    pub changed: Vec<(AnnotationId, Vec<Difference>)>,
    /// Notes on the source or on articles that are there again, as they are to be.
    notes: Vec<Note>,
    /// Emendations that are found again, as they are to be.
    emendations: Vec<Emendation>,
    /// Which articles are read or starred, as they are to be.
    marks: Vec<ArticleMark>,
    /// What becomes of the layout that was put right by hand.
    pub layout: CarriedLayout,
    /// Notes and emendations that are not found again, and stay with the old source.
    pub others_left: usize,
}

/// What becomes of a layout that was put right by hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CarriedLayout {
    /// There is none, or the new source has one of its own.
    #[default]
    None,
    /// It is taken along.
    Carried(Layout),
    /// The texts have too little in common, or the old one is not known any more: it stays with the old source.
    Left,
}

/// The least likeness of two texts between which a layout is carried: every tenth character may be another one.
const LEAST_LIKENESS: f32 = 0.9;

impl Rescan {
    /// Whether the new source is most likely another page: more than half of what was said about the old one is nowhere in it.
    #[must_use]
    pub fn is_unlike(&self) -> bool {
        let (.., orphans) = self.counts();
        if self.annotations.is_empty() {
            self.layout == CarriedLayout::Left
        } else {
            2 * orphans > self.annotations.len()
        }
    }

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
    for (id, found) in &rescan.annotations {
        let (Refound::Sure(place), Some(annotation)) = (found, notebook.annotations().get(id)) else { continue };
        let (old, new) = (annotation.quotation.exact.as_str(), text.quote(&place.spans));
        if without_space(old) != without_space(&new) {
            rescan.changed.push((*id, reworded(old, &new)));
        }
    }
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
    let old = old.map(|page| page.source.text.as_str()).or_else(|| Some(&*notebook.texts().get(&from)?.text));
    let alignment = old.map(|old| Alignment::new(old, text.as_str())).filter(|it| it.likeness() >= LEAST_LIKENESS);
    let of = |id| notebook.emendations().values().filter(move |emendation| emendation.source == id);
    let known: Vec<&Emendation> = of(to.source.id).collect();
    for emendation in of(from) {
        let is_taken = |span: &CharSpan| known.iter().any(|other| other.span.overlaps(*span));
        match emended_in(emendation, text, &haystack, alignment.as_ref()).filter(|span| !is_taken(span)) {
            Some(span) => {
                let (source, original) = (to.source.id, text.slice(span).to_owned());
                let Quotation { prefix, suffix, .. } = Quotation::at(text, &[span]).unwrap_or_default();
                let new = Emendation { source, span, original, prefix, suffix, ..emendation.clone() };
                rescan.emendations.push(new);
            }
            None => rescan.others_left += 1,
        }
    }
    let corrected = notebook.layouts().get(&from).filter(|_| !notebook.layouts().contains_key(&to.source.id));
    rescan.layout = corrected.map_or(CarriedLayout::None, |corrected| {
        let carried = alignment.as_ref().map(|alignment| corrected.layout.carried(alignment, text));
        carried.filter(|layout| layout.check(text).is_ok()).map_or(CarriedLayout::Left, CarriedLayout::Carried)
    });
    if let Some(alignment) = alignment {
        let is_marked = |at| notebook.article_marks().values().any(|it| it.source == to.source.id && it.at == at);
        let marks = notebook.article_marks().values().filter(|mark| mark.source == from);
        let moved =
            marks.map(|mark| ArticleMark { source: to.source.id, at: alignment.place(mark.at), ..mark.clone() });
        rescan.marks = moved.filter(|mark| !is_marked(mark.at)).collect();
    }
    rescan
}

/// Where what was misread stands in the new text, misread as before.
fn emended_in(
    emendation: &Emendation,
    text: &Text,
    haystack: &Haystack<'_>,
    alignment: Option<&Alignment>,
) -> Option<CharSpan> {
    if let Some(alignment) = alignment {
        return alignment.exactly(emendation.span);
    }
    // It is of a character or two: only with its context it is found again.
    if emendation.prefix.is_empty() && emendation.suffix.is_empty() {
        return None;
    }
    let Emendation { original, prefix, suffix, .. } = emendation.clone();
    match haystack.find(&Quotation { exact: original, prefix, suffix }, emendation.span.start) {
        Refound::Sure(place) if place.likeness >= 1.0 => match place.spans.as_slice() {
            [span] if text.holds(*span) => Some(*span),
            _ => None,
        },
        _ => None,
    }
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
        edits.extend(rescan.marks.into_iter().map(|mark| Edit::Put(Record::ArticleMark(mark))));
        if let CarriedLayout::Carried(layout) = rescan.layout {
            edits.extend(self.with_layout(page, layout));
        }
        let (notebook, source) = (&self.session.notebook, page.source.id);
        if let Some(told) = notebook.issues().get(&from).filter(|_| !notebook.issues().contains_key(&source)) {
            edits.push(Edit::Put(Record::Issue(CorrectedIssue { source, ..told.clone() })));
        }
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
