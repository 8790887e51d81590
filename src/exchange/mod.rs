//! What goes out: notes and clean articles as Markdown, citations, and the proof of every quotation. Here, as in the window
//! and on the command line, sentences for people are made, from a [`Catalogue`](crate::i18n::Catalogue).

mod citation;
mod clipping;
mod codebook;
mod csv_text;
mod keyword_lists;
mod lines;
mod markdown;
mod note_text;
mod notes;
mod place;
mod verify;

pub use citation::{cite_article, cite_record, cite_spans, quoted_paragraphs};
pub use clipping::{clipping_markdown, clipping_text, quotation_with_citation};
pub use codebook::{CodebookError, CodebookRow, WrongRow, codebook_csv, parse_codebook, read_list_file};
pub use keyword_lists::{KeywordRow, KeywordsFormat, keyword_lists_text, parse_keyword_lists};
pub use lines::{ExportedLine, LinesFormat, lines_text};
pub use notes::{ExportOptions, ExportOrder, export_notes};
pub use place::may_export_to;
pub use verify::{Proof, Verdict, prove, verify};
