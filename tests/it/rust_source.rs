//! The program's own source as tests read it: without comments, and without what only tests see.

use std::fs;
use std::path::Path;

/// The code of a file. Comments, texts and tests are spaces, so that every character stays where it was; a text leaves the
/// quotation mark that it began with.
pub(crate) struct Stripped {
    pub(crate) code: String,
    /// What stands between quotation marks in the program, as it is written, escapes and all.
    pub(crate) literals: Vec<Literal>,
}

/// A text in the code.
#[derive(Debug, PartialEq)]
pub(crate) struct Literal {
    pub(crate) line: usize,
    pub(crate) text: String,
    /// The code before it, without the space between.
    pub(crate) before: String,
}

/// Characters of the code before a text that are kept with it.
const BEFORE_CHARS: usize = 40;

impl Stripped {
    pub(crate) fn new(source: &str) -> Self {
        let chars: Vec<char> = source.chars().collect();
        let mut out = String::with_capacity(source.len());
        let mut texts = Vec::new();
        let mut at = 0;
        let starts =
            |at: usize, text: &str| text.chars().enumerate().all(|(more, ch)| chars.get(at + more) == Some(&ch));
        while at < chars.len() {
            let raw = (starts(at, "r\"") || starts(at, "r#")) && !ends_in_word(&out);
            let end = match chars[at] {
                '/' if starts(at, "//") => (at..chars.len()).find(|&at| chars[at] == '\n').unwrap_or(chars.len()),
                '/' if starts(at, "/*") => {
                    (at + 2..chars.len()).find(|&at| starts(at, "*/")).map_or(chars.len(), |at| at + 2)
                }
                'r' if raw => raw_text_end(&chars, at),
                '"' => text_end(&chars, at),
                // A character, not a lifetime.
                '\'' if chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'') => {
                    (at + 3..chars.len()).find(|&end| chars[end - 1] == '\'' && end > at + 2).unwrap_or(chars.len())
                }
                _ => at,
            };
            if end == at {
                out.push(chars[at]);
                at += 1;
                continue;
            }
            let is_text = chars[at] == '"' || raw;
            if is_text {
                let text: String = chars[at..end].iter().collect();
                texts.push((at, text.trim_start_matches('r').trim_matches('#').trim_matches('"').to_owned()));
            }
            for (more, &ch) in chars[at..end].iter().enumerate() {
                out.push(if ch == '\n' {
                    '\n'
                } else if is_text && more == 0 {
                    '"'
                } else {
                    ' '
                });
            }
            at = end;
        }
        let code = without_tests(&out);
        let kept: Vec<char> = code.chars().collect();
        let literal = |(at, text): (usize, String)| Literal {
            line: kept[..at].iter().filter(|&&ch| ch == '\n').count() + 1,
            text,
            before: kept[at.saturating_sub(BEFORE_CHARS)..at].iter().collect::<String>().trim_end().to_owned(),
        };
        let literals = texts.into_iter().filter(|(at, _)| kept[*at] == '"').map(literal).collect();
        Self { code, literals }
    }
}

fn ends_in_word(text: &str) -> bool {
    text.ends_with(|ch: char| ch.is_alphanumeric() || ch == '_')
}

fn text_end(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// The end of `r#"…"#`; `start` itself where it is a raw identifier.
fn raw_text_end(chars: &[char], start: usize) -> usize {
    let hashes = chars[start + 1..].iter().take_while(|&&ch| ch == '#').count();
    if chars.get(start + 1 + hashes) != Some(&'"') {
        return start;
    }
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let inside = start + 2 + hashes;
    let found = (inside..chars.len()).find(|&at| chars[at..].starts_with(&close));
    found.map_or(chars.len(), |at| at + close.len())
}

/// The code with the items under `#[cfg(test)]` as spaces.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = code.to_owned();
    while let Some(start) = out.find(MARK) {
        let rest = &out[start..];
        let brace = rest.find('{').unwrap_or(rest.len());
        let end = match rest.find(';').filter(|&semicolon| semicolon < brace) {
            Some(semicolon) => semicolon + 1,
            None => block_end(rest, brace),
        };
        let blank: String = rest[..end].chars().map(|ch| if ch == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(start..start + end, &blank);
    }
    out
}

/// The end of the block whose brace opens at byte `open`.
fn block_end(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, ch) in code.char_indices().skip_while(|(at, _)| *at < open) {
        match ch {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

/// The files of the program from `src/`, with their text, but for those that hold tests alone.
pub(crate) fn program_files() -> Vec<(String, String)> {
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut all);
    all.retain(|(name, _)| !name.ends_with("tests.rs"));
    all.sort();
    all
}

fn files(folder: &Path, from: &str, out: &mut Vec<(String, String)>) {
    let entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    for entry in entries {
        let name = format!("{from}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{name}/"), out);
        } else if name.ends_with(".rs") {
            out.push((name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

#[test]
fn only_texts_of_the_program_are_found() {
    let source = "// \"a\"\nconst A: &str = \"b\";\nf(r#\"c\"d\"#, '\"', \"e\\\"\");\n#[cfg(test)]\nmod tests { const F: &str = \"f\"; }\n";
    let stripped = Stripped::new(source);
    let found: Vec<(usize, &str, &str)> =
        stripped.literals.iter().map(|it| (it.line, it.text.as_str(), it.before.lines().last().unwrap())).collect();
    assert_eq!(found, [(2, "b", "const A: &str ="), (3, "c\"d", "f("), (3, "e\\", found[2].2)]);
    assert_eq!(stripped.code.lines().count(), source.lines().count());
    assert!(!stripped.code.contains("mod tests"));
}
