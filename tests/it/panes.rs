//! Articles side by side: tabs, panes, dragging, scrolling together, and what is there at the next start.

use egui::accesskit::Role as Seen;
use egui::{Key, Modifiers, PointerButton, Pos2};
use jianbao::app::Start;
use jianbao::session::{Inspected, Together};

use crate::journey::{CTRL, CTRL_SHIFT, Desk, Window, second_title};

const ALT_SHIFT: Modifiers = Modifiers { alt: true, shift: true, ..Modifiers::NONE };

/// Titles of the articles of the first two sample pages.
fn titles(window: &Window) -> Vec<String> {
    let app = window.app();
    let pages = app.session().pages().take(2);
    pages.flat_map(|page| page.articles.iter().map(|article| article.title.clone())).collect()
}

/// What stands where: tabs of a pane as places among `titles`, the seen one in brackets, the active pane with a star.
fn shown(window: &Window, titles: &[String]) -> String {
    let layout = window.app().layout();
    let app = window.app();
    let name = |tab: &jianbao::session::SavedTab| {
        let page = app.session().page(tab.source).unwrap();
        let title = &page.at(tab.start).unwrap().0.title;
        titles.iter().position(|other| other == title).map_or("?".to_owned(), |at| at.to_string())
    };
    let pane = |(place, pane): (usize, &jianbao::session::SavedPane)| {
        let tab = |(at, tab)| if at == pane.active { format!("[{}]", name(tab)) } else { name(tab) };
        let star = if place == layout.active { "*" } else { "" };
        format!("{star}{}", pane.tabs.iter().enumerate().map(tab).collect::<Vec<_>>().join(" "))
    };
    layout.panes.iter().enumerate().map(pane).collect::<Vec<_>>().join(" | ")
}

/// The reader of a pane is right below its first tab.
fn below(window: &Window, title: &str) -> Pos2 {
    window.place(Seen::Tab, title) + egui::vec2(0.0, 300.0)
}

#[test]
fn articles_stand_side_by_side_each_with_its_own_focus() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    window.press_with(CTRL, Key::Backslash);
    assert_eq!(shown(&window, &titles), "[0] | *[0]");
    window.click(Seen::Button, &titles[1]);
    window.press_with(CTRL, Key::Backslash);
    window.click(Seen::Button, &titles[2]);
    assert_eq!(shown(&window, &titles), "[0] | [1] | *[2]");
    assert!(window.labels(Seen::Button, "分栏").is_empty(), "there is no room for a fourth");
    window.press_with(CTRL, Key::Backslash);
    window.expect("最多并排 3 栏");

    // Each keeps its own paragraph; a tag goes to the active one.
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window.press(Key::F6);
    let other = window.body()[1].clone();
    window.click_paragraph(&other);
    window.press_with(Modifiers::SHIFT, Key::F6);
    assert_eq!(window.app().focused_paragraph(), Some(part.id));
    window.press(Key::T);
    window.type_text("甲");
    window.press(Key::Enter);
    let spans = window.notebook().annotations().values().next().unwrap().spans.clone();
    assert_eq!(spans, part.part.spans);
    window.press(Key::F6);
    assert_eq!(window.app().focused_paragraph(), Some(other.id));

    window.click(Seen::Button, "单栏");
    assert_eq!(shown(&window, &titles), "*[0] 1 2");
}

