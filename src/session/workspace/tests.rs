use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::page::{ParagraphId, SourceId};

fn article(start: u32) -> ArticleId {
    ArticleId { source: SourceId::of_bytes(b"page"), start }
}

/// What stands where: tabs of a pane side by side, the seen one in brackets, the active pane with a star. 0 is an empty tab.
fn shown(workspace: &Workspace) -> String {
    let tab = |pane: &Pane, at: usize| {
        let start = pane.tabs()[at].article.map_or(0, |article| article.start);
        if at == pane.active_index() { format!("[{start}]") } else { start.to_string() }
    };
    let pane = |(place, pane): (usize, &Pane)| {
        let star = if place == workspace.active_index() { "*" } else { "" };
        format!("{star}{}", (0..pane.tabs().len()).map(|at| tab(pane, at)).collect::<Vec<_>>().join(" "))
    };
    workspace.panes().iter().enumerate().map(pane).collect::<Vec<_>>().join(" | ")
}

/// A workspace of panes, each with tabs of these articles; the last pane is active, and in each the last tab is seen.
fn workspace(panes: &[&[u32]]) -> Workspace {
    let mut workspace = Workspace::default();
    let tab = |start: &u32| ReadingTab::of(article(*start), None, false);
    let panes = panes.iter().map(|tabs| (tabs.iter().map(tab).collect(), usize::MAX, 1.0));
    workspace.arrange(panes.collect(), usize::MAX);
    workspace
}

fn tab(workspace: &Workspace, start: u32) -> TabId {
    workspace.tab_with(article(start)).unwrap()
}

#[test]
fn an_article_goes_into_the_active_tab_or_to_where_it_is() {
    let mut workspace = Workspace::default();
    assert_eq!(shown(&workspace), "*[0]");
    workspace.show_in_pane(article(1));
    assert_eq!(shown(&workspace), "*[1]");
    workspace.open_tab(Some(article(2)));
    assert_eq!(shown(&workspace), "*1 [2]");
    workspace.show_in_pane(article(1));
    assert_eq!(shown(&workspace), "*[1] 2");
    workspace.show_in_pane(article(3));
    assert_eq!(shown(&workspace), "*[3] 2");
    workspace.open_tab(None);
    assert_eq!(shown(&workspace), "*3 [0] 2");
    workspace.open_tab(Some(article(4)));
    assert_eq!(shown(&workspace), "*3 [4] 2");
}

#[test]
fn an_article_is_shown_beside() {
    let mut workspace = workspace(&[&[1]]);
    workspace.show_beside(article(2));
    assert_eq!(shown(&workspace), "[1] | *[2]");
    workspace.show_beside(article(3));
    assert_eq!(shown(&workspace), "*1 [3] | [2]");
    workspace.show_beside(article(2));
    assert_eq!(shown(&workspace), "1 [3] | *[2]");
}

#[test]
fn at_most_three_panes_stand_side_by_side() {
    let mut workspace = workspace(&[&[1]]);
    assert!(workspace.split());
    assert_eq!(shown(&workspace), "[1] | *[1]");
    workspace.show(article(2));
    assert!(workspace.split() && !workspace.split());
    assert_eq!(shown(&workspace), "[1] | [2] | *[2]");
    workspace.join();
    assert_eq!(shown(&workspace), "*1 [2]");
}

#[test]
fn panes_and_tabs_are_stepped_through_round_the_ends() {
    let mut workspace = workspace(&[&[1], &[2, 3]]);
    workspace.next_pane(true);
    assert_eq!(shown(&workspace), "*[1] | 2 [3]");
    workspace.next_pane(false);
    workspace.next_tab(true);
    assert_eq!(shown(&workspace), "[1] | *[2] 3");
    workspace.next_tab(false);
    assert_eq!(shown(&workspace), "[1] | *2 [3]");
}

#[test]
fn a_tab_is_moved_from_pane_to_pane() {
    let mut workspace = workspace(&[&[1], &[2, 3]]);
    assert!(workspace.move_tab(true), "there is room for a third pane");
    assert_eq!(shown(&workspace), "[1] | [2] | *[3]");
    assert!(!workspace.move_tab(true));
    assert!(workspace.move_tab(false));
    assert_eq!(shown(&workspace), "[1] | *2 [3]");
    assert!(workspace.move_tab(false));
    assert_eq!(shown(&workspace), "*1 [3] | [2]");
    workspace.activate(tab(&workspace, 2));
    assert!(workspace.move_tab(false));
    assert_eq!(shown(&workspace), "*1 3 [2]");
    assert!(workspace.move_tab(false));
    assert_eq!(shown(&workspace), "*[2] | 1 [3]");
}

