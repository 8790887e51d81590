//! Every part read for itself, hit by hit: what the search on shelves is held against.

use super::query::Query;
use crate::library::{Page, PartText};
use crate::page::{ArticleId, ParagraphId, ReadingText, Role};
use crate::text::CharSpan;

/// A hit in its context (KWIC, key word in context; Luhn 1960). Context ends where the paragraph does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The article that it is in.
    pub(crate) article: ArticleId,
    /// The part that it is in.
    pub(crate) paragraph: ParagraphId,
    /// What that part is.
    pub(crate) role: Role,
    /// Code points of the part's reading text.
    pub(crate) reading: CharSpan,
    /// Where it stands in the source, in reading order: several spans where lines or pieces are joined.
    pub(crate) spans: Vec<CharSpan>,
    /// Reading text before it.
    pub(crate) left: String,
    /// Its own reading text.
    pub(crate) node: String,
    /// Reading text after it.
    pub(crate) right: String,
    /// Whether it is found in what stands in the source and is read otherwise; then the texts are those of the source, and
    /// `reading` is where that is read.
    pub(crate) is_original: bool,
}

/// The lines of all hits in the articles of `page`, article by article in reading order, made as they are asked for.
pub(crate) fn concordance<'a>(page: &'a Page, query: &'a Query, context_chars: u32) -> impl Iterator<Item = Line> + 'a {
    let parts = page.articles.iter().flat_map(|article| article.parts.iter().map(|part| (article.id, part)));
    parts.flat_map(move |(article, part)| {
        let mut lines = part_lines(article, part, query, context_chars);
        lines.extend(original_lines(page, article, part, query, context_chars));
        lines
    })
}

/// The lines of the hits in one part.
fn part_lines(article: ArticleId, part: &PartText, query: &Query, context_chars: u32) -> Vec<Line> {
    lines_in(&part.text, article, part, query, context_chars)
}

/// The lines of the hits in what stands in the source where a part is read otherwise.
fn original_lines(page: &Page, article: ArticleId, part: &PartText, query: &Query, context_chars: u32) -> Vec<Line> {
    let emended: Vec<CharSpan> = part.text.emended().map(|(_, source)| source).collect();
    if emended.is_empty() {
        return Vec::new();
    }
    let original = ReadingText::of_part(&page.source.text, &part.part);
    let mut lines = lines_in(&original, article, part, query, context_chars);
    lines.retain(|line| line.spans.iter().any(|span| emended.iter().any(|other| other.overlaps(*span))));
    for line in &mut lines {
        line.is_original = true;
        let read = part.text.from_source(&line.spans);
        let ends = read.first().zip(read.last()).map(|(first, last)| CharSpan::new(first.start, last.end));
        line.reading = ends.unwrap_or(line.reading);
    }
    lines
}

fn lines_in(
    reading: &ReadingText,
    article: ArticleId,
    part: &PartText,
    query: &Query,
    context_chars: u32,
) -> Vec<Line> {
    let hits = query.find_in(reading);
    if hits.is_empty() {
        return Vec::new();
    }
    let text = reading.as_str();
    let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let slice = |from: u32, to: u32| text[bytes[from as usize]..bytes[to as usize]].to_owned();
    let lines = hits.into_iter().map(|hit| Line {
        article,
        paragraph: part.id,
        role: part.part.role,
        reading: hit,
        spans: reading.to_source(hit),
        left: slice(hit.start.saturating_sub(context_chars), hit.start),
        node: slice(hit.start, hit.end),
        right: slice(hit.end, hit.end.saturating_add(context_chars).min(reading.len())),
        is_original: false,
    });
    // A regular expression can hit nothing but the space that joins two lines, which stands nowhere.
    lines.filter(|line| !line.spans.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::{Origin, Source};
    use crate::page::{Article, Confidence, IssueData, Layout, Part};
    use crate::search::Mode;
    use crate::text::Folded;

    fn part(role: Role, spans: &[(u32, u32)]) -> Part {
        Part {
            role,
            spans: spans.iter().map(|&span| span.into()).collect(),
            confidence: Confidence::SURE,
            doubts: Vec::new(),
        }
    }

    fn page(text: &str, parts: Vec<Part>) -> Page {
        let source = Source::from_bytes("页.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap();
        let layout = Layout { articles: vec![Article { parts }], furniture: Vec::new() };
        Page::with_layout(source, layout, IssueData::default())
    }

    #[test]
    fn hits_cross_line_ends_and_pieces() {
        let parts = vec![part(Role::Headline, &[(7, 8)]), part(Role::Body, &[(0, 6), (9, 14)])];
        let page = page("追回欠\n薪三\n图\n万元欠薪。", parts);
        let query = Query::parse("欠薪", Mode::default()).unwrap();
        let lines: Vec<String> = concordance(&page, &query, 3)
            .map(|line| format!("{} {}|{}|{} {:?}", line.article.start, line.left, line.node, line.right, line.spans))
            .collect();
        assert_eq!(lines, ["7 追回|欠薪|三万元 [2..3, 4..5]", "7 三万元|欠薪|。 [11..13]"]);
    }

    proptest! {
        #[test]
        fn what_stands_at_the_spans_is_the_query(text in "工[工会a Ａ\n]{1,30}", words in "[工会aＡ]{1,2}") {
            let page = page(&text, vec![part(Role::Body, &[(0, text.chars().count() as u32)])]);
            let query = Query::parse(&words, Mode::default()).unwrap();
            for line in concordance(&page, &query, 5) {
                let found: String = line.spans.iter().map(|&span| page.source.text.slice(span)).collect();
                prop_assert_eq!(Folded::new(&found).text, Folded::new(&words).text);
            }
        }
    }
}
