//! Notes for Word: headings, quotations, citations below them, the colours of tags as shading, links of notes as footnotes.
//! Written as Office Open XML (ECMA-376), because each quotation stands in a content control whose tag is its mark, and such a
//! tag no library for the format writes. A bookmark around it says the same once more: LibreOffice before 7.5 drops tags.

use std::collections::HashMap;

use super::docx_note::NoteDocx;
use super::docx_parts::{
    CONTENT_TYPES, DECLARATION, DOCUMENT_RELATIONS, FIRST_LINK, FOOTNOTE_LINES, RELATIONS, ROOT_RELATIONS, SECTION,
    SETTINGS, WORD, styles,
};
use crate::exchange::archive::Packer;
use crate::exchange::document::{Document, Entry, Quotation, Section};
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::Gathered;
use crate::exchange::xml::Xml;
use crate::notebook::Color;

/// The document as a file.
pub(in crate::exchange) fn write(
    document: &Document,
    gathered: &Gathered<'_>,
    pace: &Pace<'_>,
) -> Result<Exported, ExportError> {
    let mut body = Xml::new(DECLARATION);
    body.start("w:document", &[("xmlns:w", WORD), ("xmlns:r", RELATIONS)]);
    body.start("w:body", &[]);
    let mut writer = Writer {
        body,
        gathered,
        notes: NoteDocx::default(),
        controls: 0,
        bookmarks: HashMap::new(),
        control_name: gathered.get("export-quotation-control"),
    };
    writer.plain("Title", &document.title);
    writer.plain("JianbaoCitation", &document.lead);
    for section in &document.sections {
        pace.check()?;
        writer.section(section);
    }
    if document.sections.is_empty() {
        writer.plain("Normal", &gathered.get("export-empty"));
    }
    let Writer { mut body, notes, .. } = writer;
    body.raw(SECTION);
    let body = body.finish();
    let mut packer = Packer::new();
    packer.add("[Content_Types].xml", format!("{DECLARATION}{CONTENT_TYPES}").as_bytes())?;
    packer.add("_rels/.rels", format!("{DECLARATION}{ROOT_RELATIONS}").as_bytes())?;
    packer.add("docProps/core.xml", properties(document, gathered).as_bytes())?;
    packer.add("word/document.xml", body.as_bytes())?;
    packer.add("word/_rels/document.xml.rels", relations(&notes.links).as_bytes())?;
    packer.add("word/styles.xml", styles().as_bytes())?;
    packer.add("word/settings.xml", format!("{DECLARATION}{SETTINGS}").as_bytes())?;
    packer.add("word/footnotes.xml", footnotes(&notes.footnotes).as_bytes())?;
    let bytes = packer.finish()?;
    Ok(Exported { bytes, notices: gathered.cleaner.notices(), quotations: gathered.len() })
}

