//! W3C Web Annotations in JSON: a collection, a page of one, a list, or one annotation; also the annotations of Hypothesis, as its
//! search and its exports give them.

use std::collections::HashMap;

use html5gum::{Token, Tokenizer};
use serde_json::Value;
use uuid::Uuid;

use super::selector::{IncomingSelector, fragment, selector};
use super::{
    Fault, Incoming, IncomingAnnotation, IncomingNote, IncomingSource, IncomingStamp, IncomingTag, IncomingTarget,
    counted, time, uuid,
};
use crate::exchange::file::decoded;
use crate::exchange::format::qda::made_uuid;
use crate::exchange::format::web_annotation::SOURCE;
use crate::i18n::Message;
use crate::notebook::{Quotation, tag_path};
use crate::page::SourceId;
use crate::text::CharSpan;

pub(super) fn read(bytes: &[u8]) -> Result<Incoming, Fault> {
    let json = decoded(bytes)?;
    let value: Value = serde_json::from_str(json.trim_start_matches('\u{feff}')).map_err(|error| {
        let message = Message::new("import-no-json").with("line", error.line().to_string());
        Fault::Wrong(message.with("column", error.column().to_string()))
    })?;
    let mut found = Found::default();
    found.gather(&value);
    if found.items.is_empty() {
        return Err(Fault::Wrong(Message::new("import-no-annotations")));
    }
    let mut reader = Reader { collection: id(&value), ..Reader::default() };
    let total =
        value.get("total").and_then(Value::as_u64).map_or(0, |total| usize::try_from(total).unwrap_or(usize::MAX));
    let missing = total.saturating_sub(found.items.len());
    for item in found.items {
        reader.item(item);
    }
    reader.incoming.left_out = reader.other + reader.two_sources;
    let told = [
        counted("import-without-text", reader.other),
        counted("import-two-sources", reader.two_sources),
        match missing {
            0 => found.has_more.then(|| Message::new("import-more-pages")),
            _ => counted("import-pages-missing", missing),
        },
    ];
    reader.incoming.notices.extend(told.into_iter().flatten());
    Ok(reader.incoming)
}

/// The annotations of a file.
#[derive(Default)]
struct Found<'a> {
    items: Vec<&'a Value>,
    /// There are pages that are named and not in the file.
    has_more: bool,
}

impl<'a> Found<'a> {
    fn gather(&mut self, value: &'a Value) {
        if let Some(list) = value.as_array() {
            return list.iter().for_each(|one| self.gather(one));
        }
        // `rows` is what the search of Hypothesis answers with.
        let lists = ["items", "@graph", "contains", "rows"];
        if let Some(list) = lists.iter().find_map(|key| value.get(key).and_then(Value::as_array)) {
            self.items.extend(list);
        } else if value.get("target").is_some() {
            self.items.push(value);
        }
        for key in ["first", "next"] {
            match value.get(key) {
                Some(page) if page.is_object() => self.gather(page),
                Some(Value::String(_)) => self.has_more = true,
                _ => {}
            }
        }
    }
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// One value or a list of them.
pub(super) fn each(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    }
}

/// Whether a property is, or holds, this word; with or without the prefix of the vocabulary.
pub(super) fn says(value: &Value, key: &str, word: &str) -> bool {
    let bare = |text: &str| text.strip_prefix("oa:").unwrap_or(text) == word;
    each(value.get(key)).iter().any(|one| one.as_str().is_some_and(bare))
}

