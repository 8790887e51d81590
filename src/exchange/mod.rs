//! What goes out: notes and clean articles as Markdown, citations, and the proof of every quotation. Here, as in the window
//! and on the command line, sentences for people are made, from a [`Catalogue`](crate::i18n::Catalogue).

mod citation;
mod clipping;
mod markdown;
mod notes;
mod verify;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

pub use citation::{citation, cite_article, cite_spans};
pub use clipping::{clipping_markdown, clipping_text, quotation_with_citation};
pub use notes::{ExportOptions, ExportOrder, export_notes};
pub use verify::{Proof, Verdict, prove, verify};

/// Writes an exported text to `path` as a whole: a failed export leaves no half file, and an old one as it was.
///
/// # Errors
/// If it cannot be written.
pub fn write_export(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.tmp-{}", std::process::id()));
    let written = fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    #[expect(clippy::disallowed_methods, reason = "the new file takes the place of the old one whole")]
    let renamed = written.and_then(|()| fs::rename(&temporary, path));
    if renamed.is_err() {
        // Of no use to anyone; if it cannot be removed, that is not the error to tell.
        let _ = fs::remove_file(&temporary);
    }
    renamed
}
