//! Left of the articles: what each part is, to be changed by a click and taken elsewhere by dragging; and above each article its
//! heading.

use egui::{Align2, CornerRadius, Id, Pos2, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::super::command::{Command, Commands};
use super::super::reader::HEAD_PX;
use super::super::view::{View, labelled};
use super::super::{fonts, keys, widgets};
use super::{Desk, DeskCommand, Meant};
use crate::i18n::Message;
use crate::page::{Destination, Role};
use crate::session::{Action, DeskAction, role_name};

/// Characters of a part that it is told by.
const START_CHARS: usize = 8;
/// Distance from an edge within which something dragged moves the text along, and by how much in a frame.
const EDGE_PX: f32 = 36.0;
const EDGE_STEP_PX: f32 = 9.0;

/// What the menu of a part offers; a line parts the groups.
const MENU: &[&[DeskAction]] = &[
    &[DeskAction::Join, DeskAction::Split, DeskAction::MoveUp, DeskAction::MoveDown],
    &[
        DeskAction::SetRole(Role::Headline),
        DeskAction::SetRole(Role::Byline),
        DeskAction::SetRole(Role::SectionHead),
        DeskAction::SetRole(Role::Body),
        DeskAction::SetRole(Role::Caption),
        DeskAction::PickRole,
    ],
    &[DeskAction::BeginArticle, DeskAction::JoinArticle, DeskAction::SendTo, DeskAction::NewArticle],
    &[DeskAction::Hide, DeskAction::RestoreArticle],
];

impl Desk {
    /// Draws it over the articles, which take up `pane`.
    pub(super) fn margin(&mut self, ui: &mut Ui, view: &View<'_>, pane: Rect, commands: &mut Commands) {
        let mut ui = ui.new_child(egui::UiBuilder::new().id_salt("margin").max_rect(pane));
        ui.shrink_clip_rect(pane);
        let shown = self.articles.state.shown().to_vec();
        let left = self.articles.state.margin_left().max(pane.left() + 6.0);
        for (place, rect) in &shown {
            self.heading(&ui, view, *place, (left, rect.top(), pane));
            self.role(&mut ui, view, *place, (left, *rect), commands);
        }
        self.carry(&ui, view, pane, &shown, commands);
    }

    /// Beside selected lines, what they are dragged by; a click asks where they go.
    pub(super) fn grip(&mut self, ui: &Ui, view: &View<'_>, pane: Rect, commands: &mut Commands) {
        let Some(last) = self.lines.state.marked_rects().last().copied().filter(|_| self.means_lines) else { return };
        if self.lines.state.is_selecting() {
            return;
        }
        let text = view.text("desk-grip");
        let galley = ui.painter().layout_no_wrap(text.clone(), fonts::sans(12.0), view.palette.on_primary);
        let size = galley.size() + vec2(14.0, 6.0);
        // At the end of the pane: beside the line stands what is not selected.
        let left = pane.right() - size.x - 24.0;
        let rect = Rect::from_min_size(pos2(left, last.center().y - size.y / 2.0), size);
        let response = ui.interact(rect, ui.scope_id().with("grip"), Sense::click_and_drag());
        ui.painter().rect_filled(rect, CornerRadius::same(4), view.palette.primary);
        ui.painter().galley(rect.min + vec2(7.0, 3.0), galley, view.palette.on_primary);
        let action = Action::OnDesk(DeskAction::SendTo);
        let response = labelled(response, &text, false).on_hover_text(view.help(action));
        if response.clicked() {
            commands.push(Command::Do(action));
        }
        if response.drag_started() {
            self.carried = self.meant();
        }
    }

    fn heading(&self, ui: &Ui, view: &View<'_>, place: usize, (left, top, pane): (f32, f32, Rect)) {
        let Some(head) = self.sheet.heads.get(&place) else { return };
        let palette = &view.palette;
        let y = top - HEAD_PX * 0.62;
        let line = Stroke::new(1.0, palette.line);
        ui.painter().hline(left..=pane.right() - 30.0, y - 17.0, line);
        let square = Rect::from_center_size(pos2(left + 5.0, y), vec2(10.0, 10.0));
        ui.painter().rect_filled(square, CornerRadius::same(2), palette.tag_line(head.color));
        let at = pos2(left + 18.0, y);
        let name = ui.painter().text(at, Align2::LEFT_CENTER, &head.name, fonts::sans_bold(12.5), palette.ink);
        let sign = ui.interact(name, ui.scope_id().with(("head", place)), Sense::hover());
        sign.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &head.name));
        let at = pos2(name.right() + 12.0, y);
        widgets::elided(ui, &head.detail, fonts::sans(12.0), palette.muted, at, pane.right() - 34.0 - at.x);
    }

    fn role(&mut self, ui: &mut Ui, view: &View<'_>, place: usize, (left, rect): (f32, Rect), commands: &mut Commands) {
        let (Some(seat), Some(block)) = (self.sheet.seats.get(place).copied(), self.articles.doc.blocks().get(place))
        else {
            return;
        };
        let name = view.say(&role_name(seat.role));
        let is_focused = self.focus.and_then(|at| self.sheet.holder(at)) == Some(place);
        let color = if is_focused { view.palette.accent } else { view.palette.muted };
        let middle = rect.top() + rect.height().min(30.0) / 2.0;
        let font = if is_focused { fonts::sans_bold(11.5) } else { fonts::sans(11.5) };
        let drawn = ui.painter().text(pos2(left, middle), Align2::LEFT_CENTER, &name, font, color);
        let start: String = block.text.as_str().chars().take(START_CHARS).collect();
        let label = view.say(&Message::new("desk-part").with("role", name).with("start", start));
        let id = ui.scope_id().with(("role", block.id));
        let response = ui.interact(drawn.expand2(vec2(4.0, 3.0)), id, Sense::click_and_drag());
        let response = labelled(response, &label, is_focused).on_hover_text(view.text("desk-part-hint"));
        let response = response.on_hover_cursor(egui::CursorIcon::Grab);
        if response.clicked() || response.secondary_clicked() {
            self.focus = Some(seat.start);
            self.means_lines = false;
            self.reveals_line = true;
        }
        if response.drag_started() {
            let meant = match self.meant() {
                Some(Meant::Parts(parts)) if parts.contains(&seat.start) => parts,
                _ => vec![seat.start],
            };
            self.carried = Some(Meant::Parts(meant));
        }
        if response.clicked() {
            commands.push(Command::Do(Action::OnDesk(DeskAction::PickRole)));
        }
        response.context_menu(|ui| menu(ui, view, commands));
    }

    /// What is dragged: its name at the pointer, the place where it would go, and its way there once it is let go.
    fn carry(&mut self, ui: &Ui, view: &View<'_>, pane: Rect, shown: &[(usize, Rect)], commands: &mut Commands) {
        let Some(what) = self.carried.clone() else { return };
        let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
        let parts = match &what {
            Meant::Parts(parts) => parts.as_slice(),
            Meant::Lines(_) => &[],
        };
        let first = parts.first().and_then(|at| self.sheet.holder(*at));
        if let Some(block) = first.and_then(|place| self.articles.doc.blocks().get(place)) {
            widgets::carried(ui, view, block.text.as_str());
        } else if let Some(text) = self.selected() {
            widgets::carried(ui, view, &text);
        }
        let drop = self.landing(pointer, pane, shown, parts);
        if let Some((y, _)) = drop {
            let left = self.articles.state.margin_left();
            ui.painter().hline(left..=pane.right() - 30.0, y, Stroke::new(2.0, view.palette.accent));
        }
        let step = if pointer.y < pane.top() + EDGE_PX {
            -EDGE_STEP_PX
        } else if pointer.y > pane.bottom() - EDGE_PX {
            EDGE_STEP_PX
        } else {
            0.0
        };
        if step != 0.0 && pane.x_range().contains(pointer.x) {
            self.articles.state.push(step);
            ui.ctx().request_repaint();
        }
        if ui.input(|input| input.pointer.any_released()) {
            self.carried = None;
            if let Some((_, to)) = drop {
                commands.push(Command::Desk(match what {
                    Meant::Parts(parts) => DeskCommand::Move { parts, to },
                    what => DeskCommand::Send { what, to, decides: None },
                }));
            }
        } else if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            self.carried = None;
        }
    }

    /// Where what is dragged would go, and how high that is on the screen.
    fn landing(
        &self,
        pointer: egui::Pos2,
        pane: Rect,
        shown: &[(usize, Rect)],
        parts: &[u32],
    ) -> Option<(f32, Destination)> {
        if !pane.contains(pointer) {
            return None;
        }
        let below = shown.iter().find(|(_, rect)| rect.center().y > pointer.y);
        let (place, y, above_head) = match below {
            Some((place, rect)) if self.sheet.heads.contains_key(place) => {
                let head = rect.top() - HEAD_PX * 0.62;
                let is_above = pointer.y < head;
                (*place, if is_above { head - 20.0 } else { rect.top() - 4.0 }, is_above)
            }
            Some((place, rect)) => (*place, rect.top() - 1.0, false),
            None => {
                let (place, rect) = shown.last()?;
                (place + 1, rect.bottom() + 2.0, true)
            }
        };
        let to = self.sheet.destination(place, above_head)?;
        let stays = matches!(to, Destination::Before(at) | Destination::EndOf(at) if parts.contains(&at));
        (!stays).then_some((y, to))
    }
}

