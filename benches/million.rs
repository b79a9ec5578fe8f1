//! A made-up archive of a million quotes, with what whosaid makes of it: how fast it is taken in, beside the engine alone on
//! the same fields; memory and size on disk; how fast it is searched, counted, traced and updated; and how all that grows.
//!
//! `cargo bench --bench million` (10,000, 100,000 and 1,000,000 quotes), or `cargo bench --bench million -- 10000 5000000`.
//! `-- write FILE 10000` writes such an archive, in the lines that `index --extracted` takes; `-- ask INDEX` asks an index of one, and
//! changes nothing.
//!
//! It prints one table a size and what ten and fifty times as much would take; it is no test and judges nothing.

mod support;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::time::{Duration, Instant};

use support::collection::{Collection, Size};
use support::measure::{folder_bytes, percentile, whosaid, with_memory};
use tantivy::schema::{FAST, Field, STORED, STRING, Schema, TEXT};
use tantivy::{Index, TantivyDocument};
use whosaid::attribution::Kind;
use whosaid::index::{Facet, Location, Query, Reader};
use whosaid::parallel;
use whosaid::search::{Request, search, trace};
use whosaid::speakers::QuoteLine;
use whosaid::text::analysis;

/// Queries measured inside one process; whole commands, and updates, of each sort.
const QUERIES: usize = 2_000;
const COMMANDS: usize = 20;
const UPDATES: usize = 5;
const TRACES: usize = 200;

/// Sizes beyond those measured that the last two are carried on to.
const BEYOND: [usize; 2] = [10_000_000, 50_000_000];

const SEED: u64 = 11;

/// What was measured at one size.
struct Measured {
    quotes: usize,
    index: Duration,
    memory: u64,
    bytes: u64,
    p50: f64,
    p99: f64,
    facets: f64,
    update: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [command, file, quotes] = arguments.as_slice()
        && command == "write"
    {
        let quotes = quotes.parse().expect("a number of quotes");
        println!("{:?}", write(&mut Collection::new(SEED), quotes, Path::new(file)));
        return;
    }
    if let [command, folder] = arguments.as_slice()
        && command == "ask"
    {
        ask(Path::new(folder));
        return;
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000, 1_000_000] } else { sizes };
    let measured: Vec<Measured> = sizes.into_iter().map(measure).collect();
    if let [.., before, last] = measured.as_slice() {
        carry_on(before, last);
    }
}

fn measure(quotes: usize) -> Measured {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let folder = dir.path().join("index");
    let archive = dir.path().join("archive.jsonl");
    let mut collection = Collection::new(SEED);
    let size = write(&mut collection, quotes, &archive);
    println!("\n{} quotes in {} articles, {} MB of text", size.quotes, size.articles, size.text_bytes >> 20);

    let (index, memory) = with_memory(whosaid(&folder).args(["index", "--extracted"]).arg(&archive));
    let per_second = size.articles as f64 / index.as_secs_f64();
    row("index", &format!("{:.1} s, {per_second:.0} articles/s", index.as_secs_f64()));
    row("memory", &format!("{} MB, {} MB with mapped files", memory.own >> 20, memory.with_files >> 20));
    let alone = engine_alone(&archive, &dir.path().join("alone"));
    let ratio = index.as_secs_f64() / alone.as_secs_f64();
    row(
        "engine alone",
        &format!("{:.1} s on the same fields; whosaid takes {ratio:.2} times as long", alone.as_secs_f64()),
    );
    let bytes = folder_bytes(&folder);
    row("on disk", &format!("{} MB, {:.2} times the text", bytes >> 20, bytes as f64 / size.text_bytes as f64));
    let _ = fs::remove_dir_all(dir.path().join("alone"));

    let Asked { p50, p99, facets } = ask(&folder);
    let update = updates(&mut collection, dir.path(), &folder);
    Measured { quotes: size.quotes, index, memory: memory.own, bytes, p50, p99, facets, update }
}

