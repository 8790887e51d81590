//! The concordance 语境检索 above the readers: a query, and its hits as lines with the node aligned.

mod bar;
mod list;
mod row;
mod saved;
mod words;

use egui::{RichText, Ui};

use super::command::{Command, Commands};
use super::view::View;
use super::{input_method, widgets};
use crate::i18n::Message;
use crate::lexis::WINDOW_WORDS;
use crate::notebook::{Extent, SavedQueryId};
use crate::session::{Action, Concordance, ConcordanceQuery, KeynessTarget, LinesAction, SortBy, WordsLeaf};

use list::LineList;

/// Characters on each side of a hit, as it comes, at least, and at most.
const CONTEXT_CHARS: u32 = 30;
const LEAST_CONTEXT: u32 = 5;
const MOST_CONTEXT: u32 = 120;
/// Characters of one step.
const CONTEXT_STEP: u32 = 5;

/// What the pane keeps between frames.
pub struct ConcordancePane {
    is_open: bool,
    /// As it stands in the field, with what an input method composes.
    query: ConcordanceQuery,
    /// What is looked for.
    used: ConcordanceQuery,
    sort_by: SortBy,
    extent: Extent,
    context_chars: u32,
    focus: bool,
    list: LineList,
    shown: Leaf,
    /// The saved query that was shown last, and the one that is being saved.
    saved: Option<SavedQueryId>,
    save_as: Option<String>,
    naming: Option<saved::Naming>,
    /// Whether what was untagged by hand is tagged again.
    again: bool,
    tables: words::WordTables,
    target: KeynessTarget,
    /// Words on each side of the node.
    window: u32,
}

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Leaf {
    #[default]
    Lines,
    Words(WordsLeaf),
}

impl Default for ConcordancePane {
    fn default() -> Self {
        Self {
            is_open: false,
            query: ConcordanceQuery::default(),
            used: ConcordanceQuery::default(),
            sort_by: SortBy::default(),
            extent: Extent::default(),
            context_chars: CONTEXT_CHARS,
            focus: false,
            list: LineList::default(),
            shown: Leaf::default(),
            saved: None,
            save_as: None,
            naming: None,
            again: false,
            tables: words::WordTables::default(),
            target: KeynessTarget::default(),
            window: WINDOW_WORDS,
        }
    }
}

impl ConcordancePane {
    /// Whether it takes room.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// What is looked for, and how the lines are to be sorted, while it is open.
    #[must_use]
    pub fn wanted(&self) -> Option<(&ConcordanceQuery, SortBy)> {
        self.is_open.then_some((&self.used, self.sort_by))
    }

    /// How the lines are to be sorted.
    #[must_use]
    pub fn sort_by(&self) -> SortBy {
        self.sort_by
    }

    /// How much around a hit is tagged.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Characters on each side of a hit.
    #[must_use]
    pub fn context_chars(&self) -> u32 {
        self.context_chars
    }

    /// Opens it as it was left; the field takes the keyboard.
    pub fn open(&mut self) {
        (self.is_open, self.shown) = (true, Leaf::Lines);
        self.focus = true;
    }

    /// Opens it with another query; the lines take the keyboard.
    pub fn look_for(&mut self, query: ConcordanceQuery) {
        (self.is_open, self.shown) = (true, Leaf::Lines);
        self.used = query.clone();
        self.query = query;
        self.list.take_focus();
    }

    /// Opens it with statistics of words.
    pub fn show_words(&mut self, leaf: WordsLeaf) {
        (self.is_open, self.shown) = (true, Leaf::Words(leaf));
        self.focus = leaf == WordsLeaf::Collocates && self.used.text.trim().is_empty();
    }

    /// Which statistics are shown, of which articles keyness is, and words on each side of a node.
    #[must_use]
    pub fn wanted_statistics(&self) -> Option<(WordsLeaf, KeynessTarget, u32)> {
        match self.shown {
            Leaf::Words(leaf) if self.is_open => Some((leaf, self.target, self.window)),
            Leaf::Words(_) | Leaf::Lines => None,
        }
    }

    /// The saved query that may be shown, and whether what was untagged by hand is to be tagged again.
    #[must_use]
    pub fn autocode(&self) -> Option<(SavedQueryId, bool)> {
        self.saved.filter(|_| self.is_open && self.shown == Leaf::Lines).map(|id| (id, self.again))
    }

    /// Gives the room back to the readers.
    pub fn close(&mut self) {
        self.is_open = false;
    }

    /// Numbers of the lines that a command is about: those selected, else the one that the keyboard is on.
    #[must_use]
    pub fn meant(&self, lines: &Concordance) -> Vec<u32> {
        self.list.meant(lines)
    }

    /// Numbers of the lines that an export writes, in their order: those selected, else all.
    #[must_use]
    pub fn exported(&self, lines: &Concordance) -> Vec<u32> {
        let all = (0..lines.len()).filter_map(|row| lines.number(row));
        all.filter(|number| self.list.selected().is_empty() || self.list.selected().holds(*number)).collect()
    }

