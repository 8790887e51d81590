//! The window as a whole: bars above and below, the library at the left, the panes with their readers, the inspector at the
//! right.

use std::ops::RangeInclusive;

use egui::{CentralPanel, Frame, Id, Margin, Panel, PanelState, Rect, Stroke, Ui, UiBuilder, vec2};

use super::chooser::{Choice, Chooser, Chosen};
use super::command::{Command, Commands};
use super::concordance::ConcordancePane;
use super::desk::{Desk, DeskChoice};
use super::dialogs::{Dialog, DialogState, Verified};
use super::inspector::Inspector;
use super::library_pane::LibraryPane;
use super::palette::CommandPalette;
use super::panes::Panes;
use super::quotations::QuotationsPane;
use super::tag_chooser::{self, TagChoice, TagChosen};
use super::view::View;
use super::{banner, link_chooser, misreadings, selection_bar, status_bar, top_bar, welcome};
use crate::i18n::Message;
use crate::page::SourceId;
use crate::session::{Action, Inspected, Request};
use crate::text::CharSpan;

/// Width below which the text of a reader gets too narrow to be read well.
const READER_PX: f32 = 320.0;

/// Height below which neither the lines of the concordance nor a reader can be used.
const LINES_PX: f32 = 200.0;

/// Height of the bar at the bottom.
const STATUS_PX: f32 = 28.0;
/// What is narrower than this and has the keyboard is the line beside a panel.
const SPLITTER_PX: f32 = 10.0;

/// What the window keeps between frames, beside the session.
#[derive(Default)]
pub struct Window {
    /// The left panel.
    pub library: LibraryPane,
    /// The panes in the middle.
    pub panes: Panes,
    /// Quotations across articles, and which tags meet, left of the readers.
    pub quotations: QuotationsPane,
    /// Where what is looked for stands, above the readers.
    pub concordance: ConcordancePane,
    /// A page that is put right, in the place of the readers and of the inspector.
    pub desk: Desk,
    /// The right panel.
    pub inspector: Inspector,
    /// What stands over the window.
    pub dialog: Option<Dialog>,
    /// The file that was checked last, once its dialog was closed.
    pub checked: Option<Box<Verified>>,
    /// The palette or the tag picker, if one is open.
    pub chooser: Option<(ChooserKind, Chooser)>,
    palette: CommandPalette,
    links: link_chooser::LinkChoices,
    /// Whether the concordance, and the quotations, were open in the last frame.
    had_lists: (bool, bool),
    /// The user has chosen to quit although something is not saved.
    pub quit_anyway: bool,
}

/// What is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum ChooserKind {
    /// A command, an article or a tag.
    Palette,
    /// A tag for a place.
    Tags {
        /// The source.
        source: SourceId,
        /// The place.
        spans: Vec<CharSpan>,
    },
    /// A tag for lines of the concordance, by the numbers of their hits.
    TagLines(Vec<u32>),
    /// A tag, to do something with it.
    Tag(TagChoice),
    /// Something to link to from a note.
    Link,
    /// An article, or what a part is, for something on the desk.
    Desk(DeskChoice),
}

impl Window {
    /// Whether the keyboard belongs to a field, a list or a dialog.
    #[must_use]
    pub fn is_typing(&self, ctx: &egui::Context) -> bool {
        self.dialog.is_some() || self.chooser.is_some() || ctx.egui_wants_keyboard_input()
    }

    /// Whether something stands over the window that wants an answer first.
    #[must_use]
    pub fn is_modal(&self) -> bool {
        self.dialog.as_ref().is_some_and(|dialog| !matches!(dialog, Dialog::Typography))
    }

