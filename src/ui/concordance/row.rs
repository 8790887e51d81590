//! One line: what stands before the node, the node, what stands behind it, and where that is.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, FontId, Pos2, Rect, Sense, Stroke, StrokeKind, TextFormat, Ui, pos2, vec2};

use crate::library::shown;
use crate::notebook::{Color, NoteTarget};
use crate::page::Role;
use crate::search::{DocumentId, Kwic};
use crate::session::{Hit, role_name};
use crate::text::{CharSpan, em_width};
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, widgets};

/// Height of a line of text, of its size.
const LINE_EM: f32 = 1.8;
/// Room for the mark of what is selected.
const MARK_PX: f32 = 26.0;
/// Room for where a line stands, at most, and of the pane's width.
const PLACE_PX: f32 = 210.0;
const PLACE_SHARE: f32 = 0.24;
/// Where nodes begin, of the room for text.
const NODE_SHARE: f32 = 0.46;
/// Between a node and its context, in em.
const GAP_EM: f32 = 0.35;

/// A line as it is shown: made when it is first seen.
pub(super) struct LineRow {
    kwic: Kwic,
    /// Article or whatever else the text is called, and where in it.
    place: (String, String),
    /// What is to be known of the hit.
    mark: Option<&'static str>,
    tags: Vec<(Color, String)>,
    label: String,
}

/// How a line is shown.
#[derive(Clone, Copy)]
pub(super) struct RowState {
    pub(super) is_selected: bool,
    pub(super) is_current: bool,
    pub(super) is_stale: bool,
    /// The colour of the tag that it would get.
    pub(super) planned: Option<Color>,
}

/// What of a line was clicked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Clicked {
    /// The mark at the left.
    Mark,
    /// The text.
    Line,
}

/// Height of a row.
pub(super) fn height(view: &View<'_>) -> f32 {
    (view.style.body_px * LINE_EM).round()
}

impl LineRow {
    pub(super) fn of(view: &View<'_>, hit: Hit, context_chars: u32) -> Self {
        let corpus = view.concordance.corpus();
        let kwic = corpus.line(hit, context_chars);
        let (place, tags) = match corpus.part(hit, &kwic) {
            Some((page, article, part)) => {
                let number = match (part.number, part.part.role) {
                    (Some(number), _) => format!("¶{number}"),
                    (None, Role::Headline) => String::new(),
                    (None, role) => view.say(&role_name(role)),
                };
                let date = view.session.issue_date(page.source.id).map(|date| date.to_string()).unwrap_or_default();
                let place = (shown(&article.title).into_owned(), join(&[date, number]));
                (place, tags(view, article.id, page.source.id, &kwic.spans))
            }
            None => (elsewhere(view, kwic.document), Vec::new()),
        };
        let mark = match (kwic.is_original, kwic.is_variant) {
            (true, _) => Some("concordance-original"),
            (false, true) => Some("concordance-variant"),
            (false, false) => None,
        };
        let solid = |text: &str| text.replace(['\n', '\r', '\t'], " ");
        let kwic = Kwic { left: solid(&kwic.left), node: solid(&kwic.node), right: solid(&kwic.right), ..kwic };
        let label = format!("{}【{}】{}", kwic.left, kwic.node, kwic.right);
        let label = mark.map_or_else(|| label.clone(), |mark| format!("{label} {}", view.text(mark)));
        Self { kwic, place, mark, tags, label }
    }
}

