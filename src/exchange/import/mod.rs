//! What comes back: REFI-QDA projects and codebooks of other programs, W3C Web Annotations, tables that were exported. Each is
//! read into one form, which a session takes in.

mod places;
mod qda;
mod selector;
mod table;
mod web_annotation;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use uuid::Uuid;

pub use self::selector::IncomingSelector;
use super::file::{Fault, FileError, FileKind};
use super::format::qda::made_uuid;
use crate::i18n::Message;
use crate::library::Library;
use crate::notebook::{Color, Notebook, Quotation};
use crate::page::{IssueData, SourceId};
use crate::store::{StoreError, numbered_paths, replace_file};
use crate::text::{CharSpan, Text};

const IMPORTS: FileKind = FileKind { max_bytes: 256 << 20, formats: "import-unknown-format" };

/// A tag that comes in.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingTag {
    /// Its id in the file.
    pub id: Option<Uuid>,
    /// Its path.
    pub name: String,
    /// Its colour, if the file says.
    pub color: Option<Color>,
    /// When to use it; may be empty.
    pub description: String,
}

/// A source that comes in, or is only named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncomingSource {
    /// Hash of its bytes, where the file says.
    pub id: Option<SourceId>,
    /// Hash of its text, where that is known.
    pub text_sha256: Option<String>,
    /// What it is called; may be empty.
    pub name: String,
    /// Its text, if the file has it.
    pub text: Option<String>,
    /// What the file says of the newspaper's issue.
    pub issue: Option<IssueData>,
    /// Which source it is, where that was looked up: to know it takes hashing its text.
    pub known_as: Option<SourceId>,
}

/// Who made something and when, as far as the file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncomingStamp {
    /// Who.
    pub author: Option<String>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
}

/// An annotation that comes in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncomingAnnotation {
    /// Its id in the file.
    pub id: Option<Uuid>,
    /// Its source, by place.
    pub source: usize,
    /// Where, in reading order, in code points.
    pub spans: Vec<CharSpan>,
    /// What is said to stand there. If something else does, it is sought.
    pub quotation: Option<Quotation>,
    /// In the place of spans and quotation where the source is open: what is said of each piece of the passage, in reading order.
    pub selectors: Vec<IncomingSelector>,
    /// Its tags, by place.
    pub tags: Vec<usize>,
    /// May be empty.
    pub comment: String,
    /// By whom and when.
    pub stamp: IncomingStamp,
}

/// What a note that comes in is on.
#[derive(Clone, Debug, PartialEq)]
pub enum IncomingTarget {
    /// All of it.
    Notebook,
    /// A source, by place.
    Source(usize),
    /// The article of a source that holds a code point, and what it is called.
    Article(usize, u32, String),
}

/// A note that comes in.
#[derive(Clone, Debug, PartialEq)]
pub struct IncomingNote {
    /// Its id in the file.
    pub id: Option<Uuid>,
    /// What it is on.
    pub target: IncomingTarget,
    /// Its text.
    pub text: String,
    /// By whom and when.
    pub stamp: IncomingStamp,
}

/// What a file holds for a notebook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// Tags, those above before those below.
    pub tags: Vec<IncomingTag>,
    /// Sources.
    pub sources: Vec<IncomingSource>,
    /// Annotations.
    pub annotations: Vec<IncomingAnnotation>,
    /// Notes.
    pub notes: Vec<IncomingNote>,
    /// Annotations, notes and sources of the file that are not among these.
    pub left_out: usize,
    /// What was in the file and is not taken in, or is doubtful.
    pub notices: Vec<Message>,
}

impl Incoming {
    /// The id of an annotation: that of the file, or one made of all that the file says of it, the same each time.
    #[must_use]
    pub fn annotation_id(&self, annotation: &IncomingAnnotation) -> Uuid {
        annotation.id.unwrap_or_else(|| self.annotation_content(annotation))
    }

    /// What tells one annotation from another, whatever its id.
    #[must_use]
    pub fn annotation_content(&self, annotation: &IncomingAnnotation) -> Uuid {
        let IncomingAnnotation { source, spans, quotation, selectors, tags, comment, stamp, .. } = annotation;
        let tags: Vec<&str> = tags.iter().filter_map(|tag| Some(self.tags.get(*tag)?.name.as_str())).collect();
        let mut all = self.source_content(*source);
        let _ = write!(all, "{spans:?}{quotation:?}{selectors:?}{tags:?}{comment:?}{stamp:?}");
        made_uuid("annotation", &all)
    }

