//! One quotation of the list: what is quoted, the comment, its tags, who made it and when, where it stands.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, FontId, Rect, Sense, Stroke, StrokeKind, TextFormat, Ui, pos2, vec2};
use jiff::tz::TimeZone;

use super::list::SIDE_PX;
use crate::exchange::{Proof, prove};
use crate::i18n::Message;
use crate::library::Library;
use crate::notebook::{Annotation, AnnotationId};
use crate::session::{Card, card};
use crate::ui::command::{Command, Commands};
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, widgets};

const QUOTE_PX: f32 = 15.0;
const QUOTE_LINE_PX: f32 = 23.0;
const COMMENT_PX: f32 = 13.5;
const COMMENT_LINE_PX: f32 = 20.0;
const WARNING_PX: f32 = 18.0;
const FOOT_PX: f32 = 22.0;
const LEFT_PX: f32 = 15.0;
const RIGHT_PX: f32 = 12.0;
const ABOVE_PX: f32 = 8.0;
/// Space between two cards.
const GAP_PX: f32 = 6.0;
/// Most lines of a quotation, and of a comment.
const MAX_LINES: usize = 4;

/// What decides how high a row is, whatever its width.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowSize {
    /// Widths of quotation and comment, in em.
    quote_em: f32,
    comment_em: f32,
    is_unchecked: bool,
}

impl RowSize {
    pub(super) fn of(annotation: &Annotation, library: &Library) -> Self {
        let page = library.get(annotation.source).map(AsRef::as_ref);
        Self {
            quote_em: em(&annotation.quotation.exact) + 2.0,
            comment_em: em(&annotation.comment),
            is_unchecked: prove(annotation, page) != Proof::Exact,
        }
    }

    pub(super) fn height(self, width: f32) -> f32 {
        let quote = self.quote_lines(width) as f32 * QUOTE_LINE_PX;
        let comment = self.comment_lines(width) as f32 * COMMENT_LINE_PX;
        let warning = if self.is_unchecked { WARNING_PX } else { 0.0 };
        let comment_gap = if comment > 0.0 { 2.0 } else { 0.0 };
        ABOVE_PX + quote + warning + comment_gap + comment + FOOT_PX + 8.0 + GAP_PX
    }

    fn quote_lines(self, width: f32) -> usize {
        lines(self.quote_em * QUOTE_PX, width)
    }

    fn comment_lines(self, width: f32) -> usize {
        if self.comment_em > 0.0 { lines(self.comment_em * COMMENT_PX, width) } else { 0 }
    }
}

/// Width of a text in em, about: Han characters are one wide, others half.
fn em(text: &str) -> f32 {
    let wide = |ch: char| match ch {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '!' => 0.28,
        'A'..='Z' | '%' | '@' => 0.7,
        _ if ch.is_ascii() => 0.54,
        _ => 1.0,
    };
    // What is longer than all lines that are shown needs no counting.
    text.chars().take(400).map(wide).sum()
}

/// Lines that a text takes; no more than are shown.
fn lines(text_px: f32, width: f32) -> usize {
    let room = (width - LEFT_PX - RIGHT_PX).max(60.0);
    // A line that ends before a mark is a character short.
    let lines = (text_px / (room - QUOTE_PX * 0.6)).ceil().max(1.0);
    (lines as usize).min(MAX_LINES)
}

