//! Which block of running text goes on where. A block is a run of paragraphs with nothing between them that could end
//! an article. Blocks are matched one to one with those that go on with them; chains of matched blocks are the bodies
//! of the articles.

use std::collections::VecDeque;

use super::line::Line;
use super::mark::Mark;
use super::measure::Fit;
use super::paragraph::Piece;
use super::signs;
use super::wording::{Topic, Wording};

/// Pieces after a piece in which its continuation is looked for.
const REACH: usize = 80;
/// Bids that a tail makes at most, on the average; most pages need two or three.
const MOST_BIDS: usize = 50;
/// Least raise of a price: how much the sum of scores may fall short of the greatest, a tail.
const LEAST_RAISE: f32 = 0.02;
/// Pieces that stand for what a text goes on with.
const AHEAD: usize = 4;

/// A paragraph, or the visible part of one, as something to be matched.
#[derive(Debug)]
struct Node {
    piece: usize,
    /// Whether a story surely starts here, by a dateline or an author's name.
    starts_story: bool,
    /// Whether a story surely ends here.
    ends_story: bool,
    /// Pieces set large or naming authors between the node before and this one.
    between: Vec<usize>,
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

    /// The end of a piece, its last two lines joined: names in brackets may be cut by a line's end.
    pub(super) fn ending_of(&self, piece: usize) -> String {
        let lines = &self.pieces[piece].lines;
        let first = lines.start.max(lines.end.saturating_sub(2));
        self.lines[first..lines.end].iter().map(|line| line.text).collect()
    }

    /// Whether the piece names authors and stands over their text, not behind it in brackets.
    fn is_unbracketed_byline(&self, piece: usize) -> bool {
        let named = self.pieces[piece].mark == Mark::Byline;
        named && signs::unbracketed(self.first_line(piece).text).is_none_or(signs::names_a_trade)
    }

    /// Whether another line set large near by is built like this one: the section heads of an article are made alike.
    fn has_parallel(&self, piece: usize) -> bool {
        const NEAR: usize = 60;
        let text = self.first_line(piece).text;
        let range = piece.saturating_sub(NEAR)..(piece + NEAR).min(self.pieces.len());
        range.into_iter().any(|other| {
            other != piece && self.pieces[other].mark == Mark::Display && are_parallel(text, self.first_line(other).text)
        })
    }

    pub(super) fn last_line(&self, piece: usize) -> &Line<'_> {
        &self.lines[self.pieces[piece].lines.end - 1]
    }
}

/// The running text of all articles, in the order in which they begin.
pub(super) fn chains(page: &Page<'_, '_>) -> Vec<Chain> {
    let nodes = nodes(page);
    let next = matched(page, &nodes);
    let mut follows = vec![false; nodes.len()];
    next.iter().flatten().for_each(|&(to, _)| follows[to] = true);
    let mut out = Vec::new();
    for start in (0..nodes.len()).filter(|&node| !follows[node]) {
        let mut chain = Chain { pieces: vec![nodes[start].piece], joints: Vec::new() };
        let mut at = start;
        while let Some((to, score)) = next[at] {
            chain.pieces.push(nodes[to].piece);
            chain.joints.push(1.0 / (1.0 + (-score / 1.5).exp()));
            at = to;
        }
        out.push(chain);
    }
    out
}

fn nodes(page: &Page<'_, '_>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut between = Vec::new();
    for (piece, what) in page.pieces.iter().enumerate() {
        match what.mark {
            Mark::Display | Mark::Byline | Mark::Jump => between.push(piece),
            Mark::Body => {
                let signed = between.last().is_some_and(|&last| page.is_unbracketed_byline(last));
                let text = page.ending_of(piece);
                out.push(Node {
                    piece,
                    starts_story: signed || signs::starts_with_dateline(page.first_line(piece).text),
                    ends_story: signs::ends_story(&text) || signs::ends_in_signature(&text),
                    between: std::mem::take(&mut between),
                });
                if let Some(before) = out.len().checked_sub(2) {
                    let last = &out[out.len() - 1];
                    let signature = last.between.first().is_some_and(|&first| {
                        page.pieces[first].mark == Mark::Byline && !page.is_unbracketed_byline(first)
                    });
                    out[before].ends_story |= signature;
                }
            }
            _ => {}
        }
    }
    out
}

