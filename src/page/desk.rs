//! Putting a layout right by hand: edits that keep every character in exactly one part.

use serde::{Deserialize, Serialize};

use super::{Article, Confidence, Doubt, Layout, Part, Role};
use crate::text::{CharSpan, Text};

/// A change of a layout. A part is named by any of its code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LayoutEdit {
    /// The part goes on where the one before it in its article ends, and has its role.
    Join {
        /// The part.
        at: u32,
    },
    /// A new part of the same role begins here.
    Split {
        /// First code point of the new part.
        at: u32,
    },
    /// What parts are. Furniture leaves its article, and what is no longer furniture goes to the article that it stands in.
    SetRole {
        /// The parts.
        parts: Vec<u32>,
        /// What they are.
        role: Role,
    },
    /// Parts go elsewhere, in this order.
    MoveParts {
        /// The parts.
        parts: Vec<u32>,
        /// Where.
        to: Destination,
    },
    /// Stretches of the page, such as lines, leave the parts that they are in and become a part of their own. What is left of a
    /// part stays joined.
    TakeOut {
        /// The stretches, in reading order.
        spans: Vec<CharSpan>,
        /// Where the new part goes.
        to: Destination,
        /// What it is.
        role: Role,
    },
    /// What is doubtful about a part is right.
    Confirm {
        /// The part.
        at: u32,
        /// The place of the one doubt that is meant; all of the part's without it.
        doubt: Option<u32>,
    },
    /// Several changes, each made in what the one before it has left, as one.
    Steps(Vec<LayoutEdit>),
}

/// Where parts go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// Before this part, in its article.
    Before(u32),
    /// To the end of the article that holds this code point.
    EndOf(u32),
    /// Into an article of their own.
    NewArticle,
    /// Out of all articles: noise.
    Noise,
}

/// Why a layout cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutEditError {
    /// No part holds this code point.
    #[error("no part holds code point {0}")]
    NoPart(u32),
    /// The part is furniture, or the first of its article: nothing stands before it.
    #[error("nothing stands before the part at code point {0}")]
    NothingBefore(u32),
    /// One side of a split would be empty.
    #[error("the part cannot be split at code point {0}")]
    NoSplit(u32),
    /// Parts were to go before one of themselves, or nothing was named.
    #[error("there is nowhere to go")]
    NowhereToGo,
}

/// Where a part stands in a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Article(usize, usize),
    Furniture(usize),
}

impl Layout {
    /// The layout with a change made; `text` is the source's.
    ///
    /// # Errors
    /// If it makes no sense here.
    pub fn edited(&self, text: &Text, edit: &LayoutEdit) -> Result<Self, LayoutEditError> {
        let mut layout = self.clone();
        match edit {
            LayoutEdit::Join { at } => layout.join(text, *at)?,
            LayoutEdit::Split { at } => layout.split(text, *at)?,
            LayoutEdit::SetRole { parts, role } => layout.set_role(parts, *role)?,
            LayoutEdit::MoveParts { parts, to } => {
                let taken = layout.take(parts)?;
                layout.put(taken, *to)?;
            }
            LayoutEdit::TakeOut { spans, to, role } => layout.take_out(text, spans, *to, *role)?,
            LayoutEdit::Confirm { at, doubt } => layout.confirm(*at, *doubt)?,
            LayoutEdit::Steps(steps) => {
                return steps.iter().try_fold(layout, |layout, step| layout.edited(text, step));
            }
        }
        layout.articles.retain(|article| !article.parts.is_empty());
        layout.furniture.sort_by_key(Part::start);
        Ok(layout)
    }

    /// The layout in which all that the article at `at` holds is as `recovered` has it, and all else as it is.
    ///
    /// # Errors
    /// If no article holds `at`.
    pub fn with_recovered_article(&self, text: &Text, recovered: &Self, at: u32) -> Result<Self, LayoutEditError> {
        let Place::Article(place, _) = self.place(at)? else { return Err(LayoutEditError::NoPart(at)) };
        let mut layout = self.clone();
        let article = layout.articles.remove(place);
        let spans: Vec<CharSpan> = article.parts.into_iter().flat_map(|part| part.spans).collect();
        let cut = |part: &Part| {
            let kept = part.spans.iter().flat_map(|span| spans.iter().filter_map(|other| span.intersection(*other)));
            let kept = tidy(text, kept);
            (!kept.is_empty()).then(|| part.with_spans(kept))
        };
        let articles = recovered.articles.iter().map(|article| article.parts.iter().filter_map(cut).collect());
        for (offset, parts) in articles.filter(|parts: &Vec<Part>| !parts.is_empty()).enumerate() {
            layout.articles.insert(place + offset, Article { parts });
        }
        layout.furniture.extend(recovered.furniture.iter().filter_map(cut));
        layout.furniture.sort_by_key(Part::start);
        Ok(layout)
    }