/// What was measured of an index that is asked.
struct Asked {
    p50: f64,
    p99: f64,
    facets: f64,
}

fn ask(folder: &Path) -> Asked {
    let location = Location::Folder(folder.to_owned());
    let begin = Instant::now();
    let reader = Reader::open(&location).expect("the index opens");
    reader.identities().expect("a table of identities");
    row("open", &format!("{:.1} ms", begin.elapsed().as_secs_f64() * 1e3));
    let quotes = reader.stats().expect("stats").quotes;
    let (p50, p99) = in_process(&reader, quotes);
    let [facets, with_all] = [10, 0].map(|facet_values| {
        let all = Request { facets: Facet::ALL.to_vec(), facet_values, ..Request::default() };
        timed(|| search(&reader, &all).expect("everything can be counted").total)
    });
    row(
        "facets",
        &format!("{facets:.1} ms for five over everything, ten values of each; {with_all:.1} ms with every value"),
    );
    let speakers = timed(|| reader.speakers(&Query::every(), &[], Some(10)).expect("speakers").total);
    let stats = timed(|| reader.stats().expect("stats").quotes);
    row("speakers, stats", &format!("{speakers:.1} ms, {stats:.1} ms"));
    traces(&reader);
    as_commands(&reader, folder, quotes);
    Asked { p50, p99, facets }
}

fn write(collection: &mut Collection, quotes: usize, to: &Path) -> Size {
    let mut file = BufWriter::new(File::create(to).expect("a file can be made"));
    collection.write(quotes, &mut file).expect("a file can be written")
}

