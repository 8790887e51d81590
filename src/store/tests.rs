use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::notebook::{Color, Edit, FORMAT, NotebookId, Record, Stamp, Tag, TagId};

fn add_tag(notebook: &mut Notebook, name: &str) -> JournalEntry {
    let stamp = Stamp::new("甲", Timestamp::UNIX_EPOCH);
    let id = TagId::generate();
    let description = "两\n行，\"引号\"".to_owned();
    let tag =
        Tag { id, name: name.into(), color: Color([178, 58, 38]), description, shortcut: Some(1), order: 0, stamp };
    let edits = vec![Edit::Put(Record::Tag(tag))];
    let label = Message::new("label-add-tag").with("name", name);
    let transaction = Transaction { label, author: "甲".into(), at: Timestamp::UNIX_EPOCH, edits };
    transaction.clone().apply(notebook).unwrap();
    entry(notebook.revision, transaction)
}

struct Desk {
    _folder: TempDir,
    path: PathBuf,
    notebook: Notebook,
}

/// A notebook on disk with one tag saved in full and two in the journal.
fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("欠薪.ron");
    let mut notebook = Notebook::new(NotebookId::generate());
    add_tag(&mut notebook, "一");
    let mut store = Store::create(&path, &notebook).unwrap();
    for name in ["二", "三"] {
        store.append(&[add_tag(&mut notebook, name)]).unwrap();
    }
    Desk { _folder: folder, path, notebook }
}

#[test]
fn the_file_and_its_journal_give_the_notebook_back() {
    let desk = desk();
    let opened = Store::open(&desk.path).unwrap();
    assert_eq!(opened.notebook, desk.notebook);
    assert!(opened.notices.is_empty());
    assert_eq!(parse_notebook(&desk.path, write_notebook(&desk.notebook).unwrap().as_bytes()).unwrap(), desk.notebook);
}

#[test]
fn a_second_window_is_told() {
    let desk = desk();
    let _first = Store::open(&desk.path).unwrap();
    assert!(matches!(Store::open(&desk.path), Err(StoreError::Locked { .. })));
    assert_eq!(read(&desk.path).unwrap().notebook, desk.notebook);
}

#[test]
fn a_torn_last_line_is_dropped_and_told_and_writing_goes_on() {
    let mut desk = desk();
    let journal = with_suffix(&desk.path, ".journal");
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, &whole[..whole.len() - 5]).unwrap();
    let mut opened = Store::open(&desk.path).unwrap();
    assert_eq!(opened.notebook.tags().len(), 2);
    assert_eq!(opened.notices.len(), 1);
    desk.notebook = opened.notebook;
    let next = add_tag(&mut desk.notebook, "四");
    opened.store.append(&[next]).unwrap();
    drop(opened.store);
    assert_eq!(Store::open(&desk.path).unwrap().notebook, desk.notebook);
}

#[test]
fn a_crash_between_rename_and_new_journal_replays_nothing_twice() {
    let desk = desk();
    // The new file is there, the old journal still beside it.
    fs::write(&desk.path, write_notebook(&desk.notebook).unwrap()).unwrap();
    let opened = Store::open(&desk.path).unwrap();
    assert_eq!(opened.notebook, desk.notebook);
    assert!(opened.notices.is_empty());
}

#[test]
fn a_damaged_file_says_where_and_comes_back_whole() {
    let desk = desk();
    let text = fs::read_to_string(&desk.path).unwrap();
    fs::write(&desk.path, text.replace("tags: [", "tags: {")).unwrap();
    match Store::open(&desk.path) {
        Err(StoreError::Syntax { line: 7, .. }) => {}
        other => panic!("{other:?}"),
    }
    let restored = Store::restore(&desk.path).unwrap();
    assert_eq!(restored.notebook, desk.notebook);
    assert!(with_suffix(&desk.path, ".damaged").exists());
}

#[test]
fn a_change_from_outside_is_kept_as_a_conflict_copy() {
    let desk = desk();
    let mut opened = Store::open(&desk.path).unwrap();
    fs::write(&desk.path, "from elsewhere").unwrap();
    assert_eq!(opened.store.save(&opened.notebook).unwrap().len(), 1);
    assert_eq!(fs::read_to_string(with_suffix(&desk.path, ".conflict")).unwrap(), "from elsewhere");
    drop(opened.store);
    assert_eq!(Store::open(&desk.path).unwrap().notebook, desk.notebook);
}

#[test]
fn a_newer_format_and_a_double_id_are_refused() {
    let desk = desk();
    let text = write_notebook(&desk.notebook).unwrap();
    let newer = text.replace(&format!("format: {FORMAT}"), "format: 99").replace("tags:", "labels:");
    assert!(matches!(parse_notebook(&desk.path, newer.as_bytes()), Err(StoreError::NewerFormat { format: 99, .. })));
    let line = text.lines().find(|line| line.contains("一")).unwrap();
    let twice = text.replace(line, &format!("{line}\n{line}"));
    assert!(matches!(parse_notebook(&desk.path, twice.as_bytes()), Err(StoreError::Syntax { .. })));
}

#[test]
fn only_the_last_saves_are_kept() {
    let desk = desk();
    let mut opened = Store::open(&desk.path).unwrap();
    for number in 0..12 {
        opened.store.append(&[add_tag(&mut opened.notebook, &format!("{number}"))]).unwrap();
        opened.store.save(&opened.notebook).unwrap();
        opened.store.save(&opened.notebook).unwrap();
    }
    assert_eq!(backups(&desk.path).unwrap().len(), 10);
}

#[test]
fn a_state_older_than_the_journal_is_not_written_over_it() {
    let mut desk = desk();
    let mut opened = Store::open(&desk.path).unwrap();
    let old = opened.notebook.clone();
    opened.store.append(&[add_tag(&mut desk.notebook, "四")]).unwrap();
    opened.store.save(&old).unwrap();
    drop(opened.store);
    assert_eq!(Store::open(&desk.path).unwrap().notebook, desk.notebook);
}

#[test]
fn a_notebook_that_another_takes_the_place_of_is_kept_with_its_journal() {
    let desk = desk();
    let fresh = Notebook::new(NotebookId::generate());
    assert!(matches!(Store::create(&desk.path, &fresh), Err(StoreError::Exists { .. })));
    let (store, aside) = Store::create_in_place_of(&desk.path, &fresh).unwrap();
    drop(store);
    assert_eq!(Store::open(&desk.path).unwrap().notebook, fresh);
    assert_eq!(read(&aside.unwrap()).unwrap().notebook, desk.notebook);
}

#[test]
fn paths_are_taken_as_people_type_them() {
    let folder = std::path::Path::new("/笔记");
    assert_eq!(typed_path(" \"甲.ron\" ", folder), std::path::Path::new("/笔记/甲.ron"));
    assert_eq!(typed_path("/乙/甲.ron", folder), std::path::Path::new("/乙/甲.ron"));
    if let Ok(home) = etcetera::home_dir() {
        assert_eq!(typed_path("~/甲.ron", folder), home.join("甲.ron"));
    }
    assert_eq!(typed_path("~甲.ron", folder), std::path::Path::new("/笔记/~甲.ron"));
}
