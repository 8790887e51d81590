//! The codebook in the window: the tree by keys and by pointer, a tag's page, filters, tags that meet, lists in files.

use std::fs;

use egui::accesskit::Role as Seen;
use egui::{Key, Modifiers};
use jianbao::notebook::Notebook;
use jianbao::session::Inspected;

use crate::journey::{CTRL, CTRL_SHIFT, Desk, Window};

const ALT: Modifiers = Modifiers { alt: true, ..Modifiers::NONE };

fn names(notebook: &Notebook) -> Vec<String> {
    notebook.codebook().iter().map(|tag| tag.name.clone()).collect()
}

/// The window on the sample pages, with two paragraphs of the first article tagged; gives what they say.
fn marked(desk: &Desk) -> (Window, Vec<String>) {
    let mut window = desk.open();
    for line in ["AddTag(name: \"欠薪\")", "AddTag(name: \"欠薪/追回\")", "AddTag(name: \"机制\")"] {
        window.ask(line);
    }
    let parts = window.body();
    let id = parts[0].id.source;
    let spans = |at: usize| {
        let spans: Vec<String> =
            parts[at].part.spans.iter().map(|span| format!("({}, {})", span.start, span.end)).collect();
        spans.join(", ")
    };
    let annotate = |at: usize, tags: &str, comment: &str| {
        format!("Annotate(source: \"{id}\", spans: [{}], tags: [{tags}], comment: \"{comment}\")", spans(at))
    };
    window.ask(&annotate(0, "\"欠薪\", \"机制\"", "先核实"));
    window.ask(&annotate(1, "\"欠薪/追回\"", ""));
    let notebook = window.notebook();
    let quotes = notebook.annotations().values().map(|it| it.quotation.exact.replace(['\n', ' '], "")).collect();
    (window, quotes)
}

/// The quotations in the list, without white space.
fn listed(window: &Window, quotes: &[String]) -> Vec<usize> {
    let labels: Vec<String> = window.labels(Seen::Button, "“").iter().map(|it| it.replace(['\n', ' '], "")).collect();
    (0..quotes.len()).filter(|at| labels.iter().any(|label| label.contains(quotes[*at].as_str()))).collect()
}

/// Shows the tree and puts the keyboard on its first row.
fn into_tree(window: &mut Window) {
    window.press_with(ALT, Key::Num2);
    window.press_with(ALT, Key::Num2);
}

#[test]
fn a_tree_is_made_folded_and_moved_by_keys() {
    let desk = Desk::new();
    let mut window = desk.open();
    for line in ["AddTag(name: \"a\")", "AddTag(name: \"b\")", "AddTag(name: \"b/c\")", "AddTag(name: \"d\")"] {
        window.ask(line);
    }
    into_tree(&mut window);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowLeft);
    assert!(window.labels(Seen::Button, "b/c").is_empty(), "b is folded");
    window.press(Key::ArrowRight);
    assert!(!window.labels(Seen::Button, "b/c").is_empty());

    window.press_with(CTRL, Key::ArrowRight);
    assert_eq!(names(&window.notebook()), ["a", "d", "a/b", "a/b/c"], "under the one before it");
    window.press_with(CTRL, Key::ArrowLeft);
    assert_eq!(names(&window.notebook()), ["a", "b", "b/c", "d"], "and back to the level of its parent");
    window.press_with(CTRL, Key::ArrowDown);
    assert_eq!(names(&window.notebook()), ["a", "d", "b", "b/c"]);
    window.press_with(CTRL, Key::ArrowUp);
    assert_eq!(names(&window.notebook()), ["a", "b", "b/c", "d"]);
    window.press(Key::Delete);
    assert_eq!(names(&window.notebook()), ["a", "b/c", "d"], "the tag goes, what stands under it stays");
    window.ask("Undo");
    assert_eq!(names(&window.notebook()), ["a", "b", "b/c", "d"]);
}

#[test]
fn a_branch_is_dragged_under_another_and_to_the_top() {
    let desk = Desk::new();
    let mut window = desk.open();
    for line in ["AddTag(name: \"a\")", "AddTag(name: \"b\")", "AddTag(name: \"b/c\")"] {
        window.ask(line);
    }
    window.press_with(ALT, Key::Num2);
    let (b, a) = (window.place(Seen::Button, "b"), window.place(Seen::Button, "a"));
    window.drag(b, a);
    assert_eq!(names(&window.notebook()), ["a", "a/b", "a/b/c"]);
    let (b, last) = (window.place(Seen::Button, "a/b"), window.place(Seen::Button, "a/b/c"));
    window.drag(b, last + egui::vec2(0.0, 60.0));
    assert_eq!(names(&window.notebook()), ["a", "b", "b/c"]);
    let (b, above_a) = (window.place(Seen::Button, "b"), window.place(Seen::Button, "a") - egui::vec2(0.0, 11.0));
    window.drag(b, above_a);
    assert_eq!(names(&window.notebook()), ["b", "b/c", "a"], "near the upper edge it goes before");
}

