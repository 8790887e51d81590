//! What an export says, before it takes the form of a file: the annotations that were chosen, where they stand and whether they
//! are proved, in sections. Texts are clean by here; see [`Gathered`].

use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;

use super::citation::{cite_day, paragraph_spans};
use super::citation_style::cite_whole;
use super::excerpt::first_words;
use super::export::{ExportError, ExportOrder, Pace};
use super::gathered::{Gathered, Group, Placed};
use super::mark::Mark;
use super::note_text::boxes;
use super::verify::Proof;
use crate::i18n::Message;
use crate::library::PartText;
use crate::notebook::{AnnotationId, Color, Note, NoteTarget};
use crate::page::IssueDate;
use crate::text::{CharSpan, is_closing_mark, is_end_mark, is_opening_mark};

/// A file for people to read.
pub(super) struct Document {
    /// Heading of the whole.
    pub(super) title: String,
    /// What stands below it: when it was made, how much it holds.
    pub(super) lead: String,
    /// What must not be overlooked; empty if there is nothing.
    pub(super) alarm: String,
    pub(super) sections: Vec<Section>,
    /// Whether it is a report, which is leafed through: it has a table of contents in Word, too.
    pub(super) is_report: bool,
}

/// A heading and what stands below it.
pub(super) struct Section {
    /// 2, or 3 for a section of the one above.
    pub(super) level: u8,
    pub(super) heading: String,
    /// The colour of the tag that it is about.
    pub(super) color: Option<Color>,
    /// Paragraphs below the heading: a citation, a description.
    pub(super) about: Vec<String>,
    pub(super) entries: Vec<Entry>,
    /// Whether it holds a table for which a page stands across.
    pub(super) is_wide: bool,
}

/// What stands in a section.
pub(super) enum Entry {
    Quotation(Box<Quotation>),
    Note {
        /// What it is called: a note, a note on an article.
        label: String,
        /// Its Markdown.
        text: String,
    },
    /// A quotation that stands in another section: what it is and where.
    Reference {
        text: String,
        to: AnnotationId,
    },
    /// An open question, below it where it is asked, and what is to be said if that is a quotation which is not proved.
    Question {
        text: String,
        about: String,
        unproved: String,
    },
    /// Rows of cells, the heading first.
    Table(Vec<Vec<Cell>>),
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    /// What stands below it in small type, for whoever needs it.
    pub(super) fine_print: String,
    /// The colour of the tag that it names.
    pub(super) color: Option<Color>,
    /// Whether it must not be overlooked.
    pub(super) is_alarming: bool,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// Quotations up to this many sections need no table of contents.
pub(super) const SECTIONS_WITHOUT_CONTENTS: usize = 5;

/// Characters of a quotation that stand for it where it is only referred to.
const REFERENCE_CHARS: usize = 24;

/// A quotation with all that is said of it.
pub(super) struct Quotation {
    pub(super) id: AnnotationId,
    pub(super) mark: Mark,
    /// What stands at its spans, paragraph by paragraph, each with where it stands by itself.
    pub(super) paragraphs: Vec<(String, Mark)>,
    /// What stands before and behind it in its paragraph; empty if that is not wanted.
    pub(super) before: String,
    pub(super) behind: String,
    pub(super) citation: String,
    /// What is to be said behind the citation if it is not proved.
    pub(super) unproved: String,
    pub(super) tags: Vec<(String, Color)>,
    pub(super) comment: String,
}

impl<'a> Gathered<'a> {
    /// With a short citation where the article has just been named.
    fn quotation(&self, placed: &Placed<'a>, is_under_article: bool) -> Quotation {
        let annotation = placed.annotation;
        let (before, behind) = self.context(placed);
        let tags = self.tags(annotation);
        let proved = placed.page.filter(|_| placed.proof == Proof::Exact);
        let spans: Vec<&[CharSpan]> = match proved {
            Some(page) => paragraph_spans(page, &annotation.spans).collect(),
            None => vec![&annotation.spans],
        };
        let marks = spans.into_iter().map(|spans| Mark::new(annotation.source, spans));
        Quotation {
            id: annotation.id,
            mark: Mark::new(annotation.source, &annotation.spans),
            paragraphs: self.quoted(placed).into_iter().zip(marks).collect(),
            before,
            behind,
            citation: if is_under_article { self.citation_within(placed) } else { self.citation(placed) },
            unproved: self.unproved_beside(placed.proof),
            tags: tags.into_iter().map(|tag| (self.cleaner.line(&tag.name), tag.color)).collect(),
            comment: boxes(&self.cleaner.seen(annotation.comment.trim())),
        }
    }

