//! The mark that ties an exported quotation to where it stands: the hash of its source and its spans, in a form for each kind
//! of file. It is made to outlive the work of an editor on the text around it.

use std::fmt::Write as _;

use crate::page::SourceId;
use crate::text::CharSpan;

/// What the comment of a Markdown file begins with.
const WORD: &str = "jianbao";

/// What the address of a quotation begins with, in the `cite` of HTML.
const ADDRESS: &str = "urn:jianbao:";

/// What the tag of a content control begins with.
const TAG: &str = "jb:";

/// What the name of a bookmark or an anchor begins with.
const BOOKMARK: &str = "jb_";

/// Longest name of a bookmark that Word takes, in characters: letters, digits and `_`.
const BOOKMARK_CHARS: usize = 40;

/// Digits of the hash that such a name holds, which leaves room for two spans and a number.
const BOOKMARK_DIGITS: usize = 16;

/// Characters that are left for the number that tells several bookmarks of one mark apart.
const NUMBER_CHARS: usize = 6;

/// Longest tag of a content control that Word takes, in characters.
const TAG_CHARS: usize = 64;

/// Digits of the hash that such a tag holds: with 96 bits no two files of anybody's share it by chance.
const TAG_DIGITS: usize = 24;

/// Fewest digits by which a source is known.
const MIN_DIGITS: usize = 16;

/// Most spans of a mark that is read: no quotation has as many.
const MAX_SPANS: usize = 4096;

/// Where a quotation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Digits of the SHA-256 of the source's bytes: all 64, or the first of them.
    pub(super) digits: String,
    /// In reading order.
    pub(super) spans: Vec<CharSpan>,
    /// Whether the one span only holds the quotation, which was too much cut up for the form of the mark.
    pub(super) is_hull: bool,
}

impl Mark {
    pub(super) fn new(source: SourceId, spans: &[CharSpan]) -> Self {
        Self { digits: source.to_string(), spans: spans.to_vec(), is_hull: false }
    }

    /// `0-10,12-20`
    pub(super) fn spans_text(&self) -> String {
        let mut out = String::new();
        for span in &self.spans {
            if !out.is_empty() {
                out.push(',');
            }
            // Writing to a string cannot fail.
            let _ = write!(out, "{}-{}", span.start, span.end);
        }
        out
    }

    /// `<!-- jianbao HASH 0-10 -->`, which Markdown readers pass over.
    pub(super) fn comment(&self) -> String {
        format!("<!-- {WORD} {} {} -->", self.digits, self.spans_text())
    }

    /// `urn:jianbao:HASH:0-10`
    pub(super) fn address(&self) -> String {
        format!("{ADDRESS}{}:{}", self.digits, self.spans_text())
    }

    /// `jb:HASH24:0-10`, no longer than Word allows. If the spans do not fit, fewer digits, `*`, and the spans to the base 36, each as the
    /// way from the end of the one before and its length; if these do not fit, `~` and one span that holds them all.
    pub(super) fn tag(&self) -> String {
        let digits = &self.digits[..TAG_DIGITS.min(self.digits.len())];
        let whole = format!("{TAG}{digits}:{}", self.spans_text());
        if whole.len() <= TAG_CHARS {
            return whole;
        }
        let few = &self.digits[..MIN_DIGITS.min(self.digits.len())];
        let short = format!("{TAG}{few}:*{}", self.ways());
        if short.len() <= TAG_CHARS {
            return short;
        }
        let start = self.spans.iter().map(|span| span.start).min().unwrap_or(0);
        let end = self.spans.iter().map(|span| span.end).max().unwrap_or(0);
        format!("{TAG}{digits}:~{start}-{end}")
    }

    /// `5a.3.2.c`, and `-2` where the way goes back.
    fn ways(&self) -> String {
        let mut out = String::new();
        let mut at = 0i64;
        for span in &self.spans {
            let (way, length) = (i64::from(span.start) - at, span.end - span.start);
            let sign = if way < 0 { "-" } else { "" };
            let dot = if out.is_empty() { "" } else { "." };
            // A way is shorter than a text, and that has fewer characters than a `u32` counts. Writing to a string cannot fail.
            let way = base36(u32::try_from(way.unsigned_abs()).unwrap_or(u32::MAX));
            let _ = write!(out, "{dot}{sign}{way}.{}", base36(length));
            at = i64::from(span.end);
        }
        out
    }