    fn place(&self, at: u32) -> Result<Place, LayoutEditError> {
        let holds = |part: &Part| part.spans.iter().any(|span| span.contains(at));
        let in_articles = self
            .articles
            .iter()
            .enumerate()
            .find_map(|(article, it)| it.parts.iter().position(holds).map(|part| Place::Article(article, part)));
        let found = in_articles.or_else(|| self.furniture.iter().position(holds).map(Place::Furniture));
        found.ok_or(LayoutEditError::NoPart(at))
    }

    fn part_mut(&mut self, place: Place) -> &mut Part {
        match place {
            Place::Article(article, part) => &mut self.articles[article].parts[part],
            Place::Furniture(part) => &mut self.furniture[part],
        }
    }

    fn join(&mut self, text: &Text, at: u32) -> Result<(), LayoutEditError> {
        let Place::Article(article, part) = self.place(at)? else { return Err(LayoutEditError::NothingBefore(at)) };
        let before = part.checked_sub(1).ok_or(LayoutEditError::NothingBefore(at))?;
        let second = self.articles[article].parts.remove(part);
        let first = &mut self.articles[article].parts[before];
        let joint = second.start();
        let confidence = Confidence::new(first.confidence.share().min(second.confidence.share()));
        first.spans = tidy(text, first.spans.iter().chain(&second.spans).copied());
        first.doubts.extend(second.doubts.into_iter().filter(|doubt| doubt.at != joint));
        first.confidence = confidence;
        first.settle();
        Ok(())
    }

    fn split(&mut self, text: &Text, at: u32) -> Result<(), LayoutEditError> {
        let place = self.place(at)?;
        let whole = self.part_mut(place).clone();
        let mut sides: [Vec<CharSpan>; 2] = [Vec::new(), Vec::new()];
        let mut is_behind = false;
        for span in whole.spans.iter().copied() {
            if span.contains(at) {
                sides[0].push(CharSpan::new(span.start, at));
                sides[1].push(CharSpan::new(at, span.end));
                is_behind = true;
            } else {
                sides[usize::from(is_behind)].push(span);
            }
        }
        let [left, right] = sides.map(|spans| tidy(text, spans));
        if left.is_empty() || right.is_empty() {
            return Err(LayoutEditError::NoSplit(at));
        }
        let joint = right[0].start;
        // What was doubtful about this very place is decided now.
        let mut second = whole.with_spans(right);
        second.doubts.retain(|doubt| doubt.at != joint);
        second.settle();
        let mut first = whole.with_spans(left);
        let mut doubts = whole.doubts;
        doubts.retain(|doubt| doubt.at != joint && !second.doubts.contains(doubt));
        (first.doubts, first.confidence) = (doubts, whole.confidence);
        first.settle();
        match place {
            Place::Article(article, part) => {
                let parts = &mut self.articles[article].parts;
                parts[part] = first;
                parts.insert(part + 1, second);
            }
            Place::Furniture(part) => {
                self.furniture[part] = first;
                self.furniture.insert(part + 1, second);
            }
        }
        Ok(())
    }

