//! Pages put right and words read otherwise by lines of `jianbao apply`: kept, exported and verified.

use crate::desk::{DATA_WRONG, DONE, Desk};

const PAGE: &str =
    "河湾镇图书室重新开放\n\n一组细致的统计数据 displays，新增读者四百余人。馆员介绍了情况。\n\n书目由读者投票选出。\n";

#[test]
fn a_page_is_put_right_by_lines_and_a_misread_word_is_exported_with_what_it_should_be() {
    let desk = Desk::new(&[("版.txt", PAGE.as_bytes())]);
    let at = |words: &str| PAGE[..PAGE.find(words).unwrap()].chars().count();
    let (first, misread, second) = (at("一组"), at("displays"), at("馆员"));
    let lines = format!(
        r#"EditLayout(source: "版.txt", edit: Split(at: {second}))
EditLayout(source: "版.txt", edit: SetRole(parts: [{second}], role: caption))
EditLayout(source: "版.txt", edit: MoveParts(parts: [{second}], to: NewArticle))
EditLayout(source: "版.txt", edit: Steps([Join(at: {}), Confirm(at: {first}, doubt: None)]))
EditLayout(source: "版.txt", edit: Join(at: 0))
Emend(source: "版.txt", span: ({misread}, {}), reading: "显示")
Annotate(source: "版.txt", spans: [({first}, {second})], comment: "核对")
"#,
        at("书目"),
        misread + 8,
    );
    let outcome = desk.feed(&["apply", "本.ron", "--library", "版.txt"], &lines, DATA_WRONG);
    assert_eq!(outcome.out.lines().filter(|line| line.starts_with("ok")).count(), 6, "{}", outcome.err);
    assert!(outcome.err.contains("error 5"), "{}", outcome.err);
    let kept = std::fs::read_to_string(desk.path("本.ron")).unwrap();
    assert!(kept.contains("caption") && kept.contains("显示"));
    desk.run(&["export", "本.ron", "--library", "版.txt", "--to", "markdown", "-o", "出.md"], DONE);
    let exported = std::fs::read_to_string(desk.path("出.md")).unwrap();
    assert!(exported.contains("数据 displays〔应为：显示〕，新增"), "{exported}");
    desk.run(&["verify", "本.ron", "--library", "版.txt"], DONE);
}
