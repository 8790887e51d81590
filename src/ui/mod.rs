//! What is seen: the theme, the fonts, the panes. A pane looks at a [`View`] and pushes [`Command`]s; nothing here changes a
//! notebook.

mod banner;
mod chooser;
mod command;
mod concordance;
mod desk;
mod dialogs;
pub mod fonts;
mod input_method;
mod inspector;
mod keys;
mod library_pane;
mod link_chooser;
mod misreadings;
mod note_preview;
mod palette;
mod panes;
mod quotations;
pub mod reader;
mod reading_pane;
mod selection_bar;
mod status_bar;
mod tag_chooser;
pub mod theme;
mod top_bar;
mod typography;
mod view;
mod welcome;
mod widgets;
mod window;

pub use chooser::Chooser;
pub use command::{Command, Commands, PathPurpose, Place};
pub use concordance::ConcordancePane;
pub use desk::{Desk, DeskChoice, DeskCommand, Meant, SentTo};
pub use dialogs::{
    BackupRow, Backups, Bin, Dialog, ExportChoice, ExportNotes, ExportPlan, ExportScope, IssueDraft, Preview,
    PreviewKey, Rescanned, TakenInDialog, Verified, format_name,
};
pub use input_method::{clean_commits, lower_candidates};
pub use inspector::{Draft, Inspector, Tab};
pub use keys::pressed;
pub use panes::Panes;
pub use quotations::{QuotationRows, QuotationsOf, QuotationsPane};
pub use reading_pane::ReadingPane;
pub use tag_chooser::TagChoice;
pub use view::View;
pub use window::{ChooserKind, Window};
