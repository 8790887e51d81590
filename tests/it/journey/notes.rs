//! Notes: written, linked to annotations and back, found again, exported.

use std::fs;

use egui::accesskit::Role as Seen;
use egui::{Event, Key};

use super::{ALT, CTRL, CTRL_SHIFT, Desk, SHIFT, Window};

fn notes(window: &Window) -> Vec<String> {
    window.notebook().notes().values().map(|note| note.text.clone()).collect()
}

/// Tags the first paragraph, so that there is an annotation, and stands on it.
fn annotate(window: &mut Window) {
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window.press(Key::T);
    window.type_text("欠薪");
    window.press(Key::Enter);
    window.press(Key::A);
}

#[test]
fn a_note_is_written_in_markdown_and_shown_as_it_is_read() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.press_with(SHIFT, Key::N);
    window.type_text("# 线索");
    window.press(Key::Enter);
    window.type_text("找**赵青**核实");
    // It is kept while it is typed, and the preview stands below the field.
    assert_eq!(notes(&window), ["# 线索\n找**赵青**核实"]);
    assert_eq!(window.labels(Seen::Heading, "线索"), ["线索"]);
    assert_eq!(window.labels(Seen::Paragraph, "核实"), ["找赵青核实"]);
    window.press(Key::Escape);
    assert_eq!(window.labels(Seen::Heading, "线索"), ["线索"]);
    assert!(window.labels(Seen::TextInput, "笔记").is_empty(), "the field is closed");
    window.press_with(CTRL, Key::Z);
    assert!(notes(&window).is_empty(), "one note is one step");
    window.press_with(CTRL_SHIFT, Key::Z);
    assert_eq!(notes(&window).len(), 1);

    // Marks by keys.
    window.click(Seen::Button, "修改");
    window.press_with(CTRL, Key::A);
    window.press_with(CTRL, Key::B);
    assert_eq!(notes(&window), ["**# 线索\n找**赵青**核实**"]);
    window.press_with(CTRL, Key::B);
    assert_eq!(notes(&window), ["# 线索\n找**赵青**核实"]);
}

#[test]
fn notes_are_on_the_article_the_source_and_the_notebook() {
    let desk = Desk::new();
    let mut window = desk.open();
    for (modifiers, text) in [(SHIFT, "写文章"), (ALT, "写来源"), (ALT | SHIFT, "写全本")] {
        window.press_with(modifiers, Key::N);
        window.type_text(text);
        window.press(Key::Escape);
    }
    assert_eq!(notes(&window), ["写文章", "写来源", "写全本"]);
    window.press_with(CTRL_SHIFT, Key::L);
    window.type_text("来源");
    assert_eq!(window.labels(Seen::Button, "写"), ["写来源"]);
    window.click(Seen::Button, "写来源");
    window.expect("来源 1");
    assert_eq!(window.labels(Seen::Paragraph, "写来源"), ["写来源"]);
    // An emptied note goes to the bin once it is left.
    window.click(Seen::Button, "修改");
    window.press_with(CTRL, Key::A);
    window.press(Key::Backspace);
    assert_eq!(notes(&window).len(), 3);
    window.press(Key::Escape);
    assert_eq!(notes(&window), ["写文章", "写全本"]);
    window.press_with(CTRL, Key::Z);
    assert_eq!(notes(&window).len(), 3);
}

