//! What the weights of [`evidence`](super::evidence) are fitted on: on labelled pages each line that breaks off in the middle
//! of a paragraph, the line that goes on with it, and those of other articles that do not.

use super::evidence::{AHEAD, Broken, CONTEXT, COUNT, NEXT, OfPage, Opening, USUAL, Weights, kinship, signs_of};
use super::habit::Habit;
use super::line::{Ending, Line, lines_of};
use super::wording::Wording;
use crate::text::Text;

/// Lines before and behind among which a line is to be found again.
const REACH: usize = 240;

/// Where a line belongs, as a label tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Number of its article.
    pub article: u32,
    /// Number of its paragraph in it.
    pub paragraph: u32,
    /// Its place in the article's order of reading.
    pub order: u32,
}

/// One choice: signs of all candidates, the right one first.
pub type Choice = Vec<[f32; COUNT]>;

/// All choices of a page. `label` tells where the line that begins at a code point belongs; `None` for all that is not
/// running text.
#[must_use]
pub fn choices(text: &Text, label: &dyn Fn(u32) -> Option<Label>) -> Vec<Choice> {
    let lines = lines_of(text);
    let labels: Vec<Option<Label>> = lines.iter().map(|line| label(line.span.start)).collect();
    let wording = Wording::new(&lines);
    let habit = Habit::new(&lines, lines.iter().map(|line| line.text), lines.iter().map(|line| line.text));
    let page = Studied { lines: &lines, labels: &labels, wording: &wording, habit: &habit };
    let inside: Vec<usize> = (0..lines.len()).filter(|&at| page.before(at).is_some()).collect();
    inside.iter().filter_map(|&right| page.choice(right, &inside)).collect()
}

/// Weights from what was fitted.
#[must_use]
pub fn weights(values: [f32; COUNT]) -> Weights {
    Weights(values)
}

struct Studied<'s, 't> {
    lines: &'s [Line<'t>],
    labels: &'s [Option<Label>],
    wording: &'s Wording,
    habit: &'s Habit,
}

impl Studied<'_, '_> {
    /// The line of its paragraph that `at` goes on from.
    fn before(&self, at: usize) -> Option<usize> {
        let label = self.labels[at]?;
        let order = label.order.checked_sub(1)?;
        let range = at.saturating_sub(REACH)..(at + REACH).min(self.lines.len());
        range.into_iter().find(|&other| self.labels[other] == Some(Label { order, ..label }))
    }

    fn choice(&self, right: usize, inside: &[usize]) -> Option<Choice> {
        let last = self.before(right)?;
        if !matches!(self.lines[last].ending, Ending::Open | Ending::Comma) {
            return None;
        }
        let article = self.labels[last]?.article;
        let near = |&other: &usize| other.abs_diff(last) < REACH;
        let foreign = |&other: &usize| self.labels[other].is_some_and(|label| label.article != article);
        let others: Vec<usize> = inside.iter().copied().filter(near).filter(foreign).collect();
        // Forty are enough to choose from.
        let step = (others.len() / 40).max(1);
        let topic = |lines: Vec<usize>| self.wording.topic(lines.into_iter().map(|at| at..at + 1));
        let told = topic(self.run(last, -1, CONTEXT));
        let broken = Broken::new(self.run_of_paragraph(last, -1).into_iter().map(|at| self.lines[at].text));
        let signs = |head: usize| {
            let opening = Opening::new(self.run_of_paragraph(head, 1).into_iter().map(|at| self.lines[at].text));
            let kin = |lines: usize| kinship(self.wording, &told, &topic(self.run(head, 1, lines)), USUAL);
            let of_page = OfPage {
                bridge: self.wording.bridge(self.lines[last].last(), self.lines[head].first()),
                habit: self.habit.across(self.lines[last].text, self.lines[head].text),
                kinship: kin(AHEAD),
                next_kinship: kin(NEXT),
            };
            signs_of(&broken, &opening, of_page)
        };
        let all = std::iter::once(right).chain(others.into_iter().step_by(step));
        let choice: Choice = all.map(signs).collect();
        (choice.len() > 1).then_some(choice)
    }

    /// Up to `most` lines of one article from `at` on, up or down the page, in the order of the page.
    fn run(&self, at: usize, step: isize, most: usize) -> Vec<usize> {
        let article = self.labels[at].map(|label| label.article);
        self.walk(at, step, most, |label| label.map(|label| label.article) == article)
    }

    /// The lines of one paragraph from `at` on.
    fn run_of_paragraph(&self, at: usize, step: isize) -> Vec<usize> {
        let paragraph = self.labels[at].map(|label| (label.article, label.paragraph));
        self.walk(at, step, usize::MAX, |label| label.map(|label| (label.article, label.paragraph)) == paragraph)
    }

    fn walk(&self, at: usize, step: isize, most: usize, goes_on: impl Fn(Option<Label>) -> bool) -> Vec<usize> {
        let mut out = vec![at];
        let mut here = at;
        while out.len() < most
            && let Some(next) = here.checked_add_signed(step).filter(|&next| next < self.lines.len())
            && goes_on(self.labels[next])
        {
            out.push(next);
            here = next;
        }
        if step < 0 {
            out.reverse();
        }
        out
    }
}
