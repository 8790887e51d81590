//! What is done with passages and annotations: finding one's way among them, edges, merging, splitting.

use super::App;
use crate::i18n::Message;
use crate::notebook::{AnnotationId, Key, TagId};
use crate::page::SourceId;
use crate::session::{Action, Edge, Request};
use crate::text::CharSpan;
use crate::ui::{ReadingPane, Tab};

impl App {
    /// Does what is about the text of the active pane; tells whether `action` is of that kind.
    pub(super) fn run_in_text(&mut self, action: Action) -> bool {
        let focus = self.workspace.active().focus;
        match action {
            Action::MoveCaret(motion) if self.window.desk.is_open() => self.window.desk.move_caret(motion, false),
            Action::Extend(motion) if self.window.desk.is_open() => self.window.desk.move_caret(motion, true),
            Action::MoveCaret(motion) => self.pane_mut().move_caret(motion, false),
            Action::Extend(motion) => self.pane_mut().move_caret(motion, true),
            Action::GrowSelection => {
                let lexicon = self.lexicon.clone();
                self.pane_mut().grow_selection(focus, lexicon.as_deref());
            }
            Action::ShrinkSelection => self.pane_mut().shrink_selection(),
            Action::SelectAll => self.pane_mut().select_all(),
            Action::ClearSelection => self.pane_mut().clear_selection(),
            Action::NextAnnotation => self.step_annotation(true),
            Action::PreviousAnnotation => self.step_annotation(false),
            Action::MoveEdge(edge, outward) => self.move_edge(edge, outward),
            Action::MergeAnnotations => self.merge_annotations(),
            Action::SplitAnnotation => self.split_annotation(),
            Action::RemoveAnnotation => {
                if let Some(annotation) = self.pane().current() {
                    self.pane_mut().clear_selection();
                    self.perform(Request::RemoveAnnotation { annotation });
                }
            }
            _ => return false,
        }
        true
    }

    /// The reader of the active tab.
    pub(super) fn pane(&self) -> &ReadingPane {
        self.window.panes.reader(self.workspace.active().id)
    }

    pub(super) fn pane_mut(&mut self) -> &mut ReadingPane {
        self.window.panes.reader_mut(self.workspace.active().id)
    }

    /// What keys and commands are about: the selection, else the annotation that the user stands on, else the paragraph in
    /// focus.
    pub(super) fn meant(&self) -> Option<(SourceId, Vec<CharSpan>)> {
        let (page, article) = self.active_article()?;
        let current = || {
            let annotation = self.session.notebook().annotations().get(&self.pane().current()?)?;
            Some(annotation.spans.clone())
        };
        let focused = || Some(article.part(self.workspace.active().focus?)?.part.spans.clone());
        let spans = self.pane().selected_spans().or_else(current).or_else(focused)?;
        Some((page.source.id, spans))
    }

    /// Whether keys and commands are about anything.
    pub(super) fn means_something(&self) -> bool {
        let focused = || self.active_article()?.1.part(self.workspace.active().focus?).map(|_| ());
        self.pane().has_selection() || self.pane().current().is_some() || focused().is_some()
    }

    /// The annotation that the user stands on, unless something is selected.
    pub(super) fn current_annotation(&self) -> Option<AnnotationId> {
        self.pane().current().filter(|_| !self.pane().has_selection())
    }

    fn step_annotation(&mut self, forward: bool) {
        match self.pane().step_annotation(self.workspace.active().focus, forward) {
            Some(annotation) => self.stand_on(annotation),
            None => self.said = Some(Message::new("said-no-annotations")),
        }
    }

    /// Stands on an annotation, and tells which it is.
    pub(super) fn stand_on(&mut self, id: AnnotationId) {
        let tab = self.workspace.active().id;
        if let Some(paragraph) = self.pane_mut().stand_on(id) {
            self.workspace.focus(tab, Some(paragraph));
        }
        if self.window.inspector.tab == Tab::Annotations {
            self.window.inspector.reveal(id);
        }
        let notebook = self.session.notebook();
        let (Some(annotation), Some((at, total))) =
            (notebook.annotations().get(&id), self.pane().annotation_number(id))
        else {
            return;
        };
        let name = |tag: &TagId| notebook.tags().get(tag).map(|tag| tag.name.as_str());
        let tags: Vec<&str> = annotation.tags.iter().filter_map(name).collect();
        let names =
            if tags.is_empty() { annotation.comment.clone() } else { tags.join(&self.texts.get("list-separator")) };
        self.said = Some(Message::new("said-annotation").with("at", at).with("total", total).with("names", names));
    }

