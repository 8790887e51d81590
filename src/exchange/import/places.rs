//! Where selections of other programs stand. The standard counts code points of the plain text, the end excluded; programs also
//! count carriage returns, a byte order mark, UTF-16 code units, or the last character. Each selection is judged by its own name,
//! which is often what it holds; what names prove in a project holds for selections whose names prove nothing.

use std::collections::BTreeMap;

use crate::text::{CharSpan, Text};

/// How the line ends of a text count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineEnds {
    /// As many as there are.
    AsTheyLie,
    /// One each.
    One,
    /// Two each.
    Two,
}

/// Whether what stands before the first character counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Nothing,
    /// A byte order mark, where there is one.
    Mark,
    /// The first character is at 1.
    One,
}

/// How a program counts, whatever the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Manner {
    line_ends: LineEnds,
    before: Before,
    is_utf16: bool,
    is_inclusive: bool,
}

/// What that is in one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count {
    /// A line end is two.
    is_crlf: bool,
    /// The first character is at 1.
    is_from_one: bool,
    /// In UTF-16 code units.
    is_utf16: bool,
    /// The end is the last character of the selection.
    is_inclusive: bool,
}

/// What a name that is what the selection holds is worth as a proof of how it was counted; and one that is its beginning.
const WHOLE: usize = 4;
const BEGINNING: usize = 1;

/// By how much another way to count must be proved more than that of the standard. One character more at the end may as well be
/// a label that somebody has typed.
const LEAST: usize = 3;
const LEAST_INCLUSIVE: usize = 2 * WHOLE;

/// Fewest characters of a name that proves anything, and of one that is only a beginning and stands for another way to count.
const SHORTEST_WHOLE: usize = 2;
const SHORTEST_BEGINNING: usize = 4;

/// A selection as a file has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Selection {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) name: String,
}

/// Where selections stand in a text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Placed {
    /// `None` for one that is not in the text.
    pub(super) spans: Vec<Option<CharSpan>>,
    /// Those within the text of which nothing tells whether they are right.
    pub(super) unsure: Vec<usize>,
    /// Those that were counted otherwise than the standard has it, as their names prove.
    pub(super) counted_otherwise: usize,
}

/// The text of a source, and what its line ends and its beginning were.
pub(super) struct Counted {
    pub(super) text: Text,
    raw_is_crlf: bool,
    raw_has_mark: bool,
}

/// What a name says of what the selection holds, counted in some way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Nothing,
    /// What it holds begins so.
    Beginning,
    /// It is that, but for white space around it.
    Spaced,
    Whole,
}

/// A selection counted in one way.
type Read = (Option<CharSpan>, Says);

/// The selections of a source, counted in each way.
#[derive(Default)]
pub(super) struct Judged {
    ways: Vec<(Count, Vec<Read>)>,
    /// How well each way is proved.
    votes: Vec<usize>,
    /// Characters of each name, white space left out.
    name_chars: Vec<usize>,
}

/// The position of each character of a text, and of its end, counted in one way.
pub(super) struct Starts {
    count: Count,
    starts: Vec<u32>,
}

/// How a project counts, as far as the names in it prove it.
pub(super) struct Counting {
    /// All manners, the likeliest first.
    manners: Vec<Manner>,
    votes: Vec<usize>,
}

impl Counting {
    /// That of a project of the program that calls itself `origin`. ATLAS.ti counts a line end as one, and writes two (so QualCoder has it).
    pub(super) fn new(origin: &str) -> Self {
        let is_atlas = origin.to_uppercase().contains("ATLAS");
        let line_ends = match is_atlas {
            true => [LineEnds::One, LineEnds::AsTheyLie, LineEnds::Two],
            false => [LineEnds::AsTheyLie, LineEnds::One, LineEnds::Two],
        };
        let mut manners = Vec::new();
        for is_inclusive in [false, true] {
            for is_utf16 in [false, true] {
                for before in [Before::Nothing, Before::Mark, Before::One] {
                    for line_ends in line_ends {
                        manners.push(Manner { line_ends, before, is_utf16, is_inclusive });
                    }
                }
            }
        }
        let votes = vec![0; manners.len()];
        Self { manners, votes }
    }