    /// Draws the window.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let palette = view.palette;
        let bar = Frame::new().fill(palette.chrome);
        Panel::top("top").exact_size(44.0).frame(bar).show(ui, |ui| top_bar::show(ui, view, commands));
        banner::show(ui, view, commands);
        let hit = match view.workspace.inspected() {
            Inspected::Article(article) => {
                let pane = self.panes.reader(view.workspace.active().id);
                view.hits.get(&article).and_then(|hits| pane.hit_number(hits))
            }
            Inspected::Missing(_) | Inspected::Nothing => None,
        };
        // The bar at the bottom is drawn last: so the keyboard comes to it last.
        let rest = ui.available_rect_before_wrap();
        let (between, foot) = rest.split_top_bottom_at_y(rest.bottom() - STATUS_PX);
        self.between(&mut ui.new_child(UiBuilder::new().max_rect(between).id_salt("between")), view, commands);
        ui.painter().rect_filled(foot, 0.0, palette.chrome);
        ui.painter().hline(foot.x_range(), foot.top(), Stroke::new(1.0, palette.line));
        let foot = &mut ui.new_child(UiBuilder::new().max_rect(foot).id_salt("foot"));
        let missing = self.library.missing();
        if status_bar::show(foot, view, (hit, missing), self.inspector.has_unkept(), commands) {
            self.library.show_missing();
        }
        self.over(ui, view, commands);
    }

    /// What stands between the bars.
    fn between(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let palette = view.palette;
        if !view.notices.is_empty() {
            let frame = Frame::new().fill(palette.card).inner_margin(Margin::symmetric(4, 6));
            Panel::bottom("notices")
                .resizable(false)
                .frame(frame)
                .show(ui, |ui| status_bar::notices(ui, view, commands));
        }
        let side = Frame::new().fill(palette.chrome);
        // On a narrow window the readers keep their room: the panels give way first.
        let width = ui.available_width();
        let (library, inspector) = ((width * 0.19).clamp(200.0, 300.0), (width * 0.21).clamp(210.0, 330.0));
        let readers = READER_PX * view.workspace.panes().len() as f32;
        let most = ((width - readers) / 2.0).clamp(210.0, 460.0);
        let library = SideWidth::of(ui, "library", library, 180.0..=most);
        let shown = Panel::left("library")
            .size_range(180.0..=most)
            .frame(side)
            .show(ui, |ui| self.library.show(ui, view, commands));
        library.keep(ui, shown.response.rect.width());
        if self.desk.is_open() {
            let paper = Frame::new().fill(palette.paper);
            CentralPanel::default().frame(paper).show(ui, |ui| self.desk.show(ui, view, commands));
            name_border(ui, "library", &view.text("border-library"));
            border_focus(ui, view);
            return;
        }
        // A note is written beside the article, with its preview beside it where there is room.
        let notes = (ui.available_width() - readers).clamp(210.0, 760.0);
        let inspector = SideWidth::of(ui, "inspector", inspector, 200.0..=notes);
        let shown = Panel::right("inspector").size_range(200.0..=notes).frame(side).show(ui, |ui| {
            if view.is_new_user {
                welcome::show(ui, view, commands);
            }
            self.inspector.follow_reading(self.panes.reader(view.workspace.active().id).first_visible());
            self.inspector.show(ui, view, commands);
        });
        inspector.keep(ui, shown.response.rect.width());
        misreadings::show(ui, view, commands);
        if self.middle(ui, view, commands) {
            self.bar(ui, view, commands);
        }
        for (panel, id) in [("library", "border-library"), ("inspector", "border-inspector")] {
            name_border(ui, panel, &view.text(id));
        }
        border_focus(ui, view);
    }

    /// The readers, the concordance above them, and the quotations left of the active one; tells whether a reader is seen.
    fn middle(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> bool {
        let (room, paper) = (ui.available_width(), Frame::new().fill(view.palette.paper));
        if room < READER_PX * 2.0 {
            self.keep_one();
        }
        self.had_lists = (self.concordance.is_open(), self.quotations.is_open());
        if self.concordance.is_open() {
            let height = ui.available_height();
            if height < LINES_PX * 2.0 {
                CentralPanel::default().frame(paper).show(ui, |ui| self.concordance.show(ui, view, true, commands));
                return false;
            }
            Panel::top("concordance")
                .resizable(true)
                .default_size(height * 0.5)
                .size_range(LINES_PX..=height - LINES_PX)
                .frame(paper)
                .show(ui, |ui| {
                    // What is shorter, a hint or a table that is being counted, makes it no lower: the page below stays.
                    ui.set_min_height(ui.available_height());
                    self.concordance.show(ui, view, false, commands);
                });
        }
        if !self.quotations.is_open() {
            CentralPanel::default().frame(paper).show(ui, |ui| self.panes.show(ui, view, false, commands));
            return true;
        }
        if room < READER_PX * 2.0 {
            // There is no room for both: what a quotation stands in is seen once the list is closed.
            CentralPanel::default().frame(paper).show(ui, |ui| self.quotations.show(ui, view, true, commands));
            return false;
        }
        Panel::left("quotations")
            .default_size(room * 0.5)
            .size_range(READER_PX..=room - READER_PX)
            .frame(paper)
            .show(ui, |ui| self.quotations.show(ui, view, false, commands));
        CentralPanel::default().frame(paper).show(ui, |ui| self.panes.show(ui, view, true, commands));
        true
    }

    /// Where concordance and quotations would leave no reader between them, the one that was opened last stays.
    fn keep_one(&mut self) {
        if self.concordance.is_open() && self.quotations.is_open() {
            let (had_lines, _) = self.had_lists;
            if had_lines {
                self.concordance.close();
            } else {
                self.quotations.close();
            }
        }
    }

    /// The bar beside what is selected in the active pane; not while the selection is being made or something is typed.
    fn bar(&self, ui: &Ui, view: &View<'_>, commands: &mut Commands) {
        let pane = self.panes.reader(view.workspace.active().id);
        let is_raw = view.workspace.active().raw;
        if is_raw
            || view.misreadings.is_some()
            || pane.is_selecting()
            || self.is_typing(ui.ctx())
            || !(pane.has_selection() || pane.current().is_some())
        {
            return;
        }
        let current = pane.current().filter(|_| !pane.has_selection());
        let selected = pane.selected_spans();
        let places = (pane.reader_rect(), pane.marked_rects());
        selection_bar::show(ui, view, places, current, selected.as_deref(), commands);
    }

    fn over(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        if let Some((kind, mut chooser)) = self.chooser.take() {
            let keep = match &kind {
                ChooserKind::Tag(what) => match tag_chooser::show(ui, view, &mut chooser, what, commands) {
                    TagChosen::Open => true,
                    TagChosen::Closed => false,
                    TagChosen::Next(next) => {
                        self.chooser = Some((ChooserKind::Tag(next), Chooser::default()));
                        false
                    }
                },
                ChooserKind::Palette => self.palette.show(ui, view, &mut chooser, commands),
                ChooserKind::Link => {
                    let keep = self.links.show(ui, view, &mut chooser, commands);
                    if !keep {
                        self.inspector.return_to_note();
                    }
                    keep
                }
                ChooserKind::Desk(choice) => choice.show(ui, view, &mut chooser, commands),
                ChooserKind::TagLines(numbers) => tag_chooser::of_lines(ui, view, &mut chooser, numbers, commands),
                ChooserKind::Tags { source, spans } => tags(ui, view, &mut chooser, *source, spans, commands),
            };
            if keep {
                self.chooser = Some((kind, chooser));
            }
        }
        if let Some(mut dialog) = self.dialog.take() {
            match dialog.show(ui, view, commands) {
                DialogState::Open => self.dialog = Some(dialog),
                DialogState::Closed => {
                    if let Dialog::Verified(verified) = dialog {
                        self.checked = Some(verified);
                    }
                }
                DialogState::QuitAnyway => {
                    self.quit_anyway = true;
                    commands.push(Command::Do(Action::Quit));
                }
            }
        }
    }
}

