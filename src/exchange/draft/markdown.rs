//! Markdown, and plain text, which is read as such.

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options, parse_document};

use super::{Block, Fault, Kind, Marked, decoded};
use crate::exchange::mark::Mark;
use crate::i18n::{Catalogue, Language, Message};

/// A mark that stands by itself belongs to a block quotation at most so many blocks before it.
const MAX_APART: usize = 8;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Fault> {
    let text = decoded(bytes)?;
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.tasklist = true;
    let arena = Arena::new();
    let mut reader = Reader { blocks: Vec::new(), asides: asides() };
    reader.children(parse_document(&arena, &text, &options));
    Ok(reader.blocks)
}

/// What the lines of an export begin with that are no quotations, in every language.
fn asides() -> Vec<String> {
    let line = |catalogue: &Catalogue, id: &'static str, name: &'static str| {
        catalogue.text(&Message::new(id).with(name, "")).replace('*', "").trim().to_owned()
    };
    let of = |language| {
        let catalogue = Catalogue::new(language);
        [line(&catalogue, "export-comment", "comment"), line(&catalogue, "export-tags", "tags")]
    };
    Language::ALL.into_iter().flat_map(of).collect()
}

struct Reader {
    blocks: Vec<Block>,
    asides: Vec<String>,
}

impl Reader {
    fn children<'a>(&mut self, node: Node<'a>) {
        for child in node.children() {
            self.node(child);
        }
    }

    fn node<'a>(&mut self, node: Node<'a>) {
        let value = node.data.borrow().value.clone();
        match value {
            NodeValue::BlockQuote => {
                let mut block = Block { kind: Kind::Quote, ..Block::default() };
                inside(node, &mut block);
                end_anchor(&mut block);
                self.blocks.push(block);
            }
            NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell => {
                let is_heading = matches!(value, NodeValue::Heading(_));
                let mut block = Block { is_heading, ..Block::default() };
                inline(node, &mut block);
                end_anchor(&mut block);
                if self.asides.iter().any(|aside| block.text.trim_start().starts_with(aside.as_str())) {
                    block.kind = Kind::Aside;
                }
                self.blocks.push(block);
            }
            NodeValue::HtmlBlock(html) => {
                if let Some(mark) = mark_of(&html.literal) {
                    self.mark_apart(mark);
                }
            }
            NodeValue::CodeBlock(_) => {}
            _ => self.children(node),
        }
    }

    /// A mark on a line of its own is that of the block quotation before it, as in exports of earlier versions.
    fn mark_apart(&mut self, mark: Mark) {
        let near = self.blocks.iter_mut().rev().take(MAX_APART);
        let quote = near.filter(|block| block.kind == Kind::Quote).find(|block| block.marked.is_empty());
        if let Some(block) = quote {
            let end = block.text.rfind("\n——").unwrap_or(block.text.len());
            block.marked.push(Marked { range: 0..end, mark, is_loose: true });
        }
    }
}

/// All paragraphs of a block quotation as one block, a line each.
fn inside<'a>(node: Node<'a>, block: &mut Block) {
    for child in node.children() {
        // Nothing is left before it.
        if let NodeValue::HtmlBlock(html) = &child.data.borrow().value
            && let Some(mark) = mark_of(&html.literal)
        {
            mark_before(mark, block);
        }
        let is_text = matches!(child.data.borrow().value, NodeValue::Paragraph | NodeValue::Heading(_));
        if !is_text {
            inside(child, block);
            continue;
        }
        if !block.text.is_empty() {
            block.text.push('\n');
        }
        inline(child, block);
    }
}

