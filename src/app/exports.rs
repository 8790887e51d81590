//! What is written for other programs to read: notes, an article.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::App;
use super::work::pending;
use crate::exchange::{ExportOptions, ExportOrder, clipping_markdown, export_notes, may_export_to};
use crate::i18n::Catalogue;
use crate::store::{StoreError, write_file};
use crate::ui::PathPurpose;

impl App {
    pub(super) fn export(&mut self, order: ExportOrder, path: PathBuf, may_replace: bool) {
        let notebook = self.session.notebook().clone();
        let library = self.session.library().clone();
        let language = self.texts.language();
        let options = ExportOptions { order, title: self.notebook_name(), ..ExportOptions::default() };
        let own = self.notebook_path().map(std::path::Path::to_owned);
        let job = self.runner.start("export", move |_, _| {
            may_export_to(&path, own.as_deref(), &library)?;
            let texts = Catalogue::new(language);
            let markdown = export_notes(&texts, &notebook, &library, &options, Timestamp::now());
            written(path, &markdown, may_replace)
        });
        self.work.export = pending(PathPurpose::Export(order), job);
    }

    pub(super) fn save_article(&mut self, path: PathBuf, may_replace: bool) {
        let Some((page, article)) = self.active_article() else { return };
        let (page, article, language) = (Arc::clone(page), article.clone(), self.texts.language());
        let (own, library) = (self.notebook_path().map(std::path::Path::to_owned), self.session.library().clone());
        let job = self.runner.start("article", move |_, _| {
            may_export_to(&path, own.as_deref(), &library)?;
            let markdown = clipping_markdown(&Catalogue::new(language), &page, &article);
            written(path, &markdown, may_replace)
        });
        self.work.export = pending(PathPurpose::Article, job);
    }
}

/// Writes what is exported; gives the path back.
pub(super) fn written(path: PathBuf, text: &str, may_replace: bool) -> Result<PathBuf, StoreError> {
    write_file(&path, text.as_bytes(), may_replace).map(|()| path)
}
