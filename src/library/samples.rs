use super::source::{Origin, Source};
use crate::page::SourceId;

macro_rules! sample_files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../assets/pages/", $name)))),*]
    };
}

/// The pages that come with the program, byte for byte as they were scanned.
const FILES: &[(&str, &[u8])] = sample_files![
    "000_68649cbc4b076ae3.txt",
    "001_2992734d60049928.txt",
    "002_ac27fd523649fdc8.txt",
    "003_bf189fd5e455efe7.txt",
    "004_92912eb8e2fad917.txt",
];

/// The pages that come with the program, in the order in which they are listed.
///
/// # Panics
/// If one of them is not text, which a test would have found.
#[must_use]
pub fn samples() -> Vec<Source> {
    FILES.iter().map(|(name, bytes)| sample(name, bytes)).collect()
}

/// The sample page whose bytes have this hash, if there is one: for a notebook that was begun on a sample.
///
/// # Panics
/// As [`samples`].
#[must_use]
pub fn sample_by_id(id: SourceId) -> Option<Source> {
    let found = FILES.iter().find(|(_, bytes)| SourceId::of_bytes(bytes) == id);
    found.map(|(name, bytes)| sample(name, bytes))
}

fn sample(name: &str, bytes: &[u8]) -> Source {
    Source::from_bytes(name.to_owned(), Origin::Sample, bytes).expect("a sample page in the binary is text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_text_and_found_by_its_hash() {
        let samples = samples();
        assert_eq!(samples.len(), 5);
        for sample in samples {
            assert!(!sample.replaced && sample.text.len() > 1000);
            assert_eq!(sample_by_id(sample.id), Some(sample));
        }
        assert_eq!(sample_by_id(SourceId::of_bytes(b"")), None);
    }
}
