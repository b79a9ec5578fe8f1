//! Extraction of the sample collection: articles and bytes a second, on one core and on all.
//!
//! `cargo bench --bench extraction`

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use whosaid::article::{self, Article, Limits, WalkOptions};
use whosaid::attribution::Model;
use whosaid::{parallel, speakers};

/// The articles of `corpus`.
fn sample_articles() -> Vec<Article> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut articles = Vec::new();
    for entry in article::walk(&root, &WalkOptions::default()).flatten() {
        articles.extend(article::read(&entry, Limits::default()).flatten().map(|located| located.article));
    }
    articles
}

fn extract_all(articles: &[Article], model: &Model, threads: usize) -> usize {
    let mut quotes = 0;
    let produce = |send: &dyn Fn(usize, usize) -> bool| {
        for (number, article) in articles.iter().enumerate() {
            send(number, article.text.len());
        }
    };
    let work = |number: usize| speakers::extract(&articles[number], model).len();
    let consume = |found: usize| {
        quotes += found;
        Ok::<(), ()>(())
    };
    parallel::ordered(threads, 64 << 20, produce, work, consume).expect("the consumer never fails");
    quotes
}

fn extraction(criterion: &mut Criterion) {
    let articles = sample_articles();
    let model = Model::embedded();
    let mut group = criterion.benchmark_group("extraction");
    group.throughput(Throughput::Elements(articles.len() as u64));
    for threads in [1, parallel::threads(None)] {
        group.bench_with_input(BenchmarkId::new("threads", threads), &threads, |bencher, &threads| {
            bencher.iter(|| black_box(extract_all(&articles, &model, threads)));
        });
    }
    group.finish();
}

criterion_group!(benches, extraction);
criterion_main!(benches);
