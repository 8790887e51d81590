//! Characters that the scanner has perhaps misread, where the text itself gives the evidence. Few and right rather than many: what
//! is only unusual is left alone.

use std::collections::HashMap;

use super::lexicon::Lexicon;
use crate::i18n::Message;
use crate::library::Page;
use crate::task::Cancel;
use crate::text::{CharSpan, is_han};

/// Characters that scanners easily take for one another. Each group is tried in both directions.
const ALIKE: [&str; 44] = [
    "己已巳",
    "日曰",
    "未末",
    "人入",
    "土士",
    "干千于",
    "天夭",
    "大太犬",
    "王玉",
    "侯候",
    "戊戌戍",
    "析折拆",
    "拔拨",
    "准淮",
    "徽微",
    "暑署",
    "幕募墓慕",
    "辩辨",
    "籍藉",
    "博搏",
    "免兔",
    "治冶",
    "今令",
    "竞竟",
    "崇祟",
    "住往佳",
    "历厉",
    "钓钩",
    "侍待",
    "晴睛",
    "清情",
    "班斑",
    "坏环",
    "贷货",
    "刺剌",
    "洒酒",
    "杨扬",
    "项顷",
    "论沦",
    "技枝",
    "部陪",
    "处外",
    "厂广",
    "几凡",
];

/// What scanners take for one another besides, where folding the width and the case leaves a difference: letters, digits, strokes and
/// marks. The first of a group is the one that is meant most often.
const ALIKE_SIGNS: [&str; 7] = ["0o〇", "1li", "一—–-", "5s", "8b", "口囗", "、,"];

/// The characters that scanners easily take for `ch`, which is folded.
pub fn lookalikes(ch: char) -> impl Iterator<Item = char> {
    let groups = ALIKE.iter().chain(&ALIKE_SIGNS).filter(move |group| group.contains(ch));
    groups.flat_map(|group| group.chars()).filter(move |other| *other != ch)
}

/// Words of another language that stand where a Chinese one belongs, and that one.
const STRAY: [(&str, &str); 24] = [
    ("displays", "显示"),
    ("display", "显示"),
    ("shows", "显示"),
    ("show", "显示"),
    ("according", "根据"),
    ("because", "因为"),
    ("through", "通过"),
    ("including", "包括"),
    ("already", "已经"),
    ("however", "然而"),
    ("therefore", "因此"),
    ("also", "也"),
    ("and", "和"),
    ("with", "与"),
    ("about", "关于"),
    ("after", "之后"),
    ("before", "之前"),
    ("more", "更多"),
    ("currently", "目前"),
    ("currents", "目前"),
    ("further", "进一步"),
    ("especially", "尤其"),
    ("meanwhile", "同时"),
    ("finally", "最终"),
];

/// Characters on either side that must be the same for two passages to be one printed twice.
const CONTEXT_CHARS: usize = 6;

/// By how much less rare the words of a clause must be with another character in it; see [`Lexicon`]. Natural logarithm.
const MIN_GAIN: f64 = 9.0;

/// A word rarer than this is no evidence for a reading.
const MAX_RARITY: f64 = 12.5;

/// Something that was perhaps misread.
#[derive(Clone, Debug, PartialEq)]
pub struct Misreading {
    /// Where it stands in the source.
    pub span: CharSpan,
    /// What stands there, as read.
    pub original: String,
    /// What it perhaps is; `None` where the evidence says only that it is wrong.
    pub reading: Option<String>,
    /// Why.
    pub why: Why,
}

/// What speaks for a misreading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The same passage stands elsewhere with another character.
    PrintedTwice {
        /// The passage elsewhere.
        other: String,
    },
    /// 一 between two dates or numbers, where a dash belongs.
    Dash,
    /// A letter within a number.
    LetterInNumber,
    /// A word of another language, in small letters, within a Chinese sentence.
    StrayWord,
    /// The same mark twice.
    DoubledMark,
    /// With a character that looks alike, a frequent word stands there.
    Alike {
        /// The word.
        word: String,
    },
}

