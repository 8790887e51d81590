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
