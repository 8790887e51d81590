//! The arguments as clap knows them, with every text from the catalogue, and what is wrong with them in the user's language.

use std::io;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{COMMANDS, Console, Status};
use crate::i18n::{Catalogue, Message};

const PATHS: &str = "paths";
const JSON: &str = "json";

/// The whole command line.
pub(super) fn command(catalogue: &Catalogue) -> Command {
    let root = Command::new("jianbao")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args_conflicts_with_subcommands(true)
        .subcommand_help_heading(heading(catalogue, "cli-heading-commands"))
        .after_help(catalogue.get("cli-after-help"))
        .arg(paths_arg(catalogue).required(false).help(catalogue.get("cli-window-paths")))
        .arg(flag("version", catalogue, "cli-version").short('V').action(ArgAction::Version));
    COMMANDS.iter().fold(with_texts(root, catalogue, "cli"), |root, subcommand| {
        let defined = (subcommand.define)(Command::new(subcommand.name), catalogue);
        root.subcommand(with_texts(defined, catalogue, &format!("cli-{}", subcommand.name)))
    })
}

/// A command with its arguments, and now with its texts, which have ids that begin with `id`, and the help flag.
fn with_texts(command: Command, catalogue: &Catalogue, id: &str) -> Command {
    let usage = catalogue.get("cli-heading-usage");
    command
        .about(catalogue.get(&format!("{id}-about")))
        .override_usage(catalogue.get(&format!("{id}-usage")))
        .help_template(format!("{{about}}\n\n{usage}\n  {{usage}}\n\n{{all-args}}{{after-help}}"))
        .max_term_width(100)
        .disable_help_flag(true)
        .arg(flag("help", catalogue, "cli-help").short('h').action(ArgAction::Help))
}

/// The heading with this id. clap keeps headings as long as the program runs, so they are let live that long: a few words,
/// once.
fn heading(catalogue: &Catalogue, id: &str) -> &'static str {
    Box::leak(catalogue.get(id).into_boxed_str())
}

/// An option `--NAME VALUE` whose help has the id `help`.
pub(super) fn option(name: &'static str, value_name: &'static str, catalogue: &Catalogue, help: &str) -> Arg {
    flag(name, catalogue, help).action(ArgAction::Set).value_name(value_name)
}

/// A flag `--NAME` whose help has the id `help`.
pub(super) fn flag(name: &'static str, catalogue: &Catalogue, help: &str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(catalogue.get(help))
        .help_heading(heading(catalogue, "cli-heading-options"))
}

/// An argument without a name whose help has the id `help`.
pub(super) fn positional(name: &'static str, value_name: &'static str, catalogue: &Catalogue, help: &str) -> Arg {
    Arg::new(name)
        .value_name(value_name)
        .required(true)
        .help(catalogue.get(help))
        .help_heading(heading(catalogue, "cli-heading-arguments"))
}

/// `PATH…`: files and folders.
pub(super) fn paths_arg(catalogue: &Catalogue) -> Arg {
    positional(PATHS, "PATH", catalogue, "cli-paths")
        .display_order(2)
        .num_args(1..)
        .value_parser(value_parser!(PathBuf))
}

/// `--json`
pub(super) fn json_arg(catalogue: &Catalogue) -> Arg {
    flag(JSON, catalogue, "cli-json")
}

/// What was given as `PATH…`.
pub(super) fn paths(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many(PATHS).into_iter().flatten().cloned().collect()
}

/// Whether JSON is wanted.
pub(super) fn wants_json(matches: &ArgMatches) -> bool {
    matches.get_flag(JSON)
}

/// Shows the help or the version that was asked for, or says what is wrong with the arguments.
pub(super) fn explain(error: &clap::Error, console: &mut Console<'_>) -> io::Result<Status> {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        write!(console.out(), "{}", error.render())?;
        return Ok(Status::Done);
    }
    console.error(&message(error), Some(&Message::new("cli-see-help")));
    Ok(Status::BadUsage)
}

/// What is wrong with the arguments.
fn message(error: &clap::Error) -> Message {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    };
    let argument = || crate::library::shown(&context(ContextKind::InvalidArg)).into_owned();
    let value = || crate::library::shown(&context(ContextKind::InvalidValue)).into_owned();
    match error.kind() {
        ErrorKind::UnknownArgument => Message::new("cli-unknown-argument").with("argument", argument()),
        ErrorKind::MissingRequiredArgument => Message::new("cli-missing-argument").with("argument", argument()),
        ErrorKind::InvalidValue if value().is_empty() => Message::new("cli-missing-value").with("argument", argument()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Message::new("cli-wrong-value").with("argument", argument()).with("value", value())
        }
        ErrorKind::ArgumentConflict => Message::new("cli-argument-twice").with("argument", argument()),
        ErrorKind::InvalidUtf8 => Message::new("cli-not-utf8"),
        _ => Message::new("cli-wrong-usage"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn every_command_has_its_texts_in_every_language() {
        for language in Language::ALL {
            let mut command = command(&Catalogue::new(language));
            command.build();
            for command in std::iter::once(&command).chain(command.get_subcommands()) {
                let texts = command.get_about().into_iter().chain(command.get_arguments().filter_map(Arg::get_help));
                for text in texts.map(ToString::to_string) {
                    assert!(!text.starts_with("cli-"), "{text} is an id");
                }
                assert!(command.get_arguments().all(|arg| arg.get_help().is_some()));
            }
        }
    }
}
