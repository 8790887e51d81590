//! The form in which a quotation and a source are compared: without what says nothing, ellipses of every shape as one sign, and
//! white space only where it parts words or numbers.

use crate::library::is_unsafe_to_show;
use crate::text::parts_words;

/// An ellipsis, whatever its shape.
pub(super) const ELLIPSIS: char = '…';

/// What a quotation leaves out between two of its spans.
pub(super) const GAP: char = '\u{fffc}';

/// A line's end between two words, or a word and a number: a space, or nothing.
pub(super) const LINE_END: char = '\u{fffb}';

/// What stands before and behind a reading that is put beside a misread word: 〔应为： and 〕.
pub(super) const READ: char = '\u{fff9}';
pub(super) const READ_END: char = '\u{fffa}';

/// Words in brackets by which an editor says that something is left out.
const LEFT_OUT: [&str; 8] = ["略", "中略", "下略", "上略", "前略", "后略", "以下略", "省略"];

/// Fewest dots of an ellipsis that is made of them.
const DOTS: usize = 3;

/// A character and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Solid {
    pub(super) ch: char,
    /// Given with it.
    pub(super) at: u32,
}

/// Whether a character is not seen, white space not meant.
fn is_unseen(ch: char) -> bool {
    !matches!(ch, READ | READ_END | GAP | LINE_END)
        && (is_unsafe_to_show(ch)
            || matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}'))
}

/// The characters that count. White space does between two letters or digits alone: `12 34` is not `1234`. At a line's end it may be
/// nothing, and between two digits it is: a number that a column cuts is one number, as readers see it.
pub(super) fn canonical(chars: impl IntoIterator<Item = (u32, char)>) -> Vec<Solid> {
    let is_seen = |(_, ch): &(u32, char)| *ch == '\n' || !is_unseen(*ch);
    let chars: Vec<(u32, char)> = chars.into_iter().filter(is_seen).collect();
    let mut out: Vec<Solid> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while let Some(&(place, ch)) = chars.get(at) {
        if let Some(len) = ellipsis(&chars[at..]) {
            if out.last().is_none_or(|last| last.ch != ELLIPSIS) {
                out.push(Solid { ch: ELLIPSIS, at: place });
            }
            at += len;
        } else if ch.is_whitespace() {
            let len = chars[at..].iter().take_while(|(_, ch)| ch.is_whitespace()).count();
            let sides = out.last().map(|last| last.ch).zip(chars.get(at + len).map(|(_, ch)| *ch));
            if let Some((left, right)) = sides.filter(|(left, right)| is_word(*left) && is_word(*right)) {
                let is_line_end = chars[at..at + len].iter().all(|(_, ch)| *ch == '\n');
                if !is_line_end || parts_words(width(left), width(right)) {
                    out.push(Solid { ch: if is_line_end { LINE_END } else { ' ' }, at: place });
                }
            }
            at += len;
        } else {
            out.push(Solid { ch, at: place });
            at += 1;
        }
    }
    out
}

/// The canonical form of a text of a file.
pub(super) fn solid(text: &str) -> Vec<char> {
    canonical((0u32..).zip(text.chars())).into_iter().map(|solid| solid.ch).collect()
}

/// Whether a character is part of a word or a number that white space can part.
pub(super) fn is_word(ch: char) -> bool {
    width(ch).is_ascii_alphanumeric()
}

