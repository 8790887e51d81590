//! Quotations in blocks of text.

use std::ops::Range;

use super::canon::{ELLIPSIS, solid};
use super::{Block, Claim, Draft, Kind, Marked};
use crate::text::{is_closing_mark, is_end_mark, is_opening_mark};

/// Fewest characters, marks and white space not counted, of a quotation without a mark that is looked up: what is shorter stands
/// everywhere, or is a way of speaking.
const MIN_CHARS: usize = 6;

/// What opens a quotation, and what closes it. Where both are the same, the first opens and the next closes.
const PAIRS: [(char, char); 10] = [
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
    ('〝', '〞'),
    ('‘', '’'),
    ('«', '»'),
    ('﹁', '﹂'),
    ('﹃', '﹄'),
    ('"', '"'),
    ('＂', '＂'),
];

/// Double quotation marks of any side, which are often set the wrong way round.
const DOUBLE: [char; 6] = ['“', '”', '〝', '〞', '"', '＂'];

/// The quotations of a file's blocks.
pub(super) fn claims(blocks: &[Block]) -> Draft {
    let mut draft = Draft::default();
    let mut under = String::new();
    // A quotation that the block before has left open.
    let mut open: Option<char> = None;
    for (at, block) in blocks.iter().enumerate() {
        let number = block.row.unwrap_or(at + 1);
        let new = |text: String| Claim { texts: vec![text], block: number, under: under.clone(), ..Claim::default() };
        for marked in &block.marked {
            if solid(&block.text[marked.range.clone()]).is_empty() {
                draft.emptied += 1;
                continue;
            }
            let claim = marked_claim(block, marked, draft.claims.last(), number);
            draft.claims.push(Claim { under: under.clone(), ..claim });
        }
        let before = open.take();
        if block.kind == Kind::Aside {
            draft.asides += quotations(&block.text, None)
                .closed
                .iter()
                .filter(|range| is_long(&block.text[(*range).clone()]))
                .count();
            continue;
        }
        let mut found: Vec<Claim> = Vec::new();
        if block.kind == Kind::Quote {
            found.extend(block_quotation(block).map(|line| {
                let inner = quotations(line, None).closed.into_iter().map(|range| line[range].to_owned());
                Claim { inner: inner.collect(), ..new(line.to_owned()) }
            }));
        } else {
            let next = blocks.get(at + 1).filter(|next| next.kind == Kind::Body).map(|next| next.text.as_str());
            for stretch in unmarked(block) {
                let is_last = stretch.end == block.text.len();
                let before = before.filter(|_| stretch.start == 0);
                let found_here = in_running_text(&block.text[stretch], before, next.filter(|_| is_last), &mut open);
                found.extend(found_here.into_iter().map(|(text, is_unpaired)| Claim { is_unpaired, ..new(text) }));
            }
        }
        for claim in found {
            if is_long(&claim.texts[0]) {
                draft.claims.push(claim);
            } else {
                draft.short += 1;
            }
        }
        if block.is_heading && !block.text.trim().is_empty() {
            block.text.trim().clone_into(&mut under);
        }
    }
    draft
}

/// What carries a mark in a block, and what of it the mark may mean.
fn marked_claim(block: &Block, marked: &Marked, last: Option<&Claim>, number: usize) -> Claim {
    let Marked { range, mark, is_loose } = marked;
    let whole = block.text.get(range.clone()).unwrap_or("").trim();
    let scan = quotations(whole, None);
    let inner = || scan.closed.iter().map(|range| whole[range.clone()].to_owned());
    let mut texts = Vec::new();
    if block.kind == Kind::Body {
        texts.extend(quotation_before(whole).map(str::to_owned));
    }
    texts.push(whole.to_owned());
    if block.kind == Kind::Body && *is_loose {
        texts.extend(scan.open.map(|(_, at)| whole[at..].to_owned()));
        texts.extend(inner());
    }
    // A quotation of several paragraphs may carry its mark in each: then it begins the very next block.
    let begins = block.text.get(..range.start).is_some_and(|before| before.trim().is_empty());
    let goes_on = block.row.is_none()
        && last.is_some_and(|last| begins && last.block + 1 == number && last.mark.as_ref() == Some(mark));
    Claim {
        texts,
        inner: if block.kind == Kind::Quote { inner().collect() } else { Vec::new() },
        mark: Some(mark.clone()),
        is_loose: *is_loose && block.kind == Kind::Body,
        goes_on,
        block: number,
        ..Claim::default()
    }
}

/// The stretches of a block that carry no mark.
fn unmarked(block: &Block) -> Vec<Range<usize>> {
    let mut rest = Vec::new();
    let mut at = 0;
    for marked in &block.marked {
        if marked.range.start > at {
            rest.push(at..marked.range.start);
        }
        at = marked.range.end.max(at);
    }
    rest.push(at.min(block.text.len())..block.text.len());
    rest
}

