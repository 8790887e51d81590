//! What holds of every notebook that the program itself has made, and so tells when one was damaged.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Key, Notebook, SourceRecord};
use crate::i18n::Message;
use crate::page::SourceId;
use crate::text::Text;

/// Something that does not hold of a notebook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Violation {
    /// The record.
    pub key: Key,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What can be wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Wrong {
    /// It names a tag that is not there, or one twice.
    Tag,
    /// It names a source that is not in the source table.
    Source,
    /// It has no span, or one that is empty or runs backwards.
    Span,
    /// A span ends past the text of its source.
    Range,
    /// Its quotation is not what stands in the source.
    Quotation,
    /// It has the name of another one, or none.
    Name,
    /// It is a layout in which a character of its source is missing, or there twice.
    Layout,
    /// It is no longer there, though nothing has removed it.
    Gone,
}

impl Violation {
    /// The sentence for people, without a path.
    #[must_use]
    pub fn message(&self, notebook: &Notebook) -> Message {
        let id = match self.wrong {
            Wrong::Tag => "wrong-tag",
            Wrong::Source => "wrong-source",
            Wrong::Span => "wrong-span",
            Wrong::Range => "wrong-range",
            Wrong::Quotation => "wrong-quotation",
            Wrong::Name => "wrong-name",
            Wrong::Layout => "wrong-layout",
            Wrong::Gone => "wrong-gone",
        };
        Message::new(id).with("record", shown(self.key, notebook))
    }
}

/// A record as people can find it in the file: by its id.
fn shown(key: Key, notebook: &Notebook) -> String {
    match key {
        Key::Source(id) => {
            notebook.sources().get(&id).map_or_else(|| id.short(), |record: &SourceRecord| record.name().to_owned())
        }
        Key::Tag(id) => notebook.tags().get(&id).map_or_else(|| id.to_string(), |tag| tag.name.clone()),
        Key::Annotation(id) => id.to_string(),
        Key::Note(id) => id.to_string(),
        Key::KeywordList(id) => id.to_string(),
        Key::ArticleMark(id) => id.to_string(),
        Key::Emendation(id) => notebook.emendations().get(&id).map_or_else(|| id.to_string(), |it| it.original.clone()),
        Key::Layout(id) | Key::Issue(id) | Key::Text(id) => shown(Key::Source(id), notebook),
        Key::Query(id) => notebook.queries().get(&id).map_or_else(|| id.to_string(), |query| query.name.clone()),
        Key::Word(id) => notebook.words().get(&id).map_or_else(|| id.to_string(), |word| word.text.clone()),
        Key::Binned(id) => id.to_string(),
    }
}

/// All that does not hold of `notebook`; `text` gives the texts of sources that are at hand. Takes time in proportion to the
/// notebook and to what it quotes.
#[must_use]
pub fn violations(notebook: &Notebook, text: impl Fn(SourceId) -> Option<Arc<Text>>) -> Vec<Violation> {
    let mut found = Vec::new();
    for (id, annotation) in notebook.annotations() {
        let mut tell = |wrong| found.push(Violation { key: Key::Annotation(*id), wrong });
        let tags: BTreeSet<_> = annotation.tags.iter().collect();
        if tags.len() != annotation.tags.len() || tags.iter().any(|tag| !notebook.tags().contains_key(tag)) {
            tell(Wrong::Tag);
        }
        if !notebook.sources().contains_key(&annotation.source) {
            tell(Wrong::Source);
        }
        if annotation.spans.is_empty() || annotation.spans.iter().any(|span| span.is_empty()) {
            tell(Wrong::Span);
        } else if let Some(text) = text(annotation.source) {
            if !annotation.spans.iter().all(|span| text.holds(*span)) {
                tell(Wrong::Range);
            } else if !annotation.quotation.stands_at(&text, &annotation.spans) {
                tell(Wrong::Quotation);
            }
        }
    }
    for (source, layout) in notebook.layouts() {
        let mut tell = |wrong| found.push(Violation { key: Key::Layout(*source), wrong });
        if !notebook.sources().contains_key(source) {
            tell(Wrong::Source);
        } else if text(*source).is_some_and(|text| layout.layout.check(&text).is_err()) {
            tell(Wrong::Layout);
        }
    }
    for key in
        notebook.issues().keys().map(|id| Key::Issue(*id)).chain(notebook.texts().keys().map(|id| Key::Text(*id)))
    {
        if let Key::Issue(source) | Key::Text(source) = key
            && !notebook.sources().contains_key(&source)
        {
            found.push(Violation { key, wrong: Wrong::Source });
        }
    }
    for (source, kept) in notebook.texts() {
        if text(*source).is_some_and(|text| text.as_str() != &*kept.text) {
            found.push(Violation { key: Key::Text(*source), wrong: Wrong::Quotation });
        }
    }
    for (id, emendation) in notebook.emendations() {
        let mut tell = |wrong| found.push(Violation { key: Key::Emendation(*id), wrong });
        if !notebook.sources().contains_key(&emendation.source) {
            tell(Wrong::Source);
        }
        if emendation.span.is_empty() {
            tell(Wrong::Span);
        } else if let Some(text) = text(emendation.source) {
            if !text.holds(emendation.span) {
                tell(Wrong::Range);
            } else if text.slice(emendation.span) != emendation.original {
                tell(Wrong::Quotation);
            }
        }
    }
    for (id, query) in notebook.queries() {
        if query.tag.is_some_and(|tag| !notebook.tags().contains_key(&tag)) {
            found.push(Violation { key: Key::Query(*id), wrong: Wrong::Tag });
        }
    }
    let mut names = BTreeSet::new();
    for (id, tag) in notebook.tags() {
        if tag.name.trim().is_empty() || !names.insert(tag.name.as_str()) {
            found.push(Violation { key: Key::Tag(*id), wrong: Wrong::Name });
        }
    }
    found
}
