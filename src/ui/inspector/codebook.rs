//! The codebook as a tree: counts, folding, and the keys for all of it.

use std::collections::BTreeSet;

use egui::{Align2, EventFilter, Key, Modifiers, Rect, Response, RichText, ScrollArea, Sense, Ui, pos2, vec2};

use super::Inspector;
use super::tag_details::{TagDraft, details};
use super::tag_drag;
use crate::i18n::Message;
use crate::notebook::{Revision, Tag, TagId, tag_path};
use crate::page::ArticleId;
use crate::session::{Action, Inspected, QuotationFilter, Request, TagNode, TagTree, quoted};
use crate::ui::command::{Command, Commands};
use crate::ui::tag_chooser::TagChoice;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, widgets};

/// Height of a row.
pub(super) const ROW_PX: f32 = 29.0;
/// How far a step of the tree is set in.
const STEP_PX: f32 = 15.0;
/// Rows so far outside of what is seen are there for the keyboard.
const BEYOND_PX: f32 = 240.0;
/// Width of the place for both counts.
const COUNTS_PX: f32 = 74.0;
/// Width of the place for what opens the details.
const MORE_PX: f32 = 26.0;

/// Places in the tree of the rows that are seen above and below a row.
type Neighbours = (Option<usize>, Option<usize>);

/// What the codebook keeps between frames.
#[derive(Default)]
pub(super) struct CodebookLeaf {
    made_for: Option<(Revision, u64, Option<ArticleId>)>,
    tree: TagTree,
    collapsed: BTreeSet<String>,
    /// Places of the nodes that are seen; empty when to be made anew.
    shown: Vec<usize>,
    new_tag: String,
    /// The field for a new tag is to take the keyboard.
    focus_new: bool,
    /// The tag whose details are open.
    edited: Option<(TagId, TagDraft)>,
    /// The row that is to take the keyboard, by its place in the tree.
    focus: Option<usize>,
}

impl CodebookLeaf {
    /// Gives the keyboard to the tree at the next frame.
    pub(super) fn take_focus(&mut self) {
        self.focus = Some(0);
    }

    pub(super) fn folded(&self) -> &BTreeSet<String> {
        &self.collapsed
    }

    pub(super) fn fold_those(&mut self, paths: BTreeSet<String>) {
        self.collapsed = paths;
        self.shown.clear();
    }

    /// Folds all branches, or unfolds them.
    pub(super) fn fold_all(&mut self) {
        if self.collapsed.is_empty() {
            let branches = self.tree.nodes().iter().filter(|node| node.under > 0);
            self.collapsed = branches.map(|node| node.path.clone()).collect();
        } else {
            self.collapsed.clear();
        }
        self.shown.clear();
    }

    fn refresh(&mut self, view: &View<'_>) {
        let article = match view.workspace.inspected() {
            Inspected::Article(article) => Some(article),
            Inspected::Missing(_) | Inspected::Nothing => None,
        };
        let key = Some((view.session.revision(), view.session.pages_revision(), article));
        if self.made_for != key {
            self.made_for = key;
            let here = article.and_then(|article| view.views.tags_in(article));
            self.tree = here.map_or_else(|| view.views.tag_tree.clone(), |here| view.views.tag_tree.with_here(here));
            self.shown.clear();
        }
        if self.shown.is_empty() {
            self.shown = self.tree.shown(&self.collapsed);
        }
    }

    fn fold(&mut self, path: &str, fold: bool) {
        if fold {
            self.collapsed.insert(path.to_owned());
        } else {
            self.collapsed.remove(path);
        }
        self.shown.clear();
    }

    fn edit(&mut self, view: &View<'_>, id: TagId) {
        let is_open = self.edited.as_ref().is_some_and(|(edited, _)| *edited == id);
        let tag = view.session.notebook().tags().get(&id).filter(|_| !is_open);
        self.edited = tag.map(|tag| (id, TagDraft::of(tag)));
    }
}

