use crate::library::{Library, OnDisk, Page};
use crate::notebook::{Annotation, AnnotationId, Notebook};
use crate::page::SourceId;

/// Whether a quotation stands in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It does, white space left out.
    Exact,
    /// Something else stands there, or the file has changed since it was read, so that what was read proves nothing.
    Differs,
    /// The source is not open, or its file is gone: nobody knows.
    SourceMissing,
}

/// What re-reading a quotation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The annotation.
    pub annotation: AnnotationId,
    /// Its source.
    pub source: SourceId,
    /// The quotation as it was kept.
    pub quote: String,
    /// What stands at its spans now; `None` where the source is missing.
    pub found: Option<String>,
    /// Whether the two are the same.
    pub proof: Proof,
}

/// Re-reads one quotation against its page, if that is open.
#[must_use]
pub fn prove(annotation: &Annotation, page: Option<&Page>) -> Proof {
    match page {
        None => Proof::SourceMissing,
        Some(page) if page.source.on_disk == OnDisk::Gone => Proof::SourceMissing,
        Some(page) if page.source.on_disk == OnDisk::Changed => Proof::Differs,
        Some(page) if annotation.quotation.stands_at(&page.source.text, &annotation.spans) => Proof::Exact,
        Some(_) => Proof::Differs,
    }
}

/// Re-reads every quotation of `notebook` against the sources of `library`.
#[must_use]
pub fn verify(notebook: &Notebook, library: &Library) -> Vec<Verdict> {
    let verdict = |annotation: &Annotation| {
        let page = library.get(annotation.source);
        Verdict {
            annotation: annotation.id,
            source: annotation.source,
            quote: annotation.quotation.exact.clone(),
            found: page.map(|page| page.source.text.quote(&annotation.spans)),
            proof: prove(annotation, page.map(AsRef::as_ref)),
        }
    };
    notebook.annotations().values().map(verdict).collect()
}
