//! Keyword lists, words for the lexicon, saved queries and what they tag.

use super::*;
use crate::notebook::{QueryOptions, WordRole};
use crate::session::{Passage, RequestError};

const PAGE: &str = "追回欠薪\n\n该局为工人追回工资。今年又追回一笔。\n\n去年没有追回。\n";

fn session() -> Session {
    let source = Source::from_bytes("页.txt".to_owned(), Origin::Sample, PAGE.as_bytes()).unwrap();
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "");
    session.open_pages([Arc::new(Page::new(source))]);
    for line in ["AddTag(name: \"追回\")", "SaveQuery(name: \"钱\", text: \"追回\", tag: \"追回\")"] {
        ask(&mut session, line);
    }
    session
}

#[track_caller]
fn ask(session: &mut Session, line: &str) {
    session.perform(Request::parse(line).unwrap()).unwrap();
}

fn quotes(session: &Session) -> Vec<&str> {
    session.notebook().annotations().values().map(|annotation| annotation.quotation.exact.as_str()).collect()
}

const ALL: [&str; 4] = ["追回欠薪", "该局为工人追回工资。", "今年又追回一笔。", "去年没有追回。"];

#[test]
fn a_query_tags_what_it_finds_in_one_step_and_nothing_twice() {
    let mut session = session();
    ask(&mut session, "Autocode(query: \"钱\")");
    assert_eq!(quotes(&session), ALL);
    assert_eq!(session.perform(Request::parse("Autocode(query: \"钱\")").unwrap()), Ok(None));
    ask(&mut session, "Undo");
    assert!(quotes(&session).is_empty());
    assert!(session.query_named("钱").unwrap().coded.is_empty(), "what is undone was never done");
    ask(&mut session, "Redo");
    assert_eq!(quotes(&session), ALL);
}

#[test]
fn what_is_untagged_by_hand_stays_so_unless_asked() {
    let mut session = session();
    ask(&mut session, "Autocode(query: \"钱\")");
    let annotation = *session.notebook().annotations().keys().next().unwrap();
    session.perform(Request::RemoveAnnotation { annotation }).unwrap();
    let run = |again| Request::Autocode { query: "钱".to_owned(), again, passages: None };
    assert_eq!(session.perform(run(false)), Ok(None));
    assert_eq!(quotes(&session), ALL[1..]);
    // Not even where the window names the place.
    let places = |session: &Session| {
        let page = session.pages().next().unwrap();
        let spans = page.articles[0].parts[0].part.spans.clone();
        vec![Passage { source: page.source.id.to_string(), spans }]
    };
    let passages = Some(places(&session));
    let named = Request::Autocode { query: "钱".to_owned(), again: false, passages };
    assert_eq!(session.perform(named), Ok(None));
    session.perform(run(true)).unwrap().unwrap();
    assert_eq!(quotes(&session).len(), 4);
}

#[test]
fn what_was_tagged_by_hand_is_not_touched() {
    let mut session = session();
    let at = PAGE.chars().position(|ch| ch == '局').unwrap() as u32;
    ask(&mut session, &format!("Annotate(source: \"页.txt\", spans: [({at}, {})], tags: [\"追回\"])", at + 4));
    let by_hand = session.notebook().annotations().values().next().unwrap().clone();
    ask(&mut session, "Autocode(query: \"钱\")");
    assert_eq!(quotes(&session), ["局为工人", ALL[0], ALL[2], ALL[3]], "no tag on top of the same tag");
    assert_eq!(session.notebook().annotations()[&by_hand.id], by_hand);
}

#[test]
fn a_query_loses_its_tag_with_the_codebook_and_takes_the_one_it_is_merged_into() {
    let mut session = session();
    ask(&mut session, "AddTag(name: \"金额\")");
    ask(&mut session, "MergeTags(tag: \"追回\", into: \"金额\")");
    let tag = session.notebook().tag_named("金额").unwrap().id;
    assert_eq!(session.query_named("钱").unwrap().tag, Some(tag));
    ask(&mut session, "RemoveTag(tag: \"金额\")");
    assert_eq!(session.query_named("钱").unwrap().tag, None);
    let refused = session.perform(Request::parse("Autocode(query: \"钱\")").unwrap());
    assert_eq!(refused, Err(RequestError::NoTagForQuery("钱".to_owned())));
    assert!(session.violations().is_empty());
    ask(&mut session, "Undo");
    assert_eq!(session.query_named("钱").unwrap().tag, Some(tag));
}

