//! The Markdown of a note for Word, written anew from what was read of it.

use super::docx::{begin, run, table_of};
use super::docx_parts::FIRST_LINK;
use crate::exchange::note_text::{Linked, linked_runs};
use crate::exchange::xml::Xml;
use crate::notebook::NoteLink;
use crate::notebook::markdown::{Block, Destination, Item, Style, Text, parse};

/// Writes notes into one file: footnotes and links are numbered through.
#[derive(Default)]
pub(super) struct NoteDocx {
    /// What the footnotes say.
    pub(super) footnotes: Vec<String>,
    /// Where links lead.
    pub(super) links: Vec<String>,
}

type Cite<'a> = &'a dyn Fn(NoteLink) -> Option<String>;

impl NoteDocx {
    pub(super) fn write(&mut self, xml: &mut Xml, note: &str, cite: Cite<'_>) {
        self.blocks(xml, &parse(note), "Normal", "", cite);
    }

    /// Blocks whose paragraphs are of a style; `lead` stands before the first of them.
    fn blocks(&mut self, xml: &mut Xml, blocks: &[Block], style: &str, lead: &str, cite: Cite<'_>) {
        let mut lead = lead;
        for block in blocks {
            self.block(xml, block, style, lead, cite);
            lead = "";
        }
    }

    fn block(&mut self, xml: &mut Xml, block: &Block, style: &str, lead: &str, cite: Cite<'_>) {
        match block {
            Block::Heading(_, text) => self.paragraph(xml, text, "Heading3", lead, cite),
            Block::Paragraph(text) => self.paragraph(xml, text, style, lead, cite),
            Block::Quote(blocks) => self.blocks(xml, blocks, "Quote", lead, cite),
            Block::List { start, items } => self.list(xml, *start, items, lead, cite),
            Block::Code(code) => {
                begin(xml, "JianbaoCode");
                run(xml, "", &format!("{lead}{}", code.trim_end()));
                xml.end();
            }
            Block::Rule => {
                xml.raw("<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"B9B0A3\"/></w:pBdr></w:pPr></w:p>");
            }
            Block::Table { columns, rows } => table_of(xml, columns.len(), rows.len(), |xml, row, column| {
                let nothing = Text::default();
                let text = rows.get(row).and_then(|row| row.get(column)).unwrap_or(&nothing);
                self.paragraph(xml, text, "FootnoteText", "", cite);
            }),
            Block::Footnote(name, blocks) => self.blocks(xml, blocks, "FootnoteText", &format!("[{name}] "), cite),
        }
    }

    fn list(&mut self, xml: &mut Xml, start: Option<u32>, items: &[Item], lead: &str, cite: Cite<'_>) {
        for (item, at) in items.iter().zip(0u32..) {
            let number = start.map_or_else(|| "•".to_owned(), |start| format!("{}.", start.saturating_add(at)));
            let done = match item.done {
                Some(true) => "☑ ",
                Some(false) => "☐ ",
                None => "",
            };
            self.blocks(xml, &item.blocks, "ListParagraph", &format!("{lead}{number} {done}"), cite);
        }
    }

    fn paragraph(&mut self, xml: &mut Xml, text: &Text, style: &str, lead: &str, cite: Cite<'_>) {
        begin(xml, style);
        if !lead.is_empty() {
            run(xml, "", lead);
        }
        for Linked { runs, link, address } in linked_runs(text) {
            if let Some(address) = &address {
                let id = format!("rId{}", self.links.len() + FIRST_LINK);
                self.links.push(uri(address));
                xml.start("w:hyperlink", &[("r:id", &id)]);
            }
            for styled in runs {
                let shown = &text.text[styled.bytes.clone()];
                let shown = if styled.style.footnote { format!("[{shown}]") } else { shown.to_owned() };
                run(xml, &properties(styled.style, address.is_some()), &shown);
            }
            if address.is_some() {
                xml.end();
            } else if let Some(Destination::Address(address)) = link {
                run(xml, "", &format!(" ({address})"));
            }
            if let Some(Destination::Notebook(link)) = link
                && let Some(cited) = cite(*link)
            {
                self.footnotes.push(cited);
                let id = self.footnotes.len().to_string();
                xml.start("w:r", &[]);
                xml.raw("<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>");
                xml.empty("w:footnoteReference", &[("w:id", &id)]);
                xml.end();
            }
        }
        xml.end();
    }
}

/// An address in which nothing stands that a URI (RFC 3986) has no place for: Word does not open a file with one.
fn uri(address: &str) -> String {
    let mut out = String::new();
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// In the order that the schema has: style, font, bold, italic, struck.
fn properties(style: Style, is_link: bool) -> String {
    let mut out = String::new();
    for (on, markup) in [
        (is_link, "<w:rStyle w:val=\"Hyperlink\"/>"),
        (style.code, "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/>"),
        (style.strong, "<w:b/>"),
        (style.emphasis, "<w:i/>"),
        (style.struck, "<w:strike/>"),
    ] {
        if on {
            out.push_str(markup);
        }
    }
    out
}
