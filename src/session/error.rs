use crate::exchange::CodebookError;
use crate::i18n::Message;
use crate::notebook::EditError;
use crate::page::LayoutEditError;
use crate::search::{QueryError, SearchError};
use crate::text::CharSpan;

/// Why a request cannot be done.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RequestError {
    /// No source has this name or hash.
    #[error("there is no source {0:?}")]
    NoSource(String),
    /// Several sources have this name.
    #[error("there is more than one source {0:?}")]
    AmbiguousSource(String),
    /// The source is known but its text is not open.
    #[error("the source {0:?} is not open")]
    SourceNotOpen(String),
    /// A span is empty or ends past the source's text.
    #[error("the span {span:?} is empty or not in {source_name:?}, which has {chars} code points")]
    BadSpan {
        /// The span; `None` if there was none at all.
        span: Option<CharSpan>,
        /// The source.
        source_name: String,
        /// Code points that it has.
        chars: u32,
    },
    /// There is no such tag.
    #[error("there is no tag {0:?}")]
    NoTag(String),
    /// A name is blank.
    #[error("the name is blank")]
    BlankName,
    /// A name is taken.
    #[error("the name {0:?} is taken")]
    NameTaken(String),
    /// A shortcut is not a digit from 1 to 9.
    #[error("{0} is not a digit from 1 to 9")]
    BadShortcut(u8),
    /// A day is not one such as 2022-06-27.
    #[error("{0:?} is not a day such as 2022-06-27")]
    BadDate(String),
    /// A tag was to be put under itself, or merged with itself.
    #[error("{0:?} cannot be put into itself")]
    UnderItself(String),
    /// A tag's name has more steps than a path may have.
    #[error("the path {0:?} has too many steps")]
    TooDeep(String),
    /// Lines of a list of tags are wrong.
    #[error("{} lines of the list are wrong", .0.len())]
    BadCodebook(Vec<CodebookError>),
    /// There is no such keyword list.
    #[error("there is no keyword list {0:?}")]
    NoKeywordList(String),
    /// There is no such saved query.
    #[error("there is no saved query {0:?}")]
    NoQuery(String),
    /// A saved query has no tag for what it finds.
    #[error("the saved query {0:?} has no tag")]
    NoTagForQuery(String),
    /// A query is wrong.
    #[error("the query is wrong: {0}")]
    BadQuery(SearchError),
    /// A term of a keyword list is wrong.
    #[error("the term {term:?} is wrong: {error}")]
    BadTerm {
        /// The term.
        term: String,
        /// What is wrong with it.
        error: QueryError,
    },
    /// There is no such annotation.
    #[error("there is no annotation {0}")]
    NoAnnotation(String),
    /// Fewer than two annotations, or annotations of several sources, cannot be made one.
    #[error("two annotations of one source are needed")]
    NothingToMerge,
    /// An annotation would be left without text on one side.
    #[error("the annotation cannot be split at code point {0}")]
    NoSplit(u32),
    /// The annotation's quotation is not what stands in its source: its place cannot be changed.
    #[error("the quotation of annotation {0} does not stand in its source")]
    QuotationDiffers(String),
    /// There is no such note.
    #[error("there is no note {0}")]
    NoNote(String),
    /// There is no such emendation.
    #[error("there is no emendation {0}")]
    NoEmendation(String),
    /// There is no such thing in the bin.
    #[error("there is no {0} in the bin")]
    NotBinned(String),
    /// An annotation needs a tag or a comment, a note needs a text.
    #[error("there is nothing in it")]
    Nothing,
    /// There is no step to take back, or none to do again.
    #[error("there is no such step")]
    NoStep {
        /// Whether one was to be done again.
        redo: bool,
    },
    /// A name has nothing that can be seen, or has control characters.
    #[error("the name {0:?} cannot be seen")]
    UnseenName(String),
    /// The layout cannot be changed so.
    #[error(transparent)]
    Layout(LayoutEditError),
    /// No article holds this place.
    #[error("no article holds code point {0}")]
    NoArticle(u32),
    /// The notebook is only looked at.
    #[error("the notebook is open read-only")]
    ReadOnly,
    /// The notebook does not take it.
    #[error(transparent)]
    Edit(#[from] EditError),
}

impl RequestError {
    /// The sentence for the user.
    #[must_use]
    pub fn message(&self) -> Message {
        let named = |id, name: &String| Message::new(id).with("name", name.as_str());
        match self {
            Self::NoSource(name) => named("request-no-source", name),
            Self::AmbiguousSource(name) => named("request-ambiguous-source", name),
            Self::SourceNotOpen(name) => named("request-source-not-open", name),
            Self::BadSpan { span, source_name, chars } => Message::new("request-bad-span")
                .with("span", span.map_or_else(String::new, |span| format!("({}, {})", span.start, span.end)))
                .with("name", source_name.as_str())
                .with("chars", *chars),
            Self::NoTag(name) => named("request-no-tag", name),
            Self::BlankName => Message::new("request-blank-name"),
            Self::NameTaken(name) => named("request-name-taken", name),
            Self::BadShortcut(digit) => Message::new("request-bad-shortcut").with("digit", u32::from(*digit)),
            Self::BadDate(date) => named("request-bad-date", date),
            Self::UnderItself(name) => named("request-tag-under-itself", name),
            Self::TooDeep(name) => named("request-tag-too-deep", name),
            Self::BadCodebook(errors) => Message::new("request-bad-codebook")
                .with("count", errors.len())
                .with("first", errors.first().map_or_else(|| Message::new("request-nothing"), CodebookError::message)),
            Self::NoKeywordList(name) => named("request-no-keyword-list", name),
            Self::NoQuery(name) => named("request-no-query", name),
            Self::NoTagForQuery(name) => named("request-no-tag-for-query", name),
            Self::BadQuery(error) => Message::new("request-bad-query").with("what", error.message()),
            Self::BadTerm { term, error } => {
                Message::new("request-bad-term").with("name", term.as_str()).with("what", error.message())
            }
            Self::NoAnnotation(id) => named("request-no-annotation", id),
            Self::NothingToMerge => Message::new("request-nothing-to-merge"),
            Self::NoSplit(at) => Message::new("request-no-split").with("at", *at),
            Self::QuotationDiffers(id) => named("request-quotation-differs", id),
            Self::NoNote(id) => named("request-no-note", id),
            Self::NoEmendation(id) => named("request-no-emendation", id),
            Self::NotBinned(id) => named("request-not-binned", id),
            Self::Nothing => Message::new("request-nothing"),
            Self::NoStep { redo: false } => Message::new("request-nothing-to-undo"),
            Self::NoStep { redo: true } => Message::new("request-nothing-to-redo"),
            Self::UnseenName(name) => {
                Message::new("request-unseen-name").with("name", crate::library::shown(name).into_owned())
            }
            Self::ReadOnly => Message::new("request-read-only"),
            Self::Layout(LayoutEditError::NoPart(at)) => Message::new("request-no-part").with("at", *at),
            Self::Layout(LayoutEditError::NothingBefore(_)) => Message::new("request-nothing-before"),
            Self::Layout(LayoutEditError::NoSplit(_)) => Message::new("request-no-part-split"),
            Self::Layout(LayoutEditError::NowhereToGo) => Message::new("request-nowhere-to-go"),
            Self::NoArticle(at) => Message::new("request-no-article").with("at", *at),
            Self::Edit(error) => Message::new("request-edit").with("what", error.message()),
        }
    }
}
