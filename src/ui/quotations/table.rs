//! The table of tags that meet: a cell says how often, a click shows the quotations.

use std::collections::BTreeSet;

use egui::{Align2, Pos2, Rect, RichText, ScrollArea, Sense, Ui, Vec2, pos2, vec2};

use crate::i18n::Message;
use crate::notebook::{Revision, TagId, tag_path};
use crate::session::{Meeting, Meetings, QuotationFilter};
use crate::ui::command::{Command, Commands};
use crate::ui::theme::mix;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, widgets};

const CELL: Vec2 = vec2(38.0, 30.0);
/// Width of the names at the left.
const NAMES_PX: f32 = 150.0;
/// Height of the names above.
const HEADS_PX: f32 = 104.0;
/// Characters of a name above: they stand one below the other.
const HEAD_CHARS: usize = 6;

/// What the table keeps between frames.
#[derive(Default)]
pub(super) struct MeetingTable {
    made_for: Option<(Revision, Revision, bool)>,
    /// Whether a tag counts where one under it is.
    with_under: bool,
    /// Tags that meet another, in the order of the tree.
    tags: Vec<TagId>,
    focus: bool,
}

impl MeetingTable {
    /// Takes the keyboard, at the first cell.
    pub(super) fn take_focus(&mut self) {
        self.focus = true;
    }

    /// The tags of the meetings, anew when those are.
    fn refresh(&mut self, view: &View<'_>, (made, meetings): (Revision, &Meetings)) {
        let key = Some((made, view.session.revision(), self.with_under));
        if self.made_for != key {
            self.made_for = key;
            let met: BTreeSet<TagId> =
                meetings.pairs(self.with_under).flat_map(|((one, other), _)| [one, other]).collect();
            let all = view.views.tag_tree.nodes().iter().filter_map(|node| node.id);
            self.tags = all.filter(|id| met.contains(id)).collect();
        }
    }

