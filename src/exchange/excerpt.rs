//! The first words of a quotation, cut where a reader would pause.

use super::citation::ELLIPSIS;
use crate::text::{is_closing_mark, is_end_mark, is_opening_mark};

/// What opens within a text, and what closes it.
const PAIRS: [(char, char); 6] = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》'), ('（', '）')];

/// The first words of a quotation of several paragraphs: an [`excerpt`] of the first, and …… for the others.
pub(super) fn first_words(paragraphs: &[String], most: usize) -> String {
    let mut said = paragraphs.iter().filter(|paragraph| !paragraph.trim().is_empty());
    let first = said.next().map_or("", |first| first.trim());
    let mut words = excerpt(first, most);
    if said.next().is_some() && words == first {
        words.push_str(ELLIPSIS);
    }
    words
}

/// `text` up to the end of a sentence or a clause within about its first `most` characters, and …… where it is cut. Where there is no
/// such end, it is cut between two words: never within a number or behind one, whose unit would be lost, nor within a Latin word.
fn excerpt(text: &str, most: usize) -> String {
    let text = text.trim();
    // Half as much again is read: rather a little too much than half a clause.
    let chars: Vec<char> = text.chars().take(most + most / 2 + 1).collect();
    if chars.len() <= most {
        return text.to_owned();
    }
    let ends = |at: usize, is_end: fn(char) -> bool| {
        let last = chars[..at].iter().rev().find(|ch| !is_closing_mark(**ch));
        let is_whole = chars.get(at).is_none_or(|ch| !is_closing_mark(*ch) && !is_end_mark(*ch));
        is_whole && last.is_some_and(|ch| is_end(*ch))
    };
    let is_sentence = |ch| matches!(ch, '。' | '！' | '？' | '；');
    let is_clause = |ch| matches!(ch, '，' | '：' | '。' | '！' | '？' | '；');
    let half = (most / 2).max(1);
    let within = |is_end| (half..=most).rev().find(|at| ends(*at, is_end));
    let beyond = || (most + 1..chars.len()).find(|at| ends(*at, is_clause));
    let at = within(is_sentence).or_else(|| within(is_clause)).or_else(beyond);
    let at = at.unwrap_or_else(|| between_words(&chars, most));
    let kept: String = chars[..at].iter().collect();
    let kept = kept.trim_end_matches(['，', '：', '、', '…', ' ', '　']);
    format!("{kept}{ELLIPSIS}{}", closing(kept))
}

/// The last border, not behind `most`, at which neither a number nor a word is torn apart; `most` if there is none.
fn between_words(chars: &[char], most: usize) -> usize {
    let is_word = |ch: char| ch.is_ascii_alphanumeric() || is_number(ch);
    let tears = |at: usize| {
        let before = chars[..at].iter().rev().find(|ch| !ch.is_whitespace());
        before.is_none_or(|ch| is_word(*ch) || is_opening_mark(*ch) || matches!(ch, '.' | ',' | '%' | '·' | '-'))
            || is_closing_mark(chars[at])
            || is_end_mark(chars[at])
    };
    (1..=most).rev().find(|at| !tears(*at)).unwrap_or(most)
}

/// Whether a character is part of a number, in Arabic or Chinese figures.
fn is_number(ch: char) -> bool {
    ch.is_numeric() || "〇零一二两三四五六七八九十百千万亿兆第".contains(ch)
}

/// What closes the marks that a text leaves open, the innermost first.
fn closing(text: &str) -> String {
    let mut open = Vec::new();
    for ch in text.chars() {
        if let Some((_, closing)) = PAIRS.iter().find(|(opening, _)| *opening == ch) {
            open.push(*closing);
        } else if open.last() == Some(&ch) {
            open.pop();
        }
    }
    open.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_cut_where_a_reader_pauses() {
        let check = |text: &str, most: usize, expected: &str| assert_eq!(excerpt(text, most), expected, "{text}");
        check("短的。", 10, "短的。");
        check("河湾镇图书室重新开放。首日接待读者四百余人", 16, "河湾镇图书室重新开放。……");
        check("周六上午，河湾镇图书室在修缮三个月后重新开放", 8, "周六上午……");
        check(
            "3 月 1 日，春风行动暨就业援助专场招聘会走进鹿原镇，提供岗位",
            18,
            "3 月 1 日，春风行动暨就业援助专场招聘会走进鹿原镇……",
        );
        check("他说：“新书架由镇上木工制作，书目由读者投票选出。”", 20, "他说：“新书架由镇上木工制作……”");
        check("他说“好。”然后走了很远很远的路", 8, "他说“好。”……");
    }

    #[test]
    fn paragraphs_are_not_run_together() {
        let check = |paragraphs: &[&str], expected: &str| {
            let paragraphs: Vec<String> = paragraphs.iter().map(|paragraph| (*paragraph).to_owned()).collect();
            assert_eq!(first_words(&paragraphs, 12), expected);
        };
        check(&["重新开放。", "首日接待"], "重新开放。……");
        check(&["", "重新开放"], "重新开放");
        check(&["河湾镇图书室重新开放，首日接待", "二"], "河湾镇图书室重新开放……");
        check(&[], "");
    }

    #[test]
    fn numbers_and_words_are_never_torn_apart() {
        let check = |text: &str, most: usize, expected: &str| assert_eq!(excerpt(text, most), expected, "{text}");
        check("为12家小微企业发放创业担保贷款3640万元", 18, "为12家小微企业发放创业担保贷款……");
        check("为12家小微企业发放创业担保贷款 364 0 万元", 19, "为12家小微企业发放创业担保贷款……");
        check("共发放贷款八百六十八万元", 8, "共发放贷款……");
        check("联合国儿童基金会Water for peace行动", 12, "联合国儿童基金会……");
        check("123456789", 4, "1234……");
    }

    proptest::proptest! {
        #[test]
        fn an_excerpt_is_the_beginning(text in "[甲乙，。：“”（）0-9a-c 一万]{0,60}", most in 1..40usize) {
            let cut = excerpt(&text, most);
            let beginning = cut.split(ELLIPSIS).next().unwrap();
            proptest::prop_assert!(text.trim().starts_with(beginning));
            proptest::prop_assert!(beginning.chars().count() <= most + most / 2);
            proptest::prop_assert_eq!(cut.contains(ELLIPSIS), text.trim().chars().count() > most);
        }
    }
}
