//! What the desk asks for: layout edits made from what the user points at.

use crate::library::{ArticleText, Page, PartText};
use crate::page::{Destination, Doubt, LayoutEdit, Part, Reason, Role};

/// Something uncertain about a page that a user can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncertain {
    /// Where the part begins that it is about.
    pub part: u32,
    /// What it is.
    pub doubt: Doubt,
}

/// What is to be done where the user says that a guess is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// This.
    Edit(LayoutEdit),
    /// The part belongs elsewhere, and only the user knows where.
    Elsewhere,
}

/// All that is uncertain about a page, the most doubtful first, and in reading order where nothing tells them apart.
#[must_use]
pub fn uncertain(page: &Page) -> Vec<Uncertain> {
    let mut parts: Vec<&Part> = page.layout.parts().filter(|part| !part.doubts.is_empty()).collect();
    parts.sort_by(|one, other| one.confidence.share().total_cmp(&other.confidence.share()));
    let of_part = |part: &Part| {
        let part_start = part.start();
        part.doubts.clone().into_iter().map(move |doubt| Uncertain { part: part_start, doubt })
    };
    parts.into_iter().flat_map(of_part).collect()
}

/// Where a part stands: its article with its place on the page, and the part with its place in the article.
fn place(page: &Page, at: u32) -> Option<(usize, &ArticleText, usize, &PartText)> {
    let (article, part) = page.at(at)?;
    let article_at = page.articles.iter().position(|other| other.id == article.id)?;
    let part_at = article.parts.iter().position(|other| other.id == part.id)?;
    Some((article_at, article, part_at, part))
}

fn starts(parts: &[PartText]) -> Vec<u32> {
    parts.iter().map(|part| part.part.start()).collect()
}

/// What is to be done if a guess is wrong: what was joined is split there, what was parted is joined, a section head becomes a
/// headline with an article of its own and the other way round.
#[must_use]
pub fn rejected(page: &Page, one: &Uncertain) -> Rejected {
    let Some((article_at, article, part_at, part)) = place(page, one.part) else { return Rejected::Elsewhere };
    let at = one.doubt.at;
    let (start, role) = (part.part.start(), part.part.role);
    let is_inside = at != start && part.part.spans.iter().any(|span| span.contains(at));
    let confirm = LayoutEdit::Confirm { at: start, doubt: Some(at) };
    let edit = match &one.doubt.reason {
        Reason::WordAcross { .. }
        | Reason::SentenceGoesOn { .. }
        | Reason::SubjectGoesOn { .. }
        | Reason::Seam { .. }
        | Reason::ParagraphBorder { .. }
        | Reason::HeadlineBehind { .. }
            if is_inside =>
        {
            LayoutEdit::Split { at }
        }
        Reason::Seam { .. } | Reason::ParagraphBorder { .. } if at == start && part_at > 0 => LayoutEdit::Join { at },
        Reason::BrokenOff { .. } => match article.parts.get(part_at + 1) {
            Some(next) if next.part.role == role => {
                LayoutEdit::Steps(vec![confirm, LayoutEdit::Join { at: next.part.start() }])
            }
            _ => return Rejected::Elsewhere,
        },
        Reason::HeadOrHeadline if role == Role::SectionHead => {
            let behind = starts(&article.parts[part_at..]);
            let role = LayoutEdit::SetRole { parts: vec![start], role: Role::Headline };
            LayoutEdit::Steps(vec![role, LayoutEdit::MoveParts { parts: behind, to: Destination::NewArticle }])
        }
        Reason::HeadOrHeadline => {
            let role = LayoutEdit::SetRole { parts: vec![start], role: Role::SectionHead };
            match article_at.checked_sub(1).filter(|_| part_at == 0) {
                Some(before) => {
                    let to = Destination::EndOf(page.articles[before].id.start);
                    LayoutEdit::Steps(vec![role, LayoutEdit::MoveParts { parts: starts(&article.parts), to }])
                }
                None => role,
            }
        }
        _ => return Rejected::Elsewhere,
    };
    Rejected::Edit(edit)
}

/// The part at `at` goes one place up or down; past an end of its article, into the one before or behind it on the page.
#[must_use]
pub fn moved(page: &Page, at: u32, down: bool) -> Option<LayoutEdit> {
    let (article_at, article, part_at, part) = place(page, at)?;
    let parts = &article.parts;
    let to = match (down, part_at) {
        (false, 0) => Destination::EndOf(page.articles.get(article_at.checked_sub(1)?)?.id.start),
        (false, _) => Destination::Before(parts[part_at - 1].part.start()),
        (true, _) => match (parts.get(part_at + 1), parts.get(part_at + 2)) {
            (Some(_), Some(behind)) => Destination::Before(behind.part.start()),
            (Some(_), None) => {
                Destination::EndOf(parts.first().filter(|_| part_at > 0).unwrap_or(&parts[1]).part.start())
            }
            (None, _) => Destination::Before(page.articles.get(article_at + 1)?.id.start),
        },
    };
    Some(LayoutEdit::MoveParts { parts: vec![part.part.start()], to })
}

/// The part at `at` and all behind it in its article become an article of their own; nothing if they are one.
#[must_use]
pub fn article_begun(page: &Page, at: u32) -> Option<LayoutEdit> {
    let (_, article, part_at, _) = place(page, at)?;
    let parts = starts(&article.parts[part_at..]);
    (part_at > 0).then_some(LayoutEdit::MoveParts { parts, to: Destination::NewArticle })
}

