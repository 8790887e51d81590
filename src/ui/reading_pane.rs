//! What is below a tab: the reader, which shows the article or its whole page as scanned.

mod card;
mod marking;
mod marks;
pub(super) mod raw;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::{RichText, Ui};

use super::command::{Command, Commands, Place};
use super::fonts;
use super::reader::{
    Block, Join, Marks, ReaderDoc, ReaderEvent, ReaderLabels, ReaderState, Selection, Travel, selected_spans,
    selected_text, show,
};
use super::view::{View, labelled};
use crate::i18n::{Language, Message};
use crate::library::{ArticleText, Page, PartText, shown};
use crate::notebook::{AnnotationId, Revision};
use crate::page::{ArticleId, Doubt, ParagraphId, SourceId};
use crate::search::{KeywordHit, TermIndex};
use crate::session::{Action, KeywordHits, ReadingPlace, ReadingTab, Request, TabId};
use crate::text::CharSpan;

/// What the reader of a tab keeps between frames.
pub struct ReadingPane {
    reader: ReaderState,
    doc: ReaderDoc,
    shown: Option<(Shown, u64, Language)>,
    /// Where each text was left that the tab has shown.
    left: HashMap<Shown, ReadingPlace>,
    /// What is to be in view once the document has changed.
    keep: Option<ParagraphId>,
    /// What is to be in view once the document that holds it is made.
    reveal: Option<(ParagraphId, Option<CharSpan>)>,
    /// Where to stand once the document is made.
    stand: Option<ReadingPlace>,
    marks: Marks,
    marks_made_for: Option<MarksKey>,
    /// Selections and what each was widened to, for the way back.
    grown: Vec<(Selection, Selection)>,
    /// The annotation to stand on once its marks are made.
    wanted: Option<AnnotationId>,
    /// Where the reader was drawn.
    reader_rect: egui::Rect,
    /// Annotations under the pointer, and since when, in seconds.
    hovered: Option<(Vec<AnnotationId>, f64)>,
    /// The hit that the user stands on.
    hit: Option<HitPlace>,
    /// A place of the source that is pointed at.
    pointed: Option<CharSpan>,
    /// The place of the source at which a line of the concordance stands that was gone to.
    found: Option<CharSpan>,
}

/// What a pane shows: an article, or a page line by line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shown {
    Article(ArticleId),
    Raw(SourceId),
}

/// Where a hit is: which part, and which of the part's hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct HitPlace {
    part: usize,
    at: usize,
}

/// What the marks of an article are made of.
type MarksKey = (Shown, Revision, u64, bool, Option<HitPlace>, Option<CharSpan>, Option<FoundKey>);

/// The lines of the concordance that is open, how many there are so far, and the one that was gone to last.
type FoundKey = (u64, usize, Option<CharSpan>);

impl Default for ReadingPane {
    fn default() -> Self {
        Self {
            reader: ReaderState::default(),
            doc: ReaderDoc::default(),
            shown: None,
            left: HashMap::new(),
            keep: None,
            reveal: None,
            stand: None,
            marks: Marks::default(),
            marks_made_for: None,
            grown: Vec::new(),
            wanted: None,
            reader_rect: egui::Rect::NOTHING,
            hovered: None,
            hit: None,
            pointed: None,
            found: None,
        }
    }
}

impl ReadingPane {
    /// Where the reader was drawn.
    #[must_use]
    pub fn reader_rect(&self) -> egui::Rect {
        self.reader_rect
    }

    /// Where the selection stands in the source.
    #[must_use]
    pub fn selected_spans(&self) -> Option<Vec<CharSpan>> {
        let spans = selected_spans(&self.doc, &self.reader);
        (!spans.is_empty()).then_some(spans)
    }

    /// The selected text as it is read.
    #[must_use]
    pub fn selected(&self) -> Option<String> {
        selected_text(&self.doc, &self.reader).map(|(text, _)| text)
    }

    /// Brings a paragraph into view.
    pub fn reveal(&mut self, paragraph: ParagraphId, span: Option<CharSpan>) {
        self.reader.focus = Some(paragraph);
        // Not at once: where another article is gone to, the reader begins anew with that.
        self.reveal = Some((paragraph, span));
    }

    /// The first paragraph that is on screen; nothing at the very top.
    #[must_use]
    pub fn first_visible(&self) -> Option<ParagraphId> {
        let first = self.reader.visible().start;
        self.doc.blocks().get(first).filter(|_| first > 0).map(|block| block.id)
    }

