//! Words that mark the open articles, and the lists that they are taken into.

use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::exports::Made;
use super::work::pending;
use crate::exchange::{KeywordsFormat, keyword_lists_text, read_list_file};
use crate::i18n::Message;
use crate::jobs::in_parallel;
use crate::lexis::{Lexicon, Suggestion, WordCache, prose, suggest};
use crate::library::Page;
use crate::notebook::{KeywordList, KeywordListId, Records, WordRole};
use crate::session::{KeywordTally, Keywords, Request};
use crate::task::Severity;
use crate::ui::PathPurpose;

/// How many keywords are suggested.
const SUGGESTED: usize = 24;
/// How many of them a new notebook begins with.
const FIRST_TERMS: usize = 12;

/// Words of the user's, and stop words.
pub(super) type OwnWords = (Vec<String>, Vec<String>);

/// What hits and counts of keywords are made of: the lists, what is open, and how often the lexicon was loaded.
pub(super) struct ListsOf {
    lists: Records<KeywordListId, KeywordList>,
    pages: u64,
    lexicon: u64,
}

impl ListsOf {
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.lists.is_same(&other.lists) && (self.pages, self.lexicon) == (other.pages, other.lexicon)
    }
}

/// What a tally is made of: of each list whether it is on, whether it is for whole words, and its terms; pages and lexicon.
pub(super) type TallyKey = (Vec<(bool, bool, Vec<String>)>, u64, u64);

impl App {
    /// Begins to look for words that mark the open articles.
    pub(super) fn suggest_keywords(&mut self) {
        let Some(lexicon) = self.lexicon.clone() else { return };
        let pages: Vec<Arc<Page>> = self.session.pages().cloned().collect();
        let job = self.runner.start("suggestions", move |cancel, _| {
            let texts: Vec<String> = pages.iter().flat_map(|page| &page.articles).map(prose).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            suggest(&lexicon, &texts, SUGGESTED, cancel)
        });
        self.work.suggestions = pending((), job);
    }

    pub(super) fn suggested(&mut self, suggestions: Vec<Suggestion>) {
        if std::mem::take(&mut self.wants_first_list) && !suggestions.is_empty() {
            let name = self.texts.get("keywords-first-list");
            // A word of nearly every article tells none of them apart.
            let most = (self.views.article_count as u32 * 2 / 5).max(2);
            let telling = suggestions.iter().filter(|suggestion| suggestion.documents <= most);
            let terms = telling.take(FIRST_TERMS).map(|suggestion| suggestion.term.clone()).collect();
            let list = Request::AddKeywordList { name, color: None, terms };
            if let Err(error) = self.session.perform_unasked(list) {
                self.tell(Severity::Warning, error.message());
            }
        }
        self.suggestions = Some(suggestions);
    }

    pub(super) fn lists_of(&self) -> ListsOf {
        ListsOf {
            lists: self.session.notebook().keyword_lists().clone(),
            pages: self.session.pages_revision(),
            lexicon: self.lexicon_version,
        }
    }

    /// Begins to count the keywords of all articles, once the lists, the pages or the lexicon are others. A count under way for what
    /// was before is stopped.
    pub(super) fn count_keywords(&mut self) {
        let made_of = self.lists_of();
        if self.tally_checked.as_ref().is_some_and(|known| known.is_same(&made_of)) {
            return;
        }
        let lists = self.session.notebook().ordered_keyword_lists();
        let lit = lists.iter().map(|list| (list.on, list.whole_words, list.terms.clone())).collect();
        let key = Some((lit, made_of.pages, made_of.lexicon));
        self.tally_checked = Some(made_of);
        if self.tally_made_for == key {
            return;
        }
        self.tally_made_for = key;
        if let Some(counting) = self.work.tally.take() {
            counting.cancel();
        }
        let pages: Vec<Arc<Page>> = self.session.pages().cloned().collect();
        let (keywords, words) = (Keywords::of(&self.session), self.words.clone());
        let job = self.runner.start("tally", move |cancel, _| {
            let of_page = |page: &Arc<Page>| KeywordTally::of_page(&keywords, page, words.as_deref());
            let mut tally = KeywordTally::default();
            in_parallel(&pages, cancel, of_page).into_iter().for_each(|other| tally.merge(other));
            tally
        });
        self.work.tally = pending((), job);
    }

    /// Begins to read keyword lists from a file; those above the first name go into a list that is called as the file.
    pub(super) fn import_keywords(&mut self, path: PathBuf) {
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let job = self.runner.start("keywords", move |_, _| read_list_file(&path));
        self.work.keyword_file = pending(name, job);
    }

    pub(super) fn keywords_read(&mut self, list: String, read: Result<String, Message>) {
        match read {
            Ok(text) => {
                self.session.end_typing();
                let performed = self.session.perform(Request::ImportKeywordLists { text, list: Some(list) });
                if performed == Ok(None) {
                    self.said = Some(Message::new("said-keywords-same"));
                }
                self.performed(performed);
            }
            Err(why) => self.tell(Severity::Error, why),
        }
    }

    pub(super) fn export_keywords(&mut self, format: KeywordsFormat, path: PathBuf, may_replace: bool) {
        let notebook = self.session.notebook().clone();
        self.start_export(PathPurpose::ExportKeywords(format), path, may_replace, move |texts, _, _| {
            Ok(Made::plain(keyword_lists_text(texts, &notebook, format)))
        });
    }

    /// Begins to load the lexicon with the user's words, where it is not loaded with these.
    pub(super) fn load_lexicon(&mut self) {
        let notebook = self.session.notebook();
        let is_known = self.lexicon_checked.as_ref().is_some_and(|words| words.is_same(notebook.words()));
        if self.work.lexicon.is_some() || (self.lexicon.is_some() && is_known) {
            return;
        }
        self.lexicon_checked = Some(notebook.words().clone());
        let owned = |role| notebook.words_of(role).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let words = (owned(WordRole::Own), owned(WordRole::Stop));
        if self.lexicon.is_some() && self.lexicon_words == words {
            return;
        }
        let (own, stop) = words.clone();
        let job = self.runner.start("lexicon", move |_, _| {
            Lexicon::with(own.iter().map(String::as_str), stop.iter().map(String::as_str))
        });
        self.work.lexicon = pending(words, job);
    }

    pub(super) fn lexicon_loaded(&mut self, words: OwnWords, lexicon: Lexicon) {
        let lexicon = Arc::new(lexicon);
        self.words = Some(Arc::new(WordCache::new(Arc::clone(&lexicon))));
        self.lexicon = Some(lexicon);
        self.lexicon_words = words;
        self.lexicon_version += 1;
    }

    pub(super) fn take_suggestions(&mut self, terms: Vec<String>) {
        let lists = self.session.notebook().ordered_keyword_lists();
        let first = self.texts.get("keywords-first-list");
        let list = lists.iter().find(|list| list.name == first).or_else(|| lists.first());
        let request = match list {
            Some(list) => {
                let terms = list.terms.iter().cloned().chain(terms).collect();
                Request::SetTerms { list: list.name.clone(), terms }
            }
            None => Request::AddKeywordList { name: first, color: None, terms },
        };
        self.perform(request);
    }
}
