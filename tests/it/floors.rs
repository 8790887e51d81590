//! The map in `src/lib.rs` holds: a module imports from lower floors only, and what touches the world does so behind a gate.

use std::fs;
use std::path::Path;

use crate::rust_source::{Stripped, program_files};

/// Modules from low to high; those on one floor do not know each other. `main.rs` stands on top and uses the crate as any
/// other program does.
const FLOORS: &[&[&str]] = &[
    &["text", "task", "i18n"],
    &["page"],
    &["recover", "notebook"],
    &["library"],
    &["lexis"],
    &["search"],
    &["store"],
    &["exchange"],
    &["session", "jobs"],
    &["ui", "cli"],
    &["app"],
];

/// What may be used only behind a gate. A place ends in `/` or is a file.
struct Gate {
    paths: &'static [&'static str],
    behind: &'static [&'static str],
}

const GATES: &[Gate] = &[
    Gate { paths: &["egui", "eframe"], behind: &["ui/", "app.rs", "app/", "main.rs"] },
    Gate {
        paths: &["std::fs", "std::os", "memmap2", "tempfile", "walkdir"],
        behind: &["library/", "store/", "exchange/", "cli/", "main.rs", "ui/fonts.rs"],
    },
    Gate { paths: &["fontdb"], behind: &["ui/fonts.rs"] },
    Gate { paths: &["rfd"], behind: &["jobs/"] },
    Gate { paths: &["std::thread"], behind: &["jobs/"] },
    Gate { paths: &["std::net"], behind: &[] },
];

/// Methods of paths that look at the disk, and so stand behind the gate of `std::fs`.
const LOOKS: &[&str] = &[
    "exists",
    "try_exists",
    "is_file",
    "is_dir",
    "canonicalize",
    "metadata",
    "symlink_metadata",
    "read_dir",
    "read_link",
];

/// A path that code names, and the line on which it does.
#[derive(Debug, PartialEq)]
struct Named {
    line: usize,
    path: Vec<String>,
}

/// Every path of two names or more that the code holds, groups in braces taken apart, and every path of a `use`.
fn named(code: &str) -> Vec<Named> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (word, line) = (tokens[at].0.as_str(), tokens[at].1);
        let follows_path = at > 0 && tokens[at - 1].0 == "::";
        let begins = is_word(word) && !follows_path;
        let in_use = at > 0 && tokens[at - 1].0 == "use" || word == "use";
        if word == "use" && begins {
            at += 1;
            tree(&tokens, &mut at, &[], &mut found);
        } else if begins && !in_use && tokens.get(at + 1).is_some_and(|next| next.0 == "::") {
            let before = found.len();
            tree(&tokens, &mut at, &[], &mut found);
            found.iter_mut().skip(before).for_each(|named| named.line = named.line.max(line));
        } else {
            at += 1;
        }
    }
    found
}

/// Calls of methods that look at the disk.
fn looks(code: &str) -> Vec<Named> {
    let tokens = tokens(code);
    let calls = tokens.windows(3).filter(|it| it[0].0 == "." && LOOKS.contains(&it[1].0.as_str()) && it[2].0 == "(");
    let named = |name: &str| ["std", "fs", name].map(str::to_owned).to_vec();
    calls.map(|it| Named { line: it[1].1, path: named(&it[1].0) }).collect()
}

fn is_word(token: &str) -> bool {
    token.starts_with(|ch: char| ch.is_alphabetic() || ch == '_')
}

