//! What a package holds beside the program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::desk::{DONE, Desk};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `JIANBAO_UPDATE_MAN=1` writes the manual anew.
#[test]
fn the_manual_is_that_of_the_program() {
    let manual = Desk::new(&[]).run(&["man"], DONE).out;
    let path = root().join("packaging/jianbao.1");
    if std::env::var_os("JIANBAO_UPDATE_MAN").is_some() {
        fs::write(&path, &manual).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), manual, "JIANBAO_UPDATE_MAN=1 cargo test --test it manual");
    for command in ["articles", "search", "keywords", "apply", "export", "import", "verify", "backups"] {
        assert!(manual.contains(&format!(".SH \"jianbao {command}\"")), "{command}");
    }
    assert!(!Desk::new(&[]).run(&["--help"], DONE).out.contains("roff"), "it is for packages");
}

#[test]
fn every_file_of_the_package_is_there() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let assets = manifest.split("assets = [").nth(1).unwrap().split("\n]").next().unwrap();
    let files: Vec<PathBuf> = assets.lines().filter_map(|line| Some(root().join(line.split('"').nth(1)?))).collect();
    assert!(files.len() > 10);
    for file in files.iter().filter(|file| !file.ends_with("target/release/jianbao")) {
        assert!(file.is_file(), "{}", file.display());
    }
    let entry = fs::read_to_string(root().join("packaging/jianbao.desktop")).unwrap();
    let types = fs::read_to_string(root().join("packaging/jianbao.xml")).unwrap();
    let document = roxmltree::Document::parse(&types).unwrap();
    let named = document.descendants().find_map(|node| node.attribute("type").filter(|it| it.contains('/'))).unwrap();
    assert!(entry.contains(&format!("MimeType={named};")) && entry.contains("Exec=jianbao %F"));
}

/// A notebook begins as the type says.
#[test]
fn a_notebook_is_known_by_its_beginning() {
    let desk = Desk::new(&[]);
    desk.feed(&["apply", "n.ron"], "AddTag(name: \"a\")\n", DONE);
    let types = fs::read_to_string(root().join("packaging/jianbao.xml")).unwrap();
    let document = roxmltree::Document::parse(&types).unwrap();
    let magic = document.descendants().find(|node| node.has_attribute("offset")).unwrap().attribute("value").unwrap();
    let begins = magic.replace("\\n", "\n");
    assert!(fs::read_to_string(desk.path("n.ron")).unwrap().starts_with(&begins), "{begins:?}");
}
