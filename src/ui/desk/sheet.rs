//! A page on the desk as two texts: its lines as they stand in the source, and its articles one below another with what belongs
//! to none behind them; and which of one is which of the other.

use std::collections::{BTreeMap, HashSet};

use egui::Color32;

use super::super::reader::{Block, BlockMarks, Hit, Marks, ReaderDoc, Stripe};
use super::super::reading_pane::{block, emended, raw};
use super::super::theme::parse_color;
use super::super::view::View;
use crate::i18n::Message;
use crate::library::{Page, PartText};
use crate::page::{Destination, ParagraphId, Role};
use crate::session::TAG_COLORS;
use crate::text::CharSpan;

/// What stands above the first part of an article, or above the furniture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub name: String,
    pub detail: String,
    pub color: Color32,
}

/// Where a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    /// Which article it is of; of none if it is furniture.
    pub article: Option<usize>,
    pub role: Role,
    /// Its first code point.
    pub start: u32,
}

/// Which part holds what, by places in the text of the articles.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub seats: Vec<Seat>,
    pub heads: BTreeMap<usize, Head>,
    /// Every span, sorted, with the place of its part.
    holders: Vec<(CharSpan, usize)>,
    /// First code point of each article.
    starts: Vec<u32>,
}

impl Sheet {
    pub(super) fn of(view: &View<'_>, page: &Page) -> Self {
        let mut sheet = Self::default();
        for (at, article) in page.articles.iter().enumerate() {
            let name = view.say(&Message::new("desk-head").with("at", at + 1));
            let detail = Message::new("desk-head-detail").with("title", article.title.as_str());
            let detail = view.say(&detail.with("parts", article.parts.len()));
            sheet.heads.insert(sheet.seats.len(), Head { name, detail, color: article_color(view, at) });
            sheet.starts.push(article.id.start);
            article.parts.iter().for_each(|part| sheet.seat(part, Some(at)));
        }
        if !page.furniture.is_empty() {
            let detail = Message::new("desk-furniture-hint").with("keys", "H");
            let (name, detail) = (view.text("desk-furniture"), view.say(&detail));
            sheet.heads.insert(sheet.seats.len(), Head { name, detail, color: view.palette.faint });
            page.furniture.iter().for_each(|part| sheet.seat(part, None));
        }
        sheet.holders.sort_unstable_by_key(|(span, _)| *span);
        sheet
    }

    fn seat(&mut self, part: &PartText, article: Option<usize>) {
        let place = self.seats.len();
        self.seats.push(Seat { article, role: part.part.role, start: part.part.start() });
        self.holders.extend(part.part.spans.iter().map(|span| (*span, place)));
    }

    /// The part that holds a code point, or the one behind it on the page.
    pub(super) fn holder(&self, at: u32) -> Option<usize> {
        let next = self.holders.partition_point(|(span, _)| span.end <= at);
        self.holders.get(next).or(self.holders.last()).map(|(_, place)| *place)
    }

    /// The parts that hold something of `span`.
    fn holders_in(&self, span: CharSpan) -> impl Iterator<Item = usize> + '_ {
        let first = self.holders.partition_point(|(other, _)| other.end <= span.start);
        self.holders[first..].iter().take_while(move |(other, _)| other.start < span.end).map(|(_, place)| *place)
    }

    /// Where something goes that is put before the part at `place`, or, with `above_head`, at the end of the article before.
    pub(super) fn destination(&self, place: usize, above_head: bool) -> Option<Destination> {
        let Some(seat) = self.seats.get(place) else {
            return Some(match self.seats.last()?.article {
                Some(article) => Destination::EndOf(*self.starts.get(article)?),
                None => Destination::Noise,
            });
        };
        let before = || Some(Destination::EndOf(self.seats.get(place.checked_sub(1)?)?.start));
        match seat.article {
            None if above_head && self.heads.contains_key(&place) => before(),
            None => Some(Destination::Noise),
            Some(_) if above_head && self.heads.contains_key(&place) => {
                before().or(Some(Destination::Before(seat.start)))
            }
            Some(_) => Some(Destination::Before(seat.start)),
        }
    }

    /// The part to look at once `parts` have gone elsewhere: the next one that stays.
    pub(super) fn beside(&self, parts: &[u32]) -> Option<u32> {
        let gone: Vec<usize> = parts.iter().filter_map(|at| self.holder(*at)).collect();
        let last = gone.iter().max()?;
        let stays = |place: &usize| !gone.contains(place);
        let next = (last + 1..self.seats.len()).find(stays);
        next.or_else(|| (0..*last).rev().find(stays)).map(|place| self.seats[place].start)
    }
}

