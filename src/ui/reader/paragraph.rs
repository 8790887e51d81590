//! One block set in lines: its height without any glyph, glyphs for the lines that are on screen, and where a stretch of
//! text stands on them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use egui::epaint::text::{FontsView, LayoutJob, LayoutSection, TextFormat};
use egui::{FontFamily, FontId, Galley, Pos2, Rect, Vec2, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation;

use super::linebreak::{Line, Setting, break_lines};
use super::voice::Voice;
use crate::text::{CharSpan, is_han};

/// Lines that share one galley. A paragraph is rarely longer; a text without paragraphs is laid out in pieces.
const LINES_PER_GALLEY: usize = 40;

/// The lines of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct SetBlock {
    lines: Vec<Line>,
}

impl SetBlock {
    pub(super) fn new(text: &str, voice: &Voice, mut width: impl FnMut(&str) -> f32) -> Self {
        let setting = if voice.balanced { balanced(text, voice.setting, &mut width) } else { voice.setting };
        Self { lines: break_lines(text, &setting, width) }
    }

    /// Height of all lines; a block without text still has one.
    pub(super) fn height(&self, voice: &Voice) -> f32 {
        self.lines.len().max(1) as f32 * voice.line_height
    }

    /// Where `at` stands from the top: its line's upper edge.
    pub(super) fn y_of(&self, at: u32, voice: &Voice) -> f32 {
        self.line_of(at) as f32 * voice.line_height
    }

    /// The line that holds the character after border `at`; the last one past the end.
    pub(super) fn line_of(&self, at: u32) -> usize {
        self.lines.partition_point(|line| line.chars.end <= at).min(self.lines.len().saturating_sub(1))
    }

    /// Number of lines; a block without text counts as one.
    pub(super) fn line_count(&self) -> usize {
        self.lines.len().max(1)
    }

    /// The code points of a line.
    pub(super) fn line_chars(&self, line: usize) -> Range<u32> {
        self.lines.get(line).map_or(0..0, |line| line.chars.clone())
    }

    /// The galleys of the lines between `top` and `bottom`, measured from the block's top.
    pub(super) fn galleys(
        &self,
        fonts: &mut FontsView<'_>,
        text: &str,
        voice: &Voice,
        top: f32,
        bottom: f32,
    ) -> Vec<Set> {
        let last = ((bottom / voice.line_height).ceil().max(0.0) as usize).min(self.lines.len());
        let first = ((top / voice.line_height).floor().max(0.0) as usize).min(last);
        let first = first / LINES_PER_GALLEY * LINES_PER_GALLEY;
        (first..last)
            .step_by(LINES_PER_GALLEY)
            .map(|start| {
                let lines = start..(start + LINES_PER_GALLEY).min(self.lines.len());
                let galley = fonts.layout_job(job(text, &self.lines[lines.clone()], voice));
                Set { lines, galley }
            })
            .collect()
    }
}

/// Lines `lines` of a block, laid out. Lives for one frame: egui may throw its glyphs away after that.
pub(super) struct Set {
    lines: Range<usize>,
    galley: Arc<Galley>,
}

/// A block on screen.
pub(super) struct Shown<'a> {
    pub place: usize,
    pub text: &'a str,
    pub voice: &'a Voice,
    pub block: Arc<SetBlock>,
    pub sets: Vec<Set>,
    /// Upper left corner of its first line.
    pub origin: Pos2,
}

