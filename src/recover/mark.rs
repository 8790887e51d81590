//! What each line is, as far as its own words and its nearest neighbours tell.

use std::collections::HashMap;

use super::line::{Ending, Line};
use super::measure::Fit;
use super::signs::{self, Picture};
use crate::text::{is_han, is_never_line_start};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Running text.
    Body,
    /// Set large: a headline with its kicker and deck, or a section head; told apart once the articles are known.
    Display,
    /// Who wrote.
    Byline,
    /// Under a picture.
    Caption,
    /// Who took a picture.
    Credit,
    /// Where to call, who made the page.
    Info,
    /// 上接/下转
    Jump,
    /// Name and date of the paper.
    Masthead,
    /// Read twice or made up by the scanner.
    Noise,
}

impl Mark {
    /// Whether lines of this mark can be a part of running text or of a headline only: nothing about them is certain.
    fn is_open(self) -> bool {
        matches!(self, Self::Body | Self::Display)
    }
}

/// Marks all lines of a page.
pub(super) fn marks(lines: &[Line<'_>], fits: &[Fit]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = (0..lines.len()).map(|at| by_words(lines, fits, at)).collect();
    paper_names(lines, &mut marks);
    repeats(lines, fits, &mut marks);
    displays(lines, fits, &mut marks);
    marks
}

fn by_words(lines: &[Line<'_>], fits: &[Fit], at: usize) -> Mark {
    let line = &lines[at];
    let text = line.text;
    // A line in the middle of a sentence says nothing about itself: lists of names, 记者 … 摄 in running text.
    let before = at.checked_sub(1).map(|before| (&lines[before], fits[before]));
    let unfinished = before.filter(|(before, _)| matches!(before.ending, Ending::Open | Ending::Comma));
    let breaks_off = unfinished.is_some_and(|(_, fit)| fit.is_full());
    let comma = unfinished.is_some_and(|(before, _)| before.ending == Ending::Comma);
    let goes_on = (breaks_off || comma) && !line.after_blank;
    if line.width > 120.0 {
        return Mark::Body;
    }
    if signs::is_masthead(text) {
        return Mark::Masthead;
    }
    if signs::is_jump(text) {
        return Mark::Jump;
    }
    if !goes_on && signs::is_info(text) {
        return Mark::Info;
    }
    match signs::picture(text) {
        Some(Picture::Caption) if !goes_on => return Mark::Caption,
        Some(Picture::Credit) if !goes_on => return Mark::Credit,
        _ => {}
    }
    let fills_a_line = fits[at].is_full() && signs::unbracketed(text).is_none();
    if signs::is_byline(text) && (text.contains(['/', '／']) || !(breaks_off && fills_a_line))
        || signs::is_names_only(text) && !(breaks_off || fills_a_line)
    {
        return Mark::Byline;
    }
    Mark::Body
}

/// A paper's name alone on a line belongs to the masthead if a line of it stands close by.
fn paper_names(lines: &[Line<'_>], marks: &mut [Mark]) {
    for at in 0..lines.len() {
        if marks[at].is_open() && signs::is_paper_name(lines[at].text) {
            let close = at.saturating_sub(2)..(at + 3).min(lines.len());
            if marks[close].contains(&Mark::Masthead) {
                marks[at] = Mark::Masthead;
            }
        }
    }
}

/// Marks as noise what was read again: a short line that stands three times or more in a row or in a cycle, and the
/// second of two equal lines close to each other.
fn repeats(lines: &[Line<'_>], fits: &[Fit], marks: &mut [Mark]) {
    const CLOSE: usize = 4;
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if line.len() >= 3 && !signs::ends_story(line.text) && marks[at] != Mark::Masthead {
            places.entry(line.text).or_default().push(at);
        }
    }
    let often = |at: usize| lines[at].len() <= 30 && places.get(lines[at].text).is_some_and(|places| places.len() >= 3);
    // A label on a line of its own, among labels that come again and again, is one of them even if it stands there once.
    let label = |at: usize| often(at) || (lines[at].first() == '【' && lines[at].text.ends_with('】'));
    let mut at = 0;
    while at < lines.len() {
        let end = (at..lines.len()).find(|&next| !label(next)).unwrap_or(lines.len());
        if end - at >= 3 && (at..end).any(often) {
            marks[at..end].fill(Mark::Noise);
        }
        at = end.max(at + 1);
    }
    // A rule drawn over a text and under it was not read twice.
    let speaks = |text: &str| text.chars().any(|ch| is_han(ch) || ch.is_alphanumeric());
    for (&text, places) in places.iter().filter(|(text, _)| speaks(text)) {
        for pair in places.windows(2) {
            let (first, second) = (pair[0], pair[1]);
            let long = text.chars().count() >= 25 || (fits[second].is_full() && text.chars().count() >= 12);
            if second - first <= CLOSE && marks[first] != Mark::Noise || long {
                marks[second] = Mark::Noise;
            }
        }
    }
}

/// Finds the lines that are set large among those that are running text by their words.
fn displays(lines: &[Line<'_>], fits: &[Fit], marks: &mut [Mark]) {
    for at in 0..lines.len() {
        let open = marks[at] == Mark::Body;
        if open && (is_display(lines, fits, marks, at) || is_deck(lines, fits, marks, at)) {
            marks[at] = Mark::Display;
        }
    }
    // A headline longer than its column has full lines before its short one. Running text would not end there, so the
    // full lines are its own if a paragraph or a story has just ended before them.
    for at in (1..lines.len()).rev() {
        let headline = marks[at] == Mark::Display && fits[at].measure.is_some() && !signs::is_deck(lines[at].text);
        let before = &lines[at - 1];
        if !headline || marks[at - 1] != Mark::Body || before.ending != Ending::Open || !fits[at - 1].is_full() {
            continue;
        }
        let story_ended = at.checked_sub(2).is_none_or(|last| signs::ends_story(lines[last].text));
        let ended = story_ended
            || at.checked_sub(2).is_none_or(|last| lines[last].ending == Ending::Stop || !marks[last].is_open());
        let first_line = !story_ended && fits[at - 1].exact && fits[at - 1].lacks_an_indent();
        if ended
            && !first_line
            && !before.text.contains('。')
            && before.indent < 1.5
            && !signs::starts_with_dateline(before.text)
        {
            marks[at - 1] = Mark::Display;
        }
    }
}

/// A dash and what the headline is about, where no sentence is under way.
fn is_deck(lines: &[Line<'_>], fits: &[Fit], marks: &[Mark], at: usize) -> bool {
    let under_way =
        at > 0 && marks[at - 1] == Mark::Body && lines[at - 1].ending != Ending::Stop && fits[at - 1].is_full();
    signs::is_deck(lines[at].text) && !under_way && lines[at].ending != Ending::Comma
}

fn is_display(lines: &[Line<'_>], fits: &[Fit], marks: &[Mark], at: usize) -> bool {
    let (line, fit) = (&lines[at], fits[at]);
    let wraps = at > 0 && marks[at - 1] == Mark::Display && lines[at - 1].width >= 20.0;
    if line.width > 46.0
        || line.len() < 2 && !wraps
        || signs::unbracketed(line.text).is_some()
        || !line.text.chars().any(|ch| is_han(ch) || ch.is_alphanumeric())
        || signs::is_table_row(line.text)
    {
        return false;
    }
    if line.text.contains(['。', '；', ';']) || is_never_line_start(line.first()) && !line.text.starts_with("——")
    {
        return false;
    }
    if signs::starts_with_dateline(line.text) || signs::ends_story(line.text) || signs::ends_in_signature(line.text) {
        return false;
    }
    let dash = line.ending == Ending::Pause && line.text.ends_with('—');
    if line.ending != Ending::Open && !dash {
        return false;
    }
    let under_way =
        at > 0 && marks[at - 1] == Mark::Body && fits[at - 1].is_full() && lines[at - 1].ending != Ending::Stop;
    if dash && under_way {
        return false;
    }
    let before_a_story = lines.get(at + 1).is_some_and(|next| signs::starts_with_dateline(next.text));
    let after_a_story = at == 0 || marks[at - 1] == Mark::Display || signs::ends_story(lines[at - 1].text);
    if before_a_story && after_a_story && !unbalanced(line.text) {
        return true;
    }
    match fit.measure {
        Some(measure) => fit.short_by > 3.0_f32.max(measure * 0.1) && !unbalanced(line.text),
        None => !reads_as_cut(lines, marks, at),
    }
}

/// Whether a line of a page with one line a paragraph breaks off rather than being set large.
fn reads_as_cut(lines: &[Line<'_>], marks: &[Mark], at: usize) -> bool {
    let text = lines[at].text;
    let comma = text.contains(['，', ',']);
    let in_a_list = at > 0
        && marks[at - 1] == Mark::Body
        && matches!(lines[at - 1].ending, Ending::Pause)
        && !lines[at - 1].text.ends_with('—');
    let speech = text.contains("说，") || text.contains("说,");
    comma && (lines[at].width > 28.0 || speech || opens_a_sentence(text)) || unbalanced(text) || in_a_list && !comma
}

/// Whether a quotation or a bracket is opened and not closed, or closed and not opened.
fn unbalanced(text: &str) -> bool {
    let count = |mark: char| text.chars().filter(|&ch| ch == mark).count();
    [('“', '”'), ('《', '》'), ('（', '）'), ('(', ')')].iter().any(|&(open, close)| count(open) != count(close))
}

/// Whether the text begins as a sentence of running text does and hardly ever a headline.
pub(super) fn opens_a_sentence(text: &str) -> bool {
    const OPENERS: [&str; 34] = [
        "今年", "去年", "近年", "近日", "日前", "目前", "当前", "同时", "此外", "另外", "据", "在", "经过", "通过",
        "随着", "活动", "截至", "其中", "一是", "二是", "会上", "会议", "他", "她", "记者", "然而", "因此", "于是",
        "如今", "现在", "近来", "比如", "例如", "按照",
    ];
    let mut digits = text.chars().skip_while(|ch| ch.is_numeric() || *ch == ' ');
    let starts_with_date = text.starts_with(char::is_numeric) && matches!(digits.next(), Some('月' | '年' | '日'));
    starts_with_date || OPENERS.iter().any(|opener| text.starts_with(opener))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recover::line::lines_of;
    use crate::recover::measure::fit;
    use crate::text::Text;

    fn check(text: &str, wanted: &[Mark]) {
        let text = Text::new(text);
        let lines = lines_of(&text);
        let got = marks(&lines, &fit(&lines));
        assert_eq!(got, wanted, "{:?}", lines.iter().map(|line| line.text).collect::<Vec<_>>());
    }

    const PARAGRAPH: &str = "河水在初夏涨了起来，两岸的人们忙着加固堤防，镇里组织了三支队伍轮流巡查，白天黑夜都有人守在闸口，水位每小时报一次。";

    #[test]
    fn a_page_of_long_lines() {
        let page = format!(
            "江城日报\n2022年6月27日 星期一\n\n堤防加固忙\n\n——江城防汛记\n江城日报记者/何木\n\n{PARAGRAPH}\n\n今年，全市加固堤防，投入人\n\n图为闸口。 何木 摄"
        );
        use Mark::{Body, Byline, Caption, Display, Masthead};
        check(&page, &[Masthead, Masthead, Display, Display, Byline, Body, Body, Caption]);
    }

    #[test]
    fn what_is_read_again_is_noise() {
        let page =
            format!("防汛\n\n江城日报记者/何木\n\n江城日报记者/何木\n\n{PARAGRAPH}\n\n{}", "“幸福港湾”\n".repeat(4));
        use Mark::{Body, Byline, Display, Noise};
        check(&page, &[Display, Byline, Noise, Body, Noise, Noise, Noise, Noise]);
    }

    #[test]
    fn rules_around_a_text_are_not_noise() {
        let rule = "-".repeat(32);
        let text = Text::new(format!("{rule}\n{PARAGRAPH}\n{rule}"));
        let lines = lines_of(&text);
        assert!(!marks(&lines, &fit(&lines)).contains(&Mark::Noise));
    }

    #[test]
    fn a_headline_longer_than_its_column() {
        let line = format!("{}\n", "河".repeat(20));
        let page = format!(
            "{}流走了。（完）\n江城各界齐心协力加固堤防迎战今年首场洪\n水过境\n新华社江城五月二日电{}\n{}",
            line.repeat(6),
            "山".repeat(8),
            line.repeat(6)
        );
        let text = Text::new(page);
        let lines = lines_of(&text);
        let got = marks(&lines, &fit(&lines));
        assert_eq!(got[6..10], [Mark::Body, Mark::Display, Mark::Display, Mark::Body]);
    }
}
