//! Selecting and annotating in the reading pane: caret, words, edges, overlaps.

use egui::Modifiers;
use jianbao::lexis::Lexicon;
use jianbao::notebook::AnnotationId;
use jianbao::session::{Edge, Motion};
use jianbao::ui::reader::{Passage, Piece, Selection, source_spans};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

/// What is selected, paragraphs parted by a /.
fn selected(harness: &Harness<'_, Pane>) -> String {
    let pane = harness.state();
    selected_text(&pane.doc, &pane.state).map_or_else(String::new, |(text, _)| text.replace('\n', "/"))
}

fn annotation(number: u128) -> AnnotationId {
    AnnotationId::from(Uuid::from_u128(number))
}

/// Annotations on passages, as (block, from, to), each with a tag of its own.
fn marks(passages: &[(usize, u32, u32)], blocks: usize) -> Marks {
    let mut marks = Marks { revision: 1, blocks: vec![BlockMarks::default(); blocks], passages: Vec::new() };
    for (&(place, start, end), number) in passages.iter().zip(1..) {
        let (id, span) = (annotation(number), CharSpan::new(start, end));
        marks.blocks[place].stripes.push(Stripe {
            annotation: Some(id),
            color: egui::Color32::from_rgb(40 * number as u8, 90, 120),
            name: format!("标签{number}"),
            underline: vec![span],
            has_comment: false,
        });
        marks.passages.push(Passage { annotation: id, pieces: vec![Piece { place, span }], is_all_here: true });
    }
    marks
}

/// The middle of a character's left edge, in a paragraph of one line without gaps.
fn border(harness: &Harness<'_, Pane>, text: &str, at: u32) -> Pos2 {
    let indent = if harness.state().doc.blocks()[0].text.as_str() == text { 0.0 } else { 2.0 };
    harness.get_by_label(text).rect().left_top() + Vec2::new(17.0 * (indent + at as f32), 12.0)
}

const LINE: &str = "近年来，该局根治欠薪工作。";

fn drag(harness: &mut Harness<'_, Pane>, from: Pos2, to: Pos2) {
    press(harness, from, true);
    harness.step();
    harness.event(Event::PointerMoved(to));
    harness.step();
    press(harness, to, false);
    harness.run();
}

fn move_caret(harness: &mut Harness<'_, Pane>, motions: &[(Motion, bool)]) {
    for &(motion, extends) in motions {
        harness.state_mut().state.move_caret(motion, extends);
    }
    harness.run();
}

#[test]
fn shift_and_arrows_select_by_characters_words_and_paragraphs() {
    let mut pane = Pane::new(article());
    pane.state.focus = Some(pane.doc.blocks()[1].id);
    let mut harness = harness(pane);
    move_caret(&mut harness, &[(Motion::CharForward, true), (Motion::CharForward, true)]);
    assert_eq!(selected(&harness), "去年");
    assert!(harness.state().events.contains(&ReaderEvent::Selected));
    move_caret(&mut harness, &[(Motion::CharBack, true)]);
    assert_eq!(selected(&harness), "去");
    move_caret(
        &mut harness,
        &[(Motion::ParagraphForward, true), (Motion::CharForward, true), (Motion::WordForward, true)],
    );
    assert_eq!(selected(&harness), "去年九月，炎陵县接到投诉。该大队立案调查，发现该项目没有施工单位。/近");
    // An arrow alone lets go of it, and leaves the caret where it ended.
    move_caret(&mut harness, &[(Motion::CharForward, false)]);
    assert_eq!(selected(&harness), "");
    move_caret(&mut harness, &[(Motion::WordForward, true)]);
    assert_eq!(selected(&harness), "年");
}

