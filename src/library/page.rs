use std::collections::BTreeMap;
use std::sync::Arc;

use super::Source;
use crate::notebook::Notebook;
use crate::page::{Article, ArticleId, IssueData, IssueDoubt, Layout, ParagraphId, Part, Reading, ReadingText, Role};
use crate::recover;
use crate::text::CharSpan;

/// A source as it is read: its layout, and for every part of every article the text that is shown.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file.
    pub source: Source,
    /// Articles and furniture, as the user has put them right.
    pub layout: Layout,
    /// Articles and furniture as they were recovered.
    pub recovered: Arc<Layout>,
    /// What is read in the place of what was misread, in the order of the source.
    pub readings: Vec<Reading>,
    /// What is known of its issue: what the user says, else what it tells itself.
    pub issue: IssueData,
    /// What cannot be right about that by the calendar.
    pub doubts: Vec<IssueDoubt>,
    /// What its masthead and its datelines tell.
    pub printed: Arc<IssueData>,
    /// The articles of the layout, in its order, with their reading texts.
    pub articles: Vec<ArticleText>,
    /// Masthead and noise, with their reading texts.
    pub furniture: Vec<PartText>,
    /// Every span of every article, sorted: where to find what stands at a place.
    places: Vec<Place>,
}

/// What the source itself tells, whatever the user makes of it.
struct Told {
    recovered: Arc<Layout>,
    printed: Arc<IssueData>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    span: CharSpan,
    article: u32,
    part: u32,
}

/// An article ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleText {
    /// Its name while the layout holds.
    pub id: ArticleId,
    /// Its headline, or the start of its first paragraph.
    pub title: String,
    /// Who wrote it, as printed; empty if the page does not say.
    pub byline: String,
    /// Characters that are not white space, all parts together.
    pub chars: u32,
    /// First and last code point of all its parts.
    pub extent: CharSpan,
    /// In reading order.
    pub parts: Vec<PartText>,
}

/// A part ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct PartText {
    /// Its name while the layout holds.
    pub id: ParagraphId,
    /// The part.
    pub part: Part,
    /// What is shown for it.
    pub text: Arc<ReadingText>,
    /// Number among the paragraphs of its article, from 1; only body paragraphs have one.
    pub number: Option<u32>,
}

/// Longest title made from the beginning of an article without a headline, in characters.
const MADE_TITLE_CHARS: usize = 24;

impl Page {
    /// Recovers the articles of `source`.
    #[must_use]
    pub fn new(source: Source) -> Self {
        let layout = recover::recover(&source.text);
        let issue = recover::issue_data(&source.text, &layout);
        Self::with_layout(source, layout, issue)
    }

    /// A page with a layout that is known already.
    #[must_use]
    pub fn with_layout(source: Source, layout: Layout, issue: IssueData) -> Self {
        let told = Told { recovered: Arc::new(layout.clone()), printed: Arc::new(issue.clone()) };
        Self::build(source, layout, issue, told, Vec::new(), &BTreeMap::new())
    }

    /// The page as `notebook` has it: with the layout that was put right by hand, where there is one that is whole, and otherwise
    /// as it was recovered, with what is read in the place of what was misread, and with what is said of its issue; `None` if
    /// that is how it is.
    #[must_use]
    pub fn as_in(&self, notebook: &Notebook) -> Option<Self> {
        let corrected = notebook.layouts().get(&self.source.id).map(|record| &record.layout);
        let corrected = corrected.filter(|layout| layout.check(&self.source.text).is_ok());
        let wanted = corrected.unwrap_or(&self.recovered);
        let mut readings = notebook.readings(self.source.id);
        readings.retain(|reading| self.source.text.holds(reading.span));
        let issue = notebook.issues().get(&self.source.id).map_or(self.printed.as_ref(), |record| &record.issue);
        if *wanted == self.layout && readings == self.readings && *issue == self.issue {
            return None;
        }
        // What has not changed is not read again.
        let is_new = |reading: &&Reading| !readings.contains(reading) || !self.readings.contains(reading);
        let changed: Vec<CharSpan> =
            readings.iter().chain(&self.readings).filter(is_new).map(|reading| reading.span).collect();
        let all = self.articles.iter().flat_map(|article| &article.parts).chain(&self.furniture);
        let same = all.filter(|part| !part.part.overlaps(&changed));
        let known = same.map(|part| (part.part.spans.as_slice(), part)).collect();
        let told = Told { recovered: Arc::clone(&self.recovered), printed: Arc::clone(&self.printed) };
        Some(Self::build(self.source.clone(), wanted.clone(), issue.clone(), told, readings, &known))
    }

    /// Whether its layout was put right by hand.
    #[must_use]
    pub fn is_corrected(&self) -> bool {
        self.layout != *self.recovered
    }