    fn quotation_entry(&self, placed: &Placed<'a>, pace: &Pace<'_>) -> Result<Entry, ExportError> {
        pace.step()?;
        Ok(Entry::Quotation(Box::new(self.quotation(placed, false))))
    }

    /// The first words of a quotation that stands under another tag, and where it stands.
    fn reference(&self, placed: &Placed<'a>, tag: &str) -> Entry {
        let quote = first_words(&self.quoted(placed), REFERENCE_CHARS);
        let place = self.citation_within(placed);
        let see = Message::new("report-see").with("tag", tag).with("quote", quote).with("place", place);
        Entry::Reference { text: self.text(&see), to: placed.annotation.id }
    }

    /// What stands in the paragraph before and behind a proved quotation.
    pub(super) fn context(&self, placed: &Placed<'_>) -> (String, String) {
        let wanted = self.options.context_chars;
        let (Some(page), Proof::Exact) = (placed.page.filter(|_| wanted > 0), placed.proof) else {
            return Default::default();
        };
        let spans = &placed.annotation.spans;
        let part_at = |at: u32| page.at(at).map(|(_, part)| part);
        let chars = |part: &PartText| -> Vec<(u32, char)> {
            let spans = part.part.spans.iter();
            let all = spans.flat_map(|span| (span.start..).zip(page.source.text.slice(*span).chars()));
            all.filter(|(_, ch)| *ch != '\n').collect()
        };
        let mut before = String::new();
        if let Some((first, part)) = spans.first().and_then(|first| Some((first, part_at(first.start)?))) {
            let chars = chars(part);
            let end = chars.iter().position(|(at, _)| *at >= first.start && first.contains(*at)).unwrap_or(0);
            let start = end.saturating_sub(wanted);
            before = if start > 0 { "…".to_owned() } else { String::new() };
            before.extend(chars[start..end].iter().map(|(_, ch)| ch));
        }
        let mut behind = String::new();
        if let Some((last, part)) = spans.last().and_then(|last| Some((last, part_at(last.end.saturating_sub(1))?))) {
            let chars = chars(part);
            let start = chars.iter().rposition(|(at, _)| last.contains(*at)).map_or(chars.len(), |at| at + 1);
            let end = (start + wanted).min(chars.len());
            behind.extend(chars[start..end].iter().map(|(_, ch)| ch));
            if end < chars.len() {
                behind.push('…');
            }
        }
        // A mark that is left over from the sentence is no context.
        let said = |text: &str| {
            let says = text.chars().any(char::is_alphanumeric);
            if says { self.cleaner.line(text.trim()) } else { String::new() }
        };
        (said(before.trim_end().trim_end_matches(is_opening_mark)), said(without_lone_marks(&behind)))
    }

