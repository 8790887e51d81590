//! The size of the whole interface, for eyes and screens of all kinds.

use super::App;
use crate::i18n::Message;
use crate::store::SCALES;

impl App {
    /// Makes the interface larger or smaller by a step.
    pub(super) fn step_scale(&mut self, steps: isize) {
        let here = SCALES.iter().rposition(|scale| *scale <= self.settings.scale + 0.001).unwrap_or(0);
        let next = here.saturating_add_signed(steps).min(SCALES.len() - 1);
        self.set_scale(SCALES[next]);
    }

    /// Sets the size of the interface, within 80 and 200 %, and tells it.
    pub(super) fn set_scale(&mut self, scale: f32) {
        self.settings.scale = scale.clamp(SCALES[0], SCALES[SCALES.len() - 1]);
        let percent = (self.settings.scale * 100.0).round() as u32;
        self.said = Some(Message::new("said-scale").with("percent", percent));
        self.save_settings();
    }

    /// The next frame is drawn in the size that is chosen.
    pub(super) fn follow_scale(&self, ctx: &egui::Context) {
        if (ctx.zoom_factor() - self.settings.scale).abs() > 0.001 {
            ctx.set_zoom_factor(self.settings.scale);
        }
    }
}
