use egui::{RichText, ScrollArea, Ui};

use super::{Inspector, heading};
use crate::i18n::Message;
use crate::lexis::Suggestion;
use crate::notebook::{KeywordList, QueryOptions, WordRole};
use crate::search::ListIndex;
use crate::session::{
    Action, ConcordanceQuery, Inspected, KEYWORD_COLORS, KeywordHits, Request, Scope, query_of_terms,
};
use crate::ui::command::{Command, Commands};
use crate::ui::view::{View, labelled};
use crate::ui::widgets;

impl Inspector {
    pub(super) fn keywords(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let hits = match view.workspace.inspected() {
            Inspected::Article(article) => view.hits.get(&article),
            Inspected::Missing(_) | Inspected::Nothing => None,
        };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.add_space(10.0);
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width() - 10.0);
                    let lists = view.session.notebook().ordered_keyword_lists();
                    if lists.is_empty() {
                        widgets::hint(ui, view, &view.text("keywords-empty"));
                    }
                    for (list, at) in lists.into_iter().zip(0u32..) {
                        self.list(ui, view, list, ListIndex(at), hits, commands);
                    }
                    self.new_list(ui, view, commands);
                    files(ui, view, commands);
                    suggestions(ui, view, commands);
                    self.words(ui, view, WordRole::Own, commands);
                    self.words(ui, view, WordRole::Stop, commands);
                    ui.add_space(24.0);
                });
            });
        });
    }

    fn list(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        list: &KeywordList,
        index: ListIndex,
        hits: Option<&KeywordHits>,
        commands: &mut Commands,
    ) {
        let name = || list.name.clone();
        let of_list =
            || hits.into_iter().flat_map(|hits| hits.by_part.iter().flatten()).filter(|hit| hit.list == index);
        ui.horizontal(|ui| {
            let mut on = list.on;
            let check = ui.checkbox(&mut on, "").on_hover_text(view.text("keywords-switch"));
            check.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, list.on, &list.name));
            if check.changed() {
                commands.push(Command::Request(Request::SwitchKeywordList { list: name(), on }));
            }
            let swatch = widgets::swatch(ui, widgets::color32(list.color), false, &view.text("keywords-recolor"));
            egui::Popup::menu(&swatch.on_hover_text(view.text("keywords-recolor"))).show(|ui| {
                if let Some(color) = widgets::color_choice(ui, &KEYWORD_COLORS, list.color) {
                    commands.push(Command::Request(Request::RecolorKeywordList { list: name(), color }));
                    ui.close();
                }
            });
            self.list_name(ui, view, list, commands);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let remove = egui::Button::new(RichText::new("×").color(view.palette.muted)).frame(false);
                let response = ui.add(remove).on_hover_text(view.text("keywords-remove-list"));
                if labelled(response, &view.text("keywords-remove-list"), false).clicked() {
                    commands.push(Command::Request(Request::RemoveKeywordList { list: name() }));
                }
                self.list_menu(ui, view, list, commands);
            });
        });
        if list.on {
            counts(ui, view, (list, index), of_list().count(), commands);
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            let wash = view.palette.keyword_wash(widgets::color32(list.color));
            for (at, term) in list.terms.iter().enumerate() {
                let count = hits.filter(|_| list.on).map_or(0, |hits| view.keywords.count(hits, index, at));
                let text = if count > 0 { format!("{term} {count}") } else { term.clone() };
                let button = egui::Button::new(RichText::new(text).color(view.palette.ink)).fill(wash).small();
                let response = ui.add(button).on_hover_text(view.text("keywords-term-hint"));
                let response = labelled(response, term, false);
                response.context_menu(|ui| {
                    if ui.button(view.text("keywords-show-lines")).clicked() {
                        commands.push(Command::Concordance(lines_of(std::slice::from_ref(term), list.whole_words)));
                        ui.close();
                    }
                    if ui.button(view.text("keywords-remove-term")).clicked() {
                        let terms = list.terms.iter().filter(|other| *other != term).cloned().collect();
                        commands.push(Command::Request(Request::SetTerms { list: name(), terms }));
                    }
                });
                if response.clicked() && count > 0 {
                    commands.push(Command::NextHitOf(view.keywords.number(index, at)));
                }
            }
        });
        let text = self.new_term.entry(list.id).or_default();
        let hint = view.text("keywords-new-term");
        let response = ui.add(egui::TextEdit::singleline(text).hint_text(hint.as_str()).desired_width(f32::INFINITY));
        let label = format!("{hint} {}", list.name);
        widgets::name_field(&response, &label);
        if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) && !text.trim().is_empty() {
            let added = std::mem::take(text);
            let added = new_terms(&added);
            let terms = list.terms.iter().cloned().chain(added).collect();
            commands.push(Command::Request(Request::SetTerms { list: name(), terms }));
            response.request_focus();
        }
        ui.add_space(10.0);
    }

    fn list_name(&mut self, ui: &mut Ui, view: &View<'_>, list: &KeywordList, commands: &mut Commands) {
        if let Some((id, name)) = &mut self.edited_list
            && *id == list.id
        {
            let response = ui.add(egui::TextEdit::singleline(name).desired_width(120.0));
            widgets::name_field(&response, &view.text("field-list-name"));
            if response.lost_focus() {
                if name.trim() != list.name {
                    commands.push(Command::Request(Request::RenameKeywordList {
                        list: list.name.clone(),
                        to: name.clone(),
                    }));
                }
                self.edited_list = None;
            } else if !response.has_focus() {
                response.request_focus();
            }
            return;
        }
        let label = egui::Label::new(RichText::new(&list.name).strong()).sense(egui::Sense::click());
        let response = ui.add(label).on_hover_text(view.text("keywords-rename"));
        if response.clicked() {
            self.edited_list = Some((list.id, list.name.clone()));
        }
    }

    fn new_list(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        ui.horizontal(|ui| {
            let hint = view.text("keywords-new-list");
            let width = ui.available_width() - 64.0;
            let edit = egui::TextEdit::singleline(&mut self.new_list).hint_text(hint.as_str()).desired_width(width);
            let response = ui.add(edit);
            widgets::name_field(&response, &hint);
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if (ui.button(view.text("button-add")).clicked() || entered) && !self.new_list.trim().is_empty() {
                let name = std::mem::take(&mut self.new_list);
                commands.push(Command::Request(Request::AddKeywordList { name, color: None, terms: Vec::new() }));
            }
        });
    }
}

