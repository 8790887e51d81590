//! What a journalist expects of any window: that nothing typed is lost, that one key does no harm, that what is there can be seen
//! and reached.

use super::*;

#[test]
fn a_window_that_only_looks_opens_no_fields_and_says_so() {
    let desk = Desk::new();
    let has_field =
        |window: &Window| ["批注", "笔记"].iter().any(|name| !window.labels(Seen::TextInput, name).is_empty());
    let first = desk.open();
    let mut second = desk.open();
    second.expect("（只读）");
    let part = second.body()[0].clone();
    second.click_paragraph(&part);
    second.press(Key::N);
    second.type_text("能写吗");
    assert!(!has_field(&second), "no field takes what would be lost");
    second.press_with(SHIFT, Key::N);
    assert!(!has_field(&second));
    second.press(Key::T);
    assert!(!second.says("查找标签，或输入新名称"));
    second.expect("存为副本再编辑…");
    first.close();
}

#[test]
fn annotations_that_stand_apart_are_merged_only_if_the_user_says_so() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    window.ask("AddTag(name: \"一\")");
    for quote in ["周六上午", "馆员赵青说"] {
        let start = PAGE[..PAGE.find(quote).unwrap()].chars().count();
        let end = start + quote.chars().count();
        window.ask(&format!("Annotate(source: \"河湾.txt\", spans: [({start}, {end})], tags: [\"一\"])"));
    }
    let count = |window: &Window| window.notebook().annotations().len();
    window.press(Key::A);
    window.press(Key::M);
    window.expect("合并这两条批注？");
    window.expect("周六上午");
    window.expect("馆员赵青说");
    window.press(Key::Escape);
    assert_eq!(count(&window), 2);
    window.press(Key::M);
    window.press(Key::Enter);
    assert_eq!(count(&window), 1);
    window.press_with(CTRL, Key::Z);
    assert_eq!(count(&window), 2);
}

#[test]
fn lines_of_an_earlier_query_can_be_neither_selected_nor_tagged() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    window.ask("AddTag(name: \"一\", shortcut: 1)");
    window.press_with(CTRL, Key::H);
    window.type_text("读者");
    window.press(Key::Enter);
    window.press_with(CTRL, Key::A);
    window.expect("给 2 行加标签");
    window.click(Seen::Button, "正则");
    window.click(Seen::TextInput, "查找文章、引文、评语和笔记");
    window.press(Key::End);
    window.type_text("(推");
    window.expect("下面还是先前的结果");
    window.press(Key::Enter);
    window.press_with(CTRL, Key::A);
    assert!(!window.says("行加标签"));
    window.press(Key::ArrowDown);
    window.press(Key::Num1);
    assert!(window.notebook().annotations().is_empty());
    // What was not found says what it was, and what may help.
    window.click(Seen::Button, "正则");
    window.click(Seen::TextInput, "查找文章、引文、评语和笔记");
    window.press_with(CTRL, Key::A);
    window.type_text("首曰接待");
    window.expect("没有找到“首曰接待”");
    window.click(Seen::Button, "易认错的字也算");
    window.expect("1 处 · 1 篇");
}

/// No two of what is called so lie on each other, and all of it is on a screen of this size.
#[track_caller]
fn all_apart(window: &Window, size: Vec2, names: &[&str]) {
    let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
    let places: Vec<egui::Rect> = names.iter().map(|name| window.rect(Seen::Button, name)).collect();
    for (at, (name, place)) in names.iter().zip(&places).enumerate() {
        assert!(screen.contains_rect(*place), "{name} at {place:?}");
        for (other, there) in names.iter().zip(&places).skip(at + 1) {
            assert!(
                !place.shrink(1.0).intersects(there.shrink(1.0)),
                "{name} at {place:?} lies on {other} at {there:?}"
            );
        }
    }
}

#[test]
fn the_head_of_the_concordance_has_room_in_a_small_window() {
    let size = Vec2::new(1100.0, 700.0);
    let desk = Desk::new();
    let mut window = Window::begin_sized(desk.start(), size);
    window.settle();
    window.press_with(CTRL, Key::H);
    window.type_text("服务");
    let chinese = ["语境检索", "词频", "搭配", "关键性", "关闭语境检索", "全选", "加标签…", "导出", "照字面", "范围"];
    all_apart(&window, size, &chinese);
    window.press_with(CTRL, Key::K);
    window.type_text("English");
    window.press(Key::Enter);
    let english = [
        "Concordance",
        "Frequencies",
        "Collocates",
        "Keyness",
        "Close the concordance",
        "Select all",
        "Tag…",
        "Export",
        "As typed",
        "In",
    ];
    all_apart(&window, size, &english);
}

#[test]
fn panels_that_had_to_give_way_are_as_wide_as_before_once_there_is_room() {
    let desk = Desk::new();
    let mut window = desk.open();
    let width = |window: &Window| {
        let filter = window.rect(Seen::TextInput, "筛选：标题、作者、文件名");
        filter.width()
    };
    let before = width(&window);
    window.harness.set_size(Vec2::new(900.0, 700.0));
    window.settle();
    assert!(width(&window) < before - 20.0, "{} was {before}", width(&window));
    window.harness.set_size(Vec2::new(1600.0, 1000.0));
    window.settle();
    assert!((width(&window) - before).abs() < 1.0, "{} was {before}", width(&window));
}

