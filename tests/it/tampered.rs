//! Files that somebody has changed, moved or put back between two runs: what is missing is told, nothing is replaced by less,
//! and no earlier version is lost.

use std::fs;

use crate::desk::{COULD_NOT, DATA_WRONG, DONE, Desk};

/// A notebook with three tags in its file, and two more that only its journal has: the program was killed.
fn desk() -> Desk {
    let desk = Desk::new(&[]);
    desk.feed(&["apply", "n.ron"], &tags(1..4), DONE);
    let before = fs::read(desk.path("n.ron")).unwrap();
    desk.feed(&["apply", "n.ron"], "", DONE);
    let header = fs::read_to_string(desk.path("n.ron.journal")).unwrap();
    assert_eq!((fs::read(desk.path("n.ron")).unwrap() == before, header.lines().count()), (true, 1));
    desk
}

fn tags(numbers: std::ops::Range<u32>) -> String {
    numbers.map(|number| format!("AddTag(name: \"tag{number}\")\n")).collect()
}

/// Adds tags to the journal of the notebook as if the program had been killed before its full save.
fn killed(desk: &Desk, numbers: std::ops::Range<u32>) {
    let whole = fs::read(desk.path("n.ron")).unwrap();
    desk.feed(&["apply", "n.ron"], "", DONE);
    let mut child = desk.command(&["apply", "n.ron"]);
    child.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = child.spawn().unwrap();
    let lines = tags(numbers.clone());
    std::io::Write::write_all(&mut child.stdin.as_mut().unwrap(), lines.as_bytes()).unwrap();
    let mut answers = std::io::BufReader::new(child.stdout.take().unwrap());
    for _ in numbers {
        std::io::BufRead::read_line(&mut answers, &mut String::new()).unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read(desk.path("n.ron")).unwrap(), whole);
}

#[track_caller]
fn check_tags(desk: &Desk, numbers: impl IntoIterator<Item = u32>, code: i32) {
    let outcome = desk.run(&["export", "n.ron", "--to", "codebook-csv", "-o", "-"], code);
    for number in numbers {
        assert!(outcome.out.contains(&format!("tag{number},")), "tag{number}\n{}\n{}", outcome.out, outcome.err);
    }
}

fn journal(desk: &Desk) -> Vec<String> {
    let text = fs::read_to_string(desk.path("n.ron.journal")).unwrap();
    text.split_inclusive('\n').map(str::to_owned).collect()
}

fn write_journal(desk: &Desk, lines: &[String]) {
    fs::write(desk.path("n.ron.journal"), lines.concat()).unwrap();
}

#[test]
fn a_notebook_that_was_deleted_is_not_begun_anew_and_comes_back() {
    let desk = desk();
    fs::remove_file(desk.path("n.ron")).unwrap();
    for command in [&["apply", "n.ron"][..], &["verify", "n.ron"], &["export", "n.ron", "--to", "markdown", "-o", "-"]]
    {
        let outcome = desk.run(command, COULD_NOT);
        assert!(outcome.err.contains("--recover") && outcome.out.is_empty(), "{}", outcome.err);
    }
    assert!(!desk.path("n.ron").exists());
    let listed = desk.run(&["backups", "n.ron"], COULD_NOT).out;
    assert!(listed.lines().count() >= 2 && listed.contains("annotations 0"), "{listed}");
    desk.run(&["backups", "n.ron", "--recover"], DONE);
    check_tags(&desk, 1..4, DONE);
}

#[test]
fn a_version_is_listed_and_restored_as_a_notebook_of_its_own() {
    let desk = desk();
    let lines = desk.json_lines(&["backups", "n.ron", "--json"]);
    let empty = lines.iter().find(|line| line["tags"] == 0).unwrap();
    assert_eq!((&empty["only_now"], &empty["kind"]), (&serde_json::json!(3), &serde_json::json!("Save")));
    let number = empty["number"].to_string();
    desk.run(&["backups", "n.ron", "--restore", &number, "-o", "old.ron"], DONE);
    assert!(!fs::read_to_string(desk.path("old.ron")).unwrap().contains("tag1"));
    desk.run(&["backups", "n.ron", "--restore", &number, "-o", "old.ron"], COULD_NOT);
    desk.run(&["backups", "n.ron", "--restore", "99", "-o", "new.ron"], DATA_WRONG);
    check_tags(&desk, 1..4, DONE);
}

