//! Writes articles as the tagger reads them, for training: one line of JSON for each line of JSON on standard input.
//!
//! `cargo run --release --example encode -- VOCABULARY < ARTICLES.jsonl > ENCODED.jsonl`

use std::io::{BufRead, BufReader, BufWriter, Write};

use serde::{Deserialize, Serialize};
use whosaid::attribution::tagger::{Encoding, Vocabulary};
use whosaid::text::{CodePoints, Document};

/// What is read of an article.
#[derive(Deserialize)]
struct Read {
    id: String,
    text: String,
}

/// An article as the tagger reads it.
#[derive(Serialize)]
struct Line {
    id: String,
    /// `[start, end)` of each word, in code points of the text.
    words: Vec<[usize; 2]>,
    /// Pieces of all words.
    pieces: Vec<u16>,
    /// Where each word's pieces begin, and the end of the last.
    starts: Vec<u32>,
    /// Of each word, in the order of `Features::SIZES`.
    features: Vec<[u8; 4]>,
    /// The first word of each paragraph.
    paragraphs: Vec<usize>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: encode VOCABULARY < ARTICLES.jsonl")?;
    let vocabulary = Vocabulary::new(&std::fs::read_to_string(path)?)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in BufReader::new(std::io::stdin().lock()).lines() {
        let read: Read = serde_json::from_str(&line?)?;
        let document = Document::new(&read.text);
        let encoding = Encoding::new(&document, &vocabulary);
        let points = CodePoints::new(&read.text);
        let words = document.tokens.iter().map(|t| [points.at(t.span.start), points.at(t.span.end)]).collect();
        let line = Line {
            id: read.id,
            words,
            pieces: encoding.pieces,
            starts: encoding.starts,
            features: encoding.features.iter().map(|features| features.values()).collect(),
            paragraphs: document.paragraphs.iter().map(|paragraph| paragraph.tokens.start).collect(),
        };
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
