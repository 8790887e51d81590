//! Notes as Markdown.

use crate::exchange::document::{Cell, Document, Entry, Quotation};
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::Gathered;
use crate::exchange::markdown::{block_quote, inline, paragraphs};
use crate::exchange::note_text::NoteWriter;
use crate::i18n::Message;

/// The document as a file.
pub(in crate::exchange) fn write(
    document: &Document,
    gathered: &Gathered<'_>,
    pace: &Pace<'_>,
) -> Result<Exported, ExportError> {
    let cite = |link| gathered.cite_link(link).map(|cited| inline(&cited));
    let notes = NoteWriter::new(&cite);
    let mut blocks = vec![format!("# {}", inline(&document.title)), document.lead.clone()];
    blocks.extend((!document.alarm.is_empty()).then(|| warned(&document.alarm)));
    for section in &document.sections {
        pace.check()?;
        let marks = "#".repeat(usize::from(section.level));
        blocks.push(format!("{marks} {}", inline(&section.heading)));
        blocks.extend(section.about.iter().map(|about| paragraphs(about)));
        for entry in &section.entries {
            blocks.push(match entry {
                Entry::Quotation(quotation) => annotation(quotation, gathered),
                Entry::Note { label, text } if label.is_empty() => notes.write(text),
                Entry::Note { label, text } => format!("**{}**\n\n{}", inline(label), notes.write(text)),
                Entry::Reference { text, .. } => inline(text),
                Entry::Question { text, about, unproved } => {
                    format!("- [ ] {}  \n  {}{}", inline(text), inline(about), warned(unproved))
                }
                Entry::Table(rows) => table(rows),
            });
        }
    }
    if document.sections.is_empty() {
        blocks.push(gathered.get("export-empty"));
    }
    let bytes = (blocks.join("\n\n") + "\n").into_bytes();
    Ok(Exported { bytes, notices: gathered.cleaner.notices(), quotations: gathered.len() })
}

/// Quotation, citation, tags, comment. The mark stands right behind the last character of the quotation, where Markdown readers
/// pass over it and whoever moves the text takes it along.
fn annotation(quotation: &Quotation, gathered: &Gathered<'_>) -> String {
    let mut blocks = Vec::new();
    if !quotation.before.is_empty() {
        blocks.push(inline(&quotation.before));
    }
    // A block quotation needs no quotation marks of its own: those that are there are the source's.
    let quoted: Vec<String> = quotation.paragraphs.iter().map(|(paragraph, _)| inline(paragraph)).collect();
    let quoted = format!("{}{}", quoted.join("\n\n"), quotation.mark.comment());
    let citation = format!("—— {}{}", inline(&quotation.citation), warned(&quotation.unproved));
    if quotation.behind.is_empty() {
        blocks.push(block_quote(&format!("{quoted}\n\n{citation}")));
    } else {
        blocks.extend([block_quote(&quoted), inline(&quotation.behind), block_quote(&citation)]);
    }
    if !quotation.tags.is_empty() {
        let tags: Vec<String> = quotation.tags.iter().map(|(name, _)| inline(name)).collect();
        let list = tags.join(&gathered.get("list-separator"));
        blocks.push(gathered.input.catalogue.text(&Message::new("export-tags").with("tags", list)));
    }
    if !quotation.comment.is_empty() {
        let comment = paragraphs(&quotation.comment);
        blocks.push(gathered.input.catalogue.text(&Message::new("export-comment").with("comment", comment)));
    }
    blocks.join("\n\n")
}

/// What must not be overlooked, where there is no colour.
fn warned(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("**※ {}**", inline(text.trim())) }
}

fn table(rows: &[Vec<Cell>]) -> String {
    let mut lines = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let cells: Vec<String> =
            row.iter().map(|cell| if cell.is_alarming { warned(&cell.text) } else { inline(&cell.text) }).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
        if at == 0 {
            lines.push(format!("|{}", " --- |".repeat(row.len())));
        }
    }
    lines.join("\n")
}