/// How many characters an ellipsis takes with which these begin.
fn ellipsis(chars: &[(u32, char)]) -> Option<usize> {
    let ch = |at: usize| chars.get(at).map(|(_, ch)| *ch);
    let blanks = |at: usize| chars[at.min(chars.len())..].iter().take_while(|(_, ch)| ch.is_whitespace()).count();
    let is_open = matches!(ch(0)?, '（' | '(' | '[' | '［' | '【' | '〔');
    let mut at = usize::from(is_open);
    if is_open {
        at += blanks(at);
    }
    let first = ch(at)?;
    let run = |wanted: &dyn Fn(char) -> bool| chars[at..].iter().take_while(|(_, ch)| wanted(*ch)).count();
    at += match first {
        '…' | '⋯' => run(&|ch| matches!(ch, '…' | '⋯')),
        '.' | '。' | '．' | '·' => Some(run(&|ch| ch == first)).filter(|dots| *dots >= DOTS)?,
        _ if is_open => {
            let begins = |word: &&&str| word.chars().zip(at..).all(|(said, at)| ch(at) == Some(said));
            LEFT_OUT.iter().filter(begins).map(|word| word.chars().count()).max()?
        }
        _ => return None,
    };
    if is_open {
        at += blanks(at);
        matches!(ch(at)?, '）' | ')' | ']' | '］' | '】' | '〕').then_some(())?;
        at += 1;
    }
    Some(at)
}

/// A character at its half width; its letters are not made small.
fn width(ch: char) -> char {
    match ch {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(ch as u32 - 0xfee0).unwrap_or(ch),
        '。' => '.',
        _ => ch,
    }
}

/// As what differs in width alone, and in the shape of quotation marks, is the same.
pub(super) fn fold(ch: char) -> char {
    match ch {
        '“' | '”' | '„' | '〝' | '〞' | '「' | '」' | '『' | '』' | '‘' | '’' | '\'' | '＇' | '＂' => {
            '"'
        }
        '﹁' | '﹂' | '﹃' | '﹄' | '«' | '»' => '"',
        GAP => ELLIPSIS,
        LINE_END => ' ',
        _ => width(ch),
    }
}

/// A text with every character [folded](fold).
pub(super) fn folded(chars: &[char]) -> Vec<char> {
    chars.iter().map(|ch| fold(*ch)).collect()
}

/// A character, a line's end as the space that it may be.
pub(super) fn spaced(ch: char) -> char {
    if ch == LINE_END { ' ' } else { ch }
}

/// A text without the readings that are put beside words of it, and each reading with the place behind its word.
pub(super) fn without_readings(chars: &[char]) -> (Vec<char>, Vec<(usize, String)>) {
    let (mut plain, mut readings) = (Vec::new(), Vec::new());
    let mut reading: Option<String> = None;
    for ch in chars {
        match (*ch, &mut reading) {
            (READ, _) => reading = Some(String::new()),
            (READ_END, said) => readings.extend(said.take().map(|said| (plain.len(), said))),
            (ch, Some(said)) => said.push(ch),
            (ch, None) => plain.push(ch),
        }
    }
    (plain, readings)
}

/// A canonical form as people read it.
pub(super) fn shown(chars: &[char], reading_marks: (&str, &str)) -> String {
    let mut out = String::new();
    for ch in chars {
        match *ch {
            ELLIPSIS | GAP => out.push_str("……"),
            LINE_END => out.push(' '),
            READ => out.push_str(reading_marks.0),
            READ_END => out.push_str(reading_marks.1),
            ch => out.push(ch),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(solid(text).into_iter().collect::<String>(), expected, "{text}");
    }

    #[test]
    fn white_space_counts_between_words_and_numbers_alone() {
        check("案件 12 34 件", "案件12 34件");
        check("案件 56\n78 人次", "案件5678人次");
        check("Water  for peace", "Water for peace");
        check("Water\nfor", &format!("Water{LINE_END}for"));
        check("１２ ３４", "１２ ３４");
        check("甲 \u{3000}乙\u{200b}丙\n丁", "甲乙丙丁");
    }

    #[test]
    fn every_ellipsis_is_one_sign() {
        for text in [
            "甲……乙",
            "甲…乙",
            "甲⋯⋯乙",
            "甲......乙",
            "甲。。。乙",
            "甲[…]乙",
            "甲（略）乙",
            "甲……（中略）……乙",
            "甲 ... 乙",
        ] {
            check(text, "甲…乙");
        }
        check("甲..乙", "甲..乙");
        check("（略有增加）", "（略有增加）");
        check("甲。”（略）", "甲。”…");
    }
}