#[test]
fn a_link_leads_to_its_annotation_and_back() {
    let desk = Desk::new();
    let mut window = desk.open();
    annotate(&mut window);
    let quote = window.notebook().annotations().values().next().unwrap().quotation.exact.clone();
    let start: String = quote.trim().chars().take(4).collect();

    // From the annotation that one stands on, into a new note.
    window.press_with(CTRL, Key::L);
    let note = notes(&window).pop().unwrap();
    assert!(note.contains("](jianbao:annotation/") && note.contains(&start), "{note}");
    // While the note is being written, from a list.
    window.type_text("又见");
    window.press_with(CTRL, Key::L);
    window.type_text(&start);
    window.press(Key::Enter);
    assert_eq!(notes(&window)[0].matches("jianbao:annotation/").count(), 2);
    // A list that is closed gives the keyboard back.
    window.press_with(CTRL, Key::L);
    window.press(Key::Escape);
    window.type_text("完");
    assert!(notes(&window)[0].ends_with('完'));
    // Escape is the field's: one still stands on the annotation.
    window.press(Key::Escape);
    assert!(window.labels(Seen::TextInput, "笔记").is_empty(), "the field is closed");
    window.press_with(ALT, Key::L);
    assert!(window.copied.pop().unwrap().contains("jianbao:annotation/"));

    // Another article, and back by the link.
    let here = window.article().title;
    window.press_with(CTRL, Key::ArrowDown);
    assert_ne!(window.article().title, here);
    window.press_with(CTRL_SHIFT, Key::L);
    let row = window.labels(Seen::Button, &start).pop().unwrap();
    window.click(Seen::Button, &row);
    assert_eq!(window.article().title, here, "a note is shown beside its article");
    window.press_with(CTRL, Key::ArrowDown);
    window.press_with(ALT, Key::ArrowLeft);
    let link = window.labels(Seen::Link, &start)[0].clone();
    window.click(Seen::Link, &link);
    assert!(window.focused().is_some(), "the passage is in focus");

    // The card names the note, and leads to it.
    window.press_with(ALT, Key::Num1);
    let back = window.labels(Seen::Button, "笔记：")[0].clone();
    window.click(Seen::Button, &back);
    window.expect("修改");

    // Without its annotation the link says what has become of it.
    window.press_with(ALT, Key::Num1);
    window.click(Seen::Button, "删除批注");
    window.press_with(ALT, Key::Num4);
    let link = window.labels(Seen::Link, "已删除，在回收站")[0].clone();
    window.click(Seen::Link, &link);
    window.expect("可以恢复");
}

#[test]
fn a_link_is_copied_and_addresses_are_never_opened() {
    let desk = Desk::new();
    let mut window = desk.open();
    annotate(&mut window);
    window.press_with(ALT, Key::L);
    let copied = window.copied.pop().unwrap();
    assert!(copied.starts_with("[“") && copied.contains("”](jianbao:annotation/"), "{copied}");
    window.press_with(SHIFT, Key::N);
    window.type_text("见 https://example.org/a");
    window.press(Key::Escape);
    window.click(Seen::Link, "https://example.org/a");
    assert_eq!(window.copied.pop().as_deref(), Some("https://example.org/a"));
    assert!(window.opened.is_empty(), "{:?}", window.opened);
}

#[test]
fn what_is_composed_in_a_note_is_kept_once_it_is_whole() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.press_with(SHIFT, Key::N);
    window.type_text("先");
    for text in ["he", "heshi"] {
        let preedit = egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None };
        window.event(Event::Ime(preedit));
    }
    (0..90).for_each(|_| window.step());
    assert_eq!(notes(&window), ["先"], "half a word is no note");
    assert_eq!(window.labels(Seen::Paragraph, "先"), ["先"], "nor is it shown as one");
    window.event(Event::Ime(egui::ImeEvent::Commit("核实".to_owned())));
    window.settle();
    assert_eq!(notes(&window), ["先核实"]);
}

#[test]
fn what_is_typed_is_there_after_the_window_is_closed_in_the_middle_of_it() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.press_with(SHIFT, Key::N);
    window.event(Event::Text("没等存".to_owned()));
    window.step();
    assert!(notes(&window).is_empty());
    window.expect("正在保存");
    window.close();
    assert_eq!(notes(&desk.open()), ["没等存"]);
}

#[test]
fn an_exported_note_keeps_its_links_as_footnotes() {
    let desk = Desk::new();
    let mut window = desk.open();
    annotate(&mut window);
    window.press_with(CTRL, Key::L);
    window.type_text("要**核实**<script>");
    window.press(Key::Escape);
    window.press_with(CTRL, Key::E);
    window.click(Seen::Button, "选择保存位置…");
    window.give_path(&desk.path("甲.md"));
    window.expect("已导出到");
    let markdown = fs::read_to_string(desk.path("甲.md")).unwrap();
    assert!(markdown.contains("[^1]要**核实**\\<script\\>"), "{markdown}");
    assert!(markdown.contains("[^1]: “"), "{markdown}");
    assert!(!markdown.contains("jianbao:"), "{markdown}");
}

