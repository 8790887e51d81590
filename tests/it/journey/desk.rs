//! A page put right on the desk: by keys, by the pointer, and by answering what is doubtful.

use egui::PointerButton;
use jianbao::library::Page;
use jianbao::page::{ParagraphId, Role};

use super::*;

/// A page of six articles that nobody has printed: each a headline and five paragraphs of two sentences.
fn six_articles() -> String {
    let towns = ["河湾镇", "石桥乡", "柳林村", "青山县", "东岭区", "南渡口"];
    let subjects = ["图书室重新开放", "水库完成清淤", "果园迎来丰收", "夜校开班授课", "公交线路延长", "渡船恢复通航"];
    let names = ["赵青", "钱文", "孙立", "李红", "周平", "吴江"];
    // Lines of different lengths: each is a paragraph.
    let more = [
        "",
        "，比去年早了半个月",
        "，其中一半以上是六十岁的老人",
        "，材料由镇上木工制作，书目由读者投票选出",
        "，沿途居民在家门口就能办事",
    ];
    let mut page = String::new();
    for ((town, subject), name) in towns.iter().zip(subjects).zip(names) {
        page.push_str(&format!("{town}{subject}\n\n"));
        for (number, more) in ["一", "二", "三", "四", "五"].iter().zip(more) {
            if *number == "一" {
                page.push_str(&format!("本报讯（记者 {name}）"));
            }
            page.push_str(&format!(
                "{town}的第{number}批工程在上周{number}开工{more}。{town}负责人说，第{number}批将在下月完成{more}。\n\n"
            ));
        }
    }
    page
}

/// A window on one page, which lies on the desk.
fn window_at_desk(desk: &Desk, text: &str) -> Window {
    let page = desk.path("版.txt");
    fs::write(&page, text).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    window.press(Key::P);
    window.expect("校版台");
    window
}

fn page(window: &Window) -> Page {
    let app = window.app();
    (**app.session().pages().next().unwrap()).clone()
}

/// The page in short: articles parted by `|`, each part its role's first letter and its length.
fn shape(page: &Page) -> String {
    let part = |part: &PartText| format!("{}{}", &part.part.role.code()[..1], part.text.len());
    let article = |article: &ArticleText| article.parts.iter().map(part).collect::<Vec<_>>().join(" ");
    page.articles.iter().map(article).collect::<Vec<_>>().join(" | ")
}

/// The name of a part's role in the margin.
fn margin_name(part: &PartText) -> String {
    let role = jianbao::i18n::Catalogue::new(jianbao::i18n::Language::Chinese)
        .text(&jianbao::session::role_name(part.part.role));
    format!("{role} · {}", part.text.as_str().chars().take(8).collect::<String>())
}

fn undo(window: &mut Window) {
    window.press_with(CTRL, Key::Z);
}

const SHORT: &str = "河湾镇图书室重新开放\n\n周六上午，图书室在修缮三个月后重新开放。首日接待读者四百余人。\n\n\
馆员赵青说，新书架由镇上木工制作。书目由读者投票选出。\n";

#[test]
fn parts_are_split_joined_moved_and_given_roles_by_keys() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, SHORT);
    let before = page(&window);
    let shape_before = shape(&before);
    assert_eq!(shape_before, "h10 b31 b27");
    // To the first paragraph, to the end of its first sentence.
    window.press(Key::K);
    window.press(Key::Period);
    window.press(Key::Enter);
    assert_eq!(shape(&page(&window)), "h10 b20 b11 b27");
    window.expect("分段");
    // The second half is in focus: it goes back where it was.
    window.press(Key::Backspace);
    assert_eq!(shape(&page(&window)), shape_before);
    assert!(window.notebook().layouts().is_empty(), "it is as recovered");
    window.press(Key::Num7);
    assert_eq!(shape(&page(&window)), "h10 c31 b27");
    window.press_with(ALT, Key::ArrowDown);
    assert_eq!(shape(&page(&window)), "h10 b27 c31");
    window.press_with(SHIFT, Key::M);
    assert_eq!(shape(&page(&window)).matches('|').count(), 1);
    window.expect("已校改");
    (0..3).for_each(|_| undo(&mut window));
    assert_eq!(shape(&page(&window)), shape_before);
    window.press(Key::Escape);
    assert!(!window.says("已校改"));
    assert_eq!(window.article().title, before.articles[0].title);
}

