use serde::{Deserialize, Serialize};

use crate::i18n::Message;
use crate::notebook::{AnnotationId, BinnedId, Color, EmendationId, Extent, NoteId, QueryOptions, WordRole};
use crate::page::{LayoutEdit, LunarDate, Weekday};
use crate::store::ron_message;
use crate::text::CharSpan;

/// What a user or a script asks for, in names. The window makes these, and `jianbao apply` reads one a line in RON, such as
/// `AddTag(name: "欠薪追回", color: "#B23A26")`.
///
/// A source is named by its file name, by its hash, or by the first eight or more digits of its hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Request {
    /// A new tag at the end of the codebook; its name is a path, `欠薪/追回`. Without a colour, the next one of the palette; without a shortcut, the lowest
    /// free digit.
    AddTag {
        /// Not blank, not another tag's.
        name: String,
        /// Colour of stripes and chips.
        #[serde(default)]
        color: Option<Color>,
        /// When to use it.
        #[serde(default)]
        description: String,
        /// 1 to 9.
        #[serde(default)]
        shortcut: Option<u8>,
    },
    /// Another name for a tag. A name is a path, `欠薪/追回`: what stands under the tag moves with it.
    RenameTag {
        /// The tag, or a path that leads to tags.
        tag: String,
        /// Its new name.
        to: String,
    },
    /// Another colour for a tag.
    RecolorTag {
        /// The tag.
        tag: String,
        /// Its new colour.
        color: Color,
    },
    /// Another description for a tag.
    DescribeTag {
        /// The tag.
        tag: String,
        /// When to use it.
        description: String,
    },
    /// Another digit for a tag, taken from the tag that had it; none takes it away.
    SetShortcut {
        /// The tag.
        tag: String,
        /// 1 to 9.
        shortcut: Option<u8>,
    },
    /// Another place in the codebook.
    MoveTag {
        /// The tag.
        tag: String,
        /// Place counted from 0.
        to: usize,
    },
    /// Puts a tag, with all that stand under it, into another place of the tree.
    MoveTagUnder {
        /// The tag, or a path that leads to tags.
        tag: String,
        /// What it stands under from now on; the top if blank. No tag need be called so.
        #[serde(default)]
        parent: String,
        /// The sibling before which it stands; behind all of them if not given.
        #[serde(default)]
        before: Option<String>,
    },
    /// One tag instead of two: annotations that carry the first carry the second. What stands under the first comes under the
    /// second, and is merged with what has its name there. The first goes to the bin.
    MergeTags {
        /// The tag that goes.
        tag: String,
        /// The tag that stays. It takes shortcut and description of the other where it has none.
        into: String,
    },
    /// Takes in a list of tags, merged by name. If a line is wrong, nothing is changed.
    ImportCodebook {
        /// Lines of name, colour, description, shortcut, separated by commas, with a line of headings or without. A blank
        /// cell leaves a tag that is there as it is.
        csv: String,
    },
    /// Takes a tag out of the codebook and off every annotation. An annotation left without tag and comment goes too.
    RemoveTag {
        /// The tag.
        tag: String,
    },
    /// A new annotation.
    Annotate {
        /// The source; it must be open.
        source: String,
        /// Where, in reading order, in code points.
        spans: Vec<CharSpan>,
        /// Tags of the codebook.
        #[serde(default)]
        tags: Vec<String>,
        /// May be empty if there are tags.
        #[serde(default)]
        comment: String,
    },
    /// Puts a tag on just these spans, or takes it off: the annotation there is made, changed or removed as need be.
    ToggleTag {
        /// The source; it must be open.
        source: String,
        /// Where.
        spans: Vec<CharSpan>,
        /// A tag of the codebook.
        tag: String,
    },
    /// Puts a tag on many places in one step, or takes it off all. A place that has it already stays as it is, and one that has an
    /// annotation on just these spans gets the tag there.
    TagPassages {
        /// A tag of the codebook.
        tag: String,
        /// Where.
        passages: Vec<Passage>,
        /// Whether the tag is put on.
        #[serde(default = "yes")]
        on: bool,
    },
    /// Another comment for an annotation. An empty one on an annotation without tags removes it.
    Comment {
        /// The annotation.
        annotation: AnnotationId,
        /// The new text.
        comment: String,
    },
    /// Other tags for an annotation.
    Retag {
        /// The annotation.
        annotation: AnnotationId,
        /// All its tags from now on.
        tags: Vec<String>,
    },
    /// Removes an annotation.
    RemoveAnnotation {
        /// The annotation.
        annotation: AnnotationId,
    },
    /// Another place for an annotation: one of its edges was moved, say.
    MoveAnnotation {
        /// The annotation; its quotation must stand in its source, which must be open.
        annotation: AnnotationId,
        /// Where from now on, in reading order, in code points.
        spans: Vec<CharSpan>,
    },
    /// Makes one annotation of several: their places together, in reading order, all their tags, and their comments one
    /// below the other. The oldest stays.
    MergeAnnotations {
        /// Two or more of one source.
        annotations: Vec<AnnotationId>,
    },
    /// Makes two annotations of one, both with its tags. The comment stays with the first, but for one without tags.
    SplitAnnotation {
        /// The annotation.
        annotation: AnnotationId,
        /// Code point of the source with which the second begins.
        at: u32,
    },
    /// A new note.
    AddNote {
        /// What it is on.
        target: Target,
        /// Not blank.
        text: String,
    },
    /// Another text for a note; a blank one removes it.
    EditNote {
        /// The note.
        note: NoteId,
        /// The new text.
        text: String,
    },
    /// Removes a note.
    RemoveNote {
        /// The note.
        note: NoteId,
    },
    /// A new keyword list, switched on.
    AddKeywordList {
        /// Not blank, not another list's.
        name: String,
        /// Colour of its hits; the next one of the palette if not given.
        #[serde(default)]
        color: Option<Color>,
        /// Its terms.
        #[serde(default)]
        terms: Vec<String>,
    },
    /// Other terms for a keyword list.
    SetTerms {
        /// The list.
        list: String,
        /// All its terms from now on.
        terms: Vec<String>,
    },
    /// Whether hits of a keyword list must begin and end where a word does, so that 人大 is not lit in 工人大会.
    SetWholeWords {
        /// The list.
        list: String,
        /// Whether they must.
        on: bool,
    },
    /// Takes in keyword lists, merged by name. If a term is wrong, nothing is changed.
    ImportKeywordLists {
        /// A term a line below `# NAME OF THE LIST`, or CSV with a line of headings: `list`, `color`, `term`.
        text: String,
        /// The list for terms above the first name.
        #[serde(default)]
        list: Option<String>,
    },
    /// Words for the lexicon.
    AddWords {
        /// `Own` for words of the user's, `Stop` for stop words.
        role: WordRole,
        /// The words.
        words: Vec<String>,
    },
    /// Takes words out of the lexicon again.
    RemoveWords {
        /// What they are for.
        role: WordRole,
        /// The words.
        words: Vec<String>,
    },
    /// Gives a query a name, and perhaps a tag for what it finds. One of this name gets the rest anew.
    SaveQuery {
        /// Not blank.
        name: String,
        /// The query.
        text: String,
        /// `(regex: true, exact: true, scripts: true, misread: true, whole_words: true)`, each off if not given.
        #[serde(default)]
        options: QueryOptions,
        /// A tag of the codebook.
        #[serde(default)]
        tag: Option<String>,
        /// `Hit`, `Sentence` or `Paragraph`.
        #[serde(default)]
        extent: Extent,
    },
    /// Removes a saved query. What it has tagged stays.
    RemoveQuery {
        /// The query.
        query: String,
    },
    /// Puts the tag of a saved query on what it finds in the open articles, as one step. What carries the tag already stays as it
    /// is, and what was untagged by hand since the query has tagged it is not tagged again.
    Autocode {
        /// The query.
        query: String,
        /// Whether that is tagged again, too.
        #[serde(default)]
        again: bool,
        /// What it finds, where that is known already.
        #[serde(default)]
        passages: Option<Vec<Passage>>,
    },
    /// Switches a keyword list on or off.
    SwitchKeywordList {
        /// The list.
        list: String,
        /// Whether it is lit.
        on: bool,
    },
    /// Another name for a keyword list.
    RenameKeywordList {
        /// The list.
        list: String,
        /// Its new name.
        to: String,
    },
    /// Another colour for a keyword list.
    RecolorKeywordList {
        /// The list.
        list: String,
        /// Its new colour.
        color: Color,
    },
    /// Removes a keyword list.
    RemoveKeywordList {
        /// The list.
        list: String,
    },
    /// Marks an article as read or unread.
    MarkRead {
        /// Its source.
        source: String,
        /// Code point at which its headline, or its first part, starts.
        at: u32,
        /// Whether it was read.
        read: bool,
    },
    /// Stars an article or takes the star away.
    Star {
        /// Its source.
        source: String,
        /// Code point at which its headline, or its first part, starts.
        at: u32,
        /// Whether it is starred.
        starred: bool,
    },
    /// Takes a source out of the library. Its annotations stay, unchecked, and come back with it.
    RemoveSource {
        /// The source.
        source: String,
    },
    /// Brings a removed source back.
    RestoreSource {
        /// The source.
        source: String,
    },
    /// Brings back what lies in the bin, with all that went with it. A name that is taken by now gets a number.
    RestoreBinned {
        /// What lies in the bin.
        binned: BinnedId,
    },
    /// Deletes one thing in the bin for good.
    DiscardBinned {
        /// What lies in the bin.
        binned: BinnedId,
    },
    /// Deletes for good all that lies in the bin, and removed sources that nothing speaks of.
    EmptyBin,
    /// Puts a page's layout right: `EditLayout(source: "p.txt", edit: Join(at: 120))`.
    EditLayout {
        /// The source, which must be open.
        source: String,
        /// What is done; see [`LayoutEdit`].
        edit: LayoutEdit,
    },
    /// The page's layout is as it was recovered again.
    RestoreLayout {
        /// The source.
        source: String,
    },
    /// What one article holds is as it was recovered again.
    RestoreArticle {
        /// The source, which must be open.
        source: String,
        /// Any code point of the article.
        at: u32,
    },
    /// Says of what issue a source is, in the place of what its page tells. What is not given is not known.
    SetIssue {
        /// The source; it need not be open.
        source: String,
        /// Name of the paper.
        #[serde(default)]
        paper: Option<String>,
        /// Day of issue, such as 2022-06-27.
        #[serde(default)]
        date: Option<String>,
        /// Day of the week, 1 for Monday to 7 for Sunday.
        #[serde(default)]
        weekday: Option<Weekday>,
        /// Day of the Chinese calendar, such as 壬寅年五月廿九.
        #[serde(default)]
        lunar: Option<LunarDate>,
        /// Number of the issue.
        #[serde(default)]
        number: Option<u32>,
        /// Page of the issue.
        #[serde(default)]
        page: Option<String>,
        /// Where its stories are dated from.
        #[serde(default)]
        places: Vec<String>,
    },
    /// The issue of a source is what its page tells again.
    RestoreIssue {
        /// The source.
        source: String,
    },
    /// A source has come back changed: what was said about the old one is taken along to the new one where it is found again for
    /// sure. The rest stays, and is placed one by one by [`PlaceAnnotation`](Self::PlaceAnnotation).
    MoveToSource {
        /// The old source; it need not be open.
        from: String,
        /// The new one, which must be open.
        to: String,
    },
    /// An annotation stands elsewhere, perhaps in another source.
    PlaceAnnotation {
        /// The annotation.
        annotation: AnnotationId,
        /// The source, which must be open.
        source: String,
        /// Where, in reading order.
        spans: Vec<CharSpan>,
    },
    /// What the scanner misread is read otherwise, as a layer: the source stays as it is. Emendations that it overlaps go.
    Emend {
        /// The source, which must be open.
        source: String,
        /// What was misread.
        span: CharSpan,
        /// What is read; blank or what stands there anyway means that the original is right.
        reading: String,
    },
    /// The original is read again, and may be asked about again.
    RemoveEmendation {
        /// The emendation.
        emendation: EmendationId,
    },
    /// Takes back the last step.
    Undo,
    /// Does again what was undone.
    Redo,
}

