//! What stands over the window: the field for a path, the sheet of shortcuts, a notebook that does not open.

mod backups;
mod bin;
mod differences;
mod export;
mod issue;
mod rescan;
mod taken_in;
mod verified;

use std::path::PathBuf;

use egui::{Id, Key, Modal, RichText, ScrollArea, Ui};

use super::command::{Command, Commands, PathPurpose};
use super::desk::DeskCommand;
use super::view::View;
use super::{keys, theme, typography, widgets};
use crate::i18n::Message;
use crate::library::shown;
use crate::notebook::AnnotationId;
use crate::page::SourceId;
use crate::session::{COMMANDS, Request};
use crate::text::CharSpan;

pub use backups::{BackupRow, Backups};
pub use bin::Bin;
pub use export::{ExportChoice, ExportNotes, ExportPlan, ExportScope, Preview, PreviewKey, format_name};
pub use issue::IssueDraft;
pub(super) use issue::doubt_message;
pub use rescan::Rescanned;
pub use taken_in::TakenInDialog;
pub use verified::Verified;

/// What stands over the window.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// A field for a path, where the system has no dialogs.
    Path {
        /// What it is for.
        purpose: PathPurpose,
        /// What is typed.
        text: String,
    },
    /// There is a file already.
    Replace {
        /// What is to be written.
        purpose: PathPurpose,
        /// The file.
        path: PathBuf,
    },
    /// Who writes the notes.
    Author(String),
    /// The sheet of shortcuts, and what they are narrowed down by.
    Shortcuts(String),
    /// Earlier versions of the notebook.
    Backups(Backups),
    /// What was deleted.
    Bin(Bin),
    /// What is known of the issue of a source.
    Issue(IssueDraft),
    /// A source that has come back changed.
    Rescan(Rescanned),
    /// Whether annotations that stand apart are to become one.
    Merge {
        /// The annotations.
        annotations: Vec<AnnotationId>,
        /// What they quote.
        quotes: Vec<String>,
    },
    /// Type size, line height, measure, face and theme.
    Typography,
    /// What was corrected on a page, or in the article at a place of it, is to go.
    RestoreLayout {
        /// The page.
        source: SourceId,
        /// The place; the whole page without it.
        at: Option<u32>,
    },
    /// How something is to be read.
    Emend {
        /// The page.
        source: SourceId,
        /// What was misread.
        span: CharSpan,
        /// What stands there.
        original: String,
        /// What is typed.
        reading: String,
    },
    /// What is exported, and how.
    Export(Box<ExportNotes>),
    /// The quotations of a file, checked.
    Verified(Box<Verified>),
    /// What came in from a file.
    TakenIn(TakenInDialog),
    /// A notebook that could not be opened.
    Unopened {
        /// The notebook.
        path: PathBuf,
        /// Why.
        why: Message,
        /// Whether a backup can take its place.
        has_backup: bool,
        /// Whether it was there and is no more.
        is_gone: bool,
        /// Whether it was to be made.
        is_new: bool,
    },
    /// The window is to be closed while something is not on the disk.
    Unsaved(Message),
}

/// What came of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialogState {
    /// Still open.
    Open,
    /// To be closed.
    Closed,
    /// The window is to be closed, whatever is lost.
    QuitAnyway,
}

