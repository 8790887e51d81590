//! Notes for Word: headings, quotations, citations below them, the colours of tags as shading, links of notes as footnotes.
//! Written as Office Open XML (ECMA-376), because each quotation stands in a content control whose tag is its mark, and such a
//! tag no library for the format writes. A bookmark around it says the same once more: LibreOffice before 7.5 drops tags.

use std::collections::HashMap;

use super::docx_note::NoteDocx;
use super::docx_parts::{
    ACCENT, CONTENT_TYPES, DECLARATION, DOCUMENT_RELATIONS, FIRST_LINK, FONTS, FOOTER, FOOTNOTE_LINES, RELATIONS,
    ROOT_RELATIONS, SETTINGS, WORD, numbering, section, styles,
};
use super::docx_table::table;
use crate::exchange::archive::Packer;
use crate::exchange::document::{Document, Entry, Quotation, SECTIONS_WITHOUT_CONTENTS, Section};
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::Gathered;
use crate::exchange::xml::Xml;
use crate::notebook::{AnnotationId, Color};

/// Keeps a paragraph on the page of the next.
const KEEP_NEXT: &str = "<w:keepNext/>";

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
        numbers: 0,
        bookmarks: HashMap::new(),
        stands_at: HashMap::new(),
        control_name: gathered.get("export-quotation-control"),
        comment_label: gathered.get("export-comment-label"),
        has_contents: document.is_report && document.sections.len() > SECTIONS_WITHOUT_CONTENTS,
    };
    writer.plain("Title", &document.title);
    writer.plain("JianbaoCitationAbout", &document.lead);
    if !document.alarm.is_empty() {
        begin(&mut writer.body, "JianbaoCitationAbout");
        run(&mut writer.body, &alarming(), &document.alarm);
        writer.body.end();
    }
    if writer.has_contents {
        writer.contents(document);
    }
    let (mut is_wide, mut is_first) = (false, true);
    for (part, number) in document.sections.iter().zip(1..) {
        pace.check()?;
        if part.is_wide != is_wide {
            // The properties of pages stand in the last paragraph of those that have them.
            writer.body.raw(&format!("<w:p><w:pPr>{}</w:pPr></w:p>", section(is_wide, is_first)));
            (is_wide, is_first) = (part.is_wide, false);
        }
        writer.section(part, number);
    }
    if document.sections.is_empty() {
        writer.plain("Normal", &gathered.get("export-empty"));
    }
    let Writer { mut body, notes, .. } = writer;
    body.raw(&section(is_wide, is_first));
    let body = body.finish();
    let mut packer = Packer::new();
    packer.add("[Content_Types].xml", format!("{DECLARATION}{CONTENT_TYPES}").as_bytes())?;
    packer.add("_rels/.rels", format!("{DECLARATION}{ROOT_RELATIONS}").as_bytes())?;
    packer.add("docProps/core.xml", properties(document, gathered).as_bytes())?;
    packer.add("word/document.xml", body.as_bytes())?;
    packer.add("word/_rels/document.xml.rels", relations(&notes.links).as_bytes())?;
    packer.add("word/styles.xml", styles().as_bytes())?;
    packer.add("word/settings.xml", format!("{DECLARATION}{SETTINGS}").as_bytes())?;
    packer.add("word/fontTable.xml", format!("{DECLARATION}{FONTS}").as_bytes())?;
    packer.add("word/numbering.xml", numbering(&notes.ordered).as_bytes())?;
    packer.add("word/header1.xml", header(&document.title).as_bytes())?;
    packer.add("word/footer1.xml", format!("{DECLARATION}{FOOTER}").as_bytes())?;
    packer.add("word/footnotes.xml", footnotes(&notes.footnotes).as_bytes())?;
    let bytes = packer.finish()?;
    Ok(Exported { bytes, notices: gathered.cleaner.notices(), quotations: gathered.len() })
}

/// Title, authors and time, as other programs list them.
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
    let authors = gathered.authors();
    if !authors.is_empty() {
        // Word parts them so.
        xml.element("dc:creator", &[], &authors.join("; "));
    }
    let now = gathered.input.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    xml.element("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &now);
    xml.finish()
}

/// The title on every page but the first, which has it in its own way.
fn header(title: &str) -> String {
    let mut xml = Xml::new(DECLARATION);
    xml.start("w:hdr", &[("xmlns:w", WORD)]);
    begin(&mut xml, "Header");
    run(&mut xml, "", title);
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
    /// Numbers of content controls and bookmarks that are taken.
    numbers: usize,
    /// How often each name of a bookmark was used.
    bookmarks: HashMap<String, usize>,
    /// The bookmark of each quotation that stands there by now.
    stands_at: HashMap<AnnotationId, String>,
    control_name: String,
    comment_label: String,
    has_contents: bool,
}

