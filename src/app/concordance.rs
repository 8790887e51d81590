//! The concordance: the search as a job that the next key cancels, the lines put into order, tagged, written to a file.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::exports::Made;
use super::work::{Pending, pending};
use crate::exchange::{ExportedLine, LinesFormat, lines_text};
use crate::i18n::Message;
use crate::jobs::{Fed, Job, Poll};
use crate::notebook::{AnnotationId, Notebook, Revision, SavedQueryId, Tag, TagId};
use crate::page::SourceId;
use crate::search::{DocumentId, FactTable, Knowledge, Kwic, SearchError};
use crate::session::{
    AutocodePlan, CodingState, ConcordanceQuery, Corpus, Finding, Hit, LinesAction, Passage, Request, SortBy,
    find_hits, order_of, passages_of,
};
use crate::task::{Diagnostic, Severity};
use crate::text::CharSpan;
use crate::ui::{Chooser, ChooserKind, Command, PathPurpose};

/// What is under way for the concordance.
#[derive(Default)]
pub(super) struct ConcordanceWork {
    /// The texts that are searched, and what they were made of.
    corpus: Arc<Corpus>,
    made_for: Option<(Revision, u64)>,
    /// What was looked for last.
    asked: Option<ConcordanceQuery>,
    /// How often the lexicon was loaded by then.
    lexicon: u64,
    finding: Option<Search>,
    sorting: Option<Sorting>,
    /// What the saved query that is shown would tag.
    planning: Option<Pending<PlanOf, AutocodePlan>>,
    plan: Option<(PlanOf, AutocodePlan)>,
    /// Lines that are to be tagged, with the tag.
    tagging: Option<Pending<String, Vec<Passage>>>,
}

/// What a plan was made of: the query, the lines, the notebook, and whether what was untagged is tagged again.
type PlanOf = (SavedQueryId, u64, Revision, bool);

/// A search under way.
struct Search {
    job: Job<Result<Finding, SearchError>>,
    fed: Fed<Vec<Hit>>,
    query: ConcordanceQuery,
    /// Hits that wait until all are there and sorted.
    kept: Vec<Hit>,
    /// Whether its first lines are shown.
    is_shown: bool,
    /// Whether it is what the lines are of already: the texts have changed, and most likely not where it stands.
    is_again: bool,
}

/// Lines that are put into order.
struct Sorting {
    by: SortBy,
    job: Job<Vec<u32>>,
    /// What is shown once it is sorted, where it is not shown yet, and whether there would be more.
    next: Option<(ConcordanceQuery, Arc<Vec<Hit>>, bool)>,
}

impl ConcordanceWork {
    pub(super) fn is_busy(&self) -> bool {
        self.finding.is_some() || self.sorting.is_some() || self.tagging.is_some() || self.planning.is_some()
    }

    /// What the saved query that is shown would tag, once it is known.
    pub(super) fn plan(&self) -> Option<&AutocodePlan> {
        self.plan.as_ref().filter(|_| self.planning.is_none()).map(|(_, plan)| plan)
    }

    fn stop(&mut self) {
        if let Some(search) = self.finding.take() {
            search.job.cancel();
        }
        if let Some(sorting) = self.sorting.take() {
            sorting.job.cancel();
        }
    }
}

impl App {
    /// Looks for what the pane asks for, once it asks for something else or the texts have changed.
    pub(super) fn follow_concordance(&mut self) {
        self.drain_search();
        self.drain_sorting();
        if let Some((tag, passages)) = super::work::finished(&mut self.work.concordance.tagging, &mut self.notices) {
            self.tag_passages(tag, passages);
        }
        let Some((query, by)) = self.window.concordance.wanted() else {
            self.work.concordance.stop();
            self.work.concordance.asked = None;
            return;
        };
        let revisions = (self.session.revision(), self.session.pages_revision());
        let work = &mut self.work.concordance;
        if work.made_for != Some(revisions) {
            work.made_for = Some(revisions);
            let corpus = Corpus::of(&self.session, &work.corpus);
            // A tag changes nothing that is searched: the lines stay.
            if corpus != *work.corpus {
                work.corpus = Arc::new(corpus);
                work.asked = None;
            } else if query.may_need_facts() {
                work.asked = None;
            }
        }
        // Whole words are those of the lexicon, as soon as it is there.
        if work.lexicon != self.lexicon_version {
            work.lexicon = self.lexicon_version;
            if query.options.whole_words {
                work.asked = None;
            }
        }
        if work.asked.as_ref() != Some(query) {
            let query = query.clone();
            self.search(query);
        } else if work.finding.is_none()
            && self.concordance.sorted_by() != by
            && work.sorting.as_ref().is_none_or(|sorting| sorting.by != by && sorting.next.is_none())
        {
            self.sort_lines(by);
        }
        self.plan_autocode();
    }

