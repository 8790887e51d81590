//! What is on the paragraphs of an article: stripes and passages of its annotations, and keyword hits.

use super::HitPlace;
use crate::library::{ArticleText, Page, PartText};
use crate::notebook::Annotation;
use crate::search::KeywordHit;
use crate::session::KeywordHits;
use crate::text::CharSpan;
use crate::ui::reader::{BlockMarks, Hit, Marks, Passage, Piece, Stripe};
use crate::ui::view::View;
use crate::ui::widgets;

/// The marks of an article, without a revision.
pub(super) fn of_article(
    view: &View<'_>,
    page: &Page,
    article: &ArticleText,
    hits: Option<&KeywordHits>,
    current: Option<HitPlace>,
) -> Marks {
    let mut blocks = vec![BlockMarks::default(); article.parts.len()];
    let notebook = view.session.notebook();
    let ids = view.views.by_article.get(&article.id).map_or(&[][..], Vec::as_slice);
    let annotations = ids.iter().filter_map(|id| notebook.annotations().get(id));
    let standing = annotations.filter(|it| it.quotation.stands_at(&page.source.text, &it.spans));
    let mut passages: Vec<(&Annotation, Passage)> =
        standing.filter_map(|annotation| Some((annotation, passage(page, article, annotation)?))).collect();
    passages.sort_by_key(|(_, passage)| (passage.start(), std::cmp::Reverse(passage.end()), passage.annotation));
    for (annotation, passage) in &passages {
        for here in passage.pieces.chunk_by(|one, other| one.place == other.place) {
            let place = here[0].place;
            let spans = here.iter().map(|piece| piece.span).collect();
            blocks[place].stripes.extend(stripes(view, annotation, &article.parts[place], spans));
        }
    }
    let colors: Vec<egui::Color32> =
        notebook.ordered_keyword_lists().iter().map(|list| widgets::color32(list.color)).collect();
    for (part, hits) in hits.iter().flat_map(|hits| hits.by_part.iter().enumerate()) {
        let hit = |(at, hit): (usize, &KeywordHit)| Hit {
            span: hit.span,
            color: colors.get(hit.list.0 as usize).copied().unwrap_or(view.palette.accent),
            current: current == Some(HitPlace { part, at }),
        };
        if let Some(block) = blocks.get_mut(part) {
            block.hits = hits.iter().enumerate().map(hit).collect();
        }
    }
    Marks { revision: 0, blocks, passages: passages.into_iter().map(|(_, passage)| passage).collect() }
}

/// Lines of the concordance that are tinted in one article, at most.
const MOST_FOUND: usize = 400;

/// Tints where the lines of the concordance stand in the article.
pub(super) fn tint_found(marks: &mut Marks, view: &View<'_>, article: &ArticleText) {
    let color = view.palette.accent;
    for (part, span) in view.concordance.places_in(article.id, MOST_FOUND) {
        let place = article.parts.iter().position(|other| other.id == part);
        if let Some(block) = place.and_then(|place| marks.blocks.get_mut(place)) {
            block.hits.push(Hit { span, color, current: false });
        }
    }
    marks.blocks.iter_mut().for_each(|block| block.hits.sort_by_key(|hit| hit.span));
}

/// Has what is read at a place of the source stand out.
pub(super) fn point_at(marks: &mut Marks, article: &ArticleText, pointed: CharSpan, color: egui::Color32) {
    for (part, block) in article.parts.iter().zip(&mut marks.blocks).filter(|(part, _)| part.part.overlaps(&[pointed]))
    {
        let spans = part.text.from_source(&[pointed]);
        block.hits.extend(spans.into_iter().map(|span| Hit { span, color, current: true }));
        block.hits.sort_by_key(|hit| hit.span);
    }
}

/// Where an annotation is read in the article; `None` if nowhere.
fn passage(page: &Page, article: &ArticleText, annotation: &Annotation) -> Option<Passage> {
    let parts = article.parts.iter().enumerate().filter(|(_, part)| part.part.overlaps(&annotation.spans));
    let pieces: Vec<Piece> = parts
        .flat_map(|(place, part)| {
            let spans = part.text.from_source(&annotation.spans);
            spans.into_iter().filter(|span| !span.is_empty()).map(move |span| Piece { place, span })
        })
        .collect();
    let solid = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).count();
    let read = |piece: &Piece| -> usize {
        let spans = article.parts[piece.place].text.to_source(piece.span);
        spans.iter().map(|span| solid(page.source.text.slice(*span))).sum()
    };
    let all: usize = annotation.spans.iter().map(|span| solid(page.source.text.slice(*span))).sum();
    let is_all_here = pieces.iter().map(read).sum::<usize>() == all;
    (!pieces.is_empty()).then_some(Passage { annotation: annotation.id, pieces, is_all_here })
}

/// One stripe a tag; one without a name of a tag where there is only a comment.
fn stripes(view: &View<'_>, annotation: &Annotation, part: &PartText, covered: Vec<CharSpan>) -> Vec<Stripe> {
    let whole = covered.iter().map(|span| span.len()).sum::<u32>() >= part.text.len();
    let underline = if whole { Vec::new() } else { covered };
    let has_comment = !annotation.comment.trim().is_empty();
    let stripe = |color, name| Stripe {
        annotation: Some(annotation.id),
        color,
        name,
        underline: underline.clone(),
        has_comment,
    };
    let tags = annotation.tags.iter().filter_map(|tag| view.session.notebook().tags().get(tag));
    let mut stripes: Vec<Stripe> = tags.map(|tag| stripe(widgets::color32(tag.color), tag.name.clone())).collect();
    if stripes.is_empty() {
        stripes.push(stripe(view.palette.muted, view.text("tab-annotations")));
    }
    stripes
}
