//! What is written for other programs to read: notes, an article, the codebook.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::App;
use super::work::{finished, pending};
use crate::exchange::{
    ExportError, ExportInput, ExportOptions, Exported, Format, clipping_markdown, codebook_csv, export, may_export_to,
    preview,
};
use crate::i18n::{Catalogue, Message};
use crate::library::{Library, OnDisk, Stamps, look_again, shown, shown_path};
use crate::notebook::Notebook;
use crate::page::SourceId;
use crate::session::FilterError;
use crate::store::{StoreError, write_file};
use crate::task::{Cancel, Progress, Severity};
use crate::ui::{Dialog, ExportNotes, ExportPlan, ExportScope, PathPurpose, Preview, PreviewKey, format_name};

/// Quotations of a preview.
const PREVIEW_QUOTATIONS: usize = 8;
/// Characters of a preview.
const PREVIEW_CHARS: usize = 4000;

/// What a job has written.
pub(super) struct Written {
    path: PathBuf,
    /// What the format could not carry.
    notices: Vec<Message>,
    /// What became of the files that are quoted.
    on_disk: Vec<(SourceId, OnDisk)>,
}

/// What is to be written.
pub(super) struct Made {
    bytes: Vec<u8>,
    notices: Vec<Message>,
    on_disk: Vec<(SourceId, OnDisk)>,
}

impl Made {
    /// A text about which there is nothing to tell.
    pub(super) fn plain(text: String) -> Self {
        Self { bytes: text.into_bytes(), notices: Vec::new(), on_disk: Vec::new() }
    }
}

/// Why a job has written nothing.
pub(super) enum NotWritten {
    /// The user stopped it.
    Cancelled,
    /// It could not be made.
    Unmade(Message),
    /// It could not be put where it was to be.
    Unstored(StoreError),
}

impl From<StoreError> for NotWritten {
    fn from(error: StoreError) -> Self {
        Self::Unstored(error)
    }
}

impl From<ExportError> for NotWritten {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Cancelled => Self::Cancelled,
            ExportError::Format(_) => Self::Unmade(error.message()),
        }
    }
}

/// Notebook and pages as they were when a job began.
#[derive(Clone)]
struct Given {
    notebook: Notebook,
    library: Library,
    title: String,
}

impl Given {
    fn input<'a>(&'a self, catalogue: &'a Catalogue) -> ExportInput<'a> {
        ExportInput { catalogue, notebook: &self.notebook, library: &self.library, now: Timestamp::now() }
    }

    /// Looks at the files of what is quoted again: what is exported must stand in the file, not only in memory.
    fn look_again(&mut self, cancel: &Cancel) -> Vec<(SourceId, OnDisk)> {
        let quoted = self.notebook.annotations().values().map(|annotation| annotation.source).collect();
        let looked = look_again(&self.library, Some(&quoted), &Stamps::default(), cancel);
        for (id, state) in &looked.found {
            self.library.set_on_disk(*id, *state);
        }
        looked.found
    }

    fn options(&self, plan: &ExportPlan, limit: Option<usize>) -> Result<ExportOptions, FilterError> {
        let ExportPlan { choice, scope, title } = plan;
        let title = if title.trim().is_empty() { &self.title } else { title };
        let mut options = ExportOptions {
            order: choice.order,
            citation: choice.citation,
            context_chars: choice.context_chars,
            limit,
            title: title.trim().to_owned(),
            ..ExportOptions::default()
        };
        match scope {
            ExportScope::All => {}
            ExportScope::Tag(tag) => options.tag = Some(*tag),
            ExportScope::Article(article) => options.article = Some(*article),
            ExportScope::Filter(filter) => options.only = Some(filter.passing(&self.notebook)?),
        }
        Ok(options)
    }

    /// The beginning of an export as text; `None` if it was cancelled.
    fn preview(
        &self,
        plan: &ExportPlan,
        catalogue: &Catalogue,
        cancel: &Cancel,
        progress: &Progress,
    ) -> Option<Result<Preview, Message>> {
        let options = match self.options(plan, Some(PREVIEW_QUOTATIONS)) {
            Ok(options) => options,
            Err(error) => return Some(Err(error.message())),
        };
        match preview(plan.choice.format, &options, self.input(catalogue), cancel, progress) {
            Ok(exported) => {
                let preview = shortened(&exported);
                let is_itself = plan.choice.format.is_previewed_as_it_is();
                // The marks are there for programs.
                Some(Ok(if is_itself { preview } else { Preview { text: without_marks(&preview.text), ..preview } }))
            }
            Err(ExportError::Cancelled) => None,
            Err(error) => Some(Err(error.message())),
        }
    }
}

/// A text without comments of HTML: those by which Markdown names what is quoted.
fn without_marks(text: &str) -> String {
    let mut pieces = text.split("<!--");
    let mut out = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        out.push_str(piece.split_once("-->").map_or("", |(_, behind)| behind));
    }
    out
}

