//! What is said of the issue of a source, in the place of what its page tells.

use super::{Resolved, Resolver, Result};
use crate::i18n::Message;
use crate::notebook::{CorrectedIssue, Edit, Key, Record};
use crate::page::IssueData;

/// Longest name of a paper, a page or a place, in characters.
const MAX_NAME_CHARS: usize = 60;

impl Resolver<'_> {
    pub(super) fn set_issue(&self, source: &str, issue: &IssueData) -> Result<Resolved> {
        let id = self.source(source)?;
        let label = Message::new("label-set-issue");
        let issue = clean_issue(issue);
        let notebook = &self.session.notebook;
        let printed = self.session.page(id).map(|page| page.printed.as_ref());
        let printed = printed.or_else(|| notebook.sources().get(&id).map(|record| &record.issue));
        let known = notebook.issues().get(&id);
        if printed == Some(&issue) {
            return Ok(Resolved::new(label, known.map(|_| Edit::Remove(Key::Issue(id))).into_iter().collect()));
        }
        if known.is_some_and(|known| known.issue == issue) {
            return Ok(Resolved::new(label, Vec::new()));
        }
        let stamp = known.map_or_else(|| self.stamp(), |known| known.stamp.touched(self.now));
        Ok(Resolved::put(label, Record::Issue(CorrectedIssue { source: id, issue, stamp })).about(id))
    }

    pub(super) fn restore_issue(&self, source: &str) -> Result<Resolved> {
        let key = Key::Issue(self.source(source)?);
        let edits = self.session.notebook.holds(key).then_some(Edit::Remove(key)).into_iter().collect();
        Ok(Resolved::new(Message::new("label-restore-issue"), edits))
    }
}

/// Names without what cannot be seen; blank ones are none, and no place is there twice.
pub(in crate::session) fn clean_issue(issue: &IssueData) -> IssueData {
    let name = |text: &String| {
        let seen = text.trim().chars().filter(|ch| !ch.is_control()).take(MAX_NAME_CHARS);
        Some(seen.collect::<String>()).filter(|name| !name.is_empty())
    };
    let mut places: Vec<String> = Vec::new();
    for place in issue.places.iter().filter_map(name) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    IssueData {
        paper: issue.paper.as_ref().and_then(name),
        page: issue.page.as_ref().and_then(name),
        places,
        ..issue.clone()
    }
}
