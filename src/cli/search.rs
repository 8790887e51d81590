//! `jianbao search QUERY PATH… [--regex] [--exact] … [--json]`: a concordance of pages, and of what a notebook says.

use std::io;
use std::sync::Arc;

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;

use super::console::{Console, columns, plain};
use super::pages::{Given, given, notebook_option, page};
use super::{Status, usage};
use crate::i18n::{Catalogue, Message};
use crate::jobs::in_parallel;
use crate::lexis::{Lexicon, WordCache};
use crate::library::{Page, Source};
use crate::notebook::{Notebook, markdown};
use crate::search::{CONTEXT_CHARS, DocumentId, FactTable, Knowledge, Kwic, Mode, Options, Search, Shelf, Variants};
use crate::task::{Cancel, Severity};
use crate::text::CharSpan;

/// Columns of context on each side of a hit where people read: two sides and a word fit into 80.
const SIDE: usize = 34;

/// Sources that are searched before what was found in them is written.
const BATCH: usize = 16;

#[derive(Serialize)]
struct JsonLine<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    spans: &'a [CharSpan],
    left: &'a str,
    node: &'a str,
    right: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    variant: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    original: bool,
}

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let context = usage::option("context", "N", catalogue, "cli-search-context").value_parser(value_parser!(u32));
    command
        .arg(usage::positional("query", "QUERY", catalogue, "cli-search-query").display_order(1))
        .arg(usage::paths_arg(catalogue))
        .arg(usage::flag("regex", catalogue, "cli-search-regex"))
        .arg(usage::flag("exact", catalogue, "cli-search-exact"))
        .arg(usage::flag("script", catalogue, "cli-search-script"))
        .arg(usage::flag("misread", catalogue, "cli-search-misread"))
        .arg(usage::flag("whole-words", catalogue, "cli-search-whole-words"))
        .arg(context)
        .arg(notebook_option(catalogue))
        .arg(usage::json_arg(catalogue))
        .after_help(catalogue.get("cli-search-help"))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let options = Options {
        mode: Mode { regex: matches.get_flag("regex"), exact: matches.get_flag("exact") },
        variants: Variants { script: matches.get_flag("script"), misread: matches.get_flag("misread") },
        whole_words: matches.get_flag("whole-words"),
    };
    let typed = matches.get_one::<String>("query").map_or("", String::as_str);
    let search = match Search::parse(typed, options) {
        Ok(search) => search,
        Err(error) => {
            console.error(&error.message(), None);
            return Ok(Status::BadUsage);
        }
    };
    let given = match given(matches, console) {
        Ok(given) => given,
        Err(status) => return Ok(status),
    };
    let context = matches.get_one("context").copied().unwrap_or(CONTEXT_CHARS);
    let json = usage::wants_json(matches);
    let words = search.needs_words().then(|| WordCache::new(Arc::new(Lexicon::load())));
    let asker = Asker { search: &search, given: &given, context, words: words.as_ref() };
    let mut hits = 0;
    if search.needs_facts() {
        // What a field asks for may stand on any page.
        let pages = given.pages();
        let table = FactTable::new(&pages, given.notebook.as_ref());
        for page in &pages {
            let lines = asker.lines(&Shelf::of_page(page), Some(&table));
            hits += lines.len();
            write_page(page, &lines, json, console)?;
        }
        hits += asker.write_notebook(Some(&table), json, console)?;
    } else {
        for batch in given.sources.chunks(BATCH) {
            for (page, lines) in
                in_parallel(batch, &Cancel::default(), |source| asker.source(source)).into_iter().flatten()
            {
                hits += lines.len();
                write_page(&page, &lines, json, console)?;
            }
        }
        hits += asker.write_notebook(None, json, console)?;
    }
    if !json {
        console.say(Severity::Info, &Message::new("cli-search-hits").with("count", hits), None);
    }
    if let Some(at) = search.joined_blanks().first().filter(|_| hits == 0) {
        console.say(Severity::Info, &Message::new("search-blank-joins").with("position", *at), None);
    }
    Ok(given.status)
}

/// A query, and what it is asked of.
struct Asker<'a> {
    search: &'a Search,
    given: &'a Given,
    context: u32,
    words: Option<&'a WordCache>,
}

