//! Whatever is asked of a notebook, in whatever order: its records stay whole, every step can be taken back and done again, and
//! what is written is what is read.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jianbao::exchange::Proof;
use jianbao::library::{Origin, Page, Source};
use jianbao::notebook::{AnnotationId, BinnedId, CONTEXT_CHARS, NoteId, Notebook, NotebookId, Quotation, Revision};
use jianbao::session::{Request, Session, Target};
use jianbao::store::{Store, parse_notebook, write_notebook};
use jianbao::text::{CharSpan, Text};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use unicode_segmentation::UnicodeSegmentation as _;

const SOURCES: [&str; 2] = ["甲.txt", "乙.txt"];

/// What texts are made of: one code point and several, narrow and wide, and every kind of line end.
const PIECES: &[&str] = &[
    "工人",
    "，",
    "。",
    "a",
    " ",
    "\u{3000}",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "😀",
    "👨‍👩‍👧",
    "🇨🇳",
    "e\u{301}",
    "字\u{20dd}",
    "\u{301}",
    "“",
    "\"",
    "\\",
    "\t",
    "𠮷",
];

fn text() -> impl Strategy<Value = String> {
    vec(select(PIECES), 1..60).prop_map(|pieces| format!("头。{}", pieces.concat()))
}

/// Comments, notes and names: some blank.
fn words() -> impl Strategy<Value = String> {
    vec(select(&["核实", "\"", "\\", "\n", "😀", " ", "e\u{301}", "#(", "/*", "\u{7}"][..]), 0..5)
        .prop_map(|it| it.concat())
}

/// One of a few names, so that requests meet.
fn name() -> impl Strategy<Value = String> {
    select(&["欠薪", "人物", " 人物 ", "", "\"引号\"", "😀"][..]).prop_map(str::to_owned)
}

/// Something to ask for. Records are chosen by place, since their ids are not known before.
#[derive(Clone, Debug)]
enum Wish {
    Plain(Request),
    Annotate(usize, Vec<(Index, u32)>, Vec<String>, String),
    Toggle(usize, Vec<(Index, u32)>, String),
    /// Toggles a tag where an annotation is.
    ToggleThere(Index, String),
    Comment(Index, String),
    /// Typed: consecutive ones on the same annotation are one step.
    Type(Index, String),
    Retag(Index, Vec<String>),
    RemoveAnnotation(Index),
    EditNote(Index, String),
    RemoveNote(Index),
    RestoreBinned(Index),
    DiscardBinned(Index),
}

fn wish() -> impl Strategy<Value = Wish> {
    let source = || select(&SOURCES[..]).prop_map(str::to_owned);
    let spans = || vec((any::<Index>(), 1..9u32), 1..4);
    let color = || any::<[u8; 3]>().prop_map(jianbao::notebook::Color);
    let target = prop_oneof![
        Just(Target::Notebook),
        source().prop_map(|source| Target::Source { source }),
        (source(), 0..80u32).prop_map(|(source, at)| Target::Article { source, at }),
    ];
    let tags = prop_oneof![
        3 => (name(), proptest::option::of(color()), words(), proptest::option::of(0..11u8)).prop_map(
            |(name, color, description, shortcut)| Request::AddTag { name, color, description, shortcut }
        ),
        1 => (name(), name()).prop_map(|(tag, to)| Request::RenameTag { tag, to }),
        1 => (name(), color()).prop_map(|(tag, color)| Request::RecolorTag { tag, color }),
        1 => (name(), words()).prop_map(|(tag, description)| Request::DescribeTag { tag, description }),
        1 => (name(), proptest::option::of(0..11u8)).prop_map(|(tag, shortcut)| Request::SetShortcut { tag, shortcut }),
        1 => (name(), 0..5usize).prop_map(|(tag, to)| Request::MoveTag { tag, to }),
        1 => name().prop_map(|tag| Request::RemoveTag { tag }),
    ];
    let lists = prop_oneof![
        (name(), proptest::option::of(color()), vec(name(), 0..4))
            .prop_map(|(name, color, terms)| Request::AddKeywordList { name, color, terms }),
        (name(), vec(name(), 0..4)).prop_map(|(list, terms)| Request::SetTerms { list, terms }),
        (name(), any::<bool>()).prop_map(|(list, on)| Request::SwitchKeywordList { list, on }),
        (name(), name()).prop_map(|(list, to)| Request::RenameKeywordList { list, to }),
        (name(), color()).prop_map(|(list, color)| Request::RecolorKeywordList { list, color }),
        name().prop_map(|list| Request::RemoveKeywordList { list }),
    ];
    let others = prop_oneof![
        (target, words()).prop_map(|(target, text)| Request::AddNote { target, text }),
        (source(), 0..80u32, any::<bool>()).prop_map(|(source, at, read)| Request::MarkRead { source, at, read }),
        (source(), 0..80u32, any::<bool>()).prop_map(|(source, at, starred)| Request::Star { source, at, starred }),
        source().prop_map(|source| Request::RemoveSource { source }),
        source().prop_map(|source| Request::RestoreSource { source }),
        Just(Request::Undo),
        Just(Request::Undo),
        Just(Request::Redo),
        Just(Request::EmptyBin),
    ];
    prop_oneof![
        4 => tags.prop_map(Wish::Plain),
        2 => lists.prop_map(Wish::Plain),
        3 => others.prop_map(Wish::Plain),
        4 => (0..2usize, spans(), vec(name(), 0..3), words()).prop_map(|(at, spans, tags, comment)| Wish::Annotate(at, spans, tags, comment)),
        2 => (0..2usize, spans(), name()).prop_map(|(at, spans, tag)| Wish::Toggle(at, spans, tag)),
        2 => (any::<Index>(), name()).prop_map(|(at, tag)| Wish::ToggleThere(at, tag)),
        1 => (any::<Index>(), words()).prop_map(|(at, comment)| Wish::Comment(at, comment)),
        2 => (any::<Index>(), words()).prop_map(|(at, comment)| Wish::Type(at, comment)),
        1 => (any::<Index>(), vec(name(), 0..3)).prop_map(|(at, tags)| Wish::Retag(at, tags)),
        1 => any::<Index>().prop_map(Wish::RemoveAnnotation),
        1 => (any::<Index>(), words()).prop_map(|(at, text)| Wish::EditNote(at, text)),
        1 => any::<Index>().prop_map(Wish::RemoveNote),
        2 => any::<Index>().prop_map(Wish::RestoreBinned),
        1 => any::<Index>().prop_map(Wish::DiscardBinned),
    ]
}

