//! Queries as regular expressions: what the user types, rewritten so that it matches regardless of width and white space.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

use crate::text::{Folded, fold_char};

/// For each folded character, all characters that are compared as it.
static UNFOLDED: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut unfolded: HashMap<char, Vec<char>> = HashMap::new();
    // Nothing beyond the first plane has a width to fold.
    for ch in (0..=0xffff).filter_map(char::from_u32) {
        let folded = fold_char(ch);
        if folded != ch {
            unfolded.entry(folded).or_insert_with(|| vec![folded]).push(ch);
        }
    }
    unfolded
});

/// An expression that finds in an unfolded text what `words` is found as in a folded one. It spares folding the text, which
/// costs more than searching it. `None` if `words` is only white space.
pub(super) fn folded_words(words: &str) -> Option<String> {
    join(Folded::new(words).text.chars(), r"\s*", |ch, out| match UNFOLDED.get(&ch) {
        Some(variants) => {
            out.push('[');
            variants.iter().for_each(|&variant| push_escaped(out, variant));
            out.push(']');
        }
        None => push_escaped(out, ch),
    })
}

/// An expression that finds `words` as they are, wherever a line ends. `None` if `words` is only white space.
pub(super) fn exact_words(words: &str) -> Option<String> {
    if words.trim().is_empty() {
        return None;
    }
    join(Folded::exact(words).text.chars(), r"\n*", |ch, out| match ch {
        // Between Latin words the end of a line stands for the space.
        ' ' => out.push_str(r"[ \n]"),
        _ => push_escaped(out, ch),
    })
}

/// The user's expression made to match in a folded text: width folded, white space dropped. Characters that would gain a
/// meaning by folding (（ becomes a bracket) are escaped. Case is left to the expression's own flag, because `\S` and `\s`
/// differ by it.
pub(super) fn fold_expression(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    let mut chars = expression.chars().peekable();
    while let Some(ch) = chars.next() {
        let escapes_space = ch == '\\' && chars.peek().is_some_and(|next| next.is_whitespace());
        if escapes_space || ch.is_whitespace() {
            continue;
        }
        if ch == '\\' {
            out.push(ch);
            out.extend(chars.next());
        } else if ch.is_ascii() {
            out.push(ch);
        } else {
            push_escaped(&mut out, fold_char(ch));
        }
    }
    out
}

/// The expression without line breaks, which no reading text has.
pub(super) fn without_line_breaks(expression: &str) -> String {
    expression.chars().filter(|ch| !matches!(ch, '\n' | '\r')).collect()
}

/// An expression that finds one character of each class, one behind the other.
pub(super) fn of_classes(classes: &[Vec<char>]) -> String {
    let mut out = String::new();
    for class in classes {
        match class.as_slice() {
            [only] => push_escaped(&mut out, *only),
            _ => {
                out.push('[');
                class.iter().for_each(|ch| push_escaped(&mut out, *ch));
                out.push(']');
            }
        }
    }
    out
}

/// An expression for a text of many lines.
pub(super) struct BetweenLines {
    pub(super) expression: String,
    /// Texts of which one stands in everything that it finds; none if that is not known, or if it begins with a text anyway, which
    /// the regex engine looks for by itself.
    pub(super) needed: Vec<String>,
}

/// The expression for a text of many lines that finds in each line what `expression` finds in it alone, in whatever case: nothing it
/// finds goes beyond a line, and `^` and `$` are the ends of lines. `None` if it is no expression.
pub(super) fn between_lines(expression: &str) -> Option<BetweenLines> {
    let mut parser = ParserBuilder::new().case_insensitive(true).build();
    let hir = within_line(parser.parse(expression).ok()?);
    let begins_with_text = match hir.kind() {
        HirKind::Literal(_) => true,
        HirKind::Concat(all) => matches!(all.first().map(Hir::kind), Some(HirKind::Literal(_))),
        _ => false,
    };
    let needed = if begins_with_text { Vec::new() } else { needed(&hir).unwrap_or_default() };
    Some(BetweenLines { expression: hir.to_string(), needed })
}