impl Dialog {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> DialogState {
        if matches!(self, Self::Typography) {
            return if typography::show(ui, view, commands) { DialogState::Open } else { DialogState::Closed };
        }
        let mut state = DialogState::Open;
        let frame = egui::Frame::popup(ui.style()).inner_margin(20);
        let modal = Modal::new(Id::unique("dialog")).frame(frame).show(ui.ctx(), |ui| match self {
            Self::Replace { purpose, path } => replace(ui, view, purpose, path, &mut state, commands),
            Self::Author(name) => author(ui, view, name, &mut state, commands),
            Self::Path { purpose, text } => path(ui, view, purpose, text, &mut state, commands),
            Self::Shortcuts(filter) => shortcuts(ui, view, filter, &mut state),
            Self::Backups(backups) => backups.show(ui, view, &mut state, commands),
            Self::Bin(bin) => bin.show(ui, view, &mut state, commands),
            Self::Issue(draft) => draft.show(ui, view, &mut state, commands),
            Self::Merge { annotations, quotes } => merge(ui, view, (annotations, quotes), &mut state, commands),
            Self::Rescan(rescan) => rescan.show(ui, view, &mut state, commands),
            Self::RestoreLayout { source, at } => restore(ui, view, (*source, *at), &mut state, commands),
            Self::Emend { source, span, original, reading } => {
                emend(ui, view, (*source, *span, original), reading, &mut state, commands);
            }
            Self::Export(export) => export.show(ui, view, &mut state, commands),
            Self::Verified(verified) => verified.show(ui, view, &mut state, commands),
            Self::TakenIn(taken) => taken.show(ui, view, &mut state, commands),
            Self::Unopened { path, why, has_backup, is_gone, is_new } => {
                title(ui, &view.text(if *is_new { "unmade-title" } else { "unopened-title" }));
                unopened(ui, view, (path, why, *has_backup, *is_gone), &mut state, commands);
            }
            Self::Typography => {}
            Self::Unsaved(why) => unsaved(ui, view, why, &mut state, commands),
        });
        // A click beside what needs an answer is none.
        let needs_answer = matches!(self, Self::Unopened { .. } | Self::Unsaved(_) | Self::Rescan(_) | Self::Issue(_));
        let closes = modal.should_close() && !(needs_answer && modal.backdrop_response.clicked());
        if closes { DialogState::Closed } else { state }
    }
}

fn title(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).heading());
    ui.add_space(6.0);
}

fn path(
    ui: &mut Ui,
    view: &View<'_>,
    purpose: &PathPurpose,
    text: &mut String,
    state: &mut DialogState,
    commands: &mut Commands,
) {
    ui.set_width(520.0);
    let id = match purpose {
        PathPurpose::Pages => "path-pages",
        PathPurpose::Notebook => "path-notebook",
        PathPurpose::NewNotebook => "path-new-notebook",
        PathPurpose::SaveAs => "path-save-as",
        PathPurpose::Export(_) => "path-export",
        PathPurpose::Article => "path-article",
        PathPurpose::Locate(_) => "path-locate",
        PathPurpose::ImportCodebook => "command-import-codebook",
        PathPurpose::ExportCodebook => "command-export-codebook",
        PathPurpose::Lines(_) => "path-lines",
        PathPurpose::Words => "path-words",
        PathPurpose::ImportKeywords => "command-import-keywords",
        PathPurpose::ExportKeywords(_) => "path-keywords",
        PathPurpose::Verify => "command-verify-draft",
        PathPurpose::Import => "command-import-notes",
    };
    title(ui, view.text(id).trim_end_matches('…'));
    ui.label(RichText::new(view.text("path-hint")).color(view.palette.muted));
    let label = view.text("path-field");
    let response = ui.add(egui::TextEdit::singleline(text).desired_width(f32::INFINITY));
    widgets::name_field(&response, &label);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !response.has_focus() && !entered {
        response.request_focus();
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let given = !text.trim().is_empty();
        let ok = ui.add_enabled(given, theme::primary_button(&view.palette, view.text("button-ok")));
        if (ok.clicked() || entered) && given {
            commands.push(Command::PathTyped(purpose.clone(), text.clone()));
            *state = DialogState::Closed;
        }
        if ui.button(view.text("button-cancel")).clicked() {
            *state = DialogState::Closed;
        }
    });
}

fn replace(
    ui: &mut Ui,
    view: &View<'_>,
    purpose: &PathPurpose,
    path: &std::path::Path,
    state: &mut DialogState,
    commands: &mut Commands,
) {
    ui.set_width(480.0);
    title(ui, &view.text("replace-title"));
    let id = if *purpose == PathPurpose::SaveAs { "replace-notebook" } else { "replace-file" };
    ui.label(view.say(&Message::new(id).with("path", crate::library::shown_path(path))));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.add(theme::primary_button(&view.palette, view.text("button-replace"))).clicked() {
            let (purpose, path) = (purpose.clone(), path.to_owned());
            commands.push(Command::PathGiven { purpose, path, may_replace: true });
            *state = DialogState::Closed;
        }
        if ui.button(view.text("button-cancel")).clicked() {
            *state = DialogState::Closed;
        }
    });
}