#[test]
fn noise_is_hidden_and_brought_back_and_a_page_is_as_recovered_again() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, SHORT);
    let before = shape(&page(&window));
    (0..2).for_each(|_| window.press(Key::K));
    window.press(Key::H);
    assert_eq!(shape(&page(&window)), "h10 b31");
    window.expect("报头与杂项");
    window.press(Key::K);
    window.press(Key::K);
    window.press(Key::H);
    assert_eq!(shape(&page(&window)), before);
    window.press(Key::Num5);
    assert_ne!(shape(&page(&window)), before);
    window.press_with(CTRL_SHIFT, Key::R);
    window.expect("整版恢复为自动整理的结果？");
    window.press(Key::Enter);
    assert_eq!(shape(&page(&window)), before);
    assert!(window.notebook().layouts().is_empty());
}

#[test]
fn lines_and_parts_are_sent_to_an_article_that_is_chosen() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, &six_articles());
    let before = page(&window);
    assert_eq!(before.articles.len(), 6, "{}", shape(&before));
    window.press(Key::K);
    window.press(Key::M);
    window.type_text("石桥");
    window.press(Key::Enter);
    let sent = page(&window);
    assert_eq!(sent.articles[0].parts.len() + 1, before.articles[0].parts.len());
    assert_eq!(sent.articles[1].parts.last().unwrap().text, before.articles[0].parts[1].text);
    // What stands beside it is in focus, and goes the same way.
    window.press(Key::M);
    window.type_text("石桥");
    window.press(Key::Enter);
    assert_eq!(page(&window).articles[1].parts.last().unwrap().text, before.articles[0].parts[2].text);
    (0..2).for_each(|_| undo(&mut window));
    assert_eq!(page(&window).layout, before.layout);
}

#[test]
fn a_part_is_dragged_by_its_margin_and_changed_by_its_menu() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, SHORT);
    let before = page(&window);
    let parts = &before.articles[0].parts;
    let from = window.place(Seen::Button, &margin_name(&parts[2]));
    let to = window.place(Seen::Button, &margin_name(&parts[1]));
    window.drag(from, to - egui::vec2(0.0, 8.0));
    assert_eq!(shape(&page(&window)), "h10 b27 b31");
    undo(&mut window);
    let right_click = |window: &mut Window| {
        window.click_with(Seen::Button, &margin_name(&parts[2]), PointerButton::Secondary, Modifiers::NONE);
    };
    right_click(&mut window);
    // Escape is the menu's first.
    window.press(Key::Escape);
    assert!(window.labels(Seen::Button, "并入上一段").is_empty() && window.says("校版台"));
    right_click(&mut window);
    let join = window.labels(Seen::Button, "并入上一段").pop().unwrap();
    window.click_last(Seen::Button, &join);
    assert_eq!(shape(&page(&window)), "h10 b58");
}

#[test]
fn a_line_leads_to_its_part_and_selected_lines_become_one() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, SHORT);
    let parts = page(&window).articles[0].parts.clone();
    // The lines stand at the left: the first of that name.
    window.click(Seen::Paragraph, parts[2].text.as_str());
    window.press(Key::Num7);
    assert_eq!(page(&window).articles[0].parts[2].part.role, Role::Caption);
    undo(&mut window);
    let line = window.rect(Seen::Paragraph, parts[1].text.as_str());
    let at = |x: f32| egui::pos2(line.left() + x, line.top() + 10.0);
    window.drag(at(1.0), at(140.0));
    window.press_with(SHIFT, Key::M);
    assert_eq!(page(&window).articles.len(), 2, "{}", shape(&page(&window)));
    undo(&mut window);
    // The same by dragging: to the end of the page.
    window.drag(at(1.0), at(140.0));
    let grip = window.place(Seen::Button, "归入…");
    let end = window.rect(Seen::Button, &margin_name(&parts[2]));
    window.drag(grip, egui::pos2(end.left() + 90.0, end.bottom() + 60.0));
    let article = page(&window).articles[0].clone();
    assert_eq!(article.parts.len(), 4, "{}", shape(&page(&window)));
    let last = article.parts[3].text.as_str();
    assert!(!last.is_empty() && parts[1].text.as_str().starts_with(last), "{last}");
}