    /// Draws the table. Names stay in view while it is scrolled.
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let Some((made, meetings)) = view.meetings else {
            widgets::hint(ui, view, &view.text("meetings-counting"));
            return;
        };
        self.refresh(view, (made, meetings));
        if self.tags.is_empty() {
            widgets::hint(ui, view, &view.text("meetings-none"));
            return;
        }
        ui.add_space(8.0);
        let room = ui.available_rect_before_wrap().shrink2(vec2(14.0, 0.0));
        ui.scope_builder(egui::UiBuilder::new().max_rect(room), |ui| {
            ui.label(RichText::new(view.text("meetings-what")).color(view.palette.muted));
            let text = RichText::new(view.text("meetings-with-under"));
            ui.checkbox(&mut self.with_under, text).on_hover_text(view.text("meetings-with-under-hint"));
        });
        ui.add_space(4.0);
        let size = vec2(NAMES_PX, HEADS_PX) + CELL * self.tags.len() as f32 + vec2(24.0, 24.0);
        ScrollArea::both().id_salt("meetings").auto_shrink(false).show_viewport(ui, |ui, viewport| {
            ui.set_min_size(size);
            let origin = ui.min_rect().min;
            let corner = origin + vec2(NAMES_PX, HEADS_PX);
            let first = |offset: f32, cell: f32| (offset / cell).floor().max(0.0) as usize;
            let all = self.tags.len();
            let columns = first(viewport.min.x, CELL.x)..(first(viewport.max.x, CELL.x) + 1).min(all);
            let rows = first(viewport.min.y, CELL.y)..(first(viewport.max.y, CELL.y) + 1).min(all);
            for row in rows.clone() {
                for column in columns.clone() {
                    let min = corner + vec2(CELL.x * column as f32, CELL.y * row as f32);
                    self.cell(ui, view, meetings, Rect::from_min_size(min, CELL), (row, column), commands);
                }
            }
            let pinned = pos2(origin.x.max(ui.clip_rect().left()), origin.y.max(ui.clip_rect().top()));
            self.names(ui, view, (origin, pinned), rows, columns);
        });
        self.focus = false;
    }

    fn cell(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        meetings: &Meetings,
        rect: Rect,
        (row, column): (usize, usize),
        commands: &mut Commands,
    ) {
        let palette = &view.palette;
        let (one, other) = (self.tags[row], self.tags[column]);
        let inner = rect.shrink(1.0);
        if one == other {
            ui.painter().rect_filled(inner, 3.0, palette.chrome);
            return;
        }
        let meeting = Meeting { one, other, with_under: self.with_under };
        let count = meetings.count(meeting);
        if count == 0 {
            ui.painter().text(inner.center(), Align2::CENTER_CENTER, "·", fonts::sans(12.0), palette.faint);
            return;
        }
        let share = count as f32 / meetings.most(self.with_under).max(1) as f32;
        let fill = mix(palette.paper, palette.accent, 0.08 + 0.30 * share);
        let response = ui.interact(rect, ui.scope_id().with(("meeting", one, other)), Sense::click());
        ui.painter().rect_filled(inner, 3.0, fill);
        if response.hovered() || response.has_focus() {
            let border = egui::Stroke::new(1.5, palette.focus);
            ui.painter().rect_stroke(inner, 3.0, border, egui::StrokeKind::Inside);
        }
        ui.painter().text(inner.center(), Align2::CENTER_CENTER, count.to_string(), fonts::sans(13.0), palette.ink);
        let names = [one, other].map(|id| view.session.notebook().tags().get(&id).map_or("", |tag| tag.name.as_str()));
        let message = Message::new("meetings-cell").with("one", names[0]).with("other", names[1]);
        let label = view.say(&message.with("count", count));
        if std::mem::take(&mut self.focus) {
            response.request_focus();
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if labelled(response, &label, false).on_hover_text(&label).clicked() {
            let filter = QuotationFilter { meeting: Some(meeting), ..QuotationFilter::default() };
            commands.push(Command::Quotations(filter));
        }
    }

    /// The names above and at the left, over what is scrolled below them.
    fn names(
        &self,
        ui: &Ui,
        view: &View<'_>,
        (origin, pinned): (Pos2, Pos2),
        rows: std::ops::Range<usize>,
        columns: std::ops::Range<usize>,
    ) {
        let palette = &view.palette;
        let clip = ui.clip_rect();
        let tag = |at: usize| self.tags.get(at).and_then(|id| view.session.notebook().tags().get(id));
        let left = Rect::from_min_max(pinned, pos2(pinned.x + NAMES_PX, clip.bottom()));
        ui.painter().rect_filled(left, 0.0, palette.paper);
        for row in rows {
            let Some(tag) = tag(row) else { continue };
            let y = origin.y + HEADS_PX + CELL.y * (row as f32 + 0.5);
            let dot = pos2(pinned.x + 20.0, y);
            ui.painter().circle_filled(dot, 4.0, widgets::color32(tag.color));
            let place = dot + vec2(10.0, 0.0);
            widgets::elided(ui, &tag.name, fonts::sans(13.0), palette.ink, place, NAMES_PX - 38.0);
        }
        let above = Rect::from_min_max(pinned, pos2(clip.right(), pinned.y + HEADS_PX));
        ui.painter().rect_filled(above, 0.0, palette.paper);
        let painter = ui.painter().with_clip_rect(clip.intersect(Rect::everything_right_of(pinned.x + NAMES_PX)));
        for column in columns {
            let Some(tag) = tag(column) else { continue };
            let x = origin.x + NAMES_PX + CELL.x * (column as f32 + 0.5);
            let bottom = pinned.y + HEADS_PX - 4.0;
            painter.circle_filled(pos2(x, bottom - 4.0), 4.0, widgets::color32(tag.color));
            let name = upright(tag_path::leaf(&tag.name));
            painter.text(pos2(x, bottom - 12.0), Align2::CENTER_BOTTOM, name, fonts::sans(12.5), palette.ink);
        }
        let line = egui::Stroke::new(1.0, palette.line);
        ui.painter().hline(above.x_range(), above.bottom() - 0.5, line);
    }
}

/// A name with its characters one below the other, as Chinese can be set.
fn upright(name: &str) -> String {
    let mut chars: Vec<String> = name.chars().take(HEAD_CHARS).map(String::from).collect();
    if name.chars().nth(HEAD_CHARS).is_some() {
        chars.pop();
        chars.push("…".to_owned());
    }
    chars.join("\n")
}
