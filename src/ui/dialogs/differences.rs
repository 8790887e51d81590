//! Two wordings of a quotation as one text: what the first has alone is struck through, what the second has alone is underlined.

use egui::text::LayoutJob;
use egui::{Color32, Stroke, TextFormat};

use crate::exchange::Difference;
use crate::library::shown;
use crate::ui::fonts;
use crate::ui::theme::{Palette, mix};

pub(super) const TEXT_PX: f32 = 14.0;
pub(super) const LINE_PX: f32 = 20.0;
/// Between what is struck through and what takes its place.
const GAP_PX: f32 = 3.0;

/// Puts the differences behind what `job` has.
pub(super) fn append(job: &mut LayoutJob, parts: &[Difference], palette: &Palette) {
    let mut after_removed = false;
    for part in parts {
        let (said, format) = match part {
            Difference::Same(said) => (said, format(palette.ink)),
            Difference::Removed(said) => (said, removed(palette)),
            Difference::Added(said) => (said, added(palette)),
        };
        let gap = if after_removed && matches!(part, Difference::Added(_)) { GAP_PX } else { 0.0 };
        job.append(&shown(&said.replace('\n', " ")), gap, format);
        after_removed = matches!(part, Difference::Removed(_));
    }
}

pub(super) fn format(color: Color32) -> TextFormat {
    TextFormat { line_height: Some(LINE_PX), ..TextFormat::simple(fonts::serif(TEXT_PX), color) }
}

pub(super) fn removed(palette: &Palette) -> TextFormat {
    let background = mix(palette.paper, palette.accent, 0.14);
    TextFormat { strikethrough: Stroke::new(1.5, palette.accent), background, ..format(palette.muted) }
}

pub(super) fn added(palette: &Palette) -> TextFormat {
    let stroke = Stroke::new(1.5, palette.accent);
    TextFormat { underline: stroke, font_id: fonts::serif_bold(TEXT_PX), ..format(palette.accent) }
}

/// What the two signs mean, each set as it is in the list; `said` has a `|` between them.
pub(super) fn legend(palette: &Palette, said: &str) -> LayoutJob {
    let mut job = LayoutJob::default();
    let (source, file) = said.split_once('|').unwrap_or((said, ""));
    job.append(source, 0.0, removed(palette));
    job.append("　", 0.0, format(palette.ink));
    job.append(file, 0.0, added(palette));
    job
}
