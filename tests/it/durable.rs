//! What is kept beside a notebook, and what happens when somebody else touches it: backups, history, bin, lock, conflicts.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use jianbao::notebook::{Notebook, NotebookId};
use jianbao::session::{BinItem, Request, Session};
use jianbao::store::{
    BackupFacts, Opener, Snapshot, Store, StoreError, backups, holder, parse_notebook, read, with_suffix,
};
use tempfile::TempDir;

use crate::desk::{COULD_NOT, DONE, Desk};

/// A notebook on disk, open, with a session over it.
struct Open {
    folder: TempDir,
    path: PathBuf,
    session: Session,
    store: Store,
}

impl Open {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("一.ron");
        let session = Session::new(Notebook::new(NotebookId::generate()), "记者");
        let store = Opener::new("记者").create(&path, session.notebook()).unwrap();
        Self { folder, path, session, store }
    }

    fn perform(&mut self, line: &str) {
        self.session.perform(Request::parse(line).unwrap()).unwrap();
    }

    fn edit(&mut self, line: &str) {
        self.perform(line);
        self.store.append(&self.session.take_outbox()).unwrap();
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        with_suffix(&self.path, suffix)
    }

    /// Closes it as a crash would: no full save.
    fn crash(self) -> (TempDir, PathBuf, Notebook) {
        let notebook = self.session.notebook().clone();
        drop(self.store);
        (self.folder, self.path, notebook)
    }
}

fn tags(notebook: &Notebook) -> Vec<&str> {
    notebook.codebook().iter().map(|tag| tag.name.as_str()).collect()
}

fn ids(notices: &[jianbao::task::Diagnostic<jianbao::i18n::Message>]) -> Vec<&str> {
    notices.iter().map(|notice| notice.message.id.as_ref()).collect()
}

