//! Quotations across articles, left of the readers: a tag's page, or whatever passes a filter; and the table of tags that meet.

mod bar;
mod list;
mod row;
mod table;

use egui::{RichText, Sense, Ui, vec2};

use super::command::{Command, Commands};
use super::view::View;
use super::{fonts, theme, widgets};
use crate::i18n::Message;
use crate::notebook::{Revision, TagId};
use crate::session::{Action, FilterError, QuotationFilter};

use list::QuotationList;
pub use list::{QuotationRows, QuotationsOf};
use table::MeetingTable;

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shown {
    /// Nothing: the readers have the room.
    #[default]
    Nothing,
    Quotations,
    Meetings,
}

/// What the pane keeps between frames.
#[derive(Default)]
pub struct QuotationsPane {
    shown: Shown,
    filter: QuotationFilter,
    list: QuotationList,
    table: MeetingTable,
    bar: bar::FilterBar,
}

impl QuotationsPane {
    /// Whether it takes room.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.shown != Shown::Nothing
    }

    /// Whether it tells how often tags meet.
    #[must_use]
    pub fn needs_meetings(&self) -> bool {
        self.shown == Shown::Meetings || (self.is_open() && self.filter.meeting.is_some())
    }

    /// The tag whose page is open.
    #[must_use]
    pub fn tag(&self) -> Option<TagId> {
        self.list.tag().filter(|_| self.shown == Shown::Quotations)
    }

    /// The filter that is shown, where it holds something back.
    #[must_use]
    pub fn filter(&self) -> Option<&QuotationFilter> {
        Some(&self.filter).filter(|filter| self.shown == Shown::Quotations && !filter.is_empty())
    }

    /// What is to be listed and is not yet, for a notebook and pages of these revisions.
    #[must_use]
    pub fn wanted(&self, revision: Revision, pages_revision: u64) -> Option<QuotationsOf> {
        let is_wanted = self.shown == Shown::Quotations && !self.list.is_of(revision, pages_revision, &self.filter);
        let (filter, width_px) = (&self.filter, self.list.width_px());
        is_wanted.then(|| QuotationsOf { revision, pages_revision, filter: filter.clone(), width_px })
    }

    /// Lists what was found.
    pub fn take(&mut self, of: QuotationsOf, made: Result<QuotationRows, FilterError>) {
        self.list.take(of, made);
    }

    /// Shows the quotations that pass; the list takes the keyboard.
    pub fn show_those(&mut self, filter: QuotationFilter) {
        self.shown = Shown::Quotations;
        self.filter = filter;
        self.list.begin();
    }

    /// Shows the quotations that passed last; the filter takes the keyboard.
    pub fn show_filter(&mut self) {
        self.shown = Shown::Quotations;
        self.bar.take_focus();
    }

    /// Shows which tags meet.
    pub fn show_meetings(&mut self) {
        self.shown = Shown::Meetings;
        self.table.take_focus();
    }

    /// Gives the room back to the readers.
    pub fn close(&mut self) {
        self.shown = Shown::Nothing;
    }

    /// Draws it. Where it covers the readers, going to a passage closes it.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, covers: bool, commands: &mut Commands) {
        self.head(ui, view, commands);
        match self.shown {
            Shown::Nothing => {}
            Shown::Quotations => {
                if self.bar.show(ui, view, &mut self.filter, &self.list) {
                    self.list.begin();
                }
                self.about(ui, view, commands);
                self.list.show(ui, view, &self.filter, covers, commands);
            }
            Shown::Meetings => self.table.show(ui, view, commands),
        }
    }

    fn head(&self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        widgets::pane_head(ui, view, |ui| {
            let leaves = [
                (Shown::Quotations, "codebook-quotations", Action::Quotations),
                (Shown::Meetings, "codebook-meetings", Action::TagsThatMeet),
            ];
            for (shown, id, action) in leaves {
                if widgets::leaf_name(ui, view, id, action, self.shown == shown) {
                    commands.push(Command::Do(action));
                }
            }
            if self.list.error().is_some() && self.shown == Shown::Quotations {
                ui.label(RichText::new(view.text("quotations-stale")).color(view.palette.warning));
            } else if self.shown == Shown::Quotations {
                let (total, groups) = self.list.counts();
                let count = Message::new("quotations-count").with("count", total).with("articles", groups);
                ui.label(RichText::new(view.say(&count)).color(view.palette.muted));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if widgets::cross(ui, view, "quotations-close") {
                    commands.push(Command::CloseQuotations);
                }
            });
        });
    }

    /// What the list is of, where it is of one tag or of a meeting.
    fn about(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let notebook = view.session.notebook();
        let name = |id: TagId| notebook.tags().get(&id).map_or_else(String::new, |tag| tag.name.clone());
        if let Some(meeting) = self.filter.meeting {
            ui.horizontal_wrapped(|ui| {
                ui.add_space(14.0);
                let message = Message::new("quotations-meeting")
                    .with("one", name(meeting.one))
                    .with("other", name(meeting.other));
                let count = view.meetings.map_or(0, |(_, meetings)| meetings.count(meeting));
                ui.label(RichText::new(view.say(&message.with("count", count))).color(view.palette.ink));
                if ui.button(view.text("quotations-all")).clicked() {
                    commands.push(Command::Quotations(QuotationFilter { meeting: None, ..self.filter.clone() }));
                }
            });
            ui.add_space(4.0);
            return;
        }
        let Some(tag) = self.list.tag().and_then(|id| notebook.tags().get(&id)) else { return };
        ui.horizontal_wrapped(|ui| {
            ui.add_space(14.0);
            let color = widgets::color32(tag.color);
            let (dot, _) = ui.allocate_exact_size(vec2(12.0, 18.0), Sense::hover());
            ui.painter().circle_filled(dot.center(), 5.0, color);
            ui.label(RichText::new(&tag.name).font(fonts::serif_bold(17.0)).color(view.palette.ink));
            if let Some(digit) = tag.shortcut {
                widgets::key_cap(ui, &digit.to_string());
            }
        });
        if !tag.description.is_empty() {
            ui.horizontal_top(|ui| {
                ui.add_space(14.0);
                ui.vertical(|ui| {
                    ui.set_max_width(ui.available_width() - 14.0);
                    let text = RichText::new(&tag.description).text_style(theme::title_style());
                    ui.label(text.color(view.palette.muted));
                });
            });
        }
        ui.add_space(4.0);
    }
}
