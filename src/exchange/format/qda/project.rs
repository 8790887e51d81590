//! The project: sources, what is annotated in them, notes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    BESIDE, CONTINUES, DECLARATION, ISSUE_VARIABLES, ORIGIN, PLACE_SEPARATOR, PROJECT, SHA256, Stamped, codes,
    lost_of_tags, made_id, mark_uuid, source_guid, time, user_guid,
};
use crate::exchange::archive::Packer;
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::{Gathered, Placed};
use crate::exchange::xml::Xml;
use crate::i18n::Message;
use crate::notebook::{Annotation, Note, NoteTarget, TagId};
use crate::page::{IssueData, SourceId};
use crate::text::{CharSpan, Text};

/// Characters of a quotation that the name of a selection holds.
const NAME_CHARS: usize = 200;

/// Most characters that the selection to which notes are tied is made longer by, to be no other's.
const MAX_LONGER: u32 = 1000;

/// Who has made what has no author, as QualCoder calls them.
const NOBODY: &str = "default";

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
    let mut project = Project {
        gathered,
        packer: Packer::new(),
        links: Vec::new(),
        beside: Vec::new(),
        missing: 0,
        unproved: 0,
        issues: 0,
    };
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
    project.variables(&mut xml);
    if sources.len() > 0 {
        xml.start("Sources", &[]);
        xml.raw(&sources.finish());
        xml.end();
    }
    project.notes(&mut xml, &notes)?;
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
    /// Pairs of elements, and what ties the one to the other: the second span of an annotation goes on where the first ends, or an
    /// annotation that is written as a note is on a selection.
    links: Vec<(String, String, &'static str)>,
    /// Annotations that are written as notes.
    beside: Vec<&'a Annotation>,
    /// Annotations and notes of sources whose text is not at hand.
    missing: usize,
    /// Annotations whose quotation does not stand where they say.
    unproved: usize,
    /// Sources whose issue data are written.
    issues: usize,
}

/// Selections of a source without a code, by their span and their author. QualCoder breaks off where two are the same.
type Bare = HashMap<(CharSpan, String), String>;

impl<'a> Project<'a> {
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
        placed: &[&Placed<'a>],
        notes: &[&Note],
        pace: &Pace<'_>,
    ) -> Result<(), ExportError> {
        let input = self.gathered.input;
        let on_it: Vec<&Note> = notes.iter().copied().filter(|note| note.target.source() == Some(source)).collect();
        let Some(page) = input.library.get(source) else {
            // Without the text there is no source that another program could read.
            self.missing += placed.len() + on_it.len();
            placed.iter().try_for_each(|_| pace.step())?;
            return Ok(());
        };
        let text = &page.source.text;
        let guid = source_guid(source);
        self.packer.add(&format!("sources/{guid}.txt"), text.as_str().as_bytes())?;
        let (name, path) = (self.text(&page.source.name).into_owned(), format!("internal://{guid}.txt"));
        let mut attributes = vec![("guid", guid.as_str()), ("name", name.as_str()), ("plainTextPath", path.as_str())];
        let stamp = input.notebook.sources().get(&source).map(|record| Stamped::new(&record.stamp));
        if let Some(stamp) = &stamp {
            attributes
                .extend([("creationDateTime", stamp.created.as_str()), ("modifiedDateTime", stamp.modified.as_str())]);
        }
        xml.start("TextSource", &attributes);
        xml.element("Description", &[], &format!("{SHA256}{source}"));
        let mut bare = Bare::new();
        for placed in placed {
            pace.step()?;
            self.selections(xml, placed.annotation, text, &mut bare);
        }
        let mut marks: BTreeMap<Option<u32>, Vec<&Note>> = BTreeMap::new();
        for note in on_it {
            let at = match &note.target {
                NoteTarget::Article { at, .. } => Some(*at),
                NoteTarget::Notebook | NoteTarget::Source(_) => None,
            };
            marks.entry(at).or_default().push(note);
        }
        let mut untied: Vec<&Note> = Vec::new();
        for (at, notes) in marks {
            if !self.mark(xml, source, at, &notes, text, &mut bare) {
                untied.extend(notes);
            }
        }
        for note in untied {
            xml.empty("NoteRef", &[("targetGUID", &note.id.to_string())]);
        }
        if let Some(issue) = input.notebook.issue(source).filter(|issue| !issue.is_empty()) {
            self.issues += 1;
            self.issue(xml, issue);
        }
        xml.end();
        Ok(())
    }

