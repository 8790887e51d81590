//! Fits the weights of `src/recover/weights.rs` on labelled pages, and tells how well pages are read that had no part in it.
//!
//! `cargo run --release --no-default-features --example fit_weights -- PAGES [OUT.json]`
//!
//! PAGES is a folder of pages with labels in `PAGES/gold/NAME.tsv` (line, article, role, paragraph, order). A page is studied
//! by its paragraphs, wrapped anew to several measures, for on the page as it is only a few sentences are cut. The
//! model is a conditional logistic regression with a quadratic penalty. The table goes to standard output; with OUT.json, each
//! page is recovered with weights that were fitted on the pages of other groups only (a group is the first letter of the
//! names), and written there as `jianbao articles --json` does.

#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program that prints")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use jianbao::library::decode;
use jianbao::page::{Part, ReadingText};
use jianbao::recover::study::{Choice, Label, choices, weights};
use jianbao::recover::{Weights, recover_with};
use jianbao::text::Text;
use serde_json::{Value, json};

/// Measures to which paragraphs are wrapped, in characters.
const MEASURES: [usize; 4] = [17, 25, 38, 90];
/// Weight of the penalty: half of it times the square of each weight is taken from the likelihood.
const PENALTY: f32 = 2.0;
/// Steps of the descent, and their length at first.
const STEPS: usize = 400;
const STEP: f32 = 0.1;

struct LabelledPage {
    name: String,
    text: Text,
    rows: Vec<Row>,
}

struct Row {
    line: usize,
    article: String,
    role: String,
    paragraph: String,
    order: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = args.next().ok_or("usage: fit_weights PAGES [OUT.json]")?;
    let pages = labelled_pages(&folder)?;
    let studied: Vec<(char, Vec<Choice>)> = pages.iter().map(|page| (group(&page.name), study(page))).collect();
    let all: Vec<&Choice> = studied.iter().flat_map(|(_, choices)| choices).collect();
    let fitted = fit(&all);
    eprintln!("{} choices, {:.1} % right", all.len(), 100.0 * share_right(&fitted, &all));
    print_table(&fitted);
    if let Some(out) = args.next() {
        let mut left_out = BTreeMap::new();
        for held in studied.iter().map(|(group, _)| *group).collect::<BTreeSet<char>>() {
            let of = |held_out: bool| {
                let kept = studied.iter().filter(move |(group, _)| (*group == held) == held_out);
                kept.flat_map(|(_, choices)| choices).collect::<Vec<&Choice>>()
            };
            let fitted = fit(&of(false));
            let test = of(true);
            eprintln!("group {held}: {} choices, {:.1} % right", test.len(), 100.0 * share_right(&fitted, &test));
            left_out.insert(held, as_weights(&fitted));
        }
        let recovered: Vec<Value> = pages.iter().map(|page| layout(page, &left_out[&group(&page.name)])).collect();
        std::fs::write(out, serde_json::to_string(&recovered)?)?;
    }
    Ok(())
}

fn group(name: &str) -> char {
    name.chars().next().unwrap_or(' ')
}

fn labelled_pages(folder: &Path) -> Result<Vec<LabelledPage>, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder.join("gold"))?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut out = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "tsv")) {
        let name = path.with_extension("txt").file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = decode(&std::fs::read(folder.join(&name))?)?.text;
        let table = std::fs::read_to_string(path)?;
        let rows = table.lines().skip(1).filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [line, article, role, paragraph, order] = fields.get(..5)? else { return None };
            Some(Row {
                line: line.parse().ok()?,
                article: (*article).to_owned(),
                role: (*role).to_owned(),
                paragraph: (*paragraph).to_owned(),
                order: order.parse().ok()?,
            })
        });
        out.push(LabelledPage { name, rows: rows.collect(), text });
    }
    Ok(out)
}

/// The choices of a page, its paragraphs wrapped anew.
fn study(page: &LabelledPage) -> Vec<Choice> {
    let lines: Vec<&str> = page.text.as_str().split('\n').collect();
    // The lines of each paragraph in the order of reading.
    let mut paragraphs: BTreeMap<(&str, usize), (&str, Vec<&str>)> = BTreeMap::new();
    let mut rows: Vec<&Row> = page.rows.iter().filter(|row| row.role == "body").collect();
    rows.sort_by_key(|row| (&row.article, row.order));
    let mut first = 0;
    for row in rows {
        let line = lines.get(row.line - 1).map_or("", |line| line.trim());
        let goes_on =
            paragraphs.get_mut(&(row.article.as_str(), first)).filter(|(paragraph, _)| *paragraph == row.paragraph);
        match goes_on {
            Some((_, held)) => held.push(line),
            None => {
                first = row.order;
                paragraphs.insert((&row.article, row.order), (&row.paragraph, vec![line]));
            }
        }
    }
    let plain: Vec<(&str, String)> =
        paragraphs.iter().map(|((article, _), (_, lines))| (*article, lines.concat())).collect();
    MEASURES.iter().flat_map(|&measure| study_wrapped(&plain, measure)).collect()
}

