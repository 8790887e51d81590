//! What files of other programs hold, as it comes in: projects as ATLAS.ti, MAXQDA, NVivo and QualCoder write them, and W3C
//! annotations of the web. Nothing is placed where it is not proved without being told, and nothing vanishes untold.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jianbao::exchange::{Incoming, parse_import};
use jianbao::library::{Origin, Page, Source};
use jianbao::notebook::{NoteTarget, Notebook, NotebookId};
use jianbao::session::{Session, TakenIn};
use proptest::prelude::*;

use crate::office::zip;

const TEXT: &str = "第一行标题\n\n第一段𠮷文字在这里。\n第二行继续。\n\n同一句。同一句。同一句。\n最后一段。\n";

fn guid(number: u32) -> String {
    format!("{number:08x}-aaaa-4bbb-8ccc-dddddddddddd")
}

/// A selection of what stands at a place of [`TEXT`] for the first time.
fn selection(number: u32, quote: &str, inner: &str) -> String {
    let byte = TEXT.find(quote).unwrap();
    let start = TEXT[..byte].chars().count();
    let end = start + quote.chars().count();
    let guid = guid(number);
    format!(
        "<PlainTextSelection guid=\"{guid}\" name=\"{quote}\" startPosition=\"{start}\" endPosition=\"{end}\">{inner}</PlainTextSelection>"
    )
}

fn coding(code: u32) -> String {
    format!("<Coding guid=\"{}\"><CodeRef targetGUID=\"{}\"/></Coding>", guid(9000 + code), guid(code))
}

fn coding_by(code: u32, user: u32) -> String {
    let (id, code, user) = (guid(9000 + 100 * user + code), guid(code), guid(user));
    format!("<Coding guid=\"{id}\" creatingUser=\"{user}\"><CodeRef targetGUID=\"{code}\"/></Coding>")
}

fn note(number: u32, name: &str, inner: &str) -> String {
    format!("<Note guid=\"{}\" name=\"{name}\">{inner}</Note>", guid(number))
}

fn content(text: &str) -> String {
    format!("<PlainTextContent>{text}</PlainTextContent>")
}

fn link(number: u32, from: u32, to: u32) -> String {
    format!("<Link guid=\"{}\" originGUID=\"{}\" targetGUID=\"{}\"/>", guid(number), guid(from), guid(to))
}

/// A project of one source, 甲.txt with [`TEXT`], and of two codes, 1 码甲 and 2 码乙.
struct Project {
    origin: &'static str,
    codes: String,
    source: String,
    more_sources: String,
    before: String,
    after: String,
    files: BTreeMap<String, String>,
}

impl Project {
    fn new(source: String) -> Self {
        let codes = format!(
            "<Code guid=\"{}\" name=\"码甲\" isCodable=\"true\" color=\"#f00\"/><Code guid=\"{}\" name=\"码乙\" isCodable=\"true\"/>",
            guid(1),
            guid(2)
        );
        let files = BTreeMap::from([(format!("sources/{}.txt", guid(50)), TEXT.to_owned())]);
        let (more_sources, before, after) = (String::new(), String::new(), String::new());
        Self { origin: "MAXQDA 2024", codes, source, more_sources, before, after, files }
    }

    fn bytes(&self) -> Vec<u8> {
        let Self { origin, codes, source, more_sources, before, after, files } = self;
        let (ann, bob, id) = (guid(98), guid(99), guid(50));
        let project = format!(
            "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\" origin=\"{origin}\"><Users><User guid=\"{ann}\" name=\"Ann\"/>\
            <User guid=\"{bob}\" name=\"Bob\"/></Users><CodeBook><Codes>{codes}</Codes></CodeBook>{before}<Sources>\
            <TextSource guid=\"{id}\" name=\"甲.txt\" plainTextPath=\"internal://{id}.txt\">{source}</TextSource>{more_sources}\
            </Sources>{after}</Project>"
        );
        let mut files = files.clone();
        files.insert("project.qde".to_owned(), project);
        zip(&files)
    }

