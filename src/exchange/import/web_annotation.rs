//! W3C Web Annotations in JSON: a collection, a page of one, a list, or one annotation; also the annotations of Hypothesis, as its
//! search and its exports give them.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    Fault, Incoming, IncomingAnnotation, IncomingNote, IncomingSource, IncomingStamp, IncomingTag, IncomingTarget,
    counted, time, uuid,
};
use crate::exchange::format::web_annotation::SOURCE;
use crate::i18n::Message;
use crate::notebook::{Quotation, tag_path};
use crate::page::SourceId;
use crate::text::CharSpan;

pub(super) fn read(bytes: &[u8]) -> Result<Incoming, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let message = Message::new("import-no-json").with("line", error.line().to_string());
        Fault::Wrong(message.with("column", error.column().to_string()))
    })?;
    let mut reader = Reader::default();
    let items = items(&value);
    if items.is_empty() {
        return Err(Fault::Wrong(Message::new("import-no-annotations")));
    }
    reader.collection = text(&value, "id").and_then(uuid);
    for item in items {
        reader.item(item);
    }
    reader.incoming.notices.extend(counted("import-without-text", reader.other));
    Ok(reader.incoming)
}

fn items(value: &Value) -> Vec<&Value> {
    if let Some(list) = value.as_array() {
        return list.iter().flat_map(items).collect();
    }
    // `rows` is what the search of Hypothesis answers with.
    if let Some(list) = value.get("items").or(value.get("rows")).and_then(Value::as_array) {
        return list.iter().collect();
    }
    match value.get("first") {
        Some(first) => items(first),
        None if value.get("target").is_some() => vec![value],
        None => Vec::new(),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// One value or a list of them.
fn each(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    }
}

/// Whether a property is, or holds, this word.
fn says(value: &Value, key: &str, word: &str) -> bool {
    each(value.get(key)).iter().any(|one| one.as_str() == Some(word))
}

#[derive(Default)]
struct Reader {
    incoming: Incoming,
    tags: HashMap<String, usize>,
    sources: HashMap<String, usize>,
    collection: Option<uuid::Uuid>,
    /// Annotations on something that is no passage of a text.
    other: usize,
}

/// A place that a target names.
struct Target {
    source: usize,
    span: Option<CharSpan>,
    quotation: Option<Quotation>,
    /// What the article is called that begins there.
    article: Option<String>,
}

impl Reader {
    fn item(&mut self, item: &Value) {
        let stamp = stamp(item);
        let id = text(item, "id").and_then(uuid);
        let (mut tags, mut comments, mut described) = (Vec::new(), Vec::new(), Vec::new());
        for body in each(item.get("body")).into_iter().chain(each(item.get("bodyValue"))) {
            let Some(value) = body.as_str().or_else(|| text(body, "value")) else { continue };
            let is_tag = says(body, "purpose", "tagging")
                || (body.get("purpose").is_none() && says(item, "motivation", "tagging"));
            if is_tag {
                let tag = self.tag(value);
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
        comments.extend(text(item, "text").filter(|said| !said.trim().is_empty()));
        let targets = each(item.get("target"));
        let whole: Vec<&Value> = targets.iter().flat_map(|target| self.parts(target)).collect();
        if !described.is_empty() {
            return self.note(id, &whole, described.join("\n\n"), stamp);
        }
        let places: Vec<Target> = whole.iter().filter_map(|target| self.target(target)).collect();
        let source = places.first().map(|place| place.source);
        let is_one = places.iter().all(|place| Some(place.source) == source);
        let (Some(source), true) =
            (source, is_one && places.iter().all(|it| it.span.is_some() || it.quotation.is_some()))
        else {
            self.other += 1;
            return;
        };
        // A passage that is only quoted is sought by the quotation alone.
        let spans: Vec<CharSpan> = places.iter().filter_map(|place| place.span).collect();
        let spans = if spans.len() == places.len() { spans } else { Vec::new() };
        let quotation = joined(&places);
        let comment = comments.join("\n\n");
        self.incoming.annotations.push(IncomingAnnotation { id, source, spans, quotation, tags, comment, stamp });
    }

    /// The places of a target: those of a list, or it itself.
    fn parts<'a>(&self, target: &'a Value) -> Vec<&'a Value> {
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

    fn note(&mut self, id: Option<uuid::Uuid>, targets: &[&Value], text: String, stamp: IncomingStamp) {
        let target = match targets.first() {
            Some(Value::String(iri)) if self.collection.is_some() && uuid(iri) == self.collection => {
                Some(IncomingTarget::Notebook)
            }
            Some(target) => self.target(target).map(|place| match place.span {
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
        let source = self.source(source)?;
        let (mut span, mut quotation) = (None, None);
        for selector in selectors {
            let number = |key: &str| selector.get(key)?.as_u64().and_then(|number| u32::try_from(number).ok());
            if says(selector, "type", "TextPositionSelector") {
                span = number("start").zip(number("end")).filter(|(start, end)| start < end).map(CharSpan::from);
            } else if says(selector, "type", "TextQuoteSelector") {
                let own = |key| text(selector, key).unwrap_or("").to_owned();
                let exact = text(selector, "exact").map(|exact| exact.replace('\n', ""));
                quotation = exact.map(|exact| Quotation { exact, prefix: own("prefix"), suffix: own("suffix") });
            }
        }
        let article = text(target, "jianbao:article").map(str::to_owned);
        Some(Target { source, span, quotation, article })
    }

    fn source(&mut self, source: &Value) -> Option<usize> {
        let iri = source.as_str().or_else(|| text(source, "id"))?.to_owned();
        if let Some(known) = self.sources.get(&iri) {
            return Some(*known);
        }
        let hash = text(source, "sha256").or_else(|| iri.strip_prefix(SOURCE));
        let label = each(source.get("label")).into_iter().find_map(Value::as_str);
        let last = iri.rsplit(['/', '\\', ':']).next().unwrap_or("");
        self.incoming.sources.push(IncomingSource {
            id: hash.and_then(|hash| hash.parse::<SourceId>().ok()),
            text_sha256: text(source, "textSha256").map(str::to_owned),
            name: label.unwrap_or(last).to_owned(),
            text: None,
        });
        let at = self.incoming.sources.len() - 1;
        self.sources.insert(iri, at);
        Some(at)
    }
}

/// What is quoted of all places together.
fn joined(places: &[Target]) -> Option<Quotation> {
    let quotations: Option<Vec<&Quotation>> = places.iter().map(|place| place.quotation.as_ref()).collect();
    let quotations = quotations?;
    let (first, last) = (quotations.first()?, quotations.last()?);
    Some(Quotation {
        exact: quotations.iter().map(|quotation| quotation.exact.as_str()).collect(),
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
