use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AnnotationId, ArticleMarkId, BinnedId, EmendationId, KeywordListId, LexiconWord, LexiconWordId, NoteId, Quotation,
    SavedQuery, SavedQueryId, TagId,
};
use crate::i18n::Message;
use crate::page::{IssueData, Layout, SourceId};
use crate::text::CharSpan;

/// Who made a record and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Name from the settings of whoever made it.
    pub author: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
}

impl Stamp {
    /// Made now, by `author`.
    #[must_use]
    pub fn new(author: &str, now: Timestamp) -> Self {
        Self { author: author.to_owned(), created: now, modified: now }
    }

    /// The same, changed at `now`.
    #[must_use]
    pub fn touched(&self, now: Timestamp) -> Self {
        Self { modified: now, ..self.clone() }
    }
}

/// A colour, written `#RRGGBB`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color(pub [u8; 3]);

/// Why a string is not a colour.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a colour such as #B23A26")]
pub struct ParseColorError(String);

impl FromStr for Color {
    type Err = ParseColorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseColorError(text.to_owned());
        let digits = text.strip_prefix('#').ok_or_else(wrong)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        Ok(Self([(value >> 16) as u8, (value >> 8) as u8, value as u8]))
    }
}

impl TryFrom<String> for Color {
    type Error = ParseColorError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02X}{green:02X}{blue:02X}")
    }
}

impl fmt::Debug for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A row of the source table: what is known of a source even while its file is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Hash of the file's bytes: the source's identity.
    pub id: SourceId,
    /// Hash of the decoded text, 64 hexadecimal digits: tells whether another file reads the same.
    pub text_sha256: String,
    /// File names it was seen under, the latest last.
    pub names: Vec<String>,
    /// Paths it was seen at, the latest last; empty for a sample page.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Encoding that was chosen for its bytes.
    pub encoding: String,
    /// What its masthead tells.
    #[serde(default)]
    pub issue: IssueData,
    /// Whether the user took it out of the library; its annotations stay.
    #[serde(default)]
    pub removed: bool,
    /// Who took it out and when; unknown in notebooks of format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removal: Option<Removal>,
    /// By whom and when it was first opened.
    pub stamp: Stamp,
}

/// Who took something away, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Name from the settings of whoever did it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

impl SourceRecord {
    /// The latest name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }
}

/// A tag 标签 of the codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// What it is called; never blank, never the name of another tag.
    pub name: String,
    /// Colour of stripes, underlines and chips.
    pub color: Color,
    /// When to use it, in the user's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The digit, 1 to 9, that toggles it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<u8>,
    /// Place in the codebook; smaller is further up.
    pub order: u32,
    /// By whom and when.
    pub stamp: Stamp,
}

/// An annotation 批注: tags and a comment on a paragraph or a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Its id.
    pub id: AnnotationId,
    /// The source it points at.
    pub source: SourceId,
    /// Where, in reading order.
    pub spans: Vec<CharSpan>,
    /// What stands there.
    pub quotation: Quotation,
    /// In the order in which they were given; none twice.
    pub tags: Vec<TagId>,
    /// May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// By whom and when.
    pub stamp: Stamp,
}

/// What a note is on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NoteTarget {
    /// The notebook as a whole.
    Notebook,
    /// A source.
    Source(SourceId),
    /// An article, found by where its headline stands, whatever the layout becomes.
    Article {
        /// Its source.
        source: SourceId,
        /// Code point at which its headline, or its first part, starts.
        at: u32,
        /// The headline, for when the source is missing.
        title: String,
    },
}

impl NoteTarget {
    /// The source that it is on, or whose article it is on.
    #[must_use]
    pub fn source(&self) -> Option<SourceId> {
        match self {
            Self::Notebook => None,
            Self::Source(source) | Self::Article { source, .. } => Some(*source),
        }
    }
}

/// A note 笔记: free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// What it is on.
    pub target: NoteTarget,
    /// Never blank.
    pub text: String,
    /// By whom and when.
    pub stamp: Stamp,
}

/// A keyword list 关键词表: terms that the reader highlights in one colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeywordList {
    /// Its id.
    pub id: KeywordListId,
    /// What it is called.
    pub name: String,
    /// Colour of its hits.
    pub color: Color,
    /// Whether it is lit.
    pub on: bool,
    /// None blank, none twice: words, `/regular expressions/`, and groups of what means the same, `人社局 = 人社部门`.
    pub terms: Vec<String>,
    /// Whether a hit must begin and end where a word does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole_words: bool,
    /// Place among the lists.
    pub order: u32,
    /// By whom and when.
    pub stamp: Stamp,
}

/// Whether an article was read or starred.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleMark {
    /// Its id.
    pub id: ArticleMarkId,
    /// The article's source.
    pub source: SourceId,
    /// Code point at which its headline, or its first part, starts.
    pub at: u32,
    /// Whether it was read.
    pub read: bool,
    /// Whether it was starred.
    pub starred: bool,
    /// By whom and when.
    pub stamp: Stamp,
}

