//! Every step of every kind of save goes wrong in every way, with and without a loss of power behind it: what was
//! acknowledged is there, and the notebook opens.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jianbao::notebook::{Notebook, NotebookId, Revision};
use jianbao::session::{Request, Session};
use jianbao::store::{BULK_EDITS, BackupEntry, BackupKind, Opener, Store, StoreError, write_notebook};

use crate::failing_disk::{Chance, FAULTS, FailingDisk, Fault};

/// Losses of power that are tried behind each fault.
const LOSSES: u64 = 4;

fn path() -> PathBuf {
    PathBuf::from("/盘/一.ron")
}

fn add(session: &mut Session, name: &str) {
    session.perform(Request::parse(&format!("AddTag(name: \"{name}\")")).unwrap()).unwrap();
}

/// A notebook at work: what a user has been told is saved, beside what is in memory.
struct Work {
    opener: Opener,
    session: Session,
    store: Option<Store>,
    /// All names of tags that were acknowledged.
    acknowledged: Vec<String>,
    /// Not yet acknowledged, to be given again.
    waiting: Vec<String>,
    entries: Vec<jianbao::store::JournalEntry>,
    exists: bool,
}

impl Work {
    fn new(disk: FailingDisk) -> Self {
        let opener = Opener::on(Arc::new(disk.clone()), "记者");
        let session = Session::new(Notebook::new(NotebookId::generate()), "记者");
        Self {
            opener,
            session,
            store: None,
            acknowledged: Vec::new(),
            waiting: Vec::new(),
            entries: Vec::new(),
            exists: false,
        }
    }

    fn create(&mut self) {
        if let Ok(store) = self.opener.create(&path(), self.session.notebook()) {
            self.exists = true;
            self.store = Some(store);
            self.acknowledged.append(&mut self.waiting);
            self.entries.clear();
        }
    }

    fn edit(&mut self, name: &str) {
        add(&mut self.session, name);
        self.waiting.push(name.to_owned());
        self.entries.extend(self.session.take_outbox());
        self.flush();
    }

    fn flush(&mut self) {
        let Some(store) = &mut self.store else { return };
        if store.append(&self.entries).is_ok() {
            self.acknowledged.append(&mut self.waiting);
            self.entries.clear();
        }
    }

    fn save(&mut self) {
        let Some(store) = &mut self.store else { return };
        if store.save_snapshot(&self.session.snapshot()).is_ok() {
            self.acknowledged.append(&mut self.waiting);
            self.entries.clear();
        }
    }

    /// An edit of many records, before which a snapshot is made.
    fn bulk(&mut self) {
        let terms = "\"词\"".to_owned();
        let list = format!("AddKeywordList(name: \"{}\", terms: [{terms}])", self.session.revision().0);
        self.session.perform(Request::parse(&list).unwrap()).unwrap();
        let mut entries = self.session.take_outbox();
        let edit = entries[0].transaction.edits[0].clone();
        entries[0].transaction.edits.extend(std::iter::repeat_n(edit, BULK_EDITS));
        self.entries.append(&mut entries);
        self.flush();
    }
}

/// What a user does; each line is one kind of save.
fn script(work: &mut Work) {
    work.create();
    work.edit("甲");
    work.edit("乙");
    work.save();
    work.edit("丙");
    work.bulk();
    work.edit("丁");
    // A save of an older state than the journal's: what came after is carried over.
    let old = work.session.snapshot();
    work.edit("戊");
    if let Some(store) = &mut work.store {
        let _ = store.save_snapshot(&old);
    }
    work.edit("己");
    work.save();
    work.edit("庚");
}

