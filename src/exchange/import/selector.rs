//! Selectors of the W3C's Web Annotation Data Model (4.2) that are of use in a text: positions, quotations, fragments after
//! RFC 5147, ranges between positions, and what refines them.

use serde_json::Value;

use super::web_annotation::{each, says, text};
use crate::notebook::Quotation;
use crate::text::CharSpan;

/// What a file says of where a passage is; all of the source where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncomingSelector {
    /// Its place in that in which it is sought, in code points.
    pub span: Option<CharSpan>,
    /// What stands there.
    pub quotation: Option<Quotation>,
    /// What is sought within that, and is meant.
    pub refined: Option<Box<IncomingSelector>>,
}

impl IncomingSelector {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }
}

/// What selectors say that all select the same; `None` if none of them can be used in a text.
pub(super) fn selector(list: &[&Value]) -> Option<IncomingSelector> {
    let mut plain = IncomingSelector::default();
    let mut refined = None;
    for read in list.iter().filter_map(|value| one(value)) {
        if read.refined.is_some() {
            refined.get_or_insert(read);
            continue;
        }
        plain.span = plain.span.or(read.span);
        plain.quotation = plain.quotation.or(read.quotation);
    }
    if plain.quotation.is_some() {
        return Some(plain);
    }
    // A position alone proves nothing; what refines something may.
    refined.or((!plain.is_whole()).then_some(plain))
}

fn one(value: &Value) -> Option<IncomingSelector> {
    let is = |name: &str| says(value, "type", name) || says(value, "@type", name);
    if is("Choice") {
        return selector(&each(value.get("items")));
    }
    let mut read = IncomingSelector::default();
    if is("TextPositionSelector") {
        read.span = Some(span(number(value, "start")?, number(value, "end")?)?);
    } else if is("TextQuoteSelector") {
        let own = |key| text(value, key).unwrap_or("").to_owned();
        let exact = text(value, "exact").filter(|exact| !exact.trim().is_empty())?;
        read.quotation = Some(Quotation { exact: exact.to_owned(), prefix: own("prefix"), suffix: own("suffix") });
    } else if is("FragmentSelector") {
        read.span = Some(fragment(text(value, "value")?)?);
    } else if is("RangeSelector") {
        // It ends where the selection of its end begins.
        let start = |key: &str| number(selector_of(value.get(key)?)?, "start");
        read.span = Some(span(start("startSelector")?, start("endSelector")?)?);
    }
    let Some(refining) = value.get("refinedBy") else {
        return (!read.is_whole()).then_some(read);
    };
    let inner = selector(&each(Some(refining)))?;
    // Within what a text does not have, such as a path of elements, only a quotation can be found.
    let is_found = !read.is_whole() || (inner.span.is_none() && inner.quotation.is_some());
    is_found.then(|| IncomingSelector { refined: Some(Box::new(inner)), ..read })
}

/// The first of perhaps several selectors that is a position.
fn selector_of(value: &Value) -> Option<&Value> {
    each(Some(value)).into_iter().find(|one| says(one, "type", "TextPositionSelector"))
}

/// A number, also one that was written as a text.
fn number(value: &Value, key: &str) -> Option<u32> {
    let value = value.get(key)?;
    match value.as_str() {
        Some(text) => text.trim().parse().ok(),
        None => value.as_u64().and_then(|number| u32::try_from(number).ok()),
    }
}

fn span(start: u32, end: u32) -> Option<CharSpan> {
    (start < end).then(|| CharSpan::new(start, end))
}

/// A fragment of a plain text, `char=10,20` (RFC 5147).
pub(super) fn fragment(text: &str) -> Option<CharSpan> {
    let (start, end) = text.strip_prefix("char=")?.split(';').next()?.split_once(',')?;
    span(start.trim().parse().ok()?, end.trim().parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Option<&str>) {
        let value: Value = serde_json::from_str(json).unwrap();
        assert_eq!(selector(&each(Some(&value))).map(|it| shown(&it)).as_deref(), expected, "{json}");
    }

    fn shown(selector: &IncomingSelector) -> String {
        let span = selector.span.map_or_else(String::new, |span| format!("{}-{}", span.start, span.end));
        let quote = selector.quotation.as_ref().map_or_else(String::new, |it| format!("“{}”", it.exact));
        let refined = selector.refined.as_ref().map_or_else(String::new, |it| format!(">{}", shown(it)));
        format!("{span}{quote}{refined}")
    }

    #[test]
    fn what_is_of_use_in_a_text_is_read() {
        let position = r#"{"type": "TextPositionSelector", "start": 3, "end": "9"}"#;
        let quotation = r#"{"type": ["oa:TextQuoteSelector"], "exact": "甲乙"}"#;
        check(position, Some("3-9"));
        check(quotation, Some("“甲乙”"));
        check(&format!("[{quotation}, {position}]"), Some("3-9“甲乙”"));
        check(r#"{"type": "FragmentSelector", "value": "char=5,9;length=30"}"#, Some("5-9"));
        let range = format!(r#"{{"type": "RangeSelector", "startSelector": {position}, "endSelector": "#)
            + r#"{"type": "TextPositionSelector", "start": 12, "end": 14}}"#;
        check(&range, Some("3-12"));
        check(&format!(r#"{{"type": "Choice", "items": [{position}, {quotation}]}}"#), Some("3-9“甲乙”"));
        check(r#"{"type": "TextPositionSelector", "start": 9, "end": 3}"#, None);
        check(r#"{"type": "TextPositionSelector", "start": -1, "end": 3}"#, None);
        check(r#"{"type": "TextQuoteSelector", "prefix": "甲"}"#, None);
        check(r#"{"type": "SvgSelector", "value": "<svg/>"}"#, None);
    }

    #[test]
    fn what_refines_is_never_left_out() {
        let refined = |outer: &str, inner: &str| format!(r#"{{{outer}, "refinedBy": {inner}}}"#);
        let (path, position) = (
            r#""type": "XPathSelector", "value": "/p[2]""#,
            r#""type": "TextPositionSelector", "start": 10, "end": 20"#,
        );
        let quotation = r#"{"type": "TextQuoteSelector", "exact": "甲乙"}"#;
        check(&refined(position, quotation), Some("10-20>“甲乙”"));
        check(&refined(path, quotation), Some(">“甲乙”"));
        check(&refined(path, &format!("{{{position}}}")), None);
        check(&refined(position, r#"{"type": "SvgSelector"}"#), None);
    }
}
