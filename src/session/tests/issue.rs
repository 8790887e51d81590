//! What is said of the issue of a source, and what becomes of it.

use super::*;
use crate::exchange::cite_record;
use crate::i18n::{Catalogue, Language};
use crate::page::{IssueData, IssueDoubt};

const DAILY: &str =
    "江城日报\n2022年6月27日 星期二\n壬寅年五月廿九 第2296期 今日8版\n\n治水记\n\n新华社海州6月26日电 河水涨了。\n";

fn daily() -> Session {
    let source = Source::from_bytes("报.txt".to_owned(), Origin::Sample, DAILY.as_bytes()).unwrap();
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    session.open_pages([Arc::new(Page::new(source))]);
    session
}

fn issue(session: &Session) -> IssueData {
    session.pages().next().unwrap().issue.clone()
}

#[test]
fn an_issue_is_said_undone_kept_and_told_by_the_page_again() {
    let mut session = daily();
    let printed = issue(&session);
    assert!(matches!(printed.doubts()[..], [IssueDoubt::Weekday { actual }] if actual.number() == 1));
    assert_eq!(printed.places, ["海州"]);
    let set = r#"SetIssue(source: "报.txt", paper: " 江城晚报 ", date: "2022年6月28日", page: "A3版", places: ["海州", "海州", " "])"#;
    check(&mut session, &[set]).unwrap();
    let said = issue(&session);
    assert_eq!((said.paper.as_deref(), said.page.as_deref()), (Some("江城晚报"), Some("A3版")));
    assert_eq!((said.weekday, said.places), (None, vec!["海州".to_owned()]));
    check(&mut session, &["Undo"]).unwrap();
    assert_eq!(issue(&session), printed);
    check(&mut session, &["Redo"]).unwrap();
    // A page opened later is as the notebook has it, and so is what is cited without it.
    session.close_pages();
    let record = session.notebook().sources().values().next().unwrap().clone();
    assert_eq!(record.issue, printed);
    let cited = cite_record(&Catalogue::new(Language::Chinese), session.notebook(), &record);
    assert!(cited.contains("江城晚报") && cited.contains("2022年6月28日") && cited.contains("A3版"), "{cited}");
    let source = Source::from_bytes("报.txt".to_owned(), Origin::Sample, DAILY.as_bytes()).unwrap();
    session.open_pages([Arc::new(Page::new(source))]);
    assert_eq!(issue(&session).paper.as_deref(), Some("江城晚报"));
    check(&mut session, &[r#"RestoreIssue(source: "报.txt")"#]).unwrap();
    assert_eq!(issue(&session), printed);
    assert!(session.violations().is_empty());
}

#[test]
fn what_the_page_tells_anyway_is_not_kept() {
    let mut session = daily();
    let set = r#"SetIssue(source: "报.txt", paper: "江城日报", date: "2022-06-27", weekday: 2, lunar: "壬寅年五月廿九", number: 2296, places: ["海州"])"#;
    check(&mut session, &[r#"SetIssue(source: "报.txt")"#, set]).unwrap();
    assert!(session.notebook().issues().is_empty());
    let wrong = check(&mut session, &[r#"SetIssue(source: "报.txt", date: "昨天")"#]);
    assert_eq!(wrong, Err(RequestError::BadDate("昨天".to_owned())));
    assert!(Request::parse(r#"SetIssue(source: "报.txt", weekday: 8)"#).is_err());
    assert!(Request::parse(r#"SetIssue(source: "报.txt", lunar: "昨天")"#).is_err());
}
