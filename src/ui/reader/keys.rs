//! The caret by keys: what [`ReaderState::move_caret`] has asked for, done where lines are known.

use egui::{Context, pos2};

use super::motion::step;
use super::page::Page;
use super::paragraph::Shown;
use super::selection::ends;
use super::{Caret, ReaderDoc, ReaderEvent, ReaderState, Selection};
use crate::lexis::Lexicon;
use crate::session::Motion;
use crate::text::CharSpan;

/// Moves the caret as keys have asked since the last frame, and brings it into view.
pub(super) fn follow_keys(
    ctx: &Context,
    doc: &ReaderDoc,
    state: &mut ReaderState,
    page: &mut Page,
    lexicon: Option<&Lexicon>,
) -> Vec<ReaderEvent> {
    let motions = std::mem::take(&mut state.motions);
    if motions.is_empty() {
        return Vec::new();
    }
    let mut extended = false;
    for (motion, extends) in motions {
        let Some(before) = state.selection.filter(|now| ends(doc, *now).is_some()).or_else(|| start(doc, state)) else {
            return Vec::new();
        };
        if !matches!(motion, Motion::LineUp | Motion::LineDown) {
            state.goal_x = None;
        }
        let released = (!extends).then(|| released(doc, before, motion)).flatten();
        let by_line = || line_step(ctx, doc, page, before, motion, &mut state.goal_x);
        let Some(head) = released.or_else(|| step(doc, before.head, motion, lexicon)).or_else(by_line) else {
            continue;
        };
        state.selection = Some(Selection { anchor: if extends { before.anchor } else { head }, head });
        extended |= extends;
    }
    let Some(head) = state.caret() else { return Vec::new() };
    state.shows_caret = true;
    state.focus = Some(head.paragraph);
    state.scroll_to(head.paragraph, Some(CharSpan::new(head.at, head.at + 1)));
    let moved = ReaderEvent::CaretMoved(head.paragraph);
    if extended { vec![moved, ReaderEvent::Selected] } else { vec![moved] }
}

/// Where the caret is before it was ever moved: at the paragraph in focus, or the first on screen.
fn start(doc: &ReaderDoc, state: &ReaderState) -> Option<Selection> {
    let focus = state.focus.filter(|id| doc.place(*id).is_some());
    let paragraph = focus.or_else(|| doc.blocks().get(state.visible.start).map(|block| block.id))?;
    let caret = Caret { paragraph, at: 0 };
    Some(Selection { anchor: caret, head: caret })
}

/// An arrow without Shift first lets go of what is selected, and leaves the caret at that end.
fn released(doc: &ReaderDoc, selection: Selection, motion: Motion) -> Option<Caret> {
    let (first, last) = ends(doc, selection)?;
    let at = |(place, at): (usize, u32)| Some(Caret { paragraph: doc.blocks().get(place)?.id, at });
    match motion {
        _ if first == last => None,
        Motion::CharBack => at(first),
        Motion::CharForward => at(last),
        _ => None,
    }
}

/// A step by lines, as they are set.
fn line_step(
    ctx: &Context,
    doc: &ReaderDoc,
    page: &mut Page,
    selection: Selection,
    motion: Motion,
    goal_x: &mut Option<f32>,
) -> Option<Caret> {
    let head = selection.head;
    let place = doc.place(head.paragraph)?;
    let block = page.set(ctx, doc, place);
    // At the end of a line that goes on, a selection ends on that line, and a caret stands on the next.
    let is_end = ends(doc, selection).is_some_and(|(first, last)| first < last && last == (place, head.at));
    let line = block.line_of(if is_end { head.at.saturating_sub(1) } else { head.at });
    let chars = block.line_chars(line);
    match motion {
        Motion::LineStart => Some(Caret { at: chars.start, ..head }),
        Motion::LineEnd => Some(Caret { at: chars.end, ..head }),
        Motion::LineUp | Motion::LineDown => {
            let x = match *goal_x {
                Some(x) => x,
                None => on_line(ctx, doc, page, place, line, |shown| shown.x_of(line, head.at)),
            };
            *goal_x = Some(x);
            let (place, line) = match (motion, line) {
                (Motion::LineUp, 0) => {
                    let Some(above) = place.checked_sub(1) else { return Some(Caret { at: 0, ..head }) };
                    (above, page.set(ctx, doc, above).line_count() - 1)
                }
                (Motion::LineUp, _) => (place, line - 1),
                _ if line + 1 < block.line_count() => (place, line + 1),
                _ if place + 1 < doc.blocks().len() => (place + 1, 0),
                _ => return Some(Caret { at: chars.end, ..head }),
            };
            let set = page.set(ctx, doc, place);
            let at = on_line(ctx, doc, page, place, line, |shown| {
                shown.char_at(pos2(x, (line as f32 + 0.5) * shown.voice.line_height))
            });
            let paragraph = doc.blocks()[place].id;
            let caret = Caret { paragraph, at };
            // The border behind the last character of a line that goes on belongs to the next.
            let is_past = at >= set.line_chars(line).end && line + 1 < set.line_count();
            if is_past { step(doc, caret, Motion::CharBack, None) } else { Some(caret) }
        }
        _ => None,
    }
}

/// What can be told of one line once it is laid out; x is counted from the left of the column.
fn on_line<T>(
    ctx: &Context,
    doc: &ReaderDoc,
    page: &mut Page,
    place: usize,
    line: usize,
    tell: impl FnOnce(&Shown<'_>) -> T,
) -> T {
    let block = page.set(ctx, doc, place);
    let text = doc.blocks()[place].text.as_str();
    let voice = page.voices.of(doc.blocks()[place].role);
    let middle = (line as f32 + 0.5) * voice.line_height;
    let sets = ctx.fonts_mut(|fonts| block.galleys(fonts, text, voice, middle, middle));
    tell(&Shown { place, text, voice, block, sets, origin: pos2(Page::inset(voice), 0.0) })
}
