//! Variables of sources that tell of the newspaper's issue.

use std::collections::HashMap;

use roxmltree::Node;
use uuid::Uuid;

use super::Reader;
use super::element::{all, attribute, child, children, guid, target, text};
use crate::exchange::format::qda::{ISSUE_VARIABLES, PLACE_SEPARATOR, made_uuid};
use crate::i18n::{Catalogue, Language};
use crate::page::{IssueData, Weekday};

/// The variables of a project.
pub(super) struct Variables {
    /// By their ids, those that tell of an issue.
    known: HashMap<Uuid, &'static str>,
    /// How many there are besides.
    unknown: usize,
}

impl Variables {
    /// They are known by their ids, or, where another program has given them new ones, by their names in any language.
    pub(super) fn new(root: Node<'_, '_>) -> Self {
        let mut variables = Self { known: HashMap::new(), unknown: 0 };
        let mut declared = all(root, "Variable").peekable();
        if declared.peek().is_none() {
            return variables;
        }
        let catalogues = Language::ALL.map(Catalogue::new);
        for variable in declared {
            let (id, name) = (guid(variable), attribute(variable, "name").unwrap_or("").trim());
            let field = ISSUE_VARIABLES.iter().find(|(code, heading)| {
                let is_called = || catalogues.iter().any(|catalogue| catalogue.get(heading) == name);
                id == Some(made_uuid("variable", code)) || is_called()
            });
            match (id, field) {
                (Some(id), Some((code, _))) => drop(variables.known.insert(id, code)),
                _ => variables.unknown += 1,
            }
        }
        variables
    }

    pub(super) fn unknown(&self) -> usize {
        self.unknown
    }
}

impl Reader {
    /// What the variables of a source say of its issue.
    pub(super) fn issue(&mut self, source: Node<'_, '_>) -> Option<IssueData> {
        let mut issue = IssueData::default();
        for value in children(source, "VariableValue") {
            let variable = child(value, "VariableRef").and_then(target);
            let Some(field) = variable.and_then(|id| self.variables.known.get(&id).copied()) else { continue };
            let is_value = |node: &Node<'_, '_>| node.is_element() && node.tag_name().name().ends_with("Value");
            let Some(said) = value.children().find(is_value).map(text) else { continue };
            let said = said.trim();
            if said.is_empty() {
                continue;
            }
            let is_read = match field {
                "paper" => !issue.paper.insert(said.to_owned()).is_empty(),
                "page" => !issue.page.insert(said.to_owned()).is_empty(),
                "date" => said.parse().map(|date| issue.date = Some(date)).is_ok(),
                "lunar" => said.parse().map(|lunar| issue.lunar = Some(lunar)).is_ok(),
                "number" => said.parse().map(|number| issue.number = Some(number)).is_ok(),
                "weekday" => {
                    issue.weekday = said.parse().ok().and_then(Weekday::new).or_else(|| Weekday::find(said));
                    issue.weekday.is_some()
                }
                _ => {
                    issue.places = said.split(PLACE_SEPARATOR).map(str::to_owned).collect();
                    true
                }
            };
            self.counts.issues += usize::from(!is_read);
        }
        (!issue.is_empty()).then_some(issue)
    }
}
