//! Annotations as rows: what CSV and Excel have in common.

use csv::StringRecord;

use crate::exchange::csv_text::places;
use crate::exchange::gathered::{Gathered, Placed};
use crate::exchange::mark::Mark;
use crate::exchange::verify::Proof;
use crate::i18n::Catalogue;

/// The columns in their order, what people read first: the name by which programs call them, and the id of their heading.
pub(in crate::exchange) const COLUMNS: [(&str, &str); 20] = [
    ("quotation", "column-quotation"),
    ("tags", "column-tags"),
    ("comment", "column-comment"),
    ("citation", "column-citation"),
    ("paper", "column-paper"),
    ("date", "column-date"),
    ("page", "column-page"),
    ("article", "column-article"),
    ("byline", "column-byline"),
    ("source", "column-source"),
    ("lines", "column-lines"),
    ("proof", "column-proof"),
    ("before", "column-before"),
    ("behind", "column-behind"),
    ("author", "column-author"),
    ("created", "column-created"),
    ("modified", "column-modified"),
    ("id", "column-id"),
    ("source_sha256", "column-source-sha256"),
    ("spans", "column-spans"),
];

/// The first of the columns that are there for programs: who and when, ids, hashes, positions.
pub(super) const FIRST_TECHNICAL: &str = "author";

/// The first column before those that is empty if no context is wanted.
pub(super) const FIRST_OF_CONTEXT: &str = "before";

/// Parts the tags of a cell; a tag's own line breaks cannot be.
pub(in crate::exchange) const TAG_SEPARATOR: &str = "\n";

/// The place of a column.
pub(in crate::exchange) fn column(name: &str) -> usize {
    COLUMNS.iter().position(|(code, _)| *code == name).unwrap_or(COLUMNS.len())
}

/// The headings in a language.
pub(super) fn headings(catalogue: &Catalogue) -> Vec<String> {
    COLUMNS.iter().map(|(_, id)| catalogue.get(id)).collect()
}

/// Where each column stands, if these cells are headings: in any language, or by the names for programs.
pub(in crate::exchange) fn table_places(cells: &StringRecord) -> Option<[Option<usize>; COLUMNS.len()]> {
    Some(places(&COLUMNS, cells)).filter(|places| places[column("quotation")].is_some())
}

/// One annotation as cells.
pub(super) fn row(gathered: &Gathered<'_>, placed: &Placed<'_>) -> Vec<String> {
    let annotation = placed.annotation;
    let (before, behind) = gathered.context(placed);
    let issue = placed.page.map(|page| &page.issue).or_else(|| gathered.input.notebook.issue(annotation.source));
    let tags: Vec<String> = gathered.tags(annotation).iter().map(|tag| gathered.cleaner.line(&tag.name)).collect();
    let lines = placed.page.and_then(|page| page.lines_of(&annotation.spans));
    let lines =
        lines.map_or_else(
            String::new,
            |(first, last)| {
                if first == last { first.to_string() } else { format!("{first}-{last}") }
            },
        );
    let proof = match placed.proof {
        Proof::Exact => gathered.get("checked-exact"),
        Proof::Differs => format!("※ {}", gathered.get("checked-differs")),
        Proof::SourceMissing => format!("※ {}", gathered.get("checked-missing")),
    };
    let line = |text: &str| gathered.cleaner.line(text);
    let of_issue = |text: Option<&String>| text.map_or_else(String::new, |text| line(text));
    vec![
        gathered.quoted(placed).join("\n"),
        tags.join(TAG_SEPARATOR),
        gathered.cleaner.seen(&annotation.comment).into_owned(),
        gathered.citation(placed),
        of_issue(issue.and_then(|issue| issue.paper.as_ref())),
        issue.and_then(|issue| issue.date).map_or_else(String::new, |date| date.to_string()),
        of_issue(issue.and_then(|issue| issue.page.as_ref())),
        placed.article.map_or_else(String::new, |article| line(&article.title)),
        placed.article.map_or_else(String::new, |article| line(&article.byline)),
        gathered.source_name(annotation.source),
        lines,
        proof,
        before,
        behind,
        line(&annotation.stamp.author),
        annotation.stamp.created.to_string(),
        annotation.stamp.modified.to_string(),
        annotation.id.to_string(),
        annotation.source.to_string(),
        Mark::new(annotation.source, &annotation.spans).spans_text(),
    ]
}
