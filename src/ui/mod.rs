//! What is seen: the theme, the fonts, and the reader. Nothing here changes a notebook; a pane gives back what was asked for.

pub mod fonts;
pub mod reader;
pub mod theme;