/// Terms as they are typed, parted by blanks and commas; a group or an expression is one term.
fn new_terms(typed: &str) -> Vec<String> {
    if typed.contains(['=', '＝', '"']) || typed.trim().starts_with('/') {
        return vec![typed.to_owned()];
    }
    typed.split([' ', '　', '、', '，', ',', '；', ';']).map(str::to_owned).collect()
}

/// The query that shows the lines of some terms.
fn lines_of(terms: &[String], whole_words: bool) -> ConcordanceQuery {
    let options = QueryOptions { whole_words, ..QueryOptions::default() };
    let scope = Scope { articles: true, quotations: false, comments: false, notes: false };
    ConcordanceQuery { text: query_of_terms(terms), options, scope }
}

/// Hits of a list in the article that is read and in all; a click shows their lines.
fn counts(
    ui: &mut Ui,
    view: &View<'_>,
    (list, index): (&KeywordList, ListIndex),
    here: usize,
    commands: &mut Commands,
) {
    let all = view.tally.list(index);
    let message =
        Message::new("keywords-hits").with("count", here).with("all", all.hits).with("articles", all.articles);
    let text = RichText::new(view.say(&message)).color(view.palette.muted).small();
    let button = ui.add_enabled(all.hits > 0, egui::Button::new(text).frame_when_inactive(false).small());
    if button.on_hover_text(view.text("keywords-show-lines")).clicked() {
        commands.push(Command::Concordance(lines_of(&list.terms, list.whole_words)));
    }
}

/// Lists come from files, and go into them.
fn files(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        let import = ui.button(view.text("keywords-import")).on_hover_text(view.text("keywords-import-hint"));
        if import.clicked() {
            commands.push(Command::Do(Action::ImportKeywords));
        }
        let button = egui::Button::new(view.text("keywords-export"));
        let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            let actions = [Action::ExportKeywordsText, Action::ExportKeywordsCsv];
            commands.extend(widgets::action_menu(ui, view, &[&actions]).map(Command::Do));
        });
        response.on_hover_text(view.text("keywords-export-hint"));
    });
}

