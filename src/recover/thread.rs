//! Which block of running text goes on where. A block is a run of paragraphs with nothing between them that could end
//! an article. Blocks are matched one to one with those that go on with them; chains of matched blocks are the bodies
//! of the articles.

use std::collections::HashMap;

use super::line::Line;
use super::mark::Mark;
use super::measure::Fit;
use super::paragraph::Piece;
use super::signs;
use super::wording::{Topic, Wording};

/// Blocks after a block in which its continuation is looked for.
const REACH: usize = 40;
/// Below this score two blocks are not matched.
const LEAST: f32 = 0.0;

/// A run of paragraphs.
#[derive(Debug)]
pub(super) struct Block {
    /// Its paragraphs, by number in the list of pieces.
    pub(super) pieces: Vec<usize>,
    /// Whether a story surely starts here.
    starts_story: bool,
    /// Whether a story surely ends here.
    ends_story: bool,
    /// Numbers of the pieces set large or naming authors between the block before and this one.
    between: Vec<usize>,
    topic: Topic,
}

impl Block {
    fn first(&self) -> usize {
        self.pieces[0]
    }

    fn last(&self) -> usize {
        self.pieces[self.pieces.len() - 1]
    }
}

/// One article's running text.
#[derive(Debug, PartialEq)]
pub(super) struct Chain {
    /// Its pieces in reading order.
    pub(super) pieces: Vec<usize>,
    /// For each piece but the first how sure it is that it follows the one before, 0 to 1.
    pub(super) joints: Vec<f32>,
}

/// A page as far as it is understood when blocks are matched.
pub(super) struct Page<'p, 't> {
    pub(super) lines: &'p [Line<'t>],
    pub(super) pieces: &'p [Piece],
    pub(super) wording: &'p Wording,
    pub(super) fits: &'p [Fit],
}

impl Page<'_, '_> {
    pub(super) fn first_line(&self, piece: usize) -> &Line<'_> {
        &self.lines[self.pieces[piece].lines.start]
    }

    /// Whether the piece stands in a column of hard-wrapped lines.
    pub(super) fn is_set_in_columns(&self, piece: usize) -> bool {
        self.fits[self.pieces[piece].lines.start].measure.is_some()
    }

    pub(super) fn last_line(&self, piece: usize) -> &Line<'_> {
        &self.lines[self.pieces[piece].lines.end - 1]
    }
}

/// The running text of all articles, in the order in which they begin.
pub(super) fn chains(page: &Page<'_, '_>) -> Vec<Chain> {
    let blocks = blocks(page);
    let next = matched(page, &blocks);
    let mut follows = vec![false; blocks.len()];
    next.values().for_each(|&(to, _)| follows[to] = true);
    let mut out = Vec::new();
    for start in (0..blocks.len()).filter(|&block| !follows[block]) {
        let mut chain = Chain { pieces: Vec::new(), joints: Vec::new() };
        let mut at = Some((start, 1.0));
        while let Some((block, sure)) = at {
            for (nth, &piece) in blocks[block].pieces.iter().enumerate() {
                if !chain.pieces.is_empty() {
                    chain.joints.push(if nth == 0 { sure } else { 1.0 });
                }
                chain.pieces.push(piece);
            }
            at = next.get(&block).copied();
        }
        out.push(chain);
    }
    out
}

fn blocks(page: &Page<'_, '_>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut between = Vec::new();
    for (number, piece) in page.pieces.iter().enumerate() {
        match piece.mark {
            Mark::Display | Mark::Byline | Mark::Jump => between.push(number),
            Mark::Body => {
                let starts_story = signs::starts_with_dateline(page.first_line(number).text)
                    || between
                        .last()
                        .is_some_and(|&last| page.pieces[last].mark == Mark::Byline && !is_signature(page, last));
                let goes_on = between.is_empty() && !starts_story && piece.begins >= 0.15;
                match out.last_mut() {
                    Some(last) if goes_on && !last.ends_story && page.pieces[last.last()].ended => {
                        last.pieces.push(number)
                    }
                    _ => out.push(Block {
                        pieces: vec![number],
                        starts_story,
                        ends_story: false,
                        between: std::mem::take(&mut between),
                        topic: Topic::default(),
                    }),
                }
                if let Some(last) = out.last_mut() {
                    let text = page.last_line(number).text;
                    last.ends_story = signs::ends_story(text) || signs::ends_in_signature(text);
                }
            }
            _ => {}
        }
    }
    for block in &mut out {
        block.topic = page.wording.topic(block.pieces.iter().copied());
    }
    out
}

