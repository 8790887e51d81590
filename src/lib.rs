//! x
pub mod i18n;
pub mod page;
pub mod recover;
pub mod task;
pub mod text;
