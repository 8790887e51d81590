//! Blocks of a note as lines at their places.

use egui::epaint::text::{FontsView, LayoutJob, LayoutSection, TextFormat};
use egui::{Color32, FontId, Rect, Stroke, pos2, vec2};

use super::{Item, Link, Mark, Marked, SetNote, SetText};
use crate::notebook::markdown::{Align, Block, Destination, Item as ListItem, Run, Text};
use crate::text::is_han;
use crate::ui::fonts;
use crate::ui::reader::Widths;
use crate::ui::reader::linebreak::{Setting, break_lines};
use crate::ui::theme::Palette;

/// Type size of a note's body.
const BODY_PX: f32 = 15.0;
/// Space between two blocks.
const GAP_PX: f32 = 7.0;
/// How far lists and quotations are set in.
const STEP_PX: f32 = 20.0;
/// Room around a cell's text.
const CELL_PX: f32 = 6.0;
/// Narrowest measure: deeper steps are not set in further.
const LEAST_PX: f32 = 80.0;

/// How a block's text is set.
#[derive(Clone, Copy)]
struct Voice {
    regular: fn(f32) -> FontId,
    bold: fn(f32) -> FontId,
    px: f32,
    color: Color32,
    leading: f32,
    heading: bool,
}

pub(super) struct Setter<'a, 'f> {
    fonts: &'a mut FontsView<'f>,
    widths: Widths,
    palette: &'a Palette,
    broken: &'a dyn Fn(&Destination) -> Option<String>,
    set: SetNote,
    y: f32,
}

impl<'a, 'f> Setter<'a, 'f> {
    /// `broken` tells why a link leads nowhere, if it does.
    pub(super) fn new(
        fonts: &'a mut FontsView<'f>,
        palette: &'a Palette,
        broken: &'a dyn Fn(&Destination) -> Option<String>,
    ) -> Self {
        Self { fonts, widths: Widths::default(), palette, broken, set: SetNote::default(), y: 0.0 }
    }

    pub(super) fn set(mut self, blocks: &[Block], width: f32) -> SetNote {
        self.blocks(blocks, 0.0, width, self.body());
        self.set.height = self.y.max(BODY_PX);
        self.set
    }

    fn body(&self) -> Voice {
        Voice {
            regular: fonts::serif,
            bold: fonts::serif_bold,
            px: BODY_PX,
            color: self.palette.ink,
            leading: 1.65,
            heading: false,
        }
    }

