use proptest::prelude::*;

use super::*;
use crate::text::em_width;

const EM: f32 = 10.0;

fn width(text: &str) -> f32 {
    text.chars().map(|ch| em_width(ch) * EM).sum()
}

fn setting(measure_em: f32, indent_em: f32, justified: bool) -> Setting {
    Setting { em: EM, measure: measure_em * EM, indent: indent_em * EM, justified, at_spaces: false }
}

fn broken(text: &str, measure_em: f32, indent_em: f32) -> Vec<&str> {
    let lines = break_lines(text, &setting(measure_em, indent_em, true), width);
    lines.into_iter().map(|line| &text[line.bytes]).collect()
}

#[test]
fn a_first_line_is_indented_and_the_last_is_short() {
    assert_eq!(broken("推动惩教结合建立双随机一公开监管", 8.0, 2.0), ["推动惩教结合", "建立双随机一公开", "监管"]);
    assert_eq!(broken("", 8.0, 2.0), [""; 0]);
}

#[test]
fn no_line_starts_or_ends_with_the_wrong_mark() {
    assert_eq!(broken("一二三四五，六七", 5.0, 0.0), ["一二三四", "五，六七"]);
    assert_eq!(broken("一二三四“五六”七", 5.0, 0.0), ["一二三四", "“五六”七"]);
    assert_eq!(broken("一二三四五”。六七", 5.0, 0.0), ["一二三四", "五”。六七"]);
}

/// The marks that CLREQ names in its rules for the start and the end of a line (W3C, Requirements for Chinese Text Layout,
/// 3.1.7: 点号, closing and opening 引号、括号、书名号, 连接号, 间隔号, 分隔号).
#[test]
fn marks_that_clreq_prohibits_at_a_line_start_or_end() {
    for mark in "、，；：。！？．”’」』）】〕〗》〉］｝–～·•‧／".chars() {
        let text = format!("一二三四五{mark}六七八");
        let lines = broken(&text, 5.0, 0.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| !line.starts_with(mark)), "{mark} starts one of {lines:?}");
    }
    for mark in "“‘「『（【〔〖《〈［｛".chars() {
        let text = format!("一二三四{mark}五六七八");
        let lines = broken(&text, 5.0, 0.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| !line.ends_with(mark)), "{mark} ends one of {lines:?}");
    }
    for pair in ["——", "……"] {
        for before in 0..12 {
            let text = format!("{}{pair}一二三", "字".repeat(before));
            assert!(broken(&text, 5.0, 0.0).iter().any(|line| line.contains(pair)), "{pair} is cut in {text}");
        }
    }
}

#[test]
fn a_mark_at_the_end_needs_half_its_square() {
    let lines = break_lines("一二三四，五六七八九", &setting(4.5, 0.0, true), width);
    assert_eq!(lines[0].chars, 0..5);
    assert_eq!(lines[0].width, 45.0);
}

#[test]
fn doubled_marks_words_and_numbers_stay_whole() {
    assert_eq!(broken("一二三四——五六", 5.0, 0.0), ["一二三", "四——五六"]);
    assert_eq!(broken("一二三四……五六", 5.0, 0.0), ["一二三", "四……五六"]);
    assert_eq!(broken("一二三四displays五", 6.0, 0.0), ["一二三四", "displays五"]);
    assert_eq!(broken("一二三达5241.5万元", 5.2, 0.0), ["一二三达", "5241.5万元"]);
    assert_eq!(broken("一二三四80.5%五六", 6.0, 0.0), ["一二三四", "80.5%五六"]);
    assert_eq!(broken("一二三四36.5℃五六", 6.0, 0.0), ["一二三四", "36.5℃五六"]);
}

#[test]
fn a_number_keeps_its_unit() {
    assert_eq!(broken("一二三达2.7万元工资", 6.0, 0.0), ["一二三达", "2.7万元工资"]);
    assert_eq!(broken("去年 10 月 9 日动工", 4.0, 0.0), ["去年 ", "10 月 ", "9 日动工"]);
    assert_eq!(broken("第25届", 2.5, 0.0), ["第25", "届"], "where nothing else is left it is parted");
}

#[test]
fn a_last_line_has_two_characters_or_more() {
    assert_eq!(broken("一二三四五六七八九十甲", 5.0, 0.0), ["一二三四五", "六七八九", "十甲"]);
    assert_eq!(broken("一二三四五六。", 5.0, 0.0), ["一二三四", "五六。"]);
    assert_eq!(broken("一二三四，五。", 5.0, 0.0), ["一二三", "四，五。"]);
    assert_eq!(broken("一二三四五2022", 5.0, 0.0), ["一二三四五", "2022"]);
    // The only other place to end is not allowed.
    assert_eq!(broken("一“二三", 2.0, 0.0), ["一", "“二", "三"]);
}

