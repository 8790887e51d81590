//! What goes out comes back: export, then import into an empty notebook over the same pages, for random notebooks.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jianbao::exchange::{ExportInput, ExportOptions, Format, export, parse_import};
use jianbao::i18n::{Catalogue, Language};
use jianbao::library::{Origin, Page, Source};
use jianbao::notebook::{Annotation, Note, Notebook, NotebookId, Tag};
use jianbao::page::IssueData;
use jianbao::session::{Request, Session, Target};
use jianbao::task::{Cancel, Progress};
use jianbao::text::CharSpan;
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::exchange::PAGE;
use crate::qda::check_project;

const OTHER: &str = "另一版\r\n\r\n本报讯 <b>标签</b>&amp;和“引号”，还有😀表情。\r\n第二段只有一句。\r\n";

fn page(name: &str, text: &str) -> Arc<Page> {
    let origin = Origin::File(name.into());
    Arc::new(Page::new(Source::from_bytes(name.to_owned(), origin, text.as_bytes()).unwrap()))
}

pub(crate) fn session(author: &str) -> Session {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), author);
    session.consult_pages([page("河湾.txt", PAGE), page("另一版.txt", OTHER)]);
    session
}

#[derive(Clone, Debug)]
enum Step {
    Tag(String, [u8; 3], String),
    Annotate(bool, Vec<(u32, u32)>, Vec<usize>, String),
    Note(usize, String),
    Comments(Vec<String>),
    Issue(bool, String, Option<u32>),
}

/// Texts that anybody may have written; `steering` with what not every format carries.
fn text(steering: bool) -> impl Strategy<Value = String> {
    let parts = ["甲", "乙，", "<b>", "&amp;", "]]>", "=1+1", "\"", "'", "\n", "  ", "😀", "@x", "—", "\\", "待核？"];
    let more = ["\t", "\r", "\u{202e}", "\u{feff}", "\u{200b}"];
    let parts = parts.into_iter().chain(more.into_iter().filter(|_| steering)).collect::<Vec<_>>();
    vec(select(parts), 0..8).prop_map(|parts| parts.concat())
}

fn step(steering: bool) -> impl Strategy<Value = Step> {
    let name =
        vec(select(vec!["欠薪", "追回", "a&b", "<c>", "\"d\"", "=e", "读者 来信"]), 1..4).prop_map(|it| it.join("/"));
    prop_oneof![
        2 => (name, any::<[u8; 3]>(), text(steering)).prop_map(|(name, color, text)| Step::Tag(name, color, text)),
        4 => (any::<bool>(), vec((0..120u32, 1..12u32), 1..4), vec(0..6usize, 0..3), text(steering))
            .prop_map(|(other, spans, tags, comment)| Step::Annotate(other, spans, tags, comment)),
        // Several comments on one passage, by one author.
        1 => vec(text(steering), 2..4).prop_map(Step::Comments),
        1 => (0..5usize, text(steering)).prop_map(|(on, text)| Step::Note(on, text)),
        1 => (any::<bool>(), select(vec!["河湾报", "<报>&", ""]), proptest::option::of(1..9999u32))
            .prop_map(|(other, paper, number)| Step::Issue(other, paper.to_owned(), number)),
    ]
}

fn built(author: &str, steps: Vec<Step>) -> Session {
    let mut session = session(author);
    for step in steps {
        // What cannot be done is not.
        let request = match step {
            Step::Tag(name, color, description) => {
                Request::AddTag { name, color: Some(jianbao::notebook::Color(color)), description, shortcut: None }
            }
            Step::Annotate(other, spans, tags, comment) => {
                let source = if other { "另一版.txt" } else { "河湾.txt" };
                let text = session.pages().find(|page| page.source.name == source).unwrap().source.text.clone();
                let within = |(start, len): (u32, u32)| {
                    CharSpan::new(start % text.len(), (start % text.len() + len).min(text.len()))
                };
                let names: Vec<String> = session.notebook().codebook().iter().map(|tag| tag.name.clone()).collect();
                let tags = tags.into_iter().filter_map(|at| names.get(at).cloned()).collect();
                Request::Annotate {
                    source: source.into(),
                    spans: spans.into_iter().map(within).collect(),
                    tags,
                    comment,
                }
            }
            Step::Note(on, text) => {
                let source = || if on % 2 == 0 { "另一版.txt".to_owned() } else { "河湾.txt".to_owned() };
                let target = match on {
                    0 | 1 => Target::Source { source: source() },
                    2 | 3 => Target::Article { source: source(), at: 0 },
                    _ => Target::Notebook,
                };
                Request::AddNote { target, text }
            }
            Step::Comments(comments) => {
                for comment in comments {
                    let spans = vec![CharSpan::new(2, 5), CharSpan::new(9, 12)];
                    let _ = session.perform(Request::Annotate {
                        source: "河湾.txt".into(),
                        spans,
                        tags: Vec::new(),
                        comment,
                    });
                }
                continue;
            }
            Step::Issue(other, paper, number) => Request::SetIssue {
                source: if other { "另一版.txt" } else { "河湾.txt" }.into(),
                paper: Some(paper),
                date: number.map(|number| format!("20{:02}-0{}-1{}", number % 30, number % 9 + 1, number % 10)),
                weekday: number.and_then(|number| jianbao::page::Weekday::new((number % 8) as u8)),
                lunar: number.and_then(|_| "壬寅年五月廿九".parse().ok()),
                number,
                page: number.map(|number| format!("{number:02}版")),
                places: number.map_or_else(Vec::new, |_| vec!["海州".into(), "河湾".into()]),
            },
        };
        let _ = session.perform(request);
    }
    session
}

