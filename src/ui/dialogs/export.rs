//! What is exported and how, with a look at what will come of it.

use egui::{EventFilter, Key, Modifiers, Response, RichText, ScrollArea, Ui};
use serde::{Deserialize, Serialize};

use super::{DialogState, title};
use crate::exchange::{CitationStyle, ExportOrder, Format};
use crate::i18n::Message;
use crate::notebook::{Revision, TagId};
use crate::page::ArticleId;
use crate::session::QuotationFilter;
use crate::ui::command::{Command, Commands};
use crate::ui::note_preview::NotePreview;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, theme, widgets};

/// Width of the list of formats, in points.
const FORMATS_PX: f32 = 190.0;
/// Most room that the dialog takes, and what is left around it.
const MOST_PX: egui::Vec2 = egui::vec2(940.0, 600.0);
const AROUND_PX: egui::Vec2 = egui::vec2(90.0, 100.0);
/// Lowest preview.
const LEAST_PREVIEW_PX: f32 = 90.0;

/// Characters of the article around a quotation, as they can be chosen.
const CONTEXTS: [usize; 4] = [0, 20, 50, 100];

/// Longest heading of a file.
const TITLE_CHARS: usize = 120;

/// The formats as they are offered, in groups.
const GROUPS: [(&str, &[Format]); 4] = [
    ("export-group-read", &[Format::Markdown, Format::Html, Format::Docx]),
    ("export-group-tables", &[Format::Csv, Format::Xlsx]),
    ("export-group-report", &[Format::ReportHtml, Format::ReportDocx]),
    ("export-group-programs", &[Format::WebAnnotation, Format::Qdpx, Format::Qdc, Format::CodebookCsv]),
];

/// How notes are written: kept from one export to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportChoice {
    /// The kind of file.
    pub format: Format,
    /// How notes are grouped.
    pub order: ExportOrder,
    /// How citations are written.
    pub citation: CitationStyle,
    /// Characters of the article before and behind each quotation.
    pub context_chars: usize,
}

/// Which notes are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ExportScope {
    /// All.
    #[default]
    All,
    /// The quotations of a tag.
    Tag(TagId),
    /// The quotations that pass a filter.
    Filter(QuotationFilter),
    /// What belongs to an article.
    Article(ArticleId),
}

/// What is exported, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportPlan {
    /// How.
    pub choice: ExportChoice,
    /// What.
    pub scope: ExportScope,
    /// Heading of the file; blank for the name of the notebook.
    pub title: String,
}

/// What a preview is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewKey {
    /// What would be exported.
    pub plan: ExportPlan,
    /// Of the notebook as of then.
    pub revision: Revision,
    /// Over the pages as of then.
    pub pages_revision: u64,
}

/// The beginning of what would be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Safe to show.
    pub text: String,
    /// Whether more follows.
    pub is_cut: bool,
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct ExportNotes {
    /// What is chosen.
    pub plan: ExportPlan,
    /// The latest preview, or why there is none, and of what it is.
    pub preview: Option<(PreviewKey, Result<Preview, Message>)>,
    /// What a preview was asked for last, unless that was stopped: one that fails is not asked for again and again.
    pub asked: Option<PreviewKey>,
    scopes: Vec<(ExportScope, Message)>,
    /// The preview of what is read as it is set.
    set: NotePreview,
    /// The keyboard is to come to the list of formats.
    takes_keyboard: bool,
    /// The list of formats has the keyboard.
    has_keyboard: bool,
}

