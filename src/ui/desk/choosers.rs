//! What is chosen from a list on the desk: an article to send something to, and what a part is.

use egui::Ui;

use super::super::chooser::{Choice, Chooser, Chosen};
use super::super::command::{Command, Commands};
use super::super::view::View;
use super::{DeskCommand, Meant};
use crate::page::{Destination, LayoutEdit, Role, SourceId};
use crate::session::{Action, DeskAction, Request, TAG_COLORS, role_name};

/// What is to be sent to an article that is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentTo {
    /// The page.
    pub source: SourceId,
    /// What is sent.
    pub what: Meant,
    /// A doubt, by its part and its place, that is decided by that.
    pub decides: Option<(u32, u32)>,
}

/// What is chosen for something on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskChoice {
    /// Where it goes.
    Article(SentTo),
    /// What parts of a page are.
    Role(SourceId, Vec<u32>),
}

impl DeskChoice {
    /// Draws the list; tells whether it stays open.
    pub(in crate::ui) fn show(
        &self,
        ui: &mut Ui,
        view: &View<'_>,
        chooser: &mut Chooser,
        commands: &mut Commands,
    ) -> bool {
        match self {
            Self::Article(sent) => send(ui, view, chooser, sent, commands),
            Self::Role(source, parts) => role(ui, view, chooser, (*source, parts), commands),
        }
    }
}

fn send(ui: &mut Ui, view: &View<'_>, chooser: &mut Chooser, sent: &SentTo, commands: &mut Commands) -> bool {
    let Some(page) = view.session.page(sent.source) else { return false };
    let here = match &sent.what {
        Meant::Parts(parts) => parts.first().copied(),
        Meant::Lines(lines) => lines.first().map(|line| line.start),
    };
    let own = here.and_then(|at| page.at(at)).map(|(article, _)| article.id);
    let article = |(at, article): (usize, &crate::library::ArticleText)| {
        let choice = Choice::new(Destination::EndOf(article.id.start), article.title.clone());
        let choice = choice.detail(article.byline.chars().take(10).collect()).on(Some(article.id) == own);
        match TAG_COLORS[at % TAG_COLORS.len()].parse() {
            Ok(color) => choice.color(color),
            Err(_) => choice,
        }
    };
    // The one that it is in already comes last.
    let (other, same): (Vec<_>, Vec<_>) =
        page.articles.iter().enumerate().partition(|(_, article)| Some(article.id) != own);
    let mut choices: Vec<Choice<Destination>> = other.into_iter().map(article).collect();
    choices.push(Choice::new(Destination::NewArticle, view.text("desk-send-new")));
    choices.push(Choice::new(Destination::Noise, view.text("desk-send-noise")));
    choices.extend(same.into_iter().map(article));
    let version = view.session.pages_revision();
    match chooser.show(ui, view, &view.text("desk-send-hint"), (&choices, version), None) {
        Chosen::Open => return true,
        Chosen::One(to) => {
            let (what, decides) = (sent.what.clone(), sent.decides);
            commands.push(Command::Desk(DeskCommand::Send { what, to, decides }));
        }
        Chosen::New(_) | Chosen::Closed => {}
    }
    false
}

fn role(
    ui: &mut Ui,
    view: &View<'_>,
    chooser: &mut Chooser,
    (source, parts): (SourceId, &[u32]),
    commands: &mut Commands,
) -> bool {
    let holds = |part: &&crate::page::Part| parts.first().is_some_and(|at| part.start() == *at);
    let own = view.session.page(source).and_then(|page| page.layout.parts().find(holds)).map(|part| part.role);
    let key = |role: Role| {
        let info = Action::OnDesk(DeskAction::SetRole(role)).info();
        info.map_or_else(String::new, super::super::keys::shown)
    };
    let choice = |role: Role| Choice::new(role, view.say(&role_name(role))).detail(key(role)).on(Some(role) == own);
    // In the order of their keys; those without one come last.
    let mut roles = Role::ALL.to_vec();
    roles.sort_by_key(|role| (key(*role).is_empty(), key(*role)));
    let choices: Vec<Choice<Role>> = roles.into_iter().map(choice).collect();
    let version = view.session.pages_revision();
    match chooser.show(ui, view, &view.text("desk-role-hint"), (&choices, version), None) {
        Chosen::Open => return true,
        Chosen::One(role) => {
            let edit = LayoutEdit::SetRole { parts: parts.to_vec(), role };
            commands.push(Command::Request(Request::EditLayout { source: source.to_string(), edit }));
        }
        Chosen::New(_) | Chosen::Closed => {}
    }
    false
}
