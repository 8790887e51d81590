//! Character classes of Chinese typesetting (CLREQ, W3C) and their widths.

/// Whether `ch` is a Han character.
#[must_use]
pub fn is_han(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Whether `ch` ends a sentence or a clause that can close a paragraph: 。！？…：； and closing quotes and brackets.
#[must_use]
pub fn is_end_mark(ch: char) -> bool {
    matches!(ch, '。' | '！' | '？' | '…' | '：' | '；' | '!' | '?' | ':' | ';' | '.') || is_closing_mark(ch)
}

/// Whether the end of a line between two characters parts two words, as a space does. A number that it cuts (20|23) is far more
/// frequent in columns than two numbers in a row.
#[must_use]
pub fn parts_words(last: char, first: char) -> bool {
    let is_number = last.is_ascii_digit() && first.is_ascii_digit();
    last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric() && !is_number
}

/// Whether `ch` opens a quotation or a bracket.
#[must_use]
pub fn is_opening_mark(ch: char) -> bool {
    matches!(ch, '“' | '‘' | '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '〖' | '［' | '｛' | '(' | '[' | '{')
}

/// Whether `ch` closes a quotation or a bracket.
#[must_use]
pub fn is_closing_mark(ch: char) -> bool {
    matches!(ch, '”' | '’' | '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | '〗' | '］' | '｝' | ')' | ']' | '}')
}

/// Whether no line may start with `ch` (行首禁则).
#[must_use]
pub fn is_never_line_start(ch: char) -> bool {
    is_closing_mark(ch)
        || matches!(
            ch,
            '、' | '，'
                | '。'
                | '：'
                | '；'
                | '！'
                | '？'
                | '…'
                | '—'
                | '·'
                | '・'
                | '～'
                | '％'
                | '‰'
                | '℃'
                | ','
                | '.'
                | ':'
                | ';'
                | '!'
                | '?'
                | '%'
        )
}

/// Whether no line may end with `ch` (行末禁则).
#[must_use]
pub fn is_never_line_end(ch: char) -> bool {
    is_opening_mark(ch)
}

/// Whether the two characters are one mark that is never cut: —— and ……
#[must_use]
pub fn is_unbreakable_pair(left: char, right: char) -> bool {
    left == right && matches!(left, '—' | '…')
}

/// Width in em: 1 for Han and full-width characters, 0.5 for half-width ones, 0 for combining marks and joiners.
#[must_use]
pub fn em_width(ch: char) -> f32 {
    match ch {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}' => 0.0,
        '\u{2014}'
        | '\u{2018}'
        | '\u{2019}'
        | '\u{201c}'
        | '\u{201d}'
        | '\u{2026}'
        | '\u{b7}'
        | '\u{2460}'..='\u{24ff}'
        | '\u{25a0}'..='\u{27bf}' => 1.0,
        '\u{0}'..='\u{2e7f}' | '\u{ff61}'..='\u{ffdc}' => 0.5,
        _ => 1.0,
    }
}
