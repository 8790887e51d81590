//! Exports as other programs see them, and the proof of what an editor has made of them.

use std::fs;

use serde_json::Value;

use crate::desk::{BAD_USAGE, COULD_NOT, DATA_WRONG, DONE, Desk};
use crate::office::{check_word, unzip, xml_text};

/// A page that nobody has printed.
pub(crate) const PAGE: &str = "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后重\n新开放，\
首日接待读者四百余人。\n\n馆员赵青说：“新书架由镇上木工制作，书目由读者投票选出。”\n\n镇里计划明年再添两处阅览点。\n";

/// The span of `text` in the page.
pub(crate) fn span(text: &str) -> String {
    let byte = PAGE.find(text).unwrap_or_else(|| panic!("{text} is not there"));
    let start = PAGE[..byte].chars().count();
    format!("({start}, {})", start + text.chars().count())
}

pub(crate) fn desk() -> Desk {
    let desk = Desk::new(&[("河湾.txt", PAGE.as_bytes())]);
    let lines = [
        "AddTag(name: \"读者\", color: \"#B23A26\", description: \"谁来看书\")".to_owned(),
        "AddTag(name: \"馆员/赵青\", color: \"#1C7771\")".to_owned(),
        format!(
            "Annotate(source: \"河湾.txt\", spans: [{}], tags: [\"读者\"], comment: \"这个数从何而来？“没有印出来的说法”\")",
            span("首日接待读者四百余人")
        ),
        format!(
            "Annotate(source: \"河湾.txt\", spans: [{}, {}], tags: [\"读者\", \"馆员/赵青\"])",
            span("在修缮三个月后重\n新开放"),
            span("新书架由镇上木工制作，书目由读者投票选出。")
        ),
        "AddNote(target: Article(source: \"河湾.txt\", at: 0), text: \"# 后续\\n- [ ] 约赵青\")".to_owned(),
        "AddNote(target: Notebook, text: \"待核：添两处阅览点的经费\")".to_owned(),
    ];
    let outcome = desk.feed(&["apply", "n.ron", "--library", "河湾.txt"], &lines.join("\n"), DONE);
    assert_eq!(outcome.out.lines().count(), 6);
    desk
}

/// Where an exported file lies, and what was told.
#[track_caller]
fn export(desk: &Desk, name: &str, more: &[&str]) -> String {
    desk.run(&[&["export", "n.ron", "-o", name], more].concat(), DONE).err
}

