//! Random edits, undos, saves, faults, crashes, losses of power and reopenings, beside a model that is a list of notes: what is
//! open is always a state that the model was in, no older than what was acknowledged.
//!
//! `JIANBAO_MODEL_CASES` says how many runs.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use jianbao::notebook::{Notebook, NotebookId};
use jianbao::session::{Request, Session, Target};
use jianbao::store::{JournalEntry, Opener, Snapshot, Store};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::failing_disk::{Chance, FAULTS, FailingDisk, Fault};

type Notes = BTreeSet<String>;

/// What the notebook is said to hold, and the ways back and forth.
#[derive(Clone, Debug, PartialEq)]
struct State {
    notes: Notes,
    past: Vec<Notes>,
    future: Vec<Notes>,
}

#[derive(Clone, Debug)]
enum Step {
    Add,
    Remove(Index),
    Undo,
    Redo,
    /// Writes what waits, then the notebook in full.
    Save,
    /// Keeps the state in mind …
    Remember,
    /// … and saves it in full, though more has been done since.
    SaveOld,
    /// The disk fails once, so many steps on.
    Fault(usize, Fault),
    Heal,
    /// The process ends; another opens the notebook.
    Crash,
    /// The machine ends.
    PowerLoss(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Add),
        2 => any::<Index>().prop_map(Step::Remove),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
        2 => Just(Step::Save),
        1 => Just(Step::Remember),
        1 => Just(Step::SaveOld),
        2 => (0..30usize, select(FAULTS)).prop_map(|(at, fault)| Step::Fault(at, fault)),
        1 => Just(Step::Heal),
        1 => Just(Step::Crash),
        2 => any::<u64>().prop_map(Step::PowerLoss),
    ]
}

struct Run {
    disk: FailingDisk,
    session: Session,
    store: Option<Store>,
    remembered: Option<Snapshot>,
    waiting: Vec<JournalEntry>,
    /// States since the last acknowledgement, that one first. Where several look alike, any of them may be the one.
    states: Vec<Vec<State>>,
    made: usize,
}

fn path() -> PathBuf {
    PathBuf::from("/d/n.ron")
}

fn notes(session: &Session) -> Notes {
    session.notebook().notes().values().map(|note| note.text.clone()).collect()
}

impl Run {
    fn new() -> Self {
        let disk = FailingDisk::default();
        let session = Session::new(Notebook::new(NotebookId::generate()), "");
        let store = Opener::on(Arc::new(disk.clone()), "").create(&path(), session.notebook()).unwrap();
        let start = State { notes: Notes::new(), past: Vec::new(), future: Vec::new() };
        Self {
            disk,
            session,
            store: Some(store),
            remembered: None,
            waiting: Vec::new(),
            states: vec![vec![start]],
            made: 0,
        }
    }

    fn now(&self) -> &[State] {
        self.states.last().unwrap()
    }

    /// The session has changed: `next` is what the model makes of each state that it may be in.
    fn moved(&mut self, next: impl Fn(&State) -> Option<State>) -> Result<(), TestCaseError> {
        let there = notes(&self.session);
        let mut states: Vec<State> = self.now().iter().filter_map(next).filter(|state| state.notes == there).collect();
        states.dedup();
        prop_assert!(!states.is_empty(), "the model was in {:?}, the session has {:?}", self.now(), there);
        self.states.push(states);
        self.waiting.extend(self.session.take_outbox());
        self.flush();
        Ok(())
    }

    fn acknowledged(&mut self) {
        self.waiting.clear();
        self.states.drain(..self.states.len() - 1);
    }

