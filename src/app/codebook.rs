//! The codebook as a list in a file, and the views over all of its quotations.

use std::path::PathBuf;

use super::App;
use super::work::pending;
use crate::exchange::{CodebookError, read_list_file};
use crate::i18n::Message;
use crate::notebook::TagId;
use crate::session::{Action, Meetings, QuotationFilter, Request, TaggedPlaces, quoted};
use crate::task::Severity;
use crate::ui::{Chooser, ChooserKind, Command, QuotationRows, Tab, TagChoice};

/// Wrong lines that are told one by one.
const TOLD: usize = 5;

impl App {
    pub(super) fn show_codebook_part(&mut self, command: Command) {
        match command {
            Command::Quotations(filter) => self.window.quotations.show_those(filter),
            Command::CloseQuotations => self.window.quotations.close(),
            Command::ChooseTag(what) => {
                self.window.chooser = Some((ChooserKind::Tag(what), Chooser::default()));
            }
            _ => {}
        }
    }

    pub(super) fn run_codebook(&mut self, action: Action) {
        match action {
            Action::TagPage => self.show_codebook_part(Command::ChooseTag(TagChoice::Page)),
            Action::Quotations => self.window.quotations.show_filter(),
            Action::TagsThatMeet => self.window.quotations.show_meetings(),
            Action::MoveTag => self.show_codebook_part(Command::ChooseTag(TagChoice::Move(None))),
            Action::MergeTags => self.show_codebook_part(Command::ChooseTag(TagChoice::Merge(None))),
            _ => {}
        }
    }

    /// Begins to count which tags meet, where that is shown and not counted yet. One count at a time: the next begins with
    /// what is there by then.
    pub(super) fn count_meetings(&mut self) {
        let revision = self.session.revision();
        let is_known = self.meetings.as_ref().is_some_and(|(of, _)| *of == revision);
        if self.work.meetings.is_none() && !is_known && self.window.quotations.needs_meetings() {
            let notebook = self.session.notebook().clone();
            let job = self.runner.start("meetings", move |_, _| Meetings::of(&TaggedPlaces::of(&notebook)));
            self.work.meetings = pending(revision, job);
        }
    }

    /// Begins to list the quotations that are wanted, where they are not listed yet. One list at a time, as above.
    pub(super) fn list_quotations(&mut self) {
        let wanted = self.window.quotations.wanted(self.session.revision(), self.session.pages_revision());
        let Some(of) = wanted.filter(|_| self.work.quotations.is_none()) else { return };
        let (notebook, library) = (self.session.notebook().clone(), self.session.library().clone());
        let about = of.clone();
        let job = self.runner.start("quotations", move |_, _| QuotationRows::of(&notebook, &library, &about));
        self.work.quotations = pending(of, job);
    }

    /// The page of a tag.
    pub(super) fn show_tag(&mut self, tag: TagId) {
        self.window.inspector.tab = Tab::Codebook;
        if let Some(tag) = self.session.notebook().tags().get(&tag) {
            let filter = QuotationFilter { tags: quoted(&tag.name), ..QuotationFilter::default() };
            self.window.quotations.show_those(filter);
        }
    }

    /// Reads a list of tags in a job.
    pub(super) fn import_codebook(&mut self, path: PathBuf) {
        let job = self.runner.start("codebook", move |_, _| read_list_file(&path));
        self.work.codebook = pending((), job);
    }

    pub(super) fn codebook_read(&mut self, read: Result<String, Message>) {
        match read {
            Ok(csv) => {
                self.session.end_typing();
                let performed = self.session.perform(Request::ImportCodebook { csv });
                if performed == Ok(None) {
                    self.said = Some(Message::new("said-codebook-same"));
                }
                self.performed(performed);
            }
            Err(why) => self.tell(Severity::Error, why),
        }
    }

    /// Says which lines of a list are wrong.
    pub(super) fn tell_wrong_lines(&mut self, errors: &[CodebookError]) {
        self.tell(Severity::Warning, Message::new("codebook-not-imported").with("count", errors.len()));
        for error in errors.iter().take(TOLD) {
            self.tell(Severity::Warning, error.message());
        }
    }
}
