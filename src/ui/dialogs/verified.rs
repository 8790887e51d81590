//! The quotations of a file that an editor has worked on, each with what became of it; what differs from its source comes first.

use std::path::PathBuf;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, Key, Modifiers, Rect, RichText, ScrollArea, Sense, Stroke, TextFormat, Ui, pos2, vec2};

use super::{DialogState, title};
use crate::exchange::{Checked, Difference, DraftReport, Finding};
use crate::library::{shown, shown_path};
use crate::ui::command::{Command, Commands};
use crate::ui::theme::Palette;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, theme, widgets};

/// Height of a row whose quotation differs, and of any other, in points.
const CHANGED_PX: f32 = 92.0;
const ROW_PX: f32 = 68.0;
/// Lines of text in them.
const CHANGED_LINES: usize = 3;
const LINES: usize = 2;
const TEXT_PX: f32 = 14.0;
const LINE_PX: f32 = 20.0;
const HEAD_PX: f32 = 24.0;
const SIDE_PX: f32 = 10.0;
/// Characters that stay of a long stretch that is the same in both.
const SAME_CHARS: usize = 40;
/// How far PageUp and PageDown go.
const PAGE_ROWS: usize = 5;
const MOST_WIDTH_PX: f32 = 860.0;

/// The dialog.
#[derive(Clone, Debug)]
pub struct Verified {
    path: PathBuf,
    report: DraftReport,
    /// What is shown, in this order, by place in the report.
    order: Vec<usize>,
    /// So many of them differ, and come first.
    changed: usize,
    selected: usize,
    scroll_to_selected: bool,
    /// The keyboard is to come to the rows.
    takes_keyboard: bool,
    /// Whether the file might be a page as well.
    may_be_page: bool,
}

