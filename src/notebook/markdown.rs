//! The Markdown of notes, read into blocks: for the preview and for export, which both show it without ever running it.
//!
//! What is read is CommonMark with tables, task lists, strikethrough, footnotes and bare addresses, in the two points in
//! which Chinese text needs it after its own manner: `**重点：**内容` is emphasis, and a line break is one. Raw HTML is text,
//! an image is a link to it.

use std::ops::Range;

use comrak::nodes::{ListType, Node, NodeValue, TableAlignment};
use comrak::{Arena, Options, parse_document};

use super::NoteLink;

/// A block of a note.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading, its level 1 to 6.
    Heading(u8, Text),
    /// A paragraph.
    Paragraph(Text),
    /// A quotation.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// The number of the first item; none for a list with bullets.
        start: Option<u32>,
        /// Its items.
        items: Vec<Item>,
    },
    /// Text to be shown as it is.
    Code(String),
    /// A line across.
    Rule,
    /// A table.
    Table {
        /// Where the cells of each column stand.
        columns: Vec<Align>,
        /// Rows of cells, the heading first; each has as many cells as there are columns.
        rows: Vec<Vec<Text>>,
    },
    /// What a footnote says.
    Footnote(String, Vec<Block>),
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Whether it is done, for an item of a task list.
    pub done: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Where a cell's text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the side is the name")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

/// Text on which styles and links lie. A line feed is a line break.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// Stretches that are alike, in order and without gaps.
    pub runs: Vec<Run>,
}

/// A stretch of text that is set alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its bytes.
    pub bytes: Range<usize>,
    /// How it is set.
    pub style: Style,
    /// Where it leads.
    pub link: Option<Destination>,
}

/// How text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what it is called")]
pub struct Style {
    pub strong: bool,
    pub emphasis: bool,
    pub struck: bool,
    pub code: bool,
    /// A sign that refers to a footnote.
    pub footnote: bool,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Into the notebook.
    Notebook(NoteLink),
    /// Out of it: shown and copied, never opened.
    Address(String),
}

impl Text {
    /// Its links, each with the text under it. Neighbouring runs of one link are one.
    pub fn links(&self) -> impl Iterator<Item = (Range<usize>, &Destination)> {
        let alike = self.runs.chunk_by(|one, other| one.link.is_some() && one.link == other.link);
        alike.filter_map(|runs| {
            let (first, last) = (runs.first()?, runs.last()?);
            Some((first.bytes.start..last.bytes.end, first.link.as_ref()?))
        })
    }

    fn push(&mut self, text: &str, style: Style, link: Option<&Destination>) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        match self.runs.last_mut() {
            Some(last) if last.style == style && last.link.as_ref() == link => last.bytes.end = self.text.len(),
            _ => self.runs.push(Run { bytes: start..self.text.len(), style, link: link.cloned() }),
        }
    }
}

/// Bytes of a note that are read as Markdown. What is behind them stands as it is written: no journalist's note is as long,
/// and a note made by a program must not hold up the window.
const MOST_BYTES: usize = 64 * 1024;

/// How deep quotations, lists and emphasis may lie in each other. What lies deeper is shown, but no deeper.
const MOST_LEVELS: usize = 12;

/// Reads a note.
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    let (read, rest) = split(text);
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    let root = parse_document(&arena, read, &options);
    let mut blocks = Vec::new();
    children(root, 0, &mut blocks);
    if !rest.is_empty() {
        let mut plain = Text::default();
        plain.push(rest.trim_end(), Style::default(), None);
        blocks.push(Block::Paragraph(plain));
    }
    blocks
}

/// What is read, ending with a line where it can, and what is not.
fn split(text: &str) -> (&str, &str) {
    if text.len() <= MOST_BYTES {
        return (text, "");
    }
    let most = text.floor_char_boundary(MOST_BYTES);
    text.split_at(text[..most].rfind('\n').map_or(most, |at| at + 1))
}

fn children<'a>(node: Node<'a>, level: usize, blocks: &mut Vec<Block>) {
    node.children().for_each(|child| block(child, level, blocks));
}

