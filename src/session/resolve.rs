//! Requests, which speak in names, as edits, which speak in ids.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::{KEYWORD_COLORS, Request, RequestError, Session, TAG_COLORS, Target};
use crate::i18n::Message;
use crate::library::Page;
use crate::notebook::{
    Annotation, AnnotationId, ArticleMark, ArticleMarkId, Color, Edit, Key, KeywordList, KeywordListId, Note, NoteId,
    NoteTarget, Quotation, Record, Removal, Stamp, Tag, TagId, tag_path,
};
use crate::page::{IssueData, SourceId};
use crate::text::CharSpan;
use searching::QueryToSave;

mod desk;
mod issue;
mod passages;
mod rescan;
mod searching;
mod tagging;

pub use desk::role_name;
pub(super) use issue::clean_issue;
pub use rescan::{CarriedLayout, Rescan, rescan};
pub use searching::query_of_terms;

/// What a request comes down to.
pub(super) struct Resolved {
    pub(super) label: Message,
    pub(super) edits: Vec<Edit>,
    /// The sources that the edits speak of, which the source table must hold first.
    pub(super) sources: Vec<SourceId>,
    /// The record that is made.
    pub(super) made: Option<Key>,
    /// Whether the user would want to undo it.
    pub(super) is_step: bool,
}

impl Resolved {
    pub(super) fn new(label: Message, edits: Vec<Edit>) -> Self {
        Self { label, edits, sources: Vec::new(), made: None, is_step: true }
    }

    fn put(label: Message, record: Record) -> Self {
        Self::new(label, vec![Edit::Put(record)])
    }

    pub(super) fn making(mut self, key: Key) -> Self {
        self.made = Some(key);
        self
    }

    fn about(mut self, source: SourceId) -> Self {
        self.sources.push(source);
        self
    }
}

pub(super) type Result<T> = std::result::Result<T, RequestError>;