impl Shown<'_> {
    /// From the first line's top to the last line's bottom, as wide as the measure.
    pub(super) fn rect(&self) -> Rect {
        Rect::from_min_size(self.origin, vec2(self.voice.setting.measure, self.block.height(self.voice)))
    }

    pub(super) fn paint_text(&self, painter: &egui::Painter) {
        for set in &self.sets {
            let top = set.lines.start as f32 * self.voice.line_height;
            painter.galley(self.origin + vec2(0.0, top), Arc::clone(&set.galley), self.voice.color);
        }
    }

    /// The code points of the lines that are laid out.
    pub(super) fn chars(&self) -> CharSpan {
        let first = self.sets.first().and_then(|set| self.block.lines.get(set.lines.start));
        let last = self.sets.last().and_then(|set| self.block.lines.get(set.lines.end.checked_sub(1)?));
        match (first, last) {
            (Some(first), Some(last)) => CharSpan::new(first.chars.start, last.chars.end),
            _ => CharSpan::new(0, 0),
        }
    }

    /// Where border `at` stands on a line that is laid out, from the left of the column.
    pub(super) fn x_of(&self, line: usize, at: u32) -> f32 {
        let glyphs = self.rows().find(|(here, _)| *here == line).map_or(&[][..], |(_, glyphs)| glyphs);
        self.origin.x + edge(glyphs, at.saturating_sub(self.block.line_chars(line).start) as usize)
    }

    /// Where the characters of `span` stand: a rectangle a line, as high as the line; only lines that are laid out.
    pub(super) fn rects(&self, span: CharSpan) -> Vec<Rect> {
        let mut rects = Vec::new();
        for (at, glyphs) in self.rows() {
            let line = &self.block.lines[at];
            let within = span.start.max(line.chars.start)..span.end.min(line.chars.end);
            if within.is_empty() {
                continue;
            }
            let x = |at: u32| edge(glyphs, (at - line.chars.start) as usize);
            let limit = self.voice.setting.measure.max(line.width);
            let (left, right) = (x(within.start), x(within.end).min(limit));
            let top = at as f32 * self.voice.line_height;
            rects.push(Rect::from_min_max(
                self.origin + vec2(left.min(right), top),
                self.origin + vec2(right, top + self.voice.line_height),
            ));
        }
        rects
    }

    /// The border between two characters that is nearest to `pos`; never one inside a grapheme cluster.
    pub(super) fn char_at(&self, pos: Pos2) -> u32 {
        self.borders(pos).min_by(|(_, one), (_, other)| one.abs().total_cmp(&other.abs())).map_or(0, |(at, _)| at)
    }

    /// The character under `pos`, or the first or last of its line.
    pub(super) fn char_under(&self, pos: Pos2) -> u32 {
        let before = self.borders(pos).take_while(|(_, away)| *away <= 0.0).last();
        before.or(self.borders(pos).next()).map_or(0, |(at, _)| at)
    }

    /// The borders between the grapheme clusters of the line at `pos`, from left to right, each with its distance to the
    /// right of `pos`. Above the lines that are laid out it is the first border alone, below them the last.
    fn borders(&self, pos: Pos2) -> impl Iterator<Item = (u32, f32)> {
        let wanted = ((pos.y - self.origin.y) / self.voice.line_height).floor();
        let found = self.rows().take_while(|(at, _)| *at as f32 <= wanted).last();
        let first = self.sets.first().and_then(|set| self.block.lines.get(set.lines.start));
        let x = pos.x - self.origin.x;
        let mut borders = Vec::new();
        match found {
            Some((at, glyphs)) if at as f32 == wanted => {
                let line = &self.block.lines[at];
                let mut border = 0;
                borders.push((line.chars.start, edge(glyphs, 0) - x));
                for cluster in self.text[line.bytes.clone()].graphemes(true) {
                    border += cluster.chars().count();
                    borders.push((line.chars.start + border as u32, edge(glyphs, border) - x));
                }
            }
            Some((at, _)) => borders.push((self.block.lines[at].chars.end, 0.0)),
            None => borders.push((first.map_or(0, |line| line.chars.start), 0.0)),
        }
        borders.into_iter()
    }

    /// Lines that are laid out, each with its glyphs: one a character.
    fn rows(&self) -> impl Iterator<Item = (usize, &[egui::epaint::text::Glyph])> {
        let rows = |set: &'_ Set| set.lines.clone().zip(0..);
        self.sets.iter().flat_map(move |set| {
            rows(set).map(|(at, row)| (at, set.galley.rows.get(row).map_or(&[][..], |row| &row.row.glyphs[..])))
        })
    }
}

/// Where the glyph at `at` begins; past the last one, where that ends.
fn edge(glyphs: &[egui::epaint::text::Glyph], at: usize) -> f32 {
    glyphs
        .get(at)
        .map(|glyph| glyph.pos.x)
        .or_else(|| glyphs.last().map(egui::epaint::text::Glyph::max_x))
        .unwrap_or(0.0)
}

