//! x
pub mod i18n;
pub mod lexis;
pub mod library;
pub mod page;
pub mod search;
pub mod task;
pub mod text;
