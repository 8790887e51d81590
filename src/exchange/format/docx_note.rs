//! The Markdown of a note for Word, written anew from what was read of it.

use super::docx::{begin_with, run};
use super::docx_parts::{BULLETS, FIRST_LINK, FIRST_ORDERED, LIST_INDENT, LIST_LEVELS, text_width};
use super::docx_table::table_of;
use crate::exchange::note_text::{Linked, linked_runs};
use crate::exchange::xml::Xml;
use crate::notebook::NoteLink;
use crate::notebook::markdown::{Block, Destination, Item, Style, Text, parse};

/// Writes notes into one file: footnotes, links and numbered lists are numbered through.
#[derive(Default)]
pub(super) struct NoteDocx {
    /// What the footnotes say.
    pub(super) footnotes: Vec<String>,
    /// Where links lead.
    pub(super) links: Vec<String>,
    /// The level and the first number of each numbered list.
    pub(super) ordered: Vec<(usize, u32)>,
}

type Cite<'a> = &'a dyn Fn(NoteLink) -> Option<String>;

/// How a paragraph begins and where it stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    style: &'a str,
    /// Properties of the paragraph.
    properties: &'a str,
    /// What stands before its text.
    lead: &'a str,
    /// How many lists it lies in.
    level: usize,
}

impl<'a> Place<'a> {
    fn of(style: &'a str) -> Self {
        Self { style, properties: "", lead: "", level: 0 }
    }
}

impl NoteDocx {
    pub(super) fn write(&mut self, xml: &mut Xml, note: &str, cite: Cite<'_>) {
        self.blocks(xml, &parse(note), Place::of("Normal"), cite);
    }

    /// Blocks of which only the first has the lead.
    fn blocks(&mut self, xml: &mut Xml, blocks: &[Block], place: Place<'_>, cite: Cite<'_>) {
        let mut place = place;
        for block in blocks {
            self.block(xml, block, place, cite);
            place.lead = "";
        }
    }

    fn block(&mut self, xml: &mut Xml, block: &Block, place: Place<'_>, cite: Cite<'_>) {
        let styled = |style| Place { style, ..place };
        match block {
            Block::Heading(_, text) => self.paragraph(xml, text, styled("Heading3"), cite),
            Block::Paragraph(text) => self.paragraph(xml, text, place, cite),
            Block::Quote(blocks) => self.blocks(xml, blocks, styled("Quote"), cite),
            Block::List { start, items } => self.list(xml, *start, items, place.level, cite),
            Block::Code(code) => {
                begin_with(xml, "JianbaoCode", place.properties);
                run(xml, "", &format!("{}{}", place.lead, code.trim_end()));
                xml.end();
            }
            Block::Rule => {
                xml.raw("<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"B9B0A3\"/></w:pBdr></w:pPr></w:p>");
            }
            Block::Table { columns, rows } => {
                let widths = vec![text_width(false) / columns.len().max(1); columns.len()];
                table_of(xml, &widths, rows.len(), |xml, row, column| {
                    let nothing = Text::default();
                    let text = rows.get(row).and_then(|row| row.get(column)).unwrap_or(&nothing);
                    self.paragraph(xml, text, Place::of("FootnoteText"), cite);
                });
            }
            Block::Footnote(name, blocks) => {
                self.blocks(xml, blocks, Place { lead: &format!("[{name}] "), ..styled("FootnoteText") }, cite);
            }
        }
    }

    fn list(&mut self, xml: &mut Xml, start: Option<u32>, items: &[Item], level: usize, cite: Cite<'_>) {
        let level = level.min(LIST_LEVELS - 1);
        let list = match start {
            None => BULLETS,
            Some(start) => {
                self.ordered.push((level, start));
                FIRST_ORDERED + self.ordered.len() - 1
            }
        };
        let number = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        let indent = format!("<w:ind w:left=\"{}\" w:firstLine=\"0\"/>", LIST_INDENT * (level + 1));
        for item in items {
            let lead = match item.done {
                Some(true) => "☑ ",
                Some(false) => "☐ ",
                None => "",
            };
            let place = Place { style: "ListParagraph", properties: &number, lead, level: level + 1 };
            // Only a paragraph can have the number; it may be an empty one.
            let rest = match item.blocks.split_first() {
                Some((Block::Paragraph(text) | Block::Heading(_, text), rest)) => {
                    self.paragraph(xml, text, place, cite);
                    rest
                }
                _ => {
                    self.paragraph(xml, &Text::default(), place, cite);
                    item.blocks.as_slice()
                }
            };
            self.blocks(xml, rest, Place { properties: &indent, lead: "", ..place }, cite);
        }
    }

    fn paragraph(&mut self, xml: &mut Xml, text: &Text, place: Place<'_>, cite: Cite<'_>) {
        begin_with(xml, place.style, place.properties);
        if !place.lead.is_empty() {
            run(xml, "", place.lead);
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
