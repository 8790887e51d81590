//! ZIP files: those of Word and of REFI-QDA projects.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Most files of an archive that is read.
const MAX_FILES: usize = 20_000;

/// Most bytes that all files of an archive may come to, unpacked.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;

/// Why an archive cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ArchiveError {
    /// It is no archive, or a damaged one.
    #[error("no ZIP archive: {0}")]
    Damaged(String),
    /// It holds more than is read.
    #[error("the archive holds more than is read")]
    TooLarge,
}

impl From<zip::result::ZipError> for ArchiveError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<std::io::Error> for ArchiveError {
    fn from(error: std::io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// An archive that is being written, the same bytes for the same files.
pub(super) struct Packer(ZipWriter<Cursor<Vec<u8>>>);

impl Packer {
    pub(super) fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a file.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(DateTime::default());
        self.0.start_file(name, options)?;
        self.0.write_all(bytes)?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        Ok(self.0.finish()?.into_inner())
    }
}

/// An archive that is read. What it says of its sizes is not believed: unpacking stops at a limit.
pub(super) struct Unpacker<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each file is, by its name as it is looked up.
    places: BTreeMap<String, usize>,
    left_bytes: u64,
}

/// Folders are parted by `/`, case does not count.
fn folded(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches("./").to_lowercase()
}

impl<'a> Unpacker<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, ArchiveError> {
        let archive = ZipArchive::new(Cursor::new(bytes))?;
        if archive.len() > MAX_FILES {
            return Err(ArchiveError::TooLarge);
        }
        let names = archive.file_names().zip(0..);
        let places = names.filter_map(|(name, at)| Some((folded(&name.ok()?), at))).collect();
        Ok(Self { archive, places, left_bytes: MAX_UNPACKED_BYTES })
    }

    /// The names of its files, in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The file of this name, in whatever case, folders parted by `/` or `\`; `None` if there is none.
    pub(super) fn read(&mut self, name: &str, limit_bytes: u64) -> Result<Option<Vec<u8>>, ArchiveError> {
        let Some(&place) = self.places.get(&folded(name)) else { return Ok(None) };
        let limit = limit_bytes.min(self.left_bytes);
        let file = self.archive.by_index(place)?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes)?;
        // What is too large was unpacked all the same.
        self.left_bytes = self.left_bytes.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > limit {
            return Err(ArchiveError::TooLarge);
        }
        Ok(Some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_out_as_they_went_in_and_no_larger_than_allowed() {
        let mut packer = Packer::new();
        packer.add("Sources/A.txt", "甲".as_bytes()).unwrap();
        packer.add("big", &vec![0; 1 << 20]).unwrap();
        let bytes = packer.finish().unwrap();
        assert!(bytes.len() < 4096, "a bomb, as it were");
        let mut unpacker = Unpacker::new(&bytes).unwrap();
        assert_eq!(unpacker.read("sources/a.TXT", 100).unwrap().unwrap(), "甲".as_bytes());
        assert_eq!(unpacker.read("none", 100), Ok(None));
        assert_eq!(unpacker.read("big", 1000), Err(ArchiveError::TooLarge));
        assert!(matches!(Unpacker::new(b"PK\x03\x04 no archive").err(), Some(ArchiveError::Damaged(_))));
    }
}
