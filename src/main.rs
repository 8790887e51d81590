//! Starts the command line or the window.

use std::io::{BufWriter, stderr, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

#[cfg(feature = "window")]
use jianbao::app::{self, Start};
use jianbao::cli::{self, Console, Invocation, Status, Streams, language_of_environment};
#[cfg(feature = "window")]
use jianbao::i18n::Catalogue;
use jianbao::i18n::{Language, Message};
use jianbao::store::Settings;
#[cfg(feature = "window")]
use jianbao::store::{default_notebook_path, settings_path};

fn main() -> ExitCode {
    let (language, invocation) = command_line();
    match invocation {
        Invocation::Finished(status) => status.into(),
        Invocation::Window { notebook, paths } => window(language, notebook, paths),
    }
}

/// Runs what can be done without a window. A function of its own so that the streams are free again when the window opens.
fn command_line() -> (Language, Invocation) {
    // Settings that cannot be read are the window's business, which tells of them.
    let settings = Settings::of_user();
    let language = settings.language.unwrap_or_else(|| language_of_environment(|name| std::env::var(name).ok()));
    let mut out = BufWriter::new(stdout().lock());
    let streams = Streams { input: &mut stdin().lock(), out: &mut out, err: &mut stderr().lock() };
    (language, cli::run(std::env::args_os(), language, streams))
}

#[cfg(not(feature = "window"))]
fn window(language: Language, _: Option<PathBuf>, _: Vec<PathBuf>) -> ExitCode {
    no_window(language, &Message::new("cli-built-without-window"))
}

#[cfg(feature = "window")]
fn window(language: Language, notebook: Option<PathBuf>, paths: Vec<PathBuf>) -> ExitCode {
    let name = Catalogue::new(language).get("notebook-default-name");
    let on_wayland = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"].iter().any(|name| std::env::var_os(name).is_some());
    let start = Start {
        notebook,
        paths,
        settings_path: settings_path(),
        default_notebook: default_notebook_path(&name).ok(),
        language,
        system_dialogs: true,
        lowers_candidates: cfg!(target_os = "linux") && !on_wayland,
        layouts: Default::default(),
    };
    let on_screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if cfg!(target_os = "linux") && !on_screen {
        return no_window(language, &Message::new("cli-no-display"));
    }
    match app::run(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => no_window(language, &Message::new("cli-no-window").with("reason", error.to_string())),
    }
}

fn no_window(language: Language, why: &Message) -> ExitCode {
    let streams = Streams { input: &mut stdin().lock(), out: &mut stdout().lock(), err: &mut stderr().lock() };
    Console::new(language, streams).error(why, Some(&Message::new("cli-no-window-hint")));
    Status::CouldNot.into()
}