/// How wide a side panel is: as wide as the user wishes, as far as there is room now. What he wishes is kept apart, so that it comes
/// back when there is room again.
struct SideWidth {
    panel: Id,
    set: f32,
}

impl SideWidth {
    /// Sets the width of a panel before it is shown.
    fn of(ui: &Ui, panel: &str, default: f32, fits: RangeInclusive<f32>) -> Self {
        let panel = ui.scope_id().with(panel);
        let wished = ui.data_mut(|data| data.get_persisted(panel.with("wished"))).unwrap_or(default);
        let set = wished.clamp(*fits.start(), fits.end().max(*fits.start()));
        let room = ui.available_rect_before_wrap();
        let outer_rect = Rect::from_min_size(room.min, vec2(set, room.height()));
        ui.data_mut(|data| data.insert_persisted(panel, PanelState { outer_rect }));
        Self { panel, set }
    }

    /// Takes over the width that the user has given it, by dragging the line beside it or by keys on it.
    fn keep(&self, ui: &Ui, shown: f32) {
        let splitter = ui.ctx().read_response(self.panel.with("__resize"));
        let is_moved = splitter.is_some_and(|line| line.dragged() || line.drag_stopped() || line.has_focus());
        if is_moved && (shown - self.set).abs() > 0.5 {
            ui.data_mut(|data| data.insert_persisted(self.panel.with("wished"), shown));
        }
    }
}

