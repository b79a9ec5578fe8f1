//! Tests: what a removal leaves on disk. Everything that the index wrote is read, packed or not, dead or alive.

use std::fs;
use std::io::Read;
use std::path::Path;

use jiff::Timestamp;
use tantivy::TantivyDocument;

use super::{Change, Mend, RemovalOptions, correct, remove};
use crate::attribution::Model;
use crate::index::documents::from_json;
use crate::index::folder::Folder;
use crate::index::generation::Generation;
use crate::index::newsroom::Newsroom;
use crate::index::schema::fields;
use crate::index::{Query, Reader, copies, make_tables};

/// Everything that can be read of the index in `dir`: the bytes of each file, unpacked where they are packed; and of each
/// segment its documents, also deleted ones, its terms and its columns.
fn everything(dir: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&everything(&path));
            if path.join("meta.json").exists() {
                all.push_str(&segments(&path));
            }
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
        if path.extension().is_some_and(|extension| extension == "zst") {
            // Checksums follow the frame.
            let mut unpacked = Vec::new();
            zstd::Decoder::new(bytes.as_slice()).unwrap().single_frame().read_to_end(&mut unpacked).unwrap();
            all.push_str(&String::from_utf8_lossy(&unpacked));
        }
    }
    all
}

fn segments(generation: &Path) -> String {
    let mut all = String::new();
    let snapshot = Generation::open(generation).unwrap().snapshot().unwrap();
    for segment in snapshot.searcher.segment_readers() {
        for document in segment.get_store_reader(0).unwrap().iter::<TantivyDocument>(None) {
            let json: serde_json::Value = from_json(&document.unwrap()).unwrap();
            all.push_str(&json.to_string());
        }
        for (field, entry) in fields().schema.fields() {
            if entry.is_indexed() {
                let index = segment.inverted_index(field).unwrap();
                let mut terms = index.terms().stream().unwrap();
                while terms.advance() {
                    all.push_str(&String::from_utf8_lossy(terms.key()));
                    all.push('\n');
                }
            }
            let Ok(Some(column)) = segment.fast_fields().str(entry.name()) else { continue };
            for ord in 0..column.num_terms() as u64 {
                let mut term = String::new();
                column.ord_to_str(ord, &mut term).unwrap();
                all.push_str(&term);
                all.push('\n');
            }
        }
    }
    all
}

#[test]
fn no_word_of_a_removed_article_is_left_in_any_file() {
    let room = Newsroom::new();
    let Newsroom { dir, news, location } = &room;
    // Words that stand nowhere else: of text, title, quote, cue, name, role, source, and of an earlier version.
    let words = ["Quillabex", "zorvane", "Brimholt", "scrivenard", "outgrumbled", "Tessaly", "Wimblefax"];
    for number in 0..6 {
        let text = format!("“The mole {number} is dry,” said Enno Tjarks, a skipper.\n");
        fs::write(news.join(format!("{number}.txt")), text).unwrap();
    }
    let write = |text: &str| {
        let line = serde_json::json!({
            "id": "secret", "title": "Quillabex again", "source": "The Brimholt Bell", "text": text, "date": "2020-02-03"
        });
        fs::write(
            news.join("lines.jsonl"),
            format!("{line}\n{{\"id\":\"kept\",\"text\":\"“Gulls,” said Ida Pohl.\"}}\n"),
        )
        .unwrap();
    };
    write("“The zorvane was lost,” said Dora Wimblefax, the scrivenard.\n\nShe outgrumbled that it was “so”.\n");
    room.update();
    make_tables(location).unwrap();
    let first = everything(&dir.path().join("index"));
    // The publisher mends it; its first version is now a deleted document of an old segment.
    write("“The zorvane was found,” said Tessaly Wimblefax, the scrivenard.\n\nShe was glad of it.\n");
    room.update();
    make_tables(location).unwrap();
    let quotes: Vec<_> = Reader::open(location).unwrap().search(&Query::every()).unwrap().hits;
    let hit = quotes.iter().find(|hit| hit.quote.quote.contains("zorvane")).unwrap();
    let says = Mend { speaker: Some("Quillabex Brimholt".into()), ..Mend::default() };
    let change = Change { id: hit.quote.id.clone(), says, as_table: false };
    let at = Timestamp::from_second(1_700_000_000).unwrap();
    assert_eq!(correct(location, &[change], "ada", at).unwrap().faults, []);
    make_tables(location).unwrap();
    // And a rebuild from kept texts was broken off.
    let folder = Folder::new(location);
    let half = folder.next_generation().unwrap();
    copy(&folder.current().unwrap(), &half);
    fs::write(half.join("stored.json"), format!("{{\"model\":\"{}\"}}\n", Model::embedded().name())).unwrap();

    let before = first + &everything(&dir.path().join("index"));
    for word in words {
        assert!(before.to_lowercase().contains(&word.to_lowercase()), "{word} was there");
    }
    let options = RemovalOptions { reason: "order".into(), by: "ada".into(), at, in_advance: false };
    let done = remove(location, &["secret".to_owned()], &options).unwrap();
    assert_eq!((done.faults, done.articles.len()), (Vec::new(), 1));
    let after = everything(&dir.path().join("index")).to_lowercase();
    assert!(after.contains("tjarks") && after.contains("gulls"), "the others are there");
    for word in words {
        assert!(!after.contains(&word.to_lowercase()), "{word} is left");
    }
    make_tables(location).unwrap();
    let after = everything(&dir.path().join("index")).to_lowercase();
    assert!(words.iter().all(|word| !after.contains(&word.to_lowercase())));
    assert_eq!(crate::index::check(location).unwrap(), Vec::<String>::new());
}

#[test]
fn the_table_of_copies_goes_on_from_a_removal() {
    let room = Newsroom::new();
    let Newsroom { dir, news, location } = &room;
    for number in 0..12 {
        let dry = format!("“The mole {number} is dry, and so is the long pier,” said Enno Tjarks, a skipper.\n");
        let shared = "“Nobody may leave the harbour before the ferry has come in,” said Ida Pohl, a warden.\n";
        fs::write(news.join(format!("{number}.txt")), format!("{dry}\n{shared}")).unwrap();
    }
    room.update();
    make_tables(location).unwrap();
    let copies_of = |words: &str| {
        let query = Query { group: true, ..Query::every() };
        let hits = Reader::open(location).unwrap().search(&query).unwrap().hits;
        hits.into_iter().find(|hit| hit.quote.quote.contains(words)).map(|hit| hit.copies.total)
    };
    assert_eq!(copies_of("Nobody may leave"), Some(11));
    let at = Timestamp::from_second(1_700_000_000).unwrap();
    let options = RemovalOptions { reason: "order".into(), by: "ada".into(), at, in_advance: false };
    let done = remove(location, &["7.txt".to_owned()], &options).unwrap();
    assert_eq!((done.faults, done.articles.len()), (Vec::new(), 1));
    let table = dir.path().join("index/gen-1").join(copies::NAME);
    assert!(table.exists(), "it is not made anew");
    make_tables(location).unwrap();
    assert_eq!((copies_of("Nobody may leave"), copies_of("mole 7")), (Some(10), None));
    let grown = fs::read(&table).unwrap();
    fs::remove_file(&table).unwrap();
    make_tables(location).unwrap();
    assert!(grown == fs::read(&table).unwrap(), "it is what is made of nothing");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}
