//! The window's frame: drains jobs, draws, then applies what was asked for. [`App::frame`] is the whole of it and knows
//! nothing of eframe, so that tests can drive it without a screen.

mod act;
mod codebook;
mod concordance;
mod desk;
mod drafts;
mod exports;
mod files;
mod guard;
mod keywords;
mod misread;
mod notes;
mod notices;
mod on_disk;
mod passages;
mod reading;
mod rescan;
mod scale;
mod words;
mod work;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::i18n::{Catalogue, Language, Message};
use crate::jobs::{Runner, Saver};
use crate::lexis::{Lexicon, Suggestion, WordCache};
use crate::notebook::{AnnotationId, LexiconWord, LexiconWordId, Notebook, NotebookId, Records, Revision};
use crate::page::{ArticleId, ParagraphId, SourceId};
use crate::session::{
    Concordance, Context, KeywordHits, KeywordTally, Keywords, Meetings, MisreadReview, SavedLayout, SavedLayouts,
    Session, Views, WordStatistics, Workspace,
};
use crate::store::{Settings, ThemeChoice};
use crate::task::{Diagnostic, Severity};
use crate::ui::fonts::Fonts;
use crate::ui::reader::ReaderStyle;
use crate::ui::theme::{self, Palette};
use crate::ui::{Commands, ExportChoice, View, Window};

use work::Work;

/// How the window starts.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The notebook named on the command line.
    pub notebook: Option<PathBuf>,
    /// Pages named on the command line.
    pub paths: Vec<PathBuf>,
    /// Where the settings lie, if anywhere.
    pub settings_path: Option<PathBuf>,
    /// The notebook that opens when none is named and none was open before.
    pub default_notebook: Option<PathBuf>,
    /// Language of the system, for users who have not chosen one.
    pub language: Language,
    /// Whether the system's dialogs may be used; else the window asks for paths in a field of its own.
    pub system_dialogs: bool,
    /// Whether the system is told only a point for an input method's candidates, as X11 is.
    pub lowers_candidates: bool,
    /// What stood where in each notebook when the window was last closed.
    pub layouts: SavedLayouts,
    /// How notes were exported last.
    pub export: ExportChoice,
}

/// The notebook's file while it is open.
struct OpenFile {
    path: PathBuf,
    saver: Saver,
    /// The revision of the last full save.
    saved_whole: Revision,
}

impl OpenFile {
    /// Has the whole notebook written.
    fn save(&mut self, session: &Session) {
        self.saved_whole = session.revision();
        self.saver.save(session.snapshot());
    }
}

/// A notebook that is only looked at.
struct LookedAt {
    path: PathBuf,
    /// Why, and what to do.
    why: Message,
}

/// The window's state as a whole: the session, what is derived from it, what is drawn, what is under way.
pub struct App {
    session: Session,
    workspace: Workspace,
    views: Views,
    keywords: Keywords,
    keywords_made_for: Option<keywords::ListsOf>,
    hits: BTreeMap<ArticleId, KeywordHits>,
    window: Window,
    file: Option<OpenFile>,
    /// The notebook that is only looked at, where there is no file to be written.
    looked_at: Option<LookedAt>,
    /// When a change was refused last because of that.
    refused: Option<std::time::Instant>,
    broken: guard::Broken,
    runner: Runner,
    work: Work,
    lexicon: Option<Arc<Lexicon>>,
    /// Texts that the lexicon has cut into words.
    words: Option<Arc<WordCache>>,
    /// The user's words that the lexicon knows, how often it was loaded, and of which words it was looked whether it must be again.
    lexicon_words: keywords::OwnWords,
    lexicon_version: u64,
    lexicon_checked: Option<Records<LexiconWordId, LexiconWord>>,
    /// Keywords of all articles.
    tally: KeywordTally,
    tally_checked: Option<keywords::ListsOf>,
    tally_made_for: Option<keywords::TallyKey>,
    /// Statistics of words, and what they were made of.
    statistics: Option<(words::StatisticsOf, WordStatistics)>,
    /// Counts how often they were made.
    statistics_version: u64,
    /// Which tags meet, as of a revision.
    meetings: Option<(Revision, Meetings)>,
    concordance: Concordance,
    /// Files that were found as they had been read.
    stamps: crate::library::Stamps,
    /// Open sources whose files have changed, as of a revision of pages.
    changed_files: Option<(u64, Vec<SourceId>)>,
    suggestions: Option<Vec<Suggestion>>,
    /// What was perhaps misread, while it is listed.
    misreadings: Option<MisreadReview>,
    found_misreadings: Option<misread::FoundMisreadings>,
    /// The next suggestions are to become the first keyword list of a new notebook.
    wants_first_list: bool,
    settings: Settings,
    settings_path: Option<PathBuf>,
    default_notebook: Option<PathBuf>,
    system_dialogs: bool,
    /// The folder of the path that was given last.
    last_folder: Option<PathBuf>,
    /// What stood where in each notebook when it was left.
    layouts: SavedLayouts,
    /// How notes were exported last.
    export_choice: ExportChoice,
    /// What is to stand where once the notebook's pages are open.
    saved_layout: Option<SavedLayout>,
    texts: Catalogue,
    fonts: Fonts,
    notices: Vec<Diagnostic<Message>>,
    said: Option<Message>,
    ages: notices::Ages,
    lowers_candidates: bool,
    /// Whether the keyboard belonged to a field, a list or a dialog at the end of the last frame.
    was_typing: bool,
    /// The annotation whose edge is being moved by keys.
    moving: Option<AnnotationId>,
    title: String,
}

