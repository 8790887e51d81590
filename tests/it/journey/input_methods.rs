//! Input methods: every field lets them compose, and while they do, or while a field has the keyboard, no letter and no
//! digit is a command.

use egui::{Event, ImeEvent, Key, Modifiers};

use super::{CTRL, CTRL_SHIFT, Desk, Window};

/// The ways to each field in which Chinese is written, and keys that leave it.
const FIELDS: &[(&str, Modifiers, Key)] = &[
    ("comment", Modifiers::NONE, Key::N),
    ("tag picker", Modifiers::NONE, Key::T),
    ("note", Modifiers::SHIFT, Key::N),
    ("filter of articles", CTRL, Key::F),
    ("filter of notes", CTRL_SHIFT, Key::L),
    ("filter of quotations", CTRL_SHIFT, Key::F),
    ("palette", CTRL, Key::K),
];

fn compose(window: &mut Window, text: &str) {
    window.event(Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None }));
}

/// A key as some systems send it beside what an input method does with it.
fn bare_key(window: &mut Window, key: Key) {
    for pressed in [true, false] {
        let event = Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
        window.event(event);
    }
}

/// What commands on letters and digits would change.
fn state(window: &Window) -> (usize, usize, usize, String) {
    let notebook = window.notebook();
    let stars = notebook.article_marks().values().filter(|mark| mark.starred).count();
    (notebook.annotations().len(), notebook.tags().len(), stars, window.article().title)
}

/// The window with a tag on 1, and the caret in a paragraph without one.
fn ready(desk: &Desk) -> Window {
    let mut window = desk.open();
    window.ask("AddTag(name: \"欠薪\")");
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window
}

#[test]
fn an_input_method_composes_in_every_field() {
    for (name, modifiers, key) in FIELDS {
        let desk = Desk::new();
        let mut window = ready(&desk);
        window.press_with(*modifiers, *key);
        for _ in 0..3 {
            window.step();
            let ime = window.harness.output().platform_output.ime;
            let ime = ime.unwrap_or_else(|| panic!("{name}: no place for candidates"));
            assert!(!ime.should_interrupt_composition, "{name}: what is composed is interrupted");
        }
        compose(&mut window, "gong");
        let first = window.harness.output().platform_output.ime.unwrap().cursor_rect;
        compose(&mut window, "gongzi");
        let ime = window.harness.output().platform_output.ime.unwrap();
        assert!(!ime.should_interrupt_composition, "{name}");
        assert!(ime.rect.contains(ime.cursor_rect.center()), "{name}: candidates stand beside the field");
        assert!(ime.cursor_rect.min.x >= first.min.x, "{name}: candidates do not follow the caret");
    }
}

#[test]
fn letters_and_digits_are_no_commands_while_something_is_composed_or_a_field_has_the_keyboard() {
    for (name, modifiers, key) in FIELDS {
        let desk = Desk::new();
        let mut window = ready(&desk);
        window.press_with(*modifiers, *key);
        let before = state(&window);
        let keys = [Key::S, Key::Num1, Key::R, Key::J, Key::C, Key::M, Key::X, Key::OpenBracket];
        keys.into_iter().for_each(|key| bare_key(&mut window, key));
        assert_eq!(state(&window), before, "{name}");
        compose(&mut window, "gongzi");
        keys.into_iter().for_each(|key| bare_key(&mut window, key));
        window.settle();
        assert_eq!(state(&window), before, "{name}, composing");
        assert!(window.copied.is_empty(), "{name}");
    }
}

#[test]
fn a_key_that_breaks_composing_off_writes_nothing() {
    let desk = Desk::new();
    let mut window = ready(&desk);
    window.press(Key::N);
    window.type_text("核实");
    compose(&mut window, "guo");
    // Ctrl+Z, as X11 reports it.
    compose(&mut window, "");
    window.event(Event::Ime(ImeEvent::Commit("\u{1a}".to_owned())));
    window.event(Event::Ime(ImeEvent::Commit("过".to_owned())));
    window.settle();
    assert_eq!(window.notebook().annotations().values().next().unwrap().comment, "核实过");
}

#[test]
fn candidates_stand_below_the_line_where_the_system_knows_no_height() {
    let desk = Desk::new();
    let place = |lowers_candidates| {
        let mut window = Window::open(super::Start { lowers_candidates, ..desk.start() });
        window.press_with(CTRL, Key::F);
        let place = window.harness.output().platform_output.ime.unwrap().cursor_rect;
        window.close();
        place
    };
    let (over, below) = (place(false), place(true));
    assert!(over.height() > 8.0 && below.top() == over.bottom(), "{over} {below}");
}

#[test]
fn a_filter_waits_until_what_is_composed_is_whole() {
    let desk = Desk::new();
    let mut window = ready(&desk);
    window.press_with(CTRL, Key::F);
    compose(&mut window, "wenhua");
    window.settle();
    assert!(!window.says("没有符合"));
    compose(&mut window, "");
    window.event(Event::Ime(ImeEvent::Commit("没有这样的".to_owned())));
    window.settle();
    window.expect("没有符合");
}
