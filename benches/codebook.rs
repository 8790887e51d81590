//! A notebook of 10,000 quotations: the window's frame while a tag's page is scrolled, beside the frame without it, and what
//! the page is made of. With 100,000: the frames of one edit, beside those in which nothing is done.

#![allow(missing_docs, reason = "criterion's macros write functions without documentation")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, pos2, vec2};
use jianbao::app::{App, Start};
use jianbao::jobs::Runner;
use jianbao::library::{Page, samples};
use jianbao::notebook::{Notebook, NotebookId};
use jianbao::session::{Meetings, QuotationFilter, Quotations, Request, Session, TagSets, TagTree, TaggedPlaces};
use jianbao::store::write_notebook;

const TAGS: [&str; 6] = ["欠薪", "欠薪/追回", "欠薪/起因", "调解", "调解/仲裁", "待核实"];

/// A session whose notebook holds so many passages; the first page, which is the one that is read, gets so many of them.
fn session(annotations: u32, on_the_first: u32) -> Session {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    let pages: Vec<Arc<Page>> = samples().into_iter().map(|sample| Arc::new(Page::new(sample))).collect();
    session.open_pages(pages.iter().cloned());
    for tag in TAGS {
        let line = format!("AddTag(name: \"{tag}\")");
        session.perform(Request::parse(&line).expect("a request")).expect("it can be done");
    }
    for number in 0..annotations {
        let page = if number < on_the_first { 0 } else { 1 + number as usize % (pages.len() - 1) };
        let source = &pages[page].source;
        let start = number.wrapping_mul(7919) % (source.text.len() - 40);
        let spans = vec![(start, start + 10 + number % 30).into()];
        let tags = vec![TAGS[number as usize % 3].to_owned(), TAGS[3 + number as usize % 2].to_owned()];
        let annotate =
            Request::Annotate {
                source: source.id.to_string(), spans, tags, comment: format!("第{number}条，待核实")
            };
        session.perform(annotate).expect("the passage is there");
    }
    session
}

/// The window without a screen.
struct Stage {
    ctx: Context,
    app: App,
}

impl Stage {
    /// With the notebook of `session` open, and every change on the disk.
    fn of(session: &Session, folder: &Path) -> Self {
        let path = folder.join("bench.ron");
        std::fs::write(&path, write_notebook(session.notebook()).expect("it can be written")).expect("it is written");
        let ctx = Context::default();
        let start = Start { notebook: Some(path), ..Start::default() };
        let app = App::new(&ctx, start, Runner::quiet());
        let mut stage = Self { ctx, app };
        while stage.app.session().notebook().annotations().is_empty() || !stage.app.is_idle() {
            stage.frame(Vec::new());
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        stage
    }

    fn frame(&mut self, events: Vec<Event>) {
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1600.0, 1000.0)));
        let input = RawInput { screen_rect, events, ..RawInput::default() };
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| app.frame(ui));
        // There is no screen to put them on.
        output.textures_delta.clear();
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) {
        self.frame(vec![Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }]);
        (0..4).for_each(|_| self.frame(Vec::new()));
    }

    fn click(&mut self, pos: egui::Pos2) {
        let button = egui::PointerButton::Primary;
        let event = |pressed| Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE };
        self.frame(vec![Event::PointerMoved(pos)]);
        self.frame(vec![event(true)]);
        self.frame(vec![event(false)]);
        (0..4).for_each(|_| self.frame(Vec::new()));
    }

    fn scroll(&mut self, by: f32) {
        let wheel = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: egui::TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(pos2(500.0, 600.0)), wheel]);
    }
}

fn codebook(criterion: &mut Criterion) {
    let session = session(10_000, 2_000);
    let mut group = criterion.benchmark_group("10,000 quotations");
    group.sample_size(30);
    group.bench_function("tree with counts", |bencher| {
        bencher.iter(|| TagTree::of(session.notebook(), &TagSets::of(session.notebook().annotations().values())));
    });
    let filter =
        QuotationFilter {
            tags: "欠薪 且 非 调解/仲裁".into(), words: "核实".into(), ..QuotationFilter::default()
        };
    group.bench_function("filter", |bencher| {
        bencher.iter(|| Quotations::of(session.notebook(), session.library(), &filter).expect("it can be read"));
    });
    let places = TaggedPlaces::of(session.notebook());
    group.bench_function("meetings, in a job", |bencher| bencher.iter(|| Meetings::of(&places)));

    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = Stage::of(&session, folder.path());
    let mut down = 0u32;
    // What a page with thousands of passages costs the reader is measured in benches/reader.
    stage.press(Key::W, Modifiers::COMMAND);
    group.bench_function("frame, no article and no quotations", |bencher| {
        bencher.iter(|| {
            down += 1;
            stage.scroll(if down % 200 < 100 { -90.0 } else { 90.0 });
        });
    });
    stage.press(Key::G, Modifiers::COMMAND);
    stage.press(Key::Enter, Modifiers::NONE);
    group.bench_function("frame, a tag's page scrolled", |bencher| {
        bencher.iter(|| {
            down += 1;
            stage.scroll(if down % 2000 < 1000 { -400.0 } else { 400.0 });
        });
    });
    stage.press(Key::G, Modifiers::COMMAND | Modifiers::SHIFT);
    group.bench_function("frame, the table of tags that meet", |bencher| bencher.iter(|| stage.frame(Vec::new())));
    group.finish();
    stage.app.close_file();
}

fn edit(criterion: &mut Criterion) {
    frames_of_an_edit(criterion, "100,000 quotations, 500 on the page that is read", 500);
    frames_of_an_edit(criterion, "100,000 quotations, 20,000 on the page that is read", 20_000);
}

/// One key that puts a tag on a paragraph or takes it off: the frame of the key, and that in which all panes show it.
fn frames_of_an_edit(criterion: &mut Criterion, name: &str, on_the_first: u32) {
    let session = session(100_000, on_the_first);
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = Stage::of(&session, folder.path());
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20);
    let key = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let mut measure = |stage: &mut Stage, place: &str| {
        group.bench_function(format!("{place}: two frames, nothing done"), |bencher| {
            bencher.iter(|| (0..2).for_each(|_| stage.frame(Vec::new())));
        });
        group.bench_function(format!("{place}: two frames, a tag by its key"), |bencher| {
            let before = stage.app.session().revision();
            bencher.iter(|| {
                stage.frame(vec![key(Key::Num1)]);
                stage.frame(Vec::new());
            });
            assert!(stage.app.session().revision() > before, "the key does something");
        });
    };
    // A paragraph of the article that is shown is in focus.
    stage.press(Key::J, Modifiers::NONE);
    measure(&mut stage, "annotations beside");
    stage.app.ask(Request::Undo);
    stage.press(Key::Num2, Modifiers::ALT);
    measure(&mut stage, "codebook beside");
    stage.press(Key::G, Modifiers::COMMAND);
    stage.press(Key::Enter, Modifiers::NONE);
    stage.click(pos2(900.0, 500.0));
    measure(&mut stage, "a tag's page beside");
    group.finish();
    stage.app.close_file();
}

criterion_group!(benches, codebook, edit);
criterion_main!(benches);
