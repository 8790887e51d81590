//! Pictures of the reader and of the window for a person to look at when they change: drawn by the processor alone, so that they are the same
//! on every machine, and kept in `tests/pictures`. With `UPDATE_EXPECT=1` they are written anew.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use egui::accesskit::Role as Seen;
use egui::epaint::{ClippedPrimitive, Primitive, Vertex};
use egui::{Color32, ColorImage, Key, Modifiers, Pos2, Rect, Vec2, pos2};
use egui_kittest::Harness;
use image::{Rgb, RgbImage};
use jianbao::app::Start;
use jianbao::notebook::AnnotationId;
use jianbao::page::{ParagraphId, ReadingText, Role, SourceId};
use jianbao::session::TAG_COLORS;
use jianbao::text::CharSpan;
use jianbao::ui::fonts::Fonts;
use jianbao::ui::reader::{
    Block, BlockMarks, Hit, Marks, Passage, Piece, ReaderDoc, ReaderLabels, ReaderState, ReaderStyle, Stripe, show,
};
use jianbao::ui::theme::{self, Palette, parse_color};
use uuid::Uuid;

use crate::journey::{CTRL, Desk, PAGE, Window};

const SIZE: Vec2 = Vec2::new(720.0, 640.0);
const WINDOW: Vec2 = Vec2::new(1280.0, 760.0);
/// Height of the bar at the bottom, which tells the time.
const STATUS_PX: f32 = 28.0;
/// Colours differ by this much, of 255, where processors round differently.
const SAME_SHADE: u8 = 12;
/// Pixels, of a million, that may differ by more.
const MOST_OTHERS: usize = 400;

/// What is drawn, as pixels.
fn paint(size: Vec2, primitives: &[ClippedPrimitive], atlas: &ColorImage, ground: Color32) -> RgbImage {
    let (width, height) = (size.x as u32, size.y as u32);
    let mut picture = RgbImage::from_pixel(width, height, Rgb([ground.r(), ground.g(), ground.b()]));
    for ClippedPrimitive { clip_rect, primitive } in primitives {
        let Primitive::Mesh(mesh) = primitive else { continue };
        let clip = clip_rect.intersect(Rect::from_min_size(Pos2::ZERO, size));
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |at: usize| &mesh.vertices[corners[at] as usize];
            fill(&mut picture, [corner(0), corner(1), corner(2)], atlas, clip);
        }
    }
    picture
}

/// One triangle, its colours and places in the atlas mixed from its corners, blended in gamma space as egui's shaders do.
fn fill(picture: &mut RgbImage, corners: [&Vertex; 3], atlas: &ColorImage, clip: Rect) {
    let [a, b, c] = corners.map(|corner| corner.pos);
    let cross = |from: Pos2, to: Pos2, at: Pos2| (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x);
    let area = cross(a, b, c);
    let bounds = Rect::from_points(&[a, b, c]).intersect(clip);
    if area.abs() < f32::EPSILON || !bounds.is_positive() {
        return;
    }
    for y in bounds.top().floor() as u32..(bounds.bottom().ceil() as u32).min(picture.height()) {
        for x in bounds.left().floor() as u32..(bounds.right().ceil() as u32).min(picture.width()) {
            let at = pos2(x as f32 + 0.5, y as f32 + 0.5);
            let shares = [cross(b, c, at) / area, cross(c, a, at) / area, cross(a, b, at) / area];
            // A pixel on the border of two triangles belongs to one of them.
            let is_inside = shares.iter().all(|share| *share >= 0.0) && shares[0] + shares[1] > 0.0
                || shares.iter().all(|share| *share > 0.0);
            if !is_inside || !clip.contains(at) {
                continue;
            }
            let mix = |value: fn(&Vertex) -> f32| (0..3).map(|at| shares[at] * value(corners[at])).sum::<f32>();
            let texel = sample(atlas, mix(|v| v.uv.x), mix(|v| v.uv.y));
            let ink = [
                mix(|v| v.color.r().into()),
                mix(|v| v.color.g().into()),
                mix(|v| v.color.b().into()),
                mix(|v| v.color.a().into()),
            ];
            let source: Vec<f32> = (0..4).map(|at| ink[at] * texel[at] / 255.0).collect();
            let Rgb(under) = picture.get_pixel_mut(x, y);
            for channel in 0..3 {
                let mixed = source[channel] + f32::from(under[channel]) * (1.0 - source[3] / 255.0);
                under[channel] = mixed.round().clamp(0.0, 255.0) as u8;
            }
        }
    }
}

