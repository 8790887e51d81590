//! A pane in the middle: the head of an article, and the reader, which shows the article or its whole page as scanned.

mod raw;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::{Align, Layout, RichText, Ui};

use super::command::{Command, Commands, Place};
use super::reader::{
    Block, BlockMarks, Hit, Join, Marks, ReaderDoc, ReaderEvent, ReaderLabels, ReaderState, ReaderStyle, Stripe,
    selected_text, show,
};
use super::view::{View, labelled};
use super::{fonts, widgets};
use crate::i18n::{Language, Message};
use crate::library::{ArticleText, Page, PartText, shown};
use crate::notebook::{Annotation, AnnotationId, Revision};
use crate::page::{ArticleId, Doubt, ParagraphId, SourceId};
use crate::search::{KeywordHit, TermIndex};
use crate::session::{Action, KeywordHits};
use crate::text::{CharSpan, merge_touching};

/// What a pane keeps between frames.
#[derive(Default)]
pub struct ReadingPane {
    reader: ReaderState,
    doc: ReaderDoc,
    shown: Option<(Shown, u64, Language)>,
    /// What is to be in view once the document has changed.
    keep: Option<ParagraphId>,
    marks: Marks,
    marks_made_for: Option<MarksKey>,
    /// For each block, the annotation behind each of its stripes.
    stripes: Vec<Vec<AnnotationId>>,
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

impl ReadingPane {
    /// Places in the source that the user means: the selection, else the paragraph in focus.
    #[must_use]
    pub fn meant(&self, article: &ArticleText, focus: Option<ParagraphId>) -> Option<Vec<CharSpan>> {
        if let Some((_, selected)) = selected_text(&self.doc, &self.reader) {
            let spans = merge_touching(selected.into_iter().flat_map(|part| part.source));
            if !spans.is_empty() {
                return Some(spans);
            }
        }
        article.part(focus?).map(|part| part.part.spans.clone())
    }

    /// The selected text as it is read.
    #[must_use]
    pub fn selected(&self) -> Option<String> {
        selected_text(&self.doc, &self.reader).map(|(text, _)| text)
    }

    /// Drops the selection.
    pub fn clear_selection(&mut self) {
        self.reader.clear_selection();
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
        let style = ReaderStyle { body_px: view.body_px, ..ReaderStyle::new(view.palette) };
        let labels = ReaderLabels { overview: view.text("reader-overview") };
        for event in show(ui, &self.doc, &self.marks, &mut self.reader, &style, &labels) {
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
            let (blocks, stripes) =
                if raw { (raw::marks(view, page), Vec::new()) } else { marks(view, page, article, hits, self.hit) };
            self.marks = Marks { revision: self.marks.revision + 1, blocks };
            self.stripes = stripes;
        }
    }

    fn react(&mut self, at: usize, event: ReaderEvent, commands: &mut Commands) {
        match event {
            ReaderEvent::Focus(paragraph) => {
                self.hit = None;
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
            }
            ReaderEvent::Selected | ReaderEvent::Word { .. } => commands.push(Command::Activate(at)),
            ReaderEvent::SelectionCleared => {}
            ReaderEvent::DoubtClicked(paragraph) => {
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
            }
            ReaderEvent::StripeClicked { paragraph, stripe } => {
                commands.push(Command::Activate(at));
                commands.push(Command::Focus(at, paragraph));
                let block = self.doc.place(paragraph).and_then(|place| self.stripes.get(place)?.get(stripe));
                if let Some(annotation) = block {
                    commands.push(Command::EditComment(*annotation));
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
    if response.clicked() {
        commands.push(Command::Activate(at));
    }
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.36);
        let text = if view.views.article_count == 0 { "pane-no-pages" } else { "pane-empty" };
        ui.label(RichText::new(view.text(text)).font(fonts::serif(17.0)).color(view.palette.muted));
        if view.views.article_count > 0 {
            ui.add_space(6.0);
            ui.label(RichText::new(view.text("pane-empty-keys")).color(view.palette.faint));
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

type MadeMarks = (Vec<BlockMarks>, Vec<Vec<AnnotationId>>);

fn marks(
    view: &View<'_>,
    page: &Page,
    article: &ArticleText,
    hits: Option<&KeywordHits>,
    current: Option<HitPlace>,
) -> MadeMarks {
    let mut blocks = vec![BlockMarks::default(); article.parts.len()];
    let mut owners = vec![Vec::new(); article.parts.len()];
    let notebook = view.session.notebook();
    let ids = view.views.by_article.get(&article.id).map_or(&[][..], Vec::as_slice);
    for annotation in ids.iter().filter_map(|id| notebook.annotations().get(id)) {
        if !annotation.quotation.stands_at(&page.source.text, &annotation.spans) {
            continue;
        }
        for (at, part) in article.parts.iter().enumerate().filter(|(_, part)| part.part.overlaps(&annotation.spans)) {
            for stripe in stripes(view, annotation, part) {
                blocks[at].stripes.push(stripe);
                owners[at].push(annotation.id);
            }
        }
    }
    let colors: Vec<egui::Color32> =
        notebook.ordered_keyword_lists().iter().map(|list| widgets::color32(list.color)).collect();
    for (part, hits) in hits.iter().flat_map(|hits| hits.by_part.iter().enumerate()) {
        let hit = |(at, hit): (usize, &KeywordHit)| Hit {
            span: hit.span,
            color: colors.get(hit.list.0 as usize).copied().unwrap_or(view.palette.accent),
            current: current == Some(HitPlace { part, at }),
        };
        if let Some(block) = blocks.get_mut(part) {
            block.hits = hits.iter().enumerate().map(hit).collect();
        }
    }
    (blocks, owners)
}

/// One stripe a tag; one without a name of a tag where there is only a comment.
fn stripes(view: &View<'_>, annotation: &Annotation, part: &PartText) -> Vec<Stripe> {
    let covered = part.text.from_source(&annotation.spans);
    let whole = covered.iter().map(|span| span.len()).sum::<u32>() >= part.text.len();
    let underline = if whole { Vec::new() } else { covered };
    let has_comment = !annotation.comment.trim().is_empty();
    let tags = annotation.tags.iter().filter_map(|tag| view.session.notebook().tags().get(tag));
    let mut stripes: Vec<Stripe> = tags
        .map(|tag| Stripe {
            color: widgets::color32(tag.color),
            name: tag.name.clone(),
            underline: underline.clone(),
            has_comment,
        })
        .collect();
    if stripes.is_empty() {
        stripes.push(Stripe { color: view.palette.muted, name: view.text("tab-annotations"), underline, has_comment });
    }
    stripes
}