impl App {
    /// Starts the window's state; `ctx` gets fonts and theme. Opening notebook and pages has begun on return.
    #[must_use]
    pub fn new(ctx: &egui::Context, start: Start, runner: Runner) -> Self {
        let mut notices = Vec::new();
        let settings = match start.settings_path.as_deref().map(Settings::load) {
            Some(Ok(settings)) => settings,
            Some(Err(error)) => {
                notices.push(Diagnostic::new(Severity::Warning, error.message()));
                Settings::default()
            }
            None => Settings::default(),
        };
        let fonts = Fonts::install(ctx);
        let session = Session::new(Notebook::new(NotebookId::generate()), settings.author.clone());
        let mut app = Self {
            keywords: Keywords::of(&session),
            session,
            workspace: Workspace::default(),
            views: Views::default(),
            keywords_made_for: None,
            hits: BTreeMap::new(),
            window: Window::default(),
            file: None,
            looked_at: None,
            refused: None,
            broken: guard::Broken::default(),
            work: Work::default(),
            lexicon: None,
            words: None,
            lexicon_words: keywords::OwnWords::default(),
            lexicon_version: 0,
            lexicon_checked: None,
            tally: KeywordTally::default(),
            tally_checked: None,
            tally_made_for: None,
            statistics: None,
            statistics_version: 0,
            meetings: None,
            concordance: Concordance::default(),
            stamps: crate::library::Stamps::default(),
            changed_files: None,
            suggestions: None,
            misreadings: None,
            found_misreadings: None,
            wants_first_list: false,
            texts: Catalogue::new(settings.language.unwrap_or(start.language)),
            settings,
            settings_path: start.settings_path,
            default_notebook: start.default_notebook,
            system_dialogs: start.system_dialogs,
            last_folder: None,
            layouts: start.layouts,
            export_choice: start.export,
            saved_layout: None,
            runner,
            fonts,
            notices,
            said: None,
            ages: notices::Ages::default(),
            lowers_candidates: start.lowers_candidates,
            was_typing: false,
            moving: None,
            title: String::new(),
        };
        app.apply_theme(ctx);
        app.follow_scale(ctx);
        app.begin(start.notebook, start.paths);
        app
    }

