//! What is fuzzed (see `fuzz/`), over a fixed number of altered samples: no panic, whatever the bytes.
//!
//! `WHOSAID_INPUTS=100000 cargo test --release --test fuzz` for more; `WHOSAID_SEEDS=fuzz/corpus cargo test --test fuzz samples`
//! writes the samples where `cargo +nightly fuzz run` looks for them.

#![cfg(feature = "cli")]

#[path = "../fuzz/src/lib.rs"]
mod bodies;
mod seeded;

use std::fs;
use std::path::{Path, PathBuf};

use bodies::{EXTENSIONS, TARGETS};
use seeded::Numbers;

/// Inputs of a target unless told; extraction takes a hundred times as long as the others.
const INPUTS: usize = 1500;
const SLOW_INPUTS: usize = 60;

/// Pieces that parsers look for.
const PIECES: [&[u8]; 28] = [
    b"\"",
    "“".as_bytes(),
    "”".as_bytes(),
    "«".as_bytes(),
    b"''",
    b"\n\n",
    b"said ",
    b"according to ",
    b"- ",
    b"{",
    b"}",
    b"[",
    b"<p>",
    b"</",
    b"<!--",
    b"&#x",
    b"\\u0000",
    b"~2",
    b"*",
    b" OR ",
    b"NOT ",
    b"(",
    b")",
    b",",
    b";",
    b"\xff\xfe",
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\xff",
];

/// `sample` with a few changes.
fn altered(sample: &[u8], other: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=numbers.place(8) {
        let at = numbers.place(bytes.len() + 1);
        let end = (at + numbers.place(64)).min(bytes.len());
        match numbers.place(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << numbers.place(8),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.splice(at..at, PIECES[numbers.place(PIECES.len())].to_vec()).for_each(drop),
            3 => bytes.truncate(at),
            4 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again).for_each(drop);
            }
            5 => {
                let from = numbers.place(other.len());
                let part = other[from..(from + numbers.place(256)).min(other.len())].to_vec();
                bytes.splice(at..end, part).for_each(drop);
            }
            _ => bytes.splice(at..end, (at..end).map(|place| (place * 31) as u8).collect::<Vec<u8>>()).for_each(drop),
        }
    }
    bytes
}

fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    found
}

/// Good inputs of a target, to be altered.
fn samples(target: &str) -> Vec<Vec<u8>> {
    let corpus = corpus();
    match target {
        "articles" => article_samples(&corpus),
        "query" => [
            "ferry (road OR boat) -tax", "\"tax rise\"~5", "milit* word~1 NOT (a OR b)", "“curly” «phrase»", "a:b c/d e'f",
            "\u{5d0}\"\u{5d1} 字字 é~2", "((a) OR (b (c)))", "- -a AND AND NOT",
        ]
        .map(|text| text.as_bytes().to_vec())
        .to_vec(),
        "people" => [
            "id,name,aliases,description,keys,party\nQ7,Hilla Rose Clint,Hilla Clint; H. Clint,A senator,,Green\n",
            "id;name;keys\n1;Dora Osei;dora osei|person||||; d osei\n2;Ivo Brisco;[auto 00ab] ivo brisco|person||mayor||1990\n",
            "\u{feff}name\tid\n\"A \"\"B\"\" C\"\tx\n",
        ]
        .map(|text| text.as_bytes().to_vec())
        .to_vec(),
        "corrections" => vec![
            "id,speaker,speaker_kind,kind,not_a_quote,note\n0a1b,Dora Osei,person,direct,,heard it\n77,,,,yes,\n".into(),
            "ID;Note;Speaker\n9f; said in court ;'=Ivo Brisco\n".into(),
            kept_correction().into_bytes(),
        ],
        "model" => vec![model_sample()],
        _ => corpus.into_iter().filter(|(_, bytes)| bytes.len() < 4096).map(|(_, bytes)| bytes).collect(),
    }
}