#[test]
fn the_middle_of_a_pane_takes_a_tab_and_its_edges_a_pane() {
    let full = workspace(&[&[1], &[2], &[3, 4]]);
    let free = workspace(&[&[1], &[2]]);
    let new = Carried::Article(article(9));
    assert_eq!(free.landing(new, 1, 0.5), Landing::Tab { pane: 1, at: usize::MAX });
    assert_eq!(free.landing(new, 1, 0.1), Landing::Pane(1));
    assert_eq!(free.landing(new, 1, 0.9), Landing::Pane(2));
    assert_eq!(full.landing(new, 1, 0.9), Landing::Tab { pane: 1, at: usize::MAX }, "there is no room for a fourth");
    assert_eq!(full.landing(Carried::Tab(tab(&full, 4)), 0, 0.1), Landing::Tab { pane: 0, at: usize::MAX });
    assert_eq!(full.landing(Carried::Tab(tab(&full, 1)), 1, 0.9), Landing::Pane(2), "its own pane goes");
    assert_eq!(Workspace::default().landing(new, 0, 0.1), Landing::Tab { pane: 0, at: usize::MAX }, "nothing is there");
}

#[test]
fn what_is_dropped_is_where_it_was_dropped() {
    let mut it = workspace(&[&[1], &[2, 3]]);
    it.drop(Carried::Article(article(4)), Landing::Pane(0));
    assert_eq!(shown(&it), "*[4] | [1] | 2 [3]");
    it.drop(Carried::Article(article(5)), Landing::Pane(0));
    assert_eq!(shown(&it), "*[4] | [1] | 2 [3]", "there is no room");
    it.drop(Carried::Article(article(5)), Landing::Tab { pane: 2, at: 0 });
    assert_eq!(shown(&it), "[4] | [1] | *[5] 2 3");
    it.drop(Carried::Tab(tab(&it, 5)), Landing::Tab { pane: 2, at: 2 });
    assert_eq!(shown(&it), "[4] | [1] | *2 [5] 3");
    it.drop(Carried::Tab(tab(&it, 1)), Landing::Tab { pane: 0, at: 0 });
    assert_eq!(shown(&it), "*[1] 4 | 2 [5] 3");
    it.drop(Carried::Tab(tab(&it, 4)), Landing::Pane(2));
    assert_eq!(shown(&it), "[1] | 2 [5] 3 | *[4]");
    it.drop(Carried::Tab(tab(&it, 1)), Landing::Pane(2));
    assert_eq!(shown(&it), "2 [5] 3 | *[1] | [4]");
    it.drop(Carried::Tab(tab(&it, 1)), Landing::Tab { pane: 1, at: 1 });
    assert_eq!(shown(&it), "2 [5] 3 | *[1] | [4]", "where it was");
    it.drop(Carried::Article(article(2)), Landing::Tab { pane: 0, at: 3 });
    assert_eq!(shown(&it), "*5 3 [2] | [1] | [4]", "it is there already");
}

#[test]
fn an_article_dropped_on_an_empty_pane_fills_it() {
    let mut workspace = Workspace::default();
    workspace.drop(Carried::Article(article(1)), Landing::Tab { pane: 0, at: 0 });
    assert_eq!(shown(&workspace), "*[1]");
    workspace.split();
    workspace.open_tab(None);
    workspace.drop(Carried::Tab(workspace.panes()[0].active().id), Landing::Tab { pane: 1, at: usize::MAX });
    assert_eq!(shown(&workspace), "*1 [1]");
}

#[test]
fn closed_tabs_are_opened_again_the_latest_first() {
    let mut workspace = workspace(&[&[1, 2], &[3]]);
    workspace.close(tab(&workspace, 3));
    assert_eq!(shown(&workspace), "*1 [2]");
    workspace.close(tab(&workspace, 1));
    assert_eq!(shown(&workspace), "*[2]");
    workspace.close(tab(&workspace, 2));
    assert_eq!(shown(&workspace), "*[0]");
    workspace.close(workspace.active().id);
    assert_eq!(shown(&workspace), "*[0]", "there is always a tab");
    for expected in ["*[2]", "*2 [1]", "*2 1 [3]", "*2 1 [3]"] {
        workspace.reopen();
        assert_eq!(shown(&workspace), expected);
    }
}

#[test]
fn the_tab_beside_a_closed_one_is_seen_next() {
    let mut workspace = workspace(&[&[1, 2, 3]]);
    workspace.activate(tab(&workspace, 2));
    workspace.close(tab(&workspace, 2));
    assert_eq!(shown(&workspace), "*1 [3]");
    workspace.close(tab(&workspace, 1));
    assert_eq!(shown(&workspace), "*[3]");
}

