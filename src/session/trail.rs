//! Where the user has been, to go back and forward as in a browser.

use crate::page::{ArticleId, ParagraphId};

/// Places that are remembered.
const MOST: usize = 200;

/// A place that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrailPlace {
    /// The article.
    pub article: ArticleId,
    /// The paragraph in focus, if one was.
    pub paragraph: Option<ParagraphId>,
}

/// The places in the order in which they were visited, and where among them the user is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    places: Vec<TrailPlace>,
    at: usize,
}

impl Trail {
    /// The user goes to an article, and what was ahead is forgotten; or is seen in the one where he is, at this paragraph.
    pub fn visit(&mut self, place: TrailPlace) {
        if let Some(here) = self.places.get_mut(self.at)
            && here.article == place.article
        {
            *here = place;
            return;
        }
        self.places.truncate(self.at + 1);
        self.places.push(place);
        if self.places.len() > MOST {
            self.places.remove(0);
        }
        self.at = self.places.len() - 1;
    }

    /// The place before, where there is one that `is_there`; the user is there now.
    pub fn back(&mut self, is_there: impl Fn(ArticleId) -> bool) -> Option<TrailPlace> {
        let before = self.places.get(..self.at)?;
        let at = before.iter().rposition(|place| is_there(place.article))?;
        self.at = at;
        Some(self.places[at])
    }

    /// The place after, where there is one that `is_there`; the user is there now.
    pub fn forward(&mut self, is_there: impl Fn(ArticleId) -> bool) -> Option<TrailPlace> {
        let next = self.at + 1;
        let after = self.places.get(next..)?;
        let at = next + after.iter().position(|place| is_there(place.article))?;
        self.at = at;
        Some(self.places[at])
    }

    /// Has every place be where `held` says.
    pub(super) fn follow(&mut self, held: impl Fn(TrailPlace) -> TrailPlace) {
        self.places.iter_mut().for_each(|place| *place = held(*place));
    }

    /// Whether there is a place before.
    #[must_use]
    pub fn has_past(&self) -> bool {
        self.at > 0
    }

    /// Whether there is a place after.
    #[must_use]
    pub fn has_future(&self) -> bool {
        self.at + 1 < self.places.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::SourceId;

    fn place(start: u32) -> TrailPlace {
        TrailPlace { article: ArticleId { source: SourceId::of_bytes(b"page"), start }, paragraph: None }
    }

    #[test]
    fn one_goes_back_and_forward_and_a_new_way_forgets_the_old_one() {
        let mut trail = Trail::default();
        assert!(!trail.has_past() && !trail.has_future());
        [1, 2, 2, 3].into_iter().for_each(|at| trail.visit(place(at)));
        assert_eq!(trail.back(|_| true), Some(place(2)));
        assert_eq!(trail.back(|_| true), Some(place(1)));
        assert_eq!(trail.back(|_| true), None);
        assert_eq!(trail.forward(|_| true), Some(place(2)));
        trail.visit(place(4));
        assert!(!trail.has_future());
        assert_eq!(trail.back(|_| true), Some(place(2)));
    }

    #[test]
    fn what_is_gone_is_passed_over() {
        let mut trail = Trail::default();
        [1, 2, 3].into_iter().for_each(|at| trail.visit(place(at)));
        assert_eq!(trail.back(|article| article.start != 2), Some(place(1)));
        assert_eq!(trail.forward(|article| article.start == 9), None);
        assert_eq!(trail.forward(|_| true), Some(place(2)));
    }

    #[test]
    fn a_place_remembers_where_it_was_left() {
        let mut trail = Trail::default();
        trail.visit(place(1));
        let paragraph = Some(ParagraphId { source: SourceId::of_bytes(b"page"), start: 7 });
        trail.visit(TrailPlace { paragraph, ..place(1) });
        trail.visit(place(2));
        assert_eq!(trail.back(|_| true), Some(TrailPlace { paragraph, ..place(1) }));
    }

    #[test]
    fn a_long_way_is_forgotten_from_its_start() {
        let mut trail = Trail::default();
        (0..1000).for_each(|at| trail.visit(place(at)));
        let mut steps = 0;
        while trail.back(|_| true).is_some() {
            steps += 1;
        }
        assert_eq!(steps, MOST - 1);
    }
}
