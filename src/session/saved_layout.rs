//! What stands where and how far it was read, to be found again at the next start.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Arrangement, ReadingTab, Session, TabId, Together, Workspace};
use crate::notebook::NotebookId;
use crate::page::{ParagraphId, SourceId};

/// Notebooks whose layouts are kept.
const MOST_NOTEBOOKS: usize = 50;

/// What stood where in each notebook, so that each is found as it was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SavedLayouts {
    /// The one that was kept last comes last.
    layouts: Vec<(NotebookId, SavedLayout)>,
}

impl SavedLayouts {
    /// Keeps the layout of a notebook in the place of the one before.
    pub fn keep(&mut self, notebook: NotebookId, layout: SavedLayout) {
        self.layouts.retain(|(other, _)| *other != notebook);
        self.layouts.push((notebook, layout));
        let over = self.layouts.len().saturating_sub(MOST_NOTEBOOKS);
        self.layouts.drain(..over);
    }

    /// The layout of a notebook, if one was kept.
    #[must_use]
    pub fn of(&self, notebook: NotebookId) -> Option<&SavedLayout> {
        self.layouts.iter().find(|(other, _)| *other == notebook).map(|(_, layout)| layout)
    }
}

/// What stands where, for the next start. Nothing in it belongs to a notebook: what is gone by then is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedLayout {
    /// The panes from left to right.
    pub panes: Vec<SavedPane>,
    /// Place of the active one.
    pub active: usize,
    /// How panes scroll together, if they do.
    pub together: Option<Together>,
    /// Branches of the codebook that are folded, by their paths.
    pub folded_tags: BTreeSet<String>,
    /// Sources of the library whose articles are folded away.
    pub folded_sources: BTreeSet<SourceId>,
    /// What the library is arranged by.
    pub arrangement: Arrangement,
}

/// A pane of [`SavedLayout`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedPane {
    /// The tabs from left to right.
    pub tabs: Vec<SavedTab>,
    /// Place of the tab that is seen.
    pub active: usize,
    /// See [`Pane::share`](super::Pane::share).
    pub share: f32,
}

/// A tab of [`SavedLayout`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedTab {
    /// The source of its article.
    pub source: SourceId,
    /// Where its article begins.
    pub start: u32,
    /// Where the paragraph in focus begins.
    pub focus: Option<u32>,
    /// Whether the page was shown as it stands in the source.
    pub raw: bool,
    /// How far it was read.
    pub place: Option<ReadingPlace>,
}

/// How far a text was read: what stood at the upper edge of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingPlace {
    /// Where the paragraph begins, or the line of a page that is shown as it stands in the source.
    pub start: u32,
    /// The share of its height that was above the edge.
    pub share: f32,
}

impl SavedLayout {
    /// The layout of a workspace; `place_of` knows how far a tab was read. Empty tabs are left out.
    #[must_use]
    pub fn of(workspace: &Workspace, place_of: impl Fn(TabId) -> Option<ReadingPlace>) -> Self {
        let saved = |tab: &ReadingTab| {
            let article = tab.article?;
            Some(SavedTab {
                source: article.source,
                start: article.start,
                focus: tab.focus.map(|paragraph| paragraph.start),
                raw: tab.raw,
                place: place_of(tab.id),
            })
        };
        let panes = workspace.panes().iter().map(|pane| {
            let before = &pane.tabs()[..pane.active_index()];
            SavedPane {
                tabs: pane.tabs().iter().filter_map(saved).collect(),
                active: before.iter().filter(|tab| tab.article.is_some()).count(),
                share: pane.share,
            }
        });
        let panes = panes.collect();
        Self { panes, active: workspace.active_index(), together: workspace.together(), ..Self::default() }
    }