/// Files of every format: those of the sample collection, and one text in each packing and archive.
fn article_samples(corpus: &[(PathBuf, Vec<u8>)]) -> Vec<Vec<u8>> {
    let kind = |extension: &str| EXTENSIONS.iter().position(|known| *known == extension);
    let mut samples = Vec::new();
    for (path, bytes) in corpus {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        samples
            .extend(kind(extension).filter(|_| bytes.len() < 1 << 14).map(|kind| [&[kind as u8], &bytes[..]].concat()));
    }
    let text = "“We wait,” said Orla Fenwick, a warden.\n";
    let line = "{\"id\":\"a\",\"title\":\"Gate\",\"date\":\"2021-02-03\",\"text\":\"“We wait,” said Orla Fenwick.\"}\n";
    let page = format!("<html><head><title>Gate</title></head><body><article><p>{text}</p></article></body></html>");
    let feed =
        format!("<rss><channel><item><title>Gate</title><description>{text}</description></item></channel></rss>");
    let pack = |bytes: &[u8]| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, bytes).unwrap();
        gzip.finish().unwrap()
    };
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_cksum();
    tar.append_data(&mut header, "a.txt", text.as_bytes()).unwrap();
    let tar = tar.into_inner().unwrap();
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: {}\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{page}\r\n\r\n",
        page.len() + 19
    );
    let rtf = format!("{{\\rtf1\\ansi {{\\b Gate}}\\par {}}}", "\\u8220?We wait,\\u8221? said Orla Fenwick.\\par");
    let mhtml = format!("MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let made: [(&str, Vec<u8>); 14] = [
        ("jsonl", line.as_bytes().to_vec()),
        ("json", format!("[{}]", line.trim()).into_bytes()),
        ("csv", format!("id,title,text\na,Gate,{text}").into_bytes()),
        ("html", page.clone().into_bytes()),
        ("xml", feed.clone().into_bytes()),
        ("rss", feed.into_bytes()),
        ("rtf", rtf.into_bytes()),
        ("mhtml", mhtml.into_bytes()),
        ("warc", warc.into_bytes()),
        ("tar", tar.clone()),
        ("tgz", pack(&tar)),
        ("txt.gz", pack(text.as_bytes())),
        ("txt.zst", zstd::encode_all(text.as_bytes(), 1).unwrap()),
        ("jsonl.gz", pack(line.as_bytes())),
    ];
    for (extension, bytes) in made {
        samples.push([&[kind(extension).unwrap() as u8], &bytes[..]].concat());
    }
    samples
}

/// A correction as it is kept beside the index.
fn kept_correction() -> String {
    let made = serde_json::json!({
        "id": "0a1b2c", "by": "ada", "at": "2024-02-03T10:00:00Z", "speaker": "Dora Osei", "speaker_kind": "person",
        "kind": null, "not_a_quote": false, "note": null, "article": "a", "text": "00ff", "quote": "We wait",
        "cue": "said", "content": [[1, 8]], "line": "00aa",
    });
    format!("{made}\n")
}

/// The beginning of the model: its head and its rules, without most of its tables.
fn model_sample() -> Vec<u8> {
    let models = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("models")).unwrap();
    let path =
        models.map(|entry| entry.unwrap().path()).find(|path| path.extension().is_some_and(|e| e == "safetensors"));
    let mut bytes = fs::read(path.expect("the model")).unwrap();
    bytes.truncate(1 << 18);
    bytes
}

fn inputs(target: &str) -> usize {
    let asked = std::env::var("WHOSAID_INPUTS").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or(if target == "extraction" || target == "model" { SLOW_INPUTS } else { INPUTS })
}

fn run(name: &str) {
    let target = TARGETS.iter().find(|(known, _)| *known == name).unwrap().1;
    let samples = samples(name);
    let mut numbers = Numbers(name.len() as u64);
    for number in 0..inputs(name) {
        if number > 0 && number % 50_000 == 0 {
            eprintln!("{name}: {number} inputs");
        }
        let sample = &samples[number % samples.len()];
        let bytes = if number < samples.len() {
            sample.clone()
        } else {
            let other = &samples[numbers.place(samples.len())];
            altered(sample, other, &mut numbers)
        };
        let ran = std::panic::catch_unwind(|| target(&bytes));
        if ran.is_err() {
            let path = std::env::temp_dir().join(format!("whosaid-{name}-{number}"));
            fs::write(&path, &bytes).unwrap();
            panic!("{name}: input {number} panics; it stands in {}", path.display());
        }
    }
}

#[test]
fn articles_of_any_bytes_are_read_or_skipped() {
    run("articles");
}

#[test]
fn any_text_is_taken_apart() {
    run("marks");
}

#[test]
fn quotes_are_found_in_any_text() {
    run("extraction");
}

#[test]
fn any_text_is_a_query() {
    run("query");
}

#[test]
fn any_bytes_are_a_table_of_people_or_an_error() {
    run("people");
}

#[test]
fn any_bytes_are_corrections_or_an_error() {
    run("corrections");
}

#[test]
fn any_bytes_are_a_model_or_an_error() {
    run("model");
}

#[test]
fn samples_are_written_where_the_fuzzer_looks() {
    let Some(folder) = std::env::var_os("WHOSAID_SEEDS") else { return };
    for (name, _) in TARGETS {
        let folder = Path::new(&folder).join(name);
        fs::create_dir_all(&folder).unwrap();
        for (number, sample) in samples(name).iter().enumerate() {
            fs::write(folder.join(number.to_string()), sample).unwrap();
        }
    }
}