#[track_caller]
fn check_opens(disk: &FailingDisk, acknowledged: &[String], known: &[String], case: &str) {
    disk.heal();
    let opener = Opener::on(Arc::new(disk.clone()), "别人");
    let opened = opener.open(&path()).unwrap_or_else(|error| panic!("{case}: {error}\n{:?}", disk.paths()));
    let names: Vec<&str> = opened.notebook.tags().values().map(|tag| tag.name.as_str()).collect();
    for name in acknowledged {
        assert!(names.contains(&name.as_str()), "{case}: {name} is gone, there is {names:?}; {:?}", opened.notices);
    }
    assert!(names.iter().all(|name| known.iter().any(|known| known == name)), "{case}: {names:?}");
    let ours = |id: &str| id != "store-conflict" && id != "store-journal-foreign";
    assert!(opened.notices.iter().all(|it| ours(&it.message.id)), "{case}: nobody else wrote: {:?}", opened.notices);
    // And it can be worked in, and opens again, after a loss of power too.
    let mut session = Session::resume(opened.notebook, opened.history, "别人");
    let mut store = opened.store;
    add(&mut session, "后来");
    store.append(&session.take_outbox()).unwrap_or_else(|error| panic!("{case}: {error}"));
    drop(store);
    let lost = Opener::on(Arc::new(disk.after_power_loss(&mut Chance(case.len() as u64))), "");
    let after = lost.open(&path()).unwrap_or_else(|error| panic!("{case}, power lost again: {error}"));
    assert_eq!(after.notebook, *session.notebook(), "{case}, power lost again: {:?}", after.notices);
    let again = opener.open(&path()).unwrap_or_else(|error| panic!("{case}, again: {error}"));
    assert_eq!(again.notebook, *session.notebook(), "{case}: {:?}", again.notices);
    let mut store = again.store;
    store.save(session.notebook()).unwrap_or_else(|error| panic!("{case}, saved: {error}"));
    drop(store);
    assert_eq!(opener.open(&path()).unwrap().notebook, *session.notebook(), "{case}, saved");
}

fn known() -> Vec<String> {
    ["甲", "乙", "丙", "丁", "戊", "己", "庚"].map(str::to_owned).to_vec()
}

#[test]
fn every_step_of_every_save_may_fail() {
    let whole = FailingDisk::default();
    let mut work = Work::new(whole.clone());
    script(&mut work);
    assert_eq!(work.acknowledged, known());
    let steps = whole.steps();
    assert!(steps > 100, "{steps}");
    let mut cases = 0;
    for at in 0..steps {
        for fault in FAULTS {
            let disk = FailingDisk::default();
            disk.fail_at(at, *fault);
            let mut work = Work::new(disk.clone());
            script(&mut work);
            if !disk.was_hit() {
                continue;
            }
            let case = format!("step {at}, {fault:?}");
            // The process goes on where it can, and all is well again in the end.
            if *fault != Fault::Killed && work.exists {
                let acknowledged = work.acknowledged.clone();
                work.flush();
                assert!(work.waiting.is_empty(), "{case}: what failed once goes through later");
                assert!(work.acknowledged.len() >= acknowledged.len());
            }
            let (exists, acknowledged) = (work.exists, work.acknowledged.clone());
            drop(work);
            for loss in 0..LOSSES {
                if exists {
                    let mut chance = Chance(loss * 7_919 + at as u64 * 31 + 1);
                    let after = disk.after_power_loss(&mut chance);
                    check_opens(&after, &acknowledged, &known(), &format!("{case}, loss of power {loss}"));
                    cases += 1;
                }
            }
            if exists {
                check_opens(&disk, &acknowledged, &known(), &case);
                cases += 1;
            }
        }
    }
    println!("{steps} steps, {cases} cases");
    assert!(cases > 1000, "{cases}");
}

/// A loss of power straight after the fault, before anything was tried again.
#[test]
fn the_power_may_fail_right_behind_a_fault() {
    let whole = FailingDisk::default();
    script(&mut Work::new(whole.clone()));
    let mut cases = 0;
    for at in 0..whole.steps() {
        for loss in 0..16 {
            let disk = FailingDisk::default();
            disk.fail_at(at, Fault::Killed);
            let mut work = Work::new(disk.clone());
            script(&mut work);
            if work.exists {
                let after = disk.after_power_loss(&mut Chance(loss * 104_729 + at as u64));
                check_opens(&after, &work.acknowledged, &known(), &format!("killed at {at}, loss of power {loss}"));
                cases += 1;
            }
        }
    }
    println!("{cases} cases");
}

