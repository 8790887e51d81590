//! Whole pages: golden layouts of the sample pages, and what must hold for any text.

use std::fmt::Write as _;
use std::path::Path;

use expect_test::expect_file;
use jianbao::page::{Layout, Part, ReadingText, Role};
use jianbao::recover::{issue_data, recover};
use jianbao::text::Text;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// One part a line: article number, role with why it is doubtful, line numbers, text.
fn readable(text: &Text, layout: &Layout) -> String {
    let mut out = String::new();
    let mut line = |place: &str, part: &Part| {
        let lines: Vec<String> = part
            .spans
            .iter()
            .map(|span| match (text.line_of(span.start) + 1, text.line_of(span.end - 1) + 1) {
                (first, last) if first == last => first.to_string(),
                (first, last) => format!("{first}-{last}"),
            })
            .collect();
        let reading = ReadingText::of_part(text, part);
        let doubt: String = part.doubts.iter().map(|doubt| format!(" ?{}", doubt.reason.code())).collect();
        writeln!(out, "{place}\t{}{doubt}\t{}\t{}", part.role.code(), lines.join(","), reading.as_str())
            .expect("a string takes all");
    };
    for (number, article) in layout.articles.iter().enumerate() {
        article.parts.iter().for_each(|part| line(&format!("A{}", number + 1), part));
    }
    layout.furniture.iter().for_each(|part| line("-", part));
    out
}

/// One of the sample pages.
fn sample(name: &str) -> Text {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pages").join(format!("{name}.txt"));
    Text::new(std::fs::read_to_string(path).expect("the sample pages lie in assets/pages"))
}

fn check(name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = sample(name);
    let layout = recover(&text);
    assert_eq!(layout.check(&text), Ok(()));
    expect_file![root.join("tests/golden").join(format!("{name}.layout.tsv"))].assert_eq(&readable(&text, &layout));
}

#[test]
fn a_page_with_a_headline_behind_its_body() {
    check("000_68649cbc4b076ae3");
}

#[test]
fn a_front_page_with_nine_articles_and_noise() {
    check("004_92912eb8e2fad917");
}

#[test]
fn a_page_with_half_width_commas() {
    check("001_2992734d60049928");
}

#[test]
fn a_page_of_long_lines() {
    check("002_ac27fd523649fdc8");
}

#[test]
fn a_page_of_long_lines_and_captions() {
    check("003_bf189fd5e455efe7");
}

#[test]
fn the_masthead_names_paper_and_day() {
    let text = sample("004_92912eb8e2fad917");
    let data = issue_data(&text, &recover(&text));
    assert_eq!(data.paper.as_deref(), Some("株洲日报"));
    assert_eq!(data.date.map(|date| date.to_string()).as_deref(), Some("2022-06-27"));
    assert_eq!(data.page, None);
}

/// What must hold for the layout of any text.
fn is_sound(text: &Text) -> Result<Layout, TestCaseError> {
    let layout = recover(text);
    prop_assert_eq!(layout.check(text), Ok(()));
    prop_assert_eq!(&layout, &recover(text));
    let starts: Vec<u32> = layout.articles.iter().map(|article| article.extent().start).collect();
    prop_assert!(starts.is_sorted());
    for part in layout.parts() {
        prop_assert!(!part.spans.is_empty());
        prop_assert_eq!(part.confidence.is_doubtful(), !part.doubts.is_empty(), "{:?}", part);
        let (start, end) = (part.start(), part.spans.iter().map(|span| span.end).max().unwrap_or(0));
        for doubt in &part.doubts {
            let here = part.spans.iter().any(|span| (span.start..=span.end).contains(&doubt.at));
            prop_assert!(here, "{doubt:?} is not at {start}..{end}");
        }
        for span in &part.spans {
            let found = text.slice(*span);
            prop_assert!(!found.starts_with(char::is_whitespace) && !found.ends_with(char::is_whitespace));
        }
    }
    prop_assert!(layout.articles.iter().all(|article| article.parts.iter().all(|part| !part.role.is_furniture())));
    let _ = issue_data(text, &layout);
    Ok(layout)
}

