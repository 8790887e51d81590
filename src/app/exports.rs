//! What is written for other programs to read: notes, an article, the codebook.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::App;
use super::work::pending;
use crate::exchange::{
    ExportError, ExportInput, ExportOptions, ExportOrder, Format, clipping_markdown, codebook_csv, export,
    may_export_to,
};
use crate::i18n::Catalogue;
use crate::store::{StoreError, write_file};
use crate::task::{Cancel, Progress};
use crate::ui::PathPurpose;

impl App {
    pub(super) fn export(&mut self, order: ExportOrder, path: PathBuf, may_replace: bool) {
        let (notebook, library) = (self.session.notebook().clone(), self.session.library().clone());
        let options = ExportOptions { order, title: self.notebook_name(), ..ExportOptions::default() };
        self.start_export(PathPurpose::Export(order), path, may_replace, move |texts, cancel, progress| {
            let input = ExportInput { catalogue: texts, notebook: &notebook, library: &library, now: Timestamp::now() };
            export(Format::Markdown, &options, input, cancel, progress).map(|exported| exported.bytes)
        });
    }

    pub(super) fn save_article(&mut self, path: PathBuf, may_replace: bool) {
        let Some((page, article)) = self.active_article() else { return };
        let (page, article) = (Arc::clone(page), article.clone());
        self.start_export(PathPurpose::Article, path, may_replace, move |texts, _, _| {
            Ok(clipping_markdown(texts, &page, &article).into_bytes())
        });
    }

    pub(super) fn export_codebook(&mut self, path: PathBuf, may_replace: bool) {
        let notebook = self.session.notebook().clone();
        self.start_export(PathPurpose::ExportCodebook, path, may_replace, move |texts, _, _| {
            Ok(codebook_csv(texts, &notebook).into_bytes())
        });
    }

    /// Writes what `make` makes, in a job; never over the notebook or a source.
    pub(super) fn start_export(
        &mut self,
        purpose: PathPurpose,
        path: PathBuf,
        may_replace: bool,
        make: impl FnOnce(&Catalogue, &Cancel, &Progress) -> Result<Vec<u8>, ExportError> + Send + 'static,
    ) {
        let (own, library) = (self.notebook_path().map(Path::to_owned), self.session.library().clone());
        let language = self.texts.language();
        let job = self.runner.start("export", move |cancel, progress| {
            may_export_to(&path, own.as_deref(), &library)?;
            let made = make(&Catalogue::new(language), cancel, progress);
            let failed = |error| StoreError::Io { path: path.clone(), source: std::io::Error::other(error) };
            write_file(&path, &made.map_err(failed)?, may_replace).map(|()| path)
        });
        self.work.export = pending(purpose, job);
    }
}
