//! The thread that writes an open notebook.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{Runner, Wake, spawn};
use crate::i18n::Message;
use crate::notebook::Revision;
use crate::store::{JournalEntry, Snapshot, Store, StoreError};
use crate::task::{Diagnostic, Severity};

/// How long to wait before writing again what could not be written.
const RETRY: Duration = Duration::from_secs(1);

/// A full save, which may be of many megabytes, is tried again after twice the time each time, and after this at the latest.
const LONGEST_RETRY: Duration = Duration::from_secs(30);

/// What the saver has done so far.
#[derive(Clone, Debug)]
pub struct SaveStatus {
    /// Every transaction up to this one is on the disk.
    pub saved: Revision,
    /// Since when.
    pub saved_at: Timestamp,
    /// Why the last attempt failed. Nothing is lost while the program runs: it tries again every second.
    pub failing: Option<Failing>,
    /// Why full saves are held back: the notebook in memory is not whole. The journal goes on, so nothing is lost.
    pub not_whole: Option<Message>,
    /// Transactions that are in memory only.
    pub waiting: usize,
    /// Bytes of the journal.
    pub journal_bytes: u64,
    /// The journal has grown so long that a full save is due.
    pub save_due: bool,
    /// Full saves so far.
    pub full_saves: u32,
    notices: Vec<Diagnostic<Message>>,
}

/// Writing fails.
#[derive(Clone, Debug, PartialEq)]
pub struct Failing {
    /// Why, and what to do.
    pub why: Message,
    /// Since when.
    pub since: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
}

enum Order {
    /// Transactions for the journal. A queue: none is ever dropped.
    Append(Vec<JournalEntry>),
    /// A full save of this state; only the latest that waits is written.
    Save(Box<Snapshot>),
    /// Look whether another program has changed the file.
    Look,
    /// Full saves may write what is not whole.
    Accept,
    #[cfg(test)]
    Panic,
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
            not_whole: None,
            waiting: 0,
            journal_bytes: store.journal_bytes(),
            save_due: store.is_save_due(),
            full_saves: 0,
            notices: Vec::new(),
        }));
        let (wake, shared) = (Arc::clone(&runner.wake), Arc::clone(&status));
        let (entries, snapshot, held) = (Vec::new(), None, None);
        let mut desk = Desk { store, status: shared, wake, entries, snapshot, held, failed: false };
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
    pub fn save(&self, snapshot: impl Into<Snapshot>) {
        self.order(Order::Save(Box::new(snapshot.into())));
    }

    /// Has the file looked at: another program's version is kept beside ours, and told among the notices.
    pub fn look(&self) {
        self.order(Order::Look);
    }

    /// Lets full saves write a notebook that is not whole; a snapshot of what is on the disk is kept before. The next
    /// [`save`](Self::save) then goes through.
    pub fn accept_violations(&self) {
        self.order(Order::Accept);
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
        locked(&self.status).failing.clone().map_or(Ok(()), |failing| Err(failing.why))
    }

    fn finish(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // Panics are caught inside.
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
    snapshot: Option<Box<Snapshot>>,
    /// A full save that failed, and is to wait.
    held: Option<Held>,
    /// The last attempt failed.
    failed: bool,
}

/// A full save that is tried again later.
struct Held {
    until: Instant,
    wait: Duration,
    why: Message,
}

impl Desk {
    fn run(&mut self, orders: &Receiver<Order>) {
        loop {
            let order = if self.failed {
                // Try again soon, or when there is more.
                orders.recv_timeout(RETRY)
            } else {
                orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            let closing = matches!(order, Err(RecvTimeoutError::Disconnected));
            // A panic here must not take with it what waits to be written.
            let taken = catch_unwind(AssertUnwindSafe(|| {
                if let Ok(order) = order {
                    self.take(order);
                }
                // Whatever else has come meanwhile is written with the same sync.
                closing || self.take_all(orders)
            }));
            let closing = taken.unwrap_or_else(|_| {
                self.broke();
                closing
            });
            if closing {
                self.held = None;
            }
            if catch_unwind(AssertUnwindSafe(|| self.write())).is_err() {
                self.broke();
                if closing {
                    // Once more, and then no more.
                    let _ = catch_unwind(AssertUnwindSafe(|| self.write()));
                }
            }
            if closing {
                return;
            }
        }
    }

    /// After a panic: what is on the disk is not known, and what is in memory is written again.
    fn broke(&mut self) {
        self.store.distrust();
        self.report(Some(Message::new("saver-broke")));
        let message = Message::new("saver-broke");
        locked(&self.status).notices.push(Diagnostic::new(Severity::Error, message));
        // A full save that made the thread panic would do so again and again, while the journal is what counts.
        self.snapshot = None;
        (self.wake)();
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
            Order::Append(entries) => {
                self.entries.extend(entries);
                locked(&self.status).waiting = self.entries.len();
            }
            Order::Save(snapshot) => {
                // Somebody asks for it: now, then.
                self.held = None;
                self.snapshot = Some(snapshot);
            }
            Order::Look => {
                let looked = self.store.look();
                let mut status = locked(&self.status);
                match looked {
                    Ok(notices) => status.notices.extend(notices),
                    Err(error) => status.notices.push(Diagnostic::new(Severity::Warning, error.message())),
                }
                drop(status);
                (self.wake)();
            }
            Order::Accept => {
                self.store.accept_violations();
                locked(&self.status).not_whole = None;
            }
            #[cfg(test)]
            Order::Panic => panic!("asked to"),
        }
    }

