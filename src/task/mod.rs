//! What long work and messy input need: a way to stop, a way to tell how far it is, and results that come with
//! diagnostics instead of failing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Asks work under way to stop. Clones share one flag.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the work to stop; it does so at its next look.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work should stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How far work under way is, in units of its own. Clones share one counter.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<ProgressCounts>);

#[derive(Debug, Default)]
struct ProgressCounts {
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// Sets how much there is to do.
    pub fn set_total(&self, total: u64) {
        self.0.total.store(total, Ordering::Relaxed);
    }

    /// Counts `more` as done.
    pub fn advance(&self, more: u64) {
        self.0.done.fetch_add(more, Ordering::Relaxed);
    }

    /// Share done, 0 to 1; `None` while the total is not known.
    #[must_use]
    pub fn fraction(&self) -> Option<f32> {
        let (done, total) = (self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed));
        (total > 0).then(|| (done as f32 / total as f32).min(1.0))
    }
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is missing.
    Info,
    /// Something was left out or is doubtful.
    Warning,
    /// What was asked for could not be done.
    Error,
}

/// One thing to tell the user, as a message of type `M` (an id with arguments, never a sentence).
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic<M> {
    /// How much it matters.
    pub severity: Severity,
    /// What is so.
    pub message: M,
    /// What to do next, where there is something to do.
    pub hint: Option<M>,
}

impl<M> Diagnostic<M> {
    /// A diagnostic without a hint.
    #[must_use]
    pub fn new(severity: Severity, message: M) -> Self {
        Self { severity, message, hint: None }
    }

    /// The same diagnostic with a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: M) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// A result that is always there, with what was noticed on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome<T, M> {
    /// The result.
    pub value: T,
    /// What was noticed, in the order in which it was.
    pub diagnostics: Vec<Diagnostic<M>>,
}
