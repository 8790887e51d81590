use super::*;
use crate::page::{ReadingText, Reason};
use proptest::prelude::*;

fn part(role: Role, spans: &[(u32, u32)]) -> Part {
    let spans = spans.iter().map(|&(start, end)| CharSpan::new(start, end)).collect();
    Part { role, spans, confidence: Confidence::SURE, doubts: Vec::new() }
}

/// Lines `甲一`, `甲二`, `乙一`, `乙二`, `噪`: articles 甲 and 乙 of two parts each, and furniture.
fn page() -> (Text, Layout) {
    let text = Text::new("甲一\n甲二\n乙一\n乙二\n噪");
    let article = |parts| Article { parts };
    let layout = Layout {
        articles: vec![
            article(vec![part(Role::Headline, &[(0, 2)]), part(Role::Body, &[(3, 5)])]),
            article(vec![part(Role::Headline, &[(6, 8)]), part(Role::Body, &[(9, 11)])]),
        ],
        furniture: vec![part(Role::Noise, &[(12, 13)])],
    };
    (text, layout)
}

/// The layout in short: articles parted by `|`, parts by space, then the furniture in brackets.
fn shown(text: &Text, layout: &Layout) -> String {
    let read = |parts: &[Part]| {
        let parts = parts
            .iter()
            .map(|part| format!("{}:{}", &part.role.code()[..1], ReadingText::of_part(text, part).as_str()));
        parts.collect::<Vec<_>>().join(" ")
    };
    let articles: Vec<String> = layout.articles.iter().map(|article| read(&article.parts)).collect();
    format!("{} [{}]", articles.join(" | "), read(&layout.furniture))
}

#[track_caller]
fn check(edit: LayoutEdit, expected: &str) {
    let (text, layout) = page();
    let edited = layout.edited(&text, &edit).unwrap();
    edited.check(&text).unwrap();
    assert_eq!(shown(&text, &edited), expected);
}

#[test]
fn parts_are_joined_and_split() {
    check(LayoutEdit::Join { at: 4 }, "h:甲一 甲二 | h:乙一 b:乙二 [n:噪]");
    check(LayoutEdit::Split { at: 4 }, "h:甲一 b:甲 b:二 | h:乙一 b:乙二 [n:噪]");
    let (text, layout) = page();
    let fails = |edit: LayoutEdit| layout.edited(&text, &edit).unwrap_err();
    assert_eq!(fails(LayoutEdit::Join { at: 0 }), LayoutEditError::NothingBefore(0));
    assert_eq!(fails(LayoutEdit::Join { at: 12 }), LayoutEditError::NothingBefore(12));
    assert_eq!(fails(LayoutEdit::Split { at: 3 }), LayoutEditError::NoSplit(3));
    assert_eq!(fails(LayoutEdit::Split { at: 5 }), LayoutEditError::NoPart(5));
}

#[test]
fn what_is_joined_and_split_again_is_as_it_was() {
    let (text, layout) = page();
    let split = layout.edited(&text, &LayoutEdit::Split { at: 4 }).unwrap();
    assert_eq!(split.edited(&text, &LayoutEdit::Join { at: 4 }).unwrap(), layout);
}

#[test]
fn several_changes_are_made_as_one_or_not_at_all() {
    let steps = |list: &[LayoutEdit]| LayoutEdit::Steps(list.to_vec());
    let (split, join) = (LayoutEdit::Split { at: 4 }, LayoutEdit::Join { at: 4 });
    check(steps(&[split.clone(), LayoutEdit::Join { at: 3 }]), "h:甲一 甲 b:二 | h:乙一 b:乙二 [n:噪]");
    let (text, layout) = page();
    assert_eq!(layout.edited(&text, &steps(&[])).unwrap(), layout);
    assert_eq!(layout.edited(&text, &steps(&[split.clone(), join])).unwrap(), layout);
    assert!(layout.edited(&text, &steps(&[split, LayoutEdit::Join { at: 0 }])).is_err());
}

#[test]
fn parts_go_to_other_articles() {
    let to = |parts: &[u32], to| LayoutEdit::MoveParts { parts: parts.to_vec(), to };
    check(to(&[3], Destination::Before(9)), "h:甲一 | h:乙一 b:甲二 b:乙二 [n:噪]");
    check(to(&[9, 6], Destination::EndOf(0)), "h:甲一 b:甲二 b:乙二 h:乙一 [n:噪]");
    check(to(&[3], Destination::NewArticle), "h:甲一 | b:甲二 | h:乙一 b:乙二 [n:噪]");
    check(to(&[3, 4, 3], Destination::Noise), "h:甲一 | h:乙一 b:乙二 [n:甲二 n:噪]");
    check(to(&[12], Destination::EndOf(9)), "h:甲一 b:甲二 | h:乙一 b:乙二 b:噪 []");
    let (text, layout) = page();
    let edit = to(&[3], Destination::Before(4));
    assert_eq!(layout.edited(&text, &edit).unwrap_err(), LayoutEditError::NowhereToGo);
}

#[test]
fn roles_are_set_and_furniture_comes_back_where_it_stands() {
    check(LayoutEdit::SetRole { parts: vec![3, 9], role: Role::Caption }, "h:甲一 c:甲二 | h:乙一 c:乙二 [n:噪]");
    check(LayoutEdit::SetRole { parts: vec![3], role: Role::Noise }, "h:甲一 | h:乙一 b:乙二 [n:甲二 n:噪]");
    check(LayoutEdit::SetRole { parts: vec![12], role: Role::Info }, "h:甲一 b:甲二 | h:乙一 b:乙二 i:噪 []");
}

