//! Articles and tabs that are dragged to a pane: where they would land is shown before they are let go.

use egui::{Align2, DragAndDrop, Order, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{BAR_PX, DrawnTab};
use crate::session::{Carried, Landing};
use crate::ui::command::{Command, Commands};
use crate::ui::fonts;
use crate::ui::view::View;

/// Takes what is dropped on a pane. Panes are given with their places.
pub(super) fn take_dropped(
    ui: &Ui,
    view: &View<'_>,
    panes: &[(usize, Rect)],
    tabs: &[DrawnTab],
    commands: &mut Commands,
) {
    let ctx = ui.ctx();
    let Some(carried) = DragAndDrop::payload::<Carried>(ctx).map(|carried| *carried) else { return };
    let Some(pointer) = ctx.pointer_interact_pos() else { return };
    let Some((pane, rect)) = panes.iter().copied().find(|(_, rect)| rect.contains(pointer)) else { return };
    let landing = if pointer.y < rect.top() + BAR_PX {
        Landing::Tab { pane, at: place_among(tabs, pane, pointer) }
    } else {
        view.workspace.landing(carried, pane, (pointer.x - rect.left()) / rect.width().max(1.0))
    };
    if ctx.input(|input| input.pointer.any_released()) {
        DragAndDrop::clear_payload(ctx);
        commands.push(Command::Drop(carried, landing));
    } else {
        preview(ui, view, landing, (pane, rect), tabs);
    }
}

/// Before which tab the pointer is.
fn place_among(tabs: &[DrawnTab], pane: usize, pointer: Pos2) -> usize {
    let before = |(of, _, rect): &&DrawnTab| *of == pane && rect.center().x < pointer.x;
    tabs.iter().filter(before).count()
}

fn preview(ui: &Ui, view: &View<'_>, landing: Landing, (pane, rect): (usize, Rect), tabs: &[DrawnTab]) {
    let layer = egui::LayerId::new(Order::Foreground, egui::Id::unique("landing"));
    let painter = ui.ctx().layer_painter(layer);
    let accent = view.palette.accent;
    let body = Rect::from_min_max(pos2(rect.left(), rect.top() + BAR_PX), rect.max);
    let (place, text) = match landing {
        Landing::Tab { at, .. } if at != usize::MAX => {
            let own =
                |place: usize| tabs.iter().find(|(of, it, _)| *of == pane && *it == place).map(|(.., rect)| *rect);
            let x = own(at).map(|rect| rect.left()).or_else(|| own(at.checked_sub(1)?).map(|rect| rect.right()));
            let x = x.unwrap_or(rect.left()).clamp(rect.left() + 1.5, rect.right() - 1.5);
            painter.vline(x, rect.top()..=rect.top() + BAR_PX, Stroke::new(3.0, accent));
            return;
        }
        Landing::Tab { .. } => (body, "drop-tab"),
        Landing::Pane(at) if at <= pane => (body.with_max_x(body.center().x), "drop-left"),
        Landing::Pane(_) => (body.with_min_x(body.center().x), "drop-right"),
    };
    painter.rect(place, 0.0, accent.gamma_multiply(0.10), Stroke::new(2.0, accent), StrokeKind::Inside);
    let galley = painter.layout_no_wrap(view.text(text), fonts::sans_bold(13.5), view.palette.ink);
    let label = Align2::CENTER_CENTER.anchor_size(place.center(), galley.size() + vec2(24.0, 12.0));
    painter.rect(label, 4.0, view.palette.card, Stroke::new(1.0, accent), StrokeKind::Inside);
    painter.galley(label.min + vec2(12.0, 6.0), galley, view.palette.ink);
}
