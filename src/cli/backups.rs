//! `jianbao backups`: the earlier versions of a notebook, and how to bring one back.

use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;

use super::console::plain;
use super::notebook::{notebook_arg, notebook_path, refuse, tell};
use super::{Console, Status, usage};
use crate::i18n::{Catalogue, Message};
use crate::library::shown_path;
use crate::notebook::{Notebook, NotebookId};
use crate::store::{self, Aside, BackupEntry, BackupFacts, Opened, Opener, Settings};
use crate::task::{Diagnostic, Severity};

const RESTORE: &str = "restore";
const OUTPUT: &str = "output";
const RECOVER: &str = "recover";

/// A line of `--json`.
#[derive(Serialize)]
struct JsonLine<'a> {
    number: usize,
    made: &'a str,
    kind: String,
    path: String,
    #[serde(flatten)]
    facts: Option<JsonFacts>,
}

#[derive(Serialize)]
struct JsonFacts {
    annotations: usize,
    notes: usize,
    tags: usize,
    only_there: usize,
    only_now: usize,
    changed: usize,
}

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let number = usage::option(RESTORE, "N", catalogue, "cli-backups-restore").value_parser(value_parser!(usize));
    let out = usage::option(OUTPUT, "NEW.ron", catalogue, "cli-backups-out").short('o');
    let recover = usage::flag(RECOVER, catalogue, "cli-backups-recover");
    command
        .arg(notebook_arg(catalogue))
        .arg(number.requires(OUTPUT).conflicts_with(RECOVER))
        .arg(out.value_parser(value_parser!(PathBuf)).requires(RESTORE))
        .arg(recover)
        .arg(usage::json_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let path = notebook_path(matches);
    if matches.get_flag(RECOVER) {
        return Ok(recover(&path, console));
    }
    let entries = match store::backups(&path) {
        Ok(entries) => entries,
        Err(error) => return Ok(refuse(&error, console)),
    };
    if let Some(number) = matches.get_one::<usize>(RESTORE) {
        let to = matches.get_one::<PathBuf>(OUTPUT).cloned().unwrap_or_default();
        return Ok(restore(&entries, *number, &to, console));
    }
    list(&path, &entries, usage::wants_json(matches), console)
}

/// Lists the versions, the latest first. Beside a notebook that cannot be read, each is compared with nothing.
fn list(path: &Path, entries: &[BackupEntry], wants_json: bool, console: &mut Console<'_>) -> io::Result<Status> {
    let (now, status) = match store::read(path) {
        Ok(opened) => (Some(opened.notebook), tell(&opened.notices, console)),
        Err(error) => (None, refuse(&error, console)),
    };
    let nothing = Notebook::new(NotebookId::generate());
    if entries.is_empty() {
        console.say(Severity::Info, &Message::new("backups-none"), None);
    }
    for (at, entry) in entries.iter().enumerate() {
        let facts = entry.facts(now.as_ref().unwrap_or(&nothing));
        if wants_json {
            let kind = format!("{:?}", entry.kind);
            let path = entry.path.display().to_string();
            let facts = facts.ok().map(JsonFacts::from);
            console.json_line(&JsonLine { number: at + 1, made: &entry.made, kind, path, facts })?;
            continue;
        }
        let what = match &facts {
            Ok(facts) if now.is_none() => facts.counts(),
            Ok(facts) => facts.message(),
            Err(error) => error.message(),
        };
        let (kind, what) = (console.catalogue.text(&entry.kind.message()), console.catalogue.text(&what));
        let line = format!("{:>3}  {}  {kind}  {what}", at + 1, entry.made_shown());
        console.line(&plain(&line))?;
    }
    if !wants_json {
        // Nothing is passed over silently, though there may be nothing to do about it.
        for Aside { kind, path, .. } in store::kept_aside(path).unwrap_or_default() {
            let what = console.catalogue.text(&kind.message());
            console.line(&plain(&format!("     {what}  {}", shown_path(&path))))?;
        }
    }
    Ok(status)
}

impl From<BackupFacts> for JsonFacts {
    fn from(facts: BackupFacts) -> Self {
        let BackupFacts { annotations, notes, tags, only_there, only_now, changed, .. } = facts;
        Self { annotations, notes, tags, only_there, only_now, changed }
    }
}

fn opener() -> Opener {
    Opener::new(Settings::of_user().author)
}

/// Writes a version as a notebook of its own.
fn restore(entries: &[BackupEntry], number: usize, to: &Path, console: &mut Console<'_>) -> Status {
    let Some(entry) = number.checked_sub(1).and_then(|at| entries.get(at)) else {
        let message = Message::new("cli-no-such-backup").with("number", number).with("count", entries.len());
        console.error(&message, None);
        return Status::DataWrong;
    };
    match opener().restore_as(&entry.path, to) {
        Ok(opened) => {
            let done = Message::new("cli-backup-restored")
                .with("made", entry.made_shown())
                .with("annotations", opened.notebook.annotations().len())
                .with("notes", opened.notebook.notes().len())
                .with("path", shown_path(to));
            tell(&[Diagnostic::new(Severity::Info, done)], console)
        }
        Err(error) => refuse(&error, console),
    }
}

/// Puts the best version in the place of a notebook that is damaged or gone. One that can be read is left alone.
fn recover(path: &Path, console: &mut Console<'_>) -> Status {
    match store::read(path) {
        Ok(opened) => {
            // What opens is not replaced; where it lacks something, that is taken from a version of its own.
            let status = tell(&opened.notices, console);
            let id = if status == Status::Done { "cli-nothing-to-recover" } else { "cli-recover-by-restoring" };
            console.say(Severity::Info, &Message::new(id), None);
            return status;
        }
        Err(error) if error.is_damage() => {}
        Err(error) => return refuse(&error, console),
    }
    match opener().restore(path) {
        Ok(Opened { notebook, mut notices, .. }) => {
            let done = Message::new("cli-recovered")
                .with("annotations", notebook.annotations().len())
                .with("notes", notebook.notes().len())
                .with("path", shown_path(path));
            notices.push(Diagnostic::new(Severity::Info, done));
            tell(&notices, console)
        }
        Err(error) => refuse(&error, console),
    }
}
