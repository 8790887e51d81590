//! Who is drawn where: a lane in the margin for each tag, a lane below the text for each passage. Assigned once a revision.

use super::{BlockMarks, Marks, Stripe};
use crate::text::CharSpan;

/// Underlines that are told apart below one line of text; what overlaps more than these is drawn as "and more".
pub(super) const MOST_UNDERLINES: u8 = 5;

/// Lanes of all marks of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    key: Option<(u64, u64)>,
    /// For each block, the lane of each of its stripes in the margin.
    stripes: Vec<Vec<u8>>,
    /// For each block, the lane of each of its passages below the text, in the order of [`passages`].
    underlines: Vec<Vec<Underline>>,
    /// Lanes in the margin, in all.
    pub most: usize,
    /// Whether the pane has little room for a margin.
    pub narrow: bool,
}

/// Where a passage is underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Underline {
    /// 0 is nearest to the text.
    pub lane: u8,
    /// Lanes that are taken where it stands, counting those of all passages that it hangs together with.
    pub depth: u8,
}

impl Lanes {
    /// Assigns lanes anew if the document or its marks have changed. A tag keeps its lane through neighbouring paragraphs.
    pub(super) fn follow(&mut self, doc: u64, marks: &Marks) {
        let key = Some((doc, marks.revision));
        if self.key != key {
            let stripes = assign(&marks.blocks);
            let most = stripes.iter().flatten().map(|&lane| usize::from(lane) + 1).max().unwrap_or(0);
            let spans = |marks| passages(marks).map(|(_, span)| span).collect::<Vec<_>>();
            let underlines = marks.blocks.iter().map(|marks| underlines(&spans(marks))).collect();
            *self = Self { key, stripes, underlines, most, narrow: self.narrow };
        }
    }

    /// The lane of a stripe in the margin.
    pub(super) fn stripe(&self, place: usize, number: usize) -> u8 {
        self.stripes.get(place).and_then(|lanes| lanes.get(number)).copied().unwrap_or(0)
    }

    /// The lanes of a block's passages.
    pub(super) fn underlines(&self, place: usize) -> &[Underline] {
        self.underlines.get(place).map_or(&[], Vec::as_slice)
    }
}

/// The passages of a block with their stripes; a stripe on the whole paragraph has none.
pub(super) fn passages(marks: &BlockMarks) -> impl Iterator<Item = (&Stripe, CharSpan)> {
    marks.stripes.iter().flat_map(|stripe| stripe.underline.iter().map(move |&span| (stripe, span)))
}

fn assign(blocks: &[BlockMarks]) -> Vec<Vec<u8>> {
    let mut before: Vec<(&str, u8)> = Vec::new();
    let mut out = Vec::with_capacity(blocks.len());
    for marks in blocks {
        let is_here = |name: &str| marks.stripes.iter().any(|stripe| stripe.name == name);
        let mut here = before;
        here.retain(|(name, _)| is_here(name));
        let mut lanes = Vec::with_capacity(marks.stripes.len());
        for Stripe { name, .. } in &marks.stripes {
            let known = here.iter().find(|(other, _)| other == name).map(|&(_, lane)| lane);
            lanes.push(known.unwrap_or_else(|| {
                let free = (0..u8::MAX).find(|lane| here.iter().all(|(_, taken)| taken != lane)).unwrap_or(u8::MAX);
                here.push((name, free));
                free
            }));
        }
        before = here;
        out.push(lanes);
    }
    out
}

/// A lane for each span, so that no two that overlap share one, and as few as possible. Of those that begin together the
/// longer is nearer to the text.
fn underlines(spans: &[CharSpan]) -> Vec<Underline> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&at| (spans[at].start, std::cmp::Reverse(spans[at].end)));
    let mut out = vec![Underline { lane: 0, depth: 1 }; spans.len()];
    // Where each lane is free again, and the spans since all were free at once.
    let mut free: Vec<u32> = Vec::new();
    let mut together: Vec<usize> = Vec::new();
    let close = |together: &mut Vec<usize>, out: &mut Vec<Underline>, depth: usize| {
        for at in together.drain(..) {
            out[at].depth = depth.min(usize::from(u8::MAX)) as u8;
        }
    };
    for at in order {
        let span = spans[at];
        if free.iter().all(|&end| end <= span.start) {
            close(&mut together, &mut out, free.len());
            free.clear();
        }
        let lane = free.iter().position(|&end| end <= span.start).unwrap_or_else(|| {
            free.push(0);
            free.len() - 1
        });
        free[lane] = span.end;
        out[at].lane = lane.min(usize::from(u8::MAX)) as u8;
        together.push(at);
    }
    close(&mut together, &mut out, free.len());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lanes(blocks: &[&[&str]]) -> Vec<Vec<u8>> {
        let stripe = |name: &&str| Stripe {
            annotation: None,
            color: egui::Color32::RED,
            name: (*name).to_owned(),
            underline: Vec::new(),
            has_comment: false,
        };
        let marks = |names: &&[&str]| BlockMarks { stripes: names.iter().map(stripe).collect(), hits: Vec::new() };
        assign(&blocks.iter().map(marks).collect::<Vec<_>>())
    }

    #[test]
    fn a_tag_keeps_its_lane_through_neighbours() {
        assert_eq!(lanes(&[&["欠薪", "调解"], &["调解"], &["引语", "调解"]]), [vec![0, 1], vec![1], vec![0, 1]]);
    }

    #[test]
    fn one_tag_has_one_lane_and_gives_it_back() {
        assert_eq!(lanes(&[&["欠薪", "欠薪"], &[], &["调解"]]), [vec![0, 0], vec![], vec![0]]);
    }

    fn under(spans: &[(u32, u32)]) -> Vec<(u8, u8)> {
        let spans: Vec<CharSpan> = spans.iter().map(|&span| span.into()).collect();
        underlines(&spans).into_iter().map(|line| (line.lane, line.depth)).collect()
    }

    #[test]
    fn overlapping_passages_are_underlined_below_each_other() {
        assert_eq!(under(&[(0, 4), (2, 12), (12, 14), (3, 4)]), [(0, 3), (1, 3), (0, 1), (2, 3)]);
        assert_eq!(under(&[(5, 6), (5, 9)]), [(1, 2), (0, 2)]);
        assert_eq!(under(&[]), []);
    }

    proptest! {
        #[test]
        fn no_two_that_overlap_share_a_lane_and_none_is_wasted(spans in prop::collection::vec((0u32..60, 1u32..20), 0..40)) {
            let spans: Vec<CharSpan> = spans.into_iter().map(|(start, len)| CharSpan::new(start, start + len)).collect();
            let lanes = underlines(&spans);
            for (at, one) in spans.iter().enumerate() {
                for other in at + 1..spans.len() {
                    if one.overlaps(spans[other]) {
                        prop_assert_ne!(lanes[at].lane, lanes[other].lane);
                        prop_assert_eq!(lanes[at].depth, lanes[other].depth);
                    }
                }
                prop_assert!(lanes[at].lane < lanes[at].depth);
            }
            let deepest = (0..80).map(|at| spans.iter().filter(|span| span.contains(at)).count()).max().unwrap_or(0);
            prop_assert_eq!(lanes.iter().map(|line| usize::from(line.depth)).max().unwrap_or(0), deepest);
        }
    }
}
