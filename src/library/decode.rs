use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::i18n::Message;
use crate::text::{Text, is_han};

/// Of this many characters outside ASCII, one may be faulty before an encoding is held to be the wrong one.
const CHARS_PER_FAULT: usize = 20;

/// Of this many characters, one may be a control character before a file is held not to be text.
const CHARS_PER_CONTROL: usize = 10;

/// A text with fewer characters outside ASCII is not taken for Big5.
const MIN_BIG5_CHARS: usize = 12;

/// As much of a file as its encoding is guessed from.
const DETECTED_BYTES: usize = 64 << 10;

/// A file's text with what was found out about its encoding.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: Text,
    /// Name of the encoding: `UTF-8`, `UTF-16LE`, `UTF-16BE`, `GB18030` (which
    /// includes GBK and GB 2312) or `Big5`.
    pub encoding: &'static str,
    /// Whether bytes that mean nothing in the encoding became U+FFFD, as when a file was cut inside a character.
    pub replaced: bool,
}

/// Why bytes are not the text of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// There is nothing, or only white space.
    #[error("the file holds no text")]
    Empty,
    /// There are NUL bytes, or many control characters.
    #[error("the file is binary, not text")]
    Binary,
    /// It may be text, but in none of the encodings that are known.
    #[error("the text is not in UTF-8, UTF-16, GB18030 or Big5")]
    UnknownEncoding,
}

impl DecodeError {
    /// What is so, and what to do about it; `path` is the file, safe to show.
    pub(super) fn messages(self, path: &str) -> (Message, Message) {
        let (what, hint) = match self {
            Self::Empty => ("library-empty", "library-empty-hint"),
            Self::Binary => ("library-binary", "library-binary-hint"),
            Self::UnknownEncoding => ("library-unknown-encoding", "library-unknown-encoding-hint"),
        };
        (Message::new(what).with("path", path), Message::new(hint))
    }
}

/// Decodes a file: UTF-8 with or without a byte order mark, UTF-16 with one, GB18030 (GBK, GB 2312), and Big5 where that
/// is sure.
///
/// A few faulty bytes do not make it fail; they become U+FFFD and [`Decoded::replaced`] says so.
///
/// # Errors
/// If there is no text but white space, if it is binary, or if no encoding fits.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (encoding, string, replaced) = decode_bytes(bytes)?;
    let (mut chars, mut controls, mut solid) = (0, 0, false);
    for ch in string.chars() {
        chars += 1;
        controls += usize::from(ch == '\0' || (ch.is_control() && !is_layout_control(ch)));
        solid |= !ch.is_whitespace() && ch != '\u{feff}';
    }
    if string.contains('\0') || controls * CHARS_PER_CONTROL > chars {
        return Err(DecodeError::Binary);
    }
    if !solid {
        return Err(DecodeError::Empty);
    }
    Ok(Decoded { text: Text::new(string), encoding: name_of(encoding), replaced })
}

/// The Encoding Standard's name, but for GB18030, which it writes small and Chinese users know in capitals.
fn name_of(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

type Candidate<'a> = (&'static Encoding, Cow<'a, str>, bool);

fn decode_bytes(bytes: &[u8]) -> Result<Candidate<'_>, DecodeError> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        let candidate = decode_as(encoding, &bytes[mark_bytes..]);
        // A byte order mark is proof for UTF-8 and UTF-16, but two stray bytes can look like that of UTF-16.
        let is_utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
        return if is_utf16 && !is_plausible(&candidate.1) { Err(DecodeError::Binary) } else { Ok(candidate) };
    }
    if bytes.contains(&0) {
        return Err(DecodeError::Binary);
    }
    let utf8 = decode_as(UTF_8, bytes);
    if is_plausible(&utf8.1) {
        return Ok(utf8);
    }
    // GB18030 gives a character to almost any pair of bytes, so Big5 is asked first.
    if let Some(big5) = decode_sure_big5(bytes) {
        return Ok(big5);
    }
    let gb18030 = decode_as(GB18030, bytes);
    if is_plausible(&gb18030.1) {
        return Ok(gb18030);
    }
    let is_binary = bytes.iter().filter(|&&byte| is_binary_byte(byte)).count() * CHARS_PER_CONTROL > bytes.len();
    Err(if is_binary { DecodeError::Binary } else { DecodeError::UnknownEncoding })
}

/// The text in Big5 if no byte is faulty, it is long enough to have frequencies, and those of its characters speak for that.
fn decode_sure_big5(bytes: &[u8]) -> Option<Candidate<'_>> {
    let big5 = decode_as(BIG5, bytes);
    let wide = big5.1.chars().filter(|ch| !ch.is_ascii()).count();
    if big5.2 || wide < MIN_BIG5_CHARS {
        return None;
    }
    // Asked last and of the beginning only, because it tries a few dozen encodings at 5 MB/s.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECTED_BYTES)], bytes.len() <= DETECTED_BYTES);
    (detector.guess(None, Utf8Detection::Deny) == BIG5).then_some(big5)
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Candidate<'a> {
    let (string, replaced) = encoding.decode_without_bom_handling(bytes);
    (encoding, string, replaced)
}