pub(super) fn resolve(session: &Session, request: Request) -> Result<Resolved> {
    let resolver = Resolver { session, now: Timestamp::now() };
    match request {
        Request::AddTag { name, color, description, shortcut } => resolver.add_tag(name, color, description, shortcut),
        Request::RenameTag { tag, to } => resolver.rename_tag(&tag, &to),
        Request::RecolorTag { tag, color } => {
            let old = resolver.tag(&tag)?;
            Ok(resolver.change_tag(Message::new("label-recolor-tag").with("name", tag), old, |new| new.color = color))
        }
        Request::DescribeTag { tag, description } => {
            let old = resolver.tag(&tag)?;
            let label = Message::new("label-describe-tag").with("name", tag);
            Ok(resolver.change_tag(label, old, |new| new.description = description))
        }
        Request::SetShortcut { tag, shortcut } => resolver.set_shortcut(&tag, shortcut),
        Request::MoveTag { tag, to } => resolver.move_tag(&tag, to),
        Request::MoveTagUnder { tag, parent, before } => resolver.move_tag_under(&tag, &parent, before.as_deref()),
        Request::MergeTags { tag, into } => resolver.merge_tags(&tag, &into),
        Request::ImportCodebook { csv } => resolver.import_codebook(&csv),
        Request::RemoveTag { tag } => resolver.remove_tag(&tag),
        Request::Annotate { source, spans, tags, comment } => resolver.annotate(&source, spans, &tags, comment),
        Request::ToggleTag { source, spans, tag } => resolver.toggle_tag(&source, spans, &tag),
        Request::TagPassages { tag, passages, on } => resolver.tag_passages(&tag, passages, on),
        Request::Comment { annotation, comment } => resolver.comment(annotation, comment),
        Request::Retag { annotation, tags } => resolver.retag(annotation, &tags),
        Request::RemoveAnnotation { annotation } => {
            let old = resolver.annotation(annotation)?.clone();
            Ok(resolver.delete(Message::new("label-remove-annotation"), Record::Annotation(old)))
        }
        Request::MoveAnnotation { annotation, spans } => resolver.move_annotation(annotation, spans),
        Request::MergeAnnotations { annotations } => resolver.merge_annotations(&annotations),
        Request::SplitAnnotation { annotation, at } => resolver.split_annotation(annotation, at),
        Request::AddNote { target, text } => resolver.add_note(target, text),
        Request::EditNote { note, text } => resolver.edit_note(note, text),
        Request::RemoveNote { note } => {
            let old = resolver.note(note)?.clone();
            Ok(resolver.delete(Message::new("label-remove-note"), Record::Note(old)))
        }
        Request::AddKeywordList { name, color, terms } => resolver.add_keyword_list(name, color, terms),
        Request::SetTerms { list, terms } => {
            let terms = resolver.sound_terms(terms)?;
            resolver.change_list("label-set-terms", &list, |new| new.terms = terms)
        }
        Request::SetWholeWords { list, on } => {
            let label = if on { "label-whole-words-on" } else { "label-whole-words-off" };
            resolver.change_list(label, &list, |new| new.whole_words = on)
        }
        Request::ImportKeywordLists { text, list } => resolver.import_keyword_lists(&text, list.as_deref()),
        Request::AddWords { role, words } => Ok(resolver.add_words(role, words)),
        Request::RemoveWords { role, words } => Ok(resolver.remove_words(role, &words)),
        Request::SaveQuery { name, text, options, tag, extent } => {
            resolver.save_query(QueryToSave { name, text, options, tag, extent })
        }
        Request::RemoveQuery { query } => resolver.remove_query(&query),
        Request::Autocode { query, again, passages } => resolver.autocode(&query, again, passages),
        Request::SwitchKeywordList { list, on } => {
            let label = if on { "label-switch-on" } else { "label-switch-off" };
            resolver.change_list(label, &list, |new| new.on = on)
        }
        Request::RenameKeywordList { list, to } => {
            let to = resolver.free_list_name(&to, Some(&list))?;
            resolver.change_list("label-rename-list", &list, |new| new.name = to)
        }
        Request::RecolorKeywordList { list, color } => {
            resolver.change_list("label-recolor-list", &list, |new| new.color = color)
        }
        Request::RemoveKeywordList { list } => {
            let old = resolver.list(&list)?.clone();
            Ok(resolver.delete(Message::new("label-remove-list").with("name", list), Record::KeywordList(old)))
        }
        Request::MarkRead { source, at, read } => {
            let mut resolved = resolver.mark("label-read", &source, at, |mark| mark.read = read)?;
            // Opening an article marks it: nobody expects Ctrl+Z to unread it.
            resolved.is_step = false;
            Ok(resolved)
        }
        Request::Star { source, at, starred } => {
            let label = if starred { "label-star" } else { "label-unstar" };
            resolver.mark(label, &source, at, |mark| mark.starred = starred)
        }
        Request::RemoveSource { source } => resolver.set_removed("label-remove-source", &source, true),
        Request::RestoreSource { source } => resolver.set_removed("label-restore-source", &source, false),
        Request::RestoreBinned { binned } => resolver.restore_binned(binned),
        Request::DiscardBinned { binned } => resolver.discard_binned(binned),
        Request::EmptyBin => Ok(resolver.empty_bin()),
        Request::SetIssue { source, paper, date, weekday, lunar, number, page, places } => {
            let date = date.filter(|date| !date.trim().is_empty());
            let date = date.map(|date| date.parse().map_err(|_| RequestError::BadDate(date))).transpose()?;
            resolver.set_issue(&source, &IssueData { paper, date, weekday, lunar, number, page, places })
        }
        Request::RestoreIssue { source } => resolver.restore_issue(&source),
        Request::MoveToSource { from, to } => resolver.move_to_source(&from, &to),
        Request::PlaceAnnotation { annotation, source, spans } => resolver.place_annotation(annotation, &source, spans),
        Request::Emend { source, span, reading } => resolver.emend(&source, span, &reading),
        Request::RemoveEmendation { emendation } => resolver.remove_emendation(emendation),
        Request::EditLayout { source, edit } => resolver.edit_layout(&source, &edit),
        Request::RestoreLayout { source } => resolver.restore_layout(&source),
        Request::RestoreArticle { source, at } => resolver.restore_article(&source, at),
        Request::Undo | Request::Redo => Ok(Resolved::new(Message::new("label-undone"), Vec::new())),
    }
}

/// Finds what names mean in a session.
pub(super) struct Resolver<'a> {
    pub(super) session: &'a Session,
    pub(super) now: Timestamp,
}

impl<'a> Resolver<'a> {
    pub(super) fn stamp(&self) -> Stamp {
        Stamp::new(&self.session.author, self.now)
    }