impl Inspector {
    pub(super) fn codebook(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let leaf = &mut self.codebook;
        leaf.refresh(view);
        // What is typed into a notebook that is only looked at would be lost.
        ui.add_enabled_ui(view.read_only.is_none(), |ui| new_tag(ui, view, leaf, commands));
        ui.add_space(2.0);
        if leaf.tree.nodes().is_empty() {
            widgets::hint(ui, view, &view.text("codebook-empty"));
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                ui.add_space(12.0);
                if ui.button(view.text("command-import-codebook")).clicked() {
                    commands.push(Command::Do(Action::ImportCodebook));
                }
            });
            return;
        }
        heading(ui, view, commands);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let seen = ui.clip_rect().expand2(vec2(0.0, BEYOND_PX));
            let shown = std::mem::take(&mut leaf.shown);
            let mut folded = false;
            for (place, at) in shown.iter().enumerate() {
                let neighbours = (place.checked_sub(1).map(|above| shown[above]), shown.get(place + 1).copied());
                let Some(node) = leaf.tree.nodes().get(*at).cloned() else { continue };
                let rect = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), ROW_PX));
                if seen.intersects(rect) {
                    folded |= row(ui, view, leaf, (*at, &node), neighbours, commands);
                } else {
                    ui.allocate_space(rect.size());
                }
                if let (Some(id), Some((edited, draft))) = (node.id, &mut leaf.edited)
                    && id == *edited
                    && let Some(tag) = view.session.notebook().tags().get(&id)
                    && open_details(ui, view, tag, draft, commands)
                {
                    leaf.edited = None;
                }
            }
            leaf.shown = if folded { Vec::new() } else { shown };
            tag_drag::to_the_top(ui, view, commands);
        });
    }
}

/// The field for a new tag; a path puts it where it belongs.
fn new_tag(ui: &mut Ui, view: &View<'_>, leaf: &mut CodebookLeaf, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        let hint = view.text("codebook-new");
        let width = ui.available_width() - 76.0;
        let edit = egui::TextEdit::singleline(&mut leaf.new_tag).hint_text(hint.as_str()).desired_width(width);
        let response = ui.add(edit).on_hover_text(view.text("codebook-new-hint"));
        widgets::name_field(&response, &hint);
        if std::mem::take(&mut leaf.focus_new) {
            response.request_focus();
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let clicked = ui.button(view.text("button-add")).clicked();
        if (entered || clicked) && !leaf.new_tag.trim().is_empty() {
            let name = std::mem::take(&mut leaf.new_tag);
            let request = Request::AddTag { name, color: None, description: String::new(), shortcut: None };
            commands.push(Command::Request(request));
            response.request_focus();
        }
    });
}

/// What can be seen of all tags, and what the two counts are.
fn heading(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.add_space(2.0);
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding.x = 7.0;
        let plain =
            |id| egui::Button::new(RichText::new(view.text(id)).color(view.palette.muted)).frame_when_inactive(false);
        for (id, action) in [("codebook-quotations", Action::Quotations), ("codebook-meetings", Action::TagsThatMeet)] {
            if ui.add(plain(id)).on_hover_text(view.help(action)).clicked() {
                commands.push(Command::Do(action));
            }
        }
        let (more, _) = egui::containers::menu::MenuButton::from_button(plain("codebook-more")).ui(ui, |ui| {
            for action in
                [Action::MoveTag, Action::MergeTags, Action::FoldTags, Action::ImportCodebook, Action::ExportCodebook]
            {
                let Some(info) = action.info() else { continue };
                if ui.add_enabled(view.is_enabled(action), egui::Button::new(view.text(info.message))).clicked() {
                    commands.push(Command::Do(action));
                    ui.close();
                }
            }
        });
        more.on_hover_text(view.text("codebook-more-hint"));
        // In a narrow panel the counts stand on a line of their own.
        let counts = view.text("codebook-counts");
        let font = egui::TextStyle::Small.resolve(ui.style());
        let width = ui.painter().layout_no_wrap(counts.clone(), font, view.palette.muted).size().x;
        if ui.available_width() < width + MORE_PX + 12.0 {
            return;
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(MORE_PX + 12.0);
            let counts = RichText::new(counts).color(view.palette.muted).small();
            ui.label(counts).on_hover_text(view.text("codebook-counts-hint"));
        });
    });
}

