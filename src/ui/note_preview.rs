//! A note's Markdown as it is read: set by the reader's line breaker, drawn with the program's own faces. Nothing is
//! fetched, nothing is opened: links into the notebook ask for what they lead to, addresses are put on the clipboard.

mod setting;

use egui::text::LayoutJob;
use egui::{Color32, CornerRadius, CursorIcon, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::command::{Command, Commands};
use super::theme::Palette;
use super::view::{View, focus_ring};
use crate::i18n::Message;
use crate::notebook::markdown::{self, Destination};
use crate::notebook::{NoteLink, Revision};
use crate::session::{LinkState, quote_of};
use setting::Setter;

/// A note that is set, kept as long as what it is set from stays the same.
#[derive(Default)]
pub(super) struct NotePreview {
    made_for: Option<MadeFor>,
    set: SetNote,
}

/// A copy is set anew.
impl Clone for NotePreview {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl std::fmt::Debug for NotePreview {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NotePreview")
    }
}

/// What a note is set from.
#[derive(PartialEq)]
struct MadeFor {
    text: String,
    width: f32,
    palette: Palette,
    /// What links lead to may have been deleted, or closed.
    linked: Option<(Revision, u64)>,
    /// A font that was added later changes widths.
    fonts: usize,
    language: crate::i18n::Language,
}

/// A note in lines. Places are from its upper left corner.
#[derive(Default)]
struct SetNote {
    height: f32,
    items: Vec<Item>,
    links: Vec<Link>,
}

struct Link {
    to: Destination,
    text: String,
}

enum Item {
    Text(SetText),
    /// A ground behind what follows.
    Ground(Rect, Color32),
    Line(Pos2, Pos2, Color32),
    /// The box of a task, and whether it is ticked.
    Task(Rect, bool),
}

struct SetText {
    at: Pos2,
    size: Vec2,
    job: LayoutJob,
    line_height: f32,
    /// Type size.
    px: f32,
    color: Color32,
    /// What a screen reader reads.
    text: String,
    heading: bool,
    marks: Vec<Mark>,
}

/// Something on characters of one line.
struct Mark {
    row: usize,
    glyphs: std::ops::Range<usize>,
    what: Marked,
    /// A link that leads somewhere is underlined.
    underlined: bool,
}

#[derive(Clone, Copy)]
enum Marked {
    Link(usize),
    /// 着重号: a dot under each character.
    Dots,
}

impl NotePreview {
    /// Draws the note as wide as there is room. Gives the response of the whole, for a click beside its links.
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, text: &str, commands: &mut Commands) -> Response {
        let width = ui.available_width().max(60.0);
        let place = Rect::from_min_size(ui.cursor().min, vec2(width, self.set.height));
        // What is out of sight keeps the height that it had.
        if self.made_for.is_none() || ui.is_rect_visible(place) {
            self.refresh(ui, view, text, width);
        }
        let (rect, whole) = ui.allocate_exact_size(vec2(width, self.set.height), Sense::click());
        let mut linked = vec![Vec::new(); self.set.links.len()];
        for item in &self.set.items {
            match item {
                Item::Ground(place, color) => {
                    ui.painter().rect_filled(place.translate(rect.min.to_vec2()), CornerRadius::same(3), *color);
                }
                Item::Line(from, to, color) => {
                    let points = [rect.min + from.to_vec2(), rect.min + to.to_vec2()];
                    ui.painter().line_segment(points, Stroke::new(1.0, *color));
                }
                Item::Task(place, done) => task(ui, &view.palette, place.translate(rect.min.to_vec2()), *done),
                Item::Text(set) => set.show(ui, &view.palette, rect.min, whole.id, &mut linked),
            }
        }
        for (link, places) in self.set.links.iter().zip(linked) {
            show_link(ui, view, link, &places, whole.id, commands);
        }
        whole
    }

    fn refresh(&mut self, ui: &Ui, view: &View<'_>, text: &str, width: f32) {
        let fonts = ui.fonts(|fonts| fonts.definitions().font_data.len());
        let revisions = (view.session.revision(), view.session.pages_revision());
        let same = self.made_for.as_ref().is_some_and(|made| {
            made.text == text
                && made.width == width
                && made.palette == view.palette
                && made.linked.is_none_or(|linked| linked == revisions)
                && made.fonts == fonts
                && made.language == view.texts.language()
        });
        if same {
            return;
        }
        let blocks = markdown::parse(text);
        let broken = |to: &Destination| broken(view, to).map(|id| view.text(id));
        self.set = ui.fonts_mut(|fonts| Setter::new(fonts, &view.palette, &broken).set(&blocks, width));
        let has_links = self.set.links.iter().any(|link| matches!(link.to, Destination::Notebook(_)));
        self.made_for = Some(MadeFor {
            text: text.to_owned(),
            width,
            palette: view.palette,
            linked: has_links.then_some(revisions),
            fonts,
            language: view.texts.language(),
        });
    }
}