    fn blocks(&mut self, blocks: &[Block], left: f32, width: f32, voice: Voice) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                self.y += if matches!(block, Block::Heading(..)) { 2.0 * GAP_PX } else { GAP_PX };
            }
            self.block(block, left, width, voice);
        }
    }

    fn block(&mut self, block: &Block, left: f32, width: f32, voice: Voice) {
        match block {
            Block::Paragraph(text) => self.text(text, left, width, voice, Align::Left),
            Block::Heading(level, text) => {
                let px = match level {
                    1 => 20.0,
                    2 => 18.0,
                    3 => 16.5,
                    _ => BODY_PX,
                };
                let voice = Voice { regular: fonts::serif_bold, px, leading: 1.4, heading: true, ..voice };
                self.text(text, left, width, voice, Align::Left);
            }
            Block::Quote(blocks) => {
                let top = self.y;
                let (left, width) = step(left, width, 14.0);
                self.blocks(blocks, left, width, Voice { color: self.palette.muted, ..voice });
                let bar = Rect::from_min_max(pos2(left - 12.0, top), pos2(left - 10.0, self.y));
                self.set.items.push(Item::Ground(bar, self.palette.faint));
            }
            Block::List { start, items } => self.list(*start, items, left, width, voice),
            Block::Code(code) => self.code(code, left, width),
            Block::Rule => {
                let y = self.y + 6.0;
                self.set.items.push(Item::Line(pos2(left, y), pos2(left + width, y), self.palette.faint));
                self.y += 12.0;
            }
            Block::Table { columns, rows } => self.table(columns, rows, left, width, voice),
            Block::Footnote(name, blocks) => {
                let voice = Voice { px: 13.0, color: self.palette.muted, ..voice };
                let (top, inner) = (self.y, step(left, width, STEP_PX + 6.0));
                self.text(&plain(&format!("[{name}]")), left, STEP_PX + 6.0, voice, Align::Left);
                let below = std::mem::replace(&mut self.y, top);
                self.blocks(blocks, inner.0, inner.1, voice);
                self.y = self.y.max(below);
            }
        }
    }

    fn list(&mut self, start: Option<u32>, items: &[ListItem], left: f32, width: f32, voice: Voice) {
        let (inner, room) = step(left, width, STEP_PX);
        for (item, at) in items.iter().zip(0u32..) {
            if at > 0 {
                self.y += 3.0;
            }
            let (top, line) = (self.y, voice.px * voice.leading);
            match (item.done, start) {
                (Some(done), _) => {
                    let box_px = 12.0;
                    let corner = pos2(left + 2.0, top + (line - box_px) / 2.0 + 1.0);
                    self.set.items.push(Item::Task(Rect::from_min_size(corner, vec2(box_px, box_px)), done));
                }
                (None, Some(start)) => {
                    let number = plain(&format!("{}.", start.saturating_add(at)));
                    self.text(&number, left, STEP_PX - 4.0, voice, Align::Right);
                    self.y = top;
                }
                (None, None) => {
                    let dot = Rect::from_center_size(pos2(left + 9.0, top + line / 2.0 + 1.0), vec2(4.5, 4.5));
                    self.set.items.push(Item::Ground(dot, self.palette.muted));
                }
            }
            self.blocks(&item.blocks, inner, room, voice);
            self.y = self.y.max(top + line);
        }
    }

    fn code(&mut self, code: &str, left: f32, width: f32) {
        let top = self.y;
        self.y += CELL_PX;
        let ground = self.set.items.len();
        self.set.items.push(Item::Ground(Rect::NOTHING, self.palette.chrome));
        let voice = Voice {
            regular: fonts::sans,
            bold: fonts::sans_bold,
            px: 13.0,
            color: self.palette.ink,
            leading: 1.5,
            heading: false,
        };
        self.text(&plain(code), left + CELL_PX, (width - 2.0 * CELL_PX).max(LEAST_PX), voice, Align::Left);
        self.y += CELL_PX;
        let rect = Rect::from_min_max(pos2(left, top), pos2(left + width, self.y));
        self.set.items[ground] = Item::Ground(rect, self.palette.hover);
    }

    fn table(&mut self, columns: &[Align], rows: &[Vec<Text>], left: f32, width: f32, voice: Voice) {
        if columns.is_empty() {
            return;
        }
        let voice = Voice { px: 13.5, leading: 1.5, ..voice };
        // Each column has room by its longest cell; none is starved.
        let longest = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.text.lines().map(|line| line.chars().count()).max().unwrap_or(0)).max().unwrap_or(0)
        };
        let wishes: Vec<f32> = (0..columns.len()).map(|column| (longest(column) as f32).clamp(3.0, 40.0)).collect();
        let total: f32 = wishes.iter().sum();
        let natural = total * voice.px + columns.len() as f32 * 2.0 * CELL_PX;
        let room = width.min(natural);
        for (at, row) in rows.iter().enumerate() {
            let voice = if at == 0 { Voice { regular: voice.bold, ..voice } } else { voice };
            let (top, mut x, mut bottom) = (self.y, left, self.y);
            self.y += 4.0;
            for ((cell, align), wish) in row.iter().zip(columns).zip(&wishes) {
                let cell_width = room * wish / total;
                let inner = (cell_width - 2.0 * CELL_PX).max(voice.px);
                self.y = top + 4.0;
                self.text(cell, x + CELL_PX, inner, voice, *align);
                bottom = bottom.max(self.y + 4.0);
                x += cell_width;
            }
            self.y = bottom;
            let color = if at == 0 { self.palette.muted } else { self.palette.line };
            self.set.items.push(Item::Line(pos2(left, bottom), pos2(left + room, bottom), color));
        }
    }

    fn text(&mut self, text: &Text, left: f32, width: f32, voice: Voice, align: Align) {
        let line_height = (voice.px * voice.leading).round();
        let (shown, links) = self.with_reasons(text);
        let font = (voice.regular)(voice.px);
        let setting = Setting { em: voice.px, measure: width, indent: 0.0, justified: false, at_spaces: false };
        let mut job = LayoutJob { round_output_to_gui: false, ..LayoutJob::default() };
        job.wrap.max_width = f32::INFINITY;
        let (mut marks, mut row, mut start, mut widest) = (Vec::new(), 0, 0, 0.0_f32);
        for hard in shown.text.split('\n') {
            let lines = break_lines(hard, &setting, self.widths.of(self.fonts, &font));
            for (at, line) in lines.iter().enumerate() {
                if row + at > 0 {
                    // A line feed belongs to the section before it.
                    job.text.push('\n');
                    if let Some(last) = job.sections.last_mut() {
                        last.byte_range = last.byte_range.start..job.text.len().into();
                    }
                }
                widest = widest.max(line.width);
                let mut glyph = 0;
                for piece in &line.pieces {
                    let bytes = start + piece.bytes.start..start + piece.bytes.end;
                    let mut lead = piece.lead;
                    for (number, run) in shown.runs.iter().enumerate() {
                        let part = run.bytes.start.max(bytes.start)..run.bytes.end.min(bytes.end);
                        if part.is_empty() {
                            continue;
                        }
                        let from = job.text.len();
                        job.text
                            .extend(shown.text[part.clone()].chars().map(|ch| if ch.is_control() { ' ' } else { ch }));
                        let count = shown.text[part.clone()].chars().count();
                        let (link, is_reason) = links.get(number).copied().unwrap_or_default();
                        let mark =
                            |what, underlined| Mark { row: row + at, glyphs: glyph..glyph + count, what, underlined };
                        if let Some(link) = link {
                            marks.push(mark(Marked::Link(link), !is_reason && !self.is_broken(run)));
                        }
                        let is_dotted = run.style.emphasis && shown.text[part].chars().any(is_han);
                        if is_dotted {
                            marks.push(mark(Marked::Dots, false));
                        }
                        glyph += count;
                        let format = if is_reason {
                            self.reason(&voice, line_height, piece.spacing)
                        } else {
                            self.format(run, &voice, line_height, piece.spacing, is_dotted)
                        };
                        let byte_range = from.into()..job.text.len().into();
                        job.sections.push(LayoutSection { leading_space: lead, byte_range, format });
                        lead = 0.0;
                    }
                }
                if line.pieces.is_empty() || glyph == 0 {
                    self.blank(&mut job, &voice, line_height);
                }
            }
            if lines.is_empty() {
                if row > 0 {
                    job.text.push('\n');
                    if let Some(last) = job.sections.last_mut() {
                        last.byte_range = last.byte_range.start..job.text.len().into();
                    }
                }
                self.blank(&mut job, &voice, line_height);
            }
            row += lines.len().max(1);
            start += hard.len() + 1;
        }
        let spare = (width - widest).max(0.0);
        let x = match align {
            Align::Left => left,
            Align::Center => left + spare / 2.0,
            Align::Right => left + spare,
        };
        let height = row as f32 * line_height;
        self.set.items.push(Item::Text(SetText {
            at: pos2(x, self.y),
            size: vec2(width, height),
            job,
            line_height,
            px: voice.px,
            color: voice.color,
            text: shown.text,
            heading: voice.heading,
            marks,
        }));
        self.y += height;
    }

    /// A line without text still has a height.
    fn blank(&self, job: &mut LayoutJob, voice: &Voice, line_height: f32) {
        let from = job.text.len();
        job.text.push(' ');
        let format =
            TextFormat { font_id: (voice.regular)(voice.px), line_height: Some(line_height), ..TextFormat::default() };
        let byte_range = from.into()..job.text.len().into();
        job.sections.push(LayoutSection { leading_space: 0.0, byte_range, format });
    }

    /// The text with the reason behind each link that leads nowhere, and for each run the number of its link, and whether it
    /// is a reason.
    fn with_reasons(&mut self, text: &Text) -> (Text, Vec<(Option<usize>, bool)>) {
        let (mut shown, mut numbers) = (Text::default(), Vec::new());
        let mut add = |shown: &mut Text, part: &str, run: &Run, number, is_reason| {
            let start = shown.text.len();
            shown.text.push_str(part);
            shown.runs.push(Run { bytes: start..shown.text.len(), style: run.style, link: run.link.clone() });
            numbers.push((number, is_reason));
        };
        for runs in text.runs.chunk_by(|one, other| one.link.is_some() && one.link == other.link) {
            let Some((first, last)) = runs.first().zip(runs.last()) else { continue };
            let number = first.link.as_ref().map(|to| {
                let text = text.text[first.bytes.start..last.bytes.end].to_owned();
                self.set.links.push(Link { to: to.clone(), text });
                self.set.links.len() - 1
            });
            for run in runs {
                add(&mut shown, &text.text[run.bytes.clone()], run, number, false);
            }
            if let Some(why) = first.link.as_ref().and_then(|to| (self.broken)(to)) {
                add(&mut shown, &why, last, number, true);
                if let Some(link) = number.and_then(|number| self.set.links.get_mut(number)) {
                    link.text.push_str(&why);
                }
            }
        }
        (shown, numbers)
    }

    /// How the reason stands behind a link that leads nowhere.
    fn reason(&self, voice: &Voice, line_height: f32, spacing: f32) -> TextFormat {
        TextFormat {
            font_id: fonts::sans(voice.px * 0.85),
            color: self.palette.warning,
            line_height: Some(line_height),
            extra_letter_spacing: spacing,
            valign: egui::Align::Center,
            ..TextFormat::default()
        }
    }

    fn is_broken(&self, run: &Run) -> bool {
        run.link.as_ref().is_some_and(|to| (self.broken)(to).is_some())
    }

    fn format(&self, run: &Run, voice: &Voice, line_height: f32, spacing: f32, is_dotted: bool) -> TextFormat {
        let style = run.style;
        let px = if style.footnote { voice.px * 0.75 } else { voice.px };
        let font = match (style.code, style.strong) {
            (true, _) => fonts::sans(px * 0.92),
            (false, true) => (voice.bold)(px),
            (false, false) => (voice.regular)(px),
        };
        let broken = self.is_broken(run);
        let color = match &run.link {
            Some(_) if broken => self.palette.warning,
            Some(_) => self.palette.accent,
            None => voice.color,
        };
        let line = |on: bool| if on { Stroke::new(1.0, color) } else { Stroke::NONE };
        TextFormat {
            font_id: font,
            color,
            line_height: Some(line_height),
            extra_letter_spacing: spacing,
            background: if style.code { self.palette.hover } else { Color32::TRANSPARENT },
            italics: style.emphasis && !is_dotted,
            strikethrough: line(style.struck || broken),
            valign: if style.footnote { egui::Align::TOP } else { egui::Align::BOTTOM },
            ..TextFormat::default()
        }
    }
}

/// Room that is set in, as long as enough is left.
fn step(left: f32, width: f32, by: f32) -> (f32, f32) {
    if width - by >= LEAST_PX { (left + by, width - by) } else { (left, width) }
}

fn plain(text: &str) -> Text {
    let run = Run { bytes: 0..text.len(), style: crate::notebook::markdown::Style::default(), link: None };
    Text { text: text.to_owned(), runs: if text.is_empty() { Vec::new() } else { vec![run] } }
}