    /// The id of a note, as that of an annotation.
    #[must_use]
    pub fn note_id(&self, note: &IncomingNote) -> Uuid {
        note.id.unwrap_or_else(|| self.note_content(note))
    }

    /// What tells one note from another, whatever its id.
    #[must_use]
    pub fn note_content(&self, note: &IncomingNote) -> Uuid {
        let mut all = match &note.target {
            IncomingTarget::Notebook => String::new(),
            IncomingTarget::Source(source) => self.source_content(*source),
            IncomingTarget::Article(source, at, _) => format!("{}{at}", self.source_content(*source)),
        };
        let _ = write!(all, "{:?}{:?}", note.text, note.stamp);
        made_uuid("note", &all)
    }

    /// The id of a record that cannot have the one that the file gives it, for another one has it: the same each time.
    #[must_use]
    pub fn derived_id(id: Uuid, content: Uuid) -> Uuid {
        made_uuid("again", &format!("{id}:{content}"))
    }

    fn source_content(&self, source: usize) -> String {
        let source = self.sources.get(source);
        source.map_or_else(String::new, |source| format!("{:?}{:?}{:?}", source.id, source.text_sha256, source.name))
    }
}

/// What the file at `path` holds.
///
/// # Errors
/// If it cannot be read, is too large, or is not what its name says.
pub fn read_import(path: &Path) -> Result<Incoming, FileError> {
    parse_import(path, &IMPORTS.read(path)?)
}

/// What a file of this name with these bytes holds.
///
/// # Errors
/// As [`read_import`].
pub fn parse_import(name: &Path, bytes: &[u8]) -> Result<Incoming, FileError> {
    let extension = name.extension().and_then(|it| it.to_str()).unwrap_or("").to_ascii_lowercase();
    let read = match extension.as_str() {
        "qdpx" => qda::project(bytes),
        "qdc" | "qde" | "xml" => qda::document(bytes),
        "json" | "jsonld" => web_annotation::read(bytes),
        "csv" => table::read(bytes),
        _ => Err(Fault::UnknownFormat),
    };
    read.map_err(|fault| IMPORTS.error(fault))
}

impl IncomingSource {
    /// Whether a file says nothing of it but its name.
    #[must_use]
    pub fn is_only_named(&self) -> bool {
        self.id.is_none() && self.text_sha256.is_none() && self.text.is_none()
    }

    /// The source that this is, among those that are open and those that the notebook knows.
    #[must_use]
    pub fn known(&self, notebook: &Notebook, library: &Library) -> Option<SourceId> {
        let is_known = |id: &SourceId| library.get(*id).is_some() || notebook.sources().contains_key(id);
        if let Some(id) = self.known_as.or(self.id).filter(is_known) {
            return Some(id);
        }
        let wanted = self.text_sha256.as_deref();
        let wanted = wanted.map(str::to_owned).or_else(|| Some(hash_of(&Text::new(self.text.clone()?))));
        if let Some(wanted) = wanted {
            let open = library.iter().find(|page| page.source.text_sha256 == wanted).map(|page| page.source.id);
            let records = notebook.sources().values();
            return open.or_else(|| records.into_iter().find(|it| it.text_sha256 == wanted).map(|record| record.id));
        }
        // Nothing but a name: it must be that of one source alone, and its annotations are held against its text.
        let mut named = library.iter().filter(|page| !self.name.is_empty() && page.source.name == self.name);
        let first = named.next().map(|page| page.source.id)?;
        (self.id.is_none() && named.next().is_none()).then_some(first)
    }
}

/// How many names are tried for the file of a source.
const NAMES_TRIED: usize = 10_000;

/// Longest name of a file that is written, in characters, without its ending.
const FILE_NAME_CHARS: usize = 80;

