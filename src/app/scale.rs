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
        let wanted = fitting_scale(self.settings.scale, ctx.content_rect().size() * ctx.zoom_factor());
        if (ctx.zoom_factor() - wanted).abs() > 0.001 {
            ctx.set_zoom_factor(wanted);
        }
    }
}

/// Size of the smallest window that can be worked in, in points.
pub(super) const LEAST_WINDOW: egui::Vec2 = egui::vec2(760.0, 480.0);

/// The size that is wished, or as much of it as leaves the window large enough to be worked in.
fn fitting_scale(wished: f32, window_px: egui::Vec2) -> f32 {
    let most = (window_px / LEAST_WINDOW).min_elem().max(1.0);
    wished.min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interface_is_not_larger_than_its_window() {
        assert!((fitting_scale(2.0, egui::vec2(1600.0, 1000.0)) - 2.0).abs() < 0.001);
        assert!((fitting_scale(2.0, egui::vec2(1100.0, 700.0)) - 1100.0 / 760.0).abs() < 0.001);
        assert!((fitting_scale(1.5, egui::vec2(700.0, 400.0)) - 1.0).abs() < 0.001);
        assert!((fitting_scale(0.8, egui::vec2(700.0, 400.0)) - 0.8).abs() < 0.001);
    }
}