fn study_wrapped(paragraphs: &[(&str, String)], measure: usize) -> Vec<Choice> {
    let mut articles: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut labels = BTreeMap::new();
    let mut out = String::new();
    let mut at = 0;
    for (paragraph, (article, text)) in (0..).zip(paragraphs) {
        let number = articles.len() as u32;
        let (article, order) = articles.entry(article).or_insert((number, 0));
        let chars: Vec<char> = text.chars().collect();
        let (first, rest) = chars.split_at((measure - 2).min(chars.len()));
        for line in std::iter::once(first).chain(rest.chunks(measure)) {
            labels.insert(at, Label { article: *article, paragraph, order: *order });
            *order += 1;
            out.extend(line);
            out.push('\n');
            at += line.len() as u32 + 1;
        }
    }
    choices(&Text::new(out), &|start| labels.get(&start).copied())
}

/// Weights of the greatest penalised likelihood, by steps against the gradient that shrink where it is steep (Adam; D. P.
/// Kingma and J. Ba, 2015).
fn fit(choices: &[&Choice]) -> Vec<f32> {
    let count = choices.first().and_then(|choice| choice.first()).map_or(0, |signs| signs.len());
    let mut weights = vec![0.0_f32; count];
    let (mut mean, mut square) = (weights.clone(), weights.clone());
    for step in 1..=STEPS {
        let mut gradient: Vec<f32> = weights.iter().map(|weight| PENALTY * weight).collect();
        for choice in choices {
            let odds: Vec<f32> = choice.iter().map(|signs| dot(&weights, signs)).collect();
            let most = odds.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let all: f32 = odds.iter().map(|odds| (odds - most).exp()).sum();
            for (nth, (signs, odds)) in choice.iter().zip(&odds).enumerate() {
                let wrong = (odds - most).exp() / all - f32::from(nth == 0);
                gradient.iter_mut().zip(signs).for_each(|(slope, sign)| *slope += wrong * sign);
            }
        }
        let rate = STEP * (1.0 - step as f32 / (STEPS + 1) as f32);
        for at in 0..count {
            mean[at] = 0.9 * mean[at] + 0.1 * gradient[at];
            square[at] = 0.99 * square[at] + 0.01 * gradient[at].powi(2);
            let (mean, square) =
                (mean[at] / (1.0 - 0.9_f32.powi(step as i32)), square[at] / (1.0 - 0.99_f32.powi(step as i32)));
            weights[at] -= rate * mean / (square.sqrt() + 1e-6);
        }
    }
    weights
}

fn dot(weights: &[f32], signs: &[f32]) -> f32 {
    weights.iter().zip(signs).map(|(weight, sign)| weight * sign).sum()
}

fn share_right(weights: &[f32], choices: &[&Choice]) -> f32 {
    let right = choices.iter().filter(|choice| {
        let first = dot(weights, &choice[0]);
        choice[1..].iter().all(|signs| dot(weights, signs) < first)
    });
    right.count() as f32 / choices.len().max(1) as f32
}

fn as_weights(fitted: &[f32]) -> Weights {
    weights(std::array::from_fn(|at| fitted[at]))
}

fn print_table(fitted: &[f32]) {
    println!("//! Made by `examples/fit_weights.rs`; see there.\n");
    println!("use super::evidence::COUNT;\n");
    println!("/// Weights of the signs, in the order of [`super::evidence`].");
    println!("#[rustfmt::skip]");
    println!("pub(super) const FITTED: [f32; COUNT] = [");
    let values: Vec<String> = fitted.iter().map(|value| format!("{value:.2},")).collect();
    println!("    {}", values.join(" "));
    println!("];");
}

fn layout(page: &LabelledPage, weights: &Weights) -> Value {
    let layout = recover_with(&page.text, weights);
    let parts = |parts: &[Part]| -> Vec<Value> {
        let part = |part: &Part| {
            let text = ReadingText::of_part(&page.text, part);
            json!({ "role": part.role.code(), "text": text.as_str(), "spans": part.spans })
        };
        parts.iter().map(part).collect()
    };
    let articles: Vec<Value> =
        layout.articles.iter().map(|article| json!({ "parts": parts(&article.parts) })).collect();
    json!({ "source": page.name, "articles": articles, "furniture": parts(&layout.furniture) })
}
