//! Where the text stands in its pane: the column, and what moves it.

use std::ops::Range;

use egui::{Context, CornerRadius, Key, Modifiers, Rect, Sense, Ui, UiBuilder};

use super::frame::Frame;
use super::keys;
use super::overview::ROOM_PX;
use super::page::{Page, PageKey};
use super::scroll::Anchor;
use super::state::{Pin, Target, Travel};
use super::{Marks, ReaderDoc, ReaderEvent, ReaderLabels, ReaderState, ReaderStyle};
use crate::lexis::Lexicon;

/// Least distance between the text and the overview.
const RIGHT_PX: f32 = 14.0;
/// A measure never gets shorter than this, however narrow the pane is: the text is cut off instead.
const SHORTEST_MEASURE_EM: f32 = 8.0;
/// A pane narrower than this gives up some of its margin for the text.
const NARROW_EM: f32 = 30.0;
/// Part of a pane that a page key leaves standing, so that the eye finds the line it was at.
const PAGE_OVERLAP_PX: f32 = 60.0;

/// Draws `doc` with `marks` into all the room that `ui` has left, and tells what the user did. Without a lexicon, while it
/// loads, words are Latin words, numbers and single Han characters.
///
/// The state's focus and selection have already changed when it returns; nothing else has. Give two readers in one `ui`
/// ids of their own (`push_id`).
pub fn show(
    ui: &mut Ui,
    doc: &ReaderDoc,
    marks: &Marks,
    state: &mut ReaderState,
    style: &ReaderStyle,
    labels: &ReaderLabels,
    lexicon: Option<&Lexicon>,
) -> Vec<ReaderEvent> {
    let pane = ui.available_rect_before_wrap();
    let id = ui.scope_id().with("reader");
    let ground = ui.interact(pane, id, Sense::DRAG);
    ui.advance_cursor_after_rect(pane);
    ui.painter().rect_filled(pane, CornerRadius::ZERO, style.palette.paper);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("reader").max_rect(pane));
    ui.shrink_clip_rect(pane);

    state.lanes.follow(doc.key(), marks);
    state.lanes.narrow = pane.width() < NARROW_EM * style.body_px;
    let margin = state.lanes.width() + state.margin_px;
    let (left, measure) = column(pane, style, margin);
    state.margin_left = left - margin;
    let key = PageKey {
        doc: doc.key(),
        style: *style,
        measure,
        pixels_per_point: ui.pixels_per_point(),
        fonts: ui.fonts(|fonts| fonts.definitions().font_data.len()),
    };
    state.follow(key, doc);
    let Some(mut page) = state.page.take() else { return Vec::new() };

    state.travel = Travel::default();
    stand(ui.ctx(), pane, doc, state, &mut page);
    let from = state.anchor;
    let moved = keys::follow_keys(ui.ctx(), doc, state, &mut page, lexicon);
    scroll(&ui, pane, doc, state, &mut page, ground.dragged() || state.dragged_edge.is_some());
    let mut frame = Frame { ui: &ui, id, pane, left, doc, marks, style, labels, lexicon, events: Vec::new() };
    frame.events = moved;
    frame.show(state, &mut page, &ground);
    let events = frame.events;
    state.travel.by_user = between(doc, &page, from, state.anchor);
    state.travel.length = (page.heights.total() as f32 - pane.height()).max(0.0);
    state.page = Some(page);
    events
}

/// Goes to where the text was left, and along with another pane.
fn stand(ctx: &Context, pane: Rect, doc: &ReaderDoc, state: &mut ReaderState, page: &mut Page) {
    if let Some((paragraph, share)) = state.stand.take()
        && let Some(place) = doc.place(paragraph)
    {
        state.glide.stop();
        state.anchor = Anchor { place, offset: share * page.height(ctx, doc, place) };
    }
    if let Some(Pin { caret, y_px }) = state.pin.take()
        && let Some(place) = doc.place(caret.paragraph)
    {
        let voice = page.voices.of(doc.blocks()[place].role).clone();
        let into = page.set(ctx, doc, place).y_of(caret.at, &voice) + page.space_above(doc, place);
        state.anchor = Anchor { place, offset: into - y_px };
    }
    // At another width the text may end above the lower edge: that the anchor is moved then is nobody's doing.
    settle(ctx, pane, doc, state, page);
    let push = std::mem::take(&mut state.push);
    if push != 0.0 {
        let from = state.anchor;
        state.anchor.offset += push;
        settle(ctx, pane, doc, state, page);
        state.travel.along = between(doc, page, from, state.anchor);
    }
}

/// How far the text has moved up from one anchor to another.
fn between(doc: &ReaderDoc, page: &Page, from: Anchor, to: Anchor) -> f32 {
    let count = doc.blocks().len();
    let sum = |range: Range<usize>| range.filter(|at| *at < count).map(|at| page.heights.get(at)).sum::<f32>();
    sum(from.place..to.place) - sum(to.place..from.place) + to.offset - from.offset
}

