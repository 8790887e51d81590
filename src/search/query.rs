use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::pattern;
use crate::i18n::Message;
use crate::page::ReadingText;
use crate::text::{CharSpan, Folded};

/// Memory that a compiled query may take, in bytes: enough for a pasted paragraph, and a bound on what `(\w{9}){9}` costs.
const SIZE_LIMIT_BYTES: usize = 16 << 20;

/// How a query is to be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mode {
    /// The query is a regular expression in the syntax of the `regex` crate, not words.
    pub regex: bool,
    /// Nothing is folded but line breaks; otherwise width, case of Latin letters and white space make no difference.
    pub exact: bool,
}

/// What to look for, ready to be used on many texts from several threads.
///
/// Time is linear in the text, whatever the expression. In a folded regular expression white space means nothing: that of
/// the expression is dropped, and `\s` finds nothing because the text it searches has none.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    mode: Mode,
    engine: Engine,
}

#[derive(Clone, Debug)]
enum Engine {
    /// Searches the text as it is; where it must, the expression allows for what is folded.
    Direct(Regex),
    /// Searches the folded text.
    Folded(Regex),
}

/// Why a query cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// There is nothing to look for.
    #[error("the query is empty")]
    Empty,
    /// The regular expression breaks the rules.
    #[error("{reason}{}", position.map_or(String::new(), |at| format!(" at character {at}")))]
    Syntax {
        /// Character of the expression at which it goes wrong, counted from 1.
        position: Option<u32>,
        /// The parser's words, in English.
        reason: String,
    },
    /// The expression is right as it stands, but not once white space is dropped and width folded.
    #[error("the regular expression makes no sense once width and white space are folded")]
    Unfoldable,
    /// It would take too much memory.
    #[error("the query is too large")]
    TooLarge,
}

impl QueryError {
    /// What is wrong, for people.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("search-empty"),
            Self::Syntax { position, reason } => {
                let known = REASONS.iter().find(|(words, _)| reason.starts_with(words));
                let message = match position {
                    Some(at) => Message::new("search-regex-wrong-at").with("position", *at),
                    None => Message::new("search-regex-wrong"),
                };
                match known {
                    Some((_, id)) => message.with("reason", Message::new(id)),
                    None => message.with("reason", reason.as_str()),
                }
            }
            Self::Unfoldable => Message::new("search-regex-unfoldable"),
            Self::TooLarge => Message::new("search-too-large"),
        }
    }
}

impl QueryError {
    /// The same error of an expression that stands in a longer text from its character `position`, from 1, on.
    #[must_use]
    pub(super) fn at(&self, position: u32) -> Self {
        match self {
            Self::Syntax { position: within, reason } => {
                Self::Syntax { position: Some(position + within.unwrap_or(1) - 1), reason: reason.clone() }
            }
            other => other.clone(),
        }
    }
}

/// What the parser says most often, by the beginning of its sentence. Anything else is shown in its own words.
const REASONS: &[(&str, &str)] = &[
    ("backreferences are not supported", "search-regex-backreference"),
    ("incomplete escape sequence", "search-regex-incomplete-escape"),
    ("invalid character class range", "search-regex-class-range"),
    ("look-around", "search-regex-look-around"),
    ("repetition operator missing expression", "search-regex-nothing-to-repeat"),
    ("unclosed character class", "search-regex-unclosed-class"),
    ("unclosed counted repetition", "search-regex-unclosed-repetition"),
    ("unclosed group", "search-regex-unclosed-group"),
    ("unopened group", "search-regex-unopened-group"),
    ("unrecognized escape sequence", "search-regex-unknown-escape"),
];

impl Query {
    /// The query for what the user typed.
    ///
    /// # Errors
    /// If there is nothing but white space, or the regular expression is wrong or too large.
    pub fn parse(text: &str, mode: Mode) -> Result<Self, QueryError> {
        if text.trim().is_empty() {
            return Err(QueryError::Empty);
        }
        let engine = match mode {
            Mode { regex: false, exact: false } => Engine::Direct(compile(pattern::folded_words(text), false)?),
            Mode { regex: false, exact: true } => Engine::Direct(compile(pattern::exact_words(text), false)?),
            Mode { regex: true, exact } => {
                let expression = pattern::without_line_breaks(text);
                // Compiled as it stands first, so that an error names the place that the user sees.
                let direct = compile(Some(expression.clone()), false)?;
                if exact {
                    Engine::Direct(direct)
                } else {
                    let folded = compile(Some(pattern::fold_expression(&expression)), true);
                    Engine::Folded(folded.map_err(|error| match error {
                        QueryError::TooLarge => error,
                        _ => QueryError::Unfoldable,
                    })?)
                }
            }
        };
        Ok(Self { text: text.to_owned(), mode, engine })
    }