#[test]
fn panes_follow_an_article_that_is_called_otherwise() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, SHORT);
    let title = page(&window).articles[0].title.clone();
    // The headline goes down: the article begins with what was its second part.
    window.press_with(ALT, Key::ArrowDown);
    assert_eq!(shape(&page(&window)), "b31 h10 b27");
    window.press(Key::Escape);
    assert_eq!(window.article().title, title);
    let first = page(&window).articles[0].id;
    assert_eq!(window.article().id, first);
    undo(&mut window);
    assert_eq!(window.article().id, before_id(&page(&window)));
}

fn before_id(page: &Page) -> jianbao::page::ArticleId {
    page.articles[0].id
}

#[test]
fn what_is_doubtful_is_answered_by_one_key_each_until_nothing_is() {
    let desk = Desk::new();
    let mut window = desk.open();
    let count = |window: &Window| jianbao::session::uncertain(&page(window)).len();
    let first = page(&window);
    window.press(Key::P);
    let doubts = count(&window);
    assert!(doubts > 3);
    window.press(Key::Y);
    window.expect("看一处存疑");
    window.press(Key::J);
    window.expect(&format!("存疑 1/{doubts}"));
    let mut keys = 1;
    while count(&window) > 0 {
        let before = count(&window);
        window.press(Key::Y);
        keys += 1;
        assert_eq!(count(&window) + 1, before, "one key decides one doubt, or several of one place");
    }
    assert_eq!(keys, doubts + 1);
    window.expect("没有存疑之处");
    let parts = |page: &Page| page.layout.parts().map(|part| part.spans.clone()).collect::<Vec<_>>();
    assert_eq!(parts(&page(&window)), parts(&first), "to say that all is right moves nothing");
    window.press(Key::J);
    window.expect("没有存疑之处了");
    undo(&mut window);
    assert_eq!(count(&window), 1);
}

#[test]
fn a_wrong_guess_is_put_right_by_one_key() {
    let desk = Desk::new();
    let mut window = desk.open();
    let before = page(&window);
    let all = jianbao::session::uncertain(&before);
    let wanted = all.iter().position(|one| {
        matches!(
            jianbao::session::rejected(&before, one),
            jianbao::session::Rejected::Edit(jianbao::page::LayoutEdit::Split { .. })
        )
    });
    window.press(Key::P);
    (0..=wanted.unwrap()).for_each(|_| window.press(Key::J));
    window.press(Key::N);
    let split = page(&window);
    assert_eq!(split.layout.parts().count(), before.layout.parts().count() + 1);
    window.expect("分段");
    undo(&mut window);
    assert_eq!(page(&window).layout, before.layout);
}

#[test]
fn the_page_stays_where_it_is_when_it_is_changed() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, &six_articles());
    let all: Vec<PartText> = page(&window).articles.into_iter().flat_map(|article| article.parts).collect();
    (0..20).for_each(|_| window.press(Key::K));
    (0..40).for_each(|_| window.step());
    // The third paragraph of the fourth article is in focus; the one before it is seen above.
    let above = margin_name(&all[19]);
    let place = window.rect(Seen::Button, &above);
    assert!(place.top() > 100.0);
    for (held, key) in [
        (Modifiers::NONE, Key::Period),
        (Modifiers::NONE, Key::Enter),
        (Modifiers::NONE, Key::Backspace),
        (Modifiers::NONE, Key::Num7),
        (ALT, Key::ArrowDown),
        (SHIFT, Key::M),
        (CTRL, Key::Z),
        (CTRL, Key::Z),
        (CTRL, Key::Z),
    ] {
        window.press_with(held, key);
        (0..40).for_each(|_| window.step());
        let now = window.rect(Seen::Button, &above);
        assert!((now.top() - place.top()).abs() < 1.0, "{key:?} moves the page from {place:?} to {now:?}");
    }
    assert_eq!(page(&window).layout.parts().count(), all.len());
}

