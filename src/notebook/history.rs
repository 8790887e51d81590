use std::collections::VecDeque;

use super::{EditError, Key, Notebook, Transaction};

/// What is kept of the past by default.
const DEFAULT_LIMIT_BYTES: usize = 64 << 20;

/// The way back and forth through a notebook's transactions. Bounded by bytes: the oldest go first.
#[derive(Debug)]
pub struct History {
    /// Inverses of what was done, the latest last.
    done: VecDeque<Step>,
    /// Inverses of what was undone, the latest last.
    undone: Vec<Transaction>,
    done_bytes: usize,
    limit_bytes: usize,
}

#[derive(Debug)]
struct Step {
    inverse: Transaction,
    /// The record whose text is being typed: the next step on it is taken back together with this one.
    typing: Option<Key>,
}

impl Default for History {
    fn default() -> Self {
        Self::with_limit(DEFAULT_LIMIT_BYTES)
    }
}

impl History {
    /// A history that keeps about `limit_bytes` of the past, but always the last step.
    #[must_use]
    pub fn with_limit(limit_bytes: usize) -> Self {
        Self { done: VecDeque::new(), undone: Vec::new(), done_bytes: 0, limit_bytes }
    }

    /// Remembers how to take back what was just done. With `typing`, a step on the same record that was typed directly
    /// before is taken back together with this one.
    pub fn push(&mut self, inverse: Transaction, typing: Option<Key>) {
        self.undone.clear();
        if typing.is_some() && self.done.back().is_some_and(|step| step.typing == typing) {
            return;
        }
        self.done_bytes += inverse.size_bytes();
        self.done.push_back(Step { inverse, typing });
        while self.done_bytes > self.limit_bytes && self.done.len() > 1 {
            if let Some(oldest) = self.done.pop_front() {
                self.done_bytes -= oldest.inverse.size_bytes();
            }
        }
    }

    /// Ends a run of typing: what is typed next is a step of its own.
    pub fn end_typing(&mut self) {
        if let Some(step) = self.done.back_mut() {
            step.typing = None;
        }
    }

    /// The transaction that takes back the last step.
    #[must_use]
    pub fn next_undo(&self) -> Option<&Transaction> {
        self.done.back().map(|step| &step.inverse)
    }

    /// The transaction that does again what was last undone.
    #[must_use]
    pub fn next_redo(&self) -> Option<&Transaction> {
        self.undone.last()
    }

    /// Takes back the last step; gives what was applied, or `None` if there is nothing to take back.
    ///
    /// # Errors
    /// If the notebook was changed behind the history's back; the step is then still there.
    pub fn undo(&mut self, notebook: &mut Notebook) -> Result<Option<Transaction>, EditError> {
        let Some(step) = self.done.back() else { return Ok(None) };
        let applied = step.inverse.clone();
        let again = applied.clone().apply(notebook)?;
        self.done_bytes -= applied.size_bytes();
        self.done.pop_back();
        self.undone.push(again);
        Ok(Some(applied))
    }

    /// Does again what was last undone; gives what was applied, or `None` if there is nothing to do again.
    ///
    /// # Errors
    /// If the notebook was changed behind the history's back; the step is then still there.
    pub fn redo(&mut self, notebook: &mut Notebook) -> Result<Option<Transaction>, EditError> {
        let Some(applied) = self.undone.last().cloned() else { return Ok(None) };
        let inverse = applied.clone().apply(notebook)?;
        self.undone.pop();
        self.done_bytes += inverse.size_bytes();
        self.done.push_back(Step { inverse, typing: None });
        Ok(Some(applied))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::i18n::Message;
    use crate::notebook::{Color, Edit, NotebookId, Record, Stamp, Tag, TagId};

    fn tag(id: TagId, name: &str) -> Transaction {
        let stamp = Stamp::new("甲", Timestamp::UNIX_EPOCH);
        let color = Color([0, 0, 0]);
        let tag = Tag { id, name: name.into(), color, description: String::new(), shortcut: None, order: 0, stamp };
        let label = Message::new("label-add-tag");
        Transaction { label, author: "甲".into(), at: Timestamp::UNIX_EPOCH, edits: vec![Edit::Put(Record::Tag(tag))] }
    }

    #[test]
    fn undo_and_redo_go_back_and_forth() {
        let mut notebook = Notebook::new(NotebookId::generate());
        let mut history = History::default();
        let id = TagId::generate();
        for name in ["一", "二"] {
            history.push(tag(id, name).apply(&mut notebook).unwrap(), None);
        }
        let full = notebook.tags.clone();
        history.undo(&mut notebook).unwrap().unwrap();
        assert_eq!(notebook.tags[&id].name, "一");
        history.undo(&mut notebook).unwrap().unwrap();
        assert!(notebook.tags.is_empty());
        assert_eq!(history.undo(&mut notebook), Ok(None));
        history.redo(&mut notebook).unwrap().unwrap();
        history.redo(&mut notebook).unwrap().unwrap();
        assert_eq!(notebook.tags, full);
        assert_eq!(notebook.revision.0, 6);
    }

    #[test]
    fn typing_is_taken_back_as_one() {
        let mut notebook = Notebook::new(NotebookId::generate());
        let mut history = History::default();
        let id = TagId::generate();
        for name in ["一", "一二", "一二三"] {
            history.push(tag(id, name).apply(&mut notebook).unwrap(), Some(Key::Tag(id)));
        }
        history.undo(&mut notebook).unwrap().unwrap();
        assert!(notebook.tags.is_empty());
    }

    #[test]
    fn the_past_is_bounded_by_bytes() {
        let mut notebook = Notebook::new(NotebookId::generate());
        let mut history = History::with_limit(1);
        for name in ["一", "二", "三"] {
            history.push(tag(TagId::generate(), name).apply(&mut notebook).unwrap(), None);
        }
        assert!(history.undo(&mut notebook).unwrap().is_some());
        assert!(history.undo(&mut notebook).unwrap().is_none());
    }
}
