//! What people type into the search field, read as a query: `欠薪 (追回 | 讨回) -传言 标题:人社局 日期:2022-06..2022-08`.

use super::query::{Mode, QueryError};
use super::term::Term;
use super::variants::Variants;
use crate::i18n::Message;
use crate::page::DateRange;
use crate::text::{fold_char, is_han};

/// Deepest nesting of brackets and exclusions.
const MAX_DEPTH: usize = 64;

/// Most things that one query looks for.
const MAX_TERMS: usize = 200;

/// Longest query, in characters: more than a pasted paragraph.
const MAX_CHARS: usize = 10_000;

/// Farthest that NEAR reaches, in characters.
const MAX_NEAR_CHARS: u32 = 10_000;

/// How a query is to be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// A regular expression, or text to which nothing is folded but line breaks, as a whole: then no sign in it is an operator.
    pub mode: Mode,
    /// Which variants of the characters are found, too; not in expressions, and not where the mode is exact.
    pub variants: Variants,
    /// Whether words are found only where jieba's words begin and end; not in expressions.
    pub whole_words: bool,
}

/// What a document can be asked for beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Tag,
    Source,
    Date,
    Author,
    Comment,
}

/// How the terms of a query are bound together.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// The term at this place stands in the document.
    Term(usize),
    /// The term at this place is in a field, or is the whole of it.
    Field {
        field: Field,
        term: usize,
        whole: bool,
    },
    /// It is of these days.
    Date(DateRange),
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    /// Hits of both with at most so many characters between them.
    Near(Box<Node>, Box<Node>, u32),
}

/// A query that was read.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub(super) root: Node,
    pub(super) terms: Vec<Term>,
    /// Characters of the query, from 1, at which a blank stands that parts nothing.
    pub(super) joined: Vec<u32>,
}

/// Why a query cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{wrong} at character {position}")]
pub struct SearchError {
    /// The character of the query at which it goes wrong, from 1: it lies within the text or is the one behind it.
    pub position: u32,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What can be wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// There is nothing to look for.
    #[error("nothing to look for")]
    Empty,
    /// It says only what is not wanted.
    #[error("only exclusions")]
    OnlyExclusions,
    /// Words are missing beside an operator.
    #[error("words expected")]
    Expected,
    /// A bracket is not closed.
    #[error("bracket not closed")]
    Unclosed,
    /// A bracket is closed that was not opened.
    #[error("bracket not opened")]
    Unopened,
    /// A quotation mark is not closed.
    #[error("quotation mark not closed")]
    UnclosedQuote,
    /// There is nothing behind the name of a field.
    #[error("empty field {0}")]
    EmptyField(String),
    /// These are no days.
    #[error("no days: {0}")]
    BadDate(String),
    /// There is no number behind `NEAR/`, or one that is too large.
    #[error("no number for NEAR")]
    BadNear,
    /// Something that has no hits stands beside NEAR.
    #[error("no hits beside NEAR")]
    NearWhat,
    /// It is nested too deep.
    #[error("nested too deep")]
    TooDeep,
    /// It has too many terms.
    #[error("too many terms")]
    TooMany,
    /// Words or an expression that cannot be used.
    #[error(transparent)]
    Query(#[from] QueryError),
}

impl SearchError {
    /// What is wrong, and where, for people.
    #[must_use]
    pub fn message(&self) -> Message {
        let id = match &self.wrong {
            Wrong::Empty | Wrong::Query(QueryError::Empty) => return QueryError::Empty.message(),
            Wrong::Query(error) => return error.at(self.position).message(),
            Wrong::OnlyExclusions => "search-only-exclusions",
            Wrong::Expected => "search-expected",
            Wrong::Unclosed => "search-unclosed",
            Wrong::Unopened => "search-unopened",
            Wrong::UnclosedQuote => "search-unclosed-quote",
            Wrong::EmptyField(field) => {
                return self.located(Message::new("search-empty-field").with("field", field.as_str()));
            }
            Wrong::BadDate(text) => return self.located(Message::new("search-bad-date").with("text", text.as_str())),
            Wrong::BadNear => return self.located(Message::new("search-bad-near").with("most", MAX_NEAR_CHARS)),
            Wrong::NearWhat => "search-near-what",
            Wrong::TooDeep => "search-too-deep",
            Wrong::TooMany => return self.located(Message::new("search-too-many").with("most", MAX_TERMS)),
        };
        self.located(Message::new(id))
    }

