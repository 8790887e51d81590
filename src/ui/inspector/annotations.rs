use std::collections::BTreeMap;

use egui::{RichText, ScrollArea, Sense, Ui};

use super::{Draft, Inspector, draft_field};
use crate::exchange::{Proof, quoted_text};
use crate::i18n::Message;
use crate::library::shown;
use crate::notebook::{Annotation, AnnotationId, Revision};
use crate::page::SourceId;
use crate::session::{Action, Card, Inspected, Request, card};
use crate::ui::command::{Command, Commands};
use crate::ui::view::{View, labelled};
use crate::ui::{theme, widgets};

/// Height of a card that has not been drawn yet.
const CARD_PX: f32 = 120.0;
/// Cards so far outside of what is seen are there for the keyboard.
const BEYOND_PX: f32 = 800.0;

/// The cards that were drawn.
#[derive(Default)]
pub(super) struct Cards {
    made_for: Option<(Revision, u64)>,
    made: BTreeMap<AnnotationId, Card>,
    /// How high each was.
    heights: BTreeMap<AnnotationId, f32>,
}

impl Inspector {
    pub(super) fn annotations(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let inspected = view.workspace.inspected();
        let article = match inspected {
            Inspected::Nothing => {
                widgets::hint(ui, view, &view.text("inspector-no-article"));
                return;
            }
            Inspected::Article(article) => Some(article),
            Inspected::Missing(source) => {
                missing_head(ui, view, source, commands);
                None
            }
        };
        let ids = match inspected {
            Inspected::Nothing => None,
            Inspected::Article(article) => view.views.by_article.get(&article),
            Inspected::Missing(source) => view.views.elsewhere.get(&source),
        };
        let ids = ids.map_or(&[][..], Vec::as_slice);
        self.follow(view, ids);
        let is_scrolled =
            ui.rect_contains_pointer(ui.max_rect()) && ui.input(|input| input.smooth_scroll_delta.y != 0.0);
        self.is_left_alone |= is_scrolled;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.add_space(10.0);
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width() - 10.0);
                    self.new_comment(ui, view, commands);
                    self.cards_of(ui, view, ids, commands);
                    if ids.is_empty() && article.is_some() && !matches!(self.draft, Some(Draft::NewComment { .. })) {
                        widgets::hint(ui, view, &view.text("inspector-no-annotations"));
                    }
                    ui.add_space(24.0);
                });
            });
        });
    }

    /// Has the first card at or below what is read come into view, if there is something to follow.
    fn follow(&mut self, view: &View<'_>, ids: &[AnnotationId]) {
        let Some(first) = self.follow_to.take() else { return };
        let annotations = ids.iter().filter_map(|id| view.session.notebook().annotations().get(id));
        let start = |annotation: &Annotation| annotation.spans.first().map_or(0, |span| span.start);
        let below = annotations.filter(|it| it.source == first.source && start(it) >= first.start);
        if let Some(annotation) = below.min_by_key(|it| start(it)) {
            self.scroll_to = Some(annotation.id);
        }
    }

    /// Draws the cards that are seen, and those that the keyboard may go to next. A card is made when it is first drawn; until
    /// then it takes as much room as most do.
    fn cards_of(&mut self, ui: &mut Ui, view: &View<'_>, ids: &[AnnotationId], commands: &mut Commands) {
        let key = (view.session.revision(), view.session.pages_revision());
        if self.cards.made_for != Some(key) {
            self.cards.made_for = Some(key);
            self.cards.made.clear();
        }
        let seen = ui.clip_rect().expand2(egui::vec2(0.0, BEYOND_PX)).y_range();
        let mut skipped = (0.0, 0);
        for id in ids {
            let height = self.cards.heights.get(id).copied().unwrap_or(CARD_PX);
            let top = ui.cursor().top() + skipped.0;
            let is_written = matches!(&self.draft, Some(Draft::Comment(of, _)) if of == id);
            if !is_written && self.scroll_to != Some(*id) && !seen.intersects(egui::Rangef::new(top, top + height)) {
                skipped = (skipped.0 + height, skipped.1 + 1);
                continue;
            }
            let card = self.cards.made.remove(id).or_else(|| card(view.session, *id));
            let Some(card) = card else { continue };
            skip(ui, std::mem::take(&mut skipped));
            let top = ui.cursor().top();
            ui.scope(|ui| self.card(ui, view, &card, commands));
            ui.add_space(3.0);
            self.cards.heights.insert(*id, ui.cursor().top() - top);
            self.cards.made.insert(*id, card);
        }
        skip(ui, skipped);
    }

    fn new_comment(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let Some(Draft::NewComment { source, spans, text }) = &mut self.draft else { return };
        let quote = view.session.page(*source).map(|page| quoted_text(page, spans)).unwrap_or_default();
        let mut left = false;
        widgets::card(ui, &view.palette, view.palette.faint, true, |ui| {
            quotation(ui, view, &quote);
            let (label, hint) = (view.text("field-comment"), view.text("hint-comment"));
            let field = draft_field(ui, &label, &hint, text, &mut self.focus_draft);
            left = field.left;
            if field.changed && !text.trim().is_empty() {
                commands.push(Command::StartComment { source: *source, spans: spans.clone(), text: text.clone() });
            }
        });
        if left {
            self.draft = None;
        }
    }

    fn card(&mut self, ui: &mut Ui, view: &View<'_>, card: &Card, commands: &mut Commands) {
        let tags = view.session.notebook().tags();
        let stripe = card
            .tags
            .first()
            .and_then(|tag| tags.get(tag))
            .map_or(view.palette.faint, |tag| widgets::color32(tag.color));
        let focused = is_focused(view, card);
        let response = widgets::card(ui, &view.palette, stripe, focused, |ui| {
            let quote = quotation(ui, view, &card.quote);
            let quote = labelled(quote.interact(Sense::click()), &card.quote, focused);
            if quote.on_hover_text(view.text("card-hint")).clicked() && card.proof != Proof::SourceMissing {
                commands.push(Command::GoTo { source: card.source, spans: card.spans.clone() });
                commands.push(Command::StandOn(card.id));
            }
            match card.proof {
                Proof::Exact => {}
                Proof::SourceMissing => warn(ui, view, "proof-missing"),
                Proof::Differs => warn(ui, view, "proof-differs"),
            }
            self.comment(ui, view, card, commands);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
                for tag in card.tags.iter().filter_map(|tag| tags.get(tag)) {
                    let response = widgets::chip(ui, tag, &tag.name).on_hover_text(view.text("chip-hint"));
                    response.context_menu(|ui| {
                        if ui.button(view.text("menu-untag")).clicked() {
                            let rest = card.tags.iter().filter(|id| **id != tag.id);
                            let rest = rest.filter_map(|id| tags.get(id)).map(|tag| tag.name.clone()).collect();
                            commands.push(Command::Request(Request::Retag { annotation: card.id, tags: rest }));
                        }
                    });
                }
                let place = RichText::new(place(view, card)).color(view.palette.muted).small();
                let galley = egui::WidgetText::from(place.clone()).into_galley(
                    ui,
                    Some(egui::TextWrapMode::Extend),
                    f32::INFINITY,
                    egui::TextStyle::Small,
                );
                // Where the chips leave no room for it, the place stands below them.
                if ui.available_size_before_wrap().x < galley.size().x + PLACE_MARGIN_PX {
                    ui.end_row();
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let remove = egui::Button::new(RichText::new("×").color(view.palette.muted)).frame(false);
                    let response = ui.add(remove).on_hover_text(view.text("menu-remove-annotation"));
                    if labelled(response, &view.text("menu-remove-annotation"), false).clicked() {
                        commands.push(Command::Request(Request::RemoveAnnotation { annotation: card.id }));
                    }
                    ui.label(place);
                });
            });
            linking_notes(ui, view, card, commands);
        });
        if self.scroll_to == Some(card.id) {
            self.scroll_to = None;
            response.scroll_to_me(Some(egui::Align::Center));
        }
    }

    fn comment(&mut self, ui: &mut Ui, view: &View<'_>, card: &Card, commands: &mut Commands) {
        if let Some(Draft::Comment(id, text)) = &mut self.draft
            && *id == card.id
        {
            let (label, hint) = (view.text("field-comment"), view.text("hint-comment"));
            let field = draft_field(ui, &label, &hint, text, &mut self.focus_draft);
            // A comment emptied while it is typed would take the annotation with it: that waits until the field is left.
            let says_something = !text.trim().is_empty() || !card.tags.is_empty();
            if (field.changed && says_something) || (field.left && *text != card.comment) {
                commands.push(Command::Typed(Request::Comment { annotation: card.id, comment: text.clone() }));
            }
            if field.left {
                commands.push(Command::EndTyping);
                self.draft = None;
            }
            return;
        }
        let (text, color) = if card.comment.is_empty() {
            (view.text("card-add-comment"), view.palette.muted)
        } else {
            (card.comment.clone(), view.palette.ink)
        };
        let label = ui.add(egui::Label::new(RichText::new(&text).color(color)).wrap().sense(Sense::click()));
        if labelled(label, &text, false).on_hover_text(view.help(Action::Comment)).clicked() {
            commands.push(Command::EditComment(card.id));
        }
    }
}

