//! What became of the quotations of a file, as it is told.

use std::path::Path;

use super::{Checked, DraftReport, Finding, Remark};
use crate::exchange::difference::Difference;
use crate::i18n::Message;
use crate::library::shown_path;

/// Characters of a quotation that a line shows.
const SHOWN_CHARS: usize = 40;

impl Checked {
    /// The sentence for people.
    #[must_use]
    pub fn message(&self) -> Message {
        let message = match self.finding {
            Finding::Exact if self.is_elsewhere => {
                Message::new("draft-elsewhere").with("quote", quotation_beginning(&self.text))
            }
            Finding::Exact => Message::new("draft-exact").with("quote", quotation_beginning(&self.text)),
            Finding::Corrected => {
                let readings = self.readings.iter().map(|(original, reading)| format!("{original}→{reading}"));
                let readings = readings.collect::<Vec<_>>().join(" ");
                Message::new("draft-corrected")
                    .with("quote", quotation_beginning(&self.text))
                    .with("readings", readings)
            }
            Finding::Changed => Message::new("draft-changed").with("difference", difference(&self.differences)),
            Finding::NotFound if self.is_marked => {
                Message::new("draft-source-missing").with("quote", quotation_beginning(&self.text))
            }
            Finding::NotFound => Message::new("draft-not-found").with("quote", quotation_beginning(&self.text)),
        };
        let said = message.with("place", self.place()).with("name", self.name.as_str());
        self.remarks.iter().fold(said, |said, remark| {
            Message::new("draft-with-remark").with("said", said).with("remark", remark.message())
        })
    }

    /// Where it stands in the file.
    #[must_use]
    pub fn place(&self) -> Message {
        let id = if self.under.is_empty() { "draft-place" } else { "draft-place-under" };
        Message::new(id).with("block", self.block.to_string()).with("under", quotation_beginning(&self.under))
    }
}

impl Remark {
    /// The sentence for people.
    #[must_use]
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Shortened => "remark-shortened",
            Self::Width => "remark-width",
            Self::ReadingUnconfirmed => "remark-reading-unconfirmed",
            Self::NegationBefore => "remark-negation-before",
            Self::Unpaired => "remark-unpaired",
        })
    }
}

impl DraftReport {
    /// How many quotations of the file at `path` are so.
    #[must_use]
    pub fn message(&self, path: &Path) -> Message {
        let id = if self.emptied > 0 { "draft-summary-emptied" } else { "draft-summary" };
        Message::new(id)
            .with("exact", self.count(Finding::Exact))
            .with("corrected", self.count(Finding::Corrected))
            .with("changed", self.count(Finding::Changed))
            .with("missing", self.count(Finding::NotFound))
            .with("short", self.short)
            .with("asides", self.asides)
            .with("emptied", self.emptied)
            .with("path", shown_path(path))
    }
}

/// `同[-原-]{+改+}同`, as `wdiff` writes it; long stretches that are the same are shortened.
fn difference(differences: &[Difference]) -> String {
    let shown = Difference::shortened(differences, SHOWN_CHARS).into_iter().map(|part| match part {
        Difference::Same(text) => text,
        Difference::Removed(text) => format!("[-{text}-]"),
        Difference::Added(text) => format!("{{+{text}+}}"),
    });
    shown.collect()
}

/// The beginning of a quotation, as a line of its own has room for it.
#[must_use]
pub fn quotation_beginning(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN_CHARS).collect();
    if text.chars().nth(SHOWN_CHARS).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_shown_in_its_place() {
        let same = |text: &str| Difference::Same(text.to_owned());
        let parts = [
            same(&"甲".repeat(60)),
            Difference::Removed("四".to_owned()),
            Difference::Added("五".to_owned()),
            same("百余人"),
        ];
        let shown = difference(&parts);
        assert!(
            shown.ends_with("甲[-四-]{+五+}百余人") && shown.contains('…') && shown.chars().count() < 70,
            "{shown}"
        );
    }
}