#[test]
fn a_tag_is_renamed_by_its_path_in_the_details() {
    let desk = Desk::new();
    let (mut window, _) = marked(&desk);
    into_tree(&mut window);
    window.press(Key::F2);
    window.click(Seen::TextInput, "标签名称");
    window.press_with(CTRL, Key::A);
    window.type_text("劳动/拖欠");
    window.press(Key::Enter);
    assert_eq!(names(&window.notebook()), ["劳动/拖欠", "劳动/拖欠/追回", "机制"]);
    window.ask("Undo");
    assert_eq!(names(&window.notebook()), ["欠薪", "欠薪/追回", "机制"]);
}

#[test]
fn a_tags_page_leads_back_to_the_passage_by_keys() {
    let desk = Desk::new();
    let (mut window, quotes) = marked(&desk);
    let first = window.body()[0].id;
    window.press_with(CTRL, Key::G);
    window.expect("看哪个标签的引文？");
    window.type_text("欠薪");
    window.press(Key::Enter);
    window.expect("2 条 · 1 篇");
    assert_eq!(listed(&window, &quotes), [0, 1], "those of the tag below it too");
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert_eq!(window.app().focused_paragraph(), Some(window.body()[1].id));
    window.press(Key::ArrowUp);
    window.press(Key::Enter);
    assert_eq!(window.app().focused_paragraph(), Some(first));
    window.press(Key::Escape);
    assert!(!window.says("2 条 · 1 篇"), "the page is closed and the keyboard is the reader's again");
    window.press(Key::Num1);
    window.expect("去掉标签“欠薪”");
}

#[test]
fn a_tags_page_follows_what_is_tagged_and_untagged() {
    let desk = Desk::new();
    let (mut window, quotes) = marked(&desk);
    window.press_with(CTRL, Key::G);
    window.type_text("机制");
    window.press(Key::Enter);
    assert_eq!(listed(&window, &quotes), [0]);
    let (source, span) = {
        let part = window.body()[1].clone();
        (part.id.source, part.part.spans[0])
    };
    window.ask(&format!("ToggleTag(source: \"{source}\", spans: [({}, {})], tag: \"机制\")", span.start, span.end));
    assert_eq!(listed(&window, &quotes), [0, 1]);
    window.expect("2 条 · 1 篇");
    window.ask("Undo");
    assert_eq!(listed(&window, &quotes), [0]);
}

#[test]
fn quotations_are_filtered_by_tags_and_words() {
    let desk = Desk::new();
    let (mut window, quotes) = marked(&desk);
    window.press_with(CTRL_SHIFT, Key::F);
    assert_eq!(listed(&window, &quotes), [0, 1]);
    window.type_text("欠薪 且 非 机制");
    assert_eq!(listed(&window, &quotes), [1]);
    window.expect("1 条 · 1 篇");
    window.type_text(" 且");
    window.expect("处应有一个标签");
    assert_eq!(listed(&window, &quotes), [1], "what was found before stays while it is being typed");
    window.click(Seen::Button, "清除");
    window.click(Seen::TextInput, "评语中的词");
    window.type_text("核实");
    assert_eq!(listed(&window, &quotes), [0]);
    window.press(Key::Enter);
    window.press(Key::Enter);
    assert_eq!(window.app().focused_paragraph(), Some(window.body()[0].id), "Enter goes on to the list");
}

#[test]
fn a_quotation_whose_source_is_gone_says_so() {
    let desk = Desk::new();
    let page = desk.path("页.txt");
    fs::write(&page, crate::journey::PAGE).unwrap();
    let start = || jianbao::app::Start { paths: vec![page.clone()], ..desk.start() };
    let mut window = Window::open(start());
    window.ask("AddTag(name: \"读者\")");
    window.ask("Annotate(source: \"页.txt\", spans: [(0, 6)], tags: [\"读者\"])");
    window.close();
    fs::remove_file(&page).unwrap();
    let mut window = desk.open();
    window.press_with(CTRL, Key::G);
    window.press(Key::Enter);
    assert_eq!(window.labels(Seen::Button, "来源缺失，未核").len(), 1);
}

