//! The right panel: annotations and notes of what is read, the codebook, keyword lists.

mod annotations;
mod codebook;
mod keywords;
mod note_draft;
mod notes;
mod tag_details;
mod tag_drag;

use std::collections::BTreeSet;

use egui::{Rect, RichText, Sense, Stroke, Ui, pos2, vec2};

use super::command::{Command, Commands};
use super::fonts;
use super::input_method;
use super::view::{View, labelled};
use super::widgets;
use crate::notebook::{AnnotationId, KeywordListId, NoteId, Notebook, Revision};
use crate::page::{ParagraphId, SourceId};
use crate::session::{Action, Inspected, NoteMark, NotesOf};
use crate::text::CharSpan;

/// A leaf of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// 批注
    #[default]
    Annotations,
    /// 标签
    Codebook,
    /// 关键词
    Keywords,
    /// 笔记
    Notes,
}

/// A text that is being written. It is kept as soon as it changes, so there is nothing to confirm.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    /// The comment of an annotation.
    Comment(AnnotationId, String),
    /// A comment where there is no annotation yet: the first characters make one.
    NewComment {
        /// The source.
        source: SourceId,
        /// The place.
        spans: Vec<CharSpan>,
        /// What is typed.
        text: String,
    },
}

/// Least room around a leaf's name.
const LEAF_PX: f32 = 10.0;

/// What the panel keeps between frames.
#[derive(Default)]
pub struct Inspector {
    /// The leaf on top.
    pub tab: Tab,
    /// The text that is being written.
    pub draft: Option<Draft>,
    focus_draft: bool,
    codebook: codebook::CodebookLeaf,
    notes: notes::NotesLeaf,
    /// The list that is being renamed.
    edited_list: Option<(KeywordListId, String)>,
    new_list: String,
    new_term: std::collections::BTreeMap<KeywordListId, String>,
    new_word: std::collections::BTreeMap<crate::notebook::WordRole, String>,
    /// The annotation whose card is to come into view.
    scroll_to: Option<AnnotationId>,
    /// The paragraph that the cards have followed last, what they are to follow to, and whether the user has scrolled them himself since.
    followed: Option<ParagraphId>,
    follow_to: Option<ParagraphId>,
    is_left_alone: bool,
    cards: annotations::Cards,
}

impl Inspector {
    /// Begins to write; the field takes the keyboard.
    pub fn write(&mut self, draft: Draft) {
        self.tab = Tab::Annotations;
        self.draft = Some(draft);
        self.focus_draft = true;
    }

    /// Shows the codebook; where it is shown already, the keyboard goes into it.
    pub fn show_codebook(&mut self) {
        if self.tab == Tab::Codebook {
            self.codebook.take_focus();
        }
        self.tab = Tab::Codebook;
    }

    /// Folds the codebook's branches, or unfolds them.
    pub fn fold_tags(&mut self) {
        self.tab = Tab::Codebook;
        self.codebook.fold_all();
    }

    /// Branches of the codebook that are folded, by their paths.
    #[must_use]
    pub fn folded_tags(&self) -> &BTreeSet<String> {
        self.codebook.folded()
    }

    /// Folds these branches of the codebook, and no others.
    pub fn fold_those(&mut self, paths: BTreeSet<String>) {
        self.codebook.fold_those(paths);
    }

    /// What was typed on new ground has got a record: typing goes on in it.
    pub fn draft_became(&mut self, draft: Draft) {
        self.draft = Some(draft);
    }

    /// Begins to write a note, or goes on writing the one that is there; its field takes the keyboard.
    pub fn write_note(&mut self, of: NotesOf, note: Option<NoteId>, text: &str) {
        self.tab = Tab::Notes;
        self.notes.write(of, note, text);
    }

    /// The first characters of a new note have made one: typing goes on in it.
    pub fn note_was_made(&mut self, note: NoteId) {
        self.notes.was_made(note);
    }

