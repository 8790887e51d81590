//! Any combination of tags, written as people write it: `欠薪 且 （调解 或 待核实） 且 非 引语`.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::CharIndices;

use crate::i18n::Message;
use crate::notebook::{Notebook, TagId, tag_path};

/// Deepest nesting of brackets and negations.
const MAX_DEPTH: usize = 64;

/// A combination of tags. A tag stands for itself and all that stand under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagExpr {
    /// Carries one of these.
    Tag(BTreeSet<TagId>),
    /// Meets all of these.
    All(Vec<TagExpr>),
    /// Meets one of these.
    Any(Vec<TagExpr>),
    /// Does not meet this.
    Not(Box<TagExpr>),
}

/// Why a text is no combination of tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagExprError {
    /// The character at which it goes wrong, from 1.
    pub column: usize,
    /// What is wrong.
    pub wrong: WrongExpr,
}

/// What can be wrong with a combination of tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongExpr {
    /// There is no tag, and no path, of this name.
    NoTag(String),
    /// A tag is missing here.
    TagExpected,
    /// A bracket is not closed.
    Unclosed,
    /// A bracket is closed that was not opened.
    Unopened,
    /// It is nested too deep.
    TooDeep,
}

impl TagExprError {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self) -> Message {
        let message = match &self.wrong {
            WrongExpr::NoTag(name) => return Message::new("request-no-tag").with("name", name.as_str()),
            WrongExpr::TagExpected => Message::new("tag-expr-expected"),
            WrongExpr::Unclosed => Message::new("tag-expr-unclosed"),
            WrongExpr::Unopened => Message::new("tag-expr-unopened"),
            WrongExpr::TooDeep => Message::new("tag-expr-too-deep"),
        };
        message.with("column", self.column.to_string())
    }
}

impl TagExpr {
    /// The combination that `text` means in `notebook`; `None` where it names no tag at all.
    ///
    /// `且`, `and`, `&`, or nothing between two tags: both. `或`, `or`, `|`: one of them. `非`, `not`, `!`: not. `且` binds closer than `或`.
    /// A name with spaces or signs in it stands between quotation marks.
    ///
    /// # Errors
    /// If it cannot be read, or names what is not there.
    pub fn parse(text: &str, notebook: &Notebook) -> Result<Option<Self>, TagExprError> {
        let tokens = tokens(text);
        if tokens.is_empty() {
            return Ok(None);
        }
        let mut parser = Parser { tokens: &tokens, at: 0, end: text.chars().count() + 1, depth: 0, notebook };
        let expr = parser.any()?;
        match parser.peek() {
            None => Ok(Some(expr)),
            Some(_) => Err(parser.wrong(WrongExpr::Unopened)),
        }
    }

    /// Whether something that carries these tags passes.
    #[must_use]
    pub fn passes(&self, tags: &[TagId]) -> bool {
        match self {
            Self::Tag(ids) => tags.iter().any(|tag| ids.contains(tag)),
            Self::All(all) => all.iter().all(|expr| expr.passes(tags)),
            Self::Any(any) => any.iter().any(|expr| expr.passes(tags)),
            Self::Not(expr) => !expr.passes(tags),
        }
    }
}

/// A tag's name as it is written in a combination: between quotation marks where it would mean something else without.
#[must_use]
pub fn quoted(name: &str) -> String {
    let parsed = tokens(name);
    let is_plain = matches!(parsed.as_slice(), [(_, Token::Name(whole))] if whole == name);
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Name(String),
    And,
    Or,
    Not,
    Open,
    Close,
}