impl ExportNotes {
    /// The dialog, with what was chosen last; besides `all` notes, those of `scopes` are offered, each by its name.
    #[must_use]
    pub fn new(choice: ExportChoice, all: Message, scopes: Vec<(ExportScope, Message)>) -> Self {
        let all = (ExportScope::All, all);
        Self {
            plan: ExportPlan { choice, ..ExportPlan::default() },
            preview: None,
            asked: None,
            scopes: std::iter::once(all).chain(scopes).collect(),
            set: NotePreview::default(),
            takes_keyboard: true,
            has_keyboard: false,
        }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, state: &mut DialogState, commands: &mut Commands) {
        let room = (ui.ctx().content_rect().size() - AROUND_PX).min(MOST_PX);
        ui.set_width(room.x);
        let entered = self.take_keys(ui);
        title(ui, view.text("command-export-notes").trim_end_matches('…'));
        ui.label(RichText::new(view.text("export-what")).color(view.palette.muted));
        ui.add_space(8.0);
        // The title is above, the buttons are below.
        let height = (room.y - 130.0).max(LEAST_PREVIEW_PX);
        ui.horizontal_top(|ui| {
            // Whatever is chosen, the dialog stays where it is.
            ui.set_min_height(height);
            ui.vertical(|ui| {
                ui.set_width(FORMATS_PX);
                ScrollArea::vertical().id_salt("formats").max_height(height).show(ui, |ui| self.formats(ui, view));
            });
            ui.add_space(12.0);
            // Where the options and the preview are too high together, they scroll; the buttons below stay.
            ScrollArea::vertical().id_salt("options").max_height(height).show(ui, |ui| {
                ui.vertical(|ui| {
                    let top = ui.cursor().top();
                    self.options(ui, view);
                    ui.add_space(6.0);
                    let left = height - (ui.cursor().top() - top);
                    self.show_preview(ui, view, left.max(LEAST_PREVIEW_PX), commands);
                });
            });
        });
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let save = ui.add(theme::primary_button(&view.palette, view.text("export-save")));
            let label = view.text("export-save");
            if labelled(save, &label, false).on_hover_text(view.text("export-save-hint")).clicked() || entered {
                commands.push(Command::Export(self.plan.clone()));
                *state = DialogState::Closed;
            }
            if ui.button(view.text("button-cancel")).clicked() {
                *state = DialogState::Closed;
            }
        });
    }

    /// Up and down choose a format, Enter goes on, unless the keyboard is elsewhere in the dialog; tells whether to go on.
    fn take_keys(&mut self, ui: &Ui) -> bool {
        if !self.has_keyboard && ui.memory(|memory| memory.focused()).is_some() {
            return false;
        }
        let (up, down, enter) = ui.input_mut(|input| {
            let mut key = |key| input.consume_key(Modifiers::NONE, key);
            (key(Key::ArrowUp), key(Key::ArrowDown), key(Key::Enter))
        });
        let all: Vec<Format> = GROUPS.iter().flat_map(|(_, formats)| formats.iter().copied()).collect();
        let at = all.iter().position(|format| *format == self.plan.choice.format).unwrap_or(0);
        let to = (at + usize::from(down)).saturating_sub(usize::from(up)).min(all.len() - 1);
        if to != at {
            self.plan.choice.format = all[to];
            self.takes_keyboard = true;
        }
        enter
    }

    fn formats(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.spacing_mut().item_spacing.y = 2.0;
        self.has_keyboard = false;
        for (group, formats) in GROUPS {
            ui.label(RichText::new(view.text(group)).color(view.palette.muted).small());
            for format in formats {
                let selected = self.plan.choice.format == *format;
                let response = choice(ui, &view.text(format_name(*format)), selected, FORMATS_PX - 16.0);
                let response = response.on_hover_text(view.text(format_use(*format)));
                if response.clicked() {
                    self.plan.choice.format = *format;
                    self.takes_keyboard = true;
                }
                if selected && self.takes_keyboard {
                    self.takes_keyboard = false;
                    response.request_focus();
                    response.scroll_to_me(None);
                }
                if response.has_focus() {
                    self.has_keyboard = true;
                    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
                    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
                }
            }
            ui.add_space(6.0);
        }
    }

    fn options(&mut self, ui: &mut Ui, view: &View<'_>) {
        let Self { plan, scopes, .. } = self;
        ui.label(RichText::new(view.text(format_use(plan.choice.format))).color(view.palette.ink));
        ui.add_space(4.0);
        let has_quotations = plan.choice.format.has_quotations();
        ui.add_enabled_ui(has_quotations, |ui| {
            row(ui, view, "export-scope", |ui| {
                for (scope, name) in scopes.iter() {
                    if choice(ui, &view.say(name), plan.scope == *scope, 0.0).clicked() {
                        plan.scope = scope.clone();
                    }
                }
            });
            row(ui, view, "export-title", |ui| {
                let hint = view.text("export-title-hint");
                let field = egui::TextEdit::singleline(&mut plan.title).hint_text(hint.as_str()).desired_width(280.0);
                widgets::name_field(&ui.add(field.char_limit(TITLE_CHARS)), &view.text("export-title"));
            });
        });
        // What programs read has its own order, and names no place in words.
        let is_written = has_quotations && !matches!(plan.choice.format, Format::WebAnnotation | Format::Qdpx);
        ui.add_enabled_ui(is_written, |ui| {
            row(ui, view, "export-order", |ui| {
                for (order, id) in [
                    (ExportOrder::ByArticle, "export-by-article"),
                    (ExportOrder::ByTag, "export-by-tag"),
                    (ExportOrder::ByDate, "export-by-date"),
                    (ExportOrder::AsMade, "export-as-made"),
                ] {
                    if choice(ui, &view.text(id), plan.choice.order == order, 0.0).clicked() {
                        plan.choice.order = order;
                    }
                }
            });
            row(ui, view, "export-citation", |ui| {
                for (style, id) in [
                    (CitationStyle::House, "export-cite-house"),
                    (CitationStyle::GbT7714, "export-cite-gbt"),
                    (CitationStyle::Plain, "export-cite-plain"),
                ] {
                    if choice(ui, &view.text(id), plan.choice.citation == style, 0.0).clicked() {
                        plan.choice.citation = style;
                    }
                }
            });
            row(ui, view, "export-context", |ui| {
                for chars in CONTEXTS {
                    let name = match chars {
                        0 => view.text("export-context-none"),
                        _ => view.say(&Message::new("export-context-chars").with("count", chars)),
                    };
                    if choice(ui, &name, plan.choice.context_chars == chars, 0.0).clicked() {
                        plan.choice.context_chars = chars;
                    }
                }
            });
        });
    }

    /// What was made for another choice stays, muted, until the next is there: so nothing flickers.
    fn show_preview(&mut self, ui: &mut Ui, view: &View<'_>, height: f32, commands: &mut Commands) {
        let format = self.plan.choice.format;

        ui.horizontal(|ui| {
            ui.label(RichText::new(view.text("export-preview")).font(fonts::sans_bold(theme::INTERFACE_PX)));
            let told = if format.is_previewed_as_it_is() { "export-preview-text" } else { "export-preview-alike" };
            ui.add(egui::Label::new(RichText::new(view.text(told)).color(view.palette.muted).small()).truncate());
        });
        let frame = egui::Frame::new().fill(view.palette.paper).stroke(egui::Stroke::new(1.0, view.palette.line));
        frame.inner_margin(10).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let area = ScrollArea::vertical().id_salt("preview").max_height((height - 50.0).max(40.0));
            area.auto_shrink([false, false]).show(ui, |ui| match &self.preview {
                None => {
                    ui.label(RichText::new(view.text("export-preview-making")).color(view.palette.muted));
                }
                Some((_, Err(why))) => {
                    ui.label(RichText::new(view.say(why)).color(view.palette.warning));
                }
                Some((key, Ok(preview))) => {
                    if is_set(format) && is_set(key.plan.choice.format) {
                        self.set.show(ui, view, &preview.text, commands);
                    } else {
                        let color = if key.plan == self.plan { view.palette.ink } else { view.palette.muted };
                        ui.label(RichText::new(&preview.text).color(color));
                    }
                    if preview.is_cut {
                        ui.label(RichText::new(view.text("export-preview-cut")).color(view.palette.muted).small());
                    }
                }
            });
        });
    }
}