/// The atlas between its pixels, 0 to 255.
fn sample(atlas: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = atlas.size;
    let (x, y) = ((u * width as f32 - 0.5).max(0.0), (v * height as f32 - 0.5).max(0.0));
    let (left, top) = ((x as usize).min(width - 1), (y as usize).min(height - 1));
    let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
    let (dx, dy) = (x - left as f32, y - top as f32);
    let pixel = |x: usize, y: usize| atlas.pixels[y * width + x].to_array().map(f32::from);
    let corners = [pixel(left, top), pixel(right, top), pixel(left, bottom), pixel(right, bottom)];
    std::array::from_fn(|at| {
        let [one, two, three, four] = corners.map(|corner| corner[at]);
        (one * (1.0 - dx) + two * dx) * (1.0 - dy) + (three * (1.0 - dx) + four * dx) * dy
    })
}

struct Pane {
    doc: ReaderDoc,
    marks: Marks,
    state: ReaderState,
}

#[track_caller]
fn check(name: &str, palette: Palette, pane: Pane) {
    let mut harness = Harness::builder()
        .with_size(SIZE)
        .with_context_setup(move |ctx| {
            let _fonts = Fonts::install(ctx);
            theme::apply(ctx, palette);
        })
        .build_ui_state(
            move |ui, pane: &mut Pane| {
                let style = ReaderStyle::new(palette);
                let labels = ReaderLabels {
                    overview: "概览".to_owned(),
                    number: "整段".to_owned(),
                    edge_start: "起点".to_owned(),
                    edge_end: "终点".to_owned(),
                };
                show(ui, &pane.doc, &pane.marks, &mut pane.state, &style, &labels, None);
            },
            pane,
        );
    harness.run();
    let shapes = harness.output().shapes.clone();
    let primitives = harness.ctx.tessellate(shapes, 1.0);
    let atlas = harness.ctx.fonts(|fonts| fonts.image());
    compare(name, &paint(SIZE, &primitives, &atlas, palette.paper));
}

/// Holds a picture against the one that is kept.
#[track_caller]
fn compare(name: &str, picture: &RgbImage) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(format!("{name}.png"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        picture.save(&path).unwrap();
        return;
    }
    let kept = image::open(&path).unwrap().into_rgb8();
    assert_eq!(kept.dimensions(), picture.dimensions(), "{name}");
    let differs = |(one, other): (&Rgb<u8>, &Rgb<u8>)| (0..3).any(|at| one.0[at].abs_diff(other.0[at]) > SAME_SHADE);
    let others = kept.pixels().zip(picture.pixels()).filter(|pair| differs(*pair)).count();
    let most = MOST_OTHERS * (picture.width() * picture.height()) as usize / 1_000_000;
    if others > most {
        let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        picture.save(&new).unwrap();
        panic!("{name}: {others} pixels look different; compare {} with {}", new.display(), path.display());
    }
}

/// The window without the bar that tells the time.
#[track_caller]
fn check_window(name: &str, window: &Window) {
    let (primitives, atlas) = window.drawn();
    let size = WINDOW - Vec2::new(0.0, STATUS_PX);
    compare(name, &paint(size, &primitives, &atlas, Palette::LIGHT.chrome));
}