    fn build(
        source: Source,
        layout: Layout,
        issue: IssueData,
        told: Told,
        readings: Vec<Reading>,
        known: &Known<'_>,
    ) -> Self {
        let reader = Reader { source: &source, readings: &readings, known };
        let articles: Vec<ArticleText> = layout.articles.iter().map(|article| reader.article(article)).collect();
        let furniture = layout.furniture.iter().map(|part| reader.part(part, None)).collect();
        let mut places: Vec<Place> = Vec::new();
        for (article, parts) in layout.articles.iter().enumerate() {
            for (part, spans) in parts.parts.iter().enumerate() {
                let place = |span: &CharSpan| Place { span: *span, article: article as u32, part: part as u32 };
                places.extend(spans.spans.iter().map(place));
            }
        }
        places.sort_by_key(|place| place.span);
        let Told { recovered, printed } = told;
        let doubts = issue.doubts();
        Self { source, layout, recovered, readings, issue, doubts, printed, articles, furniture, places }
    }

    /// The article of this name.
    #[must_use]
    pub fn article(&self, id: ArticleId) -> Option<&ArticleText> {
        self.articles.iter().find(|article| article.id == id)
    }

    /// The article and the part that hold the code point at `at`; those of the next place if it is white space.
    #[must_use]
    pub fn at(&self, at: u32) -> Option<(&ArticleText, &PartText)> {
        let (article, part) = self.place(at)?;
        let article = self.articles.get(article)?;
        Some((article, article.parts.get(part)?))
    }

    /// As [`at`](Self::at): the place of the article on the page, and that of the part in the article.
    #[must_use]
    pub fn place(&self, at: u32) -> Option<(usize, usize)> {
        let place = self.places.get(self.places.partition_point(|place| place.span.end <= at))?;
        place.span.contains(at).then_some((place.article as usize, place.part as usize))
    }

    /// Lines of the source, counted from 1, that hold the first and the last code point of `spans`.
    #[must_use]
    pub fn lines_of(&self, spans: &[CharSpan]) -> Option<(u32, u32)> {
        let first = spans.iter().map(|span| span.start).min()?;
        let last = spans.iter().map(|span| span.end).max()?.saturating_sub(1);
        Some((self.source.text.line_of(first) + 1, self.source.text.line_of(last) + 1))
    }
}

/// Parts whose reading text is known, by their spans.
type Known<'a> = BTreeMap<&'a [CharSpan], &'a PartText>;

/// Makes the texts that are shown.
struct Reader<'a> {
    source: &'a Source,
    readings: &'a [Reading],
    known: &'a Known<'a>,
}

impl Reader<'_> {
    fn part(&self, part: &Part, number: Option<u32>) -> PartText {
        let same = self.known.get(part.spans.as_slice()).filter(|known| known.part.role == part.role);
        let read = || Arc::new(ReadingText::of_part_with(&self.source.text, part, self.readings));
        PartText {
            id: ParagraphId { source: self.source.id, start: part.start() },
            part: part.clone(),
            text: same.map_or_else(read, |known| Arc::clone(&known.text)),
            number,
        }
    }

    fn article(&self, article: &Article) -> ArticleText {
        let mut numbers = 1..;
        let mut number = |part: &Part| if part.role == Role::Body { numbers.next() } else { None };
        let parts: Vec<PartText> = article.parts.iter().map(|part| self.part(part, number(part))).collect();
        let joined = |role| {
            let texts: Vec<&str> =
                parts.iter().filter(|part| part.part.role == role).map(|part| part.text.as_str()).collect();
            texts.join(" ")
        };
        let mut title = joined(Role::Headline);
        if title.is_empty() {
            // An author's name would say less than how the text begins.
            let first = parts.iter().find(|part| part.part.role == Role::Body).or(parts.first());
            let first = first.map_or("", |part| part.text.as_str());
            title = first.chars().take(MADE_TITLE_CHARS).collect();
            if first.chars().nth(MADE_TITLE_CHARS).is_some() {
                title.push('…');
            }
        }
        let solid = |part: &PartText| part.text.as_str().chars().filter(|ch| !ch.is_whitespace()).count() as u32;
        ArticleText {
            id: article.id(self.source.id),
            title,
            byline: joined(Role::Byline),
            chars: parts.iter().map(solid).sum(),
            extent: article.extent(),
            parts,
        }
    }
}

impl ArticleText {
    /// Where what a note or a mark on it is tied to stands: the start of its headline, or of its first part.
    #[must_use]
    pub fn anchor(&self) -> u32 {
        let headline = self.parts.iter().find(|part| part.part.role == Role::Headline);
        headline.or(self.parts.first()).map_or(0, |part| part.part.start())
    }

    /// Its part of this name.
    #[must_use]
    pub fn part(&self, id: ParagraphId) -> Option<&PartText> {
        self.parts.iter().find(|part| part.id == id)
    }
}
