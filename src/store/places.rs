//! Where files lie.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs};

use super::disk::{Disk, replace_like};
use super::{AsideKind, StoreError};

/// How many names are tried for a new file.
const MOST_TRIED: usize = 10_000;

/// `path` with `suffix` behind its whole name: `a.ron` and `.lock` give `a.ron.lock`.
#[must_use]
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

/// `path`, or the first of `path-2`, `path-3` … (before the extension) where there is nothing yet.
#[must_use]
pub fn free_path(path: &Path) -> PathBuf {
    numbered_paths(path).take(MOST_TRIED).find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}

/// As [`free_path`], on a disk of its own.
pub(super) fn free_path_on(disk: &dyn Disk, path: &Path) -> PathBuf {
    let mut tried = numbered_paths(path).take(MOST_TRIED);
    tried.find(|path| matches!(disk.size(path), Ok(None))).unwrap_or_else(|| path.to_owned())
}

/// Keeps `bytes`, which stood at `path`, beside it: under the name of its `kind`, numbered where there is such a file with other
/// contents. Gives its place. Who may read it is as for `like`.
pub(super) fn keep_aside(
    disk: &dyn Disk,
    path: &Path,
    kind: AsideKind,
    bytes: &[u8],
    like: &Path,
) -> io::Result<PathBuf> {
    let first = kind.beside(path);
    let mut tried = numbered_paths(&first).take(MOST_TRIED);
    let is_the_same = |aside: &Path| {
        matches!(disk.size(aside), Ok(Some(size)) if size == bytes.len() as u64)
            && disk.read(aside, bytes.len() as u64).is_ok_and(|there| there == bytes)
    };
    let aside = tried.find(|aside| matches!(disk.size(aside), Ok(None)) || is_the_same(aside)).unwrap_or(first);
    if !is_the_same(&aside) {
        replace_like(disk, &aside, &with_suffix(path, ".tmp"), bytes, like)?;
    }
    Ok(aside)
}

/// `path`, then `path-2`, `path-3` … (before the extension) without end.
pub fn numbered_paths(path: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let first = path.to_owned();
    let numbered = (2u32..).map({
        let path = path.to_owned();
        move |number| {
            let mut name = path.file_stem().unwrap_or_default().to_owned();
            name.push(format!("-{number}"));
            if let Some(extension) = path.extension() {
                name.push(".");
                name.push(extension);
            }
            path.with_file_name(name)
        }
    });
    std::iter::once(first).chain(numbered)
}

/// A path as people type it: `~` is the user's own folder, quotation marks around it are dropped, and without a folder it lies
/// in `folder`.
#[must_use]
pub fn typed_path(text: &str, folder: &Path) -> PathBuf {
    let text = text.trim().trim_matches(['"', '\'']);
    let home = etcetera::home_dir().ok();
    let path = match (text.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with(['/', '\\']) => {
            home.join(rest.trim_start_matches(['/', '\\']))
        }
        _ => PathBuf::from(text),
    };
    folder.join(path)
}

/// What is written to `path` is written into it under this name where it is a folder; `None` where it is none.
#[must_use]
pub fn in_folder(path: &Path, name: &str) -> Option<PathBuf> {
    (!name.is_empty() && path.is_dir()).then(|| path.join(name))
}

/// The first of `paths` at which there is something; the last one if there is nothing at any.
#[must_use]
pub fn first_there(paths: Vec<PathBuf>) -> Option<PathBuf> {
    let found = paths.iter().position(|path| path.exists());
    let at = found.unwrap_or(paths.len().saturating_sub(1));
    paths.into_iter().nth(at)
}

/// Whether both paths lead to one file, as far as the system can tell.
#[must_use]
pub fn same_file(left: &Path, right: &Path) -> bool {
    left == right || matches!((left.canonicalize(), right.canonicalize()), (Ok(left), Ok(right)) if left == right)
}

fn strategy() -> Option<impl AppStrategy> {
    let app = AppStrategyArgs {
        top_level_domain: "org".to_owned(),
        author: "jianbao".to_owned(),
        app_name: "jianbao".to_owned(),
    };
    etcetera::choose_app_strategy(app).ok()
}

/// Where the settings lie: `settings.ron` in the user's configuration folder; `None` where there is no such folder.
#[must_use]
pub fn settings_path() -> Option<PathBuf> {
    strategy().map(|strategy| strategy.config_dir().join("settings.ron"))
}

/// Where the notebook lies that opens when none is named. Its folder is made if need be.
///
/// # Errors
/// If the user has no data folder, or it cannot be made.
pub fn default_notebook_path(name: &str) -> Result<PathBuf, StoreError> {
    let folder = strategy().map(|strategy| strategy.data_dir()).ok_or_else(|| StoreError::Io {
        path: PathBuf::from("~"),
        source: std::io::Error::from(std::io::ErrorKind::NotFound),
    })?;
    std::fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
    Ok(folder.join(format!("{name}.ron")))
}