    /// Whether a paragraph was on screen in the last frame.
    #[must_use]
    pub fn is_on_screen(&self, paragraph: ParagraphId) -> bool {
        self.doc.blocks().get(self.reader.visible()).is_some_and(|shown| shown.iter().any(|it| it.id == paragraph))
    }

    /// Brings what stands at a paragraph into view once the pane shows something else.
    pub fn keep_in_view(&mut self, paragraph: Option<ParagraphId>) {
        self.keep = paragraph;
    }

    /// The paragraph `steps` further on than the one in focus.
    #[must_use]
    pub fn step(&self, from: Option<ParagraphId>, steps: isize) -> Option<ParagraphId> {
        self.doc.step_from(from.or_else(|| self.first_visible()), steps)
    }

    /// Goes to the next hit, or the one before, and round at the ends; with `term`, among the hits of that term.
    pub fn step_hit(
        &mut self,
        article: &ArticleText,
        hits: &KeywordHits,
        forward: bool,
        term: Option<TermIndex>,
    ) -> Option<ParagraphId> {
        let wanted = |hit: &KeywordHit| term.is_none_or(|term| hit.term == term);
        let places = hits.by_part.iter().enumerate().flat_map(|(part, hits)| {
            let wanted = hits.iter().enumerate().filter(|(_, hit)| wanted(hit));
            wanted.map(move |(at, _)| HitPlace { part, at })
        });
        let all: Vec<HitPlace> = places.collect();
        let here = self.hit.or_else(|| {
            let focus = self.reader.focus?;
            let part = article.parts.iter().position(|part| part.id == focus)?;
            // In front of the paragraph's first hit.
            forward.then_some(HitPlace { part: part.checked_sub(1)?, at: usize::MAX })
        });
        let next = match (here, forward) {
            (None, true) => all.first(),
            (None, false) => all.last(),
            (Some(here), true) => all.iter().find(|place| **place > here).or(all.first()),
            (Some(here), false) => all.iter().rev().find(|place| **place < here).or(all.last()),
        };
        self.hit = next.copied();
        let place = self.hit?;
        let part = article.parts.get(place.part)?;
        self.reveal(part.id, Some(hits.by_part[place.part][place.at].span));
        Some(part.id)
    }

    /// Place of the current hit among all, from 1.
    #[must_use]
    pub fn hit_number(&self, hits: &KeywordHits) -> Option<usize> {
        let place = self.hit?;
        let before: usize = hits.by_part.get(..place.part)?.iter().map(Vec::len).sum();
        Some(before + place.at + 1)
    }

    /// How far the text is read; nothing while none was shown yet.
    #[must_use]
    pub fn place(&self) -> Option<ReadingPlace> {
        let shown = || self.reader.place().map(|(paragraph, share)| ReadingPlace { start: paragraph.start, share });
        self.stand.or_else(shown)
    }

    /// Stands where the text was left once it is shown.
    pub fn stand_at(&mut self, place: ReadingPlace) {
        self.stand = Some(place);
    }

    /// How the text moved in the last frame.
    #[must_use]
    pub fn travel(&self) -> Travel {
        self.reader.travel()
    }

    /// Moves the text up with the next frame because another pane was moved.
    pub fn push(&mut self, distance_px: f32) {
        self.reader.push(distance_px);
    }

