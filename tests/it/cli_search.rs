//! The commands that look for words and count them, as a script sees them.

use serde_json::Value;

use crate::desk::{BAD_USAGE, DONE, Desk};

const FIRST: &str = "人社局追回欠薪\n\n本报讯 人社局为9名农民工追回欠\n薪，人社局说，追回欠薪不易。\n";
const SECOND: &str = "工会讨回工资\n\n工会为職工讨回工资，未时有雨，天气好，天气热，天气冷。\n";

fn desk() -> Desk {
    Desk::new(&[("a.txt", FIRST.as_bytes()), ("b.txt", SECOND.as_bytes())])
}

/// The values of one field.
fn values(lines: &[Value], field: &str) -> Vec<String> {
    lines.iter().map(|line| line[field].as_str().map_or_else(|| line[field].to_string(), str::to_owned)).collect()
}

#[track_caller]
fn nodes(args: &[&str]) -> Vec<String> {
    let args: Vec<&str> = ["search"].iter().chain(args).chain(&[".", "--json"]).copied().collect();
    values(&desk().json_lines(&args), "node")
}

#[test]
fn queries_are_asked_of_whole_articles() {
    assert_eq!(nodes(&["追回 农民工"]), ["追回", "农民工", "追回", "追回"]);
    assert_eq!(nodes(&["追回 工会"]), [""; 0]);
    assert_eq!(nodes(&["(讨回 | 追回) -天气"]), ["追回", "追回", "追回"]);
    assert_eq!(nodes(&["标题:工会 讨回"]), ["工会", "讨回", "讨回"]);
    assert_eq!(nodes(&["来源:b.txt"]), ["工会讨回工资"]);
    assert_eq!(nodes(&["农民工 NEAR/4 \"欠 薪\""]), ["农民工", "欠薪"]);
    assert_eq!(nodes(&["/[0-9]名/"]), ["9名"]);
}

#[test]
fn variants_and_whole_words_are_found_on_demand() {
    assert_eq!(nodes(&["职工"]), [""; 0]);
    let lines = desk().json_lines(&["search", "职工", ".", "--script", "--json"]);
    assert_eq!((values(&lines, "node"), &lines[0]["variant"]), (vec!["職工".to_owned()], &Value::Bool(true)));
    assert_eq!(nodes(&["末时", "--misread"]), ["未时"]);
    assert_eq!(nodes(&["社局"]).len(), 3);
    assert_eq!(nodes(&["社局", "--whole-words"]), [""; 0]);
    assert_eq!(nodes(&["人社局", "--whole-words"]).len(), 3);
    let shown = desk().run(&["search", "职工", ".", "--script"], DONE).out;
    assert!(shown.contains("【≈職工】"), "{shown}");
}

#[test]
fn a_wrong_query_says_where_and_why() {
    for (query, said) in [
        ("追回 (工会 |", "wrong at character 4: a bracket ( is not closed"),
        ("日期:六月", "wrong at character 4: “六月” is no date"),
        ("追回 /[/", "regular expression is wrong at character 5: a bracket [ is not closed"),
    ] {
        let outcome = desk().run(&["search", query, "."], BAD_USAGE);
        assert!(outcome.err.contains(said) && outcome.out.is_empty(), "{}", outcome.err);
    }
    let outcome = desk().run(&["search", "天气 9名", "."], DONE);
    assert!(outcome.err.contains("The blank at character 3"), "{}", outcome.err);
}