    fn selections(&mut self, xml: &mut Xml, annotation: &'a Annotation, text: &Text, bare: &mut Bare) {
        let spans: Vec<CharSpan> = annotation.spans.iter().copied().filter(|span| text.holds(*span)).collect();
        if !annotation.quotation.stands_at(text, &annotation.spans) {
            self.unproved += 1;
        }
        let guid_of = |number: usize| match number {
            0 => annotation.id.to_string(),
            _ => made_id("selection", &format!("{}:{number}", annotation.id)),
        };
        if annotation.tags.is_empty() {
            let author = if annotation.stamp.author.is_empty() { NOBODY } else { &annotation.stamp.author };
            let key = |span: CharSpan| (span, author.to_owned());
            let is_free = |at: usize| !bare.contains_key(&key(spans[at])) && !spans[..at].contains(&spans[at]);
            if !(0..spans.len()).all(is_free) {
                return self.beside(xml, annotation, &spans, text, bare, author);
            }
            bare.extend(spans.iter().enumerate().map(|(number, span)| (key(*span), guid_of(number))));
        }
        let mut before: Option<String> = None;
        let stamp = Stamped::new(&annotation.stamp);
        for (number, span) in spans.into_iter().enumerate() {
            let guid = guid_of(number);
            self.selection(xml, &guid, span, text, &stamp);
            if number == 0 && !annotation.comment.is_empty() {
                xml.element("Description", &[], &self.text(&annotation.comment));
            }
            for tag in &annotation.tags {
                self.coding(xml, &guid, *tag, &stamp);
            }
            xml.end();
            if let Some(before) = before.replace(guid.clone()) {
                self.links.push((before, guid, CONTINUES));
            }
        }
    }

    fn selection(&self, xml: &mut Xml, guid: &str, span: CharSpan, text: &Text, stamp: &Stamped) {
        let quote: String = text.quote(&[span]).chars().take(NAME_CHARS).collect();
        let (start, end, name) = (span.start.to_string(), span.end.to_string(), self.text(&quote).into_owned());
        let mut attributes =
            vec![("guid", guid), ("name", name.as_str()), ("startPosition", &start), ("endPosition", &end)];
        stamp.add_to(&mut attributes);
        xml.start("PlainTextSelection", &attributes);
    }

    /// A comment on passages of which one has another comment of the same author: a note, tied to selections that are there or
    /// are made.
    fn beside(
        &mut self,
        xml: &mut Xml,
        annotation: &'a Annotation,
        spans: &[CharSpan],
        text: &Text,
        bare: &mut Bare,
        author: &str,
    ) {
        let stamp = Stamped::new(&annotation.stamp);
        for (span, number) in spans.iter().zip(0..) {
            let key = (*span, author.to_owned());
            let guid = bare.get(&key).cloned().unwrap_or_else(|| {
                let guid = made_id("beside", &format!("{}:{number}", annotation.id));
                self.selection(xml, &guid, *span, text, &stamp);
                xml.end();
                bare.insert(key, guid.clone());
                guid
            });
            self.links.push((annotation.id.to_string(), guid, BESIDE));
        }
        self.beside.push(annotation);
    }