/// The article at `at` goes on where the one before it on the page ends.
#[must_use]
pub fn article_joined(page: &Page, at: u32) -> Option<LayoutEdit> {
    let (article_at, article, ..) = place(page, at)?;
    let before = page.articles.get(article_at.checked_sub(1)?)?;
    Some(LayoutEdit::MoveParts { parts: starts(&article.parts), to: Destination::EndOf(before.id.start) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Origin, Source};
    use crate::page::{Article, Confidence, IssueData, Layout};
    use crate::text::CharSpan;

    fn part(role: Role, start: u32, share: f32, doubts: &[(u32, Reason)]) -> Part {
        let doubts = doubts.iter().map(|(at, reason)| Doubt { at: *at, reason: reason.clone() }).collect();
        Part { role, spans: vec![CharSpan::new(start, start + 2)], confidence: Confidence::new(share), doubts }
    }

    fn page(articles: Vec<Vec<Part>>) -> Page {
        let text = "甲一\n甲二\n甲三\n乙一\n乙二\n乙三\n";
        let source = Source::from_bytes("版.txt".to_owned(), Origin::Sample, text.as_bytes()).unwrap();
        let articles = articles.into_iter().map(|parts| Article { parts }).collect();
        Page::with_layout(source, Layout { articles, furniture: Vec::new() }, IssueData::default())
    }

    /// Two articles of a headline and two paragraphs.
    fn sure() -> Page {
        let of = |start: u32, role| part(role, start, 1.0, &[]);
        let article = |start| vec![of(start, Role::Headline), of(start + 3, Role::Body), of(start + 6, Role::Body)];
        page(vec![article(0), article(9)])
    }

    /// The page in short once the edit is made: articles parted by `|`.
    #[track_caller]
    fn check(page: &Page, edit: Option<LayoutEdit>, expected: &str) {
        let layout = page.layout.edited(&page.source.text, &edit.unwrap()).unwrap();
        layout.check(&page.source.text).unwrap();
        let part = |part: &Part| format!("{}{}", &part.role.code()[..1], page.source.text.quote(&part.spans));
        let article = |article: &Article| article.parts.iter().map(part).collect::<Vec<_>>().join(" ");
        assert_eq!(layout.articles.iter().map(article).collect::<Vec<_>>().join(" | "), expected);
    }

    #[test]
    fn a_part_goes_up_and_down_and_into_the_next_article() {
        let page = sure();
        check(&page, moved(&page, 3, true), "h甲一 b甲三 b甲二 | h乙一 b乙二 b乙三");
        check(&page, moved(&page, 0, true), "b甲二 h甲一 b甲三 | h乙一 b乙二 b乙三");
        check(&page, moved(&page, 6, true), "h甲一 b甲二 | b甲三 h乙一 b乙二 b乙三");
        check(&page, moved(&page, 6, false), "h甲一 b甲三 b甲二 | h乙一 b乙二 b乙三");
        check(&page, moved(&page, 9, false), "h甲一 b甲二 b甲三 h乙一 | b乙二 b乙三");
        assert_eq!(moved(&page, 0, false), None);
        assert_eq!(moved(&page, 15, true), None);
    }

    #[test]
    fn the_last_part_but_one_of_two_goes_down() {
        let of = |start: u32| part(Role::Body, start, 1.0, &[]);
        let page = page(vec![vec![of(0), of(3)], vec![of(6), of(9), of(12), of(15)]]);
        check(&page, moved(&page, 0, true), "b甲二 b甲一 | b甲三 b乙一 b乙二 b乙三");
    }

    #[test]
    fn articles_begin_and_are_joined() {
        let page = sure();
        check(&page, article_begun(&page, 3), "h甲一 | b甲二 b甲三 | h乙一 b乙二 b乙三");
        assert_eq!(article_begun(&page, 0), None);
        check(&page, article_joined(&page, 12), "h甲一 b甲二 b甲三 h乙一 b乙二 b乙三");
        assert_eq!(article_joined(&page, 3), None);
    }

    #[test]
    fn the_most_doubtful_comes_first_and_a_wrong_guess_is_undone_by_its_reason() {
        let (end, start) = ("一".to_owned(), "二".to_owned());
        let border = || Reason::ParagraphBorder { end: end.clone(), start: start.clone() };
        let goes_on = Reason::SentenceGoesOn { end: end.clone(), start: start.clone() };
        let page = page(vec![
            vec![
                part(Role::Headline, 0, 0.4, &[(0, Reason::HeadlineContested)]),
                part(Role::Body, 3, 0.3, &[(4, goes_on)]),
                part(Role::Body, 6, 0.2, &[(6, border())]),
            ],
            vec![
                part(Role::Headline, 9, 0.45, &[(9, Reason::HeadOrHeadline)]),
                part(Role::Body, 12, 0.1, &[(15, Reason::BrokenOff { end: end.clone() })]),
                part(Role::Body, 15, 1.0, &[]),
            ],
        ]);
        let all = uncertain(&page);
        assert_eq!(all.iter().map(|one| one.part).collect::<Vec<_>>(), [12, 6, 3, 0, 9]);
        let edit = |at: usize| match rejected(&page, &all[at]) {
            Rejected::Edit(edit) => Some(edit),
            Rejected::Elsewhere => None,
        };
        check(&page, edit(0), "h甲一 b甲二 b甲三 | h乙一 b乙二乙三");
        check(&page, edit(1), "h甲一 b甲二甲三 | h乙一 b乙二 b乙三");
        check(&page, edit(2), "h甲一 b甲 b二 b甲三 | h乙一 b乙二 b乙三");
        assert_eq!(edit(3), None, "only the user knows whose headline it is");
        check(&page, edit(4), "h甲一 b甲二 b甲三 s乙一 b乙二 b乙三");
    }
}
