//! One frame of the reader, egui's run and tessellation without painting, beside an empty frame.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{
    Color32, Context, Event, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, Ui, pos2, vec2,
};
use jianbao::notebook::AnnotationId;
use jianbao::page::{ParagraphId, ReadingText, Role, SourceId};
use jianbao::text::CharSpan;
use jianbao::ui::fonts::Fonts;
use jianbao::ui::reader::linebreak::{Setting, break_lines};
use jianbao::ui::reader::{
    Block, BlockMarks, Hit, Marks, Passage, Piece, ReaderDoc, ReaderLabels, ReaderState, ReaderStyle, Stripe, show,
};
use jianbao::ui::theme::{self, Palette};
use uuid::Uuid;

const SENTENCE: &str = "去年9月，炎陵县人社局“劳动保障监察大队”接到唐某等9名农民工投诉：2022年下半年，他们修缮河堤，\
                        工程结束一年多了，2万多元工资被拖欠——调解率达80.5%……";

/// A window without a screen.
struct Window {
    ctx: Context,
    time: f64,
}

impl Window {
    fn new() -> Self {
        let ctx = Context::default();
        let _fonts = Fonts::install(&ctx);
        theme::apply(&ctx, Palette::LIGHT);
        Self { ctx, time: 0.0 }
    }

    fn frame(&mut self, wheel: f32, draw: impl FnMut(&mut Ui)) {
        self.frame_of_width(900.0, wheel, draw);
    }

    fn frame_of_width(&mut self, width: f32, wheel: f32, draw: impl FnMut(&mut Ui)) {
        self.time += 1.0 / 60.0;
        let wheel = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -wheel),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        };
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(width, 1000.0))),
            time: Some(self.time),
            events: vec![Event::PointerMoved(pos2(400.0, 400.0)), wheel],
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, draw);
        output.textures_delta.clear();
        black_box(self.ctx.tessellate(output.shapes, 1.0));
    }
}

struct Pane {
    doc: ReaderDoc,
    marks: Marks,
    state: ReaderState,
    style: ReaderStyle,
    labels: ReaderLabels,
}

impl Pane {
    fn new(texts: impl Iterator<Item = String>) -> Self {
        let source = SourceId::of_bytes(b"page");
        let block = |(start, text): (u32, String)| Block {
            id: ParagraphId { source, start },
            role: Role::Body,
            text: Arc::new(ReadingText::plain(&text)),
            number: Some(start),
            doubt: None,
            joins: Vec::new(),
        };
        let doc = ReaderDoc::new(1, (0..).zip(texts).map(block).collect());
        let stripe = Stripe {
            annotation: None,
            color: Color32::RED,
            name: "欠薪".to_owned(),
            underline: vec![CharSpan::new(2, 20)],
            has_comment: false,
        };
        let hit = Hit { span: CharSpan::new(5, 9), color: Color32::YELLOW, current: false };
        let marks = BlockMarks { stripes: vec![stripe], hits: vec![hit; 3] };
        let marks = Marks { revision: 1, blocks: vec![marks; doc.blocks().len()], passages: Vec::new() };
        let style = ReaderStyle::new(Palette::LIGHT);
        Self { doc, marks, state: ReaderState::default(), style, labels: ReaderLabels::default() }
    }

    /// Thirty annotations on the first three paragraphs, each overlapping its neighbours, the user standing on one.
    fn with_overlaps(mut self) -> Self {
        let source = |number: usize| AnnotationId::from(Uuid::from_u128(number as u128));
        for number in 0..30 {
            let (place, start) = (number % 3, 7 * number as u32);
            let (annotation, span) = (Some(source(number)), CharSpan::new(start, start + 60));
            let stripe = Stripe {
                annotation,
                color: Color32::from_rgb(8 * number as u8, 90, 120),
                name: format!("标签{}", number % 9),
                underline: vec![span],
                has_comment: number % 4 == 0,
            };
            self.marks.blocks[place].stripes.push(stripe);
            let pieces = vec![Piece { place, span }];
            self.marks.passages.push(Passage { annotation: source(number), pieces, is_all_here: true });
        }
        self.state.current = Some(source(11));
        self
    }

    fn show(&mut self, ui: &mut Ui) {
        black_box(show(ui, &self.doc, &self.marks, &mut self.state, &self.style, &self.labels, None));
    }
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    let mut window = Window::new();
    group.bench_function("empty", |bench| bench.iter(|| window.frame(0.0, |_| {})));

    let mut pane = Pane::new((0..30).map(|_| SENTENCE.repeat(3))).with_overlaps();
    let mut window = Window::new();
    window.frame(0.0, |ui| pane.show(ui));
    group.bench_function("30 overlapping annotations, at rest", |bench| {
        bench.iter(|| window.frame(0.0, |ui| pane.show(ui)))
    });

    let scrolled = [
        ("100,000 paragraphs", Pane::new((0..100_000).map(|number| SENTENCE.repeat(1 + number % 4)))),
        ("1 MB in paragraphs", Pane::new((0..1_000).map(|_| SENTENCE.repeat(5)))),
        ("1 MB in one paragraph", Pane::new(std::iter::once(SENTENCE.repeat(5_000)))),
    ];
    for (name, mut pane) in scrolled {
        let mut window = Window::new();
        window.frame(0.0, |ui| pane.show(ui));
        group.bench_function(format!("{name}, scrolling"), |bench| {
            bench.iter(|| window.frame(90.0, |ui| pane.show(ui)))
        });
        let mut widths = [500.0, 540.0, 580.0, 620.0].into_iter().cycle();
        group.bench_function(format!("{name}, changing its width"), |bench| {
            bench.iter(|| window.frame_of_width(widths.next().unwrap_or(500.0), 0.0, |ui| pane.show(ui)));
        });
        group.bench_function(format!("{name}, at rest"), |bench| bench.iter(|| window.frame(0.0, |ui| pane.show(ui))));
    }
    group.finish();
}

fn lines(criterion: &mut Criterion) {
    let text = SENTENCE.repeat(2);
    let setting = Setting { em: 17.0, measure: 510.0, indent: 34.0, justified: true, at_spaces: false };
    let width = |text: &str| if text.is_ascii() { 9.0 * text.len() as f32 } else { 17.0 };
    criterion.bench_function("break a paragraph of 150 characters", |bench| {
        bench.iter(|| break_lines(black_box(&text), &setting, width));
    });
}

criterion_group!(benches, frames, lines);
criterion_main!(benches);
