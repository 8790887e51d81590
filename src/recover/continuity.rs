//! How well one piece goes on with another: by how the one ends and the other begins, by what stands between them, by
//! the words that they share. Similarity tells which article, continuity which block.

use std::cell::OnceCell;

use super::evidence::{Broken, NEXT, OfPage, Opening, USUAL, kinship, weigh, weigh_kinship};
use super::habit::Habit;
use super::mark::Mark;
use super::paragraph::Border;
use super::sheet::Sheet;
use super::signs;
use super::wording::Topic;

/// Pieces that stand for what a text goes on with.
const AHEAD: usize = 4;
/// Most that common words prove, nearly always.
const MOST_KINSHIP: f32 = 9.0;
/// Odds that a text goes on a piece further on.
const FAR: f32 = -0.0616;
/// Longest line of verse.
const VERSE_EM: f32 = 20.0;
/// Odds that two lines of a column with nothing to be seen between them belong together, and that the second goes on with
/// another text. The pages on which these were set were put together anew from the labelled ones.
const SEAM_HEALS: f32 = 5.6;
const SEAM_PARTS: f32 = 1.0;

/// A paragraph, or the visible part of one, as something to be matched.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) piece: usize,
    /// Whether a story surely starts here, by a dateline or an author's name.
    pub(super) starts_story: bool,
    /// Whether a story surely ends here.
    pub(super) ends_story: bool,
    /// Pieces set large or naming authors between the node before and this one.
    pub(super) between: Vec<usize>,
    /// Whether it begins with a dateline.
    pub(super) dated: bool,
    /// What can be seen at either end; most nodes are never asked.
    pub(super) start: OnceCell<Opening>,
    pub(super) end: OnceCell<Broken>,
}

impl Node {
    pub(super) fn new(piece: usize) -> Self {
        Self {
            piece,
            starts_story: false,
            ends_story: false,
            between: Vec::new(),
            dated: false,
            start: OnceCell::new(),
            end: OnceCell::new(),
        }
    }

    /// How it begins.
    pub(super) fn start(&self, sheet: &Sheet<'_, '_>) -> &Opening {
        self.start.get_or_init(|| {
            let lines = sheet.paragraph_from(self.piece);
            Opening::new(sheet.lines[lines].iter().map(|line| line.text))
        })
    }

    /// How it ends.
    pub(super) fn end(&self, sheet: &Sheet<'_, '_>) -> &Broken {
        self.end.get_or_init(|| {
            let lines = sheet.paragraph_until(self.piece);
            Broken::new(sheet.lines[lines].iter().map(|line| line.text))
        })
    }

    /// Whether something sets the node apart from the one before it.
    pub(super) fn stands_apart(&self, sheet: &Sheet<'_, '_>, before: &Self) -> bool {
        let cut = sheet.pieces[self.piece].begins < 0.15 || !sheet.pieces[before.piece].ended;
        cut || !self.between.is_empty() || before.ends_story
    }
}

/// The end of what has been told so far.
#[derive(Debug)]
pub(super) struct Tail {
    /// The last node.
    node: usize,
    /// Whether its sentence is not finished.
    open: bool,
    /// The pieces that tell what was told.
    pieces: Vec<usize>,
    told: OnceCell<Topic>,
}

impl Tail {
    /// The end of a story of some pieces.
    pub(super) fn new(node: usize, open: bool, pieces: Vec<usize>) -> Self {
        Self { node, open, pieces, told: OnceCell::new() }
    }

    /// What was told. Most tails are never asked.
    fn told(&self, sheet: &Sheet<'_, '_>) -> &Topic {
        self.told.get_or_init(|| sheet.topic(self.pieces.iter().copied()))
    }
}

/// What the text from a node on speaks of, as far as nothing stands between.
fn ahead_of(sheet: &Sheet<'_, '_>, nodes: &[Node], head: usize) -> Topic {
    let mut pieces = vec![nodes[head].piece];
    for next in head + 1..(head + AHEAD).min(nodes.len()) {
        if !nodes[next].between.is_empty() || nodes[next].starts_story || nodes[next - 1].ends_story {
            break;
        }
        pieces.push(nodes[next].piece);
    }
    sheet.topic(pieces)
}

/// What is usual on the page, and so proves nothing.
pub(super) struct Usual {
    habit: Habit,
    /// Likeness of texts that have nothing to do with each other.
    likeness: f32,
}

impl Usual {
    /// Texts of the page that are compared with each other.
    const SAMPLE: usize = 24;
    /// Pieces of each, and at least as many between two, so that few pairs are of one article.
    const LENGTH: usize = 5;
    /// The least likeness that is counted with.
    const LEAST_LIKENESS: f32 = 0.005;

    pub(super) fn new(sheet: &Sheet<'_, '_>, nodes: &[Node]) -> Self {
        let open = nodes.iter().filter(|node| !sheet.pieces[node.piece].ended);
        let cut = nodes.iter().filter(|node| sheet.pieces[node.piece].begins < 0.9);
        let ends = open.map(|node| sheet.last_line(node.piece).text);
        let habit = Habit::new(sheet.lines, ends, cut.map(|node| sheet.first_line(node.piece).text));
        let count = Self::SAMPLE.min(nodes.len());
        let starts: Vec<usize> = (0..count).map(|nth| nth * nodes.len() / count).collect();
        let topic = |&from: &usize| {
            let to = (from + Self::LENGTH).min(nodes.len());
            sheet.topic(nodes[from..to].iter().map(|node| node.piece))
        };
        let topics: Vec<Topic> = starts.iter().map(topic).collect();
        let mut all = Vec::new();
        for (first, start) in starts.iter().enumerate() {
            for second in (first + 1..count).filter(|&second| starts[second] - start >= Self::LENGTH) {
                all.push(sheet.wording.likeness(&topics[first], &topics[second]));
            }
        }
        all.sort_by(f32::total_cmp);
        let likeness = all.get(all.len() / 2).copied().unwrap_or(USUAL);
        Self { habit, likeness: likeness.max(Self::LEAST_LIKENESS) }
    }
}

