use super::query::Query;
use crate::page::{Article, ArticleId, Layout, ParagraphId, Part, ReadingText, Role, SourceId};
use crate::text::{CharSpan, Text};

/// Characters of context on each side of a hit, unless the user asks for more.
pub const CONTEXT_CHARS: u32 = 30;

/// A source with its layout, to be searched.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The source.
    pub source: SourceId,
    /// Its text.
    pub text: &'a Text,
    /// Its articles.
    pub layout: &'a Layout,
}

/// A hit in its context (KWIC, key word in context; Luhn 1960). Context ends where the paragraph does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The article that it is in.
    pub article: ArticleId,
    /// The part that it is in.
    pub paragraph: ParagraphId,
    /// What that part is.
    pub role: Role,
    /// Code points of the part's reading text.
    pub reading: CharSpan,
    /// Where it stands in the source, in reading order: several spans where lines or pieces are joined.
    pub spans: Vec<CharSpan>,
    /// Reading text before it.
    pub left: String,
    /// Its own reading text.
    pub node: String,
    /// Reading text after it.
    pub right: String,
}

/// The lines of all hits in the articles of `page`, article by article in reading order, made as they are asked for.
pub fn concordance<'a>(page: Page<'a>, query: &'a Query, context_chars: u32) -> impl Iterator<Item = Line> + 'a {
    let parts = move |article: &'a Article| article.parts.iter().map(move |part| (article.id(page.source), part));
    page.layout.articles.iter().flat_map(parts).flat_map(move |(article, part)| {
        part_lines(article, part, &ReadingText::of_part(page.text, part), query, context_chars)
    })
}

/// The lines of the hits in one part, whose reading text is at hand.
#[must_use]
pub fn part_lines(
    article: ArticleId,
    part: &Part,
    reading: &ReadingText,
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
        paragraph: ParagraphId { source: article.source, start: part.start() },
        role: part.role,
        reading: hit,
        spans: reading.to_source(hit),
        left: slice(hit.start.saturating_sub(context_chars), hit.start),
        node: slice(hit.start, hit.end),
        right: slice(hit.end, hit.end.saturating_add(context_chars).min(reading.len())),
    });
    // A regular expression can hit nothing but the space that joins two lines, which stands nowhere.
    lines.filter(|line| !line.spans.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::page::Confidence;
    use crate::search::Mode;
    use crate::text::Folded;

    fn part(role: Role, spans: &[(u32, u32)]) -> Part {
        Part { role, spans: spans.iter().map(|&span| span.into()).collect(), confidence: Confidence::SURE }
    }

    fn search(text: &str, parts: Vec<Part>, words: &str, context_chars: u32) -> Vec<Line> {
        let layout = Layout { articles: vec![Article { parts }], furniture: Vec::new() };
        let text = Text::new(text);
        let page = Page { source: SourceId::of_bytes(b""), text: &text, layout: &layout };
        let query = Query::parse(words, Mode::default()).unwrap();
        concordance(page, &query, context_chars).collect()
    }

    #[test]
    fn hits_cross_line_ends_and_pieces() {
        let text = "追回欠\n薪三\n图\n万元欠薪。";
        let parts = vec![part(Role::Headline, &[(7, 8)]), part(Role::Body, &[(0, 6), (9, 14)])];
        let lines: Vec<String> = search(text, parts, "欠薪", 3)
            .iter()
            .map(|line| format!("{} {}|{}|{} {:?}", line.article.start, line.left, line.node, line.right, line.spans))
            .collect();
        assert_eq!(lines, ["7 追回|欠薪|三万元 [2..3, 4..5]", "7 三万元|欠薪|。 [11..13]"]);
    }

    proptest! {
        #[test]
        fn what_stands_at_the_spans_is_the_query(text in "[工会a Ａ\n]{1,30}", words in "[工会aＡ]{1,2}") {
            let len = text.chars().count() as u32;
            let source = Text::new(text.as_str());
            for line in search(&text, vec![part(Role::Body, &[(0, len)])], &words, 5) {
                let found: String = line.spans.iter().map(|&span| source.slice(span)).collect();
                prop_assert_eq!(Folded::new(&found).text, Folded::new(&words).text);
            }
        }
    }
}
