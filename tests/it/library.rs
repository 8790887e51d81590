//! Loading files and folders: what is read, in which order, and what is said about the rest.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use jianbao::i18n::{Catalogue, Language, Message};
use jianbao::library::{Source, is_io_failure, load};
use jianbao::task::{Cancel, Outcome, Progress, Severity};
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.0.path().to_owned() } else { self.0.path().join(name) }
    }

    fn load(&self, names: &[&str]) -> Outcome<Vec<Source>, Message> {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        load(&paths, &Cancel::default(), &Progress::default())
    }

    /// What is said, in English, with `~` for this folder.
    fn said(&self, outcome: &Outcome<Vec<Source>, Message>) -> Vec<String> {
        let catalogue = Catalogue::new(Language::English);
        let here = self.0.path().to_str().unwrap();
        let texts = outcome.diagnostics.iter().map(|it| {
            assert!(it.hint.as_ref().is_none_or(|hint| catalogue.has(&hint.id)));
            format!("{:?}: {}", it.severity, catalogue.text(&it.message).replace(here, "~"))
        });
        texts.collect()
    }

    /// Loads `names` and compares the names of the sources and what is said.
    #[track_caller]
    fn check(&self, names: &[&str], sources: &[&str], said: &[&str]) {
        let outcome = self.load(names);
        let loaded: Vec<&str> = outcome.value.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(loaded, sources);
        assert_eq!(self.said(&outcome), said);
    }
}

#[test]
fn a_folder_gives_its_pages_sorted_naturally() {
    let folder = Folder::with(&[
        ("10版.txt", "十"),
        ("2版.TXT", "二"),
        ("3/1.md", "三"),
        (".hidden.txt", "隐"),
        (".hidden/1.txt", "藏"),
        ("notes.csv", "不读"),
    ]);
    folder.check(&[""], &["2版.TXT", "1.md", "10版.txt"], &[]);
}

#[test]
fn a_named_file_may_have_any_ending() {
    let folder = Folder::with(&[("page.ocr", "文字")]);
    folder.check(&["page.ocr"], &["page.ocr"], &[]);
    folder.check(&[""], &[], &["Error: There is no .txt or .md file in the folder: ~"]);
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_loads() {
    let folder = Folder::with(&[("empty.txt", " \n"), ("good.txt", "好")]);
    folder.write("picture.txt", b"\x89PNG\0\0");
    folder.check(
        &["empty.txt", "picture.txt", "no\nsuch\u{202e}.txt", "good.txt"],
        &["good.txt"],
        &[
            "Error: No such file or folder: ~/no\\nsuch\\u{202e}.txt",
            "Error: There is no text in the file; it was left out: ~/empty.txt",
            "Error: This is not a text file and was left out: ~/picture.txt",
        ],
    );
    let missing = folder.load(&["none"]).diagnostics;
    assert!(is_io_failure(&missing[0].message) && missing[0].hint.is_some());
    assert!(!is_io_failure(&folder.load(&["empty.txt"]).diagnostics[0].message));
}

#[test]
fn a_large_file_is_refused_unread() {
    let folder = Folder::with(&[]);
    File::create(folder.path("large.txt")).unwrap().set_len(65 << 20).unwrap();
    let said = "Error: The file has 65 MB, which is too large; it was left out: ~/large.txt";
    folder.check(&["large.txt"], &[], &[said]);
    folder.check(&[""], &[], &[said]);
}

#[test]
fn the_same_bytes_are_one_source_with_all_its_paths() {
    let folder = Folder::with(&[("a.txt", "同"), ("b.txt", "同"), ("c.txt", "异")]);
    folder.check(
        &["", "a.txt"],
        &["a.txt", "c.txt"],
        &[
            "Info: ~/b.txt has the same content as ~/a.txt and is opened once.",
            "Info: The file was given twice and is opened once: ~/a.txt",
        ],
    );
    let sources = folder.load(&["", "a.txt"]).value;
    let paths: Vec<&Path> = sources[0].paths().collect();
    assert_eq!(paths, [folder.path("a.txt"), folder.path("b.txt")]);
}

#[test]
fn faulty_bytes_are_shown_and_said() {
    let folder = Folder::with(&[]);
    folder.write("cut.txt", b"\xc8\xcb\xc9\xe7\xbe\xd6\xce");
    folder.check(
        &["cut.txt"],
        &["cut.txt"],
        &["Warning: Some bytes are not valid GB18030 and are shown as “\u{fffd}”: ~/cut.txt"],
    );
    assert!(folder.load(&["cut.txt"]).value[0].replaced);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with(&[("in/a.txt", "文")]);
    symlink(folder.path(""), folder.path("in/up")).unwrap();
    symlink("self.txt", folder.path("in/self.txt")).unwrap();
    symlink("nowhere.txt", folder.path("in/z.txt")).unwrap();
    symlink("nowhere", folder.path("in/z")).unwrap();
    let outcome = folder.load(&[""]);
    assert_eq!(outcome.value.len(), 1);
    let errors = outcome.diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
    assert_eq!(errors, 2, "the link to itself and the page that is nowhere");
    assert_eq!(outcome.diagnostics.len(), 3, "and the folder that is not followed");
}

#[test]
fn cancelled_work_stops() {
    let folder = Folder::with(&[("a.txt", "文")]);
    let cancel = Cancel::default();
    cancel.cancel();
    assert!(load(&[folder.path("")], &cancel, &Progress::default()).value.is_empty());
}

#[test]
fn progress_reaches_its_end() {
    let folder = Folder::with(&[("a.txt", "文"), ("b.txt", "章")]);
    let progress = Progress::default();
    assert_eq!(load(&[folder.path("")], &Cancel::default(), &progress).value.len(), 2);
    assert_eq!(progress.fraction(), Some(1.0));
}