/// Leaves room for cards that are not drawn. Those below keep their ids, and so the keyboard.
fn skip(ui: &mut Ui, (height, cards): (f32, usize)) {
    ui.add_space(height);
    ui.skip_ahead_auto_ids(cards);
}

/// The notes that link to an annotation.
fn linking_notes(ui: &mut Ui, view: &View<'_>, card: &Card, commands: &mut Commands) {
    let ids = view.views.notes_by_annotation.get(&card.id).map_or(&[][..], Vec::as_slice);
    for note in ids.iter().filter_map(|id| view.session.notebook().notes().get(id)).take(LINKING_NOTES) {
        let name = view.views.note_titles.get(&note.id).map_or("", String::as_str);
        let text = view.say(&Message::new("card-note").with("title", name));
        let shown = RichText::new(&text).color(view.palette.accent).small();
        let label = ui.add(egui::Label::new(shown).truncate().sense(Sense::click()));
        if labelled(label, &text, false).on_hover_text(view.text("card-note-hint")).clicked() {
            commands.push(Command::ShowNote(note.id));
        }
    }
    if ids.len() > LINKING_NOTES {
        let more = Message::new("card-notes-more").with("count", ids.len() - LINKING_NOTES);
        ui.label(RichText::new(view.say(&more)).color(view.palette.muted).small());
    }
}

