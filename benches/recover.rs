//! Recovering the sample pages, and one made-up page of a megabyte that shows whether time grows with length alone.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jianbao::library::decode;
use jianbao::recover::recover;
use jianbao::text::Text;

/// The sample pages, decoded.
fn samples() -> Vec<Text> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pages");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|ext| ext == "txt")).collect();
    paths.sort();
    paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()).map(Text::new).collect()
}

/// The samples again and again, each time with other Han characters, so that no line stands there twice.
fn long_page(samples: &[Text], bytes: usize) -> Text {
    let mut out = String::with_capacity(bytes);
    for turn in 0.. {
        for text in samples {
            out.extend(text.as_str().chars().map(|ch| match ch {
                '\u{4e00}'..='\u{9fa5}' => {
                    char::from_u32(0x4e00 + (ch as u32 - 0x4e00 + turn * 37) % 0x5000).unwrap_or(ch)
                }
                _ => ch,
            }));
            out.push('\n');
            if out.len() >= bytes {
                return Text::new(out);
            }
        }
        if samples.is_empty() {
            break;
        }
    }
    Text::new(out)
}

fn pages(criterion: &mut Criterion) {
    let samples = samples();
    let mut group = criterion.benchmark_group("recover");
    group.throughput(Throughput::Bytes(samples.iter().map(|text| text.as_str().len() as u64).sum()));
    group.bench_function("samples", |bencher| {
        bencher.iter(|| samples.iter().for_each(|text| drop(black_box(recover(text)))))
    });
    for kilobytes in [250, 1000] {
        let page = long_page(&samples, kilobytes * 1000);
        group.throughput(Throughput::Bytes(page.as_str().len() as u64));
        group.bench_function(format!("{kilobytes} kB"), |bencher| bencher.iter(|| recover(black_box(&page))));
    }
    group.finish();
}

/// Files of hard-wrapped pages from bytes to layouts, beside counting the characters of the same bytes, which is what
/// `wc -m` does.
fn files(criterion: &mut Criterion) {
    let samples = samples();
    let wrapped = samples.iter().filter(|text| text.line_count() > 200).map(|text| text.as_str().as_bytes());
    let files: Vec<&[u8]> = wrapped.collect();
    let mut group = criterion.benchmark_group("hard-wrapped files");
    group.throughput(Throughput::Bytes(files.iter().map(|file| file.len() as u64).sum()));
    group.bench_function("count characters", |bencher| {
        let count = |file: &&[u8]| std::str::from_utf8(file).map_or(0, |text| text.chars().count());
        bencher.iter(|| files.iter().map(|file| count(&black_box(*file))).sum::<usize>())
    });
    group.bench_function("decode and recover", |bencher| {
        bencher.iter(|| {
            files
                .iter()
                .filter_map(|file| decode(black_box(file)).ok())
                .map(|it| recover(&it.text).articles.len())
                .sum::<usize>()
        })
    });
    group.finish();
}

criterion_group!(benches, pages, files);
criterion_main!(benches);