    /// Counts the selections of a source in every way, and remembers what that proves.
    pub(super) fn judge(&mut self, counted: &Counted, selections: &[Selection]) -> Judged {
        let judged = Judged::new(counted, selections, &self.manners);
        for (manner, votes) in self.manners.iter().zip(&mut self.votes) {
            *votes += judged.votes_of(manner.count(counted));
        }
        judged
    }

    /// Where the selections of a source stand, once all sources are judged.
    pub(super) fn place(&self, counted: &Counted, judged: &Judged) -> Placed {
        let standard = self.manners[0].count(counted);
        let base = self.base(counted, judged);
        let selections = judged.ways.first().map_or(0, |(_, read)| read.len());
        let mut placed = Placed::default();
        for at in 0..selections {
            let (span, says) = judged.read(base, at);
            let own = if says == Says::Whole { None } else { judged.own_way(at) };
            let other = own.filter(|(way, _)| says == Says::Nothing || judged.ways[*way].1[at].1 == Says::Whole);
            let found = match other {
                Some((_, span)) => Some(span),
                None => span,
            };
            let is_proved = other.is_some() || says != Says::Nothing;
            placed.counted_otherwise += usize::from(is_proved && found != judged.read(standard, at).0);
            if !is_proved && found.is_some() {
                placed.unsure.push(at);
            }
            placed.spans.push(found);
        }
        placed
    }

    /// Whether what nothing proves in a source is taken as the standard counts; else as other selections of the project prove, or as
    /// the program is known to count.
    pub(super) fn is_standard(&self, counted: &Counted, judged: &Judged) -> bool {
        let standard = Manner { line_ends: LineEnds::AsTheyLie, ..self.manners[0] };
        self.base(counted, judged) == standard.count(counted)
    }

    /// Where characters start in a source, counted as is proved in it.
    pub(super) fn starts(&self, counted: &Counted, judged: &Judged) -> Starts {
        let count = self.base(counted, judged);
        Starts { count, starts: counted.starts(count) }
    }

    /// The way that is taken where a name says nothing: what is proved in the source, else what is proved in the project.
    fn base(&self, counted: &Counted, judged: &Judged) -> Count {
        let of_source: Vec<usize> = self.manners.iter().map(|manner| judged.votes_of(manner.count(counted))).collect();
        let (here, project) = (self.best(&of_source), self.best(&self.votes));
        let proved = if of_source[here] > of_source[project] { here } else { project };
        self.manners[proved].count(counted)
    }

    /// The manner that is proved best, the first of all unless another one is proved well enough.
    fn best(&self, votes: &[usize]) -> usize {
        let mut best = 0;
        for (at, manner) in self.manners.iter().enumerate() {
            let least = if manner.is_inclusive { LEAST_INCLUSIVE } else { LEAST };
            if votes[at] > votes[best] && votes[at] >= votes[0] + least {
                best = at;
            }
        }
        best
    }
}

impl Manner {
    fn count(self, counted: &Counted) -> Count {
        Count {
            is_crlf: match self.line_ends {
                LineEnds::AsTheyLie => counted.raw_is_crlf,
                LineEnds::One => false,
                LineEnds::Two => true,
            },
            is_from_one: match self.before {
                Before::Nothing => false,
                Before::Mark => counted.raw_has_mark,
                Before::One => true,
            },
            is_utf16: self.is_utf16,
            is_inclusive: self.is_inclusive,
        }
    }
}

