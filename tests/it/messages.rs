//! Every sentence that the program names is in both catalogues, and the catalogues hold no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jianbao::i18n::{Catalogue, Language};
use jianbao::page::Role;

use crate::rust_source::{Literal, Stripped, program_files};

/// What stands before an id in the code.
const ID_FOLLOWS: &[&str] = &["Message::new(", "view.text(", "texts.get(", "catalogue.get(", "said:", "catalogue,"];

/// Texts that look like ids of a catalogue and are none.
const NO_IDS: &[(&str, &str)] = &[
    ("markdown-by-tag", "a format of `jianbao export`"),
    ("codebook-csv", "a format of `jianbao export`"),
    ("report-html", "a format of `jianbao export`"),
    ("report-docx", "a format of `jianbao export`"),
    ("save-as", "the name of a thread"),
    ("look-around", "what the regex crate says"),
    ("sans-bold", "the name of a font"),
    ("serif-bold", "the name of a font"),
];

/// Ids that are put together when the program runs, and from what.
fn built() -> BTreeSet<String> {
    // usage.rs takes the texts of each subcommand, and of the program itself, from its name.
    let commands = [
        "cli",
        "cli-articles",
        "cli-search",
        "cli-keywords",
        "cli-apply",
        "cli-export",
        "cli-import",
        "cli-verify",
        "cli-backups",
        "cli-man",
        "cli-words",
        "cli-collocates",
        "cli-keyness",
    ];
    let of_commands = commands.iter().flat_map(|name| ["about", "usage"].map(|text| format!("{name}-{text}")));
    // articles.rs names each part by its role, table.rs each column by its field in JSON.
    let of_roles = Role::ALL.iter().map(|role| format!("cli-role-{}", role.code()));
    let columns =
        "articles count dispersion frequency g2 left log_dice log_ratio per_million reference right score term word";
    let of_columns = columns.split(' ').map(|column| format!("cli-column-{column}"));
    of_commands.chain(of_roles).chain(of_columns).collect()
}

/// The ids of a language's catalogue, each with the names of the arguments in its text.
fn catalogue(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/i18n").join(folder);
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in fs::read_dir(path).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let mut last = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((id, _)) = line.split_once(" =").filter(|(id, _)| !id.starts_with(' ')) {
                last = id.to_owned();
                assert!(ids.insert(last.clone(), BTreeSet::new()).is_none(), "{last} is there twice");
            }
            for argument in line.split('$').skip(1) {
                let name = argument.split(|ch: char| !ch.is_ascii_lowercase() && ch != '_').next().unwrap();
                ids.get_mut(&last).unwrap().insert(name.to_owned());
            }
        }
    }
    assert!(ids.len() > 200);
    ids
}

fn literals() -> Vec<(String, Literal)> {
    let files = program_files();
    let all = files
        .iter()
        .flat_map(|(name, text)| Stripped::new(text).literals.into_iter().map(move |it| (name.clone(), it)));
    all.collect()
}

/// Whether a text must be an id of the catalogues: by what stands before it, or by its look.
fn names_a_message(literal: &Literal, families: &BTreeSet<&str>) -> bool {
    let is_word = |ch: char| ch.is_ascii_lowercase() || ch == '_';
    if ID_FOLLOWS.iter().any(|before| literal.before.ends_with(before))
        && literal.text.chars().all(|ch| is_word(ch) || ch == '-')
    {
        return literal.before.ends_with('(') || literal.text.contains('-');
    }
    let mut words = literal.text.split('-');
    words.clone().count() > 1
        && words.clone().all(|word| !word.is_empty() && word.chars().all(is_word))
        && words.next().is_some_and(|first| families.contains(first))
}

#[test]
fn every_id_in_the_program_has_a_text_in_both_languages() {
    let ids = catalogue("zh-CN");
    let families: BTreeSet<&str> = ids.keys().filter_map(|id| id.split_once('-')).map(|it| it.0).collect();
    let all = literals();
    let named: Vec<_> = all.iter().filter(|(_, literal)| names_a_message(literal, &families)).collect();
    assert!(named.len() > 250, "{}", named.len());
    for language in Language::ALL {
        let texts = Catalogue::new(language);
        for (file, Literal { line, text, .. }) in &named {
            let is_none = NO_IDS.iter().any(|(other, _)| other == text);
            assert!(is_none || texts.has(text), "src/{file}:{line}: {language:?} has no text for {text:?}");
        }
        for id in built() {
            assert!(texts.has(&id), "{language:?} has no text for {id:?}");
        }
    }
}

#[test]
fn every_text_of_the_catalogues_is_used() {
    let all = literals();
    let mut used = built();
    used.extend(all.into_iter().map(|(_, literal)| literal.text));
    let ids = catalogue("zh-CN");
    let unused: Vec<&String> = ids.keys().filter(|id| !used.contains(*id)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
    for (text, why) in NO_IDS {
        assert!(used.contains(*text), "{text:?} ({why}) is no longer in the program");
        assert!(!ids.contains_key(*text), "{text:?} is an id after all");
    }
}

#[test]
fn both_languages_take_the_arguments_that_the_program_gives() {
    let (chinese, english) = (catalogue("zh-CN"), catalogue("en"));
    assert_eq!(chinese.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (id, arguments) in &chinese {
        assert_eq!(arguments, &english[id], "{id}");
    }
    let given: BTreeSet<String> =
        literals().into_iter().filter(|(_, it)| it.before.ends_with(".with(")).map(|(_, it)| it.text).collect();
    let taken: BTreeSet<String> = chinese.into_values().flatten().collect();
    // The other way round says nothing: `with` is also what egui calls the making of an id.
    let never: Vec<&String> = taken.difference(&given).collect();
    assert!(never.is_empty(), "nobody gives {never:?}");
}

#[test]
fn a_name_without_a_text_would_be_found() {
    let families = BTreeSet::from(["said", "button"]);
    let check = |code: &str, found: bool| {
        let stripped = Stripped::new(code);
        assert_eq!(stripped.literals.iter().any(|literal| names_a_message(literal, &families)), found, "{code}");
    };
    check("Message::new(\"anything\")", true);
    check("view.text(\n    \"anything\",\n)", true);
    check("let id = if two { \"button-one\" } else { \"\" };", true);
    check("Command::Copy { text, said: \"said-copied\" }", true);
    check("// Message::new(\"said-x\")", false);
    check("map.get(\"anything\"); \"other-thing\"; \"said\"; \"said-\"; \"A said-x\"", false);
}
