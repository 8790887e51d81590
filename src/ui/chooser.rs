//! A list that is narrowed by typing: the command palette and the tag picker.

use std::cell::OnceCell;

use egui::{Id, Key, Modal, Modifiers, ScrollArea, Sense, Ui, vec2};

use super::fonts;
use super::view::{View, labelled};
use super::widgets;
use crate::notebook::Color;
use crate::search::NameKeys;

/// A list that is narrowed by typing.
#[derive(Clone, Debug, Default)]
pub struct Chooser {
    query: String,
    selected: usize,
    scan: Scan,
    chosen_with: Modifiers,
}

/// What has been found so far. A list of many names is gone through over several frames.
#[derive(Clone, Debug, Default)]
struct Scan {
    query: String,
    version: u64,
    next: usize,
    /// How well each fits, and its place in the list; the best first.
    found: Vec<(u32, usize)>,
}

/// Names that are looked at in one frame: some 2 ms the first time, when their pinyin is looked up.
const NAMES_A_FRAME: usize = 4000;

impl Scan {
    /// Goes on looking; tells whether it is done.
    fn go_on<T>(&mut self, query: &str, choices: &[Choice<T>], version: u64) -> bool {
        if self.query != query || self.version != version {
            *self = Self { query: query.to_owned(), version, ..Self::default() };
        }
        let until = choices.len().min(self.next + NAMES_A_FRAME);
        if self.next < until {
            let fits = (self.next..until).filter_map(|at| Some((choices[at].keys().fit(query)?, at)));
            self.found.extend(fits);
            self.found.sort_by_key(|&(fit, at)| (std::cmp::Reverse(fit), at));
            self.next = until;
        }
        until == choices.len()
    }
}

/// Something to choose.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// What is given back.
    pub value: T,
    /// What it is called.
    pub name: String,
    /// More about it, muted, at the right.
    pub detail: String,
    /// Its colour, if it has one.
    pub color: Option<Color>,
    /// Whether it is on already.
    pub on: bool,
    keys: OnceCell<NameKeys>,
}

impl<T> Choice<T> {
    /// A choice of this name.
    #[must_use]
    pub fn new(value: T, name: String) -> Self {
        Self { value, name, detail: String::new(), color: None, on: false, keys: OnceCell::new() }
    }

    /// With more about it.
    #[must_use]
    pub fn detail(self, detail: String) -> Self {
        Self { detail, ..self }
    }

    /// With a colour.
    #[must_use]
    pub fn color(self, color: Color) -> Self {
        Self { color: Some(color), ..self }
    }

    /// Whether it is on already.
    #[must_use]
    pub fn on(self, on: bool) -> Self {
        Self { on, ..self }
    }

    /// How it is found.
    fn keys(&self) -> &NameKeys {
        self.keys.get_or_init(|| NameKeys::new(&self.name))
    }
}

/// What came of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen<T> {
    /// Still open.
    Open,
    /// Closed without a choice.
    Closed,
    /// This one.
    One(T),
    /// None of them, but something of this name.
    New(String),
}

/// Most rows that are listed.
const MAX_ROWS: usize = 200;
const ROW: f32 = 30.0;
/// Room above the list, and what its field and its frame take up.
const ABOVE_PX: f32 = 96.0;
const AROUND_PX: f32 = 80.0;

impl Chooser {
    /// What is typed.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Keys that were held when something was chosen.
    #[must_use]
    pub fn chosen_with(&self) -> Modifiers {
        self.chosen_with
    }

