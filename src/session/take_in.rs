//! What comes in from files of other programs, as one step that can be undone.

mod placing;

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use uuid::Uuid;

use self::placing::{Ground, Manner, Miss};
use super::resolve::{clean_issue, next_color};
use super::{Performed, RequestError, Session, TAG_COLORS};
use crate::exchange::{Incoming, IncomingAnnotation, IncomingNote, IncomingStamp, IncomingTarget};
use crate::i18n::Message;
use crate::library::Library;
use crate::notebook::{
    Annotation, AnnotationId, CorrectedIssue, Edit, Key, Note, NoteId, NoteTarget, Notebook, Quotation, Record,
    Revision, Stamp, Tag, TagId, tag_path,
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
    /// Sources of which the file says of what issue they are.
    pub issues: usize,
    /// Records that the notebook has already, and that were left as they are.
    pub already: usize,
    /// Records that are in the file twice.
    pub twice: usize,
    /// Records with the id of another one of the file, which have got one of their own.
    pub renumbered: usize,
    /// Tags with the name of another one of the file, which are that one.
    pub merged: usize,
    /// Annotations and notes of sources that are neither open nor known.
    pub without_source: usize,
    /// Annotations whose place is not in their source.
    pub outside: usize,
    /// Annotations whose quotation was found elsewhere in the source than the file says, for sure.
    pub moved: usize,
    /// Annotations for which the file has a quotation alone, which was found for sure.
    pub found: usize,
    /// Annotations for which the file has a position alone, in a source of which it has but the name.
    pub by_position: usize,
    /// Annotations whose quotation stands nowhere in the source.
    pub unplaced: usize,
    /// Annotations whose quotation stands in several places, of which nobody can say which is meant.
    pub ambiguous: usize,
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
            told("import-issues", self.issues),
            told("import-already", self.already),
            told("import-twice", self.twice),
            told("import-renumbered", self.renumbered),
            told("import-merged", self.merged),
            told("import-found", self.found),
            told("import-moved", self.moved),
            told("import-by-position", self.by_position),
            told("import-without-source", self.without_source),
            told("import-outside", self.outside),
            told("import-unplaced", self.unplaced),
            told("import-ambiguous", self.ambiguous),
            told("import-empty", self.empty),
        ];
        std::iter::once(outcome).chain(rest.into_iter().flatten()).collect()
    }

    /// Whether something was left out.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.without_source + self.outside + self.unplaced + self.ambiguous + self.empty == 0
    }
}

/// What a file changes in a notebook: worked out, and not yet done.
#[derive(Clone, Debug, PartialEq)]
pub struct Intake {
    taken: TakenIn,
    edits: Vec<Edit>,
    /// The sources that are spoken of.
    sources: Vec<SourceId>,
    /// It holds for the notebook as of this.
    revision: Revision,
}

impl Intake {
    /// What `incoming` changes in `notebook`. Sources that are to be spoken of must be in the library or in the source table. A record
    /// with the id of one that is there is passed over; a tag with the name of one that is there is that one. Tags that are made
    /// carry the name `author`. Takes time in proportion to the file: for a job.
    #[must_use]
    pub fn of(notebook: &Notebook, library: &Library, author: &str, incoming: &Incoming) -> Self {
        let sources: Vec<Option<SourceId>> =
            incoming.sources.iter().map(|source| source.known(notebook, library)).collect();
        let now = Timestamp::now();
        let mut taker = Taker {
            notebook,
            library,
            author,
            now,
            taken: TakenIn::default(),
            edits: Vec::new(),
            seen: HashMap::new(),
        };
        let tags = taker.tags(incoming);
        taker.annotations(incoming, &sources, &tags);
        taker.notes(incoming, &sources);
        taker.issues(incoming, &sources);
        let Taker { taken, edits, .. } = taker;
        Self { taken, edits, sources: sources.into_iter().flatten().collect(), revision: notebook.revision }
    }

    /// The revision of the notebook for which it holds.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.revision
    }
}

impl Session {
    /// Takes in what a file holds, as one step; see [`Intake::of`].
    ///
    /// # Errors
    /// If the notebook is only looked at, or does not take it; nothing is changed then.
    pub fn take_in(&mut self, incoming: &Incoming) -> Result<(Option<Performed>, TakenIn), RequestError> {
        self.take_up(Intake::of(&self.notebook, &self.library, &self.author, incoming))
    }

