//! The quotations of a file, each held against its source: by its mark, or, without one, looked up in all sources.
//!
//! By its mark a quotation must be what stands at its spans; without one it may stand anywhere. Ellipses may leave something out,
//! and width and the shape of quotation marks may be others: both are remarked on.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::canon::{READ, READ_END, folded, shown as shown_chars, solid, without_readings};
use super::compare::{Expected, Same, is_pause, position, without_marks};
use super::{Claim, Draft};
use crate::exchange::difference::Difference;
use crate::exchange::mark::Mark;
use crate::i18n::{Catalogue, Language, Message};
use crate::library::{Library, Page, shown};
use crate::page::SourceId;
use crate::task::{Cancel, Progress};
use crate::text::CharSpan;

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

    /// Whether the quotation stands somewhere, as it stands or as it is read.
    #[must_use]
    pub fn is_found(self) -> bool {
        self <= Self::Corrected
    }
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
    /// What is to be said of it besides.
    pub remarks: Vec<Remark>,
    /// The heading that it stands under in the file; empty if there is none.
    pub under: String,
}

/// What is to be said of a quotation, whatever became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// Ellipses leave something out, and the rest is right.
    Shortened,
    /// Punctuation has another width, or quotation marks another shape.
    Width,
    /// It is said to be read otherwise than it stands, and there is no notebook to confirm it.
    ReadingUnconfirmed,
    /// Right before it stands a word that turns its meaning round.
    NegationBefore,
    /// Its quotation marks are no pair.
    Unpaired,
}

impl Remark {
    /// Its code in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Shortened => "shortened",
            Self::Width => "width",
            Self::ReadingUnconfirmed => "reading_unconfirmed",
            Self::NegationBefore => "negation_before",
            Self::Unpaired => "unpaired",
        }
    }
}

impl Checked {
    /// Tells the source that it is of.
    pub(super) fn is_of(&mut self, page: &Page) {
        self.source = Some(page.source.id);
        self.name = shown(&page.source.name).into_owned();
    }

    /// Whether the quotation can be printed.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        let is_doubtful = |remark: &Remark| matches!(remark, Remark::ReadingUnconfirmed | Remark::Unpaired);
        self.finding.is_found() && !self.remarks.iter().any(is_doubtful)
    }
}

/// What quotations are held against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// The sources.
    pub library: &'a Library,
    /// Whether a notebook has told the pages how misread words are read: then no other reading is believed.
    pub has_notebook: bool,
}

/// What the quotations of a file came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftReport {
    /// In the order of the file.
    pub checked: Vec<Checked>,
    /// Quotations without a mark that are too short to be looked up.
    pub short: usize,
    /// Quotations in comments, citations and context of an export, which are not looked up.
    pub asides: usize,
    /// Marks whose quotation is gone.
    pub emptied: usize,
}

impl DraftReport {
    /// How many of them are so.
    #[must_use]
    pub fn count(&self, finding: Finding) -> usize {
        self.checked.iter().filter(|checked| checked.finding == finding).count()
    }

    /// Whether all can be printed.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.checked.iter().all(Checked::is_proved)
    }
}

/// Holds the quotations of `draft` against sources, one page at a time. Progress counts pages. What was not yet looked up when it
/// is cancelled is not found.
#[must_use]
pub fn check_draft(draft: &Draft, against: Against<'_>, cancel: &Cancel, progress: &Progress) -> DraftReport {
    let checker = Checker::new(against);
    progress.set_total(4 * against.library.len() as u64);
    // Each with the claim that it came from, where it is to be looked up.
    let mut checked: Vec<Checked> = Vec::new();
    let mut open: Vec<(usize, Claim)> = Vec::new();
    for claims in draft.claims.chunk_by(|_, next| next.goes_on) {
        for (one, claim) in checker.paragraphs(claims) {
            if one.finding == Finding::NotFound {
                open.push((checked.len(), claim));
            }
            checked.push(one);
        }
    }
    let claims: Vec<&Claim> = open.iter().map(|(_, claim)| claim).collect();
    let found = checker.look_up(&claims, cancel, progress);
    let mut inner: Vec<(usize, Claim)> = Vec::new();
    for ((at, claim), one) in open.into_iter().zip(found) {
        let is_about = || one.finding == Finding::Changed && is_about(&one.differences, &one.text, &claim);
        if !one.is_proved() && !claim.inner.is_empty() && !is_about() {
            let of = |text: String| Claim { texts: vec![text], inner: Vec::new(), ..claim.clone() };
            inner.extend(claim.inner.iter().cloned().map(|text| (at, of(text))));
        }
        checked[at] = one;
    }
    // A block quotation that is the editor's own but for the quotations in it.
    let claims: Vec<&Claim> = inner.iter().map(|(_, claim)| claim).collect();
    let mut found: BTreeMap<usize, Vec<Checked>> = BTreeMap::new();
    for ((at, _), one) in inner.iter().zip(checker.look_up(&claims, cancel, progress)) {
        found.entry(*at).or_default().push(one);
    }
    for (at, found) in found.into_iter().rev() {
        checked.splice(at..=at, found);
    }
    DraftReport { checked, short: draft.short, asides: draft.asides, emptied: draft.emptied }
}

