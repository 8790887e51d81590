use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::library::{Origin, Page, Source};
use crate::notebook::{NoteLink, NotebookId};
use crate::session::{Request, Session, Target};

const TEXTS: [&str; 2] = [
    "追回欠薪\n\n去年以来，该局为农民工追回被拖欠的工资。\n\n今年继续。\n\n二〇二三年九月\n",
    "图书室重新开放\n\n首日接待读者四百余人。\n\n借出图书一千二百册，多为小说。\n",
];
const TAGS: [&str; 5] = ["甲", "甲/乙", "甲/乙/丙", "丁", "丁/甲"];

fn pages() -> Vec<Arc<Page>> {
    let page = |(text, name): (&str, &str)| {
        Arc::new(Page::new(Source::from_bytes(name.to_owned(), Origin::Sample, text.as_bytes()).unwrap()))
    };
    TEXTS.into_iter().zip(["一.txt", "二.txt"]).map(page).collect()
}

/// What is asked for; names and places are made from the numbers, and often mean nothing.
#[derive(Clone, Debug)]
enum Step {
    Ask(Ask),
    Undo,
    Redo,
    /// Closes all pages and opens these.
    Open(usize),
}

#[derive(Clone, Debug)]
enum Ask {
    AddTag(&'static str),
    RenameTag(Index, &'static str),
    Recolor(Index),
    MoveTag(Index, usize),
    RemoveTag(Index),
    MergeTags(Index, Index),
    Annotate(usize, u32, u32, Vec<Index>),
    Toggle(usize, u32, u32, Index),
    Comment(Index, bool),
    MoveSpans(Index, u32, u32),
    Merge(Index, Index),
    Remove(Index),
    AddNote(usize, u32, Option<Index>),
    EditNote(Index, Option<Index>),
    RemoveNote(Index),
    Star(usize, u32, bool),
    Read(usize, u32, bool),
    RemoveSource(usize),
    RestoreSource(usize),
}

fn ask() -> impl Strategy<Value = Ask> {
    let (page, at, chars) = (0..TEXTS.len(), 0..46_u32, 1..12_u32);
    let tags = proptest::collection::vec(any::<Index>(), 0..4);
    prop_oneof![
        4 => select(&TAGS[..]).prop_map(Ask::AddTag),
        2 => (any::<Index>(), select(&TAGS[..])).prop_map(|(tag, to)| Ask::RenameTag(tag, to)),
        1 => any::<Index>().prop_map(Ask::Recolor),
        1 => (any::<Index>(), 0..5_usize).prop_map(|(tag, to)| Ask::MoveTag(tag, to)),
        1 => any::<Index>().prop_map(Ask::RemoveTag),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(tag, into)| Ask::MergeTags(tag, into)),
        8 => (page.clone(), at.clone(), chars.clone(), tags).prop_map(|(a, b, c, d)| Ask::Annotate(a, b, c, d)),
        5 => (page.clone(), at.clone(), chars.clone(), any::<Index>()).prop_map(|(a, b, c, d)| Ask::Toggle(a, b, c, d)),
        2 => (any::<Index>(), any::<bool>()).prop_map(|(it, says)| Ask::Comment(it, says)),
        4 => (any::<Index>(), at.clone(), chars).prop_map(|(it, at, chars)| Ask::MoveSpans(it, at, chars)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(one, other)| Ask::Merge(one, other)),
        2 => any::<Index>().prop_map(Ask::Remove),
        4 => (0..5_usize, at.clone(), any::<Option<Index>>()).prop_map(|(on, at, link)| Ask::AddNote(on, at, link)),
        2 => (any::<Index>(), any::<Option<Index>>()).prop_map(|(note, link)| Ask::EditNote(note, link)),
        1 => any::<Index>().prop_map(Ask::RemoveNote),
        2 => (page.clone(), at.clone(), any::<bool>()).prop_map(|(page, at, on)| Ask::Star(page, at, on)),
        2 => (page.clone(), at, any::<bool>()).prop_map(|(page, at, read)| Ask::Read(page, at, read)),
        1 => page.clone().prop_map(Ask::RemoveSource),
        1 => page.prop_map(Ask::RestoreSource),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        20 => ask().prop_map(Step::Ask),
        5 => Just(Step::Undo),
        3 => Just(Step::Redo),
        1 => (0..3_usize).prop_map(Step::Open),
    ]
}

/// One of what there is.
fn one<'a, T>(all: impl Iterator<Item = &'a T> + Clone, at: &Index) -> Option<&'a T> {
    let count = all.clone().count();
    all.clone().nth(at.index(count.max(1)))
}