/// A possible continuation.
#[derive(Clone, Copy)]
struct Pair {
    head: usize,
    score: f32,
}

/// For each node the one that goes on with it and the score of that, if any; no node goes on with two. Of all ways to do
/// so nearly the one with the greatest sum of scores.
///
/// An auction (D. P. Bertsekas, 1979): tails bid for heads and outbid each other, raising prices until nobody wants
/// another head, or none at all, more than what he has. [`score`] is the place for a language model's judgement of tail
/// and head.
fn matched(page: &Page<'_, '_>, nodes: &[Node]) -> Vec<Option<(usize, f32)>> {
    let pairs = Pairs::new(page, nodes);
    let mut next: Vec<Option<(usize, f32)>> = vec![None; nodes.len()];
    let mut owner: Vec<Option<usize>> = vec![None; nodes.len()];
    let mut price = vec![0.0_f32; nodes.len()];
    let mut bidders: VecDeque<usize> = (0..nodes.len()).collect();
    let mut bids = MOST_BIDS * nodes.len();
    while let Some(tail) = bidders.pop_front()
        && bids > 0
    {
        bids -= 1;
        // To stay without a continuation is worth nothing and costs nothing.
        let (mut best, mut second) = ((0.0, None), 0.0_f32);
        for pair in &pairs.0[tail] {
            let worth = pair.score - price[pair.head];
            if worth > best.0 {
                second = best.0;
                best = (worth, Some(pair));
            } else {
                second = second.max(worth);
            }
        }
        if let (worth, Some(pair)) = best {
            price[pair.head] += worth - second + LEAST_RAISE;
            next[tail] = Some((pair.head, pair.score));
            if let Some(outbid) = owner[pair.head].replace(tail) {
                next[outbid] = None;
                bidders.push_back(outbid);
            }
        }
    }
    next
}

/// The scores of all pairs that are looked at, by tail.
struct Pairs(Vec<Vec<Pair>>);

impl Pairs {
    fn new(page: &Page<'_, '_>, nodes: &[Node]) -> Self {
        let mut out = Vec::with_capacity(nodes.len());
        let mut story = Topic::default();
        for tail in 0..nodes.len() {
            let own = page.wording.topic([nodes[tail].piece]);
            story = if tail == 0 || nodes[tail].starts_story { own } else { story.and(&own) };
            let open = !page.pieces[nodes[tail].piece].ended;
            let mut pairs = Vec::new();
            for head in tail + 1..(tail + 1 + REACH).min(nodes.len()) {
                let adjacent = head == tail + 1;
                let stands_apart = !nodes[head].between.is_empty()
                    || page.pieces[nodes[head].piece].begins < 0.15
                    || nodes[head - 1].ends_story
                    || !page.pieces[nodes[head - 1].piece].ended;
                // A story that may be over goes on only where something new could begin.
                let looked_at = adjacent || open || (stands_apart && !nodes[tail].ends_story);
                if looked_at {
                    let score = score(page, nodes, (tail, &story), head);
                    pairs.push(Pair { head, score });
                }
            }
            if pairs.first().is_none_or(|pair| pair.head != tail + 1 || pair.score <= 0.0) {
                story = Topic::default();
            }
            out.push(pairs);
        }
        Self(out)
    }
}

/// What the text from a node on speaks of, as far as nothing stands between.
fn ahead(page: &Page<'_, '_>, nodes: &[Node], head: usize) -> Topic {
    let mut pieces = vec![nodes[head].piece];
    for next in head + 1..(head + AHEAD).min(nodes.len()) {
        if !nodes[next].between.is_empty() || nodes[next].starts_story || nodes[next - 1].ends_story {
            break;
        }
        pieces.push(nodes[next].piece);
    }
    page.wording.topic(pieces)
}

