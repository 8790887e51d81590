//! Any bytes as a notebook: an error with a place, or a notebook that is written as it is read. What is not whole is told
//! without a panic, and so is what a newer program may have written.
#![no_main]

use std::path::Path;

use jianbao::notebook::violations;
use jianbao::session::{Session, Views};
use jianbao::store::{parse_notebook, write_notebook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let path = Path::new("n.ron");
    match parse_notebook(path, bytes) {
        Ok(notebook) => {
            let text = write_notebook(&notebook).expect("what was read can be written");
            let again = parse_notebook(path, text.as_bytes()).expect("what was written can be read");
            assert!(again == notebook);
            for violation in violations(&notebook, |_| None) {
                let _ = violation.message(&notebook);
            }
            let session = Session::new(notebook, "");
            let _ = session.bin();
            Views::default().refresh(&session);
        }
        Err(error) => drop(error.message()),
    }
});
