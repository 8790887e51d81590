//! The annotations that an export holds: which were chosen, where they stand, whether they are proved, and in which order.

use std::collections::{BTreeSet, HashMap};

use super::citation::{cite_article, cite_record, cite_within, quoted_paragraphs};
use super::citation_style::cite;
use super::clean::Cleaner;
use super::export::{CitationStyle, ExportError, ExportInput, ExportOptions, ExportOrder, Pace};
use super::verify::{Proof, prove};
use crate::i18n::Message;
use crate::library::{ArticleText, Page, natural_cmp, shown, shown_path};
use crate::notebook::{Annotation, AnnotationId, Key, NoteLink, Notebook, Tag, TagId, tag_path};
use crate::page::{ArticleId, IssueDate, SourceId};

/// An annotation and where it stands.
pub(super) struct Placed<'a> {
    pub(super) annotation: &'a Annotation,
    pub(super) page: Option<&'a Page>,
    pub(super) article: Option<&'a ArticleText>,
    pub(super) proof: Proof,
    pub(super) group: Group,
    /// Place of its part in the article, then of its first character in the source.
    rank: (usize, u32),
}

/// What a heading of the export by article stands for, in the order in which they stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
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
    /// The tag that is wanted and those that stand under it.
    wanted_tags: Option<BTreeSet<TagId>>,
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
        let wanted_tags = options.tag.map(|tag| tags_within(input.notebook, tag));
        let mut gathered = Self {
            input,
            options,
            cleaner: Cleaner::default(),
            placed: Vec::new(),
            pages,
            articles,
            wanted_tags,
            left_out: 0,
        };
        let mut placed = Vec::new();
        for annotation in input.notebook.annotations().values() {
            pace.check()?;
            let has_tag = |tags: &BTreeSet<TagId>| annotation.tags.iter().any(|tag| tags.contains(tag));
            let is_wanted = gathered.wanted_tags.as_ref().is_none_or(has_tag)
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
            if options.order == ExportOrder::ByTag {
                // What stands first in the file is what its first tags hold.
                let places: HashMap<TagId, usize> =
                    input.notebook.codebook().into_iter().zip(0..).map(|(tag, at)| (tag.id, at)).collect();
                let first = |placed: &Placed<'_>| {
                    let places = placed.annotation.tags.iter().filter_map(|tag| places.get(tag));
                    places.min().copied().unwrap_or(usize::MAX)
                };
                placed.sort_by_key(first);
                placed.truncate(limit);
                gathered.sort(&mut placed);
            } else {
                placed.truncate(limit);
            }
        }
        gathered.placed = placed;
        Ok(gathered)
    }

    /// Quotations that it holds.
    pub(super) fn len(&self) -> usize {
        self.placed.len()
    }

    /// Whether quotations of this tag are wanted for it.
    pub(super) fn is_wanted_tag(&self, tag: TagId) -> bool {
        self.wanted_tags.as_ref().is_none_or(|wanted| wanted.contains(&tag))
    }

    /// Who made the annotations, by name.
    pub(super) fn authors(&self) -> Vec<String> {
        let names: BTreeSet<&str> = self.placed.iter().map(|placed| placed.annotation.stamp.author.trim()).collect();
        names.into_iter().filter(|name| !name.is_empty()).map(|name| self.cleaner.line(name)).collect()
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

    pub(super) fn group_of(&self, source: SourceId, article: &ArticleText) -> Option<Group> {
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
    pub(super) fn day_of(&self, source: SourceId) -> (bool, Option<IssueDate>) {
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
        name.map_or_else(|| source.short(), |name| shown(name).into_owned())
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

    /// The citation where the article has just been named; the whole one where there is none.
    pub(super) fn citation_within(&self, placed: &Placed<'_>) -> String {
        let short = placed.page.map(|page| cite_within(self.input.catalogue, page, &placed.annotation.spans));
        short.filter(|short| !short.is_empty()).map_or_else(|| self.citation(placed), |short| self.cleaner.line(&short))
    }

    /// What stands beside a quotation that is not proved; nothing if it is.
    pub(super) fn unproved_beside(&self, proof: Proof) -> String {
        match proof {
            Proof::Exact => String::new(),
            Proof::SourceMissing => self.get("proof-missing-beside"),
            Proof::Differs => self.get("proof-differs-beside"),
        }
    }

    /// The sources that the export speaks of, or all where nothing was chosen, by paper, day, page and name.
    pub(super) fn sources(&self) -> Vec<ToldSource> {
        let mut counts: HashMap<SourceId, usize> = HashMap::new();
        for placed in &self.placed {
            *counts.entry(placed.annotation.source).or_default() += 1;
        }
        let mut sources = Vec::new();
        for (id, record) in self.input.notebook.sources() {
            let count = counts.get(id).copied().unwrap_or(0);
            if count == 0 && (self.options.is_chosen() || record.removed) {
                continue;
            }
            let page = self.input.library.get(*id);
            let known = self.input.notebook.issue(*id).unwrap_or(&record.issue);
            let issue = page.map_or(known, |page| &page.issue);
            let state = match page.filter(|page| page.source.on_disk != crate::library::OnDisk::Gone) {
                Some(page) if page.source.on_disk == crate::library::OnDisk::Changed => "source-altered",
                Some(_) => "source-there",
                None if record.removed => "source-removed",
                None => "source-missing",
            };
            let text = |text: &Option<String>| text.as_ref().map_or_else(String::new, |text| self.cleaner.line(text));
            // Where a page was opened from is known for sure; a notebook may have been moved since it saw the others.
            let open_at = page.and_then(|page| page.source.paths().next());
            let absolute = open_at.and_then(|path| std::path::absolute(path).ok());
            let kept = || record.paths.last().map_or_else(String::new, |path| shown(path).into_owned());
            sources.push(ToldSource {
                name: self.source_name(*id),
                paper: text(&issue.paper),
                date: issue.date,
                page: text(&issue.page),
                path: absolute.map_or_else(kept, |path| shown_path(&path)),
                state: self.get(state),
                is_there: page.is_some(),
                count,
                id: *id,
            });
        }
        // What is not known comes last.
        let natural =
            |one: &str, other: &str| one.is_empty().cmp(&other.is_empty()).then_with(|| natural_cmp(one, other));
        sources.sort_by(|one, other| {
            let day = |source: &ToldSource| (source.date.is_none(), source.date);
            natural(&one.paper, &other.paper)
                .then_with(|| day(one).cmp(&day(other)))
                .then_with(|| natural(&one.page, &other.page))
                .then_with(|| natural(&one.name, &other.name))
        });
        sources
    }

    /// The headings of the table of sources.
    pub(super) fn source_headings(&self) -> Vec<String> {
        let ids = [
            "column-source",
            "column-paper",
            "column-date",
            "column-page",
            "column-path",
            "column-state",
            "column-count",
            "column-source-sha256",
        ];
        ids.map(|id| self.get(id)).to_vec()
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

/// A source as tables tell of it.
pub(super) struct ToldSource {
    pub(super) name: String,
    /// Empty where it is not known, as the page.
    pub(super) paper: String,
    pub(super) date: Option<IssueDate>,
    pub(super) page: String,
    /// Where it lies, or lay last.
    pub(super) path: String,
    pub(super) state: String,
    pub(super) is_there: bool,
    /// Quotations from it.
    pub(super) count: usize,
    pub(super) id: SourceId,
}

impl ToldSource {
    /// The day of its issue; empty where it is not known.
    pub(super) fn day(&self) -> String {
        self.date.map_or_else(String::new, |date| date.to_string())
    }
}

/// The tag and all that stand under it.
fn tags_within(notebook: &Notebook, tag: TagId) -> BTreeSet<TagId> {
    let Some(wanted) = notebook.tags().get(&tag) else { return BTreeSet::from([tag]) };
    let tags = notebook.tags().values().filter(|other| tag_path::is_within(&other.name, &wanted.name));
    tags.map(|tag| tag.id).chain([tag]).collect()
}
