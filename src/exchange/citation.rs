//! Where a quotation stands, in words: paper and date where the page tells them, article, byline, paragraph, file, lines.

use crate::i18n::{Catalogue, Message};
use crate::library::{ArticleText, Page, PartText};
use crate::notebook::{Notebook, SourceRecord};
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

/// The citation of `spans` of `page`, whatever article they lie in, or none.
#[must_use]
pub fn cite_spans(catalogue: &Catalogue, page: &Page, spans: &[CharSpan]) -> String {
    let mut parts = issue(&page.issue);
    if let Some((text, _)) = spans.first().and_then(|first| page.at(first.start)) {
        parts.extend(article(text));
        parts.extend(paragraphs(page, text, spans));
    }
    parts.extend(lines(page, spans));
    join(catalogue, &parts)
}

/// The citation of a place in a source that is missing: what the notebook remembers of it.
#[must_use]
pub fn cite_record(catalogue: &Catalogue, notebook: &Notebook, record: &SourceRecord) -> String {
    let mut parts = notebook.issue(record.id).map_or_else(Vec::new, issue);
    parts.push(Message::new("cite-file").with("name", crate::library::shown(record.name())));
    join(catalogue, &parts)
}

/// The paragraphs of `text` that the spans lie in: one, or from the first to the last.
fn paragraphs(page: &Page, text: &ArticleText, spans: &[CharSpan]) -> Option<Message> {
    let of = |span: &CharSpan| page.at(span.start).filter(|(article, _)| article.id == text.id)?.1.number;
    let numbers = || spans.iter().filter_map(of);
    let (first, last) = (numbers().min()?, numbers().max()?);
    Some(if first == last {
        Message::new("cite-paragraph").with("number", first)
    } else {
        Message::new("cite-paragraphs").with("first", first).with("last", last)
    })
}

/// What stands at the spans of a quotation, paragraph by paragraph; what is kept of it where the page is not open.
#[must_use]
pub fn quoted_paragraphs(catalogue: &Catalogue, page: Option<&Page>, exact: &str, spans: &[CharSpan]) -> Vec<String> {
    let Some(page) = page else { return vec![exact.trim().to_owned()] };
    paragraph_spans(page, spans).map(|spans| quoted(catalogue, page, spans).trim().to_owned()).collect()
}

/// The spans of a quotation, those of each paragraph together.
pub(super) fn paragraph_spans<'a>(page: &'a Page, spans: &'a [CharSpan]) -> impl Iterator<Item = &'a [CharSpan]> {
    let part_of = |span: &CharSpan| page.at(span.start).map(|(_, part)| part.id);
    spans.chunk_by(move |left, right| part_of(left) == part_of(right))
}

/// What stands for words that a quotation leaves out.
const ELLIPSIS: &str = "……";

/// Whether a quotation that goes from the one span on to the other leaves out words between them: of the same paragraph, in the
/// order in which it is read. What another column or article has put between them is nothing that is left out.
pub(super) fn is_gap(page: &Page, left: CharSpan, right: CharSpan) -> bool {
    let part = |at: u32| page.at(at).map(|(_, part)| part);
    let (Some(before), Some(behind)) = (part(left.end.saturating_sub(1)), part(right.start)) else { return false };
    if before.id != behind.id {
        return false;
    }
    let spans = &before.part.spans;
    let holder = |at: u32| spans.iter().position(|span| span.contains(at));
    let (Some(first), Some(last)) = (holder(left.end.saturating_sub(1)), holder(right.start)) else { return false };
    if (last, right.start) < (first, left.end) {
        return true;
    }
    spans[first..=last].iter().any(|span| {
        let between = CharSpan::new(
            if *span == spans[first] { left.end } else { span.start },
            if *span == spans[last] { right.start } else { span.end },
        );
        between.start < between.end && page.source.text.slice(between).chars().any(|ch| !ch.is_whitespace())
    })
}

/// Puts a stretch of a source behind what is quoted before it. Line ends go, but for a space between words that are no number, as in
/// the reading text.
fn push_joined(out: &mut String, text: &str) {
    let is_word = |ch: char| ch.is_ascii_alphanumeric();
    let mut chars = text.chars().peekable();
    let mut is_line_end = out.is_empty();
    while let Some(ch) = chars.next() {
        if ch == '\n' {
            is_line_end = true;
            continue;
        }
        if std::mem::take(&mut is_line_end)
            && let Some(last) = out.chars().next_back()
            && is_word(last)
            && is_word(ch)
            && !(last.is_ascii_digit() && ch.is_ascii_digit())
        {
            out.push(' ');
        }
        out.push(ch);
    }
}

/// What stands at the spans, …… where something of the paragraph is left out between them, and behind each word that is read
/// otherwise how that is: `displays〔应为：显示〕`. The mark is the same in every language and format, for programs to find.
fn quoted(catalogue: &Catalogue, page: &Page, spans: &[CharSpan]) -> String {
    let mut out = String::new();
    let mut before: Option<CharSpan> = None;
    for span in spans {
        match before.replace(*span) {
            Some(before) if is_gap(page, before, *span) => out.push_str(ELLIPSIS),
            Some(_) => push_joined(&mut out, "\n"),
            None => {}
        }
        let mut at = span.start;
        let first = page.readings.partition_point(|reading| reading.span.start < span.start);
        for reading in page.readings[first..].iter().take_while(|reading| reading.span.end <= span.end) {
            push_joined(&mut out, page.source.text.slice(CharSpan::new(at, reading.span.end)));
            let mark = Message::new("quotation-emended").with("reading", reading.text.as_ref());
            out.push_str(&catalogue.text(&mark));
            at = reading.span.end;
        }
        push_joined(&mut out, page.source.text.slice(CharSpan::new(at, span.end)));
    }
    out
}

/// The reading text of a part, with what stands in the source where something else is read, and behind that how it is read.
pub(super) fn with_originals(catalogue: &Catalogue, page: &Page, part: &PartText) -> String {
    let mut chars = part.text.as_str().chars();
    let mut out = String::new();
    let mut at = 0;
    for (reading, source) in part.text.emended() {
        out.extend(chars.by_ref().take((reading.start - at) as usize));
        let read: String = chars.by_ref().take(reading.len() as usize).collect();
        out.push_str(&page.source.text.quote(&[source]));
        out.push_str(&catalogue.text(&Message::new("quotation-emended").with("reading", read)));
        at = reading.end;
    }
    out.extend(chars);
    out
}

/// The citation of a whole article.
#[must_use]
pub fn cite_article(catalogue: &Catalogue, page: &Page, text: &ArticleText) -> String {
    let mut parts = issue(&page.issue);
    parts.extend(article(text));
    parts.extend(lines(page, &[text.extent]));
    join(catalogue, &parts)
}
