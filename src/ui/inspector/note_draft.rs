//! The note that is being written: its field, the marks above it, and its preview beside or below.

use std::ops::Range;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Id, RichText, ScrollArea, Ui};

use crate::i18n::Message;
use crate::notebook::{NoteId, Notebook, Revision};
use crate::session::{Action, NoteMark, NotesOf, mark_note};
use crate::ui::command::{Command, Commands};
use crate::ui::note_preview::NotePreview;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, input_method, widgets};

/// A pause in typing after which the text is kept.
const PAUSE_S: f64 = 0.35;
/// Longest time that typed text waits to be kept while typing goes on.
const LONGEST_S: f64 = 0.9;
/// Width from which the preview stands beside the field.
const BESIDE_PX: f32 = 560.0;
const LEAST_ROWS: usize = 6;
/// Shares of the leaf's height that the field takes at most: above its preview, and beside it.
const ABOVE_SHARE: f32 = 0.4;
const BESIDE_SHARE: f32 = 0.75;
const LEAST_FIELD_PX: f32 = 120.0;

/// A note that is being written. What is typed is kept once there is a pause, and at least each second; what an input method
/// composes is not, until it is whole.
pub(super) struct NoteDraft {
    pub(super) of: NotesOf,
    /// The note, once it is there.
    pub(super) note: Option<NoteId>,
    text: String,
    /// The text as the notebook has it.
    kept: String,
    waiting: Option<Waiting>,
    /// The notebook did not take what is written, as it and the pages were then.
    refused: Option<(Revision, u64)>,
    preview: NotePreview,
    focus: bool,
    /// What is to be done to the text where the caret is, at the next frame.
    changes: Vec<Change>,
}

/// Whole text that is not kept yet.
struct Waiting {
    text: String,
    since: f64,
    last: f64,
}

enum Change {
    Mark(NoteMark),
    Insert(String),
}

/// What came of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    GoesOn,
    /// The user is done with it.
    Done,
}

fn field_id() -> Id {
    Id::unique("written note")
}

impl NoteDraft {
    /// A note of this text; the field takes the keyboard, the caret stands at the end.
    pub(super) fn new(of: NotesOf, note: Option<NoteId>, text: &str) -> Self {
        Self {
            of,
            note,
            text: text.to_owned(),
            kept: text.to_owned(),
            waiting: None,
            refused: None,
            preview: NotePreview::default(),
            focus: true,
            changes: Vec::new(),
        }
    }

    pub(super) fn take_focus(&mut self) {
        self.focus = true;
    }

    pub(super) fn mark(&mut self, mark: NoteMark) {
        self.changes.push(Change::Mark(mark));
        self.focus = true;
    }

    pub(super) fn insert(&mut self, text: String) {
        self.changes.push(Change::Insert(text));
        self.focus = true;
    }

