//! Notebooks on disk. These lie beside each other:
//!
//! | file | what it is |
//! |---|---|
//! | `NAME.ron` | the notebook as of the last full save, one record a line |
//! | `NAME.ron.journal` | every transaction since, one a line with a checksum, synced before it counts as saved |
//! | `NAME.ron.lock` | held while the notebook is open, with who holds it; never renamed |
//! | `NAME.ron.backups/` | copies of the last full saves, of one a day before that, and of snapshots |
//! | `NAME.ron.history` | the way back over a restart; nothing is lost with it |
//!
//! A full save names the new file in the journal, writes a backup, writes the new file, syncs it, renames it over the old one
//! and only then starts a new journal. Every journal line carries the revision that it leads to, and a line that the file
//! already holds is passed over: so a crash at any point loses nothing and replays nothing twice. A file that does not parse
//! never becomes an empty notebook. `docs/durability.md` says what is promised and how each promise is tested.

mod aside;
mod backup;
pub mod disk;
mod error;
mod file;
mod history;
mod journal;
mod load;
mod lock;
mod newer;
mod open;
mod places;
mod ron_words;
mod settings;
mod tally;
mod writer;

use std::path::Path;

use crate::i18n::Message;
use crate::notebook::{History, Manner, Notebook, Revision, Transaction};
use crate::task::Diagnostic;

pub use aside::{Aside, AsideKind, kept_aside};
pub use backup::{BackupEntry, BackupFacts, BackupKind, backups};
pub use error::StoreError;
pub use file::{parse_notebook, replace_file, write_file, write_notebook};
pub use history::MAX_HISTORY_BYTES;
pub use journal::JournalEntry;
pub use lock::Holder;
pub use newer::{Understood, read_newer};
pub use open::Opener;

pub use places::{
    default_notebook_path, first_there, free_path, in_folder, numbered_paths, same_file, settings_path, typed_path,
    with_suffix,
};
pub use ron_words::ron_message;
pub use settings::{BODY_PX, LINE_HEIGHT_EM, MEASURE_EM, SCALES, Settings, ThemeChoice};
pub use writer::{BULK_EDITS, Snapshot, Store};

/// Largest notebook and longest journal that are read or written, in bytes; 100,000 annotations have some sixty million.
/// Whatever is larger is refused before it is read.
pub const MAX_NOTEBOOK_BYTES: u64 = 512 << 20;

/// A notebook as read from disk, with what there is to tell.
#[derive(Debug)]
pub struct Opened<S> {
    /// What writes it from now on; nothing for a notebook that is only read.
    pub store: S,
    /// Its contents, the journal's transactions applied.
    pub notebook: Notebook,
    /// The way back, as far as it was kept.
    pub history: History,
    /// What was noticed: a torn last line, a journal that belongs to another version, records that are not whole.
    pub notices: Vec<Diagnostic<Message>>,
}

/// Reads the notebook at `path`, journal and all, without a lock and without writing anything.
///
/// # Errors
/// If it is not there, cannot be read, or does not parse.
pub fn read(path: &Path) -> Result<Opened<()>, StoreError> {
    Opener::default().read(path)
}

/// Who has the notebook at `path` open, or had it last, as far as its lock file tells.
#[must_use]
pub fn holder(path: &Path) -> Option<Holder> {
    lock::holder_of(&disk::RealDisk, path)
}

/// A journal entry for a transaction that has led to `revision`.
#[must_use]
pub fn entry(revision: Revision, transaction: Transaction) -> JournalEntry {
    JournalEntry { revision, manner: Manner::Step, transaction }
}

/// For fuzzing: reads `bytes` as a journal, and tells how many transactions it holds.
#[must_use]
pub fn parse_journal(bytes: &[u8]) -> usize {
    journal::JournalRead::parse(bytes).entries.len()
}

#[cfg(test)]
mod tests;
