//! Small things that several panes draw.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, FontId, Pos2, Rect, Response, RichText, Sense, Stroke, StrokeKind, TextFormat, Ui, vec2};

use super::theme::{Palette, mix, parse_color, readable_pair};
use super::view::{View, labelled};
use super::{fonts, keys};
use crate::notebook::{Color, Tag};
use crate::session::Action;

/// One line of text, cut with … where it is wider than `width`; `place` is the middle of its left edge.
pub(super) fn elided(ui: &Ui, text: &str, font: FontId, color: Color32, place: Pos2, width: f32) -> Rect {
    let mut job = LayoutJob::single_section(text.replace('\n', " "), TextFormat::simple(font, color));
    job.wrap = TextWrapping::truncate_at_width(width.max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let rect = Align2::LEFT_CENTER.anchor_size(place, galley.size());
    ui.painter().galley(rect.min, galley, color);
    rect
}

/// The commands of a menu, in groups with lines between them; gives the one that was chosen, which closes the menu.
pub(super) fn action_menu(ui: &mut Ui, view: &View<'_>, groups: &[&[Action]]) -> Option<Action> {
    menu(ui, view, groups, false)
}

/// The same where all of them are about the pane that the menu belongs to: what they say of it first is left out.
pub(super) fn short_menu(ui: &mut Ui, view: &View<'_>, groups: &[&[Action]]) -> Option<Action> {
    menu(ui, view, groups, true)
}

fn menu(ui: &mut Ui, view: &View<'_>, groups: &[&[Action]], is_short: bool) -> Option<Action> {
    let mut chosen = None;
    ui.set_min_width(230.0);
    for (at, group) in groups.iter().enumerate() {
        if at > 0 {
            ui.separator();
        }
        for action in *group {
            let Some(info) = action.info() else { continue };
            let text = view.text(info.message);
            let text = match text.split_once(['：', ':']) {
                Some((_, rest)) if is_short => rest.trim_start(),
                _ => text.as_str(),
            };
            let button = egui::Button::new(text).shortcut_text(keys::shown(info));
            if ui.add_enabled(view.is_enabled(*action), button).clicked() {
                chosen = Some(*action);
                ui.close();
            }
        }
    }
    chosen
}

/// A quotation between marks, unless it has marks of its own: two kinds of them on each other are hard to read.
#[must_use]
pub(super) fn in_marks(quote: &str) -> String {
    let quote = quote.trim();
    if quote.contains(['“', '”']) { quote.to_owned() } else { format!("“{quote}”") }
}

/// A muted sentence with room around it: what to do where there is nothing yet.
pub(super) fn hint(ui: &mut Ui, view: &View<'_>, text: &str) {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.add_space(12.0);
        ui.vertical(|ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            ui.label(RichText::new(text).color(view.palette.muted));
        });
    });
}

/// Ink of what was not read yet.
#[must_use]
pub(super) fn unread_ink(palette: &Palette) -> Color32 {
    mix(palette.ink, if palette.dark { Color32::WHITE } else { Color32::BLACK }, 0.35)
}

/// Gives a text field the name by which screen readers and tests find it.
pub(super) fn name_field(response: &Response, name: &str) {
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
}

/// A count with a separator every three digits.
#[must_use]
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A colour of the notebook on the screen.
#[must_use]
pub(super) fn color32(color: Color) -> Color32 {
    let [red, green, blue] = color.0;
    Color32::from_rgb(red, green, blue)
}

/// A tag as a chip: its name on its colour.
pub(super) fn chip(ui: &mut Ui, tag: &Tag, label: &str) -> Response {
    let (fill, ink) = readable_pair(color32(tag.color));
    let galley = ui.painter().layout_no_wrap(label.to_owned(), fonts::sans(12.5), ink);
    let size = galley.size() + vec2(16.0, 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    ui.painter().rect_filled(rect, rect.height() / 2.0, fill);
    if response.hovered() {
        ui.painter().rect_stroke(rect, rect.height() / 2.0, Stroke::new(1.0, ink), StrokeKind::Inside);
    }
    ui.painter().galley(rect.min + vec2(8.0, 2.0), galley, ink);
    labelled(response, &tag.name, false)
}

/// Paints a chip that is part of something larger, cut where it is wider than `width`; `place` is the middle of its left edge.
/// Gives the place it takes.
pub(super) fn paint_chip(ui: &Ui, color: Color, label: &str, place: Pos2, width: f32) -> Rect {
    let (fill, ink) = readable_pair(color32(color));
    let mut job = LayoutJob::single_section(label.to_owned(), TextFormat::simple(fonts::sans(12.5), ink));
    job.wrap = TextWrapping::truncate_at_width((width - 16.0).max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let rect = Align2::LEFT_CENTER.anchor_size(place, galley.size() + vec2(16.0, 4.0));
    ui.painter().rect_filled(rect, rect.height() / 2.0, fill);
    ui.painter().galley(rect.min + vec2(8.0, 2.0), galley, ink);
    rect
}

/// The sign at a branch that can be folded: it points down where the branch is open.
pub(super) fn fold_sign(ui: &Ui, center: Pos2, is_folded: bool, color: Color32) {
    let corners = if is_folded {
        [vec2(-2.5, -4.0), vec2(3.0, 0.0), vec2(-2.5, 4.0)]
    } else {
        [vec2(-4.0, -2.5), vec2(4.0, -2.5), vec2(0.0, 3.0)]
    };
    let corners = corners.map(|corner| center + corner).to_vec();
    ui.painter().add(egui::Shape::convex_polygon(corners, color, Stroke::NONE));
}

/// Characters of a name that is dragged.
const CARRIED_CHARS: usize = 24;

/// The name at the pointer of what is dragged.
pub(super) fn carried(ui: &Ui, view: &View<'_>, name: &str) {
    let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
    let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Tooltip, egui::Id::unique("carried")));
    let name: String = name.replace('\n', " ").chars().take(CARRIED_CHARS).collect();
    let galley = painter.layout_no_wrap(name, fonts::sans(13.0), view.palette.ink);
    let rect = Rect::from_min_size(pointer + vec2(12.0, 6.0), galley.size() + vec2(16.0, 8.0));
    painter.rect(rect, 4.0, view.palette.card, Stroke::new(1.0, view.palette.accent), StrokeKind::Inside);
    painter.galley(rect.min + vec2(8.0, 4.0), galley, view.palette.ink);
}

