//! Which article is read in which tab, where in it, and how one gets from one to the next.

use super::App;
use crate::i18n::Message;
use crate::notebook::AnnotationId;
use crate::page::{ArticleId, ParagraphId, SourceId};
use crate::search::TermIndex;
use crate::session::{Action, Carried, Landing, Request, SavedLayout, SavedLayouts, TabId, Together, TrailPlace};
use crate::task::Severity;
use crate::text::CharSpan;
use crate::ui::{Command, Place, Tab};

impl App {
    /// Does what is about tabs and panes as such.
    pub(super) fn arrange(&mut self, command: Command) {
        match command {
            Command::Activate(tab) => self.workspace.activate(tab),
            Command::CloseTab(tab) => self.close_tab(tab),
            Command::StandIn { tab, article, paragraph } => self.workspace.stand_in(tab, article, paragraph),
            Command::Drop(carried, landing) => self.drop_carried(carried, landing),
            Command::SharePanes(shares) => self.workspace.set_shares(shares),
            _ => {}
        }
    }

    /// Runs a command about tabs and panes; tells whether `action` is one.
    pub(super) fn run_in_panes(&mut self, action: Action) -> bool {
        match action {
            Action::NewTab => {
                self.leave_place();
                self.workspace.open_tab(None);
            }
            Action::NextTab => self.workspace.next_tab(true),
            Action::PreviousTab => self.workspace.next_tab(false),
            Action::CloseTab => self.close_tab(self.workspace.active().id),
            Action::ReopenTab => self.workspace.reopen(),
            Action::SplitPane => self.split_pane(),
            Action::JoinPanes => self.workspace.join(),
            Action::NextPane => self.workspace.next_pane(true),
            Action::PreviousPane => self.workspace.next_pane(false),
            Action::MoveTab(right) => {
                if !self.workspace.move_tab(right) {
                    self.said = Some(Message::new("said-tab-stays"));
                }
            }
            Action::WidenPane(wider) => self.workspace.widen(wider),
            Action::ScrollTogether => {
                self.workspace.toggle_together();
                self.say_together();
            }
            Action::ScrollTogetherBy => {
                self.workspace.switch_together();
                self.say_together();
            }
            Action::NextArticle => self.step_article(1),
            Action::PreviousArticle => self.step_article(-1),
            Action::Back => self.walk(true),
            Action::Forward => self.walk(false),
            Action::ToggleRawPage => self.toggle_raw_page(),
            _ => return false,
        }
        true
    }

    fn say_together(&mut self) {
        self.said = Some(Message::new(match self.workspace.together() {
            None => "said-apart",
            Some(Together::Share) => "said-together-share",
            Some(Together::Lines) => "said-together-lines",
        }));
    }

    pub(super) fn show_article(&mut self, article: ArticleId, place: Place) {
        self.leave_place();
        match place {
            Place::Active => self.workspace.show_in_pane(article),
            Place::Tab => self.workspace.open_tab(Some(article)),
            Place::Beside => self.workspace.show_beside(article),
        }
        self.arrived(article);
    }

    /// The user has come to an article, which counts as read from now on.
    fn arrived(&mut self, article: ArticleId) {
        self.workspace.visit(TrailPlace { article, paragraph: self.workspace.active().focus });
        let source = article.source.to_string();
        self.perform_quietly(Request::MarkRead { source, at: article.start, read: true });
        self.desk_follows();
    }

    fn drop_carried(&mut self, carried: Carried, landing: Landing) {
        self.workspace.drop(carried, landing);
        if let (Carried::Article(article), Some(shown)) = (carried, self.workspace.active().article)
            && article == shown
        {
            self.arrived(article);
        }
    }

    /// Notes where the user was, to go back there.
    fn leave_place(&mut self) {
        // What is in focus may have been left behind by the wheel.
        let focus = self.workspace.active().focus.filter(|focus| self.pane().is_on_screen(*focus));
        let paragraph = focus.or_else(|| self.pane().first_visible());
        self.workspace.leave(paragraph);
    }

