//! Everything that is known of how a document is set at one width and style: voices, heights, lines of what was seen
//! lately. Thrown away and made anew when the document, the width or the style changes.

use std::collections::HashMap;
use std::sync::Arc;

use super::heights::Heights;
use super::paragraph::{SetBlock, Widths};
use super::voice::{RULE_INSET, Voice, Voices};
use super::{ReaderDoc, ReaderStyle};
use crate::page::Role;

/// Blocks whose lines are kept although they are not on screen.
const MOST_SET: usize = 600;
/// Space below the last block, so that the end of a text is not read at the lower edge.
const BOTTOM_PX: f32 = 96.0;
/// Share of its square that an average character takes up, for guesses: digits, letters and squeezed marks are narrower.
const AVERAGE_EM: f32 = 0.94;

/// What a page was set for. Another one needs another page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PageKey {
    pub doc: u64,
    pub style: ReaderStyle,
    pub measure: f32,
    pub pixels_per_point: f32,
    /// A font that was added later changes widths.
    pub fonts: usize,
}

pub(super) struct Page {
    pub key: PageKey,
    pub voices: Voices,
    pub heights: Heights,
    set: HashMap<usize, Arc<SetBlock>>,
    widths: Widths,
}

impl Page {
    pub(super) fn new(key: PageKey, doc: &ReaderDoc) -> Self {
        let voices = Voices::new(&key.style, key.measure, key.pixels_per_point);
        let blocks = doc.blocks();
        let guess = |place: usize| {
            let voice = voices.of(blocks[place].role);
            let length = blocks[place].text.len() as f32 * AVERAGE_EM * voice.setting.em + voice.setting.indent;
            let lines = (length / voice.setting.measure).ceil().max(1.0);
            around(&voices, doc, place) + lines * voice.line_height
        };
        let heights = Heights::new((0..blocks.len()).map(guess));
        Self { key, heights, voices, set: HashMap::new(), widths: Widths::default() }
    }

    /// The lines of a block. From now on its height is exact.
    pub(super) fn set(&mut self, ctx: &egui::Context, doc: &ReaderDoc, place: usize) -> Arc<SetBlock> {
        if let Some(block) = self.set.get(&place) {
            return Arc::clone(block);
        }
        let block = &doc.blocks()[place];
        let voice = self.voices.of(block.role);
        let widths = &mut self.widths;
        let set = ctx.fonts_mut(|fonts| SetBlock::new(block.text.as_str(), voice, widths.of(fonts, &voice.font)));
        self.heights.set(place, around(&self.voices, doc, place) + set.height(voice));
        let set = Arc::new(set);
        self.set.insert(place, Arc::clone(&set));
        set
    }

    /// The exact height of a block with the space above it.
    pub(super) fn height(&mut self, ctx: &egui::Context, doc: &ReaderDoc, place: usize) -> f32 {
        self.set(ctx, doc, place);
        self.heights.get(place)
    }

    /// Forgets lines far from `seen`, so that memory does not grow with what was scrolled past.
    pub(super) fn forget_far(&mut self, seen: &std::ops::Range<usize>) {
        if self.set.len() > MOST_SET {
            let near = seen.start.saturating_sub(MOST_SET / 4)..seen.end + MOST_SET / 4;
            self.set.retain(|place, _| near.contains(place));
        }
    }

    /// Space between a block's upper edge and its first line.
    pub(super) fn space_above(&self, doc: &ReaderDoc, place: usize) -> f32 {
        space_above(&self.voices, doc, place)
    }

    /// Distance of a voice's text from the left edge of the column.
    pub(super) fn inset(voice: &Voice) -> f32 {
        if voice.ruled { RULE_INSET } else { 0.0 }
    }
}

fn space_above(voices: &Voices, doc: &ReaderDoc, place: usize) -> f32 {
    let blocks = doc.blocks();
    let before: Option<Role> = place.checked_sub(1).map(|before| blocks[before].role);
    let head = doc.head_px(place);
    // What stands under a heading is not set off by what stands above that.
    if head > 0.0 {
        head + voices.space_above(None, blocks[place].role) / 2.0
    } else {
        voices.space_above(before, blocks[place].role)
    }
}

/// All of a block's height that is not lines.
fn around(voices: &Voices, doc: &ReaderDoc, place: usize) -> f32 {
    space_above(voices, doc, place) + if place + 1 == doc.blocks().len() { BOTTOM_PX } else { 0.0 }
}