/// Why a link leads nowhere, as the id of a message.
fn broken(view: &View<'_>, to: &Destination) -> Option<&'static str> {
    let Destination::Notebook(link) = to else { return None };
    match view.session.link_state(*link) {
        LinkState::There => None,
        LinkState::InBin => Some("note-link-in-bin"),
        LinkState::Gone => Some("note-link-gone"),
        LinkState::SourceMissing => Some("note-link-source-missing"),
    }
}

impl SetText {
    fn show(&self, ui: &Ui, palette: &Palette, corner: Pos2, id: egui::Id, linked: &mut [Vec<Rect>]) {
        let place = Rect::from_min_size(corner + self.at.to_vec2(), self.size);
        if ui.is_rect_visible(place) {
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(self.job.clone()));
            for mark in &self.marks {
                let Some(row) = galley.rows.get(mark.row) else { continue };
                let glyphs = &row.row.glyphs;
                let top = place.top() + mark.row as f32 * self.line_height;
                let x = |at: usize| {
                    let start = glyphs.get(at).map(|glyph| glyph.pos.x);
                    place.left() + start.or(glyphs.last().map(|glyph| glyph.max_x())).unwrap_or(0.0)
                };
                match mark.what {
                    Marked::Link(link) => {
                        let (from, to) =
                            (pos2(x(mark.glyphs.start), top), pos2(x(mark.glyphs.end), top + self.line_height));
                        linked[link].push(Rect::from_min_max(from, to));
                        if mark.underlined {
                            let y = top + self.line_height * 0.5 + self.px * 0.6;
                            let stroke = Stroke::new(1.0, palette.accent.gamma_multiply(0.7));
                            ui.painter().hline(from.x..=to.x, y, stroke);
                        }
                    }
                    Marked::Dots => {
                        let y = top + self.line_height * 0.5 + self.px * 0.66;
                        for at in mark.glyphs.clone() {
                            ui.painter().circle_filled(pos2((x(at) + x(at + 1)) / 2.0, y), 1.5, palette.ink);
                        }
                    }
                }
            }
            ui.painter().galley(place.min, galley, self.color);
        }
        let response = ui.interact(place, id.with(("text", self.at.y.to_bits(), self.at.x.to_bits())), Sense::hover());
        let role = if self.heading { egui::Role::Heading } else { egui::Role::Paragraph };
        response.widget_info(|| egui::WidgetInfo::labeled(role, true, &self.text));
    }
}

fn show_link(ui: &Ui, view: &View<'_>, link: &Link, places: &[Rect], id: egui::Id, commands: &mut Commands) {
    for (at, place) in places.iter().enumerate() {
        // The first stretch is the link for keys and screen readers; the others are for the pointer.
        let sense = if at == 0 { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(*place, id.with((&link.text, place.min.x.to_bits(), place.min.y.to_bits())), sense);
        if at == 0 {
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &link.text));
        }
        focus_ring(&response);
        let response = response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
            ui.set_max_width(360.0);
            ui.label(tooltip(view, &link.to));
        });
        if response.clicked() {
            commands.push(match &link.to {
                Destination::Notebook(to) => Command::FollowLink(*to),
                Destination::Address(address) => Command::Copy { text: address.clone(), said: "said-address-copied" },
            });
        }
    }
}

/// Where a link leads, in words.
fn tooltip(view: &View<'_>, to: &Destination) -> String {
    if let Some(why) = broken(view, to) {
        return view.text(why);
    }
    let notebook = view.session.notebook();
    match to {
        Destination::Address(address) => {
            let shown = crate::library::shown(address);
            view.say(&Message::new("note-address").with("address", shown))
        }
        Destination::Notebook(NoteLink::Annotation(id)) => {
            let Some(annotation) = notebook.annotations().get(id) else { return String::new() };
            let quote: String = quote_of(view.session, annotation).trim().chars().take(120).collect();
            let unproved = match view.session.prove(annotation) {
                crate::exchange::Proof::Exact => String::new(),
                crate::exchange::Proof::SourceMissing => view.text("proof-missing-beside"),
                crate::exchange::Proof::Differs => view.text("proof-differs-beside"),
            };
            format!("“{quote}”{unproved}")
        }
        Destination::Notebook(NoteLink::Tag(id)) => {
            notebook.tags().get(id).map_or_else(String::new, |tag| tag.name.clone())
        }
        Destination::Notebook(NoteLink::Note(id)) => {
            notebook.notes().get(id).map_or_else(String::new, |note| markdown::title(&note.text))
        }
        Destination::Notebook(NoteLink::Article { source, at }) => {
            let article = view.session.page(*source).and_then(|page| page.at(*at));
            article.map_or_else(String::new, |(article, _)| article.title.clone())
        }
    }
}

fn task(ui: &Ui, palette: &Palette, place: Rect, done: bool) {
    let color = if done { palette.accent } else { palette.muted };
    ui.painter().rect_stroke(place, 2.0, Stroke::new(1.2, color), StrokeKind::Inside);
    if done {
        let at = |x: f32, y: f32| place.min + vec2(x * place.width(), y * place.height());
        let tick = vec![at(0.22, 0.52), at(0.42, 0.74), at(0.78, 0.26)];
        ui.painter().line(tick, Stroke::new(1.6, color));
    }
}
