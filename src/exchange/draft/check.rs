//! The quotations of a file, each held against its source: by its mark, or, without one, looked up in all sources.
//!
//! By its mark a quotation must be what stands at its spans, character for character, white space left out. Without one it may
//! stand anywhere, in whatever width, and with quotation marks of another shape.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::ground::{Ground, as_read, fold, is_silent, readings_within, solid};
use super::{Claim, Draft};
use crate::i18n::{Catalogue, Language, Message};
use crate::library::{Library, Page, shown};
use crate::notebook::{Haystack, Quotation, Refound};
use crate::page::SourceId;
use crate::task::{Cancel, Progress};
use crate::text::{CharSpan, Text, fold_char};

/// How alike a passage must be to be what a quotation was made from.
const LEAST_LIKENESS: f64 = 0.6;

/// Characters of a piece that a page must share with a quotation before it is compared.
const SEED_CHARS: usize = 4;

/// What became of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// It stands in its source as it is.
    Exact,
    /// It stands there with misread words as they were put right.
    Corrected,
    /// Something else stands there.
    Changed,
    /// It stands nowhere.
    NotFound,
}

impl Finding {
    /// Its code in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Corrected => "corrected",
            Self::Changed => "changed",
            Self::NotFound => "not_found",
        }
    }

    /// Whether the quotation can be printed.
    #[must_use]
    pub fn is_proved(self) -> bool {
        self <= Self::Corrected
    }
}

/// A stretch of the comparison of a source and a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It stands in both.
    Same(String),
    /// It stands in the source alone.
    Removed(String),
    /// It stands in the file alone.
    Added(String),
}

/// A quotation of a file and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The quotation as the file has it.
    pub text: String,
    /// Whether it carried a mark.
    pub is_marked: bool,
    /// Number of its paragraph or row in the file, from 1.
    pub block: usize,
    /// What became of it.
    pub finding: Finding,
    /// Where it stands, or what it was made from.
    pub source: Option<SourceId>,
    /// The source's name, safe to show; what the mark says of it if the source is not there.
    pub name: String,
    /// Where in the source.
    pub spans: Vec<CharSpan>,
    /// What stands there, if that is something else.
    pub found: Option<String>,
    /// From what stands there to what the file has.
    pub differences: Vec<Difference>,
    /// Words that are read otherwise than they stand in the source: as they stand, as they are read.
    pub readings: Vec<(String, String)>,
    /// Whether its mark names a source that is not there, and it was found in another.
    pub is_elsewhere: bool,
}

/// What the quotations of a file came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftReport {
    /// In the order of the file.
    pub checked: Vec<Checked>,
    /// Quotations without a mark that are too short to be looked up.
    pub short: usize,
}

impl DraftReport {
    /// How many of them are so.
    #[must_use]
    pub fn count(&self, finding: Finding) -> usize {
        self.checked.iter().filter(|checked| checked.finding == finding).count()
    }

    /// Whether none is changed or not found.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.checked.iter().all(|checked| checked.finding.is_proved())
    }
}

/// Holds the quotations of `draft` against the pages of `library`, one page at a time. Progress counts pages. What was not yet
/// looked up when it is cancelled is not found.
#[must_use]
pub fn check_draft(draft: &Draft, library: &Library, cancel: &Cancel, progress: &Progress) -> DraftReport {
    let checker = Checker::new(library);
    let quotations = draft.claims.chunk_by(|_, next| next.goes_on);
    let mut checked: Vec<Checked> = quotations.flat_map(|claims| checker.paragraphs(claims)).collect();
    let open: Vec<usize> = (0..checked.len()).filter(|at| checked[*at].finding == Finding::NotFound).collect();
    checker.look_up(&open, &mut checked, cancel, progress);
    DraftReport { checked, short: draft.short }
}

struct Checker<'a> {
    library: &'a Library,
    by_digits: BTreeMap<String, &'a Arc<Page>>,
    /// What stands before and behind a reading: 〔应为： and 〕.
    reading_marks: (String, String),
}

/// A quotation without the readings that are put beside words of it.
struct Plain {
    text: String,
    readings: Vec<(String, String)>,
}

/// What a quotation is most like.
struct Alike<'a> {
    likeness: f64,
    page: &'a Page,
    spans: Vec<CharSpan>,
    /// What stands there.
    there: String,
}

impl<'a> Checker<'a> {
    fn new(library: &'a Library) -> Self {
        let mark = Message::new("quotation-emended").with("reading", "|");
        let mark = Catalogue::new(Language::Chinese).text(&mark);
        let (before, behind) = mark.split_once('|').unwrap_or((mark.as_str(), ""));
        Self {
            library,
            by_digits: library.iter().map(|page| (page.source.id.to_string(), page)).collect(),
            reading_marks: (before.to_owned(), behind.to_owned()),
        }
    }

