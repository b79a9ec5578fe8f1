//! Writes what the tagger finds in articles and how its parts may be joined, for training: one line of JSON for each line of JSON on
//! standard input.
//!
//! `cargo run --release --example join -- MODEL < ARTICLES.jsonl > PAIRS.jsonl`

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::Deserialize;
use whosaid::attribution::Model;
use whosaid::attribution::learned::lines;

/// What is read of an article.
#[derive(Deserialize)]
struct Read {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: join MODEL < ARTICLES.jsonl")?;
    let model = Model::load(Path::new(&path))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in BufReader::new(std::io::stdin().lock()).lines() {
        let read: Read = serde_json::from_str(&line?)?;
        serde_json::to_writer(&mut out, &lines(&read.id, &read.text, &model))?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