/// Whether what a block quotation says outside of the quotations in it is from the source as well: half of it.
fn is_about(differences: &[Difference], whole: &str, claim: &Claim) -> bool {
    let quoted: usize = claim.inner.iter().map(|inner| without_marks(&solid(inner)).len()).sum();
    let says = |text: &str| solid(text).iter().filter(|ch| ch.is_alphanumeric()).count();
    let same = differences.iter().map(|part| if let Difference::Same(text) = part { says(text) } else { 0 });
    let same: usize = same.sum();
    let inner: usize = claim.inner.iter().map(|inner| says(inner)).sum();
    let outside = says(whole).saturating_sub(inner);
    quoted == 0 || (outside > 0 && 2 * same.saturating_sub(inner) >= outside)
}

/// Holds claims against the pages of a library.
pub(super) struct Checker<'a> {
    pub(super) library: &'a Library,
    pub(super) has_notebook: bool,
    by_digits: BTreeMap<String, &'a Arc<Page>>,
    /// What stands before and behind a reading: 〔应为： and 〕.
    reading_marks: (String, String),
}

impl<'a> Checker<'a> {
    fn new(against: Against<'a>) -> Self {
        let mark = Message::new("quotation-emended").with("reading", "|");
        let mark = Catalogue::new(Language::Chinese).text(&mark);
        let (before, behind) = mark.split_once('|').unwrap_or((mark.as_str(), ""));
        Self {
            library: against.library,
            has_notebook: against.has_notebook,
            by_digits: against.library.iter().map(|page| (page.source.id.to_string(), page)).collect(),
            reading_marks: (before.to_owned(), behind.to_owned()),
        }
    }

