//! The page that is read: clean paragraphs set by the rules of Chinese typography, with tags, hits and a selection on
//! them.
//!
//! [`show`] is given plain data ([`ReaderDoc`], [`Marks`]) and gives back what the user did ([`ReaderEvent`]). Lines are
//! broken by [`linebreak`]; only blocks on screen are set and laid out.

mod doc;
mod edges;
mod emended;
mod frame;
mod heights;
mod joins;
mod keys;
mod lanes;
pub mod linebreak;
mod margin;
mod marks;
mod motion;
mod overview;
mod page;
mod paragraph;
mod passage;
mod pointer;
mod scroll;
mod selection;
mod state;
mod units;
mod view;
mod voice;
mod words;

pub use doc::{
    Block, BlockMarks, HEAD_PX, Hit, Join, Marks, ReaderDoc, ReaderEvent, ReaderLabels, ReaderStyle, Stripe,
};
pub(in crate::ui) use paragraph::Widths;
pub use passage::{Passage, Piece, source_spans};
pub use selection::{Caret, Selected, Selection, grown, selected_spans, selected_text, word_at_caret};
pub use state::{ReaderState, Travel};
pub use view::show;
