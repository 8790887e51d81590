//! What is done on the desk, and what is looked at there from then on.

use super::App;
use crate::i18n::Message;
use crate::library::Page;
use crate::page::{Destination, LayoutEdit, Role, SourceId};
use crate::session::{
    Action, DeskAction, Rejected, Request, Uncertain, article_begun, article_joined, moved, rejected,
};
use crate::text::CharSpan;
use crate::ui::{Chooser, ChooserKind, DeskChoice, DeskCommand, Dialog, Meant, SentTo};

impl App {
    /// Lays the page of the active article on the desk.
    pub(super) fn open_desk(&mut self) {
        let tab = self.workspace.active();
        let Some(article) = tab.article else { return };
        let focus = tab.focus.or_else(|| self.pane().first_visible());
        self.window.quotations.close();
        self.window.desk.open(article.source, focus.map_or(article.start, |part| part.start));
    }

    /// Puts the page away; the reader is where the desk was looked at.
    fn leave_desk(&mut self) {
        let looked_at = self.window.desk.source().zip(self.window.desk.focus());
        self.window.desk.close();
        let held = looked_at.and_then(|(source, at)| self.session.holder(source, at));
        if let Some((article, paragraph)) = held {
            if self.workspace.active().article != Some(article) {
                self.workspace.show_in_pane(article);
            }
            self.workspace.focus(self.workspace.active().id, Some(paragraph));
            self.pane_mut().reveal(paragraph, None);
        }
    }

    /// Has the desk look at what is gone to in the readers.
    pub(super) fn desk_follows(&mut self) {
        let tab = self.workspace.active();
        if let Some(article) = tab.article.filter(|_| self.window.desk.is_open()) {
            self.window.desk.open(article.source, tab.focus.map_or(article.start, |part| part.start));
        }
    }

    /// The page on the desk.
    fn desk_page(&self) -> Option<&Page> {
        self.session.page(self.window.desk.source()?).map(std::convert::AsRef::as_ref)
    }

    /// Does what is about the page on the desk.
    pub(super) fn run_on_desk(&mut self, action: DeskAction) {
        let desk = &mut self.window.desk;
        match action {
            DeskAction::Leave => {
                if !desk.let_go() {
                    self.leave_desk();
                }
            }
            DeskAction::NextDoubt | DeskAction::PreviousDoubt => {
                if !desk.ask(action == DeskAction::NextDoubt) {
                    self.said = Some(Message::new("said-desk-no-doubts"));
                }
            }
            DeskAction::Yes | DeskAction::No => self.answer(action == DeskAction::Yes),
            DeskAction::NextPart => desk.step(true),
            DeskAction::PreviousPart => desk.step(false),
            DeskAction::Split => match desk.caret() {
                Some(at) if self.edit_page(LayoutEdit::Split { at }, "said-desk-no-caret") => {
                    self.window.desk.put_caret(at);
                }
                Some(_) => {}
                None => self.said = Some(Message::new("said-desk-no-caret")),
            },
            DeskAction::Join => self.join_parts(),
            DeskAction::MoveUp | DeskAction::MoveDown => self.move_part(action == DeskAction::MoveDown),
            DeskAction::SetRole(role) => self.set_role(role),
            DeskAction::Hide => self.hide(),
            DeskAction::PickRole => {
                if let (Some(source), Some(Meant::Parts(parts))) = (desk.source(), desk.meant()) {
                    self.choose_on_desk(DeskChoice::Role(source, parts));
                }
            }
            DeskAction::SendTo => {
                if let (Some(source), Some(what)) = (desk.source(), desk.meant()) {
                    self.choose_on_desk(DeskChoice::Article(SentTo { source, what, decides: None }));
                }
            }
            DeskAction::NewArticle => {
                if let Some(what) = desk.meant() {
                    self.send(&what, Destination::NewArticle, None);
                }
            }
            DeskAction::BeginArticle => self.edit_at_focus(article_begun, "said-desk-no-move"),
            DeskAction::JoinArticle => self.edit_at_focus(article_joined, "said-desk-no-move"),
            DeskAction::RestoreArticle | DeskAction::RestorePage => {
                let at = desk.focus().filter(|_| action == DeskAction::RestoreArticle);
                self.ask_to_restore(at);
            }
        }
    }

