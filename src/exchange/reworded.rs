//! What a new version of a source makes of a quotation.

use super::difference::Difference;

/// From the old words of a quotation to the new ones, character by character; white space is no word.
#[must_use]
pub fn reworded(old: &str, new: &str) -> Vec<Difference> {
    let solid = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<Vec<char>>();
    Difference::between(&solid(old), &solid(new), |chars| chars.iter().collect())
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