#[test]
fn tabs_are_opened_stepped_through_moved_and_closed_by_keys() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    window.press_with(CTRL, Key::T);
    assert_eq!(window.app().inspected(), Inspected::Nothing);
    window.expect("从左边选一篇文章");
    window.press_with(CTRL, Key::K);
    window.type_text(&titles[1]);
    window.press(Key::Enter);
    assert_eq!(shown(&window, &titles), "*0 [1]");
    window.press_with(CTRL, Key::K);
    window.type_text(&titles[2]);
    window.press_with(CTRL, Key::Enter);
    assert_eq!(shown(&window, &titles), "*0 1 [2]");
    window.press_with(CTRL, Key::W);
    window.press_with(CTRL, Key::K);
    window.type_text(&titles[2]);
    window.press_with(Modifiers::SHIFT, Key::Enter);
    assert_eq!(shown(&window, &titles), "0 [1] | *[2]");
    window.press_with(CTRL, Key::W);
    assert_eq!(shown(&window, &titles), "*0 [1]");
    window.press_with(CTRL, Key::Tab);
    assert_eq!(shown(&window, &titles), "*[0] 1");
    window.press_with(CTRL_SHIFT, Key::Tab);
    assert_eq!(shown(&window, &titles), "*0 [1]");
    window.press_with(CTRL, Key::PageDown);
    assert_eq!(shown(&window, &titles), "*[0] 1");

    window.press_with(ALT_SHIFT, Key::ArrowRight);
    assert_eq!(shown(&window, &titles), "[1] | *[0]");
    window.press_with(ALT_SHIFT, Key::ArrowUp);
    let shares: Vec<f32> = window.app().layout().panes.iter().map(|pane| pane.share).collect();
    assert!(shares[1] > shares[0]);
    window.press_with(ALT_SHIFT, Key::ArrowLeft);
    assert_eq!(shown(&window, &titles), "*1 [0]");

    window.press_with(CTRL, Key::W);
    assert_eq!(shown(&window, &titles), "*[1]");
    window.expect("Ctrl+Shift+T 重新打开");
    window.press_with(CTRL, Key::W);
    assert_eq!(window.app().inspected(), Inspected::Nothing);
    window.press_with(CTRL_SHIFT, Key::T);
    assert_eq!(shown(&window, &titles), "*[1]");
    window.press_with(CTRL_SHIFT, Key::T);
    assert_eq!(shown(&window, &titles), "*1 [0]");
}

#[test]
fn the_mouse_opens_and_closes_tabs_as_in_a_browser() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    window.click_with(Seen::Button, &titles[1], PointerButton::Middle, Modifiers::NONE);
    assert_eq!(shown(&window, &titles), "*0 [1]");
    window.click_with(Seen::Button, &titles[2], PointerButton::Primary, CTRL);
    assert_eq!(shown(&window, &titles), "*0 1 [2]");
    window.click(Seen::Tab, &titles[0]);
    assert_eq!(shown(&window, &titles), "*[0] 1 2");
    window.click_with(Seen::Tab, &titles[1], PointerButton::Middle, Modifiers::NONE);
    assert_eq!(shown(&window, &titles), "*[0] 2");
    let close = format!("关闭《{}》", titles[0]);
    window.click(Seen::Button, &close);
    assert_eq!(shown(&window, &titles), "*[2]");
    window.click_with(Seen::Button, &titles[0], PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(shown(&window, &titles), "[2] | *[0]");
}

#[test]
fn articles_and_tabs_are_dragged_to_where_they_are_wanted() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    let row = |window: &Window, at: usize| window.place(Seen::Button, &titles[at]);
    let middle = below(&window, &titles[0]);
    window.drag(row(&window, 1), middle);
    assert_eq!(shown(&window, &titles), "*0 [1]");
    window.drag(row(&window, 2), middle + egui::vec2(430.0, 0.0));
    assert_eq!(shown(&window, &titles), "0 [1] | *[2]");
    let read: Vec<bool> = {
        let app = window.app();
        app.session().notebook().article_marks().values().map(|mark| mark.read).collect()
    };
    assert_eq!(read, [true, true], "what was dropped is read");

    let tab = window.place(Seen::Tab, &titles[0]);
    let other = below(&window, &titles[2]);
    window.drag(tab, other);
    assert_eq!(shown(&window, &titles), "[1] | *2 [0]");
    let (from, to) = (window.place(Seen::Tab, &titles[0]), window.place(Seen::Tab, &titles[2]));
    window.drag(from, to - egui::vec2(20.0, 0.0));
    assert_eq!(shown(&window, &titles), "[1] | *[0] 2");
    let (from, to) = (window.place(Seen::Tab, &titles[2]), below(&window, &titles[1]));
    window.drag(from, egui::pos2(to.x - 200.0, to.y));
    assert_eq!(shown(&window, &titles), "*[2] | [1] | [0]");
}

#[test]
fn the_border_between_panes_is_dragged() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    window.press_with(CTRL, Key::Backslash);
    window.click(Seen::Button, &titles[1]);
    let places = [0, 1].map(|at| window.rect(Seen::Tab, &titles[at]));
    let border = egui::pos2(places[1].left() - 0.5, places[1].center().y + 300.0);
    window.drag(border, border + egui::vec2(120.0, 0.0));
    let moved = window.rect(Seen::Tab, &titles[1]).left() - places[1].left();
    assert!((moved - 120.0).abs() < 3.0, "{moved}");
    let shares: Vec<f32> = window.app().layout().panes.iter().map(|pane| pane.share).collect();
    assert!(shares[0] > shares[1]);
}

