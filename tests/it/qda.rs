//! REFI-QDA as the standard has it: what is written is held against its rules, and what other programs write is read.

use std::collections::{BTreeMap, HashSet};
use std::fs;

use roxmltree::{Document, Node};

use crate::desk::{BAD_USAGE, COULD_NOT, DATA_WRONG, DONE, Desk};
use crate::office::{unzip, zip};

/// The children that an element may have, in their order; `*` may be there several times, `+` must be there once at least.
fn rules() -> BTreeMap<&'static str, Vec<&'static str>> {
    BTreeMap::from([
        (
            "Project",
            vec![
                "Users",
                "CodeBook",
                "Variables",
                "Cases",
                "Sources",
                "Notes",
                "Links",
                "Sets",
                "Graphs",
                "Description",
                "NoteRef*",
            ],
        ),
        ("Users", vec!["User+"]),
        ("User", vec![]),
        ("CodeBook", vec!["Codes", "Sets"]),
        ("Codes", vec!["Code+"]),
        ("Code", vec!["Description", "NoteRef*", "Code*"]),
        ("Variables", vec!["Variable+"]),
        ("Variable", vec!["Description"]),
        ("VariableValue", vec!["VariableRef", "TextValue"]),
        ("VariableRef", vec![]),
        ("TextValue", vec![]),
        ("Sources", vec!["TextSource+"]),
        (
            "TextSource",
            vec!["Description", "PlainTextContent", "PlainTextSelection*", "Coding*", "NoteRef*", "VariableValue*"],
        ),
        ("PlainTextSelection", vec!["Description", "Coding*", "NoteRef*"]),
        ("Coding", vec!["CodeRef+", "NoteRef*"]),
        ("Notes", vec!["Note+"]),
        ("Note", vec!["Description", "PlainTextContent", "PlainTextSelection*", "Coding*", "NoteRef*"]),
        ("Links", vec!["Link+"]),
        ("Link", vec!["NoteRef*"]),
        ("NoteRef", vec![]),
        ("CodeRef", vec![]),
        ("Description", vec![]),
        ("PlainTextContent", vec![]),
    ])
}

/// Attributes that an element must have, and may have.
fn attributes(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    const DATES: &[&str] = &["name", "creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime"];
    match name {
        "Project" => (
            &["name"],
            &["origin", "creatingUserGUID", "creationDateTime", "modifyingUserGUID", "modifiedDateTime", "basePath"],
        ),
        "CodeBook" => (&[], &["origin"]),
        "User" => (&["guid"], &["name", "id"]),
        "Code" => (&["guid", "name", "isCodable"], &["color"]),
        "TextSource" | "Note" => (
            &["guid"],
            &[
                "name",
                "plainTextPath",
                "richTextPath",
                "creatingUser",
                "creationDateTime",
                "modifyingUser",
                "modifiedDateTime",
            ],
        ),
        "PlainTextSelection" => (&["guid", "startPosition", "endPosition"], DATES),
        "Coding" => (&["guid"], &["creatingUser", "creationDateTime"]),
        "Link" => (&["guid"], &["name", "direction", "color", "originGUID", "targetGUID"]),
        "Variable" => (&["guid", "name", "typeOfVariable"], &[]),
        "NoteRef" | "CodeRef" | "VariableRef" => (&["targetGUID"], &[]),
        _ => (&[], &[]),
    }
}

/// Whether the children stand in the order of the rule, each as often as it may.
fn check_children(node: Node<'_, '_>, rule: &[&str]) {
    let mut at = 0;
    let mut counts = vec![0; rule.len()];
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let bare = |rule: &str| rule.trim_end_matches(['*', '+']).to_owned();
        let found = (at..rule.len()).find(|place| bare(rule[*place]) == name);
        at = found.unwrap_or_else(|| panic!("{name} must not stand there in {}", node.tag_name().name()));
        counts[at] += 1;
        assert!(counts[at] == 1 || rule[at].ends_with(['*', '+']), "{name} is there twice");
    }
    for (rule, count) in rule.iter().zip(counts) {
        assert!(count > 0 || !rule.ends_with('+'), "{} is empty", node.tag_name().name());
    }
}