/// The text of a paragraph. What carries a mark is all before it, from the mark before or from the beginning of the block.
fn inline<'a>(node: Node<'a>, block: &mut Block) {
    for child in node.children() {
        let value = child.data.borrow().value.clone();
        match value {
            NodeValue::Text(text) => with_anchors(text.strip_prefix(RAW_HTML).unwrap_or(&text), block),
            NodeValue::Code(code) => match mark_of(&code.literal) {
                Some(mark) => mark_before(mark, block),
                None => block.text.push_str(&code.literal),
            },
            // A number that the end of a line cuts is one number.
            NodeValue::SoftBreak if is_within_number(child, &block.text) => {}
            NodeValue::SoftBreak | NodeValue::LineBreak => block.text.push(' '),
            NodeValue::HtmlInline(html) => {
                if let Some(mark) = mark_of(&html) {
                    mark_before(mark, block);
                }
            }
            // What is struck out is not said.
            NodeValue::Strikethrough => {}
            _ => inline(child, block),
        }
    }
}

fn is_within_number<'a>(line_break: Node<'a>, before: &str) -> bool {
    let next = line_break.next_sibling().and_then(|next| match &next.data.borrow().value {
        NodeValue::Text(text) => text.chars().next(),
        _ => None,
    });
    let is_digit = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_digit());
    is_digit(before.chars().next_back()) && is_digit(next)
}

fn mark_before(mark: Mark, block: &mut Block) {
    let start = block.marked.last().map_or(0, |marked| marked.range.end);
    block.marked.push(Marked { range: start..block.text.len(), mark, is_loose: true });
}

/// What Pandoc puts behind HTML that it writes as code.
const RAW_HTML: &str = "{=html}";

/// A text in which Pandoc has written an anchor of HTML as `[]{#jb_…}`: its mark means what follows, to the end of the paragraph.
fn with_anchors(text: &str, block: &mut Block) {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("[]{#") {
        let Some((name, behind)) = behind.split_once('}') else { break };
        let Some(mark) = Mark::of_bookmark(name) else { break };
        block.text.push_str(before);
        end_anchor(block);
        let at = block.text.len();
        block.marked.push(Marked { range: at..at, mark, is_loose: true });
        rest = behind;
    }
    block.text.push_str(rest);
}

/// What an anchor means ends here.
fn end_anchor(block: &mut Block) {
    let end = block.text.len();
    if let Some(last) = block.marked.last_mut().filter(|last| last.range.is_empty()) {
        last.range.end = end;
    }
}

fn mark_of(html: &str) -> Option<Mark> {
    let (_, rest) = html.split_once("<!--")?;
    Mark::of_comment(rest.split_once("-->")?.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::SourceId;
    use crate::text::CharSpan;

    /// Kind, text, and what carries a mark, of each block.
    fn check(markdown: &str, expected: &[(Kind, &str, &[&str])]) {
        let blocks = read(markdown.as_bytes()).unwrap();
        let found: Vec<_> = blocks
            .iter()
            .map(|block| {
                let marked: Vec<&str> = block.marked.iter().map(|marked| &block.text[marked.range.clone()]).collect();
                (block.kind, block.text.as_str(), marked)
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|(kind, text, marked)| (*kind, *text, marked.to_vec())).collect();
        assert_eq!(found, expected, "{markdown}");
    }

    #[test]
    fn marks_are_tied_to_what_stands_before_them() {
        let mark = Mark::new(SourceId::of_bytes(b"x"), &[CharSpan::new(0, 3)]).comment();
        check(
            &format!("> 甲\\*乙\n>\n> 丙{mark}\n>\n> —— 出处\n\n**批注**：“不查”\n\n正文“丁”{mark}，戊。\n"),
            &[
                (Kind::Quote, "甲*乙\n丙\n—— 出处", &["甲*乙\n丙"]),
                (Kind::Aside, "批注：“不查”", &[]),
                (Kind::Body, "正文“丁”，戊。", &["正文“丁”"]),
            ],
        );
        check(
            &format!("> 甲\n>\n> —— 出处\n\n**标签**：乙\n\n{mark}\n"),
            &[(Kind::Quote, "甲\n—— 出处", &["甲"]), (Kind::Aside, "标签：乙", &[])],
        );
    }
}
