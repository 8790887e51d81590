//! Keyword lists that come from a file, words for the lexicon, saved queries, and what these tag.

use std::collections::{BTreeMap, BTreeSet};

use super::tagging::ByPlace;
use super::{Resolved, Resolver, Result, clean_terms, next_color};
use crate::exchange::parse_keyword_lists;
use crate::i18n::Message;
use crate::notebook::{
    Annotation, AnnotationId, Edit, Extent, Key, KeywordList, KeywordListId, LexiconWord, LexiconWordId, QueryOptions,
    Record, SavedQuery, SavedQueryId, TagId, WordRole,
};
use crate::search::{DocumentId, FactTable, Facts, KeywordTerm, Knowledge, members};
use crate::session::autocode::CodingState;
use crate::session::{Corpus, KEYWORD_COLORS, Passage, Place, RequestError, find_hits};
use crate::task::{Cancel, Progress};

/// A saved query as a request gives it.
pub(super) struct QueryToSave {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) options: QueryOptions,
    pub(super) tag: Option<String>,
    pub(super) extent: Extent,
}

impl<'a> Resolver<'a> {
    pub(super) fn query(&self, name: &str) -> Result<&'a SavedQuery> {
        self.session.query_named(name).ok_or_else(|| RequestError::NoQuery(name.to_owned()))
    }

    /// Terms as they are kept, if every expression in them is right.
    pub(super) fn sound_terms(&self, terms: Vec<String>) -> Result<Vec<String>> {
        let terms = clean_terms(terms);
        for term in &terms {
            KeywordTerm::parse(term).map_err(|error| RequestError::BadTerm { term: term.clone(), error })?;
        }
        Ok(terms)
    }

    /// Lists are merged by name: terms that are new come behind those that are there.
    pub(super) fn import_keyword_lists(&self, text: &str, list: Option<&str>) -> Result<Resolved> {
        let existing = self.session.notebook.ordered_keyword_lists();
        let mut used: Vec<_> = existing.iter().map(|list| list.color).collect();
        let mut order = existing.last().map_or(0, |list| list.order.saturating_add(1));
        let (mut edits, mut added) = (Vec::new(), 0);
        for row in parse_keyword_lists(text) {
            let name = row.list.as_deref().or(list).unwrap_or_default();
            let mut new = match self.list(name) {
                Ok(old) => KeywordList { stamp: old.stamp.touched(self.now), ..old.clone() },
                Err(_) => {
                    let color = row.color.unwrap_or_else(|| next_color(&KEYWORD_COLORS, &used));
                    used.push(color);
                    order = order.saturating_add(1);
                    KeywordList {
                        id: KeywordListId::generate(),
                        name: self.free_list_name(name, None)?,
                        color,
                        on: true,
                        terms: Vec::new(),
                        whole_words: false,
                        order,
                        stamp: self.stamp(),
                    }
                }
            };
            let before = new.terms.len();
            new.terms = self.sound_terms(new.terms.into_iter().chain(row.terms).collect())?;
            added += new.terms.len() - before;
            if new.terms.len() > before || self.list(name).is_err() {
                edits.push(Edit::Put(Record::KeywordList(new)));
            }
        }
        let label = Message::new("label-import-lists").with("lists", edits.len()).with("terms", added);
        Ok(Resolved::new(label, edits))
    }

    pub(super) fn add_words(&self, role: WordRole, words: Vec<String>) -> Resolved {
        let known: BTreeSet<&str> = self.session.notebook.words_of(role).into_iter().collect();
        let words: Vec<String> = clean_terms(words).into_iter().filter(|word| !known.contains(word.as_str())).collect();
        let label = Message::new(match role {
            WordRole::Own => "label-add-own-words",
            WordRole::Stop => "label-add-stop-words",
        });
        let label = label.with("count", words.len()).with("first", words.first().map_or("", String::as_str));
        let word = |text| LexiconWord { id: LexiconWordId::generate(), text, role, stamp: self.stamp() };
        Resolved::new(label, words.into_iter().map(|text| Edit::Put(Record::Word(word(text)))).collect())
    }

    pub(super) fn remove_words(&self, role: WordRole, words: &[String]) -> Resolved {
        let mut gone: Vec<&LexiconWord> = self.session.notebook.words().values().collect();
        gone.retain(|word| word.role == role && words.contains(&word.text));
        let label = Message::new("label-remove-words").with("count", gone.len());
        let label = label.with("first", gone.first().map_or("", |word| word.text.as_str()));
        Resolved::new(label, gone.into_iter().map(|word| Edit::Remove(Key::Word(word.id))).collect())
    }

    /// A new query, or another text, tag or extent for the one of this name. What it has tagged is remembered.
    pub(super) fn save_query(&self, query: QueryToSave) -> Result<Resolved> {
        let name = query.name.trim();
        let tag = query.tag.as_deref().map(|tag| self.tag(tag)).transpose()?.map(|tag| tag.id);
        let old = self.session.query_named(name);
        let id = old.map_or_else(SavedQueryId::generate, |old| old.id);
        let new = SavedQuery {
            id,
            name: self.sound_name(name)?,
            text: query.text,
            options: query.options,
            tag,
            extent: query.extent,
            coded: old.map_or_else(Vec::new, |old| old.coded.clone()),
            stamp: old.map_or_else(|| self.stamp(), |old| old.stamp.touched(self.now)),
        };
        new.query().search().map_err(RequestError::BadQuery)?;
        let is_same = old.is_some_and(|old| SavedQuery { stamp: old.stamp.clone(), ..new.clone() } == *old);
        let label = Message::new("label-save-query").with("name", name);
        let edits = if is_same { Vec::new() } else { vec![Edit::Put(Record::Query(new))] };
        Ok(Resolved::new(label, edits).making(Key::Query(id)))
    }

    pub(super) fn remove_query(&self, name: &str) -> Result<Resolved> {
        let old = self.query(name)?.clone();
        Ok(self.delete(Message::new("label-remove-query").with("name", name), Record::Query(old)))
    }

    /// Puts the query's tag on what it finds, or on `passages`, which it has found already.
    pub(super) fn autocode(&self, name: &str, again: bool, passages: Option<Vec<Passage>>) -> Result<Resolved> {
        let query = self.query(name)?;
        let (Some(tag), Some(state)) = (query.tag, CodingState::of(&self.session.notebook, query)) else {
            return Err(RequestError::NoTagForQuery(name.to_owned()));
        };
        let places = match passages {
            Some(passages) => {
                let places = passages.into_iter().map(|it| Ok((self.open_source(&it.source)?.source.id, it.spans)));
                state.sift(places.collect::<Result<Vec<Place>>>()?, again)
            }
            None => self.found_by(query, &state, again)?,
        };
        let there = ByPlace::of(self);
        let mut coded = SavedQuery { stamp: query.stamp.touched(self.now), ..query.clone() };
        let mut annotations: BTreeMap<AnnotationId, Annotation> = BTreeMap::new();
        let mut sources = BTreeSet::new();
        for (source, spans) in places {
            if let Some(first) = spans.first() {
                coded.note_coded(source, *first);
            }
            sources.insert(source);
            let new = match there.at(source, &spans).first() {
                Some(old) => self.with_tag(old, tag),
                None => self.tagged(source, spans, tag)?,
            };
            annotations.insert(new.id, new);
        }
        let label = Message::new("label-autocode").with("name", name).with("count", annotations.len());
        let mut edits: Vec<Edit> = annotations.into_values().map(|it| Edit::Put(Record::Annotation(it))).collect();
        if !edits.is_empty() {
            edits.push(Edit::Put(Record::Query(coded)));
        }
        Ok(sources.into_iter().fold(Resolved::new(label, edits), Resolved::about))
    }

    fn with_tag(&self, old: &Annotation, tag: TagId) -> Annotation {
        let mut new = self.touched_annotation(old);
        new.tags.push(tag);
        new
    }

    fn found_by(&self, query: &SavedQuery, state: &CodingState, again: bool) -> Result<Vec<Place>> {
        let corpus = Corpus::of(self.session, &Corpus::default());
        let asked = query.query();
        let search = asked.search().map_err(RequestError::BadQuery)?;
        let table = search
            .needs_facts()
            .then(|| FactTable::new(corpus.pages().map(AsRef::as_ref), Some(&self.session.notebook)));
        let facts = table.as_ref().map(|table| |document: DocumentId| table.of(document));
        let facts = facts.as_ref().map(|facts| facts as &(dyn Fn(DocumentId) -> Facts + Sync));
        let knowledge = Knowledge { facts, words: None };
        let (cancel, progress) = (Cancel::default(), Progress::default());
        let mut hits = Vec::new();
        let about = (asked.scope, &knowledge);
        find_hits(&corpus, &search, about, (&cancel, &progress), &mut |lot| hits.extend(lot));
        Ok(state.plan(&corpus, &hits, again, &cancel).places)
    }

    /// The saved queries without a tag that goes.
    pub(in crate::session) fn queries_without(&self, tag: TagId, instead: Option<TagId>) -> impl Iterator<Item = Edit> {
        let with_it = self.session.notebook.queries().values().filter(move |query| query.tag == Some(tag));
        with_it.map(move |query| {
            let stamp = query.stamp.touched(self.now);
            Edit::Put(Record::Query(SavedQuery { tag: instead, stamp, ..query.clone() }))
        })
    }
}

/// The query that finds all terms of a keyword list.
#[must_use]
pub fn query_of_terms(terms: &[String]) -> String {
    let quoted = |member: &str| {
        let is_marked = member.starts_with('/') || member.starts_with('"');
        if is_marked { member.to_owned() } else { format!("\"{member}\"") }
    };
    terms.iter().flat_map(|term| members(term)).map(quoted).collect::<Vec<_>>().join(" | ")
}