impl Inspector {
    fn list_menu(&mut self, ui: &mut Ui, view: &View<'_>, list: &KeywordList, commands: &mut Commands) {
        let button = egui::Button::new(RichText::new("⋯").color(view.palette.muted)).frame_when_inactive(false);
        let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            let mut whole = list.whole_words;
            let text = view.text("keywords-whole-words");
            if ui.checkbox(&mut whole, text).on_hover_text(view.text("keywords-whole-words-hint")).changed() {
                let request = Request::SetWholeWords { list: list.name.clone(), on: whole };
                commands.push(Command::Request(request));
                ui.close();
            }
            if ui.button(view.text("keywords-show-lines")).clicked() {
                commands.push(Command::Concordance(lines_of(&list.terms, list.whole_words)));
                ui.close();
            }
        });
        let name = view.say(&Message::new("keywords-menu").with("name", list.name.as_str()));
        let _ = labelled(response.on_hover_text(&name), &name, false);
    }

    /// Words that the user has given to the lexicon.
    fn words(&mut self, ui: &mut Ui, view: &View<'_>, role: WordRole, commands: &mut Commands) {
        let (title, hint) = match role {
            WordRole::Own => ("keywords-own-words", "keywords-own-words-hint"),
            WordRole::Stop => ("keywords-stop-words", "keywords-stop-words-hint"),
        };
        ui.add_space(8.0);
        let title = view.text(title);
        ui.label(RichText::new(&title).color(view.palette.muted)).on_hover_text(view.text(hint));
        let words = view.session.notebook().words_of(role);
        let has_words = !words.is_empty();
        let row = |ui: &mut Ui, commands: &mut Commands| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for word in words {
                let button = ui.add(egui::Button::new(format!("{word} ×")).small());
                let remove = view.say(&Message::new("keywords-remove-word").with("name", word));
                if labelled(button.on_hover_text(&remove), &remove, false).clicked() {
                    commands.push(Command::Request(Request::RemoveWords { role, words: vec![word.to_owned()] }));
                }
            }
        };
        if has_words {
            ui.horizontal_wrapped(|ui| row(ui, commands));
        }
        let text = self.new_word.entry(role).or_default();
        let edit = egui::TextEdit::singleline(text).hint_text(view.text(hint)).desired_width(f32::INFINITY);
        let response = ui.add(edit);
        widgets::name_field(&response, &title);
        if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) && !text.trim().is_empty() {
            let words = new_terms(&std::mem::take(text));
            commands.push(Command::Request(Request::AddWords { role, words }));
            response.request_focus();
        }
    }
}

fn suggestions(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.add_space(8.0);
    heading(ui, view, &view.text("keywords-suggested"));
    let Some(suggestions) = view.suggestions else {
        let enabled = view.is_enabled(Action::SuggestKeywords);
        if ui.add_enabled(enabled, egui::Button::new(view.text("command-suggest-keywords"))).clicked() {
            commands.push(Command::Do(Action::SuggestKeywords));
        }
        return;
    };
    let known: Vec<&String> = view.session.notebook().keyword_lists().values().flat_map(|list| &list.terms).collect();
    let stopped = view.session.notebook().words_of(WordRole::Stop);
    let is_new = |it: &&Suggestion| !known.contains(&&it.term) && !stopped.contains(&it.term.as_str());
    let new: Vec<&Suggestion> = suggestions.iter().filter(is_new).collect();
    if new.is_empty() {
        widgets::hint(ui, view, &view.text("keywords-suggested-none"));
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        for suggestion in &new {
            let why = Message::new("keywords-why")
                .with("count", suggestion.count)
                .with("articles", suggestion.documents)
                .with("score", format!("{:.1}", suggestion.score));
            let button = egui::Button::new(format!("＋{}", suggestion.term)).small();
            let response = ui.add(button).on_hover_text(view.say(&why));
            response.context_menu(|ui| {
                let terms = || vec![suggestion.term.clone()];
                if ui.button(view.text("keywords-show-lines")).clicked() {
                    commands.push(Command::Concordance(lines_of(&terms(), false)));
                    ui.close();
                }
                if ui.button(view.text("keywords-stop-it")).clicked() {
                    commands.push(Command::Request(Request::AddWords { role: WordRole::Stop, words: terms() }));
                    ui.close();
                }
            });
            if response.clicked() {
                commands.push(Command::TakeSuggestions(vec![suggestion.term.clone()]));
            }
        }
    });
    if ui.button(view.text("keywords-take-all")).clicked() {
        let terms = new.iter().map(|suggestion| suggestion.term.clone()).collect();
        commands.push(Command::TakeSuggestions(terms));
    }
}