/// What a preview shows of a file.
fn shortened(exported: &Exported) -> Preview {
    let text = String::from_utf8_lossy(&exported.bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // Headings and notes come before: what is to be seen is what becomes of a quotation.
    let first = text.find("\n> ").map_or(0, |at| at + 1);
    let heading = text[..first].lines().rev().find(|line| line.starts_with("## "));
    let text = heading.map_or_else(String::new, |heading| format!("{heading}\n\n")) + &text[first..];
    let (mut out, mut chars) = (String::new(), 0);
    for line in text.lines() {
        let left = PREVIEW_CHARS - chars;
        let line_chars = line.chars().count();
        out.extend(shown(line).chars().take(left));
        if line_chars >= left {
            return Preview { text: out, is_cut: true };
        }
        chars += line_chars;
        out.push('\n');
    }
    Preview { text: out, is_cut: exported.quotations >= PREVIEW_QUOTATIONS }
}

impl App {
    /// Opens the dialog in which an export is set up.
    pub(super) fn open_export(&mut self) {
        self.look_at_files();
        let mut scopes = Vec::new();
        let notebook = self.session.notebook();
        let tags = notebook.tags();
        if let Some(tag) = self.window.quotations.tag().and_then(|id| tags.get(&id)) {
            let count = notebook.annotations().values().filter(|it| it.tags.contains(&tag.id)).count();
            let name = Message::new("export-scope-tag").with("name", shown(&tag.name)).with("count", count);
            scopes.push((ExportScope::Tag(tag.id), name));
        }
        if let Some(filter) = self.window.quotations.filter() {
            let count = filter.passing(notebook).map_or(0, |passing| passing.len());
            let name = Message::new("export-scope-filter").with("count", count);
            scopes.push((ExportScope::Filter(filter.clone()), name));
        }
        // What the user has narrowed down is most likely what he wants.
        let chosen = scopes.last().map_or(ExportScope::All, |(scope, _)| scope.clone());
        if let Some(article) = self.workspace.active().article.filter(|_| !self.window.desk.is_open()) {
            let count = self.views.by_article.get(&article).map_or(0, Vec::len);
            let name = Message::new("export-scope-article").with("count", count);
            scopes.push((ExportScope::Article(article), name));
        }
        let all = Message::new("export-scope-all").with("count", notebook.annotations().len());
        let mut dialog = ExportNotes::new(self.export_choice, all, scopes);
        dialog.plan.scope = chosen;
        self.window.dialog = Some(Dialog::Export(Box::new(dialog)));
    }

    /// Has the preview follow what is chosen. One is made at a time; one that nobody looks at any more is stopped.
    pub(super) fn follow_export(&mut self) {
        let Some(Dialog::Export(dialog)) = &mut self.window.dialog else {
            self.work.preview.iter().for_each(super::work::Pending::cancel);
            return;
        };
        let (revision, pages_revision) = (self.session.revision(), self.session.pages_revision());
        let wanted = PreviewKey { plan: dialog.plan.clone(), revision, pages_revision };
        if let Some(running) = &self.work.preview {
            if *running.about() != wanted {
                running.cancel();
            }
            return;
        }
        if dialog.asked.as_ref() == Some(&wanted) {
            return;
        }
        dialog.asked = Some(wanted.clone());
        let (given, language, plan) = (self.given(), self.texts.language(), wanted.plan.clone());
        let job = self.runner.start("preview", move |cancel, progress| {
            given.preview(&plan, &Catalogue::new(language), cancel, progress)
        });
        self.work.preview = pending(wanted, job);
    }

    fn given(&self) -> Given {
        let (notebook, library) = (self.session.notebook().clone(), self.session.library().clone());
        Given { notebook, library, title: self.notebook_name() }
    }

    /// Fetches what was exported, and previews.
    pub(super) fn drain_exports(&mut self) {
        if let Some((key, made)) = finished(&mut self.work.preview, &mut self.notices)
            && let Some(Dialog::Export(dialog)) = &mut self.window.dialog
        {
            match made {
                Some(made) => dialog.preview = Some((key, made)),
                None => dialog.asked = None,
            }
        }
        let Some((purpose, written)) = finished(&mut self.work.export, &mut self.notices) else { return };
        match written {
            Ok(Written { path, notices, on_disk }) => {
                self.found_on_disk(&on_disk);
                self.said = Some(Message::new("said-exported").with("path", shown_path(&path)));
                // What was told of an earlier export has been dealt with, or is told again.
                self.notices.retain(|notice| !is_of_export(&notice.message));
                for notice in notices {
                    let notice = match &purpose {
                        PathPurpose::Export(plan) => Message::new("export-notice")
                            .with("format", Message::new(format_name(plan.choice.format)))
                            .with("what", notice),
                        _ => notice,
                    };
                    self.tell(Severity::Info, notice);
                }
            }
            Err(NotWritten::Cancelled) => self.said = Some(ExportError::Cancelled.message()),
            Err(NotWritten::Unmade(why)) => self.tell(Severity::Error, why),
            Err(NotWritten::Unstored(error)) => self.ask_to_replace(purpose, &error),
        }
    }

    /// The name that an export is given unless the user says otherwise.
    pub(super) fn export_name(&self, plan: &ExportPlan) -> String {
        let format = plan.choice.format;
        let name = self.notebook_name();
        match format {
            Format::CodebookCsv => format!("{name}-{}.csv", self.texts.get("tab-codebook")),
            Format::ReportHtml | Format::ReportDocx => {
                format!("{name}-{}.{}", self.texts.get("export-report-name"), format.extension())
            }
            _ => format!("{name}.{}", format.extension()),
        }
    }

    /// Exports notes in a job. A name without the ending of its format gets it; whoever agreed to replace a file has not
    /// agreed to replace the one of that name.
    pub(super) fn export(&mut self, plan: ExportPlan, path: PathBuf, may_replace: bool) {
        let format = plan.choice.format;
        let named = Format::of_path(&path).is_some_and(|of| of.extension() == format.extension());
        let (path, may_replace) = if named {
            (path, may_replace)
        } else {
            let mut name = path.into_os_string();
            name.push(".");
            name.push(format.extension());
            (PathBuf::from(name), false)
        };
        let (mut given, again) = (self.given(), PathPurpose::Export(Box::new(plan.clone())));
        self.start_export(again, path, may_replace, move |texts, cancel, progress| {
            let options = given.options(&plan, None).map_err(|error| NotWritten::Unmade(error.message()))?;
            let on_disk = given.look_again(cancel);
            let exported = export(format, &options, given.input(texts), cancel, progress)?;
            let mut notices = exported.notices;
            let changed = on_disk.iter().filter(|(_, state)| *state != OnDisk::AsRead).count();
            if changed > 0 {
                notices.push(Message::new("export-files-changed").with("count", changed));
            }
            Ok(Made { bytes: exported.bytes, notices, on_disk })
        });
    }

    pub(super) fn save_article(&mut self, path: PathBuf, may_replace: bool) {
        let Some((page, article)) = self.active_article() else { return };
        let (page, article) = (Arc::clone(page), article.clone());
        self.start_export(PathPurpose::Article, path, may_replace, move |texts, _, _| {
            Ok(Made::plain(clipping_markdown(texts, &page, &article)))
        });
    }

    pub(super) fn export_codebook(&mut self, path: PathBuf, may_replace: bool) {
        let notebook = self.session.notebook().clone();
        self.start_export(PathPurpose::ExportCodebook, path, may_replace, move |texts, _, _| {
            Ok(Made::plain(codebook_csv(texts, &notebook)))
        });
    }

    /// Writes what `make` makes, in a job, one at a time; never over the notebook or a source.
    pub(super) fn start_export(
        &mut self,
        purpose: PathPurpose,
        path: PathBuf,
        may_replace: bool,
        make: impl FnOnce(&Catalogue, &Cancel, &Progress) -> Result<Made, NotWritten> + Send + 'static,
    ) {
        if self.work.export.is_some() {
            self.tell(Severity::Warning, Message::new("export-one-at-a-time"));
            return;
        }
        let (own, library) = (self.notebook_path().map(Path::to_owned), self.session.library().clone());
        let language = self.texts.language();
        let job = self.runner.start("export", move |cancel, progress| {
            may_export_to(&path, own.as_deref(), &library)?;
            let Made { bytes, notices, on_disk } = make(&Catalogue::new(language), cancel, progress)?;
            if cancel.is_cancelled() {
                return Err(NotWritten::Cancelled);
            }
            write_file(&path, &bytes, may_replace)?;
            Ok(Written { path, notices, on_disk })
        });
        self.work.export = pending(purpose, job);
    }
}

/// Whether a notice tells of an export.
fn is_of_export(message: &Message) -> bool {
    message.id.starts_with("export-") || message.id.starts_with("store-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_part_of_what_is_read() {
        assert_eq!(without_marks("> 甲<!-- jianbao 12 3-4 -->\n> 乙<!-- jianbao 5"), "> 甲\n> 乙");
    }

    #[test]
    fn a_preview_is_the_beginning_of_a_file_and_says_whether_more_follows() {
        let check = |text: &str, quotations: usize, expected: (&str, bool)| {
            let exported = Exported { bytes: text.as_bytes().to_vec(), notices: Vec::new(), quotations };
            let Preview { text, is_cut } = shortened(&exported);
            assert_eq!((text.as_str(), is_cut), expected);
        };
        check("\u{feff}编号,引文\r\n一,二\r\n", 1, ("编号,引文\n一,二\n", false));
        check("# 笔记\n\n一条笔记\n\n> 引文\n> —— 出处\n", 1, ("> 引文\n> —— 出处\n", false));
        let by_tag = "# 笔记\n\n## 欠薪（1）\n\n笔记\n\n> 引文\n";
        check(by_tag, 1, ("## 欠薪（1）\n\n> 引文\n", false));
        check("一\u{202e}二", PREVIEW_QUOTATIONS, ("一\\u{202e}二\n", true));
        check("", 0, ("", false));
        let long = "长".repeat(PREVIEW_CHARS + 1);
        check(&long, 1, (&long[3..], true));
        let lines = format!("{}\n尾", "长".repeat(PREVIEW_CHARS));
        check(&lines, 1, (&"长".repeat(PREVIEW_CHARS), true));
    }
}
