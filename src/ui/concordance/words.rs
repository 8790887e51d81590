//! Tables of words: frequencies, collocates, keyness. A word, and each of its numbers, opens its lines.

use egui::{Align2, ComboBox, Rect, RichText, ScrollArea, Sense, Ui, pos2, vec2};

use super::ConcordancePane;
use crate::i18n::Message;
use crate::notebook::QueryOptions;
use crate::session::{ConcordanceQuery, KeynessTarget, Scope, WordStatistics, WordsLeaf};
use crate::text::fold_text;
use crate::ui::command::{Command, Commands};
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, widgets};

const ROW_PX: f32 = 26.0;
const HEAD_PX: f32 = 28.0;
const WORD_PX: f32 = 190.0;
const LEAST_WORD_PX: f32 = 90.0;
const NUMBER_PX: f32 = 110.0;
/// Characters between a node and its collocate, at most, in the query that shows their lines: five words of two characters, and
/// some of three.
const NEAR_CHARS: u32 = 12;

/// What comes together less often, or is compared by fewer tokens, tells of chance.
const LEAST_TOGETHER: u32 = 3;

/// A row of any of the tables.
struct WordRow {
    word: String,
    numbers: Vec<f64>,
    is_content: bool,
}

/// A column: ids of its heading and of what it is, and digits behind the point.
struct Column(&'static str, &'static str, usize);

/// What the tables keep between frames.
pub(super) struct WordTables {
    /// Whether function words, numbers and stop words are shown, too.
    all_words: bool,
    /// How often a word comes at least, in the list of all words and in the others.
    least: u32,
    least_together: u32,
    /// What the words that are shown hold.
    filter: String,
    /// The column by which is sorted, 0 for the word; and whether the smallest comes first.
    sort: Option<(WordsLeaf, usize, bool)>,
    made_for: Option<MadeFor>,
    rows: Vec<WordRow>,
    order: Vec<usize>,
    /// The highest count of those that are shown.
    most: f64,
}

impl Default for WordTables {
    fn default() -> Self {
        Self {
            all_words: false,
            least: 1,
            least_together: LEAST_TOGETHER,
            filter: String::new(),
            sort: None,
            made_for: None,
            rows: Vec::new(),
            order: Vec::new(),
            most: 0.0,
        }
    }
}

/// What the rows were made for.
#[derive(Clone, PartialEq)]
struct MadeFor {
    filter: String,
    version: u64,
    all_words: bool,
    least: u32,
    sort: Option<(WordsLeaf, usize, bool)>,
}

fn columns(leaf: WordsLeaf) -> &'static [Column] {
    match leaf {
        WordsLeaf::Frequencies => &[
            Column("words-count", "words-count-help", 0),
            Column("words-articles", "words-articles-help", 0),
            Column("words-dispersion", "words-dispersion-help", 2),
        ],
        WordsLeaf::Collocates => &[
            Column("words-log-dice", "words-log-dice-help", 2),
            Column("words-together", "words-together-help", 0),
            Column("words-left", "words-left-help", 0),
            Column("words-right", "words-right-help", 0),
            Column("words-count", "words-count-help", 0),
        ],
        WordsLeaf::Keyness => &[
            Column("words-g2", "words-g2-help", 1),
            Column("words-log-ratio", "words-log-ratio-help", 2),
            Column("words-here", "words-here-help", 0),
            Column("words-elsewhere", "words-elsewhere-help", 0),
        ],
    }
}

fn rows(statistics: &WordStatistics) -> Vec<WordRow> {
    let row = |word: &str, numbers: Vec<f64>, is_content| WordRow { word: word.to_owned(), numbers, is_content };
    match statistics {
        WordStatistics::Frequencies(found) => {
            let numbers = |it: &crate::lexis::WordCount| vec![it.count.into(), it.documents.into(), it.dispersion];
            found.rows.iter().map(|it| row(&it.word, numbers(it), it.is_content)).collect()
        }
        WordStatistics::Collocates(found) => {
            let numbers = |it: &crate::lexis::Collocate| {
                let right = it.count - it.left;
                vec![it.log_dice, it.count.into(), it.left.into(), right.into(), it.frequency.into()]
            };
            found.rows.iter().map(|it| row(&it.word, numbers(it), it.is_content)).collect()
        }
        WordStatistics::Keyness { keys, .. } => {
            let numbers = |it: &crate::lexis::Key| vec![it.g2, it.log_ratio, it.count.into(), it.reference.into()];
            keys.iter().map(|it| row(&it.word, numbers(it), it.is_content)).collect()
        }
    }
}

/// The column that says how often a word comes: few tells little.
fn count_column(leaf: WordsLeaf) -> usize {
    match leaf {
        WordsLeaf::Frequencies => 0,
        WordsLeaf::Collocates => 1,
        WordsLeaf::Keyness => 2,
    }
}

