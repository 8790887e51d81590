//! From the text of a page to its articles: a pure function of what stands in the source.
//!
//! Scanning and OCR leave several articles on a page, hard-wrapped, columns read across each other, headlines behind
//! their bodies, captions in the middle of sentences. The page is taken apart in steps, each with less to guess than the
//! whole:
//!
//! | step | from | to |
//! |---|---|---|
//! | `line` | text | lines with width, indent, how they end |
//! | `measure` | lines | the column width that each line was set to |
//! | `mark` | lines | what each line is: running text, set large, byline, caption … by the genre's `signs` |
//! | `paragraph` | lines | pieces: paragraphs, or what is seen of them before a cut |
//! | `cut` | pieces | pieces, parted on trial where another text may begin inside one |
//! | `thread` | pieces | chains: which piece goes on where, over the whole page at once, by `continuity`: the place, and the `evidence` of `wording`, `lexicon`, the page's `habit` and quotation marks, with fitted `weights` |
//! | `article` | pieces, chains | `draft`s with headline, byline, captions, then articles in reading order |
//!
//! Nothing is dropped: every character that is not white space is in exactly one part. What is guessed says so by a
//! confidence below one half, and says why by a [`Reason`](crate::page::Reason).

mod article;
mod continuity;
mod cut;
mod draft;
mod evidence;
mod habit;
mod issue;
mod lexicon;
mod line;
mod mark;
mod measure;
mod paragraph;
mod sheet;
mod signs;
pub mod study;
mod thread;
mod weights;
mod wording;

pub use evidence::Weights;
pub use issue::issue_data;

use crate::page::Layout;
use crate::text::Text;

/// The articles of a page and its furniture. Never fails: a text in which nothing is recognised is one article.
#[must_use]
pub fn recover(text: &Text) -> Layout {
    recover_with(text, &Weights::default())
}

