//! What `apply`, `export` and `verify` share: a notebook, and the pages that it speaks of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgMatches, value_parser};

use super::{Console, Status, usage};
use crate::i18n::{Catalogue, Message};
use crate::library::{Library, Page, latest_there, sample_by_id, samples};
use crate::notebook::Notebook;
use crate::session::Session;
use crate::store::{self, Store, StoreError};
use crate::task::{Diagnostic, Severity};

const NOTEBOOK: &str = "notebook";
const LIBRARY: &str = "library";

/// `NOTEBOOK.ron`
pub(super) fn notebook_arg(catalogue: &Catalogue) -> Arg {
    usage::positional(NOTEBOOK, "NOTEBOOK.ron", catalogue, "cli-notebook").value_parser(value_parser!(PathBuf))
}

/// `--library PATH…`
pub(super) fn library_arg(catalogue: &Catalogue) -> Arg {
    usage::option(LIBRARY, "PATH", catalogue, "cli-library").num_args(1..).value_parser(value_parser!(PathBuf))
}

/// Whether sources were named.
pub(super) fn has_library(matches: &ArgMatches) -> bool {
    matches.contains_id(LIBRARY)
}

/// The notebook that is named.
pub(super) fn notebook_path(matches: &ArgMatches) -> PathBuf {
    matches.get_one::<PathBuf>(NOTEBOOK).cloned().unwrap_or_default()
}

/// Opens the pages given with `--library`, or, without it, those that the notebook itself names as far as they are where they
/// were. Sample pages are always there: they are in the program.
pub(super) fn open_library(matches: &ArgMatches, notebook: &Notebook, console: &mut Console<'_>) -> (Library, Status) {
    let mut library = Library::default();
    let given: Vec<PathBuf> = matches.get_many(LIBRARY).into_iter().flatten().cloned().collect();
    let paths = if given.is_empty() { own_paths(notebook) } else { given };
    let (sources, status) = if paths.is_empty() { (Vec::new(), Status::Done) } else { console.load(&paths) };
    let known = notebook.sources().keys().filter_map(|id| sample_by_id(*id));
    for source in sources.into_iter().chain(known) {
        let page = Page::new(source);
        library.insert(Arc::new(page.as_in(notebook).unwrap_or(page)));
    }
    (library, status)
}

/// The session with the pages of a library open, to be looked up in, and the sample pages.
pub(super) fn session_over(library: &Library, mut session: Session) -> Session {
    session.consult_pages(library.iter().cloned());
    session.consult_pages(sample_pages());
    session
}

/// Saves the notebook as a whole; what this makes of the exit status. What could not be saved is in the journal.
pub(super) fn save(store: &mut Store, session: &Session, console: &mut Console<'_>) -> Status {
    match store.save_snapshot(&session.snapshot()) {
        Ok(notices) => tell(&notices, console),
        Err(error) => {
            let status = tell(&store.take_notices(), console).max(refuse(&error, console));
            console.say(Severity::Info, &Message::new("cli-apply-in-journal"), None);
            status
        }
    }
}

/// The sample pages, for requests that name them in a notebook that does not know them yet.
fn sample_pages() -> impl Iterator<Item = Arc<Page>> {
    samples().into_iter().map(|sample| Arc::new(Page::new(sample)))
}

/// Where the notebook saw its sources last, as far as they are still there.
pub(super) fn own_paths(notebook: &Notebook) -> Vec<PathBuf> {
    notebook.sources().values().filter_map(|record| latest_there(&record.paths)).collect()
}

/// The notebook at `path`, read and not opened, with what this makes of the exit status. One of a later version is read as far as
/// it is understood.
pub(super) fn read_notebook(path: &Path, console: &mut Console<'_>) -> Result<(Notebook, Status), Status> {
    match store::read(path) {
        Ok(opened) => {
            let status = tell(&opened.notices, console);
            Ok((opened.notebook, status))
        }
        Err(StoreError::NewerFormat { .. }) => match store::read_newer(path) {
            Ok(understood) => {
                let why = Message::new("read-only-newer").with("format", understood.format);
                console.say(Severity::Warning, &why.with("count", understood.left_out), None);
                let is_all = understood.left_out == 0;
                Ok((understood.notebook, if is_all { Status::Done } else { Status::DataWrong }))
            }
            Err(error) => Err(refuse(&error, console)),
        },
        Err(error) => Err(refuse(&error, console)),
    }
}

/// Tells what was noticed; what this makes of the exit status: what is missing or damaged is not passed over.
pub(super) fn tell(notices: &[Diagnostic<Message>], console: &mut Console<'_>) -> Status {
    for notice in notices {
        console.say(notice.severity, &notice.message, notice.hint.as_ref());
    }
    let is_wrong = notices.iter().any(|notice| notice.severity == Severity::Error);
    if is_wrong { Status::DataWrong } else { Status::Done }
}

/// Tells why a notebook could not be opened; what this makes of the exit status.
pub(super) fn refuse(error: &StoreError, console: &mut Console<'_>) -> Status {
    let hint = error.is_damage().then(|| Message::new("cli-recover-hint"));
    console.error(&error.message(), hint.as_ref());
    match error {
        StoreError::Syntax { .. } | StoreError::NewerFormat { .. } | StoreError::NotWhole { .. } => Status::DataWrong,
        _ => Status::CouldNot,
    }
}

/// A notebook's name: its file's without the extension.
pub(super) fn name_of(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}
