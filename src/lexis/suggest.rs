use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::lexicon::{Lexicon, WordClass};
use crate::library::ArticleText;
use crate::page::Role;
use crate::task::Cancel;
use crate::text::is_han;

/// Fewest times that two words must stand together before they can be one term.
const MIN_TOGETHER: u32 = 3;

/// Share of the rarer word's places at which the two must stand together.
const MIN_COHESION: f64 = 0.6;

/// Rounds of joining: two give terms of up to four words.
const JOINING_ROUNDS: usize = 2;

/// Characters of the longest term that is joined.
const MAX_TERM_CHARS: usize = 8;

/// Rarity of the commonest word (的), and the one above which the dictionary's counts are too small to tell more (one word in a
/// million). See [`Lexicon::rarity`].
const RARITY_RANGE: (f64, f64) = (5.0, 14.0);

/// Two terms of which one holds the other are the same if the longer one makes up this share of the shorter one's places.
const SAME_PLACES: f64 = 0.75;

/// A word, or words that nearly always stand together, which marks the documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The term as it stands in the documents.
    pub term: String,
    /// How strongly it marks them: more is better; to compare within one result only.
    pub score: f64,
    /// How often it stands in them, also inside of longer words.
    pub count: u32,
    /// In how many of them it stands.
    pub documents: u32,
}

/// What an article says, as a document for [`suggest`]: the reading texts of its parts, one a line, without names of authors
/// and what else is routine.
#[must_use]
pub fn prose(article: &ArticleText) -> String {
    let is_prose = |role| !matches!(role, Role::Byline | Role::Credit | Role::Info | Role::Jump);
    let parts = article.parts.iter().filter(|part| is_prose(part.part.role));
    parts.map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The `top` terms that mark `documents`, the best first; nothing if cancelled.
///
/// A term's score is `class · Σ (1 + ln tf) · idf`, the sum going over the documents that hold it: TF-IDF with sublinear term
/// frequency (Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, 2008, § 6.4.1). `idf` (Spärck Jones 1972)
/// is the term's rarity in Chinese at large, −ln of its share in jieba's dictionary, cut to a range and counted from its lower
/// end. It is not taken from the documents, because in a handful of pages on one subject that very subject is common. `class`
/// prefers nouns (1) to names and verbal nouns (0.8), verbs (0.7) and set phrases (0.5); other words are no terms.
///
/// Words that stand together at 60 % or more of the rarer one's places, three times at least, are a term, too: that
/// makes 工资集体协商 of its parts, and mends names that the dictionary cuts apart. Of two terms at the same places the better
/// one is given.
#[must_use]
pub fn suggest(lexicon: &Lexicon, documents: &[&str], top: usize, cancel: &Cancel) -> Vec<Suggestion> {
    let mut cut = Vec::with_capacity(documents.len());
    for text in documents {
        if cancel.is_cancelled() {
            return Vec::new();
        }
        cut.push(Document::cut(lexicon, text));
    }
    for _ in 0..JOINING_ROUNDS {
        join_words(lexicon, &mut cut);
    }
    if cancel.is_cancelled() {
        return Vec::new();
    }
    let mut ranked = rank(lexicon, &cut);
    // Some will turn out to be the same as a better one.
    ranked.truncate(top.saturating_mul(2).saturating_add(20));
    let ranked = count_places(ranked, documents);
    without_same(ranked, top)
}

/// A document cut into words.
struct Document<'a> {
    text: &'a str,
    /// As the lexicon cuts it.
    words: Vec<Unit>,
    /// The same with words joined to terms.
    units: Vec<Unit>,
}

/// A word, or words joined to a term, at one place. Positions are bytes of the document.
#[derive(Clone, Copy)]
struct Unit {
    start: u32,
    end: u32,
    class: WordClass,
    joined: bool,
}

impl<'a> Document<'a> {
    /// The words of `text` that are Han characters throughout.
    fn cut(lexicon: &Lexicon, text: &'a str) -> Self {
        let mut rest = text.chars();
        let mut words = Vec::new();
        for word in lexicon.words(text) {
            let start = text.len() - rest.as_str().len();
            let is_han_word = rest.by_ref().take(word.span.len() as usize).fold(true, |all, ch| all & is_han(ch));
            let end = text.len() - rest.as_str().len();
            if is_han_word {
                words.push(Unit { start: start as u32, end: end as u32, class: word.class, joined: false });
            }
        }
        Self { text, units: words.clone(), words }
    }

    /// What can be a term: all words, and what is joined of them.
    fn candidates(&self) -> impl Iterator<Item = Unit> {
        self.words.iter().chain(self.units.iter().filter(|unit| unit.joined)).copied()
    }

