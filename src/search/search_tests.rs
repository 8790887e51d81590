//! The query language over articles written as lines: what is found, what is wrong, and that nothing is missed.

use proptest::prelude::*;

use super::*;
use crate::i18n::{Catalogue, Language};
use crate::library::{Origin, Page, Source};
use crate::page::{Article, Confidence, IssueData, IssueDate, Layout, Part, Role};
use crate::task::Cancel;
use crate::text::{CharSpan, Folded};

/// A page of articles, each of lines: those that begin with `#` are headlines, the others paragraphs. A line break within one is `\`.
fn page(articles: &[&str]) -> Page {
    let mut text = String::new();
    let mut at = 0;
    let articles = articles.iter().map(|article| {
        let parts = article.lines().map(|line| {
            let (role, line) = match line.strip_prefix('#') {
                Some(line) => (Role::Headline, line),
                None => (Role::Body, line),
            };
            let line = line.replace('\\', "\n");
            let len = line.chars().count() as u32;
            let span = CharSpan::new(at, at + len);
            text.push_str(&line);
            text.push_str("\n\n");
            at += len + 2;
            Part { role, spans: vec![span], confidence: Confidence::SURE, doubts: Vec::new() }
        });
        Article { parts: parts.collect() }
    });
    let layout = Layout { articles: articles.collect(), furniture: Vec::new() };
    let source = Source::from_bytes("页.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap();
    Page::with_layout(source, layout, IssueData::default())
}

/// What a query comes to in English: for each article with hits its number from 1 and its nodes, `≈` before variants.
fn found_with(query: &str, options: Options, articles: &[&str]) -> String {
    let search = match Search::parse(query, options) {
        Ok(search) => search,
        Err(error) => return Catalogue::new(Language::English).text(&error.message()),
    };
    let page = page(articles);
    let shelf = Shelf::of_page(&page);
    let table = FactTable::new([&page], None);
    let facts = |document| table.of(document);
    let knowledge = Knowledge { facts: Some(&facts), words: None };
    let hits = search.hits(&shelf, &knowledge, &Cancel::default());
    let lines: Vec<Kwic> = shelf.lines(hits.iter().copied(), 5).collect();
    let alone: Vec<Kwic> = hits.iter().map(|hit| shelf.line(hit, 5)).collect();
    assert_eq!(lines, alone);
    let documents: Vec<DocumentId> = shelf.documents().collect();
    let mut shown = String::new();
    let mut last = None;
    for line in lines {
        let at: String = line.spans.iter().map(|span| page.source.text.slice(*span)).collect();
        assert_eq!(Folded::new(&at).text, Folded::new(&line.node).text);
        let number = documents.iter().position(|document| *document == line.document).unwrap() + 1;
        if last.replace(number) != Some(number) {
            shown.push_str(&format!("{}{number}:", if shown.is_empty() { "" } else { "; " }));
        }
        shown.push_str(&format!(" {}{}", if line.is_variant { "≈" } else { "" }, line.node));
    }
    shown
}

const ARTICLES: &[&str] = &[
    "#追回欠薪\n人社局为9名农民工追回欠\\薪。\n工会满意。",
    "#讨回工资\n工会讨回工资，open source，GDP增长。\n传言欠薪。",
    "#无关\n天气晴朗（记者 张三）。",
];

#[track_caller]
fn check(query: &str, expected: &str) {
    assert_eq!(found_with(query, Options::default(), ARTICLES), expected, "{query}");
}

#[test]
fn plain_text_is_found_as_it_stands() {
    check("欠薪", "1: 欠薪 欠薪; 2: 欠薪");
    check("９ 名农民工", "1: 9名农民工");
    check("open source", "2: open source");
    check("opensource", "2: open source");
    check("gdp增长", "2: GDP增长");
    check("，", "2: ， ，");
    check("（记者张三）", "3: （记者 张三）");
    check("没有", "");
}

#[test]
fn a_blank_between_han_characters_asks_for_both() {
    check("追回 工会", "1: 追回 追回 工会");
    check("欠薪 工会", "1: 欠薪 欠薪 工会; 2: 工会 欠薪");
    check("欠薪 & GDP", "2: GDP 欠薪");
    check("欠薪 GDP", "");
    assert_eq!(Search::parse("欠薪 GDP", Options::default()).unwrap().joined_blanks(), [3]);
}

#[test]
fn alternatives_exclusions_and_brackets() {
    check("追回|讨回", "1: 追回 追回; 2: 讨回 讨回");
    check("欠薪 -传言", "1: 欠薪 欠薪");
    check("工会 (追回 | 讨回工资)", "1: 追回 追回 工会; 2: 讨回工资 工会 讨回工资");
    check("工会 （追回｜天气）", "1: 追回 追回 工会");
    check("工会 -(追回 | 天气)", "2: 工会");
    check("工会 -\"追回欠薪\"", "2: 工会");
    check("欠薪 | 追回欠薪", "1: 追回欠薪 追回欠薪; 2: 欠薪");
}

#[test]
fn phrases_and_expressions() {
    check("\"记者 张三\"", "3: 记者 张三");
    check("“记者 张三”", "3: 记者 张三");
    check("“记者”", "");
    check("/[追讨]回/ 欠薪", "1: 追回 欠薪 追回 欠薪; 2: 讨回 讨回 欠薪");
    check("/^工会..$/", "");
    check("/^工会满意。$/", "1: 工会满意。");
    check("/薪[^x]*/", "1: 薪 薪。; 2: 薪。");
}

#[test]
fn near_reaches_across_paragraphs_of_an_article() {
    check("薪 NEAR/1 工会", "1: 薪 工会");
    check("薪 NEAR/0 工会", "");
    check("工会 NEAR/3 (工资 | 满意)", "1: 工会 满意; 2: 工资 工会 工资");
    check("欠薪 NEAR/5 欠薪", "");
    check("讨回 NEAR/0 工资 NEAR/0 工会", "2: 工资 工会 讨回");
}

#[test]
fn fields_ask_for_facts() {
    check("标题:追回", "1: 追回");
    check("标题：追回 工会", "1: 追回 工会");
    check("来源:页.txt 工会", "1: 工会; 2: 工会");
    check("来源:页.txt", "1: 追回欠薪; 2: 讨回工资; 3: 无关");
    check("title:(追回|讨回) -传言", "1: 追回");
    check("标题:/.关/", "3: 无关");
    check("-标题:追回 工会", "2: 工会");
    check("日期:2022 工会", "");
    check("记者:张三", "");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    check(" ", "There is nothing to look for.");
    check("(欠薪 | 追回", "The query is wrong at character 1: a bracket ( is not closed.");
    check("欠薪 | 追回)", "The query is wrong at character 8: a bracket ) was not opened.");
    check("欠薪 |", "The query is wrong at character 5: words are missing here.");
    check("| 欠薪", "The query is wrong at character 1: words are missing here.");
    check("欠薪 NEAR/ 追回", "The query is wrong at character 9: NEAR/ needs a number, 10000 at most.");
    check("欠薪 NEAR/5", "The query is wrong at character 10: words are missing here.");
    check(
        "欠薪 NEAR/5 标题:追回",
        "The query is wrong at character 4: on both sides of NEAR there must be words that stand somewhere.",
    );
    check("欠薪 \"追回", "The query is wrong at character 4: a quotation mark is not closed.");
    check("欠薪 标题:", "The query is wrong at character 7: there is nothing behind “标题”.");
    check(
        "日期:六月",
        "The query is wrong at character 4: “六月” is no date; write 2022-06 or 2022-06-01..2022-06-30.",
    );
    check(
        "-欠薪",
        "The query is wrong at character 1: it says only what is not wanted; to find the sign itself, put it in quotation marks.",
    );
    check(&"(欠 ".repeat(5000), "The query is too large; make it shorter.");
    check(&"(欠 ".repeat(100), "The query is wrong at character 1: a bracket ( is not closed.");
    let nested = format!("{}欠 薪{}", "(追 | ".repeat(70), ")".repeat(70));
    check(&nested, "The query is wrong at character 317: it is nested too deep.");
    check("標題:追回", "1: 追回");
    check("欠薪 /(追/", "The regular expression is wrong at character 5: a bracket ( is not closed.");
}

#[test]
fn variants_are_found_on_demand_and_marked() {
    let articles = &["發现自巳", "头髮，发现自己。0一1"];
    let of = |query, script, misread| {
        found_with(query, Options { variants: Variants { script, misread }, ..Options::default() }, articles)
    };
    assert_eq!(of("发", false, false), "2: 发");
    assert_eq!(of("发", true, false), "1: ≈發; 2: ≈髮 发");
    assert_eq!(of("髮", true, false), "2: 髮 ≈发");
    assert_eq!(of("发现自己", true, true), "1: ≈發现自巳; 2: 发现自己");
    assert_eq!(of("O—l", false, true), "2: ≈0一1");
}

#[test]
fn whole_words_are_those_of_jieba() {
    let cache = crate::lexis::WordCache::new(std::sync::Arc::new(crate::lexis::Lexicon::load()));
    let page = page(&["工人大会开幕。", "昨天，人大通过决议。"]);
    let shelf = Shelf::of_page(&page);
    let search = Search::parse("人大", Options { whole_words: true, ..Options::default() }).unwrap();
    assert!(search.needs_words());
    let hits = |words| search.hits(&shelf, &Knowledge { facts: None, words }, &Cancel::default()).len();
    assert_eq!((hits(None), hits(Some(&cache))), (2, 1));
}

#[test]
fn exact_and_expression_take_the_query_as_a_whole() {
    let of = |query, mode| found_with(query, Options { mode, ..Options::default() }, ARTICLES);
    assert_eq!(of("记者 张三", Mode { exact: true, regex: false }), "3: 记者 张三");
    assert_eq!(of("记者张三", Mode { exact: true, regex: false }), "");
    assert_eq!(of("欠薪", Mode { exact: true, regex: false }), "1: 欠薪 欠薪; 2: 欠薪");
    assert_eq!(of("gdp", Mode { exact: true, regex: false }), "");
    assert_eq!(of("追回|GDP", Mode { exact: true, regex: true }), "1: 追回 追回; 2: GDP");
    assert_eq!(of(r"\d+ 名", Mode { exact: false, regex: true }), "1: 9名");
}

#[test]
fn dates_tags_and_comments_come_from_the_table() {
    let mut shelf = Shelf::default();
    let ids: Vec<DocumentId> = (0..3).map(|_| DocumentId::Note(crate::notebook::NoteId::generate())).collect();
    ids.iter().for_each(|id| shelf.add(*id, "欠薪"));
    let day = |day| vec![IssueDate { year: 2022, month: 6, day }];
    let facts = |document| match ids.iter().position(|id| *id == document) {
        Some(0) => Facts { dates: day(1), tags: vec!["欠薪/追回".to_owned()], ..Facts::default() },
        Some(1) => Facts { dates: day(30), tags: vec!["欠薪追回".to_owned()], ..Facts::default() },
        _ => Facts { comments: vec!["待核".to_owned()], authors: vec!["李四".to_owned()], ..Facts::default() },
    };
    let found = |query: &str| -> Vec<usize> {
        let search = Search::parse(query, Options::default()).unwrap();
        let hits = search.hits(&shelf, &Knowledge { facts: Some(&facts), words: None }, &Cancel::default());
        hits.iter().map(|hit| ids.iter().position(|id| *id == shelf.document(hit)).unwrap()).collect()
    };
    assert_eq!(found("日期:2022-06-01..2022-06-15"), [0]);
    assert_eq!(found("日期:2022-06"), [0, 1]);
    assert_eq!(found("标签:欠薪"), [0, 1]);
    assert_eq!(found("标签:\"欠薪\""), [0]);
    assert_eq!(found("批注:待核 作者:李四"), [2]);
    assert_eq!(found("欠薪 -日期:2022"), [2]);
}

#[test]
fn a_cancelled_search_stops() {
    let page = page(ARTICLES);
    let cancel = Cancel::default();
    cancel.cancel();
    let search = Search::parse("欠薪", Options::default()).unwrap();
    assert!(search.hits(&Shelf::of_page(&page), &Knowledge::default(), &cancel).is_empty());
}

/// A plain scan, character by character: the places of `words` in `text`, leftmost first, none overlapping.
fn scan(words: &str, text: &str, same: impl Fn(char, char) -> bool) -> Vec<CharSpan> {
    let chars: Vec<(u32, char)> = (0..).zip(text.chars()).filter(|(_, ch)| !ch.is_whitespace()).collect();
    let words: Vec<char> = words.chars().filter(|ch| !ch.is_whitespace()).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at + words.len() <= chars.len() {
        let here = &chars[at..at + words.len()];
        if words.iter().zip(here).all(|(word, (_, ch))| same(*word, *ch)) {
            found.push(CharSpan::new(here[0].0, here[here.len() - 1].0 + 1));
            at += words.len();
        } else {
            at += 1;
        }
    }
    found
}

proptest! {
    /// Every hit and no other, in texts with line breaks and pieces, whatever is folded and whatever variants are found.
    #[test]
    fn words_are_found_as_by_a_plain_scan(
        texts in prop::collection::vec("[欠薪发發髮己巳aＡ，, \n]{1,24}", 1..5),
        words in "[欠薪发發髮己巳aＡ，,]{1,3}", script: bool, misread: bool,
    ) {
        let texts: Vec<String> = texts.into_iter().map(|text| text.trim().replace('\n', "\\")).filter(|text| !text.is_empty()).collect();
        prop_assume!(!texts.is_empty());
        let articles: Vec<&str> = texts.iter().map(String::as_str).collect();
        let variants = Variants { script, misread };
        let page = page(&articles);
        let shelf = Shelf::of_page(&page);
        let search = Search::parse(&words, Options { variants, ..Options::default() }).unwrap();
        let hits = search.hits(&shelf, &Knowledge::default(), &Cancel::default());
        let found: Vec<(DocumentId, CharSpan, bool)> =
            shelf.lines(hits, 3).map(|line| (line.document, line.reading, line.is_variant)).collect();
        let fold = crate::text::fold_char;
        let mut expected = Vec::new();
        for article in &page.articles {
            let text = article.parts[0].text.as_str();
            for span in scan(&words, text, |word, ch| variants.of(fold(word)).contains(&fold(ch))) {
                let node: String = text.chars().skip(span.start as usize).take(span.len() as usize).collect();
                expected.push((DocumentId::Article(article.id), span, Folded::new(&node).text != Folded::new(&words).text));
            }
        }
        prop_assert_eq!(found, expected);
    }

    /// The window's way through one part and the shelf's through many find the same.
    #[test]
    fn shelf_and_part_agree(text in "[欠薪aＡ，, \n]{1,40}", words in "[欠薪aＡ，, ]{1,3}", exact: bool, regex: bool) {
        prop_assume!(!text.trim().is_empty());
        // A hit on a shelf has no white space at its ends.
        prop_assume!(!exact || words.trim() == words);
        let text = text.trim().replace('\n', "\\");
        let page = page(&[&text]);
        let mode = Mode { regex, exact };
        let Ok(query) = Query::parse(&words, mode) else { return Ok(()) };
        // A blank in it would be an operator.
        let words = if exact || regex { words } else { format!("\"{words}\"") };
        let search = Search::parse(&words, Options { mode, ..Options::default() }).unwrap();
        let shelf = Shelf::of_page(&page);
        let hits = search.hits(&shelf, &Knowledge::default(), &Cancel::default());
        let found: Vec<Vec<CharSpan>> = shelf.lines(hits, 3).map(|line| line.spans).collect();
        let expected: Vec<Vec<CharSpan>> = concordance(&page, &query, 3).map(|line| line.spans).collect();
        prop_assert_eq!(found, expected);
    }

    /// What an expression needs is looked for first; no hit is lost by that.
    #[test]
    fn expressions_find_what_they_find_text_by_text(
        text in "[欠薪元万1２ a\n]{1,30}",
        expression in prop::sample::select(vec![r"\d+元", r"\d*(元|万元)", "(欠|薪)+元?", "[欠薪].a", "^.元", "元$", r"\b1", "[^薪]+薪"]),
    ) {
        prop_assume!(!text.trim().is_empty());
        let text = text.trim().replace('\n', "\\");
        let page = page(&[&text, "1元", &text]);
        let mode = Mode { regex: true, exact: false };
        let search = Search::parse(expression, Options { mode, ..Options::default() }).unwrap();
        let shelf = Shelf::of_page(&page);
        let hits = search.hits(&shelf, &Knowledge::default(), &Cancel::default());
        let found: Vec<Vec<CharSpan>> = shelf.lines(hits, 3).map(|line| line.spans).collect();
        let query = Query::parse(expression, mode).unwrap();
        let expected: Vec<Vec<CharSpan>> = concordance(&page, &query, 3).map(|line| line.spans).collect();
        prop_assert_eq!(found, expected);
    }

    /// No text makes the reader of queries panic, and what is wrong lies within the text or right behind it.
    #[test]
    fn any_text_is_read_or_refused_with_a_place(
        text in "([欠薪a0 ()（）|｜\"“”「」/&-]|NEAR/|标题:|tag：|日期:|.){0,24}", exact: bool, regex: bool, whole_words: bool,
    ) {
        let options = Options { mode: Mode { regex, exact }, whole_words, ..Options::default() };
        match Search::parse(&text, options) {
            Err(error) => prop_assert!((1..=text.chars().count() as u32 + 1).contains(&error.position)),
            Ok(search) => {
                let mut shelf = Shelf::default();
                shelf.add(DocumentId::Note(crate::notebook::NoteId::generate()), &text);
                let hits = search.hits(&shelf, &Knowledge::default(), &Cancel::default());
                prop_assert!(hits.windows(2).all(|pair| pair[0].end <= pair[1].start));
                prop_assert!(shelf.lines(hits, 3).all(|line| !line.node.is_empty()));
            }
        }
    }

    /// A document is looked at or not by its characters: no match is lost.
    #[test]
    fn what_could_not_match_does_not(text in "[欠薪追回 ]{1,12}", query in "[欠薪追回 |-]{1,8}") {
        prop_assume!(!text.trim().is_empty());
        let Ok(search) = Search::parse(&query, Options::default()) else { return Ok(()) };
        let page = page(&[text.trim()]);
        let hits = search.hits(&Shelf::of_page(&page), &Knowledge::default(), &Cancel::default());
        prop_assert!(hits.is_empty() || search.could_match(page.source.text.as_str()));
    }
}