    /// Goes back to where the user was before in this tab, or forward again.
    fn walk(&mut self, back: bool) {
        self.leave_place();
        let session = &self.session;
        let place = self.workspace.walk(back, |article| session.article(article).is_some());
        match place {
            None => self.said = Some(Message::new(if back { "said-no-back" } else { "said-no-forward" })),
            Some(TrailPlace { paragraph: Some(paragraph), .. }) => {
                let pane = self.pane_mut();
                pane.reveal(paragraph, None);
                pane.keep_in_view(Some(paragraph));
            }
            Some(_) => {}
        }
        self.desk_follows();
    }

    fn close_tab(&mut self, tab: TabId) {
        let before = self.workspace.tabs().count();
        self.workspace.close(tab);
        if before > 1 || self.workspace.has_closed() {
            let keys = Action::ReopenTab.info().map_or("", |info| info.keys);
            self.said = Some(Message::new("said-tab-closed").with("keys", keys));
        }
    }

    fn split_pane(&mut self) {
        let place = self.pane().place();
        if !self.workspace.split() {
            self.said = Some(Message::new("said-no-room").with("count", crate::session::MAX_PANES));
        } else if let Some(place) = place {
            // The same article at the same line: what is then scrolled, or put there, is the user's choice.
            self.pane_mut().stand_at(place);
        }
    }

    /// The page as it stands in the source, or the article again; either way at the paragraph in focus.
    fn toggle_raw_page(&mut self) {
        let tab = self.workspace.active();
        let (id, is_raw) = (tab.id, tab.raw);
        let first = || self.active_article().and_then(|(_, article)| article.parts.first()).map(|part| part.id);
        let focus = tab.focus.or_else(|| self.pane().first_visible()).or_else(first);
        if !is_raw {
            // So that the line can be seen among those of other articles.
            self.workspace.focus(id, focus);
        }
        self.workspace.toggle_raw();
        self.pane_mut().keep_in_view(focus);
    }

    /// Puts a paragraph of a tab in focus, and with `reveal` brings it into view.
    pub(super) fn focus(&mut self, tab: TabId, paragraph: ParagraphId, reveal: bool) {
        self.workspace.focus(tab, Some(paragraph));
        if reveal {
            self.window.panes.reader_mut(tab).reveal(paragraph, None);
        }
        self.reveal_card(paragraph);
    }

    /// Brings the card of what stands on a paragraph into view.
    fn reveal_card(&mut self, paragraph: ParagraphId) {
        let Some((_, article)) = self.active_article() else { return };
        let Some(part) = article.part(paragraph) else { return };
        let ids = self.views.by_article.get(&article.id).map_or(&[][..], Vec::as_slice);
        let annotations = self.session.notebook().annotations();
        let on_it = |id: &&AnnotationId| annotations.get(id).is_some_and(|it| part.part.overlaps(&it.spans));
        if let Some(annotation) = ids.iter().find(on_it).copied()
            && self.window.inspector.tab == Tab::Annotations
        {
            self.window.inspector.reveal(annotation);
        }
    }

    pub(super) fn go_to(&mut self, source: SourceId, spans: &[CharSpan]) {
        let Some(first) = spans.first() else { return };
        let place = self.session.page(source).and_then(|page| page.at(first.start));
        let Some((article, part)) = place else {
            self.tell(Severity::Warning, Message::new("said-no-place"));
            return;
        };
        let (article, paragraph) = (article.id, part.id);
        let span = part.text.from_source(spans).first().copied();
        self.leave_place();
        match self.workspace.tab_with(article) {
            Some(tab) => self.workspace.activate(tab),
            None => self.workspace.show(article),
        }
        self.workspace.visit(TrailPlace { article, paragraph: Some(paragraph) });
        self.workspace.focus(self.workspace.active().id, Some(paragraph));
        self.pane_mut().reveal(paragraph, span);
        self.desk_follows();
    }

