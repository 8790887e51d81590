//! `jianbao verify`: re-reads every quotation of a notebook, or of files that an editor has worked on, against the sources.

use std::io;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, value_parser};
use serde_json::json;

use super::console::plain;
use super::notebook::{has_library, library_arg, open_library, read_notebook};
use super::{Console, Status, usage};
use crate::exchange::{
    Against, Checked, Difference, Finding, Proof, Verdict, check_draft, is_draft, quotation_beginning, read_draft,
    verify,
};
use crate::i18n::{Catalogue, Message};
use crate::library::{shown, shown_path};
use crate::notebook::{Notebook, NotebookId};
use crate::task::{Cancel, Progress, Severity};

/// `--notebook`
const NOTEBOOK: &str = "notebook";

const FILES: &str = "files";

/// `--all`
const ALL: &str = "all";

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let files = usage::positional(FILES, "FILE", catalogue, "cli-verify-files").num_args(1..);
    let notebook = usage::option(NOTEBOOK, "NOTEBOOK.ron", catalogue, "cli-verify-notebook");
    command
        .arg(files.value_parser(value_parser!(PathBuf)))
        .arg(library_arg(catalogue))
        .arg(notebook.value_parser(value_parser!(PathBuf)))
        .arg(usage::flag(ALL, catalogue, "cli-verify-all"))
        .arg(usage::json_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let files: Vec<PathBuf> = matches.get_many(FILES).into_iter().flatten().cloned().collect();
    let is_notebook = |path: &PathBuf| !is_draft(path);
    let (notebooks, drafts): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(is_notebook);
    let given = matches.get_one::<PathBuf>(NOTEBOOK).cloned();
    match (notebooks.as_slice(), drafts.is_empty()) {
        ([notebook], true) if given.is_none() && has_extension(notebook) => verify_notebook(notebook, matches, console),
        // A notebook beside the files is that whose sources are meant.
        ([notebook], false) if given.is_none() && has_extension(notebook) => {
            verify_drafts(&drafts, Some(notebook), matches, console)
        }
        ([], false) => verify_drafts(&drafts, given.as_deref(), matches, console),
        _ => {
            let wrong = notebooks.iter().find(|path| !has_extension(path)).or(notebooks.first());
            let message = match wrong {
                Some(path) => Message::new("draft-unknown-format").with("path", shown_path(path)),
                None => Message::new("cli-wrong-usage"),
            };
            console.error(&message, Some(&Message::new("cli-see-help")));
            Ok(Status::BadUsage)
        }
    }
}

fn has_extension(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "ron")
}

fn verify_notebook(path: &Path, matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let (notebook, noticed) = match read_notebook(path, console) {
        Ok(read) => read,
        Err(status) => return Ok(status),
    };
    let (library, status) = open_library(matches, &notebook, console);
    let mut status = status.max(noticed);
    let verdicts = verify(&notebook, &library);
    for verdict in &verdicts {
        if usage::wants_json(matches) {
            console.json_line(&verdict_json(verdict, &notebook))?;
        } else if verdict.proof != Proof::Exact {
            let text = console.catalogue.text(&told(verdict, &notebook));
            console.line(&plain(&text))?;
        }
        if verdict.proof != Proof::Exact {
            status = status.max(Status::DataWrong);
        }
    }
    let count = |proof| verdicts.iter().filter(|verdict| verdict.proof == proof).count();
    let summary = Message::new("cli-verify-summary")
        .with("exact", count(Proof::Exact))
        .with("differs", count(Proof::Differs))
        .with("missing", count(Proof::SourceMissing));
    tell_summary(&summary, matches, console)?;
    Ok(status)
}

