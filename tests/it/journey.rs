//! A day with the program: the whole window without a screen, found by what a screen reader reads and worked by keys and
//! clicks, from the first start to the notes that come out.

use std::cell::{Ref, RefCell};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use egui::accesskit::Role as Seen;
use egui::{Event, Key, Modifiers, OutputCommand, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jianbao::app::{App, Start};
use jianbao::jobs::Runner;
use jianbao::library::{ArticleText, PartText};
use jianbao::notebook::Notebook;
use jianbao::page::Role;
use jianbao::session::{Inspected, Request};
use tempfile::TempDir;

mod access;
mod concordance;
mod desk;
mod exchange;
mod input_methods;
mod issue;
mod manners;
mod misread;
mod notes;
mod passages;
mod trust;

pub(crate) const CTRL: Modifiers = Modifiers { ctrl: true, command: true, ..Modifiers::NONE };
pub(crate) const SHIFT: Modifiers = Modifiers::SHIFT;
pub(crate) const ALT: Modifiers = Modifiers::ALT;
pub(crate) const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };

/// Longer than any step takes on a slow machine; a step that is done is not waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A page that nobody has printed.
pub(crate) const PAGE: &str = "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后重新开放，\
首日接待读者四百余人。\n\n馆员赵青说，新书架由镇上木工制作，书目由读者投票选出。\n";

/// The folders of a user who has never started the program.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn notebook(&self) -> PathBuf {
        self.path("采访.ron")
    }

    pub(crate) fn start(&self) -> Start {
        Start {
            settings_path: Some(self.path("settings.ron")),
            default_notebook: Some(self.notebook()),
            system_dialogs: false,
            ..Start::default()
        }
    }

    /// The window as it starts on this desk, once all is open.
    pub(crate) fn open(&self) -> Window {
        Window::open(self.start())
    }
}

/// The window and who works with it.
pub(crate) struct Window {
    harness: Harness<'static, Rc<RefCell<Option<App>>>>,
    /// What was put on the clipboard, the latest last.
    copied: Vec<String>,
    /// Addresses that were to be opened, the latest last.
    opened: Vec<String>,
    /// Whether each step ends only when all is saved; a disk that fails is not waited for.
    pub(crate) waits: bool,
}

impl Window {
    /// The window once all is open.
    pub(crate) fn open(start: Start) -> Self {
        let mut window = Self::begin(start);
        window.settle();
        window
    }

    /// The window at its first frame.
    pub(crate) fn begin(start: Start) -> Self {
        Self::begin_sized(start, Vec2::new(1600.0, 1000.0))
    }

    /// The window at its first frame, of this size in points.
    pub(crate) fn begin_sized(start: Start, size: Vec2) -> Self {
        let app = Rc::new(RefCell::new(None));
        let made = Rc::clone(&app);
        let harness = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .with_context_setup(move |ctx| *made.borrow_mut() = Some(App::new(ctx, start, Runner::quiet())))
            .build_ui_state(
                |ui, app: &mut Rc<RefCell<Option<App>>>| {
                    if let Some(app) = app.borrow_mut().as_mut() {
                        app.frame(ui);
                    }
                },
                app,
            );
        Self { harness, copied: Vec::new(), opened: Vec::new(), waits: true }
    }

    /// What is drawn, and the atlas that it is drawn from.
    pub(crate) fn drawn(&self) -> (Vec<egui::ClippedPrimitive>, egui::ColorImage) {
        let shapes = self.harness.output().shapes.clone();
        (self.harness.ctx.tessellate(shapes, 1.0), self.harness.ctx.fonts(|fonts| fonts.image()))
    }