    /// Finds out what the saved query that is shown would tag, once its lines are all there.
    fn plan_autocode(&mut self) {
        if let Some(planned) = super::work::finished(&mut self.work.concordance.planning, &mut self.notices) {
            self.work.concordance.plan = Some(planned);
        }
        let wanted = self.window.concordance.autocode().and_then(|(id, again)| {
            let query = self.session.notebook().queries().get(&id)?;
            let is_shown = self.concordance.query() == Some(&query.query()) && !self.concordance.is_growing();
            let of = (id, self.concordance.generation(), self.session.revision(), again);
            (is_shown && query.tag.is_some()).then_some(of)
        });
        let Some(of) = wanted else {
            self.work.concordance.plan = None;
            return;
        };
        let work = &mut self.work.concordance;
        let is_planned = work.plan.as_ref().is_some_and(|(known, _)| *known == of);
        let is_planning = work.planning.as_ref().is_some_and(|planning| *planning.about() == of);
        if is_planned || is_planning {
            return;
        }
        if let Some(other) = work.planning.take() {
            other.cancel();
        }
        let (corpus, hits) = (Arc::clone(self.concordance.corpus()), Arc::clone(self.concordance.hits()));
        let notebook = self.session.notebook().clone();
        let job = self.runner.start("autocode", move |cancel, _| {
            let state = notebook.queries().get(&of.0).and_then(|query| CodingState::of(&notebook, query));
            state.map(|state| state.plan(&corpus, &hits, of.3, cancel)).unwrap_or_default()
        });
        work.planning = pending(of, job);
    }

    fn autocode(&mut self, id: SavedQueryId, again: bool) {
        let planned = self.work.concordance.plan.as_ref();
        let plan = planned.filter(|(of, _)| (of.0, of.2, of.3) == (id, self.session.revision(), again));
        let (Some((_, plan)), Some(query)) = (plan, self.session.notebook().queries().get(&id)) else { return };
        let passages =
            plan.places.iter().map(|(source, spans)| Passage { source: source.to_string(), spans: spans.clone() });
        let request = Request::Autocode { query: query.name.clone(), again, passages: Some(passages.collect()) };
        self.session.end_typing();
        match self.session.perform(request) {
            Ok(None) => self.said = Some(Message::new("said-nothing-to-code")),
            performed => {
                self.performed(performed);
            }
        }
    }

    fn search(&mut self, query: ConcordanceQuery) {
        self.work.concordance.stop();
        self.work.concordance.asked = Some(query.clone());
        if query.text.trim().is_empty() {
            self.concordance.clear();
            return;
        }
        let is_again = self.concordance.query() == Some(&query) && !self.concordance.is_stale();
        if !is_again {
            self.concordance.begin();
        }
        let corpus = Arc::clone(&self.work.concordance.corpus);
        let notebook = query.may_need_facts().then(|| self.session.notebook().clone());
        let (asked, words) = (query.clone(), self.words.clone());
        let (job, fed) = self.runner.start_feeding("concordance", move |cancel, progress, feed| {
            let search = asked.search()?;
            let facts = notebook.filter(|_| search.needs_facts());
            let facts = facts.map(|notebook| FactTable::new(corpus.pages().map(AsRef::as_ref), Some(&notebook)));
            let facts = facts.as_ref().map(|table| |document: DocumentId| table.of(document));
            let knowledge = Knowledge {
                facts: facts.as_ref().map(|facts| facts as &(dyn Fn(DocumentId) -> crate::search::Facts + Sync)),
                words: words.as_deref(),
            };
            let about = (asked.scope, &knowledge);
            Ok(find_hits(&corpus, &search, about, (cancel, progress), &mut |lot| feed.hand_over(lot)))
        });
        self.work.concordance.finding = Some(Search { job, fed, query, kept: Vec::new(), is_shown: false, is_again });
    }

