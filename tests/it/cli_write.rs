//! The writing half of the command line, as a script sees it: what is acknowledged is there whatever happens, and what is
//! wrong is said.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Stdio};

use crate::desk::{BAD_USAGE, COULD_NOT, DATA_WRONG, DONE, Desk};

/// A page that nobody has printed, and code points of it that are quoted below.
const PAGE: &str = "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后重\n新开放，\
首日接待读者四百余人。\n\n馆员赵青说，新书架由镇上木工制作，书目由读者投票选出。\n";

fn desk() -> Desk {
    Desk::new(&[("河湾.txt", PAGE.as_bytes())])
}

const APPLY: &[&str] = &["apply", "n.ron", "--library", "河湾.txt"];
const VERIFY: &[&str] = &["verify", "n.ron"];

/// Annotates the code point at `at`; `name` is in the comment.
fn annotate(at: usize, name: &str) -> String {
    format!("Annotate(source: \"河湾.txt\", spans: [({at}, {})], tags: [\"读者\"], comment: \"{name}\")\n", at + 1)
}

fn ok_lines(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(|number| format!("ok {number}\n")).collect()
}

#[track_caller]
fn export(desk: &Desk, more: &[&str]) -> String {
    let args = [&["export", "n.ron", "-o", "out.md"], more].concat();
    desk.run(&args, DONE);
    fs::read_to_string(desk.path("out.md")).unwrap()
}

#[test]
fn a_codebook_is_merged_moved_imported_and_exported_by_lines() {
    let desk = Desk::new(&[]);
    let lines = [
        "AddTag(name: \"a\")",
        "AddTag(name: \"b\")",
        "MoveTagUnder(tag: \"b\", parent: \"a\")",
        r#"ImportCodebook(csv: "name,description\nc,=1+1\na/d,\n")"#,
        "MergeTags(tag: \"a/d\", into: \"a/b\")",
        r#"ImportCodebook(csv: "c,\ne,red\n")"#,
    ];
    let outcome = desk.feed(&["apply", "a.ron"], &lines.join("\n"), DATA_WRONG);
    assert_eq!(outcome.out, "ok 1\nok 2\nok 3\nok 4\nok 5\n");
    assert!(outcome.err.contains("error 6") && outcome.err.contains("Line 2"), "{}", outcome.err);
    let csv = desk.run(&["export", "a.ron", "--to", "codebook-csv", "-o", "-"], DONE).out;
    let cells: Vec<&str> = csv.lines().map(|line| line.trim_start_matches('\u{feff}')).collect();
    assert_eq!(cells[0], "Name,Colour,Description,Shortcut");
    let names: Vec<&str> = cells[1..].iter().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(names, ["a", "a/b", "c"]);
    assert!(cells[3].contains("'=1+1"), "a spreadsheet must not calculate: {}", cells[3]);
}

#[test]
fn what_is_acknowledged_outlives_a_kill() {
    let desk = desk();
    let mut child = desk.command(APPLY).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let solid: Vec<usize> = PAGE.chars().enumerate().filter(|(_, ch)| !ch.is_whitespace()).map(|it| it.0).collect();
    let mut requests = vec!["AddTag(name: \"读者\")\n".to_owned()];
    requests.extend((2..=1000).map(|number| annotate(solid[number % solid.len()], &format!("第{number}条"))));
    let mut stdin = child.stdin.take().unwrap();
    // A few requests ahead of the answers and no more: the kill must find work under way, on a fast machine too.
    let (answered, may_go_on) = std::sync::mpsc::channel::<()>();
    #[expect(clippy::disallowed_methods, reason = "joined below, once the program is gone")]
    let writer = std::thread::spawn(move || {
        for (at, request) in requests.iter().enumerate() {
            if (at >= 50 && may_go_on.recv().is_err()) || stdin.write_all(request.as_bytes()).is_err() {
                break;
            }
        }
    });
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = String::new();
    for _ in 0..500 {
        assert_ne!(out.read_line(&mut acknowledged).unwrap(), 0, "it ended early");
        answered.send(()).unwrap();
    }
    drop(answered);
    child.kill().unwrap();
    child.wait().unwrap();
    writer.join().unwrap();
    // What was said before the kill and not yet read counts too; a line that is cut does not.
    out.read_to_string(&mut acknowledged).unwrap();
    let whole = acknowledged.rfind('\n').map_or("", |end| &acknowledged[..=end]);
    let count = whole.lines().count();
    assert_eq!(whole, ok_lines(1..=count));
    assert!((500..1000).contains(&count), "{count}");

    let told = desk.run(VERIFY, DONE).out;
    let markdown = export(&desk, &["--to", "markdown"]);
    for number in 2..=count {
        assert!(markdown.contains(&format!("第{number}条")), "{number} of {count} is gone");
    }
    // At most the one request that was being done is there without a word.
    let kept = markdown.matches("**Comment**").count();
    assert!((count - 1..=count).contains(&kept), "{kept} of {count}");
    assert!(told.contains(&kept.to_string()), "{told}");
    assert_eq!(desk.feed(APPLY, "AddTag(name: \"后来\")\n", DONE).out, "ok 1\n", "the lock is free again");
    assert_eq!(export(&desk, &["--to", "markdown"]).matches("**Comment**").count(), kept);
}

