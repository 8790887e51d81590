//! Notes as Markdown that another program may be trusted with.
//!
//! A note is written anew from what was read of it, never copied: so no HTML, no mark of the export's own and no fence that
//! is left open gets through, no picture is fetched by whoever opens the file, and headings stay below the export's. Links
//! to annotations become footnotes with the quotation and its citation.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::markdown::{block_quote, escape, escape_line_start, inline};
use crate::notebook::NoteLink;
use crate::notebook::markdown::{Align, Block, Destination, Item, Run, Style, Text, parse};
use crate::text::is_han;

/// Level of a note's first heading in an export, whose own reach down to the third.
const FIRST_LEVEL: u8 = 4;

/// Writes notes into one file: footnotes are numbered through.
pub(super) struct NoteWriter<'a> {
    /// What a link into the notebook says as a footnote; `None` for one that needs none.
    cite: &'a dyn Fn(NoteLink) -> Option<String>,
    footnotes: std::cell::Cell<usize>,
}

impl<'a> NoteWriter<'a> {
    pub(super) fn new(cite: &'a dyn Fn(NoteLink) -> Option<String>) -> Self {
        Self { cite, footnotes: std::cell::Cell::new(0) }
    }

    /// The note as blocks of Markdown, its footnotes behind it.
    pub(super) fn write(&self, note: &str) -> String {
        let mut footnotes = Vec::new();
        let mut blocks = self.blocks(&parse(note), &mut footnotes);
        blocks.extend(footnotes);
        blocks.join("\n\n")
    }

    fn blocks(&self, blocks: &[Block], footnotes: &mut Vec<String>) -> Vec<String> {
        blocks.iter().map(|block| self.block(block, footnotes)).filter(|written| !written.is_empty()).collect()
    }

    fn block(&self, block: &Block, footnotes: &mut Vec<String>) -> String {
        match block {
            Block::Heading(level, text) => {
                let level = (level + FIRST_LEVEL - 1).min(6);
                let text = self.text(text, footnotes).replace("\\\n", " ");
                format!("{} {text}", "#".repeat(usize::from(level)))
            }
            Block::Paragraph(text) => self.text(text, footnotes),
            Block::Quote(blocks) => block_quote(&self.blocks(blocks, footnotes).join("\n\n")),
            Block::List { start, items } => self.list(*start, items, footnotes),
            Block::Code(code) => fenced(code),
            Block::Rule => "* * *".to_owned(),
            Block::Table { columns, rows } => self.table(columns, rows, footnotes),
            Block::Footnote(name, blocks) => {
                let text = self.blocks(blocks, footnotes).join("\n\n");
                format!("\\[{}\\] {text}", inline(name))
            }
        }
    }

    fn list(&self, start: Option<u32>, items: &[Item], footnotes: &mut Vec<String>) -> String {
        let mut lines = Vec::new();
        for (item, at) in items.iter().zip(0u32..) {
            let mark = start.map_or_else(|| "- ".to_owned(), |start| format!("{}. ", start.saturating_add(at)));
            let done = match item.done {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let text = self.blocks(&item.blocks, footnotes).join("\n\n");
            let indent = " ".repeat(mark.len());
            let mut first = true;
            for line in text.lines() {
                let lead = if first { Cow::Owned(format!("{mark}{done}")) } else { Cow::Borrowed(indent.as_str()) };
                lines.push(if line.is_empty() { String::new() } else { format!("{lead}{line}") });
                first = false;
            }
            if first {
                lines.push(mark);
            }
        }
        lines.join("\n")
    }

    fn table(&self, columns: &[Align], rows: &[Vec<Text>], footnotes: &mut Vec<String>) -> String {
        let mut lines = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<String> =
                row.iter().map(|cell| self.text(cell, footnotes).replace("\\\n", " ").replace('\n', " ")).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
            if at == 0 {
                let sides = columns.iter().map(|column| match column {
                    Align::Left => "---",
                    Align::Center => ":-:",
                    Align::Right => "--:",
                });
                lines.push(format!("| {} |", sides.collect::<Vec<_>>().join(" | ")));
            }
        }
        lines.join("\n")
    }

    fn text(&self, text: &Text, footnotes: &mut Vec<String>) -> String {
        let mut out = String::new();
        // Where marks of emphasis were closed: others must not begin there, or nobody could tell them apart.
        let mut closed = None;
        for Linked { runs, link, .. } in linked_runs(text) {
            let mut written = String::new();
            for run in runs {
                let may_open = closed != Some(out.len() + written.len());
                let (styled, closes) = styled(text, run, may_open);
                written.push_str(&styled);
                closed = closes.then_some(out.len() + written.len());
            }
            match link {
                None => out.push_str(&written),
                Some(Destination::Notebook(link)) => {
                    out.push_str(&written);
                    if let Some(cited) = (self.cite)(*link) {
                        let number = self.footnotes.get() + 1;
                        self.footnotes.set(number);
                        // Writing to a string cannot fail.
                        let _ = write!(out, "[^{number}]");
                        footnotes.push(format!("[^{number}]: {cited}"));
                    }
                }
                Some(Destination::Address(address)) => out.push_str(&linked(&written, address)),
            }
        }
        lines(&out)
    }
}

