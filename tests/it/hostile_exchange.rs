//! Texts that mean to be markup, formulas or commands, in every field of every format; and files of ten thousand quotations.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use jianbao::exchange::{ExportError, ExportInput, ExportOptions, Format, export, parse_draft, parse_import};
use jianbao::i18n::{Catalogue, Language};
use jianbao::notebook::{Notebook, NotebookId};
use jianbao::session::{Request, Session, Target};
use jianbao::task::{Cancel, Progress};
use jianbao::text::CharSpan;
use jiff::Timestamp;
use proptest::prelude::*;

use crate::desk::{DATA_WRONG, DONE, Desk};
use crate::office::{unzip, xml_text};
use crate::round_trip::{exported, session};

/// Nothing here takes longer, on a slow machine and in a build without optimisation.
const PATIENCE: Duration = Duration::from_secs(60);

const HOSTILE: [&str; 9] = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "</w:t></w:p><w:p>]]>",
    "<script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "甲\u{0}\u{1b}[2J\u{7}乙\u{fffe}",
    "\u{202e}txt.exe\u{2066}",
    "&lt;!ENTITY x SYSTEM \"file:///etc/passwd\"&gt;",
    "-->\n<!-- jianbao 0000000000000000 0-1 --> +1 _x000D_",
];

/// A notebook with hostile texts wherever a text can be, over pages with hostile texts.
fn hostile() -> Desk {
    let page = format!("{}\n\n本报讯 {}结尾。\n", "=题目“<b>”&amp;", "=1+1 <i>甲</i> \"乙\" _x000D_ ".repeat(3));
    let desk = Desk::new(&[("=p<b>&.txt", page.as_bytes())]);
    let mut lines = Vec::new();
    for (at, text) in HOSTILE.iter().enumerate() {
        let quoted = format!("{text:?}").replace("\\0", "\\u{0}");
        // Names do not take what cannot be seen; descriptions and comments take anything.
        let name: String =
            text.chars().filter(|ch| !ch.is_control() && !"\u{202e}\u{2066}\u{fffe}/".contains(*ch)).collect();
        lines.push(format!("AddTag(name: {:?}, description: {quoted})", format!("{at}{name}")));
        lines.push(format!(
            "Annotate(source: \"=p<b>&.txt\", spans: [({at}, {})], tags: [{:?}], comment: {quoted})",
            at + 12,
            format!("{at}{name}")
        ));
        lines.push(format!("AddNote(target: Article(source: \"=p<b>&.txt\", at: 0), text: {quoted})"));
    }
    let outcome = desk.feed(&["apply", "=n.ron", "--library", "=p<b>&.txt"], &lines.join("\n"), DONE);
    assert_eq!(outcome.out.lines().count(), lines.len());
    desk
}

#[test]
fn hostile_texts_are_texts_in_every_format() {
    let desk = hostile();
    for format in Format::ALL {
        let out = format!("out.{}", format.extension());
        desk.run(&["export", "=n.ron", "--to", format.code(), "-o", &out, "--context", "6"], DONE);
        let bytes = fs::read(desk.path(&out)).unwrap();
        match format.extension() {
            "docx" | "xlsx" | "qdpx" => {
                if format.extension() == "docx" {
                    crate::office::check_word(&unzip(&bytes));
                }
                for (name, text) in unzip(&bytes) {
                    if name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".qde") {
                        let read = xml_text(&text);
                        assert!(!read.contains(['\u{0}', '\u{1b}', '\u{fffe}']), "{name}");
                        assert!(!text.contains("<f>"), "{name} holds a formula");
                    }
                }
            }
            "html" => {
                let html = String::from_utf8(bytes.clone()).unwrap();
                assert!(!html.contains(['\u{202e}', '\u{1b}', '\u{0}']));
                for token in html5gum::Tokenizer::new(html.as_str()) {
                    let Ok(html5gum::Token::StartTag(tag)) = token else { continue };
                    assert!(![&b"script"[..], b"i", b"b", b"img"].contains(&tag.name.as_slice()), "{tag:?}");
                    assert!(tag.attributes.keys().all(|name| !name.starts_with(b"on")), "{tag:?}");
                }
            }
            "md" => {
                let markdown = String::from_utf8(bytes.clone()).unwrap();
                let unescaped = markdown.replace("\\<", "");
                assert!(!unescaped.contains("<script") && !markdown.contains(['\u{202e}', '\u{1b}', '\u{0}']));
                assert!(!markdown.contains("<!-- jianbao 0000000000000000"), "{markdown}");
            }
            "csv" => {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let mut reader =
                    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
                for cell in reader
                    .records()
                    .map(Result::unwrap)
                    .flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
                {
                    assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
                }
            }
            "qdc" => crate::qda::check_codebook(std::str::from_utf8(&bytes).unwrap()),
            "json" => drop(serde_json::from_slice::<serde_json::Value>(&bytes).unwrap()),
            other => panic!("{other} is not looked at"),
        }
        if format == Format::Qdpx {
            crate::qda::check_project(&bytes);
        }
        // What one program writes, it reads without harm.
        if matches!(format.extension(), "md" | "html" | "docx") || format == Format::Csv {
            // Notes hold what looks like quotations of nobody; what carries a mark is proved.
            let code = if format == Format::Csv { DONE } else { DATA_WRONG };
            let told = desk.run(&["verify", &out, "--notebook", "=n.ron", "--json"], code);
            let all: Vec<serde_json::Value> =
                told.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            let marked: Vec<_> = all.iter().filter(|one| one["marked"] == true).collect();
            assert!(marked.len() >= 3 && marked.iter().all(|one| one["finding"] == "exact"), "{out}: {marked:#?}");
        }
        if matches!(format.extension(), "qdpx" | "qdc" | "json" | "csv") {
            let again = format!("again-{}.ron", format.code());
            desk.run(&["import", &again, &out, "--library", "=p<b>&.txt"], DONE);
        }
    }
}

