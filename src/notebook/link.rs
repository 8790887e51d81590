use std::fmt;
use std::str::FromStr;

use super::{AnnotationId, Key, NoteId, TagId};
use crate::page::SourceId;

/// What every link within a notebook begins with.
const SCHEME: &str = "jianbao:";

/// A link of a note to what the notebook holds. It is written as the address of a Markdown link,
/// `[引文](jianbao:annotation/0199…)`, and holds whatever becomes of names, layouts and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteLink {
    /// `jianbao:annotation/UUID`
    Annotation(AnnotationId),
    /// `jianbao:article/SHA-256/POSITION`
    Article {
        /// The article's source.
        source: SourceId,
        /// Code point at which its headline, or its first part, starts.
        at: u32,
    },
    /// `jianbao:tag/UUID`
    Tag(TagId),
    /// `jianbao:note/UUID`
    Note(NoteId),
}

/// Why an address is no link into a notebook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} leads to nothing that a notebook holds")]
pub struct ParseNoteLinkError(String);

impl FromStr for NoteLink {
    type Err = ParseNoteLinkError;

    fn from_str(address: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseNoteLinkError(address.to_owned());
        let (kind, name) = address.strip_prefix(SCHEME).and_then(|rest| rest.split_once('/')).ok_or_else(wrong)?;
        let link = match kind {
            "annotation" => name.parse().ok().map(Self::Annotation),
            "tag" => name.parse().ok().map(Self::Tag),
            "note" => name.parse().ok().map(Self::Note),
            "article" => name
                .split_once('/')
                .and_then(|(source, at)| Some(Self::Article { source: source.parse().ok()?, at: at.parse().ok()? })),
            _ => None,
        };
        link.ok_or_else(wrong)
    }
}

impl fmt::Display for NoteLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Annotation(id) => write!(f, "{SCHEME}annotation/{id}"),
            Self::Article { source, at } => write!(f, "{SCHEME}article/{source}/{at}"),
            Self::Tag(id) => write!(f, "{SCHEME}tag/{id}"),
            Self::Note(id) => write!(f, "{SCHEME}note/{id}"),
        }
    }
}

/// Most characters of a link's text that are taken over from what it leads to.
const TEXT_CHARS: usize = 24;

impl NoteLink {
    /// The record that it leads to; an article is none.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        match self {
            Self::Annotation(id) => Some(Key::Annotation(*id)),
            Self::Tag(id) => Some(Key::Tag(*id)),
            Self::Note(id) => Some(Key::Note(*id)),
            Self::Article { .. } => None,
        }
    }

    /// The link as Markdown. Its text is the beginning of `text`, on one line, with nothing in it that is markup.
    #[must_use]
    pub fn markdown(&self, text: &str) -> String {
        let solid = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut shown = String::new();
        for ch in solid.chars().take(TEXT_CHARS) {
            if matches!(ch, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '!') {
                shown.push('\\');
            }
            shown.push(ch);
        }
        if solid.chars().nth(TEXT_CHARS).is_some() {
            shown.push('…');
        }
        format!("[{shown}]({self})")
    }

    /// The links in a note's text, in their order. Whatever looks like one counts, though it stand in code or outside
    /// brackets: this is for finding notes, and quick enough to be done for all of them.
    pub fn all_in(text: &str) -> impl Iterator<Item = Self> {
        text.match_indices(SCHEME).filter_map(|(at, _)| {
            let rest = &text[at..];
            let is_part = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, ':' | '/' | '-');
            rest[..rest.find(|ch| !is_part(ch)).unwrap_or(rest.len())].parse().ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_as_they_are_written() {
        let links = [
            NoteLink::Annotation(AnnotationId::generate()),
            NoteLink::Article { source: SourceId::of_bytes(b"page"), at: 17 },
            NoteLink::Tag(TagId::generate()),
            NoteLink::Note(NoteId::generate()),
        ];
        for link in links {
            assert_eq!(link.to_string().parse(), Ok(link));
        }
        for wrong in
            ["", "jianbao:", "jianbao:annotation/", "jianbao:annotation/1", "jianbao:article/00/1", "http://a/b"]
        {
            assert!(wrong.parse::<NoteLink>().is_err(), "{wrong}");
        }
        let text = format!("见[一]({})，又见 `{}`。jianbao:tag/x", links[0], links[3]);
        assert_eq!(NoteLink::all_in(&text).collect::<Vec<_>>(), [links[0], links[3]]);
    }

    #[test]
    fn a_links_text_is_no_markup() {
        let link = NoteLink::Tag(TagId::generate());
        assert_eq!(link.markdown(" 工资\n[拖欠] "), format!("[工资 \\[拖欠\\]]({link})"));
        assert!(link.markdown(&"长".repeat(30)).starts_with(&format!("[{}…]", "长".repeat(24))));
    }
}
