//! `jianbao articles PATH… [--json]`: the articles that are recovered from pages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::console::{Console, columns, plain, wrap};
use super::{Status, usage};
use crate::i18n::{Arg, Catalogue};
use crate::library::{ArticleText, Page, PartText};
use crate::page::{Doubt, Role};
use crate::text::CharSpan;

/// Columns of a printed paragraph: 36 em, within the measure that the reader has.
const WIDTH: usize = 72;

#[derive(Serialize)]
struct JsonPage<'a> {
    source: &'a str,
    articles: Vec<JsonArticle<'a>>,
    furniture: Vec<JsonPart<'a>>,
}

#[derive(Serialize)]
struct JsonArticle<'a> {
    id: String,
    title: &'a str,
    parts: Vec<JsonPart<'a>>,
}

#[derive(Serialize)]
struct JsonPart<'a> {
    role: &'static str,
    text: &'a str,
    spans: &'a [CharSpan],
    confidence: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<JsonReason>,
}

/// Why a part is doubtful: the code, where, and what the sentence about it quotes.
#[derive(Serialize)]
struct JsonReason {
    code: &'static str,
    at: u32,
    #[serde(flatten)]
    args: BTreeMap<Cow<'static, str>, Arg>,
}

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    command.arg(usage::paths_arg(catalogue)).arg(usage::json_arg(catalogue))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let (sources, status) = console.load(&usage::paths(matches));
    let pages = sources.into_iter().map(Page::new);
    if usage::wants_json(matches) {
        write_json(pages, console)?;
    } else {
        for page in pages {
            write_page(&page, console)?;
        }
    }
    Ok(status)
}

/// Writes one array with a page a line, so that a large one is never held whole.
fn write_json(pages: impl Iterator<Item = Page>, console: &mut Console<'_>) -> io::Result<()> {
    let mut before = "[\n";
    for page in pages {
        write!(console.out(), "{before}")?;
        serde_json::to_writer(&mut *console.out(), &json_page(&page))?;
        before = ",\n";
    }
    console.line(if before == "[\n" { "[]" } else { "\n]" })
}

fn json_page(page: &Page) -> JsonPage<'_> {
    let articles = page.articles.iter().map(|article| JsonArticle {
        id: article.id.to_string(),
        title: &article.title,
        parts: article.parts.iter().map(json_part).collect(),
    });
    JsonPage {
        source: &page.source.name,
        articles: articles.collect(),
        furniture: page.furniture.iter().map(json_part).collect(),
    }
}

fn json_part(part: &PartText) -> JsonPart<'_> {
    JsonPart {
        role: part.part.role.code(),
        text: part.text.as_str(),
        spans: &part.part.spans,
        // Three places: what is behind them is chance, and changes with the processor.
        confidence: (f64::from(part.part.confidence.share()) * 1000.0).round() / 1000.0,
        reasons: part.part.doubts.iter().map(json_reason).collect(),
    }
}

fn json_reason(doubt: &Doubt) -> JsonReason {
    JsonReason { code: doubt.reason.code(), at: doubt.at, args: doubt.reason.message().args }
}

fn write_page(page: &Page, console: &mut Console<'_>) -> io::Result<()> {
    let name = plain(&page.source.name);
    let rule = "═".repeat(WIDTH.saturating_sub(columns(&name) + 3).max(3));
    console.line(&format!("══ {name} {rule}"))?;
    for article in &page.articles {
        console.line("")?;
        write_article(article, console)?;
    }
    if !page.furniture.is_empty() {
        console.line("")?;
        console.line(&format!("── {}", console.catalogue.get("cli-furniture")))?;
        for part in &page.furniture {
            write_part(part, console)?;
        }
    }
    console.line("")
}

fn write_article(article: &ArticleText, console: &mut Console<'_>) -> io::Result<()> {
    console.line(&format!("── {} ({})", plain(&article.title), article.id))?;
    for part in &article.parts {
        write_part(part, console)?;
    }
    Ok(())
}

/// Writes a paragraph with an indent, and any other part behind the name of its role.
fn write_part(part: &PartText, console: &mut Console<'_>) -> io::Result<()> {
    let doubt = if part.part.confidence.is_doubtful() { console.catalogue.get("cli-doubtful") } else { String::new() };
    let text = plain(part.text.as_str());
    let lead = match part.part.role {
        Role::Body => format!("　　{doubt}"),
        role => format!("[{}] {doubt}", console.catalogue.get(&format!("cli-role-{}", role.code()))),
    };
    for line in wrap(&text, WIDTH, &lead) {
        console.line(&line)?;
    }
    for doubt in &part.part.doubts {
        let sentence = plain(&console.catalogue.text(&doubt.reason.message()));
        for line in wrap(&sentence, WIDTH, "　　? ") {
            console.line(&line)?;
        }
    }
    Ok(())
}
