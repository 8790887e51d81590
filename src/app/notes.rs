//! What is done with notes: they are kept as they are typed, linked to annotations, and followed.

use super::App;
use crate::i18n::Message;
use crate::notebook::{Key, NoteId, NoteLink, markdown};
use crate::session::{Action, Inspected, LinkState, NotesOf, Request, quote_of};
use crate::task::Severity;
use crate::ui::{Chooser, ChooserKind, Command, Place, Tab};

impl App {
    /// Does what panes ask for with notes.
    pub(super) fn act_on_notes(&mut self, command: Command) {
        match command {
            Command::KeepNote { of, note, text } => self.keep(of, note, text),
            Command::WriteNote(of) => self.write_note(of),
            Command::EditNote(note) => self.edit_note(note),
            Command::ShowNote(note) => self.show_note(note),
            Command::FollowLink(link) => self.follow_link(link),
            Command::ChooseLink => self.choose_link(),
            Command::InsertLink(link) => {
                if let Some(link) = self.link_text(link) {
                    self.window.inspector.insert_in_note(link);
                }
            }
            _ => {}
        }
    }

    /// Does what commands ask for with notes.
    pub(super) fn run_on_notes(&mut self, ctx: &egui::Context, action: Action) {
        let article = self.workspace.active().article;
        match action {
            Action::ArticleNote => {
                if let Some(article) = article {
                    self.write_note(NotesOf::Article(article));
                }
            }
            Action::SourceNote => {
                if let Some(article) = article {
                    self.write_note(NotesOf::Source(article.source));
                }
            }
            Action::NotebookNote => self.write_note(NotesOf::Notebook),
            Action::AllNotes => self.window.inspector.list_notes(),
            Action::ShowNotes => self.window.inspector.tab = Tab::Notes,
            Action::MarkNote(mark) => self.window.inspector.mark_note(mark),
            Action::LinkInNote => self.link_in_note(ctx),
            Action::CopyLink => {
                if let Some(link) = self.pane().current().and_then(|id| self.link_text(NoteLink::Annotation(id))) {
                    self.act(ctx, Command::Copy { text: link, said: "said-link-copied" });
                }
            }
            _ => {}
        }
        ctx.request_repaint();
    }

    /// What was typed on a note goes into the notebook before anything else is done to that; typing itself takes its time.
    pub(super) fn keep_note_before(&mut self, command: &Command) {
        let is_of_typing =
            matches!(command, Command::KeepNote { .. } | Command::Typed(_) | Command::Do(Action::MarkNote(_)));
        if !is_of_typing {
            self.keep_note(matches!(command, Command::OpenNotebook(_)));
        }
    }

    /// Keeps what was typed on a note and waits; `leaves` if nothing more can be typed.
    pub(super) fn keep_note(&mut self, leaves: bool) {
        if let Some(Command::KeepNote { of, note, text }) = self.window.inspector.take_unkept(leaves) {
            self.keep(of, note, text);
        }
    }

    fn keep(&mut self, of: NotesOf, note: Option<NoteId>, text: String) {
        let request = match note {
            Some(note) => Request::EditNote { note, text },
            None => Request::AddNote { target: of.target(), text },
        };
        let performed = self.session.perform_typing(request);
        if performed.is_err() {
            let revisions = (self.session.revision(), self.session.pages_revision());
            self.window.inspector.note_was_refused(revisions);
        }
        if let (None, Some(Key::Note(made))) = (note, self.performed(performed)) {
            self.window.inspector.note_was_made(made);
        }
    }

    fn write_note(&mut self, of: NotesOf) {
        self.session.end_typing();
        self.window.inspector.write_note(of, None, "");
    }

    fn edit_note(&mut self, id: NoteId) {
        self.session.end_typing();
        if let Some(note) = self.session.notebook().notes().get(&id) {
            let of = self.session.notes_of(note);
            self.window.inspector.write_note(of, Some(id), &note.text);
        }
    }

