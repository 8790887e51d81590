//! What is quoted stands in the file: files that change while the window is open, and new versions of sources.

use super::*;

/// A page with an amount in it, and another page.
const WAGES: &str = "河湾镇追回欠薪\n\n本报讯 经河湾镇调解，农民工赵青昨日拿到被拖欠的工钱２０００元。\n\n镇里说，类似的纠纷今年已经调解了十二起，全部当场结清。\n";

/// A window on [`WAGES`], the passage with the amount tagged.
fn window_on_wages(desk: &Desk) -> (Window, PathBuf) {
    let page = desk.path("欠薪.txt");
    fs::write(&page, WAGES).unwrap();
    let mut window = Window::open(Start { paths: vec![page.clone()], ..desk.start() });
    window.ask("AddTag(name: \"欠薪\")");
    let quote = "赵青昨日拿到被拖欠的工钱２０００元";
    let start = WAGES[..WAGES.find(quote).unwrap()].chars().count();
    let end = start + quote.chars().count();
    window.ask(&format!("Annotate(source: \"欠薪.txt\", spans: [({start}, {end})], tags: [\"欠薪\"])"));
    (window, page)
}

/// Exports as Markdown; what was written.
fn exported(window: &mut Window, desk: &Desk, name: &str) -> String {
    window.press_with(CTRL, Key::E);
    window.click(Seen::Button, "选择保存位置…");
    window.give_path(&desk.path(name));
    fs::read_to_string(desk.path(name)).unwrap()
}

fn come_back(window: &mut Window) {
    window.event(Event::WindowFocused(true));
    window.settle();
}

fn quotes(window: &Window) -> Vec<String> {
    window.notebook().annotations().values().map(|it| it.quotation.exact.clone()).collect()
}

#[test]
fn an_export_holds_quotations_against_the_file_and_not_the_memory() {
    let desk = Desk::new();
    let (mut window, page) = window_on_wages(&desk);
    let text = exported(&mut window, &desk, "一.md");
    assert!(text.contains("未核 0 条") && !text.contains("（来源"), "{text}");
    // As long as before, so that its size tells nothing.
    fs::write(&page, WAGES.replace('２', "３")).unwrap();
    let text = exported(&mut window, &desk, "二.md");
    assert!(text.contains("未核 1 条") && text.contains("（来源已变，未核）"), "{text}");
    assert!(text.contains("《河湾镇追回欠薪》"), "article and paper are still told: {text}");
    window.expect("1 个来源的文件在磁盘上变了或不在了");
    window.expect("“欠薪.txt”在磁盘上变了");
    fs::remove_file(&page).unwrap();
    let text = exported(&mut window, &desk, "三.md");
    assert!(text.contains("未核 1 条") && text.contains("（来源缺失，未核）"), "{text}");
    window.expect("“欠薪.txt”的文件不在原处了");
    // Once it is back as it was, it proves again.
    fs::write(&page, WAGES).unwrap();
    let text = exported(&mut window, &desk, "四.md");
    assert!(text.contains("未核 0 条"), "{text}");
    assert!(!window.says("不在原处了"));
}

#[test]
fn a_sample_has_no_file_that_could_change() {
    let desk = Desk::new();
    let mut window = desk.open();
    mark_up(&mut window);
    come_back(&mut window);
    let text = exported(&mut window, &desk, "样.md");
    assert!(text.contains("未核 0 条"), "{text}");
    assert!(!window.says("在磁盘上变了"));
}

#[test]
fn a_draft_is_held_against_the_file_as_it_is_now() {
    let desk = Desk::new();
    let (mut window, page) = window_on_wages(&desk);
    exported(&mut window, &desk, "稿.md");
    let check = |window: &mut Window| {
        window.press_with(CTRL, Key::J);
        window.give_path(&desk.path("稿.md"));
        window.wait_for("核对文稿");
    };
    check(&mut window);
    window.wait_for("1 条一致");
    window.press(Key::Escape);
    fs::write(&page, WAGES.replace('２', "３")).unwrap();
    check(&mut window);
    window.wait_for("引文是与现在的文件比对的");
    assert!(!window.says("1 条一致"), "what is in memory proves nothing");
}