#[track_caller]
fn verify(desk: &Desk, name: &str, code: i32) -> Vec<Value> {
    let told = desk.run(&["verify", name, "--library", "河湾.txt", "--json"], code).out;
    told.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn findings(checked: &[Value]) -> Vec<&str> {
    checked.iter().map(|it| it["finding"].as_str().unwrap()).collect()
}

/// Reads a file, changes its text, writes it back. A Word file is taken apart and put together for it.
fn edit(desk: &Desk, name: &str, change: impl Fn(String) -> String) {
    let path = desk.path(name);
    let bytes = fs::read(&path).unwrap();
    let written = if name.ends_with(".docx") {
        crate::office::edited(&bytes, "word/document.xml", change)
    } else {
        change(String::from_utf8(bytes).unwrap()).into_bytes()
    };
    fs::write(path, written).unwrap();
}

const DRAFTS: [&str; 4] = ["a.md", "a.html", "a.docx", "a.csv"];

#[test]
fn every_format_is_written_by_its_ending_and_by_its_name() {
    let desk = desk();
    for name in ["a.md", "a.html", "a.docx", "a.csv", "a.xlsx", "a.json", "a.qdc", "a.qdpx"] {
        export(&desk, name, &[]);
        assert!(fs::metadata(desk.path(name)).unwrap().len() > 100, "{name}");
    }
    for format in
        ["markdown", "html", "docx", "csv", "xlsx", "json", "qdc", "qdpx", "codebook-csv", "report-html", "report-docx"]
    {
        export(&desk, "out", &["--to", format]);
    }
    assert!(desk.run(&["export", "n.ron", "-o", "a.pdf"], BAD_USAGE).err.contains("--to"));
    assert!(!desk.path("a.pdf").exists());
    desk.run(&["export", "n.ron", "-o", "none/a.docx"], COULD_NOT);
    assert!(
        fs::read_dir(desk.path(".")).unwrap().all(|entry| !entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .contains("tmp"))
    );
}

#[test]
fn what_is_exported_untouched_is_proved() {
    let desk = desk();
    for order in ["article", "tag", "date", "made"] {
        for name in DRAFTS {
            export(&desk, name, &["--order", order, "--context", "8"]);
            let checked = verify(&desk, name, DONE);
            let marked: Vec<&Value> = checked.iter().filter(|it| it["marked"] == true).collect();
            // By tag, an annotation with two tags stands there twice; in Word each paragraph is marked by itself.
            let expected = match (order, name) {
                ("tag", "a.docx") => 5,
                (_, "a.docx") | ("tag", "a.md" | "a.html") => 3,
                _ => 2,
            };
            assert_eq!(marked.len(), expected, "{name} by {order}: {checked:#?}");
            assert!(findings(&checked).iter().all(|finding| *finding == "exact"), "{checked:#?}");
        }
    }
    for (name, quotations) in [("r.html", 2), ("r.docx", 3)] {
        let format = format!("report-{}", name.split_once('.').unwrap().1);
        export(&desk, name, &["--to", &format]);
        // Each once, whatever tags it has.
        assert_eq!(findings(&verify(&desk, name, DONE)), vec!["exact"; quotations], "{name}");
    }
}

#[test]
fn one_changed_character_is_found_and_shown() {
    let desk = desk();
    for name in DRAFTS {
        export(&desk, name, &[]);
        edit(&desk, name, |text| text.replace("四百余人", "五百余人"));
        let checked = verify(&desk, name, DATA_WRONG);
        let changed: Vec<&Value> = checked.iter().filter(|it| it["finding"] == "changed").collect();
        assert_eq!(changed.len(), 1, "{name}: {checked:#?}");
        assert_eq!(changed[0]["found"], "首日接待读者四百余人");
        let expected = serde_json::json!([["=", "首日接待读者"], ["-", "四"], ["+", "五"], ["=", "百余人"]]);
        assert_eq!(changed[0]["differences"], expected);
        let told = desk.run(&["verify", name, "--notebook", "n.ron"], DATA_WRONG).out;
        assert!(told.contains("首日接待读者[-四-]{+五+}百余人"), "{told}");
    }
}

#[test]
fn a_workbook_is_checked_row_by_row() {
    let desk = desk();
    export(&desk, "a.xlsx", &[]);
    let checked = verify(&desk, "a.xlsx", DONE);
    assert_eq!(findings(&checked), ["exact"; 2], "{checked:#?}");
    assert_eq!((&checked[0]["block"], &checked[1]["block"]), (&2.into(), &3.into()), "row 1 has the headings");
    let bytes = fs::read(desk.path("a.xlsx")).unwrap();
    let edited = unzip(&bytes).into_iter().find_map(|(name, text)| {
        text.contains("四百余人")
            .then(|| crate::office::edited(&bytes, &name, |xml| xml.replace("四百余人", "五百余人")))
    });
    fs::write(desk.path("b.xlsx"), edited.unwrap()).unwrap();
    let checked = verify(&desk, "b.xlsx", DATA_WRONG);
    assert_eq!(findings(&checked), ["changed", "exact"], "{checked:#?}");
    fs::write(desk.path("c.xlsx"), crate::office::bomb("xl/worksheets/sheet1.xml", 1 << 30)).unwrap();
    assert!(desk.run(&["verify", "c.xlsx", "--library", "河湾.txt"], DATA_WRONG).err.contains("too large"));
    fs::write(desk.path("d.ods"), b"PK\x03\x04 no workbook").unwrap();
    desk.run(&["verify", "d.ods", "--library", "河湾.txt"], DATA_WRONG);
}

#[test]
fn quotations_are_proved_though_all_around_them_is_rewritten() {
    let desk = desk();
    let mark = |markdown: &str, quote: &str| {
        let at = markdown.find(quote).unwrap() + quote.len();
        markdown[at..].split_inclusive("-->").next().unwrap().to_owned()
    };
    export(&desk, "a.md", &[]);
    let markdown = fs::read_to_string(desk.path("a.md")).unwrap();
    let first = mark(&markdown, "首日接待读者四百余人");
    assert!(first.starts_with("<!-- jianbao "), "{first}");
    let text = format!(
        "# 全新的稿子\n\n记者到河湾镇看了看，图书室“首日接待读者四百余人”{first}，热闹得很。\n\n首日接待读者四百余人{first}\n\n\
         据说「镇里计划明年再添两处阅览点」，又说“河湾镇图书室在修缮四个月后重新开放”，还说“这句话谁也没有说过”。\n"
    );
    fs::write(desk.path("b.md"), text).unwrap();
    let checked = verify(&desk, "b.md", DATA_WRONG);
    assert_eq!(findings(&checked), ["exact", "exact", "exact", "changed", "not_found"], "{checked:#?}");
    assert_eq!(checked[0]["text"], "首日接待读者四百余人");
    assert_eq!(
        (&checked[3]["found"], &checked[3]["marked"]),
        (&"河湾镇图书室在修缮三个月后重新开放".into(), &false.into())
    );

    export(&desk, "a.docx", &[]);
    edit(&desk, "a.docx", |xml| {
        // Every run outside of a content control says something else.
        let mut out = String::new();
        for (at, piece) in xml.split("<w:sdt>").enumerate() {
            let (control, rest) = if at == 0 { ("", piece) } else { piece.split_once("</w:sdt>").unwrap() };
            if at > 0 {
                out.push_str(&format!("<w:sdt>{control}</w:sdt>"));
            }
            let mut parts = rest.split("<w:t xml:space=\"preserve\">");
            out.push_str(parts.next().unwrap());
            for part in parts {
                let (_, behind) = part.split_once("</w:t>").unwrap();
                out.push_str(&format!("<w:t xml:space=\"preserve\">改写</w:t>{behind}"));
            }
        }
        out
    });
    let checked = verify(&desk, "a.docx", DONE);
    assert_eq!(findings(&checked), ["exact"; 3], "{checked:#?}");
    assert!(checked.iter().all(|it| it["marked"] == true));
}

#[test]
fn each_carrier_of_a_mark_is_enough() {
    let desk = desk();
    let marked = |name: &str, gone: &[&str]| {
        export(&desk, name, &[]);
        edit(&desk, name, |text| {
            gone.iter().fold(text, |text, gone| {
                text.replace(gone, &gone.replace("jb", "x").replace("jian", "x").replace("spans", "x"))
            })
        });
        let checked = verify(&desk, name, DONE);
        assert!(findings(&checked).iter().all(|finding| *finding == "exact"), "{name}: {checked:#?}");
        checked.iter().filter(|it| it["marked"] == true).count()
    };
    let (tag, bookmark) = ("w:val=\"jb:", "w:name=\"jb_");
    assert_eq!([&[tag][..], &[bookmark], &[tag, bookmark]].map(|gone| marked("a.docx", gone)), [3, 3, 0]);
    let (data, cite, anchor) = ("data-spans=", "urn:jianbao:", "id=\"jb_");
    assert_eq!(
        [&[data, cite][..], &[data, anchor], &[cite, anchor], &[data, cite, anchor]].map(|gone| marked("a.html", gone)),
        [3, 2, 2, 0]
    );
}

#[test]
fn what_was_read_otherwise_is_told() {
    let desk = desk();
    let line = format!("Emend(source: \"河湾.txt\", span: {}, reading: \"四千\")\n", span("四百"));
    desk.feed(&["apply", "n.ron", "--library", "河湾.txt"], &line, DONE);
    for name in DRAFTS {
        export(&desk, name, &[]);
        let check = |expected: &str, code| {
            let told = desk.run(&["verify", name, "--notebook", "n.ron", "--json"], code).out;
            let found: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            let one = found.iter().find(|it| it["text"].as_str().unwrap().contains("首日")).unwrap();
            assert_eq!(one["finding"], expected, "{name}: {one:#}");
        };
        check("corrected", DONE);
        edit(&desk, name, |text| text.replace("四百〔应为：四千〕", "四千"));
        check("corrected", DONE);
        edit(&desk, name, |text| text.replace("四千余人", "四万余人"));
        check("changed", DATA_WRONG);
    }
}

#[test]
fn a_file_that_is_none_is_refused() {
    let desk = desk();
    fs::write(desk.path("b.docx"), b"PK\x03\x04 not a word file").unwrap();
    fs::write(desk.path("b.csv"), "甲,乙\n丙,丁\n").unwrap();
    fs::write(desk.path("b.pdf"), b"%PDF").unwrap();
    for (name, code) in [("b.docx", DATA_WRONG), ("b.csv", DATA_WRONG), ("b.pdf", BAD_USAGE), ("none.md", COULD_NOT)] {
        let told = desk.run(&["verify", name, "--library", "河湾.txt"], code);
        assert!(told.out.is_empty() && told.err.contains(name), "{}", told.err);
    }
    assert!(desk.run(&["verify", "n.ron", "b.docx"], DATA_WRONG).err.contains("b.docx"));
    fs::write(desk.path("c.md"), "“首日接待读者四百余人”").unwrap();
    assert!(desk.run(&["verify", "c.md"], BAD_USAGE).err.contains("--library"));
    // A bomb: a gigabyte of nothing in a megabyte.
    fs::write(desk.path("bomb.docx"), crate::office::bomb("word/document.xml", 1 << 30)).unwrap();
    assert!(desk.run(&["verify", "bomb.docx", "--library", "河湾.txt"], DATA_WRONG).err.contains("too large"));
}

#[test]
fn a_filter_an_order_and_a_style_are_kept_to() {
    let desk = desk();
    let one = |more: &[&str]| {
        export(&desk, "a.md", more);
        fs::read_to_string(desk.path("a.md")).unwrap()
    };
    let by_filter = one(&["--filter", "读者 and not 馆员/赵青"]);
    assert!(by_filter.contains("四百余人") && !by_filter.contains("新书架"), "{by_filter}");
    assert!(!by_filter.contains("经费"), "notes belong to the whole");
    assert!(one(&["--words", "从何而来"]).contains("四百余人"));
    assert!(one(&["--limit", "1"]).matches("<!-- jianbao").count() == 1);
    // A preview by tag begins with the first tag of the codebook, wherever its quotations stand.
    let line = "MoveTag(tag: \"馆员/赵青\", to: 0)\n";
    desk.feed(&["apply", "n.ron"], line, DONE);
    let first = one(&["--limit", "1", "--order", "tag"]);
    assert!(first.contains("新书架由镇上木工制作") && !first.contains("四百余人"), "{first}");
    assert!(one(&["--citation", "gbt7714"]).contains("河湾镇图书室重新开放\\[N\\]. \\[s.n.\\], \\[n.d.\\]. 河湾.txt."));
    let context = one(&["--context", "4"]);
    assert!(context.contains("…新开放，"), "{context}");
    assert!(desk.run(&["export", "n.ron", "-o", "a.md", "--filter", "无此标签"], DATA_WRONG).err.contains("无此标签"));
    assert!(desk.run(&["export", "n.ron", "-o", "a.md", "--order", "x"], BAD_USAGE).err.contains("--order"));
}

#[test]
fn what_a_format_cannot_carry_is_told() {
    let desk = desk();
    assert!(export(&desk, "a.csv", &[]).contains("notes"));
    assert!(export(&desk, "a.json", &[]).contains("codebook"));
    assert!(export(&desk, "a.qdpx", &[]).contains("shortcuts"));
    assert_eq!(export(&desk, "a.md", &[]), "");
    let line = "AddNote(target: Notebook, text: \"甲\\u{1b}[2J\\u{202e}乙\")\n";
    desk.feed(&["apply", "n.ron"], line, DONE);
    for name in ["a.md", "a.html", "a.docx"] {
        assert!(export(&desk, name, &[]).contains("2 control characters"), "{name}");
    }
}

/// A desk with a comment and a note in Markdown, a long quotation under two tags, and a source that will be missing.
fn report_desk() -> Desk {
    let desk = desk();
    fs::write(
        desk.path("青石.txt"),
        "青石岗村修路\n\n本报讯 青石岗村今年修路12公里，花了3640万元，村民说：“出门不踩泥了。”\n",
    )
    .unwrap();
    let lines = [
        format!(
            "Annotate(source: \"河湾.txt\", spans: [{}], tags: [\"读者\"], comment: \"**三年**数据？\\n- [ ] 查统计局\")",
            span("本报讯 周六上午，河湾镇图书室在修缮三个月后重\n新开放，首日接待读者四百余人。")
        ),
        "AddTag(name: \"数字\")".to_owned(),
        "Annotate(source: \"青石.txt\", spans: [(8, 40)], tags: [\"数字\", \"读者\"], comment: \"数字待核\")"
            .to_owned(),
        "AddNote(target: Notebook, text: \"1. 一\\n2. 二\\n   - **待查**：*青石岗村*在哪个镇\\n\\n三\\n\\n7. 七\")"
            .to_owned(),
    ];
    let outcome = desk.feed(&["apply", "n.ron", "--library", "河湾.txt", "青石.txt"], &lines.join("\n"), DONE);
    assert_eq!(outcome.out.lines().count(), lines.len());
    fs::remove_file(desk.path("青石.txt")).unwrap();
    desk
}

#[test]
fn a_report_lists_questions_and_sources() {
    let desk = desk();
    export(&desk, "r.html", &["--to", "report-html"]);
    let html = fs::read_to_string(desk.path("r.html")).unwrap();
    for text in ["这个数从何而来？", "约赵青", "待核：添两处阅览点的经费", "河湾.txt", "新书架由镇上木工制作"]
    {
        assert!(html.contains(text), "{text} is not in {html}");
    }
    export(&desk, "r.docx", &["--to", "report-docx"]);
    let text = xml_text(&unzip(&fs::read(desk.path("r.docx")).unwrap())["word/document.xml"]);
    assert!(text.contains("Open questions (3)") && text.contains("河湾.txt"), "{text}");
}

#[test]
fn a_report_is_text_for_people_and_marks_what_is_open() {
    let desk = report_desk();
    for name in ["r.html", "r.docx"] {
        let format = format!("report-{}", name.split_once('.').unwrap().1);
        desk.run(&["export", "n.ron", "--library", "河湾.txt", "-o", name, "--to", &format, "--title", "开放日"], DONE);
        let bytes = fs::read(desk.path(name)).unwrap();
        let text = if name.ends_with(".docx") {
            let files = unzip(&bytes);
            check_word(&files);
            xml_text(&files["word/document.xml"])
        } else {
            String::from_utf8(bytes).unwrap()
        };
        for there in [
            "Report: 开放日",
            "☐",
            "三年数据？",
            "查统计局",
            "待查：青石岗村在哪个镇",
            // Cut where a reader pauses, and said to be cut.
            "“本报讯 周六上午，河湾镇图书室在修缮三个月后重新开放，首日接待读者四百余人。”",
            "7 open questions",
            "1 quotations are unchecked",
            "Tags at a glance (3)",
            "(source missing, unchecked)",
            "See ",
        ] {
            assert!(text.contains(there), "{there} is not in {name}: {text}");
        }
        // A comment is no Markdown: below its quotation it stands as it was written.
        assert!(text.matches("**").count() == 2 && !text.contains("[ ]"), "{name}: {text}");
        // What is only referred to is no quotation once more, and two paragraphs are never one.
        assert!(!text.contains("重新开放新书架") && text.contains("“在修缮三个月后重新开放……”"), "{name}: {text}");
        let quoted = text.matches("新书架由镇上木工制作，书目由读者投票选出。").count();
        assert_eq!(quoted, 1, "{name}: {text}");
    }
}

#[test]
fn a_word_file_has_what_a_reader_leafs_by() {
    let desk = report_desk();
    let read = |name: &str, more: &[&str]| {
        desk.run(&[&["export", "n.ron", "--library", "河湾.txt", "-o", name], more].concat(), DONE);
        let files = unzip(&fs::read(desk.path(name)).unwrap());
        check_word(&files);
        files
    };
    let report = read("r.docx", &["--to", "report-docx"]);
    let document = &report["word/document.xml"];
    assert!(document.contains("TOC \\o") && document.contains("w:orient=\"landscape\""));
    assert!(report["word/footer1.xml"].contains(" PAGE "));
    assert!(report["word/header1.xml"].contains("Report: n"));
    assert!(
        document
            .contains("<w:color w:val=\"B23A26\"/></w:rPr><w:t xml:space=\"preserve\"> (source missing, unchecked)")
    );
    let notes = read("a.docx", &[]);
    let document = &notes["word/document.xml"];
    assert!(!document.contains("TOC \\o") && !document.contains("landscape"));
    // The line below a heading goes with what follows it.
    assert!(document.contains("<w:pStyle w:val=\"JianbaoCitationAbout\"/><w:keepNext/>"));
    // Two lists: the one begins with 1 and holds one with bullets, the other begins with 7.
    assert!(notes["word/numbering.xml"].contains("<w:startOverride w:val=\"7\"/>"));
    assert!(document.contains("<w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/>") && !document.contains("• "));
    for style in ["JianbaoCitation", "JianbaoComment", "JianbaoContext", "JianbaoTags", "JianbaoLabel", "Quote"] {
        let styles = &notes["word/styles.xml"];
        let at = styles.find(&format!("w:styleId=\"{style}\"")).unwrap();
        assert!(styles[at..].split("</w:style>").next().unwrap().contains("<w:next w:val=\"Normal\"/>"), "{style}");
    }
}

#[test]
fn a_long_page_has_a_table_of_contents() {
    let desk = report_desk();
    let read = |more: &[&str]| {
        desk.run(&[&["export", "n.ron", "--library", "河湾.txt", "-o", "a.html"], more].concat(), DONE);
        fs::read_to_string(desk.path("a.html")).unwrap()
    };
    assert!(!read(&["--tag", "读者"]).contains("<nav"));
    let html = read(&["--to", "report-html"]);
    let links = html.matches("href=\"#s-").count();
    assert_eq!(links, html.matches("<h2 id=\"s-").count() + html.matches("<h3 id=\"s-").count());
    assert!(links > 5 && html.contains("href=\"#q-"), "{html}");
}

#[test]
fn context_stands_beside_its_quotation() {
    let desk = desk();
    for name in ["a.md", "a.html", "a.docx"] {
        export(&desk, name, &["--context", "6"]);
        let bytes = fs::read(desk.path(name)).unwrap();
        let text = if name.ends_with(".docx") {
            xml_text(&unzip(&bytes)["word/document.xml"])
        } else {
            String::from_utf8(bytes).unwrap()
        };
        let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} is not in {name}: {text}"));
        assert!(at("…后重新开放，") < at("首日接待读者四百余人"), "{name}");
        let (quotation, tail) = text.split_at(at("书目由读者投票选出。"));
        assert!(
            quotation.contains("新书架") && !tail.trim_start_matches("书目由读者投票选出。").starts_with('”'),
            "{name}"
        );
    }
    export(&desk, "a.md", &["--context", "3", "--words", "从何而来"]);
    let markdown = fs::read_to_string(desk.path("a.md")).unwrap();
    assert!(!markdown.contains("> 。"), "{markdown}");
}

