//! What a notebook keeps for searching: queries that were saved, and words for the lexicon.

use serde::{Deserialize, Serialize};

use super::{LexiconWordId, SavedQueryId, Stamp, TagId};
use crate::page::SourceId;
use crate::text::CharSpan;

/// How much around a hit is tagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Extent {
    /// What was found, and no more.
    Hit,
    /// The sentence, or the sentences, in which it stands.
    #[default]
    Sentence,
    /// The paragraph.
    Paragraph,
}

/// How a query is understood; what is not given is off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QueryOptions {
    /// It is a regular expression.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub regex: bool,
    /// Width, capitals and spaces are told apart.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
    /// Traditional and simplified forms are one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub scripts: bool,
    /// Characters that scanners take for each other are one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub misread: bool,
    /// A hit begins and ends where a word does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole_words: bool,
}

/// A query that was given a name, and perhaps a tag for what it finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedQuery {
    /// Its id.
    pub id: SavedQueryId,
    /// What it is called; never blank, never the name of another one.
    pub name: String,
    /// What is looked for, as the user has written it.
    pub text: String,
    /// How it is understood.
    #[serde(default)]
    pub options: QueryOptions,
    /// The tag for what it finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<TagId>,
    /// How much around a hit is tagged.
    #[serde(default)]
    pub extent: Extent,
    /// Where it has tagged already. What the user has untagged there since is not tagged again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coded: Vec<CodedIn>,
    /// By whom and when.
    pub stamp: Stamp,
}

/// Where a query has tagged in one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodedIn {
    /// The source.
    pub source: SourceId,
    /// The first piece of each place, sorted.
    pub places: Vec<CharSpan>,
}

impl SavedQuery {
    /// Whether it has tagged at a place before, whose first piece this is.
    #[must_use]
    pub fn has_coded(&self, source: SourceId, first: CharSpan) -> bool {
        let here = self.coded.iter().find(|coded| coded.source == source);
        here.is_some_and(|coded| {
            // Pieces of one source that were tagged at different times may overlap; they are few.
            let from = coded.places.partition_point(|place| place.start < first.start.saturating_sub(LONGEST));
            let near = coded.places[from..].iter().take_while(|place| place.start < first.end);
            near.into_iter().any(|place| place.overlaps(first))
        })
    }

    /// Remembers a place at which it has tagged.
    pub fn note_coded(&mut self, source: SourceId, first: CharSpan) {
        let at = self.coded.iter().position(|coded| coded.source == source).unwrap_or_else(|| {
            self.coded.push(CodedIn { source, places: Vec::new() });
            self.coded.len() - 1
        });
        let places = &mut self.coded[at].places;
        if let Err(at) = places.binary_search(&first) {
            places.insert(at, first);
        }
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn size_bytes(&self) -> usize {
        let places: usize = self.coded.iter().map(|coded| coded.places.len() * size_of::<CharSpan>()).sum();
        self.name.len() + self.text.len() + self.coded.len() * size_of::<CodedIn>() + places
    }
}

/// Longest piece that is looked for: paragraphs are shorter.
const LONGEST: u32 = 100_000;

/// What a word that the user has given to the lexicon is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WordRole {
    /// 自定义词: one word, wherever it stands.
    Own,
    /// 停用词: says nothing of what a text is about.
    Stop,
}

/// A word that the user has given to the lexicon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LexiconWord {
    /// Its id.
    pub id: LexiconWordId,
    /// The word; never blank.
    pub text: String,
    /// What it is for.
    pub role: WordRole,
    /// By whom and when.
    pub stamp: Stamp,
}