fn session(texts: &[String; 2]) -> Session {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    let page = |(name, text): (&&str, &String)| {
        // The second page's file begins with a byte order mark, and is never the same as the first.
        let bytes = if *name == SOURCES[1] { format!("\u{feff}{text}乙") } else { text.clone() };
        Arc::new(Page::new(Source::from_bytes((*name).to_owned(), Origin::Sample, bytes.as_bytes()).unwrap()))
    };
    session.open_pages(SOURCES.iter().zip(texts).map(page).collect::<Vec<_>>());
    session
}

fn text_of(session: &Session, source: usize) -> Arc<Text> {
    let page = session.library().iter().find(|page| page.source.name == SOURCES[source]);
    Arc::clone(&page.unwrap().source.text)
}

/// Spans somewhere in the text; one of them may end past it.
fn spans_in(text: &Text, places: &[(Index, u32)]) -> Vec<CharSpan> {
    let place = |(at, length): &(Index, u32)| {
        let start = at.index(text.len() as usize) as u32;
        CharSpan::new(start, start + length)
    };
    places.iter().map(place).collect()
}

/// Does what is wished for, if there is what it is about; tells whether it could be done.
fn fulfil(session: &mut Session, wish: Wish) -> bool {
    let annotations: Vec<AnnotationId> = session.notebook().annotations().keys().copied().collect();
    let notes: Vec<NoteId> = session.notebook().notes().keys().copied().collect();
    let annotation = |at: Index| (!annotations.is_empty()).then(|| annotations[at.index(annotations.len())]);
    let bin: Vec<BinnedId> = session.notebook().bin().keys().copied().collect();
    let binned = |at: Index| (!bin.is_empty()).then(|| bin[at.index(bin.len())]);
    let note = |at: Index| (!notes.is_empty()).then(|| notes[at.index(notes.len())]);
    let typed = matches!(wish, Wish::Type(..));
    let request = match wish {
        Wish::Plain(request) => Some(request),
        Wish::Annotate(source, places, tags, comment) => {
            let spans = spans_in(&text_of(session, source), &places);
            Some(Request::Annotate { source: SOURCES[source].to_owned(), spans, tags, comment })
        }
        Wish::Toggle(source, places, tag) => {
            let spans = spans_in(&text_of(session, source), &places);
            Some(Request::ToggleTag { source: SOURCES[source].to_owned(), spans, tag })
        }
        Wish::ToggleThere(at, tag) => annotation(at).map(|id| {
            let there = &session.notebook().annotations()[&id];
            Request::ToggleTag { source: there.source.to_string(), spans: there.spans.clone(), tag }
        }),
        Wish::Comment(at, comment) | Wish::Type(at, comment) => {
            annotation(at).map(|annotation| Request::Comment { annotation, comment })
        }
        Wish::Retag(at, tags) => annotation(at).map(|annotation| Request::Retag { annotation, tags }),
        Wish::RemoveAnnotation(at) => annotation(at).map(|annotation| Request::RemoveAnnotation { annotation }),
        Wish::EditNote(at, text) => note(at).map(|note| Request::EditNote { note, text }),
        Wish::RemoveNote(at) => note(at).map(|note| Request::RemoveNote { note }),
        Wish::RestoreBinned(at) => binned(at).map(|binned| Request::RestoreBinned { binned }),
        Wish::DiscardBinned(at) => binned(at).map(|binned| Request::DiscardBinned { binned }),
    };
    let Some(request) = request else { return true };
    if typed { session.perform_typing(request).is_ok() } else { session.perform(request).is_ok() }
}

