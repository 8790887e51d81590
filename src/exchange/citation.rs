//! Where a quotation stands, in words: paper and date where the page tells them, article, byline, paragraph, file, lines.

use crate::i18n::{Catalogue, Language, Message};
use crate::library::{ArticleText, Page, PartText};
use crate::notebook::{Notebook, SourceRecord};
use crate::page::{IssueData, IssueDate, Role};
use crate::text::{CharSpan, parts_words};

/// The parts of a citation that are known, in their order.
fn join(catalogue: &Catalogue, parts: &[Message]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| catalogue.text(part)).collect();
    parts.join(&catalogue.get("cite-separator"))
}

/// A day as citations have it.
pub(super) fn cite_day(date: IssueDate) -> Message {
    let (year, month, day) = (i64::from(date.year), i64::from(date.month), i64::from(date.day));
    // The year as text: a number would be written with a thousands separator.
    Message::new("cite-date").with("year", year.to_string()).with("month", month).with("day", day)
}

fn issue(data: &IssueData) -> Vec<Message> {
    let paper = data.paper.iter().map(|paper| Message::new("cite-paper").with("paper", paper.as_str()));
    let date = data.date.iter().copied().map(cite_day);
    let page = data.page.iter().map(|page| Message::new("cite-page").with("page", page.as_str()));
    paper.chain(date).chain(page).collect()
}

/// The title within 《》: by GB/T 15834-2011, 4.15, title marks within title marks are 〈〉, and 《》 again within those. One whose
/// marks do not match stands as it is.
pub(super) fn nested_title(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    // How the marks that are open were written.
    let mut open: Vec<char> = Vec::new();
    for ch in title.chars() {
        match ch {
            '《' | '〈' => {
                open.push(ch);
                out.push(if open.len() % 2 == 1 { '〈' } else { '《' });
            }
            '》' | '〉' => {
                out.push(if open.len() % 2 == 1 { '〉' } else { '》' });
                let matches = open.pop().is_some_and(|opening| (opening == '《') == (ch == '》'));
                if !matches {
                    return title.to_owned();
                }
            }
            _ => out.push(ch),
        }
    }
    if open.is_empty() { out } else { title.to_owned() }
}

fn article(catalogue: &Catalogue, text: &ArticleText) -> Vec<Message> {
    let title = match catalogue.language() {
        Language::Chinese => nested_title(&text.title),
        Language::English => text.title.clone(),
    };
    let mut parts = vec![Message::new("cite-article").with("title", title)];
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
        parts.extend(article(catalogue, text));
        parts.extend(paragraphs(page, text, spans));
    }
    parts.extend(lines(page, spans));
    join(catalogue, &parts)
}

/// The citation of `spans` where the article that they lie in has just been named: its paragraphs, and the lines of the source.
pub(super) fn cite_within(catalogue: &Catalogue, page: &Page, spans: &[CharSpan]) -> String {
    let mut parts = Vec::new();
    if let Some((text, _)) = spans.first().and_then(|first| page.at(first.start)) {
        parts.extend(paragraphs(page, text, spans));
    }
    if let Some((first, last)) = page.lines_of(spans) {
        let message = Message::new(if first == last { "cite-only-line" } else { "cite-only-lines" });
        parts.push(message.with("first", first.to_string()).with("last", last.to_string()));
    }
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
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<CharSpan> = None;
    for spans in paragraph_spans(page, spans) {
        let is_gap = before.zip(spans.first()).is_some_and(|(before, next)| is_gap(page, before, *next));
        if let Some(last) = paragraphs.last_mut().filter(|last| is_gap && !last.ends_with(ELLIPSIS)) {
            last.push_str(ELLIPSIS);
        }
        paragraphs.push(quoted(Some(catalogue), page, spans).trim().to_owned());
        before = spans.last().copied();
    }
    paragraphs
}

/// What stands at the spans as one text, …… where something is left out between them.
#[must_use]
pub fn quoted_text(page: &Page, spans: &[CharSpan]) -> String {
    quoted(None, page, spans)
}

/// The spans of a quotation, those of each paragraph together.
pub(super) fn paragraph_spans<'a>(page: &'a Page, spans: &'a [CharSpan]) -> impl Iterator<Item = &'a [CharSpan]> {
    let part_of = |span: &CharSpan| page.at(span.start).map(|(_, part)| part.id);
    spans.chunk_by(move |left, right| part_of(left) == part_of(right))
}

/// What stands for words that a quotation leaves out; GB/T 15834-2011, 4.11.
pub(super) const ELLIPSIS: &str = "……";

