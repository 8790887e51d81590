//! Whether an input method composes in a field: its half words then stand in the field's text and are nobody's.

use egui::{Event, Id, ImeEvent, Ui};

fn key(field: Id) -> Id {
    field.with("composing")
}

/// Whether it did at the end of the last frame.
pub(super) fn is(ui: &Ui, field: Id) -> bool {
    ui.data(|data| data.get_temp::<bool>(key(field)).unwrap_or(false))
}

/// Whether it does after this frame's events; only in the field that has the keyboard.
pub(super) fn watch(ui: &Ui, field: Id, has_focus: bool) -> bool {
    let mut composing = is(ui, field);
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
