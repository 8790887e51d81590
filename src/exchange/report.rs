//! The report for the desk editor: what a notebook comes to, in one file to be read, printed and asked about.

use std::collections::{BTreeSet, HashMap};

use super::document::{Cell, Document, Entry, Section};
use super::excerpt::first_words;
use super::export::{ExportError, Pace};
use super::gathered::{Gathered, Placed};
use super::note_text::plain;
use crate::i18n::Message;
use crate::notebook::TagId;

/// What marks a line of a comment or of a note as an open question, apart from a question mark and an open box.
const OPEN: [&str; 9] = ["待核", "待查", "待证", "待确认", "待补", "存疑", "TODO", "todo", "???"];

/// Characters of a quotation below the question that is asked of it.
const QUOTED_CHARS: usize = 60;

/// The report. Sections: open questions, tags at a glance, tags with quotations, notes, sources.
pub(super) fn document(gathered: &Gathered<'_>, pace: &Pace<'_>) -> Result<Document, ExportError> {
    let mut sections = Vec::new();
    let mut questions = Section::new(2, String::new());
    questions.entries = open_questions(gathered);
    let open = questions.entries.len();
    questions.heading = gathered.text(&Message::new("report-questions").with("count", open));
    if questions.entries.is_empty() {
        questions.about.push(gathered.get("report-no-questions"));
    }
    sections.push(questions);
    sections.extend(tags_at_a_glance(gathered));

    let by_tag = gathered.by_tag(pace, 3, true)?;
    sections.push(Section::new(2, gathered.text(&Message::new("report-quotations").with("count", gathered.len()))));
    sections.extend(by_tag);

    if !gathered.options.is_chosen() {
        sections.extend(gathered.loose_notes());
    }
    sections.push(sources(gathered));
    let title = Message::new("report-title").with("name", gathered.options.title.as_str());
    let unproved = gathered.unproved();
    let alarm = Message::new("report-unproved").with("count", unproved);
    Ok(Document {
        title: gathered.text(&title),
        lead: cover(gathered, open),
        alarm: if unproved > 0 { gathered.text(&alarm) } else { String::new() },
        sections,
        is_report: true,
    })
}

/// When the report was made, of whose annotations, and how much is open.
fn cover(gathered: &Gathered<'_>, open: usize) -> String {
    let authors = gathered.authors();
    let id = if authors.is_empty() { "report-head" } else { "report-head-of" };
    let cover = Message::new(id)
        .with("time", gathered.time())
        .with("authors", authors.join(&gathered.get("list-separator")))
        .with("questions", open)
        .with("annotations", gathered.len())
        .with("unproved", gathered.unproved());
    gathered.text(&cover)
}

/// How often a tag was given, and where.
#[derive(Default)]
struct Use {
    quotations: usize,
    articles: BTreeSet<crate::page::ArticleId>,
    sources: BTreeSet<crate::page::SourceId>,
}

/// Each tag with its quotations, and the articles and sources that hold them, by number.
fn tags_at_a_glance(gathered: &Gathered<'_>) -> Option<Section> {
    let mut uses: HashMap<TagId, Use> = HashMap::new();
    for placed in &gathered.placed {
        for tag in &placed.annotation.tags {
            let own = uses.entry(*tag).or_default();
            own.quotations += 1;
            own.articles.extend(placed.article.map(|article| article.id));
            own.sources.insert(placed.annotation.source);
        }
    }
    let head = ["column-tags", "report-column-quotations", "report-column-articles", "report-column-sources"];
    let mut rows: Vec<Vec<Cell>> = vec![head.map(|id| gathered.get(id).into()).to_vec()];
    for tag in gathered.input.notebook.codebook() {
        let own = uses.remove(&tag.id).unwrap_or_default();
        if own.quotations == 0 && gathered.options.is_chosen() {
            continue;
        }
        let name = Cell { color: Some(tag.color), ..gathered.cleaner.line(&tag.name).into() };
        let counts = [own.quotations, own.articles.len(), own.sources.len()];
        rows.push(std::iter::once(name).chain(counts.map(|count| count.to_string().into())).collect());
    }
    let count = rows.len() - 1;
    let mut section = Section::new(2, gathered.text(&Message::new("report-tags").with("count", count)));
    section.entries.push(Entry::Table(rows));
    (count > 0).then_some(section)
}

/// The sources with where they lie: name, paper, date, page, where, whether it is there, quotations, hash.
fn sources(gathered: &Gathered<'_>) -> Section {
    let sources = gathered.sources();
    let mut section = Section::new(2, gathered.text(&Message::new("report-sources").with("count", sources.len())));
    section.is_wide = true;
    let mut rows: Vec<Vec<Cell>> = vec![gathered.source_headings().into_iter().map(Cell::from).collect()];
    for source in sources {
        let day = source.day();
        let state = Cell { is_alarming: !source.is_there, ..source.state.into() };
        let path = Cell { fine_print: source.id.to_string(), ..source.path.into() };
        let (count, hash) = (source.count.to_string().into(), source.id.short().into());
        let facts = [source.name, source.paper, day, source.page];
        rows.push(facts.map(Cell::from).into_iter().chain([path, state, count, hash]).collect());
    }
    section.entries.push(Entry::Table(rows));
    section
}

/// Lines of comments and notes that ask something, each with where it is from.
fn open_questions(gathered: &Gathered<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for placed in &gathered.placed {
        for line in placed.annotation.comment.lines().filter(|line| is_open(line)) {
            entries.push(question(gathered, line, quoted(gathered, placed), gathered.unproved_beside(placed.proof)));
        }
    }
    if gathered.options.is_chosen() {
        return entries;
    }
    for note in gathered.input.notebook.notes().values() {
        let about = gathered.note_heading(note);
        for line in note.text.lines().filter(|line| is_open(line)) {
            entries.push(question(gathered, line, about.clone(), String::new()));
        }
    }
    entries
}

fn question(gathered: &Gathered<'_>, line: &str, about: String, unproved: String) -> Entry {
    Entry::Question { text: gathered.cleaner.line(&plain(line)), about, unproved }
}

/// The beginning of a quotation with its citation.
fn quoted(gathered: &Gathered<'_>, placed: &Placed<'_>) -> String {
    let quote = first_words(&gathered.quoted(placed), QUOTED_CHARS);
    let citation = gathered.citation(placed);
    gathered.text(&Message::new("quotation-with-citation").with("quote", quote).with("citation", citation))
}

/// Whether a line asks something. A question mark within an address or a quoted sentence does not: it must end what the line
/// says, or stand before a bracket.
fn is_open(line: &str) -> bool {
    let line = line.trim();
    let said = line.trim_end_matches(['」', '’', '）', ')', ' ', '。', '！']);
    let asks = said.ends_with(['？', '?']) || line.contains("？");
    asks || OPEN.iter().any(|mark| line.contains(mark)) || line.contains("[ ]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_ask_are_open() {
        for (line, expected) in [
            ("问镇政府：补贴从何而来？", true),
            ("补贴从何而来?", true),
            ("见 http://a.cn/?b=1 一页", false),
            ("- [ ] 约赵青", true),
            ("- [x] 约赵青", false),
            ("待核：四百余人", true),
            ("已核", false),
            ("", false),
        ] {
            assert_eq!(is_open(line), expected, "{line}");
        }
    }
}