    fn of_ways(text: &str) -> Option<Vec<CharSpan>> {
        let numbers: Option<Vec<i64>> = text.split('.').map(|it| i64::from_str_radix(it, 36).ok()).collect();
        let numbers = numbers.filter(|numbers| numbers.len() % 2 == 0)?;
        let mut at = 0i64;
        let spans = numbers.chunks_exact(2).map(|pair| {
            let start = u32::try_from(at.checked_add(pair[0])?).ok()?;
            let end = start.checked_add(u32::try_from(pair[1]).ok()?)?;
            at = i64::from(end);
            (start < end).then(|| CharSpan::new(start, end))
        });
        spans.collect()
    }

    /// `jb_HASH16_START_LENGTH_…`, numbers to the base 36, no longer than Word allows, for what drops tags. If the spans do not fit, `H`
    /// and one that holds them all. `number` tells several bookmarks of one mark apart: names are there once.
    pub(super) fn bookmark(&self, number: usize) -> String {
        let digits = &self.digits[..BOOKMARK_DIGITS.min(self.digits.len())];
        let pair = |start: u32, end: u32| format!("_{}_{}", base36(start), base36(end - start));
        let pairs: String = self.spans.iter().map(|span| pair(span.start, span.end)).collect();
        let mut name = format!("{BOOKMARK}{digits}{pairs}");
        if name.len() > BOOKMARK_CHARS - NUMBER_CHARS {
            let start = self.spans.iter().map(|span| span.start).min().unwrap_or(0);
            let end = self.spans.iter().map(|span| span.end).max().unwrap_or(0);
            name = format!("{BOOKMARK}{digits}_H{}", pair(start, end));
        }
        if number > 1 {
            // Writing to a string cannot fail.
            let _ = write!(name, "_X{number}");
        }
        name
    }

    pub(super) fn of_bookmark(name: &str) -> Option<Self> {
        let mut parts = name.trim().strip_prefix(BOOKMARK)?.split('_').peekable();
        let digits = parts.next()?.to_ascii_lowercase();
        let is_hull = parts.next_if_eq(&"H").is_some();
        let numbers: Option<Vec<u32>> =
            parts.filter(|part| !part.starts_with('X')).map(|part| u32::from_str_radix(part, 36).ok()).collect();
        let numbers = numbers.filter(|numbers| numbers.len() >= 2 && numbers.len() % 2 == 0)?;
        let pairs = numbers.chunks_exact(2);
        let spans: Option<Vec<CharSpan>> =
            pairs.map(|pair| Some(CharSpan::new(pair[0], pair[0].checked_add(pair[1])?))).collect();
        let is_hash = digits.len() >= MIN_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let spans = spans.filter(|spans| is_hash && spans.iter().all(|span| !span.is_empty()))?;
        Some(Self { digits, spans, is_hull })
    }

    /// The mark that the inside of an HTML comment holds.
    pub(super) fn of_comment(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        if words.next()? != WORD {
            return None;
        }
        let mark = Self::of_parts(words.next()?, words.next()?);
        if words.next().is_some() { None } else { mark }
    }

    pub(super) fn of_address(text: &str) -> Option<Self> {
        let (digits, spans) = text.trim().strip_prefix(ADDRESS)?.split_once(':')?;
        Self::of_parts(digits, spans)
    }

    pub(super) fn of_tag(text: &str) -> Option<Self> {
        let (digits, spans) = text.trim().strip_prefix(TAG)?.split_once(':')?;
        Self::of_parts(digits, spans)
    }

    /// The mark of a hash and spans as they are written.
    pub(super) fn of_parts(digits: &str, spans: &str) -> Option<Self> {
        let digits = digits.trim().to_ascii_lowercase();
        let is_hash = (MIN_DIGITS..=64).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let spans = spans.trim();
        let (is_hull, spans) = spans.strip_prefix('~').map_or((false, spans), |rest| (true, rest));
        let spans: Option<Vec<CharSpan>> = match spans.strip_prefix('*') {
            Some(ways) => Self::of_ways(ways),
            None => spans.split(',').take(MAX_SPANS + 1).map(span).collect(),
        };
        let spans = spans.filter(|spans| spans.len() <= MAX_SPANS)?;
        is_hash.then_some(Self { digits, spans, is_hull })
    }
}

