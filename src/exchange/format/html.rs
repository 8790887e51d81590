//! Notes as one HTML file: no script, nothing fetched, made to be printed. Each quotation carries its mark as `cite` and as
//! data attributes.

use std::collections::{BTreeSet, HashMap};

use super::html_note::NoteHtml;
use super::html_style::STYLE;
use crate::exchange::document::{Cell, Document, Entry, Quotation, SECTIONS_WITHOUT_CONTENTS, Section};
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::Gathered;
use crate::exchange::table_widths::column_widths;
use crate::exchange::xml::Xml;
use crate::i18n::Language;
use crate::notebook::{AnnotationId, Color};

/// What keeps any browser from running or fetching anything, whatever the texts hold.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// How wide a table is, in em of its text: on a page that stands upright, and on one that lies across.
const TABLE_EM: f32 = 50.0;
const WIDE_TABLE_EM: f32 = 85.0;

/// The document as a file.
pub(in crate::exchange) fn write(
    document: &Document,
    gathered: &Gathered<'_>,
    pace: &Pace<'_>,
) -> Result<Exported, ExportError> {
    let language = match gathered.input.catalogue.language() {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let mut html = Xml::new("<!DOCTYPE html>\n");
    html.start("html", &[("lang", language)]);
    html.start("head", &[]);
    html.void("meta", &[("charset", "utf-8")]);
    html.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
    html.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    html.void("meta", &[("name", "generator"), ("content", concat!("jianbao ", env!("CARGO_PKG_VERSION")))]);
    html.element("title", &[], &document.title);
    html.start("style", &[]);
    html.raw(STYLE);
    html.end();
    html.end();
    html.raw("\n");
    html.start("body", &[]);
    html.element("h1", &[], &document.title);
    html.element("p", &[("class", "lead")], &document.lead);
    if !document.alarm.is_empty() {
        html.element("p", &[("class", "lead alarm")], &document.alarm);
    }
    let mut writer = Writer {
        html,
        gathered,
        notes: NoteHtml::default(),
        named: BTreeSet::new(),
        anchors: HashMap::new(),
        comment_label: gathered.get("export-comment-label"),
    };
    if document.sections.len() > SECTIONS_WITHOUT_CONTENTS {
        writer.contents(document);
    }
    for (section, number) in document.sections.iter().zip(1..) {
        pace.check()?;
        writer.section(section, number);
    }
    if document.sections.is_empty() {
        writer.html.element("p", &[], &gathered.get("export-empty"));
    }
    let bytes = (writer.html.finish() + "\n").into_bytes();
    Ok(Exported { bytes, notices: gathered.cleaner.notices(), quotations: gathered.len() })
}

struct Writer<'a> {
    html: Xml,
    gathered: &'a Gathered<'a>,
    notes: NoteHtml,
    /// Annotations that have an id by now: one under two tags stands there twice.
    named: BTreeSet<AnnotationId>,
    /// How often each name of an anchor was used.
    anchors: HashMap<String, usize>,
    comment_label: String,
}

