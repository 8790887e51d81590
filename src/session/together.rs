//! Panes that scroll together.

use serde::{Deserialize, Serialize};

use super::TabId;

/// How panes scroll together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Together {
    /// By the same share of their length.
    Share,
    /// By the same number of lines.
    Lines,
}

/// How a pane was scrolled in the last frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scrolled {
    /// The tab that is seen in it.
    pub tab: TabId,
    /// How far the user has moved the text up, in pixels; less than zero for down.
    pub by_user: f32,
    /// How far it has gone along with another pane.
    pub along: f32,
    /// How far it can be moved from its start to its end.
    pub length: f32,
}

/// Keeps panes together while one of them is scrolled.
///
/// From the moment at which the user begins to scroll a pane, the others keep their distance to it: nothing jumps when panes are
/// bound to each other, and a pane that is at its end waits there until the way back has come to where it was met.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScrollLink {
    /// The pane that the user scrolls, and how far he has moved it since he began.
    leader: Option<(TabId, f32)>,
    /// How far each of the others has gone along since then.
    along: Vec<(TabId, f32)>,
}

impl ScrollLink {
    /// How far panes are to go along in the next frame, in pixels; nothing while no pane is scrolled.
    pub fn follow(&mut self, together: Together, panes: &[Scrolled]) -> Vec<(TabId, f32)> {
        for pane in panes {
            match self.along.iter_mut().find(|(tab, _)| *tab == pane.tab) {
                Some((_, along)) => *along += pane.along,
                None => self.along.push((pane.tab, 0.0)),
            }
        }
        let Some(leader) = panes.iter().find(|pane| pane.by_user != 0.0) else { return Vec::new() };
        let moved = match self.leader {
            Some((tab, moved)) if tab == leader.tab => moved + leader.by_user,
            _ => {
                self.along.iter_mut().for_each(|(_, along)| *along = 0.0);
                leader.by_user
            }
        };
        self.leader = Some((leader.tab, moved));
        let to = |pane: &Scrolled| {
            let along = self.along.iter().find(|(tab, _)| *tab == pane.tab).map_or(0.0, |(_, along)| *along);
            let scale = match together {
                Together::Share => pane.length / leader.length.max(1.0),
                Together::Lines => 1.0,
            };
            (pane.tab, moved * scale - along)
        };
        panes.iter().filter(|pane| pane.tab != leader.tab && pane.by_user == 0.0).map(to).collect()
    }

    /// Lets each pane go its own way.
    pub fn let_go(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Workspace;

    /// Two texts that can be moved by 1000 and 400 pixels, and where they are.
    struct Texts {
        tabs: [TabId; 2],
        at: [f32; 2],
        link: ScrollLink,
    }

    const LENGTHS: [f32; 2] = [1000.0, 400.0];

    impl Texts {
        fn new(at: [f32; 2]) -> Self {
            let mut workspace = Workspace::default();
            workspace.split();
            let tabs: Vec<TabId> = workspace.tabs().map(|tab| tab.id).collect();
            Self { tabs: [tabs[0], tabs[1]], at, link: ScrollLink::default() }
        }

        fn moved(&mut self, pane: usize, by: f32) -> f32 {
            let before = self.at[pane];
            self.at[pane] = (before + by).clamp(0.0, LENGTHS[pane]);
            self.at[pane] - before
        }

        /// The user scrolls a pane, and in the next frame the other goes along.
        fn scroll(&mut self, together: Together, pane: usize, by: f32) {
            let by_user = self.moved(pane, by);
            let seen = |user: [f32; 2], along: [f32; 2], tabs: [TabId; 2]| {
                [0, 1].map(|at| Scrolled { tab: tabs[at], by_user: user[at], along: along[at], length: LENGTHS[at] })
            };
            let mut user = [0.0; 2];
            user[pane] = by_user;
            for (tab, by) in self.link.follow(together, &seen(user, [0.0; 2], self.tabs)) {
                let at = usize::from(tab == self.tabs[1]);
                let mut along = [0.0; 2];
                along[at] = self.moved(at, by);
                assert!(self.link.follow(together, &seen([0.0; 2], along, self.tabs)).is_empty());
            }
        }
    }

    #[test]
    fn by_share_both_come_to_their_ends_at_once() {
        let mut texts = Texts::new([0.0, 0.0]);
        texts.scroll(Together::Share, 0, 500.0);
        assert_eq!(texts.at, [500.0, 200.0]);
        texts.scroll(Together::Share, 0, 900.0);
        assert_eq!(texts.at, [1000.0, 400.0]);
        texts.scroll(Together::Share, 1, -100.0);
        assert_eq!(texts.at, [750.0, 300.0]);
    }

    #[test]
    fn by_lines_both_move_by_the_same_distance() {
        let mut texts = Texts::new([0.0, 100.0]);
        texts.scroll(Together::Lines, 0, 50.0);
        assert_eq!(texts.at, [50.0, 150.0]);
        texts.scroll(Together::Lines, 1, 30.0);
        assert_eq!(texts.at, [80.0, 180.0]);
    }

    #[test]
    fn a_pane_at_its_end_waits_for_the_way_back() {
        let mut texts = Texts::new([0.0, 300.0]);
        texts.scroll(Together::Lines, 0, 50.0);
        texts.scroll(Together::Lines, 0, 250.0);
        assert_eq!(texts.at, [300.0, 400.0]);
        texts.scroll(Together::Lines, 0, -150.0);
        assert_eq!(texts.at, [150.0, 400.0]);
        texts.scroll(Together::Lines, 0, -150.0);
        assert_eq!(texts.at, [0.0, 300.0]);
    }

    #[test]
    fn nothing_jumps_when_the_other_pane_is_scrolled_next() {
        let mut texts = Texts::new([900.0, 0.0]);
        texts.scroll(Together::Share, 0, 100.0);
        assert_eq!(texts.at, [1000.0, 40.0]);
        texts.scroll(Together::Share, 1, 200.0);
        assert_eq!(texts.at, [1000.0, 240.0]);
        texts.scroll(Together::Share, 1, -200.0);
        assert_eq!(texts.at, [1000.0, 40.0]);
    }
}
