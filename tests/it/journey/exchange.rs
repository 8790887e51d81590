//! What goes out and comes back in the window: exports in every format with a preview, drafts that are checked, files that are
//! taken in.

use egui::{DroppedFile, DroppedFileHandle};
use jianbao::exchange::Format;
use jianbao::page::SourceId;
use std::sync::Arc;

use super::*;

/// A file as it is dropped on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// Drops a file on the window.
fn drop_file(window: &mut Window, path: &Path) {
    let file: DroppedFileHandle = Arc::new(Dropped(path.to_owned()));
    window.harness.input_mut().dropped_files.push(file);
    window.step();
    window.harness.input_mut().dropped_files.clear();
    window.settle();
}

/// A window over [`PAGE`], marked up; the quotation.
fn window_on(desk: &Desk) -> (Window, String) {
    let page = desk.path("河湾.txt");
    fs::write(&page, PAGE).unwrap();
    let mut window = Window::open(Start { paths: vec![page], ..desk.start() });
    let quote = mark_up(&mut window);
    (window, quote)
}

/// The words under which a format is offered.
fn name(format: Format) -> &'static str {
    match format {
        Format::Markdown => "Markdown（.md）",
        Format::Html => "网页（.html）",
        Format::Docx => "Word（.docx）",
        Format::Csv => "CSV（.csv）",
        Format::Xlsx => "Excel（.xlsx）",
        Format::WebAnnotation => "W3C 批注（.json）",
        Format::Qdc => "REFI-QDA 标签表（.qdc）",
        Format::Qdpx => "REFI-QDA 项目（.qdpx）",
        Format::CodebookCsv => "标签表（.csv）",
        Format::ReportHtml => "报告：网页（.html）",
        Format::ReportDocx => "报告：Word（.docx）",
    }
}

/// Exports by the dialog; the file, whose name gets the ending of the format.
fn export(window: &mut Window, desk: &Desk, format: Format, stem: &str) -> PathBuf {
    window.press_with(CTRL, Key::E);
    window.click(Seen::Button, name(format));
    window.click(Seen::Button, "选择保存位置…");
    window.give_path(&desk.path(stem));
    let path = desk.path(&format!("{stem}.{}", format.extension()));
    window.expect("已导出到");
    assert!(path.is_file(), "{format:?} is not at {}", path.display());
    path
}

#[test]
fn every_format_is_exported_by_the_dialog() {
    let desk = Desk::new();
    let (mut window, quote) = window_on(&desk);
    for format in Format::ALL {
        let path = export(&mut window, &desk, format, &format!("出-{}", format.code()));
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() > 30, "{format:?}");
        let is_packed = matches!(format, Format::Docx | Format::Xlsx | Format::Qdpx | Format::ReportDocx);
        assert_eq!(bytes.starts_with(b"PK"), is_packed, "{format:?}");
        if !is_packed {
            let text = String::from_utf8(bytes).unwrap();
            let expected = if format.has_quotations() { quote.as_str() } else { "欠薪" };
            assert!(text.contains(expected), "{format:?}: {text}");
        }
        // What a format could not carry is told; it stands in nobody's way.
        if window.says("全部收起") {
            window.click(Seen::Button, "全部收起");
        }
    }
    window.press_with(CTRL, Key::E);
    window.wait_for("同样的报告，Word 文件。");
}

#[test]
fn the_preview_follows_what_is_chosen() {
    let desk = Desk::new();
    let (mut window, _) = window_on(&desk);
    window.press_with(CTRL, Key::E);
    window.wait_for("> 本报讯 周六上午");
    window.expect("文件开头的样子");
    // The list has the keyboard: down to HTML, Word, CSV.
    (0..3).for_each(|_| window.press(Key::ArrowDown));
    window.wait_for("引文,标签,批注");
    window.press(Key::ArrowUp);
    window.wait_for("这种文件不能直接当文字看");
    window.wait_for("本报讯 周六上午");
    assert!(!window.says("> 本报讯"), "what is read as it is set has no signs of Markdown");
    window.click(Seen::Button, "按标签");
    window.wait_for("欠薪（1）");
    window.click(Seen::Button, "GB/T 7714");
    window.wait_for("[N]");
    window.press(Key::Escape);
    assert!(!window.says("文件开头的样子"));
    // What was chosen last is chosen again once it was used.
    let path = export(&mut window, &desk, Format::Csv, "表");
    assert!(fs::read_to_string(path).unwrap().contains("欠薪"));
    window.press_with(CTRL, Key::E);
    window.wait_for("引文,标签,批注");
    // Enter goes on to the path.
    window.press(Key::Enter);
    window.expect("路径");
}