    /// Takes the lines that were found since the last frame. Unless they are sorted, the first of them are shown at once, and more
    /// come below.
    fn drain_search(&mut self) {
        let Some(mut search) = self.work.concordance.finding.take() else { return };
        let state = search.job.poll();
        let by = self.window.concordance.sort_by();
        search.kept.extend(search.fed.take().flatten());
        if (by == SortBy::Text && !search.is_again || search.is_shown) && !search.kept.is_empty() {
            let hits = std::mem::take(&mut search.kept);
            if search.is_shown {
                self.concordance.extend(&hits);
            } else {
                self.show_lines(search.query.clone(), Arc::new(hits));
                search.is_shown = true;
            }
        }
        match state {
            Poll::Running => self.work.concordance.finding = Some(search),
            Poll::Gone => {
                self.concordance.finish(false);
                self.notices.push(Diagnostic::new(Severity::Error, Message::new("work-broke")));
            }
            Poll::Done(Err(error)) => self.concordance.refuse(error),
            Poll::Done(Ok(finding))
                if search.is_again && self.concordance.renew(&self.work.concordance.corpus, &search.kept) =>
            {
                self.concordance.finish(finding.is_cut);
            }
            Poll::Done(Ok(finding)) if by == SortBy::Text && search.is_again => {
                self.show_lines(search.query, Arc::new(search.kept));
                self.concordance.finish(finding.is_cut);
            }
            Poll::Done(Ok(finding)) if search.kept.is_empty() => {
                if !search.is_shown {
                    self.show_lines(search.query, Arc::default());
                }
                self.concordance.finish(finding.is_cut);
            }
            Poll::Done(Ok(finding)) => {
                let hits = Arc::new(search.kept);
                self.start_sorting(by, &Arc::clone(&hits), Some((search.query, hits, finding.is_cut)));
            }
        }
    }

    fn show_lines(&mut self, query: ConcordanceQuery, hits: Arc<Vec<Hit>>) {
        let corpus = Arc::clone(&self.work.concordance.corpus);
        self.concordance.replace(query, corpus, hits);
    }

    fn sort_lines(&mut self, by: SortBy) {
        if by == SortBy::Text {
            self.work.concordance.sorting = None;
            self.concordance.sort(None);
        } else if !self.concordance.is_empty() {
            let hits = Arc::clone(self.concordance.hits());
            self.start_sorting(by, &hits, None);
        }
    }

    fn start_sorting(
        &mut self,
        by: SortBy,
        hits: &Arc<Vec<Hit>>,
        next: Option<(ConcordanceQuery, Arc<Vec<Hit>>, bool)>,
    ) {
        let corpus = match &next {
            Some(_) => Arc::clone(&self.work.concordance.corpus),
            None => Arc::clone(self.concordance.corpus()),
        };
        let hits = Arc::clone(hits);
        let job = self.runner.start("order", move |cancel, _| order_of(&corpus, &hits, by, cancel));
        self.work.concordance.sorting = Some(Sorting { by, job, next });
    }

    fn drain_sorting(&mut self) {
        let Some(sorting) = self.work.concordance.sorting.take() else { return };
        let order = match sorting.job.poll() {
            Poll::Running => {
                self.work.concordance.sorting = Some(sorting);
                return;
            }
            Poll::Done(order) => Some((sorting.by, order)),
            Poll::Gone => {
                self.notices.push(Diagnostic::new(Severity::Error, Message::new("work-broke")));
                None
            }
        };
        if let Some((query, hits, is_cut)) = sorting.next {
            self.show_lines(query, hits);
            self.concordance.finish(is_cut);
        }
        self.concordance.sort(order);
    }

    /// Does what is about the concordance.
    pub(super) fn act_on_lines(&mut self, command: Command) {
        match command {
            Command::Concordance(query) => self.window.concordance.look_for(query),
            Command::CloseConcordance => self.window.concordance.close(),
            Command::GoToHit(hit) => self.go_to_hit(hit),
            Command::TagLines { numbers, tag } => self.tag_lines(&numbers, tag),
            Command::TagLinesByKey(numbers, digit) => {
                let is_it = |tag: &&Tag| tag.shortcut == Some(digit);
                let tag = self.session.notebook().tags().values().find(is_it).map(|tag| tag.name.clone());
                match tag {
                    Some(tag) => self.tag_lines(&numbers, tag),
                    None => self.said = Some(Message::new("said-no-tag-on-digit").with("digit", u32::from(digit))),
                }
            }
            Command::Autocode { query, again } => self.autocode(query, again),
            Command::PickTagForLines(numbers) => {
                self.window.chooser = Some((ChooserKind::TagLines(numbers), Chooser::default()));
            }
            _ => {}
        }
    }

