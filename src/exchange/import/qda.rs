//! REFI-QDA codebooks and projects, as ATLAS.ti, MAXQDA, NVivo, QualCoder and this program write them.

mod codes;
mod element;
mod issue;
mod notes;
mod sources;

use std::collections::{BTreeMap, HashMap, HashSet};

use roxmltree::{Document, Node, ParsingOptions};
use uuid::Uuid;

use self::element::{all, attribute, child, children, description, guid, is, target};
use self::issue::Variables;
use self::sources::Read;
use super::places::Counting;
use super::{Fault, Incoming, IncomingNote, IncomingStamp, IncomingTarget, counted, time, uuid};
use crate::exchange::archive::{ArchiveError, Unpacker};
use crate::exchange::file::decoded;
use crate::exchange::format::qda::{BESIDE, CONTINUES, PROGRAM, made_uuid};
use crate::i18n::Message;
use crate::text::CharSpan;

/// Largest project document that is read, in bytes.
const MAX_DOCUMENT_BYTES: u64 = 128 << 20;

/// Largest text of a source that is read, in bytes.
const MAX_SOURCE_BYTES: u64 = 64 << 20;

/// Most sources of which each is told by name that nothing proves the places in it.
const MAX_NAMED: usize = 8;

/// Elements of a project that a notebook has no place for.
const LOST: [(&str, &str); 7] = [
    ("Case", "import-lost-cases"),
    ("Set", "import-lost-sets"),
    ("Graph", "import-lost-graphs"),
    ("PictureSource", "import-lost-pictures"),
    ("PDFSource", "import-lost-pdf"),
    ("AudioSource", "import-lost-media"),
    ("VideoSource", "import-lost-media"),
];

/// The document of a codebook or of a project without its sources.
pub(super) fn document(bytes: &[u8]) -> Result<Incoming, Fault> {
    read(bytes, &mut |_| Content::Absent)
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
        match archive.read(path.trim_start_matches('/'), MAX_SOURCE_BYTES) {
            Ok(None) => Content::Absent,
            Ok(Some(bytes)) => match decoded(&bytes) {
                Ok(text) if !text.contains('\0') => Content::Text(text),
                Ok(_) | Err(_) => Content::Unreadable,
            },
            Err(ArchiveError::TooLarge) => Content::TooLarge,
            Err(ArchiveError::Damaged(_)) => Content::Unreadable,
        }
    })
}

/// What a file within the archive is.
enum Content {
    Text(String),
    /// The project does not have it.
    Absent,
    /// It is no text, or damaged.
    Unreadable,
    TooLarge,
}

/// Gives the text of a source within the archive.
type Open<'a> = &'a mut dyn FnMut(&str) -> Content;

fn read(bytes: &[u8], open: Open<'_>) -> Result<Incoming, Fault> {
    let xml = decoded(bytes)?;
    // No document type is read: nothing in it can name files, or grow.
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let parsed = Document::parse_with_options(xml.trim_start_matches('\u{feff}'), options);
    let document = parsed.map_err(|error| match error {
        roxmltree::Error::DtdDetected => Fault::Wrong(Message::new("import-document-type")),
        error => Fault::Damaged(error.to_string()),
    })?;
    let root = document.root_element();
    let codebook = if is(root, "CodeBook") { Some(root) } else { child(root, "CodeBook") };
    if codebook.is_none() && !is(root, "Project") {
        let element = crate::library::shown(root.tag_name().name()).into_owned();
        return Err(Fault::Wrong(Message::new("import-no-qda").with("element", element)));
    }
    let mut reader = Reader::new(root);
    for codes in codebook.into_iter().flat_map(|codebook| children(codebook, "Codes")) {
        children(codes, "Code").for_each(|code| reader.code(code, &mut Vec::new()));
    }
    reader.references(root);
    let mut counting = Counting::new(attribute(root, "origin").unwrap_or(""));
    let mut sources: Vec<Read<'_, '_>> = Vec::new();
    for source in children(root, "Sources").flat_map(|sources| children(sources, "TextSource")) {
        sources.extend(reader.open(source, open, &mut counting));
    }
    for source in &sources {
        reader.source(source, &counting);
    }
    reader.join(root);
    for note in children(root, "Notes").flat_map(|notes| children(notes, "Note")) {
        reader.note(note, open, &sources, &counting);
    }
    reader.project_note(root);
    reader.tell(root);
    Ok(reader.incoming)
}

