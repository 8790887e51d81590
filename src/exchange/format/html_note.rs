//! The Markdown of a note as HTML, written anew from what was read of it.

use super::html::lines;
use crate::exchange::note_text::{Linked, linked_runs};
use crate::exchange::xml::Xml;
use crate::notebook::NoteLink;
use crate::notebook::markdown::{Align, Block, Destination, Item, Style, Text, parse};

/// Writes notes into one file: footnotes are numbered through.
#[derive(Default)]
pub(super) struct NoteHtml {
    footnotes: usize,
    /// Those of the note that is being written, with their numbers.
    pending: Vec<(usize, String)>,
}

type Cite<'a> = &'a dyn Fn(NoteLink) -> Option<String>;

impl NoteHtml {
    pub(super) fn write(&mut self, html: &mut Xml, note: &str, cite: Cite<'_>) {
        self.blocks(html, &parse(note), cite);
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return;
        }
        html.start("div", &[("class", "footnotes")]);
        for (number, text) in pending {
            html.start("p", &[("id", &format!("fn-{number}"))]);
            html.element("sup", &[], &number.to_string());
            html.text(&format!(" {text}"));
            html.end();
        }
        html.end();
    }

    fn blocks(&mut self, html: &mut Xml, blocks: &[Block], cite: Cite<'_>) {
        for block in blocks {
            self.block(html, block, cite);
        }
    }

    fn block(&mut self, html: &mut Xml, block: &Block, cite: Cite<'_>) {
        match block {
            Block::Heading(level, text) => {
                // The export's own headings reach down to the third.
                html.start(["h4", "h5", "h6"][usize::from(level.saturating_sub(1)).min(2)], &[]);
                self.text(html, text, cite);
                html.end();
            }
            Block::Paragraph(text) => {
                html.start("p", &[]);
                self.text(html, text, cite);
                html.end();
            }
            Block::Quote(blocks) => {
                html.start("blockquote", &[]);
                self.blocks(html, blocks, cite);
                html.end();
            }
            Block::List { start: None, items } => {
                html.start("ul", &[]);
                self.items(html, items, cite);
                html.end();
            }
            Block::List { start: Some(start), items } => {
                html.start("ol", &[("start", &start.to_string())]);
                self.items(html, items, cite);
                html.end();
            }
            Block::Code(code) => {
                html.start("pre", &[]);
                html.element("code", &[], code);
                html.end();
            }
            Block::Rule => html.void("hr", &[]),
            Block::Table { columns, rows } => self.table(html, columns, rows, cite),
            Block::Footnote(name, blocks) => {
                html.element("p", &[("class", "label")], &format!("[{name}]"));
                self.blocks(html, blocks, cite);
            }
        }
    }

    fn items(&mut self, html: &mut Xml, items: &[Item], cite: Cite<'_>) {
        for item in items {
            html.start("li", &[]);
            match item.done {
                Some(true) => html.text("☑ "),
                Some(false) => html.text("☐ "),
                None => {}
            }
            match item.blocks.as_slice() {
                [Block::Paragraph(text)] => self.text(html, text, cite),
                blocks => self.blocks(html, blocks, cite),
            }
            html.end();
        }
    }

    fn table(&mut self, html: &mut Xml, columns: &[Align], rows: &[Vec<Text>], cite: Cite<'_>) {
        html.start("table", &[]);
        for (at, row) in rows.iter().enumerate() {
            html.start("tr", &[]);
            for (cell, column) in row.iter().zip(columns) {
                let side = match column {
                    Align::Left => "text-align:left",
                    Align::Center => "text-align:center",
                    Align::Right => "text-align:right",
                };
                html.start(if at == 0 { "th" } else { "td" }, &[("style", side)]);
                self.text(html, cell, cite);
                html.end();
            }
            html.end();
        }
        html.end();
    }

    fn text(&mut self, html: &mut Xml, text: &Text, cite: Cite<'_>) {
        for Linked { runs, link, address } in linked_runs(text) {
            if let Some(address) = &address {
                html.start("a", &[("href", address), ("rel", "noreferrer")]);
            }
            for run in runs {
                styled(html, &text.text[run.bytes.clone()], run.style);
            }
            if address.is_some() {
                html.end();
            } else if let Some(Destination::Address(address)) = link {
                html.text(&format!(" ({address})"));
            }
            if let Some(Destination::Notebook(link)) = link
                && let Some(cited) = cite(*link)
            {
                self.footnotes += 1;
                html.start("sup", &[]);
                html.element("a", &[("href", &format!("#fn-{}", self.footnotes))], &self.footnotes.to_string());
                html.end();
                self.pending.push((self.footnotes, cited));
            }
        }
    }
}

fn styled(html: &mut Xml, text: &str, style: Style) {
    let marks = [(style.strong, "strong"), (style.emphasis, "em"), (style.struck, "s"), (style.code, "code")];
    let marks: Vec<&'static str> = marks.into_iter().filter_map(|(on, name)| on.then_some(name)).collect();
    marks.iter().for_each(|name| html.start(name, &[]));
    if style.footnote {
        html.text(&format!("[{text}]"));
    } else {
        lines(html, text);
    }
    marks.iter().for_each(|_| html.end());
}
