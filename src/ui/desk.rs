//! The desk: a page as it stands in its source beside its articles one below another, where the user puts right what recovery
//! got wrong. Drawing changes nothing but what is looked at; every correction is a command.

mod bars;
mod choosers;
mod margin;
mod sheet;
mod sides;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use egui::{Ui, UiBuilder};

use super::command::{Command, Commands};
use super::reader::{Caret, Marks, ReaderDoc, ReaderState, selected_spans, selected_text, word_at_caret};
use super::theme::mix;
use super::view::View;
use super::widgets;
use crate::i18n::Language;
use crate::lexis::Lexicon;
use crate::library::Page;
use crate::page::{Destination, ParagraphId, SourceId};
use crate::session::{Motion, Uncertain, uncertain};
use crate::text::CharSpan;

pub use choosers::{DeskChoice, SentTo};

use sheet::Sheet;

const BAR_PX: f32 = 36.0;
/// Share of the width that the lines as scanned take.
const LINES_SHARE: f32 = 0.42;
const QUESTION_PX: f32 = 44.0;

/// What a command on the desk is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Parts, by their first code points, in reading order.
    Parts(Vec<u32>),
    /// Lines of the source that are selected.
    Lines(Vec<CharSpan>),
}

/// What the pointer asks for on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskCommand {
    /// The next doubt once an answer has been given.
    GoOn,
    /// Sends something elsewhere.
    Send {
        /// What.
        what: Meant,
        /// Where.
        to: Destination,
        /// A doubt, by its part and its place, that is decided by that.
        decides: Option<(u32, u32)>,
    },
    /// Moves parts, and goes along.
    Move {
        /// The parts.
        parts: Vec<u32>,
        /// Where.
        to: Destination,
    },
    /// Puts a page, or the article at a place of it, back to what was recovered.
    Restore {
        /// The page.
        source: SourceId,
        /// The place; the whole page without it.
        at: Option<u32>,
    },
}

/// One of the two texts.
#[derive(Default)]
struct Side {
    doc: ReaderDoc,
    marks: Marks,
    state: ReaderState,
}

/// What the desk keeps between frames.
#[derive(Default)]
pub struct Desk {
    source: Option<SourceId>,
    made_for: Option<MadeOf>,
    lines: Side,
    articles: Side,
    sheet: Sheet,
    /// Width that hardly a line goes beyond, in em.
    line_em: f32,
    /// A code point of the part that keys are about.
    focus: Option<u32>,
    /// What is washed: for which document, focus and question.
    washed_for: Option<(u64, Option<u32>, Option<u32>)>,
    doubts: Vec<Uncertain>,
    /// Which doubt is asked about.
    asked: Option<usize>,
    /// The next doubt is to be asked about once the page is as the answer has left it.
    goes_on: bool,
    /// Whether commands are about the selected lines.
    means_lines: bool,
    /// What is in focus is to be seen, on both sides or at the left alone.
    reveals: bool,
    reveals_line: bool,
    /// Where the caret is to be once the texts are as the page is.
    caret_to: Option<u32>,
    /// What is dragged.
    carried: Option<Meant>,
    /// The menu of the part in focus is to open at the pointer, and where it has opened.
    opens_menu: bool,
    menu_at: Option<egui::Pos2>,
    /// Upper edge of the articles, once they were drawn.
    articles_top: Option<f32>,
}

/// What the texts were made of.
type MadeOf = (SourceId, u64, Language, bool);

impl Desk {
    /// Lays a page on the desk and looks at a place of it.
    pub fn open(&mut self, source: SourceId, at: u32) {
        if self.source != Some(source) {
            *self = Self { source: Some(source), ..Self::default() };
        }
        self.look_at(at);
    }

    /// Puts the page away.
    pub fn close(&mut self) {
        *self = Self::default();
    }

