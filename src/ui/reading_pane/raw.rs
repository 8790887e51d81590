//! A page as it stands in its source: every line, numbered, with a stripe in the colour of its article. Nothing is left out:
//! masthead and noise are here, too.

use std::sync::Arc;

use crate::library::Page;
use crate::page::{ParagraphId, ReadingText, Role};
use crate::session::TAG_COLORS;
use crate::text::CharSpan;
use crate::ui::reader::{Block, BlockMarks, Stripe};
use crate::ui::theme::parse_color;
use crate::ui::view::View;

/// The lines that are not blank, without the white space around them, and their numbers from 1.
fn lines(page: &Page) -> impl Iterator<Item = (u32, CharSpan)> + '_ {
    (1..).zip(page.source.text.lines()).filter_map(|(number, line)| {
        let solid = page.source.text.trimmed(line);
        (!solid.is_empty()).then_some((number, solid))
    })
}

/// A block for each line that is not blank.
pub(in crate::ui) fn blocks(page: &Page) -> Vec<Block> {
    let block = |(number, line): (u32, CharSpan)| Block {
        id: ParagraphId { source: page.source.id, start: line.start },
        role: Role::Caption,
        text: Arc::new(ReadingText::of_spans(&page.source.text, &[line], Role::Body)),
        number: Some(number),
        doubt: None,
        joins: Vec::new(),
    };
    lines(page).map(block).collect()
}

/// The block of the line that holds the code point at `at`.
pub(in crate::ui) fn block_at(page: &Page, at: u32) -> ParagraphId {
    let text = &page.source.text;
    ParagraphId { source: page.source.id, start: text.trimmed(text.line(text.line_of(at))).start }
}

/// For each line, a stripe for every article that has a piece of it.
pub(super) fn marks(view: &View<'_>, page: &Page) -> Vec<BlockMarks> {
    let marks_of = |(_, line): (u32, CharSpan)| {
        let has_line = |parts: &[crate::library::PartText]| parts.iter().any(|part| part.part.overlaps(&[line]));
        let articles = page.articles.iter().enumerate();
        let owners = articles.filter(|(_, article)| article.extent.overlaps(line) && has_line(&article.parts));
        let mut stripes: Vec<Stripe> = owners
            .map(|(at, article)| {
                let color = parse_color(TAG_COLORS[at % TAG_COLORS.len()]).unwrap_or(view.palette.muted);
                stripe(color, article.title.clone())
            })
            .collect();
        if stripes.is_empty() {
            let mut furniture = page.furniture.iter();
            let noise = furniture.any(|part| part.part.role == Role::Noise && part.part.overlaps(&[line]));
            stripes.push(stripe(view.palette.faint, view.text(if noise { "raw-noise" } else { "raw-masthead" })));
        }
        BlockMarks { stripes, hits: Vec::new() }
    };
    lines(page).map(marks_of).collect()
}

fn stripe(color: egui::Color32, name: String) -> Stripe {
    Stripe { annotation: None, color, name, underline: Vec::new(), has_comment: false }
}
