//! The user's notes as Markdown: by article in the order of the page, or by tag in the order of the codebook.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::citation::{cite_article, cite_record, cite_spans, quoted_paragraphs};
use super::markdown::{block_quote, inline, paragraphs};
use super::note_text::NoteWriter;
use super::verify::{Proof, prove};
use crate::i18n::{Catalogue, Message};
use crate::library::{ArticleText, Library, Page};
use crate::notebook::{Annotation, AnnotationId, Key, Note, NoteLink, NoteTarget, Notebook, TagId};
use crate::page::{ArticleId, SourceId};

/// How notes are grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExportOrder {
    /// Under each article, in the order of its text.
    #[default]
    ByArticle,
    /// Under each tag of the codebook; an annotation with two tags stands under both.
    ByTag,
}

/// What is exported, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Grouping.
    pub order: ExportOrder,
    /// Only annotations with this tag; then no notes.
    pub tag: Option<TagId>,
    /// Only this article.
    pub article: Option<ArticleId>,
    /// Heading of the whole.
    pub title: String,
}

/// The notes of `notebook` as Markdown. A quotation that is not proved says so beside it.
#[must_use]
pub fn export_notes(
    catalogue: &Catalogue,
    notebook: &Notebook,
    library: &Library,
    options: &ExportOptions,
    now: Timestamp,
) -> String {
    let cite = |link| cite_link(catalogue, notebook, library, link);
    let notes = NoteWriter::new(&cite);
    let export = Export { catalogue, notebook, library, options, notes };
    let chosen: Vec<Placed<'_>> = export.chosen();
    let mut blocks = vec![format!("# {}", inline(&options.title))];
    let time = now.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    let head = Message::new("export-head")
        .with("time", time)
        .with("annotations", chosen.len())
        .with("unproved", chosen.iter().filter(|placed| placed.proof() != Proof::Exact).count());
    blocks.push(catalogue.text(&head));
    match options.order {
        ExportOrder::ByArticle => export.by_article(&chosen, &mut blocks),
        ExportOrder::ByTag => export.by_tag(&chosen, &mut blocks),
    }
    if options.tag.is_none() && options.article.is_none() {
        export.loose_notes(&mut blocks);
    }
    if blocks.len() == 2 {
        blocks.push(catalogue.get("export-empty"));
    }
    blocks.join("\n\n") + "\n"
}

/// An annotation and where it stands.
struct Placed<'a> {
    annotation: &'a Annotation,
    page: Option<&'a Page>,
    article: Option<&'a ArticleText>,
    /// Place of its part in the article, then of its first character in the source.
    rank: (usize, u32),
}

impl Placed<'_> {
    fn proof(&self) -> Proof {
        prove(self.annotation, self.page)
    }
}

/// What a heading of the export by article stands for, in the order in which they stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Article(usize, usize),
    Source(SourceId),
}

struct Export<'a> {
    catalogue: &'a Catalogue,
    notebook: &'a Notebook,
    library: &'a Library,
    options: &'a ExportOptions,
    notes: NoteWriter<'a>,
}

/// What the footnote of a link says: the quotation with its citation, and whether it was checked; of an article, where it
/// stands. A tag's name says all.
fn cite_link(catalogue: &Catalogue, notebook: &Notebook, library: &Library, link: NoteLink) -> Option<String> {
    let cited = match link {
        NoteLink::Annotation(id) => cite_annotation(catalogue, notebook, library, id),
        NoteLink::Article { source, at } => {
            let page = library.get(source);
            let article = page.and_then(|page| Some(cite_article(catalogue, page, page.at(at)?.0)));
            let record = || notebook.sources().get(&source).map(|record| cite_record(catalogue, notebook, record));
            article.or_else(record).unwrap_or_else(|| source.short())
        }
        NoteLink::Tag(_) | NoteLink::Note(_) => return None,
    };
    Some(inline(&cited))
}

fn cite_annotation(catalogue: &Catalogue, notebook: &Notebook, library: &Library, id: AnnotationId) -> String {
    let Some(annotation) = notebook.annotations().get(&id) else {
        let is_binned = notebook.is_binned(Key::Annotation(id));
        return catalogue.get(if is_binned { "link-in-bin" } else { "link-gone" });
    };
    let page = library.get(annotation.source).map(AsRef::as_ref);
    let proof = prove(annotation, page);
    let quoted = quoted_paragraphs(
        catalogue,
        page.filter(|_| proof == Proof::Exact),
        &annotation.quotation.exact,
        &annotation.spans,
    );
    let record = || notebook.sources().get(&annotation.source);
    let citation = match page {
        Some(page) => cite_spans(catalogue, page, &annotation.spans),
        None => record().map_or_else(|| annotation.source.short(), |record| cite_record(catalogue, notebook, record)),
    };
    let cited = Message::new("quotation-with-citation").with("quote", quoted.join(" ")).with("citation", citation);
    let unproved = match proof {
        Proof::Exact => String::new(),
        Proof::SourceMissing => catalogue.get("proof-missing-beside"),
        Proof::Differs => catalogue.get("proof-differs-beside"),
    };
    catalogue.text(&cited) + &unproved
}

