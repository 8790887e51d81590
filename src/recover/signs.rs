//! Signs of the genre that one text shows by itself: bylines, photo credits, mastheads, datelines, jump lines.
//! Each is a question to one line or paragraph; what its neighbours say is asked elsewhere.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::is_han;

/// The surnames under which nearly all bylines stand.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈\
姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜\
倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司\
卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡\
鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普\
阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由雪";

/// Two-character surnames.
const DOUBLE_SURNAMES: [&str; 9] = ["欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "令狐"];

/// Words for what somebody does at a paper; a byline names one, then people.
const TRADES: [&str; 12] =
    ["记者", "通讯员", "评论员", "特派员", "撰稿", "撰文", "作者", "摄影", "编辑", "文/图", "实习生", "特约"];

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([12]\d{3})年(\d{1,2})月(\d{1,2})日").ok());
static ISSUE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"第 ?(\d{1,6}) ?期").ok());
static DATED_FROM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let paper = r"新华社|本报|本社|中新社|新华网|人民网|中新网|本网|本台|\p{Han}{2,6}(?:报|社|网)";
    let place = r"(?P<place>\p{Han}{2,8})(?:[(（][^)）]{1,12}[)）])?";
    Regex::new(&format!(r"^[【（(]?据?(?:{paper}) *{place} *(?P<day>\d{{1,2}}月\d{{1,2}}日)?(?:电|讯)(?:[^员]|$)")).ok()
});
static PAGE_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[ 　])第?([A-Z]?\d{1,2}) ?版(?:$|[ 　])").ok());
static MASTHEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let signs = [
        r"CN ?\d\d-\d{4}",
        r"国内统一(连续出版物|刊)号",
        r"^第\d+期$",
        r"第\d{3,6}期",
        r"今日\d+版",
        r"[12１２]\d{3}年\d{1,2}月\d{1,2}日[ 　]*(星期|周)[一二三四五六日天]",
        r"[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年.{1,4}月",
        r"(主管|主办).{0,12}(主管|主办|出版)$",
        r"^(中共)?\p{Han}{2,12}(主管|主办)、?(主管|主办)?$",
        r"^邮发代号",
        r"^第?[A-Z]?\d{1,2} ?版$",
    ];
    Regex::new(&signs.join("|")).ok()
});
static JUMP: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[（(【]?.{0,6}(上接|下转|全文见|详见|转自|转第|紧接).{0,8}版.{0,6}[）)】]?$").ok());
static DATELINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let agency = "新华社|本报|本社|中新社|新华网|人民日报|人民网|中新网|本网|本台";
    let town_and_day = r"[^，,。；;“”\n]{0,18}";
    Regex::new(&format!("^(【|（|\\()?据?({agency}|\\p{{Han}}{{2,6}}(报|社|网)){town_and_day}(电|讯)([^员]|$)")).ok()
});
static GLUED_CREDIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let photo = r"[/／ 　]\p{Han}{2,4} ?(摄影报道|摄)";
    let given = r"供图";
    Regex::new(&format!(r"(?:{photo}|{given})[ 　]*(?P<next>[\p{{Han}}“])")).ok()
});
static END_OF_STORY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(^|[（(])完[）)]?$").ok());
static INFO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let contact = r"^[（(]?[^。！？]{0,40}(电话|热线|邮箱|网址|地址|传真|邮编)[:： ].{0,60}$";
    let desk = r"^(责任编辑|责编|本版责编|本版编辑|版式|美编|校对|值班|编辑)[:：/ ].{0,40}$";
    Regex::new(&format!("{contact}|{desk}")).ok()
});

fn is_match(sign: &LazyLock<Option<Regex>>, text: &str) -> bool {
    sign.as_ref().is_some_and(|sign| sign.is_match(text))
}