/// Title and time, as other programs list them.
fn properties(document: &Document, gathered: &Gathered<'_>) -> String {
    let mut xml = Xml::new(DECLARATION);
    xml.start(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    xml.element("dc:title", &[], &document.title);
    let now = gathered.input.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    xml.element("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &now);
    xml.finish()
}

fn relations(links: &[String]) -> String {
    let mut xml = Xml::new(DECLARATION);
    xml.start("Relationships", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")]);
    xml.raw(DOCUMENT_RELATIONS);
    for (link, number) in links.iter().zip(FIRST_LINK..) {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
        let id = format!("rId{number}");
        xml.empty("Relationship", &[("Id", &id), ("Type", kind), ("Target", link), ("TargetMode", "External")]);
    }
    xml.finish()
}

fn footnotes(footnotes: &[String]) -> String {
    let mut xml = Xml::new(DECLARATION);
    xml.start("w:footnotes", &[("xmlns:w", WORD)]);
    xml.raw(FOOTNOTE_LINES);
    for (text, number) in footnotes.iter().zip(1..) {
        xml.start("w:footnote", &[("w:id", &number.to_string())]);
        begin(&mut xml, "FootnoteText");
        xml.raw("<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>");
        run(&mut xml, "", &format!(" {text}"));
        xml.end();
        xml.end();
    }
    xml.finish()
}

struct Writer<'a> {
    body: Xml,
    gathered: &'a Gathered<'a>,
    notes: NoteDocx,
    /// Content controls so far: each has a number.
    controls: usize,
    /// How often each name of a bookmark was used.
    bookmarks: HashMap<String, usize>,
    control_name: String,
}

impl Writer<'_> {
    fn plain(&mut self, style: &str, text: &str) {
        begin(&mut self.body, style);
        run(&mut self.body, "", text);
        self.body.end();
    }

    fn section(&mut self, section: &Section) {
        let style = if section.level > 2 { "Heading2" } else { "Heading1" };
        begin(&mut self.body, style);
        let shading = section.color.map(shading).unwrap_or_default();
        run(&mut self.body, &shading, &section.heading);
        self.body.end();
        section.about.iter().for_each(|about| self.plain("JianbaoCitation", about));
        for entry in &section.entries {
            match entry {
                Entry::Quotation(quotation) => self.quotation(quotation),
                Entry::Note { label, text } => {
                    if !label.is_empty() {
                        self.plain("JianbaoLabel", label);
                    }
                    self.notes.write(&mut self.body, text, &|link| self.gathered.cite_link(link));
                }
                Entry::Item { text, about } => {
                    self.plain("JianbaoComment", text);
                    self.plain("JianbaoCitation", about);
                }
                Entry::Table(rows) => table(&mut self.body, rows),
            }
        }
    }

    fn quotation(&mut self, quotation: &Quotation) {
        if !quotation.before.is_empty() {
            self.plain("JianbaoContext", &quotation.before);
        }
        for (paragraph, mark) in &quotation.paragraphs {
            let tag = mark.tag();
            begin(&mut self.body, "Quote");
            self.controls += 1;
            let number = self.controls.to_string();
            let uses = self.bookmarks.entry(mark.bookmark(1)).or_default();
            *uses += 1;
            let bookmark = mark.bookmark(*uses);
            self.body.empty("w:bookmarkStart", &[("w:id", &number), ("w:name", &bookmark)]);
            self.body.start("w:sdt", &[]);
            self.body.start("w:sdtPr", &[]);
            self.body.empty("w:alias", &[("w:val", &self.control_name)]);
            self.body.empty("w:tag", &[("w:val", &tag)]);
            self.body.empty("w:id", &[("w:val", &number)]);
            self.body.end();
            self.body.start("w:sdtContent", &[]);
            run(&mut self.body, "", paragraph);
            self.body.end();
            self.body.end();
            self.body.empty("w:bookmarkEnd", &[("w:id", &number)]);
            self.body.end();
        }
        if !quotation.behind.is_empty() {
            self.plain("JianbaoContext", &quotation.behind);
        }
        self.plain("JianbaoCitation", &format!("—— {}", quotation.citation));
        if !quotation.tags.is_empty() {
            begin(&mut self.body, "JianbaoTags");
            for (at, (name, color)) in quotation.tags.iter().enumerate() {
                if at > 0 {
                    run(&mut self.body, "", "  ");
                }
                run(&mut self.body, &shading(*color), &format!(" {name} "));
            }
            self.body.end();
        }
        if !quotation.comment.is_empty() {
            self.plain("JianbaoComment", &quotation.comment);
        }
    }
}

/// Begins a paragraph of a style.
pub(super) fn begin(xml: &mut Xml, style: &str) {
    xml.start("w:p", &[]);
    xml.start("w:pPr", &[]);
    xml.empty("w:pStyle", &[("w:val", style)]);
    xml.end();
}

/// A run of text with these properties; its line feeds are line breaks.
pub(super) fn run(xml: &mut Xml, properties: &str, text: &str) {
    xml.start("w:r", &[]);
    if !properties.is_empty() {
        xml.start("w:rPr", &[]);
        xml.raw(properties);
        xml.end();
    }
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            xml.empty("w:br", &[]);
        }
        xml.element("w:t", &[("xml:space", "preserve")], line);
    }
    xml.end();
}

/// A pale wash of a tag's colour behind text.
fn shading(color: Color) -> String {
    let [red, green, blue] = color.0.map(|part| 255 - (255 - u16::from(part)) * 3 / 10);
    format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{red:02X}{green:02X}{blue:02X}\"/>")
}

/// A table with lines, the first row repeated on every page.
pub(super) fn table(xml: &mut Xml, rows: &[Vec<String>]) {
    table_of(xml, rows.first().map_or(0, Vec::len), rows.len(), |xml, row, column| {
        begin(xml, "FootnoteText");
        let text = rows.get(row).and_then(|row| row.get(column)).map_or("", String::as_str);
        run(xml, if row == 0 { "<w:b/>" } else { "" }, text);
        xml.end();
    });
}

/// A table whose cells are written by `cell`, each with one paragraph at least.
pub(super) fn table_of(xml: &mut Xml, columns: usize, rows: usize, mut cell: impl FnMut(&mut Xml, usize, usize)) {
    if columns == 0 {
        return;
    }
    xml.start("w:tbl", &[]);
    xml.raw("<w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>");
    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
        xml.empty(side, &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "B9B0A3")]);
    }
    xml.raw("</w:tblBorders></w:tblPr>");
    xml.start("w:tblGrid", &[]);
    let width = (9070 / columns).to_string();
    (0..columns).for_each(|_| xml.empty("w:gridCol", &[("w:w", &width)]));
    xml.end();
    for row in 0..rows {
        xml.start("w:tr", &[]);
        if row == 0 {
            xml.raw("<w:trPr><w:tblHeader/></w:trPr>");
        }
        for column in 0..columns {
            xml.start("w:tc", &[]);
            xml.start("w:tcPr", &[]);
            xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
            xml.end();
            cell(xml, row, column);
            xml.end();
        }
        xml.end();
    }
    xml.end();
    // Word wants a paragraph behind a table.
    xml.raw("<w:p/>");
}
