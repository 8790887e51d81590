//! The two texts side by side: what is done in one shows in the other, and where one goes the other follows.

use egui::{Key, Rect, Ui, UiBuilder};

use super::super::command::Commands;
use super::super::reader::{ReaderEvent, ReaderLabels, ReaderStyle, show};
use super::super::view::View;
use super::{Desk, Side};
use crate::library::Page;
use crate::text::CharSpan;

/// Room for the name of a part's role.
const ROLE_PX: f32 = 56.0;
/// Largest size of the lines as scanned, of the size of what is read.
const LINES_SCALE: f32 = 0.88;
/// Smallest size that lines are set in so as not to be broken, as that of what is read.
const LEAST_LINES_PX: f32 = 13.0;
/// Size of a line, of the body size that its style names.
const LINE_OF_BODY: f32 = 13.5 / 17.0;
/// Room beside the lines: numbers and stripes at the left, the overview at the right; and what numbers of four digits take.
const BESIDE_LINES_PX: f32 = 128.0;
const NUMBERS_PX: f32 = 12.0;
/// Where in a pane the eye is, from its top.
const EYE: f32 = 0.3;

impl Side {
    fn show(&mut self, ui: &mut Ui, name: &str, rect: Rect, view: &View<'_>, style: &ReaderStyle) -> Vec<ReaderEvent> {
        let mut ui = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
        ui.shrink_clip_rect(rect);
        let labels = ReaderLabels {
            overview: view.text("reader-overview"),
            number: view.text("reader-number"),
            edge_start: String::new(),
            edge_end: String::new(),
        };
        show(&mut ui, &self.doc, &self.marks, &mut self.state, style, &labels, view.lexicon)
    }

    /// The code point of the source at which the eye is.
    fn eye(&self, rect: Rect) -> Option<u32> {
        let y = rect.top() + rect.height() * EYE;
        let shown = self.state.shown();
        let (place, block) = shown.iter().find(|(_, block)| block.bottom() > y).or(shown.last())?;
        let text = &self.doc.blocks().get(*place)?.text;
        let share = ((y - block.top()) / block.height().max(1.0)).clamp(0.0, 1.0);
        let at = ((text.len() as f32 * share) as u32).min(text.len().saturating_sub(1));
        text.to_source(CharSpan::new(at, text.len())).first().map(|span| span.start)
    }

    /// Whether the user has scrolled it in this frame, by wheel, by page keys or by its overview.
    fn was_scrolled(&self, moves: &Moves, rect: Rect) -> bool {
        let is_here = moves.pointer.is_some_and(|at| rect.contains(at));
        let by_keys = moves.page_keys && (is_here || !self.state.leaves_keys);
        self.state.travel().by_user != 0.0 && (by_keys || (is_here && (moves.wheel || moves.is_down)))
    }
}

/// What may scroll a text in this frame.
struct Moves {
    pointer: Option<egui::Pos2>,
    wheel: bool,
    is_down: bool,
    page_keys: bool,
}