/// Writes the texts of sources that are neither open nor known to the notebook at `notebook`, into the folder `NAME.sources` beside
/// it, and gives their paths. A file that is there already with the same bytes is taken; none is ever replaced.
///
/// # Errors
/// If a folder or a file cannot be made.
pub fn write_sources(
    incoming: &Incoming,
    notebook_path: &Path,
    notebook: &Notebook,
    library: &Library,
) -> Result<Vec<PathBuf>, StoreError> {
    let folder = notebook_path.with_extension("sources");
    let mut written = Vec::new();
    for source in &incoming.sources {
        let Some(text) = source.text.as_deref().filter(|_| source.known(notebook, library).is_none()) else { continue };
        if text.trim().is_empty() {
            continue;
        }
        std::fs::create_dir_all(&folder).map_err(|error| StoreError::Io { path: folder.clone(), source: error })?;
        let name = file_name(&source.name);
        let mut tried = numbered_paths(&folder.join(name)).take(NAMES_TRIED);
        let is_same = |path: &Path| {
            let len = std::fs::metadata(path).map_or(0, |about| about.len());
            len == text.len() as u64 && std::fs::read(path).is_ok_and(|there| there == text.as_bytes())
        };
        let Some(path) = tried.find(|path| std::fs::symlink_metadata(path).is_err() || is_same(path)) else {
            return Err(StoreError::Exists { path: folder });
        };
        if !is_same(&path) {
            replace_file(&path, text.as_bytes())?;
        }
        written.push(path);
    }
    Ok(written)
}

/// A name as a file may have it anywhere, with the ending of a text.
fn file_name(name: &str) -> String {
    let stem = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".TXT")).unwrap_or(name);
    let is_unfit = |ch: char| {
        crate::library::is_unsafe_to_show(ch) || matches!(ch, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
    };
    let stem: String = stem.chars().map(|ch| if is_unfit(ch) { '_' } else { ch }).take(FILE_NAME_CHARS).collect();
    // A name that begins with a dot is hidden, one that ends in a dot or a space is another one on Windows.
    let stem = stem.trim_matches(['.', ' ']);
    format!("{}.txt", if stem.is_empty() { "_" } else { stem })
}

/// SHA-256 of a text in UTF-8, as the source table has it.
fn hash_of(text: &Text) -> String {
    SourceId::of_bytes(text.as_str().as_bytes()).to_string()
}

/// A time as RFC 3339 or `xsd:dateTime` have it; without a zone it is UTC.
fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
    })
}

/// A colour as `#RRGGBB` or `#RGB`.
fn color(text: &str) -> Option<Color> {
    let text = text.trim();
    if let Ok(color) = text.parse() {
        return Some(color);
    }
    let digits: Vec<char> = text.strip_prefix('#')?.chars().collect();
    if digits.len() != 3 {
        return None;
    }
    let long: String = digits.iter().flat_map(|digit| [*digit, *digit]).collect();
    format!("#{long}").parse().ok()
}

/// A UUID with or without braces, in whatever case; also as `urn:uuid:`.
fn uuid(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text.trim().trim_start_matches("urn:uuid:")).ok()
}

/// A message with a count, if there is something to count.
fn counted(id: &'static str, count: usize) -> Option<Message> {
    (count > 0).then(|| Message::new(id).with("count", count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sources_are_fit_for_files() {
        for (name, expected) in [
            ("河湾.txt", "河湾.txt"),
            ("../../etc/passwd", "_.._etc_passwd.txt"),
            ("C:\\a", "C__a.txt"),
            ("a\u{202e}b", "a_b.txt"),
            ("..", "_.txt"),
            ("", "_.txt"),
        ] {
            assert_eq!(file_name(name), expected);
        }
    }

    #[test]
    fn facts_of_other_programs_are_read() {
        assert_eq!(color("#1ac"), color("#11AACC"));
        assert_eq!(color("red"), None);
        let plain = "0199a1b2-0000-7000-8000-00000000000a";
        assert_eq!(uuid(&format!("{{{}}}", plain.to_uppercase())), uuid(plain));
        assert_eq!(uuid(&format!("urn:uuid:{plain}")), uuid(plain));
        assert_eq!(uuid("x"), None);
        assert_eq!(time("2023-02-15T08:00:00Z"), time("2023-02-15T08:00:00"));
        assert!(time("2023-02-15T08:00:00+08:00").unwrap() < time("2023-02-15T08:00:00Z").unwrap());
        assert_eq!(time("gestern"), None);
    }
}
