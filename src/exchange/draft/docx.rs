//! Word files: those exported, and those that Word, WPS or LibreOffice have saved since.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Block, Fault, Kind, Marked};
use crate::exchange::archive::Unpacker;
use crate::exchange::mark::Mark;

/// Largest part of the file that is read, in bytes.
const MAX_PART_BYTES: u64 = 256 << 20;

/// Parts that hold text, in the order in which they are read.
const PARTS: [&str; 3] = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"];

/// Elements whose text is not what the document says: what was deleted, moved away, or is there for older programs.
const HIDDEN: [&str; 4] = ["del", "moveFrom", "Fallback", "instrText"];

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Block>, Fault> {
    let mut archive = Unpacker::new(bytes)?;
    let styles = match part(&mut archive, "word/styles.xml")? {
        Some(styles) => style_kinds(&styles)?,
        None => HashMap::new(),
    };
    let mut blocks = Vec::new();
    let mut is_word = false;
    for name in PARTS {
        if let Some(text) = part(&mut archive, name)? {
            is_word |= name == PARTS[0];
            blocks.extend(Document::new(&styles).read(&text)?);
        }
    }
    if is_word { Ok(blocks) } else { Err(Fault::Damaged(PARTS[0].to_owned())) }
}

fn part(archive: &mut Unpacker<'_>, name: &str) -> Result<Option<String>, Fault> {
    let Some(bytes) = archive.read(name, MAX_PART_BYTES)? else { return Ok(None) };
    String::from_utf8(bytes).map(Some).map_err(|error| Fault::Damaged(error.to_string()))
}

fn wrong(error: impl std::fmt::Display) -> Fault {
    Fault::Damaged(error.to_string())
}

/// The value of an attribute, whatever prefix it has.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// What the paragraphs of a style are.
#[derive(Clone, Copy, Default)]
struct Style {
    kind: Kind,
    is_heading: bool,
}

/// What paragraphs of each style are, by its id. The name decides: ids are another matter in every language of Word.
fn style_kinds(xml: &str) -> Result<HashMap<String, Style>, Fault> {
    let mut reader = Reader::from_str(xml);
    let (mut kinds, mut id) = (HashMap::new(), String::new());
    loop {
        match reader.read_event().map_err(wrong)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "style" => id = attribute(&element, "styleId").unwrap_or_default(),
                "name" => {
                    let name = attribute(&element, "val").unwrap_or_default().to_lowercase();
                    let is_heading = name.starts_with("heading") || name.starts_with("标题") || name == "title";
                    kinds.insert(id.clone(), Style { kind: kind_of_style(&name), is_heading });
                }
                _ => {}
            },
            Event::Eof => return Ok(kinds),
            _ => {}
        }
    }
}

fn kind_of_style(name: &str) -> Kind {
    let name = name.replace([' ', '-', '_'], "");
    let asides = ["jianbaocitation", "jianbaocontext", "jianbaotags", "jianbaocomment", "jianbaolabel"];
    if asides.iter().any(|aside| name.starts_with(aside)) {
        Kind::Aside
    } else if matches!(
        name.as_str(),
        "quote" | "intensequote" | "quotations" | "blockquotation" | "blocktext" | "引用" | "明显引用"
    ) {
        Kind::Quote
    } else {
        Kind::Body
    }
}

struct Document<'a> {
    styles: &'a HashMap<String, Style>,
    blocks: Vec<Block>,
    /// Paragraphs that are open: one may stand in a text box of another.
    open: Vec<Block>,
    /// Content controls that are open, with the mark of each.
    controls: Vec<Option<Mark>>,
    /// Bookmarks that are open, by their numbers.
    bookmarks: Vec<(String, Mark)>,
    hidden: usize,
    /// Whether the run is struck out: then it is not said.
    is_struck: bool,
    in_text: bool,
}

impl<'a> Document<'a> {
    fn new(styles: &'a HashMap<String, Style>) -> Self {
        Self {
            styles,
            blocks: Vec::new(),
            open: Vec::new(),
            controls: Vec::new(),
            bookmarks: Vec::new(),
            hidden: 0,
            is_struck: false,
            in_text: false,
        }
    }

