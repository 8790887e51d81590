//! What the desk, the list of misreadings and the concordance can be asked for, each a command of the registry.

use super::SortBy;
use crate::notebook::Extent;
use crate::page::Role;

/// What is done to the page that lies on the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the help of each command is in the catalogues, under `command-` and its id")]
pub enum DeskAction {
    Leave,
    NextDoubt,
    PreviousDoubt,
    Yes,
    No,
    Join,
    Split,
    SetRole(Role),
    PickRole,
    MoveUp,
    MoveDown,
    SendTo,
    NewArticle,
    BeginArticle,
    JoinArticle,
    Hide,
    NextPart,
    PreviousPart,
    RestoreArticle,
    RestorePage,
}

/// What is done with what was perhaps misread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the help of each command is in the catalogues, under `command-` and its id")]
pub enum MisreadAction {
    Open,
    Accept,
    Dismiss,
    Next,
    Previous,
    Close,
}

/// What is done with the lines of the concordance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the help of each command is in the catalogues, under `command-` and its id")]
pub enum LinesAction {
    Sort(SortBy),
    Extent(Extent),
    MoreContext,
    LessContext,
    SelectAll,
    PickTag,
    SaveQuery,
    Autocode,
    ExportCsv,
    ExportMarkdown,
}

/// Which statistics of words are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordsLeaf {
    /// 词频: how often each word comes.
    Frequencies,
    /// 搭配: what stands near a node.
    Collocates,
    /// 关键性: by what some articles differ from the rest.
    Keyness,
}