    fn located(&self, reason: Message) -> Message {
        Message::new("search-wrong-at").with("position", self.position).with("reason", reason)
    }
}

/// The names of the fields, as typed before a colon, in small letters.
const FIELDS: &[(&str, Field)] = &[
    ("标题", Field::Title),
    ("標題", Field::Title),
    ("title", Field::Title),
    ("标签", Field::Tag),
    ("標籤", Field::Tag),
    ("tag", Field::Tag),
    ("来源", Field::Source),
    ("來源", Field::Source),
    ("source", Field::Source),
    ("日期", Field::Date),
    ("date", Field::Date),
    ("作者", Field::Author),
    ("author", Field::Author),
    ("批注", Field::Comment),
    ("批註", Field::Comment),
    ("comment", Field::Comment),
];

/// Reads a query.
pub(super) fn parse(text: &str, options: Options) -> Result<Parsed, SearchError> {
    let chars: Vec<char> = text.chars().collect();
    let mut parser =
        Parser { chars: &chars, options, terms: Vec::new(), joined: Vec::new(), depth: 0, operators: false };
    if chars.iter().all(|ch| ch.is_whitespace()) {
        return Err(wrong_at(0, Wrong::Empty));
    }
    if chars.len() > MAX_CHARS {
        return Err(wrong_at(0, QueryError::TooLarge.into()));
    }
    let root = if options.mode == Mode::default() { parser.any(0, chars.len(), None)? } else { parser.verbatim()? };
    if parser.operators
        && let Some(at) = parser.unopened()
    {
        return Err(wrong_at(at, Wrong::Unopened));
    }
    if is_exclusion(&root) {
        return Err(wrong_at(0, Wrong::OnlyExclusions));
    }
    Ok(Parsed { root, terms: parser.terms.into_iter().map(|(_, term)| term).collect(), joined: parser.joined })
}

/// Whether it says only what is not wanted.
fn is_exclusion(node: &Node) -> bool {
    match node {
        Node::Not(_) => true,
        Node::All(all) => all.iter().all(is_exclusion),
        Node::Any(any) => any.iter().any(is_exclusion),
        Node::Term(_) | Node::Field { .. } | Node::Date(_) | Node::Near(..) => false,
    }
}

/// Whether it has hits that could be near others.
fn has_hits(node: &Node) -> bool {
    match node {
        Node::Term(_) | Node::Near(..) => true,
        Node::Any(any) => any.iter().all(has_hits),
        Node::All(all) => all.iter().any(has_hits),
        Node::Field { .. } | Node::Date(_) | Node::Not(_) => false,
    }
}

/// Reads `chars`; every place is one of them. What stands between two brackets is read as a text of its own, so no place is a
/// closing bracket that ends something.
struct Parser<'a> {
    chars: &'a [char],
    options: Options,
    /// The terms, each with the place at which it begins.
    terms: Vec<(usize, Term)>,
    joined: Vec<u32>,
    depth: usize,
    /// Whether any operator was met.
    operators: bool,
}

/// The field in which something is looked for, if not in the text.
type InField = Option<Field>;

fn wrong_at(at: usize, wrong: Wrong) -> SearchError {
    SearchError { position: at as u32 + 1, wrong }
}