    /// What the user typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it is understood.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The code points of `reading` that are hits, in order, none empty, none overlapping another. `reading` is one
    /// paragraph; a line break in it is no character.
    #[must_use]
    pub fn find(&self, reading: &str) -> Vec<CharSpan> {
        match &self.engine {
            Engine::Direct(regex) => {
                let mut counted = (0, 0);
                let found = regex.find_iter(reading).map(|hit| hit.range()).filter(|hit| !hit.is_empty());
                found.map(|bytes| chars_of(reading, &bytes, &mut counted)).collect()
            }
            Engine::Folded(regex) => {
                let folded = Folded::new(reading);
                let found = regex.find_iter(&folded.text);
                found.filter_map(|hit| folded.original(hit.start(), hit.end())).collect()
            }
        }
    }

    /// As [`find`](Self::find), where spaces that only join two lines count as the line breaks that they stand for.
    #[must_use]
    pub fn find_in(&self, reading: &ReadingText) -> Vec<CharSpan> {
        let joins_matter = self.mode == Mode { regex: false, exact: true };
        if !(joins_matter && reading.as_str().contains(' ')) {
            return self.find(reading.as_str());
        }
        let is_join = |at: usize| reading.to_source(CharSpan::new(at as u32, at as u32 + 1)).is_empty();
        let chars = reading.as_str().chars().enumerate();
        let text: String = chars.map(|(at, ch)| if ch == ' ' && is_join(at) { '\n' } else { ch }).collect();
        self.find(&text)
    }
}

/// The code points of `bytes`. `counted` is a place up to which code points are counted, as (byte, code point), so that
/// the text is counted once for all hits.
fn chars_of(text: &str, bytes: &Range<usize>, counted: &mut (usize, u32)) -> CharSpan {
    let mut count_to = |byte: usize| {
        *counted = (byte, counted.1 + text[counted.0..byte].chars().count() as u32);
        counted.1
    };
    let start = count_to(bytes.start);
    CharSpan::new(start, count_to(bytes.end))
}

/// Compiles an expression; `None` is one that looks for nothing.
pub(super) fn compile(expression: Option<String>, any_case: bool) -> Result<Regex, QueryError> {
    let expression = expression.ok_or(QueryError::Empty)?;
    let mut builder = RegexBuilder::new(&expression);
    builder.case_insensitive(any_case).size_limit(SIZE_LIMIT_BYTES).dfa_size_limit(SIZE_LIMIT_BYTES);
    builder.build().map_err(|error| match error {
        regex::Error::Syntax(report) => syntax_error(&report),
        _ => QueryError::TooLarge,
    })
}

