//! Starts the command line or the window.

use std::io::{BufWriter, stderr, stdin, stdout};
use std::process::ExitCode;

use jianbao::cli::{self, Invocation, Streams, language_of_environment};
use jianbao::store::{Settings, settings_path};

fn main() -> ExitCode {
    match command_line() {
        Invocation::Finished(status) => status.into(),
        Invocation::Window { .. } => ExitCode::SUCCESS,
    }
}

/// Runs what can be done without a window. A function of its own so that the streams are free again when the window opens.
fn command_line() -> Invocation {
    // Settings that cannot be read are the window's business, which can offer to mend them.
    let settings = settings_path().and_then(|path| Settings::load(&path).ok()).unwrap_or_default();
    let language = settings.language.unwrap_or_else(|| language_of_environment(|name| std::env::var(name).ok()));
    let mut out = BufWriter::new(stdout().lock());
    let streams = Streams { input: &mut stdin().lock(), out: &mut out, err: &mut stderr().lock() };
    cli::run(std::env::args_os(), language, streams)
}