impl Why {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::PrintedTwice { other } => Message::new("misread-printed-twice").with("other", other.as_str()),
            Self::Dash => Message::new("misread-dash"),
            Self::LetterInNumber => Message::new("misread-letter-in-number"),
            Self::StrayWord => Message::new("misread-stray-word"),
            Self::DoubledMark => Message::new("misread-doubled-mark"),
            Self::Alike { word } => Message::new("misread-alike").with("word", word.as_str()),
        }
    }
}

/// What was perhaps misread on a page, in the order of its articles; nothing if cancelled.
#[must_use]
pub fn misreadings(lexicon: &Lexicon, page: &Page, cancel: &Cancel) -> Vec<Misreading> {
    let mut found = Vec::new();
    let twice = PrintedTwice::of(page);
    for article in &page.articles {
        if cancel.is_cancelled() {
            return Vec::new();
        }
        for part in &article.parts {
            let chars: Vec<char> = part.text.as_str().chars().collect();
            let mut here = Vec::new();
            marks(&chars, &mut here);
            stray_words(&chars, &mut here);
            alike(lexicon, &chars, &mut here);
            twice.tell(lexicon, &chars, &mut here);
            here.sort_by_key(|it: &InReading| it.range.start);
            let mut end = 0;
            for one in here {
                let spans = part.text.to_source(one.range);
                let emended = part.text.emended().any(|(reading, _)| reading.overlaps(one.range));
                let (Some(first), Some(last)) = (spans.first(), spans.last()) else { continue };
                let span = CharSpan::new(first.start, last.end);
                // Across a column's end it cannot be read as one.
                let is_whole =
                    spans.len() == 1 || page.source.text.slice(span).chars().count() <= 2 * one.range.len() as usize;
                if one.range.start >= end && is_whole && !emended {
                    end = one.range.end;
                    let original = chars[one.range.start as usize..one.range.end as usize].iter().collect();
                    found.push(Misreading { span, original, reading: one.reading, why: one.why });
                }
            }
        }
    }
    found
}

/// A misreading by its place in a reading text.
struct InReading {
    range: CharSpan,
    reading: Option<String>,
    why: Why,
}

fn push(found: &mut Vec<InReading>, start: usize, len: usize, reading: Option<&str>, why: Why) {
    let range = CharSpan::new(start as u32, (start + len) as u32);
    found.push(InReading { range, reading: reading.map(str::to_owned), why });
}

/// Dashes, letters in numbers, doubled marks.
fn marks(chars: &[char], found: &mut Vec<InReading>) {
    let at = |at: usize| chars.get(at).copied().unwrap_or(' ');
    for (here, &ch) in chars.iter().enumerate() {
        let before = if here == 0 { ' ' } else { at(here - 1) };
        let after = at(here + 1);
        let ends_date = |ch: char| ch.is_ascii_digit() || matches!(ch, '日' | '月' | '年' | '时');
        if ch == '一' && ends_date(before) && after.is_ascii_digit() {
            push(found, here, 1, Some("—"), Why::Dash);
        }
        let digit_for = match ch {
            'O' | 'o' => Some("0"),
            'l' | 'I' => Some("1"),
            _ => None,
        };
        if let Some(digit) = digit_for
            && before.is_ascii_digit()
            && after.is_ascii_digit()
        {
            push(found, here, 1, Some(digit), Why::LetterInNumber);
        }
        if matches!(ch, '，' | '。' | '、' | '；' | '：' | '？') && after == ch && before != ch && at(here + 2) != ch
        {
            push(found, here, 2, Some(&ch.to_string()), Why::DoubledMark);
        }
    }
}

