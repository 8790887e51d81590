use crate::i18n::Language;

/// The language that the environment asks for; `variable` looks a variable up. The first of `LC_ALL`, `LC_MESSAGES` and `LANG`
/// that is set decides, as POSIX has it: one that begins with `en` is English, everything else Chinese.
#[must_use]
pub fn language_of_environment(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    match set {
        Some(value) if value.starts_with("en") => Language::English,
        _ => Language::Chinese,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(variables: &[(&str, &str)], expected: Language) {
        let look_up = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(language_of_environment(look_up), expected);
    }

    #[test]
    fn the_first_variable_that_is_set_decides() {
        check(&[], Language::Chinese);
        check(&[("LANG", "en_GB.UTF-8")], Language::English);
        check(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")], Language::Chinese);
        check(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "")], Language::English);
        check(&[("LANG", "C.UTF-8")], Language::Chinese);
    }
}
