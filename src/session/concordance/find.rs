//! Going through all texts for a query.

use super::{Corpus, Hit, HitPlace, Scope};
use crate::library::{Page, PartText};
use crate::page::ReadingText;
use crate::search::Query;
use crate::task::{Cancel, Progress};
use crate::text::CharSpan;

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

/// Finds `query` in the texts of `corpus` that `scope` wants: articles in their order, then quotations, comments and notes.
/// Hits are handed over in lots, the first as soon as it fills a screen. What is found until it is cancelled is handed over.
pub fn find_hits(
    corpus: &Corpus,
    query: &Query,
    scope: Scope,
    (cancel, progress): (&Cancel, &Progress),
    hand_over: &mut dyn FnMut(Vec<Hit>),
) -> Finding {
    let mut lots = Lots { lot: Vec::new(), size: FIRST_HITS, done: Finding::default(), hand_over };
    progress.set_total(corpus.pages().len() as u64 + 1);
    for (page, at) in corpus.pages().iter().zip(0..).filter(|_| scope.articles) {
        for (article, at_article) in page.articles.iter().zip(0..) {
            if cancel.is_cancelled() || lots.done.is_cut {
                return lots.finish();
            }
            for (part, at_part) in article.parts.iter().zip(0..) {
                let place = HitPlace::Part { page: at, article: at_article, part: at_part };
                for span in query.find_in(&part.text) {
                    // A regular expression can hit nothing but the space that joins two lines, which stands nowhere.
                    if !part.text.to_source(span).is_empty() {
                        lots.push(Hit { place, span, is_original: false });
                    }
                }
                for span in in_original(page, part, query) {
                    lots.push(Hit { place, span, is_original: true });
                }
            }
        }
        progress.advance(1);
    }
    for (place, text) in corpus.other_texts(scope) {
        if cancel.is_cancelled() || lots.done.is_cut {
            break;
        }
        for span in query.find(text) {
            lots.push(Hit { place, span, is_original: false });
        }
    }
    lots.finish()
}

/// Hits in what stands in the source where a part is read otherwise, in code points of the part's text without readings.
fn in_original(page: &Page, part: &PartText, query: &Query) -> Vec<CharSpan> {
    let emended: Vec<CharSpan> = part.text.emended().map(|(_, source)| source).collect();
    if emended.is_empty() {
        return Vec::new();
    }
    let original = ReadingText::of_part(&page.source.text, &part.part);
    let mut hits = query.find_in(&original);
    hits.retain(|hit| original.to_source(*hit).iter().any(|span| emended.iter().any(|other| other.overlaps(*span))));
    hits
}

/// Gathers hits into lots, each twice as large as the one before.
struct Lots<'a> {
    lot: Vec<Hit>,
    size: usize,
    done: Finding,
    hand_over: &'a mut dyn FnMut(Vec<Hit>),
}

impl Lots<'_> {
    fn push(&mut self, hit: Hit) {
        if self.done.hits == MOST_HITS {
            self.done.is_cut = true;
            return;
        }
        self.done.hits += 1;
        self.lot.push(hit);
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