fn request(session: &Session, ask: Ask) -> Option<Request> {
    let notebook = session.notebook();
    let tag = |at: &Index| one(notebook.tags().values(), at).map(|tag| tag.name.clone());
    let annotation = |at: &Index| one(notebook.annotations().keys(), at).copied();
    let note = |at: &Index| one(notebook.notes().keys(), at).copied();
    let name = |page: usize| ["一.txt", "二.txt"][page].to_owned();
    let spans = |at: u32, chars: u32| vec![(at, at + chars).into()];
    let text = |link: Option<Index>| {
        let link = link.and_then(|at| annotation(&at)).map(|id| NoteLink::Annotation(id).markdown("引文"));
        format!("笔记\n\n{}", link.unwrap_or_default())
    };
    Some(match ask {
        Ask::AddTag(name) => {
            Request::AddTag { name: name.into(), color: None, description: String::new(), shortcut: None }
        }
        Ask::RenameTag(at, to) => Request::RenameTag { tag: tag(&at)?, to: to.into() },
        Ask::Recolor(at) => Request::RecolorTag { tag: tag(&at)?, color: Color([1, 2, 3]) },
        Ask::MoveTag(at, to) => Request::MoveTag { tag: tag(&at)?, to },
        Ask::RemoveTag(at) => Request::RemoveTag { tag: tag(&at)? },
        Ask::MergeTags(at, into) => Request::MergeTags { tag: tag(&at)?, into: tag(&into)? },
        Ask::Annotate(page, at, chars, tags) => Request::Annotate {
            source: name(page),
            spans: spans(at, chars),
            tags: tags.iter().filter_map(tag).collect(),
            comment: "评".into(),
        },
        Ask::Toggle(page, at, chars, which) => {
            Request::ToggleTag { source: name(page), spans: spans(at, chars), tag: tag(&which)? }
        }
        Ask::Comment(at, says) => {
            Request::Comment { annotation: annotation(&at)?, comment: if says { "改" } else { "" }.into() }
        }
        Ask::MoveSpans(at, start, chars) => {
            Request::MoveAnnotation { annotation: annotation(&at)?, spans: spans(start, chars) }
        }
        Ask::Merge(at, other) => Request::MergeAnnotations { annotations: vec![annotation(&at)?, annotation(&other)?] },
        Ask::Remove(at) => Request::RemoveAnnotation { annotation: annotation(&at)? },
        Ask::AddNote(on, at, link) => {
            let target = match on {
                0 => Target::Notebook,
                1 | 2 => Target::Source { source: name(on - 1) },
                _ => Target::Article { source: name(on - 3), at },
            };
            Request::AddNote { target, text: text(link) }
        }
        Ask::EditNote(at, link) => Request::EditNote { note: note(&at)?, text: text(link) },
        Ask::RemoveNote(at) => Request::RemoveNote { note: note(&at)? },
        Ask::Star(page, at, starred) => Request::Star { source: name(page), at, starred },
        Ask::Read(page, at, read) => Request::MarkRead { source: name(page), at, read },
        Ask::RemoveSource(page) => Request::RemoveSource { source: name(page) },
        Ask::RestoreSource(page) => Request::RestoreSource { source: name(page) },
    })
}

proptest! {
    #[test]
    fn views_that_follow_every_edit_are_those_made_anew(steps in proptest::collection::vec(step(), 1..60)) {
        let all = pages();
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
        session.open_pages(all.iter().cloned());
        let mut following = Views::default();
        following.refresh(&session);
        for step in steps {
            let what = format!("{step:?}");
            match step {
                Step::Ask(ask) => {
                    if let Some(request) = request(&session, ask) {
                        // What means nothing is refused, and changes nothing.
                        let _ = session.perform(request);
                    }
                }
                Step::Undo => drop(session.perform(Request::Undo)),
                Step::Redo => drop(session.perform(Request::Redo)),
                Step::Open(count) => {
                    session.close_pages();
                    session.open_pages(all[..count].iter().cloned());
                }
            }
            let before = following.rows_version;
            let rows = rows(&following);
            following.refresh(&session);
            prop_assert!(before != following.rows_version || rows == self::rows(&following), "{}", what);
            let mut anew = Views::default();
            anew.refresh(&session);
            anew.rows_version = following.rows_version;
            prop_assert_eq!(&following, &anew, "{}", what);
        }
    }
}

/// What the library's list is laid out by.
fn rows(views: &Views) -> Vec<(SourceId, String, bool)> {
    let of_group = |group: &SourceGroup| {
        let row = |row: &ArticleRow| (row.id.source, row.title.clone(), row.has_tag_line());
        group.articles.iter().map(row).collect::<Vec<_>>()
    };
    views.groups.iter().flat_map(of_group).collect()
}