    fn move_edge(&mut self, edge: Edge, outward: bool) {
        match self.pane().spans_after_step(edge, outward) {
            // A key that is held down is one step to undo, as typing is.
            Some((annotation, spans)) => {
                if self.moving != Some(annotation) {
                    self.session.end_typing();
                }
                self.moving = Some(annotation);
                let performed = self.session.perform_typing(Request::MoveAnnotation { annotation, spans });
                self.performed(performed);
            }
            None => self.said = Some(Message::new("said-edge-stays")),
        }
    }

    fn merge_annotations(&mut self) {
        let annotations = self.pane().mergeable();
        if annotations.len() < 2 {
            self.said = Some(Message::new("said-nothing-to-merge"));
            return;
        }
        // What was selected was chosen. Else what comes next may stand far away: that is not done by one key.
        if !self.pane().has_selection() && !self.pane().adjoin(annotations[0], annotations[1]) {
            let known = self.session.notebook().annotations();
            let quotes =
                annotations.iter().filter_map(|id| known.get(id)).map(|it| it.quotation.exact.clone()).collect();
            self.window.dialog = Some(crate::ui::Dialog::Merge { annotations, quotes });
            return;
        }
        self.merge_these(annotations);
    }

    /// Makes them one, and stands on it.
    pub(super) fn merge_these(&mut self, annotations: Vec<AnnotationId>) {
        self.pane_mut().clear_selection();
        let performed = self.session.perform(Request::MergeAnnotations { annotations });
        if let Some(Key::Annotation(merged)) = self.performed(performed) {
            self.pane_mut().stand_on_later(merged);
        }
    }

    fn split_annotation(&mut self) {
        let Some(annotation) = self.pane().current() else { return };
        let Some(at) = self.pane().split_place() else { return };
        match self.session.perform(Request::SplitAnnotation { annotation, at }) {
            Err(crate::session::RequestError::NoSplit(_)) => self.said = Some(Message::new("said-no-split")),
            performed => {
                if let Some(Key::Annotation(second)) = self.performed(performed) {
                    self.pane_mut().stand_on_later(second);
                }
            }
        }
    }

    /// Puts the digit's tag on what is meant, or takes it off.
    pub(super) fn toggle_tag(&mut self, digit: u8) {
        let Some((source, spans)) = self.meant() else { return };
        let tags = self.session.notebook().tags();
        let Some(tag) = tags.values().find(|tag| tag.shortcut == Some(digit)) else {
            self.said = Some(Message::new("said-no-tag-on-digit").with("digit", u32::from(digit)));
            return;
        };
        let name = tag.name.clone();
        let request =
            self.retag_current(tag.id).unwrap_or(Request::ToggleTag { source: source.to_string(), spans, tag: name });
        self.perform(request);
    }

    /// Where several annotations stand at just the same place, the one that the user stands on is meant.
    fn retag_current(&self, toggled: TagId) -> Option<Request> {
        let notebook = self.session.notebook();
        let current = notebook.annotations().get(&self.current_annotation()?)?;
        let same =
            |other: &&crate::notebook::Annotation| other.source == current.source && other.spans == current.spans;
        if notebook.annotations().values().filter(same).count() < 2 {
            return None;
        }
        let kept = current.tags.iter().filter(|tag| **tag != toggled);
        let added = (!current.tags.contains(&toggled)).then_some(&toggled);
        let tags = kept.chain(added).filter_map(|tag| notebook.tags().get(tag)).map(|tag| tag.name.clone()).collect();
        Some(Request::Retag { annotation: current.id, tags })
    }

    /// The text that is meant: what is selected, else the current annotation's quotation.
    pub(super) fn meant_text(&self) -> Option<String> {
        let current = || {
            let annotation = self.session.notebook().annotations().get(&self.current_annotation()?)?;
            Some(annotation.quotation.exact.clone())
        };
        let text = self.pane().selected().or_else(current)?;
        let text = text.replace('\n', "");
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Makes the selected text a keyword.
    pub(super) fn add_keyword(&mut self) {
        if let Some(text) = self.meant_text() {
            self.said = None;
            self.take_suggestions(vec![text]);
        }
    }
}