/// Year, month and day of the first date in the text that is written out.
pub(super) fn date(text: &str) -> Option<(i16, i8, i8)> {
    let found = DATE.as_ref()?.captures(text)?;
    let (year, month, day) = (found[1].parse().ok()?, found[2].parse().ok()?, found[3].parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}

/// The number of the issue: 第2296期.
pub(super) fn issue_number(text: &str) -> Option<u32> {
    ISSUE_NUMBER.as_ref()?.captures(text)?[1].parse().ok()
}

/// The place in a dateline at the start of the text: 新华社北京5月2日电 is from 北京, 本报讯 from nowhere.
pub(super) fn dated_from(text: &str) -> Option<&str> {
    let found = DATED_FROM.as_ref()?.captures(text)?;
    let place = found.name("place")?.as_str();
    // 本报综合讯, 本报特约记者电, 本报最新快讯: what is no place where no day stands behind it.
    let is_way =
        ["综合", "专", "快", "简", "特", "短", "记者", "员", "消息", "最新"].iter().any(|way| place.contains(way));
    (found.name("day").is_some() || !is_way).then_some(place)
}

/// The page's number as a masthead prints it on a line of its own or beside the day: 08版, A3版.
pub(super) fn page_number(text: &str) -> Option<String> {
    let found = PAGE_NUMBER.as_ref()?.captures(text)?;
    (!text.contains("今日")).then(|| format!("{}版", &found[1]))
}

/// Whether the text stands in a paper's masthead whatever is around it: its number, its day, who publishes it.
pub(super) fn is_masthead(text: &str) -> bool {
    text.len() < 200 && !text.contains('。') && is_match(&MASTHEAD, text)
}

/// Whether the text can be the name of a paper and nothing else.
pub(super) fn is_paper_name(text: &str) -> bool {
    // Eight characters, set as wide as can be.
    if text.len() > 64 || !text.ends_with(['报', '讯', '刊']) {
        return false;
    }
    let plain: String = text.chars().filter(|ch| !ch.is_whitespace()).collect();
    (2..=8).contains(&plain.chars().count())
        && plain.chars().all(is_han)
        && (plain.ends_with('报') || plain.ends_with("时讯") || plain.ends_with("周刊"))
        && !["本报", "简报", "海报", "晚报讯"].contains(&plain.as_str())
}

/// Whether the text sends the reader to another page.
pub(super) fn is_jump(text: &str) -> bool {
    text.len() < 90 && is_match(&JUMP, text)
}

/// Whether a story starts here, by the wire's or the paper's own dateline.
pub(super) fn starts_with_dateline(text: &str) -> bool {
    if unbracketed(text).is_some() {
        return false;
    }
    // One that is closed by a bracket it has not opened ends a story: （本报江城电）, broken behind its first bracket.
    let found = DATELINE.as_ref().and_then(|sign| sign.find(text));
    found.is_some_and(|found| text.starts_with(['（', '(', '【']) || !found.as_str().ends_with(['）', ')', '】']))
}

/// Whether a story ends here, by the wire's own mark.
pub(super) fn ends_story(text: &str) -> bool {
    text.ends_with(['）', ')', '完']) && is_match(&END_OF_STORY, text)
}

/// Whether the text is where to call or who made the page.
pub(super) fn is_info(text: &str) -> bool {
    text.len() < 260 && is_match(&INFO, text)
}

/// Byte at which a photo credit in the middle of a line ends and something else begins.
pub(super) fn end_of_glued_credit(text: &str) -> Option<usize> {
    if !text.contains("供图") && !text.contains('摄') {
        return None;
    }
    let found = GLUED_CREDIT.as_ref()?.captures(text)?;
    let next = found.name("next")?;
    let device = ["影", "像", "氏", "制", "于", "片"].iter().any(|rest| next.as_str() == *rest);
    (!device && text[next.start()..].chars().count() >= 5).then_some(next.start())
}

/// Whether the text ends in a photo credit: 摄, 供图, 摄影报道, also inside closing brackets.
pub(super) fn ends_in_credit(text: &str) -> bool {
    let bare = text.trim_end_matches(['）', ')', '】', '。']);
    if bare.ends_with("供图") || bare.ends_with("摄影报道") || bare.ends_with("图片来源") {
        return true;
    }
    let Some(before) = bare.strip_suffix('摄') else { return false };
    before.ends_with([' ', '　', '/']) || people_at_end(before)
}

fn people_at_end(text: &str) -> bool {
    let tail = text.rsplit([' ', '　', '/', '／', '（', '(', '。', '、']).next().unwrap_or_default();
    is_name(tail)
}

/// What a line that can stand under a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// Says what can be seen, perhaps with a credit.
    Caption,
    /// Names who took or gave the picture and nothing else.
    Credit,
}

/// Whether the text belongs to a picture, and how.
pub(super) fn picture(text: &str) -> Option<Picture> {
    if ends_in_credit(text) && text.chars().count() < 160 {
        let says_something = text.contains(['。', '，', ',', '：']) || text.chars().count() > 40;
        return Some(if says_something || text.starts_with("图为") { Picture::Caption } else { Picture::Credit });
    }
    let sides = ["（左", "(左", "（右", "(右", "（前排", "（中）", "（后排"].iter().any(|side| text.contains(side));
    let short = text.chars().count() < 60;
    (text.starts_with("图为") || text.starts_with("图/") || (sides && short)).then_some(Picture::Caption)
}

