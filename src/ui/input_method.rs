//! Input methods: whether one composes in a field, whose text then holds half words that are nobody's; and what has to be
//! put right of what they send and are told.

use egui::{Context, Event, Id, ImeEvent, Ui};

fn key(field: Id) -> Id {
    field.with("composing")
}

/// Whether something was composed in a field at the end of the last frame.
pub(super) fn composed(ui: &Ui, field: Id) -> bool {
    ui.data(|data| data.get_temp::<bool>(key(field)).unwrap_or(false))
}

/// Whether something is composed in a field after this frame's events; only the field that has the keyboard is composed in.
/// Asked once a frame, behind the field.
pub(super) fn composes(ui: &Ui, field: Id, has_focus: bool) -> bool {
    let mut composing = composed(ui, field);
    ui.input(|input| {
        for event in &input.events {
            if let Event::Ime(event) = event {
                composing = matches!(event, ImeEvent::Preedit { text, .. } if !text.is_empty());
            }
        }
    });
    composing &= has_focus;
    ui.data_mut(|data| data.insert_temp(key(field), composing));
    composing
}

/// Takes control characters out of what an input method has written. While something is composed, X11 reports Ctrl+Z as the
/// writing of U+001A.
pub fn clean_commits(ctx: &Context) {
    ctx.input_mut(|input| {
        input.events.retain_mut(|event| {
            let Event::Ime(ImeEvent::Commit(text)) = event else { return true };
            let was_empty = text.is_empty();
            text.retain(|ch| !ch.is_control() || ch == '\n');
            was_empty || !text.is_empty()
        });
    });
}

/// Puts the list of candidates below the line that is written on: X11 knows a point and no height, and would put it over the
/// line. Called behind all fields.
pub fn lower_candidates(ctx: &Context) {
    ctx.output_mut(|output| {
        if let Some(ime) = &mut output.ime {
            ime.cursor_rect = ime.cursor_rect.translate(egui::vec2(0.0, ime.cursor_rect.height()));
        }
    });
}
