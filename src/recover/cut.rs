//! Cuts that no shape shows. Where columns were read across each other, a full line of one text can be followed by a
//! full line of another, as if one paragraph went on. What gives such a cut away is a text elsewhere that breaks off in
//! the middle of a sentence and whose words go on right here, better than the line before does.

use std::ops::Range;

use super::lexicon::{Joint, TextEnd, TextStart};
use super::line::{Ending, Line};
use super::mark::Mark;
use super::measure::Fit;
use super::paragraph::{Border, Piece};
use super::wording::{Topic, Wording};

/// Lines after a broken-off text in which its continuation is looked for.
const REACH: usize = 240;
/// Lines that tell what a place speaks of.
const CONTEXT: usize = 8;
/// Lines that tell what the text after a cut speaks of.
const AHEAD: usize = 5;
/// Lines right after a cut, which tell it from the places next to it.
const NEXT: usize = 2;
/// Places that are looked at closely for one broken-off text.
const MOST_SEAMS: usize = 16;

/// The pieces with those cut in two in the middle of which another text begins.
pub(super) fn split_hidden(lines: &[Line<'_>], fits: &[Fit], wording: &Wording, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut cuts: Vec<usize> = Vec::new();
    // A cut leaves another text broken off, the one before it, and that one is asked about next.
    let mut broken = broken_off(&pieces);
    broken.reverse();
    while let Some((broken_piece, last)) = broken.pop() {
        let search = Search { lines, fits, wording, pieces: &pieces, broken: broken_piece, last };
        if let Some((piece, cut)) = search.best(&cuts) {
            cuts.push(cut);
            broken.push((piece, cut - 1));
        }
    }
    cuts.sort_unstable();
    pieces.into_iter().flat_map(|piece| divided(piece, &cuts)).collect()
}

/// Number and last line of the paragraphs that break off.
fn broken_off(pieces: &[Piece]) -> Vec<(usize, usize)> {
    let broken = pieces.iter().enumerate().filter(|(_, piece)| piece.mark == Mark::Body && !piece.ended);
    broken.map(|(number, piece)| (number, piece.lines.end - 1)).collect()
}

fn divided(piece: Piece, cuts: &[usize]) -> Vec<Piece> {
    let inside = cuts.iter().copied().filter(|&cut| piece.lines.start < cut && cut < piece.lines.end);
    let mut out = Vec::new();
    let mut start = piece.lines.start;
    for cut in inside.chain([piece.lines.end]) {
        let (first, last) = (start == piece.lines.start, cut == piece.lines.end);
        out.push(Piece {
            mark: piece.mark,
            lines: start..cut,
            begins: if first { piece.begins } else { 0.03 },
            ended: last && piece.ended,
            border: if first { piece.border } else { Border::Seam },
        });
        start = cut;
    }
    out
}

struct Search<'s, 't> {
    lines: &'s [Line<'t>],
    fits: &'s [Fit],
    wording: &'s Wording,
    pieces: &'s [Piece],
    /// The piece that breaks off.
    broken: usize,
    /// Its last line, or the one before a cut in it.
    last: usize,
}

/// A text that breaks off, as it is asked about.
struct Told {
    end: TextEnd,
    topic: Topic,
    /// Lines that it was told from.
    lines: usize,
}

impl Search<'_, '_> {
    /// Piece and line where the text goes on, if that is in the middle of a piece: if no paragraph that can be seen to
    /// begin there goes on with it as well, and if the lines before do not claim the place themselves.
    fn best(&self, taken: &[usize]) -> Option<(usize, usize)> {
        let story = self.last.saturating_sub(CONTEXT).max(self.story_start(self.broken))..self.last + 1;
        let end = TextEnd::new(self.lines[self.last].text);
        let told = Told { end, lines: story.len(), topic: self.topic(story) };
        let seams = self.likely_seams(&told.topic, taken);
        let scored = seams.into_iter().map(|(piece, cut)| (self.seam_score(&told, piece, cut), (piece, cut)));
        let (score, place) = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        (score > 0.0 && score > self.best_in_sight(&told)).then_some(place)
    }