/// The paragraphs of a block quotation without a mark, each of which is a quotation, but for the citation below them. With a mark
/// in it, what follows is its citation.
fn block_quotation(block: &Block) -> impl Iterator<Item = &str> {
    let is_citation = |line: &&str| line.trim_start().starts_with(['—', '–', '-']);
    let lines = block.text.split('\n').take_while(move |line| !is_citation(line)).filter(|it| !it.trim().is_empty());
    lines.take(if block.marked.is_empty() { usize::MAX } else { 0 })
}

/// The quotations of a stretch of running text, and whether their marks are no pair. `before` opened one that goes on here; `next` is
/// the text of the next block, in which one that is open here may go on.
fn in_running_text(
    text: &str,
    before: Option<char>,
    next: Option<&str>,
    goes_on: &mut Option<char>,
) -> Vec<(String, bool)> {
    let scan = quotations(text, before);
    let mut found: Vec<(String, bool)> =
        scan.closed.iter().map(|range| (text[range.clone()].to_owned(), false)).collect();
    let Some((opening, at)) = scan.open else {
        if scan.has_stray {
            found = lenient(text);
        }
        return found;
    };
    // A speech of several paragraphs begins each with a mark, and closes the last; or it just goes on.
    let begins_again = next.is_some_and(|next| next.trim_start().starts_with(opening));
    let is_closed = next.is_some_and(|next| {
        let scan = quotations(next, Some(opening));
        scan.closed.first().is_some_and(|first| first.start == 0)
    });
    if !scan.has_stray && opening != '"' && (begins_again || is_closed) {
        found.push((text[at..].to_owned(), false));
        *goes_on = (!begins_again).then_some(opening);
        return found;
    }
    lenient(text)
}

/// The quotations of a text whose marks are not in pairs: two that follow each other as they should are a pair; of the others each
/// two are, whatever their sides, and one that is left over reaches to the end, or from the beginning.
fn lenient(text: &str) -> Vec<(String, bool)> {
    let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, ch)| DOUBLE.contains(ch)).collect();
    let behind = |(at, ch): (usize, char)| at + ch.len_utf8();
    let mut found: Vec<(String, bool)> = Vec::new();
    let other = PAIRS[1..].iter().filter(|(opening, _)| !DOUBLE.contains(opening));
    for range in quotations(text, None).closed {
        let opening = text[..range.start].chars().next_back();
        if other.clone().any(|(other, _)| Some(*other) == opening) {
            found.push((text[range].to_owned(), false));
        }
    }
    let next_after = |at: usize| marks.iter().map(|(other, _)| *other).find(|other| *other >= at).unwrap_or(text.len());
    let mut left: Vec<(usize, char)> = Vec::new();
    let is_pair = |one: char, other: char| PAIRS.iter().any(|(opening, closing)| one == *opening && other == *closing);
    for mark in marks.iter().copied() {
        match left.last().copied() {
            Some(last) if is_pair(last.1, mark.1) => {
                left.pop();
                found.push((text[behind(last)..mark.0].to_owned(), false));
            }
            _ => left.push(mark),
        }
    }
    let mut left = left.into_iter().peekable();
    let mut at = 0;
    while let Some(mark) = left.next() {
        let is_opening = PAIRS.iter().any(|(opening, _)| *opening == mark.1);
        let text = match left
            .next_if(|next| is_opening == PAIRS.iter().any(|(opening, _)| *opening == next.1) || !is_opening)
        {
            Some(next) => {
                at = behind(next);
                &text[behind(mark)..next.0]
            }
            None if is_opening => &text[behind(mark)..next_after(behind(mark))],
            None => &text[at..mark.0],
        };
        found.push((text.to_owned(), true));
    }
    found
}

/// What stands between quotation marks.
#[derive(Debug, Default)]
struct Scan {
    /// The outermost where they are nested.
    closed: Vec<Range<usize>>,
    /// What opened one that is not closed, and where it begins.
    open: Option<(char, usize)>,
    /// Whether a mark closes what was not opened.
    has_stray: bool,
}

/// The quotations of a text; `before` is what opened one before it begins.
fn quotations(text: &str, before: Option<char>) -> Scan {
    let mut scan = Scan::default();
    let pair_of = |ch: char| PAIRS.iter().find(|(opening, _)| *opening == ch);
    // Marks of the pair that is open, where the quotation begins, and how deep it is nested.
    let mut open = before.and_then(pair_of).map(|pair| (pair, 0, 1));
    for (at, ch) in text.char_indices() {
        match &mut open {
            None => match pair_of(ch) {
                Some(pair) => open = Some((pair, at + ch.len_utf8(), 1)),
                // ’ is an apostrophe as well.
                None => scan.has_stray |= ch != '’' && PAIRS.iter().any(|(_, closing)| *closing == ch),
            },
            Some(((opening, closing), start, depth)) => {
                if ch == *closing {
                    *depth -= 1;
                    if *depth == 0 {
                        scan.closed.push(*start..at);
                        open = None;
                    }
                } else if ch == *opening {
                    *depth += 1;
                }
            }
        }
    }
    // What looks like an opening mark may be an apostrophe: ‘90后.
    scan.open = open.filter(|((opening, _), ..)| *opening != '‘').map(|((opening, _), at, _)| (*opening, at));
    scan
}