#[test]
fn a_query_is_saved_anew_under_its_name_and_a_wrong_one_is_not() {
    let mut session = session();
    ask(
        &mut session,
        "SaveQuery(name: \"钱\", text: \"(工资|一笔)\", options: (regex: true), extent: Hit, tag: \"追回\")",
    );
    assert_eq!(session.notebook().queries().len(), 1);
    assert_eq!(session.query_named("钱").unwrap().options, QueryOptions { regex: true, ..QueryOptions::default() });
    ask(&mut session, "Autocode(query: \"钱\")");
    assert_eq!(quotes(&session), ["工资", "一笔"]);
    let wrong = "SaveQuery(name: \"错\", text: \"(工资\", options: (regex: true))";
    let refused = session.perform(Request::parse(wrong).unwrap());
    assert!(matches!(refused, Err(RequestError::BadQuery(_))), "{refused:?}");
    ask(&mut session, "RemoveQuery(query: \"钱\")");
    assert_eq!(quotes(&session).len(), 2, "what it has tagged stays");
    let binned = *session.notebook().bin().keys().next().unwrap();
    session.perform(Request::RestoreBinned { binned }).unwrap();
    assert!(session.query_named("钱").is_some());
}

#[test]
fn keyword_lists_are_taken_in_and_wrong_terms_are_refused() {
    let mut session = session();
    ask(&mut session, "ImportKeywordLists(list: \"我的\", text: \"追回\\n# 单位\\n人社局 = 人社部门\\n追回\\n\")");
    let shown = |session: &Session| -> Vec<(String, Vec<String>)> {
        let lists = session.notebook().ordered_keyword_lists();
        lists.into_iter().map(|list| (list.name.clone(), list.terms.clone())).collect()
    };
    let lists = [("我的", vec!["追回"]), ("单位", vec!["人社局 = 人社部门", "追回"])];
    let lists = lists.map(|(name, terms)| (name.to_owned(), terms.into_iter().map(str::to_owned).collect::<Vec<_>>()));
    assert_eq!(shown(&session), lists);
    let again = "ImportKeywordLists(text: \"# 单位\\n追回\\n\")";
    assert_eq!(session.perform(Request::parse(again).unwrap()), Ok(None), "nothing is new");
    let wrong = session.perform(Request::parse("SetTerms(list: \"单位\", terms: [\"/(欠/\"])").unwrap());
    assert!(matches!(wrong, Err(RequestError::BadTerm { .. })), "{wrong:?}");
    ask(&mut session, "SetWholeWords(list: \"单位\", on: true)");
    assert!(session.notebook().ordered_keyword_lists()[1].whole_words);
    assert_eq!(crate::session::query_of_terms(&lists[1].1), "\"人社局\" | \"人社部门\" | \"追回\"");
}

#[test]
fn words_are_given_to_the_lexicon_and_taken_back() {
    let mut session = session();
    ask(&mut session, "AddWords(role: Own, words: [\"人社部门\", \" 人社部门\", \"\"])");
    ask(&mut session, "AddWords(role: Stop, words: [\"人社部门\"])");
    assert_eq!(session.notebook().words_of(WordRole::Own), ["人社部门"]);
    ask(&mut session, "RemoveWords(role: Own, words: [\"人社部门\"])");
    assert!(session.notebook().words_of(WordRole::Own).is_empty());
    assert_eq!(session.notebook().words_of(WordRole::Stop), ["人社部门"]);
    ask(&mut session, "Undo");
    assert_eq!(session.notebook().words_of(WordRole::Own), ["人社部门"]);
}

#[test]
fn many_places_are_tagged_in_one_step() {
    let mut session = session();
    let tag = "TagPassages(tag: \"追回\", passages: [(source: \"页.txt\", spans: [(0, 2)]), (source: \"页.txt\", spans: [(2, 4)])";
    ask(&mut session, &format!("{tag}])"));
    assert_eq!(quotes(&session), ["追回", "欠薪"]);
    assert_eq!(session.perform(Request::parse(&format!("{tag}])")).unwrap()), Ok(None));
    ask(&mut session, &format!("{tag}], on: false)"));
    assert!(quotes(&session).is_empty());
    ask(&mut session, "Undo");
    ask(&mut session, "Undo");
    assert!(quotes(&session).is_empty());
}
