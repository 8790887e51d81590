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
        let mut best: Option<(f32, usize)> = None;
        for number in self.broken + 1..self.pieces.len() {
            let piece = &self.pieces[number];
            if piece.lines.start >= last + REACH {
                break;
            }
            if piece.mark != Mark::Body || piece.lines.len() < 2 {
                continue;
            }
            let start = self.story_start(number);
            for cut in piece.lines.clone().skip(1).filter(|&cut| self.is_seamless(last, cut) && !taken.contains(&cut)) {
                let gain = self.gain((last, &told), start.max(cut.saturating_sub(told_lines)), cut);
                if gain > LEAST_GAIN && best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, cut));
                }
            }
        }
        best.filter(|&(gain, _)| gain > self.best_in_sight(&told)).map(|(_, cut)| cut)
    }

    /// How well the text goes on with what can be seen to begin in the middle of a sentence.
    fn best_in_sight(&self, told: &Topic) -> f32 {
        let last = self.pieces[self.broken].lines.end - 1;
        let near = self.pieces[self.broken + 1..].iter().take_while(|piece| piece.lines.start < last + REACH);
        let heads = near.filter(|piece| piece.mark == Mark::Body && piece.begins < 0.15);
        heads.map(|piece| self.gain((last, told), piece.lines.start, piece.lines.start)).fold(f32::NEG_INFINITY, f32::max)
    }

    /// The first line of the text that a piece belongs to, as far as nothing stands between its paragraphs.
    fn story_start(&self, mut piece: usize) -> usize {
        while piece > 0 && self.pieces[piece - 1].mark == Mark::Body && self.pieces[piece].begins < 0.99 {
            piece -= 1;
        }
        self.pieces[piece].lines.start
    }

    /// Whether a line of the broken-off text's column could begin at `cut` with nothing to be seen of it.
    fn is_seamless(&self, last: usize, cut: usize) -> bool {
        let (before, after) = (self.fits[cut - 1], self.fits[cut]);
        let same = before.measure == after.measure && after.measure == self.fits[last].measure;
        let open = matches!(self.lines[cut - 1].ending, Ending::Open | Ending::Comma);
        let in_the_middle = after.short_by < 0.6 || self.lines[cut].ending == Ending::Stop;
        same && open && before.is_full() && in_the_middle
    }

    /// How much better the text after `cut` goes on with the broken-off text than with the lines from `from` up to it.
    fn gain(&self, (last, told): (usize, &Topic), from: usize, cut: usize) -> f32 {
        let end = |line: usize| self.lines[line].text.chars().next_back().unwrap_or(' ');
        let first = self.lines[cut].first();
        let bridges = self.wording.bridge(end(last), first) - self.wording.bridge_elsewhere(end(cut - 1), first);
        let before = self.topic(from..cut);
        let claim = |ahead: usize| {
            let after = self.topic(cut..(cut + ahead).min(self.lines.len()));
            self.wording.likeness(told, &after).min(0.15) - self.wording.likeness(&before, &after)
        };
        bridges + 50.0 * claim(AHEAD) + 20.0 * claim(NEXT)
    }

    fn topic(&self, lines: Range<usize>) -> Topic {
        self.wording.topic_of_text(self.lines[lines].iter().map(|line| line.text))
    }
}
