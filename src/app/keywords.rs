//! Words that mark the open articles, and the lists that they are taken into.

use std::sync::Arc;

use super::App;
use super::work::pending;
use crate::lexis::{Suggestion, prose, suggest};
use crate::library::Page;
use crate::session::Request;
use crate::task::Severity;

/// How many keywords are suggested.
const SUGGESTED: usize = 24;
/// How many of them a new notebook begins with.
const FIRST_TERMS: usize = 12;

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
