//! Made by `examples/fit_weights.rs`; see there.

use super::evidence::COUNT;

/// Weights of the signs, in the order of [`super::evidence`].
#[rustfmt::skip]
pub(super) const FITTED: [f32; COUNT] = [
    0.72, 0.36, 0.71, 0.55, 4.14, 0.50, 3.09, -3.09, -3.24, 2.25, -2.08,
];