    pub(super) fn run_on_lines(&mut self, action: LinesAction) {
        match action {
            LinesAction::PickTag => {
                let numbers = self.window.concordance.meant(&self.concordance);
                self.act_on_lines(Command::PickTagForLines(numbers));
            }
            LinesAction::Autocode => {
                if let Some((query, again)) = self.window.concordance.autocode() {
                    self.autocode(query, again);
                } else {
                    // First it is given a name and a tag.
                    self.window.concordance.run(LinesAction::SaveQuery, &self.concordance);
                }
            }
            LinesAction::ExportCsv => self.ask_for(PathPurpose::Lines(LinesFormat::Csv)),
            LinesAction::ExportMarkdown => self.ask_for(PathPurpose::Lines(LinesFormat::Markdown)),
            LinesAction::Sort(_)
            | LinesAction::Extent(_)
            | LinesAction::MoreContext
            | LinesAction::LessContext
            | LinesAction::SaveQuery
            | LinesAction::SelectAll => self.window.concordance.run(action, &self.concordance),
        }
    }

    fn go_to_hit(&mut self, hit: Hit) {
        let line = self.concordance.corpus().line(hit, 0);
        match line.document {
            DocumentId::Article(id) => {
                self.go_to(id.source, &line.spans);
                self.pane_mut().found_at(line.spans.first().copied());
            }
            DocumentId::Note(note) => self.act_on_notes(Command::ShowNote(note)),
            DocumentId::Quotation(id) | DocumentId::Comment(id) => {
                let Some(annotation) = self.session.notebook().annotations().get(&id) else { return };
                let (source, spans) = (annotation.source, annotation.spans.clone());
                if self.session.page(source).is_some() {
                    self.go_to(source, &spans);
                    self.window.inspector.reveal(id);
                } else {
                    self.act_on_missing(source);
                }
            }
        }
    }

    /// Begins to find out what is tagged for these lines: 100,000 sentences take a while.
    fn tag_lines(&mut self, numbers: &[u32], tag: String) {
        if self.session.is_read_only() || self.work.concordance.tagging.is_some() {
            return;
        }
        let (corpus, extent) = (Arc::clone(self.concordance.corpus()), self.window.concordance.extent());
        let hits: Vec<Hit> =
            numbers.iter().filter_map(|number| self.concordance.hits().get(*number as usize).copied()).collect();
        let annotations = self.session.notebook().annotations();
        let of_annotations = hits.iter().filter_map(|hit| match corpus.document(*hit) {
            DocumentId::Quotation(id) | DocumentId::Comment(id) => annotations.get(&id),
            DocumentId::Article(_) | DocumentId::Note(_) => None,
        });
        let of_annotations: Vec<(SourceId, Vec<CharSpan>)> = of_annotations
            .filter(|annotation| self.session.page(annotation.source).is_some())
            .map(|annotation| (annotation.source, annotation.spans.clone()))
            .collect();
        let job = self.runner.start("tagging", move |cancel, _| {
            let passages = passages_of(&corpus, &hits, extent, cancel);
            let all = passages.into_iter().chain(of_annotations);
            all.map(|(source, spans)| Passage { source: source.to_string(), spans }).collect()
        });
        self.work.concordance.tagging = pending(tag, job);
    }

    /// Puts the tag on all of them, or takes it off where all have it already.
    fn tag_passages(&mut self, tag: String, passages: Vec<Passage>) {
        if passages.is_empty() {
            self.said = Some(Message::new("said-no-place-to-tag"));
            return;
        }
        self.session.end_typing();
        let request = |on| Request::TagPassages { tag: tag.clone(), passages: passages.clone(), on };
        let performed = match self.session.perform(request(true)) {
            Ok(None) => self.session.perform(request(false)),
            performed => performed,
        };
        self.performed(performed);
    }

    /// Looks for the selected text, or the quotation of the annotation that the user stands on.
    pub(super) fn find_selection(&mut self) {
        if let Some(text) = self.meant_text() {
            self.window.concordance.look_for(ConcordanceQuery { text, ..ConcordanceQuery::default() });
        }
    }

    pub(super) fn open_concordance(&mut self) {
        self.window.concordance.open();
    }

