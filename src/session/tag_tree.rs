//! The codebook as a tree, derived from the names of its tags.

use std::collections::{BTreeMap, BTreeSet};

use super::TagSets;
use crate::notebook::{Notebook, TagId, tag_path};

/// A tag in its place, or a step of paths that no tag is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagNode {
    /// Its name: all steps from the top.
    pub path: String,
    /// The tag; `None` where paths lead through a name that no tag has.
    pub id: Option<TagId>,
    /// Steps above it.
    pub depth: usize,
    /// Annotations that carry it itself.
    pub own: usize,
    /// Annotations that carry it or what stands under it.
    pub total: usize,
    /// Those of `total` that stand in the article that is read.
    pub here: usize,
    /// Nodes under it, however deep.
    pub under: usize,
}

/// The codebook as a tree: its nodes from the top down, children behind their parent, siblings in the codebook's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagTree {
    nodes: Vec<TagNode>,
}

/// Place of a node among its siblings: that of its tag, or of the first tag under it.
type Rank = (u32, TagId);

impl TagTree {
    /// The tree of a notebook whose annotations carry `all`.
    #[must_use]
    pub fn of(notebook: &Notebook, all: &TagSets) -> Self {
        let mut tree = Self::without_counts(notebook);
        let ways = tree.ways();
        for (tags, count) in all.iter() {
            tree.shift(&ways, tags, count as isize);
        }
        tree
    }

    fn without_counts(notebook: &Notebook) -> Self {
        let mut ranks: BTreeMap<&str, (Option<TagId>, Rank)> = BTreeMap::new();
        for tag in notebook.tags().values() {
            let rank = (tag.order, tag.id);
            ranks.insert(&tag.name, (Some(tag.id), rank));
        }
        for tag in notebook.tags().values() {
            let rank = (tag.order, tag.id);
            let mut path = tag.name.as_str();
            while let Some(above) = tag_path::parent(path) {
                let found = ranks.entry(above).or_insert((None, rank));
                if found.0.is_none() {
                    found.1 = found.1.min(rank);
                }
                path = above;
            }
        }
        let mut children: BTreeMap<Option<&str>, Vec<(Rank, &str)>> = BTreeMap::new();
        for (path, (_, rank)) in &ranks {
            children.entry(tag_path::parent(path)).or_default().push((*rank, path));
        }
        let mut nodes: Vec<TagNode> = Vec::with_capacity(ranks.len());
        let mut waiting: Vec<(usize, &str)> = Vec::new();
        // What waits last comes first, so siblings wait in reverse.
        children.values_mut().for_each(|list| list.sort_unstable_by(|one, other| other.cmp(one)));
        waiting.extend(children.remove(&None).unwrap_or_default().into_iter().map(|(_, path)| (0, path)));
        while let Some((depth, path)) = waiting.pop() {
            let id = ranks.get(path).and_then(|(id, _)| *id);
            nodes.push(TagNode { path: path.to_owned(), id, depth, own: 0, total: 0, here: 0, under: 0 });
            let under = children.remove(&Some(path)).unwrap_or_default();
            waiting.extend(under.into_iter().map(|(_, path)| (depth + 1, path)));
        }
        for at in 0..nodes.len() {
            let depth = nodes[at].depth;
            nodes[at].under = nodes[at + 1..].iter().take_while(|node| node.depth > depth).count();
        }
        Self { nodes }
    }

    /// The same tree, with `here` counted for the annotations of another article.
    #[must_use]
    pub fn with_here(&self, here: &TagSets) -> Self {
        let mut tree = self.clone();
        tree.nodes.iter_mut().for_each(|node| node.here = 0);
        let ways = tree.ways();
        for (tags, count) in here.iter() {
            for at in ways.touched(tags) {
                tree.nodes[at].here += count;
            }
        }
        tree
    }

    /// Counts annotations that carry `tags` in or, if `by` is less than nothing, out.
    pub(super) fn shift(&mut self, ways: &TagWays, tags: &[TagId], by: isize) {
        for at in tags.iter().filter_map(|tag| ways.places.get(tag)) {
            self.nodes[*at].own = self.nodes[*at].own.saturating_add_signed(by);
        }
        for at in ways.touched(tags) {
            self.nodes[at].total = self.nodes[at].total.saturating_add_signed(by);
        }
    }

    /// Where each tag is, and what stands above it: as long as the codebook stays as it is.
    pub(super) fn ways(&self) -> TagWays {
        let places = self.nodes.iter().enumerate().filter_map(|(at, node)| node.id.map(|id| (id, at))).collect();
        TagWays { places, parents: self.parents() }
    }

    fn parents(&self) -> Vec<Option<usize>> {
        let mut above: Vec<usize> = Vec::new();
        let mut parents = Vec::with_capacity(self.nodes.len());
        for (at, node) in self.nodes.iter().enumerate() {
            above.truncate(node.depth);
            parents.push(above.last().copied());
            above.push(at);
        }
        parents
    }

    /// All nodes, children behind their parent.
    #[must_use]
    pub fn nodes(&self) -> &[TagNode] {
        &self.nodes
    }

    /// The node of this path.
    #[must_use]
    pub fn node(&self, path: &str) -> Option<&TagNode> {
        self.nodes.iter().find(|node| node.path == path)
    }

    /// Places of the nodes that are seen while what stands under `collapsed` ones is hidden.
    #[must_use]
    pub fn shown(&self, collapsed: &BTreeSet<String>) -> Vec<usize> {
        let mut shown = Vec::with_capacity(self.nodes.len());
        let mut at = 0;
        while let Some(node) = self.nodes.get(at) {
            shown.push(at);
            at += 1 + if collapsed.contains(&node.path) { node.under } else { 0 };
        }
        shown
    }

    /// The sibling after the node at `at`, if there is one.
    #[must_use]
    pub fn next_sibling(&self, at: usize) -> Option<&TagNode> {
        let node = self.nodes.get(at)?;
        self.nodes.get(at + 1 + node.under).filter(|next| next.depth == node.depth)
    }

    /// The sibling before the node at `at`, if there is one.
    #[must_use]
    pub fn previous_sibling(&self, at: usize) -> Option<&TagNode> {
        let depth = self.nodes.get(at)?.depth;
        let mut before = self.nodes[..at].iter().rev().take_while(|node| node.depth >= depth);
        before.find(|node| node.depth == depth)
    }
}

/// The ways up a tree.
pub(super) struct TagWays {
    places: BTreeMap<TagId, usize>,
    parents: Vec<Option<usize>>,
}

impl TagWays {
    /// The nodes of an annotation's tags and all above them, each once.
    fn touched(&self, tags: &[TagId]) -> Vec<usize> {
        let mut touched = Vec::new();
        for place in tags.iter().filter_map(|tag| self.places.get(tag)) {
            let mut next = Some(*place);
            while let Some(at) = next {
                touched.push(at);
                next = self.parents[at];
            }
        }
        if tags.len() > 1 {
            touched.sort_unstable();
            touched.dedup();
        }
        touched
    }
}
