//! What keys and commands do with the text of a pane: the caret, the selection, the annotation that the user stands on.

use egui::Rect;

use super::ReadingPane;
use crate::lexis::Lexicon;
use crate::notebook::AnnotationId;
use crate::page::ParagraphId;
use crate::session::{Edge, Motion};
use crate::text::CharSpan;
use crate::ui::reader::{Caret, Selection, grown, source_spans, word_at_caret};

impl ReadingPane {
    /// The annotation that the user stands on.
    #[must_use]
    pub fn current(&self) -> Option<AnnotationId> {
        self.reader.current
    }

    /// Whether any text is selected.
    #[must_use]
    pub fn has_selection(&self) -> bool {
        self.reader.selection().is_some()
    }

    /// Whether the pointer is drawing a selection or dragging an edge.
    #[must_use]
    pub fn is_selecting(&self) -> bool {
        self.reader.is_selecting()
    }

    /// What of the selection, or of the current annotation, is on screen, a rectangle a line.
    #[must_use]
    pub fn marked_rects(&self) -> &[Rect] {
        self.reader.marked_rects()
    }

    /// Where the word at the caret stands in the source.
    #[must_use]
    pub fn word_at_caret(&self, lexicon: Option<&Lexicon>) -> Option<Vec<CharSpan>> {
        word_at_caret(&self.doc, &self.reader, lexicon)
    }

    /// Points at a place of the source, or at none any more.
    pub fn point_at(&mut self, span: Option<CharSpan>) {
        self.pointed = span;
    }

    /// Has the line of the concordance that was gone to stand out, as long as that is open.
    pub fn found_at(&mut self, span: Option<CharSpan>) {
        self.found = span;
    }

    /// Drops the selection, and steps off the annotation.
    pub fn clear_selection(&mut self) {
        self.reader.clear_selection();
        self.reader.current = None;
        self.grown.clear();
    }

    /// Moves the caret with the next frame.
    pub fn move_caret(&mut self, motion: Motion, extends: bool) {
        self.reader.move_caret(motion, extends);
    }

    /// Selects the whole text.
    pub fn select_all(&mut self) {
        let (Some(first), Some(last)) = (self.doc.blocks().first(), self.doc.blocks().last()) else { return };
        let end = Caret { paragraph: last.id, at: last.text.len() };
        self.reader.select(Caret { paragraph: first.id, at: 0 }, end);
        self.reader.current = None;
    }

    /// Selects a paragraph.
    pub(super) fn select_paragraph(&mut self, paragraph: ParagraphId) {
        let Some(block) = self.doc.place(paragraph).map(|place| &self.doc.blocks()[place]) else { return };
        self.reader.select(Caret { paragraph, at: 0 }, Caret { paragraph, at: block.text.len() });
        self.reader.current = None;
    }

    /// Widens the selection to the word, the sentence, the paragraph. From no selection it begins at the caret, or at the
    /// start of `focus`.
    pub fn grow_selection(&mut self, focus: Option<ParagraphId>, lexicon: Option<&Lexicon>) {
        let start = || focus.map(|paragraph| Caret { paragraph, at: 0 });
        let caret = self.reader.caret().or_else(start).map(|caret| Selection { anchor: caret, head: caret });
        let Some(before) = self.reader.selection().or(caret) else { return };
        if let Some(after) = grown(&self.doc, before, lexicon) {
            self.reader.select(after.anchor, after.head);
            self.reader.current = None;
            self.grown.push((before, after));
        }
    }

    /// Takes back the last widening.
    pub fn shrink_selection(&mut self) {
        let now = self.reader.selection();
        match self.grown.pop() {
            Some((before, after)) if now == Some(after) => self.reader.select(before.anchor, before.head),
            _ => {
                self.grown.clear();
                if let Some(Selection { anchor, .. }) = now {
                    self.reader.select(anchor, anchor);
                }
            }
        }
    }

    /// Stands on an annotation and brings it into view; gives the paragraph in which it begins.
    pub fn stand_on(&mut self, annotation: AnnotationId) -> Option<ParagraphId> {
        let Some(passage) = self.marks.passage(annotation) else {
            // Its article was only just opened here: there are no marks yet.
            self.wanted = Some(annotation);
            return None;
        };
        let piece = *passage.pieces.first()?;
        let paragraph = self.doc.blocks().get(piece.place)?.id;
        // The caret stays where a click has put it: that is where the annotation can be split.
        let is_inside = self.place_of_caret().is_some_and(|(place, at)| passage.holds(place, at));
        if !is_inside {
            let caret = Caret { paragraph, at: piece.span.start };
            self.reader.select(caret, caret);
        }
        self.reader.current = Some(annotation);
        self.reveal(paragraph, Some(piece.span));
        Some(paragraph)
    }

    /// Stands on an annotation that was only just made, once the marks of the next frame tell where it is.
    pub fn stand_on_later(&mut self, annotation: AnnotationId) {
        self.wanted = Some(annotation);
    }

    /// Place among the annotations of the document, from 1, and how many there are.
    #[must_use]
    pub fn annotation_number(&self, annotation: AnnotationId) -> Option<(usize, usize)> {
        let passages = &self.marks.passages;
        let at = passages.iter().position(|passage| passage.annotation == annotation)?;
        Some((at + 1, passages.len()))
    }

