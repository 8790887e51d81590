//! `jianbao import`: what a file of another program holds is taken into a notebook, as one step.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{ArgMatches, Command, value_parser};

use super::notebook::{library_arg, notebook_arg, notebook_path, open_library, refuse, save, session_over, tell};
use super::{Console, Status, usage};
use crate::exchange::{Fault, read_import, write_sources};
use crate::i18n::{Catalogue, Message};
use crate::library::{Page, shown_path};
use crate::session::Session;
use crate::store::{Opened, Opener, Settings};
use crate::task::Severity;

const FILE: &str = "file";

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let file = usage::positional(FILE, "FILE", catalogue, "cli-import-file");
    command.arg(notebook_arg(catalogue)).arg(file.value_parser(value_parser!(PathBuf))).arg(library_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let path = notebook_path(matches);
    let file = matches.get_one::<PathBuf>(FILE).cloned().unwrap_or_default();
    // Before the notebook is made or opened: a file that cannot be read changes nothing.
    let incoming = match read_import(&file) {
        Ok(incoming) => incoming,
        Err(error) => {
            console.error(&error.message(&file), None);
            return Ok(match error.fault {
                Fault::Unreadable(_) => Status::CouldNot,
                Fault::UnknownFormat => Status::BadUsage,
                Fault::TooLarge | Fault::Damaged(_) | Fault::Wrong(_) => Status::DataWrong,
            });
        }
    };
    let settings = Settings::of_user();
    let opener = Opener::new(settings.author.clone());
    let Opened { mut store, notebook, history, notices } = match opener.open_or_create(&path) {
        Ok(opened) => opened,
        Err(error) => return Ok(refuse(&error, console)),
    };
    let mut status = tell(&notices, console);
    let (library, found) = open_library(matches, &notebook, console);
    status = status.max(found);
    let mut session = session_over(&library, Session::resume(notebook, history, settings.author));
    let written = match write_sources(&incoming, &path, session.notebook(), session.library()) {
        Ok(written) => written,
        Err(error) => return Ok(refuse(&error, console)),
    };
    if !written.is_empty() {
        let (sources, loaded) = console.load(&written);
        status = status.max(loaded);
        session.consult_pages(sources.into_iter().map(|source| Arc::new(Page::new(source))));
        let folder = shown_path(&path.with_extension("sources"));
        let message = Message::new("import-sources-written").with("count", written.len()).with("path", folder);
        console.say(Severity::Info, &message, None);
    }
    let taken = match session.take_in(&incoming) {
        Ok((_, taken)) => taken,
        Err(error) => {
            console.error(&error.message(), None);
            return Ok(Status::DataWrong);
        }
    };
    let outbox = session.take_outbox();
    if !outbox.is_empty() {
        if let Err(error) = store.append(&outbox) {
            return Ok(refuse(&error, console));
        }
        status = status.max(tell(&store.take_notices(), console));
    }
    status = status.max(save(&mut store, &session, console));
    for message in incoming.notices.iter().chain(&taken.messages()) {
        console.say(Severity::Info, message, None);
    }
    let is_whole = taken.is_whole() && incoming.left_out == 0;
    Ok(if is_whole { status } else { status.max(Status::DataWrong) })
}