impl Verified {
    /// What was found of the file at `path`; one that may be a page can be opened as one.
    #[must_use]
    pub fn new(path: PathBuf, report: DraftReport, may_be_page: bool) -> Self {
        let mut order: Vec<usize> = (0..report.checked.len()).collect();
        order.sort_by_key(|at| (rank(report.checked[*at].finding), report.checked[*at].remarks.is_empty()));
        let changed = report.count(Finding::Changed);
        let (selected, scroll_to_selected, takes_keyboard) = (0, false, true);
        Self { path, report, order, changed, selected, scroll_to_selected, takes_keyboard, may_be_page }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, state: &mut DialogState, commands: &mut Commands) {
        let room = ui.ctx().content_rect().size();
        ui.set_width((room.x - 90.0).min(MOST_WIDTH_PX));
        title(ui, &view.text("verified-title"));
        let name = self.path.file_name().map_or_else(PathBuf::new, PathBuf::from);
        ui.label(view.say(&self.report.message(&name))).on_hover_text(shown_path(&self.path));
        if self.changed > 0 {
            ui.add(egui::Label::new(legend(&view.palette, &view.text("verified-legend"))));
        }
        if self.order.is_empty() {
            ui.label(RichText::new(view.text("verified-nothing")).color(view.palette.muted));
        }
        ui.add_space(6.0);
        let entered = self.take_keys(ui);
        let clicked = self.rows(ui, view, (room.y - 240.0).max(CHANGED_PX));
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let place = self.checked(self.selected).filter(|checked| is_there(view, checked));
            let button = theme::primary_button(&view.palette, view.text("verified-go"));
            let go = ui.add_enabled(place.is_some(), button).on_hover_text(view.text("verified-go-hint"));
            let chosen = clicked.or_else(|| (go.clicked() || entered).then_some(self.selected));
            let chosen = chosen.and_then(|at| self.checked(at)).filter(|checked| is_there(view, checked));
            if let Some((checked, source)) = chosen.and_then(|checked| Some((checked, checked.source?))) {
                commands.push(Command::GoToChecked { source, spans: checked.spans.clone() });
                *state = DialogState::Closed;
            }
            if self.may_be_page {
                let open = ui.button(view.text("verified-open-as-page"));
                if open.on_hover_text(view.text("verified-open-as-page-hint")).clicked() {
                    commands.push(Command::OpenPaths(vec![self.path.clone()]));
                    *state = DialogState::Closed;
                }
            }
            if ui.button(view.text("button-close")).clicked() {
                *state = DialogState::Closed;
            }
            let keys = RichText::new(view.text("verified-keys")).color(view.palette.muted).small();
            ui.add(egui::Label::new(keys).truncate());
        });
    }

    fn checked(&self, row: usize) -> Option<&Checked> {
        self.order.get(row).and_then(|at| self.report.checked.get(*at))
    }

    /// Up and down go through the rows, unless the keyboard is on a button; tells whether Enter goes to the passage.
    fn take_keys(&mut self, ui: &Ui) -> bool {
        let focused = ui.memory(|memory| memory.focused());
        if let Some(id) = focused.filter(|_| std::mem::take(&mut self.takes_keyboard)) {
            // It is still with what lies behind the dialog.
            ui.memory_mut(|memory| memory.surrender_focus(id));
        } else if focused.is_some() {
            return false;
        }
        let (by, enter) = ui.input_mut(|input| {
            let mut key = |key| input.consume_key(Modifiers::NONE, key);
            let steps = [(Key::ArrowUp, -1), (Key::ArrowDown, 1), (Key::PageUp, -(PAGE_ROWS as isize))];
            let steps = steps.into_iter().chain([(Key::PageDown, PAGE_ROWS as isize)]);
            let by: isize = steps.filter_map(|(name, by)| key(name).then_some(by)).sum();
            (by, key(Key::Enter))
        });
        if by != 0 {
            self.selected = self.selected.saturating_add_signed(by).min(self.order.len().saturating_sub(1));
            self.scroll_to_selected = true;
        }
        enter
    }

    /// Top of a row, in points below that of the first.
    fn top(&self, row: usize) -> f32 {
        let changed = row.min(self.changed);
        changed as f32 * CHANGED_PX + (row - changed) as f32 * ROW_PX
    }

    /// The row at so many points below the top of the first.
    fn row_at(&self, y: f32) -> usize {
        let changed = self.changed as f32 * CHANGED_PX;
        let row = if y < changed { y / CHANGED_PX } else { self.changed as f32 + (y - changed) / ROW_PX };
        (row.max(0.0) as usize).min(self.order.len())
    }

    /// Draws the rows that are seen; gives one that was clicked.
    fn rows(&mut self, ui: &mut Ui, view: &View<'_>, height: f32) -> Option<usize> {
        let mut clicked = None;
        let height = height.min(self.top(self.order.len()));
        let area = ScrollArea::vertical().id_salt("verified").max_height(height).min_scrolled_height(height);
        let area = area.auto_shrink([false, true]);
        area.show_viewport(ui, |ui, viewport| {
            let whole = vec2(ui.available_width(), self.top(self.order.len()));
            let (all, _) = ui.allocate_exact_size(whole, Sense::hover());
            for row in self.row_at(viewport.top())..(self.row_at(viewport.bottom()) + 1).min(self.order.len()) {
                let top = all.top() + self.top(row);
                let rect = Rect::from_x_y_ranges(all.x_range(), top..=all.top() + self.top(row + 1));
                if self.row(ui, view, row, rect) {
                    clicked = Some(row);
                }
            }
            if std::mem::take(&mut self.scroll_to_selected) {
                let top = all.top() + self.top(self.selected);
                let bottom = all.top() + self.top(self.selected + 1);
                ui.scroll_to_rect(Rect::from_x_y_ranges(all.x_range(), top..=bottom), None);
            }
        });
        if let Some(row) = clicked {
            self.selected = row;
        }
        clicked
    }

    fn row(&self, ui: &Ui, view: &View<'_>, row: usize, rect: Rect) -> bool {
        let Some(checked) = self.checked(row) else { return false };
        let palette = &view.palette;
        let response = ui.interact(rect, ui.scope_id().with(("row", row)), Sense::click());
        if row == self.selected {
            ui.painter().rect_filled(rect, 0.0, palette.selection);
            // Not by its ground alone.
            let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
            ui.painter().rect_filled(bar, 0.0, palette.accent);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, palette.hover);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, palette.line));
        let head = rect.top() + HEAD_PX / 2.0 + 2.0;
        let (id, color) = finding(checked.finding, palette);
        let left = pos2(rect.left() + SIDE_PX, head);
        let finding = fonts::sans_bold(theme::INTERFACE_PX);
        let word = ui.painter().text(left, Align2::LEFT_CENTER, view.text(id), finding, color);
        let mut about = format!("{}　{}", view.say(&checked.place()), shown(&checked.name));
        for remark in &checked.remarks {
            about.push_str(&format!("　{}", view.say(&remark.message())));
        }
        let about_left = pos2(word.right() + 10.0, head);
        let room = rect.right() - about_left.x - SIDE_PX;
        widgets::elided(ui, &about, fonts::sans(theme::SMALL_PX), palette.muted, about_left, room);
        let lines = if row < self.changed { CHANGED_LINES } else { LINES };
        let mut job = text(checked, palette, Some(SAME_CHARS));
        job.wrap = TextWrapping { max_width: rect.width() - 2.0 * SIDE_PX, max_rows: lines, ..TextWrapping::default() };
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        ui.painter().galley(pos2(rect.left() + SIDE_PX, rect.top() + HEAD_PX + 2.0), galley, palette.ink);
        let label = view.say(&checked.message());
        let response = labelled(response, &label, row == self.selected).on_hover_ui(|ui| {
            ui.set_max_width(520.0);
            ui.label(text(checked, palette, None));
            if !is_there(view, checked) {
                ui.label(RichText::new(view.text("verified-no-place")).color(palette.muted));
            }
        });
        response.clicked()
    }
}