#[test]
fn a_folder_as_the_place_of_an_export_means_in_there_and_is_shown_first() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    mark_up(&mut window);
    let folder = desk.path("出");
    fs::create_dir(&folder).unwrap();
    window.press_with(CTRL, Key::E);
    window.click(Seen::Button, "选择保存位置…");
    window.give_path(&folder);
    window.expect("路径");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing is written before it is shown where");
    window.press(Key::Enter);
    assert!(folder.join("采访.md").is_file());
    assert!(!desk.path("出.md").exists());
}

#[test]
fn pages_that_are_opened_are_shown() {
    let desk = Desk::new();
    let mut window = desk.open();
    fs::write(desk.path("河湾.txt"), PAGE).unwrap();
    window.press_with(CTRL, Key::O);
    window.give_path(&desk.path("河湾.txt"));
    assert_eq!(window.article().title, "河湾镇图书室重新开放");
    window.expect("打开了 1 个版面，1 篇文章");
    // Its tab, and its row, which has come into view at the end of the library.
    assert_eq!(window.labels(Seen::Button, "河湾镇图书室重新开放").len(), 2);
}

#[test]
fn the_page_as_scanned_begins_with_the_lines_of_the_article() {
    let desk = Desk::new();
    let mut window = desk.open();
    let first: String = window.article().parts[0].text.as_str().chars().take(6).collect();
    let title = second_title(&window);
    window.click(Seen::Button, &title);
    let begins: String = window.article().parts[0].text.as_str().chars().take(4).collect();
    window.press(Key::R);
    assert!(!window.labels(Seen::Paragraph, &begins).is_empty(), "{begins}");
    assert!(window.labels(Seen::Paragraph, &first).is_empty(), "{first} stands far above");
}

#[test]
fn an_article_that_was_left_is_where_it_was_left() {
    let desk = Desk::new();
    let paragraphs: Vec<String> =
        (1..=60).map(|at| format!("河湾镇的第{at}批工程上周开工，将在下月完成验收。")).collect();
    fs::write(desk.path("长.txt"), format!("河湾镇工程全部开工\n\n{}\n", paragraphs.join("\n\n"))).unwrap();
    fs::write(desk.path("短.txt"), PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![desk.path("长.txt"), desk.path("短.txt")], ..desk.start() });
    window.press(Key::End);
    assert_eq!(window.labels(Seen::Paragraph, "第60批").len(), 1);
    window.click(Seen::Button, "河湾镇图书室重新开放");
    assert!(window.labels(Seen::Paragraph, "第60批").is_empty());
    window.click(Seen::Button, "河湾镇工程全部开工");
    assert_eq!(window.labels(Seen::Paragraph, "第60批").len(), 1);
}

#[test]
fn a_selection_by_the_pointer_is_where_the_user_is() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    let parts = window.body();
    window.click_paragraph(&parts[0]);
    assert_eq!(window.focused(), Some(parts[0].id));
    let rect = window.rect(Seen::Paragraph, parts[1].text.as_str());
    let line = rect.top() + 12.0;
    window.drag(egui::pos2(rect.left() + 60.0, line), egui::pos2(rect.left() + 200.0, line));
    assert_eq!(window.focused(), Some(parts[1].id));
}

#[test]
fn filtered_articles_are_counted_and_shortcuts_can_be_looked_for() {
    let desk = Desk::new();
    let mut window = desk.open();
    let title = second_title(&window);
    window.press_with(CTRL, Key::F);
    window.type_text(&title);
    window.expect("文章库 · 1 / ");
    window.press(Key::Escape);
    window.press(Key::F1);
    window.expect("关闭这个标签页");
    window.type_text("收窄");
    window.expect("这一栏收窄");
    assert!(!window.says("关闭这个标签页"));
}

#[test]
fn remarks_on_exports_name_the_format_and_are_told_once() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    mark_up(&mut window);
    for name in ["一.csv", "二.csv"] {
        window.press_with(CTRL, Key::E);
        window.click(Seen::Button, "CSV（.csv）");
        window.click(Seen::Button, "选择保存位置…");
        window.give_path(&desk.path(name));
        window.expect("已导出到");
    }
    let told = window.harness.get_all_by_label_contains("条笔记没有导出").count();
    assert_eq!(told, 1);
    window.expect("CSV（.csv）：");
}

#[test]
fn where_a_file_cannot_be_read_the_user_is_told_in_his_language() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.press_with(CTRL, Key::J);
    window.give_path(&desk.path("没有.md"));
    window.expect("找不到文件或文件夹");
    assert!(!window.says("os error"));
}

#[test]
fn two_lists_do_not_leave_a_small_window_without_a_reader() {
    let desk = Desk::new();
    let mut window = Window::begin_sized(desk.start(), Vec2::new(1000.0, 700.0));
    window.settle();
    mark_up(&mut window);
    window.press_with(CTRL_SHIFT, Key::F);
    window.expect("1 条 · 1 篇");
    window.press_with(CTRL, Key::H);
    window.expect("输入要查找的字词");
    assert!(!window.says("1 条 · 1 篇"));
    assert!(!window.labels(Seen::Paragraph, "").is_empty(), "the text is still there");
    window.press_with(CTRL_SHIFT, Key::F);
    window.expect("1 条 · 1 篇");
    assert!(!window.says("输入要查找的字词"));
}
