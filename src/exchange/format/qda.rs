//! REFI-QDA 1.5: the codebook (.qdc), and the project (.qdpx) with its sources, for ATLAS.ti, MAXQDA, NVivo and QualCoder.
//!
//! A tag is a code, its path the tree of codes; an annotation is a selection, or one a span, tied together by links; a comment
//! is a selection's description, a note a note with its text in a file. Records keep their ids. Positions count code points, the end
//! excluded, in a text with line feeds and without a byte order mark: the source as it was decoded.

mod codes;
mod project;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use self::codes::{codes, lost_of_tags};
pub(in crate::exchange) use self::project::project;
use crate::exchange::clean::Cleaner;
use crate::exchange::export::{ExportError, ExportInput, Exported};
use crate::exchange::xml::Xml;
use crate::i18n::Message;
use crate::notebook::Stamp;
use crate::page::SourceId;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";
const PROJECT: &str = "urn:QDA-XML:project:1.0";
const ORIGIN: &str = concat!("jianbao ", env!("CARGO_PKG_VERSION"));

/// What the name of this program begins with where a project tells of its origin.
pub(in crate::exchange) const PROGRAM: &str = "jianbao ";

/// What the link between two spans of one annotation is called.
pub(in crate::exchange) const CONTINUES: &str = "jianbao:continues";

/// What the link is called between an annotation that is written as a note and the selections that it is on.
pub(in crate::exchange) const BESIDE: &str = "jianbao:beside";

/// What stands before the hash in the description of a source.
pub(in crate::exchange) const SHA256: &str = "sha256:";

/// Variables of sources that tell of the issue: each with the id of its name.
pub(in crate::exchange) const ISSUE_VARIABLES: [(&str, &str); 7] = [
    ("paper", "issue-paper"),
    ("date", "issue-date"),
    ("weekday", "issue-weekday"),
    ("lunar", "issue-lunar"),
    ("number", "issue-number"),
    ("page", "issue-page"),
    ("places", "issue-places"),
];

/// What stands between places in the value of a variable.
pub(in crate::exchange) const PLACE_SEPARATOR: char = '、';

/// The id of something that has no UUID of its own, made of what it is: the same each time (RFC 9562, version 8).
pub(in crate::exchange) fn made_uuid(kind: &str, what: &str) -> Uuid {
    let digest = Sha256::digest(format!("{kind}:{what}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::new_v8(bytes)
}

/// The id of the selection to which notes are tied: those on the article that begins there, or on the source where there is no
/// place. Notes are not tied to the source itself: QualCoder leaves out what is.
pub(in crate::exchange) fn mark_uuid(source: SourceId, at: Option<u32>) -> Uuid {
    match at {
        Some(at) => made_uuid("article", &format!("{source}:{at}")),
        None => made_uuid("source_notes", &source.to_string()),
    }
}

fn made_id(kind: &str, what: &str) -> String {
    made_uuid(kind, what).to_string()
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