#[test]
fn lines_are_selected_as_they_are_set() {
    let text: String = "一二三四五六七八九十".chars().cycle().take(100).collect();
    let mut pane = Pane::new([(Role::Body, text)]);
    pane.state.focus = Some(pane.doc.blocks()[0].id);
    let mut harness = harness(pane);
    move_caret(&mut harness, &[(Motion::LineEnd, true)]);
    let first = selected(&harness).chars().count();
    assert!((20..34).contains(&first), "{first}");
    move_caret(&mut harness, &[(Motion::LineEnd, true)]);
    assert_eq!(selected(&harness).chars().count(), first, "the end of the line is where it was");
    move_caret(&mut harness, &[(Motion::LineDown, true)]);
    let two = selected(&harness).chars().count();
    assert!(two > 2 * first, "a line without an indent holds more: {two}");
    move_caret(&mut harness, &[(Motion::LineUp, true), (Motion::LineStart, true)]);
    assert_eq!(selected(&harness), "");
    move_caret(&mut harness, &[(Motion::LineDown, true); 20]);
    assert_eq!(selected(&harness).chars().count(), 100);
}

#[test]
fn a_lexicon_gives_words_to_double_clicks_and_to_the_drag_after_one() {
    let lexicon = Lexicon::load();
    let mut harness = harness_with(Pane::new(article()), Some(lexicon));
    let (word, next) = (border(&harness, LINE, 9), border(&harness, LINE, 11));
    for _ in 0..2 {
        press(&harness, word, true);
        press(&harness, word, false);
    }
    harness.run();
    assert_eq!(selected(&harness), "欠薪");
    harness.run_steps(40);
    press(&harness, word, true);
    press(&harness, word, false);
    press(&harness, word, true);
    harness.step();
    harness.event(Event::PointerMoved(next + Vec2::new(5.0, 0.0)));
    harness.step();
    press(&harness, next + Vec2::new(5.0, 0.0), false);
    harness.run();
    assert_eq!(selected(&harness), "欠薪工作");
}

#[test]
fn a_fourth_press_takes_the_paragraph_and_shift_goes_on_from_the_caret() {
    let mut harness = harness(Pane::new(article()));
    let text = "去年九月，炎陵县接到投诉。该大队立案调查，发现该项目没有施工单位。";
    let pos = border(&harness, text, 2) + Vec2::new(4.0, 0.0);
    for _ in 0..4 {
        press(&harness, pos, true);
        press(&harness, pos, false);
        harness.step();
        harness.step();
    }
    assert_eq!(selected(&harness), text);
    harness.run_steps(40);
    press(&harness, pos, true);
    press(&harness, pos, false);
    harness.run_steps(40);
    let far = border(&harness, LINE, 3);
    let event = |pressed| Event::PointerButton {
        pos: far,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::SHIFT,
    };
    harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
    harness.event(Event::PointerMoved(far));
    harness.event(event(true));
    harness.step();
    harness.event(event(false));
    harness.run();
    assert_eq!(selected(&harness), "九月，炎陵县接到投诉。该大队立案调查，发现该项目没有施工单位。/近年来");
}

