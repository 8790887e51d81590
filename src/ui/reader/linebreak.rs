//! Breaks a paragraph into lines after CLREQ (Requirements for Chinese Text Layout, W3C): marks that may not start or end
//! a line, doubled marks and words that are not cut, numbers that keep their units, a last line of two characters or more,
//! punctuation squeezed where two blanks meet or a line begins or ends, a small gap between Han and Latin, and lines filled
//! by letting all gaps grow alike.
//!
//! A pure function of the text and of the widths that it is told. The renderer's own wrapping is not used: it lets
//! opening marks end a line, and its justification drops the first line's indent.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::units::{Numbers, Stick};
use crate::text::{
    is_closing_mark, is_han, is_never_line_end, is_never_line_start, is_opening_mark, is_unbreakable_pair,
};

/// What a paragraph is set to. All lengths are in one unit, here points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Type size: the width of a Han character.
    pub em: f32,
    /// Length of a full line.
    pub measure: f32,
    /// Where the first line begins.
    pub indent: f32,
    /// Whether all lines but the last are filled to the measure.
    pub justified: bool,
    /// Whether a line rather ends at a space, even if more would fit: for headlines, whose spaces part phrases, and for
    /// rows of names.
    pub at_spaces: bool,
}

/// One line of a paragraph. Lines follow each other without a gap: every character is in exactly one.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its code points, trailing spaces with them.
    pub chars: Range<u32>,
    /// Its bytes.
    pub bytes: Range<usize>,
    /// Stretches that are set alike, in order; never empty for a line that holds text.
    pub pieces: Vec<Piece>,
    /// Where its last mark ends, seen from the margin; the blank half of a mark at the end and spaces are not counted.
    pub width: f32,
}

/// A stretch of a line with one letter spacing.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Its bytes in the paragraph.
    pub bytes: Range<usize>,
    /// Space before it: negative where a blank is squeezed, positive where two scripts meet.
    pub lead: f32,
    /// Space before each of its characters, but not at the start of the line.
    pub spacing: f32,
}

/// A gap that would grow by more than this share of an em is worse than a ragged line.
const MOST_STRETCH_EM: f32 = 0.5;
/// A line that ends early at a space is filled to at least this share.
const LEAST_FILL: f32 = 0.45;
/// Gap that is drawn between Han characters and Latin letters or digits. CLREQ allows up to a quarter of an em; a newspaper
/// sets it narrower. It is nowhere in the text.
const SCRIPT_GAP_EM: f32 = 0.18;
/// A last line has at least this many characters; CLREQ calls less an orphan.
const FEWEST_IN_LAST_LINE: u32 = 2;
/// What rounding may add up to along a line.
const TOLERANCE: f32 = 0.01;

/// Breaks `text` into lines. `width` tells the width of a character, of a word, or of a doubled mark.
#[must_use]
pub fn break_lines(text: &str, setting: &Setting, mut width: impl FnMut(&str) -> f32) -> Vec<Line> {
    let atoms = atoms(text, setting, &mut width);
    let mut ends = Vec::new();
    let mut start = 0;
    while start < atoms.len() {
        let indent = if start == 0 { setting.indent } else { 0.0 };
        start = line_end(&atoms, start, indent, setting);
        ends.push(start);
    }
    if !setting.at_spaces {
        help_orphan(&atoms, &mut ends, setting);
    }
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let lines = starts.zip(&ends).map(|(start, &end)| {
        let indent = if start == 0 { setting.indent } else { 0.0 };
        set_line(&atoms[start..end], indent, start == 0, end == atoms.len(), setting)
    });
    lines.collect()
}

