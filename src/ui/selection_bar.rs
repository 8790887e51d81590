//! The small bar beside a selection or an annotation: tags by their digits, and what else is done with a passage. It lies over
//! text that is not selected and moves nothing.

use egui::{
    Area, Color32, CornerRadius, FontId, Id, Order, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};

use super::command::{Command, Commands};
use super::fonts;
use super::theme::readable_pair;
use super::view::{View, labelled};
use super::widgets;
use crate::notebook::{Annotation, AnnotationId};
use crate::session::Action;
use crate::text::CharSpan;

const ROW_PX: f32 = 24.0;
const PAD_PX: f32 = 6.0;
const GAP_PX: f32 = 5.0;
/// From the bar to the selected lines.
const AWAY_PX: f32 = 5.0;
const WIDEST_PX: f32 = 620.0;
/// Longest name on a tag's button; the tooltip has the whole of it.
const NAME_CHARS: usize = 7;

/// A button of the bar.
struct Item {
    action: Action,
    /// What is written on it.
    text: String,
    /// What screen readers say.
    label: String,
    /// A tag's colour.
    color: Option<Color32>,
    /// Whether the tag is on the annotation.
    on: bool,
}

/// Draws the bar for what is marked at `marked`, a rectangle a line, in the reader at `pane`. `current` is the annotation that
/// the user stands on, if nothing is selected; else `selected` is where the selection stands in the source.
pub(super) fn show(
    ui: &Ui,
    view: &View<'_>,
    (pane, marked): (Rect, &[Rect]),
    current: Option<AnnotationId>,
    selected: Option<&[CharSpan]>,
    commands: &mut Commands,
) {
    let items = items(view, current, selected);
    let font = fonts::sans(12.5);
    let sizes: Vec<f32> = items.iter().map(|item| width(ui, item, &font)).collect();
    let tags = items.iter().take_while(|item| item.color.is_some()).count();
    let (places, size) = flow(&sizes, tags, (pane.width() - 24.0).min(WIDEST_PX));
    let Some(corner) = place(size, pane, marked) else { return };
    let palette = view.palette;
    let area = Area::new(Id::unique("selection-bar")).order(Order::Middle).fixed_pos(corner).constrain(false);
    area.fade_in(false).accessible_name(view.text("bar-name")).show(ui.ctx(), |ui| {
        let (rect, _) = ui.allocate_exact_size(size, Sense::click_and_drag());
        let shadow = egui::Shadow { offset: [0, 3], blur: 12, spread: 0, color: Color32::from_black_alpha(38) };
        ui.painter().add(shadow.as_shape(rect, CornerRadius::same(7)));
        ui.painter().rect(rect, 7.0, palette.card, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        for ((item, offset), width) in items.iter().zip(&places).zip(&sizes) {
            let rect = Rect::from_min_size(rect.min + *offset, vec2(*width, ROW_PX));
            if button(ui, view, item, rect, &font) {
                commands.push(Command::Do(item.action));
            }
        }
    });
}

fn items(view: &View<'_>, current: Option<AnnotationId>, selected: Option<&[CharSpan]>) -> Vec<Item> {
    let notebook = view.session.notebook();
    let annotation = current.and_then(|id| notebook.annotations().get(&id));
    // What stands at just the selected place shows which tags are on already.
    let article = view.workspace.active().article;
    let here = article.and_then(|article| view.views.by_article.get(&article)).map_or(&[][..], Vec::as_slice);
    let there = here.iter().filter_map(|id| notebook.annotations().get(id));
    let there: Vec<&Annotation> = match (annotation, selected) {
        (Some(annotation), _) => vec![annotation],
        (None, Some(spans)) => there.filter(|annotation| annotation.spans == spans).collect(),
        (None, None) => Vec::new(),
    };
    let mut tags: Vec<_> = notebook.tags().values().filter_map(|tag| Some((tag.shortcut?, tag))).collect();
    tags.sort_by_key(|(digit, _)| *digit);
    let tag_items = tags.into_iter().map(|(digit, tag)| {
        let mut name: String = tag.name.chars().take(NAME_CHARS).collect();
        if tag.name.chars().nth(NAME_CHARS).is_some() {
            name.push('…');
        }
        let on = there.iter().any(|annotation| annotation.tags.contains(&tag.id));
        Item {
            action: Action::ToggleTag(digit),
            text: format!("{digit} {name}"),
            label: format!("{digit} {}", tag.name),
            color: Some(widgets::color32(tag.color)),
            on,
        }
    });
    let actions: &[(Action, &str)] = if annotation.is_some() {
        &[
            (Action::PickTag, "bar-pick-tag"),
            (Action::Comment, "bar-comment"),
            (Action::CopyQuotation, "bar-copy"),
            (Action::LinkInNote, "bar-link"),
            (Action::SplitAnnotation, "bar-split"),
            (Action::MergeAnnotations, "bar-merge"),
            (Action::RemoveAnnotation, "bar-remove"),
        ]
    } else {
        &[
            (Action::PickTag, "bar-pick-tag"),
            (Action::Comment, "bar-comment"),
            (Action::CopyQuotation, "bar-copy"),
            (Action::FindSelection, "bar-find"),
            (Action::AddKeyword, "bar-keyword"),
        ]
    };
    let action_items = actions.iter().map(|&(action, id)| {
        let text = view.text(id);
        Item { action, label: text.clone(), text, color: None, on: false }
    });
    tag_items.chain(action_items).collect()
}

fn width(ui: &Ui, item: &Item, font: &FontId) -> f32 {
    let galley = ui.painter().layout_no_wrap(item.text.clone(), font.clone(), Color32::PLACEHOLDER);
    (galley.size().x + if item.color.is_some() { 16.0 } else { 12.0 }).ceil()
}

fn button(ui: &Ui, view: &View<'_>, item: &Item, rect: Rect, font: &FontId) -> bool {
    let palette = &view.palette;
    let response = ui.interact(rect, ui.scope_id().with(&item.label), Sense::click());
    let painter = ui.painter();
    let ink = match item.color {
        Some(color) => {
            let (fill, ink) = readable_pair(color);
            painter.rect_filled(rect.shrink2(vec2(0.0, 2.0)), ROW_PX / 2.0, fill);
            if item.on {
                painter.rect_stroke(rect, ROW_PX / 2.0, Stroke::new(1.5, palette.ink), StrokeKind::Inside);
            }
            if response.hovered() {
                painter.rect_stroke(
                    rect.shrink2(vec2(0.0, 2.0)),
                    ROW_PX / 2.0,
                    Stroke::new(1.0, ink),
                    StrokeKind::Inside,
                );
            }
            ink
        }
        None => {
            if response.hovered() {
                painter.rect_filled(rect, 4.0, palette.hover);
            }
            palette.ink
        }
    };
    if response.has_focus() {
        painter.rect_stroke(rect, 4.0, Stroke::new(1.5, palette.focus), StrokeKind::Outside);
    }
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, &item.text, font.clone(), ink);
    let help = view.help(item.action);
    // The name on a tag's button may be cut.
    let help = if item.color.is_some() { format!("{}\n{help}", item.label) } else { help };
    labelled(response, &item.label, item.on).on_hover_text(help).clicked()
}

