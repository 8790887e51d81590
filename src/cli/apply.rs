//! `jianbao apply`: requests from standard input, one a line, each durable before it is acknowledged.

use std::io;

use clap::{ArgMatches, Command};

use super::notebook::{library_arg, notebook_arg, notebook_path, open_library, refuse, sample_pages};
use super::{Console, Status};
use crate::i18n::{Catalogue, Message};
use crate::notebook::{Notebook, NotebookId};
use crate::session::{Request, Session};
use crate::store::{Opened, Settings, Store, settings_path};

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    command.arg(notebook_arg(catalogue)).arg(library_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let path = notebook_path(matches);
    let opened = if path.exists() {
        Store::open(&path)
    } else {
        let notebook = Notebook::new(NotebookId::generate());
        Store::create(&path, &notebook).map(|store| Opened { store, notebook, notices: Vec::new() })
    };
    let Opened { mut store, notebook, notices } = match opened {
        Ok(opened) => opened,
        Err(error) => return Ok(refuse(&error, console)),
    };
    for notice in &notices {
        console.say(notice.severity, &notice.message, notice.hint.as_ref());
    }
    let (library, mut status) = open_library(matches, &notebook, console);
    let settings = settings_path().and_then(|path| Settings::load(&path).ok()).unwrap_or_default();
    let mut session = Session::new(notebook, settings.author);
    session.consult_pages(library.iter().cloned());
    session.consult_pages(sample_pages());
    for number in 1u64.. {
        let Some(line) = next_line(console)? else { break };
        let done = match line {
            Ok(line) if line.trim().is_empty() || line.trim_start().starts_with("//") => continue,
            Ok(line) => perform(&mut session, &line),
            Err(not_utf8) => Err(not_utf8),
        };
        if let Err(message) = done {
            wrong_line(console, number, message);
            status = status.max(Status::DataWrong);
            continue;
        }
        if let Err(error) = store.append(&session.take_outbox()) {
            wrong_line(console, number, error.message());
            return Ok(Status::CouldNot);
        }
        console.line(&format!("ok {number}"))?;
        console.flush()?;
    }
    match store.save(session.notebook()) {
        Ok(notices) => {
            for notice in &notices {
                console.say(notice.severity, &notice.message, notice.hint.as_ref());
            }
            Ok(status)
        }
        Err(error) => Ok(refuse(&error, console)),
    }
}

/// The next line of standard input; `None` at its end. A line that is not UTF-8 is a wrong line, not the end of all.
fn next_line(console: &mut Console<'_>) -> io::Result<Option<Result<String, Message>>> {
    let mut bytes = Vec::new();
    if io::BufRead::read_until(console.input(), b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| Message::new("cli-line-not-utf8"))))
}

fn perform(session: &mut Session, line: &str) -> Result<(), Message> {
    let request = Request::parse(line)
        .map_err(|error| Message::new("cli-line-syntax").with("column", error.column).with("what", error.what))?;
    session.perform(request).map(|_| ()).map_err(|error| error.message())
}

fn wrong_line(console: &mut Console<'_>, number: u64, message: Message) {
    let message = Message::new("cli-apply-error").with("line", number.to_string()).with("message", message);
    console.plain_error(&message);
}
