//! Tags as a tree of codes.

use std::collections::HashMap;

use super::made_id;
use crate::exchange::clean::Cleaner;
use crate::exchange::xml::Xml;
use crate::i18n::Message;
use crate::notebook::{Notebook, Tag, tag_path};

/// A node of the tree of codes.
#[derive(Default)]
struct Node<'a> {
    tag: Option<&'a Tag>,
    /// In the order of the codebook.
    children: Vec<(String, Node<'a>)>,
}

fn tree(notebook: &Notebook) -> Node<'_> {
    let mut root = Node::default();
    for tag in notebook.codebook() {
        let mut node = &mut root;
        for step in tag_path::steps(&tag.name) {
            let at = node.children.iter().position(|(name, _)| name == step).unwrap_or_else(|| {
                node.children.push((step.to_owned(), Node::default()));
                node.children.len() - 1
            });
            node = &mut node.children[at].1;
        }
        node.tag = Some(tag);
    }
    root
}

/// `Codes`; nothing where there is none, for an empty one is not valid.
pub(super) fn codes(xml: &mut Xml, notebook: &Notebook, cleaner: &Cleaner) {
    let root = tree(notebook);
    if root.children.is_empty() {
        return;
    }
    xml.start("Codes", &[]);
    for (name, node) in &root.children {
        code(xml, name, name, node, cleaner);
    }
    xml.end();
}

fn code(xml: &mut Xml, name: &str, path: &str, node: &Node<'_>, cleaner: &Cleaner) {
    let guid = node.tag.map_or_else(|| made_id("path", path), |tag| tag.id.to_string());
    let color = node.tag.map(|tag| tag.color.to_string());
    let name = cleaner.xml(name);
    // A step of a path that no tag has is there for those below it.
    let is_codable = if node.tag.is_some() { "true" } else { "false" };
    let mut attributes = vec![("guid", guid.as_str()), ("name", name.as_ref()), ("isCodable", is_codable)];
    if let Some(color) = &color {
        attributes.push(("color", color));
    }
    xml.start("Code", &attributes);
    if let Some(tag) = node.tag.filter(|tag| !tag.description.is_empty()) {
        xml.element("Description", &[], &cleaner.xml(&tag.description));
    }
    for (name, child) in &node.children {
        code(xml, name, &format!("{path}/{name}"), child, cleaner);
    }
    xml.end();
}

/// What tags have that codes have not, or not in every program: where the tree is lost, names that are the same mix.
pub(super) fn lost_of_tags(notebook: &Notebook) -> Vec<Message> {
    let told = |id, count: usize| (count > 0).then(|| Message::new(id).with("count", count));
    let mut leaves: HashMap<&str, usize> = HashMap::new();
    for tag in notebook.tags().values() {
        *leaves.entry(tag_path::leaf(&tag.name)).or_default() += 1;
    }
    let shortcuts = notebook.tags().values().filter(|tag| tag.shortcut.is_some()).count();
    let equal = leaves.into_values().filter(|count| *count > 1).sum();
    [told("export-lost-shortcuts", shortcuts), told("export-equal-names", equal)].into_iter().flatten().collect()
}
