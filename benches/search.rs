//! Finding words and keywords, beside a plain search for the same bytes in the same text, and beside `rg` on files that hold it.
//!
//! `JIANBAO_BENCH_FILE` names a text to be searched three times over; without it one is made up.

#![allow(missing_docs, reason = "criterion's macros write functions without documentation")]

mod generated;

use std::fs;
use std::hint::black_box;
use std::process::{Command, Stdio};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jianbao::jobs::in_parallel;
use jianbao::library::{Origin, Page, Source};
use jianbao::search::{
    CONTEXT_CHARS, Hit, KeywordMatcher, KeywordTerms, Knowledge, ListIndex, Mode, Options, PIECE_BYTES, Query, Search,
    Shelf, Variants,
};
use jianbao::task::Cancel;
use jianbao::text::Folded;

const BYTES: usize = 4 << 20;

/// Terms as a journalist might have them in four lists.
fn terms() -> Vec<Vec<String>> {
    let lists = ["欠薪 工资 农民工 拖欠", "劳动关系 仲裁 调解 监察", "工会 职工 驿站", "GDP Ａ股 产业园 合作社"];
    lists.map(|terms| terms.split(' ').map(str::to_owned).collect()).into()
}

fn find(criterion: &mut Criterion) {
    let paragraphs = generated::paragraphs(BYTES);
    let mut group = criterion.benchmark_group("find");
    group.throughput(Throughput::Bytes(paragraphs.iter().map(|it| it.len() as u64).sum()));
    for (name, word) in [("rare", generated::RARE), ("common", generated::COMMON)] {
        let plain = memchr::memmem::Finder::new(word);
        group.bench_function(format!("{name}/plain bytes"), |bencher| {
            bencher
                .iter(|| paragraphs.iter().map(|it| plain.find_iter(black_box(it.as_bytes())).count()).sum::<usize>());
        });
        for (kind, mode) in [
            ("words", Mode::default()),
            ("exact", Mode { exact: true, ..Mode::default() }),
            ("regex", Mode { regex: true, ..Mode::default() }),
        ] {
            let query = Query::parse(word, mode).expect("a word is a query");
            group.bench_function(format!("{name}/{kind}"), |bencher| {
                bencher.iter(|| paragraphs.iter().map(|it| query.find(black_box(it)).len()).sum::<usize>());
            });
        }
    }
    group.finish();
}

fn keywords(criterion: &mut Criterion) {
    let paragraphs = generated::paragraphs(BYTES);
    let mut group = criterion.benchmark_group("keywords");
    group.throughput(Throughput::Bytes(paragraphs.iter().map(|it| it.len() as u64).sum()));
    group.bench_function("folding alone", |bencher| {
        bencher.iter(|| paragraphs.iter().map(|it| Folded::new(black_box(it)).text.len()).sum::<usize>());
    });
    let terms = terms();
    let lists =
        terms.iter().zip(0..).map(|(terms, at)| KeywordTerms { list: ListIndex(at), terms, whole_words: false });
    let matcher = KeywordMatcher::new(lists);
    group.bench_function("15 terms of 4 lists", |bencher| {
        bencher.iter(|| paragraphs.iter().map(|it| matcher.hits(black_box(it), None).len()).sum::<usize>());
    });
    group.finish();
}

/// Bytes of the text that is searched three times, if it is made up.
const FILE_BYTES: usize = 33_000_000;

/// All hits on all cores, as a job finds them.
fn all_hits(search: &Search, shelves: &[Shelf]) -> Vec<(usize, Hit)> {
    let pieces: Vec<_> = shelves
        .iter()
        .enumerate()
        .flat_map(|(at, shelf)| shelf.pieces(PIECE_BYTES).into_iter().map(move |piece| (at, piece)))
        .collect();
    let found = in_parallel(&pieces, &Cancel::default(), |(at, piece)| {
        let hits = search.hits_among(&shelves[*at], piece.clone(), &Knowledge::default());
        hits.into_iter().map(|hit| (*at, hit)).collect::<Vec<_>>()
    });
    found.concat()
}

fn beside_rg(criterion: &mut Criterion) {
    let text = match std::env::var_os("JIANBAO_BENCH_FILE") {
        Some(path) => fs::read_to_string(path).expect("JIANBAO_BENCH_FILE is a text in UTF-8"),
        None => generated::page(FILE_BYTES),
    };
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let paths: Vec<_> = (0..3).map(|at| folder.path().join(format!("{at}.txt"))).collect();
    paths.iter().for_each(|path| fs::write(path, &text).expect("there is room"));
    let source = Source::from_bytes("text.txt".to_owned(), Origin::Sample, text.as_bytes()).expect("a text");
    let page = Page::new(source);
    let shelves: Vec<Shelf> = (0..3).map(|_| Shelf::of_page(&page)).collect();
    let mut group = criterion.benchmark_group("three times over");
    group.bench_function("fold a shelf", |bencher| bencher.iter(|| Shelf::of_page(black_box(&page)).len()));
    for (query, is_regex) in [
        (generated::RARE, false),
        (generated::COMMON, false),
        ("的", false),
        (r"欠薪.{0,9}元", true),
        (r"[一-龥]{2}企业", true),
        (r"\d+名", true),
        (r"\d+(万|亿)元", true),
    ] {
        let rg = |kind: &str| {
            let mut command = Command::new("rg");
            command.args([kind, "-c", query]).args(&paths).stdout(Stdio::null());
            command.status().is_ok_and(|status| status.code() != Some(2))
        };
        let kind = if is_regex { "--no-fixed-strings" } else { "-F" };
        if rg(kind) {
            group.bench_function(format!("{query}/rg"), |bencher| bencher.iter(|| rg(kind)));
        }
        let mode = Mode { regex: is_regex, exact: false };
        let search = Search::parse(query, Options { mode, ..Options::default() }).expect("a query");
        group.bench_function(format!("{query}/all hits"), |bencher| bencher.iter(|| all_hits(&search, &shelves).len()));
        group.bench_function(format!("{query}/100 lines"), |bencher| {
            bencher.iter(|| {
                let hits =
                    search.hits_among(&shelves[0], shelves[0].pieces(PIECE_BYTES)[0].clone(), &Knowledge::default());
                shelves[0].lines(hits.into_iter().take(100), CONTEXT_CHARS).count()
            });
        });
    }
    let variants = Variants { script: true, misread: true };
    for (name, query, variants) in [
        ("boolean", "企业 (欠薪 | 农民工) -仲裁", Variants::default()),
        ("near", "企业 NEAR/10 农民工", Variants::default()),
        ("variants", "发展", variants),
    ] {
        let search = Search::parse(query, Options { variants, ..Options::default() }).expect("a query");
        group.bench_function(format!("{name}/all hits"), |bencher| bencher.iter(|| all_hits(&search, &shelves).len()));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = find, keywords, beside_rg
}
criterion_main!(benches);