/// The window on two pages that nobody has printed, some of the first article tagged.
fn window(desk: &Desk) -> Window {
    let other = PAGE.replace("图书室", "文化站").replace("修缮三个月", "扩建半年").replace("四百", "六百");
    fs::write(desk.path("河湾.txt"), PAGE).unwrap();
    fs::write(desk.path("文化站.txt"), other).unwrap();
    let paths = ["河湾.txt", "文化站.txt"].map(|name| desk.path(name)).to_vec();
    let mut window = Window::begin_sized(Start { paths, ..desk.start() }, WINDOW);
    window.settle();
    window.click(Seen::Button, "知道了");
    for name in ["开放", "开放/首日", "经费", "待核实"] {
        window.ask(&format!("AddTag(name: \"{name}\")"));
    }
    for (place, (tags, comment)) in
        [("\"开放/首日\", \"待核实\"", "人数向馆员核实"), ("\"经费\"", "")].into_iter().enumerate()
    {
        let part = window.body()[place].clone();
        let (source, span) = (part.id.source, part.part.spans[0]);
        let spans = format!("({}, {})", span.start + 4, span.end - 6);
        window
            .ask(&format!("Annotate(source: \"{source}\", spans: [{spans}], tags: [{tags}], comment: \"{comment}\")"));
    }
    window.close();
    // Or the day on which the test is run would be in the picture.
    let notebook = fs::read_to_string(desk.notebook()).unwrap();
    let hour = regex::Regex::new(r"\d{4}-\d\d-\d\dT\d\d").unwrap();
    fs::write(desk.notebook(), hour.replace_all(&notebook, "2022-06-27T12").as_bytes()).unwrap();
    // Beside its backups, that this is another version would be told.
    for backup in fs::read_dir(desk.path("采访.ron.backups")).unwrap() {
        fs::remove_file(backup.unwrap().path()).unwrap();
    }
    fs::remove_file(desk.path("采访.ron.journal")).unwrap();
    let mut window = Window::begin_sized(desk.start(), WINDOW);
    window.settle();
    window
}

/// A note with some of everything.
const NOTE: &str = "

# 采访提纲

先看**说法：**谁说的，*哪天*说的。

- [x] 查原文
- [ ] 约赵青

|项目|数|
|-|-:|
|读者|四百|
";

#[test]
fn the_codebook_and_a_tags_page() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.press_with(Modifiers::ALT, Key::Num2);
    window.press_with(CTRL, Key::G);
    window.type_text("开放");
    window.press(Key::Enter);
    check_window("codebook", &window);
}

#[test]
fn a_note_beside_its_article() {
    let desk = Desk::new();
    let mut window = window(&desk);
    let part = window.body()[0].clone();
    window.click_paragraph(&part);
    window.press(Key::A);
    window.press_with(CTRL, Key::L);
    window.event(egui::Event::Paste(NOTE.to_owned()));
    window.settle();
    check_window("note", &window);
}

#[test]
fn the_concordance_above_the_reader() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.press_with(CTRL, Key::H);
    window.type_text("图书");
    window.press(Key::Enter);
    window.press_with(Modifiers::SHIFT, Key::ArrowDown);
    window.press(Key::ArrowDown);
    check_window("concordance", &window);
}

#[test]
fn a_draft_in_which_quotations_were_changed() {
    let desk = Desk::new();
    let mut window = window(&desk);
    let draft = "图书室重新开放，首日接待“本报讯 周六上午，河湾镇图书室在修缮五个月后重新开放，首日接待读者四百人。”\n\n\
                 赵青说：“新书架由镇上木工制作”。\n\n有人说：“书架都是从外地买来的旧货。”\n";
    fs::write(desk.path("文稿.md"), draft).unwrap();
    window.press_with(CTRL, Key::J);
    window.give_path(&desk.path("文稿.md"));
    window.wait_for("1 条有改动");
    // Until it has come up.
    (0..40).for_each(|_| window.step());
    check_window("draft", &window);
}

#[test]
fn two_panes_side_by_side() {
    let desk = Desk::new();
    let mut window = window(&desk);
    window.press_with(CTRL, Key::Backslash);
    window.click(Seen::Button, "河湾镇文化站重新开放");
    check_window("two-panes", &window);
}

#[test]
fn a_window_in_which_nothing_is_open() {
    let desk = Desk::new();
    let start = Start { notebook: Some(desk.notebook()), ..desk.start() };
    let mut window = Window::begin_sized(start, WINDOW);
    window.settle();
    check_window("empty", &window);
}

