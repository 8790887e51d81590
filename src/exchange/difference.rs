//! In what two texts differ, stretch by stretch.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch of the comparison of a source and a quotation, or of an old text and a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It stands in both.
    Same(String),
    /// It stands in the source, or the old text, alone.
    Removed(String),
    /// It stands in the quotation, or the new text, alone.
    Added(String),
}

impl Difference {
    /// From the old signs to the new ones (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986); `say` gives the text of
    /// a stretch of them.
    pub(super) fn between<S: Clone + Eq + Ord + std::hash::Hash>(
        old: &[S],
        new: &[S],
        say: impl Fn(&[S]) -> String,
    ) -> Vec<Self> {
        let mut out = Vec::new();
        for step in capture_diff_slices(Algorithm::Myers, old, new) {
            if let DiffOp::Equal { old_index, len, .. } = step {
                out.push(Self::Same(say(&old[old_index..old_index + len])));
                continue;
            }
            let (removed, added) = (&old[step.old_range()], &new[step.new_range()]);
            out.extend((!removed.is_empty()).then(|| Self::Removed(say(removed))));
            out.extend((!added.is_empty()).then(|| Self::Added(say(added))));
        }
        out
    }

    /// The same differences with at most `most` characters of each stretch that is the same: what stands before or behind
    /// something that differs is kept, the rest is an ellipsis.
    #[must_use]
    pub fn shortened(differences: &[Self], most: usize) -> Vec<Self> {
        let shorten = |part: &Self| match part {
            Self::Same(text) => {
                let chars: Vec<char> = text.chars().collect();
                if chars.len() <= most {
                    return part.clone();
                }
                let half = most / 2;
                let (head, tail) = (&chars[..half], &chars[chars.len() - half..]);
                Self::Same(head.iter().chain(&['…']).chain(tail).collect())
            }
            Self::Removed(_) | Self::Added(_) => part.clone(),
        };
        differences.iter().map(shorten).collect()
    }
}
