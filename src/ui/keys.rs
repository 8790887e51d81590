//! The registry's keys as egui's, and as people read them.

use egui::{Event, Key, KeyboardShortcut, Modifiers};

use crate::session::{Action, COMMANDS, CommandInfo, Context};

/// The shortcuts of a command.
pub(super) fn shortcuts(info: &CommandInfo) -> impl Iterator<Item = KeyboardShortcut> {
    info.keys.split_whitespace().filter_map(parse)
}

fn parse(keys: &str) -> Option<KeyboardShortcut> {
    let (modifiers, key) = keys.rsplit_once('+').unwrap_or(("", keys));
    let modifiers = modifiers.split('+').fold(Modifiers::NONE, |all, name| match name {
        "Ctrl" => all | Modifiers::COMMAND,
        "Shift" => all | Modifiers::SHIFT,
        "Alt" => all | Modifiers::ALT,
        _ => all,
    });
    Key::from_name(key).map(|key| KeyboardShortcut::new(modifiers, key))
}

/// The first of a command's shortcuts, as it is shown: `Ctrl+Shift+Z`, `↓`. Empty if it has none.
#[must_use]
pub(super) fn shown(info: &CommandInfo) -> String {
    let first = info.keys.split_whitespace().next().unwrap_or("");
    first
        .replace("Backslash", "\\")
        .replace("OpenBracket", "[")
        .replace("CloseBracket", "]")
        .replace("Escape", "Esc")
        .replace("Left", "←")
        .replace("Right", "→")
        .replace("Equals", "=")
        .replace("Minus", "-")
        .replace("Comma", ",")
        .replace("Period", ".")
        .replace("Down", "↓")
        .replace("Up", "↑")
}

/// The commands whose keys were pressed in this frame, which are thereby used up. While something stands over the window that
/// wants an answer (`is_modal`), only those work that have nothing to do with what lies behind it.
pub fn pressed(ctx: &egui::Context, typing: bool, is_modal: bool, context: Context) -> Vec<Action> {
    let mut actions = Vec::new();
    ctx.input_mut(|input| {
        // More modifiers first: Ctrl+Shift+Z is not Ctrl+Z.
        let mut rows: Vec<(KeyboardShortcut, &CommandInfo)> =
            COMMANDS.iter().flat_map(|info| shortcuts(info).map(move |keys| (keys, info))).collect();
        let rank = |(keys, info): &(KeyboardShortcut, &CommandInfo)| {
            (std::cmp::Reverse(modifier_count(keys.modifiers)), !info.takes_keys_first())
        };
        rows.sort_by_key(rank);
        rows.retain(|(_, info)| {
            (info.works_while_typing || !typing)
                && (!is_modal || info.action.works_over_dialog())
                && info.is_enabled(context)
        });
        // In the order in which the keys were pressed: in a slow frame there may be several.
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            // The event's own modifiers count: by the end of a frame the keys may be up again.
            let is_it = |(keys, _): &&(KeyboardShortcut, &CommandInfo)| {
                *key == keys.logical_key && modifiers.matches_exact(keys.modifiers)
            };
            let found = rows.iter().find(is_it);
            actions.extend(found.map(|(_, info)| info.action));
            found.is_none()
        });
    });
    actions
}

fn modifier_count(modifiers: Modifiers) -> u32 {
    u32::from(modifiers.command || modifiers.ctrl) + u32::from(modifiers.shift) + u32::from(modifiers.alt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_registry_is_one_of_eguis() {
        for info in COMMANDS {
            assert_eq!(shortcuts(info).count(), info.keys.split_whitespace().count(), "{}", info.keys);
        }
    }
}