/// An invented article with every voice, and marks that CLREQ has rules for.
fn article() -> Vec<(Role, &'static str)> {
    vec![
        (Role::Kicker, "走基层·看变化"),
        (Role::Headline, "河湾镇图书室重新开放 首日接待四百余人"),
        (Role::Deck, "——一间乡镇图书室的“三个月”"),
        (Role::Byline, "记者 赵青 通讯员 钱明 孙立"),
        (
            Role::Body,
            "“书架是镇上木工做的，书目是读者投票选的。”周六上午9时，河湾镇图书室在修缮3个月后重新开放，首日接待读者412人次，借出图书1280册……\
             馆员说，最先借走的是《平凡的世界》《活着》，还有一本Python入门。",
        ),
        (
            Role::Body,
            "这次修缮花了28.6万元，其中12万元来自居民捐款（最多的一笔5000元，最少的一笔5元）。镇里算过一笔账：全镇1.2万人，平均每人23.8元——“比一碗面贵一点”。",
        ),
        (Role::SectionHead, "书从哪里来"),
        (
            Role::Body,
            "图书室现有藏书2.3万册，比修缮前多40%。新书由读者在小程序上投票选出，每月第2个周末公布；得票最多的前50种，由县图书馆统一采购、统一编目、统一配送，15天内上架。",
        ),
        (Role::Caption, "孩子们在新书架前挑书。"),
        (Role::Credit, "摄影：李方"),
    ]
}

fn doc() -> ReaderDoc {
    let source = SourceId::of_bytes(b"page");
    let mut number = 0;
    let block = |(start, (role, text)): (u32, (Role, &str))| {
        number += u32::from(role == Role::Body);
        Block {
            id: ParagraphId { source, start },
            role,
            text: Arc::new(ReadingText::plain(text)),
            number: (role == Role::Body).then_some(number),
            doubt: None,
            joins: Vec::new(),
        }
    };
    ReaderDoc::new(1, (0..).zip(article()).map(block).collect())
}

/// Passages as (block, from, to, tag), and hits of a keyword.
fn marks(doc: &ReaderDoc, passages: &[(usize, u32, u32, usize)], hits: &[(usize, u32, u32)]) -> Marks {
    let mut marks =
        Marks { revision: 1, blocks: vec![BlockMarks::default(); doc.blocks().len()], passages: Vec::new() };
    for (number, &(place, start, end, tag)) in passages.iter().enumerate() {
        let (id, span) = (AnnotationId::from(Uuid::from_u128(number as u128)), CharSpan::new(start, end));
        marks.blocks[place].stripes.push(Stripe {
            annotation: Some(id),
            color: parse_color(TAG_COLORS[tag]).unwrap(),
            name: format!("标签{tag}"),
            underline: vec![span],
            has_comment: number % 3 == 0,
        });
        marks.passages.push(Passage { annotation: id, pieces: vec![Piece { place, span }], is_all_here: true });
    }
    for &(place, start, end) in hits {
        let color = parse_color("#F2C94C").unwrap();
        marks.blocks[place].hits.push(Hit { span: CharSpan::new(start, end), color, current: false });
    }
    marks
}

fn pane(passages: &[(usize, u32, u32, usize)]) -> Pane {
    let doc = doc();
    let marks = marks(&doc, passages, &[(4, 30, 33), (7, 0, 3)]);
    Pane { doc, marks, state: ReaderState::default() }
}

const FEW: &[(usize, u32, u32, usize)] = &[(4, 1, 19, 0), (5, 0, 12, 1), (5, 8, 30, 2), (7, 20, 44, 3)];

#[test]
fn the_reader_in_the_light() {
    check("reader-light", Palette::LIGHT, pane(FEW));
}

#[test]
fn the_reader_in_the_dark() {
    check("reader-dark", Palette::DARK, pane(FEW));
}

#[test]
fn thirty_overlapping_annotations() {
    let passages: Vec<(usize, u32, u32, usize)> = (0..30)
        .map(|number| {
            let start = (number * 23) % 60;
            ([4, 5, 7][number % 3], start as u32, (start + 4 + number * 5 % 31) as u32, number % 8)
        })
        .collect();
    let mut pane = pane(&passages);
    pane.state.current = pane.marks.passages.get(10).map(|passage| passage.annotation);
    check("overlaps", Palette::LIGHT, pane);
}
