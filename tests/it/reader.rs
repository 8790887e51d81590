//! The reading pane, as a reader and a screen reader meet it.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jianbao::lexis::Lexicon;
use jianbao::page::{ParagraphId, ReadingText, Role, SourceId};
use jianbao::text::CharSpan;
use jianbao::ui::fonts::Fonts;
use jianbao::ui::reader::{
    Block, BlockMarks, Caret, Join, Marks, ReaderDoc, ReaderEvent, ReaderLabels, ReaderState, ReaderStyle, Stripe,
    selected_text, show,
};
use jianbao::ui::theme::{self, Palette};

mod marking;

const PANE: Vec2 = Vec2::new(640.0, 480.0);

struct Pane {
    doc: ReaderDoc,
    marks: Marks,
    state: ReaderState,
    events: Vec<ReaderEvent>,
    body_px: f32,
}

impl Pane {
    fn new(texts: impl IntoIterator<Item = (Role, String)>) -> Self {
        Self {
            doc: doc(1, texts),
            marks: Marks::default(),
            state: ReaderState::default(),
            events: Vec::new(),
            body_px: 17.0,
        }
    }

    fn first_visible(&self) -> ParagraphId {
        self.doc.blocks()[self.state.visible().start].id
    }
}

fn paragraph(start: u32) -> ParagraphId {
    ParagraphId { source: SourceId::of_bytes(b"page"), start }
}

fn doc(key: u64, texts: impl IntoIterator<Item = (Role, String)>) -> ReaderDoc {
    let mut start = 0;
    let block = |(role, text): (Role, String)| {
        let text = Arc::new(ReadingText::plain(&text));
        let id = paragraph(start);
        start += text.len();
        Block { id, role, text, number: None, doubt: None, joins: Vec::new() }
    };
    ReaderDoc::new(key, texts.into_iter().map(block).collect())
}

fn article() -> Vec<(Role, String)> {
    [
        (Role::Headline, "人社温度涵养发展力度"),
        (Role::Body, "去年九月，炎陵县接到投诉。该大队立案调查，发现该项目没有施工单位。"),
        (Role::Body, "近年来，该局根治欠薪工作。"),
    ]
    .map(|(role, text)| (role, text.to_owned()))
    .to_vec()
}

/// Paragraphs of very different lengths, so that guessed heights are wrong.
fn long_article(count: usize) -> impl Iterator<Item = (Role, String)> {
    (0..count).map(|number| {
        let text = format!("第{number}段，{}。", "农民工工资wage，3.5%".repeat(1 + number * 7 % 40));
        (if number % 17 == 0 { Role::SectionHead } else { Role::Body }, text)
    })
}

fn harness(pane: Pane) -> Harness<'static, Pane> {
    harness_with(pane, None)
}

fn harness_with(pane: Pane, lexicon: Option<Lexicon>) -> Harness<'static, Pane> {
    let mut harness = Harness::builder()
        .with_size(PANE)
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(|ctx| {
            let _fonts = Fonts::install(ctx);
            theme::apply(ctx, Palette::LIGHT);
        })
        .build_ui_state(
            move |ui, pane: &mut Pane| {
                let style = ReaderStyle { body_px: pane.body_px, ..ReaderStyle::new(Palette::LIGHT) };
                let labels = ReaderLabels {
                    overview: "概览".to_owned(),
                    number: "整段".to_owned(),
                    edge_start: "起点".to_owned(),
                    edge_end: "终点".to_owned(),
                };
                let events = show(ui, &pane.doc, &pane.marks, &mut pane.state, &style, &labels, lexicon.as_ref());
                pane.events.extend(events);
            },
            pane,
        );
    harness.run();
    harness
}

fn wheel(harness: &mut Harness<'_, Pane>, distance: f32) {
    harness.hover_at(pos2(300.0, 200.0));
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, -distance),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(20);
}

fn press(harness: &Harness<'_, Pane>, pos: Pos2, pressed: bool) {
    harness.event(Event::PointerMoved(pos));
    harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
}

#[test]
fn a_paragraph_is_found_by_its_text_and_a_click_gives_it_the_focus() {
    let mut harness = harness(Pane::new(article()));
    harness.get_by_label("近年来，该局根治欠薪工作。").click();
    harness.run();
    let id = harness.state().doc.blocks()[2].id;
    assert_eq!(harness.state().events, [ReaderEvent::Focus(id)]);
    assert_eq!(harness.state().state.focus, Some(id));
    let node = harness.get_by_label("近年来，该局根治欠薪工作。");
    assert_eq!(node.accesskit_node().is_selected(), Some(true));
}

