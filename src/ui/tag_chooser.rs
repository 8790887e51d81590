//! Tags chosen from a list that is narrowed by typing: for a tag's page, to be merged, to be moved.

use egui::Ui;

use super::chooser::{Choice, Chooser, Chosen};
use super::command::{Command, Commands};
use super::view::View;
use crate::i18n::Message;
use crate::notebook::tag_path;
use crate::session::{QuotationFilter, Request, quoted};

/// What a tag is chosen for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagChoice {
    /// Its quotations.
    Page,
    /// To be merged; then, into which one.
    Merge(Option<String>),
    /// To be moved; then, under which one.
    Move(Option<String>),
}

/// What came of a frame.
pub(super) enum TagChosen {
    /// Still open.
    Open,
    /// Closed.
    Closed,
    /// Something else is to be chosen.
    Next(TagChoice),
}

/// Draws the list.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    chooser: &mut Chooser,
    what: &TagChoice,
    commands: &mut Commands,
) -> TagChosen {
    let named = |id, name: &str| view.say(&Message::new(id).with("name", name));
    let (hint, new) = match what {
        TagChoice::Page => (view.text("tag-chooser-page"), None),
        TagChoice::Merge(None) => (view.text("tag-chooser-merge"), None),
        TagChoice::Merge(Some(name)) => (named("tag-chooser-merge-into", name), None),
        TagChoice::Move(None) => (view.text("tag-chooser-move"), None),
        TagChoice::Move(Some(name)) => (named("tag-chooser-move-under", name), Some("tag-chooser-under-new")),
    };
    let choices = choices(view, what);
    let label = |name: &str| new.map_or_else(String::new, |id| named(id, name));
    let label: Option<&dyn Fn(&str) -> String> = if new.is_some() { Some(&label) } else { None };
    let chosen = match chooser.show(ui, view, &hint, (&choices, view.session.revision().0), label) {
        Chosen::Open => return TagChosen::Open,
        Chosen::Closed => return TagChosen::Closed,
        Chosen::One(path) | Chosen::New(path) => path,
    };
    match what {
        TagChoice::Page => {
            let filter = QuotationFilter { tags: quoted(&chosen), ..QuotationFilter::default() };
            commands.push(Command::Quotations(filter));
        }
        TagChoice::Merge(None) => return TagChosen::Next(TagChoice::Merge(Some(chosen))),
        TagChoice::Move(None) => return TagChosen::Next(TagChoice::Move(Some(chosen))),
        TagChoice::Merge(Some(tag)) => {
            commands.push(Command::Request(Request::MergeTags { tag: tag.clone(), into: chosen }));
        }
        TagChoice::Move(Some(tag)) => {
            let (tag, parent) = (tag.clone(), chosen);
            commands.push(Command::Request(Request::MoveTagUnder { tag, parent, before: None }));
        }
    }
    TagChosen::Closed
}

/// Draws the list of tags for lines of the concordance; tells whether it stays open.
pub(super) fn of_lines(
    ui: &mut Ui,
    view: &View<'_>,
    chooser: &mut Chooser,
    numbers: &[u32],
    commands: &mut Commands,
) -> bool {
    let tags = view.session.notebook().codebook().into_iter().map(|tag| {
        let digit = tag.shortcut.map(|digit| digit.to_string()).unwrap_or_default();
        Choice::new(tag.name.clone(), tag.name.clone()).detail(digit).color(tag.color)
    });
    let choices: Vec<Choice<String>> = tags.collect();
    let new_label = |name: &str| view.say(&Message::new("picker-new").with("name", name));
    let hint = view.say(&Message::new("picker-lines-hint").with("count", numbers.len()));
    let tag = match chooser.show(ui, view, &hint, (&choices, view.session.revision().0), Some(&new_label)) {
        Chosen::Open => return true,
        Chosen::Closed => return false,
        Chosen::One(tag) => tag,
        Chosen::New(name) => {
            let (color, description, shortcut) = (None, String::new(), None);
            commands.push(Command::Request(Request::AddTag { name: name.clone(), color, description, shortcut }));
            name
        }
    };
    commands.push(Command::TagLines { numbers: numbers.to_vec(), tag });
    false
}

/// The paths that can be chosen; the top level is the blank one.
fn choices(view: &View<'_>, what: &TagChoice) -> Vec<Choice<String>> {
    let tags = view.session.notebook().tags();
    let fits = |path: &str, is_tag: bool| match what {
        TagChoice::Page | TagChoice::Move(None) => true,
        TagChoice::Merge(None) => is_tag,
        TagChoice::Merge(Some(merged)) => is_tag && path != merged,
        TagChoice::Move(Some(moved)) => !tag_path::is_within(path, moved),
    };
    let top =
        matches!(what, TagChoice::Move(Some(_))).then(|| Choice::new(String::new(), view.text("tag-chooser-top")));
    let nodes = view.views.tag_tree.nodes().iter().filter(|node| fits(&node.path, node.id.is_some()));
    let rows = nodes.map(|node| {
        let count = view.say(&Message::new("count-times").with("count", node.total));
        let row = Choice::new(node.path.clone(), node.path.clone()).detail(count);
        match node.id.and_then(|id| tags.get(&id)) {
            Some(tag) => row.color(tag.color),
            None => row,
        }
    });
    top.into_iter().chain(rows).collect()
}