#[test]
fn undo_reaches_back_over_a_restart() {
    let desk = Desk::new(&[]);
    let apply = |lines: &[&str]| desk.feed(&["apply", "n.ron"], &lines.join("\n"), DONE);
    let names = || tags(&read(&desk.path("n.ron")).unwrap().notebook).join(" ");
    apply(&["AddTag(name: \"a\")", "AddTag(name: \"b\")", "AddTag(name: \"c\")"]);
    apply(&["Undo"]);
    assert_eq!(names(), "a b");
    apply(&["Undo", "Undo"]);
    assert_eq!(names(), "");
    apply(&["Redo", "Redo"]);
    assert_eq!(names(), "a b");
    // After a kill, too: the journal tells what was done since the history was written.
    let mut child = desk.command(&["apply", "n.ron"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"AddTag(name: \"d\")\nUndo\nUndo\nAddTag(name: \"e\")\n").unwrap();
    stdin.flush().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while said.lines().count() < 4 {
        out.read_line(&mut said).unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(names(), "a e");
    apply(&["Undo", "Undo"]);
    assert_eq!(names(), "");
    apply(&["Redo", "Redo"]);
    assert_eq!(names(), "a e");
    fs::remove_file(desk.path("n.ron.history")).unwrap();
    let outcome = desk.feed(&["apply", "n.ron"], "Undo\n", crate::desk::DATA_WRONG);
    assert_eq!(names(), "a e", "there is nothing to go back to, and that is told");
    assert_eq!(outcome.err.trim(), "error 1: There is nothing to undo.");
}

#[test]
fn typing_is_one_step_after_a_restart_too() {
    let mut open = Open::new();
    open.edit("AddNote(target: Notebook, text: \"一\")");
    let note = *open.session.notebook().notes().keys().next().unwrap();
    for text in ["一二", "一二三"] {
        open.session.perform_typing(Request::EditNote { note, text: text.into() }).unwrap();
    }
    open.session.end_typing();
    open.session.perform_typing(Request::EditNote { note, text: "四".into() }).unwrap();
    open.store.append(&open.session.take_outbox()).unwrap();
    let (_folder, path, notebook) = open.crash();
    let opened = Store::open(&path).unwrap();
    assert_eq!(opened.notebook, notebook);
    let mut session = Session::resume(opened.notebook, opened.history, "");
    for expected in ["一二三", "一"] {
        session.perform(Request::Undo).unwrap();
        assert_eq!(session.notebook().notes()[&note].text, expected);
    }
}

#[test]
fn what_is_deleted_waits_in_the_bin_and_comes_back() {
    let page = "追回欠薪\n\n去年以来，该局为农民工追回被拖欠的工资。\n".as_bytes();
    let desk = Desk::new(&[("甲.txt", page)]);
    let apply = |lines: &[&str], code| desk.feed(&["apply", "n.ron", "--library", "甲.txt"], &lines.join("\n"), code);
    let notebook = || read(&desk.path("n.ron")).unwrap().notebook;
    let lines = [
        "AddTag(name: \"时间\", shortcut: 3)",
        "AddTag(name: \"人\")",
        "Annotate(source: \"甲.txt\", spans: [(6, 10)], tags: [\"时间\"])",
        "Annotate(source: \"甲.txt\", spans: [(0, 4)], tags: [\"时间\", \"人\"], comment: \"评\")",
        "AddNote(target: Notebook, text: \"记\")",
        "AddKeywordList(name: \"词\", terms: [\"欠薪\"])",
    ];
    apply(&lines, DONE);
    let before = notebook();
    let (lone, note) = (*before.annotations().keys().next().unwrap(), *before.notes().keys().next().unwrap());
    apply(
        &[
            &format!("RemoveAnnotation(annotation: \"{lone}\")"),
            "RemoveTag(tag: \"时间\")",
            &format!("EditNote(note: \"{note}\", text: \" \")"),
            "RemoveKeywordList(list: \"词\")",
            "RemoveSource(source: \"甲.txt\")",
            // In the way of what comes back.
            "AddTag(name: \"时间\", shortcut: 3)",
        ],
        DONE,
    );
    let mut session = Session::new(notebook(), "");
    let rows = session.bin();
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| row.at.as_second() > 0));
    assert!(matches!(rows[0].item, BinItem::Source(_)), "the latest first");
    for row in rows {
        let request = match row.item {
            BinItem::Records(binned) => Request::RestoreBinned { binned },
            BinItem::Source(source) => Request::RestoreSource { source: source.to_string() },
        };
        session.perform(request).unwrap().unwrap();
    }
    assert!(session.bin().is_empty());
    let after = session.notebook();
    let names: Vec<_> = after.codebook().iter().map(|tag| (tag.name.as_str(), tag.shortcut)).collect();
    assert_eq!(names, [("人", Some(1)), ("时间", Some(3)), ("时间 2", None)]);
    assert_eq!(after.annotations().len(), 2);
    let old = before.tag_named("时间").unwrap().id;
    assert!(after.annotations().values().all(|annotation| annotation.tags.contains(&old)));
    assert_eq!((after.notes(), after.keyword_lists()), (before.notes(), before.keyword_lists()));
    // The whole of it can be taken back, and the bin emptied for good.
    for _ in 0..5 {
        session.perform(Request::Undo).unwrap().unwrap();
    }
    assert_eq!(session.bin().len(), 5);
    session.perform(Request::EmptyBin).unwrap();
    assert_eq!(session.bin().len(), 1, "a source that annotations point at stays");
    assert!(
        matches!(apply(&["RestoreBinned(binned: \"01a21241-525d-72fe-bf53-840c71941ece\")"], 1).err.lines().next(),
        Some(line) if line.starts_with("error 1: "))
    );
}

#[test]
fn a_second_window_is_told_who_and_since_when() {
    let open = Open::new();
    let Err(StoreError::Locked { holder: Some(told), .. }) = Store::open(&open.path) else { panic!("not locked") };
    assert_eq!((told.author.as_str(), told.pid), ("记者", std::process::id()));
    assert_eq!(holder(&open.path), Some(told));
    assert_eq!(read(&open.path).unwrap().notebook, *open.session.notebook(), "reading needs no lock");
    let (folder, ..) = open.crash();
    let desk = Desk::new(&[]);
    let path = folder.path().join("一.ron");
    let held = Opener::new("甲\u{202e}").open(&path).unwrap();
    let said = desk.feed(&["apply", path.to_str().unwrap()], "", COULD_NOT).err;
    assert!(said.contains("甲\\u{202e}") && said.contains("since 20"), "{said}");
    drop(held);
    desk.feed(&["apply", path.to_str().unwrap()], "", DONE);
}