fn inside<'a>(node: Node<'a>, level: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    children(node, level + 1, &mut blocks);
    blocks
}

fn block<'a>(node: Node<'a>, level: usize, blocks: &mut Vec<Block>) {
    if level >= MOST_LEVELS {
        // All the text that is below, in one paragraph.
        let mut text = Text::default();
        flatten(node, &mut text);
        if !text.text.trim().is_empty() {
            blocks.push(Block::Paragraph(text));
        }
        return;
    }
    let data = node.data();
    match &data.value {
        NodeValue::Paragraph => blocks.push(Block::Paragraph(text_of(node))),
        NodeValue::Heading(heading) => blocks.push(Block::Heading(heading.level, text_of(node))),
        NodeValue::BlockQuote => blocks.push(Block::Quote(inside(node, level))),
        NodeValue::List(list) => {
            let start = (list.list_type == ListType::Ordered).then(|| u32::try_from(list.start).unwrap_or(1));
            let items = node.children().map(|child| {
                let done = match &child.data().value {
                    NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                    _ => None,
                };
                Item { done, blocks: inside(child, level) }
            });
            blocks.push(Block::List { start, items: items.collect() });
        }
        NodeValue::CodeBlock(code) => blocks.push(Block::Code(code.literal.trim_end_matches('\n').to_owned())),
        NodeValue::HtmlBlock(html) => {
            let mut text = Text::default();
            text.push(html.literal.trim_end_matches('\n'), Style::default(), None);
            blocks.push(Block::Paragraph(text));
        }
        NodeValue::ThematicBreak => blocks.push(Block::Rule),
        NodeValue::Table(table) => {
            let columns: Vec<Align> = table
                .alignments
                .iter()
                .map(|align| match align {
                    TableAlignment::Center => Align::Center,
                    TableAlignment::Right => Align::Right,
                    TableAlignment::Left | TableAlignment::None => Align::Left,
                })
                .collect();
            let rows = node.children().map(|row| {
                let mut cells: Vec<Text> = row.children().map(|cell| text_of(cell)).collect();
                cells.resize(columns.len(), Text::default());
                cells
            });
            let rows = rows.collect();
            blocks.push(Block::Table { columns, rows });
        }
        NodeValue::FootnoteDefinition(footnote) => {
            blocks.push(Block::Footnote(footnote.name.clone(), inside(node, level)));
        }
        _ => children(node, level, blocks),
    }
}

fn text_of<'a>(node: Node<'a>) -> Text {
    let mut text = Text::default();
    node.children().for_each(|child| inline(child, 0, Style::default(), None, &mut text));
    text
}

fn inline<'a>(node: Node<'a>, level: usize, style: Style, link: Option<&Destination>, text: &mut Text) {
    if level >= MOST_LEVELS {
        return flatten(node, text);
    }
    let data = node.data();
    let mut go_on = |style: Style, link: Option<&Destination>| {
        node.children().for_each(|child| inline(child, level + 1, style, link, text));
    };
    match &data.value {
        NodeValue::Emph => go_on(Style { emphasis: true, ..style }, link),
        NodeValue::Strong => go_on(Style { strong: true, ..style }, link),
        NodeValue::Strikethrough => go_on(Style { struck: true, ..style }, link),
        NodeValue::Link(to) => go_on(style, Some(&destination(&to.url))),
        NodeValue::Image(to) => {
            let to = destination(&to.url);
            let before = text.text.len();
            node.children().for_each(|child| inline(child, level + 1, style, Some(&to), text));
            if text.text.len() == before
                && let Destination::Address(address) = &to
            {
                text.push(address, style, Some(&to));
            }
        }
        _ => match leaf(&data.value) {
            Some(Leaf::Text(literal)) => text.push(literal, style, link),
            Some(Leaf::Code(literal)) => text.push(literal, Style { code: true, ..style }, link),
            Some(Leaf::Break) => text.push("\n", style, link),
            Some(Leaf::Footnote(name)) => text.push(name, Style { footnote: true, ..style }, link),
            None => go_on(style, link),
        },
    }
}