pub(super) fn article_color(view: &View<'_>, article: usize) -> Color32 {
    parse_color(TAG_COLORS[article % TAG_COLORS.len()]).unwrap_or(view.palette.muted)
}

/// The articles one below another, then the furniture.
pub(super) fn articles_doc(view: &View<'_>, page: &Page, sheet: &Sheet, key: u64) -> ReaderDoc {
    let parts = page.articles.iter().flat_map(|article| &article.parts).chain(&page.furniture);
    let blocks: Vec<Block> = parts.map(|part| block(view, part)).collect();
    let headed: HashSet<usize> = sheet.heads.keys().copied().collect();
    let all = page.articles.iter().flat_map(|article| &article.parts).chain(&page.furniture);
    ReaderDoc::new(key, blocks).headed(headed).emended(emended(view, page, all))
}

/// The lines of the page.
pub(super) fn lines_doc(page: &Page, key: u64) -> ReaderDoc {
    ReaderDoc::new(key, raw::blocks(page))
}

/// The width in em that nine lines of ten keep within.
pub(super) fn usual_line_em(lines: &ReaderDoc) -> f32 {
    let width =
        |block: &Block| block.text.as_str().chars().map(|ch| if ch.is_ascii() { 0.55 } else { 1.0 }).sum::<f32>();
    let mut widths: Vec<f32> = lines.blocks().iter().map(width).collect();
    widths.sort_by(f32::total_cmp);
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0.0)
}

/// A stripe in the colour of its article for each part.
pub(super) fn articles_marks(view: &View<'_>, page: &Page, sheet: &Sheet) -> Marks {
    let marks_of = |seat: &Seat| BlockMarks { stripes: vec![stripe(view, page, seat)], hits: Vec::new() };
    Marks { blocks: sheet.seats.iter().map(marks_of).collect(), ..Marks::default() }
}

/// For each line, a stripe in the colour of every article that has a piece of it.
pub(super) fn lines_marks(view: &View<'_>, page: &Page, sheet: &Sheet, lines: &ReaderDoc) -> Marks {
    let marks_of = |line: &Block| {
        let spans = line.text.to_source(CharSpan::new(0, line.text.len()));
        let mut stripes: Vec<Stripe> = Vec::new();
        for place in spans.iter().flat_map(|span| sheet.holders_in(*span)) {
            let stripe = stripe(view, page, &sheet.seats[place]);
            if !stripes.contains(&stripe) {
                stripes.push(stripe);
            }
        }
        BlockMarks { stripes, hits: Vec::new() }
    };
    Marks { blocks: lines.blocks().iter().map(marks_of).collect(), ..Marks::default() }
}

fn stripe(view: &View<'_>, page: &Page, seat: &Seat) -> Stripe {
    let (color, name) = match seat.article {
        Some(article) => {
            let title = page.articles.get(article).map(|article| article.title.clone());
            (article_color(view, article), title.unwrap_or_default())
        }
        None => {
            let id = if seat.role == Role::Noise { "raw-noise" } else { "raw-masthead" };
            (view.palette.faint, view.text(id))
        }
    };
    Stripe { annotation: None, color, name, underline: Vec::new(), has_comment: false }
}

/// A wash over what of `spans` stands in a line.
pub(super) fn washed(block: &Block, spans: &[CharSpan], color: Color32, current: bool) -> Vec<Hit> {
    block.text.from_source(spans).into_iter().map(|span| Hit { span, color, current }).collect()
}

/// The lines in which something of `spans` stands, as places in the text of lines.
pub(super) fn lines_of(page: &Page, lines: &ReaderDoc, spans: &[CharSpan]) -> Vec<usize> {
    let text = &page.source.text;
    let numbers = spans.iter().flat_map(|span| text.line_of(span.start)..=text.line_of(span.end.saturating_sub(1)));
    let id = |line| ParagraphId { source: page.source.id, start: text.trimmed(text.line(line)).start };
    let mut places: Vec<usize> = numbers.filter_map(|line| lines.place(id(line))).collect();
    places.dedup();
    places
}
