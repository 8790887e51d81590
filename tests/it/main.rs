//! The one binary of integration tests: every module uses the crate as other programs do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod library;
mod reader;
