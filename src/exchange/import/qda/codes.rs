//! The tree of codes as tags.

use roxmltree::Node;

use super::element::{all, attribute, child, children, description, guid};
use super::{Reader, Tied};
use crate::exchange::import::{IncomingTag, color};
use crate::notebook::tag_path::{MAX_STEPS, SEPARATOR};

/// Codes below each other that are read.
const MAX_DEPTH: usize = 64;

/// Longest name of a tag, in characters.
const MAX_NAME_CHARS: usize = 200;

/// What stands in a name for the sign that parts steps of a path.
const DIVISION: char = '\u{2215}';

impl Reader {
    /// A code and those below it. One that cannot be coded is a step of their paths; it is a tag where it would be lost otherwise:
    /// where it has a description, is coded with all the same, or has nothing below it.
    pub(super) fn code(&mut self, code: Node<'_, '_>, path: &mut Vec<String>) {
        let given = attribute(code, "name").unwrap_or("");
        let name = self.step(given);
        path.push(name);
        let shown: Vec<&str> = path.iter().map(String::as_str).collect();
        // Deeper than a tree of tags goes, steps are one.
        let (above, below) = shown.split_at(shown.len().min(MAX_STEPS - 1));
        let mut steps: Vec<String> = above.iter().map(|step| (*step).to_owned()).collect();
        if !below.is_empty() {
            steps.push(below.join(&DIVISION.to_string()));
        }
        let name = steps.join(&SEPARATOR.to_string());
        let id = guid(code);
        if let Some(id) = id {
            self.tied.insert(id, Tied::Code);
        }
        let is_codable = attribute(code, "isCodable").is_none_or(|value| !matches!(value.trim(), "false" | "0"));
        let description = description(code);
        let is_kept = || {
            let is_coded = id.is_some_and(|id| self.coded.contains(&id));
            is_coded || !description.trim().is_empty() || child(code, "Code").is_none()
        };
        if is_codable || is_kept() {
            if let Some(id) = id {
                self.tags.insert(id, self.incoming.tags.len());
            }
            self.counts.folders += usize::from(!is_codable);
            let color = attribute(code, "color").and_then(color);
            self.incoming.tags.push(IncomingTag { id, name, color, description });
        }
        if path.len() < MAX_DEPTH {
            children(code, "Code").for_each(|below| self.code(below, path));
        } else {
            self.counts.too_deep += all(code, "Code").count() - 1;
        }
        path.pop();
    }

    /// A name as a step of a path.
    fn step(&mut self, given: &str) -> String {
        let seen = given.chars().filter(|ch| !crate::library::is_unsafe_to_show(*ch));
        let step: String = seen.map(|ch| if matches!(ch, SEPARATOR | '／') { DIVISION } else { ch }).collect();
        let step: String = step.trim().chars().take(MAX_NAME_CHARS).collect();
        self.counts.renamed += usize::from(step != given);
        if step.is_empty() { "?".to_owned() } else { step }
    }
}