/// The same quotes, stored and indexed by the engine alone in the fields that whosaid has.
fn engine_alone(archive: &Path, folder: &Path) -> Duration {
    #[derive(serde::Deserialize)]
    struct Line {
        article: serde_json::Value,
        quotes: Vec<QuoteLine>,
        speaker_keys: Vec<String>,
    }
    fs::create_dir_all(folder).expect("a folder can be made");
    let mut schema = Schema::builder();
    let text_fields: Vec<Field> = ["words", "exact", "about", "about_exact", "speaker", "cue"]
        .map(|name| schema.add_text_field(name, TEXT))
        .into();
    let columns: Vec<Field> = ["speaker_key", "speaker_name", "role", "source", "article"]
        .map(|name| schema.add_text_field(name, STRING | FAST))
        .into();
    let id = schema.add_text_field("id", STRING);
    let numbers: Vec<Field> = ["kind", "act", "day", "confidence"].map(|name| schema.add_u64_field(name, FAST)).into();
    let stored = schema.add_bytes_field("json", STORED);
    let index = Index::create_in_dir(folder, schema.build()).expect("an index can be made");
    let threads = parallel::threads(None);
    let begin = Instant::now();
    let mut writer = index.writer_with_num_threads(threads, threads * (48 << 20)).expect("a writer");
    let lines = fs::read_to_string(archive).expect("the archive can be read");
    for line in lines.lines() {
        let line: Line = serde_json::from_str(line).expect("a line of JSON");
        for (quote, key) in line.quotes.iter().zip(&line.speaker_keys) {
            let mut document = TantivyDocument::new();
            let about = format!("{} {}", quote.article.title.as_deref().unwrap_or_default(), quote.quote);
            let name = quote.speaker.name.as_deref().unwrap_or_default();
            let cue = quote.cue.as_deref().unwrap_or_default();
            for (field, text) in text_fields.iter().zip([&quote.quote, &quote.quote, &about, &about, name, cue]) {
                document.add_text(*field, text);
            }
            let role = quote.speaker.role.as_deref().unwrap_or_default();
            let source = quote.article.source.as_deref().unwrap_or_default();
            for (field, text) in columns.iter().zip([key, name, role, source, &quote.article.id]) {
                document.add_text(*field, text);
            }
            document.add_text(id, &quote.id);
            for (place, field) in numbers.iter().enumerate() {
                document.add_u64(*field, place as u64 + u64::from(quote.kind == Kind::Direct));
            }
            document.add_bytes(stored, &serde_json::to_vec(quote).expect("a quote is JSON"));
            writer.add_document(document).expect("a document can be added");
        }
        let mut document = TantivyDocument::new();
        document.add_bytes(stored, line.article.to_string().as_bytes());
        writer.add_document(document).expect("a document can be added");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges end");
    begin.elapsed()
}

/// Of the queries 40 in a hundred are words, 15 phrases, 25 words of a speaker, 20 words with dates and kinds; made of quotes
/// all over the archive.
fn requests(reader: &Reader, count: usize) -> Vec<Request> {
    let years: Vec<String> = (1991..2023).map(|year| year.to_string()).collect();
    let mut sample = Vec::new();
    for year in &years {
        let of_year = Request {
            since: Some(year.clone()),
            until: Some(year.clone()),
            limit: 1 + count / years.len(),
            ..Request::default()
        };
        sample.extend(search(reader, &of_year).expect("a year can be asked for").hits);
    }
    let mut requests = Vec::with_capacity(count);
    for number in 0..count {
        let quote = &sample[number * 37 % sample.len()].quote;
        let words: Vec<String> = analysis::words(&quote.quote).map(|word| word.folded).collect();
        let word = |place: usize| words[place % words.len()].clone();
        let mut request = Request::default();
        match number % 20 {
            0..4 => request.words = vec![word(number)],
            4..8 => request.words = vec![word(number), word(number + 2)],
            8..11 => request.words = vec![format!("\"{} {}\"", word(1), word(2))],
            11..16 => {
                request.words = vec![word(number)];
                request.speakers.extend(quote.speaker.name.clone());
            }
            _ => {
                request.words = vec![word(number)];
                request.since = quote.article.date.map(|date| date.year().to_string());
                request.kinds = vec![quote.kind];
            }
        }
        requests.push(request);
    }
    requests
}

fn in_process(reader: &Reader, quotes: usize) -> (f64, f64) {
    let mut times = Vec::new();
    let mut by_sort: Vec<Vec<Duration>> = vec![Vec::new(); SORTS.len()];
    // Once to warm up.
    for request in requests(reader, QUERIES.min(quotes / 4)).iter().take(100) {
        let _ = search(reader, request);
    }
    for (number, request) in requests(reader, QUERIES.min(quotes / 4)).iter().enumerate() {
        let begin = Instant::now();
        let total = search(reader, request).expect("a query").total;
        std::hint::black_box(total);
        times.push(begin.elapsed());
        by_sort[sort(number)].push(begin.elapsed());
    }
    let (p50, p99) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    row("search", &format!("p50 {p50:.2} ms, p99 {p99:.2} ms over {} queries in one process", times.len()));
    for (name, times) in SORTS.iter().zip(&mut by_sort) {
        row("", &format!("{name}: p50 {:.2} ms, p99 {:.2} ms", percentile(times, 0.5), percentile(times, 0.99)));
    }
    (p50, p99)
}

const SORTS: [&str; 4] = ["words", "phrases", "words of a speaker", "words, dates and kinds"];

fn sort(number: usize) -> usize {
    match number % 20 {
        0..8 => 0,
        8..11 => 1,
        11..16 => 2,
        _ => 3,
    }
}

/// Words of quotes all over the archive, every second time with one word left out, every fourth with one exchanged.
fn traces(reader: &Reader) {
    let mut times = Vec::new();
    for (number, request) in requests(reader, TRACES).into_iter().enumerate() {
        let found = search(reader, &Request { limit: 1, ..request }).expect("a query").hits;
        let Some(hit) = found.first() else { continue };
        let mut words: Vec<&str> = hit.quote.quote.split(' ').collect();
        if number % 2 == 1 && words.len() > 3 {
            words.remove(words.len() / 2);
        }
        if number % 4 == 3 {
            words[1] = "elsewhere";
        }
        let begin = Instant::now();
        let verdict = trace(reader, &words.join(" "), &Request::default()).expect("a trace").verdict;
        std::hint::black_box(verdict);
        times.push(begin.elapsed());
    }
    let (p50, p99) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    row("trace", &format!("p50 {p50:.1} ms, p99 {p99:.1} ms over {} texts", times.len()));
}

fn as_commands(reader: &Reader, folder: &Path, quotes: usize) {
    let requests = requests(reader, COMMANDS.min(quotes / 4));
    let mut commands: Vec<(&str, Vec<Duration>)> = Vec::new();
    let mut run = |name: &'static str, arguments: &[String]| {
        let begin = Instant::now();
        let _ = whosaid(folder).args(arguments).status().expect("whosaid runs");
        let took = begin.elapsed();
        match commands.iter_mut().find(|(known, _)| *known == name) {
            Some((_, times)) => times.push(took),
            None => commands.push((name, vec![took])),
        }
    };
    for request in &requests {
        run("search", &["search".to_owned(), "--".to_owned(), request.words.join(" ")]);
        run("speakers", &["speakers".to_owned()]);
        run("stats", &["stats".to_owned()]);
    }
    for (name, mut times) in commands {
        row(
            "whole command",
            &format!("{name}: p50 {:.1} ms, worst {:.1} ms", percentile(&mut times, 0.5), percentile(&mut times, 1.0)),
        );
    }
}

