//! Pages of every shape that a journalist may open: nothing fails, nothing is lost, and what is clean stays as it is.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use jianbao::library::decode;
use jianbao::page::{Layout, ReadingText, Role};
use jianbao::recover::recover;
use jianbao::text::Text;

/// The layout of a text, which holds every character once.
fn recovered(text: &Text) -> Layout {
    let layout = recover(text);
    assert_eq!(layout.check(text), Ok(()));
    layout
}

/// One part a line: number of the article or `-`, the role's code, the reading text.
#[track_caller]
fn check(page: &str, wanted: &str) {
    let text = Text::new(page);
    let layout = recovered(&text);
    let mut out = String::new();
    for (number, article) in layout.articles.iter().enumerate() {
        for part in &article.parts {
            let reading = ReadingText::of_part(&text, part);
            writeln!(out, "{} {} {}", number + 1, part.role.code(), reading.as_str()).unwrap();
        }
    }
    for part in &layout.furniture {
        writeln!(out, "- {} {}", part.role.code(), ReadingText::of_part(&text, part).as_str()).unwrap();
    }
    assert_eq!(out.trim_end(), wanted);
}

/// Wraps a paragraph to `em` characters a line, its first line two shorter for the lost indent.
fn wrapped(paragraph: &str, em: usize) -> String {
    let chars: Vec<char> = paragraph.chars().collect();
    let (first, rest) = chars.split_at(chars.len().min(em - 2));
    let lines = std::iter::once(first).chain(rest.chunks(em));
    lines.map(|line| line.iter().collect::<String>() + "\n").collect()
}

const RIVER: &str = "昨天，老河堤的加固工程提前完工。两岸的巡查队伍白天黑夜守在闸口，河水水位每小时记录一次，水利局派来的技术员就住在河堤上，直到汛期过去才回家。";
const BRIDGE: &str = "新桥上的路灯今晚第一次点亮，住在桥东的人们走上桥来散步，孩子们数着灯一直数到桥西，一共数出了一百零八盏，谁也不肯先回家去睡觉。";

#[test]
fn one_line() {
    check("河水涨了。", "1 body 河水涨了。");
    check("河", "1 body 河");
}

#[test]
fn nothing_at_all() {
    check("", "");
    check(" \n　\n\n\t\n", "");
}

#[test]
fn one_article_alone() {
    check(
        &format!("堤防加固完工\n\n{RIVER}\n\n{BRIDGE}\n"),
        &format!("1 headline 堤防加固完工\n1 body {RIVER}\n1 body {BRIDGE}"),
    );
}

#[test]
fn clean_text_stays_as_it_is() {
    // One paragraph a line, as a word processor saves it: every line is a part, in its order.
    let page: String =
        (0..30).map(|at| format!("{}{RIVER}\n", ["今年", "去年", "前年"][at % 3].repeat(at / 3 + 1))).collect();
    let text = Text::new(page.clone());
    let layout = recovered(&text);
    let parts: Vec<String> = layout
        .articles
        .iter()
        .flat_map(|article| &article.parts)
        .map(|part| text.slice(part.spans[0]).to_owned())
        .collect();
    assert_eq!(parts, page.lines().collect::<Vec<_>>());
    assert_eq!(layout.articles.len(), 1);
}

#[test]
fn hard_wrapped_paragraphs_are_joined() {
    let page =
        format!("{}{}{}", wrapped(RIVER, 20), wrapped(BRIDGE, 20), wrapped(RIVER.trim_start_matches("昨天，"), 20));
    let text = Text::new(page);
    let layout = recovered(&text);
    let bodies: Vec<String> = layout.articles[0]
        .with_role(Role::Body)
        .map(|part| ReadingText::of_part(&text, part).as_str().to_owned())
        .collect();
    assert_eq!(bodies, [RIVER, BRIDGE, RIVER.trim_start_matches("昨天，")]);
}

#[test]
fn a_table_keeps_its_rows() {
    let page = "水位表\n站名  水位  流量\n江城  31.20  4500\n柳镇  28.75  4320\n梅岭  27.10  4180\n桃源  26.85  4010\n";
    let text = Text::new(page);
    let layout = recovered(&text);
    for row in page.lines() {
        let start = page[..page.find(row).unwrap()].chars().count() as u32;
        assert!(layout.parts().any(|part| part.spans.iter().any(|span| span.start == start)), "{row}");
    }
}

#[test]
fn a_poem_keeps_its_lines() {
    check(
        "春夜过老河堤\n\n河水初生两岸平，\n柳丝轻，晓莺鸣。\n谁家灯火，\n照我到天明。\n",
        "1 headline 春夜过老河堤\n1 body 河水初生两岸平，柳丝轻，晓莺鸣。\n1 body 谁家灯火，照我到天明。",
    );
}