pub(crate) fn exported(session: &Session, format: Format) -> Vec<u8> {
    let catalogue = Catalogue::new(Language::Chinese);
    let (notebook, library) = (session.notebook(), session.library());
    let input = ExportInput { catalogue: &catalogue, notebook, library, now: Timestamp::UNIX_EPOCH };
    let options = ExportOptions { title: "笔记".into(), ..ExportOptions::default() };
    export(format, &options, input, &Cancel::default(), &Progress::default()).unwrap().bytes
}

fn came_back(bytes: &[u8], extension: &str) -> Session {
    let mut back = session("另一人");
    let incoming = parse_import(Path::new(&format!("x.{extension}")), bytes).unwrap();
    let (_, taken) = back.take_in(&incoming).unwrap();
    assert!(taken.is_whole() && taken.already == 0, "{taken:?}");
    // What comes in a second time is there already.
    let before = back.notebook().clone();
    let (_, again) = back.take_in(&incoming).unwrap();
    assert_eq!((again.tags, again.annotations, again.notes), (0, 0, 0));
    assert_eq!(*back.notebook(), before);
    back
}

/// Annotations with their tags by name, in the form of text to be compared.
fn annotations(notebook: &Notebook) -> Vec<(Annotation, Vec<String>)> {
    let named = |annotation: &Annotation| {
        let tags = annotation.tags.iter().map(|tag| notebook.tags()[tag].name.clone()).collect();
        (Annotation { tags: Vec::new(), ..annotation.clone() }, tags)
    };
    notebook.annotations().values().map(named).collect()
}

fn notes(notebook: &Notebook) -> Vec<Note> {
    notebook.notes().values().cloned().collect()
}

fn issues(notebook: &Notebook) -> Vec<(String, IssueData)> {
    notebook.issues().iter().map(|(source, issue)| (source.to_string(), issue.issue.clone())).collect()
}

/// What a code holds of a tag.
fn codes(notebook: &Notebook) -> BTreeSet<(String, String, String, String)> {
    let of = |tag: &Tag| (tag.id.to_string(), tag.name.clone(), tag.color.to_string(), tag.description.clone());
    notebook.tags().values().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_project_comes_back_as_it_went(author in select(vec!["", "记者", "<&\"'"]), steps in vec(step(true), 0..20)) {
        let session = built(author, steps);
        let bytes = exported(&session, Format::Qdpx);
        check_project(&bytes);
        let back = came_back(&bytes, "qdpx");
        prop_assert_eq!(codes(back.notebook()), codes(session.notebook()));
        prop_assert_eq!(annotations(back.notebook()), annotations(session.notebook()));
        prop_assert_eq!(notes(back.notebook()), notes(session.notebook()));
        let told = issues(session.notebook()).into_iter().filter(|(_, issue)| !issue.is_empty());
        prop_assert_eq!(issues(back.notebook()), told.collect::<Vec<_>>());
    }

    #[test]
    fn a_codebook_comes_back_as_it_went(steps in vec(step(true), 0..12)) {
        let session = built("", steps);
        prop_assume!(!session.notebook().tags().is_empty());
        let bytes = exported(&session, Format::Qdc);
        crate::qda::check_codebook(std::str::from_utf8(&bytes).unwrap());
        let back = came_back(&bytes, "qdc");
        prop_assert_eq!(codes(back.notebook()), codes(session.notebook()));
    }

    #[test]
    fn web_annotations_come_back_as_they_went(author in select(vec!["", "记者"]), steps in vec(step(true), 0..20)) {
        let session = built(author, steps);
        let is_empty = session.notebook().annotations().is_empty() && session.notebook().notes().is_empty();
        prop_assume!(!is_empty);
        let back = came_back(&exported(&session, Format::WebAnnotation), "json");
        prop_assert_eq!(annotations(back.notebook()), annotations(session.notebook()));
        prop_assert_eq!(notes(back.notebook()), notes(session.notebook()));
    }

    #[test]
    fn a_table_comes_back_as_it_went(author in select(vec!["", "记者"]), steps in vec(step(false), 0..20)) {
        let session = built(author, steps);
        let back = came_back(&exported(&session, Format::Csv), "csv");
        prop_assert_eq!(annotations(back.notebook()), annotations(session.notebook()));
    }

    #[test]
    fn what_comes_in_is_one_step(steps in vec(step(true), 1..12)) {
        let session = built("记者", steps);
        let incoming = parse_import(Path::new("x.qdpx"), &exported(&session, Format::Qdpx)).unwrap();
        let mut back = self::session("");
        let (performed, _) = back.take_in(&incoming).unwrap();
        prop_assume!(performed.is_some());
        back.perform(Request::Undo).unwrap();
        let left = back.notebook();
        prop_assert!(left.tags().is_empty() && left.annotations().is_empty() && left.notes().is_empty());
        back.perform(Request::Redo).unwrap();
        prop_assert_eq!(annotations(back.notebook()), annotations(session.notebook()));
    }
}