    fn word(&self, unit: Unit) -> &'a str {
        &self.text[unit.start as usize..unit.end as usize]
    }

    /// Pairs of units with nothing between them.
    fn neighbours(&self) -> impl Iterator<Item = (Unit, Unit)> {
        self.units.windows(2).map(|pair| (pair[0], pair[1])).filter(|(left, right)| left.end == right.start)
    }
}

/// Joins neighbours that nearly always stand together.
fn join_words(lexicon: &Lexicon, documents: &mut [Document<'_>]) {
    let mut alone: HashMap<&str, u32> = HashMap::new();
    let mut together: HashMap<(&str, &str), u32> = HashMap::new();
    for document in documents.iter() {
        for &unit in &document.units {
            *alone.entry(document.word(unit)).or_default() += 1;
        }
        for (left, right) in document.neighbours() {
            let words = (document.word(left), document.word(right));
            if can_join(lexicon, (left.class, words.0), (right.class, words.1)) {
                *together.entry(words).or_default() += 1;
            }
        }
    }
    together.retain(|(left, right), count| {
        let rarer = alone[left].min(alone[right]);
        *count >= MIN_TOGETHER && f64::from(*count) >= MIN_COHESION * f64::from(rarer)
    });
    for document in documents {
        let mut joined: Vec<Unit> = Vec::with_capacity(document.units.len());
        // Within one round a term grows by one word only, so that the next round counts what is there.
        let mut may_grow = true;
        for &unit in &document.units {
            match joined.last_mut() {
                Some(last)
                    if may_grow
                        && last.end == unit.start
                        && together.contains_key(&(document.word(*last), document.word(unit))) =>
                {
                    let class = joined_class(last.class, unit.class);
                    *last = Unit { start: last.start, end: unit.end, class, joined: true };
                    may_grow = false;
                }
                _ => {
                    joined.push(unit);
                    may_grow = true;
                }
            }
        }
        document.units = joined;
    }
}

/// Whether two neighbours could be one term: what qualifies or acts, then what is named. Of a name that is not in the
/// dictionary the last character may have been cut off.
fn can_join(lexicon: &Lexicon, left: (WordClass, &str), right: (WordClass, &str)) -> bool {
    use WordClass::{Modifier, Name, Noun, Number, Verb, VerbalNoun};
    let (left_chars, right_chars) = (left.1.chars().count(), right.1.chars().count());
    if left_chars + right_chars > MAX_TERM_CHARS
        || left.1 == right.1
        || lexicon.is_stop_word(left.1)
        || lexicon.is_stop_word(right.1)
    {
        return false;
    }
    match (left.0, right.0) {
        (Name, Verb | Modifier | Number) if right_chars == 1 => left_chars == 2 && !lexicon.knows(left.1),
        (Noun | Name | VerbalNoun, Noun | Name | VerbalNoun) => true,
        (Noun | Name | VerbalNoun, Verb) => right_chars > 1,
        (Verb | Modifier, Noun | VerbalNoun) => left_chars > 1 && right_chars > 1,
        _ => false,
    }
}

fn joined_class(left: WordClass, right: WordClass) -> WordClass {
    match right {
        WordClass::Verb | WordClass::Modifier | WordClass::Number if left == WordClass::Name => WordClass::Name,
        WordClass::Verb => WordClass::VerbalNoun,
        _ => right,
    }
}

/// All terms with their scores, the best first; of equal ones the longer one, which may hold the others, then in the order of
/// their characters.
fn rank<'a>(lexicon: &Lexicon, documents: &[Document<'a>]) -> Vec<(&'a str, f64)> {
    struct Tally {
        class: WordClass,
        count: u32,
        /// Σ (1 + ln tf)
        weight: f64,
    }
    let mut tallies: HashMap<&str, Tally> = HashMap::new();
    for document in documents {
        let mut here: HashMap<&str, (WordClass, u32)> = HashMap::new();
        for unit in document.candidates() {
            here.entry(document.word(unit)).or_insert((unit.class, 0)).1 += 1;
        }
        for (word, (class, count)) in here {
            let tally = tallies.entry(word).or_insert(Tally { class, count: 0, weight: 0.0 });
            tally.count += count;
            tally.weight += 1.0 + f64::from(count).ln();
        }
    }
    let scored = tallies.into_iter().filter_map(|(word, tally)| {
        let known = lexicon.knows(word);
        let class = class_weight(tally.class)?;
        // A word that the dictionary lacks and that comes once is more often a wrong cut than a discovery.
        let is_term = is_term(word, known) && !lexicon.is_stop_word(word) && (known || tally.count > 1);
        let (floor, ceiling) = RARITY_RANGE;
        let idf = lexicon.rarity(word).clamp(floor, ceiling) - floor;
        is_term.then_some((word, class * tally.weight * idf)).filter(|(_, score)| *score > 0.0)
    });
    let mut ranked: Vec<(&str, f64)> = scored.collect();
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.len().cmp(&a.0.len())).then_with(|| a.0.cmp(b.0)));
    ranked
}

