//! HTML, as exported, or as a content management system or an office program has made it of that. Only the tags are read: no
//! tree is built, so that what is badly nested costs nothing.

use std::collections::HashMap;

use html5gum::{Token, Tokenizer};

use super::{Block, Fault, Kind, Marked, decoded};
use crate::exchange::mark::Mark;

/// Elements that hold no text for people, or text that is struck out, or how a character is pronounced.
const HIDDEN: [&str; 11] =
    ["script", "style", "title", "template", "noscript", "head", "s", "del", "strike", "rt", "rp"];

/// Headings.
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements that never have content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that stand by themselves.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "td",
    "th",
];

/// Others that part texts.
const PARTS: [&str; 4] = ["tr", "table", "ul", "hr"];

/// Classes of an export under which no quotation is looked up.
const ASIDES: [&str; 7] = ["citation", "comment", "context", "tags", "lead", "about", "label"];

/// Elements within each other that are kept apart; what lies deeper is read as text.
const MAX_DEPTH: usize = 1000;

/// An element that is open.
struct Open {
    name: String,
    hides: bool,
    is_aside: bool,
    /// Whether its blocks are one: a block quotation, or a block with a mark.
    is_whole: bool,
    is_block: bool,
    /// The mark that it carries, and where in the block it began.
    mark: Option<(Mark, usize)>,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    block: Block,
    open: Vec<Open>,
    /// How many elements of each name are open.
    counts: HashMap<String, usize>,
    hidden: usize,
    asides: usize,
    wholes: usize,
    /// The mark of an anchor, which means what follows to the end of the paragraph, and where it stands in the block.
    anchor: Option<(Mark, usize)>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Fault> {
    let text = decoded(bytes)?;
    let mut reader = Reader::default();
    for token in Tokenizer::new(text.as_str()) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).to_ascii_lowercase();
                let attribute = |name: &str| {
                    let value = tag.attributes.get(name.as_bytes())?;
                    Some(String::from_utf8_lossy(value).into_owned())
                };
                reader.start(name, tag.self_closing, &attribute);
            }
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name).to_ascii_lowercase()),
            Token::String(text) if reader.hidden == 0 => reader.text(&String::from_utf8_lossy(&text)),
            // A mark as in Markdown, which a program may have turned into HTML.
            Token::Comment(text) if reader.hidden == 0 => {
                if let Some(mark) = Mark::of_comment(&String::from_utf8_lossy(&text)) {
                    let start = reader.block.marked.last().map_or(0, |marked| marked.range.end);
                    let range = start..reader.block.text.len();
                    reader.block.marked.push(Marked { range, mark, is_loose: true });
                }
            }
            _ => {}
        }
    }
    while let Some(open) = reader.open.pop() {
        reader.close(open);
    }
    reader.flush();
    Ok(reader.blocks)
}

impl Reader {
    fn start(&mut self, name: String, self_closing: bool, attribute: &dyn Fn(&str) -> Option<String>) {
        let is_block = BLOCKS.contains(&name.as_str());
        if is_block || PARTS.contains(&name.as_str()) {
            self.part();
        } else if name == "br" {
            self.line_break();
        }
        if name == "q" && !self_closing && self.hidden == 0 {
            self.text("“");
        }
        if name == "a" && !self.open.iter().any(|open| open.mark.is_some()) {
            let named = attribute("id").or_else(|| attribute("name"));
            if let Some(mark) = named.and_then(|name| Mark::of_bookmark(&name)) {
                self.end_anchor();
                self.anchor = Some((mark, self.block.text.len()));
            }
        }
        if VOID.contains(&name.as_str()) || self_closing || self.open.len() >= MAX_DEPTH {
            return;
        }
        let mark = || {
            let given = attribute("data-source-sha256").zip(attribute("data-spans"));
            let of_data = given.and_then(|(digits, spans)| Mark::of_parts(&digits, &spans));
            of_data.or_else(|| Mark::of_address(&attribute("cite")?))
        };
        let mark = mark();
        let class = attribute("class").unwrap_or_default();
        let open = Open {
            hides: HIDDEN.contains(&name.as_str()),
            is_aside: class.split_whitespace().any(|class| ASIDES.contains(&class)),
            is_whole: name == "blockquote" || (mark.is_some() && is_block),
            is_block,
            mark: mark.map(|mark| (mark, self.block.text.len())),
            name,
        };
        self.hidden += usize::from(open.hides);
        self.asides += usize::from(open.is_aside);
        self.wholes += usize::from(open.is_whole);
        *self.counts.entry(open.name.clone()).or_default() += 1;
        self.open.push(open);
    }