#[test]
fn only_what_is_chosen_is_exported() {
    let desk = Desk::new();
    let (mut window, quote) = window_on(&desk);
    let part = window.body()[1].clone();
    window.click_paragraph(&part);
    window.press(Key::T);
    window.type_text("书目");
    window.press(Key::Enter);
    let other = part.text.as_str().to_owned();
    let chosen = |window: &mut Window, desk: &Desk, scope: &str, stem: &str| {
        window.press_with(CTRL, Key::E);
        window.click(Seen::Button, scope);
        window.click(Seen::Button, "选择保存位置…");
        window.give_path(&desk.path(stem));
        fs::read_to_string(desk.path(stem)).unwrap()
    };
    let all = chosen(&mut window, &desk, "这篇文章 2", "文章.md");
    assert!(all.contains(&quote) && all.contains(&other), "{all}");
    window.press_with(CTRL, Key::G);
    window.type_text("书目");
    window.press(Key::Enter);
    let tagged = chosen(&mut window, &desk, "标签“书目” 1", "标签.md");
    assert!(!tagged.contains(&quote) && tagged.contains(&other), "{tagged}");
    let filtered = chosen(&mut window, &desk, "筛选出的引文 1", "筛选.md");
    assert!(!filtered.contains(&quote) && filtered.contains(&other), "{filtered}");
}

