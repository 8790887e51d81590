//! Files that no program would write: each gives a plain sentence or a result, in bounded memory and time.

use std::fs::{self, File};
use std::time::{Duration, Instant};

use jianbao::store::{MAX_NOTEBOOK_BYTES, Settings, Store, parse_journal};

use crate::desk::{COULD_NOT, DATA_WRONG, DONE, Desk};

const PAGE: &str =
    "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后重新开放，首日接待读者四百余人。\n";

/// Nothing here takes longer, on a slow machine and in a build without optimisation.
const PATIENCE: Duration = Duration::from_secs(60);

fn random(bytes: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..bytes).map(next).collect()
}

fn sample() -> String {
    let desk = Desk::new(&[("p.txt", PAGE.as_bytes())]);
    let lines =
        "AddTag(name: \"读者\")\nAnnotate(source: \"p.txt\", spans: [(0, 4)], tags: [\"读者\"], comment: \"评\")\n";
    desk.feed(&["apply", "n.ron", "--library", "p.txt"], lines, DONE);
    fs::read_to_string(desk.path("n.ron")).unwrap()
}

/// A notebook of these bytes: `apply` says `said`, changes nothing, and ends with `code`.
#[track_caller]
fn check_notebook(bytes: &[u8], code: i32, said: &str) {
    let desk = Desk::new(&[("n.ron", bytes)]);
    let started = Instant::now();
    let outcome = desk.feed(&["apply", "n.ron"], "AddTag(name: \"b\")\n", code);
    assert!(started.elapsed() < PATIENCE);
    assert!(outcome.err.contains(said) && outcome.err.contains("n.ron"), "{}", outcome.err);
    assert!(!outcome.err.contains("panicked") && !outcome.err.contains('\u{1b}'), "{}", outcome.err);
    assert_eq!(fs::read(desk.path("n.ron")).unwrap(), bytes);
}

#[test]
fn notebooks_that_are_none_are_refused_with_a_place() {
    check_notebook(b"", DATA_WRONG, "Line 1, column 1");
    check_notebook(&random(100_000), DATA_WRONG, "Line 1, column");
    check_notebook(&[0; 4096], DATA_WRONG, "Line 1, column");
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("Some(", ")"), ("/*", "*/")] {
        let deep = 200_000;
        let nested = format!("(format: 2, x: {}{})", open.repeat(deep), close.repeat(deep));
        check_notebook(nested.as_bytes(), DATA_WRONG, "Line 1, column");
        let nested = format!("(format: 2, id: \"x\", tags: {}", open.repeat(deep));
        check_notebook(nested.as_bytes(), DATA_WRONG, "Line 1, column");
    }
    let good = sample();
    for wrong in ["NaN", "inf", "-1", "1e9", "18446744073709551616", "18446744073709551615"] {
        check_notebook(good.replace("revision: 3", &format!("revision: {wrong}")).as_bytes(), DATA_WRONG, "Line");
    }
    check_notebook(good.replace("spans:[(0,4)]", "spans:[(0,99999999999)]").as_bytes(), DATA_WRONG, "Line");
    check_notebook(good.replace("spans:[(0,4)]", "spans:[(NaN,4)]").as_bytes(), DATA_WRONG, "Line");
    // What the parser says of a name that acts on a terminal is escaped.
    let steering = good.replace("annotations: [", "\"\u{1b}[2J\u{202e}\": [");
    check_notebook(steering.as_bytes(), DATA_WRONG, "Line");
    let steering = good.replace("annotations: [", "r#\u{202e}x: [");
    check_notebook(steering.as_bytes(), DATA_WRONG, "Line");
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    for name in ["n.ron", "n.ron.journal"] {
        let desk = Desk::new(&[("n.ron", sample().as_bytes())]);
        // A sparse file: it takes no room, and would take two gigabytes of memory if it were read.
        File::create(desk.path(name)).unwrap().set_len(2 << 30).unwrap();
        let started = Instant::now();
        let outcome = desk.feed(&["apply", "n.ron"], "AddTag(name: \"b\")\n", COULD_NOT);
        assert!(started.elapsed() < Duration::from_secs(10));
        assert!(outcome.err.contains(&(MAX_NOTEBOOK_BYTES >> 20).to_string()) && outcome.err.contains(name));
        assert_eq!(fs::metadata(desk.path(name)).unwrap().len(), 2 << 30);
    }
    let desk = Desk::new(&[]);
    File::create(desk.path("p.txt")).unwrap().set_len(2 << 30).unwrap();
    assert!(desk.run(&["articles", "p.txt"], DATA_WRONG).err.contains("p.txt"));
    File::create(desk.path("settings.ron")).unwrap().set_len(2 << 30).unwrap();
    assert!(Settings::load(&desk.path("settings.ron")).is_err());
    // A line of the input, too: the next one is read again.
    let long = format!("AddTag(name: \"{}\")\nAddTag(name: \"b\")\n", "x".repeat(17 << 20));
    let outcome = desk.feed(&["apply", "new.ron"], &long, DATA_WRONG);
    assert_eq!(outcome.out, "ok 2\n");
    assert!(outcome.err.starts_with("error 1: ") && outcome.err.len() < 500);
}