impl Parser<'_> {
    /// The whole text as one term.
    fn verbatim(&mut self) -> Result<Node, SearchError> {
        let text: String = self.chars.iter().collect();
        let Mode { regex, exact } = self.options.mode;
        let term = if exact { Term::exact(&text, regex, self.options.whole_words) } else { Term::expression(&text) };
        let term = term.map_err(|error| wrong_at(0, error.into()))?;
        self.terms.push((0, term));
        Ok(Node::Term(0))
    }

    fn skip_blanks(&self, mut at: usize, end: usize) -> usize {
        while at < end && self.chars[at].is_whitespace() {
            at += 1;
        }
        at
    }

    /// What stands from `at` up to `end`: alternatives.
    fn any(&mut self, at: usize, end: usize, field: InField) -> Result<Node, SearchError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(wrong_at(at, Wrong::TooDeep));
        }
        let mut any = Vec::new();
        let mut at = at;
        loop {
            let (all, next) = self.all(at, end, field)?;
            any.push(all);
            at = next;
            if at >= end {
                break;
            }
            // Only an alternative ends what must all be there.
            self.operators = true;
            at += 1;
        }
        self.depth -= 1;
        Ok(one_or(any, Node::Any))
    }

    /// What must all be there, up to the next alternative or `end`.
    fn all(&mut self, at: usize, end: usize, field: InField) -> Result<(Node, usize), SearchError> {
        let mut all = Vec::new();
        let mut at = self.skip_blanks(at, end);
        while at < end && !is_or(self.chars[at]) {
            if self.is_and(at, end) {
                if all.is_empty() {
                    return Err(wrong_at(at, Wrong::Expected));
                }
                self.operators = true;
                at = self.skip_blanks(at + 1, end);
                if at >= end || is_or(self.chars[at]) {
                    return Err(wrong_at(at, Wrong::Expected));
                }
            }
            self.operators |= !all.is_empty();
            let (node, next) = self.near(at, end, field)?;
            all.push(node);
            at = self.skip_blanks(next, end);
        }
        if all.is_empty() {
            return Err(wrong_at(at, Wrong::Expected));
        }
        Ok((one_or(all, Node::All), at))
    }

    /// One thing, and what must stand near it.
    fn near(&mut self, at: usize, end: usize, field: InField) -> Result<(Node, usize), SearchError> {
        let (mut node, mut at) = self.one(at, end, field)?;
        loop {
            let sign = self.skip_blanks(at, end);
            let Some(number) = self.near_sign(sign, end) else { return Ok((node, at)) };
            self.operators = true;
            let digits = self.chars[number..end].iter().take_while(|ch| fold_char(**ch).is_ascii_digit()).count();
            let typed: String = self.chars[number..number + digits].iter().map(|ch| fold_char(*ch)).collect();
            let reach = typed.parse().ok().filter(|reach| *reach <= MAX_NEAR_CHARS);
            let Some(reach) = reach else { return Err(wrong_at(number, Wrong::BadNear)) };
            let other_at = self.skip_blanks(number + digits, end);
            if other_at >= end || is_or(self.chars[other_at]) {
                return Err(wrong_at(other_at, Wrong::Expected));
            }
            let (other, next) = self.one(other_at, end, field)?;
            if !has_hits(&node) || !has_hits(&other) {
                return Err(wrong_at(sign, Wrong::NearWhat));
            }
            node = Node::Near(Box::new(node), Box::new(other), reach);
            at = next;
        }
    }

    /// The place behind `NEAR/`, if that stands at `at`.
    fn near_sign(&self, at: usize, end: usize) -> Option<usize> {
        let sign = ['n', 'e', 'a', 'r', '/'];
        let there = self.chars[at..end].iter().map(|ch| fold_char(*ch)).take(sign.len());
        (at > 0 && self.chars[at - 1].is_whitespace() && there.eq(sign)).then_some(at + sign.len())
    }

    /// Whether a sign that stands alone at `at` means that both sides must be there.
    fn is_and(&self, at: usize, end: usize) -> bool {
        matches!(self.chars[at], '&' | '＆') && (at + 1 >= end || self.chars[at + 1].is_whitespace())
    }

    /// One thing: an exclusion, a group, a field, a phrase, an expression, or plain text.
    fn one(&mut self, at: usize, end: usize, field: InField) -> Result<(Node, usize), SearchError> {
        let ch = self.chars[at];
        if self.is_exclusion_sign(at, end) {
            self.operators = true;
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(wrong_at(at, Wrong::TooDeep));
            }
            let (node, next) = self.one(at + 1, end, field)?;
            self.depth -= 1;
            return Ok((Node::Not(Box::new(node)), next));
        }
        if let Some((inner, next)) = self.group(at, end)? {
            self.operators = true;
            return Ok((self.any(at + 1, inner, field)?, next));
        }
        if field.is_none()
            && let Some((named, value)) = self.field(at, end)
        {
            self.operators = true;
            if value >= end || self.chars[value].is_whitespace() || is_or(self.chars[value]) {
                let name: String = self.chars[at..value - 1].iter().collect();
                return Err(wrong_at(value, Wrong::EmptyField(name)));
            }
            return self.one(value, end, Some(named));
        }
        if field == Some(Field::Date) {
            return self.days(at, end);
        }
        if let Some((inner, next)) = self.phrase(at, end)? {
            self.operators = true;
            return Ok((self.words(at + 1, inner, field, true)?, next));
        }
        if ch == '/'
            && let Some(close) = self.slash(at, end)
        {
            self.operators = true;
            let typed: String = self.chars[at + 1..close].iter().collect();
            let term = Term::expression(&typed).map_err(|error| wrong_at(at + 1, error.into()))?;
            return Ok((self.push(at, term, field, false)?, close + 1));
        }
        let next = self.text_end(at, end, field.is_some());
        Ok((self.words(at, next, field, false)?, next))
    }

    fn words(&mut self, at: usize, end: usize, field: InField, is_phrase: bool) -> Result<Node, SearchError> {
        let typed: String = self.chars[at..end].iter().collect();
        let whole_words = self.options.whole_words && field.is_none();
        let term = Term::words(typed.trim(), self.options.variants, whole_words);
        let term = term.map_err(|error| match error {
            QueryError::Empty => wrong_at(at, Wrong::Expected),
            error => wrong_at(at, error.into()),
        })?;
        self.push(at, term, field, is_phrase)
    }

    fn push(&mut self, at: usize, term: Term, field: InField, whole: bool) -> Result<Node, SearchError> {
        if self.terms.len() == MAX_TERMS {
            return Err(wrong_at(at, Wrong::TooMany));
        }
        self.terms.push((at, term));
        let term = self.terms.len() - 1;
        Ok(match field {
            None => Node::Term(term),
            Some(field) => Node::Field { field, term, whole },
        })
    }

    fn days(&mut self, at: usize, end: usize) -> Result<(Node, usize), SearchError> {
        let len = self.chars[at..end].iter().take_while(|ch| !ch.is_whitespace() && !is_or(**ch)).count();
        let typed: String = self.chars[at..at + len].iter().collect();
        match DateRange::parse(typed.trim_matches('"')) {
            Some(days) => Ok((Node::Date(days), at + len)),
            None => Err(wrong_at(at, Wrong::BadDate(typed))),
        }
    }

    /// Whether `-` at `at` excludes what follows.
    fn is_exclusion_sign(&self, at: usize, end: usize) -> bool {
        let is_sign = |ch: char| matches!(ch, '-' | '－');
        is_sign(self.chars[at]) && at + 1 < end && !self.chars[at + 1].is_whitespace() && !is_sign(self.chars[at + 1])
    }

    /// Whether something of its own may begin at `at`, where a blank stands before it.
    fn begins_operand(&self, at: usize, end: usize) -> bool {
        self.is_exclusion_sign(at, end)
            || self.is_and(at, end)
            || self.near_sign(at, end).is_some()
            || self.field(at, end).is_some()
            || matches!(self.group(at, end), Err(_) | Ok(Some(_)))
            || matches!(self.phrase(at, end), Err(_) | Ok(Some(_)))
            || (self.chars[at] == '/' && self.slash(at, end).is_some())
    }

    /// The field that is named at `at`, and the place behind its colon.
    fn field(&self, at: usize, end: usize) -> Option<(Field, usize)> {
        FIELDS.iter().find_map(|(name, field)| {
            let colon = at + name.chars().count();
            let is_named = colon < end
                && matches!(self.chars[colon], ':' | '：')
                && name.chars().eq(self.chars[at..colon].iter().map(|ch| fold_char(*ch)));
            is_named.then_some((*field, colon + 1))
        })
    }

    /// Whether what was read may end before `at`: at a blank, an alternative, or the end.
    fn is_edge(&self, at: usize, end: usize) -> bool {
        at >= end || self.chars[at].is_whitespace() || is_or(self.chars[at])
    }

    /// If a bracket at `at` opens a group: the place of the closing one, and the one behind it. Brackets around a single word are
    /// text.
    fn group(&self, at: usize, end: usize) -> Result<Option<(usize, usize)>, SearchError> {
        let is_open = |ch: char| matches!(ch, '(' | '（');
        if !is_open(self.chars[at]) {
            return Ok(None);
        }
        let mut depth = 0_usize;
        let mut quoted = false;
        let mut binds = false;
        for place in at..end {
            let ch = self.chars[place];
            quoted ^= ch == '"';
            match ch {
                _ if quoted => {}
                '(' | '（' => depth += 1,
                ')' | '）' => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok((binds && self.is_edge(place + 1, end)).then_some((place, place + 1)));
                    }
                }
                _ => binds |= is_or(ch) || ch.is_whitespace(),
            }
        }
        let binds = self.chars[at..end].iter().any(|ch| is_or(*ch) || ch.is_whitespace());
        if binds && self.chars[at] == '(' { Err(wrong_at(at, Wrong::Unclosed)) } else { Ok(None) }
    }

    /// If a quotation mark at `at` opens a phrase: the place of the closing one, and the one behind it. Chinese marks are text but
    /// around something with a blank or an alternative in it.
    fn phrase(&self, at: usize, end: usize) -> Result<Option<(usize, usize)>, SearchError> {
        let close = match self.chars[at] {
            '"' | '＂' => self.chars[at],
            '“' => '”',
            '「' => '」',
            '『' => '』',
            _ => return Ok(None),
        };
        let inner = &self.chars[at + 1..end];
        let is_plain = matches!(close, '"' | '＂');
        match inner.iter().position(|ch| *ch == close) {
            Some(len) => {
                let binds = is_plain || inner[..len].iter().any(|ch| ch.is_whitespace() || is_or(*ch));
                let (place, next) = (at + 1 + len, at + len + 2);
                Ok((binds && self.is_edge(next, end)).then_some((place, next)))
            }
            None if is_plain => Err(wrong_at(at, Wrong::UnclosedQuote)),
            None => Ok(None),
        }
    }

    /// The slash that closes the expression that one at `at` opens.
    fn slash(&self, at: usize, end: usize) -> Option<usize> {
        let mut escaped = false;
        for place in at + 1..end {
            match self.chars[place] {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '/' if place > at + 1 && self.is_edge(place + 1, end) => return Some(place),
                _ => {}
            }
        }
        None
    }

    /// Where plain text from `at` on ends: at an alternative, or at a blank that parts. Between Han characters a blank parts; beside a
    /// letter, a digit or a mark it is how things are set, and parts nothing but what is asked of a field.
    fn text_end(&mut self, at: usize, end: usize, in_field: bool) -> usize {
        let mut here = at;
        while here < end && !is_or(self.chars[here]) {
            if !self.chars[here].is_whitespace() {
                here += 1;
                continue;
            }
            let next = self.skip_blanks(here, end);
            if in_field || next >= end || is_or(self.chars[next]) || self.begins_operand(next, end) {
                return here;
            }
            let is_solid = |ch: char| is_han(ch) || "《》“”‘’「」『』（）【】".contains(ch);
            if is_solid(self.chars[here - 1]) && is_solid(self.chars[next]) {
                return here;
            }
            self.joined.push(here as u32 + 1);
            here = next;
        }
        here
    }

    /// The first closing bracket in plain text that nothing opened.
    fn unopened(&self) -> Option<usize> {
        let mut depth = 0_usize;
        let mut quoted = false;
        for (at, ch) in self.chars.iter().enumerate() {
            quoted ^= *ch == '"';
            match ch {
                _ if quoted => {}
                '(' | '（' => depth += 1,
                ')' if depth == 0 => {
                    return Some(at).filter(|_| self.terms.iter().all(|(start, _)| !self.is_slash_at(*start)));
                }
                ')' | '）' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }

    fn is_slash_at(&self, at: usize) -> bool {
        self.chars.get(at) == Some(&'/')
    }
}

/// `|` in either width.
fn is_or(ch: char) -> bool {
    matches!(ch, '|' | '｜')
}

fn one_or(mut list: Vec<Node>, all: impl FnOnce(Vec<Node>) -> Node) -> Node {
    match list.len() {
        1 => list.remove(0),
        _ => all(list),
    }
}
