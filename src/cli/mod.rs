//! The command line: what the program does without a window, for scripts and for people in a terminal.
//!
//! One file a subcommand, each a function from its arguments to what it writes; `COMMANDS` lists them. Standard output
//! carries results alone, so that JSON can be piped on; messages go to standard error. [`Status`] is the exit code.
//!
//! A reader that goes away (`jianbao search … | head`) ends a command quietly: that is no failure.

mod apply;
mod articles;
mod backups;
mod collocates;
mod console;
mod export;
mod import;
mod keyness;
mod keywords;
mod language;
mod man;
mod notebook;
mod pages;
mod search;
mod table;
mod usage;
mod verify;
mod words;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, Command};

use crate::i18n::{Catalogue, Language, Message};

pub use console::{Console, Streams};
pub use language::language_of_environment;

/// What the arguments ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invocation {
    /// Open the window.
    Window {
        /// The notebook to open.
        notebook: Option<PathBuf>,
        /// Files and folders to open.
        paths: Vec<PathBuf>,
    },
    /// A command was run to its end.
    Finished(Status),
}

/// How a command ended, from good to bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Everything was done.
    #[default]
    Done,
    /// Something is wrong in the user's data; the rest was done.
    DataWrong,
    /// The arguments make no sense.
    BadUsage,
    /// A file is missing or locked, or reading or writing failed.
    CouldNot,
}

impl Status {
    /// The exit code: 0 done, 1 something is wrong in the user's data, 2 bad usage, 3 could not.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::DataWrong => 1,
            Self::BadUsage => 2,
            Self::CouldNot => 3,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}

/// A subcommand.
struct Subcommand {
    name: &'static str,
    /// Adds its arguments.
    define: fn(Command, &Catalogue) -> Command,
    /// Does its work. An error is one of standard output.
    run: fn(&ArgMatches, &mut Console<'_>) -> io::Result<Status>,
}

/// All subcommands, in the order of the help. The text `cli-NAME-about` says what one does, `cli-NAME-usage` how it is called.
const COMMANDS: &[Subcommand] = &[
    Subcommand { name: "articles", define: articles::define, run: articles::run },
    Subcommand { name: "search", define: search::define, run: search::run },
    Subcommand { name: "keywords", define: keywords::define, run: keywords::run },
    Subcommand { name: "words", define: words::define, run: words::run },
    Subcommand { name: "collocates", define: collocates::define, run: collocates::run },
    Subcommand { name: "keyness", define: keyness::define, run: keyness::run },
    Subcommand { name: "apply", define: apply::define, run: apply::run },
    Subcommand { name: "export", define: export::define, run: export::run },
    Subcommand { name: "import", define: import::define, run: import::run },
    Subcommand { name: "verify", define: verify::define, run: verify::run },
    Subcommand { name: "backups", define: backups::define, run: backups::run },
    Subcommand { name: "man", define: man::define, run: man::run },
];

/// Runs what `args` (the program's name first) ask for, speaking `language`.
pub fn run(args: impl IntoIterator<Item = OsString>, language: Language, streams: Streams<'_>) -> Invocation {
    let mut console = Console::new(language, streams);
    let matches = match usage::command(&console.catalogue).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            let shown = usage::explain(&error, &mut console);
            return Invocation::Finished(end(shown, &mut console));
        }
    };
    if let Some((name, matches)) = matches.subcommand() {
        let command = COMMANDS.iter().find(|command| command.name == name);
        let result = command.map_or(Ok(Status::BadUsage), |command| (command.run)(matches, &mut console));
        return Invocation::Finished(end(result, &mut console));
    }
    let (notebooks, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        usage::paths(&matches).into_iter().partition(|path| path.extension().is_some_and(|it| it == "ron"));
    if notebooks.len() > 1 {
        console.error(&Message::new("cli-two-notebooks"), Some(&Message::new("cli-see-help")));
        return Invocation::Finished(Status::BadUsage);
    }
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let message = Message::new("library-not-found").with("path", crate::library::shown_path(missing));
        console.error(&message, Some(&Message::new("cli-see-help")));
        return Invocation::Finished(Status::CouldNot);
    }
    Invocation::Window { notebook: notebooks.into_iter().next(), paths }
}

/// The status of a command whose output may have failed.
fn end(result: io::Result<Status>, console: &mut Console<'_>) -> Status {
    let result = result.and_then(|status| console.flush().map(|()| status));
    match result {
        Ok(status) => status,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Done,
        Err(error) => {
            console.error(&Message::new("cli-output-failed").with("reason", error.to_string()), None);
            Status::CouldNot
        }
    }
}
