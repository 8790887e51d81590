//! Marks of Markdown put on what is selected in a note, or taken off.

use std::ops::Range;

/// What a stretch of a note is marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum NoteMark {
    Strong,
    Emphasis,
    Heading,
    Quote,
    List,
    Task,
}

impl NoteMark {
    /// What stands around a marked stretch, or before each of its lines.
    fn sign(self) -> &'static str {
        match self {
            Self::Strong => "**",
            Self::Emphasis => "*",
            Self::Heading => "## ",
            Self::Quote => "> ",
            Self::List => "- ",
            Self::Task => "- [ ] ",
        }
    }

    fn is_of_lines(self) -> bool {
        !matches!(self, Self::Strong | Self::Emphasis)
    }
}

/// Signs of which a line has one at most, the longer before those that they begin with.
const LINE_SIGNS: [&str; 7] = ["- [ ] ", "- [x] ", "- ", "#### ", "### ", "## ", "# "];

/// The note with the mark put on `selected`, or taken off where it is already, and what is selected then. Both count
/// characters.
#[must_use]
pub fn mark_note(text: &str, selected: Range<usize>, mark: NoteMark) -> (String, Range<usize>) {
    let chars: Vec<char> = text.chars().collect();
    let end = selected.end.min(chars.len());
    let selected = selected.start.min(end)..end;
    if mark.is_of_lines() { mark_lines(&chars, selected, mark) } else { mark_stretch(&chars, selected, mark) }
}

fn mark_stretch(chars: &[char], selected: Range<usize>, mark: NoteMark) -> (String, Range<usize>) {
    let (before, inner, after) = (&chars[..selected.start], &chars[selected.clone()], &chars[selected.end..]);
    let stars = before.iter().rev().take_while(|ch| **ch == '*').count();
    let closing = after.iter().take_while(|ch| **ch == '*').count();
    let is_on = |stars: usize| match mark {
        NoteMark::Strong => stars >= 2,
        _ => stars % 2 == 1,
    };
    let sign = mark.sign();
    if is_on(stars) && is_on(closing) {
        let cut = sign.len();
        let text = before[..before.len() - cut].iter().chain(inner).chain(&after[cut..]).collect();
        return (text, selected.start - cut..selected.end - cut);
    }
    // White space at the edges stays outside: marks beside it would not count.
    let lead = inner.iter().take_while(|ch| ch.is_whitespace()).count();
    let core = if lead == inner.len() { inner } else { &inner[lead..] };
    let lead = inner.len() - core.len();
    let trail = if core.iter().all(|ch| ch.is_whitespace()) {
        0
    } else {
        core.iter().rev().take_while(|ch| ch.is_whitespace()).count()
    };
    let core = &core[..core.len() - trail];
    let mut out: String = before.iter().chain(&inner[..lead]).collect();
    out.push_str(sign);
    out.extend(core);
    out.push_str(sign);
    out.extend(&inner[lead + core.len()..]);
    out.extend(after);
    let start = selected.start + lead + sign.len();
    (out, start..start + core.len())
}

fn mark_lines(chars: &[char], selected: Range<usize>, mark: NoteMark) -> (String, Range<usize>) {
    let start = chars[..selected.start].iter().rposition(|ch| *ch == '\n').map_or(0, |at| at + 1);
    let end = chars[selected.end..].iter().position(|ch| *ch == '\n').map_or(chars.len(), |at| selected.end + at);
    let lines: String = chars[start..end].iter().collect();
    let sign = mark.sign();
    let is_on = lines.lines().any(|line| !line.is_empty())
        && lines.lines().filter(|line| !line.is_empty()).all(|line| line.starts_with(sign));
    let bare = |line: &'_ str| -> String {
        let other = LINE_SIGNS.iter().find(|other| mark != NoteMark::Quote && line.starts_with(**other));
        line[other.map_or(0, |other| other.len())..].to_owned()
    };
    let marked: Vec<String> = lines
        .split('\n')
        .map(|line| {
            if is_on {
                line.strip_prefix(sign).unwrap_or(line).to_owned()
            } else if line.is_empty() && lines.contains('\n') {
                String::new()
            } else {
                format!("{sign}{}", bare(line))
            }
        })
        .collect();
    let marked = marked.join("\n");
    let length = marked.chars().count();
    let text: String =
        chars[..start].iter().copied().chain(marked.chars()).chain(chars[end..].iter().copied()).collect();
    let after = if selected.is_empty() {
        // The caret stays beside the character it was beside.
        let from_end = end - selected.end;
        let at = start + length.saturating_sub(from_end);
        at..at
    } else {
        start..start + length
    };
    (text, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks what stands between two bars, and shows the selection in the same way.
    fn mark(text: &str, mark: NoteMark) -> String {
        let bars: Vec<usize> = text.chars().enumerate().filter(|(_, ch)| *ch == '¦').map(|(at, _)| at).collect();
        let bare: String = text.chars().filter(|ch| *ch != '¦').collect();
        let end = bars.get(1).map_or(bars[0], |at| at - 1);
        let (text, selected) = mark_note(&bare, bars[0]..end, mark);
        let mut chars: Vec<char> = text.chars().collect();
        if !selected.is_empty() {
            chars.insert(selected.end, '¦');
        }
        chars.insert(selected.start, '¦');
        chars.into_iter().collect()
    }

    #[test]
    fn a_mark_is_put_on_and_taken_off() {
        assert_eq!(mark("甲¦乙丙¦丁", NoteMark::Strong), "甲**¦乙丙¦**丁");
        assert_eq!(mark("甲**¦乙丙¦**丁", NoteMark::Strong), "甲¦乙丙¦丁");
        assert_eq!(mark("甲**¦乙¦**", NoteMark::Emphasis), "甲***¦乙¦***");
        assert_eq!(mark("甲***¦乙¦***", NoteMark::Emphasis), "甲**¦乙¦**");
        assert_eq!(mark("甲¦ 乙 ¦丁", NoteMark::Emphasis), "甲 *¦乙¦* 丁");
        assert_eq!(mark("甲¦", NoteMark::Strong), "甲**¦**");
    }

    #[test]
    fn lines_get_one_sign() {
        assert_eq!(mark("甲\n乙¦丙", NoteMark::List), "甲\n- 乙¦丙");
        assert_eq!(mark("甲\n- 乙¦丙", NoteMark::List), "甲\n乙¦丙");
        assert_eq!(mark("- 乙¦", NoteMark::Task), "- [ ] 乙¦");
        assert_eq!(mark("# 甲¦", NoteMark::Heading), "## 甲¦");
        assert_eq!(mark("¦甲\n\n乙¦", NoteMark::Quote), "¦> 甲\n\n> 乙¦");
        assert_eq!(mark("¦", NoteMark::Quote), "> ¦");
    }
}
