//! What is fuzzed: for each target a function that takes any bytes and must not panic.
//!
//! `cargo +nightly fuzz run query` looks for bytes that do; `tests/fuzz.rs` of the program runs the same functions over a fixed
//! number of altered samples, with the compiler that everybody has.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use whosaid::article::{self, Article, FileEntry, Limits};
use whosaid::attribution::Model;
use whosaid::cli::{read_corrections, read_people_table};
use whosaid::index::Correction;
use whosaid::search::{Highlighter, Request, parse};
use whosaid::speakers::{self, People, SpeakerKey, group, name_words};
use whosaid::text::{CodePoints, Document};

/// A target.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: [(&str, Target); 7] = [
    ("articles", articles),
    ("marks", marks),
    ("extraction", extraction),
    ("query", query),
    ("people", people),
    ("corrections", corrections),
    ("model", model),
];

/// Endings of the names of files that hold articles; the first byte of an input of [`articles`] picks one.
pub const EXTENSIONS: [&str; 24] = [
    "txt", "md", "html", "mhtml", "rtf", "docx", "pdf", "xml", "jsonl", "json", "csv", "parquet", "warc", "zip", "tar",
    "txt.gz", "txt.zst", "txt.bz2", "txt.xz", "jsonl.gz", "html.zst", "tgz", "rss", "unknown",
];

/// Bytes of a text that are looked at; longer ones show nothing that shorter ones don't, and take their time.
const LONGEST: usize = 4096;

/// A file of any format is read to its end: articles, or problems.
pub fn articles(data: &[u8]) {
    thread_local! {
        static FILE: RefCell<tempfile::NamedTempFile> = RefCell::new(tempfile::NamedTempFile::new().unwrap());
    }
    let Some((kind, bytes)) = data.split_first() else { return };
    let extension = EXTENSIONS[usize::from(*kind) % EXTENSIONS.len()];
    FILE.with_borrow(|file| {
        fs::write(file.path(), bytes).unwrap();
        let metadata = fs::metadata(file.path()).unwrap();
        let entry = FileEntry::new(format!("a.{extension}"), file.path().to_owned(), &metadata);
        let limits = Limits { max_article_bytes: 1 << 20 };
        for located in article::read(&entry, limits).flatten() {
            assert!(located.article.text.len() as u64 <= limits.max_article_bytes);
            assert!(!located.article.id.is_empty());
        }
    });
}

/// A text is taken apart: paragraphs, sentences, tokens and quotations are places in it.
pub fn marks(data: &[u8]) {
    let text = text(data);
    let document = Document::new(&text);
    let points = CodePoints::new(&text);
    for token in &document.tokens {
        assert!(!token.span.of(&text).is_empty());
        assert!(points.at(token.span.start) <= token.span.start);
    }
    for quotation in &document.quotations {
        assert!(!quotation.span.of(&text).is_empty());
    }
}

/// Quotes are found in a text, and each line says what stands there.
pub fn extraction(data: &[u8]) {
    let article = Article { id: "a".into(), text: text(data), ..Article::default() };
    let quotes = speakers::extract(&article, &Model::embedded());
    let characters: Vec<char> = article.text.chars().collect();
    for line in speakers::lines(&article, &quotes, None) {
        let piece = |span: &[usize; 2]| characters[span[0]..span[1]].iter().collect::<String>();
        let pieces: Vec<String> = line.spans.content.iter().map(piece).collect();
        assert_eq!(line.quote, pieces.join(" … "));
    }
}

/// Any text is a query, whose own text is the same query; what it marks in another text is a place there.
pub fn query(data: &[u8]) {
    let text = text(data);
    let tree = parse(std::slice::from_ref(&text));
    let again = parse(&[tree.to_string()]);
    assert_eq!(again.to_string(), tree.to_string());
    let request = Request { words: vec![text.clone()], about: vec![text.clone()], ..Request::default() };
    let Ok(query) = request.query() else { panic!("no query") };
    let characters = text.chars().count();
    for [start, end] in Highlighter::new(&query.clause).spans(&text) {
        assert!(start < end && end <= characters);
    }
}

/// A table of people is read, and groups some keys.
pub fn people(data: &[u8]) {
    let text = text(data);
    let Ok(read) = read_people_table(&text, Path::new("people.csv")) else { return };
    let mut keys = Vec::new();
    for row in read.people.rows.iter().take(8) {
        let name = name_words(&row.name).join(" ");
        keys.extend(SpeakerKey::parse(&format!("{name}\u{1f}person\u{1f}\u{1f}\u{1f}\u{1f}")));
    }
    keys.sort();
    keys.dedup();
    let json = serde_json::to_vec(&read.people).unwrap();
    assert_eq!(serde_json::from_slice::<People>(&json).unwrap(), read.people);
    group(&keys, &read.people);
}

/// A table of corrections is read, or a line of them as they are kept.
pub fn corrections(data: &[u8]) {
    let text = text(data);
    if let Ok(read) = read_corrections(&text, Path::new("corrections.csv")) {
        assert_eq!(read.changes.len(), read.lines.len());
        for change in read.changes {
            let says = change.says.tidied();
            assert_eq!(says.clone().tidied(), says);
            let _ = says.fault();
        }
    }
    for line in text.lines() {
        if let Ok(kept) = serde_json::from_str::<Correction>(line) {
            let again = serde_json::to_string(&kept).unwrap();
            assert_eq!(serde_json::from_str::<Correction>(&again).unwrap(), kept);
        }
    }
}

/// A model file is a model, or an error.
pub fn model(data: &[u8]) {
    let _ = Model::parse(data, "model");
}

fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(&data[..data.len().min(LONGEST)]).into_owned()
}