/// Texts of which one stands in everything that an expression finds.
fn needed(hir: &Hir) -> Option<Vec<String>> {
    /// More are no help.
    const MOST: usize = 16;
    let texts = match hir.kind() {
        HirKind::Literal(literal) => vec![String::from_utf8(literal.0.to_vec()).ok()?],
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(|range| range.len()).sum();
            let chars = || class.iter().flat_map(|range| range.start()..=range.end());
            if count == 0 || count > MOST {
                return None;
            }
            chars().map(String::from).collect()
        }
        HirKind::Capture(capture) => needed(&capture.sub)?,
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub)?,
        // The longer a text is, the seldomer; a single one is found fastest.
        HirKind::Concat(all) => all
            .iter()
            .filter_map(needed)
            .max_by_key(|texts| (texts.iter().map(String::len).min(), std::cmp::Reverse(texts.len())))?,
        HirKind::Alternation(any) => any.iter().map(needed).collect::<Option<Vec<_>>>()?.concat(),
        _ => return None,
    };
    (texts.len() <= MOST && texts.iter().all(|text| !text.is_empty())).then_some(texts)
}

fn within_line(hir: Hir) -> Hir {
    match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) if literal.0.contains(&b'\n') => Hir::fail(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(Class::Unicode(mut class)) => {
            class.difference(&ClassUnicode::new([ClassUnicodeRange::new('\n', '\n')]));
            Hir::class(Class::Unicode(class))
        }
        HirKind::Class(class) => Hir::class(class),
        HirKind::Look(Look::Start) => Hir::look(Look::StartLF),
        HirKind::Look(Look::End) => Hir::look(Look::EndLF),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Repetition(repetition) => {
            let sub = Box::new(within_line(*repetition.sub));
            Hir::repetition(Repetition { sub, ..repetition })
        }
        HirKind::Capture(capture) => within_line(*capture.sub),
        HirKind::Concat(all) => Hir::concat(all.into_iter().map(within_line).collect()),
        HirKind::Alternation(any) => Hir::alternation(any.into_iter().map(within_line).collect()),
    }
}

fn join(chars: impl Iterator<Item = char>, between: &str, push: impl Fn(char, &mut String)) -> Option<String> {
    let mut out = String::new();
    for ch in chars {
        if !out.is_empty() {
            out.push_str(between);
        }
        push(ch, &mut out);
    }
    (!out.is_empty()).then_some(out)
}

fn push_escaped(out: &mut String, ch: char) {
    if ch.is_ascii() && !ch.is_ascii_alphanumeric() {
        // Writing to a string cannot fail. By number, so that no sign has a meaning inside or outside of [].
        let _ = write!(out, r"\x{{{:x}}}", u32::from(ch));
    } else {
        out.push(ch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_allow_for_width_case_and_space() {
        assert_eq!(folded_words("欠 薪").unwrap(), r"欠\s*薪");
        assert_eq!(folded_words("Ｂ").unwrap(), "[bBＢｂ]");
        assert_eq!(folded_words("，").unwrap(), r"[\x{2c}，]");
        assert_eq!(folded_words("\u{3000}\n"), None);
    }

    #[test]
    fn exact_words_allow_for_line_ends_only() {
        assert_eq!(exact_words("Ａ股").unwrap(), r"Ａ\n*股");
        assert_eq!(exact_words(" "), None);
    }

    #[test]
    fn expressions_tell_what_they_need() {
        let check = |expression: &str, expected: &[&str]| {
            assert_eq!(between_lines(expression).unwrap().needed, expected, "{expression}");
        };
        check(r"\d+名农民工", &["名农民工"]);
        check(r"\d+(元|万元)", &["元", "万元"]);
        check(r"\d+(元)?", &[]);
        check("[甲乙].", &["乙", "甲"]);
        check("欠薪.*元", &[]);
        check(r"\d+名|工会", &["名", "工会"]);
    }

    #[test]
    fn expressions_keep_their_meaning() {
        assert_eq!(fold_expression(r"（[^）]+） \d{2}"), r"\x{28}[^\x{29}]+\x{29}\d{2}");
        assert_eq!(fold_expression("[０-９Ａ-Ｚ]\\ \\\\ "), r"[0-9a-z]\\");
    }
}
