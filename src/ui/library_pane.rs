//! The left panel: articles grouped by source.

use std::collections::BTreeSet;
use std::ops::Range;

use egui::{Align2, Color32, Rect, RichText, ScrollArea, Sense, Ui, pos2, vec2};

use super::command::{Command, Commands, Place};
use super::dialogs::doubt_message;
use super::theme::parse_color;
use super::view::{View, labelled};
use super::{fonts, input_method, widgets};
use crate::i18n::Message;
use crate::library::shown;
use crate::notebook::{Revision, SourceRecord};
use crate::page::{ArticleId, IssueData, SourceId};
use crate::session::{
    Action, Arrangement, ArticleRow, ArticleTally, Carried, Inspected, Request, STRIP_CELLS, SectionHead, SourceGroup,
    Views, sections,
};

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
    made_for: Option<(Revision, u64, String)>,
    rows: Vec<Row>,
    /// What is written above sources that stand together.
    heads: Vec<String>,
    /// Articles of each source that pass.
    passing: Vec<usize>,
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
                let message = if self.used_filter.trim().is_empty() {
                    Message::new("library-head").with("count", all)
                } else {
                    let passing: usize = self.rows.passing.iter().sum();
                    Message::new("library-head-filtered").with("passing", passing).with("count", all)
                };
                let count = view.say(&message);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
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
        let count = self.rows.rows.iter().filter(|row| matches!(row, Row::Missing(_))).count();
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
        let key = (view.session.revision(), view.session.pages_revision(), self.used_filter.clone());
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
            let shown = |row: &ArticleRow| passes(&format!("{} {} {}", row.title, row.byline, group.name));
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
                let tags = !group.articles[article].tag_colors.is_empty() || group.articles[article].annotations > 0;
                push(
                    &mut rows,
                    &mut top,
                    Row::Article(at, article),
                    if tags { ROW_HEIGHT + TAGS_HEIGHT } else { ROW_HEIGHT },
                );
            }
        }
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

/// What the group of a source is called: paper and date where they are known, else the file.
fn group_name(view: &View<'_>, group: &SourceGroup) -> String {
    let IssueData { paper, date, page, .. } = &group.issue;
    let date = date.map(|date| date.to_string());
    let told: Vec<&str> = [paper.as_deref(), date.as_deref(), page.as_deref()].into_iter().flatten().collect();
    let alike = view.views.groups.iter().filter(|other| other.issue == group.issue).count();
    match (told.is_empty(), alike) {
        (true, _) => shown(&group.name).into_owned(),
        (false, 1) => told.join(" "),
        // Two scans of one page, or two pages of one issue: the file tells them apart.
        (false, _) => format!("{} · {}", told.join(" "), shown(&group.name)),
    }
}

/// Draws the head of a source; tells whether its articles are to be folded away, or shown again.
fn group_row(
    ui: &mut Ui,
    view: &View<'_>,
    rect: Rect,
    (group, passing): (&SourceGroup, Option<usize>),
    is_folded: bool,
    commands: &mut Commands,
) -> bool {
    let name = group_name(view, group);
    let response = ui.interact(rect, ui.scope_id().with(("group", group.source)), Sense::click());
    let muted = view.palette.muted;
    let all = group.articles.len();
    let count = passing.map_or_else(|| all.to_string(), |passing| format!("{passing} / {all}"));
    let y = rect.center().y + 3.0;
    if is_folded || response.hovered() || response.has_focus() {
        widgets::fold_sign(ui, pos2(rect.left() + SIDE * 0.5, y), is_folded, muted);
    }
    focus_bar(ui, view, rect, &response);
    let right = rect.right() - 14.0;
    ui.painter().text(pos2(right, y), Align2::RIGHT_CENTER, count, fonts::sans(12.0), muted);
    let doubts = &group.doubts;
    let sign_px = if group.is_corrected { 18.0 } else { 0.0 } + if doubts.is_empty() { 0.0 } else { 18.0 };
    let room = right - if passing.is_some() { 48.0 } else { 24.0 } - sign_px - rect.left() - SIDE;
    let drawn = widgets::elided(ui, &name, fonts::sans(12.5), muted, pos2(rect.left() + SIDE, y), room);
    let mut hint = format!("{}\n{}", shown(&group.name), view.text("library-group-hint"));
    if group.is_corrected {
        // 校: somebody has read this page against its scan.
        let at = pos2(drawn.right() + 6.0, y);
        let sign = view.text("library-corrected-sign");
        ui.painter().text(at, Align2::LEFT_CENTER, sign, fonts::serif_bold(11.5), view.palette.accent);
        hint = format!("{}\n{hint}", view.text("library-corrected"));
    }
    if !doubts.is_empty() {
        // 疑: the day does not agree with the day of the week or the lunar one.
        let at = pos2(drawn.right() + if group.is_corrected { 24.0 } else { 6.0 }, y);
        let sign = view.text("issue-doubt-sign");
        ui.painter().text(at, Align2::LEFT_CENTER, sign, fonts::serif_bold(11.5), view.palette.warning);
        let told: Vec<String> = doubts.iter().map(|doubt| view.say(&doubt_message(doubt))).collect();
        hint = format!("{}\n{hint}", told.join("\n"));
    }
    let response = labelled(response, &name, is_folded).on_hover_text(hint);
    response.context_menu(|ui| {
        if ui.button(view.text("issue-title")).on_hover_text(view.help(Action::IssueData)).clicked() {
            commands.push(Command::EditIssue(group.source));
        }
        let source = group.source.to_string();
        if ui.button(view.text("menu-copy-name")).clicked() {
            commands.push(Command::Copy { text: group.name.clone(), said: "said-copied" });
        }
        if ui.button(view.text("menu-remove-source")).clicked() {
            commands.push(Command::Request(Request::RemoveSource { source }));
        }
    });
    response.clicked()
}

