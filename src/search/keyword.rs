use std::cell::OnceCell;
use std::cmp::Reverse;

use aho_corasick::{AhoCorasick, MatchKind};

use super::query::{Mode, Query, QueryError};
use crate::lexis::WordCache;
use crate::text::{CharSpan, Folded};

/// Which keyword list a term is from, as counted by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListIndex(pub u32);

/// Which term it is, counted from 0 in the order in which the terms were given to [`KeywordMatcher::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermIndex(pub u32);

/// A place where a keyword stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeywordHit {
    /// The term's list.
    pub list: ListIndex,
    /// The term.
    pub term: TermIndex,
    /// Code points of the text that was searched.
    pub span: CharSpan,
}

/// What a term of a keyword list stands for: a word, a `/regular expression/`, or a group of what means the same, `人社局 = 人社部门`.
/// What stands between quotation marks is a word, whatever signs are in it.
#[derive(Clone, Debug)]
pub struct KeywordTerm {
    words: Vec<String>,
    expressions: Vec<Query>,
}

impl KeywordTerm {
    /// The term for what the user has written.
    ///
    /// # Errors
    /// If an expression in it is wrong.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut term = Self { words: Vec::new(), expressions: Vec::new() };
        for member in members(text) {
            let inner = member.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
            match inner.filter(|inner| !inner.trim().is_empty()) {
                Some(expression) => {
                    let mode = Mode { regex: true, exact: false };
                    term.expressions.push(Query::parse(expression, mode)?);
                }
                None => term.words.push(unquoted(member).to_owned()),
            }
        }
        Ok(term)
    }
}

/// The members of a group, in their order; one if it is none. A sign of equality in an expression or between quotation marks
/// parts nothing.
pub fn members(text: &str) -> impl Iterator<Item = &str> {
    let mut within: Option<char> = None;
    let mut before = '=';
    let parts = text.split(move |ch: char| {
        let begins = before == '=';
        if !ch.is_whitespace() {
            before = if ch == '＝' { '=' } else { ch };
        }
        match (within, ch) {
            (None, '=' | '＝') => return true,
            (None, '/' | '"') if begins => within = Some(ch),
            (Some(open), _) if ch == open => within = None,
            _ => {}
        }
        false
    });
    parts.map(str::trim).filter(|member| !member.is_empty())
}

fn unquoted(member: &str) -> &str {
    member.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(member)
}

/// A keyword list as far as finding its terms goes.
#[derive(Clone, Copy, Debug)]
pub struct KeywordTerms<'a> {
    /// Which list it is.
    pub list: ListIndex,
    /// As the user has written them. Those that are wrong are never found.
    pub terms: &'a [String],
    /// Whether a hit must begin and end where a word does.
    pub whole_words: bool,
}

/// Finds all terms of all keyword lists in one pass over a text, width, case and white space folded. Where terms overlap,
/// the one that begins first counts, and of those the longest; a term that is in several lists is a hit of each.
#[derive(Clone, Debug)]
pub struct KeywordMatcher {
    automaton: AhoCorasick,
    /// For each pattern of the automaton, whose word it is.
    owners: Vec<Vec<Owner>>,
    expressions: Vec<(Query, Owner)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Owner {
    list: ListIndex,
    term: TermIndex,
    whole_words: bool,
}

impl KeywordMatcher {
    /// A matcher for the terms of `lists`, numbered through. One that is only white space is never found.
    ///
    /// # Panics
    /// If the terms have 2³¹ or more characters in all.
    #[must_use]
    pub fn new<'a>(lists: impl Iterator<Item = KeywordTerms<'a>>) -> Self {
        let mut words: Vec<(String, Owner)> = Vec::new();
        let mut expressions = Vec::new();
        let mut number = 0;
        for KeywordTerms { list, terms, whole_words } in lists {
            for text in terms {
                let owner = Owner { list, term: TermIndex(number), whole_words };
                number += 1;
                let Ok(term) = KeywordTerm::parse(text) else { continue };
                words.extend(term.words.iter().map(|word| (Folded::new(word).text, owner)));
                expressions.extend(term.expressions.into_iter().map(|expression| (expression, owner)));
            }
        }
        words.retain(|(folded, _)| !folded.is_empty());
        words.sort_unstable();
        let mut owners: Vec<Vec<Owner>> = Vec::new();
        let mut distinct: Vec<String> = Vec::new();
        for (folded, owner) in words {
            if distinct.last() != Some(&folded) {
                distinct.push(folded);
                owners.push(Vec::new());
            }
            if let Some(mine) = owners.last_mut() {
                mine.push(owner);
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&distinct);
        Self { automaton: automaton.expect("the terms have fewer than 2^31 characters"), owners, expressions }
    }

    /// Whether there is no term to find.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.owners.is_empty() && self.expressions.is_empty()
    }

