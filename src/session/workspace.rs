//! Which articles are being read, and where: panes side by side, each with tabs, without a screen.

mod carry;
mod pane;

use super::{Together, TrailPlace};
use crate::page::{ArticleId, ParagraphId, SourceId};

pub use carry::{Carried, Landing};
pub use pane::{Pane, ReadingTab, TabId};

/// Most panes that stand side by side.
pub const MAX_PANES: usize = 3;
/// Closed tabs that can be opened again.
const MOST_CLOSED: usize = 20;
/// Least and most width of a pane, as [`Pane::share`].
const SHARES: std::ops::RangeInclusive<f32> = 0.2..=5.0;
/// How much wider a pane gets by one step, as a factor.
const WIDER: f32 = 1.2;

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

/// Which articles are being read, and where: what the window shows of a session, without a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Workspace {
    panes: Vec<Pane>,
    active: usize,
    next: u64,
    /// Tabs that were closed, and the panes in which they were; the latest last.
    closed: Vec<(usize, ReadingTab)>,
    together: Option<Together>,
    /// How panes scrolled together last, for the next time.
    last_together: Together,
    /// What the inspector tells of, where that is not the active tab's article.
    missing_source: Option<SourceId>,
    revision: u64,
}

impl Default for Workspace {
    fn default() -> Self {
        Self {
            panes: vec![Pane::of(ReadingTab::default())],
            active: 0,
            next: 1,
            closed: Vec::new(),
            together: None,
            last_together: Together::Share,
            missing_source: None,
            revision: 0,
        }
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

    /// The tab that keys and commands are about: the one that is seen in the active pane.
    #[must_use]
    pub fn active(&self) -> &ReadingTab {
        self.panes[self.active_index()].active()
    }

    /// The tabs that are seen, one a pane, from left to right.
    pub fn seen(&self) -> impl Iterator<Item = &ReadingTab> {
        self.panes.iter().map(Pane::active)
    }

    /// A tab, wherever it is.
    #[must_use]
    pub fn tab(&self, id: TabId) -> Option<&ReadingTab> {
        self.tabs().find(|tab| tab.id == id)
    }

    /// All tabs, pane by pane.
    pub fn tabs(&self) -> impl Iterator<Item = &ReadingTab> {
        self.panes.iter().flat_map(|pane| &pane.tabs)
    }

    /// Whether a tab is open, or could be opened again.
    #[must_use]
    pub fn knows(&self, id: TabId) -> bool {
        self.tab(id).is_some() || self.closed.iter().any(|(_, tab)| tab.id == id)
    }

    /// Place of the pane that a tab is in.
    #[must_use]
    pub fn pane_of(&self, id: TabId) -> Option<usize> {
        self.panes.iter().position(|pane| pane.place_of(id).is_some())
    }

    /// Counts changes of what stands where.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether a closed tab can be opened again.
    #[must_use]
    pub fn has_closed(&self) -> bool {
        !self.closed.is_empty()
    }

    fn active_mut(&mut self) -> &mut ReadingTab {
        let pane = self.active_index();
        let tab = self.panes[pane].active_index();
        &mut self.panes[pane].tabs[tab]
    }

    fn tab_mut(&mut self, id: TabId) -> Option<&mut ReadingTab> {
        self.panes.iter_mut().flat_map(|pane| &mut pane.tabs).find(|tab| tab.id == id)
    }

    fn fresh(&mut self, article: Option<ArticleId>) -> ReadingTab {
        let id = TabId(self.next);
        self.next += 1;
        ReadingTab { id, article, ..ReadingTab::default() }
    }

    /// Makes a tab the one that is seen in its pane, and that pane the active one.
    pub fn activate(&mut self, id: TabId) {
        let Some(pane) = self.pane_of(id) else { return };
        if let Some(at) = self.panes[pane].place_of(id) {
            self.panes[pane].active = at;
        }
        self.activate_pane(pane);
    }

    fn activate_pane(&mut self, pane: usize) {
        self.active = pane.min(self.panes.len() - 1);
        self.missing_source = None;
        self.revision += 1;
    }

    /// Shows an article in the active tab, in the place of what was there.
    pub fn show(&mut self, article: ArticleId) {
        self.active_mut().put(article);
        self.activate_pane(self.active_index());
    }

    /// Shows an article in the active pane: in the tab that has it already, else in the active one.
    pub fn show_in_pane(&mut self, article: ArticleId) {
        let pane = &self.panes[self.active_index()];
        match pane.tabs.iter().find(|tab| tab.article == Some(article)).map(|tab| tab.id) {
            Some(tab) => self.activate(tab),
            None => self.show(article),
        }
    }

    /// Opens an article in a tab of its own, right of the active one; with `None`, an empty tab. A tab that is empty is used.
    pub fn open_tab(&mut self, article: Option<ArticleId>) {
        match article {
            Some(article) if self.active().article.is_none() => self.show(article),
            _ => {
                let tab = self.fresh(article);
                let pane = self.active_index();
                let at = self.panes[pane].active_index() + 1;
                self.panes[pane].insert(at, tab);
                self.activate_pane(pane);
            }
        }
    }

    /// Shows an article beside the active pane: in a tab of the next one, which is opened if there is none.
    pub fn show_beside(&mut self, article: ArticleId) {
        if self.panes.len() == 1 {
            let tab = self.fresh(Some(article));
            self.panes.push(Pane::of(tab));
            self.activate_pane(1);
            return;
        }
        self.next_pane(true);
        let has_it = self.panes[self.active_index()].tabs.iter().any(|tab| tab.article == Some(article));
        if has_it {
            self.show_in_pane(article);
        } else {
            self.open_tab(Some(article));
        }
    }

    /// The tab in which an article is open: one that is seen, else any.
    #[must_use]
    pub fn tab_with(&self, article: ArticleId) -> Option<TabId> {
        let has_it = |tab: &&ReadingTab| tab.article == Some(article);
        let active = Some(self.active()).filter(has_it);
        active.or_else(|| self.seen().find(has_it)).or_else(|| self.tabs().find(has_it)).map(|tab| tab.id)
    }

    /// Notes in the active tab's trail where the user is, to come back there.
    pub fn leave(&mut self, paragraph: Option<ParagraphId>) {
        let tab = self.active_mut();
        if let Some(article) = tab.article {
            tab.trail.visit(TrailPlace { article, paragraph });
        }
    }

    /// Notes in the active tab's trail where the user goes.
    pub fn visit(&mut self, place: TrailPlace) {
        self.active_mut().trail.visit(place);
    }

    /// Goes back to where the user was before in the active tab, or forward again; tells where that is. Articles that are not
    /// there any more are passed over.
    pub fn walk(&mut self, back: bool, is_there: impl Fn(ArticleId) -> bool) -> Option<TrailPlace> {
        let trail = &mut self.active_mut().trail;
        let place = if back { trail.back(is_there) } else { trail.forward(is_there) }?;
        self.show(place.article);
        self.active_mut().focus = place.paragraph.or(self.active().focus);
        Some(place)
    }

    /// Shows the page of the active tab's article as it stands in the source, or the article again.
    pub fn toggle_raw(&mut self) {
        self.active_mut().raw ^= true;
    }

    /// Makes another article of the page that a tab shows raw the one that it stands in.
    pub fn stand_in(&mut self, tab: TabId, article: ArticleId, paragraph: ParagraphId) {
        self.activate(tab);
        if let Some(tab) = self.tab_mut(tab) {
            (tab.article, tab.focus, tab.raw) = (Some(article), Some(paragraph), true);
        }
    }

    /// Puts a paragraph of a tab in focus.
    pub fn focus(&mut self, tab: TabId, paragraph: Option<ParagraphId>) {
        if let Some(tab) = self.tab_mut(tab) {
            tab.focus = paragraph;
        }
    }

    /// Puts the active tab's article into a pane of its own at the right as well, and goes there; tells whether there was room.
    pub fn split(&mut self) -> bool {
        if self.panes.len() >= MAX_PANES {
            return false;
        }
        let here = self.active().clone();
        let tab = ReadingTab { id: self.fresh(None).id, ..here };
        let at = self.active_index() + 1;
        let share = self.panes[at - 1].share;
        self.panes.insert(at, Pane { share, ..Pane::of(tab) });
        self.activate_pane(at);
        true
    }

    /// Puts all tabs into one pane; nothing is closed but what is empty or there twice.
    pub fn join(&mut self) {
        let seen = self.active().id;
        let mut tabs: Vec<ReadingTab> = Vec::new();
        for tab in self.panes.drain(..).flat_map(|pane| pane.tabs) {
            match tabs.iter_mut().find(|other| other.article == tab.article) {
                Some(other) if tab.id == seen => *other = tab,
                Some(_) => {}
                None if tab.article.is_none() && tab.id != seen => {}
                None => tabs.push(tab),
            }
        }
        let active = tabs.iter().position(|tab| tab.id == seen).unwrap_or(0);
        self.panes = vec![Pane { tabs, active, share: 1.0 }];
        self.activate_pane(0);
    }

    /// Makes the pane at the right the active one, or that at the left; round at the ends.
    pub fn next_pane(&mut self, right: bool) {
        let count = self.panes.len();
        self.activate_pane((self.active_index() + if right { 1 } else { count - 1 }) % count);
    }

    /// Shows the next tab of the active pane, or the one before; round at the ends.
    pub fn next_tab(&mut self, forward: bool) {
        let at = self.active_index();
        let pane = &mut self.panes[at];
        let count = pane.tabs.len();
        pane.active = (pane.active_index() + if forward { 1 } else { count - 1 }) % count;
        self.activate_pane(at);
    }

    /// Moves the active tab to the pane at the right, or at the left; past the last one it gets a pane of its own, if there is
    /// room. Tells whether it could be moved.
    pub fn move_tab(&mut self, right: bool) -> bool {
        let (from, tab) = (self.active_index(), Carried::Tab(self.active().id));
        let to = if right { Some(from + 1) } else { from.checked_sub(1) };
        match to.filter(|to| *to < self.panes.len()) {
            Some(pane) => {
                self.drop(tab, Landing::Tab { pane, at: usize::MAX });
                true
            }
            None if self.panes[from].tabs.len() > 1 && self.has_room(tab) => {
                self.drop(tab, Landing::Pane(if right { from + 1 } else { from }));
                true
            }
            None => false,
        }
    }

    /// Closes a tab, and its pane with the last one; there is always one tab, which is empty in the end.
    pub fn close(&mut self, id: TabId) {
        let Some(pane_at) = self.pane_of(id) else { return };
        let pane = &mut self.panes[pane_at];
        let Some(at) = pane.place_of(id) else { return };
        let tab = pane.take(at);
        if tab.article.is_some() {
            self.closed.push((pane_at, tab));
            let over = self.closed.len().saturating_sub(MOST_CLOSED);
            self.closed.drain(..over);
        }
        let mut active = self.active_index();
        if self.panes[pane_at].tabs.is_empty() {
            if self.panes.len() == 1 {
                let tab = self.fresh(None);
                self.panes = vec![Pane::of(tab)];
            } else {
                self.panes.remove(pane_at);
                active -= usize::from(pane_at < active);
            }
        }
        self.activate_pane(active);
    }

    /// Opens the tab again that was closed last, with the way that led to it.
    pub fn reopen(&mut self) {
        let Some((pane, tab)) = self.closed.pop() else { return };
        let pane = pane.min(self.panes.len() - 1);
        let id = tab.id;
        self.panes[pane].tabs.retain(|tab| tab.article.is_some());
        self.panes[pane].tabs.push(tab);
        self.activate(id);
    }

    /// Makes the panes as wide, in proportion to each other.
    pub fn set_shares(&mut self, shares: impl IntoIterator<Item = f32>) {
        for (pane, share) in self.panes.iter_mut().zip(shares) {
            pane.share = sound_share(share);
        }
        self.revision += 1;
    }

    /// Makes the active pane a step wider, or narrower.
    pub fn widen(&mut self, wider: bool) {
        let pane = self.active_index();
        let share = self.panes[pane].share;
        self.panes[pane].share = sound_share(if wider { share * WIDER } else { share / WIDER });
        self.revision += 1;
    }

    /// How the panes scroll together, if they do.
    #[must_use]
    pub fn together(&self) -> Option<Together> {
        self.together
    }

    /// Lets panes scroll together, or each for itself.
    pub fn set_together(&mut self, together: Option<Together>) {
        self.together = together;
        self.last_together = together.unwrap_or(self.last_together);
    }

    /// Lets panes scroll together as they did last, or each for itself again.
    pub fn toggle_together(&mut self) {
        self.set_together(if self.together.is_none() { Some(self.last_together) } else { None });
    }

    /// Lets panes scroll together by the other measure.
    pub fn switch_together(&mut self) {
        self.set_together(Some(match self.last_together {
            Together::Share => Together::Lines,
            Together::Lines => Together::Share,
        }));
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

    /// Has every tab show the article that holds by now what its article began with, and the paragraph in focus be the one that
    /// holds where that began: `holder` tells both for a place. What nothing holds stays as it is.
    pub fn follow(&mut self, holder: impl Fn(SourceId, u32) -> Option<(ArticleId, ParagraphId)>) {
        let open = self.panes.iter_mut().flat_map(|pane| &mut pane.tabs);
        let mut has_changed = false;
        for tab in open.chain(self.closed.iter_mut().map(|(_, tab)| tab)) {
            has_changed |= tab.follow(&holder);
        }
        self.revision += u64::from(has_changed);
    }

    /// Closes the tabs of articles that are no longer there.
    pub fn retain(&mut self, is_there: impl Fn(ArticleId) -> bool) {
        let is_gone = |tab: &ReadingTab| tab.article.is_some_and(|article| !is_there(article));
        let gone: Vec<TabId> = self.tabs().filter(|tab| is_gone(tab)).map(|tab| tab.id).collect();
        let missing = self.missing_source;
        gone.iter().for_each(|tab| self.close(*tab));
        self.missing_source = missing;
        self.closed.retain(|(_, tab)| !is_gone(tab));
    }

    /// Forgets what is shown. How panes scroll stays as it was.
    pub fn clear(&mut self) {
        let (next, revision) = (self.next + 1, self.revision + 1);
        let tab = ReadingTab { id: TabId(self.next), ..ReadingTab::default() };
        let (together, last_together) = (self.together, self.last_together);
        *self = Self { panes: vec![Pane::of(tab)], next, revision, together, last_together, ..Self::default() };
    }

    /// Puts these panes in the place of those that are there; the tabs get ids of their own. Panes past the last that fits are
    /// dropped, and so are panes without tabs.
    pub(super) fn arrange(&mut self, panes: Vec<(Vec<ReadingTab>, usize, f32)>, active: usize) {
        let mut arranged = Vec::new();
        for (tabs, seen, share) in panes.into_iter().filter(|(tabs, ..)| !tabs.is_empty()).take(MAX_PANES) {
            let tabs: Vec<ReadingTab> =
                tabs.into_iter().map(|tab| ReadingTab { id: self.fresh(None).id, ..tab }).collect();
            arranged.push(Pane { active: seen.min(tabs.len() - 1), tabs, share: sound_share(share) });
        }
        if !arranged.is_empty() {
            self.panes = arranged;
            self.activate_pane(active);
        }
    }
}

fn sound_share(share: f32) -> f32 {
    if share.is_finite() && share > 0.0 { share.clamp(*SHARES.start(), *SHARES.end()) } else { 1.0 }
}

#[cfg(test)]
mod tests;