    /// Shows a note where it belongs: beside its article.
    fn show_note(&mut self, id: NoteId) {
        let Some(note) = self.session.notebook().notes().get(&id) else { return };
        let of = self.session.notes_of(note);
        match of {
            NotesOf::Article(article) => self.show_article(article, Place::Active),
            NotesOf::Source(source) => self.show_source(source),
            NotesOf::Notebook => {}
        }
        self.window.inspector.reveal_note(of, id);
    }

    /// Shows an article of a source, unless one of its articles is shown; or what is known of a source that is missing.
    fn show_source(&mut self, source: crate::page::SourceId) {
        let is_shown = self.workspace.active().article.is_some_and(|article| article.source == source);
        let first = self.session.page(source).and_then(|page| page.articles.first()).map(|article| article.id);
        match first {
            _ if is_shown && !matches!(self.workspace.inspected(), Inspected::Missing(_)) => {}
            Some(article) => self.show_article(article, Place::Active),
            None => self.workspace.inspect_missing(source),
        }
    }

    fn follow_link(&mut self, link: NoteLink) {
        let why = match self.session.link_state(link) {
            LinkState::There => None,
            LinkState::InBin => Some("said-link-in-bin"),
            LinkState::Gone => Some("said-link-gone"),
            LinkState::SourceMissing => Some("said-link-source-missing"),
        };
        if let Some(why) = why {
            self.said = Some(Message::new(why));
            return;
        }
        match link {
            NoteLink::Annotation(id) => {
                let Some(annotation) = self.session.notebook().annotations().get(&id) else { return };
                let (source, spans) = (annotation.source, annotation.spans.clone());
                if self.session.page(source).is_none() {
                    self.workspace.inspect_missing(source);
                    self.said = Some(Message::new("said-link-source-missing"));
                    return;
                }
                self.go_to(source, &spans);
                self.pane_mut().stand_on_later(id);
            }
            NoteLink::Article { source, at } => {
                let article = self.session.page(source).and_then(|page| page.at(at)).map(|(article, _)| article.id);
                match article {
                    Some(article) => self.show_article(article, Place::Active),
                    None => self.tell(Severity::Warning, Message::new("said-no-place")),
                }
            }
            NoteLink::Tag(tag) => self.show_tag(tag),
            NoteLink::Note(note) => self.show_note(note),
        }
    }

    /// A link as Markdown, its text what it leads to: the beginning of a quotation, or a name.
    fn link_text(&self, link: NoteLink) -> Option<String> {
        let notebook = self.session.notebook();
        match link {
            NoteLink::Annotation(id) => {
                let quote = quote_of(&self.session, notebook.annotations().get(&id)?);
                let quote = quote.trim();
                if quote.starts_with('“') {
                    return Some(link.markdown(quote));
                }
                // The mark that closes stands before the bracket that does.
                Some(link.markdown(&format!("“{quote}")).replacen("](", "”](", 1))
            }
            NoteLink::Tag(id) => Some(link.markdown(&notebook.tags().get(&id)?.name)),
            NoteLink::Note(id) => Some(link.markdown(&markdown::title(&notebook.notes().get(&id)?.text))),
            NoteLink::Article { source, at } => {
                let (article, _) = self.session.page(source)?.at(at)?;
                Some(link.markdown(&format!("《{}》", article.title)))
            }
        }
    }

    /// Puts a link into the note that is being written: to the annotation that the user stands on, or, while he types, to one
    /// that he chooses. Where no note is being written, a new one on the article begins with it.
    fn link_in_note(&mut self, ctx: &egui::Context) {
        let is_typing = self.window.is_typing(ctx);
        match self.pane().current().filter(|_| !is_typing) {
            Some(annotation) => {
                if self.window.inspector.written_note().is_none()
                    && let Some(article) = self.workspace.active().article
                {
                    self.write_note(NotesOf::Article(article));
                }
                self.act_on_notes(Command::InsertLink(NoteLink::Annotation(annotation)));
            }
            None => self.choose_link(),
        }
    }

    fn choose_link(&mut self) {
        if self.window.inspector.written_note().is_some() {
            self.window.chooser = Some((ChooserKind::Link, Chooser::default()));
        }
    }
}
