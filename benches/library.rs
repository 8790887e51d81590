//! Decoding pages, beside counting the characters of the same bytes (what `wc -m` does).

#![allow(missing_docs, reason = "criterion's macros write functions without documentation")]

mod generated;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use encoding_rs::{GB18030, UTF_16LE};
use jianbao::library::{Origin, Page, Source, decode};

const BYTES: usize = 4 << 20;

/// Size of a scanned page.
const PAGE_BYTES: usize = 24 << 10;

fn decoding(criterion: &mut Criterion) {
    let page = generated::page(BYTES);
    let mut group = criterion.benchmark_group("decode");
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let files = [
        ("UTF-8", page.as_bytes().to_vec()),
        ("UTF-8, CRLF", page.replace('\n', "\r\n").into_bytes()),
        (GB18030.name(), GB18030.encode(&page).0.into_owned()),
        (UTF_16LE.name(), utf16),
    ];
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("counting characters", |bencher| {
        bencher.iter(|| std::str::from_utf8(black_box(page.as_bytes())).map(|text| text.chars().count()));
    });
    for (name, bytes) in &files {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(*name, |bencher| bencher.iter(|| decode(black_box(bytes)).is_ok()));
    }
    group.finish();
}

/// All that happens to a file between its bytes and the screen.
fn opening(criterion: &mut Criterion) {
    let page = generated::page(PAGE_BYTES);
    let mut group = criterion.benchmark_group("open");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("decode, hash, recover", |bencher| {
        bencher.iter(|| {
            let source = Source::from_bytes("page.txt".to_owned(), Origin::Sample, black_box(page.as_bytes()));
            Page::new(source.expect("generated text is text")).articles.len()
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = decoding, opening
}
criterion_main!(benches);
