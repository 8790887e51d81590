//! The query and how it is understood, where it is looked for, and how its lines are shown.

use egui::{ComboBox, Key, RichText, Ui, UiBuilder, vec2};

use super::{ConcordancePane, LEAST_CONTEXT, Leaf, MOST_CONTEXT};
use crate::i18n::Message;
use crate::notebook::Extent;
use crate::session::{Action, LinesAction, SortBy};
use crate::ui::command::{Command, Commands};
use crate::ui::view::View;
use crate::ui::widgets;

pub(super) const SIDE_PX: f32 = 14.0;

/// Ways to sort, with the id of what each is called.
const SORTS: [(SortBy, &str); 5] = [
    (SortBy::Text, "concordance-by-text"),
    (SortBy::Left, "concordance-by-left"),
    (SortBy::Node, "concordance-by-node"),
    (SortBy::Right, "concordance-by-right"),
    (SortBy::Date, "concordance-by-date"),
];

const EXTENTS: [(Extent, &str); 3] = [
    (Extent::Hit, "concordance-extent-hit"),
    (Extent::Sentence, "concordance-extent-sentence"),
    (Extent::Paragraph, "concordance-extent-paragraph"),
];

/// What stands beside the field: how the query is understood, and where it is looked for.
const OPTIONS: [&str; 6] = [
    "concordance-scripts",
    "concordance-misread",
    "concordance-whole",
    "concordance-regex",
    "concordance-exact",
    "concordance-scope",
];

/// Least width of the field beside them.
const LEAST_FIELD_PX: f32 = 220.0;

/// Width of what stands beside the field.
fn options_width(ui: &Ui, view: &View<'_>) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let padding = 2.0 * ui.spacing().button_padding.x + 6.0;
    let width =
        |id: &str| ui.painter().layout_no_wrap(view.text(id), font.clone(), view.palette.ink).size().x + padding;
    OPTIONS.into_iter().map(width).sum()
}

