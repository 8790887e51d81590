//! The strip at the right: the whole text at once, with every tag, note and hit, and the part that is on screen.

use egui::{Color32, CornerRadius, Id, Mesh, Rect, Sense, Ui, pos2, vec2};

use super::heights::Heights;
use super::page::PageKey;
use super::scroll::Anchor;
use super::{Marks, ReaderDoc, ReaderLabels, ReaderStyle};
use crate::text::CharSpan;
use crate::ui::theme::Palette;

/// Room that the strip takes up at the right edge of the pane.
pub(super) const ROOM_PX: f32 = 24.0;
const WIDTH_PX: f32 = 9.0;
const TICK_PX: f32 = 3.0;
/// However long the text is, the part on screen can be grabbed.
const SHORTEST_THUMB_PX: f32 = 28.0;

/// Ticks of one document, and the grip of the pointer.
#[derive(Clone, Debug, Default)]
pub(super) struct Overview {
    key: Option<OverviewKey>,
    ticks: Vec<Tick>,
    /// Where in the thumb the pointer took hold, as a distance from its upper edge.
    grip: Option<f32>,
}

#[derive(Clone, Debug, PartialEq)]
struct OverviewKey {
    page: PageKey,
    marks: u64,
    track: f32,
    /// Height of the text when the ticks were placed. Guessed heights change a little with every block that is set.
    total: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Tick {
    /// Points from the top of the track.
    y: f32,
    lane: Lane,
    color: Color32,
}

/// Tags stand at the left and hits at the right, so that colour is not all that tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    Tag,
    Note,
    Hit,
    Current,
}

impl Lane {
    /// What lies above the others comes last.
    const ALL: [Self; 4] = [Self::Tag, Self::Note, Self::Hit, Self::Current];
}

impl Overview {
    /// Draws the strip. Gives back the new anchor if the user jumped.
    #[expect(clippy::too_many_arguments, reason = "the strip shows a bit of everything")]
    pub(super) fn show(
        &mut self,
        ui: &Ui,
        id: Id,
        pane: Rect,
        (doc, marks): (&ReaderDoc, &Marks),
        key: &PageKey,
        heights: &mut Heights,
        anchor: Anchor,
        (style, labels): (&ReaderStyle, &ReaderLabels),
    ) -> Option<Anchor> {
        let palette = &style.palette;
        let top_right = pane.right_top() + vec2(-8.0, 10.0);
        let track = Rect::from_min_max(top_right - vec2(WIDTH_PX, 0.0), pos2(top_right.x, pane.bottom() - 10.0));
        if heights.len() == 0 || track.height() < SHORTEST_THUMB_PX {
            return None;
        }
        let response = ui.interact(track.expand2(vec2(6.0, 0.0)), id, Sense::CLICK | Sense::DRAG);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ScrollBar, true, &labels.overview));

        let total = heights.total().max(1.0);
        let first = heights.top(anchor.place) + f64::from(anchor.offset);
        let shown = f64::from(pane.height());
        let thumb_height = ((shown / total) as f32 * track.height()).clamp(SHORTEST_THUMB_PX, track.height());
        let room = track.height() - thumb_height;
        let thumb_top = track.top() + (first / (total - shown).max(1.0)).min(1.0) as f32 * room;
        let thumb = Rect::from_min_size(pos2(track.left(), thumb_top), vec2(track.width(), thumb_height));

        let corner = CornerRadius::same(4);
        ui.painter().rect_filled(track, corner, palette.chrome);
        if shown < total {
            let color = if response.hovered() || self.grip.is_some() { palette.faint } else { palette.line };
            ui.painter().rect_filled(thumb, corner, color);
        }
        self.follow(doc, marks, key, heights, track.height());
        ui.painter().add(self.mesh(track));

        if !response.is_pointer_button_down_on() || shown >= total {
            self.grip = None;
            return None;
        }
        let pointer = response.interact_pointer_pos()?;
        let is_inside = pointer.y >= thumb.top() && pointer.y <= thumb.bottom();
        let grip = *self.grip.get_or_insert(if is_inside { pointer.y - thumb.top() } else { thumb_height / 2.0 });
        let share = ((pointer.y - grip - track.top()) / room.max(1.0)).clamp(0.0, 1.0);
        let (place, offset) = heights.at(f64::from(share) * (total - shown));
        Some(Anchor { place, offset })
    }

    /// All ticks as one shape: there may be thousands.
    fn mesh(&self, track: Rect) -> Mesh {
        let mut mesh = Mesh::default();
        for tick in &self.ticks {
            let y = track.top() + tick.y;
            let (left, right) = match tick.lane {
                Lane::Tag => (track.left(), track.center().x),
                Lane::Note => (track.left() - 3.0, track.center().x),
                Lane::Hit => (track.center().x, track.right()),
                Lane::Current => (track.left() - 3.0, track.right() + 3.0),
            };
            mesh.add_colored_rect(Rect::from_min_max(pos2(left, y), pos2(right, y + TICK_PX)), tick.color);
        }
        mesh
    }

    fn follow(&mut self, doc: &ReaderDoc, marks: &Marks, key: &PageKey, heights: &mut Heights, track: f32) {
        let total = heights.total();
        let is_same = self.key.as_ref().is_some_and(|known| {
            known.page == *key
                && known.marks == marks.revision
                && known.track == track
                // A tick may be wrong by a pixel; placing 100,000 marks anew in every frame of a scroll would be felt.
                && (known.total - total).abs() * f64::from(track) <= total
        });
        if !is_same {
            self.ticks = ticks(doc, marks, heights, track, &key.style.palette);
            self.key = Some(OverviewKey { page: key.clone(), marks: marks.revision, track, total });
        }
    }
}