/// As [`recover`], with weights of one's own: for those who fit them.
#[must_use]
pub fn recover_with(text: &Text, weights: &Weights) -> Layout {
    let lines = line::lines_of(text);
    let fits = measure::fit(&lines);
    let marks = mark::marks(&lines, &fits);
    let pieces = paragraph::pieces(&lines, &fits, &marks);
    let wording = wording::Wording::new(&lines);
    let pieces = cut::split_hidden(&lines, &fits, &wording, weights, pieces);
    let sheet = sheet::Sheet { lines: &lines, pieces: &pieces, wording: &wording, fits: &fits, weights };
    let chains = thread::chains(&sheet);
    article::layout(&sheet, chains)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::ReadingText;

    /// The layout in short: articles parted by `|`, parts as the role's code and the first four characters of the text.
    fn check(text: &str, wanted: &str) {
        let text = Text::new(text);
        let layout = recover(&text);
        layout.check(&text).unwrap();
        let articles: Vec<String> = layout
            .articles
            .iter()
            .map(|article| {
                let parts = article.parts.iter().map(|part| {
                    let reading = ReadingText::of_part(&text, part);
                    format!("{}:{}", part.role.code(), reading.as_str().chars().take(4).collect::<String>().trim())
                });
                parts.collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(articles.join(" | "), wanted);
    }

    const RIVER: [&str; 3] = [
        "昨天，老河堤的加固工程提前完工。老河堤两岸的巡查队伍白天黑夜守在闸口，河水水位每小时记录一次，水利局派来的技术员住在河堤上。",
        "水利局的技术员介绍，老河堤加固以后，河水水位再高两米也不会漫过河堤，巡查队伍的人数可以减少一半，闸口的水泵也换成了新的。",
        "住在河堤边的人们说，往年河水一涨就睡不着觉，如今老河堤加固好了，水位再高也不怕，巡查队伍成了大家最熟悉的朋友。",
    ];
    const TEAM: [&str; 2] = [
        "昨晚，青年足球队在省联赛决赛中夺得冠军。足球队的前锋下半场连进两球，三万名球迷在看台上为冠军欢呼，决赛门票早已卖光。",
        "足球队教练赛后说，前锋的两个进球是冠军的保证，球迷是球队的第十二名队员，明年的省联赛足球队还要争取冠军。",
    ];

    #[test]
    fn an_empty_text_has_an_empty_layout() {
        check(" \n\n　\n", "");
    }

    #[test]
    fn headline_deck_byline_and_body() {
        let page = format!("老河堤加固完工\n\n——江城水利局防汛记\n\n江城日报记者/何木\n\n{}\n\n{}", RIVER[0], RIVER[1]);
        check(&page, "headline:老河堤加 deck:——江城 byline:江城日报 body:昨天，老 body:水利局的");
    }

    #[test]
    fn captions_come_out_of_sentences() {
        let (head, tail) =
            RIVER[1].split_at("水利局的技术员介绍，老河堤加固以后，河水水位再高两米也不会漫过河堤，巡查队伍的人".len());
        let page = format!(
            "老河堤加固完工\n\n{}\n\n{head}\n\n图为加固后的老河堤。 何木 摄\n\n{tail}\n\n{}",
            RIVER[0], RIVER[2]
        );
        check(&page, "headline:老河堤加 body:昨天，老 body:水利局的 body:住在河堤 caption:图为加固");
    }

    #[test]
    fn a_paragraph_goes_on_behind_another_article() {
        let cut = "水利局的技术员介绍，老河堤加固以后，河水水位再高两米也不会漫过河堤，巡查队伍的人".len();
        let (head, tail) = RIVER[1].split_at(cut);
        let page = format!(
            "老河堤加固完工\n\n江城日报记者/何木\n\n{}\n\n{head}\n\n足球队夺得冠军\n\n江城日报记者/李青\n\n{}\n\n{}\n\n{tail}\n\n{}",
            RIVER[0], TEAM[0], TEAM[1], RIVER[2]
        );
        check(
            &page,
            "headline:老河堤加 byline:江城日报 body:昨天，老 body:水利局的 body:住在河堤 | \
             headline:足球队夺 byline:江城日报 body:昨晚，青 body:足球队教",
        );
    }

    #[test]
    fn a_story_is_taken_up_again_behind_one_with_an_end_mark() {
        let end = |subject: &str| {
            format!("新华社{subject}５月９日电　{subject}昨天下了一场大雨，{subject}的果农在果园里盖起了雨棚。（完）")
        };
        let page = format!(
            "新华社江城５月２日电　{}\n\n{}\n\n{}\n\n{}（完）\n\n{}\n\n{}",
            RIVER[0],
            end("桃源"),
            RIVER[1],
            RIVER[2],
            end("柳镇"),
            end("梅岭")
        );
        check(&page, "body:新华社江 body:水利局的 body:住在河堤 | body:新华社桃 | body:新华社柳 | body:新华社梅");
    }

    #[test]
    fn headlines_may_stand_behind_their_bodies() {
        let page = format!(
            "新华社江城５月２日电　{}\n\n{}（完）\n\n老河堤加固工程提前完工\n\n新华社江城５月３日电　{}\n\n{}（完）\n\n青年足球队夺得省联赛冠军",
            RIVER[0], RIVER[1], TEAM[0], TEAM[1]
        );
        check(&page, "headline:老河堤加 body:新华社江 body:水利局的 | headline:青年足球 body:新华社江 body:足球队教");
    }

    #[test]
    fn a_headline_behind_two_bodies_parts_them() {
        let page = format!(
            "老河堤加固完工\n\n{}\n\n{}\n\n{}\n\n{}\n\n{}\n\n青年足球队夺得省联赛冠军",
            RIVER[0], RIVER[1], RIVER[2], TEAM[0], TEAM[1]
        );
        check(
            &page,
            "headline:老河堤加 body:昨天，老 body:水利局的 body:住在河堤 | headline:青年足球 body:昨晚，青 body:足球队教",
        );
    }

    #[test]
    fn section_heads_stay_inside() {
        let page = format!(
            "老河堤加固完工\n\n江城日报记者/何木\n\n{}\n\n一、河堤巡查\n\n{}\n\n二、河边人家\n\n{}",
            RIVER[0], RIVER[1], RIVER[2]
        );
        check(
            &page,
            "headline:老河堤加 byline:江城日报 body:昨天，老 section_head:一、河堤 body:水利局的 section_head:二、河边 body:住在河堤",
        );
    }

    #[test]
    fn a_headline_with_a_jump_line_is_an_article_of_its_own() {
        let page =
            format!("全市防汛工作会议召开\n\n全文见 08版\n\n老河堤加固完工\n\n江城日报记者/何木\n\n{}", RIVER[0]);
        check(&page, "headline:全市防汛 jump:全文见 | headline:老河堤加 byline:江城日报 body:昨天，老");
    }
}
