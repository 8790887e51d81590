//! The tabs of a pane: which article each shows, and what can be done with it.

use egui::{
    Align, Align2, Layout, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use super::PanesBehavior;
use crate::i18n::Message;
use crate::session::{Action, Carried, Pane, TabId};
use crate::ui::command::Command;
use crate::ui::reading_pane::place_of;
use crate::ui::view::{View, labelled};
use crate::ui::{fonts, widgets};

/// Most width of a tab that is not alone.
const WIDEST_PX: f32 = 230.0;
/// Room right of the tabs for what is done with the article.
const BUTTONS_PX: f32 = 44.0;
/// Room for the cross.
const CROSS_PX: f32 = 26.0;
/// Room below which the place of an article in its file is left out.
const PLACE_FROM_PX: f32 = 80.0;
/// Share of a tab that its title takes at most, where the place stands beside it.
const TITLE_SHARE: f32 = 0.68;
/// Width below which a tab that is not seen has no cross.
const CROSS_FROM_PX: f32 = 70.0;

/// What the menu of a pane offers, in groups.
const MENU: [&[Action]; 3] = [
    &[
        Action::Desk,
        Action::ToggleRawPage,
        Action::CopyArticle,
        Action::SaveArticle,
        Action::ArticleNote,
        Action::ToggleStar,
    ],
    &[Action::SplitPane, Action::MoveTab(false), Action::MoveTab(true), Action::JoinPanes],
    &[Action::ScrollTogether, Action::ScrollTogetherBy, Action::ReopenTab, Action::CloseTab],
];

/// What a tab is called.
fn title(view: &View<'_>, tab: TabId) -> String {
    let article = view.workspace.tab(tab).and_then(|tab| view.session.article(tab.article?));
    article.map_or_else(|| view.text("tab-empty"), |(page, at)| page.articles[at].title.replace('\n', " "))
}

impl PanesBehavior<'_, '_> {
    /// The tabs of a pane, and what stands right of them.
    pub(super) fn bar(&mut self, ui: &mut Ui, pane_at: usize, pane: &Pane, bar: Rect) {
        ui.painter().rect_filled(bar, 0.0, self.view.palette.chrome);
        let is_alone = pane.tabs().len() == 1;
        let buttons_px = if is_alone { BUTTONS_PX + CROSS_PX } else { BUTTONS_PX };
        let (tabs, buttons) = bar.split_left_right_at_x(bar.right() - buttons_px);
        let count = pane.tabs().len();
        let width = if is_alone { tabs.width() } else { (tabs.width() / count as f32).min(WIDEST_PX) };
        for (place, tab) in pane.tabs().iter().enumerate() {
            let left = tabs.left() + width * place as f32;
            let rect = Rect::from_min_size(pos2(left, bar.top()), vec2(width, bar.height()));
            self.tabs.push((pane_at, place, rect));
            self.tab(ui, pane, tab.id, rect);
        }
        let mut end = buttons.right() - 6.0;
        if is_alone {
            // The cross of a tab that is alone is that of the pane.
            let tab = pane.active().id;
            if self.has_cross() {
                let id = ui.scope_id().with(("pane", tab.number()));
                self.cross(ui, id, buttons.with_max_x(end), tab, &title(self.view, tab));
            }
            end -= CROSS_PX;
        }
        let layout = Layout::right_to_left(Align::Center);
        let builder = UiBuilder::new().id_salt("buttons").max_rect(buttons.with_max_x(end)).layout(layout);
        self.buttons(&mut ui.new_child(builder), pane.active().id);
        ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, Stroke::new(1.0, self.view.palette.line));
    }

    fn tab(&mut self, ui: &mut Ui, pane: &Pane, tab: TabId, rect: Rect) {
        let view = self.view;
        let workspace = view.workspace;
        let (count, width) = (pane.tabs().len(), rect.width());
        let id = ui.scope_id().with(("tab", tab.number()));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        let name = title(view, tab);
        let is_seen = pane.active().id == tab;
        let is_active = workspace.active().id == tab;
        let palette = &view.palette;
        if is_seen && count > 1 {
            ui.painter().rect_filled(rect, 0.0, palette.paper);
        } else if response.hovered() && !is_seen {
            ui.painter().rect_filled(rect, 0.0, palette.hover);
        }
        if is_active && (count > 1 || workspace.panes().len() > 1) {
            let end = if count == 1 { rect.right() + BUTTONS_PX + CROSS_PX } else { rect.right() };
            ui.painter().hline(rect.left()..=end, rect.top() + 1.0, Stroke::new(2.0, palette.accent));
        }
        if count > 1 {
            ui.painter().vline(rect.right() - 0.5, rect.y_range().shrink(9.0), Stroke::new(1.0, palette.line));
        }
        if response.has_focus() {
            ui.painter().rect_stroke(rect.shrink(2.0), 3.0, Stroke::new(1.5, palette.focus), StrokeKind::Inside);
        }
        let has_cross = count > 1 && (is_seen || width >= CROSS_FROM_PX);
        let color = if is_seen { palette.ink } else { palette.muted };
        let font = if is_seen { fonts::sans_bold(13.5) } else { fonts::sans(13.5) };
        let left = pos2(rect.left() + 14.0_f32.min(width * 0.1), rect.center().y);
        let end = rect.right() - if has_cross { CROSS_PX } else { 6.0 };
        // The place of the article stands beside its title where both have room.
        let room = end - left.x;
        let has_place = count == 1 && room * (1.0 - TITLE_SHARE) > PLACE_FROM_PX;
        let wanted = if has_place { room * TITLE_SHARE } else { room };
        // An empty tab that is alone needs no name: below it stands what to do.
        let shown = if count == 1 && pane.active().article.is_none() { "" } else { name.as_str() };
        let drawn = widgets::elided(ui, shown, font, color, left, wanted);
        let stands = || {
            let (page, at) = view.session.article(workspace.tab(tab)?.article?)?;
            Some(place_of(view, page, &page.articles[at]))
        };
        let left = pos2(drawn.right() + 12.0, rect.center().y);
        if has_place && let Some(stands) = stands() {
            widgets::elided(ui, &stands, fonts::sans(12.0), palette.muted, left, end - left.x - 6.0);
        }
        if has_cross && (is_seen || response.contains_pointer()) {
            self.cross(ui, id, rect, tab, &name);
        }
        self.react(ui, &response, tab, &name);
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_seen, &name));
        response.on_hover_ui(|ui| {
            ui.label(&name);
            if let Some(stands) = stands() {
                ui.label(RichText::new(stands).color(palette.muted));
            }
        });
    }

    /// Whether there is anything to close: not where nothing but an empty tab is left.
    fn has_cross(&self) -> bool {
        self.view.workspace.tabs().count() > 1 || self.view.workspace.active().article.is_some()
    }

    fn cross(&mut self, ui: &mut Ui, id: egui::Id, tab_rect: Rect, tab: TabId, name: &str) {
        let view = self.view;
        let center = pos2(tab_rect.right() - CROSS_PX / 2.0, tab_rect.center().y);
        let rect = Rect::from_center_size(center, vec2(20.0, 20.0));
        let cross = ui.interact(rect, id.with("cross"), Sense::click());
        let is_lit = cross.hovered() || cross.has_focus();
        if is_lit {
            ui.painter().rect_filled(rect, 4.0, view.palette.hover);
        }
        let color = if is_lit { view.palette.ink } else { view.palette.muted };
        ui.painter().text(center, Align2::CENTER_CENTER, "×", fonts::sans(14.0), color);
        let label = view.say(&Message::new("tab-close").with("title", name));
        if labelled(cross, &label, false).on_hover_text(view.help(Action::CloseTab)).clicked() {
            self.commands.push(Command::CloseTab(tab));
        }
    }

    fn react(&mut self, ui: &Ui, response: &Response, tab: TabId, name: &str) {
        response.dnd_set_drag_payload(Carried::Tab(tab));
        if response.dragged() {
            widgets::carried(ui, self.view, name);
        }
        if response.clicked_by(egui::PointerButton::Middle) {
            self.commands.push(Command::CloseTab(tab));
        } else if response.clicked() {
            self.commands.push(Command::Activate(tab));
        }
        response.context_menu(|ui| self.menu(ui, tab, &MENU[1..]));
    }

    fn buttons(&mut self, ui: &mut Ui, tab: TabId) {
        let muted = self.view.palette.muted;
        let more = egui::Button::new(RichText::new("⋯").color(muted)).frame_when_inactive(false);
        let (more, _) = egui::containers::menu::MenuButton::from_button(more).ui(ui, |ui| self.menu(ui, tab, &MENU));
        let name = self.view.text("tab-more");
        let _ = labelled(more, &name, false).on_hover_text(&name);
    }

    fn menu(&mut self, ui: &mut Ui, tab: TabId, groups: &[&[Action]]) {
        if let Some(action) = widgets::action_menu(ui, self.view, groups) {
            self.commands.push(Command::Activate(tab));
            self.commands.push(Command::Do(action));
        }
    }
}
