//! Lines to pieces: runs of lines that stand in a row and are one paragraph, or the visible part of one.
//!
//! How likely a line is to end a paragraph was counted on hard-wrapped articles with known paragraphs: a line that ends
//! a sentence and is shorter than its column ends the paragraph (0.99), a full line without an end mark never does (0.00
//! to 0.002); a full line that ends a sentence is undecided (0.4 to 0.6) and is decided by the next line, whose lost
//! indent leaves it two em shorter if it begins a paragraph.

use std::ops::Range;

use super::line::{Ending, Line};
use super::mark::{Mark, opens_a_sentence};
use super::measure::Fit;
use super::signs;
use crate::text::is_never_line_start;

/// Lines in a row that are one paragraph, or a part of one, or one line set large.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// What its lines are.
    pub(super) mark: Mark,
    /// Its lines, by number in the list of lines that are not blank.
    pub(super) lines: Range<usize>,
    /// How likely it is to begin a paragraph rather than to go on with one, 0 to 1.
    pub(super) begins: f32,
    /// Whether its last sentence is finished.
    pub(super) ended: bool,
    /// What is not sure of its first line or of one inside it.
    pub(super) border: Border,
}

/// Whether it is sure that a paragraph begins or goes on at the lines of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    /// As sure as it gets.
    Sure,
    /// Width and marks hardly tell whether this line begins a paragraph.
    Unsure(usize),
    /// Its first line was parted from the line before because of what stands elsewhere.
    Seam,
}

impl Border {
    /// Log odds within which a decision is not sure: about two in five of those are wrong.
    const UNSURE: LogOdds = 0.5;

    fn at(line: usize, odds: LogOdds) -> Self {
        if odds.abs() < Self::UNSURE { Self::Unsure(line) } else { Self::Sure }
    }
}

/// Natural logarithm of the odds that a paragraph ends between two lines.
type LogOdds = f32;

/// Lines on either side of a line that tell how the page around it is set.
const NEIGHBOURHOOD: usize = 12;

/// Gathers the lines of a page to pieces.
pub(super) fn pieces(lines: &[Line<'_>], fits: &[Fit], marks: &[Mark]) -> Vec<Piece> {
    let setting = Setting::new(lines, marks);
    let mut out: Vec<Piece> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let ended = match marks[at] {
            Mark::Body => is_ended(line, fits[at]) || is_in_table(lines, at) || ends_in_brackets(lines, at),
            _ => true,
        };
        let joined = out.last_mut().filter(|last| last.lines.end == at && last.mark == marks[at]);
        let odds = match (joined.is_some(), marks[at]) {
            (false, _) => LogOdds::INFINITY,
            (true, Mark::Body) => break_odds(lines, fits, &setting, at),
            (true, Mark::Caption) if caption_goes_on(&lines[at - 1], fits[at - 1], line) => -4.0,
            (true, _) => LogOdds::INFINITY,
        };
        match joined {
            Some(last) if odds <= 0.0 => {
                last.lines.end = at + 1;
                last.ended = ended;
                if last.border == Border::Sure {
                    last.border = Border::at(at, odds);
                }
            }
            _ => {
                let begins = begins(lines, fits, &setting, at);
                out.push(Piece { mark: marks[at], lines: at..at + 1, begins, ended, border: Border::at(at, odds) });
            }
        }
    }
    out
}

fn probability(odds: LogOdds) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

fn is_ended(line: &Line<'_>, fit: Fit) -> bool {
    match line.ending {
        Ending::Stop => true,
        Ending::Pause => !fit.is_full(),
        Ending::Comma => false,
        Ending::Open => {
            signs::ends_story(line.text)
                || signs::ends_in_signature(line.text)
                || (signs::unbracketed(line.text).is_some())
        }
    }
}

