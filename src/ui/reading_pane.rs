//! A pane in the middle: the head of an article, and the reader, which shows the article or its whole page as scanned.

mod card;
mod marking;
mod marks;
mod raw;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::{Align, Layout, RichText, Ui};

use super::command::{Command, Commands, Place};
use super::reader::{
    Block, Join, Marks, ReaderDoc, ReaderEvent, ReaderLabels, ReaderState, Selection, selected_spans, selected_text,
    show,
};
use super::view::{View, labelled};
use super::{fonts, widgets};
use crate::i18n::{Language, Message};
use crate::library::{ArticleText, Page, PartText, shown};
use crate::notebook::{AnnotationId, Revision};
use crate::page::{ArticleId, Doubt, ParagraphId, SourceId};
use crate::search::{KeywordHit, TermIndex};
use crate::session::{Action, KeywordHits, Request};
use crate::text::CharSpan;

/// What a pane keeps between frames.
pub struct ReadingPane {
    reader: ReaderState,
    doc: ReaderDoc,
    shown: Option<(Shown, u64, Language)>,
    /// What is to be in view once the document has changed.
    keep: Option<ParagraphId>,
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
type MarksKey = (Shown, Revision, u64, bool, Option<HitPlace>);

impl Default for ReadingPane {
    fn default() -> Self {
        Self {
            reader: ReaderState::default(),
            doc: ReaderDoc::default(),
            shown: None,
            keep: None,
            marks: Marks::default(),
            marks_made_for: None,
            grown: Vec::new(),
            wanted: None,
            reader_rect: egui::Rect::NOTHING,
            hovered: None,
            hit: None,
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
        self.reader.scroll_to(paragraph, span);
    }

    /// The first paragraph that is on screen; nothing at the very top.
    #[must_use]
    pub fn first_visible(&self) -> Option<ParagraphId> {
        let first = self.reader.visible().start;
        self.doc.blocks().get(first).filter(|_| first > 0).map(|block| block.id)
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

    /// Draws the pane. `at` is its place, from 0.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, at: usize, commands: &mut Commands) {
        let pane = view.workspace.panes()[at];
        let found = pane.article.and_then(|id| view.session.article(id));
        let Some((page, article)) = found.map(|(page, at)| (page, &page.articles[at])) else {
            empty(ui, view, at, commands);
            return;
        };
        self.head(ui, view, page, article, at, commands);
        self.refresh(view, page, article, pane.raw);
        let block_of = |id: ParagraphId| if pane.raw { raw::block_at(page, id.start) } else { id };
        self.reader.focus = pane.focus.map(block_of);
        if let Some(keep) = self.keep.take() {
            let part = page.at(keep.start).map_or(keep, |(_, part)| part.id);
            self.reader.scroll_to(block_of(if pane.raw { keep } else { part }), None);
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
                        commands.push(Command::StandIn { pane: at, article: article.id, paragraph: part.id });
                    }
                    None => commands.push(Command::Activate(at)),
                },
                ReaderEvent::StripeClicked { .. } if pane.raw => {}
                event => self.react(at, event, commands),
            }
        }
    }

    fn head(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        page: &Page,
        article: &ArticleText,
        at: usize,
        commands: &mut Commands,
    ) {
        let palette = view.palette;
        let active = view.workspace.active_index() == at && view.workspace.panes().len() > 1;
        egui::Panel::top(ui.scope_id().with(("head", at)))
            .exact_size(36.0)
            .frame(egui::Frame::new().fill(if active { palette.card } else { palette.chrome }))
            .show(ui, |ui| {
                if active {
                    let rect = ui.max_rect();
                    ui.painter().hline(rect.x_range(), rect.top() + 1.0, egui::Stroke::new(2.0, palette.accent));
                }
                ui.horizontal_centered(|ui| {
                    ui.add_space(14.0);
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        ui.add_space(8.0);
                        let close = ui.add(egui::Button::new(RichText::new("×").color(palette.muted)).frame(false));
                        if labelled(close, &view.text("command-close-pane"), false)
                            .on_hover_text(view.help(Action::ClosePane))
                            .clicked()
                        {
                            commands.push(Command::ClosePane(at));
                        }
                        let more =
                            egui::Button::new(RichText::new("⋯").color(palette.muted)).frame_when_inactive(false);
                        egui::containers::menu::MenuButton::from_button(more).ui(ui, |ui| {
                            let actions = [
                                Action::ToggleRawPage,
                                Action::CopyArticle,
                                Action::SaveArticle,
                                Action::ArticleNote,
                                Action::ToggleStar,
                            ];
                            for action in actions {
                                let Some(info) = action.info() else { continue };
                                let button =
                                    egui::Button::new(view.text(info.message)).shortcut_text(super::keys::shown(info));
                                if ui.add(button).clicked() {
                                    commands.push(Command::Activate(at));
                                    commands.push(Command::Do(action));
                                    ui.close();
                                }
                            }
                        });
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            let place = place_of(view, page, article);
                            let (rect, _) = ui.allocate_exact_size(ui.available_size(), egui::Sense::hover());
                            let title = article.title.as_str();
                            let wanted = (rect.width() * 0.68).max(60.0);
                            let left = rect.left_center();
                            let title = widgets::elided(ui, title, fonts::sans_bold(13.5), palette.ink, left, wanted);
                            let left = egui::pos2(title.right() + 12.0, rect.center().y);
                            let room = rect.right() - left.x - 6.0;
                            widgets::elided(ui, &place, fonts::sans(12.0), palette.muted, left, room);
                        });
                    });
                });
            });
    }

    /// Makes document and marks anew where they have changed.
    fn refresh(&mut self, view: &View<'_>, page: &Page, article: &ArticleText, raw: bool) {
        let shown = if raw { Shown::Raw(page.source.id) } else { Shown::Article(article.id) };
        let key = (shown, view.session.pages_revision(), view.texts.language());
        if self.shown != Some(key) {
            if self.shown.is_none_or(|(before, ..)| before != shown) {
                self.reader = ReaderState::default();
                self.hit = None;
            }
            self.shown = Some(key);
            let blocks =
                if raw { raw::blocks(page) } else { article.parts.iter().map(|part| block(view, part)).collect() };
            self.doc = ReaderDoc::new(hash_of(&key), blocks);
        }
        let hits = view.hits.get(&article.id);
        let key = (shown, view.session.revision(), view.session.pages_revision(), view.palette.dark, self.hit);
        if self.marks_made_for != Some(key) {
            self.marks_made_for = Some(key);
            let made = if raw {
                Marks { blocks: raw::marks(view, page), ..Marks::default() }
            } else {
                marks::of_article(view, page, article, hits, self.hit)
            };
            self.marks = Marks { revision: self.marks.revision + 1, ..made };
            self.reader.current = self.reader.current.filter(|current| self.marks.passage(*current).is_some());
            if let Some(wanted) = self.wanted.take().filter(|wanted| self.marks.passage(*wanted).is_some()) {
                self.stand_on(wanted);
            }
        }
    }

    fn react(&mut self, at: usize, event: ReaderEvent, commands: &mut Commands) {
        match event {
            ReaderEvent::Focus(paragraph) => {
                self.hit = None;
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
            }
            ReaderEvent::Selected => {
                self.reader.current = None;
                commands.push(Command::Activate(at));
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

fn empty(ui: &mut Ui, view: &View<'_>, at: usize, commands: &mut Commands) {
    let response = ui.interact(ui.max_rect(), ui.scope_id().with(("empty", at)), egui::Sense::click());
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
            if let Some(row) = first.filter(|_| view.workspace.active_index() == at) {
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

fn place_of(view: &View<'_>, page: &Page, article: &ArticleText) -> String {
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

fn block(view: &View<'_>, part: &PartText) -> Block {
    Block {
        id: part.id,
        role: part.part.role,
        text: Arc::clone(&part.text),
        number: part.number,
        doubt: doubt(view, part),
        joins: part.part.doubts.iter().filter_map(|doubt| join(view, part, doubt)).collect(),
    }
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
