//! The left panel: articles grouped by source.

mod row;

use std::collections::BTreeSet;
use std::ops::Range;

use egui::{Rect, RichText, ScrollArea, Ui, pos2};

use super::command::{Command, Commands};
use super::view::{View, labelled};
use super::{fonts, input_method, widgets};
use crate::i18n::{Language, Message};
use crate::library::shown;
use crate::page::{ArticleId, SourceId};
use crate::session::{Action, Arrangement, ArticleRow, Inspected, SectionHead, Views, sections};

use row::{article_row, group_row, head, missing_row, removed_row};

const GROUP_HEIGHT: f32 = 30.0;
const ROW_HEIGHT: f32 = 54.0;
/// More height for a row with tags.
const TAGS_HEIGHT: f32 = 18.0;
const MISSING_HEIGHT: f32 = 46.0;
const SIDE: f32 = 18.0;

/// What the pane keeps between frames.
#[derive(Default)]
pub struct LibraryPane {
    filter: String,
    /// The filter without what an input method composes.
    used_filter: String,
    focus_filter: bool,
    /// Sources whose articles are folded away. While a filter is on, what passes it is shown all the same.
    folded: BTreeSet<SourceId>,
    arrangement: Arrangement,
    rows: Rows,
    /// The article that was read in the last frame: another one comes into view.
    followed: Option<ArticleId>,
    /// What is missing is to come into view.
    shows_missing: bool,
}

/// The rows that pass the filter and where they begin, made when something changes.
#[derive(Default)]
struct Rows {
    made_for: Option<(u64, Language, String)>,
    rows: Vec<Row>,
    /// What is written above sources that stand together.
    heads: Vec<String>,
    /// Articles of each source that pass.
    passing: Vec<usize>,
    /// Sources that are missing, whether they pass or not.
    missing: usize,
    /// Top of each row, and the bottom of the last.
    tops: Vec<f32>,
}

#[derive(Clone, Copy)]
enum Row {
    Section(usize),
    Group(usize),
    Article(usize, usize),
    MissingHead,
    Missing(usize),
    RemovedHead,
    Removed(usize),
}

impl LibraryPane {
    /// Puts the keyboard into the filter at the next frame.
    pub fn focus_filter(&mut self) {
        self.focus_filter = true;
    }

    /// What the library is arranged by.
    #[must_use]
    pub fn arrangement(&self) -> Arrangement {
        self.arrangement
    }

    /// Arranges the library.
    pub fn arrange(&mut self, arrangement: Arrangement) {
        self.arrangement = arrangement;
        self.rows.made_for = None;
    }

    /// Sources whose articles are folded away.
    #[must_use]
    pub fn folded(&self) -> &BTreeSet<SourceId> {
        &self.folded
    }

    /// The articles that pass the filter.
    #[must_use]
    pub fn listed(&self, views: &Views) -> BTreeSet<ArticleId> {
        let article = |row: &Row| match row {
            Row::Article(group, article) => Some(views.groups.get(*group)?.articles.get(*article)?.id),
            _ => None,
        };
        self.rows.rows.iter().filter_map(article).collect()
    }

    /// Folds the articles of these sources away, and of no others.
    pub fn fold_those(&mut self, sources: BTreeSet<SourceId>) {
        self.folded = sources;
        self.rows.made_for = None;
    }

    /// Folds all of these sources, or unfolds all.
    pub fn fold_all(&mut self, sources: impl Iterator<Item = SourceId>) {
        self.fold_those(if self.folded.is_empty() { sources.collect() } else { BTreeSet::new() });
    }

