//! 剪报 Jianbao reads OCR text of Chinese newspaper pages as articles and keeps notes whose quotations can be proved.
//!
//! The page stays the ground truth, and everything else is a layer over it: a source is read once and never written, its
//! articles are recovered from its text, and what the user makes lies in a notebook that points into sources by code points.
//!
//! ```text
//! files -> library (decode, hash) -> recover (lines -> parts -> articles) -> lexis, search
//!                                                 |                              |
//!       notebook <- edits <- session  <-  ui (panes) and cli  <------------------+
//!          |                                      |
//!        store (RON, journal)                 exchange (export, verify)
//! ```
//!
//! # Floors
//! A module imports from lower floors only; two on one floor do not know each other. A test reads the imports.
//!
//! | floor | what it is |
//! |---|---|
//! | [`app`] | the window's frame: drains jobs, draws, then applies queued commands |
//! | [`ui`], [`cli`] | panes, widgets, reader, theme, dialogs, palette; one file a subcommand |
//! | [`session`], [`jobs`] | the app without a screen; its threads |
//! | [`exchange`] | what goes out: Markdown, citations, proof |
//! | [`store`] | RON, journal, lock, backups, settings |
//! | [`search`] | find, concordance, keyword hits |
//! | [`lexis`] | jieba's words, suggestions of keywords |
//! | [`library`] | import formats, decoding, sources, pages |
//! | [`recover`], [`notebook`] | lines to layout; codebook, annotation, note, edit, history, anchor |
//! | [`page`] | source ids, roles, parts, articles, layouts, reading texts, issue data |
//! | [`text`], [`task`], [`i18n`] | spans, folding; cancel, progress, outcomes; messages and catalogues |

#[cfg(feature = "window")]
pub mod app;
pub mod cli;
pub mod exchange;
pub mod i18n;
pub mod jobs;
pub mod lexis;
pub mod library;
pub mod notebook;
pub mod page;
pub mod recover;
pub mod search;
pub mod session;
pub mod store;
pub mod task;
pub mod text;
#[cfg(feature = "window")]
pub mod ui;
