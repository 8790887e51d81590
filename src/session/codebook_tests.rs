//! The codebook as a tree, filters, meetings: each against what can be said in a line or worked out slowly.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::library::{Origin, Source};
use crate::notebook::{AnnotationId, NotebookId, Tag, TagId, tag_path};
use crate::text::CharSpan;

const PAGE: &str = "追回欠薪\n\n去年以来，该局为农民工追回被拖欠的工资。\n\n今年继续。\n";

fn session(lines: &[&str]) -> Session {
    let source = Source::from_bytes("甲.txt".to_owned(), Origin::Sample, PAGE.as_bytes()).unwrap();
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    session.open_pages([Arc::new(Page::new(source))]);
    perform(&mut session, lines).unwrap();
    session
}

fn perform(session: &mut Session, lines: &[&str]) -> Result<(), RequestError> {
    lines.iter().try_for_each(|line| session.perform(Request::parse(line).unwrap()).map(|_| ()))
}

fn add(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("AddTag(name: {name:?})")).collect()
}

fn with_tags(names: &[&str]) -> Session {
    let lines = add(names);
    session(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn tag(session: &Session, name: &str) -> TagId {
    session.notebook().tag_named(name).unwrap_or_else(|| panic!("there is no {name}")).id
}

/// The tree as lines: indented by depth, `-` before what is no tag, counts of annotations and of those here.
fn tree(session: &Session) -> Vec<String> {
    let mut views = Views::default();
    views.refresh(session);
    let tree = &views.tag_tree;
    let line = |node: &TagNode| {
        let sign = if node.id.is_some() { "" } else { "-" };
        format!("{}{sign}{} {}/{}", "  ".repeat(node.depth), tag_path::leaf(&node.path), node.own, node.total)
    };
    tree.nodes().iter().map(line).collect()
}

fn names(session: &Session) -> Vec<&str> {
    session.notebook().codebook().into_iter().map(|tag| tag.name.as_str()).collect()
}

/// Lines that change a codebook of `before` into one of `after`, and undone give back what was.
#[track_caller]
fn check(before: &[&str], line: &str, after: &[&str]) {
    let mut session = with_tags(before);
    let old = session.notebook().clone();
    perform(&mut session, &[line]).unwrap();
    assert_eq!(names(&session), after, "{line}");
    assert_eq!(session.notebook().revision.0, old.revision.0 + 1, "{line} is one step");
    perform(&mut session, &["Undo"]).unwrap();
    assert_eq!(session.notebook().tags(), old.tags(), "{line} undone");
    assert_eq!(session.notebook().annotations(), old.annotations(), "{line} undone");
    perform(&mut session, &["Redo"]).unwrap();
    assert_eq!(names(&session), after, "{line} redone");
}

#[test]
fn the_tree_is_in_the_names() {
    let mut session = with_tags(&["欠薪/追回", "机制", "欠薪", "欠薪/起因/拖延", "a/b"]);
    let wrong = session.notebook.tag_named("a/b").unwrap().id;
    session.notebook.tags.change(&wrong, |tag| tag.name = "a//b".into());
    let expected = ["机制 0/0", "欠薪 0/0", "  追回 0/0", "  -起因 0/0", "    拖延 0/0", "a//b 0/0"];
    assert_eq!(tree(&session), expected);
    let lines = [
        r#"Annotate(source: "甲.txt", spans: [(0, 4)], tags: ["欠薪/追回", "欠薪"])"#,
        r#"Annotate(source: "甲.txt", spans: [(6, 10)], tags: ["欠薪/起因/拖延"])"#,
        r#"Annotate(source: "甲.txt", spans: [(6, 12)], tags: ["机制"])"#,
    ];
    perform(&mut session, &lines).unwrap();
    let counted = tree(&session);
    assert_eq!(counted[0], "机制 1/1");
    assert_eq!(counted[1], "欠薪 1/2", "a parent counts its children's, and each annotation once");
    assert_eq!(counted[2], "  追回 1/1");
    assert_eq!(counted[3], "  -起因 0/1");
}

#[test]
fn what_is_collapsed_is_not_seen() {
    let session = with_tags(&["a", "a/b", "a/b/c", "d"]);
    let tree = TagTree::of(session.notebook(), &TagSets::default());
    let shown = |collapsed: &[&str]| {
        let collapsed: BTreeSet<String> = collapsed.iter().map(|it| (*it).to_owned()).collect();
        tree.shown(&collapsed).into_iter().map(|at| tree.nodes()[at].path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&[]), ["a", "a/b", "a/b/c", "d"]);
    assert_eq!(shown(&["a/b"]), ["a", "a/b", "d"]);
    assert_eq!(shown(&["a", "a/b"]), ["a", "d"]);
    assert_eq!(tree.next_sibling(0).map(|node| node.path.as_str()), Some("d"));
    assert_eq!(tree.previous_sibling(3).map(|node| node.path.as_str()), Some("a"));
    assert_eq!(tree.previous_sibling(1), None);
}

#[test]
fn renaming_a_parent_renames_its_children() {
    check(&["欠薪", "欠薪/追回", "欠薪款"], r#"RenameTag(tag: "欠薪", to: "拖欠")"#, &["拖欠", "拖欠/追回", "欠薪款"]);
    check(&["a", "a/b"], r#"RenameTag(tag: "a", to: "a/b")"#, &["a/b", "a/b/b"]);
    check(&["a/b", "a/b/b"], r#"RenameTag(tag: "a/b", to: "a")"#, &["a", "a/b"]);
    check(&["a/b", "a/c"], r#"RenameTag(tag: "a", to: "x")"#, &["x/b", "x/c"]);
    check(&["a"], r#"RenameTag(tag: "a", to: " x ／ y ")"#, &["x/y"]);
    let mut session = with_tags(&["a", "a/b", "x/b"]);
    let before = session.notebook().clone();
    let taken = perform(&mut session, &[r#"RenameTag(tag: "a", to: "x")"#]);
    assert_eq!(taken, Err(RequestError::NameTaken("x/b".into())));
    assert_eq!(*session.notebook(), before);
}

#[test]
fn branches_are_moved() {
    check(&["a", "a/b", "c"], r#"MoveTagUnder(tag: "a", parent: "c")"#, &["c", "c/a", "c/a/b"]);
    check(&["a", "a/b", "c"], r#"MoveTagUnder(tag: "a/b")"#, &["a", "c", "b"]);
    check(&["a", "a/b", "c"], r#"MoveTagUnder(tag: "c", before: "a")"#, &["c", "a", "a/b"]);
    check(&["a", "c/d", "c/e"], r#"MoveTagUnder(tag: "a", parent: "c", before: "c/e")"#, &["c/d", "c/a", "c/e"]);
    check(&["a", "b"], r#"MoveTagUnder(tag: "a", parent: "新/类")"#, &["b", "新/类/a"]);
    let mut session = with_tags(&["a", "a/b", "c"]);
    let before = session.notebook().clone();
    for line in [
        r#"MoveTagUnder(tag: "a", parent: "a/b")"#,
        r#"MoveTagUnder(tag: "a", parent: "a")"#,
        r#"MoveTagUnder(tag: "x", parent: "a")"#,
        r#"MoveTagUnder(tag: "c", parent: "a", before: "c/x")"#,
        r#"MergeTags(tag: "a", into: "a")"#,
        r#"MergeTags(tag: "a", into: "x")"#,
    ] {
        assert!(perform(&mut session, &[line]).is_err(), "{line}");
    }
    assert_eq!(*session.notebook(), before);
}

#[test]
fn merged_tags_take_their_branches_along() {
    check(&["a", "b"], r#"MergeTags(tag: "a", into: "b")"#, &["b"]);
    check(&["a", "a/x", "a/y", "b", "b/x"], r#"MergeTags(tag: "a", into: "b")"#, &["b/y", "b", "b/x"]);
    check(&["a", "a/b", "a/c"], r#"MergeTags(tag: "a", into: "a/b")"#, &["a/b", "a/c"]);
    check(&["x", "x/y", "x/y/y", "x/y/y/q"], r#"MergeTags(tag: "x/y", into: "x")"#, &["x", "x/y", "x/y/q"]);
}

#[test]
fn a_merged_tag_is_carried_over_and_waits_in_the_bin() {
    let mut session = session(&[
        r##"AddTag(name: "欠薪", color: "#B23A26", description: "没发工资", shortcut: 1)"##,
        r##"AddTag(name: "拖欠", color: "#1C7771", description: "拖着不发", shortcut: 2)"##,
        r#"SetShortcut(tag: "拖欠", shortcut: None)"#,
        r#"Annotate(source: "甲.txt", spans: [(0, 4)], tags: ["欠薪"])"#,
        r#"Annotate(source: "甲.txt", spans: [(6, 8)], tags: ["欠薪", "拖欠"])"#,
    ]);
    let before = session.notebook().clone();
    perform(&mut session, &[r#"MergeTags(tag: "欠薪", into: "拖欠")"#]).unwrap();
    let kept: Vec<Tag> = session.notebook().tags().values().cloned().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].name.as_str(), kept[0].shortcut), ("拖欠", Some(1)));
    assert_eq!(kept[0].description, "拖着不发\n没发工资");
    for annotation in session.notebook().annotations().values() {
        assert_eq!(annotation.tags, [kept[0].id]);
    }
    let binned = *session.notebook().bin().keys().next().unwrap();
    perform(&mut session, &["Undo"]).unwrap();
    assert_eq!(session.notebook().annotations(), before.annotations());
    perform(&mut session, &["Redo"]).unwrap();
    session.perform(Request::RestoreBinned { binned }).unwrap();
    let back = tag(&session, "欠薪");
    let carry = session.notebook().annotations().values().filter(|it| it.tags.contains(&back)).count();
    assert_eq!(carry, 2);
}

#[test]
fn a_list_is_merged_by_name() {
    let mut session = session(&[
        r##"AddTag(name: "欠薪", color: "#B23A26", description: "旧", shortcut: 1)"##,
        r##"AddTag(name: "机制", color: "#1C7771", shortcut: 2)"##,
    ]);
    let before = session.notebook().clone();
    let csv = "名称,颜色,说明,快捷键\n欠薪,,新,\n欠薪/追回,#3A6BD8,讨回,2\n";
    session.perform(Request::ImportCodebook { csv: csv.into() }).unwrap();
    let rows: Vec<(String, String, String, Option<u8>)> = session
        .notebook()
        .codebook()
        .iter()
        .map(|tag| (tag.name.clone(), tag.color.to_string(), tag.description.clone(), tag.shortcut))
        .collect();
    let row = |name: &str, color: &str, text: &str, digit| (name.to_owned(), color.to_owned(), text.to_owned(), digit);
    assert_eq!(
        rows,
        [
            row("欠薪", "#B23A26", "新", Some(1)),
            row("机制", "#1C7771", "", None),
            row("欠薪/追回", "#3A6BD8", "讨回", Some(2)),
        ]
    );
    assert_eq!(session.perform(Request::ImportCodebook { csv: csv.into() }), Ok(None), "nothing is new");
    perform(&mut session, &["Undo"]).unwrap();
    assert_eq!(session.notebook().tags(), before.tags());
    let wrong = session.perform(Request::ImportCodebook { csv: "新,,,\n欠薪,红\n".into() });
    let Err(RequestError::BadCodebook(errors)) = wrong else { panic!("{wrong:?}") };
    assert_eq!(errors[0].line, 2);
    assert_eq!(session.notebook().tags(), before.tags(), "a list with a wrong line changes nothing");
}

fn marked() -> Session {
    session(&[
        r#"AddTag(name: "甲")"#,
        r#"AddTag(name: "甲/一")"#,
        r#"AddTag(name: "乙")"#,
        r#"AddTag(name: "且 看")"#,
        r#"Annotate(source: "甲.txt", spans: [(0, 1)], tags: ["甲"], comment: "待核实 Ａ")"#,
        r#"Annotate(source: "甲.txt", spans: [(1, 2)], tags: ["甲/一", "乙"])"#,
        r#"Annotate(source: "甲.txt", spans: [(2, 3)], tags: ["乙"], comment: "已核实")"#,
        r#"Annotate(source: "甲.txt", spans: [(3, 4)], tags: ["且 看"])"#,
        r#"Annotate(source: "甲.txt", spans: [(6, 7)], comment: "问 a")"#,
    ])
}

/// Starts of the annotations that pass.
#[track_caller]
fn starts(session: &Session, filter: &QuotationFilter) -> Vec<u32> {
    let passing = filter.passing(session.notebook()).unwrap();
    passing.iter().map(|id| session.notebook().annotations()[id].spans[0].start).collect()
}

#[test]
fn any_combination_of_tags_filters() {
    let session = marked();
    for (tags, expected) in [
        ("", vec![0, 1, 2, 3, 6]),
        ("甲", vec![0, 1]),
        ("甲/一", vec![1]),
        ("甲 且 乙", vec![1]),
        ("甲 乙", vec![1]),
        ("甲 and not 乙", vec![0]),
        ("非 甲", vec![2, 3, 6]),
        ("甲 或 乙", vec![0, 1, 2]),
        ("!(甲|乙)", vec![3, 6]),
        ("乙 或 甲 且 非 甲/一", vec![0, 1, 2]),
        ("（乙 或 甲） 且 非 甲/一", vec![0, 2]),
        ("\"且 看\"", vec![3]),
        ("“且 看” or 甲/一", vec![1, 3]),
        ("非 非 甲", vec![0, 1]),
    ] {
        let filter = QuotationFilter { tags: tags.into(), ..QuotationFilter::default() };
        assert_eq!(starts(&session, &filter), expected, "{tags}");
    }
    for (tags, column, wrong) in [
        ("丙", 1, WrongExpr::NoTag("丙".into())),
        ("甲 且", 4, WrongExpr::TagExpected),
        ("甲 或 ) 乙", 5, WrongExpr::TagExpected),
        ("(甲", 3, WrongExpr::Unclosed),
        ("甲)", 2, WrongExpr::Unopened),
    ] {
        let found = TagExpr::parse(tags, session.notebook());
        assert_eq!(found, Err(TagExprError { column, wrong }), "{tags}");
    }
    let deep = "(".repeat(100_000);
    assert!(matches!(TagExpr::parse(&deep, session.notebook()), Err(error) if error.wrong == WrongExpr::TooDeep));
    let flat = "非 ".repeat(30) + "甲 " + &"甲 ".repeat(10_000);
    assert!(TagExpr::parse(&flat, session.notebook()).is_ok());
}

#[test]
fn source_author_date_and_words_filter_too() {
    let mut session = marked();
    session.set_author("编辑");
    perform(&mut session, &[r#"Annotate(source: "甲.txt", spans: [(7, 8)], tags: ["甲"], comment: "核实")"#]).unwrap();
    let source = *session.notebook().sources().keys().next().unwrap();
    let empty = QuotationFilter::default;
    assert!(empty().is_empty());
    assert_eq!(starts(&session, &QuotationFilter { words: "核实 a".into(), ..empty() }), [0]);
    assert_eq!(starts(&session, &QuotationFilter { author: Some("编辑".into()), ..empty() }), [7]);
    assert_eq!(starts(&session, &QuotationFilter { source: Some(source), tags: "甲".into(), ..empty() }), [0, 1, 7]);
    let elsewhere = Some(SourceId::of_bytes(b""));
    assert!(starts(&session, &QuotationFilter { source: elsewhere, ..empty() }).is_empty());
    let made = |dates: &str| QuotationFilter { dates: dates.into(), which_date: WhichDate::Made, ..empty() };
    assert_eq!(starts(&session, &made("2020..")).len(), 6);
    assert_eq!(starts(&session, &made("..2020")).len(), 0);
    assert_eq!(starts(&session, &QuotationFilter { dates: "2022".into(), ..empty() }).len(), 0, "the page has no date");
    assert_eq!(made("昨天").passing(session.notebook()), Err(FilterError::Dates("昨天".into())));
}

#[test]
fn a_name_that_is_quoted_is_that_name() {
    let session = with_tags(&["甲", "且", "a b", "甲(乙)", "说\"话\"", "!x", "“引”"]);
    for name in names(&session) {
        let parsed = TagExpr::parse(&quoted(name), session.notebook());
        assert_eq!(parsed, Ok(Some(TagExpr::Tag(BTreeSet::from([tag(&session, name)])))), "{name}");
    }
    assert_eq!(quoted("甲/一"), "甲/一");
}

#[test]
fn quotations_are_listed_by_article_and_stay_when_the_source_is_gone() {
    let mut session = marked();
    let filter = QuotationFilter { tags: "甲 或 乙".into(), ..QuotationFilter::default() };
    let found = Quotations::of(session.notebook(), session.library(), &filter).unwrap();
    assert_eq!((found.total, found.groups.len()), (3, 1));
    assert!(found.groups[0].article.is_some());
    session.close_pages();
    let found = Quotations::of(session.notebook(), session.library(), &filter).unwrap();
    assert_eq!((found.total, found.groups[0].article, found.groups[0].title.as_str()), (3, None, "甲.txt"));
    let card = card(&session, found.groups[0].annotations[0]).unwrap();
    assert_eq!(card.proof, Proof::SourceMissing);
}

/// Meetings worked out by comparing every annotation with every other; each side is a tag, or a tag with those under it.
fn slow_meetings(notebook: &Notebook, one: &[TagId], other: &[TagId]) -> (usize, BTreeSet<AnnotationId>) {
    let carries = |it: &Annotation, tags: &[TagId]| it.tags.iter().any(|tag| tags.contains(tag));
    let all: Vec<&Annotation> = notebook.annotations().values().collect();
    let (mut count, mut found) = (0, BTreeSet::new());
    for (at, left) in all.iter().enumerate() {
        if carries(left, one) && carries(left, other) {
            count += 1;
            found.insert(left.id);
        }
        for right in &all[at + 1..] {
            let overlap = left.spans.iter().any(|span| right.spans.iter().any(|it| span.overlaps(*it)));
            let carried = |one, other| carries(left, one) && carries(right, other);
            if left.source == right.source && overlap && (carried(one, other) || carried(other, one)) {
                count += 1;
                found.extend([left.id, right.id]);
            }
        }
    }
    (count, found)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn meetings_are_those_of_a_double_loop(
        marks in prop::collection::vec((0u32..26, 1u32..8, prop::option::of((0u32..26, 1u32..4)), 1u8..16), 0..20)
    ) {
        let tags = ["a", "a/x", "b", "b/y"];
        let mut session = with_tags(&tags);
        for (start, length, second, mask) in marks {
            let mut spans = vec![CharSpan::new(start, start + length)];
            spans.extend(second.map(|(start, length)| CharSpan::new(start, start + length)));
            let tags = tags.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, tag)| (*tag).to_owned());
            let request = Request::Annotate {
                source: "甲.txt".into(), spans, tags: tags.collect(), comment: String::new(),
            };
            session.perform(request).unwrap();
        }
        let notebook = session.notebook();
        let meetings = Meetings::of(&TaggedPlaces::of(notebook));
        for (at, one) in tags.iter().enumerate() {
            for other in &tags[at + 1..] {
                let in_line = other.starts_with(one);
                for with_under in [false, true] {
                    let family = |top: &str| -> Vec<TagId> {
                        let under = tags.iter().filter(|tag| with_under && !in_line && tag.starts_with(top));
                        under.copied().chain([top]).map(|name| tag(&session, name)).collect()
                    };
                    let (count, found) = slow_meetings(notebook, &family(one), &family(other));
                    let (one, other) = (tag(&session, one), tag(&session, other));
                    let forth = Meeting { one, other, with_under };
                    let back = Meeting { one: other, other: one, with_under };
                    prop_assert_eq!(meetings.count(forth), count);
                    prop_assert_eq!(meetings.count(back), count);
                    prop_assert_eq!(meeting(notebook, forth), found);
                }
            }
        }
    }

    #[test]
    fn random_changes_of_the_tree_are_undone(
        steps in prop::collection::vec((0u8..4, 0usize..6, 0usize..8), 1..12)
    ) {
        let mut session = with_tags(&["a", "a/b", "a/b/c", "b", "b/c", "c"]);
        perform(&mut session, &[r#"Annotate(source: "甲.txt", spans: [(0, 2)], tags: ["a/b", "b/c", "c"])"#]).unwrap();
        let before = session.notebook().clone();
        let mut done = 0;
        for (kind, which, place) in steps {
            let all: Vec<String> = names(&session).into_iter().map(str::to_owned).collect();
            let tag = all[which % all.len()].clone();
            let other = ["a", "b", "c", "a/b", "b/c", "x", "x/y", "c/a/b"][place].to_owned();
            let request = match kind {
                0 => Request::RenameTag { tag, to: other },
                1 => Request::MoveTagUnder { tag, parent: other, before: None },
                2 => Request::MergeTags { tag, into: all[place % all.len()].clone() },
                _ => Request::MoveTagUnder { tag, parent: String::new(), before: Some(other) },
            };
            done += usize::from(matches!(session.perform(request), Ok(Some(_))));
            prop_assert_eq!(session.violations(), Vec::new());
            let paths: Vec<String> =
                TagTree::of(session.notebook(), &TagSets::default()).nodes().iter().filter(|it| it.id.is_some()).map(|it| it.path.clone()).collect();
            let in_tree: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
            prop_assert_eq!(in_tree, names(&session).into_iter().collect::<BTreeSet<_>>());
        }
        for _ in 0..done {
            session.perform(Request::Undo).unwrap();
        }
        prop_assert_eq!(session.notebook().tags(), before.tags());
        prop_assert_eq!(session.notebook().annotations(), before.annotations());
        prop_assert_eq!(session.notebook().bin(), before.bin());
    }
}
