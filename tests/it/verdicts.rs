//! What becomes of quotations that an editor has worked on: false ones are never called right, right ones never wrong.

use std::path::Path;
use std::sync::Arc;

use jianbao::exchange::{Against, Checked, DraftReport, Finding, Remark, check_draft, parse_draft};
use jianbao::library::{Library, Origin, Page, Source};
use jianbao::task::{Cancel, Progress};

/// Two pages that nobody has printed.
const PAGES: [(&str, &str); 2] = [
    (
        "河湾.txt",
        "河湾镇图书室重新开放\n\n本报讯 周六上午，河湾镇图书室在修缮三个月后重\n新开放，首日接待读者四百余人。\n\n\
         馆员赵青说：“我没有收过一分钱，更没有拖欠工资。新书架由镇上木工制作。”\n\n\
         镇里为 12 家书店发放贷款 3640 万元，增长8.68%，办证 12 34 张，借出 56\n78 册，并有 Water\nfor peace 展览。\n",
    ),
    ("河东.txt", "河东村修桥\n\n本报讯 河东村的石桥上周通车，全长四十五米。村民钱大海说，走了三十年的渡口可以歇了。\n"),
];

fn library() -> Library {
    let mut library = Library::default();
    for (name, text) in PAGES {
        let source = Source::from_bytes(name.to_owned(), Origin::Sample, text.as_bytes()).unwrap();
        library.insert(Arc::new(Page::new(source)));
    }
    library
}

fn checked(name: &str, text: &str) -> DraftReport {
    let draft = parse_draft(Path::new(name), text.as_bytes()).unwrap();
    let library = library();
    let against = Against { library: &library, has_notebook: false };
    check_draft(&draft, against, &Cancel::default(), &Progress::default())
}

/// `exact`, or `exact+shortened`, or `changed`.
fn code(checked: &Checked) -> String {
    let remarks = checked.remarks.iter().map(|remark| format!("+{}", remark.code()));
    std::iter::once(checked.finding.code().to_owned()).chain(remarks).collect()
}

#[track_caller]
fn check_as(name: &str, text: &str, expected: &[&str]) {
    let report = checked(name, text);
    let found: Vec<String> = report.checked.iter().map(code).collect();
    assert_eq!(found, expected, "{text}: {:#?}", report.checked);
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_as("稿.md", text, expected);
}

/// The mark of a passage of the first page, as a comment.
fn mark(pieces: &[&str]) -> String {
    let (name, text) = PAGES[0];
    let spans = pieces.iter().map(|piece| {
        let byte = text.find(piece).unwrap_or_else(|| panic!("{piece} is not there"));
        let start = text[..byte].chars().count();
        format!("{start}-{}", start + piece.chars().count())
    });
    let id = Source::from_bytes(name.to_owned(), Origin::Sample, text.as_bytes()).unwrap().id;
    format!("<!-- jianbao {id} {} -->", spans.collect::<Vec<_>>().join(","))
}

#[test]
fn what_is_left_out_is_told_and_stands_in_order() {
    check("“河湾镇图书室……首日接待读者四百余人。”", &["exact+shortened"]);
    for ellipsis in ["...", "。。。", "[…]", "（略）", "⋯⋯"] {
        check(&format!("“河湾镇图书室{ellipsis}首日接待读者四百余人。”"), &["exact+shortened"]);
    }
    // Turned round, from two pages, with a piece that nobody said.
    check("“首日接待读者四百余人……河湾镇图书室在修缮”", &["changed"]);
    check("“首日接待读者四百余人……全长四十五米”", &["changed"]);
    check("“首日接待读者四百余人……不好看。”", &["changed"]);
    check("“首日接待读者四百余人……馆员赵青说”", &["exact+shortened"]);
}