    pub(crate) fn app(&self) -> Ref<'_, App> {
        Ref::map(self.harness.state().borrow(), |app| app.as_ref().unwrap())
    }

    pub(crate) fn notebook(&self) -> Notebook {
        self.app().session().notebook().clone()
    }

    /// One frame for each event that waits.
    pub(crate) fn step(&mut self) {
        self.harness.step();
        for command in &self.harness.output().platform_output.commands {
            match command {
                OutputCommand::CopyText(text) => self.copied.push(text.clone()),
                OutputCommand::OpenUrl(open) => self.opened.push(open.url.clone()),
                _ => {}
            }
        }
    }

    /// Frames until nothing is under way, then those in which it is shown.
    #[track_caller]
    pub(crate) fn settle(&mut self) {
        let end = Instant::now() + PATIENCE;
        self.step();
        while self.waits && !self.app().is_idle() {
            assert!(Instant::now() < end, "work goes on without an end");
            std::thread::sleep(Duration::from_millis(2));
            self.step();
        }
        (0..3).for_each(|_| self.step());
    }

    /// A key as a keyboard sends it: one that writes also brings its text, in the same frame.
    pub(crate) fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        let text = Some(key.symbol_or_name()).filter(|text| text.len() == 1 && !modifiers.command);
        let events = &mut self.harness.input_mut().events;
        events.push(Event::ModifiersChanged(modifiers));
        events.push(event(true));
        events.extend(text.map(|text| Event::Text(text.to_lowercase())));
        self.step();
        let events = &mut self.harness.input_mut().events;
        events.push(event(false));
        events.push(Event::ModifiersChanged(Modifiers::NONE));
        self.step();
        self.settle();
    }

    /// What Ctrl+C sends.
    fn copy(&mut self) {
        self.harness.event(Event::Copy);
        self.step();
        self.settle();
    }

    pub(crate) fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    /// Presses keys one after the other, all of which come in with one frame, as they do when a frame takes long.
    pub(crate) fn press_at_once(&mut self, keys: &[Key]) {
        for key in keys {
            for pressed in [true, false] {
                let modifiers = Modifiers::NONE;
                self.harness.event(Event::Key { key: *key, physical_key: None, pressed, repeat: false, modifiers });
            }
        }
        self.step();
        self.settle();
    }

    /// What happens to the window.
    pub(crate) fn event(&mut self, event: Event) {
        self.harness.event(event);
        self.step();
    }

    /// Asks for what no key asks for, as a line of `jianbao apply` does.
    pub(crate) fn ask(&mut self, request: &str) {
        let request = Request::parse(request).unwrap();
        self.harness.state().borrow_mut().as_mut().unwrap().ask(request);
        self.settle();
    }

    /// The names of all of this kind that hold these words.
    pub(crate) fn labels(&self, seen: Seen, words: &str) -> Vec<String> {
        let nodes = self.harness.get_all_by_role(seen).filter_map(|node| node.accesskit_node().label());
        nodes.filter(|label| label.contains(words)).collect()
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        for ch in text.chars() {
            self.harness.event(Event::Text(ch.to_string()));
            self.step();
        }
        self.settle();
    }

    /// Clicks what is called this and is of this kind; the first, where there are several.
    #[track_caller]
    pub(crate) fn click(&mut self, seen: Seen, label: &str) {
        let node = self.harness.get_all_by_role_and_label(seen, label).next();
        node.unwrap_or_else(|| panic!("there is no {seen:?} {label:?}")).click();
        (0..3).for_each(|_| self.step());
        self.settle();
    }

    /// Clicks the last of those that are called this and are of this kind: one in a menu is behind all that was there before.
    #[track_caller]
    pub(crate) fn click_last(&mut self, seen: Seen, label: &str) {
        let node = self.harness.get_all_by_role_and_label(seen, label).last();
        node.unwrap_or_else(|| panic!("there is no {seen:?} {label:?}")).click();
        (0..3).for_each(|_| self.step());
        self.settle();
    }

    /// The middle of what is called this and is of this kind.
    #[track_caller]
    pub(crate) fn place(&self, seen: Seen, label: &str) -> egui::Pos2 {
        let node = self.harness.get_all_by_role_and_label(seen, label).next();
        node.unwrap_or_else(|| panic!("there is no {seen:?} {label:?}")).rect().center()
    }

    /// What is called this and is of this kind takes this place.
    #[track_caller]
    pub(crate) fn rect(&self, seen: Seen, label: &str) -> egui::Rect {
        let node = self.harness.get_all_by_role_and_label(seen, label).next();
        node.unwrap_or_else(|| panic!("there is no {seen:?} {label:?}")).rect()
    }

    /// Drags with the pointer from one place to another.
    pub(crate) fn drag(&mut self, from: egui::Pos2, to: egui::Pos2) {
        let button = |pos, pressed| Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let middle = from + (to - from) * 0.5;
        self.event(Event::PointerMoved(from));
        self.event(button(from, true));
        for place in [middle, to, to] {
            self.event(Event::PointerMoved(place));
        }
        self.event(button(to, false));
        self.settle();
    }

    /// Puts the pointer somewhere and turns the wheel; more than zero moves the text down.
    pub(crate) fn wheel(&mut self, at: egui::Pos2, lines: f32) {
        self.event(Event::PointerMoved(at));
        let delta = egui::vec2(0.0, lines * 40.0);
        let (unit, source) = (egui::MouseWheelUnit::Point, egui::MouseWheelSource::Unknown);
        let (phase, modifiers) = (egui::TouchPhase::Move, Modifiers::NONE);
        self.event(Event::MouseWheel { unit, delta, phase, source, modifiers });
        (0..60).for_each(|_| self.step());
        self.settle();
    }

    /// Clicks with this button of the mouse and these keys held.
    #[track_caller]
    pub(crate) fn click_with(&mut self, seen: Seen, label: &str, button: egui::PointerButton, modifiers: Modifiers) {
        let pos = self.place(seen, label);
        self.event(Event::ModifiersChanged(modifiers));
        self.event(Event::PointerMoved(pos));
        for pressed in [true, false] {
            self.event(Event::PointerButton { pos, button, pressed, modifiers });
        }
        self.event(Event::ModifiersChanged(Modifiers::NONE));
        self.settle();
    }

    /// Whether anything on the screen is called this, or says this among other things.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    #[track_caller]
    pub(crate) fn expect(&self, text: &str) {
        assert!(self.says(text), "nothing says {text:?}");
    }

    /// Frames until something says this.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.says(text) {
            assert!(Instant::now() < end, "nothing says {text:?}");
            std::thread::sleep(Duration::from_millis(2));
            self.step();
        }
    }

    /// The article of the active pane.
    #[track_caller]
    pub(crate) fn article(&self) -> ArticleText {
        let app = self.app();
        let Inspected::Article(id) = app.inspected() else { panic!("no article is open") };
        let (page, at) = app.session().article(id).unwrap();
        page.articles[at].clone()
    }

    /// The paragraph in focus, in the active pane.
    pub(crate) fn focused(&self) -> Option<jianbao::page::ParagraphId> {
        self.app().focused_paragraph()
    }

    /// The first paragraphs of body text of the article that is open.
    pub(crate) fn body(&self) -> Vec<PartText> {
        self.article().parts.into_iter().filter(|part| part.part.role == Role::Body).collect()
    }

    #[track_caller]
    pub(crate) fn click_paragraph(&mut self, part: &PartText) {
        self.click(Seen::Paragraph, part.text.as_str());
    }

    /// Writes what is asked for into the field for a path.
    #[track_caller]
    pub(crate) fn give_path(&mut self, path: &Path) {
        self.expect("路径");
        self.press_with(CTRL, Key::A);
        self.type_text(path.to_str().unwrap());
        self.press(Key::Enter);
    }

    pub(crate) fn close(self) {
        let app = self.harness.into_state().borrow_mut().take();
        app.unwrap().close_file();
    }
}