/// The notebook without what is no step to undo.
fn steps_of(session: &Session) -> String {
    let mut notebook = session.notebook().clone();
    notebook.revision = Revision::default();
    let text = write_notebook(&notebook).unwrap();
    let cut = text.find("\narticle_marks: [").unwrap();
    let (sources, tags) = (text.find("\nsources: [").unwrap(), text.find("\ntags: [").unwrap());
    format!("{}{}", &text[..sources], &text[tags..cut])
}

fn undo_all(session: &mut Session) -> Result<(), TestCaseError> {
    while session.next_undo().is_some() {
        prop_assert!(session.perform(Request::Undo).is_ok());
        check_records(session)?;
    }
    Ok(())
}

fn redo_all(session: &mut Session) -> Result<(), TestCaseError> {
    while session.next_redo().is_some() {
        prop_assert!(session.perform(Request::Redo).is_ok());
        check_records(session)?;
    }
    Ok(())
}

/// Every record is whole and names only what is there; every quotation stands in its source.
fn check_records(session: &Session) -> Result<(), TestCaseError> {
    let notebook = session.notebook();
    for (id, annotation) in notebook.annotations() {
        prop_assert_eq!(*id, annotation.id);
        prop_assert!(notebook.sources().contains_key(&annotation.source));
        prop_assert!(annotation.tags.iter().all(|tag| notebook.tags().contains_key(tag)));
        prop_assert_eq!(annotation.tags.iter().collect::<BTreeSet<_>>().len(), annotation.tags.len());
        prop_assert!(!annotation.tags.is_empty() || !annotation.comment.trim().is_empty(), "it says nothing");
        let text = &session.page(annotation.source).unwrap().source.text;
        prop_assert!(annotation.spans.iter().all(|span| text.holds(*span)) && !annotation.spans.is_empty());
        prop_assert_eq!(session.prove(annotation), Proof::Exact);
        prop_assert_eq!(&annotation.quotation.exact, &text.quote(&annotation.spans));
        check_context(text, &annotation.spans, &annotation.quotation)?;
    }
    let names: BTreeSet<&str> = notebook.tags().values().map(|tag| tag.name.as_str()).collect();
    prop_assert_eq!(names.len(), notebook.tags().len());
    prop_assert!(names.iter().all(|name| !name.is_empty() && name.trim() == *name));
    let digits: Vec<u8> = notebook.tags().values().filter_map(|tag| tag.shortcut).collect();
    prop_assert!(digits.iter().all(|digit| (1..=9).contains(digit)));
    prop_assert_eq!(digits.iter().collect::<BTreeSet<_>>().len(), digits.len(), "a digit on two tags: {:?}", digits);
    let orders: BTreeSet<u32> = notebook.tags().values().map(|tag| tag.order).collect();
    prop_assert_eq!(orders.len(), notebook.tags().len(), "two tags at one place of the codebook");
    prop_assert!(notebook.notes().values().all(|note| !note.text.trim().is_empty()));
    let lists = notebook.ordered_keyword_lists();
    prop_assert_eq!(lists.iter().map(|list| &list.name).collect::<BTreeSet<_>>().len(), lists.len());
    for list in lists {
        prop_assert!(list.terms.iter().all(|term| !term.trim().is_empty()));
        prop_assert_eq!(list.terms.iter().collect::<BTreeSet<_>>().len(), list.terms.len());
    }
    Ok(())
}

