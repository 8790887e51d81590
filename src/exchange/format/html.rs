//! Notes as one HTML file: no script, nothing fetched, made to be printed. Each quotation carries its mark as `cite` and as
//! data attributes.

use std::collections::{BTreeSet, HashMap};

use super::html_note::NoteHtml;
use crate::exchange::document::{Document, Entry, Quotation, Section};
use crate::exchange::export::{ExportError, Exported, Pace};
use crate::exchange::gathered::Gathered;
use crate::exchange::xml::Xml;
use crate::i18n::Language;
use crate::notebook::{AnnotationId, Color};

/// What keeps any browser from running or fetching anything, whatever the texts hold.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE: &str = "\
:root{--paper:#fdfbf6;--ink:#2b2724;--muted:#6f675e;--line:#e0d9cc;--accent:#b23a26}
*{box-sizing:border-box}
body{margin:0 auto;padding:2em 1.2em 4em;max-width:44em;background:var(--paper);color:var(--ink);\
font:17px/1.8 'Noto Serif SC','Source Han Serif SC','Songti SC',SimSun,serif;overflow-wrap:anywhere}
h1,h2,h3,h4,h5,h6,.lead,.citation,.tags,.label,table{font-family:'Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif}
h1{font-size:1.6em;line-height:1.3;border-bottom:3px solid var(--accent);padding-bottom:.3em}
h2{font-size:1.25em;margin:2em 0 .4em;border-bottom:1px solid var(--line)}
h3{font-size:1.1em;margin:1.6em 0 .4em}
h2.tagged,h3.tagged{border-left:.4em solid var(--tag);padding-left:.5em}
.lead,.citation,.about{color:var(--muted);font-size:.85em;margin:.3em 0}
.quotation{margin:1.2em 0}
blockquote{margin:.4em 0 .4em .2em;padding:.1em 0 .1em 1em;border-left:3px solid var(--line)}
blockquote p{margin:.3em 0}
.context{color:var(--muted);margin:.2em 0 .2em 1.2em;font-size:.9em}
.tags{margin:.3em 0;font-size:.85em}
.tag{display:inline-block;margin-right:.5em;padding:0 .5em;border-bottom:2.5px solid var(--tag);background:color-mix(in srgb,var(--tag) 14%,transparent)}
.comment{margin:.3em 0 .3em 1.2em;padding-left:.6em;border-left:2px solid var(--accent)}
.comment p,.note p{margin:.3em 0}
.note{margin:1em 0;padding:.4em 1em;border:1px solid var(--line)}
.label{color:var(--muted);font-size:.85em;margin:0}
.footnotes{font-size:.85em;color:var(--muted)}
table{border-collapse:collapse;width:100%;font-size:.85em}
th,td{border:1px solid var(--line);padding:.25em .5em;text-align:left;vertical-align:top}
pre{white-space:pre-wrap}
@media print{@page{margin:2cm}body{max-width:none;padding:0;background:none;font-size:11pt}\
.quotation,.note,tr{break-inside:avoid}h2,h3{break-after:avoid}\
.tag,h2.tagged,h3.tagged{-webkit-print-color-adjust:exact;print-color-adjust:exact}a{color:inherit;text-decoration:none}}
";

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
    let mut writer =
        Writer { html, gathered, notes: NoteHtml::default(), named: BTreeSet::new(), anchors: HashMap::new() };
    for section in &document.sections {
        pace.check()?;
        writer.section(section);
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
}

impl Writer<'_> {
    fn section(&mut self, section: &Section) {
        self.html.raw("\n");
        let level = if section.level > 2 { "h3" } else { "h2" };
        match section.color {
            Some(color) => {
                self.html.element(level, &[("class", "tagged"), ("style", &tag_style(color))], &section.heading);
            }
            None => self.html.element(level, &[], &section.heading),
        }
        for about in &section.about {
            self.html.start("p", &[("class", "about")]);
            self.lines(about);
            self.html.end();
        }
        for entry in &section.entries {
            self.html.raw("\n");
            self.entry(entry);
        }
    }

    fn entry(&mut self, entry: &Entry) {
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
            Entry::Item { text, about } => {
                self.html.start("div", &[("class", "item comment")]);
                self.html.element("p", &[], text);
                self.html.element("p", &[("class", "citation")], about);
                self.html.end();
            }
            Entry::Table(rows) => self.table(rows),
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
        self.html.element("p", &[("class", "citation")], &format!("—— {}", quotation.citation));
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
            self.lines(&quotation.comment);
            self.html.end();
            self.html.end();
        }
        self.html.end();
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        self.html.start("table", &[]);
        for (at, row) in rows.iter().enumerate() {
            self.html.start("tr", &[]);
            for cell in row {
                self.html.element(if at == 0 { "th" } else { "td" }, &[], cell);
            }
            self.html.end();
        }
        self.html.end();
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
