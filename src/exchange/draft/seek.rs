//! Quotations without a mark, looked up in all pages: in one article, its pieces in order, no number and no sentence cut.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::Claim;
use super::canon::{ELLIPSIS, fold, folded, is_word, shown, solid, without_readings};
use super::check::{Checked, Checker, Finding, Remark};
use super::compare::{differences, is_pause, last_position, position, within, without_marks};
use super::ground::Ground;
use crate::exchange::difference::Difference;
use crate::library::Page;
use crate::notebook::{Haystack, Quotation, Refound};
use crate::task::{Cancel, Progress};
use crate::text::{CharSpan, Text, fold_char};

/// How alike a passage must be to be what a quotation was made from.
const LEAST_LIKENESS: f64 = 0.6;

/// Characters of a piece that a page must share with a quotation before it is compared.
const SEED_CHARS: usize = 4;

/// In the lines of a page, which are not parted into articles, pieces stand at most so many characters from each other.
const MOST_APART: usize = 2000;

/// Words before a quotation that turn its meaning round.
const NEGATIONS: [char; 8] = ['没', '不', '未', '无', '非', '莫', '勿', '别'];

/// Words between a negation and what it negates.
const AUXILIARIES: [char; 9] = ['是', '有', '会', '能', '可', '必', '该', '曾', '要'];

/// A quotation as it is looked up.
struct Wanted {
    /// In the canonical form, without the readings that are put beside words of it.
    plain: Vec<char>,
    /// Its pieces, folded, without the marks at their edges.
    pieces: Vec<Vec<char>>,
    /// The same, not folded.
    raw: Vec<Vec<char>>,
    /// The longest of them.
    anchor: usize,
    /// Whether it says that something is left out.
    is_shortened: bool,
    /// Whether it ends with a mark that makes a pause.
    is_paused: bool,
    /// What stands before each reading that is put beside a word, and the reading.
    readings: Vec<(Vec<char>, String)>,
}

impl Wanted {
    fn new(text: &str) -> Self {
        let (plain, readings) = without_readings(&solid(text));
        let readings = readings.into_iter().map(|(end, said)| (plain[..end].to_vec(), said)).collect();
        // Paragraphs are pieces as well, though nothing is left out between them.
        let lines: Vec<Vec<char>> = text.split('\n').map(|line| without_readings(&solid(line)).0).collect();
        let pieces = lines.iter().flat_map(|line| line.split(|ch| *ch == ELLIPSIS));
        let raw: Vec<Vec<char>> =
            pieces.map(|piece| without_marks(piece).to_vec()).filter(|piece| !piece.is_empty()).collect();
        let pieces: Vec<Vec<char>> = raw.iter().map(|piece| folded(piece)).collect();
        let anchor = (0..pieces.len()).max_by_key(|at| pieces[*at].len()).unwrap_or(0);
        let mut end = plain.iter().rev().skip_while(|ch| fold(**ch) == '"');
        let is_paused = end.next().is_some_and(|ch| is_pause(*ch));
        let is_shortened = plain.contains(&ELLIPSIS) && pieces.len() > 1;
        Self { plain, pieces, raw, anchor, is_shortened, is_paused, readings }
    }

    /// Where all of its pieces stand in a ground of which `hit` is the longest.
    fn places(&self, ground: &Ground, hit: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let text = ground.text_of(hit)?;
        let text = text.start.max(hit.start.saturating_sub(MOST_APART))..text.end.min(hit.end + MOST_APART);
        let mut places = vec![hit.clone()];
        let mut end = hit.start;
        for piece in self.pieces[..self.anchor].iter().rev() {
            let start = text.start + last_position(&ground.folded[text.start..end], piece)?;
            places.insert(0, start..start + piece.len());
            end = start;
        }
        let mut start = hit.end;
        for piece in &self.pieces[self.anchor + 1..] {
            let at = start + position(&ground.folded[start..text.end], piece)?;
            places.push(at..at + piece.len());
            start = at + piece.len();
        }
        Some(places)
    }
}