/// Inline Markdown that holds no other.
enum Leaf<'a> {
    Text(&'a str),
    Code(&'a str),
    Break,
    Footnote(&'a str),
}

fn leaf(value: &NodeValue) -> Option<Leaf<'_>> {
    Some(match value {
        NodeValue::Text(literal) => Leaf::Text(literal),
        NodeValue::HtmlInline(literal) => Leaf::Text(literal),
        NodeValue::HtmlBlock(html) => Leaf::Text(&html.literal),
        NodeValue::Code(code) => Leaf::Code(&code.literal),
        NodeValue::CodeBlock(code) => Leaf::Code(&code.literal),
        NodeValue::SoftBreak | NodeValue::LineBreak => Leaf::Break,
        NodeValue::FootnoteReference(footnote) => Leaf::Footnote(&footnote.name),
        _ => return None,
    })
}

/// All text at and below a node, however deep that is, without styles and links.
fn flatten<'a>(node: Node<'a>, text: &mut Text) {
    for below in node.descendants() {
        match leaf(&below.data().value) {
            Some(Leaf::Text(literal) | Leaf::Code(literal)) => text.push(literal, Style::default(), None),
            Some(Leaf::Break) => text.push("\n", Style::default(), None),
            Some(Leaf::Footnote(_)) | None => {}
        }
    }
}

fn destination(url: &str) -> Destination {
    url.parse().map_or_else(|_| Destination::Address(url.to_owned()), Destination::Notebook)
}

