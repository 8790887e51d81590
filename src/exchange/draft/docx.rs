//! Word files: those exported, and those that Word, WPS or LibreOffice have saved since.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Block, Fault, Kind};
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

/// What paragraphs of each style are, by its id. The name decides: ids are another matter in every language of Word.
fn style_kinds(xml: &str) -> Result<HashMap<String, Kind>, Fault> {
    let mut reader = Reader::from_str(xml);
    let (mut kinds, mut id) = (HashMap::new(), String::new());
    loop {
        match reader.read_event().map_err(wrong)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "style" => id = attribute(&element, "styleId").unwrap_or_default(),
                "name" => {
                    let name = attribute(&element, "val").unwrap_or_default().to_lowercase();
                    let kind = kind_of_style(&name);
                    if kind != Kind::Body {
                        kinds.insert(id.clone(), kind);
                    }
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
    } else if matches!(name.as_str(), "quote" | "intensequote" | "quotations" | "blockquotation" | "引用" | "明显引用")
    {
        Kind::Quote
    } else {
        Kind::Body
    }
}

struct Document<'a> {
    styles: &'a HashMap<String, Kind>,
    blocks: Vec<Block>,
    /// Paragraphs that are open: one may stand in a text box of another.
    open: Vec<Block>,
    /// Content controls that are open, with the mark of each.
    controls: Vec<Option<Mark>>,
    /// Bookmarks that are open, by their numbers.
    bookmarks: Vec<(String, Mark)>,
    hidden: usize,
    in_text: bool,
}

impl<'a> Document<'a> {
    fn new(styles: &'a HashMap<String, Kind>) -> Self {
        Self {
            styles,
            blocks: Vec::new(),
            open: Vec::new(),
            controls: Vec::new(),
            bookmarks: Vec::new(),
            hidden: 0,
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
                let kind = attribute(element, "val").and_then(|id| self.styles.get(&id)).copied();
                if let (Some(kind), Some(block)) = (kind, self.open.last_mut()) {
                    block.kind = kind;
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
            "sdt" => drop(self.controls.pop()),
            "t" => self.in_text = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let Some(block) = self.open.last_mut().filter(|_| self.hidden == 0) else { return };
        let start = block.text.len();
        block.text.push_str(text);
        let of_control = self.controls.iter().rev().flatten().next();
        let Some(mark) = of_control.or(self.bookmarks.last().map(|(_, mark)| mark)) else { return };
        match block.marked.last_mut() {
            Some((range, last)) if last == mark && range.end == start => range.end = block.text.len(),
            _ => block.marked.push((start..block.text.len(), mark.clone())),
        }
    }
}
