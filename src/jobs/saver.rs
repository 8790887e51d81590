use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;

use super::{Runner, Wake, spawn};
use crate::i18n::Message;
use crate::notebook::{Notebook, Revision};
use crate::store::{JournalEntry, Store, StoreError};
use crate::task::Diagnostic;

/// How long to wait before writing again what could not be written.
const RETRY: Duration = Duration::from_secs(1);

/// What the saver has done so far.
#[derive(Clone, Debug)]
pub struct SaveStatus {
    /// Every transaction up to this one is on the disk.
    pub saved: Revision,
    /// Since when.
    pub saved_at: Timestamp,
    /// Why the last attempt failed. Nothing is lost while the program runs: it tries again every second.
    pub failing: Option<Message>,
    /// Bytes of the journal: when there are many, a full save is due.
    pub journal_bytes: u64,
    /// Full saves so far.
    pub full_saves: u32,
    notices: Vec<Diagnostic<Message>>,
}

enum Order {
    /// Transactions for the journal. A queue: none is ever dropped.
    Append(Vec<JournalEntry>),
    /// A full save of this state; only the latest that waits is written.
    Save(Box<Notebook>),
}

/// Writes an open notebook in a thread of its own: the journal as soon as there is something, full saves when asked. When it
/// is dropped it writes what is left and closes the notebook.
pub struct Saver {
    orders: Option<Sender<Order>>,
    status: Arc<Mutex<SaveStatus>>,
    thread: Option<JoinHandle<()>>,
}

impl Saver {
    /// Starts writing to `store`, which holds everything up to `saved`.
    #[must_use]
    pub fn start(runner: &Runner, store: Store, saved: Revision) -> Self {
        let (sender, receiver) = channel();
        let status = Arc::new(Mutex::new(SaveStatus {
            saved,
            saved_at: Timestamp::now(),
            failing: None,
            journal_bytes: store.journal_bytes(),
            full_saves: 0,
            notices: Vec::new(),
        }));
        let (wake, shared) = (Arc::clone(&runner.wake), Arc::clone(&status));
        let mut desk = Desk { store, status: shared, wake, entries: Vec::new(), notebook: None };
        let thread = spawn("saver", move || desk.run(&receiver));
        Self { orders: Some(sender), status, thread: Some(thread) }
    }

    /// Has transactions written to the journal.
    pub fn append(&self, entries: Vec<JournalEntry>) {
        if !entries.is_empty() {
            self.order(Order::Append(entries));
        }
    }

    /// Has the whole notebook written, and the journal started anew.
    pub fn save(&self, notebook: Notebook) {
        self.order(Order::Save(Box::new(notebook)));
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread ends only when this sender is dropped.
            let _ = orders.send(order);
        }
    }

    /// How writing stands.
    #[must_use]
    pub fn status(&self) -> SaveStatus {
        locked(&self.status).clone()
    }

    /// Takes what there is to tell.
    #[must_use]
    pub fn take_notices(&self) -> Vec<Diagnostic<Message>> {
        std::mem::take(&mut locked(&self.status).notices)
    }

    /// Writes what is left and closes the notebook; its lock is free on return.
    ///
    /// # Errors
    /// The reason if something could not be written after all.
    pub fn close(mut self) -> Result<(), Message> {
        self.finish();
        locked(&self.status).failing.clone().map_or(Ok(()), Err)
    }

    fn finish(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has told itself already.
            let _ = thread.join();
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.finish();
    }
}

fn locked(status: &Mutex<SaveStatus>) -> MutexGuard<'_, SaveStatus> {
    status.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the thread works with.
struct Desk {
    store: Store,
    status: Arc<Mutex<SaveStatus>>,
    wake: Wake,
    /// Not yet on the disk, the oldest first.
    entries: Vec<JournalEntry>,
    /// Waiting for a full save.
    notebook: Option<Box<Notebook>>,
}