    /// What is written could not be kept, as notebook and pages are: it stays in the field, and is not called saved.
    pub fn note_was_refused(&mut self, revisions: (Revision, u64)) {
        self.notes.was_refused(revisions);
    }

    /// The note that is being written, and what it is on.
    #[must_use]
    pub fn written_note(&self) -> Option<(NotesOf, Option<NoteId>)> {
        self.notes.written()
    }

    /// Marks what is selected in the note that is being written.
    pub fn mark_note(&mut self, mark: NoteMark) {
        self.tab = Tab::Notes;
        self.notes.mark(mark);
    }

    /// Puts text into the note that is being written, where its caret is.
    pub fn insert_in_note(&mut self, text: String) {
        self.tab = Tab::Notes;
        self.notes.insert(text);
    }

    /// Gives the keyboard back to the note that is being written.
    pub fn return_to_note(&mut self) {
        self.notes.take_focus();
    }

    /// Whether a note was typed on that is not in the notebook yet.
    #[must_use]
    pub fn has_unkept(&self) -> bool {
        self.notes.is_waiting()
    }

    /// What was typed on a note and is to be kept now; `leaves` if nothing more can be typed.
    pub fn take_unkept(&mut self, leaves: bool) -> Option<Command> {
        self.notes.take_waiting(leaves)
    }

    /// Shows a note among those of what it is on.
    pub fn reveal_note(&mut self, of: NotesOf, note: NoteId) {
        self.tab = Tab::Notes;
        self.notes.reveal(of, note);
    }

    /// Shows all notes; the filter takes the keyboard.
    pub fn list_notes(&mut self) {
        self.tab = Tab::Notes;
        self.notes.list();
    }

    /// Another notebook is opened, or the same one again: of the one that goes, only what it has not taken is kept in the field.
    pub fn change_notebook(&mut self, notebook: &Notebook, is_same: bool) {
        self.notes.change_notebook(notebook, is_same);
    }

    /// Brings the card of an annotation into view.
    pub fn reveal(&mut self, annotation: AnnotationId) {
        self.tab = Tab::Annotations;
        self.scroll_to = Some(annotation);
    }

    /// Has the cards follow what is read: the first that stands at or below `first`, the first paragraph on the screen, is to be seen.
    /// Once the user has scrolled them himself they stay, until another article is read.
    pub fn follow_reading(&mut self, first: Option<ParagraphId>) {
        let (Some(first), Some(before)) = (first, self.followed) else {
            self.followed = first;
            self.is_left_alone = false;
            return;
        };
        if first == before || self.is_left_alone || self.draft.is_some() || self.tab != Tab::Annotations {
            return;
        }
        self.followed = Some(first);
        self.follow_to = Some(first);
    }

    /// Lets go of a draft whose record is gone.
    pub fn retain(&mut self, notebook: &Notebook) {
        let is_gone = match &self.draft {
            Some(Draft::Comment(id, _)) => !notebook.annotations().contains_key(id),
            Some(Draft::NewComment { .. }) | None => false,
        };
        if is_gone {
            self.draft = None;
        }
        self.notes.follow(notebook);
    }