#[test]
fn a_cell_of_the_table_shows_where_two_tags_meet() {
    let desk = Desk::new();
    let (mut window, quotes) = marked(&desk);
    window.press_with(CTRL_SHIFT, Key::G);
    assert_eq!(window.labels(Seen::Button, "“欠薪”与“机制”：1 次").len(), 1);
    assert!(window.labels(Seen::Button, "“欠薪/追回”与").is_empty());
    window.press(Key::Enter);
    window.expect("相遇 1 次");
    assert_eq!(listed(&window, &quotes), [0]);
    window.click(Seen::Button, "看全部引文");
    assert_eq!(listed(&window, &quotes), [0, 1]);
}

#[test]
fn a_tag_meets_also_where_one_below_it_stands() {
    let desk = Desk::new();
    let (mut window, quotes) = marked(&desk);
    let part = window.body()[1].clone();
    let (source, span) = (part.id.source, part.part.spans[0]);
    let line = format!("ToggleTag(source: \"{source}\", spans: [({}, {})], tag: \"机制\")", span.start, span.end);
    window.ask(&line);
    window.press_with(CTRL_SHIFT, Key::G);
    assert_eq!(window.labels(Seen::Button, "“欠薪”与“机制”：1 次").len(), 1);
    window.click(Seen::CheckBox, "含下级标签");
    assert_eq!(window.labels(Seen::Button, "“欠薪”与“机制”：2 次").len(), 1);
    assert!(
        window.labels(Seen::Button, "“欠薪”与“欠薪/追回”").is_empty(),
        "a tag and one below it meet only as they do"
    );
    window.click(Seen::Button, "“欠薪”与“机制”：2 次");
    window.expect("相遇 2 次");
    assert_eq!(listed(&window, &quotes), [0, 1]);
}

/// Two pages of two days, and on each a quotation by another author.
fn by_two_authors(desk: &Desk) -> (Window, Vec<String>) {
    let page = |day: &str, text: &str| format!("江 城 日 报\n{day}\n第08版\n\n{text}");
    fs::write(desk.path("甲.txt"), page("2022年6月27日 星期一", crate::journey::PAGE)).unwrap();
    fs::write(desk.path("乙.txt"), page("2023年1月3日 星期二", &crate::journey::PAGE.replace("图书室", "文化站")))
        .unwrap();
    let paths = ["甲.txt", "乙.txt"].map(|name| desk.path(name)).to_vec();
    let mut window = Window::open(jianbao::app::Start { paths, ..desk.start() });
    let mut quotes = Vec::new();
    for (name, author) in [("甲.txt", "赵"), ("乙.txt", "钱")] {
        window.press_with(CTRL, Key::K);
        window.type_text("署名");
        window.press(Key::Enter);
        window.press_with(CTRL, Key::A);
        window.type_text(author);
        window.press(Key::Enter);
        let spans = {
            let app = window.app();
            let page = app.session().pages().find(|page| page.source.name == name).unwrap();
            let part = page.articles[0].parts.iter().find(|part| part.number == Some(1)).unwrap();
            quotes.push(part.text.as_str().replace(['\n', ' '], ""));
            format!("({}, {})", part.part.spans[0].start, part.part.spans[0].end)
        };
        window.ask(&format!("Annotate(source: \"{name}\", spans: [{spans}], tags: [], comment: \"{author}的\")"));
    }
    (window, quotes)
}

#[test]
fn quotations_are_filtered_by_source_date_and_author_by_the_pointer() {
    let desk = Desk::new();
    let (mut window, quotes) = by_two_authors(&desk);
    window.press_with(CTRL_SHIFT, Key::F);
    assert_eq!(listed(&window, &quotes), [0, 1]);

    window.click(Seen::ComboBox, "来源：全部来源");
    window.click_last(Seen::Button, "乙.txt");
    assert_eq!(listed(&window, &quotes), [1]);
    window.expect("1 条 · 1 篇");
    window.click(Seen::ComboBox, "来源：乙.txt");
    window.click_last(Seen::Button, "全部来源");
    assert_eq!(listed(&window, &quotes), [0, 1]);

    window.click(Seen::ComboBox, "作者：全部作者");
    window.click_last(Seen::Button, "赵");
    assert_eq!(listed(&window, &quotes), [0]);
    window.click(Seen::ComboBox, "来源：全部来源");
    window.click_last(Seen::Button, "乙.txt");
    assert_eq!(listed(&window, &quotes), [0; 0]);
    window.expect("0 条 · 0 篇");
    window.click(Seen::Button, "清除");
    assert_eq!(listed(&window, &quotes), [0, 1]);

    window.click(Seen::TextInput, "日期");
    window.type_text("2022-06");
    assert_eq!(listed(&window, &quotes), [0]);
    window.type_text("..");
    assert_eq!(listed(&window, &quotes), [0, 1]);
    window.press_with(CTRL, Key::A);
    window.type_text("2023");
    assert_eq!(listed(&window, &quotes), [1]);
    window.click(Seen::Button, "见报日");
    assert_eq!(listed(&window, &quotes), [0; 0], "they were made today");
    window.click(Seen::TextInput, "日期");
    window.press_with(CTRL, Key::A);
    window.type_text(&jiff::Zoned::now().strftime("%Y-%m-%d").to_string());
    assert_eq!(listed(&window, &quotes), [0, 1]);
    window.press_with(CTRL, Key::A);
    window.type_text("六月");
    window.expect("“六月”");
    window.press(Key::Escape);
    window.click(Seen::Button, "清除");
    window.click(Seen::TextInput, "评语中的词");
    window.type_text("钱");
    window.press(Key::Enter);
    assert_eq!(listed(&window, &quotes), [1]);
    window.press(Key::Enter);
    let app = window.app();
    let Inspected::Article(article) = app.inspected() else { panic!("no article is open") };
    assert_eq!(
        app.session().page(article.source).unwrap().source.name,
        "乙.txt",
        "a click, or Enter, goes to the place"
    );
}