    /// Does what the pointer, or a list, has asked for.
    pub(super) fn act_on_desk(&mut self, command: DeskCommand) {
        match command {
            DeskCommand::GoOn => {
                if !self.window.desk.ask_on() {
                    self.said = Some(Message::new("said-desk-no-doubts"));
                }
            }
            DeskCommand::Send { what, to, decides } => self.send(&what, to, decides),
            DeskCommand::Move { parts, to } => {
                let first = parts.first().copied();
                if self.edit_page(LayoutEdit::MoveParts { parts, to }, "said-desk-no-move")
                    && let Some(first) = first
                {
                    self.window.desk.stand_at(first);
                }
            }
            DeskCommand::Restore { source, at } => {
                let source = source.to_string();
                self.perform(match at {
                    Some(at) => Request::RestoreArticle { source, at },
                    None => Request::RestoreLayout { source },
                });
            }
        }
    }

    fn choose_on_desk(&mut self, choice: DeskChoice) {
        self.window.chooser = Some((ChooserKind::Desk(choice), Chooser::default()));
    }

    /// Changes the page on the desk; says `else_said` where that makes no sense there. Tells whether it did.
    fn edit_page(&mut self, edit: LayoutEdit, else_said: &'static str) -> bool {
        let Some(page) = self.desk_page() else { return false };
        // What makes no sense is said in the words of the desk, and is no notice.
        if page.layout.edited(&page.source.text, &edit).is_err() {
            self.said = Some(Message::new(else_said));
            return false;
        }
        let source = page.source.id.to_string();
        let before = self.session.revision();
        self.session.end_typing();
        self.perform(Request::EditLayout { source, edit });
        // A notebook that is only looked at stays as it is.
        self.session.revision() != before
    }

    fn edit_at_focus(&mut self, edit: impl FnOnce(&Page, u32) -> Option<LayoutEdit>, else_said: &'static str) {
        let made = self.desk_page().zip(self.window.desk.focus()).and_then(|(page, at)| edit(page, at));
        match made {
            Some(edit) => {
                self.edit_page(edit, else_said);
            }
            None => self.said = Some(Message::new(else_said)),
        }
    }

    /// Joins the parts that are selected, or the one in focus to the one above it.
    fn join_parts(&mut self) {
        let Some(Meant::Parts(parts)) = self.window.desk.meant() else { return };
        let edit = match parts.as_slice() {
            [at] => LayoutEdit::Join { at: *at },
            [_, rest @ ..] => LayoutEdit::Steps(rest.iter().map(|at| LayoutEdit::Join { at: *at }).collect()),
            [] => return,
        };
        if self.edit_page(edit, "said-desk-nothing-before")
            && let Some(last) = parts.last()
        {
            self.window.desk.stand_at(*last);
        }
    }

    fn move_part(&mut self, down: bool) {
        let Some(at) = self.window.desk.focus() else { return };
        let edit = self.desk_page().and_then(|page| moved(page, at, down));
        match edit {
            Some(edit) if self.edit_page(edit.clone(), "said-desk-no-move") => self.window.desk.look_at(at),
            _ => self.said = Some(Message::new("said-desk-no-move")),
        }
    }

    fn set_role(&mut self, role: Role) {
        match self.window.desk.meant() {
            Some(Meant::Parts(parts)) => {
                self.edit_page(LayoutEdit::SetRole { parts, role }, "said-desk-no-move");
            }
            Some(Meant::Lines(spans)) => {
                let Some(at) = spans.first().map(|span| span.start) else { return };
                let edit = match self.where_taken(&spans) {
                    Some(to) if !role.is_furniture() => LayoutEdit::TakeOut { spans, to, role },
                    _ => LayoutEdit::TakeOut { spans, to: Destination::Noise, role },
                };
                if self.edit_page(edit, "said-desk-no-move") {
                    self.window.desk.look_at(at);
                }
            }
            None => {}
        }
    }

    /// Where lines go that become a part of their own in the article where they stand: behind the part that they are taken from.
    fn where_taken(&self, spans: &[CharSpan]) -> Option<Destination> {
        let page = self.desk_page()?;
        let (article, part) = page.at(spans.first()?.start)?;
        let here = article.parts.iter().position(|other| other.id == part.id)?;
        let is_taken = |at: u32| spans.iter().any(|span| span.contains(at));
        let behind = article.parts[here + 1..].iter().map(|part| part.part.start()).find(|at| !is_taken(*at));
        let stays = || {
            let all = article.parts.iter().flat_map(|part| &part.part.spans).flat_map(|span| span.range());
            all.into_iter().find(|at| !is_taken(*at)).map(Destination::EndOf)
        };
        behind.map(Destination::Before).or_else(stays)
    }

