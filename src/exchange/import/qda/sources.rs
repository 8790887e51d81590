//! Sources, what is selected in them, and by whom it is coded.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use roxmltree::Node;
use uuid::Uuid;

use super::element::{attribute, child, children, description, guid, target};
use super::{Content, Open, Reader, Tied};
use crate::exchange::format::qda::{CONTINUES, SHA256, made_uuid, mark_uuid};
use crate::exchange::import::places::{Counted, Counting, Judged, Selection, Starts};
use crate::exchange::import::{
    IncomingAnnotation, IncomingNote, IncomingSource, IncomingStamp, IncomingTarget, file_name, hash_of, time, uuid,
};
use crate::page::SourceId;
use crate::text::CharSpan;

/// A source whose text is there.
pub(super) struct Read<'a, 'i> {
    node: Node<'a, 'i>,
    /// Its place among those that come in.
    place: usize,
    selected: Vec<Node<'a, 'i>>,
    selections: Vec<Selection>,
    counted: Counted,
    judged: Judged,
    starts: OnceCell<Starts>,
    /// Hash of its bytes, where this program has written it down.
    sha256: Option<SourceId>,
}

/// What one user has coded a selection with.
#[derive(Default)]
struct Coded {
    user: Option<Uuid>,
    created: Option<jiff::Timestamp>,
    tags: Vec<usize>,
}

impl Read<'_, '_> {
    /// Its place among those that come in.
    pub(super) fn place(&self) -> usize {
        self.place
    }

    /// What people are told that it is called: as the file that its text is written to, where it has no name.
    pub(super) fn shown(&self) -> String {
        match attribute(self.node, "name").map(str::trim) {
            None | Some("") => file_name(""),
            Some(name) => crate::library::shown(name).into_owned(),
        }
    }

    /// Whether what nothing proves in it is taken as the standard counts.
    pub(super) fn is_standard(&self, counting: &Counting) -> bool {
        counting.is_standard(&self.counted, &self.judged)
    }

    /// Where a selection stands of which no name tells: counted as the others here.
    pub(super) fn place_of(&self, selection: &Selection, counting: &Counting) -> Option<CharSpan> {
        let starts = self.starts.get_or_init(|| counting.starts(&self.counted, &self.judged));
        self.counted.find(selection, starts)
    }
}

/// A position; what is none is beyond every text.
pub(super) fn selection(node: Node<'_, '_>) -> Selection {
    let number = |name| attribute(node, name).and_then(|text| text.trim().parse::<u32>().ok());
    Selection {
        start: number("startPosition").unwrap_or(u32::MAX),
        end: number("endPosition").unwrap_or(u32::MAX),
        name: attribute(node, "name").unwrap_or("").to_owned(),
    }
}

impl Reader {
    /// Reads the text of a source, and how the selections in it may be counted.
    pub(super) fn open<'a, 'i>(
        &mut self,
        node: Node<'a, 'i>,
        open: Open<'_>,
        counting: &mut Counting,
    ) -> Option<Read<'a, 'i>> {
        let raw = match Self::content(node, open) {
            Content::Text(raw) => raw,
            Content::Absent => {
                self.counts.elsewhere += 1;
                return None;
            }
            Content::Unreadable => {
                self.counts.unreadable += 1;
                return None;
            }
            Content::TooLarge => {
                self.counts.too_large += 1;
                return None;
            }
        };
        let counted = Counted::new(&raw);
        let place = self.incoming.sources.len();
        let said = description(node);
        let first = said.trim().lines().next().unwrap_or("");
        let sha256 = first.strip_prefix(SHA256).and_then(|hash| hash.trim().parse().ok());
        let issue = self.issue(node);
        self.incoming.sources.push(IncomingSource {
            id: sha256,
            text_sha256: Some(hash_of(&counted.text)),
            name: attribute(node, "name").unwrap_or("").to_owned(),
            text: Some(counted.text.as_str().to_owned()),
            issue,
            known_as: None,
        });
        let selected: Vec<Node<'_, '_>> = children(node, "PlainTextSelection").collect();
        let selections: Vec<Selection> = selected.iter().copied().map(selection).collect();
        // What this program has written stands where it says.
        let judged = if self.is_own { Judged::default() } else { counting.judge(&counted, &selections) };
        Some(Read { node, place, selected, selections, counted, judged, starts: OnceCell::new(), sha256 })
    }