    /// Does what is about how lines are shown and which are selected.
    pub fn run(&mut self, action: LinesAction, lines: &Concordance) {
        match action {
            LinesAction::Sort(by) => self.sort_by = by,
            LinesAction::Extent(extent) => self.extent = extent,
            LinesAction::MoreContext => self.set_context(self.context_chars + CONTEXT_STEP),
            LinesAction::LessContext => self.set_context(self.context_chars.saturating_sub(CONTEXT_STEP)),
            LinesAction::SelectAll => self.list.select_all(lines),
            LinesAction::SaveQuery => self.begin_naming(),
            LinesAction::PickTag | LinesAction::Autocode | LinesAction::ExportCsv | LinesAction::ExportMarkdown => {}
        }
    }

    fn set_context(&mut self, chars: u32) {
        self.context_chars = chars.clamp(LEAST_CONTEXT, MOST_CONTEXT);
    }

    /// Draws it. Where it covers the readers, going to a passage closes it.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, covers: bool, commands: &mut Commands) {
        self.follow_saved(view);
        self.head(ui, view, commands);
        if self.bar(ui, view, commands) {
            self.list.take_focus();
        }
        match self.shown {
            Leaf::Lines => {
                let tag = self.shown_query(view).and_then(|query| view.session.notebook().tags().get(&query.tag?));
                self.list.set_planned(tag.map(|tag| tag.color));
                self.list.show(ui, view, (self.context_chars, covers), commands);
            }
            Leaf::Words(leaf) => self.words(ui, view, leaf, commands),
        }
    }

    fn head(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        widgets::pane_head(ui, view, |ui| {
            self.leaves(ui, view, commands);
            if self.shown == Leaf::Lines {
                self.counts(ui, view);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if widgets::cross(ui, view, "concordance-close") {
                    commands.push(Command::CloseConcordance);
                }
                if self.shown == Leaf::Lines {
                    self.on_selected(ui, view, commands);
                }
            });
        });
    }

    fn leaves(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let words = |leaf| (Leaf::Words(leaf), Action::Words(leaf));
        let leaves = [
            ((Leaf::Lines, Action::Concordance), "concordance-title"),
            (words(WordsLeaf::Frequencies), "words-frequencies"),
            (words(WordsLeaf::Collocates), "words-collocates"),
            (words(WordsLeaf::Keyness), "words-keyness"),
        ];
        for ((leaf, action), id) in leaves {
            if widgets::leaf_name(ui, view, id, action, self.shown == leaf) {
                commands.push(Command::Do(action));
            }
        }
    }

    /// How many lines there are, or why they are not those of what is typed.
    fn counts(&self, ui: &mut Ui, view: &View<'_>) {
        let lines = view.concordance;
        let (text, color) = if lines.is_stale() {
            let id = if lines.error().is_some() { "concordance-stale" } else { "concordance-searching" };
            (view.text(id), view.palette.warning)
        } else if lines.query().is_none() {
            return;
        } else {
            let count = widgets::grouped(lines.len() as u64);
            let texts = widgets::grouped(lines.text_count() as u64);
            let id = match (lines.is_growing(), lines.is_cut()) {
                (true, _) => "concordance-count-growing",
                (false, true) => "concordance-count-cut",
                (false, false) => "concordance-count",
            };
            (view.say(&Message::new(id).with("count", count).with("texts", texts)), view.palette.muted)
        };
        ui.label(RichText::new(text).color(color));
    }

    /// What can be done with the lines that are selected, or with all.
    fn on_selected(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let enabled = view.is_enabled(Action::Lines(LinesAction::PickTag));
        let menu = egui::containers::menu::MenuButton::from_button(egui::Button::new(view.text("concordance-export")));
        ui.add_enabled_ui(enabled, |ui| {
            let (response, _) = menu.ui(ui, |ui| {
                let actions = [Action::Lines(LinesAction::ExportCsv), Action::Lines(LinesAction::ExportMarkdown)];
                commands.extend(widgets::action_menu(ui, view, &[&actions]).map(Command::Do));
            });
            response.on_hover_text(view.text("concordance-export-hint"));
        });
        let selected = self.list.selected().len();
        let text = match selected {
            0 => view.text("concordance-tag"),
            count => view.say(&Message::new("concordance-tag-selected").with("count", count)),
        };
        let button = ui.add_enabled(enabled, egui::Button::new(text)).on_hover_text(view.text("concordance-tag-hint"));
        if button.clicked() {
            commands.push(Command::Do(Action::Lines(LinesAction::PickTag)));
        }
        let all = selected > 0 && selected == view.concordance.len();
        let text = view.text(if all { "concordance-select-none" } else { "concordance-select-all" });
        let hint = view.text("concordance-select-hint");
        if ui.add_enabled(enabled, egui::Button::new(text)).on_hover_text(hint).clicked() {
            commands.push(Command::Do(Action::Lines(LinesAction::SelectAll)));
        }
    }

    /// Takes over what is written in the field, but for what an input method composes.
    fn take_query(&mut self, ui: &Ui, field: &egui::Response) {
        if !input_method::composes(ui, field.id, field.has_focus()) && self.used != self.query {
            self.used.clone_from(&self.query);
        }
    }
}