#[test]
fn each_tab_has_a_way_of_its_own() {
    let mut workspace = workspace(&[&[1], &[2]]);
    let go = |workspace: &mut Workspace, start: u32| {
        workspace.leave(None);
        workspace.show(article(start));
        workspace.visit(TrailPlace { article: article(start), paragraph: None });
    };
    go(&mut workspace, 3);
    workspace.next_pane(true);
    assert_eq!(workspace.walk(true, |_| true), None, "this one has been nowhere else");
    workspace.next_pane(true);
    workspace.leave(None);
    assert_eq!(workspace.walk(true, |_| true).map(|place| place.article), Some(article(2)));
    assert_eq!(shown(&workspace), "[1] | *[2]");
    assert_eq!(workspace.walk(false, |_| true).map(|place| place.article), Some(article(3)));
}

#[test]
fn articles_that_are_gone_are_closed() {
    let mut workspace = workspace(&[&[1, 2], &[3]]);
    workspace.retain(|article| article.start == 1);
    assert_eq!(shown(&workspace), "*[1]");
    assert!(!workspace.has_closed(), "they cannot be opened again");
    workspace.retain(|_| false);
    assert_eq!(shown(&workspace), "*[0]");
}

#[test]
fn a_tab_follows_its_article_to_what_it_is_called_and_back() {
    let mut workspace = workspace(&[&[1, 20], &[30]]);
    let part = |start| ParagraphId { source: article(1).source, start };
    let first = tab(&workspace, 1);
    workspace.focus(first, Some(part(7)));
    workspace.close(tab(&workspace, 30));
    // Article 1 begins with what began 5 now, and 20 has become the end of 30; the part at 7 was joined to that at 5.
    let holder = |_, at: u32| match at {
        1 | 5 => Some((article(5), part(at))),
        7 => Some((article(5), part(5))),
        20 | 30 => Some((article(30), part(at))),
        _ => None,
    };
    workspace.follow(holder);
    assert_eq!(shown(&workspace), "*5 [30]");
    assert_eq!(workspace.tab(first).unwrap().focus, Some(part(5)));
    workspace.reopen();
    assert_eq!(shown(&workspace), "*5 30 [30]");
    // Taken back, each is where it was, although 5 and 30 are articles of others by then.
    workspace.follow(|_, at| (at < 99).then(|| (article(if at < 20 { 1 } else { at }), part(at))));
    assert_eq!(shown(&workspace), "*1 20 [30]");
    workspace.follow(|_, _| None);
    assert_eq!(shown(&workspace), "*1 20 [30]", "what nothing holds stays");
}

#[test]
fn panes_are_made_wider_within_bounds() {
    let mut workspace = workspace(&[&[1], &[2]]);
    (0..99).for_each(|_| workspace.widen(true));
    assert_eq!(workspace.panes()[1].share, *SHARES.end());
    (0..99).for_each(|_| workspace.widen(false));
    assert_eq!(workspace.panes()[1].share, *SHARES.start());
    workspace.set_shares([f32::INFINITY, 2.0]);
    assert_eq!(workspace.panes().iter().map(|pane| pane.share).collect::<Vec<_>>(), [1.0, 2.0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn whatever_is_done_there_are_one_to_three_panes_of_tabs_that_differ(
        steps in prop::collection::vec((0u8..16, 0usize..6, 0usize..4, 0.0f32..1.0), 1..40)
    ) {
        let mut it = Workspace::default();
        for (kind, which, place, across) in steps {
            let tabs: Vec<TabId> = it.tabs().map(|tab| tab.id).collect();
            let tab = tabs[which % tabs.len()];
            let article = article(1 + which as u32);
            let pane = place % it.panes().len();
            match kind {
                0 => it.show(article),
                1 => it.show_in_pane(article),
                2 => it.open_tab(Some(article).filter(|_| place > 0)),
                3 => it.show_beside(article),
                4 => drop(it.split()),
                5 => it.join(),
                6 => it.next_pane(place > 1),
                7 => it.next_tab(place > 1),
                8 => drop(it.move_tab(place > 1)),
                9 => it.close(tab),
                10 => it.reopen(),
                11 => it.retain(|article| article.start as usize != place),
                12 => it.drop(Carried::Tab(tab), it.landing(Carried::Tab(tab), pane, across)),
                13 => it.drop(Carried::Article(article), it.landing(Carried::Article(article), pane, across)),
                14 => it.drop(Carried::Tab(tab), Landing::Tab { pane, at: which }),
                _ => it.activate(tab),
            }
            prop_assert!((1..=MAX_PANES).contains(&it.panes().len()));
            prop_assert!(it.panes().iter().all(|pane| !pane.tabs().is_empty() && pane.share > 0.0));
            let ids: Vec<TabId> = it.tabs().map(|tab| tab.id).chain(it.closed.iter().map(|(_, tab)| tab.id)).collect();
            prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
            prop_assert!(it.seen().any(|tab| tab.id == it.active().id));
        }
    }
}