/// Whether the text is a name: a surname with one or two Han characters more.
pub(super) fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    if !text.chars().all(is_han) {
        return false;
    }
    if DOUBLE_SURNAMES.iter().any(|surname| text.starts_with(surname)) {
        return (3..=4).contains(&count);
    }
    (2..=3).contains(&count) && text.chars().next().is_some_and(|first| SURNAMES.contains(first))
}

/// The text without one pair of brackets around all of it.
pub(super) fn unbracketed(text: &str) -> Option<&str> {
    let open = text.chars().next()?;
    let close = match open {
        '（' | '(' => ['）', ')'],
        _ => return None,
    };
    let inner = text[open.len_utf8()..].strip_suffix(close)?;
    (!inner.contains(['（', '('])).then_some(inner)
}

/// Whether the text is names and nothing else, with or without brackets: 罗 微 廖 芳 蔡晓蓉.
pub(super) fn is_names_only(text: &str) -> bool {
    if text.len() > 120 {
        return false;
    }
    let inner = unbracketed(text).unwrap_or(text);
    let words: Vec<&str> = inner.split([' ', '　', '、']).filter(|word| !word.is_empty()).collect();
    let mut names = 0;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let single = word.chars().count() == 1;
        match words.get(at + 1) {
            Some(next) if single && next.chars().count() == 1 => {
                if !is_name(&format!("{word}{next}")) {
                    return false;
                }
                at += 2;
            }
            _ if is_name(word) => at += 1,
            _ => return false,
        }
        names += 1;
    }
    // One name of two characters is more often a word.
    names > 1
        || (names == 1
            && (inner != text
                || inner.chars().filter(|ch| !ch.is_whitespace()).count() == 3
                || inner.contains(' ')
                || inner.contains('　')))
}

/// Whether the text holds the word for somebody's trade at a paper: 记者, 通讯员.
pub(super) fn names_a_trade(text: &str) -> bool {
    TRADES.iter().any(|trade| text.contains(trade))
}

/// Whether the text says who wrote: an employer or a trade (记者, 通讯员) and names, perhaps in brackets.
pub(super) fn is_byline(text: &str) -> bool {
    if text.len() > 240 || text.contains(['。', '，', ',', '“', '；']) || text.ends_with(['：', ':']) {
        return false;
    }
    let inner = unbracketed(text).unwrap_or(text);
    if !names_a_trade(inner) || starts_with_dateline(text) {
        return false;
    }
    let mut names = 0;
    for word in inner.split([' ', '　', '/', '／', '、', ':', '：', '|', '｜']).filter(|word| !word.is_empty()) {
        let rest =
            TRADES.iter().find_map(|trade| word.rfind(trade).map(|at| &word[at + trade.len()..])).unwrap_or(word);
        let count = rest.chars().count();
        let short_han = count <= 4 && rest.chars().all(is_han);
        match count {
            0 => {}
            1..=4 if short_han => names += 1,
            _ if rest.ends_with('报') || rest.ends_with('社') || rest.ends_with('台') => {}
            _ => return false,
        }
    }
    names > 0
}

/// Whether a paragraph ends with its writers' names in brackets: （廖艳霞 刘澜）.
pub(super) fn ends_in_signature(text: &str) -> bool {
    if !text.ends_with(['）', ')']) {
        return false;
    }
    let Some(open) = text.rfind(['（', '(']) else { return false };
    let inside = &text[open..];
    is_names_only(inside)
        || is_byline(inside)
        || (inside.len() < 90 && (inside.contains("摘自") || inside.contains("本报") && inside.contains('电')))
}

/// Whether the character counts the items of a list.
pub(super) fn is_numeral(ch: char) -> bool {
    ch.is_numeric() || "一二三四五六七八九十".contains(ch)
}

/// Whether the text opens like a section head whatever is around it: 一、 （二） ● 【…】.
pub(super) fn is_marked_head(text: &str) -> bool {
    let mut chars = text.chars();
    let numeral = is_numeral;
    let count = text.chars().count();
    match (chars.next(), chars.next(), chars.next()) {
        (Some('●' | '■' | '◆' | '▲' | '★' | '○' | '□' | '◎'), ..) => count <= 24,
        (Some('【'), ..) => count <= 24 && text.ends_with('】'),
        (Some(first), Some('、' | '．'), _) => numeral(first) && count <= 30,
        (Some('（' | '('), Some(middle), Some('）' | ')')) => numeral(middle) && count <= 30,
        (Some('第'), Some(middle), Some('章' | '节' | '篇')) => numeral(middle) && count <= 30,
        _ => false,
    }
}

