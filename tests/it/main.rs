//! The one binary of integration tests: every module uses the crate as other programs do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cli_read;
mod cli_search;
mod cli_write;
#[cfg(feature = "window")]
mod codebook;
mod desk;
mod durable;
mod exchange;
mod failing_disk;
mod faults;
#[cfg(feature = "window")]
mod finding;
mod floors;
mod foreign;
mod formats;
mod hostile;
mod hostile_exchange;
#[cfg(feature = "window")]
mod journey;
#[cfg(feature = "window")]
mod keeping;
mod kills;
mod layouts;
mod lexis;
mod library;
mod messages;
mod model;
#[cfg(feature = "window")]
mod new_scan;
mod notebook;
mod office;
mod packaging;
#[cfg(feature = "window")]
mod panes;
#[cfg(feature = "window")]
mod picture;
mod qda;
#[cfg(feature = "window")]
mod reader;
mod reanchor;
mod recover;
mod recover_input;
mod round_trip;
mod rust_source;
mod tampered;
mod verdicts;
#[cfg(feature = "window")]
mod window;