/// What a note may be tied to.
#[derive(Clone, Copy)]
enum Tied {
    Source(usize),
    /// An annotation.
    Annotation(usize),
    /// A place of a source that this program has marked to tie notes to it.
    Place(usize, CharSpan),
    Code,
}

/// What is passed over or changed, to be told.
#[derive(Default)]
struct Counts {
    too_deep: usize,
    renamed: usize,
    folders: usize,
    /// Places of which nothing tells whether they are right: in which source, how many, and whether they were taken as the
    /// standard counts.
    unsure: Vec<(String, usize, bool)>,
    counted_otherwise: usize,
    outside: usize,
    elsewhere: usize,
    unreadable: usize,
    too_large: usize,
    unknown_codes: usize,
    coded_cases: usize,
    coders: usize,
    notes_on_codes: usize,
    notes_elsewhere: usize,
    rich_notes: usize,
    coded_notes: usize,
    note_links: usize,
    notes_without_source: usize,
    issues: usize,
}

struct Reader {
    incoming: Incoming,
    /// The project is one of this program.
    is_own: bool,
    /// It is one of QualCoder, which writes annotations as notes with a selection.
    is_qualcoder: bool,
    /// Ids of what selections and sources are coded with.
    coded: HashSet<Uuid>,
    cases: HashSet<Uuid>,
    tags: HashMap<Uuid, usize>,
    users: HashMap<Uuid, String>,
    variables: Variables,
    /// What each element is that a note may be tied to.
    tied: HashMap<Uuid, Tied>,
    /// What places are called.
    place_names: HashMap<Uuid, String>,
    note_ids: HashSet<Uuid>,
    /// By note, what it is tied to.
    notes: HashMap<Uuid, Vec<Uuid>>,
    /// What notes are tied to.
    noted: HashSet<Uuid>,
    on_project: HashSet<Uuid>,
    /// Selections that are tied to others, of which only the first need say anything.
    continued: HashSet<Uuid>,
    /// By annotation that is written as a note, the selections that it is on.
    beside: BTreeMap<Uuid, Vec<Uuid>>,
    /// Where those selections are.
    beside_places: HashMap<Uuid, Option<(usize, CharSpan)>>,
    counts: Counts,
}

impl Reader {
    fn new(root: Node<'_, '_>) -> Self {
        let origin = attribute(root, "origin").unwrap_or("");
        let codings = all(root, "Coding").flat_map(|coding| children(coding, "CodeRef")).filter_map(target);
        let mut reader = Self {
            incoming: Incoming::default(),
            is_own: origin.starts_with(PROGRAM),
            is_qualcoder: origin.to_lowercase().contains("qualcoder"),
            coded: codings.collect(),
            cases: all(root, "Case").filter_map(guid).collect(),
            tags: HashMap::new(),
            users: HashMap::new(),
            variables: Variables::new(root),
            tied: HashMap::new(),
            place_names: HashMap::new(),
            note_ids: all(root, "Note").filter_map(guid).collect(),
            notes: HashMap::new(),
            noted: HashSet::new(),
            on_project: HashSet::new(),
            continued: HashSet::new(),
            beside: BTreeMap::new(),
            beside_places: HashMap::new(),
            counts: Counts::default(),
        };
        for user in children(root, "Users").flat_map(|users| children(users, "User")) {
            if let (Some(id), Some(name)) = (guid(user), attribute(user, "name").or(attribute(user, "id"))) {
                reader.users.insert(id, name.to_owned());
            }
        }
        reader
    }

    /// Which element refers to which note: by `NoteRef` within it, or by a link.
    fn references(&mut self, root: Node<'_, '_>) {
        for reference in all(root, "NoteRef") {
            let Some(note) = target(reference) else { continue };
            let holder = reference.parent();
            if holder.is_some_and(|holder| holder == root) {
                self.on_project.insert(note);
                continue;
            }
            // Within a coding, the note is on what is coded.
            let holder = holder.filter(|holder| !is(*holder, "Coding")).or_else(|| reference.parent()?.parent());
            if let Some(holder) = holder.and_then(guid) {
                self.tie(note, holder);
            }
        }
        let mut lost = 0;
        for link in all(root, "Link") {
            let Some((origin, target)) = attribute(link, "originGUID").and_then(uuid).zip(target(link)) else {
                continue;
            };
            match attribute(link, "name") {
                Some(CONTINUES) => self.continued.extend([origin, target]),
                Some(BESIDE) => {
                    self.beside.entry(origin).or_default().push(target);
                    self.beside_places.insert(target, None);
                }
                _ => match (self.note_ids.contains(&origin), self.note_ids.contains(&target)) {
                    (true, false) => self.tie(origin, target),
                    (false, true) => self.tie(target, origin),
                    _ => lost += 1,
                },
            }
        }
        self.incoming.notices.extend(counted("import-lost-links", lost));
    }