/// Whether what a quotation was made from can be looked at.
fn is_there(view: &View<'_>, checked: &Checked) -> bool {
    !checked.spans.is_empty() && checked.source.is_some_and(|source| view.session.page(source).is_some())
}

fn rank(finding: Finding) -> u8 {
    match finding {
        Finding::Changed => 0,
        Finding::NotFound => 1,
        Finding::Corrected => 2,
        Finding::Exact => 3,
    }
}

fn finding(finding: Finding, palette: &Palette) -> (&'static str, Color32) {
    match finding {
        Finding::Changed => ("finding-changed", palette.accent),
        Finding::NotFound => ("finding-not-found", palette.warning),
        Finding::Corrected => ("finding-corrected", palette.ink),
        Finding::Exact => ("finding-exact", palette.muted),
    }
}

/// The quotation with what differs: what stands in the source alone is struck through, what stands in the file alone is
/// underlined. Long stretches that are the same are cut to so many characters.
fn text(checked: &Checked, palette: &Palette, same_chars: Option<usize>) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = [Difference::Same(checked.text.clone())];
    let parts = if checked.finding == Finding::Changed { checked.differences.as_slice() } else { &plain };
    let shortened = match same_chars {
        Some(most) if checked.finding == Finding::Changed => Difference::shortened(parts, most),
        _ => parts.to_vec(),
    };
    for part in &shortened {
        let (said, format) = match part {
            Difference::Same(said) => (said, format(palette.ink)),
            Difference::Removed(said) => (said, removed(palette)),
            Difference::Added(said) => (said, added(palette)),
        };
        job.append(&shown(&said.replace('\n', " ")), 0.0, format);
    }
    if !checked.readings.is_empty() {
        let readings = checked.readings.iter().map(|(original, reading)| format!("{original}→{reading}"));
        let readings = readings.collect::<Vec<_>>().join("　");
        job.append(&format!("　〔{}〕", shown(&readings)), 0.0, format(palette.muted));
    }
    job
}

fn format(color: Color32) -> TextFormat {
    TextFormat { line_height: Some(LINE_PX), ..TextFormat::simple(fonts::serif(TEXT_PX), color) }
}

fn removed(palette: &Palette) -> TextFormat {
    TextFormat { strikethrough: Stroke::new(1.5, palette.warning), ..format(palette.warning) }
}

fn added(palette: &Palette) -> TextFormat {
    let stroke = Stroke::new(1.5, palette.accent);
    TextFormat { underline: stroke, font_id: fonts::serif_bold(TEXT_PX), ..format(palette.accent) }
}

/// What the two signs mean, each set as it is in the list; `said` has a `|` between them.
fn legend(palette: &Palette, said: &str) -> LayoutJob {
    let mut job = LayoutJob::default();
    let (source, file) = said.split_once('|').unwrap_or((said, ""));
    job.append(source, 0.0, removed(palette));
    job.append("　", 0.0, format(palette.ink));
    job.append(file, 0.0, added(palette));
    job
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(finding: Finding, text: &str) -> Checked {
        Checked {
            text: text.to_owned(),
            is_marked: true,
            block: 1,
            finding,
            source: None,
            name: "河湾.txt".to_owned(),
            spans: Vec::new(),
            found: None,
            differences: Vec::new(),
            readings: Vec::new(),
            is_elsewhere: false,
            remarks: Vec::new(),
            under: String::new(),
        }
    }

    #[test]
    fn what_differs_comes_first_and_rows_lie_one_below_the_other() {
        let findings = [Finding::Exact, Finding::Changed, Finding::NotFound, Finding::Corrected, Finding::Changed];
        let all = findings.iter().zip(["一", "二", "三", "四", "五"]).map(|(finding, text)| checked(*finding, text));
        let verified =
            Verified::new("稿.md".into(), DraftReport { checked: all.collect(), ..DraftReport::default() }, false);
        let texts: String = (0..5).map(|row| verified.checked(row).unwrap().text.as_str()).collect();
        assert_eq!(texts, "二五三四一");
        assert_eq!(verified.checked(5), None);
        for row in 0..5 {
            let (top, bottom) = (verified.top(row), verified.top(row + 1));
            assert_eq!((verified.row_at(top), verified.row_at(bottom - 0.5)), (row, row));
        }
        assert_eq!(verified.row_at(1e6), 5);
    }

    #[test]
    fn what_is_gone_is_struck_through_and_what_is_new_is_underlined() {
        let mut changed = checked(Finding::Changed, "五百");
        changed.differences = vec![
            Difference::Removed("四".to_owned()),
            Difference::Added("五".to_owned()),
            Difference::Same("百".to_owned()),
        ];
        let job = text(&changed, &Palette::LIGHT, None);
        assert_eq!(job.text, "四五百");
        let strokes =
            job.sections.iter().map(|it| (it.format.strikethrough.width > 0.0, it.format.underline.width > 0.0));
        assert_eq!(strokes.collect::<Vec<_>>(), [(true, false), (false, true), (false, false)]);
    }
}