impl Judged {
    fn new(counted: &Counted, selections: &[Selection], manners: &[Manner]) -> Self {
        let solid = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<Vec<char>>();
        let names: Vec<Vec<char>> = selections.iter().map(|selection| solid(&selection.name)).collect();
        let name_chars = names.iter().map(Vec::len).collect();
        let mut judged = Self { ways: Vec::new(), votes: Vec::new(), name_chars };
        for count in manners.iter().map(|manner| manner.count(counted)) {
            if judged.ways.iter().any(|(way, _)| *way == count) {
                continue;
            }
            let starts = counted.starts(count);
            let read: Vec<Read> = selections
                .iter()
                .zip(&names)
                .map(|(selection, name)| {
                    let span = counted.span(selection, count, &starts);
                    let says = |span| says(&selection.name, name, counted.text.slice(span), count);
                    (span, span.map_or(Says::Nothing, says))
                })
                .collect();
            let votes = read.iter().zip(&names).map(|((_, says), name)| match says {
                Says::Whole if name.len() >= SHORTEST_WHOLE => WHOLE,
                Says::Beginning | Says::Spaced if name.len() >= SHORTEST_WHOLE => BEGINNING,
                _ => 0,
            });
            judged.votes.push(votes.sum());
            let is_settled = read.iter().all(|(_, says)| *says == Says::Whole);
            judged.ways.push((count, read));
            // Nothing more is to be found out where the likeliest way is proved by each name.
            if is_settled && judged.ways.len() == 1 {
                break;
            }
        }
        judged
    }

    fn votes_of(&self, count: Count) -> usize {
        self.ways.iter().position(|(way, _)| *way == count).map_or(0, |at| self.votes[at])
    }

    fn read(&self, count: Count, at: usize) -> Read {
        // What is settled has but one way.
        let way = self.ways.iter().find(|(way, _)| *way == count).or(self.ways.first());
        way.map_or((None, Says::Nothing), |(_, read)| read[at])
    }

    /// The way that the name of one selection proves, and where that puts it; `None` if it proves none, or two as well.
    fn own_way(&self, at: usize) -> Option<(usize, CharSpan)> {
        for (wanted, shortest) in [(Says::Whole, SHORTEST_WHOLE), (Says::Beginning, SHORTEST_BEGINNING)] {
            if self.name_chars[at] < shortest {
                return None;
            }
            let mut places: BTreeMap<CharSpan, (usize, usize)> = BTreeMap::new();
            for (way, (_, read)) in self.ways.iter().enumerate() {
                let (Some(span), says) = read[at] else { continue };
                if says == wanted {
                    let place = places.entry(span).or_insert((self.votes[way], way));
                    *place = (*place).max((self.votes[way], way));
                }
            }
            let mut ranked: Vec<(usize, usize, CharSpan)> =
                places.into_iter().map(|(span, (votes, way))| (votes, way, span)).collect();
            ranked.sort_by_key(|(votes, ..)| std::cmp::Reverse(*votes));
            match ranked.as_slice() {
                [] => {}
                [best, second, ..] if best.0 == second.0 => return None,
                [best, ..] => return Some((best.1, best.2)),
            }
        }
        None
    }
}

/// What a name says of what the selection holds; `name` is the name as it was `given` without white space.
fn says(given: &str, name: &[char], there: &str, count: Count) -> Says {
    let end = name.iter().rposition(|ch| !matches!(ch, '…' | '.')).map_or(0, |at| at + 1);
    let (beginning, rest) = name.split_at(end);
    let mut solid = there.chars().filter(|ch| !ch.is_whitespace());
    // It stops before it takes what follows the beginning.
    let shared = beginning.iter().zip(solid.by_ref()).take_while(|(one, other)| *one == other).count();
    let [is_before, is_behind] = [
        there.starts_with(char::is_whitespace) && !given.starts_with(char::is_whitespace),
        there.ends_with(char::is_whitespace) && !given.ends_with(char::is_whitespace),
    ];
    match () {
        () if name.is_empty() || shared < beginning.len() => Says::Nothing,
        () if solid.eq(rest.iter().copied()) => match is_before || is_behind {
            true => Says::Spaced,
            false => Says::Whole,
        },
        // A beginning says nothing of an end.
        () if beginning.is_empty() || count.is_inclusive || is_before => Says::Nothing,
        () => Says::Beginning,
    }
}