#[test]
fn a_guessed_join_is_marked_where_it_is_and_says_why() {
    let (text, reason) = ("河水在初夏涨了起来，两岸的人们忙着加固堤防。", "句子未完");
    let block = Block {
        id: paragraph(0),
        role: Role::Body,
        text: Arc::new(ReadingText::plain(text)),
        number: None,
        doubt: None,
        joins: vec![Join { at: 10, reason: reason.to_owned() }],
    };
    let pane = Pane { doc: ReaderDoc::new(1, vec![block]), ..Pane::new([]) };
    let harness = harness(pane);
    let (whole, mark) = (harness.get_by_label(text).rect(), harness.get_by_label(reason).rect());
    // Two em of indent and ten characters of 17 px; the marks of a line may be squeezed by some pixels.
    let away = mark.center().x - (whole.left() + 17.0 * 12.0);
    assert!(away.abs() < 12.0 && mark.top() < whole.bottom(), "{away}");
}

#[test]
fn a_screen_reader_can_click() {
    let mut harness = harness(Pane::new(article()));
    harness.get_by_label("人社温度涵养发展力度").click_accesskit();
    harness.run();
    assert_eq!(harness.state().events, [ReaderEvent::Focus(paragraph(0))]);
}

#[test]
fn a_drag_selects_across_paragraphs() {
    let mut harness = harness(Pane::new(article()));
    let from = harness.get_by_label_contains("去年九月").rect().left_top() + Vec2::new(17.0 * 7.0, 10.0);
    let to = harness.get_by_label_contains("近年来").rect().left_top() + Vec2::new(17.0 * 5.0, 10.0);
    press(&harness, from, true);
    harness.step();
    harness.event(Event::PointerMoved(to));
    harness.step();
    press(&harness, to, false);
    harness.run();
    let pane = harness.state();
    let (text, parts) = selected_text(&pane.doc, &pane.state).unwrap();
    assert_eq!(text, "炎陵县接到投诉。该大队立案调查，发现该项目没有施工单位。\n近年来");
    assert_eq!(parts.iter().map(|part| part.span).collect::<Vec<_>>(), [CharSpan::new(5, 33), CharSpan::new(0, 3)]);
    assert_eq!(pane.events, [ReaderEvent::Selected]);
    assert!(!pane.state.marked_rects().is_empty());

    harness.get_by_label("人社温度涵养发展力度").click();
    harness.run();
    assert!(harness.state().state.selection().is_none());
    assert!(harness.state().events.contains(&ReaderEvent::SelectionCleared));
}

#[test]
fn a_drag_past_the_lower_edge_scrolls_and_goes_on_selecting() {
    let mut harness = harness(Pane::new(long_article(100)));
    press(&harness, pos2(300.0, 200.0), true);
    harness.step();
    harness.event(Event::PointerMoved(pos2(300.0, PANE.y + 60.0)));
    harness.run_steps(60);
    press(&harness, pos2(300.0, PANE.y + 60.0), false);
    harness.step();
    let pane = harness.state();
    let (_, parts) = selected_text(&pane.doc, &pane.state).unwrap();
    let first = pane.doc.place(parts[0].paragraph).unwrap();
    assert!(first < pane.state.visible().start, "the first selected paragraph has gone past the upper edge");
}

#[test]
fn the_end_key_goes_to_the_end_and_page_keys_by_nearly_a_page() {
    let mut harness = harness(Pane::new(long_article(50)));
    harness.hover_at(pos2(300.0, 200.0));
    harness.key_press(egui::Key::PageDown);
    harness.run_steps(60);
    assert!(harness.state().state.visible().start > 0);
    harness.key_press(egui::Key::End);
    harness.run();
    assert_eq!(harness.state().state.visible().end, 50);
    harness.key_press(egui::Key::Home);
    harness.run();
    assert_eq!(harness.state().state.visible().start, 0);
}

#[test]
fn a_double_click_selects_a_word_and_a_triple_click_the_sentence() {
    let mut harness = harness(Pane::new([(Role::Body, "截至displays，共八千人。完".to_owned())]));
    let pos = harness.get_by_label_contains("displays").rect().left_top() + Vec2::new(17.0 * 5.0, 10.0);
    for clicks in 1..=3 {
        press(&harness, pos, true);
        press(&harness, pos, false);
        harness.step();
        let pane = harness.state();
        let text = selected_text(&pane.doc, &pane.state).map(|(text, _)| text);
        let expected = [None, Some("displays"), Some("截至displays，共八千人。")][clicks - 1];
        assert_eq!(text.as_deref(), expected, "after {clicks} clicks");
    }
}

#[test]
fn a_stripe_is_named_and_can_be_clicked() {
    let mut pane = Pane::new(article());
    let stripe = Stripe {
        annotation: None,
        color: egui::Color32::RED,
        name: "欠薪追回".to_owned(),
        underline: Vec::new(),
        has_comment: false,
    };
    pane.marks.blocks = vec![BlockMarks::default(), BlockMarks { stripes: vec![stripe], hits: Vec::new() }];
    let mut harness = harness(pane);
    harness.get_by_label("欠薪追回").click();
    harness.run();
    let clicked = ReaderEvent::StripeClicked { paragraph: harness.state().doc.blocks()[1].id, stripe: 0 };
    assert_eq!(harness.state().events, [clicked]);
}