/// Lets the last line have characters of the one before if it has too few of its own.
fn help_orphan(atoms: &[Atom], ends: &mut [usize], setting: &Setting) {
    let [before @ .., last_start, last_end] = ends else { return };
    let start = before.last().copied().unwrap_or(0);
    let count = |atoms: &[Atom]| {
        atoms.iter().filter(|atom| atom.is_character).map(|atom| atom.chars.end - atom.chars.start).sum::<u32>()
    };
    if count(&atoms[*last_start..*last_end]) >= FEWEST_IN_LAST_LINE {
        return;
    }
    let helps = |at: &usize| can_break(atoms, *at) && count(&atoms[*at..*last_end]) >= FEWEST_IN_LAST_LINE;
    let at = (start + 1..*last_start).rev().find(helps);
    if let Some(at) = at.filter(|at| line_end(atoms, *at, 0.0, setting) == *last_end) {
        *last_start = at;
    }
}

/// Whether a line may end before the atom at `at`.
fn can_break(atoms: &[Atom], at: usize) -> bool {
    let (before, next) = (&atoms[at - 1], &atoms[at]);
    !before.never_ends && !next.never_starts && !next.sticks
}

/// What a line is never broken inside: a character with its combining marks, a word or number, or a doubled mark.
#[derive(Clone, Debug)]
struct Atom {
    chars: Range<u32>,
    bytes: Range<usize>,
    width: f32,
    kind: Kind,
    never_starts: bool,
    never_ends: bool,
    /// Whether its characters keep their distance when the line is filled.
    rigid: bool,
    /// Whether it stays on the line of what stands before it, if that line has any other place to end: a unit with its number.
    sticks: bool,
    /// Whether it is no mark and no space.
    is_character: bool,
    script: Script,
}

/// Between which characters a gap is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Han,
    /// Latin and other letters and digits of half width.
    Western,
    Other,
}

/// On which side a mark carries the blank half of its em square, if it is full width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Blank on the left: “（《
    Opens,
    /// Blank on the right: ”）》，。
    Closes,
    Space,
    Other,
}

fn atoms(text: &str, setting: &Setting, width: &mut impl FnMut(&str) -> f32) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(text.len() / 3);
    let (mut byte, mut at) = (0, 0);
    // A word that no line can hold, such as an address, is cut between its characters up to here.
    let mut cut_until = 0;
    let mut numbers = Numbers::default();
    while byte < text.len() {
        let rest = &text[byte..];
        let mut len = if byte < cut_until { grapheme_len(rest) } else { atom_len(rest) };
        let mut wide = width(&rest[..len]);
        let room = if byte == 0 { setting.measure - setting.indent } else { setting.measure };
        if wide > room && byte >= cut_until {
            cut_until = byte + len;
            len = grapheme_len(rest);
            wide = width(&rest[..len]);
        }
        let mut atom = Atom::new(&rest[..len], at, byte, wide, setting.em);
        atom.sticks = numbers.next(&rest[..len], rest) == Stick::ToTheLast;
        byte += len;
        at = atom.chars.end;
        atoms.push(atom);
    }
    atoms
}

impl Atom {
    fn new(text: &str, at: u32, byte: usize, width: f32, em: f32) -> Self {
        let count = text.chars().count();
        let first = text.chars().next().unwrap_or(' ');
        let is_full_width = width > 0.75 * em;
        let is_space = first.is_whitespace();
        let kind = if is_space {
            Kind::Space
        } else if is_full_width && is_opening_mark(first) {
            Kind::Opens
        } else if is_full_width && count == 1 && (is_closing_mark(first) || is_pause_or_stop(first)) {
            Kind::Closes
        } else {
            Kind::Other
        };
        Self {
            chars: at..at + count as u32,
            bytes: byte..byte + text.len(),
            width,
            kind,
            never_starts: is_space || is_never_line_start(first) || is_connector(first),
            never_ends: is_never_line_end(first) || matches!(first, '￥' | '¥' | '＄' | '№'),
            rigid: count > 1,
            sticks: false,
            is_character: first.is_alphanumeric() || is_prefix(first) && count > 1,
            script: match first {
                _ if is_han(first) => Script::Han,
                _ if (is_word(first) || is_prefix(first)) && !is_full_width_form(first) => Script::Western,
                _ => Script::Other,
            },
        }
    }
}

