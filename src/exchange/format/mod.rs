//! One file a format that is written.

pub(super) mod csv_table;
pub(super) mod docx;
mod docx_note;
mod docx_parts;
mod docx_table;
pub(super) mod html;
mod html_note;
mod html_style;
pub(super) mod markdown_file;
pub(super) mod qda;
pub(super) mod table;
pub(super) mod web_annotation;
pub(super) mod xlsx;
