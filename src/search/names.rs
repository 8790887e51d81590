//! Names found by what people type for them: their characters, their pinyin, or the first letters of it (`rsj` for 人社局).

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

use crate::text::fold_text;

/// A name as it is searched for: made once, asked with every key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NameKeys {
    /// Width and case folded.
    folded: String,
    /// For each character of the folded name all that may be typed for it.
    sounds: Vec<Sound>,
}

#[derive(Clone, Debug, PartialEq)]
struct Sound {
    ch: char,
    /// Its readings without tones; empty but for Han characters.
    readings: Vec<&'static str>,
}

impl NameKeys {
    /// The keys of a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let folded = fold_text(name);
        // Nobody types the marks.
        let sounds = folded.chars().filter(|ch| ch.is_alphanumeric()).map(Sound::new).collect();
        Self { folded, sounds }
    }

    /// How well the words of a query fit, the better the greater; `None` if one of them does not. Words are parted by white
    /// space and found each for itself.
    #[must_use]
    pub fn fit(&self, query: &str) -> Option<u32> {
        query.split_whitespace().map(|word| self.fit_word(&fold_text(word))).sum()
    }

    fn fit_word(&self, word: &str) -> Option<u32> {
        if self.folded.starts_with(word) {
            return Some(4);
        }
        if self.folded.contains(word) {
            return Some(3);
        }
        // Pinyin is typed in letters.
        if !word.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        let mut places = 0..self.sounds.len();
        let found = places.find(|&at| self.sounds[at].is_han() && spells(word, &self.sounds[at..]));
        found.map(|at| if at == 0 { 2 } else { 1 })
    }
}

impl Sound {
    fn new(ch: char) -> Self {
        let several = ch.to_pinyin_multi();
        let mut readings: Vec<&'static str> = match several {
            Some(several) => several.into_iter().map(|reading| reading.plain()).collect(),
            None => ch.to_pinyin().map(|reading| reading.plain()).into_iter().collect(),
        };
        readings.sort_unstable();
        readings.dedup();
        Self { ch, readings }
    }

    fn is_han(&self) -> bool {
        !self.readings.is_empty()
    }
}

/// Whether what is typed spells the first of these characters, each by its first letter, by all of them, or by some.
fn spells(typed: &str, sounds: &[Sound]) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((first, rest)) = sounds.split_first() else { return false };
    if !first.is_han() {
        return typed.strip_prefix(first.ch).is_some_and(|typed| spells(typed, rest));
    }
    first.readings.iter().any(|reading| {
        let shared = typed.bytes().zip(reading.bytes()).take_while(|(one, other)| one == other).count();
        // The whole syllable first: a letter more is seldom meant for the next character.
        (1..=shared).rev().any(|letters| spells(&typed[letters..], rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, found: &[&str], not: &[&str]) {
        let keys = NameKeys::new(name);
        for query in found {
            assert!(keys.fit(query).is_some(), "{query} finds {name}");
        }
        for query in not {
            assert_eq!(keys.fit(query), None, "{query} does not find {name}");
        }
    }

    #[test]
    fn a_name_is_found_by_characters_letters_and_syllables() {
        check(
            "长沙市人社局",
            &["", "人社", "rsj", "renshe", "renshj", "cssrsj", "ＲＳＪ", "人社 长沙"],
            &["rjs", "局人", "rsjx"],
        );
        check("当好“娘家人”，凝聚伟力", &["dhnjr", "jrnj"], &["dhjr"]);
        check("Taguette 导入", &["tag", "dr", "daoru", "taguette dr"], &["tgt"]);
    }

    #[test]
    fn a_character_has_all_its_readings() {
        check("重庆", &["cq", "zq", "chongqing"], &[]);
    }

    #[test]
    fn what_is_written_so_comes_before_what_sounds_so() {
        let fit = |name: &str, query: &str| NameKeys::new(name).fit(query).unwrap();
        assert!(fit("人社局", "人社") > fit("长沙人社局", "人社"));
        assert!(fit("rs 报表", "rs") > fit("人社局", "rs"));
        assert!(fit("人社局", "rsj") > fit("长沙人社局", "rsj"));
    }

    #[test]
    fn hostile_names_and_queries_are_taken() {
        for name in ["", "\u{202e}", "😀", "aaaaaaaaaaaaaaaaaaaaaaaa"] {
            for query in ["", "a", "\u{202e}", "😀", "aaaaaaaaaaaaaaaaaaaaaaab"] {
                let _ = NameKeys::new(name).fit(query);
            }
        }
    }
}
