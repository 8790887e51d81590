//! The registry of commands: one table feeds menus, toolbar, palette, tooltips and the sheet of shortcuts.

use super::{DeskAction, LinesAction, MisreadAction, NoteMark, SortBy, WordsLeaf};
use crate::notebook::Extent;
use crate::page::Role;

/// What the user can have done from anywhere in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the help of each command is in the catalogues, under `command-` and its id")]
pub enum Action {
    OpenFiles,
    OpenFolder,
    NewNotebook,
    OpenNotebook,
    Save,
    SaveAs,
    Backups,
    Bin,
    Undo,
    Redo,
    Palette,
    FilterArticles,
    FoldSources,
    ArrangeLibrary,
    IssueData,
    NextHit,
    PreviousHit,
    NextParagraph,
    PreviousParagraph,
    MoveCaret(Motion),
    Extend(Motion),
    GrowSelection,
    ShrinkSelection,
    SelectAll,
    ClearSelection,
    NextAnnotation,
    PreviousAnnotation,
    /// An edge, and whether it moves outwards.
    MoveEdge(Edge, bool),
    MergeAnnotations,
    SplitAnnotation,
    RemoveAnnotation,
    FindSelection,
    AddKeyword,
    ToggleTag(u8),
    PickTag,
    Comment,
    ArticleNote,
    SourceNote,
    NotebookNote,
    AllNotes,
    MarkNote(NoteMark),
    LinkInNote,
    CopyLink,
    CopyQuotation,
    CopyArticle,
    SaveArticle,
    ExportNotes,
    ImportNotes,
    VerifyDraft,
    LastCheck,
    ToggleRawPage,
    Desk,
    OnDesk(DeskAction),
    Emend,
    Misread(MisreadAction),
    NewTab,
    NextTab,
    PreviousTab,
    CloseTab,
    ReopenTab,
    SplitPane,
    JoinPanes,
    NextPane,
    PreviousPane,
    /// Whether the article goes to the pane at the right.
    MoveTab(bool),
    /// Whether the pane gets wider.
    WidenPane(bool),
    ScrollTogether,
    ScrollTogetherBy,
    NextArticle,
    Back,
    Forward,
    PreviousArticle,
    ToggleStar,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ScaleUp,
    ScaleDown,
    ScaleReset,
    Typography,
    ToggleTheme,
    SwitchLanguage,
    ShowAnnotations,
    ShowCodebook,
    ShowKeywords,
    ShowNotes,
    SuggestKeywords,
    ImportKeywords,
    ExportKeywordsText,
    ExportKeywordsCsv,
    TagPage,
    Quotations,
    TagsThatMeet,
    Concordance,
    Lines(LinesAction),
    Words(WordsLeaf),
    MoveTag,
    MergeTags,
    FoldTags,
    ImportCodebook,
    ExportCodebook,
    Samples,
    SetAuthor,
    Shortcuts,
    Quit,
}

/// Where the caret goes in the text that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "a unit and a direction")]
pub enum Motion {
    CharBack,
    CharForward,
    WordBack,
    WordForward,
    SentenceBack,
    SentenceForward,
    LineUp,
    LineDown,
    LineStart,
    LineEnd,
    ParagraphBack,
    ParagraphForward,
}

/// An end of an annotation, in reading order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edge {
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}

/// What a command needs before it can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// An article in the active pane.
    Article,
    /// A text with a caret: an article, or the page on the desk.
    Text,
    /// A page on the desk.
    Desk,
    /// A list of what was perhaps misread. Its keys come before those of the reader above it.
    Misreadings,
    /// A paragraph in focus, or a selection.
    Paragraph,
    /// As [`Paragraph`](Self::Paragraph), or a page on the desk.
    Readable,
    /// Selected text.
    Selection,
    /// An annotation that the user stands on.
    Annotation,
    /// A selection or an annotation.
    Marked,
    /// Something to undo.
    Past,
    /// Something to redo.
    Future,
    /// A page that is open.
    Pages,
    /// Annotations or notes.
    Notes,
    /// A file whose quotations were checked.
    Checked,
    /// A tag.
    Tags,
    /// Lines of the concordance.
    Lines,
    /// More than one pane.
    Panes,
    /// A tab that was closed.
    Closed,
    /// A note that is being written.
    Writing,
    /// A note that is being written, or an annotation.
    Linkable,
}