    /// Writes all that waits. What cannot be written keeps waiting.
    ///
    /// The journal goes first, since an edit must be durable soon and a full save of a large notebook takes its time; a full
    /// save carries over what the journal holds beyond it. It is tried whether or not the journal works.
    fn write(&mut self) {
        if self.entries.is_empty() && self.snapshot.is_none() && !self.failed {
            return;
        }
        let journal = self.write_journal().map_err(|error| error.message());
        let whole = self.write_whole();
        let outcome = journal.and(whole);
        let notices = self.store.take_notices();
        locked(&self.status).notices.extend(notices);
        self.report(outcome.err());
        (self.wake)();
    }

    fn report(&mut self, why: Option<Message>) {
        self.failed = why.is_some();
        let mut status = locked(&self.status);
        status.journal_bytes = self.store.journal_bytes();
        status.save_due = self.store.is_save_due();
        status.waiting = self.entries.len();
        status.failing = why.map(|why| match status.failing.take() {
            Some(before) => Failing { why, since: before.since, attempts: before.attempts.saturating_add(1) },
            None => Failing { why, since: Timestamp::now(), attempts: 1 },
        });
    }

    fn write_journal(&mut self) -> Result<(), StoreError> {
        let Some(last) = self.entries.last().map(|entry| entry.revision) else { return Ok(()) };
        self.store.append(&self.entries)?;
        self.entries.clear();
        self.is_saved(last);
        Ok(())
    }

    fn write_whole(&mut self) -> Result<(), Message> {
        let Some(snapshot) = &self.snapshot else { return Ok(()) };
        if let Some(held) = self.held.as_ref().filter(|held| Instant::now() < held.until) {
            return Err(held.why.clone());
        }
        let revision = snapshot.notebook.revision;
        match self.store.save_snapshot(snapshot) {
            Ok(notices) => {
                (self.snapshot, self.held) = (None, None);
                self.entries.retain(|entry| entry.revision > revision);
                self.is_saved(revision);
                let mut status = locked(&self.status);
                status.full_saves += 1;
                status.not_whole = None;
                status.notices.extend(notices);
                Ok(())
            }
            Err(error @ StoreError::NotWhole { .. }) => {
                // Trying again would not make it whole.
                (self.snapshot, self.held) = (None, None);
                let mut status = locked(&self.status);
                let message = error.message();
                if status.not_whole.as_ref() != Some(&message) {
                    status.notices.push(Diagnostic::new(Severity::Error, message.clone()));
                }
                status.not_whole = Some(message);
                Ok(())
            }
            Err(error) => {
                let wait = self.held.take().map_or(RETRY, |held| (2 * held.wait).min(LONGEST_RETRY));
                let why = error.message();
                self.held = Some(Held { until: Instant::now() + wait, wait, why: why.clone() });
                Err(why)
            }
        }
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
    use crate::notebook::{Notebook, NotebookId};
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
    fn a_panic_is_told_and_what_waits_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("一.ron");
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
        let store = Store::create(&path, session.notebook()).unwrap();
        let saver = Saver::start(&Runner::quiet(), store, session.revision());
        for name in ["一", "二", "三"] {
            session.perform(Request::parse(&format!("AddTag(name: \"{name}\")")).unwrap()).unwrap();
            saver.append(session.take_outbox());
            saver.order(Order::Panic);
        }
        while saver.status().saved < session.revision() {
            std::thread::yield_now();
        }
        assert!(saver.take_notices().iter().any(|notice| notice.message.id == "saver-broke"));
        saver.close().unwrap();
        assert_eq!(Store::open(&path).unwrap().notebook, *session.notebook());
    }

    #[test]
    fn another_place_is_found_while_the_first_fails() {
        let folder = tempfile::tempdir().unwrap();
        let (inner, elsewhere) = (folder.path().join("盘"), folder.path().join("别处.ron"));
        std::fs::create_dir(&inner).unwrap();
        let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
        let store = Store::create(&inner.join("一.ron"), session.notebook()).unwrap();
        let saver = Saver::start(&Runner::quiet(), store, session.revision());
        #[expect(clippy::disallowed_methods, reason = "the disk is pulled out")]
        std::fs::rename(&inner, folder.path().join("远")).unwrap();
        session.perform(Request::parse("AddTag(name: \"一\")").unwrap()).unwrap();
        saver.append(session.take_outbox());
        while saver.status().failing.is_none() {
            std::thread::yield_now();
        }
        let status = saver.status();
        assert_eq!((status.waiting, status.failing.unwrap().why.id.as_ref()), (1, "store-folder-gone"));
        drop(Store::create(&elsewhere, session.notebook()).unwrap());
        assert!(saver.close().is_err());
        assert_eq!(Store::open(&elsewhere).unwrap().notebook, *session.notebook());
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