    /// How well the text goes on with the paragraphs that can be seen to begin after it.
    fn best_in_sight(&self, told: &Told) -> f32 {
        let near = self.pieces[self.broken + 1..].iter().take_while(|piece| piece.lines.start < self.last + REACH);
        let heads = near.filter(|piece| piece.mark == Mark::Body && piece.begins < 0.9);
        let score = |head: &Piece| {
            let begins = head.begins.clamp(0.01, 0.99);
            let start = head.lines.start;
            2.04 - 0.48 * (begins / (1.0 - begins)).ln() + self.claim(told, start, head.lines.end + AHEAD)
        };
        heads.map(score).fold(f32::NEG_INFINITY, f32::max)
    }

    /// How well the text goes on at a line in the middle of a piece, less how well the lines before do.
    fn seam_score(&self, told: &Told, piece: usize, cut: usize) -> f32 {
        let from = self.story_start(piece).max(cut.saturating_sub(told.lines));
        let until = self.story_end(piece);
        let before = self.topic(from..cut);
        let word = Joint::new(&TextEnd::new(self.lines[cut - 1].text), &TextStart::new(self.lines[cut].text)).gain;
        let owned = 0.73 * self.wording.bridge(self.lines[cut - 1].last(), self.lines[cut].first())
            + 0.66 * word
            + 0.75 * self.kinship(&before, cut, AHEAD, until)
            + 1.23 * self.kinship(&before, cut, NEXT, until);
        0.62 + self.claim(told, cut, until) - owned
    }

    /// How well the text goes on at the line `cut`. Like the other weights here, these were fitted on labelled pages by a
    /// conditional logistic regression over each broken-off text and all places where it could go on.
    fn claim(&self, told: &Told, cut: usize, until: usize) -> f32 {
        1.23 * self.wording.bridge(self.lines[self.last].last(), self.lines[cut].first())
            + 0.81 * Joint::new(&told.end, &TextStart::new(self.lines[cut].text)).gain
            + 1.24 * self.kinship(&told.topic, cut, AHEAD, until)
            + 0.94 * self.kinship(&told.topic, cut, NEXT, until)
            - 0.056 * (cut - self.last) as f32
    }

    /// Likeness of a topic and of the next lines from `cut` on, as a logarithm that is about 0 for what has nothing to do
    /// with each other.
    fn kinship(&self, topic: &Topic, cut: usize, ahead: usize, until: usize) -> f32 {
        let after = self.topic(cut..(cut + ahead).min(until).min(self.lines.len()));
        ((self.wording.likeness(topic, &after) + 0.01) / 0.04).ln()
    }

    /// Piece and line of the places after which the most words of the broken-off text stand.
    fn likely_seams(&self, told: &Topic, taken: &[usize]) -> Vec<(usize, usize)> {
        let last = self.last;
        let end = (last + REACH).min(self.lines.len());
        let shares = self.wording.shares(told, last + 1..end);
        let mut seams: Vec<(f32, usize, usize)> = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate().skip(self.broken) {
            if piece.lines.start >= end {
                break;
            }
            if piece.mark == Mark::Body {
                for cut in piece
                    .lines
                    .clone()
                    .skip(1)
                    .filter(|cut| *cut > last + 1 && self.is_seamless(*cut) && !taken.contains(cut))
                {
                    let ahead = (cut - last - 1).min(shares.len())..(cut - last - 1 + AHEAD).min(shares.len());
                    seams.push((shares[ahead].iter().sum(), number, cut));
                }
            }
        }
        seams.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        seams.into_iter().take(MOST_SEAMS).map(|(_, piece, cut)| (piece, cut)).collect()
    }

