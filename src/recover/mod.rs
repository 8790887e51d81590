//! From the text of a page to its articles: a pure function of what stands in the source.
//!
//! Scanning and OCR leave several articles on a page, hard-wrapped, columns read across each other, headlines behind
//! their bodies, captions in the middle of sentences. The page is taken apart in steps, each with less to guess than the
//! whole:
//!
//! | step | from | to |
//! |---|---|---|
//! | [`line`] | text | lines with width, indent, how they end |
//! | [`measure`] | lines | the column width that each line was set to |
//! | [`mark`] | lines | what each line is: running text, set large, byline, caption … by the genre's [`signs`] |
//! | [`paragraph`] | lines | pieces: paragraphs, or what is seen of them before a cut |
//! | [`cut`] | pieces | pieces, parted where another text begins inside one |
//! | [`thread`] | pieces | chains: which block of text goes on where, by its [`wording`] |
//! | [`article`] | pieces, chains | articles with headline, byline, captions, in reading order |
//!
//! Nothing is dropped: every character that is not white space is in exactly one part. What is guessed says so by a
//! confidence below one half.

mod article;
mod cut;
mod issue;
mod line;
mod mark;
mod measure;
mod paragraph;
mod signs;
mod thread;
mod wording;

pub use issue::issue_data;

use crate::page::Layout;
use crate::text::Text;

/// The articles of a page and its furniture. Never fails: a text in which nothing is recognised is one article.
#[must_use]
pub fn recover(text: &Text) -> Layout {
    let lines = line::lines_of(text);
    let fits = measure::fit(&lines);
    let marks = mark::marks(&lines, &fits);
    let pieces = paragraph::pieces(&lines, &fits, &marks);
    let wording = wording::Wording::new(&lines, &pieces);
    let pieces = cut::split_hidden(&lines, &fits, &wording, pieces);
    let wording = wording::Wording::new(&lines, &pieces);
    let page = thread::Page { lines: &lines, pieces: &pieces, wording: &wording, fits: &fits };
    let chains = thread::chains(&page);
    article::layout(&page, chains)
}
