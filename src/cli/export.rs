//! `jianbao export`: a notebook's notes as a file for editors.

use std::io;
use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use jiff::Timestamp;

use super::notebook::{library_arg, name_of, notebook_arg, notebook_path, open_library, read_notebook, refuse};
use super::{Console, Status, usage};
use crate::exchange::{ExportOptions, ExportOrder, codebook_csv, export_notes, may_export_to};
use crate::i18n::{Catalogue, Message};
use crate::library::Library;
use crate::page::ArticleId;
use crate::store;

/// The formats of notes, and how each groups them.
const FORMATS: [(&str, ExportOrder); 2] =
    [("markdown", ExportOrder::ByArticle), ("markdown-by-tag", ExportOrder::ByTag)];
/// The format of the codebook alone.
const CODEBOOK: &str = "codebook-csv";

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let format = usage::option("to", "FORMAT", catalogue, "cli-export-to").required(true);
    let out = usage::option("output", "OUT", catalogue, "cli-export-out").short('o').required(true);
    command
        .arg(notebook_arg(catalogue))
        .arg(library_arg(catalogue))
        .arg(format.value_parser([FORMATS[0].0, FORMATS[1].0, CODEBOOK]))
        .arg(out.value_parser(value_parser!(PathBuf)))
        .arg(usage::option("tag", "T", catalogue, "cli-export-tag"))
        .arg(usage::option("article", "A", catalogue, "cli-export-article"))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let path = notebook_path(matches);
    let (notebook, noticed) = match read_notebook(&path, console) {
        Ok(read) => read,
        Err(status) => return Ok(status),
    };
    let (library, status) = open_library(matches, &notebook, console);
    let status = status.max(noticed);
    let text = |name| matches.get_one::<String>(name);
    let mut options = ExportOptions { title: name_of(&path), ..ExportOptions::default() };
    options.order =
        FORMATS.iter().find(|(name, _)| text("to").is_some_and(|to| to == name)).map_or(options.order, |it| it.1);
    if let Some(name) = text("tag") {
        let Some(tag) = notebook.tag_named(name) else {
            console.error(&Message::new("request-no-tag").with("name", name.as_str()), None);
            return Ok(Status::DataWrong);
        };
        options.tag = Some(tag.id);
    }
    if let Some(name) = text("article") {
        let Some(article) = find_article(&library, name) else {
            let hint = Message::new("cli-no-article-hint");
            console.error(&Message::new("cli-no-article").with("name", name.as_str()), Some(&hint));
            return Ok(Status::DataWrong);
        };
        options.article = Some(article);
    }
    let written = if text("to").is_some_and(|to| to == CODEBOOK) {
        codebook_csv(&console.catalogue, &notebook)
    } else {
        export_notes(&console.catalogue, &notebook, &library, &options, Timestamp::now())
    };
    let out = matches.get_one::<PathBuf>("output").cloned().unwrap_or_default();
    if out.as_os_str() == "-" {
        write!(console.out(), "{written}")?;
        return Ok(status);
    }
    if let Err(error) = may_export_to(&out, Some(&path), &library) {
        refuse(&error, console);
        return Ok(Status::BadUsage);
    }
    if let Err(error) = store::replace_file(&out, written.as_bytes()) {
        return Ok(refuse(&error, console));
    }
    Ok(status)
}

/// The article with this id, or with this headline.
fn find_article(library: &Library, name: &str) -> Option<ArticleId> {
    let mut articles = library.iter().flat_map(|page| &page.articles);
    articles.find(|article| article.id.to_string() == name || article.title == name).map(|article| article.id)
}
