//! Whether files are still what was read from them. A source never changes; its file may, and a quotation that is said to
//! stand in the file has to be held against the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::collection::Library;
use super::load::read_bounded;
use super::page::Page;
use super::source::{Origin, Source};
use crate::page::SourceId;
use crate::task::{Cancel, Progress};

/// What has become of the file of a source since it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OnDisk {
    /// It has the same bytes, or there was never one: a page that comes with the program.
    #[default]
    AsRead,
    /// It has other bytes.
    Changed,
    /// It is not there any more, or cannot be read.
    Gone,
}

/// Size and time of change of files that had the bytes that were read from them.
#[derive(Clone, Debug, Default)]
pub struct Stamps(BTreeMap<PathBuf, (u64, SystemTime)>);

/// What looking at files came to.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// The sources that were looked at.
    pub found: Vec<(SourceId, OnDisk)>,
    /// Their files, for the next look.
    pub stamps: Stamps,
}

impl Looked {
    /// How many are not as they were read.
    #[must_use]
    pub fn changed_count(&self) -> usize {
        self.found.iter().filter(|(_, state)| *state != OnDisk::AsRead).count()
    }
}

/// Looks at the files of the open sources, or of those in `wanted`. A file whose size and time are those in `stamps` is taken
/// for what it was; every other is read and hashed. What was not yet looked at when it is cancelled is not in what is found.
#[must_use]
pub fn look_again(library: &Library, wanted: Option<&BTreeSet<SourceId>>, stamps: &Stamps, cancel: &Cancel) -> Looked {
    let pages: Vec<&Arc<Page>> =
        library.iter().filter(|page| wanted.is_none_or(|wanted| wanted.contains(&page.source.id))).collect();
    let mut looked = Looked { found: Vec::new(), stamps: stamps.clone() };
    for page in pages {
        if cancel.is_cancelled() {
            break;
        }
        let state = look(&page.source, &mut looked.stamps);
        looked.found.push((page.source.id, state));
    }
    looked
}

/// One of its files is enough.
fn look(source: &Source, stamps: &mut Stamps) -> OnDisk {
    if source.origin == Origin::Sample {
        return OnDisk::AsRead;
    }
    let mut state = OnDisk::Gone;
    for path in source.paths() {
        match look_at(path, source.id, stamps) {
            Some(true) => return OnDisk::AsRead,
            Some(false) => state = OnDisk::Changed,
            None => {}
        }
    }
    state
}

/// Whether a file has the bytes of a source; `None` if it cannot be read.
fn look_at(path: &Path, id: SourceId, stamps: &mut Stamps) -> Option<bool> {
    // Anything but a file (a pipe, a device) could block for ever.
    let meta = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let stamp = meta.modified().ok().map(|time| (meta.len(), time));
    if stamp.is_some() && stamps.0.get(path) == stamp.as_ref() {
        return Some(true);
    }
    stamps.0.remove(path);
    let is_same = SourceId::of_bytes(&read_bounded(path).ok()?) == id;
    if let Some(stamp) = stamp.filter(|_| is_same) {
        stamps.0.insert(path.to_owned(), stamp);
    }
    Some(is_same)
}

impl Source {
    /// Those of its paths at which there is a file now.
    #[must_use]
    pub fn paths_there(&self) -> Vec<PathBuf> {
        self.paths().filter(|path| path.is_file()).map(Path::to_owned).collect()
    }
}

/// The library as the files are now: pages whose files are not as they were read are not in it, but in their place what the
/// files hold now, under its own hash.
#[must_use]
pub fn as_on_disk(library: &Library, cancel: &Cancel) -> (Library, Looked) {
    let looked = look_again(library, None, &Stamps::default(), cancel);
    let mut now = library.clone();
    for (id, _) in looked.found.iter().filter(|(_, state)| *state != OnDisk::AsRead) {
        let Some(old) = now.remove(*id) else { continue };
        let read = super::load::load(&old.source.paths_there(), cancel, &Progress::default());
        for source in read.value {
            now.insert(Arc::new(Page::new(source)));
        }
    }
    (now, looked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::load;

    fn state(library: &Library, stamps: &Stamps) -> (OnDisk, Stamps) {
        let looked = look_again(library, None, stamps, &Cancel::default());
        (looked.found[0].1, looked.stamps)
    }

    #[test]
    fn a_file_that_has_changed_or_is_gone_is_noticed_and_one_that_is_back_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.txt");
        std::fs::write(&path, "拖欠２０００元\n").unwrap();
        let read = load(std::slice::from_ref(&path), &Cancel::default(), &Progress::default());
        let mut library = Library::default();
        for source in read.value {
            library.insert(Arc::new(Page::new(source)));
        }
        let (first, stamps) = state(&library, &Stamps::default());
        assert_eq!(first, OnDisk::AsRead);
        assert_eq!(state(&library, &stamps).0, OnDisk::AsRead);

        // As long, and perhaps within the same tick of the clock: what was not stamped is read.
        std::fs::write(&path, "拖欠３０００元\n").unwrap();
        assert_eq!(state(&library, &Stamps::default()).0, OnDisk::Changed);
        let (now, looked) = as_on_disk(&library, &Cancel::default());
        assert_eq!(looked.changed_count(), 1);
        assert_eq!(now.iter().map(|page| page.source.text.as_str()).collect::<Vec<_>>(), ["拖欠３０００元\n"]);

        std::fs::remove_file(&path).unwrap();
        assert_eq!(state(&library, &stamps).0, OnDisk::Gone);
        std::fs::write(&path, "拖欠２０００元\n").unwrap();
        assert_eq!(state(&library, &stamps).0, OnDisk::AsRead);
    }

    #[test]
    fn a_sample_has_no_file() {
        let mut library = Library::default();
        library.insert(Arc::new(Page::new(crate::library::samples().remove(0))));
        assert_eq!(state(&library, &Stamps::default()).0, OnDisk::AsRead);
    }
}
