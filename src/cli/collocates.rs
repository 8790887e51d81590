//! `jianbao collocates NODE PATH… [--window N] [--min N] [--top N] [--content] [--json]`: what stands near a word.

use std::io;

use clap::{ArgMatches, Command, value_parser};
use serde::Serialize;

use super::console::{Console, plain};
use super::pages::{given, notebook_option};
use super::table::{rounded, write_table};
use super::{Status, usage, words};
use crate::i18n::{Catalogue, Message};
use crate::lexis::{WINDOW_WORDS, collocates};
use crate::search::{Mode, Query};
use crate::task::{Cancel, Severity};

/// Words that are given if no number is asked for.
const TOP: u32 = 30;

/// How often a word must stand near the node, unless the user asks for less: what comes once or twice may be chance.
const MIN: u32 = 3;

#[derive(Serialize)]
struct JsonCollocate<'a> {
    word: &'a str,
    count: u32,
    left: u32,
    right: u32,
    frequency: u32,
    log_dice: f64,
}

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let window = usage::option("window", "N", catalogue, "cli-collocates-window");
    command
        .arg(usage::positional("node", "NODE", catalogue, "cli-collocates-node").display_order(1))
        .arg(usage::paths_arg(catalogue))
        .arg(window.value_parser(value_parser!(u32).range(1..)))
        .arg(words::min_arg(catalogue))
        .arg(words::top_arg(catalogue))
        .arg(words::content_arg(catalogue))
        .arg(notebook_option(catalogue))
        .arg(usage::json_arg(catalogue))
        .after_help(catalogue.get("cli-collocates-help"))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let typed = matches.get_one::<String>("node").map_or("", String::as_str);
    let node = match Query::parse(typed, Mode::default()) {
        Ok(node) => node,
        Err(error) => {
            console.error(&error.message(), None);
            return Ok(Status::BadUsage);
        }
    };
    let given = match given(matches, console) {
        Ok(given) => given,
        Err(status) => return Ok(status),
    };
    let pages = given.pages();
    let (documents, cache) = words::cut(&pages);
    let window = matches.get_one("window").copied().unwrap_or(WINDOW_WORDS);
    let found = collocates(&documents, &cache, &|text| node.find(text), window, &Cancel::default());
    let min = words::min(matches, MIN);
    let is_wanted = |stop: bool| !(stop && words::content_only(matches));
    let rows = found.rows.iter().filter(|row| row.count >= min && is_wanted(!row.is_content));
    let rows = rows.take(words::top(matches, TOP));
    if usage::wants_json(matches) {
        for row in rows {
            console.json_line(&JsonCollocate {
                word: &row.word,
                count: row.count,
                left: row.left,
                right: row.count - row.left,
                frequency: row.frequency,
                log_dice: rounded(row.log_dice),
            })?;
        }
        return Ok(given.status);
    }
    let cells = rows.map(|row| {
        let (left, right) = (row.left, row.count - row.left);
        let counts = [row.count, left, right, row.frequency].map(|count| count.to_string());
        let [count, left, right, frequency] = counts;
        [plain(&row.word), count, left, right, frequency, format!("{:.2}", row.log_dice)]
    });
    write_table(["word", "count", "left", "right", "frequency", "log_dice"], cells, console)?;
    console.say(Severity::Info, &Message::new("cli-collocates-summary").with("count", found.node), None);
    Ok(given.status)
}