/// The title of the second article of the first sample page.
pub(crate) fn second_title(window: &Window) -> String {
    let app = window.app();
    let page = app.session().pages().next().unwrap();
    page.articles[1].title.clone()
}

/// Tags a paragraph 欠薪 with a comment and writes a note on the article; gives the quotation.
pub(crate) fn mark_up(window: &mut Window) -> String {
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window.press(Key::T);
    window.type_text("欠薪");
    window.press(Key::Enter);
    window.press(Key::N);
    window.type_text("向镇里核实");
    window.press(Key::Escape);
    window.press_with(Modifiers::SHIFT, Key::N);
    window.type_text("写后续");
    window.press(Key::Escape);
    let notebook = window.notebook();
    let annotation = notebook.annotations().values().next().unwrap();
    annotation.quotation.exact.clone()
}

/// A window over a notebook on a disk that was pulled out once [`mark_up`] was saved; the quotation, where the disk was, and
/// where it is.
#[cfg(unix)]
pub(crate) fn pulled_out(desk: &Desk) -> (Window, String, [PathBuf; 2]) {
    let (disk, away) = (desk.path("盘"), desk.path("远"));
    fs::create_dir(&disk).unwrap();
    let mut window = Window::open(Start { default_notebook: Some(disk.join("采访.ron")), ..desk.start() });
    let quote = mark_up(&mut window);
    #[expect(clippy::disallowed_methods, reason = "the disk is pulled out")]
    fs::rename(&disk, &away).unwrap();
    (window, quote, [disk, away])
}