fn check_document<'a>(document: &'a Document<'a>, namespace: &str) -> HashSet<&'a str> {
    let rules = rules();
    let mut guids = HashSet::new();
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert_eq!(node.tag_name().namespace(), Some(namespace), "{name}");
        check_children(node, rules.get(name).unwrap_or_else(|| panic!("{name} is no element of the standard")));
        let (must, may) = attributes(name);
        for attribute in must {
            assert!(node.has_attribute(*attribute), "{name} has no {attribute}");
        }
        for attribute in node.attributes() {
            assert!(must.contains(&attribute.name()) || may.contains(&attribute.name()), "{name}@{}", attribute.name());
        }
        if let Some(guid) = node.attribute("guid") {
            assert_eq!(guid.len(), 36, "{guid}");
            assert!(guid.parse::<uuid::Uuid>().is_ok() && guids.insert(guid), "{guid} is no guid, or there twice");
        }
        if let Some(color) = node.attribute("color") {
            assert!(color.len() == 7 && color.starts_with('#'), "{color}");
        }
        if matches!(name, "TextSource" | "Note") {
            let has_content = node.children().any(|child| child.tag_name().name() == "PlainTextContent");
            assert!(has_content != node.has_attribute("plainTextPath"), "one of content and path");
        }
    }
    guids
}

#[track_caller]
pub(crate) fn check_codebook(xml: &str) {
    let document = Document::parse(xml).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "CodeBook");
    check_document(&document, "urn:QDA-XML:codebook:1.0");
}

#[track_caller]
pub(crate) fn check_project(bytes: &[u8]) {
    let files = unzip(bytes);
    assert_eq!(files.keys().filter(|name| name.ends_with(".qde")).count(), 1);
    let document = Document::parse(&files["project.qde"]).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "Project");
    let guids = check_document(&document, "urn:QDA-XML:project:1.0");
    for node in document.descendants() {
        for name in ["targetGUID", "originGUID", "creatingUser", "modifyingUser"] {
            if let Some(target) = node.attribute(name) {
                assert!(guids.contains(target), "{name} leads to nothing: {target}");
            }
        }
    }
    let (mut names, mut bare) = (HashSet::new(), HashSet::new());
    for note in document.descendants().filter(|node| node.tag_name().name() == "Note") {
        let path = note.attribute("plainTextPath").unwrap().strip_prefix("internal://").unwrap();
        assert!(files.contains_key(&format!("sources/{path}")), "{path} is not there");
        // QualCoder breaks off where two are called the same.
        let name = note.attribute("name").unwrap();
        assert!(!name.is_empty() && names.insert(name), "two notes are called {name:?}");
    }
    for source in document.descendants().filter(|node| node.tag_name().name() == "TextSource") {
        let path = source.attribute("plainTextPath").unwrap().strip_prefix("internal://").unwrap();
        let text = &files[&format!("sources/{path}")];
        assert!(!text.contains('\r') && !text.starts_with('\u{feff}'));
        let chars: Vec<char> = text.chars().collect();
        for selection in source.children().filter(|node| node.tag_name().name() == "PlainTextSelection") {
            let number = |name| selection.attribute(name).unwrap().parse::<usize>().unwrap();
            assert!(number("startPosition") < number("endPosition") && number("endPosition") <= chars.len());
            // QualCoder breaks off where two selections of one user have no code and the same place.
            let is_coded = selection.children().any(|child| child.tag_name().name() == "Coding");
            let user = selection.attribute("creatingUser").unwrap_or("");
            let place = (source.attribute("guid"), number("startPosition"), number("endPosition"), user);
            assert!(is_coded || bare.insert(place), "{place:?} is there twice without a code");
        }
    }
}

