//! What is done with what was asked for, once the frame is drawn.

use std::path::PathBuf;
use std::sync::Arc;

use super::App;
use super::work::{PagesFor, PagesFrom};
use crate::exchange::{clipping_text, quotation_with_citation};
use crate::i18n::{Catalogue, Language, Message};
use crate::library::{ArticleText, OnDisk, Page, samples};
use crate::notebook::{Annotation, AnnotationId, Key};
use crate::page::SourceId;
use crate::session::{Action, DeskAction, Inspected, Performed, Request, RequestError};
use crate::store::{BODY_PX, Settings, ThemeChoice, in_folder, typed_path};
use crate::task::Severity;
use crate::text::CharSpan;
use crate::ui::reader::ReaderStyle;
use crate::ui::{Bin, Chooser, ChooserKind, Command, Dialog, Draft, PathPurpose, Tab};

impl App {
    /// Does what was asked for.
    pub(super) fn act(&mut self, ctx: &egui::Context, command: Command) {
        if self.session.is_read_only() && opens_editor(&command) {
            self.refuse();
            return;
        }
        self.keep_note_before(&command);
        if !matches!(command, Command::Do(Action::MoveEdge(..))) && self.moving.take().is_some() {
            self.session.end_typing();
        }
        match command {
            Command::Do(action) => self.run(ctx, action),
            Command::Request(request) => {
                self.session.end_typing();
                self.perform(request);
            }
            Command::Typed(request) => {
                let performed = self.session.perform_typing(request);
                self.performed(performed);
            }
            Command::EndTyping => self.session.end_typing(),
            Command::StartComment { source, spans, text } => self.start_comment(source, spans, text),
            Command::Show { article, place } => self.show_article(article, place),
            Command::GoTo { source, spans } => self.go_to(source, &spans),
            Command::Focus(tab, paragraph) => self.focus(tab, paragraph, false),
            Command::Activate(_)
            | Command::CloseTab(_)
            | Command::StandIn { .. }
            | Command::Drop(..)
            | Command::SharePanes(_) => self.arrange(command),
            Command::InspectMissing(source) => self.act_on_missing(source),
            Command::ExportWords => self.ask_for(PathPurpose::Words),
            Command::Concordance(_)
            | Command::CloseConcordance
            | Command::GoToHit(_)
            | Command::TagLines { .. }
            | Command::TagLinesByKey(..)
            | Command::PickTagForLines(_)
            | Command::Autocode { .. } => self.act_on_lines(command),
            Command::BringBack(source) => {
                self.perform(Request::RestoreSource { source: source.to_string() });
                self.read_missing_pages();
            }
            Command::EditIssue(source) => self.open_issue(source),
            Command::Locate(source) => self.ask_for(PathPurpose::Locate(source)),
            Command::OpenPaths(paths) => self.read_pages(PagesFor::User, PagesFrom::Paths(paths)),
            Command::PathGiven { purpose, path, may_replace } => self.path_given(purpose, path, may_replace),
            Command::PathTyped(purpose, text) => {
                let path = typed_path(&text, &self.folder());
                match in_folder(&path, &self.proposed_name(&purpose)) {
                    // Before anything is written, the user sees where.
                    Some(path) => {
                        self.window.dialog = Some(Dialog::Path { purpose, text: path.display().to_string() });
                    }
                    None => self.path_given(purpose, path, false),
                }
            }
            Command::Export(plan) => {
                self.export_choice = plan.choice;
                self.ask_for(PathPurpose::Export(Box::new(plan)));
            }
            Command::GoToChecked { source, spans } => self.go_to_checked(source, &spans),
            Command::SetAuthor(name) => {
                self.session.set_author(&name);
                self.settings.author = name;
                self.save_settings();
            }
            Command::SetStyle(style) => self.set_style(style),
            Command::SetTheme(theme) => self.set_theme(ctx, theme),
            Command::SetScale(scale) => self.set_scale(scale),
            Command::NextHitOf(term) => self.step_hit(true, Some(term)),
            Command::OpenNotebook(path) => self.open_notebook(path),
            Command::RestoreBackup(path) => self.restore_backup(path),
            Command::TakeNewScan => self.take_new_scan(),
            Command::LookAtNewVersion(source) => self.look_at_new_version(source),
            Command::BeginAnew(path) => self.begin_anew(path),
            Command::ShowTag(tag) => self.show_tag(tag),
            Command::Quotations(_) | Command::CloseQuotations | Command::ChooseTag(_) => {
                self.show_codebook_part(command);
            }
            Command::Welcomed => {
                self.settings.welcomed = true;
                self.save_settings();
            }
            Command::ShowBackups(path) => self.show_backups(Some(path)),
            Command::RestoreVersion(path) => self.restore_version(path),
            Command::OpenAgain => self.open_again(),
            Command::AcceptViolations => self.accept_violations(),
            Command::Copy { text, said } => {
                ctx.copy_text(text);
                self.said = Some(Message::new(said));
            }
            Command::Dismiss(at) => {
                if at < self.notices.len() {
                    self.notices.remove(at);
                }
            }
            Command::DismissAll => self.notices.clear(),
            Command::TakeSuggestions(terms) => self.take_suggestions(terms),
            Command::MergeThese(annotations) => self.merge_these(annotations),
            Command::StandOn(annotation) => self.stand_on(annotation),
            Command::EditComment(annotation) => self.edit_comment(annotation),
            Command::KeepNote { .. }
            | Command::WriteNote(_)
            | Command::EditNote(_)
            | Command::ShowNote(_)
            | Command::FollowLink(_)
            | Command::ChooseLink
            | Command::InsertLink(_) => self.act_on_notes(command),
            Command::LookAtMisreading(at) => self.look_at_misreading(at),
            Command::Desk(command) => self.act_on_desk(command),
            Command::CancelWork => self.work.cancel(),
        }
    }