/// What [`mark_up`] has made is all there.
#[track_caller]
pub(crate) fn check_marked_up(notebook: &Notebook, quote: &str) {
    let tags: Vec<&str> = notebook.codebook().iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["欠薪"]);
    let annotations: Vec<_> = notebook.annotations().values().collect();
    assert_eq!(annotations.len(), 1, "{annotations:#?}");
    assert_eq!(annotations[0].quotation.exact, quote);
    assert_eq!(annotations[0].comment, "向镇里核实");
    assert_eq!(annotations[0].tags, notebook.tags().keys().copied().collect::<Vec<_>>());
    let notes: Vec<&str> = notebook.notes().values().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["写后续"]);
}

#[test]
fn a_first_start_shows_the_samples_and_keywords() {
    let desk = Desk::new();
    let window = desk.open();
    assert_eq!(window.app().session().pages().count(), 5);
    window.expect("文章库 · ");
    window.expect("已保存");
    window.expect("下一处关键词");
    let notebook = window.notebook();
    let lists = notebook.ordered_keyword_lists();
    assert_eq!(lists.iter().map(|list| list.name.as_str()).collect::<Vec<_>>(), ["推荐关键词"]);
    assert!(!lists[0].terms.is_empty());
    assert!(desk.notebook().exists());
    assert_eq!(window.app().session().next_undo(), None, "the user has not done anything yet");
}

#[test]
fn what_is_marked_up_is_undone_redone_exported_and_there_again() {
    let desk = Desk::new();
    let mut window = desk.open();
    let title = second_title(&window);
    window.click(Seen::Button, &title);
    assert_eq!(window.article().title, title);

    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window.press(Key::T);
    window.expect("查找标签，或输入新名称");
    window.type_text("欠薪");
    window.press(Key::Enter);
    window.expect("加标签“欠薪”");
    assert_eq!(window.notebook().annotations().len(), 1);
    window.press(Key::Num1);
    window.expect("去掉标签“欠薪”");
    assert_eq!(window.notebook().annotations().len(), 0);
    window.press(Key::Num1);
    assert_eq!(window.notebook().annotations().len(), 1);
    window.press(Key::Num2);
    window.expect("还没有 2 号标签，按 T 新建");

    window.press(Key::N);
    window.type_text("向镇里核实");
    assert_eq!(window.notebook().annotations().values().next().unwrap().comment, "向镇里核实");
    window.press(Key::Escape);
    window.press_with(Modifiers::SHIFT, Key::N);
    window.type_text("写后续");
    window.press(Key::Escape);
    window.expect("写后续");

    window.press_with(CTRL, Key::Z);
    window.expect("已撤销：写笔记");
    assert!(window.notebook().notes().is_empty());
    window.press_with(CTRL, Key::Z);
    window.expect("已撤销：写批注");
    assert_eq!(window.notebook().annotations().values().next().unwrap().comment, "");
    window.press_with(CTRL_SHIFT, Key::Z);
    window.expect("已重做：写批注");
    window.press_with(CTRL_SHIFT, Key::Z);
    window.expect("已重做：写笔记");
    let quote = window.notebook().annotations().values().next().unwrap().quotation.exact.clone();
    check_marked_up(&window.notebook(), &quote);

    window.press_with(CTRL, Key::S);
    window.expect("已写入整个笔记本");
    window.expect("已保存");

    for (order, name) in [("按文章", "甲.md"), ("按标签", "乙.md")] {
        window.press_with(CTRL, Key::E);
        window.click(Seen::Button, order);
        window.click(Seen::Button, "选择保存位置…");
        window.give_path(&desk.path(name));
        window.expect("已导出到");
        let markdown = fs::read_to_string(desk.path(name)).unwrap();
        let start: String = quote.chars().filter(|ch| !ch.is_whitespace()).take(8).collect();
        let solid: String = markdown.chars().filter(|ch| !ch.is_whitespace() && *ch != '\\').collect();
        for text in [start.as_str(), "欠薪", "向镇里核实", "写后续"] {
            assert!(solid.contains(text), "{name} lacks {text}:\n{markdown}");
        }
        assert!(!markdown.contains("未核）"), "{markdown}");
    }
    let before = window.notebook();
    window.close();

    let window = desk.open();
    assert_eq!(window.notebook(), before);
    check_marked_up(&window.notebook(), &quote);
    assert_eq!(window.app().session().pages().count(), 5);
}

