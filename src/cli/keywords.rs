//! `jianbao keywords PATH… [--top N] [--json]`: the words that mark pages.

use std::io;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::console::{Console, plain};
use super::pages::{given, notebook_option};
use super::table::{rounded, write_table};
use super::{Status, usage, words};
use crate::i18n::Catalogue;
use crate::lexis::{Lexicon, Suggestion, prose, suggest};
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
    let command = command.arg(usage::paths_arg(catalogue)).arg(words::top_arg(catalogue));
    command.arg(notebook_option(catalogue)).arg(usage::json_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let top = words::top(matches, TOP);
    let given = match given(matches, console) {
        Ok(given) => given,
        Err(status) => return Ok(status),
    };
    let pages = given.pages();
    let articles: Vec<String> = pages.iter().flat_map(|page| &page.articles).map(prose).collect();
    if articles.is_empty() {
        return Ok(given.status);
    }
    let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
    let keywords = suggest(&Lexicon::load(), &articles, top, &Cancel::default());
    if usage::wants_json(matches) {
        for keyword in &keywords {
            console.json_line(&JsonKeyword {
                term: &keyword.term,
                score: rounded(keyword.score),
                count: keyword.count,
                articles: keyword.documents,
            })?;
        }
    } else {
        let cells = keywords.iter().map(|keyword| {
            let Suggestion { term, score, count, documents } = keyword;
            [plain(term), format!("{score:.1}"), count.to_string(), documents.to_string()]
        });
        write_table(["term", "score", "count", "articles"], cells, console)?;
    }
    Ok(given.status)
}
