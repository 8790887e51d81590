//! Finding: as one types, in all that can be read; lines that are sorted, gone through, tagged and written.

use super::*;

/// A window on two pages, with the tag 读者 on 1, and the concordance open.
fn window(desk: &Desk) -> Window {
    let other = "河湾镇读书会开张\n\n本报讯 读者推举馆员钱明主持读书会。镇上的读者都可以来。\n";
    let (one, two) = (desk.path("甲.txt"), desk.path("乙.txt"));
    fs::write(&one, PAGE).unwrap();
    fs::write(&two, other).unwrap();
    let mut window = Window::open(Start { paths: vec![one, two], ..desk.start() });
    window.ask("AddTag(name: \"读者\", shortcut: 1)");
    window.press_with(CTRL, Key::H);
    window
}

/// The lines in the order in which they are shown, from above.
fn lines(window: &Window) -> Vec<String> {
    let nodes = window.harness.get_all_by_role(Seen::Button);
    let mut lines: Vec<(f32, String)> = nodes
        .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
        .filter(|(_, label)| label.contains('【') && label.contains('】'))
        .collect();
    lines.sort_by(|one, other| one.0.total_cmp(&other.0));
    lines.into_iter().map(|(_, label)| label).collect()
}

/// What is tagged, in the order in which it was made.
fn tagged(window: &Window) -> Vec<String> {
    let notebook = window.notebook();
    notebook.annotations().values().map(|annotation| annotation.quotation.exact.clone()).collect()
}

#[test]
fn what_is_typed_is_found_at_once_and_a_line_leads_to_its_passage() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.type_text("读者");
    window.expect("4 处 · 2 篇");
    let found = lines(&window);
    assert_eq!(found.len(), 4);
    assert!(found[0].contains("首日接待【读者】四百余人"), "{found:?}");
    window.type_text("推");
    assert_eq!(lines(&window).len(), 1);
    window.press(Key::Enter);
    window.press(Key::Enter);
    assert_eq!(window.article().title, "河湾镇读书会开张");
    // A click does the same.
    window.press_with(CTRL, Key::H);
    window.type_text("新书架");
    let line = lines(&window)[0].clone();
    window.click(Seen::Button, &line);
    assert_eq!(window.article().title, "河湾镇图书室重新开放");
    assert_eq!(window.focused(), Some(window.body()[1].id));
    window.press(Key::Escape);
    assert!(lines(&window).is_empty(), "Escape closes it");
}

#[test]
fn a_wrong_query_says_where_and_the_lines_from_before_stay() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.click(Seen::Button, "正则");
    window.click(Seen::TextInput, "查找文章、引文、评语和笔记");
    window.type_text("读者");
    assert_eq!(lines(&window).len(), 4);
    window.type_text("(推");
    window.expect("下面还是先前的结果");
    window.expect("第 3 个字");
    assert_eq!(lines(&window).len(), 4);
    window.type_text("|四)");
    assert_eq!(lines(&window).len(), 2);
    assert!(!window.says("下面还是先前的结果"));
}

#[test]
fn lines_are_sorted_by_what_stands_beside_the_node() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.type_text("读者");
    let nodes_right = |window: &Window| -> Vec<String> {
        let right = lines(window).into_iter().map(|line| line.split('】').nth(1).unwrap().chars().take(2).collect());
        right.collect()
    };
    assert_eq!(nodes_right(&window), ["四百", "投票", "推举", "都可"]);
    window.press_with(CTRL, Key::K);
    window.type_text("按右文");
    window.press(Key::Enter);
    assert_eq!(nodes_right(&window), ["都可", "四百", "投票", "推举"]);
    window.click(Seen::ComboBox, "排序：右文");
    window.click_last(Seen::Button, "文章顺序");
    assert_eq!(nodes_right(&window), ["四百", "投票", "推举", "都可"]);
}

#[test]
fn lines_are_tagged_by_one_key_in_one_step_that_is_undone_as_one() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.type_text("读者");
    window.press(Key::Enter);
    window.press_with(CTRL, Key::A);
    window.expect("给 4 行加标签");
    window.press(Key::Num1);
    let sentences = [
        "周六上午，河湾镇图书室在修缮三个月后重新开放，首日接待读者四百余人。",
        "馆员赵青说，新书架由镇上木工制作，书目由读者投票选出。",
        "本报讯 读者推举馆员钱明主持读书会。",
        "镇上的读者都可以来。",
    ];
    let found = tagged(&window);
    assert_eq!(found.len(), 4);
    for (found, sentence) in found.iter().zip(sentences) {
        assert!(found.contains(sentence), "{found} is not {sentence}");
    }
    assert_eq!(lines(&window).len(), 4, "the lines stay");
    window.press(Key::Num1);
    assert!(tagged(&window).is_empty(), "the same key takes it off where all have it");
    window.press_with(CTRL, Key::Z);
    assert_eq!(tagged(&window).len(), 4);
    window.press_with(CTRL, Key::Z);
    assert!(tagged(&window).is_empty());

    // Two of them, on the hits alone, with a tag that is made for them.
    window.press(Key::Escape);
    window.press(Key::Home);
    window.press(Key::Space);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press(Key::Space);
    window.expect("给 2 行加标签");
    window.click(Seen::ComboBox, "加标签到：整句");
    window.click_last(Seen::Button, "检索词");
    window.click(Seen::Button, "给 2 行加标签…");
    window.type_text("人物");
    window.press(Key::Enter);
    assert_eq!(tagged(&window), ["读者", "读者"]);
    assert_eq!(window.notebook().codebook().len(), 2);
}

