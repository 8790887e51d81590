//! `jianbao export`: a notebook's notes as a file for editors.

use std::io;
use std::path::PathBuf;

use clap::{ArgMatches, Command, value_parser};
use jiff::Timestamp;

use super::notebook::{library_arg, name_of, notebook_arg, notebook_path, open_library, read_notebook, refuse};
use super::{Console, Status, usage};
use crate::exchange::{
    CitationStyle, ExportInput, ExportOptions, ExportOrder, Exported, Format, export, may_export_to,
};
use crate::i18n::{Catalogue, Message};
use crate::library::{ArticleText, Library, shown};
use crate::notebook::Notebook;
use crate::page::ArticleId;
use crate::session::QuotationFilter;
use crate::store;
use crate::task::{Cancel, Progress, Severity};
use crate::text::{fold_text, without_space};

/// Markdown by tag was a format of its own before `--order` was there.
const MARKDOWN_BY_TAG: &str = "markdown-by-tag";

const ORDERS: [(&str, ExportOrder); 4] = [
    ("article", ExportOrder::ByArticle),
    ("tag", ExportOrder::ByTag),
    ("date", ExportOrder::ByDate),
    ("made", ExportOrder::AsMade),
];

const CITATIONS: [(&str, CitationStyle); 3] =
    [("house", CitationStyle::House), ("gbt7714", CitationStyle::GbT7714), ("plain", CitationStyle::Plain)];

pub(super) fn define(command: Command, catalogue: &Catalogue) -> Command {
    let formats = Format::ALL.iter().map(|format| format.code()).chain([MARKDOWN_BY_TAG]);
    let format = usage::option("to", "FORMAT", catalogue, "cli-export-to");
    let out = usage::option("output", "OUT", catalogue, "cli-export-out").short('o').required(true);
    let order = usage::option("order", "ORDER", catalogue, "cli-export-order");
    let citation = usage::option("citation", "STYLE", catalogue, "cli-export-citation");
    let number = |name, help| usage::option(name, "N", catalogue, help).value_parser(value_parser!(usize));
    command
        .arg(notebook_arg(catalogue))
        .arg(library_arg(catalogue))
        .arg(format.value_parser(formats.collect::<Vec<_>>()))
        .arg(out.value_parser(value_parser!(PathBuf)))
        .arg(usage::option("tag", "T", catalogue, "cli-export-tag"))
        .arg(usage::option("article", "A", catalogue, "cli-export-article"))
        .arg(usage::option("filter", "TAGS", catalogue, "cli-export-filter"))
        .arg(usage::option("dates", "DAYS", catalogue, "cli-export-dates"))
        .arg(usage::option("words", "WORDS", catalogue, "cli-export-words"))
        .arg(order.value_parser(ORDERS.map(|it| it.0)))
        .arg(citation.value_parser(CITATIONS.map(|it| it.0)))
        .arg(usage::option("title", "TITLE", catalogue, "cli-export-title"))
        .arg(number("context", "cli-export-context"))
        .arg(number("limit", "cli-export-limit"))
}

pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let path = notebook_path(matches);
    let out = matches.get_one::<PathBuf>("output").cloned().unwrap_or_default();
    let to = matches.get_one::<String>("to").map(String::as_str);
    let named = to.map(|to| Format::ALL.into_iter().find(|format| format.code() == to).unwrap_or_default());
    let Some(format) = named.or_else(|| Format::of_path(&out)) else {
        console.error(&Message::new("cli-export-no-format"), Some(&Message::new("cli-see-help")));
        return Ok(Status::BadUsage);
    };
    let (notebook, noticed) = match read_notebook(&path, console) {
        Ok(read) => read,
        Err(status) => return Ok(status),
    };
    let (library, status) = open_library(matches, &notebook, console);
    let mut status = status.max(noticed);
    let mut options = match options(matches, &notebook, &library) {
        Ok(options) => options,
        Err((message, hint)) => {
            console.error(&message, hint.as_ref());
            return Ok(Status::DataWrong);
        }
    };
    options.title = matches.get_one::<String>("title").cloned().unwrap_or_else(|| name_of(&path));
    if to == Some(MARKDOWN_BY_TAG) {
        options.order = ExportOrder::ByTag;
    }
    let input =
        ExportInput { catalogue: &console.catalogue, notebook: &notebook, library: &library, now: Timestamp::now() };
    let exported = export(format, &options, input, &Cancel::default(), &Progress::default());
    let Exported { bytes, notices, .. } = match exported {
        Ok(exported) => exported,
        Err(error) => {
            console.error(&error.message(), None);
            return Ok(Status::CouldNot);
        }
    };
    if out.as_os_str() == "-" {
        console.out().write_all(&bytes)?;
    } else if let Err(error) = may_export_to(&out, Some(&path), &library) {
        refuse(&error, console);
        return Ok(Status::BadUsage);
    } else if let Err(error) = store::replace_file(&out, &bytes) {
        status = status.max(refuse(&error, console));
        return Ok(status);
    }
    for notice in &notices {
        console.say(Severity::Info, notice, None);
    }
    Ok(status)
}

