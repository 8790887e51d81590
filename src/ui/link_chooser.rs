//! What a note can link to: annotations, those of the article that is read first; tags, articles, other notes.

use egui::Ui;

use super::chooser::{Choice, Chooser, Chosen};
use super::command::{Command, Commands};
use super::view::View;
use crate::notebook::{Annotation, AnnotationId, NoteLink, Revision, markdown};
use crate::page::ArticleId;

/// Characters of a quotation, and of a comment, by which an annotation is found.
const SHOWN_CHARS: usize = 40;

/// What the rows are made of.
type MadeOf = (Revision, u64, Option<ArticleId>);

/// The rows, kept as long as what they are made of stays the same.
#[derive(Default)]
pub(super) struct LinkChoices {
    made_of: Option<MadeOf>,
    /// Counts how often the rows were made.
    version: u64,
    choices: Vec<Choice<NoteLink>>,
}

impl LinkChoices {
    /// Draws the list; tells whether it stays open.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        chooser: &mut Chooser,
        commands: &mut Commands,
    ) -> bool {
        let here = view.workspace.active().article;
        let made_of = (view.session.revision(), view.session.pages_revision(), here);
        if self.made_of != Some(made_of) {
            self.made_of = Some(made_of);
            self.version += 1;
            self.choices = rows(view, here);
        }
        match chooser.show(ui, view, &view.text("link-chooser-hint"), (&self.choices, self.version), None) {
            Chosen::Open => return true,
            Chosen::One(link) => commands.push(Command::InsertLink(link)),
            Chosen::New(_) | Chosen::Closed => {}
        }
        false
    }
}

fn rows(view: &View<'_>, here: Option<ArticleId>) -> Vec<Choice<NoteLink>> {
    let notebook = view.session.notebook();
    let first = here.and_then(|article| view.views.by_article.get(&article)).map_or(&[][..], Vec::as_slice);
    let is_first: std::collections::BTreeSet<AnnotationId> = first.iter().copied().collect();
    // Behind them the others, the newest first.
    let others = notebook.annotations().keys().rev().filter(|id| !is_first.contains(id));
    let all = first.iter().chain(others).filter_map(|id| notebook.annotations().get(id));
    let mut rows: Vec<Choice<NoteLink>> = all.map(|annotation| choice(view, annotation)).collect();
    rows.extend(notebook.codebook().into_iter().map(|tag| {
        Choice::new(NoteLink::Tag(tag.id), tag.name.clone()).detail(view.text("palette-tag")).color(tag.color)
    }));
    for page in view.session.pages() {
        let link = |at| NoteLink::Article { source: page.source.id, at };
        rows.extend(page.articles.iter().map(|article| {
            Choice::new(link(article.anchor()), article.title.clone()).detail(view.text("link-article"))
        }));
    }
    rows.extend(notebook.notes().values().map(|note| {
        Choice::new(NoteLink::Note(note.id), markdown::title(&note.text)).detail(view.text("palette-note"))
    }));
    rows
}

fn choice(view: &View<'_>, annotation: &Annotation) -> Choice<NoteLink> {
    let start = |text: &str| -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN_CHARS).collect()
    };
    let quote = start(&annotation.quotation.exact);
    let comment = start(&annotation.comment);
    let name = if comment.is_empty() { quote } else { format!("{quote} — {comment}") };
    let tags = annotation.tags.iter().filter_map(|tag| view.session.notebook().tags().get(tag));
    let tag = tags.clone().next();
    let names: Vec<&str> = tags.map(|tag| tag.name.as_str()).collect();
    let choice = Choice::new(NoteLink::Annotation(annotation.id), name)
        .detail(names.join(&view.text("list-separator")).chars().take(10).collect());
    match tag {
        Some(tag) => choice.color(tag.color),
        None => choice,
    }
}
