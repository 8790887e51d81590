//! What the commands that read articles share: the pages at the paths that are given, as a notebook has them if one is given.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};

use super::notebook::{own_paths, read_notebook};
use super::{Console, Status, usage};
use crate::i18n::{Catalogue, Message};
use crate::jobs::in_parallel;
use crate::library::{Page, Source, sample_by_id};
use crate::notebook::Notebook;
use crate::task::Cancel;

const NOTEBOOK: &str = "in_notebook";

/// `--notebook NOTEBOOK.ron`
pub(super) fn notebook_option(catalogue: &Catalogue) -> Arg {
    let option = usage::option(NOTEBOOK, "NOTEBOOK.ron", catalogue, "cli-as-in-notebook");
    option.long("notebook").value_parser(value_parser!(PathBuf))
}

/// Sources, and the notebook through which they are read.
pub(super) struct Given {
    pub(super) sources: Vec<Source>,
    pub(super) notebook: Option<Notebook>,
    pub(super) status: Status,
}

/// Loads what is given: files and folders, and a notebook, which is also known by its `.ron` among the paths. Of a notebook alone
/// its own sources.
pub(super) fn given(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Given, Status> {
    let is_notebook = |path: &Path| path.extension().is_some_and(|extension| extension == "ron");
    let (mut notebooks, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        usage::paths(matches).into_iter().partition(|path| is_notebook(path));
    notebooks.extend(matches.get_one::<PathBuf>(NOTEBOOK).cloned());
    if notebooks.len() > 1 {
        console.error(&Message::new("cli-two-notebooks"), Some(&Message::new("cli-see-help")));
        return Err(Status::BadUsage);
    }
    let Some(path) = notebooks.first() else {
        let (sources, status) = console.load(&paths);
        return Ok(Given { sources, notebook: None, status });
    };
    let (notebook, noticed) = read_notebook(path, console)?;
    let is_alone = paths.is_empty();
    let paths = if is_alone { own_paths(&notebook) } else { paths };
    let (mut sources, status) = if paths.is_empty() { (Vec::new(), Status::Done) } else { console.load(&paths) };
    if is_alone {
        sources.extend(notebook.sources().keys().filter_map(|id| sample_by_id(*id)));
    }
    Ok(Given { sources, notebook: Some(notebook), status: status.max(noticed) })
}

/// A source as it is read, in a notebook if there is one.
pub(super) fn page(source: &Source, notebook: Option<&Notebook>) -> Page {
    let page = Page::new(source.clone());
    notebook.and_then(|notebook| page.as_in(notebook)).unwrap_or(page)
}

impl Given {
    /// All pages, in the order of the sources.
    pub(super) fn pages(&self) -> Vec<Page> {
        in_parallel(&self.sources, &Cancel::default(), |source| page(source, self.notebook.as_ref()))
    }
}
