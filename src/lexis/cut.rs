use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::lexicon::{Lexicon, Word, WordClass};
use crate::text::CharSpan;

/// Bits of a packed word that hold its length.
const LEN_BITS: u32 = 12;

/// Longest word that is kept whole, in characters.
const MAX_LEN: u32 = (1 << LEN_BITS) - 1;

/// A text cut into words that cover it, at two bytes a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutText {
    /// Class and length of each.
    words: Box<[u16]>,
}

impl CutText {
    fn new(words: &[Word]) -> Self {
        let packed = words.iter().flat_map(|word| {
            let class = (word.class as u16) << LEN_BITS;
            let (whole, rest) = (word.span.len() / MAX_LEN, word.span.len() % MAX_LEN);
            let pieces = (0..whole).map(|_| MAX_LEN).chain((rest > 0).then_some(rest));
            pieces.map(move |len| class | len as u16)
        });
        Self { words: packed.collect() }
    }

    /// The words in order. One of more than 4095 characters, which no language has, comes in pieces.
    pub fn words(&self) -> impl Iterator<Item = Word> + '_ {
        let mut start = 0;
        self.words.iter().map(move |packed| {
            let span = CharSpan::new(start, start + u32::from(*packed) % (MAX_LEN + 1));
            start = span.end;
            Word { span, class: WordClass::ALL[usize::from(packed >> LEN_BITS)] }
        })
    }

    /// The code points at which words begin, and the end of the text.
    #[must_use]
    pub fn bounds(&self) -> Vec<u32> {
        let mut bounds = vec![0];
        bounds.extend(self.words().map(|word| word.span.end));
        bounds
    }
}

/// Texts that one lexicon has cut, each once, found again by their hashes. Many threads may ask it at the same time: cutting goes on
/// beside one another, so a caller hands one text to each thread.
#[derive(Debug)]
pub struct WordCache {
    lexicon: Arc<Lexicon>,
    cut: Mutex<HashMap<[u8; 16], Arc<CutText>>>,
}

impl WordCache {
    /// A cache with nothing in it. Another lexicon, with other user words, needs another cache.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon, cut: Mutex::default() }
    }

    /// The lexicon that cuts.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The words of `text`, cut now if it was not before.
    #[must_use]
    pub fn cut(&self, text: &str) -> Arc<CutText> {
        let mut key = [0; 16];
        key.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
        // What is in the map is whole even if a thread broke off.
        if let Some(known) = self.cut.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let cut = Arc::new(CutText::new(&self.lexicon.words(text)));
        self.cut.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&cut));
        cut
    }

    /// How many texts were cut.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cut.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_once_and_as_the_lexicon_does() {
        let lexicon = Arc::new(Lexicon::load());
        let cache = WordCache::new(Arc::clone(&lexicon));
        for text in ["人社局为9名农民工追回欠薪。", "", "a", &"x".repeat(5000)] {
            let words: Vec<Word> = cache.cut(text).words().collect();
            if text.len() < 5000 {
                assert_eq!(words, lexicon.words(text));
            } else {
                assert_eq!(words.iter().map(|word| word.span.len()).collect::<Vec<_>>(), [4095, 905]);
            }
            assert!(Arc::ptr_eq(&cache.cut(text), &cache.cut(text)));
        }
        assert_eq!(cache.len(), 4);
        assert_eq!(cache.cut("人社局追回").bounds(), [0, 3, 5]);
    }
}