fn restore(
    ui: &mut Ui,
    view: &View<'_>,
    (source, at): (SourceId, Option<u32>),
    state: &mut DialogState,
    commands: &mut Commands,
) {
    ui.set_width(440.0);
    title(ui, &view.text("desk-restore-title"));
    ui.label(view.text(if at.is_some() { "desk-restore-article-ask" } else { "desk-restore-page-ask" }));
    ui.add_space(8.0);
    let entered = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
    ui.horizontal(|ui| {
        if ui.add(theme::primary_button(&view.palette, view.text("desk-restore"))).clicked() || entered {
            commands.push(Command::Desk(DeskCommand::Restore { source, at }));
            *state = DialogState::Closed;
        }
        if ui.button(view.text("button-cancel")).clicked() {
            *state = DialogState::Closed;
        }
    });
}

/// Longest beginning of a quotation that is asked about.
const ASKED_CHARS: usize = 60;

fn merge(
    ui: &mut Ui,
    view: &View<'_>,
    (annotations, quotes): (&[AnnotationId], &[String]),
    state: &mut DialogState,
    commands: &mut Commands,
) {
    ui.set_width(480.0);
    title(ui, &view.text("merge-title"));
    ui.label(view.text("merge-apart"));
    ui.add_space(6.0);
    for quote in quotes {
        let mut begins: String = shown(quote).replace('\n', "").chars().take(ASKED_CHARS).collect();
        if quote.chars().count() > ASKED_CHARS {
            begins.push('…');
        }
        ui.label(RichText::new(begins).text_style(theme::quote_style()).color(view.palette.ink));
        ui.add_space(4.0);
    }
    ui.add_space(4.0);
    let entered = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
    ui.horizontal(|ui| {
        if ui.add(theme::primary_button(&view.palette, view.text("bar-merge"))).clicked() || entered {
            commands.push(Command::MergeThese(annotations.to_vec()));
            *state = DialogState::Closed;
        }
        if ui.button(view.text("button-cancel")).clicked() {
            *state = DialogState::Closed;
        }
    });
}

fn emend(
    ui: &mut Ui,
    view: &View<'_>,
    (source, span, original): (SourceId, CharSpan, &str),
    reading: &mut String,
    state: &mut DialogState,
    commands: &mut Commands,
) {
    ui.set_width(360.0);
    title(ui, &view.text("emend-title"));
    ui.label(view.say(&Message::new("emend-original").with("original", original)));
    ui.add_space(4.0);
    let output = egui::TextEdit::singleline(reading).desired_width(f32::INFINITY).show(ui);
    let response = output.response.response;
    widgets::name_field(&response, &view.text("emend-field"));
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !response.has_focus() && !entered {
        response.request_focus();
        // What is typed takes its place.
        let mut field = output.state;
        let all = egui::text::CCursorRange::two(
            egui::text::CCursor::new(0),
            egui::text::CCursor::new(reading.chars().count()),
        );
        field.cursor.set_char_range(Some(all));
        field.store(ui.ctx(), response.id);
    }
    ui.label(RichText::new(view.text("emend-hint")).small().color(view.palette.muted));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.add(theme::primary_button(&view.palette, view.text("button-ok"))).clicked() || entered {
            let (source, reading) = (source.to_string(), reading.clone());
            commands.push(Command::Request(Request::Emend { source, span, reading }));
            *state = DialogState::Closed;
        }
        if ui.button(view.text("button-cancel")).clicked() {
            *state = DialogState::Closed;
        }
    });
}

fn author(ui: &mut Ui, view: &View<'_>, name: &mut String, state: &mut DialogState, commands: &mut Commands) {
    ui.set_width(400.0);
    title(ui, &view.text("command-set-author"));
    ui.label(RichText::new(view.text("author-hint")).color(view.palette.muted));
    let response = ui.add(egui::TextEdit::singleline(name).desired_width(f32::INFINITY));
    widgets::name_field(&response, &view.text("author-field"));
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !response.has_focus() && !entered {
        response.request_focus();
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.add(theme::primary_button(&view.palette, view.text("button-ok"))).clicked() || entered {
            commands.push(Command::SetAuthor(name.trim().to_owned()));
            *state = DialogState::Closed;
        }
        if ui.button(view.text("button-cancel")).clicked() {
            *state = DialogState::Closed;
        }
    });
}

/// Width of a column of the sheet of shortcuts.
const SHORTCUTS_PX: f32 = 320.0;

