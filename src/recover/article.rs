//! Articles from chains of running text: which headline, byline and caption belongs to which, and the order of parts.

use super::draft::{Draft, Placed, Spot};
use super::mark::Mark;
use super::sheet::Sheet;
use super::signs;
use super::thread::{Chain, Seat};
use crate::page::{Article, Confidence, Layout, Part, Reason, Role};
use crate::text::is_han;

/// Chains on either side of a headline that it is compared with.
const REACH: usize = 12;

/// How sure a paragraph is that breaks off and goes on nowhere, and what is set large and fits nowhere well.
const OPEN_END: f32 = 0.4;
const CONTESTED: f32 = 0.45;

/// Puts everything that is not running text to the chain it belongs to, and all in reading order.
pub(super) fn layout(sheet: &Sheet<'_, '_>, chains: Vec<Chain>) -> Layout {
    let mut desk = Desk::new(sheet, &chains);
    desk.take_section_heads(&chains);
    desk.take_headlines();
    desk.take_bylines();
    desk.take_pictures();
    desk.finish()
}

/// All drafts, and where each piece went.
struct Desk<'p, 't> {
    sheet: &'p Sheet<'p, 't>,
    drafts: Vec<Draft>,
    owner: Vec<Option<usize>>,
    /// Pieces of running text.
    bodies: Vec<usize>,
    furniture: Vec<usize>,
}

impl<'p, 't> Desk<'p, 't> {
    fn new(sheet: &'p Sheet<'p, 't>, chains: &[Chain]) -> Self {
        let mut owner = vec![None; sheet.pieces.len()];
        let mut drafts = Vec::new();
        for (number, chain) in chains.iter().enumerate() {
            let mut body = Vec::with_capacity(chain.pieces.len());
            for (nth, &piece) in chain.pieces.iter().enumerate() {
                owner[piece] = Some(number);
                let mut placed = Placed::sure(piece, Role::Body, 1.0);
                if let Some(before) = nth.checked_sub(1) {
                    placed.doubt(Spot::Start, chain.joints[before].clone());
                }
                if nth + 1 == chain.pieces.len() && !sheet.pieces[piece].ended {
                    placed.doubt(Spot::End, Seat::new(OPEN_END, || Reason::BrokenOff { end: sheet.last_words(piece) }));
                }
                body.push(placed);
            }
            drafts.push(Draft::new(sheet, body));
        }
        let furniture = (0..sheet.pieces.len())
            .filter(|&piece| matches!(sheet.pieces[piece].mark, Mark::Masthead | Mark::Noise))
            .collect();
        let bodies = (0..sheet.pieces.len()).filter(|&piece| sheet.pieces[piece].mark == Mark::Body).collect();
        Self { sheet, drafts, owner, bodies, furniture }
    }

    fn mark(&self, piece: usize) -> Mark {
        self.sheet.pieces[piece].mark
    }

    fn text(&self, piece: usize) -> &str {
        self.sheet.first_line(piece).text
    }

    /// The nearest running text before a piece.
    fn body_before(&self, piece: usize) -> Option<usize> {
        let behind = self.bodies.partition_point(|&body| body < piece);
        behind.checked_sub(1).map(|nth| self.bodies[nth])
    }

    /// The nearest running text after a piece.
    fn body_after(&self, piece: usize) -> Option<usize> {
        self.bodies.get(self.bodies.partition_point(|&body| body <= piece)).copied()
    }

    /// What is set large between two paragraphs of one article that follow each other is a section head.
    fn take_section_heads(&mut self, chains: &[Chain]) {
        for (number, chain) in chains.iter().enumerate() {
            for pair in chain.pieces.windows(2) {
                let (before, after) = (pair[0], pair[1]);
                if before >= after || !self.sheet.pieces[before].ended {
                    continue;
                }
                let between: Vec<usize> = (before + 1..after).collect();
                let foreign = |&piece: &usize| matches!(self.mark(piece), Mark::Body | Mark::Byline | Mark::Jump);
                if between.iter().any(foreign) {
                    continue;
                }
                let heads: Vec<usize> =
                    between.into_iter().filter(|&piece| self.mark(piece) == Mark::Display).collect();
                if heads.len() > 3 || heads.iter().any(|&piece| signs::is_deck(self.text(piece))) {
                    continue;
                }
                for head in heads {
                    self.owner[head] = Some(number);
                    self.put_before(number, after, Placed::sure(head, Role::SectionHead, 0.8));
                }
            }
        }
    }

