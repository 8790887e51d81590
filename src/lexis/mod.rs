//! Words of Chinese text, and which of them mark a set of documents.
//!
//! Cutting and tagging is jieba's work ([`Lexicon`], [`WordCache`]); what is added is a supplement of words younger than its
//! dictionary, the ranking of terms ([`suggest()`]), and the statistics of words: [`frequencies`], [`collocates`], [`keyness()`].

mod collocate;
mod cut;
mod frequency;
mod keyness;
mod lexicon;
mod misread;
mod stop_words;
mod suggest;
mod supplement;

pub use collocate::{Collocate, Collocations, WINDOW_WORDS, collocates, log_dice};
pub use cut::{CutText, WordCache};
pub use frequency::{Frequencies, Texts, WordCount, dispersion, frequencies, texts};
pub use keyness::{Key, g2, keyness, log_ratio};
pub use lexicon::{Lexicon, Word, WordClass};
pub use misread::{Misreading, Why, lookalikes, misreadings};
pub use stop_words::is_stop_word;
pub use suggest::{Suggestion, prose, suggest};