impl Counted {
    pub(super) fn new(raw: &str) -> Self {
        let (raw_is_crlf, raw_has_mark) = (raw.contains("\r\n"), raw.starts_with('\u{feff}'));
        Self { text: Text::new(raw), raw_is_crlf, raw_has_mark }
    }

    /// Where the standard has a selection, in a text with line feeds and without a byte order mark.
    pub(super) fn as_standard(&self, selection: &Selection) -> Option<CharSpan> {
        let is_span = selection.start < selection.end && selection.end <= self.text.len();
        is_span.then(|| CharSpan::new(selection.start, selection.end))
    }

    /// Where a selection stands, counted in one way.
    pub(super) fn find(&self, selection: &Selection, starts: &Starts) -> Option<CharSpan> {
        self.span(selection, starts.count, &starts.starts)
    }

    /// The position of each character of the text, and of its end.
    fn starts(&self, count: Count) -> Vec<u32> {
        let mut at = u32::from(count.is_from_one);
        let mut starts = Vec::with_capacity(self.text.len() as usize + 1);
        for ch in self.text.as_str().chars() {
            starts.push(at);
            at += match ch {
                '\n' if count.is_crlf => 2,
                _ if count.is_utf16 => ch.len_utf16() as u32,
                _ => 1,
            };
        }
        starts.push(at);
        starts
    }