    /// Whether a page lies there.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.source.is_some()
    }

    /// The page that lies there.
    #[must_use]
    pub fn source(&self) -> Option<SourceId> {
        self.source
    }

    /// Puts the part that holds a code point in focus and brings it into view.
    pub fn look_at(&mut self, at: u32) {
        self.stand_at(at);
        self.reveals = true;
    }

    /// Puts the part that holds a code point in focus; the page stays where it is.
    pub fn stand_at(&mut self, at: u32) {
        self.focus = Some(at);
        self.means_lines = false;
        self.articles.state.clear_selection();
        self.lines.state.clear_selection();
    }

    /// Puts the part that holds a code point in focus, and the caret before that.
    pub fn put_caret(&mut self, at: u32) {
        self.stand_at(at);
        self.caret_to = Some(at);
    }

    /// A code point of the part in focus.
    #[must_use]
    pub fn focus(&self) -> Option<u32> {
        self.focus
    }

    /// The doubt that is asked about.
    #[must_use]
    pub fn asked(&self) -> Option<&Uncertain> {
        self.doubts.get(self.asked?)
    }

    /// Asks about the next doubt, or the one before, and round at the ends; tells whether there is one.
    pub fn ask(&mut self, forward: bool) -> bool {
        let count = self.doubts.len();
        if count == 0 {
            self.asked = None;
            return false;
        }
        let next = match (self.asked, forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.ask_about(next);
        true
    }

    /// Asks about the doubt that has taken the place of the one that was answered; tells whether there is one.
    pub fn ask_on(&mut self) -> bool {
        match self.doubts.len().checked_sub(1) {
            Some(last) => {
                let at = self.asked.unwrap_or(0);
                self.ask_about(if at > last { 0 } else { at });
                true
            }
            None => {
                self.asked = None;
                false
            }
        }
    }

    fn ask_about(&mut self, at: usize) {
        let Some(one) = self.doubts.get(at).cloned() else { return };
        self.look_at(one.part);
        self.asked = Some(at);
        // The caret stands at what is doubtful, for a split there.
        self.caret_to = one.doubt.reason.is_of_a_place().then_some(one.doubt.at);
    }

    /// Puts the caret where it was asked to be.
    fn place_caret(&mut self) {
        let Some(at) = self.caret_to.take() else { return };
        let block = self.sheet.holder(at).and_then(|place| self.articles.doc.blocks().get(place));
        if let Some(block) = block
            && let Some(span) = block.text.from_source(&[CharSpan::new(at, at + 1)]).first()
        {
            self.articles.state.put_caret(Caret { paragraph: block.id, at: span.start });
        }
    }

    /// Asks on once the page has changed.
    pub fn go_on(&mut self) {
        self.goes_on = true;
    }

    /// Steps to the next part, or the one before.
    pub fn step(&mut self, forward: bool) {
        let here = self.focus.and_then(|at| self.sheet.holder(at));
        let last = self.sheet.seats.len().saturating_sub(1);
        let next = here.map_or(0, |here| if forward { (here + 1).min(last) } else { here.saturating_sub(1) });
        if let Some(seat) = self.sheet.seats.get(next) {
            self.look_at(seat.start);
            self.asked = None;
        }
    }

    /// Moves the caret in the text of the articles with the next frame.
    pub fn move_caret(&mut self, motion: Motion, extends: bool) {
        self.articles.state.move_caret(motion, extends);
    }

    /// Where the caret is in the source, if it stands in the part in focus.
    #[must_use]
    pub fn caret(&self) -> Option<u32> {
        let caret = self.articles.state.caret()?;
        let place = self.articles.doc.place(caret.paragraph)?;
        if self.focus.and_then(|at| self.sheet.holder(at)) != Some(place) {
            return None;
        }
        let text = &self.articles.doc.blocks()[place].text;
        // A space that joins two lines stands nowhere: what is behind it does.
        (caret.at..text.len()).find_map(|at| text.to_source(CharSpan::new(at, at + 1)).first().map(|span| span.start))
    }

    /// Whether something is selected, which is let go.
    pub fn let_go(&mut self) -> bool {
        let had = self.lines.state.selection().is_some() || self.articles.state.selection().is_some();
        self.lines.state.clear_selection();
        self.articles.state.clear_selection();
        self.means_lines = false;
        had
    }

    /// What is selected, as it is read.
    #[must_use]
    pub fn selected(&self) -> Option<String> {
        let side = if self.means_lines { &self.lines } else { &self.articles };
        selected_text(&side.doc, &side.state).map(|(text, _)| text)
    }

    /// What is selected in the articles, else the word at the caret, by its place in the source.
    #[must_use]
    pub fn word_meant(&self, lexicon: Option<&Lexicon>) -> Option<Vec<CharSpan>> {
        let Side { doc, state, .. } = &self.articles;
        let selected = selected_spans(doc, state);
        if selected.is_empty() { word_at_caret(doc, state, lexicon) } else { Some(selected) }
    }

    /// What keys are about: the selected lines, else the parts of which something is selected, else the part in focus.
    #[must_use]
    pub fn meant(&self) -> Option<Meant> {
        if self.means_lines {
            let spans = self.whole_lines();
            if !spans.is_empty() {
                return Some(Meant::Lines(spans));
            }
        }
        let selected = selected_spans(&self.articles.doc, &self.articles.state);
        let mut places: Vec<usize> = selected.iter().filter_map(|span| self.sheet.holder(span.start)).collect();
        places.sort_unstable();
        places.dedup();
        if places.is_empty() {
            places.extend(self.sheet.holder(self.focus?));
        }
        Some(Meant::Parts(places.into_iter().map(|place| self.sheet.seats[place].start).collect()))
    }

    /// The selected lines; whole ones, where the selection goes across their ends.
    fn whole_lines(&self) -> Vec<CharSpan> {
        let Side { doc, state, .. } = &self.lines;
        let spans = selected_spans(doc, state);
        let (Some(selection), Some(first), Some(last)) = (state.selection(), spans.first(), spans.last()) else {
            return spans;
        };
        if selection.anchor.paragraph == selection.head.paragraph {
            return spans;
        }
        let (first, last) = (first.start, last.end);
        let lines = doc.blocks().iter().flat_map(|block| block.text.to_source(CharSpan::new(0, block.text.len())));
        lines.filter(|line| line.end > first && line.start < last).collect()
    }

    /// The part to look at once something has gone elsewhere.
    #[must_use]
    pub fn beside(&self, parts: &[u32]) -> Option<u32> {
        self.sheet.beside(parts)
    }

    /// Draws the desk into all the room there is.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let page = self.source.and_then(|source| view.session.page(source));
        let Some(page) = page.filter(|page| view.session.is_shown(page.source.id)) else {
            widgets::hint(ui, view, &view.text("desk-empty"));
            return;
        };
        self.refresh(view, page);
        if std::mem::take(&mut self.goes_on) {
            commands.push(Command::Desk(DeskCommand::GoOn));
        }
        let room = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(room);
        let (bar, rest) = room.split_top_bottom_at_y(room.top() + BAR_PX);
        let (body, question) = rest.split_top_bottom_at_y(rest.bottom() - QUESTION_PX);
        self.head_bar(ui, view, page, bar, commands);
        if self.sheet.seats.is_empty() {
            let mut ui = ui.new_child(UiBuilder::new().id_salt("nothing").max_rect(body));
            widgets::hint(&mut ui, view, &view.text("desk-empty"));
        } else {
            let middle = (body.left() + body.width() * LINES_SHARE).round();
            let (left, right) = body.split_left_right_at_x(middle);
            self.place_caret();
            self.wash(view, page);
            self.reveal(page);
            self.show_sides(ui, view, page, (left, right), commands);
            ui.painter().vline(middle, body.y_range(), egui::Stroke::new(1.0, view.palette.line));
        }
        self.question_bar(ui, view, question, commands);
    }

    /// Makes the texts anew where the page has changed; the eye stays where it is.
    fn refresh(&mut self, view: &View<'_>, page: &Page) {
        let made_of = (page.source.id, view.session.pages_revision(), view.texts.language(), view.palette.dark);
        if self.made_for == Some(made_of) {
            return;
        }
        self.made_for = Some(made_of);
        let mut hasher = DefaultHasher::new();
        made_of.hash(&mut hasher);
        let key = hasher.finish();
        let sheet = Sheet::of(view, page);
        let doc = sheet::articles_doc(view, page, &sheet, key);
        let pin = self.pin(&sheet, &doc);
        self.articles.marks = Marks { revision: key, ..sheet::articles_marks(view, page, &sheet) };
        self.articles.doc = doc;
        self.sheet = sheet;
        if let Some((caret, y_px)) = pin {
            self.articles.state.pin(caret, y_px);
        }
        if self.lines.doc.blocks().is_empty() {
            self.lines.doc = sheet::lines_doc(page, key);
            self.line_em = sheet::usual_line_em(&self.lines.doc);
        }
        let marks = sheet::lines_marks(view, page, &self.sheet, &self.lines.doc);
        self.lines.marks = Marks { revision: key, ..marks };
        self.washed_for = None;
        let asked = self.asked().cloned();
        self.doubts = uncertain(page);
        let same = asked.and_then(|asked| self.doubts.iter().position(|one| one.doubt == asked.doubt));
        // The place of one that is gone is where the next is looked for.
        self.asked = if self.goes_on { self.asked } else { same };
    }

    /// What is to stand still on the screen while the text is another: the first part on it whose neighbour has stayed, and where
    /// that is now.
    fn pin(&self, sheet: &Sheet, doc: &ReaderDoc) -> Option<(Caret, f32)> {
        let (old, top) = (&self.sheet, self.articles_top?);
        let kept = |place: usize| {
            let start = old.seats.get(place)?.start;
            let now = sheet.holder(start)?;
            let neighbour = |step: isize| {
                let before = old.seats.get(place.checked_add_signed(step)?)?.start;
                Some(sheet.holder(before)? == now.checked_add_signed(step)?)
            };
            let stays = neighbour(-1).unwrap_or(place == 0 && now == 0) || neighbour(1).unwrap_or(false);
            Some((stays, start, now))
        };
        let shown = self.articles.state.shown();
        let found = shown.iter().filter_map(|(place, rect)| kept(*place).map(|kept| (kept, rect)));
        let found: Vec<_> = found.collect();
        let ((_, start, now), rect) = found.iter().find(|((stays, ..), _)| *stays).or(found.first())?;
        let block = doc.blocks().get(*now)?;
        let at = block.text.from_source(&[CharSpan::new(*start, *start + 1)]).first().map_or(0, |span| span.start);
        Some((Caret { paragraph: block.id, at }, rect.top() - top))
    }

    /// Marks at the left the lines of the part in focus, and at the right what is asked about.
    fn wash(&mut self, view: &View<'_>, page: &Page) {
        let place = self.focus.and_then(|at| self.sheet.holder(at));
        let asked = self.asked().map(|one| one.doubt.clone());
        let key =
            (self.articles.doc.key(), place.map(|place| self.sheet.seats[place].start), asked.as_ref().map(|it| it.at));
        if self.washed_for == Some(key) {
            return;
        }
        self.washed_for = Some(key);
        for side in [&mut self.lines, &mut self.articles] {
            side.marks.blocks.iter_mut().for_each(|marks| marks.hits.clear());
            side.marks.revision = side.marks.revision.wrapping_add(1);
        }
        let Some(block) = place.and_then(|place| self.articles.doc.blocks().get(place)) else { return };
        self.articles.state.focus = Some(block.id);
        let spans = block.text.to_source(CharSpan::new(0, block.text.len()));
        let pale = mix(view.palette.paper, view.palette.accent, 0.5);
        for at in sheet::lines_of(page, &self.lines.doc, &spans) {
            let line = &self.lines.doc.blocks()[at];
            self.lines.marks.blocks[at].hits = sheet::washed(line, &spans, pale, false);
        }
        if let Some(doubt) = asked.filter(|doubt| doubt.reason.is_of_a_place())
            && let Some(place) = place
        {
            let around = CharSpan::new(doubt.at.saturating_sub(1), doubt.at + 1);
            self.articles.marks.blocks[place].hits = sheet::washed(block, &[around], view.palette.warning, true);
        }
    }

    /// Brings what is in focus into view on both sides, where it is not.
    fn reveal(&mut self, page: &Page) {
        let (both, line) = (std::mem::take(&mut self.reveals), std::mem::take(&mut self.reveals_line));
        let Some(at) = self.focus.filter(|_| both || line) else { return };
        // Where what is asked about stands: the part may have begun long before.
        let place = self.asked().map_or(at, |one| one.doubt.at);
        if both {
            self.reveal_part(place, at);
        }
        self.reveal_line(page, place.min(page.source.text.len().saturating_sub(1)));
    }

    /// Brings a code point of the part that holds `part` into view at the right.
    fn reveal_part(&mut self, at: u32, part: u32) {
        let block = self.sheet.holder(part).and_then(|place| self.articles.doc.blocks().get(place));
        let Some(block) = block else { return };
        let span = block.text.from_source(&[CharSpan::new(at, at + 1)]).first().copied();
        self.articles.state.scroll_to(block.id, span);
    }

    /// Brings the line of a code point into view at the left.
    fn reveal_line(&mut self, page: &Page, at: u32) {
        let text = &page.source.text;
        let start = text.trimmed(text.line(text.line_of(at))).start;
        self.lines.state.scroll_to(ParagraphId { source: page.source.id, start }, None);
    }
}