    /// Does what was worked out for the notebook as it is; sources may have been opened since.
    ///
    /// # Errors
    /// As [`take_in`](Self::take_in).
    pub fn take_up(&mut self, intake: Intake) -> Result<(Option<Performed>, TakenIn), RequestError> {
        if self.read_only {
            return Err(RequestError::ReadOnly);
        }
        let Intake { taken, edits, sources, .. } = intake;
        if edits.is_empty() {
            return Ok((None, taken));
        }
        // The source table learns of open sources in a step of its own, so that undo takes back what came in alone.
        let named = sources.iter().filter(|id| !self.notebook.sources().contains_key(id));
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
    notebook: &'a Notebook,
    library: &'a Library,
    author: &'a str,
    now: Timestamp,
    taken: TakenIn,
    edits: Vec<Edit>,
    /// By the ids that the file has used by now, what else is said of their records.
    seen: HashMap<Uuid, Uuid>,
}

impl Taker<'_> {
    fn stamp(&self, stamp: &IncomingStamp) -> Stamp {
        let created = stamp.created.or(stamp.modified).unwrap_or(self.now);
        let modified = stamp.modified.unwrap_or(created);
        let author = stamp.author.clone().unwrap_or_default();
        Stamp { author, created, modified }
    }

    /// The id that a record gets, the same each time; `None` if it is in the notebook, or was in the file before. `content` tells
    /// it from others with its id, `key` names it.
    fn new_id(&mut self, id: Uuid, content: Uuid, key: impl Fn(Uuid) -> Key) -> Option<Uuid> {
        let mut id = id;
        match self.seen.get(&id) {
            Some(other) if *other == content => {
                self.taken.twice += 1;
                return None;
            }
            Some(_) => {
                id = Incoming::derived_id(id, content);
                if self.seen.contains_key(&id) {
                    self.taken.twice += 1;
                    return None;
                }
                self.taken.renumbered += usize::from(!self.notebook.holds(key(id)));
            }
            None => {}
        }
        self.seen.insert(id, content);
        // What was deleted comes back under another id: the old one waits in the bin.
        while self.notebook.is_binned(key(id)) {
            id = Incoming::derived_id(id, id);
        }
        if self.notebook.holds(key(id)) {
            self.taken.already += 1;
            return None;
        }
        Some(id)
    }

    /// The tag that each one that comes in is.
    fn tags(&mut self, incoming: &Incoming) -> Vec<TagId> {
        let notebook = self.notebook;
        let mut by_name: HashMap<String, TagId> =
            notebook.tags().values().map(|tag| (tag.name.clone(), tag.id)).collect();
        let mut own: HashMap<TagId, usize> = HashMap::new();
        let mut order = notebook.codebook().last().map_or(0, |tag| tag.order.saturating_add(1));
        let mut colors: Vec<_> = notebook.codebook().iter().map(|tag| tag.color).collect();
        let mut ids = Vec::new();
        for (at, tag) in incoming.tags.iter().enumerate() {
            let given = tag.id.map(TagId::from);
            if let Some(known) = given.filter(|id| notebook.tags().contains_key(id)) {
                self.taken.already += 1;
                ids.push(known);
                continue;
            }
            if let Some(known) = by_name.get(&tag.name) {
                match own.get(known) {
                    None => self.taken.already += 1,
                    Some(other) if incoming.tags[*other] == *tag => self.taken.twice += 1,
                    Some(_) => self.taken.merged += 1,
                }
                ids.push(*known);
                continue;
            }
            let is_free = |id: &TagId| !notebook.is_binned(Key::Tag(*id)) && !own.contains_key(id);
            let id = given.filter(is_free).unwrap_or_else(TagId::generate);
            self.taken.renumbered += usize::from(given.is_some_and(|id| own.contains_key(&id)));
            let color = tag.color.unwrap_or_else(|| next_color(&TAG_COLORS, &colors));
            colors.push(color);
            by_name.insert(tag.name.clone(), id);
            own.insert(id, at);
            debug_assert!(tag_path::steps(&tag.name).len() <= tag_path::MAX_STEPS);
            let (name, description) = (tag.name.clone(), tag.description.clone());
            let stamp = Stamp::new(self.author, self.now);
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
            let page = self.library.get(source).map(|page| page.source.text.clone());
            let ground = page.as_ref().map(|text| Ground::new(text));
            for annotation in list {
                if annotation.tags.is_empty() && annotation.comment.trim().is_empty() {
                    self.taken.empty += 1;
                    continue;
                }
                let (id, content) = (incoming.annotation_id(annotation), incoming.annotation_content(annotation));
                let Some(id) = self.new_id(id, content, |id| Key::Annotation(id.into())) else { continue };
                let is_only_named = incoming.sources[annotation.source].is_only_named();
                let Some((spans, quotation)) = self.place(annotation, ground.as_ref(), is_only_named) else { continue };
                let mut own: Vec<TagId> = Vec::new();
                for tag in annotation.tags.iter().filter_map(|tag| tags.get(*tag)) {
                    if !own.contains(tag) {
                        own.push(*tag);
                    }
                }
                let (comment, stamp) = (annotation.comment.clone(), self.stamp(&annotation.stamp));
                let id = AnnotationId::from(id);
                let record = Annotation { id, source, spans, quotation, tags: own, comment, stamp };
                self.edits.push(Edit::Put(Record::Annotation(record)));
                self.taken.annotations += 1;
            }
        }
    }