#[test]
fn a_file_that_has_changed_is_noticed_and_its_new_words_are_shown_before_anything_moves() {
    let desk = Desk::new();
    let (mut window, page) = window_on_wages(&desk);
    come_back(&mut window);
    assert!(!window.says("在磁盘上变了"));
    fs::write(&page, WAGES.replace('２', "３")).unwrap();
    come_back(&mut window);
    window.expect("“欠薪.txt”在磁盘上变了");
    window.expect("来源已变，未核");
    window.click(Seen::Button, "看新版…");
    window.wait_for("来源有了新版");
    window.expect("其中 1 条的文字有改动");
    window.expect("工钱２３０００元");
    assert_eq!(quotes(&window), ["赵青昨日拿到被拖欠的工钱２０００元"]);
    // No key works behind it but its own.
    window.press_with(CTRL_SHIFT, Key::F);
    assert!(!window.says("看全部引文") && !window.says("条 · "), "the list of quotations is not opened");
    window.expect("来源有了新版");
    window.press(Key::Enter);
    assert_eq!(quotes(&window), ["赵青昨日拿到被拖欠的工钱３０００元"]);
    window.expect("工钱２３０００元");
    window.press(Key::Enter);
    assert!(!window.says("来源有了新版") && !window.says("在磁盘上变了"));
    window.press_with(CTRL, Key::Z);
    assert_eq!(quotes(&window), ["赵青昨日拿到被拖欠的工钱２０００元"]);
}

#[test]
fn another_page_in_the_place_of_a_missing_one_is_not_taken_for_it() {
    let desk = Desk::new();
    let (window, page) = window_on_wages(&desk);
    window.close();
    fs::remove_file(&page).unwrap();
    fs::write(desk.path("别的.txt"), PAGE).unwrap();
    let mut window = desk.open();
    window.expect("1 个来源缺失");
    window.click(Seen::Button, "指认…");
    window.give_path(&desk.path("别的.txt"));
    window.wait_for("这像是另一个版面");
    window.press(Key::Enter);
    window.expect("指认缺失的来源");
    assert_eq!(quotes(&window), ["赵青昨日拿到被拖欠的工钱２０００元"]);
}

#[test]
fn a_checked_quotation_is_gone_to_in_an_article_that_was_not_open() {
    let desk = Desk::new();
    let paragraphs: Vec<String> = (1..=60)
        .map(|at| format!("河湾镇的第{at}批工程上周开工，负责人说第{at}批将在下月完成验收并且交付使用。"))
        .collect();
    fs::write(desk.path("长.txt"), format!("河湾镇工程全部开工\n\n{}\n", paragraphs.join("\n\n"))).unwrap();
    fs::write(desk.path("短.txt"), WAGES).unwrap();
    let mut window = Window::open(Start { paths: vec![desk.path("短.txt"), desk.path("长.txt")], ..desk.start() });
    assert_eq!(window.article().title, "河湾镇追回欠薪");
    fs::write(desk.path("稿.md"), "他写道：“河湾镇的第52批工程上周开工，负责人说第52批将在下月完成验收”。\n").unwrap();
    window.press_with(CTRL, Key::J);
    window.give_path(&desk.path("稿.md"));
    window.wait_for("1 条一致");
    window.press(Key::Enter);
    assert_eq!(window.article().title, "河湾镇工程全部开工");
    let wanted = window.body().into_iter().find(|part| part.text.as_str().contains("第52批")).unwrap();
    assert_eq!(window.focused(), Some(wanted.id));
    let seen = window.labels(Seen::Paragraph, "第52批");
    assert_eq!(seen.len(), 1, "its paragraph is on the screen");
}