#[test]
fn what_the_status_bar_calls_saved_outlives_a_kill() {
    let desk = Desk::new();
    let mut window = desk.open();
    let quote = mark_up(&mut window);
    window.expect("已保存");
    // What a kill leaves behind is what lies on the disk at that moment.
    let after = Desk::new();
    for suffix in ["", ".journal"] {
        let name = format!("采访.ron{suffix}");
        fs::copy(desk.path(&name), after.path(&name)).unwrap();
    }
    let found = after.open();
    check_marked_up(&found.notebook(), &quote);
    assert_eq!(found.notebook().annotations(), window.notebook().annotations());
    found.expect("已保存");

    // The window goes without a word to its notebook.
    drop(window);
    check_marked_up(&desk.open().notebook(), &quote);
}

#[test]
fn a_second_window_only_looks_until_it_has_a_copy_or_the_first_is_closed() {
    let desk = Desk::new();
    let mut first = desk.open();
    let quote = mark_up(&mut first);
    let mut second = desk.open();
    assert_eq!(second.app().notebook_path(), Some(desk.notebook().as_path()));
    second.expect("打开着");
    check_marked_up(&second.notebook(), &quote);
    let part = second.body()[1].clone();
    second.click_paragraph(&part);
    second.press(Key::Num1);
    second.expect("只读");
    check_marked_up(&second.notebook(), &quote);

    second.click(Seen::Button, "存为副本再编辑…");
    second.give_path(&desk.path("副本.ron"));
    assert_eq!(second.app().notebook_path(), Some(desk.path("副本.ron").as_path()));
    second.click_paragraph(&part);
    second.press(Key::Num1);
    assert_eq!(second.notebook().annotations().len(), 2);
    assert_eq!(first.notebook().annotations().len(), 1);
    second.close();

    let mut third = desk.open();
    third.press_with(CTRL_SHIFT, Key::N);
    third.give_path(&desk.notebook());
    third.expect("打开着");
    first.close();
    third.click(Seen::Button, "再试一次");
    assert!(!third.says("打开着"));
    third.click_paragraph(&part);
    third.press(Key::Num1);
    assert_eq!(third.notebook().annotations().len(), 2);
}

#[test]
fn a_source_that_is_gone_is_missing_until_it_is_pointed_at() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page.clone()], ..desk.start() });
    assert_eq!(window.app().session().pages().count(), 1);
    let quote = mark_up(&mut window);
    window.close();
    fs::remove_file(&page).unwrap();

    let mut window = desk.open();
    assert_eq!(window.app().session().pages().count(), 0);
    assert_eq!(window.app().session().missing_sources().count(), 1);
    window.click(Seen::Button, "河湾.txt");
    window.expect("来源“河湾.txt”缺失，引文未核。");
    window.expect("来源缺失，未核");
    window.expect("向镇里核实");
    window.press_with(CTRL, Key::E);
    window.click(Seen::Button, "选择保存位置…");
    window.give_path(&desk.path("缺.md"));
    let markdown = fs::read_to_string(desk.path("缺.md")).unwrap();
    assert!(markdown.contains("来源缺失，未核"), "{markdown}");

    // Another file is not taken for it.
    let other = desk.path("别的.txt");
    fs::write(&other, format!("{PAGE}改\n")).unwrap();
    window.click(Seen::Button, "指认…");
    window.give_path(&other);
    window.wait_for("来源有了新版");
    window.click(Seen::Button, "先不搬");
    assert_eq!(window.app().session().pages().count(), 0);

    let found = desk.path("找到了.txt");
    fs::write(&found, PAGE).unwrap();
    window.click(Seen::Button, "指认…");
    window.give_path(&found);
    assert_eq!(window.app().session().missing_sources().count(), 0);
    check_marked_up(&window.notebook(), &quote);
    assert!(!window.says("来源缺失，未核"));
}

