//! Layouts put right by hand, through the session: they are undone, kept, and move no annotation.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::library::{Origin, Page, Source, samples};
use crate::page::{Destination, LayoutEdit, Role};
use crate::search::{Line, Mode, Query, concordance};
use crate::text::CharSpan;

fn sample_session() -> Session {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    let sample = samples().into_iter().next().unwrap();
    session.open_pages([Arc::new(Page::new(sample))]);
    session
}

fn page(session: &Session) -> Arc<Page> {
    session.pages().next().unwrap().clone()
}

fn edit(session: &mut Session, edit: LayoutEdit) -> Result<Option<Performed>, RequestError> {
    let source = page(session).source.id.to_string();
    session.perform(Request::EditLayout { source, edit })
}

#[test]
fn a_layout_is_changed_taken_back_and_recovered_again() {
    let mut session = sample_session();
    let recovered = page(&session);
    let second = recovered.articles[0].parts[1].part.start();
    edit(&mut session, LayoutEdit::Join { at: second }).unwrap().unwrap();
    let joined = page(&session);
    assert_eq!(joined.articles[0].parts.len() + 1, recovered.articles[0].parts.len());
    assert!(joined.is_corrected() && session.notebook().layouts().len() == 1);
    session.perform(Request::Undo).unwrap();
    assert_eq!(page(&session).layout, recovered.layout);
    assert!(session.notebook().layouts().is_empty());
    session.perform(Request::Redo).unwrap();
    assert_eq!(page(&session).layout, joined.layout);
    // A page opened later is as the notebook has it.
    session.close_pages();
    session.open_pages([Arc::new(Page::new(recovered.source.clone()))]);
    assert_eq!(page(&session).layout, joined.layout);
    let name = recovered.source.name.clone();
    session.perform(Request::RestoreLayout { source: name.clone() }).unwrap().unwrap();
    assert_eq!(page(&session).layout, recovered.layout);
    assert!(session.perform(Request::RestoreLayout { source: name }).unwrap().is_none());
    // Split where it was joined, it is as recovered, and nothing is kept of it.
    edit(&mut session, LayoutEdit::Join { at: second }).unwrap();
    session.perform(Request::RestoreArticle { source: recovered.source.id.to_string(), at: second }).unwrap().unwrap();
    assert!(session.notebook().layouts().is_empty());
}

#[test]
fn annotations_and_notes_stay_where_they_are() {
    let mut session = sample_session();
    let first = page(&session);
    let article = &first.articles[0];
    let body = article.parts.iter().find(|part| part.part.role == Role::Body).unwrap();
    let spans = body.text.to_source(CharSpan::new(0, 6));
    let source = first.source.id.to_string();
    session
        .perform(Request::AddTag { name: "甲".into(), color: None, description: String::new(), shortcut: None })
        .unwrap();
    session.perform(Request::ToggleTag { source: source.clone(), spans: spans.clone(), tag: "甲".into() }).unwrap();
    let before = session.notebook().annotations().clone();
    let at = body.part.start();
    edit(&mut session, LayoutEdit::MoveParts { parts: vec![at], to: Destination::NewArticle }).unwrap().unwrap();
    let mut views = Views::default();
    views.refresh(&session);
    let (article, _) = page(&session).at(at).map(|(article, part)| (article.id, part.id)).unwrap();
    assert_eq!(views.by_article[&article].len(), 1, "it is found in the new article");
    assert_eq!(session.notebook().annotations(), &before);
    assert!(session.violations().is_empty());
}

#[test]
fn what_was_misread_is_read_otherwise_and_the_source_stays() {
    let mut session = sample_session();
    let first = page(&session);
    let source = first.source.id.to_string();
    let body = first.articles[0].parts.iter().find(|part| part.part.role == Role::Body).unwrap();
    let span = body.text.to_source(CharSpan::new(2, 4))[0];
    let emend = |reading: &str| Request::Emend { source: source.clone(), span, reading: reading.to_owned() };
    session.perform(emend("（更正）")).unwrap().unwrap();
    let read = |session: &Session| page(session).at(span.start).unwrap().1.text.as_str().to_owned();
    assert!(read(&session).contains("（更正）"));
    let emendation = session.notebook().emendations().values().next().unwrap().clone();
    assert_eq!(emendation.original, first.source.text.slice(span));
    assert!(session.violations().is_empty());
    // A quotation is of the source, whatever is read.
    let spans = page(&session).at(span.start).unwrap().1.text.to_source(CharSpan::new(0, 6));
    session
        .perform(Request::Annotate { source: source.clone(), spans, tags: Vec::new(), comment: "评".into() })
        .unwrap();
    let annotation = session.notebook().annotations().values().next().unwrap();
    assert!(annotation.quotation.exact.contains(&emendation.original));
    assert_eq!(session.prove(annotation), Proof::Exact);
    // Another one in its place; then the original is right; then it may be asked again.
    session.perform(emend("二")).unwrap().unwrap();
    assert!(session.perform(emend("二")).unwrap().is_none());
    session.perform(emend("")).unwrap().unwrap();
    assert_eq!(read(&session), body.text.as_str());
    let kept = session.notebook().emendations().values().next().unwrap().clone();
    assert_eq!((session.notebook().emendations().len(), kept.reading), (1, None));
    session.perform(Request::RemoveEmendation { emendation: kept.id }).unwrap().unwrap();
    session.perform(Request::Undo).unwrap();
    session.perform(Request::Undo).unwrap();
    assert!(read(&session).contains('二'));
    let nowhere = Request::Emend { source, span: CharSpan::new(999_999, 1_000_000), reading: "x".into() };
    assert!(matches!(session.perform(nowhere), Err(RequestError::BadSpan { .. })));
}