impl Writer<'_> {
    /// Links to all sections. It is no text of the draft: a heading is there once more.
    fn contents(&mut self, document: &Document) {
        self.html.raw("\n");
        self.html.start("nav", &[("class", "contents label")]);
        self.html.element("p", &[], &self.gathered.get("export-contents"));
        self.html.start("ul", &[]);
        for (section, number) in document.sections.iter().zip(1..) {
            self.html.start("li", if section.level > 2 { &[("class", "deep")] } else { &[] });
            self.html.element("a", &[("href", &format!("#s-{number}"))], &section.heading);
            self.html.end();
        }
        self.html.end();
        self.html.end();
    }

    fn section(&mut self, section: &Section, number: usize) {
        self.html.raw("\n");
        if section.is_wide {
            self.html.start("section", &[("class", "wide")]);
        }
        let level = if section.level > 2 { "h3" } else { "h2" };
        let id = format!("s-{number}");
        match section.color {
            Some(color) => {
                let attributes = [("id", id.as_str()), ("class", "tagged"), ("style", &tag_style(color))];
                self.html.element(level, &attributes, &section.heading);
            }
            None => self.html.element(level, &[("id", &id)], &section.heading),
        }
        for about in &section.about {
            self.html.start("p", &[("class", "about")]);
            self.lines(about);
            self.html.end();
        }
        for entry in &section.entries {
            self.html.raw("\n");
            self.entry(entry, section.is_wide);
        }
        if section.is_wide {
            self.html.end();
        }
    }

    fn entry(&mut self, entry: &Entry, is_wide: bool) {
        match entry {
            Entry::Quotation(quotation) => self.quotation(quotation),
            Entry::Note { label, text } => {
                self.html.start("section", &[("class", "note")]);
                if !label.is_empty() {
                    self.html.element("p", &[("class", "label")], label);
                }
                self.notes.write(&mut self.html, text, &|link| self.gathered.cite_link(link));
                self.html.end();
            }
            Entry::Reference { text, to } => {
                self.html.start("p", &[("class", "citation reference")]);
                self.html.element("a", &[("href", &format!("#q-{to}"))], text);
                self.html.end();
            }
            // A class of comments: what it quotes is quoted elsewhere as a whole.
            Entry::Question { text, about, unproved } => {
                self.html.start("div", &[("class", "comment question")]);
                self.html.element("span", &[("class", "box")], "☐");
                self.html.start("div", &[("class", "asked")]);
                self.html.element("p", &[], text);
                self.citation(about, unproved);
                self.html.end();
                self.html.end();
            }
            Entry::Table(rows) => self.table(rows, is_wide),
        }
    }

    fn quotation(&mut self, quotation: &Quotation) {
        let id = format!("q-{}", quotation.id);
        let class = ("class", "quotation");
        if self.named.insert(quotation.id) {
            self.html.start("article", &[class, ("id", &id)]);
        } else {
            self.html.start("article", &[class]);
        }
        if !quotation.before.is_empty() {
            self.html.element("p", &[("class", "context")], &quotation.before);
        }
        let mark = &quotation.mark;
        let attributes =
            [("cite", mark.address()), ("data-source-sha256", mark.digits.clone()), ("data-spans", mark.spans_text())];
        let attributes: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.html.start("blockquote", &attributes);
        for (paragraph, mark) in &quotation.paragraphs {
            // For what drops attributes that it does not know: an anchor becomes a bookmark in an office program.
            let uses = self.anchors.entry(mark.bookmark(1)).or_default();
            *uses += 1;
            self.html.start("p", &[]);
            self.html.element("a", &[("id", &mark.bookmark(*uses))], "");
            self.html.text(paragraph);
            self.html.end();
        }
        self.html.end();
        if !quotation.behind.is_empty() {
            self.html.element("p", &[("class", "context")], &quotation.behind);
        }
        self.citation(&format!("—— {}", quotation.citation), &quotation.unproved);
        if !quotation.tags.is_empty() {
            self.html.start("p", &[("class", "tags")]);
            for (name, color) in &quotation.tags {
                self.html.element("span", &[("class", "tag"), ("style", &tag_style(*color))], name);
            }
            self.html.end();
        }
        if !quotation.comment.is_empty() {
            self.html.start("div", &[("class", "comment")]);
            self.html.start("p", &[]);
            self.html.element("span", &[("class", "said")], &self.comment_label);
            self.lines(&quotation.comment);
            self.html.end();
            self.html.end();
        }
        self.html.end();
    }

    fn citation(&mut self, citation: &str, unproved: &str) {
        self.html.start("p", &[("class", "citation")]);
        self.html.text(citation);
        if !unproved.is_empty() {
            self.html.element("strong", &[("class", "unproved")], unproved);
        }
        self.html.end();
    }

    /// No text of the draft, as the class says that it has of tags.
    fn table(&mut self, rows: &[Vec<Cell>], is_wide: bool) {
        self.html.start("table", &[("class", "tags")]);
        self.html.start("colgroup", &[]);
        for share in column_widths(rows, if is_wide { WIDE_TABLE_EM } else { TABLE_EM }) {
            self.html.void("col", &[("style", &format!("width:{:.1}%", share * 100.0))]);
        }
        self.html.end();
        for (at, row) in rows.iter().enumerate() {
            if at < 2 {
                self.html.start(if at == 0 { "thead" } else { "tbody" }, &[]);
            }
            self.html.start("tr", &[]);
            for cell in row {
                self.html.start(if at == 0 { "th" } else { "td" }, &[]);
                self.cell(cell);
                self.html.end();
            }
            self.html.end();
            if at == 0 {
                self.html.end();
            }
        }
        if rows.len() > 1 {
            self.html.end();
        }
        self.html.end();
    }

    fn cell(&mut self, cell: &Cell) {
        match cell.color {
            _ if cell.is_alarming => self.html.element("strong", &[("class", "unproved")], &cell.text),
            Some(color) => {
                self.html.element("span", &[("class", "tag"), ("style", &tag_style(color))], &cell.text);
            }
            None => self.html.text(&cell.text),
        }
        if !cell.fine_print.is_empty() {
            self.html.element("span", &[("class", "fine")], &cell.fine_print);
        }
    }

    fn lines(&mut self, text: &str) {
        lines(&mut self.html, text);
    }
}

/// A text whose line feeds are line breaks.
pub(super) fn lines(html: &mut Xml, text: &str) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            html.void("br", &[]);
        }
        html.text(line);
    }
}

fn tag_style(color: Color) -> String {
    format!("--tag:{color}")
}
