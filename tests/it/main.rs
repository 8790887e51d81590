//! The one binary of integration tests: every module uses the crate as other programs do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod cli_read;
mod lexis;
mod library;
mod reader;
mod recover;
mod recover_input;
mod search;
