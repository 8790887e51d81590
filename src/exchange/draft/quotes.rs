//! Quotations in blocks of text.

use std::ops::Range;

use super::{Block, Claim, Draft, Kind};
use crate::exchange::mark::Mark;
use crate::text::{is_closing_mark, is_end_mark, is_opening_mark};

/// Fewest characters, marks and white space not counted, of a quotation without a mark that is looked up: what is shorter stands
/// everywhere, or is a way of speaking.
const MIN_CHARS: usize = 6;

/// Most characters between two quotation marks: an opening mark that is never closed would take all that follows.
const MAX_CHARS: usize = 4000;

/// What opens a quotation, and what closes it.
const PAIRS: [(char, char); 4] = [('“', '”'), ('「', '」'), ('『', '』'), ('〝', '〞')];

/// The quotations of a file's blocks.
pub(super) fn claims(blocks: &[Block]) -> Draft {
    let mut draft = Draft::default();
    for (block, number) in blocks.iter().zip(1..) {
        for (range, mark) in &block.marked {
            let whole = block.text.get(range.clone()).unwrap_or("").trim().to_owned();
            let closed = (block.kind == Kind::Body).then(|| quotation_before(&whole)).flatten().map(str::to_owned);
            let (text, wider) = match closed {
                Some(closed) => (closed, Some(whole)),
                None => (whole, None),
            };
            let goes_on = draft.claims.last().is_some_and(|last| goes_on(last, mark, block, range, number));
            draft.claims.push(Claim { text, wider, mark: Some(mark.clone()), goes_on, block: number });
        }
        if block.kind == Kind::Aside {
            continue;
        }
        for text in unmarked(block) {
            for piece in pieces(text) {
                if solid_chars(piece) >= MIN_CHARS {
                    draft.claims.push(Claim {
                        text: piece.to_owned(),
                        wider: None,
                        mark: None,
                        goes_on: false,
                        block: number,
                    });
                } else {
                    draft.short += 1;
                }
            }
        }
    }
    draft
}

/// Whether what carries a mark goes on with what carried the same one before: it begins the very next block.
fn goes_on(last: &Claim, mark: &Mark, block: &Block, range: &Range<usize>, number: usize) -> bool {
    let begins = block.text.get(..range.start).is_some_and(|before| before.trim().is_empty());
    begins && last.block + 1 == number && last.mark.as_ref() == Some(mark)
}

/// Quotations of a block outside of what is marked.
fn unmarked(block: &Block) -> Vec<&str> {
    let mut rest: Vec<&str> = Vec::new();
    let mut at = 0;
    for (range, _) in &block.marked {
        rest.extend(block.text.get(at..range.start));
        at = range.end.max(at);
    }
    rest.extend(block.text.get(at..));
    if block.kind == Kind::Quote {
        // With a mark in it, what follows is its citation; without one, each paragraph is a quotation, and so is the whole.
        if !block.marked.is_empty() {
            return Vec::new();
        }
        let is_citation = |line: &&str| line.trim_start().starts_with(['—', '–', '-']);
        return block
            .text
            .split('\n')
            .take_while(|line| !is_citation(line))
            .filter(|it| !it.trim().is_empty())
            .collect();
    }
    rest.into_iter().flat_map(quoted).collect()
}

/// What stands between quotation marks, the outermost where they are nested.
pub(super) fn quoted(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open: Option<(char, char, usize, usize)> = None;
    for (at, ch) in text.char_indices() {
        match &mut open {
            None => {
                if let Some((opening, closing)) = PAIRS.iter().find(|(opening, _)| *opening == ch) {
                    open = Some((*opening, *closing, at + ch.len_utf8(), 1));
                }
            }
            Some((opening, closing, start, depth)) => {
                if ch == *opening {
                    *depth += 1;
                } else if ch == *closing {
                    *depth -= 1;
                    if *depth == 0 {
                        found.push(&text[*start..at]);
                        open = None;
                    }
                } else if at - *start > 4 * MAX_CHARS {
                    open = None;
                }
            }
        }
    }
    found
}

/// What a quotation leaves out is not in the source: the pieces on both sides of …… are looked up each for itself, and the mark
/// that ends the sentence around it is not the source's.
fn pieces(quotation: &str) -> impl Iterator<Item = &str> {
    let is_mark = |ch: char| {
        let is_stop = matches!(ch, '，' | '。' | '、' | '；' | '！' | '？' | '：' | ',' | '.' | ';' | '!' | '?');
        ch.is_whitespace() || is_stop || PAIRS.iter().any(|(opening, closing)| ch == *opening || ch == *closing)
    };
    let pieces = quotation.split(['…', '⋯']).flat_map(|piece| piece.split("......")).flat_map(|it| it.split('\n'));
    pieces.map(move |piece| piece.trim_matches(is_mark)).filter(|piece| !piece.is_empty())
}

fn solid_chars(text: &str) -> usize {
    let is_mark = |ch: char| ch.is_whitespace() || is_end_mark(ch) || is_opening_mark(ch) || is_closing_mark(ch);
    text.chars().filter(|ch| !is_mark(*ch) && !matches!(ch, '，' | '、' | ',' | '—')).count()
}

/// What stands between the quotation marks with which a text ends, but for what may follow a closing one.
fn quotation_before(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(|ch: char| {
        ch.is_whitespace() || matches!(ch, '，' | '。' | '；' | '！' | '？' | ',' | '.' | '）' | ')')
    });
    let last = before.chars().next_back()?;
    PAIRS.iter().any(|(_, closing)| *closing == last).then(|| quoted(before).pop()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_found_by_their_marks() {
        let check = |text: &str, expected: &[&str]| assert_eq!(quoted(text), expected, "{text}");
        check("他说：“修缮三个月后重新开放。”又说「首日」", &["修缮三个月后重新开放。", "首日"]);
        check("“外“内”外”", &["外“内”外"]);
        check("“没有关上", &[]);
        check("『“甲”乙』", &["“甲”乙"]);
        check("", &[]);
    }

    #[test]
    fn what_is_left_out_parts_a_quotation() {
        let block = |text: &str| Block { text: text.to_owned(), ..Block::default() };
        let draft = claims(&[block("“河湾镇图书室……重新开放，首日接待。”"), block("他“很好”地说")]);
        let texts: Vec<&str> = draft.claims.iter().map(|claim| claim.text.as_str()).collect();
        assert_eq!(texts, ["河湾镇图书室", "重新开放，首日接待"]);
        assert_eq!((draft.short, draft.claims[1].block), (1, 1));
    }

    #[test]
    fn a_mark_closes_the_quotation_before_it() {
        assert_eq!(quotation_before("前文。他说：“河湾镇图书室。”。"), Some("河湾镇图书室。"));
        assert_eq!(quotation_before("“河湾镇”图书室"), None);
    }
}
