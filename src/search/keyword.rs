use aho_corasick::{AhoCorasick, MatchKind};

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

/// Finds all terms of all keyword lists in one pass over a text, width, case and white space folded. Where terms overlap,
/// the one that begins first counts, and of those the longest; a term that is in several lists is a hit of each.
#[derive(Clone, Debug)]
pub struct KeywordMatcher {
    automaton: AhoCorasick,
    /// For each pattern of the automaton, whose term it is.
    owners: Vec<Vec<(ListIndex, TermIndex)>>,
}

impl KeywordMatcher {
    /// A matcher for `terms`. One that is only white space is never found.
    ///
    /// # Panics
    /// If the terms have 2³¹ or more characters in all.
    #[must_use]
    pub fn new<'a>(terms: impl Iterator<Item = (ListIndex, &'a str)>) -> Self {
        let mut patterns: Vec<(String, ListIndex, TermIndex)> = (0..)
            .zip(terms)
            .map(|(at, (list, term))| (Folded::new(term).text, list, TermIndex(at)))
            .filter(|(folded, ..)| !folded.is_empty())
            .collect();
        patterns.sort_unstable();
        let mut owners: Vec<Vec<(ListIndex, TermIndex)>> = Vec::new();
        let mut distinct: Vec<String> = Vec::new();
        for (folded, list, term) in patterns {
            if distinct.last() != Some(&folded) {
                distinct.push(folded);
                owners.push(Vec::new());
            }
            // The same term twice in a list would be drawn twice.
            match owners.last_mut() {
                Some(mine) if mine.last().is_none_or(|&(last, _)| last != list) => mine.push((list, term)),
                _ => {}
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&distinct);
        Self { automaton: automaton.expect("the terms have fewer than 2^31 characters"), owners }
    }

    /// Whether there is no term to find.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.owners.is_empty()
    }

    /// The hits in `reading`, in order. Spans of different places do not overlap; hits of one place stand together, by list.
    #[must_use]
    pub fn hits(&self, reading: &str) -> Vec<KeywordHit> {
        if self.is_empty() {
            return Vec::new();
        }
        let folded = Folded::new(reading);
        let mut hits = Vec::new();
        for found in self.automaton.find_iter(&folded.text) {
            let Some(span) = folded.original(found.start(), found.end()) else { continue };
            let owners = &self.owners[found.pattern().as_usize()];
            hits.extend(owners.iter().map(|&(list, term)| KeywordHit { list, term, span }));
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `terms` are `LIST:TERM`; hits come out as `LIST:TEXT`.
    fn check(terms: &[&str], text: &str, expected: &[&str]) {
        let lists = terms.iter().map(|it| it.split_once(':').unwrap());
        let matcher = KeywordMatcher::new(lists.map(|(list, term)| (ListIndex(list.parse().unwrap()), term)));
        let chars: Vec<char> = text.chars().collect();
        let shown = matcher.hits(text).into_iter().map(|hit| {
            let span: String = chars[hit.span.start as usize..hit.span.end as usize].iter().collect();
            format!("{}:{span}", hit.list.0)
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
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
        let matcher =
            KeywordMatcher::new([(ListIndex(7), " "), (ListIndex(7), "乙"), (ListIndex(8), "甲")].into_iter());
        let terms: Vec<TermIndex> = matcher.hits("甲乙").into_iter().map(|hit| hit.term).collect();
        assert_eq!(terms, [TermIndex(2), TermIndex(1)]);
    }
}
