//! Writes who may be meant by each pronoun that speaks, for training: one line of JSON for each line of JSON on standard input.
//!
//! `cargo run --release --example antecedents -- MODEL < ARTICLES.jsonl > CANDIDATES.jsonl`

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::Deserialize;
use whosaid::article::Article;
use whosaid::attribution::Model;
use whosaid::speakers::antecedent_lines;

/// What is read of an article.
#[derive(Deserialize)]
struct Read {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: antecedents MODEL < ARTICLES.jsonl")?;
    let model = Model::load(Path::new(&path))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in BufReader::new(std::io::stdin().lock()).lines() {
        let read: Read = serde_json::from_str(&line?)?;
        let article = Article { id: read.id, text: read.text, ..Article::default() };
        serde_json::to_writer(&mut out, &antecedent_lines(&article, &model))?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
