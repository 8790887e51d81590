//! Notes on the article, its source and the notebook, set as they are read, with the one that is being written on top; and
//! the list of all.

use std::collections::BTreeMap;

use egui::{RichText, ScrollArea, Sense, Ui, vec2};

use super::note_draft::{NoteDraft, Writing, title};
use crate::i18n::Message;
use crate::notebook::{Note, NoteId, NoteLink, NoteTarget, Notebook, Revision, markdown};
use crate::session::{Action, Inspected, NoteMark, NoteRow, NotesOf, Request, note_rows};
use crate::ui::command::{Command, Commands};
use crate::ui::note_preview::NotePreview;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, input_method, theme, widgets};

/// Whose notes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Scope {
    #[default]
    Article,
    Source,
    Notebook,
    All,
}

/// Height of a row of the list.
const ROW_PX: f32 = 48.0;

/// What the leaf keeps between frames.
#[derive(Default)]
pub(super) struct NotesLeaf {
    scope: Scope,
    draft: Option<NoteDraft>,
    previews: BTreeMap<NoteId, NotePreview>,
    scroll_to: Option<NoteId>,
    /// The note that was asked for.
    shown: Option<NoteId>,
    filter: String,
    /// The filter without what an input method composes.
    used_filter: String,
    focus_filter: bool,
    rows: Vec<NoteRow>,
    rows_made_for: Option<(Revision, String)>,
}

impl NotesLeaf {
    pub(super) fn write(&mut self, of: NotesOf, note: Option<NoteId>, text: &str) {
        match &mut self.draft {
            Some(draft) if draft.of == of && draft.note == note && note.is_some() => draft.take_focus(),
            _ => self.draft = Some(NoteDraft::new(of, note, text)),
        }
        self.scope = scope_of(of);
    }

    pub(super) fn was_made(&mut self, note: NoteId) {
        if let Some(draft) = &mut self.draft {
            draft.note = Some(note);
        }
    }

    pub(super) fn change_notebook(&mut self, notebook: &Notebook, is_same: bool) {
        let refused = self.draft.take().filter(NoteDraft::is_refused);
        *self = Self::default();
        if let Some(mut draft) = refused {
            draft.go_over(notebook, is_same);
            self.scope = scope_of(draft.of);
            self.draft = Some(draft);
        }
    }

    pub(super) fn was_refused(&mut self, revisions: (Revision, u64)) {
        if let Some(draft) = &mut self.draft {
            draft.was_refused(revisions);
        }
    }

    pub(super) fn written(&self) -> Option<(NotesOf, Option<NoteId>)> {
        self.draft.as_ref().map(|draft| (draft.of, draft.note))
    }

    pub(super) fn mark(&mut self, mark: NoteMark) {
        if let Some(draft) = &mut self.draft {
            draft.mark(mark);
        }
    }

    pub(super) fn insert(&mut self, text: String) {
        if let Some(draft) = &mut self.draft {
            draft.insert(text);
        }
    }

    pub(super) fn take_focus(&mut self) {
        if let Some(draft) = &mut self.draft {
            draft.take_focus();
        }
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.draft.as_ref().is_some_and(NoteDraft::is_waiting)
    }

    pub(super) fn take_waiting(&mut self, leaves: bool) -> Option<Command> {
        self.draft.as_mut()?.take_waiting(leaves)
    }

    pub(super) fn reveal(&mut self, of: NotesOf, note: NoteId) {
        self.scope = scope_of(of);
        self.scroll_to = Some(note);
        self.shown = Some(note);
    }

    pub(super) fn list(&mut self) {
        self.scope = Scope::All;
        self.focus_filter = true;
    }