    /// What is said of a source and in it.
    pub(super) fn source(&mut self, read: &Read<'_, '_>, counting: &Counting) {
        let Read { node, place, .. } = *read;
        let guid = guid(node);
        if let Some(guid) = guid {
            self.tied.insert(guid, Tied::Source(place));
        }
        let spans = if self.is_own {
            read.selections.iter().map(|selection| read.counted.as_standard(selection)).collect()
        } else {
            let placed = counting.place(&read.counted, &read.judged);
            if !placed.unsure.is_empty() {
                self.counts.unsure.push((read.shown(), placed.unsure.len(), read.is_standard(counting)));
            }
            self.counts.counted_otherwise += placed.counted_otherwise;
            placed.spans
        };
        for ((node, span), selection) in read.selected.iter().zip(spans).zip(&read.selections) {
            match span {
                Some(span) => self.selection(*node, read, span, selection),
                None => self.counts.outside += 1,
            }
        }
        let whole = read.counted.text.trimmed(CharSpan::new(0, read.counted.text.len()));
        if child(node, "Coding").is_some() && !whole.is_empty() {
            let id = guid.map(|guid| made_uuid("whole", &guid.to_string()));
            self.annotation(node, id, place, whole, String::new());
        }
        let said = description(node);
        let said = said.trim();
        let said = if read.sha256.is_some() { said.split_once('\n').map_or("", |(_, rest)| rest.trim()) } else { said };
        if !said.is_empty() {
            let what = guid.map_or_else(|| format!("{place}:{said}"), |guid| guid.to_string());
            let (id, target) = (Some(made_uuid("description", &what)), IncomingTarget::Source(place));
            let stamp = self.stamp(node);
            self.incoming.notes.push(IncomingNote { id, target, text: said.to_owned(), stamp });
        }
    }

    fn selection(&mut self, node: Node<'_, '_>, read: &Read<'_, '_>, span: CharSpan, selection: &Selection) {
        let id = guid(node);
        let is_beside = id.is_some_and(|id| match self.beside_places.get_mut(&id) {
            Some(place) => {
                *place = Some((read.place, span));
                true
            }
            None => false,
        });
        let comment = description(node);
        let is_bare = child(node, "Coding").is_none() && comment.trim().is_empty();
        match id.and_then(|id| Some((id, Self::mark(node, id, read, span)?))) {
            Some((id, tied)) => {
                self.tied.insert(id, tied);
                self.place_names.insert(id, selection.name.clone());
            }
            // It is there for comments that are written as notes.
            None if is_bare && is_beside && !id.is_some_and(|id| self.continued.contains(&id)) => {}
            None => self.annotation(node, id, read.place, span, comment),
        }
    }

    /// What notes are on that this program has tied to a selection of its making.
    fn mark(node: Node<'_, '_>, id: Uuid, read: &Read<'_, '_>, span: CharSpan) -> Option<Tied> {
        if read.sha256.is_some_and(|source| id == mark_uuid(source, None)) {
            return Some(Tied::Source(read.place));
        }
        let is_of_place = read.sha256.is_some_and(|source| id == mark_uuid(source, Some(span.start)));
        // Earlier versions made one for each note.
        let is_of_note = |note: Uuid| id == made_uuid("article", &note.to_string());
        let is_mark = is_of_place || children(node, "NoteRef").filter_map(target).any(is_of_note);
        is_mark.then_some(Tied::Place(read.place, span))
    }

    /// What each user has coded a selection or a source with, the one who has selected it first.
    fn codings(&mut self, node: Node<'_, '_>) -> Vec<Coded> {
        let own = Self::user(node);
        let mut by_user: Vec<Coded> = Vec::new();
        for coding in children(node, "Coding") {
            let user = Self::user(coding).or(own);
            let at = by_user.iter().position(|coded| coded.user == user).unwrap_or_else(|| {
                let created = attribute(coding, "creationDateTime").and_then(time);
                by_user.push(Coded { user, created, tags: Vec::new() });
                by_user.len() - 1
            });
            for code in children(coding, "CodeRef") {
                let id = attribute(code, "targetGUID").and_then(uuid);
                match id.and_then(|id| self.tags.get(&id)) {
                    Some(tag) if by_user[at].tags.contains(tag) => {}
                    Some(tag) => by_user[at].tags.push(*tag),
                    None if id.is_some_and(|id| self.cases.contains(&id)) => self.counts.coded_cases += 1,
                    None => self.counts.unknown_codes += 1,
                }
            }
        }
        by_user.retain(|coded| !coded.tags.is_empty());
        by_user.sort_by_key(|coded| coded.user != own);
        by_user
    }