#[test]
fn lines_are_written_as_csv_and_markdown() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.type_text("读者");
    window.press(Key::Enter);
    window.press(Key::Num1);
    for (command, name, expected) in [
        ("语境检索 CSV", "行.csv", "读者,四百余人。,河湾镇图书室重新开放,1,,,甲.txt,3,读者"),
        ("语境检索 Markdown", "行.md", "| **读者** | 四百余人。 | 河湾镇图书室重新开放 · ¶1 | 读者 |"),
    ] {
        window.press_with(CTRL, Key::K);
        window.type_text(command);
        window.press(Key::Enter);
        window.give_path(&desk.path(name));
        window.expect("已导出到");
        let text = fs::read_to_string(desk.path(name)).unwrap();
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("都可以来"), "all lines are written: {text}");
    }
}

#[test]
fn what_is_selected_in_the_text_is_found() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.press(Key::Escape);
    let part = window.body()[1].clone();
    window.click_paragraph(&part);
    window.press_with(CTRL_SHIFT, Key::ArrowUp);
    window.press(Key::ArrowLeft);
    window.press_with(SHIFT, Key::ArrowRight);
    window.press_with(SHIFT, Key::ArrowRight);
    window.press(Key::F);
    let found = lines(&window);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|line| line.contains("【馆员】")), "{found:?}");
}

#[test]
fn a_saved_query_shows_what_it_would_tag_and_tags_it_in_one_step() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.type_text("读者");
    window.press_with(CTRL, Key::K);
    window.type_text("保存这个查询");
    window.press(Key::Enter);
    window.type_text("谈读者");
    window.click(Seen::ComboBox, "自动标注用的标签：不带标签");
    window.click_last(Seen::Button, "读者");
    window.click(Seen::Button, "保存查询");
    window.expect("将标注 4 处；已有 0 处，曾被去掉 0 处");
    assert!(tagged(&window).is_empty(), "so far it is only shown");
    window.click(Seen::Button, "标注 4 处");
    assert_eq!(tagged(&window).len(), 4);
    window.expect("将标注 0 处；已有 4 处，曾被去掉 0 处");
    window.press_with(CTRL, Key::Z);
    assert!(tagged(&window).is_empty());
    window.press_with(CTRL_SHIFT, Key::Z);
    assert_eq!(tagged(&window).len(), 4);

    // What is untagged by hand stays so, unless it is asked for.
    let first = *window.notebook().annotations().keys().next().unwrap();
    window.ask(&format!("RemoveAnnotation(annotation: \"{first}\")"));
    window.expect("将标注 0 处；已有 3 处，曾被去掉 1 处");
    window.click(Seen::CheckBox, "曾去掉的也标");
    window.click(Seen::Button, "标注 1 处");
    assert_eq!(tagged(&window).len(), 4);

    // What comes new is tagged by the same query.
    let third = desk.path("丙.txt");
    fs::write(&third, "河湾镇读书会第二次活动\n\n本报讯 这次读者更多，坐满了图书室的院子。\n").unwrap();
    window.press_with(CTRL, Key::O);
    window.give_path(&third);
    window.expect("将标注 1 处；已有 4 处");
    window.press_with(CTRL, Key::K);
    window.type_text("自动标注");
    window.press(Key::Enter);
    assert_eq!(tagged(&window).len(), 5);
    let before = window.notebook();
    window.close();
    let window = desk.open();
    assert_eq!(window.notebook().queries(), before.queries());
}

#[test]
fn keyword_lists_have_groups_and_expressions_and_are_counted_everywhere() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.press(Key::Escape);
    window.press_with(ALT, Key::Num3);
    window.ask("RemoveKeywordList(list: \"推荐关键词\")");
    window.ask("AddKeywordList(name: \"人物\", terms: [\"赵青\"])");
    window.click(Seen::TextInput, "加词，回车确认 人物");
    window.type_text("读者 = /馆员..(说|主)/");
    window.press(Key::Enter);
    let lists = window.notebook();
    let list = lists.keyword_lists().values().find(|list| list.name == "人物").unwrap();
    assert_eq!(list.terms, ["赵青", "读者 = /馆员..(说|主)/"]);
    // 读者 four times, and twice what a librarian says; the longer hit counts.
    window.wait_for("全部 6 处，2 篇");
    // A wrong one is said to be, and is not kept.
    window.click(Seen::TextInput, "加词，回车确认 人物");
    window.type_text("/(馆/");
    window.press(Key::Enter);
    window.expect("关键词“/(馆/”有误");
    // The count opens the lines of the list.
    let count = window.labels(Seen::Button, "全部 6 处").remove(0);
    window.click(Seen::Button, &count);
    assert_eq!(lines(&window).len(), 6, "赵青 and 馆员赵青说 are two words to the search");
}