#[test]
fn a_bad_line_is_said_and_the_rest_goes_on() {
    let desk = desk();
    let lines = [
        "AddTag(name: \"读者\")",
        "AddTag(nam: \"读者\")",
        "",
        "// a remark",
        "AddTag(name: \"读者\")",
        "Annotate(source: \"河湾.txt\", spans: [(0, 9999)], tags: [\"读者\"])",
        "Annotate(source: \"别的.txt\", spans: [(0, 3)], tags: [\"读者\"])",
        "Annotate(source: \"河湾.txt\", spans: [(0, 10)], tags: [\"读者\"])",
    ];
    let outcome = desk.feed(APPLY, &lines.join("\n"), DATA_WRONG);
    assert_eq!(outcome.out, ok_lines([1, 8]));
    let said: Vec<&str> = outcome.err.lines().collect();
    assert_eq!(said.len(), 4, "{said:#?}");
    for (line, (number, text)) in said.iter().zip([(2, "Column 8"), (5, "读者"), (6, "(0, 9999)"), (7, "别的.txt")])
    {
        assert!(line.starts_with(&format!("error {number}: ")) && line.contains(text), "{line}");
    }
    assert_eq!(desk.run(VERIFY, DONE).err, "");
    assert!(export(&desk, &["--to", "markdown"]).contains("河湾镇图书室重新开放"));
}

#[test]
fn bytes_that_are_no_text_are_one_bad_line() {
    let desk = desk();
    let mut child =
        desk.command(APPLY).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"AddTag(name: \"\xff\")\nAddTag(name: \"a\")\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(DATA_WRONG));
    assert_eq!(output.stdout, b"ok 2\n");
    assert!(output.stderr.starts_with(b"error 1: "));
}

#[test]
fn notes_are_exported_by_article_and_by_tag() {
    let desk = desk();
    let lines = [
        "AddTag(name: \"读者\")\n".to_owned(),
        "AddTag(name: \"馆员\")\n".to_owned(),
        annotate(0, "开头"),
        "Annotate(source: \"河湾.txt\", spans: [(34, 36), (37, 41)], tags: [\"馆员\"], comment: \"断行\")\n".to_owned(),
        "AddNote(target: Article(source: \"河湾.txt\", at: 0), text: \"写后续\")\n".to_owned(),
    ];
    assert_eq!(desk.feed(APPLY, &lines.concat(), DONE).out, ok_lines(1..=5));
    for format in ["markdown", "markdown-by-tag"] {
        let markdown = export(&desk, &["--to", format]);
        for text in ["读者", "馆员", "开头", "断行", "写后续", "“河湾镇图书室重新开放”"] {
            assert!(markdown.contains(text), "{format} lacks {text}:\n{markdown}");
        }
        // Below its article's heading, a quotation needs no more than its lines.
        let places = if format == "markdown" {
            ["—— line 1\n", "lines 3–4\n"]
        } else {
            ["河湾.txt line 1\n", "河湾.txt lines 3–4\n"]
        };
        assert!(places.iter().all(|place| markdown.contains(place)), "{markdown}");
        assert!(!markdown.contains("unchecked)"), "{markdown}");
    }
    let one = export(&desk, &["--to", "markdown", "--tag", "馆员"]);
    assert!(one.contains("断行") && !one.contains("开头"), "{one}");
    let one = export(&desk, &["--to", "markdown", "--article", "河湾镇图书室重新开放"]);
    assert!(one.contains("断行"), "{one}");
    let args = ["export", "n.ron", "--to", "markdown", "-o", "out.md"];
    assert!(desk.run(&[&args[..], &["--tag", "无"]].concat(), DATA_WRONG).err.contains('无'));
    assert!(desk.run(&[&args[..], &["--article", "无"]].concat(), DATA_WRONG).err.contains('无'));
    desk.run(&["export", "n.ron", "--to", "pdf", "-o", "out.md"], BAD_USAGE);
    desk.run(&["export", "none.ron", "--to", "markdown", "-o", "out.md"], COULD_NOT);
    desk.run(&["export", "n.ron", "--to", "markdown", "-o", "none/out.md"], COULD_NOT);
}