    /// One frame.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.follow_system_theme(&ctx);
        self.follow_scale(&ctx);
        self.drain_jobs(&ctx);
        crate::ui::clean_commits(&ctx);
        // egui takes the keyboard from a field at Escape and Tab before anyone else sees the key: it was the field's all the same.
        let typing = std::mem::take(&mut self.was_typing) || self.window.is_typing(&ctx);
        let mut commands: Commands = crate::ui::pressed(&ctx, typing, self.window.is_modal(), self.context())
            .into_iter()
            .map(crate::ui::Command::Do)
            .collect();
        self.copy_selection(&ctx, typing);
        self.look_when_focused(&ctx);
        let drawn = if self.broken.is_hopeless() {
            self.draw_broken(ui);
            true
        } else {
            self.guarded(|app| {
                app.refresh();
                app.draw(ui, &mut commands);
            })
        };
        // All that was asked for in this frame speaks of the names that were shown in it.
        commands.sort_by_key(crate::ui::Command::is_rename);
        let acted = self.guarded(|app| {
            for command in commands {
                app.act(&ctx, command);
            }
        });
        if drawn && acted {
            self.went_well();
        }
        self.follow_export();
        self.list_quotations();
        self.let_old_notices_go(&ctx);
        self.was_typing = self.window.is_typing(&ctx);
        if self.lowers_candidates {
            crate::ui::lower_candidates(&ctx);
        }
        self.write_outbox();
        self.close_if_asked(&ctx);
        self.show_title(&ctx);
        match self.refused {
            Some(at) if at.elapsed() < REFUSED_FOR => ctx.request_repaint_after(REFUSED_FOR),
            _ => self.refused = None,
        }
        if self.work.is_busy() {
            ctx.request_repaint_after(std::time::Duration::from_millis(100));
        }
    }

    fn draw(&mut self, ui: &mut egui::Ui, commands: &mut Commands) {
        let status = self.file.as_ref().map(|file| file.saver.status());
        let name = self.notebook_name();
        let statistics = if self.has_statistics() { self.statistics.as_ref() } else { None };
        let view = View {
            session: &self.session,
            views: &self.views,
            workspace: &self.workspace,
            texts: &self.texts,
            palette: self.palette(ui.ctx()),
            context: self.context(),
            notebook_name: &name,
            save: status.as_ref(),
            recent: self.settings.recent_notebooks.get(1..).unwrap_or_default(),
            is_new_user: !self.settings.welcomed && self.settings_path.is_some(),
            read_only: self.looked_at.as_ref().map(|looked_at| &looked_at.why),
            is_refused: self.refused.is_some_and(|at| at.elapsed() < REFUSED_FOR),
            keywords: &self.keywords,
            hits: &self.hits,
            tally: &self.tally,
            statistics: statistics.map(|(_, statistics)| (self.statistics_version, statistics)),
            plan: self.work.concordance.plan(),
            meetings: self.meetings.as_ref().map(|(revision, meetings)| (*revision, meetings)),
            concordance: &self.concordance,
            changed_files: self.changed_files.as_ref().map_or(&[], |(_, changed)| changed),
            suggestions: self.suggestions.as_deref(),
            misreadings: self.misreadings.as_ref().filter(|_| !self.window.desk.is_open()),
            work: self.work.shown(),
            notices: &self.notices,
            said: self.said.as_ref(),
            style: self.style(ui.ctx()),
            theme: self.settings.theme,
            scale: self.settings.scale,
            lexicon: self.lexicon.as_deref(),
            current: self.current_annotation(),
        };
        self.window.show(ui, &view, commands);
    }

    /// Makes anew what is derived from the session and has changed.
    fn refresh(&mut self) {
        self.follow_files();
        if self.views.refresh(&self.session) {
            let session = &self.session;
            self.workspace.follow(|source, at| session.holder(source, at));
            self.workspace.retain(|article| session.is_shown(article.source) && session.article(article).is_some());
            self.window.inspector.retain(session.notebook());
            self.follow_misreadings();
            if self.window.desk.source().is_some_and(|source| !self.session.is_shown(source)) {
                self.window.desk.close();
            }
        }
        let made_of = self.lists_of();
        if self.keywords_made_for.as_ref().is_none_or(|known| !known.is_same(&made_of)) {
            self.keywords_made_for = Some(made_of);
            self.keywords = Keywords::of(&self.session);
            self.hits.clear();
        }
        self.window.panes.retain(&self.workspace);
        let shown: Vec<ArticleId> = self.workspace.seen().filter_map(|tab| tab.article).collect();
        self.hits.retain(|article, _| shown.contains(article));
        for id in shown {
            if let Some((page, at)) = self.session.article(id)
                && !self.hits.contains_key(&id)
            {
                self.hits.insert(id, self.keywords.hits(&page.articles[at], self.words.as_deref()));
            }
        }
    }

    /// What commands may be used.
    fn context(&self) -> Context {
        let notebook = self.session.notebook();
        let desk = self.window.desk.is_open();
        Context {
            article: !desk && self.workspace.active().article.is_some(),
            paragraph: !desk && self.means_something(),
            selection: !desk && self.pane().has_selection(),
            annotation: !desk && self.pane().current().is_some(),
            past: !self.session.is_read_only() && self.session.next_undo().is_some(),
            future: !self.session.is_read_only() && self.session.next_redo().is_some(),
            pages: self.session.pages().next().is_some(),
            checked: self.window.checked.is_some(),
            notes: !notebook.annotations().is_empty() || !notebook.notes().is_empty(),
            tags: !notebook.tags().is_empty(),
            panes: self.workspace.panes().len() > 1,
            closed: self.workspace.has_closed(),
            writing: !desk && self.window.inspector.written_note().is_some(),
            desk,
            misreadings: !desk && self.misreadings.is_some(),
            lines: !desk
                && self.window.concordance.is_open()
                && !self.concordance.is_empty()
                && !self.concordance.is_stale(),
        }
    }

    fn palette(&self, ctx: &egui::Context) -> Palette {
        let dark = match self.settings.theme {
            ThemeChoice::Light => false,
            ThemeChoice::Dark => true,
            ThemeChoice::System => ctx.system_theme() == Some(egui::Theme::Dark),
        };
        if dark { Palette::DARK } else { Palette::LIGHT }
    }

    fn style(&self, ctx: &egui::Context) -> ReaderStyle {
        let Settings { body_px, line_height_em, measure_em, serif, .. } = self.settings;
        ReaderStyle { palette: self.palette(ctx), body_px, line_height_em, measure_em, serif }
    }

    fn apply_theme(&self, ctx: &egui::Context) {
        theme::apply(ctx, self.palette(ctx));
    }

    /// The system may turn from light to dark while the window is open: what egui draws itself must turn with the panes.
    fn follow_system_theme(&self, ctx: &egui::Context) {
        if (ctx.theme() == egui::Theme::Dark) != self.palette(ctx).dark {
            self.apply_theme(ctx);
        }
    }

    fn notebook_name(&self) -> String {
        let stem = self.notebook_path().and_then(Path::file_stem);
        stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
    }

    fn show_title(&mut self, ctx: &egui::Context) {
        let app = self.texts.get("app-name");
        let name = self.notebook_name();
        let name = match &self.looked_at {
            Some(_) => self.texts.text(&Message::new("title-read-only").with("name", name)),
            None => name,
        };
        let title = if name.is_empty() { app } else { format!("{name} — {app}") };
        if title != self.title {
            self.title.clone_from(&title);
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
        }
    }

    fn tell(&mut self, severity: Severity, message: Message) {
        self.notices.push(Diagnostic::new(severity, message));
    }

    /// The open notebook's file, or the one that is only looked at.
    #[must_use]
    pub fn notebook_path(&self) -> Option<&Path> {
        let file = self.file.as_ref().map(|file| file.path.as_path());
        file.or(self.looked_at.as_ref().map(|looked_at| looked_at.path.as_path()))
    }

    /// Notebook and pages, as they are now.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether the dictionary of words is loaded.
    #[must_use]
    pub fn knows_words(&self) -> bool {
        self.lexicon.is_some()
    }

    /// The paragraph in focus, in the active pane.
    #[must_use]
    pub fn focused_paragraph(&self) -> Option<ParagraphId> {
        self.workspace.active().focus
    }

    /// What the user is told.
    #[must_use]
    pub fn notices(&self) -> &[Diagnostic<Message>] {
        &self.notices
    }

    /// Whether nothing is under way and every change is on the disk.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let saved = self.file.as_ref().map(|file| file.saver.status().saved >= self.session.revision());
        saved.unwrap_or(self.looked_at.is_some()) && !self.work.is_busy() && !self.window.inspector.has_unkept()
    }
}

