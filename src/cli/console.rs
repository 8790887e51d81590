use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use crate::i18n::{Catalogue, Language, Message};
use crate::library::{self, Source, is_io_failure, is_unsafe_to_show, shown};
use crate::task::{Cancel, Diagnostic, Progress, Severity};
use crate::text::{em_width, is_never_line_end, is_never_line_start};

use super::Status;

/// Where a command reads from and writes to.
pub struct Streams<'a> {
    /// Standard input.
    pub input: &'a mut dyn BufRead,
    /// Standard output: results.
    pub out: &'a mut dyn Write,
    /// Standard error: messages.
    pub err: &'a mut dyn Write,
}

/// The streams of a command, with the language that it speaks.
pub struct Console<'a> {
    /// Sentences.
    pub catalogue: Catalogue,
    streams: Streams<'a>,
}

impl<'a> Console<'a> {
    /// A console that speaks `language`.
    #[must_use]
    pub fn new(language: Language, streams: Streams<'a>) -> Self {
        Self { catalogue: Catalogue::new(language), streams }
    }

    /// Standard input.
    pub fn input(&mut self) -> &mut dyn BufRead {
        self.streams.input
    }

    /// Standard output.
    pub fn out(&mut self) -> &mut dyn Write {
        self.streams.out
    }

    /// Writes a line to standard output.
    ///
    /// # Errors
    /// If standard output takes no more.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.streams.out, "{line}")
    }

    /// Writes `value` as one line of JSON to standard output.
    ///
    /// # Errors
    /// If standard output takes no more.
    pub fn json_line(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *self.streams.out, value)?;
        self.streams.out.write_all(b"\n")
    }

    /// Hands on what is held back in standard output.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.streams.out.flush()
    }

    /// Says that something failed.
    pub fn error(&mut self, message: &Message, hint: Option<&Message>) {
        self.say(Severity::Error, message, hint);
    }

    /// Writes a message to standard error as it is, for scripts that read it.
    pub fn plain_error(&mut self, message: &Message) {
        let _ = writeln!(self.streams.err, "{}", shown(&self.catalogue.text(message)));
    }

    /// Writes a message to standard error, with what to do about it on a line of its own. If nobody listens there, there
    /// is nobody to tell.
    pub fn say(&mut self, severity: Severity, message: &Message, hint: Option<&Message>) {
        let frame = match severity {
            Severity::Info => "cli-info",
            Severity::Warning => "cli-warning",
            Severity::Error => "cli-error",
        };
        // Names and what parsers say of files may hold anything.
        let text = self.catalogue.text(&Message::new(frame).with("message", message.clone()));
        let _ = writeln!(self.streams.err, "{}", shown(&text));
        if let Some(hint) = hint {
            let _ = writeln!(self.streams.err, "  {}", shown(&self.catalogue.text(hint)));
        }
    }

    /// Loads the pages at `paths`, tells what is to tell of them, and returns them with the status that this makes.
    pub fn load(&mut self, paths: &[PathBuf]) -> (Vec<Source>, Status) {
        let outcome = library::load(paths, &Cancel::default(), &Progress::default());
        let mut status = Status::Done;
        for Diagnostic { severity, message, hint } in &outcome.diagnostics {
            self.say(*severity, message, hint.as_ref());
            // A file that was read but is doubtful or twice there lets the command do all that it was asked to.
            if *severity == Severity::Error {
                status = status.max(if is_io_failure(message) { Status::CouldNot } else { Status::DataWrong });
            }
        }
        (outcome.value, status)
    }
}

/// Columns that `text` takes in a terminal, in which an em is two.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|ch| (em_width(ch) * 2.0) as usize).sum()
}

/// The text without what acts on a terminal, white space as plain spaces.
pub(super) fn plain(text: &str) -> String {
    let seen = text.chars().map(|ch| if ch.is_whitespace() { if ch == '\u{3000}' { ch } else { ' ' } } else { ch });
    seen.filter(|&ch| !is_unsafe_to_show(ch)).collect()
}

/// Breaks a paragraph into lines of at most `width` columns, the first one indented by `indent`. No line begins or ends with
/// a mark that must not stand there, and no number or Latin word is broken, unless it fills a line.
pub(super) fn wrap(text: &str, width: usize, indent: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut lead = indent;
    while start < chars.len() {
        let fitting = fitting_chars(&chars[start..], width.saturating_sub(columns(lead)));
        let rest = chars.len() - start;
        let taken = if fitting >= rest { rest } else { break_before(&chars[start..], fitting) };
        let line: String = chars[start..start + taken].iter().collect();
        lines.push(format!("{lead}{}", line.trim_end()));
        start += taken;
        start += chars[start..].iter().take_while(|&&ch| ch == ' ').count();
        lead = "";
    }
    lines
}

/// How many characters fit into `width` columns; one at least.
fn fitting_chars(chars: &[char], width: usize) -> usize {
    let mut used = 0.0;
    let fitting = chars.iter().take_while(|&&ch| {
        used += em_width(ch) * 2.0;
        used as usize <= width
    });
    fitting.count().max(1)
}

/// The last place at or before `fitting` at which a line may be broken; `fitting` if there is none in its second half.
fn break_before(chars: &[char], fitting: usize) -> usize {
    let may_break = |at: usize| {
        let (before, after) = (chars[at - 1], chars[at]);
        let inside_word = before.is_ascii_graphic() && after.is_ascii_graphic();
        !inside_word && !is_never_line_start(after) && !is_never_line_end(before)
    };
    (fitting / 2..=fitting).rev().find(|&at| at > 0 && may_break(at)).unwrap_or(fitting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_they_may() {
        let check = |text: &str, width, expected: &[&str]| assert_eq!(wrap(text, width, "　　"), expected);
        check("人社局追回欠薪，农民工满意。", 12, &["　　人社局追", "回欠薪，农民", "工满意。"]);
        check("人社局为《工人》，报", 14, &["　　人社局为", "《工人》，报"]);
        check("追回 2023 年欠薪", 10, &["　　追回", "2023 年欠", "薪"]);
        check("", 10, &[]);
        check("甲", 1, &["　　甲"]);
    }

    #[test]
    fn nothing_acts_on_the_terminal() {
        assert_eq!(plain("甲\u{1b}[2J\u{202e}乙\n丙\u{3000}丁"), "甲[2J乙 丙　丁");
    }
}