/// A program that fails for a while, then works again: the failing steps are a stretch, not one.
#[test]
fn a_disk_that_fills_and_empties_again_loses_nothing() {
    let steps = {
        let disk = FailingDisk::default();
        script(&mut Work::new(disk.clone()));
        disk.steps()
    };
    for from in (0..steps).step_by(3) {
        let disk = FailingDisk::default();
        let mut work = Work::new(disk.clone());
        work.create();
        work.edit("甲");
        disk.fail_at(disk.steps() + from % 40, Fault::Error(std::io::ErrorKind::StorageFull));
        for name in ["乙", "丙", "丁"] {
            work.edit(name);
            work.save();
            // The next step that is taken fails, too.
            if !work.waiting.is_empty() {
                disk.fail_at(disk.steps() + from % 7, Fault::Torn);
            }
        }
        disk.heal();
        work.flush();
        work.save();
        assert!(work.waiting.is_empty(), "{from}");
        let acknowledged = work.acknowledged.clone();
        drop(work);
        let after = disk.after_power_loss(&mut Chance(from as u64));
        check_opens(&after, &acknowledged, &known(), &format!("from {from}"));
    }
}

#[test]
fn restoring_and_saving_elsewhere_may_fail_at_every_step() {
    let other = Path::new("/盘/二.ron");
    let prepare = || {
        let disk = FailingDisk::default();
        let mut work = Work::new(disk.clone());
        script(&mut work);
        let text = write_notebook(work.session.notebook()).unwrap();
        (disk, work, text)
    };
    let (disk, work, _) = prepare();
    drop(work);
    disk.put(&path(), b"damaged");
    let before = disk.steps();
    Opener::on(Arc::new(disk.clone()), "").restore(&path()).unwrap();
    let steps = disk.steps() - before;
    assert!(steps > 10);
    for at in 0..steps {
        for fault in FAULTS {
            let (disk, work, _) = prepare();
            let acknowledged = work.acknowledged.clone();
            drop(work);
            disk.put(&path(), b"damaged");
            disk.fail_at(disk.steps() + at, *fault);
            let opener = Opener::on(Arc::new(disk.clone()), "");
            let _ = opener.restore(&path());
            let case = format!("restore, step {at}, {fault:?}");
            let after = disk.after_power_loss(&mut Chance(at as u64));
            for disk in [&after, &disk] {
                disk.heal();
                let opener = Opener::on(Arc::new(disk.clone()), "");
                // Either it was restored, or the damaged file is still there and can be.
                match opener.open(&path()) {
                    Ok(_) => {}
                    Err(StoreError::Syntax { .. } | StoreError::NotFound { .. }) => {
                        opener.restore(&path()).unwrap_or_else(|error| panic!("{case}: {error}"));
                    }
                    Err(error) => panic!("{case}: {error}"),
                }
                check_opens(disk, &acknowledged, &known(), &case);
                let kept = disk.paths().into_iter().any(|path| disk.bytes(&path).as_deref() == Some(b"damaged"));
                assert!(kept, "{case}: the damaged file is gone");
            }
        }
    }
    // Another place, while the first goes on: neither harms the other.
    for at in 0..40 {
        for fault in FAULTS {
            let (disk, work, text) = prepare();
            let acknowledged = work.acknowledged.clone();
            disk.fail_at(disk.steps() + at, *fault);
            let made = work.opener.create(other, work.session.notebook());
            let is_made = made.is_ok();
            drop((made, work));
            let after = disk.after_power_loss(&mut Chance(at as u64));
            let case = format!("save as, step {at}, {fault:?}");
            check_opens(&after, &acknowledged, &known(), &case);
            if is_made {
                assert_eq!(after.bytes(other), Some(text.into_bytes()), "{case}");
            }
        }
    }
}

