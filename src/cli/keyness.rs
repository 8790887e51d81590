//! `jianbao keyness PATH… (--against PATH… | --where QUERY) [--negative] [--top N] [--json]`: by which words articles differ.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use clap::{ArgGroup, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::console::{Console, plain};
use super::pages::{given, notebook_option, page};
use super::table::{rounded, write_table};
use super::{Status, usage, words};
use crate::i18n::{Catalogue, Message};
use crate::jobs::in_parallel;
use crate::lexis::{Texts, WordCache, frequencies, keyness};
use crate::library::Page;
use crate::notebook::Notebook;
use crate::page::ArticleId;
use crate::search::{DocumentId, FactTable, Knowledge, Options, Search, Shelf};
use crate::task::{Cancel, Severity};

/// Words that are given if no number is asked for.
const TOP: u32 = 30;

/// How often a word must come in both together.
const MIN: u32 = 3;

#[derive(Serialize)]
struct JsonKey<'a> {
    word: &'a str,
    count: u32,
    reference: u32,
    g2: f64,
    log_ratio: f64,
}

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let against = usage::option("against", "PATH", catalogue, "cli-keyness-against");
    command
        .arg(usage::paths_arg(catalogue))
        .arg(against.num_args(1..).value_parser(value_parser!(PathBuf)))
        .arg(usage::option("where", "QUERY", catalogue, "cli-keyness-where"))
        .group(ArgGroup::new("reference").args(["against", "where"]).required(true))
        .arg(usage::flag("negative", catalogue, "cli-keyness-negative"))
        .arg(words::min_arg(catalogue))
        .arg(words::top_arg(catalogue))
        .arg(words::content_arg(catalogue))
        .arg(notebook_option(catalogue))
        .arg(usage::json_arg(catalogue))
        .after_help(catalogue.get("cli-keyness-help"))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let search = match matches.get_one::<String>("where").map(|query| Search::parse(query, Options::default())) {
        Some(Err(error)) => {
            console.error(&error.message(), None);
            return Ok(Status::BadUsage);
        }
        Some(Ok(search)) => Some(search),
        None => None,
    };
    let given = match given(matches, console) {
        Ok(given) => given,
        Err(status) => return Ok(status),
    };
    let mut status = given.status;
    let pages = given.pages();
    let mut others = Vec::new();
    if let Some(paths) = matches.get_many::<PathBuf>("against") {
        let (sources, loaded) = console.load(&paths.cloned().collect::<Vec<_>>());
        status = status.max(loaded);
        others = in_parallel(&sources, &Cancel::default(), |source| page(source, given.notebook.as_ref()));
    }
    let (documents, cache) = words::cut(pages.iter().chain(&others));
    let matching = search.map(|search| matching(&search, &pages, given.notebook.as_ref(), &cache));
    let own = pages.iter().flat_map(|page| &page.articles).map(|article| article.id).map(Some);
    let articles = own.chain(std::iter::repeat(None));
    let is_target = |article: Option<ArticleId>| {
        article.is_some_and(|article| matching.as_ref().is_none_or(|matching| matching.contains(&article)))
    };
    let (mut target, mut rest): (Vec<Texts<'_>>, Vec<Texts<'_>>) = (Vec::new(), Vec::new());
    for (texts, article) in documents.into_iter().zip(articles) {
        if is_target(article) { target.push(texts) } else { rest.push(texts) }
    }
    let count = |documents: &[Texts<'_>]| frequencies(documents, &cache, &Cancel::default());
    let (target, rest) = (count(&target), count(&rest));
    let (min, negative) = (words::min(matches, MIN), matches.get_flag("negative"));
    let keys = keyness(&target, &rest);
    let rows = keys.iter().filter(|key| {
        key.count + key.reference >= min
            && (key.log_ratio < 0.0) == negative
            && (key.is_content || !words::content_only(matches))
    });
    let rows = rows.take(words::top(matches, TOP));
    if usage::wants_json(matches) {
        for key in rows {
            console.json_line(&JsonKey {
                word: &key.word,
                count: key.count,
                reference: key.reference,
                g2: rounded(key.g2),
                log_ratio: rounded(key.log_ratio),
            })?;
        }
    } else {
        let cells = rows.map(|key| {
            let (g2, ratio) = (format!("{:.2}", key.g2), format!("{:+.2}", key.log_ratio));
            [plain(&key.word), key.count.to_string(), key.reference.to_string(), g2, ratio]
        });
        write_table(["word", "count", "reference", "g2", "log_ratio"], cells, console)?;
    }
    let summary = Message::new("cli-keyness-summary").with("articles", target.documents).with("tokens", target.tokens);
    let summary = summary.with("reference_articles", rest.documents).with("reference_tokens", rest.tokens);
    console.say(Severity::Info, &summary, None);
    Ok(status)
}

/// The articles that match a query.
fn matching(search: &Search, pages: &[Page], notebook: Option<&Notebook>, cache: &WordCache) -> BTreeSet<ArticleId> {
    let table = if search.needs_facts() { FactTable::new(pages, notebook) } else { FactTable::default() };
    let facts = |document| table.of(document);
    let knowledge = Knowledge { facts: Some(&facts), words: Some(cache) };
    let found = in_parallel(pages, &Cancel::default(), |page| {
        let shelf = Shelf::of_page(page);
        let hits = search.hits(&shelf, &knowledge, &Cancel::default());
        hits.iter().map(|hit| shelf.document(hit)).collect::<BTreeSet<_>>()
    });
    let articles = found.into_iter().flatten().filter_map(|document| match document {
        DocumentId::Article(article) => Some(article),
        _ => None,
    });
    articles.collect()
}
