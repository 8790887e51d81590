//! x
pub mod text; pub mod task; pub mod i18n; pub mod page;
pub mod recover;