/// Draws a row; tells whether branches were folded or unfolded.
fn row(
    ui: &mut Ui,
    view: &View<'_>,
    leaf: &mut CodebookLeaf,
    (at, node): (usize, &TagNode),
    neighbours: Neighbours,
    commands: &mut Commands,
) -> bool {
    let size = vec2(ui.available_width(), ROW_PX);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    // The tag keeps the keyboard wherever it is moved to.
    let id = ui.scope_id();
    let id = node.id.map_or_else(|| id.with(&node.path), |tag| id.with(tag));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let is_open = leaf.edited.as_ref().is_some_and(|(id, _)| Some(*id) == node.id);
    let is_folded = leaf.collapsed.contains(&node.path);
    if response.has_focus() || is_open {
        ui.painter().rect_filled(rect, 0.0, view.palette.card);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, view.palette.hover);
    }
    if response.has_focus() {
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, 0.0, view.palette.focus);
    }
    if leaf.focus == Some(at) {
        leaf.focus = None;
        response.request_focus();
    }
    let mut folded = false;
    let left = rect.left() + 8.0 + STEP_PX * node.depth.min(8) as f32;
    if node.under > 0 {
        let arrow = Rect::from_min_size(pos2(left, rect.top()), vec2(16.0, ROW_PX));
        let fold = ui.interact(arrow, id.with("fold"), Sense::CLICK);
        widgets::fold_sign(ui, arrow.center(), is_folded, view.palette.muted);
        if fold.clicked() {
            leaf.fold(&node.path, !is_folded);
            folded = true;
        }
    }
    let more_rect = Rect::from_min_max(pos2(rect.right() - MORE_PX - 8.0, rect.top()), rect.right_bottom());
    paint(ui, view, node, rect, left + 18.0, more_rect.left());
    if let Some(tag) = node.id {
        let more = ui.interact(more_rect, id.with("more"), Sense::click());
        let color = if more.hovered() || more.has_focus() { view.palette.ink } else { view.palette.muted };
        ui.painter().text(more_rect.center(), Align2::CENTER_CENTER, "⋯", fonts::sans(14.0), color);
        let name = format!("{} {}", view.text("codebook-edit"), node.path);
        if labelled(more, &name, is_open).on_hover_text(view.text("codebook-edit")).clicked() {
            leaf.edit(view, tag);
        }
    }
    tag_drag::row(ui, view, node, &response, commands);
    let response = labelled(response, &node.path, is_open);
    menu(&response, view, leaf, node, commands);
    folded |= keys(ui, view, leaf, (at, node), neighbours, &response, commands);
    if response.clicked() {
        show_quotations(node, commands);
    }
    response.on_hover_ui(|ui| {
        ui.label(hover_text(view, node));
    });
    folded
}

fn hover_text(view: &View<'_>, node: &TagNode) -> String {
    let tag = node.id.and_then(|id| view.session.notebook().tags().get(&id));
    let counts = Message::new("codebook-row-counts").with("here", node.here).with("total", node.total);
    let counts = view.say(&counts.with("own", node.own));
    let what = match tag {
        None => view.text("codebook-no-tag"),
        Some(tag) if tag.description.is_empty() => view.text("codebook-row-hint"),
        Some(tag) => tag.description.clone(),
    };
    format!("{what}\n{counts}")
}

/// Digit, chip and counts.
fn paint(ui: &Ui, view: &View<'_>, node: &TagNode, rect: Rect, left: f32, right: f32) {
    let palette = &view.palette;
    let tag = node.id.and_then(|id| view.session.notebook().tags().get(&id));
    let y = rect.center().y;
    let name = tag_path::leaf(&node.path);
    let mut room = right - COUNTS_PX - left;
    let mut place = pos2(left, y);
    if let Some(digit) = tag.and_then(|tag| tag.shortcut) {
        let digit = digit.to_string();
        let drawn = ui.painter().text(place, Align2::LEFT_CENTER, digit, fonts::sans(12.0), palette.muted);
        place.x += drawn.width() + 6.0;
        room -= drawn.width() + 6.0;
    }
    match tag {
        Some(tag) => {
            widgets::paint_chip(ui, tag.color, name, place, room);
        }
        None => {
            widgets::elided(ui, name, fonts::sans(13.0), palette.muted, place, room);
        }
    }
    let count = |count: usize, x: f32, color| {
        ui.painter().text(pos2(x, y), Align2::RIGHT_CENTER, count.to_string(), fonts::sans(12.0), color);
    };
    if node.here > 0 {
        count(node.here, right - 42.0, palette.ink);
    }
    count(node.total, right - 4.0, palette.muted);
}

/// The quotations of a tag and of all that stand under it.
fn show_quotations(node: &TagNode, commands: &mut Commands) {
    let filter = QuotationFilter { tags: quoted(&node.path), ..QuotationFilter::default() };
    commands.push(Command::Quotations(filter));
}

