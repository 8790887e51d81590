//! REFI-QDA 1.5: the codebook (.qdc), and the project (.qdpx) with its sources, for ATLAS.ti, MAXQDA, NVivo and QualCoder.
//!
//! A tag is a code, its path the tree of codes; an annotation is a selection, or one a span, tied together by links; a comment
//! is a selection's description, a note a note. Records keep their ids. Positions count code points, the end excluded, in a text
//! with line feeds and without a byte order mark: the source as it was decoded.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::exchange::archive::Packer;
use crate::exchange::clean::Cleaner;
use crate::exchange::export::{ExportError, ExportInput, Exported, Pace};
use crate::exchange::gathered::{Gathered, Placed};
use crate::exchange::xml::Xml;
use crate::i18n::Message;
use crate::notebook::{Note, NoteTarget, Notebook, Stamp, Tag, TagId, tag_path};
use crate::page::SourceId;
use crate::text::Text;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";
const PROJECT: &str = "urn:QDA-XML:project:1.0";
const ORIGIN: &str = concat!("jianbao ", env!("CARGO_PKG_VERSION"));

/// What the link between two spans of one annotation is called.
pub(in crate::exchange) const CONTINUES: &str = "jianbao:continues";

/// What stands before the hash in the description of a source.
pub(in crate::exchange) const SHA256: &str = "sha256:";

/// Characters of a quotation that the name of a selection holds.
const NAME_CHARS: usize = 200;

