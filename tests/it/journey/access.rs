//! For those who see little, or nothing, or use no mouse: everything that can be used has a name, the keyboard is seen where
//! it is, and the interface grows.

use egui::accesskit::{Action, Role as Seen};
use egui::{Key, Modifiers, Pos2, Rect, Shape};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{ALT, CTRL, CTRL_SHIFT, Desk, SHIFT, Start, Window, mark_up};

/// What can be clicked, focused or written into and has no name, as its kind and place.
fn unnamed(window: &Window) -> Vec<String> {
    let nodes = window.harness.query_all_by(|node| {
        let is_used = [Action::Click, Action::Focus, Action::SetValue, Action::Increment]
            .into_iter()
            .any(|action| node.data().supports_action(action));
        // Scroll bars are egui's own; a screen reader names them by their kind.
        let is_widget = matches!(
            node.role(),
            Seen::Button
                | Seen::CheckBox
                | Seen::RadioButton
                | Seen::ComboBox
                | Seen::Link
                | Seen::TextInput
                | Seen::MultilineTextInput
                | Seen::Slider
                | Seen::SpinButton
                | Seen::MenuItem
                | Seen::Tab
                | Seen::ColorWell
                | Seen::Unknown
                | Seen::GenericContainer
        );
        is_used && is_widget && !node.is_hidden() && node.label().is_none_or(|label| label.trim().is_empty())
    });
    // The borders of panes are egui_tiles' own; by keyboard Alt+Shift+arrows do what dragging them does.
    let is_border = |role, place: Rect| role == Seen::Unknown && place.width() <= 8.0 && place.height() > 100.0;
    let nodes = nodes.filter(|node| !is_border(node.accesskit_node().role(), node.rect()));
    nodes.map(|node| format!("{:?} at {:?}", node.accesskit_node().role(), node.rect())).collect()
}

#[track_caller]
pub(super) fn all_named(window: &Window, screen: &str) {
    let unnamed = unnamed(window);
    assert!(unnamed.is_empty(), "{screen}: {unnamed:#?}");
}

#[test]
fn everything_that_can_be_used_has_a_name() {
    let desk = Desk::new();
    let mut window = desk.open();
    all_named(&window, "first start");
    mark_up(&mut window);
    let screens = [
        ("annotations", ALT, Key::Num1),
        ("codebook", ALT, Key::Num2),
        ("keywords", ALT, Key::Num3),
        ("notes", ALT, Key::Num4),
        ("all notes", CTRL_SHIFT, Key::L),
        ("note", ALT | SHIFT, Key::N),
        ("two panes", CTRL, Key::Backslash),
        ("quotations", CTRL_SHIFT, Key::F),
        ("meetings", CTRL_SHIFT, Key::G),
    ];
    for (screen, modifiers, key) in screens {
        window.press_with(modifiers, key);
        all_named(&window, screen);
    }
    let over = [
        ("palette", CTRL, Key::K),
        ("shortcuts", Modifiers::NONE, Key::F1),
        ("typography", CTRL, Key::Comma),
        ("bin", CTRL_SHIFT, Key::Delete),
        ("versions", CTRL_SHIFT, Key::B),
        ("path", CTRL, Key::O),
        ("export", CTRL, Key::E),
    ];
    for (screen, modifiers, key) in over {
        window.press_with(modifiers, key);
        all_named(&window, screen);
        window.press(Key::Escape);
    }
    for menu in ["剪报", "采访"] {
        window.click(Seen::Button, menu);
        all_named(&window, menu);
        window.press(Key::Escape);
    }
}

/// Whether any line or ground in `shape` has the colour of the focus and lies on `place`.
fn shows_focus(shape: &Shape, place: Rect, color: egui::Color32) -> bool {
    let on_place = |bounds: Rect| bounds.expand(2.0).intersects(place);
    match shape {
        Shape::Vec(shapes) => shapes.iter().any(|shape| shows_focus(shape, place, color)),
        Shape::Rect(rect) => (rect.stroke.color == color || rect.fill == color) && on_place(rect.rect),
        Shape::LineSegment { points, stroke } => {
            stroke.color == color && on_place(Rect::from_two_pos(points[0], points[1]))
        }
        Shape::Circle(circle) => circle.stroke.color == color && on_place(circle.visual_bounding_rect()),
        _ => false,
    }
}