/// Whether a quotation that goes from the one span on to the other leaves out words between them, in the order in which the article
/// is read: of a paragraph, or whole paragraphs. What another column or article has put between them is nothing that is left out.
pub(super) fn is_gap(page: &Page, left: CharSpan, right: CharSpan) -> bool {
    let last = left.end.saturating_sub(1);
    let (Some((article, before)), Some((other, behind))) = (page.at(last), page.at(right.start)) else { return false };
    if article.id != other.id {
        return true;
    }
    let place = |part: &PartText| article.parts.iter().position(|other| other.id == part.id);
    let (Some(first), Some(second)) = (place(before), place(behind)) else { return true };
    let says = |spans: &[CharSpan]| {
        spans.iter().any(|span| page.source.text.slice(*span).chars().any(|ch| !ch.is_whitespace()))
    };
    // The spans of a part from one place on, and those up to another.
    let from = |part: &PartText, at: u32| -> Vec<CharSpan> {
        let rest = part.part.spans.iter().skip_while(|span| !span.contains(at.saturating_sub(1)));
        rest.map(|span| if span.contains(at.saturating_sub(1)) { CharSpan::new(at, span.end) } else { *span }).collect()
    };
    let until = |spans: &[CharSpan], at: u32| -> Vec<CharSpan> {
        let holder = spans.iter().position(|span| span.contains(at)).unwrap_or(spans.len());
        let whole = spans[..holder].iter().copied();
        whole.chain(spans.get(holder).map(|span| CharSpan::new(span.start.min(at), at))).collect()
    };
    if first == second {
        let rest = from(before, left.end);
        let is_ahead = rest.iter().any(|span| span.contains(right.start));
        return !is_ahead || says(&until(&rest, right.start));
    }
    let between = |part: &PartText| part.part.role == Role::Body;
    second < first
        || article.parts[first + 1..second].iter().any(between)
        || says(&from(before, left.end))
        || says(&until(&behind.part.spans, right.start))
}

/// A text without its line ends, but for a space between words that are no number, as in the reading text.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let sides = out.chars().next_back().zip(line.chars().next());
        if sides.is_some_and(|(last, first)| parts_words(last, first)) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// What stands at the spans, …… where something of the paragraph is left out between them, and behind each word that is read
/// otherwise how that is: `displays〔应为：显示〕`. The mark is the same in every language and format, for programs to find.
fn quoted(catalogue: Option<&Catalogue>, page: &Page, spans: &[CharSpan]) -> String {
    let mut out = String::new();
    let mut before: Option<CharSpan> = None;
    for span in spans {
        match before.replace(*span) {
            Some(before) if is_gap(page, before, *span) => out.push_str(ELLIPSIS),
            Some(_) => out.push('\n'),
            None => {}
        }
        let mut at = span.start;
        let first = page.readings.partition_point(|reading| reading.span.start < span.start);
        let readings = page.readings[first..].iter().take_while(|reading| reading.span.end <= span.end);
        for (reading, catalogue) in readings.zip(catalogue.into_iter().cycle()) {
            out.push_str(page.source.text.slice(CharSpan::new(at, reading.span.end)));
            let mark = Message::new("quotation-emended").with("reading", reading.text.as_ref());
            out.push_str(&catalogue.text(&mark));
            at = reading.span.end;
        }
        out.push_str(page.source.text.slice(CharSpan::new(at, span.end)));
    }
    joined(&out)
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
    parts.extend(article(catalogue, text));
    parts.extend(lines(page, &[text.extent]));
    join(catalogue, &parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Origin, Source};

    #[test]
    fn title_marks_within_title_marks_change() {
        let check = |title: &str, expected: &str| assert_eq!(nested_title(title), expected);
        check("央视《经济半小时》推介炎陵黄桃", "央视〈经济半小时〉推介炎陵黄桃");
        check("读《论〈红楼梦〉》与《诗》", "读〈论《红楼梦》〉与〈诗〉");
        check("没有", "没有");
        check("《没有关上", "《没有关上");
        check("《错〉", "《错〉");
        check("错》", "错》");
    }

    #[test]
    fn words_of_two_lines_are_two_words_and_a_number_is_one() {
        let text = "河湾镇图书室重新开放\n\n馆里办了 Water\nfor peace 展览，借出 56\n78 册。\n";
        let page = Page::new(Source::from_bytes("河湾.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap());
        let span = |piece: &str| {
            let start = text[..text.find(piece).unwrap()].chars().count() as u32;
            CharSpan::new(start, start + piece.chars().count() as u32)
        };
        assert_eq!(
            quoted_text(&page, &[span("Water\nfor peace 展览，借出 56\n78 册")]),
            "Water for peace 展览，借出 5678 册"
        );
        assert_eq!(quoted_text(&page, &[span("Water"), span("for peace")]), "Water for peace");
        assert_eq!(quoted_text(&page, &[span("56"), span("78 册")]), "5678 册");
        assert_eq!(quoted_text(&page, &[span("Water"), span("peace")]), "Water……peace");
    }
}
