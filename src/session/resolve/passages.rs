//! What becomes of an annotation's place: its edges move, two become one, one becomes two.

use super::{Resolved, Resolver, Result};
use crate::i18n::Message;
use crate::library::Page;
use crate::notebook::{Annotation, AnnotationId, Edit, Key, Quotation, Record};
use crate::session::RequestError;
use crate::text::{CharSpan, Text, merge_touching};

impl Resolver<'_> {
    pub(super) fn move_annotation(&self, id: AnnotationId, spans: Vec<CharSpan>) -> Result<Resolved> {
        let old = self.annotation(id)?;
        let label = Message::new("label-move-annotation");
        if old.spans == spans {
            return Ok(Resolved::new(label, Vec::new()));
        }
        let page = self.proved_page(old)?;
        Ok(Resolved::put(label, Record::Annotation(self.placed(old, page, spans)?)))
    }

    /// The oldest of them becomes all of them: its id stays, the others go.
    pub(super) fn merge_annotations(&self, ids: &[AnnotationId]) -> Result<Resolved> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let mut merged = ids.iter().map(|id| self.annotation(*id)).collect::<Result<Vec<_>>>()?;
        let [kept, others @ ..] = ids.as_slice() else { return Err(RequestError::NothingToMerge) };
        let kept = self.annotation(*kept)?;
        if others.is_empty() || merged.iter().any(|annotation| annotation.source != kept.source) {
            return Err(RequestError::NothingToMerge);
        }
        let mut page = self.proved_page(kept)?;
        for annotation in &merged {
            page = self.proved_page(annotation)?;
        }
        // What comes first on the page is said first.
        merged.sort_by_key(|annotation| annotation.spans.first().map(|span| reading_place(page, span.start)));
        let mut new = self.placed(kept, page, united(page, merged.iter().flat_map(|it| it.spans.iter().copied())))?;
        new.tags.clear();
        let mut comments: Vec<&str> = Vec::new();
        for annotation in &merged {
            for tag in &annotation.tags {
                if !new.tags.contains(tag) {
                    new.tags.push(*tag);
                }
            }
            let comment = annotation.comment.trim();
            if !comment.is_empty() && !comments.contains(&comment) {
                comments.push(comment);
            }
        }
        new.comment = comments.join("\n");
        let mut edits: Vec<Edit> = others.iter().map(|id| Edit::Remove(Key::Annotation(*id))).collect();
        edits.push(Edit::Put(Record::Annotation(new)));
        Ok(Resolved::new(Message::new("label-merge-annotations"), edits).making(Key::Annotation(kept.id)))
    }

    /// The first half keeps id and comment. The second gets the tags, and the comment only if it would say nothing without.
    pub(super) fn split_annotation(&self, id: AnnotationId, at: u32) -> Result<Resolved> {
        let old = self.annotation(id)?;
        let page = self.proved_page(old)?;
        let (before, after) = cut(&page.source.text, &old.spans, at).ok_or(RequestError::NoSplit(at))?;
        let first = self.placed(old, page, before)?;
        let comment = if old.tags.is_empty() { old.comment.clone() } else { String::new() };
        let second = self.new_annotation(page, after, old.tags.clone(), comment)?;
        let key = Key::Annotation(second.id);
        let edits = [first, second].map(|half| Edit::Put(Record::Annotation(half))).into();
        Ok(Resolved::new(Message::new("label-split-annotation"), edits).making(key))
    }

    /// The open page of an annotation whose quotation stands there. One that does not stand is the user's only record of
    /// what was read: no change of place may write over it.
    fn proved_page(&self, annotation: &Annotation) -> Result<&Page> {
        let page = self.session.page(annotation.source).ok_or_else(|| {
            let record = self.session.notebook.sources().get(&annotation.source);
            RequestError::SourceNotOpen(record.map_or_else(|| annotation.source.short(), |it| it.name().to_owned()))
        })?;
        if !annotation.quotation.stands_at(&page.source.text, &annotation.spans) {
            return Err(RequestError::QuotationDiffers(annotation.id.to_string()));
        }
        Ok(page)
    }

    pub(super) fn placed(&self, old: &Annotation, page: &Page, spans: Vec<CharSpan>) -> Result<Annotation> {
        let text = &page.source.text;
        let bad = |span| RequestError::BadSpan { span, source_name: page.source.name.clone(), chars: text.len() };
        if let Some(wrong) = spans.iter().find(|span| !text.holds(**span)) {
            return Err(bad(Some(*wrong)));
        }
        let quotation = Quotation::at(text, &spans).ok_or_else(|| bad(None))?;
        Ok(Annotation { spans, quotation, ..self.touched_annotation(old) })
    }
}

/// All code points of `spans`, each once, in the order in which the page is read.
fn united(page: &Page, spans: impl Iterator<Item = CharSpan>) -> Vec<CharSpan> {
    let mut all: Vec<CharSpan> = spans.collect();
    all.sort_unstable();
    let mut out: Vec<CharSpan> = Vec::with_capacity(all.len());
    for span in all {
        match out.last_mut() {
            Some(last) if last.overlaps(span) => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out.sort_by_key(|span| reading_place(page, span.start));
    merge_touching(out)
}

/// Where a code point is read: article, part, place in the part's text. What is in no article comes last, in the order of
/// the source.
fn reading_place(page: &Page, at: u32) -> (usize, usize, u32) {
    let found = page.at(at).and_then(|(article, part)| {
        let article_place = page.articles.iter().position(|other| other.id == article.id)?;
        let part_place = article.parts.iter().position(|other| other.id == part.id)?;
        let reading = part.text.from_source(&[CharSpan::new(at, at + 1)]);
        Some((article_place, part_place, reading.first().map_or(0, |span| span.start)))
    });
    found.unwrap_or((usize::MAX, usize::MAX, at))
}

/// `spans` in two at code point `at`; `None` if one side would hold no text.
fn cut(text: &Text, spans: &[CharSpan], at: u32) -> Option<(Vec<CharSpan>, Vec<CharSpan>)> {
    // The spans may stand in any order: what holds the place decides, and only then what begins or ends there.
    let inside = spans.iter().position(|span| span.start < at && at < span.end);
    let (before, after) = if let Some(place) = inside {
        let span = spans[place];
        let mut before = spans[..place].to_vec();
        before.push(CharSpan::new(span.start, at));
        let mut after = vec![CharSpan::new(at, span.end)];
        after.extend_from_slice(&spans[place + 1..]);
        (before, after)
    } else {
        let begins = spans.iter().position(|span| span.start == at);
        let place = begins.or_else(|| spans.iter().position(|span| span.end == at).map(|place| place + 1))?;
        (spans[..place].to_vec(), spans[place..].to_vec())
    };
    let says = |spans: &[CharSpan]| spans.iter().any(|span| !text.slice(*span).trim().is_empty());
    (says(&before) && says(&after)).then_some((before, after))
}
