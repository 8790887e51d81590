//! Notes: on the project, on sources, on codes, and on passages, of which they are the comment.

use roxmltree::Node;
use uuid::Uuid;

use super::element::{attribute, children, description, guid};
use super::sources::{Read, selection};
use super::{Content, Open, Reader, Tied};
use crate::exchange::import::places::Counting;
use crate::exchange::import::{IncomingAnnotation, IncomingNote, IncomingTarget};

impl Reader {
    pub(super) fn note(&mut self, node: Node<'_, '_>, open: Open<'_>, sources: &[Read<'_, '_>], counting: &Counting) {
        let id = guid(node);
        let text = self.said(node, open);
        if text.trim().is_empty() {
            return;
        }
        if let Some(id) = id.filter(|id| self.beside.contains_key(id)) {
            return self.beside(node, id, text);
        }
        if self.quoted(node, id, &text, sources, counting) {
            return;
        }
        let is_on_project = id.is_some_and(|id| self.on_project.contains(&id));
        let holders = id.and_then(|id| self.notes.get(&id)).map(Vec::as_slice).unwrap_or_default();
        let tied: Vec<(Uuid, Tied)> =
            holders.iter().filter_map(|holder| Some((*holder, *self.tied.get(holder)?))).collect();
        self.counts.note_links += tied.len().saturating_sub(usize::from(!is_on_project));
        let target = match tied.first().filter(|_| !is_on_project) {
            Some((_, Tied::Source(source))) => IncomingTarget::Source(*source),
            Some((holder, Tied::Place(source, span))) => {
                let name = self.place_names.get(holder).cloned().unwrap_or_default();
                IncomingTarget::Article(*source, span.start, name)
            }
            Some((_, Tied::Annotation(at))) => {
                // A note on what is annotated is its comment.
                let more = self.named(node, text, "");
                let comment = &mut self.incoming.annotations[*at].comment;
                if !comment.is_empty() {
                    comment.push_str("\n\n");
                }
                comment.push_str(&more);
                return;
            }
            Some((_, Tied::Code)) => {
                self.counts.notes_on_codes += 1;
                IncomingTarget::Notebook
            }
            None => IncomingTarget::Notebook,
        };
        let (text, stamp) = (self.named(node, text, "# "), self.stamp(node));
        self.incoming.notes.push(IncomingNote { id, target, text, stamp });
    }

    /// What a note says, without its name; the name where it says nothing else.
    fn said(&mut self, node: Node<'_, '_>, open: Open<'_>) -> String {
        let name = attribute(node, "name").unwrap_or("").trim();
        let mut said = match Self::content(node, open) {
            Content::Text(text) if self.is_own => text,
            // Editors put a byte order mark before it, and their own line ends into it.
            Content::Text(text) => text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"),
            Content::Absent if attribute(node, "plainTextPath").is_none() => {
                self.counts.rich_notes += usize::from(attribute(node, "richTextPath").is_some());
                String::new()
            }
            Content::Absent | Content::Unreadable | Content::TooLarge => {
                self.counts.notes_elsewhere += 1;
                String::new()
            }
        };
        let more = description(node);
        if !more.trim().is_empty() {
            if !said.trim().is_empty() {
                said.push_str("\n\n");
            }
            said.push_str(&more);
        }
        if said.trim().is_empty() { name.to_owned() } else { said }
    }

    /// The text under its name, unless it begins with that.
    fn named(&self, node: Node<'_, '_>, text: String, sign: &str) -> String {
        let name = attribute(node, "name").unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let begins = || {
            let first = text.trim_start_matches(|ch: char| ch == '#' || ch.is_whitespace());
            first.lines().next().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ").starts_with(&name)
        };
        match () {
            () if self.is_own || name.is_empty() => text,
            () if text.trim() == name => format!("{sign}{name}"),
            () if begins() => text,
            () => format!("{sign}{name}\n\n{text}"),
        }
    }

    /// A comment that this program has written as a note, for its passages have another one already.
    fn beside(&mut self, node: Node<'_, '_>, id: Uuid, comment: String) {
        let selections = self.beside.get(&id).cloned().unwrap_or_default();
        let places: Option<Vec<_>> =
            selections.iter().map(|selection| self.beside_places.get(selection).copied().flatten()).collect();
        let Some((places, source)) = places.and_then(|places| Some((places.clone(), places.first()?.0))) else {
            self.counts.outside += 1;
            return;
        };
        let stamp = self.stamp(node);
        self.incoming.annotations.push(IncomingAnnotation {
            id: Some(id),
            source,
            spans: places.into_iter().filter(|place| place.0 == source).map(|(_, span)| span).collect(),
            comment,
            stamp,
            ..IncomingAnnotation::default()
        });
    }

    /// QualCoder writes an annotation as a note with a selection, to which the source refers if it is the first of its source.
    /// Elsewhere such a selection is within the note itself. Gives whether it is taken in.
    fn quoted(
        &mut self,
        node: Node<'_, '_>,
        id: Option<Uuid>,
        text: &str,
        sources: &[Read<'_, '_>],
        counting: &Counting,
    ) -> bool {
        let mut selections = children(node, "PlainTextSelection");
        let Some(first) = selections.next() else { return false };
        if !self.is_qualcoder {
            self.counts.coded_notes += 1 + selections.count();
            return false;
        }
        let holders = id.and_then(|id| self.notes.get(&id)).map(Vec::as_slice).unwrap_or_default();
        let held = holders.iter().find_map(|holder| match self.tied.get(holder) {
            Some(Tied::Source(place)) => sources.iter().find(|source| source.place() == *place),
            _ => None,
        });
        // Where there is but one source, it is on that.
        let only = if let [only] = sources { Some(only) } else { None };
        let Some(source) = held.or(only) else {
            self.counts.notes_without_source += 1;
            return false;
        };
        let Some(span) = source.place_of(&selection(first), counting) else {
            self.counts.outside += 1;
            return true;
        };
        let shown = source.shown();
        match self.counts.unsure.iter_mut().find(|(name, ..)| *name == shown) {
            Some((_, count, _)) => *count += 1,
            None => self.counts.unsure.push((shown, 1, source.is_standard(counting))),
        }
        let (comment, stamp) = (self.named(node, text.to_owned(), ""), self.stamp(node));
        self.incoming.annotations.push(IncomingAnnotation {
            id,
            source: source.place(),
            spans: vec![span],
            comment,
            stamp,
            ..IncomingAnnotation::default()
        });
        true
    }
}
