use std::cmp::Ordering;

use crate::text::fold_char;

/// Compares names as people sort them: numbers by their value, width and case aside. Names that differ at all are never
/// equal.
#[must_use]
pub fn compare(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left, right);
    loop {
        let (run_a, rest_a) = split_digits(a);
        let (run_b, rest_b) = split_digits(b);
        let order = if run_a.is_empty() || run_b.is_empty() {
            let (mut chars_a, mut chars_b) = (a.chars(), b.chars());
            let (next_a, next_b) = (chars_a.next().map(fold_char), chars_b.next().map(fold_char));
            if next_a.is_none() && next_b.is_none() {
                return left.cmp(right);
            }
            (a, b) = (chars_a.as_str(), chars_b.as_str());
            next_a.cmp(&next_b)
        } else {
            (a, b) = (rest_a, rest_b);
            compare_numbers(run_a, run_b)
        };
        if order.is_ne() {
            return order;
        }
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|ch: char| !ch.is_ascii_digit()).unwrap_or(text.len()))
}

/// Compares digits of any length by value.
fn compare_numbers(left: &str, right: &str) -> Ordering {
    let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sorted: &[&str]) {
        let mut names = sorted.to_vec();
        names.reverse();
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, sorted);
    }

    #[test]
    fn numbers_sort_by_value() {
        check(&["", "2版.txt", "02版b.txt", "10版.txt", "A2", "a10", "b1", "版1", "版02", "版2", "版2x"]);
        check(&["99999999999999999999998", "99999999999999999999999"]);
    }
}
