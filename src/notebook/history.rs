use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{EditError, Key, Notebook, Transaction};

/// What is kept of the past by default.
const DEFAULT_LIMIT_BYTES: usize = 64 << 20;

/// The way back and forth through a notebook's transactions. Bounded by bytes: the oldest go first.
#[derive(Debug)]
pub struct History {
    /// Inverses of what was done, the latest last.
    done: VecDeque<Step>,
    /// Inverses of what was undone, the latest last.
    undone: Vec<Step>,
    done_bytes: usize,
    limit_bytes: usize,
}

/// How a transaction came to be, and so what it means for undo: written into the journal, so that a history can be made anew
/// from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Manner {
    /// A step that can be taken back.
    #[default]
    Step,
    /// Typing: a step on this record that is taken back with those that go on from it.
    Typed(Key),
    /// Typing that goes on from the step before.
    TypedOn(Key),
    /// Written down, but no step to undo.
    Aside,
    /// The last step was taken back.
    Undone,
    /// What was last undone was done again.
    Redone,
}

impl Manner {
    /// Whether it is a plain step, which the journal need not say.
    #[must_use]
    pub fn is_step(&self) -> bool {
        *self == Self::Step
    }
}

/// A history as it can be kept: the transactions that lead back, the latest last, and those that lead forth again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    /// What takes steps back.
    pub done: Vec<Arc<Transaction>>,
    /// What does undone steps again.
    pub undone: Vec<Arc<Transaction>>,
}

#[derive(Debug)]
struct Step {
    /// Shared with the trails that were taken.
    inverse: Arc<Transaction>,
    /// What it takes of memory.
    bytes: usize,
    /// The record whose text is being typed: the next step on it is taken back together with this one.
    typing: Option<Key>,
}

impl Step {
    fn of(inverse: Arc<Transaction>, typing: Option<Key>) -> Self {
        Self { bytes: inverse.size_bytes(), inverse, typing }
    }
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

    /// A history that begins where `trail` was kept.
    #[must_use]
    pub fn from_trail(trail: Trail) -> Self {
        let mut history = Self::default();
        for inverse in trail.done {
            history.add(Step::of(inverse, None));
        }
        history.undone = trail.undone.into_iter().map(|step| Step::of(step, None)).collect();
        history
    }

    /// The latest steps back and forth, about `limit_bytes` of memory in all. They are shared, not copied.
    #[must_use]
    pub fn trail(&self, limit_bytes: usize) -> Trail {
        let mut left = limit_bytes;
        let mut fits = |step: &&Step| {
            let fits = step.bytes <= left;
            left = left.saturating_sub(step.bytes);
            fits
        };
        let mut done: Vec<_> =
            self.done.iter().rev().take_while(&mut fits).map(|step| Arc::clone(&step.inverse)).collect();
        let mut undone: Vec<_> =
            self.undone.iter().rev().take_while(&mut fits).map(|step| Arc::clone(&step.inverse)).collect();
        done.reverse();
        undone.reverse();
        Trail { done, undone }
    }

    /// Remembers a transaction that the journal tells of, given by its inverse.
    pub fn replay(&mut self, manner: Manner, inverse: Transaction) {
        match manner {
            Manner::Step => {
                self.push(inverse, None);
            }
            Manner::Typed(key) => {
                self.end_typing();
                self.push(inverse, Some(key));
            }
            Manner::TypedOn(key) => {
                self.undone.clear();
                if self.done.is_empty() {
                    self.push(inverse, Some(key));
                }
            }
            Manner::Aside => {}
            Manner::Undone => {
                if let Some(step) = self.done.pop_back() {
                    self.done_bytes -= step.bytes;
                }
                self.undone.push(Step::of(Arc::new(inverse), None));
            }
            Manner::Redone => {
                self.undone.pop();
                self.add(Step::of(Arc::new(inverse), None));
            }
        }
    }

    /// Remembers how to take back what was just done. With `typing`, a step on the same record that was typed directly
    /// before is taken back together with this one; tells whether it is.
    pub fn push(&mut self, inverse: Transaction, typing: Option<Key>) -> bool {
        self.undone.clear();
        if typing.is_some() && self.done.back().is_some_and(|step| step.typing == typing) {
            return true;
        }
        self.add(Step::of(Arc::new(inverse), typing));
        false
    }

    fn add(&mut self, step: Step) {
        self.done_bytes += step.bytes;
        self.done.push_back(step);
        while self.done_bytes > self.limit_bytes && self.done.len() > 1 {
            if let Some(oldest) = self.done.pop_front() {
                self.done_bytes -= oldest.bytes;
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
        self.done.back().map(|step| &*step.inverse)
    }

    /// The transaction that does again what was last undone.
    #[must_use]
    pub fn next_redo(&self) -> Option<&Transaction> {
        self.undone.last().map(|step| &*step.inverse)
    }

    /// Takes back the last step; gives what was applied, or `None` if there is nothing to take back.
    ///
    /// # Errors
    /// If the notebook was changed behind the history's back; the step is then still there.
    pub fn undo(&mut self, notebook: &mut Notebook) -> Result<Option<Transaction>, EditError> {
        let Some(step) = self.done.back() else { return Ok(None) };
        let again = Transaction::clone(&step.inverse).apply(notebook)?;
        let Some(step) = self.done.pop_back() else { return Ok(None) };
        self.done_bytes -= step.bytes;
        self.undone.push(Step::of(Arc::new(again), None));
        Ok(Some(Arc::unwrap_or_clone(step.inverse)))
    }

    /// Does again what was last undone; gives what was applied, or `None` if there is nothing to do again.
    ///
    /// # Errors
    /// If the notebook was changed behind the history's back; the step is then still there.
    pub fn redo(&mut self, notebook: &mut Notebook) -> Result<Option<Transaction>, EditError> {
        let Some(step) = self.undone.last() else { return Ok(None) };
        let inverse = Transaction::clone(&step.inverse).apply(notebook)?;
        let Some(step) = self.undone.pop() else { return Ok(None) };
        self.add(Step::of(Arc::new(inverse), None));
        Ok(Some(Arc::unwrap_or_clone(step.inverse)))
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