/// How likely node `head` is to go on with a tail, as log odds against its beginning an article. `claimed` says
/// whether an unfinished sentence could go on there too; `ahead` keeps what the head's text speaks of for the next tail.
pub(super) fn score(
    sheet: &Sheet<'_, '_>,
    nodes: &[Node],
    usual: &Usual,
    tail: &Tail,
    (head, claimed): (usize, bool),
    ahead: &mut Option<Topic>,
) -> f32 {
    let (before, after) = (&nodes[tail.node], &nodes[head]);
    if after.dated {
        return f32::NEG_INFINITY;
    }
    let begins = sheet.pieces[after.piece].begins.clamp(0.01, 0.99);
    let begins_odds = (begins / (1.0 - begins)).ln();
    let adjacent = head == tail.node + 1;
    let bare = after.between.is_empty();
    // Nothing stands between, not even a picture: only another text's claim can part the two.
    let next_to = adjacent && bare && before.piece + 1 == after.piece && begins >= 0.15;
    if next_to && !tail.open && !claimed && !before.ends_story {
        return 2.8;
    }
    let far = (head - tail.node) as f32;
    if tail.open {
        let place = place_odds(sheet, (before, after), (adjacent, bare), begins_odds);
        let far = if adjacent { 0.0 } else { FAR * far };
        let (end, start) = (sheet.last_line(before.piece), sheet.first_line(after.piece));
        let of_page = OfPage {
            bridge: sheet.wording.bridge(end.last(), start.first()),
            habit: usual.habit.across(end.text, start.text),
            ..OfPage::default()
        };
        let seen = place + far + weigh(sheet.weights, before.end(sheet), after.start(sheet), of_page);
        // Most pairs can be told apart without a look at their words.
        if seen + MOST_KINSHIP <= 0.0 {
            return seen;
        }
        let kin = |topic: &Topic| kinship(sheet.wording, tail.told(sheet), topic, usual.likeness);
        let lines = &sheet.pieces[after.piece].lines;
        let next = sheet.wording.topic(std::iter::once(lines.start..lines.end.min(lines.start + NEXT)));
        let ahead = ahead.get_or_insert_with(|| ahead_of(sheet, nodes, head));
        return seen + weigh_kinship(sheet.weights, kin(ahead), kin(&next));
    }
    let far = if adjacent { 0.0 } else { -0.6 - 0.02 * far };
    let story = if after.starts_story { -5.0 } else { 0.0 };
    let ended = if before.ends_story { -6.0 } else { 0.0 };
    let here = match (adjacent, bare) {
        (true, true) if next_to => 2.8,
        (true, true) => 0.5,
        (true, false) => section_odds(sheet, &after.between),
        // Right after another story's end and with nothing of its own to begin with.
        (false, true) if nodes[head - 1].ends_story => 0.5,
        (false, _) => -1.5,
    };
    let seen = here + begins_odds.min(0.0) + far + story + ended;
    // Most pairs can be told apart without a look at their words.
    if seen + 3.0 <= 0.0 {
        return seen;
    }
    let ahead = ahead.get_or_insert_with(|| ahead_of(sheet, nodes, head));
    let likeness = sheet.wording.likeness(tail.told(sheet), ahead);
    seen + (60.0 * (likeness - 0.045)).clamp(-2.5, 3.0)
}

/// Odds that a text which breaks off goes on at a place, by what can be seen of the place.
fn place_odds(
    sheet: &Sheet<'_, '_>,
    (before, after): (&Node, &Node),
    (adjacent, bare): (bool, bool),
    begins_odds: f32,
) -> f32 {
    if sheet.pieces[after.piece].border == Border::Seam {
        // Nothing is to be seen between two lines of a column: they nearly always belong together.
        return if before.piece + 1 == after.piece { SEAM_HEALS } else { SEAM_PARTS };
    }
    let here = match (adjacent, bare) {
        (true, true) if sheet.is_set_in_columns(after.piece) => 3.57,
        // Lines of verse, or of a list: each is short, and a sentence runs over several.
        (true, true) if sheet.last_line(before.piece).width.max(sheet.first_line(after.piece).width) < VERSE_EM => 5.0,
        (true, true) => 1.0,
        (true, false) => -0.07,
        _ => 0.6,
    };
    let story = if after.starts_story { -2.17 } else { 0.0 };
    // What looks like a beginning weighs more than it would by itself: sentences that go on nowhere are rare.
    here + story - 0.6 * begins_odds - (begins_odds - 1.0).max(0.0)
}

/// Odds that what stands between two paragraphs is a section head and no headline, by its looks.
fn section_odds(sheet: &Sheet<'_, '_>, between: &[usize]) -> f32 {
    let large: Vec<usize> =
        between.iter().copied().filter(|&piece| sheet.pieces[piece].mark == Mark::Display).collect();
    let mut odds = 0.0;
    for &piece in &large {
        let text = sheet.first_line(piece).text;
        let count = text.chars().count();
        if signs::is_marked_head(text) {
            odds += 4.0;
        } else if signs::is_deck(text) {
            odds -= 3.0;
        } else if sheet.has_parallel(piece) {
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

/// Whether the text begins with a place that acts, as headlines do: 南县…, 湘潭高新区….
fn names_a_place(text: &str) -> bool {
    text.chars().take(6).skip(1).any(|ch| matches!(ch, '县' | '区' | '市' | '州' | '省' | '镇' | '乡'))
}
