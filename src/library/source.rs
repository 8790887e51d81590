use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::decode::{DecodeError, Decoded, decode};
use super::on_disk::OnDisk;
use crate::page::SourceId;
use crate::text::Text;

/// Where a source was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file of the user's.
    File(PathBuf),
    /// One of the pages that come with the program.
    Sample,
}

/// One imported file: read once, decoded once, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Hash of the file's bytes.
    pub id: SourceId,
    /// The decoded text.
    pub text: Arc<Text>,
    /// SHA-256 of the decoded text in UTF-8, as 64 hexadecimal digits.
    pub text_sha256: String,
    /// The file's name without its folder, as it is on disk: to be shown through [`shown`](super::shown()).
    pub name: String,
    /// Where it was read from.
    pub origin: Origin,
    /// Other files with the same bytes, in the order in which they were met.
    pub also_at: Vec<PathBuf>,
    /// Name of its encoding, see [`Decoded::encoding`].
    pub encoding: &'static str,
    /// Whether bytes without meaning became U+FFFD, see [`Decoded::replaced`].
    pub replaced: bool,
    /// Size of the file, in bytes.
    pub bytes: u64,
    /// What has become of the file since, as far as it was looked at.
    pub on_disk: OnDisk,
}

impl Source {
    /// The source that a file with these bytes is.
    ///
    /// # Errors
    /// See [`decode`].
    pub fn from_bytes(name: String, origin: Origin, bytes: &[u8]) -> Result<Self, DecodeError> {
        let Decoded { text, encoding, replaced } = decode(bytes)?;
        Ok(Self {
            id: SourceId::of_bytes(bytes),
            // The same hash function over other bytes, written the same way.
            text_sha256: SourceId::of_bytes(text.as_str().as_bytes()).to_string(),
            text: Arc::new(text),
            name,
            origin,
            also_at: Vec::new(),
            encoding,
            replaced,
            bytes: bytes.len() as u64,
            on_disk: OnDisk::AsRead,
        })
    }

    /// All paths under which it was met, the first one first; none for a sample.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let first = match &self.origin {
            Origin::File(path) => Some(path.as_path()),
            Origin::Sample => None,
        };
        first.into_iter().chain(self.also_at.iter().map(PathBuf::as_path))
    }

    /// Notes that the same bytes were met at `path`, too.
    pub(super) fn add_path(&mut self, path: &Path) {
        if !self.paths().any(|known| known == path) {
            self.also_at.push(path.to_owned());
        }
    }
}
