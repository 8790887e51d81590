use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::natural;
use super::shown::shown_path;
use super::source::{Origin, Source};
use crate::i18n::Message;
use crate::page::SourceId;
use crate::task::{Cancel, Diagnostic, Outcome, Progress, Severity};

/// Largest file that is read, in bytes. A page of a newspaper has a few ten thousand; whatever is this large is something
/// else, and would be held in memory whole.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// Endings of the files that are taken from a folder.
const PAGE_EXTENSIONS: [&str; 2] = ["txt", "md"];

/// Messages about what the system refused, as against files that are there but are no pages.
const IO_FAILURES: [&str; 3] = ["library-not-found", "library-not-a-file", "library-unreadable"];

/// Whether `message` tells of a file or folder that could not be read, as against one that is no page.
#[must_use]
pub fn is_io_failure(message: &Message) -> bool {
    IO_FAILURES.contains(&message.id.as_ref())
}

/// The last of the paths under which a source was met at which there is something now.
#[must_use]
pub fn latest_there(paths: &[String]) -> Option<PathBuf> {
    paths.iter().rev().map(PathBuf::from).find(|path| path.exists())
}

/// Reads the pages at `paths`, in their order. A folder gives its `.txt` and `.md` files and those of its folders, sorted
/// by name with numbers by value; what is hidden is passed over. A file that is named itself is tried whatever its ending.
///
/// Every file that is left out gives an error with a hint, every one with faulty bytes a warning, and every one that equals
/// an earlier one an information. Progress counts bytes.
#[must_use]
pub fn load(paths: &[PathBuf], cancel: &Cancel, progress: &Progress) -> Outcome<Vec<Source>, Message> {
    let mut loader = Loader::default();
    for path in paths {
        loader.collect(path, cancel);
    }
    progress.set_total(loader.files.iter().map(|file| file.bytes).sum());
    for file in std::mem::take(&mut loader.files) {
        if cancel.is_cancelled() {
            break;
        }
        loader.read(&file.path);
        progress.advance(file.bytes);
    }
    Outcome { value: loader.sources, diagnostics: loader.diagnostics }
}

/// A file that is to be read.
struct Candidate {
    path: PathBuf,
    /// As the folder says.
    bytes: u64,
}

#[derive(Default)]
struct Loader {
    files: Vec<Candidate>,
    sources: Vec<Source>,
    /// Where in `sources` a file with these bytes is.
    places: HashMap<SourceId, usize>,
    diagnostics: Vec<Diagnostic<Message>>,
}