#[test]
fn what_is_joined_without_saying_so_is_changed() {
    let mark = mark(&["我", "收过一分钱"]);
    check(&format!("> 我收过一分钱{mark}"), &["changed"]);
    check(&format!("> 我……收过一分钱{mark}"), &["exact"]);
    let report = checked("稿.md", &format!("> 我收过一分钱{mark}"));
    assert_eq!(report.checked[0].found.as_deref(), Some("我……收过一分钱"));
    // Paragraphs that are no neighbours.
    let apart = self::mark(&["首日接待读者四百余人。", "镇里为 12 家书店"]);
    check(&format!("> 首日接待读者四百余人。\n>\n> 镇里为 12 家书店{apart}"), &["changed"]);
    check(&format!("> 首日接待读者四百余人。……\n>\n> 镇里为 12 家书店{apart}"), &["exact"]);
    let neighbours = self::mark(&["首日接待读者四百余人。", "馆员赵青说"]);
    check(&format!("> 首日接待读者四百余人。\n>\n> 馆员赵青说{neighbours}"), &["exact"]);
    // Two lines of one paragraph are no gap.
    let mark = self::mark(&["在修缮三个月后重", "新开放，首日"]);
    check(&format!("> 在修缮三个月后重新开放，首日{mark}"), &["exact"]);
}

#[test]
fn no_number_and_no_sentence_is_cut() {
    check("“镇里为 12 家书店发放贷款 364”", &["changed"]);
    check("“镇里为 12 家书店发放贷款 3640”", &["changed"]);
    check("“书店发放贷款 3640 万元，增长8”", &["changed"]);
    check("“2 家书店发放贷款 3640 万元”", &["changed"]);
    check("“书店发放贷款 3640 万元，增长8.68%”", &["exact"]);
    check("“我没有收过一分钱，更没有拖。”", &["changed"]);
    check("“我没有收过一分钱，更没有拖欠工资。”", &["exact"]);
    check("“我没有收过一分钱，更没有拖欠工资？”", &["changed"]);
    let report = checked("稿.md", "“镇里为 12 家书店发放贷款 364”");
    assert_eq!(report.checked[0].found.as_deref(), Some("镇里为12家书店发放贷款3640万"));
}

#[test]
fn a_mark_without_its_quotation_is_counted() {
    let report = checked("稿.md", &format!("正文。\n\n> {}", mark(&["首日接待读者四百余人"])));
    assert_eq!((report.checked.len(), report.emptied), (0, 1));
}

#[test]
fn marks_at_the_edges_are_the_sentences_where_they_may_be() {
    check("“，首日接待读者四百余人”", &["exact"]);
    check("“。首日接待读者四百余人”", &["changed"]);
    check("“首日接待读者四百余人（”", &["changed"]);
    check("“首日接待读者四百余，”", &["changed"]);
}

#[test]
fn white_space_between_numbers_and_words_counts() {
    check("“办证 1234 张，借出”", &["changed"]);
    check("“办证 12 34 张，借出 5678 册”", &["exact"]);
    check("“并有 Water for peace 展览”", &["exact"]);
    check("“并有 Waterfor peace 展览”", &["changed"]);
    check("“并有 WATER FOR PEACE 展览”", &["changed"]);
    check("“河湾镇 图书室 在修缮三个月后”", &["exact"]);
}

#[test]
fn what_a_negation_stands_before_is_remarked_on() {
    check("“有收过一分钱，更没有拖欠工资”", &["exact+negation_before"]);
    check("“我没有收过一分钱”", &["exact"]);
}

#[test]
fn a_reading_is_believed_where_a_notebook_confirms_it() {
    check("“首日接待读者四百〔应为：四千〕余人”", &["corrected+reading_unconfirmed"]);
    assert!(!checked("稿.md", "“首日接待读者四百〔应为：四千〕余人”").is_proved());
    let draft = parse_draft(Path::new("稿.md"), "“首日接待读者四百〔应为：四千〕余人”".as_bytes()).unwrap();
    let library = library();
    let against = Against { library: &library, has_notebook: true };
    let report = check_draft(&draft, against, &Cancel::default(), &Progress::default());
    assert_eq!(report.checked[0].finding, Finding::Changed);
    let mark = mark(&["首日接待读者四百余人"]);
    check(&format!("“首日接待读者四百〔应为：四千〕余人”{mark}"), &["corrected+reading_unconfirmed"]);
}

