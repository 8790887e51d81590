//! Files of open sources that are not any more what was read from them: looked for in a job, told in a strip.

use super::App;
use super::work::{PagesFor, PagesFrom, pending};
use crate::library::{OnDisk, look_again};
use crate::page::SourceId;

impl App {
    /// Begins to look at the files of the open sources: first at their sizes and times, and at what they hold where these are
    /// others.
    pub(super) fn look_at_files(&mut self) {
        if self.work.look.is_some() || self.session.library().is_empty() {
            return;
        }
        let (library, stamps) = (self.session.library().clone(), self.stamps.clone());
        let job = self.runner.start("files", move |cancel, _| look_again(&library, None, &stamps, cancel));
        self.work.look = pending((), job);
    }

    pub(super) fn looked_at_files(&mut self, looked: crate::library::Looked) {
        self.stamps = looked.stamps;
        self.found_on_disk(&looked.found);
    }

    /// Takes note of what has become of files.
    pub(super) fn found_on_disk(&mut self, found: &[(SourceId, OnDisk)]) {
        self.session.set_on_disk(found);
    }

    /// Makes the strip anew that tells of changed files, once a page was opened, closed or has changed.
    pub(super) fn follow_files(&mut self) {
        let pages = self.session.pages_revision();
        if self.changed_files.as_ref().is_none_or(|(of, _)| *of != pages) {
            self.changed_files = Some((pages, self.session.changed_sources()));
        }
    }

    /// Shows what the file of a source holds now, and asks what is to become of what was said about it; without anything said,
    /// the new page is opened.
    pub(super) fn look_at_new_version(&mut self, source: SourceId) {
        let Some(page) = self.session.page(source) else { return };
        let paths = page.source.paths_there();
        let spoken_of = self.session.notebook().has_work_on(source);
        let purpose = if spoken_of { PagesFor::Locate(source) } else { PagesFor::User };
        self.read_pages(purpose, PagesFrom::Paths(paths));
    }
}