    /// Where an annotation stands, and what is quoted there; what there is to tell of that is counted.
    fn place(
        &mut self,
        annotation: &IncomingAnnotation,
        ground: Option<&Ground<'_>>,
        is_only_named: bool,
    ) -> Option<(Vec<CharSpan>, Quotation)> {
        let taken = &mut self.taken;
        let Some(ground) = ground else {
            // The source is known and not open: what the file quotes is kept, and is unchecked until it is.
            let kept = annotation.quotation.clone().filter(|_| !annotation.spans.is_empty());
            taken.without_source += usize::from(kept.is_none());
            return Some((annotation.spans.clone(), kept?));
        };
        match ground.place(annotation) {
            Ok((spans, manner)) => {
                let quotation = Quotation::at(ground.text(), &spans)?;
                match manner {
                    Manner::Agreed => {}
                    Manner::Position => taken.by_position += usize::from(is_only_named),
                    Manner::Quotation => taken.found += 1,
                    Manner::Elsewhere => taken.moved += 1,
                }
                Some((spans, quotation))
            }
            Err(miss) => {
                let count = match miss {
                    Miss::Outside => &mut taken.outside,
                    Miss::Nowhere => &mut taken.unplaced,
                    Miss::Several => &mut taken.ambiguous,
                };
                *count += 1;
                None
            }
        }
    }

    fn notes(&mut self, incoming: &Incoming, sources: &[Option<SourceId>]) {
        for note in incoming.notes.iter().filter(|note| !note.text.trim().is_empty()) {
            let Some(target) = self.target(note, sources) else {
                self.taken.without_source += 1;
                continue;
            };
            let (id, content) = (incoming.note_id(note), incoming.note_content(note));
            let Some(id) = self.new_id(id, content, |id| Key::Note(id.into())) else { continue };
            let (id, text, stamp) = (NoteId::from(id), note.text.clone(), self.stamp(&note.stamp));
            self.edits.push(Edit::Put(Record::Note(Note { id, target, text, stamp })));
            self.taken.notes += 1;
        }
    }

    /// What a file says of issues, unless the user has said it by hand, or the pages tell it anyway.
    fn issues(&mut self, incoming: &Incoming, sources: &[Option<SourceId>]) {
        let mut told: BTreeMap<SourceId, _> = BTreeMap::new();
        for (source, id) in incoming.sources.iter().zip(sources) {
            if let (Some(issue), Some(id)) = (&source.issue, id) {
                told.entry(*id).or_insert(issue);
            }
        }
        for (source, issue) in told {
            let issue = clean_issue(issue);
            let printed = self.library.get(source).map(|page| page.printed.as_ref());
            let printed = printed.or_else(|| self.notebook.sources().get(&source).map(|record| &record.issue));
            if self.notebook.issues().contains_key(&source) {
                self.taken.already += 1;
            } else if printed != Some(&issue) {
                let stamp = Stamp::new(self.author, self.now);
                self.edits.push(Edit::Put(Record::Issue(CorrectedIssue { source, issue, stamp })));
                self.taken.issues += 1;
            }
        }
    }

    fn target(&self, note: &IncomingNote, sources: &[Option<SourceId>]) -> Option<NoteTarget> {
        let source = |at: usize| sources.get(at).copied().flatten();
        Some(match &note.target {
            IncomingTarget::Notebook => NoteTarget::Notebook,
            IncomingTarget::Source(at) => NoteTarget::Source(source(*at)?),
            IncomingTarget::Article(at, place, title) => {
                let source = source(*at)?;
                let article = self.library.get(source).and_then(|page| page.at(*place)).map(|(article, _)| article);
                match article {
                    Some(article) => NoteTarget::Article { source, at: article.anchor(), title: article.title.clone() },
                    None => NoteTarget::Article { source, at: *place, title: title.clone() },
                }
            }
        })
    }
}
