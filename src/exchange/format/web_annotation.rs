//! Annotations and notes as a collection of W3C Web Annotations (JSON-LD, Recommendation of 23 February 2017): each with a
//! position and a quotation selector, and with the hash of its source.

use serde::ser::{Error, Serialize, SerializeSeq, Serializer};
use serde_json::{Value, json};

use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::{Gathered, Placed};
use crate::i18n::Message;
use crate::notebook::{Note, NoteTarget, Quotation, Stamp};
use crate::page::SourceId;
use crate::text::CharSpan;

/// The context of the W3C.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What our own names mean, for which it has none: each by itself, so that nobody has to know which of them is a prefix.
const OWN_NAMES: [(&str, &str); 4] = [
    ("jianbao:quotation", "urn:jianbao:quotation"),
    ("jianbao:article", "urn:jianbao:article"),
    ("sha256", "urn:jianbao:sha256"),
    ("textSha256", "urn:jianbao:textSha256"),
];

/// What the names of sources begin with.
pub(in crate::exchange) const SOURCE: &str = "urn:jianbao:source:sha256:";

/// The collection as a file.
pub(in crate::exchange) fn write(gathered: &Gathered<'_>, pace: &Pace<'_>) -> Result<Exported, ExportError> {
    let id = format!("urn:uuid:{}", gathered.input.notebook.id);
    let notes = if gathered.options.is_chosen() { 0 } else { gathered.input.notebook.notes().len() };
    let collection = Collection {
        context: json!([CONTEXT, context()]),
        kind: "AnnotationCollection",
        label: &gathered.options.title,
        generator: json!({
            "id": "urn:jianbao:program", "type": "Software", "name": concat!("jianbao ", env!("CARGO_PKG_VERSION")),
        }),
        generated: gathered.input.now.to_string(),
        total: gathered.len() + notes,
        first: Page { id: format!("{id}#page"), kind: "AnnotationPage", start: 0, items: Items { gathered, pace } },
        id,
    };
    let bytes = serde_json::to_vec_pretty(&collection);
    pace.check()?;
    let bytes = bytes.map_err(|error| ExportError::Format(error.to_string()))?;
    let tags = gathered.input.notebook.tags().len();
    let lost = (tags > 0).then(|| Message::new("export-lost-codebook").with("count", tags));
    Ok(Exported { bytes, notices: lost.into_iter().collect(), quotations: gathered.len() })
}

/// The part of the context that is our own.
fn context() -> Value {
    let prefix = [("jianbao", "urn:jianbao:")];
    prefix
        .iter()
        .chain(&OWN_NAMES)
        .map(|(name, iri)| ((*name).to_owned(), Value::from(*iri)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[derive(serde::Serialize)]
struct Collection<'a> {
    #[serde(rename = "@context")]
    context: Value,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    label: &'a str,
    generator: Value,
    generated: String,
    total: usize,
    first: Page<'a>,
}

#[derive(serde::Serialize)]
struct Page<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "startIndex")]
    start: usize,
    items: Items<'a>,
}

/// Annotations and notes, of which one at a time is made.
struct Items<'a> {
    gathered: &'a Gathered<'a>,
    pace: &'a Pace<'a>,
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(None)?;
        for placed in &self.gathered.placed {
            self.pace.step().map_err(S::Error::custom)?;
            items.serialize_element(&annotation(self.gathered, placed))?;
        }
        if !self.gathered.options.is_chosen() {
            for note in self.gathered.input.notebook.notes().values() {
                items.serialize_element(&described(self.gathered, note))?;
            }
        }
        items.end()
    }
}

fn annotation(gathered: &Gathered<'_>, placed: &Placed<'_>) -> Value {
    let annotation = placed.annotation;
    let mut bodies: Vec<Value> = Vec::new();
    for tag in gathered.tags(annotation) {
        bodies.push(json!({ "type": "TextualBody", "purpose": "tagging", "value": tag.name }));
    }
    if !annotation.comment.is_empty() {
        bodies.push(json!({
            "type": "TextualBody", "purpose": "commenting", "value": annotation.comment, "format": "text/plain",
        }));
    }
    let quotations: Vec<Quotation> = annotation.spans.iter().map(|span| quotation(placed, *span)).collect();
    let source = source(gathered, annotation.source);
    let specific = |span: &CharSpan, quotation: &Quotation| {
        json!({
            "type": "SpecificResource",
            "source": source,
            "selector": [
                { "type": "TextPositionSelector", "start": span.start, "end": span.end },
                {
                    "type": "TextQuoteSelector",
                    "exact": quotation.exact, "prefix": quotation.prefix, "suffix": quotation.suffix,
                },
            ],
        })
    };
    let mut targets: Vec<Value> =
        annotation.spans.iter().zip(&quotations).map(|(span, quotation)| specific(span, quotation)).collect();
    // All of the places together are what is annotated: a list, not several targets, of which each would stand for itself.
    let target = if targets.len() == 1 { targets.remove(0) } else { json!({ "type": "List", "items": targets }) };
    let motivation = if annotation.tags.is_empty() { "commenting" } else { "tagging" };
    let mut out = json!({
        "id": format!("urn:uuid:{}", annotation.id),
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": target,
        "jianbao:quotation": annotation.quotation.exact,
    });
    stamp(&mut out, &annotation.stamp);
    out
}

/// What stands at one span; what was kept of the whole where the source is missing.
fn quotation(placed: &Placed<'_>, span: CharSpan) -> Quotation {
    let page = placed.page.filter(|page| page.source.text.holds(span));
    let there = page.and_then(|page| Quotation::at(&page.source.text, &[span]));
    there.unwrap_or_else(|| placed.annotation.quotation.clone())
}

fn described(gathered: &Gathered<'_>, note: &Note) -> Value {
    let target = match &note.target {
        NoteTarget::Notebook => json!(format!("urn:uuid:{}", gathered.input.notebook.id)),
        NoteTarget::Source(id) => source(gathered, *id),
        NoteTarget::Article { source: id, at, title } => json!({
            "type": "SpecificResource",
            "source": source(gathered, *id),
            "selector": [{ "type": "TextPositionSelector", "start": at, "end": at.saturating_add(1) }],
            "jianbao:article": title,
        }),
    };
    let mut out = json!({
        "id": format!("urn:uuid:{}", note.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": { "type": "TextualBody", "purpose": "describing", "value": note.text, "format": "text/markdown" },
        "target": target,
    });
    stamp(&mut out, &note.stamp);
    out
}

fn source(gathered: &Gathered<'_>, id: SourceId) -> Value {
    let record = gathered.input.notebook.sources().get(&id);
    let page = gathered.input.library.get(id);
    let name = page.map(|page| page.source.name.as_str()).or(record.map(|record| record.name()));
    let text = page.map(|page| page.source.text_sha256.as_str()).or(record.map(|record| record.text_sha256.as_str()));
    let mut out = json!({
        "id": format!("{SOURCE}{id}"),
        "type": "Text",
        "format": "text/plain",
        "sha256": id.to_string(),
    });
    for (key, value) in [("label", name), ("textSha256", text)] {
        if let Some(value) = value {
            out[key] = json!(value);
        }
    }
    out
}

fn stamp(out: &mut Value, stamp: &Stamp) {
    out["created"] = json!(stamp.created.to_string());
    out["modified"] = json!(stamp.modified.to_string());
    if !stamp.author.is_empty() {
        out["creator"] = json!({ "type": "Person", "name": stamp.author });
    }
}