/// The mark at a row that has the keyboard.
fn focus_bar(ui: &Ui, view: &View<'_>, rect: Rect, response: &egui::Response) {
    if response.has_focus() {
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0.0, view.palette.focus);
    }
}

fn article_row(ui: &mut Ui, view: &View<'_>, rect: Rect, row: &ArticleRow, commands: &mut Commands) {
    let palette = view.palette;
    let response = ui.interact(rect, ui.scope_id().with(("article", row.id)), Sense::click_and_drag());
    response.dnd_set_drag_payload(Carried::Article(row.id));
    if response.dragged() {
        widgets::carried(ui, view, &row.title);
    }
    let active = view.workspace.inspected() == Inspected::Article(row.id);
    let open = view.workspace.seen().any(|tab| tab.article == Some(row.id));
    if active || open {
        ui.painter().rect_filled(rect, 0.0, palette.card);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, palette.hover);
    }
    if active {
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 0.0, palette.accent);
    }
    let left = rect.left() + SIDE;
    let right = rect.right() - 14.0;
    let title_color = if row.read { palette.ink } else { widgets::unread_ink(&palette) };
    let title_font = if row.read { fonts::serif(15.5) } else { fonts::serif_bold(15.5) };
    widgets::elided(ui, &row.title, title_font, title_color, pos2(left, rect.top() + 19.0), right - 20.0 - left);
    star(ui, view, rect, row, response.hovered(), commands);

    let chars = view.say(&Message::new("chars").with("count", widgets::grouped(u64::from(row.chars))));
    let y = rect.top() + 40.0;
    let small = fonts::sans(12.0);
    let count = ui.painter().text(pos2(right, y), Align2::RIGHT_CENTER, chars, small.clone(), palette.muted);
    widgets::elided(ui, &row.byline, small, palette.muted, pos2(left, y), count.left() - 10.0 - left);
    if row.annotations > 0 || !row.tag_colors.is_empty() {
        tag_dots(ui, view, row, pos2(left + 4.0, rect.top() + 58.0));
    }
    let tally = view.tally.article(row.id);
    if let Some(tally) = tally {
        density(ui, view, rect, tally);
    }
    let response = labelled(response, &row.title, active).on_hover_ui(|ui| {
        ui.label(view.text("library-row-hint"));
        if let Some(tally) = tally {
            ui.label(keyword_counts(view, tally));
        }
    });
    focus_bar(ui, view, rect, &response);
    let place = match (response.clicked_by(egui::PointerButton::Middle), response.clicked()) {
        (true, _) => Some(Place::Tab),
        (false, true) => Some(Place::of(ui.input(|input| input.modifiers))),
        (false, false) => None,
    };
    commands.extend(place.map(|place| Command::Show { article: row.id, place }));
    response.context_menu(|ui| {
        let source = row.id.source.to_string();
        if ui.button(view.text("menu-open-tab")).clicked() {
            commands.push(Command::Show { article: row.id, place: Place::Tab });
        }
        if ui.button(view.text("menu-open-beside")).clicked() {
            commands.push(Command::Show { article: row.id, place: Place::Beside });
        }
        let star = view.text(if row.starred { "menu-unstar" } else { "menu-star" });
        if ui.button(star).clicked() {
            let request = Request::Star { source: source.clone(), at: row.id.start, starred: !row.starred };
            commands.push(Command::Request(request));
        }
        if ui.button(view.text(if row.read { "menu-unread" } else { "menu-read" })).clicked() {
            let request = Request::MarkRead { source, at: row.id.start, read: !row.read };
            commands.push(Command::Request(request));
        }
    });
}

/// Where keywords stand in an article: a strip at the foot of its row, from its beginning to its end.
fn density(ui: &Ui, view: &View<'_>, row: Rect, tally: &ArticleTally) {
    let lists = view.session.notebook().ordered_keyword_lists();
    let (left, right) = (row.left() + SIDE, row.right() - 14.0);
    let (cell, y) = ((right - left) / STRIP_CELLS as f32, row.bottom() - 2.0);
    for (at, list) in tally.strip.iter().enumerate() {
        let Some(list) = list.and_then(|list| lists.get(list.0 as usize)) else { continue };
        let from = left + cell * at as f32;
        let place = Rect::from_min_max(pos2(from, y - 1.0), pos2(from + cell - 0.5, y + 1.0));
        // Quieter than what is written, in the dark as in the light.
        let color = widgets::color32(list.color).gamma_multiply(0.6);
        ui.painter().rect_filled(place, 0.5, color);
    }
}