#[test]
fn keyword_lists_come_from_files_and_go_into_them() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.press(Key::Escape);
    window.press_with(ALT, Key::Num3);
    fs::write(desk.path("地名.txt"), "河湾镇\n# 人物\n赵青\n钱明\n").unwrap();
    window.click(Seen::Button, "导入…");
    window.give_path(&desk.path("地名.txt"));
    let names = |window: &Window| -> Vec<String> {
        window.notebook().ordered_keyword_lists().iter().map(|list| list.name.clone()).collect()
    };
    assert!(names(&window).ends_with(&["地名".to_owned(), "人物".to_owned()]), "{:?}", names(&window));
    window.press_with(CTRL, Key::K);
    window.type_text("导出关键词表 CSV");
    window.press(Key::Enter);
    window.give_path(&desk.path("表.csv"));
    window.expect("已导出到");
    let csv = fs::read_to_string(desk.path("表.csv")).unwrap();
    assert!(csv.contains("人物,#") && csv.contains(",钱明\r\n"), "{csv}");
}

#[test]
fn words_of_the_user_change_how_texts_are_cut() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.press_with(CTRL_SHIFT, Key::H);
    window.wait_for("个不同的词");
    window.click(Seen::TextInput, "筛选词");
    window.type_text("读书会");
    assert!(!window.labels(Seen::Button, "读书会").contains(&"主持读书会".to_owned()));
    window.ask("AddWords(role: Own, words: [\"主持读书会\"])");
    window.wait_for("主持读书会");
    window.ask("AddWords(role: Stop, words: [\"主持读书会\"])");
    window.settle();
    let rows = window.labels(Seen::Button, "主持读书会");
    assert!(!rows.contains(&"主持读书会".to_owned()), "{rows:?}");
}

#[test]
fn each_word_of_the_statistics_opens_its_lines() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.type_text("读者");
    let title = window.body()[0].text.as_str().to_owned();
    let place = window.rect(Seen::Paragraph, &title).left_top();
    window.click(Seen::Button, "搭配");
    window.wait_for("检索词出现 4 处");
    assert_eq!(window.rect(Seen::Paragraph, &title).left_top(), place, "the page below stays");
    window.click(Seen::Button, "关键性");
    window.wait_for("相比");
    window.click(Seen::Button, "词频");
    window.wait_for("个不同的词");
    window.click(Seen::TextInput, "筛选词");
    window.type_text("馆员");
    window.click(Seen::Button, "馆员");
    let found = lines(&window);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|line| line.contains("【馆员】")), "{found:?}");
    // Only whole words were counted: only whole words are shown.
    window.click(Seen::Button, "词频");
    window.wait_for("个不同的词");
    window.click(Seen::Button, "导出 CSV…");
    window.give_path(&desk.path("词.csv"));
    window.expect("已导出到");
    let csv = fs::read_to_string(desk.path("词.csv")).unwrap();
    assert!(csv.contains("词,次数,篇数,离散度") && csv.contains("馆员,2,2,"), "{csv}");
}

/// How long a frame takes is told, not asserted: `cargo test --test it a_hundred_thousand -- --nocapture`.
#[test]
fn a_hundred_thousand_lines_are_gone_through() {
    let desk = Desk::new();
    let page = desk.path("长.txt");
    let paragraph = "河湾镇的读者说，".repeat(50);
    let paragraphs: Vec<String> = (0..2_000).map(|number| format!("第{number}段，{paragraph}完。")).collect();
    fs::write(&page, format!("河湾镇图书室重新开放\n\n{}\n", paragraphs.join("\n\n"))).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    window.press_with(CTRL, Key::H);
    window.type_text("读者");
    window.expect("100,000 处 · 1 篇");
    window.press(Key::Enter);
    window.press(Key::End);
    window.settle();
    assert!(lines(&window).last().unwrap().ends_with("【读者】说，完。"), "{:?}", lines(&window).last());
    window.press(Key::Home);
    let place = window.place(Seen::Button, &lines(&window)[3].clone());
    let mut slowest = Duration::ZERO;
    for _ in 0..120 {
        let (unit, source) = (egui::MouseWheelUnit::Point, egui::MouseWheelSource::Unknown);
        let (phase, modifiers) = (egui::TouchPhase::Move, Modifiers::NONE);
        window.harness.event(Event::PointerMoved(place));
        let delta = Vec2::new(0.0, -900.0);
        window.harness.event(Event::MouseWheel { unit, delta, phase, source, modifiers });
        let begun = Instant::now();
        window.harness.step();
        slowest = slowest.max(begun.elapsed());
    }
    println!("100,000 lines: the slowest of 120 frames took {slowest:?}");
    assert!(!lines(&window).is_empty());
    window.press_with(CTRL, Key::A);
    window.expect("行加标签…");
}
