//! Marking up passages in the whole window: by keys alone, and by the pointer alone.

use egui::{PointerButton, Pos2};
use egui_kittest::kittest::NodeT as _;

use super::*;

const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;

/// A window on one page, with the tags 欠薪 and 调解 on 1 and 2.
fn window_with_tags(desk: &Desk) -> Window {
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    window.press_with(ALT, Key::Num2);
    for name in ["欠薪", "调解"] {
        let field = window.harness.get_by_role_and_label(Seen::TextInput, "新标签");
        field.focus();
        window.step();
        window.type_text(name);
        window.press(Key::Enter);
    }
    assert_eq!(window.notebook().tags().len(), 2);
    window.press(Key::Escape);
    window.press_with(ALT, Key::Num1);
    // Words are jieba's once it is loaded.
    let end = Instant::now() + PATIENCE;
    while window.app().is_idle() && !window.app().knows_words() {
        assert!(Instant::now() < end);
        window.step();
    }
    window.settle();
    window
}

/// Quotations with the names of their tags, in the order in which they were made.
fn marked(window: &Window) -> Vec<(String, String)> {
    let notebook = window.notebook();
    let names = |annotation: &jianbao::notebook::Annotation| {
        let names: Vec<&str> = annotation.tags.iter().map(|tag| notebook.tags()[tag].name.as_str()).collect();
        names.join("+")
    };
    notebook.annotations().values().map(|it| (it.quotation.exact.clone(), names(it))).collect()
}

#[track_caller]
fn check(window: &Window, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(quote, tags)| ((*quote).to_owned(), (*tags).to_owned())).collect();
    assert_eq!(marked(window), expected);
}

#[test]
fn a_passage_is_selected_tagged_moved_split_merged_and_deleted_by_keys_alone() {
    let desk = Desk::new();
    let mut window = window_with_tags(&desk);
    // Down to the second paragraph, to the third word, and two words from there.
    let second = window.body()[1].id;
    while window.app().focused_paragraph() != Some(second) {
        window.press(Key::ArrowDown);
    }
    for _ in 0..4 {
        window.press_with(CTRL, Key::ArrowRight);
    }
    window.press_with(CTRL_SHIFT, Key::ArrowRight);
    window.press_with(CTRL_SHIFT, Key::ArrowRight);
    window.press(Key::Num1);
    let first = marked(&window)[0].0.clone();
    assert!("馆员赵青说，新书架由镇上木工制作".contains(&first) && first.chars().count() >= 2, "{first}");
    window.press(Key::Num2);
    check(&window, &[(&first, "欠薪+调解")]);
    window.press(Key::Escape);

    // Onto the annotation: its end goes one further and back, its start one back.
    window.press(Key::A);
    window.expect("批注 1/1：欠薪、调解");
    window.press(Key::CloseBracket);
    let longer = marked(&window)[0].0.clone();
    assert!(longer.starts_with(&first) && longer.chars().count() == first.chars().count() + 1);
    window.press_with(ALT, Key::CloseBracket);
    check(&window, &[(&first, "欠薪+调解")]);
    window.press(Key::OpenBracket);
    assert!(marked(&window)[0].0.ends_with(&first) && marked(&window)[0].0 != first);
    window.press_with(ALT, Key::OpenBracket);
    // Four moves in a row are one step.
    window.press_with(CTRL, Key::Z);
    window.expect("已撤销：调整批注范围");
    check(&window, &[(&first, "欠薪+调解")]);

    // The tags of the annotation that one stands on are changed; the caret inside it is where it is split.
    window.press(Key::Num2);
    check(&window, &[(&first, "欠薪")]);
    window.press(Key::ArrowRight);
    window.press(Key::X);
    let (head, tail) = (first.chars().next().unwrap().to_string(), first.chars().skip(1).collect::<String>());
    check(&window, &[(&head, "欠薪"), (&tail, "欠薪")]);
    window.press_with(SHIFT, Key::A);
    window.press(Key::M);
    check(&window, &[(&first, "欠薪")]);
    window.press(Key::Delete);
    check(&window, &[]);
    for expected in [1, 2, 1] {
        window.press_with(CTRL, Key::Z);
        assert_eq!(marked(&window).len(), expected);
    }
}

#[test]
fn a_selection_is_widened_from_word_to_sentence_to_paragraph_and_back() {
    let desk = Desk::new();
    let mut window = window_with_tags(&desk);
    let part = window.body()[1].clone();
    window.click_paragraph(&part);
    window.press(Key::E);
    window.press(Key::E);
    window.copy();
    assert_eq!(window.copied.last().map(String::as_str), Some(part.text.as_str()));
    window.press_with(SHIFT, Key::E);
    window.copy();
    let word = window.copied.last().cloned().unwrap();
    assert!(word.chars().count() < 5 && part.text.as_str().contains(&word), "{word}");
    window.press_with(CTRL, Key::A);
    window.copy();
    let all = window.copied.last().cloned().unwrap();
    let parts = window.article().parts;
    assert_eq!(all.lines().count(), parts.len());
    assert!(all.ends_with(parts.last().unwrap().text.as_str()));
}

