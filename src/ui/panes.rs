//! The panes side by side, with tabs above their readers. What stands where is the [workspace](crate::session::Workspace)'s;
//! egui_tiles gives each pane its room and the borders that are dragged.

mod drag;
mod tab_bar;

use std::collections::BTreeMap;
use std::ops::Range;

use egui::{Rect, Stroke, Style, Ui, UiBuilder, WidgetText};
use egui_tiles::{
    Behavior, Container, EditAction, Linear, LinearDir, ResizeState, SimplificationOptions, Tile, TileId, Tiles, Tree,
    UiResponse,
};

use super::command::{Command, Commands};
use super::reading_pane::ReadingPane;
use super::view::View;
use crate::session::{ScrollLink, Scrolled, TabId, Workspace};

/// Width below which a text is cut off: no pane gets narrower by dragging a border, and where there is less room, fewer panes
/// are shown.
const LEAST_PX: f32 = 200.0;
/// Height of the tabs.
const BAR_PX: f32 = 36.0;

/// What the panes keep between frames.
#[derive(Default)]
pub struct Panes {
    readers: BTreeMap<TabId, ReadingPane>,
    /// Stands for the reader of a tab that was never shown.
    blank: ReadingPane,
    tree: Option<(TreeOf, Tree<usize>)>,
    link: ScrollLink,
    /// The workspace's revision for which panes are bound to each other.
    linked_for: u64,
}

/// What a tree was made of: the workspace's revision, and which panes are shown.
type TreeOf = (u64, Range<usize>);

/// Which panes are shown in `room` pixels: all, or as many as can be read, the active one among them.
fn shown_in(room: f32, count: usize, active: usize) -> Range<usize> {
    let fits = ((room / LEAST_PX) as usize).clamp(1, count.max(1));
    let first = active.saturating_sub(fits - 1);
    first..(first + fits).min(count)
}

impl Panes {
    /// The reader of a tab.
    #[must_use]
    pub fn reader(&self, tab: TabId) -> &ReadingPane {
        self.readers.get(&tab).unwrap_or(&self.blank)
    }

    /// The reader of a tab, to be changed.
    pub fn reader_mut(&mut self, tab: TabId) -> &mut ReadingPane {
        self.readers.entry(tab).or_default()
    }

    /// Lets go of the readers of tabs that are closed for good.
    pub fn retain(&mut self, workspace: &Workspace) {
        self.readers.retain(|tab, _| workspace.knows(*tab));
    }

    /// Draws the panes, as many as there is room for; with `alone`, the active one.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, alone: bool, commands: &mut Commands) {
        let (count, active) = (view.workspace.panes().len(), view.workspace.active_index());
        let shown = if alone { active..active + 1 } else { shown_in(ui.available_width(), count, active) };
        let of = (view.workspace.revision(), shown.clone());
        let kept = self.tree.take().filter(|(kept, _)| *kept == of).map(|(_, tree)| tree);
        let mut tree = kept.unwrap_or_else(|| tree_of(view.workspace, &shown));
        let mut panes =
            PanesBehavior { view, readers: &mut self.readers, commands, is_resized: false, tabs: Vec::new() };
        tree.ui(&mut panes, ui);
        let (is_resized, tabs) = (panes.is_resized, panes.tabs);
        if is_resized && let Some(Tile::Container(Container::Linear(row))) = tree.tiles.get(ROW) {
            let panes = view.workspace.panes().iter().enumerate();
            let shares =
                panes.map(|(at, pane)| if shown.contains(&at) { row.shares[pane_tile(at)] } else { pane.share });
            commands.push(Command::SharePanes(shares.collect()));
        }
        let rect = |at| Some((at, tree.tiles.rect(pane_tile(at))?));
        let rects: Vec<(usize, Rect)> = shown.clone().filter_map(rect).collect();
        drag::take_dropped(ui, view, &rects, &tabs, commands);
        self.tree = Some((of, tree));
        self.scroll_together(ui, view, &shown);
    }

    /// Moves the panes along with the one that the user scrolls.
    fn scroll_together(&mut self, ui: &Ui, view: &View<'_>, shown: &Range<usize>) {
        let Some(together) = view.workspace.together().filter(|_| shown.len() > 1) else {
            self.link.let_go();
            return;
        };
        if self.linked_for != view.workspace.revision() {
            self.linked_for = view.workspace.revision();
            self.link.let_go();
        }
        let seen = view.workspace.seen().skip(shown.start).take(shown.len());
        let scrolled = seen.filter(|tab| tab.article.is_some()).map(|tab| {
            let travel = self.reader(tab.id).travel();
            Scrolled { tab: tab.id, by_user: travel.by_user, along: travel.along, length: travel.length }
        });
        let scrolled: Vec<Scrolled> = scrolled.collect();
        for (tab, distance) in self.link.follow(together, &scrolled) {
            if distance != 0.0 {
                self.reader_mut(tab).push(distance);
                ui.ctx().request_repaint();
            }
        }
    }
}