/// Hits of each list in an article, in words.
fn keyword_counts(view: &View<'_>, tally: &ArticleTally) -> String {
    let lists = view.session.notebook().ordered_keyword_lists();
    let counts = tally.lists.iter().filter_map(|(list, count)| {
        let name = &lists.get(list.0 as usize)?.name;
        Some(view.say(&Message::new("library-keywords").with("name", name.as_str()).with("count", *count)))
    });
    counts.collect::<Vec<_>>().join(&view.text("list-separator"))
}

/// The star, shown where there is one or the pointer is on the row.
fn star(ui: &mut Ui, view: &View<'_>, row_rect: Rect, row: &ArticleRow, hovered: bool, commands: &mut Commands) {
    let center = pos2(row_rect.right() - 20.0, row_rect.top() + 19.0);
    let rect = Rect::from_center_size(center, vec2(22.0, 22.0));
    let response = ui.interact(rect, ui.scope_id().with(("star", row.id)), Sense::click());
    if row.starred || hovered || response.hovered() {
        let (sign, color) = if row.starred { ("★", view.palette.accent) } else { ("☆", view.palette.faint) };
        ui.painter().text(center, Align2::CENTER_CENTER, sign, fonts::sans(14.0), color);
    }
    let text = view.text(if row.starred { "menu-unstar" } else { "menu-star" });
    if labelled(response, &text, row.starred).on_hover_text(&text).clicked() {
        let source = row.id.source.to_string();
        commands.push(Command::Request(Request::Star { source, at: row.id.start, starred: !row.starred }));
    }
}

fn tag_dots(ui: &Ui, view: &View<'_>, row: &ArticleRow, start: egui::Pos2) {
    let mut at = start;
    for color in row.tag_colors.iter().take(8) {
        let color = parse_color(&color.to_string()).unwrap_or(Color32::GRAY);
        ui.painter().circle_filled(at, 4.0, color);
        at.x += 11.0;
    }
    let count = Message::new("annotation-count").with("count", row.annotations);
    let place = pos2(at.x + if row.tag_colors.is_empty() { -4.0 } else { 0.0 }, at.y);
    ui.painter().text(place, Align2::LEFT_CENTER, view.say(&count), fonts::sans(12.0), view.palette.muted);
}

fn head(ui: &Ui, view: &View<'_>, rect: Rect, id: &str) {
    let place = pos2(rect.left() + SIDE, rect.center().y + 3.0);
    ui.painter().text(place, Align2::LEFT_CENTER, view.text(id), fonts::sans(12.5), view.palette.warning);
}

/// A source that the user took out: it comes back by one click, with its annotations.
fn removed_row(ui: &mut Ui, view: &View<'_>, rect: Rect, record: &SourceRecord, commands: &mut Commands) {
    let width = rect.width() - SIDE - 84.0;
    let place = pos2(rect.left() + SIDE, rect.center().y);
    widgets::elided(ui, &shown(record.name()), fonts::sans(13.5), view.palette.muted, place, width);
    if ui.put(row_button(rect), egui::Button::new(view.text("button-bring-back"))).clicked() {
        commands.push(Command::BringBack(record.id));
    }
}

/// Where the button of a row of a missing or removed source is.
fn row_button(rect: Rect) -> Rect {
    Rect::from_min_max(pos2(rect.right() - 78.0, rect.top() + 9.0), pos2(rect.right() - 10.0, rect.bottom() - 9.0))
}

fn missing_row(ui: &mut Ui, view: &View<'_>, rect: Rect, record: &SourceRecord, commands: &mut Commands) {
    let response = ui.interact(rect, ui.scope_id().with(("missing", record.id)), Sense::click());
    let selected = view.workspace.inspected() == Inspected::Missing(record.id);
    if selected || response.hovered() {
        ui.painter().rect_filled(rect, 0.0, if selected { view.palette.card } else { view.palette.hover });
    }
    let name = shown(record.name());
    let left = rect.left() + SIDE;
    let width = rect.width() - SIDE - 84.0;
    widgets::elided(ui, &name, fonts::sans(13.5), view.palette.ink, pos2(left, rect.top() + 15.0), width);
    let count = view.views.elsewhere.get(&record.id).map_or(0, Vec::len);
    let line = view.say(&Message::new("annotation-count").with("count", count));
    let is_corrected = view.session.notebook().layouts().contains_key(&record.id);
    let line = if is_corrected { format!("{} · {line}", view.text("library-corrected-by-hand")) } else { line };
    widgets::elided(ui, &line, fonts::sans(12.0), view.palette.muted, pos2(left, rect.top() + 33.0), width);
    let locate = view.text("button-locate");
    if ui.put(row_button(rect), egui::Button::new(locate)).on_hover_text(view.text("button-locate-hint")).clicked() {
        commands.push(Command::Locate(record.id));
    } else if labelled(response, &name, selected).clicked() {
        commands.push(Command::InspectMissing(record.id));
    }
}