/// Whether the text is a row of a table: three fields or more that white space sets apart, half of them with figures.
pub(super) fn is_table_row(text: &str) -> bool {
    // A sentence with its figures set apart has a comma somewhere.
    if text.len() > 160 || text.contains(['，', '。', '；', '：', '、', ',']) || !text.contains(char::is_whitespace)
    {
        return false;
    }
    let mut fields = 0;
    let mut figures = 0;
    for field in text.split_whitespace() {
        if field.chars().count() > 12 {
            return false;
        }
        fields += 1;
        figures += usize::from(field.contains(|ch: char| ch.is_numeric()));
    }
    fields >= 3 && 2 * figures >= fields
}

/// Whether the text is a deck: a dash and what the headline is about.
pub(super) fn is_deck(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("——").or_else(|| text.strip_prefix("--")) else { return false };
    let rest = rest.trim_start_matches('—');
    let count = rest.chars().count();
    (3..=50).contains(&count) && !rest.contains(['，', ',', '。', '；'])
}

/// Whether the text is what stands over a headline: it ends in 强调, 指出, —— or in the number of a series.
pub(super) fn is_kicker(text: &str) -> bool {
    let series = text.ends_with(['）', ')'])
        && text.chars().rev().nth(1).is_some_and(|ch| "一二三四五六七八九十上中下".contains(ch) || ch.is_ascii_digit())
        && text.chars().rev().nth(2).is_some_and(|ch| matches!(ch, '（' | '('));
    series || ["强调", "指出", "要求", "——", "--"].iter().any(|end| text.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sign: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        for text in yes {
            assert!(sign(text), "{text}");
        }
        for text in no {
            assert!(!sign(text), "{text}");
        }
    }

    #[test]
    fn bylines_name_a_trade_and_people() {
        check(
            is_byline,
            &["江城日报全媒体记者/周青", "通讯员/刘平 何木", "（本报记者  王一 海州日报记者  张文）"],
            &["记者昨日在现场看到，水位已经回落", "通讯员队伍建设工作会议召开", "江城日报"],
        );
    }

    #[test]
    fn names_may_be_set_apart() {
        check(
            is_names_only,
            &["罗 青 廖 木 蔡一平", "（伍平 吕木）", "唐小平"],
            &["春天", "高质量 新发展理念", "一盘棋"],
        );
    }

    #[test]
    fn mastheads_are_known_by_number_day_and_publisher() {
        check(
            is_masthead,
            &["2022年6月27日 星期一", "壬寅年五月廿九 第2296期 今日8版", "中共江城市委主管、主办"],
            &["6月27日，星期一的早晨", "由市总工会主办的活动，吸引了大家。"],
        );
    }

    #[test]
    fn datelines_start_a_story() {
        check(
            starts_with_dateline,
            &["新华社北京５月２日电（记者王一）今", "本报讯  记者李木报道", "据新华社海州８月２日电"],
            &["本报江城电）", "本报记者走进车间", "新华书店今天开门，电"],
        );
    }

    #[test]
    fn datelines_tell_the_place() {
        let from = |text| dated_from(text).unwrap_or("");
        assert_eq!(from("新华社北京5月2日电（记者王一）"), "北京");
        assert_eq!(from("据新华社洛雷斯（葡萄牙）5月18日电"), "洛雷斯");
        assert_eq!(from("（本报江城讯）"), "江城");
        for text in ["本报讯  记者李木报道", "本报综合讯", "本报通讯员王一", "本报专电"] {
            assert_eq!(from(text), "", "{text}");
        }
    }

    #[test]
    fn pictures_are_told_by_their_credit() {
        assert_eq!(picture("图为新桥。 江城日报记者/何木 摄"), Some(Picture::Caption));
        assert_eq!(picture("江城日报通讯员/谭青 杨木 摄"), Some(Picture::Credit));
        assert_eq!(picture("他是一名摄影记者。"), None);
    }

    #[test]
    fn rows_of_a_table_hold_figures() {
        check(
            is_table_row,
            &["江城  31.20  4500", "５月 ６ 柳镇 ７"],
            &["到 3 月 1 日，江城县", "罗 青 廖 木 蔡一平", "到２０２２年 河水", "江城日报  第8版"],
        );
    }

    #[test]
    fn heads_and_decks_and_kickers() {
        check(is_marked_head, &["●直奔现场", "一、关于水", "【案例】"], &["一带一路", "【案例】今年，某区"]);
        check(is_deck, &["——看江城如何治水"], &["——某公司等企业，宣传政策"]);
        check(is_kicker, &["王一来江城调研时强调", "高质量发展看江城（四）"], &["江城治水记"]);
        check(is_jump, &["全文见 08版", "（下转第三版）"], &["今日8版"]);
    }
}
