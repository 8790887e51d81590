//! The one binary of integration tests: every module uses the crate as other programs do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cli_read;
mod cli_write;
mod desk;
mod floors;
#[cfg(feature = "window")]
mod journey;
mod lexis;
mod library;
mod messages;
mod notebook;
#[cfg(feature = "window")]
mod picture;
#[cfg(feature = "window")]
mod reader;
mod recover;
mod recover_input;
mod rust_source;
mod search;
#[cfg(feature = "window")]
mod window;
