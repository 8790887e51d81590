//! Branches of the codebook dragged to another place.

use egui::{Align2, Response, Sense, Stroke, StrokeKind, Ui, vec2};

use super::codebook::ROW_PX;
use crate::notebook::tag_path;
use crate::session::{Request, TagNode};
use crate::ui::command::{Command, Commands};
use crate::ui::view::View;
use crate::ui::{fonts, widgets};

/// A branch that is being dragged.
#[derive(Clone, Debug)]
struct Dragged(String);

/// Where a branch would land.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Landing {
    Before,
    Under,
}

/// Share of a row, from above, on which a branch lands before it.
const BEFORE: f32 = 0.34;

/// Lets a row be dragged, and takes what is dropped on it: near its upper edge it goes before it, else under it.
pub(super) fn row(ui: &Ui, view: &View<'_>, node: &TagNode, response: &Response, commands: &mut Commands) {
    response.dnd_set_drag_payload(Dragged(node.path.clone()));
    if response.dragged() {
        widgets::carried(ui, view, &node.path);
    }
    let rect = response.rect;
    let landing = |dragged: &Dragged| {
        let pointer = ui.ctx().pointer_interact_pos()?;
        let into_itself = tag_path::is_within(&node.path, &dragged.0);
        let landing = if pointer.y < rect.top() + ROW_PX * BEFORE { Landing::Before } else { Landing::Under };
        (!into_itself).then_some(landing)
    };
    if let Some(dragged) = response.dnd_hover_payload::<Dragged>() {
        match landing(&dragged) {
            Some(Landing::Before) => {
                let line = Stroke::new(2.0, view.palette.accent);
                ui.painter().hline(rect.x_range().shrink(10.0), rect.top() + 1.0, line);
            }
            Some(Landing::Under) => {
                let border = Stroke::new(1.5, view.palette.accent);
                ui.painter().rect_stroke(rect.shrink2(vec2(6.0, 1.0)), 5.0, border, StrokeKind::Inside);
            }
            None => {}
        }
    }
    let Some(dragged) = response.dnd_release_payload::<Dragged>() else { return };
    let Some(landing) = landing(&dragged) else { return };
    let (parent, before) = match landing {
        Landing::Before => (tag_path::parent(&node.path).unwrap_or_default().to_owned(), Some(node.path.clone())),
        Landing::Under => (node.path.clone(), None),
    };
    commands.push(Command::Request(Request::MoveTagUnder { tag: dragged.0.clone(), parent, before }));
}

/// The room below the last row: a branch that is dropped there goes to the top level.
pub(super) fn to_the_top(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let height = ui.available_height().max(44.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    if response.dnd_hover_payload::<Dragged>().is_some() {
        ui.painter().hline(rect.x_range().shrink(10.0), rect.top() + 1.0, Stroke::new(2.0, view.palette.accent));
        let (text, place) = (view.text("codebook-drop-top"), rect.center_top() + vec2(0.0, 20.0));
        ui.painter().text(place, Align2::CENTER_CENTER, text, fonts::sans(12.0), view.palette.muted);
    }
    if let Some(dragged) = response.dnd_release_payload::<Dragged>() {
        let request = Request::MoveTagUnder { tag: dragged.0.clone(), parent: String::new(), before: None };
        commands.push(Command::Request(request));
    }
}