/// The id of something that has no UUID of its own, made of what it is: the same in every export (RFC 9562, version 8).
fn made_id(kind: &str, what: &str) -> String {
    let digest = Sha256::digest(format!("{kind}:{what}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::new_v8(bytes).to_string()
}

fn source_guid(source: SourceId) -> String {
    made_id("source", &source.to_string())
}

fn user_guid(author: &str) -> String {
    made_id("user", author)
}

/// As `xsd:dateTime` has it, with as much of a second as is known.
fn time(at: Timestamp) -> String {
    at.to_string()
}

/// A node of the tree of codes.
#[derive(Default)]
struct Node<'a> {
    tag: Option<&'a Tag>,
    /// In the order of the codebook.
    children: Vec<(String, Node<'a>)>,
}

fn tree(notebook: &Notebook) -> Node<'_> {
    let mut root = Node::default();
    for tag in notebook.codebook() {
        let mut node = &mut root;
        for step in tag_path::steps(&tag.name) {
            let at = node.children.iter().position(|(name, _)| name == step).unwrap_or_else(|| {
                node.children.push((step.to_owned(), Node::default()));
                node.children.len() - 1
            });
            node = &mut node.children[at].1;
        }
        node.tag = Some(tag);
    }
    root
}

/// `Codes`; nothing where there is none, for an empty one is not valid.
fn codes(xml: &mut Xml, notebook: &Notebook, cleaner: &Cleaner) {
    let root = tree(notebook);
    if root.children.is_empty() {
        return;
    }
    xml.start("Codes", &[]);
    for (name, node) in &root.children {
        code(xml, name, name, node, cleaner);
    }
    xml.end();
}

fn code(xml: &mut Xml, name: &str, path: &str, node: &Node<'_>, cleaner: &Cleaner) {
    let guid = node.tag.map_or_else(|| made_id("path", path), |tag| tag.id.to_string());
    let color = node.tag.map(|tag| tag.color.to_string());
    let name = cleaner.xml(name);
    // A step of a path that no tag has is there for those below it.
    let is_codable = if node.tag.is_some() { "true" } else { "false" };
    let mut attributes = vec![("guid", guid.as_str()), ("name", name.as_ref()), ("isCodable", is_codable)];
    if let Some(color) = &color {
        attributes.push(("color", color));
    }
    xml.start("Code", &attributes);
    if let Some(tag) = node.tag.filter(|tag| !tag.description.is_empty()) {
        xml.element("Description", &[], &cleaner.xml(&tag.description));
    }
    for (name, child) in &node.children {
        code(xml, name, &format!("{path}/{name}"), child, cleaner);
    }
    xml.end();
}

/// What a tag has that a code has not.
fn lost_of_tags(notebook: &Notebook) -> Option<Message> {
    let count = notebook.tags().values().filter(|tag| tag.shortcut.is_some()).count();
    (count > 0).then(|| Message::new("export-lost-shortcuts").with("count", count))
}

/// The codebook as a file.
pub(in crate::exchange) fn codebook(input: ExportInput<'_>) -> Result<Exported, ExportError> {
    let cleaner = Cleaner::default();
    let mut xml = Xml::new(DECLARATION);
    xml.start("CodeBook", &[("xmlns", CODEBOOK), ("origin", ORIGIN)]);
    codes(&mut xml, input.notebook, &cleaner);
    let bytes = (xml.finish() + "\n").into_bytes();
    let mut notices = cleaner.notices();
    notices.extend(lost_of_tags(input.notebook));
    if input.notebook.tags().is_empty() {
        notices.push(Message::new("export-no-tags"));
    }
    Ok(Exported { bytes, notices, quotations: 0 })
}

/// The project as a file, with the texts of the sources that it speaks of.
pub(in crate::exchange) fn project(gathered: &Gathered<'_>, pace: &Pace<'_>) -> Result<Exported, ExportError> {
    let notebook = gathered.input.notebook;
    let mut by_source: BTreeMap<SourceId, Vec<&Placed<'_>>> = BTreeMap::new();
    for placed in &gathered.placed {
        by_source.entry(placed.annotation.source).or_default().push(placed);
    }
    let notes: Vec<&Note> =
        if gathered.options.is_chosen() { gathered.article_notes() } else { notebook.notes().values().collect() };
    for source in notes.iter().filter_map(|note| note.target.source()) {
        by_source.entry(source).or_default();
    }
    if !gathered.options.is_chosen() {
        for source in notebook.sources().keys() {
            by_source.entry(*source).or_default();
        }
    }
    let mut project = Project { gathered, packer: Packer::new(), links: Vec::new(), missing: 0, unproved: 0 };
    let mut xml = Xml::new(DECLARATION);
    let title = gathered.cleaner.xml(&gathered.options.title);
    let now = time(gathered.input.now);
    xml.start(
        "Project",
        &[
            ("xmlns", PROJECT),
            ("name", &title),
            ("origin", ORIGIN),
            ("creationDateTime", &now),
            ("modifiedDateTime", &now),
        ],
    );
    project.users(&mut xml, &notes);
    if !notebook.tags().is_empty() {
        xml.start("CodeBook", &[]);
        codes(&mut xml, notebook, &gathered.cleaner);
        xml.end();
    }
    let mut sources = Xml::new("");
    for (source, placed) in &by_source {
        project.source(&mut sources, *source, placed, &notes, pace)?;
    }
    if sources.len() > 0 {
        xml.start("Sources", &[]);
        xml.raw(&sources.finish());
        xml.end();
    }
    project.notes(&mut xml, &notes);
    project.end(&mut xml, &notes);
    let document = xml.finish() + "\n";
    let mut notices = gathered.cleaner.notices();
    notices.extend(project.lost());
    let mut packer = project.packer;
    packer.add("project.qde", document.as_bytes())?;
    Ok(Exported { bytes: packer.finish()?, notices, quotations: gathered.len() })
}

struct Project<'a> {
    gathered: &'a Gathered<'a>,
    packer: Packer,
    /// Pairs of selections of one annotation, the second going on where the first ends.
    links: Vec<(String, String)>,
    /// Annotations and notes of sources whose text is not at hand.
    missing: usize,
    /// Annotations whose quotation does not stand where they say.
    unproved: usize,
}