    /// Whether something was typed that is not in the notebook yet.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.is_some() || self.refused.is_some()
    }

    pub(super) fn is_refused(&self) -> bool {
        self.refused.is_some() && !self.text.trim().is_empty()
    }

    /// The notebook did not take what is written: it stays in the field, and is tried again when more is written, or the
    /// notebook or the pages are others than in `revisions`.
    pub(super) fn was_refused(&mut self, revisions: (Revision, u64)) {
        self.refused = Some(revisions);
        self.kept.clear();
    }

    /// What is to be kept now, if anything is: of a note that is left blank, that it is blank.
    pub(super) fn take_waiting(&mut self, leaves: bool) -> Option<Command> {
        let text = match self.waiting.take() {
            Some(waiting) => waiting.text,
            None if leaves && self.refused.is_some() => self.text.clone(),
            None if leaves && self.note.is_some() && self.text.trim().is_empty() => String::new(),
            None => return None,
        };
        if text.trim().is_empty() && (!leaves || self.note.is_none()) {
            return None;
        }
        self.kept.clone_from(&text);
        self.refused = None;
        Some(Command::KeepNote { of: self.of, note: self.note, text })
    }

    /// Goes over into another notebook, or into the same one opened again, as something that is still to be kept.
    pub(super) fn go_over(&mut self, notebook: &Notebook, is_same: bool) {
        self.note = self.note.filter(|note| is_same && notebook.notes().contains_key(note));
        if !is_same {
            self.of = NotesOf::Notebook;
        }
        self.refused = None;
        self.waiting = Some(Waiting { text: self.text.clone(), since: 0.0, last: 0.0 });
    }

    /// Takes over what has become of the note elsewhere, by undo for example; tells whether it is still there.
    pub(super) fn follow(&mut self, notebook: &Notebook) -> bool {
        let Some(id) = self.note else { return true };
        let Some(note) = notebook.notes().get(&id) else { return false };
        if note.text != self.kept && !self.is_waiting() {
            self.text.clone_from(&note.text);
            self.kept.clone_from(&note.text);
        }
        true
    }

    /// Draws it; `room` is the height of the leaf.
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, room: f32, commands: &mut Commands) -> Writing {
        let mut writing = Writing::GoesOn;
        widgets::card(ui, &view.palette, view.palette.accent, false, |ui| {
            ui.horizontal(|ui| {
                let title = RichText::new(title(view, self.of)).color(view.palette.muted).small();
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let done = ui.small_button(view.text("button-done")).on_hover_text(view.text("note-done-hint"));
                    if done.clicked() {
                        writing = Writing::Done;
                    }
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.add(egui::Label::new(title).truncate());
                    });
                });
            });
            self.tools(ui, view, commands);
            if ui.available_width() >= BESIDE_PX {
                ui.columns(2, |columns| {
                    let [left, right] = columns else { return };
                    self.scrolled_field(left, view, room * BESIDE_SHARE, &mut writing, commands);
                    self.shown(right, view, commands);
                });
            } else {
                self.scrolled_field(ui, view, room * ABOVE_SHARE, &mut writing, commands);
                ui.add_space(6.0);
                self.shown(ui, view, commands);
            }
        });
        writing
    }

    fn tools(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let tools = [
            ("note-tool-strong", Action::MarkNote(NoteMark::Strong)),
            ("note-tool-emphasis", Action::MarkNote(NoteMark::Emphasis)),
            ("note-tool-heading", Action::MarkNote(NoteMark::Heading)),
            ("note-tool-quote", Action::MarkNote(NoteMark::Quote)),
            ("note-tool-list", Action::MarkNote(NoteMark::List)),
            ("note-tool-task", Action::MarkNote(NoteMark::Task)),
            ("note-tool-link", Action::LinkInNote),
        ];
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(2.0, 2.0);
            for (id, action) in tools {
                let bold = action == Action::MarkNote(NoteMark::Strong);
                let font = if bold { fonts::sans_bold(13.0) } else { fonts::sans(13.0) };
                let button = egui::Button::new(RichText::new(view.text(id)).font(font)).frame_when_inactive(false);
                let response = ui.add_enabled(view.is_enabled(action), button.small()).on_hover_text(view.help(action));
                if labelled(response, &view.help(action), false).clicked() {
                    commands.push(match action {
                        Action::LinkInNote => Command::ChooseLink,
                        action => Command::Do(action),
                    });
                }
            }
        });
    }

    fn shown(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        // What is composed is seen in the field; here it would come and go with every key.
        let is_whole = !input_method::composed(ui, field_id());
        let whole = self.waiting.as_ref().map_or(&self.kept, |waiting| &waiting.text);
        let text = if is_whole { &self.text } else { whole };
        if text.trim().is_empty() {
            ui.label(RichText::new(view.text("note-preview-empty")).color(view.palette.muted).small());
        } else {
            self.preview.show(ui, view, text, commands);
        }
    }

    /// The field, no higher than that its preview is seen too.
    fn scrolled_field(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        most: f32,
        writing: &mut Writing,
        commands: &mut Commands,
    ) {
        ScrollArea::vertical()
            .id_salt("written")
            .max_height(most.max(LEAST_FIELD_PX))
            .auto_shrink([false, true])
            .show(ui, |ui| self.field(ui, view, writing, commands));
    }

    fn field(&mut self, ui: &mut Ui, view: &View<'_>, writing: &mut Writing, commands: &mut Commands) {
        let id = field_id();
        let focus = std::mem::take(&mut self.focus);
        let was_composing = input_method::composed(ui, id);
        let mut changed = false;
        if focus && !ui.memory(|memory| memory.has_focus(id)) && self.changes.is_empty() {
            // Another note: neither its caret nor its steps to undo are those of the one before.
            let is_same = ui.data(|data| data.get_temp::<Option<NoteId>>(id)) == Some(self.note) && self.note.is_some();
            if !is_same {
                let mut state = TextEditState::default();
                let end = CCursor::new(self.text.chars().count());
                state.cursor.set_char_range(Some(CCursorRange::one(end)));
                state.store(ui.ctx(), id);
            }
        }
        ui.data_mut(|data| data.insert_temp(id, self.note));
        if !was_composing && !self.changes.is_empty() {
            self.change(ui, id);
            changed = true;
        }
        let hint = view.text("hint-note");
        let edit = egui::TextEdit::multiline(&mut self.text)
            .id(id)
            .hint_text(hint)
            .desired_rows(LEAST_ROWS)
            .desired_width(f32::INFINITY)
            .font(egui::FontSelection::FontId(fonts::sans(14.5)));
        let response = ui.add(edit);
        widgets::name_field(&response, &view.text("field-note"));
        if focus {
            response.request_focus();
            response.scroll_to_me(None);
        }
        let left = !focus && response.lost_focus();
        let composing = input_method::composes(ui, id, response.has_focus());
        let now = ui.input(|input| input.time);
        if (changed || response.changed() || was_composing) && !composing {
            self.typed(now);
        }
        let escaped = left && ui.input(|input| input.key_pressed(egui::Key::Escape));
        let entered =
            response.has_focus() && ui.input(|input| input.modifiers.command && input.key_pressed(egui::Key::Enter));
        if escaped || entered {
            *writing = Writing::Done;
        }
        if self.refused.is_some_and(|then| then != (view.session.revision(), view.session.pages_revision())) {
            self.refused = None;
            self.typed(now);
        }
        let due = self.waiting.as_ref().map(|waiting| (waiting.last + PAUSE_S).min(waiting.since + LONGEST_S) - now);
        match due {
            Some(rest) if rest > 0.0 && !left => {
                ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(rest));
            }
            Some(_) => commands.extend(self.take_waiting(false)),
            None => {}
        }
        if left {
            commands.push(Command::EndTyping);
        }
    }

    fn typed(&mut self, now: f64) {
        // A note that is emptied while it is typed is not deleted before it is left.
        if self.text == self.kept || self.text.trim().is_empty() {
            self.waiting = None;
            return;
        }
        let since = self.waiting.as_ref().map_or(now, |waiting| waiting.since);
        self.waiting = Some(Waiting { text: self.text.clone(), since, last: now });
    }

    fn change(&mut self, ui: &Ui, id: Id) {
        let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        let mut selected = state.cursor.char_range().map_or_else(
            || {
                let end = self.text.chars().count();
                end..end
            },
            |range| {
                let Range { start, end } = range.as_sorted_char_range();
                start.0..end.0
            },
        );
        for change in std::mem::take(&mut self.changes) {
            match change {
                Change::Mark(mark) => (self.text, selected) = mark_note(&self.text, selected, mark),
                Change::Insert(inserted) => {
                    let before = self.text.chars().take(selected.start);
                    let after = self.text.chars().skip(selected.end);
                    let at = selected.start + inserted.chars().count();
                    self.text = before.chain(inserted.chars()).chain(after).collect();
                    selected = at..at;
                }
            }
        }
        let range = CCursorRange::two(CCursor::new(selected.start), CCursor::new(selected.end));
        state.cursor.set_char_range(Some(range));
        state.store(ui.ctx(), id);
    }
}

/// What a note is on, in words.
pub(super) fn title(view: &View<'_>, of: NotesOf) -> String {
    match of {
        NotesOf::Article(article) => {
            let title = view.session.article(article).map_or("", |(page, at)| page.articles[at].title.as_str());
            view.say(&Message::new("note-on-article").with("title", title))
        }
        NotesOf::Source(source) => {
            let record = view.session.notebook().sources().get(&source);
            let page = view.session.page(source);
            let name = record.map(|record| record.name()).or(page.map(|page| page.source.name.as_str()));
            let name = name.map_or_else(|| source.short(), |name| crate::library::shown(name).into_owned());
            view.say(&Message::new("note-on-source").with("name", name))
        }
        NotesOf::Notebook => view.text("note-on-notebook"),
    }
}