fn menu(response: &Response, view: &View<'_>, leaf: &mut CodebookLeaf, node: &TagNode, commands: &mut Commands) {
    response.context_menu(|ui| {
        if ui.button(view.text("codebook-menu-quotations")).clicked() {
            show_quotations(node, commands);
        }
        match node.id {
            Some(id) => {
                if ui.button(view.text("codebook-edit")).clicked() {
                    leaf.edit(view, id);
                }
            }
            None => {
                if ui.button(view.text("codebook-menu-make")).clicked() {
                    let name = node.path.clone();
                    let request = Request::AddTag { name, color: None, description: String::new(), shortcut: None };
                    commands.push(Command::Request(request));
                }
            }
        }
        if ui.button(view.text("codebook-menu-under")).clicked() {
            leaf.new_tag = format!("{}{}", node.path, tag_path::SEPARATOR);
            leaf.focus_new = true;
        }
        if ui.button(view.text("command-move-tag")).clicked() {
            commands.push(Command::ChooseTag(TagChoice::Move(Some(node.path.clone()))));
        }
        if node.id.is_some() {
            if ui.button(view.text("command-merge-tags")).clicked() {
                commands.push(Command::ChooseTag(TagChoice::Merge(Some(node.path.clone()))));
            }
            if ui.button(view.text("codebook-remove")).on_hover_text(view.text("codebook-remove-hint")).clicked() {
                commands.push(Command::Request(Request::RemoveTag { tag: node.path.clone() }));
            }
        }
    });
}

/// What the keys do while a row has the keyboard; tells whether branches were folded or unfolded.
fn keys(
    ui: &Ui,
    view: &View<'_>,
    leaf: &mut CodebookLeaf,
    (at, node): (usize, &TagNode),
    (above, below): Neighbours,
    response: &Response,
    commands: &mut Commands,
) -> bool {
    if !response.has_focus() {
        return false;
    }
    // egui's own way down leads to the row below or to what opens its details, whichever it meets first.
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let arrows = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown];
    if let Some(key) = arrows.into_iter().find(|key| pressed(Modifiers::COMMAND, *key)) {
        if let Some((parent, before)) = place_by_key(&leaf.tree, at, key) {
            let tag = node.path.clone();
            commands.push(Command::Request(Request::MoveTagUnder { tag, parent, before }));
        }
    } else if pressed(Modifiers::NONE, Key::ArrowRight) || pressed(Modifiers::NONE, Key::ArrowLeft) {
        if node.under > 0 {
            let fold = !leaf.collapsed.contains(&node.path);
            leaf.fold(&node.path, fold);
            return true;
        }
    } else if pressed(Modifiers::NONE, Key::ArrowUp) {
        leaf.focus = above;
    } else if pressed(Modifiers::NONE, Key::ArrowDown) {
        leaf.focus = below;
    } else if pressed(Modifiers::NONE, Key::F2) {
        if let Some(id) = node.id {
            leaf.edit(view, id);
        }
    } else if pressed(Modifiers::NONE, Key::Delete) && node.id.is_some() {
        commands.push(Command::Request(Request::RemoveTag { tag: node.path.clone() }));
    }
    false
}

/// Where an arrow with Ctrl moves a branch: up or down among its siblings, right under the one before it, left to the level
/// of its parent. The new parent, and the sibling before which it stands.
fn place_by_key(tree: &TagTree, at: usize, key: Key) -> Option<(String, Option<String>)> {
    let node = tree.nodes().get(at)?;
    let place_of = |path: &str| tree.nodes().iter().position(|other| other.path == path);
    let after = |at: usize| tree.next_sibling(at).map(|next| next.path.clone());
    let parent = tag_path::parent(&node.path);
    let own = parent.unwrap_or_default().to_owned();
    match key {
        Key::ArrowRight => Some((tree.previous_sibling(at)?.path.clone(), None)),
        Key::ArrowLeft => {
            let parent = parent?;
            Some((tag_path::parent(parent).unwrap_or_default().to_owned(), place_of(parent).and_then(after)))
        }
        Key::ArrowUp => Some((own, Some(tree.previous_sibling(at)?.path.clone()))),
        Key::ArrowDown => Some((own, after(place_of(&tree.next_sibling(at)?.path)?))),
        _ => None,
    }
}

/// The details below a row; tells whether they are to be closed.
fn open_details(ui: &mut Ui, view: &View<'_>, tag: &Tag, draft: &mut TagDraft, commands: &mut Commands) -> bool {
    let mut close = false;
    ui.add_space(2.0);
    ui.horizontal_top(|ui| {
        ui.add_space(26.0);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - 14.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            close = details(ui, view, tag, draft, commands);
        });
    });
    ui.add_space(4.0);
    close
}
