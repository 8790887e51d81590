//! A source that has come back changed.

use super::*;
use crate::notebook::{Notebook, NotebookId, Refound};
use crate::page::Role;
use crate::text::CharSpan;

const OLD: &str = "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后重\n新开放，首日接待读者四百余人。\n\n馆员赵青说，新书架由镇上木工制作，书目由读者投票选出。\n";
const NEW: &str = "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后\n重新开放，首日接待读者四百余人。\n\n馆员起责说，新出架由镇上木工制作，书目由读者投票选出。镇长到场祝贺。\n";

fn page(name: &str, text: &str) -> Arc<Page> {
    Arc::new(Page::new(Source::from_bytes(name.to_owned(), Origin::Sample, text.as_bytes()).unwrap()))
}

#[test]
fn what_is_sure_is_taken_along_and_the_rest_stays_and_can_be_placed() {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    session.open_pages([page("旧.txt", OLD)]);
    let spans = |quote: &str| {
        let start = OLD[..OLD.find(quote).unwrap()].chars().count() as u32;
        format!("[({start}, {})]", start + quote.chars().count() as u32)
    };
    let sure = spans("在修缮三个月后重\n新开放");
    let unsure = spans("馆员赵青说，新书架由镇上");
    check(
        &mut session,
        &[
            r#"AddTag(name: "一")"#,
            &format!(r#"Annotate(source: "旧.txt", spans: {sure}, tags: ["一"], comment: "评")"#),
            &format!(r#"Annotate(source: "旧.txt", spans: {unsure}, tags: ["一"])"#),
            r#"AddNote(target: Source(source: "旧.txt"), text: "记")"#,
            r#"AddNote(target: Article(source: "旧.txt", at: 3), text: "篇")"#,
            &format!(
                r#"Emend(source: "旧.txt", span: {}, reading: "制做")"#,
                &spans("制作")[1..].trim_end_matches(']')
            ),
        ],
    )
    .unwrap();
    session.open_pages([page("新.txt", NEW)]);
    let before = session.notebook().clone();
    check(&mut session, &[r#"MoveToSource(from: "旧.txt", to: "新.txt")"#]).unwrap();
    let new = session.pages().nth(1).unwrap().clone();
    let notebook = session.notebook();
    let moved: Vec<_> = notebook.annotations().values().filter(|it| it.source == new.source.id).collect();
    assert_eq!(moved.len(), 1);
    assert_eq!((moved[0].quotation.exact.as_str(), moved[0].comment.as_str()), ("在修缮三个月后重新开放", "评"));
    assert!(notebook.notes().values().all(|note| note.target.source() == Some(new.source.id)));
    assert!(notebook.emendations().values().all(|emendation| emendation.source == new.source.id));
    assert!(session.violations().is_empty());
    // A fourth of it differs: the user decides.
    let left = notebook.annotations().values().find(|it| it.source != new.source.id).unwrap().id;
    let old = session.pages().next().unwrap().source.id;
    let rescan = crate::session::rescan(session.notebook(), old, None, &new);
    let Refound::Unsure(places) = &rescan.annotations[0].1 else { panic!("{rescan:?}") };
    let spans: Vec<CharSpan> = places[0].spans.clone();
    session.perform(Request::PlaceAnnotation { annotation: left, source: "新.txt".into(), spans }).unwrap().unwrap();
    assert!(session.notebook().annotations().values().all(|it| it.source == new.source.id));
    check(&mut session, &["Undo", "Undo"]).unwrap();
    assert_eq!(session.notebook().annotations(), before.annotations());
    assert_eq!(session.notebook().emendations(), before.emendations());
}

/// The scan with its lines broken otherwise, one character misread otherwise and a line that was not there.
const BETTER: &str = "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后\n重新开放，首日接待读者四百余人。\n\n（本报记者）\n\n馆员赵青说，新书架由镇上木工制作，书目由读者投\n票选出。\n";

#[test]
fn what_was_put_right_by_hand_is_taken_along_even_if_the_old_file_is_gone() {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    session.open_pages([page("旧.txt", OLD)]);
    let old = session.pages().next().unwrap().clone();
    let parts = &old.articles[0].parts;
    let (headline, first, second) = (parts[0].part.start(), parts[1].part.start(), parts[2].part.start());
    let cut = OLD.chars().position(|ch| ch == '首').unwrap();
    let made = OLD.chars().position(|ch| ch == '制').unwrap();
    check(
        &mut session,
        &[
            &format!(r#"EditLayout(source: "旧.txt", edit: Split(at: {cut}))"#),
            &format!(r#"EditLayout(source: "旧.txt", edit: SetRole(parts: [{second}], role: pull))"#),
            &format!(r#"Emend(source: "旧.txt", span: ({made}, {}), reading: "制做")"#, made + 2),
            &format!(r#"Star(source: "旧.txt", at: {headline}, starred: true)"#),
            r#"SetIssue(source: "旧.txt", paper: "河湾报")"#,
        ],
    )
    .unwrap();
    assert_ne!(first, second);
    // The program is started anew, and the old file is not there any more.
    let mut session = Session::new(session.notebook().clone(), "记者");
    session.open_pages([page("新.txt", BETTER)]);
    let untouched = session.notebook().clone();
    check(&mut session, &[r#"MoveToSource(from: "旧.txt", to: "新.txt")"#]).unwrap();
    let new = session.pages().next().unwrap().clone();
    let read: Vec<(Role, String)> =
        new.articles[0].parts.iter().map(|part| (part.part.role, part.text.as_str().to_owned())).collect();
    let expected = [
        (Role::Headline, "河湾镇图书室重新开放"),
        (Role::Body, "本报讯 周六上午，河湾镇图书室在修缮三个月后重新开放，"),
        (Role::Body, "首日接待读者四百余人。"),
        (Role::Body, "（本报记者）"),
        (Role::Pull, "馆员赵青说，新书架由镇上木工制做，书目由读者投票选出。"),
    ];
    assert_eq!(read, expected.map(|(role, text)| (role, text.to_owned())));
    assert!(new.articles[0].parts[3].part.confidence.is_doubtful());
    assert_eq!(new.issue.paper.as_deref(), Some("河湾报"));
    let marks = session.notebook().article_marks();
    assert!(marks.values().any(|mark| mark.source == new.source.id && mark.at == 0 && mark.starred));
    assert!(session.violations().is_empty());
    check(&mut session, &["Undo"]).unwrap();
    assert_eq!(session.notebook().emendations(), untouched.emendations());
    assert_eq!(session.notebook().layouts(), untouched.layouts());
}

#[test]
fn a_layout_stays_with_the_old_source_where_the_new_text_is_another() {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "");
    session.open_pages([page("旧.txt", OLD), page("新.txt", "水位到了警戒线。\n\n有关部门已经派人去看过。\n")]);
    let cut = OLD.chars().position(|ch| ch == '首').unwrap();
    let split = format!(r#"EditLayout(source: "旧.txt", edit: Split(at: {cut}))"#);
    check(&mut session, &[&split, r#"MoveToSource(from: "旧.txt", to: "新.txt")"#]).unwrap();
    let ids: Vec<_> = session.pages().map(|page| page.source.id).collect();
    assert!(session.notebook().layouts().keys().eq([&ids[0]]));
    let rescan = crate::session::rescan(session.notebook(), ids[0], None, session.page(ids[1]).unwrap());
    assert_eq!(rescan.layout, crate::session::CarriedLayout::Left);
}
