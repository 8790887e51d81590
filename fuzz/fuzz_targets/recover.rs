//! Bytes to a layout: whatever a file holds, it is read or refused with an error, every character stands in one part, and
//! what is read from a part is what its spans hold.
//!
//! The bytes are taken twice: as those of a file, and as a list of fragments that pages are made of, for a page with
//! bylines, datelines and column breaks is hardly ever hit by chance.

#![no_main]

use jianbao::library::decode;
use jianbao::page::ReadingText;
use jianbao::recover::{issue_data, recover};
use jianbao::text::Text;
use libfuzzer_sys::fuzz_target;

/// What pages are made of; a byte stands for each.
const FRAGMENTS: [&str; 64] = [
    "\n", "\n\n", "\n　　", "\n\n\n", " ", "　", "，", "。", "。\n", "“", "”", "（", "）", "《", "》", "——", "……", "：", "；", "、", "？",
    "江城日报\n", "２０２２年６月２７日 星期一\n", "2022年6月27日 星期一\n", "第2296期 今日8版\n", "CN 43-0005\n",
    "新华社江城５月２日电　", "本报讯  记者何木报道：", "（完）\n", "（何木 李青）\n", "江城日报全媒体记者/何木\n", "记者 何木 摄\n",
    "图为新桥。", "何木 摄", "供图", "上接01版\n", "全文见 08版\n", "一、", "（二）", "● ", "【政策依据】", "责任编辑：何木\n",
    "江城水利局加固老河堤", "——江城防汛记\n", "奋进新征程（四）\n", "市委书记强调\n", "今年以来，", "水利局的技术员介绍说，",
    "老河堤加固以后河水再高两米也不会漫过河堤", "巡查队伍白天黑夜守在闸口", "足球队在决赛中夺得冠军三万名球迷为冠军欢呼到深夜",
    "的", "了", "雄", "风", "加", "减法", "31.20  4500  ", "displays", "Water for Peace", "１９９７", "年", "％", "\r\n",
];

fuzz_target!(|data: &[u8]| {
    if let Ok(decoded) = decode(data) {
        check(&decoded.text);
    }
    let page: String = data.iter().map(|&byte| FRAGMENTS[usize::from(byte) % FRAGMENTS.len()]).collect();
    check(&Text::new(page.replace("\r\n", "\n")));
});

fn check(text: &Text) {
    let layout = recover(text);
    if let Err(error) = layout.check(text) {
        panic!("{error}");
    }
    assert_eq!(layout, recover(text), "the same text gives the same layout");
    let _ = issue_data(text, &layout);
    for part in layout.parts() {
        let reading = ReadingText::of_part(text, part);
        let of_source: String = part.spans.iter().flat_map(|&span| text.slice(span).chars()).collect();
        let solid = |text: &str| text.chars().filter(|ch| !ch.is_whitespace()).collect::<String>();
        assert_eq!(solid(reading.as_str()), solid(&of_source));
    }
}
