//! The card that comes up over a tagged passage: which tags it has and what was written to it.

use egui::{Area, Id, Order, Rect, RichText, Ui, pos2, vec2};

use super::ReadingPane;
use crate::i18n::Message;
use crate::notebook::AnnotationId;
use crate::session::quote_of;
use crate::ui::view::View;
use crate::ui::{theme, widgets};

/// The pointer rests this long on a passage before its card comes up, so that none flashes by while one reads.
const REST_S: f64 = 0.35;
const WIDTH_PX: f32 = 300.0;
/// Width of a card in a narrow pane.
const LEAST_PX: f32 = 150.0;
/// Room at both sides of what a card tells.
const MARGINS_PX: f32 = 32.0;
/// Annotations that a card tells of; the rest is counted.
const MOST_TOLD: usize = 6;
/// More than a line of the card holds.
const QUOTE_CHARS: usize = 40;
const COMMENT_CHARS: usize = 90;
const GAP_PX: f32 = 6.0;

impl ReadingPane {
    /// Shows the card of what the pointer rests on.
    pub(super) fn card(&mut self, ui: &Ui, view: &View<'_>) {
        let (now, is_pressed) = ui.input(|input| (input.time, input.pointer.any_down()));
        let Some((annotations, rect)) = self.reader.hovered().filter(|_| !is_pressed) else {
            self.hovered = None;
            return;
        };
        // A bar beside what is marked, or a field in which something is typed, and a card over the text would hide too much of it.
        let is_busy = self.reader.selection().is_some() || ui.ctx().egui_wants_keyboard_input();
        if is_busy || ui.memory(|memory| memory.top_modal_layer().is_some()) {
            self.hovered = None;
            return;
        }
        // Whom the user stands on, a bar and a card of the inspector tell of.
        if annotations.iter().all(|id| self.reader.current == Some(*id)) {
            return;
        }
        let since = match &self.hovered {
            Some((before, since)) if before == annotations => *since,
            _ => {
                self.hovered = Some((annotations.to_vec(), now));
                now
            }
        };
        if now - since < REST_S {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(REST_S - (now - since) + 0.01));
            return;
        }
        show(ui, view, annotations, rect, self.reader_rect);
    }
}

/// Draws the card beside `rect`, within its pane where that is wide enough.
fn show(ui: &Ui, view: &View<'_>, annotations: &[AnnotationId], rect: Rect, pane: Rect) {
    let id = Id::unique("hovercard");
    let height = egui::AreaState::load(ui.ctx(), id).and_then(|state| state.size).map_or(0.0, |size| size.y);
    let screen = ui.ctx().content_rect();
    // Above the line, so that the eye can read on; below where there is no room.
    let above = rect.top() - GAP_PX - height;
    let top = if above > screen.top() { above } else { rect.bottom() + GAP_PX };
    let width = WIDTH_PX.min(pane.width() - MARGINS_PX).max(LEAST_PX);
    let right = (pane.right() - width - MARGINS_PX).max(pane.left() + 4.0);
    let left = (rect.left() - 12.0).clamp(pane.left() + 4.0, right);
    Area::new(id)
        .order(Order::Tooltip)
        .interactable(false)
        .fixed_pos(pos2(left, top))
        .fade_in(false)
        .accessible_name(view.text("tab-annotations"))
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).inner_margin(egui::Margin::symmetric(12, 9)).show(ui, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 4.0;
                for (at, annotation) in annotations.iter().take(MOST_TOLD).enumerate() {
                    if at > 0 {
                        ui.separator();
                    }
                    tell(ui, view, *annotation);
                }
                if annotations.len() > MOST_TOLD {
                    let more = Message::new("notices-more").with("count", annotations.len() - MOST_TOLD);
                    ui.label(RichText::new(view.say(&more)).color(view.palette.muted).small());
                }
            });
        });
}

fn tell(ui: &mut Ui, view: &View<'_>, id: AnnotationId) {
    let notebook = view.session.notebook();
    let Some(annotation) = notebook.annotations().get(&id) else { return };
    if !annotation.tags.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
            for tag in annotation.tags.iter().filter_map(|tag| notebook.tags().get(tag)) {
                widgets::chip(ui, tag, &tag.name);
            }
        });
    }
    let quote: String = quote_of(view.session, annotation).chars().take(QUOTE_CHARS).collect();
    let quote = RichText::new(quote).text_style(theme::quote_style()).color(view.palette.muted);
    ui.add(egui::Label::new(quote).truncate());
    let comment = annotation.comment.trim();
    if !comment.is_empty() {
        let mut told: String = comment.chars().take(COMMENT_CHARS).collect();
        if comment.chars().nth(COMMENT_CHARS).is_some() {
            told.push('…');
        }
        ui.add(egui::Label::new(RichText::new(told).color(view.palette.ink)).wrap());
    }
}
