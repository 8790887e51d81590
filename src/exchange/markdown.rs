//! Text that must come out of a Markdown reader as it went in.

use std::borrow::Cow;

use crate::library::is_unsafe_to_show;

/// `text` as inline Markdown: nothing in it is taken for markup, control and bidi characters are dropped, line breaks become
/// spaces.
pub(super) fn inline(text: &str) -> String {
    escape_line_start(escape(text))
}

/// As [`inline`], for text that begins no line.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '\n' | '\r' | '\t' => out.push(' '),
            _ if is_unsafe_to_show(ch) => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' => {
                out.push('\\');
                out.push(ch);
            }
            _ => out.push(ch),
        }
    }
    out
}

/// `text` as paragraphs of Markdown, its own line breaks kept.
pub(super) fn paragraphs(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(inline).collect();
    lines.join("  \n")
}

/// `text`, which may hold line breaks, as a block quotation.
pub(super) fn block_quote(markdown: &str) -> String {
    let lines: Vec<Cow<'_, str>> = markdown
        .lines()
        .map(|line| if line.is_empty() { Cow::Borrowed(">") } else { Cow::Owned(format!("> {line}")) })
        .collect();
    lines.join("\n")
}

/// A line that would start a list or a rule does not.
pub(super) fn escape_line_start(line: String) -> String {
    let body = line.trim_start();
    let digits = body.chars().take_while(char::is_ascii_digit).count();
    let is_list = body.starts_with(['-', '+', '=']) || (digits > 0 && body[digits..].starts_with(['.', ')']));
    if !is_list {
        return line;
    }
    let lead = line.len() - body.len();
    let at = lead + digits;
    format!("{}\\{}", &line[..at], &line[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(inline("**重**<script>\u{202e}"), r"\*\*重\*\*\<script\>");
        assert_eq!(inline("1. 一\n2"), r"1\. 一 2");
        assert_eq!(inline("- 一"), r"\- 一");
        assert_eq!(inline("1997年"), "1997年");
        assert_eq!(block_quote("一\n\n二"), "> 一\n>\n> 二");
    }
}
