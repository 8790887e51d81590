//! `jianbao words PATH… [--top N] [--min N] [--content] [--json]`: how often which words come.

use std::io;
use std::sync::Arc;

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::console::{Console, plain};
use super::pages::{given, notebook_option};
use super::table::{rounded, write_table};
use super::{Status, usage};
use crate::i18n::{Catalogue, Message};
use crate::jobs::in_parallel;
use crate::lexis::{Lexicon, Texts, WordCache, WordCount, frequencies, texts};
use crate::library::Page;
use crate::task::{Cancel, Severity};

/// Words that are given if no number is asked for.
const TOP: u32 = 50;

const TOP_ARG: &str = "top";
const MIN_ARG: &str = "min";
const CONTENT_ARG: &str = "content";

#[derive(Serialize)]
struct JsonWord<'a> {
    word: &'a str,
    count: u32,
    articles: u32,
    per_million: f64,
    dispersion: f64,
}

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    command
        .arg(usage::paths_arg(catalogue))
        .arg(top_arg(catalogue))
        .arg(min_arg(catalogue))
        .arg(content_arg(catalogue))
        .arg(notebook_option(catalogue))
        .arg(usage::json_arg(catalogue))
        .after_help(catalogue.get("cli-words-help"))
}

/// `--top N`
pub(super) fn top_arg(catalogue: &Catalogue) -> Arg {
    usage::option(TOP_ARG, "N", catalogue, "cli-top").value_parser(value_parser!(u32).range(1..))
}

/// How many rows are wanted.
pub(super) fn top(matches: &ArgMatches, otherwise: u32) -> usize {
    matches.get_one(TOP_ARG).copied().unwrap_or(otherwise) as usize
}

/// `--min N`
pub(super) fn min_arg(catalogue: &Catalogue) -> Arg {
    usage::option(MIN_ARG, "N", catalogue, "cli-min").value_parser(value_parser!(u32).range(1..))
}

/// How often a word must come.
pub(super) fn min(matches: &ArgMatches, otherwise: u32) -> u32 {
    matches.get_one(MIN_ARG).copied().unwrap_or(otherwise)
}

/// `--content`
pub(super) fn content_arg(catalogue: &Catalogue) -> Arg {
    usage::flag(CONTENT_ARG, catalogue, "cli-content")
}

/// Whether words that say nothing of what a text is about are left out.
pub(super) fn content_only(matches: &ArgMatches) -> bool {
    matches.get_flag(CONTENT_ARG)
}

/// The texts of all articles of `pages`, and all of them cut, on all cores.
pub(super) fn cut<'a>(pages: impl IntoIterator<Item = &'a Page>) -> (Vec<Texts<'a>>, WordCache) {
    let documents: Vec<Texts<'_>> = pages.into_iter().flat_map(|page| &page.articles).map(texts).collect();
    let cache = WordCache::new(Arc::new(Lexicon::load()));
    let all: Vec<&str> = documents.iter().flatten().copied().collect();
    in_parallel(&all, &Cancel::default(), |text| drop(cache.cut(text)));
    (documents, cache)
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let given = match given(matches, console) {
        Ok(given) => given,
        Err(status) => return Ok(status),
    };
    let pages = given.pages();
    let (documents, cache) = cut(&pages);
    let list = frequencies(&documents, &cache, &Cancel::default());
    let per_million = |row: &WordCount| f64::from(row.count) * 1e6 / list.tokens.max(1) as f64;
    let min = min(matches, 1);
    let rows = list.rows.iter().filter(|row| row.count >= min && (row.is_content || !content_only(matches)));
    let rows = rows.take(top(matches, TOP));
    if usage::wants_json(matches) {
        for row in rows {
            console.json_line(&JsonWord {
                word: &row.word,
                count: row.count,
                articles: row.documents,
                per_million: rounded(per_million(row)),
                dispersion: rounded(row.dispersion),
            })?;
        }
        return Ok(given.status);
    }
    let cells = rows.map(|row| {
        let rate = format!("{:.0}", per_million(row));
        let spread = format!("{:.2}", row.dispersion);
        [plain(&row.word), row.count.to_string(), row.documents.to_string(), rate, spread]
    });
    write_table(["word", "count", "articles", "per_million", "dispersion"], cells, console)?;
    let summary = Message::new("cli-words-summary").with("tokens", list.tokens).with("types", list.types());
    console.say(Severity::Info, &summary.with("count", list.documents), None);
    Ok(given.status)
}
