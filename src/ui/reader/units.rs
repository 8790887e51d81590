//! Numbers and what is counted with them: 2.7万元, 80 平方米, 第3届 stay on one line where they can.

/// What follows a number and keeps its place in it: 2万, 300余.
const MULTIPLIERS: &str = "十百千万亿余多来几";

/// What is counted or measured, of one character.
const UNITS: &str = "元角分块年月日号时点秒天周季人名位个家户口件起次条篇页份张本册支只头匹棵株吨斤克两米里亩升度级届期种项笔批场                     套台辆艘架座栋幢间所处岁倍折成章节回组队站线路票字词句段行步遍趟桌席县市区镇乡村";

/// What is counted or measured, of more than one character.
const LONG_UNITS: &[&str] = &[
    "平方公里",
    "平方千米",
    "平方米",
    "立方米",
    "千瓦时",
    "公里",
    "公斤",
    "公顷",
    "千米",
    "厘米",
    "毫米",
    "毫升",
    "千克",
    "美元",
    "欧元",
    "日元",
    "港元",
    "人次",
    "小时",
    "分钟",
    "岁",
    "世纪",
    "个百分点",
    "百分点",
];

/// Whether an atom stays with the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stick {
    ToTheLast,
    No,
}

/// Reads the atoms of a paragraph one by one and tells which belong to a number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers {
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// Behind 第.
    Ordinal,
    /// Behind a number, or a multiplier of one.
    Number,
    /// Behind a space that follows a number.
    Space,
    /// Inside a unit of this many more characters.
    Unit(u8),
}

impl Numbers {
    /// The next atom; `rest` begins with it.
    pub(super) fn next(&mut self, atom: &str, rest: &str) -> Stick {
        let first = atom.chars().next().unwrap_or(' ');
        let last = atom.chars().next_back().unwrap_or(' ');
        let before = self.state;
        let in_number = matches!(before, State::Number | State::Space);
        let is_number = last.is_ascii_digit() || (last == '%' && atom.len() > 1);
        let (state, sticks) = match before {
            _ if is_number => (State::Number, before == State::Ordinal),
            State::Unit(left) => (if left > 1 { State::Unit(left - 1) } else { State::Text }, true),
            State::Number if first == ' ' => (State::Space, false),
            _ if in_number && MULTIPLIERS.contains(first) => (State::Number, true),
            _ if in_number => match unit_len(rest) {
                0 => (State::Text, false),
                1 => (State::Text, true),
                more => (State::Unit(more - 1), true),
            },
            _ if first == '第' => (State::Ordinal, false),
            _ => (State::Text, false),
        };
        self.state = state;
        if sticks { Stick::ToTheLast } else { Stick::No }
    }
}

/// Characters of the unit that `rest` begins with.
fn unit_len(rest: &str) -> u8 {
    if let Some(unit) = LONG_UNITS.iter().find(|unit| rest.starts_with(**unit)) {
        return unit.chars().count() as u8;
    }
    rest.chars().next().map_or(0, |first| u8::from(UNITS.contains(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a | wherever a line may end between two characters or digits.
    fn parted(text: &str) -> String {
        let mut numbers = Numbers::default();
        let mut out = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let digits = rest.find(|ch: char| !(ch.is_ascii_digit() || ch == '.')).unwrap_or(rest.len());
            let len = if digits > 0 { digits } else { first.len_utf8() };
            if numbers.next(&rest[..len], rest) == Stick::No && !out.is_empty() {
                out.push('|');
            }
            out.push_str(&rest[..len]);
            rest = &rest[len..];
        }
        out
    }

    #[test]
    fn a_number_keeps_its_multiplier_and_unit() {
        assert_eq!(parted("发2.7万元给9名工人"), "发|2.7万元|给|9名|工|人");
        assert_eq!(parted("约80平方米地"), "约|80平方米|地");
        assert_eq!(parted("第3届在2022年5月"), "第3届|在|2022年|5月");
        assert_eq!(parted("招聘200多名"), "招|聘|200多名");
    }

    #[test]
    fn a_space_does_not_part_them() {
        assert_eq!(parted("去年 10 月"), "去|年| |10| 月");
    }

    #[test]
    fn what_counts_nothing_is_free() {
        assert_eq!(parted("共3与元月"), "共|3|与|元|月");
    }
}
