//! The annotations to which a note can link, those of the article that is read first.

use egui::Ui;

use super::chooser::{Choice, Chooser, Chosen};
use super::command::{Command, Commands};
use super::view::View;
use crate::notebook::{Annotation, AnnotationId, Revision};
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
    choices: Vec<Choice<AnnotationId>>,
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
            Chosen::One(annotation) => commands.push(Command::InsertLink(annotation)),
            Chosen::New(_) | Chosen::Closed => {}
        }
        false
    }
}

fn rows(view: &View<'_>, here: Option<ArticleId>) -> Vec<Choice<AnnotationId>> {
    let notebook = view.session.notebook();
    let first = here.and_then(|article| view.views.by_article.get(&article)).map_or(&[][..], Vec::as_slice);
    let is_first: std::collections::BTreeSet<AnnotationId> = first.iter().copied().collect();
    // Behind them the others, the newest first.
    let others = notebook.annotations().keys().rev().filter(|id| !is_first.contains(id));
    let all = first.iter().chain(others).filter_map(|id| notebook.annotations().get(id));
    all.map(|annotation| choice(view, annotation)).collect()
}

fn choice(view: &View<'_>, annotation: &Annotation) -> Choice<AnnotationId> {
    let start = |text: &str| -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN_CHARS).collect()
    };
    let quote = start(&annotation.quotation.exact);
    let comment = start(&annotation.comment);
    let name = if comment.is_empty() { quote } else { format!("{quote} — {comment}") };
    let tags = annotation.tags.iter().filter_map(|tag| view.session.notebook().tags().get(tag));
    let tag = tags.clone().next();
    let names: Vec<&str> = tags.map(|tag| tag.name.as_str()).collect();
    let choice =
        Choice::new(annotation.id, name).detail(names.join(&view.text("list-separator")).chars().take(10).collect());
    match tag {
        Some(tag) => choice.color(tag.color),
        None => choice,
    }
}