    fn source(&self, name: &str) -> Result<SourceId> {
        let open = self.session.library.iter().map(|page| (page.source.id, page.source.name.as_str()));
        let known = self.session.notebook.sources().values();
        let known = known.flat_map(|record| record.names.iter().map(|name| (record.id, name.as_str())));
        let is_hash = name.len() >= 8 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hash = name.to_ascii_lowercase();
        let meant = |(id, known): (SourceId, &str)| {
            (known == name || (is_hash && id.to_string().starts_with(&hash))).then_some(id)
        };
        let found: BTreeSet<SourceId> = open.chain(known).filter_map(meant).collect();
        match found.len() {
            0 => Err(RequestError::NoSource(name.to_owned())),
            1 => Ok(found.into_iter().next().ok_or_else(|| RequestError::NoSource(name.to_owned()))?),
            _ => Err(RequestError::AmbiguousSource(name.to_owned())),
        }
    }

    fn open_source(&self, name: &str) -> Result<&'a Arc<Page>> {
        let id = self.source(name)?;
        self.session.page(id).ok_or_else(|| RequestError::SourceNotOpen(name.to_owned()))
    }

    /// The tag of this name; one that is written with spaces around its steps is meant too.
    pub(super) fn tag(&self, name: &str) -> Result<&'a Tag> {
        let notebook = &self.session.notebook;
        let tag = notebook.tag_named(name).or_else(|| notebook.tag_named(&tag_path::clean(name)));
        tag.ok_or_else(|| RequestError::NoTag(name.to_owned()))
    }

    fn tag_ids(&self, names: &[String]) -> Result<Vec<TagId>> {
        let mut ids = Vec::new();
        for name in names {
            let id = self.tag(name)?.id;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    fn list(&self, name: &str) -> Result<&'a KeywordList> {
        let mut lists = self.session.notebook.keyword_lists().values();
        lists.find(|list| list.name == name).ok_or_else(|| RequestError::NoKeywordList(name.to_owned()))
    }

    fn annotation(&self, id: AnnotationId) -> Result<&'a Annotation> {
        self.session.notebook.annotations().get(&id).ok_or_else(|| RequestError::NoAnnotation(id.to_string()))
    }

    fn note(&self, id: NoteId) -> Result<&'a Note> {
        self.session.notebook.notes().get(&id).ok_or_else(|| RequestError::NoNote(id.to_string()))
    }

    fn free_tag_name(&self, name: &str, own: TagId) -> Result<String> {
        let name = tag_path::clean(name);
        match self.session.notebook.tag_named(&name) {
            _ if name.is_empty() => Err(RequestError::BlankName),
            _ if is_unseen(&name) => Err(RequestError::UnseenName(name)),
            _ if tag_path::is_too_deep(&name) => Err(RequestError::TooDeep(name)),
            Some(other) if other.id != own => Err(RequestError::NameTaken(name)),
            _ => Ok(name),
        }
    }

    /// A name that people can read and type.
    fn sound_name(&self, name: &str) -> Result<String> {
        let name = name.trim();
        match name {
            "" => Err(RequestError::BlankName),
            _ if is_unseen(name) => Err(RequestError::UnseenName(name.to_owned())),
            _ => Ok(name.to_owned()),
        }
    }

    fn free_list_name(&self, name: &str, own: Option<&str>) -> Result<String> {
        let name = self.sound_name(name)?;
        let name = name.as_str();
        if own != Some(name) && self.list(name).is_ok() {
            return Err(RequestError::NameTaken(name.to_owned()));
        }
        Ok(name.to_owned())
    }

    fn add_tag(
        &self,
        name: String,
        color: Option<Color>,
        description: String,
        shortcut: Option<u8>,
    ) -> Result<Resolved> {
        let id = TagId::generate();
        let name = self.free_tag_name(&name, id)?;
        let codebook = self.session.notebook.codebook();
        let taken: Vec<u8> = codebook.iter().filter_map(|tag| tag.shortcut).collect();
        let shortcut = match shortcut {
            Some(digit) if !(1..=9).contains(&digit) => return Err(RequestError::BadShortcut(digit)),
            Some(digit) if !taken.contains(&digit) => Some(digit),
            _ => (1..=9).find(|digit| !taken.contains(digit)),
        };
        let used: Vec<Color> = codebook.iter().map(|tag| tag.color).collect();
        let color = color.unwrap_or_else(|| next_color(&TAG_COLORS, &used));
        let order = codebook.last().map_or(0, |tag| tag.order.saturating_add(1));
        let label = Message::new("label-add-tag").with("name", name.as_str());
        let tag = Tag { id, name, color, description, shortcut, order, stamp: self.stamp() };
        Ok(Resolved::put(label, Record::Tag(tag)).making(Key::Tag(id)))
    }

    pub(super) fn touched_tag(&self, old: &Tag) -> Tag {
        Tag { stamp: old.stamp.touched(self.now), ..old.clone() }
    }

    fn change_tag(&self, label: Message, old: &Tag, change: impl FnOnce(&mut Tag)) -> Resolved {
        let mut new = self.touched_tag(old);
        change(&mut new);
        let same = Tag { stamp: old.stamp.clone(), ..new.clone() } == *old;
        Resolved::new(label, if same { Vec::new() } else { vec![Edit::Put(Record::Tag(new))] })
    }

    fn set_shortcut(&self, name: &str, shortcut: Option<u8>) -> Result<Resolved> {
        if let Some(digit) = shortcut.filter(|digit| !(1..=9).contains(digit)) {
            return Err(RequestError::BadShortcut(digit));
        }
        let tag = self.tag(name)?;
        let holders = self.session.notebook.tags().values();
        let holders = holders.filter(|other| shortcut.is_some() && other.shortcut == shortcut && other.id != tag.id);
        let mut edits: Vec<Edit> =
            holders.map(|other| Edit::Put(Record::Tag(Tag { shortcut: None, ..self.touched_tag(other) }))).collect();
        edits.push(Edit::Put(Record::Tag(Tag { shortcut, ..self.touched_tag(tag) })));
        Ok(Resolved::new(Message::new("label-set-shortcut").with("name", name), edits))
    }

    fn move_tag(&self, name: &str, to: usize) -> Result<Resolved> {
        let moved = self.tag(name)?.id;
        let mut codebook = self.session.notebook.codebook();
        if let Some(from) = codebook.iter().position(|tag| tag.id == moved) {
            let tag = codebook.remove(from);
            codebook.insert(to.min(codebook.len()), tag);
        }
        let placed = codebook.into_iter().zip(0u32..).filter(|(tag, order)| tag.order != *order);
        let edits = placed.map(|(tag, order)| Edit::Put(Record::Tag(Tag { order, ..self.touched_tag(tag) }))).collect();
        Ok(Resolved::new(Message::new("label-move-tag").with("name", name), edits))
    }

    fn remove_tag(&self, name: &str) -> Result<Resolved> {
        let tag = self.tag(name)?.id;
        let tagged = self.session.notebook.annotations().values().filter(|annotation| annotation.tags.contains(&tag));
        let (mut records, mut untagged) = (vec![Record::Tag(self.tag(name)?.clone())], Vec::new());
        let mut edits = Vec::new();
        for annotation in tagged {
            let mut new = self.touched_annotation(annotation);
            new.tags.retain(|other| *other != tag);
            let edit = keep_or_remove(new);
            match edit {
                Edit::Put(_) => untagged.push(annotation.id),
                Edit::Remove(_) => records.push(Record::Annotation(annotation.clone())),
            }
            edits.push(edit);
        }
        let label = Message::new("label-remove-tag").with("name", name).with("count", edits.len());
        edits.push(self.bin(&label, records, untagged));
        edits.extend(self.queries_without(tag, None));
        edits.push(Edit::Remove(Key::Tag(tag)));
        Ok(Resolved::new(label, edits))
    }

    pub(super) fn touched_annotation(&self, old: &Annotation) -> Annotation {
        Annotation { stamp: old.stamp.touched(self.now), ..old.clone() }
    }

    fn new_annotation(
        &self,
        page: &Page,
        spans: Vec<CharSpan>,
        tags: Vec<TagId>,
        comment: String,
    ) -> Result<Annotation> {
        let bad =
            |span| RequestError::BadSpan { span, source_name: page.source.name.clone(), chars: page.source.text.len() };
        if let Some(wrong) = spans.iter().find(|span| !page.source.text.holds(**span)) {
            return Err(bad(Some(*wrong)));
        }
        let quotation = Quotation::at(&page.source.text, &spans).ok_or_else(|| bad(None))?;
        let id = AnnotationId::generate();
        Ok(Annotation { id, source: page.source.id, spans, quotation, tags, comment, stamp: self.stamp() })
    }

    fn annotate(&self, source: &str, spans: Vec<CharSpan>, tags: &[String], comment: String) -> Result<Resolved> {
        let page = self.open_source(source)?;
        let tag_ids = self.tag_ids(tags)?;
        if tag_ids.is_empty() && comment.trim().is_empty() {
            return Err(RequestError::Nothing);
        }
        let label = match tags.first() {
            Some(tag) => Message::new("label-tag").with("name", tag.as_str()),
            None => Message::new("label-comment"),
        };
        let annotation = self.new_annotation(page, spans, tag_ids, comment)?;
        let key = Key::Annotation(annotation.id);
        Ok(Resolved::put(label, Record::Annotation(annotation)).about(page.source.id).making(key))
    }

    fn toggle_tag(&self, source: &str, spans: Vec<CharSpan>, name: &str) -> Result<Resolved> {
        let page = self.open_source(source)?;
        let tag = self.tag(name)?.id;
        let on = Message::new("label-tag").with("name", name);
        let off = Message::new("label-untag").with("name", name);
        let mut there = self.session.notebook.annotations().values();
        let same = |annotation: &&Annotation| annotation.source == page.source.id && annotation.spans == spans;
        let there: Vec<&Annotation> = there.by_ref().filter(same).collect();
        let tagged = there.iter().find(|annotation| annotation.tags.contains(&tag));
        let Some(old) = tagged.or_else(|| there.first()) else {
            let annotation = self.new_annotation(page, spans, vec![tag], String::new())?;
            let key = Key::Annotation(annotation.id);
            return Ok(Resolved::put(on, Record::Annotation(annotation)).about(page.source.id).making(key));
        };
        let mut new = self.touched_annotation(old);
        if tagged.is_some() {
            new.tags.retain(|other| *other != tag);
            return Ok(self.put_or_bin(off, old, new));
        }
        new.tags.push(tag);
        Ok(Resolved::put(on, Record::Annotation(new)))
    }

    fn comment(&self, id: AnnotationId, comment: String) -> Result<Resolved> {
        let old = self.annotation(id)?;
        let is_last = old.tags.is_empty() && comment.trim().is_empty();
        let label = Message::new(if is_last { "label-remove-annotation" } else { "label-comment" });
        if old.comment == comment {
            return Ok(Resolved::new(label, Vec::new()));
        }
        let new = Annotation { comment, ..self.touched_annotation(old) };
        Ok(self.put_or_bin(label, old, new))
    }

    /// Puts the changed annotation in the place of the old one. One without tag and comment says nothing: the old one then goes
    /// to the bin.
    fn put_or_bin(&self, label: Message, old: &Annotation, new: Annotation) -> Resolved {
        match keep_or_remove(new) {
            Edit::Remove(_) => {
                let binned = Message::new("label-remove-annotation");
                Resolved { label, ..self.delete(binned, Record::Annotation(old.clone())) }
            }
            put => Resolved::new(label, vec![put]),
        }
    }

    fn retag(&self, id: AnnotationId, tags: &[String]) -> Result<Resolved> {
        let old = self.annotation(id)?;
        let new = Annotation { tags: self.tag_ids(tags)?, ..self.touched_annotation(old) };
        Ok(self.put_or_bin(Message::new("label-retag"), old, new))
    }

    fn add_note(&self, target: Target, text: String) -> Result<Resolved> {
        if text.trim().is_empty() {
            return Err(RequestError::Nothing);
        }
        let (target, source) = match target {
            Target::Notebook => (NoteTarget::Notebook, None),
            Target::Source { source } => {
                let id = self.source(&source)?;
                (NoteTarget::Source(id), Some(id))
            }
            Target::Article { source, at } => {
                let page = self.open_source(&source)?;
                let (article, _) = page.at(at).ok_or(RequestError::NoArticle(at))?;
                let (source, at) = (page.source.id, article.anchor());
                (NoteTarget::Article { source, at, title: article.title.clone() }, Some(source))
            }
        };
        let id = NoteId::generate();
        let note = Note { id, target, text, stamp: self.stamp() };
        let resolved = Resolved::put(Message::new("label-add-note"), Record::Note(note)).making(Key::Note(id));
        Ok(source.into_iter().fold(resolved, Resolved::about))
    }

    fn edit_note(&self, id: NoteId, text: String) -> Result<Resolved> {
        let old = self.note(id)?;
        let label = Message::new("label-edit-note");
        if old.text == text {
            return Ok(Resolved::new(label, Vec::new()));
        }
        if text.trim().is_empty() {
            return Ok(self.delete(Message::new("label-remove-note"), Record::Note(old.clone())));
        }
        let note = Note { text, stamp: old.stamp.touched(self.now), ..old.clone() };
        Ok(Resolved::put(label, Record::Note(note)))
    }

    fn add_keyword_list(&self, name: String, color: Option<Color>, terms: Vec<String>) -> Result<Resolved> {
        let name = self.free_list_name(&name, None)?;
        let lists = self.session.notebook.ordered_keyword_lists();
        let used: Vec<Color> = lists.iter().map(|list| list.color).collect();
        let color = color.unwrap_or_else(|| next_color(&KEYWORD_COLORS, &used));
        let order = lists.last().map_or(0, |list| list.order.saturating_add(1));
        let id = KeywordListId::generate();
        let label = Message::new("label-add-list").with("name", name.as_str());
        let terms = self.sound_terms(terms)?;
        let list = KeywordList { id, name, color, on: true, terms, whole_words: false, order, stamp: self.stamp() };
        Ok(Resolved::put(label, Record::KeywordList(list)).making(Key::KeywordList(id)))
    }

    fn change_list(&self, label: &'static str, name: &str, change: impl FnOnce(&mut KeywordList)) -> Result<Resolved> {
        let old = self.list(name)?;
        let mut new = KeywordList { stamp: old.stamp.touched(self.now), ..old.clone() };
        change(&mut new);
        Ok(Resolved::put(Message::new(label).with("name", name), Record::KeywordList(new)))
    }

    fn mark(
        &self,
        label: &'static str,
        source: &str,
        at: u32,
        change: impl FnOnce(&mut ArticleMark),
    ) -> Result<Resolved> {
        let source = self.source(source)?;
        let page = self.session.page(source);
        let article = page.and_then(|page| page.at(at)).map(|(article, _)| article);
        let at = article.map_or(at, crate::library::ArticleText::anchor);
        let mut marks = self.session.notebook.article_marks().values();
        let old = marks.find(|mark| mark.source == source && mark.at == at);
        let mut new = old.cloned().unwrap_or_else(|| ArticleMark {
            id: ArticleMarkId::generate(),
            source,
            at,
            read: false,
            starred: false,
            stamp: self.stamp(),
        });
        change(&mut new);
        let label = Message::new(label).with("name", article.map_or("", |article| article.title.as_str()));
        if old == Some(&new) {
            return Ok(Resolved::new(label, Vec::new()));
        }
        new.stamp.modified = self.now;
        Ok(Resolved::put(label, Record::ArticleMark(new)).about(source))
    }

    fn set_removed(&self, label: &'static str, name: &str, removed: bool) -> Result<Resolved> {
        let id = self.source(name)?;
        let record = self.session.notebook.sources().get(&id).cloned();
        let record = record.or_else(|| self.session.page(id).and_then(|page| self.session.source_record(page)));
        let mut new = record.ok_or_else(|| RequestError::NoSource(name.to_owned()))?;
        new.removed = removed;
        new.removal = removed.then(|| Removal { by: self.session.author.clone(), at: self.now });
        new.stamp.modified = self.now;
        let label = Message::new(label).with("name", new.name());
        Ok(Resolved::put(label, Record::Source(new)))
    }
}

