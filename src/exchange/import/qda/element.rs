//! Elements and attributes by their names, without regard to case and to namespace.

use roxmltree::Node;
use uuid::Uuid;

use crate::exchange::import::uuid;

pub(super) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name().eq_ignore_ascii_case(name)
}

pub(super) fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| is(*child, name))
}

pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

/// All elements of this name, however deep.
pub(super) fn all<'a, 'i>(root: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    root.descendants().filter(move |node| is(*node, name))
}

pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name().eq_ignore_ascii_case(name)).map(|attribute| attribute.value())
}

/// All text of an element: a reference or a comment in it makes several nodes.
pub(super) fn text(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

pub(super) fn guid(node: Node<'_, '_>) -> Option<Uuid> {
    uuid(attribute(node, "guid")?)
}

pub(super) fn target(node: Node<'_, '_>) -> Option<Uuid> {
    uuid(attribute(node, "targetGUID")?)
}

pub(super) fn description(node: Node<'_, '_>) -> String {
    child(node, "Description").map_or_else(String::new, text)
}
