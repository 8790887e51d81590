use crate::library::{Origin, Source};
use crate::notebook::{AnnotationId, NoteId, NotebookId};

use super::*;

mod desk;
mod issue;
mod passages;
mod rescan;
mod searching;

const PAGE: &str = "追回欠薪\n\n去年以来，该局为农民工追回被拖欠的工资。\n\n今年继续。\n";

fn session() -> Session {
    let source = Source::from_bytes("甲.txt".to_owned(), Origin::Sample, PAGE.as_bytes()).unwrap();
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    session.open_pages([Arc::new(Page::new(source))]);
    session
}

/// Performs lines of RON; gives the message of the first that fails.
fn check(session: &mut Session, lines: &[&str]) -> Result<(), RequestError> {
    lines.iter().try_for_each(|line| session.perform(Request::parse(line).unwrap()).map(|_| ()))
}

fn only_annotation(session: &Session) -> (AnnotationId, &Annotation) {
    let annotations = session.notebook().annotations();
    assert_eq!(annotations.len(), 1);
    annotations.iter().next().map(|(id, annotation)| (*id, annotation)).unwrap()
}

#[test]
fn a_tag_is_toggled_on_and_off_and_undone() {
    let mut session = session();
    let toggle = r#"ToggleTag(source: "甲.txt", spans: [(6, 10)], tag: "时间")"#;
    check(&mut session, &[r#"AddTag(name: "时间")"#, toggle]).unwrap();
    let (_, annotation) = only_annotation(&session);
    assert_eq!(annotation.quotation.exact, "去年以来");
    assert_eq!(session.prove(annotation), Proof::Exact);
    check(&mut session, &[toggle]).unwrap();
    assert!(session.notebook().annotations().is_empty());
    check(&mut session, &["Undo"]).unwrap();
    assert_eq!(only_annotation(&session).1.tags.len(), 1);
    check(&mut session, &["Undo", "Undo"]).unwrap();
    assert!(session.notebook().tags().is_empty());
    assert_eq!(session.notebook().sources().len(), 1, "the source table is no step to undo");
    check(&mut session, &["Redo", "Redo", "Redo"]).unwrap();
    assert!(session.notebook().annotations().is_empty());
}

#[test]
fn names_that_mean_nothing_change_nothing() {
    let mut session = session();
    check(&mut session, &[r#"AddTag(name: "时间")"#]).unwrap();
    let before = session.notebook().clone();
    let wrong = [
        r#"Annotate(source: "乙.txt", spans: [(0, 1)], tags: ["时间"])"#,
        r#"Annotate(source: "甲.txt", spans: [(0, 999)], tags: ["时间"])"#,
        r#"Annotate(source: "甲.txt", spans: [], tags: ["时间"])"#,
        r#"Annotate(source: "甲.txt", spans: [(3, 3)], tags: ["时间"])"#,
        r#"Annotate(source: "甲.txt", spans: [(0, 1)], tags: ["地点"])"#,
        r#"Annotate(source: "甲.txt", spans: [(0, 1)])"#,
        r#"AddTag(name: "时间")"#,
        r#"AddTag(name: "  ")"#,
        r#"AddTag(name: "地点", shortcut: 0)"#,
        r#"SetTerms(list: "无", terms: [])"#,
        r#"AddNote(target: Notebook, text: " ")"#,
    ];
    for line in wrong {
        assert!(check(&mut session, &[line]).is_err(), "{line}");
    }
    assert_eq!(*session.notebook(), before);
}

#[test]
fn removing_a_tag_takes_it_off_and_comes_back_as_one() {
    let mut session = session();
    let lines = [
        r#"AddTag(name: "一")"#,
        r#"AddTag(name: "二")"#,
        r#"Annotate(source: "甲.txt", spans: [(0, 2)], tags: ["一"])"#,
        r#"Annotate(source: "甲.txt", spans: [(2, 4)], tags: ["一", "二"])"#,
        r#"Annotate(source: "甲.txt", spans: [(6, 8)], tags: ["一"], comment: "留")"#,
    ];
    check(&mut session, &lines).unwrap();
    let before = session.notebook().annotations().clone();
    check(&mut session, &[r#"RemoveTag(tag: "一")"#]).unwrap();
    assert_eq!(session.notebook().annotations().len(), 2);
    check(&mut session, &["Undo"]).unwrap();
    assert_eq!(*session.notebook().annotations(), before);
}

#[test]
fn shortcuts_and_order_of_tags() {
    let mut session = session();
    let lines = [
        r#"AddTag(name: "一")"#,
        r#"AddTag(name: "二")"#,
        r#"AddTag(name: "三")"#,
        r#"MoveTag(tag: "三", to: 0)"#,
        r#"SetShortcut(tag: "三", shortcut: 1)"#,
    ];
    check(&mut session, &lines).unwrap();
    let codebook: Vec<(&str, Option<u8>)> =
        session.notebook().codebook().iter().map(|tag| (tag.name.as_str(), tag.shortcut)).collect();
    assert_eq!(codebook, [("三", Some(1)), ("一", None), ("二", Some(2))]);
}

#[test]
fn typing_a_comment_is_undone_as_one() {
    let mut session = session();
    check(&mut session, &[r#"AddTag(name: "一")"#, r#"Annotate(source: "甲.txt", spans: [(0, 2)], tags: ["一"])"#])
        .unwrap();
    let (id, _) = only_annotation(&session);
    for comment in ["核", "核实"] {
        session.perform_typing(Request::Comment { annotation: id, comment: comment.into() }).unwrap();
    }
    session.end_typing();
    session.perform_typing(Request::Comment { annotation: id, comment: "核实过".into() }).unwrap();
    check(&mut session, &["Undo"]).unwrap();
    assert_eq!(only_annotation(&session).1.comment, "核实");
    check(&mut session, &["Undo"]).unwrap();
    assert_eq!(only_annotation(&session).1.comment, "");
}

#[test]
fn a_note_follows_its_article_and_a_missing_source_is_named() {
    let mut session = session();
    check(&mut session, &[r#"AddNote(target: Article(source: "甲.txt", at: 7), text: "问")"#]).unwrap();
    let mut views = Views::default();
    assert!(views.refresh(&session));
    assert!(!views.refresh(&session), "nothing has changed");
    let row = &views.groups[0].articles[0];
    assert_eq!((row.notes, row.annotations), (1, 0));
    let notes: Vec<NoteId> = views.notes_by_article[&row.id].clone();
    assert_eq!(session.notebook().notes()[&notes[0]].text, "问");

    check(&mut session, &[r#"AddTag(name: "一")"#, r#"Annotate(source: "甲.txt", spans: [(0, 2)], tags: ["一"])"#])
        .unwrap();
    session.close_pages();
    let missing: Vec<&str> = session.missing_sources().map(SourceRecord::name).collect();
    assert_eq!(missing, ["甲.txt"]);
    assert_eq!(session.prove(only_annotation(&session).1), Proof::SourceMissing);
    views.refresh(&session);
    let source = only_annotation(&session).1.source;
    assert_eq!(views.elsewhere[&source].len(), 1);
}

#[test]
fn a_removed_source_comes_back_with_its_annotations() {
    let mut session = session();
    check(&mut session, &[r#"AddTag(name: "一")"#, r#"Annotate(source: "甲.txt", spans: [(0, 2)], tags: ["一"])"#])
        .unwrap();
    check(&mut session, &[r#"RemoveSource(source: "甲.txt")"#]).unwrap();
    assert_eq!(session.pages().count(), 0);
    check(&mut session, &["Undo"]).unwrap();
    assert_eq!(session.pages().count(), 1);
    assert_eq!(session.notebook().annotations().len(), 1);
}

#[test]
fn the_outbox_holds_every_transaction_once() {
    let mut session = session();
    check(&mut session, &[r#"AddTag(name: "一")"#, "Undo", "Redo"]).unwrap();
    assert_eq!(check(&mut session, &["Redo"]), Err(RequestError::NoStep { redo: true }));
    let revisions: Vec<u64> = session.take_outbox().iter().map(|entry| entry.revision.0).collect();
    assert_eq!(revisions, [1, 2, 3, 4], "the source, the tag, undone, redone; nothing for the redo of nothing");
    assert!(session.take_outbox().is_empty());
}