/// What there is at the moment, for the rules of [`Needs`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// An article is in the active pane.
    pub article: bool,
    /// A paragraph is in focus, or text is selected.
    pub paragraph: bool,
    /// Text is selected.
    pub selection: bool,
    /// The user stands on an annotation.
    pub annotation: bool,
    /// There is something to undo.
    pub past: bool,
    /// There is something to redo.
    pub future: bool,
    /// A page is open.
    pub pages: bool,
    /// There are annotations or notes.
    pub notes: bool,
    /// A file's quotations were checked.
    pub checked: bool,
    /// There are tags.
    pub tags: bool,
    /// More than one pane stands side by side.
    pub panes: bool,
    /// A tab was closed that can be opened again.
    pub closed: bool,
    /// A note is being written.
    pub writing: bool,
    /// A page lies on the desk; there is no article then, nor anything in one.
    pub desk: bool,
    /// What was perhaps misread is listed.
    pub misreadings: bool,
    /// The concordance is open and has lines.
    pub lines: bool,
}

/// A row of the registry.
#[derive(Clone, Copy, Debug)]
pub struct CommandInfo {
    /// What it does.
    pub action: Action,
    /// Id of its help in the catalogues.
    pub message: &'static str,
    /// Its keys, `+` between them, as in `Ctrl+Shift+Z`; empty if it has none. Alternatives are parted by a space.
    pub keys: &'static str,
    /// When it can be used.
    pub needs: Needs,
    /// Whether its keys also work while the user types into a field.
    pub works_while_typing: bool,
}

impl CommandInfo {
    /// Whether its keys are its own while it can be used, whatever else they mean.
    #[must_use]
    pub fn takes_keys_first(&self) -> bool {
        self.needs == Needs::Misreadings
    }

    /// Whether it can be used now.
    #[must_use]
    pub fn is_enabled(&self, context: Context) -> bool {
        match self.needs {
            Needs::Nothing => true,
            Needs::Article => context.article,
            Needs::Text => context.article || context.desk,
            Needs::Desk => context.desk,
            Needs::Misreadings => context.misreadings,
            Needs::Paragraph => context.paragraph,
            Needs::Readable => context.paragraph || context.desk,
            Needs::Selection => context.selection,
            Needs::Annotation => context.annotation,
            Needs::Marked => context.selection || context.annotation,
            Needs::Past => context.past,
            Needs::Future => context.future,
            Needs::Pages => context.pages,
            Needs::Notes => context.notes,
            Needs::Checked => context.checked,
            Needs::Tags => context.tags,
            Needs::Lines => context.lines,
            Needs::Panes => context.panes,
            Needs::Closed => context.closed,
            Needs::Writing => context.writing,
            Needs::Linkable => context.annotation || context.writing && context.notes,
        }
    }
}

const fn row(action: Action, message: &'static str, keys: &'static str, needs: Needs) -> CommandInfo {
    CommandInfo { action, message, keys, needs, works_while_typing: true }
}

/// A row whose keys are letters, digits or arrows: while the user types they belong to the field.
const fn bare(action: Action, message: &'static str, keys: &'static str, needs: Needs) -> CommandInfo {
    CommandInfo { action, message, keys, needs, works_while_typing: false }
}