    /// How many sources are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.rows.missing
    }

    /// Has what is missing come into view.
    pub fn show_missing(&mut self) {
        self.filter.clear();
        self.used_filter.clear();
        self.shows_missing = true;
    }

    /// Draws the pane.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            ui.add_space(SIDE - 8.0);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(8.0);
                let open = ui.button(view.text("button-open")).on_hover_text(view.help(Action::OpenFiles));
                if open.clicked() {
                    commands.push(Command::Do(Action::OpenFiles));
                }
                self.arrangement_menu(ui, view);
                let all = view.views.article_count;
                let passing: usize = self.rows.passing.iter().sum();
                let is_whole = self.used_filter.trim().is_empty();
                let message = |whole: &'static str, filtered: &'static str| {
                    let message = Message::new(if is_whole { whole } else { filtered }).with("count", all);
                    view.say(&if is_whole { message } else { message.with("passing", passing) })
                };
                let mut count = message("library-head", "library-head-filtered");
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let font = egui::TextStyle::Body.resolve(ui.style());
                    let galley = ui.painter().layout_no_wrap(count.clone(), font, view.palette.muted);
                    if galley.size().x > ui.available_width() {
                        // In a narrow panel the number is what counts.
                        count = message("library-count", "library-count-filtered");
                    }
                    ui.add(egui::Label::new(RichText::new(count).color(view.palette.muted)).truncate());
                });
            });
        });
        ui.horizontal(|ui| {
            ui.add_space(SIDE - 8.0);
            let hint = view.text("library-filter");
            let width = ui.available_width() - 12.0;
            let edit = egui::TextEdit::singleline(&mut self.filter).hint_text(hint.as_str()).desired_width(width);
            let response = ui.add(edit).on_hover_text(view.help(Action::FilterArticles));
            widgets::name_field(&response, &hint);
            if std::mem::take(&mut self.focus_filter) {
                response.request_focus();
            }
            // Escape has taken the keyboard away before the field is drawn.
            if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
                self.filter.clear();
            }
            if !input_method::composes(ui, response.id, response.has_focus()) && self.used_filter != self.filter {
                self.used_filter.clone_from(&self.filter);
            }
        });
        ui.add_space(4.0);
        self.refresh(view);
        let others = view.session.missing_sources().chain(view.session.removed_sources());
        if view.views.groups.is_empty() && others.count() == 0 {
            empty(ui, view, commands);
            return;
        }
        if self.rows.rows.is_empty() {
            let message = Message::new("library-filter-empty").with("filter", self.used_filter.as_str());
            widgets::hint(ui, view, &view.say(&message));
            return;
        }
        self.missing_sign(ui, view);
        let height = self.rows.tops.last().copied().unwrap_or(0.0);
        let is_filtered = !self.used_filter.trim().is_empty();
        let target = self.target(view);
        let mut toggled = None;
        ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, viewport| {
            ui.set_height(height + 24.0);
            let (origin, width) = (ui.min_rect().min, ui.available_width());
            if let Some(at) = target {
                let (top, bottom) = (self.rows.tops[at], self.rows.tops[at + 1]);
                let rows = egui::Rangef::new(origin.y + top - GROUP_HEIGHT, origin.y + bottom + GROUP_HEIGHT);
                let none = egui::style::ScrollAnimation::none();
                let rect = Rect::from_x_y_ranges(egui::Rangef::new(origin.x, origin.x + 1.0), rows);
                ui.scroll_to_rect_animation(rect, None, none);
            }
            for at in self.rows.visible(viewport.min.y, viewport.max.y) {
                let rect = Rect::from_min_max(
                    pos2(origin.x, origin.y + self.rows.tops[at]),
                    pos2(origin.x + width, origin.y + self.rows.tops[at + 1]),
                );
                match self.rows.rows[at] {
                    Row::Section(section) => {
                        let place = pos2(rect.left() + SIDE, rect.center().y + 5.0);
                        let color = view.palette.accent;
                        widgets::elided(
                            ui,
                            &self.rows.heads[section],
                            fonts::serif_bold(14.0),
                            color,
                            place,
                            width - 2.0 * SIDE,
                        );
                    }
                    Row::Group(group) => {
                        let passing = is_filtered.then(|| self.rows.passing[group]);
                        let group = &view.views.groups[group];
                        let is_folded = self.folded.contains(&group.source);
                        if group_row(ui, view, rect, (group, passing), is_folded, commands) {
                            toggled = Some(group.source);
                        }
                    }
                    Row::Article(group, article) => {
                        article_row(ui, view, rect, &view.views.groups[group].articles[article], commands);
                    }
                    Row::MissingHead => head(ui, view, rect, "library-missing"),
                    Row::RemovedHead => head(ui, view, rect, "library-removed"),
                    Row::Removed(at) => {
                        if let Some(record) = view.session.removed_sources().nth(at) {
                            removed_row(ui, view, rect, record, commands);
                        }
                    }
                    Row::Missing(at) => {
                        if let Some(record) = view.session.missing_sources().nth(at) {
                            missing_row(ui, view, rect, record, commands);
                        }
                    }
                }
            }
        });
        if let Some(source) = toggled {
            if !self.folded.remove(&source) {
                self.folded.insert(source);
            }
            self.rows.made_for = None;
        }
    }

    /// The row that is to come into view: of another article than was read before, or of what is missing.
    fn target(&mut self, view: &View<'_>) -> Option<usize> {
        let read = match view.workspace.inspected() {
            Inspected::Article(article) => Some(article),
            Inspected::Missing(_) | Inspected::Nothing => self.followed,
        };
        if std::mem::take(&mut self.shows_missing) {
            return self.rows.rows.iter().position(|row| matches!(row, Row::MissingHead));
        }
        if read == self.followed {
            return None;
        }
        self.followed = read;
        let is_it = |row: &Row| match row {
            Row::Article(group, article) => Some(view.views.groups[*group].articles[*article].id) == read,
            _ => false,
        };
        self.rows.rows.iter().position(is_it)
    }

    /// That sources are missing is told at the top: they are listed last.
    fn missing_sign(&mut self, ui: &mut Ui, view: &View<'_>) {
        let count = self.rows.missing;
        if count == 0 {
            return;
        }
        ui.horizontal(|ui| {
            ui.add_space(SIDE - 8.0);
            let text = view.say(&Message::new("library-missing-count").with("count", count));
            let button = egui::Button::new(RichText::new(text).color(view.palette.warning)).frame_when_inactive(false);
            if ui.add(button.small()).on_hover_text(view.text("library-missing-hint")).clicked() {
                self.shows_missing = true;
            }
        });
    }

    /// The menu in which the arrangement is chosen.
    fn arrangement_menu(&mut self, ui: &mut Ui, view: &View<'_>) {
        let button =
            egui::Button::new(RichText::new(view.text("arrange-short")).color(view.palette.muted)).frame(false);
        let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            for arrangement in Arrangement::ALL {
                if ui.radio(self.arrangement == arrangement, view.text(arrangement.message())).clicked() {
                    self.arrange(arrangement);
                    ui.close();
                }
            }
        });
        let help = view.help(Action::ArrangeLibrary);
        labelled(response, &help, false).on_hover_text(help);
    }

    fn refresh(&mut self, view: &View<'_>) {
        let key = (view.views.rows_version, view.texts.language(), self.used_filter.clone());
        if self.rows.made_for.as_ref() != Some(&key) {
            self.rows = Rows::of(view, &self.used_filter, &self.folded, self.arrangement);
            self.rows.made_for = Some(key);
        }
    }
}