/// Records that are wrong each in its own way: told on opening, and the journal goes on; the file is not replaced.
#[test]
fn a_notebook_that_is_not_whole_opens_is_told_and_is_not_replaced() {
    let good = sample();
    let tag = good.split("tags:[\"").nth(1).unwrap().split('"').next().unwrap();
    for (damaged, said) in [
        (
            good.replace(&format!("tags:[\"{tag}\"]"), "tags:[\"01a2122a-ac1c-72f4-a934-568b87bd247c\"]"),
            "has a tag that",
        ),
        (good.replace(&format!("tags:[\"{tag}\"]"), &format!("tags:[\"{tag}\",\"{tag}\"]")), "has a tag that"),
        (good.replace("spans:[(0,4)]", "spans:[(4,0)]"), "runs backwards"),
        (good.replace("spans:[(0,4)]", "spans:[]"), "runs backwards"),
        (good.replace("spans:[(0,4)]", "spans:[(0,4000000000)]"), "ends past"),
        (good.replace("exact:\"河湾镇图\"", "exact:\"河湾村图\""), "is not what stands"),
    ] {
        assert_ne!(damaged, good);
        let desk = Desk::new(&[("p.txt", PAGE.as_bytes()), ("n.ron", damaged.as_bytes())]);
        let args = ["apply", "n.ron", "--library", "p.txt"];
        let outcome = desk.feed(&args, "AddTag(name: \"后来\")\n", DATA_WRONG);
        assert_eq!(outcome.out, "ok 1\n", "{}", outcome.err);
        assert!(outcome.err.contains(said) && outcome.err.contains("n.ron.suspect"), "{}", outcome.err);
        assert_eq!(fs::read_to_string(desk.path("n.ron")).unwrap(), damaged, "the file stays");
        assert!(fs::read_to_string(desk.path("n.ron.suspect")).unwrap().contains("后来"));
        let again = Store::open(&desk.path("n.ron")).unwrap();
        assert!(again.notebook.tag_named("后来").is_some(), "the journal goes on");
        let mut store = again.store;
        store.accept_violations();
        store.save(&again.notebook).unwrap();
        assert!(fs::read_to_string(desk.path("n.ron")).unwrap().contains("后来"));
    }
}

#[test]
fn a_journal_that_is_none_is_kept_and_told() {
    let deep = format!("({}", "[".repeat(200_000));
    for bytes in [Vec::new(), random(100_000), vec![b'\n'; 100_000], vec![0; 100_000], deep.into_bytes()] {
        let desk = Desk::new(&[("n.ron", sample().as_bytes()), ("n.ron.journal", &bytes)]);
        assert_eq!(parse_journal(&bytes), 0);
        let outcome = desk.feed(&["apply", "n.ron"], "AddTag(name: \"b\")\n", DATA_WRONG);
        assert_eq!(outcome.out, "ok 1\n");
        assert_eq!(fs::read(desk.path("n.ron.journal.unused")).unwrap(), bytes);
        assert!(outcome.err.contains("n.ron.journal.unused"), "{}", outcome.err);
        assert!(Store::open(&desk.path("n.ron")).unwrap().notebook.tag_named("b").is_some());
    }
}

#[test]
fn a_damaged_line_of_the_journal_costs_that_line_alone() {
    let desk = Desk::new(&[("formats.ron", &formats("1.ron")), ("formats.ron.journal", &formats("1.ron.journal"))]);
    let path = desk.path("formats.ron");
    let lines: Vec<Vec<u8>> =
        formats("1.ron.journal").split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
    let original = formats("1.ron");
    for damaged in 0..lines.len() {
        let mut bad = lines.clone();
        let middle = bad[damaged].len() / 2;
        bad[damaged][middle] ^= 0x10;
        for folder in ["formats.ron.backups", "formats.ron.history", "formats.ron.journal.unused"] {
            let _ = fs::remove_file(desk.path(folder));
        }
        fs::write(&path, &original).unwrap();
        fs::write(desk.path("formats.ron.journal"), bad.concat()).unwrap();
        let opened = Store::open(&path).unwrap();
        let is_last = damaged + 1 == lines.len();
        assert!(opened.notices.iter().any(|it| it.message.id.starts_with("store-journal-")), "{damaged}");
        assert!(desk.path("formats.ron.journal.unused").exists(), "{damaged}");
        // Lines are: head, rename, annotate, undo, redo.
        let renamed = opened.notebook.tag_named("工作人员").is_some();
        assert_eq!(renamed, damaged != 1, "line {damaged}");
        assert_eq!(opened.notebook.annotations().len(), if is_last { 2 } else { 3 }, "line {damaged}");
    }
}