/// Standard output carries JSON alone.
fn tell_summary(summary: &Message, matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<()> {
    if usage::wants_json(matches) {
        console.say(Severity::Info, summary, None);
        return Ok(());
    }
    console.line(&plain(&console.catalogue.text(summary)))
}

fn verdict_json(verdict: &Verdict, notebook: &Notebook) -> serde_json::Value {
    let annotation = notebook.annotations().get(&verdict.annotation);
    let spans: Vec<(u32, u32)> =
        annotation.into_iter().flat_map(|it| &it.spans).map(|span| (span.start, span.end)).collect();
    json!({
        "annotation": verdict.annotation.to_string(),
        "sha256": verdict.source.to_string(),
        "source": notebook.sources().get(&verdict.source).map(|record| record.name()),
        "text": verdict.quote,
        "found": verdict.found,
        "spans": spans,
        "finding": match verdict.proof {
            Proof::Exact => "exact",
            Proof::Differs => "changed",
            Proof::SourceMissing => "source_missing",
        },
    })
}

fn told(verdict: &Verdict, notebook: &Notebook) -> Message {
    let name =
        notebook.sources().get(&verdict.source).map_or_else(String::new, |record| shown(record.name()).into_owned());
    let paths = notebook.sources().get(&verdict.source).map_or(&[][..], |record| &record.paths);
    let is_there = paths.iter().any(|path| Path::new(path).exists());
    let message = match &verdict.found {
        None if is_there => Message::new("cli-verify-changed"),
        None => Message::new("cli-verify-missing"),
        Some(found) => Message::new("cli-verify-differs").with("found", quotation_beginning(found)),
    };
    message
        .with("name", name)
        .with("quote", quotation_beginning(&verdict.quote))
        .with("id", verdict.annotation.to_string())
}

fn verify_drafts(
    drafts: &[PathBuf],
    notebook: Option<&Path>,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> io::Result<Status> {
    if notebook.is_none() && !has_library(matches) {
        console.error(&Message::new("cli-verify-no-sources"), Some(&Message::new("cli-see-help")));
        return Ok(Status::BadUsage);
    }
    let has_notebook = notebook.is_some();
    let (notebook, noticed) = match notebook.map(|path| read_notebook(path, console)) {
        None => (Notebook::new(NotebookId::generate()), Status::Done),
        Some(Ok(read)) => read,
        Some(Err(status)) => return Ok(status),
    };
    let (library, status) = open_library(matches, &notebook, console);
    let mut status = status.max(noticed);
    for path in drafts {
        let against = Against { library: &library, has_notebook };
        status = status.max(verify_draft(path, against, matches, console)?);
    }
    Ok(status)
}

fn verify_draft(
    path: &Path,
    against: Against<'_>,
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> io::Result<Status> {
    let draft = match read_draft(path) {
        Ok(draft) => draft,
        Err(error) => {
            console.error(&error.message(path), None);
            let is_io = matches!(error.fault, crate::exchange::Fault::Unreadable(_));
            return Ok(if is_io { Status::CouldNot } else { Status::DataWrong });
        }
    };
    let report = check_draft(&draft, against, &Cancel::default(), &Progress::default());
    for checked in &report.checked {
        let is_plain = checked.finding == Finding::Exact && !checked.is_elsewhere && checked.remarks.is_empty();
        if usage::wants_json(matches) {
            console.json_line(&checked_json(checked, path))?;
        } else if !is_plain || matches.get_flag(ALL) {
            let text = console.catalogue.text(&checked.message());
            console.line(&plain(&text))?;
        }
    }
    tell_summary(&report.message(path), matches, console)?;
    Ok(if report.is_proved() { Status::Done } else { Status::DataWrong })
}

fn checked_json(checked: &Checked, path: &Path) -> serde_json::Value {
    let differences: Vec<(&str, &str)> = checked
        .differences
        .iter()
        .map(|part| match part {
            Difference::Same(text) => ("=", text.as_str()),
            Difference::Removed(text) => ("-", text.as_str()),
            Difference::Added(text) => ("+", text.as_str()),
        })
        .collect();
    let spans: Vec<(u32, u32)> = checked.spans.iter().map(|span| (span.start, span.end)).collect();
    json!({
        "file": path.to_string_lossy(),
        "block": checked.block,
        "text": checked.text,
        "marked": checked.is_marked,
        "finding": checked.finding.code(),
        "source": checked.name,
        "sha256": checked.source.map(|source| source.to_string()),
        "spans": spans,
        "found": checked.found,
        "differences": differences,
        "readings": checked.readings,
        "elsewhere": checked.is_elsewhere,
        "remarks": checked.remarks.iter().map(|remark| remark.code()).collect::<Vec<_>>(),
        "under": checked.under,
    })
}
