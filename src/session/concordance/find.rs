//! Going through all texts for a query.

use super::{Corpus, Hit, Scope};
use crate::search::{Hit as ShelfHit, Knowledge, PIECE_BYTES, Search};
use crate::task::{Cancel, Progress};

/// Most hits that are kept: more than anyone reads, and as many as rows can be scrolled through to the pixel.
const MOST_HITS: usize = 500_000;
/// Hits that are handed over first, and most that are handed over at once.
const FIRST_HITS: usize = 60;
const MOST_AT_ONCE: usize = 20_000;

/// How a search ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// Hits that were handed over.
    pub hits: usize,
    /// Whether there are more.
    pub is_cut: bool,
}

/// Finds `search` in the texts of `corpus` that `scope` wants: articles in their order, then quotations, comments and notes.
/// Hits are handed over in lots, the first as soon as it fills a screen. What is found until it is cancelled is handed over.
pub fn find_hits(
    corpus: &Corpus,
    search: &Search,
    (scope, knowledge): (Scope, &Knowledge<'_>),
    (cancel, progress): (&Cancel, &Progress),
    hand_over: &mut dyn FnMut(Vec<Hit>),
) -> Finding {
    let mut lots = Lots { lot: Vec::new(), size: FIRST_HITS, done: Finding::default(), hand_over };
    let pages = corpus.pages().len() as u32;
    progress.set_total(u64::from(pages) + 1);
    for (page, at) in corpus.pages().zip(0..).filter(|_| scope.articles) {
        // What a look at the text rules out need not be made ready.
        let is_plain = page.readings.is_empty() && corpus.ready_shelf(at).is_none();
        if !is_plain || search.could_match(page.source.text.as_str()) {
            lots.go_through(corpus, at, search, (scope, knowledge), cancel);
        }
        if cancel.is_cancelled() || lots.done.is_cut {
            return lots.finish();
        }
        progress.advance(1);
    }
    if scope.quotations || scope.comments || scope.notes {
        lots.go_through(corpus, pages, search, (scope, knowledge), cancel);
    }
    lots.finish()
}

/// Gathers hits into lots, each twice as large as the one before.
struct Lots<'a> {
    lot: Vec<Hit>,
    size: usize,
    done: Finding,
    hand_over: &'a mut dyn FnMut(Vec<Hit>),
}

impl Lots<'_> {
    fn go_through(
        &mut self,
        corpus: &Corpus,
        at: u32,
        search: &Search,
        (scope, knowledge): (Scope, &Knowledge<'_>),
        cancel: &Cancel,
    ) {
        let shelf = corpus.shelf(at);
        for piece in shelf.pieces(PIECE_BYTES) {
            if cancel.is_cancelled() || self.done.is_cut {
                return;
            }
            for hit in search.hits_among(shelf, piece, knowledge) {
                if corpus.is_wanted(shelf.document(&hit), scope) {
                    self.push(at, hit);
                }
            }
        }
    }

    fn push(&mut self, shelf: u32, hit: ShelfHit) {
        if self.done.hits == MOST_HITS {
            self.done.is_cut = true;
            return;
        }
        self.done.hits += 1;
        self.lot.push(Hit { shelf, hit });
        if self.lot.len() == self.size {
            self.size = (self.size * 2).min(MOST_AT_ONCE);
            (self.hand_over)(std::mem::take(&mut self.lot));
        }
    }

    fn finish(mut self) -> Finding {
        if !self.lot.is_empty() {
            (self.hand_over)(std::mem::take(&mut self.lot));
        }
        self.done
    }
}
