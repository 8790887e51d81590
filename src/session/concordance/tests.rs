use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::library::{Origin, Page, Source};
use crate::notebook::{Extent, Notebook, NotebookId};
use crate::search::{DocumentId, Knowledge};
use crate::session::{Request, Session, Target};
use crate::task::{Cancel, Progress};

const PAGE: &str = "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后重新开放。读者四百余人到馆！馆员赵青说，书目由读者投票选出。\n\n\
                    读者的新书架由镇上木工制作，书目由馆员编成。\n";

fn session() -> Session {
    let source = Source::from_bytes("河湾.txt".to_owned(), Origin::Sample, PAGE.as_bytes()).unwrap();
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "");
    session.open_pages([Arc::new(Page::new(source))]);
    session
}

fn found(corpus: &Corpus, text: &str, scope: Scope) -> Vec<Hit> {
    let query = ConcordanceQuery { text: text.to_owned(), ..ConcordanceQuery::default() }.search().unwrap();
    let mut hits = Vec::new();
    let control = (&Cancel::default(), &Progress::default());
    let finding = find_hits(corpus, &query, (scope, &Knowledge::default()), control, &mut |lot| hits.extend(lot));
    assert_eq!(finding, Finding { hits: hits.len(), is_cut: false });
    hits
}

fn lines(corpus: &Corpus, hits: &[Hit], order: &[u32]) -> Vec<String> {
    let line = |number: &u32| {
        let line = corpus.line(hits[*number as usize], 4);
        format!("{}|{}|{}", line.left, line.node, line.right)
    };
    order.iter().map(line).collect()
}

#[track_caller]
fn check(by: SortBy, expected: &[&str]) {
    let corpus = Corpus::of(&session(), &Corpus::default());
    let hits = found(&corpus, "读者", Scope::default());
    let order = order_of(&corpus, &hits, by, &Cancel::default());
    assert_eq!(lines(&corpus, &hits, &order), expected);
}

#[test]
fn lines_are_sorted_by_what_stands_beside_the_node() {
    check(SortBy::Text, &["新开放。|读者|四百余人", "，书目由|读者|投票选出", "|读者|的新书架"]);
    // Nothing comes first, then marks, then characters by their pinyin: de, si, tou.
    check(SortBy::Left, &["|读者|的新书架", "新开放。|读者|四百余人", "，书目由|读者|投票选出"]);
    check(SortBy::Right, &["|读者|的新书架", "新开放。|读者|四百余人", "，书目由|读者|投票选出"]);
}

