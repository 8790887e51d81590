//! The reading half of the command line, as a script sees it: exit codes, JSON on standard output, messages beside it.

use std::fs::{self, File};
use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use crate::desk::{BAD_USAGE, COULD_NOT, DATA_WRONG, DONE, Desk};

const PAGE: &str = "农民工追回欠薪\n\n本报讯 12月1日，武陵区人社局为9名农民工追回欠\n薪。劳动关系和谐，农民工满意。\n";

fn text_at(text: &str, spans: &Value) -> String {
    let chars: Vec<char> = text.chars().collect();
    let spans = spans.as_array().unwrap().iter();
    let bounds = spans.map(|span| (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize));
    bounds.flat_map(|(start, end)| chars[start..end].to_vec()).collect()
}

#[test]
fn help_and_version_are_output() {
    let desk = Desk::new(&[]);
    let help = desk.run(&["--help"], DONE).out;
    for command in ["articles", "search", "keywords", "words", "collocates", "keyness"] {
        assert!(help.contains(command));
        assert!(desk.run(&[command, "--help"], DONE).out.contains(&format!("jianbao {command}")));
    }
    assert!(!help.contains("cli-"), "an id without a text:\n{help}");
    assert_eq!(desk.run(&["--version"], DONE).out, concat!("jianbao ", env!("CARGO_PKG_VERSION"), "\n"));
    let chinese = desk.command(&["--help"]).env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
    assert!(String::from_utf8(chinese.stdout).unwrap().contains("用法"));
}

#[test]
fn bad_usage_is_said_and_nothing_is_output() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    for (args, said) in [
        (&["articles"][..], "An argument is missing: <PATH>"),
        (&["search", "欠薪"], "An argument is missing: <PATH>"),
        (&["articles", "--jsn", "a.txt"], "There is no such argument: --jsn"),
        (&["keywords", "a.txt", "--top", "0"], "“0” cannot be used for --top"),
        (&["keywords", "a.txt", "--top", "x"], "“x” cannot be used for --top"),
        (&["search", " ", "a.txt"], "There is nothing to look for"),
        (&["search", "(欠", "a.txt", "--regex"], "wrong at character 1: a bracket ( is not closed"),
        (&["a.ron", "b.ron"], "Only one notebook"),
    ] {
        let outcome = desk.run(args, BAD_USAGE);
        assert!(outcome.err.contains(said), "{args:?}: {}", outcome.err);
        assert_eq!(outcome.out, "");
    }
}

#[test]
fn articles_say_why_a_part_is_doubtful() {
    let page = "堤防加固完工\n\n江城水利局昨天宣布，老河堤的加固工程提前完工，巡查队伍的人数可以\n";
    let desk = Desk::new(&[("a.txt", page.as_bytes())]);
    let pages = desk.json(&["articles", "a.txt", "--json"], DONE);
    let parts = &pages[0]["articles"][0]["parts"];
    assert_eq!(parts[1]["reasons"][0], serde_json::json!({"code": "broken_off", "at": 40, "end": "查队伍的人数可以"}));
    assert!(parts[0].get("reasons").is_none());
    let printed = desk.run(&["articles", "a.txt"], DONE).out;
    assert!(printed.contains("(doubtful)") && printed.contains("? The sentence breaks off at"), "{printed}");
}

#[test]
fn articles_hold_every_character_once() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    let pages = desk.json(&["articles", "a.txt", "--json"], DONE);
    assert_eq!(pages[0]["source"], "a.txt");
    let articles = pages[0]["articles"].as_array().unwrap();
    let in_articles = articles.iter().flat_map(|article| article["parts"].as_array().unwrap());
    let parts: Vec<&Value> = in_articles.chain(pages[0]["furniture"].as_array().unwrap()).collect();
    let mut places: Vec<u64> = Vec::new();
    for part in &parts {
        assert!(part["role"].is_string() && (0.0..=1.0).contains(&part["confidence"].as_f64().unwrap()));
        for span in part["spans"].as_array().unwrap() {
            places.extend(span[0].as_u64().unwrap()..span[1].as_u64().unwrap());
        }
    }
    let solid = PAGE.chars().enumerate().filter(|(_, ch)| !ch.is_whitespace()).map(|(at, _)| at as u64);
    assert!(solid.clone().all(|at| places.iter().filter(|&&place| place == at).count() == 1));
    let id = articles[0]["id"].as_str().unwrap().split_once('-').unwrap();
    assert!(id.0.len() == 8 && id.1.parse::<u32>().is_ok());
    assert!(articles[0]["title"].is_string());
}

#[test]
fn articles_read_as_paragraphs() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    let out = desk.run(&["articles", "a.txt"], DONE).out;
    assert!(out.contains("a.txt") && out.contains("农民工追回欠薪") && out.contains("[headline]"), "{out}");
}

#[test]
fn hits_are_found_across_line_ends_with_their_places() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    let lines = desk.json_lines(&["search", "９ 名农民工", "a.txt", "--json"]);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["node"], "9名农民工");
    assert_eq!(text_at(PAGE, &lines[0]["spans"]), "9名农民工");
    assert_eq!(lines[0]["source"], "a.txt");
    assert!(lines[0]["left"].as_str().unwrap().ends_with("人社局为"));
    assert!(lines[0]["right"].as_str().unwrap().starts_with("追回欠"));
    assert!(desk.json_lines(&["search", "９ 名农民工", "a.txt", "--json", "--exact"]).is_empty());
    for line in desk.json_lines(&["search", "欠薪", "a.txt", "--json"]) {
        assert_eq!(text_at(PAGE, &line["spans"]), "欠薪");
    }
    let found = desk.json_lines(&["search", r"\d+名|[一-龥]{2}关系", "a.txt", "--json", "--regex"]);
    assert_eq!(found.iter().map(|line| line["node"].as_str().unwrap()).collect::<Vec<_>>(), ["9名", "劳动关系"]);
}