#[test]
fn a_tag_is_added_to_the_filter_from_its_menu() {
    let desk = Desk::new();
    let (mut window, quotes) = marked(&desk);
    window.press_with(CTRL_SHIFT, Key::F);
    window.click(Seen::Button, "＋标签");
    window.click_last(Seen::Button, "欠薪");
    assert_eq!(listed(&window, &quotes), [0, 1]);
    window.click(Seen::Button, "＋标签");
    window.click(Seen::Button, "非 机制");
    assert_eq!(listed(&window, &quotes), [1]);
    window.click(Seen::Button, "＋标签");
    window.click(Seen::Button, "或 机制");
    assert_eq!(listed(&window, &quotes), [0, 1]);
}

#[test]
fn tags_are_merged_and_moved_from_the_palette() {
    let desk = Desk::new();
    let (mut window, _) = marked(&desk);
    window.press_with(CTRL, Key::K);
    window.type_text("合并标签");
    window.press(Key::Enter);
    window.type_text("机制");
    window.press(Key::Enter);
    window.expect("把“机制”并入哪个标签？");
    window.type_text("追回");
    window.press(Key::Enter);
    assert_eq!(names(&window.notebook()), ["欠薪", "欠薪/追回"]);
    window.expect("标签“机制”并入“欠薪/追回”（涉及 1 条批注）");
    window.ask("Undo");
    window.press_with(CTRL, Key::K);
    window.type_text("移动标签");
    window.press(Key::Enter);
    window.type_text("机制");
    window.press(Key::Enter);
    window.type_text("欠薪");
    window.press(Key::Enter);
    assert_eq!(names(&window.notebook()), ["欠薪", "欠薪/追回", "欠薪/机制"]);
}

#[test]
fn a_codebook_goes_out_as_a_list_and_comes_in_again() {
    let desk = Desk::new();
    let (mut window, _) = marked(&desk);
    let list = desk.path("标签.csv");
    let command = |window: &mut Window, name: &str, path: &std::path::Path| {
        window.press_with(CTRL, Key::K);
        window.type_text(name);
        window.press(Key::Enter);
        window.give_path(path);
    };
    command(&mut window, "导出标签表", &list);
    window.expect("已导出到");
    let text = fs::read_to_string(&list).unwrap();
    assert!(text.starts_with("\u{feff}名称,颜色,说明,快捷键\r\n欠薪,#B23A26,,1\r\n"), "{text}");
    command(&mut window, "导入标签表", &list);
    window.expect("标签表里没有新内容");

    fs::write(&list, "名称,颜色\n欠薪,#1C7771\n新的/一个,\n").unwrap();
    command(&mut window, "导入标签表", &list);
    assert_eq!(names(&window.notebook()), ["欠薪", "欠薪/追回", "机制", "新的/一个"]);
    window.press_with(CTRL, Key::Z);
    assert_eq!(names(&window.notebook()), ["欠薪", "欠薪/追回", "机制"]);

    fs::write(&list, "名称,颜色\n又一个,\n欠薪,绿\n").unwrap();
    command(&mut window, "导入标签表", &list);
    window.expect("第 3 行：“绿”不是颜色");
    assert_eq!(names(&window.notebook()), ["欠薪", "欠薪/追回", "机制"]);

    // As a spreadsheet on a Chinese system writes it.
    let (gbk, _, _) = encoding_rs::GB18030.encode("名称,说明\n欠薪,拖欠工资\n");
    fs::write(&list, gbk).unwrap();
    command(&mut window, "导入标签表", &list);
    assert_eq!(window.notebook().tag_named("欠薪").unwrap().description, "拖欠工资");
}