    fn run(&mut self, ctx: &egui::Context, action: Action) {
        if let Some(purpose) = Self::purpose_of(action) {
            self.ask_for(purpose);
            return;
        }
        if !action.keeps_desk() {
            self.window.desk.close();
        }
        if self.run_in_text(action) || self.run_in_panes(action) {
            return;
        }
        match action {
            Action::OpenFolder => self.ask_for_folder(),
            Action::Samples => self.read_pages(PagesFor::User, PagesFrom::Samples(samples())),
            Action::Save => self.save_now(),
            Action::Backups => self.show_backups(None),
            Action::Bin => self.window.dialog = Some(Dialog::Bin(Bin::default())),
            Action::Undo => self.perform(Request::Undo),
            Action::Redo => self.perform(Request::Redo),
            Action::Palette => self.window.chooser = Some((ChooserKind::Palette, Chooser::default())),
            Action::FilterArticles => self.window.library.focus_filter(),
            Action::NextHit => self.step_hit(true, None),
            Action::PreviousHit => self.step_hit(false, None),
            Action::NextParagraph => self.step_paragraph(1),
            Action::PreviousParagraph => self.step_paragraph(-1),
            Action::ToggleTag(digit) => self.toggle_tag(digit),
            Action::PickTag => {
                if let Some((source, spans)) = self.meant() {
                    self.window.chooser = Some((ChooserKind::Tags { source, spans }, Chooser::default()));
                }
            }
            Action::Comment => self.comment(),
            Action::ArticleNote
            | Action::SourceNote
            | Action::NotebookNote
            | Action::AllNotes
            | Action::ShowNotes
            | Action::MarkNote(_)
            | Action::LinkInNote
            | Action::CopyLink => self.run_on_notes(ctx, action),
            Action::CopyQuotation => self.copy_quotation(ctx),
            Action::CopyArticle => {
                if let Some((page, article)) = self.active_article() {
                    let text = clipping_text(&self.texts, page, article);
                    self.act(ctx, Command::Copy { text, said: "said-article-copied" });
                }
            }
            Action::Desk => self.open_desk(),
            Action::Emend => self.emend(),
            Action::Misread(action) => self.run_on_misreadings(action),
            // Escape is a menu's, if one is open.
            Action::OnDesk(DeskAction::Leave) if egui::Popup::is_any_open(ctx) => egui::Popup::close_all(ctx),
            Action::OnDesk(action) => self.run_on_desk(action),
            Action::ExportNotes => self.open_export(),
            Action::LastCheck => self.show_last_check(),
            Action::ToggleStar => self.toggle_star(),
            Action::ZoomIn => self.zoom(self.settings.body_px + 1.0),
            Action::ZoomOut => self.zoom(self.settings.body_px - 1.0),
            Action::ZoomReset => self.zoom(17.0),
            Action::ScaleUp => self.step_scale(1),
            Action::ScaleDown => self.step_scale(-1),
            Action::ScaleReset => self.set_scale(1.0),
            Action::ToggleTheme => self.toggle_theme(ctx),
            Action::SwitchLanguage => self.switch_language(),
            Action::ShowAnnotations => self.window.inspector.tab = Tab::Annotations,
            Action::ShowCodebook => self.window.inspector.show_codebook(),
            Action::ShowKeywords => self.window.inspector.tab = Tab::Keywords,
            Action::SuggestKeywords => {
                self.window.inspector.tab = Tab::Keywords;
                self.suggest_keywords();
            }
            Action::TagPage | Action::Quotations | Action::TagsThatMeet | Action::MoveTag | Action::MergeTags => {
                self.run_codebook(action);
            }
            Action::Concordance => self.open_concordance(),
            Action::Lines(action) => self.run_on_lines(action),
            Action::Words(leaf) => self.window.concordance.show_words(leaf),
            Action::FoldSources => {
                let sources = self.views.groups.iter().map(|group| group.source);
                self.window.library.fold_all(sources);
            }
            Action::ArrangeLibrary => {
                let next = self.window.library.arrangement().next();
                self.window.library.arrange(next);
                self.said = Some(Message::new("said-arranged").with("by", Message::new(next.message())));
            }
            Action::IssueData => {
                let source = self.workspace.active().article.map(|article| article.source);
                source.into_iter().for_each(|source| self.open_issue(source));
            }
            Action::FoldTags => self.window.inspector.fold_tags(),
            Action::SetAuthor => self.window.dialog = Some(Dialog::Author(self.settings.author.clone())),
            Action::Typography => self.window.dialog = Some(Dialog::Typography),
            Action::Shortcuts => self.window.dialog = Some(Dialog::Shortcuts(String::new())),
            Action::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Action::FindSelection => self.find_selection(),
            Action::AddKeyword => self.add_keyword(),
            // Those that ask for a path, or are about the text or the panes, are done above.
            Action::OpenFiles
            | Action::NewNotebook
            | Action::OpenNotebook
            | Action::SaveAs
            | Action::SaveArticle
            | Action::ImportNotes
            | Action::VerifyDraft
            | Action::ImportCodebook
            | Action::ExportCodebook
            | Action::ImportKeywords
            | Action::ExportKeywordsText
            | Action::ExportKeywordsCsv => {}
            Action::MoveCaret(_) | Action::Extend(_) | Action::MoveEdge(..) => {}
            Action::GrowSelection | Action::ShrinkSelection | Action::SelectAll | Action::ClearSelection => {}
            Action::NextAnnotation | Action::PreviousAnnotation => {}
            Action::MergeAnnotations | Action::SplitAnnotation | Action::RemoveAnnotation => {}
            Action::NewTab | Action::NextTab | Action::PreviousTab | Action::CloseTab | Action::ReopenTab => {}
            Action::SplitPane | Action::JoinPanes | Action::NextPane | Action::PreviousPane => {}
            Action::MoveTab(_) | Action::WidenPane(_) | Action::ScrollTogether | Action::ScrollTogetherBy => {}
            Action::NextArticle | Action::PreviousArticle | Action::Back | Action::Forward => {}
            Action::ToggleRawPage => {}
        }
    }