/// Words in small Latin letters in the middle of a Chinese sentence.
fn stray_words(chars: &[char], found: &mut Vec<InReading>) {
    let mut start = 0;
    while start < chars.len() {
        let len = chars[start..].iter().take_while(|ch| ch.is_ascii_alphabetic()).count();
        if len == 0 {
            start += 1;
            continue;
        }
        let end = start + len;
        let is_small = chars[start..end].iter().all(char::is_ascii_lowercase);
        // Between Chinese words, with at most a space: no name, no address, no unit behind a number.
        let before = chars[..start].iter().rev().find(|ch| !ch.is_whitespace());
        let after = chars[end..].iter().find(|ch| !ch.is_whitespace());
        let in_chinese = before.is_some_and(|ch| is_han(*ch))
            && after.is_some_and(|ch| is_han(*ch) || matches!(ch, '，' | '。' | ',' | '：' | '；'));
        if is_small && len >= 3 && in_chinese {
            let word: String = chars[start..end].iter().collect();
            let reading = STRAY.iter().find(|(stray, _)| *stray == word).map(|(_, reading)| *reading);
            push(found, start, len, reading, Why::StrayWord);
        }
        start = end;
    }
}

/// How rare the words of a clause are, all together, and the word that holds the character at `at`.
fn cost(lexicon: &Lexicon, clause: &[char], at: usize) -> (f64, String) {
    let text: String = clause.iter().collect();
    let (mut sum, mut holder) = (0.0, String::new());
    for word in lexicon.words(&text) {
        let chars: String = clause[word.span.start as usize..word.span.end as usize].iter().collect();
        sum += lexicon.rarity(&chars);
        if word.span.contains(at as u32) {
            holder = chars;
        }
    }
    (sum, holder)
}

/// Characters in the place of which one that looks alike makes a frequent word.
fn alike(lexicon: &Lexicon, chars: &[char], found: &mut Vec<InReading>) {
    let mut start = 0;
    while start < chars.len() {
        let len = chars[start..].iter().take_while(|ch| is_han(**ch)).count();
        let clause = &chars[start..start + len];
        for (at, ch) in clause.iter().enumerate() {
            for group in ALIKE.iter().filter(|group| group.contains(*ch)) {
                if let Some((word, other)) = better(lexicon, clause, at, group) {
                    push(found, start + at, 1, Some(&other.to_string()), Why::Alike { word });
                    break;
                }
            }
        }
        start += len.max(1);
    }
}

/// The character of `group` that makes the words about the place `at` so much more frequent that the one that stands there is
/// hardly right, and the word that it makes.
fn better(lexicon: &Lexicon, clause: &[char], at: usize, group: &str) -> Option<(String, char)> {
    /// Characters on either side that are looked at.
    const AROUND: usize = 6;
    let (from, to) = (at.saturating_sub(AROUND), (at + AROUND + 1).min(clause.len()));
    let around = &clause[from..to];
    let (now, holder) = cost(lexicon, around, at - from);
    if holder.chars().count() > 1 && lexicon.knows(&holder) {
        return None;
    }
    let mut best: Option<(f64, String, char)> = None;
    for other in group.chars().filter(|other| *other != clause[at]) {
        let mut changed = around.to_vec();
        changed[at - from] = other;
        let (then, word) = cost(lexicon, &changed, at - from);
        let is_word = word.chars().count() > 1 && lexicon.knows(&word) && lexicon.rarity(&word) < MAX_RARITY;
        let gain = now - then;
        if is_word && gain > MIN_GAIN && best.as_ref().is_none_or(|(known, ..)| gain > *known) {
            best = Some((gain, word, other));
        }
    }
    best.map(|(_, word, other)| (word, other))
}

/// Characters with the same ones on both sides: where the page prints a passage more than once.
struct PrintedTwice {
    middles: HashMap<(Vec<char>, Vec<char>), Vec<char>>,
}

impl PrintedTwice {
    fn of(page: &Page) -> Self {
        let mut middles: HashMap<(Vec<char>, Vec<char>), Vec<char>> = HashMap::new();
        for part in page.articles.iter().flat_map(|article| &article.parts) {
            let chars: Vec<char> = part.text.as_str().chars().collect();
            for window in chars.windows(2 * CONTEXT_CHARS + 1) {
                let (left, right) = (&window[..CONTEXT_CHARS], &window[CONTEXT_CHARS + 1..]);
                middles.entry((left.to_vec(), right.to_vec())).or_default().push(window[CONTEXT_CHARS]);
            }
        }
        middles.retain(|_, middles| middles.iter().any(|other| *other != middles[0]));
        Self { middles }
    }