/// Where buttons of these widths stand in a bar at most `widest` wide, and the bar's size. If one row does not hold all, what
/// follows the first `tags` begins a row of its own.
fn flow(widths: &[f32], tags: usize, widest: f32) -> (Vec<Vec2>, Vec2) {
    let in_one_row = widths.iter().map(|width| width + GAP_PX).sum::<f32>() - GAP_PX + 2.0 * PAD_PX <= widest;
    let mut places = Vec::with_capacity(widths.len());
    let (mut x, mut y, mut right) = (PAD_PX, PAD_PX, 0.0f32);
    for (at, width) in widths.iter().enumerate() {
        let is_full = x + width + PAD_PX > widest;
        if x > PAD_PX && (is_full || (at == tags && !in_one_row)) {
            x = PAD_PX;
            y += ROW_PX + GAP_PX;
        }
        places.push(vec2(x, y));
        right = right.max(x + width);
        x += width + GAP_PX;
    }
    (places, vec2(right + PAD_PX, y + ROW_PX + PAD_PX))
}

/// Where a bar of this size covers none of `marked`: below the last line, above the first, or, where these leave no room in
/// the pane, over the pane's head. `None` if nothing marked is on screen.
fn place(size: Vec2, pane: Rect, marked: &[Rect]) -> Option<Pos2> {
    let (first, last) = (marked.first()?, marked.last()?);
    let all = marked.iter().fold(*first, |all, rect| all.union(*rect));
    let x = |line: &Rect| {
        let most = (pane.right() - size.x - 8.0).max(pane.left() + 8.0);
        (line.center().x - size.x / 2.0).clamp(pane.left() + 8.0, most).round()
    };
    let below = all.bottom() + AWAY_PX;
    let above = all.top() - AWAY_PX - size.y;
    let y = if below + size.y <= pane.bottom() - 4.0 {
        return Some(pos2(x(last), below.round()));
    } else if above >= pane.top() + 4.0 {
        above
    } else {
        // One of many rows would be cut off by the window's edge.
        (pane.top() - size.y - 1.0).max(2.0)
    };
    Some(pos2(x(first), y.round()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rect(left: f32, top: f32, right: f32, bottom: f32) -> Rect {
        Rect::from_min_max(pos2(left, top), pos2(right, bottom))
    }

    #[test]
    fn the_bar_stands_below_then_above_then_over_the_head() {
        let pane = rect(100.0, 100.0, 700.0, 600.0);
        let size = vec2(300.0, 36.0);
        let line = |top: f32| rect(200.0, top, 400.0, top + 30.0);
        assert_eq!(place(size, pane, &[line(200.0)]), Some(pos2(150.0, 235.0)));
        assert_eq!(place(size, pane, &[line(560.0)]), Some(pos2(150.0, 519.0)));
        assert_eq!(place(size, pane, &[rect(200.0, 100.0, 400.0, 600.0)]), Some(pos2(150.0, 63.0)));
        assert_eq!(place(size, pane, &[]), None);
    }

    #[test]
    fn buttons_flow_into_rows() {
        let (places, size) = flow(&[100.0, 100.0, 100.0], 3, 230.0);
        assert_eq!(places, [vec2(6.0, 6.0), vec2(111.0, 6.0), vec2(6.0, 35.0)]);
        assert_eq!(size, vec2(217.0, 65.0));
        assert_eq!(flow(&[100.0, 50.0, 50.0], 1, 210.0).0, [vec2(6.0, 6.0), vec2(6.0, 35.0), vec2(61.0, 35.0)]);
        assert_eq!(flow(&[100.0, 50.0, 50.0], 1, 300.0).1, vec2(222.0, 36.0));
    }

    proptest! {
        #[test]
        fn no_selected_line_is_ever_covered(
            tops in prop::collection::vec(0.0f32..500.0, 1..8), width in 100.0f32..560.0, height in 30.0f32..90.0,
        ) {
            let pane = rect(100.0, 100.0, 700.0, 600.0);
            let lines = tops.iter().map(|top| rect(150.0, 100.0 + top, 600.0, 130.0 + top).intersect(pane));
            let mut lines: Vec<Rect> = lines.collect();
            lines.sort_by(|one, other| one.top().total_cmp(&other.top()));
            let size = vec2(width, height);
            let bar = Rect::from_min_size(place(size, pane, &lines).unwrap(), size);
            prop_assert!(lines.iter().all(|line| !line.intersects(bar)), "{bar:?} covers one of {lines:?}");
            prop_assert!(bar.left() >= pane.left() && bar.right() <= pane.right());
        }
    }
}