/// Whether a quotation is long enough to be looked up.
fn is_long(text: &str) -> bool {
    let is_mark = |ch: char| ch.is_whitespace() || is_end_mark(ch) || is_opening_mark(ch) || is_closing_mark(ch);
    let says = |ch: &char| !is_mark(*ch) && !matches!(*ch, ELLIPSIS | '，' | '、' | ',' | '—' | '"' | '＂');
    solid(text).iter().filter(|ch| says(ch)).count() >= MIN_CHARS
}

/// What stands between the quotation marks with which a text ends, but for what may follow a closing one.
fn quotation_before(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(|ch: char| {
        ch.is_whitespace() || matches!(ch, '，' | '。' | '；' | '！' | '？' | ',' | '.' | '）' | ')')
    });
    let last = quotations(before, None).closed.pop()?;
    let end = before[last.end..].chars().next()?.len_utf8();
    (last.end + end == before.len()).then(|| &before[last])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        Block { text: text.to_owned(), ..Block::default() }
    }

    /// The quotations of paragraphs, `?` before those whose marks are no pair.
    fn check(paragraphs: &[&str], expected: &[&str]) {
        let blocks: Vec<Block> = paragraphs.iter().map(|text| block(text)).collect();
        let found: Vec<String> = claims(&blocks)
            .claims
            .iter()
            .map(|claim| format!("{}{}", if claim.is_unpaired { "?" } else { "" }, claim.texts[0]))
            .collect();
        assert_eq!(found, expected, "{paragraphs:?}");
    }

    #[test]
    fn quotations_are_found_by_their_marks() {
        check(&["他说：“修缮三个月后重新开放。”又说「首日接待读者」"], &["修缮三个月后重新开放。", "首日接待读者"]);
        check(&["“外面的话里有“内的”话没错”"], &["外面的话里有“内的”话没错"]);
        check(&["『“甲说的话”乙说的话』"], &["“甲说的话”乙说的话"]);
        check(&["他说\"修缮三个月后\"，又说＂重新开放首日＂"], &["修缮三个月后", "重新开放首日"]);
        check(&["他说‘修缮三个月后’，I’m in the ‘90s"], &["修缮三个月后"]);
        check(&["«修缮三个月后»和﹁重新开放首日﹂"], &["修缮三个月后", "重新开放首日"]);
        check(&[""], &[]);
    }

    #[test]
    fn marks_that_are_no_pair_hide_nothing() {
        check(&["”修缮三个月后重开“"], &["?修缮三个月后重开"]);
        check(&["“修缮三个月后重开“"], &["?修缮三个月后重开"]);
        check(&["”修缮三个月后重开”"], &["?修缮三个月后重开"]);
        check(&["“甲说了话没有收尾。乙说：“修缮三个月后重开。”"], &["修缮三个月后重开。", "?甲说了话没有收尾。乙说："]);
        check(&["“没有关上的一句话"], &["?没有关上的一句话"]);
    }

    #[test]
    fn a_speech_goes_on_over_paragraphs() {
        check(
            &["他说：“修缮三个月后重新开放。", "“首日接待读者四百余人。”"],
            &["修缮三个月后重新开放。", "首日接待读者四百余人。"],
        );
        check(
            &["他说：“修缮三个月后重新开放。", "首日接待读者四百余人。”完"],
            &["修缮三个月后重新开放。", "首日接待读者四百余人。"],
        );
    }

    #[test]
    fn a_quotation_with_something_left_out_is_one() {
        check(&["“河湾镇图书室……重新开放，首日接待。”"], &["河湾镇图书室……重新开放，首日接待。"]);
        let draft = claims(&[block("他“很好”地说")]);
        assert_eq!((draft.short, draft.claims.len()), (1, 0));
    }

    #[test]
    fn a_mark_closes_the_quotation_before_it() {
        assert_eq!(quotation_before("前文。他说：“河湾镇图书室。”。"), Some("河湾镇图书室。"));
        assert_eq!(quotation_before("“河湾镇”图书室"), None);
    }

    #[test]
    fn a_quotation_knows_the_heading_that_it_stands_under() {
        let heading = Block { is_heading: true, ..block("到企业去") };
        let draft = claims(&[heading, block("他说“修缮三个月后重开”")]);
        assert_eq!((draft.claims[0].under.as_str(), draft.claims[0].block), ("到企业去", 2));
    }
}
