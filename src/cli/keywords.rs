//! `jianbao keywords PATH… [--top N] [--json]`: the words that mark pages.

use std::io;

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;

use super::console::{Console, columns, plain};
use super::{Status, usage};
use crate::i18n::Catalogue;
use crate::lexis::{Lexicon, Suggestion, prose, suggest};
use crate::library::Page;
use crate::task::Cancel;

/// Keywords that are given if no number is asked for.
const TOP: u32 = 30;

#[derive(Serialize)]
struct JsonKeyword<'a> {
    term: &'a str,
    score: f64,
    count: u32,
    articles: u32,
}

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let top = usage::option("top", "N", catalogue, "cli-keywords-top").value_parser(value_parser!(u32).range(1..));
    command.arg(usage::paths_arg(catalogue)).arg(top).arg(usage::json_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let top = matches.get_one("top").copied().unwrap_or(TOP) as usize;
    let (sources, status) = console.load(&usage::paths(matches));
    let pages = sources.into_iter().map(Page::new);
    let articles: Vec<String> = pages.flat_map(|page| page.articles.iter().map(prose).collect::<Vec<_>>()).collect();
    if articles.is_empty() {
        return Ok(status);
    }
    let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
    let keywords = suggest(&Lexicon::load(), &articles, top, &Cancel::default());
    if usage::wants_json(matches) {
        for keyword in &keywords {
            console.json_line(&JsonKeyword {
                term: &keyword.term,
                score: (keyword.score * 100.0).round() / 100.0,
                count: keyword.count,
                articles: keyword.documents,
            })?;
        }
    } else {
        write_table(&keywords, console)?;
    }
    Ok(status)
}

/// Writes a table: the term, then right-aligned numbers under their headings.
fn write_table(keywords: &[Suggestion], console: &mut Console<'_>) -> io::Result<()> {
    let headings =
        ["term", "score", "count", "articles"].map(|column| console.catalogue.get(&format!("cli-keywords-{column}")));
    let row = |keyword: &Suggestion| {
        let Suggestion { term, score, count, documents } = keyword;
        [plain(term), format!("{score:.1}"), count.to_string(), documents.to_string()]
    };
    let rows: Vec<[String; 4]> = std::iter::once(headings).chain(keywords.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| columns(&row[column])).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(width);
    for row in &rows {
        let space = |column: usize| " ".repeat(widths[column] - columns(&row[column]));
        let numbers: String = (1..4).map(|column| format!("  {}{}", space(column), row[column])).collect();
        console.line(&format!("{}{}{numbers}", row[0], space(0)))?;
    }
    Ok(())
}
