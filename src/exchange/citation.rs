//! Where a quotation stands, in words: paper and date where the page tells them, article, byline, paragraph, file, lines.

use crate::i18n::{Catalogue, Message};
use crate::library::{ArticleText, Page, PartText};
use crate::page::IssueData;
use crate::text::CharSpan;

/// The parts of a citation that are known, in their order.
fn join(catalogue: &Catalogue, parts: &[Message]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| catalogue.text(part)).collect();
    parts.join(&catalogue.get("cite-separator"))
}

fn issue(data: &IssueData) -> Vec<Message> {
    let paper = data.paper.iter().map(|paper| Message::new("cite-paper").with("paper", paper.as_str()));
    let date = data.date.iter().map(|date| {
        let (year, month, day) = (i64::from(date.year), i64::from(date.month), i64::from(date.day));
        // The year as text: a number would be written with a thousands separator.
        Message::new("cite-date").with("year", year.to_string()).with("month", month).with("day", day)
    });
    let page = data.page.iter().map(|page| Message::new("cite-page").with("page", page.as_str()));
    paper.chain(date).chain(page).collect()
}

fn article(text: &ArticleText) -> Vec<Message> {
    let mut parts = vec![Message::new("cite-article").with("title", text.title.as_str())];
    if !text.byline.is_empty() {
        parts.push(Message::new("cite-byline").with("byline", text.byline.as_str()));
    }
    parts
}

fn lines(page: &Page, spans: &[CharSpan]) -> Option<Message> {
    let (first, last) = page.lines_of(spans)?;
    let name = crate::library::shown(&page.source.name);
    let message = Message::new(if first == last { "cite-line" } else { "cite-lines" }).with("name", name);
    Some(message.with("first", first.to_string()).with("last", last.to_string()))
}

/// The citation of `spans`, which lie in `part` of `text` on `page`.
#[must_use]
pub fn citation(catalogue: &Catalogue, page: &Page, text: &ArticleText, part: &PartText, spans: &[CharSpan]) -> String {
    let mut parts = issue(&page.issue);
    parts.extend(article(text));
    parts.extend(part.number.map(|number| Message::new("cite-paragraph").with("number", number)));
    parts.extend(lines(page, spans));
    join(catalogue, &parts)
}

/// The citation of `spans` of `page`, whatever article they lie in, or none.
#[must_use]
pub fn cite_spans(catalogue: &Catalogue, page: &Page, spans: &[CharSpan]) -> String {
    match spans.first().and_then(|first| page.at(first.start)) {
        Some((text, part)) => citation(catalogue, page, text, part, spans),
        None => {
            let mut parts = issue(&page.issue);
            parts.extend(lines(page, spans));
            join(catalogue, &parts)
        }
    }
}

/// The citation of a whole article.
#[must_use]
pub fn cite_article(catalogue: &Catalogue, page: &Page, text: &ArticleText) -> String {
    let mut parts = issue(&page.issue);
    parts.extend(article(text));
    parts.extend(lines(page, &[text.extent]));
    join(catalogue, &parts)
}