    fn read(mut self, xml: &str) -> Result<Vec<Block>, Fault> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(wrong)? {
                Event::Start(element) => self.start(&element, false),
                Event::Empty(element) => self.start(&element, true),
                Event::End(element) => self.end(element.local_name().as_ref()),
                Event::Text(text) if self.in_text => self.text(&text.xml10_content()),
                Event::CData(text) if self.in_text => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) if self.in_text => {
                    let ch = reference.resolve_char_ref().map_err(wrong)?.map(String::from);
                    let named = quick_xml::escape::resolve_predefined_entity(&reference);
                    self.text(&ch.or_else(|| named.map(str::to_owned)).unwrap_or_default());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        // What a damaged file has left open.
        while let Some(block) = self.open.pop() {
            self.blocks.push(block);
        }
        Ok(self.blocks)
    }

    fn start(&mut self, element: &BytesStart<'_>, is_empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        match name {
            _ if HIDDEN.contains(&name) => self.hidden += usize::from(!is_empty),
            "p" if is_empty => {}
            "p" => self.open.push(Block::default()),
            "pStyle" => {
                let style = attribute(element, "val").and_then(|id| self.styles.get(&id)).copied();
                if let (Some(style), Some(block)) = (style, self.open.last_mut()) {
                    (block.kind, block.is_heading) = (style.kind, style.is_heading);
                }
            }
            "sdt" if !is_empty => self.controls.push(None),
            "tag" => {
                if let Some(control) = self.controls.last_mut() {
                    *control = attribute(element, "val").and_then(|tag| Mark::of_tag(&tag));
                }
            }
            "bookmarkStart" => {
                let mark = attribute(element, "name").and_then(|name| Mark::of_bookmark(&name));
                self.bookmarks.extend(attribute(element, "id").zip(mark));
            }
            "bookmarkEnd" => {
                let number = attribute(element, "id");
                self.bookmarks.retain(|(id, _)| Some(id) != number.as_ref());
            }
            "r" => self.is_struck = false,
            "strike" | "dstrike" => {
                let is_off = attribute(element, "val").is_some_and(|val| matches!(val.as_str(), "0" | "false" | "off"));
                self.is_struck = !is_off;
            }
            "t" => self.in_text = !is_empty,
            "br" | "cr" | "tab" => self.text(" "),
            "noBreakHyphen" => self.text("-"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            _ if HIDDEN.contains(&name) => self.hidden = self.hidden.saturating_sub(1),
            "p" => self.blocks.extend(self.open.pop()),
            "r" => self.is_struck = false,
            "sdt" => self.end_control(),
            "t" => self.in_text = false,
            _ => {}
        }
    }

    /// A control says just what is quoted; a bookmark around it may hold what was typed before or behind, and is not needed.
    fn end_control(&mut self) {
        if self.controls.pop().flatten().is_none() {
            return;
        }
        if let (Some((_, bookmark)), Some(block)) = (self.bookmarks.pop(), self.open.last_mut()) {
            block.marked.retain(|marked| !(marked.is_loose && marked.mark == bookmark));
        }
    }

    fn text(&mut self, text: &str) {
        let is_hidden = self.hidden > 0 || self.is_struck;
        let Some(block) = self.open.last_mut().filter(|_| !is_hidden) else { return };
        let start = block.text.len();
        block.text.push_str(text);
        let of_control = self.controls.iter().rev().flatten().next();
        let Some(mark) = of_control.or(self.bookmarks.last().map(|(_, mark)| mark)) else { return };
        let is_loose = of_control.is_none();
        match block.marked.last_mut() {
            Some(last) if last.mark == *mark && last.is_loose == is_loose && last.range.end == start => {
                last.range.end = block.text.len();
            }
            _ => block.marked.push(Marked { range: start..block.text.len(), mark: mark.clone(), is_loose }),
        }
    }
}
