//! Words of Chinese text, and which of them mark a set of documents.
//!
//! Cutting and tagging is jieba's work ([`Lexicon`]); what is added is a supplement of words younger than its dictionary and
//! the ranking of terms ([`suggest()`]).

mod cut;
mod lexicon;
mod misread;
mod stop_words;
mod suggest;
mod supplement;

pub use cut::{CutText, WordCache};
pub use lexicon::{Lexicon, Word, WordClass};
pub use misread::{Misreading, Why, lookalikes, misreadings};
pub use stop_words::is_stop_word;
pub use suggest::{Suggestion, prose, suggest};