/// The row of panes.
const ROW: TileId = TileId(0);

fn pane_tile(at: usize) -> TileId {
    TileId(1 + at as u64)
}

/// The workspace's panes as egui_tiles draws them: by their places.
fn tree_of(workspace: &Workspace, shown: &Range<usize>) -> Tree<usize> {
    let mut tiles = Tiles::default();
    let mut row = Linear::new(LinearDir::Horizontal, Vec::new());
    for (at, pane) in workspace.panes().iter().enumerate() {
        if shown.contains(&at) {
            row.shares.set_share(pane_tile(at), pane.share);
            tiles.insert(pane_tile(at), Tile::Pane(at));
            row.add_child(pane_tile(at));
        }
    }
    tiles.insert(ROW, Tile::Container(Container::Linear(row)));
    Tree::new(egui::Id::unique("reading panes"), ROW, tiles)
}

/// A tab as it was drawn: its pane, its place there, and where it is.
type DrawnTab = (usize, usize, Rect);

/// What egui_tiles asks while it draws.
struct PanesBehavior<'a, 'v> {
    view: &'a View<'v>,
    readers: &'a mut BTreeMap<TabId, ReadingPane>,
    commands: &'a mut Commands,
    is_resized: bool,
    tabs: Vec<DrawnTab>,
}

impl Behavior<usize> for PanesBehavior<'_, '_> {
    fn pane_ui(&mut self, ui: &mut Ui, _: TileId, at: &mut usize) -> UiResponse {
        let Some(pane) = self.view.workspace.panes().get(*at) else { return UiResponse::None };
        let (bar, body) = ui.max_rect().split_top_bottom_at_y(ui.max_rect().top() + BAR_PX);
        ui.painter().rect_filled(body, 0.0, self.view.palette.paper);
        self.bar(ui, *at, pane, bar);
        let tab = pane.active();
        let mut ui = ui.new_child(UiBuilder::new().id_salt(tab.id.number()).max_rect(body));
        ui.shrink_clip_rect(body);
        self.readers.entry(tab.id).or_default().show(&mut ui, self.view, tab, self.commands);
        UiResponse::None
    }

    /// Tabs have a bar of their own: see [`tab_bar`].
    fn tab_title_for_pane(&mut self, _: &usize) -> WidgetText {
        WidgetText::default()
    }

    fn min_size(&self) -> f32 {
        LEAST_PX
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions::OFF
    }

    fn resize_stroke(&self, _: &Style, state: ResizeState) -> Stroke {
        match state {
            ResizeState::Idle => Stroke::new(1.0, self.view.palette.line),
            ResizeState::Hovering => Stroke::new(1.0, self.view.palette.muted),
            ResizeState::Dragging => Stroke::new(2.0, self.view.palette.accent),
        }
    }

    /// Tabs are dragged as articles of the library are: see [`drag`].
    fn is_tile_draggable(&self, _: &Tiles<usize>, _: TileId) -> bool {
        false
    }

    /// The registry of commands has the keys.
    fn cycle_tabs_with_keyboard(&self) -> bool {
        false
    }

    fn on_edit(&mut self, action: EditAction) {
        self.is_resized |= action == EditAction::TileResized;
    }
}

#[cfg(test)]
mod tests {
    use super::shown_in;

    #[test]
    fn as_many_panes_are_shown_as_can_be_read() {
        assert_eq!(shown_in(700.0, 3, 2), 0..3);
        assert_eq!(shown_in(590.0, 3, 2), 1..3);
        assert_eq!(shown_in(590.0, 3, 0), 0..2);
        assert_eq!(shown_in(590.0, 3, 1), 0..2);
        assert_eq!(shown_in(90.0, 2, 1), 1..2);
        assert_eq!(shown_in(900.0, 1, 0), 0..1);
    }
}
