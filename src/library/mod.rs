//! Files to sources: find pages on disk, decode and hash them, keep each one once.
//!
//! A file is read once and never written. Nothing here fails as a whole: [`load()`] gives the pages that could be read
//! together with a [`Diagnostic`](crate::task::Diagnostic) for each thing that could not.

mod collection;
mod decode;
mod load;
mod natural;
mod on_disk;
mod page;
mod samples;
mod shown;
mod source;

pub use collection::{Found, Library};
pub use decode::{DecodeError, Decoded, decode};
pub use load::{MAX_FILE_BYTES, is_io_failure, latest_there, load};
pub use natural::compare as natural_cmp;
pub use on_disk::{Looked, OnDisk, Stamps, as_on_disk, look_again};
pub use page::{ArticleText, Page, PartText};
pub use samples::{sample_by_id, samples};
pub use shown::{is_unsafe_to_show, shown, shown_path};
pub use source::{Origin, Source};