/// Bits of which a text is made up that looks like a page here and there.
const BITS: [&str; 40] = [
    "报",
    "河水",
    "江城日报",
    "记者",
    "/",
    "何木",
    "通讯员",
    "新华社江城５月２日电",
    "（完）",
    "——",
    "。",
    "，",
    "、",
    "“",
    "”",
    "（",
    "）",
    "【",
    "】",
    "●",
    "图为",
    "摄",
    "供图",
    "第2296期",
    "2022年6月27日 星期一",
    "下转3版",
    "电话：",
    "12345",
    "a",
    "Word",
    " ",
    "　　",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "😀",
    "e\u{301}",
    "一、",
    "。”",
];

/// A made-up article: its headline, its byline, its paragraphs of several sentences.
fn article(subject: &str, paragraphs: usize) -> Vec<String> {
    let mut out = vec![format!("{subject}加固工程提前完工"), "江城日报记者/何木".to_owned()];
    out.extend((0..paragraphs).map(|nth| {
        format!(
            "今年以来，{subject}沿线的人们忙着第{nth}段工程，{subject}管理站组织三支队伍轮流巡查，白天黑夜都有人守在现场。\
             站长介绍，{subject}的水位每小时记录一次，{subject}两岸已经连续{nth}天没有险情。"
        )
    }));
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_has_a_sound_layout(string in any::<String>()) {
        is_sound(&Text::new(string))?;
    }

    #[test]
    fn any_jumble_of_page_like_bits_has_a_sound_layout(bits in prop::collection::vec(select(&BITS[..]), 0..400)) {
        is_sound(&Text::new(bits.concat()))?;
    }

    #[test]
    fn cuts_and_shuffles_of_a_page_lose_nothing(
        order in Just((0..24).collect::<Vec<usize>>()).prop_shuffle(),
        cuts in prop::collection::vec(any::<Index>(), 0..12),
        width in 8_usize..40,
    ) {
        let whole: Vec<String> = ["老河堤", "新铁桥", "青石坝", "白鹭洲"].into_iter().flat_map(|subject| article(subject, 4)).collect();
        let mut page: Vec<String> = order.iter().filter_map(|&nth| whole.get(nth).cloned()).collect();
        for cut in cuts {
            let mut chars: Vec<char> = page[cut.index(whole.len())].chars().collect();
            chars.insert(cut.index(chars.len()), '\n');
            page[cut.index(whole.len())] = chars.into_iter().collect();
        }
        let joined = page.join("\n\n");
        is_sound(&Text::new(joined.clone()))?;
        let wrapped: Vec<String> = joined.chars().collect::<Vec<_>>().chunks(width).map(|line| line.iter().collect()).collect();
        is_sound(&Text::new(wrapped.join("\n")))?;
    }

    #[test]
    fn a_clean_article_stays_one_article(paragraphs in 2_usize..12, subject in select(vec!["老河堤", "新铁桥", "白鹭洲"])) {
        let page = article(subject, paragraphs).join("\n\n");
        let layout = is_sound(&Text::new(page.clone()))?;
        prop_assert_eq!(layout.articles.len(), 1);
        // Its own reading text is recovered as the same article again.
        let text = Text::new(page);
        let read: Vec<String> =
            layout.articles[0].parts.iter().map(|part| ReadingText::of_part(&text, part).as_str().to_owned()).collect();
        let again = recover(&Text::new(read.join("\n\n")));
        prop_assert_eq!(again.articles.len(), 1);
        let roles = |layout: &Layout| layout.articles[0].parts.iter().map(|part| part.role).collect::<Vec<Role>>();
        prop_assert_eq!(roles(&again), roles(&layout));
    }
}
