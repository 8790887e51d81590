//! Lines of a page with what can be seen of each one alone: its width, its indent, how it ends.

use super::signs;
use crate::text::{CharSpan, Text, em_width, is_closing_mark, is_han, is_opening_mark};

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a mark that ends a sentence, closing quotes and brackets counted in: a paragraph can end here.
    Stop,
    /// With a mark that can end a paragraph of a list: ； ： ——
    Pause,
    /// With a comma, or right after an opening mark: the sentence goes on.
    Comma,
    /// With a word.
    Open,
}

/// A line that is not blank.
#[derive(Clone, Debug)]
pub(super) struct Line<'t> {
    /// Where it stands, without the white space around it.
    pub(super) span: CharSpan,
    /// What stands there.
    pub(super) text: &'t str,
    /// Width of the text in em, indent left out.
    pub(super) width: f32,
    /// Width of the white space before it in em.
    pub(super) indent: f32,
    /// Whether a blank line stands before it.
    pub(super) after_blank: bool,
    /// How it ends.
    pub(super) ending: Ending,
}

impl Line<'_> {
    /// First character.
    pub(super) fn first(&self) -> char {
        self.text.chars().next().unwrap_or(' ')
    }

    /// Last character.
    pub(super) fn last(&self) -> char {
        self.text.chars().next_back().unwrap_or(' ')
    }

    /// Number of code points.
    pub(super) fn len(&self) -> u32 {
        self.span.len()
    }
}

/// The lines of `text` that are not blank. A line in which a caption is glued to what follows its photo credit is cut
/// there, so that it counts as two.
pub(super) fn lines_of(text: &Text) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    let mut after_blank = false;
    for raw in text.as_str().split('\n') {
        let whole = Measured::new(raw);
        if whole.solid.is_empty() {
            after_blank = true;
        } else {
            let mut rest = whole.solid;
            let mut at = start + whole.lead;
            let mut indent = whole.indent;
            while let Some(cut) = signs::end_of_glued_credit(rest) {
                let (caption, next) = rest.split_at(cut);
                lines.push(line(caption, at, indent, after_blank));
                at += caption.chars().count() as u32;
                let solid = next.trim_start();
                at += next[..next.len() - solid.len()].chars().count() as u32;
                (rest, indent, after_blank) = (solid, 0.0, true);
            }
            lines.push(line(rest, at, indent, after_blank));
            after_blank = false;
        }
        start += whole.chars + 1;
    }
    lines
}

/// A raw line taken apart in one pass.
struct Measured<'t> {
    chars: u32,
    lead: u32,
    indent: f32,
    solid: &'t str,
}

impl<'t> Measured<'t> {
    fn new(raw: &'t str) -> Self {
        let solid = raw.trim_start();
        let space = &raw[..raw.len() - solid.len()];
        let lead = space.chars().count() as u32;
        let indent = space.chars().map(em_width).sum();
        Self { chars: lead + solid.chars().count() as u32, lead, indent, solid: solid.trim_end() }
    }
}

fn line(solid: &str, start: u32, indent: f32, after_blank: bool) -> Line<'_> {
    let solid = solid.trim_end();
    let mut chars = 0;
    let mut width = 0.0;
    for ch in solid.chars() {
        chars += 1;
        width += em_width(ch);
    }
    let span = CharSpan::new(start, start + chars);
    Line { span, text: solid, width, indent, after_blank, ending: ending_of(solid) }
}

/// How a text ends. Half-width marks count only after a Han character or a closing mark: `3.` ends no sentence.
fn ending_of(text: &str) -> Ending {
    let mut back = text.chars().rev();
    let mut last = back.next().unwrap_or(' ');
    let mut closed = false;
    while is_closing_mark(last) || last == '"' {
        closed = true;
        match back.next() {
            Some(before) => last = before,
            None => return Ending::Stop,
        }
    }
    let before = back.next().unwrap_or(' ');
    let half_width_mark = is_han(before) || is_closing_mark(before) || before.is_alphabetic();
    match last {
        '。' | '！' | '？' | '…' => Ending::Stop,
        '.' | '!' | '?' if half_width_mark => Ending::Stop,
        '；' | '：' if !closed => Ending::Pause,
        ';' | ':' if half_width_mark && !closed => Ending::Pause,
        '—' if before == '—' => Ending::Pause,
        '，' | '、' | ',' if !closed => Ending::Comma,
        _ if !closed && is_opening_mark(last) => Ending::Comma,
        _ => Ending::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: &[(&str, f32, Ending)]) {
        let text = Text::new(text);
        let lines = lines_of(&text);
        let got: Vec<_> = lines.iter().map(|line| (line.text, line.width, line.ending)).collect();
        assert_eq!(got, wanted);
        assert!(lines.iter().all(|line| text.slice(line.span) == line.text));
    }

    #[test]
    fn width_counts_half_width_characters_as_half() {
        check("　　5 月，河开了\n\n", &[("5 月，河开了", 6.0, Ending::Open)]);
    }

    #[test]
    fn closing_marks_count_in_with_the_mark_before_them() {
        check(
            "他说：“好。”\n她问：\n（完）",
            &[("他说：“好。”", 7.0, Ending::Stop), ("她问：", 3.0, Ending::Pause), ("（完）", 3.0, Ending::Open)],
        );
    }

    #[test]
    fn a_caption_glued_to_another_is_cut_off() {
        check(
            "新桥通车。 记者/李青 摄图为老桥。",
            &[("新桥通车。 记者/李青 摄", 11.5, Ending::Open), ("图为老桥。", 5.0, Ending::Stop)],
        );
    }
}