/// Presses the pointer where a label is, `at` of its width from the left, in its first line.
fn click_at(window: &mut Window, pos: Pos2, clicks: usize) {
    for _ in 0..clicks {
        for pressed in [true, false] {
            let modifiers = Modifiers::NONE;
            let events = &mut window.harness.input_mut().events;
            events.push(Event::PointerMoved(pos));
            events.push(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
            window.step();
        }
    }
    window.settle();
}

#[test]
fn a_passage_is_selected_tagged_retagged_and_deleted_by_the_pointer_alone() {
    let desk = Desk::new();
    let mut window = window_with_tags(&desk);
    let part = window.body()[1].clone();
    let label = part.text.as_str().to_owned();
    let corner = window.harness.get_by_role_and_label(Seen::Paragraph, &label).rect().left_top();
    // 新书架 stands after 馆员赵青说，; two squares of indent before it.
    let word = corner + Vec2::new(17.0 * 8.5, 14.0);
    click_at(&mut window, word, 2);
    window.click(Seen::Button, "1 欠薪");
    let quote = marked(&window)[0].0.clone();
    assert!(quote.contains('新'), "{quote}");
    let bar = window.harness.get_by_role_and_label(Seen::Button, "1 欠薪").rect();
    let line = window.harness.get_by_role_and_label(Seen::Paragraph, &label).rect();
    assert_eq!(line.left_top(), corner, "the bar moves nothing");
    assert!(bar.top() > corner.y + 28.0, "the bar covers the line of the selection: {bar:?}");

    // The selection is looked for, made a keyword, copied with its citation.
    window.click(Seen::Button, "引文");
    assert!(window.copied.last().unwrap().contains(&quote));
    // The inspector has a leaf of that name, too.
    window.harness.get_all_by_role_and_label(Seen::Button, "关键词").last().unwrap().click();
    (0..3).for_each(|_| window.step());
    window.settle();
    let lists = window.notebook();
    assert!(lists.ordered_keyword_lists().iter().any(|list| list.terms.contains(&quote)));
    window.click(Seen::Button, "查找");
    // Where else it stands is listed in the concordance.
    window.wait_for("处 · ");
    window.press(Key::Escape);

    // A click beside it lets go, a click on it stands on it: its tags are changed on the bar, and it is deleted there.
    let other = window.body()[0].clone();
    window.click_paragraph(&other);
    assert!(!window.says("2 调解"));
    std::thread::sleep(Duration::from_millis(1));
    (0..40).for_each(|_| window.step());
    click_at(&mut window, word, 1);
    window.expect("批注 1/1：欠薪");
    let chip = window.harness.get_by_role_and_label(Seen::Button, "1 欠薪");
    assert_eq!(chip.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
    window.click(Seen::Button, "2 调解");
    check(&window, &[(&quote, "欠薪+调解")]);
    window.click(Seen::Button, "1 欠薪");
    check(&window, &[(&quote, "调解")]);
    window.click(Seen::Button, "删除");
    check(&window, &[]);
}

#[test]
fn overlapping_annotations_are_told_by_a_card_and_stepped_through() {
    let desk = Desk::new();
    let mut window = window_with_tags(&desk);
    let part = window.body()[1].clone();
    window.click_paragraph(&part);
    for (digit, steps) in [(Key::Num1, 6), (Key::Num2, 9)] {
        for _ in 0..steps {
            window.press_with(SHIFT, Key::ArrowRight);
        }
        window.press(digit);
        window.press(Key::N);
        window.type_text(if digit == Key::Num1 { "先问" } else { "后问" });
        window.press(Key::Escape);
        window.press(Key::Escape);
        window.click_paragraph(&other_of(&window, &part));
        window.click_paragraph(&part);
    }
    assert_eq!(marked(&window).len(), 2);
    window.press(Key::Escape);
    // A click is into the middle of a paragraph: the selections began there.
    let middle = window.harness.get_by_role_and_label(Seen::Paragraph, part.text.as_str()).rect().center();
    window.harness.hover_at(middle + Vec2::new(17.0 * 2.5, 0.0));
    (0..60).for_each(|_| window.step());
    // Each is on its card of the inspector, and once more on the card under the pointer.
    for comment in ["先问", "后问"] {
        assert_eq!(window.harness.query_all_by_label(comment).count(), 2, "{comment}");
    }
    window.press(Key::A);
    window.expect("批注 1/2：");
    window.press(Key::A);
    window.expect("批注 2/2：");
    window.press(Key::A);
    window.expect("批注 1/2：");
}

fn other_of(window: &Window, part: &PartText) -> PartText {
    window.body().into_iter().find(|other| other.id != part.id).unwrap()
}

#[test]
fn type_and_colours_are_followed_at_once_and_kept() {
    let desk = Desk::new();
    let mut window = window_with_tags(&desk);
    let text = window.body()[0].text.as_str().to_owned();
    let height = |window: &Window| window.harness.get_by_role_and_label(Seen::Paragraph, &text).rect().height();
    let before = height(&window);
    window.press_with(CTRL, Key::Comma);
    window.expect("恢复默认");
    let slider = window.harness.get_by_role_and_label(Seen::Slider, "字号");
    slider.focus();
    window.step();
    window.press(Key::ArrowRight);
    window.click(Seen::Button, "黑体");
    assert!(height(&window) > before, "{} is not more than {before}", height(&window));
    window.click(Seen::Button, "深色");
    window.click(Seen::Button, "完成");
    window.settle();
    let settings = fs::read_to_string(desk.path("settings.ron")).unwrap();
    for chosen in ["serif: false", "theme: Dark", "body_px: 18"] {
        assert!(settings.contains(chosen), "{chosen} is not in {settings}");
    }
}