fn join(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// What a text that is no article is called.
fn elsewhere(view: &View<'_>, document: DocumentId) -> (String, String) {
    let notebook = view.session.notebook();
    let (kind, of_annotation, of_note) = match document {
        DocumentId::Note(id) => ("concordance-scope-notes", None, notebook.notes().get(&id)),
        DocumentId::Comment(id) => ("concordance-scope-comments", notebook.annotations().get(&id), None),
        DocumentId::Quotation(id) => ("concordance-scope-quotations", notebook.annotations().get(&id), None),
        DocumentId::Article(_) => ("concordance-scope-articles", None, None),
    };
    let kind = view.text(kind);
    let of_note = of_note.map(|note| &note.target);
    let title = match (of_annotation, of_note) {
        (Some(annotation), _) => {
            let start = annotation.spans.first().map_or(0, |span| span.start);
            let article = view.session.page(annotation.source).and_then(|page| page.at(start));
            let name = notebook.sources().get(&annotation.source).map_or("", |record| record.name());
            article.map_or_else(|| shown(name).into_owned(), |(article, _)| article.title.clone())
        }
        (None, Some(NoteTarget::Article { title, .. })) => title.clone(),
        (None, Some(NoteTarget::Source(source))) => {
            notebook.sources().get(source).map_or_else(String::new, |record| shown(record.name()).into_owned())
        }
        (None, _) => String::new(),
    };
    (title, kind)
}

/// The tags at a place, in the codebook's order.
fn tags(
    view: &View<'_>,
    article: crate::page::ArticleId,
    source: crate::page::SourceId,
    spans: &[CharSpan],
) -> Vec<(Color, String)> {
    let notebook = view.session.notebook();
    let ids = view.views.by_article.get(&article).map_or(&[][..], Vec::as_slice);
    let here = ids.iter().filter_map(|id| notebook.annotations().get(id)).filter(|annotation| {
        annotation.source == source && annotation.spans.iter().any(|one| spans.iter().any(|it| one.overlaps(*it)))
    });
    let on_it: std::collections::BTreeSet<_> = here.flat_map(|annotation| &annotation.tags).copied().collect();
    let tags = notebook.codebook().into_iter().filter(|tag| on_it.contains(&tag.id));
    tags.map(|tag| (tag.color, tag.name.clone())).collect()
}

/// Draws a row; tells what of it was clicked.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, rect: Rect, line: &LineRow, state: RowState) -> Option<Clicked> {
    let palette = &view.palette;
    let id = ui.scope_id().with(("line", rect.top() as i64, line.label.as_str()));
    let response = ui.interact(rect, id, Sense::CLICK);
    let mark_rect = Rect::from_min_max(rect.min, pos2(rect.left() + MARK_PX, rect.bottom()));
    let mark = ui.interact(mark_rect, id.with("mark"), Sense::CLICK);
    if state.is_selected {
        ui.painter().rect_filled(rect, 0.0, palette.selection);
    } else if response.hovered() || mark.hovered() {
        ui.painter().rect_filled(rect, 0.0, palette.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, palette.line));
    checkbox(ui, mark_rect, palette, state.is_selected || mark.hovered(), state.is_selected);

    let place_px = (rect.width() * PLACE_SHARE).min(PLACE_PX);
    let text = Rect::from_min_max(
        pos2(rect.left() + MARK_PX, rect.top()),
        pos2(rect.right() - place_px - 10.0, rect.bottom()),
    );
    node_and_context(ui, view, text, line, state.is_stale);
    place(ui, view, Rect::from_min_max(pos2(text.right() + 8.0, rect.top()), rect.max), line, state.planned);
    if state.is_current {
        ui.painter().rect_stroke(rect.shrink(0.5), 2.0, Stroke::new(1.5, palette.focus), StrokeKind::Inside);
    }
    let mark = labelled(mark, &view.text("concordance-select-line"), state.is_selected);
    let response = labelled(response, &line.label, state.is_selected).on_hover_ui(|ui| {
        ui.label(join(&[line.place.0.clone(), line.place.1.clone()]));
        if let Some(mark) = line.mark {
            ui.label(view.text(mark));
        }
        for (_, name) in &line.tags {
            ui.label(name);
        }
        if state.planned.is_some() {
            ui.label(view.text("concordance-planned"));
        }
    });
    match (mark.clicked(), response.clicked()) {
        (true, _) => Some(Clicked::Mark),
        (false, true) => Some(Clicked::Line),
        (false, false) => None,
    }
}

fn checkbox(ui: &Ui, rect: Rect, palette: &crate::ui::theme::Palette, shown: bool, on: bool) {
    if !shown {
        return;
    }
    let square = Rect::from_center_size(rect.center() + vec2(2.0, 0.0), vec2(12.0, 12.0));
    ui.painter().rect_stroke(square, 2.0, Stroke::new(1.0, palette.muted), StrokeKind::Inside);
    if on {
        ui.painter().rect_filled(square.shrink(2.5), 1.0, palette.accent);
    }
}