    fn span(&self, selection: &Selection, count: Count, starts: &[u32]) -> Option<CharSpan> {
        let end = selection.end.checked_add(u32::from(count.is_inclusive))?;
        // A position within a character or a line end means the character.
        let start = starts.partition_point(|at| *at <= selection.start).checked_sub(1)?;
        let end = starts.partition_point(|at| *at < end);
        let is_in = end < starts.len() && selection.start >= starts[0];
        let span = CharSpan::new(start as u32, end as u32);
        (is_in && self.text.holds(span)).then_some(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A raw text, selections in it (start, end, name), what they hold, and how many of them nothing proves.
    type Case<'a> = (&'a str, &'a [(u32, u32, &'a str)], &'a [Option<&'a str>], usize);

    #[track_caller]
    fn check_project(origin: &str, sources: &[Case<'_>]) {
        let mut counting = Counting::new(origin);
        let mut judged = Vec::new();
        for (raw, selections, ..) in sources {
            let selections: Vec<Selection> = selections
                .iter()
                .map(|(start, end, name)| Selection { start: *start, end: *end, name: (*name).to_owned() })
                .collect();
            let counted = Counted::new(raw);
            let result = counting.judge(&counted, &selections);
            judged.push((counted, result));
        }
        for ((counted, judged), (raw, _, expected, unsure)) in judged.iter().zip(sources) {
            let placed = counting.place(counted, judged);
            let found: Vec<Option<&str>> =
                placed.spans.iter().map(|span| span.map(|span| counted.text.slice(span))).collect();
            assert_eq!((found.as_slice(), placed.unsure.len()), (*expected, *unsure), "{raw:?}");
        }
    }

    #[track_caller]
    fn check(raw: &str, selections: &[(u32, u32, &str)], expected: &[Option<&str>], unsure: usize) {
        check_project("Other 9.1", &[(raw, selections, expected, unsure)]);
    }

    #[test]
    fn names_tell_how_positions_were_counted() {
        check("甲乙\n丙丁", &[(3, 5, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\r\n丙丁", &[(4, 6, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\r\n丙丁", &[(3, 5, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\n丙丁", &[(4, 6, "丙丁")], &[Some("丙丁")], 0);
        check("\u{feff}甲乙\n丙丁", &[(4, 6, "丙丁")], &[Some("丙丁")], 0);
        check("😀甲乙丙丁", &[(4, 6, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\n丙丁", &[(3, 4, "丙丁")], &[Some("丙丁")], 0);
        check("甲乙\n丙丁戊", &[(3, 6, "丙丁…")], &[Some("丙丁戊")], 0);
        check("甲乙\r\n丙丁戊己庚", &[(3, 8, "丙丁戊己...")], &[Some("丙丁戊己庚")], 0);
        check("甲乙……", &[(0, 4, "甲乙……")], &[Some("甲乙……")], 0);
    }

    #[test]
    fn without_names_the_file_is_taken_as_it_lies_there() {
        check("甲乙\r\n丙丁", &[(4, 6, "")], &[Some("丙丁")], 1);
        check("甲乙\n丙丁", &[(3, 5, "Memo 1"), (3, 99, "")], &[Some("丙丁"), None], 1);
        check("", &[(0, 1, "x")], &[None], 0);
        check("甲", &[(0, u32::MAX, "")], &[None], 0);
    }

    const LINE: &str = "记者在株洲采访拖欠工资的问题。农民工拿到血汗钱以后感激不已。";

    #[test]
    fn each_selection_is_judged_by_its_own_name() {
        // One of which a label tells more than is there does not move the others.
        check(LINE, &[(3, 7, "株洲采访"), (15, 18, "农民工拿")], &[Some("株洲采访"), Some("农民工拿")], 0);
        let labels = [(15, 18, "农民工拿"), (3, 7, "标签一"), (7, 11, "")];
        check(LINE, &labels, &[Some("农民工拿"), Some("株洲采访"), Some("拖欠工资")], 2);
        // A label that happens to be the beginning of something else.
        check(LINE, &[(3, 7, "株"), (7, 11, "欠")], &[Some("株洲采访"), Some("拖欠工资")], 1);
        let raw = "甲乙\r\n第二行继续。\r\n同一句。";
        check(raw, &[(3, 8, "第二行继续"), (12, 15, "同一句")], &[Some("第二行继续"), Some("同一句")], 0);
    }

    #[test]
    fn what_names_prove_holds_for_selections_whose_names_prove_nothing() {
        let inclusive = [(3, 6, "株洲采访"), (7, 10, "拖欠工资"), (15, 17, "")];
        check(LINE, &inclusive, &[Some("株洲采访"), Some("拖欠工资"), Some("农民工")], 1);
        let (first, second) = ("甲乙\r\n第二行继续。\r\n", "丙丁\r\n另一行文字。\r\n");
        check_project(
            "Other 9.1",
            &[
                (first, &[(3, 8, "第二行继续")], &[Some("第二行继续")], 0),
                (second, &[(3, 6, "我的引文"), (6, 8, "")], &[Some("另一行"), Some("文字")], 2),
            ],
        );
        // What is proved in a source itself counts more.
        check_project(
            "Other 9.1",
            &[
                (first, &[(3, 8, "第二行继续"), (0, 2, "甲乙")], &[Some("第二行继续"), Some("甲乙")], 0),
                (second, &[(4, 7, "另一行"), (7, 9, "")], &[Some("另一行"), Some("文字")], 1),
            ],
        );
    }

    #[test]
    fn programs_that_are_known_to_count_otherwise_are_read_so() {
        let raw = "甲乙\r\n第二行继续。\r\n";
        check_project(
            "ATLAS.ti 24",
            &[(raw, &[(3, 8, ""), (0, 2, "我的引文")], &[Some("第二行继续"), Some("甲乙")], 2)],
        );
        check_project("ATLAS.ti 24", &[(raw, &[(4, 9, "第二行继续")], &[Some("第二行继续")], 0)]);
    }

    #[test]
    fn what_two_ways_prove_alike_is_not_proved() {
        // Counted without carriage returns it is the second of these words, counted from one the first.
        let selections = [(4, 6, "丙丁"), (5, 7, "丙丁")];
        check("甲乙\r\n丙丁丙丁", &selections, &[Some("丙丁"), Some("丁丙")], 1);
    }
}