    /// Hides what is meant, or brings back what is hidden.
    fn hide(&mut self) {
        let Some(what) = self.window.desk.meant() else { return };
        let Some(page) = self.desk_page() else { return };
        let hidden = match &what {
            Meant::Parts(parts) => parts.first().is_some_and(|at| page.at(*at).is_none()),
            Meant::Lines(_) => false,
        };
        match what {
            Meant::Parts(parts) if hidden => {
                let first = parts.first().copied();
                let edit = LayoutEdit::SetRole { parts, role: Role::Body };
                if self.edit_page(edit, "said-desk-no-move")
                    && let Some(first) = first
                {
                    self.window.desk.look_at(first);
                }
            }
            what => self.send(&what, Destination::Noise, None),
        }
    }

    /// Sends something elsewhere and looks at what stands beside it; a doubt may be decided by that.
    fn send(&mut self, what: &Meant, to: Destination, decides: Option<(u32, u32)>) {
        let (edit, next) = match what {
            Meant::Parts(parts) => {
                let edit = LayoutEdit::MoveParts { parts: parts.clone(), to };
                (edit, self.window.desk.beside(parts))
            }
            Meant::Lines(spans) => {
                let first = spans.first().map_or(0, |span| span.start);
                let role = self.desk_page().and_then(|page| page.at(first)).map(|(_, part)| part.part.role);
                let role = if to == Destination::Noise { Role::Noise } else { role.unwrap_or(Role::Body) };
                (LayoutEdit::TakeOut { spans: spans.clone(), to, role }, None)
            }
        };
        let edit = match decides {
            Some((part, doubt)) => LayoutEdit::Steps(vec![LayoutEdit::Confirm { at: part, doubt: Some(doubt) }, edit]),
            None => edit,
        };
        if self.edit_page(edit, "said-desk-no-move") {
            match (decides, next) {
                (Some(_), _) => self.window.desk.go_on(),
                (None, Some(next)) => self.window.desk.stand_at(next),
                (None, None) => {
                    self.window.desk.let_go();
                }
            }
        }
    }

    /// Says of what is asked about that it is right, or that it is wrong.
    fn answer(&mut self, is_right: bool) {
        let Some(asked) = self.window.desk.asked().cloned() else {
            let keys = Action::OnDesk(DeskAction::NextDoubt).info().map_or("", |info| info.keys);
            self.said = Some(Message::new("said-desk-no-doubt-chosen").with("keys", keys));
            return;
        };
        let Uncertain { part, doubt } = &asked;
        let confirm = LayoutEdit::Confirm { at: *part, doubt: Some(doubt.at) };
        let answer = if is_right { Rejected::Edit(confirm) } else { self.rejected(&asked) };
        match answer {
            Rejected::Edit(edit) => {
                if self.edit_page(edit, "said-desk-no-move") {
                    self.window.desk.go_on();
                }
            }
            Rejected::Elsewhere => {
                if let Some(source) = self.window.desk.source() {
                    let (what, decides) = (Meant::Parts(vec![*part]), Some((*part, doubt.at)));
                    self.choose_on_desk(DeskChoice::Article(SentTo { source, what, decides }));
                    self.said = Some(Message::new("said-desk-where"));
                }
            }
        }
    }

    fn rejected(&self, asked: &Uncertain) -> Rejected {
        self.desk_page().map_or(Rejected::Elsewhere, |page| rejected(page, asked))
    }

    /// Asks before what was corrected goes.
    fn ask_to_restore(&mut self, at: Option<u32>) {
        let corrected = self.desk_page().filter(|page| page.is_corrected()).map(|page| page.source.id);
        match corrected {
            Some(source) => self.window.dialog = Some(Dialog::RestoreLayout { source, at }),
            None => self.said = Some(Message::new("said-desk-as-recovered")),
        }
    }

    /// Whether the page of a source lies on the desk.
    #[must_use]
    pub fn has_on_desk(&self, source: SourceId) -> bool {
        self.window.desk.source() == Some(source)
    }
}
