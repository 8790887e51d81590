//! The program's threads, and nothing else: whatever can take longer than a frame runs as a [`Job`]; a [`Saver`] writes the
//! notebook; [`dialogs`] asks for files. A job reads snapshots and gives a value back; it never touches the session.

#[cfg(feature = "window")]
pub mod dialogs;
mod parallel;
mod saver;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{Builder, JoinHandle};

use crate::task::{Cancel, Progress};

pub use parallel::in_parallel;
pub use saver::{Failing, SaveStatus, Saver};

/// Called from a thread when there is something to fetch: wakes the window.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Starts jobs and wakes the window when they are done.
#[derive(Clone)]
pub struct Runner {
    wake: Wake,
}

/// Work under way, or done and waiting to be fetched.
pub struct Job<T> {
    receiver: Receiver<T>,
    cancel: Cancel,
    progress: Progress,
}

/// Takes what a job has so far, while it goes on.
pub struct Feed<P> {
    sender: Sender<P>,
    wake: Wake,
}

/// What a job has handed over while it goes on.
pub struct Fed<P>(Receiver<P>);

impl<P> Feed<P> {
    /// Hands something over and wakes the window.
    pub fn hand_over(&self, part: P) {
        // Nobody waits for the parts of a job that was dropped.
        if self.sender.send(part).is_ok() {
            (self.wake)();
        }
    }
}

impl<P> Fed<P> {
    /// What was handed over since the last time. Never waits. All there is comes if this is asked after the job was seen done.
    pub fn take(&self) -> impl Iterator<Item = P> {
        self.0.try_iter()
    }
}

/// How a job stands.
#[derive(Debug, PartialEq, Eq)]
pub enum Poll<T> {
    /// Not done yet.
    Running,
    /// Done; the value is handed out once.
    Done(T),
    /// It panicked, or its value was fetched before.
    Gone,
}

impl Runner {
    /// A runner that calls `wake` whenever a job is done.
    #[must_use]
    pub fn new(wake: Wake) -> Self {
        Self { wake }
    }

    /// A runner that wakes nobody: for programs and tests that wait.
    #[must_use]
    pub fn quiet() -> Self {
        Self::new(Arc::new(|| {}))
    }

    /// As [`start`](Self::start), for work that hands over what it has so far.
    pub fn start_feeding<P: Send + 'static, T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Cancel, &Progress, &Feed<P>) -> T + Send + 'static,
    ) -> (Job<T>, Fed<P>) {
        let (sender, receiver) = channel();
        let feed = Feed { sender, wake: Arc::clone(&self.wake) };
        (self.start(name, move |cancel, progress| work(cancel, progress, &feed)), Fed(receiver))
    }

    /// Runs `work` in a thread of its own. A panic in it ends the job, not the program.
    pub fn start<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Cancel, &Progress) -> T + Send + 'static,
    ) -> Job<T> {
        let (sender, receiver) = channel();
        let (cancel, progress) = (Cancel::default(), Progress::default());
        let (their_cancel, their_progress, wake) = (cancel.clone(), progress.clone(), Arc::clone(&self.wake));
        spawn(name, move || {
            if let Ok(value) = catch_unwind(AssertUnwindSafe(|| work(&their_cancel, &their_progress))) {
                // Nobody waits for a job that was dropped.
                let _ = sender.send(value);
            }
            drop(sender);
            wake();
        });
        Job { receiver, cancel, progress }
    }
}

impl<T> Job<T> {
    /// How it stands. Never waits.
    pub fn poll(&self) -> Poll<T> {
        match self.receiver.try_recv() {
            Ok(value) => Poll::Done(value),
            Err(TryRecvError::Empty) => Poll::Running,
            Err(TryRecvError::Disconnected) => Poll::Gone,
        }
    }

    /// Waits until it is done; `None` if it panicked.
    pub fn wait(self) -> Option<T> {
        self.receiver.recv().ok()
    }

    /// Asks it to stop. What it has so far still comes.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Share done, 0 to 1, where it is known.
    #[must_use]
    pub fn fraction(&self) -> Option<f32> {
        self.progress.fraction()
    }
}

/// Starts a thread. Without one nothing of what was asked for could be done, so a system that has none left ends the program
/// here, before anything is lost.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    #[expect(clippy::disallowed_methods, reason = "this is where threads are started")]
    let spawned = Builder::new().name(name.to_owned()).spawn(work);
    spawned.expect("the system can start a thread")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_gives_its_value_once_and_a_panic_stays_in_it() {
        let runner = Runner::quiet();
        assert_eq!(runner.start("sum", |_, _| 1 + 1).wait(), Some(2));
        let broken: Job<u32> = runner.start("broken", |_, _| panic!("in a job"));
        while broken.poll() == Poll::Running {
            std::thread::yield_now();
        }
        assert_eq!(broken.poll(), Poll::Gone);
    }

    #[test]
    fn what_a_job_has_so_far_comes_while_it_goes_on() {
        let (job, fed) = Runner::quiet().start_feeding("parts", |cancel, _, feed| {
            feed.hand_over(1);
            while !cancel.is_cancelled() {
                std::thread::yield_now();
            }
            feed.hand_over(2);
        });
        let mut parts = Vec::new();
        while parts.is_empty() {
            parts.extend(fed.take());
        }
        assert_eq!(job.poll(), Poll::Running);
        job.cancel();
        assert_eq!(job.wait(), Some(()));
        parts.extend(fed.take());
        assert_eq!(parts, [1, 2]);
    }

    #[test]
    fn a_job_hears_that_it_is_cancelled() {
        let job = Runner::quiet().start("long", |cancel, _| {
            while !cancel.is_cancelled() {
                std::thread::yield_now();
            }
            "stopped"
        });
        assert_eq!(job.poll(), Poll::Running);
        job.cancel();
        assert_eq!(job.wait(), Some("stopped"));
    }
}
