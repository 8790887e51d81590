//! A source that has come back changed.

use super::*;
use crate::notebook::{Notebook, NotebookId, Refound};
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
