//! Cuts that no shape shows. Where columns were read across each other, a full line of one text can be followed by a
//! full line of another, as if one paragraph went on. What gives such a cut away is a text elsewhere that breaks off in
//! the middle of a sentence and whose words go on right here, better than the line before does.

use std::ops::Range;

use super::line::{Ending, Line};
use super::mark::Mark;
use super::measure::Fit;
use super::paragraph::Piece;
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
/// Least gain at which a paragraph is cut, in log odds.
const LEAST_GAIN: f32 = 3.5;

/// The pieces with those cut in two in the middle of which another text begins.
pub(super) fn split_hidden(lines: &[Line<'_>], fits: &[Fit], wording: &Wording, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut cuts: Vec<usize> = Vec::new();
    for broken in broken_off(&pieces) {
        let search = Search { lines, fits, wording, pieces: &pieces, broken };
        if let Some(cut) = search.best(&cuts) {
            cuts.push(cut);
        }
    }
    cuts.sort_unstable();
    pieces.into_iter().flat_map(|piece| divided(piece, &cuts)).collect()
}

/// Paragraphs that break off and are followed by what surely begins anew.
fn broken_off(pieces: &[Piece]) -> Vec<usize> {
    let body: Vec<usize> = (0..pieces.len()).filter(|&piece| pieces[piece].mark == Mark::Body).collect();
    let next = |nth: usize| body.get(nth + 1).map(|&piece| &pieces[piece]);
    (0..body.len())
        .filter(|&nth| !pieces[body[nth]].ended && next(nth).is_some_and(|next| next.begins > 0.9))
        .map(|nth| body[nth])
        .collect()
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
            confidence: if first && last { piece.confidence } else { piece.confidence.min(0.45) },
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
}

impl Search<'_, '_> {
    fn best(&self, taken: &[usize]) -> Option<usize> {
        let tail = &self.pieces[self.broken];
        let last = tail.lines.end - 1;
        let story = last.saturating_sub(CONTEXT).max(self.story_start(self.broken))..tail.lines.end;
        let told_lines = story.len();
        let told = self.topic(story);
        let gain = |&(piece, cut): &(usize, usize)| {
            let from = self.story_start(piece).max(cut.saturating_sub(told_lines));
            (self.gain((last, &told), from..cut, self.story_end(piece)), cut)
        };
        let seams = self.likely_seams(last, &told, taken);
        let best = seams.iter().map(gain).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.filter(|&(gain, _)| gain > LEAST_GAIN && gain > self.best_in_sight(&told)).map(|(_, cut)| cut)
    }

    /// Piece and line of the places after which the most words of the broken-off text stand.
    fn likely_seams(&self, last: usize, told: &Topic, taken: &[usize]) -> Vec<(usize, usize)> {
        let end = (last + REACH).min(self.lines.len());
        let shares = self.wording.shares(told, last + 1..end);
        let mut seams: Vec<(f32, usize, usize)> = Vec::new();
        for (number, piece) in self.pieces.iter().enumerate().skip(self.broken + 1) {
            if piece.lines.end > end {
                break;
            }
            if piece.mark == Mark::Body {
                for cut in
                    piece.lines.clone().skip(1).filter(|cut| self.is_seamless(last, *cut) && !taken.contains(cut))
                {
                    let ahead = cut - last - 1..(cut - last - 1 + AHEAD).min(shares.len());
                    seams.push((shares[ahead].iter().sum(), number, cut));
                }
            }
        }
        seams.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
        seams.into_iter().take(MOST_SEAMS).map(|(_, piece, cut)| (piece, cut)).collect()
    }

    /// How well the text goes on with what can be seen to begin in the middle of a sentence.
    fn best_in_sight(&self, told: &Topic) -> f32 {
        let last = self.pieces[self.broken].lines.end - 1;
        let near = self.pieces[self.broken + 1..].iter().take_while(|piece| piece.lines.start < last + REACH);
        let heads = near.filter(|piece| piece.mark == Mark::Body && piece.begins < 0.15);
        let gain = |head: &Piece| self.gain((last, told), head.lines.start..head.lines.start, head.lines.end + AHEAD);
        heads.map(gain).fold(f32::NEG_INFINITY, f32::max)
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

    /// How much better the text from the end of `before` up to `until` goes on with the broken-off text, than with the
    /// lines `before`.
    fn gain(&self, (last, told): (usize, &Topic), before: Range<usize>, until: usize) -> f32 {
        let cut = before.end;
        let end = |line: usize| self.lines[line].text.chars().next_back().unwrap_or(' ');
        let first = self.lines[cut].first();
        let bridges = self.wording.bridge(end(last), first) - self.wording.bridge(end(cut - 1), first);
        let before = self.topic(before);
        let claim = |ahead: usize| {
            let after = self.topic(cut..(cut + ahead).min(until).min(self.lines.len()));
            self.wording.likeness(told, &after).min(0.15) - self.wording.likeness(&before, &after)
        };
        bridges + 50.0 * claim(AHEAD) + 20.0 * claim(NEXT)
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
