//! What the scanner misread: corrected where one reads, and looked for.

use super::App;
use super::work::pending;
use crate::i18n::Message;
use crate::lexis::{Misreading, misreadings};
use crate::page::SourceId;
use crate::session::{MisreadAction, MisreadReview};
use crate::text::CharSpan;
use crate::ui::{Dialog, IssueDraft};

/// Misreadings of a page, as of the revision of pages at which they were looked for.
pub(super) type FoundMisreadings = ((SourceId, u64), Vec<Misreading>);

impl App {
    /// Asks how what is selected, or the word at the caret, is to be read.
    pub(super) fn emend(&mut self) {
        let lexicon = self.lexicon.as_deref();
        let (spans, page) = if let Some(source) = self.window.desk.source() {
            (self.window.desk.word_meant(lexicon), self.session.page(source))
        } else {
            let spans = self.pane().selected_spans().or_else(|| self.pane().word_at_caret(lexicon));
            (spans, self.active_article().map(|(page, _)| page))
        };
        let Some(page) = page else { return };
        let ends = spans.as_deref().and_then(|spans| Some((spans.first()?.start, spans.last()?.end)));
        let Some((start, end)) = ends.filter(|(start, end)| start < end) else { return };
        let span = CharSpan::new(start, end);
        let covered: u32 = spans.iter().flatten().map(|span| span.len()).sum();
        let text = &page.source.text;
        let between = text.slice(span).chars().filter(|ch| !ch.is_whitespace()).count();
        // What lies between two columns is not misread.
        if between > covered as usize {
            self.said = Some(Message::new("said-emend-one-place"));
            return;
        }
        let source = page.source.id;
        let original = text.quote(&[span]);
        let known = page.readings.iter().find(|reading| reading.span == span);
        let reading = known.map_or_else(|| original.clone(), |reading| reading.text.to_string());
        self.window.dialog = Some(Dialog::Emend { source, span, original, reading });
    }

    /// Shows what is known of the issue of a source, to be put right.
    pub(super) fn open_issue(&mut self, source: SourceId) {
        let issue = self.session.page(source).map(|page| &page.issue);
        let issue = issue.or_else(|| self.session.notebook().issue(source));
        self.window.dialog = issue.map(|issue| Dialog::Issue(IssueDraft::new(source, issue)));
    }

    /// Does what is about suspected misreadings.
    pub(super) fn run_on_misreadings(&mut self, action: MisreadAction) {
        match action {
            MisreadAction::Open => self.open_misreadings(),
            MisreadAction::Accept | MisreadAction::Dismiss => {
                let review = self.misreadings.as_ref();
                if let Some(request) = review.and_then(|review| review.decision(action == MisreadAction::Accept)) {
                    self.session.end_typing();
                    self.perform(request);
                    self.follow_misreadings();
                    self.point_at_misreading();
                }
            }
            MisreadAction::Next | MisreadAction::Previous => {
                if let Some(review) = &mut self.misreadings {
                    review.step(action == MisreadAction::Next);
                }
                self.point_at_misreading();
            }
            MisreadAction::Close => {
                self.misreadings = None;
                self.point_at_misreading();
            }
        }
    }

    /// Looks at the one at a place of the list.
    pub(super) fn look_at_misreading(&mut self, at: usize) {
        if let Some(review) = &mut self.misreadings {
            review.look_at(at);
        }
        self.point_at_misreading();
    }

    /// Shows what was found on the page of the active article, or begins to look for it.
    fn open_misreadings(&mut self) {
        let Some((page, _)) = self.active_article() else { return };
        let (source, page) = (page.source.id, page.clone());
        let key = (source, self.session.pages_revision());
        if let Some((_, found)) = self.found_misreadings.clone().filter(|(known, _)| *known == key) {
            self.misreadings_found(key, found);
            return;
        }
        let Some(lexicon) = self.lexicon.clone() else {
            self.said = Some(Message::new("said-no-words-yet"));
            return;
        };
        let job = self.runner.start("misreadings", move |cancel, _| misreadings(&lexicon, &page, cancel));
        self.work.misreadings = pending(key, job);
        self.said = Some(Message::new("said-misread-working"));
    }

    /// Keeps what a job has found, and shows it.
    pub(super) fn misreadings_found(&mut self, key: (SourceId, u64), found: Vec<Misreading>) {
        let review = MisreadReview::new(key.0, found.clone(), self.session.notebook());
        self.found_misreadings = Some((key, found));
        if review.current().is_none() {
            self.said = Some(Message::new("said-misread-none"));
            return;
        }
        self.said = None;
        self.misreadings = Some(review);
        self.point_at_misreading();
    }

    /// Leaves out what is decided by now; the list goes once nothing is left.
    pub(super) fn follow_misreadings(&mut self) {
        let Some(review) = &mut self.misreadings else { return };
        review.follow(self.session.notebook());
        if review.current().is_none() {
            self.misreadings = None;
        }
    }

    /// Shows the passage that is looked at.
    fn point_at_misreading(&mut self) {
        let looked_at = self.misreadings.as_ref().and_then(|review| Some((review.source(), review.current()?.span)));
        if let Some((source, span)) = looked_at {
            self.go_to(source, &[span]);
        }
        self.pane_mut().point_at(looked_at.map(|(_, span)| span));
    }
}
