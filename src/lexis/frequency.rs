use std::borrow::Cow;
use std::collections::HashMap;

use super::cut::WordCache;
use super::lexicon::{Lexicon, WordClass};
use crate::library::ArticleText;
use crate::task::Cancel;
use crate::text::{fold_char, fold_text};

/// The texts of a document: of an article the reading texts of its parts, in order. Each is cut for itself.
pub type Texts<'a> = Vec<&'a str>;

/// The reading texts of an article's parts, in order.
#[must_use]
pub fn texts(article: &ArticleText) -> Texts<'_> {
    article.parts.iter().map(|part| part.text.as_str()).collect()
}

/// How often a word comes.
#[derive(Clone, Debug, PartialEq)]
pub struct WordCount {
    /// The word as it stands where it comes first; width and case make no difference.
    pub word: String,
    /// Tokens of it.
    pub count: u32,
    /// Documents that hold it.
    pub documents: u32,
    /// Deviation of proportions, from 0 (spread like the text itself) to nearly 1 (in a single small document): see [`dispersion`].
    pub dispersion: f64,
    /// Whether it says what a text is about: no function word, no number, no stop word.
    pub is_content: bool,
}

/// The frequency list of some documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frequencies {
    /// Words in all: whatever jieba cuts that has a letter, a digit or a Han character.
    pub tokens: u64,
    /// Documents in all.
    pub documents: u32,
    /// One row a type, the most frequent first, then in the order of their characters.
    pub rows: Vec<WordCount>,
}

impl Frequencies {
    /// Different words.
    #[must_use]
    pub fn types(&self) -> usize {
        self.rows.len()
    }
}

/// What is counted as the same word: width and case folded.
pub(super) fn key(word: &str) -> Cow<'_, str> {
    if word.chars().all(|ch| fold_char(ch) == ch) { Cow::Borrowed(word) } else { Cow::Owned(fold_text(word)) }
}

/// Whether a class is counted at all.
pub(super) fn is_word(class: WordClass) -> bool {
    class != WordClass::Mark
}

/// Whether a class says what a text is about.
pub(super) fn is_content(class: WordClass) -> bool {
    !matches!(class, WordClass::Function | WordClass::Number | WordClass::Mark)
}

/// Whether a word says what a text is about: it has a class that does, is no number and no stop word.
pub(super) fn says_something(class: WordClass, shown: &str, lexicon: &Lexicon) -> bool {
    is_content(class) && shown.chars().any(char::is_alphabetic) && !lexicon.is_stop_word(shown)
}

struct Tally<'a> {
    shown: &'a str,
    is_content: bool,
    count: u32,
    /// Of each document that holds it, its place and the tokens in it.
    in_documents: Vec<(u32, u32)>,
}

/// The frequency list of `documents`; what was counted so far if cancelled. Texts that `cache` has not met are cut on the way.
#[must_use]
pub fn frequencies(documents: &[Texts<'_>], cache: &WordCache, cancel: &Cancel) -> Frequencies {
    let mut tallies: HashMap<Cow<'_, str>, Tally<'_>> = HashMap::new();
    let mut sizes: Vec<u64> = Vec::with_capacity(documents.len());
    for (document, texts) in documents.iter().enumerate() {
        let mut size = 0;
        for text in texts {
            if cancel.is_cancelled() {
                break;
            }
            let mut rest = *text;
            for word in cache.cut(text).words() {
                let at = rest.char_indices().nth(word.span.len() as usize).map_or(rest.len(), |(byte, _)| byte);
                let (shown, behind) = rest.split_at(at);
                rest = behind;
                if !is_word(word.class) {
                    continue;
                }
                size += 1;
                let tally = tallies.entry(key(shown)).or_insert_with(|| {
                    let is_content = says_something(word.class, shown, cache.lexicon());
                    Tally { shown, is_content, count: 0, in_documents: Vec::new() }
                });
                tally.count += 1;
                match tally.in_documents.last_mut() {
                    Some((last, count)) if *last == document as u32 => *count += 1,
                    _ => tally.in_documents.push((document as u32, 1)),
                }
            }
        }
        sizes.push(size);
    }
    let tokens: u64 = sizes.iter().sum();
    let row = |tally: Tally<'_>| {
        let parts = tally.in_documents.iter().map(|(document, count)| (*count, sizes[*document as usize]));
        WordCount {
            word: tally.shown.to_owned(),
            count: tally.count,
            documents: tally.in_documents.len() as u32,
            dispersion: dispersion(parts, tokens),
            is_content: tally.is_content,
        }
    };
    let mut rows: Vec<WordCount> = tallies.into_values().map(row).collect();
    rows.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
    Frequencies { tokens, documents: documents.len() as u32, rows }
}

/// Deviation of proportions, DP (Gries 2008, *Dispersions and adjusted frequencies in corpora*, International Journal of Corpus
/// Linguistics 13): half the sum over all documents of |share of the word's tokens − share of all tokens|.
///
/// `parts` are the documents that hold the word, each with its tokens of the word and all its tokens; `tokens` are those of all
/// documents, also of those that do not hold it.
#[must_use]
pub fn dispersion(parts: impl Iterator<Item = (u32, u64)> + Clone, tokens: u64) -> f64 {
    let count: u64 = parts.clone().map(|(count, _)| u64::from(count)).sum();
    if count == 0 || tokens == 0 {
        return 0.0;
    }
    let mut held = 0.0;
    let mut sum = 0.0;
    for (of_word, of_all) in parts {
        let expected = of_all as f64 / tokens as f64;
        held += expected;
        sum += (f64::from(of_word) / count as f64 - expected).abs();
    }
    // Where the word is not, all that was expected is missing.
    ((sum + 1.0 - held) / 2.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::lexis::Lexicon;

    /// Gries 2008: a corpus of 50 letters in five parts of 9, 10, 10, 10 and 11, in which `a` stands 1, 2, 3, 4 and 5 times.
    #[test]
    fn dispersion_is_that_of_the_published_example() {
        let parts = [(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)];
        assert!((dispersion(parts.into_iter(), 50) - 0.18).abs() < 0.000_1);
        // All in one part of five equal ones: half of (|1 − 0.2| + 4 · 0.2).
        assert!((dispersion([(7, 10)].into_iter(), 50) - 0.8).abs() < 1e-9);
        assert!(dispersion([(1, 10), (2, 20)].into_iter(), 30).abs() < 1e-9);
        assert!(dispersion(std::iter::empty(), 0).abs() < 1e-9);
    }

    #[test]
    fn words_are_counted_over_documents() {
        let cache = WordCache::new(Arc::new(Lexicon::load()));
        let documents = [vec!["农民工的欠薪。", "ＧＤＰ"], vec!["农民工，gdp 3"], vec![]];
        let list = frequencies(&documents, &cache, &Cancel::default());
        let shown: Vec<String> =
            list.rows.iter().map(|row| format!("{} {}/{}", row.word, row.count, row.documents)).collect();
        assert_eq!(shown, ["农民工 2/2", "ＧＤＰ 2/2", "3 1/1", "欠薪 1/1", "的 1/1"]);
        assert_eq!((list.tokens, list.types(), list.documents), (7, 5, 3));
        let content: Vec<bool> = list.rows.iter().map(|row| row.is_content).collect();
        assert_eq!(content, [true, true, false, true, false]);
    }
}
