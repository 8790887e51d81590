use std::path::PathBuf;

use super::desk::DeskCommand;
use super::dialogs::ExportPlan;
use super::reader::ReaderStyle;
use super::tag_chooser::TagChoice;
use crate::exchange::{KeywordsFormat, LinesFormat};
use crate::notebook::{AnnotationId, NoteId, NoteLink, SavedQueryId, TagId};
use crate::page::{ArticleId, ParagraphId, SourceId};
use crate::session::{Action, Carried, ConcordanceQuery, Hit, Landing, NotesOf, QuotationFilter, Request, TabId};
use crate::store::ThemeChoice;
use crate::text::CharSpan;

/// What a pane asks for while it is drawn. Nothing is done before the frame is over.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A command of the registry.
    Do(Action),
    /// A change of the notebook.
    Request(Request),
    /// A change of a text that is being typed.
    Typed(Request),
    /// Typing into a note or a comment is over.
    EndTyping,
    /// A new comment on a place that has no annotation yet, as its first characters are typed.
    StartComment {
        /// The source.
        source: SourceId,
        /// The place.
        spans: Vec<CharSpan>,
        /// What has been typed so far.
        text: String,
    },
    /// The text of a note as it has been typed so far, to be kept: a new note, or another text for one. A blank one of a note
    /// that is there deletes it.
    KeepNote {
        /// What it is on.
        of: NotesOf,
        /// The note, if it is there already.
        note: Option<NoteId>,
        /// What has been typed.
        text: String,
    },
    /// Begins a new note.
    WriteNote(NotesOf),
    /// Goes where a link of a note leads.
    FollowLink(NoteLink),
    /// Asks for something to link to from the note that is being written.
    ChooseLink,
    /// Puts a link into the note that is being written, where the caret is.
    InsertLink(NoteLink),
    /// Shows an article.
    Show {
        /// The article.
        article: ArticleId,
        /// Where.
        place: Place,
    },
    /// Shows what stands at a place of a source, and puts its paragraph in focus.
    GoTo {
        /// The source.
        source: SourceId,
        /// The place.
        spans: Vec<CharSpan>,
    },
    /// Shows a tab, and makes its pane the active one.
    Activate(TabId),
    /// Closes a tab.
    CloseTab(TabId),
    /// Lets fall what was dragged to a pane.
    Drop(Carried, Landing),
    /// Makes the panes as wide, in proportion to each other.
    SharePanes(Vec<f32>),
    /// Puts a paragraph in focus.
    Focus(TabId, ParagraphId),
    /// Stands in another article of a page that is shown raw.
    StandIn {
        /// The tab.
        tab: TabId,
        /// The article.
        article: ArticleId,
        /// The paragraph.
        paragraph: ParagraphId,
    },
    /// Shows the annotations of a source that is missing.
    InspectMissing(SourceId),
    /// Brings a removed source back, and opens it.
    BringBack(SourceId),
    /// Asks where the file of a missing source is.
    Locate(SourceId),
    /// Shows what is known of the issue of a source, to be put right.
    EditIssue(SourceId),
    /// Opens pages.
    OpenPaths(Vec<PathBuf>),
    /// A path that was asked for.
    PathGiven {
        /// What for.
        purpose: PathPurpose,
        /// The path.
        path: PathBuf,
        /// Whether the user knows that a file there is replaced.
        may_replace: bool,
    },
    /// What the user wrote into the field for a path.
    PathTyped(PathPurpose, String),
    /// Asks for a place to export to.
    Export(ExportPlan),
    /// Shows the passage of a quotation that was checked; the dialog that lists it can be opened again.
    GoToChecked {
        /// The source.
        source: SourceId,
        /// The place.
        spans: Vec<CharSpan>,
    },
    /// The name that new records carry from now on.
    SetAuthor(String),
    /// How the reader is set from now on; the colours are those of the theme.
    SetStyle(ReaderStyle),
    /// Light, dark, or as the system has it.
    SetTheme(ThemeChoice),
    /// Size of the whole interface from now on, of 1 as it comes.
    SetScale(f32),
    /// Goes to the next hit of one term of a keyword list.
    NextHitOf(crate::search::TermIndex),
    /// Opens a notebook.
    OpenNotebook(PathBuf),
    /// Puts the newest good backup in the place of a notebook that does not parse.
    RestoreBackup(PathBuf),
    /// Open a new scan of a source, and take along what was said about the old one.
    TakeNewScan,
    /// Shows what the file of an open source holds now, where it has changed.
    LookAtNewVersion(SourceId),
    /// Make a new notebook where one is gone; what is left of that is kept under another name.
    BeginAnew(PathBuf),
    /// Shows a tag.
    ShowTag(TagId),
    /// Shows a note where it belongs.
    ShowNote(NoteId),
    /// The user has seen the first card.
    Welcomed,
    /// Shows the earlier versions of a notebook.
    ShowBackups(PathBuf),
    /// Writes an earlier version as a new notebook, and opens it.
    RestoreVersion(PathBuf),
    /// Tries to open the notebook that is only looked at, to be changed.
    OpenAgain,
    /// Lets full saves write a notebook that is not whole.
    AcceptViolations,
    /// Puts text on the clipboard and says so.
    Copy {
        /// The text.
        text: String,
        /// Id of the message that says what was copied.
        said: &'static str,
    },
    /// Lets a notice go.
    Dismiss(usize),
    /// Lets all notices go.
    DismissAll,
    /// Takes suggested terms into a keyword list.
    TakeSuggestions(Vec<String>),
    /// Stands on an annotation: brings it into view, where keys and the bar are about it.
    StandOn(AnnotationId),
    /// Shows the quotations that pass.
    Quotations(QuotationFilter),
    /// Lets the quotations go.
    CloseQuotations,
    /// Looks for this in all that can be read, and shows the lines.
    Concordance(ConcordanceQuery),
    /// Asks where to write the table of words that is shown.
    ExportWords,
    /// Lets the concordance go.
    CloseConcordance,
    /// Shows what a hit of the concordance stands in.
    GoToHit(Hit),
    /// Puts a tag on the lines of these numbers, or takes it off where all have it.
    TagLines {
        /// Numbers of their hits.
        numbers: Vec<u32>,
        /// The tag.
        tag: String,
    },
    /// Puts the tag with this digit on them.
    TagLinesByKey(Vec<u32>, u8),
    /// Asks for a tag for the lines of these numbers.
    PickTagForLines(Vec<u32>),
    /// Has a saved query tag what it finds, as it was shown; with `again`, also what was untagged by hand.
    Autocode {
        /// The query.
        query: SavedQueryId,
        /// Whether that is tagged again.
        again: bool,
    },
    /// Asks for a tag.
    ChooseTag(TagChoice),
    /// Makes annotations one.
    MergeThese(Vec<AnnotationId>),
    /// Edits the comment of an annotation.
    EditComment(AnnotationId),
    /// Edits a note.
    EditNote(NoteId),
    /// Looks at one of the suspected misreadings that are listed.
    LookAtMisreading(usize),
    /// Does something to the page on the desk.
    Desk(DeskCommand),
    /// Stops the work under way.
    CancelWork,
}

