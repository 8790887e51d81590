//! REFI-QDA codebooks and projects, as ATLAS.ti, MAXQDA, NVivo, QualCoder and this program write them. Names of elements and
//! attributes are read without regard to case and to namespace.

use std::collections::{BTreeMap, HashMap, HashSet};

use roxmltree::{Document, Node, ParsingOptions};
use uuid::Uuid;

use super::places::{Counted, Selection};
use super::{
    Fault, Incoming, IncomingAnnotation, IncomingNote, IncomingSource, IncomingStamp, IncomingTag, IncomingTarget,
    color, counted, hash_of, time, uuid,
};
use crate::exchange::archive::Unpacker;
use crate::exchange::file::decoded;
use crate::exchange::format::qda::{CONTINUES, SHA256};
use crate::i18n::Message;
use crate::notebook::tag_path::{MAX_STEPS, SEPARATOR};
use crate::text::CharSpan;

/// Largest project document that is read, in bytes.
const MAX_DOCUMENT_BYTES: u64 = 128 << 20;

/// Largest text of a source that is read, in bytes.
const MAX_SOURCE_BYTES: u64 = 64 << 20;

/// Codes below each other that are read.
const MAX_DEPTH: usize = 64;

/// Longest name of a tag, in characters.
const MAX_NAME_CHARS: usize = 200;

/// What stands in a name for the sign that parts steps of a path.
const DIVISION: char = '\u{2215}';

/// Elements of a project that a notebook has no place for.
const LOST: [(&str, &str); 8] = [
    ("Variable", "import-lost-variables"),
    ("Case", "import-lost-cases"),
    ("Set", "import-lost-sets"),
    ("Graph", "import-lost-graphs"),
    ("PictureSource", "import-lost-pictures"),
    ("PDFSource", "import-lost-pdf"),
    ("AudioSource", "import-lost-media"),
    ("VideoSource", "import-lost-media"),
];

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name().eq_ignore_ascii_case(name)
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| is(*child, name))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name().eq_ignore_ascii_case(name)).map(|attribute| attribute.value())
}