/// What a quotation that stands as a whole must not do: end within a number, a word, or a sentence.
fn whole_of(ground: &Ground, wanted: &Wanted, places: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
    let mut wider = places.to_vec();
    for place in &mut wider {
        let text = ground.text_of(place)?;
        while place.start > text.start && is_within(&ground.chars, place.start) {
            place.start -= 1;
        }
        while place.end < text.end && is_within(&ground.chars, place.end) {
            place.end += 1;
        }
    }
    if let Some(last) = wider.last_mut().filter(|_| wanted.is_paused) {
        let text = ground.text_of(last)?;
        let rest = ground.chars[last.end..text.end].iter();
        last.end += rest.take_while(|ch| ch.is_alphanumeric()).count();
    }
    (wider != places).then_some(wider)
}

/// Whether a number or a Latin word goes on over this place.
fn is_within(chars: &[char], at: usize) -> bool {
    let ch = |at: Option<usize>| at.and_then(|at| chars.get(at)).map(|ch| fold(*ch));
    let (Some(left), Some(right)) = (ch(at.checked_sub(1)), ch(Some(at))) else { return false };
    let is_digit = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_digit());
    let is_number = |ch: char| ch.is_ascii_digit() || "〇零一二三四五六七八九十百千万亿两".contains(ch);
    let is_word_cut = is_word(left) && is_word(right) && left.is_ascii_digit() == right.is_ascii_digit();
    let is_point = |ch: char, outer: Option<char>, inner: Option<char>| {
        // A full-width comma parts clauses; a half-width one may stand within a number.
        matches!(ch, '.' | ',' | '·') && is_digit(outer) && is_digit(inner)
    };
    let is_fraction = (chars[at - 1] != '，' && is_point(left, ch(at.checked_sub(2)), Some(right)))
        || (chars[at] != '，' && chars[at] != '。' && is_point(right, Some(left), ch(Some(at + 1))));
    let is_magnitude = is_number(left) && "十百千万亿%‰".contains(right);
    let is_numeral = !left.is_ascii() && !right.is_ascii() && is_number(left) && is_number(right);
    is_word_cut || is_fraction || is_magnitude || is_numeral
}

/// Whether what stands before this place turns round what follows.
fn is_negated(chars: &[char], at: usize) -> bool {
    let before = |by: usize| at.checked_sub(by).and_then(|at| chars.get(at)).copied();
    let Some(last) = before(1) else { return false };
    NEGATIONS.contains(&last) || (AUXILIARIES.contains(&last) && before(2).is_some_and(|ch| NEGATIONS.contains(&ch)))
}

/// What a quotation that stands nowhere as it is comes nearest to.
struct Near<'a> {
    likeness: f64,
    page: &'a Page,
    spans: Vec<CharSpan>,
    found: String,
    differences: Vec<Difference>,
}

impl<'a> Checker<'a> {
    /// Looks claims up in all pages, first as they are, then what is like them. The progress counts pages, twice.
    pub(super) fn look_up(&self, claims: &[&Claim], cancel: &Cancel, progress: &Progress) -> Vec<Checked> {
        let mut checked: Vec<Checked> = claims.iter().map(|claim| self.unfound(claim)).collect();
        let wanted: Vec<Wanted> = checked.iter().map(|one| Wanted::new(&self.with_signs(&one.text))).collect();
        let patterns: Vec<String> = wanted
            .iter()
            .map(|one| one.pieces.get(one.anchor).map(|it| it.iter().collect()).unwrap_or_default())
            .collect();
        let Ok(finder) = AhoCorasick::new(&patterns) else { return checked };
        let mut left: HashSet<usize> = (0..wanted.len()).filter(|at| !patterns[*at].is_empty()).collect();
        let mut near: BTreeMap<usize, Near<'a>> = BTreeMap::new();
        for page in self.library.iter() {
            progress.advance(1);
            if left.is_empty() || cancel.is_cancelled() {
                continue;
            }
            for ground in Ground::all(page) {
                for hit in finder.find_overlapping_iter(ground.haystack.as_str()) {
                    let number = hit.pattern().as_usize();
                    if !left.contains(&number) {
                        continue;
                    }
                    let hit = ground.range_of(hit.start(), hit.end());
                    match self.stands(page, &ground, &wanted[number], &hit, &mut checked[number]) {
                        Stands::Whole => drop(left.remove(&number)),
                        // The first is told, and worked out once.
                        Stands::Cut(cut) => {
                            near.entry(number)
                                .or_insert_with(|| self.near(page, &ground, &wanted[number], cut, &checked[number]));
                        }
                        Stands::Not => {}
                    }
                }
            }
        }
        left.retain(|at| !near.contains_key(at));
        if !left.is_empty() {
            self.look_alike(&left, &wanted, &mut near, cancel, progress);
        }
        for (at, near) in near {
            let one = &mut checked[at];
            if one.finding != Finding::NotFound {
                continue;
            }
            one.finding = Finding::Changed;
            one.is_of(near.page);
            (one.spans, one.found, one.differences) = (near.spans, Some(near.found), near.differences);
        }
        checked
    }