/// Prefix and suffix are whole clusters of what stands before and behind, as many as fit.
fn check_context(text: &Text, spans: &[CharSpan], quotation: &Quotation) -> Result<(), TestCaseError> {
    let (first, last) = (spans[0], spans[spans.len() - 1]);
    let before: Vec<&str> = text.slice(CharSpan::new(0, first.start)).graphemes(true).collect();
    let after: Vec<&str> = text.slice(CharSpan::new(last.end, text.len())).graphemes(true).collect();
    let fitting = |clusters: &mut dyn Iterator<Item = &str>| {
        let mut chars = 0;
        let fits = |cluster: &&str| {
            chars += cluster.chars().count();
            chars <= CONTEXT_CHARS as usize
        };
        clusters.filter(|cluster| *cluster != "\n").take_while(fits).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut prefix = fitting(&mut before.iter().rev().copied());
    prefix.reverse();
    let suffix = fitting(&mut after.iter().copied());
    // Context is taken from a window around the quotation, so less of it may be there where line breaks are many.
    prop_assert!(prefix.concat().ends_with(&quotation.prefix), "{:?} {:?}", prefix, quotation.prefix);
    prop_assert!(suffix.concat().starts_with(&quotation.suffix), "{:?} {:?}", suffix, quotation.suffix);
    let boundary = |clusters: &[String], part: &str| (0..=clusters.len()).any(|at| clusters[at..].concat() == part);
    prop_assert!(boundary(&prefix, &quotation.prefix), "{:?} cuts {:?}", quotation.prefix, prefix);
    let start = |at: usize| suffix[..at].concat() == quotation.suffix;
    prop_assert!((0..=suffix.len()).any(start), "{:?} cuts {:?}", quotation.suffix, suffix);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn steps_are_taken_back_and_done_again(texts in [text(), text()], wishes in vec(wish(), 1..40)) {
        let mut session = session(&texts);
        let start = steps_of(&session);
        for wish in wishes {
            let before = session.notebook().clone();
            if !fulfil(&mut session, wish) {
                prop_assert_eq!(session.notebook(), &before, "what cannot be done changes nothing");
            }
            check_records(&session)?;
        }
        redo_all(&mut session)?;
        let end = steps_of(&session);
        undo_all(&mut session)?;
        prop_assert_eq!(steps_of(&session), start.as_str());
        redo_all(&mut session)?;
        prop_assert_eq!(steps_of(&session), end.as_str());
        undo_all(&mut session)?;
        prop_assert_eq!(steps_of(&session), start);
    }

    #[test]
    fn what_is_written_is_what_is_read(texts in [text(), text()], wishes in vec(wish(), 1..40)) {
        let mut session = session(&texts);
        for wish in wishes {
            fulfil(&mut session, wish);
        }
        let text = write_notebook(session.notebook()).unwrap();
        let read = parse_notebook(Path::new("n.ron"), text.as_bytes()).unwrap();
        prop_assert_eq!(&read, session.notebook());
        prop_assert_eq!(write_notebook(&read).unwrap(), text.as_str());
        // One record a line: sections, head and foot take the rest.
        let sections = text.lines().filter(|line| line.ends_with(": [")).count();
        prop_assert_eq!(text.lines().count(), 5 + 2 * sections + session.notebook().keys().count());
    }

    #[test]
    fn context_is_whole_clusters(text in text(), places in vec((any::<Index>(), 1..9u32), 1..4)) {
        let text = Text::new(text);
        let spans = spans_in(&text, &places);
        match Quotation::at(&text, &spans) {
            Some(quotation) => {
                check_context(&text, &spans, &quotation)?;
                prop_assert!(quotation.stands_at(&text, &spans));
                prop_assert!(!quotation.exact.contains(['\n', '\r']));
            }
            None => prop_assert!(spans.iter().any(|span| span.end > text.len())),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// The journal alone brings a notebook back, wherever a full save fell.
    #[test]
    fn a_journal_leads_to_the_same_notebook(texts in [text(), text()], wishes in vec(wish(), 1..40), saved_at in any::<Index>()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.ron");
        let mut session = session(&texts);
        let saved_at = saved_at.index(wishes.len());
        session.take_outbox();
        let mut store = Store::create(&path, session.notebook()).unwrap();
        for (at, wish) in wishes.into_iter().enumerate() {
            fulfil(&mut session, wish);
            store.append(&session.take_outbox()).unwrap();
            if at == saved_at {
                store.save(session.notebook()).unwrap();
            }
        }
        drop(store);
        let opened = Store::open(&path).unwrap();
        prop_assert!(opened.notices.is_empty());
        prop_assert_eq!(&opened.notebook, session.notebook());
    }
}
