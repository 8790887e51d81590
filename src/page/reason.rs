use serde::{Deserialize, Serialize};

use crate::i18n::Message;

/// Why a part is not sure. Quotations are a few characters of the page, to be recognised by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// A sentence breaks off, and nothing on the page goes on with it.
    BrokenOff {
        /// Its last characters.
        end: String,
    },
    /// A sentence that breaks off was joined to what a word of the dictionary bridges it to.
    WordAcross {
        /// The word's characters before the cut.
        first: String,
        /// Those behind it.
        second: String,
    },
    /// A sentence that breaks off was joined to the likeliest of several places.
    SentenceGoesOn {
        /// Its last characters.
        end: String,
        /// The first ones of the place.
        start: String,
    },
    /// A paragraph was set behind one that does not stand before it on the page, or that another text claims, because
    /// they speak of the same.
    SubjectGoesOn {
        /// The last characters of the one.
        end: String,
        /// The first ones of the other.
        start: String,
    },
    /// Lines with nothing to be seen between them were parted, because a sentence that breaks off elsewhere goes on there.
    Seam {
        /// The last characters before.
        end: String,
        /// The first ones behind.
        start: String,
    },
    /// Width and marks do not tell whether a paragraph ends between two lines.
    ParagraphBorder {
        /// The last characters of the one.
        end: String,
        /// The first ones of the other.
        start: String,
    },
    /// The headline fits another article nearly as well.
    HeadlineContested,
    /// No text on the page belongs to the headline.
    HeadlineAlone,
    /// An article was taken to begin in the middle of another, because the headline behind it has no other text.
    HeadlineBehind {
        /// The first characters of the article.
        start: String,
    },
    /// A section head, or the headline of an article that could not be told from the one before.
    HeadOrHeadline,
    /// A name in brackets that stands far from the text it was given to.
    SignatureApart,
    /// The page was put right by hand before it was scanned anew, and these lines were not there.
    NewText,
}

/// A [`Reason`] and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Doubt {
    /// Code point of the source at which what is doubtful begins: the first one behind a join or a border, the first one of
    /// a part whose role or place is a guess, the one behind a sentence that breaks off.
    pub at: u32,
    /// Why.
    pub reason: Reason,
}

impl Reason {
    /// Its code in what programs read.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BrokenOff { .. } => "broken_off",
            Self::WordAcross { .. } => "word_across",
            Self::SentenceGoesOn { .. } => "sentence_goes_on",
            Self::SubjectGoesOn { .. } => "subject_goes_on",
            Self::Seam { .. } => "seam",
            Self::ParagraphBorder { .. } => "paragraph_border",
            Self::HeadlineContested => "headline_contested",
            Self::HeadlineAlone => "headline_alone",
            Self::HeadlineBehind { .. } => "headline_behind",
            Self::HeadOrHeadline => "head_or_headline",
            Self::SignatureApart => "signature_apart",
            Self::NewText => "new_text",
        }
    }

    /// Whether it speaks of a place between two characters, and not of a part as a whole.
    #[must_use]
    pub fn is_of_a_place(&self) -> bool {
        !matches!(
            self,
            Self::HeadlineContested | Self::HeadlineAlone | Self::HeadOrHeadline | Self::SignatureApart | Self::NewText
        )
    }

    /// The sentence for people.
    #[must_use]
    pub fn message(&self) -> Message {
        let id = match self {
            Self::BrokenOff { .. } => "recover-broken-off",
            Self::WordAcross { .. } => "recover-word-across",
            Self::SentenceGoesOn { .. } => "recover-sentence-goes-on",
            Self::SubjectGoesOn { .. } => "recover-subject-goes-on",
            Self::Seam { .. } => "recover-seam",
            Self::ParagraphBorder { .. } => "recover-paragraph-border",
            Self::HeadlineContested => "recover-headline-contested",
            Self::HeadlineAlone => "recover-headline-alone",
            Self::HeadlineBehind { .. } => "recover-headline-behind",
            Self::HeadOrHeadline => "recover-head-or-headline",
            Self::SignatureApart => "recover-signature-apart",
            Self::NewText => "recover-new-text",
        };
        let message = Message::new(id);
        match self {
            Self::BrokenOff { end } => message.with("end", end.as_str()),
            Self::HeadlineBehind { start } => message.with("start", start.as_str()),
            Self::WordAcross { first, second } => message.with("first", first.as_str()).with("second", second.as_str()),
            Self::SentenceGoesOn { end, start }
            | Self::SubjectGoesOn { end, start }
            | Self::Seam { end, start }
            | Self::ParagraphBorder { end, start } => message.with("end", end.as_str()).with("start", start.as_str()),
            Self::HeadlineContested
            | Self::HeadlineAlone
            | Self::HeadOrHeadline
            | Self::SignatureApart
            | Self::NewText => message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Catalogue, Language};

    #[test]
    fn every_reason_has_a_sentence_that_uses_its_arguments() {
        let (end, start) = (|| "之末".to_owned(), || "之初".to_owned());
        let reasons = [
            Reason::BrokenOff { end: end() },
            Reason::WordAcross { first: end(), second: start() },
            Reason::SentenceGoesOn { end: end(), start: start() },
            Reason::SubjectGoesOn { end: end(), start: start() },
            Reason::Seam { end: end(), start: start() },
            Reason::ParagraphBorder { end: end(), start: start() },
            Reason::HeadlineContested,
            Reason::HeadlineAlone,
            Reason::HeadlineBehind { start: start() },
            Reason::HeadOrHeadline,
            Reason::SignatureApart,
            Reason::NewText,
        ];
        for language in Language::ALL {
            let catalogue = Catalogue::new(language);
            for reason in &reasons {
                let message = reason.message();
                let sentence = catalogue.text(&message);
                assert_ne!(sentence, message.id, "{reason:?}");
                assert_eq!(
                    sentence.contains("之末"),
                    message.args.contains_key("end") || message.args.contains_key("first")
                );
                assert_eq!(
                    sentence.contains("之初"),
                    message.args.contains_key("start") || message.args.contains_key("second")
                );
            }
        }
    }
}