    /// The hits in `reading`, in order. Spans of different places do not overlap; hits of one place stand together, by list.
    /// `words` cuts the text where a list wants whole words; without it every hit counts as whole.
    #[must_use]
    pub fn hits(&self, reading: &str, words: Option<&WordCache>) -> Vec<KeywordHit> {
        if self.is_empty() {
            return Vec::new();
        }
        let borders: OnceCell<Option<Vec<u32>>> = OnceCell::new();
        let is_whole = |span: CharSpan| {
            let borders = borders.get_or_init(|| words.map(|words| words.cut(reading).bounds()));
            let is_border = |at: u32| borders.as_ref().is_none_or(|borders| borders.binary_search(&at).is_ok());
            is_border(span.start) && is_border(span.end)
        };
        let mut found: Vec<KeywordHit> = Vec::new();
        let mut push = |span: CharSpan, owner: Owner| {
            if !owner.whole_words || is_whole(span) {
                found.push(KeywordHit { list: owner.list, term: owner.term, span });
            }
        };
        if !self.owners.is_empty() {
            let folded = Folded::new(reading);
            for place in self.automaton.find_overlapping_iter(&folded.text) {
                let Some(span) = folded.original(place.start(), place.end()) else { continue };
                self.owners[place.pattern().as_usize()].iter().for_each(|owner| push(span, *owner));
            }
        }
        for (expression, owner) in &self.expressions {
            expression.find(reading).into_iter().for_each(|span| push(span, *owner));
        }
        without_overlaps(found)
    }
}

/// Of hits that overlap those that begin first, and of these the longest; of one list one at a place.
fn without_overlaps(mut found: Vec<KeywordHit>) -> Vec<KeywordHit> {
    found.sort_unstable_by_key(|hit| (hit.span.start, Reverse(hit.span.end), hit.list, hit.term));
    let mut kept: Vec<KeywordHit> = Vec::with_capacity(found.len());
    for hit in found {
        let is_free = match kept.last() {
            None => true,
            Some(last) if last.span == hit.span => last.list != hit.list,
            Some(last) => last.span.end <= hit.span.start,
        };
        if is_free {
            kept.push(hit);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::lexis::Lexicon;

    fn matcher(terms: &[&str], whole_words: bool) -> KeywordMatcher {
        let terms: Vec<(u32, [String; 1])> = terms
            .iter()
            .map(|it| it.split_once(':').unwrap())
            .map(|(list, term)| (list.parse().unwrap(), [term.to_owned()]))
            .collect();
        let lists = terms.iter().map(|(list, term)| KeywordTerms { list: ListIndex(*list), terms: term, whole_words });
        KeywordMatcher::new(lists)
    }

    fn shown(hits: Vec<KeywordHit>, text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let shown = hits.into_iter().map(|hit| {
            let span: String = chars[hit.span.start as usize..hit.span.end as usize].iter().collect();
            format!("{}:{span}", hit.list.0)
        });
        shown.collect()
    }

    /// `terms` are `LIST:TERM`; hits come out as `LIST:TEXT`.
    #[track_caller]
    fn check(terms: &[&str], text: &str, expected: &[&str]) {
        assert_eq!(shown(matcher(terms, false).hits(text, None), text), expected);
    }

    #[test]
    fn a_group_and_an_expression_are_terms() {
        check(
            &["0:人社局 = 人力资源和社会保障局＝ /人社部门?/"],
            "人社局、人社部门，人力资源和社会保障局",
            &["0:人社局", "0:人社部门", "0:人力资源和社会保障局"],
        );
        check(&["0:/\\d+名/", "1:9"], "为９ 名农民工", &["0:９ 名"]);
        check(&["0:\"甲=乙\""], "甲＝乙", &["0:甲＝乙"]);
        check(&["0:/a=b/ = c"], "a=b c", &["0:a=b", "0:c"]);
        assert!(KeywordTerm::parse("甲 = /(/").is_err());
    }

    #[test]
    fn whole_words_begin_and_end_where_words_do() {
        let words = WordCache::new(Arc::new(Lexicon::load()));
        let text = "工人大会上，人大通过了。";
        assert_eq!(shown(matcher(&["0:人大"], false).hits(text, Some(&words)), text).len(), 2);
        let whole = matcher(&["0:人大", "0:/人./"], true);
        assert_eq!(shown(whole.hits(text, Some(&words)), text), ["0:人大"]);
        assert_eq!(shown(whole.hits(text, None), text).len(), 2, "as long as the lexicon is not there");
    }

    #[test]
    fn the_longest_of_overlapping_terms_counts() {
        check(&["0:欠薪", "1:根治欠薪", "0:薪"], "根治欠薪，欠薪和薪水", &["1:根治欠薪", "0:欠薪", "0:薪"]);
    }

    #[test]
    fn a_term_of_two_lists_is_a_hit_of_both() {
        check(&["1:工会", "0:工会", "1:工 会"], "总工会", &["0:工会", "1:工会"]);
    }

    #[test]
    fn width_case_and_space_are_folded() {
        check(&["0:gdp", "0:９，1"], "Ｇ DP为9,\n1", &["0:Ｇ DP", "0:9,\n1"]);
    }

    #[test]
    fn no_term_finds_nothing() {
        check(&["0: "], "任何 文字", &[]);
        check(&[], "任何文字", &[]);
    }

    #[test]
    fn terms_keep_their_index() {
        let terms = [" ", "乙", "甲"].map(str::to_owned);
        let list = |list: u32, terms| KeywordTerms { list: ListIndex(list), terms, whole_words: false };
        let matcher = KeywordMatcher::new([list(7, &terms[..2]), list(8, &terms[2..])].into_iter());
        let terms: Vec<TermIndex> = matcher.hits("甲乙", None).into_iter().map(|hit| hit.term).collect();
        assert_eq!(terms, [TermIndex(2), TermIndex(1)]);
    }
}
