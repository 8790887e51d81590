//! What an export says, before it takes the form of a file: the annotations that were chosen, where they stand and whether they
//! are proved, in sections. Texts are clean by here; see [`Cleaner`].

use std::collections::{BTreeMap, HashMap};

use jiff::tz::TimeZone;

use super::citation::{cite_article, cite_record, paragraph_spans, quoted_paragraphs};
use super::citation_style::cite;
use super::clean::Cleaner;
use super::export::{CitationStyle, ExportError, ExportInput, ExportOptions, ExportOrder, Pace};
use super::mark::Mark;
use super::verify::{Proof, prove};
use crate::i18n::Message;
use crate::library::{ArticleText, Page, PartText};
use crate::notebook::{Annotation, AnnotationId, Color, Key, Note, NoteLink, NoteTarget, Tag};
use crate::page::{ArticleId, IssueDate, SourceId};
use crate::text::CharSpan;

/// A file for people to read.
pub(super) struct Document {
    /// Heading of the whole.
    pub(super) title: String,
    /// What stands below it: when it was made, how much it holds.
    pub(super) lead: String,
    pub(super) sections: Vec<Section>,
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
    /// A line, and below it where it is from.
    Item {
        text: String,
        about: String,
    },
    /// Rows of cells, the heading first.
    Table(Vec<Vec<String>>),
}

/// A quotation with all that is said of it.
pub(super) struct Quotation {
    pub(super) id: AnnotationId,
    pub(super) mark: Mark,
    /// What stands at its spans, paragraph by paragraph, each with where it stands by itself.
    pub(super) paragraphs: Vec<(String, Mark)>,
    /// What stands before and behind it in its paragraph; empty if that is not wanted.
    pub(super) before: String,
    pub(super) behind: String,
    /// With what is to be said if it is not proved.
    pub(super) citation: String,
    pub(super) tags: Vec<(String, Color)>,
    pub(super) comment: String,
}

/// An annotation and where it stands.
pub(super) struct Placed<'a> {
    pub(super) annotation: &'a Annotation,
    pub(super) page: Option<&'a Page>,
    pub(super) article: Option<&'a ArticleText>,
    pub(super) proof: Proof,
    group: Group,
    /// Place of its part in the article, then of its first character in the source.
    rank: (usize, u32),
}

/// What a heading of the export by article stands for, in the order in which they stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// Place of the page in the library, and of the article on the page.
    Article(usize, usize),
    Source(SourceId),
}

