//! What is known of the files of open sources.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::Session;
use crate::library::{OnDisk, Page};
use crate::page::SourceId;

impl Session {
    /// Notes what has become of the files of open sources; tells whether that is news.
    pub fn set_on_disk(&mut self, found: &[(SourceId, OnDisk)]) -> bool {
        let news = found.iter().filter(|(id, state)| self.library.set_on_disk(*id, *state)).count();
        self.pages_revision += u64::from(news > 0);
        news > 0
    }

    /// Open sources whose files are not what was read from them; not those of which the new file is open, too.
    #[must_use]
    pub fn changed_sources(&self) -> Vec<SourceId> {
        let changed: Vec<&Arc<Page>> = self.pages().filter(|page| page.source.on_disk != OnDisk::AsRead).collect();
        if changed.is_empty() {
            return Vec::new();
        }
        let open: HashSet<&Path> = self
            .pages()
            .filter(|page| page.source.on_disk == OnDisk::AsRead)
            .flat_map(|page| page.source.paths())
            .collect();
        let is_replaced = |page: &Page| page.source.paths().any(|path| open.contains(path));
        changed.into_iter().filter(|page| !is_replaced(page)).map(|page| page.source.id).collect()
    }
}
