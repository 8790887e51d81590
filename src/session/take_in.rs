//! What comes in from files of other programs, as one step that can be undone.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use super::resolve::next_color;
use super::{Performed, RequestError, Session, TAG_COLORS};
use crate::exchange::{Incoming, IncomingAnnotation, IncomingNote, IncomingStamp, IncomingTarget};
use crate::i18n::Message;
use crate::notebook::{
    Annotation, AnnotationId, Edit, Haystack, Key, Note, NoteId, NoteTarget, Quotation, Record, Refound, Stamp, Tag,
    TagId, tag_path,
};
use crate::page::SourceId;
use crate::text::CharSpan;

/// What was taken in, and what was not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakenIn {
    /// New tags.
    pub tags: usize,
    /// New annotations.
    pub annotations: usize,
    /// New notes.
    pub notes: usize,
    /// Records that the notebook has already, and that were left as they are.
    pub already: usize,
    /// Annotations and notes of sources that are neither open nor known.
    pub without_source: usize,
    /// Annotations whose place is not in their source.
    pub outside: usize,
    /// Annotations whose quotation was found elsewhere in the source than the file says, for sure.
    pub moved: usize,
    /// Annotations whose quotation stands nowhere in the source, or nobody can say where.
    pub unplaced: usize,
    /// Annotations without a tag and a comment.
    pub empty: usize,
}

impl TakenIn {
    /// What there is to tell, the outcome first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        let outcome = Message::new("import-done")
            .with("tags", self.tags)
            .with("annotations", self.annotations)
            .with("notes", self.notes);
        let told = |id, count: usize| (count > 0).then(|| Message::new(id).with("count", count));
        let rest = [
            told("import-already", self.already),
            told("import-moved", self.moved),
            told("import-without-source", self.without_source),
            told("import-outside", self.outside),
            told("import-unplaced", self.unplaced),
            told("import-empty", self.empty),
        ];
        std::iter::once(outcome).chain(rest.into_iter().flatten()).collect()
    }

    /// Whether something was left out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.without_source + self.outside + self.unplaced == 0
    }
}

impl Session {
    /// Takes in what a file holds, as one step. Sources that are to be spoken of must be open or in the source table. A record with
    /// the id of one that is there is passed over; a tag with the name of one that is there is that one.
    ///
    /// # Errors
    /// If the notebook is only looked at, or does not take it; nothing is changed then.
    pub fn take_in(&mut self, incoming: &Incoming) -> Result<(Option<Performed>, TakenIn), RequestError> {
        if self.read_only {
            return Err(RequestError::ReadOnly);
        }
        let sources: Vec<Option<SourceId>> =
            incoming.sources.iter().map(|source| source.known(&self.notebook, &self.library)).collect();
        let mut taker = Taker { session: self, now: Timestamp::now(), taken: TakenIn::default(), edits: Vec::new() };
        let tags = taker.tags(incoming);
        taker.annotations(incoming, &sources, &tags);
        taker.notes(incoming, &sources);
        let Taker { taken, edits, .. } = taker;
        if edits.is_empty() {
            return Ok((None, taken));
        }
        // The source table learns of open sources in a step of its own, so that undo takes back what came in alone.
        let named = sources.iter().flatten().filter(|id| !self.notebook.sources().contains_key(id));
        let pages: BTreeMap<SourceId, _> = named.filter_map(|id| Some((*id, self.library.get(*id)?.clone()))).collect();
        let records = pages.values().filter_map(|page| self.source_record(page));
        let records = records.map(|record| Edit::Put(Record::Source(record))).collect();
        self.keep_house("label-open-sources", records);
        let label = Message::new("label-take-in")
            .with("tags", taken.tags)
            .with("annotations", taken.annotations)
            .with("notes", taken.notes);
        let transaction = self.transaction(label.clone(), edits);
        self.apply(transaction, |history, inverse| {
            history.push(inverse, None);
            crate::notebook::Manner::Step
        })?;
        Ok((Some(Performed { label, made: None }), taken))
    }
}

struct Taker<'a> {
    session: &'a Session,
    now: Timestamp,
    taken: TakenIn,
    edits: Vec<Edit>,
}

/// Where the quotation of an annotation stands.
enum Placed {
    Here(Vec<CharSpan>, Quotation),
    Outside,
    Nowhere,
}

