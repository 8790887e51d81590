//! The rows of the library as they are drawn: sources, articles, what is missing and what was removed.

use egui::{Align2, Color32, Rect, Sense, Ui, pos2, vec2};

use super::SIDE;
use crate::i18n::Message;
use crate::library::shown;
use crate::notebook::SourceRecord;
use crate::page::IssueData;
use crate::session::{Action, ArticleRow, ArticleTally, Carried, Inspected, Request, STRIP_CELLS, SourceGroup};
use crate::ui::command::{Command, Commands, Place};
use crate::ui::dialogs::doubt_message;
use crate::ui::theme::parse_color;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, widgets};

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
pub(super) fn group_row(
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

pub(super) fn article_row(ui: &mut Ui, view: &View<'_>, rect: Rect, row: &ArticleRow, commands: &mut Commands) {
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

pub(super) fn head(ui: &Ui, view: &View<'_>, rect: Rect, id: &str) {
    let place = pos2(rect.left() + SIDE, rect.center().y + 3.0);
    ui.painter().text(place, Align2::LEFT_CENTER, view.text(id), fonts::sans(12.5), view.palette.warning);
}

/// A source that the user took out: it comes back by one click, with its annotations.
pub(super) fn removed_row(ui: &mut Ui, view: &View<'_>, rect: Rect, record: &SourceRecord, commands: &mut Commands) {
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

pub(super) fn missing_row(ui: &mut Ui, view: &View<'_>, rect: Rect, record: &SourceRecord, commands: &mut Commands) {
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