fn formats(name: &str) -> Vec<u8> {
    fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name)).unwrap()
}

#[cfg(unix)]
#[test]
fn names_links_and_pipes_of_every_kind() {
    use std::os::unix::fs::symlink;
    let name = "一\n二\u{1b}[2J\u{202e}.ron";
    let desk = Desk::new(&[]);
    desk.feed(&["apply", name], "AddTag(name: \"a\")\n", DONE);
    fs::write(desk.path(name), "x").unwrap();
    let said = desk.feed(&["apply", name], "", DATA_WRONG).err;
    assert_eq!(said.lines().count(), 2, "a sentence and a hint: {said:?}");
    assert!(said.contains("\\n二\\u{1b}[2J\\u{202e}.ron") && !said.contains('\u{1b}'), "{said:?}");
    // A page whose name does the same.
    fs::write(desk.path("页\n\u{1b}c.txt"), [0, 1, 2]).unwrap();
    let said = desk.run(&["articles", "页\n\u{1b}c.txt"], DATA_WRONG).err;
    assert!(!said.contains('\u{1b}') && said.contains("\\u{1b}c"), "{said:?}");

    symlink("loop.ron", desk.path("loop.ron")).unwrap();
    assert!(desk.feed(&["apply", "loop.ron"], "", COULD_NOT).err.contains("loop.ron"));
    assert!(desk.run(&["articles", "loop.ron"], COULD_NOT).err.contains("loop.ron"));
    fs::create_dir_all(desk.path("d/e")).unwrap();
    symlink("..", desk.path("d/e/up")).unwrap();
    fs::write(desk.path("d/e/p.txt"), PAGE).unwrap();
    assert!(desk.run(&["articles", "d"], DONE).out.contains("河湾镇图书室重新开放"));
    fs::create_dir(desk.path("folder.ron")).unwrap();
    assert!(desk.feed(&["apply", "folder.ron"], "", COULD_NOT).err.contains("folder.ron"));
    let made = std::process::Command::new("mkfifo").arg(desk.path("pipe.ron")).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(desk.feed(&["apply", "pipe.ron"], "", COULD_NOT).err.contains("pipe.ron"));
    }
    // A link to a notebook stays one, and is locked as the notebook itself.
    fs::create_dir(desk.path("real")).unwrap();
    desk.feed(&["apply", "real/n.ron"], "AddTag(name: \"a\")\n", DONE);
    symlink("real/n.ron", desk.path("link.ron")).unwrap();
    let held = Store::open(&desk.path("real/n.ron")).unwrap();
    assert!(desk.feed(&["apply", "link.ron"], "", COULD_NOT).err.contains("n.ron"));
    drop(held);
    desk.feed(&["apply", "link.ron"], "AddTag(name: \"b\")\n", DONE);
    assert!(fs::symlink_metadata(desk.path("link.ron")).unwrap().file_type().is_symlink());
    assert!(fs::read_to_string(desk.path("real/n.ron")).unwrap().contains("\"b\""));
}

#[cfg(unix)]
#[test]
fn who_may_read_a_notebook_stays_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new(&[]);
    desk.feed(&["apply", "n.ron"], "AddTag(name: \"a\")\n", DONE);
    fs::set_permissions(desk.path("n.ron"), fs::Permissions::from_mode(0o600)).unwrap();
    desk.feed(&["apply", "n.ron"], "AddTag(name: \"b\")\n", DONE);
    assert_eq!(fs::metadata(desk.path("n.ron")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_folder_of_a_hundred_thousand_files() {
    let desk = Desk::new(&[("d/p.txt", PAGE.as_bytes())]);
    for number in 0..100_000 {
        File::create(desk.path(&format!("d/{number}.{}", if number % 100 == 0 { "txt" } else { "dat" }))).unwrap();
    }
    let started = Instant::now();
    let outcome = desk.run(&["articles", "d"], DATA_WRONG);
    assert!(started.elapsed() < PATIENCE);
    assert!(outcome.out.contains("河湾镇图书室重新开放"));
    desk.feed(&["apply", "d/n.ron"], "AddTag(name: \"a\")\n", DONE);
    assert!(started.elapsed() < PATIENCE);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_the_lock_is_refused_and_not_waited_for() {
    let desk = Desk::new(&[]);
    let made = std::process::Command::new("mkfifo").arg(desk.path("n.ron.lock")).status();
    assert!(made.is_ok_and(|status| status.success()));
    let started = Instant::now();
    desk.feed(&["apply", "n.ron"], "AddTag(name: \"b\")\n", COULD_NOT);
    assert!(started.elapsed() < PATIENCE);
}