/// A process that is being started holds copies of all open files for a moment, the lock among them.
#[test]
#[expect(clippy::disallowed_methods, reason = "processes are started all the while")]
fn a_closed_notebook_is_free_at_once() {
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let starters: Vec<_> = (0..4)
        .map(|_| {
            let stop = std::sync::Arc::clone(&stop);
            std::thread::spawn(move || {
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    let desk = Desk::new(&[]);
                    desk.run(&["--version"], DONE);
                }
            })
        })
        .collect();
    let (_folder, path, _) = Open::new().crash();
    for _ in 0..200 {
        drop(Store::open(&path).unwrap());
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    for starter in starters {
        starter.join().unwrap();
    }
}

#[test]
fn every_version_of_another_program_is_kept() {
    let mut open = Open::new();
    for number in 1..=3 {
        fs::write(&open.path, format!("from elsewhere {number}")).unwrap();
        open.edit(&format!("AddTag(name: \"{number}\")"));
        assert_eq!(ids(&open.store.look().unwrap()), ["store-conflict"]);
        assert!(open.store.look().unwrap().is_empty(), "told once");
        if number > 1 {
            assert!(open.store.save(open.session.notebook()).unwrap().is_empty());
        }
    }
    assert!(open.store.look().unwrap().is_empty(), "ours is there again");
    let kept = |name: &str| fs::read_to_string(open.folder.path().join(name)).unwrap();
    assert_eq!(kept("一.ron.conflict"), "from elsewhere 1");
    assert_eq!(kept("一.ron-2.conflict"), "from elsewhere 2");
    assert_eq!(kept("一.ron-3.conflict"), "from elsewhere 3");
    let (_folder, path, notebook) = open.crash();
    assert_eq!(Store::open(&path).unwrap().notebook, notebook);
}

/// A program that synchronises folders puts files there by renaming: what is written to the old one afterwards is nowhere.
#[test]
fn a_journal_that_is_replaced_under_the_hand_loses_nothing() {
    let mut open = Open::new();
    open.edit("AddTag(name: \"一\")");
    let journal = open.beside(".journal");
    let theirs = {
        let other = Open::new();
        let mut other = other;
        other.edit("AddTag(name: \"别\")");
        fs::read(other.beside(".journal")).unwrap()
    };
    fs::write(open.folder.path().join("new"), &theirs).unwrap();
    fs::remove_file(&journal).unwrap();
    fs::copy(open.folder.path().join("new"), &journal).unwrap();
    open.edit("AddTag(name: \"二\")");
    assert_eq!(ids(&open.store.take_notices()), ["store-conflict"]);
    assert_eq!(fs::read(open.beside(".journal.conflict")).unwrap(), theirs);
    fs::remove_file(&journal).unwrap();
    open.edit("AddTag(name: \"三\")");
    let (_folder, path, notebook) = open.crash();
    assert_eq!(Store::open(&path).unwrap().notebook, notebook);
}

