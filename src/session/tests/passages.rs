//! Places of annotations: edges moved, annotations merged and split, each one step to undo.

use proptest::prelude::*;

use super::*;
use crate::page::{Article, Confidence, IssueData, Layout, Part, Role};
use crate::text::CharSpan;

/// A session with tags 一, 二, 三 and an annotation for each of the places, tagged in turn.
fn marked(spans: &[&[(u32, u32)]]) -> (Session, Vec<AnnotationId>) {
    let mut session = session();
    let ids = mark(&mut session, spans);
    (session, ids)
}

fn mark(session: &mut Session, spans: &[&[(u32, u32)]]) -> Vec<AnnotationId> {
    check(session, &[r#"AddTag(name: "一")"#, r#"AddTag(name: "二")"#, r#"AddTag(name: "三")"#]).unwrap();
    let tags = ["一", "二", "三"];
    let annotate = |(spans, tag): (&&[(u32, u32)], &str)| {
        let spans = spans.iter().map(|&span| span.into()).collect();
        let (tags, comment) = (vec![tag.to_owned()], format!("评{tag}"));
        let request = Request::Annotate { source: "甲.txt".to_owned(), spans, tags, comment };
        match session.perform(request).unwrap().unwrap().made {
            Some(Key::Annotation(id)) => id,
            other => panic!("{other:?} was made"),
        }
    };
    spans.iter().zip(tags.into_iter().cycle()).map(annotate).collect()
}

fn of(session: &Session, id: AnnotationId) -> &Annotation {
    &session.notebook().annotations()[&id]
}

fn tags_of(session: &Session, id: AnnotationId) -> String {
    of(session, id).tags.iter().map(|tag| session.notebook().tags()[tag].name.as_str()).collect()
}

/// Performs a request and sees that undo takes back all of it and redo does it again.
#[track_caller]
fn check_step(session: &mut Session, request: Request) {
    let before = session.notebook().annotations().clone();
    session.perform(request).unwrap().unwrap();
    let after = session.notebook().annotations().clone();
    assert_ne!(before, after);
    session.perform(Request::Undo).unwrap();
    assert_eq!(*session.notebook().annotations(), before);
    session.perform(Request::Redo).unwrap();
    assert_eq!(*session.notebook().annotations(), after);
    for annotation in after.values() {
        assert_eq!(session.prove(annotation), Proof::Exact);
    }
}

#[test]
fn an_annotation_moves_and_its_quotation_with_it() {
    let (mut session, ids) = marked(&[&[(6, 10)]]);
    check_step(&mut session, Request::MoveAnnotation { annotation: ids[0], spans: vec![(6, 13).into()] });
    assert_eq!(of(&session, ids[0]).quotation.exact, "去年以来，该局");
    assert_eq!(of(&session, ids[0]).comment, "评一");
    let nowhere = Request::MoveAnnotation { annotation: ids[0], spans: vec![(6, 99).into()] };
    assert!(matches!(session.perform(nowhere), Err(RequestError::BadSpan { .. })));
    let same = Request::MoveAnnotation { annotation: ids[0], spans: vec![(6, 13).into()] };
    assert_eq!(session.perform(same).unwrap(), None, "an edge that is where it was is no step");
}

#[test]
fn merged_annotations_keep_every_place_tag_and_comment() {
    let (mut session, ids) = marked(&[&[(11, 16)], &[(6, 13)], &[(28, 30)]]);
    check_step(&mut session, Request::MergeAnnotations { annotations: vec![ids[2], ids[1], ids[0]] });
    assert_eq!(session.notebook().annotations().len(), 1);
    let merged = of(&session, ids[0]);
    assert_eq!(merged.spans, [CharSpan::new(6, 16), CharSpan::new(28, 30)]);
    assert_eq!(merged.comment, "评二\n评一\n评三");
    assert_eq!(tags_of(&session, ids[0]), "二一三");
}

#[test]
fn one_annotation_or_two_sources_cannot_be_merged() {
    let (mut session, ids) = marked(&[&[(6, 10)], &[(11, 13)]]);
    let twice = Request::MergeAnnotations { annotations: vec![ids[0], ids[0]] };
    assert_eq!(session.perform(twice), Err(RequestError::NothingToMerge));
    assert_eq!(
        session.perform(Request::MergeAnnotations { annotations: Vec::new() }),
        Err(RequestError::NothingToMerge)
    );
    let source = Source::from_bytes("乙.txt".to_owned(), Origin::Sample, "另一页的文字。\n".as_bytes()).unwrap();
    session.open_pages([Arc::new(Page::new(source))]);
    check(&mut session, &[r#"Annotate(source: "乙.txt", spans: [(0, 2)], tags: ["一"])"#]).unwrap();
    let other = *session.notebook().annotations().keys().last().unwrap();
    let across = Request::MergeAnnotations { annotations: vec![ids[0], other] };
    assert_eq!(session.perform(across), Err(RequestError::NothingToMerge));
}

#[test]
fn what_is_merged_stands_in_the_order_in_which_it_is_read() {
    let text = "下半段的话。\n\n上半段的\n";
    let source = Source::from_bytes("甲.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap();
    let spans = vec![(8, 12).into(), (0, 6).into()];
    let part = Part { role: Role::Body, spans, confidence: Confidence::SURE, doubts: Vec::new() };
    let layout = Layout { articles: vec![Article { parts: vec![part] }], furniture: Vec::new() };
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    session.open_pages([Arc::new(Page::with_layout(source, layout, IssueData::default()))]);
    let ids = mark(&mut session, &[&[(0, 3)], &[(10, 12)]]);
    check_step(&mut session, Request::MergeAnnotations { annotations: ids.clone() });
    assert_eq!(of(&session, ids[0]).quotation.exact, "段的下半段");
}

#[test]
fn both_halves_of_a_split_keep_the_tags() {
    let (mut session, ids) = marked(&[&[(6, 16)]]);
    check_step(&mut session, Request::SplitAnnotation { annotation: ids[0], at: 11 });
    let halves: Vec<(&str, &str)> = session
        .notebook()
        .annotations()
        .values()
        .map(|half| (half.quotation.exact.as_str(), half.comment.as_str()))
        .collect();
    assert_eq!(halves, [("去年以来，", "评一"), ("该局为农民", "")]);
    assert!(session.notebook().annotations().keys().all(|id| tags_of(&session, *id) == "一"));
    for at in [6, 11, 40] {
        let refused = session.perform(Request::SplitAnnotation { annotation: ids[0], at });
        assert_eq!(refused, Err(RequestError::NoSplit(at)));
    }
}

#[test]
fn a_comment_without_tags_stands_on_both_halves() {
    let (mut session, ids) = marked(&[&[(6, 16)]]);
    session.perform(Request::Retag { annotation: ids[0], tags: Vec::new() }).unwrap();
    check_step(&mut session, Request::SplitAnnotation { annotation: ids[0], at: 11 });
    assert!(session.notebook().annotations().values().all(|half| half.comment == "评一"));
    assert_eq!(session.notebook().annotations().len(), 2);
}

#[test]
fn an_annotation_of_pieces_is_split_inside_a_piece_or_between_two() {
    for (at, expected) in [(7, ["去", "年该局为农民"]), (11, ["去年", "该局为农民"]), (12, ["去年该", "局为农民"])]
    {
        let (mut session, ids) = marked(&[&[(6, 8), (11, 16)]]);
        check_step(&mut session, Request::SplitAnnotation { annotation: ids[0], at });
        let halves = session.notebook().annotations().values();
        assert_eq!(halves.map(|half| half.quotation.exact.as_str()).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_quotation_that_does_not_stand_is_not_written_over() {
    let (mut session, ids) = marked(&[&[(6, 10)], &[(11, 13)]]);
    session.notebook.annotations.change(&ids[0], |it| it.quotation.exact = "前年以来".to_owned());
    let differs = Err(RequestError::QuotationDiffers(ids[0].to_string()));
    let spans = vec![(6, 13).into()];
    assert_eq!(session.perform(Request::MoveAnnotation { annotation: ids[0], spans }), differs);
    assert_eq!(session.perform(Request::MergeAnnotations { annotations: ids.clone() }), differs);
    assert_eq!(session.perform(Request::SplitAnnotation { annotation: ids[0], at: 8 }), differs);
    session.close_pages();
    let closed = session.perform(Request::SplitAnnotation { annotation: ids[1], at: 12 });
    assert_eq!(closed, Err(RequestError::SourceNotOpen("甲.txt".to_owned())));
}

proptest! {
    #[test]
    fn split_and_merged_again_is_the_same_place(start in 6u32..18, len in 2u32..9, cut in 1u32..8) {
        let (mut session, ids) = marked(&[&[(start, start + len)]]);
        let before = of(&session, ids[0]).clone();
        let at = start + cut.min(len - 1);
        session.perform(Request::SplitAnnotation { annotation: ids[0], at }).unwrap();
        let halves: Vec<AnnotationId> = session.notebook().annotations().keys().copied().collect();
        prop_assert_eq!(halves.len(), 2);
        session.perform(Request::MergeAnnotations { annotations: halves }).unwrap();
        let after = of(&session, ids[0]);
        prop_assert_eq!(&after.spans, &before.spans);
        prop_assert_eq!(&after.quotation, &before.quotation);
        prop_assert_eq!((&after.tags, &after.comment), (&before.tags, &before.comment));
    }
}
