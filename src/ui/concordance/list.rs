//! The lines: of 100,000 only those that are seen are made and drawn.

use std::collections::BTreeMap;
use std::ops::Range;

use egui::{EventFilter, Id, Key, Modifiers, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::row::{self, LineRow};
use crate::notebook::{Color, Revision};
use crate::session::{Action, Concordance, SelectedLines};
use crate::ui::command::{Command, Commands};
use crate::ui::view::View;
use crate::ui::widgets;

/// How far PageUp and PageDown go.
const PAGE_ROWS: usize = 10;
/// Lines that are kept made, besides those that are seen.
const KEPT_ROWS: usize = 400;

/// What made lines are made of: the lines and their order, the notebook, characters of context.
type MadeOf = (u64, Revision, u32);

/// What the list keeps between frames.
#[derive(Default)]
pub(super) struct LineList {
    selected: SelectedLines,
    /// The row that the keyboard is on.
    at: usize,
    generation: u64,
    version: u64,
    made_of: Option<MadeOf>,
    made: BTreeMap<usize, LineRow>,
    focus: bool,
    scroll_to: bool,
    back_to_top: bool,
    /// The colour of the tag that lines would get from the saved query that is shown.
    planned: Option<Color>,
}

impl LineList {
    pub(super) fn set_planned(&mut self, planned: Option<Color>) {
        self.planned = planned;
    }

    pub(super) fn take_focus(&mut self) {
        self.focus = true;
    }

    pub(super) fn selected(&self) -> &SelectedLines {
        &self.selected
    }

    pub(super) fn select_all(&mut self, lines: &Concordance) {
        self.selected.toggle_all(lines);
        self.focus = true;
    }

    /// The lines that are selected, else the one that the keyboard is on.
    pub(super) fn meant(&self, lines: &Concordance) -> Vec<u32> {
        if self.selected.is_empty() { lines.number(self.at).into_iter().collect() } else { self.selected.numbers() }
    }

    /// Other lines begin at the top, with none selected; those that are only sorted anew keep what is selected.
    fn follow(&mut self, lines: &Concordance) {
        if self.generation != lines.generation() {
            self.generation = lines.generation();
            self.selected.clear();
        }
        if lines.error().is_some() {
            self.selected.clear();
        }
        if self.version != lines.version() {
            self.version = lines.version();
            self.at = 0;
            self.back_to_top = true;
        }
    }

    /// Draws the list.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        (context_chars, covers): (u32, bool),
        commands: &mut Commands,
    ) {
        let lines = view.concordance;
        self.follow(lines);
        if lines.is_empty() && lines.query().is_none() && lines.error().is_none() {
            widgets::hint(ui, view, &view.text("concordance-begin"));
        }
        let id = Id::unique("concordance lines");
        let room = ui.available_rect_before_wrap();
        let list = ui.interact(room, id, Sense::focusable_noninteractive());
        list.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Unknown, true, view.text("concordance-title")));
        if std::mem::take(&mut self.focus) {
            list.request_focus();
        }
        let has_keyboard = list.has_focus();
        if has_keyboard {
            self.keys(ui, lines, id, covers, commands);
        }
        let made_of = Some((lines.version(), view.session.revision(), context_chars));
        if self.made_of != made_of || self.made.len() > KEPT_ROWS {
            self.made_of = made_of;
            self.made.clear();
        }
        let row_px = row::height(view);
        let mut area = ScrollArea::vertical().id_salt("lines").auto_shrink(false);
        if std::mem::take(&mut self.back_to_top) {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show_viewport(ui, |ui, viewport| {
            ui.set_height(row_px * lines.len() as f32);
            let (origin, width) = (ui.min_rect().min, ui.available_width());
            let place = |at: usize| {
                let top = origin.y + row_px * at as f32;
                Rect::from_min_size(pos2(origin.x, top), vec2(width, row_px))
            };
            if std::mem::take(&mut self.scroll_to) && self.at < lines.len() {
                // At once: a glide over a hundred thousand lines would show nothing but a blur.
                let wanted = place(self.at).expand2(vec2(0.0, row_px));
                ui.scroll_to_rect_animation(wanted, None, egui::style::ScrollAnimation::none());
            }
            for at in visible(viewport.min.y, viewport.max.y, row_px, lines.len()) {
                self.row(ui, view, place(at), (at, has_keyboard, context_chars), covers, commands);
            }
        });
    }

    fn row(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        rect: Rect,
        (at, has_keyboard, context_chars): (usize, bool, u32),
        covers: bool,
        commands: &mut Commands,
    ) {
        let lines = view.concordance;
        let (Some(number), Some(hit)) = (lines.number(at), lines.hit(at)) else { return };
        let line = self.made.entry(at).or_insert_with(|| LineRow::of(view, hit, context_chars));
        let is_stale = lines.is_stale();
        let state = row::RowState {
            is_selected: self.selected.holds(number),
            is_current: has_keyboard && self.at == at,
            is_stale,
            planned: view.plan.filter(|plan| plan.numbers.binary_search(&number).is_ok()).and(self.planned),
        };
        let clicked = row::show(ui, view, rect, line, state);
        let held = ui.input(|input| input.modifiers);
        match clicked {
            None => return,
            Some(row::Clicked::Mark) if is_stale => return,
            Some(row::Clicked::Line) if is_stale && (held.command || held.shift) => return,
            Some(row::Clicked::Mark) => self.selected.toggle(lines, at),
            Some(row::Clicked::Line) if held.command => self.selected.toggle(lines, at),
            Some(row::Clicked::Line) if held.shift => self.selected.stretch(lines, self.at, at),
            Some(row::Clicked::Line) => {
                self.at = at;
                self.go_to(lines, covers, commands);
            }
        }
        self.at = at;
        // So that the arrows and the keys for tags go on from here.
        self.focus = true;
    }

    fn go_to(&self, lines: &Concordance, covers: bool, commands: &mut Commands) {
        if let Some(hit) = lines.hit(self.at) {
            commands.push(Command::GoToHit(hit));
            if covers {
                commands.push(Command::CloseConcordance);
            }
        }
    }

    /// What the keys do while the list has the keyboard.
    fn keys(&mut self, ui: &Ui, lines: &Concordance, id: Id, covers: bool, commands: &mut Commands) {
        let filter = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let pressed = |held: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(held, key));
        // Lines of another query than the one in the field can be looked at, and no more.
        let is_old = lines.is_stale();
        let last = lines.len().saturating_sub(1);
        let steps = [
            (Key::ArrowDown, self.at.saturating_add(1)),
            (Key::ArrowUp, self.at.saturating_sub(1)),
            (Key::PageDown, self.at.saturating_add(PAGE_ROWS)),
            (Key::PageUp, self.at.saturating_sub(PAGE_ROWS)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        for (key, to) in steps {
            let to = to.min(last);
            // With Shift first: what needs no key held is there with Shift, too.
            if pressed(Modifiers::SHIFT, key) {
                if is_old {
                    continue;
                }
                self.selected.stretch(lines, self.at, to);
            } else if !pressed(Modifiers::NONE, key) {
                continue;
            }
            self.at = to;
            self.scroll_to = true;
        }
        // While a list has the keyboard, what is no command of its own belongs to it: it gives these on.
        let (shift, plain) = (Modifiers::COMMAND | Modifiers::SHIFT, Modifiers::COMMAND);
        if pressed(shift, Key::Z) || pressed(plain, Key::Y) {
            commands.push(Command::Do(Action::Redo));
        } else if pressed(plain, Key::Z) {
            commands.push(Command::Do(Action::Undo));
        }
        if pressed(Modifiers::COMMAND, Key::A) && !is_old {
            self.selected.toggle_all(lines);
        }
        if is_old {
            // Nothing is selected among them.
        } else if pressed(Modifiers::SHIFT, Key::Space) {
            self.selected.stretch(lines, self.at, self.at);
        } else if pressed(Modifiers::NONE, Key::Space) {
            self.selected.toggle(lines, self.at);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            self.go_to(lines, covers, commands);
        }
        if !lines.is_empty() && !is_old {
            for (key, digit) in DIGITS.into_iter().zip(1..) {
                if pressed(Modifiers::NONE, key) {
                    commands.push(Command::TagLinesByKey(self.meant(lines), digit));
                }
            }
            if pressed(Modifiers::NONE, Key::T) {
                commands.push(Command::PickTagForLines(self.meant(lines)));
            }
        }
        if pressed(Modifiers::NONE, Key::Escape) {
            if self.selected.is_empty() {
                ui.memory_mut(|memory| memory.surrender_focus(id));
                commands.push(Command::CloseConcordance);
            } else {
                self.selected.clear();
            }
        }
    }
}

const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Rows of this height of which something is seen between two edges.
fn visible(top: f32, bottom: f32, row_px: f32, count: usize) -> Range<usize> {
    let first = ((top / row_px).floor().max(0.0) as usize).min(count);
    let last = ((bottom / row_px).ceil().max(0.0) as usize).min(count);
    first..last.max(first)
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn only_what_is_seen_is_drawn() {
        assert_eq!(visible(0.0, 300.0, 30.0, 100_000), 0..10);
        assert_eq!(visible(45.0, 95.0, 30.0, 100_000), 1..4);
        assert_eq!(visible(2_999_990.0, 3_000_300.0, 30.0, 100_000), 99_999..100_000);
        assert_eq!(visible(-20.0, 300.0, 30.0, 4), 0..4);
    }
}
