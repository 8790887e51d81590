//! A clipping: one article, reflowed and clean, or one quotation with its citation.

use super::citation::{cite_article, cite_spans, quoted_paragraphs, with_originals};
use super::markdown::inline;
use crate::i18n::{Catalogue, Message};
use crate::library::{ArticleText, Page};
use crate::page::Role;
use crate::text::CharSpan;

/// The article as Markdown, its citation at the end.
#[must_use]
pub fn clipping_markdown(catalogue: &Catalogue, page: &Page, article: &ArticleText) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let has_headline = article.parts.iter().any(|part| part.part.role == Role::Headline);
    if !has_headline {
        blocks.push(format!("# {}", inline(&article.title)));
    }
    for part in &article.parts {
        let text = inline(&with_originals(catalogue, page, part));
        blocks.push(match part.part.role {
            Role::Headline => format!("# {text}"),
            Role::SectionHead => format!("## {text}"),
            Role::Kicker | Role::Deck | Role::Byline | Role::Jump => format!("*{text}*"),
            Role::Caption | Role::Credit | Role::Pull | Role::Info => format!("> {text}"),
            Role::Body | Role::Masthead | Role::Noise => text,
        });
    }
    blocks.push("---".to_owned());
    blocks.push(inline(&cite_article(catalogue, page, article)));
    blocks.join("\n\n") + "\n"
}

/// The article as plain text, a paragraph a line, paragraphs indented by two full-width spaces, its citation at the end.
#[must_use]
pub fn clipping_text(catalogue: &Catalogue, page: &Page, article: &ArticleText) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in &article.parts {
        let text = with_originals(catalogue, page, part);
        lines.push(match part.part.role {
            Role::Body => format!("　　{text}"),
            Role::SectionHead => format!("\n{text}"),
            _ => text,
        });
    }
    lines.push(format!("\n{}", from(catalogue, &cite_article(catalogue, page, article))));
    lines.join("\n") + "\n"
}

/// What stands at `spans` of `page`, in quotation marks, with its citation.
#[must_use]
pub fn quotation_with_citation(catalogue: &Catalogue, page: &Page, spans: &[CharSpan]) -> String {
    let quoted = quoted_paragraphs(catalogue, Some(page), "", spans).join("\n");
    let citation = cite_spans(catalogue, page, spans);
    // A whole spoken sentence has its own marks.
    let has_marks = quoted.starts_with('“') && quoted.ends_with('”') && quoted.matches('“').count() == 1;
    let id = if has_marks { "quotation-marked-with-citation" } else { "quotation-with-citation" };
    catalogue.text(&Message::new(id).with("quote", quoted).with("citation", citation))
}

fn from(catalogue: &Catalogue, citation: &str) -> String {
    catalogue.text(&Message::new("clipping-from").with("citation", citation))
}
