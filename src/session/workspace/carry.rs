//! What is dragged to a pane, and where it lands.

use super::{MAX_PANES, Pane, TabId, Workspace};
use crate::page::ArticleId;

/// Share of a pane, from its left and from its right edge, on which what is dropped gets a pane of its own.
const EDGE: f32 = 0.3;

/// What the user drags to a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// An article of the library.
    Article(ArticleId),
    /// A tab.
    Tab(TabId),
}

/// Where something lands that is dropped on a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// Among the tabs of a pane, before the tab at `at`.
    Tab {
        /// The pane.
        pane: usize,
        /// The place among its tabs; behind the last one if it is past it.
        at: usize,
    },
    /// In a pane of its own before the pane at this place; behind the last one if it is past it.
    Pane(usize),
}

impl Workspace {
    /// Whether what is dragged can get a pane of its own.
    #[must_use]
    pub fn has_room(&self, carried: Carried) -> bool {
        let leaves_its_pane = match carried {
            Carried::Article(_) => false,
            Carried::Tab(tab) => self.pane_of(tab).is_some_and(|pane| self.panes[pane].tabs.len() == 1),
        };
        self.panes.len() < MAX_PANES || leaves_its_pane
    }

    /// Where something lands that is dropped on the text of a pane, `across` of its width from the left, 0 to 1: near an edge
    /// in a pane of its own, if there is room, else as a tab.
    #[must_use]
    pub fn landing(&self, carried: Carried, pane: usize, across: f32) -> Landing {
        let is_empty = self.panes.get(pane).is_some_and(|pane| pane.tabs.iter().all(|tab| tab.article.is_none()));
        let at_edge = !is_empty && !(EDGE..=1.0 - EDGE).contains(&across);
        if at_edge && self.has_room(carried) {
            Landing::Pane(if across < 0.5 { pane } else { pane + 1 })
        } else {
            Landing::Tab { pane, at: usize::MAX }
        }
    }

    /// Lets fall what was dragged. An article that the pane has in a tab already is not opened a second time there.
    pub fn drop(&mut self, carried: Carried, landing: Landing) {
        let carried = match (carried, landing) {
            (Carried::Article(article), Landing::Tab { pane, .. }) => {
                let tabs = self.panes.get(pane).map_or(&[][..], |pane| &pane.tabs);
                let there = tabs.iter().find(|tab| tab.article == Some(article));
                there.map_or(carried, |tab| Carried::Tab(tab.id))
            }
            _ => carried,
        };
        if matches!(landing, Landing::Pane(_)) && !self.has_room(carried) {
            return;
        }
        // A pane that is left empty stays until the end, so that places of panes mean what they meant.
        let (tab, from) = match carried {
            Carried::Article(article) => (self.fresh(Some(article)), None),
            Carried::Tab(id) => {
                let Some(pane) = self.pane_of(id) else { return };
                let Some(at) = self.panes[pane].place_of(id) else { return };
                (self.panes[pane].take(at), Some((pane, at)))
            }
        };
        let id = tab.id;
        match landing {
            Landing::Pane(at) => {
                let share = from.filter(|(pane, _)| self.panes[*pane].tabs.is_empty());
                let share = share.map_or(1.0, |(pane, _)| self.panes[pane].share);
                self.panes.insert(at.min(self.panes.len()), Pane { share, ..Pane::of(tab) });
            }
            Landing::Tab { pane, at } => {
                let pane_at = pane.min(self.panes.len() - 1);
                let before = from.is_some_and(|(from, place)| from == pane_at && place < at);
                let pane = &mut self.panes[pane_at];
                let at = at.saturating_sub(usize::from(before)).min(pane.tabs.len());
                pane.insert(at, tab);
                // An empty tab was waiting for just this.
                pane.tabs.retain(|tab| tab.article.is_some() || tab.id == id);
            }
        }
        self.panes.retain(|pane| !pane.tabs.is_empty());
        self.activate(id);
    }
}
