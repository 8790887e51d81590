//! The desk: layouts put right by hand.

use super::{Resolved, Resolver, Result};
use crate::i18n::Message;
use crate::library::Page;
use crate::notebook::{CorrectedLayout, Edit, Emendation, EmendationId, KeptText, Key, Quotation, Record};
use crate::page::{Layout, LayoutEdit, Part, Role, SourceId};
use crate::session::RequestError;
use crate::text::CharSpan;

impl Resolver<'_> {
    pub(super) fn edit_layout(&self, source: &str, edit: &LayoutEdit) -> Result<Resolved> {
        let page = self.open_source(source)?;
        let mut layout = page.layout.edited(&page.source.text, edit)?;
        doubt_again(&mut layout, &page.layout, &page.recovered);
        Ok(self.put_layout(label(edit), page, layout))
    }

    /// What was recovered, for the whole page.
    pub(super) fn restore_layout(&self, source: &str) -> Result<Resolved> {
        let id = self.source(source)?;
        let label = Message::new("label-restore-layout").with("name", source);
        Ok(Resolved::new(label, self.without_layout(id)))
    }

    /// What was recovered, for what one article holds.
    pub(super) fn restore_article(&self, source: &str, at: u32) -> Result<Resolved> {
        let page = self.open_source(source)?;
        let layout = page.layout.with_recovered_article(&page.source.text, &page.recovered, at)?;
        Ok(self.put_layout(Message::new("label-restore-article"), page, layout))
    }

    /// A layout that is as it was recovered is none of the user's: it profits when recovery gets better.
    fn put_layout(&self, label: Message, page: &Page, layout: Layout) -> Resolved {
        let source = page.source.id;
        if layout == page.layout {
            return Resolved::new(label, Vec::new());
        }
        if layout == *page.recovered {
            return Resolved::new(label, self.without_layout(source)).about(source);
        }
        Resolved::new(label, self.with_layout(page, layout)).about(source)
    }

    /// The layout of a page is this one.
    pub(super) fn with_layout(&self, page: &Page, layout: Layout) -> Vec<Edit> {
        let (source, notebook) = (page.source.id, &self.session.notebook);
        let known = notebook.layouts().get(&source);
        let stamp = known.map_or_else(|| self.stamp(), |known| known.stamp.touched(self.now));
        let mut edits = vec![Edit::Put(Record::Layout(CorrectedLayout { source, layout, stamp }))];
        if !notebook.texts().contains_key(&source) {
            edits.push(Edit::Put(Record::Text(KeptText { source, text: page.source.text.as_str().into() })));
        }
        edits
    }

    /// The layout of a source is as it was recovered.
    fn without_layout(&self, source: SourceId) -> Vec<Edit> {
        let own = [Key::Layout(source), Key::Text(source)].into_iter();
        own.filter(|key| self.session.notebook.holds(*key)).map(Edit::Remove).collect()
    }
}

/// Where an edit has made a part just what was recovered, its doubts are there again: so that two edits that cancel out leave a page
/// that nobody has corrected. What was there before the edit keeps what the user has said of it.
fn doubt_again(layout: &mut Layout, before: &Layout, recovered: &Layout) {
    let parts = layout.articles.iter_mut().flat_map(|article| &mut article.parts).chain(&mut layout.furniture);
    for part in parts {
        let is_it = |other: &&Part| other.role == part.role && other.spans == part.spans;
        if before.parts().any(|other| is_it(&other)) {
            continue;
        }
        if let Some(first) = recovered.parts().find(is_it) {
            (part.confidence, part.doubts) = (first.confidence, first.doubts.clone());
        }
    }
}

/// Longest reading, in characters: of a word, not of a passage.
const MAX_READING_CHARS: usize = 40;

impl Resolver<'_> {
    pub(super) fn emend(&self, source: &str, span: CharSpan, reading: &str) -> Result<Resolved> {
        let page = self.open_source(source)?;
        let (id, text) = (page.source.id, &page.source.text);
        if span.is_empty() || !text.holds(span) || text.slice(span).trim().is_empty() {
            let (source_name, chars) = (source.to_owned(), text.len());
            return Err(RequestError::BadSpan { span: Some(span), source_name, chars });
        }
        let original = text.slice(span).to_owned();
        let reading: String = reading.trim().chars().filter(|ch| !ch.is_control()).take(MAX_READING_CHARS).collect();
        let reading = (!reading.is_empty() && reading != original).then_some(reading);
        let label = match &reading {
            Some(reading) => {
                Message::new("label-emend").with("original", original.as_str()).with("reading", reading.as_str())
            }
            None => Message::new("label-keep-original").with("original", original.as_str()),
        };
        let known = self.session.notebook.emendations().values();
        let overlapped: Vec<_> = known.filter(|other| other.source == id && other.span.overlaps(span)).collect();
        if matches!(overlapped.as_slice(), [only] if only.span == span && only.reading == reading) {
            return Ok(Resolved::new(label, Vec::new()));
        }
        let mut edits: Vec<Edit> = overlapped.iter().map(|other| Edit::Remove(Key::Emendation(other.id))).collect();
        let made = EmendationId::generate();
        let Quotation { prefix, suffix, .. } = Quotation::at(text, &[span]).unwrap_or_default();
        edits.push(Edit::Put(Record::Emendation(Emendation {
            id: made,
            source: id,
            span,
            original,
            prefix,
            suffix,
            reading,
            stamp: self.stamp(),
        })));
        Ok(Resolved::new(label, edits).about(id).making(Key::Emendation(made)))
    }

    pub(super) fn remove_emendation(&self, id: EmendationId) -> Result<Resolved> {
        let known = self.session.notebook.emendations().get(&id);
        let known = known.ok_or_else(|| RequestError::NoEmendation(id.to_string()))?;
        let label = Message::new("label-remove-emendation").with("original", known.original.as_str());
        Ok(Resolved::new(label, vec![Edit::Remove(Key::Emendation(id))]))
    }
}

/// What was done, as the user is told.
fn label(edit: &LayoutEdit) -> Message {
    match edit {
        LayoutEdit::Join { .. } => Message::new("label-layout-join"),
        LayoutEdit::Split { .. } => Message::new("label-layout-split"),
        LayoutEdit::SetRole { role, .. } => Message::new("label-layout-role").with("role", role_name(*role)),
        LayoutEdit::MoveParts { .. } => Message::new("label-layout-move"),
        LayoutEdit::TakeOut { .. } => Message::new("label-layout-take-out"),
        LayoutEdit::Confirm { .. } => Message::new("label-layout-confirm"),
        // What it comes to is done last.
        LayoutEdit::Steps(steps) => steps.last().map_or_else(|| Message::new("label-layout-confirm"), label),
    }
}

/// What a role is called.
#[must_use]
pub fn role_name(role: Role) -> Message {
    Message::new(match role {
        Role::Kicker => "role-kicker",
        Role::Headline => "role-headline",
        Role::Deck => "role-deck",
        Role::Byline => "role-byline",
        Role::SectionHead => "role-section-head",
        Role::Body => "role-body",
        Role::Caption => "role-caption",
        Role::Credit => "role-credit",
        Role::Info => "role-info",
        Role::Jump => "role-jump",
        Role::Pull => "role-pull",
        Role::Masthead => "role-masthead",
        Role::Noise => "role-noise",
    })
}

impl From<crate::page::LayoutEditError> for RequestError {
    fn from(error: crate::page::LayoutEditError) -> Self {
        Self::Layout(error)
    }
}