    /// Tells of a source that is missing.
    pub(super) fn act_on_missing(&mut self, source: SourceId) {
        self.workspace.inspect_missing(source);
        self.window.inspector.tab = Tab::Annotations;
    }

    pub(super) fn perform(&mut self, request: Request) {
        let performed = self.session.perform(request);
        self.performed(performed);
    }

    pub(super) fn performed(&mut self, performed: Result<Option<Performed>, RequestError>) -> Option<Key> {
        match performed {
            Ok(Some(done)) => {
                self.said = Some(done.label);
                done.made
            }
            Ok(None) => None,
            Err(RequestError::BadCodebook(errors)) => {
                self.tell_wrong_lines(&errors);
                None
            }
            Err(RequestError::ReadOnly) => {
                self.refuse();
                None
            }
            Err(error) => {
                self.tell(Severity::Warning, error.message());
                None
            }
        }
    }

    /// Says that the notebook is only looked at; the strip above the panes, which says why and what can be done, stands out for
    /// a moment.
    pub(super) fn refuse(&mut self) {
        self.said = Some(RequestError::ReadOnly.message());
        self.refused = Some(std::time::Instant::now());
    }

    /// The article of the active pane.
    pub(super) fn active_article(&self) -> Option<(&Arc<Page>, &ArticleText)> {
        let (page, at) = self.session.article(self.workspace.active().article?)?;
        Some((page, &page.articles[at]))
    }