/// At most one tick a pixel and lane: there may be far more marks than pixels.
fn ticks(doc: &ReaderDoc, marks: &Marks, heights: &mut Heights, track: f32, palette: &Palette) -> Vec<Tick> {
    let total = heights.total().max(1.0);
    let rows = (track - TICK_PX).max(1.0) as usize;
    let mut lanes = Lane::ALL.map(|_| vec![None; rows]);
    for (place, marks) in marks.blocks.iter().enumerate().take(heights.len()) {
        if marks.stripes.is_empty() && marks.hits.is_empty() {
            continue;
        }
        let (top, height) = (heights.top(place), f64::from(heights.get(place)));
        let len = f64::from(doc.blocks()[place].text.len().max(1));
        let row_of = |at: u32| {
            let share = (top + height * f64::from(at) / len) / total;
            ((share * rows as f64) as usize).min(rows - 1)
        };
        let mut add = |from: u32, to: u32, lane: Lane, color: Color32| {
            for row in &mut lanes[lane as usize][row_of(from)..=row_of(to)] {
                row.get_or_insert(color);
            }
        };
        for stripe in &marks.stripes {
            let lane = if stripe.has_comment { Lane::Note } else { Lane::Tag };
            let whole = [CharSpan::new(0, doc.blocks()[place].text.len())];
            let spans = if stripe.underline.is_empty() { &whole[..] } else { &stripe.underline };
            for span in spans {
                add(span.start, span.end.saturating_sub(1), lane, stripe.color);
            }
        }
        for hit in &marks.hits {
            add(hit.span.start, hit.span.start, if hit.current { Lane::Current } else { Lane::Hit }, hit.color);
        }
    }
    let ticks_of = |lane: Lane| {
        let rows = std::mem::take(&mut lanes[lane as usize]);
        let drawn = move |color| if lane == Lane::Current { palette.accent } else { palette.tag_line(color) };
        let ticks = rows.into_iter().enumerate();
        ticks.filter_map(move |(row, color)| Some(Tick { y: row as f32, lane, color: drawn(color?) }))
    };
    Lane::ALL.into_iter().flat_map(ticks_of).collect()
}