#[test]
fn a_tag_is_exported_with_what_stands_under_it() {
    let desk = desk();
    desk.feed(&["apply", "n.ron"], "AddTag(name: \"馆员\")\n", DONE);
    export(&desk, "a.md", &["--tag", "馆员", "--order", "tag"]);
    let markdown = fs::read_to_string(desk.path("a.md")).unwrap();
    assert!(markdown.contains("## 馆员/赵青") && !markdown.contains("四百余人"), "{markdown}");
}

#[test]
fn quotations_by_date_stand_under_their_day() {
    let desk = desk();
    let line = "SetIssue(source: \"河湾.txt\", paper: \"河湾日报\", date: \"2023-02-15\")\n";
    desk.feed(&["apply", "n.ron", "--library", "河湾.txt"], line, DONE);
    export(&desk, "a.md", &["--order", "date"]);
    let markdown = fs::read_to_string(desk.path("a.md")).unwrap();
    assert!(markdown.contains("## 2023-2-15\n\n### 河湾镇图书室重新开放"), "{markdown}");
    // Where the article has just been named, its paragraph and lines are enough.
    assert!(markdown.contains("> —— para. 1, line"), "{markdown}");
    export(&desk, "a.csv", &[]);
    assert!(
        fs::read_to_string(desk.path("a.csv"))
            .unwrap()
            .contains("河湾日报, 2023-2-15, “河湾镇图书室重新开放”, para. 1")
    );
}