/// The id of something: its UUID, or one made of what its id is.
fn id(value: &Value) -> Option<Uuid> {
    let id = match value.get("id").or(value.get("@id"))? {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    Some(uuid(&id).unwrap_or_else(|| made_uuid("web", &id)))
}

#[derive(Default)]
struct Reader {
    incoming: Incoming,
    tags: HashMap<String, usize>,
    sources: HashMap<String, usize>,
    collection: Option<Uuid>,
    /// Annotations on something that is no passage of a text.
    other: usize,
    two_sources: usize,
}

/// A place that a target names.
struct Target {
    source: usize,
    selector: IncomingSelector,
    /// What the article is called that begins there.
    article: Option<String>,
}

impl Reader {
    fn item(&mut self, item: &Value) {
        let (id, stamp) = (id(item), stamp(item));
        let (mut tags, mut comments, mut described) = (Vec::new(), Vec::new(), Vec::new());
        for body in each(item.get("body")).into_iter().chain(each(item.get("bodyValue"))) {
            // Of several that say the same, the first is the one that is meant first.
            let body = if says(body, "type", "Choice") {
                each(body.get("items")).first().copied().unwrap_or(body)
            } else {
                body
            };
            let Some(value) = said(body) else { continue };
            let is_tag = says(body, "purpose", "tagging")
                || says(body, "type", "Tag")
                || (body.get("purpose").is_none() && says(item, "motivation", "tagging"));
            if is_tag {
                let tag = self.tag(&value);
                tags.extend(tag.filter(|tag| !tags.contains(tag)));
            } else if says(body, "purpose", "describing") {
                described.push(value);
            } else {
                comments.push(value);
            }
        }
        // Hypothesis keeps both beside the target.
        for name in each(item.get("tags")).into_iter().filter_map(Value::as_str) {
            let tag = self.tag(name);
            tags.extend(tag.filter(|tag| !tags.contains(tag)));
        }
        comments.extend(text(item, "text").filter(|said| !said.trim().is_empty()).map(str::to_owned));
        let targets = each(item.get("target"));
        let parts: Vec<&Value> = targets.iter().flat_map(|target| Self::parts(target)).collect();
        if !described.is_empty() {
            return self.note(id, &parts, described.join("\n\n"), stamp);
        }
        let places: Option<Vec<Target>> = parts.iter().map(|target| self.target(target)).collect();
        let Some(places) = places.filter(|places| !places.is_empty()) else {
            self.other += 1;
            return;
        };
        let source = places[0].source;
        if places.iter().any(|place| place.source != source) {
            self.two_sources += 1;
            return;
        }
        let comment = comments.join("\n\n");
        if places.iter().all(|place| place.selector.is_whole()) && tags.is_empty() && !comment.trim().is_empty() {
            let target = IncomingTarget::Source(source);
            self.incoming.notes.push(IncomingNote { id, target, text: comment, stamp });
            return;
        }
        let selectors: Vec<IncomingSelector> = places.into_iter().map(|place| place.selector).collect();
        let is_plain = selectors.iter().all(|selector| selector.span.is_some() && selector.refined.is_none());
        let spans = if is_plain { selectors.iter().filter_map(|it| it.span).collect() } else { Vec::new() };
        let mut annotation =
            IncomingAnnotation { id, source, spans, tags, comment, stamp, ..IncomingAnnotation::default() };
        annotation.quotation = joined(&selectors);
        match (text(item, "jianbao:quotation"), &mut annotation.quotation) {
            // What is quoted of all spans together is what must stand at them.
            (Some(exact), Some(quotation)) if is_plain => exact.clone_into(&mut quotation.exact),
            _ => annotation.selectors = selectors,
        }
        self.incoming.annotations.push(annotation);
    }

    /// The places of a target: those of a list, or it itself.
    fn parts(target: &Value) -> Vec<&Value> {
        match target.get("items") {
            Some(items) => each(Some(items)),
            None => vec![target],
        }
    }

    fn tag(&mut self, value: &str) -> Option<usize> {
        let name = tag_path::clean(value);
        if name.is_empty() {
            return None;
        }
        Some(*self.tags.entry(name.clone()).or_insert_with(|| {
            self.incoming.tags.push(IncomingTag { id: None, name, color: None, description: String::new() });
            self.incoming.tags.len() - 1
        }))
    }

    fn note(&mut self, id: Option<Uuid>, targets: &[&Value], text: String, stamp: IncomingStamp) {
        let target = match targets.first() {
            Some(Value::String(iri)) if self.collection.is_some() && uuid(iri) == self.collection => {
                Some(IncomingTarget::Notebook)
            }
            Some(target) => self.target(target).map(|place| match place.selector.span {
                Some(span) => IncomingTarget::Article(place.source, span.start, place.article.unwrap_or_default()),
                None => IncomingTarget::Source(place.source),
            }),
            None => Some(IncomingTarget::Notebook),
        };
        match target {
            Some(target) => self.incoming.notes.push(IncomingNote { id, target, text, stamp }),
            None => self.other += 1,
        }
    }

    fn target(&mut self, target: &Value) -> Option<Target> {
        let (source, selectors) = match target.get("source") {
            Some(source) => (source, each(target.get("selector"))),
            None => (target, Vec::new()),
        };
        let (source, fragment) = self.source(source)?;
        let selector = match (selectors.as_slice(), fragment) {
            ([], Some(span)) => IncomingSelector { span: Some(span), ..IncomingSelector::default() },
            ([], None) => IncomingSelector::default(),
            (selectors, _) => selector(selectors)?,
        };
        Some(Target { source, selector, article: text(target, "jianbao:article").map(str::to_owned) })
    }

    /// A source, and the place in it that its address names.
    fn source(&mut self, source: &Value) -> Option<(usize, Option<CharSpan>)> {
        let iri = source.as_str().or_else(|| text(source, "id"))?;
        let (iri, place) = match iri.split_once('#') {
            Some((iri, place)) => (iri.to_owned(), fragment(place)),
            None => (iri.to_owned(), None),
        };
        if let Some(known) = self.sources.get(&iri) {
            return Some((*known, place));
        }
        let hash = text(source, "sha256").or_else(|| iri.strip_prefix(SOURCE));
        let label = each(source.get("label")).into_iter().find_map(Value::as_str);
        let path = iri.split_once('?').map_or(iri.as_str(), |(path, _)| path);
        let last = decoded_percent(path.rsplit(['/', '\\', ':']).next().unwrap_or(""));
        self.incoming.sources.push(IncomingSource {
            id: hash.and_then(|hash| hash.parse::<SourceId>().ok()),
            text_sha256: text(source, "textSha256").map(str::to_owned),
            name: label.map_or(last, str::to_owned),
            ..IncomingSource::default()
        });
        let at = self.incoming.sources.len() - 1;
        self.sources.insert(iri, at);
        Some((at, place))
    }
}

/// What a body says, as plain text.
fn said(body: &Value) -> Option<String> {
    let values = if body.is_string() { vec![body] } else { each(body.get("value")) };
    let values: Vec<&str> = values.into_iter().filter_map(Value::as_str).collect();
    if values.is_empty() {
        return None;
    }
    let said = values.join("\n\n");
    Some(if says(body, "format", "text/html") { plain(&said) } else { said })
}

/// The text of HTML: a line for each block, without markup.
fn plain(html: &str) -> String {
    let mut out = String::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        let is_break = |name: &[u8]| matches!(name, b"p" | b"br" | b"div" | b"li" | b"blockquote" | b"tr" | b"pre");
        let is_line = match &token {
            Token::String(text) => {
                out.push_str(&String::from_utf8_lossy(text));
                false
            }
            Token::StartTag(tag) => is_break(&tag.name),
            Token::EndTag(tag) => is_break(&tag.name),
            _ => false,
        };
        if is_line && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

/// A part of an address with what was written by the numbers of its bytes.
fn decoded_percent(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// What is quoted of all places together.
fn joined(places: &[IncomingSelector]) -> Option<Quotation> {
    let quotations: Option<Vec<&Quotation>> = places.iter().map(|place| place.quotation.as_ref()).collect();
    let quotations = quotations?;
    let (first, last) = (quotations.first()?, quotations.last()?);
    Some(Quotation {
        exact: quotations.iter().map(|quotation| quotation.exact.replace('\n', "")).collect(),
        prefix: first.prefix.clone(),
        suffix: last.suffix.clone(),
    })
}

fn stamp(item: &Value) -> IncomingStamp {
    let creator = each(item.get("creator"))
        .into_iter()
        .find_map(|creator| creator.as_str().or_else(|| each(creator.get("name")).into_iter().find_map(Value::as_str)));
    // `acct:name@host` in the answers of Hypothesis.
    let user = text(item, "user").map(|user| user.trim_start_matches("acct:").split('@').next().unwrap_or(user));
    IncomingStamp {
        author: creator.or(user).map(str::to_owned),
        created: text(item, "created").and_then(time),
        modified: text(item, "modified").or_else(|| text(item, "updated")).and_then(time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_bodies_are_plain_text() {
        assert_eq!(decoded_percent("%30a%E6%97%A0%zz%"), "0a无%zz%");
        assert_eq!(decoded_percent("%ff"), "%ff");
        assert_eq!(plain("<p>富<b>文本</b> &amp; 更多<br>第二行</p><p>又一段</p>"), "富文本 & 更多\n第二行\n又一段");
    }

    #[test]
    fn ids_are_the_same_each_time() {
        let of = |json: &str| id(&serde_json::from_str(json).unwrap());
        let plain = "0199a1b2-0000-7000-8000-00000000000a";
        assert_eq!(of(&format!(r#"{{"id": "urn:uuid:{plain}"}}"#)), uuid(plain));
        assert!(of(r#"{"id": "https://a/1"}"#).is_some_and(|id| Some(id) == of(r#"{"@id": "https://a/1"}"#)));
        assert_ne!(of(r#"{"id": 5}"#), of(r#"{"id": 6}"#));
        assert_eq!(of("{}"), None);
    }
}
