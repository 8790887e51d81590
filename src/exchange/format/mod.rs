//! One file a format that is written.

pub(super) mod csv_table;
pub(super) mod docx;
mod docx_note;
mod docx_parts;
pub(super) mod html;
mod html_note;
pub(super) mod markdown_file;
pub(super) mod qda;
pub(super) mod table;
pub(super) mod web_annotation;
pub(super) mod xlsx;