    /// The annotation after or before the current one, else after or before the caret or the start of `focus`; round at the
    /// ends.
    #[must_use]
    pub fn step_annotation(&self, focus: Option<ParagraphId>, forward: bool) -> Option<AnnotationId> {
        let passages = &self.marks.passages;
        let count = passages.len();
        let here = self.reader.current.and_then(|id| passages.iter().position(|passage| passage.annotation == id));
        let next = match here {
            Some(here) if forward => (here + 1) % count,
            Some(here) => (here + count - 1) % count,
            None => {
                let focus = || focus.or_else(|| self.first_visible()).and_then(|id| self.doc.place(id));
                let from = self.place_of_caret().or_else(|| Some((focus()?, 0))).unwrap_or((0, 0));
                let after = passages.partition_point(|passage| passage.start() < from);
                let at = if forward { after } else { (after + count).checked_sub(1)? };
                at.checked_rem(count)?
            }
        };
        passages.get(next).map(|passage| passage.annotation)
    }

    /// The annotations that are to be made one: those that the selection touches, else the current one and the next.
    #[must_use]
    pub fn mergeable(&self) -> Vec<AnnotationId> {
        let passages = &self.marks.passages;
        if let Some((first, last)) = self.selection_ends() {
            let touched = passages.iter().filter(|passage| passage.overlaps(first, last));
            return touched.map(|passage| passage.annotation).collect();
        }
        let here = self.reader.current.and_then(|id| passages.iter().position(|passage| passage.annotation == id));
        here.map_or(&[][..], |here| &passages[here..(here + 2).min(passages.len())])
            .iter()
            .map(|passage| passage.annotation)
            .collect()
    }

    /// Whether two annotations have text in common, or one begins where the other ends; so do whole paragraphs that follow each
    /// other.
    #[must_use]
    pub fn adjoin(&self, one: AnnotationId, other: AnnotationId) -> bool {
        let (Some(one), Some(other)) = (self.marks.passage(one), self.marks.passage(other)) else { return false };
        one.pieces.iter().any(|left| other.pieces.iter().any(|right| self.doc.adjoin(*left, *right)))
    }

    /// Code point of the source at which the caret stands.
    #[must_use]
    pub fn split_place(&self) -> Option<u32> {
        let (place, at) = self.place_of_caret()?;
        let text = &self.doc.blocks().get(place)?.text;
        text.to_source(CharSpan::new(at, text.len())).first().map(|span| span.start)
    }

    /// The source's spans of the current annotation with an edge moved by a character.
    #[must_use]
    pub fn spans_after_step(&self, edge: Edge, outward: bool) -> Option<(AnnotationId, Vec<CharSpan>)> {
        let passage = self.marks.passage(self.reader.current?).filter(|passage| passage.is_all_here)?;
        Some((passage.annotation, passage.edge_step(&self.doc, edge, outward)?))
    }

    /// The source's spans of an annotation with an edge moved to a place.
    pub(super) fn spans_with_edge(&self, annotation: AnnotationId, edge: Edge, to: Caret) -> Option<Vec<CharSpan>> {
        let passage = self.marks.passage(annotation).filter(|passage| passage.is_all_here)?;
        let pieces = passage.with_edge(&self.doc, edge, (self.doc.place(to.paragraph)?, to.at));
        let spans = source_spans(&self.doc, &pieces);
        (!spans.is_empty() && spans != source_spans(&self.doc, &passage.pieces)).then_some(spans)
    }

    /// The annotation that a click on a stripe is about; where several share it, the one after the current one.
    pub(super) fn next_of_stripe(&self, paragraph: ParagraphId, stripe: usize) -> Option<AnnotationId> {
        let stripes = &self.marks.of(self.doc.place(paragraph)?).stripes;
        let clicked = stripes.get(stripe)?;
        let alike = stripes.iter().filter(|other| other.name == clicked.name);
        let alike: Vec<AnnotationId> = alike.filter_map(|stripe| stripe.annotation).collect();
        match alike.iter().position(|id| self.reader.current == Some(*id)) {
            Some(here) => alike.get((here + 1) % alike.len()).copied(),
            None => clicked.annotation,
        }
    }

    /// Steps off the current annotation once the caret has left it.
    pub(super) fn keep_current_at_caret(&mut self) {
        let Some(passage) = self.reader.current.and_then(|current| self.marks.passage(current)) else { return };
        let is_there = self.place_of_caret().is_some_and(|at| passage.start() <= at && at <= passage.end());
        if !is_there {
            self.reader.current = None;
        }
    }

    fn place_of_caret(&self) -> Option<(usize, u32)> {
        let caret = self.reader.caret()?;
        Some((self.doc.place(caret.paragraph)?, caret.at))
    }

    fn selection_ends(&self) -> Option<((usize, u32), (usize, u32))> {
        let Selection { anchor, head } = self.reader.selection()?;
        let place = |caret: Caret| Some((self.doc.place(caret.paragraph)?, caret.at));
        let (one, other) = (place(anchor)?, place(head)?);
        Some((one.min(other), one.max(other)))
    }
}