#[test]
fn only_what_is_visible_is_laid_out() {
    let mut harness = harness(Pane::new(long_article(10_000)));
    for _ in 0..10 {
        wheel(&mut harness, 300.0);
        assert!(harness.state().state.visible().len() < 20, "{:?}", harness.state().state.visible());
    }
    assert!(harness.state().state.visible().start > 0);
    let galleys = harness.ctx.fonts(|fonts| fonts.num_galleys_in_cache());
    assert!(galleys < 100, "{galleys} texts are laid out");
}

#[test]
fn scrolling_moves_the_text_by_what_the_wheel_says() {
    // Upwards over paragraphs never seen: their heights were guesses until now.
    let mut pane = Pane::new(long_article(2_000));
    pane.state.scroll_to(pane.doc.blocks()[1_000].id, None);
    let mut harness = harness(pane);
    for _ in 0..12 {
        let visible = harness.state().state.visible();
        let id = harness.state().doc.blocks()[visible.start + 1].id;
        let label = harness.state().doc.blocks()[visible.start + 1].text.as_str().to_owned();
        let before = harness.get_by_label(&label).rect().top();
        wheel(&mut harness, -40.0);
        let after = harness.get_by_label(&label).rect().top();
        assert!((after - before - 40.0).abs() <= 1.0, "{id:?} went from {before} to {after}");
    }
}

#[test]
fn the_reader_stays_at_the_text_when_the_pane_gets_narrower() {
    let mut pane = Pane::new(long_article(500));
    pane.state.scroll_to(pane.doc.blocks()[300].id, None);
    let mut harness = harness(pane);
    let before = harness.state().first_visible();
    harness.set_size(Vec2::new(460.0, 480.0));
    harness.run();
    assert_eq!(harness.state().first_visible(), before);
}

#[test]
fn the_reader_stays_at_the_text_when_paragraphs_before_it_change() {
    let mut pane = Pane::new(long_article(200));
    pane.state.scroll_to(pane.doc.blocks()[150].id, None);
    let mut harness = harness(pane);
    let before = harness.state().first_visible();
    let blocks = harness.state().doc.blocks()[5..].to_vec();
    harness.state_mut().doc = ReaderDoc::new(2, blocks);
    harness.run();
    assert_eq!(harness.state().first_visible(), before);
}

#[test]
fn what_is_asked_for_comes_to_a_third_and_stays_if_it_is_seen() {
    let mut harness = harness(Pane::new(long_article(800)));
    let block = harness.state().doc.blocks()[444].clone();
    harness.state_mut().state.scroll_to(block.id, Some(CharSpan::new(0, 2)));
    harness.run();
    let top = harness.get_by_label(block.text.as_str()).rect().top();
    assert!((top - PANE.y / 3.0).abs() < 6.0, "{top}");

    harness.state_mut().state.scroll_to(block.id, None);
    harness.run();
    assert_eq!(harness.get_by_label(block.text.as_str()).rect().top(), top);
}

#[test]
fn a_click_into_the_overview_jumps() {
    let mut harness = harness(Pane::new(long_article(1_000)));
    harness.get_by_label("概览").click();
    harness.run();
    let start = harness.state().state.visible().start;
    assert!((400..600).contains(&start), "{start}");
}

#[test]
fn a_document_may_be_empty_and_a_selection_may_be_stale() {
    let mut pane = Pane::new([]);
    let caret = Caret { paragraph: paragraph(7), at: 3 };
    pane.state.select(caret, Caret { at: 9, ..caret });
    pane.state.scroll_to(paragraph(7), None);
    let harness = harness(pane);
    assert!(selected_text(&harness.state().doc, &harness.state().state).is_none());
}

#[test]
fn characters_that_no_face_has_are_named_once() {
    let fonts = Rc::new(RefCell::new(None));
    let keep = Rc::clone(&fonts);
    let pane = Pane::new([(Role::Body, "\u{3402}镇".to_owned())]);
    let mut harness = Harness::builder()
        .with_size(PANE)
        .allow_missing_glyphs()
        .with_context_setup(move |ctx| *keep.borrow_mut() = Some(Fonts::install(ctx)))
        .build_ui_state(
            |ui, pane: &mut Pane| {
                let style = ReaderStyle::new(Palette::LIGHT);
                show(ui, &pane.doc, &pane.marks, &mut pane.state, &style, &ReaderLabels::default(), None);
            },
            pane,
        );
    harness.run();
    assert_eq!(fonts.borrow().as_ref().unwrap().take_missing(), ['\u{3402}']);
    harness.run();
    assert!(fonts.borrow().as_ref().unwrap().take_missing().is_empty());
}
