//! What goes out and comes back: notes in the formats that editors use, clean articles, citations, and the proof of every
//! quotation, also of those in a file that an editor has worked on. Here, as in the window and on the command line, sentences for
//! people are made, from a [`Catalogue`](crate::i18n::Catalogue). `docs/exchange.md` tells what each format carries.

mod archive;
mod citation;
mod citation_style;
mod clean;
mod clipping;
mod codebook;
mod csv_text;
mod difference;
mod document;
mod draft;
mod excerpt;
mod export;
mod file;
mod format;
mod gathered;
mod import;
mod keyword_lists;
mod lines;
mod mark;
mod markdown;
mod note_text;
mod place;
mod preview;
mod report;
mod reworded;
mod table_widths;
mod verify;
mod word_table;
mod xml;

pub use citation::{cite_article, cite_record, cite_spans, quoted_paragraphs, quoted_text};
pub use clipping::{clipping_markdown, clipping_text, quotation_with_citation};
pub use codebook::{CodebookError, CodebookRow, WrongRow, codebook_csv, parse_codebook, read_list_file};
pub use difference::Difference;
pub use draft::{
    Against, Checked, Draft, DraftReport, Finding, Remark, check_draft, is_draft, parse_draft, quotation_beginning,
    read_draft,
};
pub use export::{CitationStyle, ExportError, ExportInput, ExportOptions, ExportOrder, Exported, Format, export};
pub use file::{Fault, FileError};
pub use import::{
    Incoming, IncomingAnnotation, IncomingNote, IncomingSelector, IncomingSource, IncomingStamp, IncomingTag,
    IncomingTarget, parse_import, read_import, write_sources,
};
pub use keyword_lists::{KeywordRow, KeywordsFormat, keyword_lists_text, parse_keyword_lists};
pub use lines::{ExportedLine, LinesFormat, lines_text};
pub use place::may_export_to;
pub use preview::preview;
pub use reworded::reworded;
pub use verify::{Proof, Verdict, prove, verify};
pub use word_table::word_table_csv;
