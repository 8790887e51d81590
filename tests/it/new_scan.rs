//! A source that has come back changed, in the window: what is sure is taken along, the user decides the rest by one key.

use std::fs;

use egui::Key;
use egui::accesskit::Role as Seen;
use jianbao::app::Start;
use jianbao::library::samples;
use jianbao::text::Text;

use crate::journey::{CTRL, Desk, Window};

const OLD: &str = "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后重\n新开放，首日接待读者四百余人。\n\n馆员赵青说，新书架由镇上木工制作，书目由读者投票选出。\n";

#[test]
fn annotations_move_to_a_better_scan_and_the_user_decides_what_is_not_sure() {
    let desk = Desk::new();
    fs::write(desk.path("河湾.txt"), OLD).unwrap();
    let mut window = Window::open(Start { paths: vec![desk.path("河湾.txt")], ..desk.start() });
    window.settle();
    window.ask("AddTag(name: \"一\")");
    let annotate = |quote: &str| {
        let start = OLD[..OLD.find(quote).unwrap()].chars().count();
        let end = start + quote.chars().count();
        format!("Annotate(source: \"河湾.txt\", spans: [({start}, {end})], tags: [\"一\"])")
    };
    window.ask(&annotate("首日接待读者四百余人"));
    window.ask(&annotate("馆员赵青说，新书架由镇上"));
    window.close();

    let new = OLD.replace("三个月后重\n新开放", "三个月后\n重新开放").replace("赵青说，新书架", "起责说，新出架");
    fs::write(desk.path("河湾.txt"), new).unwrap();
    let mut window = Window::open(Start { notebook: Some(desk.notebook()), ..desk.start() });
    window.wait_for("来源有了新版");
    window.expect("1 条批注已确定新位置，1 条要请你决定，0 条没有找到");
    window.click(Seen::Button, "搬到新版");
    window.expect("馆员赵青说，新书架由镇上");
    window.press(Key::Num1);
    window.expect("没有要决定的了");
    window.click(Seen::Button, "关闭");
    let quotes = |window: &Window| {
        let notebook = window.notebook();
        let mut quotes: Vec<String> =
            notebook.annotations().values().map(|annotation| annotation.quotation.exact.clone()).collect();
        quotes.sort();
        quotes
    };
    assert_eq!(quotes(&window), ["馆员起责说，新出架由镇上", "首日接待读者四百余人"]);
    let sources: Vec<_> = window.notebook().annotations().values().map(|annotation| annotation.source).collect();
    assert_eq!(sources[0], sources[1]);
    window.press_with(CTRL, Key::Z);
    window.press_with(CTRL, Key::Z);
    assert_eq!(quotes(&window), ["馆员赵青说，新书架由镇上", "首日接待读者四百余人"]);
}

#[test]
fn fifty_annotations_move_to_a_better_scan_of_a_sample_page() {
    let desk = Desk::new();
    // Not the sample itself, which is always there.
    let text = Text::new(format!("{}\n编者的话在后。\n", samples()[1].text.as_str()));
    let old = text.as_str();
    fs::write(desk.path("页.txt"), old).unwrap();
    let mut window = Window::open(Start { paths: vec![desk.path("页.txt")], ..desk.start() });
    window.settle();
    window.ask("AddTag(name: \"一\")");
    // Passages of all lengths, from one end of the page to the other.
    let paragraphs: Vec<_> = text.lines().filter(|line| line.len() > 40).collect();
    let mut asked = 0;
    for round in 0u32.. {
        for line in &paragraphs {
            let start = line.start + (7 * round) % (line.len() - 30);
            let end = start + 8 + (asked * 5) % 22;
            if asked < 50 {
                window.ask(&format!("Annotate(source: \"页.txt\", spans: [({start}, {end})], tags: [\"一\"])"));
                asked += 1;
            }
        }
        if asked == 50 {
            break;
        }
    }
    let quotes = |window: &Window| -> Vec<String> {
        let notebook = window.notebook();
        notebook.annotations().values().map(|it| jianbao::text::without_space(&it.quotation.exact)).collect()
    };
    let before = quotes(&window);
    assert_eq!(before.len(), 50);
    window.close();

    // Wrapped at 20 characters, a line put before the page, and in every 200th place one character read otherwise.
    let mut column = 0;
    let mut new = "更清楚的一次扫描\n".to_owned();
    for (at, ch) in old.chars().enumerate() {
        column = if ch == '\n' { 0 } else { column + 1 };
        new.push(if at % 200 == 199 && !ch.is_whitespace() { '囗' } else { ch });
        if column == 20 {
            new.push('\n');
            column = 0;
        }
    }
    fs::write(desk.path("页.txt"), &new).unwrap();
    let mut window = Window::open(Start { notebook: Some(desk.notebook()), ..desk.start() });
    window.wait_for("来源有了新版");
    window.click(Seen::Button, "搬到新版");
    window.settle();
    let after = quotes(&window);
    assert_eq!(after.len(), 50, "nothing is dropped");
    let source = window.notebook().annotations().values().map(|it| it.source).max().unwrap();
    let moved = window
        .notebook()
        .annotations()
        .values()
        .filter(|it| it.source == source)
        .count()
        .max(window.notebook().annotations().values().filter(|it| it.source != source).count());
    let alike = |one: &str, other: &str| {
        one.chars().zip(other.chars()).filter(|(one, other)| one != other).count() <= 1
            && one.chars().count() == other.chars().count()
    };
    for (before, after) in before.iter().zip(&after) {
        assert!(alike(before, after), "{before} is not {after}");
    }
    println!("moved {moved} of 50");
    assert!(moved >= 48, "{moved} of 50 were sure");
}
