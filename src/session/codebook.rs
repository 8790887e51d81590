//! Requests that change the codebook as a whole: branches are renamed, moved and merged, lists of tags come in.

use std::collections::{BTreeMap, BTreeSet};

use super::resolve::{Resolved, Resolver, Result, next_color};
use super::{RequestError, TAG_COLORS};
use crate::exchange::{CodebookRow, parse_codebook};
use crate::i18n::Message;
use crate::notebook::{Color, Edit, Key, Record, Tag, TagId, tag_path};

impl<'a> Resolver<'a> {
    /// The tag of this path and all that stand under it.
    fn branch(&self, path: &str) -> Vec<&'a Tag> {
        let codebook = self.session.notebook().codebook();
        codebook.into_iter().filter(|tag| tag_path::is_within(&tag.name, path)).collect()
    }

    /// The path that is meant: a tag's name, or one that paths of tags lead through.
    fn path(&self, name: &str) -> Result<String> {
        if self.session.notebook().tag_named(name).is_some() {
            return Ok(name.to_owned());
        }
        let path = tag_path::clean(name);
        if path.is_empty() || self.branch(&path).is_empty() {
            return Err(RequestError::NoTag(name.to_owned()));
        }
        Ok(path)
    }

    /// What the tags of a branch are called once its root has another path, in an order in which no two ever have one name.
    fn renames(&self, from: &str, to: &str) -> Result<Vec<(&'a Tag, String)>> {
        let branch = self.branch(from);
        let own: BTreeSet<TagId> = branch.iter().map(|tag| tag.id).collect();
        let mut renames = Vec::with_capacity(branch.len());
        for tag in branch {
            let Some(name) = tag_path::moved(&tag.name, from, to) else { continue };
            if tag_path::is_too_deep(&name) {
                return Err(RequestError::TooDeep(name));
            }
            match self.session.notebook().tag_named(&name) {
                Some(other) if !own.contains(&other.id) => return Err(RequestError::NameTaken(name)),
                _ => renames.push((tag, name)),
            }
        }
        sort_renames(&mut renames, to.len() > from.len());
        Ok(renames)
    }

    /// Another path for a tag and all that stand under it.
    pub(super) fn rename_tag(&self, name: &str, to: &str) -> Result<Resolved> {
        let (from, to) = (self.path(name)?, tag_path::clean(to));
        if to.is_empty() {
            return Err(RequestError::BlankName);
        }
        let label = Message::new("label-rename-tag").with("name", name).with("to", to.as_str());
        if from == to {
            return Ok(Resolved::new(label, Vec::new()));
        }
        let renamed = self.renames(&from, &to)?.into_iter();
        let edits = renamed.map(|(tag, name)| Edit::Put(Record::Tag(Tag { name, ..self.touched_tag(tag) })));
        Ok(Resolved::new(label, edits.collect()))
    }

    /// A tag with all that stand under it into another place of the tree.
    pub(super) fn move_tag_under(&self, name: &str, parent: &str, before: Option<&str>) -> Result<Resolved> {
        let from = self.path(name)?;
        let parent = if parent.trim().is_empty() { String::new() } else { self.path_to_be(parent) };
        if tag_path::is_within(&parent, &from) {
            return Err(RequestError::UnderItself(from));
        }
        let to = tag_path::join(&parent, tag_path::leaf(&from));
        let renames = if to == from { Vec::new() } else { self.renames(&from, &to)? };
        let (branch, mut rest): (Vec<&Tag>, Vec<&Tag>) =
            self.session.notebook().codebook().into_iter().partition(|tag| tag_path::is_within(&tag.name, &from));
        let place = match before {
            Some(before) if before == from => None,
            Some(before) => {
                let before = self.path(before)?;
                if tag_path::parent(&before).unwrap_or("") != parent {
                    return Err(RequestError::NoTag(before));
                }
                let own = rest.iter().position(|tag| tag.name == before);
                own.or_else(|| rest.iter().position(|tag| tag_path::is_within(&tag.name, &before)))
            }
            None => Some(rest.len()),
        };
        let names: BTreeMap<TagId, String> = renames.iter().map(|(tag, name)| (tag.id, name.clone())).collect();
        let mut orders: BTreeMap<TagId, u32> = BTreeMap::new();
        if let Some(place) = place {
            rest.splice(place..place, branch);
            orders = rest.iter().zip(0u32..).map(|(tag, order)| (tag.id, order)).collect();
        }
        let order = |tag: &Tag| orders.get(&tag.id).copied().unwrap_or(tag.order);
        let put =
            |tag: &Tag, name: String| Edit::Put(Record::Tag(Tag { name, order: order(tag), ..self.touched_tag(tag) }));
        let mut edits: Vec<Edit> = renames.iter().map(|(tag, name)| put(tag, name.clone())).collect();
        let placed = rest.iter().filter(|tag| order(tag) != tag.order && !names.contains_key(&tag.id));
        edits.extend(placed.map(|tag| put(tag, tag.name.clone())));
        let label = if parent.is_empty() {
            Message::new("label-move-tag").with("name", name)
        } else {
            Message::new("label-move-tag-under").with("name", name).with("to", parent)
        };
        Ok(Resolved::new(label, edits))
    }

    /// A path that need not lead to a tag yet.
    fn path_to_be(&self, name: &str) -> String {
        self.path(name).unwrap_or_else(|_| tag_path::clean(name))
    }

    /// One tag instead of two; what stands under the one comes under the other, and meets its like there.
    pub(super) fn merge_tags(&self, name: &str, into: &str) -> Result<Resolved> {
        let (from, to) = (self.tag(name)?, self.tag(into)?);
        if from.id == to.id {
            return Err(RequestError::UnderItself(from.name.clone()));
        }
        let mut merge = Merge { gone: BTreeMap::new(), kept: BTreeMap::new() };
        merge.add(self, from, to);
        let mut renames: Vec<(&Tag, String)> = Vec::new();
        // Under a tag of its own branch, what stands under the merged tag is in its place already.
        if !tag_path::is_under(&to.name, &from.name) {
            let branch: BTreeSet<TagId> = self.branch(&from.name).iter().map(|tag| tag.id).collect();
            for tag in self.branch(&from.name).into_iter().filter(|tag| tag.id != from.id) {
                let Some(name) = tag_path::moved(&tag.name, &from.name, &to.name) else { continue };
                if tag_path::is_too_deep(&name) {
                    return Err(RequestError::TooDeep(name));
                }
                match self.session.notebook().tag_named(&name) {
                    Some(other) if !branch.contains(&other.id) => merge.add(self, tag, other),
                    _ => renames.push((tag, name)),
                }
            }
        }
        sort_renames(&mut renames, to.name.len() > from.name.len());
        let label = |tag: &Tag, into: &Tag, count: usize| {
            let label = Message::new("label-merge-tags").with("name", tag.name.as_str());
            label.with("to", into.name.as_str()).with("count", count)
        };
        let mut edits = Vec::new();
        let mut carried: BTreeMap<TagId, Vec<_>> = BTreeMap::new();
        for annotation in self.session.notebook().annotations().values() {
            if !annotation.tags.iter().any(|tag| merge.gone.contains_key(tag)) {
                continue;
            }
            let mut new = self.touched_annotation(annotation);
            new.tags.clear();
            for tag in &annotation.tags {
                if merge.gone.contains_key(tag) {
                    carried.entry(*tag).or_default().push(annotation.id);
                }
                let tag = *merge.gone.get(tag).unwrap_or(tag);
                if !new.tags.contains(&tag) {
                    new.tags.push(tag);
                }
            }
            edits.push(Edit::Put(Record::Annotation(new)));
        }
        let count = carried.get(&from.id).map_or(0, Vec::len);
        for (id, into) in &merge.gone {
            let tags = self.session.notebook().tags();
            if let (Some(tag), Some(into)) = (tags.get(id), tags.get(into)) {
                let carried = carried.remove(id).unwrap_or_default();
                let label = label(tag, into, carried.len());
                edits.push(self.bin(&label, vec![Record::Tag(tag.clone())], carried));
                edits.extend(self.queries_without(*id, Some(into.id)));
                edits.push(Edit::Remove(Key::Tag(*id)));
            }
        }
        edits.extend(merge.kept.into_values().map(|tag| Edit::Put(Record::Tag(tag))));
        edits.extend(
            renames.into_iter().map(|(tag, name)| Edit::Put(Record::Tag(Tag { name, ..self.touched_tag(tag) }))),
        );
        Ok(Resolved::new(label(from, to, count), edits))
    }

    /// Tags from a list: those of a name that is there are changed, the others are added at the end.
    pub(super) fn import_codebook(&self, csv: &str) -> Result<Resolved> {
        let rows = parse_codebook(csv).map_err(RequestError::BadCodebook)?;
        let codebook = self.session.notebook().codebook();
        let mut tags: BTreeMap<TagId, Tag> = codebook.iter().map(|tag| (tag.id, (*tag).clone())).collect();
        let ids: BTreeMap<&str, TagId> = codebook.iter().map(|tag| (tag.name.as_str(), tag.id)).collect();
        let mut used: Vec<Color> = codebook.iter().map(|tag| tag.color).collect();
        let mut order = codebook.last().map_or(0, |tag| tag.order.saturating_add(1));
        let digits: BTreeSet<u8> = rows.iter().filter_map(|row| row.shortcut).collect();
        // A digit that the list gives is taken from the tag that has it.
        for tag in tags.values_mut().filter(|tag| tag.shortcut.is_some_and(|digit| digits.contains(&digit))) {
            tag.shortcut = None;
        }
        for CodebookRow { name, color, description, shortcut, .. } in rows {
            if let Some(tag) = ids.get(name.as_str()).and_then(|id| tags.get_mut(id)) {
                tag.color = color.unwrap_or(tag.color);
                if !description.is_empty() {
                    tag.description = description;
                }
                tag.shortcut = shortcut.or(tag.shortcut);
            } else {
                let id = TagId::generate();
                let color = color.unwrap_or_else(|| next_color(&TAG_COLORS, &used));
                used.push(color);
                tags.insert(id, Tag { id, name, color, description, shortcut, order, stamp: self.stamp() });
                order = order.saturating_add(1);
            }
        }
        let old = self.session.notebook().tags();
        let (mut added, mut changed, mut edits) = (0u32, 0u32, Vec::new());
        for (id, tag) in tags {
            match old.get(&id) {
                Some(old) if *old == tag => continue,
                Some(_) => changed += 1,
                None => added += 1,
            }
            let stamp = if old.contains_key(&id) { tag.stamp.touched(self.now) } else { tag.stamp.clone() };
            edits.push(Edit::Put(Record::Tag(Tag { stamp, ..tag })));
        }
        let label = Message::new("label-import-codebook").with("added", added).with("changed", changed);
        Ok(Resolved::new(label, edits))
    }
}

/// New names in an order in which none is taken by a tag that is itself still to be renamed.
fn sort_renames(renames: &mut [(&Tag, String)], gets_longer: bool) {
    renames.sort_by_key(|(tag, _)| tag.name.len());
    if gets_longer {
        renames.reverse();
    }
}

/// Tags that go, each with the one that takes its place, and those that stay as they will be.
struct Merge {
    gone: BTreeMap<TagId, TagId>,
    kept: BTreeMap<TagId, Tag>,
}

impl Merge {
    /// The tag that stays keeps its colour, and takes digit and description of the other where it has none; two descriptions
    /// are both kept.
    fn add(&mut self, resolver: &Resolver<'_>, from: &Tag, to: &Tag) {
        self.gone.insert(from.id, to.id);
        let kept = self.kept.entry(to.id).or_insert_with(|| resolver.touched_tag(to));
        kept.shortcut = kept.shortcut.or(from.shortcut);
        if !from.description.is_empty() && from.description != kept.description {
            let both = [kept.description.as_str(), from.description.as_str()];
            kept.description = both.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
        }
    }
}