#[test]
fn links_lead_to_tags_articles_and_notes_too() {
    let desk = Desk::new();
    let mut window = desk.open();
    annotate(&mut window);
    let (here, other) = (window.article().title, super::second_title(&window));
    window.press_with(SHIFT, Key::N);
    for words in ["欠薪", other.as_str()] {
        window.press_with(CTRL, Key::L);
        window.type_text(words);
        // The quotation may hold the word, too: a name that is just the words comes first.
        window.press(Key::Enter);
        window.type_text("，");
    }
    let note = notes(&window).pop().unwrap();
    assert!(note.contains("[欠薪](jianbao:tag/") && note.contains("](jianbao:article/"), "{note}");
    window.press(Key::Escape);
    let link = window.labels(Seen::Link, &other)[0].clone();
    window.click(Seen::Link, &link);
    assert_eq!(window.article().title, other);
    window.press_with(ALT, Key::ArrowLeft);
    assert_eq!(window.article().title, here);
    window.click(Seen::Link, "欠薪");
    window.expect("1 条 · 1 篇");
}

#[test]
fn steps_within_a_note_are_undone_in_its_field() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.press_with(SHIFT, Key::N);
    window.type_text("一");
    // A pause makes a step.
    (0..90).for_each(|_| window.step());
    window.type_text("二");
    window.press_with(CTRL, Key::B);
    assert_eq!(notes(&window), ["一二****"]);
    window.press_with(CTRL, Key::Z);
    window.settle();
    assert_eq!(notes(&window), ["一"]);
    window.press_with(CTRL_SHIFT, Key::Z);
    assert_eq!(notes(&window), ["一二****"]);
    // Outside of the field the note as a whole is undone.
    window.press(Key::Escape);
    window.press_with(CTRL, Key::Z);
    assert!(notes(&window).is_empty());
}

#[test]
fn a_note_that_is_being_written_follows_what_is_undone_beside_it() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.press_with(SHIFT, Key::N);
    window.type_text("甲");
    let part = window.body()[0].clone();
    // The field stays open while one reads.
    window.click_paragraph(&part);
    assert_eq!(window.labels(Seen::TextInput, "笔记").len(), 1);
    window.press_with(CTRL, Key::Z);
    assert!(notes(&window).is_empty());
    assert!(window.labels(Seen::TextInput, "笔记").is_empty(), "there is no note to be written");
    window.press_with(CTRL_SHIFT, Key::Z);
    assert_eq!(window.labels(Seen::Paragraph, "甲"), ["甲"]);
    // Another notebook has none of this one's notes, written or not.
    window.click(Seen::Button, "修改");
    window.event(Event::Text("乙".to_owned()));
    window.press_with(CTRL, Key::N);
    window.give_path(&desk.path("新.ron"));
    assert!(notes(&window).is_empty());
    assert!(window.labels(Seen::TextInput, "笔记").is_empty());
    window.close();
    assert_eq!(notes(&Window::open(super::Start { notebook: Some(desk.notebook()), ..desk.start() })), ["甲乙"]);
}

#[test]
fn no_note_is_begun_in_a_notebook_that_would_not_take_it() {
    let desk = Desk::new();
    let first = desk.open();
    let mut second = desk.open();
    second.press_with(SHIFT, Key::N);
    second.type_text("只看不写");
    second.expect("只读");
    assert!(notes(&second).is_empty());
    assert!(second.labels(Seen::TextInput, "笔记").is_empty(), "what would be lost is not taken");
    // Once the notebook can be written, it is.
    first.close();
    second.click(Seen::Button, "再试一次");
    second.press_with(SHIFT, Key::N);
    second.type_text("写下了");
    second.press(Key::Escape);
    assert_eq!(notes(&second), ["写下了"]);
    second.close();
}
