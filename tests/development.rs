//! Accuracy never falls below what `MODEL.md` says.
//!
//! Needs the development sets, which do not belong to the project: `WHOSAID_DATA` names a folder with `dev.jsonl`,
//! `reuters.dev.jsonl`, `interviews.dev.jsonl` and, for each, `speakers.NAME.jsonl`. To refresh the table:
//!
//! ```text
//! WHOSAID_DATA=DIR cargo test --test development -- --nocapture
//! ```
//!
//! prints its rows, ready to paste into `MODEL.md`.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use whosaid::attribution::Model;
use whosaid::evaluation::{self, Measure, Report, Row};
use whosaid::parallel;

/// Names the folder of the development sets.
const VARIABLE: &str = "WHOSAID_DATA";
/// The sets that `MODEL.md` has figures of.
const SETS: [&str; 3] = ["dev", "reuters.dev", "interviews.dev"];
/// A figure may be worse by so much.
const SLACK: f64 = 0.005;
/// Rows of a set with fewer gold quotes say nothing.
const FEWEST: u64 = 40;

const MODEL_CARD: &str = include_str!("../MODEL.md");

/// A row of the table in `MODEL.md`.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    set: String,
    /// Row and measure, as in `spoken f1`.
    figure: String,
    value: f64,
}

#[test]
fn figures_hold_on_the_development_sets_skipped_unless_whosaid_data_is_set() {
    let Some(folder) = std::env::var_os(VARIABLE).map(PathBuf::from) else {
        // Not by a macro: what those print of a passing test is not shown.
        let _ = writeln!(std::io::stderr(), "skipped: {VARIABLE} names no folder of development sets");
        return;
    };
    let mut worse = Vec::new();
    let entries = entries();
    println!("\n| set | figure | value | 95% interval | gold quotes |\n|---|---|---|---|---|");
    for set in SETS {
        let report = measure(&folder, set);
        print_rows(set, &report);
        for entry in entries.iter().filter(|entry| entry.set == set) {
            let (row, measure) = known(&entry.figure).expect("checked by the other test");
            let scores = report.rows.iter().find(|scores| scores.row == row).expect("every row");
            let value = scores.get(measure).map_or(0.0, |figure| figure.value);
            let loss = if measure == Measure::FalseNames { value - entry.value } else { entry.value - value };
            if loss > SLACK {
                worse.push(format!("{set} {}: {value:.3}, was {:.3}", entry.figure, entry.value));
            }
        }
    }
    assert!(worse.is_empty(), "worse than MODEL.md by more than {SLACK}:\n{}", worse.join("\n"));
}

#[test]
fn the_table_of_the_model_card_can_be_read() {
    let entries = entries();
    for set in SETS {
        assert!(entries.iter().any(|entry| entry.set == set), "no figure of {set}");
    }
    for entry in &entries {
        assert!(SETS.contains(&entry.set.as_str()), "{entry:?}");
        assert!(known(&entry.figure).is_some(), "{entry:?}");
        assert!((0.0..=1.0).contains(&entry.value), "{entry:?}");
    }
    assert!(MODEL_CARD.contains(Model::embedded().name()));
}

/// The rows of the one table that begins with set, figure and value.
fn entries() -> Vec<Entry> {
    let mut lines = MODEL_CARD.lines().skip_while(|line| !line.starts_with("| set | figure | value |"));
    lines.next();
    let mut entries = Vec::new();
    for line in lines.skip(1).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let value = cells[3].parse().unwrap_or_else(|_| panic!("no number: {line}"));
        entries.push(Entry { set: cells[1].to_owned(), figure: cells[2].to_owned(), value });
    }
    entries
}

/// The row and measure that a figure's name stands for.
fn known(figure: &str) -> Option<(Row, Measure)> {
    let (row, measure) = figure.split_once(' ')?;
    let row = Row::EVERY.into_iter().find(|known| known.name() == row)?;
    let measure = Measure::EVERY.into_iter().find(|known| known.key() == measure)?;
    Some((row, measure))
}

/// Whether the model card has a figure of this row: everything of spoken and all, of the kinds what sums them up.
fn is_listed(row: Row, measure: Measure) -> bool {
    match row {
        Row::Spoken | Row::All => true,
        Row::Direct | Row::Mixed | Row::Indirect => {
            matches!(measure, Measure::F1 | Measure::ExactF1 | Measure::WhoSaidWhatF1)
        }
    }
}

fn print_rows(set: &str, report: &Report) {
    for scores in report.rows.iter().filter(|scores| scores.gold >= FEWEST) {
        for measure in Measure::EVERY {
            let Some(figure) = scores.get(measure).filter(|_| is_listed(scores.row, measure)) else { continue };
            let [low, high] = figure.interval.expect("a set has several articles");
            let name = format!("{} {}", scores.row.name(), measure.key());
            println!("| {set} | {name} | {:.3} | {low:.3}–{high:.3} | {} |", figure.value, scores.gold);
        }
    }
}

fn measure(folder: &Path, set: &str) -> Report {
    let mut gold = read(&folder.join(format!("{set}.jsonl")), |lines, place| {
        evaluation::read_gold(lines, place).unwrap_or_else(|error| panic!("{error}"))
    });
    let unknown = read(&folder.join(format!("speakers.{set}.jsonl")), |lines, place| {
        evaluation::add_speakers(&mut gold, lines, place).unwrap_or_else(|error| panic!("{error}"))
    });
    assert_eq!(unknown, [""; 0]);
    let model = Model::embedded();
    let mut predicted = Vec::new();
    parallel::ordered(
        parallel::threads(None),
        usize::MAX,
        |send| {
            for article in &gold {
                send(&article.article, 0);
            }
        },
        |article| evaluation::predict(article, &model),
        |quotes| {
            predicted.push(quotes);
            Ok::<(), ()>(())
        },
    )
    .expect("nothing fails");
    evaluation::report(&gold, &predicted, true)
}

fn read<T>(path: &Path, take: impl FnOnce(BufReader<File>, &str) -> T) -> T {
    let place = path.display().to_string();
    let file = File::open(path).unwrap_or_else(|error| panic!("{place}: {error}"));
    take(BufReader::new(file), &place)
}
