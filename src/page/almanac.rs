//! Days of the week and of the Chinese calendar: how newspapers print them, and which day they are by the calendar of
//! `icu_calendar`, which agrees with the tables of the Purple Mountain Observatory (1900 to 2025) and the Hong Kong
//! Observatory (1901 to 2100).

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::LazyLock;

use icu_calendar::cal::ChineseTraditional;
use icu_calendar::{Date, Iso};
use regex::Regex;
use serde::{Deserialize, Serialize};

use super::IssueDate;

/// The years for which the Chinese calendar is known and not only computed.
const LUNAR_YEARS: std::ops::RangeInclusive<i16> = 1901..=2100;

const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];
const MONTHS: [&str; 12] = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"];
const DIGITS: [char; 10] = ['十', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A day of the week, from Monday, 1, to Sunday, 7, as ISO 8601 counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Weekday(u8);

impl Weekday {
    /// The day with this number, from 1 to 7.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (1..=7).contains(&number).then_some(Self(number))
    }

    /// 1 to 7.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The day that a masthead names: 星期一, 周日, 礼拜天.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        static SIGN: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"(?:星期|礼拜|周)([一二三四五六日天])").ok());
        let found = SIGN.as_ref()?.captures(text)?;
        let place = "一二三四五六日天".chars().position(|ch| found[1].starts_with(ch))?;
        Self::new((place as u8 + 1).min(7))
    }
}

/// A number that is no day of the week.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a day of the week from 1, Monday, to 7, Sunday")]
pub struct NoWeekdayError(u8);

impl TryFrom<u8> for Weekday {
    type Error = NoWeekdayError;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number).ok_or(NoWeekdayError(number))
    }
}

impl From<Weekday> for u8 {
    fn from(day: Weekday) -> Self {
        day.0
    }
}

/// A day of the Chinese calendar, written as mastheads do: 壬寅年五月廿九, 闰二月初一.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LunarDate {
    /// Place of the year in the cycle of sixty, from 甲子, 1, to 癸亥, 60; `None` where it is not printed.
    year: Option<u8>,
    /// 1 (正月) to 12 (腊月).
    month: u8,
    /// Whether it is the second month of this number (闰).
    is_leap: bool,
    /// 1 (初一) to 30 (三十).
    day: u8,
}

impl LunarDate {
    /// The first such day that a text names. Months and days alone count where they cannot be a day of the other calendar:
    /// 五月廿九, 农历五月二十, but not 五月二十日.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::find_with_bytes(text).map(|found| found.0)
    }

    /// The day, and the bytes that name it.
    fn find_with_bytes(text: &str) -> Option<(Self, Range<usize>)> {
        static SIGN: LazyLock<Option<Regex>> = LazyLock::new(|| {
            let year = "(?:(?P<stem>[甲乙丙丁戊己庚辛壬癸])(?P<branch>[子丑寅卯辰巳午未申酉戌亥])年)";
            let month = "(?P<leap>闰)?(?P<month>[正二三四五六七八九冬腊]|十[一二]?|一)月大?小?";
            let day =
                "(?:初(?P<ten>[一二三四五六七八九十])|(?P<tens>廿|二十|十|三十|卅)(?P<one>[一二三四五六七八九])?)";
            Regex::new(&format!("(?P<named>农历|夏历|阴历)?[ 　]*{year}?[ 　]*{month}{day}(?P<sun>日)?")).ok()
        });
        let sign = SIGN.as_ref()?;
        sign.captures_iter(text).find_map(|found| {
            let at = |name| found.name(name).map(|it| it.as_str());
            let digit = |text: &str| DIGITS.iter().position(|ch| text.starts_with(*ch)).map(|at| at as u8);
            let day = match (at("ten"), at("tens")) {
                (Some("十"), _) => 10,
                (Some(one), _) => digit(one)?,
                (None, Some(tens)) => {
                    let tens = match tens {
                        "十" => 10,
                        "廿" | "二十" => 20,
                        _ => 30,
                    };
                    tens + at("one").map_or(Some(0), digit)?
                }
                (None, None) => return None,
            };
            let month = match at("month")? {
                "一" => 1,
                "十一" => 11,
                "十二" => 12,
                name => MONTHS.iter().position(|month| *month == name)? as u8 + 1,
            };
            let year = at("stem").zip(at("branch")).map(|(stem, branch)| cycle(stem, branch));
            let is_sure = year.is_some()
                || at("named").is_some()
                || at("ten").is_some()
                || at("tens").is_some_and(|tens| tens == "廿" || tens == "卅");
            if (at("sun").is_some() || !is_sure) || day > 30 {
                return None;
            }
            // A stem and a branch that do not go together are misread.
            let year = year.map_or(Some(None), |year| year.map(Some))?;
            Some((Self { year, month, is_leap: at("leap").is_some(), day }, found.get(0)?.range()))
        })
    }

    /// Whether this, as printed, can be the day `actual`; a year that is not printed is any.
    #[must_use]
    pub fn agrees_with(self, actual: Self) -> bool {
        Self { year: self.year.or(actual.year), ..self } == actual
    }
}