/// Marks that join or part two words of a line of type. A scanned line may well begin with one: a list does.
fn is_connector(ch: char) -> bool {
    matches!(ch, '•' | '‧' | '．' | '／' | '/' | '–')
}

/// ０９ＡＺ: they have a square of their own and need no gap.
fn is_full_width_form(ch: char) -> bool {
    matches!(ch, '\u{ff01}'..='\u{ff60}')
}

/// 、，。：；！？: in mainland forms they stand in the left half of their square.
fn is_pause_or_stop(ch: char) -> bool {
    matches!(ch, '、' | '，' | '。' | '：' | '；' | '！' | '？' | '．')
}

/// Bytes of the atom that `rest` begins with; `rest` is not empty.
fn atom_len(rest: &str) -> usize {
    let mut chars = rest.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next());
    if let Some(second) = second {
        if is_unbreakable_pair(first, second) {
            return first.len_utf8() + grapheme_len(&rest[first.len_utf8()..]);
        }
        // Nearly every character of a page is settled here, without looking up how it joins with the next.
        if stands_alone(first) && stands_alone(second) {
            return first.len_utf8();
        }
    }
    if is_word(first) || (is_prefix(first) && second.is_some_and(is_word)) {
        word_len(rest)
    } else {
        grapheme_len(rest)
    }
}

fn grapheme_len(rest: &str) -> usize {
    rest.graphemes(true).next().map_or(rest.len(), str::len)
}