impl WordTables {
    fn least_mut(&mut self, leaf: WordsLeaf) -> &mut u32 {
        if leaf == WordsLeaf::Frequencies { &mut self.least } else { &mut self.least_together }
    }

    fn refresh(&mut self, statistics: &WordStatistics, version: u64) {
        let least = *self.least_mut(statistics.leaf());
        let made_for = Some(MadeFor {
            filter: fold_text(self.filter.trim()),
            version,
            all_words: self.all_words,
            least,
            sort: self.sort,
        });
        if self.made_for == made_for {
            return;
        }
        self.made_for = made_for;
        self.rows = rows(statistics);
        let count = count_column(statistics.leaf());
        let is_shown = |row: &WordRow| {
            let total: f64 = match statistics.leaf() {
                WordsLeaf::Keyness => row.numbers[count] + row.numbers[count + 1],
                _ => row.numbers[count],
            };
            let filter = fold_text(self.filter.trim());
            (self.all_words || row.is_content)
                && total >= f64::from(least)
                && (filter.is_empty() || fold_text(&row.word).contains(&filter))
        };
        self.order = (0..self.rows.len()).filter(|at| is_shown(&self.rows[*at])).collect();
        let counts = self.order.iter().map(|at| self.rows[*at].numbers[count]);
        self.most = counts.fold(0.0, f64::max);
        if let Some((_, column, ascending)) = self.sort.filter(|(leaf, ..)| *leaf == statistics.leaf()) {
            let rows = &self.rows;
            self.order.sort_by(|one, other| {
                let (one, other) = (&rows[*one], &rows[*other]);
                let order = match column.checked_sub(1) {
                    None => one.word.cmp(&other.word),
                    Some(number) => one.numbers[number].total_cmp(&other.numbers[number]),
                };
                if ascending { order } else { order.reverse() }
            });
        }
    }

    /// Sorts by a column; the other way round if it is sorted by that already.
    fn sort_by(&mut self, leaf: WordsLeaf, column: usize) {
        let ascending = match self.sort {
            Some((of, by, ascending)) if (of, by) == (leaf, column) => !ascending,
            _ => column == 0,
        };
        self.sort = Some((leaf, column, ascending));
    }
}