/// All text of an element: a reference or a comment in it makes several nodes.
fn text(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

fn guid(node: Node<'_, '_>) -> Option<Uuid> {
    uuid(attribute(node, "guid")?)
}

fn target(node: Node<'_, '_>) -> Option<Uuid> {
    uuid(attribute(node, "targetGUID")?)
}

fn description(node: Node<'_, '_>) -> String {
    child(node, "Description").map_or_else(String::new, text)
}

/// The document of a codebook or of a project without its sources.
pub(super) fn document(bytes: &[u8]) -> Result<Incoming, Fault> {
    read(bytes, &mut |_| Ok(None))
}

/// A project with its sources.
pub(super) fn project(bytes: &[u8]) -> Result<Incoming, Fault> {
    let mut archive = Unpacker::new(bytes)?;
    let name = archive.names().find(|name| name.ends_with(".qde")).map(str::to_owned);
    let name = name.ok_or_else(|| Fault::Wrong(Message::new("import-no-project")))?;
    let document = archive.read(&name, MAX_DOCUMENT_BYTES)?.unwrap_or_default();
    read(&document, &mut |path| {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = format!("{folder}/sources/{path}");
        let bytes = archive.read(path.trim_start_matches('/'), MAX_SOURCE_BYTES)?;
        bytes.map(|bytes| decoded(&bytes)).transpose()
    })
}

/// Gives the text of a source within the archive.
type Open<'a> = &'a mut dyn FnMut(&str) -> Result<Option<String>, Fault>;

fn read(bytes: &[u8], open: Open<'_>) -> Result<Incoming, Fault> {
    let xml = decoded(bytes)?;
    // No document type is read: nothing in it can name files, or grow.
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let parsed = Document::parse_with_options(xml.trim_start_matches('\u{feff}'), options);
    let document = parsed.map_err(|error| Fault::Damaged(error.to_string()))?;
    let root = document.root_element();
    let codebook = if is(root, "CodeBook") { Some(root) } else { child(root, "CodeBook") };
    if codebook.is_none() && !is(root, "Project") {
        let element = crate::library::shown(root.tag_name().name()).into_owned();
        return Err(Fault::Wrong(Message::new("import-no-qda").with("element", element)));
    }
    let mut reader = Reader::default();
    for codes in codebook.into_iter().flat_map(|codebook| children(codebook, "Codes")) {
        children(codes, "Code").for_each(|code| reader.code(code, &mut Vec::new()));
    }
    reader.users(root);
    reader.note_refs(root);
    for sources in children(root, "Sources") {
        for source in children(sources, "TextSource") {
            reader.source(source, open)?;
        }
    }
    reader.join(root);
    for notes in children(root, "Notes") {
        for note in children(notes, "Note") {
            reader.note(note, open)?;
        }
    }
    reader.tell(root);
    Ok(reader.incoming)
}

/// What a note may be tied to.
#[derive(Clone, Copy)]
enum Tied {
    Source(usize),
    /// An annotation that says something by itself.
    Annotation(usize),
    /// A place: a selection that has no code and no description, by its source.
    Place(usize, CharSpan),
    Code,
}

#[derive(Default)]
struct Reader {
    incoming: Incoming,
    tags: HashMap<Uuid, usize>,
    users: HashMap<Uuid, String>,
    /// What each element is that a note may be tied to.
    tied: HashMap<Uuid, Tied>,
    /// What selections without code and description are called.
    place_names: HashMap<Uuid, String>,
    /// By note, what refers to it.
    notes: HashMap<Uuid, Uuid>,
    on_project: HashSet<Uuid>,
    /// Selections that are tied to others, of which only the first need say anything.
    continued: HashSet<Uuid>,
    too_deep: usize,
    unsure: usize,
    outside: usize,
    elsewhere: usize,
    notes_on_codes: usize,
    renamed: usize,
}

impl Reader {
    fn code(&mut self, code: Node<'_, '_>, path: &mut Vec<String>) {
        let given = attribute(code, "name").unwrap_or("");
        let name = self.step(given);
        path.push(name);
        let shown: Vec<&str> = path.iter().map(String::as_str).collect();
        // Deeper than a tree of tags goes, steps are one.
        let (above, below) = shown.split_at(shown.len().min(MAX_STEPS - 1));
        let mut steps: Vec<String> = above.iter().map(|step| (*step).to_owned()).collect();
        if !below.is_empty() {
            steps.push(below.join(&DIVISION.to_string()));
        }
        let name = steps.join(&SEPARATOR.to_string());
        let id = guid(code);
        if let Some(id) = id {
            self.tied.insert(id, Tied::Code);
        }
        let is_codable = attribute(code, "isCodable").is_none_or(|value| !matches!(value.trim(), "false" | "0"));
        if is_codable {
            if let Some(id) = id {
                self.tags.insert(id, self.incoming.tags.len());
            }
            let color = attribute(code, "color").and_then(color);
            self.incoming.tags.push(IncomingTag { id, name, color, description: description(code) });
        }
        if path.len() < MAX_DEPTH {
            children(code, "Code").for_each(|below| self.code(below, path));
        } else {
            self.too_deep += children(code, "Code").count();
        }
        path.pop();
    }

    /// A name as a step of a path.
    fn step(&mut self, given: &str) -> String {
        let seen = given.chars().filter(|ch| !crate::library::is_unsafe_to_show(*ch));
        let step: String = seen.map(|ch| if matches!(ch, SEPARATOR | '／') { DIVISION } else { ch }).collect();
        let step: String = step.trim().chars().take(MAX_NAME_CHARS).collect();
        self.renamed += usize::from(step != given);
        if step.is_empty() { "?".to_owned() } else { step }
    }

    fn users(&mut self, root: Node<'_, '_>) {
        for user in children(root, "Users").flat_map(|users| children(users, "User")) {
            if let (Some(id), Some(name)) = (guid(user), attribute(user, "name").or(attribute(user, "id"))) {
                self.users.insert(id, name.to_owned());
            }
        }
    }

    /// Which element refers to which note: by `NoteRef` within it, or by a link.
    fn note_refs(&mut self, root: Node<'_, '_>) {
        for reference in root.descendants().filter(|node| is(*node, "NoteRef")) {
            let Some(note) = target(reference) else { continue };
            let holder = reference.parent();
            if holder.is_some_and(|holder| holder == root) {
                self.on_project.insert(note);
                continue;
            }
            // Within a coding, the note is on what is coded.
            let holder = holder.filter(|holder| !is(*holder, "Coding")).or_else(|| reference.parent()?.parent());
            if let Some(holder) = holder.and_then(guid) {
                self.notes.entry(note).or_insert(holder);
            }
        }
        for link in root.descendants().filter(|node| is(*node, "Link")) {
            let Some((origin, target)) = attribute(link, "originGUID").and_then(uuid).zip(target(link)) else {
                continue;
            };
            if attribute(link, "name") == Some(CONTINUES) {
                self.continued.extend([origin, target]);
            } else {
                self.notes.entry(origin).or_insert(target);
                self.notes.entry(target).or_insert(origin);
            }
        }
    }

    fn stamp(&self, node: Node<'_, '_>) -> IncomingStamp {
        let user = attribute(node, "creatingUser").or(attribute(node, "modifyingUser")).and_then(uuid);
        IncomingStamp {
            author: user.and_then(|user| self.users.get(&user).cloned()),
            created: attribute(node, "creationDateTime").and_then(time),
            modified: attribute(node, "modifiedDateTime").and_then(time),
        }
    }

    /// The text of a source or of a note; `None` if the project does not have it.
    fn content(node: Node<'_, '_>, open: Open<'_>) -> Result<Option<String>, Fault> {
        if let Some(content) = child(node, "PlainTextContent") {
            return Ok(Some(text(content)));
        }
        match attribute(node, "plainTextPath").and_then(|path| path.trim().strip_prefix("internal://")) {
            Some(path) => open(path),
            None => Ok(None),
        }
    }

    fn source(&mut self, node: Node<'_, '_>, open: Open<'_>) -> Result<(), Fault> {
        let Some(raw) = Self::content(node, open)? else {
            self.elsewhere += 1;
            return Ok(());
        };
        let counted = Counted::new(&raw);
        let place = self.incoming.sources.len();
        let id = description(node).trim().strip_prefix(SHA256).and_then(|hash| hash.trim().parse().ok());
        if let Some(guid) = guid(node) {
            self.tied.insert(guid, Tied::Source(place));
        }
        let nodes: Vec<Node<'_, '_>> = children(node, "PlainTextSelection").collect();
        let number = |node, name| attribute(node, name).and_then(|text| text.trim().parse::<u32>().ok());
        let selections: Vec<Selection> = nodes
            .iter()
            .map(|node| Selection {
                start: number(*node, "startPosition").unwrap_or(u32::MAX),
                end: number(*node, "endPosition").unwrap_or(u32::MAX),
                name: attribute(*node, "name").unwrap_or("").to_owned(),
            })
            .collect();
        let placed = counted.place(&selections);
        let mut says_nothing = 0;
        for ((node, span), selection) in nodes.into_iter().zip(placed.spans).zip(&selections) {
            let Some(span) = span else {
                self.outside += 1;
                continue;
            };
            let (tags, comment) = (self.codings(node), description(node));
            let is_continued = guid(node).is_some_and(|guid| self.continued.contains(&guid));
            if tags.is_empty() && comment.trim().is_empty() && !is_continued {
                says_nothing += 1;
                if let Some(guid) = guid(node) {
                    self.tied.insert(guid, Tied::Place(place, span));
                    self.place_names.insert(guid, selection.name.clone());
                }
                continue;
            }
            self.annotation(node, place, span, tags, comment);
        }
        // What only holds a note is named after that, not after what it holds.
        self.unsure += placed.unsure.saturating_sub(says_nothing);
        let whole = self.codings(node);
        if !whole.is_empty() {
            let span = counted.text.trimmed(CharSpan::new(0, counted.text.len()));
            self.incoming.annotations.push(IncomingAnnotation {
                id: None,
                source: place,
                spans: vec![span],
                quotation: None,
                tags: whole,
                comment: String::new(),
                stamp: self.stamp(node),
            });
        }
        self.incoming.sources.push(IncomingSource {
            id,
            text_sha256: Some(hash_of(&counted.text)),
            name: attribute(node, "name").unwrap_or("").to_owned(),
            text: Some(counted.text.as_str().to_owned()),
        });
        Ok(())
    }

    /// The tags of a selection or a source.
    fn codings(&self, node: Node<'_, '_>) -> Vec<usize> {
        let mut tags = Vec::new();
        for code in children(node, "Coding").flat_map(|coding| children(coding, "CodeRef")).filter_map(target) {
            if let Some(tag) = self.tags.get(&code).filter(|tag| !tags.contains(*tag)) {
                tags.push(*tag);
            }
        }
        tags
    }

    fn annotation(&mut self, node: Node<'_, '_>, source: usize, span: CharSpan, tags: Vec<usize>, comment: String) {
        let id = guid(node);
        if let Some(id) = id {
            self.tied.insert(id, Tied::Annotation(self.incoming.annotations.len()));
        }
        let stamp = self.stamp(node);
        let annotation = IncomingAnnotation { id, source, spans: vec![span], quotation: None, tags, comment, stamp };
        self.incoming.annotations.push(annotation);
    }

    /// Selections that links of ours tie together are one annotation.
    fn join(&mut self, root: Node<'_, '_>) {
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

    fn note(&mut self, node: Node<'_, '_>, open: Open<'_>) -> Result<(), Fault> {
        let id = guid(node);
        let said = Self::content(node, open)?.unwrap_or_else(|| description(node));
        if said.trim().is_empty() {
            return Ok(());
        }
        let holder = id.filter(|id| !self.on_project.contains(id)).and_then(|id| self.notes.get(&id)).copied();
        let target = match holder.and_then(|holder| self.tied.get(&holder)).copied() {
            Some(Tied::Source(source)) => IncomingTarget::Source(source),
            Some(Tied::Place(source, span)) => {
                let name = holder.and_then(|holder| self.place_names.get(&holder)).cloned().unwrap_or_default();
                IncomingTarget::Article(source, span.start, name)
            }
            Some(Tied::Annotation(at)) => {
                // A note on what is annotated is its comment.
                let comment = &mut self.incoming.annotations[at].comment;
                if !comment.is_empty() {
                    comment.push_str("\n\n");
                }
                comment.push_str(&said);
                return Ok(());
            }
            Some(Tied::Code) => {
                self.notes_on_codes += 1;
                IncomingTarget::Notebook
            }
            None => IncomingTarget::Notebook,
        };
        let stamp = self.stamp(node);
        self.incoming.notes.push(IncomingNote { id, target, text: said, stamp });
        Ok(())
    }

    fn tell(&mut self, root: Node<'_, '_>) {
        let mut lost: BTreeMap<&'static str, usize> = BTreeMap::new();
        for node in root.descendants() {
            if let Some((_, id)) = LOST.iter().find(|(name, _)| is(node, name)) {
                *lost.entry(id).or_default() += 1;
            }
        }
        let told = [
            counted("import-unsure-places", self.unsure),
            counted("import-outside", self.outside),
            counted("import-source-elsewhere", self.elsewhere),
            counted("import-notes-on-codes", self.notes_on_codes),
            counted("import-renamed", self.renamed),
            counted("import-too-deep", self.too_deep),
        ];
        self.incoming.notices.extend(told.into_iter().flatten());
        self.incoming.notices.extend(lost.into_iter().map(|(id, count)| Message::new(id).with("count", count)));
    }
}