/// A project of the shape that programs on Windows write: GUIDs in braces and capitals, line ends of two characters, a byte order
/// mark, folders named otherwise, memos tied by links.
fn foreign() -> Vec<u8> {
    let text = "\u{feff}河湾镇图书室重新开放\r\n首日接待读者四百余人。\r\n馆员赵青说，书目由读者投票选出。\r\n";
    let solid: Vec<char> = text.chars().collect();
    let at = |quote: &str| {
        let quote: Vec<char> = quote.chars().collect();
        let start = solid.windows(quote.len()).position(|window| window == quote).unwrap();
        (start, start + quote.len())
    };
    let selection = |guid: &str, quote: &str, inner: &str| {
        let (start, end) = at(quote);
        format!(
            "<PlainTextSelection guid=\"{{{guid}}}\" name=\"{quote}\" startPosition=\"{start}\" endPosition=\"{end}\" \
            creatingUser=\"{{11111111-AAAA-4000-8000-000000000001}}\" creationDateTime=\"2024-03-01T10:00:00\">{inner}</PlainTextSelection>"
        )
    };
    let coding =
        |guid: &str, code: &str| format!("<Coding guid=\"{{{guid}}}\"><CodeRef targetGUID=\"{{{code}}}\"/></Coding>");
    let (people, readers) = ("22222222-AAAA-4000-8000-000000000001", "22222222-AAAA-4000-8000-000000000002");
    let (first, second) = ("33333333-AAAA-4000-8000-000000000001", "33333333-AAAA-4000-8000-000000000002");
    let (memo, loose) = ("44444444-AAAA-4000-8000-000000000001", "44444444-AAAA-4000-8000-000000000002");
    let source = "55555555-AAAA-4000-8000-000000000001";
    let selections = selection(first, "首日接待读者四百余人", &coding("66666666-AAAA-4000-8000-000000000001", readers))
        + &selection(second, "赵青说", &coding("66666666-AAAA-4000-8000-000000000002", people));
    let project = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n\
        <Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"河湾\" origin=\"Other 9.1\">\
        <Users><User guid=\"{{11111111-AAAA-4000-8000-000000000001}}\" name=\"王同事\"/></Users>\
        <CodeBook><Codes><Code guid=\"{{{people}}}\" name=\"人物/机构\" isCodable=\"true\" color=\"#F0A\"><Description>谁</Description>\
        <Code guid=\"{{{readers}}}\" name=\"读者\" isCodable=\"true\"/></Code>\
        <Code guid=\"{{22222222-AAAA-4000-8000-000000000003}}\" name=\"文件夹\" isCodable=\"false\"><Code guid=\"{{22222222-AAAA-4000-8000-000000000004}}\" \
        name=\"数字\" isCodable=\"true\"/></Code></Codes></CodeBook>\
        <Cases><Case guid=\"{{77777777-AAAA-4000-8000-000000000001}}\" name=\"个案\"/></Cases>\
        <Sources><TextSource guid=\"{{{source}}}\" name=\"河湾 采访\" plainTextPath=\"internal://{source}.TXT\">{selections}</TextSource>\
        <PDFSource guid=\"{{55555555-AAAA-4000-8000-000000000002}}\" name=\"扫描\" path=\"internal://x.pdf\"/></Sources>\
        <Notes><Note guid=\"{{{memo}}}\" name=\"备忘\" plainTextPath=\"internal://{memo}.txt\"/>\
        <Note guid=\"{{{loose}}}\" name=\"备忘 2\"><PlainTextContent>整个项目的备忘</PlainTextContent></Note></Notes>\
        <Links><Link guid=\"{{88888888-AAAA-4000-8000-000000000001}}\" direction=\"Associative\" originGUID=\"{{{memo}}}\" \
        targetGUID=\"{{{}}}\"/></Links></Project>",
        first.to_lowercase()
    );
    zip(&BTreeMap::from([
        ("project.qde".to_owned(), project),
        (format!("Sources/{source}.txt"), text.to_owned()),
        (format!("Sources/{memo}.txt"), "问清四百余人的来历".to_owned()),
    ]))
}

#[test]
fn a_project_of_another_program_is_taken_in_with_its_sources() {
    let desk = Desk::new(&[("p.qdpx", &foreign())]);
    let told = desk.run(&["import", "n.ron", "p.qdpx"], DONE).err;
    for text in ["3 tags, 2 annotations, 1 notes", "Cases", "PDF", "n.sources", "1 tags had characters"] {
        assert!(told.contains(text), "{text} is not in {told}");
    }
    assert_eq!(fs::read_dir(desk.path("n.sources")).unwrap().count(), 1);
    let markdown = |desk: &Desk| {
        desk.run(&["export", "n.ron", "-o", "out.md"], DONE);
        fs::read_to_string(desk.path("out.md")).unwrap()
    };
    let exported = markdown(&desk);
    for text in ["> 首日接待读者四百余人<!--", "> 赵青说<!--", "问清四百余人的来历", "整个项目的备忘", "人物∕机构/读者"]
    {
        assert!(exported.contains(text), "{text} is not in {exported}");
    }
    assert!(exported.contains("· 0 unchecked"), "{exported}");
    let notebook = fs::read_to_string(desk.path("n.ron")).unwrap();
    for text in ["王同事", "#FF00AA", "文件夹/数字", "2024-03-01T10:00:00Z"] {
        assert!(notebook.contains(text), "{text} is not in {notebook}");
    }
    // A second time there is nothing new, and no source is written again.
    let told = desk.run(&["import", "n.ron", "p.qdpx"], DONE).err;
    assert!(told.contains("0 tags, 0 annotations, 0 notes") && !told.contains("n.sources"), "{told}");
    assert_eq!(fs::read_dir(desk.path("n.sources")).unwrap().count(), 1);
    // All of it is one step.
    desk.feed(&["apply", "n.ron"], "Undo\n", DONE);
    assert!(!markdown(&desk).contains("四百余人"));
}

