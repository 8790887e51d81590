//! What keeps notes from being lost, as the user meets it in the window: versions, the bin, a disk that fails, a notebook from
//! the future, a file that another program has changed.

use std::fs;

use egui::accesskit::Role as Seen;
use egui::{Event, Key};

#[cfg(unix)]
use crate::journey::pulled_out;
use crate::journey::{CTRL, CTRL_SHIFT, Desk, Window, check_marked_up, mark_up};
use jianbao::app::Start;

#[test]
fn what_is_deleted_waits_in_the_bin_and_comes_back() {
    let desk = Desk::new();
    let mut window = desk.open();
    let quote = mark_up(&mut window);
    window.press_with(CTRL_SHIFT, Key::Delete);
    window.expect("回收站是空的");
    window.click(Seen::Button, "关闭");

    let id = *window.notebook().annotations().keys().next().unwrap();
    window.ask(&format!("RemoveAnnotation(annotation: \"{id}\")"));
    window.ask("RemoveTag(tag: \"欠薪\")");
    assert!(window.notebook().annotations().is_empty());
    window.close();

    let mut window = desk.open();
    window.press_with(CTRL_SHIFT, Key::Delete);
    window.expect("回收站");
    while window.notebook().annotations().is_empty() || window.notebook().tags().is_empty() {
        let button = window.labels(Seen::Button, "恢复：").into_iter().next().expect("something waits in the bin");
        window.click(Seen::Button, &button);
    }
    window.expect("回收站是空的");
    window.click(Seen::Button, "关闭");
    check_marked_up(&window.notebook(), &quote);
}

#[test]
fn emptying_the_bin_asks_first_and_can_be_undone() {
    let desk = Desk::new();
    let mut window = desk.open();
    mark_up(&mut window);
    window.ask("RemoveTag(tag: \"欠薪\")");
    window.press_with(CTRL_SHIFT, Key::Delete);
    window.click(Seen::Button, "清空回收站…");
    assert_eq!(window.notebook().bin().len(), 1);
    window.click(Seen::Button, "永久删除");
    assert!(window.notebook().bin().is_empty());
    window.click(Seen::Button, "关闭");
    window.press_with(CTRL, Key::Z);
    assert_eq!(window.notebook().bin().len(), 1);
}

#[test]
fn an_earlier_version_is_restored_as_a_notebook_of_its_own() {
    let desk = Desk::new();
    let mut window = desk.open();
    let quote = mark_up(&mut window);
    window.press_with(CTRL, Key::S);
    window.ask("RemoveTag(tag: \"欠薪\")");
    let id = *window.notebook().annotations().keys().next().unwrap();
    window.ask(&format!("RemoveAnnotation(annotation: \"{id}\")"));
    window.press_with(CTRL, Key::S);

    window.press_with(CTRL_SHIFT, Key::B);
    window.wait_for("批注 1 条，笔记 1 条");
    let version = window.labels(Seen::Button, "批注 1 条").into_iter().next().unwrap();
    assert!(version.contains("多 2 项"), "{version}");
    window.click(Seen::Button, &version);
    window.click(Seen::Button, "恢复为新笔记本");
    window.expect("已恢复为新笔记本");
    assert_eq!(window.app().notebook_path(), Some(desk.path("采访-2.ron").as_path()));
    check_marked_up(&window.notebook(), &quote);
    let old = jianbao::store::read(&desk.notebook()).unwrap().notebook;
    assert!(old.annotations().is_empty(), "the notebook of before is as it was");
}

#[test]
fn a_notebook_that_is_gone_comes_back_or_is_begun_anew_as_the_user_says() {
    let desk = Desk::new();
    let mut window = desk.open();
    let quote = mark_up(&mut window);
    window.press_with(CTRL, Key::S);
    window.close();
    fs::remove_file(desk.notebook()).unwrap();
    let start = || Start { notebook: Some(desk.notebook()), ..desk.start() };
    let mut window = Window::open(start());
    window.wait_for("笔记本不见了");
    window.click(Seen::Button, "从备份恢复");
    window.wait_for("欠薪");
    assert_eq!(window.app().notebook_path(), Some(desk.notebook().as_path()));
    check_marked_up(&window.notebook(), &quote);
    window.close();

    fs::remove_file(desk.notebook()).unwrap();
    let mut window = Window::open(start());
    window.wait_for("笔记本不见了");
    window.click(Seen::Button, "在这里新建");
    window.wait_for("采访.ron.replaced");
    assert_eq!(window.app().notebook_path(), Some(desk.notebook().as_path()));
    assert!(window.notebook().annotations().is_empty());
    window.close();
    let kept = jianbao::store::Store::restore(&desk.path("采访.ron.replaced")).unwrap();
    check_marked_up(&kept.notebook, &quote);
}

#[test]
fn a_notebook_of_a_later_version_can_be_looked_at_and_is_never_written() {
    let desk = Desk::new();
    let mut window = desk.open();
    mark_up(&mut window);
    window.close();
    let text = fs::read_to_string(desk.notebook()).unwrap();
    let format = format!("format: {},", jianbao::notebook::FORMAT);
    assert!(text.contains(&format));
    let later = text.replace(&format, "format: 99,").replace("tags: [", "moods: [\n(joy: 3),\n],\ntags: [");
    fs::write(desk.notebook(), &later).unwrap();
    let _ = fs::remove_file(desk.path("采访.ron.journal"));

    let mut window = Window::open(Start { notebook: Some(desk.notebook()), ..desk.start() });
    window.expect("更新版本的剪报");
    assert_eq!(window.notebook().annotations().len(), 1);
    window.press_with(CTRL, Key::S);
    window.close();
    assert_eq!(fs::read_to_string(desk.notebook()).unwrap(), later);
}

#[test]
fn a_version_that_another_program_wrote_is_kept_when_the_user_comes_back_to_the_window() {
    let desk = Desk::new();
    let mut window = desk.open();
    let quote = mark_up(&mut window);
    fs::write(desk.path("theirs"), "from a sync program").unwrap();
    #[expect(clippy::disallowed_methods, reason = "a sync program puts its file in the place of ours")]
    fs::rename(desk.path("theirs"), desk.notebook()).unwrap();
    window.event(Event::WindowFocused(true));
    window.wait_for("采访.ron.conflict");
    assert_eq!(fs::read_to_string(desk.path("采访.ron.conflict")).unwrap(), "from a sync program");
    window.press_with(CTRL, Key::S);
    window.close();
    check_marked_up(&jianbao::store::read(&desk.notebook()).unwrap().notebook, &quote);
}

#[cfg(unix)]
#[test]
fn a_disk_that_fails_is_told_loudly_and_another_place_is_offered() {
    let desk = Desk::new();
    let (mut window, quote, _) = pulled_out(&desk);
    window.waits = false;
    window.ask("AddNote(target: Notebook, text: \"写在断开之后\")");
    window.wait_for("都在内存里");
    window.click(Seen::Button, "另存到别处…");
    window.give_path(&desk.path("别处.ron"));
    window.waits = true;
    window.settle();
    assert_eq!(window.app().notebook_path(), Some(desk.path("别处.ron").as_path()));
    assert!(!window.says("都在内存里"));
    window.close();
    let notebook = jianbao::store::read(&desk.path("别处.ron")).unwrap().notebook;
    assert_eq!(notebook.annotations().values().next().unwrap().quotation.exact, quote);
    assert!(notebook.notes().values().any(|note| note.text == "写在断开之后"));
}