#[test]
fn what_is_searched_is_another_once_a_text_a_place_or_a_day_is() {
    let check = |line: &str, is_same: bool| {
        let mut session = session();
        let mut perform = |line: &str| session.perform(Request::parse(line).unwrap()).unwrap();
        perform(r#"AddTag(name: "人")"#);
        perform(r#"Annotate(source: "河湾.txt", spans: [(0, 6)], tags: [], comment: "问")"#);
        let id = *session.notebook().annotations().keys().next().unwrap();
        let before = Corpus::of(&session, &Corpus::default());
        session.perform(Request::parse(&line.replace("ID", &format!("\"{id}\""))).unwrap()).unwrap();
        let after = Corpus::of(&session, &before);
        assert_eq!(after == before, is_same, "{line}");
        assert_eq!(Corpus::of(&session, &Corpus::default()) == before, is_same, "{line}");
    };
    check(r#"ToggleTag(source: "河湾.txt", spans: [(0, 6)], tag: "人")"#, true);
    check(r#"RenameTag(tag: "人", to: "地")"#, true);
    check(r#"MoveAnnotation(annotation: ID, spans: [(0, 6)])"#, true);
    check(r#"MoveAnnotation(annotation: ID, spans: [(0, 5)])"#, false);
    check(r#"Comment(annotation: ID, comment: "再问")"#, false);
    check(r#"RemoveAnnotation(annotation: ID)"#, false);
    check(r#"Annotate(source: "河湾.txt", spans: [(2, 4)], tags: ["人"])"#, false);
    check(r#"AddNote(target: Notebook, text: "记")"#, false);
    check(r#"SetIssue(source: "河湾.txt", date: "2022-06-27")"#, false);
}

#[test]
fn comments_notes_and_quotations_without_their_page_are_found_too() {
    let mut session = session();
    let start = PAGE.chars().position(|ch| ch == '馆').unwrap() as u32;
    let spans = vec![(start, start + 4).into()];
    let (source, comment) = ("河湾.txt".to_owned(), "问问馆员".to_owned());
    session.perform(Request::Annotate { source: source.clone(), spans, tags: Vec::new(), comment }).unwrap();
    session.perform(Request::AddNote { target: Target::Notebook, text: "约馆员谈谈".to_owned() }).unwrap();
    let kinds = |session: &Session, scope: Scope| -> Vec<&'static str> {
        let hits = found(&Corpus::of(session, &Corpus::default()), "馆", scope);
        let corpus = Corpus::of(session, &Corpus::default());
        let kind = |hit: &Hit| match corpus.document(*hit) {
            DocumentId::Article(_) => "article",
            DocumentId::Quotation(_) => "quotation",
            DocumentId::Comment(_) => "comment",
            DocumentId::Note(_) => "note",
        };
        hits.iter().map(kind).collect()
    };
    assert_eq!(kinds(&session, Scope::default()), ["article", "article", "article", "comment", "note"]);
    let scope = Scope { articles: false, ..Scope::default() };
    assert_eq!(kinds(&session, scope), ["quotation", "quotation", "comment", "note"]);
    session.perform(Request::RemoveSource { source }).unwrap();
    assert_eq!(kinds(&session, Scope::default()), ["quotation", "quotation", "comment", "note"]);
}

#[test]
fn what_is_tagged_is_the_hit_its_sentence_or_its_paragraph() {
    let session = session();
    let corpus = Corpus::of(&session, &Corpus::default());
    let hits = found(&corpus, "读者", Scope::default());
    let quotes = |extent: Extent| -> Vec<String> {
        let passages = passages_of(&corpus, &hits, extent, &Cancel::default());
        passages.iter().map(|(source, spans)| session.page(*source).unwrap().source.text.quote(spans)).collect()
    };
    assert_eq!(quotes(Extent::Hit), ["读者", "读者", "读者"]);
    let sentences =
        ["读者四百余人到馆！", "馆员赵青说，书目由读者投票选出。", "读者的新书架由镇上木工制作，书目由馆员编成。"];
    assert_eq!(quotes(Extent::Sentence), sentences);
    assert_eq!(quotes(Extent::Paragraph).len(), 2, "two hits of one paragraph are one place");
}

#[test]
fn a_concordance_grows_at_its_end_and_keeps_its_lines_while_the_next_query_is_wrong() {
    let corpus = Arc::new(Corpus::of(&session(), &Corpus::default()));
    let hits = found(&corpus, "读者", Scope::default());
    let query = ConcordanceQuery { text: "读者".to_owned(), ..ConcordanceQuery::default() };
    let mut lines = Concordance::default();
    lines.begin();
    assert!(!lines.is_stale(), "there is nothing that could be old");
    lines.replace(query, Arc::clone(&corpus), Arc::new(hits[..1].to_vec()));
    let version = lines.version();
    lines.extend(&hits[1..]);
    assert_eq!((lines.len(), lines.text_count(), lines.version()), (3, 1, version));
    assert!(lines.is_growing() && !lines.is_stale());
    lines.finish(false);
    lines.refuse(SearchError { position: 1, wrong: crate::search::Wrong::Expected });
    assert!(lines.is_stale() && lines.len() == 3);

    let mut selected = SelectedLines::default();
    lines.sort(Some((SortBy::Left, vec![2, 0, 1])));
    selected.toggle(&lines, 0);
    assert_eq!(selected.numbers(), [2]);
    selected.stretch(&lines, 0, 1);
    assert_eq!(selected.numbers(), [0, 2]);
    selected.toggle_all(&lines);
    assert_eq!(selected.len(), 3);
    selected.toggle_all(&lines);
    assert!(selected.is_empty());
}

proptest! {
    /// The lines of a concordance are the hits of each part, whatever they are sorted by.
    #[test]
    fn no_line_is_lost_by_sorting(word in "[读者，。馆]{1,2}", by in 0..5_usize) {
        let corpus = Corpus::of(&session(), &Corpus::default());
        let hits = found(&corpus, &word, Scope::default());
        let by = [SortBy::Text, SortBy::Left, SortBy::Node, SortBy::Right, SortBy::Date][by];
        let mut order = order_of(&corpus, &hits, by, &Cancel::default());
        let mut shown = lines(&corpus, &hits, &order);
        order.sort_unstable();
        prop_assert_eq!(&order, &(0..hits.len() as u32).collect::<Vec<_>>());
        let mut as_found = lines(&corpus, &hits, &order);
        shown.sort();
        as_found.sort();
        prop_assert_eq!(shown, as_found);
    }
}

#[test]
fn lines_of_an_article_are_known_by_their_places_in_its_text() {
    let session = session();
    let corpus = Arc::new(Corpus::of(&session, &Corpus::default()));
    let hits = Arc::new(found(&corpus, "读者", Scope::default()));
    let query = ConcordanceQuery { text: "读者".to_owned(), ..ConcordanceQuery::default() };
    let mut concordance = Concordance::default();
    concordance.replace(query, Arc::clone(&corpus), hits);
    let page = session.pages().next().unwrap();
    let article = &page.articles[0];
    let read: Vec<String> = concordance
        .places_in(article.id, 10)
        .into_iter()
        .map(|(part, span)| {
            let text = article.part(part).unwrap().text.as_str();
            text.chars().skip(span.start as usize).take(span.len() as usize).collect()
        })
        .collect();
    assert_eq!(read, ["读者", "读者", "读者"]);
    assert_eq!(concordance.places_in(article.id, 2).len(), 2);
}
