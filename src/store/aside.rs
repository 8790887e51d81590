//! Files that were put beside a notebook, because nothing that somebody wrote is thrown away: so that they can be found again.

use std::path::{Path, PathBuf};

use super::StoreError;
use super::disk::{Disk as _, RealDisk, folder_of};
use super::places::with_suffix;
use crate::i18n::Message;

/// Why a file lies beside a notebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AsideKind {
    /// A version that another program had put in the place of the notebook, or of its journal.
    Conflict,
    /// A version from memory that was not whole.
    Suspect,
    /// What was there before another notebook took the name.
    Replaced,
    /// What could not be read, and was replaced by a backup.
    Damaged,
    /// A journal of which not everything could be applied.
    Unused,
    /// A journal that was taken along to where its notebook had been moved.
    Moved,
}

impl AsideKind {
    const ALL: [Self; 6] = [Self::Conflict, Self::Suspect, Self::Replaced, Self::Damaged, Self::Unused, Self::Moved];

    /// The extension of such a file.
    fn extension(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Suspect => "suspect",
            Self::Replaced => "replaced",
            Self::Damaged => "damaged",
            Self::Unused => "unused",
            Self::Moved => "moved",
        }
    }

    /// Where what stood at `path` is put, unless there is such a file already.
    pub(super) fn beside(self, path: &Path) -> PathBuf {
        with_suffix(path, &format!(".{}", self.extension()))
    }

    /// What it is, for people.
    #[must_use]
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Conflict => "aside-conflict",
            Self::Suspect => "aside-suspect",
            Self::Replaced => "aside-replaced",
            Self::Damaged => "aside-damaged",
            Self::Unused => "aside-unused",
            Self::Moved => "aside-moved",
        })
    }
}

/// A file beside a notebook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Aside {
    /// Why it is there.
    pub kind: AsideKind,
    /// Where.
    pub path: PathBuf,
    /// Whether it is a notebook, if anything, and not a journal.
    pub is_notebook: bool,
}

/// The files that were put beside the notebook at `path`.
///
/// # Errors
/// If its folder cannot be read.
pub fn kept_aside(path: &Path) -> Result<Vec<Aside>, StoreError> {
    let folder = folder_of(path);
    let there = RealDisk.list(folder).map_err(|error| StoreError::io(folder, error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut found: Vec<Aside> = there.into_iter().filter_map(|file| aside(&name, file)).collect();
    found.sort();
    Ok(found)
}

/// `NAME.conflict`, `NAME-2.conflict`, `NAME.journal.unused`, `NAME.journal-2.unused` and so on.
fn aside(name: &str, file: PathBuf) -> Option<Aside> {
    let extension = file.extension()?.to_str()?;
    let kind = AsideKind::ALL.into_iter().find(|kind| kind.extension() == extension)?;
    let rest = file.file_stem()?.to_str()?.strip_prefix(name)?;
    let (is_notebook, number) = match rest.strip_prefix(".journal") {
        Some(number) => (false, number),
        None => (true, rest),
    };
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_ours = number.is_empty() || number.strip_prefix('-').is_some_and(is_number);
    is_ours.then_some(Aside { kind, path: file, is_notebook })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_this_notebook_are_told_from_those_of_others() {
        let check = |file: &str, expected: Option<(AsideKind, bool)>| {
            let found = aside("n.ron", PathBuf::from(file)).map(|it| (it.kind, it.is_notebook));
            assert_eq!(found, expected, "{file}");
        };
        check("n.ron.conflict", Some((AsideKind::Conflict, true)));
        check("n.ron-2.conflict", Some((AsideKind::Conflict, true)));
        check("n.ron.journal.unused", Some((AsideKind::Unused, false)));
        check("n.ron.journal-12.unused", Some((AsideKind::Unused, false)));
        check("n.ron.replaced", Some((AsideKind::Replaced, true)));
        check("n.ron", None);
        check("n.ron.journal", None);
        check("n.ron-old.conflict", None);
        check("nn.ron.conflict", None);
        check("n.ron2.conflict", None);
    }
}