/// Whether the string looks like what somebody wrote: few characters are replacements or private, and, where that can be
/// told, some are Han characters.
fn is_plausible(string: &str) -> bool {
    let (mut wide, mut faulty, mut han) = (0, 0, 0);
    for ch in string.chars().filter(|ch| !ch.is_ascii()) {
        wide += 1;
        faulty += usize::from(matches!(ch, '\u{fffd}' | '\u{e000}'..='\u{f8ff}'));
        han += usize::from(is_han(ch));
    }
    // One fault is the cut at the end of a short file.
    faulty == 0 || (han > 0 && faulty <= (wide / CHARS_PER_FAULT).max(1))
}

/// Control characters that text files do hold: tab, line ends, form feed, and the end-of-file mark of DOS.
fn is_layout_control(ch: char) -> bool {
    matches!(ch, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{85}')
}

fn is_binary_byte(byte: u8) -> bool {
    byte < 0x20 && !is_layout_control(char::from(byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Encoding, text, and `!` if something was replaced; or the error.
    fn check(bytes: &[u8], expected: &str) {
        let shown = match decode(bytes) {
            Ok(it) => format!("{}{} {}", it.encoding, if it.replaced { "!" } else { "" }, it.text.as_str()),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(shown, expected);
    }

    const TRADITIONAL: &str = "本報訊 記者昨日從市政府獲悉，今年將繼續推進勞動關係和諧企業建設，為農民工追回欠薪。";

    #[test]
    fn utf8_with_and_without_mark() {
        check("剪报\r\n两行".as_bytes(), "UTF-8 剪报\n两行");
        check(b"\xef\xbb\xbf\xe5\x89\xaa", "UTF-8 剪");
        check(b"plain words", "UTF-8 plain words");
    }

    #[test]
    fn utf16_needs_its_mark() {
        check(b"\xff\xfe\x6a\x52\xa5\x62", "UTF-16LE 剪报");
        check(b"\xfe\xff\x52\x6a\x62\xa5", "UTF-16BE 剪报");
        check(b"\xff\xfe\x6a\x52\xa5", "UTF-16LE! 剪\u{fffd}");
        check(b"a\0b\0", "Binary");
    }

    #[test]
    fn gb18030_even_when_cut_inside_a_character() {
        let (bytes, ..) = GB18030.encode("人社局为农民工追回欠薪。");
        check(&bytes, "GB18030 人社局为农民工追回欠薪。");
        check(&bytes[..bytes.len() - 1], "GB18030! 人社局为农民工追回欠薪\u{fffd}");
        check(&GB18030.encode("中").0, "GB18030 中");
        check(&GB18030.encode("㐀𠀀是罕用字").0, "GB18030 㐀𠀀是罕用字");
    }

    #[test]
    fn utf8_cut_inside_a_character_stays_utf8() {
        check(&"剪报软件".as_bytes()[..11], "UTF-8! 剪报软\u{fffd}");
    }

    #[test]
    fn big5_where_it_is_sure() {
        check(&BIG5.encode(TRADITIONAL).0, &format!("Big5 {TRADITIONAL}"));
        check(&GB18030.encode(TRADITIONAL).0, &format!("GB18030 {TRADITIONAL}"));
    }

    #[test]
    fn what_is_no_page_is_refused() {
        check(b"", "Empty");
        check("\u{feff} \n\u{3000}".as_bytes(), "Empty");
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Binary");
        check(b"\x01\x02\x03\x04\x05ab", "Binary");
        check(b"\xff\xff\xff\xff\xff\xff words", "UnknownEncoding");
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(decoded) = decode(&bytes) {
                prop_assert!(decoded.text.as_str().chars().any(|ch| !ch.is_whitespace()));
                prop_assert!(!decoded.text.as_str().contains(['\r', '\0']));
            }
        }

        #[test]
        fn utf8_comes_back_as_it_was(text in "[\u{4e00}-\u{9fff}a-z，。\n]{1,80}") {
            prop_assume!(!text.trim().is_empty());
            let decoded = decode(text.as_bytes()).unwrap();
            prop_assert_eq!(decoded.text.as_str(), text.as_str());
        }

        #[test]
        fn gb18030_comes_back_as_it_was(text in "[\u{4e00}-\u{9fa5}]{20,80}") {
            let decoded = decode(&GB18030.encode(&text).0).unwrap();
            prop_assume!(decoded.encoding == "GB18030"); // a random row of characters can be valid Big5, too
            prop_assert_eq!(decoded.text.as_str(), text.as_str());
        }
    }
}
