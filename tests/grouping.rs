//! Names are grouped across articles as well as `ARCHITECTURE.md` says.
//!
//! Needs the development sets, which do not belong to the project: `WHOSAID_DATA` names a folder with `dev.jsonl`, `train.jsonl`,
//! `reuters.dev.jsonl` and, for each, `speakers.NAME.jsonl`. `cargo run --example identities -- DIR --errors` prints the
//! figures, and every name that is grouped otherwise than in `training/identities.jsonl`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::PathBuf;

use whosaid::attribution::Model;
use whosaid::evaluation::{self, WhoIsWho, grouped};

const VARIABLE: &str = "WHOSAID_DATA";
const WHO: &str = "training/identities.jsonl";
const SETS: [&str; 3] = ["dev", "train", "reuters.dev"];
/// Least precision and recall.
const LEAST: (f64, f64) = (0.99, 0.95);

#[test]
fn names_are_grouped_as_readers_do_skipped_unless_whosaid_data_is_set() {
    let Some(folder) = std::env::var_os(VARIABLE).map(PathBuf::from) else {
        let _ = writeln!(std::io::stderr(), "skipped: {VARIABLE} names no folder of development sets");
        return;
    };
    let open = |path: PathBuf| BufReader::new(File::open(&path).unwrap_or_else(|error| panic!("{path:?}: {error}")));
    let who = WhoIsWho::read(open(WHO.into()), WHO).unwrap_or_else(|error| panic!("{error}"));
    let model = Model::embedded();
    let (mut annotated, mut given) = (BTreeSet::new(), BTreeSet::new());
    for set in SETS {
        let mut gold = evaluation::read_gold(open(folder.join(format!("{set}.jsonl"))), set).expect("a gold set");
        let speakers = open(folder.join(format!("speakers.{set}.jsonl")));
        evaluation::add_speakers(&mut gold, speakers, set).expect("its speakers");
        for article in gold.iter().filter(|article| article.attributions.iter().any(|one| one.speaker.is_some())) {
            annotated.extend(who.gold_names(article, &model));
            given.extend(who.names_given(article, &model));
        }
    }
    for (names, items) in [("annotated", annotated), ("given", given)] {
        let figures = grouped(&items);
        println!("{names}: {figures:?}");
        assert!(figures.precision >= LEAST.0 && figures.recall >= LEAST.1, "{names}: {figures:?}");
    }
}
