//! Statistics of words: counted in the background once the pane shows them, kept as long as what they are made of is the same.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::exports::Made;
use super::work::pending;
use crate::exchange::word_table_csv;
use crate::jobs::in_parallel;
use crate::page::ArticleId;
use crate::session::{KeynessTarget, StatisticsTask, WordStatistics, WordsLeaf};
use crate::ui::PathPurpose;

/// What statistics were made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StatisticsOf {
    leaf: WordsLeaf,
    pages: u64,
    lexicon: u64,
    /// The concordance, where it matters.
    lines: Option<u64>,
    window: u32,
    target: Option<BTreeSet<ArticleId>>,
}

impl App {
    /// Begins to count, where something is to be shown that is not counted yet. What is under way for something else is stopped.
    pub(super) fn count_words(&mut self) {
        let Some((leaf, target, window)) = self.window.concordance.wanted_statistics() else { return };
        let Some(words) = self.words.clone() else { return };
        let needs_lines =
            leaf == WordsLeaf::Collocates || (leaf == WordsLeaf::Keyness && target == KeynessTarget::WithHits);
        if needs_lines && self.concordance.is_growing() {
            return;
        }
        let target = match (leaf, target) {
            (WordsLeaf::Keyness, KeynessTarget::Filtered) => Some(self.window.library.listed(&self.views)),
            (WordsLeaf::Keyness, KeynessTarget::Active) => Some(self.workspace.active().article.into_iter().collect()),
            _ => None,
        };
        let of = StatisticsOf {
            leaf,
            pages: self.session.pages_revision(),
            lexicon: self.lexicon_version,
            lines: needs_lines.then(|| self.concordance.generation()),
            window: if leaf == WordsLeaf::Collocates { window } else { 0 },
            target,
        };
        let is_known = self.statistics.as_ref().is_some_and(|(known, _)| *known == of);
        let is_counting = self.work.statistics.as_ref().is_some_and(|counting| *counting.about() == of);
        if is_known || is_counting {
            return;
        }
        if let Some(other) = self.work.statistics.take() {
            other.cancel();
        }
        let task = StatisticsTask {
            leaf,
            pages: self.session.pages().cloned().collect(),
            corpus: Arc::clone(self.concordance.corpus()),
            hits: Arc::clone(self.concordance.hits()),
            window,
            target: of.target.clone(),
        };
        let job = self.runner.start("statistics", move |cancel, _| {
            // Cutting takes longest, so all cores do it; what was cut before is known.
            in_parallel(&task.pages, cancel, |page| {
                let parts = page.articles.iter().flat_map(|article| &article.parts);
                parts.for_each(|part| drop(words.cut(part.text.as_str())));
            });
            WordStatistics::of(&task, &words, cancel)
        });
        self.work.statistics = pending(of, job);
    }

    /// Writes the table that is shown.
    pub(super) fn export_words(&mut self, path: PathBuf, may_replace: bool) {
        let texts = &self.texts;
        let Some(table) = self.window.concordance.word_table(|id| texts.get(id)) else { return };
        self.start_export(PathPurpose::Words, path, may_replace, move |_, _, _| {
            Ok(Made::plain(word_table_csv(&table)))
        });
    }

    /// Whether the statistics are those that the pane shows.
    pub(super) fn has_statistics(&self) -> bool {
        let wanted = self.window.concordance.wanted_statistics().map(|(leaf, ..)| leaf);
        let made = self.statistics.as_ref().map(|(_, statistics)| statistics.leaf());
        wanted.is_some() && wanted == made && self.work.statistics.is_none()
    }
}