/// The first line of a note that says something, without its markup: what the note is called. Quick enough for lists of
/// thousands; what is between brackets and marks in several lines is not looked for.
#[must_use]
pub fn title(text: &str) -> String {
    let titles = text.lines().map(|line| without_marks(without_signs(line)));
    let said = titles.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut said = said.filter(|line| line.chars().any(char::is_alphanumeric));
    said.next().unwrap_or_else(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A line without the signs that make it a heading, a quotation, or an item of a list.
fn without_signs(line: &str) -> &str {
    let mut rest = line.trim();
    loop {
        let digits = rest.trim_start_matches(|ch: char| ch.is_ascii_digit());
        let numbered =
            (digits.len() < rest.len()).then(|| digits.strip_prefix(". ").or(digits.strip_prefix(") "))).flatten();
        let signs = ["- [ ] ", "- [x] ", "- [X] ", "- ", "* ", "+ ", ">"];
        let signed = signs.iter().find_map(|sign| rest.strip_prefix(sign));
        let headed = rest.trim_start_matches('#');
        let headed = (headed.len() < rest.len()).then(|| headed.strip_prefix(' ')).flatten();
        match numbered.or(signed).or(headed) {
            Some(inner) => rest = inner.trim_start(),
            None => return rest,
        }
    }
}

/// A line without marks of emphasis and code, links without where they lead.
fn without_marks(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(ch) = rest.chars().next() {
        rest = &rest[ch.len_utf8()..];
        match ch {
            '\\' => {
                if let Some(escaped) = rest.chars().next() {
                    out.push(escaped);
                    rest = &rest[escaped.len_utf8()..];
                }
            }
            '*' | '`' | '|' => {}
            '~' if rest.starts_with('~') => rest = &rest[1..],
            '!' if rest.starts_with('[') => {}
            '[' => {}
            ']' if rest.starts_with('(') => rest = rest.split_once(')').map_or("", |(_, behind)| behind),
            ']' => {}
            _ => out.push(ch),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::AnnotationId;

    /// What is read, in few signs: *strong*, /emphasis/, -struck-, `code`, <link>.
    fn show(text: &Text) -> String {
        let runs = text.runs.iter().map(|run| {
            let mut shown = text.text[run.bytes.clone()].to_owned();
            let Style { strong, emphasis, struck, code, footnote } = run.style;
            for (on, sign) in [(strong, "*"), (emphasis, "/"), (struck, "-"), (code, "`"), (footnote, "^")] {
                if on {
                    shown = format!("{sign}{shown}{sign}");
                }
            }
            if run.link.is_some() { format!("<{shown}>") } else { shown }
        });
        runs.collect()
    }

    fn paragraph(text: &str) -> String {
        match parse(text).as_slice() {
            [Block::Paragraph(text)] => show(text),
            other => panic!("{text:?} is {other:?}"),
        }
    }

    #[test]
    fn emphasis_works_beside_chinese_marks() {
        assert_eq!(paragraph("**重点：**内容，他说**“不欠”**了"), "*重点：*内容，他说*“不欠”*了");
        assert_eq!(paragraph("*斜*与~~删~~与`码`"), "/斜/与-删-与`码`");
        assert_eq!(paragraph("一行\n二行"), "一行\n二行");
    }

    #[test]
    fn html_is_text_and_an_image_is_a_link() {
        assert_eq!(paragraph("看<b>这</b>"), "看<b>这</b>");
        assert_eq!(paragraph("<script>alert(1)</script>"), "<script>alert(1)</script>");
        assert_eq!(paragraph("![图](http://a.cn/b.png)"), "<图>");
        assert_eq!(paragraph("![](http://a.cn/b.png)"), "<http://a.cn/b.png>");
    }

    #[test]
    fn links_lead_into_the_notebook_or_out() {
        let link = NoteLink::Annotation(AnnotationId::generate());
        let blocks = parse(&format!("[引**文**]({link})和 https://a.cn"));
        let [Block::Paragraph(text)] = blocks.as_slice() else { panic!("{blocks:?}") };
        let links: Vec<_> = text.links().map(|(bytes, to)| (&text.text[bytes], to.clone())).collect();
        assert_eq!(
            links,
            [("引文", Destination::Notebook(link)), ("https://a.cn", Destination::Address("https://a.cn".into()))]
        );
    }

    #[test]
    fn blocks_are_read() {
        let text =
            "# 题\n\n> 引\n\n1. 一\n2. 二\n\n- [x] 完\n- [ ] 未\n\n```\n码\n```\n\n---\n\n|甲|乙|\n|-|-:|\n|1|2|\n";
        let blocks = parse(text);
        let kinds: Vec<&str> = blocks
            .iter()
            .map(|block| match block {
                Block::Heading(1, _) => "heading",
                Block::Quote(_) => "quote",
                Block::List { start: Some(1), items } if items.len() == 2 => "numbers",
                Block::List { start: None, items } if items[0].done == Some(true) && items[1].done == Some(false) => {
                    "tasks"
                }
                Block::Code(code) if code == "码" => "code",
                Block::Rule => "rule",
                Block::Table { columns, rows } if columns[1] == Align::Right && rows.len() == 2 => "table",
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(kinds, ["heading", "quote", "numbers", "tasks", "code", "rule", "table"]);
        assert_eq!(title(text), "题");
        assert_eq!(title("\n\n- [链](jianbao:tag/x)和"), "链和");
        assert_eq!(title("---"), "---");
        let link = NoteLink::Annotation(AnnotationId::generate());
        assert_eq!(title(&format!("> 1. [“工资\\*”…]({link})，**重点：**`码`~~删~~")), "“工资*”…，重点：码删");
        assert_eq!(title("```\n码\n```"), "码");
        assert_eq!(title("2022年6月"), "2022年6月");
    }

    #[test]
    fn a_note_made_to_hurt_is_shown_all_the_same() {
        for hurt in [">".repeat(50_000) + "底", "[".repeat(50_000), "- ".repeat(20_000) + "底", "**a ".repeat(10_000)]
        {
            assert!(!parse(&hurt).is_empty());
        }
        let long = "字".repeat(100_000);
        let shown: usize = parse(&long)
            .iter()
            .map(|block| if let Block::Paragraph(text) = block { text.text.chars().count() } else { 0 })
            .sum();
        assert_eq!(shown, 100_000);
    }
}
