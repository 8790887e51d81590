//! Where an export may be written.

use std::ffi::OsStr;
use std::path::Path;

use crate::library::Library;
use crate::store::{StoreError, same_file};

/// Whether an export may be written to `out`: not over the notebook, a file that belongs to it, a source, or what is no file.
///
/// # Errors
/// [`StoreError::Protected`] if not.
pub fn may_export_to(out: &Path, notebook: Option<&Path>, library: &Library) -> Result<(), StoreError> {
    let belongs = notebook.is_some_and(|notebook| same_file(out, notebook) || belongs_to(out, notebook));
    let is_source = library.iter().any(|page| page.source.paths().any(|path| same_file(out, path)));
    let is_no_file = out.exists() && !out.is_file();
    if belongs || is_source || is_no_file {
        return Err(StoreError::Protected { path: out.to_owned() });
    }
    Ok(())
}

/// Whether `out` is a file beside the notebook that has its whole name before its own ending, or lies in such a folder.
fn belongs_to(out: &Path, notebook: &Path) -> bool {
    let folder = |path: &Path| {
        path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.to_owned())
    };
    let Some(name) = notebook.file_name().map(OsStr::to_string_lossy) else { return false };
    let beside = |path: &Path| {
        let here = folder(path).zip(folder(notebook)).is_some_and(|(one, other)| same_file(&one, &other));
        here && path.file_name().is_some_and(|own| own.to_string_lossy().starts_with(&format!("{name}.")))
    };
    beside(out) || out.parent().is_some_and(beside)
}
