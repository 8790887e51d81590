use std::collections::BTreeMap;
use std::sync::Arc;

use super::on_disk::OnDisk;
use super::page::Page;
use super::source::Source;
use crate::page::SourceId;

/// Fewest digits by which a hash is recognised.
const MIN_HASH_DIGITS: usize = 8;

/// The pages that are open: each source once, in the order in which they came. A clone shares them and costs nothing, so that
/// a worker can keep one.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pages: Arc<Vec<Arc<Page>>>,
    places: Arc<BTreeMap<SourceId, usize>>,
}

/// What a look-up by name or hash came to.
#[derive(Clone, Debug)]
pub enum Found {
    /// No source is called so.
    Nothing,
    /// Exactly one is.
    One(Arc<Page>),
    /// Several are, in the library's order: ask for more digits of the hash.
    Several(Vec<Arc<Page>>),
}

impl Library {
    /// Adds a page and returns whether its source is new. If the same bytes are there already, the page that is there stays,
    /// and the paths of both are kept.
    pub fn insert(&mut self, page: Arc<Page>) -> bool {
        if let Some(&place) = self.places.get(&page.source.id) {
            let kept = &mut Arc::make_mut(&mut self.pages)[place];
            let is_elsewhere = page.source.paths().any(|path| kept.source.paths().all(|known| known != path));
            if is_elsewhere || kept.source.on_disk != page.source.on_disk {
                let mut both = Page::clone(kept);
                both.source.on_disk = page.source.on_disk;
                page.source.paths().for_each(|path| both.source.add_path(path));
                *kept = Arc::new(both);
            }
            return false;
        }
        Arc::make_mut(&mut self.places).insert(page.source.id, self.pages.len());
        Arc::make_mut(&mut self.pages).push(page);
        true
    }

    /// Puts a page in the place of the one of the same source, if that is open.
    pub fn replace(&mut self, page: Arc<Page>) {
        if let Some(&place) = self.places.get(&page.source.id) {
            Arc::make_mut(&mut self.pages)[place] = page;
        }
    }

    /// Notes what has become of the file of a source; tells whether that is news.
    pub fn set_on_disk(&mut self, id: SourceId, state: OnDisk) -> bool {
        let Some(&place) = self.places.get(&id) else { return false };
        let is_news = self.pages[place].source.on_disk != state;
        if is_news {
            Arc::make_mut(&mut Arc::make_mut(&mut self.pages)[place]).source.on_disk = state;
        }
        is_news
    }

    /// Takes a page out and returns it. Its file stays where it is.
    pub fn remove(&mut self, id: SourceId) -> Option<Arc<Page>> {
        let place = self.places.get(&id).copied()?;
        let places = Arc::make_mut(&mut self.places);
        places.remove(&id);
        for later in places.values_mut().filter(|later| **later > place) {
            *later -= 1;
        }
        Some(Arc::make_mut(&mut self.pages).remove(place))
    }

    /// The page of the source with this hash.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Arc<Page>> {
        self.places.get(&id).map(|&place| &self.pages[place])
    }

    /// All pages, in the order in which they came.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Page>> {
        self.pages.iter()
    }

    /// Number of pages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether there is no page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The page of the source that people call `wanted`: by its file's name, by the path as it was given, or by the first eight or
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
        let mut found: Vec<Arc<Page>> = self.iter().filter(|page| is_called(&page.source)).cloned().collect();
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

    fn page(path: &str, text: &str) -> Arc<Page> {
        let path = PathBuf::from(path);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        Arc::new(Page::new(Source::from_bytes(name, Origin::File(path), text.as_bytes()).unwrap()))
    }

    /// The texts of what is found.
    fn check(library: &Library, wanted: &str, expected: &[&str]) {
        let found = match library.find(wanted) {
            Found::Nothing => Vec::new(),
            Found::One(page) => vec![page],
            Found::Several(pages) => pages,
        };
        let texts: Vec<&str> = found.iter().map(|page| page.source.text.as_str()).collect();
        assert_eq!(texts, expected, "{wanted}");
    }

    #[test]
    fn sources_are_found_by_name_path_and_hash() {
        let mut library = Library::default();
        assert!(library.insert(page("a/01.txt", "甲")));
        assert!(library.insert(page("b/01.txt", "乙")));
        assert!(!library.insert(page("c/02.txt", "甲")), "the same bytes");
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
                let page = page(text, text);
                let id = page.source.id;
                library.insert(page);
                id
            })
            .to_vec();
        assert!(library.remove(ids[1]).is_some());
        assert!(library.remove(ids[1]).is_none());
        assert!(library.iter().map(|page| page.source.id).eq([ids[0], ids[2]]));
        assert_eq!(library.get(ids[2]).unwrap().source.name, "乙");
    }
}