impl Loader {
    fn collect(&mut self, path: &Path, cancel: &Cancel) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.collect_folder(path, cancel),
            // Anything else (a pipe, a device) could block for ever or never end.
            Ok(meta) if !meta.is_file() => self.leave_out("library-not-a-file", "library-not-a-file-hint", path),
            Ok(meta) => self.collect_file(path.to_owned(), meta.len()),
            Err(error) => self.leave_out_failed(path, &error),
        }
    }

    fn collect_file(&mut self, path: PathBuf, bytes: u64) {
        if bytes > MAX_FILE_BYTES {
            self.leave_out_large(&path, bytes);
        } else {
            self.files.push(Candidate { path, bytes });
        }
    }

    fn collect_folder(&mut self, folder: &Path, cancel: &Cancel) {
        let noticed_before = (self.files.len(), self.diagnostics.len());
        let by_name = |a: &DirEntry, b: &DirEntry| {
            natural::compare(&a.file_name().to_string_lossy(), &b.file_name().to_string_lossy())
                // Names that are not UTF-8 may look the same.
                .then_with(|| a.file_name().cmp(b.file_name()))
        };
        let walk = WalkDir::new(folder).sort_by(by_name).into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            if cancel.is_cancelled() {
                return;
            }
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_page_name(entry.path()) => match entry.metadata() {
                    Ok(meta) => self.collect_file(entry.into_path(), meta.len()),
                    Err(error) => self.leave_out_failed(&entry.into_path(), &error.into()),
                },
                Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => self.collect_link(entry.into_path()),
                Ok(_) => {}
                Err(error) => self.leave_out_unwalkable(folder, error),
            }
        }
        if (self.files.len(), self.diagnostics.len()) == noticed_before {
            self.leave_out("library-no-pages", "library-no-pages-hint", folder);
        }
    }

    /// A link to a file is as good as the file. One to a folder is not followed: it may lead to the whole disk.
    fn collect_link(&mut self, link: PathBuf) {
        match fs::metadata(&link) {
            Ok(meta) if meta.is_file() && is_page_name(&link) => self.collect_file(link, meta.len()),
            Ok(meta) if meta.is_dir() => {
                let message = Message::new("library-link-not-followed").with("path", shown_path(&link));
                self.diagnostics.push(Diagnostic::new(Severity::Info, message));
            }
            Ok(_) => {}
            Err(error) if is_page_name(&link) => self.leave_out_failed(&link, &error),
            Err(_) => {}
        }
    }

    fn leave_out_unwalkable(&mut self, folder: &Path, error: walkdir::Error) {
        let path = error.path().unwrap_or(folder).to_owned();
        let error: io::Error = error.into();
        // A link to nowhere concerns us only if it is called like a page.
        if error.kind() != io::ErrorKind::NotFound || is_page_name(&path) {
            self.leave_out_failed(&path, &error);
        }
    }

    fn read(&mut self, path: &Path) {
        let bytes = match read_bounded(path) {
            Ok(bytes) => bytes,
            Err(error) => return self.leave_out_failed(path, &error),
        };
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return self.leave_out_large(path, bytes.len() as u64);
        }
        let id = SourceId::of_bytes(&bytes);
        if let Some(&place) = self.places.get(&id) {
            return self.note_same(place, path);
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match Source::from_bytes(name, Origin::File(path.to_owned()), &bytes) {
            Ok(source) => {
                if source.replaced {
                    let message = about("library-replaced", path).with("encoding", source.encoding);
                    let hint = Message::new("library-replaced-hint");
                    self.diagnostics.push(Diagnostic::new(Severity::Warning, message).with_hint(hint));
                }
                self.places.insert(id, self.sources.len());
                self.sources.push(source);
            }
            Err(error) => {
                let (message, hint) = error.messages(&shown_path(path));
                self.diagnostics.push(Diagnostic::new(Severity::Error, message).with_hint(hint));
            }
        }
    }

    /// Keeps `path` with the source that has the same bytes, and says which one that is.
    fn note_same(&mut self, place: usize, path: &Path) {
        let source = &mut self.sources[place];
        let first = source.paths().next().unwrap_or(path).to_owned();
        let same_file = fs::canonicalize(path).ok() == fs::canonicalize(&first).ok();
        source.add_path(path);
        let message = if same_file {
            about("library-given-twice", path)
        } else {
            about("library-same-bytes", path).with("other", shown_path(&first))
        };
        let hint = Message::new("library-same-bytes-hint");
        self.diagnostics.push(Diagnostic::new(Severity::Info, message).with_hint(hint));
    }

    fn leave_out(&mut self, message: &'static str, hint: &'static str, path: &Path) {
        let diagnostic = Diagnostic::new(Severity::Error, about(message, path));
        self.diagnostics.push(diagnostic.with_hint(Message::new(hint)));
    }

    fn leave_out_large(&mut self, path: &Path, bytes: u64) {
        let megabytes = |bytes: u64| bytes.div_ceil(1 << 20);
        let message = about("library-too-large", path).with("megabytes", megabytes(bytes));
        let hint = Message::new("library-too-large-hint").with("limit", megabytes(MAX_FILE_BYTES));
        self.diagnostics.push(Diagnostic::new(Severity::Error, message).with_hint(hint));
    }

    fn leave_out_failed(&mut self, path: &Path, error: &io::Error) {
        let (message, hint) = match error.kind() {
            io::ErrorKind::NotFound => (about("library-not-found", path), "library-not-found-hint"),
            io::ErrorKind::PermissionDenied => {
                let reason = Message::new("library-permission-denied");
                (about("library-unreadable", path).with("reason", reason), "library-unreadable-hint")
            }
            // The system's own words, in the system's language.
            _ => (about("library-unreadable", path).with("reason", error.to_string()), "library-unreadable-hint"),
        };
        self.diagnostics.push(Diagnostic::new(Severity::Error, message).with_hint(Message::new(hint)));
    }
}

fn about(id: &'static str, path: &Path) -> Message {
    Message::new(id).with("path", shown_path(path))
}

/// Reads a file, and at most one byte more than is allowed if it has grown since its size was asked for.
pub(super) fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_page_name(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    PAGE_EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}