    /// Takes over what has become of the notes elsewhere.
    pub(super) fn follow(&mut self, notebook: &Notebook) {
        if self.draft.as_mut().is_some_and(|draft| !draft.follow(notebook)) {
            self.draft = None;
        }
        self.previews.retain(|id, _| notebook.notes().contains_key(id));
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        self.scopes(ui, view);
        let of = self.notes_of(view);
        if self.scope == Scope::All {
            self.filter_field(ui, view);
        }
        let room = ui.available_height();
        ScrollArea::vertical().id_salt(self.scope as u8).auto_shrink(false).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.add_space(10.0);
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width() - 10.0);
                    self.draft(ui, view, room, commands);
                    match of {
                        Some(of) => self.of_one(ui, view, of, commands),
                        None if self.scope == Scope::All => self.all(ui, view, commands),
                        None => widgets::hint(ui, view, &view.text("notes-no-article")),
                    }
                    ui.add_space(24.0);
                });
            });
        });
    }

    /// What the notes are on that are shown; `None` for all of them, and where nothing is open.
    fn notes_of(&self, view: &View<'_>) -> Option<NotesOf> {
        let inspected = view.workspace.inspected();
        match (self.scope, inspected) {
            (Scope::Article, Inspected::Article(article)) => Some(NotesOf::Article(article)),
            (Scope::Source, Inspected::Article(article)) => Some(NotesOf::Source(article.source)),
            (Scope::Article | Scope::Source, Inspected::Missing(source)) => Some(NotesOf::Source(source)),
            (Scope::Notebook, _) => Some(NotesOf::Notebook),
            _ => None,
        }
    }

    fn scopes(&mut self, ui: &mut Ui, view: &View<'_>) {
        let (article, source) = match view.workspace.inspected() {
            Inspected::Article(article) => (Some(article), Some(article.source)),
            Inspected::Missing(source) => (None, Some(source)),
            Inspected::Nothing => (None, None),
        };
        let views = view.views;
        let scopes = [
            (
                Scope::Article,
                "notes-of-article",
                article.and_then(|id| views.notes_by_article.get(&id)).map_or(0, Vec::len),
            ),
            (
                Scope::Source,
                "notes-of-source",
                source.and_then(|id| views.notes_by_source.get(&id)).map_or(0, Vec::len),
            ),
            (Scope::Notebook, "notes-of-notebook", views.notebook_notes.len()),
            (Scope::All, "notes-all", view.session.notebook().notes().len()),
        ];
        ui.horizontal_wrapped(|ui| {
            ui.add_space(10.0);
            ui.spacing_mut().item_spacing.x = 4.0;
            for (scope, id, count) in scopes {
                let name = view.text(id);
                let text = if count > 0 { format!("{name} {count}") } else { name };
                let selected = self.scope == scope;
                let font = if selected { fonts::sans_bold(12.5) } else { fonts::sans(12.5) };
                let color = if selected { view.palette.on_selection } else { view.palette.muted };
                let button = egui::Button::new(RichText::new(&text).font(font).color(color)).selected(selected);
                if labelled(ui.add(button.frame_when_inactive(selected).small()), &text, selected).clicked() {
                    self.scope = scope;
                }
            }
        });
        ui.add_space(4.0);
    }

    fn draft(&mut self, ui: &mut Ui, view: &View<'_>, room: f32, commands: &mut Commands) {
        let Some(draft) = &mut self.draft else { return };
        if draft.show(ui, view, room, commands) == Writing::Done {
            // What the notebook has not taken is tried again, and not thrown away.
            let stays = draft.is_refused();
            commands.extend(draft.take_waiting(true));
            commands.push(Command::EndTyping);
            if !stays {
                self.shown = draft.note;
                self.draft = None;
            }
        }
        ui.add_space(6.0);
    }

    fn of_one(&mut self, ui: &mut Ui, view: &View<'_>, of: NotesOf, commands: &mut Commands) {
        let (ids, action) = match of {
            NotesOf::Article(article) => (view.views.notes_by_article.get(&article), Action::ArticleNote),
            NotesOf::Source(source) => (view.views.notes_by_source.get(&source), Action::SourceNote),
            NotesOf::Notebook => (Some(&view.views.notebook_notes), Action::NotebookNote),
        };
        let ids = ids.map_or(&[][..], Vec::as_slice);
        let written = self.draft.as_ref().and_then(|draft| draft.note);
        let writes_here = self.draft.as_ref().is_some_and(|draft| draft.of == of);
        for note in
            ids.iter().filter(|id| Some(**id) != written).filter_map(|id| view.session.notebook().notes().get(id))
        {
            self.note(ui, view, note, commands);
            ui.add_space(4.0);
        }
        if ids.is_empty() && !writes_here {
            widgets::hint(ui, view, &view.text("notes-none"));
            ui.add_space(4.0);
        }
        if !writes_here || written.is_some() {
            let add = ui.button(view.text("button-add-note")).on_hover_text(view.help(action));
            if add.clicked() {
                commands.push(Command::WriteNote(of));
            }
        }
    }

    fn note(&mut self, ui: &mut Ui, view: &View<'_>, note: &Note, commands: &mut Commands) {
        let preview = self.previews.entry(note.id).or_default();
        let is_shown = self.shown == Some(note.id);
        let response = widgets::card(ui, &view.palette, view.palette.faint, is_shown, |ui| {
            let whole = preview.show(ui, view, &note.text, commands);
            let whole = whole.on_hover_cursor(egui::CursorIcon::Text);
            if labelled(whole, &view.text("note-edit"), false).clicked() {
                commands.push(Command::EditNote(note.id));
            }
            ui.add_space(2.0);
            ui.horizontal(|ui| {
                let modified = note.stamp.modified.to_zoned(jiff::tz::TimeZone::system());
                let time = modified.strftime("%Y-%m-%d %H:%M").to_string();
                let stamp = RichText::new(format!("{} {time}", note.stamp.author)).color(view.palette.muted).small();
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    let small = |text: String| {
                        egui::Button::new(RichText::new(text).color(view.palette.muted).small())
                            .frame_when_inactive(false)
                    };
                    let remove = ui.add(small("×".to_owned())).on_hover_text(view.text("menu-remove-note"));
                    if labelled(remove, &view.text("menu-remove-note"), false).clicked() {
                        commands.push(Command::Request(Request::RemoveNote { note: note.id }));
                    }
                    let link =
                        ui.add(small(view.text("note-copy-link"))).on_hover_text(view.text("note-copy-link-hint"));
                    if link.clicked() {
                        let text = NoteLink::Note(note.id).markdown(&markdown::title(&note.text));
                        commands.push(Command::Copy { text, said: "said-link-copied" });
                    }
                    if ui.add(small(view.text("note-edit"))).on_hover_text(view.text("note-hint")).clicked() {
                        commands.push(Command::EditNote(note.id));
                    }
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.add(egui::Label::new(stamp).truncate());
                    });
                });
            });
        });
        if self.scroll_to == Some(note.id) {
            self.scroll_to = None;
            response.scroll_to_me(Some(egui::Align::Center));
        }
    }

    fn filter_field(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.horizontal(|ui| {
            ui.add_space(10.0);
            let hint = view.text("notes-filter");
            let width = ui.available_width() - 10.0;
            let edit = egui::TextEdit::singleline(&mut self.filter).hint_text(hint.as_str()).desired_width(width);
            let response = ui.add(edit);
            widgets::name_field(&response, &hint);
            if std::mem::take(&mut self.focus_filter) {
                response.request_focus();
            }
            // Escape has taken the keyboard away before the field is drawn.
            if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
                self.filter.clear();
            }
            if !input_method::composes(ui, response.id, response.has_focus()) && self.used_filter != self.filter {
                self.used_filter.clone_from(&self.filter);
            }
        });
        ui.add_space(4.0);
    }

    fn all(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let key = (view.session.revision(), self.used_filter.clone());
        if self.rows_made_for.as_ref() != Some(&key) {
            self.rows = note_rows(view.session.notebook(), &self.used_filter);
            self.rows_made_for = Some(key);
        }
        if self.rows.is_empty() {
            let id = if self.used_filter.trim().is_empty() { "notes-none-at-all" } else { "notes-none-found" };
            widgets::hint(ui, view, &view.text(id));
            return;
        }
        // Rows out of sight take their room and nothing more.
        let top = ui.cursor().top();
        let clip = ui.clip_rect();
        let count = self.rows.len();
        let first = (((clip.top() - top) / ROW_PX).floor().max(0.0) as usize).min(count);
        let last = (((clip.bottom() - top) / ROW_PX).ceil().max(0.0) as usize + 1).clamp(first, count);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(first as f32 * ROW_PX);
        for row in &self.rows[first..last] {
            if note_row(ui, view, row, self.shown == Some(row.id)) {
                commands.push(Command::ShowNote(row.id));
            }
        }
        ui.add_space((count - last) as f32 * ROW_PX);
    }
}