#[test]
fn nothing_found_is_no_failure() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    let outcome = desk.run(&["search", "没有的词", "a.txt"], DONE);
    assert_eq!((outcome.out.as_str(), outcome.err.trim()), ("", "0 places."));
}

#[test]
fn hits_stand_below_one_another() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    let out = desk.run(&["search", "农民工", "a.txt"], DONE).out;
    let columns = |text: &str| text.chars().map(|ch| if ch.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let before: Vec<usize> = out.lines().filter_map(|line| line.split_once('【')).map(|it| columns(it.0)).collect();
    assert_eq!(before, [34, 34, 34], "{out}");
}

#[test]
fn keywords_are_lines_with_counts() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes())]);
    let lines = desk.json_lines(&["keywords", "a.txt", "--json", "--top", "3"]);
    assert_eq!(lines.len(), 3);
    let worker = lines.iter().find(|line| line["term"] == "农民工").unwrap();
    assert_eq!((worker["count"].as_u64(), worker["articles"].as_u64()), (Some(3), Some(1)));
    assert!(lines.windows(2).all(|pair| pair[0]["score"].as_f64() >= pair[1]["score"].as_f64()));
    let table = desk.run(&["keywords", "a.txt"], DONE).out;
    assert!(table.starts_with("Term") && table.contains("农民工"), "{table}");
}

#[test]
fn encodings_are_told_apart() {
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(PAGE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let gb18030 = b"\xc5\xa9\xc3\xf1\xb9\xa4\xd7\xb7\xbb\xd8\xc7\xb7\xd0\xbd\xa1\xa3";
    let desk = Desk::new(&[("utf16.txt", &utf16), ("gb.txt", gb18030), ("cut.txt", &gb18030[..13])]);
    assert_eq!(desk.json_lines(&["search", "追回欠", "utf16.txt", "gb.txt", "--json"]).len(), 3);
    let cut = desk.run(&["search", "追回", "cut.txt", "--json"], DONE);
    assert!(cut.err.contains("not valid GB18030") && cut.out.contains("追回"), "{}", cut.err);
}

#[test]
fn what_is_no_page_is_said_and_the_rest_is_done() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes()), ("empty.txt", b""), ("picture.txt", b"\x89PNG\0")]);
    fs::create_dir(desk.path("folder")).unwrap();
    File::create(desk.path("large.txt")).unwrap().set_len(65 << 20).unwrap();
    for (name, said) in [
        ("empty.txt", "There is no text"),
        ("picture.txt", "not a text file"),
        ("folder", "no .txt or .md file"),
        ("large.txt", "65 MB"),
    ] {
        let outcome = desk.run(&["articles", name, "a.txt", "--json"], DATA_WRONG);
        assert!(outcome.err.contains(said), "{}", outcome.err);
        assert_eq!(outcome.err.lines().count(), 2, "a sentence and a hint: {}", outcome.err);
        let pages: Value = serde_json::from_str(&outcome.out).unwrap();
        assert_eq!(pages.as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_missing_file_weighs_more_than_an_empty_one() {
    let desk = Desk::new(&[("empty.txt", b"")]);
    assert_eq!(desk.json(&["articles", "none.txt", "empty.txt", "--json"], COULD_NOT), Value::Array(Vec::new()));
    assert!(desk.run(&["keywords", "none.txt"], COULD_NOT).err.contains("No such file or folder: none.txt"));
}

#[test]
fn the_same_page_twice_counts_once() {
    let desk = Desk::new(&[("a.txt", PAGE.as_bytes()), ("b.txt", PAGE.as_bytes())]);
    let outcome = desk.run(&["articles", ".", "a.txt", "--json"], DONE);
    let pages: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(pages.as_array().unwrap().len(), 1);
    assert!(outcome.err.contains("same content as") && outcome.err.contains("given twice"), "{}", outcome.err);
}

#[cfg(unix)]
#[test]
fn names_and_texts_cannot_act_on_the_terminal() {
    let text = format!("{PAGE}\u{1b}[31m红\u{202e}字。\n");
    let desk = Desk::new(&[("a\nb\u{1b}.txt", text.as_bytes())]);
    for args in [&["articles", "."][..], &["search", "红", "."], &["keywords", "."], &["articles", "c\u{1b}[2J\n"]] {
        let output = desk.command(args).output().unwrap();
        let all = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!all.contains(['\u{1b}', '\u{202e}']), "{all:?}");
        assert!(!all.contains("a\nb"), "{all:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    // More than a pipe holds back.
    let page: String = (1..3000).map(|at| format!("第{at}名农民工追回欠薪{}元。\n", at * 7)).collect();
    let desk = Desk::new(&[("a.txt", page.as_bytes())]);
    let mut child = desk
        .command(&["search", "欠薪", "a.txt", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut [0; 10]).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(DONE));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