impl ConcordancePane {
    /// Draws the table of a leaf.
    pub(super) fn words(&mut self, ui: &mut Ui, view: &View<'_>, leaf: WordsLeaf, commands: &mut Commands) {
        self.words_bar(ui, view, leaf, commands);
        if leaf != WordsLeaf::Frequencies && view.concordance.is_empty() && self.needs_lines(leaf) {
            // What is wrong with the query stands below its field.
            if view.concordance.error().is_none() {
                widgets::hint(ui, view, &view.text("words-need-lines"));
            }
            return;
        }
        let Some((version, statistics)) = view.statistics else {
            let id = if view.lexicon.is_some() { "words-counting" } else { "words-loading" };
            widgets::hint(ui, view, &view.text(id));
            return;
        };
        self.tables.refresh(statistics, version);
        ui.horizontal_wrapped(|ui| {
            ui.add_space(super::bar::SIDE_PX);
            ui.label(RichText::new(view.say(&summary(statistics))).color(view.palette.muted));
        });
        let columns = columns(leaf);
        let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD_PX), Sense::hover());
        ui.painter().rect_filled(head, 0.0, view.palette.chrome);
        self.headings(ui, view, head, (leaf, columns));
        let count = self.tables.order.len();
        ScrollArea::vertical().id_salt(("words", leaf)).auto_shrink(false).show_viewport(ui, |ui, viewport| {
            ui.set_height(ROW_PX * count as f32);
            let (origin, width) = (ui.min_rect().min, ui.available_width());
            let first = ((viewport.min.y / ROW_PX).floor().max(0.0) as usize).min(count);
            let last = ((viewport.max.y / ROW_PX).ceil().max(0.0) as usize).min(count);
            for at in first..last.max(first) {
                let top = origin.y + ROW_PX * at as f32;
                let rect = Rect::from_min_size(pos2(origin.x, top), vec2(width, ROW_PX));
                self.word_row(ui, view, rect, (at, leaf, columns), commands);
            }
        });
    }

    /// The table that is shown, with its headings as `text` tells them; `None` if none is.
    #[must_use]
    pub fn word_table(&self, text: impl Fn(&str) -> String) -> Option<Vec<Vec<String>>> {
        let super::Leaf::Words(leaf) = self.shown else { return None };
        let columns = columns(leaf);
        let head = std::iter::once("words-word").chain(columns.iter().map(|Column(id, ..)| *id));
        let mut table = vec![head.map(text).collect::<Vec<String>>()];
        let rows = self.tables.order.iter().filter_map(|at| self.tables.rows.get(*at));
        table.extend(rows.map(|row| {
            let numbers =
                row.numbers.iter().zip(columns).map(|(number, Column(_, _, digits))| format!("{number:.digits$}"));
            std::iter::once(row.word.clone()).chain(numbers).collect()
        }));
        Some(table)
    }

    fn needs_lines(&self, leaf: WordsLeaf) -> bool {
        leaf == WordsLeaf::Collocates || (leaf == WordsLeaf::Keyness && self.target == KeynessTarget::WithHits)
    }

    fn words_bar(&mut self, ui: &mut Ui, view: &View<'_>, leaf: WordsLeaf, commands: &mut Commands) {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(super::bar::SIDE_PX);
            let hint = view.text("words-filter");
            let edit = egui::TextEdit::singleline(&mut self.tables.filter);
            let response = ui.add(edit.id_salt("words filter").hint_text(hint.as_str()).desired_width(120.0));
            widgets::name_field(&response, &hint);
            ui.checkbox(&mut self.tables.all_words, view.text("words-all")).on_hover_text(view.text("words-all-hint"));
            let label = view.text("words-least");
            ui.label(RichText::new(&label).color(view.palette.muted));
            let drag = egui::DragValue::new(self.tables.least_mut(leaf)).range(0..=9999).speed(0.1);
            let response = ui.add(drag).on_hover_text(view.text("words-least-hint"));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, &label));
            match leaf {
                WordsLeaf::Frequencies => {}
                WordsLeaf::Collocates => {
                    let label = view.text("words-window");
                    ui.label(RichText::new(&label).color(view.palette.muted));
                    let drag = egui::DragValue::new(&mut self.window).range(1..=20).speed(0.05);
                    let response = ui.add(drag).on_hover_text(view.text("words-window-hint"));
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, &label));
                }
                WordsLeaf::Keyness => self.targets(ui, view),
            }
            let has_rows = view.statistics.is_some() && !self.tables.order.is_empty();
            let export = ui.add_enabled(has_rows, egui::Button::new(view.text("words-export")));
            if export.on_hover_text(view.text("words-export-hint")).clicked() {
                commands.push(Command::ExportWords);
            }
        });
    }

    fn targets(&mut self, ui: &mut Ui, view: &View<'_>) {
        let targets = [
            (KeynessTarget::WithHits, "words-target-hits"),
            (KeynessTarget::Filtered, "words-target-filtered"),
            (KeynessTarget::Active, "words-target-active"),
        ];
        let shown = targets.iter().find(|(it, _)| *it == self.target).map_or_else(String::new, |(_, id)| view.text(id));
        let combo = ComboBox::from_id_salt("target").selected_text(shown.clone()).show_ui(ui, |ui| {
            for (target, id) in targets {
                ui.selectable_value(&mut self.target, target, view.text(id));
            }
        });
        super::bar::name_combo(view, &combo.response, &view.text("words-target"), &shown);
    }

    fn headings(&mut self, ui: &mut Ui, view: &View<'_>, rect: Rect, (leaf, columns): (WordsLeaf, &[Column])) {
        let word = Column("words-word", "words-word-help", 0);
        for (at, Column(id, help, _)) in std::iter::once(&word).chain(columns).enumerate() {
            let place = cell(rect, at, columns.len());
            let response = ui.interact(place, ui.scope_id().with(("heading", leaf, at)), Sense::click());
            let sorted = self.tables.sort.filter(|(of, by, _)| (*of, *by) == (leaf, at));
            let text = view.text(id);
            let shown = match sorted {
                Some((.., true)) => format!("{text} ↑"),
                Some((.., false)) => format!("{text} ↓"),
                None => text.clone(),
            };
            let color = if response.hovered() { view.palette.ink } else { view.palette.muted };
            let (align, from) = if at == 0 {
                (Align2::LEFT_CENTER, place.left_center())
            } else {
                (Align2::RIGHT_CENTER, place.right_center())
            };
            ui.painter().text(from, align, shown, fonts::sans(12.5), color);
            if labelled(response, &text, sorted.is_some()).on_hover_text(view.text(help)).clicked() {
                self.tables.sort_by(leaf, at);
            }
        }
    }

    fn word_row(
        &self,
        ui: &mut Ui,
        view: &View<'_>,
        rect: Rect,
        (at, leaf, columns): (usize, WordsLeaf, &[Column]),
        commands: &mut Commands,
    ) {
        let palette = &view.palette;
        let Some(row) = self.tables.order.get(at).and_then(|at| self.tables.rows.get(*at)) else { return };
        let response = ui.interact(rect, ui.scope_id().with(("word", leaf, row.word.as_str())), Sense::CLICK);
        if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, palette.hover);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, palette.line));
        let word = cell(rect, 0, columns.len());
        widgets::elided(ui, &row.word, fonts::serif(15.0), palette.ink, word.left_center(), word.width());
        // A thin bar below the count: how much more one word comes than another is seen at once.
        let counted = count_column(leaf);
        if let Some(count) = row.numbers.get(counted).filter(|_| self.tables.most > 0.0) {
            let room = cell(rect, counted + 1, columns.len());
            let width = (room.width() - 16.0).max(0.0) * (count / self.tables.most) as f32;
            let bar = Rect::from_min_max(
                pos2(room.right() - width, rect.bottom() - 4.0),
                pos2(room.right(), rect.bottom() - 2.0),
            );
            ui.painter().rect_filled(bar, 1.0, palette.faint);
        }
        for (at, (number, Column(_, _, digits))) in row.numbers.iter().zip(columns).enumerate() {
            let text = if *digits == 0 { widgets::grouped(*number as u64) } else { format!("{number:.digits$}") };
            let place = cell(rect, at + 1, columns.len()).right_center();
            ui.painter().text(place, Align2::RIGHT_CENTER, text, fonts::sans(13.0), palette.ink);
        }
        if labelled(response, &row.word, false).on_hover_text(view.text("words-row-hint")).clicked() {
            commands.push(Command::Concordance(self.query_of(&row.word, leaf)));
        }
    }

    /// The query that shows the lines of a word; of a collocate, those near the node.
    fn query_of(&self, word: &str, leaf: WordsLeaf) -> ConcordanceQuery {
        let word = format!("\"{}\"", word.replace('"', ""));
        let scope = Scope { articles: true, quotations: false, comments: false, notes: false };
        // What was counted are whole words.
        let options = QueryOptions { whole_words: true, ..QueryOptions::default() };
        let plain = ConcordanceQuery { text: word.clone(), options, scope };
        if leaf != WordsLeaf::Collocates || self.used.options.regex || self.used.options.exact {
            return plain;
        }
        let node = self.used.text.trim();
        let node = if node.chars().any(|ch| "|\"( ".contains(ch)) { node.to_owned() } else { format!("\"{node}\"") };
        let options = self.used.options;
        let near = ConcordanceQuery { text: format!("{node} NEAR/{NEAR_CHARS} {word}"), options, scope };
        if near.search().is_ok() { near } else { plain }
    }
}