#[test]
fn an_export_that_is_stopped_leaves_no_file() {
    let desk = Desk::new();
    let (mut window, _) = window_on(&desk);
    // So many, in the format that takes longest to write, that the export takes longer than some frames.
    for number in 0..6000 {
        let start = 20 + number % 40;
        let request = format!(
            "Annotate(source: \"河湾.txt\", spans: [({start}, {})], tags: [\"欠薪\"], comment: \"第{number}条\")",
            start + 5
        );
        window.harness.state().borrow_mut().as_mut().unwrap().ask(Request::parse(&request).unwrap());
    }
    window.settle();
    window.press_with(CTRL, Key::E);
    window.click(Seen::Button, name(Format::WebAnnotation));
    window.click(Seen::Button, "选择保存位置…");
    window.press_with(CTRL, Key::A);
    window.type_text(desk.path("停.json").to_str().unwrap());
    window.event(Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    window.wait_for("正在导出");
    window.click(Seen::Button, "取消");
    window.wait_for("导出已取消");
    let left = fs::read_dir(desk.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.contains('停')).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn a_name_of_another_kind_gets_the_ending_of_the_format_and_a_file_there_is_asked_about() {
    let desk = Desk::new();
    let (mut window, _) = window_on(&desk);
    fs::write(desk.path("稿.docx.md"), "我的").unwrap();
    window.press_with(CTRL, Key::E);
    window.click(Seen::Button, "选择保存位置…");
    window.give_path(&desk.path("稿.docx"));
    window.expect("这里已经有文件");
    assert_eq!(fs::read_to_string(desk.path("稿.docx.md")).unwrap(), "我的");
    window.click(Seen::Button, "替换");
    window.expect("已导出到");
    assert!(fs::read_to_string(desk.path("稿.docx.md")).unwrap().contains("欠薪"));
}

#[test]
fn a_draft_that_is_dropped_is_checked_and_leads_to_the_passage() {
    let desk = Desk::new();
    let (mut window, quote) = window_on(&desk);
    for format in [Format::Markdown, Format::Html] {
        let path = export(&mut window, &desk, format, &format!("稿-{}", format.code()));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("四百余人"));
        drop_file(&mut window, &path);
        window.wait_for("1 条一致");
        window.press(Key::Escape);
        fs::write(&path, text.replace("四百余人", "五百余人")).unwrap();
        drop_file(&mut window, &path);
        window.wait_for("1 条有改动");
        window.expect("[-四-]{+五+}百余人");
        window.expect("有改动");
        access::all_named(&window, "check");
        let other = window.body()[1].clone();
        assert_ne!(other.text.as_str(), quote);
        // The first row is chosen: Enter goes to its passage.
        window.press(Key::Enter);
        assert!(!window.says("[-四-]"));
        assert_eq!(window.focused(), Some(window.body()[0].id));
        window.expect("Ctrl+Shift+J");
        window.press_with(CTRL_SHIFT, Key::J);
        window.expect("[-四-]{+五+}百余人");
        window.press(Key::Escape);
    }
}

#[test]
fn drafts_are_checked_by_the_command_and_one_after_the_other() {
    let desk = Desk::new();
    let (mut window, _) = window_on(&desk);
    fs::write(desk.path("手写.md"), "他说：“馆员赵青说，新书架由镇上木工制作”，又说“此话不在任何地方的”。\n").unwrap();
    window.press_with(CTRL, Key::J);
    window.give_path(&desk.path("手写.md"));
    window.wait_for("1 条一致");
    window.expect("1 条没有找到");
    // What was not found comes first.
    let rows = window.labels(Seen::Button, "第 1 段");
    assert!(rows[0].contains("没有找到") && rows[1].contains("一致"), "{rows:?}");
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert_eq!(window.focused(), Some(window.body()[1].id));
    // A file that is not what its name says is told, and nothing opens.
    fs::write(desk.path("坏.docx"), "不是压缩文件").unwrap();
    drop_file(&mut window, &desk.path("坏.docx"));
    window.wait_for("文件已损坏，或不是它的名称所说的格式");
}

#[test]
fn a_page_that_is_dropped_is_still_a_page() {
    let desk = Desk::new();
    let (mut window, _) = window_on(&desk);
    let pages = |window: &Window| window.app().session().pages().count();
    // No quotation in it.
    fs::write(desk.path("第二版.md"), "河湾镇修路\n\n本报讯 河湾镇昨天开始修路，工期三个月。\n").unwrap();
    drop_file(&mut window, &desk.path("第二版.md"));
    assert_eq!(pages(&window), 2);
    // Quotations in plain text make no draft of it.
    fs::write(desk.path("第三版.txt"), "河湾镇说法\n\n本报讯 镇长说：“明年的这个时候一定修好。”\n").unwrap();
    drop_file(&mut window, &desk.path("第三版.txt"));
    assert_eq!(pages(&window), 3);
    // Markdown with quotations is taken for a draft, and can be opened as a page all the same.
    fs::write(desk.path("第四版.md"), "河湾镇回应\n\n本报讯 镇长说：“河上那座桥谁来管，我们商量着办。”\n").unwrap();
    drop_file(&mut window, &desk.path("第四版.md"));
    window.wait_for("1 条没有找到");
    window.click(Seen::Button, "当作版面打开");
    assert_eq!(pages(&window), 4);
    // From then on it is known as one.
    drop_file(&mut window, &desk.path("第四版.md"));
    assert!(!window.says("核对文稿"));
    assert_eq!(pages(&window), 4);
}

#[test]
fn what_was_exported_is_taken_into_an_empty_notebook_and_undone_as_one_step() {
    for format in [Format::Qdpx, Format::WebAnnotation, Format::Csv, Format::Qdc] {
        let desk = Desk::new();
        let (mut window, quote) = window_on(&desk);
        let before = window.notebook();
        let path = export(&mut window, &desk, format, "出");
        window.press_with(CTRL, Key::N);
        window.give_path(&desk.path("空.ron"));
        assert!(window.notebook().annotations().is_empty() && window.notebook().tags().is_empty());
        // The page is open for what only names its source; the project brings the text along.
        if format != Format::Qdpx {
            window.press_with(CTRL, Key::O);
            window.give_path(&desk.path("河湾.txt"));
        }
        window.press_with(CTRL_SHIFT, Key::I);
        window.give_path(&path);
        window.wait_for("导入新标签 1 个");
        access::all_named(&window, "import");
        let notebook = window.notebook();
        let tags: Vec<&str> = notebook.tags().values().map(|tag| tag.name.as_str()).collect();
        assert_eq!(tags, ["欠薪"], "{format:?}");
        if format == Format::Qdc {
            assert!(notebook.annotations().is_empty());
        } else {
            let facts = |notebook: &Notebook| {
                let of = |it: &jianbao::notebook::Annotation| (it.source, it.spans.clone(), it.comment.clone());
                notebook.annotations().values().map(of).collect::<Vec<_>>()
            };
            assert_eq!(facts(&notebook), facts(&before), "{format:?}");
            let annotation = notebook.annotations().values().next().unwrap();
            assert_eq!(annotation.quotation.exact, quote);
            let source: SourceId = annotation.source;
            assert!(window.app().session().page(source).is_some(), "{format:?}");
        }
        window.click(Seen::Button, "撤销导入");
        assert!(window.notebook().annotations().is_empty() && window.notebook().tags().is_empty(), "{format:?}");
        window.press_with(CTRL_SHIFT, Key::Z);
        assert_eq!(window.notebook().tags().len(), 1);
    }
}

#[test]
fn the_dialog_for_exports_fits_the_smallest_window() {
    let desk = Desk::new();
    let (window, _) = window_on(&desk);
    window.close();
    let size = Vec2::new(760.0, 480.0);
    let mut window = Window::begin_sized(desk.start(), size);
    window.settle();
    window.press_with(CTRL, Key::E);
    window.wait_for("> 本报讯 周六上午");
    (0..10).for_each(|_| window.step());
    let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, size);
    for name in ["选择保存位置…", "Markdown（.md）", "按批注时间", "前后各 100 字"] {
        let place = window.rect(Seen::Button, name);
        assert!(screen.contains_rect(place), "{name} at {place:?}");
    }
}

#[test]
fn the_dialogs_speak_english_too() {
    let desk = Desk::new();
    let (mut window, _) = window_on(&desk);
    window.press_with(CTRL, Key::K);
    window.type_text("English");
    window.press(Key::Enter);
    window.press_with(CTRL, Key::E);
    window.expect("Choose where to save…");
    window.expect("Report for the desk editor");
    window.wait_for("The beginning of the file");
}