#[test]
fn two_clicks_between_two_frames_are_a_double_click() {
    let mut harness = harness(Pane::new([(Role::Headline, "截至displays，共八千人。完".to_owned())]));
    let pos = harness.get_by_label_contains("displays").rect().left_top() + Vec2::new(27.0 * 3.0, 15.0);
    let events = &mut harness.input_mut().events;
    events.push(Event::PointerMoved(pos));
    for pressed in [true, false, true, false] {
        events.push(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
    }
    harness.run();
    assert_eq!(selected(&harness), "displays");
}

#[test]
fn a_click_picks_the_innermost_passage_and_the_next_click_the_one_around_it() {
    let mut pane = Pane::new(article());
    pane.marks = marks(&[(2, 0, 10), (2, 4, 8)], 3);
    let mut harness = harness(pane);
    let both = border(&harness, LINE, 5) + Vec2::new(5.0, 0.0);
    for expected in [2, 1, 2] {
        press(&harness, both, true);
        press(&harness, both, false);
        harness.run_steps(40);
        assert_eq!(harness.state().state.current, Some(annotation(expected)));
        assert_eq!(harness.state().events.last(), Some(&ReaderEvent::Picked(annotation(expected))));
    }
    let beside = border(&harness, LINE, 11) + Vec2::new(5.0, 0.0);
    press(&harness, beside, true);
    press(&harness, beside, false);
    harness.run();
    assert_eq!(harness.state().state.current, None);
}

#[test]
fn an_edge_is_dragged_to_another_character_and_paragraph() {
    let mut pane = Pane::new(article());
    pane.marks = marks(&[(2, 4, 8)], 3);
    pane.state.current = Some(annotation(1));
    let mut harness = harness(pane);
    let (start, end) = (harness.get_by_label("起点").rect().center(), harness.get_by_label("终点").rect().center());
    assert!((start.x - border(&harness, LINE, 4).x).abs() < 1.0 && (end.x - border(&harness, LINE, 8).x).abs() < 1.0);
    let further = border(&harness, LINE, 10);
    drag(&mut harness, end, further);
    let caret = Caret { paragraph: harness.state().doc.blocks()[2].id, at: 10 };
    let moved = |edge, to| ReaderEvent::EdgeMoved { annotation: annotation(1), edge, to };
    assert_eq!(harness.state().events, [moved(Edge::End, caret)]);
    let above = border(&harness, harness.state().doc.blocks()[1].text.as_str(), 3);
    drag(&mut harness, start, above);
    let caret = Caret { paragraph: harness.state().doc.blocks()[1].id, at: 3 };
    assert_eq!(harness.state().events.last(), Some(&moved(Edge::Start, caret)));
    assert!(harness.state().state.selection().is_none(), "to drag an edge is not to select");
}

#[test]
fn the_pointer_finds_all_annotations_that_it_is_on() {
    let mut pane = Pane::new(article());
    pane.marks = marks(&[(2, 0, 10), (2, 4, 8)], 3);
    let mut harness = harness(pane);
    let at = |harness: &mut Harness<'_, Pane>, at: u32| {
        let pos = border(harness, LINE, at) + Vec2::new(5.0, 0.0);
        harness.hover_at(pos);
        harness.run();
        harness.state().state.hovered().map(|(ids, _)| ids.to_vec()).unwrap_or_default()
    };
    assert_eq!(at(&mut harness, 5), [annotation(1), annotation(2)]);
    assert_eq!(at(&mut harness, 1), [annotation(1)]);
    assert_eq!(at(&mut harness, 11), []);
    harness.get_by_label("标签2").hover();
    harness.run();
    assert_eq!(harness.state().state.hovered().unwrap().0, [annotation(2)]);
}

#[test]
fn every_line_of_the_selection_is_told_and_nothing_moves() {
    let mut harness = harness(Pane::new(article()));
    let before = harness.get_by_label(LINE).rect();
    let (from, to) = (border(&harness, LINE, 1), border(&harness, LINE, 6));
    drag(&mut harness, from, to);
    let rects = harness.state().state.marked_rects().to_vec();
    assert_eq!(rects.len(), 1);
    assert!((rects[0].left() - from.x).abs() < 1.0 && (rects[0].right() - to.x).abs() < 1.0);
    assert_eq!(harness.get_by_label(LINE).rect(), before);
}

#[test]
fn tags_in_any_number_leave_the_text_where_it_was() {
    let mut harness = harness(Pane::new(article()));
    let before = harness.get_by_label(LINE).rect();
    harness.state_mut().marks = Marks { revision: 2, ..marks(&[(2, 0, 10), (2, 4, 8), (2, 3, 9), (2, 1, 2)], 3) };
    harness.run();
    assert_eq!(harness.get_by_label(LINE).rect(), before);
}