/// A system that could not write a page may hold it for written from then on: what stands in that file is not built upon.
#[test]
fn a_journal_whose_write_or_sync_failed_is_another_file_afterwards() {
    let journal = Path::new("/盘/一.ron.journal");
    for fault in FAULTS.iter().filter(|fault| **fault != Fault::Killed) {
        for step in 0..2 {
            let disk = FailingDisk::default();
            let mut work = Work::new(disk.clone());
            work.create();
            work.edit("甲");
            let before = disk.inode(journal);
            disk.fail_at(disk.steps() + step, *fault);
            work.edit("乙");
            assert_eq!(work.waiting, ["乙"], "{fault:?} at {step}");
            work.edit("丙");
            assert!(work.waiting.is_empty());
            assert_ne!(disk.inode(journal), before, "{fault:?} at {step}");
        }
    }
}

/// There is room for a line, but not for a second journal: work goes on in the one that is there.
#[test]
fn a_disk_without_room_for_another_file_takes_lines() {
    let disk = FailingDisk::default();
    let mut work = Work::new(disk.clone());
    work.create();
    work.edit("甲");
    drop(work);
    disk.fill(true);
    let opener = Opener::on(Arc::new(disk.clone()), "");
    let opened = opener.open(&path()).unwrap();
    let mut session = Session::resume(opened.notebook, opened.history, "");
    let mut store = opened.store;
    add(&mut session, "乙");
    store.append(&session.take_outbox()).unwrap();
    let before = disk.paths();
    for _ in 0..5 {
        assert!(matches!(store.save(session.notebook()), Err(StoreError::Io { .. })));
    }
    assert_eq!(disk.paths(), before, "what fails leaves nothing behind");
    drop(store);
    for loss in 0..16 {
        let after = disk.after_power_loss(&mut Chance(loss));
        check_opens(&after, &["甲".to_owned(), "乙".to_owned()], &known(), "full");
    }
}

#[test]
fn a_lost_history_loses_nothing_else() {
    let disk = FailingDisk::default();
    let mut work = Work::new(disk.clone());
    script(&mut work);
    let expected = work.session.notebook().clone();
    drop(work);
    let history = PathBuf::from("/盘/一.ron.history");
    let whole = disk.bytes(&history).unwrap();
    let opener = Opener::on(Arc::new(disk.clone()), "");
    for bytes in [&whole[..whole.len() / 2], b"", b"\xff\xfe", &whole[..whole.len() - 1]] {
        disk.put(&history, bytes);
        let opened = opener.open(&path()).unwrap();
        assert_eq!(opened.notebook, expected);
        // The journal alone still tells of the last step.
        let mut session = Session::resume(opened.notebook, opened.history, "");
        assert!(session.perform(Request::Undo).unwrap().is_some());
        assert!(!session.notebook().tags().values().any(|tag| tag.name == "庚"));
    }
    disk.put(&history, &whole);
    let opened = opener.open(&path()).unwrap();
    let mut session = Session::resume(opened.notebook, opened.history, "");
    while session.next_undo().is_some() {
        session.perform(Request::Undo).unwrap();
    }
    assert!(session.notebook().tags().is_empty(), "undo reaches back to the beginning");
}

#[test]
fn a_backup_is_made_before_an_edit_of_many_records() {
    let disk = FailingDisk::default();
    let mut work = Work::new(disk.clone());
    script(&mut work);
    let of_kind = |suffix: &str| disk.paths().iter().filter(|path| path.to_string_lossy().ends_with(suffix)).count();
    assert_eq!(of_kind("-bulk.ron"), 1);
    let path = disk.paths().into_iter().find(|path| path.to_string_lossy().ends_with("-bulk.ron")).unwrap();
    let bytes = disk.bytes(&path).unwrap();
    let then = jianbao::store::parse_notebook(&path, &bytes).unwrap();
    assert_eq!(then.tags().len(), 3, "甲, 乙 and 丙");
    assert!(then.keyword_lists().is_empty());
    assert_ne!(then.revision, Revision::default());
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let made = name.split('-').next().unwrap().to_owned();
    let entry = BackupEntry { path, made, kind: BackupKind::BeforeBulk };
    assert!(entry.made_at().is_some());
}
