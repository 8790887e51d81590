//! Any lines as requests: each is refused or done; all that was done is taken back, and the notebook is as before.
#![no_main]

use std::sync::{Arc, LazyLock};

use jianbao::library::{Origin, Page, Source};
use jianbao::notebook::{Notebook, NotebookId, violations};
use jianbao::session::{Request, Session};
use jianbao::store::{parse_notebook, write_notebook};
use libfuzzer_sys::fuzz_target;

static PAGE: LazyLock<Arc<Page>> = LazyLock::new(|| {
    let text = include_bytes!("../../tests/formats/source.txt");
    Arc::new(Page::new(Source::from_bytes("河湾.txt".to_owned(), Origin::Sample, text).expect("a page")))
});

fuzz_target!(|text: &str| {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "a");
    session.open_pages([Arc::clone(&PAGE)]);
    for line in text.lines().take(64) {
        if let Ok(request) = Request::parse(line) {
            let before = session.revision();
            if session.perform(request).is_err() {
                assert!(session.revision().0 - before.0 <= 1, "at most the source table has learned");
            }
        }
    }
    assert!(violations(session.notebook(), |_| Some(Arc::clone(&PAGE.source.text))).is_empty());
    let text = write_notebook(session.notebook()).expect("it can be written");
    assert!(parse_notebook(std::path::Path::new("n"), text.as_bytes()).expect("and read") == *session.notebook());
    while session.next_undo().is_some() {
        session.perform(Request::Undo).expect("what was done can be taken back");
    }
    assert!(session.notebook().annotations().is_empty() && session.notebook().tags().is_empty());
    assert!(session.notebook().notes().is_empty() && session.notebook().bin().is_empty());
});
