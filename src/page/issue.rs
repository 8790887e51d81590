use serde::{Deserialize, Serialize};

use super::almanac::{self, LunarDate, Weekday};

/// A day as printed in a masthead or a dateline. It need not exist: 30 February is kept as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct IssueDate {
    /// Year of the common era.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

impl std::fmt::Display for IssueDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Text that is not a day such as 2022-06-27.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day such as 2022-06-27")]
pub struct ParseDateError(String);

impl std::str::FromStr for IssueDate {
    type Err = ParseDateError;

    /// Reads 2022-06-27, 2022.6.27, 2022/6/27 and 2022年6月27日.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseDateError(text.to_owned());
        let text = text.trim();
        let mut numbers = text.strip_suffix('日').unwrap_or(text).split(['-', '.', '/', '年', '月']);
        let mut next = |least: i16, most: i16| {
            let number = numbers.next().and_then(|number| number.trim().parse::<i16>().ok());
            number.filter(|number| (least..=most).contains(number)).ok_or_else(wrong)
        };
        let (year, month, day) = (next(1000, 9999)?, next(1, 12)?, next(1, 31)?);
        if numbers.next().is_some() {
            return Err(wrong());
        }
        Ok(Self { year, month: month as i8, day: day as i8 })
    }
}

/// What the page itself tells of the newspaper's issue. What it does not tell is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IssueData {
    /// Name of the paper (株洲日报).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// Day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<IssueDate>,
    /// Day of the week (星期一).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<Weekday>,
    /// Day of the Chinese calendar (壬寅年五月廿九).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lunar: Option<LunarDate>,
    /// Number of the issue (第2296期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Page of the issue (08版), as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Where its stories are dated from (新华社北京5月2日电), in the order of the page, none twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
}

/// Why the day of an issue cannot be as the page tells: two things that it tells cannot both be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueDoubt {
    /// There is no such day.
    NoSuchDay,
    /// The day is another day of the week.
    Weekday {
        /// What it is.
        actual: Weekday,
    },
    /// The day is another one in the Chinese calendar.
    Lunar {
        /// What it is.
        actual: LunarDate,
    },
}

impl IssueData {
    /// Whether the page tells nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Bytes of its texts.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        let texts = self.paper.iter().chain(&self.page).chain(&self.places);
        texts.map(|text| size_of::<String>() + text.len()).sum()
    }

    /// What disagrees with the day of issue, by the calendar. Nothing is changed: a misprint is printed, and of a misread line
    /// nobody but the reader can tell which part was misread.
    #[must_use]
    pub fn doubts(&self) -> Vec<IssueDoubt> {
        let Some(date) = self.date else { return Vec::new() };
        let Some(actual) = almanac::weekday(date) else { return vec![IssueDoubt::NoSuchDay] };
        let weekday = self.weekday.filter(|printed| *printed != actual).map(|_| IssueDoubt::Weekday { actual });
        let lunar = self.lunar.and_then(|printed| {
            let actual = almanac::lunar(date)?;
            (!printed.agrees_with(actual)).then_some(IssueDoubt::Lunar { actual })
        });
        weekday.into_iter().chain(lunar).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(date: &str, weekday: u8, lunar: &str, expected: &[IssueDoubt]) {
        let data = IssueData {
            date: date.parse().ok(),
            weekday: Weekday::new(weekday),
            lunar: lunar.parse().ok(),
            ..IssueData::default()
        };
        assert_eq!(data.doubts(), expected, "{date}");
    }

    #[test]
    fn what_disagrees_with_the_day_is_told() {
        let lunar = |text: &str| text.parse::<LunarDate>().unwrap();
        let weekday = |number| Weekday::new(number).unwrap();
        check("2022-06-27", 1, "壬寅年五月廿九", &[]);
        check("2022-06-27", 2, "五月廿九", &[IssueDoubt::Weekday { actual: weekday(1) }]);
        check("2022-06-27", 1, "壬寅年五月廿八", &[IssueDoubt::Lunar { actual: lunar("壬寅年五月廿九") }]);
        check("2023-03-22", 3, "癸卯年闰二月初一", &[]);
        check("2023-03-22", 3, "癸卯年二月初一", &[IssueDoubt::Lunar { actual: lunar("癸卯年闰二月初一") }]);
        check("2023-02-30", 3, "", &[IssueDoubt::NoSuchDay]);
        check("", 3, "癸卯年二月初一", &[]);
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in ["2022-06-27", "2022.6.27", "2022/6/27", " 2022年6月27日 "] {
            assert_eq!(text.parse::<IssueDate>().unwrap().to_string(), "2022-06-27");
        }
        for text in ["", "2022-06", "2022-13-01", "2022-6-27-1", "22-6-27", "六月"] {
            assert!(text.parse::<IssueDate>().is_err(), "{text}");
        }
    }
}