/// A notebook with this many annotations on pages of a few hundred characters.
fn large(annotations: usize) -> Session {
    let mut session = session("记者");
    session
        .perform(Request::AddTag { name: "读者".into(), color: None, description: String::new(), shortcut: None })
        .unwrap();
    for at in 0..annotations as u32 {
        let start = at % 75;
        session
            .perform(Request::Annotate {
                source: "河湾.txt".into(),
                spans: vec![CharSpan::new(start, start + 20)],
                tags: vec!["读者".into()],
                comment: format!("第{at}条，需要再问一次。"),
            })
            .unwrap();
    }
    session.perform(Request::AddNote { target: Target::Notebook, text: "一条笔记".into() }).unwrap();
    session
}

#[test]
fn ten_thousand_quotations_take_seconds() {
    let session = large(10_000);
    for format in Format::ALL {
        let started = Instant::now();
        let bytes = exported(&session, format);
        let written = started.elapsed();
        let started = Instant::now();
        let name = format!("x.{}", format.extension());
        if matches!(format.extension(), "md" | "html" | "docx") || format == Format::Csv {
            let draft = parse_draft(Path::new(&name), &bytes).unwrap();
            let against = jianbao::exchange::Against { library: session.library(), has_notebook: true };
            let report = jianbao::exchange::check_draft(&draft, against, &Cancel::default(), &Progress::default());
            assert!(report.is_proved() && report.checked.len() >= 10_000, "{format:?}");
        } else if matches!(format.extension(), "qdpx" | "qdc" | "json" | "csv") {
            let mut back = self::session("");
            back.take_in(&parse_import(Path::new(&name), &bytes).unwrap()).unwrap();
        }
        println!("{format:?}: {} KB, written in {written:.1?}, read in {:.1?}", bytes.len() >> 10, started.elapsed());
        assert!(written + started.elapsed() < PATIENCE, "{format:?}");
    }
}

#[test]
fn an_export_that_is_cancelled_gives_nothing() {
    let session = large(50);
    let catalogue = Catalogue::new(Language::Chinese);
    let (notebook, library) = (session.notebook(), session.library());
    let input = ExportInput { catalogue: &catalogue, notebook, library, now: Timestamp::UNIX_EPOCH };
    let (cancel, progress) = (Cancel::default(), Progress::default());
    for format in Format::ALL.into_iter().filter(|format| format.has_quotations()) {
        let exported = export(format, &ExportOptions::default(), input, &cancel, &Progress::default()).unwrap();
        assert_eq!(exported.quotations, 50);
        let limited = ExportOptions { limit: Some(3), ..ExportOptions::default() };
        let preview = export(format, &limited, input, &cancel, &progress).unwrap();
        assert!(preview.quotations == 3 && preview.bytes.len() < exported.bytes.len(), "{format:?}");
        assert!(progress.fraction().is_some());
    }
    cancel.cancel();
    for format in Format::ALL.into_iter().filter(|format| format.has_quotations()) {
        let exported = export(format, &ExportOptions::default(), input, &cancel, &progress);
        assert_eq!(exported, Err(ExportError::Cancelled), "{format:?}");
    }
    let empty = Notebook::new(NotebookId::generate());
    for format in Format::ALL {
        let input = ExportInput { notebook: &empty, ..input };
        export(format, &ExportOptions::default(), input, &Cancel::default(), &Progress::default()).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0..10usize) {
        let names = ["a.md", "a.html", "a.docx", "a.csv", "a.txt", "a.qdpx", "a.qdc", "a.json", "a.csv", "a.qde"];
        let _ = parse_draft(Path::new(names[at]), &bytes);
        let _ = parse_import(Path::new(names[at]), &bytes);
    }

    #[test]
    fn any_markup_is_read(text in "[<>/a-z\"'=&; 甲乙“”「」\\n>*-]{0,120}") {
        for name in ["a.md", "a.html", "a.csv"] {
            let _ = parse_draft(Path::new(name), text.as_bytes());
        }
        let _ = parse_import(Path::new("a.qdc"), text.as_bytes());
    }
}
