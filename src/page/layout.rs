use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Doubt, SourceId};
use crate::text::{CharSpan, Text};

/// What a part of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 引题, above the headline.
    Kicker,
    /// 主题
    Headline,
    /// 副题, below the headline.
    Deck,
    /// Who wrote it.
    Byline,
    /// 小标题, between paragraphs.
    SectionHead,
    /// A paragraph.
    Body,
    /// Under a picture.
    Caption,
    /// Who took a picture or gave it.
    Credit,
    /// 资料: telephone numbers, addresses, editors.
    Info,
    /// 上接/下转
    Jump,
    /// A sentence taken out and set large.
    Pull,
    /// Name and date of the paper.
    Masthead,
    /// What the scanner made up or read twice.
    Noise,
}

impl Role {
    /// All roles in the order in which an article's parts stand, furniture last.
    pub const ALL: [Self; 13] = [
        Self::Kicker,
        Self::Headline,
        Self::Deck,
        Self::Byline,
        Self::SectionHead,
        Self::Body,
        Self::Pull,
        Self::Info,
        Self::Jump,
        Self::Caption,
        Self::Credit,
        Self::Masthead,
        Self::Noise,
    ];

    /// Its code in files and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kicker => "kicker",
            Self::Headline => "headline",
            Self::Deck => "deck",
            Self::Byline => "byline",
            Self::SectionHead => "section_head",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Credit => "credit",
            Self::Info => "info",
            Self::Jump => "jump",
            Self::Pull => "pull",
            Self::Masthead => "masthead",
            Self::Noise => "noise",
        }
    }

    /// Whether it belongs to the page and not to an article.
    #[must_use]
    pub fn is_furniture(self) -> bool {
        matches!(self, Self::Masthead | Self::Noise)
    }
}

/// How sure a result is, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(from = "f32", into = "f32")]
pub struct Confidence(f32);

/// It is never NaN.
impl Eq for Confidence {}

impl From<f32> for Confidence {
    fn from(share: f32) -> Self {
        Self::new(share)
    }
}

impl From<Confidence> for f32 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self::SURE
    }
}

impl Confidence {
    /// As sure as can be.
    pub const SURE: Self = Self(1.0);

    /// `share` cut to 0 to 1.
    #[must_use]
    pub fn new(share: f32) -> Self {
        Self(if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) })
    }

    /// 0 to 1.
    #[must_use]
    pub fn share(self) -> f32 {
        self.0
    }

    /// Whether it is as sure as can be.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        *self == Self::SURE
    }

    /// Whether the user should be told that it is a guess.
    #[must_use]
    pub fn is_doubtful(self) -> bool {
        self.0 < 0.5
    }
}

/// One paragraph, one headline with all its lines, one caption … A paragraph that is cut by a column break or by another
/// article has several spans.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is.
    pub role: Role,
    /// Where it stands, in reading order. None is empty, none begins or ends in white space.
    pub spans: Vec<CharSpan>,
    /// How sure its role, its joins and its borders are: the least of them.
    #[serde(default, skip_serializing_if = "Confidence::is_sure")]
    pub confidence: Confidence,
    /// Why it is doubtful, in the order in which it is read; empty if and only if it is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
}

impl Part {
    /// Where its first character stands.
    #[must_use]
    pub fn start(&self) -> u32 {
        self.spans.first().map_or(0, |span| span.start)
    }

    /// Whether one of its spans shares a code point with one of `spans`.
    #[must_use]
    pub fn overlaps(&self, spans: &[CharSpan]) -> bool {
        self.spans.iter().any(|mine| spans.iter().any(|other| mine.overlaps(*other)))
    }
}

/// Names an article: its source and the first code point of its first part in reading order. Written `HASH8-POSITION`
/// for people; holds as long as the layout does, so nothing that is kept names an article by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId {
    /// Its source.
    pub source: SourceId,
    /// Code point at which its first part starts.
    pub start: u32,
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.source.short(), self.start)
    }
}

/// Names a part of any layout of a source: the source and the code point at which the part starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParagraphId {
    /// Its source.
    pub source: SourceId,
    /// Code point at which it starts.
    pub start: u32,
}

/// Parts in reading order: kicker, headline, deck, byline, body with its section heads, then the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// In reading order; never empty.
    pub parts: Vec<Part>,
}

impl Article {
    /// Its name within `source`.
    #[must_use]
    pub fn id(&self, source: SourceId) -> ArticleId {
        ArticleId { source, start: self.parts.first().map_or(0, Part::start) }
    }

    /// Its parts of one role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.role == role)
    }

    /// The headline's parts, or, without one, the first part: what the article is called by.
    #[must_use]
    pub fn title_parts(&self) -> Vec<&Part> {
        let headlines: Vec<&Part> = self.with_role(Role::Headline).collect();
        if headlines.is_empty() { self.parts.first().into_iter().collect() } else { headlines }
    }

    /// First and last code point of all its parts.
    #[must_use]
    pub fn extent(&self) -> CharSpan {
        let spans = || self.parts.iter().flat_map(|part| &part.spans);
        let start = spans().map(|span| span.start).min().unwrap_or(0);
        CharSpan::new(start, spans().map(|span| span.end).max().unwrap_or(start))
    }
}

/// Articles and furniture of one source. Every character that is not white space is in exactly one part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// In the order in which they begin on the page.
    pub articles: Vec<Article>,
    /// Masthead and noise, in the order of the page.
    pub furniture: Vec<Part>,
}

/// How a layout breaks its rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// A character is in two parts.
    #[error("code point {0} is in two parts")]
    Twice(u32),
    /// A character is in no part.
    #[error("code point {0} is in no part")]
    Missing(u32),
    /// A span is empty or ends past the text.
    #[error("span {0:?} is not in the text")]
    Outside(CharSpan),
}

impl Layout {
    /// About how much memory it takes, in bytes.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        let part = |part: &Part| {
            let spans = part.spans.len() * size_of::<CharSpan>();
            size_of::<Part>() + spans + part.doubts.len() * (size_of::<Doubt>() + 16)
        };
        self.parts().map(part).sum()
    }

    /// All parts: those of the articles, then the furniture.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.articles.iter().flat_map(|article| &article.parts).chain(&self.furniture)
    }

    /// Whether every character of `text` that is not white space is in exactly one part.
    ///
    /// # Errors
    /// The first character or span that is not so.
    pub fn check(&self, text: &Text) -> Result<(), LayoutError> {
        let mut taken = vec![false; text.len() as usize];
        for span in self.parts().flat_map(|part| &part.spans) {
            if !text.holds(*span) {
                return Err(LayoutError::Outside(*span));
            }
            for at in span.range() {
                if std::mem::replace(&mut taken[at as usize], true) {
                    return Err(LayoutError::Twice(at));
                }
            }
        }
        let mut solid = text.as_str().chars().zip(&taken).enumerate();
        match solid.find(|(_, (ch, taken))| !ch.is_whitespace() && !**taken) {
            Some((at, _)) => Err(LayoutError::Missing(at as u32)),
            None => Ok(()),
        }
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.code() == code).ok_or(())
    }
}
