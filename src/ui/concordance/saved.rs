//! Saved queries: chosen, saved, and what one with a tag would tag.

use egui::{ComboBox, Key, RichText, Ui};

use super::ConcordancePane;
use crate::i18n::Message;
use crate::notebook::{SavedQuery, TagId};
use crate::session::{Action, LinesAction, Request};
use crate::ui::command::{Command, Commands};
use crate::ui::view::{View, labelled};
use crate::ui::{theme, widgets};

/// A query that is being given a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Naming {
    name: String,
    tag: Option<TagId>,
    focus: bool,
}

impl ConcordancePane {
    /// Begins to give the query a name; that of the saved one it is already.
    pub(super) fn begin_naming(&mut self) {
        self.naming = Some(Naming { focus: true, ..self.naming.take().unwrap_or_default() });
    }

    /// The saved query that is shown as it was saved.
    pub(super) fn shown_query<'a>(&self, view: &View<'a>) -> Option<&'a SavedQuery> {
        let queries = view.session.notebook().queries();
        let is_it = |query: &&SavedQuery| query.text == self.used.text && query.options == self.used.options;
        queries.get(&self.saved?).filter(is_it)
    }

    /// A menu of all saved queries.
    pub(super) fn saved_queries(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let shown = self.shown_query(view);
        let text = shown.map_or_else(|| view.text("concordance-queries"), |query| query.name.clone());
        let menu = egui::containers::menu::MenuButton::from_button(egui::Button::new(text));
        let (response, _) = menu.ui(ui, |ui| {
            ui.set_min_width(260.0);
            let queries = view.session.notebook().ordered_queries();
            if queries.is_empty() {
                ui.label(RichText::new(view.text("concordance-no-queries")).color(view.palette.muted));
            }
            for query in queries {
                ui.horizontal(|ui| self.saved_row(ui, view, query, commands));
            }
            ui.separator();
            let save = Action::Lines(LinesAction::SaveQuery);
            commands.extend(widgets::short_menu(ui, view, &[&[save]]).map(Command::Do));
        });
        response.on_hover_text(view.text("concordance-queries-hint"));
    }

    fn saved_row(&mut self, ui: &mut Ui, view: &View<'_>, query: &SavedQuery, commands: &mut Commands) {
        let plain = ui.add(egui::Button::new(&query.name).frame_when_inactive(false)).on_hover_text(&query.text);
        if plain.clicked() {
            self.show_saved(query);
            ui.close();
        }
        if let Some(tag) = query.tag.and_then(|tag| view.session.notebook().tags().get(&tag)) {
            let _ = widgets::chip(ui, tag, &tag.name);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let remove = view.say(&Message::new("concordance-remove-query").with("name", query.name.as_str()));
            let cross = egui::Button::new(RichText::new("×").color(view.palette.muted)).frame(false);
            if labelled(ui.add(cross).on_hover_text(&remove), &remove, false).clicked() {
                commands.push(Command::Request(Request::RemoveQuery { query: query.name.clone() }));
                ui.close();
            }
        });
    }

    /// Shows a saved query: as it is run for its tag, in articles alone.
    fn show_saved(&mut self, query: &SavedQuery) {
        self.query = query.query();
        self.used = query.query();
        (self.saved, self.extent, self.again, self.naming) = (Some(query.id), query.extent, false, None);
    }

    /// The row in which a query is given a name and a tag.
    pub(super) fn naming(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let Some(mut naming) = self.naming.take() else { return };
        let notebook = view.session.notebook();
        if std::mem::take(&mut naming.focus)
            && naming.name.is_empty()
            && let Some(query) = self.shown_query(view)
        {
            (naming.name, naming.tag) = (query.name.clone(), query.tag);
        }
        let mut state = None;
        ui.horizontal_wrapped(|ui| {
            ui.add_space(super::bar::SIDE_PX);
            let hint = view.text("concordance-query-name");
            let edit = egui::TextEdit::singleline(&mut naming.name).hint_text(hint.as_str()).desired_width(140.0);
            let response = ui.add(edit);
            widgets::name_field(&response, &hint);
            if naming.name.is_empty() && !response.has_focus() && !response.lost_focus() {
                response.request_focus();
            }
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let none = view.text("concordance-no-tag");
            let shown = naming.tag.and_then(|tag| notebook.tags().get(&tag)).map_or(&none, |tag| &tag.name);
            let label = view.text("concordance-query-tag");
            let combo = ComboBox::from_id_salt("query tag").selected_text(shown.as_str()).show_ui(ui, |ui| {
                ui.selectable_value(&mut naming.tag, None, none.as_str());
                for tag in notebook.codebook() {
                    ui.selectable_value(&mut naming.tag, Some(tag.id), tag.name.as_str());
                }
            });
            super::bar::name_combo(view, &combo.response, &label, shown);
            let save = theme::primary_button(&view.palette, view.text("concordance-save-query"));
            let can_save = !naming.name.trim().is_empty();
            if ui.add_enabled(can_save, save).clicked() || entered && can_save {
                state = Some(true);
            }
            if ui.button(view.text("button-cancel")).clicked() {
                state = Some(false);
            }
        });
        match state {
            Some(true) => {
                let tag = naming.tag.and_then(|tag| notebook.tags().get(&tag)).map(|tag| tag.name.clone());
                let name = naming.name.trim().to_owned();
                let (text, options) = (self.used.text.clone(), self.used.options);
                self.save_as = Some(name.clone());
                let extent = self.extent;
                commands.push(Command::Request(Request::SaveQuery { name, text, options, tag, extent }));
            }
            Some(false) => {}
            None => self.naming = Some(naming),
        }
    }

    /// A query that was just saved is the one that is shown.
    pub(super) fn follow_saved(&mut self, view: &View<'_>) {
        if let Some(query) = self.save_as.as_deref().and_then(|name| view.session.query_named(name)) {
            self.save_as = None;
            self.show_saved(query);
        }
    }

    /// What the saved query that is shown would tag, and the button that has it do so.
    pub(super) fn autocoding(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let Some(query) = self.shown_query(view) else { return };
        let Some(tag) = query.tag.and_then(|tag| view.session.notebook().tags().get(&tag)) else { return };
        ui.horizontal_wrapped(|ui| {
            ui.add_space(super::bar::SIDE_PX);
            ui.label(RichText::new(view.text("concordance-autocode")).color(view.palette.muted));
            let _ = widgets::chip(ui, tag, &tag.name);
            let Some(plan) = view.plan else {
                ui.label(RichText::new(view.text("concordance-planning")).color(view.palette.muted));
                return;
            };
            let message = Message::new("concordance-plan")
                .with("hits", view.concordance.len())
                .with("count", plan.places.len())
                .with("there", plan.there)
                .with("declined", plan.declined);
            ui.label(RichText::new(view.say(&message)).color(view.palette.ink));
            if plan.declined > 0 || self.again {
                let again = view.text("concordance-again");
                ui.checkbox(&mut self.again, again).on_hover_text(view.text("concordance-again-hint"));
            }
            let text = view.say(&Message::new("concordance-run").with("count", plan.places.len()));
            let button = theme::primary_button(&view.palette, text);
            let response = ui.add_enabled(!plan.places.is_empty(), button);
            if response.on_hover_text(view.text("concordance-run-hint")).clicked() {
                commands.push(Command::Autocode { query: query.id, again: self.again });
            }
        });
    }
}
