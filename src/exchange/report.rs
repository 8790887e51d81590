//! The report for the desk editor: what a notebook comes to, in one file to be read, printed and asked about.

use super::document::{Document, Entry, Section};
use super::export::{ExportError, Pace};
use super::gathered::Gathered;
use crate::i18n::Message;
use crate::notebook::NoteTarget;

/// What marks a line of a comment or of a note as an open question, apart from a question mark and an open box.
const OPEN: [&str; 9] = ["待核", "待查", "待证", "待确认", "待补", "存疑", "TODO", "todo", "???"];

/// The report. Sections: open questions, tags with quotations, notes, sources.
pub(super) fn document(gathered: &Gathered<'_>, pace: &Pace<'_>) -> Result<Document, ExportError> {
    let mut sections = Vec::new();
    let mut questions = Section::new(2, String::new());
    questions.entries = open_questions(gathered);
    questions.heading = gathered.text(&Message::new("report-questions").with("count", questions.entries.len()));
    if questions.entries.is_empty() {
        questions.about.push(gathered.get("report-no-questions"));
    }
    sections.push(questions);

    let by_tag = gathered.by_tag(pace, 3)?;
    sections.push(Section::new(2, gathered.text(&Message::new("report-quotations").with("count", gathered.len()))));
    sections.extend(by_tag);

    if !gathered.options.is_chosen() {
        sections.extend(gathered.loose_notes());
    }
    let rows = gathered.source_rows();
    let mut sources = Section::new(2, gathered.text(&Message::new("report-sources").with("count", rows.len() - 1)));
    sources.entries.push(Entry::Table(rows));
    sections.push(sources);
    Ok(Document { title: gathered.cleaner.line(&gathered.options.title), lead: gathered.lead(), sections })
}

/// Lines of comments and notes that ask something, each with where it is from.
fn open_questions(gathered: &Gathered<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for placed in &gathered.placed {
        let asked = placed.annotation.comment.lines().filter(|line| is_open(line));
        for line in asked {
            let quote: String = gathered.quoted(placed).concat().chars().take(60).collect();
            let citation = gathered.citation(placed);
            let about = Message::new("quotation-with-citation").with("quote", quote).with("citation", citation);
            let beside = gathered.unproved_beside(placed.proof);
            entries
                .push(Entry::Item { text: gathered.cleaner.line(line.trim()), about: gathered.text(&about) + &beside });
        }
    }
    if gathered.options.is_chosen() {
        return entries;
    }
    for note in gathered.input.notebook.notes().values() {
        let about = match &note.target {
            NoteTarget::Notebook => gathered.get("export-notebook-note"),
            NoteTarget::Source(source) => {
                gathered.text(&Message::new("export-source-note").with("name", gathered.source_name(*source)))
            }
            NoteTarget::Article { title, .. } => {
                gathered.text(&Message::new("export-note-on").with("title", title.as_str()))
            }
        };
        for line in note.text.lines().filter(|line| is_open(line)) {
            let text = line.trim().trim_start_matches(['-', '*', '#', '>', ' ']).trim_start_matches("[ ]").trim();
            entries.push(Entry::Item { text: gathered.cleaner.line(text), about: about.clone() });
        }
    }
    entries
}

/// Whether a line asks something. A question mark within an address or a quoted sentence does not: it must end what the line
/// says, or stand before a bracket.
fn is_open(line: &str) -> bool {
    let line = line.trim();
    let said = line.trim_end_matches(['」', '’', '）', ')', ' ', '。', '！']);
    let asks = said.ends_with(['？', '?']) || line.contains("？");
    asks || OPEN.iter().any(|mark| line.contains(mark)) || line.contains("[ ]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_ask_are_open() {
        for (line, expected) in [
            ("问镇政府：补贴从何而来？", true),
            ("补贴从何而来?", true),
            ("见 http://a.cn/?b=1 一页", false),
            ("- [ ] 约赵青", true),
            ("- [x] 约赵青", false),
            ("待核：四百余人", true),
            ("已核", false),
            ("", false),
        ] {
            assert_eq!(is_open(line), expected, "{line}");
        }
    }
}
