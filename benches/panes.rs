//! Articles of 1 MB side by side: the window's frame while one pane is scrolled and the others go along, beside the frame with
//! one pane.

#![allow(missing_docs, reason = "criterion's macros write functions without documentation")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, pos2, vec2};
use jianbao::app::{App, Start};
use jianbao::jobs::Runner;

/// A headline and some 2,300 paragraphs of 150 characters: 1 MB in UTF-8.
fn long_page() -> String {
    let paragraph = |number: u32| {
        let sentence = format!(
            "河湾镇第{number}号公告说，图书室在修缮三个月后重新开放，首日接待读者四百余人，借出图书一千二百册。"
        );
        sentence.repeat(3)
    };
    let paragraphs: Vec<String> = (0..2_300).map(paragraph).collect();
    format!("河湾镇图书室重新开放\n\n{}\n", paragraphs.join("\n\n"))
}

/// The window without a screen.
struct Stage {
    ctx: Context,
    app: App,
}

impl Stage {
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

    fn scroll(&mut self, by: f32) {
        let wheel = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, by),
            phase: egui::TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(pos2(700.0, 600.0)), wheel]);
    }
}

fn panes(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("长文.txt");
    std::fs::write(&page, long_page()).expect("it is written");
    let ctx = Context::default();
    let default_notebook = Some(folder.path().join("bench.ron"));
    let start = Start { paths: vec![page], default_notebook, ..Start::default() };
    let app = App::new(&ctx, start, Runner::quiet());
    let mut stage = Stage { ctx, app };
    while stage.app.session().pages().next().is_none() || !stage.app.is_idle() {
        stage.frame(Vec::new());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let mut group = criterion.benchmark_group("1 MB side by side");
    group.sample_size(30);
    let mut down = 0u32;
    let mut measure = |stage: &mut Stage, name: &str| {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                down += 1;
                stage.scroll(if down % 2000 < 1000 { -120.0 } else { 120.0 });
            });
        });
    };
    measure(&mut stage, "frame, one pane scrolled");
    stage.press(Key::Backslash, Modifiers::COMMAND);
    stage.press(Key::Backslash, Modifiers::COMMAND);
    measure(&mut stage, "frame, one of three panes scrolled");
    stage.press(Key::L, Modifiers::NONE);
    measure(&mut stage, "frame, three panes scrolled together");
    group.bench_function("frame, three panes at rest", |bencher| bencher.iter(|| stage.frame(Vec::new())));
    group.finish();
    stage.app.close_file();
}

criterion_group!(benches, panes);
criterion_main!(benches);