/// Place in the cycle of sixty of the year with this stem and branch; `None` if there is none.
fn cycle(stem: &str, branch: &str) -> Option<u8> {
    let (stem, branch) = (stem.chars().next()?, branch.chars().next()?);
    (1..=60).find(|year: &u8| {
        let at = usize::from(year - 1);
        STEMS[at % STEMS.len()] == stem && BRANCHES[at % BRANCHES.len()] == branch
    })
}

impl fmt::Display for LunarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(year) = self.year {
            let at = usize::from(year.saturating_sub(1));
            write!(f, "{}{}年", STEMS[at % STEMS.len()], BRANCHES[at % BRANCHES.len()])?;
        }
        let month = MONTHS[usize::from(self.month.saturating_sub(1)) % MONTHS.len()];
        write!(f, "{}{month}月", if self.is_leap { "闰" } else { "" })?;
        let one = DIGITS[usize::from(self.day % 10)];
        match self.day {
            1..=10 => write!(f, "初{one}"),
            20 => f.write_str("二十"),
            30 => f.write_str("三十"),
            11..=19 => write!(f, "十{one}"),
            _ => write!(f, "廿{one}"),
        }
    }
}

/// Text that is no day of the Chinese calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day such as 壬寅年五月廿九")]
pub struct ParseLunarError(String);

impl FromStr for LunarDate {
    type Err = ParseLunarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // What is said to be such a day is one, even where it could be another: 五月二十.
        let named = format!("农历{}", text.trim().trim_start_matches("农历"));
        let found = Self::find_with_bytes(&named).filter(|(_, bytes)| *bytes == (0..named.len()));
        found.map(|found| found.0).ok_or_else(|| ParseLunarError(text.to_owned()))
    }
}

impl TryFrom<String> for LunarDate {
    type Error = ParseLunarError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<LunarDate> for String {
    fn from(date: LunarDate) -> Self {
        date.to_string()
    }
}

fn iso(date: IssueDate) -> Option<Date<Iso>> {
    Date::try_new_iso(i32::from(date.year), u8::try_from(date.month).ok()?, u8::try_from(date.day).ok()?).ok()
}

/// The day of the week of a day; `None` if there is no such day.
pub(super) fn weekday(date: IssueDate) -> Option<Weekday> {
    Weekday::new(iso(date)?.weekday() as u8)
}

/// The day of the Chinese calendar; `None` if there is no such day, or in years for which the calendar is not known.
pub(super) fn lunar(date: IssueDate) -> Option<LunarDate> {
    if !LUNAR_YEARS.contains(&date.year) {
        return None;
    }
    let day = iso(date)?.to_calendar(ChineseTraditional::default());
    let month = day.month().to_input();
    Some(LunarDate {
        year: Some(day.cyclic_year().year),
        month: month.number(),
        is_leap: month.is_leap(),
        day: day.day_of_month().0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> IssueDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_calendar_is_that_of_the_observatories() {
        // New Year's days, a leap month and the last day of a year as the Hong Kong Observatory lists them.
        let known = [
            ("1901-02-19", "辛丑年正月初一", 2),
            ("1949-10-01", "己丑年八月初十", 6),
            ("1985-02-20", "乙丑年正月初一", 3),
            ("2020-05-23", "庚子年闰四月初一", 6),
            ("2022-06-27", "壬寅年五月廿九", 1),
            ("2024-02-09", "癸卯年腊月三十", 5),
        ];
        for (date, expected, of_week) in known {
            assert_eq!(lunar(day(date)).unwrap().to_string(), expected);
            assert_eq!(weekday(day(date)).unwrap().number(), of_week);
        }
        assert_eq!(lunar(day("1899-02-19")), None);
        assert_eq!(weekday(day("2022-02-29")), None);
    }

    #[test]
    fn every_day_of_the_calendar_is_read_as_it_is_written() {
        for month in 1..=12 {
            for at in 1..=30 {
                for (year, is_leap) in [(None, false), (Some(39), true)] {
                    let date = LunarDate { year, month, is_leap, day: at };
                    assert_eq!(date.to_string().parse(), Ok(date));
                }
            }
        }
    }

    #[test]
    fn lunar_days_are_found_in_mastheads() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(LunarDate::find(text).map(|it| it.to_string()).as_deref(), expected, "{text}");
        };
        check("壬寅年五月廿九 第2296期 今日8版", Some("壬寅年五月廿九"));
        check("农历甲辰年十二月二十一", Some("甲辰年腊月廿一"));
        check("农历七月十五", Some("七月十五"));
        check("2022年6月27日 五月廿九", Some("五月廿九"));
        check("壬卯年五月廿九", None);
        check("五月二十日，河水涨了", None);
        check("五月二十名工人", None);
        assert!("壬寅年五月廿九壬壬".parse::<LunarDate>().is_err());
        assert_eq!("五月二十".parse::<LunarDate>().unwrap().to_string(), "五月二十");
    }

    #[test]
    fn days_of_the_week_are_found_in_mastheads() {
        let number = |text| Weekday::find(text).map(Weekday::number);
        assert_eq!(number("2022年6月27日 星期一"), Some(1));
        assert_eq!((number("周日"), number("星期天"), number("礼拜六")), (Some(7), Some(7), Some(6)));
        assert_eq!(number("一周之内"), None);
    }
}