    /// For what the user did not ask for in so many words.
    pub(super) fn perform_quietly(&mut self, request: Request) {
        if self.session.is_read_only() {
            return;
        }
        if let Err(error) = self.session.perform(request) {
            self.tell(Severity::Warning, error.message());
        }
    }

    fn comment(&mut self) {
        if let Some(annotation) = self.current_annotation() {
            self.edit_comment(annotation);
            return;
        }
        let Some((source, spans)) = self.meant() else { return };
        let is_there = |it: &&Annotation| it.source == source && it.spans == spans;
        let there = self.session.notebook().annotations().values().find(is_there).map(|annotation| annotation.id);
        match there {
            Some(annotation) => self.edit_comment(annotation),
            None => {
                self.session.end_typing();
                self.window.inspector.write(Draft::NewComment { source, spans, text: String::new() });
            }
        }
    }

    fn edit_comment(&mut self, id: AnnotationId) {
        self.session.end_typing();
        if let Some(annotation) = self.session.notebook().annotations().get(&id) {
            self.window.inspector.write(Draft::Comment(id, annotation.comment.clone()));
        }
    }

    fn start_comment(&mut self, source: SourceId, spans: Vec<CharSpan>, text: String) {
        let request = Request::Annotate { source: source.to_string(), spans, tags: Vec::new(), comment: text.clone() };
        let performed = self.session.perform_typing(request);
        if let Some(Key::Annotation(id)) = self.performed(performed) {
            self.window.inspector.draft_became(Draft::Comment(id, text));
            // The field goes on where the new card stands among the others.
            self.window.inspector.reveal(id);
        }
    }

    fn toggle_star(&mut self) {
        let Some(id) = self.workspace.active().article else { return };
        let rows = self.views.groups.iter().flat_map(|group| &group.articles);
        let starred = rows.into_iter().find(|row| row.id == id).is_some_and(|row| row.starred);
        self.perform(Request::Star { source: id.source.to_string(), at: id.start, starred: !starred });
    }

    fn copy_quotation(&mut self, ctx: &egui::Context) {
        let Some((source, spans)) = self.meant() else { return };
        let Some(page) = self.session.page(source) else { return };
        let mut text = quotation_with_citation(&self.texts, page, &spans);
        match page.source.on_disk {
            OnDisk::AsRead => {}
            OnDisk::Changed => text.push_str(&self.texts.get("proof-differs-beside")),
            OnDisk::Gone => text.push_str(&self.texts.get("proof-missing-beside")),
        }
        self.act(ctx, Command::Copy { text, said: "said-quotation-copied" });
    }