    pub(super) fn step_paragraph(&mut self, steps: isize) {
        let tab = self.workspace.active();
        let (id, focus) = (tab.id, tab.focus);
        self.pane_mut().clear_selection();
        if let Some(next) = self.pane().step(focus, steps) {
            self.focus(id, next, true);
        }
    }

    pub(super) fn step_hit(&mut self, forward: bool, term: Option<TermIndex>) {
        let tab = self.workspace.active().id;
        let Some(id) = self.workspace.active().article else { return };
        let Some((page, at)) = self.session.article(id) else { return };
        let Some(hits) = self.hits.get(&id).filter(|hits| hits.total > 0) else {
            self.said = Some(Message::new("said-no-hits"));
            return;
        };
        let reader = self.window.panes.reader_mut(tab);
        if let Some(paragraph) = reader.step_hit(&page.articles[at], hits, forward, term) {
            self.workspace.focus(tab, Some(paragraph));
        }
    }

    fn step_article(&mut self, steps: isize) {
        let all: Vec<ArticleId> =
            self.views.groups.iter().flat_map(|group| &group.articles).map(|row| row.id).collect();
        let here = self.workspace.active().article.and_then(|id| all.iter().position(|other| *other == id));
        let next = here.map_or(0, |here| here.saturating_add_signed(steps).min(all.len().saturating_sub(1)));
        if let Some(article) = all.get(next) {
            self.leave_place();
            self.workspace.show(*article);
            self.arrived(*article);
        }
    }

    /// Leaves the notebook that is open, so that it is found as it was left.
    pub(super) fn keep_layout(&mut self) {
        self.layouts = self.layouts();
    }

    /// Begins with the notebook as it was left; what stood where comes back once its pages are open.
    pub(super) fn take_up_layout(&mut self) {
        let layout = self.layouts.of(self.session.notebook().id).cloned();
        let folded = layout.clone().unwrap_or_default();
        self.window.library.fold_those(folded.folded_sources);
        self.window.library.arrange(folded.arrangement);
        self.window.inspector.fold_those(folded.folded_tags);
        self.saved_layout = layout;
    }

    /// Shows what was open when the notebook was left, as far as it is there; else the first article.
    pub(super) fn restore_layout(&mut self, first: Option<ArticleId>) {
        if let Some(layout) = self.saved_layout.take() {
            for (tab, place) in layout.restore(&self.session, &mut self.workspace) {
                self.window.panes.reader_mut(tab).stand_at(place);
            }
        }
        let is_empty = self.workspace.tabs().all(|tab| tab.article.is_none());
        if let Some(article) = first.filter(|_| is_empty) {
            self.workspace.show(article);
        }
    }

    /// Which articles are open, how far they are read, and what is folded.
    #[must_use]
    pub fn layout(&self) -> SavedLayout {
        // As long as the pages are not open, what stands where is still what stood there before.
        let layout = match &self.saved_layout {
            Some(saved) => saved.clone(),
            None => SavedLayout::of(&self.workspace, |tab| self.window.panes.reader(tab).place()),
        };
        let (tree, sources) = (&self.views.tag_tree, self.session.notebook().sources());
        let folded_tags = self.window.inspector.folded_tags().iter().filter(|path| tree.node(path).is_some());
        let folded_sources = self.window.library.folded().iter().filter(|source| sources.contains_key(source));
        SavedLayout {
            folded_tags: folded_tags.cloned().collect(),
            folded_sources: folded_sources.copied().collect(),
            arrangement: self.window.library.arrangement(),
            ..layout
        }
    }

    /// The layouts of all notebooks, that of the open one as it is, to be found again at the next start.
    #[must_use]
    pub fn layouts(&self) -> SavedLayouts {
        let mut layouts = self.layouts.clone();
        if self.notebook_path().is_some() {
            layouts.keep(self.session.notebook().id, self.layout());
        }
        layouts
    }
}