/// Six articles, twenty pairs of paragraphs joined although they are two: how many keys put them right.
#[test]
fn twenty_wrong_joins_are_right_within_two_minutes() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, &six_articles());
    let right = page(&window);
    assert_eq!(right.articles.len(), 6);
    let mut joined = 0;
    let mut edits = Vec::new();
    for article in &right.articles {
        // All paragraphs of two articles are one; of the others, two are.
        let bodies: Vec<u32> = article.parts.iter().map(|part| part.part.start()).skip(1).collect();
        assert_eq!(bodies.len(), 5, "{}", shape(&right));
        let wrong: &[usize] = if joined < 8 { &[1, 2, 3, 4] } else { &[1, 2, 4] };
        for at in wrong {
            edits.push(format!("Join(at: {})", bodies[*at]));
            joined += 1;
        }
    }
    assert_eq!(joined, 20);
    let source = right.source.id;
    window.ask(&format!(r#"EditLayout(source: "{source}", edit: Steps([{}]))"#, edits.join(", ")));
    assert_eq!(page(&window).layout.parts().count() + 20, right.layout.parts().count());
    let wanted: Vec<ParagraphId> =
        right.articles.iter().flat_map(|article| &article.parts).map(|part| part.id).collect();
    let mut keys = 0;
    let mut press = |window: &mut Window, key: Key| {
        window.press(key);
        keys += 1;
    };
    for article in &right.articles {
        press(&mut window, Key::K);
        for (at, part) in article.parts.iter().enumerate().skip(1) {
            let is_there = |window: &Window| page(window).articles.iter().any(|it| it.part(part.id).is_some());
            if at > 1 && is_there(&window) {
                press(&mut window, Key::K);
            } else if at > 1 {
                // Two sentences belong to the paragraph before.
                press(&mut window, Key::Period);
                press(&mut window, Key::Period);
                press(&mut window, Key::Enter);
                assert!(is_there(&window), "{}", shape(&page(&window)));
            }
        }
        press(&mut window, Key::K);
    }
    let now = page(&window);
    assert_eq!(now.articles.iter().flat_map(|it| &it.parts).map(|part| part.id).collect::<Vec<_>>(), wanted);
    assert_eq!(shape(&now), shape(&right));
    println!("{keys} keys for 20 wrong joins");
    // A key a second is slow.
    assert!(keys <= 100, "{keys} keys");
}

#[test]
fn the_desk_gives_way_to_what_is_shown_in_its_place() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, SHORT);
    window.press_with(ALT, Key::Num2);
    assert!(!window.says("原版整理") && !window.says("没有存疑之处"));
    window.press(Key::P);
    window.expect("没有存疑之处");
    window.click_with(Seen::Button, "关闭", PointerButton::Primary, Modifiers::NONE);
    assert!(!window.says("没有存疑之处"));
}

#[test]
fn what_is_misread_is_read_otherwise_on_the_desk_too() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, SHORT);
    window.press(Key::K);
    window.press(Key::ArrowRight);
    window.press(Key::W);
    window.expect("改正误读");
    window.type_text("周日");
    window.press(Key::Enter);
    let emendations: Vec<_> = window.notebook().emendations().values().cloned().collect();
    assert_eq!(emendations.len(), 1);
    assert_eq!(emendations[0].reading.as_deref(), Some("周日"));
    undo(&mut window);
    assert!(window.notebook().emendations().is_empty());
}

#[test]
fn a_click_on_what_a_part_is_offers_the_roles_and_a_right_click_everything() {
    let desk = Desk::new();
    let mut window = window_at_desk(&desk, SHORT);
    let part = window.body()[0].clone();
    window.click(Seen::Button, &margin_name(&part));
    // The roles in the order of their keys.
    window.expect("主题");
    let roles = window.labels(Seen::Button, "");
    let at = |name: &str| roles.iter().position(|label| label == name).unwrap_or_else(|| panic!("{name}: {roles:?}"));
    assert!(at("主题") < at("引题") && at("引题") < at("副题"));
    window.press(Key::Escape);
    // At the left the same line stands as it was scanned.
    let node = window.harness.get_all_by_role_and_label(Seen::Paragraph, part.text.as_str()).last();
    let pos = node.unwrap().rect().left_top() + egui::vec2(60.0, 12.0);
    let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
    window.event(Event::PointerMoved(pos));
    for pressed in [true, false] {
        window.event(Event::PointerButton { pos, button, pressed, modifiers });
    }
    window.settle();
    let offered = window.labels(Seen::Button, "");
    assert!(offered.iter().any(|label| label.contains("另成一篇")), "{offered:?}");
}