/// All commands, in the order of the sheet of shortcuts.
pub const COMMANDS: &[CommandInfo] = &[
    row(Action::OpenFiles, "command-open-files", "Ctrl+O", Needs::Nothing),
    row(Action::OpenFolder, "command-open-folder", "Ctrl+Shift+O", Needs::Nothing),
    row(Action::Samples, "command-samples", "", Needs::Nothing),
    row(Action::NewNotebook, "command-new-notebook", "Ctrl+N", Needs::Nothing),
    row(Action::OpenNotebook, "command-open-notebook", "Ctrl+Shift+N", Needs::Nothing),
    row(Action::Save, "command-save", "Ctrl+S", Needs::Nothing),
    row(Action::SaveAs, "command-save-as", "Ctrl+Shift+S", Needs::Nothing),
    row(Action::Backups, "command-backups", "Ctrl+Shift+B", Needs::Nothing),
    row(Action::Bin, "command-bin", "Ctrl+Shift+Delete", Needs::Nothing),
    bare(Action::Undo, "command-undo", "Ctrl+Z", Needs::Past),
    bare(Action::Redo, "command-redo", "Ctrl+Shift+Z Ctrl+Y", Needs::Future),
    row(Action::Palette, "command-palette", "Ctrl+K", Needs::Nothing),
    row(Action::FilterArticles, "command-filter-articles", "Ctrl+F", Needs::Pages),
    row(Action::FoldSources, "command-fold-sources", "", Needs::Pages),
    row(Action::ArrangeLibrary, "command-arrange-library", "Ctrl+Shift+A", Needs::Pages),
    bare(Action::IssueData, "command-issue-data", "I", Needs::Article),
    row(Action::NextHit, "command-next-hit", "F3", Needs::Article),
    row(Action::PreviousHit, "command-previous-hit", "Shift+F3", Needs::Article),
    bare(Action::NextParagraph, "command-next-paragraph", "Down J", Needs::Article),
    bare(Action::PreviousParagraph, "command-previous-paragraph", "Up K", Needs::Article),
    bare(Action::MoveCaret(Motion::CharBack), "command-move-char", "Left", Needs::Text),
    bare(Action::MoveCaret(Motion::CharForward), "command-move-char", "Right", Needs::Text),
    bare(Action::MoveCaret(Motion::WordBack), "command-move-word", "Ctrl+Left", Needs::Text),
    bare(Action::MoveCaret(Motion::WordForward), "command-move-word", "Ctrl+Right", Needs::Text),
    bare(Action::Extend(Motion::CharBack), "command-extend-char", "Shift+Left", Needs::Text),
    bare(Action::Extend(Motion::CharForward), "command-extend-char", "Shift+Right", Needs::Text),
    bare(Action::Extend(Motion::WordBack), "command-extend-word", "Ctrl+Shift+Left", Needs::Text),
    bare(Action::Extend(Motion::WordForward), "command-extend-word", "Ctrl+Shift+Right", Needs::Text),
    bare(Action::Extend(Motion::LineUp), "command-extend-line", "Shift+Up", Needs::Text),
    bare(Action::Extend(Motion::LineDown), "command-extend-line", "Shift+Down", Needs::Text),
    bare(Action::Extend(Motion::LineStart), "command-extend-line-edge", "Shift+Home", Needs::Text),
    bare(Action::Extend(Motion::LineEnd), "command-extend-line-edge", "Shift+End", Needs::Text),
    bare(Action::Extend(Motion::ParagraphBack), "command-extend-paragraph", "Ctrl+Shift+Up", Needs::Text),
    bare(Action::Extend(Motion::ParagraphForward), "command-extend-paragraph", "Ctrl+Shift+Down", Needs::Text),
    bare(Action::GrowSelection, "command-grow-selection", "E", Needs::Paragraph),
    bare(Action::ShrinkSelection, "command-shrink-selection", "Shift+E", Needs::Selection),
    bare(Action::SelectAll, "command-select-all", "Ctrl+A", Needs::Article),
    bare(Action::ClearSelection, "command-clear-selection", "Escape", Needs::Marked),
    bare(Action::NextAnnotation, "command-next-annotation", "A", Needs::Article),
    bare(Action::PreviousAnnotation, "command-previous-annotation", "Shift+A", Needs::Article),
    bare(Action::MoveEdge(Edge::Start, true), "command-move-start", "OpenBracket", Needs::Annotation),
    bare(Action::MoveEdge(Edge::Start, false), "command-move-start", "Alt+OpenBracket", Needs::Annotation),
    bare(Action::MoveEdge(Edge::End, false), "command-move-end", "Alt+CloseBracket", Needs::Annotation),
    bare(Action::MoveEdge(Edge::End, true), "command-move-end", "CloseBracket", Needs::Annotation),
    bare(Action::MergeAnnotations, "command-merge-annotations", "M", Needs::Marked),
    bare(Action::SplitAnnotation, "command-split-annotation", "X", Needs::Annotation),
    bare(Action::RemoveAnnotation, "command-remove-annotation", "Delete", Needs::Annotation),
    bare(Action::NextArticle, "command-next-article", "Ctrl+Down", Needs::Pages),
    bare(Action::PreviousArticle, "command-previous-article", "Ctrl+Up", Needs::Pages),
    row(Action::Back, "command-back", "Alt+Left", Needs::Pages),
    row(Action::Forward, "command-forward", "Alt+Right", Needs::Pages),
    bare(Action::ToggleTag(1), "command-toggle-tag", "1", Needs::Paragraph),
    bare(Action::ToggleTag(2), "command-toggle-tag", "2", Needs::Paragraph),
    bare(Action::ToggleTag(3), "command-toggle-tag", "3", Needs::Paragraph),
    bare(Action::ToggleTag(4), "command-toggle-tag", "4", Needs::Paragraph),
    bare(Action::ToggleTag(5), "command-toggle-tag", "5", Needs::Paragraph),
    bare(Action::ToggleTag(6), "command-toggle-tag", "6", Needs::Paragraph),
    bare(Action::ToggleTag(7), "command-toggle-tag", "7", Needs::Paragraph),
    bare(Action::ToggleTag(8), "command-toggle-tag", "8", Needs::Paragraph),
    bare(Action::ToggleTag(9), "command-toggle-tag", "9", Needs::Paragraph),
    bare(Action::PickTag, "command-pick-tag", "T", Needs::Paragraph),
    bare(Action::Comment, "command-comment", "N", Needs::Paragraph),
    bare(Action::ArticleNote, "command-article-note", "Shift+N", Needs::Article),
    row(Action::SourceNote, "command-source-note", "Alt+N", Needs::Article),
    row(Action::NotebookNote, "command-notebook-note", "Alt+Shift+N", Needs::Nothing),
    row(Action::AllNotes, "command-all-notes", "Ctrl+Shift+L", Needs::Nothing),
    row(Action::LinkInNote, "command-link-in-note", "Ctrl+L", Needs::Linkable),
    bare(Action::CopyLink, "command-copy-link", "Alt+L", Needs::Annotation),
    row(Action::MarkNote(NoteMark::Strong), "command-note-strong", "Ctrl+B", Needs::Writing),
    row(Action::MarkNote(NoteMark::Emphasis), "command-note-emphasis", "Ctrl+I", Needs::Writing),
    row(Action::MarkNote(NoteMark::Heading), "command-note-heading", "", Needs::Writing),
    row(Action::MarkNote(NoteMark::Quote), "command-note-quote", "", Needs::Writing),
    row(Action::MarkNote(NoteMark::List), "command-note-list", "", Needs::Writing),
    row(Action::MarkNote(NoteMark::Task), "command-note-task", "", Needs::Writing),
    bare(Action::FindSelection, "command-find-selection", "F", Needs::Marked),
    bare(Action::AddKeyword, "command-add-keyword", "Shift+K", Needs::Selection),
    bare(Action::CopyQuotation, "command-copy-quotation", "C", Needs::Paragraph),
    row(Action::CopyArticle, "command-copy-article", "Ctrl+Shift+C", Needs::Article),
    row(Action::SaveArticle, "command-save-article", "Ctrl+Shift+E", Needs::Article),
    row(Action::ExportNotes, "command-export-notes", "Ctrl+E", Needs::Notes),
    row(Action::ImportNotes, "command-import-notes", "Ctrl+Shift+I", Needs::Nothing),
    row(Action::VerifyDraft, "command-verify-draft", "Ctrl+J", Needs::Pages),
    row(Action::LastCheck, "command-last-check", "Ctrl+Shift+J", Needs::Checked),
    bare(Action::ToggleStar, "command-toggle-star", "S", Needs::Article),
    bare(Action::ToggleRawPage, "command-toggle-raw-page", "R", Needs::Article),
    bare(Action::Emend, "command-emend", "W", Needs::Readable),
    bare(Action::Misread(MisreadAction::Open), "command-misreadings", "Shift+W", Needs::Article),
    bare(Action::Misread(MisreadAction::Accept), "command-misread-accept", "Y", Needs::Misreadings),
    bare(Action::Misread(MisreadAction::Dismiss), "command-misread-dismiss", "N", Needs::Misreadings),
    bare(Action::Misread(MisreadAction::Next), "command-misread-next", "J", Needs::Misreadings),
    bare(Action::Misread(MisreadAction::Previous), "command-misread-previous", "Shift+J", Needs::Misreadings),
    bare(Action::Misread(MisreadAction::Close), "command-misread-close", "Escape", Needs::Misreadings),
    bare(Action::Desk, "command-desk", "P", Needs::Article),
    bare(Action::OnDesk(DeskAction::NextDoubt), "command-desk-next-doubt", "J", Needs::Desk),
    bare(Action::OnDesk(DeskAction::PreviousDoubt), "command-desk-previous-doubt", "Shift+J", Needs::Desk),
    bare(Action::OnDesk(DeskAction::Yes), "command-desk-yes", "Y", Needs::Desk),
    bare(Action::OnDesk(DeskAction::No), "command-desk-no", "N", Needs::Desk),
    bare(Action::OnDesk(DeskAction::NextPart), "command-desk-next-part", "K", Needs::Desk),
    bare(Action::OnDesk(DeskAction::PreviousPart), "command-desk-previous-part", "Shift+K", Needs::Desk),
    bare(Action::MoveCaret(Motion::LineUp), "command-move-line", "Up", Needs::Desk),
    bare(Action::MoveCaret(Motion::LineDown), "command-move-line", "Down", Needs::Desk),
    bare(Action::MoveCaret(Motion::SentenceBack), "command-move-sentence", "Comma", Needs::Text),
    bare(Action::MoveCaret(Motion::SentenceForward), "command-move-sentence", "Period", Needs::Text),
    bare(Action::OnDesk(DeskAction::Split), "command-desk-split", "Enter", Needs::Desk),
    bare(Action::OnDesk(DeskAction::Join), "command-desk-join", "Backspace", Needs::Desk),
    bare(Action::OnDesk(DeskAction::BeginArticle), "command-desk-begin-article", "Shift+Enter", Needs::Desk),
    bare(Action::OnDesk(DeskAction::JoinArticle), "command-desk-join-article", "Shift+Backspace", Needs::Desk),
    bare(Action::OnDesk(DeskAction::MoveUp), "command-desk-move-up", "Alt+Up", Needs::Desk),
    bare(Action::OnDesk(DeskAction::MoveDown), "command-desk-move-down", "Alt+Down", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SendTo), "command-desk-send-to", "M", Needs::Desk),
    bare(Action::OnDesk(DeskAction::NewArticle), "command-desk-new-article", "Shift+M", Needs::Desk),
    bare(Action::OnDesk(DeskAction::Hide), "command-desk-hide", "H Delete", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::Headline)), "command-desk-headline", "1", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::Kicker)), "command-desk-kicker", "2", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::Deck)), "command-desk-deck", "3", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::Byline)), "command-desk-byline", "4", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::SectionHead)), "command-desk-section-head", "5", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::Body)), "command-desk-body", "6", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::Caption)), "command-desk-caption", "7", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::Credit)), "command-desk-credit", "8", Needs::Desk),
    bare(Action::OnDesk(DeskAction::SetRole(Role::Info)), "command-desk-info", "9", Needs::Desk),
    bare(Action::OnDesk(DeskAction::PickRole), "command-desk-pick-role", "T", Needs::Desk),
    bare(Action::OnDesk(DeskAction::RestoreArticle), "command-desk-restore-article", "Shift+R", Needs::Desk),
    row(Action::OnDesk(DeskAction::RestorePage), "command-desk-restore-page", "Ctrl+Shift+R", Needs::Desk),
    bare(Action::OnDesk(DeskAction::Leave), "command-desk-leave", "Escape", Needs::Desk),
    row(Action::NewTab, "command-new-tab", "Ctrl+T", Needs::Nothing),
    row(Action::NextTab, "command-next-tab", "Ctrl+Tab Ctrl+PageDown", Needs::Nothing),
    row(Action::PreviousTab, "command-previous-tab", "Ctrl+Shift+Tab Ctrl+PageUp", Needs::Nothing),
    row(Action::CloseTab, "command-close-tab", "Ctrl+W", Needs::Nothing),
    row(Action::ReopenTab, "command-reopen-tab", "Ctrl+Shift+T", Needs::Closed),
    row(Action::SplitPane, "command-split-pane", "Ctrl+Backslash", Needs::Article),
    row(Action::JoinPanes, "command-join-panes", "Ctrl+1", Needs::Panes),
    row(Action::NextPane, "command-next-pane", "F6", Needs::Panes),
    row(Action::PreviousPane, "command-previous-pane", "Shift+F6", Needs::Panes),
    bare(Action::MoveTab(true), "command-move-tab-right", "Alt+Shift+Right", Needs::Article),
    bare(Action::MoveTab(false), "command-move-tab-left", "Alt+Shift+Left", Needs::Article),
    bare(Action::WidenPane(true), "command-widen-pane", "Alt+Shift+Up", Needs::Panes),
    bare(Action::WidenPane(false), "command-narrow-pane", "Alt+Shift+Down", Needs::Panes),
    bare(Action::ScrollTogether, "command-scroll-together", "L", Needs::Panes),
    bare(Action::ScrollTogetherBy, "command-scroll-together-by", "Shift+L", Needs::Panes),
    row(Action::ShowAnnotations, "command-show-annotations", "Alt+1", Needs::Nothing),
    row(Action::ShowCodebook, "command-show-codebook", "Alt+2", Needs::Nothing),
    row(Action::ShowKeywords, "command-show-keywords", "Alt+3", Needs::Nothing),
    row(Action::ShowNotes, "command-show-notes", "Alt+4", Needs::Nothing),
    row(Action::TagPage, "command-tag-page", "Ctrl+G", Needs::Tags),
    row(Action::Quotations, "command-quotations", "Ctrl+Shift+F", Needs::Nothing),
    row(Action::TagsThatMeet, "command-tags-that-meet", "Ctrl+Shift+G", Needs::Tags),
    row(Action::Concordance, "command-concordance", "Ctrl+H", Needs::Pages),
    row(Action::Words(WordsLeaf::Frequencies), "command-words-frequencies", "Ctrl+Shift+H", Needs::Pages),
    row(Action::Words(WordsLeaf::Collocates), "command-words-collocates", "", Needs::Pages),
    row(Action::Words(WordsLeaf::Keyness), "command-words-keyness", "", Needs::Pages),
    row(Action::Lines(LinesAction::Sort(SortBy::Text)), "command-lines-sort-text", "", Needs::Lines),
    row(Action::Lines(LinesAction::Sort(SortBy::Left)), "command-lines-sort-left", "", Needs::Lines),
    row(Action::Lines(LinesAction::Sort(SortBy::Node)), "command-lines-sort-node", "", Needs::Lines),
    row(Action::Lines(LinesAction::Sort(SortBy::Right)), "command-lines-sort-right", "", Needs::Lines),
    row(Action::Lines(LinesAction::Sort(SortBy::Date)), "command-lines-sort-date", "", Needs::Lines),
    row(Action::Lines(LinesAction::MoreContext), "command-lines-more-context", "", Needs::Lines),
    row(Action::Lines(LinesAction::LessContext), "command-lines-less-context", "", Needs::Lines),
    row(Action::Lines(LinesAction::SelectAll), "command-lines-select-all", "", Needs::Lines),
    row(Action::Lines(LinesAction::PickTag), "command-lines-pick-tag", "", Needs::Lines),
    row(Action::Lines(LinesAction::Extent(Extent::Hit)), "command-lines-extent-hit", "", Needs::Lines),
    row(Action::Lines(LinesAction::Extent(Extent::Sentence)), "command-lines-extent-sentence", "", Needs::Lines),
    row(Action::Lines(LinesAction::Extent(Extent::Paragraph)), "command-lines-extent-paragraph", "", Needs::Lines),
    row(Action::Lines(LinesAction::SaveQuery), "command-lines-save-query", "", Needs::Lines),
    row(Action::Lines(LinesAction::Autocode), "command-lines-autocode", "", Needs::Lines),
    row(Action::Lines(LinesAction::ExportCsv), "command-lines-export-csv", "", Needs::Lines),
    row(Action::Lines(LinesAction::ExportMarkdown), "command-lines-export-markdown", "", Needs::Lines),
    row(Action::MoveTag, "command-move-tag", "", Needs::Tags),
    row(Action::MergeTags, "command-merge-tags", "", Needs::Tags),
    row(Action::FoldTags, "command-fold-tags", "", Needs::Tags),
    row(Action::ImportCodebook, "command-import-codebook", "", Needs::Nothing),
    row(Action::ExportCodebook, "command-export-codebook", "", Needs::Tags),
    row(Action::SuggestKeywords, "command-suggest-keywords", "", Needs::Pages),
    row(Action::ImportKeywords, "command-import-keywords", "", Needs::Nothing),
    row(Action::ExportKeywordsText, "command-export-keywords-text", "", Needs::Nothing),
    row(Action::ExportKeywordsCsv, "command-export-keywords-csv", "", Needs::Nothing),
    row(Action::ZoomIn, "command-zoom-in", "Ctrl+Equals Ctrl+Plus", Needs::Nothing),
    row(Action::ZoomOut, "command-zoom-out", "Ctrl+Minus", Needs::Nothing),
    row(Action::ZoomReset, "command-zoom-reset", "Ctrl+0", Needs::Nothing),
    row(Action::ScaleUp, "command-scale-up", "Ctrl+Alt+Equals Ctrl+Alt+Plus", Needs::Nothing),
    row(Action::ScaleDown, "command-scale-down", "Ctrl+Alt+Minus", Needs::Nothing),
    row(Action::ScaleReset, "command-scale-reset", "Ctrl+Alt+0", Needs::Nothing),
    row(Action::Typography, "command-typography", "Ctrl+Comma", Needs::Nothing),
    row(Action::ToggleTheme, "command-toggle-theme", "Ctrl+D", Needs::Nothing),
    row(Action::SwitchLanguage, "command-switch-language", "", Needs::Nothing),
    row(Action::SetAuthor, "command-set-author", "", Needs::Nothing),
    row(Action::Shortcuts, "command-shortcuts", "F1", Needs::Nothing),
    row(Action::Quit, "command-quit", "Ctrl+Q", Needs::Nothing),
];

