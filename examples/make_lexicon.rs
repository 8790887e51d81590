//! Makes `assets/lexicon.bin`, the words that `recover` knows without a page: those of jieba's dictionary with their costs.
//!
//! `cargo run --example make_lexicon -- DICT [OUT]`, where DICT is `src/data/dict.txt` of the package jieba-rs. The layout of the
//! file is told in `src/recover/lexicon.rs`, which reads it.

use std::error::Error;
use std::path::{Path, PathBuf};

/// Words rarer than this are left out: they prove next to nothing and are most of the dictionary. Single characters stay.
const LEAST_FREQUENCY: u32 = 5;
/// Longest word that is kept, in characters.
const LONGEST: usize = 4;
/// Steps of a cost per natural logarithm.
const COST_STEPS: f64 = 10.0;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let dict = args.next().ok_or("usage: make_lexicon DICT [OUT]")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = args.next().map_or_else(|| root.join("assets/lexicon.bin"), PathBuf::from);
    std::fs::write(out, file(&std::fs::read_to_string(dict)?))?;
    Ok(())
}

/// The bytes of the file for the text of the dictionary: a word, its frequency and its part of speech a line.
fn file(dictionary: &str) -> Vec<u8> {
    let entries = dictionary.lines().filter_map(|line| {
        let mut fields = line.split(' ');
        Some((fields.next()?, fields.next()?.parse::<u32>().ok()?))
    });
    let mut total = 0.0;
    let mut words: Vec<Vec<(Vec<u16>, u32)>> = vec![Vec::new(); LONGEST];
    for (word, frequency) in entries {
        total += f64::from(frequency);
        // Only words of characters of the basic plane, so that each takes two bytes.
        let han = word.chars().all(|ch| ('\u{4e00}'..='\u{9fff}').contains(&ch));
        let word: Vec<u16> = word.encode_utf16().collect();
        if han && word.len() <= LONGEST && (frequency >= LEAST_FREQUENCY || word.len() == 1) {
            words[word.len() - 1].push((word, frequency.max(1)));
        }
    }
    let mut out = Vec::new();
    for words in &mut words {
        words.sort_unstable();
        words.dedup_by(|a, b| a.0 == b.0);
        out.extend((words.len() as u32).to_be_bytes());
        out.extend(words.iter().flat_map(|(word, _)| word).flat_map(|unit| unit.to_be_bytes()));
        out.extend(words.iter().map(|&(_, frequency)| {
            let cost = COST_STEPS * (total / f64::from(frequency)).ln();
            cost.round().clamp(0.0, 255.0) as u8
        }));
    }
    out
}
