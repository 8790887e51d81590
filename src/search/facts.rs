use std::collections::BTreeMap;

use super::shelf::DocumentId;
use crate::library::Page;
use crate::notebook::{Annotation, Note, NoteTarget, Notebook, markdown};
use crate::page::{ArticleId, IssueDate, SourceId};

/// What the fields of a query ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// 标题: of an article its headline, of a note its first line.
    pub title: String,
    /// 标签: those of the annotation, or of all annotations in the article; whole paths.
    pub tags: Vec<String>,
    /// 来源: the file's name and the paper's.
    pub sources: Vec<String>,
    /// 日期: the day of issue; of a note that is on none, the day on which it was made.
    pub dates: Vec<IssueDate>,
    /// 作者: of an article who wrote it, otherwise who made the annotation or the note.
    pub authors: Vec<String>,
    /// 批注: the comment of the annotation, or of all annotations in the article.
    pub comments: Vec<String>,
}

/// The facts of all documents of some pages and a notebook. Made once for a revision, asked by many searches.
#[derive(Clone, Debug, Default)]
pub struct FactTable {
    facts: BTreeMap<DocumentId, Facts>,
}

impl FactTable {
    /// The facts of the articles of `pages` and of what is in the notebook, if there is one.
    #[must_use]
    pub fn new<'a>(pages: impl IntoIterator<Item = &'a Page>, notebook: Option<&Notebook>) -> Self {
        let mut table = Self::default();
        let mut by_source: BTreeMap<SourceId, Vec<&Annotation>> = BTreeMap::new();
        for annotation in notebook.into_iter().flat_map(|notebook| notebook.annotations().values()) {
            by_source.entry(annotation.source).or_default().push(annotation);
        }
        let mut titles: BTreeMap<ArticleId, String> = BTreeMap::new();
        for page in pages {
            let issue = notebook.and_then(|notebook| notebook.issue(page.source.id)).unwrap_or(&page.issue);
            let names = std::iter::once(page.source.name.as_str()).chain(issue.paper.as_deref());
            let sources: Vec<String> = names.map(str::to_owned).collect();
            let mut on_articles: BTreeMap<ArticleId, Facts> = BTreeMap::new();
            for annotation in by_source.get(&page.source.id).into_iter().flatten() {
                let start = annotation.spans.first().map_or(0, |span| span.start);
                if let Some((article, _)) = page.at(start) {
                    let facts = on_articles.entry(article.id).or_default();
                    facts.tags.extend(notebook.into_iter().flat_map(|notebook| tag_names(notebook, annotation)));
                    facts.comments.push(annotation.comment.clone());
                }
            }
            for article in &page.articles {
                titles.insert(article.id, article.title.clone());
                let facts = Facts {
                    title: article.title.clone(),
                    sources: sources.clone(),
                    dates: issue.date.into_iter().collect(),
                    authors: vec![article.byline.clone()],
                    ..on_articles.remove(&article.id).unwrap_or_default()
                };
                table.facts.insert(DocumentId::Article(article.id), facts);
            }
        }
        if let Some(notebook) = notebook {
            table.add_annotations(notebook);
            notebook.notes().values().for_each(|note| table.add_note(notebook, note));
        }
        table
    }

    fn add_annotations(&mut self, notebook: &Notebook) {
        for annotation in notebook.annotations().values() {
            let facts = Facts {
                tags: tag_names(notebook, annotation).collect(),
                authors: vec![annotation.stamp.author.clone()],
                comments: vec![annotation.comment.clone()],
                ..of_source(notebook, Some(annotation.source))
            };
            self.facts.insert(DocumentId::Quotation(annotation.id), facts.clone());
            self.facts.insert(DocumentId::Comment(annotation.id), facts);
        }
    }

    fn add_note(&mut self, notebook: &Notebook, note: &Note) {
        let of_source = of_source(notebook, note.target.source());
        let made = note.stamp.created.to_zoned(jiff::tz::TimeZone::system()).date();
        let made = IssueDate { year: made.year(), month: made.month(), day: made.day() };
        let dates = if of_source.dates.is_empty() { vec![made] } else { of_source.dates };
        let on = match &note.target {
            NoteTarget::Article { title, .. } => format!("{} {title}", markdown::title(&note.text)),
            NoteTarget::Notebook | NoteTarget::Source(_) => markdown::title(&note.text),
        };
        let facts = Facts {
            title: on,
            dates,
            authors: vec![note.stamp.author.clone()],
            sources: of_source.sources,
            ..Facts::default()
        };
        self.facts.insert(DocumentId::Note(note.id), facts);
    }

    /// The facts of a document; empty if it is not known.
    #[must_use]
    pub fn of(&self, document: DocumentId) -> Facts {
        self.facts.get(&document).cloned().unwrap_or_default()
    }
}

fn tag_names<'a>(notebook: &'a Notebook, annotation: &'a Annotation) -> impl Iterator<Item = String> + 'a {
    annotation.tags.iter().filter_map(|tag| notebook.tags().get(tag)).map(|tag| tag.name.clone())
}

fn of_source(notebook: &Notebook, source: Option<SourceId>) -> Facts {
    let Some(record) = source.and_then(|source| notebook.sources().get(&source)) else { return Facts::default() };
    let issue = notebook.issue(record.id).unwrap_or(&record.issue);
    let names = record.names.iter().chain(&issue.paper).cloned();
    Facts { sources: names.collect(), dates: issue.date.into_iter().collect(), ..Facts::default() }
}