    /// The first line of the text that a piece belongs to, as far as nothing stands between its paragraphs.
    fn story_start(&self, mut piece: usize) -> usize {
        while piece > 0 && self.pieces[piece - 1].mark == Mark::Body && self.pieces[piece].begins < 0.99 {
            piece -= 1;
        }
        self.pieces[piece].lines.start
    }

    /// One past the last line of the text that a piece belongs to, as far as nothing stands between its paragraphs.
    fn story_end(&self, mut piece: usize) -> usize {
        let goes_on = |next: &Piece| next.mark == Mark::Body && (0.15..0.99).contains(&next.begins);
        while self.pieces[piece].ended && self.pieces.get(piece + 1).is_some_and(goes_on) {
            piece += 1;
        }
        self.pieces[piece].lines.end
    }

    /// Whether a line of the broken-off text's column could begin at `cut` with nothing to be seen of it.
    fn is_seamless(&self, cut: usize) -> bool {
        let (before, after) = (self.fits[cut - 1], self.fits[cut]);
        let same = before.measure == after.measure && after.measure == self.fits[self.last].measure;
        let open = matches!(self.lines[cut - 1].ending, Ending::Open | Ending::Comma);
        let in_the_middle = after.short_by < 0.6 || self.lines[cut].ending == Ending::Stop;
        same && open && before.is_full() && in_the_middle
    }

    fn topic(&self, lines: Range<usize>) -> Topic {
        self.wording.topic([lines])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recover::line::lines_of;
    use crate::recover::mark::marks;
    use crate::recover::measure::fit;
    use crate::recover::paragraph::pieces;
    use crate::text::Text;

    /// Wraps a paragraph to 20 em, its first line two em shorter.
    fn wrapped(paragraph: &str) -> Vec<String> {
        let chars: Vec<char> = paragraph.chars().collect();
        let (first, rest) = chars.split_at(18.min(chars.len()));
        std::iter::once(first).chain(rest.chunks(20)).map(|line| line.iter().collect()).collect()
    }

    const RIVER: &str = "江城老河堤的加固工程昨天完工，老河堤两岸的河水水位由巡查队伍每小时记录一次，巡查队伍白天黑夜守在河堤闸口，\
        河堤闸口的水位表连着水利局，水利局的巡查队伍一年来在老河堤上记录了三千次水位，河水再高也漫不过这道河堤。";
    const TEAM: &str = "青年足球队昨晚在省联赛决赛中夺得冠军，足球队的前锋在决赛下半场连进两球，省联赛的决赛吸引了三万名球迷，\
        球迷们为足球队的冠军欢呼到深夜，足球队教练说，前锋的两个进球是联赛冠军的保证，球迷是足球队的第十二名队员。";

    #[test]
    fn the_continuation_of_a_broken_off_text_is_cut_out_of_another() {
        let (river, team) = (wrapped(RIVER), wrapped(TEAM));
        // Column by column: the river breaks off, the team begins, the river goes on, the team goes on.
        let order = [&river[..3], &team[..3], &river[3..], &team[3..]].concat();
        let text = Text::new(order.join("\n"));
        let lines = lines_of(&text);
        let fits = fit(&lines);
        let before = pieces(&lines, &fits, &marks(&lines, &fits));
        let after = split_hidden(&lines, &fits, &Wording::new(&lines), before);
        assert!(after.iter().any(|piece| piece.lines.start == 6 && piece.begins < 0.1), "{after:?}");
        assert!(after.iter().any(|piece| piece.lines.end == 6 && !piece.ended), "{after:?}");
    }

    #[test]
    fn a_page_on_which_nothing_breaks_off_is_left_alone() {
        let text = Text::new([wrapped(RIVER), wrapped(TEAM)].concat().join("\n"));
        let lines = lines_of(&text);
        let fits = fit(&lines);
        let before = pieces(&lines, &fits, &marks(&lines, &fits));
        assert_eq!(split_hidden(&lines, &fits, &Wording::new(&lines), before.clone()), before);
    }
}