/// Most notes that a card names.
const LINKING_NOTES: usize = 4;

fn missing_head(ui: &mut Ui, view: &View<'_>, source: SourceId, commands: &mut Commands) {
    let record = view.session.notebook().sources().get(&source);
    let name = record.map_or_else(|| source.short(), |record| shown(record.name()).into_owned());
    ui.horizontal_wrapped(|ui| {
        ui.add_space(10.0);
        let text = view.say(&Message::new("inspector-missing").with("name", name));
        ui.label(RichText::new(text).color(view.palette.warning));
        if ui.button(view.text("button-locate")).on_hover_text(view.text("button-locate-hint")).clicked() {
            commands.push(Command::Locate(source));
        }
    });
    ui.add_space(4.0);
}

/// Room that a card's place needs beside its text: for the cross behind it and some air.
const PLACE_MARGIN_PX: f32 = 44.0;

/// Most characters of a quotation that a card shows.
const SHOWN_CHARS: usize = 80;

fn quotation(ui: &mut Ui, view: &View<'_>, quote: &str) -> egui::Response {
    let mut text: String = quote.trim().chars().take(SHOWN_CHARS).collect();
    if quote.trim().chars().nth(SHOWN_CHARS).is_some() {
        text.push('…');
    }
    let text = widgets::in_marks(&text);
    let text = RichText::new(text).text_style(theme::quote_style()).color(view.palette.muted);
    ui.add(egui::Label::new(text).wrap())
}

fn warn(ui: &mut Ui, view: &View<'_>, id: &str) {
    ui.label(RichText::new(view.text(id)).color(view.palette.warning).small());
}

fn place(view: &View<'_>, card: &Card) -> String {
    let paragraph = card.paragraph.map(|number| format!("¶{number}"));
    let lines = card.lines.map(|(first, last)| {
        let message = Message::new(if first == last { "card-line" } else { "card-lines" });
        view.say(&message.with("first", first.to_string()).with("last", last.to_string()))
    });
    [paragraph, lines].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn is_focused(view: &View<'_>, card: &Card) -> bool {
    if let Some(current) = view.current {
        return current == card.id;
    }
    let pane = view.workspace.active();
    let (Some(article), Some(focus)) = (pane.article, pane.focus) else { return false };
    let part = view.session.article(article).and_then(|(page, at)| page.articles.get(at)?.part(focus));
    part.is_some_and(|part| part.part.overlaps(&card.spans))
}