/// What Markdown says, without its markup, on one line.
pub(super) fn plain(markdown: &str) -> String {
    let mut out = String::new();
    add_plain(&parse(markdown), &mut out);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add_plain(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(_, text) | Block::Paragraph(text) => out.push_str(&text.text),
            Block::Quote(blocks) | Block::Footnote(_, blocks) => add_plain(blocks, out),
            Block::List { items, .. } => items.iter().for_each(|item| add_plain(&item.blocks, out)),
            Block::Code(code) => out.push_str(code),
            Block::Rule => {}
            Block::Table { rows, .. } => {
                for cell in rows.iter().flatten() {
                    out.push_str(&cell.text);
                    out.push(' ');
                }
            }
        }
        out.push(' ');
    }
}

/// A text that is no Markdown, but in which people tick what is done as there: `- [ ]` is ☐, `- [x]` is ☑.
pub(super) fn boxes(text: &str) -> String {
    let ticked = |line: &str| {
        let body = line.trim_start();
        let item = body.strip_prefix(['-', '*', '+']).map_or(body, str::trim_start);
        let (sign, rest) = match item.get(..3)? {
            "[ ]" => ('☐', &item[3..]),
            "[x]" | "[X]" => ('☑', &item[3..]),
            _ => return None,
        };
        Some(format!("{}{sign} {}", &line[..line.len() - body.len()], rest.trim_start()))
    };
    let lines: Vec<String> = text.split('\n').map(|line| ticked(line).unwrap_or_else(|| line.to_owned())).collect();
    lines.join("\n")
}

/// Runs of a text that follow each other under one link, or a run without one.
pub(super) struct Linked<'a> {
    pub(super) runs: &'a [Run],
    /// Where the link leads.
    pub(super) link: Option<&'a Destination>,
    /// Its address, if it may be followed.
    pub(super) address: Option<String>,
}

pub(super) fn linked_runs(text: &Text) -> impl Iterator<Item = Linked<'_>> {
    let alike = text.runs.chunk_by(|one, other| one.link.is_some() && one.link == other.link);
    alike.map(|runs| {
        let link = runs.first().and_then(|run| run.link.as_ref());
        let address = match link {
            Some(Destination::Address(address)) => safe_address(address),
            _ => None,
        };
        Linked { runs, link, address }
    })
}

/// An address without white space, if it leads to a page or a mailbox: nothing that a program would run.
fn safe_address(address: &str) -> Option<String> {
    let solid = solid(address);
    let is_safe = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| solid.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    is_safe.then_some(solid)
}

fn solid(address: &str) -> String {
    address.chars().filter(|ch| !ch.is_whitespace() && !ch.is_control()).collect()
}

/// A link out of the notebook, if it leads to a page or a mailbox; else its text, and where it would have led.
fn linked(written: &str, address: &str) -> String {
    if let Some(solid) = safe_address(address) {
        let escaped = solid.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C");
        return format!("[{written}](<{escaped}>)");
    }
    match solid(address) {
        solid if solid.is_empty() => written.to_owned(),
        solid => format!("{written} ({})", inline(&solid)),
    }
}

/// Each line so that it begins no block, with a line break between two.
fn lines(text: &str) -> String {
    // `inline` has escaped what would begin a block at the start of each run, not of each line.
    let escaped: Vec<String> = text.lines().map(|line| escape_line_start(line.to_owned())).collect();
    escaped.join("\\\n")
}

/// A run with its marks. Marks of emphasis work only beside the right neighbours: punctuation and white space at the edges
/// of a run are put outside of them, where they look the same. Tells also whether it ends with marks.
fn styled(text: &Text, run: &Run, may_open: bool) -> (String, bool) {
    let shown = &text.text[run.bytes.clone()];
    let Style { strong, emphasis, struck, code, footnote } = run.style;
    if code {
        return if may_open { (coded(shown), true) } else { (escape(shown), false) };
    }
    if footnote {
        return (format!("\\[{}\\]", escape(shown)), false);
    }
    let escaped = |part: &str| part.split('\n').map(escape).collect::<Vec<_>>().join("\n");
    let is_edge = |ch: char| !(ch.is_alphanumeric() || is_han(ch));
    let core = shown.trim_matches(is_edge);
    let start = shown.len() - shown.trim_start_matches(is_edge).len();
    let may_open = may_open || start > 0;
    if core.is_empty() || !(strong || emphasis || struck) || core.contains('\n') || !may_open {
        return (escaped(shown), false);
    }
    let (before, after) = (&shown[..start], &shown[start + core.len()..]);
    let mut marks = String::new();
    // Marks of two kinds side by side do not close beside a letter: what is struck is only that.
    for (on, mark) in [(struck, "~~"), (strong && !struck, "**"), (emphasis && !struck, "*")] {
        if on {
            marks.push_str(mark);
        }
    }
    let closing: String = marks.chars().rev().collect();
    let written = format!("{}{marks}{}{closing}{}", escaped(before), escaped(core), escaped(after));
    (written, after.is_empty())
}

