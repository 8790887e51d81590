//! The one integration test binary.

mod recover;