/// Takes place and reason out of the parser's report, which is a picture for a terminal: the expression, a line with a
/// caret below it, and `error: REASON`.
fn syntax_error(report: &str) -> QueryError {
    const INDENT: usize = 4;
    let caret = report.lines().find(|line| line.trim_end().ends_with('^') && line.trim_matches([' ', '^']).is_empty());
    let column = caret.and_then(|line| line.find('^')).and_then(|at| at.checked_sub(INDENT));
    let reason = report.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or(report);
    QueryError::Syntax { position: column.map(|at| at as u32 + 1), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::i18n::{Catalogue, Language};

    const WORDS: Mode = Mode { regex: false, exact: false };
    const EXACT: Mode = Mode { regex: false, exact: true };
    const REGEX: Mode = Mode { regex: true, exact: false };
    const EXACT_REGEX: Mode = Mode { regex: true, exact: true };

    /// The text with its hits in 【】, or what is wrong in English.
    #[track_caller]
    fn check(mode: Mode, query: &str, text: &str, expected: &str) {
        let query = match Query::parse(query, mode) {
            Ok(query) => query,
            Err(error) => return assert_eq!(Catalogue::new(Language::English).text(&error.message()), expected),
        };
        let hits = query.find(text);
        let mut shown = String::new();
        for (at, ch) in text.chars().enumerate() {
            let at = at as u32;
            shown.extend(hits.iter().filter(|hit| hit.end == at).map(|_| '】'));
            shown.extend(hits.iter().filter(|hit| hit.start == at).map(|_| '【'));
            shown.push(ch);
        }
        shown.extend(hits.iter().filter(|hit| hit.end as usize == text.chars().count()).map(|_| '】'));
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_fold_width_case_and_space() {
        check(WORDS, "欠薪", "根治欠 薪，追回欠\n薪。", "根治【欠 薪】，追回【欠\n薪】。");
        check(WORDS, "GDP，Ａ股", "gdp,a 股", "【gdp,a 股】");
        check(WORDS, "a.b(", "a.b( aXb( ａ。Ｂ（", "【a.b(】 aXb( 【ａ。Ｂ（】");
        check(WORDS, "工工", "工工工", "【工工】工");
    }

    #[test]
    fn exact_folds_line_breaks_only() {
        check(EXACT, "欠薪", "欠 薪欠\n薪", "欠 薪【欠\n薪】");
        check(EXACT, "Ａ股", "A股Ａ股", "A股【Ａ股】");
        check(EXACT, "open source", "open\nsource", "【open\nsource】");
    }

    #[test]
    fn joined_lines_are_found_exactly() {
        let text = crate::text::Text::new("让政策\n落地 有声");
        let reading = ReadingText::of_spans(&text, &[CharSpan::new(0, 9)], crate::page::Role::Headline);
        assert_eq!(reading.as_str(), "让政策 落地 有声");
        let find = |words: &str| Query::parse(words, EXACT).unwrap().find_in(&reading);
        assert_eq!(find("政策落地"), [CharSpan::new(1, 6)]);
        assert_eq!(find("落地有声"), []);
    }

    #[test]
    fn expressions_search_the_folded_text() {
        check(REGEX, r"\d+ 名", "９ 名农民工，12名", "【９ 名】农民工，【12名】");
        check(REGEX, "（[^）]+）", "甲（乙 丙）丁(戊)", "甲【（乙 丙）】丁【(戊)】");
        check(REGEX, "x*", "a x", "a 【x】");
        check(EXACT_REGEX, r"\d+ 名", "9 名，９名", "【9 名】，９名");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        check(WORDS, "\u{3000}", "", "There is nothing to look for.");
        check(REGEX, "欠(薪", "", "The regular expression is wrong at character 2: a bracket ( is not closed.");
        check(REGEX, "欠薪)", "", "The regular expression is wrong at character 3: a bracket ) was not opened.");
        check(
            REGEX,
            "(*欠",
            "",
            "The regular expression is wrong at character 2: there is nothing before the repetition sign.",
        );
        check(REGEX, "\\p{XX}", "", "The regular expression is wrong at character 1: Unicode property not found.");
        check(REGEX, "(\\w{99}){999}", "", "The query is too large; make it shorter.");
        check(
            REGEX,
            "[ ]",
            "",
            "The expression means nothing once width and white space are folded; search exactly instead.",
        );
    }

    proptest! {
        /// The shortcut of searching unfolded text gives what folding and searching would.
        #[test]
        fn words_are_found_as_in_the_folded_text(words in "[欠薪aＡ， ]{1,3}", text in "[欠薪aAＡ,， \n]{0,24}") {
            prop_assume!(!words.trim().is_empty());
            let (needle, folded) = (Folded::new(&words).text, Folded::new(&text));
            let expected: Vec<CharSpan> = folded.text.match_indices(&needle)
                .filter_map(|(at, hit)| folded.original(at, at + hit.len())).collect();
            let query = Query::parse(&words, WORDS).unwrap();
            prop_assert_eq!(query.find(&text), expected);
        }

        #[test]
        fn parsing_any_text_never_panics(text in ".{0,40}", regex: bool, exact: bool) {
            if let Ok(query) = Query::parse(&text, Mode { regex, exact }) {
                let hits = query.find(&text);
                prop_assert!(hits.windows(2).all(|pair| pair[0].end <= pair[1].start));
                prop_assert!(hits.iter().all(|hit| !hit.is_empty()));
                prop_assert!(regex || !hits.is_empty(), "what is typed is found in itself");
            }
        }
    }
}