impl<'a> Export<'a> {
    fn chosen(&self) -> Vec<Placed<'a>> {
        let wanted = |annotation: &&Annotation| self.options.tag.is_none_or(|tag| annotation.tags.contains(&tag));
        let placed = self.notebook.annotations().values().filter(wanted).map(|annotation| self.place(annotation));
        placed
            .filter(|placed| {
                self.options.article.is_none_or(|id| placed.article.is_some_and(|article| article.id == id))
            })
            .collect()
    }

    fn place(&self, annotation: &'a Annotation) -> Placed<'a> {
        let page = self.library.get(annotation.source).map(AsRef::as_ref);
        let start = annotation.spans.first().map_or(0, |span| span.start);
        let found = page.and_then(|page| page.at(start));
        let rank = found.and_then(|(article, part)| article.parts.iter().position(|other| other.id == part.id));
        Placed {
            annotation,
            page,
            article: found.map(|(article, _)| article),
            rank: (rank.unwrap_or(usize::MAX), start),
        }
    }

    fn group(&self, placed: &Placed<'_>) -> Group {
        let source = placed.annotation.source;
        let page = self.library.iter().position(|page| page.source.id == source);
        let article = placed.page.zip(placed.article);
        let article = article.and_then(|(page, text)| page.articles.iter().position(|other| other.id == text.id));
        match (page, article) {
            (Some(page), Some(article)) => Group::Article(page, article),
            _ => Group::Source(source),
        }
    }

    fn by_article(&self, chosen: &[Placed<'a>], blocks: &mut Vec<String>) {
        let mut groups: BTreeMap<Group, Vec<&Placed<'a>>> = BTreeMap::new();
        for placed in chosen {
            groups.entry(self.group(placed)).or_default().push(placed);
        }
        // Articles that have notes but no annotation have a heading, too.
        let mut notes: BTreeMap<Group, Vec<&Note>> = BTreeMap::new();
        for note in self.article_notes() {
            if let Some(group) = self.group_of_note(note) {
                groups.entry(group).or_default();
                notes.entry(group).or_default().push(note);
            }
        }
        for (group, mut list) in groups {
            list.sort_by_key(|placed| placed.rank);
            blocks.push(self.heading(group));
            let there = notes.remove(&group).unwrap_or_default();
            blocks.extend(there.into_iter().map(|note| self.note(note)));
            blocks.extend(list.into_iter().map(|placed| self.annotation(placed)));
        }
    }

    fn article_notes(&self) -> Vec<&'a Note> {
        let on_article = |note: &&Note| match (&note.target, self.options.article) {
            (NoteTarget::Article { .. }, None) => true,
            (NoteTarget::Article { source, at, .. }, Some(wanted)) => {
                let page = self.library.get(*source);
                page.and_then(|page| page.at(*at)).is_some_and(|(article, _)| article.id == wanted)
            }
            _ => false,
        };
        if self.options.tag.is_some() {
            return Vec::new();
        }
        self.notebook.notes().values().filter(on_article).collect()
    }

    fn group_of_note(&self, note: &Note) -> Option<Group> {
        let NoteTarget::Article { source, at, .. } = &note.target else { return None };
        let page = self.library.iter().position(|page| page.source.id == *source);
        let place = page.and_then(|place| {
            let page = self.library.iter().nth(place)?;
            let (article, _) = page.at(*at)?;
            Some(Group::Article(place, page.articles.iter().position(|other| other.id == article.id)?))
        });
        Some(place.unwrap_or(Group::Source(*source)))
    }

    fn heading(&self, group: Group) -> String {
        match group {
            Group::Article(page, article) => {
                let page = self.library.iter().nth(page);
                let text = page.and_then(|page| Some((page, page.articles.get(article)?)));
                text.map_or_else(String::new, |(page, text)| {
                    let citation = inline(&cite_article(self.catalogue, page, text));
                    format!("## {}\n\n{citation}", inline(&text.title))
                })
            }
            Group::Source(source) => {
                let record = self.notebook.sources().get(&source);
                let name = record.map_or_else(|| source.short(), |record| record.name().to_owned());
                let id = if self.library.get(source).is_some() { "export-elsewhere" } else { "export-missing-source" };
                let message = Message::new(id).with("name", crate::library::shown(&name)).with("hash", source.short());
                format!("## {}", inline(&self.catalogue.text(&message)))
            }
        }
    }

    fn by_tag(&self, chosen: &[Placed<'a>], blocks: &mut Vec<String>) {
        for tag in self.notebook.codebook() {
            if self.options.tag.is_some_and(|only| only != tag.id) {
                continue;
            }
            let mut list: Vec<&Placed<'a>> =
                chosen.iter().filter(|placed| placed.annotation.tags.contains(&tag.id)).collect();
            list.sort_by_key(|placed| (self.group(placed), placed.rank));
            if !list.is_empty() {
                let message =
                    Message::new("export-tag-heading").with("name", tag.name.as_str()).with("count", list.len());
                let mut heading = format!("## {}", inline(&self.catalogue.text(&message)));
                if !tag.description.trim().is_empty() {
                    heading = format!("{heading}\n\n{}", paragraphs(&tag.description));
                }
                blocks.push(heading);
                blocks.extend(list.into_iter().map(|placed| self.annotation(placed)));
            }
        }
        let untagged: Vec<&Placed<'a>> = chosen.iter().filter(|placed| placed.annotation.tags.is_empty()).collect();
        if !untagged.is_empty() {
            blocks.push(format!("## {}", self.catalogue.get("export-untagged")));
            blocks.extend(untagged.into_iter().map(|placed| self.annotation(placed)));
        }
        let notes = self.article_notes();
        if !notes.is_empty() {
            blocks.push(format!("## {}", self.catalogue.get("export-article-notes")));
            blocks.extend(notes.into_iter().map(|note| self.note(note)));
        }
    }

    /// Quotation, citation, tags, comment. A mark that Markdown readers pass over says where it stands, for programs.
    fn annotation(&self, placed: &Placed<'_>) -> String {
        let annotation = placed.annotation;
        let proved = placed.page.filter(|_| placed.proof() == Proof::Exact);
        let quoted = quoted_paragraphs(self.catalogue, proved, &annotation.quotation.exact, &annotation.spans);
        let mut cited = match placed.page {
            Some(page) => cite_spans(self.catalogue, page, &annotation.spans),
            None => {
                let record = self.notebook.sources().get(&annotation.source);
                record.map_or_else(
                    || annotation.source.short(),
                    |record| cite_record(self.catalogue, self.notebook, record),
                )
            }
        };
        match placed.proof() {
            Proof::Exact => {}
            Proof::SourceMissing => cited.push_str(&self.catalogue.get("proof-missing-beside")),
            Proof::Differs => cited.push_str(&self.catalogue.get("proof-differs-beside")),
        }
        // A block quotation needs no quotation marks of its own: those that are there are the source's.
        let quoted: Vec<String> = quoted.iter().map(|paragraph| inline(paragraph)).collect();
        let mut blocks = vec![block_quote(&format!(
            "{}

—— {}",
            quoted.join(
                "

"
            ),
            inline(&cited)
        ))];
        let tags: Vec<String> = annotation
            .tags
            .iter()
            .filter_map(|tag| self.notebook.tags().get(tag))
            .map(|tag| inline(&tag.name))
            .collect();
        if !tags.is_empty() {
            let list = tags.join(&self.catalogue.get("list-separator"));
            blocks.push(self.catalogue.text(&Message::new("export-tags").with("tags", list)));
        }
        if !annotation.comment.trim().is_empty() {
            let comment = paragraphs(annotation.comment.trim());
            blocks.push(self.catalogue.text(&Message::new("export-comment").with("comment", comment)));
        }
        let spans: Vec<String> = annotation.spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect();
        blocks.push(format!("<!-- jianbao {} {} -->", annotation.source, spans.join(",")));
        blocks.join("\n\n")
    }

    fn note(&self, note: &Note) -> String {
        let about = match &note.target {
            NoteTarget::Article { title, .. } if self.options.order == ExportOrder::ByTag => {
                Message::new("export-note-on").with("title", inline(title))
            }
            _ => Message::new("export-note"),
        };
        format!("**{}**\n\n{}", self.catalogue.text(&about), self.notes.write(&note.text))
    }

    /// Notes on the notebook and on sources.
    fn loose_notes(&self, blocks: &mut Vec<String>) {
        for note in self.notebook.notes().values() {
            let heading = match &note.target {
                NoteTarget::Article { .. } => continue,
                NoteTarget::Notebook => self.catalogue.get("export-notebook-note"),
                NoteTarget::Source(source) => {
                    let record = self.notebook.sources().get(source);
                    let name = record.map_or_else(|| source.short(), |record| record.name().to_owned());
                    let name = crate::library::shown(&name);
                    inline(&self.catalogue.text(&Message::new("export-source-note").with("name", name)))
                }
            };
            blocks.push(format!("## {heading}\n\n{}", self.notes.write(&note.text)));
        }
    }
}