#[test]
fn a_quotation_whose_source_has_gone_or_changed_is_unchecked() {
    let desk = desk();
    desk.feed(APPLY, &["AddTag(name: \"读者\")\n".to_owned(), annotate(3, "问")].concat(), DONE);
    desk.run(VERIFY, DONE);
    for (changed, library) in [(Some(PAGE.replace("四百", "五百")), false), (None, false), (None, true)] {
        match changed {
            Some(text) => fs::write(desk.path("河湾.txt"), text).unwrap(),
            None if library => fs::write(desk.path("河湾.txt"), "别的内容。\n").unwrap(),
            None => fs::remove_file(desk.path("河湾.txt")).unwrap(),
        }
        let args = if library { [VERIFY, &["--library", "河湾.txt"]].concat() } else { VERIFY.to_vec() };
        let told = desk.run(&args, DATA_WRONG).out;
        let line = told.lines().next().unwrap();
        assert!(line.contains("unchecked") && line.contains("河湾.txt") && line.contains("“图”"), "{told}");
        let markdown = export(&desk, &["--to", "markdown"]);
        assert!(markdown.contains("unchecked"), "{markdown}");
    }
    fs::write(desk.path("又名.txt"), PAGE).unwrap();
    desk.run(&["verify", "n.ron", "--library", "又名.txt"], DONE);
}

#[test]
fn a_quotation_that_was_tampered_with_is_named() {
    let desk = desk();
    let lines = "AddTag(name: \"读者\")\nAnnotate(source: \"河湾.txt\", spans: [(0, 3)], tags: [\"读者\"])\n";
    desk.feed(APPLY, lines, DONE);
    let notebook = fs::read_to_string(desk.path("n.ron")).unwrap();
    fs::write(desk.path("n.ron"), notebook.replace("exact:\"河湾镇\"", "exact:\"河湾村\"")).unwrap();
    let told = desk.run(VERIFY, DATA_WRONG).out;
    assert!(told.contains("河湾村") && told.contains("河湾镇"), "{told}");
    let markdown = export(&desk, &["--to", "markdown"]);
    let block = markdown.split("\n\n").find(|block| block.contains("河湾村")).unwrap();
    assert!(block.contains("unchecked"), "{markdown}");
}