/// Draws a row; tells whether it was clicked.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    rect: Rect,
    id: AnnotationId,
    size: RowSize,
    selected: bool,
    commands: &mut Commands,
) -> bool {
    let Some(card) = card(view.session, id) else { return false };
    let palette = &view.palette;
    let notebook = view.session.notebook();
    let rect = Rect::from_min_max(rect.min + vec2(SIDE_PX, 0.0), rect.max - vec2(SIDE_PX, GAP_PX));
    let response = ui.interact(rect, ui.scope_id().with(("quotation", id)), Sense::CLICK);
    let fill = if response.hovered() { palette.hover } else { palette.card };
    let border = if selected { palette.focus } else { palette.line };
    let width = if selected { 1.5 } else { 1.0 };
    ui.painter().rect(rect, 4.0, fill, Stroke::new(width, border), StrokeKind::Inside);
    let first = card.tags.first().and_then(|tag| notebook.tags().get(tag));
    let stripe = Rect::from_min_max(rect.min, pos2(rect.left() + 3.5, rect.bottom()));
    let color = first.map_or(palette.faint, |tag| widgets::color32(tag.color));
    ui.painter().rect_filled(stripe, egui::CornerRadius { nw: 4, sw: 4, ne: 0, se: 0 }, color);

    let quote = widgets::in_marks(&card.quote);
    let room = rect.width() - LEFT_PX - RIGHT_PX;
    let mut at = rect.min + vec2(LEFT_PX, ABOVE_PX);
    let rows = size.quote_lines(rect.width());
    paragraph(
        ui,
        &quote,
        fonts::serif(QUOTE_PX),
        QUOTE_LINE_PX,
        palette.ink,
        Rect::from_min_size(at, vec2(room, 0.0)),
        rows,
    );
    at.y += rows as f32 * QUOTE_LINE_PX;
    if let Some(id) = unchecked(&card) {
        let place = at + vec2(0.0, WARNING_PX / 2.0);
        ui.painter().text(place, Align2::LEFT_CENTER, view.text(id), fonts::sans(12.0), palette.warning);
        at.y += WARNING_PX;
    }
    let rows = size.comment_lines(rect.width());
    if rows > 0 {
        at.y += 2.0;
        let place = Rect::from_min_size(at, vec2(room, 0.0));
        paragraph(ui, &card.comment, fonts::sans(COMMENT_PX), COMMENT_LINE_PX, palette.ink, place, rows);
        at.y += rows as f32 * COMMENT_LINE_PX;
    }
    at.y += 4.0;
    foot(ui, view, &card, Rect::from_min_size(at, vec2(room, FOOT_PX)), id);

    let name = match unchecked(&card) {
        Some(id) => format!("{quote} {}", view.text(id)),
        None => quote,
    };
    let response = labelled(response, &name, selected);
    response.context_menu(|ui| {
        if ui.button(view.text("card-hint")).clicked() {
            commands.push(Command::GoTo { source: card.source, spans: card.spans.clone() });
        }
        if ui.button(view.text("command-comment")).clicked() {
            commands.push(Command::GoTo { source: card.source, spans: card.spans.clone() });
            commands.push(Command::EditComment(id));
        }
    });
    response.clicked()
}

fn unchecked(card: &Card) -> Option<&'static str> {
    match card.proof {
        Proof::Exact => None,
        Proof::Differs => Some("proof-differs"),
        Proof::SourceMissing => Some("proof-missing"),
    }
}

/// A text in so many lines at most, cut with … .
fn paragraph(ui: &Ui, text: &str, font: FontId, line_px: f32, color: Color32, place: Rect, rows: usize) {
    let format = TextFormat { line_height: Some(line_px), ..TextFormat::simple(font, color) };
    let mut job = LayoutJob::single_section(text.replace('\n', " "), format);
    job.wrap = TextWrapping { max_width: place.width(), max_rows: rows, ..TextWrapping::default() };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(place.min, galley, color);
}

/// Tags at the left; author, day and place at the right.
fn foot(ui: &Ui, view: &View<'_>, card: &Card, rect: Rect, id: AnnotationId) {
    let notebook = view.session.notebook();
    let palette = &view.palette;
    let small = fonts::sans(12.0);
    let stamp = notebook.annotations().get(&id).map(|annotation| &annotation.stamp);
    let made = stamp.map(|stamp| {
        let day = stamp.created.to_zoned(TimeZone::system()).strftime("%Y-%m-%d").to_string();
        if stamp.author.is_empty() { day } else { format!("{} {day}", stamp.author) }
    });
    let lines = card.lines.map(|(first, last)| {
        let message = Message::new(if first == last { "card-line" } else { "card-lines" });
        view.say(&message.with("first", first.to_string()).with("last", last.to_string()))
    });
    let paragraph = card.paragraph.map(|number| format!("¶{number}"));
    let told: Vec<String> = [made, paragraph, lines].into_iter().flatten().collect();
    let y = rect.center().y;
    let told = ui.painter().text(pos2(rect.right(), y), Align2::RIGHT_CENTER, told.join(" · "), small, palette.muted);
    let mut x = rect.left();
    for tag in card.tags.iter().filter_map(|tag| notebook.tags().get(tag)) {
        let room = told.left() - 10.0 - x;
        if room < 40.0 {
            ui.painter().text(pos2(x, y), Align2::LEFT_CENTER, "…", fonts::sans(12.0), palette.muted);
            break;
        }
        x = widgets::paint_chip(ui, tag.color, &tag.name, pos2(x, y), room).right() + 4.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_high_as_its_lines() {
        let height = |quote: usize, comment: usize, width: f32| {
            let size = RowSize { quote_em: quote as f32, comment_em: comment as f32, is_unchecked: false };
            size.height(width)
        };
        let one = height(5, 0, 400.0);
        assert!((height(40, 0, 400.0) - one - QUOTE_LINE_PX).abs() < 0.1);
        assert!((height(5, 5, 400.0) - one - COMMENT_LINE_PX - 2.0).abs() < 0.1);
        let most = height(9999, 9999, 400.0);
        assert!((height(99_999, 99_999, 100.0) - most).abs() < 0.1, "no more lines than are shown");
    }
}
