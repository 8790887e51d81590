//! Characters that a query may find in the place of those that were typed: traditional and simplified forms, and what scanners
//! take for one another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hanconv::RawDictionary;

use crate::lexis::lookalikes;
use crate::text::fold_char;

/// Which variants of a query's characters are found, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Variants {
    /// Traditional forms for simplified ones, and the other way round: 发 finds 發 and 髮, 髮 finds 发.
    pub script: bool,
    /// Characters that scanners easily misread for one another: 己 finds 已.
    pub misread: bool,
}

/// For each character its forms in the other script, by OpenCC's tables of characters.
static FORMS: LazyLock<BTreeMap<char, BTreeSet<char>>> = LazyLock::new(|| {
    let mut forms: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
    let single = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    for (from, to) in
        [RawDictionary::STCharacters, RawDictionary::TSCharacters].iter().flat_map(RawDictionary::var_iter)
    {
        let Some(from) = single(from) else { continue };
        for to in to.into_iter().filter_map(single).filter(|to| *to != from) {
            forms.entry(from).or_default().insert(to);
            forms.entry(to).or_default().insert(from);
        }
    }
    forms
});

impl Variants {
    /// Whether any is found.
    #[must_use]
    pub fn any(self) -> bool {
        self.script || self.misread
    }

    /// All characters that are found for `ch`, which is folded; it comes first. A misreading is looked for in both scripts.
    #[must_use]
    pub fn of(self, ch: char) -> Vec<char> {
        let mut found = vec![ch];
        let add = |found: &mut Vec<char>, other: char| {
            let other = fold_char(other);
            if !other.is_whitespace() && !found.contains(&other) {
                found.push(other);
            }
        };
        if self.misread {
            lookalikes(ch).for_each(|other| add(&mut found, other));
        }
        if self.script {
            for at in 0..found.len() {
                FORMS.get(&found[at]).into_iter().flatten().for_each(|other| add(&mut found, *other));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: bool, misread: bool, ch: char, expected: &str) {
        let mut found: Vec<char> = Variants { script, misread }.of(ch);
        found[1..].sort_unstable();
        let mut expected: Vec<char> = expected.chars().collect();
        expected[1..].sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn scripts_go_both_ways_and_one_to_many() {
        check(true, false, '发', "发發髮");
        check(true, false, '髮', "髮发");
        check(true, false, '人', "人");
        check(false, false, '发', "发");
    }

    #[test]
    fn misreadings_are_found_in_both_scripts() {
        check(false, true, '己', "己已巳");
        check(false, true, '0', "0o〇");
        check(false, true, '末', "末未");
        assert!(Variants { script: true, misread: true }.of('辩').contains(&'辯'));
        assert!(Variants { script: true, misread: true }.of('辨').contains(&'辯'));
    }
}
