//! Misread words: corrected where one reads, and accepted or dismissed from a list of what the text itself gives away.

use super::*;

const MISREAD: &str = "河湾镇图书室重新开放\n\n一组细致的统计数据 displays，截至11月底新增读者四百余人。大会开幕，，代表们入场。\n\n\
该局己经为农民工追回欠薪。\n";

fn window_on(desk: &Desk, text: &str) -> Window {
    let page = desk.path("版.txt");
    fs::write(&page, text).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    let end = Instant::now() + PATIENCE;
    while !window.app().knows_words() {
        assert!(Instant::now() < end);
        window.step();
    }
    window.settle();
    window
}

fn read(window: &Window) -> String {
    window.article().parts.iter().map(|part| part.text.as_str().to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn suspected_misreadings_are_accepted_and_dismissed_by_one_key_each() {
    let desk = Desk::new();
    let mut window = window_on(&desk, MISREAD);
    window.press_with(SHIFT, Key::W);
    window.wait_for("疑似误读 1/3");
    window.expect("displays → 显示");
    window.expect("中文句子里夹了外文词");
    window.press(Key::Y);
    assert!(read(&window).contains("数据 显示，截至"));
    window.expect("疑似误读 1/2");
    window.expect("原文：displays");
    window.press(Key::N);
    assert!(read(&window).contains("，，"), "the original is right");
    window.expect("己 → 已");
    window.press_with(CTRL, Key::Z);
    window.expect("疑似误读 2/2");
    window.press(Key::Y);
    assert!(read(&window).contains("该局已经"));
    window.press(Key::Escape);
    assert!(!window.says("疑似误读"));
    assert_eq!(window.notebook().emendations().len(), 2);
    window.press_with(SHIFT, Key::W);
    window.wait_for("疑似误读 1/1");
    window.press(Key::N);
    assert!(!window.says("疑似误读 1"));
    window.press_with(SHIFT, Key::W);
    window.wait_for("没有疑似误读之处");
}

#[test]
fn the_word_at_the_caret_is_read_otherwise_found_by_both_and_quoted_with_what_it_should_be() {
    let desk = Desk::new();
    let mut window = window_on(&desk, MISREAD);
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    let at = part.text.as_str().chars().position(|ch| ch == 'd').unwrap();
    select(&mut window, &part, at as u32, at as u32 + 8);
    window.press(Key::W);
    window.expect("原文：displays");
    window.type_text("显示");
    window.press(Key::Enter);
    assert!(read(&window).contains("数据 显示，截至"));
    // The whole paragraph is quoted as it stands, with what it should be.
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window.press(Key::Escape);
    window.press(Key::C);
    let copied = window.copied.last().unwrap().clone();
    assert!(copied.contains("数据 displays〔应为：显示〕，截至"), "{copied}");
    window.press_with(CTRL_SHIFT, Key::C);
    let copied = window.copied.last().unwrap().clone();
    assert!(copied.contains("数据 displays〔应为：显示〕，截至"), "{copied}");
    // What stands in the source is found, too.
    select(&mut window, &part, at as u32, at as u32 + 2);
    window.press(Key::F);
    window.wait_for("数据 显示，截至");
    window.press(Key::Escape);
    window.press_with(CTRL, Key::Z);
    assert!(read(&window).contains("displays"));
}

/// Selects a stretch of a paragraph by keys.
fn select(window: &mut Window, part: &PartText, from: u32, to: u32) {
    window.click_paragraph(part);
    window.press(Key::Escape);
    // A click puts the caret somewhere in the paragraph; from its start on, by characters.
    window.press_with(Modifiers { shift: true, ..CTRL }, Key::ArrowUp);
    window.press(Key::ArrowLeft);
    (0..from).for_each(|_| window.press(Key::ArrowRight));
    (from..to).for_each(|_| window.press_with(SHIFT, Key::ArrowRight));
}
