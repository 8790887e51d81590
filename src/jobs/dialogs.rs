//! File dialogs of the system, each in a thread, so that the window goes on while one is open.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{Job, Runner};

/// A dialog that answers sooner than this was never on the screen: there is no portal and no zenity.
const SOONEST_ANSWER: Duration = Duration::from_millis(60);

/// What to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// One or more pages.
    Files,
    /// A folder with pages.
    Folder,
    /// One file with one of these endings.
    File(&'static [&'static str]),
    /// A notebook that is there.
    Notebook,
    /// A place for a new file with this name proposed; its extension is the file's kind.
    SaveAs(String),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The user chose; never empty.
    Chosen(Vec<PathBuf>),
    /// The user closed the dialog.
    Cancelled,
    /// The system has no dialogs: ask in a field of our own.
    Unavailable,
}

/// Opens a dialog with `title`; `kinds` are the words for pages and notebooks, as the user reads them.
pub fn ask(runner: &Runner, ask: Ask, title: String, kinds: [String; 2]) -> Job<Answer> {
    runner.start("dialog", move |_, _| {
        let started = Instant::now();
        let [pages, notebooks] = kinds;
        let dialog = rfd::FileDialog::new().set_title(&title);
        let chosen = match ask {
            Ask::Files => dialog.add_filter(pages, &["txt", "md"]).pick_files(),
            Ask::File(endings) => dialog.add_filter(title, endings).pick_file().map(|path| vec![path]),
            Ask::Folder => dialog.pick_folder().map(|path| vec![path]),
            Ask::Notebook => dialog.add_filter(notebooks, &["ron"]).pick_file().map(|path| vec![path]),
            Ask::SaveAs(name) => dialog.set_file_name(name).save_file().map(|path| vec![path]),
        };
        match chosen {
            Some(paths) if !paths.is_empty() => Answer::Chosen(paths),
            _ if started.elapsed() < SOONEST_ANSWER => Answer::Unavailable,
            _ => Answer::Cancelled,
        }
    })
}
