use super::IssueDate;

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub first: IssueDate,
    /// The last day.
    pub last: IssueDate,
}

impl DateRange {
    /// The days that `text` means: `2022`, `2022-06`, `2022-06-27`, `2022年6月27日`, and from one to another, `2022-06..2022-08`, of which
    /// either may be left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|ch| !ch.is_whitespace()).map(crate::text::fold_char).collect();
        let parted = ["..", "~", "—", "–", "至", "到"].iter().find_map(|sign| text.split_once(sign));
        let (from, to) = parted.unwrap_or((&text, &text));
        let (from, to) = (from.trim_matches(['.', '—']), to.trim_matches(['.', '—']));
        if from.is_empty() && to.is_empty() {
            return None;
        }
        let earliest = IssueDate { year: 0, month: 1, day: 1 };
        let latest = IssueDate { year: 9999, month: 12, day: 31 };
        let first = if from.is_empty() { earliest } else { days(from)?.first };
        let last = if to.is_empty() { latest } else { days(to)?.last };
        Some(Self { first, last })
    }

    /// Whether a day lies within.
    #[must_use]
    pub fn contains(&self, day: IssueDate) -> bool {
        self.first <= day && day <= self.last
    }
}

/// A year, a month or a day.
fn days(text: &str) -> Option<DateRange> {
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let year = parts.first()?.parse::<i16>().ok().filter(|year| (1000..=9999).contains(year))?;
    let number = |at: usize, most: i8| match parts.get(at) {
        None => Some(None),
        Some(text) => text.parse::<i8>().ok().filter(|number| (1..=most).contains(number)).map(Some),
    };
    let (month, day) = (number(1, 12)?, number(2, 31)?);
    if parts.len() > 3 {
        return None;
    }
    let first = IssueDate { year, month: month.unwrap_or(1), day: day.unwrap_or(1) };
    let last = IssueDate { year, month: month.unwrap_or(12), day: day.unwrap_or(31) };
    Some(DateRange { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = |year, month, day| IssueDate { year, month, day };
        for (text, first, last) in [
            ("2022", day(2022, 1, 1), day(2022, 12, 31)),
            ("2022-06", day(2022, 6, 1), day(2022, 6, 31)),
            ("2022年6月27日", day(2022, 6, 27), day(2022, 6, 27)),
            ("2022.6.1 .. 2022.7", day(2022, 6, 1), day(2022, 7, 31)),
            ("２０２２至2023/2", day(2022, 1, 1), day(2023, 2, 31)),
            ("2022—", day(2022, 1, 1), day(9999, 12, 31)),
        ] {
            assert_eq!(DateRange::parse(text), Some(DateRange { first, last }), "{text}");
        }
        for text in ["", "..", "22", "2022-13", "2022-06-32", "六月", "2022-1-1-1"] {
            assert_eq!(DateRange::parse(text), None, "{text}");
        }
    }
}