    /// Notes on an article are tied to a selection where the article begins, those on a source to one at its beginning: no
    /// selection without a code has the same span. Gives whether there is room for one.
    fn mark(
        &self,
        xml: &mut Xml,
        source: SourceId,
        at: Option<u32>,
        notes: &[&Note],
        text: &Text,
        bare: &mut Bare,
    ) -> bool {
        let start = at.unwrap_or(0);
        let ends = start.saturating_add(1)..=text.len().min(start.saturating_add(MAX_LONGER));
        let keys = ends.map(|end| (CharSpan::new(start, end), NOBODY.to_owned()));
        let Some(key) = keys.into_iter().find(|key| !bare.contains_key(key)) else { return false };
        let guid = mark_uuid(source, at).to_string();
        let name = match notes.first().map(|note| &note.target) {
            Some(NoteTarget::Article { title, .. }) => self.text(title).into_owned(),
            _ => self.gathered.source_name(source),
        };
        let (start, end) = (key.0.start.to_string(), key.0.end.to_string());
        bare.insert(key, guid.clone());
        xml.start(
            "PlainTextSelection",
            &[("guid", &guid), ("name", &name), ("startPosition", &start), ("endPosition", &end)],
        );
        let names: Vec<String> = notes.iter().map(|note| self.note_name(note)).collect();
        xml.element("Description", &[], &self.text(&names.join("\n")));
        for note in notes {
            xml.empty("NoteRef", &[("targetGUID", &note.id.to_string())]);
        }
        xml.end();
        true
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

    /// What variables there are, if a source has one.
    fn variables(&self, xml: &mut Xml) {
        if self.issues == 0 {
            return;
        }
        xml.start("Variables", &[]);
        for (code, heading) in ISSUE_VARIABLES {
            let (guid, name) = (made_id("variable", code), self.gathered.get(heading));
            xml.empty("Variable", &[("guid", &guid), ("name", &name), ("typeOfVariable", "Text")]);
        }
        xml.end();
    }

    /// The issue data that were put right by hand, as variables of the source.
    fn issue(&self, xml: &mut Xml, issue: &IssueData) {
        let IssueData { paper, date, weekday, lunar, number, page, places } = issue;
        let values: [Option<String>; ISSUE_VARIABLES.len()] = [
            paper.clone(),
            date.map(|date| date.to_string()),
            weekday.map(|day| day.number().to_string()),
            lunar.map(|lunar| lunar.to_string()),
            number.map(|number| number.to_string()),
            page.clone(),
            (!places.is_empty()).then(|| places.join(&PLACE_SEPARATOR.to_string())),
        ];
        for ((code, _), value) in ISSUE_VARIABLES.iter().zip(values) {
            let Some(value) = value else { continue };
            xml.start("VariableValue", &[]);
            xml.empty("VariableRef", &[("targetGUID", &made_id("variable", code))]);
            xml.element("TextValue", &[], &self.text(&value));
            xml.end();
        }
    }

    /// Notes, each with its text in a file and with a name of its own: so QualCoder reads them.
    fn notes(&mut self, xml: &mut Xml, notes: &[&Note]) -> Result<(), ExportError> {
        let comments = std::mem::take(&mut self.beside);
        if notes.is_empty() && comments.is_empty() {
            return Ok(());
        }
        let mut names: HashSet<String> = HashSet::new();
        xml.start("Notes", &[]);
        let of_notes = notes.iter().map(|note| (note.id.to_string(), self.note_name(note), &note.text, &note.stamp));
        let of_notes: Vec<_> = of_notes.collect();
        let of_comments = comments.iter().map(|annotation| {
            let name = beginning(&annotation.comment).unwrap_or_else(|| self.gathered.get("export-note"));
            (annotation.id.to_string(), name, &annotation.comment, &annotation.stamp)
        });
        let of_comments: Vec<_> = of_comments.collect();
        for (guid, name, text, stamp) in of_notes.into_iter().chain(of_comments) {
            let name = self.text(&name).into_owned();
            let numbered = |number: usize| if number == 1 { name.clone() } else { format!("{name} ({number})") };
            let own = (1..).map(numbered).find(|name| !names.contains(name)).unwrap_or_default();
            let (path, stamp) = (format!("internal://{guid}.txt"), Stamped::new(stamp));
            let mut attributes =
                vec![("guid", guid.as_str()), ("name", own.as_str()), ("plainTextPath", path.as_str())];
            stamp.add_to(&mut attributes);
            xml.empty("Note", &attributes);
            let bytes = self.text(text).into_owned();
            self.packer.add(&format!("sources/{guid}.txt"), bytes.as_bytes())?;
            names.insert(own);
        }
        xml.end();
        Ok(())
    }

    /// What a note is called in a list: its article, or the beginning of its first line.
    fn note_name(&self, note: &Note) -> String {
        let name = match &note.target {
            NoteTarget::Article { title, .. } => beginning(title),
            NoteTarget::Notebook | NoteTarget::Source(_) => beginning(&note.text),
        };
        name.unwrap_or_else(|| self.gathered.get("export-note"))
    }

    /// What follows the notes: links, and the notes of the project itself.
    fn end(&self, xml: &mut Xml, notes: &[&Note]) {
        if !self.links.is_empty() {
            xml.start("Links", &[]);
            for ((from, to, name), number) in self.links.iter().zip(0..) {
                let guid = made_id("link", &format!("{from}:{to}:{number}"));
                let attributes = [
                    ("guid", guid.as_str()),
                    ("name", *name),
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
            told("export-lost-issues", notebook.issues().len().saturating_sub(self.issues)),
            told("export-lost-emendations", notebook.emendations().len()),
            told("export-lost-keywords", notebook.keyword_lists().len()),
        ];
        lost_of_tags(notebook).into_iter().chain(lost.into_iter().flatten()).collect()
    }
}

/// The beginning of the first line that says something.
fn beginning(text: &str) -> Option<String> {
    let line = text.lines().map(|line| line.trim_matches(['#', ' '])).find(|line| !line.is_empty())?;
    let name: String = line.chars().take(NAME_CHARS / 4).collect();
    (!name.trim().is_empty()).then_some(name)
}