    /// Whether all of a quotation stands where its longest piece was hit; then `one` says so.
    fn stands(&self, page: &Page, ground: &Ground, wanted: &Wanted, hit: &Range<usize>, one: &mut Checked) -> Stands {
        let Some(places) = wanted.places(ground, hit) else {
            return match ground.text_of(hit) {
                Some(text) if wanted.pieces.len() > 1 => Stands::Cut(Cut::Pieces(text)),
                _ => Stands::Not,
            };
        };
        let spans = spans_of(page, ground, &places);
        let readings: Vec<(String, String)> = within(page, &spans)
            .map(|reading| (page.source.text.slice(reading.span).to_owned(), reading.text.to_string()))
            .collect();
        let mut is_unconfirmed = false;
        for (before, said) in &wanted.readings {
            let is_known = readings.iter().any(|(original, read)| {
                solid(read).iter().collect::<String>() == *said && before.ends_with(&solid(original))
            });
            if !is_known && self.has_notebook {
                return Stands::Cut(Cut::Places(places[..1].to_vec(), spans));
            }
            is_unconfirmed |= !is_known;
        }
        if let Some(wider) = whole_of(ground, wanted, &places) {
            let spans = spans_of(page, ground, &wider);
            return Stands::Cut(Cut::Places(wider, spans));
        }
        let is_read = ground.is_read && !readings.is_empty();
        one.finding = if is_read || !wanted.readings.is_empty() { Finding::Corrected } else { Finding::Exact };
        one.readings = match wanted.readings.is_empty() {
            true if is_read => readings,
            true => Vec::new(),
            false => wanted.readings.iter().map(|(before, said)| (misread(before, &readings), said.clone())).collect(),
        };
        let is_other_width = wanted.raw.iter().zip(&places).any(|(raw, place)| *raw != ground.chars[place.clone()]);
        one.remarks.extend(wanted.is_shortened.then_some(Remark::Shortened));
        one.remarks.extend(is_other_width.then_some(Remark::Width));
        one.remarks.extend(is_unconfirmed.then_some(Remark::ReadingUnconfirmed));
        one.remarks.extend(is_negated(&ground.chars, places[0].start).then_some(Remark::NegationBefore));
        one.is_elsewhere = one.is_marked && !page.source.id.to_string().starts_with(&one.name);
        one.is_of(page);
        one.spans = spans;
        Stands::Whole
    }

