//! Finding words and keywords, beside a plain search for the same bytes in the same text.

#![allow(missing_docs, reason = "criterion's macros write functions without documentation")]

mod generated;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jianbao::search::{KeywordMatcher, KeywordTerms, ListIndex, Mode, Query};
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

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = find, keywords
}
criterion_main!(benches);