/// Names the line beside a panel in the user's language: egui's own name for it is English.
fn name_border(ui: &Ui, panel: &str, name: &str) {
    let id = ui.scope_id().with(panel).with("__resize");
    if ui.ctx().read_response(id).is_some() {
        ui.ctx().accesskit_node_builder(id, |node| node.set_label(name));
    }
}

/// Shows that the keyboard is on the line beside a panel: egui shows that for the pointer alone.
fn border_focus(ui: &Ui, view: &View<'_>) {
    let focused = ui.memory(|memory| memory.focused()).and_then(|id| ui.ctx().read_response(id));
    if let Some(splitter) = focused.filter(|response| response.rect.width() < SPLITTER_PX) {
        let stroke = Stroke::new(2.0, view.palette.focus);
        ui.painter().vline(splitter.rect.center().x, splitter.rect.y_range(), stroke);
    }
}

/// Draws the tag picker; tells whether it stays open.
fn tags(
    ui: &mut Ui,
    view: &View<'_>,
    chooser: &mut Chooser,
    source: SourceId,
    spans: &[CharSpan],
    commands: &mut Commands,
) -> bool {
    let notebook = view.session.notebook();
    let there: Vec<_> = notebook
        .annotations()
        .values()
        .filter(|annotation| annotation.source == source && annotation.spans == spans)
        .flat_map(|annotation| &annotation.tags)
        .collect();
    let choices: Vec<Choice<String>> = notebook
        .codebook()
        .into_iter()
        .map(|tag| {
            Choice::new(tag.name.clone(), tag.name.clone())
                .detail(tag.shortcut.map(|digit| digit.to_string()).unwrap_or_default())
                .color(tag.color)
                .on(there.contains(&&tag.id))
        })
        .collect();
    let new_label = |name: &str| view.say(&Message::new("picker-new").with("name", name));
    let toggle = |tag: String| Request::ToggleTag { source: source.to_string(), spans: spans.to_vec(), tag };
    match chooser.show(ui, view, &view.text("picker-hint"), (&choices, view.session.revision().0), Some(&new_label)) {
        Chosen::Open => return true,
        Chosen::One(tag) => commands.push(Command::Request(toggle(tag))),
        Chosen::New(name) => {
            let add = Request::AddTag { name: name.clone(), color: None, description: String::new(), shortcut: None };
            commands.push(Command::Request(add));
            commands.push(Command::Request(toggle(name)));
        }
        Chosen::Closed => {}
    }
    false
}