#[test]
fn an_older_version_put_back_is_told_and_not_built_upon_unasked() {
    let desk = desk();
    let older = fs::read(desk.path("n.ron")).unwrap();
    desk.feed(&["apply", "n.ron"], &tags(4..7), DONE);
    fs::write(desk.path("n.ron"), &older).unwrap();
    for _ in 0..2 {
        let outcome = desk.feed(&["apply", "n.ron"], "", DATA_WRONG);
        assert!(outcome.err.contains("lacks 3 records"), "{}", outcome.err);
    }
    assert!(desk.run(&["backups", "n.ron", "--recover"], DATA_WRONG).err.contains("--restore N"));
    check_tags(&desk, 1..4, DATA_WRONG);
    // What is done meanwhile is durable, and the file stays.
    let outcome = desk.feed(&["apply", "n.ron"], &tags(8..9), DATA_WRONG);
    assert_eq!((outcome.out.as_str(), fs::read(desk.path("n.ron")).unwrap() == older), ("ok 1\n", true));
    check_tags(&desk, [1, 2, 3, 8], DATA_WRONG);
    // The version that was saved last is there.
    let versions = desk.run(&["backups", "n.ron", "--json"], DATA_WRONG).out;
    assert!(versions.lines().any(|line| line.contains("\"tags\":6")), "{versions}");
    // Told the same way each time, whatever was done meanwhile, and put aside in one place.
    let outcome = desk.feed(&["apply", "n.ron"], &tags(9..10), DATA_WRONG);
    assert!(outcome.err.contains("lacks 3 records") && outcome.err.contains("in the journal"), "{}", outcome.err);
    let suspects = fs::read_dir(desk.path(".")).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    assert_eq!(suspects.filter(|name| name.ends_with(".suspect")).collect::<Vec<_>>(), ["n.ron.suspect"]);
    let outcome = desk.feed(&["apply", "n.ron", "--accept"], "", DONE);
    assert!(outcome.err.contains("as --accept says"), "{}", outcome.err);
    assert!(desk.feed(&["apply", "n.ron"], "", DONE).err.is_empty());
    check_tags(&desk, [1, 2, 3, 8], DONE);
    assert!(!fs::read_to_string(desk.path("n.ron")).unwrap().contains("tag4"));
}

#[test]
fn a_record_taken_out_of_the_file_is_told() {
    let desk = desk();
    let text = fs::read_to_string(desk.path("n.ron")).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains("tag2")).collect();
    fs::write(desk.path("n.ron"), lines.join("\n")).unwrap();
    let outcome = desk.feed(&["apply", "n.ron"], "", DATA_WRONG);
    assert!(outcome.err.contains("lacks 1 record"), "{}", outcome.err);
    // A change that takes nothing away is taken, and told.
    fs::write(desk.path("n.ron"), text.replace("tag2", "TAG2")).unwrap();
    let outcome = desk.feed(&["apply", "n.ron"], "", DONE);
    assert!(outcome.err.contains("outside"), "{}", outcome.err);
    assert!(desk.feed(&["apply", "n.ron"], "", DONE).err.is_empty());
}

#[test]
fn another_notebook_put_in_its_place_does_not_cost_the_backups() {
    let desk = desk();
    desk.feed(&["apply", "other.ron"], &tags(7..8), DONE);
    fs::copy(desk.path("other.ron"), desk.path("n.ron")).unwrap();
    let outcome = desk.feed(&["apply", "n.ron"], &tags(20..21), DONE);
    assert!(outcome.err.contains("Another notebook"), "{}", outcome.err);
    for number in 30..50 {
        desk.feed(&["apply", "n.ron"], &tags(number..number + 1), DONE);
    }
    let versions = desk.json_lines(&["backups", "n.ron", "--json"]);
    assert!(versions.iter().any(|line| line["tags"] == 3 && line["only_there"] != 0), "{versions:?}");
}