impl Project<'_> {
    fn text<'b>(&self, text: &'b str) -> std::borrow::Cow<'b, str> {
        self.gathered.cleaner.xml(text)
    }

    fn users(&self, xml: &mut Xml, notes: &[&Note]) {
        let stamps = self.gathered.placed.iter().map(|placed| &placed.annotation.stamp);
        let stamps = stamps.chain(notes.iter().map(|note| &note.stamp));
        let names: BTreeSet<&str> = stamps.map(|stamp| stamp.author.as_str()).filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            return;
        }
        xml.start("Users", &[]);
        for name in names {
            xml.empty("User", &[("guid", &user_guid(name)), ("name", &self.text(name))]);
        }
        xml.end();
    }

    fn source(
        &mut self,
        xml: &mut Xml,
        source: SourceId,
        placed: &[&Placed<'_>],
        notes: &[&Note],
        pace: &Pace<'_>,
    ) -> Result<(), ExportError> {
        let input = self.gathered.input;
        let on_it = notes.iter().filter(|note| note.target.source() == Some(source));
        let Some(page) = input.library.get(source) else {
            // Without the text there is no source that another program could read.
            self.missing += placed.len() + on_it.count();
            placed.iter().try_for_each(|_| pace.step())?;
            return Ok(());
        };
        let guid = source_guid(source);
        self.packer.add(&format!("sources/{guid}.txt"), page.source.text.as_str().as_bytes())?;
        let (name, path) = (self.text(&page.source.name).into_owned(), format!("internal://{guid}.txt"));
        let mut attributes = vec![("guid", guid.as_str()), ("name", name.as_str()), ("plainTextPath", path.as_str())];
        let stamp = input.notebook.sources().get(&source).map(|record| Stamped::new(&record.stamp));
        if let Some(stamp) = &stamp {
            attributes
                .extend([("creationDateTime", stamp.created.as_str()), ("modifiedDateTime", stamp.modified.as_str())]);
        }
        xml.start("TextSource", &attributes);
        xml.element("Description", &[], &format!("{SHA256}{source}"));
        for placed in placed {
            pace.step()?;
            self.selections(xml, placed, &page.source.text);
        }
        let (of_source, of_articles): (Vec<&&Note>, Vec<&&Note>) =
            on_it.partition(|note| matches!(note.target, NoteTarget::Source(_)));
        of_articles.into_iter().for_each(|note| self.article(xml, note, &page.source.text));
        for note in of_source {
            xml.empty("NoteRef", &[("targetGUID", &note.id.to_string())]);
        }
        xml.end();
        Ok(())
    }

    fn selections(&mut self, xml: &mut Xml, placed: &Placed<'_>, text: &Text) {
        let annotation = placed.annotation;
        let spans: Vec<_> = annotation.spans.iter().filter(|span| text.holds(**span)).collect();
        if !annotation.quotation.stands_at(text, &annotation.spans) {
            self.unproved += 1;
        }
        let mut before: Option<String> = None;
        for (span, number) in spans.into_iter().zip(0..) {
            let guid = match number {
                0 => annotation.id.to_string(),
                _ => made_id("selection", &format!("{}:{number}", annotation.id)),
            };
            let quote: String = text.quote(&[*span]).chars().take(NAME_CHARS).collect();
            let (start, end, name) = (span.start.to_string(), span.end.to_string(), self.text(&quote).into_owned());
            let stamp = Stamped::new(&annotation.stamp);
            let mut attributes = vec![
                ("guid", guid.as_str()),
                ("name", name.as_str()),
                ("startPosition", &start),
                ("endPosition", &end),
            ];
            stamp.add_to(&mut attributes);
            xml.start("PlainTextSelection", &attributes);
            if number == 0 && !annotation.comment.is_empty() {
                xml.element("Description", &[], &self.text(&annotation.comment));
            }
            for tag in &annotation.tags {
                self.coding(xml, &guid, *tag, &stamp);
            }
            xml.end();
            if let Some(before) = before.replace(guid.clone()) {
                self.links.push((before, guid));
            }
        }
    }

    /// A note on an article is tied to a selection where the article begins.
    fn article(&self, xml: &mut Xml, note: &Note, text: &Text) {
        let NoteTarget::Article { at, title, .. } = &note.target else { return };
        let end = at.saturating_add(1).min(text.len());
        let guid = made_id("article", &note.id.to_string());
        let (start, end, name) = (at.min(&end).to_string(), end.to_string(), self.text(title).into_owned());
        xml.start(
            "PlainTextSelection",
            &[("guid", &guid), ("name", &name), ("startPosition", &start), ("endPosition", &end)],
        );
        xml.empty("NoteRef", &[("targetGUID", &note.id.to_string())]);
        xml.end();
    }

    fn coding(&self, xml: &mut Xml, selection: &str, tag: TagId, stamp: &Stamped) {
        let guid = made_id("coding", &format!("{selection}:{tag}"));
        let mut attributes = vec![("guid", guid.as_str()), ("creationDateTime", stamp.created.as_str())];
        if let Some(user) = &stamp.user {
            attributes.push(("creatingUser", user));
        }
        xml.start("Coding", &attributes);
        xml.empty("CodeRef", &[("targetGUID", &tag.to_string())]);
        xml.end();
    }

    fn notes(&self, xml: &mut Xml, notes: &[&Note]) {
        let mut inner = Xml::new("");
        for note in notes {
            let (guid, name) = (note.id.to_string(), note_name(note, &self.gathered.get("export-note")));
            let name = self.text(&name).into_owned();
            let stamp = Stamped::new(&note.stamp);
            let mut attributes = vec![("guid", guid.as_str()), ("name", name.as_str())];
            stamp.add_to(&mut attributes);
            inner.start("Note", &attributes);
            inner.element("PlainTextContent", &[], &self.text(&note.text));
            inner.end();
        }
        if inner.len() > 0 {
            xml.start("Notes", &[]);
            xml.raw(&inner.finish());
            xml.end();
        }
    }

    /// What follows the notes: links, and the notes of the project itself.
    fn end(&self, xml: &mut Xml, notes: &[&Note]) {
        if !self.links.is_empty() {
            xml.start("Links", &[]);
            for (from, to) in &self.links {
                let guid = made_id("link", &format!("{from}:{to}"));
                let attributes = [
                    ("guid", guid.as_str()),
                    ("name", CONTINUES),
                    ("direction", "OneWay"),
                    ("originGUID", from.as_str()),
                    ("targetGUID", to.as_str()),
                ];
                xml.empty("Link", &attributes);
            }
            xml.end();
        }
        for note in notes.iter().filter(|note| note.target == NoteTarget::Notebook) {
            xml.empty("NoteRef", &[("targetGUID", &note.id.to_string())]);
        }
    }

    /// What the project has no place for.
    fn lost(&self) -> Vec<Message> {
        let notebook = self.gathered.input.notebook;
        let told = |id, count: usize| (count > 0).then(|| Message::new(id).with("count", count));
        let lost = [
            told("export-lost-missing", self.missing),
            told("export-lost-unproved", self.unproved),
            told("export-lost-layouts", notebook.layouts().len()),
            told("export-lost-issues", notebook.issues().len()),
            told("export-lost-emendations", notebook.emendations().len()),
            told("export-lost-keywords", notebook.keyword_lists().len()),
        ];
        lost_of_tags(notebook).into_iter().chain(lost.into_iter().flatten()).collect()
    }
}

/// What a note is called in a list: the beginning of its first line.
fn note_name(note: &Note, otherwise: &str) -> String {
    let title = match &note.target {
        NoteTarget::Article { title, .. } => title.as_str(),
        _ => note.text.lines().map(|line| line.trim_matches(['#', ' '])).find(|line| !line.is_empty()).unwrap_or(""),
    };
    let name: String = title.chars().take(NAME_CHARS / 4).collect();
    if name.trim().is_empty() { otherwise.to_owned() } else { name }
}

/// Who made something and when, as attributes.
struct Stamped {
    user: Option<String>,
    created: String,
    modified: String,
}

impl Stamped {
    fn new(stamp: &Stamp) -> Self {
        let user = (!stamp.author.is_empty()).then(|| user_guid(&stamp.author));
        Self { user, created: time(stamp.created), modified: time(stamp.modified) }
    }

    fn add_to<'b>(&'b self, attributes: &mut Vec<(&'b str, &'b str)>) {
        if let Some(user) = &self.user {
            attributes.extend([("creatingUser", user.as_str()), ("modifyingUser", user.as_str())]);
        }
        attributes.extend([("creationDateTime", self.created.as_str()), ("modifiedDateTime", self.modified.as_str())]);
    }
}
