//! What users and scripts see, whole: the terminal's text and each shape of JSON and CSV, as snapshots.
//!
//! `INSTA_UPDATE=always tests/run --test shown` takes new ones; read the difference before it is committed.

mod cli_support;

use cli_support::Folder;

const FERRY: &str = "---
title: Ferry to run again
date: 2021-03-03
source: The Lowmark Echo
author: Tam Brisco
---
The night ferry will run again in May, the harbour office said on Monday.

“The ferry is our road,” said Orla Fenwick, the mayor of Lowmark. “It will sail.”

She denied that the fare would rise.
";

const BRIDGE: &str = r#"{"id": "bridge-1", "title": "Bridge or no bridge", "date": "2022-06-10", "source": "Tolley's Weekly", "url": "https://tolley.example/bridge", "text": "“A ferry costs more than a bridge,” said Jonah Pell, a skipper.\n\nHe asked whether Fenwick had seen the bill."}
"#;

fn indexed() -> Folder {
    let folder = Folder::new();
    folder.write("news/ferry.md", FERRY);
    folder.write("news/bridge.jsonl", BRIDGE);
    folder.stdout("index news", 0);
    folder
}

/// Lines of JSON, each laid out for reading.
fn laid_out(lines: &str) -> String {
    let lay_out = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        serde_json::to_string_pretty(&value).expect("JSON")
    };
    lines.lines().map(lay_out).collect::<Vec<_>>().join("\n")
}

#[test]
fn search_as_text() {
    insta::assert_snapshot!(indexed().stdout("search ferry --facets speaker,kind,act,year", 0));
}

#[test]
fn search_in_colour() {
    let shown = indexed().stdout("search ferry --kind direct --color always", 0);
    insta::assert_snapshot!(shown.replace('\u{1b}', "␛"));
}

#[test]
fn search_as_json() {
    let shown = laid_out(&indexed().stdout("search bridge --format jsonl --facets speaker,source", 0));
    // The one value that may depend on how the index came about.
    insta::with_settings!({filters => vec![(r#""score": [\d.]+"#, r#""score": [SCORE]"#)]}, {
        insta::assert_snapshot!(shown)
    });
}

#[test]
fn search_as_csv() {
    insta::assert_snapshot!(indexed().stdout("search ferry --format csv", 0));
}

#[test]
fn export_as_json() {
    insta::assert_snapshot!(indexed().stdout("export", 0));
}

#[test]
fn speakers_as_text_and_json() {
    let folder = indexed();
    insta::assert_snapshot!(format!(
        "{}\n{}",
        folder.stdout("speakers", 0),
        folder.stdout("speakers --format jsonl", 0)
    ));
}

#[test]
fn one_quote_and_why() {
    let folder = indexed();
    let line = folder.stdout("search fare --format jsonl", 0);
    let id =
        serde_json::from_str::<serde_json::Value>(&line).expect("a line")["id"].as_str().expect("an id").to_owned();
    insta::assert_snapshot!(folder.stdout(&format!("show {id}"), 0));
}

#[test]
fn one_article_as_text_and_json() {
    let folder = indexed();
    let json = laid_out(&folder.stdout("show bridge-1 --format jsonl", 0));
    insta::assert_snapshot!(format!("{}\n{json}", folder.stdout("show ferry.md", 0)));
}

#[test]
fn an_article_is_found_by_the_path_that_is_shown() {
    let folder = indexed();
    assert_eq!(folder.stdout("show news/ferry.md", 0), folder.stdout("show ferry.md", 0));
    folder.stdout("show elsewhere/ferry.md", 1);
}

#[test]
fn stats_as_text_and_json() {
    let folder = indexed();
    let shown = format!("{}\n{}", folder.stdout("stats", 0), laid_out(&folder.stdout("stats --format jsonl", 0)));
    let here = folder.path().canonicalize().expect("a folder").display().to_string();
    insta::with_settings!({filters => vec![
        (regex_of(&here).as_str(), "[HERE]"),
        (r"\d+\.\d kB", "[SIZE]"),
        (r#""bytes": \d+"#, r#""bytes": [SIZE]"#),
    ]}, { insta::assert_snapshot!(shown) });
}

/// A pattern that finds `text` itself.
fn regex_of(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() || c == '/' { c.to_string() } else { format!("\\{c}") }).collect()
}

#[test]
fn extract_as_text_and_json() {
    let folder = Folder::new();
    folder.write("ferry.md", FERRY);
    let shown =
        format!("{}\n{}", folder.stdout("extract ferry.md", 0), folder.stdout("extract ferry.md --format jsonl", 0));
    insta::assert_snapshot!(shown);
}