#[test]
fn line_ends_and_byte_order_marks_cost_nothing() {
    let desk = desk();
    killed(&desk, 4..6);
    for name in ["n.ron", "n.ron.journal"] {
        let text = fs::read_to_string(desk.path(name)).unwrap();
        fs::write(desk.path(name), format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    }
    check_tags(&desk, 1..6, DONE);
    let outcome = desk.feed(&["apply", "n.ron"], "\u{feff}AddTag(name: \"tag6\")\r\n", DONE);
    assert_eq!(outcome.out, "ok 1\n");
    check_tags(&desk, 1..7, DONE);
}

#[test]
fn lines_of_the_journal_that_are_gone_or_have_changed_places_are_told() {
    let gone = desk();
    killed(&gone, 4..7);
    let mut lines = journal(&gone);
    assert_eq!(lines.len(), 4);
    lines.remove(2);
    write_journal(&gone, &lines);
    check_tags(&gone, [1, 2, 3, 4, 6], DATA_WRONG);
    let outcome = gone.feed(&["apply", "n.ron"], "", DATA_WRONG);
    assert!(outcome.err.contains("1 changes are missing"), "{}", outcome.err);
    assert_eq!(fs::read_to_string(gone.path("n.ron.journal.unused")).unwrap(), lines.concat());
    gone.feed(&["apply", "n.ron"], "", DONE);
    assert!(gone.run(&["backups", "n.ron"], DONE).out.contains("n.ron.journal.unused"));

    let swapped = desk();
    killed(&swapped, 4..7);
    let mut lines = journal(&swapped);
    lines.swap(1, 3);
    write_journal(&swapped, &lines);
    check_tags(&swapped, 1..7, DONE);
    assert!(swapped.feed(&["apply", "n.ron"], "", DONE).err.contains("changed places"));
    check_tags(&swapped, 1..7, DONE);

    let twice = desk();
    killed(&twice, 4..6);
    let mut lines = journal(&twice);
    lines.push(lines[2].clone());
    write_journal(&twice, &lines);
    assert!(twice.feed(&["apply", "n.ron"], "", DONE).err.is_empty());
    check_tags(&twice, 1..6, DONE);
}

#[test]
fn the_end_of_a_journal_is_dropped_only_if_its_writing_was_cut_short() {
    let check = |change: fn(String) -> String, code, kept: &[u32], copies: bool| {
        let desk = desk();
        killed(&desk, 4..6);
        let changed = change(fs::read_to_string(desk.path("n.ron.journal")).unwrap());
        fs::write(desk.path("n.ron.journal"), &changed).unwrap();
        check_tags(&desk, kept.iter().copied(), code);
        desk.feed(&["apply", "n.ron"], "", code);
        let copy = fs::read(desk.path("n.ron.journal.unused")).ok();
        assert_eq!(copy.is_some(), copies, "{changed}");
        assert!(copy.is_none_or(|copy| copy == changed.as_bytes()));
        check_tags(&desk, kept.iter().copied(), DONE);
    };
    // Only the line's end is missing: it is whole.
    check(|text| text.trim_end().to_owned(), DONE, &[1, 2, 3, 4, 5], false);
    check(|text| text[..text.len() - 20].to_owned(), DONE, &[1, 2, 3, 4], false);
    check(|text| text.replace("tag5", "tag9"), DATA_WRONG, &[1, 2, 3, 4], true);
    check(|text| format!("{}\0\0\0\0", text.trim_end_matches("\n")), DATA_WRONG, &[1, 2, 3, 4], true);
    check(|_| "\0".repeat(4096), DATA_WRONG, &[1, 2, 3], true);
    check(|_| "(".to_owned(), DATA_WRONG, &[1, 2, 3], true);
    check(|_| "{}".to_owned(), DATA_WRONG, &[1, 2, 3], true);
    check(|_| String::new(), DATA_WRONG, &[1, 2, 3], true);
    check(|text| text[..30].to_owned(), DATA_WRONG, &[1, 2, 3], true);
}

#[cfg(unix)]
#[test]
fn a_notebook_moved_behind_a_link_takes_its_journal_along() {
    let desk = desk();
    killed(&desk, 4..6);
    fs::create_dir(desk.path("disk")).unwrap();
    fs::copy(desk.path("n.ron"), desk.path("disk/n.ron")).unwrap();
    fs::remove_file(desk.path("n.ron")).unwrap();
    std::os::unix::fs::symlink(desk.path("disk/n.ron"), desk.path("n.ron")).unwrap();
    check_tags(&desk, 1..4, DATA_WRONG);
    let outcome = desk.feed(&["apply", "n.ron"], "", DONE);
    assert!(outcome.err.contains("n.ron.journal.moved"), "{}", outcome.err);
    check_tags(&desk, 1..6, DONE);
    assert!(desk.feed(&["apply", "n.ron"], "", DONE).err.is_empty());
}

#[cfg(unix)]
#[test]
fn who_may_read_a_notebook_may_read_what_lies_beside_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = desk();
    fs::set_permissions(desk.path("n.ron"), fs::Permissions::from_mode(0o600)).unwrap();
    desk.feed(&["apply", "n.ron"], &tags(4..6), DONE);
    let mode = |name: &std::path::Path| fs::metadata(name).unwrap().permissions().mode() & 0o777;
    for name in ["n.ron", "n.ron.journal", "n.ron.history"] {
        assert_eq!(mode(&desk.path(name)), 0o600, "{name}");
    }
    let mut backups: Vec<_> = fs::read_dir(desk.path("n.ron.backups")).unwrap().map(|it| it.unwrap().path()).collect();
    backups.sort();
    assert_eq!(mode(backups.last().unwrap()), 0o600);
}