impl ConcordancePane {
    /// Draws the bar; tells whether the lines are to take the keyboard.
    pub(super) fn bar(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> bool {
        let mut done = false;
        ui.add_space(8.0);
        // The options stand beside the field, or, where it would get too short, below.
        let options_px = options_width(ui, view);
        let beside = ui.available_width() - 2.0 * SIDE_PX - options_px >= LEAST_FIELD_PX;
        ui.horizontal(|ui| {
            ui.add_space(SIDE_PX);
            let hint = view.text("concordance-query");
            let width = if beside { ui.available_width() - options_px - 8.0 } else { ui.available_width() - SIDE_PX };
            let width = width.max(LEAST_FIELD_PX / 2.0);
            let edit = egui::TextEdit::singleline(&mut self.query.text)
                .id_salt("query")
                .hint_text(hint.as_str())
                .desired_width(width);
            let response = ui.add(edit).on_hover_text(view.text("concordance-query-hint"));
            widgets::name_field(&response, &hint);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
                select_all(ui, &response, &self.query.text);
            }
            // Escape has taken the keyboard away before the field is drawn.
            let escaped = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
            if escaped {
                commands.push(Command::CloseConcordance);
            }
            done |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let down = response.has_focus() && ui.input(|input| input.key_pressed(Key::ArrowDown));
            done |= down;
            if beside {
                self.toggles(ui, view);
                self.scope(ui, view);
            }
            self.take_query(ui, &response);
        });
        if !beside {
            let room = ui.available_rect_before_wrap().shrink2(vec2(SIDE_PX, 0.0));
            ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
                ui.horizontal_wrapped(|ui| {
                    self.toggles(ui, view);
                    self.scope(ui, view);
                });
            });
        }
        // Below the field: what comes and goes while one types must not move it.
        if let Some(error) = view.concordance.error() {
            ui.horizontal_wrapped(|ui| {
                ui.add_space(SIDE_PX);
                ui.label(RichText::new(view.say(&error.message())).color(view.palette.warning).small());
            });
        }
        let room = ui.available_rect_before_wrap().shrink2(vec2(SIDE_PX, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            ui.horizontal_wrapped(|ui| {
                if self.shown != Leaf::Lines {
                    return;
                }
                ui.spacing_mut().item_spacing.x = 6.0;
                self.saved_queries(ui, view, commands);
                self.sorting(ui, view, commands);
                self.context(ui, view);
                self.extents(ui, view, commands);
            });
        });
        if self.shown == Leaf::Lines {
            self.naming(ui, view, commands);
            self.autocoding(ui, view, commands);
        }
        ui.add_space(4.0);
        done
    }

    fn toggles(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.spacing_mut().item_spacing.x = 4.0;
        let options = &mut self.query.options;
        let toggle = |ui: &mut Ui, on: &mut bool, id: &'static str, hint: &'static str| {
            let response = ui.selectable_label(*on, view.text(id)).on_hover_text(view.text(hint));
            if response.clicked() {
                *on = !*on;
            }
        };
        let [scripts, misread, whole, regex, exact, _] = OPTIONS;
        toggle(ui, &mut options.scripts, scripts, "concordance-scripts-hint");
        toggle(ui, &mut options.misread, misread, "concordance-misread-hint");
        toggle(ui, &mut options.whole_words, whole, "concordance-whole-hint");
        toggle(ui, &mut options.regex, regex, "concordance-regex-hint");
        toggle(ui, &mut options.exact, exact, "concordance-exact-hint");
    }

    /// A menu of the texts that are searched.
    fn scope(&mut self, ui: &mut Ui, view: &View<'_>) {
        let scope = &mut self.query.scope;
        let button = egui::Button::new(view.text("concordance-scope"));
        let config =
            egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
        let menu = egui::containers::menu::MenuButton::from_button(button).config(config);
        let (response, _) = menu.ui(ui, |ui| {
            ui.checkbox(&mut scope.articles, view.text("concordance-scope-articles"));
            ui.checkbox(&mut scope.quotations, view.text("concordance-scope-quotations"));
            ui.checkbox(&mut scope.comments, view.text("concordance-scope-comments"));
            ui.checkbox(&mut scope.notes, view.text("concordance-scope-notes"));
        });
        response.on_hover_text(view.text("concordance-scope-hint"));
    }

    fn sorting(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let shown = SORTS.iter().find(|(by, _)| *by == self.sort_by).map_or_else(String::new, |(_, id)| view.text(id));
        let name = view.text("concordance-sort");
        let combo = ComboBox::from_id_salt("sort").selected_text(shown.clone()).width(110.0).show_ui(ui, |ui| {
            for (by, id) in SORTS {
                if ui.selectable_label(self.sort_by == by, view.text(id)).clicked() {
                    commands.push(Command::Do(Action::Lines(LinesAction::Sort(by))));
                }
            }
        });
        name_combo(view, &combo.response, &name, &shown);
    }

    fn context(&mut self, ui: &mut Ui, view: &View<'_>) {
        let label = view.text("concordance-context");
        ui.label(RichText::new(&label).color(view.palette.muted));
        let drag = egui::DragValue::new(&mut self.context_chars).range(LEAST_CONTEXT..=MOST_CONTEXT).speed(0.2);
        let response = ui.add(drag).on_hover_text(view.text("concordance-context-hint"));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, &label));
    }

    fn extents(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let shown = EXTENTS.iter().find(|(it, _)| *it == self.extent).map_or_else(String::new, |(_, id)| view.text(id));
        let name = view.text("concordance-extent");
        ui.label(RichText::new(&name).color(view.palette.muted));
        let combo = ComboBox::from_id_salt("extent").selected_text(shown.clone()).width(70.0).show_ui(ui, |ui| {
            for (extent, id) in EXTENTS {
                if ui.selectable_label(self.extent == extent, view.text(id)).clicked() {
                    commands.push(Command::Do(Action::Lines(LinesAction::Extent(extent))));
                }
            }
        });
        let response = combo.response.on_hover_text(view.text("concordance-extent-hint"));
        name_combo(view, &response, &name, &shown);
    }
}

pub(super) fn name_combo(view: &View<'_>, response: &egui::Response, what: &str, shown: &str) {
    let name = view.say(&Message::new("filter-named").with("what", what).with("name", shown));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
}

/// Selects what stands in a field, so that typing takes its place.
fn select_all(ui: &Ui, field: &egui::Response, text: &str) {
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
    let end = egui::text::CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(egui::text::CCursorRange::two(egui::text::CCursor::new(0), end)));
    state.store(ui.ctx(), field.id);
}