    fn page(&self, digits: &str) -> Option<&'a Arc<Page>> {
        let (known, page) = self.by_digits.range(digits.to_owned()..).next()?;
        known.starts_with(digits).then_some(*page)
    }

    pub(super) fn marks(&self) -> (&str, &str) {
        (&self.reading_marks.0, &self.reading_marks.1)
    }

    /// A text with one sign each for what stands before and behind a reading.
    pub(super) fn with_signs(&self, text: &str) -> String {
        let (before, behind) = self.marks();
        let (mut out, mut rest) = (String::new(), text);
        while let Some((ahead, reading)) = rest.split_once(before) {
            let Some((reading, left)) = reading.split_once(behind) else { break };
            out.push_str(ahead);
            out.push(READ);
            out.push_str(reading);
            out.push(READ_END);
            rest = left;
        }
        out + rest
    }

    /// A text in the canonical form, with signs.
    pub(super) fn solid(&self, text: &str) -> Vec<char> {
        solid(&self.with_signs(text))
    }

    pub(super) fn unfound(&self, claim: &Claim) -> Checked {
        let name = claim.mark.as_ref().map_or_else(String::new, |mark| mark.digits.chars().take(8).collect());
        Checked {
            text: claim.texts.first().cloned().unwrap_or_default(),
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
            remarks: claim.is_unpaired.then_some(Remark::Unpaired).into_iter().collect(),
            under: claim.under.clone(),
        }
    }

    /// Holds paragraphs that carry one mark against their source: together, or, where one of them is all that the mark means,
    /// each by itself. With the claim of each.
    fn paragraphs(&self, claims: &[Claim]) -> Vec<(Checked, Claim)> {
        let each = || claims.iter().map(|claim| (self.by_mark(claim), claim.clone())).collect::<Vec<_>>();
        let Some((first, rest)) = claims.split_first().filter(|(_, rest)| !rest.is_empty()) else { return each() };
        let text = |claim: &Claim| claim.texts.iter().max_by_key(|text| text.len()).cloned().unwrap_or_default();
        let mut whole = Claim { texts: vec![text(first)], is_loose: false, ..first.clone() };
        for claim in rest {
            whole.texts[0].push('\n');
            whole.texts[0].push_str(&text(claim));
        }
        let together = self.by_mark(&whole);
        if together.finding.is_found() {
            return vec![(together, whole)];
        }
        let each = each();
        if each.iter().any(|(checked, _)| checked.finding.is_found()) { each } else { vec![(together, whole)] }
    }

    /// Holds a quotation with a mark against what stands where the mark says; one without is not found yet.
    fn by_mark(&self, claim: &Claim) -> Checked {
        let unfound = self.unfound(claim);
        let Some(mark) = &claim.mark else { return unfound };
        let Some(page) = self.page(&mark.digits) else { return unfound };
        if !mark.spans.iter().all(|span| page.source.text.holds(*span)) {
            return unfound;
        }
        let at = |mut checked: Checked| {
            checked.is_of(page);
            Checked { spans: mark.spans.clone(), ..checked }
        };
        if mark.is_hull {
            return at(self.within_hull(claim, page, mark, unfound));
        }
        let expected = Expected::at(page, &mark.spans);
        let inner = claim.inner.iter().map(|text| (text, true));
        for (text, is_inner) in claim.texts.iter().map(|text| (text, false)).chain(inner) {
            if let Some(Same { readings, remarks }) = expected.same(&self.solid(text)) {
                let finding = if readings.is_empty() { Finding::Exact } else { Finding::Corrected };
                if is_inner && !self.is_own(&expected, claim) {
                    break;
                }
                return at(Checked { text: text.clone(), finding, readings, remarks, ..unfound });
            }
        }
        let widest = claim.texts.iter().max_by_key(|text| text.len());
        if widest.is_some_and(|text| claim.is_loose && self.holds(text, &expected)) {
            let text = shown_chars(expected.chars(), self.marks());
            return at(Checked { text, finding: Finding::Exact, ..unfound });
        }
        if let Some(checked) = self.unconfirmed(claim, &expected, &unfound) {
            return at(checked);
        }
        let mut differences = expected.differences(&self.solid(&unfound.text), self.marks());
        if claim.is_loose {
            // What an editor has written around it is no part of it.
            let is_added = |part: Option<&Difference>| matches!(part, Some(Difference::Added(_)));
            while differences.len() > 1 && is_added(differences.first()) {
                differences.remove(0);
            }
            while differences.len() > 1 && is_added(differences.last()) {
                differences.pop();
            }
        }
        let found = Some(shown_chars(expected.chars(), self.marks()));
        at(Checked { finding: Finding::Changed, found, differences, ..unfound })
    }

    /// Whether what a block quotation says outside of the quotations in it is the editor's own.
    fn is_own(&self, expected: &Expected, claim: &Claim) -> bool {
        let Some(whole) = claim.texts.first() else { return true };
        !is_about(&expected.differences(&self.solid(whole), self.marks()), whole, claim)
    }

    /// A quotation with readings that there is no notebook to confirm, if all else is right.
    fn unconfirmed(&self, claim: &Claim, expected: &Expected, unfound: &Checked) -> Option<Checked> {
        if self.has_notebook {
            return None;
        }
        claim.texts.iter().find_map(|text| {
            let (plain, readings) = without_readings(&self.solid(text));
            let Same { mut remarks, .. } = expected.same(&plain).filter(|_| !readings.is_empty())?;
            remarks.push(Remark::ReadingUnconfirmed);
            let readings = readings.into_iter().map(|(_, said)| (String::new(), said)).collect();
            Some(Checked { text: text.clone(), finding: Finding::Corrected, readings, remarks, ..unfound.clone() })
        })
    }

    /// Whether a text, in which an editor may have written before and behind the quotation, holds it: not as a part of what stands
    /// between quotation marks.
    fn holds(&self, text: &str, expected: &Expected) -> bool {
        let (raw, wanted) = (self.solid(text), folded(without_marks(expected.chars())));
        let chars = folded(&raw);
        let Some(start) = position(&chars, &wanted).filter(|_| !wanted.is_empty()) else { return false };
        let end = start + wanted.len();
        // From the mark that opens a quotation to it, and from it to the one that closes it, nothing is said.
        let says = |chars: &[char]| chars.iter().any(|ch| !is_pause(*ch) && *ch != '"' && *ch != '!' && *ch != '?');
        let is_opening = |ch: &char| matches!(ch, '“' | '「' | '『' | '‘');
        let is_closing = |ch: &char| matches!(ch, '”' | '」' | '』' | '’');
        let opened = raw[..start].iter().rposition(|ch| is_opening(ch) || is_closing(ch));
        let closed = raw[end..].iter().position(|ch| is_opening(ch) || is_closing(ch)).map(|at| end + at);
        let is_begun = opened.is_none_or(|at| is_closing(&raw[at]) || !says(&chars[at + 1..start]));
        let is_ended = closed.is_none_or(|at| is_opening(&raw[at]) || !says(&chars[end..at]));
        is_begun && is_ended
    }

    /// A quotation of so many spans that its mark only holds the stretch that they lie in: its pieces must stand there in order.
    fn within_hull(&self, claim: &Claim, page: &Arc<Page>, mark: &Mark, unfound: Checked) -> Checked {
        let hull = |spans: &[CharSpan]| {
            spans.iter().all(|span| mark.spans.iter().any(|hull| hull.start <= span.start && span.end <= hull.end))
        };
        let mut library = Library::default();
        library.insert(Arc::clone(page));
        let reading_marks = self.reading_marks.clone();
        let by_digits = BTreeMap::new();
        let alone = Checker { library: &library, has_notebook: self.has_notebook, by_digits, reading_marks };
        let found = alone.look_up(&[claim], &Cancel::default(), &Progress::default());
        let found = found.into_iter().next().filter(|found| hull(&found.spans) && found.finding != Finding::NotFound);
        found.unwrap_or(Checked { finding: Finding::Changed, ..unfound })
    }
}