#[test]
fn both_what_is_read_and_what_stands_there_are_found() {
    let text = "数据 displays，增长。\n";
    let source = Source::from_bytes("页.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap();
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    session.open_pages([Arc::new(Page::new(source))]);
    let source = page(&session).source.id.to_string();
    session.perform(Request::Emend { source, span: CharSpan::new(3, 11), reading: "显示".into() }).unwrap();
    let page = page(&session);
    let find = |words: &str| -> Vec<String> {
        let query = Query::parse(words, Mode::default()).unwrap();
        let shown = |line: Line| {
            let Line { left, node, right, reading, is_original, .. } = line;
            format!("{left}|{node}|{right} {reading:?} {is_original}")
        };
        concordance(&page, &query, 3).map(shown).collect()
    };
    assert_eq!(find("显示"), ["数据 |显示|，增长 3..5 false"]);
    assert_eq!(find("display"), ["数据 |display|s，增 3..5 true"]);
    assert_eq!(find("增长"), ["显示，|增长|。 6..8 false"]);
}

fn edits(len: u32) -> impl Strategy<Value = LayoutEdit> {
    let at = move || 0..len;
    prop_oneof![
        at().prop_map(|at| LayoutEdit::Join { at }),
        at().prop_map(|at| LayoutEdit::Split { at }),
        (at(), 0..Role::ALL.len())
            .prop_map(|(at, role)| LayoutEdit::SetRole { parts: vec![at], role: Role::ALL[role] }),
        (at(), at()).prop_map(|(at, to)| LayoutEdit::MoveParts { parts: vec![at], to: Destination::Before(to) }),
        at().prop_map(|at| LayoutEdit::MoveParts { parts: vec![at], to: Destination::NewArticle }),
        (at(), 1..60u32, at()).prop_map(|(at, len, to)| LayoutEdit::TakeOut {
            spans: vec![CharSpan::new(at, at + len)],
            to: Destination::EndOf(to),
            role: Role::Caption,
        }),
        at().prop_map(|at| LayoutEdit::Confirm { at, doubt: None }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_the_desk_does_is_whole_and_can_be_taken_back(list in proptest::collection::vec(edits(4000), 1..25)) {
        let mut session = sample_session();
        let recovered = page(&session);
        let mut done = 0;
        for one in list {
            if let Ok(Some(_)) = edit(&mut session, one) {
                done += 1;
                let now = page(&session);
                prop_assert_eq!(now.layout.check(&now.source.text), Ok(()));
                prop_assert_eq!(now.articles.len(), now.layout.articles.len());
                let fresh = Page::with_layout(now.source.clone(), now.layout.clone(), now.issue.clone());
                prop_assert_eq!(&fresh.articles, &now.articles, "what is reused is what would be made");
            }
        }
        for _ in 0..done {
            session.perform(Request::Undo).unwrap();
        }
        prop_assert_eq!(&page(&session).layout, &recovered.layout);
        prop_assert!(session.notebook().layouts().is_empty());
    }
}

#[test]
fn a_doubtful_page_that_was_split_and_joined_again_is_as_recovered() {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "");
    session.open_pages([Arc::new(Page::new(crate::library::samples().remove(0)))]);
    let page = session.pages().next().unwrap().clone();
    let doubtful = page.layout.parts().find(|part| !part.doubts.is_empty() && part.spans[0].len() > 6).unwrap();
    let (start, at) = (doubtful.start(), doubtful.spans[0].start + 3);
    let source = page.source.id;
    check(&mut session, &[&format!(r#"EditLayout(source: "{source}", edit: Split(at: {at}))"#)]).unwrap();
    assert!(session.page(source).unwrap().is_corrected());
    check(&mut session, &[&format!(r#"EditLayout(source: "{source}", edit: Join(at: {at}))"#)]).unwrap();
    assert!(!session.page(source).unwrap().is_corrected(), "the part at {start} is as it was recovered");
    assert!(session.notebook().layouts().is_empty());
}