impl Writer<'_> {
    fn plain(&mut self, style: &str, text: &str) {
        self.with(style, "", text);
    }

    /// A paragraph with properties of its own.
    fn with(&mut self, style: &str, properties: &str, text: &str) {
        begin_with(&mut self.body, style, properties);
        run(&mut self.body, "", text);
        self.body.end();
    }

    fn number(&mut self) -> String {
        self.numbers += 1;
        self.numbers.to_string()
    }

    /// The table of contents: a field whose entries are there already, so that no program asks whether to make them. Without page
    /// numbers, which nobody knows before the text is set.
    fn contents(&mut self, document: &Document) {
        self.plain("TOCHeading", &self.gathered.get("export-contents"));
        for (section, number) in document.sections.iter().zip(1..) {
            begin(&mut self.body, if section.level > 2 { "TOC2" } else { "TOC1" });
            if number == 1 {
                self.body.raw(
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
                     <w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" \\n \\h \\z \\u </w:instrText></w:r>\
                     <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>",
                );
            }
            self.body.start("w:hyperlink", &[("w:anchor", &heading_name(number)), ("w:history", "1")]);
            run(&mut self.body, "", &section.heading);
            self.body.end();
            self.body.end();
        }
        self.body.raw("<w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>");
    }

    fn section(&mut self, section: &Section, number: usize) {
        let style = if section.level > 2 { "Heading2" } else { "Heading1" };
        begin(&mut self.body, style);
        let id = self.number();
        if self.has_contents {
            self.body.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &heading_name(number))]);
        }
        let shading = section.color.map(shading).unwrap_or_default();
        run(&mut self.body, &shading, &section.heading);
        if self.has_contents {
            self.body.empty("w:bookmarkEnd", &[("w:id", &id)]);
        }
        self.body.end();
        // What stands below a heading stays with it and with what follows.
        let keep = if section.entries.is_empty() { "" } else { KEEP_NEXT };
        section.about.iter().for_each(|about| self.with("JianbaoCitationAbout", keep, about));
        for entry in &section.entries {
            match entry {
                Entry::Quotation(quotation) => self.quotation(quotation),
                Entry::Reference { text, to } => self.reference(text, *to),
                Entry::Note { label, text } => {
                    if !label.is_empty() {
                        self.plain("JianbaoLabel", label);
                    }
                    self.notes.write(&mut self.body, text, &|link| self.gathered.cite_link(link));
                }
                Entry::Question { text, about, unproved } => {
                    begin(&mut self.body, "JianbaoCommentQuestion");
                    run(&mut self.body, &colored(ACCENT), "☐");
                    self.body.raw("<w:r><w:tab/></w:r>");
                    run(&mut self.body, "", text);
                    self.body.end();
                    self.citation(about, unproved);
                }
                Entry::Table(rows) => table(&mut self.body, rows, section.is_wide),
            }
        }
    }

    fn citation(&mut self, citation: &str, unproved: &str) {
        begin(&mut self.body, "JianbaoCitation");
        run(&mut self.body, "", citation);
        if !unproved.is_empty() {
            run(&mut self.body, &alarming(), unproved);
        }
        self.body.end();
    }

    fn reference(&mut self, text: &str, to: AnnotationId) {
        begin(&mut self.body, "JianbaoCitationReference");
        match self.stands_at.get(&to) {
            Some(name) => {
                self.body.start("w:hyperlink", &[("w:anchor", name), ("w:history", "1")]);
                run(&mut self.body, "", text);
                self.body.end();
            }
            None => run(&mut self.body, "", text),
        }
        self.body.end();
    }

    fn quotation(&mut self, quotation: &Quotation) {
        if !quotation.before.is_empty() {
            self.plain("JianbaoContext", &quotation.before);
        }
        for (paragraph, mark) in &quotation.paragraphs {
            let tag = mark.tag();
            begin(&mut self.body, "Quote");
            let number = self.number();
            let uses = self.bookmarks.entry(mark.bookmark(1)).or_default();
            *uses += 1;
            let bookmark = mark.bookmark(*uses);
            self.body.empty("w:bookmarkStart", &[("w:id", &number), ("w:name", &bookmark)]);
            self.stands_at.entry(quotation.id).or_insert(bookmark);
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
        // What is kept together ends here: LibreOffice tears longer chains apart, and then at the heading.
        self.citation(&format!("—— {}", quotation.citation), &quotation.unproved);
        let has_comment = !quotation.comment.is_empty();
        if !quotation.tags.is_empty() {
            begin_with(&mut self.body, "JianbaoTags", if has_comment { KEEP_NEXT } else { "" });
            for (at, (name, color)) in quotation.tags.iter().enumerate() {
                if at > 0 {
                    run(&mut self.body, "", "  ");
                }
                run(&mut self.body, &shading(*color), &format!(" {name} "));
            }
            self.body.end();
        }
        if has_comment {
            begin(&mut self.body, "JianbaoComment");
            run(&mut self.body, &colored(ACCENT), &self.comment_label);
            run(&mut self.body, "", &quotation.comment);
            self.body.end();
        }
    }
}

/// The bookmark of the heading with this number, as Word calls those that its tables of contents lead to.
fn heading_name(number: usize) -> String {
    format!("_Toc{number:09}")
}

/// Begins a paragraph of a style.
pub(super) fn begin(xml: &mut Xml, style: &str) {
    begin_with(xml, style, "");
}

/// Begins a paragraph of a style, with properties of its own in the order that the schema has.
pub(super) fn begin_with(xml: &mut Xml, style: &str, properties: &str) {
    xml.start("w:p", &[]);
    xml.start("w:pPr", &[]);
    xml.empty("w:pStyle", &[("w:val", style)]);
    xml.raw(properties);
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

/// What must not be overlooked.
pub(super) fn alarming() -> String {
    format!("<w:b/>{}", colored(ACCENT))
}

pub(super) fn colored(color: &str) -> String {
    format!("<w:color w:val=\"{color}\"/>")
}

/// A pale wash of a tag's colour behind text.
pub(super) fn shading(color: Color) -> String {
    let [red, green, blue] = color.0.map(|part| 255 - (255 - u16::from(part)) * 3 / 10);
    format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{red:02X}{green:02X}{blue:02X}\"/>")
}
