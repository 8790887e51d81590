//! What RON's parser says, for people.

use ron::Error;

use crate::i18n::Message;
use crate::library::shown;

/// Characters of a name or a value of the text that are shown.
const SHOWN_CHARS: usize = 40;

/// The sentence for what the parser has found wrong, without a place.
#[must_use]
pub fn ron_message(error: &Error) -> Message {
    match error {
        Error::Eof => Message::new("ron-ends-early"),
        Error::ExpectedArray | Error::ExpectedArrayEnd => Message::new("ron-list").with("marks", "[ ]"),
        Error::ExpectedMap | Error::ExpectedMapEnd | Error::ExpectedMapColon => {
            Message::new("ron-list").with("marks", "{ : }")
        }
        Error::ExpectedStructLike | Error::ExpectedStructLikeEnd | Error::ExpectedNamedStructLike(_) => {
            Message::new("ron-list").with("marks", "( )")
        }
        Error::ExpectedComma => Message::new("ron-comma"),
        Error::ExpectedString | Error::ExpectedStringEnd | Error::InvalidEscape(_) => Message::new("ron-string"),
        Error::ExpectedInteger
        | Error::ExpectedFloat
        | Error::FloatUnderscore
        | Error::IntegerOutOfBounds
        | Error::InvalidIntegerDigit { .. }
        | Error::UnderscoreAtBeginning => Message::new("ron-number"),
        Error::ExpectedIdentifier
        | Error::InvalidIdentifier(_)
        | Error::ExpectedStructName(_)
        | Error::ExpectedDifferentStructName { .. } => Message::new("ron-name"),
        Error::NoSuchStructField { found, expected, .. } => {
            Message::new("ron-unknown-field").with("name", cut(found)).with("known", expected.join(", "))
        }
        Error::NoSuchEnumVariant { found, .. } => Message::new("ron-unknown").with("name", cut(found)),
        Error::Message(what) if what.starts_with("UUID") => Message::new("ron-id"),
        Error::Message(what) if what.ends_with("#B23A26") => Message::new("ron-color"),
        Error::MissingStructField { field, .. } => Message::new("ron-missing").with("name", *field),
        Error::DuplicateStructField { field, .. } => Message::new("ron-twice").with("name", *field),
        Error::InvalidValueForType { found, .. } => Message::new("ron-value").with("found", cut(found)),
        Error::UnexpectedChar(found) => Message::new("ron-value").with("found", cut(&found.to_string())),
        Error::TrailingCharacters => Message::new("ron-behind"),
        Error::Utf8Error(_) => Message::new("ron-not-utf8"),
        Error::ExceededRecursionLimit => Message::new("ron-too-deep"),
        other => Message::new("ron-other").with("what", cut(&other.to_string())),
    }
}

fn cut(text: &str) -> String {
    let mut cut: String = shown(text).chars().take(SHOWN_CHARS + 1).collect();
    if let Some((at, _)) = cut.char_indices().nth(SHOWN_CHARS) {
        cut.truncate(at);
        cut.push('…');
    }
    cut
}