/// Whether a file of this format is read as it is set, so that signs of Markdown would be riddles in its preview.
fn is_set(format: Format) -> bool {
    matches!(format, Format::Html | Format::Docx | Format::Qdpx | Format::ReportHtml | Format::ReportDocx)
}

/// One of several, of which one is chosen.
fn choice(ui: &mut Ui, name: &str, selected: bool, width: f32) -> Response {
    // Not by its ground alone.
    let text = if selected { RichText::new(name).font(fonts::sans_bold(theme::INTERFACE_PX)) } else { name.into() };
    let button = egui::Button::selectable(selected, text).min_size(egui::vec2(width, 0.0));
    labelled(ui.add(button), name, selected)
}

fn row(ui: &mut Ui, view: &View<'_>, id: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(64.0, 24.0), egui::Sense::hover());
        let font = fonts::sans(theme::INTERFACE_PX);
        widgets::elided(ui, &view.text(id), font, view.palette.muted, rect.left_center(), rect.width());
        add(ui);
    });
}

/// Id of what a format is called.
#[must_use]
pub fn format_name(format: Format) -> &'static str {
    match format {
        Format::Markdown => "format-markdown",
        Format::Html => "format-html",
        Format::Docx => "format-docx",
        Format::Csv => "format-csv",
        Format::Xlsx => "format-xlsx",
        Format::WebAnnotation => "format-json",
        Format::Qdc => "format-qdc",
        Format::Qdpx => "format-qdpx",
        Format::CodebookCsv => "format-codebook",
        Format::ReportHtml => "format-report-html",
        Format::ReportDocx => "format-report-docx",
    }
}

/// What a format is for.
fn format_use(format: Format) -> &'static str {
    match format {
        Format::Markdown => "format-markdown-use",
        Format::Html => "format-html-use",
        Format::Docx => "format-docx-use",
        Format::Csv => "format-csv-use",
        Format::Xlsx => "format-xlsx-use",
        Format::WebAnnotation => "format-json-use",
        Format::Qdc => "format-qdc-use",
        Format::Qdpx => "format-qdpx-use",
        Format::CodebookCsv => "format-codebook-use",
        Format::ReportHtml => "format-report-html-use",
        Format::ReportDocx => "format-report-docx-use",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_offered_once() {
        let offered: Vec<Format> = GROUPS.iter().flat_map(|(_, formats)| formats.iter().copied()).collect();
        assert_eq!(offered.len(), Format::ALL.len());
        assert!(Format::ALL.iter().all(|format| offered.contains(format)));
    }

    #[test]
    fn what_was_chosen_last_is_read_again_also_from_an_older_version() {
        let choice = ExportChoice { format: Format::Qdpx, context_chars: 50, ..ExportChoice::default() };
        let text = ron::to_string(&choice).unwrap();
        assert_eq!(ron::from_str::<ExportChoice>(&text).unwrap(), choice);
        assert_eq!(ron::from_str::<ExportChoice>("()").unwrap(), ExportChoice::default());
    }
}