    fn end(&mut self, name: &str) {
        if self.counts.get(name).copied().unwrap_or(0) == 0 {
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else { return };
        // What ends a style ends none of the blocks that were begun within it.
        if !self.open[at].is_block && self.open[at + 1..].iter().any(|open| open.is_block) {
            let open = self.open.remove(at);
            return self.close(open);
        }
        for open in self.open.split_off(at).into_iter().rev() {
            self.close(open);
        }
    }

    fn close(&mut self, open: Open) {
        if let Some((mark, start)) = open.mark {
            let range = start.min(self.block.text.len())..self.block.text.len();
            self.block.marked.push(Marked { range, mark, is_loose: false });
        }
        if open.name == "q" && self.hidden == 0 {
            self.text("”");
        }
        self.block.is_heading |= HEADINGS.contains(&open.name.as_str());
        // The block is what its element makes of it, so it ends before the element is forgotten.
        if open.is_whole && self.wholes == 1 {
            self.flush();
        }
        self.hidden -= usize::from(open.hides);
        if open.is_block && !open.is_whole {
            self.part();
        }
        self.asides -= usize::from(open.is_aside);
        self.wholes -= usize::from(open.is_whole);
        if let Some(count) = self.counts.get_mut(&open.name) {
            *count = count.saturating_sub(1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.block.text.is_empty() {
            self.block.kind = match (self.asides, self.wholes) {
                (0, 0) => Kind::Body,
                (0, _) => Kind::Quote,
                _ => Kind::Aside,
            };
        }
        // White space in HTML is but that: a line break is one only where an element makes it.
        let begins = self.block.text.is_empty() || self.block.text.ends_with('\n');
        let text = if begins { text.trim_start() } else { text };
        self.block.text.extend(text.chars().map(|ch| if ch.is_whitespace() { ' ' } else { ch }));
    }

    fn line_break(&mut self) {
        if !self.block.text.is_empty() {
            self.block.text.push('\n');
        }
    }

    /// What follows stands by itself, or, within one whole, on a line of its own.
    fn part(&mut self) {
        self.end_anchor();
        if self.wholes == 0 {
            self.flush();
        } else if !self.block.text.trim().is_empty() && !self.block.text.ends_with('\n') {
            self.block.text.push('\n');
        }
    }

    /// What follows an anchor ends with its paragraph. Several paragraphs of one mark are one.
    fn end_anchor(&mut self) {
        let Some((mark, start)) = self.anchor.take() else { return };
        let end = self.block.text.len();
        if self.block.text.get(start..end).is_none_or(|text| text.trim().is_empty()) {
            return;
        }
        match self.block.marked.last_mut() {
            Some(last) if last.mark == mark && self.block.text[last.range.end..start].trim().is_empty() => {
                last.range.end = end;
            }
            _ => self.block.marked.push(Marked { range: start..end, mark, is_loose: true }),
        }
    }

    fn flush(&mut self) {
        self.end_anchor();
        let block = std::mem::take(&mut self.block);
        if !block.text.trim().is_empty() || !block.marked.is_empty() {
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::SourceId;
    use crate::text::CharSpan;

    fn check(html: &str, expected: &[(Kind, &str, &[&str])]) {
        let blocks = read(html.as_bytes()).unwrap();
        let found: Vec<_> = blocks
            .iter()
            .map(|block| {
                let marked: Vec<&str> =
                    block.marked.iter().map(|marked| block.text[marked.range.clone()].trim()).collect();
                (block.kind, block.text.trim(), marked)
            })
            .collect();
        let expected: Vec<_> = expected.iter().map(|(kind, text, marked)| (*kind, *text, marked.to_vec())).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn marks_are_read_wherever_a_program_has_put_them() {
        let mark = Mark::new(SourceId::of_bytes(b"x"), &[CharSpan::new(0, 3)]);
        let (cite, hash) = (mark.address(), &mark.digits);
        check(
            &format!(
                "<title>“不读的文字”</title><p>前<blockquote cite='{cite}'><p>甲&amp;</p>\n<p>乙</p></blockquote><p class=citation>出处"
            ),
            &[(Kind::Body, "前", &[]), (Kind::Quote, "甲&\n乙", &["甲&\n乙"]), (Kind::Aside, "出处", &[])],
        );
        check(
            &format!("<div><p>他说<span data-source-sha256={hash} data-spans=0-3>甲乙</span>。</p></div>"),
            &[(Kind::Body, "他说甲乙。", &["甲乙"])],
        );
        check(
            &format!("<div cite='{cite}'><p>甲<p>乙</div>丙"),
            &[(Kind::Quote, "甲\n乙", &["甲\n乙"]), (Kind::Body, "丙", &[])],
        );
        let anchor = mark.bookmark(2);
        check(
            &format!("<blockquote><a name={anchor}></a>甲</blockquote><blockquote><p><a id={anchor}></a>乙</p>"),
            &[(Kind::Quote, "甲", &["甲"]), (Kind::Quote, "乙", &["乙"])],
        );
        check(
            &format!("<blockquote><p><a id={anchor}></a>甲</p><p><a id={anchor}></a>乙</p></blockquote>"),
            &[(Kind::Quote, "甲\n乙", &["甲\n乙"])],
        );
        check("<p>他说<q>甲</q>，<s>乙</s><ruby>丙<rt>bǐng</rt></ruby>", &[(Kind::Body, "他说“甲”，丙", &[])]);
        check("<script>\"<p>“没有的文字”</p>\"</script><p>甲<br>乙", &[(Kind::Body, "甲\n乙", &[])]);
    }

    #[test]
    fn bad_nesting_is_read_through() {
        check("</p></div><b><p>甲</b>乙</i>", &[(Kind::Body, "甲乙", &[])]);
        assert_eq!(read("<div>".repeat(100_000).as_bytes()).unwrap().len(), 0);
        assert_eq!(read("<blockquote>甲".repeat(3000).as_bytes()).unwrap().len(), 1);
    }
}
