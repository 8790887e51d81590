//! Any lines as a journal, with checksums that hold, beside a stored notebook: it opens, takes an edit, and opens again as it was.
//! Without checksums, the bytes are read as they are.
#![no_main]

#[path = "../../tests/it/failing_disk.rs"]
#[allow(dead_code)]
mod failing_disk;

use std::path::Path;
use std::sync::Arc;

use failing_disk::FailingDisk;
use jianbao::session::{Request, Session};
use jianbao::store::{Opener, parse_journal};
use libfuzzer_sys::fuzz_target;

const NOTEBOOK: &[u8] = include_bytes!("../../tests/formats/2.ron");

/// The first line of the stored notebook's own journal, which names it.
const JOURNAL: &[u8] = include_bytes!("../../tests/formats/2.ron.journal");

/// CRC-32 (IEEE), bit by bit: slow and short.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

fuzz_target!(|bytes: &[u8]| {
    parse_journal(bytes);
    let mut journal: Vec<u8> = JOURNAL.split_inclusive(|&byte| byte == b'\n').next().unwrap_or_default().to_vec();
    for line in bytes.split(|&byte| byte == b'\n') {
        journal.extend(format!("{:08x} ", crc32(line)).into_bytes());
        journal.extend_from_slice(line);
        journal.push(b'\n');
    }
    let disk = FailingDisk::default();
    let path = Path::new("/d/n.ron");
    disk.put(path, NOTEBOOK);
    disk.put(Path::new("/d/n.ron.journal"), &journal);
    let opener = Opener::on(Arc::new(disk), "");
    let opened = opener.open(path).expect("a notebook opens whatever its journal holds");
    let mut session = Session::resume(opened.notebook, opened.history, "");
    let mut store = opened.store;
    session.perform(Request::AddNote { target: jianbao::session::Target::Notebook, text: "x".into() }).expect("a note");
    for _ in 0..3 {
        // What the journal says of undo may be anything; it changes the notebook as an edit does, or not at all.
        let _ = session.perform(Request::Undo);
    }
    let _ = session.perform(Request::Redo);
    store.append(&session.take_outbox()).expect("memory does not fail");
    drop(store);
    let again = opener.open(path).expect("it opens again");
    assert!(again.notebook == *session.notebook());
});
