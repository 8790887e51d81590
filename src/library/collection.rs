use std::collections::BTreeMap;
use std::sync::Arc;

use super::source::Source;
use crate::page::SourceId;

/// Fewest digits by which a hash is recognised.
const MIN_HASH_DIGITS: usize = 8;

/// The sources that are open: each one once, in the order in which they came. A clone is cheap and shares the sources, so
/// that a worker can keep one.
#[derive(Clone, Debug, Default)]
pub struct Library {
    sources: Vec<Arc<Source>>,
    places: BTreeMap<SourceId, usize>,
}

/// What a look-up by name or hash came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// No source is called so.
    Nothing,
    /// Exactly one is.
    One(Arc<Source>),
    /// Several are, in the library's order: ask for more digits of the hash.
    Several(Vec<Arc<Source>>),
}

impl Library {
    /// Adds a source and returns whether it is new. If the same bytes are there already, the paths of both are kept.
    pub fn insert(&mut self, source: Source) -> bool {
        if let Some(&place) = self.places.get(&source.id) {
            let kept = Arc::make_mut(&mut self.sources[place]);
            source.paths().for_each(|path| kept.add_path(path));
            return false;
        }
        self.places.insert(source.id, self.sources.len());
        self.sources.push(Arc::new(source));
        true
    }

    /// Takes a source out and returns it. Its file stays where it is.
    pub fn remove(&mut self, id: SourceId) -> Option<Arc<Source>> {
        let place = self.places.remove(&id)?;
        for later in self.places.values_mut().filter(|later| **later > place) {
            *later -= 1;
        }
        Some(self.sources.remove(place))
    }

    /// The source with this hash.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Arc<Source>> {
        self.places.get(&id).map(|&place| &self.sources[place])
    }

    /// All sources, in the order in which they came.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Source>> {
        self.sources.iter()
    }

    /// Number of sources.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is no source.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The source that people call `wanted`: by its file's name, by the path as it was given, or by the first eight or
    /// more hexadecimal digits of its hash.
    #[must_use]
    pub fn find(&self, wanted: &str) -> Found {
        let by_hash = wanted.len() >= MIN_HASH_DIGITS && wanted.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digits = wanted.to_ascii_lowercase();
        let is_called = |source: &Source| {
            source.name == wanted
                || source
                    .paths()
                    .any(|path| path.as_os_str() == wanted || path.file_name().is_some_and(|it| it == wanted))
                || (by_hash && source.id.to_string().starts_with(&digits))
        };
        let mut found: Vec<Arc<Source>> = self.iter().filter(|source| is_called(source)).cloned().collect();
        match found.len() {
            0 => Found::Nothing,
            1 => Found::One(found.remove(0)),
            _ => Found::Several(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::library::Origin;

    fn source(path: &str, text: &str) -> Source {
        let path = PathBuf::from(path);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        Source::from_bytes(name, Origin::File(path), text.as_bytes()).unwrap()
    }

    /// The texts of what is found.
    fn check(library: &Library, wanted: &str, expected: &[&str]) {
        let found = match library.find(wanted) {
            Found::Nothing => Vec::new(),
            Found::One(source) => vec![source],
            Found::Several(sources) => sources,
        };
        let texts: Vec<&str> = found.iter().map(|source| source.text.as_str()).collect();
        assert_eq!(texts, expected, "{wanted}");
    }

    #[test]
    fn sources_are_found_by_name_path_and_hash() {
        let mut library = Library::default();
        assert!(library.insert(source("a/01.txt", "甲")));
        assert!(library.insert(source("b/01.txt", "乙")));
        assert!(!library.insert(source("c/02.txt", "甲")), "the same bytes");
        assert_eq!(library.len(), 2);

        let hash = SourceId::of_bytes("乙".as_bytes()).to_string();
        check(&library, "01.txt", &["甲", "乙"]);
        check(&library, "b/01.txt", &["乙"]);
        check(&library, "02.txt", &["甲"]);
        check(&library, &hash, &["乙"]);
        check(&library, &hash[..8].to_uppercase(), &["乙"]);
        check(&library, &hash[..7], &[]);
        check(&library, "03.txt", &[]);
    }

    #[test]
    fn removing_keeps_the_order_of_the_rest() {
        let mut library = Library::default();
        let ids: Vec<SourceId> = ["丙", "甲", "乙"]
            .map(|text| {
                let source = source(text, text);
                let id = source.id;
                library.insert(source);
                id
            })
            .to_vec();
        assert!(library.remove(ids[1]).is_some());
        assert!(library.remove(ids[1]).is_none());
        assert!(library.iter().map(|source| source.id).eq([ids[0], ids[2]]));
        assert_eq!(library.get(ids[2]).unwrap().name, "乙");
    }
}
