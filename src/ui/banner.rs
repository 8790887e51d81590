//! What the user must not overlook, in a strip above the panes: that nothing can be written, that the notebook is only to be
//! looked at, that it is not whole. Each says what can be done.

use egui::{Frame, Margin, Panel, RichText, Ui};

use super::command::{Command, Commands};
use super::theme;
use super::view::View;
use crate::i18n::Message;
use crate::library::{OnDisk, shown};
use crate::page::SourceId;
use crate::session::Action;

/// Draws the strips that there is reason for.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    if let Some(save) = view.save {
        if let Some(failing) = &save.failing {
            let kept = Message::new("banner-failing")
                .with("count", save.waiting)
                .with("since", failing.since.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string())
                .with("attempts", failing.attempts);
            let strip =
                Strip { id: ("strip failing", None), grave: true, flashes: false, sentences: &[&failing.why, &kept] };
            strip.show(ui, view, commands, &[("banner-elsewhere", Command::Do(Action::SaveAs))]);
        }
        if let Some(why) = &save.not_whole {
            let strip = Strip { id: ("strip not whole", None), grave: true, flashes: false, sentences: &[why] };
            let choices = [
                ("command-backups", Command::Do(Action::Backups)),
                ("banner-elsewhere", Command::Do(Action::SaveAs)),
                ("banner-accept", Command::AcceptViolations),
            ];
            strip.show(ui, view, commands, &choices);
        }
    }
    if let Some(why) = view.read_only {
        let strip = Strip { id: ("strip read only", None), grave: false, flashes: view.is_refused, sentences: &[why] };
        let choices = [("banner-copy", Command::Do(Action::SaveAs)), ("banner-again", Command::OpenAgain)];
        strip.show(ui, view, commands, &choices);
    }
    changed_files(ui, view, commands);
}

/// The names of at most so many changed files are told in a strip each.
const MOST_CHANGED: usize = 3;

/// Tells of open sources whose files are not what was read from them.
fn changed_files(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    for source in view.changed_files.iter().take(MOST_CHANGED) {
        let Some(page) = view.session.page(*source) else { continue };
        let (id, choice) = match page.source.on_disk {
            OnDisk::Changed => ("banner-changed", ("banner-new-version", Command::LookAtNewVersion(*source))),
            OnDisk::Gone => ("banner-gone", ("button-locate", Command::Locate(*source))),
            OnDisk::AsRead => continue,
        };
        let sentence = Message::new(id).with("name", shown(&page.source.name));
        let strip =
            Strip { id: ("strip changed", Some(*source)), grave: false, flashes: false, sentences: &[&sentence] };
        strip.show(ui, view, commands, &[choice]);
    }
    if view.changed_files.len() > MOST_CHANGED {
        let sentence = Message::new("banner-more-changed").with("count", view.changed_files.len() - MOST_CHANGED);
        let strip = Strip { id: ("strip changed", None), grave: false, flashes: false, sentences: &[&sentence] };
        strip.show(ui, view, commands, &[]);
    }
}

struct Strip<'a> {
    id: (&'static str, Option<SourceId>),
    /// Whether work is at risk.
    grave: bool,
    /// Whether it stands out for a moment.
    flashes: bool,
    sentences: &'a [&'a Message],
}

impl Strip<'_> {
    fn show(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands, choices: &[(&str, Command)]) {
        let palette = &view.palette;
        let color = if self.grave { palette.accent } else { palette.warning };
        let share = if self.flashes {
            0.36
        } else if self.grave {
            0.16
        } else {
            0.10
        };
        let ground = theme::mix(palette.paper, color, share);
        let frame = Frame::new().fill(ground).inner_margin(Margin::symmetric(14, 8));
        Panel::top(self.id).resizable(false).frame(frame).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                for sentence in self.sentences {
                    ui.label(RichText::new(view.say(sentence)).color(palette.ink));
                }
                for (label, command) in choices {
                    if ui.button(view.text(label)).clicked() {
                        commands.push(command.clone());
                    }
                }
            });
        });
    }
}