/// Left edge and width of the text: whole squares, so that a line of Han characters fills it, in the middle of the pane.
fn column(pane: Rect, style: &ReaderStyle, margin: f32) -> (f32, f32) {
    let em = style.body_px;
    let room = pane.width() - margin - RIGHT_PX - ROOM_PX;
    let squares = (room / em).floor().min(style.measure_em.floor()).max(SHORTEST_MEASURE_EM);
    let measure = squares * em;
    let middle = (pane.left() + pane.right() - ROOM_PX) / 2.0;
    let left = (middle - measure / 2.0).max(pane.left() + margin);
    (left.round(), measure)
}

/// Moves the anchor by wheel, keys, a running glide, and to what was asked for.
fn scroll(ui: &Ui, pane: Rect, doc: &ReaderDoc, state: &mut ReaderState, page: &mut Page, is_dragging: bool) {
    let ctx = ui.ctx();
    let wheel = if ui.rect_contains_pointer(pane) {
        ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y))
    } else {
        0.0
    };
    if wheel != 0.0 {
        state.glide.stop();
        state.anchor.offset -= wheel;
    }
    let takes_keys = ui.rect_contains_pointer(pane) || !state.leaves_keys;
    if takes_keys && !ctx.egui_wants_keyboard_input() {
        let step = (pane.height() - PAGE_OVERLAP_PX).max(PAGE_OVERLAP_PX);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::PageDown) {
            state.scroll_by(step);
        }
        if pressed(Key::PageUp) {
            state.scroll_by(-step);
        }
        if pressed(Key::Home) {
            state.scroll_to_top();
        }
        if pressed(Key::End) {
            state.glide.stop();
            state.anchor.place = doc.blocks().len();
        }
    }
    if is_dragging && let Some(pointer) = ctx.pointer_interact_pos() {
        let beyond = (pointer.y - pane.bottom()).max(0.0) + (pointer.y - pane.top()).min(0.0);
        if beyond != 0.0 {
            state.anchor.offset += beyond.clamp(-80.0, 80.0) * ui.input(|input| input.stable_dt.min(0.1)) * 10.0;
            ctx.request_repaint();
        }
    }
    settle(ctx, pane, doc, state, page);
    if let Some(target) = state.target.take() {
        bring_into_view(ctx, pane, doc, state, page, target);
    }
    if state.glide.is_moving() {
        let seconds = ui.input(|input| input.stable_dt);
        state.anchor.offset += state.glide.step(seconds);
        settle(ctx, pane, doc, state, page);
        ctx.request_repaint();
    }
}

pub(super) fn settle(ctx: &Context, pane: Rect, doc: &ReaderDoc, state: &mut ReaderState, page: &mut Page) {
    state.anchor.settle(doc.blocks().len(), pane.height(), |place| page.height(ctx, doc, place));
    state.anchor_id = doc.blocks().get(state.anchor.place).map(|block| block.id);
}

/// A third from the top, unless it can be seen. Near things glide there; far ones are there at once.
fn bring_into_view(
    ctx: &Context,
    pane: Rect,
    doc: &ReaderDoc,
    state: &mut ReaderState,
    page: &mut Page,
    target: Target,
) {
    let Some(place) = doc.place(target.paragraph) else { return };
    let block = page.set(ctx, doc, place);
    let voice = page.voices.of(doc.blocks()[place].role);
    let line = voice.line_height;
    let top = target.span.map_or(0.0, |span| block.y_of(span.start, voice));
    let bottom =
        target.span.map_or_else(|| block.height(voice), |span| block.y_of(span.end.saturating_sub(1), voice) + line);
    let into = page.space_above(doc, place) + top;

    let near = state.visible.start.saturating_sub(8)..state.visible.end + 8;
    if near.contains(&place) {
        let between = |page: &mut Page, range: Range<usize>| range.map(|at| page.height(ctx, doc, at)).sum::<f32>();
        let from_anchor = if place >= state.anchor.place {
            between(page, state.anchor.place..place)
        } else {
            -between(page, place..state.anchor.place)
        };
        let y = from_anchor - state.anchor.offset + into;
        let fits = bottom - top < pane.height() - 2.0 * line;
        let is_seen =
            y >= line * 0.5 && (y + bottom - top <= pane.height() - line || (!fits && y < pane.height() / 2.0));
        if is_seen {
            return;
        }
        state.scroll_by(y - pane.height() / 3.0);
    } else {
        state.glide.stop();
        state.anchor.place = place;
        state.anchor.offset = into - pane.height() / 3.0;
        settle(ctx, pane, doc, state, page);
    }
}