/// Where an article is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the active tab, or in the tab of the active pane that has it already.
    Active,
    /// In a tab of its own.
    Tab,
    /// In the next pane, which is opened if need be.
    Beside,
}

impl Place {
    /// Where an article goes that is chosen while these keys are held: as in a browser with Ctrl into a tab, with Shift beside.
    #[must_use]
    pub fn of(held: egui::Modifiers) -> Self {
        match (held.command, held.shift) {
            (true, _) => Self::Tab,
            (false, true) => Self::Beside,
            (false, false) => Self::Active,
        }
    }
}

/// What a path is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPurpose {
    /// Pages to open.
    Pages,
    /// A notebook to open.
    Notebook,
    /// A notebook to be made.
    NewNotebook,
    /// Where to write the notebook from now on.
    SaveAs,
    /// Where to export the notes.
    Export(Box<ExportPlan>),
    /// Where to save the active article.
    Article,
    /// The file of a missing source.
    Locate(SourceId),
    /// A list of tags to take in.
    ImportCodebook,
    /// Where to write the list of tags.
    ExportCodebook,
    /// Where to write the lines of the concordance.
    Lines(LinesFormat),
    /// Where to write a table of words.
    Words,
    /// Keyword lists to take in.
    ImportKeywords,
    /// Where to write the keyword lists.
    ExportKeywords(KeywordsFormat),
    /// A file whose quotations are to be checked.
    Verify,
    /// A file whose annotations are to be taken in.
    Import,
}

/// In the order in which they were asked for.
pub type Commands = Vec<Command>;

impl Command {
    /// Whether it gives something another name.
    #[must_use]
    pub fn is_rename(&self) -> bool {
        matches!(
            self,
            Self::Request(
                Request::RenameTag { .. }
                    | Request::MoveTagUnder { .. }
                    | Request::MergeTags { .. }
                    | Request::RenameKeywordList { .. }
            )
        )
    }
}