    fn near(&self, page: &'a Page, ground: &Ground, wanted: &Wanted, cut: Cut, one: &Checked) -> Near<'a> {
        let (places, spans) = match cut {
            Cut::Pieces(text) => return self.pieces_near(page, ground, wanted, &text),
            Cut::Places(places, spans) => (places, spans),
        };
        let pieces = places.into_iter().map(|place| &ground.chars[place]);
        let there = pieces.collect::<Vec<_>>().join(&ELLIPSIS);
        let text = self.solid(&one.text);
        let differences = differences(&there, &text, self.marks());
        Near { likeness: 1.0, page, spans, found: shown(&there, self.marks()), differences }
    }

    /// The pieces of a quotation that stand in a text, in order; the others as what was added.
    fn pieces_near(&self, page: &'a Page, ground: &Ground, wanted: &Wanted, text: &Range<usize>) -> Near<'a> {
        let (mut parts, mut spans, mut found) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = text.start;
        for (piece, raw) in wanted.pieces.iter().zip(&wanted.raw) {
            if !parts.is_empty() {
                parts.push(Difference::Same(shown(&[ELLIPSIS], self.marks())));
            }
            let said = shown(raw, self.marks());
            match position(&ground.folded[at..text.end], piece) {
                Some(start) => {
                    let place = at + start..at + start + piece.len();
                    spans.extend(ground.spans(page, place.clone()));
                    found.push(shown(&ground.chars[place.clone()], self.marks()));
                    parts.push(Difference::Same(said));
                    at = place.end;
                }
                None => parts.push(Difference::Added(said)),
            }
        }
        Near { likeness: 1.0, page, spans, found: found.join("……"), differences: parts }
    }

    /// Finds what quotations that stand nowhere were made from.
    fn look_alike(
        &self,
        left: &HashSet<usize>,
        wanted: &[Wanted],
        best: &mut BTreeMap<usize, Near<'a>>,
        cancel: &Cancel,
        progress: &Progress,
    ) {
        let anchors: BTreeMap<usize, &[char]> = left
            .iter()
            .map(|at| {
                (*at, if wanted[*at].is_shortened { &wanted[*at].raw[wanted[*at].anchor] } else { &wanted[*at].plain })
            })
            .map(|(at, chars)| (at, chars.as_slice()))
            .collect();
        // What is like a quotation may have other letters, small or capital.
        let of = |chars: &[char]| folded(chars).into_iter().map(fold_char).collect::<Vec<char>>();
        let folded: Vec<Vec<char>> = anchors.values().map(|chars| of(chars)).collect();
        let seeds: HashSet<&[char]> = folded.iter().flat_map(|chars| chars.windows(SEED_CHARS)).collect();
        for page in self.library.iter() {
            if cancel.is_cancelled() {
                break;
            }
            progress.advance(1);
            let ground = Ground::as_it_stands(page);
            if !of(&ground.folded).windows(SEED_CHARS).any(|window| seeds.contains(window)) {
                continue;
            }
            let text = Text::new(ground.chars.iter().collect::<String>());
            let haystack = Haystack::new(&text);
            for (at, chars) in &anchors {
                let quotation = Quotation { exact: chars.iter().collect(), ..Quotation::default() };
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
                let hull = first.start as usize..(last.end as usize).min(ground.chars.len());
                let there = &ground.chars[hull.clone()];
                let differences = differences(there, chars, self.marks());
                let (spans, found) = (ground.spans(page, hull), shown(there, self.marks()));
                best.insert(*at, Near { likeness: place.likeness, page, spans, found, differences });
            }
        }
    }
}

/// How a quotation stands where its longest piece was hit.
enum Stands {
    Whole,
    Cut(Cut),
    Not,
}

/// A quotation that does not stand as a whole.
enum Cut {
    /// Its pieces do not all stand in this text, in order.
    Pieces(Range<usize>),
    /// A number, a sentence or a reading is another one: what stands there instead, and what is quoted of the source.
    Places(Vec<Range<usize>>, Vec<CharSpan>),
}

/// The spans of the source that stand at these places.
fn spans_of(page: &Page, ground: &Ground, places: &[Range<usize>]) -> Vec<CharSpan> {
    places.iter().flat_map(|place| ground.spans(page, place.clone())).collect()
}

/// The misread word with which a text ends.
fn misread(before: &[char], readings: &[(String, String)]) -> String {
    let known = readings.iter().find(|(original, _)| before.ends_with(&solid(original)));
    known.map(|(original, _)| original.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words_are_whole() {
        let check = |text: &str, expected: bool| {
            let at = text.chars().position(|ch| ch == '|').unwrap();
            let chars: Vec<char> = text.chars().filter(|ch| *ch != '|').collect();
            assert_eq!(is_within(&chars, at), expected, "{text}");
        };
        check("贷款364|0万元", true);
        check("8.|68亿", true);
        check("8|.68亿", true);
        check("3,|026件", true);
        check("3026|万元", true);
        check("三十|五人", true);
        check("12，|34", false);
        check("12|，34", false);
        check("2022|年", false);
        check("Wat|er", true);
        check("四百|余人", false);
        check("增长8%|。", false);
        check("。|12人", false);
    }

    #[test]
    fn what_is_turned_round_is_seen() {
        let check = |text: &str, expected: bool| {
            let at = text.chars().position(|ch| ch == '|').unwrap();
            let chars: Vec<char> = text.chars().filter(|ch| *ch != '|').collect();
            assert_eq!(is_negated(&chars, at), expected, "{text}");
        };
        check("我没|有收过", true);
        check("我没有|收过", true);
        check("这不是|他的错", true);
        check("我有|收过", false);
        check("|收过", false);
    }
}