    fn set_role(&mut self, parts: &[u32], role: Role) -> Result<(), LayoutEditError> {
        for at in parts {
            let place = self.place(*at)?;
            let part = self.part_mut(place);
            part.role = role;
            part.confirm(None);
            match place {
                Place::Article(article, part) if role.is_furniture() => {
                    let part = self.articles[article].parts.remove(part);
                    self.furniture.push(part);
                }
                Place::Furniture(part) if !role.is_furniture() => {
                    let part = self.furniture.remove(part);
                    self.settle_down(part);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Puts a part behind the one that stands before it on the page, or into an article of its own.
    fn settle_down(&mut self, part: Part) {
        let start = part.start();
        let all =
            self.articles.iter().enumerate().flat_map(|(article, it)| {
                it.parts.iter().enumerate().map(move |(at, other)| (other.start(), article, at))
            });
        match all.filter(|(other, ..)| *other < start).max() {
            Some((_, article, at)) => self.articles[article].parts.insert(at + 1, part),
            None => self.add_article(vec![part]),
        }
    }

    fn add_article(&mut self, parts: Vec<Part>) {
        let article = Article { parts };
        let start = article.extent().start;
        let at = self.articles.iter().position(|other| other.extent().start > start).unwrap_or(self.articles.len());
        self.articles.insert(at, article);
    }

    /// Takes parts out, in the order in which they are named, each once. Articles that are left empty stay until the end, so
    /// that places hold.
    fn take(&mut self, parts: &[u32]) -> Result<Vec<Part>, LayoutEditError> {
        let mut taken: Vec<Part> = Vec::new();
        for at in parts {
            let is_taken = taken.iter().any(|part| part.spans.iter().any(|span| span.contains(*at)));
            if is_taken {
                continue;
            }
            taken.push(match self.place(*at)? {
                Place::Article(article, part) => self.articles[article].parts.remove(part),
                Place::Furniture(part) => self.furniture.remove(part),
            });
        }
        if taken.is_empty() { Err(LayoutEditError::NowhereToGo) } else { Ok(taken) }
    }

    fn put(&mut self, mut parts: Vec<Part>, to: Destination) -> Result<(), LayoutEditError> {
        for part in &mut parts {
            match to {
                Destination::Noise if !part.role.is_furniture() => part.role = Role::Noise,
                Destination::Noise => {}
                _ if part.role.is_furniture() => part.role = Role::Body,
                _ => {}
            }
        }
        match to {
            Destination::Noise => self.furniture.extend(parts),
            Destination::NewArticle => self.add_article(parts),
            Destination::Before(at) | Destination::EndOf(at) => {
                let moves_itself = parts.iter().any(|part| part.spans.iter().any(|span| span.contains(at)));
                if moves_itself {
                    return Err(LayoutEditError::NowhereToGo);
                }
                let Place::Article(article, part) = self.place(at)? else { return Err(LayoutEditError::NowhereToGo) };
                let there = &mut self.articles[article].parts;
                let place = if matches!(to, Destination::Before(_)) { part } else { there.len() };
                there.splice(place..place, parts);
            }
        }
        Ok(())
    }

    fn take_out(
        &mut self,
        text: &Text,
        spans: &[CharSpan],
        to: Destination,
        role: Role,
    ) -> Result<(), LayoutEditError> {
        let mut spans = tidy(text, spans.iter().copied().filter(|span| text.holds(*span)));
        let mut seen: Vec<CharSpan> = Vec::new();
        spans.retain(|span| {
            let is_new = !seen.iter().any(|other| other.overlaps(*span));
            seen.push(*span);
            is_new
        });
        if spans.is_empty() {
            return Err(LayoutEditError::NowhereToGo);
        }
        let parts = self.articles.iter_mut().flat_map(|article| &mut article.parts).chain(&mut self.furniture);
        for part in parts.filter(|part| part.overlaps(&spans)) {
            let mut left = std::mem::take(&mut part.spans);
            for cut in &spans {
                left = left.into_iter().flat_map(|span| without(span, *cut)).collect();
            }
            part.spans = tidy(text, left);
            let stays = |doubt: &Doubt| part.spans.iter().any(|span| span.contains(doubt.at));
            let (kept, _) = std::mem::take(&mut part.doubts).into_iter().partition(stays);
            part.doubts = kept;
            part.settle();
        }
        // The destination may be a part that is used up.
        let to = match to {
            Destination::Before(at) | Destination::EndOf(at) if spans.iter().any(|span| span.contains(at)) => {
                return Err(LayoutEditError::NowhereToGo);
            }
            to => to,
        };
        let part = Part { role, spans, confidence: Confidence::SURE, doubts: Vec::new() };
        self.put(vec![part], to)?;
        for article in &mut self.articles {
            article.parts.retain(|part| !part.spans.is_empty());
        }
        self.furniture.retain(|part| !part.spans.is_empty());
        Ok(())
    }

    fn confirm(&mut self, at: u32, doubt: Option<u32>) -> Result<(), LayoutEditError> {
        let place = self.place(at)?;
        self.part_mut(place).confirm(doubt);
        Ok(())
    }
}

impl Part {
    fn with_spans(&self, spans: Vec<CharSpan>) -> Self {
        let holds = |doubt: &&Doubt| spans.iter().any(|span| span.contains(doubt.at));
        let doubts = self.doubts.iter().filter(holds).cloned().collect();
        let mut part = Self { role: self.role, spans, confidence: self.confidence, doubts };
        part.settle();
        part
    }

    fn confirm(&mut self, doubt: Option<u32>) {
        self.doubts.retain(|other| doubt.is_some_and(|at| other.at != at));
        if self.doubts.is_empty() {
            self.confidence = Confidence::SURE;
        }
    }

    /// Where nothing is doubtful any more, it is sure.
    fn settle(&mut self) {
        if self.doubts.is_empty() && self.confidence.is_doubtful() {
            self.confidence = Confidence::SURE;
        }
    }
}

/// What is left of `span` without `cut`.
fn without(span: CharSpan, cut: CharSpan) -> impl Iterator<Item = CharSpan> {
    let pieces = [(span.start, span.end.min(cut.start)), (span.start.max(cut.end), span.end)];
    let is_apart = !span.overlaps(cut);
    let pieces = if is_apart { [(span.start, span.end), (0, 0)] } else { pieces };
    pieces.into_iter().map(|(start, end)| CharSpan::new(start, end)).filter(|span| !span.is_empty())
}

/// Spans as a part has them: without white space at their ends, none empty, and as one where nothing but white space parts them.
pub(super) fn tidy(text: &Text, spans: impl IntoIterator<Item = CharSpan>) -> Vec<CharSpan> {
    let mut out: Vec<CharSpan> = Vec::new();
    for span in spans {
        let slice = text.slice(span);
        let lead = slice.chars().take_while(|ch| ch.is_whitespace()).count() as u32;
        let tail = slice.chars().rev().take_while(|ch| ch.is_whitespace()).count() as u32;
        if lead == span.len() {
            continue;
        }
        let span = CharSpan::new(span.start + lead, span.end - tail);
        match out.last_mut() {
            Some(last)
                if last.end <= span.start && text.slice(CharSpan::new(last.end, span.start)).trim().is_empty() =>
            {
                last.end = span.end;
            }
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
