use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Arg, Language, Message};

/// The files of one language's folder. An id stands in one of them only.
macro_rules! catalogue_files {
    ($folder:literal) => {
        &[
            include_str!(concat!("../../assets/i18n/", $folder, "/core.ftl")),
            include_str!(concat!("../../assets/i18n/", $folder, "/notebook.ftl")),
            include_str!(concat!("../../assets/i18n/", $folder, "/export.ftl")),
            include_str!(concat!("../../assets/i18n/", $folder, "/exchange.ftl")),
            include_str!(concat!("../../assets/i18n/", $folder, "/window.ftl")),
            include_str!(concat!("../../assets/i18n/", $folder, "/desk.ftl")),
            include_str!(concat!("../../assets/i18n/", $folder, "/search.ftl")),
            include_str!(concat!("../../assets/i18n/", $folder, "/notes.ftl")),
            include_str!(concat!("../../assets/i18n/", $folder, "/cli.ftl")),
        ]
    };
}

const CHINESE: &[&str] = catalogue_files!("zh-CN");
const ENGLISH: &[&str] = catalogue_files!("en");

/// All sentences of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The catalogue of `language`.
    ///
    /// # Panics
    /// If a catalogue in the binary is not valid Fluent or names an id twice, which a test would have found.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let (id, files) = match language {
            Language::Chinese => ("zh-CN", CHINESE),
            Language::English => ("en", ENGLISH),
        };
        let id: LanguageIdentifier = id.parse().expect("a language tag written here");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Marks of isolation around arguments would show as boxes and get into copied text.
        bundle.set_use_isolating(false);
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("a catalogue of {language:?} is not valid: {errors:?}"));
            if let Err(errors) = bundle.add_resource(resource) {
                panic!("a catalogue of {language:?} names an id twice: {errors:?}");
            }
        }
        Self { language, bundle }
    }

    /// Its language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a text for `id`.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// The text of an id without arguments; the id itself if there is none.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.format(id, None)
    }

    /// The sentence for `message`.
    #[must_use]
    pub fn text(&self, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            let value: FluentValue<'_> = match value {
                Arg::Number(number) => FluentValue::from(*number),
                Arg::Text(text) => FluentValue::from(text.as_str()),
                Arg::Message(inner) => FluentValue::from(self.text(inner)),
            };
            args.set(name.as_ref(), value);
        }
        self.format(&message.id, Some(&args))
    }

    fn format(&self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        self.bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ids(files: &[&str]) -> BTreeSet<String> {
        let lines = files.iter().flat_map(|file| file.lines());
        let named = lines.filter(|line| line.starts_with(|ch: char| ch.is_ascii_lowercase()));
        named.filter_map(|line| line.split_once(" =").map(|(id, _)| id.to_owned())).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert_eq!(ids(CHINESE), ids(ENGLISH));
        for language in Language::ALL {
            let catalogue = Catalogue::new(language);
            assert!(ids(CHINESE).iter().all(|id| catalogue.has(id)));
        }
    }
}
