use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! record_id {
    ($(#[$doc:meta] $name:ident)*) => {$(
        #[$doc]
        ///
        /// A UUID of version 7: ids made later sort behind.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, from the clock and chance.
            #[must_use]
            pub fn generate() -> Self {
                Self(Uuid::now_v7())
            }

            /// The UUID.
            #[must_use]
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

record_id! {
    /// Names a notebook.
    NotebookId
    /// Names a tag.
    TagId
    /// Names an annotation.
    AnnotationId
    /// Names a note.
    NoteId
    /// Names a keyword list.
    KeywordListId
    /// Names a mark on an article.
    ArticleMarkId
    /// Names an emendation.
    EmendationId
    /// Names a saved query.
    SavedQueryId
    /// Names a word that the user has given to the lexicon.
    LexiconWordId
    /// Names what lies in the bin.
    BinnedId
}