#[test]
fn han_and_latin_are_apart_by_a_small_gap_that_is_not_in_the_text() {
    let text = "共8家，GDP增3%。";
    let line = &break_lines(text, &setting(20.0, 0.0, true), width)[0];
    let leads: Vec<(&str, f32)> =
        line.pieces.iter().map(|piece| (&text[piece.bytes.clone()], (piece.lead * 10.0).round() / 10.0)).collect();
    assert_eq!(leads, [("共", 0.0), ("8", 1.8), ("家，GDP", 1.8), ("增", 1.8), ("3%。", 1.8)]);
    assert_eq!(&text[line.bytes.clone()], text);
    // Where the page has a space of its own, and beside full-width letters, there is none.
    let spaced = &break_lines("共 8 家Ａ股", &setting(20.0, 0.0, true), width)[0];
    assert_eq!(spaced.pieces.len(), 1);
}

#[test]
fn a_word_longer_than_the_line_is_cut() {
    assert_eq!(broken("见abcdefghijkl", 4.0, 0.0), ["见abcde", "fghijkl"]);
}

#[test]
fn spaces_hang_at_the_end_of_a_line() {
    assert_eq!(broken("去年拖欠 一年多", 4.0, 0.0), ["去年拖欠 ", "一年多"]);
    let lines = break_lines("一二三四 五六", &setting(4.0, 0.0, true), width);
    assert_eq!((lines[0].chars.clone(), lines[0].width), (0..5, 40.0));
}

#[test]
fn names_and_phrases_are_parted_at_spaces() {
    let names = |measure_em| {
        let setting = Setting { at_spaces: true, ..setting(measure_em, 0.0, false) };
        let text = "记者 黎世伟 通讯员 陈邝娜";
        break_lines(text, &setting, width).into_iter().map(|line| &text[line.bytes]).collect::<Vec<_>>()
    };
    assert_eq!(names(8.0), ["记者 黎世伟 ", "通讯员 陈邝娜"]);
    assert_eq!(names(3.0), ["记者 ", "黎世伟 ", "通讯员 ", "陈邝娜"]);
}

#[test]
fn blanks_that_meet_are_squeezed() {
    let lines = break_lines("说：“好。”他", &setting(20.0, 0.0, true), width);
    assert_eq!(lines[0].width, 60.0);
    let leads: Vec<(usize, f32)> = lines[0].pieces.iter().map(|piece| (piece.bytes.start / 3, piece.lead)).collect();
    assert_eq!(leads, [(0, 0.0), (2, -5.0), (5, -5.0)]);
}

#[test]
fn an_opening_mark_stands_at_the_margin_but_in_its_square_in_a_first_line() {
    let lines = break_lines("“一二三“四五六七", &setting(6.0, 2.0, true), width);
    assert_eq!(lines[0].pieces[0].lead, 20.0);
    assert_eq!(lines[1].pieces[0].lead, -5.0);
}

#[test]
fn a_filled_line_lets_words_keep_their_letters() {
    let lines = break_lines("一二abc三四五六", &setting(6.0, 0.0, true), width);
    let set: Vec<(usize, f32, f32)> =
        lines[0].pieces.iter().map(|piece| (piece.bytes.start, piece.lead, piece.spacing)).collect();
    assert_eq!(lines[0].width, 60.0);
    // A gap of 1.8 on each side of the word, and what is left in four equal parts.
    let rounded = |number: f32| (number * 100.0).round() / 100.0;
    let set: Vec<(usize, f32, f32)> =
        set.into_iter().map(|(at, lead, wide)| (at, rounded(lead), rounded(wide))).collect();
    assert_eq!(set, [(0, 0.0, 0.35), (6, 2.15, 0.0), (9, 1.8, 0.35)]);
}

#[test]
fn a_line_that_would_gape_stays_ragged() {
    let lines = break_lines("甲abcdefghij", &setting(5.5, 0.0, true), width);
    assert_eq!(lines[0].width, 10.0);
}

#[test]
fn clusters_are_never_cut() {
    assert_eq!(broken("👨\u{200d}👩\u{200d}👧好e\u{301}好", 2.0, 0.0).concat(), "👨\u{200d}👩\u{200d}👧好e\u{301}好");
    assert!(broken("好好好e\u{301}", 2.0, 0.0).contains(&"好e\u{301}"));
    assert_eq!(broken("好——\u{301}好", 3.0, 0.0), ["好——\u{301}", "好"]);
}

