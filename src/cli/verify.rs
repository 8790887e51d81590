//! `jianbao verify`: re-reads every quotation of a notebook against its source.

use std::io;

use clap::{ArgMatches, Command};

use super::console::plain;
use super::notebook::{library_arg, notebook_arg, notebook_path, open_library, read_notebook};
use super::{Console, Status};
use crate::exchange::{Proof, Verdict, verify};
use crate::i18n::{Catalogue, Message};
use crate::library::shown;
use crate::notebook::Notebook;

/// Characters of a quotation that a line shows.
const SHOWN_CHARS: usize = 40;

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    command.arg(notebook_arg(catalogue)).arg(library_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let (notebook, noticed) = match read_notebook(&notebook_path(matches), console) {
        Ok(read) => read,
        Err(status) => return Ok(status),
    };
    let (library, status) = open_library(matches, &notebook, console);
    let mut status = status.max(noticed);
    let verdicts = verify(&notebook, &library);
    for verdict in verdicts.iter().filter(|verdict| verdict.proof != Proof::Exact) {
        let text = console.catalogue.text(&told(verdict, &notebook));
        console.line(&plain(&text))?;
        status = status.max(Status::DataWrong);
    }
    let count = |proof| verdicts.iter().filter(|verdict| verdict.proof == proof).count();
    let summary = Message::new("cli-verify-summary")
        .with("exact", count(Proof::Exact))
        .with("differs", count(Proof::Differs))
        .with("missing", count(Proof::SourceMissing));
    console.line(&console.catalogue.text(&summary))?;
    Ok(status)
}

fn told(verdict: &Verdict, notebook: &Notebook) -> Message {
    let cut = |text: &str| text.chars().take(SHOWN_CHARS).collect::<String>();
    let name =
        notebook.sources().get(&verdict.source).map_or_else(String::new, |record| shown(record.name()).into_owned());
    let paths = notebook.sources().get(&verdict.source).map_or(&[][..], |record| &record.paths);
    let is_there = paths.iter().any(|path| std::path::Path::new(path).exists());
    let message = match &verdict.found {
        None if is_there => Message::new("cli-verify-changed"),
        None => Message::new("cli-verify-missing"),
        Some(found) => Message::new("cli-verify-differs").with("found", cut(found)),
    };
    message.with("name", name).with("quote", cut(&verdict.quote)).with("id", verdict.annotation.to_string())
}
