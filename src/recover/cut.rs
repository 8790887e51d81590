//! Cuts that no shape shows. Where columns were read across each other, a full line of one text can be followed by a
//! full line of another, as if one paragraph went on. What gives such a cut away is a text elsewhere that breaks off in
//! the middle of a sentence and whose words go on right here, better than the line before does.

use std::collections::HashMap;
use std::ops::Range;

use super::evidence::{AHEAD, Broken, CONTEXT, NEXT, OfPage, Opening, USUAL, Weights, kinship, weigh};
use super::line::{Ending, Line};
use super::mark::Mark;
use super::measure::Fit;
use super::paragraph::{Border, Piece};
use super::wording::{Topic, Wording};

/// Lines after a broken-off text in which its continuation is looked for.
const REACH: usize = 240;
/// Places that are looked at closely for one broken-off text.
const MOST_SEAMS: usize = 16;
/// Of these, how many are parted on trial, and how well they have to fit.
const MOST_TRIALS: usize = 3;
const LEAST_SCORE: f32 = -3.0;
/// Odds for parting at all, and against each line that lies between.
const PARTS: f32 = 0.62;
const FAR: f32 = 0.03;

/// The pieces with those parted on trial in the middle of which another text may begin. Which of the two sides of a cut
/// belong together is decided later, for all of the page at once.
pub(super) fn split_hidden(
    lines: &[Line<'_>],
    fits: &[Fit],
    wording: &Wording,
    weights: &Weights,
    pieces: Vec<Piece>,
) -> Vec<Piece> {
    let mut search = Search { lines, fits, wording, weights, pieces: &pieces, places: HashMap::new() };
    let mut cuts: Vec<usize> = Vec::new();
    // A cut leaves another text broken off, the one before it, and that one is asked about next.
    let mut broken = broken_off(&pieces);
    broken.reverse();
    while let Some((broken_piece, last)) = broken.pop() {
        for (score, piece, cut) in search.seams(broken_piece, last, &cuts) {
            cuts.push(cut);
            if score > 0.0 {
                broken.push((piece, cut - 1));
            }
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
            border: match piece.border {
                _ if !first => Border::Seam,
                Border::Unsure(line) if line >= cut => Border::Sure,
                border => border,
            },
        });
        start = cut;
    }
    out
}

struct Search<'s, 't> {
    lines: &'s [Line<'t>],
    fits: &'s [Fit],
    wording: &'s Wording,
    weights: &'s Weights,
    pieces: &'s [Piece],
    /// Places that were looked at, by line: the next text that breaks off often asks about the same.
    places: HashMap<usize, Place>,
}

/// A text that goes on somewhere, as it is asked about.
struct Told {
    broken: Broken,
    last: usize,
    topic: Topic,
}

/// A line in the middle of a piece, with what stands there, and how well the lines before go on with it.
struct Place {
    opening: Opening,
    ahead: Topic,
    next: Topic,
    owned: f32,
}

impl Search<'_, '_> {
    /// Score, piece and line of the places in the middle of pieces where the text of a piece that breaks off after its line
    /// `last` may go on, because its words are found there as much as those of the lines before.
    fn seams(&mut self, broken: usize, last: usize, taken: &[usize]) -> Vec<(f32, usize, usize)> {
        let told = self.told(broken, last);
        let mut scored = Vec::new();
        for (piece, cut) in self.likely_seams(broken, &told, taken) {
            let place = self.places.remove(&cut).unwrap_or_else(|| self.place(piece, cut));
            let score = PARTS + self.claim(&told, &place, cut) - FAR * (cut - last) as f32 - place.owned;
            self.places.insert(cut, place);
            scored.push((score, piece, cut));
        }
        scored.retain(|seam| seam.0 > LEAST_SCORE);
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        scored.truncate(MOST_TRIALS);
        scored
    }

    /// What the text has told that has come to a line of a piece.
    fn told(&self, piece: usize, last: usize) -> Told {
        let story = (last + 1).saturating_sub(CONTEXT).max(self.story_start(piece))..last + 1;
        let paragraph = self.pieces[piece].lines.start..last + 1;
        let broken = Broken::new(self.lines[paragraph].iter().map(|line| line.text));
        Told { broken, last, topic: self.topic(story) }
    }

    fn place(&self, piece: usize, cut: usize) -> Place {
        let until = self.story_end(piece).min(self.lines.len());
        let ahead = |lines: usize| self.topic(cut..(cut + lines).min(until));
        let opening = Opening::new(self.lines[cut..self.pieces[piece].lines.end].iter().map(|line| line.text));
        let mut place = Place { opening, ahead: ahead(AHEAD), next: ahead(NEXT), owned: 0.0 };
        place.owned = self.claim(&self.told(piece, cut - 1), &place, cut);
        place
    }

    /// How well a text goes on at the line `cut`.
    fn claim(&self, told: &Told, place: &Place, cut: usize) -> f32 {
        let kin = |after: &Topic| kinship(self.wording, &told.topic, after, USUAL);
        let of_page = OfPage {
            bridge: self.wording.bridge(self.lines[told.last].last(), self.lines[cut].first()),
            habit: 0.0,
            kinship: kin(&place.ahead),
            next_kinship: kin(&place.next),
        };
        weigh(self.weights, &told.broken, &place.opening, of_page)
    }

    /// Piece and line of the places after which the most words of the broken-off text stand.
    fn likely_seams(&self, broken: usize, told: &Told, taken: &[usize]) -> Vec<(usize, usize)> {
        let last = told.last;
        let end = (last + REACH).min(self.lines.len());
        let shares = self.wording.shares(&told.topic, last + 1..end);
        let mut seams: Vec<(f32, usize, usize)> = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate().skip(broken) {
            if piece.lines.start >= end {
                break;
            }
            if piece.mark == Mark::Body {
                for cut in piece
                    .lines
                    .clone()
                    .skip(1)
                    .filter(|cut| *cut > last + 1 && self.is_seamless(last, *cut) && !taken.contains(cut))
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
    fn is_seamless(&self, last: usize, cut: usize) -> bool {
        let (before, after) = (self.fits[cut - 1], self.fits[cut]);
        let same = before.measure == after.measure && after.measure == self.fits[last].measure;
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
        let after = split_hidden(&lines, &fits, &Wording::new(&lines), &Weights::default(), before);
        assert!(after.iter().any(|piece| piece.lines.start == 6 && piece.begins < 0.1), "{after:?}");
        assert!(after.iter().any(|piece| piece.lines.end == 6 && !piece.ended), "{after:?}");
    }

    #[test]
    fn a_page_on_which_nothing_breaks_off_is_left_alone() {
        let text = Text::new([wrapped(RIVER), wrapped(TEAM)].concat().join("\n"));
        let lines = lines_of(&text);
        let fits = fit(&lines);
        let before = pieces(&lines, &fits, &marks(&lines, &fits));
        assert_eq!(split_hidden(&lines, &fits, &Wording::new(&lines), &Weights::default(), before.clone()), before);
    }
}