    fn page(&self, digits: &str) -> Option<&'a Arc<Page>> {
        let (known, page) = self.by_digits.range(digits.to_owned()..).next()?;
        known.starts_with(digits).then_some(*page)
    }

    fn plain(&self, text: &str) -> Plain {
        let (before, behind) = &self.reading_marks;
        let (mut out, mut readings, mut rest) = (String::new(), Vec::new(), text);
        while let Some((ahead, reading)) = rest.split_once(before.as_str()) {
            let Some((reading, behind)) = reading.split_once(behind.as_str()) else { break };
            out.push_str(ahead);
            readings.push((String::new(), reading.to_owned()));
            rest = behind;
        }
        out.push_str(rest);
        Plain { text: out, readings }
    }

    fn unfound(&self, claim: &Claim) -> Checked {
        let name = claim.mark.as_ref().map_or_else(String::new, |mark| mark.digits.chars().take(8).collect());
        Checked {
            text: claim.text.clone(),
            is_marked: claim.mark.is_some(),
            block: claim.block,
            finding: Finding::NotFound,
            source: None,
            name,
            spans: Vec::new(),
            found: None,
            differences: Vec::new(),
            readings: Vec::new(),
            is_elsewhere: false,
        }
    }

    /// Holds paragraphs that carry one mark against their source: together, or, where one of them is all that the mark means,
    /// each by itself.
    fn paragraphs(&self, claims: &[Claim]) -> Vec<Checked> {
        let each = || claims.iter().map(|claim| self.by_mark(claim)).collect::<Vec<_>>();
        let Some((first, rest)) = claims.split_first().filter(|(_, rest)| !rest.is_empty()) else { return each() };
        let mut whole = Claim { wider: None, ..first.clone() };
        for claim in rest {
            whole.text.push('\n');
            whole.text.push_str(claim.wider.as_ref().unwrap_or(&claim.text));
        }
        let together = self.by_mark(&whole);
        if together.finding.is_proved() {
            return vec![together];
        }
        let each = each();
        if each.iter().any(|checked| checked.finding.is_proved()) { each } else { vec![together] }
    }

    /// Holds a quotation with a mark against what stands where the mark says.
    fn by_mark(&self, claim: &Claim) -> Checked {
        let unfound = self.unfound(claim);
        let Some(mark) = &claim.mark else { return unfound };
        let Some(page) = self.page(&mark.digits) else { return unfound };
        if mark.is_hull || !mark.spans.iter().all(|span| page.source.text.holds(*span)) {
            return unfound;
        }
        let there = page.source.text.quote(&mark.spans);
        let texts = [Some(&claim.text), claim.wider.as_ref()];
        for text in texts.into_iter().flatten() {
            if let Some((finding, readings)) = self.same(text, &there, page, &mark.spans) {
                let text = text.clone();
                let (source, name) = (Some(page.source.id), shown(&page.source.name).into_owned());
                return Checked { text, finding, source, name, spans: mark.spans.clone(), readings, ..unfound };
            }
        }
        changed(unfound, page, mark.spans.clone(), there, &self.plain(&claim.text).text)
    }

    /// Whether the text is what stands at the spans of a page, as it stands or as it is read.
    fn same(
        &self,
        text: &str,
        there: &str,
        page: &Page,
        spans: &[CharSpan],
    ) -> Option<(Finding, Vec<(String, String)>)> {
        let source = solid(there);
        if solid(text) == source {
            return Some((Finding::Exact, Vec::new()));
        }
        let plain = self.plain(text);
        let wanted = solid(&plain.text);
        if !plain.readings.is_empty() && wanted == source {
            return Some((Finding::Corrected, plain.readings));
        }
        as_read(&wanted, page, spans).map(|readings| (Finding::Corrected, readings))
    }

    /// Looks quotations up in all pages, first as they are, then what is like them.
    fn look_up(&self, open: &[usize], checked: &mut [Checked], cancel: &Cancel, progress: &Progress) {
        progress.set_total(2 * self.library.len() as u64);
        let plain: Vec<Plain> = open.iter().map(|at| self.plain(&checked[*at].text)).collect();
        let folded: Vec<String> =
            plain.iter().map(|plain| solid(&plain.text).into_iter().map(fold).collect()).collect();
        let Ok(patterns) = AhoCorasick::new(&folded) else { return };
        let mut left: HashSet<usize> = (0..open.len()).filter(|at| !folded[*at].is_empty()).collect();
        for page in self.library.iter() {
            if left.is_empty() || cancel.is_cancelled() {
                break;
            }
            progress.advance(1);
            for ground in Ground::all(page) {
                for hit in patterns.find_overlapping_iter(ground.folded.as_str()) {
                    let number = hit.pattern().as_usize();
                    if !left.remove(&number) {
                        continue;
                    }
                    let one = &mut checked[open[number]];
                    let has_marks = !plain[number].readings.is_empty();
                    one.finding = if ground.is_read || has_marks { Finding::Corrected } else { Finding::Exact };
                    one.spans = ground.spans(page, hit.start(), hit.end());
                    one.readings = if has_marks {
                        plain[number].readings.clone()
                    } else if ground.is_read {
                        readings_within(page, &one.spans)
                    } else {
                        Vec::new()
                    };
                    // The reading text holds the whole page: what no reading has touched stands there as it is.
                    if ground.is_read && one.readings.is_empty() {
                        one.finding = Finding::Exact;
                    }
                    one.source = Some(page.source.id);
                    one.is_elsewhere = one.is_marked && !page.source.id.to_string().starts_with(&one.name);
                    one.name = shown(&page.source.name).into_owned();
                }
            }
        }
        if !left.is_empty() {
            self.look_alike(open, &left, &plain, checked, cancel, progress);
        }
    }

    /// Finds what quotations that stand nowhere were made from.
    fn look_alike(
        &self,
        open: &[usize],
        left: &HashSet<usize>,
        plain: &[Plain],
        checked: &mut [Checked],
        cancel: &Cancel,
        progress: &Progress,
    ) {
        let wanted: BTreeMap<usize, Vec<char>> =
            left.iter().map(|at| (*at, solid(&plain[*at].text).into_iter().map(fold_char).collect())).collect();
        let seeds: HashSet<&[char]> = wanted.values().flat_map(|chars| chars.windows(SEED_CHARS)).collect();
        let mut best: BTreeMap<usize, Alike<'_>> = BTreeMap::new();
        for page in self.library.iter() {
            if cancel.is_cancelled() {
                break;
            }
            progress.advance(1);
            let ground = Ground::as_it_stands(page);
            let text = Text::new(ground.text.clone());
            let chars: Vec<char> = ground.text.chars().filter(|ch| !is_silent(*ch)).map(fold_char).collect();
            if !chars.windows(SEED_CHARS).any(|window| seeds.contains(window)) {
                continue;
            }
            let haystack = Haystack::new(&text);
            for at in wanted.keys() {
                let quotation = Quotation { exact: plain[*at].text.clone(), ..Quotation::default() };
                let place = match haystack.find(&quotation, 0) {
                    Refound::Sure(place) => Some(place),
                    Refound::Unsure(mut places) if !places.is_empty() => Some(places.swap_remove(0)),
                    Refound::Unsure(_) | Refound::Orphan => None,
                };
                let Some(place) = place.filter(|place| place.likeness >= LEAST_LIKENESS) else { continue };
                if best.get(at).is_some_and(|other| other.likeness >= place.likeness) {
                    continue;
                }
                let (Some(first), Some(last)) = (place.spans.first(), place.spans.last()) else { continue };
                let hull = CharSpan::new(first.start, last.end);
                let spans = ground.spans_of_chars(page, hull);
                let there = text.quote(&[hull]);
                best.insert(*at, Alike { likeness: place.likeness, page, spans, there });
            }
        }
        for (at, Alike { page, spans, there, .. }) in best {
            let one = checked[open[at]].clone();
            checked[open[at]] = changed(one, page, spans, there, &plain[at].text);
        }
    }
}