fn shortcuts(ui: &mut Ui, view: &View<'_>, filter: &mut String, state: &mut DialogState) {
    let room = ui.ctx().content_rect().size();
    let columns = (((room.x - 90.0) / SHORTCUTS_PX) as usize).clamp(1, 3);
    ui.set_width(SHORTCUTS_PX * columns as f32);
    title(ui, &view.text("command-shortcuts"));
    let hint = view.text("shortcuts-filter");
    let edit = egui::TextEdit::singleline(filter).hint_text(hint.as_str()).desired_width(f32::INFINITY);
    let field = ui.add(edit);
    widgets::name_field(&field, &hint);
    if ui.memory(|memory| memory.focused()).is_none() {
        field.request_focus();
    }
    ui.add_space(6.0);
    let rows: Vec<(String, Vec<String>)> = shortcut_rows(view);
    let words: Vec<String> = filter.split_whitespace().map(crate::text::fold_text).collect();
    let passes = |(name, keys): &&(String, Vec<String>)| {
        let text = crate::text::fold_text(&format!("{name} {}", keys.join(" ")));
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let rows: Vec<&(String, Vec<String>)> = rows.iter().filter(passes).collect();
    let height = room.y * 0.6;
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            for (at, column) in rows.chunks(rows.len().div_ceil(columns).max(1)).enumerate() {
                let grid = egui::Grid::new(("shortcuts", at)).num_columns(2).spacing([12.0, 6.0]);
                grid.min_col_width(80.0).max_col_width(SHORTCUTS_PX - 120.0).show(ui, |ui| {
                    for (name, keys) in column {
                        ui.add(egui::Label::new(name).wrap());
                        ui.horizontal(|ui| keys.iter().for_each(|key| widgets::key_cap(ui, key)));
                        ui.end_row();
                    }
                });
                ui.add_space(16.0);
            }
        });
    });
    ui.add_space(8.0);
    if ui.button(view.text("button-close")).clicked() {
        *state = DialogState::Closed;
    }
}

/// What has keys, with these. One row tells of both directions, and of all nine digits.
fn shortcut_rows(view: &View<'_>) -> Vec<(String, Vec<String>)> {
    let with_keys: Vec<_> = COMMANDS.iter().filter(|info| !info.keys.is_empty()).collect();
    let rows = with_keys.chunk_by(|one, other| one.message == other.message).map(|alike| {
        if alike.len() > 2 {
            (view.text("command-toggle-tags"), vec!["1–9".to_owned()])
        } else {
            (view.text(alike[0].message), alike.iter().map(|info| keys::shown(info)).collect())
        }
    });
    rows.collect()
}

fn unopened(
    ui: &mut Ui,
    view: &View<'_>,
    (path, why, has_backup, is_gone): (&PathBuf, &Message, bool, bool),
    state: &mut DialogState,
    commands: &mut Commands,
) {
    ui.set_width(520.0);
    ui.label(view.say(why));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if has_backup && ui.add(theme::primary_button(&view.palette, view.text("button-restore"))).clicked() {
            commands.push(Command::RestoreBackup(path.clone()));
            *state = DialogState::Closed;
        }
        if has_backup && ui.button(view.text("button-choose-backup")).clicked() {
            commands.push(Command::ShowBackups(path.clone()));
        }
        if is_gone
            && ui.button(view.text("button-begin-anew")).on_hover_text(view.text("button-begin-anew-hint")).clicked()
        {
            commands.push(Command::BeginAnew(path.clone()));
            *state = DialogState::Closed;
        }
        if ui.button(view.text("button-close")).clicked() {
            *state = DialogState::Closed;
        }
    });
}

fn unsaved(ui: &mut Ui, view: &View<'_>, why: &Message, state: &mut DialogState, commands: &mut Commands) {
    ui.set_width(520.0);
    title(ui, &view.text("unsaved-title"));
    ui.label(view.say(why));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if ui.add(theme::primary_button(&view.palette, view.text("command-save-as"))).clicked() {
            commands.push(Command::Do(crate::session::Action::SaveAs));
            *state = DialogState::Closed;
        }
        if ui.button(view.text("unsaved-back")).clicked() {
            *state = DialogState::Closed;
        }
        if ui.button(view.text("unsaved-quit")).clicked() {
            *state = DialogState::QuitAnyway;
        }
    });
}