/// A round swatch of a colour.
pub(super) fn swatch(ui: &mut Ui, color: Color32, selected: bool, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::click());
    ui.painter().circle_filled(rect.center(), 7.0, color);
    if selected || response.hovered() {
        ui.painter().circle_stroke(rect.center(), 9.0, Stroke::new(1.5, ui.visuals().text_color()));
    }
    labelled(response, label, selected)
}

/// A row of swatches; gives the colour that was clicked.
pub(super) fn color_choice(ui: &mut Ui, palette: &[&str], current: Color) -> Option<Color> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for code in palette {
            let (Some(shown), Ok(color)) = (parse_color(code), code.parse::<Color>()) else { continue };
            if swatch(ui, shown, color == current, code).clicked() {
                chosen = Some(color);
            }
        }
    });
    chosen
}

/// The head of a pane that takes room from the readers: what is added stands in one row.
pub(super) fn pane_head(ui: &mut Ui, view: &View<'_>, add: impl FnOnce(&mut Ui)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 36.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, view.palette.chrome);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, view.palette.line));
    let builder = egui::UiBuilder::new().max_rect(rect.shrink2(vec2(14.0, 0.0)));
    ui.scope_builder(builder, |ui| ui.horizontal_centered(add));
}

/// The name of a leaf in such a head; tells whether it is clicked.
pub(super) fn leaf_name(ui: &mut Ui, view: &View<'_>, id: &str, action: Action, selected: bool) -> bool {
    let color = if selected { view.palette.ink } else { view.palette.muted };
    let font = if selected { fonts::sans_bold(13.5) } else { fonts::sans(13.5) };
    let text = RichText::new(view.text(id)).font(font).color(color);
    let button = ui.add(egui::Button::new(text).frame_when_inactive(false));
    labelled(button, &view.text(id), selected).on_hover_text(view.help(action)).clicked()
}

/// The cross that closes a pane; tells whether it is clicked.
pub(super) fn cross(ui: &mut Ui, view: &View<'_>, id: &str) -> bool {
    let name = view.text(id);
    let cross = egui::Button::new(RichText::new("×").color(view.palette.muted)).frame(false);
    labelled(ui.add(cross).on_hover_text(&name), &name, false).clicked()
}

/// A card: what stands in it, on a ground of its own, with a stripe of `color` at its left. Gives the response of the whole.
pub(super) fn card(
    ui: &mut Ui,
    palette: &Palette,
    color: Color32,
    focused: bool,
    add: impl FnOnce(&mut Ui),
) -> Response {
    let border = if focused { palette.accent } else { palette.line };
    let frame = egui::Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, border))
        .corner_radius(4)
        .inner_margin(egui::Margin { left: 14, right: 10, top: 9, bottom: 8 });
    let inner = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui);
    });
    let rect = inner.response.rect;
    let stripe = Rect::from_min_max(rect.min, egui::pos2(rect.left() + 3.5, rect.bottom()));
    ui.painter().rect_filled(stripe, egui::CornerRadius { nw: 4, sw: 4, ne: 0, se: 0 }, color);
    if focused {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.0, border), StrokeKind::Inside);
    }
    inner.response
}

/// A key, drawn as one.
pub(super) fn key_cap(ui: &mut Ui, keys: &str) {
    let color = ui.visuals().weak_text_color();
    let galley = ui.painter().layout_no_wrap(keys.to_owned(), fonts::sans(11.5), color);
    let (rect, _) = ui.allocate_exact_size(galley.size() + vec2(10.0, 3.0), Sense::hover());
    let stroke = Stroke::new(1.0, ui.visuals().widgets.noninteractive.bg_stroke.color);
    ui.painter().rect_stroke(rect, 3.0, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(5.0, 1.5), galley, color);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_has_one_kind_of_marks() {
        assert_eq!(in_marks(" 该局介绍 "), "“该局介绍”");
        assert_eq!(in_marks("“用工荒”，该局介绍"), "“用工荒”，该局介绍");
    }

    #[test]
    fn counts_are_grouped_by_three() {
        for (count, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(count), text);
        }
    }
}
