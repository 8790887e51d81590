//! What a new version of a source makes of a quotation.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Difference;

/// From the old words of a quotation to the new ones, character by character; white space is no word.
#[must_use]
pub fn reworded(old: &str, new: &str) -> Vec<Difference> {
    let solid = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<Vec<char>>();
    let (old, new) = (solid(old), solid(new));
    let of_old = |start: usize, len: usize| old[start..start + len].iter().collect::<String>();
    let of_new = |start: usize, len: usize| new[start..start + len].iter().collect::<String>();
    let mut out = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match step {
            DiffOp::Equal { old_index, len, .. } => out.push(Difference::Same(of_old(old_index, len))),
            DiffOp::Delete { old_index, old_len, .. } => out.push(Difference::Removed(of_old(old_index, old_len))),
            DiffOp::Insert { new_index, new_len, .. } => out.push(Difference::Added(of_new(new_index, new_len))),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                out.push(Difference::Removed(of_old(old_index, old_len)));
                out.push(Difference::Added(of_new(new_index, new_len)));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_another_word_differs() {
        let changed = reworded("拖欠２０００元，\n已追回", "拖欠３０００元，已追回");
        let expected = [
            Difference::Same("拖欠".to_owned()),
            Difference::Removed("２".to_owned()),
            Difference::Added("３".to_owned()),
            Difference::Same("０００元，已追回".to_owned()),
        ];
        assert_eq!(changed, expected);
        assert_eq!(reworded("同 样", "同\n样"), [Difference::Same("同样".to_owned())]);
    }
}
