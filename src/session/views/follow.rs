//! What an edit changes in the views. All of it is what [`Views::of`] would make of the notebook anew; a test holds both
//! together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Home, Views, home, start};
use crate::notebook::{
    Annotation, AnnotationId, ArticleMark, Change, Note, NoteLink, NoteTarget, Notebook, Records, SourceRecord, TagId,
    markdown,
};
use crate::page::ArticleId;
use crate::session::{Session, TagTree};

/// So many changes of annotations are followed one by one, however few annotations there are.
const FEW: usize = 64;
/// Where one of so many annotations has changed, it takes no longer to make everything anew.
const ONE_OF: usize = 16;

impl Views {
    /// Takes over what has changed since the notebook was as it is in `before`, the pages being the same. Where that is
    /// nearly everything, nothing is done, and `false` given.
    pub(super) fn follow(&mut self, session: &Session, before: &Notebook) -> bool {
        let notebook = session.notebook();
        let annotations = notebook.annotations().changes(before.annotations());
        let sources = notebook.sources().changes(before.sources());
        let is_removed = |record: Option<&SourceRecord>| record.is_some_and(|record| record.removed);
        if annotations.len() > FEW + notebook.annotations().len() / ONE_OF
            || sources.iter().any(|change| is_removed(change.before) != is_removed(change.after))
        {
            return false;
        }
        let mut touched = BTreeSet::new();
        self.move_annotations(session, before, &annotations, &mut touched);
        for change in notebook.notes().changes(before.notes()) {
            change.before.iter().for_each(|note| touched.extend(self.take_note(session, note)));
            change.after.iter().for_each(|note| touched.extend(self.add_note(session, note)));
        }
        for change in notebook.article_marks().changes(before.article_marks()) {
            change.before.iter().for_each(|mark| self.take_mark(mark));
            change.after.iter().for_each(|mark| self.add_mark(mark));
            touched.extend(change.before.iter().chain(&change.after).filter_map(|mark| marked(session, mark)));
        }
        self.follow_tags(notebook, before, &annotations, &mut touched);
        self.make_rows(session, &touched);
        self.rows_version += u64::from(!sources.is_empty());
        true
    }

    /// Lists annotations where they stand by now, and counts what they carry.
    fn move_annotations(
        &mut self,
        session: &Session,
        before: &Notebook,
        changes: &[Change<'_, AnnotationId, Annotation>],
        touched: &mut BTreeSet<ArticleId>,
    ) {
        let is_there = |change: &Change<'_, AnnotationId, Annotation>| {
            let place = |it: &Annotation| (home(session.library(), it), start(it));
            change.before.map(place) == change.after.map(place)
        };
        // All leave before the first arrives: each list is in order by what it lists.
        for old in changes.iter().filter_map(|change| Some((change.before?, !is_there(change)))) {
            let (old, leaves) = old;
            self.tag_sets.take(&old.tags);
            let home = home(session.library(), old);
            if let Home::Article(article, _) = home {
                touched.insert(article);
                if let Some(sets) = self.tag_sets_by_article.get_mut(&article) {
                    sets.take(&old.tags);
                    if sets.is_empty() {
                        self.tag_sets_by_article.remove(&article);
                    }
                }
            }
            if leaves {
                self.unlist(session, before.annotations(), home, old);
            }
        }
        for new in changes.iter().filter_map(|change| Some((change.after?, !is_there(change)))) {
            let (new, arrives) = new;
            self.tag_sets.add(&new.tags);
            let home = home(session.library(), new);
            if let Home::Article(article, _) = home {
                touched.insert(article);
                self.tag_sets_by_article.entry(article).or_default().add(&new.tags);
            }
            if arrives {
                self.list(session, home, new);
            }
        }
    }

    fn list(&mut self, session: &Session, home: Home, new: &Annotation) {
        let annotations = session.notebook().annotations();
        match home {
            Home::Article(article, _) => {
                let list = self.by_article.entry(article).or_default();
                let place =
                    list.partition_point(|other| order(session, annotations, *other) < Some(order_of(session, new)));
                list.insert(place, new.id);
            }
            Home::Elsewhere(source) => put(self.elsewhere.entry(source).or_default(), new.id),
        }
    }

    fn unlist(
        &mut self,
        session: &Session,
        annotations: &Records<AnnotationId, Annotation>,
        home: Home,
        old: &Annotation,
    ) {
        match home {
            Home::Article(article, _) => {
                let Some(list) = self.by_article.get_mut(&article) else { return };
                let place =
                    list.partition_point(|other| order(session, annotations, *other) < Some(order_of(session, old)));
                if list.get(place) == Some(&old.id) {
                    list.remove(place);
                }
                if list.is_empty() {
                    self.by_article.remove(&article);
                }
            }
            Home::Elsewhere(source) => take(&mut self.elsewhere, source, old.id),
        }
    }

