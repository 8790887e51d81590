//! A notebook of 100,000 annotations: opening it, one edit with all that is derived from it, what jobs and full saves are given,
//! and one entry of the journal, each beside the least that it can take.

#![allow(missing_docs, reason = "criterion's macros write functions without documentation")]

use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use jianbao::library::{Page, samples};
use jianbao::notebook::{Notebook, NotebookId};
use jianbao::session::{Request, Session, Views};
use jianbao::store::{Store, parse_notebook, write_notebook};

const ANNOTATIONS: u32 = 100_000;
const TOGGLE: &str = "ToggleTag(source: \"000_68649cbc4b076ae3.txt\", spans: [(120, 140)], tag: \"欠薪\")";

/// A session on the sample pages whose notebook holds [`ANNOTATIONS`] passages, spread over all of them.
fn session() -> Session {
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    let pages: Vec<Arc<Page>> = samples().into_iter().map(|sample| Arc::new(Page::new(sample))).collect();
    session.open_pages(pages.iter().cloned());
    for tag in ["欠薪", "调解", "待核实"] {
        perform(&mut session, &format!("AddTag(name: \"{tag}\")"));
    }
    for number in 0..ANNOTATIONS {
        let source = &pages[number as usize % pages.len()].source;
        let start = number.wrapping_mul(7919) % (source.text.len() - 40);
        let spans = vec![(start, start + 10 + number % 30).into()];
        let tags = vec![["欠薪", "调解", "待核实"][number as usize % 3].to_owned()];
        let comment = format!("第{number}条");
        let annotate = Request::Annotate { source: source.id.to_string(), spans, tags, comment };
        session.perform(annotate).expect("the passage is there");
    }
    session.take_outbox();
    session
}

fn perform(session: &mut Session, line: &str) {
    session.perform(Request::parse(line).expect("a request")).expect("it can be done");
}

fn notebook(criterion: &mut Criterion) {
    let mut session = session();
    let text = write_notebook(session.notebook()).expect("it can be written");
    let path = std::path::Path::new("bench.ron");
    let mut group = criterion.benchmark_group("100,000 annotations");
    group.sample_size(10);
    group.bench_function("open/ron alone", |bencher| {
        bencher.iter(|| ron::from_str::<ron::Value>(black_box(&text)).expect("it is RON"));
    });
    group.bench_function("open/notebook", |bencher| {
        bencher.iter(|| parse_notebook(path, black_box(text.as_bytes())).expect("it is a notebook"));
    });
    group.bench_function("write/notebook", |bencher| {
        bencher.iter(|| write_notebook(black_box(session.notebook())).expect("it can be written"));
    });
    let mut views = Views::default();
    group.bench_function("edit/one tag toggled", |bencher| bencher.iter(|| perform(&mut session, TOGGLE)));
    group.bench_function("edit/one tag toggled, views after it", |bencher| {
        bencher.iter(|| {
            perform(&mut session, TOGGLE);
            views.refresh(&session);
        });
    });
    group.bench_function("edit/one tag renamed, views after it", |bencher| {
        let mut there = false;
        bencher.iter(|| {
            there = !there;
            let (old, new) = if there { ("调解", "待核实/调解") } else { ("待核实/调解", "调解") };
            perform(&mut session, &format!("RenameTag(tag: \"{old}\", to: \"{new}\")"));
            views.refresh(&session);
        });
        if there {
            perform(&mut session, "RenameTag(tag: \"待核实/调解\", to: \"调解\")");
        }
    });
    group.bench_function("edit/views made anew", |bencher| bencher.iter(|| Views::default().refresh(&session)));
    group.bench_function("snapshot/for a full save", |bencher| {
        bencher.iter_custom(|times| {
            let once = |_| {
                let start = Instant::now();
                let snapshot = session.snapshot();
                let taken = start.elapsed();
                drop(snapshot);
                taken
            };
            (0..times).map(once).sum()
        });
    });
    group.bench_function("snapshot/first edit after it", |bencher| {
        bencher.iter_custom(|times| {
            let once = |_| {
                let kept = session.snapshot();
                let start = Instant::now();
                perform(&mut session, TOGGLE);
                let taken = start.elapsed();
                drop(kept);
                taken
            };
            (0..times).map(once).sum()
        });
    });
    group.finish();
}

fn journal(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::new(Notebook::new(NotebookId::generate()), "记者");
    let mut store = Store::create(&folder.path().join("n.ron"), session.notebook()).expect("a new notebook");
    perform(&mut session, "AddTag(name: \"欠薪\")");
    let entries = session.take_outbox();
    let line = vec![b'x'; 400];
    let mut plain = File::create(folder.path().join("plain")).expect("a file");
    let mut group = criterion.benchmark_group("one edit durable");
    group.sample_size(20);
    group.bench_function("write and sync alone", |bencher| {
        bencher.iter(|| plain.write_all(&line).and_then(|()| plain.sync_data()).expect("a disk"));
    });
    group.bench_function("journal", |bencher| {
        bencher.iter(|| store.append(black_box(&entries)).expect("a disk"));
    });
    group.finish();
}

criterion_group!(benches, notebook, journal);
criterion_main!(benches);