#[test]
fn a_source_that_is_there_is_not_written_over() {
    let desk = Desk::new(&[("p.qdpx", &foreign()), ("n.sources/河湾 采访.txt", "别的内容".as_bytes())]);
    desk.run(&["import", "n.ron", "p.qdpx"], DONE);
    assert_eq!(fs::read_to_string(desk.path("n.sources/河湾 采访.txt")).unwrap(), "别的内容");
    assert!(fs::read_to_string(desk.path("n.sources/河湾 采访-2.txt")).unwrap().contains("四百余人"));
}

#[test]
fn files_that_are_none_change_nothing() {
    let bomb = crate::office::bomb("project.qde", 1 << 30);
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"&b;\"/>";
    let files: [(&str, &[u8], i32); 8] = [
        ("bomb.qdpx", &bomb, DATA_WRONG),
        ("a.qdpx", b"PK\x03\x04", DATA_WRONG),
        ("a.qdc", b"<CodeBook", DATA_WRONG),
        ("entities.qdc", entities.as_bytes(), DATA_WRONG),
        ("other.qdc", b"<html/>", DATA_WRONG),
        ("a.json", b"{\"items\": 3}", DATA_WRONG),
        ("a.csv", b"\xff\xfe\x00", DATA_WRONG),
        ("a.docx", b"", BAD_USAGE),
    ];
    for (name, bytes, code) in files {
        let desk = Desk::new(&[(name, bytes)]);
        let outcome = desk.run(&["import", "n.ron", name], code);
        assert!(outcome.err.contains(name), "{}", outcome.err);
        assert!(!desk.path("n.ron").exists(), "{name}");
    }
    Desk::new(&[]).run(&["import", "n.ron", "none.qdpx"], COULD_NOT);
    let deep = format!("<CodeBook><Codes>{}", "<Code guid=\"\" name=\"a\">".repeat(100_000));
    let desk = Desk::new(&[("deep.qdc", deep.as_bytes())]);
    desk.run(&["import", "n.ron", "deep.qdc"], DATA_WRONG);
    let closed = format!("{deep}{}</Codes></CodeBook>", "</Code>".repeat(100_000));
    fs::write(desk.path("deep.qdc"), closed).unwrap();
    assert!(desk.run(&["import", "n.ron", "deep.qdc"], DONE).err.contains("too deep"));
}

#[test]
fn what_is_left_out_makes_the_exit_status() {
    let web = |body: &str, exact: &str| {
        format!(
            "{{\"type\": \"Annotation\", \"body\": {body}, \"target\": {{\"source\": \"页.txt\", \"selector\": \
            {{\"type\": \"TextQuoteSelector\", \"exact\": \"{exact}\"}}}}}}"
        )
    };
    let desk = Desk::new(&[("页.txt", "河湾镇图书室重新开放。河湾镇有图书室。".as_bytes())]);
    let check = |body: &str, exact: &str, code: i32, told: &str| {
        fs::write(desk.path("a.json"), web(body, exact)).unwrap();
        let outcome = desk.run(&["import", "n.ron", "a.json", "--library", "页.txt"], code);
        assert!(outcome.err.contains(told), "{}", outcome.err);
    };
    check("\"评论\"", "重新开放", DONE, "1 annotations");
    check("\"评论\"", "河湾镇", DATA_WRONG, "in several places");
    check("\"评论\"", "没有的话", DATA_WRONG, "are not in the source");
    check("[]", "重新开放", DATA_WRONG, "neither a tag nor a text");
    let project = "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"p\"><Sources><TextSource name=\"a\" \
        plainTextPath=\"internal://gone.txt\"/></Sources></Project>";
    fs::write(desk.path("p.qdpx"), zip(&BTreeMap::from([("project.qde".to_owned(), project.to_owned())]))).unwrap();
    desk.run(&["import", "n.ron", "p.qdpx"], DATA_WRONG);
}