#[test]
fn in_a_narrow_window_as_many_panes_are_shown_as_can_be_read() {
    let desk = Desk::new();
    let mut window = Window::begin_sized(desk.start(), egui::vec2(900.0, 600.0));
    window.settle();
    let titles = titles(&window);
    window.press_with(CTRL, Key::Backslash);
    window.click(Seen::Button, &titles[1]);
    window.press_with(CTRL, Key::Backslash);
    window.click(Seen::Button, &titles[2]);
    assert_eq!(shown(&window, &titles), "[0] | [1] | *[2]");
    assert_eq!(window.labels(Seen::Tab, ""), [titles[1].clone(), titles[2].clone()]);
    window.press(Key::F6);
    assert_eq!(window.labels(Seen::Tab, ""), [titles[0].clone(), titles[1].clone()]);
    let border = window.rect(Seen::Tab, &titles[1]).left_bottom() + egui::vec2(-0.5, 200.0);
    window.drag(border, border + egui::vec2(30.0, 0.0));
    let shares: Vec<f32> = window.app().layout().panes.iter().map(|pane| pane.share).collect();
    assert!(shares[0] > shares[1] && shares[2] == 1.0, "{shares:?}");
}

#[test]
fn back_and_forward_are_a_tabs_own() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    let alt = Modifiers::ALT;
    window.click(Seen::Button, &titles[1]);
    window.press_with(CTRL, Key::Backslash);
    window.click(Seen::Button, &titles[2]);
    window.press_with(Modifiers::SHIFT, Key::F6);
    window.press_with(alt, Key::ArrowLeft);
    assert_eq!(shown(&window, &titles), "*[0] | [2]");
    window.press(Key::F6);
    window.press_with(alt, Key::ArrowLeft);
    assert_eq!(shown(&window, &titles), "[0] | *[1]");
    window.press_with(alt, Key::ArrowRight);
    assert_eq!(shown(&window, &titles), "[0] | *[2]");
}

#[test]
fn panes_scroll_together_by_share_or_by_line() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    window.press_with(CTRL, Key::Backslash);
    window.click(Seen::Button, &titles[1]);
    let places = |window: &Window| {
        let layout = window.app().layout();
        let places: Vec<_> =
            layout.panes.iter().map(|pane| pane.tabs[0].place.map(|it| (it.start, it.share))).collect();
        (places[0], places[1])
    };
    let second = below(&window, &titles[1]);
    let start = places(&window);
    window.wheel(second, -5.0);
    let (first, moved) = places(&window);
    assert_eq!(first, start.0, "each scrolls for itself");
    assert_ne!(moved, start.1);

    // The keys for pages are the active pane's, wherever else the pointer is.
    let library = window.place(Seen::Button, &titles[0]);
    window.event(egui::Event::PointerMoved(library));
    window.press(Key::PageDown);
    let paged = places(&window);
    assert!(paged.0 == first && paged.1 != moved);
    window.press(Key::PageUp);

    window.press(Key::L);
    window.expect("按篇幅的比例一起滚动");
    window.wheel(second, -5.0);
    let together = places(&window);
    assert_ne!(together.0, first);
    window.wheel(second, 5.0);
    assert_eq!(places(&window).0, first, "and back to where it was");
    window.press_with(Modifiers::SHIFT, Key::L);
    window.expect("各栏按行一起滚动");
    assert_eq!(window.app().layout().together, Some(Together::Lines));
    window.click(Seen::Button, "一起滚动 · 按行");
    window.expect("各栏各滚各的");
}

