//! Sources that have come back changed: what was said about them is looked for in a job, and the user decides.

use std::path::Path;
use std::sync::Arc;

use super::App;
use super::work::pending;
use crate::i18n::Message;
use crate::library::{self, Page};
use crate::page::SourceId;
use crate::session::{Request, rescan};
use crate::task::Severity;
use crate::ui::{Dialog, Rescanned};

impl App {
    /// A file that a source was seen at has other contents by now.
    pub(super) fn scanned_anew(&mut self, page: Arc<Page>) {
        match self.earlier_at_its_path(&page) {
            Some(from) => self.look_for_what_was_said(from, page),
            None => self.tell_of_change(&page),
        }
    }

    /// The source that was seen where a page that the notebook does not know lies now.
    pub(super) fn earlier_at_its_path(&self, page: &Page) -> Option<SourceId> {
        let sources = self.session.notebook().sources();
        let is_at =
            |paths: &[String]| page.source.paths().any(|path| paths.iter().any(|known| Path::new(known) == path));
        let mut known = sources.values().filter(|record| !record.removed && is_at(&record.paths));
        let earlier = known.next_back().map(|record| record.id);
        earlier.filter(|_| !sources.contains_key(&page.source.id))
    }

    fn tell_of_change(&mut self, page: &Page) {
        let name = library::shown(&page.source.name);
        self.tell(Severity::Warning, Message::new("source-changed").with("name", name));
    }

    /// Looks where the annotations of `from` stand in `page`, and asks whether to take them there.
    pub(super) fn look_for_what_was_said(&mut self, from: SourceId, page: Arc<Page>) {
        let is_spoken_of = self.session.notebook().has_work_on(from);
        if self.session.is_read_only() || !is_spoken_of || self.work.rescan.is_some() {
            self.tell_of_change(&page);
            return;
        }
        let (notebook, old, to) =
            (self.session.notebook().clone(), self.session.page(from).cloned(), Arc::clone(&page));
        let job = self.runner.start("rescan", move |_, _| rescan(&notebook, from, old.as_deref(), &to));
        self.work.rescan = pending((from, page), job);
    }

    pub(super) fn rescanned(&mut self, (from, page): (SourceId, Arc<Page>), rescan: crate::session::Rescan) {
        self.window.dialog = Some(Dialog::Rescan(Rescanned::new(from, page, rescan)));
    }

    /// Opens the new source and takes along what is sure.
    pub(super) fn take_new_scan(&mut self) {
        let Some(Dialog::Rescan(rescanned)) = &self.window.dialog else { return };
        let (from, page) = rescanned.sources();
        let (page, to) = (Arc::clone(page), page.source.id.to_string());
        let first = page.articles.first().map(|article| article.id);
        self.session.open_pages([page]);
        self.restore_layout(first);
        self.ask(Request::MoveToSource { from: from.to_string(), to });
    }
}