    /// The name of the file into which lines are written unless the user says otherwise.
    pub(super) fn lines_name(&self, format: LinesFormat) -> String {
        let query = self.concordance.query().map_or("", |query| query.text.as_str());
        let safe: String = query.chars().filter(|ch| !"/\\:*?\"<>|\n".contains(*ch)).take(30).collect();
        format!("{}-{safe}.{}", self.texts.get("lines-file"), format.extension())
    }

    pub(super) fn export_lines(&mut self, format: LinesFormat, path: PathBuf, may_replace: bool) {
        let order = self.window.concordance.exported(&self.concordance);
        let (corpus, hits) = (Arc::clone(self.concordance.corpus()), Arc::clone(self.concordance.hits()));
        let context = self.window.concordance.context_chars();
        let title = self.concordance.query().map_or_else(String::new, |query| query.text.clone());
        let notebook = self.session.notebook().clone();
        self.start_export(PathPurpose::Lines(format), path, may_replace, move |texts, _, _| {
            let tagged = Tagged::of(&notebook, texts.get("tab-notes"));
            let hits = order.iter().filter_map(|number| hits.get(*number as usize));
            let lines: Vec<ExportedLine> = hits.map(|hit| tagged.line(&corpus, *hit, context)).collect();
            Ok(Made::plain(lines_text(texts, &title, &lines, format)))
        });
    }
}

/// Where an annotation stands, and its tags.
type TaggedPlace = (Vec<CharSpan>, Vec<TagId>);

/// What an export tells of the places of lines: as much of the notebook as it needs.
struct Tagged {
    names: BTreeMap<TagId, String>,
    places: BTreeMap<SourceId, Vec<TaggedPlace>>,
    /// The sources' names.
    annotations: BTreeMap<AnnotationId, String>,
    note: String,
}

impl Tagged {
    fn of(notebook: &Notebook, note: String) -> Self {
        let mut places: BTreeMap<SourceId, Vec<TaggedPlace>> = BTreeMap::new();
        for annotation in notebook.annotations().values().filter(|annotation| !annotation.tags.is_empty()) {
            let place = (annotation.spans.clone(), annotation.tags.clone());
            places.entry(annotation.source).or_default().push(place);
        }
        let name = |source: SourceId| notebook.sources().get(&source).map_or("", |record| record.name()).to_owned();
        Self {
            names: notebook.tags().values().map(|tag| (tag.id, tag.name.clone())).collect(),
            places,
            annotations: notebook.annotations().values().map(|it| (it.id, name(it.source))).collect(),
            note,
        }
    }

    fn line(&self, corpus: &Corpus, hit: Hit, context_chars: u32) -> ExportedLine {
        let kwic = corpus.line(hit, context_chars);
        let date = corpus.date(hit).map_or_else(String::new, |date| date.to_string());
        let placed = self.placed(corpus, hit, &kwic);
        ExportedLine { left: kwic.left, node: kwic.node, right: kwic.right, date, ..placed }
    }

    fn placed(&self, corpus: &Corpus, hit: Hit, kwic: &Kwic) -> ExportedLine {
        if let Some((page, article, part)) = corpus.part(hit, kwic) {
            return ExportedLine {
                title: article.title.clone(),
                paragraph: part.number,
                paper: page.issue.paper.clone().unwrap_or_default(),
                source: page.source.name.clone(),
                lines: page.lines_of(&kwic.spans),
                tags: self.tags(page.source.id, &kwic.spans),
                ..ExportedLine::default()
            };
        }
        match kwic.document {
            DocumentId::Quotation(id) | DocumentId::Comment(id) => {
                let source = self.annotations.get(&id).cloned().unwrap_or_default();
                ExportedLine { source, ..ExportedLine::default() }
            }
            DocumentId::Note(_) | DocumentId::Article(_) => {
                ExportedLine { title: self.note.clone(), ..ExportedLine::default() }
            }
        }
    }

    fn tags(&self, source: SourceId, spans: &[CharSpan]) -> Vec<String> {
        let on_it = self.places.get(&source).into_iter().flatten();
        let on_it = on_it.filter(|(place, _)| place.iter().any(|one| spans.iter().any(|other| one.overlaps(*other))));
        let mut names: Vec<String> =
            on_it.flat_map(|(_, tags)| tags).filter_map(|tag| self.names.get(tag).cloned()).collect();
        names.sort();
        names.dedup();
        names
    }
}
