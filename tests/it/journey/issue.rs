//! What is known of the issue of a source: shown, put right, marked where it disagrees, and what the library is arranged by.

use super::*;

const DAILY: &str = "江城日报\n2022年6月27日 星期二\n壬寅年五月廿九 第2296期 今日8版\n\n河湾镇图书室重新开放\n\n新华社海州6月26日电（记者王一）图书室在修缮三个月后重新开放。首日接待读者四百余人。\n";
const OTHER: &str = "石桥乡水库完成清淤\n\n本报讯 水库在上周完成清淤。负责人说，水质好了许多。\n";

#[test]
fn an_issue_is_put_right_marked_and_arranged_by() {
    let desk = Desk::new();
    fs::write(desk.path("甲.txt"), OTHER).unwrap();
    fs::write(desk.path("乙.txt"), DAILY).unwrap();
    let mut window = Window::open(Start { paths: vec![desk.path("甲.txt"), desk.path("乙.txt")], ..desk.start() });
    window.settle();
    // The page of the paper is the second; to its article.
    window.press_with(CTRL, Key::ArrowDown);
    window.press(Key::I);
    window.expect("报纸信息");
    window.expect("与日期不符：按历法这一天是周一。");
    window.click(Seen::Button, "周一");
    assert!(!window.says("与日期不符：按历法这一天是周一。"));
    window.press(Key::Enter);
    let issue = |window: &Window| window.app().session().pages().nth(1).unwrap().issue.clone();
    assert_eq!(issue(&window).weekday.map(jianbao::page::Weekday::number), Some(1));
    assert_eq!(issue(&window).paper.as_deref(), Some("江城日报"));
    window.press_with(CTRL, Key::Z);
    assert_eq!(issue(&window).doubts().len(), 1);
    // What is wrong is told, and nothing is kept of it.
    window.press(Key::I);
    window.click(Seen::TextInput, "农历");
    window.type_text("壬壬");
    window.expect("农历请写成 壬寅年五月廿九 这样。");
    window.press(Key::Escape);
    assert!(window.notebook().issues().is_empty());
    // By paper, by place: what is not known comes last.
    window.press_with(CTRL | Modifiers::SHIFT, Key::A);
    window.press_with(CTRL | Modifiers::SHIFT, Key::A);
    window.expect("文章库按报纸");
    assert_eq!(window.app().layout().arrangement, jianbao::session::Arrangement::Paper);
    window.press_with(CTRL | Modifiers::SHIFT, Key::A);
    window.expect("文章库按电头地点");
}