    /// A selection as an annotation, and another one for each other user who has coded it.
    fn annotation(&mut self, node: Node<'_, '_>, id: Option<Uuid>, source: usize, span: CharSpan, comment: String) {
        let coded = self.codings(node);
        let (stamp, own) = (self.stamp(node), Self::user(node));
        let is_noted = id.is_some_and(|id| self.noted.contains(&id));
        if coded.is_empty() && child(node, "Coding").is_some() && comment.trim().is_empty() && !is_noted {
            // What it is coded with is not known, and that is told.
            return;
        }
        if let Some(id) = id {
            self.tied.insert(id, Tied::Annotation(self.incoming.annotations.len()));
        }
        // A comment is that of whoever has selected the passage, whoever has coded it.
        let is_others = own.is_some() && coded.first().is_some_and(|first| first.user != own);
        let is_apart = coded.is_empty() || (is_others && !comment.trim().is_empty());
        let apart = is_apart.then(|| Coded { user: own, ..Coded::default() });
        let mut comment = Some(comment);
        for (at, coded) in apart.into_iter().chain(coded).enumerate() {
            let author = coded.user.and_then(|user| self.users.get(&user).cloned());
            let (id, stamp) = if at == 0 {
                (id, IncomingStamp { author, ..stamp.clone() })
            } else {
                self.counts.coders += 1;
                let user = coded.user.map_or_else(String::new, |user| user.to_string());
                let id = id.map(|id| made_uuid("coder", &format!("{id}:{user}")));
                let (created, modified) = (coded.created.or(stamp.created), coded.created.or(stamp.modified));
                (id, IncomingStamp { author, created, modified })
            };
            self.incoming.annotations.push(IncomingAnnotation {
                id,
                source,
                spans: vec![span],
                tags: coded.tags,
                comment: comment.take().unwrap_or_default(),
                stamp,
                ..IncomingAnnotation::default()
            });
        }
    }

    /// Selections that links of ours tie together are one annotation.
    pub(super) fn join(&mut self, root: Node<'_, '_>) {
        let links = children(root, "Links").flat_map(|links| children(links, "Link"));
        let mut next: BTreeMap<usize, usize> = BTreeMap::new();
        for link in links.filter(|link| attribute(*link, "name") == Some(CONTINUES)) {
            let end = |name| match attribute(link, name).and_then(uuid).and_then(|id| self.tied.get(&id)) {
                Some(Tied::Annotation(at)) => Some(*at),
                _ => None,
            };
            if let (Some(from), Some(to)) = (end("originGUID"), end("targetGUID")) {
                next.insert(from, to);
            }
        }
        let mut taken: HashSet<usize> = HashSet::new();
        let targets: HashSet<usize> = next.values().copied().collect();
        for first in next.keys().copied().filter(|from| !targets.contains(from)).collect::<Vec<_>>() {
            let (mut at, mut seen) = (first, HashSet::from([first]));
            while let Some(&to) = next.get(&at) {
                if !seen.insert(to) {
                    break;
                }
                let spans = self.incoming.annotations[to].spans.clone();
                self.incoming.annotations[first].spans.extend(spans);
                taken.insert(to);
                at = to;
            }
        }
        if taken.is_empty() {
            return;
        }
        // Places move up where others are taken out.
        let mut moved = HashMap::new();
        let all = std::mem::take(&mut self.incoming.annotations);
        for (at, annotation) in all.into_iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            moved.insert(at, self.incoming.annotations.len());
            self.incoming.annotations.push(annotation);
        }
        for tied in self.tied.values_mut() {
            if let Tied::Annotation(at) = tied {
                *at = moved.get(at).copied().unwrap_or(0);
            }
        }
    }
}