/// After a crash another version is put in the place of the file. Ours has edits that were called saved; both are kept.
#[test]
fn a_file_that_is_replaced_after_a_crash_does_not_cost_the_journal() {
    let mut open = Open::new();
    open.edit("AddTag(name: \"一\")");
    open.store.save(open.session.notebook()).unwrap();
    open.edit("AddTag(name: \"二\")");
    let (_folder, path, notebook) = open.crash();
    let theirs = fs::read_to_string(&path).unwrap().replace("name:\"一\"", "name:\"别处改过\"");
    fs::write(&path, &theirs).unwrap();
    assert_eq!(read(&path).unwrap().notebook, notebook);
    let opened = Store::open(&path).unwrap();
    assert_eq!(ids(&opened.notices), ["store-conflict"]);
    assert_eq!(opened.notebook, notebook);
    assert_eq!(fs::read_to_string(with_suffix(&path, ".conflict")).unwrap(), theirs);
    drop(opened.store);
    // Without the backup that the journal continues, what stands there opens, and the journal is kept.
    fs::write(&path, &theirs).unwrap();
    for backup in backups(&path).unwrap() {
        fs::remove_file(backup.path).unwrap();
    }
    let opened = Store::open(&path).unwrap();
    assert_eq!(ids(&opened.notices), ["store-journal-foreign", "store-journal-set-aside"]);
    assert_eq!(tags(&opened.notebook), ["别处改过"]);
    assert!(fs::read_to_string(with_suffix(&path, ".journal.unused")).unwrap().contains("二"));
}

#[test]
fn a_folder_that_goes_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (inner, away) = (folder.path().join("盘"), folder.path().join("远"));
    fs::create_dir(&inner).unwrap();
    let path = inner.join("一.ron");
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    let mut store = Store::create(&path, session.notebook()).unwrap();
    let add = |session: &mut Session, name: &str| {
        session.perform(Request::parse(&format!("AddTag(name: \"{name}\")")).unwrap()).unwrap();
    };
    add(&mut session, "一");
    store.append(&session.take_outbox()).unwrap();
    #[expect(clippy::disallowed_methods, reason = "the disk is pulled out")]
    fs::rename(&inner, &away).unwrap();
    add(&mut session, "二");
    let entries = session.take_outbox();
    // The file is still open and takes the bytes, but nobody will find them under its name.
    assert!(matches!(store.append(&entries), Err(StoreError::Io { .. })));
    assert!(store.save(session.notebook()).is_err());
    #[expect(clippy::disallowed_methods, reason = "and put back")]
    fs::rename(&away, &inner).unwrap();
    store.append(&entries).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Locked { .. })), "locked again");
    drop(store);
    assert_eq!(Store::open(&path).unwrap().notebook, *session.notebook());
}

#[test]
fn backups_are_ten_saves_and_one_a_day_and_stay_while_the_file_is_damaged() {
    let mut open = Open::new();
    let folder = open.beside(".backups");
    let text = fs::read_to_string(&open.path).unwrap();
    // Two a day for forty days that are over.
    let now = jiff::Timestamp::now();
    for day in 1..=40 {
        for hour in [3, 5] {
            let at = now.checked_sub(jiff::SignedDuration::from_hours(day * 24 + hour)).unwrap();
            fs::write(folder.join(format!("{}.ron", at.strftime("%Y%m%dT%H%M%S%.6fZ"))), &text).unwrap();
        }
    }
    let all = backups(&open.path).unwrap().len();
    fs::write(&open.path, "damaged").unwrap();
    open.store.save(open.session.notebook()).unwrap();
    assert_eq!(backups(&open.path).unwrap().len(), all + 1, "none goes while the file is damaged");
    for number in 0..12 {
        open.perform(&format!("AddTag(name: \"{number}\")"));
        open.store.save(open.session.notebook()).unwrap();
    }
    let left = backups(&open.path).unwrap();
    assert!(left.iter().all(|entry| entry.made_at().is_some()));
    assert!((39..=42).contains(&left.len()), "{}", left.len());
    let days: std::collections::BTreeSet<&str> = left[10..].iter().map(|entry| &entry.made[..8]).collect();
    assert!(days.len() >= left.len() - 11, "one a day: {left:?}");

    let facts = left[3].facts(open.session.notebook()).unwrap();
    assert_eq!(facts, BackupFacts { tags: 9, only_now: 3, ..BackupFacts::default() });
    let to = open.folder.path().join("旧.ron");
    let opened = Opener::new("").restore_as(&left[3].path, &to).unwrap();
    assert_eq!(opened.notebook.tags().len(), 9);
    assert!(matches!(Opener::new("").restore_as(&left[3].path, &to), Err(StoreError::Exists { .. })));
    assert_eq!(read(&open.path).unwrap().notebook, *open.session.notebook(), "the open one is left alone");
}

