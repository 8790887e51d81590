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

/// Width from which the names of the leaves, the counts and the buttons have room in one row, and that of the panel below which the
/// buttons become a menu.
const ONE_ROW_PX: f32 = 900.0;
const MENU_PX: f32 = 560.0;
const SECOND_ROW_PX: f32 = 28.0;

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
        self.focus = leaf == WordsLeaf::Collocates;
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
        if self.uses_query() && self.bar(ui, view, commands) {
            // A query that cannot be used is put right in the field.
            if view.concordance.error().is_some() {
                self.focus = true;
            } else {
                self.list.take_focus();
            }
        }
        match self.shown {
            Leaf::Lines => {
                let tag = self.shown_query(view).and_then(|query| view.session.notebook().tags().get(&query.tag?));
                self.list.set_planned(tag.map(|tag| tag.color));
                self.nothing_found(ui, view);
                self.list.show(ui, view, (self.context_chars, covers), commands);
            }
            Leaf::Words(leaf) => self.words(ui, view, leaf, commands),
        }
    }

    /// Whether what is shown has to do with what is looked for.
    fn uses_query(&self) -> bool {
        match self.shown {
            Leaf::Lines | Leaf::Words(WordsLeaf::Collocates) => true,
            Leaf::Words(WordsLeaf::Frequencies) => false,
            Leaf::Words(WordsLeaf::Keyness) => self.target == KeynessTarget::WithHits,
        }
    }

    fn head(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let width = ui.available_width();
        let has_room = width >= ONE_ROW_PX;
        let is_lines = self.shown == Leaf::Lines;
        widgets::pane_head(ui, view, |ui| {
            // From the right: whatever else there is room for, there is room for the cross.
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if widgets::cross(ui, view, "concordance-close") {
                    commands.push(Command::CloseConcordance);
                }
                if is_lines && has_room {
                    self.on_selected(ui, view, false, commands);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    self.leaves(ui, view, commands);
                    if is_lines && has_room {
                        self.counts(ui, view);
                    }
                });
            });
        });
        if is_lines && !has_room {
            ui.add_space(4.0);
            let (rect, _) = ui.allocate_exact_size(egui::vec2(width, SECOND_ROW_PX), egui::Sense::hover());
            let builder = egui::UiBuilder::new().max_rect(rect.shrink2(egui::vec2(bar::SIDE_PX, 0.0)));
            ui.scope_builder(builder, |ui| {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    self.on_selected(ui, view, width < MENU_PX, commands);
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| self.counts(ui, view));
                });
            });
        }
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
        ui.add(egui::Label::new(RichText::new(text).color(color)).truncate());
    }

    /// What can be done with the lines that are selected, or with all: as buttons, or in a menu.
    fn on_selected(&self, ui: &mut Ui, view: &View<'_>, in_menu: bool, commands: &mut Commands) {
        if in_menu {
            let button = egui::Button::new("⋯");
            let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
                let line = |action| Action::Lines(action);
                let groups: [&[Action]; 2] = [
                    &[line(LinesAction::SelectAll), line(LinesAction::PickTag), line(LinesAction::SaveQuery)],
                    &[line(LinesAction::ExportCsv), line(LinesAction::ExportMarkdown)],
                ];
                commands.extend(widgets::short_menu(ui, view, &groups).map(Command::Do));
            });
            let name = view.text("concordance-more");
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            response.on_hover_text(name);
            return;
        }
        let enabled = view.is_enabled(Action::Lines(LinesAction::PickTag));
        let menu = egui::containers::menu::MenuButton::from_button(egui::Button::new(view.text("concordance-export")));
        ui.add_enabled_ui(enabled, |ui| {
            let (response, _) = menu.ui(ui, |ui| {
                let actions = [Action::Lines(LinesAction::ExportCsv), Action::Lines(LinesAction::ExportMarkdown)];
                commands.extend(widgets::short_menu(ui, view, &[&actions]).map(Command::Do));
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
        let code = egui::Button::new(view.text("concordance-autocode-begin"));
        let hint = view.text("concordance-autocode-hint");
        let is_coded = self.shown_query(view).is_some_and(|query| query.tag.is_some());
        if !is_coded && ui.add_enabled(enabled, code).on_hover_text(hint).clicked() {
            commands.push(Command::Do(Action::Lines(LinesAction::SaveQuery)));
        }
        let all = selected > 0 && selected == view.concordance.len();
        let text = view.text(if all { "concordance-select-none" } else { "concordance-select-all" });
        let hint = view.text("concordance-select-hint");
        if ui.add_enabled(enabled, egui::Button::new(text)).on_hover_text(hint).clicked() {
            commands.push(Command::Do(Action::Lines(LinesAction::SelectAll)));
        }
    }

    /// Where nothing was found: what was looked for, and what may find it.
    fn nothing_found(&mut self, ui: &mut Ui, view: &View<'_>) {
        let lines = view.concordance;
        let Some(query) = lines.query().filter(|_| lines.is_empty() && !lines.is_growing() && lines.error().is_none())
        else {
            return;
        };
        widgets::hint(ui, view, &view.say(&Message::new("concordance-none").with("query", query.text.as_str())));
        ui.horizontal_wrapped(|ui| {
            ui.add_space(bar::SIDE_PX);
            let options = &mut self.query.options;
            if !options.scripts && ui.button(view.text("concordance-try-scripts")).clicked() {
                options.scripts = true;
            }
            if !options.misread && ui.button(view.text("concordance-try-misread")).clicked() {
                options.misread = true;
            }
            if options.whole_words && ui.button(view.text("concordance-try-parts")).clicked() {
                options.whole_words = false;
            }
            if let Some(both) = as_two(&self.query.text).filter(|_| !options.regex)
                && ui.button(view.say(&Message::new("concordance-try-both").with("query", both.as_str()))).clicked()
            {
                self.query.text = both;
            }
            // What is looked for follows what stands in the field with the next frame.
        });
    }

    /// Takes over what is written in the field, but for what an input method composes.
    fn take_query(&mut self, ui: &Ui, field: &egui::Response) {
        if !input_method::composes(ui, field.id, field.has_focus()) && self.used != self.query {
            self.used.clone_from(&self.query);
        }
    }
}

/// A query of words with white space between them as one that looks for all of them; `None` if it is another kind.
fn as_two(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_plain = !text.contains(['&', '|', '!', '(', ')', '"', ':', '：', '/']);
    (is_plain && words.len() > 1).then(|| words.join(" & "))
}

#[cfg(test)]
mod tests {
    use super::as_two;

    #[test]
    fn words_with_a_space_between_them_can_be_looked_for_one_by_one() {
        assert_eq!(as_two("2022 年").as_deref(), Some("2022 & 年"));
        assert_eq!(as_two("欠薪"), None);
        assert_eq!(as_two("\"欠薪 追回\""), None);
    }
}
