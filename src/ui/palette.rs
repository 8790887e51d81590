//! The command palette: articles, tags, notes, commands and recent notebooks, found by name or by pinyin.

use std::path::PathBuf;

use egui::Ui;

use super::chooser::{Choice, Chooser, Chosen};
use super::command::{Command, Commands, Place};
use super::keys;
use super::view::View;
use crate::i18n::{Language, Message};
use crate::library::shown_path;
use crate::notebook::{NoteId, NoteTarget, Revision, TagId, markdown};
use crate::page::ArticleId;
use crate::search::{ListIndex, TermIndex};
use crate::session::{Action, COMMANDS, CommandInfo, Context};

/// Characters of a note that stand for it.
const NOTE_CHARS: usize = 30;

/// A row of the palette.
#[derive(Clone, Debug)]
enum Item {
    Command(Action),
    Article(ArticleId),
    Tag(TagId),
    Note(NoteId),
    /// A keyword that is lit.
    Keyword(TermIndex),
    Notebook(PathBuf),
}

/// What the rows are made of.
type MadeOf = (Revision, u64, Language, Context);

/// The rows, kept as long as what they are made of stays the same.
#[derive(Default)]
pub(super) struct CommandPalette {
    made_of: Option<MadeOf>,
    /// Counts how often the rows were made.
    version: u64,
    choices: Vec<Choice<Item>>,
    /// Where commands and notebooks begin, which are all that is listed before something is typed.
    commands_from: usize,
}

impl CommandPalette {
    /// Draws the palette; tells whether it stays open.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        chooser: &mut Chooser,
        commands: &mut Commands,
    ) -> bool {
        let made_of = (view.session.revision(), view.session.pages_revision(), view.texts.language(), view.context);
        if self.made_of != Some(made_of) {
            self.made_of = Some(made_of);
            self.version += 1;
            (self.choices, self.commands_from) = rows(view);
        }
        let is_blank = chooser.query().trim().is_empty();
        let (from, version) = if is_blank { (self.commands_from, 2 * self.version) } else { (0, 2 * self.version + 1) };
        let choices = self.choices.get(from..).unwrap_or_default();
        match chooser.show(ui, view, &view.text("palette-hint"), (choices, version), None) {
            Chosen::Open => return true,
            Chosen::One(item) => commands.push(match item {
                Item::Command(action) => Command::Do(action),
                Item::Article(article) => Command::Show { article, place: Place::of(chooser.chosen_with()) },
                Item::Tag(tag) => Command::ShowTag(tag),
                Item::Note(note) => Command::ShowNote(note),
                Item::Keyword(term) => Command::NextHitOf(term),
                Item::Notebook(path) => Command::OpenNotebook(path),
            }),
            Chosen::New(_) | Chosen::Closed => {}
        }
        false
    }
}

/// All rows, and where the commands begin.
fn rows(view: &View<'_>) -> (Vec<Choice<Item>>, usize) {
    let mut rows: Vec<Choice<Item>> = Vec::new();
    let articles = view.views.groups.iter().flat_map(|group| &group.articles);
    rows.extend(articles.map(|row| {
        Choice::new(Item::Article(row.id), row.title.clone()).detail(row.byline.chars().take(10).collect())
    }));
    let notebook = view.session.notebook();
    rows.extend(notebook.codebook().into_iter().map(|tag| {
        let detail = view.text("palette-tag");
        Choice::new(Item::Tag(tag.id), tag.name.clone()).detail(detail).color(tag.color)
    }));
    for (list, at) in notebook.ordered_keyword_lists().into_iter().zip(0..).filter(|(list, _)| list.on) {
        rows.extend(list.terms.iter().enumerate().map(|(term, name)| {
            let number = view.keywords.number(ListIndex(at), term);
            Choice::new(Item::Keyword(number), name.clone()).detail(view.text("palette-keyword"))
        }));
    }
    rows.extend(notebook.notes().values().map(|note| {
        let name = markdown::title(&note.text).chars().take(NOTE_CHARS).collect();
        let on = match &note.target {
            NoteTarget::Article { title, .. } => title.chars().take(8).collect(),
            NoteTarget::Source(_) | NoteTarget::Notebook => view.text("palette-note"),
        };
        Choice::new(Item::Note(note.id), name).detail(on)
    }));
    let commands_from = rows.len();
    let enabled = COMMANDS
        .iter()
        .filter(|info| info.action != Action::Palette && !info.action.is_motion() && info.is_enabled(view.context));
    rows.extend(
        enabled.map(|info| Choice::new(Item::Command(info.action), name(view, info)).detail(keys::shown(info))),
    );
    rows.extend(view.recent.iter().map(|path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = path.parent().map(shown_path).unwrap_or_default();
        let name = view.say(&Message::new("palette-open-notebook").with("name", stem));
        Choice::new(Item::Notebook(path.clone()), name).detail(folder)
    }));
    (rows, commands_from)
}

fn name(view: &View<'_>, info: &CommandInfo) -> String {
    match info.action {
        Action::ToggleTag(digit) => view.say(&Message::new(info.message).with("digit", u32::from(digit))),
        _ => view.text(info.message),
    }
}