fn is_signature(page: &Page<'_, '_>, piece: usize) -> bool {
    signs::unbracketed(page.first_line(piece).text).is_some()
}

/// For each block that has one, the block that goes on with it and how sure that is. No block goes on with two.
///
/// The best pairs are taken first. This is the place for a language model's judgement of tail and head and for an
/// assignment over the whole page.
fn matched(page: &Page<'_, '_>, blocks: &[Block]) -> HashMap<usize, (usize, f32)> {
    let mut candidates: Vec<(f32, usize, usize)> = Vec::new();
    for tail in 0..blocks.len() {
        for head in tail + 1..(tail + 1 + REACH).min(blocks.len()) {
            let score = score(page, blocks, tail, head);
            if score > LEAST {
                candidates.push((score, tail, head));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut next = HashMap::new();
    let mut taken = vec![false; blocks.len()];
    for (score, tail, head) in candidates {
        if !taken[head] && !next.contains_key(&tail) {
            taken[head] = true;
            next.insert(tail, (head, 1.0 / (1.0 + (-(score - LEAST) / 2.0).exp())));
        }
    }
    next
}

/// How likely block `head` is to go on with block `tail`, as log odds against its being the start of an article.
fn score(page: &Page<'_, '_>, blocks: &[Block], tail: usize, head: usize) -> f32 {
    let (before, after) = (&blocks[tail], &blocks[head]);
    if after.starts_story && signs::starts_with_dateline(page.first_line(after.first()).text) {
        return f32::NEG_INFINITY;
    }
    let open = !page.pieces[before.last()].ended;
    let begins = page.pieces[after.first()].begins;
    let begins_odds = (begins / (1.0 - begins).max(0.001)).ln().clamp(-4.0, 4.0);
    let adjacent = head == tail + 1;
    let near = if adjacent { 0.0 } else { -0.6 - 0.05 * (head - tail) as f32 };
    let likeness = 12.0 * (page.wording.likeness(&before.topic, &after.topic) - 0.07).clamp(-0.1, 0.25);
    if open {
        let last = page.last_line(before.last()).text.chars().next_back().unwrap_or(' ');
        let bridge = page.wording.bridge(last, page.first_line(after.first()).first());
        let story = if after.starts_story { -4.0 } else { 0.0 };
        let here = match after.between.is_empty() {
            true if adjacent => 2.5,
            false if adjacent => 0.8,
            _ => 0.5,
        };
        return -begins_odds + 0.7 * bridge + likeness + near + story + here;
    }
    let story = if after.starts_story { -5.0 } else { 0.0 } + if before.ends_story { -6.0 } else { 0.0 };
    let here = match adjacent {
        true if after.between.is_empty() => 1.5,
        true => section_odds(page, after, before),
        false => -1.5,
    };
    0.5 * begins_odds.min(1.0) + likeness + near + story + here
}

/// Odds that what stands between two blocks is a section head and no headline.
fn section_odds(page: &Page<'_, '_>, after: &Block, before: &Block) -> f32 {
    let mut odds = 0.5;
    let large = || after.between.iter().filter(|&&piece| page.pieces[piece].mark == Mark::Display);
    for &piece in large() {
        let text = page.first_line(piece).text;
        let count = text.chars().count();
        if signs::is_marked_head(text) {
            odds += 4.0;
        }
        if signs::is_deck(text) {
            odds -= 3.0;
        }
        odds += if count <= 12 {
            0.5
        } else if count > 22 {
            -1.5
        } else {
            0.0
        };
        if names_a_place(text) {
            odds -= 1.5;
        }
        let topic = page.wording.topic([piece]);
        let (held_before, held_after) =
            (page.wording.held(&topic, &before.topic), page.wording.held(&topic, &after.topic));
        // A headline's words stand in one of the two stories; a section head's in both or in none.
        odds -= 3.0 * (held_before - held_after).abs();
    }
    if large().count() > 2 {
        odds -= 2.0;
    }
    odds
}

/// Whether the text begins with a place that acts, as headlines do: 南县…, 湘潭高新区….
fn names_a_place(text: &str) -> bool {
    text.chars().take(6).skip(1).any(|ch| matches!(ch, '县' | '区' | '市' | '州' | '省' | '镇' | '乡'))
}
