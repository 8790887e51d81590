//! `jianbao search QUERY PATH… [--regex] [--exact] [--json]`: a concordance of pages.

use std::io;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::console::{Console, columns, plain};
use super::{Status, usage};
use crate::i18n::{Catalogue, Message};
use crate::library::Page;
use crate::search::{CONTEXT_CHARS, Line, Mode, Query, concordance};
use crate::task::Severity;
use crate::text::CharSpan;

/// Columns of context on each side of a hit where people read: two sides and a word fit into 80.
const SIDE: usize = 34;

#[derive(Serialize)]
struct JsonLine<'a> {
    source: &'a str,
    article: String,
    spans: &'a [CharSpan],
    left: &'a str,
    node: &'a str,
    right: &'a str,
}

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    command
        .arg(usage::positional("query", "QUERY", catalogue, "cli-search-query").display_order(1))
        .arg(usage::paths_arg(catalogue))
        .arg(usage::flag("regex", catalogue, "cli-search-regex"))
        .arg(usage::flag("exact", catalogue, "cli-search-exact"))
        .arg(usage::json_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let mode = Mode { regex: matches.get_flag("regex"), exact: matches.get_flag("exact") };
    let typed = matches.get_one::<String>("query").map_or("", String::as_str);
    let query = match Query::parse(typed, mode) {
        Ok(query) => query,
        Err(error) => {
            console.error(&error.message(), None);
            return Ok(Status::BadUsage);
        }
    };
    let (sources, status) = console.load(&usage::paths(matches));
    let mut hits = 0_u32;
    for page in sources.into_iter().map(Page::new) {
        let lines = concordance(&page, &query, CONTEXT_CHARS).inspect(|_| hits += 1);
        if usage::wants_json(matches) {
            write_json(&page, lines, console)?;
        } else {
            write_lines(&page, lines, console)?;
        }
    }
    if !usage::wants_json(matches) {
        console.say(Severity::Info, &Message::new("cli-search-hits").with("count", hits), None);
    }
    Ok(status)
}

fn write_json(page: &Page, lines: impl Iterator<Item = Line>, console: &mut Console<'_>) -> io::Result<()> {
    for line in lines {
        console.json_line(&JsonLine {
            source: &page.source.name,
            article: line.article.to_string(),
            spans: &line.spans,
            left: &line.left,
            node: &line.node,
            right: &line.right,
        })?;
    }
    Ok(())
}

/// Writes the lines under the names of their page and article, so that the hits stand below one another.
fn write_lines(page: &Page, lines: impl Iterator<Item = Line>, console: &mut Console<'_>) -> io::Result<()> {
    let mut article = None;
    for line in lines {
        if article.is_none() {
            console.line(&format!("══ {}", plain(&page.source.name)))?;
        }
        if article != Some(line.article) {
            article = Some(line.article);
            let title = page.article(line.article).map_or("", |article| article.title.as_str());
            console.line(&format!("── {} ({})", plain(title), line.article))?;
        }
        console.line(&kwic(&line))?;
    }
    Ok(())
}

/// A line with its node in the middle; what does not fit falls off at the outer ends.
fn kwic(line: &Line) -> String {
    let (left, right) = (plain(&line.left), plain(&line.right));
    let left: Vec<char> = left.chars().collect();
    let left: String = left[left.len() - fitting(left.iter().rev())..].iter().collect();
    let right: Vec<char> = right.chars().collect();
    let right: String = right[..fitting(right.iter())].iter().collect();
    let indent = " ".repeat(SIDE - columns(&left));
    format!("{indent}{left}【{}】{right}", plain(&line.node))
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