impl Desk {
    pub(super) fn show_sides(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        page: &Page,
        (left, right): (Rect, Rect),
        commands: &mut Commands,
    ) {
        let keys = [Key::PageDown, Key::PageUp, Key::Home, Key::End];
        let moves = ui.input(|input| Moves {
            pointer: input.pointer.latest_pos(),
            wheel: input.smooth_scroll_delta.y != 0.0,
            is_down: input.pointer.any_down(),
            page_keys: keys.iter().any(|key| input.key_pressed(*key)),
        });
        self.articles_top = Some(right.top());
        self.lines.state.leaves_keys = true;
        self.articles.state.margin_px = ROLE_PX;
        self.articles.state.show_caret();
        self.lines.state.margin_px = NUMBERS_PX;
        // As large as a line of the page is not broken.
        let fits = (left.width() - BESIDE_LINES_PX) / self.line_em.max(1.0) / LINE_OF_BODY;
        let most = view.style.body_px * LINES_SCALE;
        let body_px = fits.max(LEAST_LINES_PX).min(most).floor();
        let small = ReaderStyle { body_px, ..view.style };
        let in_lines = self.lines.show(ui, "lines", left, view, &small);
        let in_articles = self.articles.show(ui, "articles", right, view, &view.style);
        let before = self.focus;
        for event in in_lines {
            self.in_lines(event);
        }
        for event in in_articles {
            self.in_articles(event);
        }
        let opens = std::mem::take(&mut self.opens_menu);
        if opens {
            self.menu_at = ui.ctx().pointer_interact_pos();
        }
        super::margin::show_menu(ui, view, self.menu_at, opens, commands);
        self.grip(ui, view, left, commands);
        self.margin(ui, view, right, commands);
        if self.focus != before {
            ui.ctx().request_repaint();
        }
        // The one that was scrolled leads.
        if self.articles.was_scrolled(&moves, right) {
            if let Some(at) = self.articles.eye(right) {
                self.reveal_line(page, at);
            }
        } else if self.lines.was_scrolled(&moves, left)
            && let Some(at) = self.lines.eye(left)
        {
            self.reveal_part(at, at);
        }
    }

    /// What was done in the lines as scanned.
    fn in_lines(&mut self, event: ReaderEvent) {
        match event {
            ReaderEvent::Focus(line) => {
                let at = self.lines.state.caret().and_then(|caret| {
                    let text = &self.lines.doc.blocks()[self.lines.doc.place(caret.paragraph)?].text;
                    let at = caret.at.min(text.len().saturating_sub(1));
                    text.to_source(CharSpan::new(at, at + 1)).first().map(|span| span.start)
                });
                self.go_from_lines(at.unwrap_or(line.start));
            }
            ReaderEvent::NumberClicked(line) | ReaderEvent::StripeClicked { paragraph: line, .. } => {
                self.go_from_lines(line.start);
            }
            ReaderEvent::Selected => {
                self.means_lines = true;
                self.articles.state.clear_selection();
                self.asked = None;
            }
            ReaderEvent::SelectionCleared => self.means_lines = false,
            _ => {}
        }
        // No line is in focus: the part is, whose lines are washed.
        self.lines.state.focus = None;
    }

    fn go_from_lines(&mut self, at: u32) {
        self.focus = Some(at);
        self.means_lines = false;
        self.asked = None;
        self.articles.state.clear_selection();
        self.reveal_part(at, at);
    }

    /// What was done in the articles.
    fn in_articles(&mut self, event: ReaderEvent) {
        let paragraph = match &event {
            ReaderEvent::Focus(paragraph)
            | ReaderEvent::CaretMoved(paragraph)
            | ReaderEvent::NumberClicked(paragraph)
            | ReaderEvent::DoubtClicked(paragraph)
            | ReaderEvent::StripeClicked { paragraph, .. }
            | ReaderEvent::Menu { paragraph, .. } => *paragraph,
            ReaderEvent::Selected => {
                self.take_keys();
                return;
            }
            _ => return,
        };
        self.take_keys();
        let is_other = self.focus.and_then(|at| self.sheet.holder(at)) != self.sheet.holder(paragraph.start);
        if is_other {
            self.asked = None;
        }
        self.focus = Some(paragraph.start);
        match event {
            ReaderEvent::DoubtClicked(_) => {
                let first = self.doubts.iter().position(|one| one.part == paragraph.start);
                if let Some(at) = first {
                    self.ask_about(at);
                }
            }
            ReaderEvent::Menu { .. } => self.opens_menu = true,
            _ => {}
        }
        if is_other {
            self.reveals_line = true;
        }
    }

    /// Commands are about the articles from now on.
    fn take_keys(&mut self) {
        self.means_lines = false;
        self.lines.state.clear_selection();
    }
}