/// Whether `ch` neither joins with what comes before it nor with what comes after.
fn stands_alone(ch: char) -> bool {
    is_han(ch)
        || matches!(ch, '\u{3001}'..='\u{3029}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '“' | '”' | '‘')
}

/// Letters and digits of Latin, Greek and Cyrillic script, of either width.
fn is_word(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || (matches!(ch, '\u{c0}'..='\u{52f}' | '\u{ff10}'..='\u{ff5a}') && ch.is_alphanumeric())
}

/// Signs that stand before a number or a name and stay with it.
fn is_prefix(ch: char) -> bool {
    matches!(ch, '$' | '@' | '#' | '+' | '-' | '±' | '≤' | '≥')
}

/// Signs that hold two parts of one word or number together: 5,241.5 and 2022-06-27 and www.example.com/a.
fn is_joint(ch: char) -> bool {
    matches!(ch, '.' | ',' | '\'' | '’' | '-' | '_' | '/' | '@' | ':' | '&' | '+' | '=' | '~' | '#' | '?' | '\u{ff0e}')
}

/// Signs that follow a number and stay with it.
fn is_unit_sign(ch: char) -> bool {
    matches!(ch, '%' | '‰' | '℃' | '°' | '％' | '′' | '″' | '+')
}

/// Bytes of the word or number that `rest` begins with.
fn word_len(rest: &str) -> usize {
    let mut len = 0;
    for (at, cluster) in rest.grapheme_indices(true) {
        let ch = cluster.chars().next().unwrap_or(' ');
        let next = rest[at + cluster.len()..].chars().next();
        let goes_on = is_word(ch)
            || (at == 0 && is_prefix(ch))
            || (is_joint(ch) && next.is_some_and(is_word))
            || is_unit_sign(ch);
        if !goes_on {
            break;
        }
        len = at + cluster.len();
    }
    len
}

/// Space between two neighbours: less than none where two blanks meet (。” and ：“ and 》《), a little between scripts.
fn between(left: &Atom, right: &Atom, em: f32) -> f32 {
    let blanks_meet =
        matches!((left.kind, right.kind), (Kind::Closes, Kind::Closes | Kind::Opens) | (Kind::Opens, Kind::Opens));
    let scripts_meet =
        matches!((left.script, right.script), (Script::Han, Script::Western) | (Script::Western, Script::Han));
    match () {
        () if blanks_meet => -0.5 * em,
        () if scripts_meet => SCRIPT_GAP_EM * em,
        () => 0.0,
    }
}

/// Where `atom` ends if it ends a line and begins at `x`.
fn end_at(atom: &Atom, x: f32, em: f32) -> f32 {
    match atom.kind {
        Kind::Space => x,
        Kind::Closes => x + atom.width - 0.5 * em,
        Kind::Opens | Kind::Other => x + atom.width,
    }
}

/// One past the last atom of the line that begins with `start`.
fn line_end(atoms: &[Atom], start: usize, indent: f32, setting: &Setting) -> usize {
    let mut x = indent - opening_hang(&atoms[start], start == 0, setting);
    let (mut last_break, mut last_space, mut last_stuck) = (None, None, None);
    for at in start..atoms.len() {
        let atom = &atoms[at];
        if at > start {
            x += between(&atoms[at - 1], atom, setting.em);
            if end_at(atom, x, setting.em) > setting.measure + TOLERANCE {
                return last_space.or(last_break).or(last_stuck).unwrap_or(at);
            }
        }
        x += atom.width;
        if let Some(next) = atoms.get(at + 1)
            && !atom.never_ends
            && !next.never_starts
        {
            if next.sticks {
                last_stuck = Some(at + 1);
                continue;
            }
            last_break = Some(at + 1);
            if setting.at_spaces && atom.kind == Kind::Space && x >= LEAST_FILL * setting.measure {
                last_space = last_break;
            }
        }
    }
    atoms.len()
}

/// How far a mark at the start of a line is moved to the left, so that its ink stands at the margin. At the start of a
/// paragraph it keeps its blank: there the indent is counted in whole squares.
fn opening_hang(first: &Atom, is_first_line: bool, setting: &Setting) -> f32 {
    if first.kind == Kind::Opens && !is_first_line { 0.5 * setting.em } else { 0.0 }
}

fn set_line(atoms: &[Atom], indent: f32, is_first: bool, is_last: bool, setting: &Setting) -> Line {
    let solid = atoms.iter().rposition(|atom| atom.kind != Kind::Space).map_or(0, |last| last + 1);
    let start = indent - opening_hang(&atoms[0], is_first, setting);
    let mut x = start;
    let mut width = start;
    for (at, atom) in atoms[..solid].iter().enumerate() {
        if at > 0 {
            x += between(&atoms[at - 1], atom, setting.em);
        }
        width = end_at(atom, x, setting.em);
        x += atom.width;
    }

    let gaps = solid.saturating_sub(1) as f32;
    let slack = setting.measure - width;
    let fills = setting.justified && !is_last && gaps > 0.0 && slack > 0.0;
    let spacing = if fills && slack / gaps <= MOST_STRETCH_EM * setting.em { slack / gaps } else { 0.0 };

    let bytes = atoms[0].bytes.start..atoms[atoms.len() - 1].bytes.end;
    let chars = atoms[0].chars.start..atoms[atoms.len() - 1].chars.end;
    Line { chars, bytes, pieces: pieces(atoms, start, spacing, setting.em), width: width + spacing * gaps }
}

fn pieces(atoms: &[Atom], start: f32, spacing: f32, em: f32) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, atom) in atoms.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &atoms[before]);
        let apart = before.map_or(0.0, |before| between(before, atom, em));
        let is_rigid = atom.rigid && spacing > 0.0;
        let after_rigid = spacing > 0.0 && before.is_some_and(|before| before.rigid);
        match pieces.last_mut() {
            Some(piece) if apart == 0.0 && !is_rigid && !after_rigid => piece.bytes.end = atom.bytes.end,
            Some(_) => {
                // Inside a word nothing grows, so that the gap before it is its lead.
                let (lead, spacing) = if is_rigid { (apart + spacing, 0.0) } else { (apart, spacing) };
                pieces.push(Piece { bytes: atom.bytes.clone(), lead, spacing });
            }
            None => {
                let spacing = if is_rigid { 0.0 } else { spacing };
                pieces.push(Piece { bytes: atom.bytes.clone(), lead: start, spacing });
            }
        }
    }
    pieces
}

#[cfg(test)]
#[path = "linebreak_tests.rs"]
mod tests;