/// The menu of a part at the pointer, once it is asked for.
pub(super) fn show_menu(ui: &Ui, view: &View<'_>, at: Option<Pos2>, opens: bool, commands: &mut Commands) {
    let Some(at) = at else { return };
    let id = Id::unique("menu of a part");
    if opens {
        egui::Popup::open_id(ui.ctx(), id);
    }
    let popup = egui::Popup::new(id, ui.ctx().clone(), at, ui.layer_id());
    let popup = popup.kind(egui::PopupKind::Menu).layout(egui::Layout::top_down_justified(egui::Align::Min));
    popup.open_memory(None).show(|ui| menu(ui, view, commands));
}

fn menu(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.set_min_width(220.0);
    for (at, group) in MENU.iter().enumerate() {
        if at > 0 {
            ui.separator();
        }
        for action in group.iter().map(|action| Action::OnDesk(*action)) {
            let Some(info) = action.info() else { continue };
            let text = view.text(info.message);
            // All of them are about the desk.
            let text = text.split_once(['：', ':']).map_or(text.as_str(), |(_, rest)| rest.trim_start());
            let button = egui::Button::new(text).shortcut_text(keys::shown(info));
            if ui.add_enabled(view.is_enabled(action), button).clicked() {
                commands.push(Command::Do(action));
                ui.close();
            }
        }
    }
}
