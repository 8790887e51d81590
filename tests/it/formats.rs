//! Every format that was ever written opens: one stored notebook of each lies in `tests/formats`, as the program of its time
//! wrote it, with a journal that was cut off by a kill.

use std::fs;
use std::path::Path;

use jianbao::notebook::FORMAT;
use jianbao::session::{Request, Session};
use jianbao::store::{BackupKind, Store, StoreError, backups, parse_notebook, read, read_newer};

use crate::desk::{DATA_WRONG, DONE, Desk};

fn stored(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name)).unwrap()
}

/// A folder with the stored notebook of a format, its journal, and the source that it quotes.
fn desk(format: u32) -> Desk {
    let (file, journal) = (stored(&format!("{format}.ron")), stored(&format!("{format}.ron.journal")));
    Desk::new(&[("n.ron", &file), ("n.ron.journal", &journal), ("河湾.txt", &stored("source.txt"))])
}

#[track_caller]
fn check_contents(session: &Session) {
    let notebook = session.notebook();
    let tags: Vec<&str> = notebook.codebook().iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(tags, ["读者", "工作人员"]);
    let mut quotes: Vec<&str> =
        notebook.annotations().values().map(|annotation| annotation.quotation.exact.as_str()).collect();
    quotes.sort_unstable();
    assert_eq!(quotes, ["报讯", "河湾镇图书室重新开放", "重开放，首"]);
    assert!(notebook.annotations().values().any(|annotation| annotation.comment == "标题\n“引号”"));
    assert_eq!(notebook.notes().len(), 2);
    assert_eq!(notebook.ordered_keyword_lists()[0].terms, ["赵青"]);
    assert!(notebook.article_marks().values().all(|mark| mark.starred));
    assert_eq!(notebook.sources().values().next().unwrap().name(), "河湾.txt");
}

#[test]
fn every_format_ever_written_opens_and_is_brought_up_to_date() {
    for format in 1..=FORMAT {
        let desk = desk(format);
        let path = desk.path("n.ron");
        // Looking changes nothing.
        let seen = read(&path).unwrap();
        check_contents(&Session::resume(seen.notebook, seen.history, ""));
        assert_eq!(fs::read(&path).unwrap(), stored(&format!("{format}.ron")));
        let opened = Store::open(&path).unwrap();
        let told = opened.notices.iter().filter(|notice| notice.message.id == "store-migrated").count();
        assert_eq!(told, usize::from(format < FORMAT), "{format}: {:?}", opened.notices);
        let mut session = Session::resume(opened.notebook, opened.history, "");
        check_contents(&session);
        // The last step before the kill, which is in the journal alone, can be taken back.
        session.perform(Request::Undo).unwrap().unwrap();
        assert_eq!(session.notebook().annotations().len(), 2);
        session.perform(Request::Redo).unwrap().unwrap();
        check_contents(&session);
        let notebook = session.notebook();
        let (layouts, emendations) = (notebook.layouts().len(), notebook.emendations().len());
        assert_eq!((layouts, emendations), if format < 3 { (0, 0) } else { (1, 2) });
        assert_eq!((notebook.issues().len(), notebook.texts().len()), if format < 4 { (0, 0) } else { (1, 1) });
        assert_eq!((notebook.queries().len(), notebook.words().len()), if format < 4 { (0, 0) } else { (1, 1) });
        drop(opened.store);
        if format < FORMAT {
            assert!(fs::read_to_string(&path).unwrap().starts_with(&format!("(\nformat: {FORMAT},\n")));
            let kept = backups(&path).unwrap().into_iter().find(|it| it.kind == BackupKind::BeforeMigration).unwrap();
            assert_eq!(fs::read(kept.path).unwrap(), stored(&format!("{format}.ron")));
        }
        assert!(desk.run(&["verify", "n.ron"], DONE).out.contains("3 exact"));
    }
}

#[test]
fn a_format_to_come_is_shown_as_far_as_it_is_understood_and_never_written() {
    let text = String::from_utf8(stored(&format!("{FORMAT}.ron"))).unwrap();
    let newer = text
        .replace(&format!("format: {FORMAT}"), "format: 99")
        .replace("tags: [", "layouts: [\n(id:\"x\",parts:[(1,2)]),\n],\ntags: [")
        .replace("notes: [", "notes: [\n(id:\"x\",target:Page(7),text:\"新\"),");
    let desk = Desk::new(&[("n.ron", newer.as_bytes())]);
    let path = desk.path("n.ron");
    assert!(matches!(Store::open(&path), Err(StoreError::NewerFormat { format: 99, .. })));
    let understood = read_newer(&path).unwrap();
    assert_eq!((understood.format, understood.left_out), (99, 2));
    let known = parse_notebook(&path, text.as_bytes()).unwrap();
    assert_eq!(understood.notebook.annotations(), known.annotations());
    assert_eq!(understood.notebook.notes(), known.notes());
    assert_eq!(understood.notebook.tags(), known.tags());
    let outcome = desk.feed(&["apply", "n.ron"], "AddTag(name: \"a\")\n", DATA_WRONG);
    assert!(outcome.err.contains("format 99") && outcome.out.is_empty(), "{}", outcome.err);
    assert_eq!(fs::read(&path).unwrap(), newer.as_bytes());
    assert!(!desk.path("n.ron.journal").exists());
}
