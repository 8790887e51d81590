use crate::page::{ArticleId, ParagraphId, SourceId};

/// Most panes that stand side by side.
const MAX_PANES: usize = 2;

/// Which articles are being read, and where: what the window shows of a session, without a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Workspace {
    panes: Vec<Pane>,
    active: usize,
    /// What the inspector tells of, where that is not the active pane's article.
    missing_source: Option<SourceId>,
}

/// One of the panes side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pane {
    /// What it shows.
    pub article: Option<ArticleId>,
    /// The paragraph in focus.
    pub focus: Option<ParagraphId>,
    /// Whether the article's whole page is shown as it stands in the source, line by line.
    pub raw: bool,
}

/// What the inspector tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspected {
    /// Nothing: no article is open.
    Nothing,
    /// An article.
    Article(ArticleId),
    /// A source that is missing.
    Missing(SourceId),
}

impl Default for Workspace {
    fn default() -> Self {
        Self { panes: vec![Pane::default()], active: 0, missing_source: None }
    }
}

impl Workspace {
    /// The panes from left to right; there is always one.
    #[must_use]
    pub fn panes(&self) -> &[Pane] {
        &self.panes
    }

    /// Place of the active pane.
    #[must_use]
    pub fn active_index(&self) -> usize {
        self.active.min(self.panes.len() - 1)
    }

    /// The active pane.
    #[must_use]
    pub fn active(&self) -> Pane {
        self.panes[self.active_index()]
    }

    /// Makes a pane the active one.
    pub fn activate(&mut self, pane: usize) {
        self.active = pane.min(self.panes.len() - 1);
        self.missing_source = None;
    }

    /// Shows an article in a pane, and makes that the active one. A pane that shows it already keeps its focus.
    pub fn show(&mut self, pane: usize, article: ArticleId) {
        self.activate(pane);
        let shown = &mut self.panes[self.active];
        if shown.article != Some(article) {
            *shown = Pane { article: Some(article), ..Pane::default() };
        }
    }

    /// Shows an article beside the active one: in the other pane, which is opened if need be.
    pub fn show_beside(&mut self, article: ArticleId) {
        if self.panes.len() < MAX_PANES {
            self.panes.push(Pane::default());
        }
        let other = (self.active_index() + 1) % self.panes.len();
        self.show(other, article);
    }

    /// Shows the page of the active pane's article as it stands in the source, or the article again.
    pub fn toggle_raw(&mut self) {
        let active = self.active_index();
        self.panes[active].raw ^= true;
    }

    /// Makes another article of the page that a pane shows raw the one that it stands in.
    pub fn stand_in(&mut self, pane: usize, article: ArticleId, paragraph: ParagraphId) {
        self.activate(pane);
        self.panes[self.active] = Pane { article: Some(article), focus: Some(paragraph), raw: true };
    }

    /// Puts a paragraph of a pane in focus.
    pub fn focus(&mut self, pane: usize, paragraph: Option<ParagraphId>) {
        if let Some(pane) = self.panes.get_mut(pane) {
            pane.focus = paragraph;
        }
    }

    /// One pane becomes two, two become the active one.
    pub fn toggle_panes(&mut self) {
        if self.panes.len() == 1 {
            self.panes.push(Pane::default());
        } else {
            self.panes = vec![self.active()];
            self.active = 0;
        }
    }

    /// Makes the next pane the active one.
    pub fn next_pane(&mut self) {
        self.activate((self.active_index() + 1) % self.panes.len());
    }

    /// Closes a pane; the last one is only emptied.
    pub fn close(&mut self, pane: usize) {
        if self.panes.len() == 1 {
            self.panes[0] = Pane::default();
        } else if pane < self.panes.len() {
            self.panes.remove(pane);
            self.active = self.active.min(self.panes.len() - 1);
        }
    }

    /// Tells the inspector to show what is known of a source that is missing.
    pub fn inspect_missing(&mut self, source: SourceId) {
        self.missing_source = Some(source);
    }

    /// What the inspector tells of.
    #[must_use]
    pub fn inspected(&self) -> Inspected {
        match (self.missing_source, self.active().article) {
            (Some(source), _) => Inspected::Missing(source),
            (None, Some(article)) => Inspected::Article(article),
            (None, None) => Inspected::Nothing,
        }
    }

    /// Lets go of articles and paragraphs that are no longer there.
    pub fn retain(&mut self, is_there: impl Fn(ArticleId) -> bool) {
        for pane in &mut self.panes {
            if pane.article.is_some_and(|article| !is_there(article)) {
                *pane = Pane::default();
            }
        }
    }

    /// Forgets what is shown.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