fn scope_of(of: NotesOf) -> Scope {
    match of {
        NotesOf::Article(_) => Scope::Article,
        NotesOf::Source(_) => Scope::Source,
        NotesOf::Notebook => Scope::Notebook,
    }
}

fn note_row(ui: &mut Ui, view: &View<'_>, row: &NoteRow, is_shown: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_PX), Sense::click());
    if is_shown {
        ui.painter().rect_filled(rect, 4.0, view.palette.selection);
        let bar = egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 1.0, view.palette.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, view.palette.hover);
    }
    let line = egui::Stroke::new(1.0, view.palette.line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let width = rect.width() - 12.0;
    let left = rect.left() + 6.0;
    let font = egui::TextStyle::resolve(&theme::title_style(), ui.style());
    widgets::elided(ui, &row.title, font, view.palette.ink, egui::pos2(left, rect.top() + 15.0), width);
    let on = match &row.target {
        NoteTarget::Notebook => view.text("note-on-notebook"),
        NoteTarget::Source(source) => title(view, NotesOf::Source(*source)),
        NoteTarget::Article { title, .. } => view.say(&Message::new("note-on-article").with("title", title.as_str())),
    };
    let time = row.modified.to_zoned(jiff::tz::TimeZone::system()).strftime("%m-%d %H:%M").to_string();
    let below = format!("{time} · {on}");
    let place = egui::pos2(left, rect.bottom() - 13.0);
    widgets::elided(ui, &below, fonts::sans(theme::SMALL_PX), view.palette.muted, place, width);
    labelled(response, &row.title, is_shown).on_hover_text(view.text("notes-row-hint")).clicked()
}