/// A font in a size.
type Face = fn(f32) -> FontId;

/// The node where all nodes begin, what stands before it up to there, and the rest behind it.
fn node_and_context(ui: &Ui, view: &View<'_>, rect: Rect, line: &LineRow, is_stale: bool) {
    let palette = &view.palette;
    let size = view.style.body_px;
    let (face, bold): (Face, Face) =
        if view.style.serif { (fonts::serif, fonts::serif_bold) } else { (fonts::sans, fonts::sans_bold) };
    let ink = if is_stale { palette.faint } else { palette.ink };
    let accent = if is_stale { palette.muted } else { palette.accent };
    let (y, gap) = (rect.center().y, size * GAP_EM);
    let node_x = rect.left() + rect.width() * NODE_SHARE;
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let left = tail(&line.kwic.left, (node_x - gap - rect.left() - 6.0) / size);
    painter.text(pos2(node_x - gap, y), Align2::RIGHT_CENTER, left, face(size), ink);
    let node = elided(ui, &line.kwic.node, bold(size), accent, pos2(node_x, y), rect.right() - node_x);
    if line.mark.is_some() {
        // What is not as it was typed is marked, by more than its colour.
        let under = [pos2(node.left(), node.bottom() - 2.0), pos2(node.right(), node.bottom() - 2.0)];
        painter.extend(egui::Shape::dashed_line(&under, Stroke::new(1.5, palette.warning), 3.0, 2.0));
    }
    let from = node.right() + gap;
    elided(ui, &line.kwic.right, face(size), ink, pos2(from, y), rect.right() - from);
}

/// One line of text, cut without a mark where it is wider than `width`; `place` is the middle of its left edge.
fn elided(ui: &Ui, text: &str, font: FontId, color: Color32, place: Pos2, width: f32) -> Rect {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping { overflow_character: None, ..TextWrapping::truncate_at_width(width.max(4.0)) };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let rect = Align2::LEFT_CENTER.anchor_size(place, galley.size());
    ui.painter().galley(rect.min, galley, color);
    rect
}

/// As much of the end of a text as fits into so many em.
fn tail(text: &str, room_em: f32) -> &str {
    let mut used = 0.0;
    let mut from = text.len();
    for (at, ch) in text.char_indices().rev() {
        used += em_width(ch);
        if used > room_em {
            break;
        }
        from = at;
    }
    &text[from..]
}

fn place(ui: &Ui, view: &View<'_>, rect: Rect, line: &LineRow, planned: Option<Color>) {
    let palette = &view.palette;
    let mut right = rect.right() - 12.0;
    if let Some(color) = planned {
        // What would be tagged, by a ring; what is tagged, by a dot.
        let stroke = Stroke::new(1.5, widgets::color32(color));
        ui.painter().circle_stroke(pos2(right - 4.0, rect.center().y), 3.5, stroke);
        right -= 12.0;
    }
    for (color, _) in line.tags.iter().rev().take(6) {
        ui.painter().circle_filled(pos2(right - 4.0, rect.center().y), 4.0, widgets::color32(*color));
        right -= 11.0;
    }
    let (title, within) = &line.place;
    let y = rect.center().y;
    let within = ui.painter().text(pos2(right, y), Align2::RIGHT_CENTER, within, fonts::sans(12.0), palette.muted);
    let room = within.left() - 8.0 - rect.left();
    widgets::elided(ui, title, fonts::sans(12.0), palette.muted, pos2(rect.left(), y), room);
}

#[cfg(test)]
mod tests {
    use super::tail;

    #[test]
    fn what_stands_before_the_node_is_cut_at_its_beginning() {
        assert_eq!(tail("为农民工追回", 3.0), "工追回");
        assert_eq!(tail("为农民工", 9.0), "为农民工");
        assert_eq!(tail("9 名", 1.5), " 名");
        assert_eq!(tail("", 0.0), "");
    }
}