    fn read(&self) -> Came {
        came("p.qdpx", &self.bytes())
    }
}

/// What came in.
struct Came {
    session: Session,
    incoming: Incoming,
    taken: TakenIn,
}

fn page(name: &str, text: &str) -> Arc<Page> {
    Arc::new(Page::new(Source::from_bytes(name.to_owned(), Origin::Sample, text.as_bytes()).unwrap()))
}

/// Takes in a file with all texts that it brings; a second time, which must add nothing.
fn came_over(name: &str, bytes: &[u8], pages: Vec<Arc<Page>>) -> Came {
    let incoming = parse_import(Path::new(name), bytes).unwrap();
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    session.consult_pages(pages);
    let texts = incoming.sources.iter().filter_map(|source| Some(page(&source.name, source.text.as_deref()?)));
    session.consult_pages(texts.collect::<Vec<_>>());
    let (_, taken) = session.take_in(&incoming).unwrap();
    assert_eq!(taken.annotations, session.notebook().annotations().len(), "as many as are told");
    assert!(session.violations().is_empty());
    let before = session.notebook().clone();
    let again = parse_import(Path::new(name), bytes).unwrap();
    session.take_in(&again).unwrap();
    assert_eq!(*session.notebook(), before, "a second time there is nothing new");
    Came { session, incoming, taken }
}

fn came(name: &str, bytes: &[u8]) -> Came {
    came_over(name, bytes, Vec::new())
}

impl Came {
    /// Each annotation: what it quotes, its tags, its comment, its author.
    fn annotations(&self) -> Vec<String> {
        let notebook = self.session.notebook();
        let mut annotations: Vec<_> = notebook.annotations().values().collect();
        annotations.sort_by_key(|annotation| (annotation.spans.clone(), annotation.comment.clone()));
        annotations
            .into_iter()
            .map(|annotation| {
                let tags =
                    annotation.tags.iter().map(|tag| notebook.tags()[tag].name.as_str()).collect::<Vec<_>>().join("+");
                let (exact, comment, author) =
                    (&annotation.quotation.exact, annotation.comment.replace('\n', "|"), &annotation.stamp.author);
                format!("{exact} [{tags}] {comment} {author}").trim().to_owned()
            })
            .collect()
    }

    /// Each note: what it is on, and its text.
    fn notes(&self) -> Vec<String> {
        let notes = self.session.notebook().notes().values();
        let mut notes: Vec<String> = notes
            .map(|note| {
                let on = match &note.target {
                    NoteTarget::Notebook => "notebook",
                    NoteTarget::Source(_) => "source",
                    NoteTarget::Article { .. } => "article",
                };
                format!("{on}: {}", note.text.replace('\n', "|"))
            })
            .collect();
        notes.sort();
        notes
    }

    fn tags(&self) -> Vec<String> {
        let tags = self.session.notebook().codebook().into_iter();
        tags.map(|tag| format!("{} {}", tag.name, tag.description).trim().to_owned()).collect()
    }

    /// Ids of what is told, with counts.
    fn told(&self) -> Vec<String> {
        let all = self.incoming.notices.iter().chain(self.taken.messages().iter().skip(1)).cloned().collect::<Vec<_>>();
        let count = |message: &jianbao::i18n::Message| match message.args.get("count") {
            Some(count) => format!("{} {}", message.id, shown(count)),
            None => message.id.to_string(),
        };
        all.iter().map(count).collect()
    }