impl Rows {
    fn of(view: &View<'_>, filter: &str, folded: &BTreeSet<SourceId>, arrangement: Arrangement) -> Self {
        let words: Vec<String> = filter.split_whitespace().map(crate::text::fold_text).collect();
        let passes = |text: &str| {
            let text = crate::text::fold_text(text);
            words.iter().all(|word| text.contains(word.as_str()))
        };
        let mut rows = Self { passing: vec![0; view.views.groups.len()], ..Self::default() };
        let mut top = 0.0;
        fn push(rows: &mut Rows, top: &mut f32, row: Row, height: f32) {
            rows.rows.push(row);
            rows.tops.push(*top);
            *top += height;
        }
        let mut waiting = None;
        let sections = sections(&view.views.groups, arrangement);
        for (at, is_first, section) in sections
            .iter()
            .flat_map(|section| section.groups.iter().enumerate().map(move |(nth, at)| (*at, nth == 0, section)))
        {
            if is_first {
                waiting = section.head.as_ref();
            }
            let group = &view.views.groups[at];
            let shown =
                |row: &ArticleRow| words.is_empty() || passes(&format!("{} {} {}", row.title, row.byline, group.name));
            let articles: Vec<usize> =
                group.articles.iter().enumerate().filter(|(_, row)| shown(row)).map(|(at, _)| at).collect();
            if articles.is_empty() && !words.is_empty() {
                continue;
            }
            rows.passing[at] = articles.len();
            // A head is written only above what passes the filter.
            if let Some(head) = waiting.take() {
                let section = Row::Section(rows.heads.len());
                push(&mut rows, &mut top, section, GROUP_HEIGHT);
                rows.heads.push(section_name(view, head, arrangement));
            }
            push(&mut rows, &mut top, Row::Group(at), GROUP_HEIGHT);
            if words.is_empty() && folded.contains(&group.source) {
                continue;
            }
            for article in articles {
                let tags = group.articles[article].has_tag_line();
                push(
                    &mut rows,
                    &mut top,
                    Row::Article(at, article),
                    if tags { ROW_HEIGHT + TAGS_HEIGHT } else { ROW_HEIGHT },
                );
            }
        }
        rows.missing = view.session.missing_sources().count();
        let missing: Vec<usize> = view
            .session
            .missing_sources()
            .enumerate()
            .filter(|(_, record)| passes(record.name()))
            .map(|(at, _)| at)
            .collect();
        if !missing.is_empty() {
            push(&mut rows, &mut top, Row::MissingHead, GROUP_HEIGHT);
            missing.into_iter().for_each(|at| push(&mut rows, &mut top, Row::Missing(at), MISSING_HEIGHT));
        }
        let removed: Vec<usize> = (0..view.session.removed_sources().count()).collect();
        if !removed.is_empty() && words.is_empty() {
            push(&mut rows, &mut top, Row::RemovedHead, GROUP_HEIGHT);
            removed.into_iter().for_each(|at| push(&mut rows, &mut top, Row::Removed(at), MISSING_HEIGHT));
        }
        rows.tops.push(top);
        rows
    }

