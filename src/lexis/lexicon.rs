use std::borrow::Cow;
use std::collections::HashSet;

use jieba_rs::Jieba;

use super::{stop_words, supplement};
use crate::text::{CharSpan, is_han, without_space};

/// Sum of the frequencies in jieba's dictionary: size, in words, of the texts in which they were counted.
const DICTIONARY_WORDS: f64 = 60_101_964.0;

/// The dictionary that cuts text into words. Loading takes about 100 ms and 34 MB, so it is done once, in the background;
/// one lexicon serves all threads.
#[derive(Debug)]
pub struct Lexicon {
    jieba: Jieba,
    /// Stop words of the user's, beside those that the program has.
    stop_words: HashSet<String>,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its code points.
    pub span: CharSpan,
    /// What kind of word it is.
    pub class: WordClass,
}

/// Kinds of words, as far as reading for content needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordClass {
    /// 名词: things, bodies, ideas, and short forms of them (社保).
    Noun,
    /// 人名、地名、机构名 and other proper names.
    Name,
    /// 动名词: an action as a thing (服务, 仲裁).
    VerbalNoun,
    /// 动词
    Verb,
    /// 成语、习用语: several words that the dictionary has as one.
    Phrase,
    /// 形容词、副词、方位词 and other words that qualify.
    Modifier,
    /// 数词、量词、时间词
    Number,
    /// 虚词: pronouns, prepositions, particles, conjunctions.
    Function,
    /// Latin letters and digits.
    Latin,
    /// Punctuation, white space, and whatever else is no word.
    Mark,
}

impl WordClass {
    /// All classes, in order.
    pub const ALL: [Self; 10] = [
        Self::Noun,
        Self::Name,
        Self::VerbalNoun,
        Self::Verb,
        Self::Phrase,
        Self::Modifier,
        Self::Number,
        Self::Function,
        Self::Latin,
        Self::Mark,
    ];

    /// The class for one of jieba's tags, which are those of ICTCLAS, and the word that has it.
    fn of_tag(tag: &str, word: &str) -> Self {
        if !word.contains(is_han) {
            return if word.contains(char::is_alphanumeric) { Self::Latin } else { Self::Mark };
        }
        match (tag, tag.as_bytes().first()) {
            ("n" | "ng", _) => Self::Noun,
            ("vn" | "an", _) => Self::VerbalNoun,
            (_, Some(b'n')) => Self::Name,
            (_, Some(b'v')) => Self::Verb,
            (_, Some(b'i' | b'l')) => Self::Phrase,
            (_, Some(b'm' | b'q' | b't')) => Self::Number,
            (_, Some(b'a' | b'b' | b'd' | b'f' | b'z')) => Self::Modifier,
            // Short forms, places, and what has no tag or one that tells nothing.
            (_, Some(b'j' | b's' | b'x' | b'g') | None) => Self::Noun,
            _ => Self::Function,
        }
    }
}

/// A letter or digit of full width in half width, in its case.
fn narrow(ch: char) -> char {
    char::from_u32(u32::from(ch) - 0xfee0).unwrap_or(ch)
}

impl Lexicon {
    /// Loads the dictionary that is in the binary.
    #[must_use]
    pub fn load() -> Self {
        Self::with([], [])
    }

    /// The same with words of the user's, as nouns, and with stop words of the user's. White space in them is dropped; a word of a
    /// single character says nothing new.
    #[must_use]
    pub fn with<'a>(
        words: impl IntoIterator<Item = &'a str>,
        more_stop_words: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut jieba = Jieba::new();
        for word in supplement::NOUNS {
            jieba.add_word(word, None, Some("n"));
        }
        for word in supplement::ACTIONS {
            jieba.add_word(word, None, Some("vn"));
        }
        for word in words.into_iter().map(without_space).filter(|word| word.chars().count() > 1) {
            jieba.add_word(&word, None, Some("n"));
        }
        Self { jieba, stop_words: more_stop_words.into_iter().map(without_space).collect() }
    }

    /// Cuts `text` into words, which together cover it. Words that the dictionary lacks are guessed from their characters
    /// (jieba's hidden Markov model).
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        // jieba would cut Ａ股 between all of its letters.
        let is_wide = |ch: char| matches!(ch, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
        let narrow: Cow<'_, str> = match text.contains(is_wide) {
            true => Cow::Owned(text.chars().map(|ch| if is_wide(ch) { narrow(ch) } else { ch }).collect()),
            false => Cow::Borrowed(text),
        };
        let tags = self.jieba.tag(&narrow, true);
        let words = tags.into_iter().map(|tag| Word {
            span: CharSpan::new(tag.start as u32, tag.end as u32),
            class: WordClass::of_tag(tag.tag, tag.word),
        });
        words.collect()
    }

    /// Whether `word` is of no use as a keyword: see [`is_stop_word`](super::is_stop_word); or the user says so.
    #[must_use]
    pub fn is_stop_word(&self, word: &str) -> bool {
        stop_words::is_stop_word(word) || self.stop_words.contains(word)
    }

    /// Whether the dictionary has `word`.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.jieba.has_word(word)
    }

    /// How rare `word` is in Chinese at large: −ln of its share of all words, from 5 (的) to 18 (never seen).
    pub(super) fn rarity(&self, word: &str) -> f64 {
        // For a word that it has, jieba's suggestion is the frequency it has it with.
        let frequency = if self.knows(word) { self.jieba.suggest_freq(word).max(1) } else { 1 };
        (DICTIONARY_WORDS / frequency as f64).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn words_cover_the_text_and_have_a_class() {
        let lexicon = Lexicon::load();
        let text = "人社局为9名农民工追回欠薪。";
        let source = Text::new(text);
        let shown: Vec<String> =
            lexicon.words(text).iter().map(|word| format!("{} {:?}", source.slice(word.span), word.class)).collect();
        assert_eq!(
            shown,
            ["人社局 Noun", "为 Function", "9 Latin", "名 Number", "农民工 Noun", "追回 Verb", "欠薪 Verb", "。 Mark"]
        );
    }

    #[test]
    fn words_of_the_user_are_kept_whole() {
        let words = |lexicon: &Lexicon| lexicon.words("追薪服务站").len();
        assert!(words(&Lexicon::load()) > 1);
        let lexicon = Lexicon::with(["追薪 服务站", "站"], ["欠薪"]);
        assert_eq!(words(&lexicon), 1);
        assert!(lexicon.is_stop_word("欠薪") && lexicon.is_stop_word("表示") && !lexicon.is_stop_word("追薪服务站"));
    }

    #[test]
    fn rare_words_are_told_from_common_ones() {
        let lexicon = Lexicon::load();
        assert!(lexicon.rarity("的") < 6.0);
        assert!(lexicon.rarity("企业") < lexicon.rarity("农民工"));
        assert!(lexicon.rarity("从未见过的词") > 17.0);
    }

    #[test]
    fn one_lexicon_serves_all_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Lexicon>();
    }
}