#[test]
fn quotations_are_found_in_whatever_marks() {
    for (open, close) in [("\"", "\""), ("＂", "＂"), ("‘", "’"), ("「", "」"), ("﹁", "﹂"), ("«", "»")] {
        check(&format!("他说{open}首日接待读者五百余人{close}。"), &["changed"]);
    }
    check_as("稿.html", "<p>他说<q>首日接待读者五百余人</q>。", &["changed"]);
    check("他说”首日接待读者五百余人“。", &["changed+unpaired"]);
    check("“甲说了话没有收尾。乙说：“首日接待读者五百余人。”", &["changed", "not_found+unpaired"]);
    check("赵青说：“我没有收过一分钱。\n\n“新书架由镇上铁匠制作。”", &["exact", "changed"]);
    check("赵青说：“我没有收过一分钱，\n\n更没有拖欠奖金。”他笑了。", &["exact", "changed"]);
    check("“首日接待读者~~四百~~余人”", &["changed"]);
    let long = "长".repeat(9000);
    check(&format!("“{long}”"), &["not_found"]);
}

#[test]
fn an_editor_may_write_around_a_quotation() {
    let mark = mark(&["首日接待读者四百余人"]);
    for text in [
        format!("图书室“首日接待读者四百余人{mark}”，很热闹。"),
        format!("图书室“首日接待读者四百余人”{mark}，很热闹。"),
        format!("> 图书室说：“首日接待读者四百余人”{mark}"),
        format!("图书室首日接待读者四百余人{mark}，很热闹。"),
        format!("> 首日接待读者四百余人{}{{=html}}", mark.replace("<!--", "`<!--").replace("-->", "-->`")),
    ] {
        check(&text, &["exact"]);
    }
    check(&format!("图书室“首日接待外地读者四百余人{mark}”，很热闹。"), &["changed"]);
    check(&format!("图书室“在首日接待读者四百余人{mark}”，很热闹。"), &["changed"]);
    check(&format!("> 首日接待……四百余人{mark}"), &["exact+shortened"]);
    check(&format!("> 首日接待……五百余人{mark}"), &["changed"]);
}

#[test]
fn a_block_quotation_may_be_the_editors_but_for_what_it_quotes() {
    check("> “首日接待读者四百余人”是镇里的说法", &["exact"]);
    check("> 镇里的说法：“首日接待读者五百余人”", &["changed"]);
    check("> 馆员赵青没有说：“我没有收过一分钱，更没有拖欠工资。”", &["changed"]);
    check("> 馆员赵青说：“我没有收过一分钱，更没有拖欠工资。”", &["exact"]);
}

#[test]
fn width_is_remarked_on() {
    check("“河湾镇图书室在修缮三个月后重新开放,首日接待读者四百余人.”", &["exact+width"]);
    let report = checked("稿.md", "“河湾镇图书室在修缮三个月后重新开放,首日接待读者四百余人.”");
    assert_eq!((report.checked[0].remarks.as_slice(), report.is_proved()), ([Remark::Width].as_slice(), true));
}

#[test]
fn a_quotation_is_told_with_the_heading_above_it() {
    let report = checked("稿.md", "## 到河湾去\n\n他说“首日接待读者五百余人”。");
    assert_eq!((report.checked[0].under.as_str(), report.checked[0].block), ("到河湾去", 2));
}

#[test]
fn a_table_may_have_a_title() {
    check_as("表.csv", "编辑部核对表\n引文,批注\n首日接待读者五百余人,甲\n", &["changed"]);
}
