//! Which block of running text goes on where. A block is a run of paragraphs with nothing between them that could end
//! an article. Blocks are matched one to one with those that go on with them; chains of matched blocks are the bodies
//! of the articles.

use std::collections::VecDeque;

use super::continuity::{Node, Tail, Usual, score};
use super::lexicon::Joint;
use super::mark::Mark;
use super::paragraph::Border;
use super::sheet::Sheet;
use super::signs;
use super::wording::Topic;
use crate::page::{Confidence, Reason};

/// Pieces after a piece in which its continuation is looked for.
const REACH: usize = 80;
/// Beginnings at which a text that may be over is thought to go on, at most.
const MOST_APART: usize = 12;
/// Pieces that tell what a text has spoken of.
const STORY: usize = 10;
/// Least likeness of a story that was broken off and what takes it up again.
const LEAST_LIKENESS: f32 = 0.03;
/// Bids that a tail makes at most, on the average; most pages need two or three.
const MOST_BIDS: usize = 50;
/// Least raise of a price: how much the sum of scores may fall short of the greatest, a tail.
const LEAST_RAISE: f32 = 0.02;

/// One article's running text.
#[derive(Debug, PartialEq)]
pub(super) struct Chain {
    /// Its pieces in reading order.
    pub(super) pieces: Vec<usize>,
    /// For each piece but the first how it follows the one before.
    pub(super) joints: Vec<Seat>,
}

/// How sure it is that a piece stands where it does, and why if it is not.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seat {
    /// 0 to 1.
    pub(super) sure: f32,
    /// There if and only if `sure` is doubtful.
    pub(super) reason: Option<Reason>,
}

impl Seat {
    /// A seat with the reason that it is doubtful for, if it is.
    pub(super) fn new(sure: f32, reason: impl FnOnce() -> Reason) -> Self {
        Self { sure, reason: Confidence::new(sure).is_doubtful().then(reason) }
    }
}

/// Which node goes on with another, and how sure that is.
#[derive(Clone, Copy, Debug)]
struct Link {
    to: usize,
    sure: f32,
}

impl Link {
    /// The link of a pair among the others of its tail. What an unfinished sentence goes on with is one of many, and the
    /// scores are those of a logistic choice between them and none; a paragraph follows the one before it or does not.
    fn new(pair: Pair, all: &[Pair], open: bool) -> Self {
        let others = all.iter().filter(|other| other.head != pair.head).map(|other| other.score);
        let rival = others.fold(f32::NEG_INFINITY, f32::max);
        let odds = (pair.score - 1.0) / 1.5;
        let against = if open { (-pair.score).exp() + (rival - pair.score).exp() } else { (-odds).exp() };
        Self { to: pair.head, sure: 1.0 / (1.0 + against) }
    }
}

/// The running text of all articles, in the order in which they begin.
pub(super) fn chains(sheet: &Sheet<'_, '_>) -> Vec<Chain> {
    let nodes = nodes(sheet);
    let mut next = matched(sheet, &nodes);
    take_up(sheet, &nodes, &mut next);
    let mut follows = vec![false; nodes.len()];
    next.iter().flatten().for_each(|link| follows[link.to] = true);
    let mut out = Vec::new();
    for start in (0..nodes.len()).filter(|&node| !follows[node]) {
        let mut chain = Chain { pieces: vec![nodes[start].piece], joints: Vec::new() };
        let mut at = start;
        while let Some(Link { to, sure }) = next[at] {
            chain.pieces.push(nodes[to].piece);
            let sure = if is_healed(sheet, &nodes[at], &nodes[to]) { 1.0 } else { sure };
            chain.joints.push(Seat::new(sure, || reason(sheet, &nodes[at], &nodes[to])));
            at = to;
        }
        out.push(chain);
    }
    out
}

/// Whether two nodes are lines of one column that were parted on trial and belong together after all.
fn is_healed(sheet: &Sheet<'_, '_>, before: &Node, after: &Node) -> bool {
    before.piece + 1 == after.piece && sheet.pieces[after.piece].border == Border::Seam
}

/// Why one node was set behind another.
fn reason(sheet: &Sheet<'_, '_>, before: &Node, after: &Node) -> Reason {
    if sheet.pieces[before.piece].ended {
        return Reason::SubjectGoesOn { end: sheet.last_words(before.piece), start: sheet.first_words(after.piece) };
    }
    let (end, start) = (before.end(sheet), after.start(sheet));
    match Joint::new(&end.words, &start.words).halves(&end.words, &start.words) {
        Some((first, second)) => Reason::WordAcross { first, second },
        None => Reason::SentenceGoesOn { end: sheet.last_words(before.piece), start: sheet.first_words(after.piece) },
    }
}