#[test]
fn lines_are_taken_out_of_the_middle_of_a_part() {
    let text = Text::new("前一\n图说\n前二\n后");
    let layout = Layout {
        articles: vec![Article { parts: vec![part(Role::Body, &[(0, 8)]), part(Role::Body, &[(9, 10)])] }],
        furniture: Vec::new(),
    };
    let out = |to| LayoutEdit::TakeOut { spans: vec![CharSpan::new(3, 5)], to, role: Role::Caption };
    let edited = layout.edited(&text, &out(Destination::EndOf(0))).unwrap();
    edited.check(&text).unwrap();
    assert_eq!(shown(&text, &edited), "b:前一前二 b:后 c:图说 []");
    let whole = LayoutEdit::TakeOut {
        spans: vec![CharSpan::new(9, 10), CharSpan::new(0, 2)],
        to: Destination::NewArticle,
        role: Role::Body,
    };
    let edited = layout.edited(&text, &whole).unwrap();
    edited.check(&text).unwrap();
    assert_eq!(shown(&text, &edited), "b:后前一 | b:图说前二 []");
    let itself = layout.edited(&text, &out(Destination::Before(4))).unwrap_err();
    assert_eq!(itself, LayoutEditError::NowhereToGo);
}

#[test]
fn doubts_go_with_their_place_and_are_settled() {
    let (text, mut layout) = page();
    let body = &mut layout.articles[0].parts[1];
    body.confidence = Confidence::new(0.3);
    let doubt = |at| Doubt { at, reason: Reason::HeadlineAlone };
    body.doubts = vec![doubt(3), doubt(4)];
    let doubts = |layout: &Layout| -> Vec<Vec<u32>> {
        layout.parts().map(|part| part.doubts.iter().map(|doubt| doubt.at).collect()).collect()
    };
    let split = layout.edited(&text, &LayoutEdit::Split { at: 4 }).unwrap();
    assert_eq!(doubts(&split)[..3], [vec![], vec![3], vec![]], "what was doubtful about the split is decided");
    assert!(!split.articles[0].parts[2].confidence.is_doubtful());
    let confirmed = layout.edited(&text, &LayoutEdit::Confirm { at: 3, doubt: Some(4) }).unwrap();
    assert_eq!(doubts(&confirmed)[1], [3]);
    let confirmed = confirmed.edited(&text, &LayoutEdit::Confirm { at: 3, doubt: None }).unwrap();
    assert_eq!(confirmed.articles[0].parts[1].confidence, Confidence::SURE);
}

#[test]
fn an_article_goes_back_to_what_was_recovered() {
    let (text, recovered) = page();
    let edits = [
        LayoutEdit::MoveParts { parts: vec![9], to: Destination::EndOf(0) },
        LayoutEdit::Join { at: 3 },
        LayoutEdit::SetRole { parts: vec![6], role: Role::Caption },
    ];
    let layout = edits.iter().fold(recovered.clone(), |layout, edit| layout.edited(&text, edit).unwrap());
    assert_eq!(shown(&text, &layout), "h:甲一 甲二 b:乙二 | c:乙一 [n:噪]");
    let back = layout.with_recovered_article(&text, &recovered, 0).unwrap();
    back.check(&text).unwrap();
    assert_eq!(shown(&text, &back), "h:甲一 b:甲二 | b:乙二 | c:乙一 [n:噪]");
}

fn edits(len: u32) -> impl Strategy<Value = LayoutEdit> {
    let at = move || 0..len;
    let to = move || {
        prop_oneof![
            at().prop_map(Destination::Before),
            at().prop_map(Destination::EndOf),
            Just(Destination::NewArticle),
            Just(Destination::Noise)
        ]
    };
    let role = || (0..Role::ALL.len()).prop_map(|at| Role::ALL[at]);
    let parts = move || proptest::collection::vec(at(), 0..4);
    let span = move || (at(), 0..6u32).prop_map(|(start, more)| CharSpan::new(start, start + more));
    prop_oneof![
        at().prop_map(|at| LayoutEdit::Join { at }),
        at().prop_map(|at| LayoutEdit::Split { at }),
        (parts(), role()).prop_map(|(parts, role)| LayoutEdit::SetRole { parts, role }),
        (parts(), to()).prop_map(|(parts, to)| LayoutEdit::MoveParts { parts, to }),
        (proptest::collection::vec(span(), 0..3), to(), role()).prop_map(|(spans, to, role)| LayoutEdit::TakeOut {
            spans,
            to,
            role
        }),
        (at(), proptest::option::of(at())).prop_map(|(at, doubt)| LayoutEdit::Confirm { at, doubt }),
    ]
}

proptest! {
    #[test]
    fn every_character_stays_in_exactly_one_part(list in proptest::collection::vec(edits(14), 1..30)) {
        let (text, recovered) = page();
        let mut layout = recovered.clone();
        for edit in list {
            if let Ok(edited) = layout.edited(&text, &edit) {
                prop_assert_eq!(edited.check(&text), Ok(()), "{:?}", edit);
                let is_tidy = |part: &Part| !part.spans.is_empty() && part.spans.iter().all(|span| {
                    !text.slice(*span).starts_with(char::is_whitespace)
                        && !text.slice(*span).ends_with(char::is_whitespace)
                });
                prop_assert!(edited.parts().all(is_tidy), "{:?}", edit);
                prop_assert!(edited.articles.iter().all(|it| !it.parts.is_empty()));
                prop_assert!(edited.articles.iter().flat_map(|it| &it.parts).all(|it| !it.role.is_furniture()));
                prop_assert!(edited.furniture.iter().all(|part| part.role.is_furniture()));
                layout = edited;
            }
            if let Some(at) = layout.articles.first().map(|article| article.parts[0].start()) {
                let back = layout.with_recovered_article(&text, &recovered, at).unwrap();
                prop_assert_eq!(back.check(&text), Ok(()));
            }
        }
    }
}