fn yes() -> bool {
    true
}

/// A place in a source, in names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The source; it must be open.
    pub source: String,
    /// Where, in reading order, in code points.
    pub spans: Vec<CharSpan>,
}

/// What a note is on, in names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Target {
    /// The notebook as a whole.
    Notebook,
    /// A source.
    Source {
        /// The source.
        source: String,
    },
    /// An article.
    Article {
        /// Its source.
        source: String,
        /// Any code point of the article.
        at: u32,
    },
}

/// Why a line is not a request: where, counted from 1, and what the parser says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {what:?}")]
pub struct ParseRequestError {
    /// Character of the line.
    pub column: usize,
    /// What the parser says.
    pub what: Message,
}

impl Request {
    /// The request that a line of RON holds.
    ///
    /// # Errors
    /// If it does not.
    pub fn parse(line: &str) -> Result<Self, ParseRequestError> {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        options
            .from_str(line)
            .map_err(|error| ParseRequestError { column: error.span.start.col, what: ron_message(&error.code) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_documentation_are_requests() {
        let line = r##"AddTag(name: "欠薪追回", color: "#B23A26")"##;
        let color = Some("#B23A26".parse().unwrap());
        let tag = Request::AddTag { name: "欠薪追回".into(), color, description: String::new(), shortcut: None };
        assert_eq!(Request::parse(line), Ok(tag));
        let line = r#"Annotate(source: "a.txt", spans: [(120, 140)], tags: ["欠薪追回"], comment: "…")"#;
        assert!(matches!(Request::parse(line), Ok(Request::Annotate { spans, .. }) if spans == [(120, 140).into()]));
        assert_eq!(Request::parse("AddTag(nam: 1)").unwrap_err().column, 8);
    }
}