#[test]
fn a_workbook_can_be_filtered_and_printed() {
    let desk = report_desk();
    desk.run(&["export", "n.ron", "--library", "河湾.txt", "-o", "a.xlsx"], DONE);
    let files = unzip(&fs::read(desk.path("a.xlsx")).unwrap());
    for sheet in 1..=4 {
        let xml = &files[&format!("xl/worksheets/sheet{sheet}.xml")];
        for there in ["<autoFilter", "orientation=\"landscape\"", "fitToHeight=\"0\"", "customHeight=\"1\""] {
            assert!(xml.contains(there), "{there} is not in sheet {sheet}");
        }
    }
    assert!(files["xl/worksheets/sheet1.xml"].contains("outlineLevel=\"1\""));
    assert_eq!(files["xl/workbook.xml"].matches("_xlnm.Print_Titles").count(), 4);
    let styles = &files["xl/styles.xml"];
    assert!(styles.contains("等线") && styles.contains("FFB23A26"), "{styles}");
}

#[test]
fn files_of_other_programs_are_taken_in_or_refused_in_words() {
    let desk = desk();
    let chinese = |name: &str, code: i32| {
        let output =
            desk.command(&["import", "n.ron", name, "--library", "河湾.txt"]).env("LC_ALL", "zh_CN.UTF-8").output();
        let output = output.unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{name}: {told}");
        told
    };
    fs::write(desk.path("t.csv"), "tag,parent,description,number of highlights\r\n标签甲,,说明,3\r\n").unwrap();
    assert!(chinese("t.csv", DONE).contains("新标签 1 个"));
    let start = PAGE.find("首日接待").map(|at| PAGE[..at].chars().count()).unwrap();
    let rows = serde_json::json!({ "total": 1, "rows": [{
        "id": "x", "created": "2023-02-15T08:00:00.000000+00:00", "updated": "2023-02-16T08:00:00.000000+00:00",
        "user": "acct:li@hypothes.is", "uri": "file:///tmp/河湾.txt", "text": "核过", "tags": ["开放", "读者"],
        "target": [{ "source": "file:///tmp/河湾.txt", "selector": [
            { "type": "RangeSelector", "startContainer": "/pre[1]", "endContainer": "/pre[1]", "startOffset": 1, "endOffset": 9 },
            { "type": "TextPositionSelector", "start": start, "end": start + 6 },
            { "type": "TextQuoteSelector", "exact": "首日接待读者", "prefix": "新开放，", "suffix": "四百余人" },
        ]}],
    }]});
    fs::write(desk.path("h.json"), rows.to_string()).unwrap();
    assert!(chinese("h.json", DONE).contains("批注 1 条"));
    let notebook = fs::read_to_string(desk.path("n.ron")).unwrap();
    assert!(notebook.contains("核过") && notebook.contains("\"li\"") && notebook.contains("开放"), "{notebook}");
    for (name, bytes, said) in [
        ("a.qdpx", &b"PK\x03\x04 nothing"[..], "打不开其中的压缩包"),
        ("a.json", b"{\"a\": ", "第 1 行"),
        ("b.json", b"{\"total\": 0}", "Hypothesis"),
        ("a.csv", b"\x00\x01\x02\x03", "不是文字"),
        ("b.csv", "甲,乙\n丙,丁\n".as_bytes(), "第 1 行"),
        ("a.qdc", b"<html/>", "html"),
    ] {
        fs::write(desk.path(name), bytes).unwrap();
        let told = chinese(name, DATA_WRONG);
        assert!(told.contains(said) && !told.contains("（1）"), "{name}: {told}");
        for english in ["invalid", "EOF", "binary", "expected"] {
            assert!(!told.contains(english), "{name}: {told}");
        }
    }
}