#[test]
fn a_notebook_gives_its_readings_comments_and_notes() {
    let desk = desk();
    let requests = "AddTag(name: \"待核\", color: \"#B23A26\")\n\
        Annotate(source: \"a.txt\", spans: [(0, 3)], tags: [\"待核\"], comment: \"职工怎么说？\")\n\
        AddNote(target: Notebook, text: \"问职工\")\n\
        Emend(source: \"b.txt\", span: (11, 12), reading: \"职\")\n";
    desk.feed(&["apply", "n.ron", "--library", "."], requests, DONE);
    for args in [
        &["search", "职工", "n.ron", "--json"][..],
        &["search", "职工", "a.txt", "b.txt", "--notebook", "n.ron", "--json"],
    ] {
        let lines = desk.json_lines(args);
        assert_eq!(values(&lines, "node"), ["职工", "职工", "职工"]);
        assert_eq!(values(&lines, "source"), ["b.txt", "a.txt", ""]);
        assert!(lines[0]["article"].is_string() && lines[1]["comment"].is_string() && lines[2]["note"].is_string());
    }
    let original = desk.json_lines(&["search", "職工", "n.ron", "--json"]);
    assert_eq!((values(&original, "node"), &original[0]["original"]), (vec!["職工".to_owned()], &Value::Bool(true)));
    assert_eq!(values(&desk.json_lines(&["search", "标签:待核 农民工", "n.ron", "--json"]), "node"), ["农民工"]);
    let shown = desk.run(&["search", "批注:职工 职工", "n.ron"], DONE);
    assert!(shown.out.contains("── Comment (a.txt)") && shown.err.contains("1 place."), "{}", shown.out);
    assert!(desk.run(&["search", "职工", "n.ron", "--notebook", "n.ron"], BAD_USAGE).err.contains("Only one notebook"));
}

#[test]
fn words_are_counted() {
    let lines = desk().json_lines(&["words", ".", "--json", "--content", "--top", "3"]);
    assert_eq!(values(&lines, "word"), ["人社局", "天气", "欠薪"]);
    assert_eq!(values(&lines, "count"), ["3", "3", "3"]);
    assert_eq!(values(&lines, "articles"), ["1", "1", "1"]);
    let outcome = desk().run(&["words", "."], DONE);
    assert!(outcome.out.starts_with("Word") && outcome.err.contains("2 articles"), "{}", outcome.out);
    let columns = |line: &str| line.chars().map(|ch| if ch.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let widths: Vec<usize> = outcome.out.lines().map(columns).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{}", outcome.out);
}

#[test]
fn collocates_stand_near_the_node() {
    let lines = desk().json_lines(&["collocates", "欠薪", ".", "--json", "--min", "3", "--window", "1"]);
    assert_eq!(values(&lines, "word"), ["追回"]);
    let row = &lines[0];
    // Both come three times, always together: 14 + log2(2 * 3 / (3 + 3)).
    assert_eq!((row["count"].as_u64(), row["left"].as_u64(), row["right"].as_u64()), (Some(3), Some(3), Some(0)));
    assert_eq!(row["log_dice"].as_f64(), Some(14.0));
    assert!(desk().run(&["collocates", "欠薪", ".", "--min", "1"], DONE).err.contains("The node comes 3 times"));
    desk().run(&["collocates", " ", "."], BAD_USAGE);
}

#[test]
fn articles_are_compared() {
    for args in [&["keyness", "b.txt", "--against", "a.txt"][..], &["keyness", ".", "--where", "标题:工会"]] {
        let lines = desk().json_lines(&[args, &["--json", "--top", "1"]].concat());
        assert_eq!(
            (values(&lines, "word"), values(&lines, "count"), values(&lines, "reference")),
            (vec!["天气".to_owned()], vec!["3".to_owned()], vec!["0".to_owned()])
        );
        assert!(lines[0]["g2"].as_f64() > Some(3.0) && lines[0]["log_ratio"].as_f64() > Some(2.0));
    }
    let rarer = desk().json_lines(&["keyness", "b.txt", "--against", "a.txt", "--negative", "--json"]);
    assert!(values(&rarer, "word").contains(&"人社局".to_owned()) && rarer[0]["log_ratio"].as_f64() < Some(0.0));
    assert!(desk().run(&["keyness", "b.txt", "--against", "a.txt"], DONE).err.contains("against 1 articles"));
    assert!(desk().run(&["keyness", "b.txt"], BAD_USAGE).err.contains("An argument is missing"));
    assert!(desk().run(&["keyness", ".", "--where", "(a | "], BAD_USAGE).err.contains("bracket"));
}
