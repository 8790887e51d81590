//! The filter above the list: tags, source, author, days, words of the comment.

use egui::{ComboBox, Key, RichText, ScrollArea, Ui, UiBuilder, vec2};

use super::list::QuotationList;
use crate::i18n::Message;
use crate::session::{QuotationFilter, WhichDate, quoted};
use crate::ui::view::{View, labelled};
use crate::ui::widgets;

/// What the bar keeps between frames.
#[derive(Default)]
pub(super) struct FilterBar {
    focus: bool,
}

/// How a tag is added to a combination.
#[derive(Clone, Copy)]
enum Adding {
    And,
    Or,
    Not,
}

impl FilterBar {
    pub(super) fn take_focus(&mut self) {
        self.focus = true;
    }

    /// Draws it; tells whether the list is to take the keyboard.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        filter: &mut QuotationFilter,
        list: &QuotationList,
    ) -> bool {
        let mut done = false;
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            ui.add_space(14.0);
            let hint = view.text("filter-tags");
            let width = ui.available_width() - 92.0;
            let edit = egui::TextEdit::singleline(&mut filter.tags)
                .id_salt("tags")
                .hint_text(hint.as_str())
                .desired_width(width);
            let response = ui.add(edit).on_hover_text(view.text("filter-tags-hint"));
            widgets::name_field(&response, &hint);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            done |= entered(ui, &response);
            add_tag(ui, view, filter);
        });
        let room = ui.available_rect_before_wrap().shrink2(vec2(14.0, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                let hint = view.text("filter-words");
                let edit = egui::TextEdit::singleline(&mut filter.words)
                    .id_salt("words")
                    .hint_text(hint.as_str())
                    .desired_width(104.0);
                let response = ui.add(edit);
                widgets::name_field(&response, &hint);
                done |= entered(ui, &response);
                let hint = view.text("filter-dates");
                let edit = egui::TextEdit::singleline(&mut filter.dates)
                    .id_salt("dates")
                    .hint_text(hint.as_str())
                    .desired_width(104.0);
                let response = ui.add(edit).on_hover_text(view.text("filter-dates-hint"));
                widgets::name_field(&response, &hint);
                done |= entered(ui, &response);
                which_date(ui, view, filter);
                sources(ui, view, filter, list);
                authors(ui, view, filter, list);
                if !filter.is_empty() && ui.button(view.text("filter-clear")).clicked() {
                    *filter = QuotationFilter { which_date: filter.which_date, ..QuotationFilter::default() };
                }
            });
        });
        // Below the fields: what comes and goes while one types must move none of them.
        if let Some(error) = list.error() {
            ui.horizontal_wrapped(|ui| {
                ui.add_space(14.0);
                ui.label(RichText::new(view.say(&error.message())).color(view.palette.warning).small());
            });
        }
        ui.add_space(6.0);
        done
    }
}

/// Enter in a field goes on to the list.
fn entered(ui: &Ui, response: &egui::Response) -> bool {
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// A menu of all tags, each to be added with and, or, not.
fn add_tag(ui: &mut Ui, view: &View<'_>, filter: &mut QuotationFilter) {
    let button = egui::Button::new(view.text("filter-add-tag"));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_width(260.0);
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for node in view.views.tag_tree.nodes() {
                ui.horizontal(|ui| {
                    ui.add_space(14.0 * node.depth.min(8) as f32);
                    let mut add = None;
                    let name = crate::notebook::tag_path::leaf(&node.path);
                    let plain = ui.add(egui::Button::new(name).frame_when_inactive(false));
                    if labelled(plain, &node.path, false).clicked() {
                        add = Some(Adding::And);
                    }
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        ui.spacing_mut().item_spacing.x = 2.0;
                        let ways =
                            [("filter-not", Adding::Not), ("filter-or", Adding::Or), ("filter-and", Adding::And)];
                        for (id, way) in ways {
                            let text = RichText::new(view.text(id)).color(view.palette.muted);
                            let button = ui.add(egui::Button::new(text).frame_when_inactive(false));
                            if labelled(button, &format!("{} {}", view.text(id), node.path), false).clicked() {
                                add = Some(way);
                            }
                        }
                    });
                    if let Some(way) = add {
                        filter.tags = added(view, &filter.tags, &node.path, way);
                        ui.close();
                    }
                });
            }
        });
    });
    response.on_hover_text(view.text("filter-add-tag-hint"));
}

/// A combination with one more tag.
fn added(view: &View<'_>, tags: &str, path: &str, way: Adding) -> String {
    let (and, or, not) = (view.text("filter-and"), view.text("filter-or"), view.text("filter-not"));
    let (tags, name) = (tags.trim(), quoted(path));
    match way {
        Adding::Not if tags.is_empty() => format!("{not} {name}"),
        _ if tags.is_empty() => name,
        Adding::And => format!("{tags} {and} {name}"),
        Adding::Or => format!("{tags} {or} {name}"),
        Adding::Not => format!("{tags} {and} {not} {name}"),
    }
}

fn which_date(ui: &mut Ui, view: &View<'_>, filter: &mut QuotationFilter) {
    let (id, next) = match filter.which_date {
        WhichDate::Issue => ("filter-date-issue", WhichDate::Made),
        WhichDate::Made => ("filter-date-made", WhichDate::Issue),
    };
    let text = RichText::new(view.text(id)).color(view.palette.muted);
    if ui.add(egui::Button::new(text)).on_hover_text(view.text("filter-date-switch")).clicked() {
        filter.which_date = next;
    }
}

/// Most characters of a name that the bar shows.
const NAME_CHARS: usize = 14;

fn short(name: &str) -> String {
    let mut short: String = name.chars().take(NAME_CHARS).collect();
    if name.chars().nth(NAME_CHARS).is_some() {
        short.push('…');
    }
    short
}

fn sources(ui: &mut Ui, view: &View<'_>, filter: &mut QuotationFilter, list: &QuotationList) {
    let every = view.text("filter-every-source");
    let name = list.sources().iter().find(|(id, _)| Some(*id) == filter.source).map_or(&every, |(_, name)| name);
    let shown = short(name);
    let combo = ComboBox::from_id_salt("source").selected_text(shown.clone()).width(90.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut filter.source, None, every.as_str());
        for (id, name) in list.sources() {
            ui.selectable_value(&mut filter.source, Some(*id), name.as_str());
        }
    });
    name_combo(view, &combo.response, "filter-source", &shown);
}

fn authors(ui: &mut Ui, view: &View<'_>, filter: &mut QuotationFilter, list: &QuotationList) {
    let every = view.text("filter-every-author");
    let shown = short(filter.author.as_deref().unwrap_or(&every));
    let nameless = view.text("filter-no-name");
    let combo = ComboBox::from_id_salt("author").selected_text(shown.clone()).width(90.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut filter.author, None, every.as_str());
        for author in list.authors() {
            let label = if author.is_empty() { &nameless } else { author };
            ui.selectable_value(&mut filter.author, Some(author.clone()), label.as_str());
        }
    });
    name_combo(view, &combo.response, "filter-author", &shown);
}

fn name_combo(view: &View<'_>, response: &egui::Response, id: &'static str, shown: &str) {
    let name = view.say(&Message::new("filter-named").with("what", view.text(id)).with("name", shown));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
}