    fn put_before(&mut self, draft: usize, paragraph: usize, head: Placed) {
        let body = &mut self.drafts[draft].body;
        let at = body.iter().position(|placed| placed.piece == paragraph).unwrap_or(body.len());
        body.insert(at, head);
    }

    /// Groups of lines set large that stand in a row, bylines between them allowed.
    fn headline_groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut row = false;
        for piece in 0..self.owner.len() {
            match self.mark(piece) {
                Mark::Display if self.owner[piece].is_none() => {
                    match groups.last_mut() {
                        Some(group) if row => group.push(piece),
                        _ => groups.push(vec![piece]),
                    }
                    row = true;
                }
                Mark::Noise | Mark::Masthead => {}
                _ => row = false,
            }
        }
        groups.into_iter().flat_map(|group| self.divided(group)).collect()
    }

    /// Headlines of two articles may meet, one behind its text and one before: they part where the lines before speak of
    /// what stands before and the lines after of what stands after.
    fn divided(&self, group: Vec<usize>) -> Vec<Vec<usize>> {
        let owner = |body: Option<usize>| body.and_then(|body| self.owner[body]);
        let (behind, ahead) = (owner(self.body_before(group[0])), owner(self.body_after(group[group.len() - 1])));
        let (Some(behind), Some(ahead)) = (behind, ahead) else { return vec![group] };
        if behind == ahead || group.len() < 2 {
            return vec![group];
        }
        let wording = self.sheet.wording;
        let held = |lines: &[usize], draft: usize| {
            let topic = self.sheet.topic(lines.iter().copied());
            wording.held(&topic, &self.drafts[draft].whole)
        };
        let gain = |cut: usize| {
            let (first, rest) = group.split_at(cut);
            let apart = held(first, behind) - held(first, ahead) + held(rest, ahead) - held(rest, behind);
            if signs::is_deck(self.text(rest[0])) { apart - 1.0 } else { apart }
        };
        let cuts = (1..group.len()).filter(|&cut| !self.wraps(group[cut - 1], group[cut]));
        let best = cuts.max_by(|&a, &b| gain(a).total_cmp(&gain(b)));
        match best.filter(|&cut| {
            let (first, rest) = group.split_at(cut);
            gain(cut) > 0.5 && held(first, behind) > held(first, ahead) + 0.1 && held(rest, ahead) >= held(rest, behind)
        }) {
            Some(cut) => vec![group[..cut].to_vec(), group[cut..].to_vec()],
            None => vec![group],
        }
    }

    /// Whether a headline's line looks to have been broken by the width of its column only.
    fn wraps(&self, line: usize, next: usize) -> bool {
        let (line, next) = (self.sheet.first_line(line), self.sheet.first_line(next));
        line.width >= 22.0 && next.width < line.width && !signs::is_kicker(line.text) && !signs::is_deck(next.text)
    }

    /// Gives each group of headline lines to the article that it fits best, one to one; what is left over is a section
    /// head of the article around it, or an article that is a headline only.
    fn take_headlines(&mut self) {
        let groups = self.headline_groups();
        let mut fits: Vec<(f32, usize, usize)> = Vec::new();
        for (number, group) in groups.iter().enumerate() {
            if self.stands_alone(group) {
                continue;
            }
            let here =
                self.body_before(group[0]).or_else(|| self.body_after(group[0])).and_then(|body| self.owner[body]);
            let near = here.unwrap_or(0);
            for draft in near.saturating_sub(REACH)..(near + REACH).min(self.drafts.len()) {
                fits.push((self.headline_fit(group, draft), number, draft));
            }
        }
        fits.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        // What each group was offered, the best first.
        let mut offers: Vec<Vec<f32>> = vec![Vec::new(); groups.len()];
        fits.iter().for_each(|&(fit, number, _)| offers[number].push(fit));
        let mut placed = vec![false; groups.len()];
        for &(fit, number, draft) in &fits {
            if fit > 1.0 && !placed[number] && !self.drafts[draft].has(Role::Headline) {
                let contested = offers[number].partition_point(|&offer| offer >= fit - 1.0) > 1;
                placed[number] = true;
                let sure = if contested { CONTESTED } else { 0.9 };
                self.put_on_top(draft, &groups[number], &Seat::new(sure, || Reason::HeadlineContested));
            }
        }
        for (group, _) in groups.iter().zip(placed).filter(|(_, placed)| !placed) {
            if let Some((draft, at)) = self.hidden_article(group) {
                self.part(draft, at, group);
                continue;
            }
            self.place_leftover(group);
        }
    }

    /// Where another article begins in the middle of the one that a headline stands behind: that one has a headline, and
    /// this one tells what its last paragraphs speak of and the first ones do not. Nothing else shows such a border.
    fn hidden_article(&self, group: &[usize]) -> Option<(usize, usize)> {
        const LEAST_HELD: f32 = 0.3;
        const LEAST_LEAD: f32 = 0.15;
        const AROUND: usize = 4;
        let last = self.body_before(group[0])?;
        let number = self.owner[last]?;
        let draft = &self.drafts[number];
        if self.stands_alone(group) || draft.body.last()?.piece != last || !draft.has(Role::Headline) {
            return None;
        }
        let topic = |placed: &[Placed]| self.sheet.topic(placed.iter().map(|placed| placed.piece));
        let (wording, headline) = (self.sheet.wording, self.sheet.topic(group.iter().copied()));
        let could_begin = |&at: &usize| {
            let (before, here) = (&draft.body[at - 1], &draft.body[at]);
            let follows = before.piece + 1 == here.piece && before.role == Role::Body && here.role == Role::Body;
            follows && self.sheet.pieces[before.piece].ended && self.sheet.pieces[here.piece].begins >= 0.15
        };
        let gain = |at: usize| {
            let (before, after) = draft.body.split_at(at);
            let held = wording.held(&headline, &topic(after));
            let lead = held - wording.held(&headline, &topic(before));
            let around = (&before[at.saturating_sub(AROUND)..], &after[..AROUND.min(after.len())]);
            let gain = 3.0 * lead - 20.0 * wording.likeness(&topic(around.0), &topic(around.1));
            (held >= LEAST_HELD && lead >= LEAST_LEAD).then_some((gain, at))
        };
        let best = (1..draft.body.len()).filter(could_begin).filter_map(gain).max_by(|a, b| a.0.total_cmp(&b.0))?;
        Some((number, best.1))
    }

    /// Makes an article of its own of what a draft's body holds from `at` on, under the headline of `group`.
    fn part(&mut self, draft: usize, at: usize, group: &[usize]) {
        let mut body = self.drafts[draft].body.split_off(at);
        let sheet = self.sheet;
        let first = body[0].piece;
        body[0].doubt(Spot::Start, Seat::new(CONTESTED, || Reason::HeadlineBehind { start: sheet.first_words(first) }));
        let number = self.drafts.len();
        body.iter().for_each(|placed| self.owner[placed.piece] = Some(number));
        self.drafts.push(Draft::new(sheet, body));
        let rest = Draft::new(sheet, std::mem::take(&mut self.drafts[draft].body));
        let old = &mut self.drafts[draft];
        (old.body, old.lead, old.whole) = (rest.body, rest.lead, rest.whole);
        self.put_on_top(number, group, &Seat::new(0.9, || Reason::HeadlineContested));
    }

    /// Whether the lines send the reader to another page and have no text here.
    fn stands_alone(&self, group: &[usize]) -> bool {
        let next = group.last().map_or(0, |last| last + 1);
        next < self.owner.len() && self.mark(next) == Mark::Jump
    }

    fn headline_fit(&self, group: &[usize], draft: usize) -> f32 {
        let (first, last) = (group[0], group[group.len() - 1]);
        let chain = &self.drafts[draft];
        let paragraphs = || chain.body.iter().filter(|placed| placed.role == Role::Body).map(|placed| placed.piece);
        let (Some(start), Some(end)) = (paragraphs().next(), paragraphs().next_back()) else { return 0.0 };
        let topic = self.sheet.topic(group.iter().copied());
        let mut fit =
            4.0 * self.sheet.wording.held(&topic, &chain.lead) + 3.0 * self.sheet.wording.held(&topic, &chain.whole);
        if self.body_after(last) == Some(start) {
            let byline = (last + 1..start).any(|piece| self.mark(piece) == Mark::Byline);
            fit += if byline { 5.0 } else { 2.5 };
        } else if self.body_before(first) == Some(end) {
            let signed = signs::ends_story(self.sheet.last_line(end).text);
            fit += if signed { 2.0 } else { 1.0 };
        } else if start < first && last < end {
            fit += 0.5;
        }
        fit
    }

    fn put_on_top(&mut self, draft: usize, group: &[usize], seat: &Seat) {
        let roles = self.headline_roles(group);
        for (&piece, role) in group.iter().zip(roles) {
            self.owner[piece] = Some(draft);
            self.drafts[draft].top.push(Placed::new(piece, role, seat.clone()));
        }
    }

    /// Kicker, headline or deck for each line of a group.
    fn headline_roles(&self, group: &[usize]) -> Vec<Role> {
        let columns = self.sheet.is_set_in_columns(group[0]);
        let mut roles: Vec<Role> = Vec::with_capacity(group.len());
        let mut deck_passed = false;
        for (nth, &piece) in group.iter().enumerate() {
            let text = self.text(piece);
            let more = group.len() > 1;
            let label = text.chars().filter(|&ch| is_han(ch)).count() <= 4;
            roles.push(if nth > 0 && signs::is_deck(text) {
                deck_passed = true;
                Role::Deck
            } else if more && (deck_passed || signs::is_kicker(text) && nth + 1 < group.len() || nth == 0 && label) {
                Role::Kicker
            } else {
                Role::Headline
            });
        }
        let headlines: Vec<usize> = (0..roles.len()).filter(|&nth| roles[nth] == Role::Headline).collect();
        match headlines.split_last() {
            // Of two headlines of an unhyphenated page the first is over the second; on a page set in columns a
            // headline's second line is far more frequent.
            Some((_, before)) if !columns && roles.first() != Some(&Role::Kicker) => {
                for &nth in before {
                    if self.sheet.first_line(group[nth]).width >= 8.0 && !self.wraps(group[nth], group[nth + 1]) {
                        roles[nth] = Role::Kicker;
                    }
                }
            }
            None => roles[group.len() - 1] = Role::Headline,
            _ => {}
        }
        roles
    }

    /// A group that no article wanted as its headline.
    fn place_leftover(&mut self, group: &[usize]) {
        let after = group.last().and_then(|&last| self.body_after(last));
        let owner = after.and_then(|body| self.owner[body]);
        match (after, owner) {
            (Some(body), Some(draft)) if !self.stands_alone(group) => {
                for &piece in group {
                    self.owner[piece] = Some(draft);
                    let seat = Seat::new(CONTESTED, || Reason::HeadOrHeadline);
                    self.put_before(draft, body, Placed::new(piece, Role::SectionHead, seat));
                }
            }
            _ => {
                self.drafts.push(Draft::default());
                let alone = if self.stands_alone(group) { 0.9 } else { CONTESTED };
                let seat = Seat::new(alone, || Reason::HeadlineAlone);
                self.put_on_top(self.drafts.len() - 1, group, &seat);
            }
        }
    }

    /// A byline belongs to the headline that it stands under or to the text that it stands over; in brackets, to the text
    /// that it ends, unless that has one already.
    fn take_bylines(&mut self) {
        for piece in 0..self.owner.len() {
            if self.mark(piece) != Mark::Byline {
                continue;
            }
            let signature = signs::unbracketed(self.text(piece)).is_some();
            let before =
                (0..piece).rev().find(|&other| matches!(self.mark(other), Mark::Display | Mark::Body | Mark::Byline));
            let under_headline = before.filter(|&other| {
                let top = |draft: usize| self.drafts[draft].top.iter().any(|placed| placed.piece == other);
                self.owner[other].is_some_and(top)
            });
            if let Some(draft) = under_headline.and_then(|other| self.owner[other]) {
                self.put_byline(draft, piece, false, 0.9);
                continue;
            }
            let ended = self.body_before(piece).and_then(|body| self.owner[body]);
            let next = self.body_after(piece).and_then(|body| self.owner[body]);
            match (ended, next) {
                (Some(draft), _) if signature => {
                    let signed = |draft: &usize| self.drafts[*draft].has(Role::Byline) || self.is_signed(*draft);
                    match (0..=draft).rev().take(REACH).find(|draft| !signed(draft)) {
                        Some(found) if found != draft => self.put_byline(found, piece, true, 0.4),
                        _ => self.put_byline(draft, piece, true, 0.8),
                    }
                }
                (_, Some(draft)) => self.put_byline(draft, piece, false, 0.8),
                (Some(draft), None) => self.put_byline(draft, piece, true, 0.6),
                (None, None) => self.put_rest(piece, Role::Byline, 0.5),
            }
        }
    }

    /// Whether the draft's last paragraph ends with names in brackets.
    fn is_signed(&self, draft: usize) -> bool {
        let last = self.drafts[draft].body.last();
        last.is_some_and(|placed| signs::ends_in_signature(&self.sheet.ending_of(placed.piece)))
    }

    fn put_byline(&mut self, draft: usize, piece: usize, at_end: bool, sure: f32) {
        self.owner[piece] = Some(draft);
        let placed = Placed::new(piece, Role::Byline, Seat::new(sure, || Reason::SignatureApart));
        if at_end { self.drafts[draft].rest.push(placed) } else { self.drafts[draft].top.push(placed) }
    }

    /// Captions, credits, information and jump lines go to the article around them, unless a caption's words are those
    /// of another.
    fn take_pictures(&mut self) {
        for piece in 0..self.owner.len() {
            let role = match self.mark(piece) {
                Mark::Caption => Role::Caption,
                Mark::Credit => Role::Credit,
                Mark::Info => Role::Info,
                Mark::Jump => Role::Jump,
                _ => continue,
            };
            self.put_rest(piece, role, 0.7);
        }
    }

    fn put_rest(&mut self, piece: usize, role: Role, sure: f32) {
        let before = (0..piece).rev().find_map(|other| self.owner[other]);
        let after = || (piece + 1..self.owner.len()).find_map(|other| self.owner[other]);
        let mut chosen = before.or_else(after);
        if role == Role::Caption {
            let topic = self.sheet.topic([piece]);
            let near = chosen.unwrap_or(0);
            let held = |draft: usize| self.sheet.wording.held(&topic, &self.drafts[draft].whole);
            let drafts = near.saturating_sub(REACH)..(near + REACH).min(self.drafts.len());
            let best = drafts.max_by(|&a, &b| held(a).total_cmp(&held(b)).then(b.cmp(&a)));
            if let (Some(best), Some(here)) = (best, chosen)
                && held(best) > held(here) + 0.15
            {
                chosen = Some(best);
            }
        }
        let draft = chosen.unwrap_or_else(|| {
            self.drafts.push(Draft::default());
            self.drafts.len() - 1
        });
        self.owner[piece] = Some(draft);
        self.drafts[draft].rest.push(Placed::sure(piece, role, sure));
    }

    fn finish(self) -> Layout {
        let mut articles: Vec<Article> = self.drafts.iter().map(|draft| draft.article(self.sheet)).collect();
        articles.retain(|article| !article.parts.is_empty());
        articles.sort_by_key(|article| article.extent().start);
        let furniture = self.furniture.iter().map(|&piece| {
            let role = if self.mark(piece) == Mark::Noise { Role::Noise } else { Role::Masthead };
            Part { role, spans: vec![self.sheet.span(piece)], confidence: Confidence::new(0.8), doubts: Vec::new() }
        });
        let furniture = furniture.collect();
        Layout { articles, furniture }
    }
}