#[test]
fn what_stands_where_and_how_far_it_is_read_comes_back() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    window.press_with(CTRL, Key::T);
    window.click(Seen::Button, &titles[1]);
    window.press_with(CTRL, Key::Backslash);
    window.click(Seen::Button, &titles[2]);
    let part = window.body()[1].clone();
    window.click_paragraph(&part);
    let reader = below(&window, &titles[2]);
    window.wheel(reader, -8.0);
    window.press_with(ALT_SHIFT, Key::ArrowUp);
    window.press(Key::L);
    let (layout, layouts) = (window.app().layout(), window.app().layouts());
    assert!(layout.panes[1].tabs[0].place.is_some_and(|place| place.share > 0.0 || place.start > part.id.start));
    window.close();

    let window = Window::open(Start { layouts: layouts.clone(), ..desk.start() });
    assert_eq!(window.app().layout(), layout);
    assert_eq!(shown(&window, &titles), "0 [1] | *[2]");
    assert_eq!(window.app().focused_paragraph(), Some(part.id));
    window.close();

    // In a window of another size it is the same paragraph, at the same share of it.
    let start = Start { layouts: layouts.clone(), ..desk.start() };
    let mut small = Window::begin_sized(start, egui::vec2(1100.0, 700.0));
    small.settle();
    let (wide, narrow) = (layout.panes[1].tabs[0].place.unwrap(), small.app().layout().panes[1].tabs[0].place.unwrap());
    assert_eq!(wide.start, narrow.start);
    assert!((wide.share - narrow.share).abs() < 0.01, "{wide:?} {narrow:?}");
    small.close();

    // Before the notebook is open, what is kept is what was kept.
    let window = Window::begin(Start { layouts: layouts.clone(), ..desk.start() });
    assert_eq!(window.app().layouts(), layouts);
    drop(window);
    let text = ron::to_string(&layouts).unwrap();
    let gone = text.replace(&layout.panes[1].tabs[0].source.to_string(), &"0".repeat(64));
    let window = Window::open(Start { layouts: ron::from_str(&gone).unwrap(), ..desk.start() });
    assert_eq!(shown(&window, &titles), "*0 [1]", "what is gone is left out");
    assert!(window.app().notices().is_empty());
}

#[test]
fn each_notebook_is_found_as_it_was_left() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles = titles(&window);
    window.click_with(Seen::Button, &titles[1], PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(shown(&window, &titles), "[0] | *[1]");
    window.press_with(CTRL, Key::N);
    window.give_path(&desk.path("另一本.ron"));
    assert_eq!(window.app().inspected(), Inspected::Nothing);
    window.press_with(CTRL_SHIFT, Key::N);
    window.give_path(&desk.notebook());
    assert_eq!(shown(&window, &titles), "[0] | *[1]");
}

#[test]
fn what_is_folded_stays_folded() {
    let desk = Desk::new();
    let mut window = desk.open();
    for line in ["AddTag(name: \"a\")", "AddTag(name: \"a/b\")"] {
        window.ask(line);
    }
    window.press_with(Modifiers::ALT, Key::Num2);
    window.press_with(Modifiers::ALT, Key::Num2);
    window.press(Key::ArrowLeft);
    assert!(window.labels(Seen::Button, "a/b").is_empty());
    let second = second_title(&window);
    let group = window.app().session().pages().next().unwrap().source.name.clone();
    let head = window.labels(Seen::Button, group.trim_end_matches(".txt")).into_iter().next().unwrap();
    window.click(Seen::Button, &head);
    assert!(window.labels(Seen::Button, &second).is_empty(), "its articles are folded away");
    let layouts = window.app().layouts();
    window.close();

    let mut window = Window::open(Start { layouts, ..desk.start() });
    window.press_with(Modifiers::ALT, Key::Num2);
    assert!(window.labels(Seen::Button, "a/b").is_empty());
    assert!(window.labels(Seen::Button, &second).is_empty());
    window.press_with(CTRL, Key::F);
    window.type_text(&second);
    assert!(!window.labels(Seen::Button, &second).is_empty(), "who looks for it finds it");
    window.press(Key::Escape);
    window.click(Seen::Button, &head);
    assert!(!window.labels(Seen::Button, &second).is_empty());
    window.press_with(CTRL, Key::K);
    window.type_text("收起或展开文章库");
    window.press(Key::Enter);
    assert_eq!(window.app().layout().folded_sources.len(), 5);
    assert!(window.labels(Seen::Button, &second).is_empty());
    window.ask("RemoveTag(tag: \"a\")");
    window.ask("RemoveTag(tag: \"a/b\")");
    assert!(window.app().layout().folded_tags.is_empty(), "of what is gone nothing is kept");
}
