//! A whole archive: how fast it is taken in, beside the engine alone on the same text, with how much memory, and how fast
//! searches over it are, inside one process and as whole commands.
//!
//! `cargo bench --bench archive -- FILE.jsonl[.gz|.zst]`; without a file the Reuters collection under `WHOSAID_DATA`, else the
//! sample collection. It prints one table; it is no test and judges nothing.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use support::measure::{folder_bytes, percentile, whosaid, with_memory};
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, TantivyDocument};
use whosaid::article::{self, Article, FileEntry, Limits, WalkOptions};
use whosaid::index::{self, Location, Reader, Silent, UpdateOptions};
use whosaid::search::{Request, search};
use whosaid::text::analysis;
use whosaid::{attribution::Model, parallel};

/// Queries measured inside one process, and whole commands.
const QUERIES: usize = 1_000;
const COMMANDS: usize = 50;

fn main() {
    // `cargo bench` passes flags of its own.
    let file = std::env::args().skip(1).find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let archive = file.unwrap_or_else(default_archive);
    let articles = read(&archive);
    let words: usize = articles.iter().map(|article| article.text.split_whitespace().count()).sum();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    println!("archive            {}: {} articles, {words} words, {bytes} bytes", archive.display(), articles.len());

    let dir = tempfile::tempdir().expect("a temporary folder");
    let threads = parallel::threads(None);
    let (quotes, took) = take_in(&archive, &dir.path().join("index"), articles.len());
    rate("whosaid index", took, articles.len(), words);
    let alone = engine_alone(&articles, &dir.path().join("alone"), threads);
    rate("engine alone", alone, articles.len(), words);
    println!("ratio              {:.2} times the engine alone", took.as_secs_f64() / alone.as_secs_f64());

    let fresh = dir.path().join("fresh");
    let (whole, memory) = with_memory(whosaid(&fresh).arg("index").arg(&archive));
    println!("whole command      {:.1} s, {} MB of memory, {quotes} quotes", whole.as_secs_f64(), memory.own >> 20);
    println!("index on disk      {:.2} times the text", folder_bytes(&fresh) as f64 / bytes as f64);

    let location = Location::Folder(dir.path().join("index"));
    let requests = requests(&location);
    percentiles("search in process", in_process(&location, &requests));
    percentiles("search as command", as_commands(&dir.path().join("index"), &requests));
}

fn default_archive() -> PathBuf {
    let data = std::env::var_os("WHOSAID_DATA").map(|data| PathBuf::from(data).join("unlabelled/reuters.jsonl.gz"));
    data.filter(|path| path.exists()).unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"))
}

fn read(archive: &Path) -> Vec<Article> {
    let mut articles = Vec::new();
    let entries: Vec<FileEntry> = article::walk(archive, &WalkOptions::default()).flatten().collect();
    for entry in entries {
        articles.extend(article::read(&entry, Limits::default()).flatten().map(|located| located.article));
    }
    articles
}

fn take_in(archive: &Path, folder: &Path, articles: usize) -> (u64, Duration) {
    let options = UpdateOptions {
        paths: vec![archive.to_owned()],
        max_article_bytes: Limits::default().max_article_bytes,
        ..UpdateOptions::default()
    };
    let start = Instant::now();
    let summary = index::update(&Location::Folder(folder.to_owned()), &Model::embedded(), &options, &Silent)
        .expect("the archive can be indexed");
    assert!(summary.articles as usize <= articles, "no article is taken in twice");
    (summary.quotes, start.elapsed())
}

/// The same texts, stored and indexed with positions by the engine alone.
fn engine_alone(articles: &[Article], folder: &Path, threads: usize) -> Duration {
    fs::create_dir_all(folder).expect("a folder can be made");
    let mut schema = Schema::builder();
    let title = schema.add_text_field("title", TEXT | STORED);
    let text = schema.add_text_field("text", TEXT | STORED);
    let index = Index::create_in_dir(folder, schema.build()).expect("an index can be made");
    let start = Instant::now();
    let mut writer = index.writer_with_num_threads(threads, threads * (48 << 20)).expect("a writer");
    for article in articles {
        let mut document = TantivyDocument::new();
        document.add_text(title, article.title.as_deref().unwrap_or_default());
        document.add_text(text, &article.text);
        writer.add_document(document).expect("a document can be added");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges end");
    start.elapsed()
}

fn rate(what: &str, took: Duration, articles: usize, words: usize) {
    let seconds = took.as_secs_f64();
    println!(
        "{what:<18} {seconds:.1} s, {:.0} articles/s, {:.2} million words/s",
        articles as f64 / seconds,
        words as f64 / seconds / 1e6
    );
}

/// Queries as people ask them: words, several words, phrases, words of a speaker, words in a span of time; made of what the
/// index itself holds, the same ones for the same archive.
fn requests(location: &Location) -> Vec<Request> {
    let reader = Reader::open(location).expect("the index opens");
    let all = Request { limit: 2 * QUERIES, ..Request::default() };
    let found = search(&reader, &all).expect("everything can be asked for").hits;
    assert!(!found.is_empty(), "an archive without quotes can't be searched");
    let mut requests = Vec::new();
    for number in 0..QUERIES {
        let quote = &found[number * 7 % found.len()].quote;
        let words: Vec<String> = analysis::words(&quote.quote).map(|word| word.folded).collect();
        let word = |place: usize| words.get(place % words.len().max(1)).cloned().unwrap_or_else(|| "said".to_owned());
        let mut request = Request::default();
        match number % 5 {
            0 => request.words = vec![word(number)],
            1 => request.words = vec![word(number), word(number + 2)],
            2 => request.words = vec![format!("\"{} {}\"", word(1), word(2))],
            3 => {
                request.words = vec![word(number)];
                request.speakers.extend(quote.speaker.name.clone());
            }
            _ => {
                request.words = vec![word(number)];
                request.since = quote.article.date.map(|date| date.year().to_string());
            }
        }
        requests.push(request);
    }
    requests
}

fn in_process(location: &Location, requests: &[Request]) -> Vec<Duration> {
    let reader = Reader::open(location).expect("the index opens");
    let mut times = Vec::new();
    for request in requests {
        let start = Instant::now();
        let _ = search(&reader, request).map(|results| std::hint::black_box(results.total));
        times.push(start.elapsed());
    }
    times
}

fn as_commands(folder: &Path, requests: &[Request]) -> Vec<Duration> {
    let mut times = Vec::new();
    for request in requests.iter().step_by(requests.len() / COMMANDS) {
        let mut command = whosaid(folder);
        command.arg("search").arg("--").args(&request.words);
        let start = Instant::now();
        let _ = command.status().expect("whosaid runs");
        times.push(start.elapsed());
    }
    times
}

fn percentiles(what: &str, mut times: Vec<Duration>) {
    let (half, most) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    println!("{what:<18} p50 {half:.2} ms, p99 {most:.2} ms over {} queries", times.len());
}
