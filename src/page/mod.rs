//! What a page is: parts with roles, articles, the layout of one source, the text that is shown for a part, and what the
//! masthead tells of the issue. Positions are those of the source's text; see [`crate::text`].

mod almanac;
mod carry;
mod date_range;
mod desk;
mod issue;
mod layout;
mod reading;
mod reason;
mod source_id;

pub use almanac::{LunarDate, NoWeekdayError, ParseLunarError, Weekday};
pub use date_range::DateRange;
pub use desk::{Destination, LayoutEdit, LayoutEditError};
pub use issue::{IssueData, IssueDate, IssueDoubt, ParseDateError};
pub use layout::{Article, ArticleId, Confidence, Layout, LayoutError, ParagraphId, Part, Role};
pub use reading::{Reading, ReadingText};
pub use reason::{Doubt, Reason};
pub use source_id::{ParseSourceIdError, SourceId};