/// A layout that the user has put right by hand: it holds whatever recovery comes to later. There is one a source at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedLayout {
    /// The source.
    pub source: SourceId,
    /// Its articles and furniture.
    pub layout: Layout,
    /// By whom and when.
    pub stamp: Stamp,
}

/// What the user says of a source's issue in the place of what its page tells. There is one a source at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedIssue {
    /// The source.
    pub source: SourceId,
    /// All that is said of the issue; what is not said here is not known.
    pub issue: IssueData,
    /// By whom and when.
    pub stamp: Stamp,
}

/// The text of a source whose layout was put right by hand, kept so that the layout can be taken along when the file comes back
/// changed and what it held is gone. There is one a source at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptText {
    /// The source.
    pub source: SourceId,
    /// Its decoded text.
    pub text: Arc<str>,
}

/// What is read in the place of what the scanner misread: a layer over the source, which stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emendation {
    /// Its id.
    pub id: EmendationId,
    /// The source.
    pub source: SourceId,
    /// What was misread. Two emendations of one source do not overlap.
    pub span: CharSpan,
    /// What stands there.
    pub original: String,
    /// What stands before it, as [`Quotation::prefix`]; empty in notebooks of format 3.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// What stands behind it, as [`Quotation::suffix`]; empty in notebooks of format 3.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// What is read; `None` where the user has said that the original is right, so that it is not asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// By whom and when.
    pub stamp: Stamp,
}

/// What one deletion took away, waiting in the bin 回收站 to be brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binned {
    /// Its id.
    pub id: BinnedId,
    /// What was deleted, as the user was told.
    pub label: Message,
    /// The records as they were: the deleted one first, then those that went with it.
    pub records: Vec<Record>,
    /// Annotations that lost the deleted tag and stayed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untagged: Vec<AnnotationId>,
    /// By whom and when.
    pub removal: Removal,
}

/// Any record of a notebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant holds the record that it is named after")]
pub enum Record {
    Source(SourceRecord),
    Tag(Tag),
    Annotation(Annotation),
    Note(Note),
    KeywordList(KeywordList),
    ArticleMark(ArticleMark),
    Layout(CorrectedLayout),
    Issue(CorrectedIssue),
    Text(KeptText),
    Emendation(Emendation),
    Query(SavedQuery),
    Word(LexiconWord),
    Binned(Box<Binned>),
}

/// Names any record of a notebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant holds the id of the record that it is named after")]
pub enum Key {
    Source(SourceId),
    Tag(TagId),
    Annotation(AnnotationId),
    Note(NoteId),
    KeywordList(KeywordListId),
    ArticleMark(ArticleMarkId),
    Layout(SourceId),
    Issue(SourceId),
    Text(SourceId),
    Emendation(EmendationId),
    Query(SavedQueryId),
    Word(LexiconWordId),
    Binned(BinnedId),
}

impl Record {
    /// What names it.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Source(record) => Key::Source(record.id),
            Self::Tag(record) => Key::Tag(record.id),
            Self::Annotation(record) => Key::Annotation(record.id),
            Self::Note(record) => Key::Note(record.id),
            Self::KeywordList(record) => Key::KeywordList(record.id),
            Self::ArticleMark(record) => Key::ArticleMark(record.id),
            Self::Layout(record) => Key::Layout(record.source),
            Self::Issue(record) => Key::Issue(record.source),
            Self::Text(record) => Key::Text(record.source),
            Self::Emendation(record) => Key::Emendation(record.id),
            Self::Query(record) => Key::Query(record.id),
            Self::Word(record) => Key::Word(record.id),
            Self::Binned(record) => Key::Binned(record.id),
        }
    }

    /// About how much memory it takes, in bytes: to bound the history.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        let text: usize = match self {
            Self::Source(record) => {
                record.names.iter().chain(&record.paths).map(String::len).sum::<usize>() + record.text_sha256.len()
            }
            Self::Tag(record) => record.name.len() + record.description.len(),
            Self::Annotation(record) => {
                let spans = record.spans.len() * size_of::<CharSpan>();
                record.quotation.size_bytes() + record.comment.len() + spans + record.tags.len() * size_of::<TagId>()
            }
            Self::Note(record) => record.text.len(),
            Self::KeywordList(record) => record.terms.iter().map(|term| term.len() + size_of::<String>()).sum(),
            Self::ArticleMark(_) => 0,
            Self::Layout(record) => record.layout.size_bytes(),
            Self::Issue(record) => record.issue.size_bytes(),
            Self::Text(record) => record.text.len(),
            Self::Emendation(record) => {
                let context = record.prefix.len() + record.suffix.len();
                record.original.len() + context + record.reading.as_ref().map_or(0, String::len)
            }
            Self::Query(record) => record.size_bytes(),
            Self::Word(record) => record.text.len(),
            Self::Binned(record) => {
                let untagged = record.untagged.len() * size_of::<AnnotationId>();
                size_of::<Binned>() + record.records.iter().map(Self::size_bytes).sum::<usize>() + untagged
            }
        };
        size_of::<Self>() + text
    }
}
