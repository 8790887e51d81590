//! Selecting with the pointer: by characters, and after a second, third or fourth press by words, sentences and paragraphs.

use egui::{Event, PointerButton, Pos2, Response};

use super::frame::Frame;
use super::paragraph::Shown;
use super::selection::ends;
use super::words::word_at;
use super::{Caret, ReaderEvent, ReaderState, Selection};
use crate::text::{CharSpan, sentence_at};

/// How far left of the text a selection can be begun; further out are stripes to be clicked.
const GRAB_PX: f32 = 12.0;
/// Presses that follow each other within this time and distance are one more of a kind; egui's own measures for clicks.
const AGAIN_S: f64 = 0.3;
const AGAIN_PX: f32 = 6.0;

impl Frame<'_> {
    /// A drag anywhere selects; it may begin and end in the space around the text, and go on past the pane's edges.
    pub(super) fn select_by_drag(&mut self, state: &mut ReaderState, shown: &[Shown<'_>], ground: &Response) {
        let Some(pointer) = self.ui.ctx().pointer_interact_pos() else { return };
        if ground.drag_started_by(PointerButton::Primary) && pointer.x > self.left - GRAB_PX {
            let origin = self.ui.input(|input| input.pointer.press_origin()).unwrap_or(pointer);
            self.press(state, shown, origin, 1);
        }
        if state.is_selecting
            && ground.dragged()
            && let Some(head) = self.caret_at(shown, pointer)
        {
            state.selection = match state.press.taken {
                Some(taken) => self.widened(state.press.count, taken, shown, pointer).or(state.selection),
                None => state.selection.map(|selection| Selection { head, ..selection }),
            };
        }
        if state.is_selecting && !ground.dragged() {
            state.is_selecting = false;
            if state.selection().is_some() {
                self.events.push(ReaderEvent::Selected);
            }
        }
    }

    /// The pointer went down: the caret is there, or what the press takes is selected. `least` is the count that egui has of it.
    fn press(&mut self, state: &mut ReaderState, shown: &[Shown<'_>], origin: Pos2, least: u32) {
        let had_selection = state.selection().is_some();
        let (extends, time) = self.ui.input(|input| (input.modifiers.shift, input.time));
        let last = state.press;
        let again = time - last.time < AGAIN_S && origin.distance(last.pos) < AGAIN_PX;
        state.press.pos = origin;
        state.press.time = time;
        state.press.count = if again && !extends { last.count + 1 } else { 1 }.max(least);
        state.press.taken = None;
        state.shows_caret = false;
        state.goal_x = None;
        let Some(caret) = self.caret_at(shown, origin) else { return };
        state.is_selecting = true;
        if extends && state.selection.is_some() {
            state.selection = state.selection.map(|selection| Selection { head: caret, ..selection });
        } else if let Some((start, end)) = self.unit_at(state.press.count, shown, origin) {
            state.press.taken = Some((start, end));
            state.selection = Some(Selection { anchor: start, head: end });
        } else {
            state.selection = Some(Selection { anchor: caret, head: caret });
            if had_selection {
                self.events.push(ReaderEvent::SelectionCleared);
            }
        }
    }

    /// A click that began and ended between two frames: no drag has told of it.
    pub(super) fn quick_click(&mut self, state: &mut ReaderState, block: &Shown<'_>, response: &Response) {
        let is_quick = self.ui.input(|input| {
            let is_press = |event: &Event| {
                matches!(event, Event::PointerButton { button: PointerButton::Primary, pressed: true, .. })
            };
            input.events.iter().any(is_press)
        });
        let Some(pos) = response.interact_pointer_pos().filter(|_| is_quick && response.clicked()) else { return };
        let least = match () {
            () if response.triple_clicked() => 3,
            () if response.double_clicked() => 2,
            () => 1,
        };
        self.press(state, std::slice::from_ref(block), pos, least);
        state.is_selecting = false;
        if state.selection().is_some() {
            self.events.push(ReaderEvent::Selected);
        }
    }

    /// What the press of this count takes at a place: nothing, a word, a sentence, a paragraph.
    fn unit_at(&self, count: u32, shown: &[Shown<'_>], pos: Pos2) -> Option<(Caret, Caret)> {
        let block = block_at(shown, pos)?;
        let (text, at) = (block.text, block.char_under(pos));
        let span = match count {
            0 | 1 => return None,
            2 => word_at(text, at, self.lexicon),
            3 => sentence_at(text, at),
            _ => CharSpan::new(0, self.doc.blocks()[block.place].text.len()),
        };
        let caret = |at: u32| Caret { paragraph: self.doc.blocks()[block.place].id, at };
        (!span.is_empty()).then(|| (caret(span.start), caret(span.end)))
    }

    /// What was taken at the press and all up to the unit at `pos`.
    fn widened(&self, count: u32, taken: (Caret, Caret), shown: &[Shown<'_>], pos: Pos2) -> Option<Selection> {
        let (start, end) = self.unit_at(count, shown, pos)?;
        let (whole, there) = (Selection { anchor: taken.0, head: taken.1 }, Selection { anchor: start, head: end });
        let ((first, last), (here, until)) = (ends(self.doc, whole)?, ends(self.doc, there)?);
        Some(match () {
            () if here < first => Selection { anchor: taken.1, head: start },
            () if until > last => Selection { anchor: taken.0, head: end },
            () => whole,
        })
    }

    pub(super) fn caret_at(&self, shown: &[Shown<'_>], pos: Pos2) -> Option<Caret> {
        let block = block_at(shown, pos)?;
        Some(Caret { paragraph: self.doc.blocks()[block.place].id, at: block.char_at(pos) })
    }
}

/// The last block that begins above `pos`, or the first.
fn block_at<'s, 'p>(shown: &'s [Shown<'p>], pos: Pos2) -> Option<&'s Shown<'p>> {
    let below = shown.iter().take_while(|block| block.origin.y <= pos.y).last();
    below.or(shown.first())
}