    /// When the export is made, in local time, to the minute.
    pub(super) fn time(&self) -> String {
        self.input.now.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// What stands below the heading of the whole.
    pub(super) fn lead(&self) -> String {
        let head = Message::new("export-head")
            .with("time", self.time())
            .with("annotations", self.len())
            .with("unproved", self.unproved());
        self.text(&head)
    }

    /// The notes of a notebook, in the order that is wanted.
    pub(super) fn document(&self, pace: &Pace<'_>) -> Result<Document, ExportError> {
        let mut sections = match self.options.order {
            ExportOrder::ByArticle | ExportOrder::ByDate => self.by_article(pace)?,
            ExportOrder::ByTag => self.by_tag(pace, 2, false)?,
            ExportOrder::AsMade => self.as_made(pace)?,
        };
        if !self.options.is_chosen() {
            sections.extend(self.loose_notes());
        }
        let title = self.cleaner.line(&self.options.title);
        Ok(Document { title, lead: self.lead(), alarm: String::new(), sections, is_report: false })
    }

    fn by_article(&self, pace: &Pace<'_>) -> Result<Vec<Section>, ExportError> {
        let is_by_date = self.options.order == ExportOrder::ByDate;
        let key = |group: Group| {
            let source = match group {
                Group::Article(page, _) => self.input.library.iter().nth(page).map(|page| page.source.id),
                Group::Source(source) => Some(source),
            };
            (source.filter(|_| is_by_date).map(|source| self.day_of(source)), group)
        };
        let mut groups: BTreeMap<_, (Vec<&Placed<'a>>, Vec<&Note>)> = BTreeMap::new();
        for placed in &self.placed {
            groups.entry(key(placed.group)).or_default().0.push(placed);
        }
        // Articles that have notes but no annotation have a heading, too.
        for note in self.article_notes() {
            if let Some(group) = self.group_of_note(note) {
                groups.entry(key(group)).or_default().1.push(note);
            }
        }
        let mut sections = Vec::new();
        let mut of_day = None;
        for ((day, group), (list, notes)) in groups {
            if day.is_some() && day != of_day {
                sections.push(Section::new(2, self.day_heading(day.and_then(|(_, day)| day))));
                of_day = day;
            }
            let mut section = self.heading(group);
            section.level += u8::from(is_by_date);
            section.entries.extend(notes.into_iter().map(|note| self.note(note, false)));
            for placed in list {
                pace.step()?;
                section.entries.push(Entry::Quotation(Box::new(self.quotation(placed, true))));
            }
            sections.push(section);
        }
        Ok(sections)
    }

    fn day_heading(&self, day: Option<IssueDate>) -> String {
        day.map_or_else(|| self.get("export-undated"), |day| self.text(&cite_day(day)))
    }

    fn as_made(&self, pace: &Pace<'_>) -> Result<Vec<Section>, ExportError> {
        let mut sections = Vec::new();
        if !self.placed.is_empty() {
            let mut section = Section::new(2, self.get("export-as-made"));
            for placed in &self.placed {
                section.entries.push(self.quotation_entry(placed, pace)?);
            }
            sections.push(section);
        }
        sections.extend(self.section_of_article_notes(2));
        Ok(sections)
    }

    /// Quotations under each tag, with headings of this level. If each is to stand there `once`, its other tags refer to that.
    pub(super) fn by_tag(&self, pace: &Pace<'_>, level: u8, once: bool) -> Result<Vec<Section>, ExportError> {
        let mut by_tag: HashMap<_, Vec<&Placed<'a>>> = HashMap::new();
        for placed in &self.placed {
            for tag in &placed.annotation.tags {
                by_tag.entry(*tag).or_default().push(placed);
            }
        }
        let mut sections = Vec::new();
        let mut stand_under: HashMap<AnnotationId, String> = HashMap::new();
        for tag in self.input.notebook.codebook() {
            let Some(list) = by_tag.get(&tag.id).filter(|_| self.is_wanted_tag(tag.id)) else { continue };
            let message = Message::new("export-tag-heading").with("name", tag.name.as_str()).with("count", list.len());
            let mut section = Section::new(level, self.text(&message));
            section.color = Some(tag.color);
            if !tag.description.trim().is_empty() {
                section.about.push(self.cleaner.seen(&tag.description).into_owned());
            }
            for placed in list {
                section.entries.push(match stand_under.get(&placed.annotation.id) {
                    Some(tag) => self.reference(placed, tag),
                    None => self.quotation_entry(placed, pace)?,
                });
                if once {
                    stand_under.entry(placed.annotation.id).or_insert_with(|| self.cleaner.line(&tag.name));
                }
            }
            sections.push(section);
        }
        let mut untagged = self.placed.iter().filter(|placed| placed.annotation.tags.is_empty()).peekable();
        if untagged.peek().is_some() {
            let mut section = Section::new(level, self.get("export-untagged"));
            for placed in untagged {
                section.entries.push(self.quotation_entry(placed, pace)?);
            }
            sections.push(section);
        }
        sections.extend(self.section_of_article_notes(level));
        Ok(sections)
    }

    fn section_of_article_notes(&self, level: u8) -> Option<Section> {
        let mut section = Section::new(level, self.get("export-article-notes"));
        section.entries = self.article_notes().into_iter().map(|note| self.note(note, true)).collect();
        (!section.entries.is_empty()).then_some(section)
    }

    /// Notes on articles, but where annotations were chosen by something else than their article.
    pub(super) fn article_notes(&self) -> Vec<&'a Note> {
        let on_article = |note: &&Note| match (&note.target, self.options.article) {
            (NoteTarget::Article { .. }, None) => true,
            (NoteTarget::Article { source, at, .. }, Some(wanted)) => {
                let page = self.input.library.get(*source);
                page.and_then(|page| page.at(*at)).is_some_and(|(article, _)| article.id == wanted)
            }
            _ => false,
        };
        if self.options.tag.is_some() || self.options.only.is_some() {
            return Vec::new();
        }
        self.input.notebook.notes().values().filter(on_article).collect()
    }

    fn group_of_note(&self, note: &Note) -> Option<Group> {
        let NoteTarget::Article { source, at, .. } = &note.target else { return None };
        let article = self.input.library.get(*source).and_then(|page| page.at(*at));
        Some(article.and_then(|(article, _)| self.group_of(*source, article)).unwrap_or(Group::Source(*source)))
    }

    fn heading(&self, group: Group) -> Section {
        match group {
            Group::Article(page, article) => {
                let page = self.input.library.iter().nth(page);
                let text = page.and_then(|page| Some((page, page.articles.get(article)?)));
                let Some((page, text)) = text else { return Section::new(2, String::new()) };
                let mut section = Section::new(2, self.cleaner.line(&text.title));
                let cited = cite_whole(self.options.citation, self.input.catalogue, page, text);
                section.about.push(self.cleaner.line(&cited));
                section
            }
            Group::Source(source) => {
                let is_open = self.input.library.get(source).is_some();
                let id = if is_open { "export-elsewhere" } else { "export-missing-source" };
                let message = Message::new(id).with("name", self.source_name(source)).with("hash", source.short());
                Section::new(2, self.text(&message))
            }
        }
    }

    /// A note; `is_apart` if it does not stand under its article.
    pub(super) fn note(&self, note: &Note, is_apart: bool) -> Entry {
        let is_apart = is_apart && matches!(note.target, NoteTarget::Article { .. });
        let label = if is_apart { self.note_heading(note) } else { self.text(&Message::new("export-note")) };
        Entry::Note { label, text: self.cleaner.seen(&note.text).into_owned() }
    }

    /// What a note is on.
    pub(super) fn note_heading(&self, note: &Note) -> String {
        match &note.target {
            NoteTarget::Notebook => self.get("export-notebook-note"),
            NoteTarget::Source(source) => {
                self.text(&Message::new("export-source-note").with("name", self.source_name(*source)))
            }
            NoteTarget::Article { title, .. } => {
                self.text(&Message::new("export-note-on").with("title", title.as_str()))
            }
        }
    }

    /// Notes on the notebook and on sources.
    pub(super) fn loose_notes(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        for note in self.input.notebook.notes().values() {
            if matches!(note.target, NoteTarget::Article { .. }) {
                continue;
            }
            let mut section = Section::new(2, self.note_heading(note));
            let text = self.cleaner.seen(&note.text).into_owned();
            section.entries.push(Entry::Note { label: String::new(), text });
            sections.push(section);
        }
        sections
    }
}

impl Section {
    pub(super) fn new(level: u8, heading: String) -> Self {
        Self { level, heading, color: None, about: Vec::new(), entries: Vec::new(), is_wide: false }
    }
}

/// What stands behind a quotation without the marks that close what was begun in it.
fn without_lone_marks(behind: &str) -> &str {
    let is_mark = |ch: char| is_closing_mark(ch) || is_end_mark(ch) || ch == '，';
    let marks = behind.len() - behind.trim_start_matches(is_mark).len();
    let (marks, rest) = behind.split_at(marks);
    if marks.contains(is_closing_mark) { rest } else { behind }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_closes_what_was_quoted_is_no_context() {
        let check = |behind: &str, expected: &str| assert_eq!(without_lone_marks(behind), expected);
        check("”赵青说。", "赵青说。");
        check("。”赵青说", "赵青说");
        check("》，见报", "见报");
        check("，首日接待", "，首日接待");
        check("……还有", "……还有");
    }
}
