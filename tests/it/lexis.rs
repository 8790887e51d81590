//! Keywords of the sample pages, article by article, as the window and the command line ask for them.

use jianbao::lexis::{Lexicon, prose, suggest};
use jianbao::library::{Page, samples};
use jianbao::task::Cancel;

#[test]
fn the_samples_suggest_their_subjects() {
    let pages = samples().into_iter().map(Page::new);
    let articles: Vec<String> = pages.flat_map(|page| page.articles.iter().map(prose).collect::<Vec<_>>()).collect();
    let articles: Vec<&str> = articles.iter().map(String::as_str).collect();
    let found = suggest(&Lexicon::load(), &articles, 60, &Cancel::default());
    let terms: Vec<&str> = found.iter().map(|it| it.term.as_str()).collect();
    for wanted in ["欠薪", "农民工", "人社局", "劳动关系", "工会", "劳动争议", "用人单位", "业主"]
    {
        assert!(terms.contains(&wanted), "{wanted} is not in {terms:?}");
    }
    for routine in ["记者", "通讯员", "工作", "开展", "进一步", "表示"] {
        assert!(!terms.contains(&routine), "{routine} is in {terms:?}");
    }
    for suggestion in &found {
        let places: usize = articles.iter().map(|article| article.matches(&suggestion.term).count()).sum();
        assert_eq!(suggestion.count as usize, places, "{suggestion:?}");
        assert!((1..=suggestion.count).contains(&suggestion.documents));
        assert!(suggestion.term.chars().count() > 1);
    }
    assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
}