/// A number to the base 36, in small letters.
fn base36(mut number: u32) -> String {
    let mut digits = Vec::new();
    loop {
        digits.extend(char::from_digit(number % 36, 36));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

fn span(text: &str) -> Option<CharSpan> {
    let (start, end) = text.trim().split_once(['-', '–'])?;
    let (start, end) = (start.trim().parse().ok()?, end.trim().parse().ok()?);
    (start < end).then(|| CharSpan::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_as_it_was_written() {
        let source = SourceId::of_bytes(b"x");
        let mark = Mark::new(source, &[CharSpan::new(0, 10), CharSpan::new(12, 20)]);
        let comment = mark.comment();
        let inside = comment.trim_start_matches("<!--").trim_end_matches("-->");
        assert_eq!(Mark::of_comment(inside), Some(mark.clone()));
        assert_eq!(Mark::of_address(&mark.address()), Some(mark.clone()));
        let tag = Mark::of_tag(&mark.tag()).unwrap();
        assert_eq!((tag.spans.as_slice(), tag.is_hull), (mark.spans.as_slice(), false));
        assert!(source.to_string().starts_with(&tag.digits));
        for number in [1, 2, 999] {
            let bookmark = Mark::of_bookmark(&mark.bookmark(number)).unwrap();
            assert_eq!((bookmark.spans.as_slice(), bookmark.is_hull), (mark.spans.as_slice(), false));
        }
    }

    #[test]
    fn a_tag_has_room_for_seven_spans() {
        let spans: Vec<CharSpan> = (1..8).map(|at| CharSpan::new(90_000 - at * 97, 90_020 - at * 97)).collect();
        let tag = Mark::new(SourceId::of_bytes(b"x"), &spans).tag();
        assert!(tag.chars().count() <= TAG_CHARS, "{tag}");
        let read = Mark::of_tag(&tag).unwrap();
        assert_eq!((read.spans, read.is_hull), (spans, false));
        for wrong in ["*", "*1", "*1.0", "*-1.2", "*zzzzzzz.1", "*1.zzzzzzzzzzzzzzz"] {
            assert_eq!(Mark::of_parts(&"0".repeat(16), wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_tag_is_never_longer_than_word_takes() {
        let spans: Vec<CharSpan> = (1..40).map(|at| CharSpan::new(at * 100_000, at * 100_000 + 7)).collect();
        let mark = Mark::new(SourceId::of_bytes(b"x"), &spans);
        let tag = mark.tag();
        assert!(tag.chars().count() <= TAG_CHARS, "{tag}");
        let read = Mark::of_tag(&tag).unwrap();
        assert_eq!((read.spans, read.is_hull), (vec![CharSpan::new(100_000, 3_900_007)], true));
        let bookmark = mark.bookmark(9999);
        assert!(bookmark.len() <= BOOKMARK_CHARS, "{bookmark}");
        let read = Mark::of_bookmark(&bookmark).unwrap();
        assert_eq!((read.spans, read.is_hull), (vec![CharSpan::new(100_000, 3_900_007)], true));
        assert!(Mark::new(SourceId::of_bytes(b"x"), &[CharSpan::new(u32::MAX - 1, u32::MAX)]).tag().len() <= TAG_CHARS);
    }

    #[test]
    fn what_is_no_mark_is_none() {
        let hash = SourceId::of_bytes(b"x").to_string();
        for wrong in ["jianbao", "jianbao x 0-1", &format!("jianbao {hash} 3-1"), &format!("other {hash} 0-1")] {
            assert_eq!(Mark::of_comment(wrong), None, "{wrong}");
        }
        assert_eq!(Mark::of_parts(&hash, "0-99999999999"), None);
        assert_eq!(Mark::of_parts(&hash, ""), None);
        for wrong in
            ["jb_", "jb_0123456789abcdef", "jb_0123456789abcdef_1", "jb_x_1_2", "jb_0123456789abcdef_zzzzzz_zzzzzz"]
        {
            assert_eq!(Mark::of_bookmark(wrong), None, "{wrong}");
        }
    }
}