    /// Draws the panel.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        self.tabs(ui, view, commands);
        match self.tab {
            Tab::Annotations => self.annotations(ui, view, commands),
            Tab::Codebook => self.codebook(ui, view, commands),
            Tab::Keywords => self.keywords(ui, view, commands),
            Tab::Notes => self.notes.show(ui, view, commands),
        }
    }

    fn tabs(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let (annotations, notes) = match view.workspace.inspected() {
            Inspected::Article(article) => (
                view.views.by_article.get(&article).map_or(0, Vec::len),
                view.views.notes_by_article.get(&article).map_or(0, Vec::len),
            ),
            Inspected::Missing(source) => (
                view.views.elsewhere.get(&source).map_or(0, Vec::len),
                view.views.notes_by_source.get(&source).map_or(0, Vec::len),
            ),
            Inspected::Nothing => (0, view.views.notebook_notes.len()),
        };
        let leaves = [
            (Tab::Annotations, "tab-annotations", Some(annotations), Action::ShowAnnotations),
            (Tab::Codebook, "tab-codebook", Some(view.views.tags.len()), Action::ShowCodebook),
            (Tab::Keywords, "tab-keywords", None, Action::ShowKeywords),
            (Tab::Notes, "tab-notes", Some(notes), Action::ShowNotes),
        ];
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
        let line = Stroke::new(1.0, view.palette.line);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        let named = |with_counts: bool| -> Vec<(String, f32)> {
            let texts = leaves.iter().map(|(_, id, count, _)| match count.filter(|&count| with_counts && count > 0) {
                Some(count) => format!("{} {count}", view.text(id)),
                None => view.text(id),
            });
            let measured = texts.map(|text| {
                // As wide as it is when it is on top: nothing moves when another leaf is.
                let galley = ui.painter().layout_no_wrap(text.clone(), fonts::sans_bold(13.5), view.palette.ink);
                (text, galley.size().x)
            });
            measured.collect()
        };
        let total = |texts: &[(String, f32)]| texts.iter().map(|(_, width)| width).sum::<f32>();
        let mut texts = named(true);
        if total(&texts) + LEAF_PX * leaves.len() as f32 > rect.width() {
            texts = named(false);
        }
        let spare = (rect.width() - total(&texts)) / leaves.len() as f32;
        let mut left = rect.left();
        for ((tab, id, _, action), (text, width)) in leaves.into_iter().zip(texts) {
            let leaf = Rect::from_min_size(pos2(left, rect.top()), vec2(width + spare, rect.height()));
            left = leaf.right();
            let response = ui.interact(leaf, ui.scope_id().with(id), Sense::click());
            let name = view.text(id);
            let selected = self.tab == tab;
            let color = if selected { view.palette.accent } else { view.palette.ink };
            let font = if selected { fonts::sans_bold(13.5) } else { fonts::sans(13.5) };
            ui.painter().text(leaf.center(), egui::Align2::CENTER_CENTER, text, font, color);
            if selected {
                ui.painter().hline(leaf.x_range(), leaf.bottom() - 1.0, Stroke::new(2.0, view.palette.accent));
            }
            if labelled(response, &name, selected).on_hover_text(view.help(action)).clicked() {
                self.tab = tab;
                commands.push(Command::EndTyping);
            }
        }
        ui.add_space(6.0);
    }
}

/// A muted line above a group.
fn heading(ui: &mut Ui, view: &View<'_>, text: &str) {
    ui.add_space(4.0);
    ui.label(RichText::new(text).color(view.palette.muted));
    ui.add_space(2.0);
}

/// What happened to the field of a draft.
struct DraftField {
    /// The text changed and is whole: while an input method composes, its half words stand in the text.
    changed: bool,
    /// The keyboard has left it.
    left: bool,
}

/// A field of several lines for the draft. There is one draft at a time, and its field has one id wherever it stands: so the
/// keyboard stays in it when the first characters have made a record and the field moves to that record's card.
fn draft_field(ui: &mut Ui, label: &str, hint: &str, text: &mut String, focus: &mut bool) -> DraftField {
    let id = egui::Id::unique("draft");
    let focus = std::mem::take(focus);
    if focus {
        egui::text_edit::TextEditState::default().store(ui.ctx(), id);
    }
    let edit = egui::TextEdit::multiline(text).id(id).hint_text(hint).desired_rows(2).desired_width(f32::INFINITY);
    let response = ui.add(edit);
    widgets::name_field(&response, label);
    if focus {
        response.request_focus();
        response.scroll_to_me(None);
    }
    let composing = input_method::composes(ui, id, response.has_focus());
    // Ctrl+Enter is done writing; all is kept already.
    if response.has_focus() && ui.input(|input| input.modifiers.command && input.key_pressed(egui::Key::Enter)) {
        response.surrender_focus();
    }
    let left = !focus && response.lost_focus();
    DraftField { changed: response.changed() && !composing, left }
}