    #[track_caller]
    fn check(&self, annotations: &[&str], told: &[&str]) {
        assert_eq!((self.annotations(), self.told()), (owned(annotations), owned(told)));
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn shown(arg: &jianbao::i18n::Arg) -> String {
    let catalogue = jianbao::i18n::Catalogue::new(jianbao::i18n::Language::English);
    let message = jianbao::i18n::Message::new("import-already").with("count", arg.clone());
    catalogue.text(&message).chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn codings_that_are_with_no_code_are_told() {
    let selections = selection(10, "第二行继续", &coding(7)) + &selection(11, "同一句", &(coding(1) + &coding(7)));
    let told = ["import-unknown-codes 2"];
    Project::new(selections.clone()).read().check(&["同一句 [码甲]"], &told);
    let cases = format!("<Cases><Case guid=\"{}\" name=\"张三\"/></Cases>", guid(7));
    let project = Project { before: cases, ..Project::new(selections) };
    project.read().check(&["同一句 [码甲]"], &["import-coded-cases 2", "import-lost-cases 1"]);
}

#[test]
fn what_cannot_be_coded_is_a_tag_where_it_would_be_lost() {
    let code = |number: u32, name: &str, inner: &str| {
        format!("<Code guid=\"{}\" name=\"{name}\" isCodable=\"false\">{inner}</Code>", guid(number))
    };
    let below = |number: u32| format!("<Code guid=\"{}\" name=\"码\" isCodable=\"true\"/>", guid(number));
    let codes = code(1, "类甲", &below(2))
        + &code(3, "类乙", &("<Description>类说明</Description>".to_owned() + &below(4)))
        + &code(5, "空类", "")
        + &code(6, "类丙", &below(7));
    let came = Project { codes, ..Project::new(selection(10, "第二行继续", &coding(6))) }.read();
    assert_eq!(came.tags(), ["类甲/码", "类乙 类说明", "类乙/码", "空类", "类丙", "类丙/码"]);
    came.check(&["第二行继续 [类丙]"], &["import-folders 3"]);
}

#[test]
fn selections_that_say_nothing_are_told() {
    let selections =
        selection(10, "第二行继续", "") + &selection(11, "最后一段", "<Description>只有说明</Description>");
    Project::new(selections).read().check(&["最后一段 [] 只有说明"], &["import-empty 1"]);
}

#[test]
fn two_with_one_id_are_two_and_the_same_twice_is_one() {
    let first = selection(10, "第二行继续", &coding(1));
    let twice = first.clone() + &first + &selection(10, "最后一段", &coding(1));
    let came = Project::new(twice).read();
    came.check(&["第二行继续 [码甲]", "最后一段 [码甲]"], &["import-twice 1", "import-renumbered 1"]);
}

#[test]
fn tags_of_one_name_are_one_and_that_is_told() {
    let code = |number: u32, color: &str| format!("<Code guid=\"{}\" name=\"甲\" color=\"{color}\"/>", guid(number));
    let selections = selection(10, "第二行继续", &coding(1)) + &selection(11, "最后一段", &coding(2));
    let project = Project { codes: code(1, "#ff0000") + &code(2, "#112233"), ..Project::new(selections) };
    project.read().check(&["第二行继续 [甲]", "最后一段 [甲]"], &["import-merged 1"]);
}

#[test]
fn each_coder_has_an_annotation() {
    let by = |user: u32, inner: String| {
        selection(10, "第二行继续", &inner).replacen("guid", &format!("creatingUser=\"{}\" guid", guid(user)), 1)
    };
    let both = by(98, "<Description>说明</Description>".to_owned() + &coding_by(1, 99) + &coding_by(2, 98));
    let lines = ["第二行继续 [码甲]  Bob", "第二行继续 [码乙] 说明 Ann"];
    Project::new(both).read().check(&lines, &["import-coders 1"]);
    // Only the coding says who has made it.
    let lone = selection(10, "第二行继续", &coding_by(1, 99));
    Project::new(lone).read().check(&["第二行继续 [码甲]  Bob"], &[]);
}

#[test]
fn descriptions_are_notes() {
    let source = "<Description>文件备忘</Description>".to_owned() + &selection(10, "第二行继续", &coding(1));
    let after = "<Description>项目备忘</Description>".to_owned();
    let came = Project { after, ..Project::new(source) }.read();
    assert_eq!(came.notes(), ["notebook: 项目备忘", "source: 文件备忘"]);
}

#[test]
fn notes_keep_their_names_and_what_is_lost_of_them_is_told() {
    let path = |number: u32, name: &str, path: &str| {
        format!("<Note guid=\"{}\" name=\"{name}\" plainTextPath=\"internal://{path}\"/>", guid(number))
    };
    let notes = note(70, "只有名", "")
        + &note(71, "题名", &("<Description>描述</Description>".to_owned() + &content("正文")))
        + &note(72, "日志", &content("# 日志 一\n更多"))
        + &path(73, "文件", "a.txt")
        + &path(74, "缺", "gone.txt")
        + &format!("<Note guid=\"{}\" name=\"富文\" richTextPath=\"internal://x.docx\"/>", guid(75));
    let mut project = Project { after: format!("<Notes>{notes}</Notes>"), ..Project::new(String::new()) };
    project.files.insert("sources/a.txt".to_owned(), "\u{feff}# 标题\r\n第二行\r\n".to_owned());
    let came = project.read();
    let expected = [
        "notebook: # 只有名",
        "notebook: # 富文",
        "notebook: # 文件||# 标题|第二行|",
        "notebook: # 日志 一|更多",
        "notebook: # 缺",
        "notebook: # 题名||正文||描述",
    ];
    assert_eq!(came.notes(), expected);
    assert_eq!(came.told(), ["import-notes-elsewhere 1", "import-rich-notes 1"]);
}

#[test]
fn memos_on_passages_are_their_comments() {
    let reference = |number: u32| format!("<NoteRef targetGUID=\"{}\"/>", guid(number));
    let selections = selection(10, "第二行继续", &coding(1))
        + &selection(11, "最后一段", "")
        + &selection(12, "第一行标题", &reference(72));
    let notes =
        note(70, "备忘", &content("编码备忘")) + &note(71, "", &content("无码备忘")) + &note(72, "", &content("引用"));
    let after =
        format!("<Notes>{notes}</Notes><Links>{}{}{}</Links>", link(80, 10, 70), link(81, 71, 11), link(82, 10, 11));
    let came = Project { after, ..Project::new(selections) }.read();
    let expected = ["第一行标题 [] 引用", "第二行继续 [码甲] 备忘||编码备忘", "最后一段 [] 无码备忘"];
    came.check(&expected, &["import-lost-links 1"]);
    assert!(came.notes().is_empty());
}

#[test]
fn annotations_of_qualcoder_keep_their_passage() {
    let annotation = |number: u32, start: u32, end: u32, text: &str| {
        let selection = format!(
            "<PlainTextSelection guid=\"{}\" startPosition=\"{start}\" endPosition=\"{end}\"/>",
            guid(number + 100)
        );
        format!("<Note guid=\"{}\">{}{selection}</Note>", guid(number), content(text))
    };
    let reference = format!("<NoteRef targetGUID=\"{}\"/>", guid(70));
    // QualCoder refers to the first of a source alone.
    let after = format!("<Notes>{}{}</Notes>", annotation(70, 0, 5, "注解一"), annotation(71, 18, 23, "注解二"));
    let project = Project { origin: "QualCoder 3.8", after: after.clone(), ..Project::new(reference.clone()) };
    let expected = ["第一行标题 [] 注解一", "第二行继续 [] 注解二"];
    project.read().check(&expected, &["import-unsure-places 2"]);
    // With two sources nobody can say on which the second one is.
    let second = format!(
        "<TextSource guid=\"{}\" name=\"乙.txt\"><PlainTextContent>另一个来源</PlainTextContent></TextSource>",
        guid(51)
    );
    let project =
        Project { origin: "QualCoder 3.8", after: after.clone(), more_sources: second, ..Project::new(reference) };
    let came = project.read();
    came.check(&["第一行标题 [] 注解一"], &["import-unsure-places 1", "import-notes-without-source 1"]);
    assert_eq!(came.notes(), ["notebook: 注解二"]);
    // Elsewhere a note is selected in, not the source.
    let came = Project { after, ..Project::new(String::new()) }.read();
    assert_eq!((came.annotations().len(), came.notes().len()), (0, 2));
    assert_eq!(came.told(), ["import-coded-notes 2"]);
}

#[test]
fn a_text_that_cannot_be_read_takes_nothing_else_along() {
    let second =
        |path: &str| format!("<TextSource guid=\"{}\" name=\"乙.txt\" plainTextPath=\"internal://{path}\"/>", guid(51));
    let mut project =
        Project { more_sources: second("bad.txt"), ..Project::new(selection(10, "第二行继续", &coding(1))) };
    project.files.insert("sources/bad.txt".to_owned(), "\0\u{1}\0\0\u{2}".repeat(40));
    let came = project.read();
    came.check(&["第二行继续 [码甲]"], &["import-source-unreadable 1"]);
    assert_eq!(came.incoming.left_out, 1);
    project.files.insert("sources/bad.txt".to_owned(), " ".repeat((64 << 20) + 1));
    project.read().check(&["第二行继续 [码甲]"], &["import-source-too-large 1"]);
}

#[test]
fn what_is_outside_of_the_text_is_told_once() {
    let outside = "<PlainTextSelection startPosition=\"30\" endPosition=\"9999\" name=\"x\"/>\
        <PlainTextSelection startPosition=\"-5\" endPosition=\"4\" name=\"x\"/>";
    Project::new(outside.to_owned()).read().check(&[], &["import-outside 2"]);
}

#[test]
fn variables_of_a_source_tell_of_its_issue() {
    let value = |variable: u32, text: &str| {
        format!(
            "<VariableValue><VariableRef targetGUID=\"{}\"/><TextValue>{text}</TextValue></VariableValue>",
            guid(variable)
        )
    };
    let variable = |number: u32, name: &str| {
        format!("<Variable guid=\"{}\" name=\"{name}\" typeOfVariable=\"Text\"/>", guid(number))
    };
    let before = format!(
        "<Variables>{}{}{}{}</Variables>",
        variable(60, "报纸"),
        variable(61, "Date"),
        variable(62, "年龄"),
        variable(63, "期号")
    );
    let source = selection(10, "第二行继续", &coding(1))
        + &value(60, "河湾报")
        + &value(61, "2022-06-27")
        + &value(62, "30")
        + &value(63, "三");
    let came = Project { before, ..Project::new(source) }.read();
    assert_eq!(came.told(), ["import-lost-variables 1", "import-wrong-issues 1", "import-issues 1"]);
    let issue = &came.session.notebook().issues().values().next().unwrap().issue;
    assert_eq!(
        (issue.paper.as_deref(), issue.date.map(|date| date.to_string())),
        (Some("河湾报"), Some("2022-06-27".into()))
    );
}

/// What annotations of the web come to, over [`TEXT`] as 甲.txt.
fn web(json: &str) -> Came {
    came_over("a.json", json.as_bytes(), vec![page("甲.txt", TEXT)])
}

fn annotated(id: &str, selector: &str) -> String {
    format!(
        "{{{id}\"type\": \"Annotation\", \"body\": \"评论\", \"target\": {{\"source\": \"https://a/%E7%94%B2.txt?x=1\", \"selector\": {selector}}}}}"
    )
}

#[test]
fn selectors_lead_to_one_place_or_to_none() {
    let quote = |exact: &str| format!("{{\"type\": \"TextQuoteSelector\", \"exact\": \"{exact}\"}}");
    let position = |start: u32, end: u32, more: &str| {
        format!("{{\"type\": \"TextPositionSelector\", \"start\": {start}, \"end\": {end}{more}}}")
    };
    let check = |selector: &str, found: &[&str], told: &[&str]| web(&annotated("", selector)).check(found, told);
    check(&quote("继续"), &["继续 [] 评论"], &["import-found 1"]);
    check(&quote("同一句"), &[], &["import-ambiguous 1"]);
    check(&quote("根本没有的话"), &[], &["import-unplaced 1"]);
    check(&format!("[{}, {}]", quote("同一句"), position(30, 33, "")), &["同一句 [] 评论"], &[]);
    // In UTF-16 code units, as Hypothesis counts; 𠮷 is two.
    check(&format!("[{}, {}]", quote("同一句"), position(31, 34, "")), &["同一句 [] 评论"], &["import-moved 1"]);
    check(&position(0, 5, ""), &["第一行标题 [] 评论"], &["import-by-position 1"]);
    let refined = format!(", \"refinedBy\": {}", position(3, 5, ""));
    check(&position(0, 5, &refined), &["标题 [] 评论"], &["import-by-position 1"]);
    let refined = quote("第二行继续").replace('}', &format!(", \"refinedBy\": {}}}", quote("继续")));
    check(&refined, &["继续 [] 评论"], &["import-found 1"]);
    check("{\"type\": \"XPathSelector\", \"value\": \"/p[2]\"}", &[], &["import-without-text 1"]);
}

#[test]
fn ids_of_the_web_are_the_same_each_time() {
    let one =
        |id: &str, quote: &str| annotated(id, &format!("{{\"type\": \"TextQuoteSelector\", \"exact\": \"{quote}\"}}"));
    let list = |ids: &[&str]| {
        let items: Vec<String> = ids.iter().zip(["继续", "标题", "文字"]).map(|(id, quote)| one(id, quote)).collect();
        web(&format!("[{}]", items.join(",")))
    };
    // The helper takes everything in twice.
    assert_eq!(list(&["\"id\": \"https://a/1\", ", "\"id\": 5, ", ""]).annotations().len(), 3);
    list(&["\"id\": \"urn:x:1\", ", "\"id\": \"urn:x:1\", "])
        .check(&["标题 [] 评论", "继续 [] 评论"], &["import-renumbered 1", "import-found 2"]);
}

#[test]
fn further_pages_are_read_or_told() {
    let quote = |exact: &str| annotated("", &format!("{{\"type\": \"TextQuoteSelector\", \"exact\": \"{exact}\"}}"));
    let collection = |next: &str| {
        format!(
            "{{\"type\": \"AnnotationCollection\", \"total\": 2, \"first\": {{\"items\": [{}], \"next\": {next}}}}}",
            quote("继续")
        )
    };
    let both = web(&collection(&format!("{{\"items\": [{}]}}", quote("标题"))));
    both.check(&["标题 [] 评论", "继续 [] 评论"], &["import-found 2"]);
    web(&collection("\"https://a/2\"")).check(&["继续 [] 评论"], &["import-pages-missing 1", "import-found 1"]);
}

#[test]
fn bodies_and_targets_of_the_web() {
    let item = |body: &str, target: &str| {
        web(&format!("{{\"type\": \"Annotation\", \"body\": {body}, \"target\": {target}}}"))
    };
    let target = "{\"source\": \"甲.txt\", \"selector\": {\"type\": \"TextQuoteSelector\", \"exact\": \"继续\"}}";
    let html = "{\"type\": \"TextualBody\", \"format\": \"text/html\", \"value\": \"<p>富<b>文本</b></p>\"}";
    assert_eq!(item(html, target).annotations(), ["继续 [] 富文本"]);
    assert_eq!(item("{\"type\": [\"oa:Tag\"], \"value\": \"标签丙\"}", target).annotations(), ["继续 [标签丙]"]);
    assert_eq!(item("\"评论\"", "\"甲.txt#char=3,5\"").annotations(), ["标题 [] 评论"]);
    assert_eq!(item("\"评论\"", "\"甲.txt\"").notes(), ["source: 评论"]);
    let two = format!(
        "[{target}, {{\"source\": \"乙.txt\", \"selector\": {{\"type\": \"TextQuoteSelector\", \"exact\": \"x\"}}}}]"
    );
    item("\"评论\"", &two).check(&[], &["import-two-sources 1"]);
}

fn slice(text: &str, start: usize, len: usize) -> String {
    text.chars().skip(start).take(len).filter(|ch| !ch.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_quoted_stands_where_it_is_placed(
        (at, len) in (0..40usize, 2..9usize),
        position in proptest::option::of((0..60u32, 1..12u32)),
        (before, behind) in (proptest::option::of(0..40usize), proptest::option::of(0..40usize)),
        within in proptest::option::of((0..10u32, 1..5u32)),
    ) {
        let text = slice(TEXT, 0, usize::MAX);
        let quote = slice(&text, at, len);
        prop_assume!(quote.chars().count() > 1);
        let context = |at: Option<usize>| at.map_or_else(String::new, |at| slice(&text, at, 3));
        let selector = |refined: &str| {
            format!(
                "{{\"type\": \"TextQuoteSelector\", \"exact\": \"{quote}\", \"prefix\": \"{}\", \"suffix\": \"{}\"{refined}}}",
                context(before),
                context(behind)
            )
        };
        let span = |start: u32, len: u32| {
            format!("{{\"type\": \"TextPositionSelector\", \"start\": {start}, \"end\": {}}}", start + len)
        };
        let came = web(&annotated("", &match position {
            Some((start, len)) => format!("[{}, {}]", selector(""), span(start, len)),
            None => selector(""),
        }));
        let annotations: Vec<_> = came.session.notebook().annotations().values().collect();
        let places: Vec<usize> = (0..text.chars().count()).filter(|start| slice(&text, *start, quote.chars().count()) == quote).collect();
        prop_assert!(annotations.len() == 1 || places.len() > 1, "{quote} stands once");
        for annotation in &annotations {
            prop_assert_eq!(slice(&annotation.quotation.exact, 0, usize::MAX), quote.clone());
        }
        // What refines the quotation is that part of it, and nothing else.
        if let (Some((start, len)), 1) = (within, places.len()) {
            let came = web(&annotated("", &selector(&format!(", \"refinedBy\": {}", span(start, len)))));
            let part = (start + len) as usize <= quote.chars().count();
            let expected = part.then(|| slice(&quote, start as usize, len as usize));
            let found: Vec<String> =
                came.session.notebook().annotations().values().map(|it| slice(&it.quotation.exact, 0, usize::MAX)).collect();
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn selections_named_after_what_they_hold_are_placed_there(
        spans in proptest::collection::vec((0..40u32, 2..9u32), 1..5),
        (is_crlf, counts_both, has_mark, is_utf16) in any::<(bool, bool, bool, bool)>(),
    ) {
        // However it was counted: what a name tells is found.
        let raw = if is_crlf { TEXT.replace('\n', "\r\n") } else { TEXT.to_owned() };
        let position = |at: u32| {
            let before = TEXT.chars().take(at as usize);
            let units = before.map(|ch| match ch {
                '\n' if is_crlf && counts_both => 2,
                _ if is_utf16 => ch.len_utf16() as u32,
                _ => 1,
            });
            units.sum::<u32>() + u32::from(has_mark)
        };
        let len = TEXT.chars().count() as u32;
        let mut source = String::new();
        let mut expected: Vec<(u32, String)> = Vec::new();
        for (number, (start, chars)) in (10..).zip(spans) {
            let (start, end) = (start.min(len - 2), (start.min(len - 2) + chars).min(len));
            let name = TEXT.chars().skip(start as usize).take((end - start) as usize).collect::<String>();
            // What stands more than once, or is hardly anything, proves nothing.
            let solid = slice(&name, 0, usize::MAX);
            let all = slice(TEXT, 0, usize::MAX);
            let stands = (0..all.chars().count()).filter(|at| slice(&all, *at, solid.chars().count()) == solid).count();
            if solid.chars().count() < 2 || stands > 1 || name.trim() != name {
                continue;
            }
            let (from, to) = (position(start), position(end));
            source += &format!(
                "<PlainTextSelection guid=\"{}\" name=\"{}\" startPosition=\"{from}\" endPosition=\"{to}\">{}</PlainTextSelection>",
                guid(number),
                name.replace('\n', "&#10;"),
                coding(1)
            );
            expected.push((start, solid));
        }
        let mut project = Project::new(source);
        let mark = if has_mark { "\u{feff}" } else { "" };
        project.files.insert(format!("sources/{}.txt", guid(50)), format!("{mark}{raw}"));
        let came = project.read();
        let mut found: Vec<(u32, String)> = came
            .session
            .notebook()
            .annotations()
            .values()
            .map(|it| (it.spans[0].start, slice(&it.quotation.exact, 0, usize::MAX)))
            .collect();
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }
}