/// So long the strip that says why nothing can be changed stands out.
const REFUSED_FOR: std::time::Duration = std::time::Duration::from_millis(1500);

/// How often it is kept what stands where: that is what a kill may cost.
const AUTO_SAVE: std::time::Duration = std::time::Duration::from_secs(5);

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn auto_save_interval(&self) -> std::time::Duration {
        AUTO_SAVE
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, LAYOUTS_KEY, &self.layouts());
        eframe::set_value(storage, EXPORT_KEY, &self.export_choice);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close_file();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Where eframe's storage keeps [`SavedLayouts`].
const LAYOUTS_KEY: &str = "layouts";
/// Where it keeps [`ExportChoice`].
const EXPORT_KEY: &str = "export";

/// Opens the window and runs it until it is closed.
///
/// # Errors
/// If the system has no screen, or cannot draw on it.
pub fn run(mut start: Start) -> eframe::Result {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../assets/icon.png")).ok();
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id("jianbao")
        .with_title("剪报")
        .with_inner_size([1600.0, 1000.0])
        .with_min_inner_size(scale::LEAST_WINDOW)
        .with_drag_and_drop(true);
    if let Some(icon) = icon {
        viewport = viewport.with_icon(icon);
    }
    let options = eframe::NativeOptions { viewport, ..Default::default() };
    eframe::run_native(
        "jianbao",
        options,
        Box::new(|creation| {
            let kept = creation.storage.and_then(|storage| eframe::get_value(storage, LAYOUTS_KEY));
            start.layouts = kept.unwrap_or_default();
            let kept = creation.storage.and_then(|storage| eframe::get_value(storage, EXPORT_KEY));
            start.export = kept.unwrap_or_default();
            let ctx = creation.egui_ctx.clone();
            let runner = Runner::new(Arc::new(move || ctx.request_repaint()));
            Ok(Box::new(App::new(&creation.egui_ctx, start, runner)))
        }),
    )
}
