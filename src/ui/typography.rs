//! How the page is set: type size, line height, measure, face, light or dark. The page behind follows at once.

use egui::{Color32, Id, Modal, RichText, Slider, Ui, vec2};

use super::command::{Command, Commands};
use super::reader::ReaderStyle;
use super::view::{View, labelled};
use super::widgets;
use crate::session::Action;
use crate::store::{BODY_PX, LINE_HEIGHT_EM, MEASURE_EM, ThemeChoice};

const WIDTH_PX: f32 = 300.0;

/// Draws the panel at the upper right, beside the text that it changes; tells whether it stays open.
pub(super) fn show(ui: &Ui, view: &View<'_>, commands: &mut Commands) -> bool {
    let id = Id::unique("typography");
    let area = Modal::default_area(id).anchor(egui::Align2::RIGHT_TOP, vec2(-20.0, 56.0));
    let frame = egui::Frame::popup(ui.style()).inner_margin(16);
    // Nothing is dimmed: what is changed is what one looks at.
    let modal = Modal::new(id).area(area).frame(frame).backdrop_color(Color32::TRANSPARENT).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH_PX);
        ui.label(RichText::new(view.text("command-typography").trim_end_matches('…')).heading());
        ui.add_space(4.0);
        let before = view.style;
        let mut style = before;
        slider(ui, view, "type-size", "px", Slider::new(&mut style.body_px, BODY_PX).step_by(1.0).fixed_decimals(0));
        slider(
            ui,
            view,
            "type-line-height",
            "em",
            Slider::new(&mut style.line_height_em, LINE_HEIGHT_EM).step_by(0.05).fixed_decimals(2),
        );
        slider(
            ui,
            view,
            "type-measure",
            "em",
            Slider::new(&mut style.measure_em, MEASURE_EM).step_by(1.0).fixed_decimals(0),
        );
        row(ui, view, "type-face", |ui| {
            ui.selectable_value(&mut style.serif, true, view.text("type-serif"));
            ui.selectable_value(&mut style.serif, false, view.text("type-sans"));
        });
        row(ui, view, "type-theme", |ui| {
            let choices = [
                (ThemeChoice::System, "type-system"),
                (ThemeChoice::Light, "type-light"),
                (ThemeChoice::Dark, "type-dark"),
            ];
            for (choice, id) in choices {
                if ui.selectable_label(view.theme == choice, view.text(id)).clicked() {
                    commands.push(Command::SetTheme(choice));
                }
            }
        });
        row(ui, view, "type-scale", |ui| {
            for (action, sign) in [(Action::ScaleDown, "−"), (Action::ScaleUp, "＋")] {
                let step = ui.add(egui::Button::new(sign).min_size(vec2(28.0, 0.0)));
                if labelled(step, &view.help(action), false).on_hover_text(view.help(action)).clicked() {
                    commands.push(Command::Do(action));
                }
            }
            ui.label(format!("{:.0} %", view.scale * 100.0));
        });
        ui.add_space(8.0);
        let mut done = false;
        ui.horizontal(|ui| {
            done = ui.button(view.text("button-done")).clicked();
            if ui.button(view.text("type-usual")).clicked() {
                style = ReaderStyle::new(before.palette);
                commands.push(Command::SetScale(1.0));
            }
            ui.label(RichText::new(view.help(Action::ZoomIn)).color(view.palette.muted).small());
        });
        if style != before {
            commands.push(Command::SetStyle(style));
        }
        done
    });
    !modal.should_close() && !modal.inner
}

fn row(ui: &mut Ui, view: &View<'_>, id: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(64.0, 26.0), egui::Sense::hover());
        let font = super::fonts::sans(super::theme::INTERFACE_PX);
        widgets::elided(ui, &view.text(id), font, view.palette.muted, rect.left_center(), rect.width());
        add(ui);
    });
}

fn slider(ui: &mut Ui, view: &View<'_>, id: &str, unit: &str, slider: Slider<'_>) {
    row(ui, view, id, |ui| {
        ui.spacing_mut().slider_width = 150.0;
        let response = ui.add(slider.suffix(format!(" {unit}")));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Slider, true, view.text(id)));
    });
}