/// How likely node `head` is to go on with node `tail`, as log odds against its beginning an article. `story` is what
/// was told up to the tail.
fn score(page: &Page<'_, '_>, nodes: &[Node], (tail, story): (usize, &Topic), head: usize) -> f32 {
    let (before, after) = (&nodes[tail], &nodes[head]);
    if signs::starts_with_dateline(page.first_line(after.piece).text) {
        return f32::NEG_INFINITY;
    }
    let open = !page.pieces[before.piece].ended;
    let begins = page.pieces[after.piece].begins.clamp(0.01, 0.99);
    let begins_odds = (begins / (1.0 - begins)).ln();
    let adjacent = head == tail + 1;
    let bare = after.between.is_empty();
    let likeness = (60.0 * (page.wording.likeness(story, &ahead(page, nodes, head)) - 0.04)).clamp(-2.5, 3.0);
    let far = if adjacent { 0.0 } else { -0.6 - 0.02 * (head - tail) as f32 };
    let story_starts = if after.starts_story { -5.0 } else { 0.0 };
    if open {
        let last = page.last_line(before.piece).text.chars().next_back().unwrap_or(' ');
        let bridge = page.wording.bridge(last, page.first_line(after.piece).first());
        let here = match (adjacent, bare) {
            (true, true) if page.is_set_in_columns(before.piece) => 1.5,
            (true, true) => 2.5,
            (true, false) => 1.2,
            // On a page of long lines what follows a head begins a paragraph.
            (false, false) if !page.is_set_in_columns(after.piece) => -0.7,
            _ => 0.8,
        };
        return here - begins_odds + bridge + likeness + far + story_starts;
    }
    let story_ended = if before.ends_story { -6.0 } else { 0.0 };
    let here = match (adjacent, bare) {
        // Nothing stands between, not even a picture: only another text's claim can part the two.
        (true, true) if before.piece + 1 == after.piece && begins >= 0.15 => 2.8,
        (true, true) => 0.5,
        (true, false) => section_odds(page, &after.between),
        // Right after another story's end and with nothing of its own to begin with.
        (false, true) if nodes[head - 1].ends_story => 0.5,
        (false, _) => -1.5,
    };
    here + begins_odds.min(0.0) + likeness + far + story_starts + story_ended
}

/// Odds that what stands between two paragraphs is a section head and no headline, by its looks.
fn section_odds(page: &Page<'_, '_>, between: &[usize]) -> f32 {
    let large: Vec<usize> = between.iter().copied().filter(|&piece| page.pieces[piece].mark == Mark::Display).collect();
    let mut odds = 0.0;
    for &piece in &large {
        let text = page.first_line(piece).text;
        let count = text.chars().count();
        if signs::is_marked_head(text) {
            odds += 4.0;
        } else if signs::is_deck(text) {
            odds -= 3.0;
        } else if page.has_parallel(piece) {
            odds += 2.0;
        }
        if count > 22 {
            odds -= 1.0;
        }
        if text.ends_with(['）', ')']) {
            odds -= 2.0;
        }
        if names_a_place(text) {
            odds -= 1.5;
        }
    }
    if large.len() > 2 {
        odds -= 2.0;
    }
    odds
}

/// Whether two lines have the same marks in the same order and nearly the same length.
fn are_parallel(left: &str, right: &str) -> bool {
    let marks = |text: &'_ str| -> String {
        text.chars().filter(|ch| !ch.is_alphanumeric() && !matches!(ch, '“' | '”' | '『' | '』' | '‘' | '’')).collect()
    };
    let (a, b) = (marks(left), marks(right));
    let lengths = left.chars().count().abs_diff(right.chars().count());
    let opening = |text: &'_ str| text.chars().take(2).collect::<String>();
    lengths <= 5 && a == b && !a.is_empty() || a.trim().chars().count() >= 2 && b.starts_with(&a) || lengths <= 2 && opening(left) == opening(right)
}

/// Whether the text begins with a place that acts, as headlines do: 南县…, 湘潭高新区….
fn names_a_place(text: &str) -> bool {
    text.chars().take(6).skip(1).any(|ch| matches!(ch, '县' | '区' | '市' | '州' | '省' | '镇' | '乡'))
}
