//! `jianbao apply`, killed over and over at moments left to chance, on one notebook: every acknowledged request is there.
//!
//! `JIANBAO_KILLS` says how often, `JIANBAO_SEED` from which number chance begins.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread::{sleep, spawn};
use std::time::Duration;

use jianbao::store;

use crate::desk::Desk;
use crate::failing_disk::Chance;

const KILLS: u64 = 100;

/// After so many kills a new notebook is begun, so that opening stays quick.
const KILLS_A_NOTEBOOK: u64 = 40;

/// Requests that are sent at most before the program is killed.
const REQUESTS: u64 = 60;

#[derive(Clone, Debug)]
enum Op {
    Add(String),
    /// Takes back the last `Add` of the same run.
    Undo,
}

impl Op {
    fn line(&self) -> String {
        match self {
            Self::Add(text) => format!("AddNote(target: Notebook, text: \"{text}\")\n"),
            Self::Undo => "Undo\n".to_owned(),
        }
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// The notes after `ops`, on top of what was there.
fn after(before: &[String], ops: &[Op]) -> Vec<String> {
    let mut notes = before.to_vec();
    for op in ops {
        match op {
            Op::Add(text) => notes.push(text.clone()),
            Op::Undo => drop(notes.pop()),
        }
    }
    notes.sort();
    notes
}

/// The requests of one run: no more undone than was done in it.
fn plan(run: u64, chance: &mut Chance) -> Vec<Op> {
    let mut ops = Vec::new();
    let mut depth = 0;
    for at in 0..chance.next() % REQUESTS + 1 {
        if depth > 0 && chance.next().is_multiple_of(5) {
            ops.push(Op::Undo);
            depth -= 1;
        } else {
            ops.push(Op::Add(format!("第{run}次第{at}条")));
            depth += 1;
        }
    }
    ops
}

/// When the program is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// While it starts.
    Starting,
    /// Behind so many answers.
    Behind(usize),
    /// While it saves in full at the end.
    Ending,
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a reader and a writer beside the program, joined before the check")]
fn nothing_acknowledged_is_lost_however_often_it_is_killed() {
    let (kills, seed) = (number("JIANBAO_KILLS", KILLS), number("JIANBAO_SEED", 1));
    let mut chance = Chance(seed);
    let (mut acknowledged_in_all, mut cut_off, mut at_end) = (0, 0, 0);
    let mut desk = Desk::new(&[]);
    let mut notes: Vec<String> = Vec::new();
    for run in 0..kills {
        if run % KILLS_A_NOTEBOOK == 0 {
            desk = Desk::new(&[]);
            notes.clear();
        }
        let ops = plan(run, &mut chance);
        let moment = match chance.next() % 8 {
            0 => Moment::Starting,
            1 | 2 => Moment::Ending,
            _ => Moment::Behind((chance.next() % ops.len() as u64) as usize),
        };
        let mut child = desk.command(&["apply", "n.ron"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let lines: Vec<String> = ops.iter().map(Op::line).collect();
        let (keep_open, closed) = mpsc::channel::<()>();
        let ends = matches!(moment, Moment::Ending);
        let writer = spawn(move || {
            for line in lines {
                if stdin.write_all(line.as_bytes()).is_err() {
                    return;
                }
            }
            if !ends {
                // Held open until the program is gone: no end of input, no full save.
                let _ = closed.recv();
            }
        });
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut answers = String::new();
        let behind = match moment {
            Moment::Starting => 0,
            Moment::Behind(count) => count,
            Moment::Ending => ops.len(),
        };
        for _ in 0..behind {
            assert_ne!(out.read_line(&mut answers).unwrap(), 0, "run {run} ended early");
        }
        let wait = match moment {
            Moment::Starting => chance.next() % 60_000,
            Moment::Behind(_) => chance.next() % 1_500,
            Moment::Ending => chance.next() % 4_000,
        };
        sleep(Duration::from_micros(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        drop(keep_open);
        writer.join().unwrap();
        out.read_to_string(&mut answers).unwrap();
        let whole = answers.rfind('\n').map_or("", |end| &answers[..=end]);
        let acknowledged = whole.lines().count();
        assert!(whole.lines().enumerate().all(|(at, line)| line == format!("ok {}", at + 1)), "run {run}: {whole}");

        let opened = match store::read(&desk.path("n.ron")) {
            Ok(opened) => opened,
            // Killed before it was made for the first time.
            Err(store::StoreError::NotFound { .. }) if acknowledged == 0 && notes.is_empty() => continue,
            Err(error) => panic!("run {run} of seed {seed}, {moment:?}: {error}"),
        };
        let mut found: Vec<String> = opened.notebook.notes().values().map(|note| note.text.clone()).collect();
        found.sort();
        // What was on its way may be there or not, in order.
        let reached = (acknowledged..=ops.len()).find(|&count| after(&notes, &ops[..count]) == found);
        let reached = reached.unwrap_or_else(|| {
            panic!("run {run} of seed {seed}, {moment:?}: {acknowledged} were acknowledged, there is {found:#?}")
        });
        notes = after(&notes, &ops[..reached]);
        acknowledged_in_all += acknowledged;
        cut_off += usize::from(acknowledged < ops.len());
        at_end += usize::from(acknowledged == ops.len());
    }
    println!(
        "{kills} kills, seed {seed}: {acknowledged_in_all} requests acknowledged, none lost; {cut_off} kills in mid-work, \
         {at_end} behind the last answer"
    );
}