    fn visible(&self, top: f32, bottom: f32) -> Range<usize> {
        let first = self.tops.partition_point(|&row| row <= top).saturating_sub(1);
        let last = self.tops.partition_point(|&row| row < bottom).min(self.rows.len());
        first..last.max(first)
    }
}

fn empty(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.add_space(40.0);
    widgets::hint(ui, view, &view.text("library-empty-what"));
    ui.add_space(12.0);
    ui.vertical_centered(|ui| {
        for action in [Action::OpenFiles, Action::OpenFolder, Action::Samples] {
            let text = action.info().map_or_else(String::new, |info| view.text(info.message));
            if ui.button(text).on_hover_text(view.help(action)).clicked() {
                commands.push(Command::Do(action));
            }
        }
    });
}

fn section_name(view: &View<'_>, head: &SectionHead, arrangement: Arrangement) -> String {
    match head {
        SectionHead::Named(name) => shown(name).into_owned(),
        SectionHead::Month(year, month) => {
            let message = Message::new("section-month").with("year", year.to_string());
            view.say(&message.with("month", month.to_string()))
        }
        SectionHead::Unknown => view.text(match arrangement {
            Arrangement::Paper => "section-unknown-paper",
            Arrangement::Place => "section-unknown-place",
            _ => "section-unknown-date",
        }),
    }
}