    /// Draws what the tab shows.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, pane: &ReadingTab, commands: &mut Commands) {
        let at = pane.id;
        let found = pane.article.and_then(|id| view.session.article(id));
        let Some((page, article)) = found.map(|(page, at)| (page, &page.articles[at])) else {
            empty(ui, view, at, commands);
            return;
        };
        self.refresh(view, page, article, pane.raw);
        let block_of = |id: ParagraphId| if pane.raw { raw::block_at(page, id.start) } else { id };
        self.reader.focus = pane.focus.map(block_of);
        self.reader.leaves_keys = view.workspace.active().id != at;
        if let Some(ReadingPlace { start, share }) = self.stand.take() {
            self.reader.stand_at(ParagraphId { source: page.source.id, start }, share);
        }
        if let Some(keep) = self.keep.take() {
            let part = page.at(keep.start).map_or(keep, |(_, part)| part.id);
            self.reader.scroll_to(block_of(if pane.raw { keep } else { part }), None);
        }
        if let Some((paragraph, span)) = self.reveal.take() {
            self.reader.scroll_to(block_of(paragraph), span.filter(|_| !pane.raw));
        }
        let labels = ReaderLabels {
            overview: view.text("reader-overview"),
            number: view.text("reader-number"),
            edge_start: view.text("reader-edge-start"),
            edge_end: view.text("reader-edge-end"),
        };
        self.reader_rect = ui.available_rect_before_wrap();
        let events = show(ui, &self.doc, &self.marks, &mut self.reader, &view.style, &labels, view.lexicon);
        self.card(ui, view);
        for event in events {
            match event {
                // A line of the raw page stands in an article: that is the one the pane is about from then on.
                ReaderEvent::Focus(line) if pane.raw => match page.at(line.start) {
                    Some((article, part)) => {
                        commands.push(Command::StandIn { tab: at, article: article.id, paragraph: part.id });
                    }
                    None => commands.push(Command::Activate(at)),
                },
                ReaderEvent::StripeClicked { .. } if pane.raw => {}
                event => self.react(at, event, commands),
            }
        }
    }

    /// Makes document and marks anew where they have changed.
    fn refresh(&mut self, view: &View<'_>, page: &Page, article: &ArticleText, raw: bool) {
        let shown = if raw { Shown::Raw(page.source.id) } else { Shown::Article(article.id) };
        let key = (shown, view.session.pages_revision(), view.texts.language());
        if self.shown != Some(key) {
            let before = self.shown.map(|(before, ..)| before);
            if before != Some(shown) {
                let place = self.reader.place().map(|(at, share)| ReadingPlace { start: at.start, share });
                self.left.extend(before.zip(place));
                self.reader = ReaderState::default();
                self.hit = None;
                self.stand = self.stand.or_else(|| self.left.get(&shown).copied());
            }
            self.shown = Some(key);
            let blocks =
                if raw { raw::blocks(page) } else { article.parts.iter().map(|part| block(view, part)).collect() };
            self.doc = ReaderDoc::new(hash_of(&key), blocks);
            if !raw {
                self.doc = std::mem::take(&mut self.doc).emended(emended(view, page, article.parts.iter()));
            }
        }
        let hits = view.hits.get(&article.id);
        let lines = view.concordance;
        let found = view.context.lines.then(|| (lines.generation(), lines.len(), self.found));
        let (revision, pages) = (view.session.revision(), view.session.pages_revision());
        let key = (shown, revision, pages, view.palette.dark, self.hit, self.pointed, found);
        if self.marks_made_for != Some(key) {
            self.marks_made_for = Some(key);
            let made = if raw {
                Marks { blocks: raw::marks(view, page), ..Marks::default() }
            } else {
                let mut made = marks::of_article(view, page, article, hits, self.hit);
                if found.is_some() {
                    marks::tint_found(&mut made, view, article);
                    if let Some(found) = self.found {
                        marks::point_at(&mut made, article, found, view.palette.accent);
                    }
                }
                if let Some(pointed) = self.pointed {
                    marks::point_at(&mut made, article, pointed, view.palette.warning);
                }
                made
            };
            self.marks = Marks { revision: self.marks.revision + 1, ..made };
            self.reader.current = self.reader.current.filter(|current| self.marks.passage(*current).is_some());
            if let Some(wanted) = self.wanted.take().filter(|wanted| self.marks.passage(*wanted).is_some()) {
                self.stand_on(wanted);
            }
        }
    }

    fn react(&mut self, at: TabId, event: ReaderEvent, commands: &mut Commands) {
        match event {
            ReaderEvent::Focus(paragraph) => {
                self.hit = None;
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
            }
            ReaderEvent::Selected => {
                self.reader.current = None;
                commands.push(Command::Activate(at));
                // What is selected is what the user is at.
                commands.extend(self.reader.caret().map(|caret| Command::Focus(at, caret.paragraph)));
            }
            ReaderEvent::SelectionCleared => {}
            ReaderEvent::CaretMoved(paragraph) => {
                self.keep_current_at_caret();
                commands.push(Command::Focus(at, paragraph));
            }
            ReaderEvent::Picked(annotation) => {
                self.hit = None;
                commands.push(Command::Activate(at));
                commands.push(Command::StandOn(annotation));
            }
            ReaderEvent::EdgeMoved { annotation, edge, to } => {
                if let Some(spans) = self.spans_with_edge(annotation, edge, to) {
                    commands.push(Command::Request(Request::MoveAnnotation { annotation, spans }));
                }
            }
            ReaderEvent::NumberClicked(paragraph) => {
                self.select_paragraph(paragraph);
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
            }
            ReaderEvent::DoubtClicked(paragraph) => {
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
            }
            ReaderEvent::StripeClicked { paragraph, stripe } => {
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
                if let Some(annotation) = self.next_of_stripe(paragraph, stripe) {
                    commands.push(Command::StandOn(annotation));
                }
            }
            ReaderEvent::Menu { paragraph, .. } => {
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
                commands.push(Command::Do(Action::PickTag));
            }
        }
    }
}

