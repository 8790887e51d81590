//! What is written for other programs to read: notes, an article, the codebook.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::App;
use super::work::pending;
use crate::exchange::{ExportOptions, ExportOrder, clipping_markdown, codebook_csv, export_notes, may_export_to};
use crate::i18n::Catalogue;
use crate::store::write_file;
use crate::ui::PathPurpose;

impl App {
    pub(super) fn export(&mut self, order: ExportOrder, path: PathBuf, may_replace: bool) {
        let (notebook, library) = (self.session.notebook().clone(), self.session.library().clone());
        let options = ExportOptions { order, title: self.notebook_name(), ..ExportOptions::default() };
        self.start_export(PathPurpose::Export(order), path, may_replace, move |texts| {
            export_notes(texts, &notebook, &library, &options, Timestamp::now())
        });
    }

    pub(super) fn save_article(&mut self, path: PathBuf, may_replace: bool) {
        let Some((page, article)) = self.active_article() else { return };
        let (page, article) = (Arc::clone(page), article.clone());
        self.start_export(PathPurpose::Article, path, may_replace, move |texts| {
            clipping_markdown(texts, &page, &article)
        });
    }

    pub(super) fn export_codebook(&mut self, path: PathBuf, may_replace: bool) {
        let notebook = self.session.notebook().clone();
        self.start_export(PathPurpose::ExportCodebook, path, may_replace, move |texts| codebook_csv(texts, &notebook));
    }

    /// Writes what `make` makes, in a job; never over the notebook or a source.
    pub(super) fn start_export(
        &mut self,
        purpose: PathPurpose,
        path: PathBuf,
        may_replace: bool,
        make: impl FnOnce(&Catalogue) -> String + Send + 'static,
    ) {
        let (own, library) = (self.notebook_path().map(Path::to_owned), self.session.library().clone());
        let language = self.texts.language();
        let job = self.runner.start("export", move |_, _| {
            may_export_to(&path, own.as_deref(), &library)?;
            let text = make(&Catalogue::new(language));
            write_file(&path, text.as_bytes(), may_replace).map(|()| path)
        });
        self.work.export = pending(purpose, job);
    }
}