    fn tie(&mut self, note: Uuid, holder: Uuid) {
        let holders = self.notes.entry(note).or_default();
        if !holders.contains(&holder) {
            holders.push(holder);
            self.noted.insert(holder);
        }
    }

    /// The user that an attribute names.
    fn user(node: Node<'_, '_>) -> Option<Uuid> {
        attribute(node, "creatingUser").or(attribute(node, "modifyingUser")).and_then(uuid)
    }

    fn stamp(&self, node: Node<'_, '_>) -> IncomingStamp {
        IncomingStamp {
            author: Self::user(node).and_then(|user| self.users.get(&user).cloned()),
            created: attribute(node, "creationDateTime").and_then(time),
            modified: attribute(node, "modifiedDateTime").and_then(time),
        }
    }

    /// The text of a source or of a note.
    fn content(node: Node<'_, '_>, open: Open<'_>) -> Content {
        if let Some(content) = child(node, "PlainTextContent") {
            return Content::Text(element::text(content));
        }
        match attribute(node, "plainTextPath").and_then(|path| path.trim().strip_prefix("internal://")) {
            Some(path) => open(path),
            None => Content::Absent,
        }
    }

    /// What is said of the project as a whole is a note on the notebook.
    fn project_note(&mut self, root: Node<'_, '_>) {
        let text = description(root);
        if !text.trim().is_empty() {
            let id = Some(made_uuid("description", &text));
            let stamp = self.stamp(root);
            self.incoming.notes.push(IncomingNote { id, target: IncomingTarget::Notebook, text, stamp });
        }
    }

    fn tell(&mut self, root: Node<'_, '_>) {
        let mut lost: BTreeMap<&'static str, usize> = BTreeMap::new();
        for node in root.descendants() {
            if let Some((_, id)) = LOST.iter().find(|(name, _)| is(node, name)) {
                *lost.entry(id).or_default() += 1;
            }
        }
        let counts = &self.counts;
        // Annotations that are left out, and sources with all that is said of them.
        self.incoming.left_out += counts.outside
            + counts.elsewhere
            + counts.unreadable
            + counts.too_large
            + counts.unknown_codes
            + counts.coded_cases
            + counts.notes_elsewhere;
        let notices = &mut self.incoming.notices;
        for (source, count, is_standard) in counts.unsure.iter().take(MAX_NAMED) {
            let id = if *is_standard { "import-unsure-places" } else { "import-unsure-by-others" };
            notices.push(Message::new(id).with("source", source.as_str()).with("count", *count));
        }
        let more = counts.unsure.get(MAX_NAMED..).unwrap_or_default();
        if !more.is_empty() {
            let count: usize = more.iter().map(|(_, count, _)| count).sum();
            notices.push(Message::new("import-unsure-more").with("sources", more.len()).with("count", count));
        }
        let told = [
            counted("import-counted-otherwise", counts.counted_otherwise),
            counted("import-outside", counts.outside),
            counted("import-source-elsewhere", counts.elsewhere),
            counted("import-source-unreadable", counts.unreadable),
            (counts.too_large > 0).then(|| {
                let message = Message::new("import-source-too-large").with("count", counts.too_large);
                message.with("megabytes", MAX_SOURCE_BYTES >> 20)
            }),
            counted("import-unknown-codes", counts.unknown_codes),
            counted("import-coded-cases", counts.coded_cases),
            counted("import-coders", counts.coders),
            counted("import-folders", counts.folders),
            counted("import-notes-on-codes", counts.notes_on_codes),
            counted("import-notes-elsewhere", counts.notes_elsewhere),
            counted("import-rich-notes", counts.rich_notes),
            counted("import-coded-notes", counts.coded_notes),
            counted("import-note-links", counts.note_links),
            counted("import-notes-without-source", counts.notes_without_source),
            counted("import-renamed", counts.renamed),
            counted("import-too-deep", counts.too_deep),
            counted("import-lost-variables", self.variables.unknown()),
            counted("import-wrong-issues", counts.issues),
        ];
        notices.extend(told.into_iter().flatten());
        notices.extend(lost.into_iter().map(|(id, count)| Message::new(id).with("count", count)));
    }
}