/// The annotations that an export holds.
pub(super) struct Gathered<'a> {
    pub(super) input: ExportInput<'a>,
    pub(super) options: &'a ExportOptions,
    pub(super) cleaner: Cleaner,
    /// In the order of the library and of the articles; those of missing sources come last.
    pub(super) placed: Vec<Placed<'a>>,
    /// Where each page is in the library.
    pages: HashMap<SourceId, usize>,
    /// Where each article is on its page.
    articles: HashMap<ArticleId, usize>,
    /// Annotations that a limit left out.
    pub(super) left_out: usize,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(
        input: ExportInput<'a>,
        options: &'a ExportOptions,
        pace: &Pace<'_>,
    ) -> Result<Self, ExportError> {
        let pages = input.library.iter().zip(0..).map(|(page, at)| (page.source.id, at)).collect();
        let articles = input.library.iter().flat_map(|page| page.articles.iter().zip(0..));
        let articles = articles.map(|(article, at)| (article.id, at)).collect();
        let mut gathered =
            Self { input, options, cleaner: Cleaner::default(), placed: Vec::new(), pages, articles, left_out: 0 };
        let mut placed = Vec::new();
        for annotation in input.notebook.annotations().values() {
            pace.check()?;
            let is_wanted = options.tag.is_none_or(|tag| annotation.tags.contains(&tag))
                && options.only.as_ref().is_none_or(|only| only.contains(&annotation.id));
            if !is_wanted {
                continue;
            }
            let found = gathered.place(annotation);
            if options.article.is_none_or(|id| found.article.is_some_and(|article| article.id == id)) {
                placed.push(found);
            }
        }
        gathered.sort(&mut placed);
        if let Some(limit) = options.limit {
            gathered.left_out = placed.len().saturating_sub(limit);
            placed.truncate(limit);
        }
        gathered.placed = placed;
        Ok(gathered)
    }

    /// Quotations that it holds.
    pub(super) fn len(&self) -> usize {
        self.placed.len()
    }

    /// The quotations that are not proved.
    pub(super) fn unproved(&self) -> usize {
        self.placed.iter().filter(|placed| placed.proof != Proof::Exact).count()
    }

    fn place(&self, annotation: &'a Annotation) -> Placed<'a> {
        let page = self.input.library.get(annotation.source).map(AsRef::as_ref);
        let start = annotation.spans.first().map_or(0, |span| span.start);
        let found = page.and_then(|page| page.at(start));
        let rank = found.and_then(|(article, part)| article.parts.iter().position(|other| other.id == part.id));
        let group = found.and_then(|(article, _)| self.group_of(annotation.source, article));
        Placed {
            annotation,
            page,
            article: found.map(|(article, _)| article),
            proof: prove(annotation, page),
            group: group.unwrap_or(Group::Source(annotation.source)),
            rank: (rank.unwrap_or(usize::MAX), start),
        }
    }

    fn group_of(&self, source: SourceId, article: &ArticleText) -> Option<Group> {
        Some(Group::Article(*self.pages.get(&source)?, *self.articles.get(&article.id)?))
    }

    fn sort(&self, placed: &mut [Placed<'a>]) {
        match self.options.order {
            ExportOrder::AsMade => placed.sort_by_key(|placed| placed.annotation.id),
            ExportOrder::ByDate => {
                placed.sort_by_key(|placed| (self.day_of(placed.annotation.source), placed.group, placed.rank));
            }
            ExportOrder::ByArticle | ExportOrder::ByTag => placed.sort_by_key(|placed| (placed.group, placed.rank)),
        }
    }

    /// The day of a source's issue; the last of all if it is not known.
    fn day_of(&self, source: SourceId) -> (bool, Option<IssueDate>) {
        let of_page = self.input.library.get(source).and_then(|page| page.issue.date);
        let day = of_page.or_else(|| self.input.notebook.issue(source)?.date);
        (day.is_none(), day)
    }

    pub(super) fn text(&self, message: &Message) -> String {
        self.cleaner.line(&self.input.catalogue.text(message))
    }

    pub(super) fn get(&self, id: &str) -> String {
        self.input.catalogue.get(id)
    }

    /// The name of a source, clean.
    pub(super) fn source_name(&self, source: SourceId) -> String {
        let page = self.input.library.get(source).map(|page| page.source.name.as_str());
        let name = page.or_else(|| self.input.notebook.sources().get(&source).map(|record| record.name()));
        name.map_or_else(|| source.short(), |name| crate::library::shown(name).into_owned())
    }

    /// Its tags, in the order in which they were given.
    pub(super) fn tags(&self, annotation: &Annotation) -> Vec<&'a Tag> {
        annotation.tags.iter().filter_map(|tag| self.input.notebook.tags().get(tag)).collect()
    }

    /// What stands at the spans, paragraph by paragraph; what was kept of it where that cannot be checked.
    pub(super) fn quoted(&self, placed: &Placed<'_>) -> Vec<String> {
        let proved = placed.page.filter(|_| placed.proof == Proof::Exact);
        let (exact, spans) = (&placed.annotation.quotation.exact, &placed.annotation.spans);
        let paragraphs = quoted_paragraphs(self.input.catalogue, proved, exact, spans);
        paragraphs.iter().map(|paragraph| self.cleaner.line(paragraph)).collect()
    }

    /// The citation in the style that is wanted.
    pub(super) fn citation(&self, placed: &Placed<'_>) -> String {
        let ExportInput { catalogue, notebook, .. } = self.input;
        let cited = cite(self.options.citation, catalogue, notebook, placed.annotation, placed.page);
        self.cleaner.line(&cited)
    }

    /// What stands beside a quotation that is not proved; nothing if it is.
    pub(super) fn unproved_beside(&self, proof: Proof) -> String {
        match proof {
            Proof::Exact => String::new(),
            Proof::SourceMissing => self.get("proof-missing-beside"),
            Proof::Differs => self.get("proof-differs-beside"),
        }
    }

    fn quotation(&self, placed: &Placed<'a>) -> Quotation {
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
            citation: self.citation(placed) + &self.unproved_beside(placed.proof),
            tags: tags.into_iter().map(|tag| (self.cleaner.line(&tag.name), tag.color)).collect(),
            comment: self.cleaner.seen(annotation.comment.trim()).into_owned(),
        }
    }

    pub(super) fn quotation_entry(&self, placed: &Placed<'a>, pace: &Pace<'_>) -> Result<Entry, ExportError> {
        pace.step()?;
        Ok(Entry::Quotation(Box::new(self.quotation(placed))))
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
        (said(&before), said(&behind))
    }

    /// What stands below the heading of the whole.
    pub(super) fn lead(&self) -> String {
        let time = self.input.now.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
        let head = Message::new("export-head")
            .with("time", time)
            .with("annotations", self.len())
            .with("unproved", self.unproved());
        self.text(&head)
    }

    /// The notes of a notebook, in the order that is wanted.
    pub(super) fn document(&self, pace: &Pace<'_>) -> Result<Document, ExportError> {
        let mut sections = match self.options.order {
            ExportOrder::ByArticle | ExportOrder::ByDate => self.by_article(pace)?,
            ExportOrder::ByTag => self.by_tag(pace, 2)?,
            ExportOrder::AsMade => self.as_made(pace)?,
        };
        if !self.options.is_chosen() {
            sections.extend(self.loose_notes());
        }
        Ok(Document { title: self.cleaner.line(&self.options.title), lead: self.lead(), sections })
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
        for ((_, group), (list, notes)) in groups {
            let mut section = self.heading(group);
            section.entries.extend(notes.into_iter().map(|note| self.note(note, false)));
            for placed in list {
                section.entries.push(self.quotation_entry(placed, pace)?);
            }
            sections.push(section);
        }
        Ok(sections)
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

    /// Quotations under each tag, with headings of this level.
    pub(super) fn by_tag(&self, pace: &Pace<'_>, level: u8) -> Result<Vec<Section>, ExportError> {
        let mut by_tag: HashMap<_, Vec<&Placed<'a>>> = HashMap::new();
        for placed in &self.placed {
            for tag in &placed.annotation.tags {
                by_tag.entry(*tag).or_default().push(placed);
            }
        }
        let mut sections = Vec::new();
        for tag in self.input.notebook.codebook() {
            let Some(list) = by_tag.get(&tag.id).filter(|_| self.options.tag.is_none_or(|only| only == tag.id)) else {
                continue;
            };
            let message = Message::new("export-tag-heading").with("name", tag.name.as_str()).with("count", list.len());
            let mut section = Section::new(level, self.text(&message));
            section.color = Some(tag.color);
            if !tag.description.trim().is_empty() {
                section.about.push(self.cleaner.seen(&tag.description).into_owned());
            }
            for placed in list {
                section.entries.push(self.quotation_entry(placed, pace)?);
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
                section.about.push(self.cleaner.line(&cite_article(self.input.catalogue, page, text)));
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
        let label = match &note.target {
            NoteTarget::Article { title, .. } if is_apart => {
                Message::new("export-note-on").with("title", title.as_str())
            }
            _ => Message::new("export-note"),
        };
        Entry::Note { label: self.text(&label), text: self.cleaner.seen(&note.text).into_owned() }
    }

    /// Notes on the notebook and on sources.
    pub(super) fn loose_notes(&self) -> Vec<Section> {
        let mut sections = Vec::new();
        for note in self.input.notebook.notes().values() {
            let heading = match &note.target {
                NoteTarget::Article { .. } => continue,
                NoteTarget::Notebook => self.get("export-notebook-note"),
                NoteTarget::Source(source) => {
                    self.text(&Message::new("export-source-note").with("name", self.source_name(*source)))
                }
            };
            let mut section = Section::new(2, heading);
            let text = self.cleaner.seen(&note.text).into_owned();
            section.entries.push(Entry::Note { label: String::new(), text });
            sections.push(section);
        }
        sections
    }

    /// The sources that the export speaks of, or all where nothing was chosen, with a row of headings: name, paper, date, page, where
    /// it lies, whether it is there, quotations, hash.
    pub(super) fn source_rows(&self) -> Vec<Vec<String>> {
        let mut counts: HashMap<SourceId, usize> = HashMap::new();
        for placed in &self.placed {
            *counts.entry(placed.annotation.source).or_default() += 1;
        }
        let head = [
            "column-source",
            "column-paper",
            "column-date",
            "column-page",
            "column-path",
            "column-state",
            "column-count",
            "column-source-sha256",
        ];
        let mut rows = vec![head.map(|id| self.get(id)).to_vec()];
        for (id, record) in self.input.notebook.sources().iter() {
            let count = counts.get(id).copied().unwrap_or(0);
            if count == 0 && (self.options.is_chosen() || record.removed) {
                continue;
            }
            let page = self.input.library.get(*id);
            let known = self.input.notebook.issue(*id).unwrap_or(&record.issue);
            let issue = page.map_or(known, |page| &page.issue);
            let state = match page {
                Some(_) => "source-there",
                None if record.removed => "source-removed",
                None => "source-missing",
            };
            let text = |text: &Option<String>| text.as_ref().map_or_else(String::new, |text| self.cleaner.line(text));
            rows.push(vec![
                self.source_name(*id),
                text(&issue.paper),
                issue.date.map_or_else(String::new, |date| date.to_string()),
                text(&issue.page),
                record.paths.last().map_or_else(String::new, |path| crate::library::shown(path).into_owned()),
                self.get(state),
                count.to_string(),
                id.to_string(),
            ]);
        }
        rows
    }

    /// What the footnote of a link says: the quotation with its citation, and whether it was checked; of an article, where it
    /// stands. A tag's name says all.
    pub(super) fn cite_link(&self, link: NoteLink) -> Option<String> {
        let cited = match link {
            NoteLink::Annotation(id) => self.cite_annotation(id),
            NoteLink::Article { source, at } => {
                let page = self.input.library.get(source);
                let article = page.and_then(|page| Some(cite_article(self.input.catalogue, page, page.at(at)?.0)));
                let record = self.input.notebook.sources().get(&source);
                let record = || record.map(|record| cite_record(self.input.catalogue, self.input.notebook, record));
                article.or_else(record).unwrap_or_else(|| source.short())
            }
            NoteLink::Tag(_) | NoteLink::Note(_) => return None,
        };
        Some(self.cleaner.line(&cited))
    }

    fn cite_annotation(&self, id: AnnotationId) -> String {
        let Some(annotation) = self.input.notebook.annotations().get(&id) else {
            let is_binned = self.input.notebook.is_binned(Key::Annotation(id));
            return self.get(if is_binned { "link-in-bin" } else { "link-gone" });
        };
        let placed = self.place(annotation);
        let ExportInput { catalogue, notebook, .. } = self.input;
        let citation = cite(CitationStyle::House, catalogue, notebook, annotation, placed.page);
        let quote = self.quoted(&placed).join(" ");
        let cited = Message::new("quotation-with-citation").with("quote", quote).with("citation", citation);
        self.input.catalogue.text(&cited) + &self.unproved_beside(placed.proof)
    }
}

impl Section {
    pub(super) fn new(level: u8, heading: String) -> Self {
        Self { level, heading, color: None, about: Vec::new(), entries: Vec::new() }
    }
}