    /// Tells of a character that differs from the one elsewhere where that one makes a word and this one makes none.
    fn tell(&self, lexicon: &Lexicon, chars: &[char], found: &mut Vec<InReading>) {
        for (start, window) in chars.windows(2 * CONTEXT_CHARS + 1).enumerate() {
            let (left, right) = (&window[..CONTEXT_CHARS], &window[CONTEXT_CHARS + 1..]);
            let Some(middles) = self.middles.get(&(left.to_vec(), right.to_vec())) else { continue };
            let own = window[CONTEXT_CHARS];
            let Some(&other) = middles.iter().find(|other| **other != own && is_han(**other)) else { continue };
            if !is_han(own) {
                continue;
            }
            let (now, holder) = cost(lexicon, window, CONTEXT_CHARS);
            let mut changed = window.to_vec();
            changed[CONTEXT_CHARS] = other;
            let (then, word) = cost(lexicon, &changed, CONTEXT_CHARS);
            let makes_word = |word: &str| word.chars().count() > 1 && lexicon.knows(word);
            if makes_word(&word) && !makes_word(&holder) && then < now {
                let other_passage: String = changed.iter().collect();
                let why = Why::PrintedTwice { other: other_passage };
                push(found, start + CONTEXT_CHARS, 1, Some(&other.to_string()), why);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Origin, Source, samples};

    fn found(text: &str) -> Vec<(String, Option<String>)> {
        let source = Source::from_bytes("甲.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap();
        let page = Page::new(source);
        let found = misreadings(&Lexicon::load(), &page, &Cancel::default());
        for one in &found {
            assert_eq!(page.source.text.slice(one.span).replace('\n', ""), one.original);
        }
        found.into_iter().map(|one| (one.original, one.reading)).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let shown: Vec<(String, String)> =
            found(text).into_iter().map(|(original, reading)| (original, reading.unwrap_or_default())).collect();
        let expected: Vec<(String, String)> = expected.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn what_the_text_itself_gives_away_is_found() {
        check("一组细致的统计数据 displays，截至11月底新增就业。\n", &[("displays", "显示")]);
        check("活动于5月1日一3日举行，2O23年续办。\n", &[("一", "—"), ("O", "0")]);
        check("大会开幕，，代表们入场。\n", &[("，，", "，")]);
        check("该局己经为农民工追回欠薪。\n", &[("己", "已")]);
    }

    #[test]
    fn what_is_only_unusual_is_left_alone() {
        check("他自己说，周末去了土特产市场，用App下单，重5kg，见 https://example.org/abc。\n", &[]);
        check("干部已经入户，一一登记。做好上市后后备资源开发，全力以赴赴“过半”。\n", &[]);
        check("Water for Peace 是今年的主题……他说：“好。。。”\n", &[]);
    }

    #[test]
    fn what_is_printed_twice_with_a_difference_is_found() {
        let text = "去年以来该局为农民工追回被拖欠的工资共计五百万元。\n\n去年以来该局为农民工追回被拖久的工资共计五百万元。\n";
        check(text, &[("久", "欠")]);
    }

    #[test]
    fn on_the_sample_pages_there_are_few() {
        let lexicon = Lexicon::load();
        let mut all = Vec::new();
        for sample in samples() {
            let page = Page::new(sample);
            for one in misreadings(&lexicon, &page, &Cancel::default()) {
                all.push(format!("{} {} → {:?} {:?}", page.source.name, one.original, one.reading, one.why));
            }
        }
        // Read by eye, all of them are right: there is one.
        assert!(all.iter().all(|one| one.contains("displays → Some(\"显示\")")) && all.len() == 1, "{all:#?}");
    }
}