impl Desk {
    fn run(&mut self, orders: &Receiver<Order>) {
        loop {
            let waiting = !self.entries.is_empty() || self.notebook.is_some();
            let order = if waiting {
                // Something failed: try again soon, or when there is more.
                orders.recv_timeout(RETRY)
            } else {
                orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            let closing = matches!(order, Err(RecvTimeoutError::Disconnected));
            if let Ok(order) = order {
                self.take(order);
            }
            // Whatever else has come meanwhile is written with the same sync.
            let closing = closing || self.take_all(orders);
            self.write();
            if closing {
                return;
            }
        }
    }

    /// Takes all that waits; tells whether no more can come.
    fn take_all(&mut self, orders: &Receiver<Order>) -> bool {
        loop {
            match orders.try_recv() {
                Ok(order) => self.take(order),
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => return true,
            }
        }
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::Append(entries) => self.entries.extend(entries),
            Order::Save(notebook) => self.notebook = Some(notebook),
        }
    }

    /// Writes all that waits. What cannot be written keeps waiting.
    ///
    /// The notebook goes first: a full save starts the journal anew, so entries that are newer than it must come after it.
    /// The journal is written whether or not that works.
    fn write(&mut self) {
        if self.entries.is_empty() && self.notebook.is_none() {
            return;
        }
        let whole = self.write_notebook();
        let outcome = self.write_journal().and(whole);
        let mut status = locked(&self.status);
        status.journal_bytes = self.store.journal_bytes();
        status.failing = outcome.err().map(|error| error.message());
        drop(status);
        (self.wake)();
    }

    fn write_journal(&mut self) -> Result<(), StoreError> {
        let Some(last) = self.entries.last().map(|entry| entry.revision) else { return Ok(()) };
        self.store.append(&self.entries)?;
        self.entries.clear();
        self.is_saved(last);
        Ok(())
    }

    fn write_notebook(&mut self) -> Result<(), StoreError> {
        let Some(notebook) = &self.notebook else { return Ok(()) };
        let (revision, notices) = (notebook.revision, self.store.save(notebook)?);
        self.notebook = None;
        self.entries.retain(|entry| entry.revision > revision);
        self.is_saved(revision);
        let mut status = locked(&self.status);
        status.full_saves += 1;
        status.notices.extend(notices);
        Ok(())
    }

    fn is_saved(&self, revision: Revision) {
        let mut status = locked(&self.status);
        status.saved = status.saved.max(revision);
        status.saved_at = Timestamp::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::NotebookId;
    use crate::session::{Request, Session};

    #[test]
    fn what_is_appended_and_saved_is_there_after_closing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("一.ron");
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
        let store = Store::create(&path, session.notebook()).unwrap();
        let saver = Saver::start(&Runner::quiet(), store, session.revision());
        for at in 0..20 {
            session.perform(Request::parse(&format!("AddTag(name: \"{at}\")")).unwrap()).unwrap();
            saver.append(session.take_outbox());
            if at == 10 {
                saver.save(session.notebook().clone());
            }
        }
        saver.close().unwrap();
        assert_eq!(Store::open(&path).unwrap().notebook, *session.notebook());
    }

    #[test]
    fn a_folder_that_vanishes_is_told_and_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("盘");
        std::fs::create_dir(&inner).unwrap();
        let path = inner.join("一.ron");
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
        let store = Store::create(&path, session.notebook()).unwrap();
        let saver = Saver::start(&Runner::quiet(), store, session.revision());
        #[expect(clippy::disallowed_methods, reason = "the disk is pulled out")]
        std::fs::rename(&inner, folder.path().join("远")).unwrap();
        session.perform(Request::parse("AddTag(name: \"一\")").unwrap()).unwrap();
        saver.save(session.notebook().clone());
        while saver.status().failing.is_none() {
            std::thread::yield_now();
        }
        #[expect(clippy::disallowed_methods, reason = "and put back")]
        std::fs::rename(folder.path().join("远"), &inner).unwrap();
        while saver.status().failing.is_some() {
            std::thread::yield_now();
        }
        saver.close().unwrap();
        assert_eq!(Store::open(&path).unwrap().notebook.tags().len(), 1);
    }
}
