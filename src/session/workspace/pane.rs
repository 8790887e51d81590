//! A pane with its tabs.

use crate::page::{ArticleId, ParagraphId, SourceId};
use crate::session::{Trail, TrailPlace};

/// A tab of one of the panes. It is never used for another tab as long as the window is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TabId(pub(super) u64);

impl TabId {
    /// The tab's number.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }
}

/// A place to read in: an article, or nothing yet, and where the user has been in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadingTab {
    /// Its id.
    pub id: TabId,
    /// What it shows.
    pub article: Option<ArticleId>,
    /// The paragraph in focus.
    pub focus: Option<ParagraphId>,
    /// Whether the article's whole page is shown as it stands in the source, line by line.
    pub raw: bool,
    pub(super) trail: Trail,
    /// Where the article began when it was put here, and the article as it is called by now: layouts are changed and changed back,
    /// and the tab stays with this place.
    pub(super) rooted: Option<(ArticleId, u32)>,
}

impl ReadingTab {
    /// A tab that is still without an id, and in which the user has not been anywhere else.
    #[must_use]
    pub fn of(article: ArticleId, focus: Option<ParagraphId>, raw: bool) -> Self {
        Self { article: Some(article), focus, raw, ..Self::default() }
    }

    /// Shows the article that holds by now what the article began with; tells whether it is called otherwise.
    pub(super) fn follow(&mut self, holder: impl Fn(SourceId, u32) -> Option<(ArticleId, ParagraphId)>) -> bool {
        let Some(article) = self.article else { return false };
        let root = self.rooted.filter(|(known, _)| *known == article).map_or(article.start, |(_, root)| root);
        let held = holder(article.source, root).map_or(article, |(held, _)| held);
        (self.article, self.rooted) = (Some(held), Some((held, root)));
        self.focus = self.focus.map(|focus| holder(focus.source, focus.start).map_or(focus, |(_, part)| part));
        self.trail.follow(|place| {
            let article = holder(place.article.source, place.article.start).map_or(place.article, |(held, _)| held);
            let held =
                |paragraph: ParagraphId| holder(paragraph.source, paragraph.start).map_or(paragraph, |(_, part)| part);
            TrailPlace { article, paragraph: place.paragraph.map(held) }
        });
        held != article
    }

    /// Puts another article into the tab; one that is there already keeps its focus.
    pub(super) fn put(&mut self, article: ArticleId) {
        if self.article != Some(article) {
            (self.article, self.focus, self.raw) = (Some(article), None, false);
        }
    }
}

/// One of the panes side by side: at least one tab, of which one is seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Pane {
    pub(super) tabs: Vec<ReadingTab>,
    pub(super) active: usize,
    /// Its width in proportion to those of the other panes; 1 for one that nobody has made wider.
    pub share: f32,
}

impl Pane {
    pub(super) fn of(tab: ReadingTab) -> Self {
        Self { tabs: vec![tab], active: 0, share: 1.0 }
    }

    /// The tabs from left to right.
    #[must_use]
    pub fn tabs(&self) -> &[ReadingTab] {
        &self.tabs
    }

    /// The tab that is seen.
    #[must_use]
    pub fn active(&self) -> &ReadingTab {
        &self.tabs[self.active.min(self.tabs.len() - 1)]
    }

    /// Place of the tab that is seen.
    #[must_use]
    pub fn active_index(&self) -> usize {
        self.active.min(self.tabs.len() - 1)
    }

    pub(super) fn place_of(&self, tab: TabId) -> Option<usize> {
        self.tabs.iter().position(|other| other.id == tab)
    }

    pub(super) fn insert(&mut self, at: usize, tab: ReadingTab) {
        self.active = at.min(self.tabs.len());
        self.tabs.insert(self.active, tab);
    }

    /// Takes a tab out; the one at its right is seen from then on, if it was seen.
    pub(super) fn take(&mut self, at: usize) -> ReadingTab {
        let tab = self.tabs.remove(at);
        if at < self.active || self.active == self.tabs.len() {
            self.active = self.active.saturating_sub(1);
        }
        tab
    }
}
