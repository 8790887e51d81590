//! Decoded text, positions in it, and character classes. Everything here counts Unicode code points
//! ([`CharSpan`]); bytes ([`ByteSpan`]) are used only beside the [`Text`] they index.

mod align;
mod chars;
mod decoded;
mod fold;
mod sentence;
mod span;

pub use align::Alignment;
pub use chars::{
    em_width, is_closing_mark, is_end_mark, is_han, is_never_line_end, is_never_line_start, is_opening_mark,
    is_unbreakable_pair, parts_words,
};
pub use decoded::Text;
pub use fold::{Folded, fold_char, fold_text, same_ignoring_space, without_space};
pub use sentence::sentence_at;
pub use span::{ByteSpan, CharSpan, merge_touching};