impl Asker<'_> {
    /// What is found in a source, if anything. Reading a page costs much more than a look at its characters.
    fn source(&self, source: &Source) -> Option<(Page, Vec<Kwic>)> {
        let notebook = self.given.notebook.as_ref();
        let is_as_it_stands = notebook.is_none_or(|notebook| notebook.readings(source.id).is_empty());
        if is_as_it_stands && !self.search.could_match(source.text.as_str()) {
            return None;
        }
        let page = page(source, notebook);
        let lines = self.lines(&Shelf::of_page(&page), None);
        (!lines.is_empty()).then_some((page, lines))
    }

    fn lines(&self, shelf: &Shelf, table: Option<&FactTable>) -> Vec<Kwic> {
        let facts = |document| table.map(|table| table.of(document)).unwrap_or_default();
        let knowledge = Knowledge { facts: Some(&facts), words: self.words };
        let hits = self.search.hits(shelf, &knowledge, &Cancel::default());
        shelf.lines(hits, self.context).collect()
    }

    /// Writes what is found in comments and notes; how much it is.
    fn write_notebook(&self, table: Option<&FactTable>, json: bool, console: &mut Console<'_>) -> io::Result<usize> {
        let Some(notebook) = &self.given.notebook else { return Ok(0) };
        let lines = self.lines(&Shelf::of_notebook(notebook, false), table);
        let mut last = None;
        for line in &lines {
            if json {
                write_json(&source_of(notebook, line.document), line, console)?;
                continue;
            }
            if last.replace(line.document) != Some(line.document) {
                console.line(&format!("── {}", plain(&heading_of(notebook, line.document, console))))?;
            }
            console.line(&kwic(line))?;
        }
        Ok(lines.len())
    }
}

/// The name of the source that a comment or a note is on; nothing for a note on the notebook.
fn source_of(notebook: &Notebook, document: DocumentId) -> String {
    let source = match document {
        DocumentId::Article(article) => Some(article.source),
        DocumentId::Quotation(id) | DocumentId::Comment(id) => notebook.annotations().get(&id).map(|it| it.source),
        DocumentId::Note(id) => notebook.notes().get(&id).and_then(|note| note.target.source()),
    };
    let record = source.and_then(|source| notebook.sources().get(&source));
    record.map_or_else(String::new, |record| record.name().to_owned())
}

fn heading_of(notebook: &Notebook, document: DocumentId, console: &Console<'_>) -> String {
    let name = source_of(notebook, document);
    let message = match document {
        DocumentId::Note(id) => {
            let title = notebook.notes().get(&id).map_or_else(String::new, |note| markdown::title(&note.text));
            Message::new("cli-search-in-note").with("title", title)
        }
        _ => Message::new("cli-search-in-comment").with("name", name),
    };
    console.catalogue.text(&message)
}

fn write_page(page: &Page, lines: &[Kwic], json: bool, console: &mut Console<'_>) -> io::Result<()> {
    if json {
        return lines.iter().try_for_each(|line| write_json(&page.source.name, line, console));
    }
    write_lines(page, lines, console)
}

fn write_json(source: &str, line: &Kwic, console: &mut Console<'_>) -> io::Result<()> {
    let id = |wanted: fn(&DocumentId) -> Option<String>| wanted(&line.document);
    console.json_line(&JsonLine {
        source,
        article: id(|document| match document {
            DocumentId::Article(article) => Some(article.to_string()),
            _ => None,
        }),
        comment: id(|document| match document {
            DocumentId::Comment(annotation) => Some(annotation.to_string()),
            _ => None,
        }),
        note: id(|document| match document {
            DocumentId::Note(note) => Some(note.to_string()),
            _ => None,
        }),
        spans: &line.spans,
        left: &line.left,
        node: &line.node,
        right: &line.right,
        variant: line.is_variant,
        original: line.is_original,
    })
}

/// Writes the lines under the names of their page and article, so that the hits stand below one another.
fn write_lines(page: &Page, lines: &[Kwic], console: &mut Console<'_>) -> io::Result<()> {
    let mut last = None;
    for line in lines {
        if last.is_none() {
            console.line(&format!("══ {}", plain(&page.source.name)))?;
        }
        if let DocumentId::Article(id) = line.document
            && last.replace(id) != Some(id)
        {
            let title = page.article(id).map_or("", |article| article.title.as_str());
            console.line(&format!("── {} ({id})", plain(title)))?;
        }
        console.line(&kwic(line))?;
    }
    Ok(())
}

/// A line with its node in the middle, a variant with `≈` before it; what does not fit falls off at the outer ends.
fn kwic(line: &Kwic) -> String {
    let (left, right) = (plain(&line.left), plain(&line.right));
    let left: Vec<char> = left.chars().collect();
    let left: String = left[left.len() - fitting(left.iter().rev())..].iter().collect();
    let right: Vec<char> = right.chars().collect();
    let right: String = right[..fitting(right.iter())].iter().collect();
    let indent = " ".repeat(SIDE - columns(&left));
    let sign = if line.is_variant { "≈" } else { "" };
    format!("{indent}{left}【{sign}{}】{right}", plain(&line.node))
}

/// How many of `chars` fit into one side.
fn fitting<'a>(chars: impl Iterator<Item = &'a char>) -> usize {
    let mut used = 0;
    let fits = chars.take_while(|ch| {
        used += columns(ch.encode_utf8(&mut [0; 4]));
        used <= SIDE
    });
    fits.count()
}
