//! Finding one's way: the palette, back and forward, the notebooks of before, the card of the first start.

use egui::accesskit::Role as Seen;
use egui::{Key, Modifiers};

use crate::journey::{CTRL, CTRL_SHIFT, Desk, Window, mark_up, second_title};

fn title(window: &Window) -> String {
    window.article().title
}

#[test]
fn the_palette_finds_articles_tags_and_notes_by_their_first_letters() {
    let desk = Desk::new();
    let mut window = desk.open();
    mark_up(&mut window);
    let first = title(&window);
    window.press_with(CTRL, Key::K);
    // 当好“娘家人”
    window.type_text("dhnjr");
    window.press(Key::Enter);
    assert!(title(&window).starts_with("当好"), "{}", title(&window));
    // The note 写后续 leads back to its article.
    window.press_with(CTRL, Key::K);
    window.type_text("xhx");
    window.press(Key::Enter);
    assert_eq!(title(&window), first);
    window.press(Key::Escape);
    window.press_with(CTRL, Key::K);
    window.type_text("qianx");
    assert!(!window.labels(Seen::Button, "欠薪").is_empty());
    window.press(Key::Escape);
}

#[test]
fn the_palette_finds_keywords_by_their_first_letters() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.ask("AddKeywordList(name: \"单位\", terms: [\"人社局\"])");
    window.press_with(CTRL, Key::K);
    window.type_text("rsj");
    assert!(!window.labels(Seen::Button, "人社局").is_empty());
    window.press(Key::Enter);
    window.expect("处命中");
}

#[test]
fn keys_that_come_at_once_are_taken_in_their_order() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.ask("AddTag(name: \"一\")");
    window.ask("AddTag(name: \"二\")");
    window.press(Key::ArrowDown);
    window.press_at_once(&[Key::Num1, Key::ArrowDown, Key::Num2, Key::ArrowDown, Key::Num1, Key::ArrowDown, Key::Num1]);
    let notebook = window.notebook();
    let tags: Vec<usize> = notebook.annotations().values().map(|annotation| annotation.tags.len()).collect();
    assert_eq!(tags, [1, 1, 1, 1], "four paragraphs, a tag each");
}

#[test]
fn back_and_forward_as_in_a_browser() {
    let desk = Desk::new();
    let mut window = desk.open();
    let first = title(&window);
    let second = second_title(&window);
    let part = window.body()[2].clone();
    window.click_paragraph(&part);
    window.click(Seen::Button, &second);
    assert_eq!(title(&window), second);
    window.press_with(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(title(&window), first);
    assert_eq!(window.app().layout().panes.len(), 1);
    window.press_with(Modifiers::ALT, Key::ArrowLeft);
    window.expect("前面没有看过别的文章");
    window.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(title(&window), second);
    window.press_with(Modifiers::ALT, Key::ArrowRight);
    window.expect("已经是最后看的文章");
}

#[test]
fn a_notebook_of_before_is_found_in_the_palette() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.press_with(CTRL_SHIFT, Key::S);
    window.give_path(&desk.path("专题.ron"));
    assert_eq!(window.app().notebook_path(), Some(desk.path("专题.ron").as_path()));
    window.press_with(CTRL, Key::K);
    window.type_text("caifang");
    window.press(Key::Enter);
    assert_eq!(window.app().notebook_path(), Some(desk.notebook().as_path()));
}

#[test]
fn the_first_card_goes_away_for_good() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.expect("从这里开始");
    window.click(Seen::Button, "知道了");
    assert!(!window.says("从这里开始"));
    window.close();
    assert!(!desk.open().says("从这里开始"));
}