#[test]
fn backups_of_others_and_from_a_clock_that_was_wrong_push_nothing_out() {
    let mut open = Open::new();
    let folder = open.beside(".backups");
    let text = fs::read_to_string(&open.path).unwrap();
    let other = text.replace(&open.session.notebook().id.to_string(), &NotebookId::generate().to_string());
    for number in 0..20 {
        fs::write(folder.join(format!("2099010{}T0000{number:02}.000000Z.ron", number % 9 + 1)), &text).unwrap();
        fs::write(folder.join(format!("20010101T0000{number:02}.000000Z.ron")), &other).unwrap();
    }
    for number in 0..12 {
        open.perform(&format!("AddTag(name: \"{number}\")"));
        open.store.save(open.session.notebook()).unwrap();
    }
    let left = backups(&open.path).unwrap();
    let of_year = |year: &str| left.iter().filter(|entry| entry.made.starts_with(year)).count();
    assert_eq!((of_year("2099"), of_year("2001")), (20, 20));
    assert_eq!(left.len(), 50, "ten of our own");
    fs::write(&open.path, "damaged").unwrap();
    let (_folder, path, notebook) = open.crash();
    assert_eq!(Store::restore(&path).unwrap().notebook, notebook, "not the one whose name tells of the future");
}

#[test]
fn records_that_go_without_an_edit_stop_the_full_save_and_nothing_else() {
    let mut open = Open::new();
    open.edit("AddTag(name: \"一\")");
    open.edit("AddNote(target: Notebook, text: \"记\")");
    let mut damaged = Session::new(parse_notebook(Path::new("n"), whole(&open).as_bytes()).unwrap(), "");
    open.edit("AddTag(name: \"二\")");
    // The notebook in memory lacks what the journal has, as if memory had been overwritten.
    damaged.perform(Request::parse("AddNote(target: Notebook, text: \"另\")").unwrap()).unwrap();
    let snapshot = Snapshot::from(damaged.notebook().clone());
    let before = fs::read(&open.path).unwrap();
    match open.store.save_snapshot(&snapshot) {
        Err(StoreError::NotWhole { kept, count: 1, .. }) => {
            assert!(fs::read_to_string(kept).unwrap().contains('另'));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read(&open.path).unwrap(), before);
    open.edit("AddTag(name: \"三\")");
    open.store.save(open.session.notebook()).unwrap();
    let (_folder, path, notebook) = open.crash();
    assert_eq!(Store::open(&path).unwrap().notebook, notebook);
}

fn whole(open: &Open) -> String {
    jianbao::store::write_notebook(open.session.notebook()).unwrap()
}

#[test]
fn nothing_begins_where_a_notebook_is_gone_unless_it_is_asked_for() {
    let mut open = Open::new();
    open.edit("AddTag(name: \"一\")");
    let (_folder, path, _) = open.crash();
    fs::remove_file(&path).unwrap();
    let new = Notebook::new(NotebookId::generate());
    assert!(matches!(Store::create(&path, &new), Err(StoreError::Gone { backups: 1, .. })));
    assert!(matches!(Store::open(&path), Err(StoreError::Gone { .. })));
    assert!(matches!(read(&path), Err(StoreError::Gone { .. })));
    let (store, aside) = Store::create_in_place_of(&path, &new).unwrap();
    drop(store);
    let aside = aside.unwrap();
    assert_eq!(read(&path).unwrap().notebook, new);
    assert!(fs::read_to_string(with_suffix(&aside, ".journal")).unwrap().contains("一"));
    assert_eq!(backups(&aside).unwrap().len(), 1);
    assert_eq!(Store::restore(&aside).unwrap().notebook.tags().len(), 1, "the one that was there is still whole");
}

#[test]
fn a_file_that_is_gone_comes_back_from_its_backup_and_journal() {
    let mut open = Open::new();
    open.edit("AddTag(name: \"一\")");
    let (_folder, path, notebook) = open.crash();
    fs::remove_file(&path).unwrap();
    assert_eq!(Store::restore(&path).unwrap().notebook, notebook);
}