    /// Draws the list in the middle of the window. With `new_label`, which makes a label from what is typed, something new can
    /// be made where no choice has just that name. The version of the choices is another whenever they are.
    pub fn show<T: Clone>(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        hint: &str,
        (choices, version): (&[Choice<T>], u64),
        new_label: Option<&dyn Fn(&str) -> String>,
    ) -> Chosen<T> {
        let name = self.query.trim().to_owned();
        if !self.scan.go_on(&name, choices, version) {
            ui.ctx().request_repaint();
        }
        let found = self.scan.found.iter().take(MAX_ROWS);
        let shown: Vec<&Choice<T>> = found.filter_map(|&(_, at)| choices.get(at)).collect();
        let is_new = new_label.is_some() && !name.is_empty() && choices.iter().all(|choice| choice.name != name);
        let count = shown.len() + usize::from(is_new);
        let mut chosen = None;
        let id = Id::unique("chooser");
        // Hung from above: in the middle it would jump with every key as the list grows and shrinks.
        let area = Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, vec2(0.0, ABOVE_PX));
        let frame = egui::Frame::popup(ui.style()).inner_margin(12);
        let modal = Modal::new(id).area(area).frame(frame).show(ui.ctx(), |ui| {
            ui.set_width(460.0);
            let (up, down, enter) = ui.input_mut(|input| {
                let mut key = |key| input.consume_key(Modifiers::NONE, key);
                let (up, down) = (key(Key::ArrowUp), key(Key::ArrowDown));
                // More keys first: what needs none is there with Shift, too.
                let held = [Modifiers::COMMAND, Modifiers::SHIFT, Modifiers::NONE];
                (up, down, held.into_iter().find(|held| input.consume_key(*held, Key::Enter)))
            });
            self.chosen_with = enter.unwrap_or_else(|| ui.input(|input| input.modifiers));
            let enter = enter.is_some();
            let edit = egui::TextEdit::singleline(&mut self.query).hint_text(hint).desired_width(f32::INFINITY);
            let response = ui.add(edit);
            widgets::name_field(&response, hint);
            // Asked for once: to ask again stops what an input method composes.
            if !response.has_focus() {
                response.request_focus();
            }
            if response.changed() {
                self.selected = 0;
            }
            if down {
                self.selected = (self.selected + 1).min(count.saturating_sub(1));
            }
            if up {
                self.selected = self.selected.saturating_sub(1);
            }
            self.selected = self.selected.min(count.saturating_sub(1));
            ui.add_space(6.0);
            let moved = up || down;
            // As long as the window is low, the list ends above its edge.
            let room = (ui.ctx().content_rect().height() - ABOVE_PX - AROUND_PX).clamp(3.0 * ROW, 12.0 * ROW);
            ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink([false, true]).show(
                ui,
                |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (at, choice) in shown.iter().enumerate() {
                        let text = (choice.name.as_str(), choice.detail.as_str(), choice.color, choice.on);
                        if row(ui, view, text, at == self.selected, moved) || (enter && at == self.selected) {
                            chosen = Some(Chosen::One(choice.value.clone()));
                        }
                    }
                    if let Some(label) = new_label.filter(|_| is_new) {
                        let label = label(&name);
                        let at = shown.len();
                        if row(ui, view, (&label, "", None, false), at == self.selected, moved)
                            || (enter && at == self.selected)
                        {
                            chosen = Some(Chosen::New(name.clone()));
                        }
                    }
                    if count == 0 {
                        let id = if choices.is_empty() { "picker-empty" } else { "chooser-empty" };
                        widgets::hint(ui, view, &view.text(id));
                    }
                },
            );
        });
        match chosen {
            Some(chosen) => chosen,
            None if modal.should_close() => Chosen::Closed,
            None => Chosen::Open,
        }
    }
}

/// Name, detail, colour, and whether it is on.
type RowText<'a> = (&'a str, &'a str, Option<Color>, bool);

fn row(ui: &mut Ui, view: &View<'_>, (name, detail, color, on): RowText<'_>, selected: bool, moved: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if selected {
        ui.painter().rect_filled(rect, 4.0, view.palette.selection);
        // Not by its ground alone.
        let bar = egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 1.0, view.palette.accent);
        if moved {
            response.scroll_to_me(None);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, view.palette.hover);
    }
    let mut left = rect.left_center() + vec2(10.0, 0.0);
    if let Some(color) = color {
        ui.painter().circle_filled(left + vec2(4.0, 0.0), 5.0, widgets::color32(color));
        left.x += 18.0;
    }
    let detail_width = if detail.is_empty() { 0.0 } else { 150.0 };
    let room = rect.right() - left.x - detail_width - 30.0;
    widgets::elided(ui, name, fonts::sans(14.0), view.palette.ink, left, room);
    let right = rect.right_center() - vec2(if on { 30.0 } else { 10.0 }, 0.0);
    ui.painter().text(right, egui::Align2::RIGHT_CENTER, detail, fonts::sans(12.0), view.palette.muted);
    if on {
        let place = rect.right_center() - vec2(10.0, 0.0);
        ui.painter().text(
            place,
            egui::Align2::RIGHT_CENTER,
            "✓",
            fonts::sans_bold(13.0),
            if selected { view.palette.on_selection } else { view.palette.accent },
        );
    }
    labelled(response, name, selected).clicked()
}
