//! `jianbao man`: the manual, made of what clap knows, for packages. It is not in the help.

use std::io;

use clap::{ArgMatches, Command};
use clap_mangen::Man;

use super::{Console, Status, usage};
use crate::i18n::Catalogue;

pub(super) fn define(command: Command, _: &Catalogue) -> Command {
    command.hide(true)
}

/// One page: the program, then each subcommand with its arguments.
pub(super) fn run(_: &ArgMatches, console: &mut Console<'_>) -> io::Result<Status> {
    let mut root = usage::command(&console.catalogue);
    root.build();
    let page = Man::new(root.clone()).date("").source(concat!("jianbao ", env!("CARGO_PKG_VERSION"))).manual("");
    let mut out: Vec<u8> = Vec::new();
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    page.render_options_section(&mut out)?;
    for command in root.get_subcommands().filter(|command| !command.is_hide_set()) {
        let page = Man::new(command.clone());
        let mut sections: Vec<u8> = Vec::new();
        page.render_synopsis_section(&mut sections)?;
        page.render_description_section(&mut sections)?;
        page.render_options_section(&mut sections)?;
        out.extend_from_slice(format!(".SH \"{} {}\"\n", root.get_name(), command.get_name()).as_bytes());
        // Sections of the page become those of the command.
        out.extend_from_slice(String::from_utf8_lossy(&sections).replace(".SH ", ".SS ").as_bytes());
    }
    page_end(console, &root, &mut out);
    console.out().write_all(&out)?;
    Ok(Status::Done)
}

/// What stands at the end of the help: the exit codes.
fn page_end(console: &Console<'_>, root: &Command, out: &mut Vec<u8>) {
    if root.get_after_help().is_some() {
        out.extend_from_slice(b".SH EXIT STATUS\n");
        let text = console.catalogue.get("cli-after-help").replace('\\', "\\\\");
        out.extend_from_slice(text.as_bytes());
        out.push(b'\n');
    }
}