impl Action {
    /// Its row of the registry.
    #[must_use]
    pub fn info(self) -> Option<&'static CommandInfo> {
        COMMANDS.iter().find(|info| info.action == self)
    }

    /// Whether the desk stays as it is: what shows something else where the desk lies, or beside it, puts it away.
    #[must_use]
    pub fn keeps_desk(self) -> bool {
        !matches!(
            self,
            Self::NewTab
                | Self::NextTab
                | Self::PreviousTab
                | Self::CloseTab
                | Self::ReopenTab
                | Self::JoinPanes
                | Self::NextPane
                | Self::PreviousPane
                | Self::WidenPane(_)
                | Self::ScrollTogether
                | Self::ScrollTogetherBy
                | Self::Quotations
                | Self::TagsThatMeet
                | Self::Concordance
                | Self::Words(_)
                | Self::FindSelection
                | Self::TagPage
                | Self::ShowAnnotations
                | Self::ShowCodebook
                | Self::ShowKeywords
                | Self::ShowNotes
                | Self::SuggestKeywords
                | Self::NotebookNote
                | Self::AllNotes
        )
    }

    /// Whether its keys work while a dialog waits for an answer.
    #[must_use]
    pub fn works_over_dialog(self) -> bool {
        matches!(self, Self::Save | Self::Quit | Self::ScaleUp | Self::ScaleDown | Self::ScaleReset | Self::ToggleTheme)
    }

    /// Whether it moves the caret or an edge: something for keys, which nobody looks for by name.
    #[must_use]
    pub fn is_motion(self) -> bool {
        matches!(self, Self::MoveCaret(_) | Self::Extend(_) | Self::MoveEdge(..))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::i18n::{Catalogue, Language};

    /// All that there can be while a page lies on the desk.
    const FULL_DESK: Context = Context {
        article: false,
        paragraph: false,
        selection: false,
        annotation: false,
        past: true,
        future: true,
        pages: true,
        notes: true,
        checked: true,
        tags: true,
        panes: true,
        closed: true,
        writing: false,
        desk: true,
        misreadings: false,
        lines: true,
    };

    #[test]
    fn no_two_commands_share_keys_and_each_has_a_help() {
        // On the desk other keys hold than in a reader; what needs neither is there in both.
        let in_reader = |info: &CommandInfo| !matches!(info.needs, Needs::Desk | Needs::Misreadings);
        let in_list = |info: &CommandInfo| info.needs == Needs::Misreadings;
        let on_desk = |info: &CommandInfo| info.is_enabled(FULL_DESK);
        for rows in [&in_reader as &dyn Fn(&CommandInfo) -> bool, &on_desk, &in_list] {
            let mut seen = BTreeSet::new();
            for keys in COMMANDS.iter().filter(|info| rows(info)).flat_map(|info| info.keys.split_whitespace()) {
                assert!(seen.insert(keys), "{keys} is there twice");
            }
        }
        let catalogue = Catalogue::new(Language::Chinese);
        for info in COMMANDS {
            assert!(catalogue.has(info.message), "{} has no text", info.message);
            assert_eq!(info.action.info().map(|found| found.keys), Some(info.keys));
        }
    }
}
