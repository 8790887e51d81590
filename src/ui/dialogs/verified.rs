//! The quotations of a file that an editor has worked on, each with what became of it; what differs from its source comes first.

use std::path::PathBuf;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, Key, Modifiers, Rect, RichText, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use super::differences::{self, LINE_PX, TEXT_PX, format, legend};
use super::{DialogState, title};
use crate::exchange::{Checked, Difference, DraftReport, Finding};
use crate::i18n::Message;
use crate::library::{shown, shown_path};
use crate::ui::command::{Command, Commands};
use crate::ui::theme::Palette;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, theme, widgets};

/// Most lines of text of a row whose quotation differs, and of any other.
const CHANGED_LINES: usize = 3;
const LINES: usize = 2;
/// Room below the text of a row, in points.
const BELOW_PX: f32 = 8.0;
/// Least height of the list.
const LEAST_PX: f32 = 92.0;
/// Width of a character that is not of full width, in em.
const NARROW_EM: f32 = 0.55;
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
    /// Tops of the rows, and the bottom of the last, for a width.
    tops: Vec<f32>,
    set_for: f32,
    selected: usize,
    scroll_to_selected: bool,
    /// The keyboard is to come to the rows.
    takes_keyboard: bool,
    /// Whether the file might be a page as well.
    may_be_page: bool,
    /// Open sources whose files have changed or are gone.
    changed_files: usize,
}

impl Verified {
    /// What was found of the file at `path`; one that may be a page can be opened as one.
    #[must_use]
    pub fn new(path: PathBuf, report: DraftReport, may_be_page: bool, changed_files: usize) -> Self {
        let mut order: Vec<usize> = (0..report.checked.len()).collect();
        order.sort_by_key(|at| (rank(report.checked[*at].finding), report.checked[*at].remarks.is_empty()));
        let changed = report.count(Finding::Changed);
        let (selected, scroll_to_selected, takes_keyboard) = (0, false, true);
        Self {
            path,
            report,
            order,
            changed,
            tops: Vec::new(),
            set_for: 0.0,
            selected,
            scroll_to_selected,
            takes_keyboard,
            may_be_page,
            changed_files,
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, state: &mut DialogState, commands: &mut Commands) {
        let room = ui.ctx().content_rect().size();
        ui.set_width((room.x - 90.0).min(MOST_WIDTH_PX));
        title(ui, &view.text("verified-title"));
        let name = self.path.file_name().map_or_else(PathBuf::new, PathBuf::from);
        ui.label(view.say(&self.report.message(&name))).on_hover_text(shown_path(&self.path));
        if self.changed_files > 0 {
            let message = Message::new("verified-changed-files").with("count", self.changed_files);
            ui.label(RichText::new(view.say(&message)).color(view.palette.warning));
        }
        if self.changed > 0 {
            ui.add(egui::Label::new(legend(&view.palette, &view.text("verified-legend"))));
        }
        if self.order.is_empty() {
            ui.label(RichText::new(view.text("verified-nothing")).color(view.palette.muted));
        }
        ui.add_space(6.0);
        let entered = self.take_keys(ui);
        let clicked = self.rows(ui, view, (room.y - 240.0).max(LEAST_PX));
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

    /// Makes the places of the rows anew for a width: each is as high as its text.
    fn set(&mut self, width: f32) {
        if (self.set_for - width).abs() < 0.5 {
            return;
        }
        self.set_for = width;
        let mut top = 0.0;
        self.tops = vec![top];
        for row in 0..self.order.len() {
            top += self.checked(row).map_or(0.0, |checked| height(checked, width));
            self.tops.push(top);
        }
    }

    /// Top of a row, in points below that of the first.
    fn top(&self, row: usize) -> f32 {
        self.tops.get(row).or(self.tops.last()).copied().unwrap_or(0.0)
    }

    /// The row at so many points below the top of the first.
    fn row_at(&self, y: f32) -> usize {
        self.tops.partition_point(|top| *top <= y).saturating_sub(1).min(self.order.len())
    }

    /// Draws the rows that are seen; gives one that was clicked.
    fn rows(&mut self, ui: &mut Ui, view: &View<'_>, height: f32) -> Option<usize> {
        let mut clicked = None;
        self.set(ui.available_width());
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
        let mut about = format!("{}　{}", called(view, checked), view.say(&checked.place()));
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

/// Height of a row: that of its head and of as many lines as its text takes.
fn height(checked: &Checked, width: f32) -> f32 {
    let job = text(checked, &Palette::LIGHT, Some(SAME_CHARS));
    let wide = |ch: char| if ch.is_ascii() { NARROW_EM } else { 1.0 };
    let em: f32 = job.text.chars().map(wide).sum();
    let most = if checked.finding == Finding::Changed { CHANGED_LINES } else { LINES };
    // A little less than the whole width: lines end where they may.
    let fits = (width - 2.0 * SIDE_PX - TEXT_PX).max(TEXT_PX);
    let lines = ((em * TEXT_PX / fits).ceil() as usize).clamp(1, most);
    HEAD_PX + 2.0 + lines as f32 * LINE_PX + BELOW_PX
}

/// Where a quotation stands as people call it: article and paragraph; the file where that is not known.
fn called(view: &View<'_>, checked: &Checked) -> String {
    let place = checked.source.zip(checked.spans.first()).and_then(|(source, span)| {
        let (article, part) = view.session.page(source)?.at(span.start)?;
        let number = part.number.map_or_else(String::new, |number| format!(" ¶{number}"));
        Some(format!("《{}》{number}", shown(&article.title)))
    });
    place.unwrap_or_else(|| shown(&checked.name).into_owned())
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
    differences::append(&mut job, &shortened, palette);
    if !checked.readings.is_empty() {
        let readings = checked.readings.iter().map(|(original, reading)| format!("{original}→{reading}"));
        let readings = readings.collect::<Vec<_>>().join("　");
        job.append(&format!("　〔{}〕", shown(&readings)), 0.0, format(palette.muted));
    }
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
        let report = DraftReport { checked: all.collect(), ..DraftReport::default() };
        let mut verified = Verified::new("稿.md".into(), report, false, 0);
        let texts: String = (0..5).map(|row| verified.checked(row).unwrap().text.as_str()).collect();
        assert_eq!(texts, "二五三四一");
        assert_eq!(verified.checked(5), None);
        verified.set(400.0);
        // Twice as much text as fits into a line is another line.
        let long = checked(Finding::Exact, &"长".repeat(40));
        assert!((height(&long, 400.0) - height(&checked(Finding::Exact, "短"), 400.0) - LINE_PX).abs() < 0.1);
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
