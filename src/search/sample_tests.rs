//! Searching pages as they are recovered: every place that is given is one where the words stand.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{CONTEXT_CHARS, KeywordMatcher, KeywordTerms, ListIndex, Mode, Query, concordance};
use crate::library::{Page, samples};
use crate::text::{CharSpan, Folded, fold_char};

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| samples().into_iter().map(Page::new).collect());

/// The samples' articles without white space, folded: what a search must agree with.
fn folded_parts(page: &Page) -> impl Iterator<Item = String> {
    page.articles.iter().flat_map(|article| &article.parts).map(|part| Folded::new(part.text.as_str()).text)
}

#[track_caller]
fn check(words: &str, mode: Mode) -> usize {
    let query = Query::parse(words, mode).unwrap();
    let mut hits = 0;
    for page in PAGES.iter() {
        for line in concordance(page, &query, CONTEXT_CHARS) {
            let text: String = line.spans.iter().map(|&span| page.source.text.slice(span)).collect();
            assert_eq!(Folded::new(&text).text, Folded::new(words).text, "{line:?}");
            assert_eq!(Folded::new(&line.node).text, Folded::new(words).text, "{line:?}");
            assert!(line.left.chars().count() <= CONTEXT_CHARS as usize);
            assert!(line.right.chars().count() <= CONTEXT_CHARS as usize);
            hits += 1;
        }
    }
    hits
}

#[test]
fn every_place_on_the_samples_is_found() {
    for words in ["欠薪", "农民工", "人社局", "劳动关系", "，", "2023年", "a"] {
        let needle = Folded::new(words).text;
        let expected: usize = PAGES.iter().flat_map(folded_parts).map(|part| part.matches(&needle).count()).sum();
        assert_eq!(check(words, Mode::default()), expected, "{words}");
    }
    assert!(check("欠薪", Mode::default()) >= 10);
    assert!(check("欠薪", Mode { exact: true, ..Mode::default() }) >= 10);
}

#[test]
fn keywords_are_found_where_words_are() {
    let terms = ["欠薪", "农民工", "工会"].map(str::to_owned);
    let list = KeywordTerms { list: ListIndex(0), terms: &terms, whole_words: false };
    let matcher = KeywordMatcher::new(std::iter::once(list));
    let parts = PAGES.iter().flat_map(|page| &page.articles).flat_map(|article| &article.parts);
    let found: usize = parts.map(|part| matcher.hits(part.text.as_str(), None).len()).sum();
    assert_eq!(found, terms.iter().map(|term| check(term, Mode::default())).sum::<usize>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stands on a page is found on it, at a place where it stands.
    #[test]
    fn what_stands_there_is_found(page in 0..5_usize, article: prop::sample::Index, part: prop::sample::Index,
                                  from: prop::sample::Index, chars in 1..12_usize) {
        let articles = &PAGES[page].articles;
        let parts = &articles[article.index(articles.len())].parts;
        let text: Vec<char> = parts[part.index(parts.len())].text.as_str().chars().collect();
        let words: String = text.iter().skip(from.index(text.len())).take(chars).collect();
        prop_assume!(!words.trim().is_empty());
        prop_assert!(check(&words, Mode::default()) > 0, "{}", words);
    }

    /// Each stretch of a folded text leads back to characters that fold to it.
    #[test]
    fn folding_knows_the_way_back(text in "[欠薪aＡ，,。 \n\u{3000}😀]{0,30}", from: prop::sample::Index, chars in 1..6_usize) {
        let folded = Folded::new(&text);
        let starts: Vec<usize> = folded.text.char_indices().map(|(byte, _)| byte).chain([folded.text.len()]).collect();
        let first = from.index(starts.len());
        let last = (first + chars).min(starts.len() - 1);
        let original = folded.original(starts[first], starts[last]);
        prop_assert_eq!(original.is_some(), first < last);
        let CharSpan { start, end } = original.unwrap_or(CharSpan::new(0, 0));
        let back: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
        let solid: String = back.chars().filter(|ch| !ch.is_whitespace()).map(fold_char).collect();
        prop_assert_eq!(&folded.text[starts[first]..starts[last]], solid);
    }
}