/// The place of a column in a row that has so many columns with numbers: narrower where there is less room, never beyond it.
fn cell(row: Rect, column: usize, numbers: usize) -> Rect {
    let left = row.left() + super::bar::SIDE_PX;
    let room = row.width() - 2.0 * super::bar::SIDE_PX;
    let number_px = ((room - LEAST_WORD_PX) / numbers.max(1) as f32).clamp(0.0, NUMBER_PX);
    let word_px = (room - number_px * numbers as f32).clamp(0.0, WORD_PX);
    let (from, width) = match column.checked_sub(1) {
        None => (left, word_px),
        Some(number) => (left + word_px + number_px * number as f32, number_px),
    };
    Rect::from_min_size(pos2(from, row.top()), vec2(width, row.height()))
}

fn summary(statistics: &WordStatistics) -> Message {
    let grouped = |count: u64| widgets::grouped(count);
    match statistics {
        WordStatistics::Frequencies(found) => Message::new("words-summary")
            .with("types", grouped(found.types() as u64))
            .with("tokens", grouped(found.tokens))
            .with("articles", grouped(found.documents.into())),
        WordStatistics::Collocates(found) => Message::new("words-node").with("count", grouped(found.node.into())),
        WordStatistics::Keyness { target, reference, .. } => Message::new("words-against")
            .with("articles", grouped(target.0.into()))
            .with("tokens", grouped(target.1))
            .with("others", grouped(reference.0.into()))
            .with("other_tokens", grouped(reference.1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_for_as_it_was_counted() {
        let pane = ConcordancePane::default();
        for leaf in [WordsLeaf::Frequencies, WordsLeaf::Keyness] {
            let query = pane.query_of("服务", leaf);
            assert_eq!((query.text.as_str(), query.options.whole_words), ("\"服务\"", true));
        }
    }

    #[test]
    fn columns_share_the_room_there_is() {
        for width in [300.0, 500.0, 690.0, 1600.0] {
            let row = Rect::from_min_size(pos2(20.0, 0.0), vec2(width, ROW_PX));
            for leaf in [WordsLeaf::Frequencies, WordsLeaf::Collocates, WordsLeaf::Keyness] {
                let numbers = columns(leaf).len();
                let cells: Vec<Rect> = (0..=numbers).map(|column| cell(row, column, numbers)).collect();
                assert!(cells.iter().all(|cell| row.x_range().contains(cell.left()) && cell.right() <= row.right()));
                assert!(cells.windows(2).all(|two| two[0].right() <= two[1].left() + 0.1), "{width}: {cells:?}");
            }
        }
    }
}