fn empty(ui: &mut Ui, view: &View<'_>, at: TabId, commands: &mut Commands) {
    let response = ui.interact(ui.max_rect(), ui.scope_id().with(("empty", at.number())), egui::Sense::click());
    if labelled(response, &view.text("pane-empty"), false).clicked() {
        commands.push(Command::Activate(at));
    }
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.36);
        let text = if view.views.article_count == 0 { "pane-no-pages" } else { "pane-empty" };
        ui.label(RichText::new(view.text(text)).font(fonts::serif(17.0)).color(view.palette.muted));
        if view.views.article_count > 0 {
            ui.add_space(6.0);
            ui.label(RichText::new(view.text("pane-empty-keys")).color(view.palette.muted));
            let first = view.views.groups.iter().flat_map(|group| &group.articles).find(|row| !row.read);
            if let Some(row) = first.filter(|_| view.workspace.active().id == at) {
                ui.add_space(10.0);
                let message = Message::new("pane-read-first").with("title", row.title.as_str());
                if ui.button(view.say(&message)).clicked() {
                    commands.push(Command::Activate(at));
                    commands.push(Command::Show { article: row.id, place: Place::Active });
                }
            }
        }
    });
}

/// The file that an article stands in, and its lines there.
pub(super) fn place_of(view: &View<'_>, page: &Page, article: &ArticleText) -> String {
    let name = shown(page.source.name.trim_end_matches(".txt")).into_owned();
    let Some((first, last)) = page.lines_of(&[article.extent]) else { return name };
    let message = Message::new("pane-place").with("name", name);
    view.say(&message.with("first", first.to_string()).with("last", last.to_string()))
}

/// Why the part is a guess, a reason a line, and what to do about it.
fn doubt(view: &View<'_>, part: &PartText) -> Option<String> {
    part.part.confidence.is_doubtful().then(|| {
        let reasons = part.part.doubts.iter().map(|doubt| view.say(&doubt.reason.message()));
        reasons.chain([view.text("reader-doubtful")]).collect::<Vec<_>>().join("\n")
    })
}

pub(super) fn block(view: &View<'_>, part: &PartText) -> Block {
    Block {
        id: part.id,
        role: part.part.role,
        text: Arc::clone(&part.text),
        number: part.number,
        doubt: doubt(view, part),
        joins: part.part.doubts.iter().filter_map(|doubt| join(view, part, doubt)).collect(),
    }
}

/// What is read otherwise than it stands in the source, for each of the parts by its place, and what is told of it.
pub(super) fn emended<'a>(
    view: &View<'_>,
    page: &Page,
    parts: impl Iterator<Item = &'a PartText>,
) -> HashMap<usize, Vec<(CharSpan, String)>> {
    let told = |(reading, source): (CharSpan, CharSpan)| {
        let original = page.source.text.quote(&[source]);
        (reading, view.say(&Message::new("reader-emended").with("original", original)))
    };
    let of_part = |(place, part): (usize, &PartText)| {
        let here: Vec<_> = part.text.emended().map(told).collect();
        (!here.is_empty()).then_some((place, here))
    };
    parts.enumerate().filter_map(of_part).collect()
}

/// Where a doubt stands in the text that is read.
fn join(view: &View<'_>, part: &PartText, doubt: &Doubt) -> Option<Join> {
    let at = match part.text.from_source(&[CharSpan::new(doubt.at, doubt.at + 1)]).first() {
        Some(span) => span.start,
        // Behind the last character.
        None => part.text.len(),
    };
    doubt.reason.is_of_a_place().then(|| Join { at, reason: view.say(&doubt.reason.message()) })
}

fn hash_of(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