#[test]
fn a_folder_in_the_place_of_a_file_that_is_being_written_is_no_hindrance() {
    let desk = desk();
    fs::create_dir(desk.path("n.ron.tmp")).unwrap();
    fs::create_dir(desk.path("n.ron.journal.tmp")).unwrap();
    desk.feed(&["apply", "n.ron"], &tags(4..6), DONE);
    check_tags(&desk, 1..6, DONE);
    fs::remove_file(desk.path("n.ron.lock")).unwrap();
    fs::create_dir(desk.path("n.ron.lock")).unwrap();
    let outcome = desk.feed(&["apply", "n.ron"], &tags(7..8), COULD_NOT);
    assert!(outcome.err.contains("n.ron.lock"), "{}", outcome.err);
}

#[test]
fn what_is_accepted_once_is_not_asked_again() {
    let desk = desk();
    let note = "AddNote(target: Notebook, text: \"a\")\n";
    desk.feed(
        &["apply", "n.ron"],
        &format!("{note}ToggleTag(source: \"000_68649cbc4b076ae3.txt\", spans: [(0, 4)], tag: \"tag2\")"),
        DONE,
    );
    let text = fs::read_to_string(desk.path("n.ron")).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains("name:\"tag2\"")).collect();
    fs::write(desk.path("n.ron"), lines.join("\n")).unwrap();
    desk.feed(&["apply", "n.ron"], note, DATA_WRONG);
    desk.feed(&["apply", "n.ron", "--accept"], note, DONE);
    assert!(desk.feed(&["apply", "n.ron"], note, DONE).err.is_empty());
    assert_eq!(fs::read_to_string(desk.path("n.ron")).unwrap().matches("text:\"a\"").count(), 4);
}

#[test]
fn saves_that_change_nothing_push_no_backup_out() {
    let desk = desk();
    let before = desk.run(&["backups", "n.ron"], DONE).out;
    for _ in 0..12 {
        desk.feed(&["apply", "n.ron"], "", DONE);
    }
    assert_eq!(desk.run(&["backups", "n.ron"], DONE).out, before);
}

#[test]
fn a_journal_cut_or_written_over_under_the_hand_is_written_anew() {
    use crate::desk::Desk;
    let check = |change: fn(&Desk)| {
        let desk = desk();
        killed(&desk, 4..5);
        fs::copy(desk.path("n.ron.journal"), desk.path("old")).unwrap();
        let mut child = desk.command(&["apply", "n.ron"]);
        let mut child = child.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
        let mut answers = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut ask = |line: &str| {
            let stdin = child.stdin.as_mut().unwrap();
            std::io::Write::write_all(stdin, line.as_bytes()).unwrap();
            std::io::BufRead::read_line(&mut answers, &mut String::new()).unwrap();
        };
        ask(&tags(5..6));
        change(&desk);
        ask(&tags(6..7));
        child.kill().unwrap();
        child.wait().unwrap();
        check_tags(&desk, 1..7, DONE);
    };
    check(|desk| fs::write(desk.path("n.ron.journal"), "").unwrap());
    check(|desk| assert_ne!(fs::copy(desk.path("old"), desk.path("n.ron.journal")).unwrap(), 0));
}

