//! Files of office programs, taken apart by the libraries of others.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The files of an archive, as texts.
pub(crate) fn unzip(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.insert(file.name().unwrap().into_owned(), text);
    }
    files
}

pub(crate) fn zip(files: &BTreeMap<String, String>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The archive with one of its files changed.
pub(crate) fn edited(bytes: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut files = unzip(bytes);
    let text = files.remove(name).unwrap();
    files.insert(name.to_owned(), change(text));
    zip(&files)
}

/// An archive of one file that is mostly nothing.
pub(crate) fn bomb(name: &str, bytes: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    (0..bytes >> 20).for_each(|_| writer.write_all(&block).unwrap());
    writer.finish().unwrap().into_inner()
}

/// All text of an XML document, which must be well-formed.
pub(crate) fn xml_text(xml: &str) -> String {
    let document = roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml:.300}"));
    let texts = document.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text());
    texts.collect::<Vec<_>>().join(" ")
}

/// What the schema of WordprocessingML says of the order within the properties of a paragraph, as far as exports have them.
const PARAGRAPH_ORDER: [&str; 11] =
    ["pStyle", "keepNext", "keepLines", "numPr", "pBdr", "shd", "tabs", "spacing", "ind", "jc", "outlineLvl"];

/// The same of a run.
const RUN_ORDER: [&str; 12] =
    ["rStyle", "rFonts", "b", "i", "strike", "color", "sz", "szCs", "u", "shd", "vertAlign", "lang"];

/// The same of a style.
const STYLE_ORDER: [&str; 8] = ["name", "basedOn", "next", "qFormat", "pPr", "rPr", "tblPr", "none"];

fn names<'a>(node: roxmltree::Node<'a, 'a>) -> Vec<&'a str> {
    node.children().filter(roxmltree::Node::is_element).map(|child| child.tag_name().name()).collect()
}

#[track_caller]
fn check_order(node: roxmltree::Node<'_, '_>, order: &[&str]) {
    let places: Vec<usize> = node
        .children()
        .filter(roxmltree::Node::is_element)
        .map(|child| child.tag_name().name())
        .filter(|name| *name != "sectPr")
        .map(|name| order.iter().position(|known| *known == name).unwrap_or_else(|| panic!("{name} in {node:?}")))
        .collect();
    assert!(places.is_sorted(), "{:?}", node.children().map(|child| child.tag_name().name()).collect::<Vec<_>>());
}

/// What Word asks of a file before it opens it without a word: every part is named by its type, every reference leads somewhere,
/// numbers and bookmarks are there once, properties stand in the order of the schema (ECMA-376).
#[track_caller]
pub(crate) fn check_word(files: &BTreeMap<String, String>) {
    let parts: BTreeMap<&str, roxmltree::Document<'_>> =
        files.iter().map(|(name, text)| (name.as_str(), roxmltree::Document::parse(text).unwrap())).collect();
    let attribute = |node: &roxmltree::Node<'_, '_>, name: &str| {
        node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value().to_owned())
    };
    let all = |part: &str, element: &str, name: &str| -> Vec<String> {
        let nodes = parts[part].descendants().filter(|node| node.tag_name().name() == element);
        nodes.filter_map(|node| attribute(&node, name)).collect()
    };
    let typed: Vec<String> = all("[Content_Types].xml", "Override", "PartName");
    for name in files.keys().filter(|name| name.ends_with(".xml") && name.contains('/')) {
        assert!(typed.contains(&format!("/{name}")), "{name} has no type");
    }
    for part in &typed {
        assert!(files.contains_key(part.trim_start_matches('/')), "{part} is not there");
    }
    let relations = "word/_rels/document.xml.rels";
    let targets = parts[relations].descendants().filter(|node| node.tag_name().name() == "Relationship");
    for target in targets.filter(|node| attribute(node, "TargetMode").is_none()) {
        assert!(files.contains_key(&format!("word/{}", attribute(&target, "Target").unwrap())), "{target:?}");
    }
    let document = "word/document.xml";
    let known = all(relations, "Relationship", "Id");
    for element in ["hyperlink", "headerReference", "footerReference"] {
        for node in parts[document].descendants().filter(|node| node.tag_name().name() == element) {
            let id = node.attribute(("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "id"));
            assert!(id.is_none_or(|id| known.iter().any(|known| known == id)), "{node:?}");
        }
    }
    for name in ["id", "name"] {
        let mut found = all(document, "bookmarkStart", name);
        let count = found.len();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), count, "bookmarks have the same {name}");
    }
    let bookmarks = all(document, "bookmarkStart", "name");
    for anchor in all(document, "hyperlink", "anchor") {
        assert!(bookmarks.contains(&anchor), "{anchor} leads nowhere");
    }
    let lists = all("word/numbering.xml", "num", "numId");
    for list in all(document, "numId", "val") {
        assert!(lists.contains(&list), "there is no list {list}");
    }
    let styles = all("word/styles.xml", "style", "styleId");
    for part in parts.keys().filter(|part| part.starts_with("word/") && !part.ends_with(".rels")) {
        for element in ["pStyle", "rStyle", "basedOn", "next"] {
            for style in all(part, element, "val") {
                assert!(styles.contains(&style), "{part} has no style {style}");
            }
        }
        for node in parts[part].descendants() {
            match node.tag_name().name() {
                "pPr" => check_order(node, &PARAGRAPH_ORDER),
                "rPr" => check_order(node, &RUN_ORDER),
                "style" => check_order(node, &STYLE_ORDER),
                "tc" => assert_eq!(names(node).last(), Some(&"p"), "a cell ends with a paragraph"),
                _ => {}
            }
        }
    }
}
