//! What is known of the issue of a source: as its page tells, or as the user says.

use egui::{Grid, Key, RichText, TextEdit, Ui};

use super::{DialogState, title};
use crate::i18n::Message;
use crate::library::shown;
use crate::page::{IssueData, IssueDate, IssueDoubt, LunarDate, SourceId, Weekday};
use crate::session::Request;
use crate::ui::command::{Command, Commands};
use crate::ui::view::View;
use crate::ui::{theme, widgets};

/// What is typed into the dialog.
#[derive(Clone, Debug)]
pub struct IssueDraft {
    source: SourceId,
    paper: String,
    date: String,
    weekday: Option<Weekday>,
    lunar: String,
    number: String,
    page: String,
    /// Parted by spaces or commas.
    places: String,
    is_new: bool,
}

impl IssueDraft {
    /// Begins with what is known.
    #[must_use]
    pub fn new(source: SourceId, issue: &IssueData) -> Self {
        let or_blank = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            source,
            paper: or_blank(&issue.paper),
            date: issue.date.map(|date| date.to_string()).unwrap_or_default(),
            weekday: issue.weekday,
            lunar: issue.lunar.map(|lunar| lunar.to_string()).unwrap_or_default(),
            number: issue.number.map(|number| number.to_string()).unwrap_or_default(),
            page: or_blank(&issue.page),
            places: issue.places.join(" "),
            is_new: true,
        }
    }

    /// What is typed as it is meant, or the ids of the sentences that say which fields are wrong.
    fn read(&self) -> Result<IssueData, Vec<&'static str>> {
        fn field<T: std::str::FromStr>(text: &str, wrong: &'static str, all: &mut Vec<&'static str>) -> Option<T> {
            let text = text.trim();
            let read = text.parse().ok();
            if read.is_none() && !text.is_empty() {
                all.push(wrong);
            }
            read
        }
        let mut wrong = Vec::new();
        let date = field::<IssueDate>(&self.date, "issue-wrong-date", &mut wrong);
        let lunar = field::<LunarDate>(&self.lunar, "issue-wrong-lunar", &mut wrong);
        let number = field::<u32>(&self.number, "issue-wrong-number", &mut wrong);
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let places = self.places.split([' ', '\u{3000}', ',', '，', '、', ';', '；']).filter_map(given).collect();
        let data = IssueData {
            paper: given(&self.paper),
            date,
            weekday: self.weekday,
            lunar,
            number,
            page: given(&self.page),
            places,
        };
        if wrong.is_empty() { Ok(data) } else { Err(wrong) }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, state: &mut DialogState, commands: &mut Commands) {
        ui.set_width(460.0);
        title(ui, &view.text("issue-title"));
        let page = view.session.page(self.source);
        let record = view.session.notebook().sources().get(&self.source);
        let name = page.map(|page| page.source.name.as_str()).or(record.map(|record| record.name())).unwrap_or("");
        ui.label(RichText::new(shown(name).as_ref()).color(view.palette.muted));
        ui.add_space(8.0);
        Grid::new("issue").num_columns(2).min_col_width(72.0).spacing([16.0, 8.0]).show(ui, |ui| {
            let is_new = std::mem::take(&mut self.is_new);
            field(ui, view, "issue-paper", &mut self.paper, is_new);
            field(ui, view, "issue-date", &mut self.date, false);
            ui.label(view.text("issue-weekday"));
            ui.horizontal(|ui| {
                for day in (1..=7).filter_map(Weekday::new) {
                    let is_it = self.weekday == Some(day);
                    let text = view.say(&weekday(day));
                    if ui.selectable_label(is_it, text).clicked() {
                        self.weekday = (!is_it).then_some(day);
                    }
                }
            });
            ui.end_row();
            field(ui, view, "issue-lunar", &mut self.lunar, false);
            field(ui, view, "issue-number", &mut self.number, false);
            field(ui, view, "issue-page", &mut self.page, false);
            field(ui, view, "issue-places", &mut self.places, false);
        });
        ui.add_space(6.0);
        let read = self.read();
        match &read {
            Ok(issue) => {
                for doubt in issue.doubts() {
                    ui.label(RichText::new(view.say(&doubt_message(&doubt))).color(view.palette.warning));
                }
            }
            Err(wrong) => {
                for id in wrong {
                    ui.label(RichText::new(view.text(id)).color(view.palette.warning));
                }
            }
        }
        let is_corrected = view.session.notebook().issues().contains_key(&self.source);
        let hint = if is_corrected { "issue-hint-corrected" } else { "issue-hint" };
        ui.label(RichText::new(view.text(hint)).small().color(view.palette.muted));
        ui.add_space(8.0);
        let entered = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter));
        ui.horizontal(|ui| {
            let save = ui.add_enabled(read.is_ok(), theme::primary_button(&view.palette, view.text("button-ok")));
            if let Ok(IssueData { paper, date, weekday, lunar, number, page, places }) = read
                && (save.clicked() || entered)
            {
                let (source, date) = (self.source.to_string(), date.map(|date| date.to_string()));
                let request = Request::SetIssue { source, paper, date, weekday, lunar, number, page, places };
                commands.push(Command::Request(request));
                *state = DialogState::Closed;
            }
            if is_corrected && ui.button(view.text("issue-restore")).clicked() {
                commands.push(Command::Request(Request::RestoreIssue { source: self.source.to_string() }));
                *state = DialogState::Closed;
            }
            if ui.button(view.text("button-cancel")).clicked() {
                *state = DialogState::Closed;
            }
        });
    }
}

/// A row of the dialog.
fn field(ui: &mut Ui, view: &View<'_>, id: &str, text: &mut String, takes_keyboard: bool) {
    let label = view.text(id);
    ui.label(&label);
    let hint = view.text(match id {
        "issue-date" => "issue-date-hint",
        "issue-lunar" => "issue-lunar-hint",
        "issue-places" => "issue-places-hint",
        _ => "issue-none",
    });
    let response = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY));
    widgets::name_field(&response, &label);
    if takes_keyboard {
        response.request_focus();
    }
    ui.end_row();
}

fn weekday(day: Weekday) -> Message {
    Message::new("weekday").with("day", u32::from(day.number()))
}

/// What disagrees with the day of issue, for people.
pub(in crate::ui) fn doubt_message(doubt: &IssueDoubt) -> Message {
    match doubt {
        IssueDoubt::NoSuchDay => Message::new("issue-doubt-no-day"),
        IssueDoubt::Weekday { actual } => Message::new("issue-doubt-weekday").with("actual", weekday(*actual)),
        IssueDoubt::Lunar { actual } => Message::new("issue-doubt-lunar").with("actual", actual.to_string()),
    }
}