#[test]
fn a_lock_that_is_removed_lets_nobody_else_in() {
    let desk = desk();
    let mut first = desk.command(&["apply", "n.ron"]);
    let mut first = first.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut answers = std::io::BufReader::new(first.stdout.take().unwrap());
    let mut ask = |line: &str| {
        std::io::Write::write_all(first.stdin.as_mut().unwrap(), line.as_bytes()).unwrap();
        std::io::BufRead::read_line(&mut answers, &mut String::new()).unwrap();
    };
    ask(&tags(4..5));
    fs::remove_file(desk.path("n.ron.lock")).unwrap();
    ask(&tags(5..6));
    desk.feed(&["apply", "n.ron"], &tags(6..7), COULD_NOT);
    drop(first.stdin.take());
    first.wait().unwrap();
    check_tags(&desk, 1..6, DONE);
}

#[cfg(unix)]
#[test]
fn a_journal_that_is_away_is_told() {
    let linked = desk();
    killed(&linked, 4..6);
    fs::create_dir(linked.path("disk")).unwrap();
    fs::copy(linked.path("n.ron.journal"), linked.path("disk/j")).unwrap();
    fs::remove_file(linked.path("n.ron.journal")).unwrap();
    std::os::unix::fs::symlink(linked.path("disk/j"), linked.path("n.ron.journal")).unwrap();
    check_tags(&linked, 1..6, DONE);
    #[expect(clippy::disallowed_methods, reason = "the disk is pulled out, and put in again")]
    let rename = |from: &str, to: &str| fs::rename(linked.path(from), linked.path(to)).unwrap();
    rename("disk", "away");
    linked.feed(&["apply", "n.ron"], &tags(7..8), COULD_NOT);
    rename("away", "disk");
    check_tags(&linked, 1..6, DONE);

    let gone = desk();
    killed(&gone, 4..6);
    fs::remove_file(gone.path("n.ron.journal")).unwrap();
    let outcome = gone.feed(&["apply", "n.ron"], "", DATA_WRONG);
    assert!(outcome.err.contains("journal is missing"), "{}", outcome.err);
    assert!(gone.feed(&["apply", "n.ron"], "", DONE).err.is_empty());
}

#[test]
fn a_later_version_can_be_read_from_the_command_line() {
    let desk = desk();
    let text = fs::read_to_string(desk.path("n.ron")).unwrap();
    let format = format!("format: {},", jianbao::notebook::FORMAT);
    fs::write(
        desk.path("n.ron"),
        text.replace(&format, "format: 99,").replace("tags: [", "moods: [\n(a: 1),\n],\ntags: ["),
    )
    .unwrap();
    check_tags(&desk, 1..4, DATA_WRONG);
    assert!(desk.run(&["verify", "n.ron"], DATA_WRONG).err.contains("99"));
    desk.feed(&["apply", "n.ron"], "", DATA_WRONG);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_whole_disk_is_not_followed() {
    let desk = Desk::new(&[("lib/p.txt", "标题\n\n正文在这里，一句话。\n".as_bytes())]);
    std::os::unix::fs::symlink("/", desk.path("lib/all")).unwrap();
    std::os::unix::fs::symlink(desk.path("lib/p.txt"), desk.path("lib/q.txt")).unwrap();
    let outcome = desk.run(&["articles", "lib"], DONE);
    assert!(outcome.err.contains("not followed") && outcome.out.contains("标题"), "{}", outcome.err);
    std::os::unix::fs::symlink("lib", desk.path("named")).unwrap();
    assert!(desk.run(&["articles", "named"], DONE).out.contains("标题"), "the one that is named is meant");
}

#[test]
fn undo_and_names_that_cannot_be_done_are_wrong_lines() {
    let desk = Desk::new(&[]);
    let lines = "AddTag(name: \"a\")\nUndo\nUndo\nRedo\nRedo\nAddTag(name: \"\\u{202e}\")\nAddTag(name: \"b\\u{7}\")\n";
    let outcome = desk.feed(&["apply", "n.ron"], lines, DATA_WRONG);
    assert_eq!(outcome.out, "ok 1\nok 2\nok 4\n");
    for number in [3, 5, 6, 7] {
        assert!(outcome.err.contains(&format!("error {number}: ")), "{}", outcome.err);
    }
}