/// The narrowest setting that needs no more lines: a headline of two lines has two of about the same length.
fn balanced(text: &str, setting: Setting, width: &mut impl FnMut(&str) -> f32) -> Setting {
    let lines = |measure: f32, width: &mut dyn FnMut(&str) -> f32| {
        break_lines(text, &Setting { measure, ..setting }, width).len()
    };
    let needed = lines(setting.measure, width);
    if !(2..=6).contains(&needed) {
        return setting;
    }
    let (mut low, mut high) = (setting.measure / needed as f32, setting.measure);
    while high - low > 0.5 * setting.em {
        let middle = (low + high) / 2.0;
        if lines(middle, width) <= needed { high = middle } else { low = middle }
    }
    Setting { measure: high, ..setting }
}

fn job(text: &str, lines: &[Line], voice: &Voice) -> LayoutJob {
    let mut job = LayoutJob { round_output_to_gui: false, ..LayoutJob::default() };
    job.wrap.max_width = f32::INFINITY;
    for (at, line) in lines.iter().enumerate() {
        let last = line.pieces.len().saturating_sub(1);
        for (number, piece) in line.pieces.iter().enumerate() {
            let start = job.text.len();
            // A line feed or the like inside the text would start a row that we know nothing of.
            job.text.extend(text[piece.bytes.clone()].chars().map(|ch| if ch.is_control() { ' ' } else { ch }));
            if number == last && at + 1 < lines.len() {
                job.text.push('\n');
            }
            job.sections.push(LayoutSection {
                leading_space: piece.lead,
                byte_range: start.into()..job.text.len().into(),
                format: TextFormat {
                    font_id: voice.font.clone(),
                    color: voice.color,
                    line_height: Some(voice.line_height),
                    extra_letter_spacing: piece.spacing,
                    ..TextFormat::default()
                },
            });
        }
    }
    job
}

/// Widths of what the line breaker does not cut, by font.
#[derive(Default)]
pub(in crate::ui) struct Widths {
    /// By family and the bits of the size.
    by_font: HashMap<(FontFamily, u32), HashMap<String, f32>>,
}

/// Words kept for one font before the cache is emptied: more than any page has.
const MOST_WORDS: usize = 50_000;

impl Widths {
    /// A function that tells widths in `font`.
    pub(in crate::ui) fn of<'a>(
        &'a mut self,
        fonts: &'a mut FontsView<'_>,
        font: &'a FontId,
    ) -> impl FnMut(&str) -> f32 + 'a {
        let known = self.by_font.entry((font.family.clone(), font.size.to_bits())).or_default();
        if known.len() > MOST_WORDS {
            known.clear();
        }
        move |text| {
            if text.chars().next().is_some_and(is_han) && text.chars().nth(1).is_none() {
                return font.size;
            }
            if let Some(&width) = known.get(text) {
                return width;
            }
            let width = measure(fonts, text, font);
            known.insert(text.to_owned(), width);
            width
        }
    }
}

/// Width as shaped: digits and Latin letters are kerned, —— is one glyph.
fn measure(fonts: &mut FontsView<'_>, text: &str, font: &FontId) -> f32 {
    if text.chars().any(char::is_control) {
        return fonts.glyph_width(font, ' ');
    }
    let galley = fonts.layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::PLACEHOLDER);
    galley.rect.width()
}

/// Vertical bands of a line: where a wash lies and where underlines begin, as offsets from the line's rectangle.
pub(super) struct Bands {
    /// Half the height of a wash.
    wash: f32,
    /// From the middle of the line down to the first underline.
    underline: f32,
    /// From the middle of the line down to the middle of Han characters.
    shift: f32,
}

impl Bands {
    /// In Noto's metrics a Han character's square ends 0.56 em below the middle of its line and begins 0.44 em above it.
    pub(super) fn new(em: f32) -> Self {
        Self { wash: 0.62 * em, underline: 0.62 * em, shift: 0.06 * em }
    }

    /// The wash behind a stretch of a line.
    pub(super) fn wash(&self, rect: Rect) -> Rect {
        let middle = rect.center().y + self.shift;
        Rect::from_min_max(pos2(rect.left() - 1.0, middle - self.wash), pos2(rect.right() + 1.0, middle + self.wash))
    }

    /// The underline in `lane`, counted from the text down.
    pub(super) fn underline(&self, rect: Rect, lane: usize, thickness: f32, pitch: f32) -> Rect {
        let top = rect.center().y + self.underline + lane as f32 * pitch;
        Rect::from_min_size(pos2(rect.left(), top), Vec2::new(rect.width(), thickness))
    }
}