#[test]
fn questions_and_answers_stay_apart() {
    check(
        &format!(
            "堤防加固答问\n\n问：堤防加固什么时候完工？\n\n答：{RIVER}\n\n问：新桥什么时候通车？\n\n答：{BRIDGE}\n"
        ),
        &format!(
            "1 headline 堤防加固答问\n1 body 问：堤防加固什么时候完工？\n1 body 答：{RIVER}\n1 body 问：新桥什么时候通车？\n1 body 答：{BRIDGE}"
        ),
    );
}

#[test]
fn the_items_of_a_list_stay_apart() {
    let page = "全年要做好以下工作：\n\n（一）加固河堤，按时完工；\n\n（二）巡查闸口，记录水位；\n\n（三）疏通水渠，清理淤泥。\n";
    let wanted: Vec<String> =
        page.lines().filter(|line| !line.is_empty()).map(|line| format!("1 body {line}")).collect();
    check(page, &wanted.join("\n"));
}

#[test]
fn traditional_characters() {
    let page = "昨天，老河堤的加固工程提前完工。兩岸的巡查隊伍白天黑夜守在閘口，河水水位每小時記錄一次，水利局派來的技術員就住在河堤上。";
    check(&format!("堤防加固完工\n\n{page}\n"), &format!("1 headline 堤防加固完工\n1 body {page}"));
}

#[test]
fn english_words_keep_their_spaces() {
    let page = "江城图书馆近日上线 open\nsource 检索系统，读者可以用 Library Genesis\nProtocol 查书，也可以用手机扫码借还，一天之内就有三\n百人注册。\n";
    let text = Text::new(page);
    let layout = recovered(&text);
    let all: String = layout
        .articles
        .iter()
        .flat_map(|a| &a.parts)
        .map(|part| ReadingText::of_part(&text, part).as_str().to_owned())
        .collect();
    assert!(all.contains("open source 检索"), "{all}");
}

#[test]
fn half_width_punctuation() {
    let half = |text: &str| text.replace('，', ",").replace('。', ".");
    check(
        &format!("堤防加固完工\n\n{}\n\n{}\n", half(RIVER), half(BRIDGE)),
        &format!("1 headline 堤防加固完工\n1 body {}\n1 body {}", half(RIVER), half(BRIDGE)),
    );
}

#[test]
fn full_width_digits_are_one_number_across_a_line() {
    let page = "到去年底，江城水利局加固的河堤已有１２\n８０公里，今年还要加固３５０公里河堤，明\n年再加固４００公里河堤，后年全部完成。\n";
    let text = Text::new(format!("{page}{}", wrapped(BRIDGE, 20)));
    let layout = recovered(&text);
    let all: String = layout
        .articles
        .iter()
        .flat_map(|a| &a.parts)
        .map(|part| ReadingText::of_part(&text, part).as_str().to_owned())
        .collect();
    assert!(all.contains("１２８０公里"), "{all}");
}

#[test]
fn no_marks_at_the_ends() {
    let bare = |text: &str| text.replace(['，', '。'], "");
    let text = Text::new(format!("{}\n\n{}\n", bare(RIVER), bare(BRIDGE)));
    let layout = recovered(&text);
    assert!(layout.articles.iter().flat_map(|article| &article.parts).all(|part| part.role == Role::Body));
}

#[test]
fn a_page_that_is_all_noise() {
    let text = Text::new("~~~~\n....\n~~~~\n....\n~~~~\n....\n~~~~\n....\n".to_owned());
    let layout = recovered(&text);
    assert!(layout.articles.is_empty(), "{layout:?}");
    recovered(&Text::new("|;.,\n'`\n^^\n~~\n||\n_\n".to_owned()));
}

#[test]
fn a_file_cut_inside_a_character() {
    let (mut bytes, ..) = encoding_rs::GB18030.encode(RIVER);
    bytes.to_mut().pop();
    let decoded = decode(&bytes).unwrap();
    assert!(decoded.replaced);
    let text = decoded.text;
    let layout = recovered(&text);
    assert_eq!(layout.articles.len(), 1);
}

/// A page of `count` blocks of `lines` lines, each broken off in the middle of a sentence, all of different words.
fn broken_blocks(count: usize, lines: usize) -> String {
    let mut out = String::new();
    for block in 0..count {
        for line in 0..lines {
            let han =
                |nth: usize| char::from_u32(0x4e00 + ((block * 7919 + line * 131 + nth * 17) % 20000) as u32).unwrap();
            out.extend((0..if line == 0 { 18 } else { 20 }).map(han));
            out.push('\n');
        }
    }
    out
}

#[test]
fn twenty_thousand_lines() {
    let layout = recovered(&Text::new(broken_blocks(4000, 5)));
    assert!(!layout.articles.is_empty());
}

#[test]
fn two_thousand_broken_blocks_do_not_take_for_ever() {
    let text = Text::new(broken_blocks(2000, 4));
    let began = Instant::now();
    recovered(&text);
    // Unoptimised and on a busy machine; benches measure. What this finds is time that grows with the square.
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}