#[test]
fn a_source_that_has_changed_is_not_taken_for_itself() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page.clone()], ..desk.start() });
    mark_up(&mut window);
    window.close();
    fs::write(&page, PAGE.replace("四百", "五百")).unwrap();

    let mut window = desk.open();
    window.wait_for("来源有了新版");
    window.click(Seen::Button, "先不搬");
    assert_eq!(window.app().session().pages().count(), 0);
    assert_eq!(fs::read_to_string(&page).unwrap(), PAGE.replace("四百", "五百"));
}

#[test]
fn a_damaged_notebook_is_told_and_comes_back_from_its_backup() {
    let desk = Desk::new();
    let mut window = desk.open();
    let quote = mark_up(&mut window);
    window.close();
    let good = fs::read(desk.notebook()).unwrap();
    fs::write(desk.notebook(), &good[..good.len() / 2]).unwrap();

    let named = Start { notebook: Some(desk.notebook()), ..desk.start() };
    let mut window = Window::open(named);
    window.expect("笔记本打不开");
    window.expect("读不懂");
    assert_eq!(fs::read(desk.notebook()).unwrap(), good[..good.len() / 2]);
    assert_eq!(window.app().notebook_path(), Some(desk.path("采访-2.ron").as_path()), "work can begin all the same");
    window.click(Seen::Button, "从备份恢复");
    window.expect("已从备份恢复");
    check_marked_up(&window.notebook(), &quote);
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_pulled_out_is_told_and_no_edit_is_left_behind() {
    let desk = Desk::new();
    let (mut window, quote, [disk, away]) = pulled_out(&desk);
    window.press_with(CTRL, Key::S);
    window.wait_for("文件夹不存在");
    // Another notebook would take the place of this one, and of what is not written.
    window.press_with(CTRL, Key::N);
    window.give_path(&desk.path("新.ron"));
    assert_eq!(window.app().notebook_path(), Some(disk.join("采访.ron").as_path()));
    assert!(!desk.path("新.ron").exists());
    check_marked_up(&window.notebook(), &quote);
    #[expect(clippy::disallowed_methods, reason = "and put back")]
    fs::rename(&away, &disk).unwrap();
    window.wait_for("已保存");
    window.press_with(CTRL, Key::N);
    window.give_path(&desk.path("新.ron"));
    assert_eq!(window.app().notebook_path(), Some(desk.path("新.ron").as_path()));
    assert!(window.notebook().annotations().is_empty());
}

#[test]
fn keywords_are_lit_and_stepped_through() {
    let desk = Desk::new();
    let mut window = desk.open();
    window.press_with(Modifiers::ALT, Key::Num3);
    window.expect("推荐关键词");
    window.click(Seen::TextInput, "新关键词表");
    window.type_text("查");
    window.press(Key::Enter);
    window.click(Seen::TextInput, "加词，回车确认 查");
    window.type_text("的、是");
    window.press(Key::Enter);
    let terms: Vec<Vec<String>> =
        window.notebook().ordered_keyword_lists().iter().map(|list| list.terms.clone()).collect();
    assert_eq!(terms[1], ["的", "是"]);
    window.press(Key::Escape);

    window.press(Key::F3);
    window.expect("处命中 · 第 1 处");
    window.press(Key::F3);
    window.expect("处命中 · 第 2 处");
    window.press_with(Modifiers::SHIFT, Key::F3);
    window.expect("处命中 · 第 1 处");
    window.press_with(Modifiers::SHIFT, Key::F3);
    assert!(!window.says("第 1 处"), "before the first comes the last");

    for list in ["推荐关键词", "查"] {
        window.click(Seen::CheckBox, list);
    }
    window.press(Key::F3);
    window.expect("这篇文章里没有关键词命中");
}

#[test]
fn the_library_is_filtered_and_the_palette_finds() {
    let desk = Desk::new();
    let mut window = desk.open();
    let titles: Vec<String> = {
        let app = window.app();
        app.session().pages().flat_map(|page| page.articles.iter().map(|article| article.title.clone())).collect()
    };
    let wanted = titles.last().unwrap().clone();
    let word: String = wanted.chars().take(6).collect();
    assert_eq!(titles.iter().filter(|title| title.contains(&word)).count(), 1);
    let rows = |window: &Window| {
        let is_row = |title: &&String| window.harness.query_all_by_role_and_label(Seen::Button, title).next().is_some();
        titles.iter().filter(is_row).count()
    };
    assert!(rows(&window) > 3);
    window.press_with(CTRL, Key::F);
    window.type_text(&word);
    assert_eq!(rows(&window), 1);
    window.click(Seen::Button, &wanted);
    assert_eq!(window.article().title, wanted);
    window.press_with(CTRL, Key::F);
    window.type_text("没有这样的");
    window.expect("没有符合");
    window.press(Key::Escape);
    assert!(rows(&window) > 3);

    let other = second_title(&window);
    window.press_with(CTRL, Key::K);
    window.type_text(&other);
    window.press(Key::Enter);
    assert_eq!(window.article().title, other);
    window.press_with(CTRL, Key::K);
    window.type_text("右边再开一栏");
    window.press(Key::Enter);
    assert_eq!(window.app().layout().panes.len(), 2);
}

#[test]
fn a_quotation_is_copied_with_its_citation() {
    let desk = Desk::new();
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window.press(Key::C);
    window.expect("已复制引文和出处");
    let copied = window.copied.pop().unwrap();
    for text in ["“", part.text.as_str(), "”（", "《河湾镇图书室重新开放》", "河湾.txt 第3行"] {
        assert!(copied.contains(text), "{copied} lacks {text}");
    }
    window.press_with(CTRL_SHIFT, Key::C);
    window.expect("已复制整篇文章");
    let copied = window.copied.pop().unwrap();
    assert!(copied.contains("书目由读者投票选出") && copied.contains("河湾镇图书室重新开放"), "{copied}");
}

#[test]
fn languages_and_colours_change_at_once_and_stay() {
    let desk = Desk::new();
    let mut window = desk.open();
    let fill = |window: &Window| window.harness.ctx.global_style().visuals.panel_fill;
    let light = fill(&window);
    // The system turns dark, and the window with it; who wants it light all the same has it light.
    window.harness.input_mut().system_theme = Some(egui::Theme::Dark);
    window.settle();
    assert_ne!(fill(&window), light);
    window.press_with(CTRL, Key::D);
    assert_eq!(fill(&window), light);
    window.press_with(CTRL, Key::D);
    assert_ne!(fill(&window), light);
    window.press_with(CTRL, Key::K);
    window.type_text("切换语言");
    window.press(Key::Enter);
    for text in ["Library · ", "Annotations", "Saved", "Split", "Export…"] {
        window.expect(text);
    }
    assert!(!window.says("已保存") && !window.says("分栏"));
    window.press(Key::F1);
    window.expect("Shortcuts");
    window.press(Key::Escape);
    window.close();

    let mut window = desk.open();
    window.expect("Saved");
    let dark = fill(&window);
    window.press_with(CTRL, Key::D);
    assert_eq!((fill(&window), dark != light), (light, true));
    window.press_with(CTRL, Key::K);
    window.type_text("Switch language");
    window.press(Key::Enter);
    window.expect("已保存");
}

#[test]
fn what_an_input_method_composes_is_kept_once_it_is_whole() {
    let desk = Desk::new();
    let mut window = desk.open();
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window.press(Key::N);
    let ime = |event| Event::Ime(event);
    for text in ["he", "heshi"] {
        let preedit = egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None };
        window.harness.event(ime(preedit));
        window.step();
    }
    window.settle();
    assert!(window.notebook().annotations().is_empty(), "half a word is no comment");
    window.harness.event(ime(egui::ImeEvent::Commit("核实".to_owned())));
    window.step();
    window.settle();
    let comments = |window: &Window| -> Vec<String> {
        window.notebook().annotations().values().map(|annotation| annotation.comment.clone()).collect()
    };
    assert_eq!(comments(&window), ["核实"]);
    window.type_text("过");
    assert_eq!(comments(&window), ["核实过"]);
    window.press(Key::Escape);
    window.press_with(CTRL, Key::Z);
    assert!(comments(&window).is_empty(), "one comment is one step");
}
