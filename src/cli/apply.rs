//! `jianbao apply`: requests from standard input, one a line, each durable before it is acknowledged.

use std::io::{self, BufRead, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::{ArgMatches, Command};

use super::notebook::{library_arg, notebook_arg, notebook_path, open_library, refuse, save, session_over, tell};
use super::{Console, Status, usage};
use crate::i18n::{Catalogue, Message};
use crate::session::{Request, Session};
use crate::store::{Opened, Opener, Settings};
use crate::task::Severity;

/// A longer line, in bytes, is no request; it is passed over without being held in memory.
const MAX_LINE_BYTES: u64 = 16 << 20;

/// What some programs put at the beginning of UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// `--accept`
const ACCEPT: &str = "accept";

/// Violations that are told one by one.
const TOLD: usize = 5;

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let accept = usage::flag(ACCEPT, catalogue, "cli-apply-accept");
    command.arg(notebook_arg(catalogue)).arg(library_arg(catalogue)).arg(accept)
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let path = notebook_path(matches);
    let settings = Settings::of_user();
    let opener = Opener::new(settings.author.clone());
    let Opened { mut store, notebook, history, notices } = match opener.open_or_create(&path) {
        Ok(opened) => opened,
        Err(error) => return Ok(refuse(&error, console)),
    };
    let mut status = Status::Done;
    if matches.get_flag(ACCEPT) {
        for notice in &notices {
            console.say(notice.severity.min(Severity::Warning), &notice.message, notice.hint.as_ref());
        }
        store.accept_violations();
        status = status.max(tell(&store.take_notices(), console));
        console.say(Severity::Info, &Message::new("cli-apply-accepted"), None);
    } else {
        status = status.max(tell(&notices, console));
    }
    let (library, found) = open_library(matches, &notebook, console);
    status = status.max(found);
    let mut session = session_over(&library, Session::resume(notebook, history, settings.author));
    tell_violations(&session, console);
    for number in 1u64.. {
        let Some(mut line) = next_line(console)? else { break };
        if let (1, Ok(line)) = (number, &mut line)
            && line.starts_with(BYTE_ORDER_MARK)
        {
            line.remove(0);
        }
        let done = match line {
            Ok(line) if line.trim().is_empty() || line.trim_start().starts_with("//") => continue,
            Ok(line) => match catch_unwind(AssertUnwindSafe(|| perform(&mut session, &line))) {
                Ok(done) => done,
                Err(_) => {
                    // What is in memory may be half changed: it is not written. What was acknowledged is on the disk.
                    wrong_line(console, number, Message::new("cli-line-broke"));
                    return Ok(Status::CouldNot);
                }
            },
            Err(wrong) => Err(wrong),
        };
        if let Err(message) = done {
            wrong_line(console, number, message);
            status = status.max(Status::DataWrong);
            continue;
        }
        if let Err(error) = store.append(&session.take_outbox()) {
            wrong_line(console, number, error.message());
            console.error(&Message::new("cli-apply-stopped").with("line", number.to_string()), None);
            return Ok(Status::CouldNot);
        }
        status = status.max(tell(&store.take_notices(), console));
        console.line(&format!("ok {number}"))?;
        console.flush()?;
        if store.is_save_due() {
            // Every line is in the journal: if this fails, the one at the end tells.
            let _ = store.save_snapshot(&session.snapshot());
        }
    }
    Ok(status.max(save(&mut store, &session, console)))
}

/// Tells which quotations do not stand in the sources that are open. What needs no source was told on opening.
fn tell_violations(session: &Session, console: &mut Console<'_>) {
    let found = session.violations();
    let of_source = |wrong| matches!(wrong, crate::notebook::Wrong::Range | crate::notebook::Wrong::Quotation);
    let found: Vec<_> = found.iter().filter(|violation| of_source(violation.wrong)).collect();
    for violation in found.iter().take(TOLD) {
        console.say(Severity::Warning, &violation.message(session.notebook()), None);
    }
    if found.len() > TOLD {
        console.say(Severity::Warning, &Message::new("wrong-more").with("count", found.len() - TOLD), None);
    }
}

/// The next line of standard input; `None` at its end. A line that is not UTF-8 or too long is a wrong line, not the end of
/// all.
fn next_line(console: &mut Console<'_>) -> io::Result<Option<Result<String, Message>>> {
    let mut bytes = Vec::new();
    let read = console.input().take(MAX_LINE_BYTES).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(None);
    }
    if read as u64 == MAX_LINE_BYTES && bytes.last() != Some(&b'\n') {
        skip_line(console)?;
        return Ok(Some(Err(Message::new("cli-line-too-long").with("megabytes", MAX_LINE_BYTES >> 20))));
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| Message::new("cli-line-not-utf8"))))
}

/// Passes over the rest of a line.
fn skip_line(console: &mut Console<'_>) -> io::Result<()> {
    loop {
        let input = console.input();
        let held = input.fill_buf()?;
        let end = held.iter().position(|&byte| byte == b'\n');
        let (used, is_last) = (end.map_or(held.len(), |at| at + 1), end.is_some() || held.is_empty());
        input.consume(used);
        if is_last {
            return Ok(());
        }
    }
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