/// Whether the line ends with something in brackets behind a finished sentence: who wrote, where it was taken from. The
/// brackets may have been opened on a line before.
fn ends_in_brackets(lines: &[Line<'_>], at: usize) -> bool {
    const MOST_LINES: usize = 3;
    if !lines[at].text.ends_with(['）', ')']) {
        return false;
    }
    let text: String = lines[(at + 1).saturating_sub(MOST_LINES)..=at].iter().map(|line| line.text).collect();
    let mut depth = 0_i32;
    for (start, ch) in text.char_indices().rev() {
        match ch {
            '）' | ')' => depth += 1,
            '（' | '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let before = text[..start].trim_end();
            return before.ends_with(['。', '！', '？', '…'])
                || before.ends_with("。”")
                || signs::ends_in_signature(&text);
        }
    }
    false
}

/// Whether the line is a row of a table, or the one over the first row.
fn is_in_table(lines: &[Line<'_>], at: usize) -> bool {
    let fields = |line: &Line<'_>| line.text.split_whitespace().count();
    let over = |below: &Line<'_>| signs::is_table_row(below.text) && fields(below) == fields(&lines[at]);
    signs::is_table_row(lines[at].text) || lines.get(at + 1).is_some_and(over)
}

fn caption_goes_on(before: &Line<'_>, fit: Fit, line: &Line<'_>) -> bool {
    fit.is_full()
        && matches!(before.ending, Ending::Open | Ending::Comma)
        && !line.text.starts_with("图为")
        && !signs::ends_in_credit(before.text)
}

/// How a page sets its paragraphs apart, place by place.
struct Setting {
    /// Lines up to here that have an indent.
    indented: Vec<u32>,
    /// Lines up to here before which a blank line stands.
    blanks: Vec<u32>,
}

impl Setting {
    fn new(lines: &[Line<'_>], marks: &[Mark]) -> Self {
        let mut out = Self { indented: vec![0], blanks: vec![0] };
        let (mut indented, mut blanks) = (0, 0);
        for (line, mark) in lines.iter().zip(marks) {
            indented += u32::from(*mark == Mark::Body && (1.5..6.0).contains(&line.indent));
            blanks += u32::from(line.after_blank);
            out.indented.push(indented);
            out.blanks.push(blanks);
        }
        out
    }

    fn share(sums: &[u32], at: usize) -> f32 {
        let from = at.saturating_sub(NEIGHBOURHOOD);
        let to = (at + NEIGHBOURHOOD).min(sums.len() - 1);
        (sums[to] - sums[from]) as f32 / (to - from).max(1) as f32
    }

    /// Whether paragraphs around the line have kept their indents.
    fn has_indents(&self, at: usize) -> bool {
        Self::share(&self.indented, at) >= 0.04
    }

    /// Share of the lines around before which a blank line stands.
    fn blank_share(&self, at: usize) -> f32 {
        Self::share(&self.blanks, at)
    }
}

/// Odds that a paragraph ends before the line `at`, both lines being running text.
fn break_odds(lines: &[Line<'_>], fits: &[Fit], setting: &Setting, at: usize) -> LogOdds {
    let (before, line, fit_before) = (&lines[at - 1], &lines[at], fits[at - 1]);
    if signs::starts_with_dateline(line.text) && (line.text.contains('电') || before.ending == Ending::Stop) {
        return 6.0;
    }
    if signs::ends_story(line.text) && line.len() <= 4 {
        return -6.0;
    }
    if is_in_table(lines, at) && is_in_table(lines, at - 1) {
        return 6.0;
    }
    if fit_before.measure.is_none() || fits[at].measure.is_none() || fit_before.measure != fits[at].measure {
        return 6.0;
    }
    if is_never_line_start(line.first()) {
        // A mark that no line should start with goes on with a sentence, but not with one that has just ended.
        let over = before.ending == Ending::Stop && fit_before.short_by > 2.0;
        return if over { 3.0 } else { -6.0 };
    }
    if signs::ends_story(before.text) || signs::unbracketed(line.text).is_some() && before.ending == Ending::Stop {
        return 6.0;
    }
    if line.indent >= 1.5 && line.indent < 6.0 {
        return 6.0;
    }
    if setting.has_indents(at) {
        let short = before.ending == Ending::Stop && fit_before.short_by > 6.0;
        return if short { 0.5 } else { -6.0 };
    }
    let full_after = fits.get(at + 1).is_some_and(|fit| fit.is_full() && fit.short_by < 0.6);
    let odds = width_odds(before, fit_before) + next_line_odds((before, fit_before), (line, fits[at]), full_after);

    odds + blank_line_odds(line, setting.blank_share(at))
}

/// The table of ends and widths.
fn width_odds(line: &Line<'_>, fit: Fit) -> LogOdds {
    let short = fit.short_by;
    match line.ending {
        Ending::Stop if short > 2.0 => 5.0,
        Ending::Stop if short > 1.2 && !fit.exact => 1.0,
        Ending::Stop => -0.4,
        Ending::Pause if short > 2.0 => 3.0,
        Ending::Pause => -3.0,
        Ending::Comma => -7.0,
        Ending::Open if short > 5.0 => 2.5,
        Ending::Open if short > 3.0 => -1.0,
        Ending::Open => -6.0,
    }
}

/// What the line after says: a first line lacks its indent, a line in the middle does not.
fn next_line_odds((before, fit_before): (&Line<'_>, Fit), (line, fit): (&Line<'_>, Fit), full_after: bool) -> LogOdds {
    let goes_on = matches!(line.ending, Ending::Open | Ending::Comma);
    let unfinished = matches!(before.ending, Ending::Open | Ending::Comma);
    let shape = match (fit.lacks_an_indent() && goes_on, fit.exact) {
        (true, true) if unfinished && fit_before.short_by < 0.6 && full_after => 7.5,
        (true, true) if unfinished && fit_before.short_by < 0.6 => 5.0,
        (true, true) if unfinished => 2.0,
        (true, true) => 4.0,
        (true, false) => 1.4,
        (false, true) if fit.short_by < 0.6 => -4.0,
        (false, _) if fit.short_by < 1.0 => -1.5,
        _ => 0.0,
    };
    let opener =
        if before.ending == Ending::Stop && (opens_a_sentence(line.text) || line.first() == '“') { 0.8 } else { 0.0 };
    shape + opener
}

/// What a blank line between the two says, next to nothing where all lines or none have one.
fn blank_line_odds(line: &Line<'_>, share: f32) -> LogOdds {
    match line.after_blank {
        true if share < 0.85 => 4.0 * (1.0 - share),
        false if (0.05..0.6).contains(&share) => -0.8,
        _ => 0.0,
    }
}

/// How likely the line is to begin a paragraph, when it begins a piece.
fn begins(lines: &[Line<'_>], fits: &[Fit], setting: &Setting, at: usize) -> f32 {
    let line = &lines[at];
    if is_never_line_start(line.first()) && !line.text.starts_with("——") {
        return 0.02;
    }
    if line.text.chars().nth(1).is_some_and(|ch| matches!(ch, '。' | '；' | '）' | '”')) {
        return 0.04;
    }
    if signs::starts_with_dateline(line.text) {
        return 0.99;
    }
    if is_in_table(lines, at) {
        return 0.5;
    }
    if signs::unbracketed(line.text).is_some() {
        return 0.9;
    }
    let in_a_list = line.text.chars().nth(1) == Some('、') && !signs::is_numeral(line.first());
    if in_a_list && fits[at].measure.is_none() {
        return 0.1;
    }
    let goes_on = matches!(line.ending, Ending::Open | Ending::Comma);
    let fit = fits[at];
    let mut odds: LogOdds = match fit.measure {
        Some(_) if setting.has_indents(at) => return if line.indent >= 1.5 { 0.99 } else { 0.1 },
        Some(_) if fit.exact && goes_on && fit.lacks_an_indent() => 3.5,
        Some(_) if fit.exact && goes_on && fit.short_by < 0.6 => -3.5,
        Some(_) if goes_on && fit.lacks_an_indent() => 1.0,
        Some(_) if goes_on && fit.short_by < 1.0 => -0.5,
        Some(_) if !goes_on && fit.short_by > 6.0 => -0.5,
        _ => 0.0,
    };
    if opens_a_sentence(line.text) {
        odds += if fit.measure.is_some() { 1.0 } else { 2.0 };
    }
    // What is left of a cut paragraph is often a few words; a paragraph of its own has at least two clauses.
    if fit.measure.is_none() && line.width <= 16.0 && !line.text.contains(['，', ',', '？', '?', '！']) {
        odds -= 1.5;
    }
    if matches!(line.first(), '“' | '【' | '《' | '●') {
        odds += 1.0;
    }
    probability(odds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recover::line::lines_of;
    use crate::recover::measure::fit;
    use crate::text::Text;

    /// Lines of each piece, all of them running text, counted from 1, with `…` where its sentence is not finished.
    fn check(text: &str, wanted: &[&str]) {
        let text = Text::new(text);
        let lines = lines_of(&text);
        let fits = fit(&lines);
        let pieces = pieces(&lines, &fits, &vec![Mark::Body; lines.len()]);
        let got: Vec<String> = pieces
            .iter()
            .map(|piece| format!("{}-{}{}", piece.lines.start + 1, piece.lines.end, if piece.ended { "" } else { "…" }))
            .collect();
        assert_eq!(got, wanted);
    }

    /// A paragraph of `lines` lines set to 20 em whose first line has lost its indent and whose last has `last` em.
    fn paragraph(lines: usize, last: usize) -> String {
        let mut out = format!("{}\n", "水".repeat(18));
        (2..lines).for_each(|_| out.push_str(&format!("{}\n", "河".repeat(20))));
        out + &format!("{}。\n", "山".repeat(last - 1))
    }

    #[test]
    fn a_short_line_with_a_stop_ends_a_paragraph() {
        check(&(paragraph(4, 9) + &paragraph(5, 12)), &["1-4", "5-9"]);
    }

    #[test]
    fn a_full_line_with_a_stop_is_decided_by_the_lost_indent_of_the_next() {
        check(&(paragraph(4, 20) + &paragraph(5, 12)), &["1-4", "5-9"]);
        let one = format!("{}\n{}。\n{}\n{}。", "水".repeat(18), "河".repeat(19), "河".repeat(20), "山".repeat(7));
        check(&(one + "\n" + &paragraph(5, 12)), &["1-4", "5-9"]);
    }

    #[test]
    fn a_full_line_without_a_stop_before_a_first_line_breaks_off() {
        let cut = format!("{}\n{}\n{}\n", "水".repeat(18), "河".repeat(20), "河".repeat(20));
        check(&(cut + &paragraph(5, 12)), &["1-3…", "4-8"]);
    }

    #[test]
    fn blank_lines_after_every_line_tell_nothing() {
        let page = (paragraph(4, 9) + &paragraph(5, 12)).replace('\n', "\n\n");
        check(&page, &["1-4", "5-9"]);
    }

    #[test]
    fn indents_decide_where_they_were_kept() {
        let indented = format!("　　{}\n{}\n{}。\n", "水".repeat(18), "河".repeat(20), "河".repeat(19));
        check(&indented.repeat(3).replacen('河', "江", 3), &["1-3", "4-6", "7-9"]);
    }
}
