//! Names of tags as paths: `欠薪/追回` stands under `欠薪`. The tree of a codebook is in the names alone, so a tag is moved by
//! another name, and a path may lead through a name that no tag has.

/// Parts the steps of a path.
pub const SEPARATOR: char = '/';

/// Most steps of a path. A name with more of them is one step: no file makes the tree deeper than a screen is wide.
pub const MAX_STEPS: usize = 16;

/// The steps of a name from the top down. A name in which one of them is blank is one step.
#[must_use]
pub fn steps(name: &str) -> Vec<&str> {
    let steps: Vec<&str> = name.split(SEPARATOR).take(MAX_STEPS + 1).collect();
    if steps.len() > MAX_STEPS || steps.iter().any(|step| step.trim().is_empty()) { vec![name] } else { steps }
}

/// What a name stands under; `None` for one at the top.
#[must_use]
pub fn parent(name: &str) -> Option<&str> {
    if steps(name).len() > 1 { name.rsplit_once(SEPARATOR).map(|(parent, _)| parent) } else { None }
}

/// The last step of a name.
#[must_use]
pub fn leaf(name: &str) -> &str {
    parent(name).map_or(name, |parent| &name[parent.len() + SEPARATOR.len_utf8()..])
}

/// The name of `leaf` under `parent`; at the top if that is empty.
#[must_use]
pub fn join(parent: &str, leaf: &str) -> String {
    if parent.is_empty() { leaf.to_owned() } else { format!("{parent}{SEPARATOR}{leaf}") }
}

/// Whether `name` stands under `path`, however deep.
#[must_use]
pub fn is_under(name: &str, path: &str) -> bool {
    let rest = name.strip_prefix(path).and_then(|rest| rest.strip_prefix(SEPARATOR));
    rest.is_some() && steps(name).len() > 1
}

/// Whether `name` is `path` or stands under it.
#[must_use]
pub fn is_within(name: &str, path: &str) -> bool {
    name == path || is_under(name, path)
}

/// What `name` is called once `from` is called `to`; `None` if it is not within `from`.
#[must_use]
pub fn moved(name: &str, from: &str, to: &str) -> Option<String> {
    is_within(name, from).then(|| format!("{to}{}", &name[from.len()..]))
}

/// A name as a user has written it, without blank steps and without white space around its steps. The full-width solidus,
/// which an input method may give, parts steps too.
#[must_use]
pub fn clean(name: &str) -> String {
    let steps = name.split([SEPARATOR, '／']).map(str::trim).filter(|step| !step.is_empty());
    steps.collect::<Vec<_>>().join("/")
}

/// Whether a cleaned name has more steps than a path may have.
#[must_use]
pub fn is_too_deep(name: &str) -> bool {
    name.matches(SEPARATOR).count() >= MAX_STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_path_unless_a_step_is_blank() {
        for (name, expected) in [
            ("欠薪", vec!["欠薪"]),
            ("欠薪/追回", vec!["欠薪", "追回"]),
            ("/追回", vec!["/追回"]),
            ("a//b", vec!["a//b"]),
            ("a/ ", vec!["a/ "]),
            ("", vec![""]),
        ] {
            assert_eq!(steps(name), expected);
        }
        assert_eq!((parent("a/b/c"), leaf("a/b/c")), (Some("a/b"), "c"));
        assert_eq!((parent("a//b"), leaf("a//b")), (None, "a//b"));
        let deep = vec!["a"; MAX_STEPS + 1].join("/");
        assert_eq!(parent(&deep), None);
        assert!(is_too_deep(&deep) && !is_too_deep(&vec!["a"; MAX_STEPS].join("/")));
    }

    #[test]
    fn a_branch_moves_with_its_root() {
        assert!(is_under("a/b", "a") && !is_under("ab", "a") && !is_under("a", "a") && !is_under("a//b", "a"));
        assert_eq!(moved("a/b/c", "a/b", "x").as_deref(), Some("x/c"));
        assert_eq!(moved("a", "a", "a/b").as_deref(), Some("a/b"));
        assert_eq!(moved("ab", "a", "x"), None);
        assert_eq!(join("", "a"), "a");
        assert_eq!(join("a", "b"), "a/b");
    }

    #[test]
    fn names_are_cleaned() {
        for (written, expected) in [(" 欠薪 ／ 追回 ", "欠薪/追回"), ("/a//b/", "a/b"), (" / ", ""), ("a b", "a b")]
        {
            assert_eq!(clean(written), expected);
        }
    }
}
