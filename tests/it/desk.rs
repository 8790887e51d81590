//! The program as a script runs it, in a folder of its own and without the settings of whoever runs the tests.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const DONE: i32 = 0;
pub(crate) const DATA_WRONG: i32 = 1;
pub(crate) const BAD_USAGE: i32 = 2;
pub(crate) const COULD_NOT: i32 = 3;

/// What the program wrote.
pub(crate) struct Outcome {
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A folder of its own, and the program in it.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            let path = desk.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The program with `args` in this folder, speaking English.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jianbao"));
        command.args(args).current_dir(self.0.path()).env("LC_ALL", "en_US.UTF-8").stdin(Stdio::null());
        // No settings of whoever runs the tests.
        command.env("HOME", self.0.path());
        for (name, folder) in
            [("CONFIG", ".config"), ("DATA", ".local/share"), ("CACHE", ".cache"), ("STATE", ".local/state")]
        {
            command.env(format!("XDG_{name}_HOME"), self.0.path().join(folder));
        }
        command
    }

    #[track_caller]
    pub(crate) fn run(&self, args: &[&str], code: i32) -> Outcome {
        Self::check(args, self.command(args).output().unwrap(), code)
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub(crate) fn json(&self, args: &[&str], code: i32) -> Value {
        serde_json::from_str(&self.run(args, code).out).unwrap()
    }

    /// Standard output as one JSON value a line.
    #[track_caller]
    pub(crate) fn json_lines(&self, args: &[&str]) -> Vec<Value> {
        self.run(args, DONE).out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The program with `args` and `input` on its standard input.
    #[track_caller]
    pub(crate) fn feed(&self, args: &[&str], input: &str, code: i32) -> Outcome {
        let mut child =
            self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // In a thread: the program may write more than a pipe holds before it has read all. It may also end without reading.
        let output = std::thread::scope(|scope| {
            scope.spawn(move || drop(stdin.write_all(input.as_bytes())));
            child.wait_with_output().unwrap()
        });
        Self::check(args, output, code)
    }

    #[track_caller]
    fn check(args: &[&str], output: Output, code: i32) -> Outcome {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let outcome = Outcome { out: text(output.stdout), err: text(output.stderr) };
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{}\n{}", outcome.out, outcome.err);
        outcome
    }
}