/// Milliseconds of the middle one of updates by ten articles each.
fn updates(collection: &mut Collection, dir: &Path, folder: &Path) -> f64 {
    let mut times = Vec::new();
    for number in 0..UPDATES {
        let file = dir.join(format!("more{number}.jsonl"));
        write(collection, 80, &file);
        let (took, _) = with_memory(whosaid(folder).args(["index", "--extracted"]).arg(&file));
        times.push(took);
    }
    let middle = percentile(&mut times, 0.5);
    row(
        "update",
        &format!("{middle:.0} ms for ten articles until they are found, worst {:.0} ms", percentile(&mut times, 1.0)),
    );
    middle
}

/// Milliseconds of the middle one of five runs.
fn timed<T>(mut what: impl FnMut() -> T) -> f64 {
    let mut times = Vec::new();
    for _ in 0..5 {
        let begin = Instant::now();
        std::hint::black_box(what());
        times.push(begin.elapsed());
    }
    percentile(&mut times, 0.5)
}

fn row(name: &str, value: &str) {
    println!("  {name:<16} {value}");
}

/// Carries the last two sizes on: what grew by the slope between them goes on so.
fn carry_on(before: &Measured, last: &Measured) {
    println!("\nfrom the slopes between {} and {} quotes", before.quotes, last.quotes);
    for quotes in BEYOND {
        let on = |of: &dyn Fn(&Measured) -> f64| {
            let slope = (of(last) - of(before)) / (last.quotes - before.quotes) as f64;
            of(last) + slope * (quotes - last.quotes) as f64
        };
        let index = on(&|m| m.index.as_secs_f64());
        let (memory, bytes) =
            (on(&|m| m.memory as f64) / f64::from(1 << 20), on(&|m| m.bytes as f64) / f64::from(1 << 30));
        let (p50, p99, facets, update) = (on(&|m| m.p50), on(&|m| m.p99), on(&|m| m.facets), on(&|m| m.update));
        row(
            &format!("{} million", quotes / 1_000_000),
            &format!(
                "index {:.0} min, memory {memory:.0} MB, disk {bytes:.0} GB, search p50 {p50:.1} ms and p99 {p99:.0} ms, \
                 facets {facets:.0} ms, update {update:.0} ms",
                index / 60.0
            ),
        );
    }
}