/// Code within a line, between more backticks than it holds.
fn coded(code: &str) -> String {
    let code: String = code
        .chars()
        .map(|ch| if ch == '\n' { ' ' } else { ch })
        .filter(|ch| !crate::library::is_unsafe_to_show(*ch))
        .collect();
    let ticks = "`".repeat(longest_run(&code) + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{code}{pad}{ticks}")
}

fn fenced(code: &str) -> String {
    let code: String = code.chars().filter(|ch| *ch == '\n' || !crate::library::is_unsafe_to_show(*ch)).collect();
    let fence = "`".repeat((longest_run(&code) + 1).max(3));
    format!("{fence}\n{code}\n{fence}")
}

/// Backticks in the longest row of them.
fn longest_run(code: &str) -> usize {
    code.split(|ch| ch != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::notebook::AnnotationId;

    fn write(note: &str) -> String {
        NoteWriter::new(&|_| None).write(note)
    }

    #[test]
    fn a_note_keeps_its_markdown_and_loses_what_is_dangerous() {
        assert_eq!(write("# 题\n\n**重点：**内容"), "#### 题\n\n**重点**：内容");
        assert_eq!(write("- 一\n- 二\n\n> 引\n> 文"), "- 一\n- 二\n\n> 引\\\n> 文");
        assert_eq!(write("<script>x</script>"), "\\<script\\>x\\</script\\>");
        assert_eq!(write("<!-- jianbao 1 -->"), "\\<\\!-- jianbao 1 --\\>");
        assert_eq!(write("![图](http://a.cn/b.png)"), "[图](<http://a.cn/b.png>)");
        assert_eq!(write("[x](javascript:alert)"), "x (javascript:alert)");
        assert_eq!(write("```\n没有关上"), "```\n没有关上\n```");
        assert_eq!(write("一\n1. 二"), "一\n\n1. 二");
        assert_eq!(write("一\\\n\\# 二"), "一\\\n\\# 二");
    }

    #[test]
    fn a_line_says_what_it_says_without_its_markup() {
        assert_eq!(plain("**待查**：*青石岗村*在哪个镇"), "待查：青石岗村在哪个镇");
        assert_eq!(plain("- [ ] 查[统计局](http://a.cn)，2*3"), "查统计局，2*3");
        assert_eq!(plain("> 1. 一？"), "一？");
        assert_eq!(boxes("三年？\n- [ ] 查统计局\n  * [x]已问\n[链]"), "三年？\n☐ 查统计局\n  ☑ 已问\n[链]");
    }

    #[test]
    fn links_to_annotations_become_footnotes() {
        let link = NoteLink::Annotation(AnnotationId::generate());
        let cite = |_: NoteLink| Some("“引”（出处）".to_owned());
        let writer = NoteWriter::new(&cite);
        assert_eq!(writer.write(&format!("见[引]({link})。")), "见引[^1]。\n\n[^1]: “引”（出处）");
        assert!(writer.write(&format!("> 又见[引]({link})")).starts_with("> 又见引[^2]"));
    }

    /// All text of blocks, without white space.
    fn solid(blocks: &[Block]) -> String {
        fn add(blocks: &[Block], out: &mut String) {
            for block in blocks {
                match block {
                    Block::Heading(_, text) | Block::Paragraph(text) => out.push_str(&text.text),
                    Block::Quote(blocks) | Block::Footnote(_, blocks) => add(blocks, out),
                    Block::List { items, .. } => items.iter().for_each(|item| add(&item.blocks, out)),
                    Block::Code(code) => out.push_str(code),
                    Block::Rule => {}
                    Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| out.push_str(&cell.text)),
                }
            }
        }
        let mut out = String::new();
        add(blocks, &mut out);
        out.retain(|ch| !ch.is_whitespace());
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_reads_as_what_was_read(note in "[甲乙，。：“”ab1 \\n#>*_`~|.!<\\[\\]-]{0,40}") {
            let before = parse(&note);
            let after = parse(&write(&note));
            prop_assert_eq!(solid(&after), solid(&before), "{:?} was written as {:?}", note, write(&note));
        }
    }
}