/// Words, `::` and single signs, each with its line.
fn tokens(code: &str) -> Vec<(String, usize)> {
    let mut out: Vec<(String, usize)> = Vec::new();
    for (line, text) in (1..).zip(code.lines()) {
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_part = |ch: char| ch.is_alphanumeric() || ch == '_';
            let length = if is_part(first) {
                rest.find(|ch| !is_part(ch)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            out.push((rest[..length].to_owned(), line));
            rest = rest[length..].trim_start();
        }
    }
    out
}

/// Reads a path at `at`, or, where it ends in a group, all of its paths.
fn tree(tokens: &[(String, usize)], at: &mut usize, before: &[String], found: &mut Vec<Named>) {
    let mut path = before.to_vec();
    let mut line = tokens.get(*at).map_or(0, |token| token.1);
    while let Some((token, here)) = tokens.get(*at) {
        if token == "{" {
            *at += 1;
            while tokens.get(*at).is_some_and(|token| token.0 != "}") {
                let start = *at;
                tree(tokens, at, &path, found);
                if tokens.get(*at).is_some_and(|token| token.0 == ",") || *at == start {
                    *at += 1;
                }
            }
            *at += 1;
            return;
        }
        if token == "*" || is_word(token) {
            path.push(token.clone());
            line = *here;
            *at += 1;
        } else if token != "::" || path.is_empty() {
            break;
        }
        if tokens.get(*at).is_some_and(|token| token.0 == "as") {
            *at += 2;
        }
        if tokens.get(*at).is_none_or(|token| token.0 != "::") {
            break;
        }
        *at += 1;
        // `Vec::<…>`: the path has ended.
        if tokens.get(*at).is_none_or(|token| !(is_word(&token.0) || token.0 == "{" || token.0 == "*")) {
            break;
        }
    }
    if path.is_empty() {
        *at += 1;
    } else {
        found.push(Named { line, path });
    }
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The module that the file at `file`, from `src/`, is: `ui/reader/mod.rs` is ui, reader.
fn module_of(file: &str) -> Vec<&str> {
    let mut names: Vec<&str> = file.trim_end_matches(".rs").split('/').collect();
    if names.last() == Some(&"mod") {
        names.pop();
    }
    names
}

/// The path from the crate's root on, if it stays in the crate.
fn in_crate(module: &[&str], path: &[String]) -> Option<Vec<String>> {
    match path.first().map(String::as_str) {
        Some("crate") => Some(path[1..].to_vec()),
        Some("super") => {
            let up = path.iter().take_while(|name| *name == "super").count();
            let base = module.len().saturating_sub(up);
            Some(module[..base].iter().map(|name| (*name).to_owned()).chain(path[up..].iter().cloned()).collect())
        }
        _ => None,
    }
}

/// What is wrong with a file of the crate: file, line, path, and why.
fn violations(file: &str, source: &str) -> Vec<String> {
    let module = module_of(file);
    let own = module[0];
    let mut found = Vec::new();
    let code = Stripped::new(source).code;
    for Named { line, path } in named(&code).into_iter().chain(looks(&code)) {
        let shown = path.join("::");
        let mut tell = |why: String| found.push(format!("src/{file}:{line}: {shown}: {why}"));
        if let Some(inner) = in_crate(&module, &path) {
            let target = inner.first().map_or("", String::as_str);
            match (floor(own), floor(target)) {
                _ if target == own => {}
                (_, None) => tell("is no module of the map".to_owned()),
                (None, _) => tell(format!("{own} is no module of the map")),
                (Some(here), Some(there)) if here <= there => tell(format!("{own} does not stand above {target}")),
                _ => {}
            }
        }
        for gate in GATES {
            let is_meant = |gated: &&&str| {
                let gated: Vec<&str> = gated.split("::").collect();
                path.len() >= gated.len() && path.iter().zip(&gated).all(|(name, gated)| name == gated)
            };
            if let Some(gated) = gate.paths.iter().find(is_meant)
                && !gate.behind.iter().any(|place| file == *place || (place.ends_with('/') && file.starts_with(place)))
            {
                tell(format!("{gated} is used only in {}", gate.behind.join(", ")));
            }
        }
    }
    found
}

#[test]
fn modules_import_from_lower_floors_only() {
    let all = program_files();
    let checked: Vec<_> = all.iter().filter(|(name, _)| name != "lib.rs").collect();
    // A search that finds nothing to search finds nothing wrong either.
    assert!(checked.len() > 80, "{}", checked.len());
    let imports: usize = checked.iter().map(|(_, text)| named(&Stripped::new(text).code).len()).sum();
    assert!(imports > 1_000, "{imports}");
    let wrong: Vec<String> = checked.iter().flat_map(|(name, text)| violations(name, text)).collect();
    assert!(wrong.is_empty(), "{} imports break a floor or a gate:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_module_of_the_crate_has_a_floor() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let mut declared: Vec<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let mut placed: Vec<&str> = FLOORS.concat();
    declared.sort_unstable();
    placed.sort_unstable();
    assert_eq!(declared, placed);
}

/// The lines and paths that are found wrong in a file made up for the purpose.
#[track_caller]
fn check(file: &str, source: &str, expected: &[(usize, &str)]) {
    let found = violations(file, source);
    let expected: Vec<String> = expected.iter().map(|(line, path)| format!("src/{file}:{line}: {path}: ")).collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(&expected) {
        assert!(found.starts_with(expected.as_str()), "{found} is not {expected}");
    }
}

#[test]
fn an_import_from_above_is_found() {
    check("text/fold.rs", "use crate::page::Role;\n", &[(1, "crate::page::Role")]);
    check("text/mod.rs", "use crate::task::Cancel;\n", &[(1, "crate::task::Cancel")]);
    check("store/file.rs", "\nuse crate::exchange::Proof;", &[(2, "crate::exchange::Proof")]);
    check("store/file.rs", "use crate::{notebook, session::Session};", &[(1, "crate::session::Session")]);
    check(
        "ui/view.rs",
        "use crate::{\n    cli::{self, Status},\n    page,\n};",
        &[(2, "crate::cli::self"), (2, "crate::cli::Status")],
    );
    check("recover/mod.rs", "fn f() -> crate::library::Page { todo() }", &[(1, "crate::library::Page")]);
    check("page/layout.rs", "pub(in crate::library) fn f() {}", &[(1, "crate::library")]);
    check("page/layout.rs", "use crate::*;", &[(1, "crate::*")]);
    check("session/mod.rs", "use crate::ui as seen;", &[(1, "crate::ui")]);
    check("ui/reader/doc.rs", "use super::super::super::app::App;", &[(1, "super::super::super::app::App")]);
    check("jobs/saver.rs", "use super::super::{notebook, session};", &[(1, "super::super::session")]);
    check("task/mod.rs", "use super::text::Text;", &[(1, "super::text::Text")]);
}

#[test]
fn what_stays_on_its_floor_or_goes_down_is_right() {
    check("ui/reader/doc.rs", "use super::super::fonts;\nuse super::{Block, ReaderDoc};\nuse crate::ui::theme;", &[]);
    check("exchange/verify.rs", "use crate::{library::Page, notebook::{self, Notebook}, page::*};", &[]);
    check("text/fold.rs", "//! As [`Role`](crate::page::Role).\n/* crate::ui */ const A: &str = \"crate::ui\";", &[]);
    check(
        "text/fold.rs",
        "const A: &str = r#\"\"crate::ui\"#; const B: char = '\"'; const C: &str = \"crate::ui\";",
        &[],
    );
    check("jobs/saver.rs", "#[cfg(test)]\nmod tests {\n    use crate::session::Session;\n    fn f() { {} }\n}\n", &[]);
    check("session/mod.rs", "#[cfg(test)]\nmod tests;\nuse crate::ui::View;\n", &[(3, "crate::ui::View")]);
    check("jobs/saver.rs", "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::app::App;\n", &[(3, "crate::app::App")]);
}

#[test]
fn what_is_used_outside_its_gate_is_found() {
    check("session/views.rs", "use egui::Color32;", &[(1, "egui::Color32")]);
    check("session/views.rs", "use egui;", &[(1, "egui")]);
    check("session/views.rs", "fn f(ui: &mut egui::Ui) {}", &[(1, "egui::Ui")]);
    check("cli/mod.rs", "fn f() { eframe::run() }", &[(1, "eframe::run")]);
    check("app/work.rs", "use std::fs;", &[(1, "std::fs")]);
    check(
        "ui/window.rs",
        "use std::{\n    collections::BTreeMap,\n    fs::{self, File},\n};",
        &[(3, "std::fs::self"), (3, "std::fs::File")],
    );
    check("session/mod.rs", "fn f() { std::fs::read(p); }", &[(1, "std::fs::read")]);
    check(
        "app.rs",
        "use std::thread;\nfn f() { std::thread::spawn(g); }",
        &[(1, "std::thread"), (2, "std::thread::spawn")],
    );
    check("search/query.rs", "use std::net::TcpStream;", &[(1, "std::net::TcpStream")]);
    check("app/files.rs", "fn f() { path\n    .exists() }", &[(2, "std::fs::exists")]);
    check("store/lock.rs", "fn f() { path.exists() }", &[]);
    check("ui/window.rs", "use egui::Ui;", &[]);
    check("app.rs", "impl eframe::App for App {}", &[]);
    check("store/file.rs", "use std::fs::{self, File};", &[]);
    check("jobs/mod.rs", "use std::thread::Builder;", &[]);
}