    /// Ctrl+C copies what is selected in the reader, clean.
    pub(super) fn copy_selection(&mut self, ctx: &egui::Context, typing: bool) {
        let asked = ctx.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Copy)));
        if asked
            && !typing
            && let Some(text) =
                if self.window.desk.is_open() { self.window.desk.selected() } else { self.pane().selected() }
        {
            self.act(ctx, Command::Copy { text, said: "said-copied" });
        }
        self.take_dropped(ctx);
    }

    fn zoom(&mut self, body_px: f32) {
        self.settings.body_px = body_px.clamp(*BODY_PX.start(), *BODY_PX.end());
        self.save_settings();
    }

    fn set_style(&mut self, style: ReaderStyle) {
        let ReaderStyle { body_px, line_height_em, measure_em, serif, .. } = style;
        self.settings = Settings { body_px, line_height_em, measure_em, serif, ..self.settings.clone() };
        self.save_settings();
    }

    fn set_theme(&mut self, ctx: &egui::Context, theme: ThemeChoice) {
        self.settings.theme = theme;
        self.apply_theme(ctx);
        self.save_settings();
    }

    fn toggle_theme(&mut self, ctx: &egui::Context) {
        self.set_theme(ctx, if self.palette(ctx).dark { ThemeChoice::Light } else { ThemeChoice::Dark });
    }

    fn switch_language(&mut self) {
        let next = match self.texts.language() {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        };
        self.settings.language = Some(next);
        self.texts = Catalogue::new(next);
        self.save_settings();
    }

    fn path_given(&mut self, purpose: PathPurpose, path: PathBuf, may_replace: bool) {
        self.last_folder = path.parent().map(std::path::Path::to_owned);
        let with_extension = |extension: &str| {
            if path.extension().is_some() { path.clone() } else { path.with_extension(extension) }
        };
        match purpose {
            PathPurpose::Pages => self.read_pages(PagesFor::User, PagesFrom::Paths(vec![path])),
            PathPurpose::Locate(source) => {
                self.read_pages(PagesFor::Locate(source), PagesFrom::Paths(vec![path]));
            }
            PathPurpose::Notebook => self.open_notebook(path),
            PathPurpose::NewNotebook => self.new_notebook(with_extension("ron")),
            PathPurpose::SaveAs => self.start_save_as(with_extension("ron"), may_replace),
            PathPurpose::Export(plan) => self.export(*plan, path, may_replace),
            PathPurpose::Verify => self.verify_draft(path, false),
            PathPurpose::Import => self.import_notes(path),
            PathPurpose::ImportCodebook => self.import_codebook(path),
            PathPurpose::ExportCodebook => self.export_codebook(with_extension("csv"), may_replace),
            PathPurpose::Lines(format) => self.export_lines(format, with_extension(format.extension()), may_replace),
            PathPurpose::Words => self.export_words(with_extension("csv"), may_replace),
            PathPurpose::ImportKeywords => self.import_keywords(path),
            PathPurpose::ExportKeywords(format) => {
                self.export_keywords(format, with_extension(format.extension()), may_replace);
            }
            PathPurpose::Article => self.save_article(with_extension("md"), may_replace),
        }
    }

    /// Does what is asked for, as if a pane had asked.
    pub fn ask(&mut self, request: Request) {
        self.perform(request);
    }

    /// What the inspector tells of, for tests.
    #[must_use]
    pub fn inspected(&self) -> Inspected {
        self.workspace.inspected()
    }
}

/// Whether it opens a field in which something would be typed that the notebook does not take.
fn opens_editor(command: &Command) -> bool {
    match command {
        Command::WriteNote(_)
        | Command::EditNote(_)
        | Command::EditComment(_)
        | Command::StartComment { .. }
        | Command::EditIssue(_)
        | Command::PickTagForLines(_) => true,
        Command::Do(action) => matches!(
            action,
            Action::Comment
                | Action::PickTag
                | Action::ArticleNote
                | Action::SourceNote
                | Action::NotebookNote
                | Action::LinkInNote
                | Action::Emend
                | Action::IssueData
                | Action::MoveTag
                | Action::MergeTags
                | Action::ImportNotes
                | Action::ImportCodebook
                | Action::ImportKeywords
                | Action::Lines(crate::session::LinesAction::PickTag | crate::session::LinesAction::SaveQuery)
        ),
        _ => false,
    }
}
