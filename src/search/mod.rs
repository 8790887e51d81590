//! Finding words in reading texts: a query's hits, their lines of context, and the hits of all keywords in one pass.
//!
//! Everything searches the *reading text* of one part ([`ReadingText`](crate::page::ReadingText)), so that a word is found
//! across a line's end and across the pieces of a paragraph that was cut apart; a hit's places in the source come from its
//! offset map. All parts of articles are searched, headlines and captions as well as paragraphs, but not page furniture:
//! a hit is named by its article, and furniture has none.

#[cfg(test)]
mod concordance;
mod facts;
mod keyword;
mod kwic;
mod language;
mod names;
mod pattern;
mod query;
#[cfg(test)]
mod sample_tests;
#[expect(clippy::module_inception, reason = "a search is what this module is about")]
mod search;
#[cfg(test)]
mod search_tests;
mod shelf;
mod term;
mod variants;

#[cfg(test)]
pub(crate) use concordance::{Line, concordance};
pub use facts::{FactTable, Facts};
pub use keyword::{KeywordHit, KeywordMatcher, KeywordTerm, KeywordTerms, ListIndex, TermIndex, members};
pub use kwic::{CONTEXT_CHARS, Kwic};
pub use language::{Options, SearchError, Wrong};
pub use names::NameKeys;
pub use query::{Mode, Query, QueryError};
pub use search::{Knowledge, PIECE_BYTES, Search};
pub use shelf::{DocumentId, Hit, Shelf};
pub use variants::Variants;