    /// Lists a note where it belongs; gives the article that it is on.
    pub(super) fn add_note(&mut self, session: &Session, note: &Note) -> Option<ArticleId> {
        let on = article_of(session, note);
        match (&note.target, on) {
            (NoteTarget::Notebook, _) => put(&mut self.notebook_notes, note.id),
            (_, Some(article)) => put(self.notes_by_article.entry(article).or_default(), note.id),
            (NoteTarget::Source(source) | NoteTarget::Article { source, .. }, None) => {
                put(self.notes_by_source.entry(*source).or_default(), note.id);
            }
        }
        for annotation in linked(note) {
            put(self.notes_by_annotation.entry(annotation).or_default(), note.id);
            self.note_titles.entry(note.id).or_insert_with(|| markdown::title(&note.text));
        }
        on
    }

    /// Takes a note off all lists; gives the article that it was on.
    fn take_note(&mut self, session: &Session, note: &Note) -> Option<ArticleId> {
        let on = article_of(session, note);
        match (&note.target, on) {
            (NoteTarget::Notebook, _) => self.notebook_notes.retain(|other| *other != note.id),
            (_, Some(article)) => take(&mut self.notes_by_article, article, note.id),
            (NoteTarget::Source(source) | NoteTarget::Article { source, .. }, None) => {
                take(&mut self.notes_by_source, *source, note.id);
            }
        }
        for annotation in linked(note) {
            take(&mut self.notes_by_annotation, annotation, note.id);
        }
        self.note_titles.remove(&note.id);
        on
    }

    fn take_mark(&mut self, mark: &ArticleMark) {
        let place = (mark.source, mark.at);
        if let Some(marks) = self.marks.get_mut(&place) {
            marks.remove(&mark.id);
            if marks.is_empty() {
                self.marks.remove(&place);
            }
        }
    }

    /// Takes over what has become of the codebook and of its counts.
    fn follow_tags(
        &mut self,
        notebook: &Notebook,
        before: &Notebook,
        annotations: &[Change<'_, AnnotationId, Annotation>],
        touched: &mut BTreeSet<ArticleId>,
    ) {
        let tags: Vec<TagId> = notebook.tags().changes(before.tags()).iter().map(|change| change.key).collect();
        if tags.is_empty() {
            let ways = self.tag_tree.ways();
            for change in annotations {
                change.before.iter().for_each(|old| self.tag_tree.shift(&ways, &old.tags, -1));
                change.after.iter().for_each(|new| self.tag_tree.shift(&ways, &new.tags, 1));
            }
        } else {
            self.tag_tree = TagTree::of(notebook, &self.tag_sets);
            let carrying = self.tag_sets_by_article.iter();
            let carrying = carrying.filter(|(_, sets)| tags.iter().any(|tag| sets.count(*tag) > 0));
            touched.extend(carrying.map(|(article, _)| *article));
        }
        if !tags.is_empty() || !annotations.is_empty() {
            self.tags = self.tag_rows(&notebook.codebook());
        }
    }

    /// Makes the rows of these articles anew.
    fn make_rows(&mut self, session: &Session, articles: &BTreeSet<ArticleId>) {
        let codebook = session.notebook().codebook();
        for id in articles {
            let group = self.groups.iter().position(|group| group.source == id.source);
            let Some((group, (page, at))) = group.zip(session.article(*id)) else { continue };
            let row = self.row(id.source, &page.articles[at], &codebook);
            if let Some(old) = self.groups[group].articles.get_mut(at) {
                self.rows_version += u64::from(old.has_tag_line() != row.has_tag_line());
                *old = row;
            }
        }
    }
}

/// By what annotations of one article are ordered: the part, where they begin, and which is older.
type Order = (usize, u32, AnnotationId);

fn order_of(session: &Session, annotation: &Annotation) -> Order {
    let part = match home(session.library(), annotation) {
        Home::Article(_, part) => part,
        Home::Elsewhere(_) => usize::MAX,
    };
    (part, start(annotation), annotation.id)
}

fn order(session: &Session, annotations: &Records<AnnotationId, Annotation>, id: AnnotationId) -> Option<Order> {
    annotations.get(&id).map(|annotation| order_of(session, annotation))
}

/// The article that a note is on, if it is open.
fn article_of(session: &Session, note: &Note) -> Option<ArticleId> {
    let NoteTarget::Article { source, at, .. } = &note.target else { return None };
    session.page(*source)?.at(*at).map(|(article, _)| article.id)
}

/// The article that a mark is on, if it is open.
fn marked(session: &Session, mark: &ArticleMark) -> Option<ArticleId> {
    let page = session.page(mark.source)?;
    page.articles.iter().find(|article| article.anchor() == mark.at).map(|article| article.id)
}

fn linked(note: &Note) -> BTreeSet<AnnotationId> {
    let annotations = NoteLink::all_in(&note.text).filter_map(|link| match link {
        NoteLink::Annotation(annotation) => Some(annotation),
        _ => None,
    });
    annotations.collect()
}

/// Puts an id in its place in a list that is in order.
fn put<T: Ord>(list: &mut Vec<T>, id: T) {
    if let Err(place) = list.binary_search(&id) {
        list.insert(place, id);
    }
}

/// Takes an id off a list that is in order. No list is kept that is empty.
fn take<K: Ord, T: Ord>(lists: &mut BTreeMap<K, Vec<T>>, key: K, id: T) {
    let Some(list) = lists.get_mut(&key) else { return };
    if let Ok(place) = list.binary_search(&id) {
        list.remove(place);
    }
    if list.is_empty() {
        lists.remove(&key);
    }
}
