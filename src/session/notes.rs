//! Notes as they are found and followed: all of them with the newest first, and what their links lead to.

use jiff::Timestamp;

use super::{Session, Target};
use crate::notebook::{Note, NoteId, NoteLink, NoteTarget, Notebook, markdown};
use crate::page::{ArticleId, SourceId};
use crate::text::fold_text;

/// What notes are on, as the window shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotesOf {
    /// An article that is open.
    Article(ArticleId),
    /// A source.
    Source(SourceId),
    /// The notebook as a whole.
    Notebook,
}

impl NotesOf {
    /// The same in names.
    #[must_use]
    pub fn target(self) -> Target {
        match self {
            Self::Article(article) => Target::Article { source: article.source.to_string(), at: article.start },
            Self::Source(source) => Target::Source { source: source.to_string() },
            Self::Notebook => Target::Notebook,
        }
    }
}

/// A row of the list of all notes.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteRow {
    /// The note.
    pub id: NoteId,
    /// Its first line, without markup.
    pub title: String,
    /// What it is on.
    pub target: NoteTarget,
    /// Who wrote it.
    pub author: String,
    /// When it was last changed.
    pub modified: Timestamp,
}

/// The notes in which every word of `filter`, or of what they are on, is found; width and case do not matter. The newest
/// first.
#[must_use]
pub fn note_rows(notebook: &Notebook, filter: &str) -> Vec<NoteRow> {
    let words: Vec<String> = filter.split_whitespace().map(fold_text).collect();
    let mut rows: Vec<NoteRow> = Vec::new();
    for note in notebook.notes().values() {
        if !words.is_empty() {
            let on = match &note.target {
                NoteTarget::Notebook => "",
                NoteTarget::Source(source) => notebook.sources().get(source).map_or("", |record| record.name()),
                NoteTarget::Article { title, .. } => title,
            };
            let text = fold_text(&format!("{}\n{on}\n{}", note.text, note.stamp.author));
            if !words.iter().all(|word| text.contains(word.as_str())) {
                continue;
            }
        }
        rows.push(NoteRow {
            id: note.id,
            title: markdown::title(&note.text),
            target: note.target.clone(),
            author: note.stamp.author.clone(),
            modified: note.stamp.modified,
        });
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.modified, row.id)));
    rows
}

/// What has become of what a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It is there.
    There,
    /// It was deleted and waits in the bin.
    InBin,
    /// It was deleted for good, or was never in this notebook.
    Gone,
    /// It lies in a source that is missing, or that the user took out of the library.
    SourceMissing,
}

impl Session {
    /// What a note is on; its source, where the article is not open.
    #[must_use]
    pub fn notes_of(&self, note: &Note) -> NotesOf {
        match &note.target {
            NoteTarget::Notebook => NotesOf::Notebook,
            NoteTarget::Source(source) => NotesOf::Source(*source),
            NoteTarget::Article { source, at, .. } => match self.page(*source).and_then(|page| page.at(*at)) {
                Some((article, _)) => NotesOf::Article(article.id),
                None => NotesOf::Source(*source),
            },
        }
    }

    /// What has become of what a link leads to.
    #[must_use]
    pub fn link_state(&self, link: NoteLink) -> LinkState {
        let notebook = self.notebook();
        match (link.key(), link) {
            (Some(key), _) if notebook.holds(key) => LinkState::There,
            (Some(key), _) if notebook.is_binned(key) => LinkState::InBin,
            (None, NoteLink::Article { source, at }) => {
                if self.is_shown(source) && self.page(source).is_some_and(|page| page.at(at).is_some()) {
                    LinkState::There
                } else if notebook.sources().contains_key(&source) {
                    LinkState::SourceMissing
                } else {
                    LinkState::Gone
                }
            }
            _ => LinkState::Gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Key, NotebookId};
    use crate::session::{Request, Target};

    fn add(session: &mut Session, text: &str) -> NoteId {
        let request = Request::AddNote { target: Target::Notebook, text: text.to_owned() };
        match session.perform(request).unwrap().unwrap().made {
            Some(Key::Note(id)) => id,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn notes_are_listed_the_newest_first_and_filtered_by_words() {
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "甲");
        let first = add(&mut session, "# 欠薪线索\n\n找 ABC 公司");
        let second = add(&mut session, "采访提纲");
        let ids = |session: &Session, filter| -> Vec<NoteId> {
            note_rows(session.notebook(), filter).iter().map(|row| row.id).collect()
        };
        assert_eq!(ids(&session, ""), [second, first]);
        assert_eq!(ids(&session, "ａｂｃ 欠薪"), [first]);
        assert!(ids(&session, "没有").is_empty());
        session.perform(Request::EditNote { note: first, text: "改过".into() }).unwrap();
        assert_eq!(ids(&session, ""), [first, second]);
        assert_eq!(note_rows(session.notebook(), "")[0].title, "改过");
    }

    #[test]
    fn a_link_to_what_was_deleted_says_where_it_is() {
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "甲");
        let note = add(&mut session, "一");
        let link = NoteLink::Note(note);
        assert_eq!(session.link_state(link), LinkState::There);
        session.perform(Request::RemoveNote { note }).unwrap();
        assert_eq!(session.link_state(link), LinkState::InBin);
        session.perform(Request::EmptyBin).unwrap();
        assert_eq!(session.link_state(link), LinkState::Gone);
    }
}
