//! What was perhaps misread on a page, one after the other, until each is decided.

use crate::lexis::Misreading;
use crate::notebook::Notebook;
use crate::page::SourceId;
use crate::session::Request;

/// The suspected misreadings of a page, and which of them the user looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct MisreadReview {
    source: SourceId,
    all: Vec<Misreading>,
    /// Those of `all` that are not decided.
    open: Vec<usize>,
    at: usize,
}

impl MisreadReview {
    /// The review of what was found on the page of `source`.
    #[must_use]
    pub fn new(source: SourceId, found: Vec<Misreading>, notebook: &Notebook) -> Self {
        let mut review = Self { source, all: found, open: Vec::new(), at: 0 };
        review.follow(notebook);
        review
    }

    /// The page.
    #[must_use]
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// Leaves out what is decided by now, and takes in what is not any more. The user looks on at the same place, or at what has
    /// come there.
    pub fn follow(&mut self, notebook: &Notebook) {
        let decided = |one: &Misreading| {
            let mut known = notebook.emendations().values().filter(|it| it.source == self.source);
            known.any(|it| it.span.overlaps(one.span))
        };
        let looked_at = self.open.get(self.at).copied();
        self.open = (0..self.all.len()).filter(|at| !decided(&self.all[*at])).collect();
        let place = looked_at.map_or(0, |one| self.open.partition_point(|other| *other < one));
        self.at = if place < self.open.len() { place } else { 0 };
    }

    /// Those that are not decided, in reading order.
    pub fn open(&self) -> impl ExactSizeIterator<Item = &Misreading> {
        self.open.iter().map(|at| &self.all[*at])
    }

    /// Place among those of the one that is looked at.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// The one that is looked at; nothing once all are decided.
    #[must_use]
    pub fn current(&self) -> Option<&Misreading> {
        self.open.get(self.at).map(|at| &self.all[*at])
    }

    /// Looks at the one at a place.
    pub fn look_at(&mut self, at: usize) {
        self.at = at.min(self.open.len().saturating_sub(1));
    }

    /// Looks at the next one, or the one before, and round at the ends.
    pub fn step(&mut self, forward: bool) {
        let count = self.open.len().max(1);
        self.at = (self.at + if forward { 1 } else { count - 1 }) % count;
    }

    /// What decides the one that is looked at: it is read as is proposed, or as it stands there. One for which nothing is proposed
    /// can only be dismissed.
    #[must_use]
    pub fn decision(&self, accepts: bool) -> Option<Request> {
        let one = self.current()?;
        let reading = if accepts { one.reading.clone()? } else { String::new() };
        Some(Request::Emend { source: self.source.to_string(), span: one.span, reading })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::lexis::{Lexicon, misreadings};
    use crate::library::{Origin, Page, Source};
    use crate::notebook::NotebookId;
    use crate::session::Session;
    use crate::task::Cancel;

    #[test]
    fn each_is_decided_once_and_comes_back_when_that_is_undone() {
        let text =
            "一组细致的统计数据 displays，截至11月底新增就业。大会开幕，，代表们入场。该局己经为农民工追回欠薪。\n";
        let page = Page::new(Source::from_bytes("甲.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap());
        let (source, found) = (page.source.id, misreadings(&Lexicon::load(), &page, &Cancel::default()));
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "");
        session.open_pages([Arc::new(page)]);
        let mut review = MisreadReview::new(source, found, session.notebook());
        let originals = |review: &MisreadReview| review.open().map(|it| it.original.clone()).collect::<Vec<_>>();
        assert_eq!(originals(&review), ["displays", "，，", "己"]);
        review.step(false);
        assert_eq!(review.current().unwrap().original, "己");
        review.step(true);
        session.perform(review.decision(true).unwrap()).unwrap().unwrap();
        review.follow(session.notebook());
        assert_eq!(originals(&review), ["，，", "己"]);
        session.perform(review.decision(false).unwrap()).unwrap().unwrap();
        review.follow(session.notebook());
        assert_eq!(originals(&review), ["己"]);
        let read = session.page(source).unwrap().articles[0].parts[0].text.as_str().to_owned();
        assert!(read.contains("数据 显示，") && read.contains("，，"), "{read}");
        session.perform(Request::Undo).unwrap();
        review.follow(session.notebook());
        assert_eq!(originals(&review), ["，，", "己"]);
    }
}
