//! The bar at the bottom: whether all is saved, how much there is, what was done last; and above it what there is to tell.

use egui::{Align, Label, Layout, RichText, Ui, vec2};
use jiff::tz::TimeZone;

use super::command::{Command, Commands};
use super::view::{View, labelled};
use super::widgets;
use crate::i18n::Message;
use crate::session::{Action, Inspected, Together};
use crate::task::Severity;

/// Draws the bar. `hit` is the place of the current hit among those of the active article, from 1; `missing` counts missing
/// sources; `typing` is whether text was typed that is not in the notebook yet. Tells whether the user asks which are missing.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    (hit, missing): (Option<usize>, usize),
    typing: bool,
    commands: &mut Commands,
) -> bool {
    let mut asks_for_missing = false;
    ui.horizontal_centered(|ui| {
        ui.add_space(8.0);
        ui.spacing_mut().item_spacing.x = 16.0;
        saved(ui, view, typing);
        let count = Message::new("status-count")
            .with("articles", view.views.article_count)
            .with("chars", widgets::grouped(view.views.char_count));
        muted(ui, view, &view.say(&count));
        if missing > 0 {
            let text = view.say(&Message::new("library-missing-count").with("count", missing));
            let text = RichText::new(text).color(view.palette.warning).small();
            let button = egui::Button::new(text).frame_when_inactive(false).small();
            asks_for_missing = ui.add(button).on_hover_text(view.text("library-missing-hint")).clicked();
        }
        if let Some((work, fraction)) = &view.work {
            let percent = fraction.map_or_else(String::new, |share| format!(" {:.0} %", share * 100.0));
            muted(ui, view, &format!("{}{percent}", view.say(work)));
            if ui.small_button(view.text("button-cancel")).clicked() {
                commands.push(Command::CancelWork);
            }
        } else if let Some(said) = view.said {
            muted(ui, view, &view.say(said));
        } else {
            lists(ui, view);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(10.0);
            hits(ui, view, hit, commands);
            together(ui, view, commands);
        });
    });
    asks_for_missing
}

fn muted(ui: &mut Ui, view: &View<'_>, text: &str) {
    ui.add(Label::new(RichText::new(text).color(view.palette.muted).small()).truncate());
}

fn saved(ui: &mut Ui, view: &View<'_>, typing: bool) {
    let Some(save) = view.save else { return };
    let (text, color) = match &save.failing {
        Some(failing) => (view.say(&failing.why), view.palette.accent),
        None if save.saved >= view.session.revision() && !typing => {
            let time = save.saved_at.to_zoned(TimeZone::system()).strftime("%H:%M:%S").to_string();
            (view.say(&Message::new("status-saved").with("time", time)), view.palette.muted)
        }
        None => (view.text("status-saving"), view.palette.warning),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (dot, _) = ui.allocate_exact_size(vec2(8.0, 8.0), egui::Sense::hover());
        ui.painter().circle_filled(dot.center(), 3.5, color);
        ui.label(RichText::new(text).color(color).small());
    });
}

fn lists(ui: &mut Ui, view: &View<'_>) {
    let lists = view.session.notebook().ordered_keyword_lists();
    let names: Vec<&str> = lists.iter().filter(|list| list.on).map(|list| list.name.as_str()).collect();
    if !names.is_empty() {
        let message = Message::new("status-lists").with("names", names.join(&view.text("list-separator")));
        muted(ui, view, &view.say(&message));
    }
}

/// How panes scroll together, while they do; a click lets them go.
fn together(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(together) = view.workspace.together().filter(|_| view.workspace.panes().len() > 1) else { return };
    let id = match together {
        Together::Share => "status-together-share",
        Together::Lines => "status-together-lines",
    };
    let text = RichText::new(view.text(id)).color(view.palette.accent).small();
    let button = ui.add(egui::Button::new(text).frame_when_inactive(false));
    let hint = format!("{}\n{}", view.help(Action::ScrollTogether), view.help(Action::ScrollTogetherBy));
    if button.on_hover_text(hint).clicked() {
        commands.push(Command::Do(Action::ScrollTogether));
    }
}

fn hits(ui: &mut Ui, view: &View<'_>, hit: Option<usize>, commands: &mut Commands) {
    let Inspected::Article(article) = view.workspace.inspected() else { return };
    let Some(hits) = view.hits.get(&article).filter(|hits| hits.total > 0) else { return };
    let keys = Action::NextHit.info().map_or_else(String::new, super::keys::shown);
    let next = ui.add(egui::Button::new(RichText::new(keys).small()).small());
    if labelled(next, &view.text("command-next-hit"), false).on_hover_text(view.help(Action::NextHit)).clicked() {
        commands.push(Command::Do(Action::NextHit));
    }
    let message = match hit {
        Some(at) => Message::new("status-hit").with("total", hits.total).with("at", at),
        None => Message::new("status-hits").with("total", hits.total),
    };
    muted(ui, view, &view.say(&message));
}

/// Most notices that are shown at once; the rest is counted.
const SHOWN_NOTICES: usize = 3;

/// Draws what there is to tell, the latest last. Nothing is drawn if there is nothing.
pub(super) fn notices(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let more = view.notices.len().saturating_sub(SHOWN_NOTICES);
    for (at, notice) in view.notices.iter().enumerate().skip(more) {
        ui.horizontal_wrapped(|ui| {
            ui.add_space(8.0);
            let color = match notice.severity {
                Severity::Info => view.palette.muted,
                Severity::Warning => view.palette.warning,
                Severity::Error => view.palette.accent,
            };
            let close = ui.add(egui::Button::new(RichText::new("×").color(view.palette.muted)).frame(false));
            if labelled(close, &view.text("button-dismiss"), false).on_hover_text(view.text("button-dismiss")).clicked()
            {
                commands.push(Command::Dismiss(at));
            }
            ui.label(RichText::new(view.say(&notice.message)).color(color));
            if let Some(hint) = &notice.hint {
                ui.label(RichText::new(view.say(hint)).color(view.palette.muted));
            }
        });
    }
    if view.notices.len() > 1 {
        ui.horizontal(|ui| {
            ui.add_space(8.0);
            if more > 0 {
                let message = Message::new("notices-more").with("count", more);
                ui.label(RichText::new(view.say(&message)).color(view.palette.muted));
            }
            if ui.small_button(view.text("button-dismiss-all")).clicked() {
                commands.push(Command::DismissAll);
            }
        });
    }
}