/// The tokens, each with its character from 1.
fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut column = 0;
    while let Some((start, ch)) = chars.next() {
        column += 1;
        let here = column;
        let token = match ch {
            _ if ch.is_whitespace() => continue,
            '(' | '（' => Token::Open,
            ')' | '）' => Token::Close,
            '&' | '＆' => Token::And,
            '|' | '｜' => Token::Or,
            '!' | '！' => Token::Not,
            '"' => Token::Name(quote(&mut chars, &mut column, '"')),
            '“' => Token::Name(quote(&mut chars, &mut column, '”')),
            '「' => Token::Name(quote(&mut chars, &mut column, '」')),
            _ => {
                let mut end = start + ch.len_utf8();
                while let Some((at, next)) = chars.next_if(|(_, next)| !is_sign(*next)) {
                    end = at + next.len_utf8();
                    column += 1;
                }
                let word = &text[start..end];
                match word.to_ascii_lowercase().as_str() {
                    "且" | "and" => Token::And,
                    "或" | "or" => Token::Or,
                    "非" | "not" => Token::Not,
                    _ => Token::Name(word.to_owned()),
                }
            }
        };
        out.push((here, token));
    }
    out
}

fn is_sign(ch: char) -> bool {
    ch.is_whitespace() || "()（）&＆|｜!！\"“「".contains(ch)
}

/// What stands up to the closing mark; two of them are one of the name.
fn quote(chars: &mut Peekable<CharIndices<'_>>, column: &mut usize, close: char) -> String {
    let mut name = String::new();
    while let Some((_, ch)) = chars.next() {
        *column += 1;
        if ch == close {
            if chars.next_if(|(_, next)| *next == close).is_none() {
                break;
            }
            *column += 1;
        }
        name.push(ch);
    }
    name
}

struct Parser<'a> {
    tokens: &'a [(usize, Token)],
    at: usize,
    /// The character after the last.
    end: usize,
    depth: usize,
    notebook: &'a Notebook,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn wrong(&self, wrong: WrongExpr) -> TagExprError {
        TagExprError { column: self.tokens.get(self.at).map_or(self.end, |(column, _)| *column), wrong }
    }

    fn any(&mut self) -> Result<TagExpr, TagExprError> {
        let mut any = vec![self.all()?];
        while self.peek() == Some(&Token::Or) {
            self.at += 1;
            any.push(self.all()?);
        }
        Ok(one_or(any, TagExpr::Any))
    }

    fn all(&mut self) -> Result<TagExpr, TagExprError> {
        let mut all = vec![self.one()?];
        loop {
            match self.peek() {
                Some(Token::And) => self.at += 1,
                Some(Token::Name(_) | Token::Open | Token::Not) => {}
                Some(Token::Or | Token::Close) | None => return Ok(one_or(all, TagExpr::All)),
            }
            all.push(self.one()?);
        }
    }

    fn one(&mut self) -> Result<TagExpr, TagExprError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.wrong(WrongExpr::TooDeep));
        }
        let expr = match self.peek() {
            Some(Token::Not) => {
                self.at += 1;
                TagExpr::Not(Box::new(self.one()?))
            }
            Some(Token::Open) => {
                self.at += 1;
                let inner = self.any()?;
                if self.peek() != Some(&Token::Close) {
                    return Err(self.wrong(WrongExpr::Unclosed));
                }
                self.at += 1;
                inner
            }
            Some(Token::Name(name)) => {
                let ids = self.named(name);
                if ids.is_empty() {
                    return Err(self.wrong(WrongExpr::NoTag(name.clone())));
                }
                self.at += 1;
                TagExpr::Tag(ids)
            }
            Some(Token::And | Token::Or | Token::Close) | None => return Err(self.wrong(WrongExpr::TagExpected)),
        };
        self.depth -= 1;
        Ok(expr)
    }

    /// The tag of this name and all under it.
    fn named(&self, name: &str) -> BTreeSet<TagId> {
        let within = |path: &str| {
            let tags = self.notebook.tags().values();
            tags.filter(|tag| tag_path::is_within(&tag.name, path)).map(|tag| tag.id).collect::<BTreeSet<_>>()
        };
        let found = within(name);
        if found.is_empty() { within(&tag_path::clean(name)) } else { found }
    }
}

fn one_or(mut list: Vec<TagExpr>, all: impl FnOnce(Vec<TagExpr>) -> TagExpr) -> TagExpr {
    match list.len() {
        1 => list.remove(0),
        _ => all(list),
    }
}