fn changed(checked: Checked, page: &Page, spans: Vec<CharSpan>, there: String, text: &str) -> Checked {
    Checked {
        finding: Finding::Changed,
        source: Some(page.source.id),
        name: shown(&page.source.name).into_owned(),
        spans,
        differences: differences(&there, text),
        found: Some(there),
        ..checked
    }
}

/// From what stands in a source to what stands in a file, character by character, white space left out.
#[must_use]
pub fn differences(there: &str, text: &str) -> Vec<Difference> {
    let (old, new) = (solid(there), solid(text));
    let of_old = |start: usize, len: usize| old[start..start + len].iter().collect::<String>();
    let of_new = |start: usize, len: usize| new[start..start + len].iter().collect::<String>();
    let mut out = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match step {
            DiffOp::Equal { old_index, len, .. } => out.push(Difference::Same(of_old(old_index, len))),
            DiffOp::Delete { old_index, old_len, .. } => out.push(Difference::Removed(of_old(old_index, old_len))),
            DiffOp::Insert { new_index, new_len, .. } => out.push(Difference::Added(of_new(new_index, new_len))),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                out.push(Difference::Removed(of_old(old_index, old_len)));
                out.push(Difference::Added(of_new(new_index, new_len)));
            }
        }
    }
    out
}