/// Text as pages have it, with more marks and oddities than any page.
fn page_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[一-龥]{1,6}",
        3 => "[，。、：；！？”’）》】]{1,2}",
        2 => "[“‘（《【]{1,2}",
        1 => Just("——".to_owned()),
        1 => Just("……".to_owned()),
        1 => "[0-9]{1,5}(\\.[0-9])?[%‰℃]?",
        1 => "[a-zA-Z]{1,12}",
        1 => " {1,2}",
        1 => Just("e\u{301}".to_owned()),
        1 => Just("👨\u{200d}👩\u{200d}👧".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_character_is_in_one_line(text in page_text(), measure in 1.0..40.0f32, indent in 0.0..3.0f32) {
        let lines = break_lines(&text, &setting(measure, indent, true), width);
        prop_assert_eq!(lines.iter().map(|line| &text[line.bytes.clone()]).collect::<String>(), text.clone());
        let mut at = 0;
        for line in &lines {
            prop_assert_eq!(line.chars.start, at);
            prop_assert_eq!(text[line.bytes.clone()].chars().count() as u32, line.chars.end - line.chars.start);
            prop_assert_eq!(line.pieces.iter().map(|piece| &text[piece.bytes.clone()]).collect::<String>(), &text[line.bytes.clone()]);
            at = line.chars.end;
        }
    }

    #[test]
    fn no_line_is_too_long(text in page_text(), measure in 4.0..40.0f32) {
        for line in break_lines(&text, &setting(measure, 2.0, true), width) {
            let one = text[line.bytes.clone()].trim_end().graphemes(true).count() <= 1;
            prop_assert!(line.width <= measure * EM + 0.1 || one, "{} > {}", line.width, measure * EM);
        }
    }

    #[test]
    fn prohibitions_hold_where_a_line_has_room_for_a_break(text in page_text(), measure in 12.0..40.0f32) {
        let lines = break_lines(&text, &setting(measure, 2.0, true), width);
        for pair in lines.windows(2) {
            let (line, next) = (&text[pair[0].bytes.clone()], &text[pair[1].bytes.clone()]);
            let cut_badly = next.starts_with(|ch| is_never_line_start(ch) || ch == ' ') || line.ends_with(is_never_line_end);
            // Forced only when the whole line offered no other place.
            prop_assert!(!cut_badly || !has_break(line), "{line:?} | {next:?}");
        }
    }

    #[test]
    fn no_last_line_is_a_lone_character_if_another_end_of_the_line_before_helps(
        text in "[一-龥]{0,80}[。！？”]{0,2}", measure in 4.0..30.0f32,
    ) {
        let lines = broken(&text, measure, 2.0);
        if let [.., before, last] = lines.as_slice() {
            let alone = last.chars().filter(|ch| is_han(*ch)).count() < 2;
            prop_assert!(!alone || before.chars().count() < 2, "{lines:?}");
        }
    }

    #[test]
    fn a_number_is_parted_from_its_unit_only_where_the_line_has_no_other_end(
        before in "[一-龥]{4,40}", number in "[1-9][0-9]{0,4}(\\.[0-9])?", unit in "[万亿]?[元人年家]", measure in 8.0..30.0f32,
    ) {
        let text = format!("{before}{number}{unit}的");
        let lines = broken(&text, measure, 0.0);
        let whole = format!("{number}{unit}");
        prop_assert!(lines.iter().any(|line| line.contains(&whole)), "{lines:?}");
    }

    #[test]
    fn clusters_are_whole(text in page_text(), measure in 1.0..30.0f32) {
        let borders: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        for line in break_lines(&text, &setting(measure, 2.0, false), width) {
            prop_assert!(borders.contains(&line.bytes.start) && borders.contains(&line.bytes.end));
        }
    }

    #[test]
    fn the_same_text_is_broken_alike(text in page_text(), measure in 4.0..40.0f32) {
        let setting = setting(measure, 2.0, true);
        prop_assert_eq!(break_lines(&text, &setting, width), break_lines(&text, &setting, width));
    }
}

/// Whether a line could have been broken before its end.
fn has_break(line: &str) -> bool {
    let atoms = atoms(line, &setting(100.0, 0.0, true), &mut width);
    atoms.windows(2).any(|pair| !pair[0].never_ends && !pair[1].never_starts)
}