fn focused(window: &Window) -> Option<(Seen, String, Rect)> {
    let mut nodes = window.harness.query_all_by(|node| node.is_focused());
    // Where nothing has the keyboard, the window has.
    let node = nodes.find(|node| !matches!(node.accesskit_node().role(), Seen::Window | Seen::RootWebArea))?;
    let label = node.accesskit_node().label().unwrap_or_default();
    Some((node.accesskit_node().role(), label, node.rect()))
}

#[test]
fn the_keyboard_goes_through_the_window_and_is_seen_where_it_is() {
    let desk = Desk::new();
    let mut window = desk.open();
    mark_up(&mut window);
    window.press_with(ALT, Key::Num4);
    let color = jianbao::ui::theme::Palette::of(&window.harness.ctx).focus;
    let (mut seen, mut hidden) = (Vec::new(), Vec::new());
    for _ in 0..80 {
        window.press(Key::Tab);
        let Some((role, label, place)) = focused(&window) else { continue };
        let shapes = &window.harness.output().shapes;
        if !shapes.iter().any(|clipped| shows_focus(&clipped.shape, place, color)) {
            hidden.push(format!("{role:?} {label:?} at {place:?}"));
        }
        seen.push(label);
    }
    assert!(hidden.is_empty(), "nothing shows that the keyboard is on {hidden:#?}");
    for name in ["剪报", "撤销", "导出…", "筛选：标题、作者、文件名", "批注", "标签", "关键词", "笔记", "写笔记"]
    {
        assert!(seen.iter().any(|label| label.contains(name)), "Tab does not come to {name}: {seen:?}");
    }
    // From above to below: the bar, the library, the inspector, the bar at the bottom.
    let first = |name: &str| seen.iter().position(|label| label.contains(name)).unwrap_or(usize::MAX);
    let order = ["导出…", "筛选：标题", "写笔记", "下一处关键词"].map(first);
    assert!(order.is_sorted() && order[3] < usize::MAX, "{order:?} in {seen:?}");
    assert_eq!(window.labels(Seen::Splitter, "文章库的右边界").len(), 1);
    assert!(window.labels(Seen::Splitter, "Resize").is_empty());
}

#[test]
fn the_whole_interface_grows_and_shrinks_and_stays_so() {
    let desk = Desk::new();
    let ctrl_alt = CTRL | ALT;
    let mut window = desk.open();
    let scale = |window: &Window| window.harness.ctx.zoom_factor();
    (0..9).for_each(|_| window.press_with(ctrl_alt, Key::Equals));
    window.expect("界面大小 200 %");
    assert_eq!(scale(&window), 2.0);
    // All parts are there, and none is outside of the window.
    let room = window.harness.ctx.content_rect();
    for (seen, name) in [(Seen::Button, "笔记"), (Seen::Button, "批注"), (Seen::TextInput, "筛选：标题、作者、文件名")]
    {
        let place: Pos2 = window.place(seen, name);
        assert!(room.contains(place), "{name} at {place:?} is outside of {room:?}");
    }
    window.close();
    let mut window = desk.open();
    assert_eq!(scale(&window), 2.0, "it is remembered");
    (0..9).for_each(|_| window.press_with(ctrl_alt, Key::Minus));
    assert_eq!(scale(&window), 0.8);
    window.press_with(ctrl_alt, Key::Num0);
    assert_eq!(scale(&window), 1.0);
}

#[test]
fn everything_has_a_name_in_a_notebook_whose_source_is_missing() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    std::fs::write(&page, super::PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page.clone()], ..desk.start() });
    mark_up(&mut window);
    window.close();
    std::fs::remove_file(&page).unwrap();
    let mut window = desk.open();
    window.click(Seen::Button, "河湾.txt");
    all_named(&window, "a source that is missing");
    window.press_with(ALT, Key::Num4);
    window.expect("写后续");
    all_named(&window, "its notes");
}