/// What is to be exported, and how; or what is wrong with that, and what to do about it.
fn options(
    matches: &ArgMatches,
    notebook: &Notebook,
    library: &Library,
) -> Result<ExportOptions, (Message, Option<Message>)> {
    let text = |name| matches.get_one::<String>(name).map(String::as_str);
    let number = |name| matches.get_one::<usize>(name).copied();
    let mut options = ExportOptions {
        context_chars: number("context").unwrap_or(0),
        limit: number("limit"),
        order: chosen(&ORDERS, text("order")),
        citation: chosen(&CITATIONS, text("citation")),
        ..ExportOptions::default()
    };
    if let Some(name) = text("tag") {
        let tag = notebook.tag_named(name);
        options.tag = Some(tag.ok_or_else(|| (Message::new("request-no-tag").with("name", name), None))?.id);
    }
    if let Some(name) = text("article") {
        let wrong = |message| (message, Some(Message::new("cli-no-article-hint")));
        options.article = Some(find_article(library, name).map_err(wrong)?);
    }
    let own = |name| text(name).unwrap_or("").to_owned();
    let filter =
        QuotationFilter { tags: own("filter"), dates: own("dates"), words: own("words"), ..QuotationFilter::default() };
    if !filter.is_empty() {
        options.only = Some(filter.passing(notebook).map_err(|error| (error.message(), None))?);
    }
    Ok(options)
}

/// The one of this name; the first if none is named.
fn chosen<T: Copy>(all: &[(&str, T)], name: Option<&str>) -> T {
    all.iter().find(|(known, _)| name == Some(*known)).unwrap_or(&all[0]).1
}

/// Most articles that are listed where a name is that of several.
const MOST_LISTED: usize = 8;

/// The article with this id, with this headline, or, if that is none, the only one whose headline holds it, in whatever width and
/// case; or what is wrong with the name.
fn find_article(library: &Library, name: &str) -> Result<ArticleId, Message> {
    let articles = || library.iter().flat_map(|page| &page.articles);
    if let Some(article) = articles().find(|article| article.id.to_string() == name) {
        return Ok(article.id);
    }
    let folded = |text: &str| fold_text(&without_space(text));
    let wanted = folded(name);
    let mut found: Vec<&ArticleText> = articles().filter(|article| folded(&article.title) == wanted).collect();
    if found.is_empty() && !wanted.is_empty() {
        found = articles().filter(|article| folded(&article.title).contains(&wanted)).collect();
    }
    match found.as_slice() {
        [] => Err(Message::new("cli-no-article").with("name", name)),
        [one] => Ok(one.id),
        several => {
            let listed =
                several.iter().take(MOST_LISTED).map(|article| format!("{}  {}", article.id, shown(&article.title)));
            let message = Message::new("cli-several-articles").with("name", name).with("count", several.len());
            Err(message.with("articles", format!("\n  {}", listed.collect::<Vec<_>>().join("\n  "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Origin, Page, Source};

    #[test]
    fn an_article_is_found_by_a_part_of_its_headline_if_that_is_the_only_one() {
        let body = "本报讯 周六上午，河湾镇图书室在修缮三个月后重新开放，首日接待读者四百余人。";
        let mut library = Library::default();
        for title in ["河湾镇图书室重新开放", "河湾镇小学扩建", "小学扩建"] {
            let text = format!("{title}\n\n{body}\n");
            let source = Source::from_bytes(format!("{title}.txt"), Origin::Sample, text.as_bytes()).unwrap();
            library.insert(std::sync::Arc::new(Page::new(source)));
        }
        let found = |name: &str| {
            let id = match find_article(&library, name) {
                Ok(id) => id,
                Err(message) => return message.id.into_owned(),
            };
            let article = library.iter().flat_map(|page| &page.articles).find(|article| article.id == id);
            article.map(|article| article.title.clone()).unwrap_or_default()
        };
        assert_eq!(found("河湾镇图书室重新开放"), "河湾镇图书室重新开放");
        assert_eq!(found("图书室 重新"), "河湾镇图书室重新开放");
        assert_eq!(found("小学扩建"), "小学扩建");
        assert_eq!(found("扩建"), "cli-several-articles");
        assert_eq!(found("河湾镇"), "cli-several-articles");
        assert_eq!(found("青石岗"), "cli-no-article");
        assert_eq!(found(" "), "cli-no-article");
    }
}