/// Joins what begins without a sign of a new story to the story before it that was broken off between two paragraphs
/// and whose words it shares most: one into which another text was read, or one without the end mark that the wire puts
/// under nearly all others.
fn take_up(sheet: &Sheet<'_, '_>, nodes: &[Node], next: &mut [Option<Link>]) {
    let mut start: Vec<usize> = (0..nodes.len()).collect();
    for node in 0..nodes.len() {
        if let Some(link) = next[node] {
            start[link.to] = start[node];
        }
    }
    let ends: Vec<usize> = (0..nodes.len()).filter(|&node| next[node].is_none()).collect();
    let marked = ends.iter().filter(|&&end| nodes[end].ends_story).count();
    let marks_ends = marked >= 3 && 2 * marked > ends.len();
    let broken = |end: usize| {
        let parted = nodes.get(end + 1).is_some_and(|after| {
            // What begins right there was parted for a reason; what goes on with another was read into the story.
            ![end + 1, start[end]].contains(&start[end + 1]) && !after.stands_apart(sheet, &nodes[end])
        });
        !nodes[end].ends_story && sheet.pieces[nodes[end].piece].ended && (parted || marks_ends)
    };
    let unfinished: Vec<usize> = ends.iter().copied().filter(|&end| broken(end)).collect();
    let heads = (0..nodes.len()).filter(|&node| start[node] == node && !nodes[node].starts_story && !nodes[node].dated);
    let heads: Vec<usize> = heads.collect();
    let mut taken = vec![false; nodes.len()];
    let topic_of = |story: usize, around: &mut dyn Iterator<Item = usize>| {
        sheet.topic(around.filter(|&node| start[node] == story).take(STORY).map(|node| nodes[node].piece))
    };
    for head in heads {
        let near = unfinished.partition_point(|&end| end + REACH < head)..unfinished.partition_point(|&end| end < head);
        if near.is_empty() {
            continue;
        }
        let ahead = topic_of(head, &mut (head..(head + REACH).min(nodes.len())));
        let likeness = |end: usize| {
            let told = topic_of(start[end], &mut (end.saturating_sub(REACH)..=end).rev());
            sheet.wording.likeness(&told, &ahead)
        };
        let free = unfinished[near].iter().copied().filter(|&end| !taken[end] && start[end] != head);
        let best = free.map(|end| (likeness(end), end)).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((likeness, end)) = best.filter(|best| best.0 > LEAST_LIKENESS) {
            taken[end] = true;
            let odds = (10.0 * likeness - 1.0) / 1.5;
            next[end] = Some(Link { to: head, sure: 1.0 / (1.0 + (-odds).exp()) });
        }
    }
}

fn nodes(sheet: &Sheet<'_, '_>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut between = Vec::new();
    for (piece, what) in sheet.pieces.iter().enumerate() {
        match what.mark {
            Mark::Display | Mark::Byline | Mark::Jump => between.push(piece),
            Mark::Body => {
                let signed = between.last().is_some_and(|&last| sheet.is_unbracketed_byline(last));
                let text = sheet.ending_of(piece);
                let dated = signs::starts_with_dateline(sheet.first_line(piece).text);
                out.push(Node {
                    starts_story: signed || dated,
                    dated,
                    ends_story: signs::ends_story(&text) || signs::ends_in_signature(&text),
                    between: std::mem::take(&mut between),
                    ..Node::new(piece)
                });
                if let Some(before) = out.len().checked_sub(2) {
                    let last = &out[out.len() - 1];
                    let signature = last.between.first().is_some_and(|&first| {
                        sheet.pieces[first].mark == Mark::Byline && !sheet.is_unbracketed_byline(first)
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

/// For each node the one that goes on with it, if any; no node goes on with two. Of all ways to do
/// so nearly the one with the greatest sum of scores.
///
/// An auction (D. P. Bertsekas, 1979): tails bid for heads and outbid each other, raising prices until nobody wants
/// another head, or none at all, more than what he has. [`score`] is the place for a language model's judgement of tail
/// and head.
fn matched(sheet: &Sheet<'_, '_>, nodes: &[Node]) -> Vec<Option<Link>> {
    let pairs = Pairs::new(sheet, nodes);
    let mut next: Vec<Option<Link>> = vec![None; nodes.len()];
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
            next[tail] = Some(Link::new(*pair, &pairs.0[tail], !sheet.pieces[nodes[tail].piece].ended));
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
    fn new(sheet: &Sheet<'_, '_>, nodes: &[Node]) -> Self {
        let usual = Usual::new(sheet, nodes);
        let mut ahead: Vec<Option<Topic>> = vec![None; nodes.len()];
        let mut out: Vec<Vec<Pair>> = Vec::with_capacity(nodes.len());
        // Heads that an unfinished sentence claims.
        let mut claimed = vec![false; nodes.len()];
        let mut story_start = 0;
        for tail in 0..nodes.len() {
            let goes_on = tail > 0 && out[tail - 1].first().is_some_and(|pair| pair.head == tail && pair.score > 0.0);
            if nodes[tail].starts_story || !goes_on {
                story_start = tail;
            }
            let open = !sheet.pieces[nodes[tail].piece].ended;
            let told = nodes[story_start.max((tail + 1).saturating_sub(STORY))..=tail].iter().map(|node| node.piece);
            let tail_end = Tail::new(tail, open, told.collect());
            let mut pairs = Vec::new();
            let mut apart = 0;
            for head in tail + 1..(tail + 1 + REACH).min(nodes.len()) {
                // A story that may be over goes on only where something new could begin.
                let beside = head > tail + 1 && !open;
                if beside && (nodes[tail].ends_story || apart == MOST_APART) {
                    break;
                }
                let seam = sheet.pieces[nodes[head].piece].border == Border::Seam;
                if beside && (seam || !nodes[head].stands_apart(sheet, &nodes[head - 1])) {
                    continue;
                }
                apart += usize::from(beside);
                let score = score(sheet, nodes, &usual, &tail_end, (head, claimed[head]), &mut ahead[head]);
                claimed[head] |= open && score > 0.0;
                pairs.push(Pair { head, score });
            }
            out.push(pairs);
        }
        Self(out)
    }
}