#[test]
fn one_at_a_time_writes_to_a_notebook() {
    let desk = desk();
    let mut first: Child = desk.command(APPLY).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = first.stdin.take().unwrap();
    stdin.write_all(b"AddTag(name: \"a\")\n").unwrap();
    stdin.flush().unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(first.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    assert_eq!(line, "ok 1\n");
    let second = desk.feed(APPLY, "AddTag(name: \"b\")\n", COULD_NOT);
    assert_eq!(second.out, "");
    assert!(second.err.contains("n.ron"), "{}", second.err);
    // Reading needs no lock, and sees what is acknowledged.
    desk.run(VERIFY, DONE);
    assert!(export(&desk, &["--to", "markdown-by-tag"]).contains('a'));
    drop(stdin);
    assert!(first.wait().unwrap().success());
    desk.feed(APPLY, "AddTag(name: \"b\")\n", DONE);
}

/// Puts `bytes` in the place of the notebook; every command says what is wrong and leaves it as it is.
#[track_caller]
fn check_damaged(bytes: &[u8], said: &str) {
    let desk = desk();
    desk.feed(APPLY, "AddTag(name: \"读者\")\n", DONE);
    fs::write(desk.path("n.ron"), bytes).unwrap();
    for args in [APPLY, VERIFY, &["export", "n.ron", "--to", "markdown", "-o", "out.md"]] {
        let outcome = desk.feed(args, "AddTag(name: \"b\")\n", DATA_WRONG);
        assert_eq!(outcome.out, "");
        assert!(outcome.err.contains(said) && outcome.err.contains("n.ron"), "{}", outcome.err);
        assert_eq!(fs::read(desk.path("n.ron")).unwrap(), bytes, "{args:?}");
        assert!(!desk.path("out.md").exists());
    }
}

#[test]
fn a_damaged_notebook_is_told_with_its_place_and_left_alone() {
    let random: Vec<u8> = (0..4096u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    check_damaged(&random, "Line 1, column");
    check_damaged(b"", "Line 1, column 1");
    let desk = desk();
    desk.feed(APPLY, "AddTag(name: \"读者\")\nAddTag(name: \"馆员\")\n", DONE);
    let good = fs::read_to_string(desk.path("n.ron")).unwrap();
    let cut = good.find("馆员").unwrap();
    let line = good[..cut].lines().count();
    check_damaged(&good.as_bytes()[..cut], &format!("Line {line}, column"));
    check_damaged(&good.as_bytes()[..cut + 1], &format!("Line {line}, column"));
    let twice = good.lines().find(|line| line.contains("馆员")).unwrap();
    check_damaged(good.replace(twice, &format!("{twice}\n{twice}")).as_bytes(), &format!("Line {line}, column"));
}

#[test]
fn a_torn_last_line_of_the_journal_is_dropped_and_told() {
    let desk = desk();
    let mut child = desk.command(APPLY).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"AddTag(name: \"a\")\nAddTag(name: \"b\")\n").unwrap();
    stdin.flush().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = String::new();
    while acknowledged.lines().count() < 2 {
        out.read_line(&mut acknowledged).unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let journal = desk.path("n.ron.journal");
    let mut bytes = fs::read(&journal).unwrap();
    let last = bytes[..bytes.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    bytes.truncate(last + (bytes.len() - last) / 2);
    fs::write(&journal, &bytes).unwrap();

    // Reading tells of it and cuts nothing off.
    assert!(desk.run(VERIFY, DONE).err.contains("bytes"));
    assert_eq!(fs::read(&journal).unwrap(), bytes);
    let outcome = desk.feed(APPLY, "AddTag(name: \"b\")\nAddTag(name: \"a\")\n", DATA_WRONG);
    assert_eq!(outcome.out, "ok 1\n", "b was torn off, a is still there");
    assert!(outcome.err.contains("bytes"), "{}", outcome.err);
    assert_eq!(desk.run(VERIFY, DONE).err, "");
}

#[test]
fn an_export_never_takes_the_place_of_the_notebook_or_a_source() {
    let desk = Desk::new(&[("p.txt", PAGE.as_bytes())]);
    desk.feed(&["apply", "n.ron", "--library", "p.txt"], "AddTag(name: \"a\")\n", DONE);
    fs::create_dir(desk.path("folder")).unwrap();
    for out in ["n.ron", "./n.ron", "n.ron.journal", "n.ron.history", "n.ron.backups/x.ron", "p.txt", "folder"] {
        let before = fs::read(desk.path(out)).ok();
        let args = ["export", "n.ron", "--library", "p.txt", "--to", "markdown", "-o", out];
        let outcome = desk.run(&args, BAD_USAGE);
        assert!(outcome.err.contains("cannot be written here"), "{out}: {}", outcome.err);
        assert_eq!(fs::read(desk.path(out)).ok(), before, "{out}");
    }
    desk.run(&["export", "n.ron", "--library", "p.txt", "--to", "markdown", "-o", "n.md"], DONE);
}

#[test]
fn notes_are_written_changed_deleted_and_exported_with_their_links() {
    let desk = desk();
    desk.feed(APPLY, &format!("AddTag(name: \"读者\")\n{}", annotate(12, "甲")), DONE);
    // The id of a record stands in the notebook, which is there to be read.
    let id_after = |mark: &str| {
        let text = fs::read_to_string(desk.path("n.ron")).unwrap();
        let rest = &text[text.find(mark).unwrap() + mark.len()..];
        let start = rest.find("id:\"").or_else(|| rest.find("id: \"")).unwrap();
        rest[start..].split('"').nth(1).unwrap().to_owned()
    };
    let annotation = id_after("annotations:");
    let note = |target: &str, text: &str| format!("AddNote(target: {target}, text: {text:?})\n");
    let lines = [
        note(
            "Article(source: \"河湾.txt\", at: 20)",
            &format!("# 线索\n见[此处](jianbao:annotation/{annotation})，**核实**<b>"),
        ),
        note("Source(source: \"河湾.txt\")", "```\n没有关上"),
        note("Notebook", "- [ ] 约赵青"),
        note("Notebook", " "),
    ];
    let outcome = desk.feed(APPLY, &lines.concat(), DATA_WRONG);
    assert_eq!(outcome.out, "ok 1\nok 2\nok 3\n");
    let markdown = export(&desk, &["--to", "markdown", "--library", "河湾.txt"]);
    for text in ["#### 线索\n", "见此处[^1]，**核实**\\<b\\>", "[^1]: “", "```\n没有关上\n```", "- [ ] 约赵青"]
    {
        assert!(markdown.contains(text), "{text:?} is not in\n{markdown}");
    }
    fs::remove_file(desk.path("河湾.txt")).unwrap();
    // Without the page the quotation of the footnote is not passed off as checked.
    assert!(
        export(&desk, &["--to", "markdown"]).contains("(source missing, unchecked)\n"),
        "{}",
        export(&desk, &["--to", "markdown"])
    );
    fs::write(desk.path("河湾.txt"), PAGE).unwrap();

    let first = id_after("notes:");
    desk.feed(APPLY, &format!("RemoveAnnotation(annotation: \"{annotation}\")\n"), DONE);
    assert!(export(&desk, &["--to", "markdown"]).contains("[^1]: The annotation was deleted and is in the bin"));
    let lines = format!("EditNote(note: {first:?}, text: \"改过\")\nRemoveNote(note: {first:?})\nUndo\n");
    desk.feed(APPLY, &lines, DONE);
    assert!(export(&desk, &["--to", "markdown"]).contains("改过"));
}
