//! A page while it is being put together: lines and pieces side by side, and what is asked of them again and again.

use std::ops::Range;

use super::evidence::Weights;
use super::line::Line;
use super::mark::Mark;
use super::measure::Fit;
use super::paragraph::{Border, Piece};
use super::signs;
use super::wording::{Topic, Wording};
use crate::text::{CharSpan, is_han};

/// A page as far as it is understood when pieces are matched and articles put together.
pub(super) struct Sheet<'p, 't> {
    pub(super) lines: &'p [Line<'t>],
    pub(super) pieces: &'p [Piece],
    pub(super) wording: &'p Wording,
    pub(super) fits: &'p [Fit],
    pub(super) weights: &'p Weights,
}

impl Sheet<'_, '_> {
    /// What some pieces speak of.
    pub(super) fn topic(&self, pieces: impl IntoIterator<Item = usize>) -> Topic {
        self.wording.topic(pieces.into_iter().map(|piece| self.pieces[piece].lines.clone()))
    }

    pub(super) fn first_line(&self, piece: usize) -> &Line<'_> {
        &self.lines[self.pieces[piece].lines.start]
    }

    /// The first characters of a piece, to know it by.
    pub(super) fn first_words(&self, piece: usize) -> String {
        first_words(self.first_line(piece))
    }

    /// The last characters of a piece, to know it by.
    pub(super) fn last_words(&self, piece: usize) -> String {
        last_words(self.last_line(piece))
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
    pub(super) fn is_unbracketed_byline(&self, piece: usize) -> bool {
        let named = self.pieces[piece].mark == Mark::Byline;
        named && signs::unbracketed(self.first_line(piece).text).is_none_or(signs::names_a_trade)
    }

    /// Whether another line set large near by is built like this one: the section heads of an article are made alike.
    pub(super) fn has_parallel(&self, piece: usize) -> bool {
        const NEAR: usize = 60;
        let text = self.first_line(piece).text;
        let range = piece.saturating_sub(NEAR)..(piece + NEAR).min(self.pieces.len());
        range.into_iter().any(|other| {
            other != piece
                && self.pieces[other].mark == Mark::Display
                && are_parallel(text, self.first_line(other).text)
        })
    }

    /// The lines from the first one of a piece to the end of its paragraph, as far as it can be seen.
    pub(super) fn paragraph_from(&self, piece: usize) -> Range<usize> {
        let mut last = piece;
        while self.pieces.get(last + 1).is_some_and(|next| next.border == Border::Seam) {
            last += 1;
        }
        self.pieces[piece].lines.start..self.pieces[last].lines.end
    }

    /// The lines from the beginning of its paragraph, as far as it can be seen, to the last one of a piece.
    pub(super) fn paragraph_until(&self, piece: usize) -> Range<usize> {
        let mut first = piece;
        while first > 0 && self.pieces[first].border == Border::Seam {
            first -= 1;
        }
        self.pieces[first].lines.start..self.pieces[piece].lines.end
    }

    pub(super) fn last_line(&self, piece: usize) -> &Line<'_> {
        &self.lines[self.pieces[piece].lines.end - 1]
    }

    /// Where a piece stands, line breaks inside.
    pub(super) fn span(&self, piece: usize) -> CharSpan {
        CharSpan::new(self.first_line(piece).span.start, self.last_line(piece).span.end)
    }

    /// Whether the second piece's first line is the next line after the first piece's last.
    pub(super) fn touch(&self, first: usize, second: usize) -> bool {
        self.pieces[first].lines.end == self.pieces[second].lines.start
    }
}

/// Characters that are shown of a place to know it by.
const WORDS: usize = 8;

/// The first characters of a line, to know it by.
pub(super) fn first_words(line: &Line<'_>) -> String {
    line.text.chars().take(WORDS).collect()
}

/// The last characters of a line, to know it by.
pub(super) fn last_words(line: &Line<'_>) -> String {
    let skip = (line.len() as usize).saturating_sub(WORDS);
    line.text.chars().skip(skip).collect()
}

/// Whether two lines have the same marks in the same order and nearly the same length.
fn are_parallel(left: &str, right: &str) -> bool {
    let marks = |text: &'_ str| -> String {
        text.chars()
            .filter(|ch| !is_han(*ch) && !ch.is_alphanumeric() && !matches!(ch, '“' | '”' | '『' | '』' | '‘' | '’'))
            .collect()
    };
    let (a, b) = (marks(left), marks(right));
    let lengths = left.chars().count().abs_diff(right.chars().count());
    let opening = |text: &'_ str| text.chars().take(2).collect::<String>();
    lengths <= 5 && a == b && !a.is_empty()
        || a.trim().chars().count() >= 2 && b.starts_with(&a)
        || lengths <= 2 && opening(left) == opening(right)
}
