//! Text made up by rule, so that benchmarks need nobody's newspaper: the same for the same size, every time.

#![allow(dead_code, reason = "no benchmark needs all of it")]

/// From frequent to rare; a word at place n is drawn about 1/n as often as the first one.
const WORDS: &[&str] = &[
    "的",
    "企业",
    "服务",
    "工作",
    "和",
    "政策",
    "发展",
    "在",
    "职工",
    "群众",
    "社区",
    "了",
    "项目",
    "工会",
    "街道",
    "园区",
    "就业",
    "干部",
    "培训",
    "劳动",
    "关系",
    "产业",
    "农民工",
    "12",
    "2023年",
    "调解",
    "业主",
    "社保",
    "创业",
    "水利",
    "案件",
    "仲裁",
    "Ａ股",
    "GDP",
    "乡镇",
    "合作社",
    "驿站",
    "工资",
    "监察",
    "学校",
    "公园",
    "铁路",
    "博物馆",
    "稻田",
];

/// About this many words between two places of [`RARE`].
const WORDS_PER_RARE: u64 = 2_000;

/// A word that comes seldom.
pub(crate) const RARE: &str = "欠薪";

/// A word that comes in nearly every paragraph.
pub(crate) const COMMON: &str = "企业";

/// Characters of a line, as a narrow column has them.
const LINE_CHARS: usize = 21;

/// A linear congruential generator with the constants of Knuth's MMIX.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Paragraphs of `bytes` bytes or a little more in all.
pub(crate) fn paragraphs(bytes: usize) -> Vec<String> {
    let mut numbers = Numbers(1);
    let mut out = Vec::new();
    let mut made = 0;
    while made < bytes {
        let paragraph = paragraph(&mut numbers);
        made += paragraph.len();
        out.push(paragraph);
    }
    out
}

/// The same as a page: hard-wrapped lines, an empty line after each paragraph.
pub(crate) fn page(bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + bytes / 16);
    for paragraph in paragraphs(bytes) {
        for (at, ch) in paragraph.chars().enumerate() {
            if at > 0 && at % LINE_CHARS == 0 {
                out.push('\n');
            }
            out.push(ch);
        }
        out.push_str("\n\n");
    }
    out
}

fn paragraph(numbers: &mut Numbers) -> String {
    let mut out = String::new();
    for _ in 0..3 + numbers.below(6) {
        for _ in 0..5 + numbers.below(12) {
            let rank = numbers.below(WORDS.len() as u64) + 1;
            // Two draws make small ranks frequent.
            let place = numbers.below(rank) as usize;
            out.push_str(if numbers.below(WORDS_PER_RARE) == 0 { RARE } else { WORDS[place] });
        }
        out.push(if numbers.below(2) == 0 { '，' } else { '；' });
    }
    out.push('。');
    out
}