/// Pieces of Chinese pages as OCR leaves them: lines that break words, spaces, Latin, combining marks.
fn page_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[一二三四五六七八九十]{1,8}",
        2 => "[，。：”》]",
        1 => "[“《]",
        1 => "[a-z]{1,6}|[0-9]{1,4}",
        1 => Just(" ".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("e\u{301}".to_owned()),
    ];
    prop::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is selected by dragging is quoted from where it stands, at every width and type size.
    #[test]
    fn a_selection_is_the_text_of_its_spans_and_its_spans_are_read_as_the_selection(
        text in page_text(), width in 260.0f32..900.0, size in 14.0f32..28.0, from in (0.0f32..1.0, 0.0f32..1.0),
        to in (0.0f32..1.0, 0.0f32..1.0),
    ) {
        let source = jianbao::text::Text::new(text);
        let spans: Vec<CharSpan> = source.lines().filter(|line| !source.slice(*line).trim().is_empty()).collect();
        prop_assume!(!spans.is_empty());
        let halves = spans.split_at(spans.len() / 2);
        let block = |spans: &[CharSpan]| Block {
            id: paragraph(spans[0].start), role: Role::Body, number: None, doubt: None, joins: Vec::new(),
            text: Arc::new(ReadingText::of_spans(&source, spans, Role::Body)),
        };
        let blocks = [halves.1, halves.0].into_iter().filter(|half| !half.is_empty()).map(block).collect();
        let mut pane = Pane { doc: ReaderDoc::new(1, blocks), ..Pane::new([]) };
        pane.body_px = size;
        let mut harness = harness(pane);
        harness.set_size(Vec2::new(width, 500.0));
        harness.run();
        let pos = |(x, y): (f32, f32)| pos2(110.0 + x * (width - 150.0), 20.0 + y * 300.0);
        drag(&mut harness, pos(from), pos(to));
        let pane = harness.state();
        if let Some((selected, parts)) = selected_text(&pane.doc, &pane.state) {
            let source_of: Vec<CharSpan> = parts.iter().flat_map(|part| part.source.clone()).collect();
            let solid = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<String>();
            prop_assert_eq!(solid(&source.quote(&source_of)), solid(&selected));
            prop_assert!(!selected.contains("\n\n"));
            for part in &parts {
                let block = &pane.doc.blocks()[pane.doc.place(part.paragraph).unwrap()];
                let back = block.text.from_source(&part.source);
                let text = |span: CharSpan| {
                    block.text.as_str().chars().skip(span.start as usize).take(span.len() as usize).collect::<String>()
                };
                prop_assert_eq!(solid(&back.into_iter().map(text).collect::<String>()), solid(&text(part.span)));
            }
            let Some(Selection { anchor, head }) = pane.state.selection() else { panic!("nothing is selected") };
            let place = |caret: Caret| (pane.doc.place(caret.paragraph).unwrap(), caret.at);
            prop_assert!(place(anchor) != place(head));
        }
    }
}

#[test]
fn a_passage_may_be_read_in_another_order_than_it_stands() {
    let source = jianbao::text::Text::new("下半段。\n上半段");
    let spans = [CharSpan::new(5, 8), CharSpan::new(0, 4)];
    let block = Block {
        id: paragraph(5),
        role: Role::Body,
        text: Arc::new(ReadingText::of_spans(&source, &spans, Role::Body)),
        number: None,
        doubt: None,
        joins: Vec::new(),
    };
    let mut pane = Pane { doc: ReaderDoc::new(1, vec![block]), ..Pane::new([]) };
    pane.state.focus = Some(paragraph(5));
    let mut harness = harness(pane);
    move_caret(&mut harness, &[(Motion::CharForward, false), (Motion::ParagraphForward, true)]);
    assert_eq!(selected(&harness), "半段下半段。");
    let pane = harness.state();
    let (_, parts) = selected_text(&pane.doc, &pane.state).unwrap();
    assert_eq!(parts[0].source, [CharSpan::new(6, 8), CharSpan::new(0, 4)]);
    let piece = Piece { place: 0, span: parts[0].span };
    assert_eq!(source_spans(&pane.doc, &[piece]), parts[0].source);
}
