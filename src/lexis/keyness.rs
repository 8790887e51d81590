use std::collections::HashMap;

use super::frequency::{Frequencies, WordCount, key};

/// Stands for a count of zero in the ratio of two frequencies, which would have no end otherwise (Hardie 2014).
const ZERO_COUNT: f64 = 0.5;

/// A word by which some documents differ from others.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The word.
    pub word: String,
    /// Tokens of it in the documents that are looked at.
    pub count: u32,
    /// Tokens of it in the reference.
    pub reference: u32,
    /// How sure it is that the difference is no chance: see [`g2`].
    pub g2: f64,
    /// How large the difference is: see [`log_ratio`]. Below 0 the word is rarer than in the reference.
    pub log_ratio: f64,
    /// See [`WordCount::is_content`].
    pub is_content: bool,
}

/// Log-likelihood G² of a word's `count` among `tokens` words and its `reference` among `reference_tokens` (Dunning 1993, *Accurate
/// Methods for the Statistics of Surprise and Coincidence*; in the form of Rayson and Garside 2000, *Comparing Corpora using
/// Frequency Profiling*): 2·Σ O·ln(O/E) over both, where E is what each would have if the word were spread evenly. A count of zero
/// adds nothing to the sum. Above 6.63 chance is less likely than 1 %, above 15.13 than 0.01 %.
#[must_use]
pub fn g2(count: u64, reference: u64, tokens: u64, reference_tokens: u64) -> f64 {
    let share = (count + reference) as f64 / (tokens + reference_tokens) as f64;
    let part = |observed: u64, of: u64| {
        if observed == 0 { 0.0 } else { observed as f64 * (observed as f64 / (of as f64 * share)).ln() }
    };
    (2.0 * (part(count, tokens) + part(reference, reference_tokens))).max(0.0)
}

/// Log ratio (Hardie 2014, *Log Ratio: an informal introduction*): the binary logarithm of the ratio of the two relative
/// frequencies; 1 means twice as frequent, −1 half as frequent. A count of zero is taken as one half.
#[must_use]
pub fn log_ratio(count: u64, reference: u64, tokens: u64, reference_tokens: u64) -> f64 {
    let share = |count: u64, of: u64| if count == 0 { ZERO_COUNT } else { count as f64 } / of as f64;
    (share(count, tokens) / share(reference, reference_tokens)).log2()
}

/// The words by which `target` differs from `reference`, the surest first, then in the order of their characters: those that are more
/// frequent there, and those that are rarer. Nothing if either has no words.
#[must_use]
pub fn keyness(target: &Frequencies, reference: &Frequencies) -> Vec<Key> {
    if target.tokens == 0 || reference.tokens == 0 {
        return Vec::new();
    }
    let mut both: HashMap<_, (&WordCount, u32, u32)> = HashMap::new();
    for row in &target.rows {
        both.entry(key(&row.word)).or_insert((row, 0, 0)).1 += row.count;
    }
    for row in &reference.rows {
        both.entry(key(&row.word)).or_insert((row, 0, 0)).2 += row.count;
    }
    let mut keys: Vec<Key> = both
        .into_values()
        .map(|(row, count, other)| {
            let (here, there) = (u64::from(count), u64::from(other));
            Key {
                word: row.word.clone(),
                count,
                reference: other,
                g2: g2(here, there, target.tokens, reference.tokens),
                log_ratio: log_ratio(here, there, target.tokens, reference.tokens),
                is_content: row.is_content,
            }
        })
        .collect();
    keys.sort_unstable_by(|a, b| b.g2.total_cmp(&a.g2).then_with(|| a.word.cmp(&b.word)));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dunning 1993, table of word pairs: `the swiss` stands 110 times, `the` before another word 2442 times, `swiss` behind another
    /// word 111 times, and 29114 pairs have neither; −2 log λ is 270.72. Over all four cells it is the sum over both rows.
    #[test]
    fn g2_is_that_of_the_published_table() {
        let (after_the, elsewhere) = (110 + 2442, 111 + 29_114);
        let all_cells = g2(110, 111, after_the, elsewhere) + g2(2442, 29_114, after_the, elsewhere);
        assert!((all_cells - 270.72).abs() < 0.01, "{all_cells}");
    }

    /// By hand after Rayson and Garside 2000: E = 1000 · 25 / 2000 = 12.5 for both; 2 · (20 ln 1.6 + 5 ln 0.4) = 9.6372.
    #[test]
    fn g2_of_two_cells_is_as_by_hand() {
        assert!((g2(20, 5, 1000, 1000) - 9.6372).abs() < 0.0001);
        assert!((g2(5, 20, 1000, 1000) - 9.6372).abs() < 0.0001);
        assert!(g2(7, 14, 1000, 2000).abs() < 1e-9);
        // 2 · 8 · ln(8 / 4)
        assert!((g2(8, 0, 500, 500) - 11.0904).abs() < 0.0001);
    }

    #[test]
    fn log_ratio_counts_doublings() {
        assert!((log_ratio(40, 10, 1000, 1000) - 2.0).abs() < 1e-9);
        assert!((log_ratio(10, 40, 1000, 2000) + 1.0).abs() < 1e-9);
        // Nothing is taken as one half: log₂(8 / 0.5)
        assert!((log_ratio(8, 0, 1000, 1000) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn words_are_compared_whatever_their_width() {
        let list = |rows: &[(&str, u32)], tokens| Frequencies {
            tokens,
            documents: 1,
            rows: rows
                .iter()
                .map(|(word, count)| WordCount {
                    word: (*word).to_owned(),
                    count: *count,
                    documents: 1,
                    dispersion: 0.0,
                    is_content: true,
                })
                .collect(),
        };
        let keys = keyness(&list(&[("欠薪", 20), ("ＧＤＰ", 5)], 1000), &list(&[("gdp", 5), ("天气", 9)], 1000));
        let shown: Vec<String> = keys
            .iter()
            .map(|key| format!("{} {}/{} {:.1}", key.word, key.count, key.reference, key.log_ratio))
            .collect();
        assert_eq!(shown, ["欠薪 20/0 5.3", "天气 0/9 -4.2", "ＧＤＰ 5/5 0.0"]);
        assert!(keyness(&list(&[], 0), &list(&[("天气", 9)], 1000)).is_empty());
    }
}