    /// Puts what is still there into the panes of `workspace`, and gives back how far each tab was read. A workspace is left
    /// as it is if nothing is there any more.
    pub fn restore(&self, session: &Session, workspace: &mut Workspace) -> Vec<(TabId, ReadingPlace)> {
        let tab = |saved: &SavedTab| {
            let page = session.page(saved.source).filter(|page| session.is_shown(page.source.id))?;
            let (article, _) = page.at(saved.start)?;
            let focus = saved.focus.map(|start| ParagraphId { source: saved.source, start });
            let focus = focus.filter(|paragraph| article.part(*paragraph).is_some());
            Some((ReadingTab::of(article.id, focus, saved.raw), saved.place.filter(|place| place.share.is_finite())))
        };
        let mut panes = Vec::new();
        let mut places = Vec::new();
        let mut active = 0;
        for (at, saved) in self.panes.iter().enumerate() {
            let tabs: Vec<_> = saved.tabs.iter().map(tab).collect();
            let before = tabs.iter().take(saved.active).flatten().count();
            let (tabs, mut read): (Vec<_>, Vec<_>) = tabs.into_iter().flatten().unzip();
            if tabs.is_empty() {
                continue;
            }
            if at <= self.active {
                active = panes.len();
            }
            places.append(&mut read);
            panes.push((tabs, before, saved.share));
        }
        workspace.set_together(self.together);
        if panes.is_empty() {
            return Vec::new();
        }
        workspace.arrange(panes, active);
        workspace.tabs().zip(places).filter_map(|(tab, place)| Some((tab.id, place?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::library::{Page, samples};
    use crate::notebook::{Notebook, NotebookId};
    use crate::page::ArticleId;

    fn session(pages: usize) -> Session {
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "");
        session.open_pages(samples().into_iter().take(pages).map(|source| Arc::new(Page::new(source))));
        session
    }

    /// An article of each open page.
    fn articles(session: &Session) -> Vec<ArticleId> {
        session.pages().map(|page| page.articles[0].id).collect()
    }

    /// Two panes: one with two tabs, of which the second is seen, and a wide one, which is active and shows its page raw.
    fn workspace(articles: &[ArticleId]) -> Workspace {
        let mut workspace = Workspace::default();
        workspace.show(articles[0]);
        workspace.open_tab(Some(articles[1]));
        workspace.split();
        workspace.show(articles[2]);
        let paragraph = ParagraphId { source: articles[2].source, start: articles[2].start };
        workspace.focus(workspace.active().id, Some(paragraph));
        workspace.toggle_raw();
        workspace.set_shares([1.0, 1.5]);
        workspace.set_together(Some(Together::Lines));
        workspace
    }

    #[test]
    fn what_stands_where_comes_back() {
        let session = session(3);
        let articles = articles(&session);
        let workspace = workspace(&articles);
        let place = |article: ArticleId| ReadingPlace { start: article.start, share: 0.25 };
        let saved = SavedLayout::of(&workspace, |id| workspace.tab(id)?.article.map(place));
        let text = ron::to_string(&saved).unwrap();
        assert_eq!(ron::from_str::<SavedLayout>(&text).unwrap(), saved);

        let mut found = Workspace::default();
        let places = saved.restore(&session, &mut found);
        assert_eq!(places.len(), 3);
        for (id, read) in &places {
            assert_eq!(Some(*read), found.tab(*id).unwrap().article.map(place));
        }
        assert_eq!(SavedLayout::of(&found, |id| places.iter().find(|(tab, _)| *tab == id).map(|(_, it)| *it)), saved);
        assert!(found.active().raw);
    }

    #[test]
    fn what_is_gone_is_left_out() {
        let all = articles(&session(3));
        let saved = SavedLayout::of(&workspace(&all), |_| None);
        let mut found = Workspace::default();
        saved.restore(&session(2), &mut found);
        assert_eq!(found.panes().len(), 1, "the article of the second pane is gone");
        assert_eq!(found.active().article, Some(all[1]));
        assert_eq!(found.tabs().count(), 2);

        let mut found = Workspace::default();
        assert!(saved.restore(&session(0), &mut found).is_empty());
        assert_eq!((found.panes().len(), found.active().article), (1, None));
    }

    #[test]
    fn each_notebook_has_its_layout_and_the_oldest_are_forgotten() {
        let ids: Vec<NotebookId> = (0..=MOST_NOTEBOOKS).map(|_| NotebookId::generate()).collect();
        let layout = |active| SavedLayout { active, ..SavedLayout::default() };
        let mut layouts = SavedLayouts::default();
        ids.iter().enumerate().for_each(|(at, id)| layouts.keep(*id, layout(at)));
        layouts.keep(ids[1], layout(99));
        assert_eq!(layouts.of(ids[0]), None);
        assert_eq!(layouts.of(ids[1]), Some(&layout(99)));
        assert_eq!(layouts.of(ids[2]), Some(&layout(2)));
        let text = ron::to_string(&layouts).unwrap();
        assert_eq!(ron::from_str::<SavedLayouts>(&text).unwrap(), layouts);
    }

    #[test]
    fn a_layout_of_another_hand_is_taken_as_far_as_it_goes() {
        let session = session(1);
        let article = articles(&session)[0];
        let tab =
            SavedTab { source: article.source, start: article.start, focus: Some(u32::MAX), raw: false, place: None };
        let pane = SavedPane { tabs: vec![tab], active: 77, share: f32::NAN };
        let saved = SavedLayout { panes: vec![pane; 9], active: 99, ..SavedLayout::default() };
        let mut found = Workspace::default();
        saved.restore(&session, &mut found);
        assert_eq!(found.panes().len(), super::super::MAX_PANES);
        assert_eq!(found.active().article, Some(article));
        assert_eq!(found.active().focus, None);
        assert!(found.panes().iter().all(|pane| pane.share == 1.0));
    }
}
