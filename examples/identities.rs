//! How well names are grouped across articles, beside taking equal names as one.
//!
//! `cargo run --release --example identities -- DATA [WHO.jsonl] [--errors]`
//!
//! DATA is a folder with `dev.jsonl`, `train.jsonl`, `reuters.dev.jsonl` and `speakers.NAME.jsonl` for each; WHO.jsonl says who
//! is who (default `training/identities.jsonl`). `--errors` lists names of one person that stayed apart, and names of two
//! that came together.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use whosaid::attribution::Model;
use whosaid::evaluation::{self, BCubed, NameItem, WhoIsWho};
use whosaid::parallel;

const SETS: [&str; 3] = ["dev", "train", "reuters.dev"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let data = paths.first().ok_or("usage: identities DATA [WHO.jsonl] [--errors]")?;
    let who_path = paths.get(1).map_or("training/identities.jsonl", String::as_str);
    let who = WhoIsWho::read(BufReader::new(File::open(who_path)?), who_path)?;
    let model = Model::embedded();
    let (mut gold_names, mut given) = (BTreeSet::new(), BTreeSet::new());
    for set in SETS {
        let file = |name: &str| Path::new(data).join(name);
        let open = |name: &str| File::open(file(name)).map(BufReader::new);
        let mut gold = evaluation::read_gold(open(&format!("{set}.jsonl"))?, set)?;
        evaluation::add_speakers(&mut gold, open(&format!("speakers.{set}.jsonl"))?, set)?;
        gold.retain(|article| article.attributions.iter().any(|one| one.speaker.is_some()));
        parallel::ordered(
            parallel::threads(None),
            usize::MAX,
            |send| {
                gold.iter().for_each(|article| {
                    send(article, 0);
                })
            },
            |article| (who.gold_names(article, &model), who.names_given(article, &model)),
            |(gold, found)| {
                gold_names.extend(gold);
                given.extend(found);
                Ok::<(), ()>(())
            },
        )
        .map_err(|()| "an article failed")?;
    }
    println!("| names | grouping | precision | recall | names in articles |\n|---|---|---|---|---|");
    for (names, items) in [("annotated", &gold_names), ("given by whosaid", &given)] {
        print("whosaid", names, evaluation::grouped(items));
        print("equal names", names, evaluation::by_string(items));
    }
    if flags.iter().any(|flag| flag == "--errors") {
        errors("annotated", &gold_names);
        errors("given", &given);
    }
    Ok(())
}

fn print(grouping: &str, names: &str, figures: BCubed) {
    println!("| {names} | {grouping} | {:.4} | {:.4} | {} |", figures.precision, figures.recall, figures.items);
}

fn errors(title: &str, items: &BTreeSet<NameItem>) {
    let found = evaluation::identities_of(items);
    let mut split: BTreeMap<u32, BTreeMap<Option<usize>, Vec<String>>> = BTreeMap::new();
    let mut merged: BTreeMap<usize, BTreeMap<u32, Vec<String>>> = BTreeMap::new();
    for item in items {
        let identity = found.get(&item.key).copied().flatten();
        let key = item.key.encode().replace('\u{1f}', "|");
        split.entry(item.identity).or_default().entry(identity).or_default().push(key.clone());
        if let Some(identity) = identity {
            merged.entry(identity).or_default().entry(item.identity).or_default().push(key);
        }
    }
    for parts in split.values().filter(|parts| parts.len() > 1) {
        println!("\n{title}, apart:");
        for (identity, keys) in parts {
            println!("  {identity:?} ×{}: {}", keys.len(), keys.iter().take(4).cloned().collect::<Vec<_>>().join("; "));
        }
    }
    for parts in merged.values().filter(|parts| parts.len() > 1) {
        println!("\n{title}, together: {parts:?}");
    }
}
