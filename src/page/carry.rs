//! A layout that was put right by hand, taken along to another text of the same page.

use super::desk::tidy;
use super::{Article, Confidence, Doubt, Layout, Part, Reason, Role};
use crate::text::{Alignment, CharSpan, Text};

impl Layout {
    /// This layout on another text of its page: every part holds what answers to its characters, and what was put in between them.
    /// Whole lines that are new are paragraphs of their own behind the part they follow, and doubtful. Every character of `text` that is not white
    /// space is in exactly one part if that is so of this layout in its own text.
    #[must_use]
    pub fn carried(&self, alignment: &Alignment, text: &Text) -> Self {
        let carry =
            |parts: &[Part]| -> Vec<Part> { parts.iter().flat_map(|part| carried(part, alignment, text)).collect() };
        let articles = self.articles.iter().map(|article| Article { parts: carry(&article.parts) });
        let mut furniture = carry(&self.furniture);
        furniture.sort_by_key(Part::start);
        Self { articles: articles.filter(|article| !article.parts.is_empty()).collect(), furniture }
    }
}

/// A part as it is in another text: nothing if nothing is left of it.
fn carried(part: &Part, alignment: &Alignment, text: &Text) -> Vec<Part> {
    let mut new = Part { spans: Vec::new(), ..part.clone() };
    let mut added = Vec::new();
    for span in &part.spans {
        let whole = CharSpan::new(alignment.place(span.start), alignment.place(span.end));
        let own = CharSpan::new(whole.start, alignment.end_of(*span).clamp(whole.start, whole.end));
        // What follows on the line of the last character belongs to it; the lines below are new.
        let rest = text.slice(CharSpan::new(own.end, whole.end));
        let to_line_end = rest.chars().take_while(|ch| *ch != '\n').count() as u32;
        let border = if own.is_empty() { whole.end } else { own.end + to_line_end };
        new.spans.push(text.trimmed(CharSpan::new(whole.start, border)));
        let lines = text.trimmed(CharSpan::new(border, whole.end));
        if !lines.is_empty() {
            let role = if part.role.is_furniture() { part.role } else { Role::Body };
            let doubt = Doubt { at: lines.start, reason: Reason::NewText };
            added.push(Part { role, spans: vec![lines], confidence: Confidence::new(0.3), doubts: vec![doubt] });
        }
    }
    new.spans.retain(|span| !span.is_empty());
    new.spans = tidy(text, new.spans.iter().copied());
    let moved = |doubt: &Doubt| Doubt { at: alignment.place(doubt.at), ..doubt.clone() };
    new.doubts = part.doubts.iter().map(moved).collect();
    let is_left = !new.spans.is_empty();
    is_left.then_some(new).into_iter().chain(added).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each run of lines a paragraph, the first line of each article its headline: as a user may leave a page.
    fn recovered(text: &str) -> Layout {
        let text = Text::new(text);
        let mut parts: Vec<Part> = Vec::new();
        for line in text.lines().map(|line| text.trimmed(line)).filter(|line| !line.is_empty()) {
            let role = if parts.is_empty() { Role::Headline } else { Role::Body };
            parts.push(Part { role, spans: vec![line], confidence: Confidence::SURE, doubts: Vec::new() });
        }
        // Parts in an order that is not that of the page.
        if parts.len() > 3 {
            parts.swap(1, 2);
        }
        Layout {
            articles: parts.chunks(4).map(|parts| Article { parts: parts.to_vec() }).collect(),
            furniture: Vec::new(),
        }
    }

    #[track_caller]
    fn carry(old: &str, new: &str) -> (Layout, Text) {
        let (layout, new_text) = (recovered(old), Text::new(new));
        let layout = layout.carried(&Alignment::new(old, new), &new_text);
        assert_eq!(layout.check(&new_text), Ok(()), "{layout:?}");
        (layout, new_text)
    }

    fn parts(layout: &Layout, text: &Text) -> Vec<String> {
        let article = |article: &Article| article.parts.iter().map(|part| text.quote(&part.spans)).collect::<Vec<_>>();
        layout.articles.iter().flat_map(article).collect()
    }

    const PAGE: &str = "江城治水记\n\n河水涨了，堤上的人都在看。\n\n水位到了警戒线。\n";

    #[test]
    fn parts_stay_what_they_are_in_a_better_scan() {
        let (layout, text) = carry(PAGE, "江城治水记\n河水涨了，堤上的\n人，都在看。\n水位到了警界线。");
        assert_eq!(parts(&layout, &text), ["江城治水记", "河水涨了，堤上的人，都在看。", "水位到了警界线。"]);
    }

    #[test]
    fn lines_that_are_new_are_paragraphs_of_their_own_and_doubtful() {
        let (layout, text) = carry(PAGE, &PAGE.replace("看。\n\n", "看。\n\n有关部门派人去了。\n\n"));
        assert_eq!(
            parts(&layout, &text)[1..],
            ["河水涨了，堤上的人都在看。", "有关部门派人去了。", "水位到了警戒线。"]
        );
        let new = &layout.articles[0].parts[2];
        assert!(new.confidence.is_doubtful());
        assert_eq!(new.doubts, [Doubt { at: new.start(), reason: Reason::NewText }]);
    }

    proptest! {
        #[test]
        fn every_character_stays_in_one_part(old in "[甲乙丙丁，。 \\n]{0,60}", new in "[甲乙丙丁，。 \\n]{0,60}") {
            prop_assume!(!old.trim().is_empty());
            carry(&old, &new);
        }
    }
}