/// An annotation without tag and comment says nothing: it goes.
fn keep_or_remove(annotation: Annotation) -> Edit {
    if annotation.tags.is_empty() && annotation.comment.trim().is_empty() {
        Edit::Remove(Key::Annotation(annotation.id))
    } else {
        Edit::Put(Record::Annotation(annotation))
    }
}

/// The first colour of the palette that is used least.
pub(super) fn next_color(palette: &[&str], used: &[Color]) -> Color {
    let colors = palette.iter().filter_map(|color| color.parse::<Color>().ok());
    colors.min_by_key(|color| used.iter().filter(|other| *other == color).count()).unwrap_or(Color([0, 0, 0]))
}

/// Longest name of a tag, with its path, or of a list.
const MAX_NAME_CHARS: usize = 1000;

/// Whether a name has control characters, or nothing but marks that are not seen: nobody could tell it from another.
fn is_unseen(name: &str) -> bool {
    let turns = |ch: char| matches!(ch, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if name.chars().any(turns) || name.chars().count() > MAX_NAME_CHARS {
        return true;
    }
    let is_mark = |ch: char| matches!(ch, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    name.chars().any(char::is_control) || name.chars().all(|ch| is_mark(ch) || ch.is_whitespace())
}

/// Terms without white space around them, none blank, none twice, in their order.
fn clean_terms(terms: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let terms = terms.into_iter().map(|term| term.trim().to_owned());
    // A mark alone would light up every line.
    let says = |term: &str| term.chars().any(char::is_alphanumeric) && !is_unseen(term);
    terms.filter(|term| says(term) && seen.insert(term.clone())).collect()
}