impl Taker<'_> {
    fn stamp(&self, stamp: &IncomingStamp) -> Stamp {
        let created = stamp.created.or(stamp.modified).unwrap_or(self.now);
        let modified = stamp.modified.unwrap_or(created);
        let author = stamp.author.clone().unwrap_or_default();
        Stamp { author, created, modified }
    }

    /// The tag that each one that comes in is.
    fn tags(&mut self, incoming: &Incoming) -> Vec<TagId> {
        let notebook = &self.session.notebook;
        let mut by_name: HashMap<String, TagId> =
            notebook.tags().values().map(|tag| (tag.name.clone(), tag.id)).collect();
        let mut order = notebook.codebook().last().map_or(0, |tag| tag.order.saturating_add(1));
        let mut colors: Vec<_> = notebook.codebook().iter().map(|tag| tag.color).collect();
        let mut ids = Vec::new();
        for tag in &incoming.tags {
            let given = tag.id.map(TagId::from);
            if let Some(known) = given.filter(|id| notebook.tags().contains_key(id)) {
                self.taken.already += 1;
                ids.push(known);
                continue;
            }
            if let Some(known) = by_name.get(&tag.name) {
                self.taken.already += usize::from(notebook.tags().contains_key(known));
                ids.push(*known);
                continue;
            }
            let id = given.filter(|id| !notebook.is_binned(Key::Tag(*id))).unwrap_or_else(TagId::generate);
            let color = tag.color.unwrap_or_else(|| next_color(&TAG_COLORS, &colors));
            colors.push(color);
            by_name.insert(tag.name.clone(), id);
            debug_assert!(tag_path::steps(&tag.name).len() <= tag_path::MAX_STEPS);
            let (name, description) = (tag.name.clone(), tag.description.clone());
            let stamp = Stamp::new(&self.session.author, self.now);
            self.edits.push(Edit::Put(Record::Tag(Tag { id, name, color, description, shortcut: None, order, stamp })));
            order = order.saturating_add(1);
            self.taken.tags += 1;
            ids.push(id);
        }
        ids
    }

    fn annotations(&mut self, incoming: &Incoming, sources: &[Option<SourceId>], tags: &[TagId]) {
        let mut by_source: BTreeMap<SourceId, Vec<&IncomingAnnotation>> = BTreeMap::new();
        for annotation in &incoming.annotations {
            match sources.get(annotation.source).copied().flatten() {
                Some(source) => by_source.entry(source).or_default().push(annotation),
                None => self.taken.without_source += 1,
            }
        }
        for (source, list) in by_source {
            let page = self.session.page(source).map(|page| page.source.text.clone());
            // Made ready only if something is not where it is said to be.
            let mut haystack = None;
            for annotation in list {
                let notebook = &self.session.notebook;
                let given = annotation.id.map(AnnotationId::from);
                if given.is_some_and(|id| notebook.annotations().contains_key(&id)) {
                    self.taken.already += 1;
                    continue;
                }
                if annotation.tags.is_empty() && annotation.comment.trim().is_empty() {
                    self.taken.empty += 1;
                    continue;
                }
                let placed = match (&page, &annotation.quotation) {
                    (Some(text), quotation) => {
                        let there = Quotation::at(text, &annotation.spans);
                        let stands = |quotation: &Quotation| quotation.stands_at(text, &annotation.spans);
                        match (there, quotation) {
                            (Some(there), None) => Placed::Here(annotation.spans.clone(), there),
                            (Some(there), Some(quotation)) if stands(quotation) => {
                                Placed::Here(annotation.spans.clone(), there)
                            }
                            (None, None) => Placed::Outside,
                            (_, Some(quotation)) => {
                                let haystack = haystack.get_or_insert_with(|| Haystack::new(text));
                                let was = annotation.spans.first().map_or(0, |span| span.start);
                                match haystack.find(quotation, was) {
                                    Refound::Sure(place) => {
                                        self.taken.moved += 1;
                                        let there = Quotation::at(text, &place.spans);
                                        there.map_or(Placed::Nowhere, |there| Placed::Here(place.spans, there))
                                    }
                                    Refound::Unsure(_) | Refound::Orphan => Placed::Nowhere,
                                }
                            }
                        }
                    }
                    // The source is known and not open: what the file quotes is kept, and is unchecked until it is.
                    (None, Some(quotation)) if !annotation.spans.is_empty() => {
                        Placed::Here(annotation.spans.clone(), quotation.clone())
                    }
                    (None, _) => {
                        self.taken.without_source += 1;
                        continue;
                    }
                };
                let (spans, quotation) = match placed {
                    Placed::Here(spans, quotation) => (spans, quotation),
                    Placed::Outside => {
                        self.taken.outside += 1;
                        continue;
                    }
                    Placed::Nowhere => {
                        self.taken.unplaced += 1;
                        continue;
                    }
                };
                let id = given.filter(|id| !self.session.notebook.is_binned(Key::Annotation(*id)));
                let id = id.unwrap_or_else(AnnotationId::generate);
                let mut own: Vec<TagId> = Vec::new();
                for tag in annotation.tags.iter().filter_map(|tag| tags.get(*tag)) {
                    if !own.contains(tag) {
                        own.push(*tag);
                    }
                }
                let (comment, stamp) = (annotation.comment.clone(), self.stamp(&annotation.stamp));
                let record = Annotation { id, source, spans, quotation, tags: own, comment, stamp };
                self.edits.push(Edit::Put(Record::Annotation(record)));
                self.taken.annotations += 1;
            }
        }
    }

    fn notes(&mut self, incoming: &Incoming, sources: &[Option<SourceId>]) {
        for note in incoming.notes.iter().filter(|note| !note.text.trim().is_empty()) {
            let given = note.id.map(NoteId::from);
            if given.is_some_and(|id| self.session.notebook.notes().contains_key(&id)) {
                self.taken.already += 1;
                continue;
            }
            let Some(target) = self.target(note, sources) else {
                self.taken.without_source += 1;
                continue;
            };
            let id = given.filter(|id| !self.session.notebook.is_binned(Key::Note(*id)));
            let id = id.unwrap_or_else(NoteId::generate);
            let (text, stamp) = (note.text.clone(), self.stamp(&note.stamp));
            self.edits.push(Edit::Put(Record::Note(Note { id, target, text, stamp })));
            self.taken.notes += 1;
        }
    }

    fn target(&self, note: &IncomingNote, sources: &[Option<SourceId>]) -> Option<NoteTarget> {
        let source = |at: usize| sources.get(at).copied().flatten();
        Some(match &note.target {
            IncomingTarget::Notebook => NoteTarget::Notebook,
            IncomingTarget::Source(at) => NoteTarget::Source(source(*at)?),
            IncomingTarget::Article(at, place, title) => {
                let source = source(*at)?;
                let article = self.session.page(source).and_then(|page| page.at(*place)).map(|(article, _)| article);
                match article {
                    Some(article) => NoteTarget::Article { source, at: article.anchor(), title: article.title.clone() },
                    None => NoteTarget::Article { source, at: *place, title: title.clone() },
                }
            }
        })
    }
}
