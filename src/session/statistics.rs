//! Statistics of words over the open articles: frequencies, collocates of what the concordance shows, and what sets some articles
//! apart from the rest.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{Corpus, Hit, WordsLeaf};
use crate::lexis::{Collocations, Frequencies, Key, Texts, WordCache, collocates, frequencies, keyness, texts};
use crate::library::{ArticleText, Page};
use crate::page::ArticleId;
use crate::search::DocumentId;
use crate::task::Cancel;
use crate::text::CharSpan;

/// Which articles are looked at, against all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeynessTarget {
    /// Those in which the concordance has lines.
    #[default]
    WithHits,
    /// Those that pass the filter of the library.
    Filtered,
    /// The one that is read.
    Active,
}

/// What statistics are made of.
pub struct StatisticsTask {
    /// Which are wanted.
    pub leaf: WordsLeaf,
    /// The open pages.
    pub pages: Vec<Arc<Page>>,
    /// The texts of the concordance.
    pub corpus: Arc<Corpus>,
    /// Its hits: the node of collocates.
    pub hits: Arc<Vec<Hit>>,
    /// Words on each side of the node.
    pub window: u32,
    /// The articles that are looked at, for keyness; `None` are those with hits.
    pub target: Option<BTreeSet<ArticleId>>,
}

/// Statistics of words.
#[derive(Clone, Debug, PartialEq)]
pub enum WordStatistics {
    /// How often each word comes.
    Frequencies(Frequencies),
    /// What stands near the node.
    Collocates(Collocations),
    /// What sets some articles apart.
    Keyness {
        /// The words.
        keys: Vec<Key>,
        /// Articles that were looked at, and words in them.
        target: (u32, u64),
        /// All others.
        reference: (u32, u64),
    },
}

impl WordStatistics {
    /// Which they are.
    #[must_use]
    pub fn leaf(&self) -> WordsLeaf {
        match self {
            Self::Frequencies(_) => WordsLeaf::Frequencies,
            Self::Collocates(_) => WordsLeaf::Collocates,
            Self::Keyness { .. } => WordsLeaf::Keyness,
        }
    }

    /// Makes them; what was counted so far if cancelled. `words` has cut the texts already, or cuts them now.
    #[must_use]
    pub fn of(task: &StatisticsTask, words: &WordCache, cancel: &Cancel) -> Self {
        let all = task.pages.iter().flat_map(|page| &page.articles);
        match task.leaf {
            WordsLeaf::Frequencies => {
                let documents: Vec<Texts<'_>> = all.map(texts).collect();
                Self::Frequencies(frequencies(&documents, words, cancel))
            }
            WordsLeaf::Collocates => {
                let documents: Vec<Texts<'_>> = all.map(texts).collect();
                let nodes = nodes(task);
                let find = |text: &str| nodes.get(&address(text)).cloned().unwrap_or_default();
                Self::Collocates(collocates(&documents, words, &find, task.window, cancel))
            }
            WordsLeaf::Keyness => {
                let with_hits;
                let target = match &task.target {
                    Some(target) => target,
                    None => {
                        with_hits = articles_of(task);
                        &with_hits
                    }
                };
                let (target, reference): (Vec<&ArticleText>, Vec<&ArticleText>) =
                    all.partition(|article| target.contains(&article.id));
                let count = |articles: Vec<&ArticleText>| {
                    let documents: Vec<Texts<'_>> = articles.into_iter().map(texts).collect();
                    frequencies(&documents, words, cancel)
                };
                let (target, reference) = (count(target), count(reference));
                let size = |of: &Frequencies| (of.documents, of.tokens);
                Self::Keyness { keys: keyness(&target, &reference), target: size(&target), reference: size(&reference) }
            }
        }
    }
}

/// Where a text lies: names it as long as its page is kept.
fn address(text: &str) -> usize {
    text.as_ptr() as usize
}

/// The places of the node in each text.
fn nodes(task: &StatisticsTask) -> HashMap<usize, Vec<CharSpan>> {
    let mut nodes: HashMap<usize, Vec<CharSpan>> = HashMap::new();
    for hit in task.hits.iter() {
        let line = task.corpus.line(*hit, 0);
        if let Some((_, _, part)) = task.corpus.part(*hit, &line).filter(|_| !line.is_original) {
            nodes.entry(address(part.text.as_str())).or_default().push(line.reading);
        }
    }
    nodes
}

fn articles_of(task: &StatisticsTask) -> BTreeSet<ArticleId> {
    let documents = task.hits.iter().map(|hit| task.corpus.document(*hit));
    documents
        .filter_map(|document| match document {
            DocumentId::Article(id) => Some(id),
            DocumentId::Quotation(_) | DocumentId::Comment(_) | DocumentId::Note(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexis::Lexicon;
    use crate::library::{Origin, Source};
    use crate::notebook::{Notebook, NotebookId};
    use crate::search::Knowledge;
    use crate::session::{ConcordanceQuery, Session, find_hits};
    use crate::task::Progress;

    fn task(leaf: WordsLeaf) -> StatisticsTask {
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "");
        for (name, text) in [
            ("甲.txt", "追回欠薪\n\n人社局为农民工追回欠薪，农民工感谢人社局。\n"),
            ("乙.txt", "图书室开放\n\n图书室为读者开放，读者感谢馆员。\n"),
        ] {
            let source = Source::from_bytes(name.to_owned(), Origin::Sample, text.as_bytes()).unwrap();
            session.open_pages([Arc::new(Page::new(source))]);
        }
        let corpus = Arc::new(Corpus::of(&session, &Corpus::default()));
        let query = ConcordanceQuery { text: "欠薪".to_owned(), ..ConcordanceQuery::default() };
        let mut hits = Vec::new();
        let (cancel, progress) = (Cancel::default(), Progress::default());
        let about = (query.scope, &Knowledge::default());
        find_hits(&corpus, &query.search().unwrap(), about, (&cancel, &progress), &mut |lot| hits.extend(lot));
        let pages = session.pages().cloned().collect();
        StatisticsTask { leaf, pages, corpus, hits: Arc::new(hits), window: 5, target: None }
    }

    fn of(leaf: WordsLeaf) -> WordStatistics {
        WordStatistics::of(&task(leaf), &WordCache::new(Arc::new(Lexicon::load())), &Cancel::default())
    }

    #[test]
    fn words_are_counted_over_all_articles() {
        let WordStatistics::Frequencies(found) = of(WordsLeaf::Frequencies) else { panic!() };
        let row = found.rows.iter().find(|row| row.word == "农民工").unwrap();
        assert_eq!((row.count, row.documents, found.documents), (2, 1, 2));
    }

    #[test]
    fn collocates_are_those_of_the_lines() {
        let WordStatistics::Collocates(found) = of(WordsLeaf::Collocates) else { panic!() };
        assert_eq!(found.node, 2);
        let row = found.rows.iter().find(|row| row.word == "追回").unwrap();
        assert_eq!((row.count, row.left), (2, 2));
        assert!(found.rows.iter().all(|row| row.word != "读者"));
    }

    #[test]
    fn articles_with_lines_are_set_against_the_rest() {
        let WordStatistics::Keyness { keys, target, reference } = of(WordsLeaf::Keyness) else { panic!() };
        assert_eq!((target.0, reference.0), (1, 1));
        let ratio = |word: &str| keys.iter().find(|key| key.word == word).unwrap().log_ratio;
        assert!(ratio("农民工") > 1.0 && ratio("读者") < -1.0);
    }
}