fn class_weight(class: WordClass) -> Option<f64> {
    match class {
        WordClass::Noun => Some(1.0),
        WordClass::Name | WordClass::VerbalNoun => Some(0.8),
        WordClass::Verb => Some(0.7),
        WordClass::Phrase => Some(0.5),
        _ => None,
    }
}

/// Whether `word` could be a keyword: two characters or more, no number with its noun (三卡, 两法) that
/// is not a word of its own.
fn is_term(word: &str, known: bool) -> bool {
    let chars = word.chars().count();
    let counts = word.starts_with([
        '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '第', '余', '几',
        '多', '每',
    ]);
    chars > 1 && !(counts && chars == 2 && !known)
}

/// Counts the places of all terms in one pass.
fn count_places(ranked: Vec<(&str, f64)>, documents: &[&str]) -> Vec<Suggestion> {
    let mut suggestions: Vec<Suggestion> = ranked
        .iter()
        .map(|&(term, score)| Suggestion { term: term.to_owned(), score, count: 0, documents: 0 })
        .collect();
    let Ok(automaton) = AhoCorasick::new(ranked.iter().map(|(term, _)| term)) else { return suggestions };
    let mut last_seen_in = vec![usize::MAX; suggestions.len()];
    for (at, document) in documents.iter().enumerate() {
        for place in automaton.find_overlapping_iter(document) {
            let term = place.pattern().as_usize();
            suggestions[term].count += 1;
            suggestions[term].documents += u32::from(std::mem::replace(&mut last_seen_in[term], at) != at);
        }
    }
    suggestions
}

/// The first `top` without those that hold, or are held by, a better one at nearly all the same places.
fn without_same(ranked: Vec<Suggestion>, top: usize) -> Vec<Suggestion> {
    let mut kept: Vec<Suggestion> = Vec::with_capacity(top.min(ranked.len()));
    for suggestion in ranked {
        if kept.len() == top {
            break;
        }
        let is_same = |other: &Suggestion| {
            let holds = other.term.contains(&suggestion.term) || suggestion.term.contains(&other.term);
            let (fewer, more) = (other.count.min(suggestion.count), other.count.max(suggestion.count));
            holds && f64::from(fewer) >= SAME_PLACES * f64::from(more)
        };
        if !kept.iter().any(is_same) {
            kept.push(suggestion);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The terms for documents, with `count/documents`.
    #[track_caller]
    fn check(documents: &[&str], top: usize, expected: &[&str]) {
        let suggestions = suggest(&Lexicon::load(), documents, top, &Cancel::default());
        let shown: Vec<String> =
            suggestions.iter().map(|it| format!("{} {}/{}", it.term, it.count, it.documents)).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn rare_nouns_come_first() {
        let documents =
            ["农民工反映企业欠薪。记者2023年了解到，农民工的问题得到解决。", "企业表示，Apple等公司也有农民工。"];
        check(&documents, 3, &["农民工 3/2", "欠薪 1/1", "企业 2/2"]);
    }

    #[test]
    fn words_that_stand_together_are_one_term() {
        let text = "工资集体协商很难。工资集体协商制度，工资集体协商会。协商。李述章说，李述章认为，李述章走了。";
        check(&[text], 2, &["工资集体协商 3/1", "李述章 3/1"]);
    }

    #[test]
    fn nothing_gives_nothing() {
        check(&[], 5, &[]);
        check(&["", "，。ABC 123 的了"], 5, &[]);
        check(&["农民工"], 0, &[]);
    }

    #[test]
    fn cancelled_work_gives_nothing() {
        let cancel = Cancel::default();
        cancel.cancel();
        assert!(suggest(&Lexicon::load(), &["农民工"], 5, &cancel).is_empty());
    }

    /// What a journalist would look for on the sample pages.
    #[test]
    fn the_samples_are_marked_by_their_subjects() {
        let pages: Vec<String> =
            crate::library::samples().iter().map(|page| page.text.as_str().replace('\n', "")).collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let lexicon = Lexicon::load();
        let first = suggest(&lexicon, &pages, 60, &Cancel::default());
        let terms: Vec<&str> = first.iter().map(|it| it.term.as_str()).collect();
        for wanted in ["人社局", "劳动关系", "农民工", "劳动争议", "欠薪", "社保", "工会", "营商环境"]
        {
            assert!(terms.contains(&wanted), "{wanted} is not in {terms:?}");
        }
        assert_eq!(suggest(&lexicon, &pages, 60, &Cancel::default()), first, "the same every time");
    }
}