    fn flush(&mut self) {
        if self.store.as_mut().is_some_and(|store| store.append(&self.waiting).is_ok()) {
            self.acknowledged();
        }
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Add => {
                self.made += 1;
                let text = format!("{}", self.made);
                let added = text.clone();
                self.session.perform(Request::AddNote { target: Target::Notebook, text }).unwrap();
                self.moved(|state| {
                    Some(changed(state, |notes| {
                        notes.insert(added.clone());
                    }))
                })
            }
            Step::Remove(at) => {
                let all: Vec<_> = self.session.notebook().notes().values().cloned().collect();
                if all.is_empty() {
                    return Ok(());
                }
                let note = &all[at.index(all.len())];
                self.session.perform(Request::RemoveNote { note: note.id }).unwrap();
                self.moved(|state| {
                    Some(changed(state, |notes| {
                        notes.remove(&note.text);
                    }))
                })
            }
            Step::Undo => self.undo(),
            Step::Redo => self.redo(),
            Step::Save => {
                self.flush();
                let snapshot = self.session.snapshot();
                self.save(&snapshot, true);
                Ok(())
            }
            Step::Remember => {
                self.remembered = Some(self.session.snapshot());
                Ok(())
            }
            Step::SaveOld => {
                self.flush();
                if let Some(snapshot) = self.remembered.take() {
                    self.save(&snapshot, false);
                }
                Ok(())
            }
            Step::Fault(at, fault) => {
                self.disk.fail_at(self.disk.steps() + at, fault);
                Ok(())
            }
            Step::Heal => {
                self.disk.heal();
                Ok(())
            }
            Step::Crash => {
                self.store = None;
                self.reopen()
            }
            Step::PowerLoss(seed) => {
                self.store = None;
                self.disk = self.disk.after_power_loss(&mut Chance(seed));
                self.reopen()
            }
        }
    }

    fn save(&mut self, snapshot: &Snapshot, is_latest: bool) {
        let saved = self.store.as_mut().is_some_and(|store| store.save_snapshot(snapshot).is_ok());
        if saved && is_latest {
            self.acknowledged();
        }
    }

    fn undo(&mut self) -> Result<(), TestCaseError> {
        if self.session.next_undo().is_none() {
            // Only a history that was lost with a crash may end before the model's.
            return Ok(());
        }
        self.session.perform(Request::Undo).unwrap();
        self.moved(|state| {
            let mut state = state.clone();
            let before = state.past.pop()?;
            state.future.push(std::mem::replace(&mut state.notes, before));
            Some(state)
        })
    }

    fn redo(&mut self) -> Result<(), TestCaseError> {
        if self.session.next_redo().is_none() {
            return Ok(());
        }
        self.session.perform(Request::Redo).unwrap();
        self.moved(|state| {
            let mut state = state.clone();
            let after = state.future.pop()?;
            state.past.push(std::mem::replace(&mut state.notes, after));
            Some(state)
        })
    }

    fn reopen(&mut self) -> Result<(), TestCaseError> {
        self.disk.heal();
        self.remembered = None;
        self.waiting.clear();
        let opened = Opener::on(Arc::new(self.disk.clone()), "").open(&path());
        let opened = opened.map_err(|error| TestCaseError::fail(format!("it does not open: {error}")))?;
        self.session = Session::resume(opened.notebook, opened.history, "");
        self.store = Some(opened.store);
        let there = notes(&self.session);
        let known: Vec<State> = self.states.iter().flatten().filter(|state| state.notes == there).cloned().collect();
        prop_assert!(!known.is_empty(), "{:?} was acknowledged or done since, there is {:?}", self.states, there);
        self.states = vec![known];
        Ok(())
    }
}

fn changed(state: &State, change: impl Fn(&mut Notes)) -> State {
    let mut next = State { notes: state.notes.clone(), past: state.past.clone(), future: Vec::new() };
    next.past.push(state.notes.clone());
    change(&mut next.notes);
    next
}

fn cases() -> u32 {
    std::env::var("JIANBAO_MODEL_CASES").map_or(300, |value| value.parse().expect("a number"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_notebook_is_where_it_was_said_to_be(steps in vec(step(), 1..60)) {
        let mut run = Run::new();
        for step in steps {
            run.take(step)?;
        }
        // In the end all is well again, and nothing waits.
        run.disk.heal();
        run.flush();
        prop_assert!(run.waiting.is_empty());
        run.take(Step::PowerLoss(7))?;
    }
}
